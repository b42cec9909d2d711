// Functions that call functions.

func.func private @layer(%x: tensor<3x4xf64>, %w: tensor<4x4xf64>, %b: tensor<4xf64>) -> tensor<3x4xf64> {
  %z = arith.constant dense<0.0> : tensor<3x4xf64>
  %m = linalg.matmul ins(%x, %w : tensor<3x4xf64>, tensor<4x4xf64>) outs(%z : tensor<3x4xf64>) -> tensor<3x4xf64>
  %e = tensor.empty() : tensor<3x4xf64>
  %r = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (j)>, affine_map<(i, j) -> (i, j)>],
                       iterator_types = ["parallel", "parallel"]}
      ins(%m, %b : tensor<3x4xf64>, tensor<4xf64>) outs(%e : tensor<3x4xf64>) {
  ^bb0(%a: f64, %c: f64, %out: f64):
    %s = arith.addf %a, %c : f64
    %t = math.tanh %s : f64
    linalg.yield %t : f64
  } -> tensor<3x4xf64>
  return %r : tensor<3x4xf64>
}

func.func private @block(%x: tensor<3x4xf64>, %w: tensor<4x4xf64>, %b: tensor<4xf64>) -> tensor<3x4xf64> {
  %y = call @layer(%x, %w, %b) : (tensor<3x4xf64>, tensor<4x4xf64>, tensor<4xf64>) -> tensor<3x4xf64>
  %e = tensor.empty() : tensor<3x4xf64>
  %r = linalg.add ins(%x, %y : tensor<3x4xf64>, tensor<3x4xf64>) outs(%e : tensor<3x4xf64>) -> tensor<3x4xf64>
  return %r : tensor<3x4xf64>
}

func.func @stack(%x: tensor<3x4xf64>, %w1: tensor<4x4xf64>, %b1: tensor<4xf64>, %w2: tensor<4x4xf64>, %b2: tensor<4xf64>) -> tensor<3x4xf64> {
  %1 = call @block(%x, %w1, %b1) : (tensor<3x4xf64>, tensor<4x4xf64>, tensor<4xf64>) -> tensor<3x4xf64>
  %2 = call @block(%1, %w2, %b2) : (tensor<3x4xf64>, tensor<4x4xf64>, tensor<4xf64>) -> tensor<3x4xf64>
  %3 = call @layer(%2, %w1, %b2) : (tensor<3x4xf64>, tensor<4x4xf64>, tensor<4xf64>) -> tensor<3x4xf64>
  return %3 : tensor<3x4xf64>
}

// The first call has an inactive operand, the second has not.
func.func @two_masks(%w: tensor<4x4xf64>, %b: tensor<4xf64>) -> tensor<3x4xf64> {
  %x = arith.constant dense<[[0.1, 0.2, 0.3, 0.4], [0.5, -0.6, 0.7, 0.8], [-0.9, 1.0, 1.1, -1.2]]> : tensor<3x4xf64>
  %1 = call @layer(%x, %w, %b) : (tensor<3x4xf64>, tensor<4x4xf64>, tensor<4xf64>) -> tensor<3x4xf64>
  %2 = call @layer(%1, %w, %b) : (tensor<3x4xf64>, tensor<4x4xf64>, tensor<4xf64>) -> tensor<3x4xf64>
  return %2 : tensor<3x4xf64>
}

// The other way round: what is differentiated first wants less.
func.func @growing_masks(%x: tensor<3x4xf64>, %w: tensor<4x4xf64>, %b: tensor<4xf64>) -> tensor<3x4xf64> {
  %c = arith.constant dense<0.25> : tensor<4x4xf64>
  %d = arith.constant dense<0.5> : tensor<4xf64>
  %1 = call @layer(%x, %w, %b) : (tensor<3x4xf64>, tensor<4x4xf64>, tensor<4xf64>) -> tensor<3x4xf64>
  %2 = call @layer(%1, %c, %d) : (tensor<3x4xf64>, tensor<4x4xf64>, tensor<4xf64>) -> tensor<3x4xf64>
  return %2 : tensor<3x4xf64>
}

