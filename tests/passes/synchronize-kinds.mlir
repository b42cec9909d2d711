// RUN: skein-opt %s --skein-synchronize=reduction=mean | FileCheck %s

// Variables combine one gradient in their own ways; it is gathered once.
!part = !skein.sparse_gradient<tensor<10x3xf32, #skein.dist<data: partial sum>>>
skein.mesh @mesh(data = 2)
skein.variable @mean : tensor<10x3xf32>
skein.variable @sum : tensor<10x3xf32> {skein.synchronization = #skein.all_reduce<reduction = sum>}
// CHECK-LABEL: skein.program @both
// CHECK:         %[[I:.*]] = skein.all_gather %i
// CHECK-NEXT:    %[[R:.*]] = skein.all_gather %r
// CHECK-NOT:     skein.all_gather
// CHECK:         %[[HALF:.*]] = linalg.generic {{.*}} ins(%[[R]] : tensor<8x3xf32>)
// CHECK-DAG:     %[[MEAN:.*]] = skein.sparse_gradient indices(%[[I]] : tensor<8xi32>) rows(%[[HALF]] : tensor<8x3xf32>)
// CHECK-DAG:     %[[SUM:.*]] = skein.sparse_gradient indices(%[[I]] : tensor<8xi32>) rows(%[[R]] : tensor<8x3xf32>)
// CHECK:         skein.apply_gradient @mean, %[[MEAN]]
// CHECK:         skein.apply_gradient @sum, %[[SUM]]
skein.program @both on @mesh(%i: tensor<4xi32, #skein.dist<data: split 0>>, %r: tensor<4x3xf32, #skein.dist<data: split 0>>) attributes {skein.per_replica, skein.unsynchronized} {
  %g = skein.sparse_gradient indices(%i : tensor<4xi32, #skein.dist<data: split 0>>) rows(%r : tensor<4x3xf32, #skein.dist<data: split 0>>) : !part
  skein.apply_gradient @mean, %g : !part using #skein.sgd<learning_rate = 0.1>
  skein.apply_gradient @sum, %g : !part using #skein.sgd<learning_rate = 0.1>
  skein.return
}
