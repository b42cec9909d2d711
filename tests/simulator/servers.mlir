// A worker, a server, and what is between them, from the text on.
// RUN: skein-sim %s --cluster=%S/node4.yaml --steps=4 --json=%t.json --trace=%t.trace --html=%t.html | FileCheck %s --check-prefix=TEXT
// RUN: FileCheck %s --check-prefix=JSON --input-file=%t.json
// RUN: FileCheck %s --check-prefix=TRACE --input-file=%t.trace
// RUN: skein-sim %s --cluster=%S/node4.yaml --steps=4 --delay=worker:1=10us | FileCheck %s --check-prefix=SLOW
// RUN: bash -c 'skein-sim %s --cluster=%S/node4.yaml --delay=worker:1 2>&1; test $? = 2' | FileCheck %s --check-prefix=USAGE
// RUN: not skein-sim %s --cluster=%S/node4.yaml --delay=worker:2=1us 2>&1 | FileCheck %s --check-prefix=NOBODY

// 10 kB. The pull goes there in 1 us, is read in 0.01, and comes back in 1.1, on a link of its
// own for each worker: 2.11. Doubling it reads and writes 20 kB, 1.02 us: 3.13. The push takes
// 1.1 us, and 0.03 to be added, one after the other: 4.26 and 4.29. The server subtracts, 30 kB,
// 1.03 us: 5.32, and releases, 1 us: 6.32 us.
// TEXT:      @train on @workers(data = 2): 3 devices of cluster node4
// TEXT:      step time  6.32 us
// TEXT:      4 steps in 25.28 us
// TEXT:      gpu0 workers:0
// TEXT:      gpu2 servers:0
// The variable; the sum, a spare of the variable, and, once, a push that waits to be added.
// TEXT:      memory
// TEXT-NEXT: gpu0 workers:0              0 B
// TEXT:      gpu2 servers:0        9.766 KiB {{.*}} 39.06 KiB {{.*}} fits
// TEXT:      gpu1                    4               0     25.28 us
// TEXT:      owner
// TEXT-NEXT: gpu2               78.12 KiB {{.*}} 78.12 KiB {{.*}} 240 ns
// TEXT:      0 of 8 pushes dropped
// TEXT-NEXT: gradients by versions behind: 0: 8

// JSON:      "step_time_us": 6.32,
// JSON-NEXT: "duration_us": 25.28,
// JSON:      "job": {
// JSON:      "steps": 4,
// JSON:      "pushes": 8,
// JSON:      "dropped_pushes": 0,
// JSON:      "in_bytes": 80000,
// JSON:      "program": "train.server"

// TRACE:     "name": "gpu2 servers:0"
// TRACE:     "name": "skein.pull @w"
// TRACE:     "cat": "request"

// SLOW:      step time  16.29 us
// USAGE:     skein-sim: --delay: "worker:1": expected who
// NOBODY:    nobody is worker:2;

skein.mesh @workers(data = 2)
skein.mesh @servers(server = 1)
skein.variable @w on @servers[server = 0] : tensor<2500xf32> = #skein.zeros
skein.accumulator @w.sum of @w from @workers[data] in index order
skein.queue @go on @servers[server = 0] per @workers : tensor<i64>

skein.program @train on @workers() {
  %k = skein.step_index
  %w = skein.pull @w : tensor<2500xf32, #skein.dist<data: varying>>
  %e = tensor.empty() : tensor<2500xf32, #skein.dist<data: partial sum>>
  %p = skein.assume_partial sum %w over @workers[data] : tensor<2500xf32, #skein.dist<data: varying>> -> tensor<2500xf32, #skein.dist<data: partial sum>>
  %g = linalg.add ins(%p, %p : tensor<2500xf32, #skein.dist<data: partial sum>>, tensor<2500xf32, #skein.dist<data: partial sum>>) outs(%e : tensor<2500xf32, #skein.dist<data: partial sum>>) -> tensor<2500xf32, #skein.dist<data: partial sum>>
  skein.push @w.sum, %g label %k : tensor<2500xf32, #skein.dist<data: partial sum>>
  %token, %from = skein.dequeue @go : tensor<i64, #skein.dist<data: varying>>, tensor<i64, #skein.dist<data: varying>>
  skein.return
}

skein.program @train.server on @servers[server = 0] beside @train() {
  %s, %c = skein.take @w.sum, 2 : tensor<2500xf32>
  %w = skein.read @w : tensor<2500xf32>
  %e = tensor.empty() : tensor<2500xf32>
  %n = linalg.sub ins(%w, %s : tensor<2500xf32>, tensor<2500xf32>) outs(%e : tensor<2500xf32>) -> tensor<2500xf32>
  skein.assign @w, %n : tensor<2500xf32>
  %k = skein.step_index
  skein.enqueue @go[*], %k : tensor<i64>
  skein.return
}
