// RUN: skein-opt %s --skein-synchronize=reduction=mean | FileCheck %s

// The mean over replicas of rows that each looked up by itself: all rows, divided by the number of replicas.
!part = !skein.sparse_gradient<tensor<10x3xf32, #skein.dist<data: partial sum>>>
skein.mesh @mesh(data = 2)
skein.variable @t : tensor<10x3xf32>
// CHECK-LABEL: skein.program @mean
// CHECK:         %[[I:.*]] = skein.all_gather %i
// CHECK:         %[[R:.*]] = skein.all_gather %r
// CHECK:         %[[MEAN:.*]] = linalg.generic {{.*}} ins(%[[R]] : tensor<8x3xf32>)
// CHECK:           arith.constant 5.000000e-01
// CHECK:         skein.sparse_gradient indices(%[[I]] : tensor<8xi32>) rows(%[[MEAN]] : tensor<8x3xf32>)
skein.program @mean on @mesh(%i: tensor<4xi32, #skein.dist<data: split 0>>, %r: tensor<4x3xf32, #skein.dist<data: split 0>>) attributes {skein.per_replica, skein.unsynchronized} {
  %g = skein.sparse_gradient indices(%i : tensor<4xi32, #skein.dist<data: split 0>>) rows(%r : tensor<4x3xf32, #skein.dist<data: split 0>>) : !part
  skein.apply_gradient @t, %g : !part using #skein.sgd<learning_rate = 0.1>
  skein.return
}
