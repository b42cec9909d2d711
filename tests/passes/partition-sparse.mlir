// RUN: skein-opt %s --skein-partition=mesh=data:2 --split-input-file | FileCheck %s
// RUN: skein-opt %s --skein-partition --split-input-file | FileCheck %s --check-prefix=ONE

// Rows that each device looked up are a partial sum, although nothing is added.
skein.variable @t : tensor<10x3xf32>
// CHECK-LABEL: skein.program @own_rows
// CHECK-SAME:    skein.unsynchronized
// CHECK:         %[[G:.*]] = skein.sparse_gradient indices(%i : tensor<4x2xi32, #skein.dist<data: split 0>>) rows(%r : tensor<4x2x3xf32, #skein.dist<data: split 0>>) : !skein.sparse_gradient<tensor<10x3xf32, #skein.dist<data: partial sum>>>
// CHECK:         skein.apply_gradient @t, %[[G]] : !skein.sparse_gradient<tensor<10x3xf32, #skein.dist<data: partial sum>>>
// ONE-LABEL: skein.program @own_rows
// ONE-NOT:     skein.unsynchronized
// ONE:         skein.sparse_gradient indices(%i : tensor<8x2xi32>) rows(%r : tensor<8x2x3xf32>) : !skein.sparse_gradient<tensor<10x3xf32>>
skein.step @own_rows(%i: tensor<8x2xi32> {skein.batch = 0 : i64}, %r: tensor<8x2x3xf32> {skein.batch = 0 : i64}) {
  %g = skein.sparse_gradient indices(%i : tensor<8x2xi32>) rows(%r : tensor<8x2x3xf32>) : !skein.sparse_gradient<tensor<10x3xf32>>
  skein.apply_gradient @t, %g : !skein.sparse_gradient<tensor<10x3xf32>> using #skein.sgd<learning_rate = 0.1>
  skein.return
}

// -----

// Indices that are the same on all devices, of rows that are sums over the batch, are not split; those of split rows are.
skein.variable @t : tensor<10x3xf32>
// CHECK-LABEL: skein.program @same_indices
// CHECK:         %[[PIECE:.*]] = skein.shard %i dim 0 over @mesh[data] : tensor<8xi32> -> tensor<4xi32, #skein.dist<data: split 0>>
// CHECK:         %[[SUM:.*]] = linalg.reduce
// CHECK:         skein.sparse_gradient indices(%j, %[[PIECE]] : tensor<2xi32>, tensor<4xi32, #skein.dist<data: split 0>>) rows(%[[SUM]], %r : tensor<2x3xf32, #skein.dist<data: partial sum>>, tensor<4x3xf32, #skein.dist<data: split 0>>)
skein.step @same_indices(%i: tensor<8xi32>, %j: tensor<2xi32>, %r: tensor<8x3xf32> {skein.batch = 0 : i64}, %s: tensor<8x2x3xf32> {skein.batch = 0 : i64}) {
  %zero = arith.constant dense<0.0> : tensor<2x3xf32>
  %sum = linalg.reduce {arith.addf} ins(%s : tensor<8x2x3xf32>) outs(%zero : tensor<2x3xf32>) dimensions = [0]
  %g = skein.sparse_gradient indices(%j, %i : tensor<2xi32>, tensor<8xi32>) rows(%sum, %r : tensor<2x3xf32>, tensor<8x3xf32>) : !skein.sparse_gradient<tensor<10x3xf32>>
  skein.apply_gradient @t, %g : !skein.sparse_gradient<tensor<10x3xf32>> using #skein.sgd<learning_rate = 0.1>
  skein.return
}

// -----

// A pair that is the same on all devices counts once among others, and stays as it is by itself.
skein.variable @t : tensor<10x3xf32>
// CHECK-LABEL: skein.program @once
// CHECK:         %[[ONCE:.*]] = skein.as_partial sum %q over @mesh[data]
// CHECK:         skein.sparse_gradient indices(%i, %j : {{.*}}) rows(%r, %[[ONCE]] : {{.*}}) : !skein.sparse_gradient<tensor<10x3xf32, #skein.dist<data: partial sum>>>
// CHECK:         skein.sparse_gradient indices(%j : tensor<2xi32>) rows(%q : tensor<2x3xf32>) : !skein.sparse_gradient<tensor<10x3xf32>>
skein.step @once(%i: tensor<8xi32> {skein.batch = 0 : i64}, %r: tensor<8x3xf32> {skein.batch = 0 : i64}, %j: tensor<2xi32>, %q: tensor<2x3xf32>) {
  %g = skein.sparse_gradient indices(%i, %j : tensor<8xi32>, tensor<2xi32>) rows(%r, %q : tensor<8x3xf32>, tensor<2x3xf32>) : !skein.sparse_gradient<tensor<10x3xf32>>
  skein.apply_gradient @t, %g : !skein.sparse_gradient<tensor<10x3xf32>> using #skein.sgd<learning_rate = 0.1>
  %h = skein.sparse_gradient indices(%j : tensor<2xi32>) rows(%q : tensor<2x3xf32>) : !skein.sparse_gradient<tensor<10x3xf32>>
  skein.apply_gradient @t, %h : !skein.sparse_gradient<tensor<10x3xf32>> using #skein.sgd<learning_rate = 0.1>
  skein.return
}
