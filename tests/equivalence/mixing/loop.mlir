// The same layer three times, in a loop; between the layers the mean of the batch is
// taken out, and running means of it are kept. The gradient's norm is clipped.
#id = affine_map<(n, c) -> (n, c)>
#c = affine_map<(n, c) -> (c)>

skein.variable @w : tensor<3x3xf64>
skein.variable @running : tensor<3xf64>

func.func private @loss(%w: tensor<3x3xf64>, %x: tensor<8x3xf64>) -> (tensor<f64>, tensor<3xf64>) {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %three = arith.constant 3 : index
  %z0 = arith.constant dense<0.0> : tensor<8x3xf64>
  %z1 = arith.constant dense<0.0> : tensor<3xf64>
  %z2 = arith.constant dense<0.0> : tensor<f64>
  %e = tensor.empty() : tensor<8x3xf64>
  %y:2 = scf.for %i = %zero to %three step %one iter_args(%h = %x, %old = %z1) -> (tensor<8x3xf64>, tensor<3xf64>) {
    %p = linalg.matmul ins(%h, %w : tensor<8x3xf64>, tensor<3x3xf64>) outs(%z0 : tensor<8x3xf64>) -> tensor<8x3xf64>
    %mean = linalg.generic {indexing_maps = [#id, #c], iterator_types = ["reduction", "parallel"]}
        ins(%p : tensor<8x3xf64>) outs(%z1 : tensor<3xf64>) {
    ^bb0(%a: f64, %out: f64):
      %n = arith.constant 8.0 : f64
      %d = arith.divf %a, %n : f64
      %s = arith.addf %out, %d : f64
      linalg.yield %s : f64
    } -> tensor<3xf64>
    %q = linalg.generic {indexing_maps = [#id, #c, #id], iterator_types = ["parallel", "parallel"]}
        ins(%p, %mean : tensor<8x3xf64>, tensor<3xf64>) outs(%e : tensor<8x3xf64>) {
    ^bb0(%a: f64, %b: f64, %out: f64):
      %d = arith.subf %a, %b : f64
      %t = math.tanh %d : f64
      linalg.yield %t : f64
    } -> tensor<8x3xf64>
    scf.yield %q, %mean : tensor<8x3xf64>, tensor<3xf64>
  }
  %l = linalg.generic {indexing_maps = [#id, affine_map<(n, c) -> ()>], iterator_types = ["reduction", "reduction"]}
      ins(%y#0 : tensor<8x3xf64>) outs(%z2 : tensor<f64>) {
  ^bb0(%a: f64, %out: f64):
    %n = arith.constant 8.0 : f64
    %s = arith.mulf %a, %a : f64
    %d = arith.divf %s, %n : f64
    %r = arith.addf %out, %d : f64
    linalg.yield %r : f64
  } -> tensor<f64>
  return %l, %y#1 : tensor<f64>, tensor<3xf64>
}

skein.step @train(%x: tensor<8x3xf64> {skein.batch = 0 : i64}) -> (tensor<f64> {skein.name = "loss"}) {
  %w = skein.read @w : tensor<3x3xf64>
  %l, %mean, %dw = skein.value_and_grad @loss(%w, %x) wrt [0]
      : (tensor<3x3xf64>, tensor<8x3xf64>) -> (tensor<f64>, tensor<3xf64>, tensor<3x3xf64>)
  %old = skein.read @running : tensor<3xf64>
  %keep = arith.constant dense<0.9> : tensor<3xf64>
  %add = arith.constant dense<0.1> : tensor<3xf64>
  %kept = arith.mulf %old, %keep : tensor<3xf64>
  %added = arith.mulf %mean, %add : tensor<3xf64>
  %new = arith.addf %kept, %added : tensor<3xf64>
  skein.assign @running, %new : tensor<3xf64>
  %z = arith.constant dense<0.0> : tensor<f64>
  %e = tensor.empty() : tensor<3x3xf64>
  %norm = linalg.generic {indexing_maps = [#id, affine_map<(n, c) -> ()>], iterator_types = ["reduction", "reduction"]}
      ins(%dw : tensor<3x3xf64>) outs(%z : tensor<f64>) {
  ^bb0(%a: f64, %out: f64):
    %s = arith.mulf %a, %a : f64
    %r = arith.addf %out, %s : f64
    linalg.yield %r : f64
  } -> tensor<f64>
  %clipped = linalg.generic {indexing_maps = [#id, affine_map<(n, c) -> ()>, #id], iterator_types = ["parallel", "parallel"]}
      ins(%dw, %norm : tensor<3x3xf64>, tensor<f64>) outs(%e : tensor<3x3xf64>) {
  ^bb0(%a: f64, %b: f64, %out: f64):
    %one = arith.constant 1.0 : f64
    %s = arith.addf %b, %one : f64
    %d = arith.divf %a, %s : f64
    linalg.yield %d : f64
  } -> tensor<3x3xf64>
  skein.apply_gradient @w, %clipped : tensor<3x3xf64> using #skein.sgd<learning_rate = 0.1>
  skein.return %l : tensor<f64>
}
