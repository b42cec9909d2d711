// Gradients by rows as their documentation shows them, in every state that they can have.
// RUN: skein-opt %s | skein-opt | FileCheck %s

!rows = tensor<4x2xf32, #skein.dist<data: split 0>>
!indices = tensor<4xi32, #skein.dist<data: split 0>>

skein.mesh @m(data = 2, model = 2)
skein.variable @t : tensor<10x2xf32> = #skein.zeros
skein.variable @c on @m : tensor<10x1xf32, #skein.dist<model: split 1>> = #skein.zeros
skein.variable @s : tensor<10xf32> = #skein.zeros

func.func private @loss(tensor<10x2xf32>, tensor<10xf32>) -> tensor<f32>

// CHECK-LABEL: skein.step @level0
skein.step @level0(%i: tensor<3xi32>, %r: tensor<3x2xf32>, %j: tensor<2x5xindex>, %q: tensor<2x5x2xf32>, %n: tensor<i64>, %o: tensor<f32>) {
  %t = skein.read @t : tensor<10x2xf32>
  %s = skein.read @s : tensor<10xf32>
  // CHECK: skein.value_and_grad @loss{{.*}} -> (tensor<f32>, !skein.sparse_gradient<tensor<10x2xf32>>, tensor<10xf32>)
  %loss, %dt, %ds = skein.value_and_grad @loss(%t, %s) wrt [0, 1] : (tensor<10x2xf32>, tensor<10xf32>) -> (tensor<f32>, !skein.sparse_gradient<tensor<10x2xf32>>, tensor<10xf32>)
  // CHECK: skein.apply_gradient @t, %{{.*}} : !skein.sparse_gradient<tensor<10x2xf32>> using
  skein.apply_gradient @t, %dt : !skein.sparse_gradient<tensor<10x2xf32>> using #skein.sgd<learning_rate = 0.1>
  // One pair, several pairs of any rank, and none: a gradient of zeros.
  // CHECK: skein.sparse_gradient indices(%i : tensor<3xi32>) rows(%r : tensor<3x2xf32>) : !skein.sparse_gradient<tensor<10x2xf32>>
  %a = skein.sparse_gradient indices(%i : tensor<3xi32>) rows(%r : tensor<3x2xf32>) : !skein.sparse_gradient<tensor<10x2xf32>>
  // CHECK: skein.sparse_gradient indices(%i, %j : tensor<3xi32>, tensor<2x5xindex>) rows(%r, %q : tensor<3x2xf32>, tensor<2x5x2xf32>) : !skein.sparse_gradient<tensor<10x2xf32>>
  %b = skein.sparse_gradient indices(%i, %j : tensor<3xi32>, tensor<2x5xindex>) rows(%r, %q : tensor<3x2xf32>, tensor<2x5x2xf32>) : !skein.sparse_gradient<tensor<10x2xf32>>
  // CHECK: skein.sparse_gradient : !skein.sparse_gradient<tensor<10x2xf32>>
  %c = skein.sparse_gradient : !skein.sparse_gradient<tensor<10x2xf32>>
  // A table of numbers, looked up once.
  // CHECK: skein.sparse_gradient indices(%n : tensor<i64>) rows(%o : tensor<f32>) : !skein.sparse_gradient<tensor<10xf32>>
  %d = skein.sparse_gradient indices(%n : tensor<i64>) rows(%o : tensor<f32>) : !skein.sparse_gradient<tensor<10xf32>>
  // CHECK: skein.first_occurrence %i : tensor<3xi32> -> tensor<3xi32>
  %e = skein.first_occurrence %i : tensor<3xi32> -> tensor<3xi32>
  // CHECK: #skein.adagrad<learning_rate = 1.000000e-01>
  skein.apply_gradient @t, %a : !skein.sparse_gradient<tensor<10x2xf32>> using #skein.adagrad<learning_rate = 0.1>
  // CHECK: #skein.adagrad<learning_rate = 1.000000e-01, initial_accumulator = 5.000000e-01, epsilon = 0.000000e+00>
  skein.apply_gradient @t, %a : !skein.sparse_gradient<tensor<10x2xf32>> using #skein.adagrad<learning_rate = 0.1, initial_accumulator = 0.5, epsilon = 0.0>
  // CHECK: #skein.momentum<learning_rate = 1.000000e-01, momentum = 9.000000e-01, lazy = true>
  skein.apply_gradient @t, %a : !skein.sparse_gradient<tensor<10x2xf32>> using #skein.momentum<learning_rate = 0.1, momentum = 0.9, lazy = true>
  // CHECK: #skein.adam<learning_rate = 1.000000e-01, lazy = true>
  skein.apply_gradient @t, %a : !skein.sparse_gradient<tensor<10x2xf32>> using #skein.adam<learning_rate = 0.1, lazy = true>
  // CHECK: #skein.adamw<learning_rate = 1.000000e-01, lazy = true>
  skein.apply_gradient @t, %a : !skein.sparse_gradient<tensor<10x2xf32>> using #skein.adamw<learning_rate = 0.1, lazy = true>
  skein.return
}

