// RUN: skein-opt %s --skein-expand-optimizers --split-input-file | FileCheck %s

// SGD subtracts row by row, without asking which indices are equal.
skein.variable @t : tensor<10x2xf32>
// CHECK-LABEL: skein.step @sgd
// CHECK-NEXT:    %[[OLD:.*]] = skein.read @t
// CHECK-NEXT:    %[[ONE:.*]] = linalg.generic {{.*}} iterator_types = ["reduction", "parallel", "parallel"]} ins(%i, %r : tensor<3xi32>, tensor<3x2xf32>) outs(%[[OLD]] : tensor<10x2xf32>)
// CHECK:         ^bb0(%{{.*}}: i32, %{{.*}}: f32, %[[W:.*]]: f32):
// CHECK:           %[[MEANT:.*]] = arith.cmpi eq
// CHECK:           arith.constant 5.000000e-01 : f32
// CHECK:           %[[NEW:.*]] = arith.subf %[[W]]
// CHECK:           arith.select %[[MEANT]], %[[NEW]], %[[W]]
// CHECK:         %[[TWO:.*]] = linalg.generic {{.*}} ins(%j, %q : tensor<2x4xi64>, tensor<2x4x2xf32>) outs(%[[ONE]] : tensor<10x2xf32>)
// CHECK:         skein.assign @t, %[[TWO]]
// CHECK-NEXT:    skein.return
skein.step @sgd(%i: tensor<3xi32>, %r: tensor<3x2xf32>, %j: tensor<2x4xi64>, %q: tensor<2x4x2xf32>) {
  %g = skein.sparse_gradient indices(%i, %j : tensor<3xi32>, tensor<2x4xi64>) rows(%r, %q : tensor<3x2xf32>, tensor<2x4x2xf32>) : !skein.sparse_gradient<tensor<10x2xf32>>
  skein.apply_gradient @t, %g : !skein.sparse_gradient<tensor<10x2xf32>> using #skein.sgd<learning_rate = 0.5>
  skein.return
}

// -----

// Adagrad adds equal rows up first, reads the rows of variable and slot, and replaces them.
// CHECK: skein.variable @t.accumulator slot of @t : tensor<10x2xf32> = #skein.constant<value = 2.500000e-01>
skein.variable @t : tensor<10x2xf32>
// CHECK-LABEL: skein.step @adagrad
// CHECK-NEXT:    %[[T:.*]] = skein.read @t : tensor<10x2xf32>
// CHECK-NEXT:    %[[A:.*]] = skein.read @t.accumulator : tensor<10x2xf32>
// CHECK-NEXT:    %[[FIRST:.*]] = skein.first_occurrence %i : tensor<3xi32> -> tensor<3xi32>
// CHECK:         %[[G:.*]] = linalg.generic {{.*}} iterator_types = ["reduction", "parallel", "parallel"]} ins(%[[FIRST]], %r : tensor<3xi32>, tensor<3x2xf32>) outs(%{{.*}} : tensor<3x2xf32>)
// CHECK:         %[[TROWS:.*]] = linalg.generic {{.*}} ins(%i : tensor<3xi32>) outs(%{{.*}} : tensor<3x2xf32>)
// CHECK:           tensor.extract %[[T]]
// CHECK:         %[[AROWS:.*]] = linalg.generic {{.*}} ins(%i : tensor<3xi32>) outs(%{{.*}} : tensor<3x2xf32>)
// CHECK:           tensor.extract %[[A]]
// CHECK:         %[[NEW:.*]]:2 = linalg.generic {{.*}} ins(%[[G]] : tensor<3x2xf32>) outs(%[[TROWS]], %[[AROWS]] : tensor<3x2xf32>, tensor<3x2xf32>)
// CHECK:           math.sqrt
// CHECK:         %[[TNEW:.*]] = linalg.generic {{.*}} ins(%i, %[[FIRST]], %[[NEW]]#0 : {{.*}}) outs(%[[T]] : tensor<10x2xf32>)
// CHECK:           %[[ROW:.*]] = arith.cmpi eq
// CHECK:           %[[IS_FIRST:.*]] = arith.cmpi eq
// CHECK:           %[[MEANT:.*]] = arith.andi %[[ROW]], %[[IS_FIRST]]
// CHECK:           arith.select %[[MEANT]]
// CHECK:         %[[ANEW:.*]] = linalg.generic {{.*}} ins(%i, %[[FIRST]], %[[NEW]]#1 : {{.*}}) outs(%[[A]] : tensor<10x2xf32>)
// CHECK:         skein.assign @t, %[[TNEW]]
// CHECK:         skein.assign @t.accumulator, %[[ANEW]]
skein.step @adagrad(%i: tensor<3xi32>, %r: tensor<3x2xf32>) {
  %g = skein.sparse_gradient indices(%i : tensor<3xi32>) rows(%r : tensor<3x2xf32>) : !skein.sparse_gradient<tensor<10x2xf32>>
  skein.apply_gradient @t, %g : !skein.sparse_gradient<tensor<10x2xf32>> using #skein.adagrad<learning_rate = 0.5, initial_accumulator = 0.25>
  skein.return
}

