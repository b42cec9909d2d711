// RUN: skein-opt %s --skein-accumulate-gradients=micro-batches=2 | FileCheck %s

// What grows behind a sum over the batch stays a sum over a micro-batch: it is not
// needed over the whole batch, though that would be less to reduce.

// CHECK-LABEL: skein.step @train
// CHECK:         scf.for {{.*}} -> (tensor<16xf32>)
// CHECK:           linalg.reduce
// CHECK:           arith.mulf
// CHECK:         skein.apply_gradient @w
skein.variable @w : tensor<16xf32> = #skein.zeros

skein.step @train(%x: tensor<8xf32> {skein.batch = 0 : i64}) {
  %w = skein.read @w : tensor<16xf32>
  %zero = arith.constant dense<0.0> : tensor<f32>
  %empty = tensor.empty() : tensor<16xf32>
  %length = linalg.reduce {arith.addf} ins(%x : tensor<8xf32>) outs(%zero : tensor<f32>) dimensions = [0]
  %g = linalg.generic {indexing_maps = [affine_map<(n) -> (n)>, affine_map<(n) -> ()>, affine_map<(n) -> (n)>], iterator_types = ["parallel"]} ins(%w, %length : tensor<16xf32>, tensor<f32>) outs(%empty : tensor<16xf32>) {
  ^bb0(%a: f32, %b: f32, %out: f32):
    %c = arith.mulf %a, %b : f32
    linalg.yield %c : f32
  } -> tensor<16xf32>
  skein.apply_gradient @w, %g : tensor<16xf32> using #skein.sgd<learning_rate = 0.1>
  skein.return
}
