// RUN: skein-opt %s --skein-overlap --skein-expand-optimizers | FileCheck %s

// Indices and rows of a sparse gradient are gathered beside the computation, as soon as they are there; the update,
// where the rows are needed, is behind it.
!indices = tensor<4xi32, #skein.dist<data: split 0>>
!rows = tensor<4x3xf32, #skein.dist<data: split 0>>
skein.mesh @mesh(data = 2)
skein.variable @t : tensor<10x3xf32>
// CHECK-LABEL: skein.program @p
// CHECK-NEXT:    %[[I:.*]] = skein.all_gather %i dim 0 over @mesh[data] on communication
// CHECK-NEXT:    %[[NEGATED:.*]] = arith.negf %r
// CHECK-NEXT:    %[[R:.*]] = skein.all_gather %[[NEGATED]] dim 0 over @mesh[data] on communication
// CHECK-NEXT:    %[[LONG:.*]] = math.exp %r
// CHECK:         linalg.generic {{.*}} ins(%[[I]], %[[R]] :
// CHECK:         skein.return %[[LONG]]
skein.program @p on @mesh(%i: !indices, %r: !rows) -> !rows {
  %n = arith.negf %r : !rows
  %long = math.exp %r : !rows
  %j = skein.all_gather %i dim 0 over @mesh[data] : !indices -> tensor<8xi32>
  %s = skein.all_gather %n dim 0 over @mesh[data] : !rows -> tensor<8x3xf32>
  %g = skein.sparse_gradient indices(%j : tensor<8xi32>) rows(%s : tensor<8x3xf32>) : !skein.sparse_gradient<tensor<10x3xf32>>
  skein.apply_gradient @t, %g : !skein.sparse_gradient<tensor<10x3xf32>> using #skein.sgd<learning_rate = 0.1>
  skein.return %long : !rows
}
