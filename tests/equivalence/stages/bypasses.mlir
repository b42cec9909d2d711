// What makes stages depend on others than their neighbours: activations and inputs that
// pass stages by, shared weights, results of early stages, random numbers.
skein.variable @a : tensor<4x4xf32> = #skein.glorot_uniform<seed = 1>
skein.variable @b : tensor<4x4xf32> = #skein.glorot_uniform<seed = 2>
skein.variable @t : tensor<4x4xf32> = #skein.glorot_uniform<seed = 3>
skein.variable @frozen : tensor<4x4xf32> = #skein.glorot_uniform<seed = 4>
skein.variable @unused : tensor<4xf32> = #skein.glorot_uniform<seed = 5>
skein.variable @zero : tensor<4xf32> = #skein.zeros
skein.variable @steps : tensor<i64> = #skein.zeros
func.func private @layer(%w: tensor<4x4xf32>, %x: tensor<8x4xf32>) -> tensor<8x4xf32> {
  %zero = arith.constant dense<0.0> : tensor<8x4xf32>
  %p = linalg.matmul ins(%x, %w : tensor<8x4xf32>, tensor<4x4xf32>) outs(%zero : tensor<8x4xf32>) -> tensor<8x4xf32>
  %t = math.tanh %p : tensor<8x4xf32>
  return %t : tensor<8x4xf32>
}
// Layers 0, 2 and 4 share a weight, and that of layer 3 is never updated. What layer 0
// gives is used by all behind it but two, and the input by layers 0 and 5.
func.func private @loss(%a: tensor<4x4xf32>, %b: tensor<4x4xf32>, %t: tensor<4x4xf32>, %f: tensor<4x4xf32>, %step: tensor<i64>, %z: tensor<4xf32>, %x: tensor<8x4xf32>, %y: tensor<8x4xf32>) -> (tensor<f32>, tensor<f32>, tensor<f32>) {
  %r0 = skein.random_uniform %step seed = 7 : tensor<i64> -> tensor<8x4xf32>
  %r1 = skein.random_uniform %step seed = 8 : tensor<i64> -> tensor<8x4xf32>
  %h0 = call @layer(%t, %x) : (tensor<4x4xf32>, tensor<8x4xf32>) -> tensor<8x4xf32>
  %h1 = call @layer(%a, %h0) : (tensor<4x4xf32>, tensor<8x4xf32>) -> tensor<8x4xf32>
  %h2 = call @layer(%t, %h1) : (tensor<4x4xf32>, tensor<8x4xf32>) -> tensor<8x4xf32>
  %d0 = arith.mulf %h0, %r0 : tensor<8x4xf32>
  %s2 = arith.addf %h2, %d0 : tensor<8x4xf32>
  %h3 = call @layer(%f, %s2) : (tensor<4x4xf32>, tensor<8x4xf32>) -> tensor<8x4xf32>
  %h4 = call @layer(%t, %h3) : (tensor<4x4xf32>, tensor<8x4xf32>) -> tensor<8x4xf32>
  %s4 = arith.mulf %h4, %h0 : tensor<8x4xf32>
  %s5 = arith.addf %s4, %x : tensor<8x4xf32>
  %h5 = call @layer(%b, %s5) : (tensor<4x4xf32>, tensor<8x4xf32>) -> tensor<8x4xf32>
  %d6 = arith.mulf %h5, %r1 : tensor<8x4xf32>
  %s6 = arith.addf %d6, %h0 : tensor<8x4xf32>
  %e = arith.subf %s6, %y : tensor<8x4xf32>
  %q = arith.mulf %e, %e : tensor<8x4xf32>
  %zero = arith.constant dense<0.0> : tensor<f32>
  %sum = linalg.reduce ins(%q : tensor<8x4xf32>) outs(%zero : tensor<f32>) dimensions = [0, 1]
    (%in: f32, %out: f32) {
      %m = arith.addf %in, %out : f32
      linalg.yield %m : f32
    }
  %early = linalg.reduce ins(%h0 : tensor<8x4xf32>) outs(%zero : tensor<f32>) dimensions = [0, 1]
    (%in: f32, %out: f32) {
      %m = arith.addf %in, %out : f32
      linalg.yield %m : f32
    }
  %loss = linalg.generic {indexing_maps = [affine_map<() -> ()>, affine_map<() -> ()>], iterator_types = []} ins(%sum : tensor<f32>) outs(%zero : tensor<f32>) {
  ^bb0(%p: f32, %o: f32):
    %k = arith.constant 0.03125 : f32
    %r = arith.mulf %p, %k : f32
    linalg.yield %r : f32
  } -> tensor<f32>
  %em = linalg.generic {indexing_maps = [affine_map<() -> ()>, affine_map<() -> ()>], iterator_types = []} ins(%early : tensor<f32>) outs(%zero : tensor<f32>) {
  ^bb0(%p: f32, %o: f32):
    %k = arith.constant 0.03125 : f32
    %r = arith.mulf %p, %k : f32
    linalg.yield %r : f32
  } -> tensor<f32>
  return %loss, %em, %sum : tensor<f32>, tensor<f32>, tensor<f32>
}
skein.step @train(%x: tensor<8x4xf32> {skein.batch = 0 : i64}, %y: tensor<8x4xf32> {skein.batch = 0 : i64}) -> (tensor<f32> {skein.name = "early"}, tensor<f32> {skein.name = "loss"}, tensor<f32> {skein.name = "sum"}, tensor<i64> {skein.name = "steps"}) {
  %a = skein.read @a : tensor<4x4xf32>
  %b = skein.read @b : tensor<4x4xf32>
  %t = skein.read @t : tensor<4x4xf32>
  %f = skein.read @frozen : tensor<4x4xf32>
  %unused = skein.read @unused : tensor<4xf32>
  %z = skein.read @zero : tensor<4xf32>
  %n = skein.read @steps : tensor<i64>
  %loss:7 = skein.value_and_grad @loss(%a, %b, %t, %f, %n, %z, %x, %y) wrt [0, 1, 2, 5]
      : (tensor<4x4xf32>, tensor<4x4xf32>, tensor<4x4xf32>, tensor<4x4xf32>, tensor<i64>, tensor<4xf32>, tensor<8x4xf32>, tensor<8x4xf32>)
     -> (tensor<f32>, tensor<f32>, tensor<f32>, tensor<4x4xf32>, tensor<4x4xf32>, tensor<4x4xf32>, tensor<4xf32>)
  skein.apply_gradient @a, %loss#3 : tensor<4x4xf32> using #skein.momentum<learning_rate = 0.1, momentum = 0.9>
  skein.apply_gradient @b, %loss#4 : tensor<4x4xf32> using #skein.momentum<learning_rate = 0.1, momentum = 0.9>
  skein.apply_gradient @t, %loss#5 : tensor<4x4xf32> using #skein.momentum<learning_rate = 0.1, momentum = 0.9>
  skein.apply_gradient @zero, %loss#6 : tensor<4xf32> using #skein.momentum<learning_rate = 0.1, momentum = 0.9>
  %one = arith.constant dense<1> : tensor<i64>
  %n1 = arith.addi %n, %one : tensor<i64>
  skein.assign @steps, %n1 : tensor<i64>
  skein.return %loss#1, %loss#0, %loss#2, %n1 : tensor<f32>, tensor<f32>, tensor<f32>, tensor<i64>
}
