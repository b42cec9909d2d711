// RUN: skein-opt %s --skein-distribute="mesh=data:2 loss-scale=dynamic" | FileCheck %s
// RUN: skein-opt %s --skein-distribute="mesh=data:2 loss-scale=static batch=per-replica reduction=mean" | FileCheck %s --check-prefix=MEAN

// Devices reduce the loss and the gradient once each. The gradient is reduced while
// it is scaled; the flag is that of the reduced values, and is not reduced itself.
// CHECK-LABEL: skein.program @train
// CHECK:         %[[SCALE:.*]] = skein.read @train.loss_scale
// CHECK:         %[[INVERSE:.*]] = linalg.generic {{.*}} ins(%[[SCALE]] :
// CHECK:         %[[LOCAL:.*]] = func.call @loss_fwd
// CHECK-NEXT:    %[[LOSS:.*]] = skein.all_reduce sum %[[LOCAL]]
// CHECK-NEXT:    %[[PART:.*]] = func.call @loss_bwd(%x, %[[SCALE]])
// CHECK-NEXT:    %[[G:.*]] = skein.all_reduce sum %[[PART]]
// CHECK-NOT:     skein.all_reduce
// CHECK:         linalg.generic {{.*}} ins(%[[LOSS]] : tensor<f32>)
// CHECK:           math.absf
// CHECK:           arith.cmpf olt
// CHECK:         %[[FINITE:.*]] = linalg.generic {{.*}} ins(%[[G]] : tensor<4xf32>)
// CHECK:         linalg.generic {{.*}} ins(%[[G]], %[[INVERSE]], %[[FINITE]] : tensor<4xf32>, tensor<f32>, tensor<i1>)
// CHECK:           arith.select
// CHECK:           arith.select
// CHECK:         skein.assign @w,
// CHECK:         skein.assign @w.momentum,
// CHECK:         skein.assign @train.loss_scale,
// CHECK:         skein.assign @train.good_step_count,
// CHECK:         skein.return %[[LOSS]]

// The sum is looked at, its half is applied.
// MEAN-LABEL: skein.program @train
// MEAN:         %[[G:.*]] = skein.all_reduce sum {{.*}} -> tensor<4xf32>
// MEAN-NEXT:    tensor.empty
// MEAN-NEXT:    %[[HALF:.*]] = linalg.generic {{.*}} ins(%[[G]] : tensor<4xf32>)
// MEAN:         %[[FINITE:.*]] = linalg.generic {{.*}} ins(%[[G]] : tensor<4xf32>)
// MEAN:         linalg.generic {{.*}} ins(%[[HALF]], %{{.*}}, %[[FINITE]] : tensor<4xf32>, tensor<f32>, tensor<i1>)
skein.variable @w : tensor<4xf32> = #skein.zeros

func.func private @loss(%w: tensor<4xf32>, %x: tensor<2x4xf32>) -> tensor<f32> {
  %zero = arith.constant dense<0.0> : tensor<f32>
  %r = linalg.generic {indexing_maps = [affine_map<(n, c) -> (n, c)>, affine_map<(n, c) -> (c)>, affine_map<(n, c) -> ()>],
                       iterator_types = ["reduction", "reduction"]}
      ins(%x, %w : tensor<2x4xf32>, tensor<4xf32>) outs(%zero : tensor<f32>) {
  ^bb0(%a: f32, %c: f32, %out: f32):
    %p = arith.mulf %a, %c : f32
    %s = arith.addf %out, %p : f32
    linalg.yield %s : f32
  } -> tensor<f32>
  return %r : tensor<f32>
}

skein.step @train(%x: tensor<2x4xf32> {skein.batch = 0}) -> (tensor<f32> {skein.name = "loss"}) {
  %w = skein.read @w : tensor<4xf32>
  %loss, %dw = skein.value_and_grad @loss(%w, %x) wrt [0]
      : (tensor<4xf32>, tensor<2x4xf32>) -> (tensor<f32>, tensor<4xf32>)
  skein.apply_gradient @w, %dw : tensor<4xf32> using #skein.momentum<learning_rate = 0.1, momentum = 0.9>
  skein.return %loss : tensor<f32>
}
