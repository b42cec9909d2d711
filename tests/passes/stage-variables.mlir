// RUN: skein-opt %s --skein-stage-variables | FileCheck %s

// CHECK:      skein.variable @w : tensor<4xf32> = #skein.glorot_uniform<seed = 3>
// CHECK-NEXT: skein.variable @w.staged : tensor<4xf32> = #skein.glorot_uniform<seed = 3>
// CHECK-NEXT: skein.variable @mean : tensor<4xf32> = #skein.zeros
// CHECK-NOT:  skein.variable
skein.variable @w : tensor<4xf32> = #skein.glorot_uniform<seed = 3>
skein.variable @mean : tensor<4xf32> = #skein.zeros

// What is read behind the update is what it leaves; what no gradient changes is read as it is.
// CHECK-LABEL: skein.step @train
// CHECK-NEXT:    %[[NOW:.*]] = skein.read @w : tensor<4xf32>
// CHECK-NEXT:    %[[W:.*]] = skein.read @w.staged : tensor<4xf32>
// CHECK-NEXT:    %[[M:.*]] = skein.read @mean : tensor<4xf32>
// CHECK-NEXT:    %[[G:.*]] = arith.mulf %[[W]], %[[M]]
// CHECK-NEXT:    skein.apply_gradient @w, %[[G]]
// CHECK-NEXT:    %[[NEW:.*]] = skein.read @w : tensor<4xf32>
// CHECK-NEXT:    skein.assign @mean, %[[NEW]]
// CHECK-NEXT:    skein.assign @w.staged, %[[NOW]]
// CHECK-NEXT:    skein.return
skein.step @train() {
  %w = skein.read @w : tensor<4xf32>
  %m = skein.read @mean : tensor<4xf32>
  %g = arith.mulf %w, %m : tensor<4xf32>
  skein.apply_gradient @w, %g : tensor<4xf32> using #skein.sgd<learning_rate = 0.1>
  %new = skein.read @w : tensor<4xf32>
  skein.assign @mean, %new : tensor<4xf32>
  skein.return
}

// CHECK-LABEL: skein.step @evaluate
// CHECK-NEXT:    skein.read @w :
// CHECK-NEXT:    skein.return
skein.step @evaluate() -> tensor<4xf32> {
  %w = skein.read @w : tensor<4xf32>
  skein.return %w : tensor<4xf32>
}