func.func private @pair(%x: tensor<3xf64>) -> (tensor<3xf64>, tensor<3xf64>) {
  %e = tensor.empty() : tensor<3xf64>
  %p = linalg.exp ins(%x : tensor<3xf64>) outs(%e : tensor<3xf64>) -> tensor<3xf64>
  %q = linalg.square ins(%x : tensor<3xf64>) outs(%e : tensor<3xf64>) -> tensor<3xf64>
  return %p, %q : tensor<3xf64>, tensor<3xf64>
}

// Each call has a cotangent for another result.
func.func @one_result_each(%x: tensor<3xf64>) -> (tensor<3xf64>, tensor<3xf64>) {
  %1:2 = call @pair(%x) : (tensor<3xf64>) -> (tensor<3xf64>, tensor<3xf64>)
  %2:2 = call @pair(%1#0) : (tensor<3xf64>) -> (tensor<3xf64>, tensor<3xf64>)
  %3:2 = call @pair(%2#1) : (tensor<3xf64>) -> (tensor<3xf64>, tensor<3xf64>)
  return %3#0, %3#1 : tensor<3xf64>, tensor<3xf64>
}

// One result is its argument, one does not depend on the other argument, one is an integer.
func.func private @mixed(%x: tensor<3xf64>, %y: tensor<3xf64>, %i: tensor<3xi32>) -> (tensor<3xf64>, tensor<3xf64>, tensor<3xi32>) {
  %e = tensor.empty() : tensor<3xf64>
  %r = linalg.exp ins(%y : tensor<3xf64>) outs(%e : tensor<3xf64>) -> tensor<3xf64>
  return %x, %r, %i : tensor<3xf64>, tensor<3xf64>, tensor<3xi32>
}

func.func @results_that_are_arguments(%x: tensor<3xf64>, %y: tensor<3xf64>, %i: tensor<3xi32>) -> (tensor<3xf64>, tensor<3xi32>) {
  %r:3 = call @mixed(%x, %y, %i) : (tensor<3xf64>, tensor<3xf64>, tensor<3xi32>) -> (tensor<3xf64>, tensor<3xf64>, tensor<3xi32>)
  %s:3 = call @mixed(%r#1, %r#0, %r#2) : (tensor<3xf64>, tensor<3xf64>, tensor<3xi32>) -> (tensor<3xf64>, tensor<3xf64>, tensor<3xi32>)
  %e = tensor.empty() : tensor<3xf64>
  %p = linalg.mul ins(%s#0, %s#1 : tensor<3xf64>, tensor<3xf64>) outs(%e : tensor<3xf64>) -> tensor<3xf64>
  return %p, %s#2 : tensor<3xf64>, tensor<3xi32>
}

func.func @argument_twice(%x: tensor<3xf64>) -> tensor<3xf64> {
  %i = arith.constant dense<0> : tensor<3xi32>
  %r:3 = call @mixed(%x, %x, %i) : (tensor<3xf64>, tensor<3xf64>, tensor<3xi32>) -> (tensor<3xf64>, tensor<3xf64>, tensor<3xi32>)
  %e = tensor.empty() : tensor<3xf64>
  %p = linalg.mul ins(%r#0, %r#1 : tensor<3xf64>, tensor<3xf64>) outs(%e : tensor<3xf64>) -> tensor<3xf64>
  return %p : tensor<3xf64>
}

// A GEMM that accumulates into an active tensor, twice, and returns it twice.
func.func @active_accumulator(%a: tensor<2x3xf64>, %b: tensor<3x4xf64>, %c: tensor<2x4xf64>) -> (tensor<2x4xf64>, tensor<2x4xf64>) {
  %1 = linalg.matmul ins(%a, %b : tensor<2x3xf64>, tensor<3x4xf64>) outs(%c : tensor<2x4xf64>) -> tensor<2x4xf64>
  %2 = linalg.matmul ins(%a, %b : tensor<2x3xf64>, tensor<3x4xf64>) outs(%1 : tensor<2x4xf64>) -> tensor<2x4xf64>
  return %2, %2 : tensor<2x4xf64>, tensor<2x4xf64>
}

func.func @identity(%x: tensor<2x4xf64>) -> tensor<2x4xf64> {
  return %x : tensor<2x4xf64>
}

func.func @does_not_depend(%x: tensor<2xf64>, %y: tensor<2xf64>) -> tensor<2xf64> {
  return %y : tensor<2xf64>
}
