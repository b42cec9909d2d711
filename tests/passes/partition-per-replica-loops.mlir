// RUN: skein-opt %s --skein-partition='mesh=data:2 batch=per-replica' | FileCheck %s

// Nothing is reduced in the loop: what is summed in it is partial from the start.

// CHECK-LABEL: skein.program @train
// CHECK:         %[[SUM:.*]] = scf.for {{.*}} -> (tensor<4xf32, #skein.dist<data: partial sum>>)
// CHECK-NOT:       skein.all_reduce
// CHECK:           scf.yield {{.*}} : tensor<4xf32, #skein.dist<data: partial sum>>
// CHECK:         skein.apply_gradient @w
skein.variable @w : tensor<4xf32> = #skein.zeros

skein.step @train(%x: tensor<8x4xf32> {skein.batch = 0 : i64}) {
  %zeros = arith.constant dense<0.0> : tensor<4xf32>
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %g = scf.for %i = %c0 to %c2 step %c1 iter_args(%sum = %zeros) -> (tensor<4xf32>) {
    %part = linalg.reduce {arith.addf} ins(%x : tensor<8x4xf32>) outs(%zeros : tensor<4xf32>) dimensions = [0]
    %next = linalg.generic {indexing_maps = [affine_map<(n) -> (n)>, affine_map<(n) -> (n)>], iterator_types = ["parallel"]} ins(%part : tensor<4xf32>) outs(%sum : tensor<4xf32>) {
    ^bb0(%a: f32, %b: f32):
      %c = arith.addf %a, %b : f32
      linalg.yield %c : f32
    } -> tensor<4xf32>
    scf.yield %next : tensor<4xf32>
  }
  skein.apply_gradient @w, %g : tensor<4xf32> using #skein.sgd<learning_rate = 0.1>
  skein.return
}
