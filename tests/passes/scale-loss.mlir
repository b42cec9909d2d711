// RUN: skein-opt %s --skein-scale-loss="initial-scale=1024 growth-interval=3 growth-factor=4 max-scale=8192 min-scale=2" --split-input-file | FileCheck %s
// RUN: skein-opt %s --skein-scale-loss="loss-scale=static initial-scale=128" --split-input-file | FileCheck %s --check-prefix=STATIC

// The scale is read before and assigned behind the step; everything else that the
// step changes depends on one flag, an assignment in front of the gradients too.
// CHECK: skein.variable @train.loss_scale : tensor<f32> = #skein.constant<value = 1.024000e+03>
// CHECK: skein.variable @train.good_step_count : tensor<i64> = #skein.zeros

// CHECK-LABEL: skein.step @train
// CHECK-SAME:    -> (tensor<f32> {skein.name = "loss"})
// CHECK:         %[[SCALE:.*]] = skein.read @train.loss_scale
// CHECK:         %[[INVERSE:.*]] = linalg.generic {{.*}} ins(%[[SCALE]] : tensor<f32>)
// CHECK:           arith.divf
// CHECK-NOT:     skein.assign
// CHECK:         %[[R:.*]]:3 = skein.value_and_grad @loss({{.*}}) wrt [0, 1] scaled by %[[SCALE]] :
// CHECK-NEXT:    %[[FINITE:.*]] = skein.all_finite %[[R]]#0, %[[R]]#1, %[[R]]#2
// CHECK-NEXT:    skein.assign @mean, %x if %[[FINITE]]
// CHECK-NEXT:    skein.apply_gradient @w, %[[R]]#1 times %[[INVERSE]] if %[[FINITE]]
// CHECK-NEXT:    skein.apply_gradient @b, %[[R]]#2 times %[[INVERSE]] if %[[FINITE]]
// CHECK-NEXT:    %[[COUNT:.*]] = skein.read @train.good_step_count
// CHECK:         %[[NEXT:.*]]:2 = linalg.generic {{.*}} ins(%[[FINITE]], %[[SCALE]], %[[COUNT]] :
// CHECK-NEXT:    ^bb0(%[[F:.*]]: i1, %[[S:.*]]: f32, %[[C:.*]]: i64,
// CHECK:           %[[ONE:.*]] = arith.constant 1
// CHECK:           %[[GOOD:.*]] = arith.addi %[[C]], %[[ONE]]
// CHECK:           %[[INTERVAL:.*]] = arith.constant 3
// CHECK:           %[[GROWS:.*]] = arith.cmpi sge, %[[GOOD]], %[[INTERVAL]]
// CHECK:           arith.constant 4.0
// CHECK:           arith.constant 8.192000e+03
// CHECK:           %[[GROWN:.*]] = arith.minimumf
// CHECK:           arith.constant 5.000000e-01
// CHECK:           arith.constant 2.0
// CHECK:           %[[REDUCED:.*]] = arith.maximumf
// CHECK:           %[[KEPT:.*]] = arith.select %[[GROWS]], %[[GROWN]], %[[S]]
// CHECK:           arith.select %[[F]], %[[KEPT]], %[[REDUCED]]
// CHECK:         skein.assign @train.loss_scale, %[[NEXT]]#0 : tensor<f32>
// CHECK:         skein.assign @train.good_step_count, %[[NEXT]]#1 : tensor<i64>
// CHECK:         skein.return %[[R]]#0

// STATIC-NOT:   loss_scale
// STATIC-LABEL: skein.step @train
// STATIC-DAG:     %[[SCALE:.*]] = arith.constant dense<1.280000e+02>
// STATIC-DAG:     %[[INVERSE:.*]] = arith.constant dense<7.812500e-03>
// STATIC:         %[[R:.*]]:3 = skein.value_and_grad {{.*}} scaled by %[[SCALE]]
// STATIC:         %[[FINITE:.*]] = skein.all_finite
// STATIC:         skein.apply_gradient @w, %[[R]]#1 times %[[INVERSE]] if %[[FINITE]]

skein.variable @w : tensor<4xf32> = #skein.zeros
skein.variable @b : tensor<f32> = #skein.zeros
skein.variable @mean : tensor<2x4xf32> = #skein.zeros

