// Every example meets the mean of the batch, which is also kept.
#nc = affine_map<(n, c) -> (n, c)>
#c = affine_map<(n, c) -> (c)>

skein.variable @w : tensor<3xf64>
skein.variable @mean : tensor<3xf64> = #skein.zeros

func.func private @loss(%w: tensor<3xf64>, %x: tensor<16x3xf64>) -> (tensor<f64>, tensor<3xf64>) {
  %z0 = arith.constant dense<0.0> : tensor<f64>
  %z1 = arith.constant dense<0.0> : tensor<3xf64>
  %mean = linalg.generic {indexing_maps = [#nc, #c, #c], iterator_types = ["reduction", "parallel"]}
      ins(%x, %w : tensor<16x3xf64>, tensor<3xf64>) outs(%z1 : tensor<3xf64>) {
  ^bb0(%a: f64, %b: f64, %out: f64):
    %n = arith.constant 16.0 : f64
    %m = arith.mulf %a, %b : f64
    %d = arith.divf %m, %n : f64
    %s = arith.addf %out, %d : f64
    linalg.yield %s : f64
  } -> tensor<3xf64>
  %l = linalg.generic {indexing_maps = [#nc, #c, #c, affine_map<(n, c) -> ()>], iterator_types = ["reduction", "reduction"]}
      ins(%x, %w, %mean : tensor<16x3xf64>, tensor<3xf64>, tensor<3xf64>) outs(%z0 : tensor<f64>) {
  ^bb0(%a: f64, %b: f64, %mu: f64, %out: f64):
    %n = arith.constant 16.0 : f64
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

skein.step @train(%x: tensor<16x3xf64> {skein.batch = 0 : i64}) -> (tensor<f64> {skein.name = "loss"}) {
  %w = skein.read @w : tensor<3xf64>
  %l, %mean, %dw = skein.value_and_grad @loss(%w, %x) wrt [0]
      : (tensor<3xf64>, tensor<16x3xf64>) -> (tensor<f64>, tensor<3xf64>, tensor<3xf64>)
  skein.apply_gradient @w, %dw : tensor<3xf64> using #skein.sgd<learning_rate = 0.1>
  skein.assign @mean, %mean : tensor<3xf64>
  skein.return %l : tensor<f64>
}
