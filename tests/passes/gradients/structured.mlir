// Each form of structured op. Extents differ, since equal ones would hide a transposition.

#ij = affine_map<(i, j) -> (i, j)>
#ji = affine_map<(i, j) -> (j, i)>
#i = affine_map<(i, j) -> (i)>
#j = affine_map<(i, j) -> (j)>
#none = affine_map<(i, j) -> ()>
#mnk_mk = affine_map<(m, n, k) -> (m, k)>
#mnk_km = affine_map<(m, n, k) -> (k, m)>
#mnk_kn = affine_map<(m, n, k) -> (k, n)>
#mnk_nk = affine_map<(m, n, k) -> (n, k)>
#mnk_mn = affine_map<(m, n, k) -> (m, n)>
#mnk_nm = affine_map<(m, n, k) -> (n, m)>

func.func @matmul(%a: tensor<5x7xf64>, %b: tensor<7x4xf64>, %c: tensor<5x4xf64>) -> tensor<5x4xf64> {
  %r = linalg.matmul ins(%a, %b : tensor<5x7xf64>, tensor<7x4xf64>) outs(%c : tensor<5x4xf64>) -> tensor<5x4xf64>
  return %r : tensor<5x4xf64>
}

func.func @matmul_of_transposed(%a: tensor<7x5xf64>, %b: tensor<4x7xf64>, %c: tensor<4x5xf64>) -> tensor<4x5xf64> {
  %r = linalg.contract indexing_maps = [#mnk_km, #mnk_nk, #mnk_nm]
      ins(%a, %b : tensor<7x5xf64>, tensor<4x7xf64>) outs(%c : tensor<4x5xf64>) -> tensor<4x5xf64>
  return %r : tensor<4x5xf64>
}

func.func @batch_matmul(%a: tensor<2x3x4xf64>, %b: tensor<2x4x5xf64>, %c: tensor<2x3x5xf64>) -> tensor<2x3x5xf64> {
  %r = linalg.batch_matmul ins(%a, %b : tensor<2x3x4xf64>, tensor<2x4x5xf64>)
      outs(%c : tensor<2x3x5xf64>) -> tensor<2x3x5xf64>
  return %r : tensor<2x3x5xf64>
}

// Heads: (batch, head) are batch loops, in another order in each operand.
func.func @attention_scores(%q: tensor<2x5x3x4xf64>, %k: tensor<2x6x3x4xf64>) -> tensor<2x3x5x6xf64> {
  %zero = arith.constant dense<0.0> : tensor<2x3x5x6xf64>
  %r = linalg.contract indexing_maps = [affine_map<(b, h, s, t, d) -> (b, s, h, d)>,
                                        affine_map<(b, h, s, t, d) -> (b, t, h, d)>,
                                        affine_map<(b, h, s, t, d) -> (b, h, s, t)>]
      ins(%q, %k : tensor<2x5x3x4xf64>, tensor<2x6x3x4xf64>) outs(%zero : tensor<2x3x5x6xf64>) -> tensor<2x3x5x6xf64>
  return %r : tensor<2x3x5x6xf64>
}

func.func @matvec_vecmat_dot(%a: tensor<3x4xf64>, %x: tensor<4xf64>, %y: tensor<3xf64>) -> (tensor<3xf64>, tensor<4xf64>, tensor<f64>) {
  %z3 = arith.constant dense<0.0> : tensor<3xf64>
  %z4 = arith.constant dense<0.0> : tensor<4xf64>
  %z = arith.constant dense<0.0> : tensor<f64>
  %p = linalg.matvec ins(%a, %x : tensor<3x4xf64>, tensor<4xf64>) outs(%z3 : tensor<3xf64>) -> tensor<3xf64>
  %q = linalg.vecmat ins(%y, %a : tensor<3xf64>, tensor<3x4xf64>) outs(%z4 : tensor<4xf64>) -> tensor<4xf64>
  %d = linalg.dot ins(%x, %q : tensor<4xf64>, tensor<4xf64>) outs(%z : tensor<f64>) -> tensor<f64>
  return %p, %q, %d : tensor<3xf64>, tensor<4xf64>, tensor<f64>
}

// A contraction with a body that no library has.
func.func @squared_distances(%a: tensor<3x4xf64>, %b: tensor<5x4xf64>) -> tensor<3x5xf64> {
  %zero = arith.constant dense<0.0> : tensor<3x5xf64>
  %r = linalg.generic {indexing_maps = [#mnk_mk, #mnk_nk, #mnk_mn],
                       iterator_types = ["parallel", "parallel", "reduction"]}
      ins(%a, %b : tensor<3x4xf64>, tensor<5x4xf64>) outs(%zero : tensor<3x5xf64>) {
  ^bb0(%x: f64, %y: f64, %out: f64):
    %d = arith.subf %x, %y : f64
    %s = arith.mulf %d, %d : f64
    %t = arith.addf %out, %s : f64
    linalg.yield %t : f64
  } -> tensor<3x5xf64>
  return %r : tensor<3x5xf64>
}

func.func @fused_multiply_add_reduction(%a: tensor<3x4xf64>, %b: tensor<4xf64>, %c: tensor<3xf64>) -> tensor<3xf64> {
  %r = linalg.generic {indexing_maps = [#ij, #j, #i], iterator_types = ["parallel", "reduction"]}
      ins(%a, %b : tensor<3x4xf64>, tensor<4xf64>) outs(%c : tensor<3xf64>) {
  ^bb0(%x: f64, %y: f64, %out: f64):
    %t = math.fma %x, %y, %out : f64
    linalg.yield %t : f64
  } -> tensor<3xf64>
  return %r : tensor<3xf64>
}

func.func @subtracting_reduction(%a: tensor<3x4xf64>, %c: tensor<3xf64>) -> tensor<3xf64> {
  %r = linalg.generic {indexing_maps = [#ij, #i], iterator_types = ["parallel", "reduction"]}
      ins(%a : tensor<3x4xf64>) outs(%c : tensor<3xf64>) {
  ^bb0(%x: f64, %out: f64):
    %s = math.sin %x : f64
    %t = arith.subf %out, %s : f64
    linalg.yield %t : f64
  } -> tensor<3xf64>
  return %r : tensor<3xf64>
}

func.func @bias_is_broadcast(%x: tensor<3x4xf64>, %b: tensor<4xf64>) -> tensor<3x4xf64> {
  %e = tensor.empty() : tensor<3x4xf64>
  %r = linalg.generic {indexing_maps = [#ij, #j, #ij], iterator_types = ["parallel", "parallel"]}
      ins(%x, %b : tensor<3x4xf64>, tensor<4xf64>) outs(%e : tensor<3x4xf64>) {
  ^bb0(%a: f64, %c: f64, %out: f64):
    %s = arith.addf %a, %c : f64
    %t = math.tanh %s : f64
    linalg.yield %t : f64
  } -> tensor<3x4xf64>
  return %r : tensor<3x4xf64>
}

// No operand has all loops; both cotangents are sums of the same scalar.
func.func @outer_sum(%x: tensor<3xf64>, %y: tensor<4xf64>) -> tensor<3x4xf64> {
  %e = tensor.empty() : tensor<3x4xf64>
  %r = linalg.generic {indexing_maps = [#i, #j, #ij], iterator_types = ["parallel", "parallel"]}
      ins(%x, %y : tensor<3xf64>, tensor<4xf64>) outs(%e : tensor<3x4xf64>) {
  ^bb0(%a: f64, %b: f64, %out: f64):
    %s = arith.addf %a, %b : f64
    %t = math.tanh %s : f64
    linalg.yield %t : f64
  } -> tensor<3x4xf64>
  return %r : tensor<3x4xf64>
}

// The init is read and written once, an operand like others.
func.func @init_as_operand(%x: tensor<3x4xf64>, %y: tensor<4x3xf64>) -> tensor<4x3xf64> {
  %r = linalg.generic {indexing_maps = [#ij, #ji], iterator_types = ["parallel", "parallel"]}
      ins(%x : tensor<3x4xf64>) outs(%y : tensor<4x3xf64>) {
  ^bb0(%a: f64, %out: f64):
    %s = arith.mulf %a, %out : f64
    %t = math.sin %s : f64
    linalg.yield %t : f64
  } -> tensor<4x3xf64>
  return %r : tensor<4x3xf64>
}

func.func @two_results(%x: tensor<3x4xf64>, %y: tensor<4xf64>) -> (tensor<3x4xf64>, tensor<3xf64>) {
  %e = tensor.empty() : tensor<3x4xf64>
  %z = arith.constant dense<0.0> : tensor<3xf64>
  %r:2 = linalg.generic {indexing_maps = [#ij, #j, #ij, #i], iterator_types = ["parallel", "reduction"]}
      ins(%x, %y : tensor<3x4xf64>, tensor<4xf64>) outs(%e, %z : tensor<3x4xf64>, tensor<3xf64>) {
  ^bb0(%a: f64, %b: f64, %o: f64, %sum: f64):
    %p = arith.mulf %a, %b : f64
    %q = math.exp %p : f64
    %t = arith.addf %sum, %q : f64
    linalg.yield %p, %t : f64, f64
  } -> (tensor<3x4xf64>, tensor<3xf64>)
  return %r#0, %r#1 : tensor<3x4xf64>, tensor<3xf64>
}

func.func @only_one_of_two_results(%x: tensor<3x4xf64>) -> tensor<3x4xf64> {
  %e = tensor.empty() : tensor<3x4xf64>
  %r:2 = linalg.generic {indexing_maps = [#ij, #ij, #ij], iterator_types = ["parallel", "parallel"]}
      ins(%x : tensor<3x4xf64>) outs(%e, %e : tensor<3x4xf64>, tensor<3x4xf64>) {
  ^bb0(%a: f64, %o: f64, %p: f64):
    %q = math.exp %a : f64
    %t = math.sin %a : f64
    linalg.yield %q, %t : f64, f64
  } -> (tensor<3x4xf64>, tensor<3x4xf64>)
  return %r#1 : tensor<3x4xf64>
}

func.func @same_value_twice(%x: tensor<3x4xf64>) -> tensor<3x4xf64> {
  %e = tensor.empty() : tensor<3x4xf64>
  %r = linalg.mul ins(%x, %x : tensor<3x4xf64>, tensor<3x4xf64>) outs(%e : tensor<3x4xf64>) -> tensor<3x4xf64>
  return %r : tensor<3x4xf64>
}

// Elements off the diagonal are never read: their gradient is zero.
func.func @diagonal(%x: tensor<4x4xf64>, %y: tensor<4xf64>) -> tensor<4xf64> {
  %e = tensor.empty() : tensor<4xf64>
  %r = linalg.generic {indexing_maps = [affine_map<(i) -> (i, i)>, affine_map<(i) -> (i)>, affine_map<(i) -> (i)>],
                       iterator_types = ["parallel"]}
      ins(%x, %y : tensor<4x4xf64>, tensor<4xf64>) outs(%e : tensor<4xf64>) {
  ^bb0(%a: f64, %b: f64, %out: f64):
    %p = arith.mulf %a, %b : f64
    linalg.yield %p : f64
  } -> tensor<4xf64>
  return %r : tensor<4xf64>
}

func.func @extent_one_is_broadcast(%x: tensor<3x1xf64>, %y: tensor<3x4xf64>) -> tensor<3x4xf64> {
  %e = tensor.empty() : tensor<3x4xf64>
  %r = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, 0)>, #ij, #ij],
                       iterator_types = ["parallel", "parallel"]}
      ins(%x, %y : tensor<3x1xf64>, tensor<3x4xf64>) outs(%e : tensor<3x4xf64>) {
  ^bb0(%a: f64, %b: f64, %out: f64):
    %p = arith.mulf %a, %b : f64
    linalg.yield %p : f64
  } -> tensor<3x4xf64>
  return %r : tensor<3x4xf64>
}

// Strided access without a contraction.
func.func @every_second_element(%x: tensor<9xf64>, %y: tensor<4xf64>) -> tensor<4xf64> {
  %e = tensor.empty() : tensor<4xf64>
  %r = linalg.generic {indexing_maps = [affine_map<(i) -> (i * 2 + 1)>, affine_map<(i) -> (i)>, affine_map<(i) -> (i)>],
                       iterator_types = ["parallel"]}
      ins(%x, %y : tensor<9xf64>, tensor<4xf64>) outs(%e : tensor<4xf64>) {
  ^bb0(%a: f64, %b: f64, %out: f64):
    %p = arith.mulf %a, %b : f64
    linalg.yield %p : f64
  } -> tensor<4xf64>
  return %r : tensor<4xf64>
}

func.func @loop_indices_in_the_body(%x: tensor<3x4xf64>) -> tensor<3x4xf64> {
  %e = tensor.empty() : tensor<3x4xf64>
  %zero = arith.constant 0.0 : f64
  %r = linalg.generic {indexing_maps = [#ij, #ij], iterator_types = ["parallel", "parallel"]}
      ins(%x : tensor<3x4xf64>) outs(%e : tensor<3x4xf64>) {
  ^bb0(%a: f64, %out: f64):
    %i = linalg.index 0 : index
    %j = linalg.index 1 : index
    %p = arith.cmpi sge, %i, %j : index
    %s = math.sin %a : f64
    %t = arith.select %p, %s, %zero : f64
    linalg.yield %t : f64
  } -> tensor<3x4xf64>
  return %r : tensor<3x4xf64>
}

// A scalar operand and a captured scalar.
func.func @scalars(%x: tensor<3x4xf64>, %s: f64, %c: tensor<f64>) -> tensor<3x4xf64> {
  %t = tensor.extract %c[] : tensor<f64>
  %e = tensor.empty() : tensor<3x4xf64>
  %r = linalg.generic {indexing_maps = [#ij, #none, #ij], iterator_types = ["parallel", "parallel"]}
      ins(%x, %s : tensor<3x4xf64>, f64) outs(%e : tensor<3x4xf64>) {
  ^bb0(%a: f64, %b: f64, %out: f64):
    %p = arith.mulf %a, %b : f64
    %q = arith.mulf %p, %t : f64
    linalg.yield %q : f64
  } -> tensor<3x4xf64>
  return %r : tensor<3x4xf64>
}

func.func @fill(%s: f64, %x: tensor<3x4xf64>) -> tensor<3x4xf64> {
  %e = tensor.empty() : tensor<3x4xf64>
  %f = linalg.fill ins(%s : f64) outs(%e : tensor<3x4xf64>) -> tensor<3x4xf64>
  %r = linalg.mul ins(%f, %x : tensor<3x4xf64>, tensor<3x4xf64>) outs(%e : tensor<3x4xf64>) -> tensor<3x4xf64>
  return %r : tensor<3x4xf64>
}

func.func @reduce_sum_mean(%x: tensor<3x4xf64>) -> (tensor<3xf64>, tensor<f64>) {
  %z = arith.constant dense<0.0> : tensor<3xf64>
  %rows = linalg.reduce ins(%x : tensor<3x4xf64>) outs(%z : tensor<3xf64>) dimensions = [1]
      (%a: f64, %out: f64) {
        %t = arith.addf %a, %out : f64
        linalg.yield %t : f64
      }
  %z0 = arith.constant dense<0.0> : tensor<f64>
  %n = arith.constant 12.0 : f64
  %mean = linalg.generic {indexing_maps = [#ij, #none], iterator_types = ["reduction", "reduction"]}
      ins(%x : tensor<3x4xf64>) outs(%z0 : tensor<f64>) {
  ^bb0(%a: f64, %out: f64):
    %d = arith.divf %a, %n : f64
    %t = arith.addf %out, %d : f64
    linalg.yield %t : f64
  } -> tensor<f64>
  return %rows, %mean : tensor<3xf64>, tensor<f64>
}

func.func @reduce_max_min(%x: tensor<3x4x5xf64>) -> (tensor<3x5xf64>, tensor<4xf64>) {
  %low = arith.constant dense<0xFFF0000000000000> : tensor<3x5xf64>
  %max = linalg.reduce ins(%x : tensor<3x4x5xf64>) outs(%low : tensor<3x5xf64>) dimensions = [1]
      (%a: f64, %out: f64) {
        %t = arith.maximumf %a, %out : f64
        linalg.yield %t : f64
      }
  %high = arith.constant dense<0x7FF0000000000000> : tensor<4xf64>
  %min = linalg.generic {indexing_maps = [affine_map<(i, j, k) -> (i, j, k)>, affine_map<(i, j, k) -> (j)>],
                         iterator_types = ["reduction", "parallel", "reduction"]}
      ins(%x : tensor<3x4x5xf64>) outs(%high : tensor<4xf64>) {
  ^bb0(%a: f64, %out: f64):
    %s = math.sin %a : f64
    %t = arith.minnumf %out, %s : f64
    linalg.yield %t : f64
  } -> tensor<4xf64>
  return %max, %min : tensor<3x5xf64>, tensor<4xf64>
}

func.func @reduce_max_with_init(%x: tensor<6x4xf64>, %init: tensor<6xf64>) -> tensor<6xf64> {
  %r = linalg.reduce ins(%x : tensor<6x4xf64>) outs(%init : tensor<6xf64>) dimensions = [1]
      (%a: f64, %out: f64) {
        %t = arith.maximumf %out, %a : f64
        linalg.yield %t : f64
      }
  return %r : tensor<6xf64>
}

func.func @transpose_broadcast_copy(%x: tensor<2x3x4xf64>, %b: tensor<3xf64>) -> (tensor<4x2x3xf64>, tensor<5x3x2xf64>, tensor<3xf64>) {
  %e = tensor.empty() : tensor<4x2x3xf64>
  %t = linalg.transpose ins(%x : tensor<2x3x4xf64>) outs(%e : tensor<4x2x3xf64>) permutation = [2, 0, 1]
  %f = tensor.empty() : tensor<5x3x2xf64>
  %s = linalg.broadcast ins(%b : tensor<3xf64>) outs(%f : tensor<5x3x2xf64>) dimensions = [0, 2]
  %g = tensor.empty() : tensor<3xf64>
  %c = linalg.copy ins(%b : tensor<3xf64>) outs(%g : tensor<3xf64>) -> tensor<3xf64>
  return %t, %s, %c : tensor<4x2x3xf64>, tensor<5x3x2xf64>, tensor<3xf64>
}

func.func @named_elementwise(%x: tensor<3x4xf64>, %y: tensor<3x4xf64> {skein.test_range = [0.5, 2.0]}) -> tensor<3x4xf64> {
  %e = tensor.empty() : tensor<3x4xf64>
  %a = linalg.div ins(%x, %y : tensor<3x4xf64>, tensor<3x4xf64>) outs(%e : tensor<3x4xf64>) -> tensor<3x4xf64>
  %b = linalg.exp ins(%a : tensor<3x4xf64>) outs(%e : tensor<3x4xf64>) -> tensor<3x4xf64>
  %c = linalg.max ins(%b, %y : tensor<3x4xf64>, tensor<3x4xf64>) outs(%e : tensor<3x4xf64>) -> tensor<3x4xf64>
  %d = linalg.map {arith.subf} ins(%c, %x : tensor<3x4xf64>, tensor<3x4xf64>) outs(%e : tensor<3x4xf64>)
  %f = linalg.elementwise kind=#linalg.elementwise_kind<tanh> ins(%d : tensor<3x4xf64>) outs(%e : tensor<3x4xf64>) -> tensor<3x4xf64>
  %g = linalg.square ins(%f : tensor<3x4xf64>) outs(%e : tensor<3x4xf64>) -> tensor<3x4xf64>
  return %g : tensor<3x4xf64>
}

func.func @softmax(%x: tensor<3x4x2xf64>) -> tensor<3x4x2xf64> {
  %e = tensor.empty() : tensor<3x4x2xf64>
  %r = linalg.softmax dimension(1) ins(%x : tensor<3x4x2xf64>) outs(%e : tensor<3x4x2xf64>) -> tensor<3x4x2xf64>
  return %r : tensor<3x4x2xf64>
}
