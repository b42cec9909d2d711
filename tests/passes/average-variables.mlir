// RUN: skein-opt %s --skein-average-variables="average-decay=0.75 average-in=evaluate" | FileCheck %s
// RUN: skein-opt %s --skein-average-variables="average-decay=0.75 average-schedule=step-dependent" | FileCheck %s --check-prefix=EARLY
// RUN: skein-opt %s --skein-average-variables="average-decay=0.75 average-schedule=debiased" | FileCheck %s --check-prefix=DEBIASED

// The average starts as the variable does, in f32 at least; what no gradient changes
// has none.
// CHECK:      skein.variable @w : tensor<4xf16> = #skein.normal<mean = 0.000000e+00, stddev = 1.000000e+00, seed = 1>
// CHECK-NEXT: skein.variable @w.average slot of @w : tensor<4xf32> = #skein.normal<mean = 0.000000e+00, stddev = 1.000000e+00, seed = 1>
// CHECK-NEXT: skein.variable @other : tensor<f32>
// CHECK-NOT:  skein.variable
skein.variable @w : tensor<4xf16> = #skein.normal<mean = 0.0, stddev = 1.0, seed = 1>
skein.variable @other : tensor<f32> = #skein.zeros

// CHECK-LABEL: skein.step @train
// CHECK:         skein.apply_gradient @w
// CHECK:         skein.apply_gradient @w
// CHECK:         %[[RATE:.*]] = arith.constant dense<2.500000e-01> : tensor<f32>
// CHECK:         %[[W:.*]] = skein.read @w : tensor<4xf16>
// CHECK:         %[[OLD:.*]] = skein.read @w.average : tensor<4xf32>
// CHECK:         %[[NEW:.*]] = linalg.generic {{.*}} ins(%[[W]], %[[OLD]], %[[RATE]] : tensor<4xf16>, tensor<4xf32>, tensor<f32>)
// CHECK-NEXT:    ^bb0(%[[A:.*]]: f16, %[[B:.*]]: f32, %[[R:.*]]: f32, %{{.*}}: f32):
// CHECK-NEXT:      %[[WIDE:.*]] = arith.extf %[[A]] : f16 to f32
// CHECK-NEXT:      %[[DIFFERENCE:.*]] = arith.subf %[[WIDE]], %[[B]]
// CHECK-NEXT:      %[[PART:.*]] = arith.mulf %[[DIFFERENCE]], %[[R]]
// CHECK-NEXT:      arith.addf %[[B]], %[[PART]]
// CHECK:         skein.assign @w.average, %[[NEW]] if %c : tensor<4xf32>
// CHECK-NEXT:    skein.return

// EARLY: skein.variable @train.average_count : tensor<i64> = #skein.zeros
// EARLY-LABEL: skein.step @train
// EARLY:         %[[COUNT:.*]] = arith.addi
// EARLY:         skein.assign @train.average_count, %[[COUNT]] if %c : tensor<i64>
// EARLY:         linalg.generic {{.*}} ins(%[[COUNT]] : tensor<i64>)
// EARLY:           %[[T:.*]] = arith.sitofp
// EARLY:           %[[QUARTER:.*]] = arith.constant 2.5{{0*}}e-01 : f64
// EARLY:           %[[LATER:.*]] = arith.addf %{{.*}}, %[[T]]
// EARLY:           %[[EARLY:.*]] = arith.divf %{{.*}}, %[[LATER]]
// EARLY:           arith.maximumf %[[QUARTER]], %[[EARLY]]

// DEBIASED: skein.variable @w.average slot of @w : tensor<4xf32> = #skein.zeros
// DEBIASED-LABEL: skein.step @train
// DEBIASED:           %[[FORGOTTEN:.*]] = math.powf
// DEBIASED:           %[[KEPT:.*]] = arith.subf %{{.*}}, %[[FORGOTTEN]]
// DEBIASED:           arith.divf %{{.*}}, %[[KEPT]]
skein.step @train(%g: tensor<4xf16>, %c: tensor<i1>) {
  skein.apply_gradient @w, %g if %c : tensor<4xf16> using #skein.sgd<learning_rate = 1.0>
  skein.apply_gradient @w, %g if %c : tensor<4xf16> using #skein.sgd<learning_rate = 1.0>
  skein.return
}

// CHECK-LABEL: skein.step @evaluate
// CHECK-NEXT:    %[[AVERAGE:.*]] = skein.read @w.average : tensor<4xf32>
// CHECK:         %[[NARROW:.*]] = linalg.generic {{.*}} ins(%[[AVERAGE]] : tensor<4xf32>)
// CHECK:           arith.truncf
// CHECK:         skein.read @other
// CHECK-NEXT:    skein.return %[[NARROW]]
// EARLY-LABEL: skein.step @evaluate
// EARLY-NEXT:    skein.read @w :
skein.step @evaluate() -> tensor<4xf16> {
  %w = skein.read @w : tensor<4xf16>
  %o = skein.read @other : tensor<f32>
  skein.return %w : tensor<4xf16>
}
