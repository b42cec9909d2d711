// RUN: skein-opt %s --skein-expand-optimizers=merge-rows | FileCheck %s

// SGD adds up rows of one index first, as other optimisers do.
skein.variable @t : tensor<10x2xf32>
// CHECK-LABEL: skein.step @sgd
// CHECK:         %[[FIRST:.*]] = skein.first_occurrence %i
// CHECK:         linalg.generic {{.*}} ins(%[[FIRST]], %r : {{.*}}) outs(%{{.*}} : tensor<3x2xf32>)
// CHECK:         linalg.generic {{.*}} ins(%i, %[[FIRST]], %{{.*}} : {{.*}}) outs(%{{.*}} : tensor<10x2xf32>)
skein.step @sgd(%i: tensor<3xi32>, %r: tensor<3x2xf32>) {
  %g = skein.sparse_gradient indices(%i : tensor<3xi32>) rows(%r : tensor<3x2xf32>) : !skein.sparse_gradient<tensor<10x2xf32>>
  skein.apply_gradient @t, %g : !skein.sparse_gradient<tensor<10x2xf32>> using #skein.sgd<learning_rate = 0.5>
  skein.return
}
