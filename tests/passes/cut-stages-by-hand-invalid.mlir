// RUN: skein-opt %s --skein-cut-stages --split-input-file --verify-diagnostics

func.func private @loss(%w: tensor<f32>) -> tensor<f32> {
  %a = math.tanh %w {skein.stage = 0 : i64} : tensor<f32>
  // expected-note @below {{placed here}}
  %b = math.exp %a {skein.stage = 1 : i64} : tensor<f32>
  // expected-error @below {{is placed in stage 0; expected at least 1, where an op before it is}}
  %c = math.absf %b {skein.stage = 0 : i64} : tensor<f32>
  return %c : tensor<f32>
}
skein.step @train(%w: tensor<f32>) -> (tensor<f32>) {
  %loss, %dw = skein.value_and_grad @loss(%w) wrt [0] : (tensor<f32>) -> (tensor<f32>, tensor<f32>)
  skein.return %dw : tensor<f32>
}

// -----

func.func private @loss(%w: tensor<f32>) -> tensor<f32> {
  %a = math.tanh %w {skein.stage = 0 : i64} : tensor<f32>
  // expected-error @below {{is placed in stage 1000000000000 of a function with 2 layers; expected at most as many stages as layers}}
  %b = math.exp %a {skein.stage = 1000000000000 : i64} : tensor<f32>
  return %b : tensor<f32>
}
skein.step @train(%w: tensor<f32>) -> (tensor<f32>) {
  %loss, %dw = skein.value_and_grad @loss(%w) wrt [0] : (tensor<f32>) -> (tensor<f32>, tensor<f32>)
  skein.return %dw : tensor<f32>
}

// -----

// expected-error @below {{@loss cannot be cut into stages: stage 1 is empty; expected an op with skein.stage = 1 in it}}
func.func private @loss(%w: tensor<f32>) -> tensor<f32> {
  %a = math.tanh %w {skein.stage = 0 : i64} : tensor<f32>
  %b = math.exp %a {skein.stage = 2 : i64} : tensor<f32>
  %c = math.absf %b {skein.stage = 2 : i64} : tensor<f32>
  return %c : tensor<f32>
}
skein.step @train(%w: tensor<f32>) -> (tensor<f32>) {
  %loss, %dw = skein.value_and_grad @loss(%w) wrt [0] : (tensor<f32>) -> (tensor<f32>, tensor<f32>)
  skein.return %dw : tensor<f32>
}

// -----

func.func private @loss(%w: tensor<f32>) -> tensor<f32> {
  %from = arith.constant 0 : index
  %to = arith.constant 3 : index
  %by = arith.constant 1 : index
  %y = scf.for %i = %from to %to step %by iter_args(%a = %w) -> (tensor<f32>) {
    // expected-error @below {{has skein.stage = 0 : i64; expected the number of a stage, on an op in the body of a function}}
    %b = math.tanh %a {skein.stage = 0 : i64} : tensor<f32>
    scf.yield %b : tensor<f32>
  }
  return %y : tensor<f32>
}
skein.step @train(%w: tensor<f32>) -> (tensor<f32>) {
  %loss, %dw = skein.value_and_grad @loss(%w) wrt [0] : (tensor<f32>) -> (tensor<f32>, tensor<f32>)
  skein.return %dw : tensor<f32>
}

// -----

func.func private @rows(%table: tensor<9x4xf32>, %index: tensor<2xi32>) -> tensor<2x4xf32> {
  %empty = tensor.empty() : tensor<2x4xf32>
  %rows = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i)>, affine_map<(i, j) -> (i, j)>], iterator_types = ["parallel", "parallel"]} ins(%index : tensor<2xi32>) outs(%empty : tensor<2x4xf32>) {
  ^bb0(%i: i32, %out: f32):
    %row = arith.index_cast %i : i32 to index
    %column = linalg.index 1 : index
    %e = tensor.extract %table[%row, %column] : tensor<9x4xf32>
    linalg.yield %e : f32
  } -> tensor<2x4xf32>
  return %rows : tensor<2x4xf32>
}
func.func private @loss(%table: tensor<9x4xf32>, %i: tensor<2xi32>, %j: tensor<2xi32>) -> tensor<f32> {
  // expected-remark @below {{stage 0 of @loss has layers 0 to 0 of 2}}
  %a = func.call @rows(%table, %i) : (tensor<9x4xf32>, tensor<2xi32>) -> tensor<2x4xf32>
  // expected-remark @below {{stage 1 of @loss has layers 1 to 1 of 2}}
  %b = func.call @rows(%table, %j) {skein.stage = 1 : i64} : (tensor<9x4xf32>, tensor<2xi32>) -> tensor<2x4xf32>
  %c = arith.mulf %a, %b : tensor<2x4xf32>
  %zero = arith.constant dense<0.0> : tensor<f32>
  %loss = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> ()>], iterator_types = ["reduction", "reduction"]} ins(%c : tensor<2x4xf32>) outs(%zero : tensor<f32>) {
  ^bb0(%e: f32, %sum: f32):
    %f = arith.addf %sum, %e : f32
    linalg.yield %f : f32
  } -> tensor<f32>
  return %loss : tensor<f32>
}
skein.variable @table : tensor<9x4xf32> = #skein.zeros
skein.step @train(%i: tensor<2xi32>, %j: tensor<2xi32>) {
  %table = skein.read @table : tensor<9x4xf32>
  // expected-error @below {{asks for a sparse gradient of argument 0, which several stages use; expected a tensor}}
  %loss, %d = skein.value_and_grad @loss(%table, %i, %j) wrt [0] : (tensor<9x4xf32>, tensor<2xi32>, tensor<2xi32>) -> (tensor<f32>, !skein.sparse_gradient<tensor<9x4xf32>>)
  skein.apply_gradient @table, %d : !skein.sparse_gradient<tensor<9x4xf32>> using #skein.sgd<learning_rate = 0.1>
  skein.return
}
