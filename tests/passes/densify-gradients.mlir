// RUN: skein-opt %s --skein-densify-gradients | FileCheck %s --check-prefixes=CHECK,ALL
// RUN: skein-opt %s --skein-densify-gradients=variables=u | FileCheck %s --check-prefixes=CHECK,SOME
// RUN: skein-opt %s --skein-densify-gradients=min-fill=0.5 | FileCheck %s --check-prefixes=CHECK,SOME
// RUN: skein-opt %s --skein-densify-gradients=variables=t,u | FileCheck %s --check-prefixes=CHECK,ALL
// RUN: not skein-opt %s --skein-densify-gradients=variables=w 2>&1 | FileCheck %s --check-prefix=NAME
// NAME: densify-gradients.mlir:{{.*}}: error: option variables names @w, which takes no sparse gradient

// Three rows for a table of ten, and five for one of eight.
skein.variable @t : tensor<10x2xf32>
skein.variable @u : tensor<8xbf16>
skein.variable @w : tensor<8xbf16>

// A reduction of all places to all rows, where the index is the row's own; sums of bf16 in f32.
// CHECK-LABEL: skein.step @s
// ALL:           %[[ZEROS:.*]] = linalg.fill {{.*}} -> tensor<10x2xf32>
// ALL:           %[[T:.*]] = linalg.generic {{.*}} iterator_types = ["reduction", "parallel", "parallel"]} ins(%i, %r : tensor<3xi32>, tensor<3x2xf32>) outs(%[[ZEROS]] : tensor<10x2xf32>)
// ALL:             %[[INDEX:.*]] = arith.index_cast
// ALL:             %[[ROW:.*]] = linalg.index 2
// ALL:             %[[MEANT:.*]] = arith.cmpi eq, %[[INDEX]], %[[ROW]]
// ALL:             %[[SHARE:.*]] = arith.select %[[MEANT]], %{{.*}}, %{{.*}} : f32
// ALL:             arith.addf %{{.*}}, %[[SHARE]] : f32
// ALL-NOT:       skein.sparse_gradient
// SOME:          %[[T:.*]] = skein.sparse_gradient
// CHECK:         %[[FIRST:.*]] = linalg.generic {{.*}} iterator_types = ["reduction", "parallel"]} ins(%j, %q : tensor<3xi64>, tensor<3xbf16>) outs(%{{.*}} : tensor<8xf32>)
// CHECK:         %[[SECOND:.*]] = linalg.generic {{.*}} iterator_types = ["reduction", "reduction", "parallel"]} ins(%k, %p : tensor<2x1xindex>, tensor<2x1xbf16>) outs(%[[FIRST]] : tensor<8xf32>)
// CHECK:         %[[U:.*]] = linalg.generic {{.*}} ins(%[[SECOND]] : tensor<8xf32>) outs(%{{.*}} : tensor<8xbf16>)
// ALL:           skein.apply_gradient @t, %[[T]] : tensor<10x2xf32>
// ALL:           skein.apply_gradient @t, %[[T]] : tensor<10x2xf32>
// SOME:          skein.apply_gradient @t, %[[T]] : !skein.sparse_gradient<tensor<10x2xf32>>
// CHECK:         skein.apply_gradient @u, %[[U]] : tensor<8xbf16>
// CHECK:         skein.apply_gradient @w, %w : tensor<8xbf16>
skein.step @s(%i: tensor<3xi32>, %r: tensor<3x2xf32>, %j: tensor<3xi64>, %q: tensor<3xbf16>, %k: tensor<2x1xindex>, %p: tensor<2x1xbf16>, %w: tensor<8xbf16>) {
  %g = skein.sparse_gradient indices(%i : tensor<3xi32>) rows(%r : tensor<3x2xf32>) : !skein.sparse_gradient<tensor<10x2xf32>>
  %h = skein.sparse_gradient indices(%j, %k : tensor<3xi64>, tensor<2x1xindex>) rows(%q, %p : tensor<3xbf16>, tensor<2x1xbf16>) : !skein.sparse_gradient<tensor<8xbf16>>
  skein.apply_gradient @t, %g : !skein.sparse_gradient<tensor<10x2xf32>> using #skein.sgd<learning_rate = 0.1>
  skein.apply_gradient @t, %g : !skein.sparse_gradient<tensor<10x2xf32>> using #skein.sgd<learning_rate = 0.1>
  skein.apply_gradient @u, %h : !skein.sparse_gradient<tensor<8xbf16>> using #skein.sgd<learning_rate = 0.1>
  skein.apply_gradient @w, %w : tensor<8xbf16> using #skein.sgd<learning_rate = 0.1>
  skein.return
}
