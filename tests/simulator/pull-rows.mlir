// What rows of a piece of a table cost.
// RUN: skein-sim %s --cluster=%S/node4.yaml --steps=4 | FileCheck %s

// 1000 rows of 96 bytes, half of which are taken to be in this half of the table. Their
// indices, 2 kB, get there in 1 + 0.02 us; the rows, 48 kB, are read in 0.048 us and are back
// 1 + 0.48 us later: 2.548 us. They go there with their indices, 50 kB in 1 + 0.5 us, and are
// added, reading two and writing one of them, in 0.15 us; the server then releases, 1 us.
// CHECK: step time  5.198 us
skein.mesh @workers(data = 1)
skein.mesh @servers(server = 1)
skein.variable @t.0 on @servers[server = 0] : tensor<5000x24xf32> = #skein.zeros {skein.stored = #skein.stored<"t" at [0, 0] of [10000, 24]>}
skein.accumulator @t.rows of @t.0 from @workers[data] in arrival order by 1000 rows
skein.queue @go on @servers[server = 0] per @workers : tensor<i64>

skein.program @train on @workers[data independent](%i: tensor<1000xi32>) {
  %k = skein.step_index
  %r = skein.pull_rows @t.0, %i : tensor<1000xi32> -> tensor<1000x24xf32>
  skein.push_rows @t.rows, %i, %r label %k : tensor<1000xi32>, tensor<1000x24xf32>
  %token, %from = skein.dequeue @go : tensor<i64>, tensor<i64>
  skein.return
}

skein.program @train.server on @servers[server = 0] beside @train() {
  %s, %rows, %c = skein.take_row_sums @t.rows, 1 : tensor<5000x24xf32>, tensor<5000xi64>
  skein.enqueue @go[*], %c : tensor<i64>
  skein.return
}
