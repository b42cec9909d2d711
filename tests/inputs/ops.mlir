"builtin.module"() <{sym_name = "jit_with_results"}> ({
  "func.func"() <{arg_attrs = [{skein.parameter = "w"}, {skein.input = "a"}, {skein.input = "b"}, {skein.input = "c"}, {skein.input = "columns"}, {skein.input = "filter"}, {skein.input = "i"}, {skein.input = "image"}, {skein.input = "integers"}, {skein.input = "key"}, {skein.input = "rows"}, {skein.input = "words"}], function_type = (tensor<3x4xf32>, tensor<4x3xf32>, tensor<2x3x4xf32>, tensor<2x4x5xf32>, tensor<4xi32>, tensor<3x2x4x6xf32>, tensor<i32>, tensor<2x7x6x4xf32>, tensor<4xi32>, tensor<2xui32>, tensor<4xi32>, tensor<4xui32>) -> (tensor<f32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<4x3xf32>, tensor<f32>, tensor<1x5x5x6xf32>, tensor<2x4x3x6xf32>, tensor<2x5x5x4xf32>, tensor<2x6x6x4xf32>, tensor<2x14x12x6xf32>, tensor<2x5x5x6xf32>, tensor<6x5x2x5xf32>, tensor<2x7x6xf32>, tensor<2x5x5x6xf32>, tensor<2x4x6x6xf32>, tensor<2x14x18x6xf32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<4xi32>, tensor<4xf32>, tensor<4xi32>, tensor<4xi32>, tensor<4xi32>, tensor<4xi32>, tensor<4xi32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<2x3xf32>, tensor<2x2x4xf32>, tensor<3x4xf32>, tensor<2x4xf32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<2x2x3xf32>, tensor<4xf32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<2x2x4xf32>, tensor<4x2x3xf32>, tensor<7x3xf32>, tensor<4x3xf32>, tensor<2x3xf32>, tensor<3x2xf32>, tensor<7x6xf32>, tensor<3x2x1x4xf32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<2x2x2xf32>, tensor<4x2x3xf32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<2x3x5xf32>, tensor<2x3x2xf32>, tensor<5x4x2xf32>, tensor<4x4xf32>, tensor<4x4xf32>, tensor<3x4xf32>, tensor<4x4xf32>, tensor<4x4xf32>, tensor<3x4xi1>, tensor<3x4xf32>, tensor<3x4xf32>, tensor<2x3xi1>, tensor<2x4xi32>, tensor<2x3x4xf32>, tensor<1x11x3x1xf32>, tensor<2x4xf32>, tensor<2x4x6x4xf32>, tensor<2x3x5x4xf32>, tensor<2x7x6x4xf32>, tensor<2x3xf32>, tensor<2x3x4xf32>, tensor<2x4x7x4xf32>, tensor<3xf32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<4x3xf32>), res_attrs = [{skein.result = "loss"}, {skein.result = "clamp"}, {skein.result = "control.checkpoint"}, {skein.result = "control.nested"}, {skein.result = "control.scan"}, {skein.result = "control.switch"}, {skein.result = "control.while"}, {skein.result = "convolution.batches"}, {skein.result = "convolution.cropped"}, {skein.result = "convolution.depthwise"}, {skein.result = "convolution.first"}, {skein.result = "convolution.flipped"}, {skein.result = "convolution.groups"}, {skein.result = "convolution.layout"}, {skein.result = "convolution.line"}, {skein.result = "convolution.plain"}, {skein.result = "convolution.strides"}, {skein.result = "convolution.transposed"}, {skein.result = "erf"}, {skein.result = "exponential"}, {skein.result = "hyperbolic"}, {skein.result = "integer.bits"}, {skein.result = "integer.conversion"}, {skein.result = "integer.counts"}, {skein.result = "integer.division"}, {skein.result = "integer.power"}, {skein.result = "integer.shift"}, {skein.result = "integer.unsigned"}, {skein.result = "logistic"}, {skein.result = "lookup.add"}, {skein.result = "lookup.add_element"}, {skein.result = "lookup.apart"}, {skein.result = "lookup.batched"}, {skein.result = "lookup.columns"}, {skein.result = "lookup.diagonal"}, {skein.result = "lookup.dropped"}, {skein.result = "lookup.extrema"}, {skein.result = "lookup.known"}, {skein.result = "lookup.pairs"}, {skein.result = "lookup.rows"}, {skein.result = "lookup.set"}, {skein.result = "lookup.window"}, {skein.result = "move.broadcast"}, {skein.result = "move.concatenate"}, {skein.result = "move.constant"}, {skein.result = "move.dynamic"}, {skein.result = "move.iota"}, {skein.result = "move.pad"}, {skein.result = "move.reshape"}, {skein.result = "move.reverse"}, {skein.result = "move.roll"}, {skein.result = "move.slice"}, {skein.result = "move.transpose"}, {skein.result = "move.triangle"}, {skein.result = "move.update"}, {skein.result = "narrow"}, {skein.result = "powers"}, {skein.result = "product.batched"}, {skein.result = "product.broadcast"}, {skein.result = "product.many"}, {skein.result = "product.matrix"}, {skein.result = "product.narrow"}, {skein.result = "product.outer"}, {skein.result = "product.transposed"}, {skein.result = "product.wide"}, {skein.result = "random.bernoulli"}, {skein.result = "random.normal"}, {skein.result = "random.uniform"}, {skein.result = "reduce.any"}, {skein.result = "reduce.argmax"}, {skein.result = "reduce.cumulative"}, {skein.result = "reduce.dilated"}, {skein.result = "reduce.extrema"}, {skein.result = "reduce.max_pool"}, {skein.result = "reduce.min_pool"}, {skein.result = "reduce.pool_gradient"}, {skein.result = "reduce.product"}, {skein.result = "reduce.softmax"}, {skein.result = "reduce.sum_pool"}, {skein.result = "reduce.sums"}, {skein.result = "remainder"}, {skein.result = "rounding"}, {skein.result = "selection"}, {skein.result = "signs"}, {skein.result = "trigonometric"}], sym_name = "main", sym_visibility = "public"}> ({
  ^bb0(%arg105: tensor<3x4xf32>, %arg106: tensor<4x3xf32>, %arg107: tensor<2x3x4xf32>, %arg108: tensor<2x4x5xf32>, %arg109: tensor<4xi32>, %arg110: tensor<3x2x4x6xf32>, %arg111: tensor<i32>, %arg112: tensor<2x7x6x4xf32>, %arg113: tensor<4xi32>, %arg114: tensor<2xui32>, %arg115: tensor<4xi32>, %arg116: tensor<4xui32>):
    %336 = "stablehlo.constant"() <{value = dense<[0, 31, 32, 40]> : tensor<4xi32>}> : () -> tensor<4xi32>
    %337 = "stablehlo.constant"() <{value = dense<[[0, 1], [1, 3]]> : tensor<2x2xi32>}> : () -> tensor<2x2xi32>
    %338 = "stablehlo.constant"() <{value = dense<[[2, 0, 1], [1, 1, 0]]> : tensor<2x3xi32>}> : () -> tensor<2x3xi32>
    %339 = "stablehlo.constant"() <{value = dense<false> : tensor<2x3xi1>}> : () -> tensor<2x3xi1>
    %340 = "stablehlo.constant"() <{value = dense<[3, 3, 0]> : tensor<3xi32>}> : () -> tensor<3xi32>
    %341 = "stablehlo.constant"() <{value = dense<false> : tensor<3xi1>}> : () -> tensor<3xi1>
    %342 = "stablehlo.constant"() <{value = dense<[1, 0]> : tensor<2xi32>}> : () -> tensor<2xi32>
    %343 = "stablehlo.constant"() <{value = dense<false> : tensor<2xi1>}> : () -> tensor<2xi1>
    %344 = "stablehlo.constant"() <{value = dense<[2, 9]> : tensor<2xi32>}> : () -> tensor<2xi32>
    %345 = "stablehlo.constant"() <{value = dense<false> : tensor<2xi1>}> : () -> tensor<2xi1>
    %346 = "stablehlo.tanh"(%arg106) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %347 = "stablehlo.abs"(%arg106) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %348 = "stablehlo.constant"() <{value = dense<5.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %349 = "stablehlo.broadcast_in_dim"(%348) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %350 = "stablehlo.add"(%347, %349) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %351 = "stablehlo.sine"(%arg106) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %352 = "stablehlo.cosine"(%arg106) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %353 = "stablehlo.add"(%351, %352) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %354 = "stablehlo.tan"(%346) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %355 = "stablehlo.add"(%353, %354) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %356 = "chlo.asin"(%346) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %357 = "stablehlo.add"(%355, %356) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %358 = "chlo.acos"(%346) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %359 = "stablehlo.add"(%357, %358) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %360 = "chlo.sinh"(%arg106) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %361 = "chlo.cosh"(%arg106) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %362 = "stablehlo.add"(%360, %361) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %363 = "chlo.asinh"(%arg106) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %364 = "stablehlo.add"(%362, %363) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %365 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %366 = "stablehlo.broadcast_in_dim"(%365) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %367 = "stablehlo.add"(%350, %366) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %368 = "func.call"(%367) <{callee = @arccosh}> : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %369 = "stablehlo.add"(%364, %368) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %370 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %371 = "stablehlo.broadcast_in_dim"(%370) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %372 = "stablehlo.divide"(%346, %371) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %373 = "chlo.atanh"(%372) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %374 = "stablehlo.add"(%369, %373) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %375 = "stablehlo.exponential"(%arg106) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %376 = "stablehlo.exponential_minus_one"(%arg106) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %377 = "stablehlo.add"(%375, %376) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %378 = "stablehlo.log"(%350) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %379 = "stablehlo.add"(%377, %378) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %380 = "stablehlo.log_plus_one"(%350) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %381 = "stablehlo.add"(%379, %380) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %382 = "stablehlo.sqrt"(%350) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %383 = "stablehlo.rsqrt"(%350) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %384 = "stablehlo.add"(%382, %383) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %385 = "stablehlo.cbrt"(%arg106) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %386 = "stablehlo.add"(%384, %385) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %387 = "stablehlo.constant"() <{value = dense<1.700000e+00> : tensor<f32>}> : () -> tensor<f32>
    %388 = "stablehlo.broadcast_in_dim"(%387) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %389 = "stablehlo.power"(%350, %388) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %390 = "stablehlo.add"(%386, %389) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %391 = "stablehlo.multiply"(%arg106, %arg106) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %392 = "stablehlo.multiply"(%391, %arg106) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %393 = "stablehlo.add"(%390, %392) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %394 = "chlo.erf"(%arg106) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %395 = "chlo.erfc"(%arg106) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %396 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %397 = "stablehlo.broadcast_in_dim"(%396) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %398 = "stablehlo.multiply"(%395, %397) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %399 = "stablehlo.add"(%394, %398) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %400 = "stablehlo.constant"() <{value = dense<0.899999976> : tensor<f32>}> : () -> tensor<f32>
    %401 = "stablehlo.broadcast_in_dim"(%400) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %402 = "stablehlo.multiply"(%346, %401) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %403 = "chlo.erf_inv"(%402) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %404 = "stablehlo.add"(%399, %403) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %405 = "stablehlo.floor"(%arg106) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %406 = "stablehlo.ceil"(%arg106) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %407 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %408 = "stablehlo.broadcast_in_dim"(%407) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %409 = "stablehlo.multiply"(%406, %408) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %410 = "stablehlo.add"(%405, %409) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %411 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %412 = "stablehlo.broadcast_in_dim"(%411) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %413 = "stablehlo.multiply"(%arg106, %412) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %414 = "func.call"(%413) <{callee = @round}> : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %415 = "stablehlo.add"(%410, %414) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %416 = "stablehlo.round_nearest_afz"(%arg106) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %417 = "stablehlo.add"(%415, %416) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %418 = "stablehlo.sign"(%arg106) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %419 = "stablehlo.atan2"(%arg106, %350) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %420 = "stablehlo.add"(%418, %419) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %421 = "chlo.atan"(%arg106) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %422 = "stablehlo.add"(%420, %421) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %423 = "stablehlo.constant"() <{value = dense<-5.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %424 = "stablehlo.constant"() <{value = dense<8.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %425 = "stablehlo.broadcast_in_dim"(%423) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %426 = "stablehlo.broadcast_in_dim"(%424) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %427 = "stablehlo.clamp"(%425, %arg106, %426) : (tensor<4x3xf32>, tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %428 = "stablehlo.constant"() <{value = dense<-1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %429 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %430 = "func.call"(%arg106, %428, %429) <{callee = @clip}> : (tensor<4x3xf32>, tensor<f32>, tensor<f32>) -> tensor<4x3xf32>
    %431 = "stablehlo.add"(%427, %430) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %432 = "stablehlo.negate"(%arg106) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %433 = "stablehlo.exponential"(%432) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %434 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %435 = "stablehlo.broadcast_in_dim"(%434) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %436 = "stablehlo.add"(%435, %433) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %437 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %438 = "stablehlo.broadcast_in_dim"(%437) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %439 = "stablehlo.divide"(%438, %436) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %440 = "func.call"(%arg106) <{callee = @silu}> : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %441 = "stablehlo.add"(%439, %440) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %442 = "func.call"(%arg106) <{callee = @softplus}> : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %443 = "stablehlo.add"(%441, %442) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %444 = "stablehlo.multiply"(%arg106, %arg106) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %445 = "stablehlo.multiply"(%444, %arg106) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %446 = "stablehlo.constant"() <{value = dense<4.471500e-02> : tensor<f32>}> : () -> tensor<f32>
    %447 = "stablehlo.broadcast_in_dim"(%446) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %448 = "stablehlo.multiply"(%447, %445) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %449 = "stablehlo.add"(%arg106, %448) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %450 = "stablehlo.constant"() <{value = dense<0.797884583> : tensor<f32>}> : () -> tensor<f32>
    %451 = "stablehlo.broadcast_in_dim"(%450) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %452 = "stablehlo.multiply"(%451, %449) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %453 = "stablehlo.tanh"(%452) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %454 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %455 = "stablehlo.broadcast_in_dim"(%454) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %456 = "stablehlo.add"(%455, %453) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %457 = "stablehlo.constant"() <{value = dense<5.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %458 = "stablehlo.broadcast_in_dim"(%457) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %459 = "stablehlo.multiply"(%458, %456) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %460 = "stablehlo.multiply"(%arg106, %459) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %461 = "stablehlo.add"(%443, %460) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %462 = "func.call"(%arg106) <{callee = @elu}> : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %463 = "stablehlo.add"(%461, %462) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %464 = "stablehlo.constant"() <{value = dense<3.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %465 = "stablehlo.broadcast_in_dim"(%464) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %466 = "stablehlo.remainder"(%arg106, %465) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %467 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %468 = "stablehlo.broadcast_in_dim"(%467) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %469 = "stablehlo.compare"(%arg106, %468) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction GT>}> : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xi1>
    %470 = "stablehlo.is_finite"(%arg106) : (tensor<4x3xf32>) -> tensor<4x3xi1>
    %471 = "stablehlo.and"(%469, %470) : (tensor<4x3xi1>, tensor<4x3xi1>) -> tensor<4x3xi1>
    %472 = "stablehlo.compare"(%arg106, %arg106) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction NE>}> : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xi1>
    %473 = "stablehlo.or"(%471, %472) : (tensor<4x3xi1>, tensor<4x3xi1>) -> tensor<4x3xi1>
    %474 = "stablehlo.constant"() <{value = dense<-1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %475 = "func.call"(%473, %arg106, %474) <{callee = @_where_1}> : (tensor<4x3xi1>, tensor<4x3xf32>, tensor<f32>) -> tensor<4x3xf32>
    %476 = "stablehlo.constant"() <{value = dense<3.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %477 = "stablehlo.broadcast_in_dim"(%476) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %478 = "stablehlo.minimum"(%arg106, %477) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %479 = "stablehlo.add"(%475, %478) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %480 = "stablehlo.convert"(%arg106) : (tensor<4x3xf32>) -> tensor<4x3xbf16>
    %481 = "stablehlo.constant"() <{value = dense<1.500000e+00> : tensor<bf16>}> : () -> tensor<bf16>
    %482 = "stablehlo.broadcast_in_dim"(%481) <{broadcast_dimensions = array<i64>}> : (tensor<bf16>) -> tensor<4x3xbf16>
    %483 = "stablehlo.multiply"(%480, %482) : (tensor<4x3xbf16>, tensor<4x3xbf16>) -> tensor<4x3xbf16>
    %484 = "stablehlo.convert"(%483) : (tensor<4x3xbf16>) -> tensor<4x3xf32>
    %485 = "stablehlo.convert"(%arg106) : (tensor<4x3xf32>) -> tensor<4x3xf16>
    %486 = "stablehlo.convert"(%485) : (tensor<4x3xf16>) -> tensor<4x3xf32>
    %487 = "stablehlo.add"(%484, %486) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %488 = "stablehlo.constant"() <{value = dense<2> : tensor<i32>}> : () -> tensor<i32>
    %489 = "stablehlo.broadcast_in_dim"(%488) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %490 = "stablehlo.divide"(%arg113, %489) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %491 = "stablehlo.constant"() <{value = dense<2> : tensor<i32>}> : () -> tensor<i32>
    %492 = "stablehlo.broadcast_in_dim"(%491) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %493 = "stablehlo.remainder"(%arg113, %492) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %494 = "stablehlo.constant"() <{value = dense<100> : tensor<i32>}> : () -> tensor<i32>
    %495 = "stablehlo.broadcast_in_dim"(%494) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %496 = "stablehlo.multiply"(%493, %495) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %497 = "stablehlo.add"(%490, %496) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %498 = "stablehlo.constant"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
    %499 = "func.call"(%arg113, %498) <{callee = @remainder}> : (tensor<4xi32>, tensor<i32>) -> tensor<4xi32>
    %500 = "stablehlo.constant"() <{value = dense<1000> : tensor<i32>}> : () -> tensor<i32>
    %501 = "stablehlo.broadcast_in_dim"(%500) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %502 = "stablehlo.multiply"(%499, %501) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %503 = "stablehlo.add"(%497, %502) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %504 = "stablehlo.constant"() <{value = dense<6> : tensor<i32>}> : () -> tensor<i32>
    %505 = "stablehlo.broadcast_in_dim"(%504) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %506 = "stablehlo.and"(%arg113, %505) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %507 = "stablehlo.constant"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
    %508 = "stablehlo.broadcast_in_dim"(%507) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %509 = "stablehlo.xor"(%arg113, %508) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %510 = "stablehlo.not"(%arg113) : (tensor<4xi32>) -> tensor<4xi32>
    %511 = "stablehlo.constant"() <{value = dense<2> : tensor<i32>}> : () -> tensor<i32>
    %512 = "stablehlo.broadcast_in_dim"(%511) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %513 = "stablehlo.shift_left"(%510, %512) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %514 = "stablehlo.add"(%509, %513) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %515 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
    %516 = "stablehlo.broadcast_in_dim"(%515) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %517 = "stablehlo.shift_right_arithmetic"(%arg113, %516) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %518 = "stablehlo.add"(%514, %517) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %519 = "stablehlo.constant"() <{value = dense<28> : tensor<i32>}> : () -> tensor<i32>
    %520 = "stablehlo.broadcast_in_dim"(%519) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %521 = "stablehlo.shift_right_logical"(%arg113, %520) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %522 = "stablehlo.add"(%518, %521) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %523 = "stablehlo.or"(%506, %522) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %524 = "stablehlo.count_leading_zeros"(%arg113) : (tensor<4xi32>) -> tensor<4xi32>
    %525 = "stablehlo.popcnt"(%arg113) : (tensor<4xi32>) -> tensor<4xi32>
    %526 = "stablehlo.constant"() <{value = dense<100> : tensor<i32>}> : () -> tensor<i32>
    %527 = "stablehlo.broadcast_in_dim"(%526) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %528 = "stablehlo.multiply"(%525, %527) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %529 = "stablehlo.add"(%524, %528) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %530 = "stablehlo.constant"() <{value = dense<7> : tensor<ui32>}> : () -> tensor<ui32>
    %531 = "stablehlo.broadcast_in_dim"(%530) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<4xui32>
    %532 = "stablehlo.divide"(%arg116, %531) : (tensor<4xui32>, tensor<4xui32>) -> tensor<4xui32>
    %533 = "stablehlo.constant"() <{value = dense<100> : tensor<ui32>}> : () -> tensor<ui32>
    %534 = "stablehlo.broadcast_in_dim"(%533) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<4xui32>
    %535 = "stablehlo.compare"(%arg116, %534) <{compare_type = #stablehlo<comparison_type UNSIGNED>, comparison_direction = #stablehlo<comparison_direction GT>}> : (tensor<4xui32>, tensor<4xui32>) -> tensor<4xi1>
    %536 = "stablehlo.convert"(%535) : (tensor<4xi1>) -> tensor<4xui32>
    %537 = "stablehlo.add"(%532, %536) : (tensor<4xui32>, tensor<4xui32>) -> tensor<4xui32>
    %538 = "stablehlo.convert"(%537) : (tensor<4xui32>) -> tensor<4xi32>
    %539 = "stablehlo.convert"(%arg116) : (tensor<4xui32>) -> tensor<4xf32>
    %540 = "stablehlo.constant"() <{value = dense<3.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %541 = "stablehlo.broadcast_in_dim"(%540) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4xf32>
    %542 = "stablehlo.divide"(%539, %541) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %543 = "stablehlo.convert"(%arg116) : (tensor<4xui32>) -> tensor<4xi8>
    %544 = "stablehlo.constant"() <{value = dense<2> : tensor<i8>}> : () -> tensor<i8>
    %545 = "stablehlo.broadcast_in_dim"(%544) <{broadcast_dimensions = array<i64>}> : (tensor<i8>) -> tensor<4xi8>
    %546 = "stablehlo.multiply"(%543, %545) : (tensor<4xi8>, tensor<4xi8>) -> tensor<4xi8>
    %547 = "stablehlo.convert"(%546) : (tensor<4xi8>) -> tensor<4xf32>
    %548 = "stablehlo.add"(%542, %547) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %549 = "stablehlo.multiply"(%arg113, %arg113) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %550 = "stablehlo.multiply"(%549, %arg113) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %551 = "stablehlo.sign"(%arg113) : (tensor<4xi32>) -> tensor<4xi32>
    %552 = "stablehlo.add"(%550, %551) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %553 = "stablehlo.abs"(%arg113) : (tensor<4xi32>) -> tensor<4xi32>
    %554 = "stablehlo.add"(%552, %553) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %555 = "stablehlo.constant"() <{value = dense<2> : tensor<i32>}> : () -> tensor<i32>
    %556 = "stablehlo.broadcast_in_dim"(%555) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %557 = "stablehlo.multiply"(%arg113, %556) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %558 = "stablehlo.subtract"(%554, %557) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %559 = "stablehlo.shift_left"(%arg113, %336) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %560 = "stablehlo.add"(%559, %arg113) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %561 = "stablehlo.transpose"(%arg107) <{permutation = array<i64: 2, 0, 1>}> : (tensor<2x3x4xf32>) -> tensor<4x2x3xf32>
    %562 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %563 = "stablehlo.broadcast_in_dim"(%562) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x2x3xf32>
    %564 = "stablehlo.add"(%561, %563) : (tensor<4x2x3xf32>, tensor<4x2x3xf32>) -> tensor<4x2x3xf32>
    %565 = "stablehlo.reshape"(%arg107) : (tensor<2x3x4xf32>) -> tensor<6x4xf32>
    %566 = "stablehlo.reshape"(%565) : (tensor<6x4xf32>) -> tensor<2x12xf32>
    %567 = "stablehlo.reshape"(%566) : (tensor<2x12xf32>) -> tensor<3x2x1x4xf32>
    %568 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %569 = "stablehlo.broadcast_in_dim"(%568) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<3x2x1x4xf32>
    %570 = "stablehlo.multiply"(%567, %569) : (tensor<3x2x1x4xf32>, tensor<3x2x1x4xf32>) -> tensor<3x2x1x4xf32>
    %571 = "stablehlo.slice"(%arg107) <{limit_indices = array<i64: 2, 3, 3>, start_indices = array<i64: 0, 0, 1>, strides = array<i64: 1, 2, 1>}> : (tensor<2x3x4xf32>) -> tensor<2x2x2xf32>
    %572 = "stablehlo.slice"(%arg106) <{limit_indices = array<i64: 2, 3>, start_indices = array<i64: 0, 0>, strides = array<i64: 1, 1>}> : (tensor<4x3xf32>) -> tensor<2x3xf32>
    %573 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %574 = "stablehlo.broadcast_in_dim"(%573) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x3xf32>
    %575 = "stablehlo.multiply"(%572, %574) : (tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<2x3xf32>
    %576 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %577 = "stablehlo.broadcast_in_dim"(%576) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<1x3xf32>
    %578 = "stablehlo.concatenate"(%arg106, %575, %577) <{dimension = 0 : i64}> : (tensor<4x3xf32>, tensor<2x3xf32>, tensor<1x3xf32>) -> tensor<7x3xf32>
    %579 = "stablehlo.constant"() <{value = dense<5.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %580 = "stablehlo.pad"(%arg106, %579) <{edge_padding_high = array<i64: 2, -1>, edge_padding_low = array<i64: 1, 0>, interior_padding = array<i64: 0, 2>}> : (tensor<4x3xf32>, tensor<f32>) -> tensor<7x6xf32>
    %581 = "stablehlo.reverse"(%arg106) <{dimensions = array<i64: 0>}> : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %582 = "stablehlo.reverse"(%arg106) <{dimensions = array<i64: 1>}> : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %583 = "stablehlo.add"(%581, %582) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %584 = "func.call"(%arg106) <{callee = @_roll_static}> : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %585 = "stablehlo.slice"(%arg106) <{limit_indices = array<i64: 4, 1>, start_indices = array<i64: 0, 0>, strides = array<i64: 1, 1>}> : (tensor<4x3xf32>) -> tensor<4x1xf32>
    %586 = "stablehlo.broadcast_in_dim"(%585) <{broadcast_dimensions = array<i64: 0, 2>}> : (tensor<4x1xf32>) -> tensor<4x1x1xf32>
    %587 = "stablehlo.broadcast_in_dim"(%586) <{broadcast_dimensions = array<i64: 0, 1, 2>}> : (tensor<4x1x1xf32>) -> tensor<4x2x3xf32>
    %588 = "stablehlo.slice"(%arg106) <{limit_indices = array<i64: 1, 3>, start_indices = array<i64: 0, 0>, strides = array<i64: 1, 1>}> : (tensor<4x3xf32>) -> tensor<1x3xf32>
    %589 = "stablehlo.reshape"(%588) : (tensor<1x3xf32>) -> tensor<3xf32>
    %590 = "stablehlo.broadcast_in_dim"(%589) <{broadcast_dimensions = array<i64: 2>}> : (tensor<3xf32>) -> tensor<1x1x3xf32>
    %591 = "stablehlo.broadcast_in_dim"(%590) <{broadcast_dimensions = array<i64: 0, 1, 2>}> : (tensor<1x1x3xf32>) -> tensor<4x2x3xf32>
    %592 = "stablehlo.add"(%587, %591) : (tensor<4x2x3xf32>, tensor<4x2x3xf32>) -> tensor<4x2x3xf32>
    %593 = "stablehlo.iota"() <{iota_dimension = 0 : i64}> : () -> tensor<3x2xf32>
    %594 = "stablehlo.iota"() <{iota_dimension = 0 : i64}> : () -> tensor<2xi32>
    %595 = "stablehlo.convert"(%594) : (tensor<2xi32>) -> tensor<2xf32>
    %596 = "stablehlo.broadcast_in_dim"(%595) <{broadcast_dimensions = array<i64: 1>}> : (tensor<2xf32>) -> tensor<1x2xf32>
    %597 = "stablehlo.broadcast_in_dim"(%596) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<1x2xf32>) -> tensor<3x2xf32>
    %598 = "stablehlo.add"(%593, %597) : (tensor<3x2xf32>, tensor<3x2xf32>) -> tensor<3x2xf32>
    %599 = "func.call"(%arg106) <{callee = @tril}> : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %600 = "func.call"(%arg106) <{callee = @triu}> : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %601 = "stablehlo.subtract"(%599, %600) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %602 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %603 = "stablehlo.compare"(%arg111, %602) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
    %604 = "stablehlo.constant"() <{value = dense<4> : tensor<i32>}> : () -> tensor<i32>
    %605 = "stablehlo.add"(%arg111, %604) : (tensor<i32>, tensor<i32>) -> tensor<i32>
    %606 = "stablehlo.select"(%603, %605, %arg111) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
    %607 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %608 = "stablehlo.dynamic_slice"(%arg106, %606, %607) <{slice_sizes = array<i64: 2, 3>}> : (tensor<4x3xf32>, tensor<i32>, tensor<i32>) -> tensor<2x3xf32>
    %609 = "stablehlo.constant"() <{value = dense<5> : tensor<i32>}> : () -> tensor<i32>
    %610 = "stablehlo.add"(%arg111, %609) : (tensor<i32>, tensor<i32>) -> tensor<i32>
    %611 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %612 = "stablehlo.compare"(%610, %611) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
    %613 = "stablehlo.constant"() <{value = dense<4> : tensor<i32>}> : () -> tensor<i32>
    %614 = "stablehlo.add"(%610, %613) : (tensor<i32>, tensor<i32>) -> tensor<i32>
    %615 = "stablehlo.select"(%612, %614, %610) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
    %616 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
    %617 = "stablehlo.dynamic_slice"(%arg106, %615, %616) <{slice_sizes = array<i64: 2, 1>}> : (tensor<4x3xf32>, tensor<i32>, tensor<i32>) -> tensor<2x1xf32>
    %618 = "stablehlo.broadcast_in_dim"(%617) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<2x1xf32>) -> tensor<2x3xf32>
    %619 = "stablehlo.add"(%608, %618) : (tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<2x3xf32>
    %620 = "stablehlo.slice"(%arg106) <{limit_indices = array<i64: 2, 2>, start_indices = array<i64: 0, 0>, strides = array<i64: 1, 1>}> : (tensor<4x3xf32>) -> tensor<2x2xf32>
    %621 = "stablehlo.negate"(%620) : (tensor<2x2xf32>) -> tensor<2x2xf32>
    %622 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
    %623 = "stablehlo.subtract"(%arg111, %622) : (tensor<i32>, tensor<i32>) -> tensor<i32>
    %624 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %625 = "stablehlo.compare"(%arg111, %624) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
    %626 = "stablehlo.constant"() <{value = dense<4> : tensor<i32>}> : () -> tensor<i32>
    %627 = "stablehlo.add"(%arg111, %626) : (tensor<i32>, tensor<i32>) -> tensor<i32>
    %628 = "stablehlo.select"(%625, %627, %arg111) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
    %629 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %630 = "stablehlo.compare"(%623, %629) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
    %631 = "stablehlo.constant"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
    %632 = "stablehlo.add"(%623, %631) : (tensor<i32>, tensor<i32>) -> tensor<i32>
    %633 = "stablehlo.select"(%630, %632, %623) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
    %634 = "stablehlo.dynamic_update_slice"(%arg106, %621, %628, %633) : (tensor<4x3xf32>, tensor<2x2xf32>, tensor<i32>, tensor<i32>) -> tensor<4x3xf32>
    %635 = "stablehlo.slice"(%arg106) <{limit_indices = array<i64: 4, 3>, start_indices = array<i64: 2, 0>, strides = array<i64: 1, 1>}> : (tensor<4x3xf32>) -> tensor<2x3xf32>
    %636 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
    %637 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %638 = "stablehlo.dynamic_update_slice"(%arg106, %635, %636, %637) : (tensor<4x3xf32>, tensor<2x3xf32>, tensor<i32>, tensor<i32>) -> tensor<4x3xf32>
    %639 = "stablehlo.constant"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
    %640 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %641 = "stablehlo.dynamic_slice"(%arg106, %639, %640) <{slice_sizes = array<i64: 1, 3>}> : (tensor<4x3xf32>, tensor<i32>, tensor<i32>) -> tensor<1x3xf32>
    %642 = "stablehlo.broadcast_in_dim"(%641) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<1x3xf32>) -> tensor<4x3xf32>
    %643 = "stablehlo.add"(%638, %642) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %644 = "stablehlo.dot_general"(%arg106, %arg105) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x3xf32>, tensor<3x4xf32>) -> tensor<4x4xf32>
    %645 = "stablehlo.transpose"(%arg105) <{permutation = array<i64: 1, 0>}> : (tensor<3x4xf32>) -> tensor<4x3xf32>
    %646 = "stablehlo.transpose"(%arg106) <{permutation = array<i64: 1, 0>}> : (tensor<4x3xf32>) -> tensor<3x4xf32>
    %647 = "stablehlo.dot_general"(%645, %646) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x3xf32>, tensor<3x4xf32>) -> tensor<4x4xf32>
    %648 = "stablehlo.dot_general"(%arg107, %arg108) <{dot_dimension_numbers = #stablehlo.dot<lhs_batching_dimensions = [0], rhs_batching_dimensions = [0], lhs_contracting_dimensions = [2], rhs_contracting_dimensions = [1]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<2x3x4xf32>, tensor<2x4x5xf32>) -> tensor<2x3x5xf32>
    %649 = "stablehlo.dot_general"(%arg108, %arg107) <{dot_dimension_numbers = #stablehlo.dot<lhs_batching_dimensions = [0], rhs_batching_dimensions = [0], lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [2]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<2x4x5xf32>, tensor<2x3x4xf32>) -> tensor<2x5x3xf32>
    %650 = "stablehlo.dot_general"(%649, %arg106) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [2], rhs_contracting_dimensions = [1]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<2x5x3xf32>, tensor<4x3xf32>) -> tensor<2x5x4xf32>
    %651 = "stablehlo.transpose"(%650) <{permutation = array<i64: 1, 2, 0>}> : (tensor<2x5x4xf32>) -> tensor<5x4x2xf32>
    %652 = "stablehlo.slice"(%arg106) <{limit_indices = array<i64: 1, 3>, start_indices = array<i64: 0, 0>, strides = array<i64: 1, 1>}> : (tensor<4x3xf32>) -> tensor<1x3xf32>
    %653 = "stablehlo.reshape"(%652) : (tensor<1x3xf32>) -> tensor<3xf32>
    %654 = "stablehlo.slice"(%arg105) <{limit_indices = array<i64: 1, 4>, start_indices = array<i64: 0, 0>, strides = array<i64: 1, 1>}> : (tensor<3x4xf32>) -> tensor<1x4xf32>
    %655 = "stablehlo.reshape"(%654) : (tensor<1x4xf32>) -> tensor<4xf32>
    %656 = "stablehlo.dot_general"(%653, %655) <{dot_dimension_numbers = #stablehlo.dot<>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<3xf32>, tensor<4xf32>) -> tensor<3x4xf32>
    %657 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %658 = "stablehlo.broadcast_in_dim"(%657) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x2xf32>
    %659 = "stablehlo.slice"(%arg106) <{limit_indices = array<i64: 1, 1>, start_indices = array<i64: 0, 0>, strides = array<i64: 1, 1>}> : (tensor<4x3xf32>) -> tensor<1x1xf32>
    %660 = "stablehlo.reshape"(%659) : (tensor<1x1xf32>) -> tensor<f32>
    %661 = "stablehlo.broadcast_in_dim"(%660) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x2xf32>
    %662 = "stablehlo.multiply"(%658, %661) : (tensor<4x2xf32>, tensor<4x2xf32>) -> tensor<4x2xf32>
    %663 = "stablehlo.dot_general"(%arg107, %662) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [2], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<2x3x4xf32>, tensor<4x2xf32>) -> tensor<2x3x2xf32>
    %664 = "stablehlo.convert"(%arg106) : (tensor<4x3xf32>) -> tensor<4x3xbf16>
    %665 = "stablehlo.convert"(%arg105) : (tensor<3x4xf32>) -> tensor<3x4xbf16>
    %666 = "stablehlo.dot_general"(%664, %665) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x3xbf16>, tensor<3x4xbf16>) -> tensor<4x4xbf16>
    %667 = "stablehlo.convert"(%666) : (tensor<4x4xbf16>) -> tensor<4x4xf32>
    %668 = "stablehlo.convert"(%arg106) : (tensor<4x3xf32>) -> tensor<4x3xbf16>
    %669 = "stablehlo.convert"(%arg105) : (tensor<3x4xf32>) -> tensor<3x4xbf16>
    %670 = "stablehlo.dot_general"(%668, %669) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x3xbf16>, tensor<3x4xbf16>) -> tensor<4x4xf32>
    %671 = "stablehlo.convolution"(%arg112, %arg110) <{batch_group_count = 1 : i64, dimension_numbers = #stablehlo.conv<[b, 0, 1, f]x[0, 1, i, o]->[b, 0, 1, f]>, feature_group_count = 1 : i64, lhs_dilation = array<i64: 1, 1>, padding = dense<0> : tensor<2x2xi64>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>], rhs_dilation = array<i64: 1, 1>, window_reversal = array<i1: false, false>, window_strides = array<i64: 1, 1>}> : (tensor<2x7x6x4xf32>, tensor<3x2x4x6xf32>) -> tensor<2x5x5x6xf32>
    %672 = "stablehlo.convolution"(%arg112, %arg110) <{batch_group_count = 1 : i64, dimension_numbers = #stablehlo.conv<[b, 0, 1, f]x[0, 1, i, o]->[b, 0, 1, f]>, feature_group_count = 1 : i64, lhs_dilation = array<i64: 1, 1>, padding = dense<[[2, 2], [0, 1]]> : tensor<2x2xi64>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>], rhs_dilation = array<i64: 2, 1>, window_reversal = array<i1: false, false>, window_strides = array<i64: 2, 1>}> : (tensor<2x7x6x4xf32>, tensor<3x2x4x6xf32>) -> tensor<2x4x6x6xf32>
    %673 = "stablehlo.convolution"(%arg112, %arg110) <{batch_group_count = 1 : i64, dimension_numbers = #stablehlo.conv<[b, 0, 1, f]x[0, 1, i, o]->[b, 0, 1, f]>, feature_group_count = 1 : i64, lhs_dilation = array<i64: 2, 3>, padding = dense<[[2, 1], [0, 3]]> : tensor<2x2xi64>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>], rhs_dilation = array<i64: 1, 1>, window_reversal = array<i1: false, false>, window_strides = array<i64: 1, 1>}> : (tensor<2x7x6x4xf32>, tensor<3x2x4x6xf32>) -> tensor<2x14x18x6xf32>
    %674 = "stablehlo.slice"(%arg110) <{limit_indices = array<i64: 3, 2, 2, 6>, start_indices = array<i64: 0, 0, 0, 0>, strides = array<i64: 1, 1, 1, 1>}> : (tensor<3x2x4x6xf32>) -> tensor<3x2x2x6xf32>
    %675 = "stablehlo.convolution"(%arg112, %674) <{batch_group_count = 1 : i64, dimension_numbers = #stablehlo.conv<[b, 0, 1, f]x[0, 1, i, o]->[b, 0, 1, f]>, feature_group_count = 2 : i64, lhs_dilation = array<i64: 1, 1>, padding = dense<0> : tensor<2x2xi64>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>], rhs_dilation = array<i64: 1, 1>, window_reversal = array<i1: false, false>, window_strides = array<i64: 1, 1>}> : (tensor<2x7x6x4xf32>, tensor<3x2x2x6xf32>) -> tensor<2x5x5x6xf32>
    %676 = "stablehlo.slice"(%arg110) <{limit_indices = array<i64: 3, 2, 1, 4>, start_indices = array<i64: 0, 0, 0, 0>, strides = array<i64: 1, 1, 1, 1>}> : (tensor<3x2x4x6xf32>) -> tensor<3x2x1x4xf32>
    %677 = "stablehlo.convolution"(%arg112, %676) <{batch_group_count = 1 : i64, dimension_numbers = #stablehlo.conv<[b, 0, 1, f]x[0, 1, i, o]->[b, 0, 1, f]>, feature_group_count = 4 : i64, lhs_dilation = array<i64: 1, 1>, padding = dense<0> : tensor<2x2xi64>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>], rhs_dilation = array<i64: 1, 1>, window_reversal = array<i1: false, false>, window_strides = array<i64: 1, 1>}> : (tensor<2x7x6x4xf32>, tensor<3x2x1x4xf32>) -> tensor<2x5x5x4xf32>
    %678 = "stablehlo.convolution"(%arg112, %arg110) <{batch_group_count = 2 : i64, dimension_numbers = #stablehlo.conv<[b, 0, 1, f]x[0, 1, i, o]->[b, 0, 1, f]>, feature_group_count = 1 : i64, lhs_dilation = array<i64: 1, 1>, padding = dense<0> : tensor<2x2xi64>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>], rhs_dilation = array<i64: 1, 1>, window_reversal = array<i1: false, false>, window_strides = array<i64: 1, 1>}> : (tensor<2x7x6x4xf32>, tensor<3x2x4x6xf32>) -> tensor<1x5x5x6xf32>
    %679 = "stablehlo.convolution"(%arg112, %arg110) <{batch_group_count = 1 : i64, dimension_numbers = #stablehlo.conv<[b, 0, 1, f]x[0, 1, i, o]->[b, 0, 1, f]>, feature_group_count = 1 : i64, lhs_dilation = array<i64: 1, 1>, padding = dense<[[-1, 0], [0, -2]]> : tensor<2x2xi64>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>], rhs_dilation = array<i64: 1, 1>, window_reversal = array<i1: false, false>, window_strides = array<i64: 1, 1>}> : (tensor<2x7x6x4xf32>, tensor<3x2x4x6xf32>) -> tensor<2x4x3x6xf32>
    %680 = "stablehlo.transpose"(%arg112) <{permutation = array<i64: 1, 0, 2, 3>}> : (tensor<2x7x6x4xf32>) -> tensor<7x2x6x4xf32>
    %681 = "stablehlo.convolution"(%680, %arg110) <{batch_group_count = 1 : i64, dimension_numbers = #stablehlo.conv<[0, b, 1, f]x[0, 1, i, o]->[f, 1, b, 0]>, feature_group_count = 1 : i64, lhs_dilation = array<i64: 1, 1>, padding = dense<0> : tensor<2x2xi64>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>], rhs_dilation = array<i64: 1, 1>, window_reversal = array<i1: false, false>, window_strides = array<i64: 1, 1>}> : (tensor<7x2x6x4xf32>, tensor<3x2x4x6xf32>) -> tensor<6x5x2x5xf32>
    %682 = "stablehlo.transpose"(%arg110) <{permutation = array<i64: 3, 2, 0, 1>}> : (tensor<3x2x4x6xf32>) -> tensor<6x4x3x2xf32>
    %683 = "stablehlo.slice"(%682) <{limit_indices = array<i64: 6, 1, 3, 2>, start_indices = array<i64: 0, 0, 0, 0>, strides = array<i64: 1, 1, 1, 1>}> : (tensor<6x4x3x2xf32>) -> tensor<6x1x3x2xf32>
    %684 = "stablehlo.broadcast_in_dim"(%683) <{broadcast_dimensions = array<i64: 0, 1, 3, 4>}> : (tensor<6x1x3x2xf32>) -> tensor<6x1x7x3x2xf32>
    %685 = "stablehlo.reshape"(%684) : (tensor<6x1x7x3x2xf32>) -> tensor<6x7x3x2xf32>
    %686 = "stablehlo.convolution"(%arg112, %685) <{batch_group_count = 1 : i64, dimension_numbers = #stablehlo.conv<[b, f, 0, 1]x[o, i, 0, 1]->[b, f, 0, 1]>, feature_group_count = 1 : i64, lhs_dilation = array<i64: 1, 1>, padding = dense<[[1, 1], [0, 1]]> : tensor<2x2xi64>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>], rhs_dilation = array<i64: 1, 1>, window_reversal = array<i1: false, false>, window_strides = array<i64: 1, 1>}> : (tensor<2x7x6x4xf32>, tensor<6x7x3x2xf32>) -> tensor<2x6x6x4xf32>
    %687 = "stablehlo.slice"(%arg112) <{limit_indices = array<i64: 2, 7, 1, 4>, start_indices = array<i64: 0, 0, 0, 0>, strides = array<i64: 1, 1, 1, 1>}> : (tensor<2x7x6x4xf32>) -> tensor<2x7x1x4xf32>
    %688 = "stablehlo.reshape"(%687) : (tensor<2x7x1x4xf32>) -> tensor<2x7x4xf32>
    %689 = "stablehlo.slice"(%arg110) <{limit_indices = array<i64: 1, 2, 4, 6>, start_indices = array<i64: 0, 0, 0, 0>, strides = array<i64: 1, 1, 1, 1>}> : (tensor<3x2x4x6xf32>) -> tensor<1x2x4x6xf32>
    %690 = "stablehlo.reshape"(%689) : (tensor<1x2x4x6xf32>) -> tensor<2x4x6xf32>
    %691 = "stablehlo.convolution"(%688, %690) <{batch_group_count = 1 : i64, dimension_numbers = #stablehlo.conv<[b, 0, f]x[0, i, o]->[b, 0, f]>, feature_group_count = 1 : i64, lhs_dilation = array<i64: 1>, padding = dense<[[0, 1]]> : tensor<1x2xi64>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>], rhs_dilation = array<i64: 1>, window_reversal = array<i1: false>, window_strides = array<i64: 1>}> : (tensor<2x7x4xf32>, tensor<2x4x6xf32>) -> tensor<2x7x6xf32>
    %692 = "stablehlo.transpose"(%arg110) <{permutation = array<i64: 0, 1, 3, 2>}> : (tensor<3x2x4x6xf32>) -> tensor<3x2x6x4xf32>
    %693 = "stablehlo.reverse"(%692) <{dimensions = array<i64: 0>}> : (tensor<3x2x6x4xf32>) -> tensor<3x2x6x4xf32>
    %694 = "stablehlo.reverse"(%693) <{dimensions = array<i64: 1>}> : (tensor<3x2x6x4xf32>) -> tensor<3x2x6x4xf32>
    %695 = "stablehlo.transpose"(%694) <{permutation = array<i64: 0, 1, 3, 2>}> : (tensor<3x2x6x4xf32>) -> tensor<3x2x4x6xf32>
    %696 = "stablehlo.convolution"(%arg112, %695) <{batch_group_count = 1 : i64, dimension_numbers = #stablehlo.conv<[b, 0, 1, f]x[0, 1, i, o]->[b, 0, 1, f]>, feature_group_count = 1 : i64, lhs_dilation = array<i64: 2, 2>, padding = dense<[[2, 1], [1, 1]]> : tensor<2x2xi64>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>], rhs_dilation = array<i64: 1, 1>, window_reversal = array<i1: false, false>, window_strides = array<i64: 1, 1>}> : (tensor<2x7x6x4xf32>, tensor<3x2x4x6xf32>) -> tensor<2x14x12x6xf32>
    %697 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %698 = "stablehlo.reduce"(%arg107, %697) <{dimensions = array<i64: 0, 2>}> ({
    ^bb0(%arg199: tensor<f32>, %arg200: tensor<f32>):
      %1107 = "stablehlo.add"(%arg199, %arg200) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%1107) : (tensor<f32>) -> ()
    }) : (tensor<2x3x4xf32>, tensor<f32>) -> tensor<3xf32>
    %699 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %700 = "stablehlo.reduce"(%arg107, %699) <{dimensions = array<i64: 0, 1, 2>}> ({
    ^bb0(%arg197: tensor<f32>, %arg198: tensor<f32>):
      %1106 = "stablehlo.add"(%arg197, %arg198) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%1106) : (tensor<f32>) -> ()
    }) : (tensor<2x3x4xf32>, tensor<f32>) -> tensor<f32>
    %701 = "stablehlo.constant"() <{value = dense<2.400000e+01> : tensor<f32>}> : () -> tensor<f32>
    %702 = "stablehlo.divide"(%700, %701) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %703 = "stablehlo.broadcast_in_dim"(%702) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<3xf32>
    %704 = "stablehlo.add"(%698, %703) : (tensor<3xf32>, tensor<3xf32>) -> tensor<3xf32>
    %705 = "stablehlo.constant"() <{value = dense<0xFF800000> : tensor<f32>}> : () -> tensor<f32>
    %706 = "stablehlo.reduce"(%arg107, %705) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg195: tensor<f32>, %arg196: tensor<f32>):
      %1105 = "stablehlo.maximum"(%arg195, %arg196) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%1105) : (tensor<f32>) -> ()
    }) : (tensor<2x3x4xf32>, tensor<f32>) -> tensor<2x4xf32>
    %707 = "stablehlo.constant"() <{value = dense<0x7F800000> : tensor<f32>}> : () -> tensor<f32>
    %708 = "stablehlo.reduce"(%arg107, %707) <{dimensions = array<i64: 0, 1>}> ({
    ^bb0(%arg193: tensor<f32>, %arg194: tensor<f32>):
      %1104 = "stablehlo.minimum"(%arg193, %arg194) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%1104) : (tensor<f32>) -> ()
    }) : (tensor<2x3x4xf32>, tensor<f32>) -> tensor<4xf32>
    %709 = "stablehlo.broadcast_in_dim"(%708) <{broadcast_dimensions = array<i64: 2>}> : (tensor<4xf32>) -> tensor<1x1x4xf32>
    %710 = "stablehlo.reshape"(%709) : (tensor<1x1x4xf32>) -> tensor<1x4xf32>
    %711 = "stablehlo.broadcast_in_dim"(%710) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<1x4xf32>) -> tensor<2x4xf32>
    %712 = "stablehlo.add"(%706, %711) : (tensor<2x4xf32>, tensor<2x4xf32>) -> tensor<2x4xf32>
    %713 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %714 = "stablehlo.reduce"(%arg107, %713) <{dimensions = array<i64: 2>}> ({
    ^bb0(%arg191: tensor<f32>, %arg192: tensor<f32>):
      %1103 = "stablehlo.multiply"(%arg191, %arg192) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%1103) : (tensor<f32>) -> ()
    }) : (tensor<2x3x4xf32>, tensor<f32>) -> tensor<2x3xf32>
    %715 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %716 = "stablehlo.broadcast_in_dim"(%715) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x3x4xf32>
    %717 = "stablehlo.compare"(%arg107, %716) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction GT>}> : (tensor<2x3x4xf32>, tensor<2x3x4xf32>) -> tensor<2x3x4xi1>
    %718 = "stablehlo.constant"() <{value = dense<false> : tensor<i1>}> : () -> tensor<i1>
    %719 = "stablehlo.reduce"(%717, %718) <{dimensions = array<i64: 2>}> ({
    ^bb0(%arg189: tensor<i1>, %arg190: tensor<i1>):
      %1102 = "stablehlo.or"(%arg189, %arg190) : (tensor<i1>, tensor<i1>) -> tensor<i1>
      "stablehlo.return"(%1102) : (tensor<i1>) -> ()
    }) : (tensor<2x3x4xi1>, tensor<i1>) -> tensor<2x3xi1>
    %720 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %721 = "stablehlo.broadcast_in_dim"(%720) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x3x4xf32>
    %722 = "stablehlo.compare"(%arg107, %721) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<2x3x4xf32>, tensor<2x3x4xf32>) -> tensor<2x3x4xi1>
    %723 = "stablehlo.constant"() <{value = dense<true> : tensor<i1>}> : () -> tensor<i1>
    %724 = "stablehlo.reduce"(%722, %723) <{dimensions = array<i64: 2>}> ({
    ^bb0(%arg187: tensor<i1>, %arg188: tensor<i1>):
      %1101 = "stablehlo.and"(%arg187, %arg188) : (tensor<i1>, tensor<i1>) -> tensor<i1>
      "stablehlo.return"(%1101) : (tensor<i1>) -> ()
    }) : (tensor<2x3x4xi1>, tensor<i1>) -> tensor<2x3xi1>
    %725 = "stablehlo.or"(%719, %724) : (tensor<2x3xi1>, tensor<2x3xi1>) -> tensor<2x3xi1>
    %726 = "func.call"(%arg107) <{callee = @argmax}> : (tensor<2x3x4xf32>) -> tensor<2x4xi32>
    %727 = "stablehlo.constant"() <{value = dense<10> : tensor<i32>}> : () -> tensor<i32>
    %728 = "stablehlo.broadcast_in_dim"(%727) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<2x4xi32>
    %729 = "stablehlo.multiply"(%726, %728) : (tensor<2x4xi32>, tensor<2x4xi32>) -> tensor<2x4xi32>
    %730 = "func.call"(%arg107) <{callee = @argmin}> : (tensor<2x3x4xf32>) -> tensor<2x4xi32>
    %731 = "stablehlo.add"(%729, %730) : (tensor<2x4xi32>, tensor<2x4xi32>) -> tensor<2x4xi32>
    %732 = "stablehlo.constant"() <{value = dense<0xFF800000> : tensor<f32>}> : () -> tensor<f32>
    %733 = "stablehlo.reduce"(%arg107, %732) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg185: tensor<f32>, %arg186: tensor<f32>):
      %1100 = "stablehlo.maximum"(%arg185, %arg186) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%1100) : (tensor<f32>) -> ()
    }) : (tensor<2x3x4xf32>, tensor<f32>) -> tensor<2x4xf32>
    %734 = "stablehlo.constant"() <{value = dense<0xFF800000> : tensor<f32>}> : () -> tensor<f32>
    %735 = "stablehlo.broadcast_in_dim"(%734) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x4xf32>
    %736 = "stablehlo.maximum"(%735, %733) : (tensor<2x4xf32>, tensor<2x4xf32>) -> tensor<2x4xf32>
    %737 = "stablehlo.broadcast_in_dim"(%736) <{broadcast_dimensions = array<i64: 0, 2>}> : (tensor<2x4xf32>) -> tensor<2x1x4xf32>
    %738 = "stablehlo.broadcast_in_dim"(%737) <{broadcast_dimensions = array<i64: 0, 1, 2>}> : (tensor<2x1x4xf32>) -> tensor<2x3x4xf32>
    %739 = "stablehlo.subtract"(%arg107, %738) : (tensor<2x3x4xf32>, tensor<2x3x4xf32>) -> tensor<2x3x4xf32>
    %740 = "stablehlo.exponential"(%739) : (tensor<2x3x4xf32>) -> tensor<2x3x4xf32>
    %741 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %742 = "stablehlo.reduce"(%740, %741) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg183: tensor<f32>, %arg184: tensor<f32>):
      %1099 = "stablehlo.add"(%arg183, %arg184) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%1099) : (tensor<f32>) -> ()
    }) : (tensor<2x3x4xf32>, tensor<f32>) -> tensor<2x4xf32>
    %743 = "stablehlo.broadcast_in_dim"(%742) <{broadcast_dimensions = array<i64: 0, 2>}> : (tensor<2x4xf32>) -> tensor<2x1x4xf32>
    %744 = "stablehlo.broadcast_in_dim"(%743) <{broadcast_dimensions = array<i64: 0, 1, 2>}> : (tensor<2x1x4xf32>) -> tensor<2x3x4xf32>
    %745 = "stablehlo.divide"(%740, %744) : (tensor<2x3x4xf32>, tensor<2x3x4xf32>) -> tensor<2x3x4xf32>
    %746 = "stablehlo.constant"() <{value = dense<0xFF800000> : tensor<f32>}> : () -> tensor<f32>
    %747 = "stablehlo.reduce"(%arg107, %746) <{dimensions = array<i64: 2>}> ({
    ^bb0(%arg181: tensor<f32>, %arg182: tensor<f32>):
      %1098 = "stablehlo.maximum"(%arg181, %arg182) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%1098) : (tensor<f32>) -> ()
    }) : (tensor<2x3x4xf32>, tensor<f32>) -> tensor<2x3xf32>
    %748 = "stablehlo.constant"() <{value = dense<0xFF800000> : tensor<f32>}> : () -> tensor<f32>
    %749 = "stablehlo.broadcast_in_dim"(%748) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x3xf32>
    %750 = "stablehlo.maximum"(%749, %747) : (tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<2x3xf32>
    %751 = "stablehlo.broadcast_in_dim"(%750) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<2x3xf32>) -> tensor<2x3x1xf32>
    %752 = "stablehlo.is_finite"(%751) : (tensor<2x3x1xf32>) -> tensor<2x3x1xi1>
    %753 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %754 = "stablehlo.broadcast_in_dim"(%753) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x3x1xf32>
    %755 = "stablehlo.select"(%752, %751, %754) : (tensor<2x3x1xi1>, tensor<2x3x1xf32>, tensor<2x3x1xf32>) -> tensor<2x3x1xf32>
    %756 = "stablehlo.broadcast_in_dim"(%755) <{broadcast_dimensions = array<i64: 0, 1, 2>}> : (tensor<2x3x1xf32>) -> tensor<2x3x4xf32>
    %757 = "stablehlo.subtract"(%arg107, %756) : (tensor<2x3x4xf32>, tensor<2x3x4xf32>) -> tensor<2x3x4xf32>
    %758 = "stablehlo.exponential"(%757) : (tensor<2x3x4xf32>) -> tensor<2x3x4xf32>
    %759 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %760 = "stablehlo.reduce"(%758, %759) <{dimensions = array<i64: 2>}> ({
    ^bb0(%arg179: tensor<f32>, %arg180: tensor<f32>):
      %1097 = "stablehlo.add"(%arg179, %arg180) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%1097) : (tensor<f32>) -> ()
    }) : (tensor<2x3x4xf32>, tensor<f32>) -> tensor<2x3xf32>
    %761 = "stablehlo.broadcast_in_dim"(%760) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<2x3xf32>) -> tensor<2x3x1xf32>
    %762 = "stablehlo.sign"(%761) : (tensor<2x3x1xf32>) -> tensor<2x3x1xf32>
    %763 = "stablehlo.abs"(%761) : (tensor<2x3x1xf32>) -> tensor<2x3x1xf32>
    %764 = "stablehlo.log"(%763) : (tensor<2x3x1xf32>) -> tensor<2x3x1xf32>
    %765 = "stablehlo.add"(%764, %755) : (tensor<2x3x1xf32>, tensor<2x3x1xf32>) -> tensor<2x3x1xf32>
    %766 = "stablehlo.broadcast_in_dim"(%765) <{broadcast_dimensions = array<i64: 0, 1, 2>}> : (tensor<2x3x1xf32>) -> tensor<2x3x4xf32>
    %767 = "stablehlo.add"(%745, %766) : (tensor<2x3x4xf32>, tensor<2x3x4xf32>) -> tensor<2x3x4xf32>
    %768 = "stablehlo.constant"() <{value = dense<0xFF800000> : tensor<f32>}> : () -> tensor<f32>
    %769 = "stablehlo.broadcast_in_dim"(%768) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<f32>
    %770 = "stablehlo.reduce_window"(%arg112, %769) <{base_dilations = array<i64: 1, 1, 1, 1>, padding = dense<[[0, 0], [1, 1], [0, 1], [0, 0]]> : tensor<4x2xi64>, window_dilations = array<i64: 1, 1, 1, 1>, window_dimensions = array<i64: 1, 3, 2, 1>, window_strides = array<i64: 1, 2, 1, 1>}> ({
    ^bb0(%arg177: tensor<f32>, %arg178: tensor<f32>):
      %1096 = "stablehlo.maximum"(%arg177, %arg178) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%1096) : (tensor<f32>) -> ()
    }) : (tensor<2x7x6x4xf32>, tensor<f32>) -> tensor<2x4x6x4xf32>
    %771 = "stablehlo.constant"() <{value = dense<0x7F800000> : tensor<f32>}> : () -> tensor<f32>
    %772 = "stablehlo.broadcast_in_dim"(%771) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<f32>
    %773 = "stablehlo.reduce_window"(%arg112, %772) <{base_dilations = array<i64: 1, 1, 1, 1>, padding = dense<0> : tensor<4x2xi64>, window_dilations = array<i64: 1, 1, 1, 1>, window_dimensions = array<i64: 1, 3, 2, 1>, window_strides = array<i64: 1, 2, 1, 1>}> ({
    ^bb0(%arg175: tensor<f32>, %arg176: tensor<f32>):
      %1095 = "stablehlo.minimum"(%arg175, %arg176) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%1095) : (tensor<f32>) -> ()
    }) : (tensor<2x7x6x4xf32>, tensor<f32>) -> tensor<2x3x5x4xf32>
    %774 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %775 = "stablehlo.broadcast_in_dim"(%774) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<f32>
    %776 = "stablehlo.reduce_window"(%arg112, %775) <{base_dilations = array<i64: 1, 1, 1, 1>, padding = dense<[[0, 0], [1, 1], [0, 2], [0, 0]]> : tensor<4x2xi64>, window_dilations = array<i64: 1, 1, 1, 1>, window_dimensions = array<i64: 1, 3, 2, 1>, window_strides = array<i64: 1, 2, 1, 1>}> ({
    ^bb0(%arg173: tensor<f32>, %arg174: tensor<f32>):
      %1094 = "stablehlo.add"(%arg173, %arg174) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%1094) : (tensor<f32>) -> ()
    }) : (tensor<2x7x6x4xf32>, tensor<f32>) -> tensor<2x4x7x4xf32>
    %777 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %778 = "stablehlo.broadcast_in_dim"(%777) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<f32>
    %779 = "stablehlo.reduce_window"(%arg112, %778) <{base_dilations = array<i64: 1, 2, 1, 1>, padding = dense<0> : tensor<4x2xi64>, window_dilations = array<i64: 1, 2, 1, 3>, window_dimensions = array<i64: 2, 2, 1, 2>, window_strides = array<i64: 1, 1, 2, 1>}> ({
    ^bb0(%arg171: tensor<f32>, %arg172: tensor<f32>):
      %1093 = "stablehlo.add"(%arg171, %arg172) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%1093) : (tensor<f32>) -> ()
    }) : (tensor<2x7x6x4xf32>, tensor<f32>) -> tensor<1x11x3x1xf32>
    %780 = "func.call"(%arg107) <{callee = @cumsum}> : (tensor<2x3x4xf32>) -> tensor<2x3x4xf32>
    %781 = "func.call"(%arg107) <{callee = @cummax}> : (tensor<2x3x4xf32>) -> tensor<2x3x4xf32>
    %782 = "stablehlo.add"(%780, %781) : (tensor<2x3x4xf32>, tensor<2x3x4xf32>) -> tensor<2x3x4xf32>
    %783 = "func.call"(%arg112) <{callee = @round_4}> : (tensor<2x7x6x4xf32>) -> tensor<2x7x6x4xf32>
    %784 = "stablehlo.constant"() <{value = dense<0xFF800000> : tensor<f32>}> : () -> tensor<f32>
    %785 = "stablehlo.broadcast_in_dim"(%784) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<f32>
    %786 = "stablehlo.reduce_window"(%783, %785) <{base_dilations = array<i64: 1, 1, 1, 1>, padding = dense<[[0, 0], [1, 1], [0, 1], [0, 0]]> : tensor<4x2xi64>, window_dilations = array<i64: 1, 1, 1, 1>, window_dimensions = array<i64: 1, 3, 2, 1>, window_strides = array<i64: 1, 2, 1, 1>}> ({
    ^bb0(%arg169: tensor<f32>, %arg170: tensor<f32>):
      %1092 = "stablehlo.maximum"(%arg169, %arg170) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%1092) : (tensor<f32>) -> ()
    }) : (tensor<2x7x6x4xf32>, tensor<f32>) -> tensor<2x4x6x4xf32>
    %787 = "stablehlo.multiply"(%786, %786) : (tensor<2x4x6x4xf32>, tensor<2x4x6x4xf32>) -> tensor<2x4x6x4xf32>
    %788 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %789 = "stablehlo.broadcast_in_dim"(%788) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x4x6x4xf32>
    %790 = "stablehlo.multiply"(%789, %786) : (tensor<2x4x6x4xf32>, tensor<2x4x6x4xf32>) -> tensor<2x4x6x4xf32>
    %791 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %792 = "stablehlo.reduce"(%787, %791) <{dimensions = array<i64: 0, 1, 2, 3>}> ({
    ^bb0(%arg167: tensor<f32>, %arg168: tensor<f32>):
      %1091 = "stablehlo.add"(%arg167, %arg168) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%1091) : (tensor<f32>) -> ()
    }) : (tensor<2x4x6x4xf32>, tensor<f32>) -> tensor<f32>
    %793 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %794 = "stablehlo.broadcast_in_dim"(%793) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x4x6x4xf32>
    %795 = "stablehlo.multiply"(%794, %790) : (tensor<2x4x6x4xf32>, tensor<2x4x6x4xf32>) -> tensor<2x4x6x4xf32>
    %796 = "stablehlo.constant"() <{value = dense<0xFF800000> : tensor<f32>}> : () -> tensor<f32>
    %797 = "stablehlo.pad"(%783, %796) <{edge_padding_high = array<i64: 0, 1, 1, 0>, edge_padding_low = array<i64: 0, 1, 0, 0>, interior_padding = array<i64: 0, 0, 0, 0>}> : (tensor<2x7x6x4xf32>, tensor<f32>) -> tensor<2x9x7x4xf32>
    %798 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %799 = "stablehlo.select_and_scatter"(%797, %795, %798) <{padding = dense<0> : tensor<4x2xi64>, window_dimensions = array<i64: 1, 3, 2, 1>, window_strides = array<i64: 1, 2, 1, 1>}> ({
    ^bb0(%arg165: tensor<f32>, %arg166: tensor<f32>):
      %1090 = "stablehlo.compare"(%arg165, %arg166) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction GE>}> : (tensor<f32>, tensor<f32>) -> tensor<i1>
      "stablehlo.return"(%1090) : (tensor<i1>) -> ()
    }, {
    ^bb0(%arg163: tensor<f32>, %arg164: tensor<f32>):
      %1089 = "stablehlo.add"(%arg163, %arg164) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%1089) : (tensor<f32>) -> ()
    }) : (tensor<2x9x7x4xf32>, tensor<2x4x6x4xf32>, tensor<f32>) -> tensor<2x9x7x4xf32>
    %800 = "stablehlo.slice"(%799) <{limit_indices = array<i64: 2, 8, 6, 4>, start_indices = array<i64: 0, 1, 0, 0>, strides = array<i64: 1, 1, 1, 1>}> : (tensor<2x9x7x4xf32>) -> tensor<2x7x6x4xf32>
    %801 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %802 = "stablehlo.broadcast_in_dim"(%801) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %803 = "stablehlo.compare"(%arg115, %802) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi1>
    %804 = "stablehlo.constant"() <{value = dense<4> : tensor<i32>}> : () -> tensor<i32>
    %805 = "stablehlo.broadcast_in_dim"(%804) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %806 = "stablehlo.add"(%arg115, %805) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %807 = "stablehlo.select"(%803, %806, %arg115) : (tensor<4xi1>, tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %808 = "stablehlo.broadcast_in_dim"(%807) <{broadcast_dimensions = array<i64: 0>}> : (tensor<4xi32>) -> tensor<4x1xi32>
    %809 = "stablehlo.gather"(%arg106, %808) <{dimension_numbers = #stablehlo.gather<offset_dims = [1], collapsed_slice_dims = [0], start_index_map = [0], index_vector_dim = 1>, indices_are_sorted = false, slice_sizes = array<i64: 1, 3>}> : (tensor<4x3xf32>, tensor<4x1xi32>) -> tensor<4x3xf32>
    %810 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %811 = "stablehlo.broadcast_in_dim"(%810) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %812 = "stablehlo.compare"(%arg115, %811) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi1>
    %813 = "stablehlo.constant"() <{value = dense<4> : tensor<i32>}> : () -> tensor<i32>
    %814 = "stablehlo.broadcast_in_dim"(%813) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %815 = "stablehlo.add"(%arg115, %814) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %816 = "stablehlo.select"(%812, %815, %arg115) : (tensor<4xi1>, tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %817 = "stablehlo.broadcast_in_dim"(%816) <{broadcast_dimensions = array<i64: 0>}> : (tensor<4xi32>) -> tensor<4x1xi32>
    %818 = "stablehlo.gather"(%arg105, %817) <{dimension_numbers = #stablehlo.gather<offset_dims = [0], collapsed_slice_dims = [1], start_index_map = [1], index_vector_dim = 1>, indices_are_sorted = false, slice_sizes = array<i64: 3, 1>}> : (tensor<3x4xf32>, tensor<4x1xi32>) -> tensor<3x4xf32>
    %819 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %820 = "stablehlo.broadcast_in_dim"(%819) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %821 = "stablehlo.compare"(%arg115, %820) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi1>
    %822 = "stablehlo.constant"() <{value = dense<4> : tensor<i32>}> : () -> tensor<i32>
    %823 = "stablehlo.broadcast_in_dim"(%822) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %824 = "stablehlo.add"(%arg115, %823) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %825 = "stablehlo.select"(%821, %824, %arg115) : (tensor<4xi1>, tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %826 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %827 = "stablehlo.broadcast_in_dim"(%826) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %828 = "stablehlo.compare"(%arg109, %827) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi1>
    %829 = "stablehlo.constant"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
    %830 = "stablehlo.broadcast_in_dim"(%829) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %831 = "stablehlo.add"(%arg109, %830) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %832 = "stablehlo.select"(%828, %831, %arg109) : (tensor<4xi1>, tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %833 = "stablehlo.broadcast_in_dim"(%825) <{broadcast_dimensions = array<i64: 0>}> : (tensor<4xi32>) -> tensor<4x1xi32>
    %834 = "stablehlo.broadcast_in_dim"(%832) <{broadcast_dimensions = array<i64: 0>}> : (tensor<4xi32>) -> tensor<4x1xi32>
    %835 = "stablehlo.concatenate"(%833, %834) <{dimension = 1 : i64}> : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %836 = "stablehlo.gather"(%arg106, %835) <{dimension_numbers = #stablehlo.gather<collapsed_slice_dims = [0, 1], start_index_map = [0, 1], index_vector_dim = 1>, indices_are_sorted = false, slice_sizes = array<i64: 1, 1>}> : (tensor<4x3xf32>, tensor<4x2xi32>) -> tensor<4xf32>
    %837 = "stablehlo.iota"() <{iota_dimension = 0 : i64}> : () -> tensor<2xi32>
    %838 = "stablehlo.slice"(%arg115) <{limit_indices = array<i64: 2>, start_indices = array<i64: 0>, strides = array<i64: 1>}> : (tensor<4xi32>) -> tensor<2xi32>
    %839 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %840 = "stablehlo.broadcast_in_dim"(%839) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<2xi32>
    %841 = "stablehlo.compare"(%837, %840) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<2xi32>, tensor<2xi32>) -> tensor<2xi1>
    %842 = "stablehlo.constant"() <{value = dense<2> : tensor<i32>}> : () -> tensor<i32>
    %843 = "stablehlo.broadcast_in_dim"(%842) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<2xi32>
    %844 = "stablehlo.add"(%837, %843) : (tensor<2xi32>, tensor<2xi32>) -> tensor<2xi32>
    %845 = "stablehlo.select"(%841, %844, %837) : (tensor<2xi1>, tensor<2xi32>, tensor<2xi32>) -> tensor<2xi32>
    %846 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %847 = "stablehlo.broadcast_in_dim"(%846) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<2xi32>
    %848 = "stablehlo.compare"(%838, %847) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<2xi32>, tensor<2xi32>) -> tensor<2xi1>
    %849 = "stablehlo.constant"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
    %850 = "stablehlo.broadcast_in_dim"(%849) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<2xi32>
    %851 = "stablehlo.add"(%838, %850) : (tensor<2xi32>, tensor<2xi32>) -> tensor<2xi32>
    %852 = "stablehlo.select"(%848, %851, %838) : (tensor<2xi1>, tensor<2xi32>, tensor<2xi32>) -> tensor<2xi32>
    %853 = "stablehlo.broadcast_in_dim"(%845) <{broadcast_dimensions = array<i64: 0>}> : (tensor<2xi32>) -> tensor<2x1xi32>
    %854 = "stablehlo.broadcast_in_dim"(%852) <{broadcast_dimensions = array<i64: 0>}> : (tensor<2xi32>) -> tensor<2x1xi32>
    %855 = "stablehlo.concatenate"(%853, %854) <{dimension = 1 : i64}> : (tensor<2x1xi32>, tensor<2x1xi32>) -> tensor<2x2xi32>
    %856 = "stablehlo.gather"(%arg107, %855) <{dimension_numbers = #stablehlo.gather<offset_dims = [1], collapsed_slice_dims = [0, 1], start_index_map = [0, 1], index_vector_dim = 1>, indices_are_sorted = false, slice_sizes = array<i64: 1, 1, 4>}> : (tensor<2x3x4xf32>, tensor<2x2xi32>) -> tensor<2x4xf32>
    %857 = "stablehlo.reshape"(%arg109) : (tensor<4xi32>) -> tensor<2x2xi32>
    %858 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %859 = "stablehlo.broadcast_in_dim"(%858) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<2x2xi32>
    %860 = "stablehlo.compare"(%857, %859) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<2x2xi32>, tensor<2x2xi32>) -> tensor<2x2xi1>
    %861 = "stablehlo.constant"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
    %862 = "stablehlo.broadcast_in_dim"(%861) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<2x2xi32>
    %863 = "stablehlo.add"(%857, %862) : (tensor<2x2xi32>, tensor<2x2xi32>) -> tensor<2x2xi32>
    %864 = "stablehlo.select"(%860, %863, %857) : (tensor<2x2xi1>, tensor<2x2xi32>, tensor<2x2xi32>) -> tensor<2x2xi32>
    %865 = "stablehlo.broadcast_in_dim"(%864) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<2x2xi32>) -> tensor<2x2x1xi32>
    %866 = "stablehlo.gather"(%arg107, %865) <{dimension_numbers = #stablehlo.gather<offset_dims = [2], collapsed_slice_dims = [1], operand_batching_dims = [0], start_indices_batching_dims = [0], start_index_map = [1], index_vector_dim = 2>, indices_are_sorted = false, slice_sizes = array<i64: 1, 1, 4>}> : (tensor<2x3x4xf32>, tensor<2x2x1xi32>) -> tensor<2x2x4xf32>
    %867 = "stablehlo.gather"(%arg107, %337) <{dimension_numbers = #stablehlo.gather<offset_dims = [1, 2], collapsed_slice_dims = [0], start_index_map = [0, 1], index_vector_dim = 1>, indices_are_sorted = false, slice_sizes = array<i64: 1, 2, 4>}> : (tensor<2x3x4xf32>, tensor<2x2xi32>) -> tensor<2x2x4xf32>
    %868 = "stablehlo.constant"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
    %869 = "stablehlo.broadcast_in_dim"(%868) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<2x3xi32>
    %870 = "stablehlo.add"(%338, %869) : (tensor<2x3xi32>, tensor<2x3xi32>) -> tensor<2x3xi32>
    %871 = "stablehlo.select"(%339, %870, %338) : (tensor<2x3xi1>, tensor<2x3xi32>, tensor<2x3xi32>) -> tensor<2x3xi32>
    %872 = "stablehlo.constant"() <{value = dense<4> : tensor<i32>}> : () -> tensor<i32>
    %873 = "stablehlo.broadcast_in_dim"(%872) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<3xi32>
    %874 = "stablehlo.add"(%340, %873) : (tensor<3xi32>, tensor<3xi32>) -> tensor<3xi32>
    %875 = "stablehlo.select"(%341, %874, %340) : (tensor<3xi1>, tensor<3xi32>, tensor<3xi32>) -> tensor<3xi32>
    %876 = "stablehlo.broadcast_in_dim"(%875) <{broadcast_dimensions = array<i64: 1>}> : (tensor<3xi32>) -> tensor<2x3xi32>
    %877 = "stablehlo.broadcast_in_dim"(%871) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<2x3xi32>) -> tensor<2x3x1xi32>
    %878 = "stablehlo.broadcast_in_dim"(%876) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<2x3xi32>) -> tensor<2x3x1xi32>
    %879 = "stablehlo.concatenate"(%877, %878) <{dimension = 2 : i64}> : (tensor<2x3x1xi32>, tensor<2x3x1xi32>) -> tensor<2x3x2xi32>
    %880 = "stablehlo.gather"(%arg107, %879) <{dimension_numbers = #stablehlo.gather<offset_dims = [0], collapsed_slice_dims = [1, 2], start_index_map = [1, 2], index_vector_dim = 2>, indices_are_sorted = false, slice_sizes = array<i64: 2, 1, 1>}> : (tensor<2x3x4xf32>, tensor<2x3x2xi32>) -> tensor<2x2x3xf32>
    %881 = "stablehlo.constant"() <{value = dense<2> : tensor<i32>}> : () -> tensor<i32>
    %882 = "stablehlo.broadcast_in_dim"(%881) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<2xi32>
    %883 = "stablehlo.add"(%342, %882) : (tensor<2xi32>, tensor<2xi32>) -> tensor<2xi32>
    %884 = "stablehlo.select"(%343, %883, %342) : (tensor<2xi1>, tensor<2xi32>, tensor<2xi32>) -> tensor<2xi32>
    %885 = "stablehlo.constant"() <{value = dense<4> : tensor<i32>}> : () -> tensor<i32>
    %886 = "stablehlo.broadcast_in_dim"(%885) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<2xi32>
    %887 = "stablehlo.add"(%344, %886) : (tensor<2xi32>, tensor<2xi32>) -> tensor<2xi32>
    %888 = "stablehlo.select"(%345, %887, %344) : (tensor<2xi1>, tensor<2xi32>, tensor<2xi32>) -> tensor<2xi32>
    %889 = "stablehlo.broadcast_in_dim"(%884) <{broadcast_dimensions = array<i64: 0>}> : (tensor<2xi32>) -> tensor<2x1xi32>
    %890 = "stablehlo.broadcast_in_dim"(%888) <{broadcast_dimensions = array<i64: 0>}> : (tensor<2xi32>) -> tensor<2x1xi32>
    %891 = "stablehlo.concatenate"(%889, %890) <{dimension = 1 : i64}> : (tensor<2x1xi32>, tensor<2x1xi32>) -> tensor<2x2xi32>
    %892 = "stablehlo.gather"(%arg107, %891) <{dimension_numbers = #stablehlo.gather<offset_dims = [1], collapsed_slice_dims = [0, 2], start_index_map = [0, 2], index_vector_dim = 1>, indices_are_sorted = false, slice_sizes = array<i64: 1, 3, 1>}> : (tensor<2x3x4xf32>, tensor<2x2xi32>) -> tensor<2x3xf32>
    %893 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %894 = "stablehlo.broadcast_in_dim"(%893) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %895 = "stablehlo.multiply"(%894, %arg106) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %896 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %897 = "stablehlo.broadcast_in_dim"(%896) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %898 = "stablehlo.compare"(%arg115, %897) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi1>
    %899 = "stablehlo.constant"() <{value = dense<4> : tensor<i32>}> : () -> tensor<i32>
    %900 = "stablehlo.broadcast_in_dim"(%899) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %901 = "stablehlo.add"(%arg115, %900) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %902 = "stablehlo.select"(%898, %901, %arg115) : (tensor<4xi1>, tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %903 = "stablehlo.broadcast_in_dim"(%902) <{broadcast_dimensions = array<i64: 0>}> : (tensor<4xi32>) -> tensor<4x1xi32>
    %904 = "stablehlo.scatter"(%arg106, %903, %895) <{indices_are_sorted = false, scatter_dimension_numbers = #stablehlo.scatter<update_window_dims = [1], inserted_window_dims = [0], scatter_dims_to_operand_dims = [0], index_vector_dim = 1>, unique_indices = false}> ({
    ^bb0(%arg161: tensor<f32>, %arg162: tensor<f32>):
      %1088 = "stablehlo.add"(%arg161, %arg162) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%1088) : (tensor<f32>) -> ()
    }) : (tensor<4x3xf32>, tensor<4x1xi32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %905 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %906 = "stablehlo.broadcast_in_dim"(%905) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %907 = "stablehlo.compare"(%arg115, %906) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi1>
    %908 = "stablehlo.constant"() <{value = dense<4> : tensor<i32>}> : () -> tensor<i32>
    %909 = "stablehlo.broadcast_in_dim"(%908) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %910 = "stablehlo.add"(%arg115, %909) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %911 = "stablehlo.select"(%907, %910, %arg115) : (tensor<4xi1>, tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %912 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %913 = "stablehlo.broadcast_in_dim"(%912) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %914 = "stablehlo.compare"(%arg109, %913) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi1>
    %915 = "stablehlo.constant"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
    %916 = "stablehlo.broadcast_in_dim"(%915) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %917 = "stablehlo.add"(%arg109, %916) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %918 = "stablehlo.select"(%914, %917, %arg109) : (tensor<4xi1>, tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %919 = "stablehlo.broadcast_in_dim"(%911) <{broadcast_dimensions = array<i64: 0>}> : (tensor<4xi32>) -> tensor<4x1xi32>
    %920 = "stablehlo.broadcast_in_dim"(%918) <{broadcast_dimensions = array<i64: 0>}> : (tensor<4xi32>) -> tensor<4x1xi32>
    %921 = "stablehlo.concatenate"(%919, %920) <{dimension = 1 : i64}> : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %922 = "stablehlo.constant"() <{value = dense<1.500000e+00> : tensor<f32>}> : () -> tensor<f32>
    %923 = "stablehlo.broadcast_in_dim"(%922) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4xf32>
    %924 = "stablehlo.scatter"(%arg106, %921, %923) <{indices_are_sorted = false, scatter_dimension_numbers = #stablehlo.scatter<inserted_window_dims = [0, 1], scatter_dims_to_operand_dims = [0, 1], index_vector_dim = 1>, unique_indices = false}> ({
    ^bb0(%arg159: tensor<f32>, %arg160: tensor<f32>):
      %1087 = "stablehlo.add"(%arg159, %arg160) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%1087) : (tensor<f32>) -> ()
    }) : (tensor<4x3xf32>, tensor<4x2xi32>, tensor<4xf32>) -> tensor<4x3xf32>
    %925 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
    %926 = "stablehlo.broadcast_in_dim"(%925) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<1xi32>
    %927 = "stablehlo.constant"() <{value = dense<5.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %928 = "stablehlo.broadcast_in_dim"(%927) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<3xf32>
    %929 = "stablehlo.scatter"(%arg106, %926, %928) <{indices_are_sorted = true, scatter_dimension_numbers = #stablehlo.scatter<update_window_dims = [0], inserted_window_dims = [0], scatter_dims_to_operand_dims = [0]>, unique_indices = true}> ({
    ^bb0(%arg157: tensor<f32>, %arg158: tensor<f32>):
      "stablehlo.return"(%arg158) : (tensor<f32>) -> ()
    }) : (tensor<4x3xf32>, tensor<1xi32>, tensor<3xf32>) -> tensor<4x3xf32>
    %930 = "stablehlo.constant"() <{value = dense<2> : tensor<i32>}> : () -> tensor<i32>
    %931 = "stablehlo.broadcast_in_dim"(%930) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<1xi32>
    %932 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %933 = "stablehlo.broadcast_in_dim"(%932) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4xf32>
    %934 = "stablehlo.scatter"(%929, %931, %933) <{indices_are_sorted = true, scatter_dimension_numbers = #stablehlo.scatter<update_window_dims = [0], inserted_window_dims = [1], scatter_dims_to_operand_dims = [1]>, unique_indices = true}> ({
    ^bb0(%arg155: tensor<f32>, %arg156: tensor<f32>):
      %1086 = "stablehlo.add"(%arg155, %arg156) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%1086) : (tensor<f32>) -> ()
    }) : (tensor<4x3xf32>, tensor<1xi32>, tensor<4xf32>) -> tensor<4x3xf32>
    %935 = "stablehlo.slice"(%arg115) <{limit_indices = array<i64: 2>, start_indices = array<i64: 0>, strides = array<i64: 1>}> : (tensor<4xi32>) -> tensor<2xi32>
    %936 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %937 = "stablehlo.broadcast_in_dim"(%936) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<2xi32>
    %938 = "stablehlo.compare"(%935, %937) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<2xi32>, tensor<2xi32>) -> tensor<2xi1>
    %939 = "stablehlo.constant"() <{value = dense<4> : tensor<i32>}> : () -> tensor<i32>
    %940 = "stablehlo.broadcast_in_dim"(%939) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<2xi32>
    %941 = "stablehlo.add"(%935, %940) : (tensor<2xi32>, tensor<2xi32>) -> tensor<2xi32>
    %942 = "stablehlo.select"(%938, %941, %935) : (tensor<2xi1>, tensor<2xi32>, tensor<2xi32>) -> tensor<2xi32>
    %943 = "stablehlo.broadcast_in_dim"(%942) <{broadcast_dimensions = array<i64: 0>}> : (tensor<2xi32>) -> tensor<2x1xi32>
    %944 = "stablehlo.constant"() <{value = dense<7.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %945 = "stablehlo.broadcast_in_dim"(%944) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x3xf32>
    %946 = "stablehlo.scatter"(%934, %943, %945) <{indices_are_sorted = false, scatter_dimension_numbers = #stablehlo.scatter<update_window_dims = [1], inserted_window_dims = [0], scatter_dims_to_operand_dims = [0], index_vector_dim = 1>, unique_indices = false}> ({
    ^bb0(%arg153: tensor<f32>, %arg154: tensor<f32>):
      "stablehlo.return"(%arg154) : (tensor<f32>) -> ()
    }) : (tensor<4x3xf32>, tensor<2x1xi32>, tensor<2x3xf32>) -> tensor<4x3xf32>
    %947 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %948 = "stablehlo.broadcast_in_dim"(%947) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %949 = "stablehlo.compare"(%arg115, %948) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi1>
    %950 = "stablehlo.constant"() <{value = dense<4> : tensor<i32>}> : () -> tensor<i32>
    %951 = "stablehlo.broadcast_in_dim"(%950) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %952 = "stablehlo.add"(%arg115, %951) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %953 = "stablehlo.select"(%949, %952, %arg115) : (tensor<4xi1>, tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %954 = "stablehlo.broadcast_in_dim"(%953) <{broadcast_dimensions = array<i64: 0>}> : (tensor<4xi32>) -> tensor<4x1xi32>
    %955 = "stablehlo.constant"() <{value = dense<-1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %956 = "stablehlo.broadcast_in_dim"(%955) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %957 = "stablehlo.scatter"(%arg106, %954, %956) <{indices_are_sorted = false, scatter_dimension_numbers = #stablehlo.scatter<update_window_dims = [1], inserted_window_dims = [0], scatter_dims_to_operand_dims = [0], index_vector_dim = 1>, unique_indices = false}> ({
    ^bb0(%arg151: tensor<f32>, %arg152: tensor<f32>):
      %1085 = "stablehlo.maximum"(%arg151, %arg152) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%1085) : (tensor<f32>) -> ()
    }) : (tensor<4x3xf32>, tensor<4x1xi32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %958 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %959 = "stablehlo.broadcast_in_dim"(%958) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %960 = "stablehlo.compare"(%arg115, %959) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi1>
    %961 = "stablehlo.constant"() <{value = dense<4> : tensor<i32>}> : () -> tensor<i32>
    %962 = "stablehlo.broadcast_in_dim"(%961) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %963 = "stablehlo.add"(%arg115, %962) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %964 = "stablehlo.select"(%960, %963, %arg115) : (tensor<4xi1>, tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %965 = "stablehlo.broadcast_in_dim"(%964) <{broadcast_dimensions = array<i64: 0>}> : (tensor<4xi32>) -> tensor<4x1xi32>
    %966 = "stablehlo.constant"() <{value = dense<4.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %967 = "stablehlo.broadcast_in_dim"(%966) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %968 = "stablehlo.scatter"(%957, %965, %967) <{indices_are_sorted = false, scatter_dimension_numbers = #stablehlo.scatter<update_window_dims = [1], inserted_window_dims = [0], scatter_dims_to_operand_dims = [0], index_vector_dim = 1>, unique_indices = false}> ({
    ^bb0(%arg149: tensor<f32>, %arg150: tensor<f32>):
      %1084 = "stablehlo.minimum"(%arg149, %arg150) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%1084) : (tensor<f32>) -> ()
    }) : (tensor<4x3xf32>, tensor<4x1xi32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %969 = "stablehlo.slice"(%arg115) <{limit_indices = array<i64: 1>, start_indices = array<i64: 0>, strides = array<i64: 1>}> : (tensor<4xi32>) -> tensor<1xi32>
    %970 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %971 = "stablehlo.broadcast_in_dim"(%970) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<1xi32>
    %972 = "stablehlo.compare"(%969, %971) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<1xi32>, tensor<1xi32>) -> tensor<1xi1>
    %973 = "stablehlo.constant"() <{value = dense<4> : tensor<i32>}> : () -> tensor<i32>
    %974 = "stablehlo.broadcast_in_dim"(%973) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<1xi32>
    %975 = "stablehlo.add"(%969, %974) : (tensor<1xi32>, tensor<1xi32>) -> tensor<1xi32>
    %976 = "stablehlo.select"(%972, %975, %969) : (tensor<1xi1>, tensor<1xi32>, tensor<1xi32>) -> tensor<1xi32>
    %977 = "stablehlo.broadcast_in_dim"(%976) <{broadcast_dimensions = array<i64: 0>}> : (tensor<1xi32>) -> tensor<1x1xi32>
    %978 = "stablehlo.constant"() <{value = dense<3.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %979 = "stablehlo.broadcast_in_dim"(%978) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<1x3xf32>
    %980 = "stablehlo.scatter"(%968, %977, %979) <{indices_are_sorted = false, scatter_dimension_numbers = #stablehlo.scatter<update_window_dims = [1], inserted_window_dims = [0], scatter_dims_to_operand_dims = [0], index_vector_dim = 1>, unique_indices = false}> ({
    ^bb0(%arg147: tensor<f32>, %arg148: tensor<f32>):
      %1083 = "stablehlo.multiply"(%arg147, %arg148) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%1083) : (tensor<f32>) -> ()
    }) : (tensor<4x3xf32>, tensor<1x1xi32>, tensor<1x3xf32>) -> tensor<4x3xf32>
    %981 = "stablehlo.constant"() <{value = dense<2> : tensor<i32>}> : () -> tensor<i32>
    %982 = "stablehlo.broadcast_in_dim"(%981) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %983 = "stablehlo.add"(%arg115, %982) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %984 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %985 = "stablehlo.broadcast_in_dim"(%984) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %986 = "stablehlo.compare"(%983, %985) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi1>
    %987 = "stablehlo.constant"() <{value = dense<4> : tensor<i32>}> : () -> tensor<i32>
    %988 = "stablehlo.broadcast_in_dim"(%987) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %989 = "stablehlo.add"(%983, %988) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %990 = "stablehlo.select"(%986, %989, %983) : (tensor<4xi1>, tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %991 = "stablehlo.broadcast_in_dim"(%990) <{broadcast_dimensions = array<i64: 0>}> : (tensor<4xi32>) -> tensor<4x1xi32>
    %992 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %993 = "stablehlo.broadcast_in_dim"(%992) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %994 = "stablehlo.scatter"(%arg106, %991, %993) <{indices_are_sorted = false, scatter_dimension_numbers = #stablehlo.scatter<update_window_dims = [1], inserted_window_dims = [0], scatter_dims_to_operand_dims = [0], index_vector_dim = 1>, unique_indices = false}> ({
    ^bb0(%arg145: tensor<f32>, %arg146: tensor<f32>):
      %1082 = "stablehlo.add"(%arg145, %arg146) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%1082) : (tensor<f32>) -> ()
    }) : (tensor<4x3xf32>, tensor<4x1xi32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %995 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %996 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
    %997 = "stablehlo.constant"() <{value = dense<2> : tensor<i32>}> : () -> tensor<i32>
    %998 = "stablehlo.clamp"(%995, %996, %997) : (tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<i32>
    %999 = "stablehlo.case"(%998) ({
      "stablehlo.return"(%arg106) : (tensor<4x3xf32>) -> ()
    }, {
      %1081 = "stablehlo.negate"(%arg106) : (tensor<4x3xf32>) -> tensor<4x3xf32>
      "stablehlo.return"(%1081) : (tensor<4x3xf32>) -> ()
    }, {
      %1078 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %1079 = "stablehlo.broadcast_in_dim"(%1078) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
      %1080 = "stablehlo.multiply"(%arg106, %1079) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
      "stablehlo.return"(%1080) : (tensor<4x3xf32>) -> ()
    }) : (tensor<i32>) -> tensor<4x3xf32>
    %1000 = "stablehlo.slice"(%arg106) <{limit_indices = array<i64: 1, 3>, start_indices = array<i64: 0, 0>, strides = array<i64: 1, 1>}> : (tensor<4x3xf32>) -> tensor<1x3xf32>
    %1001 = "stablehlo.reshape"(%1000) : (tensor<1x3xf32>) -> tensor<3xf32>
    %1002 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %1003 = "stablehlo.broadcast_in_dim"(%1002) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4xf32>
    %1004 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %1005:4 = "stablehlo.while"(%arg106, %1004, %1001, %1003) ({
    ^bb0(%arg141: tensor<4x3xf32>, %arg142: tensor<i32>, %arg143: tensor<3xf32>, %arg144: tensor<4xf32>):
      %1076 = "stablehlo.constant"() <{value = dense<4> : tensor<i32>}> : () -> tensor<i32>
      %1077 = "stablehlo.compare"(%arg142, %1076) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
      "stablehlo.return"(%1077) : (tensor<i1>) -> ()
    }, {
    ^bb0(%arg137: tensor<4x3xf32>, %arg138: tensor<i32>, %arg139: tensor<3xf32>, %arg140: tensor<4xf32>):
      %1067 = "stablehlo.constant"() <{value = dense<4> : tensor<i32>}> : () -> tensor<i32>
      %1068 = "stablehlo.subtract"(%1067, %arg138) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      %1069 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
      %1070 = "stablehlo.subtract"(%1068, %1069) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      %1071 = "func.call"(%arg137, %1070) <{callee = @dynamic_index_in_dim}> : (tensor<4x3xf32>, tensor<i32>) -> tensor<3xf32>
      %1072:2 = "func.call"(%arg139, %1071) <{callee = @closed_call}> : (tensor<3xf32>, tensor<3xf32>) -> (tensor<3xf32>, tensor<f32>)
      %1073 = "func.call"(%arg140, %1072#1, %1070) <{callee = @dynamic_update_index_in_dim}> : (tensor<4xf32>, tensor<f32>, tensor<i32>) -> tensor<4xf32>
      %1074 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
      %1075 = "stablehlo.add"(%arg138, %1074) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      "stablehlo.return"(%arg137, %1075, %1072#0, %1073) : (tensor<4x3xf32>, tensor<i32>, tensor<3xf32>, tensor<4xf32>) -> ()
    }) : (tensor<4x3xf32>, tensor<i32>, tensor<3xf32>, tensor<4xf32>) -> (tensor<4x3xf32>, tensor<i32>, tensor<3xf32>, tensor<4xf32>)
    %1006 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %1007 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %1008:3 = "stablehlo.while"(%arg105, %1006, %1007) ({
    ^bb0(%arg134: tensor<3x4xf32>, %arg135: tensor<i32>, %arg136: tensor<f32>):
      %1065 = "stablehlo.constant"() <{value = dense<5> : tensor<i32>}> : () -> tensor<i32>
      %1066 = "stablehlo.compare"(%arg135, %1065) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
      "stablehlo.return"(%1066) : (tensor<i1>) -> ()
    }, {
    ^bb0(%arg129: tensor<3x4xf32>, %arg130: tensor<i32>, %arg131: tensor<f32>):
      %1054 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
      %1055 = "stablehlo.add"(%arg130, %1054) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      %1056 = "stablehlo.constant"() <{value = dense<5.000000e-01> : tensor<f32>}> : () -> tensor<f32>
      %1057 = "stablehlo.multiply"(%arg131, %1056) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      %1058 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %1059 = "stablehlo.reduce"(%arg129, %1058) <{dimensions = array<i64: 0, 1>}> ({
      ^bb0(%arg132: tensor<f32>, %arg133: tensor<f32>):
        %1064 = "stablehlo.add"(%arg132, %arg133) : (tensor<f32>, tensor<f32>) -> tensor<f32>
        "stablehlo.return"(%1064) : (tensor<f32>) -> ()
      }) : (tensor<3x4xf32>, tensor<f32>) -> tensor<f32>
      %1060 = "stablehlo.convert"(%arg130) : (tensor<i32>) -> tensor<f32>
      %1061 = "stablehlo.multiply"(%1059, %1060) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      %1062 = "stablehlo.convert"(%1057) : (tensor<f32>) -> tensor<f32>
      %1063 = "stablehlo.add"(%1062, %1061) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%arg129, %1055, %1063) : (tensor<3x4xf32>, tensor<i32>, tensor<f32>) -> ()
    }) : (tensor<3x4xf32>, tensor<i32>, tensor<f32>) -> (tensor<3x4xf32>, tensor<i32>, tensor<f32>)
    %1009 = "stablehlo.iota"() <{iota_dimension = 0 : i64}> : () -> tensor<4xi32>
    %1010 = "stablehlo.convert"(%1009) : (tensor<4xi32>) -> tensor<4xf32>
    %1011 = "stablehlo.multiply"(%1005#3, %1010) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %1012 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %1013 = "stablehlo.reduce"(%1011, %1012) <{dimensions = array<i64: 0>}> ({
    ^bb0(%arg127: tensor<f32>, %arg128: tensor<f32>):
      %1053 = "stablehlo.add"(%arg127, %arg128) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%1053) : (tensor<f32>) -> ()
    }) : (tensor<4xf32>, tensor<f32>) -> tensor<f32>
    %1014 = "stablehlo.broadcast_in_dim"(%1013) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<3xf32>
    %1015 = "stablehlo.add"(%1005#2, %1014) : (tensor<3xf32>, tensor<3xf32>) -> tensor<3xf32>
    %1016 = "stablehlo.sine"(%arg106) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %1017 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %1018 = "stablehlo.broadcast_in_dim"(%1017) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %1019 = "stablehlo.multiply"(%1016, %1018) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %1020 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %1021 = "stablehlo.compare"(%arg111, %1020) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
    %1022 = "stablehlo.constant"() <{value = dense<4> : tensor<i32>}> : () -> tensor<i32>
    %1023 = "stablehlo.add"(%arg111, %1022) : (tensor<i32>, tensor<i32>) -> tensor<i32>
    %1024 = "stablehlo.select"(%1021, %1023, %arg111) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
    %1025 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %1026 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %1027 = "stablehlo.compare"(%1025, %1026) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
    %1028 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %1029 = "stablehlo.constant"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
    %1030 = "stablehlo.add"(%1028, %1029) : (tensor<i32>, tensor<i32>) -> tensor<i32>
    %1031 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %1032 = "stablehlo.select"(%1027, %1030, %1031) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
    %1033 = "stablehlo.dynamic_slice"(%arg106, %1024, %1032) <{slice_sizes = array<i64: 1, 3>}> : (tensor<4x3xf32>, tensor<i32>, tensor<i32>) -> tensor<1x3xf32>
    %1034 = "stablehlo.reshape"(%1033) : (tensor<1x3xf32>) -> tensor<3xf32>
    %1035 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %1036 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %1037:4 = "stablehlo.while"(%arg106, %1036, %1035, %1034) ({
    ^bb0(%arg123: tensor<4x3xf32>, %arg124: tensor<i32>, %arg125: tensor<i32>, %arg126: tensor<3xf32>):
      %1051 = "stablehlo.constant"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
      %1052 = "stablehlo.compare"(%arg124, %1051) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
      "stablehlo.return"(%1052) : (tensor<i1>) -> ()
    }, {
    ^bb0(%arg119: tensor<4x3xf32>, %arg120: tensor<i32>, %arg121: tensor<i32>, %arg122: tensor<3xf32>):
      %1048:2 = "func.call"(%arg119, %arg121, %arg122) <{callee = @closed_call_5}> : (tensor<4x3xf32>, tensor<i32>, tensor<3xf32>) -> (tensor<i32>, tensor<3xf32>)
      %1049 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
      %1050 = "stablehlo.add"(%arg120, %1049) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      "stablehlo.return"(%arg119, %1050, %1048#0, %1048#1) : (tensor<4x3xf32>, tensor<i32>, tensor<i32>, tensor<3xf32>) -> ()
    }) : (tensor<4x3xf32>, tensor<i32>, tensor<i32>, tensor<3xf32>) -> (tensor<4x3xf32>, tensor<i32>, tensor<i32>, tensor<3xf32>)
    %1038 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %1039 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %1040 = "func.call"(%arg114, %1038, %1039) <{callee = @_uniform}> : (tensor<2xui32>, tensor<f32>, tensor<f32>) -> tensor<3x4xf32>
    %1041 = "func.call"(%arg114) <{callee = @_normal}> : (tensor<2xui32>) -> tensor<3x4xf32>
    %1042 = "stablehlo.constant"() <{value = dense<4.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %1043 = "func.call"(%arg114, %1042) <{callee = @_bernoulli}> : (tensor<2xui32>, tensor<f32>) -> tensor<3x4xi1>
    %1044 = "stablehlo.multiply"(%arg105, %arg105) : (tensor<3x4xf32>, tensor<3x4xf32>) -> tensor<3x4xf32>
    %1045 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %1046 = "stablehlo.reduce"(%1044, %1045) <{dimensions = array<i64: 0, 1>}> ({
    ^bb0(%arg117: tensor<f32>, %arg118: tensor<f32>):
      %1047 = "stablehlo.add"(%arg117, %arg118) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%1047) : (tensor<f32>) -> ()
    }) : (tensor<3x4xf32>, tensor<f32>) -> tensor<f32>
    "func.return"(%1046, %431, %1019, %1037#3, %1015, %999, %1008#2, %678, %679, %677, %686, %696, %675, %681, %691, %671, %672, %673, %404, %381, %374, %523, %548, %529, %503, %558, %560, %538, %463, %904, %924, %892, %866, %818, %856, %994, %980, %880, %836, %809, %946, %867, %592, %578, %643, %619, %598, %580, %570, %583, %584, %571, %564, %601, %634, %487, %393, %648, %663, %651, %644, %667, %656, %647, %670, %1043, %1041, %1040, %725, %731, %782, %779, %712, %770, %773, %800, %714, %767, %776, %704, %466, %417, %479, %422, %359) : (tensor<f32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<4x3xf32>, tensor<f32>, tensor<1x5x5x6xf32>, tensor<2x4x3x6xf32>, tensor<2x5x5x4xf32>, tensor<2x6x6x4xf32>, tensor<2x14x12x6xf32>, tensor<2x5x5x6xf32>, tensor<6x5x2x5xf32>, tensor<2x7x6xf32>, tensor<2x5x5x6xf32>, tensor<2x4x6x6xf32>, tensor<2x14x18x6xf32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<4xi32>, tensor<4xf32>, tensor<4xi32>, tensor<4xi32>, tensor<4xi32>, tensor<4xi32>, tensor<4xi32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<2x3xf32>, tensor<2x2x4xf32>, tensor<3x4xf32>, tensor<2x4xf32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<2x2x3xf32>, tensor<4xf32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<2x2x4xf32>, tensor<4x2x3xf32>, tensor<7x3xf32>, tensor<4x3xf32>, tensor<2x3xf32>, tensor<3x2xf32>, tensor<7x6xf32>, tensor<3x2x1x4xf32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<2x2x2xf32>, tensor<4x2x3xf32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<2x3x5xf32>, tensor<2x3x2xf32>, tensor<5x4x2xf32>, tensor<4x4xf32>, tensor<4x4xf32>, tensor<3x4xf32>, tensor<4x4xf32>, tensor<4x4xf32>, tensor<3x4xi1>, tensor<3x4xf32>, tensor<3x4xf32>, tensor<2x3xi1>, tensor<2x4xi32>, tensor<2x3x4xf32>, tensor<1x11x3x1xf32>, tensor<2x4xf32>, tensor<2x4x6x4xf32>, tensor<2x3x5x4xf32>, tensor<2x7x6x4xf32>, tensor<2x3xf32>, tensor<2x3x4xf32>, tensor<2x4x7x4xf32>, tensor<3xf32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<4x3xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}], function_type = (tensor<4x3xf32>) -> tensor<4x3xf32>, res_attrs = [{}], sym_name = "arccosh", sym_visibility = "private"}> ({
  ^bb0(%arg104: tensor<4x3xf32>):
    %335 = "chlo.acosh"(%arg104) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    "func.return"(%335) : (tensor<4x3xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}], function_type = (tensor<4x3xf32>) -> tensor<4x3xf32>, res_attrs = [{}], sym_name = "round", sym_visibility = "private"}> ({
  ^bb0(%arg103: tensor<4x3xf32>):
    %334 = "stablehlo.round_nearest_even"(%arg103) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    "func.return"(%334) : (tensor<4x3xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<4x3xf32>, tensor<f32>, tensor<f32>) -> tensor<4x3xf32>, res_attrs = [{}], sym_name = "clip", sym_visibility = "private"}> ({
  ^bb0(%arg100: tensor<4x3xf32>, %arg101: tensor<f32>, %arg102: tensor<f32>):
    %328 = "stablehlo.convert"(%arg101) : (tensor<f32>) -> tensor<f32>
    %329 = "stablehlo.broadcast_in_dim"(%328) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %330 = "stablehlo.maximum"(%329, %arg100) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %331 = "stablehlo.convert"(%arg102) : (tensor<f32>) -> tensor<f32>
    %332 = "stablehlo.broadcast_in_dim"(%331) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %333 = "stablehlo.minimum"(%332, %330) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    "func.return"(%333) : (tensor<4x3xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}], function_type = (tensor<4x3xf32>) -> tensor<4x3xf32>, res_attrs = [{}], sym_name = "silu", sym_visibility = "private"}> ({
  ^bb0(%arg99: tensor<4x3xf32>):
    %319 = "stablehlo.negate"(%arg99) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %320 = "stablehlo.exponential"(%319) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %321 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %322 = "stablehlo.broadcast_in_dim"(%321) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %323 = "stablehlo.add"(%322, %320) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %324 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %325 = "stablehlo.broadcast_in_dim"(%324) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %326 = "stablehlo.divide"(%325, %323) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %327 = "stablehlo.multiply"(%arg99, %326) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    "func.return"(%327) : (tensor<4x3xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}], function_type = (tensor<4x3xf32>) -> tensor<4x3xf32>, res_attrs = [{}], sym_name = "softplus", sym_visibility = "private"}> ({
  ^bb0(%arg98: tensor<4x3xf32>):
    %305 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %306 = "stablehlo.broadcast_in_dim"(%305) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %307 = "stablehlo.maximum"(%arg98, %306) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %308 = "stablehlo.broadcast_in_dim"(%305) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %309 = "stablehlo.subtract"(%arg98, %308) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %310 = "stablehlo.compare"(%309, %309) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction NE>}> : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xi1>
    %311 = "stablehlo.broadcast_in_dim"(%305) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %312 = "stablehlo.add"(%arg98, %311) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %313 = "stablehlo.abs"(%309) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %314 = "stablehlo.negate"(%313) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %315 = "stablehlo.exponential"(%314) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %316 = "stablehlo.log_plus_one"(%315) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %317 = "stablehlo.add"(%307, %316) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %318 = "stablehlo.select"(%310, %312, %317) : (tensor<4x3xi1>, tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    "func.return"(%318) : (tensor<4x3xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}], function_type = (tensor<4x3xf32>) -> tensor<4x3xf32>, res_attrs = [{}], sym_name = "elu", sym_visibility = "private"}> ({
  ^bb0(%arg97: tensor<4x3xf32>):
    %292 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %293 = "stablehlo.broadcast_in_dim"(%292) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %294 = "stablehlo.compare"(%arg97, %293) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction GT>}> : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xi1>
    %295 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %296 = "stablehlo.broadcast_in_dim"(%295) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %297 = "stablehlo.compare"(%arg97, %296) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction GT>}> : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xi1>
    %298 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %299 = "func.call"(%297, %298, %arg97) <{callee = @_where}> : (tensor<4x3xi1>, tensor<f32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %300 = "stablehlo.exponential_minus_one"(%299) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %301 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %302 = "stablehlo.broadcast_in_dim"(%301) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %303 = "stablehlo.multiply"(%302, %300) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %304 = "func.call"(%294, %arg97, %303) <{callee = @_where_0}> : (tensor<4x3xi1>, tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    "func.return"(%304) : (tensor<4x3xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<4x3xi1>, tensor<f32>, tensor<4x3xf32>) -> tensor<4x3xf32>, res_attrs = [{}], sym_name = "_where", sym_visibility = "private"}> ({
  ^bb0(%arg94: tensor<4x3xi1>, %arg95: tensor<f32>, %arg96: tensor<4x3xf32>):
    %289 = "stablehlo.convert"(%arg95) : (tensor<f32>) -> tensor<f32>
    %290 = "stablehlo.broadcast_in_dim"(%289) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %291 = "stablehlo.select"(%arg94, %290, %arg96) : (tensor<4x3xi1>, tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    "func.return"(%291) : (tensor<4x3xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<4x3xi1>, tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>, res_attrs = [{}], sym_name = "_where_0", sym_visibility = "private"}> ({
  ^bb0(%arg91: tensor<4x3xi1>, %arg92: tensor<4x3xf32>, %arg93: tensor<4x3xf32>):
    %288 = "stablehlo.select"(%arg91, %arg92, %arg93) : (tensor<4x3xi1>, tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    "func.return"(%288) : (tensor<4x3xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<4x3xi1>, tensor<4x3xf32>, tensor<f32>) -> tensor<4x3xf32>, res_attrs = [{}], sym_name = "_where_1", sym_visibility = "private"}> ({
  ^bb0(%arg88: tensor<4x3xi1>, %arg89: tensor<4x3xf32>, %arg90: tensor<f32>):
    %285 = "stablehlo.convert"(%arg90) : (tensor<f32>) -> tensor<f32>
    %286 = "stablehlo.broadcast_in_dim"(%285) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %287 = "stablehlo.select"(%arg88, %arg89, %286) : (tensor<4x3xi1>, tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    "func.return"(%287) : (tensor<4x3xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}], function_type = (tensor<4xi32>, tensor<i32>) -> tensor<4xi32>, res_attrs = [{}], sym_name = "remainder", sym_visibility = "private"}> ({
  ^bb0(%arg86: tensor<4xi32>, %arg87: tensor<i32>):
    %264 = "stablehlo.convert"(%arg87) : (tensor<i32>) -> tensor<i32>
    %265 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %266 = "stablehlo.compare"(%264, %265) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction EQ>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
    %267 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
    %268 = "func.call"(%266, %267, %264) <{callee = @_where_2}> : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
    %269 = "stablehlo.broadcast_in_dim"(%268) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %270 = "stablehlo.remainder"(%arg86, %269) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %271 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %272 = "stablehlo.broadcast_in_dim"(%271) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %273 = "stablehlo.compare"(%270, %272) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction NE>}> : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi1>
    %274 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %275 = "stablehlo.broadcast_in_dim"(%274) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %276 = "stablehlo.compare"(%270, %275) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi1>
    %277 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %278 = "stablehlo.compare"(%268, %277) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
    %279 = "stablehlo.broadcast_in_dim"(%278) <{broadcast_dimensions = array<i64>}> : (tensor<i1>) -> tensor<4xi1>
    %280 = "stablehlo.compare"(%276, %279) <{compare_type = #stablehlo<comparison_type UNSIGNED>, comparison_direction = #stablehlo<comparison_direction NE>}> : (tensor<4xi1>, tensor<4xi1>) -> tensor<4xi1>
    %281 = "stablehlo.and"(%280, %273) : (tensor<4xi1>, tensor<4xi1>) -> tensor<4xi1>
    %282 = "stablehlo.broadcast_in_dim"(%268) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %283 = "stablehlo.add"(%270, %282) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %284 = "stablehlo.select"(%281, %283, %270) : (tensor<4xi1>, tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    "func.return"(%284) : (tensor<4xi32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>, res_attrs = [{}], sym_name = "_where_2", sym_visibility = "private"}> ({
  ^bb0(%arg83: tensor<i1>, %arg84: tensor<i32>, %arg85: tensor<i32>):
    %263 = "stablehlo.select"(%arg83, %arg84, %arg85) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
    "func.return"(%263) : (tensor<i32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}], function_type = (tensor<4x3xf32>) -> tensor<4x3xf32>, res_attrs = [{}], sym_name = "_roll_static", sym_visibility = "private"}> ({
  ^bb0(%arg82: tensor<4x3xf32>):
    %260 = "stablehlo.slice"(%arg82) <{limit_indices = array<i64: 4, 3>, start_indices = array<i64: 3, 0>, strides = array<i64: 1, 1>}> : (tensor<4x3xf32>) -> tensor<1x3xf32>
    %261 = "stablehlo.slice"(%arg82) <{limit_indices = array<i64: 3, 3>, start_indices = array<i64: 0, 0>, strides = array<i64: 1, 1>}> : (tensor<4x3xf32>) -> tensor<3x3xf32>
    %262 = "stablehlo.concatenate"(%260, %261) <{dimension = 0 : i64}> : (tensor<1x3xf32>, tensor<3x3xf32>) -> tensor<4x3xf32>
    "func.return"(%262) : (tensor<4x3xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}], function_type = (tensor<4x3xf32>) -> tensor<4x3xf32>, res_attrs = [{}], sym_name = "tril", sym_visibility = "private"}> ({
  ^bb0(%arg81: tensor<4x3xf32>):
    %251 = "stablehlo.iota"() <{iota_dimension = 0 : i64}> : () -> tensor<4x3xi32>
    %252 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %253 = "stablehlo.broadcast_in_dim"(%252) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4x3xi32>
    %254 = "stablehlo.add"(%251, %253) : (tensor<4x3xi32>, tensor<4x3xi32>) -> tensor<4x3xi32>
    %255 = "stablehlo.iota"() <{iota_dimension = 1 : i64}> : () -> tensor<4x3xi32>
    %256 = "stablehlo.compare"(%254, %255) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction GE>}> : (tensor<4x3xi32>, tensor<4x3xi32>) -> tensor<4x3xi1>
    %257 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %258 = "stablehlo.broadcast_in_dim"(%257) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %259 = "stablehlo.select"(%256, %arg81, %258) : (tensor<4x3xi1>, tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    "func.return"(%259) : (tensor<4x3xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}], function_type = (tensor<4x3xf32>) -> tensor<4x3xf32>, res_attrs = [{}], sym_name = "triu", sym_visibility = "private"}> ({
  ^bb0(%arg80: tensor<4x3xf32>):
    %242 = "stablehlo.iota"() <{iota_dimension = 0 : i64}> : () -> tensor<4x3xi32>
    %243 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %244 = "stablehlo.broadcast_in_dim"(%243) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4x3xi32>
    %245 = "stablehlo.add"(%242, %244) : (tensor<4x3xi32>, tensor<4x3xi32>) -> tensor<4x3xi32>
    %246 = "stablehlo.iota"() <{iota_dimension = 1 : i64}> : () -> tensor<4x3xi32>
    %247 = "stablehlo.compare"(%245, %246) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction GE>}> : (tensor<4x3xi32>, tensor<4x3xi32>) -> tensor<4x3xi1>
    %248 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %249 = "stablehlo.broadcast_in_dim"(%248) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %250 = "stablehlo.select"(%247, %249, %arg80) : (tensor<4x3xi1>, tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    "func.return"(%250) : (tensor<4x3xf32>) -> ()
  }) : () -> ()
  "func.func"() <{function_type = (tensor<2x3x4xf32>) -> tensor<2x4xi32>, sym_name = "argmax", sym_visibility = "private"}> ({
  ^bb0(%arg75: tensor<2x3x4xf32>):
    %229 = "stablehlo.iota"() <{iota_dimension = 1 : i64}> : () -> tensor<2x3x4xi32>
    %230 = "stablehlo.constant"() <{value = dense<0xFF800000> : tensor<f32>}> : () -> tensor<f32>
    %231 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %232:2 = "stablehlo.reduce"(%arg75, %229, %230, %231) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg76: tensor<f32>, %arg77: tensor<i32>, %arg78: tensor<f32>, %arg79: tensor<i32>):
      %233 = "stablehlo.compare"(%arg76, %arg78) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction GT>}> : (tensor<f32>, tensor<f32>) -> tensor<i1>
      %234 = "stablehlo.compare"(%arg76, %arg76) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction NE>}> : (tensor<f32>, tensor<f32>) -> tensor<i1>
      %235 = "stablehlo.or"(%233, %234) : (tensor<i1>, tensor<i1>) -> tensor<i1>
      %236 = "stablehlo.compare"(%arg76, %arg78) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction EQ>}> : (tensor<f32>, tensor<f32>) -> tensor<i1>
      %237 = "stablehlo.compare"(%arg77, %arg79) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
      %238 = "stablehlo.and"(%236, %237) : (tensor<i1>, tensor<i1>) -> tensor<i1>
      %239 = "stablehlo.or"(%235, %238) : (tensor<i1>, tensor<i1>) -> tensor<i1>
      %240 = "stablehlo.select"(%235, %arg76, %arg78) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
      %241 = "stablehlo.select"(%239, %arg77, %arg79) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
      "stablehlo.return"(%240, %241) : (tensor<f32>, tensor<i32>) -> ()
    }) : (tensor<2x3x4xf32>, tensor<2x3x4xi32>, tensor<f32>, tensor<i32>) -> (tensor<2x4xf32>, tensor<2x4xi32>)
    "func.return"(%232#1) : (tensor<2x4xi32>) -> ()
  }) : () -> ()
  "func.func"() <{function_type = (tensor<2x3x4xf32>) -> tensor<2x4xi32>, sym_name = "argmin", sym_visibility = "private"}> ({
  ^bb0(%arg70: tensor<2x3x4xf32>):
    %216 = "stablehlo.iota"() <{iota_dimension = 1 : i64}> : () -> tensor<2x3x4xi32>
    %217 = "stablehlo.constant"() <{value = dense<0x7F800000> : tensor<f32>}> : () -> tensor<f32>
    %218 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %219:2 = "stablehlo.reduce"(%arg70, %216, %217, %218) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg71: tensor<f32>, %arg72: tensor<i32>, %arg73: tensor<f32>, %arg74: tensor<i32>):
      %220 = "stablehlo.compare"(%arg71, %arg73) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<f32>, tensor<f32>) -> tensor<i1>
      %221 = "stablehlo.compare"(%arg71, %arg71) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction NE>}> : (tensor<f32>, tensor<f32>) -> tensor<i1>
      %222 = "stablehlo.or"(%220, %221) : (tensor<i1>, tensor<i1>) -> tensor<i1>
      %223 = "stablehlo.compare"(%arg71, %arg73) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction EQ>}> : (tensor<f32>, tensor<f32>) -> tensor<i1>
      %224 = "stablehlo.compare"(%arg72, %arg74) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
      %225 = "stablehlo.and"(%223, %224) : (tensor<i1>, tensor<i1>) -> tensor<i1>
      %226 = "stablehlo.or"(%222, %225) : (tensor<i1>, tensor<i1>) -> tensor<i1>
      %227 = "stablehlo.select"(%222, %arg71, %arg73) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
      %228 = "stablehlo.select"(%226, %arg72, %arg74) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
      "stablehlo.return"(%227, %228) : (tensor<f32>, tensor<i32>) -> ()
    }) : (tensor<2x3x4xf32>, tensor<2x3x4xi32>, tensor<f32>, tensor<i32>) -> (tensor<2x4xf32>, tensor<2x4xi32>)
    "func.return"(%219#1) : (tensor<2x4xi32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}], function_type = (tensor<2x3x4xf32>) -> tensor<2x3x4xf32>, res_attrs = [{}], sym_name = "cumsum", sym_visibility = "private"}> ({
  ^bb0(%arg69: tensor<2x3x4xf32>):
    %215 = "func.call"(%arg69) <{callee = @cumsum_3}> : (tensor<2x3x4xf32>) -> tensor<2x3x4xf32>
    "func.return"(%215) : (tensor<2x3x4xf32>) -> ()
  }) : () -> ()
  "func.func"() <{function_type = (tensor<2x3x4xf32>) -> tensor<2x3x4xf32>, sym_name = "cumsum_3", sym_visibility = "private"}> ({
  ^bb0(%arg66: tensor<2x3x4xf32>):
    %211 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %212 = "stablehlo.broadcast_in_dim"(%211) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<f32>
    %213 = "stablehlo.reduce_window"(%arg66, %212) <{base_dilations = array<i64: 1, 1, 1>, padding = dense<[[0, 0], [2, 0], [0, 0]]> : tensor<3x2xi64>, window_dilations = array<i64: 1, 1, 1>, window_dimensions = array<i64: 1, 3, 1>, window_strides = array<i64: 1, 1, 1>}> ({
    ^bb0(%arg67: tensor<f32>, %arg68: tensor<f32>):
      %214 = "stablehlo.add"(%arg67, %arg68) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%214) : (tensor<f32>) -> ()
    }) : (tensor<2x3x4xf32>, tensor<f32>) -> tensor<2x3x4xf32>
    "func.return"(%213) : (tensor<2x3x4xf32>) -> ()
  }) : () -> ()
  "func.func"() <{function_type = (tensor<2x3x4xf32>) -> tensor<2x3x4xf32>, sym_name = "cummax", sym_visibility = "private"}> ({
  ^bb0(%arg63: tensor<2x3x4xf32>):
    %207 = "stablehlo.constant"() <{value = dense<0xFF800000> : tensor<f32>}> : () -> tensor<f32>
    %208 = "stablehlo.broadcast_in_dim"(%207) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<f32>
    %209 = "stablehlo.reduce_window"(%arg63, %208) <{base_dilations = array<i64: 1, 1, 1>, padding = dense<[[0, 0], [0, 0], [3, 0]]> : tensor<3x2xi64>, window_dilations = array<i64: 1, 1, 1>, window_dimensions = array<i64: 1, 1, 4>, window_strides = array<i64: 1, 1, 1>}> ({
    ^bb0(%arg64: tensor<f32>, %arg65: tensor<f32>):
      %210 = "stablehlo.maximum"(%arg64, %arg65) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%210) : (tensor<f32>) -> ()
    }) : (tensor<2x3x4xf32>, tensor<f32>) -> tensor<2x3x4xf32>
    "func.return"(%209) : (tensor<2x3x4xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}], function_type = (tensor<2x7x6x4xf32>) -> tensor<2x7x6x4xf32>, res_attrs = [{}], sym_name = "round_4", sym_visibility = "private"}> ({
  ^bb0(%arg62: tensor<2x7x6x4xf32>):
    %206 = "stablehlo.round_nearest_even"(%arg62) : (tensor<2x7x6x4xf32>) -> tensor<2x7x6x4xf32>
    "func.return"(%206) : (tensor<2x7x6x4xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}], function_type = (tensor<4x3xf32>, tensor<i32>) -> tensor<3xf32>, res_attrs = [{}], sym_name = "dynamic_index_in_dim", sym_visibility = "private"}> ({
  ^bb0(%arg60: tensor<4x3xf32>, %arg61: tensor<i32>):
    %203 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %204 = "stablehlo.dynamic_slice"(%arg60, %arg61, %203) <{slice_sizes = array<i64: 1, 3>}> : (tensor<4x3xf32>, tensor<i32>, tensor<i32>) -> tensor<1x3xf32>
    %205 = "stablehlo.reshape"(%204) : (tensor<1x3xf32>) -> tensor<3xf32>
    "func.return"(%205) : (tensor<3xf32>) -> ()
  }) : () -> ()
  "func.func"() <{function_type = (tensor<3xf32>, tensor<3xf32>) -> (tensor<3xf32>, tensor<f32>), res_attrs = [{}, {}], sym_name = "closed_call", sym_visibility = "private"}> ({
  ^bb0(%arg56: tensor<3xf32>, %arg57: tensor<3xf32>):
    %196 = "stablehlo.constant"() <{value = dense<0.899999976> : tensor<f32>}> : () -> tensor<f32>
    %197 = "stablehlo.broadcast_in_dim"(%196) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<3xf32>
    %198 = "stablehlo.multiply"(%arg56, %197) : (tensor<3xf32>, tensor<3xf32>) -> tensor<3xf32>
    %199 = "stablehlo.add"(%198, %arg57) : (tensor<3xf32>, tensor<3xf32>) -> tensor<3xf32>
    %200 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %201 = "stablehlo.reduce"(%arg56, %200) <{dimensions = array<i64: 0>}> ({
    ^bb0(%arg58: tensor<f32>, %arg59: tensor<f32>):
      %202 = "stablehlo.add"(%arg58, %arg59) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%202) : (tensor<f32>) -> ()
    }) : (tensor<3xf32>, tensor<f32>) -> tensor<f32>
    "func.return"(%199, %201) : (tensor<3xf32>, tensor<f32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<4xf32>, tensor<f32>, tensor<i32>) -> tensor<4xf32>, res_attrs = [{}], sym_name = "dynamic_update_index_in_dim", sym_visibility = "private"}> ({
  ^bb0(%arg53: tensor<4xf32>, %arg54: tensor<f32>, %arg55: tensor<i32>):
    %194 = "stablehlo.broadcast_in_dim"(%arg54) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<1xf32>
    %195 = "stablehlo.dynamic_update_slice"(%arg53, %194, %arg55) : (tensor<4xf32>, tensor<1xf32>, tensor<i32>) -> tensor<4xf32>
    "func.return"(%195) : (tensor<4xf32>) -> ()
  }) : () -> ()
  "func.func"() <{function_type = (tensor<4x3xf32>, tensor<i32>, tensor<3xf32>) -> (tensor<i32>, tensor<3xf32>), res_attrs = [{}, {}], sym_name = "closed_call_5", sym_visibility = "private"}> ({
  ^bb0(%arg40: tensor<4x3xf32>, %arg41: tensor<i32>, %arg42: tensor<3xf32>):
    %165 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
    %166 = "stablehlo.add"(%arg41, %165) : (tensor<i32>, tensor<i32>) -> tensor<i32>
    %167 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
    %168 = "stablehlo.add"(%arg41, %167) : (tensor<i32>, tensor<i32>) -> tensor<i32>
    %169 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %170:5 = "stablehlo.while"(%arg40, %arg41, %169, %168, %arg42) ({
    ^bb0(%arg48: tensor<4x3xf32>, %arg49: tensor<i32>, %arg50: tensor<i32>, %arg51: tensor<i32>, %arg52: tensor<3xf32>):
      %193 = "stablehlo.compare"(%arg50, %arg51) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
      "stablehlo.return"(%193) : (tensor<i1>) -> ()
    }, {
    ^bb0(%arg43: tensor<4x3xf32>, %arg44: tensor<i32>, %arg45: tensor<i32>, %arg46: tensor<i32>, %arg47: tensor<3xf32>):
      %171 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
      %172 = "stablehlo.add"(%arg45, %171) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      %173 = "stablehlo.convert"(%arg45) : (tensor<i32>) -> tensor<i32>
      %174 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
      %175 = "stablehlo.compare"(%173, %174) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
      %176 = "stablehlo.constant"() <{value = dense<4> : tensor<i32>}> : () -> tensor<i32>
      %177 = "stablehlo.add"(%173, %176) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      %178 = "stablehlo.select"(%175, %177, %173) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
      %179 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
      %180 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
      %181 = "stablehlo.compare"(%179, %180) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
      %182 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
      %183 = "stablehlo.constant"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
      %184 = "stablehlo.add"(%182, %183) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      %185 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
      %186 = "stablehlo.select"(%181, %184, %185) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
      %187 = "stablehlo.dynamic_slice"(%arg43, %178, %186) <{slice_sizes = array<i64: 1, 3>}> : (tensor<4x3xf32>, tensor<i32>, tensor<i32>) -> tensor<1x3xf32>
      %188 = "stablehlo.reshape"(%187) : (tensor<1x3xf32>) -> tensor<3xf32>
      %189 = "stablehlo.convert"(%arg44) : (tensor<i32>) -> tensor<f32>
      %190 = "stablehlo.broadcast_in_dim"(%189) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<3xf32>
      %191 = "stablehlo.multiply"(%188, %190) : (tensor<3xf32>, tensor<3xf32>) -> tensor<3xf32>
      %192 = "stablehlo.add"(%arg47, %191) : (tensor<3xf32>, tensor<3xf32>) -> tensor<3xf32>
      "stablehlo.return"(%arg43, %arg44, %172, %arg46, %192) : (tensor<4x3xf32>, tensor<i32>, tensor<i32>, tensor<i32>, tensor<3xf32>) -> ()
    }) : (tensor<4x3xf32>, tensor<i32>, tensor<i32>, tensor<i32>, tensor<3xf32>) -> (tensor<4x3xf32>, tensor<i32>, tensor<i32>, tensor<i32>, tensor<3xf32>)
    "func.return"(%166, %170#4) : (tensor<i32>, tensor<3xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<2xui32>, tensor<f32>, tensor<f32>) -> tensor<3x4xf32>, res_attrs = [{}], sym_name = "_uniform", sym_visibility = "private"}> ({
  ^bb0(%arg37: tensor<2xui32>, %arg38: tensor<f32>, %arg39: tensor<f32>):
    %124 = "stablehlo.convert"(%arg38) : (tensor<f32>) -> tensor<f32>
    %125 = "stablehlo.convert"(%arg39) : (tensor<f32>) -> tensor<f32>
    %126 = "stablehlo.broadcast_in_dim"(%124) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<1x1xf32>
    %127 = "stablehlo.broadcast_in_dim"(%125) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<1x1xf32>
    %128 = "stablehlo.slice"(%arg37) <{limit_indices = array<i64: 1>, start_indices = array<i64: 0>, strides = array<i64: 1>}> : (tensor<2xui32>) -> tensor<1xui32>
    %129 = "stablehlo.reshape"(%128) : (tensor<1xui32>) -> tensor<ui32>
    %130 = "stablehlo.slice"(%arg37) <{limit_indices = array<i64: 2>, start_indices = array<i64: 1>, strides = array<i64: 1>}> : (tensor<2xui32>) -> tensor<1xui32>
    %131 = "stablehlo.reshape"(%130) : (tensor<1xui32>) -> tensor<ui32>
    %132 = "stablehlo.iota"() <{iota_dimension = 0 : i64}> : () -> tensor<3x4xui64>
    %133 = "stablehlo.iota"() <{iota_dimension = 1 : i64}> : () -> tensor<3x4xui64>
    %134 = "stablehlo.constant"() <{value = dense<4> : tensor<ui64>}> : () -> tensor<ui64>
    %135 = "stablehlo.broadcast_in_dim"(%134) <{broadcast_dimensions = array<i64>}> : (tensor<ui64>) -> tensor<3x4xui64>
    %136 = "stablehlo.multiply"(%135, %132) : (tensor<3x4xui64>, tensor<3x4xui64>) -> tensor<3x4xui64>
    %137 = "stablehlo.constant"() <{value = dense<1> : tensor<ui64>}> : () -> tensor<ui64>
    %138 = "stablehlo.broadcast_in_dim"(%137) <{broadcast_dimensions = array<i64>}> : (tensor<ui64>) -> tensor<3x4xui64>
    %139 = "stablehlo.multiply"(%138, %133) : (tensor<3x4xui64>, tensor<3x4xui64>) -> tensor<3x4xui64>
    %140 = "stablehlo.add"(%136, %139) : (tensor<3x4xui64>, tensor<3x4xui64>) -> tensor<3x4xui64>
    %141 = "stablehlo.constant"() <{value = dense<32> : tensor<ui64>}> : () -> tensor<ui64>
    %142 = "stablehlo.broadcast_in_dim"(%141) <{broadcast_dimensions = array<i64>}> : (tensor<ui64>) -> tensor<3x4xui64>
    %143 = "stablehlo.shift_right_logical"(%140, %142) : (tensor<3x4xui64>, tensor<3x4xui64>) -> tensor<3x4xui64>
    %144 = "stablehlo.convert"(%140) : (tensor<3x4xui64>) -> tensor<3x4xui32>
    %145 = "stablehlo.convert"(%143) : (tensor<3x4xui64>) -> tensor<3x4xui32>
    %146:2 = "func.call"(%129, %131, %145, %144) <{callee = @threefry2x32}> : (tensor<ui32>, tensor<ui32>, tensor<3x4xui32>, tensor<3x4xui32>) -> (tensor<3x4xui32>, tensor<3x4xui32>)
    %147 = "stablehlo.xor"(%146#0, %146#1) : (tensor<3x4xui32>, tensor<3x4xui32>) -> tensor<3x4xui32>
    %148 = "stablehlo.constant"() <{value = dense<9> : tensor<ui32>}> : () -> tensor<ui32>
    %149 = "stablehlo.broadcast_in_dim"(%148) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<3x4xui32>
    %150 = "stablehlo.shift_right_logical"(%147, %149) : (tensor<3x4xui32>, tensor<3x4xui32>) -> tensor<3x4xui32>
    %151 = "stablehlo.constant"() <{value = dense<1065353216> : tensor<ui32>}> : () -> tensor<ui32>
    %152 = "stablehlo.broadcast_in_dim"(%151) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<3x4xui32>
    %153 = "stablehlo.or"(%150, %152) : (tensor<3x4xui32>, tensor<3x4xui32>) -> tensor<3x4xui32>
    %154 = "stablehlo.bitcast_convert"(%153) : (tensor<3x4xui32>) -> tensor<3x4xf32>
    %155 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %156 = "stablehlo.broadcast_in_dim"(%155) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<3x4xf32>
    %157 = "stablehlo.subtract"(%154, %156) : (tensor<3x4xf32>, tensor<3x4xf32>) -> tensor<3x4xf32>
    %158 = "stablehlo.subtract"(%127, %126) : (tensor<1x1xf32>, tensor<1x1xf32>) -> tensor<1x1xf32>
    %159 = "stablehlo.broadcast_in_dim"(%158) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<1x1xf32>) -> tensor<3x4xf32>
    %160 = "stablehlo.multiply"(%157, %159) : (tensor<3x4xf32>, tensor<3x4xf32>) -> tensor<3x4xf32>
    %161 = "stablehlo.broadcast_in_dim"(%126) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<1x1xf32>) -> tensor<3x4xf32>
    %162 = "stablehlo.add"(%160, %161) : (tensor<3x4xf32>, tensor<3x4xf32>) -> tensor<3x4xf32>
    %163 = "stablehlo.broadcast_in_dim"(%126) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<1x1xf32>) -> tensor<3x4xf32>
    %164 = "stablehlo.maximum"(%163, %162) : (tensor<3x4xf32>, tensor<3x4xf32>) -> tensor<3x4xf32>
    "func.return"(%164) : (tensor<3x4xf32>) -> ()
  }) : () -> ()
  "func.func"() <{function_type = (tensor<ui32>, tensor<ui32>, tensor<3x4xui32>, tensor<3x4xui32>) -> (tensor<3x4xui32>, tensor<3x4xui32>), sym_name = "threefry2x32", sym_visibility = "private"}> ({
  ^bb0(%arg15: tensor<ui32>, %arg16: tensor<ui32>, %arg17: tensor<3x4xui32>, %arg18: tensor<3x4xui32>):
    %107 = "stablehlo.constant"() <{value = dense<[13, 15, 26, 6]> : tensor<4xui32>}> : () -> tensor<4xui32>
    %108 = "stablehlo.constant"() <{value = dense<[17, 29, 16, 24]> : tensor<4xui32>}> : () -> tensor<4xui32>
    %109 = "stablehlo.xor"(%arg15, %arg16) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
    %110 = "stablehlo.constant"() <{value = dense<466688986> : tensor<ui32>}> : () -> tensor<ui32>
    %111 = "stablehlo.xor"(%109, %110) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
    %112 = "stablehlo.broadcast_in_dim"(%arg15) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<3x4xui32>
    %113 = "stablehlo.add"(%arg17, %112) : (tensor<3x4xui32>, tensor<3x4xui32>) -> tensor<3x4xui32>
    %114 = "stablehlo.broadcast_in_dim"(%arg16) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<3x4xui32>
    %115 = "stablehlo.add"(%arg18, %114) : (tensor<3x4xui32>, tensor<3x4xui32>) -> tensor<3x4xui32>
    %116 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %117 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %118:9 = "stablehlo.while"(%117, %116, %113, %115, %arg16, %111, %arg15, %107, %108) ({
    ^bb0(%arg28: tensor<i32>, %arg29: tensor<i32>, %arg30: tensor<3x4xui32>, %arg31: tensor<3x4xui32>, %arg32: tensor<ui32>, %arg33: tensor<ui32>, %arg34: tensor<ui32>, %arg35: tensor<4xui32>, %arg36: tensor<4xui32>):
      %122 = "stablehlo.constant"() <{value = dense<5> : tensor<i32>}> : () -> tensor<i32>
      %123 = "stablehlo.compare"(%arg28, %122) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
      "stablehlo.return"(%123) : (tensor<i1>) -> ()
    }, {
    ^bb0(%arg19: tensor<i32>, %arg20: tensor<i32>, %arg21: tensor<3x4xui32>, %arg22: tensor<3x4xui32>, %arg23: tensor<ui32>, %arg24: tensor<ui32>, %arg25: tensor<ui32>, %arg26: tensor<4xui32>, %arg27: tensor<4xui32>):
      %119:8 = "func.call"(%arg20, %arg21, %arg22, %arg23, %arg24, %arg25, %arg26, %arg27) <{callee = @closed_call_6}> : (tensor<i32>, tensor<3x4xui32>, tensor<3x4xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>) -> (tensor<i32>, tensor<3x4xui32>, tensor<3x4xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>)
      %120 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
      %121 = "stablehlo.add"(%arg19, %120) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      "stablehlo.return"(%121, %119#0, %119#1, %119#2, %119#3, %119#4, %119#5, %119#6, %119#7) : (tensor<i32>, tensor<i32>, tensor<3x4xui32>, tensor<3x4xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>) -> ()
    }) : (tensor<i32>, tensor<i32>, tensor<3x4xui32>, tensor<3x4xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>) -> (tensor<i32>, tensor<i32>, tensor<3x4xui32>, tensor<3x4xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>)
    "func.return"(%118#2, %118#3) : (tensor<3x4xui32>, tensor<3x4xui32>) -> ()
  }) : () -> ()
  "func.func"() <{function_type = (tensor<i32>, tensor<3x4xui32>, tensor<3x4xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>) -> (tensor<i32>, tensor<3x4xui32>, tensor<3x4xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>), res_attrs = [{}, {}, {}, {}, {}, {}, {}, {}], sym_name = "closed_call_6", sym_visibility = "private"}> ({
  ^bb0(%arg7: tensor<i32>, %arg8: tensor<3x4xui32>, %arg9: tensor<3x4xui32>, %arg10: tensor<ui32>, %arg11: tensor<ui32>, %arg12: tensor<ui32>, %arg13: tensor<4xui32>, %arg14: tensor<4xui32>):
    %52 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
    %53 = "stablehlo.add"(%arg7, %52) : (tensor<i32>, tensor<i32>) -> tensor<i32>
    %54 = "stablehlo.slice"(%arg13) <{limit_indices = array<i64: 1>, start_indices = array<i64: 0>, strides = array<i64: 1>}> : (tensor<4xui32>) -> tensor<1xui32>
    %55 = "stablehlo.reshape"(%54) : (tensor<1xui32>) -> tensor<ui32>
    %56 = "stablehlo.add"(%arg8, %arg9) : (tensor<3x4xui32>, tensor<3x4xui32>) -> tensor<3x4xui32>
    %57 = "stablehlo.broadcast_in_dim"(%55) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<3x4xui32>
    %58 = "stablehlo.shift_left"(%arg9, %57) : (tensor<3x4xui32>, tensor<3x4xui32>) -> tensor<3x4xui32>
    %59 = "stablehlo.constant"() <{value = dense<32> : tensor<ui32>}> : () -> tensor<ui32>
    %60 = "stablehlo.subtract"(%59, %55) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
    %61 = "stablehlo.broadcast_in_dim"(%60) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<3x4xui32>
    %62 = "stablehlo.shift_right_logical"(%arg9, %61) : (tensor<3x4xui32>, tensor<3x4xui32>) -> tensor<3x4xui32>
    %63 = "stablehlo.or"(%58, %62) : (tensor<3x4xui32>, tensor<3x4xui32>) -> tensor<3x4xui32>
    %64 = "stablehlo.xor"(%56, %63) : (tensor<3x4xui32>, tensor<3x4xui32>) -> tensor<3x4xui32>
    %65 = "stablehlo.slice"(%arg13) <{limit_indices = array<i64: 2>, start_indices = array<i64: 1>, strides = array<i64: 1>}> : (tensor<4xui32>) -> tensor<1xui32>
    %66 = "stablehlo.reshape"(%65) : (tensor<1xui32>) -> tensor<ui32>
    %67 = "stablehlo.add"(%56, %64) : (tensor<3x4xui32>, tensor<3x4xui32>) -> tensor<3x4xui32>
    %68 = "stablehlo.broadcast_in_dim"(%66) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<3x4xui32>
    %69 = "stablehlo.shift_left"(%64, %68) : (tensor<3x4xui32>, tensor<3x4xui32>) -> tensor<3x4xui32>
    %70 = "stablehlo.constant"() <{value = dense<32> : tensor<ui32>}> : () -> tensor<ui32>
    %71 = "stablehlo.subtract"(%70, %66) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
    %72 = "stablehlo.broadcast_in_dim"(%71) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<3x4xui32>
    %73 = "stablehlo.shift_right_logical"(%64, %72) : (tensor<3x4xui32>, tensor<3x4xui32>) -> tensor<3x4xui32>
    %74 = "stablehlo.or"(%69, %73) : (tensor<3x4xui32>, tensor<3x4xui32>) -> tensor<3x4xui32>
    %75 = "stablehlo.xor"(%67, %74) : (tensor<3x4xui32>, tensor<3x4xui32>) -> tensor<3x4xui32>
    %76 = "stablehlo.slice"(%arg13) <{limit_indices = array<i64: 3>, start_indices = array<i64: 2>, strides = array<i64: 1>}> : (tensor<4xui32>) -> tensor<1xui32>
    %77 = "stablehlo.reshape"(%76) : (tensor<1xui32>) -> tensor<ui32>
    %78 = "stablehlo.add"(%67, %75) : (tensor<3x4xui32>, tensor<3x4xui32>) -> tensor<3x4xui32>
    %79 = "stablehlo.broadcast_in_dim"(%77) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<3x4xui32>
    %80 = "stablehlo.shift_left"(%75, %79) : (tensor<3x4xui32>, tensor<3x4xui32>) -> tensor<3x4xui32>
    %81 = "stablehlo.constant"() <{value = dense<32> : tensor<ui32>}> : () -> tensor<ui32>
    %82 = "stablehlo.subtract"(%81, %77) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
    %83 = "stablehlo.broadcast_in_dim"(%82) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<3x4xui32>
    %84 = "stablehlo.shift_right_logical"(%75, %83) : (tensor<3x4xui32>, tensor<3x4xui32>) -> tensor<3x4xui32>
    %85 = "stablehlo.or"(%80, %84) : (tensor<3x4xui32>, tensor<3x4xui32>) -> tensor<3x4xui32>
    %86 = "stablehlo.xor"(%78, %85) : (tensor<3x4xui32>, tensor<3x4xui32>) -> tensor<3x4xui32>
    %87 = "stablehlo.slice"(%arg13) <{limit_indices = array<i64: 4>, start_indices = array<i64: 3>, strides = array<i64: 1>}> : (tensor<4xui32>) -> tensor<1xui32>
    %88 = "stablehlo.reshape"(%87) : (tensor<1xui32>) -> tensor<ui32>
    %89 = "stablehlo.add"(%78, %86) : (tensor<3x4xui32>, tensor<3x4xui32>) -> tensor<3x4xui32>
    %90 = "stablehlo.broadcast_in_dim"(%88) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<3x4xui32>
    %91 = "stablehlo.shift_left"(%86, %90) : (tensor<3x4xui32>, tensor<3x4xui32>) -> tensor<3x4xui32>
    %92 = "stablehlo.constant"() <{value = dense<32> : tensor<ui32>}> : () -> tensor<ui32>
    %93 = "stablehlo.subtract"(%92, %88) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
    %94 = "stablehlo.broadcast_in_dim"(%93) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<3x4xui32>
    %95 = "stablehlo.shift_right_logical"(%86, %94) : (tensor<3x4xui32>, tensor<3x4xui32>) -> tensor<3x4xui32>
    %96 = "stablehlo.or"(%91, %95) : (tensor<3x4xui32>, tensor<3x4xui32>) -> tensor<3x4xui32>
    %97 = "stablehlo.xor"(%89, %96) : (tensor<3x4xui32>, tensor<3x4xui32>) -> tensor<3x4xui32>
    %98 = "stablehlo.broadcast_in_dim"(%arg10) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<3x4xui32>
    %99 = "stablehlo.add"(%89, %98) : (tensor<3x4xui32>, tensor<3x4xui32>) -> tensor<3x4xui32>
    %100 = "stablehlo.broadcast_in_dim"(%arg11) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<3x4xui32>
    %101 = "stablehlo.add"(%97, %100) : (tensor<3x4xui32>, tensor<3x4xui32>) -> tensor<3x4xui32>
    %102 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
    %103 = "stablehlo.add"(%arg7, %102) : (tensor<i32>, tensor<i32>) -> tensor<i32>
    %104 = "stablehlo.convert"(%103) : (tensor<i32>) -> tensor<ui32>
    %105 = "stablehlo.broadcast_in_dim"(%104) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<3x4xui32>
    %106 = "stablehlo.add"(%101, %105) : (tensor<3x4xui32>, tensor<3x4xui32>) -> tensor<3x4xui32>
    "func.return"(%53, %99, %106, %arg11, %arg12, %arg10, %arg14, %arg13) : (tensor<i32>, tensor<3x4xui32>, tensor<3x4xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}], function_type = (tensor<2xui32>) -> tensor<3x4xf32>, res_attrs = [{}], sym_name = "_normal", sym_visibility = "private"}> ({
  ^bb0(%arg6: tensor<2xui32>):
    %51 = "func.call"(%arg6) <{callee = @_normal_real}> : (tensor<2xui32>) -> tensor<3x4xf32>
    "func.return"(%51) : (tensor<3x4xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}], function_type = (tensor<2xui32>) -> tensor<3x4xf32>, res_attrs = [{}], sym_name = "_normal_real", sym_visibility = "private"}> ({
  ^bb0(%arg5: tensor<2xui32>):
    %44 = "stablehlo.constant"() <{value = dense<-0.99999994> : tensor<f32>}> : () -> tensor<f32>
    %45 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %46 = "func.call"(%arg5, %44, %45) <{callee = @_uniform_7}> : (tensor<2xui32>, tensor<f32>, tensor<f32>) -> tensor<3x4xf32>
    %47 = "chlo.erf_inv"(%46) : (tensor<3x4xf32>) -> tensor<3x4xf32>
    %48 = "stablehlo.constant"() <{value = dense<1.41421354> : tensor<f32>}> : () -> tensor<f32>
    %49 = "stablehlo.broadcast_in_dim"(%48) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<3x4xf32>
    %50 = "stablehlo.multiply"(%49, %47) : (tensor<3x4xf32>, tensor<3x4xf32>) -> tensor<3x4xf32>
    "func.return"(%50) : (tensor<3x4xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<2xui32>, tensor<f32>, tensor<f32>) -> tensor<3x4xf32>, res_attrs = [{}], sym_name = "_uniform_7", sym_visibility = "private"}> ({
  ^bb0(%arg2: tensor<2xui32>, %arg3: tensor<f32>, %arg4: tensor<f32>):
    %5 = "stablehlo.broadcast_in_dim"(%arg3) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<1x1xf32>
    %6 = "stablehlo.broadcast_in_dim"(%arg4) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<1x1xf32>
    %7 = "stablehlo.slice"(%arg2) <{limit_indices = array<i64: 1>, start_indices = array<i64: 0>, strides = array<i64: 1>}> : (tensor<2xui32>) -> tensor<1xui32>
    %8 = "stablehlo.reshape"(%7) : (tensor<1xui32>) -> tensor<ui32>
    %9 = "stablehlo.slice"(%arg2) <{limit_indices = array<i64: 2>, start_indices = array<i64: 1>, strides = array<i64: 1>}> : (tensor<2xui32>) -> tensor<1xui32>
    %10 = "stablehlo.reshape"(%9) : (tensor<1xui32>) -> tensor<ui32>
    %11 = "stablehlo.iota"() <{iota_dimension = 0 : i64}> : () -> tensor<3x4xui64>
    %12 = "stablehlo.iota"() <{iota_dimension = 1 : i64}> : () -> tensor<3x4xui64>
    %13 = "stablehlo.constant"() <{value = dense<4> : tensor<ui64>}> : () -> tensor<ui64>
    %14 = "stablehlo.broadcast_in_dim"(%13) <{broadcast_dimensions = array<i64>}> : (tensor<ui64>) -> tensor<3x4xui64>
    %15 = "stablehlo.multiply"(%14, %11) : (tensor<3x4xui64>, tensor<3x4xui64>) -> tensor<3x4xui64>
    %16 = "stablehlo.constant"() <{value = dense<1> : tensor<ui64>}> : () -> tensor<ui64>
    %17 = "stablehlo.broadcast_in_dim"(%16) <{broadcast_dimensions = array<i64>}> : (tensor<ui64>) -> tensor<3x4xui64>
    %18 = "stablehlo.multiply"(%17, %12) : (tensor<3x4xui64>, tensor<3x4xui64>) -> tensor<3x4xui64>
    %19 = "stablehlo.add"(%15, %18) : (tensor<3x4xui64>, tensor<3x4xui64>) -> tensor<3x4xui64>
    %20 = "stablehlo.constant"() <{value = dense<32> : tensor<ui64>}> : () -> tensor<ui64>
    %21 = "stablehlo.broadcast_in_dim"(%20) <{broadcast_dimensions = array<i64>}> : (tensor<ui64>) -> tensor<3x4xui64>
    %22 = "stablehlo.shift_right_logical"(%19, %21) : (tensor<3x4xui64>, tensor<3x4xui64>) -> tensor<3x4xui64>
    %23 = "stablehlo.convert"(%19) : (tensor<3x4xui64>) -> tensor<3x4xui32>
    %24 = "stablehlo.convert"(%22) : (tensor<3x4xui64>) -> tensor<3x4xui32>
    %25:2 = "func.call"(%8, %10, %24, %23) <{callee = @threefry2x32}> : (tensor<ui32>, tensor<ui32>, tensor<3x4xui32>, tensor<3x4xui32>) -> (tensor<3x4xui32>, tensor<3x4xui32>)
    %26 = "stablehlo.xor"(%25#0, %25#1) : (tensor<3x4xui32>, tensor<3x4xui32>) -> tensor<3x4xui32>
    %27 = "stablehlo.constant"() <{value = dense<9> : tensor<ui32>}> : () -> tensor<ui32>
    %28 = "stablehlo.broadcast_in_dim"(%27) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<3x4xui32>
    %29 = "stablehlo.shift_right_logical"(%26, %28) : (tensor<3x4xui32>, tensor<3x4xui32>) -> tensor<3x4xui32>
    %30 = "stablehlo.constant"() <{value = dense<1065353216> : tensor<ui32>}> : () -> tensor<ui32>
    %31 = "stablehlo.broadcast_in_dim"(%30) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<3x4xui32>
    %32 = "stablehlo.or"(%29, %31) : (tensor<3x4xui32>, tensor<3x4xui32>) -> tensor<3x4xui32>
    %33 = "stablehlo.bitcast_convert"(%32) : (tensor<3x4xui32>) -> tensor<3x4xf32>
    %34 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %35 = "stablehlo.broadcast_in_dim"(%34) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<3x4xf32>
    %36 = "stablehlo.subtract"(%33, %35) : (tensor<3x4xf32>, tensor<3x4xf32>) -> tensor<3x4xf32>
    %37 = "stablehlo.subtract"(%6, %5) : (tensor<1x1xf32>, tensor<1x1xf32>) -> tensor<1x1xf32>
    %38 = "stablehlo.broadcast_in_dim"(%37) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<1x1xf32>) -> tensor<3x4xf32>
    %39 = "stablehlo.multiply"(%36, %38) : (tensor<3x4xf32>, tensor<3x4xf32>) -> tensor<3x4xf32>
    %40 = "stablehlo.broadcast_in_dim"(%5) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<1x1xf32>) -> tensor<3x4xf32>
    %41 = "stablehlo.add"(%39, %40) : (tensor<3x4xf32>, tensor<3x4xf32>) -> tensor<3x4xf32>
    %42 = "stablehlo.broadcast_in_dim"(%5) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<1x1xf32>) -> tensor<3x4xf32>
    %43 = "stablehlo.maximum"(%42, %41) : (tensor<3x4xf32>, tensor<3x4xf32>) -> tensor<3x4xf32>
    "func.return"(%43) : (tensor<3x4xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}], function_type = (tensor<2xui32>, tensor<f32>) -> tensor<3x4xi1>, res_attrs = [{}], sym_name = "_bernoulli", sym_visibility = "private"}> ({
  ^bb0(%arg0: tensor<2xui32>, %arg1: tensor<f32>):
    %0 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %1 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %2 = "func.call"(%arg0, %0, %1) <{callee = @_uniform}> : (tensor<2xui32>, tensor<f32>, tensor<f32>) -> tensor<3x4xf32>
    %3 = "stablehlo.broadcast_in_dim"(%arg1) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<3x4xf32>
    %4 = "stablehlo.compare"(%2, %3) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<3x4xf32>, tensor<3x4xf32>) -> tensor<3x4xi1>
    "func.return"(%4) : (tensor<3x4xi1>) -> ()
  }) : () -> ()
}) {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} : () -> ()