// Rows of which devices have all or some.
// CHECK-LABEL: skein.program @largest
skein.program @largest on @m(%x: tensor<2x4xf32>, %s: tensor<2x4xbf16, #skein.dist<data: split 0>>,
                             %v: tensor<2x4xf64, #skein.dist<data: varying>>) attributes {skein.unsynchronized} {
  // CHECK: skein.top_k %x : tensor<2x4xf32> -> tensor<2x2xf32>, tensor<2x2xi32>
  %a, %i = skein.top_k %x : tensor<2x4xf32> -> tensor<2x2xf32>, tensor<2x2xi32>
  // CHECK: skein.top_k %s
  %b, %j = skein.top_k %s : tensor<2x4xbf16, #skein.dist<data: split 0>>
      -> tensor<2x4xbf16, #skein.dist<data: split 0>>, tensor<2x4xi32, #skein.dist<data: split 0>>
  // CHECK: skein.top_k %v
  %c, %k = skein.top_k %v : tensor<2x4xf64, #skein.dist<data: varying>>
      -> tensor<2x1xf64, #skein.dist<data: varying>>, tensor<2x1xi32, #skein.dist<data: varying>>
  skein.return
}

// Every state of a pair (C3).
// CHECK-LABEL: skein.program @states
skein.program @states on @m(%i: tensor<4xi32>, %r: tensor<4x2xf32>, %is: !indices, %rs: !rows,
                            %rp: tensor<4x2xf32, #skein.dist<data: partial sum>>,
                            %rc: tensor<4x1xf32, #skein.dist<model: split 1>>,
                            %both: tensor<4x1xf32, #skein.dist<data: split 0, model: split 1>>) attributes {skein.unsynchronized} {
  // CHECK: : !skein.sparse_gradient<tensor<10x2xf32>>
  %a = skein.sparse_gradient indices(%i : tensor<4xi32>) rows(%r : tensor<4x2xf32>) : !skein.sparse_gradient<tensor<10x2xf32>>
  skein.apply_gradient @t, %a : !skein.sparse_gradient<tensor<10x2xf32>> using #skein.sgd<learning_rate = 0.1>
  // CHECK: : !skein.sparse_gradient<tensor<10x2xf32, #skein.dist<data: partial sum>>>
  %b = skein.sparse_gradient indices(%is : !indices) rows(%rs : !rows) : !skein.sparse_gradient<tensor<10x2xf32, #skein.dist<data: partial sum>>>
  skein.apply_gradient @t, %b : !skein.sparse_gradient<tensor<10x2xf32, #skein.dist<data: partial sum>>> using #skein.sgd<learning_rate = 0.1>
  // CHECK: : !skein.sparse_gradient<tensor<10x2xf32, #skein.dist<data: partial sum>>>
  %c = skein.sparse_gradient indices(%i : tensor<4xi32>) rows(%rp : tensor<4x2xf32, #skein.dist<data: partial sum>>) : !skein.sparse_gradient<tensor<10x2xf32, #skein.dist<data: partial sum>>>
  // CHECK: : !skein.sparse_gradient<tensor<10x1xf32, #skein.dist<model: split 1>>>
  %d = skein.sparse_gradient indices(%i : tensor<4xi32>) rows(%rc : tensor<4x1xf32, #skein.dist<model: split 1>>) : !skein.sparse_gradient<tensor<10x1xf32, #skein.dist<model: split 1>>>
  skein.apply_gradient @c, %d : !skein.sparse_gradient<tensor<10x1xf32, #skein.dist<model: split 1>>> using #skein.sgd<learning_rate = 0.1>
  // CHECK: : !skein.sparse_gradient<tensor<10x1xf32, #skein.dist<model: split 1, data: partial sum>>>
  %e = skein.sparse_gradient indices(%is : !indices) rows(%both : tensor<4x1xf32, #skein.dist<data: split 0, model: split 1>>) : !skein.sparse_gradient<tensor<10x1xf32, #skein.dist<model: split 1, data: partial sum>>>
  skein.return
}
