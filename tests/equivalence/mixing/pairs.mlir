// Every example meets every other: a contrastive loss.
#mk = affine_map<(m, n, k) -> (m, k)>
#nk = affine_map<(m, n, k) -> (n, k)>
#mn = affine_map<(m, n, k) -> (m, n)>

skein.variable @w : tensor<3x2xf64>

func.func private @loss(%w: tensor<3x2xf64>, %x: tensor<8x3xf64>) -> tensor<f64> {
  %z0 = arith.constant dense<0.0> : tensor<8x2xf64>
  %z1 = arith.constant dense<0.0> : tensor<8x8xf64>
  %z2 = arith.constant dense<0.0> : tensor<f64>
  %h = linalg.matmul ins(%x, %w : tensor<8x3xf64>, tensor<3x2xf64>) outs(%z0 : tensor<8x2xf64>) -> tensor<8x2xf64>
  %s = linalg.contract indexing_maps = [#mk, #nk, #mn] ins(%h, %h : tensor<8x2xf64>, tensor<8x2xf64>)
      outs(%z1 : tensor<8x8xf64>) -> tensor<8x8xf64>
  %l = linalg.generic {indexing_maps = [affine_map<(m, n) -> (m, n)>, affine_map<(m, n) -> ()>],
                       iterator_types = ["reduction", "reduction"]}
      ins(%s : tensor<8x8xf64>) outs(%z2 : tensor<f64>) {
  ^bb0(%a: f64, %out: f64):
    %n = arith.constant 64.0 : f64
    %t = math.tanh %a : f64
    %d = arith.divf %t, %n : f64
    %r = arith.addf %out, %d : f64
    linalg.yield %r : f64
  } -> tensor<f64>
  return %l : tensor<f64>
}

skein.step @train(%x: tensor<8x3xf64> {skein.batch = 0 : i64}) -> (tensor<f64> {skein.name = "loss"}) {
  %w = skein.read @w : tensor<3x2xf64>
  %l, %dw = skein.value_and_grad @loss(%w, %x) wrt [0] : (tensor<3x2xf64>, tensor<8x3xf64>) -> (tensor<f64>, tensor<3x2xf64>)
  skein.apply_gradient @w, %dw : tensor<3x2xf64> using #skein.sgd<learning_rate = 0.1>
  skein.return %l : tensor<f64>
}