func.func private @loss(%w: tensor<4xf32>, %b: tensor<f32>, %x: tensor<2x4xf32>) -> tensor<f32> {
  %r = linalg.generic {indexing_maps = [affine_map<(n, c) -> (n, c)>, affine_map<(n, c) -> (c)>, affine_map<(n, c) -> ()>],
                       iterator_types = ["reduction", "reduction"]}
      ins(%x, %w : tensor<2x4xf32>, tensor<4xf32>) outs(%b : tensor<f32>) {
  ^bb0(%a: f32, %c: f32, %out: f32):
    %p = arith.mulf %a, %c : f32
    %s = arith.addf %out, %p : f32
    linalg.yield %s : f32
  } -> tensor<f32>
  return %r : tensor<f32>
}

skein.step @train(%x: tensor<2x4xf32> {skein.batch = 0}) -> (tensor<f32> {skein.name = "loss"}) {
  %w = skein.read @w : tensor<4xf32>
  %b = skein.read @b : tensor<f32>
  skein.assign @mean, %x : tensor<2x4xf32>
  %loss, %dw, %db = skein.value_and_grad @loss(%w, %b, %x) wrt [0, 1]
      : (tensor<4xf32>, tensor<f32>, tensor<2x4xf32>) -> (tensor<f32>, tensor<4xf32>, tensor<f32>)
  skein.apply_gradient @w, %dw : tensor<4xf32> using #skein.momentum<learning_rate = 0.1, momentum = 0.9>
  skein.apply_gradient @b, %db : tensor<f32> using #skein.sgd<learning_rate = 0.1>
  skein.return %loss : tensor<f32>
}

// A step without gradients is left alone.
// CHECK-LABEL: skein.step @evaluate
// CHECK-NEXT:    skein.read @w
// CHECK-NEXT:    skein.assign @w, %{{.*}} : tensor<4xf32>
// CHECK-NEXT:    skein.return
skein.step @evaluate() {
  %w = skein.read @w : tensor<4xf32>
  skein.assign @w, %w : tensor<4xf32>
  skein.return
}

// -----

skein.variable @w : tensor<4xf16> = #skein.zeros
func.func private @loss(%w: tensor<4xf16>) -> tensor<f32>

// The step looks at the gradient itself, and sees it without the scale, as the
// optimiser does then. A condition of the text goes on to hold. What is updated in a
// branch depends on the flag as well.
// CHECK-LABEL: skein.step @seen
// CHECK:         %[[INVERSE:.*]] = linalg.generic
// CHECK:         %[[R:.*]]:2 = skein.value_and_grad
// CHECK:         %[[G:.*]] = linalg.generic {{.*}} ins(%[[R]]#1, %[[INVERSE]] : tensor<4xf16>, tensor<f32>)
// CHECK:           arith.extf
// CHECK:           arith.mulf {{.*}} : f32
// CHECK:           arith.truncf
// CHECK:         %[[SUM:.*]] = arith.addf %[[G]], %{{.*}} : tensor<4xf16>
// CHECK-NEXT:    %[[FINITE:.*]] = skein.all_finite %[[R]]#0, %[[SUM]], %[[G]]
// CHECK:         %[[BOTH:.*]] = arith.andi %c, %[[FINITE]]
// CHECK-NEXT:    skein.apply_gradient @w, %[[SUM]] if %[[BOTH]]
// CHECK:         scf.if
// CHECK-NEXT:      skein.apply_gradient @w, %[[G]] if %[[FINITE]]
skein.step @seen(%c: tensor<i1>, %d: tensor<i1>) {
  %w = skein.read @w : tensor<4xf16>
  %loss, %dw = skein.value_and_grad @loss(%w) wrt [0] : (tensor<4xf16>) -> (tensor<f32>, tensor<4xf16>)
  %sum = arith.addf %dw, %w : tensor<4xf16>
  skein.apply_gradient @w, %sum if %c : tensor<4xf16> using #skein.sgd<learning_rate = 0.1>
  %condition = tensor.extract %d[] : tensor<i1>
  scf.if %condition {
    skein.apply_gradient @w, %dw : tensor<4xf16> using #skein.sgd<learning_rate = 0.1>
  }
  skein.return
}
