// A variable with a row for every place in the batch, a mask that depends on the
// place, and the largest loss of the batch.
#id = affine_map<(n, c) -> (n, c)>

skein.variable @rows : tensor<8x3xf64>
skein.variable @w : tensor<3xf64>

func.func private @loss(%rows: tensor<8x3xf64>, %w: tensor<3xf64>, %x: tensor<8x3xf64>) -> tensor<f64> {
  %e = tensor.empty() : tensor<8x3xf64>
  %z = arith.constant dense<0.0> : tensor<8xf64>
  %low = arith.constant dense<-1.0e9> : tensor<f64>
  %b = linalg.broadcast ins(%w : tensor<3xf64>) outs(%e : tensor<8x3xf64>) dimensions = [0]
  %s = arith.mulf %b, %rows : tensor<8x3xf64>
  %y = arith.addf %s, %x : tensor<8x3xf64>
  %m = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%y : tensor<8x3xf64>) outs(%e : tensor<8x3xf64>) {
  ^bb0(%a: f64, %out: f64):
    %i = linalg.index 0 : index
    %j = linalg.index 1 : index
    %three = arith.constant 3 : index
    %two = arith.constant 2 : index
    %zero = arith.constant 0.0 : f64
    %k = arith.muli %i, %three : index
    %l = arith.addi %k, %j : index
    %r = arith.remsi %l, %two : index
    %none = arith.constant 0 : index
    %drop = arith.cmpi eq, %r, %none : index
    %t = math.tanh %a : f64
    %v = arith.select %drop, %zero, %t : f64
    linalg.yield %v : f64
  } -> tensor<8x3xf64>
  %p = linalg.reduce {arith.addf} ins(%m : tensor<8x3xf64>) outs(%z : tensor<8xf64>) dimensions = [1]
  %l = linalg.reduce {arith.maximumf} ins(%p : tensor<8xf64>) outs(%low : tensor<f64>) dimensions = [0]
  return %l : tensor<f64>
}

skein.step @train(%x: tensor<8x3xf64> {skein.batch = 0 : i64}) -> (tensor<f64> {skein.name = "loss"}) {
  %rows = skein.read @rows : tensor<8x3xf64>
  %w = skein.read @w : tensor<3xf64>
  %l, %drows, %dw = skein.value_and_grad @loss(%rows, %w, %x) wrt [0, 1]
      : (tensor<8x3xf64>, tensor<3xf64>, tensor<8x3xf64>) -> (tensor<f64>, tensor<8x3xf64>, tensor<3xf64>)
  skein.apply_gradient @rows, %drows : tensor<8x3xf64> using #skein.momentum<learning_rate = 0.1, momentum = 0.9>
  skein.apply_gradient @w, %dw : tensor<3xf64> using #skein.adam<learning_rate = 0.01>
  skein.return %l : tensor<f64>
}
