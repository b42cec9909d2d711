// RUN: skein-opt %s --skein-differentiate --split-input-file | FileCheck %s
// RUN: skein-opt %s --skein-differentiate=dense-gradients --split-input-file | FileCheck %s --check-prefix=DENSE

// A table of which rows are looked up, fewer than it has, gets the cotangents as rows: nothing is added up, and with
// dense-gradients only where the text does not say so.
#n = affine_map<(n, c) -> (n)>
#nc = affine_map<(n, c) -> (n, c)>
func.func @loss(%t: tensor<50x3xf32>, %i: tensor<8xi32>) -> tensor<f32> {
  %e = tensor.empty() : tensor<8x3xf32>
  %r = linalg.generic {indexing_maps = [#n, #nc], iterator_types = ["parallel", "parallel"]} ins(%i : tensor<8xi32>) outs(%e : tensor<8x3xf32>) {
  ^bb0(%a: i32, %o: f32):
    %row = arith.index_cast %a : i32 to index
    %c = linalg.index 1 : index
    %x = tensor.extract %t[%row, %c] : tensor<50x3xf32>
    %y = arith.mulf %x, %x : f32
    linalg.yield %y : f32
  } -> tensor<8x3xf32>
  %zero = arith.constant dense<0.0> : tensor<f32>
  %l = linalg.reduce {arith.addf} ins(%r : tensor<8x3xf32>) outs(%zero : tensor<f32>) dimensions = [0, 1]
  return %l : tensor<f32>
}
skein.variable @t : tensor<50x3xf32>
// CHECK-LABEL: func.func private @loss_bwd
// CHECK-SAME:    (%[[T:.*]]: tensor<50x3xf32> {{.*}}, %[[I:.*]]: tensor<8xi32> {{.*}}) -> (tensor<8xi32>, tensor<8x3xf32>)
// CHECK-NOT:     reduction
// CHECK:         return %[[I]], %{{.*}} : tensor<8xi32>, tensor<8x3xf32>
// CHECK-LABEL: skein.step @by_itself
// CHECK:         %[[PAIR:.*]]:2 = func.call @loss_bwd
// CHECK:         %[[G:.*]] = skein.sparse_gradient indices(%[[PAIR]]#0 : tensor<8xi32>) rows(%[[PAIR]]#1 : tensor<8x3xf32>) : !skein.sparse_gradient<tensor<50x3xf32>>
// CHECK:         skein.apply_gradient @t, %[[G]] : !skein.sparse_gradient<tensor<50x3xf32>> using
// DENSE-LABEL: skein.step @by_itself
// DENSE:         skein.apply_gradient @t, %{{.*}} : tensor<50x3xf32> using
skein.step @by_itself(%i: tensor<8xi32>) {
  %t = skein.read @t : tensor<50x3xf32>
  %loss, %dt = skein.value_and_grad @loss(%t, %i) wrt [0] : (tensor<50x3xf32>, tensor<8xi32>) -> (tensor<f32>, tensor<50x3xf32>)
  skein.apply_gradient @t, %dt : tensor<50x3xf32> using #skein.sgd<learning_rate = 0.1>
  skein.return
}
// DENSE-LABEL: skein.step @as_written
// DENSE:         skein.apply_gradient @t, %{{.*}} : !skein.sparse_gradient<tensor<50x3xf32>> using
skein.step @as_written(%i: tensor<8xi32>) {
  %t = skein.read @t : tensor<50x3xf32>
  %loss, %dt = skein.value_and_grad @loss(%t, %i) wrt [0] : (tensor<50x3xf32>, tensor<8xi32>) -> (tensor<f32>, !skein.sparse_gradient<tensor<50x3xf32>>)
  skein.apply_gradient @t, %dt : !skein.sparse_gradient<tensor<50x3xf32>> using #skein.sgd<learning_rate = 0.1>
  skein.return
}
// What something else reads stays a tensor.
// CHECK-LABEL: skein.step @returned
// CHECK-NOT:     skein.sparse_gradient
// CHECK:         skein.return %{{.*}} : tensor<50x3xf32>
skein.step @returned(%i: tensor<8xi32>) -> tensor<50x3xf32> {
  %t = skein.read @t : tensor<50x3xf32>
  %loss, %dt = skein.value_and_grad @loss(%t, %i) wrt [0] : (tensor<50x3xf32>, tensor<8xi32>) -> (tensor<f32>, tensor<50x3xf32>)
  skein.apply_gradient @t, %dt : tensor<50x3xf32> using #skein.sgd<learning_rate = 0.1>
  skein.return %dt : tensor<50x3xf32>
}

// -----

// Through calls, each of which looks rows up; an index that is computed is computed again, over the loops that it
// depends on (n and m, not the elements c of a row), and what one row is read for several times (k) is added up.
#i = affine_map<(n, m, k, c) -> (n, m)>
#k = affine_map<(n, m, k, c) -> (k)>
#all = affine_map<(n, m, k, c) -> (n, m, k, c)>
func.func private @look(%t: tensor<90x3xf32>, %i: tensor<8x2xi32>, %s: tensor<5xf32>) -> tensor<8x2x5x3xf32> {
  %e = tensor.empty() : tensor<8x2x5x3xf32>
  %r = linalg.generic {indexing_maps = [#i, #k, #all], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%i, %s : tensor<8x2xi32>, tensor<5xf32>) outs(%e : tensor<8x2x5x3xf32>) {
  ^bb0(%a: i32, %f: f32, %o: f32):
    %zero = arith.constant 0 : i32
    %in = arith.maxsi %a, %zero : i32
    %row = arith.index_cast %in : i32 to index
    %m = linalg.index 1 : index
    %next = arith.addi %row, %m : index
    %c = linalg.index 3 : index
    %x = tensor.extract %t[%next, %c] : tensor<90x3xf32>
    %y = arith.mulf %x, %f : f32
    linalg.yield %y : f32
  } -> tensor<8x2x5x3xf32>
  return %r : tensor<8x2x5x3xf32>
}
func.func @loss(%t: tensor<90x3xf32>, %i: tensor<8x2xi32>, %j: tensor<8x2xi32>, %s: tensor<5xf32>) -> tensor<f32> {
  %a = call @look(%t, %i, %s) : (tensor<90x3xf32>, tensor<8x2xi32>, tensor<5xf32>) -> tensor<8x2x5x3xf32>
  %b = call @look(%t, %j, %s) : (tensor<90x3xf32>, tensor<8x2xi32>, tensor<5xf32>) -> tensor<8x2x5x3xf32>
  %ab = arith.mulf %a, %b : tensor<8x2x5x3xf32>
  %zero = arith.constant dense<0.0> : tensor<f32>
  %l = linalg.reduce {arith.addf} ins(%ab : tensor<8x2x5x3xf32>) outs(%zero : tensor<f32>) dimensions = [0, 1, 2, 3]
  return %l : tensor<f32>
}
skein.variable @t : tensor<90x3xf32>
// CHECK-DAG:   #[[NM:.*]] = affine_map<(d0, d1) -> (d0, d1)>
// CHECK-LABEL: func.func private @look_bwd
// CHECK-SAME:    -> (tensor<8x2xi64>, tensor<8x2x3xf32>)
// CHECK:         linalg.contract {{.*}} outs(%{{.*}} : tensor<8x2x3xf32>)
// CHECK:         linalg.generic {indexing_maps = [#[[NM]], #[[NM]]], {{.*}} ins(%{{.*}} : tensor<8x2xi32>) outs(%{{.*}} : tensor<8x2xi64>)
// CHECK:           linalg.index 1
// CHECK:           arith.index_cast %{{.*}} : index to i64
// CHECK-LABEL: func.func private @loss_bwd
// CHECK-SAME:    -> (tensor<8x2xi64>, tensor<8x2x3xf32>, tensor<8x2xi64>, tensor<8x2x3xf32>)
// CHECK-COUNT-2: call @look_bwd
// CHECK-LABEL: skein.step @calls
// CHECK:         %[[PAIRS:.*]]:4 = func.call @loss_bwd
// CHECK:         skein.sparse_gradient indices(%[[PAIRS]]#0, %[[PAIRS]]#2 : {{.*}}) rows(%[[PAIRS]]#1, %[[PAIRS]]#3 : {{.*}})
skein.step @calls(%i: tensor<8x2xi32>, %j: tensor<8x2xi32>, %s: tensor<5xf32>) {
  %t = skein.read @t : tensor<90x3xf32>
  %loss, %dt = skein.value_and_grad @loss(%t, %i, %j, %s) wrt [0] : (tensor<90x3xf32>, tensor<8x2xi32>, tensor<8x2xi32>, tensor<5xf32>) -> (tensor<f32>, tensor<90x3xf32>)
  skein.apply_gradient @t, %dt : tensor<90x3xf32> using #skein.sgd<learning_rate = 0.1>
  skein.return
}

// -----

// Tensors stay: a table that is also read whole (tied embeddings), one of which as many rows are looked up as it has, one
// whose columns are looked up, and one that is read from end to end. Two look-ups in one body are two pairs.
#n = affine_map<(n, c) -> (n)>
#nc = affine_map<(n, c) -> (n, c)>
#vc = affine_map<(n, v, c) -> (v, c)>
#nvc = affine_map<(n, v, c) -> (n, c)>
#nv = affine_map<(n, v, c) -> (n, v)>
func.func @loss(%tied: tensor<50x8xf32>, %small: tensor<4x8xf32>, %columns: tensor<8x50xf32>, %positions: tensor<4x8xf32>, %twice: tensor<9x8xf32>, %i: tensor<4xi32>) -> tensor<f32> {
  %e = tensor.empty() : tensor<4x8xf32>
  %r = linalg.generic {indexing_maps = [#n, #nc], iterator_types = ["parallel", "parallel"]} ins(%i : tensor<4xi32>) outs(%e : tensor<4x8xf32>) {
  ^bb0(%a: i32, %o: f32):
    %row = arith.index_cast %a : i32 to index
    %n = linalg.index 0 : index
    %c = linalg.index 1 : index
    %x = tensor.extract %tied[%row, %c] : tensor<50x8xf32>
    %y = tensor.extract %small[%row, %c] : tensor<4x8xf32>
    %z = tensor.extract %columns[%c, %row] : tensor<8x50xf32>
    %p = tensor.extract %positions[%n, %c] : tensor<4x8xf32>
    %next = arith.addi %row, %n : index
    %q = tensor.extract %twice[%row, %c] : tensor<9x8xf32>
    %s = tensor.extract %twice[%next, %c] : tensor<9x8xf32>
    %xy = arith.mulf %x, %y : f32
    %zp = arith.mulf %z, %p : f32
    %qs = arith.mulf %q, %s : f32
    %xyzp = arith.addf %xy, %zp : f32
    %sum = arith.addf %xyzp, %qs : f32
    linalg.yield %sum : f32
  } -> tensor<4x8xf32>
  %f = arith.constant dense<0.0> : tensor<4x50xf32>
  %logits = linalg.contract indexing_maps = [#nvc, #vc, #nv] ins(%r, %tied : tensor<4x8xf32>, tensor<50x8xf32>) outs(%f : tensor<4x50xf32>) -> tensor<4x50xf32>
  %zero = arith.constant dense<0.0> : tensor<f32>
  %l = linalg.reduce {arith.addf} ins(%logits : tensor<4x50xf32>) outs(%zero : tensor<f32>) dimensions = [0, 1]
  return %l : tensor<f32>
}
skein.variable @tied : tensor<50x8xf32>
skein.variable @small : tensor<4x8xf32>
skein.variable @columns : tensor<8x50xf32>
skein.variable @positions : tensor<4x8xf32>
skein.variable @twice : tensor<9x8xf32>
// CHECK-LABEL: skein.step @chosen
// CHECK:         skein.sparse_gradient indices(%{{.*}}, %{{.*}} : tensor<4xi{{.*}}>, tensor<4xi{{.*}}>) rows(%{{.*}} : tensor<4x8xf32>, tensor<4x8xf32>) : !skein.sparse_gradient<tensor<9x8xf32>>
// CHECK-NOT:     skein.sparse_gradient
// CHECK:         skein.apply_gradient @tied, %{{.*}} : tensor<50x8xf32>
// CHECK:         skein.apply_gradient @small, %{{.*}} : tensor<4x8xf32>
// CHECK:         skein.apply_gradient @columns, %{{.*}} : tensor<8x50xf32>
// CHECK:         skein.apply_gradient @positions, %{{.*}} : tensor<4x8xf32>
// CHECK:         skein.apply_gradient @twice, %{{.*}} : !skein.sparse_gradient<tensor<9x8xf32>>
skein.step @chosen(%i: tensor<4xi32>) {
  %a = skein.read @tied : tensor<50x8xf32>
  %b = skein.read @small : tensor<4x8xf32>
  %c = skein.read @columns : tensor<8x50xf32>
  %d = skein.read @positions : tensor<4x8xf32>
  %e = skein.read @twice : tensor<9x8xf32>
  %loss, %g:5 = skein.value_and_grad @loss(%a, %b, %c, %d, %e, %i) wrt [0, 1, 2, 3, 4]
      : (tensor<50x8xf32>, tensor<4x8xf32>, tensor<8x50xf32>, tensor<4x8xf32>, tensor<9x8xf32>, tensor<4xi32>) -> (tensor<f32>, tensor<50x8xf32>, tensor<4x8xf32>, tensor<8x50xf32>, tensor<4x8xf32>, tensor<9x8xf32>)
  skein.apply_gradient @tied, %g#0 : tensor<50x8xf32> using #skein.sgd<learning_rate = 0.1>
  skein.apply_gradient @small, %g#1 : tensor<4x8xf32> using #skein.sgd<learning_rate = 0.1>
  skein.apply_gradient @columns, %g#2 : tensor<8x50xf32> using #skein.sgd<learning_rate = 0.1>
  skein.apply_gradient @positions, %g#3 : tensor<4x8xf32> using #skein.sgd<learning_rate = 0.1>
  skein.apply_gradient @twice, %g#4 : tensor<9x8xf32> using #skein.sgd<learning_rate = 0.1>
  skein.return
}

// -----

// A tensor.gather is a look-up too, whether or not its slices keep the dimension.
func.func @loss(%t: tensor<50x3xf32>, %u: tensor<60x3xf32>, %i: tensor<8x1xi32>, %j: tensor<4x2x1xindex>) -> tensor<f32> {
  %a = tensor.gather %t[%i] gather_dims([0]) : (tensor<50x3xf32>, tensor<8x1xi32>) -> tensor<8x3xf32>
  %b = tensor.gather %u[%j] gather_dims([0]) : (tensor<60x3xf32>, tensor<4x2x1xindex>) -> tensor<4x2x1x3xf32>
  %c = tensor.collapse_shape %b [[0, 1, 2], [3]] : tensor<4x2x1x3xf32> into tensor<8x3xf32>
  %ac = arith.mulf %a, %c : tensor<8x3xf32>
  %zero = arith.constant dense<0.0> : tensor<f32>
  %l = linalg.reduce {arith.addf} ins(%ac : tensor<8x3xf32>) outs(%zero : tensor<f32>) dimensions = [0, 1]
  return %l : tensor<f32>
}
skein.variable @t : tensor<50x3xf32>
skein.variable @u : tensor<60x3xf32>
// CHECK-LABEL: func.func private @loss_fwd
// CHECK-NOT:     tensor.gather
// CHECK:         tensor.extract %
// CHECK-LABEL: skein.step @gathers
// CHECK:         skein.sparse_gradient indices(%{{.*}} : tensor<8xi32>) rows(%{{.*}} : tensor<8x3xf32>) : !skein.sparse_gradient<tensor<50x3xf32>>
// CHECK:         skein.sparse_gradient indices(%{{.*}} : tensor<4x2xi64>) rows(%{{.*}} : tensor<4x2x3xf32>) : !skein.sparse_gradient<tensor<60x3xf32>>
skein.step @gathers(%i: tensor<8x1xi32>, %j: tensor<4x2x1xindex>) {
  %t = skein.read @t : tensor<50x3xf32>
  %u = skein.read @u : tensor<60x3xf32>
  %loss, %dt, %du = skein.value_and_grad @loss(%t, %u, %i, %j) wrt [0, 1] : (tensor<50x3xf32>, tensor<60x3xf32>, tensor<8x1xi32>, tensor<4x2x1xindex>) -> (tensor<f32>, tensor<50x3xf32>, tensor<60x3xf32>)
  skein.apply_gradient @t, %dt : tensor<50x3xf32> using #skein.sgd<learning_rate = 0.1>
  skein.apply_gradient @u, %du : tensor<60x3xf32> using #skein.sgd<learning_rate = 0.1>
  skein.return
}
