// RUN: skein-opt %s --skein-accumulate-gradients=micro-batches=4 | FileCheck %s
// RUN: skein-opt %s --skein-accumulate-gradients | FileCheck %s --check-prefix=ONE

// The reduction is in the loop, the penalty on weights outside of it, and the update
// behind it, once.
// CHECK: func.func private @decay(
// CHECK-LABEL: skein.step @train(%x: tensor<8x3xf32> {skein.batch = 0 : i64}, %rate: tensor<f32>)
// CHECK: %[[W:.*]] = skein.read @w
// CHECK: %[[D:.*]] = func.call @decay(%[[W]])
// CHECK: %[[ZERO:.*]] = arith.constant dense<0.000000e+00> : tensor<3xf32>
// CHECK: %[[EMPTY:.*]] = tensor.empty() : tensor<2x4xf32>
// CHECK: %[[C0:.*]] = arith.constant 0 : index
// CHECK: %[[C4:.*]] = arith.constant 4 : index
// CHECK: %[[C1:.*]] = arith.constant 1 : index
// CHECK: %[[LOOP:.*]]:2 = scf.for %[[I:.*]] = %[[C0]] to %[[C4]] step %[[C1]] iter_args(%[[SUM:.*]] = %[[ZERO]], %[[SUMS:.*]] = %[[EMPTY]])
// CHECK:   %[[Y:.*]] = tensor.expand_shape %x {{\[\[}}0, 1], [2]] output_shape [2, 4, 3]
// CHECK:   %[[S:.*]] = tensor.extract_slice %[[Y]][0, %[[I]], 0] [2, 1, 3] [1, 1, 1]
// CHECK:   %[[PART:.*]] = tensor.collapse_shape %[[S]] {{\[\[}}0, 1], [2]]
// CHECK:   %[[G:.*]] = linalg.reduce {{.*}} ins(%[[PART]] : tensor<2x3xf32>)
// CHECK:   %[[R:.*]] = linalg.reduce {{.*}} ins(%[[PART]] : tensor<2x3xf32>)
// CHECK:   %[[NEXT:.*]] = linalg.generic {{.*}} ins(%[[G]] : tensor<3xf32>) outs(%[[SUM]] : tensor<3xf32>)
// CHECK:     arith.addf
// CHECK:   %[[E:.*]] = tensor.expand_shape %[[R]] {{\[\[}}0, 1]] output_shape [2, 1]
// CHECK:   %[[PASTED:.*]] = tensor.insert_slice %[[E]] into %[[SUMS]][0, %[[I]]] [2, 1] [1, 1]
// CHECK:   scf.yield %[[NEXT]], %[[PASTED]]
// CHECK: %[[ROWS:.*]] = tensor.collapse_shape %[[LOOP]]#1 {{\[\[}}0, 1]] : tensor<2x4xf32> into tensor<8xf32>
// CHECK: %[[TOTAL:.*]] = linalg.generic {{.*}} ins(%[[LOOP]]#0, %[[D]] :
// CHECK: skein.apply_gradient @w, %[[TOTAL]]
// CHECK: skein.return %[[ROWS]]
// CHECK-NOT: skein.mesh

// ONE-NOT: scf.for
skein.variable @w : tensor<3xf32>

func.func private @decay(%w: tensor<3xf32>) -> tensor<3xf32> {
  %r = math.tanh %w : tensor<3xf32>
  return %r : tensor<3xf32>
}

skein.step @train(%x: tensor<8x3xf32> {skein.batch = 0 : i64}, %rate: tensor<f32>)
    -> (tensor<8xf32> {skein.name = "sums"}) {
  %w = skein.read @w : tensor<3xf32>
  %d = func.call @decay(%w) : (tensor<3xf32>) -> tensor<3xf32>
  %z = arith.constant dense<0.0> : tensor<3xf32>
  %z8 = arith.constant dense<0.0> : tensor<8xf32>
  %e = tensor.empty() : tensor<3xf32>
  %g = linalg.reduce {arith.addf} ins(%x : tensor<8x3xf32>) outs(%z : tensor<3xf32>) dimensions = [0]
  %r = linalg.reduce {arith.addf} ins(%x : tensor<8x3xf32>) outs(%z8 : tensor<8xf32>) dimensions = [1]
  // Not linear in the gradient: it needs the whole one.
  %total = linalg.generic {indexing_maps = [affine_map<(c) -> (c)>, affine_map<(c) -> (c)>, affine_map<(c) -> (c)>],
                           iterator_types = ["parallel"]}
      ins(%g, %d : tensor<3xf32>, tensor<3xf32>) outs(%e : tensor<3xf32>) {
  ^bb0(%a: f32, %b: f32, %out: f32):
    %q = arith.mulf %a, %a : f32
    %s = arith.addf %q, %b : f32
    linalg.yield %s : f32
  } -> tensor<3xf32>
  skein.apply_gradient @w, %total : tensor<3xf32> using #skein.sgd<learning_rate = 0.1>
  skein.return %r : tensor<8xf32>
}

// No gradients, so nothing to accumulate.
// CHECK-LABEL: skein.step @evaluate
// CHECK-NOT: scf.for
// CHECK: skein.return
skein.step @evaluate(%x: tensor<8x3xf32> {skein.batch = 0 : i64}) -> tensor<3xf32> {
  %z = arith.constant dense<0.0> : tensor<3xf32>
  %g = linalg.reduce {arith.addf} ins(%x : tensor<8x3xf32>) outs(%z : tensor<3xf32>) dimensions = [0]
  skein.return %g : tensor<3xf32>
}
