// RUN: skein-opt %s --skein-expand-optimizers --split-input-file | FileCheck %s

// CHECK: skein.variable @w : tensor<4xf32>
// CHECK-NOT: skein.variable
skein.variable @w : tensor<4xf32> = #skein.zeros

// CHECK-LABEL: skein.step @sgd
// CHECK-SAME:    (%g: tensor<4xf32>)
// CHECK:         %[[OLD:.*]] = skein.read @w
// CHECK:         %[[NEW:.*]] = linalg.generic {{.*}} ins(%g : tensor<4xf32>) outs(%[[OLD]] : tensor<4xf32>)
// CHECK:         ^bb0(%[[G:.*]]: f32, %[[W:.*]]: f32):
// CHECK:           %[[RATE:.*]] = arith.constant 5.000000e-01
// CHECK:           %[[STEP:.*]] = arith.mulf %[[RATE]], %[[G]]
// CHECK:           %[[DIFFERENCE:.*]] = arith.subf %[[W]], %[[STEP]]
// CHECK:           linalg.yield %[[DIFFERENCE]]
// CHECK:         skein.assign @w, %[[NEW]]
// CHECK-NOT:     skein.apply_gradient
skein.step @sgd(%g: tensor<4xf32>) {
  skein.apply_gradient @w, %g : tensor<4xf32> using #skein.sgd<learning_rate = 0.5>
  skein.return
}

// -----

// One slot for two updates of one variable.
// CHECK: skein.variable @w : tensor<4xf32>
// CHECK: skein.variable @w.momentum slot of @w : tensor<4xf32> = #skein.zeros
// CHECK-NOT: skein.variable
skein.variable @w : tensor<4xf32> = #skein.zeros

// CHECK-LABEL: skein.step @nesterov
// CHECK:         ^bb0(%[[G:.*]]: f32, %[[W:.*]]: f32, %[[M:.*]]: f32):
// CHECK:           %[[FACTOR:.*]] = arith.constant 2.500000e-01
// CHECK:           %[[DECAYED:.*]] = arith.mulf %[[FACTOR]], %[[M]]
// CHECK:           %[[SLOT:.*]] = arith.addf %[[DECAYED]], %[[G]]
// CHECK:           %[[AHEAD:.*]] = arith.mulf %[[FACTOR]], %[[SLOT]]
// CHECK:           %[[DIRECTION:.*]] = arith.addf %[[G]], %[[AHEAD]]
// CHECK:           %[[STEP:.*]] = arith.mulf %{{.*}}, %[[DIRECTION]]
// CHECK:           %[[NEW:.*]] = arith.subf %[[W]], %[[STEP]]
// CHECK:           linalg.yield %[[NEW]], %[[SLOT]]
// CHECK:         skein.assign @w, %[[R:.*]]#0
// CHECK:         skein.assign @w.momentum, %[[R]]#1
skein.step @nesterov(%g: tensor<4xf32>) {
  skein.apply_gradient @w, %g : tensor<4xf32> using #skein.momentum<learning_rate = 0.5, momentum = 0.25, nesterov = true>
  skein.apply_gradient @w, %g : tensor<4xf32> using #skein.momentum<learning_rate = 0.5, momentum = 0.25>
  skein.return
}

// -----

// The step is counted once, before the first of two updates, which share the two
// corrections of Adam's bias; the step without an optimiser is left alone. Slots follow the variable's distribution.
// CHECK: skein.variable @step_count : tensor<i64> = #skein.zeros
// CHECK: skein.variable @v on @m : tensor<2xf32, #skein.dist<data: split 0>>
// CHECK: skein.variable @v.first_moment slot of @v on @m : tensor<2xf32, #skein.dist<data: split 0>> = #skein.zeros
// CHECK: skein.variable @v.second_moment slot of @v on @m : tensor<2xf32, #skein.dist<data: split 0>> = #skein.zeros
skein.mesh @m(data = 2)
skein.variable @v on @m : tensor<2xf32, #skein.dist<data: split 0>> = #skein.zeros

// CHECK-LABEL: skein.program @adamw
// CHECK:         %[[OLD:.*]] = skein.read @step_count
// CHECK:         %[[COUNT:.*]] = arith.addi %[[OLD]]
// CHECK:         skein.assign @step_count, %[[COUNT]]
// CHECK:         linalg.generic {{.*}} ins(%[[COUNT]] : tensor<i64>) outs(%{{.*}} : tensor<f64>)
// CHECK:         math.powf
// CHECK:         math.powf
// CHECK-NOT:     math.powf
// CHECK-NOT:     skein.read @step_count
// CHECK:         skein.return
skein.program @adamw on @m(%g: tensor<2xf32, #skein.dist<data: split 0>>) {
  skein.apply_gradient @v, %g : tensor<2xf32, #skein.dist<data: split 0>> using #skein.adamw<learning_rate = 0.5>
  skein.apply_gradient @v, %g : tensor<2xf32, #skein.dist<data: split 0>> using #skein.adam<learning_rate = 0.5>
  skein.return
}

// CHECK-LABEL: skein.step @nothing
// CHECK-NEXT:    skein.return
skein.step @nothing() {
  skein.return
}

// -----

// A step counts whether or not its branch updates anything.
skein.variable @w : tensor<f32> = #skein.zeros

// CHECK-LABEL: skein.step @in_branch
// CHECK:         skein.assign @step_count
// CHECK:         math.powf
// CHECK:         math.powf
// CHECK:         scf.if
// CHECK:           skein.assign @w
// CHECK:         }
// CHECK:         skein.assign @w
skein.step @in_branch(%g: tensor<f32>, %c: tensor<i1>) {
  %condition = tensor.extract %c[] : tensor<i1>
  scf.if %condition {
    skein.apply_gradient @w, %g : tensor<f32> using #skein.adam<learning_rate = 0.5>
  }
  skein.apply_gradient @w, %g : tensor<f32> using #skein.adam<learning_rate = 0.5>
  skein.return
}
