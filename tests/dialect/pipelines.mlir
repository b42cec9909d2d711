// Channels between programs, and loops over micro-batches.
// RUN: skein-opt %s | skein-opt | FileCheck %s
// RUN: skein-opt --mlir-print-op-generic %s | skein-opt | FileCheck %s

skein.mesh @m(pipe = 2, data = 2)
// CHECK: skein.channel @activations : tensor<4xf32> from @train.stage0 to @train capacity 2
skein.channel @activations : tensor<4xf32> from @train.stage0 to @train capacity 2
// CHECK: skein.channel @gradients : tensor<4xf32, #skein.dist<data: split 0>> from @train to @train.stage0{{$}}
skein.channel @gradients : tensor<4xf32, #skein.dist<data: split 0>> from @train to @train.stage0

// CHECK-LABEL: skein.program @train.stage0
skein.program @train.stage0 on @m[pipe = 0] beside @train(%x: tensor<4xf32>) {
  // CHECK: skein.pipeline %micro_batch of 3 in order "F0 F1 B0 F2 B1 B2" {
  skein.pipeline %i of 3 in order "F0 F1 B0 F2 B1 B2" {
    // CHECK: skein.action forward of 0
    skein.action forward of 0
    // CHECK: skein.send @activations, %x : tensor<4xf32>
    skein.send @activations, %x : tensor<4xf32>
    skein.action backward of 0
    // CHECK: skein.receive @gradients : tensor<4xf32, #skein.dist<data: split 0>>
    %g = skein.receive @gradients : tensor<4xf32, #skein.dist<data: split 0>>
    skein.next_micro_batch
  }
  skein.return
}

// CHECK-LABEL: skein.program @train on
skein.program @train on @m[pipe = 1](%zero: tensor<4xf32>, %g: tensor<4xf32, #skein.dist<data: split 0>>) -> (tensor<4xf32> {skein.name = "sum"}) {
  // CHECK: = skein.pipeline %micro_batch of 3 in order "1F0 4F0 4I0 4W0 1B0 1F1 1F2 4F1 4F2 4I2 4I1 4W1 4W2 1B1 1B2" iter_args(%{{.*}} = %zero) -> (tensor<4xf32>) {
  %sum = skein.pipeline %i of 3 in order "1F0 4F0 4I0 4W0 1B0 1F1 1F2 4F1 4F2 4I2 4I1 4W1 4W2 1B1 1B2" iter_args(%a = %zero) -> (tensor<4xf32>) {
    skein.action forward of 1
    %x = skein.receive @activations : tensor<4xf32>
    skein.action forward of 4
    %e = tensor.empty() : tensor<4xf32>
    %y = linalg.square ins(%x : tensor<4xf32>) outs(%e : tensor<4xf32>) -> tensor<4xf32>
    skein.action input_gradient of 4
    %s = linalg.add ins(%a, %y : tensor<4xf32>, tensor<4xf32>) outs(%e : tensor<4xf32>) -> tensor<4xf32>
    skein.action weight_gradient of 4
    skein.action backward of 1
    skein.send @gradients, %g : tensor<4xf32, #skein.dist<data: split 0>>
    // CHECK: skein.next_micro_batch %{{.*}} : tensor<4xf32>
    skein.next_micro_batch %s : tensor<4xf32>
  }
  skein.return %sum : tensor<4xf32>
}