// -----

// Momentum and Adam change every row, so they get the tensor, unless they are lazy. Pairs become one list.
skein.variable @t : tensor<10x2xf32>
// CHECK-LABEL: skein.step @exact
// CHECK-NOT:     skein.first_occurrence
// CHECK:         linalg.generic {{.*}} ins(%{{.*}} : tensor<10x2xf32>) outs(%{{.*}}, %{{.*}} : tensor<10x2xf32>, tensor<10x2xf32>)
skein.step @exact(%i: tensor<3xi32>, %r: tensor<3x2xf32>) {
  %g = skein.sparse_gradient indices(%i : tensor<3xi32>) rows(%r : tensor<3x2xf32>) : !skein.sparse_gradient<tensor<10x2xf32>>
  skein.apply_gradient @t, %g : !skein.sparse_gradient<tensor<10x2xf32>> using #skein.momentum<learning_rate = 0.5, momentum = 0.25>
  skein.return
}
// CHECK-LABEL: skein.step @lazy
// CHECK:         %[[FLAT:.*]] = tensor.collapse_shape %j {{\[}}[0, 1]] : tensor<2x4xi64> into tensor<8xi64>
// CHECK:         %[[ONE:.*]] = tensor.expand_shape %k [] output_shape [1] : tensor<i64> into tensor<1xi64>
// CHECK:         %[[LIST:.*]] = tensor.concat dim(0) %[[FLAT]], %[[ONE]] : (tensor<8xi64>, tensor<1xi64>) -> tensor<9xi64>
// CHECK:         tensor.concat dim(0) %{{.*}}, %{{.*}} : (tensor<8x2xf32>, tensor<1x2xf32>) -> tensor<9x2xf32>
// CHECK:         skein.first_occurrence %[[LIST]]
// CHECK:         linalg.generic {{.*}} ins(%{{.*}}, %{{.*}}, %{{.*}} : tensor<9x2xf32>, tensor<f64>, tensor<f64>) outs(%{{.*}}, %{{.*}}, %{{.*}} : tensor<9x2xf32>, tensor<9x2xf32>, tensor<9x2xf32>)
skein.step @lazy(%j: tensor<2x4xi64>, %q: tensor<2x4x2xf32>, %k: tensor<i64>, %p: tensor<2xf32>) {
  %g = skein.sparse_gradient indices(%j, %k : tensor<2x4xi64>, tensor<i64>) rows(%q, %p : tensor<2x4x2xf32>, tensor<2xf32>) : !skein.sparse_gradient<tensor<10x2xf32>>
  skein.apply_gradient @t, %g : !skein.sparse_gradient<tensor<10x2xf32>> using #skein.adam<learning_rate = 0.5, lazy = true>
  skein.return
}

// -----

// No rows, no change; and rows narrower than f32 are added up before they are rounded.
skein.variable @t : tensor<10x2xf32>
skein.variable @u : tensor<10x2xbf16>
// CHECK-LABEL: skein.step @nothing
// CHECK-NOT:     linalg.generic
// CHECK:         skein.return
skein.step @nothing() {
  %g = skein.sparse_gradient : !skein.sparse_gradient<tensor<10x2xf32>>
  skein.apply_gradient @t, %g : !skein.sparse_gradient<tensor<10x2xf32>> using #skein.adagrad<learning_rate = 0.5>
  skein.return
}
// CHECK-LABEL: skein.step @narrow
// CHECK:         skein.first_occurrence
// CHECK:         linalg.generic {{.*}} outs(%{{.*}} : tensor<3x2xf32>)
// CHECK:         arith.truncf
skein.step @narrow(%i: tensor<3xi32>, %r: tensor<3x2xbf16>) {
  %g = skein.sparse_gradient indices(%i : tensor<3xi32>) rows(%r : tensor<3x2xbf16>) : !skein.sparse_gradient<tensor<10x2xbf16>>
  skein.apply_gradient @u, %g : !skein.sparse_gradient<tensor<10x2xbf16>> using #skein.sgd<learning_rate = 0.5>
  skein.return
}
