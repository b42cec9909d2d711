// Loops of constant length, and functions called in them.

// Weights are shared by all iterations; the first iteration starts from a constant.
func.func @recurrence(%x: tensor<3x2xf64>, %w: tensor<4x4xf64>, %u: tensor<3x4xf64>) -> tensor<2x4xf64> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %start = arith.constant dense<0.25> : tensor<2x4xf64>
  %zero = arith.constant 0.0 : f64
  %h = scf.for %t = %c0 to %c3 step %c1 iter_args(%state = %start) -> (tensor<2x4xf64>) {
    %column = tensor.extract_slice %x[%t, 0] [1, 2] [1, 1] : tensor<3x2xf64> to tensor<2xf64>
    %row = tensor.extract_slice %u[%t, 0] [1, 4] [1, 1] : tensor<3x4xf64> to tensor<4xf64>
    %e = tensor.empty() : tensor<2x4xf64>
    %f = linalg.fill ins(%zero : f64) outs(%e : tensor<2x4xf64>) -> tensor<2x4xf64>
    %p = linalg.matmul ins(%state, %w : tensor<2x4xf64>, tensor<4x4xf64>) outs(%f : tensor<2x4xf64>) -> tensor<2x4xf64>
    %next = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i)>, affine_map<(i, j) -> (j)>, affine_map<(i, j) -> (i, j)>],
                            iterator_types = ["parallel", "parallel"]}
        ins(%p, %column, %row : tensor<2x4xf64>, tensor<2xf64>, tensor<4xf64>) outs(%e : tensor<2x4xf64>) {
    ^bb0(%a: f64, %b: f64, %c: f64, %out: f64):
      %q = arith.mulf %b, %c : f64
      %s = arith.addf %a, %q : f64
      %r = math.tanh %s : f64
      linalg.yield %r : f64
    } -> tensor<2x4xf64>
    scf.yield %next : tensor<2x4xf64>
  }
  return %h : tensor<2x4xf64>
}

// Bounds and step other than 0 and 1, the iteration's number in the arithmetic, a carried integer, a carried value
// whose cotangent is zero before the last iteration, scalars.
func.func @carried_of_all_kinds(%x: tensor<3xf64>, %s: f64) -> (tensor<3xf64>, f64, tensor<3xi32>) {
  %lower = arith.constant 2 : index
  %upper = arith.constant 9 : index
  %step = arith.constant 3 : index
  %count = arith.constant dense<1> : tensor<3xi32>
  %unused = arith.constant dense<0.5> : tensor<3xf64>
  %r:4 = scf.for %t = %lower to %upper step %step iter_args(%a = %x, %b = %s, %n = %count, %z = %unused)
      -> (tensor<3xf64>, f64, tensor<3xi32>, tensor<3xf64>) {
    %i = arith.index_cast %t : index to i32
    %g = arith.sitofp %i : i32 to f64
    %tenth = arith.constant 0.1 : f64
    %f = arith.mulf %g, %tenth : f64
    %e = tensor.empty() : tensor<3xf64>
    %p = linalg.generic {indexing_maps = [affine_map<(i) -> (i)>, affine_map<(i) -> (i)>], iterator_types = ["parallel"]}
        ins(%a : tensor<3xf64>) outs(%e : tensor<3xf64>) {
    ^bb0(%v: f64, %out: f64):
      %w = arith.mulf %v, %b : f64
      %u = arith.mulf %w, %f : f64
      %y = math.sin %u : f64
      linalg.yield %y : f64
    } -> tensor<3xf64>
    %c = arith.mulf %b, %s : f64
    %d = math.tanh %c : f64
    %m = arith.addi %n, %n : tensor<3xi32>
    scf.yield %p, %d, %m, %a : tensor<3xf64>, f64, tensor<3xi32>, tensor<3xf64>
  }
  return %r#0, %r#1, %r#2 : tensor<3xf64>, f64, tensor<3xi32>
}

func.func private @layer(%x: tensor<2x3xf64>, %w: tensor<3x3xf64>) -> tensor<2x3xf64> {
  %zero = arith.constant dense<0.0> : tensor<2x3xf64>
  %p = linalg.matmul ins(%x, %w : tensor<2x3xf64>, tensor<3x3xf64>) outs(%zero : tensor<2x3xf64>) -> tensor<2x3xf64>
  %e = tensor.empty() : tensor<2x3xf64>
  %t = linalg.tanh ins(%p : tensor<2x3xf64>) outs(%e : tensor<2x3xf64>) -> tensor<2x3xf64>
  return %t : tensor<2x3xf64>
}

