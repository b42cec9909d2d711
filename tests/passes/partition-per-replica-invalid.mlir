// RUN: skein-opt %s --split-input-file --verify-diagnostics --skein-partition='mesh=data:4 batch=per-replica'

// Statistics of the batch would be those of all replicas.
#id = affine_map<(n, c) -> (n, c)>
#c = affine_map<(n, c) -> (c)>
skein.step @statistics(%x: tensor<8x4xf32> {skein.batch = 0 : i64}) -> tensor<8x4xf32> {
  %zero = arith.constant dense<0.0> : tensor<4xf32>
  %e = tensor.empty() : tensor<8x4xf32>
  // expected-note@+1 {{value comes from here}}
  %sum = linalg.reduce {arith.addf} ins(%x : tensor<8x4xf32>) outs(%zero : tensor<4xf32>) dimensions = [0]
  // expected-error@+1 {{operand 1 is partial sum along "data"; expected replicated, since operand 0 splits loop d0; batch=per-replica neither reduces nor gathers before the gradients}}
  %y = linalg.generic {indexing_maps = [#id, #c, #id], iterator_types = ["parallel", "parallel"]}
      ins(%x, %sum : tensor<8x4xf32>, tensor<4xf32>) outs(%e : tensor<8x4xf32>) {
  ^bb0(%a: f32, %b: f32, %out: f32):
    %m = arith.subf %a, %b : f32
    linalg.yield %m : f32
  } -> tensor<8x4xf32>
  skein.return %y : tensor<8x4xf32>
}

// -----

// Each replica would take the same table for other examples of the whole batch.
skein.variable @table : tensor<8x4xf32>
skein.step @table_of_the_batch(%x: tensor<8x4xf32> {skein.batch = 0 : i64}) -> tensor<8x4xf32> {
  // expected-note@+1 {{value comes from here}}
  %table = skein.read @table : tensor<8x4xf32>
  // expected-error@+1 {{operand 0 is split 0 along "data", but operand 1 is replicated; expected all in one state; batch=per-replica neither}}
  %y = arith.addf %x, %table : tensor<8x4xf32>
  skein.return %y : tensor<8x4xf32>
}

// -----

skein.variable @w : tensor<4xf32>
skein.step @accumulator(%x: tensor<8x4xf32> {skein.batch = 0 : i64}) -> tensor<4xf32> {
  // expected-note@+1 {{value comes from here}}
  %one = arith.constant dense<1.0> : tensor<4xf32>
  // expected-error@+1 {{starts from a value that is not the neutral element, while its result is partial sum}}
  %y = linalg.reduce {arith.addf} ins(%x : tensor<8x4xf32>) outs(%one : tensor<4xf32>) dimensions = [0]
  skein.return %y : tensor<4xf32>
}

// -----

skein.variable @last : tensor<8x4xf32>
skein.step @assign_pieces(%x: tensor<8x4xf32> {skein.batch = 0 : i64}) {
  // expected-error@+1 {{takes a value that is split 0 along "data"; batch=per-replica does not gather pieces}}
  skein.assign @last, %x : tensor<8x4xf32>
  skein.return
}

// -----

// Rows that do not come from the batch, among rows that do.
skein.variable @t : tensor<10x3xf32>
skein.step @once(%i: tensor<8xi32> {skein.batch = 0 : i64}, %r: tensor<8x3xf32> {skein.batch = 0 : i64}, %j: tensor<2xi32>, %q: tensor<2x3xf32>) {
  // expected-error@+1 {{'skein.sparse_gradient' op has pair 1, whose rows cannot be partial sum along "data" as the others are}}
  %g = skein.sparse_gradient indices(%i, %j : tensor<8xi32>, tensor<2xi32>) rows(%r, %q : tensor<8x3xf32>, tensor<2x3xf32>) : !skein.sparse_gradient<tensor<10x3xf32>>
  skein.apply_gradient @t, %g : !skein.sparse_gradient<tensor<10x3xf32>> using #skein.sgd<learning_rate = 0.1>
  skein.return
}

// -----

// Indices that are the same in all replicas, of rows that are not.
skein.variable @t : tensor<10x3xf32>
skein.step @same(%i: tensor<8xi32>, %r: tensor<8x3xf32> {skein.batch = 0 : i64}) {
  // expected-error@+1 {{'skein.sparse_gradient' op has pair 0, whose rows cannot be split 0 along "data" as the others are}}
  %g = skein.sparse_gradient indices(%i : tensor<8xi32>) rows(%r : tensor<8x3xf32>) : !skein.sparse_gradient<tensor<10x3xf32>>
  skein.apply_gradient @t, %g : !skein.sparse_gradient<tensor<10x3xf32>> using #skein.sgd<learning_rate = 0.1>
  skein.return
}
