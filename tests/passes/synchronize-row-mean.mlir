// RUN: skein-opt %s --split-input-file --skein-synchronize='reduction=mean row-reduction=row-mean' | FileCheck %s --check-prefixes=CHECK,MEAN
// RUN: skein-opt %s --split-input-file --skein-synchronize='reduction=mean-of-means row-reduction=row-mean' | FileCheck %s --check-prefixes=CHECK,MEANS
// RUN: skein-opt %s --split-input-file --skein-synchronize='reduction=mean row-reduction=sum' | FileCheck %s --check-prefix=SUM

// Rows of six devices, two behind each other. Key 6 i + d tells devices apart, key 2 i + w
// workers, which have three devices. A row that comes first with its key counts for its index.
#part = #skein.dist<gpu: partial sum, node: partial sum>
#split = #skein.dist<node: split 0, gpu: split 0>
skein.mesh @mesh(node = 2, gpu = 3)
skein.variable @t : tensor<10x3xf32>
skein.variable @w : tensor<3xf32>
// CHECK-LABEL: skein.program @rows
// CHECK:         %[[D:.*]] = skein.all_reduce sum %d
// CHECK:           arith.constant 0.166666672 : f32
// CHECK:         %[[I:.*]] = skein.all_gather %i
// CHECK:         %[[R:.*]] = skein.all_gather %r
// CHECK:         %[[BYINDEX:.*]] = skein.first_occurrence
// CHECK:         linalg.generic {{.*}} ins(%[[I]] : tensor<12xi32>)
// CHECK:           %[[TWO:.*]] = arith.constant 2 : index
// CHECK:           %[[DEVICE:.*]] = arith.divui %{{.*}}, %[[TWO]]
// CHECK:           %[[SIX:.*]] = arith.constant 6 : index
// CHECK:           %[[KEY:.*]] = arith.muli %{{.*}}, %[[SIX]]
// CHECK:           arith.addi %[[KEY]], %[[DEVICE]]
// CHECK:         %[[BYDEVICE:.*]] = skein.first_occurrence
// MEANS:           %[[SIX:.*]] = arith.constant 6 : index
// MEANS:           arith.divui %{{.*}}, %[[SIX]]
// MEANS:           %[[TWO:.*]] = arith.constant 2 : index
// MEANS:           arith.muli %{{.*}}, %[[TWO]]
// MEANS:         %[[BYWORKER:.*]] = skein.first_occurrence
// MEANS:         linalg.generic {{.*}} ins(%[[BYDEVICE]] : tensor<12xi32>)
// MEANS:         linalg.generic {{.*}} ins(%[[BYWORKER]], %{{.*}} : tensor<12xi32>, tensor<12xf32>)
// MEANS:         linalg.generic {{.*}} ins(%[[BYWORKER]] : tensor<12xi32>)
// MEANS:         linalg.generic {{.*}} ins(%[[BYWORKER]] : tensor<12xi32>)
// MEANS:         linalg.generic {{.*}} ins(%[[BYINDEX]], %{{.*}} : tensor<12xi32>, tensor<12xf32>)
// MEANS:           arith.mulf
// MEAN:          linalg.generic {{.*}} ins(%[[BYDEVICE]] : tensor<12xi32>)
// MEAN:          linalg.generic {{.*}} ins(%[[BYINDEX]], %{{.*}} : tensor<12xi32>, tensor<12xf32>)
// CHECK:         linalg.generic {{.*}} ins(%[[R]], %{{.*}} : tensor<12x3xf32>, tensor<12xf32>)
// CHECK:           arith.divf
// CHECK:         skein.sparse_gradient indices(%[[I]] : tensor<12xi32>)

// Tensors are means, rows are added up.
// SUM-LABEL: skein.program @rows
// SUM:           arith.mulf
// SUM:         %[[I:.*]] = skein.all_gather %i
// SUM:         %[[R:.*]] = skein.all_gather %r
// SUM-NOT:     linalg.generic
// SUM:         skein.sparse_gradient indices(%[[I]] : tensor<12xi32>) rows(%[[R]] : tensor<12x3xf32>)
skein.program @rows on @mesh(%i: tensor<2xi32, #split>, %r: tensor<2x3xf32, #split>, %d: tensor<3xf32, #part>) attributes {skein.per_replica, skein.unsynchronized} {
  %g = skein.sparse_gradient indices(%i : tensor<2xi32, #split>) rows(%r : tensor<2x3xf32, #split>) : !skein.sparse_gradient<tensor<10x3xf32, #part>>
  skein.apply_gradient @t, %g : !skein.sparse_gradient<tensor<10x3xf32, #part>> using #skein.sgd<learning_rate = 0.1>
  skein.apply_gradient @w, %d : tensor<3xf32, #part> using #skein.sgd<learning_rate = 0.1>
  skein.return
}
