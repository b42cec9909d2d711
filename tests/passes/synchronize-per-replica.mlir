// RUN: skein-opt %s --skein-synchronize=reduction=mean | FileCheck %s --check-prefixes=CHECK,MEAN
// RUN: skein-opt %s --skein-synchronize=reduction=sum | FileCheck %s --check-prefixes=CHECK,SUM

!part = tensor<4xf32, #skein.dist<data: partial sum>>
!scalar = tensor<f32, #skein.dist<data: partial sum>>

skein.mesh @mesh(data = 4)
skein.variable @w : tensor<4xf32>

// Gradients and assigned values as `reduction` says; the loss is the mean of the
// replicas' losses, a count over examples (skein.total) the sum of their counts.
// CHECK-LABEL: skein.program @program
// CHECK-SAME:    (tensor<f32> {skein.name = "loss"}, tensor<i32> {skein.name = "correct", skein.total}) {
// CHECK-NEXT:    %[[C:.*]] = skein.all_reduce sum %correct over @mesh[data]
// CHECK-NEXT:    arith.negf %g
// CHECK-NEXT:    %[[G:.*]] = skein.all_reduce sum %{{.*}} over @mesh[data]
// SUM-NEXT:      arith.negf %loss
// MEAN:          %[[M:.*]] = linalg.generic {{.*}} ins(%[[G]] : tensor<4xf32>)
// MEAN:            %[[FACTOR:.*]] = arith.constant 2.500000e-01 : f32
// MEAN:            arith.mulf %{{.*}}, %[[FACTOR]] : f32
// MEAN:          arith.negf %loss
// CHECK-NEXT:    %[[L:.*]] = skein.all_reduce sum %{{.*}} over @mesh[data]
// CHECK:         %[[LM:.*]] = linalg.generic {{.*}} ins(%[[L]] : tensor<f32>)
// CHECK:           arith.constant 2.500000e-01 : f32
// MEAN:          skein.apply_gradient @w, %[[M]] : tensor<4xf32>
// SUM:           skein.apply_gradient @w, %[[G]] : tensor<4xf32>
// MEAN:          skein.assign @w, %[[M]] : tensor<4xf32>
// SUM:           skein.assign @w, %[[G]] : tensor<4xf32>
// CHECK:         skein.return %[[LM]], %[[C]] : tensor<f32>, tensor<i32>
skein.program @program on @mesh(%g: !part, %loss: !scalar, %correct: tensor<i32, #skein.dist<data: partial sum>>)
    -> (!scalar {skein.name = "loss"}, tensor<i32, #skein.dist<data: partial sum>> {skein.name = "correct", skein.total})
    attributes {skein.per_replica, skein.unsynchronized} {
  %h = arith.negf %g : !part
  %l = arith.negf %loss : !scalar
  skein.apply_gradient @w, %h : !part using #skein.sgd<learning_rate = 0.1>
  skein.assign @w, %h : !part
  skein.return %l, %correct : !scalar, tensor<i32, #skein.dist<data: partial sum>>
}