// Weights stacked along the loop, as scanned layers have them; a loop in a loop.
func.func @nested(%x: tensor<2x3xf64>, %w: tensor<4x3x3xf64>) -> tensor<2x3xf64> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %c4 = arith.constant 4 : index
  %y = scf.for %i = %c0 to %c4 step %c1 iter_args(%a = %x) -> (tensor<2x3xf64>) {
    %slice = tensor.extract_slice %w[%i, 0, 0] [1, 3, 3] [1, 1, 1] : tensor<4x3x3xf64> to tensor<3x3xf64>
    %b = scf.for %j = %c0 to %c2 step %c1 iter_args(%c = %a) -> (tensor<2x3xf64>) {
      %d = func.call @layer(%c, %slice) : (tensor<2x3xf64>, tensor<3x3xf64>) -> tensor<2x3xf64>
      scf.yield %d : tensor<2x3xf64>
    }
    scf.yield %b : tensor<2x3xf64>
  }
  return %y : tensor<2x3xf64>
}

// Slices that differ from iteration to iteration, forward and backward, twice of
// one stack; slices that overlap, and what the slices leave out.
func.func @slices(%x: tensor<2x3xf64>, %w: tensor<6x2x3xf64>) -> tensor<2x3xf64> {
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %c4 = arith.constant 4 : index
  %c5 = arith.constant 5 : index
  %e = tensor.empty() : tensor<2x3xf64>
  %y = scf.for %i = %c1 to %c5 step %c2 iter_args(%a = %x) -> (tensor<2x3xf64>) {
    %back = arith.subi %c4, %i : index
    %half = arith.divui %i, %c2 : index
    %p = tensor.extract_slice %w[%i, 0, 0] [1, 2, 3] [1, 1, 1] : tensor<6x2x3xf64> to tensor<2x3xf64>
    %q = tensor.extract_slice %w[%back, 0, 0] [1, 2, 3] [1, 1, 1] : tensor<6x2x3xf64> to tensor<2x3xf64>
    %r = tensor.extract_slice %w[%half, 0, 0] [1, 2, 3] [1, 1, 1] : tensor<6x2x3xf64> to tensor<2x3xf64>
    %s = tensor.extract_slice %w[%i, 0, 0] [2, 2, 3] [1, 1, 1] : tensor<6x2x3xf64> to tensor<2x2x3xf64>
    %sum = linalg.reduce {arith.addf} ins(%s : tensor<2x2x3xf64>) outs(%r : tensor<2x3xf64>) dimensions = [0]
    %ap = linalg.mul ins(%a, %p : tensor<2x3xf64>, tensor<2x3xf64>) outs(%e : tensor<2x3xf64>) -> tensor<2x3xf64>
    %qs = linalg.mul ins(%q, %sum : tensor<2x3xf64>, tensor<2x3xf64>) outs(%e : tensor<2x3xf64>) -> tensor<2x3xf64>
    %b = linalg.add ins(%ap, %qs : tensor<2x3xf64>, tensor<2x3xf64>) outs(%e : tensor<2x3xf64>) -> tensor<2x3xf64>
    scf.yield %b : tensor<2x3xf64>
  }
  return %y : tensor<2x3xf64>
}

// Two loops in one function.
func.func @two_loops(%x: tensor<3xf64>, %w: tensor<2x3xf64>) -> tensor<3xf64> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %e = tensor.empty() : tensor<3xf64>
  %y = scf.for %i = %c0 to %c2 step %c1 iter_args(%a = %x) -> (tensor<3xf64>) {
    %b = linalg.mul ins(%a, %a : tensor<3xf64>, tensor<3xf64>) outs(%e : tensor<3xf64>) -> tensor<3xf64>
    scf.yield %b : tensor<3xf64>
  }
  %e2 = tensor.empty() : tensor<2x3xf64>
  %z = scf.for %i = %c0 to %c2 step %c1 iter_args(%a = %w) -> (tensor<2x3xf64>) {
    %b = linalg.exp ins(%a : tensor<2x3xf64>) outs(%e2 : tensor<2x3xf64>) -> tensor<2x3xf64>
    scf.yield %b : tensor<2x3xf64>
  }
  %r = linalg.reduce {arith.addf} ins(%z : tensor<2x3xf64>) outs(%y : tensor<3xf64>) dimensions = [0]
  return %r : tensor<3xf64>
}

func.func @no_iterations(%x: tensor<3xf64>) -> tensor<3xf64> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %y = scf.for %i = %c0 to %c0 step %c1 iter_args(%a = %x) -> (tensor<3xf64>) {
    %e = tensor.empty() : tensor<3xf64>
    %b = linalg.exp ins(%a : tensor<3xf64>) outs(%e : tensor<3xf64>) -> tensor<3xf64>
    scf.yield %b : tensor<3xf64>
  }
  return %y : tensor<3xf64>
}
