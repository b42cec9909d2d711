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

// -----

// Pieces and wholes are looked at apart; flags meet over the devices, squares are
// added over them. What is updated under a condition keeps its bits without it, and
// so does the count of steps.
skein.mesh @m(data = 2)
skein.variable @w : tensor<4xf32> = #skein.zeros
skein.variable @v on @m : tensor<2xf16, #skein.dist<data: split 0>> = #skein.zeros

// CHECK-LABEL: skein.program @conditional
// CHECK-SAME:    (%g: tensor<4xf32>, %h: {{.*}}, %f: tensor<f32>)
// CHECK:         %[[WHOLE:.*]] = linalg.generic {{.*}} iterator_types = ["reduction"]} ins(%g : tensor<4xf32>) outs(%{{.*}} : tensor<i1>)
// CHECK:           %[[SIZE:.*]] = math.absf
// CHECK:           %[[FINITE:.*]] = arith.cmpf olt, %[[SIZE]], %{{.*}} : f32
// CHECK:           arith.andi %{{.*}}, %[[FINITE]] : i1
// CHECK:         %[[PIECE:.*]] = linalg.generic {{.*}} ins(%h : {{.*}} outs(%{{.*}} : tensor<i1, #skein.dist<data: partial and>>)
// CHECK:         %[[PIECES:.*]] = skein.all_reduce and %[[PIECE]] over @m[data]
// CHECK:         %[[FLAG:.*]] = arith.andi %[[WHOLE]], %[[PIECES]] : tensor<i1>
// CHECK:         %[[SQUARES:.*]] = linalg.generic {{.*}} ins(%g, %f : tensor<4xf32>, tensor<f32>) outs(%{{.*}} : tensor<f32>)
// CHECK:         linalg.generic {{.*}} ins(%h, %f : {{.*}} outs(%{{.*}} : tensor<f32, #skein.dist<data: partial sum>>)
// CHECK:           arith.extf %{{.*}} : f16 to f32
// CHECK:         %[[OTHERS:.*]] = skein.all_reduce sum
// CHECK:         %[[SUM:.*]] = arith.addf %[[SQUARES]], %[[OTHERS]]
// CHECK:         %[[NORM:.*]] = math.sqrt %[[SUM]]
// CHECK:         %[[OLD:.*]] = skein.read @step_count
// CHECK:         %[[NEW:.*]] = arith.addi %[[OLD]]
// CHECK:         %[[COUNT:.*]] = linalg.generic {{.*}} ins(%[[NEW]], %[[FLAG]] : tensor<i64>, tensor<i1>)
// CHECK:           arith.select
// CHECK:         skein.assign @step_count, %[[COUNT]] : tensor<i64>
// CHECK:         linalg.generic {{.*}} ins(%g, %{{.*}}, %{{.*}}, %[[NORM]], %[[FLAG]] :
// CHECK-NEXT:    ^bb0(%[[G:.*]]: f32, %{{.*}}: f64, %{{.*}}: f64, %[[N:.*]]: f32, %[[C:.*]]: i1, %[[W:.*]]: f32, %[[M1:.*]]: f32, %[[M2:.*]]: f32):
// CHECK-NEXT:      %[[SCALED:.*]] = arith.mulf %[[G]], %[[N]]
// CHECK-NEXT:      %[[HALF:.*]] = arith.constant 5.000000e-01
// CHECK-NEXT:      %[[LOW:.*]] = arith.minimumf %[[SCALED]], %[[HALF]]
// CHECK-NEXT:      %[[MINUS:.*]] = arith.constant -5.000000e-01
// CHECK-NEXT:      arith.maximumf %[[LOW]], %[[MINUS]]
// CHECK:           arith.select %[[C]], %{{.*}}, %[[W]]
// CHECK:           arith.select %[[C]], %{{.*}}, %[[M1]]
// CHECK:           arith.select %[[C]], %{{.*}}, %[[M2]]
// CHECK:         linalg.generic {{.*}} ins(%h, %[[NORM]], %[[FLAG]] :
// CHECK:           %[[WIDE:.*]] = arith.extf %{{.*}} : f16 to f32
// CHECK:           %[[PRODUCT:.*]] = arith.mulf %[[WIDE]], %{{.*}} : f32
// CHECK:           arith.truncf %[[PRODUCT]] : f32 to f16
// CHECK:         %[[KEPT:.*]] = skein.read @w
// CHECK:         %[[CHOSEN:.*]] = linalg.generic {{.*}} ins(%g, %[[FLAG]] : tensor<4xf32>, tensor<i1>) outs(%[[KEPT]] : tensor<4xf32>)
// CHECK:         skein.assign @w, %[[CHOSEN]] : tensor<4xf32>
skein.program @conditional on @m(%g: tensor<4xf32>, %h: tensor<2xf16, #skein.dist<data: split 0>>, %f: tensor<f32>) {
  %finite = skein.all_finite %g, %h : tensor<4xf32>, tensor<2xf16, #skein.dist<data: split 0>>
  %norm = skein.global_norm %g, %h times %f : tensor<4xf32>, tensor<2xf16, #skein.dist<data: split 0>>
  skein.apply_gradient @w, %g times %norm clip 0.5 if %finite : tensor<4xf32> using #skein.adam<learning_rate = 0.5>
  skein.apply_gradient @v, %h times %norm if %finite : tensor<2xf16, #skein.dist<data: split 0>> using #skein.sgd<learning_rate = 0.5>
  skein.assign @w, %g if %finite : tensor<4xf32>
  skein.return
}

// In bf16, 0.999 would be 1.
// CHECK-LABEL: skein.step @narrow
// CHECK:         linalg.generic
// CHECK-DAG:       arith.constant 9.990000e-01 : f32
// CHECK-NOT:       arith.{{add|mul|sub|div}}f {{.*}} : bf16
// CHECK:           linalg.yield %{{.*}} : bf16, bf16, bf16
skein.variable @n : tensor<4xbf16> = #skein.zeros
skein.step @narrow(%g: tensor<4xbf16>) {
  skein.apply_gradient @n, %g : tensor<4xbf16> using #skein.adam<learning_rate = 0.5>
  skein.return
}

// -----

// On a server, slots and the number of the step live there; a piece of a variable has
// pieces of its slots.
// CHECK: skein.variable @step_count.ps.1 on @ps[server = 1] : tensor<i64> = #skein.zeros {skein.stored = #skein.stored<"step_count" at [] of []>}
// CHECK: skein.variable @t.1 on @ps[server = 1]
// CHECK-NEXT: skein.variable @t.1.first_moment slot of @t.1 on @ps[server = 1] : tensor<4xf32> = #skein.zeros
// CHECK-SAME: {skein.stored = #skein.stored<"t.first_moment" at [6] of [10]>}
// CHECK-NEXT: skein.variable @t.1.second_moment slot of @t.1 on @ps[server = 1]
// CHECK-SAME: {skein.stored = #skein.stored<"t.second_moment" at [6] of [10]>}
// CHECK: skein.program @server on @ps[server = 1]
// CHECK: skein.read @step_count.ps.1
// CHECK: skein.assign @step_count.ps.1
skein.mesh @ps(server = 2)
skein.variable @t.1 on @ps[server = 1] : tensor<4xf32> = #skein.zeros {skein.stored = #skein.stored<"t" at [6] of [10]>}
skein.program @server on @ps[server = 1](%g: tensor<4xf32>) {
  skein.apply_gradient @t.1, %g : tensor<4xf32> using #skein.adam<learning_rate = 0.5>
  skein.return
}
