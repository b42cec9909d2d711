// A variable with a row for every place in the batch, a mask that depends on the
// place, a penalty on weights and a result for every example: nothing that makes
// examples meet.
#id = affine_map<(n, c) -> (n, c)>

skein.variable @rows : tensor<8x3xf64>
skein.variable @w : tensor<3xf64>

func.func private @loss(%rows: tensor<8x3xf64>, %w: tensor<3xf64>, %x: tensor<8x3xf64>) -> (tensor<f64>, tensor<8xf64>) {
  %e = tensor.empty() : tensor<8x3xf64>
  %z = arith.constant dense<0.0> : tensor<8xf64>
  %none = arith.constant dense<0.0> : tensor<f64>
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
    %even = arith.constant 0 : index
    %drop = arith.cmpi eq, %r, %even : index
    %t = math.tanh %a : f64
    %v = arith.select %drop, %zero, %t : f64
    linalg.yield %v : f64
  } -> tensor<8x3xf64>
  %p = linalg.reduce {arith.addf} ins(%m : tensor<8x3xf64>) outs(%z : tensor<8xf64>) dimensions = [1]
  %l = linalg.reduce {arith.addf} ins(%p : tensor<8xf64>) outs(%none : tensor<f64>) dimensions = [0]
  %q = linalg.dot ins(%w, %w : tensor<3xf64>, tensor<3xf64>) outs(%none : tensor<f64>) -> tensor<f64>
  %total = arith.addf %l, %q : tensor<f64>
  return %total, %p : tensor<f64>, tensor<8xf64>
}

skein.step @train(%x: tensor<8x3xf64> {skein.batch = 0 : i64})
    -> (tensor<f64> {skein.name = "loss"}, tensor<8xf64> {skein.name = "losses"}) {
  %rows = skein.read @rows : tensor<8x3xf64>
  %w = skein.read @w : tensor<3xf64>
  %l, %p, %drows, %dw = skein.value_and_grad @loss(%rows, %w, %x) wrt [0, 1]
      : (tensor<8x3xf64>, tensor<3xf64>, tensor<8x3xf64>) -> (tensor<f64>, tensor<8xf64>, tensor<8x3xf64>, tensor<3xf64>)
  skein.apply_gradient @rows, %drows : tensor<8x3xf64> using #skein.momentum<learning_rate = 0.1, momentum = 0.9>
  skein.apply_gradient @w, %dw : tensor<3xf64> using #skein.sgd<learning_rate = 0.1>
  skein.return %l, %p : tensor<f64>, tensor<8xf64>
}
