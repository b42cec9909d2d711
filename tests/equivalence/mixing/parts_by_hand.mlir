// The step of statistics.mlir in four parts with means of their own, by hand.
#nc = affine_map<(n, c) -> (n, c)>
#c = affine_map<(n, c) -> (c)>

skein.variable @w : tensor<3xf64>
skein.variable @mean : tensor<3xf64> = #skein.zeros

func.func private @loss(%w: tensor<3xf64>, %x: tensor<4x3xf64>) -> (tensor<f64>, tensor<3xf64>) {
  %z0 = arith.constant dense<0.0> : tensor<f64>
  %z1 = arith.constant dense<0.0> : tensor<3xf64>
  %mean = linalg.generic {indexing_maps = [#nc, #c, #c], iterator_types = ["reduction", "parallel"]}
      ins(%x, %w : tensor<4x3xf64>, tensor<3xf64>) outs(%z1 : tensor<3xf64>) {
  ^bb0(%a: f64, %b: f64, %out: f64):
    %n = arith.constant 4.0 : f64
    %m = arith.mulf %a, %b : f64
    %d = arith.divf %m, %n : f64
    %s = arith.addf %out, %d : f64
    linalg.yield %s : f64
  } -> tensor<3xf64>
  %l = linalg.generic {indexing_maps = [#nc, #c, #c, affine_map<(n, c) -> ()>], iterator_types = ["reduction", "reduction"]}
      ins(%x, %w, %mean : tensor<4x3xf64>, tensor<3xf64>, tensor<3xf64>) outs(%z0 : tensor<f64>) {
  ^bb0(%a: f64, %b: f64, %mu: f64, %out: f64):
    %n = arith.constant 4.0 : f64
    %h = arith.mulf %a, %b : f64
    %c = arith.subf %h, %mu : f64
    %t = math.tanh %c : f64
    %p = arith.mulf %t, %a : f64
    %d = arith.divf %p, %n : f64
    %s = arith.addf %out, %d : f64
    linalg.yield %s : f64
  } -> tensor<f64>
  return %l, %mean : tensor<f64>, tensor<3xf64>
}

func.func private @mean_of(%a: tensor<3xf64>, %b: tensor<3xf64>, %c: tensor<3xf64>, %d: tensor<3xf64>) -> tensor<3xf64> {
  %e = tensor.empty() : tensor<3xf64>
  %m = linalg.map ins(%a, %b, %c, %d : tensor<3xf64>, tensor<3xf64>, tensor<3xf64>, tensor<3xf64>) outs(%e : tensor<3xf64>)
    (%p: f64, %q: f64, %r: f64, %s: f64, %out: f64) {
      %quarter = arith.constant 0.25 : f64
      %0 = arith.addf %p, %q : f64
      %1 = arith.addf %0, %r : f64
      %2 = arith.addf %1, %s : f64
      %3 = arith.mulf %2, %quarter : f64
      linalg.yield %3 : f64
    }
  return %m : tensor<3xf64>
}

func.func private @scalar_mean_of(%a: tensor<f64>, %b: tensor<f64>, %c: tensor<f64>, %d: tensor<f64>) -> tensor<f64> {
  %e = tensor.empty() : tensor<f64>
  %m = linalg.map ins(%a, %b, %c, %d : tensor<f64>, tensor<f64>, tensor<f64>, tensor<f64>) outs(%e : tensor<f64>)
    (%p: f64, %q: f64, %r: f64, %s: f64, %out: f64) {
      %quarter = arith.constant 0.25 : f64
      %0 = arith.addf %p, %q : f64
      %1 = arith.addf %0, %r : f64
      %2 = arith.addf %1, %s : f64
      %3 = arith.mulf %2, %quarter : f64
      linalg.yield %3 : f64
    }
  return %m : tensor<f64>
}

skein.step @train(%x: tensor<16x3xf64> {skein.batch = 0 : i64}) -> (tensor<f64> {skein.name = "loss"}) {
  %w = skein.read @w : tensor<3xf64>
  %y = tensor.expand_shape %x [[0, 1], [2]] output_shape [4, 4, 3] : tensor<16x3xf64> into tensor<4x4x3xf64>
  %x0 = tensor.extract_slice %y[0, 0, 0] [4, 1, 3] [1, 1, 1] : tensor<4x4x3xf64> to tensor<4x3xf64>
  %l0, %m0, %g0 = skein.value_and_grad @loss(%w, %x0) wrt [0]
      : (tensor<3xf64>, tensor<4x3xf64>) -> (tensor<f64>, tensor<3xf64>, tensor<3xf64>)
  %x1 = tensor.extract_slice %y[0, 1, 0] [4, 1, 3] [1, 1, 1] : tensor<4x4x3xf64> to tensor<4x3xf64>
  %l1, %m1, %g1 = skein.value_and_grad @loss(%w, %x1) wrt [0]
      : (tensor<3xf64>, tensor<4x3xf64>) -> (tensor<f64>, tensor<3xf64>, tensor<3xf64>)
  %x2 = tensor.extract_slice %y[0, 2, 0] [4, 1, 3] [1, 1, 1] : tensor<4x4x3xf64> to tensor<4x3xf64>
  %l2, %m2, %g2 = skein.value_and_grad @loss(%w, %x2) wrt [0]
      : (tensor<3xf64>, tensor<4x3xf64>) -> (tensor<f64>, tensor<3xf64>, tensor<3xf64>)
  %x3 = tensor.extract_slice %y[0, 3, 0] [4, 1, 3] [1, 1, 1] : tensor<4x4x3xf64> to tensor<4x3xf64>
  %l3, %m3, %g3 = skein.value_and_grad @loss(%w, %x3) wrt [0]
      : (tensor<3xf64>, tensor<4x3xf64>) -> (tensor<f64>, tensor<3xf64>, tensor<3xf64>)
  %l = func.call @scalar_mean_of(%l0, %l1, %l2, %l3) : (tensor<f64>, tensor<f64>, tensor<f64>, tensor<f64>) -> tensor<f64>
  %m = func.call @mean_of(%m0, %m1, %m2, %m3) : (tensor<3xf64>, tensor<3xf64>, tensor<3xf64>, tensor<3xf64>) -> tensor<3xf64>
  %g = func.call @mean_of(%g0, %g1, %g2, %g3) : (tensor<3xf64>, tensor<3xf64>, tensor<3xf64>, tensor<3xf64>) -> tensor<3xf64>
  skein.apply_gradient @w, %g : tensor<3xf64> using #skein.sgd<learning_rate = 0.1>
  skein.assign @mean, %m : tensor<3xf64>
  skein.return %l : tensor<f64>
}
