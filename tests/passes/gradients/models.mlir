// Small models whole: what single ops do not show together.

#ij = affine_map<(i, j) -> (i, j)>
#i = affine_map<(i, j) -> (i)>
#j = affine_map<(i, j) -> (j)>

// Row by row: (x - mean) / sqrt(variance + epsilon) * scale + shift.
func.func private @layer_norm(%x: tensor<5x6xf64>, %scale: tensor<6xf64>, %shift: tensor<6xf64>) -> tensor<5x6xf64> {
  %n = arith.constant 6.0 : f64
  %epsilon = arith.constant 1.0e-5 : f64
  %zero = arith.constant dense<0.0> : tensor<5xf64>
  %mean = linalg.generic {indexing_maps = [#ij, #i], iterator_types = ["parallel", "reduction"]}
      ins(%x : tensor<5x6xf64>) outs(%zero : tensor<5xf64>) {
  ^bb0(%a: f64, %out: f64):
    %d = arith.divf %a, %n : f64
    %s = arith.addf %out, %d : f64
    linalg.yield %s : f64
  } -> tensor<5xf64>
  %variance = linalg.generic {indexing_maps = [#ij, #i, #i], iterator_types = ["parallel", "reduction"]}
      ins(%x, %mean : tensor<5x6xf64>, tensor<5xf64>) outs(%zero : tensor<5xf64>) {
  ^bb0(%a: f64, %m: f64, %out: f64):
    %d = arith.subf %a, %m : f64
    %q = arith.mulf %d, %d : f64
    %e = arith.divf %q, %n : f64
    %s = arith.addf %out, %e : f64
    linalg.yield %s : f64
  } -> tensor<5xf64>
  %empty = tensor.empty() : tensor<5x6xf64>
  %y = linalg.generic {indexing_maps = [#ij, #i, #i, #j, #j, #ij], iterator_types = ["parallel", "parallel"]}
      ins(%x, %mean, %variance, %scale, %shift : tensor<5x6xf64>, tensor<5xf64>, tensor<5xf64>, tensor<6xf64>, tensor<6xf64>)
      outs(%empty : tensor<5x6xf64>) {
  ^bb0(%a: f64, %m: f64, %v: f64, %g: f64, %b: f64, %out: f64):
    %d = arith.subf %a, %m : f64
    %w = arith.addf %v, %epsilon : f64
    %r = math.rsqrt %w : f64
    %p = arith.mulf %d, %r : f64
    %q = arith.mulf %p, %g : f64
    %s = arith.addf %q, %b : f64
    linalg.yield %s : f64
  } -> tensor<5x6xf64>
  return %y : tensor<5x6xf64>
}

// Causal attention with two heads, and a residual connection.
func.func private @attention(%x: tensor<5x6xf64>, %qkv: tensor<6x18xf64>, %out: tensor<6x6xf64>) -> tensor<5x6xf64> {
  %zero = arith.constant 0.0 : f64
  %low = arith.constant -1.0e9 : f64
  %scale = arith.constant 0.57735 : f64
  %z = arith.constant dense<0.0> : tensor<5x18xf64>
  %all = linalg.matmul ins(%x, %qkv : tensor<5x6xf64>, tensor<6x18xf64>) outs(%z : tensor<5x18xf64>) -> tensor<5x18xf64>
  %q0 = tensor.extract_slice %all[0, 0] [5, 6] [1, 1] : tensor<5x18xf64> to tensor<5x6xf64>
  %k0 = tensor.extract_slice %all[0, 6] [5, 6] [1, 1] : tensor<5x18xf64> to tensor<5x6xf64>
  %v0 = tensor.extract_slice %all[0, 12] [5, 6] [1, 1] : tensor<5x18xf64> to tensor<5x6xf64>
  %q = tensor.expand_shape %q0 [[0], [1, 2]] output_shape [5, 2, 3] : tensor<5x6xf64> into tensor<5x2x3xf64>
  %k = tensor.expand_shape %k0 [[0], [1, 2]] output_shape [5, 2, 3] : tensor<5x6xf64> into tensor<5x2x3xf64>
  %v = tensor.expand_shape %v0 [[0], [1, 2]] output_shape [5, 2, 3] : tensor<5x6xf64> into tensor<5x2x3xf64>
  %z1 = arith.constant dense<0.0> : tensor<2x5x5xf64>
  %scores = linalg.contract indexing_maps = [affine_map<(h, s, t, d) -> (s, h, d)>, affine_map<(h, s, t, d) -> (t, h, d)>, affine_map<(h, s, t, d) -> (h, s, t)>]
      ins(%q, %k : tensor<5x2x3xf64>, tensor<5x2x3xf64>) outs(%z1 : tensor<2x5x5xf64>) -> tensor<2x5x5xf64>
  %e1 = tensor.empty() : tensor<2x5x5xf64>
  %masked = linalg.generic {indexing_maps = [affine_map<(h, s, t) -> (h, s, t)>, affine_map<(h, s, t) -> (h, s, t)>], iterator_types = ["parallel", "parallel", "parallel"]}
      ins(%scores : tensor<2x5x5xf64>) outs(%e1 : tensor<2x5x5xf64>) {
  ^bb0(%a: f64, %o: f64):
    %s = linalg.index 1 : index
    %t = linalg.index 2 : index
    %seen = arith.cmpi ule, %t, %s : index
    %scaled = arith.mulf %a, %scale : f64
    %r = arith.select %seen, %scaled, %low : f64
    linalg.yield %r : f64
  } -> tensor<2x5x5xf64>
  %p = linalg.softmax dimension(2) ins(%masked : tensor<2x5x5xf64>) outs(%e1 : tensor<2x5x5xf64>) -> tensor<2x5x5xf64>
  %z2 = arith.constant dense<0.0> : tensor<5x2x3xf64>
  %mixed = linalg.contract indexing_maps = [affine_map<(h, s, t, d) -> (h, s, t)>, affine_map<(h, s, t, d) -> (t, h, d)>, affine_map<(h, s, t, d) -> (s, h, d)>]
      ins(%p, %v : tensor<2x5x5xf64>, tensor<5x2x3xf64>) outs(%z2 : tensor<5x2x3xf64>) -> tensor<5x2x3xf64>
  %flat = tensor.collapse_shape %mixed [[0], [1, 2]] : tensor<5x2x3xf64> into tensor<5x6xf64>
  %y = linalg.matmul ins(%flat, %out : tensor<5x6xf64>, tensor<6x6xf64>) outs(%x : tensor<5x6xf64>) -> tensor<5x6xf64>
  return %y : tensor<5x6xf64>
}

// A pre-norm transformer block, called twice with different weights.
func.func private @block(%x: tensor<5x6xf64>, %g: tensor<6xf64>, %b: tensor<6xf64>, %qkv: tensor<6x18xf64>, %out: tensor<6x6xf64>, %up: tensor<6x8xf64>, %down: tensor<8x6xf64>) -> tensor<5x6xf64> {
  %n1 = call @layer_norm(%x, %g, %b) : (tensor<5x6xf64>, tensor<6xf64>, tensor<6xf64>) -> tensor<5x6xf64>
  %a = call @attention(%n1, %qkv, %out) : (tensor<5x6xf64>, tensor<6x18xf64>, tensor<6x6xf64>) -> tensor<5x6xf64>
  %n2 = call @layer_norm(%a, %g, %b) : (tensor<5x6xf64>, tensor<6xf64>, tensor<6xf64>) -> tensor<5x6xf64>
  %z = arith.constant dense<0.0> : tensor<5x8xf64>
  %h = linalg.matmul ins(%n2, %up : tensor<5x6xf64>, tensor<6x8xf64>) outs(%z : tensor<5x8xf64>) -> tensor<5x8xf64>
  %e = tensor.empty() : tensor<5x8xf64>
  %t = linalg.generic {indexing_maps = [#ij, #ij], iterator_types = ["parallel", "parallel"]} ins(%h : tensor<5x8xf64>) outs(%e : tensor<5x8xf64>) {
  ^bb0(%v: f64, %o: f64):
    %half = arith.constant 0.5 : f64
    %one = arith.constant 1.0 : f64
    %root = arith.constant 0.70710678118654752 : f64
    %w = arith.mulf %v, %root : f64
    %erf = math.erf %w : f64
    %p = arith.addf %one, %erf : f64
    %q = arith.mulf %half, %v : f64
    %r = arith.mulf %q, %p : f64
    linalg.yield %r : f64
  } -> tensor<5x8xf64>
  %y = linalg.matmul ins(%t, %down : tensor<5x8xf64>, tensor<8x6xf64>) outs(%a : tensor<5x6xf64>) -> tensor<5x6xf64>
  return %y : tensor<5x6xf64>
}

func.func @transformer(%table: tensor<7x6xf64>, %tokens: tensor<5xi32> {skein.test_below = 7}, %g: tensor<6xf64>, %b: tensor<6xf64>, %qkv1: tensor<6x18xf64>, %out1: tensor<6x6xf64>, %up1: tensor<6x8xf64>, %down1: tensor<8x6xf64>, %qkv2: tensor<6x18xf64>, %out2: tensor<6x6xf64>, %up2: tensor<6x8xf64>, %down2: tensor<8x6xf64>) -> tensor<5x7xf64> {
  %e = tensor.empty() : tensor<5x6xf64>
  %x = linalg.generic {indexing_maps = [#i, #ij], iterator_types = ["parallel", "parallel"]} ins(%tokens : tensor<5xi32>) outs(%e : tensor<5x6xf64>) {
  ^bb0(%token: i32, %o: f64):
    %row = arith.index_cast %token : i32 to index
    %c = linalg.index 1 : index
    %v = tensor.extract %table[%row, %c] : tensor<7x6xf64>
    linalg.yield %v : f64
  } -> tensor<5x6xf64>
  %1 = call @block(%x, %g, %b, %qkv1, %out1, %up1, %down1) : (tensor<5x6xf64>, tensor<6xf64>, tensor<6xf64>, tensor<6x18xf64>, tensor<6x6xf64>, tensor<6x8xf64>, tensor<8x6xf64>) -> tensor<5x6xf64>
  %2 = call @block(%1, %g, %b, %qkv2, %out2, %up2, %down2) : (tensor<5x6xf64>, tensor<6xf64>, tensor<6xf64>, tensor<6x18xf64>, tensor<6x6xf64>, tensor<6x8xf64>, tensor<8x6xf64>) -> tensor<5x6xf64>
  // The table is also the last layer.
  %z = arith.constant dense<0.0> : tensor<5x7xf64>
  %logits = linalg.contract indexing_maps = [affine_map<(s, v, d) -> (s, d)>, affine_map<(s, v, d) -> (v, d)>, affine_map<(s, v, d) -> (s, v)>]
      ins(%2, %table : tensor<5x6xf64>, tensor<7x6xf64>) outs(%z : tensor<5x7xf64>) -> tensor<5x7xf64>
  return %logits : tensor<5x7xf64>
}

// Softmax cross-entropy written out, with the shift by the maximum differentiated like everything else.
func.func @cross_entropy(%x: tensor<4x5xf64>, %labels: tensor<4xi32> {skein.test_below = 5}) -> tensor<f64> {
  %low = arith.constant dense<0xFFF0000000000000> : tensor<4xf64>
  %zero = arith.constant dense<0.0> : tensor<4xf64>
  %max = linalg.reduce {arith.maximumf} ins(%x : tensor<4x5xf64>) outs(%low : tensor<4xf64>) dimensions = [1]
  %sum = linalg.generic {indexing_maps = [#ij, #i, #i], iterator_types = ["parallel", "reduction"]}
      ins(%x, %max : tensor<4x5xf64>, tensor<4xf64>) outs(%zero : tensor<4xf64>) {
  ^bb0(%a: f64, %m: f64, %o: f64):
    %d = arith.subf %a, %m : f64
    %p = math.exp %d : f64
    %s = arith.addf %o, %p : f64
    linalg.yield %s : f64
  } -> tensor<4xf64>
  %none = arith.constant 0.0 : f64
  %picked = linalg.generic {indexing_maps = [#ij, #i, #i], iterator_types = ["parallel", "reduction"]}
      ins(%x, %labels : tensor<4x5xf64>, tensor<4xi32>) outs(%zero : tensor<4xf64>) {
  ^bb0(%a: f64, %label: i32, %o: f64):
    %c = linalg.index 1 : index
    %class = arith.index_cast %c : index to i32
    %hit = arith.cmpi eq, %class, %label : i32
    %t = arith.select %hit, %a, %none : f64
    %s = arith.addf %o, %t : f64
    linalg.yield %s : f64
  } -> tensor<4xf64>
  %total = arith.constant dense<0.0> : tensor<f64>
  %batch = arith.constant 4.0 : f64
  %loss = linalg.generic {indexing_maps = [affine_map<(i) -> (i)>, affine_map<(i) -> (i)>, affine_map<(i) -> (i)>, affine_map<(i) -> ()>], iterator_types = ["reduction"]}
      ins(%sum, %max, %picked : tensor<4xf64>, tensor<4xf64>, tensor<4xf64>) outs(%total : tensor<f64>) {
  ^bb0(%s: f64, %m: f64, %p: f64, %o: f64):
    %l = math.log %s : f64
    %u = arith.addf %l, %m : f64
    %d = arith.subf %u, %p : f64
    %v = arith.divf %d, %batch : f64
    %t = arith.addf %o, %v : f64
    linalg.yield %t : f64
  } -> tensor<f64>
  return %loss : tensor<f64>
}
