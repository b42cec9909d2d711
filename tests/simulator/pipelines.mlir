// Two stages that send each other activations and gradients, from the text on.
// RUN: skein-sim %s --cluster=%S/node4.yaml --steps=1 --json=%t.json --trace=%t.trace --html=%t.html | FileCheck %s --check-prefix=TEXT
// RUN: FileCheck %s --check-prefix=JSON --input-file=%t.json
// RUN: FileCheck %s --check-prefix=TRACE --input-file=%t.trace
// RUN: FileCheck %s --check-prefix=PAGE --input-file=%t.html
// RUN: skein-sim %s --cluster=%S/node4.yaml | FileCheck %s --check-prefix=STEPS

// 10 kB. A forward pass reads and writes 20 kB, 1.02 us; a backward pass 30, 1.03, in the second
// stage twice; a message travels for 1.1 us by itself. The first message is there at 2.12, and then
// there is room for the second. The second stage: forward until 3.14, backward until 5.2; the
// gradient is there at 6.3. Forward and backward again, 8.28; the gradient is there at 9.38. Then the
// first stage goes backward: 10.41 us. It is busy for 2 (1.02 + 1.03) = 4.1 us, the second one for
// 2 (1.02 + 2.06), and 1.02 for the assignment: 7.18.
// TEXT:      @train on @m(pipe = 2): 2 devices of cluster node4
// TEXT:      step time  10.41 us
// TEXT:      memory {{.*}} gradients           stash
// TEXT:      stage        device               busy     bubble    receiving      sending   holds           stash
// TEXT-NEXT: 0            gpu0               4.1 us    60.61 %      6.23 us       2.2 us       2       19.53 KiB
// TEXT-NEXT: 1            gpu1               7.18 us    31.03 %      2.12 us       2.2 us       1       19.53 KiB
// TEXT:      ops
// TEXT:      skein.receive @back
// TEXT:      backward of stage 0

// JSON:      "step_time_us": 10.41,
// JSON:      "stages": [
// JSON:      "busy_us": 4.1,
// JSON-NEXT: "bubble": 0.606
// JSON-NEXT: "receiving_us": 6.23,
// JSON-NEXT: "sending_us": 2.2,
// JSON-NEXT: "held_micro_batches": 2,
// JSON:      "stash": 20000,
// JSON-NEXT: "channels": 10000
// JSON:      "entry": "F0"

// TRACE-DAG: "name": "F0"
// TRACE-DAG: "name": "skein.send @there"

// PAGE:      Stages of the pipeline, in one step

// The second step begins while the second stage is at the end of the first: one more takes 10.41 us
// after another.
// STEPS:     step time  10.41 us
// STEPS:     4 steps in 41.64 us

!t = tensor<2500xf32>
skein.mesh @m(pipe = 2)
skein.variable @s on @m[pipe = 1] : tensor<2500xf32> = #skein.zeros
skein.channel @there : tensor<2500xf32> from @train.stage0 to @train
skein.channel @back : tensor<2500xf32> from @train to @train.stage0

skein.program @train.stage0 on @m[pipe = 0] beside @train(%x: !t) {
  %e = tensor.empty() : !t
  skein.pipeline %i of 2 in order "F0 F1 B0 B1" {
    skein.action forward of 0
    %y = linalg.add ins(%x, %x : !t, !t) outs(%e : !t) -> !t
    skein.send @there, %y : !t
    skein.action backward of 0
    %g = skein.receive @back : !t
    %d = linalg.add ins(%g, %y : !t, !t) outs(%e : !t) -> !t
    skein.next_micro_batch
  }
  skein.return
}

skein.program @train on @m[pipe = 1]() {
  %c0 = arith.constant 0.0 : f32
  %e = tensor.empty() : !t
  %zero = linalg.fill ins(%c0 : f32) outs(%e : !t) -> !t
  %sum = skein.pipeline %i of 2 in order "F0 B0 F1 B1" iter_args(%a = %zero) -> (!t) {
    skein.action forward of 1
    %x = skein.receive @there : !t
    %y = linalg.add ins(%x, %x : !t, !t) outs(%e : !t) -> !t
    skein.action backward of 1
    %z = linalg.mul ins(%x, %y : !t, !t) outs(%e : !t) -> !t
    %b = linalg.add ins(%a, %z : !t, !t) outs(%e : !t) -> !t
    skein.send @back, %z : !t
    skein.next_micro_batch %b : !t
  }
  skein.assign @s, %sum : !t
  skein.return
}
