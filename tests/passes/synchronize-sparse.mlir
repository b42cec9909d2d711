// RUN: skein-opt %s --skein-synchronize --split-input-file | FileCheck %s

!indices = tensor<4xi32, #skein.dist<data: split 0>>
!rows = tensor<4x3xf32, #skein.dist<data: split 0>>
!part = !skein.sparse_gradient<tensor<10x3xf32, #skein.dist<data: partial sum>>>
skein.mesh @mesh(data = 2)
skein.variable @t : tensor<10x3xf32>

// Indices and rows are gathered, and nothing is reduced; once for two updates.
// CHECK-LABEL: skein.program @gathered
// CHECK-NEXT:    %[[I:.*]] = skein.all_gather %i dim 0 over @mesh[data] : {{.*}} -> tensor<8xi32>
// CHECK-NEXT:    %[[R:.*]] = skein.all_gather %r dim 0 over @mesh[data] : {{.*}} -> tensor<8x3xf32>
// CHECK-NEXT:    %[[G:.*]] = skein.sparse_gradient indices(%[[I]] : tensor<8xi32>) rows(%[[R]] : tensor<8x3xf32>) : !skein.sparse_gradient<tensor<10x3xf32>>
// CHECK-NEXT:    skein.apply_gradient @t, %[[G]] : !skein.sparse_gradient<tensor<10x3xf32>>
// CHECK-NEXT:    skein.apply_gradient @t, %[[G]] : !skein.sparse_gradient<tensor<10x3xf32>>
// CHECK-NEXT:    skein.return
skein.program @gathered on @mesh(%i: !indices, %r: !rows) attributes {skein.unsynchronized} {
  %g = skein.sparse_gradient indices(%i : !indices) rows(%r : !rows) : !part
  skein.apply_gradient @t, %g : !part using #skein.sgd<learning_rate = 0.1>
  skein.apply_gradient @t, %g : !part using #skein.adagrad<learning_rate = 0.1>
  skein.return
}

// Two tables that are looked up at the same indices: these are gathered once.
// CHECK-LABEL: skein.program @same_indices
// CHECK:         %[[I:.*]] = skein.all_gather %i
// CHECK-COUNT-2: skein.all_gather %{{[rs]}}
// CHECK-NOT:     skein.all_gather
// CHECK:         skein.sparse_gradient indices(%[[I]] :
// CHECK:         skein.sparse_gradient indices(%[[I]] :
skein.variable @u : tensor<10x3xf32>
skein.program @same_indices on @mesh(%i: !indices, %r: !rows, %s: !rows) attributes {skein.unsynchronized} {
  %g = skein.sparse_gradient indices(%i : !indices) rows(%r : !rows) : !part
  %h = skein.sparse_gradient indices(%i : !indices) rows(%s : !rows) : !part
  skein.apply_gradient @u, %h : !part using #skein.sgd<learning_rate = 0.1>
  skein.apply_gradient @t, %g : !part using #skein.sgd<learning_rate = 0.1>
  skein.return
}

// Rows that are parts of sums are reduced; their indices are everywhere.
// CHECK-LABEL: skein.program @reduced
// CHECK-NEXT:    %[[R:.*]] = skein.all_reduce sum %r over @mesh[data] : {{.*}} -> tensor<4x3xf32>
// CHECK-NEXT:    skein.sparse_gradient indices(%i : tensor<4xi32>) rows(%[[R]] : tensor<4x3xf32>) : !skein.sparse_gradient<tensor<10x3xf32>>
skein.program @reduced on @mesh(%i: tensor<4xi32>, %r: tensor<4x3xf32, #skein.dist<data: partial sum>>) attributes {skein.unsynchronized} {
  %g = skein.sparse_gradient indices(%i : tensor<4xi32>) rows(%r : tensor<4x3xf32, #skein.dist<data: partial sum>>) : !part
  skein.apply_gradient @t, %g : !part using #skein.sgd<learning_rate = 0.1>
  skein.return
}

// -----

// Several axes: over those that split one dimension at once, dimension by dimension.
!indices = tensor<4x2xi32, #skein.dist<a: split 0, b: split 0, c: split 1>>
!rows = tensor<4x2x3xf32, #skein.dist<a: split 0, b: split 0, c: split 1, d: partial sum>>
!part = !skein.sparse_gradient<tensor<10x3xf32, #skein.dist<a: partial sum, b: partial sum, c: partial sum, d: partial sum>>>
skein.mesh @mesh(a = 2, b = 3, c = 2, d = 2)
skein.variable @t : tensor<10x3xf32>
// CHECK-LABEL: skein.program @several_axes
// CHECK-NEXT:    %[[I0:.*]] = skein.all_gather %i dim 0 over @mesh[a, b] : {{.*}} -> tensor<24x2xi32, #skein.dist<c: split 1>>
// CHECK-NEXT:    %[[R0:.*]] = skein.all_gather %r dim 0 over @mesh[a, b]
// CHECK-NEXT:    %[[I1:.*]] = skein.all_gather %[[I0]] dim 1 over @mesh[c] : {{.*}} -> tensor<24x4xi32>
// CHECK-NEXT:    %[[R1:.*]] = skein.all_gather %[[R0]] dim 1 over @mesh[c] : {{.*}} -> tensor<24x4x3xf32, #skein.dist<d: partial sum>>
// CHECK-NEXT:    %[[R2:.*]] = skein.all_reduce sum %[[R1]] over @mesh[d]
// CHECK-NEXT:    skein.sparse_gradient indices(%[[I1]] : tensor<24x4xi32>) rows(%[[R2]] : tensor<24x4x3xf32>)
skein.program @several_axes on @mesh(%i: !indices, %r: !rows) attributes {skein.unsynchronized} {
  %g = skein.sparse_gradient indices(%i : !indices) rows(%r : !rows) : !part
  skein.apply_gradient @t, %g : !part using #skein.sgd<learning_rate = 0.1>
  skein.return
}
