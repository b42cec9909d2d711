// RUN: skein-opt %s --skein-clip-gradients=clip-norm=2 --split-input-file | FileCheck %s
// RUN: skein-opt %s --skein-clip-gradients=clip-value=0.5 --split-input-file | FileCheck %s --check-prefix=VALUE

skein.variable @w : tensor<4xf32> = #skein.zeros
skein.variable @b : tensor<f32> = #skein.zeros

// A gradient that is applied twice is in the norm once. The first update waits for
// the norm. A factor of the text counts in the norm.
// CHECK-LABEL: skein.step @train
// CHECK-SAME:    (%g: tensor<4xf32>, %h: tensor<f32>, %f: tensor<f32>, %c: tensor<i1>)
// CHECK-NEXT:    %[[H:.*]] = arith.negf %h
// CHECK-NEXT:    %[[NORM:.*]] = skein.global_norm %g, %[[H]] times %f : tensor<4xf32>, tensor<f32>
// CHECK:         %[[FACTOR:.*]] = linalg.generic {{.*}} ins(%[[NORM]], %f : tensor<f32>, tensor<f32>)
// CHECK-NEXT:    ^bb0(%[[N:.*]]: f32, %[[F:.*]]: f32, %{{.*}}: f32):
// CHECK:           %[[TWO:.*]] = arith.constant 2.0
// CHECK:           %[[LARGER:.*]] = arith.maximumf %[[N]], %[[TWO]]
// CHECK:           %[[RATIO:.*]] = arith.divf %[[TWO]], %[[LARGER]]
// CHECK:           %[[NOTHING:.*]] = arith.subf %[[N]], %[[N]]
// CHECK:           %[[SUM:.*]] = arith.addf %[[RATIO]], %[[NOTHING]]
// CHECK:           arith.mulf %[[SUM]], %[[F]]
// CHECK:         skein.apply_gradient @w, %g times %[[FACTOR]] if %c : {{.*}}learning_rate = 1.0
// CHECK-NEXT:    skein.apply_gradient @w, %g times %[[FACTOR]] : {{.*}}learning_rate = 2.0
// CHECK-NEXT:    skein.apply_gradient @b, %[[H]] times %[[FACTOR]]

// VALUE-LABEL: skein.step @train
// VALUE-NEXT:    skein.apply_gradient @w, %g times %f clip 5.000000e-01 if %c
// VALUE-NEXT:    arith.negf
// VALUE-NEXT:    skein.apply_gradient @w, %g times %f clip 5.000000e-01 :
// VALUE-NEXT:    skein.apply_gradient @b, %{{.*}} times %f clip 5.000000e-01 :
skein.step @train(%g: tensor<4xf32>, %h: tensor<f32>, %f: tensor<f32>, %c: tensor<i1>) {
  skein.apply_gradient @w, %g times %f if %c : tensor<4xf32> using #skein.sgd<learning_rate = 1.0>
  %n = arith.negf %h : tensor<f32>
  skein.apply_gradient @w, %g times %f : tensor<4xf32> using #skein.sgd<learning_rate = 2.0>
  skein.apply_gradient @b, %n times %f : tensor<f32> using #skein.sgd<learning_rate = 1.0>
  skein.return
}

// A step without updates is left alone.
// CHECK-LABEL: skein.step @evaluate
// CHECK-NEXT:    skein.return
// VALUE-LABEL: skein.step @evaluate
// VALUE-NEXT:    skein.return
skein.step @evaluate() {
  skein.return
}
