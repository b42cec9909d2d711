"builtin.module"() <{sym_name = "jit_with_results"}> ({
  "func.func"() <{arg_attrs = [{skein.parameter = "w"}, {skein.input = "a"}, {skein.input = "b"}, {skein.input = "c"}, {skein.input = "columns"}, {skein.input = "filter"}, {skein.input = "i"}, {skein.input = "image"}, {skein.input = "integers"}, {skein.input = "key"}, {skein.input = "rows"}, {skein.input = "words"}], function_type = (tensor<3x4xf32>, tensor<4x3xf32>, tensor<2x3x4xf32>, tensor<2x4x5xf32>, tensor<4xi32>, tensor<3x2x4x6xf32>, tensor<i32>, tensor<2x7x6x4xf32>, tensor<4xi32>, tensor<2xui32>, tensor<4xi32>, tensor<4xui32>) -> (tensor<f32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<4x3xf32>, tensor<f32>, tensor<1x5x5x6xf32>, tensor<2x4x3x6xf32>, tensor<2x5x5x4xf32>, tensor<2x6x6x4xf32>, tensor<2x14x12x6xf32>, tensor<2x5x5x6xf32>, tensor<6x5x2x5xf32>, tensor<2x7x6xf32>, tensor<2x5x5x6xf32>, tensor<2x4x6x6xf32>, tensor<2x14x18x6xf32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<4xi32>, tensor<4xf32>, tensor<4xi32>, tensor<4xi32>, tensor<4xi32>, tensor<4xi32>, tensor<4xi32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<2x2x4xf32>, tensor<3x4xf32>, tensor<2x4xf32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<4xf32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<2x2x4xf32>, tensor<4x2x3xf32>, tensor<7x3xf32>, tensor<4x3xf32>, tensor<2x3xf32>, tensor<3x2xf32>, tensor<7x6xf32>, tensor<3x2x1x4xf32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<2x2x2xf32>, tensor<4x2x3xf32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<2x3x5xf32>, tensor<2x3x2xf32>, tensor<5x4x2xf32>, tensor<4x4xf32>, tensor<4x4xf32>, tensor<3x4xf32>, tensor<4x4xf32>, tensor<4x4xf32>, tensor<3x4xi1>, tensor<3x4xf32>, tensor<3x4xf32>, tensor<2x3xi1>, tensor<2x4xi32>, tensor<2x3x4xf32>, tensor<1x11x3x1xf32>, tensor<2x4xf32>, tensor<2x4x6x4xf32>, tensor<2x3x5x4xf32>, tensor<2x7x6x4xf32>, tensor<2x3xf32>, tensor<2x3x4xf32>, tensor<2x4x7x4xf32>, tensor<3xf32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<4x3xf32>), res_attrs = [{skein.result = "loss"}, {skein.result = "clamp"}, {skein.result = "control.checkpoint"}, {skein.result = "control.nested"}, {skein.result = "control.scan"}, {skein.result = "control.switch"}, {skein.result = "control.while"}, {skein.result = "convolution.batches"}, {skein.result = "convolution.cropped"}, {skein.result = "convolution.depthwise"}, {skein.result = "convolution.first"}, {skein.result = "convolution.flipped"}, {skein.result = "convolution.groups"}, {skein.result = "convolution.layout"}, {skein.result = "convolution.line"}, {skein.result = "convolution.plain"}, {skein.result = "convolution.strides"}, {skein.result = "convolution.transposed"}, {skein.result = "erf"}, {skein.result = "exponential"}, {skein.result = "hyperbolic"}, {skein.result = "integer.bits"}, {skein.result = "integer.conversion"}, {skein.result = "integer.counts"}, {skein.result = "integer.division"}, {skein.result = "integer.power"}, {skein.result = "integer.shift"}, {skein.result = "integer.unsigned"}, {skein.result = "logistic"}, {skein.result = "lookup.add"}, {skein.result = "lookup.add_element"}, {skein.result = "lookup.batched"}, {skein.result = "lookup.columns"}, {skein.result = "lookup.diagonal"}, {skein.result = "lookup.dropped"}, {skein.result = "lookup.extrema"}, {skein.result = "lookup.pairs"}, {skein.result = "lookup.rows"}, {skein.result = "lookup.set"}, {skein.result = "lookup.window"}, {skein.result = "move.broadcast"}, {skein.result = "move.concatenate"}, {skein.result = "move.constant"}, {skein.result = "move.dynamic"}, {skein.result = "move.iota"}, {skein.result = "move.pad"}, {skein.result = "move.reshape"}, {skein.result = "move.reverse"}, {skein.result = "move.roll"}, {skein.result = "move.slice"}, {skein.result = "move.transpose"}, {skein.result = "move.triangle"}, {skein.result = "move.update"}, {skein.result = "narrow"}, {skein.result = "powers"}, {skein.result = "product.batched"}, {skein.result = "product.broadcast"}, {skein.result = "product.many"}, {skein.result = "product.matrix"}, {skein.result = "product.narrow"}, {skein.result = "product.outer"}, {skein.result = "product.transposed"}, {skein.result = "product.wide"}, {skein.result = "random.bernoulli"}, {skein.result = "random.normal"}, {skein.result = "random.uniform"}, {skein.result = "reduce.any"}, {skein.result = "reduce.argmax"}, {skein.result = "reduce.cumulative"}, {skein.result = "reduce.dilated"}, {skein.result = "reduce.extrema"}, {skein.result = "reduce.max_pool"}, {skein.result = "reduce.min_pool"}, {skein.result = "reduce.pool_gradient"}, {skein.result = "reduce.product"}, {skein.result = "reduce.softmax"}, {skein.result = "reduce.sum_pool"}, {skein.result = "reduce.sums"}, {skein.result = "remainder"}, {skein.result = "rounding"}, {skein.result = "selection"}, {skein.result = "signs"}, {skein.result = "trigonometric"}], sym_name = "main", sym_visibility = "public"}> ({
  ^bb0(%arg105: tensor<3x4xf32>, %arg106: tensor<4x3xf32>, %arg107: tensor<2x3x4xf32>, %arg108: tensor<2x4x5xf32>, %arg109: tensor<4xi32>, %arg110: tensor<3x2x4x6xf32>, %arg111: tensor<i32>, %arg112: tensor<2x7x6x4xf32>, %arg113: tensor<4xi32>, %arg114: tensor<2xui32>, %arg115: tensor<4xi32>, %arg116: tensor<4xui32>):
    %336 = "stablehlo.constant"() <{value = dense<[0, 31, 32, 40]> : tensor<4xi32>}> : () -> tensor<4xi32>
    %337 = "stablehlo.constant"() <{value = dense<[[0, 1], [1, 3]]> : tensor<2x2xi32>}> : () -> tensor<2x2xi32>
    %338 = "stablehlo.tanh"(%arg106) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %339 = "stablehlo.abs"(%arg106) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %340 = "stablehlo.constant"() <{value = dense<5.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %341 = "stablehlo.broadcast_in_dim"(%340) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %342 = "stablehlo.add"(%339, %341) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %343 = "stablehlo.sine"(%arg106) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %344 = "stablehlo.cosine"(%arg106) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %345 = "stablehlo.add"(%343, %344) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %346 = "stablehlo.tan"(%338) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %347 = "stablehlo.add"(%345, %346) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %348 = "chlo.asin"(%338) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %349 = "stablehlo.add"(%347, %348) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %350 = "chlo.acos"(%338) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %351 = "stablehlo.add"(%349, %350) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %352 = "chlo.sinh"(%arg106) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %353 = "chlo.cosh"(%arg106) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %354 = "stablehlo.add"(%352, %353) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %355 = "chlo.asinh"(%arg106) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %356 = "stablehlo.add"(%354, %355) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %357 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %358 = "stablehlo.broadcast_in_dim"(%357) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %359 = "stablehlo.add"(%342, %358) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %360 = "func.call"(%359) <{callee = @arccosh}> : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %361 = "stablehlo.add"(%356, %360) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %362 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %363 = "stablehlo.broadcast_in_dim"(%362) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %364 = "stablehlo.divide"(%338, %363) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %365 = "chlo.atanh"(%364) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %366 = "stablehlo.add"(%361, %365) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %367 = "stablehlo.exponential"(%arg106) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %368 = "stablehlo.exponential_minus_one"(%arg106) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %369 = "stablehlo.add"(%367, %368) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %370 = "stablehlo.log"(%342) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %371 = "stablehlo.add"(%369, %370) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %372 = "stablehlo.log_plus_one"(%342) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %373 = "stablehlo.add"(%371, %372) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %374 = "stablehlo.sqrt"(%342) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %375 = "stablehlo.rsqrt"(%342) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %376 = "stablehlo.add"(%374, %375) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %377 = "stablehlo.cbrt"(%arg106) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %378 = "stablehlo.add"(%376, %377) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %379 = "stablehlo.constant"() <{value = dense<1.700000e+00> : tensor<f32>}> : () -> tensor<f32>
    %380 = "stablehlo.broadcast_in_dim"(%379) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %381 = "stablehlo.power"(%342, %380) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %382 = "stablehlo.add"(%378, %381) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %383 = "stablehlo.multiply"(%arg106, %arg106) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %384 = "stablehlo.multiply"(%383, %arg106) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %385 = "stablehlo.add"(%382, %384) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %386 = "chlo.erf"(%arg106) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %387 = "chlo.erfc"(%arg106) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %388 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %389 = "stablehlo.broadcast_in_dim"(%388) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %390 = "stablehlo.multiply"(%387, %389) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %391 = "stablehlo.add"(%386, %390) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %392 = "stablehlo.constant"() <{value = dense<0.899999976> : tensor<f32>}> : () -> tensor<f32>
    %393 = "stablehlo.broadcast_in_dim"(%392) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %394 = "stablehlo.multiply"(%338, %393) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %395 = "chlo.erf_inv"(%394) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %396 = "stablehlo.add"(%391, %395) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %397 = "stablehlo.floor"(%arg106) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %398 = "stablehlo.ceil"(%arg106) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %399 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %400 = "stablehlo.broadcast_in_dim"(%399) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %401 = "stablehlo.multiply"(%398, %400) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %402 = "stablehlo.add"(%397, %401) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %403 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %404 = "stablehlo.broadcast_in_dim"(%403) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %405 = "stablehlo.multiply"(%arg106, %404) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %406 = "func.call"(%405) <{callee = @round}> : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %407 = "stablehlo.add"(%402, %406) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %408 = "stablehlo.round_nearest_afz"(%arg106) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %409 = "stablehlo.add"(%407, %408) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %410 = "stablehlo.sign"(%arg106) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %411 = "stablehlo.atan2"(%arg106, %342) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %412 = "stablehlo.add"(%410, %411) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %413 = "chlo.atan"(%arg106) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %414 = "stablehlo.add"(%412, %413) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %415 = "stablehlo.constant"() <{value = dense<-5.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %416 = "stablehlo.constant"() <{value = dense<8.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %417 = "stablehlo.broadcast_in_dim"(%415) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %418 = "stablehlo.broadcast_in_dim"(%416) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %419 = "stablehlo.clamp"(%417, %arg106, %418) : (tensor<4x3xf32>, tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %420 = "stablehlo.constant"() <{value = dense<-1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %421 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %422 = "func.call"(%arg106, %420, %421) <{callee = @clip}> : (tensor<4x3xf32>, tensor<f32>, tensor<f32>) -> tensor<4x3xf32>
    %423 = "stablehlo.add"(%419, %422) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %424 = "stablehlo.negate"(%arg106) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %425 = "stablehlo.exponential"(%424) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %426 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %427 = "stablehlo.broadcast_in_dim"(%426) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %428 = "stablehlo.add"(%427, %425) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %429 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %430 = "stablehlo.broadcast_in_dim"(%429) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %431 = "stablehlo.divide"(%430, %428) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %432 = "func.call"(%arg106) <{callee = @silu}> : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %433 = "stablehlo.add"(%431, %432) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %434 = "func.call"(%arg106) <{callee = @softplus}> : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %435 = "stablehlo.add"(%433, %434) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %436 = "stablehlo.multiply"(%arg106, %arg106) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %437 = "stablehlo.multiply"(%436, %arg106) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %438 = "stablehlo.constant"() <{value = dense<4.471500e-02> : tensor<f32>}> : () -> tensor<f32>
    %439 = "stablehlo.broadcast_in_dim"(%438) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %440 = "stablehlo.multiply"(%439, %437) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %441 = "stablehlo.add"(%arg106, %440) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %442 = "stablehlo.constant"() <{value = dense<0.797884583> : tensor<f32>}> : () -> tensor<f32>
    %443 = "stablehlo.broadcast_in_dim"(%442) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %444 = "stablehlo.multiply"(%443, %441) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %445 = "stablehlo.tanh"(%444) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %446 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %447 = "stablehlo.broadcast_in_dim"(%446) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %448 = "stablehlo.add"(%447, %445) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %449 = "stablehlo.constant"() <{value = dense<5.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %450 = "stablehlo.broadcast_in_dim"(%449) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %451 = "stablehlo.multiply"(%450, %448) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %452 = "stablehlo.multiply"(%arg106, %451) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %453 = "stablehlo.add"(%435, %452) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %454 = "func.call"(%arg106) <{callee = @elu}> : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %455 = "stablehlo.add"(%453, %454) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %456 = "stablehlo.constant"() <{value = dense<3.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %457 = "stablehlo.broadcast_in_dim"(%456) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %458 = "stablehlo.remainder"(%arg106, %457) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %459 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %460 = "stablehlo.broadcast_in_dim"(%459) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %461 = "stablehlo.compare"(%arg106, %460) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction GT>}> : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xi1>
    %462 = "stablehlo.is_finite"(%arg106) : (tensor<4x3xf32>) -> tensor<4x3xi1>
    %463 = "stablehlo.and"(%461, %462) : (tensor<4x3xi1>, tensor<4x3xi1>) -> tensor<4x3xi1>
    %464 = "stablehlo.compare"(%arg106, %arg106) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction NE>}> : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xi1>
    %465 = "stablehlo.or"(%463, %464) : (tensor<4x3xi1>, tensor<4x3xi1>) -> tensor<4x3xi1>
    %466 = "stablehlo.constant"() <{value = dense<-1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %467 = "func.call"(%465, %arg106, %466) <{callee = @_where_1}> : (tensor<4x3xi1>, tensor<4x3xf32>, tensor<f32>) -> tensor<4x3xf32>
    %468 = "stablehlo.constant"() <{value = dense<3.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %469 = "stablehlo.broadcast_in_dim"(%468) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %470 = "stablehlo.minimum"(%arg106, %469) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %471 = "stablehlo.add"(%467, %470) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %472 = "stablehlo.convert"(%arg106) : (tensor<4x3xf32>) -> tensor<4x3xbf16>
    %473 = "stablehlo.constant"() <{value = dense<1.500000e+00> : tensor<bf16>}> : () -> tensor<bf16>
    %474 = "stablehlo.broadcast_in_dim"(%473) <{broadcast_dimensions = array<i64>}> : (tensor<bf16>) -> tensor<4x3xbf16>
    %475 = "stablehlo.multiply"(%472, %474) : (tensor<4x3xbf16>, tensor<4x3xbf16>) -> tensor<4x3xbf16>
    %476 = "stablehlo.convert"(%475) : (tensor<4x3xbf16>) -> tensor<4x3xf32>
    %477 = "stablehlo.convert"(%arg106) : (tensor<4x3xf32>) -> tensor<4x3xf16>
    %478 = "stablehlo.convert"(%477) : (tensor<4x3xf16>) -> tensor<4x3xf32>
    %479 = "stablehlo.add"(%476, %478) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %480 = "stablehlo.constant"() <{value = dense<2> : tensor<i32>}> : () -> tensor<i32>
    %481 = "stablehlo.broadcast_in_dim"(%480) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %482 = "stablehlo.divide"(%arg113, %481) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %483 = "stablehlo.constant"() <{value = dense<2> : tensor<i32>}> : () -> tensor<i32>
    %484 = "stablehlo.broadcast_in_dim"(%483) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %485 = "stablehlo.remainder"(%arg113, %484) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %486 = "stablehlo.constant"() <{value = dense<100> : tensor<i32>}> : () -> tensor<i32>
    %487 = "stablehlo.broadcast_in_dim"(%486) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %488 = "stablehlo.multiply"(%485, %487) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %489 = "stablehlo.add"(%482, %488) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %490 = "stablehlo.constant"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
    %491 = "func.call"(%arg113, %490) <{callee = @remainder}> : (tensor<4xi32>, tensor<i32>) -> tensor<4xi32>
    %492 = "stablehlo.constant"() <{value = dense<1000> : tensor<i32>}> : () -> tensor<i32>
    %493 = "stablehlo.broadcast_in_dim"(%492) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %494 = "stablehlo.multiply"(%491, %493) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %495 = "stablehlo.add"(%489, %494) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %496 = "stablehlo.constant"() <{value = dense<6> : tensor<i32>}> : () -> tensor<i32>
    %497 = "stablehlo.broadcast_in_dim"(%496) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %498 = "stablehlo.and"(%arg113, %497) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %499 = "stablehlo.constant"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
    %500 = "stablehlo.broadcast_in_dim"(%499) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %501 = "stablehlo.xor"(%arg113, %500) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %502 = "stablehlo.not"(%arg113) : (tensor<4xi32>) -> tensor<4xi32>
    %503 = "stablehlo.constant"() <{value = dense<2> : tensor<i32>}> : () -> tensor<i32>
    %504 = "stablehlo.broadcast_in_dim"(%503) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %505 = "stablehlo.shift_left"(%502, %504) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %506 = "stablehlo.add"(%501, %505) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %507 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
    %508 = "stablehlo.broadcast_in_dim"(%507) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %509 = "stablehlo.shift_right_arithmetic"(%arg113, %508) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %510 = "stablehlo.add"(%506, %509) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %511 = "stablehlo.constant"() <{value = dense<28> : tensor<i32>}> : () -> tensor<i32>
    %512 = "stablehlo.broadcast_in_dim"(%511) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %513 = "stablehlo.shift_right_logical"(%arg113, %512) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %514 = "stablehlo.add"(%510, %513) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %515 = "stablehlo.or"(%498, %514) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %516 = "stablehlo.count_leading_zeros"(%arg113) : (tensor<4xi32>) -> tensor<4xi32>
    %517 = "stablehlo.popcnt"(%arg113) : (tensor<4xi32>) -> tensor<4xi32>
    %518 = "stablehlo.constant"() <{value = dense<100> : tensor<i32>}> : () -> tensor<i32>
    %519 = "stablehlo.broadcast_in_dim"(%518) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %520 = "stablehlo.multiply"(%517, %519) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %521 = "stablehlo.add"(%516, %520) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %522 = "stablehlo.constant"() <{value = dense<7> : tensor<ui32>}> : () -> tensor<ui32>
    %523 = "stablehlo.broadcast_in_dim"(%522) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<4xui32>
    %524 = "stablehlo.divide"(%arg116, %523) : (tensor<4xui32>, tensor<4xui32>) -> tensor<4xui32>
    %525 = "stablehlo.constant"() <{value = dense<100> : tensor<ui32>}> : () -> tensor<ui32>
    %526 = "stablehlo.broadcast_in_dim"(%525) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<4xui32>
    %527 = "stablehlo.compare"(%arg116, %526) <{compare_type = #stablehlo<comparison_type UNSIGNED>, comparison_direction = #stablehlo<comparison_direction GT>}> : (tensor<4xui32>, tensor<4xui32>) -> tensor<4xi1>
    %528 = "stablehlo.convert"(%527) : (tensor<4xi1>) -> tensor<4xui32>
    %529 = "stablehlo.add"(%524, %528) : (tensor<4xui32>, tensor<4xui32>) -> tensor<4xui32>
    %530 = "stablehlo.convert"(%529) : (tensor<4xui32>) -> tensor<4xi32>
    %531 = "stablehlo.convert"(%arg116) : (tensor<4xui32>) -> tensor<4xf32>
    %532 = "stablehlo.constant"() <{value = dense<3.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %533 = "stablehlo.broadcast_in_dim"(%532) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4xf32>
    %534 = "stablehlo.divide"(%531, %533) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %535 = "stablehlo.convert"(%arg116) : (tensor<4xui32>) -> tensor<4xi8>
    %536 = "stablehlo.constant"() <{value = dense<2> : tensor<i8>}> : () -> tensor<i8>
    %537 = "stablehlo.broadcast_in_dim"(%536) <{broadcast_dimensions = array<i64>}> : (tensor<i8>) -> tensor<4xi8>
    %538 = "stablehlo.multiply"(%535, %537) : (tensor<4xi8>, tensor<4xi8>) -> tensor<4xi8>
    %539 = "stablehlo.convert"(%538) : (tensor<4xi8>) -> tensor<4xf32>
    %540 = "stablehlo.add"(%534, %539) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %541 = "stablehlo.multiply"(%arg113, %arg113) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %542 = "stablehlo.multiply"(%541, %arg113) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %543 = "stablehlo.sign"(%arg113) : (tensor<4xi32>) -> tensor<4xi32>
    %544 = "stablehlo.add"(%542, %543) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %545 = "stablehlo.abs"(%arg113) : (tensor<4xi32>) -> tensor<4xi32>
    %546 = "stablehlo.add"(%544, %545) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %547 = "stablehlo.constant"() <{value = dense<2> : tensor<i32>}> : () -> tensor<i32>
    %548 = "stablehlo.broadcast_in_dim"(%547) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %549 = "stablehlo.multiply"(%arg113, %548) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %550 = "stablehlo.subtract"(%546, %549) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %551 = "stablehlo.shift_left"(%arg113, %336) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %552 = "stablehlo.add"(%551, %arg113) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %553 = "stablehlo.transpose"(%arg107) <{permutation = array<i64: 2, 0, 1>}> : (tensor<2x3x4xf32>) -> tensor<4x2x3xf32>
    %554 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %555 = "stablehlo.broadcast_in_dim"(%554) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x2x3xf32>
    %556 = "stablehlo.add"(%553, %555) : (tensor<4x2x3xf32>, tensor<4x2x3xf32>) -> tensor<4x2x3xf32>
    %557 = "stablehlo.reshape"(%arg107) : (tensor<2x3x4xf32>) -> tensor<6x4xf32>
    %558 = "stablehlo.reshape"(%557) : (tensor<6x4xf32>) -> tensor<2x12xf32>
    %559 = "stablehlo.reshape"(%558) : (tensor<2x12xf32>) -> tensor<3x2x1x4xf32>
    %560 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %561 = "stablehlo.broadcast_in_dim"(%560) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<3x2x1x4xf32>
    %562 = "stablehlo.multiply"(%559, %561) : (tensor<3x2x1x4xf32>, tensor<3x2x1x4xf32>) -> tensor<3x2x1x4xf32>
    %563 = "stablehlo.slice"(%arg107) <{limit_indices = array<i64: 2, 3, 3>, start_indices = array<i64: 0, 0, 1>, strides = array<i64: 1, 2, 1>}> : (tensor<2x3x4xf32>) -> tensor<2x2x2xf32>
    %564 = "stablehlo.slice"(%arg106) <{limit_indices = array<i64: 2, 3>, start_indices = array<i64: 0, 0>, strides = array<i64: 1, 1>}> : (tensor<4x3xf32>) -> tensor<2x3xf32>
    %565 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %566 = "stablehlo.broadcast_in_dim"(%565) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x3xf32>
    %567 = "stablehlo.multiply"(%564, %566) : (tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<2x3xf32>
    %568 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %569 = "stablehlo.broadcast_in_dim"(%568) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<1x3xf32>
    %570 = "stablehlo.concatenate"(%arg106, %567, %569) <{dimension = 0 : i64}> : (tensor<4x3xf32>, tensor<2x3xf32>, tensor<1x3xf32>) -> tensor<7x3xf32>
    %571 = "stablehlo.constant"() <{value = dense<5.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %572 = "stablehlo.pad"(%arg106, %571) <{edge_padding_high = array<i64: 2, -1>, edge_padding_low = array<i64: 1, 0>, interior_padding = array<i64: 0, 2>}> : (tensor<4x3xf32>, tensor<f32>) -> tensor<7x6xf32>
    %573 = "stablehlo.reverse"(%arg106) <{dimensions = array<i64: 0>}> : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %574 = "stablehlo.reverse"(%arg106) <{dimensions = array<i64: 1>}> : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %575 = "stablehlo.add"(%573, %574) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %576 = "func.call"(%arg106) <{callee = @_roll_static}> : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %577 = "stablehlo.slice"(%arg106) <{limit_indices = array<i64: 4, 1>, start_indices = array<i64: 0, 0>, strides = array<i64: 1, 1>}> : (tensor<4x3xf32>) -> tensor<4x1xf32>
    %578 = "stablehlo.broadcast_in_dim"(%577) <{broadcast_dimensions = array<i64: 0, 2>}> : (tensor<4x1xf32>) -> tensor<4x1x1xf32>
    %579 = "stablehlo.broadcast_in_dim"(%578) <{broadcast_dimensions = array<i64: 0, 1, 2>}> : (tensor<4x1x1xf32>) -> tensor<4x2x3xf32>
    %580 = "stablehlo.slice"(%arg106) <{limit_indices = array<i64: 1, 3>, start_indices = array<i64: 0, 0>, strides = array<i64: 1, 1>}> : (tensor<4x3xf32>) -> tensor<1x3xf32>
    %581 = "stablehlo.reshape"(%580) : (tensor<1x3xf32>) -> tensor<3xf32>
    %582 = "stablehlo.broadcast_in_dim"(%581) <{broadcast_dimensions = array<i64: 2>}> : (tensor<3xf32>) -> tensor<1x1x3xf32>
    %583 = "stablehlo.broadcast_in_dim"(%582) <{broadcast_dimensions = array<i64: 0, 1, 2>}> : (tensor<1x1x3xf32>) -> tensor<4x2x3xf32>
    %584 = "stablehlo.add"(%579, %583) : (tensor<4x2x3xf32>, tensor<4x2x3xf32>) -> tensor<4x2x3xf32>
    %585 = "stablehlo.iota"() <{iota_dimension = 0 : i64}> : () -> tensor<3x2xf32>
    %586 = "stablehlo.iota"() <{iota_dimension = 0 : i64}> : () -> tensor<2xi32>
    %587 = "stablehlo.convert"(%586) : (tensor<2xi32>) -> tensor<2xf32>
    %588 = "stablehlo.broadcast_in_dim"(%587) <{broadcast_dimensions = array<i64: 1>}> : (tensor<2xf32>) -> tensor<1x2xf32>
    %589 = "stablehlo.broadcast_in_dim"(%588) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<1x2xf32>) -> tensor<3x2xf32>
    %590 = "stablehlo.add"(%585, %589) : (tensor<3x2xf32>, tensor<3x2xf32>) -> tensor<3x2xf32>
    %591 = "func.call"(%arg106) <{callee = @tril}> : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %592 = "func.call"(%arg106) <{callee = @triu}> : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %593 = "stablehlo.subtract"(%591, %592) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %594 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %595 = "stablehlo.compare"(%arg111, %594) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
    %596 = "stablehlo.constant"() <{value = dense<4> : tensor<i32>}> : () -> tensor<i32>
    %597 = "stablehlo.add"(%arg111, %596) : (tensor<i32>, tensor<i32>) -> tensor<i32>
    %598 = "stablehlo.select"(%595, %597, %arg111) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
    %599 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %600 = "stablehlo.dynamic_slice"(%arg106, %598, %599) <{slice_sizes = array<i64: 2, 3>}> : (tensor<4x3xf32>, tensor<i32>, tensor<i32>) -> tensor<2x3xf32>
    %601 = "stablehlo.constant"() <{value = dense<5> : tensor<i32>}> : () -> tensor<i32>
    %602 = "stablehlo.add"(%arg111, %601) : (tensor<i32>, tensor<i32>) -> tensor<i32>
    %603 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %604 = "stablehlo.compare"(%602, %603) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
    %605 = "stablehlo.constant"() <{value = dense<4> : tensor<i32>}> : () -> tensor<i32>
    %606 = "stablehlo.add"(%602, %605) : (tensor<i32>, tensor<i32>) -> tensor<i32>
    %607 = "stablehlo.select"(%604, %606, %602) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
    %608 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
    %609 = "stablehlo.dynamic_slice"(%arg106, %607, %608) <{slice_sizes = array<i64: 2, 1>}> : (tensor<4x3xf32>, tensor<i32>, tensor<i32>) -> tensor<2x1xf32>
    %610 = "stablehlo.broadcast_in_dim"(%609) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<2x1xf32>) -> tensor<2x3xf32>
    %611 = "stablehlo.add"(%600, %610) : (tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<2x3xf32>
    %612 = "stablehlo.slice"(%arg106) <{limit_indices = array<i64: 2, 2>, start_indices = array<i64: 0, 0>, strides = array<i64: 1, 1>}> : (tensor<4x3xf32>) -> tensor<2x2xf32>
    %613 = "stablehlo.negate"(%612) : (tensor<2x2xf32>) -> tensor<2x2xf32>
    %614 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
    %615 = "stablehlo.subtract"(%arg111, %614) : (tensor<i32>, tensor<i32>) -> tensor<i32>
    %616 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %617 = "stablehlo.compare"(%arg111, %616) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
    %618 = "stablehlo.constant"() <{value = dense<4> : tensor<i32>}> : () -> tensor<i32>
    %619 = "stablehlo.add"(%arg111, %618) : (tensor<i32>, tensor<i32>) -> tensor<i32>
    %620 = "stablehlo.select"(%617, %619, %arg111) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
    %621 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %622 = "stablehlo.compare"(%615, %621) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
    %623 = "stablehlo.constant"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
    %624 = "stablehlo.add"(%615, %623) : (tensor<i32>, tensor<i32>) -> tensor<i32>
    %625 = "stablehlo.select"(%622, %624, %615) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
    %626 = "stablehlo.dynamic_update_slice"(%arg106, %613, %620, %625) : (tensor<4x3xf32>, tensor<2x2xf32>, tensor<i32>, tensor<i32>) -> tensor<4x3xf32>
    %627 = "stablehlo.slice"(%arg106) <{limit_indices = array<i64: 4, 3>, start_indices = array<i64: 2, 0>, strides = array<i64: 1, 1>}> : (tensor<4x3xf32>) -> tensor<2x3xf32>
    %628 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
    %629 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %630 = "stablehlo.dynamic_update_slice"(%arg106, %627, %628, %629) : (tensor<4x3xf32>, tensor<2x3xf32>, tensor<i32>, tensor<i32>) -> tensor<4x3xf32>
    %631 = "stablehlo.constant"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
    %632 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %633 = "stablehlo.dynamic_slice"(%arg106, %631, %632) <{slice_sizes = array<i64: 1, 3>}> : (tensor<4x3xf32>, tensor<i32>, tensor<i32>) -> tensor<1x3xf32>
    %634 = "stablehlo.broadcast_in_dim"(%633) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<1x3xf32>) -> tensor<4x3xf32>
    %635 = "stablehlo.add"(%630, %634) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %636 = "stablehlo.dot_general"(%arg106, %arg105) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x3xf32>, tensor<3x4xf32>) -> tensor<4x4xf32>
    %637 = "stablehlo.transpose"(%arg105) <{permutation = array<i64: 1, 0>}> : (tensor<3x4xf32>) -> tensor<4x3xf32>
    %638 = "stablehlo.transpose"(%arg106) <{permutation = array<i64: 1, 0>}> : (tensor<4x3xf32>) -> tensor<3x4xf32>
    %639 = "stablehlo.dot_general"(%637, %638) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x3xf32>, tensor<3x4xf32>) -> tensor<4x4xf32>
    %640 = "stablehlo.dot_general"(%arg107, %arg108) <{dot_dimension_numbers = #stablehlo.dot<lhs_batching_dimensions = [0], rhs_batching_dimensions = [0], lhs_contracting_dimensions = [2], rhs_contracting_dimensions = [1]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<2x3x4xf32>, tensor<2x4x5xf32>) -> tensor<2x3x5xf32>
    %641 = "stablehlo.dot_general"(%arg108, %arg107) <{dot_dimension_numbers = #stablehlo.dot<lhs_batching_dimensions = [0], rhs_batching_dimensions = [0], lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [2]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<2x4x5xf32>, tensor<2x3x4xf32>) -> tensor<2x5x3xf32>
    %642 = "stablehlo.dot_general"(%641, %arg106) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [2], rhs_contracting_dimensions = [1]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<2x5x3xf32>, tensor<4x3xf32>) -> tensor<2x5x4xf32>
    %643 = "stablehlo.transpose"(%642) <{permutation = array<i64: 1, 2, 0>}> : (tensor<2x5x4xf32>) -> tensor<5x4x2xf32>
    %644 = "stablehlo.slice"(%arg106) <{limit_indices = array<i64: 1, 3>, start_indices = array<i64: 0, 0>, strides = array<i64: 1, 1>}> : (tensor<4x3xf32>) -> tensor<1x3xf32>
    %645 = "stablehlo.reshape"(%644) : (tensor<1x3xf32>) -> tensor<3xf32>
    %646 = "stablehlo.slice"(%arg105) <{limit_indices = array<i64: 1, 4>, start_indices = array<i64: 0, 0>, strides = array<i64: 1, 1>}> : (tensor<3x4xf32>) -> tensor<1x4xf32>
    %647 = "stablehlo.reshape"(%646) : (tensor<1x4xf32>) -> tensor<4xf32>
    %648 = "stablehlo.dot_general"(%645, %647) <{dot_dimension_numbers = #stablehlo.dot<>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<3xf32>, tensor<4xf32>) -> tensor<3x4xf32>
    %649 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %650 = "stablehlo.broadcast_in_dim"(%649) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x2xf32>
    %651 = "stablehlo.slice"(%arg106) <{limit_indices = array<i64: 1, 1>, start_indices = array<i64: 0, 0>, strides = array<i64: 1, 1>}> : (tensor<4x3xf32>) -> tensor<1x1xf32>
    %652 = "stablehlo.reshape"(%651) : (tensor<1x1xf32>) -> tensor<f32>
    %653 = "stablehlo.broadcast_in_dim"(%652) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x2xf32>
    %654 = "stablehlo.multiply"(%650, %653) : (tensor<4x2xf32>, tensor<4x2xf32>) -> tensor<4x2xf32>
    %655 = "stablehlo.dot_general"(%arg107, %654) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [2], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<2x3x4xf32>, tensor<4x2xf32>) -> tensor<2x3x2xf32>
    %656 = "stablehlo.convert"(%arg106) : (tensor<4x3xf32>) -> tensor<4x3xbf16>
    %657 = "stablehlo.convert"(%arg105) : (tensor<3x4xf32>) -> tensor<3x4xbf16>
    %658 = "stablehlo.dot_general"(%656, %657) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x3xbf16>, tensor<3x4xbf16>) -> tensor<4x4xbf16>
    %659 = "stablehlo.convert"(%658) : (tensor<4x4xbf16>) -> tensor<4x4xf32>
    %660 = "stablehlo.convert"(%arg106) : (tensor<4x3xf32>) -> tensor<4x3xbf16>
    %661 = "stablehlo.convert"(%arg105) : (tensor<3x4xf32>) -> tensor<3x4xbf16>
    %662 = "stablehlo.dot_general"(%660, %661) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x3xbf16>, tensor<3x4xbf16>) -> tensor<4x4xf32>
    %663 = "stablehlo.convolution"(%arg112, %arg110) <{batch_group_count = 1 : i64, dimension_numbers = #stablehlo.conv<[b, 0, 1, f]x[0, 1, i, o]->[b, 0, 1, f]>, feature_group_count = 1 : i64, lhs_dilation = array<i64: 1, 1>, padding = dense<0> : tensor<2x2xi64>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>], rhs_dilation = array<i64: 1, 1>, window_reversal = array<i1: false, false>, window_strides = array<i64: 1, 1>}> : (tensor<2x7x6x4xf32>, tensor<3x2x4x6xf32>) -> tensor<2x5x5x6xf32>
    %664 = "stablehlo.convolution"(%arg112, %arg110) <{batch_group_count = 1 : i64, dimension_numbers = #stablehlo.conv<[b, 0, 1, f]x[0, 1, i, o]->[b, 0, 1, f]>, feature_group_count = 1 : i64, lhs_dilation = array<i64: 1, 1>, padding = dense<[[2, 2], [0, 1]]> : tensor<2x2xi64>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>], rhs_dilation = array<i64: 2, 1>, window_reversal = array<i1: false, false>, window_strides = array<i64: 2, 1>}> : (tensor<2x7x6x4xf32>, tensor<3x2x4x6xf32>) -> tensor<2x4x6x6xf32>
    %665 = "stablehlo.convolution"(%arg112, %arg110) <{batch_group_count = 1 : i64, dimension_numbers = #stablehlo.conv<[b, 0, 1, f]x[0, 1, i, o]->[b, 0, 1, f]>, feature_group_count = 1 : i64, lhs_dilation = array<i64: 2, 3>, padding = dense<[[2, 1], [0, 3]]> : tensor<2x2xi64>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>], rhs_dilation = array<i64: 1, 1>, window_reversal = array<i1: false, false>, window_strides = array<i64: 1, 1>}> : (tensor<2x7x6x4xf32>, tensor<3x2x4x6xf32>) -> tensor<2x14x18x6xf32>
    %666 = "stablehlo.slice"(%arg110) <{limit_indices = array<i64: 3, 2, 2, 6>, start_indices = array<i64: 0, 0, 0, 0>, strides = array<i64: 1, 1, 1, 1>}> : (tensor<3x2x4x6xf32>) -> tensor<3x2x2x6xf32>
    %667 = "stablehlo.convolution"(%arg112, %666) <{batch_group_count = 1 : i64, dimension_numbers = #stablehlo.conv<[b, 0, 1, f]x[0, 1, i, o]->[b, 0, 1, f]>, feature_group_count = 2 : i64, lhs_dilation = array<i64: 1, 1>, padding = dense<0> : tensor<2x2xi64>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>], rhs_dilation = array<i64: 1, 1>, window_reversal = array<i1: false, false>, window_strides = array<i64: 1, 1>}> : (tensor<2x7x6x4xf32>, tensor<3x2x2x6xf32>) -> tensor<2x5x5x6xf32>
    %668 = "stablehlo.slice"(%arg110) <{limit_indices = array<i64: 3, 2, 1, 4>, start_indices = array<i64: 0, 0, 0, 0>, strides = array<i64: 1, 1, 1, 1>}> : (tensor<3x2x4x6xf32>) -> tensor<3x2x1x4xf32>
    %669 = "stablehlo.convolution"(%arg112, %668) <{batch_group_count = 1 : i64, dimension_numbers = #stablehlo.conv<[b, 0, 1, f]x[0, 1, i, o]->[b, 0, 1, f]>, feature_group_count = 4 : i64, lhs_dilation = array<i64: 1, 1>, padding = dense<0> : tensor<2x2xi64>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>], rhs_dilation = array<i64: 1, 1>, window_reversal = array<i1: false, false>, window_strides = array<i64: 1, 1>}> : (tensor<2x7x6x4xf32>, tensor<3x2x1x4xf32>) -> tensor<2x5x5x4xf32>
    %670 = "stablehlo.convolution"(%arg112, %arg110) <{batch_group_count = 2 : i64, dimension_numbers = #stablehlo.conv<[b, 0, 1, f]x[0, 1, i, o]->[b, 0, 1, f]>, feature_group_count = 1 : i64, lhs_dilation = array<i64: 1, 1>, padding = dense<0> : tensor<2x2xi64>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>], rhs_dilation = array<i64: 1, 1>, window_reversal = array<i1: false, false>, window_strides = array<i64: 1, 1>}> : (tensor<2x7x6x4xf32>, tensor<3x2x4x6xf32>) -> tensor<1x5x5x6xf32>
    %671 = "stablehlo.convolution"(%arg112, %arg110) <{batch_group_count = 1 : i64, dimension_numbers = #stablehlo.conv<[b, 0, 1, f]x[0, 1, i, o]->[b, 0, 1, f]>, feature_group_count = 1 : i64, lhs_dilation = array<i64: 1, 1>, padding = dense<[[-1, 0], [0, -2]]> : tensor<2x2xi64>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>], rhs_dilation = array<i64: 1, 1>, window_reversal = array<i1: false, false>, window_strides = array<i64: 1, 1>}> : (tensor<2x7x6x4xf32>, tensor<3x2x4x6xf32>) -> tensor<2x4x3x6xf32>
    %672 = "stablehlo.transpose"(%arg112) <{permutation = array<i64: 1, 0, 2, 3>}> : (tensor<2x7x6x4xf32>) -> tensor<7x2x6x4xf32>
    %673 = "stablehlo.convolution"(%672, %arg110) <{batch_group_count = 1 : i64, dimension_numbers = #stablehlo.conv<[0, b, 1, f]x[0, 1, i, o]->[f, 1, b, 0]>, feature_group_count = 1 : i64, lhs_dilation = array<i64: 1, 1>, padding = dense<0> : tensor<2x2xi64>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>], rhs_dilation = array<i64: 1, 1>, window_reversal = array<i1: false, false>, window_strides = array<i64: 1, 1>}> : (tensor<7x2x6x4xf32>, tensor<3x2x4x6xf32>) -> tensor<6x5x2x5xf32>
    %674 = "stablehlo.transpose"(%arg110) <{permutation = array<i64: 3, 2, 0, 1>}> : (tensor<3x2x4x6xf32>) -> tensor<6x4x3x2xf32>
    %675 = "stablehlo.slice"(%674) <{limit_indices = array<i64: 6, 1, 3, 2>, start_indices = array<i64: 0, 0, 0, 0>, strides = array<i64: 1, 1, 1, 1>}> : (tensor<6x4x3x2xf32>) -> tensor<6x1x3x2xf32>
    %676 = "stablehlo.broadcast_in_dim"(%675) <{broadcast_dimensions = array<i64: 0, 1, 3, 4>}> : (tensor<6x1x3x2xf32>) -> tensor<6x1x7x3x2xf32>
    %677 = "stablehlo.reshape"(%676) : (tensor<6x1x7x3x2xf32>) -> tensor<6x7x3x2xf32>
    %678 = "stablehlo.convolution"(%arg112, %677) <{batch_group_count = 1 : i64, dimension_numbers = #stablehlo.conv<[b, f, 0, 1]x[o, i, 0, 1]->[b, f, 0, 1]>, feature_group_count = 1 : i64, lhs_dilation = array<i64: 1, 1>, padding = dense<[[1, 1], [0, 1]]> : tensor<2x2xi64>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>], rhs_dilation = array<i64: 1, 1>, window_reversal = array<i1: false, false>, window_strides = array<i64: 1, 1>}> : (tensor<2x7x6x4xf32>, tensor<6x7x3x2xf32>) -> tensor<2x6x6x4xf32>
    %679 = "stablehlo.slice"(%arg112) <{limit_indices = array<i64: 2, 7, 1, 4>, start_indices = array<i64: 0, 0, 0, 0>, strides = array<i64: 1, 1, 1, 1>}> : (tensor<2x7x6x4xf32>) -> tensor<2x7x1x4xf32>
    %680 = "stablehlo.reshape"(%679) : (tensor<2x7x1x4xf32>) -> tensor<2x7x4xf32>
    %681 = "stablehlo.slice"(%arg110) <{limit_indices = array<i64: 1, 2, 4, 6>, start_indices = array<i64: 0, 0, 0, 0>, strides = array<i64: 1, 1, 1, 1>}> : (tensor<3x2x4x6xf32>) -> tensor<1x2x4x6xf32>
    %682 = "stablehlo.reshape"(%681) : (tensor<1x2x4x6xf32>) -> tensor<2x4x6xf32>
    %683 = "stablehlo.convolution"(%680, %682) <{batch_group_count = 1 : i64, dimension_numbers = #stablehlo.conv<[b, 0, f]x[0, i, o]->[b, 0, f]>, feature_group_count = 1 : i64, lhs_dilation = array<i64: 1>, padding = dense<[[0, 1]]> : tensor<1x2xi64>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>], rhs_dilation = array<i64: 1>, window_reversal = array<i1: false>, window_strides = array<i64: 1>}> : (tensor<2x7x4xf32>, tensor<2x4x6xf32>) -> tensor<2x7x6xf32>
    %684 = "stablehlo.transpose"(%arg110) <{permutation = array<i64: 0, 1, 3, 2>}> : (tensor<3x2x4x6xf32>) -> tensor<3x2x6x4xf32>
    %685 = "stablehlo.reverse"(%684) <{dimensions = array<i64: 0>}> : (tensor<3x2x6x4xf32>) -> tensor<3x2x6x4xf32>
    %686 = "stablehlo.reverse"(%685) <{dimensions = array<i64: 1>}> : (tensor<3x2x6x4xf32>) -> tensor<3x2x6x4xf32>
    %687 = "stablehlo.transpose"(%686) <{permutation = array<i64: 0, 1, 3, 2>}> : (tensor<3x2x6x4xf32>) -> tensor<3x2x4x6xf32>
    %688 = "stablehlo.convolution"(%arg112, %687) <{batch_group_count = 1 : i64, dimension_numbers = #stablehlo.conv<[b, 0, 1, f]x[0, 1, i, o]->[b, 0, 1, f]>, feature_group_count = 1 : i64, lhs_dilation = array<i64: 2, 2>, padding = dense<[[2, 1], [1, 1]]> : tensor<2x2xi64>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>], rhs_dilation = array<i64: 1, 1>, window_reversal = array<i1: false, false>, window_strides = array<i64: 1, 1>}> : (tensor<2x7x6x4xf32>, tensor<3x2x4x6xf32>) -> tensor<2x14x12x6xf32>
    %689 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %690 = "stablehlo.reduce"(%arg107, %689) <{dimensions = array<i64: 0, 2>}> ({
    ^bb0(%arg199: tensor<f32>, %arg200: tensor<f32>):
      %1074 = "stablehlo.add"(%arg199, %arg200) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%1074) : (tensor<f32>) -> ()
    }) : (tensor<2x3x4xf32>, tensor<f32>) -> tensor<3xf32>
    %691 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %692 = "stablehlo.reduce"(%arg107, %691) <{dimensions = array<i64: 0, 1, 2>}> ({
    ^bb0(%arg197: tensor<f32>, %arg198: tensor<f32>):
      %1073 = "stablehlo.add"(%arg197, %arg198) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%1073) : (tensor<f32>) -> ()
    }) : (tensor<2x3x4xf32>, tensor<f32>) -> tensor<f32>
    %693 = "stablehlo.constant"() <{value = dense<2.400000e+01> : tensor<f32>}> : () -> tensor<f32>
    %694 = "stablehlo.divide"(%692, %693) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %695 = "stablehlo.broadcast_in_dim"(%694) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<3xf32>
    %696 = "stablehlo.add"(%690, %695) : (tensor<3xf32>, tensor<3xf32>) -> tensor<3xf32>
    %697 = "stablehlo.constant"() <{value = dense<0xFF800000> : tensor<f32>}> : () -> tensor<f32>
    %698 = "stablehlo.reduce"(%arg107, %697) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg195: tensor<f32>, %arg196: tensor<f32>):
      %1072 = "stablehlo.maximum"(%arg195, %arg196) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%1072) : (tensor<f32>) -> ()
    }) : (tensor<2x3x4xf32>, tensor<f32>) -> tensor<2x4xf32>
    %699 = "stablehlo.constant"() <{value = dense<0x7F800000> : tensor<f32>}> : () -> tensor<f32>
    %700 = "stablehlo.reduce"(%arg107, %699) <{dimensions = array<i64: 0, 1>}> ({
    ^bb0(%arg193: tensor<f32>, %arg194: tensor<f32>):
      %1071 = "stablehlo.minimum"(%arg193, %arg194) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%1071) : (tensor<f32>) -> ()
    }) : (tensor<2x3x4xf32>, tensor<f32>) -> tensor<4xf32>
    %701 = "stablehlo.broadcast_in_dim"(%700) <{broadcast_dimensions = array<i64: 2>}> : (tensor<4xf32>) -> tensor<1x1x4xf32>
    %702 = "stablehlo.reshape"(%701) : (tensor<1x1x4xf32>) -> tensor<1x4xf32>
    %703 = "stablehlo.broadcast_in_dim"(%702) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<1x4xf32>) -> tensor<2x4xf32>
    %704 = "stablehlo.add"(%698, %703) : (tensor<2x4xf32>, tensor<2x4xf32>) -> tensor<2x4xf32>
    %705 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %706 = "stablehlo.reduce"(%arg107, %705) <{dimensions = array<i64: 2>}> ({
    ^bb0(%arg191: tensor<f32>, %arg192: tensor<f32>):
      %1070 = "stablehlo.multiply"(%arg191, %arg192) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%1070) : (tensor<f32>) -> ()
    }) : (tensor<2x3x4xf32>, tensor<f32>) -> tensor<2x3xf32>
    %707 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %708 = "stablehlo.broadcast_in_dim"(%707) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x3x4xf32>
    %709 = "stablehlo.compare"(%arg107, %708) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction GT>}> : (tensor<2x3x4xf32>, tensor<2x3x4xf32>) -> tensor<2x3x4xi1>
    %710 = "stablehlo.constant"() <{value = dense<false> : tensor<i1>}> : () -> tensor<i1>
    %711 = "stablehlo.reduce"(%709, %710) <{dimensions = array<i64: 2>}> ({
    ^bb0(%arg189: tensor<i1>, %arg190: tensor<i1>):
      %1069 = "stablehlo.or"(%arg189, %arg190) : (tensor<i1>, tensor<i1>) -> tensor<i1>
      "stablehlo.return"(%1069) : (tensor<i1>) -> ()
    }) : (tensor<2x3x4xi1>, tensor<i1>) -> tensor<2x3xi1>
    %712 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %713 = "stablehlo.broadcast_in_dim"(%712) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x3x4xf32>
    %714 = "stablehlo.compare"(%arg107, %713) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<2x3x4xf32>, tensor<2x3x4xf32>) -> tensor<2x3x4xi1>
    %715 = "stablehlo.constant"() <{value = dense<true> : tensor<i1>}> : () -> tensor<i1>
    %716 = "stablehlo.reduce"(%714, %715) <{dimensions = array<i64: 2>}> ({
    ^bb0(%arg187: tensor<i1>, %arg188: tensor<i1>):
      %1068 = "stablehlo.and"(%arg187, %arg188) : (tensor<i1>, tensor<i1>) -> tensor<i1>
      "stablehlo.return"(%1068) : (tensor<i1>) -> ()
    }) : (tensor<2x3x4xi1>, tensor<i1>) -> tensor<2x3xi1>
    %717 = "stablehlo.or"(%711, %716) : (tensor<2x3xi1>, tensor<2x3xi1>) -> tensor<2x3xi1>
    %718 = "func.call"(%arg107) <{callee = @argmax}> : (tensor<2x3x4xf32>) -> tensor<2x4xi32>
    %719 = "stablehlo.constant"() <{value = dense<10> : tensor<i32>}> : () -> tensor<i32>
    %720 = "stablehlo.broadcast_in_dim"(%719) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<2x4xi32>
    %721 = "stablehlo.multiply"(%718, %720) : (tensor<2x4xi32>, tensor<2x4xi32>) -> tensor<2x4xi32>
    %722 = "func.call"(%arg107) <{callee = @argmin}> : (tensor<2x3x4xf32>) -> tensor<2x4xi32>
    %723 = "stablehlo.add"(%721, %722) : (tensor<2x4xi32>, tensor<2x4xi32>) -> tensor<2x4xi32>
    %724 = "stablehlo.constant"() <{value = dense<0xFF800000> : tensor<f32>}> : () -> tensor<f32>
    %725 = "stablehlo.reduce"(%arg107, %724) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg185: tensor<f32>, %arg186: tensor<f32>):
      %1067 = "stablehlo.maximum"(%arg185, %arg186) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%1067) : (tensor<f32>) -> ()
    }) : (tensor<2x3x4xf32>, tensor<f32>) -> tensor<2x4xf32>
    %726 = "stablehlo.constant"() <{value = dense<0xFF800000> : tensor<f32>}> : () -> tensor<f32>
    %727 = "stablehlo.broadcast_in_dim"(%726) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x4xf32>
    %728 = "stablehlo.maximum"(%727, %725) : (tensor<2x4xf32>, tensor<2x4xf32>) -> tensor<2x4xf32>
    %729 = "stablehlo.broadcast_in_dim"(%728) <{broadcast_dimensions = array<i64: 0, 2>}> : (tensor<2x4xf32>) -> tensor<2x1x4xf32>
    %730 = "stablehlo.broadcast_in_dim"(%729) <{broadcast_dimensions = array<i64: 0, 1, 2>}> : (tensor<2x1x4xf32>) -> tensor<2x3x4xf32>
    %731 = "stablehlo.subtract"(%arg107, %730) : (tensor<2x3x4xf32>, tensor<2x3x4xf32>) -> tensor<2x3x4xf32>
    %732 = "stablehlo.exponential"(%731) : (tensor<2x3x4xf32>) -> tensor<2x3x4xf32>
    %733 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %734 = "stablehlo.reduce"(%732, %733) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg183: tensor<f32>, %arg184: tensor<f32>):
      %1066 = "stablehlo.add"(%arg183, %arg184) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%1066) : (tensor<f32>) -> ()
    }) : (tensor<2x3x4xf32>, tensor<f32>) -> tensor<2x4xf32>
    %735 = "stablehlo.broadcast_in_dim"(%734) <{broadcast_dimensions = array<i64: 0, 2>}> : (tensor<2x4xf32>) -> tensor<2x1x4xf32>
    %736 = "stablehlo.broadcast_in_dim"(%735) <{broadcast_dimensions = array<i64: 0, 1, 2>}> : (tensor<2x1x4xf32>) -> tensor<2x3x4xf32>
    %737 = "stablehlo.divide"(%732, %736) : (tensor<2x3x4xf32>, tensor<2x3x4xf32>) -> tensor<2x3x4xf32>
    %738 = "stablehlo.constant"() <{value = dense<0xFF800000> : tensor<f32>}> : () -> tensor<f32>
    %739 = "stablehlo.reduce"(%arg107, %738) <{dimensions = array<i64: 2>}> ({
    ^bb0(%arg181: tensor<f32>, %arg182: tensor<f32>):
      %1065 = "stablehlo.maximum"(%arg181, %arg182) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%1065) : (tensor<f32>) -> ()
    }) : (tensor<2x3x4xf32>, tensor<f32>) -> tensor<2x3xf32>
    %740 = "stablehlo.constant"() <{value = dense<0xFF800000> : tensor<f32>}> : () -> tensor<f32>
    %741 = "stablehlo.broadcast_in_dim"(%740) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x3xf32>
    %742 = "stablehlo.maximum"(%741, %739) : (tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<2x3xf32>
    %743 = "stablehlo.broadcast_in_dim"(%742) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<2x3xf32>) -> tensor<2x3x1xf32>
    %744 = "stablehlo.is_finite"(%743) : (tensor<2x3x1xf32>) -> tensor<2x3x1xi1>
    %745 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %746 = "stablehlo.broadcast_in_dim"(%745) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x3x1xf32>
    %747 = "stablehlo.select"(%744, %743, %746) : (tensor<2x3x1xi1>, tensor<2x3x1xf32>, tensor<2x3x1xf32>) -> tensor<2x3x1xf32>
    %748 = "stablehlo.broadcast_in_dim"(%747) <{broadcast_dimensions = array<i64: 0, 1, 2>}> : (tensor<2x3x1xf32>) -> tensor<2x3x4xf32>
    %749 = "stablehlo.subtract"(%arg107, %748) : (tensor<2x3x4xf32>, tensor<2x3x4xf32>) -> tensor<2x3x4xf32>
    %750 = "stablehlo.exponential"(%749) : (tensor<2x3x4xf32>) -> tensor<2x3x4xf32>
    %751 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %752 = "stablehlo.reduce"(%750, %751) <{dimensions = array<i64: 2>}> ({
    ^bb0(%arg179: tensor<f32>, %arg180: tensor<f32>):
      %1064 = "stablehlo.add"(%arg179, %arg180) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%1064) : (tensor<f32>) -> ()
    }) : (tensor<2x3x4xf32>, tensor<f32>) -> tensor<2x3xf32>
    %753 = "stablehlo.broadcast_in_dim"(%752) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<2x3xf32>) -> tensor<2x3x1xf32>
    %754 = "stablehlo.sign"(%753) : (tensor<2x3x1xf32>) -> tensor<2x3x1xf32>
    %755 = "stablehlo.abs"(%753) : (tensor<2x3x1xf32>) -> tensor<2x3x1xf32>
    %756 = "stablehlo.log"(%755) : (tensor<2x3x1xf32>) -> tensor<2x3x1xf32>
    %757 = "stablehlo.add"(%756, %747) : (tensor<2x3x1xf32>, tensor<2x3x1xf32>) -> tensor<2x3x1xf32>
    %758 = "stablehlo.broadcast_in_dim"(%757) <{broadcast_dimensions = array<i64: 0, 1, 2>}> : (tensor<2x3x1xf32>) -> tensor<2x3x4xf32>
    %759 = "stablehlo.add"(%737, %758) : (tensor<2x3x4xf32>, tensor<2x3x4xf32>) -> tensor<2x3x4xf32>
    %760 = "stablehlo.constant"() <{value = dense<0xFF800000> : tensor<f32>}> : () -> tensor<f32>
    %761 = "stablehlo.broadcast_in_dim"(%760) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<f32>
    %762 = "stablehlo.reduce_window"(%arg112, %761) <{base_dilations = array<i64: 1, 1, 1, 1>, padding = dense<[[0, 0], [1, 1], [0, 1], [0, 0]]> : tensor<4x2xi64>, window_dilations = array<i64: 1, 1, 1, 1>, window_dimensions = array<i64: 1, 3, 2, 1>, window_strides = array<i64: 1, 2, 1, 1>}> ({
    ^bb0(%arg177: tensor<f32>, %arg178: tensor<f32>):
      %1063 = "stablehlo.maximum"(%arg177, %arg178) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%1063) : (tensor<f32>) -> ()
    }) : (tensor<2x7x6x4xf32>, tensor<f32>) -> tensor<2x4x6x4xf32>
    %763 = "stablehlo.constant"() <{value = dense<0x7F800000> : tensor<f32>}> : () -> tensor<f32>
    %764 = "stablehlo.broadcast_in_dim"(%763) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<f32>
    %765 = "stablehlo.reduce_window"(%arg112, %764) <{base_dilations = array<i64: 1, 1, 1, 1>, padding = dense<0> : tensor<4x2xi64>, window_dilations = array<i64: 1, 1, 1, 1>, window_dimensions = array<i64: 1, 3, 2, 1>, window_strides = array<i64: 1, 2, 1, 1>}> ({
    ^bb0(%arg175: tensor<f32>, %arg176: tensor<f32>):
      %1062 = "stablehlo.minimum"(%arg175, %arg176) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%1062) : (tensor<f32>) -> ()
    }) : (tensor<2x7x6x4xf32>, tensor<f32>) -> tensor<2x3x5x4xf32>
    %766 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %767 = "stablehlo.broadcast_in_dim"(%766) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<f32>
    %768 = "stablehlo.reduce_window"(%arg112, %767) <{base_dilations = array<i64: 1, 1, 1, 1>, padding = dense<[[0, 0], [1, 1], [0, 2], [0, 0]]> : tensor<4x2xi64>, window_dilations = array<i64: 1, 1, 1, 1>, window_dimensions = array<i64: 1, 3, 2, 1>, window_strides = array<i64: 1, 2, 1, 1>}> ({
    ^bb0(%arg173: tensor<f32>, %arg174: tensor<f32>):
      %1061 = "stablehlo.add"(%arg173, %arg174) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%1061) : (tensor<f32>) -> ()
    }) : (tensor<2x7x6x4xf32>, tensor<f32>) -> tensor<2x4x7x4xf32>
    %769 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %770 = "stablehlo.broadcast_in_dim"(%769) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<f32>
    %771 = "stablehlo.reduce_window"(%arg112, %770) <{base_dilations = array<i64: 1, 2, 1, 1>, padding = dense<0> : tensor<4x2xi64>, window_dilations = array<i64: 1, 2, 1, 3>, window_dimensions = array<i64: 2, 2, 1, 2>, window_strides = array<i64: 1, 1, 2, 1>}> ({
    ^bb0(%arg171: tensor<f32>, %arg172: tensor<f32>):
      %1060 = "stablehlo.add"(%arg171, %arg172) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%1060) : (tensor<f32>) -> ()
    }) : (tensor<2x7x6x4xf32>, tensor<f32>) -> tensor<1x11x3x1xf32>
    %772 = "func.call"(%arg107) <{callee = @cumsum}> : (tensor<2x3x4xf32>) -> tensor<2x3x4xf32>
    %773 = "func.call"(%arg107) <{callee = @cummax}> : (tensor<2x3x4xf32>) -> tensor<2x3x4xf32>
    %774 = "stablehlo.add"(%772, %773) : (tensor<2x3x4xf32>, tensor<2x3x4xf32>) -> tensor<2x3x4xf32>
    %775 = "func.call"(%arg112) <{callee = @round_4}> : (tensor<2x7x6x4xf32>) -> tensor<2x7x6x4xf32>
    %776 = "stablehlo.constant"() <{value = dense<0xFF800000> : tensor<f32>}> : () -> tensor<f32>
    %777 = "stablehlo.broadcast_in_dim"(%776) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<f32>
    %778 = "stablehlo.reduce_window"(%775, %777) <{base_dilations = array<i64: 1, 1, 1, 1>, padding = dense<[[0, 0], [1, 1], [0, 1], [0, 0]]> : tensor<4x2xi64>, window_dilations = array<i64: 1, 1, 1, 1>, window_dimensions = array<i64: 1, 3, 2, 1>, window_strides = array<i64: 1, 2, 1, 1>}> ({
    ^bb0(%arg169: tensor<f32>, %arg170: tensor<f32>):
      %1059 = "stablehlo.maximum"(%arg169, %arg170) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%1059) : (tensor<f32>) -> ()
    }) : (tensor<2x7x6x4xf32>, tensor<f32>) -> tensor<2x4x6x4xf32>
    %779 = "stablehlo.multiply"(%778, %778) : (tensor<2x4x6x4xf32>, tensor<2x4x6x4xf32>) -> tensor<2x4x6x4xf32>
    %780 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %781 = "stablehlo.broadcast_in_dim"(%780) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x4x6x4xf32>
    %782 = "stablehlo.multiply"(%781, %778) : (tensor<2x4x6x4xf32>, tensor<2x4x6x4xf32>) -> tensor<2x4x6x4xf32>
    %783 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %784 = "stablehlo.reduce"(%779, %783) <{dimensions = array<i64: 0, 1, 2, 3>}> ({
    ^bb0(%arg167: tensor<f32>, %arg168: tensor<f32>):
      %1058 = "stablehlo.add"(%arg167, %arg168) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%1058) : (tensor<f32>) -> ()
    }) : (tensor<2x4x6x4xf32>, tensor<f32>) -> tensor<f32>
    %785 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %786 = "stablehlo.broadcast_in_dim"(%785) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x4x6x4xf32>
    %787 = "stablehlo.multiply"(%786, %782) : (tensor<2x4x6x4xf32>, tensor<2x4x6x4xf32>) -> tensor<2x4x6x4xf32>
    %788 = "stablehlo.constant"() <{value = dense<0xFF800000> : tensor<f32>}> : () -> tensor<f32>
    %789 = "stablehlo.pad"(%775, %788) <{edge_padding_high = array<i64: 0, 1, 1, 0>, edge_padding_low = array<i64: 0, 1, 0, 0>, interior_padding = array<i64: 0, 0, 0, 0>}> : (tensor<2x7x6x4xf32>, tensor<f32>) -> tensor<2x9x7x4xf32>
    %790 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %791 = "stablehlo.select_and_scatter"(%789, %787, %790) <{padding = dense<0> : tensor<4x2xi64>, window_dimensions = array<i64: 1, 3, 2, 1>, window_strides = array<i64: 1, 2, 1, 1>}> ({
    ^bb0(%arg165: tensor<f32>, %arg166: tensor<f32>):
      %1057 = "stablehlo.compare"(%arg165, %arg166) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction GE>}> : (tensor<f32>, tensor<f32>) -> tensor<i1>
      "stablehlo.return"(%1057) : (tensor<i1>) -> ()
    }, {
    ^bb0(%arg163: tensor<f32>, %arg164: tensor<f32>):
      %1056 = "stablehlo.add"(%arg163, %arg164) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%1056) : (tensor<f32>) -> ()
    }) : (tensor<2x9x7x4xf32>, tensor<2x4x6x4xf32>, tensor<f32>) -> tensor<2x9x7x4xf32>
    %792 = "stablehlo.slice"(%791) <{limit_indices = array<i64: 2, 8, 6, 4>, start_indices = array<i64: 0, 1, 0, 0>, strides = array<i64: 1, 1, 1, 1>}> : (tensor<2x9x7x4xf32>) -> tensor<2x7x6x4xf32>
    %793 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %794 = "stablehlo.broadcast_in_dim"(%793) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %795 = "stablehlo.compare"(%arg115, %794) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi1>
    %796 = "stablehlo.constant"() <{value = dense<4> : tensor<i32>}> : () -> tensor<i32>
    %797 = "stablehlo.broadcast_in_dim"(%796) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %798 = "stablehlo.add"(%arg115, %797) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %799 = "stablehlo.select"(%795, %798, %arg115) : (tensor<4xi1>, tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %800 = "stablehlo.broadcast_in_dim"(%799) <{broadcast_dimensions = array<i64: 0>}> : (tensor<4xi32>) -> tensor<4x1xi32>
    %801 = "stablehlo.gather"(%arg106, %800) <{dimension_numbers = #stablehlo.gather<offset_dims = [1], collapsed_slice_dims = [0], start_index_map = [0], index_vector_dim = 1>, indices_are_sorted = false, slice_sizes = array<i64: 1, 3>}> : (tensor<4x3xf32>, tensor<4x1xi32>) -> tensor<4x3xf32>
    %802 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %803 = "stablehlo.broadcast_in_dim"(%802) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %804 = "stablehlo.compare"(%arg115, %803) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi1>
    %805 = "stablehlo.constant"() <{value = dense<4> : tensor<i32>}> : () -> tensor<i32>
    %806 = "stablehlo.broadcast_in_dim"(%805) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %807 = "stablehlo.add"(%arg115, %806) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %808 = "stablehlo.select"(%804, %807, %arg115) : (tensor<4xi1>, tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %809 = "stablehlo.broadcast_in_dim"(%808) <{broadcast_dimensions = array<i64: 0>}> : (tensor<4xi32>) -> tensor<4x1xi32>
    %810 = "stablehlo.gather"(%arg105, %809) <{dimension_numbers = #stablehlo.gather<offset_dims = [0], collapsed_slice_dims = [1], start_index_map = [1], index_vector_dim = 1>, indices_are_sorted = false, slice_sizes = array<i64: 3, 1>}> : (tensor<3x4xf32>, tensor<4x1xi32>) -> tensor<3x4xf32>
    %811 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %812 = "stablehlo.broadcast_in_dim"(%811) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %813 = "stablehlo.compare"(%arg115, %812) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi1>
    %814 = "stablehlo.constant"() <{value = dense<4> : tensor<i32>}> : () -> tensor<i32>
    %815 = "stablehlo.broadcast_in_dim"(%814) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %816 = "stablehlo.add"(%arg115, %815) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %817 = "stablehlo.select"(%813, %816, %arg115) : (tensor<4xi1>, tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %818 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %819 = "stablehlo.broadcast_in_dim"(%818) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %820 = "stablehlo.compare"(%arg109, %819) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi1>
    %821 = "stablehlo.constant"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
    %822 = "stablehlo.broadcast_in_dim"(%821) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %823 = "stablehlo.add"(%arg109, %822) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %824 = "stablehlo.select"(%820, %823, %arg109) : (tensor<4xi1>, tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %825 = "stablehlo.broadcast_in_dim"(%817) <{broadcast_dimensions = array<i64: 0>}> : (tensor<4xi32>) -> tensor<4x1xi32>
    %826 = "stablehlo.broadcast_in_dim"(%824) <{broadcast_dimensions = array<i64: 0>}> : (tensor<4xi32>) -> tensor<4x1xi32>
    %827 = "stablehlo.concatenate"(%825, %826) <{dimension = 1 : i64}> : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %828 = "stablehlo.gather"(%arg106, %827) <{dimension_numbers = #stablehlo.gather<collapsed_slice_dims = [0, 1], start_index_map = [0, 1], index_vector_dim = 1>, indices_are_sorted = false, slice_sizes = array<i64: 1, 1>}> : (tensor<4x3xf32>, tensor<4x2xi32>) -> tensor<4xf32>
    %829 = "stablehlo.iota"() <{iota_dimension = 0 : i64}> : () -> tensor<2xi32>
    %830 = "stablehlo.slice"(%arg115) <{limit_indices = array<i64: 2>, start_indices = array<i64: 0>, strides = array<i64: 1>}> : (tensor<4xi32>) -> tensor<2xi32>
    %831 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %832 = "stablehlo.broadcast_in_dim"(%831) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<2xi32>
    %833 = "stablehlo.compare"(%829, %832) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<2xi32>, tensor<2xi32>) -> tensor<2xi1>
    %834 = "stablehlo.constant"() <{value = dense<2> : tensor<i32>}> : () -> tensor<i32>
    %835 = "stablehlo.broadcast_in_dim"(%834) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<2xi32>
    %836 = "stablehlo.add"(%829, %835) : (tensor<2xi32>, tensor<2xi32>) -> tensor<2xi32>
    %837 = "stablehlo.select"(%833, %836, %829) : (tensor<2xi1>, tensor<2xi32>, tensor<2xi32>) -> tensor<2xi32>
    %838 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %839 = "stablehlo.broadcast_in_dim"(%838) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<2xi32>
    %840 = "stablehlo.compare"(%830, %839) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<2xi32>, tensor<2xi32>) -> tensor<2xi1>
    %841 = "stablehlo.constant"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
    %842 = "stablehlo.broadcast_in_dim"(%841) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<2xi32>
    %843 = "stablehlo.add"(%830, %842) : (tensor<2xi32>, tensor<2xi32>) -> tensor<2xi32>
    %844 = "stablehlo.select"(%840, %843, %830) : (tensor<2xi1>, tensor<2xi32>, tensor<2xi32>) -> tensor<2xi32>
    %845 = "stablehlo.broadcast_in_dim"(%837) <{broadcast_dimensions = array<i64: 0>}> : (tensor<2xi32>) -> tensor<2x1xi32>
    %846 = "stablehlo.broadcast_in_dim"(%844) <{broadcast_dimensions = array<i64: 0>}> : (tensor<2xi32>) -> tensor<2x1xi32>
    %847 = "stablehlo.concatenate"(%845, %846) <{dimension = 1 : i64}> : (tensor<2x1xi32>, tensor<2x1xi32>) -> tensor<2x2xi32>
    %848 = "stablehlo.gather"(%arg107, %847) <{dimension_numbers = #stablehlo.gather<offset_dims = [1], collapsed_slice_dims = [0, 1], start_index_map = [0, 1], index_vector_dim = 1>, indices_are_sorted = false, slice_sizes = array<i64: 1, 1, 4>}> : (tensor<2x3x4xf32>, tensor<2x2xi32>) -> tensor<2x4xf32>
    %849 = "stablehlo.reshape"(%arg109) : (tensor<4xi32>) -> tensor<2x2xi32>
    %850 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %851 = "stablehlo.broadcast_in_dim"(%850) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<2x2xi32>
    %852 = "stablehlo.compare"(%849, %851) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<2x2xi32>, tensor<2x2xi32>) -> tensor<2x2xi1>
    %853 = "stablehlo.constant"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
    %854 = "stablehlo.broadcast_in_dim"(%853) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<2x2xi32>
    %855 = "stablehlo.add"(%849, %854) : (tensor<2x2xi32>, tensor<2x2xi32>) -> tensor<2x2xi32>
    %856 = "stablehlo.select"(%852, %855, %849) : (tensor<2x2xi1>, tensor<2x2xi32>, tensor<2x2xi32>) -> tensor<2x2xi32>
    %857 = "stablehlo.broadcast_in_dim"(%856) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<2x2xi32>) -> tensor<2x2x1xi32>
    %858 = "stablehlo.gather"(%arg107, %857) <{dimension_numbers = #stablehlo.gather<offset_dims = [2], collapsed_slice_dims = [1], operand_batching_dims = [0], start_indices_batching_dims = [0], start_index_map = [1], index_vector_dim = 2>, indices_are_sorted = false, slice_sizes = array<i64: 1, 1, 4>}> : (tensor<2x3x4xf32>, tensor<2x2x1xi32>) -> tensor<2x2x4xf32>
    %859 = "stablehlo.gather"(%arg107, %337) <{dimension_numbers = #stablehlo.gather<offset_dims = [1, 2], collapsed_slice_dims = [0], start_index_map = [0, 1], index_vector_dim = 1>, indices_are_sorted = false, slice_sizes = array<i64: 1, 2, 4>}> : (tensor<2x3x4xf32>, tensor<2x2xi32>) -> tensor<2x2x4xf32>
    %860 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %861 = "stablehlo.broadcast_in_dim"(%860) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %862 = "stablehlo.multiply"(%861, %arg106) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %863 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %864 = "stablehlo.broadcast_in_dim"(%863) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %865 = "stablehlo.compare"(%arg115, %864) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi1>
    %866 = "stablehlo.constant"() <{value = dense<4> : tensor<i32>}> : () -> tensor<i32>
    %867 = "stablehlo.broadcast_in_dim"(%866) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %868 = "stablehlo.add"(%arg115, %867) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %869 = "stablehlo.select"(%865, %868, %arg115) : (tensor<4xi1>, tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %870 = "stablehlo.broadcast_in_dim"(%869) <{broadcast_dimensions = array<i64: 0>}> : (tensor<4xi32>) -> tensor<4x1xi32>
    %871 = "stablehlo.scatter"(%arg106, %870, %862) <{indices_are_sorted = false, scatter_dimension_numbers = #stablehlo.scatter<update_window_dims = [1], inserted_window_dims = [0], scatter_dims_to_operand_dims = [0], index_vector_dim = 1>, unique_indices = false}> ({
    ^bb0(%arg161: tensor<f32>, %arg162: tensor<f32>):
      %1055 = "stablehlo.add"(%arg161, %arg162) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%1055) : (tensor<f32>) -> ()
    }) : (tensor<4x3xf32>, tensor<4x1xi32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %872 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %873 = "stablehlo.broadcast_in_dim"(%872) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %874 = "stablehlo.compare"(%arg115, %873) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi1>
    %875 = "stablehlo.constant"() <{value = dense<4> : tensor<i32>}> : () -> tensor<i32>
    %876 = "stablehlo.broadcast_in_dim"(%875) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %877 = "stablehlo.add"(%arg115, %876) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %878 = "stablehlo.select"(%874, %877, %arg115) : (tensor<4xi1>, tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %879 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %880 = "stablehlo.broadcast_in_dim"(%879) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %881 = "stablehlo.compare"(%arg109, %880) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi1>
    %882 = "stablehlo.constant"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
    %883 = "stablehlo.broadcast_in_dim"(%882) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %884 = "stablehlo.add"(%arg109, %883) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %885 = "stablehlo.select"(%881, %884, %arg109) : (tensor<4xi1>, tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %886 = "stablehlo.broadcast_in_dim"(%878) <{broadcast_dimensions = array<i64: 0>}> : (tensor<4xi32>) -> tensor<4x1xi32>
    %887 = "stablehlo.broadcast_in_dim"(%885) <{broadcast_dimensions = array<i64: 0>}> : (tensor<4xi32>) -> tensor<4x1xi32>
    %888 = "stablehlo.concatenate"(%886, %887) <{dimension = 1 : i64}> : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %889 = "stablehlo.constant"() <{value = dense<1.500000e+00> : tensor<f32>}> : () -> tensor<f32>
    %890 = "stablehlo.broadcast_in_dim"(%889) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4xf32>
    %891 = "stablehlo.scatter"(%arg106, %888, %890) <{indices_are_sorted = false, scatter_dimension_numbers = #stablehlo.scatter<inserted_window_dims = [0, 1], scatter_dims_to_operand_dims = [0, 1], index_vector_dim = 1>, unique_indices = false}> ({
    ^bb0(%arg159: tensor<f32>, %arg160: tensor<f32>):
      %1054 = "stablehlo.add"(%arg159, %arg160) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%1054) : (tensor<f32>) -> ()
    }) : (tensor<4x3xf32>, tensor<4x2xi32>, tensor<4xf32>) -> tensor<4x3xf32>
    %892 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
    %893 = "stablehlo.broadcast_in_dim"(%892) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<1xi32>
    %894 = "stablehlo.constant"() <{value = dense<5.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %895 = "stablehlo.broadcast_in_dim"(%894) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<3xf32>
    %896 = "stablehlo.scatter"(%arg106, %893, %895) <{indices_are_sorted = true, scatter_dimension_numbers = #stablehlo.scatter<update_window_dims = [0], inserted_window_dims = [0], scatter_dims_to_operand_dims = [0]>, unique_indices = true}> ({
    ^bb0(%arg157: tensor<f32>, %arg158: tensor<f32>):
      "stablehlo.return"(%arg158) : (tensor<f32>) -> ()
    }) : (tensor<4x3xf32>, tensor<1xi32>, tensor<3xf32>) -> tensor<4x3xf32>
    %897 = "stablehlo.constant"() <{value = dense<2> : tensor<i32>}> : () -> tensor<i32>
    %898 = "stablehlo.broadcast_in_dim"(%897) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<1xi32>
    %899 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %900 = "stablehlo.broadcast_in_dim"(%899) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4xf32>
    %901 = "stablehlo.scatter"(%896, %898, %900) <{indices_are_sorted = true, scatter_dimension_numbers = #stablehlo.scatter<update_window_dims = [0], inserted_window_dims = [1], scatter_dims_to_operand_dims = [1]>, unique_indices = true}> ({
    ^bb0(%arg155: tensor<f32>, %arg156: tensor<f32>):
      %1053 = "stablehlo.add"(%arg155, %arg156) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%1053) : (tensor<f32>) -> ()
    }) : (tensor<4x3xf32>, tensor<1xi32>, tensor<4xf32>) -> tensor<4x3xf32>
    %902 = "stablehlo.slice"(%arg115) <{limit_indices = array<i64: 2>, start_indices = array<i64: 0>, strides = array<i64: 1>}> : (tensor<4xi32>) -> tensor<2xi32>
    %903 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %904 = "stablehlo.broadcast_in_dim"(%903) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<2xi32>
    %905 = "stablehlo.compare"(%902, %904) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<2xi32>, tensor<2xi32>) -> tensor<2xi1>
    %906 = "stablehlo.constant"() <{value = dense<4> : tensor<i32>}> : () -> tensor<i32>
    %907 = "stablehlo.broadcast_in_dim"(%906) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<2xi32>
    %908 = "stablehlo.add"(%902, %907) : (tensor<2xi32>, tensor<2xi32>) -> tensor<2xi32>
    %909 = "stablehlo.select"(%905, %908, %902) : (tensor<2xi1>, tensor<2xi32>, tensor<2xi32>) -> tensor<2xi32>
    %910 = "stablehlo.broadcast_in_dim"(%909) <{broadcast_dimensions = array<i64: 0>}> : (tensor<2xi32>) -> tensor<2x1xi32>
    %911 = "stablehlo.constant"() <{value = dense<7.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %912 = "stablehlo.broadcast_in_dim"(%911) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x3xf32>
    %913 = "stablehlo.scatter"(%901, %910, %912) <{indices_are_sorted = false, scatter_dimension_numbers = #stablehlo.scatter<update_window_dims = [1], inserted_window_dims = [0], scatter_dims_to_operand_dims = [0], index_vector_dim = 1>, unique_indices = false}> ({
    ^bb0(%arg153: tensor<f32>, %arg154: tensor<f32>):
      "stablehlo.return"(%arg154) : (tensor<f32>) -> ()
    }) : (tensor<4x3xf32>, tensor<2x1xi32>, tensor<2x3xf32>) -> tensor<4x3xf32>
    %914 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %915 = "stablehlo.broadcast_in_dim"(%914) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %916 = "stablehlo.compare"(%arg115, %915) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi1>
    %917 = "stablehlo.constant"() <{value = dense<4> : tensor<i32>}> : () -> tensor<i32>
    %918 = "stablehlo.broadcast_in_dim"(%917) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %919 = "stablehlo.add"(%arg115, %918) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %920 = "stablehlo.select"(%916, %919, %arg115) : (tensor<4xi1>, tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %921 = "stablehlo.broadcast_in_dim"(%920) <{broadcast_dimensions = array<i64: 0>}> : (tensor<4xi32>) -> tensor<4x1xi32>
    %922 = "stablehlo.constant"() <{value = dense<-1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %923 = "stablehlo.broadcast_in_dim"(%922) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %924 = "stablehlo.scatter"(%arg106, %921, %923) <{indices_are_sorted = false, scatter_dimension_numbers = #stablehlo.scatter<update_window_dims = [1], inserted_window_dims = [0], scatter_dims_to_operand_dims = [0], index_vector_dim = 1>, unique_indices = false}> ({
    ^bb0(%arg151: tensor<f32>, %arg152: tensor<f32>):
      %1052 = "stablehlo.maximum"(%arg151, %arg152) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%1052) : (tensor<f32>) -> ()
    }) : (tensor<4x3xf32>, tensor<4x1xi32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %925 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %926 = "stablehlo.broadcast_in_dim"(%925) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %927 = "stablehlo.compare"(%arg115, %926) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi1>
    %928 = "stablehlo.constant"() <{value = dense<4> : tensor<i32>}> : () -> tensor<i32>
    %929 = "stablehlo.broadcast_in_dim"(%928) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %930 = "stablehlo.add"(%arg115, %929) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %931 = "stablehlo.select"(%927, %930, %arg115) : (tensor<4xi1>, tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %932 = "stablehlo.broadcast_in_dim"(%931) <{broadcast_dimensions = array<i64: 0>}> : (tensor<4xi32>) -> tensor<4x1xi32>
    %933 = "stablehlo.constant"() <{value = dense<4.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %934 = "stablehlo.broadcast_in_dim"(%933) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %935 = "stablehlo.scatter"(%924, %932, %934) <{indices_are_sorted = false, scatter_dimension_numbers = #stablehlo.scatter<update_window_dims = [1], inserted_window_dims = [0], scatter_dims_to_operand_dims = [0], index_vector_dim = 1>, unique_indices = false}> ({
    ^bb0(%arg149: tensor<f32>, %arg150: tensor<f32>):
      %1051 = "stablehlo.minimum"(%arg149, %arg150) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%1051) : (tensor<f32>) -> ()
    }) : (tensor<4x3xf32>, tensor<4x1xi32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %936 = "stablehlo.slice"(%arg115) <{limit_indices = array<i64: 1>, start_indices = array<i64: 0>, strides = array<i64: 1>}> : (tensor<4xi32>) -> tensor<1xi32>
    %937 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %938 = "stablehlo.broadcast_in_dim"(%937) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<1xi32>
    %939 = "stablehlo.compare"(%936, %938) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<1xi32>, tensor<1xi32>) -> tensor<1xi1>
    %940 = "stablehlo.constant"() <{value = dense<4> : tensor<i32>}> : () -> tensor<i32>
    %941 = "stablehlo.broadcast_in_dim"(%940) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<1xi32>
    %942 = "stablehlo.add"(%936, %941) : (tensor<1xi32>, tensor<1xi32>) -> tensor<1xi32>
    %943 = "stablehlo.select"(%939, %942, %936) : (tensor<1xi1>, tensor<1xi32>, tensor<1xi32>) -> tensor<1xi32>
    %944 = "stablehlo.broadcast_in_dim"(%943) <{broadcast_dimensions = array<i64: 0>}> : (tensor<1xi32>) -> tensor<1x1xi32>
    %945 = "stablehlo.constant"() <{value = dense<3.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %946 = "stablehlo.broadcast_in_dim"(%945) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<1x3xf32>
    %947 = "stablehlo.scatter"(%935, %944, %946) <{indices_are_sorted = false, scatter_dimension_numbers = #stablehlo.scatter<update_window_dims = [1], inserted_window_dims = [0], scatter_dims_to_operand_dims = [0], index_vector_dim = 1>, unique_indices = false}> ({
    ^bb0(%arg147: tensor<f32>, %arg148: tensor<f32>):
      %1050 = "stablehlo.multiply"(%arg147, %arg148) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%1050) : (tensor<f32>) -> ()
    }) : (tensor<4x3xf32>, tensor<1x1xi32>, tensor<1x3xf32>) -> tensor<4x3xf32>
    %948 = "stablehlo.constant"() <{value = dense<2> : tensor<i32>}> : () -> tensor<i32>
    %949 = "stablehlo.broadcast_in_dim"(%948) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %950 = "stablehlo.add"(%arg115, %949) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %951 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %952 = "stablehlo.broadcast_in_dim"(%951) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %953 = "stablehlo.compare"(%950, %952) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi1>
    %954 = "stablehlo.constant"() <{value = dense<4> : tensor<i32>}> : () -> tensor<i32>
    %955 = "stablehlo.broadcast_in_dim"(%954) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %956 = "stablehlo.add"(%950, %955) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %957 = "stablehlo.select"(%953, %956, %950) : (tensor<4xi1>, tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %958 = "stablehlo.broadcast_in_dim"(%957) <{broadcast_dimensions = array<i64: 0>}> : (tensor<4xi32>) -> tensor<4x1xi32>
    %959 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %960 = "stablehlo.broadcast_in_dim"(%959) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %961 = "stablehlo.scatter"(%arg106, %958, %960) <{indices_are_sorted = false, scatter_dimension_numbers = #stablehlo.scatter<update_window_dims = [1], inserted_window_dims = [0], scatter_dims_to_operand_dims = [0], index_vector_dim = 1>, unique_indices = false}> ({
    ^bb0(%arg145: tensor<f32>, %arg146: tensor<f32>):
      %1049 = "stablehlo.add"(%arg145, %arg146) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%1049) : (tensor<f32>) -> ()
    }) : (tensor<4x3xf32>, tensor<4x1xi32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %962 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %963 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
    %964 = "stablehlo.constant"() <{value = dense<2> : tensor<i32>}> : () -> tensor<i32>
    %965 = "stablehlo.clamp"(%962, %963, %964) : (tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<i32>
    %966 = "stablehlo.case"(%965) ({
      "stablehlo.return"(%arg106) : (tensor<4x3xf32>) -> ()
    }, {
      %1048 = "stablehlo.negate"(%arg106) : (tensor<4x3xf32>) -> tensor<4x3xf32>
      "stablehlo.return"(%1048) : (tensor<4x3xf32>) -> ()
    }, {
      %1045 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %1046 = "stablehlo.broadcast_in_dim"(%1045) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
      %1047 = "stablehlo.multiply"(%arg106, %1046) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
      "stablehlo.return"(%1047) : (tensor<4x3xf32>) -> ()
    }) : (tensor<i32>) -> tensor<4x3xf32>
    %967 = "stablehlo.slice"(%arg106) <{limit_indices = array<i64: 1, 3>, start_indices = array<i64: 0, 0>, strides = array<i64: 1, 1>}> : (tensor<4x3xf32>) -> tensor<1x3xf32>
    %968 = "stablehlo.reshape"(%967) : (tensor<1x3xf32>) -> tensor<3xf32>
    %969 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %970 = "stablehlo.broadcast_in_dim"(%969) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4xf32>
    %971 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %972:4 = "stablehlo.while"(%arg106, %971, %968, %970) ({
    ^bb0(%arg141: tensor<4x3xf32>, %arg142: tensor<i32>, %arg143: tensor<3xf32>, %arg144: tensor<4xf32>):
      %1043 = "stablehlo.constant"() <{value = dense<4> : tensor<i32>}> : () -> tensor<i32>
      %1044 = "stablehlo.compare"(%arg142, %1043) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
      "stablehlo.return"(%1044) : (tensor<i1>) -> ()
    }, {
    ^bb0(%arg137: tensor<4x3xf32>, %arg138: tensor<i32>, %arg139: tensor<3xf32>, %arg140: tensor<4xf32>):
      %1034 = "stablehlo.constant"() <{value = dense<4> : tensor<i32>}> : () -> tensor<i32>
      %1035 = "stablehlo.subtract"(%1034, %arg138) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      %1036 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
      %1037 = "stablehlo.subtract"(%1035, %1036) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      %1038 = "func.call"(%arg137, %1037) <{callee = @dynamic_index_in_dim}> : (tensor<4x3xf32>, tensor<i32>) -> tensor<3xf32>
      %1039:2 = "func.call"(%arg139, %1038) <{callee = @closed_call}> : (tensor<3xf32>, tensor<3xf32>) -> (tensor<3xf32>, tensor<f32>)
      %1040 = "func.call"(%arg140, %1039#1, %1037) <{callee = @dynamic_update_index_in_dim}> : (tensor<4xf32>, tensor<f32>, tensor<i32>) -> tensor<4xf32>
      %1041 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
      %1042 = "stablehlo.add"(%arg138, %1041) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      "stablehlo.return"(%arg137, %1042, %1039#0, %1040) : (tensor<4x3xf32>, tensor<i32>, tensor<3xf32>, tensor<4xf32>) -> ()
    }) : (tensor<4x3xf32>, tensor<i32>, tensor<3xf32>, tensor<4xf32>) -> (tensor<4x3xf32>, tensor<i32>, tensor<3xf32>, tensor<4xf32>)
    %973 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %974 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %975:3 = "stablehlo.while"(%arg105, %973, %974) ({
    ^bb0(%arg134: tensor<3x4xf32>, %arg135: tensor<i32>, %arg136: tensor<f32>):
      %1032 = "stablehlo.constant"() <{value = dense<5> : tensor<i32>}> : () -> tensor<i32>
      %1033 = "stablehlo.compare"(%arg135, %1032) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
      "stablehlo.return"(%1033) : (tensor<i1>) -> ()
    }, {
    ^bb0(%arg129: tensor<3x4xf32>, %arg130: tensor<i32>, %arg131: tensor<f32>):
      %1021 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
      %1022 = "stablehlo.add"(%arg130, %1021) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      %1023 = "stablehlo.constant"() <{value = dense<5.000000e-01> : tensor<f32>}> : () -> tensor<f32>
      %1024 = "stablehlo.multiply"(%arg131, %1023) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      %1025 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %1026 = "stablehlo.reduce"(%arg129, %1025) <{dimensions = array<i64: 0, 1>}> ({
      ^bb0(%arg132: tensor<f32>, %arg133: tensor<f32>):
        %1031 = "stablehlo.add"(%arg132, %arg133) : (tensor<f32>, tensor<f32>) -> tensor<f32>
        "stablehlo.return"(%1031) : (tensor<f32>) -> ()
      }) : (tensor<3x4xf32>, tensor<f32>) -> tensor<f32>
      %1027 = "stablehlo.convert"(%arg130) : (tensor<i32>) -> tensor<f32>
      %1028 = "stablehlo.multiply"(%1026, %1027) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      %1029 = "stablehlo.convert"(%1024) : (tensor<f32>) -> tensor<f32>
      %1030 = "stablehlo.add"(%1029, %1028) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%arg129, %1022, %1030) : (tensor<3x4xf32>, tensor<i32>, tensor<f32>) -> ()
    }) : (tensor<3x4xf32>, tensor<i32>, tensor<f32>) -> (tensor<3x4xf32>, tensor<i32>, tensor<f32>)
    %976 = "stablehlo.iota"() <{iota_dimension = 0 : i64}> : () -> tensor<4xi32>
    %977 = "stablehlo.convert"(%976) : (tensor<4xi32>) -> tensor<4xf32>
    %978 = "stablehlo.multiply"(%972#3, %977) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %979 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %980 = "stablehlo.reduce"(%978, %979) <{dimensions = array<i64: 0>}> ({
    ^bb0(%arg127: tensor<f32>, %arg128: tensor<f32>):
      %1020 = "stablehlo.add"(%arg127, %arg128) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%1020) : (tensor<f32>) -> ()
    }) : (tensor<4xf32>, tensor<f32>) -> tensor<f32>
    %981 = "stablehlo.broadcast_in_dim"(%980) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<3xf32>
    %982 = "stablehlo.add"(%972#2, %981) : (tensor<3xf32>, tensor<3xf32>) -> tensor<3xf32>
    %983 = "stablehlo.sine"(%arg106) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %984 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %985 = "stablehlo.broadcast_in_dim"(%984) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %986 = "stablehlo.multiply"(%983, %985) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %987 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %988 = "stablehlo.compare"(%arg111, %987) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
    %989 = "stablehlo.constant"() <{value = dense<4> : tensor<i32>}> : () -> tensor<i32>
    %990 = "stablehlo.add"(%arg111, %989) : (tensor<i32>, tensor<i32>) -> tensor<i32>
    %991 = "stablehlo.select"(%988, %990, %arg111) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
    %992 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %993 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %994 = "stablehlo.compare"(%992, %993) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
    %995 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %996 = "stablehlo.constant"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
    %997 = "stablehlo.add"(%995, %996) : (tensor<i32>, tensor<i32>) -> tensor<i32>
    %998 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %999 = "stablehlo.select"(%994, %997, %998) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
    %1000 = "stablehlo.dynamic_slice"(%arg106, %991, %999) <{slice_sizes = array<i64: 1, 3>}> : (tensor<4x3xf32>, tensor<i32>, tensor<i32>) -> tensor<1x3xf32>
    %1001 = "stablehlo.reshape"(%1000) : (tensor<1x3xf32>) -> tensor<3xf32>
    %1002 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %1003 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %1004:4 = "stablehlo.while"(%arg106, %1003, %1002, %1001) ({
    ^bb0(%arg123: tensor<4x3xf32>, %arg124: tensor<i32>, %arg125: tensor<i32>, %arg126: tensor<3xf32>):
      %1018 = "stablehlo.constant"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
      %1019 = "stablehlo.compare"(%arg124, %1018) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
      "stablehlo.return"(%1019) : (tensor<i1>) -> ()
    }, {
    ^bb0(%arg119: tensor<4x3xf32>, %arg120: tensor<i32>, %arg121: tensor<i32>, %arg122: tensor<3xf32>):
      %1015:2 = "func.call"(%arg119, %arg121, %arg122) <{callee = @closed_call_5}> : (tensor<4x3xf32>, tensor<i32>, tensor<3xf32>) -> (tensor<i32>, tensor<3xf32>)
      %1016 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
      %1017 = "stablehlo.add"(%arg120, %1016) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      "stablehlo.return"(%arg119, %1017, %1015#0, %1015#1) : (tensor<4x3xf32>, tensor<i32>, tensor<i32>, tensor<3xf32>) -> ()
    }) : (tensor<4x3xf32>, tensor<i32>, tensor<i32>, tensor<3xf32>) -> (tensor<4x3xf32>, tensor<i32>, tensor<i32>, tensor<3xf32>)
    %1005 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %1006 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %1007 = "func.call"(%arg114, %1005, %1006) <{callee = @_uniform}> : (tensor<2xui32>, tensor<f32>, tensor<f32>) -> tensor<3x4xf32>
    %1008 = "func.call"(%arg114) <{callee = @_normal}> : (tensor<2xui32>) -> tensor<3x4xf32>
    %1009 = "stablehlo.constant"() <{value = dense<4.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %1010 = "func.call"(%arg114, %1009) <{callee = @_bernoulli}> : (tensor<2xui32>, tensor<f32>) -> tensor<3x4xi1>
    %1011 = "stablehlo.multiply"(%arg105, %arg105) : (tensor<3x4xf32>, tensor<3x4xf32>) -> tensor<3x4xf32>
    %1012 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %1013 = "stablehlo.reduce"(%1011, %1012) <{dimensions = array<i64: 0, 1>}> ({
    ^bb0(%arg117: tensor<f32>, %arg118: tensor<f32>):
      %1014 = "stablehlo.add"(%arg117, %arg118) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%1014) : (tensor<f32>) -> ()
    }) : (tensor<3x4xf32>, tensor<f32>) -> tensor<f32>
    "func.return"(%1013, %423, %986, %1004#3, %982, %966, %975#2, %670, %671, %669, %678, %688, %667, %673, %683, %663, %664, %665, %396, %373, %366, %515, %540, %521, %495, %550, %552, %530, %455, %871, %891, %858, %810, %848, %961, %947, %828, %801, %913, %859, %584, %570, %635, %611, %590, %572, %562, %575, %576, %563, %556, %593, %626, %479, %385, %640, %655, %643, %636, %659, %648, %639, %662, %1010, %1008, %1007, %717, %723, %774, %771, %704, %762, %765, %792, %706, %759, %768, %696, %458, %409, %471, %414, %351) : (tensor<f32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<4x3xf32>, tensor<f32>, tensor<1x5x5x6xf32>, tensor<2x4x3x6xf32>, tensor<2x5x5x4xf32>, tensor<2x6x6x4xf32>, tensor<2x14x12x6xf32>, tensor<2x5x5x6xf32>, tensor<6x5x2x5xf32>, tensor<2x7x6xf32>, tensor<2x5x5x6xf32>, tensor<2x4x6x6xf32>, tensor<2x14x18x6xf32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<4xi32>, tensor<4xf32>, tensor<4xi32>, tensor<4xi32>, tensor<4xi32>, tensor<4xi32>, tensor<4xi32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<2x2x4xf32>, tensor<3x4xf32>, tensor<2x4xf32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<4xf32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<2x2x4xf32>, tensor<4x2x3xf32>, tensor<7x3xf32>, tensor<4x3xf32>, tensor<2x3xf32>, tensor<3x2xf32>, tensor<7x6xf32>, tensor<3x2x1x4xf32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<2x2x2xf32>, tensor<4x2x3xf32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<2x3x5xf32>, tensor<2x3x2xf32>, tensor<5x4x2xf32>, tensor<4x4xf32>, tensor<4x4xf32>, tensor<3x4xf32>, tensor<4x4xf32>, tensor<4x4xf32>, tensor<3x4xi1>, tensor<3x4xf32>, tensor<3x4xf32>, tensor<2x3xi1>, tensor<2x4xi32>, tensor<2x3x4xf32>, tensor<1x11x3x1xf32>, tensor<2x4xf32>, tensor<2x4x6x4xf32>, tensor<2x3x5x4xf32>, tensor<2x7x6x4xf32>, tensor<2x3xf32>, tensor<2x3x4xf32>, tensor<2x4x7x4xf32>, tensor<3xf32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<4x3xf32>) -> ()
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

