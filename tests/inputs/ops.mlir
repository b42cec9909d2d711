"builtin.module"() <{sym_name = "jit_with_results"}> ({
  "func.func"() <{arg_attrs = [{skein.parameter = "w"}, {skein.input = "a"}, {skein.input = "b"}, {skein.input = "c"}, {skein.input = "filter"}, {skein.input = "i"}, {skein.input = "image"}, {skein.input = "integers"}, {skein.input = "key"}, {skein.input = "rows"}, {skein.input = "words"}], function_type = (tensor<3x4xf32>, tensor<4x3xf32>, tensor<2x3x4xf32>, tensor<2x4x5xf32>, tensor<3x2x4x6xf32>, tensor<i32>, tensor<2x7x6x4xf32>, tensor<4xi32>, tensor<2xui32>, tensor<4xi32>, tensor<4xui32>) -> (tensor<f32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<4x3xf32>, tensor<f32>, tensor<1x5x5x6xf32>, tensor<2x4x3x6xf32>, tensor<2x5x5x4xf32>, tensor<2x6x6x4xf32>, tensor<2x14x12x6xf32>, tensor<2x5x5x6xf32>, tensor<6x5x2x5xf32>, tensor<2x7x6xf32>, tensor<2x5x5x6xf32>, tensor<2x4x6x6xf32>, tensor<2x14x18x6xf32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<4xi32>, tensor<4xf32>, tensor<4xi32>, tensor<4xi32>, tensor<4xi32>, tensor<4xi32>, tensor<4xi32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<4x1xf32>, tensor<2x2x4xf32>, tensor<3x4xf32>, tensor<2x4xf32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<4x5xf32>, tensor<4xf32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<2x2x4xf32>, tensor<4x2x3xf32>, tensor<7x3xf32>, tensor<4x3xf32>, tensor<2x3xf32>, tensor<3x2xf32>, tensor<7x6xf32>, tensor<3x2x1x4xf32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<2x2x2xf32>, tensor<4x2x3xf32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<2x3x5xf32>, tensor<2x3x2xf32>, tensor<5x4x2xf32>, tensor<4x4xf32>, tensor<4x4xf32>, tensor<3x4xf32>, tensor<4x4xf32>, tensor<4x4xf32>, tensor<3x4xf32>, tensor<3xi32>, tensor<6xi32>, tensor<5xf32>, tensor<3x4xf32>, tensor<2x3xi1>, tensor<2x4xi32>, tensor<2x3x4xf32>, tensor<1x11x3x1xf32>, tensor<2x4xf32>, tensor<2x4x6x4xf32>, tensor<2x3x5x4xf32>, tensor<2x7x6x4xf32>, tensor<2x3xf32>, tensor<2x3x4xf32>, tensor<2x4x7x4xf32>, tensor<3xf32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<4x3xf32>), res_attrs = [{skein.result = "loss"}, {skein.result = "clamp"}, {skein.result = "control.checkpoint"}, {skein.result = "control.nested"}, {skein.result = "control.scan"}, {skein.result = "control.switch"}, {skein.result = "control.while"}, {skein.result = "convolution.batches"}, {skein.result = "convolution.cropped"}, {skein.result = "convolution.depthwise"}, {skein.result = "convolution.first"}, {skein.result = "convolution.flipped"}, {skein.result = "convolution.groups"}, {skein.result = "convolution.layout"}, {skein.result = "convolution.line"}, {skein.result = "convolution.plain"}, {skein.result = "convolution.strides"}, {skein.result = "convolution.transposed"}, {skein.result = "erf"}, {skein.result = "exponential"}, {skein.result = "hyperbolic"}, {skein.result = "integer.bits"}, {skein.result = "integer.conversion"}, {skein.result = "integer.counts"}, {skein.result = "integer.division"}, {skein.result = "integer.power"}, {skein.result = "integer.shift"}, {skein.result = "integer.unsigned"}, {skein.result = "logistic"}, {skein.result = "lookup.add"}, {skein.result = "lookup.add_element"}, {skein.result = "lookup.along"}, {skein.result = "lookup.batched"}, {skein.result = "lookup.columns"}, {skein.result = "lookup.diagonal"}, {skein.result = "lookup.dropped"}, {skein.result = "lookup.extrema"}, {skein.result = "lookup.onehot"}, {skein.result = "lookup.pairs"}, {skein.result = "lookup.rows"}, {skein.result = "lookup.set"}, {skein.result = "lookup.window"}, {skein.result = "move.broadcast"}, {skein.result = "move.concatenate"}, {skein.result = "move.constant"}, {skein.result = "move.dynamic"}, {skein.result = "move.iota"}, {skein.result = "move.pad"}, {skein.result = "move.reshape"}, {skein.result = "move.reverse"}, {skein.result = "move.roll"}, {skein.result = "move.slice"}, {skein.result = "move.transpose"}, {skein.result = "move.triangle"}, {skein.result = "move.update"}, {skein.result = "narrow"}, {skein.result = "powers"}, {skein.result = "product.batched"}, {skein.result = "product.broadcast"}, {skein.result = "product.many"}, {skein.result = "product.matrix"}, {skein.result = "product.narrow"}, {skein.result = "product.outer"}, {skein.result = "product.transposed"}, {skein.result = "product.wide"}, {skein.result = "random.bernoulli"}, {skein.result = "random.bits"}, {skein.result = "random.integers"}, {skein.result = "random.normal"}, {skein.result = "random.uniform"}, {skein.result = "reduce.any"}, {skein.result = "reduce.argmax"}, {skein.result = "reduce.cumulative"}, {skein.result = "reduce.dilated"}, {skein.result = "reduce.extrema"}, {skein.result = "reduce.max_pool"}, {skein.result = "reduce.min_pool"}, {skein.result = "reduce.pool_gradient"}, {skein.result = "reduce.product"}, {skein.result = "reduce.softmax"}, {skein.result = "reduce.sum_pool"}, {skein.result = "reduce.sums"}, {skein.result = "remainder"}, {skein.result = "rounding"}, {skein.result = "selection"}, {skein.result = "signs"}, {skein.result = "trigonometric"}], sym_name = "main", sym_visibility = "public"}> ({
  ^bb0(%arg305: tensor<3x4xf32>, %arg306: tensor<4x3xf32>, %arg307: tensor<2x3x4xf32>, %arg308: tensor<2x4x5xf32>, %arg309: tensor<3x2x4x6xf32>, %arg310: tensor<i32>, %arg311: tensor<2x7x6x4xf32>, %arg312: tensor<4xi32>, %arg313: tensor<2xui32>, %arg314: tensor<4xi32>, %arg315: tensor<4xui32>):
    %1016 = "stablehlo.constant"() <{value = dense<[0, 31, 32, 40]> : tensor<4xi32>}> : () -> tensor<4xi32>
    %1017 = "stablehlo.constant"() <{value = dense<[[0, 1], [1, 3]]> : tensor<2x2xi32>}> : () -> tensor<2x2xi32>
    %1018 = "stablehlo.tanh"(%arg306) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %1019 = "stablehlo.abs"(%arg306) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %1020 = "stablehlo.constant"() <{value = dense<5.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %1021 = "stablehlo.broadcast_in_dim"(%1020) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %1022 = "stablehlo.add"(%1019, %1021) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %1023 = "stablehlo.sine"(%arg306) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %1024 = "stablehlo.cosine"(%arg306) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %1025 = "stablehlo.add"(%1023, %1024) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %1026 = "stablehlo.tan"(%1018) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %1027 = "stablehlo.add"(%1025, %1026) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %1028 = "chlo.asin"(%1018) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %1029 = "stablehlo.add"(%1027, %1028) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %1030 = "chlo.acos"(%1018) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %1031 = "stablehlo.add"(%1029, %1030) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %1032 = "chlo.sinh"(%arg306) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %1033 = "chlo.cosh"(%arg306) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %1034 = "stablehlo.add"(%1032, %1033) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %1035 = "chlo.asinh"(%arg306) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %1036 = "stablehlo.add"(%1034, %1035) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %1037 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %1038 = "stablehlo.broadcast_in_dim"(%1037) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %1039 = "stablehlo.add"(%1022, %1038) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %1040 = "func.call"(%1039) <{callee = @arccosh}> : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %1041 = "stablehlo.add"(%1036, %1040) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %1042 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %1043 = "stablehlo.broadcast_in_dim"(%1042) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %1044 = "stablehlo.divide"(%1018, %1043) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %1045 = "chlo.atanh"(%1044) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %1046 = "stablehlo.add"(%1041, %1045) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %1047 = "stablehlo.exponential"(%arg306) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %1048 = "stablehlo.exponential_minus_one"(%arg306) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %1049 = "stablehlo.add"(%1047, %1048) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %1050 = "stablehlo.log"(%1022) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %1051 = "stablehlo.add"(%1049, %1050) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %1052 = "stablehlo.log_plus_one"(%1022) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %1053 = "stablehlo.add"(%1051, %1052) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %1054 = "stablehlo.sqrt"(%1022) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %1055 = "stablehlo.rsqrt"(%1022) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %1056 = "stablehlo.add"(%1054, %1055) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %1057 = "stablehlo.cbrt"(%arg306) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %1058 = "stablehlo.add"(%1056, %1057) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %1059 = "stablehlo.constant"() <{value = dense<1.700000e+00> : tensor<f32>}> : () -> tensor<f32>
    %1060 = "stablehlo.broadcast_in_dim"(%1059) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %1061 = "stablehlo.power"(%1022, %1060) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %1062 = "stablehlo.add"(%1058, %1061) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %1063 = "stablehlo.multiply"(%arg306, %arg306) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %1064 = "stablehlo.multiply"(%1063, %arg306) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %1065 = "stablehlo.add"(%1062, %1064) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %1066 = "chlo.erf"(%arg306) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %1067 = "chlo.erfc"(%arg306) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %1068 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %1069 = "stablehlo.broadcast_in_dim"(%1068) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %1070 = "stablehlo.multiply"(%1067, %1069) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %1071 = "stablehlo.add"(%1066, %1070) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %1072 = "stablehlo.constant"() <{value = dense<0.899999976> : tensor<f32>}> : () -> tensor<f32>
    %1073 = "stablehlo.broadcast_in_dim"(%1072) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %1074 = "stablehlo.multiply"(%1018, %1073) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %1075 = "chlo.erf_inv"(%1074) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %1076 = "stablehlo.add"(%1071, %1075) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %1077 = "stablehlo.floor"(%arg306) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %1078 = "stablehlo.ceil"(%arg306) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %1079 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %1080 = "stablehlo.broadcast_in_dim"(%1079) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %1081 = "stablehlo.multiply"(%1078, %1080) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %1082 = "stablehlo.add"(%1077, %1081) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %1083 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %1084 = "stablehlo.broadcast_in_dim"(%1083) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %1085 = "stablehlo.multiply"(%arg306, %1084) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %1086 = "func.call"(%1085) <{callee = @round}> : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %1087 = "stablehlo.add"(%1082, %1086) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %1088 = "stablehlo.round_nearest_afz"(%arg306) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %1089 = "stablehlo.add"(%1087, %1088) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %1090 = "stablehlo.sign"(%arg306) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %1091 = "stablehlo.atan2"(%arg306, %1022) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %1092 = "stablehlo.add"(%1090, %1091) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %1093 = "chlo.atan"(%arg306) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %1094 = "stablehlo.add"(%1092, %1093) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %1095 = "stablehlo.constant"() <{value = dense<-5.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %1096 = "stablehlo.constant"() <{value = dense<8.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %1097 = "stablehlo.broadcast_in_dim"(%1095) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %1098 = "stablehlo.broadcast_in_dim"(%1096) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %1099 = "stablehlo.clamp"(%1097, %arg306, %1098) : (tensor<4x3xf32>, tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %1100 = "stablehlo.constant"() <{value = dense<-1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %1101 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %1102 = "func.call"(%arg306, %1100, %1101) <{callee = @clip}> : (tensor<4x3xf32>, tensor<f32>, tensor<f32>) -> tensor<4x3xf32>
    %1103 = "stablehlo.add"(%1099, %1102) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %1104 = "stablehlo.negate"(%arg306) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %1105 = "stablehlo.exponential"(%1104) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %1106 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %1107 = "stablehlo.broadcast_in_dim"(%1106) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %1108 = "stablehlo.add"(%1107, %1105) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %1109 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %1110 = "stablehlo.broadcast_in_dim"(%1109) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %1111 = "stablehlo.divide"(%1110, %1108) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %1112 = "func.call"(%arg306) <{callee = @silu}> : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %1113 = "stablehlo.add"(%1111, %1112) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %1114 = "func.call"(%arg306) <{callee = @softplus}> : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %1115 = "stablehlo.add"(%1113, %1114) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %1116 = "stablehlo.multiply"(%arg306, %arg306) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %1117 = "stablehlo.multiply"(%1116, %arg306) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %1118 = "stablehlo.constant"() <{value = dense<4.471500e-02> : tensor<f32>}> : () -> tensor<f32>
    %1119 = "stablehlo.broadcast_in_dim"(%1118) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %1120 = "stablehlo.multiply"(%1119, %1117) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %1121 = "stablehlo.add"(%arg306, %1120) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %1122 = "stablehlo.constant"() <{value = dense<0.797884583> : tensor<f32>}> : () -> tensor<f32>
    %1123 = "stablehlo.broadcast_in_dim"(%1122) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %1124 = "stablehlo.multiply"(%1123, %1121) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %1125 = "stablehlo.tanh"(%1124) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %1126 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %1127 = "stablehlo.broadcast_in_dim"(%1126) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %1128 = "stablehlo.add"(%1127, %1125) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %1129 = "stablehlo.constant"() <{value = dense<5.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %1130 = "stablehlo.broadcast_in_dim"(%1129) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %1131 = "stablehlo.multiply"(%1130, %1128) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %1132 = "stablehlo.multiply"(%arg306, %1131) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %1133 = "stablehlo.add"(%1115, %1132) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %1134 = "func.call"(%arg306) <{callee = @elu}> : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %1135 = "stablehlo.add"(%1133, %1134) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %1136 = "stablehlo.constant"() <{value = dense<0.699999988> : tensor<f32>}> : () -> tensor<f32>
    %1137 = "func.call"(%arg306, %1136) <{callee = @remainder}> : (tensor<4x3xf32>, tensor<f32>) -> tensor<4x3xf32>
    %1138 = "stablehlo.constant"() <{value = dense<3.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %1139 = "stablehlo.broadcast_in_dim"(%1138) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %1140 = "stablehlo.remainder"(%arg306, %1139) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %1141 = "stablehlo.add"(%1137, %1140) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %1142 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %1143 = "stablehlo.broadcast_in_dim"(%1142) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %1144 = "stablehlo.compare"(%arg306, %1143) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction GT>}> : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xi1>
    %1145 = "stablehlo.is_finite"(%arg306) : (tensor<4x3xf32>) -> tensor<4x3xi1>
    %1146 = "stablehlo.and"(%1144, %1145) : (tensor<4x3xi1>, tensor<4x3xi1>) -> tensor<4x3xi1>
    %1147 = "stablehlo.compare"(%arg306, %arg306) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction NE>}> : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xi1>
    %1148 = "stablehlo.or"(%1146, %1147) : (tensor<4x3xi1>, tensor<4x3xi1>) -> tensor<4x3xi1>
    %1149 = "stablehlo.constant"() <{value = dense<-1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %1150 = "func.call"(%1148, %arg306, %1149) <{callee = @_where_3}> : (tensor<4x3xi1>, tensor<4x3xf32>, tensor<f32>) -> tensor<4x3xf32>
    %1151 = "stablehlo.constant"() <{value = dense<3.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %1152 = "stablehlo.broadcast_in_dim"(%1151) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %1153 = "stablehlo.minimum"(%arg306, %1152) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %1154 = "stablehlo.add"(%1150, %1153) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %1155 = "stablehlo.convert"(%arg306) : (tensor<4x3xf32>) -> tensor<4x3xbf16>
    %1156 = "stablehlo.constant"() <{value = dense<1.500000e+00> : tensor<bf16>}> : () -> tensor<bf16>
    %1157 = "stablehlo.broadcast_in_dim"(%1156) <{broadcast_dimensions = array<i64>}> : (tensor<bf16>) -> tensor<4x3xbf16>
    %1158 = "stablehlo.multiply"(%1155, %1157) : (tensor<4x3xbf16>, tensor<4x3xbf16>) -> tensor<4x3xbf16>
    %1159 = "stablehlo.convert"(%1158) : (tensor<4x3xbf16>) -> tensor<4x3xf32>
    %1160 = "stablehlo.convert"(%arg306) : (tensor<4x3xf32>) -> tensor<4x3xf16>
    %1161 = "stablehlo.convert"(%1160) : (tensor<4x3xf16>) -> tensor<4x3xf32>
    %1162 = "stablehlo.add"(%1159, %1161) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %1163 = "stablehlo.constant"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
    %1164 = "func.call"(%arg312, %1163) <{callee = @floor_divide}> : (tensor<4xi32>, tensor<i32>) -> tensor<4xi32>
    %1165 = "stablehlo.constant"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
    %1166 = "func.call"(%arg312, %1165) <{callee = @remainder_5}> : (tensor<4xi32>, tensor<i32>) -> tensor<4xi32>
    %1167 = "stablehlo.constant"() <{value = dense<10> : tensor<i32>}> : () -> tensor<i32>
    %1168 = "stablehlo.broadcast_in_dim"(%1167) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %1169 = "stablehlo.multiply"(%1166, %1168) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %1170 = "stablehlo.add"(%1164, %1169) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %1171 = "stablehlo.constant"() <{value = dense<2> : tensor<i32>}> : () -> tensor<i32>
    %1172 = "stablehlo.broadcast_in_dim"(%1171) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %1173 = "stablehlo.divide"(%arg312, %1172) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %1174 = "stablehlo.constant"() <{value = dense<100> : tensor<i32>}> : () -> tensor<i32>
    %1175 = "stablehlo.broadcast_in_dim"(%1174) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %1176 = "stablehlo.multiply"(%1173, %1175) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %1177 = "stablehlo.add"(%1170, %1176) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %1178 = "stablehlo.constant"() <{value = dense<2> : tensor<i32>}> : () -> tensor<i32>
    %1179 = "stablehlo.broadcast_in_dim"(%1178) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %1180 = "stablehlo.remainder"(%arg312, %1179) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %1181 = "stablehlo.constant"() <{value = dense<1000> : tensor<i32>}> : () -> tensor<i32>
    %1182 = "stablehlo.broadcast_in_dim"(%1181) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %1183 = "stablehlo.multiply"(%1180, %1182) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %1184 = "stablehlo.add"(%1177, %1183) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %1185 = "stablehlo.constant"() <{value = dense<6> : tensor<i32>}> : () -> tensor<i32>
    %1186 = "stablehlo.broadcast_in_dim"(%1185) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %1187 = "stablehlo.and"(%arg312, %1186) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %1188 = "stablehlo.constant"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
    %1189 = "stablehlo.broadcast_in_dim"(%1188) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %1190 = "stablehlo.xor"(%arg312, %1189) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %1191 = "stablehlo.not"(%arg312) : (tensor<4xi32>) -> tensor<4xi32>
    %1192 = "stablehlo.constant"() <{value = dense<2> : tensor<i32>}> : () -> tensor<i32>
    %1193 = "stablehlo.broadcast_in_dim"(%1192) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %1194 = "stablehlo.shift_left"(%1191, %1193) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %1195 = "stablehlo.add"(%1190, %1194) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %1196 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
    %1197 = "stablehlo.broadcast_in_dim"(%1196) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %1198 = "stablehlo.shift_right_arithmetic"(%arg312, %1197) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %1199 = "stablehlo.add"(%1195, %1198) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %1200 = "stablehlo.constant"() <{value = dense<28> : tensor<i32>}> : () -> tensor<i32>
    %1201 = "stablehlo.broadcast_in_dim"(%1200) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %1202 = "stablehlo.shift_right_logical"(%arg312, %1201) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %1203 = "stablehlo.add"(%1199, %1202) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %1204 = "stablehlo.or"(%1187, %1203) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %1205 = "stablehlo.count_leading_zeros"(%arg312) : (tensor<4xi32>) -> tensor<4xi32>
    %1206 = "stablehlo.popcnt"(%arg312) : (tensor<4xi32>) -> tensor<4xi32>
    %1207 = "stablehlo.constant"() <{value = dense<100> : tensor<i32>}> : () -> tensor<i32>
    %1208 = "stablehlo.broadcast_in_dim"(%1207) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %1209 = "stablehlo.multiply"(%1206, %1208) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %1210 = "stablehlo.add"(%1205, %1209) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %1211 = "stablehlo.constant"() <{value = dense<9> : tensor<ui32>}> : () -> tensor<ui32>
    %1212 = "stablehlo.broadcast_in_dim"(%1211) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<4xui32>
    %1213 = "stablehlo.maximum"(%arg315, %1212) : (tensor<4xui32>, tensor<4xui32>) -> tensor<4xui32>
    %1214 = "stablehlo.constant"() <{value = dense<7> : tensor<i32>}> : () -> tensor<i32>
    %1215 = "func.call"(%1213, %1214) <{callee = @floor_divide_7}> : (tensor<4xui32>, tensor<i32>) -> tensor<4xui32>
    %1216 = "stablehlo.constant"() <{value = dense<5> : tensor<i32>}> : () -> tensor<i32>
    %1217 = "func.call"(%arg315, %1216) <{callee = @remainder_8}> : (tensor<4xui32>, tensor<i32>) -> tensor<4xui32>
    %1218 = "stablehlo.add"(%1215, %1217) : (tensor<4xui32>, tensor<4xui32>) -> tensor<4xui32>
    %1219 = "stablehlo.constant"() <{value = dense<100> : tensor<ui32>}> : () -> tensor<ui32>
    %1220 = "stablehlo.broadcast_in_dim"(%1219) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<4xui32>
    %1221 = "stablehlo.compare"(%arg315, %1220) <{compare_type = #stablehlo<comparison_type UNSIGNED>, comparison_direction = #stablehlo<comparison_direction GT>}> : (tensor<4xui32>, tensor<4xui32>) -> tensor<4xi1>
    %1222 = "stablehlo.convert"(%1221) : (tensor<4xi1>) -> tensor<4xui32>
    %1223 = "stablehlo.add"(%1218, %1222) : (tensor<4xui32>, tensor<4xui32>) -> tensor<4xui32>
    %1224 = "stablehlo.convert"(%1223) : (tensor<4xui32>) -> tensor<4xi32>
    %1225 = "stablehlo.convert"(%arg315) : (tensor<4xui32>) -> tensor<4xf32>
    %1226 = "stablehlo.constant"() <{value = dense<3.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %1227 = "stablehlo.broadcast_in_dim"(%1226) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4xf32>
    %1228 = "stablehlo.divide"(%1225, %1227) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %1229 = "stablehlo.convert"(%arg315) : (tensor<4xui32>) -> tensor<4xi8>
    %1230 = "stablehlo.constant"() <{value = dense<2> : tensor<i8>}> : () -> tensor<i8>
    %1231 = "stablehlo.broadcast_in_dim"(%1230) <{broadcast_dimensions = array<i64>}> : (tensor<i8>) -> tensor<4xi8>
    %1232 = "stablehlo.multiply"(%1229, %1231) : (tensor<4xi8>, tensor<4xi8>) -> tensor<4xi8>
    %1233 = "stablehlo.convert"(%1232) : (tensor<4xi8>) -> tensor<4xf32>
    %1234 = "stablehlo.add"(%1228, %1233) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %1235 = "stablehlo.multiply"(%arg312, %arg312) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %1236 = "stablehlo.multiply"(%1235, %arg312) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %1237 = "stablehlo.sign"(%arg312) : (tensor<4xi32>) -> tensor<4xi32>
    %1238 = "stablehlo.add"(%1236, %1237) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %1239 = "stablehlo.abs"(%arg312) : (tensor<4xi32>) -> tensor<4xi32>
    %1240 = "stablehlo.add"(%1238, %1239) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %1241 = "stablehlo.constant"() <{value = dense<2> : tensor<i32>}> : () -> tensor<i32>
    %1242 = "stablehlo.broadcast_in_dim"(%1241) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %1243 = "stablehlo.multiply"(%arg312, %1242) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %1244 = "stablehlo.subtract"(%1240, %1243) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %1245 = "stablehlo.shift_left"(%arg312, %1016) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %1246 = "stablehlo.add"(%1245, %arg312) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %1247 = "stablehlo.transpose"(%arg307) <{permutation = array<i64: 2, 0, 1>}> : (tensor<2x3x4xf32>) -> tensor<4x2x3xf32>
    %1248 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %1249 = "stablehlo.broadcast_in_dim"(%1248) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x2x3xf32>
    %1250 = "stablehlo.add"(%1247, %1249) : (tensor<4x2x3xf32>, tensor<4x2x3xf32>) -> tensor<4x2x3xf32>
    %1251 = "stablehlo.reshape"(%arg307) : (tensor<2x3x4xf32>) -> tensor<6x4xf32>
    %1252 = "stablehlo.reshape"(%1251) : (tensor<6x4xf32>) -> tensor<2x12xf32>
    %1253 = "stablehlo.reshape"(%1252) : (tensor<2x12xf32>) -> tensor<3x2x1x4xf32>
    %1254 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %1255 = "stablehlo.broadcast_in_dim"(%1254) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<3x2x1x4xf32>
    %1256 = "stablehlo.multiply"(%1253, %1255) : (tensor<3x2x1x4xf32>, tensor<3x2x1x4xf32>) -> tensor<3x2x1x4xf32>
    %1257 = "stablehlo.slice"(%arg307) <{limit_indices = array<i64: 2, 3, 3>, start_indices = array<i64: 0, 0, 1>, strides = array<i64: 1, 2, 1>}> : (tensor<2x3x4xf32>) -> tensor<2x2x2xf32>
    %1258 = "stablehlo.slice"(%arg306) <{limit_indices = array<i64: 2, 3>, start_indices = array<i64: 0, 0>, strides = array<i64: 1, 1>}> : (tensor<4x3xf32>) -> tensor<2x3xf32>
    %1259 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %1260 = "stablehlo.broadcast_in_dim"(%1259) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x3xf32>
    %1261 = "stablehlo.multiply"(%1258, %1260) : (tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<2x3xf32>
    %1262 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %1263 = "stablehlo.broadcast_in_dim"(%1262) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<1x3xf32>
    %1264 = "stablehlo.concatenate"(%arg306, %1261, %1263) <{dimension = 0 : i64}> : (tensor<4x3xf32>, tensor<2x3xf32>, tensor<1x3xf32>) -> tensor<7x3xf32>
    %1265 = "stablehlo.constant"() <{value = dense<5.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %1266 = "stablehlo.pad"(%arg306, %1265) <{edge_padding_high = array<i64: 2, -1>, edge_padding_low = array<i64: 1, 0>, interior_padding = array<i64: 0, 2>}> : (tensor<4x3xf32>, tensor<f32>) -> tensor<7x6xf32>
    %1267 = "stablehlo.reverse"(%arg306) <{dimensions = array<i64: 0>}> : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %1268 = "stablehlo.reverse"(%arg306) <{dimensions = array<i64: 1>}> : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %1269 = "stablehlo.add"(%1267, %1268) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %1270 = "func.call"(%arg306) <{callee = @_roll_static}> : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %1271 = "stablehlo.slice"(%arg306) <{limit_indices = array<i64: 4, 1>, start_indices = array<i64: 0, 0>, strides = array<i64: 1, 1>}> : (tensor<4x3xf32>) -> tensor<4x1xf32>
    %1272 = "stablehlo.broadcast_in_dim"(%1271) <{broadcast_dimensions = array<i64: 0, 2>}> : (tensor<4x1xf32>) -> tensor<4x1x1xf32>
    %1273 = "stablehlo.broadcast_in_dim"(%1272) <{broadcast_dimensions = array<i64: 0, 1, 2>}> : (tensor<4x1x1xf32>) -> tensor<4x2x3xf32>
    %1274 = "stablehlo.slice"(%arg306) <{limit_indices = array<i64: 1, 3>, start_indices = array<i64: 0, 0>, strides = array<i64: 1, 1>}> : (tensor<4x3xf32>) -> tensor<1x3xf32>
    %1275 = "stablehlo.reshape"(%1274) : (tensor<1x3xf32>) -> tensor<3xf32>
    %1276 = "stablehlo.broadcast_in_dim"(%1275) <{broadcast_dimensions = array<i64: 2>}> : (tensor<3xf32>) -> tensor<1x1x3xf32>
    %1277 = "stablehlo.broadcast_in_dim"(%1276) <{broadcast_dimensions = array<i64: 0, 1, 2>}> : (tensor<1x1x3xf32>) -> tensor<4x2x3xf32>
    %1278 = "stablehlo.add"(%1273, %1277) : (tensor<4x2x3xf32>, tensor<4x2x3xf32>) -> tensor<4x2x3xf32>
    %1279 = "stablehlo.iota"() <{iota_dimension = 0 : i64}> : () -> tensor<3x2xf32>
    %1280 = "stablehlo.iota"() <{iota_dimension = 0 : i64}> : () -> tensor<2xi32>
    %1281 = "stablehlo.convert"(%1280) : (tensor<2xi32>) -> tensor<2xf32>
    %1282 = "stablehlo.broadcast_in_dim"(%1281) <{broadcast_dimensions = array<i64: 1>}> : (tensor<2xf32>) -> tensor<1x2xf32>
    %1283 = "stablehlo.broadcast_in_dim"(%1282) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<1x2xf32>) -> tensor<3x2xf32>
    %1284 = "stablehlo.add"(%1279, %1283) : (tensor<3x2xf32>, tensor<3x2xf32>) -> tensor<3x2xf32>
    %1285 = "func.call"(%arg306) <{callee = @tril}> : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %1286 = "func.call"(%arg306) <{callee = @triu}> : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %1287 = "stablehlo.subtract"(%1285, %1286) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %1288 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %1289 = "stablehlo.compare"(%arg310, %1288) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
    %1290 = "stablehlo.constant"() <{value = dense<4> : tensor<i32>}> : () -> tensor<i32>
    %1291 = "stablehlo.add"(%arg310, %1290) : (tensor<i32>, tensor<i32>) -> tensor<i32>
    %1292 = "stablehlo.select"(%1289, %1291, %arg310) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
    %1293 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %1294 = "stablehlo.dynamic_slice"(%arg306, %1292, %1293) <{slice_sizes = array<i64: 2, 3>}> : (tensor<4x3xf32>, tensor<i32>, tensor<i32>) -> tensor<2x3xf32>
    %1295 = "stablehlo.constant"() <{value = dense<5> : tensor<i32>}> : () -> tensor<i32>
    %1296 = "stablehlo.add"(%arg310, %1295) : (tensor<i32>, tensor<i32>) -> tensor<i32>
    %1297 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %1298 = "stablehlo.compare"(%1296, %1297) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
    %1299 = "stablehlo.constant"() <{value = dense<4> : tensor<i32>}> : () -> tensor<i32>
    %1300 = "stablehlo.add"(%1296, %1299) : (tensor<i32>, tensor<i32>) -> tensor<i32>
    %1301 = "stablehlo.select"(%1298, %1300, %1296) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
    %1302 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
    %1303 = "stablehlo.dynamic_slice"(%arg306, %1301, %1302) <{slice_sizes = array<i64: 2, 1>}> : (tensor<4x3xf32>, tensor<i32>, tensor<i32>) -> tensor<2x1xf32>
    %1304 = "stablehlo.broadcast_in_dim"(%1303) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<2x1xf32>) -> tensor<2x3xf32>
    %1305 = "stablehlo.add"(%1294, %1304) : (tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<2x3xf32>
    %1306 = "stablehlo.slice"(%arg306) <{limit_indices = array<i64: 2, 2>, start_indices = array<i64: 0, 0>, strides = array<i64: 1, 1>}> : (tensor<4x3xf32>) -> tensor<2x2xf32>
    %1307 = "stablehlo.negate"(%1306) : (tensor<2x2xf32>) -> tensor<2x2xf32>
    %1308 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
    %1309 = "stablehlo.subtract"(%arg310, %1308) : (tensor<i32>, tensor<i32>) -> tensor<i32>
    %1310 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %1311 = "stablehlo.compare"(%arg310, %1310) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
    %1312 = "stablehlo.constant"() <{value = dense<4> : tensor<i32>}> : () -> tensor<i32>
    %1313 = "stablehlo.add"(%arg310, %1312) : (tensor<i32>, tensor<i32>) -> tensor<i32>
    %1314 = "stablehlo.select"(%1311, %1313, %arg310) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
    %1315 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %1316 = "stablehlo.compare"(%1309, %1315) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
    %1317 = "stablehlo.constant"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
    %1318 = "stablehlo.add"(%1309, %1317) : (tensor<i32>, tensor<i32>) -> tensor<i32>
    %1319 = "stablehlo.select"(%1316, %1318, %1309) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
    %1320 = "stablehlo.dynamic_update_slice"(%arg306, %1307, %1314, %1319) : (tensor<4x3xf32>, tensor<2x2xf32>, tensor<i32>, tensor<i32>) -> tensor<4x3xf32>
    %1321 = "stablehlo.slice"(%arg306) <{limit_indices = array<i64: 4, 3>, start_indices = array<i64: 2, 0>, strides = array<i64: 1, 1>}> : (tensor<4x3xf32>) -> tensor<2x3xf32>
    %1322 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
    %1323 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %1324 = "stablehlo.dynamic_update_slice"(%arg306, %1321, %1322, %1323) : (tensor<4x3xf32>, tensor<2x3xf32>, tensor<i32>, tensor<i32>) -> tensor<4x3xf32>
    %1325 = "stablehlo.constant"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
    %1326 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %1327 = "stablehlo.dynamic_slice"(%arg306, %1325, %1326) <{slice_sizes = array<i64: 1, 3>}> : (tensor<4x3xf32>, tensor<i32>, tensor<i32>) -> tensor<1x3xf32>
    %1328 = "stablehlo.broadcast_in_dim"(%1327) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<1x3xf32>) -> tensor<4x3xf32>
    %1329 = "stablehlo.add"(%1324, %1328) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %1330 = "stablehlo.dot_general"(%arg306, %arg305) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x3xf32>, tensor<3x4xf32>) -> tensor<4x4xf32>
    %1331 = "stablehlo.transpose"(%arg305) <{permutation = array<i64: 1, 0>}> : (tensor<3x4xf32>) -> tensor<4x3xf32>
    %1332 = "stablehlo.transpose"(%arg306) <{permutation = array<i64: 1, 0>}> : (tensor<4x3xf32>) -> tensor<3x4xf32>
    %1333 = "stablehlo.dot_general"(%1331, %1332) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x3xf32>, tensor<3x4xf32>) -> tensor<4x4xf32>
    %1334 = "stablehlo.dot_general"(%arg307, %arg308) <{dot_dimension_numbers = #stablehlo.dot<lhs_batching_dimensions = [0], rhs_batching_dimensions = [0], lhs_contracting_dimensions = [2], rhs_contracting_dimensions = [1]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<2x3x4xf32>, tensor<2x4x5xf32>) -> tensor<2x3x5xf32>
    %1335 = "stablehlo.dot_general"(%arg308, %arg307) <{dot_dimension_numbers = #stablehlo.dot<lhs_batching_dimensions = [0], rhs_batching_dimensions = [0], lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [2]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<2x4x5xf32>, tensor<2x3x4xf32>) -> tensor<2x5x3xf32>
    %1336 = "stablehlo.dot_general"(%1335, %arg306) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [2], rhs_contracting_dimensions = [1]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<2x5x3xf32>, tensor<4x3xf32>) -> tensor<2x5x4xf32>
    %1337 = "stablehlo.transpose"(%1336) <{permutation = array<i64: 1, 2, 0>}> : (tensor<2x5x4xf32>) -> tensor<5x4x2xf32>
    %1338 = "stablehlo.slice"(%arg306) <{limit_indices = array<i64: 1, 3>, start_indices = array<i64: 0, 0>, strides = array<i64: 1, 1>}> : (tensor<4x3xf32>) -> tensor<1x3xf32>
    %1339 = "stablehlo.reshape"(%1338) : (tensor<1x3xf32>) -> tensor<3xf32>
    %1340 = "stablehlo.slice"(%arg305) <{limit_indices = array<i64: 1, 4>, start_indices = array<i64: 0, 0>, strides = array<i64: 1, 1>}> : (tensor<3x4xf32>) -> tensor<1x4xf32>
    %1341 = "stablehlo.reshape"(%1340) : (tensor<1x4xf32>) -> tensor<4xf32>
    %1342 = "stablehlo.dot_general"(%1339, %1341) <{dot_dimension_numbers = #stablehlo.dot<>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<3xf32>, tensor<4xf32>) -> tensor<3x4xf32>
    %1343 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %1344 = "stablehlo.broadcast_in_dim"(%1343) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x2xf32>
    %1345 = "stablehlo.slice"(%arg306) <{limit_indices = array<i64: 1, 1>, start_indices = array<i64: 0, 0>, strides = array<i64: 1, 1>}> : (tensor<4x3xf32>) -> tensor<1x1xf32>
    %1346 = "stablehlo.reshape"(%1345) : (tensor<1x1xf32>) -> tensor<f32>
    %1347 = "stablehlo.broadcast_in_dim"(%1346) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x2xf32>
    %1348 = "stablehlo.multiply"(%1344, %1347) : (tensor<4x2xf32>, tensor<4x2xf32>) -> tensor<4x2xf32>
    %1349 = "stablehlo.dot_general"(%arg307, %1348) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [2], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<2x3x4xf32>, tensor<4x2xf32>) -> tensor<2x3x2xf32>
    %1350 = "stablehlo.convert"(%arg306) : (tensor<4x3xf32>) -> tensor<4x3xbf16>
    %1351 = "stablehlo.convert"(%arg305) : (tensor<3x4xf32>) -> tensor<3x4xbf16>
    %1352 = "stablehlo.dot_general"(%1350, %1351) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x3xbf16>, tensor<3x4xbf16>) -> tensor<4x4xbf16>
    %1353 = "stablehlo.convert"(%1352) : (tensor<4x4xbf16>) -> tensor<4x4xf32>
    %1354 = "stablehlo.convert"(%arg306) : (tensor<4x3xf32>) -> tensor<4x3xbf16>
    %1355 = "stablehlo.convert"(%arg305) : (tensor<3x4xf32>) -> tensor<3x4xbf16>
    %1356 = "stablehlo.dot_general"(%1354, %1355) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x3xbf16>, tensor<3x4xbf16>) -> tensor<4x4xf32>
    %1357 = "stablehlo.convolution"(%arg311, %arg309) <{batch_group_count = 1 : i64, dimension_numbers = #stablehlo.conv<[b, 0, 1, f]x[0, 1, i, o]->[b, 0, 1, f]>, feature_group_count = 1 : i64, lhs_dilation = array<i64: 1, 1>, padding = dense<0> : tensor<2x2xi64>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>], rhs_dilation = array<i64: 1, 1>, window_reversal = array<i1: false, false>, window_strides = array<i64: 1, 1>}> : (tensor<2x7x6x4xf32>, tensor<3x2x4x6xf32>) -> tensor<2x5x5x6xf32>
    %1358 = "stablehlo.convolution"(%arg311, %arg309) <{batch_group_count = 1 : i64, dimension_numbers = #stablehlo.conv<[b, 0, 1, f]x[0, 1, i, o]->[b, 0, 1, f]>, feature_group_count = 1 : i64, lhs_dilation = array<i64: 1, 1>, padding = dense<[[2, 2], [0, 1]]> : tensor<2x2xi64>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>], rhs_dilation = array<i64: 2, 1>, window_reversal = array<i1: false, false>, window_strides = array<i64: 2, 1>}> : (tensor<2x7x6x4xf32>, tensor<3x2x4x6xf32>) -> tensor<2x4x6x6xf32>
    %1359 = "stablehlo.convolution"(%arg311, %arg309) <{batch_group_count = 1 : i64, dimension_numbers = #stablehlo.conv<[b, 0, 1, f]x[0, 1, i, o]->[b, 0, 1, f]>, feature_group_count = 1 : i64, lhs_dilation = array<i64: 2, 3>, padding = dense<[[2, 1], [0, 3]]> : tensor<2x2xi64>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>], rhs_dilation = array<i64: 1, 1>, window_reversal = array<i1: false, false>, window_strides = array<i64: 1, 1>}> : (tensor<2x7x6x4xf32>, tensor<3x2x4x6xf32>) -> tensor<2x14x18x6xf32>
    %1360 = "stablehlo.slice"(%arg309) <{limit_indices = array<i64: 3, 2, 2, 6>, start_indices = array<i64: 0, 0, 0, 0>, strides = array<i64: 1, 1, 1, 1>}> : (tensor<3x2x4x6xf32>) -> tensor<3x2x2x6xf32>
    %1361 = "stablehlo.convolution"(%arg311, %1360) <{batch_group_count = 1 : i64, dimension_numbers = #stablehlo.conv<[b, 0, 1, f]x[0, 1, i, o]->[b, 0, 1, f]>, feature_group_count = 2 : i64, lhs_dilation = array<i64: 1, 1>, padding = dense<0> : tensor<2x2xi64>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>], rhs_dilation = array<i64: 1, 1>, window_reversal = array<i1: false, false>, window_strides = array<i64: 1, 1>}> : (tensor<2x7x6x4xf32>, tensor<3x2x2x6xf32>) -> tensor<2x5x5x6xf32>
    %1362 = "stablehlo.slice"(%arg309) <{limit_indices = array<i64: 3, 2, 1, 4>, start_indices = array<i64: 0, 0, 0, 0>, strides = array<i64: 1, 1, 1, 1>}> : (tensor<3x2x4x6xf32>) -> tensor<3x2x1x4xf32>
    %1363 = "stablehlo.convolution"(%arg311, %1362) <{batch_group_count = 1 : i64, dimension_numbers = #stablehlo.conv<[b, 0, 1, f]x[0, 1, i, o]->[b, 0, 1, f]>, feature_group_count = 4 : i64, lhs_dilation = array<i64: 1, 1>, padding = dense<0> : tensor<2x2xi64>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>], rhs_dilation = array<i64: 1, 1>, window_reversal = array<i1: false, false>, window_strides = array<i64: 1, 1>}> : (tensor<2x7x6x4xf32>, tensor<3x2x1x4xf32>) -> tensor<2x5x5x4xf32>
    %1364 = "stablehlo.convolution"(%arg311, %arg309) <{batch_group_count = 2 : i64, dimension_numbers = #stablehlo.conv<[b, 0, 1, f]x[0, 1, i, o]->[b, 0, 1, f]>, feature_group_count = 1 : i64, lhs_dilation = array<i64: 1, 1>, padding = dense<0> : tensor<2x2xi64>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>], rhs_dilation = array<i64: 1, 1>, window_reversal = array<i1: false, false>, window_strides = array<i64: 1, 1>}> : (tensor<2x7x6x4xf32>, tensor<3x2x4x6xf32>) -> tensor<1x5x5x6xf32>
    %1365 = "stablehlo.convolution"(%arg311, %arg309) <{batch_group_count = 1 : i64, dimension_numbers = #stablehlo.conv<[b, 0, 1, f]x[0, 1, i, o]->[b, 0, 1, f]>, feature_group_count = 1 : i64, lhs_dilation = array<i64: 1, 1>, padding = dense<[[-1, 0], [0, -2]]> : tensor<2x2xi64>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>], rhs_dilation = array<i64: 1, 1>, window_reversal = array<i1: false, false>, window_strides = array<i64: 1, 1>}> : (tensor<2x7x6x4xf32>, tensor<3x2x4x6xf32>) -> tensor<2x4x3x6xf32>
    %1366 = "stablehlo.transpose"(%arg311) <{permutation = array<i64: 1, 0, 2, 3>}> : (tensor<2x7x6x4xf32>) -> tensor<7x2x6x4xf32>
    %1367 = "stablehlo.convolution"(%1366, %arg309) <{batch_group_count = 1 : i64, dimension_numbers = #stablehlo.conv<[0, b, 1, f]x[0, 1, i, o]->[f, 1, b, 0]>, feature_group_count = 1 : i64, lhs_dilation = array<i64: 1, 1>, padding = dense<0> : tensor<2x2xi64>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>], rhs_dilation = array<i64: 1, 1>, window_reversal = array<i1: false, false>, window_strides = array<i64: 1, 1>}> : (tensor<7x2x6x4xf32>, tensor<3x2x4x6xf32>) -> tensor<6x5x2x5xf32>
    %1368 = "stablehlo.transpose"(%arg309) <{permutation = array<i64: 3, 2, 0, 1>}> : (tensor<3x2x4x6xf32>) -> tensor<6x4x3x2xf32>
    %1369 = "stablehlo.slice"(%1368) <{limit_indices = array<i64: 6, 1, 3, 2>, start_indices = array<i64: 0, 0, 0, 0>, strides = array<i64: 1, 1, 1, 1>}> : (tensor<6x4x3x2xf32>) -> tensor<6x1x3x2xf32>
    %1370 = "stablehlo.broadcast_in_dim"(%1369) <{broadcast_dimensions = array<i64: 0, 1, 3, 4>}> : (tensor<6x1x3x2xf32>) -> tensor<6x1x7x3x2xf32>
    %1371 = "stablehlo.reshape"(%1370) : (tensor<6x1x7x3x2xf32>) -> tensor<6x7x3x2xf32>
    %1372 = "stablehlo.convolution"(%arg311, %1371) <{batch_group_count = 1 : i64, dimension_numbers = #stablehlo.conv<[b, f, 0, 1]x[o, i, 0, 1]->[b, f, 0, 1]>, feature_group_count = 1 : i64, lhs_dilation = array<i64: 1, 1>, padding = dense<[[1, 1], [0, 1]]> : tensor<2x2xi64>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>], rhs_dilation = array<i64: 1, 1>, window_reversal = array<i1: false, false>, window_strides = array<i64: 1, 1>}> : (tensor<2x7x6x4xf32>, tensor<6x7x3x2xf32>) -> tensor<2x6x6x4xf32>
    %1373 = "stablehlo.slice"(%arg311) <{limit_indices = array<i64: 2, 7, 1, 4>, start_indices = array<i64: 0, 0, 0, 0>, strides = array<i64: 1, 1, 1, 1>}> : (tensor<2x7x6x4xf32>) -> tensor<2x7x1x4xf32>
    %1374 = "stablehlo.reshape"(%1373) : (tensor<2x7x1x4xf32>) -> tensor<2x7x4xf32>
    %1375 = "stablehlo.slice"(%arg309) <{limit_indices = array<i64: 1, 2, 4, 6>, start_indices = array<i64: 0, 0, 0, 0>, strides = array<i64: 1, 1, 1, 1>}> : (tensor<3x2x4x6xf32>) -> tensor<1x2x4x6xf32>
    %1376 = "stablehlo.reshape"(%1375) : (tensor<1x2x4x6xf32>) -> tensor<2x4x6xf32>
    %1377 = "stablehlo.convolution"(%1374, %1376) <{batch_group_count = 1 : i64, dimension_numbers = #stablehlo.conv<[b, 0, f]x[0, i, o]->[b, 0, f]>, feature_group_count = 1 : i64, lhs_dilation = array<i64: 1>, padding = dense<[[0, 1]]> : tensor<1x2xi64>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>], rhs_dilation = array<i64: 1>, window_reversal = array<i1: false>, window_strides = array<i64: 1>}> : (tensor<2x7x4xf32>, tensor<2x4x6xf32>) -> tensor<2x7x6xf32>
    %1378 = "stablehlo.transpose"(%arg309) <{permutation = array<i64: 0, 1, 3, 2>}> : (tensor<3x2x4x6xf32>) -> tensor<3x2x6x4xf32>
    %1379 = "stablehlo.reverse"(%1378) <{dimensions = array<i64: 0>}> : (tensor<3x2x6x4xf32>) -> tensor<3x2x6x4xf32>
    %1380 = "stablehlo.reverse"(%1379) <{dimensions = array<i64: 1>}> : (tensor<3x2x6x4xf32>) -> tensor<3x2x6x4xf32>
    %1381 = "stablehlo.transpose"(%1380) <{permutation = array<i64: 0, 1, 3, 2>}> : (tensor<3x2x6x4xf32>) -> tensor<3x2x4x6xf32>
    %1382 = "stablehlo.convolution"(%arg311, %1381) <{batch_group_count = 1 : i64, dimension_numbers = #stablehlo.conv<[b, 0, 1, f]x[0, 1, i, o]->[b, 0, 1, f]>, feature_group_count = 1 : i64, lhs_dilation = array<i64: 2, 2>, padding = dense<[[2, 1], [1, 1]]> : tensor<2x2xi64>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>], rhs_dilation = array<i64: 1, 1>, window_reversal = array<i1: false, false>, window_strides = array<i64: 1, 1>}> : (tensor<2x7x6x4xf32>, tensor<3x2x4x6xf32>) -> tensor<2x14x12x6xf32>
    %1383 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %1384 = "stablehlo.reduce"(%arg307, %1383) <{dimensions = array<i64: 0, 2>}> ({
    ^bb0(%arg400: tensor<f32>, %arg401: tensor<f32>):
      %1825 = "stablehlo.add"(%arg400, %arg401) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%1825) : (tensor<f32>) -> ()
    }) : (tensor<2x3x4xf32>, tensor<f32>) -> tensor<3xf32>
    %1385 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %1386 = "stablehlo.reduce"(%arg307, %1385) <{dimensions = array<i64: 0, 1, 2>}> ({
    ^bb0(%arg398: tensor<f32>, %arg399: tensor<f32>):
      %1824 = "stablehlo.add"(%arg398, %arg399) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%1824) : (tensor<f32>) -> ()
    }) : (tensor<2x3x4xf32>, tensor<f32>) -> tensor<f32>
    %1387 = "stablehlo.constant"() <{value = dense<2.400000e+01> : tensor<f32>}> : () -> tensor<f32>
    %1388 = "stablehlo.divide"(%1386, %1387) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %1389 = "stablehlo.broadcast_in_dim"(%1388) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<3xf32>
    %1390 = "stablehlo.add"(%1384, %1389) : (tensor<3xf32>, tensor<3xf32>) -> tensor<3xf32>
    %1391 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %1392 = "func.call"(%arg307, %1391) <{callee = @_var}> : (tensor<2x3x4xf32>, tensor<i32>) -> tensor<2x4xf32>
    %1393 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %1394 = "stablehlo.reduce"(%1392, %1393) <{dimensions = array<i64: 0, 1>}> ({
    ^bb0(%arg396: tensor<f32>, %arg397: tensor<f32>):
      %1823 = "stablehlo.add"(%arg396, %arg397) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%1823) : (tensor<f32>) -> ()
    }) : (tensor<2x4xf32>, tensor<f32>) -> tensor<f32>
    %1395 = "stablehlo.broadcast_in_dim"(%1394) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<3xf32>
    %1396 = "stablehlo.add"(%1390, %1395) : (tensor<3xf32>, tensor<3xf32>) -> tensor<3xf32>
    %1397 = "stablehlo.constant"() <{value = dense<0xFF800000> : tensor<f32>}> : () -> tensor<f32>
    %1398 = "stablehlo.reduce"(%arg307, %1397) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg394: tensor<f32>, %arg395: tensor<f32>):
      %1822 = "stablehlo.maximum"(%arg394, %arg395) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%1822) : (tensor<f32>) -> ()
    }) : (tensor<2x3x4xf32>, tensor<f32>) -> tensor<2x4xf32>
    %1399 = "stablehlo.constant"() <{value = dense<0x7F800000> : tensor<f32>}> : () -> tensor<f32>
    %1400 = "stablehlo.reduce"(%arg307, %1399) <{dimensions = array<i64: 0, 1>}> ({
    ^bb0(%arg392: tensor<f32>, %arg393: tensor<f32>):
      %1821 = "stablehlo.minimum"(%arg392, %arg393) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%1821) : (tensor<f32>) -> ()
    }) : (tensor<2x3x4xf32>, tensor<f32>) -> tensor<4xf32>
    %1401 = "stablehlo.broadcast_in_dim"(%1400) <{broadcast_dimensions = array<i64: 2>}> : (tensor<4xf32>) -> tensor<1x1x4xf32>
    %1402 = "stablehlo.reshape"(%1401) : (tensor<1x1x4xf32>) -> tensor<1x4xf32>
    %1403 = "stablehlo.broadcast_in_dim"(%1402) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<1x4xf32>) -> tensor<2x4xf32>
    %1404 = "stablehlo.add"(%1398, %1403) : (tensor<2x4xf32>, tensor<2x4xf32>) -> tensor<2x4xf32>
    %1405 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %1406 = "stablehlo.reduce"(%arg307, %1405) <{dimensions = array<i64: 2>}> ({
    ^bb0(%arg390: tensor<f32>, %arg391: tensor<f32>):
      %1820 = "stablehlo.multiply"(%arg390, %arg391) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%1820) : (tensor<f32>) -> ()
    }) : (tensor<2x3x4xf32>, tensor<f32>) -> tensor<2x3xf32>
    %1407 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %1408 = "stablehlo.broadcast_in_dim"(%1407) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x3x4xf32>
    %1409 = "stablehlo.compare"(%arg307, %1408) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction GT>}> : (tensor<2x3x4xf32>, tensor<2x3x4xf32>) -> tensor<2x3x4xi1>
    %1410 = "stablehlo.constant"() <{value = dense<false> : tensor<i1>}> : () -> tensor<i1>
    %1411 = "stablehlo.reduce"(%1409, %1410) <{dimensions = array<i64: 2>}> ({
    ^bb0(%arg388: tensor<i1>, %arg389: tensor<i1>):
      %1819 = "stablehlo.or"(%arg388, %arg389) : (tensor<i1>, tensor<i1>) -> tensor<i1>
      "stablehlo.return"(%1819) : (tensor<i1>) -> ()
    }) : (tensor<2x3x4xi1>, tensor<i1>) -> tensor<2x3xi1>
    %1412 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %1413 = "stablehlo.broadcast_in_dim"(%1412) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x3x4xf32>
    %1414 = "stablehlo.compare"(%arg307, %1413) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<2x3x4xf32>, tensor<2x3x4xf32>) -> tensor<2x3x4xi1>
    %1415 = "stablehlo.constant"() <{value = dense<true> : tensor<i1>}> : () -> tensor<i1>
    %1416 = "stablehlo.reduce"(%1414, %1415) <{dimensions = array<i64: 2>}> ({
    ^bb0(%arg386: tensor<i1>, %arg387: tensor<i1>):
      %1818 = "stablehlo.and"(%arg386, %arg387) : (tensor<i1>, tensor<i1>) -> tensor<i1>
      "stablehlo.return"(%1818) : (tensor<i1>) -> ()
    }) : (tensor<2x3x4xi1>, tensor<i1>) -> tensor<2x3xi1>
    %1417 = "stablehlo.or"(%1411, %1416) : (tensor<2x3xi1>, tensor<2x3xi1>) -> tensor<2x3xi1>
    %1418 = "func.call"(%arg307) <{callee = @argmax}> : (tensor<2x3x4xf32>) -> tensor<2x4xi32>
    %1419 = "stablehlo.constant"() <{value = dense<10> : tensor<i32>}> : () -> tensor<i32>
    %1420 = "stablehlo.broadcast_in_dim"(%1419) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<2x4xi32>
    %1421 = "stablehlo.multiply"(%1418, %1420) : (tensor<2x4xi32>, tensor<2x4xi32>) -> tensor<2x4xi32>
    %1422 = "func.call"(%arg307) <{callee = @argmin}> : (tensor<2x3x4xf32>) -> tensor<2x4xi32>
    %1423 = "stablehlo.add"(%1421, %1422) : (tensor<2x4xi32>, tensor<2x4xi32>) -> tensor<2x4xi32>
    %1424 = "stablehlo.constant"() <{value = dense<0xFF800000> : tensor<f32>}> : () -> tensor<f32>
    %1425 = "stablehlo.reduce"(%arg307, %1424) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg384: tensor<f32>, %arg385: tensor<f32>):
      %1817 = "stablehlo.maximum"(%arg384, %arg385) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%1817) : (tensor<f32>) -> ()
    }) : (tensor<2x3x4xf32>, tensor<f32>) -> tensor<2x4xf32>
    %1426 = "stablehlo.constant"() <{value = dense<0xFF800000> : tensor<f32>}> : () -> tensor<f32>
    %1427 = "stablehlo.broadcast_in_dim"(%1426) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x4xf32>
    %1428 = "stablehlo.maximum"(%1427, %1425) : (tensor<2x4xf32>, tensor<2x4xf32>) -> tensor<2x4xf32>
    %1429 = "stablehlo.broadcast_in_dim"(%1428) <{broadcast_dimensions = array<i64: 0, 2>}> : (tensor<2x4xf32>) -> tensor<2x1x4xf32>
    %1430 = "stablehlo.custom_call"(%1429) <{call_target_name = "skein.stop_gradient"}> : (tensor<2x1x4xf32>) -> tensor<2x1x4xf32>
    %1431 = "stablehlo.broadcast_in_dim"(%1430) <{broadcast_dimensions = array<i64: 0, 1, 2>}> : (tensor<2x1x4xf32>) -> tensor<2x3x4xf32>
    %1432 = "stablehlo.subtract"(%arg307, %1431) : (tensor<2x3x4xf32>, tensor<2x3x4xf32>) -> tensor<2x3x4xf32>
    %1433 = "stablehlo.exponential"(%1432) : (tensor<2x3x4xf32>) -> tensor<2x3x4xf32>
    %1434 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %1435 = "stablehlo.reduce"(%1433, %1434) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg382: tensor<f32>, %arg383: tensor<f32>):
      %1816 = "stablehlo.add"(%arg382, %arg383) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%1816) : (tensor<f32>) -> ()
    }) : (tensor<2x3x4xf32>, tensor<f32>) -> tensor<2x4xf32>
    %1436 = "stablehlo.broadcast_in_dim"(%1435) <{broadcast_dimensions = array<i64: 0, 2>}> : (tensor<2x4xf32>) -> tensor<2x1x4xf32>
    %1437 = "stablehlo.broadcast_in_dim"(%1436) <{broadcast_dimensions = array<i64: 0, 1, 2>}> : (tensor<2x1x4xf32>) -> tensor<2x3x4xf32>
    %1438 = "stablehlo.divide"(%1433, %1437) : (tensor<2x3x4xf32>, tensor<2x3x4xf32>) -> tensor<2x3x4xf32>
    %1439 = "stablehlo.constant"() <{value = dense<0xFF800000> : tensor<f32>}> : () -> tensor<f32>
    %1440 = "stablehlo.reduce"(%arg307, %1439) <{dimensions = array<i64: 2>}> ({
    ^bb0(%arg380: tensor<f32>, %arg381: tensor<f32>):
      %1815 = "stablehlo.maximum"(%arg380, %arg381) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%1815) : (tensor<f32>) -> ()
    }) : (tensor<2x3x4xf32>, tensor<f32>) -> tensor<2x3xf32>
    %1441 = "stablehlo.constant"() <{value = dense<0xFF800000> : tensor<f32>}> : () -> tensor<f32>
    %1442 = "stablehlo.broadcast_in_dim"(%1441) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x3xf32>
    %1443 = "stablehlo.maximum"(%1442, %1440) : (tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<2x3xf32>
    %1444 = "stablehlo.broadcast_in_dim"(%1443) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<2x3xf32>) -> tensor<2x3x1xf32>
    %1445 = "stablehlo.is_finite"(%1444) : (tensor<2x3x1xf32>) -> tensor<2x3x1xi1>
    %1446 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %1447 = "stablehlo.broadcast_in_dim"(%1446) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x3x1xf32>
    %1448 = "stablehlo.select"(%1445, %1444, %1447) : (tensor<2x3x1xi1>, tensor<2x3x1xf32>, tensor<2x3x1xf32>) -> tensor<2x3x1xf32>
    %1449 = "stablehlo.custom_call"(%1448) <{call_target_name = "skein.stop_gradient"}> : (tensor<2x3x1xf32>) -> tensor<2x3x1xf32>
    %1450 = "stablehlo.broadcast_in_dim"(%1449) <{broadcast_dimensions = array<i64: 0, 1, 2>}> : (tensor<2x3x1xf32>) -> tensor<2x3x4xf32>
    %1451 = "stablehlo.subtract"(%arg307, %1450) : (tensor<2x3x4xf32>, tensor<2x3x4xf32>) -> tensor<2x3x4xf32>
    %1452 = "stablehlo.exponential"(%1451) : (tensor<2x3x4xf32>) -> tensor<2x3x4xf32>
    %1453 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %1454 = "stablehlo.reduce"(%1452, %1453) <{dimensions = array<i64: 2>}> ({
    ^bb0(%arg378: tensor<f32>, %arg379: tensor<f32>):
      %1814 = "stablehlo.add"(%arg378, %arg379) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%1814) : (tensor<f32>) -> ()
    }) : (tensor<2x3x4xf32>, tensor<f32>) -> tensor<2x3xf32>
    %1455 = "stablehlo.broadcast_in_dim"(%1454) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<2x3xf32>) -> tensor<2x3x1xf32>
    %1456 = "stablehlo.sign"(%1455) : (tensor<2x3x1xf32>) -> tensor<2x3x1xf32>
    %1457 = "stablehlo.abs"(%1455) : (tensor<2x3x1xf32>) -> tensor<2x3x1xf32>
    %1458 = "stablehlo.log"(%1457) : (tensor<2x3x1xf32>) -> tensor<2x3x1xf32>
    %1459 = "stablehlo.add"(%1458, %1449) : (tensor<2x3x1xf32>, tensor<2x3x1xf32>) -> tensor<2x3x1xf32>
    %1460 = "stablehlo.broadcast_in_dim"(%1459) <{broadcast_dimensions = array<i64: 0, 1, 2>}> : (tensor<2x3x1xf32>) -> tensor<2x3x4xf32>
    %1461 = "stablehlo.add"(%1438, %1460) : (tensor<2x3x4xf32>, tensor<2x3x4xf32>) -> tensor<2x3x4xf32>
    %1462 = "stablehlo.constant"() <{value = dense<0xFF800000> : tensor<f32>}> : () -> tensor<f32>
    %1463 = "stablehlo.broadcast_in_dim"(%1462) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<f32>
    %1464 = "stablehlo.reduce_window"(%arg311, %1463) <{base_dilations = array<i64: 1, 1, 1, 1>, padding = dense<[[0, 0], [1, 1], [0, 1], [0, 0]]> : tensor<4x2xi64>, window_dilations = array<i64: 1, 1, 1, 1>, window_dimensions = array<i64: 1, 3, 2, 1>, window_strides = array<i64: 1, 2, 1, 1>}> ({
    ^bb0(%arg376: tensor<f32>, %arg377: tensor<f32>):
      %1813 = "stablehlo.maximum"(%arg376, %arg377) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%1813) : (tensor<f32>) -> ()
    }) : (tensor<2x7x6x4xf32>, tensor<f32>) -> tensor<2x4x6x4xf32>
    %1465 = "stablehlo.constant"() <{value = dense<0x7F800000> : tensor<f32>}> : () -> tensor<f32>
    %1466 = "stablehlo.broadcast_in_dim"(%1465) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<f32>
    %1467 = "stablehlo.reduce_window"(%arg311, %1466) <{base_dilations = array<i64: 1, 1, 1, 1>, padding = dense<0> : tensor<4x2xi64>, window_dilations = array<i64: 1, 1, 1, 1>, window_dimensions = array<i64: 1, 3, 2, 1>, window_strides = array<i64: 1, 2, 1, 1>}> ({
    ^bb0(%arg374: tensor<f32>, %arg375: tensor<f32>):
      %1812 = "stablehlo.minimum"(%arg374, %arg375) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%1812) : (tensor<f32>) -> ()
    }) : (tensor<2x7x6x4xf32>, tensor<f32>) -> tensor<2x3x5x4xf32>
    %1468 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %1469 = "stablehlo.broadcast_in_dim"(%1468) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<f32>
    %1470 = "stablehlo.reduce_window"(%arg311, %1469) <{base_dilations = array<i64: 1, 1, 1, 1>, padding = dense<[[0, 0], [1, 1], [0, 2], [0, 0]]> : tensor<4x2xi64>, window_dilations = array<i64: 1, 1, 1, 1>, window_dimensions = array<i64: 1, 3, 2, 1>, window_strides = array<i64: 1, 2, 1, 1>}> ({
    ^bb0(%arg372: tensor<f32>, %arg373: tensor<f32>):
      %1811 = "stablehlo.add"(%arg372, %arg373) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%1811) : (tensor<f32>) -> ()
    }) : (tensor<2x7x6x4xf32>, tensor<f32>) -> tensor<2x4x7x4xf32>
    %1471 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %1472 = "stablehlo.broadcast_in_dim"(%1471) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<f32>
    %1473 = "stablehlo.reduce_window"(%arg311, %1472) <{base_dilations = array<i64: 1, 2, 1, 1>, padding = dense<0> : tensor<4x2xi64>, window_dilations = array<i64: 1, 2, 1, 3>, window_dimensions = array<i64: 2, 2, 1, 2>, window_strides = array<i64: 1, 1, 2, 1>}> ({
    ^bb0(%arg370: tensor<f32>, %arg371: tensor<f32>):
      %1810 = "stablehlo.add"(%arg370, %arg371) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%1810) : (tensor<f32>) -> ()
    }) : (tensor<2x7x6x4xf32>, tensor<f32>) -> tensor<1x11x3x1xf32>
    %1474 = "func.call"(%arg307) <{callee = @cumsum}> : (tensor<2x3x4xf32>) -> tensor<2x3x4xf32>
    %1475 = "func.call"(%arg307) <{callee = @cummax}> : (tensor<2x3x4xf32>) -> tensor<2x3x4xf32>
    %1476 = "stablehlo.add"(%1474, %1475) : (tensor<2x3x4xf32>, tensor<2x3x4xf32>) -> tensor<2x3x4xf32>
    %1477 = "func.call"(%arg311) <{callee = @round_12}> : (tensor<2x7x6x4xf32>) -> tensor<2x7x6x4xf32>
    %1478 = "stablehlo.constant"() <{value = dense<0xFF800000> : tensor<f32>}> : () -> tensor<f32>
    %1479 = "stablehlo.broadcast_in_dim"(%1478) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<f32>
    %1480 = "stablehlo.reduce_window"(%1477, %1479) <{base_dilations = array<i64: 1, 1, 1, 1>, padding = dense<[[0, 0], [1, 1], [0, 1], [0, 0]]> : tensor<4x2xi64>, window_dilations = array<i64: 1, 1, 1, 1>, window_dimensions = array<i64: 1, 3, 2, 1>, window_strides = array<i64: 1, 2, 1, 1>}> ({
    ^bb0(%arg368: tensor<f32>, %arg369: tensor<f32>):
      %1809 = "stablehlo.maximum"(%arg368, %arg369) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%1809) : (tensor<f32>) -> ()
    }) : (tensor<2x7x6x4xf32>, tensor<f32>) -> tensor<2x4x6x4xf32>
    %1481 = "stablehlo.multiply"(%1480, %1480) : (tensor<2x4x6x4xf32>, tensor<2x4x6x4xf32>) -> tensor<2x4x6x4xf32>
    %1482 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %1483 = "stablehlo.broadcast_in_dim"(%1482) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x4x6x4xf32>
    %1484 = "stablehlo.multiply"(%1483, %1480) : (tensor<2x4x6x4xf32>, tensor<2x4x6x4xf32>) -> tensor<2x4x6x4xf32>
    %1485 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %1486 = "stablehlo.reduce"(%1481, %1485) <{dimensions = array<i64: 0, 1, 2, 3>}> ({
    ^bb0(%arg366: tensor<f32>, %arg367: tensor<f32>):
      %1808 = "stablehlo.add"(%arg366, %arg367) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%1808) : (tensor<f32>) -> ()
    }) : (tensor<2x4x6x4xf32>, tensor<f32>) -> tensor<f32>
    %1487 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %1488 = "stablehlo.broadcast_in_dim"(%1487) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x4x6x4xf32>
    %1489 = "stablehlo.multiply"(%1488, %1484) : (tensor<2x4x6x4xf32>, tensor<2x4x6x4xf32>) -> tensor<2x4x6x4xf32>
    %1490 = "stablehlo.constant"() <{value = dense<0xFF800000> : tensor<f32>}> : () -> tensor<f32>
    %1491 = "stablehlo.pad"(%1477, %1490) <{edge_padding_high = array<i64: 0, 1, 1, 0>, edge_padding_low = array<i64: 0, 1, 0, 0>, interior_padding = array<i64: 0, 0, 0, 0>}> : (tensor<2x7x6x4xf32>, tensor<f32>) -> tensor<2x9x7x4xf32>
    %1492 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %1493 = "stablehlo.select_and_scatter"(%1491, %1489, %1492) <{padding = dense<0> : tensor<4x2xi64>, window_dimensions = array<i64: 1, 3, 2, 1>, window_strides = array<i64: 1, 2, 1, 1>}> ({
    ^bb0(%arg364: tensor<f32>, %arg365: tensor<f32>):
      %1807 = "stablehlo.compare"(%arg364, %arg365) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction GE>}> : (tensor<f32>, tensor<f32>) -> tensor<i1>
      "stablehlo.return"(%1807) : (tensor<i1>) -> ()
    }, {
    ^bb0(%arg362: tensor<f32>, %arg363: tensor<f32>):
      %1806 = "stablehlo.add"(%arg362, %arg363) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%1806) : (tensor<f32>) -> ()
    }) : (tensor<2x9x7x4xf32>, tensor<2x4x6x4xf32>, tensor<f32>) -> tensor<2x9x7x4xf32>
    %1494 = "stablehlo.slice"(%1493) <{limit_indices = array<i64: 2, 8, 6, 4>, start_indices = array<i64: 0, 1, 0, 0>, strides = array<i64: 1, 1, 1, 1>}> : (tensor<2x9x7x4xf32>) -> tensor<2x7x6x4xf32>
    %1495 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %1496 = "stablehlo.broadcast_in_dim"(%1495) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %1497 = "stablehlo.compare"(%arg314, %1496) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi1>
    %1498 = "stablehlo.constant"() <{value = dense<4> : tensor<i32>}> : () -> tensor<i32>
    %1499 = "stablehlo.broadcast_in_dim"(%1498) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %1500 = "stablehlo.add"(%arg314, %1499) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %1501 = "stablehlo.select"(%1497, %1500, %arg314) : (tensor<4xi1>, tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %1502 = "stablehlo.broadcast_in_dim"(%1501) <{broadcast_dimensions = array<i64: 0>}> : (tensor<4xi32>) -> tensor<4x1xi32>
    %1503 = "stablehlo.gather"(%arg306, %1502) <{dimension_numbers = #stablehlo.gather<offset_dims = [1], collapsed_slice_dims = [0], start_index_map = [0], index_vector_dim = 1>, indices_are_sorted = false, slice_sizes = array<i64: 1, 3>}> : (tensor<4x3xf32>, tensor<4x1xi32>) -> tensor<4x3xf32>
    %1504 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %1505 = "stablehlo.broadcast_in_dim"(%1504) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %1506 = "stablehlo.compare"(%arg314, %1505) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi1>
    %1507 = "stablehlo.constant"() <{value = dense<4> : tensor<i32>}> : () -> tensor<i32>
    %1508 = "stablehlo.broadcast_in_dim"(%1507) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %1509 = "stablehlo.add"(%arg314, %1508) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %1510 = "stablehlo.select"(%1506, %1509, %arg314) : (tensor<4xi1>, tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %1511 = "stablehlo.broadcast_in_dim"(%1510) <{broadcast_dimensions = array<i64: 0>}> : (tensor<4xi32>) -> tensor<4x1xi32>
    %1512 = "stablehlo.gather"(%arg305, %1511) <{dimension_numbers = #stablehlo.gather<offset_dims = [0], collapsed_slice_dims = [1], start_index_map = [1], index_vector_dim = 1>, indices_are_sorted = false, slice_sizes = array<i64: 3, 1>}> : (tensor<3x4xf32>, tensor<4x1xi32>) -> tensor<3x4xf32>
    %1513 = "stablehlo.iota"() <{iota_dimension = 0 : i64}> : () -> tensor<4xi32>
    %1514 = "stablehlo.constant"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
    %1515 = "func.call"(%1513, %1514) <{callee = @remainder_5}> : (tensor<4xi32>, tensor<i32>) -> tensor<4xi32>
    %1516 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %1517 = "stablehlo.broadcast_in_dim"(%1516) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %1518 = "stablehlo.compare"(%arg314, %1517) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi1>
    %1519 = "stablehlo.constant"() <{value = dense<4> : tensor<i32>}> : () -> tensor<i32>
    %1520 = "stablehlo.broadcast_in_dim"(%1519) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %1521 = "stablehlo.add"(%arg314, %1520) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %1522 = "stablehlo.select"(%1518, %1521, %arg314) : (tensor<4xi1>, tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %1523 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %1524 = "stablehlo.broadcast_in_dim"(%1523) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %1525 = "stablehlo.compare"(%1515, %1524) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi1>
    %1526 = "stablehlo.constant"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
    %1527 = "stablehlo.broadcast_in_dim"(%1526) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %1528 = "stablehlo.add"(%1515, %1527) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %1529 = "stablehlo.select"(%1525, %1528, %1515) : (tensor<4xi1>, tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %1530 = "stablehlo.broadcast_in_dim"(%1522) <{broadcast_dimensions = array<i64: 0>}> : (tensor<4xi32>) -> tensor<4x1xi32>
    %1531 = "stablehlo.broadcast_in_dim"(%1529) <{broadcast_dimensions = array<i64: 0>}> : (tensor<4xi32>) -> tensor<4x1xi32>
    %1532 = "stablehlo.concatenate"(%1530, %1531) <{dimension = 1 : i64}> : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %1533 = "stablehlo.gather"(%arg306, %1532) <{dimension_numbers = #stablehlo.gather<collapsed_slice_dims = [0, 1], start_index_map = [0, 1], index_vector_dim = 1>, indices_are_sorted = false, slice_sizes = array<i64: 1, 1>}> : (tensor<4x3xf32>, tensor<4x2xi32>) -> tensor<4xf32>
    %1534 = "stablehlo.iota"() <{iota_dimension = 0 : i64}> : () -> tensor<2xi32>
    %1535 = "stablehlo.slice"(%arg314) <{limit_indices = array<i64: 2>, start_indices = array<i64: 0>, strides = array<i64: 1>}> : (tensor<4xi32>) -> tensor<2xi32>
    %1536 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %1537 = "stablehlo.broadcast_in_dim"(%1536) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<2xi32>
    %1538 = "stablehlo.compare"(%1534, %1537) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<2xi32>, tensor<2xi32>) -> tensor<2xi1>
    %1539 = "stablehlo.constant"() <{value = dense<2> : tensor<i32>}> : () -> tensor<i32>
    %1540 = "stablehlo.broadcast_in_dim"(%1539) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<2xi32>
    %1541 = "stablehlo.add"(%1534, %1540) : (tensor<2xi32>, tensor<2xi32>) -> tensor<2xi32>
    %1542 = "stablehlo.select"(%1538, %1541, %1534) : (tensor<2xi1>, tensor<2xi32>, tensor<2xi32>) -> tensor<2xi32>
    %1543 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %1544 = "stablehlo.broadcast_in_dim"(%1543) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<2xi32>
    %1545 = "stablehlo.compare"(%1535, %1544) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<2xi32>, tensor<2xi32>) -> tensor<2xi1>
    %1546 = "stablehlo.constant"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
    %1547 = "stablehlo.broadcast_in_dim"(%1546) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<2xi32>
    %1548 = "stablehlo.add"(%1535, %1547) : (tensor<2xi32>, tensor<2xi32>) -> tensor<2xi32>
    %1549 = "stablehlo.select"(%1545, %1548, %1535) : (tensor<2xi1>, tensor<2xi32>, tensor<2xi32>) -> tensor<2xi32>
    %1550 = "stablehlo.broadcast_in_dim"(%1542) <{broadcast_dimensions = array<i64: 0>}> : (tensor<2xi32>) -> tensor<2x1xi32>
    %1551 = "stablehlo.broadcast_in_dim"(%1549) <{broadcast_dimensions = array<i64: 0>}> : (tensor<2xi32>) -> tensor<2x1xi32>
    %1552 = "stablehlo.concatenate"(%1550, %1551) <{dimension = 1 : i64}> : (tensor<2x1xi32>, tensor<2x1xi32>) -> tensor<2x2xi32>
    %1553 = "stablehlo.gather"(%arg307, %1552) <{dimension_numbers = #stablehlo.gather<offset_dims = [1], collapsed_slice_dims = [0, 1], start_index_map = [0, 1], index_vector_dim = 1>, indices_are_sorted = false, slice_sizes = array<i64: 1, 1, 4>}> : (tensor<2x3x4xf32>, tensor<2x2xi32>) -> tensor<2x4xf32>
    %1554 = "stablehlo.broadcast_in_dim"(%arg314) <{broadcast_dimensions = array<i64: 0>}> : (tensor<4xi32>) -> tensor<4x1xi32>
    %1555 = "stablehlo.abs"(%1554) : (tensor<4x1xi32>) -> tensor<4x1xi32>
    %1556 = "stablehlo.constant"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
    %1557 = "func.call"(%1555, %1556) <{callee = @remainder_13}> : (tensor<4x1xi32>, tensor<i32>) -> tensor<4x1xi32>
    %1558 = "func.call"(%arg306, %1557) <{callee = @take_along_axis}> : (tensor<4x3xf32>, tensor<4x1xi32>) -> tensor<4x1xf32>
    %1559 = "stablehlo.reshape"(%arg314) : (tensor<4xi32>) -> tensor<2x2xi32>
    %1560 = "stablehlo.constant"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
    %1561 = "func.call"(%1559, %1560) <{callee = @remainder_14}> : (tensor<2x2xi32>, tensor<i32>) -> tensor<2x2xi32>
    %1562 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %1563 = "stablehlo.broadcast_in_dim"(%1562) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<2x2xi32>
    %1564 = "stablehlo.compare"(%1561, %1563) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<2x2xi32>, tensor<2x2xi32>) -> tensor<2x2xi1>
    %1565 = "stablehlo.constant"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
    %1566 = "stablehlo.broadcast_in_dim"(%1565) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<2x2xi32>
    %1567 = "stablehlo.add"(%1561, %1566) : (tensor<2x2xi32>, tensor<2x2xi32>) -> tensor<2x2xi32>
    %1568 = "stablehlo.select"(%1564, %1567, %1561) : (tensor<2x2xi1>, tensor<2x2xi32>, tensor<2x2xi32>) -> tensor<2x2xi32>
    %1569 = "stablehlo.broadcast_in_dim"(%1568) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<2x2xi32>) -> tensor<2x2x1xi32>
    %1570 = "stablehlo.gather"(%arg307, %1569) <{dimension_numbers = #stablehlo.gather<offset_dims = [2], collapsed_slice_dims = [1], operand_batching_dims = [0], start_indices_batching_dims = [0], start_index_map = [1], index_vector_dim = 2>, indices_are_sorted = false, slice_sizes = array<i64: 1, 1, 4>}> : (tensor<2x3x4xf32>, tensor<2x2x1xi32>) -> tensor<2x2x4xf32>
    %1571 = "stablehlo.gather"(%arg307, %1017) <{dimension_numbers = #stablehlo.gather<offset_dims = [1, 2], collapsed_slice_dims = [0], start_index_map = [0, 1], index_vector_dim = 1>, indices_are_sorted = false, slice_sizes = array<i64: 1, 2, 4>}> : (tensor<2x3x4xf32>, tensor<2x2xi32>) -> tensor<2x2x4xf32>
    %1572 = "func.call"(%arg314) <{callee = @_one_hot}> : (tensor<4xi32>) -> tensor<4x5xf32>
    %1573 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %1574 = "stablehlo.broadcast_in_dim"(%1573) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %1575 = "stablehlo.multiply"(%1574, %arg306) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %1576 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %1577 = "stablehlo.broadcast_in_dim"(%1576) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %1578 = "stablehlo.compare"(%arg314, %1577) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi1>
    %1579 = "stablehlo.constant"() <{value = dense<4> : tensor<i32>}> : () -> tensor<i32>
    %1580 = "stablehlo.broadcast_in_dim"(%1579) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %1581 = "stablehlo.add"(%arg314, %1580) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %1582 = "stablehlo.select"(%1578, %1581, %arg314) : (tensor<4xi1>, tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %1583 = "stablehlo.broadcast_in_dim"(%1582) <{broadcast_dimensions = array<i64: 0>}> : (tensor<4xi32>) -> tensor<4x1xi32>
    %1584 = "stablehlo.scatter"(%arg306, %1583, %1575) <{indices_are_sorted = false, scatter_dimension_numbers = #stablehlo.scatter<update_window_dims = [1], inserted_window_dims = [0], scatter_dims_to_operand_dims = [0], index_vector_dim = 1>, unique_indices = false}> ({
    ^bb0(%arg360: tensor<f32>, %arg361: tensor<f32>):
      %1805 = "stablehlo.add"(%arg360, %arg361) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%1805) : (tensor<f32>) -> ()
    }) : (tensor<4x3xf32>, tensor<4x1xi32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %1585 = "stablehlo.constant"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
    %1586 = "func.call"(%arg314, %1585) <{callee = @remainder_5}> : (tensor<4xi32>, tensor<i32>) -> tensor<4xi32>
    %1587 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %1588 = "stablehlo.broadcast_in_dim"(%1587) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %1589 = "stablehlo.compare"(%arg314, %1588) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi1>
    %1590 = "stablehlo.constant"() <{value = dense<4> : tensor<i32>}> : () -> tensor<i32>
    %1591 = "stablehlo.broadcast_in_dim"(%1590) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %1592 = "stablehlo.add"(%arg314, %1591) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %1593 = "stablehlo.select"(%1589, %1592, %arg314) : (tensor<4xi1>, tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %1594 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %1595 = "stablehlo.broadcast_in_dim"(%1594) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %1596 = "stablehlo.compare"(%1586, %1595) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi1>
    %1597 = "stablehlo.constant"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
    %1598 = "stablehlo.broadcast_in_dim"(%1597) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %1599 = "stablehlo.add"(%1586, %1598) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %1600 = "stablehlo.select"(%1596, %1599, %1586) : (tensor<4xi1>, tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %1601 = "stablehlo.broadcast_in_dim"(%1593) <{broadcast_dimensions = array<i64: 0>}> : (tensor<4xi32>) -> tensor<4x1xi32>
    %1602 = "stablehlo.broadcast_in_dim"(%1600) <{broadcast_dimensions = array<i64: 0>}> : (tensor<4xi32>) -> tensor<4x1xi32>
    %1603 = "stablehlo.concatenate"(%1601, %1602) <{dimension = 1 : i64}> : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x2xi32>
    %1604 = "stablehlo.constant"() <{value = dense<1.500000e+00> : tensor<f32>}> : () -> tensor<f32>
    %1605 = "stablehlo.broadcast_in_dim"(%1604) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4xf32>
    %1606 = "stablehlo.scatter"(%arg306, %1603, %1605) <{indices_are_sorted = false, scatter_dimension_numbers = #stablehlo.scatter<inserted_window_dims = [0, 1], scatter_dims_to_operand_dims = [0, 1], index_vector_dim = 1>, unique_indices = false}> ({
    ^bb0(%arg358: tensor<f32>, %arg359: tensor<f32>):
      %1804 = "stablehlo.add"(%arg358, %arg359) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%1804) : (tensor<f32>) -> ()
    }) : (tensor<4x3xf32>, tensor<4x2xi32>, tensor<4xf32>) -> tensor<4x3xf32>
    %1607 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
    %1608 = "stablehlo.broadcast_in_dim"(%1607) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<1xi32>
    %1609 = "stablehlo.constant"() <{value = dense<5.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %1610 = "stablehlo.broadcast_in_dim"(%1609) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<3xf32>
    %1611 = "stablehlo.scatter"(%arg306, %1608, %1610) <{indices_are_sorted = true, scatter_dimension_numbers = #stablehlo.scatter<update_window_dims = [0], inserted_window_dims = [0], scatter_dims_to_operand_dims = [0]>, unique_indices = true}> ({
    ^bb0(%arg356: tensor<f32>, %arg357: tensor<f32>):
      "stablehlo.return"(%arg357) : (tensor<f32>) -> ()
    }) : (tensor<4x3xf32>, tensor<1xi32>, tensor<3xf32>) -> tensor<4x3xf32>
    %1612 = "stablehlo.constant"() <{value = dense<2> : tensor<i32>}> : () -> tensor<i32>
    %1613 = "stablehlo.broadcast_in_dim"(%1612) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<1xi32>
    %1614 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %1615 = "stablehlo.broadcast_in_dim"(%1614) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4xf32>
    %1616 = "stablehlo.scatter"(%1611, %1613, %1615) <{indices_are_sorted = true, scatter_dimension_numbers = #stablehlo.scatter<update_window_dims = [0], inserted_window_dims = [1], scatter_dims_to_operand_dims = [1]>, unique_indices = true}> ({
    ^bb0(%arg354: tensor<f32>, %arg355: tensor<f32>):
      %1803 = "stablehlo.add"(%arg354, %arg355) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%1803) : (tensor<f32>) -> ()
    }) : (tensor<4x3xf32>, tensor<1xi32>, tensor<4xf32>) -> tensor<4x3xf32>
    %1617 = "stablehlo.slice"(%arg314) <{limit_indices = array<i64: 2>, start_indices = array<i64: 0>, strides = array<i64: 1>}> : (tensor<4xi32>) -> tensor<2xi32>
    %1618 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %1619 = "stablehlo.broadcast_in_dim"(%1618) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<2xi32>
    %1620 = "stablehlo.compare"(%1617, %1619) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<2xi32>, tensor<2xi32>) -> tensor<2xi1>
    %1621 = "stablehlo.constant"() <{value = dense<4> : tensor<i32>}> : () -> tensor<i32>
    %1622 = "stablehlo.broadcast_in_dim"(%1621) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<2xi32>
    %1623 = "stablehlo.add"(%1617, %1622) : (tensor<2xi32>, tensor<2xi32>) -> tensor<2xi32>
    %1624 = "stablehlo.select"(%1620, %1623, %1617) : (tensor<2xi1>, tensor<2xi32>, tensor<2xi32>) -> tensor<2xi32>
    %1625 = "stablehlo.broadcast_in_dim"(%1624) <{broadcast_dimensions = array<i64: 0>}> : (tensor<2xi32>) -> tensor<2x1xi32>
    %1626 = "stablehlo.constant"() <{value = dense<7.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %1627 = "stablehlo.broadcast_in_dim"(%1626) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x3xf32>
    %1628 = "stablehlo.scatter"(%1616, %1625, %1627) <{indices_are_sorted = false, scatter_dimension_numbers = #stablehlo.scatter<update_window_dims = [1], inserted_window_dims = [0], scatter_dims_to_operand_dims = [0], index_vector_dim = 1>, unique_indices = false}> ({
    ^bb0(%arg352: tensor<f32>, %arg353: tensor<f32>):
      "stablehlo.return"(%arg353) : (tensor<f32>) -> ()
    }) : (tensor<4x3xf32>, tensor<2x1xi32>, tensor<2x3xf32>) -> tensor<4x3xf32>
    %1629 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %1630 = "stablehlo.broadcast_in_dim"(%1629) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %1631 = "stablehlo.compare"(%arg314, %1630) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi1>
    %1632 = "stablehlo.constant"() <{value = dense<4> : tensor<i32>}> : () -> tensor<i32>
    %1633 = "stablehlo.broadcast_in_dim"(%1632) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %1634 = "stablehlo.add"(%arg314, %1633) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %1635 = "stablehlo.select"(%1631, %1634, %arg314) : (tensor<4xi1>, tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %1636 = "stablehlo.broadcast_in_dim"(%1635) <{broadcast_dimensions = array<i64: 0>}> : (tensor<4xi32>) -> tensor<4x1xi32>
    %1637 = "stablehlo.constant"() <{value = dense<-1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %1638 = "stablehlo.broadcast_in_dim"(%1637) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %1639 = "stablehlo.scatter"(%arg306, %1636, %1638) <{indices_are_sorted = false, scatter_dimension_numbers = #stablehlo.scatter<update_window_dims = [1], inserted_window_dims = [0], scatter_dims_to_operand_dims = [0], index_vector_dim = 1>, unique_indices = false}> ({
    ^bb0(%arg350: tensor<f32>, %arg351: tensor<f32>):
      %1802 = "stablehlo.maximum"(%arg350, %arg351) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%1802) : (tensor<f32>) -> ()
    }) : (tensor<4x3xf32>, tensor<4x1xi32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %1640 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %1641 = "stablehlo.broadcast_in_dim"(%1640) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %1642 = "stablehlo.compare"(%arg314, %1641) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi1>
    %1643 = "stablehlo.constant"() <{value = dense<4> : tensor<i32>}> : () -> tensor<i32>
    %1644 = "stablehlo.broadcast_in_dim"(%1643) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %1645 = "stablehlo.add"(%arg314, %1644) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %1646 = "stablehlo.select"(%1642, %1645, %arg314) : (tensor<4xi1>, tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %1647 = "stablehlo.broadcast_in_dim"(%1646) <{broadcast_dimensions = array<i64: 0>}> : (tensor<4xi32>) -> tensor<4x1xi32>
    %1648 = "stablehlo.constant"() <{value = dense<4.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %1649 = "stablehlo.broadcast_in_dim"(%1648) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %1650 = "stablehlo.scatter"(%1639, %1647, %1649) <{indices_are_sorted = false, scatter_dimension_numbers = #stablehlo.scatter<update_window_dims = [1], inserted_window_dims = [0], scatter_dims_to_operand_dims = [0], index_vector_dim = 1>, unique_indices = false}> ({
    ^bb0(%arg348: tensor<f32>, %arg349: tensor<f32>):
      %1801 = "stablehlo.minimum"(%arg348, %arg349) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%1801) : (tensor<f32>) -> ()
    }) : (tensor<4x3xf32>, tensor<4x1xi32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %1651 = "stablehlo.slice"(%arg314) <{limit_indices = array<i64: 1>, start_indices = array<i64: 0>, strides = array<i64: 1>}> : (tensor<4xi32>) -> tensor<1xi32>
    %1652 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %1653 = "stablehlo.broadcast_in_dim"(%1652) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<1xi32>
    %1654 = "stablehlo.compare"(%1651, %1653) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<1xi32>, tensor<1xi32>) -> tensor<1xi1>
    %1655 = "stablehlo.constant"() <{value = dense<4> : tensor<i32>}> : () -> tensor<i32>
    %1656 = "stablehlo.broadcast_in_dim"(%1655) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<1xi32>
    %1657 = "stablehlo.add"(%1651, %1656) : (tensor<1xi32>, tensor<1xi32>) -> tensor<1xi32>
    %1658 = "stablehlo.select"(%1654, %1657, %1651) : (tensor<1xi1>, tensor<1xi32>, tensor<1xi32>) -> tensor<1xi32>
    %1659 = "stablehlo.broadcast_in_dim"(%1658) <{broadcast_dimensions = array<i64: 0>}> : (tensor<1xi32>) -> tensor<1x1xi32>
    %1660 = "stablehlo.constant"() <{value = dense<3.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %1661 = "stablehlo.broadcast_in_dim"(%1660) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<1x3xf32>
    %1662 = "stablehlo.scatter"(%1650, %1659, %1661) <{indices_are_sorted = false, scatter_dimension_numbers = #stablehlo.scatter<update_window_dims = [1], inserted_window_dims = [0], scatter_dims_to_operand_dims = [0], index_vector_dim = 1>, unique_indices = false}> ({
    ^bb0(%arg346: tensor<f32>, %arg347: tensor<f32>):
      %1800 = "stablehlo.multiply"(%arg346, %arg347) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%1800) : (tensor<f32>) -> ()
    }) : (tensor<4x3xf32>, tensor<1x1xi32>, tensor<1x3xf32>) -> tensor<4x3xf32>
    %1663 = "stablehlo.constant"() <{value = dense<2> : tensor<i32>}> : () -> tensor<i32>
    %1664 = "stablehlo.broadcast_in_dim"(%1663) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %1665 = "stablehlo.add"(%arg314, %1664) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %1666 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %1667 = "stablehlo.broadcast_in_dim"(%1666) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %1668 = "stablehlo.compare"(%1665, %1667) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi1>
    %1669 = "stablehlo.constant"() <{value = dense<4> : tensor<i32>}> : () -> tensor<i32>
    %1670 = "stablehlo.broadcast_in_dim"(%1669) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %1671 = "stablehlo.add"(%1665, %1670) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %1672 = "stablehlo.select"(%1668, %1671, %1665) : (tensor<4xi1>, tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %1673 = "stablehlo.broadcast_in_dim"(%1672) <{broadcast_dimensions = array<i64: 0>}> : (tensor<4xi32>) -> tensor<4x1xi32>
    %1674 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %1675 = "stablehlo.broadcast_in_dim"(%1674) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %1676 = "stablehlo.scatter"(%arg306, %1673, %1675) <{indices_are_sorted = false, scatter_dimension_numbers = #stablehlo.scatter<update_window_dims = [1], inserted_window_dims = [0], scatter_dims_to_operand_dims = [0], index_vector_dim = 1>, unique_indices = false}> ({
    ^bb0(%arg344: tensor<f32>, %arg345: tensor<f32>):
      %1799 = "stablehlo.add"(%arg344, %arg345) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%1799) : (tensor<f32>) -> ()
    }) : (tensor<4x3xf32>, tensor<4x1xi32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %1677 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %1678 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
    %1679 = "stablehlo.constant"() <{value = dense<2> : tensor<i32>}> : () -> tensor<i32>
    %1680 = "stablehlo.clamp"(%1677, %1678, %1679) : (tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<i32>
    %1681 = "stablehlo.case"(%1680) ({
      "stablehlo.return"(%arg306) : (tensor<4x3xf32>) -> ()
    }, {
      %1798 = "stablehlo.negate"(%arg306) : (tensor<4x3xf32>) -> tensor<4x3xf32>
      "stablehlo.return"(%1798) : (tensor<4x3xf32>) -> ()
    }, {
      %1795 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %1796 = "stablehlo.broadcast_in_dim"(%1795) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
      %1797 = "stablehlo.multiply"(%arg306, %1796) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
      "stablehlo.return"(%1797) : (tensor<4x3xf32>) -> ()
    }) : (tensor<i32>) -> tensor<4x3xf32>
    %1682 = "stablehlo.slice"(%arg306) <{limit_indices = array<i64: 1, 3>, start_indices = array<i64: 0, 0>, strides = array<i64: 1, 1>}> : (tensor<4x3xf32>) -> tensor<1x3xf32>
    %1683 = "stablehlo.reshape"(%1682) : (tensor<1x3xf32>) -> tensor<3xf32>
    %1684 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %1685 = "stablehlo.broadcast_in_dim"(%1684) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4xf32>
    %1686 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %1687:4 = "stablehlo.while"(%arg306, %1686, %1683, %1685) ({
    ^bb0(%arg340: tensor<4x3xf32>, %arg341: tensor<i32>, %arg342: tensor<3xf32>, %arg343: tensor<4xf32>):
      %1793 = "stablehlo.constant"() <{value = dense<4> : tensor<i32>}> : () -> tensor<i32>
      %1794 = "stablehlo.compare"(%arg341, %1793) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
      "stablehlo.return"(%1794) : (tensor<i1>) -> ()
    }, {
    ^bb0(%arg336: tensor<4x3xf32>, %arg337: tensor<i32>, %arg338: tensor<3xf32>, %arg339: tensor<4xf32>):
      %1784 = "stablehlo.constant"() <{value = dense<4> : tensor<i32>}> : () -> tensor<i32>
      %1785 = "stablehlo.subtract"(%1784, %arg337) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      %1786 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
      %1787 = "stablehlo.subtract"(%1785, %1786) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      %1788 = "func.call"(%arg336, %1787) <{callee = @dynamic_index_in_dim}> : (tensor<4x3xf32>, tensor<i32>) -> tensor<3xf32>
      %1789:2 = "func.call"(%arg338, %1788) <{callee = @closed_call}> : (tensor<3xf32>, tensor<3xf32>) -> (tensor<3xf32>, tensor<f32>)
      %1790 = "func.call"(%arg339, %1789#1, %1787) <{callee = @dynamic_update_index_in_dim}> : (tensor<4xf32>, tensor<f32>, tensor<i32>) -> tensor<4xf32>
      %1791 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
      %1792 = "stablehlo.add"(%arg337, %1791) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      "stablehlo.return"(%arg336, %1792, %1789#0, %1790) : (tensor<4x3xf32>, tensor<i32>, tensor<3xf32>, tensor<4xf32>) -> ()
    }) : (tensor<4x3xf32>, tensor<i32>, tensor<3xf32>, tensor<4xf32>) -> (tensor<4x3xf32>, tensor<i32>, tensor<3xf32>, tensor<4xf32>)
    %1688 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %1689 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %1690:3 = "stablehlo.while"(%arg305, %1688, %1689) ({
    ^bb0(%arg333: tensor<3x4xf32>, %arg334: tensor<i32>, %arg335: tensor<f32>):
      %1782 = "stablehlo.constant"() <{value = dense<5> : tensor<i32>}> : () -> tensor<i32>
      %1783 = "stablehlo.compare"(%arg334, %1782) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
      "stablehlo.return"(%1783) : (tensor<i1>) -> ()
    }, {
    ^bb0(%arg328: tensor<3x4xf32>, %arg329: tensor<i32>, %arg330: tensor<f32>):
      %1771 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
      %1772 = "stablehlo.add"(%arg329, %1771) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      %1773 = "stablehlo.constant"() <{value = dense<5.000000e-01> : tensor<f32>}> : () -> tensor<f32>
      %1774 = "stablehlo.multiply"(%arg330, %1773) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      %1775 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %1776 = "stablehlo.reduce"(%arg328, %1775) <{dimensions = array<i64: 0, 1>}> ({
      ^bb0(%arg331: tensor<f32>, %arg332: tensor<f32>):
        %1781 = "stablehlo.add"(%arg331, %arg332) : (tensor<f32>, tensor<f32>) -> tensor<f32>
        "stablehlo.return"(%1781) : (tensor<f32>) -> ()
      }) : (tensor<3x4xf32>, tensor<f32>) -> tensor<f32>
      %1777 = "stablehlo.convert"(%arg329) : (tensor<i32>) -> tensor<f32>
      %1778 = "stablehlo.multiply"(%1776, %1777) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      %1779 = "stablehlo.convert"(%1774) : (tensor<f32>) -> tensor<f32>
      %1780 = "stablehlo.add"(%1779, %1778) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%arg328, %1772, %1780) : (tensor<3x4xf32>, tensor<i32>, tensor<f32>) -> ()
    }) : (tensor<3x4xf32>, tensor<i32>, tensor<f32>) -> (tensor<3x4xf32>, tensor<i32>, tensor<f32>)
    %1691 = "stablehlo.iota"() <{iota_dimension = 0 : i64}> : () -> tensor<4xi32>
    %1692 = "stablehlo.convert"(%1691) : (tensor<4xi32>) -> tensor<4xf32>
    %1693 = "stablehlo.multiply"(%1687#3, %1692) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %1694 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %1695 = "stablehlo.reduce"(%1693, %1694) <{dimensions = array<i64: 0>}> ({
    ^bb0(%arg326: tensor<f32>, %arg327: tensor<f32>):
      %1770 = "stablehlo.add"(%arg326, %arg327) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%1770) : (tensor<f32>) -> ()
    }) : (tensor<4xf32>, tensor<f32>) -> tensor<f32>
    %1696 = "stablehlo.broadcast_in_dim"(%1695) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<3xf32>
    %1697 = "stablehlo.add"(%1687#2, %1696) : (tensor<3xf32>, tensor<3xf32>) -> tensor<3xf32>
    %1698 = "stablehlo.sine"(%arg306) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %1699 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %1700 = "stablehlo.broadcast_in_dim"(%1699) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %1701 = "stablehlo.multiply"(%1698, %1700) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %1702 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %1703 = "stablehlo.compare"(%arg310, %1702) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
    %1704 = "stablehlo.constant"() <{value = dense<4> : tensor<i32>}> : () -> tensor<i32>
    %1705 = "stablehlo.add"(%arg310, %1704) : (tensor<i32>, tensor<i32>) -> tensor<i32>
    %1706 = "stablehlo.select"(%1703, %1705, %arg310) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
    %1707 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %1708 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %1709 = "stablehlo.compare"(%1707, %1708) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
    %1710 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %1711 = "stablehlo.constant"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
    %1712 = "stablehlo.add"(%1710, %1711) : (tensor<i32>, tensor<i32>) -> tensor<i32>
    %1713 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %1714 = "stablehlo.select"(%1709, %1712, %1713) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
    %1715 = "stablehlo.dynamic_slice"(%arg306, %1706, %1714) <{slice_sizes = array<i64: 1, 3>}> : (tensor<4x3xf32>, tensor<i32>, tensor<i32>) -> tensor<1x3xf32>
    %1716 = "stablehlo.reshape"(%1715) : (tensor<1x3xf32>) -> tensor<3xf32>
    %1717 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %1718 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %1719:4 = "stablehlo.while"(%arg306, %1718, %1717, %1716) ({
    ^bb0(%arg322: tensor<4x3xf32>, %arg323: tensor<i32>, %arg324: tensor<i32>, %arg325: tensor<3xf32>):
      %1768 = "stablehlo.constant"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
      %1769 = "stablehlo.compare"(%arg323, %1768) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
      "stablehlo.return"(%1769) : (tensor<i1>) -> ()
    }, {
    ^bb0(%arg318: tensor<4x3xf32>, %arg319: tensor<i32>, %arg320: tensor<i32>, %arg321: tensor<3xf32>):
      %1765:2 = "func.call"(%arg318, %arg320, %arg321) <{callee = @closed_call_15}> : (tensor<4x3xf32>, tensor<i32>, tensor<3xf32>) -> (tensor<i32>, tensor<3xf32>)
      %1766 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
      %1767 = "stablehlo.add"(%arg319, %1766) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      "stablehlo.return"(%arg318, %1767, %1765#0, %1765#1) : (tensor<4x3xf32>, tensor<i32>, tensor<i32>, tensor<3xf32>) -> ()
    }) : (tensor<4x3xf32>, tensor<i32>, tensor<i32>, tensor<3xf32>) -> (tensor<4x3xf32>, tensor<i32>, tensor<i32>, tensor<3xf32>)
    %1720 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %1721 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %1722 = "func.call"(%arg313, %1720, %1721) <{callee = @_uniform}> : (tensor<2xui32>, tensor<f32>, tensor<f32>) -> tensor<3x4xf32>
    %1723 = "stablehlo.constant"() <{value = dense<3> : tensor<ui32>}> : () -> tensor<ui32>
    %1724 = "func.call"(%arg313, %1723) <{callee = @_threefry_fold_in}> : (tensor<2xui32>, tensor<ui32>) -> tensor<2xui32>
    %1725 = "func.call"(%1724) <{callee = @_normal}> : (tensor<2xui32>) -> tensor<5xf32>
    %1726 = "func.call"(%arg313) <{callee = @_threefry_split}> : (tensor<2xui32>) -> tensor<2x2xui32>
    %1727 = "stablehlo.slice"(%1726) <{limit_indices = array<i64: 2, 2>, start_indices = array<i64: 1, 0>, strides = array<i64: 1, 1>}> : (tensor<2x2xui32>) -> tensor<1x2xui32>
    %1728 = "stablehlo.reshape"(%1727) : (tensor<1x2xui32>) -> tensor<2xui32>
    %1729 = "stablehlo.constant"() <{value = dense<4.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %1730 = "func.call"(%1728, %1729) <{callee = @_bernoulli}> : (tensor<2xui32>, tensor<f32>) -> tensor<3x4xi1>
    %1731 = "stablehlo.convert"(%1730) : (tensor<3x4xi1>) -> tensor<3x4xf32>
    %1732 = "stablehlo.constant"() <{value = dense<5> : tensor<i32>}> : () -> tensor<i32>
    %1733 = "stablehlo.constant"() <{value = dense<32> : tensor<i32>}> : () -> tensor<i32>
    %1734 = "stablehlo.shift_right_logical"(%1732, %1733) : (tensor<i32>, tensor<i32>) -> tensor<i32>
    %1735 = "stablehlo.convert"(%1734) : (tensor<i32>) -> tensor<ui32>
    %1736 = "stablehlo.broadcast_in_dim"(%1735) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<1xui32>
    %1737 = "stablehlo.constant"() <{value = dense<-1> : tensor<i32>}> : () -> tensor<i32>
    %1738 = "stablehlo.and"(%1732, %1737) : (tensor<i32>, tensor<i32>) -> tensor<i32>
    %1739 = "stablehlo.convert"(%1738) : (tensor<i32>) -> tensor<ui32>
    %1740 = "stablehlo.broadcast_in_dim"(%1739) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<1xui32>
    %1741 = "stablehlo.concatenate"(%1736, %1740) <{dimension = 0 : i64}> : (tensor<1xui32>, tensor<1xui32>) -> tensor<2xui32>
    %1742 = "stablehlo.constant"() <{value = dense<-3> : tensor<i32>}> : () -> tensor<i32>
    %1743 = "stablehlo.constant"() <{value = dense<9> : tensor<i32>}> : () -> tensor<i32>
    %1744 = "func.call"(%1741, %1742, %1743) <{callee = @_randint}> : (tensor<2xui32>, tensor<i32>, tensor<i32>) -> tensor<6xi32>
    %1745 = "stablehlo.slice"(%arg313) <{limit_indices = array<i64: 1>, start_indices = array<i64: 0>, strides = array<i64: 1>}> : (tensor<2xui32>) -> tensor<1xui32>
    %1746 = "stablehlo.reshape"(%1745) : (tensor<1xui32>) -> tensor<ui32>
    %1747 = "stablehlo.slice"(%arg313) <{limit_indices = array<i64: 2>, start_indices = array<i64: 1>, strides = array<i64: 1>}> : (tensor<2xui32>) -> tensor<1xui32>
    %1748 = "stablehlo.reshape"(%1747) : (tensor<1xui32>) -> tensor<ui32>
    %1749 = "stablehlo.iota"() <{iota_dimension = 0 : i64}> : () -> tensor<3xui64>
    %1750 = "stablehlo.constant"() <{value = dense<1> : tensor<ui64>}> : () -> tensor<ui64>
    %1751 = "stablehlo.broadcast_in_dim"(%1750) <{broadcast_dimensions = array<i64>}> : (tensor<ui64>) -> tensor<3xui64>
    %1752 = "stablehlo.multiply"(%1751, %1749) : (tensor<3xui64>, tensor<3xui64>) -> tensor<3xui64>
    %1753 = "stablehlo.constant"() <{value = dense<32> : tensor<ui64>}> : () -> tensor<ui64>
    %1754 = "stablehlo.broadcast_in_dim"(%1753) <{broadcast_dimensions = array<i64>}> : (tensor<ui64>) -> tensor<3xui64>
    %1755 = "stablehlo.shift_right_logical"(%1752, %1754) : (tensor<3xui64>, tensor<3xui64>) -> tensor<3xui64>
    %1756 = "stablehlo.convert"(%1752) : (tensor<3xui64>) -> tensor<3xui32>
    %1757 = "stablehlo.convert"(%1755) : (tensor<3xui64>) -> tensor<3xui32>
    %1758:2 = "func.call"(%1746, %1748, %1757, %1756) <{callee = @threefry2x32_28}> : (tensor<ui32>, tensor<ui32>, tensor<3xui32>, tensor<3xui32>) -> (tensor<3xui32>, tensor<3xui32>)
    %1759 = "stablehlo.xor"(%1758#0, %1758#1) : (tensor<3xui32>, tensor<3xui32>) -> tensor<3xui32>
    %1760 = "stablehlo.convert"(%1759) : (tensor<3xui32>) -> tensor<3xi32>
    %1761 = "stablehlo.multiply"(%arg305, %arg305) : (tensor<3x4xf32>, tensor<3x4xf32>) -> tensor<3x4xf32>
    %1762 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %1763 = "stablehlo.reduce"(%1761, %1762) <{dimensions = array<i64: 0, 1>}> ({
    ^bb0(%arg316: tensor<f32>, %arg317: tensor<f32>):
      %1764 = "stablehlo.add"(%arg316, %arg317) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%1764) : (tensor<f32>) -> ()
    }) : (tensor<3x4xf32>, tensor<f32>) -> tensor<f32>
    "func.return"(%1763, %1103, %1701, %1719#3, %1697, %1681, %1690#2, %1364, %1365, %1363, %1372, %1382, %1361, %1367, %1377, %1357, %1358, %1359, %1076, %1053, %1046, %1204, %1234, %1210, %1184, %1244, %1246, %1224, %1135, %1584, %1606, %1558, %1570, %1512, %1553, %1676, %1662, %1572, %1533, %1503, %1628, %1571, %1278, %1264, %1329, %1305, %1284, %1266, %1256, %1269, %1270, %1257, %1250, %1287, %1320, %1162, %1065, %1334, %1349, %1337, %1330, %1353, %1342, %1333, %1356, %1731, %1760, %1744, %1725, %1722, %1417, %1423, %1476, %1473, %1404, %1464, %1467, %1494, %1406, %1461, %1470, %1396, %1141, %1089, %1154, %1094, %1031) : (tensor<f32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<4x3xf32>, tensor<f32>, tensor<1x5x5x6xf32>, tensor<2x4x3x6xf32>, tensor<2x5x5x4xf32>, tensor<2x6x6x4xf32>, tensor<2x14x12x6xf32>, tensor<2x5x5x6xf32>, tensor<6x5x2x5xf32>, tensor<2x7x6xf32>, tensor<2x5x5x6xf32>, tensor<2x4x6x6xf32>, tensor<2x14x18x6xf32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<4xi32>, tensor<4xf32>, tensor<4xi32>, tensor<4xi32>, tensor<4xi32>, tensor<4xi32>, tensor<4xi32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<4x1xf32>, tensor<2x2x4xf32>, tensor<3x4xf32>, tensor<2x4xf32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<4x5xf32>, tensor<4xf32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<2x2x4xf32>, tensor<4x2x3xf32>, tensor<7x3xf32>, tensor<4x3xf32>, tensor<2x3xf32>, tensor<3x2xf32>, tensor<7x6xf32>, tensor<3x2x1x4xf32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<2x2x2xf32>, tensor<4x2x3xf32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<2x3x5xf32>, tensor<2x3x2xf32>, tensor<5x4x2xf32>, tensor<4x4xf32>, tensor<4x4xf32>, tensor<3x4xf32>, tensor<4x4xf32>, tensor<4x4xf32>, tensor<3x4xf32>, tensor<3xi32>, tensor<6xi32>, tensor<5xf32>, tensor<3x4xf32>, tensor<2x3xi1>, tensor<2x4xi32>, tensor<2x3x4xf32>, tensor<1x11x3x1xf32>, tensor<2x4xf32>, tensor<2x4x6x4xf32>, tensor<2x3x5x4xf32>, tensor<2x7x6x4xf32>, tensor<2x3xf32>, tensor<2x3x4xf32>, tensor<2x4x7x4xf32>, tensor<3xf32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<4x3xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}], function_type = (tensor<4x3xf32>) -> tensor<4x3xf32>, res_attrs = [{}], sym_name = "arccosh", sym_visibility = "private"}> ({
  ^bb0(%arg304: tensor<4x3xf32>):
    %1015 = "chlo.acosh"(%arg304) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    "func.return"(%1015) : (tensor<4x3xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}], function_type = (tensor<4x3xf32>) -> tensor<4x3xf32>, res_attrs = [{}], sym_name = "round", sym_visibility = "private"}> ({
  ^bb0(%arg303: tensor<4x3xf32>):
    %1014 = "stablehlo.round_nearest_even"(%arg303) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    "func.return"(%1014) : (tensor<4x3xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<4x3xf32>, tensor<f32>, tensor<f32>) -> tensor<4x3xf32>, res_attrs = [{}], sym_name = "clip", sym_visibility = "private"}> ({
  ^bb0(%arg300: tensor<4x3xf32>, %arg301: tensor<f32>, %arg302: tensor<f32>):
    %1008 = "stablehlo.convert"(%arg301) : (tensor<f32>) -> tensor<f32>
    %1009 = "stablehlo.broadcast_in_dim"(%1008) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %1010 = "stablehlo.maximum"(%1009, %arg300) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %1011 = "stablehlo.convert"(%arg302) : (tensor<f32>) -> tensor<f32>
    %1012 = "stablehlo.broadcast_in_dim"(%1011) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %1013 = "stablehlo.minimum"(%1012, %1010) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    "func.return"(%1013) : (tensor<4x3xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}], function_type = (tensor<4x3xf32>) -> tensor<4x3xf32>, res_attrs = [{}], sym_name = "silu", sym_visibility = "private"}> ({
  ^bb0(%arg299: tensor<4x3xf32>):
    %999 = "stablehlo.negate"(%arg299) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %1000 = "stablehlo.exponential"(%999) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %1001 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %1002 = "stablehlo.broadcast_in_dim"(%1001) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %1003 = "stablehlo.add"(%1002, %1000) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %1004 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %1005 = "stablehlo.broadcast_in_dim"(%1004) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %1006 = "stablehlo.divide"(%1005, %1003) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %1007 = "stablehlo.multiply"(%arg299, %1006) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    "func.return"(%1007) : (tensor<4x3xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}], function_type = (tensor<4x3xf32>) -> tensor<4x3xf32>, res_attrs = [{}], sym_name = "softplus", sym_visibility = "private"}> ({
  ^bb0(%arg298: tensor<4x3xf32>):
    %937 = "stablehlo.custom_call"(%arg298) <{call_target_name = "skein.stop_gradient"}> : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %938 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %939 = "stablehlo.custom_call"(%938) <{call_target_name = "skein.stop_gradient"}> : (tensor<f32>) -> tensor<f32>
    %940 = "stablehlo.is_finite"(%arg298) : (tensor<4x3xf32>) -> tensor<4x3xi1>
    %941 = "stablehlo.custom_call"(%arg298) <{call_target_name = "skein.stop_gradient"}> : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %942 = "stablehlo.subtract"(%arg298, %941) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %943 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %944 = "func.call"(%940, %942, %943) <{callee = @_where}> : (tensor<4x3xi1>, tensor<4x3xf32>, tensor<i32>) -> tensor<4x3xf32>
    %945 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %946 = "stablehlo.is_finite"(%945) : (tensor<f32>) -> tensor<i1>
    %947 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %948 = "stablehlo.custom_call"(%947) <{call_target_name = "skein.stop_gradient"}> : (tensor<f32>) -> tensor<f32>
    %949 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %950 = "stablehlo.subtract"(%949, %948) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %951 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %952 = "func.call"(%946, %950, %951) <{callee = @_where_0}> : (tensor<i1>, tensor<f32>, tensor<i32>) -> tensor<f32>
    %953 = "stablehlo.broadcast_in_dim"(%939) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %954 = "stablehlo.maximum"(%937, %953) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %955 = "stablehlo.broadcast_in_dim"(%939) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %956 = "stablehlo.subtract"(%937, %955) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %957 = "stablehlo.compare"(%956, %956) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction NE>}> : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xi1>
    %958 = "stablehlo.broadcast_in_dim"(%939) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %959 = "stablehlo.add"(%937, %958) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %960 = "stablehlo.abs"(%956) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %961 = "stablehlo.negate"(%960) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %962 = "stablehlo.exponential"(%961) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %963 = "stablehlo.log_plus_one"(%962) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %964 = "stablehlo.add"(%954, %963) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %965 = "stablehlo.select"(%957, %959, %964) : (tensor<4x3xi1>, tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %966 = "stablehlo.constant"() <{value = dense<0x7F800000> : tensor<f32>}> : () -> tensor<f32>
    %967 = "stablehlo.broadcast_in_dim"(%966) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %968 = "stablehlo.compare"(%937, %967) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction EQ>}> : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xi1>
    %969 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %970 = "stablehlo.broadcast_in_dim"(%969) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %971 = "stablehlo.select"(%968, %970, %937) : (tensor<4x3xi1>, tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %972 = "stablehlo.constant"() <{value = dense<0x7F800000> : tensor<f32>}> : () -> tensor<f32>
    %973 = "stablehlo.broadcast_in_dim"(%972) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %974 = "stablehlo.compare"(%965, %973) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction EQ>}> : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xi1>
    %975 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %976 = "stablehlo.broadcast_in_dim"(%975) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %977 = "stablehlo.select"(%974, %976, %965) : (tensor<4x3xi1>, tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %978 = "stablehlo.subtract"(%971, %977) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %979 = "stablehlo.exponential"(%978) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %980 = "stablehlo.multiply"(%944, %979) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %981 = "stablehlo.constant"() <{value = dense<0x7F800000> : tensor<f32>}> : () -> tensor<f32>
    %982 = "stablehlo.compare"(%939, %981) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction EQ>}> : (tensor<f32>, tensor<f32>) -> tensor<i1>
    %983 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %984 = "stablehlo.select"(%982, %983, %939) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
    %985 = "stablehlo.constant"() <{value = dense<0x7F800000> : tensor<f32>}> : () -> tensor<f32>
    %986 = "stablehlo.broadcast_in_dim"(%985) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %987 = "stablehlo.compare"(%965, %986) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction EQ>}> : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xi1>
    %988 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %989 = "stablehlo.broadcast_in_dim"(%988) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %990 = "stablehlo.select"(%987, %989, %965) : (tensor<4x3xi1>, tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %991 = "stablehlo.broadcast_in_dim"(%984) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %992 = "stablehlo.subtract"(%991, %990) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %993 = "stablehlo.exponential"(%992) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %994 = "stablehlo.broadcast_in_dim"(%952) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %995 = "stablehlo.multiply"(%994, %993) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %996 = "stablehlo.add"(%980, %995) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %997 = "stablehlo.custom_call"(%965) <{call_target_name = "skein.stop_gradient"}> : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %998 = "stablehlo.add"(%997, %996) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    "func.return"(%998) : (tensor<4x3xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<4x3xi1>, tensor<4x3xf32>, tensor<i32>) -> tensor<4x3xf32>, res_attrs = [{}], sym_name = "_where", sym_visibility = "private"}> ({
  ^bb0(%arg295: tensor<4x3xi1>, %arg296: tensor<4x3xf32>, %arg297: tensor<i32>):
    %934 = "stablehlo.convert"(%arg297) : (tensor<i32>) -> tensor<f32>
    %935 = "stablehlo.broadcast_in_dim"(%934) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %936 = "stablehlo.select"(%arg295, %arg296, %935) : (tensor<4x3xi1>, tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    "func.return"(%936) : (tensor<4x3xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<i1>, tensor<f32>, tensor<i32>) -> tensor<f32>, res_attrs = [{}], sym_name = "_where_0", sym_visibility = "private"}> ({
  ^bb0(%arg292: tensor<i1>, %arg293: tensor<f32>, %arg294: tensor<i32>):
    %932 = "stablehlo.convert"(%arg294) : (tensor<i32>) -> tensor<f32>
    %933 = "stablehlo.select"(%arg292, %arg293, %932) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
    "func.return"(%933) : (tensor<f32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}], function_type = (tensor<4x3xf32>) -> tensor<4x3xf32>, res_attrs = [{}], sym_name = "elu", sym_visibility = "private"}> ({
  ^bb0(%arg291: tensor<4x3xf32>):
    %919 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %920 = "stablehlo.broadcast_in_dim"(%919) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %921 = "stablehlo.compare"(%arg291, %920) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction GT>}> : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xi1>
    %922 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %923 = "stablehlo.broadcast_in_dim"(%922) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %924 = "stablehlo.compare"(%arg291, %923) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction GT>}> : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xi1>
    %925 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %926 = "func.call"(%924, %925, %arg291) <{callee = @_where_1}> : (tensor<4x3xi1>, tensor<f32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %927 = "stablehlo.exponential_minus_one"(%926) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %928 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %929 = "stablehlo.broadcast_in_dim"(%928) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %930 = "stablehlo.multiply"(%929, %927) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %931 = "func.call"(%921, %arg291, %930) <{callee = @_where_2}> : (tensor<4x3xi1>, tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    "func.return"(%931) : (tensor<4x3xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<4x3xi1>, tensor<f32>, tensor<4x3xf32>) -> tensor<4x3xf32>, res_attrs = [{}], sym_name = "_where_1", sym_visibility = "private"}> ({
  ^bb0(%arg288: tensor<4x3xi1>, %arg289: tensor<f32>, %arg290: tensor<4x3xf32>):
    %916 = "stablehlo.convert"(%arg289) : (tensor<f32>) -> tensor<f32>
    %917 = "stablehlo.broadcast_in_dim"(%916) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %918 = "stablehlo.select"(%arg288, %917, %arg290) : (tensor<4x3xi1>, tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    "func.return"(%918) : (tensor<4x3xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<4x3xi1>, tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>, res_attrs = [{}], sym_name = "_where_2", sym_visibility = "private"}> ({
  ^bb0(%arg285: tensor<4x3xi1>, %arg286: tensor<4x3xf32>, %arg287: tensor<4x3xf32>):
    %915 = "stablehlo.select"(%arg285, %arg286, %arg287) : (tensor<4x3xi1>, tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    "func.return"(%915) : (tensor<4x3xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}], function_type = (tensor<4x3xf32>, tensor<f32>) -> tensor<4x3xf32>, res_attrs = [{}], sym_name = "remainder", sym_visibility = "private"}> ({
  ^bb0(%arg283: tensor<4x3xf32>, %arg284: tensor<f32>):
    %898 = "stablehlo.convert"(%arg284) : (tensor<f32>) -> tensor<f32>
    %899 = "stablehlo.broadcast_in_dim"(%898) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %900 = "stablehlo.remainder"(%arg283, %899) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %901 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %902 = "stablehlo.broadcast_in_dim"(%901) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %903 = "stablehlo.compare"(%900, %902) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction NE>}> : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xi1>
    %904 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %905 = "stablehlo.broadcast_in_dim"(%904) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %906 = "stablehlo.compare"(%900, %905) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xi1>
    %907 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %908 = "stablehlo.compare"(%898, %907) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<f32>, tensor<f32>) -> tensor<i1>
    %909 = "stablehlo.broadcast_in_dim"(%908) <{broadcast_dimensions = array<i64>}> : (tensor<i1>) -> tensor<4x3xi1>
    %910 = "stablehlo.compare"(%906, %909) <{compare_type = #stablehlo<comparison_type UNSIGNED>, comparison_direction = #stablehlo<comparison_direction NE>}> : (tensor<4x3xi1>, tensor<4x3xi1>) -> tensor<4x3xi1>
    %911 = "stablehlo.and"(%910, %903) : (tensor<4x3xi1>, tensor<4x3xi1>) -> tensor<4x3xi1>
    %912 = "stablehlo.broadcast_in_dim"(%898) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %913 = "stablehlo.add"(%900, %912) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %914 = "stablehlo.select"(%911, %913, %900) : (tensor<4x3xi1>, tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    "func.return"(%914) : (tensor<4x3xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<4x3xi1>, tensor<4x3xf32>, tensor<f32>) -> tensor<4x3xf32>, res_attrs = [{}], sym_name = "_where_3", sym_visibility = "private"}> ({
  ^bb0(%arg280: tensor<4x3xi1>, %arg281: tensor<4x3xf32>, %arg282: tensor<f32>):
    %895 = "stablehlo.convert"(%arg282) : (tensor<f32>) -> tensor<f32>
    %896 = "stablehlo.broadcast_in_dim"(%895) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %897 = "stablehlo.select"(%arg280, %arg281, %896) : (tensor<4x3xi1>, tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    "func.return"(%897) : (tensor<4x3xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}], function_type = (tensor<4xi32>, tensor<i32>) -> tensor<4xi32>, res_attrs = [{}], sym_name = "floor_divide", sym_visibility = "private"}> ({
  ^bb0(%arg278: tensor<4xi32>, %arg279: tensor<i32>):
    %878 = "stablehlo.convert"(%arg279) : (tensor<i32>) -> tensor<i32>
    %879 = "stablehlo.broadcast_in_dim"(%878) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %880 = "stablehlo.divide"(%arg278, %879) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %881 = "stablehlo.sign"(%arg278) : (tensor<4xi32>) -> tensor<4xi32>
    %882 = "stablehlo.sign"(%878) : (tensor<i32>) -> tensor<i32>
    %883 = "stablehlo.broadcast_in_dim"(%882) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %884 = "stablehlo.compare"(%881, %883) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction NE>}> : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi1>
    %885 = "stablehlo.broadcast_in_dim"(%878) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %886 = "stablehlo.remainder"(%arg278, %885) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %887 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %888 = "stablehlo.broadcast_in_dim"(%887) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %889 = "stablehlo.compare"(%886, %888) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction NE>}> : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi1>
    %890 = "stablehlo.and"(%884, %889) : (tensor<4xi1>, tensor<4xi1>) -> tensor<4xi1>
    %891 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
    %892 = "stablehlo.broadcast_in_dim"(%891) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %893 = "stablehlo.subtract"(%880, %892) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %894 = "func.call"(%890, %893, %880) <{callee = @_where_4}> : (tensor<4xi1>, tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    "func.return"(%894) : (tensor<4xi32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<4xi1>, tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>, res_attrs = [{}], sym_name = "_where_4", sym_visibility = "private"}> ({
  ^bb0(%arg275: tensor<4xi1>, %arg276: tensor<4xi32>, %arg277: tensor<4xi32>):
    %877 = "stablehlo.select"(%arg275, %arg276, %arg277) : (tensor<4xi1>, tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    "func.return"(%877) : (tensor<4xi32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}], function_type = (tensor<4xi32>, tensor<i32>) -> tensor<4xi32>, res_attrs = [{}], sym_name = "remainder_5", sym_visibility = "private"}> ({
  ^bb0(%arg273: tensor<4xi32>, %arg274: tensor<i32>):
    %856 = "stablehlo.convert"(%arg274) : (tensor<i32>) -> tensor<i32>
    %857 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %858 = "stablehlo.compare"(%856, %857) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction EQ>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
    %859 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
    %860 = "func.call"(%858, %859, %856) <{callee = @_where_6}> : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
    %861 = "stablehlo.broadcast_in_dim"(%860) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %862 = "stablehlo.remainder"(%arg273, %861) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %863 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %864 = "stablehlo.broadcast_in_dim"(%863) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %865 = "stablehlo.compare"(%862, %864) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction NE>}> : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi1>
    %866 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %867 = "stablehlo.broadcast_in_dim"(%866) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %868 = "stablehlo.compare"(%862, %867) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi1>
    %869 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %870 = "stablehlo.compare"(%860, %869) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
    %871 = "stablehlo.broadcast_in_dim"(%870) <{broadcast_dimensions = array<i64>}> : (tensor<i1>) -> tensor<4xi1>
    %872 = "stablehlo.compare"(%868, %871) <{compare_type = #stablehlo<comparison_type UNSIGNED>, comparison_direction = #stablehlo<comparison_direction NE>}> : (tensor<4xi1>, tensor<4xi1>) -> tensor<4xi1>
    %873 = "stablehlo.and"(%872, %865) : (tensor<4xi1>, tensor<4xi1>) -> tensor<4xi1>
    %874 = "stablehlo.broadcast_in_dim"(%860) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4xi32>
    %875 = "stablehlo.add"(%862, %874) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    %876 = "stablehlo.select"(%873, %875, %862) : (tensor<4xi1>, tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    "func.return"(%876) : (tensor<4xi32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>, res_attrs = [{}], sym_name = "_where_6", sym_visibility = "private"}> ({
  ^bb0(%arg270: tensor<i1>, %arg271: tensor<i32>, %arg272: tensor<i32>):
    %855 = "stablehlo.select"(%arg270, %arg271, %arg272) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
    "func.return"(%855) : (tensor<i32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}], function_type = (tensor<4xui32>, tensor<i32>) -> tensor<4xui32>, res_attrs = [{}], sym_name = "floor_divide_7", sym_visibility = "private"}> ({
  ^bb0(%arg268: tensor<4xui32>, %arg269: tensor<i32>):
    %852 = "stablehlo.convert"(%arg269) : (tensor<i32>) -> tensor<ui32>
    %853 = "stablehlo.broadcast_in_dim"(%852) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<4xui32>
    %854 = "stablehlo.divide"(%arg268, %853) : (tensor<4xui32>, tensor<4xui32>) -> tensor<4xui32>
    "func.return"(%854) : (tensor<4xui32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}], function_type = (tensor<4xui32>, tensor<i32>) -> tensor<4xui32>, res_attrs = [{}], sym_name = "remainder_8", sym_visibility = "private"}> ({
  ^bb0(%arg266: tensor<4xui32>, %arg267: tensor<i32>):
    %831 = "stablehlo.convert"(%arg267) : (tensor<i32>) -> tensor<ui32>
    %832 = "stablehlo.constant"() <{value = dense<0> : tensor<ui32>}> : () -> tensor<ui32>
    %833 = "stablehlo.compare"(%831, %832) <{compare_type = #stablehlo<comparison_type UNSIGNED>, comparison_direction = #stablehlo<comparison_direction EQ>}> : (tensor<ui32>, tensor<ui32>) -> tensor<i1>
    %834 = "stablehlo.constant"() <{value = dense<1> : tensor<ui32>}> : () -> tensor<ui32>
    %835 = "func.call"(%833, %834, %831) <{callee = @_where_9}> : (tensor<i1>, tensor<ui32>, tensor<ui32>) -> tensor<ui32>
    %836 = "stablehlo.broadcast_in_dim"(%835) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<4xui32>
    %837 = "stablehlo.remainder"(%arg266, %836) : (tensor<4xui32>, tensor<4xui32>) -> tensor<4xui32>
    %838 = "stablehlo.constant"() <{value = dense<0> : tensor<ui32>}> : () -> tensor<ui32>
    %839 = "stablehlo.broadcast_in_dim"(%838) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<4xui32>
    %840 = "stablehlo.compare"(%837, %839) <{compare_type = #stablehlo<comparison_type UNSIGNED>, comparison_direction = #stablehlo<comparison_direction NE>}> : (tensor<4xui32>, tensor<4xui32>) -> tensor<4xi1>
    %841 = "stablehlo.constant"() <{value = dense<0> : tensor<ui32>}> : () -> tensor<ui32>
    %842 = "stablehlo.broadcast_in_dim"(%841) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<4xui32>
    %843 = "stablehlo.compare"(%837, %842) <{compare_type = #stablehlo<comparison_type UNSIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<4xui32>, tensor<4xui32>) -> tensor<4xi1>
    %844 = "stablehlo.constant"() <{value = dense<0> : tensor<ui32>}> : () -> tensor<ui32>
    %845 = "stablehlo.compare"(%835, %844) <{compare_type = #stablehlo<comparison_type UNSIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<ui32>, tensor<ui32>) -> tensor<i1>
    %846 = "stablehlo.broadcast_in_dim"(%845) <{broadcast_dimensions = array<i64>}> : (tensor<i1>) -> tensor<4xi1>
    %847 = "stablehlo.compare"(%843, %846) <{compare_type = #stablehlo<comparison_type UNSIGNED>, comparison_direction = #stablehlo<comparison_direction NE>}> : (tensor<4xi1>, tensor<4xi1>) -> tensor<4xi1>
    %848 = "stablehlo.and"(%847, %840) : (tensor<4xi1>, tensor<4xi1>) -> tensor<4xi1>
    %849 = "stablehlo.broadcast_in_dim"(%835) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<4xui32>
    %850 = "stablehlo.add"(%837, %849) : (tensor<4xui32>, tensor<4xui32>) -> tensor<4xui32>
    %851 = "stablehlo.select"(%848, %850, %837) : (tensor<4xi1>, tensor<4xui32>, tensor<4xui32>) -> tensor<4xui32>
    "func.return"(%851) : (tensor<4xui32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<i1>, tensor<ui32>, tensor<ui32>) -> tensor<ui32>, res_attrs = [{}], sym_name = "_where_9", sym_visibility = "private"}> ({
  ^bb0(%arg263: tensor<i1>, %arg264: tensor<ui32>, %arg265: tensor<ui32>):
    %830 = "stablehlo.select"(%arg263, %arg264, %arg265) : (tensor<i1>, tensor<ui32>, tensor<ui32>) -> tensor<ui32>
    "func.return"(%830) : (tensor<ui32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}], function_type = (tensor<4x3xf32>) -> tensor<4x3xf32>, res_attrs = [{}], sym_name = "_roll_static", sym_visibility = "private"}> ({
  ^bb0(%arg262: tensor<4x3xf32>):
    %827 = "stablehlo.slice"(%arg262) <{limit_indices = array<i64: 4, 3>, start_indices = array<i64: 3, 0>, strides = array<i64: 1, 1>}> : (tensor<4x3xf32>) -> tensor<1x3xf32>
    %828 = "stablehlo.slice"(%arg262) <{limit_indices = array<i64: 3, 3>, start_indices = array<i64: 0, 0>, strides = array<i64: 1, 1>}> : (tensor<4x3xf32>) -> tensor<3x3xf32>
    %829 = "stablehlo.concatenate"(%827, %828) <{dimension = 0 : i64}> : (tensor<1x3xf32>, tensor<3x3xf32>) -> tensor<4x3xf32>
    "func.return"(%829) : (tensor<4x3xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}], function_type = (tensor<4x3xf32>) -> tensor<4x3xf32>, res_attrs = [{}], sym_name = "tril", sym_visibility = "private"}> ({
  ^bb0(%arg261: tensor<4x3xf32>):
    %818 = "stablehlo.iota"() <{iota_dimension = 0 : i64}> : () -> tensor<4x3xi32>
    %819 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %820 = "stablehlo.broadcast_in_dim"(%819) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4x3xi32>
    %821 = "stablehlo.add"(%818, %820) : (tensor<4x3xi32>, tensor<4x3xi32>) -> tensor<4x3xi32>
    %822 = "stablehlo.iota"() <{iota_dimension = 1 : i64}> : () -> tensor<4x3xi32>
    %823 = "stablehlo.compare"(%821, %822) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction GE>}> : (tensor<4x3xi32>, tensor<4x3xi32>) -> tensor<4x3xi1>
    %824 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %825 = "stablehlo.broadcast_in_dim"(%824) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %826 = "stablehlo.select"(%823, %arg261, %825) : (tensor<4x3xi1>, tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    "func.return"(%826) : (tensor<4x3xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}], function_type = (tensor<4x3xf32>) -> tensor<4x3xf32>, res_attrs = [{}], sym_name = "triu", sym_visibility = "private"}> ({
  ^bb0(%arg260: tensor<4x3xf32>):
    %809 = "stablehlo.iota"() <{iota_dimension = 0 : i64}> : () -> tensor<4x3xi32>
    %810 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %811 = "stablehlo.broadcast_in_dim"(%810) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4x3xi32>
    %812 = "stablehlo.add"(%809, %811) : (tensor<4x3xi32>, tensor<4x3xi32>) -> tensor<4x3xi32>
    %813 = "stablehlo.iota"() <{iota_dimension = 1 : i64}> : () -> tensor<4x3xi32>
    %814 = "stablehlo.compare"(%812, %813) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction GE>}> : (tensor<4x3xi32>, tensor<4x3xi32>) -> tensor<4x3xi1>
    %815 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %816 = "stablehlo.broadcast_in_dim"(%815) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %817 = "stablehlo.select"(%814, %816, %arg260) : (tensor<4x3xi1>, tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    "func.return"(%817) : (tensor<4x3xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}], function_type = (tensor<2x3x4xf32>, tensor<i32>) -> tensor<2x4xf32>, res_attrs = [{}], sym_name = "_var", sym_visibility = "private"}> ({
  ^bb0(%arg254: tensor<2x3x4xf32>, %arg255: tensor<i32>):
    %787 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %788 = "stablehlo.reduce"(%arg254, %787) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg258: tensor<f32>, %arg259: tensor<f32>):
      %808 = "stablehlo.add"(%arg258, %arg259) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%808) : (tensor<f32>) -> ()
    }) : (tensor<2x3x4xf32>, tensor<f32>) -> tensor<2x4xf32>
    %789 = "stablehlo.broadcast_in_dim"(%788) <{broadcast_dimensions = array<i64: 0, 2>}> : (tensor<2x4xf32>) -> tensor<2x1x4xf32>
    %790 = "stablehlo.constant"() <{value = dense<3.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %791 = "stablehlo.broadcast_in_dim"(%790) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x1x4xf32>
    %792 = "stablehlo.divide"(%789, %791) : (tensor<2x1x4xf32>, tensor<2x1x4xf32>) -> tensor<2x1x4xf32>
    %793 = "stablehlo.broadcast_in_dim"(%792) <{broadcast_dimensions = array<i64: 0, 1, 2>}> : (tensor<2x1x4xf32>) -> tensor<2x3x4xf32>
    %794 = "stablehlo.subtract"(%arg254, %793) : (tensor<2x3x4xf32>, tensor<2x3x4xf32>) -> tensor<2x3x4xf32>
    %795 = "chlo.square"(%794) : (tensor<2x3x4xf32>) -> tensor<2x3x4xf32>
    %796 = "stablehlo.convert"(%arg255) : (tensor<i32>) -> tensor<f32>
    %797 = "stablehlo.constant"() <{value = dense<3.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %798 = "stablehlo.subtract"(%797, %796) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %799 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %800 = "stablehlo.reduce"(%795, %799) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg256: tensor<f32>, %arg257: tensor<f32>):
      %807 = "stablehlo.add"(%arg256, %arg257) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%807) : (tensor<f32>) -> ()
    }) : (tensor<2x3x4xf32>, tensor<f32>) -> tensor<2x4xf32>
    %801 = "stablehlo.broadcast_in_dim"(%798) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x4xf32>
    %802 = "stablehlo.divide"(%800, %801) : (tensor<2x4xf32>, tensor<2x4xf32>) -> tensor<2x4xf32>
    %803 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %804 = "stablehlo.compare"(%798, %803) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction GT>}> : (tensor<f32>, tensor<f32>) -> tensor<i1>
    %805 = "stablehlo.constant"() <{value = dense<0x7FC00000> : tensor<f32>}> : () -> tensor<f32>
    %806 = "func.call"(%804, %802, %805) <{callee = @_where_10}> : (tensor<i1>, tensor<2x4xf32>, tensor<f32>) -> tensor<2x4xf32>
    "func.return"(%806) : (tensor<2x4xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<i1>, tensor<2x4xf32>, tensor<f32>) -> tensor<2x4xf32>, res_attrs = [{}], sym_name = "_where_10", sym_visibility = "private"}> ({
  ^bb0(%arg251: tensor<i1>, %arg252: tensor<2x4xf32>, %arg253: tensor<f32>):
    %784 = "stablehlo.convert"(%arg253) : (tensor<f32>) -> tensor<f32>
    %785 = "stablehlo.broadcast_in_dim"(%784) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x4xf32>
    %786 = "stablehlo.select"(%arg251, %arg252, %785) : (tensor<i1>, tensor<2x4xf32>, tensor<2x4xf32>) -> tensor<2x4xf32>
    "func.return"(%786) : (tensor<2x4xf32>) -> ()
  }) : () -> ()
  "func.func"() <{function_type = (tensor<2x3x4xf32>) -> tensor<2x4xi32>, sym_name = "argmax", sym_visibility = "private"}> ({
  ^bb0(%arg246: tensor<2x3x4xf32>):
    %771 = "stablehlo.iota"() <{iota_dimension = 1 : i64}> : () -> tensor<2x3x4xi32>
    %772 = "stablehlo.constant"() <{value = dense<0xFF800000> : tensor<f32>}> : () -> tensor<f32>
    %773 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %774:2 = "stablehlo.reduce"(%arg246, %771, %772, %773) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg247: tensor<f32>, %arg248: tensor<i32>, %arg249: tensor<f32>, %arg250: tensor<i32>):
      %775 = "stablehlo.compare"(%arg247, %arg249) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction GT>}> : (tensor<f32>, tensor<f32>) -> tensor<i1>
      %776 = "stablehlo.compare"(%arg247, %arg247) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction NE>}> : (tensor<f32>, tensor<f32>) -> tensor<i1>
      %777 = "stablehlo.or"(%775, %776) : (tensor<i1>, tensor<i1>) -> tensor<i1>
      %778 = "stablehlo.compare"(%arg247, %arg249) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction EQ>}> : (tensor<f32>, tensor<f32>) -> tensor<i1>
      %779 = "stablehlo.compare"(%arg248, %arg250) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
      %780 = "stablehlo.and"(%778, %779) : (tensor<i1>, tensor<i1>) -> tensor<i1>
      %781 = "stablehlo.or"(%777, %780) : (tensor<i1>, tensor<i1>) -> tensor<i1>
      %782 = "stablehlo.select"(%777, %arg247, %arg249) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
      %783 = "stablehlo.select"(%781, %arg248, %arg250) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
      "stablehlo.return"(%782, %783) : (tensor<f32>, tensor<i32>) -> ()
    }) : (tensor<2x3x4xf32>, tensor<2x3x4xi32>, tensor<f32>, tensor<i32>) -> (tensor<2x4xf32>, tensor<2x4xi32>)
    "func.return"(%774#1) : (tensor<2x4xi32>) -> ()
  }) : () -> ()
  "func.func"() <{function_type = (tensor<2x3x4xf32>) -> tensor<2x4xi32>, sym_name = "argmin", sym_visibility = "private"}> ({
  ^bb0(%arg241: tensor<2x3x4xf32>):
    %758 = "stablehlo.iota"() <{iota_dimension = 1 : i64}> : () -> tensor<2x3x4xi32>
    %759 = "stablehlo.constant"() <{value = dense<0x7F800000> : tensor<f32>}> : () -> tensor<f32>
    %760 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %761:2 = "stablehlo.reduce"(%arg241, %758, %759, %760) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg242: tensor<f32>, %arg243: tensor<i32>, %arg244: tensor<f32>, %arg245: tensor<i32>):
      %762 = "stablehlo.compare"(%arg242, %arg244) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<f32>, tensor<f32>) -> tensor<i1>
      %763 = "stablehlo.compare"(%arg242, %arg242) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction NE>}> : (tensor<f32>, tensor<f32>) -> tensor<i1>
      %764 = "stablehlo.or"(%762, %763) : (tensor<i1>, tensor<i1>) -> tensor<i1>
      %765 = "stablehlo.compare"(%arg242, %arg244) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction EQ>}> : (tensor<f32>, tensor<f32>) -> tensor<i1>
      %766 = "stablehlo.compare"(%arg243, %arg245) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
      %767 = "stablehlo.and"(%765, %766) : (tensor<i1>, tensor<i1>) -> tensor<i1>
      %768 = "stablehlo.or"(%764, %767) : (tensor<i1>, tensor<i1>) -> tensor<i1>
      %769 = "stablehlo.select"(%764, %arg242, %arg244) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
      %770 = "stablehlo.select"(%768, %arg243, %arg245) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
      "stablehlo.return"(%769, %770) : (tensor<f32>, tensor<i32>) -> ()
    }) : (tensor<2x3x4xf32>, tensor<2x3x4xi32>, tensor<f32>, tensor<i32>) -> (tensor<2x4xf32>, tensor<2x4xi32>)
    "func.return"(%761#1) : (tensor<2x4xi32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}], function_type = (tensor<2x3x4xf32>) -> tensor<2x3x4xf32>, res_attrs = [{}], sym_name = "cumsum", sym_visibility = "private"}> ({
  ^bb0(%arg240: tensor<2x3x4xf32>):
    %757 = "func.call"(%arg240) <{callee = @cumsum_11}> : (tensor<2x3x4xf32>) -> tensor<2x3x4xf32>
    "func.return"(%757) : (tensor<2x3x4xf32>) -> ()
  }) : () -> ()
  "func.func"() <{function_type = (tensor<2x3x4xf32>) -> tensor<2x3x4xf32>, sym_name = "cumsum_11", sym_visibility = "private"}> ({
  ^bb0(%arg237: tensor<2x3x4xf32>):
    %753 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %754 = "stablehlo.broadcast_in_dim"(%753) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<f32>
    %755 = "stablehlo.reduce_window"(%arg237, %754) <{base_dilations = array<i64: 1, 1, 1>, padding = dense<[[0, 0], [2, 0], [0, 0]]> : tensor<3x2xi64>, window_dilations = array<i64: 1, 1, 1>, window_dimensions = array<i64: 1, 3, 1>, window_strides = array<i64: 1, 1, 1>}> ({
    ^bb0(%arg238: tensor<f32>, %arg239: tensor<f32>):
      %756 = "stablehlo.add"(%arg238, %arg239) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%756) : (tensor<f32>) -> ()
    }) : (tensor<2x3x4xf32>, tensor<f32>) -> tensor<2x3x4xf32>
    "func.return"(%755) : (tensor<2x3x4xf32>) -> ()
  }) : () -> ()
  "func.func"() <{function_type = (tensor<2x3x4xf32>) -> tensor<2x3x4xf32>, sym_name = "cummax", sym_visibility = "private"}> ({
  ^bb0(%arg234: tensor<2x3x4xf32>):
    %749 = "stablehlo.constant"() <{value = dense<0xFF800000> : tensor<f32>}> : () -> tensor<f32>
    %750 = "stablehlo.broadcast_in_dim"(%749) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<f32>
    %751 = "stablehlo.reduce_window"(%arg234, %750) <{base_dilations = array<i64: 1, 1, 1>, padding = dense<[[0, 0], [0, 0], [3, 0]]> : tensor<3x2xi64>, window_dilations = array<i64: 1, 1, 1>, window_dimensions = array<i64: 1, 1, 4>, window_strides = array<i64: 1, 1, 1>}> ({
    ^bb0(%arg235: tensor<f32>, %arg236: tensor<f32>):
      %752 = "stablehlo.maximum"(%arg235, %arg236) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%752) : (tensor<f32>) -> ()
    }) : (tensor<2x3x4xf32>, tensor<f32>) -> tensor<2x3x4xf32>
    "func.return"(%751) : (tensor<2x3x4xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}], function_type = (tensor<2x7x6x4xf32>) -> tensor<2x7x6x4xf32>, res_attrs = [{}], sym_name = "round_12", sym_visibility = "private"}> ({
  ^bb0(%arg233: tensor<2x7x6x4xf32>):
    %748 = "stablehlo.round_nearest_even"(%arg233) : (tensor<2x7x6x4xf32>) -> tensor<2x7x6x4xf32>
    "func.return"(%748) : (tensor<2x7x6x4xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}], function_type = (tensor<4x1xi32>, tensor<i32>) -> tensor<4x1xi32>, res_attrs = [{}], sym_name = "remainder_13", sym_visibility = "private"}> ({
  ^bb0(%arg231: tensor<4x1xi32>, %arg232: tensor<i32>):
    %727 = "stablehlo.convert"(%arg232) : (tensor<i32>) -> tensor<i32>
    %728 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %729 = "stablehlo.compare"(%727, %728) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction EQ>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
    %730 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
    %731 = "func.call"(%729, %730, %727) <{callee = @_where_6}> : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
    %732 = "stablehlo.broadcast_in_dim"(%731) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4x1xi32>
    %733 = "stablehlo.remainder"(%arg231, %732) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %734 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %735 = "stablehlo.broadcast_in_dim"(%734) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4x1xi32>
    %736 = "stablehlo.compare"(%733, %735) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction NE>}> : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi1>
    %737 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %738 = "stablehlo.broadcast_in_dim"(%737) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4x1xi32>
    %739 = "stablehlo.compare"(%733, %738) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi1>
    %740 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %741 = "stablehlo.compare"(%731, %740) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
    %742 = "stablehlo.broadcast_in_dim"(%741) <{broadcast_dimensions = array<i64>}> : (tensor<i1>) -> tensor<4x1xi1>
    %743 = "stablehlo.compare"(%739, %742) <{compare_type = #stablehlo<comparison_type UNSIGNED>, comparison_direction = #stablehlo<comparison_direction NE>}> : (tensor<4x1xi1>, tensor<4x1xi1>) -> tensor<4x1xi1>
    %744 = "stablehlo.and"(%743, %736) : (tensor<4x1xi1>, tensor<4x1xi1>) -> tensor<4x1xi1>
    %745 = "stablehlo.broadcast_in_dim"(%731) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4x1xi32>
    %746 = "stablehlo.add"(%733, %745) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %747 = "stablehlo.select"(%744, %746, %733) : (tensor<4x1xi1>, tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    "func.return"(%747) : (tensor<4x1xi32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}], function_type = (tensor<4x3xf32>, tensor<4x1xi32>) -> tensor<4x1xf32>, res_attrs = [{}], sym_name = "take_along_axis", sym_visibility = "private"}> ({
  ^bb0(%arg227: tensor<4x3xf32>, %arg228: tensor<4x1xi32>):
    %704 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %705 = "stablehlo.broadcast_in_dim"(%704) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4x1xi32>
    %706 = "stablehlo.compare"(%arg228, %705) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi1>
    %707 = "stablehlo.constant"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
    %708 = "stablehlo.broadcast_in_dim"(%707) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4x1xi32>
    %709 = "stablehlo.add"(%arg228, %708) : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %710 = "stablehlo.select"(%706, %709, %arg228) : (tensor<4x1xi1>, tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi32>
    %711 = "stablehlo.reshape"(%710) : (tensor<4x1xi32>) -> tensor<4x1x1xi32>
    %712 = "stablehlo.constant"() <{value = dense<2> : tensor<1xi32>}> : () -> tensor<1xi32>
    %713 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %714 = "stablehlo.broadcast_in_dim"(%713) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4x1x1xi32>
    %715 = "stablehlo.compare"(%711, %714) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction GE>}> : (tensor<4x1x1xi32>, tensor<4x1x1xi32>) -> tensor<4x1x1xi1>
    %716 = "stablehlo.broadcast_in_dim"(%712) <{broadcast_dimensions = array<i64: 2>}> : (tensor<1xi32>) -> tensor<1x1x1xi32>
    %717 = "stablehlo.broadcast_in_dim"(%716) <{broadcast_dimensions = array<i64: 0, 1, 2>}> : (tensor<1x1x1xi32>) -> tensor<4x1x1xi32>
    %718 = "stablehlo.compare"(%711, %717) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LE>}> : (tensor<4x1x1xi32>, tensor<4x1x1xi32>) -> tensor<4x1x1xi1>
    %719 = "stablehlo.and"(%715, %718) : (tensor<4x1x1xi1>, tensor<4x1x1xi1>) -> tensor<4x1x1xi1>
    %720 = "stablehlo.constant"() <{value = dense<true> : tensor<i1>}> : () -> tensor<i1>
    %721 = "stablehlo.reduce"(%719, %720) <{dimensions = array<i64: 2>}> ({
    ^bb0(%arg229: tensor<i1>, %arg230: tensor<i1>):
      %726 = "stablehlo.and"(%arg229, %arg230) : (tensor<i1>, tensor<i1>) -> tensor<i1>
      "stablehlo.return"(%726) : (tensor<i1>) -> ()
    }) : (tensor<4x1x1xi1>, tensor<i1>) -> tensor<4x1xi1>
    %722 = "stablehlo.gather"(%arg227, %711) <{dimension_numbers = #stablehlo.gather<collapsed_slice_dims = [1], operand_batching_dims = [0], start_indices_batching_dims = [0], start_index_map = [1], index_vector_dim = 2>, indices_are_sorted = false, slice_sizes = array<i64: 1, 1>}> : (tensor<4x3xf32>, tensor<4x1x1xi32>) -> tensor<4x1xf32>
    %723 = "stablehlo.constant"() <{value = dense<0x7FC00000> : tensor<f32>}> : () -> tensor<f32>
    %724 = "stablehlo.broadcast_in_dim"(%723) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x1xf32>
    %725 = "stablehlo.select"(%721, %722, %724) : (tensor<4x1xi1>, tensor<4x1xf32>, tensor<4x1xf32>) -> tensor<4x1xf32>
    "func.return"(%725) : (tensor<4x1xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}], function_type = (tensor<2x2xi32>, tensor<i32>) -> tensor<2x2xi32>, res_attrs = [{}], sym_name = "remainder_14", sym_visibility = "private"}> ({
  ^bb0(%arg225: tensor<2x2xi32>, %arg226: tensor<i32>):
    %683 = "stablehlo.convert"(%arg226) : (tensor<i32>) -> tensor<i32>
    %684 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %685 = "stablehlo.compare"(%683, %684) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction EQ>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
    %686 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
    %687 = "func.call"(%685, %686, %683) <{callee = @_where_6}> : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
    %688 = "stablehlo.broadcast_in_dim"(%687) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<2x2xi32>
    %689 = "stablehlo.remainder"(%arg225, %688) : (tensor<2x2xi32>, tensor<2x2xi32>) -> tensor<2x2xi32>
    %690 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %691 = "stablehlo.broadcast_in_dim"(%690) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<2x2xi32>
    %692 = "stablehlo.compare"(%689, %691) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction NE>}> : (tensor<2x2xi32>, tensor<2x2xi32>) -> tensor<2x2xi1>
    %693 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %694 = "stablehlo.broadcast_in_dim"(%693) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<2x2xi32>
    %695 = "stablehlo.compare"(%689, %694) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<2x2xi32>, tensor<2x2xi32>) -> tensor<2x2xi1>
    %696 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %697 = "stablehlo.compare"(%687, %696) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
    %698 = "stablehlo.broadcast_in_dim"(%697) <{broadcast_dimensions = array<i64>}> : (tensor<i1>) -> tensor<2x2xi1>
    %699 = "stablehlo.compare"(%695, %698) <{compare_type = #stablehlo<comparison_type UNSIGNED>, comparison_direction = #stablehlo<comparison_direction NE>}> : (tensor<2x2xi1>, tensor<2x2xi1>) -> tensor<2x2xi1>
    %700 = "stablehlo.and"(%699, %692) : (tensor<2x2xi1>, tensor<2x2xi1>) -> tensor<2x2xi1>
    %701 = "stablehlo.broadcast_in_dim"(%687) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<2x2xi32>
    %702 = "stablehlo.add"(%689, %701) : (tensor<2x2xi32>, tensor<2x2xi32>) -> tensor<2x2xi32>
    %703 = "stablehlo.select"(%700, %702, %689) : (tensor<2x2xi1>, tensor<2x2xi32>, tensor<2x2xi32>) -> tensor<2x2xi32>
    "func.return"(%703) : (tensor<2x2xi32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}], function_type = (tensor<4xi32>) -> tensor<4x5xf32>, res_attrs = [{}], sym_name = "_one_hot", sym_visibility = "private"}> ({
  ^bb0(%arg224: tensor<4xi32>):
    %677 = "stablehlo.broadcast_in_dim"(%arg224) <{broadcast_dimensions = array<i64: 0>}> : (tensor<4xi32>) -> tensor<4x1xi32>
    %678 = "stablehlo.iota"() <{iota_dimension = 1 : i64}> : () -> tensor<1x5xi32>
    %679 = "stablehlo.broadcast_in_dim"(%677) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<4x1xi32>) -> tensor<4x5xi32>
    %680 = "stablehlo.broadcast_in_dim"(%678) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<1x5xi32>) -> tensor<4x5xi32>
    %681 = "stablehlo.compare"(%679, %680) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction EQ>}> : (tensor<4x5xi32>, tensor<4x5xi32>) -> tensor<4x5xi1>
    %682 = "stablehlo.convert"(%681) : (tensor<4x5xi1>) -> tensor<4x5xf32>
    "func.return"(%682) : (tensor<4x5xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}], function_type = (tensor<4x3xf32>, tensor<i32>) -> tensor<3xf32>, res_attrs = [{}], sym_name = "dynamic_index_in_dim", sym_visibility = "private"}> ({
  ^bb0(%arg222: tensor<4x3xf32>, %arg223: tensor<i32>):
    %674 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %675 = "stablehlo.dynamic_slice"(%arg222, %arg223, %674) <{slice_sizes = array<i64: 1, 3>}> : (tensor<4x3xf32>, tensor<i32>, tensor<i32>) -> tensor<1x3xf32>
    %676 = "stablehlo.reshape"(%675) : (tensor<1x3xf32>) -> tensor<3xf32>
    "func.return"(%676) : (tensor<3xf32>) -> ()
  }) : () -> ()
  "func.func"() <{function_type = (tensor<3xf32>, tensor<3xf32>) -> (tensor<3xf32>, tensor<f32>), res_attrs = [{}, {}], sym_name = "closed_call", sym_visibility = "private"}> ({
  ^bb0(%arg218: tensor<3xf32>, %arg219: tensor<3xf32>):
    %667 = "stablehlo.constant"() <{value = dense<0.899999976> : tensor<f32>}> : () -> tensor<f32>
    %668 = "stablehlo.broadcast_in_dim"(%667) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<3xf32>
    %669 = "stablehlo.multiply"(%arg218, %668) : (tensor<3xf32>, tensor<3xf32>) -> tensor<3xf32>
    %670 = "stablehlo.add"(%669, %arg219) : (tensor<3xf32>, tensor<3xf32>) -> tensor<3xf32>
    %671 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %672 = "stablehlo.reduce"(%arg218, %671) <{dimensions = array<i64: 0>}> ({
    ^bb0(%arg220: tensor<f32>, %arg221: tensor<f32>):
      %673 = "stablehlo.add"(%arg220, %arg221) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%673) : (tensor<f32>) -> ()
    }) : (tensor<3xf32>, tensor<f32>) -> tensor<f32>
    "func.return"(%670, %672) : (tensor<3xf32>, tensor<f32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<4xf32>, tensor<f32>, tensor<i32>) -> tensor<4xf32>, res_attrs = [{}], sym_name = "dynamic_update_index_in_dim", sym_visibility = "private"}> ({
  ^bb0(%arg215: tensor<4xf32>, %arg216: tensor<f32>, %arg217: tensor<i32>):
    %665 = "stablehlo.broadcast_in_dim"(%arg216) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<1xf32>
    %666 = "stablehlo.dynamic_update_slice"(%arg215, %665, %arg217) : (tensor<4xf32>, tensor<1xf32>, tensor<i32>) -> tensor<4xf32>
    "func.return"(%666) : (tensor<4xf32>) -> ()
  }) : () -> ()
  "func.func"() <{function_type = (tensor<4x3xf32>, tensor<i32>, tensor<3xf32>) -> (tensor<i32>, tensor<3xf32>), res_attrs = [{}, {}], sym_name = "closed_call_15", sym_visibility = "private"}> ({
  ^bb0(%arg202: tensor<4x3xf32>, %arg203: tensor<i32>, %arg204: tensor<3xf32>):
    %636 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
    %637 = "stablehlo.add"(%arg203, %636) : (tensor<i32>, tensor<i32>) -> tensor<i32>
    %638 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
    %639 = "stablehlo.add"(%arg203, %638) : (tensor<i32>, tensor<i32>) -> tensor<i32>
    %640 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %641:5 = "stablehlo.while"(%arg202, %arg203, %640, %639, %arg204) ({
    ^bb0(%arg210: tensor<4x3xf32>, %arg211: tensor<i32>, %arg212: tensor<i32>, %arg213: tensor<i32>, %arg214: tensor<3xf32>):
      %664 = "stablehlo.compare"(%arg212, %arg213) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
      "stablehlo.return"(%664) : (tensor<i1>) -> ()
    }, {
    ^bb0(%arg205: tensor<4x3xf32>, %arg206: tensor<i32>, %arg207: tensor<i32>, %arg208: tensor<i32>, %arg209: tensor<3xf32>):
      %642 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
      %643 = "stablehlo.add"(%arg207, %642) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      %644 = "stablehlo.convert"(%arg207) : (tensor<i32>) -> tensor<i32>
      %645 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
      %646 = "stablehlo.compare"(%644, %645) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
      %647 = "stablehlo.constant"() <{value = dense<4> : tensor<i32>}> : () -> tensor<i32>
      %648 = "stablehlo.add"(%644, %647) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      %649 = "stablehlo.select"(%646, %648, %644) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
      %650 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
      %651 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
      %652 = "stablehlo.compare"(%650, %651) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
      %653 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
      %654 = "stablehlo.constant"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
      %655 = "stablehlo.add"(%653, %654) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      %656 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
      %657 = "stablehlo.select"(%652, %655, %656) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
      %658 = "stablehlo.dynamic_slice"(%arg205, %649, %657) <{slice_sizes = array<i64: 1, 3>}> : (tensor<4x3xf32>, tensor<i32>, tensor<i32>) -> tensor<1x3xf32>
      %659 = "stablehlo.reshape"(%658) : (tensor<1x3xf32>) -> tensor<3xf32>
      %660 = "stablehlo.convert"(%arg206) : (tensor<i32>) -> tensor<f32>
      %661 = "stablehlo.broadcast_in_dim"(%660) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<3xf32>
      %662 = "stablehlo.multiply"(%659, %661) : (tensor<3xf32>, tensor<3xf32>) -> tensor<3xf32>
      %663 = "stablehlo.add"(%arg209, %662) : (tensor<3xf32>, tensor<3xf32>) -> tensor<3xf32>
      "stablehlo.return"(%arg205, %arg206, %643, %arg208, %663) : (tensor<4x3xf32>, tensor<i32>, tensor<i32>, tensor<i32>, tensor<3xf32>) -> ()
    }) : (tensor<4x3xf32>, tensor<i32>, tensor<i32>, tensor<i32>, tensor<3xf32>) -> (tensor<4x3xf32>, tensor<i32>, tensor<i32>, tensor<i32>, tensor<3xf32>)
    "func.return"(%637, %641#4) : (tensor<i32>, tensor<3xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<2xui32>, tensor<f32>, tensor<f32>) -> tensor<3x4xf32>, res_attrs = [{}], sym_name = "_uniform", sym_visibility = "private"}> ({
  ^bb0(%arg199: tensor<2xui32>, %arg200: tensor<f32>, %arg201: tensor<f32>):
    %595 = "stablehlo.convert"(%arg200) : (tensor<f32>) -> tensor<f32>
    %596 = "stablehlo.convert"(%arg201) : (tensor<f32>) -> tensor<f32>
    %597 = "stablehlo.broadcast_in_dim"(%595) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<1x1xf32>
    %598 = "stablehlo.broadcast_in_dim"(%596) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<1x1xf32>
    %599 = "stablehlo.slice"(%arg199) <{limit_indices = array<i64: 1>, start_indices = array<i64: 0>, strides = array<i64: 1>}> : (tensor<2xui32>) -> tensor<1xui32>
    %600 = "stablehlo.reshape"(%599) : (tensor<1xui32>) -> tensor<ui32>
    %601 = "stablehlo.slice"(%arg199) <{limit_indices = array<i64: 2>, start_indices = array<i64: 1>, strides = array<i64: 1>}> : (tensor<2xui32>) -> tensor<1xui32>
    %602 = "stablehlo.reshape"(%601) : (tensor<1xui32>) -> tensor<ui32>
    %603 = "stablehlo.iota"() <{iota_dimension = 0 : i64}> : () -> tensor<3x4xui64>
    %604 = "stablehlo.iota"() <{iota_dimension = 1 : i64}> : () -> tensor<3x4xui64>
    %605 = "stablehlo.constant"() <{value = dense<4> : tensor<ui64>}> : () -> tensor<ui64>
    %606 = "stablehlo.broadcast_in_dim"(%605) <{broadcast_dimensions = array<i64>}> : (tensor<ui64>) -> tensor<3x4xui64>
    %607 = "stablehlo.multiply"(%606, %603) : (tensor<3x4xui64>, tensor<3x4xui64>) -> tensor<3x4xui64>
    %608 = "stablehlo.constant"() <{value = dense<1> : tensor<ui64>}> : () -> tensor<ui64>
    %609 = "stablehlo.broadcast_in_dim"(%608) <{broadcast_dimensions = array<i64>}> : (tensor<ui64>) -> tensor<3x4xui64>
    %610 = "stablehlo.multiply"(%609, %604) : (tensor<3x4xui64>, tensor<3x4xui64>) -> tensor<3x4xui64>
    %611 = "stablehlo.add"(%607, %610) : (tensor<3x4xui64>, tensor<3x4xui64>) -> tensor<3x4xui64>
    %612 = "stablehlo.constant"() <{value = dense<32> : tensor<ui64>}> : () -> tensor<ui64>
    %613 = "stablehlo.broadcast_in_dim"(%612) <{broadcast_dimensions = array<i64>}> : (tensor<ui64>) -> tensor<3x4xui64>
    %614 = "stablehlo.shift_right_logical"(%611, %613) : (tensor<3x4xui64>, tensor<3x4xui64>) -> tensor<3x4xui64>
    %615 = "stablehlo.convert"(%611) : (tensor<3x4xui64>) -> tensor<3x4xui32>
    %616 = "stablehlo.convert"(%614) : (tensor<3x4xui64>) -> tensor<3x4xui32>
    %617:2 = "func.call"(%600, %602, %616, %615) <{callee = @threefry2x32}> : (tensor<ui32>, tensor<ui32>, tensor<3x4xui32>, tensor<3x4xui32>) -> (tensor<3x4xui32>, tensor<3x4xui32>)
    %618 = "stablehlo.xor"(%617#0, %617#1) : (tensor<3x4xui32>, tensor<3x4xui32>) -> tensor<3x4xui32>
    %619 = "stablehlo.constant"() <{value = dense<9> : tensor<ui32>}> : () -> tensor<ui32>
    %620 = "stablehlo.broadcast_in_dim"(%619) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<3x4xui32>
    %621 = "stablehlo.shift_right_logical"(%618, %620) : (tensor<3x4xui32>, tensor<3x4xui32>) -> tensor<3x4xui32>
    %622 = "stablehlo.constant"() <{value = dense<1065353216> : tensor<ui32>}> : () -> tensor<ui32>
    %623 = "stablehlo.broadcast_in_dim"(%622) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<3x4xui32>
    %624 = "stablehlo.or"(%621, %623) : (tensor<3x4xui32>, tensor<3x4xui32>) -> tensor<3x4xui32>
    %625 = "stablehlo.bitcast_convert"(%624) : (tensor<3x4xui32>) -> tensor<3x4xf32>
    %626 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %627 = "stablehlo.broadcast_in_dim"(%626) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<3x4xf32>
    %628 = "stablehlo.subtract"(%625, %627) : (tensor<3x4xf32>, tensor<3x4xf32>) -> tensor<3x4xf32>
    %629 = "stablehlo.subtract"(%598, %597) : (tensor<1x1xf32>, tensor<1x1xf32>) -> tensor<1x1xf32>
    %630 = "stablehlo.broadcast_in_dim"(%629) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<1x1xf32>) -> tensor<3x4xf32>
    %631 = "stablehlo.multiply"(%628, %630) : (tensor<3x4xf32>, tensor<3x4xf32>) -> tensor<3x4xf32>
    %632 = "stablehlo.broadcast_in_dim"(%597) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<1x1xf32>) -> tensor<3x4xf32>
    %633 = "stablehlo.add"(%631, %632) : (tensor<3x4xf32>, tensor<3x4xf32>) -> tensor<3x4xf32>
    %634 = "stablehlo.broadcast_in_dim"(%597) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<1x1xf32>) -> tensor<3x4xf32>
    %635 = "stablehlo.maximum"(%634, %633) : (tensor<3x4xf32>, tensor<3x4xf32>) -> tensor<3x4xf32>
    "func.return"(%635) : (tensor<3x4xf32>) -> ()
  }) : () -> ()
  "func.func"() <{function_type = (tensor<ui32>, tensor<ui32>, tensor<3x4xui32>, tensor<3x4xui32>) -> (tensor<3x4xui32>, tensor<3x4xui32>), sym_name = "threefry2x32", sym_visibility = "private"}> ({
  ^bb0(%arg177: tensor<ui32>, %arg178: tensor<ui32>, %arg179: tensor<3x4xui32>, %arg180: tensor<3x4xui32>):
    %578 = "stablehlo.constant"() <{value = dense<[13, 15, 26, 6]> : tensor<4xui32>}> : () -> tensor<4xui32>
    %579 = "stablehlo.constant"() <{value = dense<[17, 29, 16, 24]> : tensor<4xui32>}> : () -> tensor<4xui32>
    %580 = "stablehlo.xor"(%arg177, %arg178) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
    %581 = "stablehlo.constant"() <{value = dense<466688986> : tensor<ui32>}> : () -> tensor<ui32>
    %582 = "stablehlo.xor"(%580, %581) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
    %583 = "stablehlo.broadcast_in_dim"(%arg177) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<3x4xui32>
    %584 = "stablehlo.add"(%arg179, %583) : (tensor<3x4xui32>, tensor<3x4xui32>) -> tensor<3x4xui32>
    %585 = "stablehlo.broadcast_in_dim"(%arg178) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<3x4xui32>
    %586 = "stablehlo.add"(%arg180, %585) : (tensor<3x4xui32>, tensor<3x4xui32>) -> tensor<3x4xui32>
    %587 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %588 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %589:9 = "stablehlo.while"(%588, %587, %584, %586, %arg178, %582, %arg177, %578, %579) ({
    ^bb0(%arg190: tensor<i32>, %arg191: tensor<i32>, %arg192: tensor<3x4xui32>, %arg193: tensor<3x4xui32>, %arg194: tensor<ui32>, %arg195: tensor<ui32>, %arg196: tensor<ui32>, %arg197: tensor<4xui32>, %arg198: tensor<4xui32>):
      %593 = "stablehlo.constant"() <{value = dense<5> : tensor<i32>}> : () -> tensor<i32>
      %594 = "stablehlo.compare"(%arg190, %593) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
      "stablehlo.return"(%594) : (tensor<i1>) -> ()
    }, {
    ^bb0(%arg181: tensor<i32>, %arg182: tensor<i32>, %arg183: tensor<3x4xui32>, %arg184: tensor<3x4xui32>, %arg185: tensor<ui32>, %arg186: tensor<ui32>, %arg187: tensor<ui32>, %arg188: tensor<4xui32>, %arg189: tensor<4xui32>):
      %590:8 = "func.call"(%arg182, %arg183, %arg184, %arg185, %arg186, %arg187, %arg188, %arg189) <{callee = @closed_call_16}> : (tensor<i32>, tensor<3x4xui32>, tensor<3x4xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>) -> (tensor<i32>, tensor<3x4xui32>, tensor<3x4xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>)
      %591 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
      %592 = "stablehlo.add"(%arg181, %591) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      "stablehlo.return"(%592, %590#0, %590#1, %590#2, %590#3, %590#4, %590#5, %590#6, %590#7) : (tensor<i32>, tensor<i32>, tensor<3x4xui32>, tensor<3x4xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>) -> ()
    }) : (tensor<i32>, tensor<i32>, tensor<3x4xui32>, tensor<3x4xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>) -> (tensor<i32>, tensor<i32>, tensor<3x4xui32>, tensor<3x4xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>)
    "func.return"(%589#2, %589#3) : (tensor<3x4xui32>, tensor<3x4xui32>) -> ()
  }) : () -> ()
  "func.func"() <{function_type = (tensor<i32>, tensor<3x4xui32>, tensor<3x4xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>) -> (tensor<i32>, tensor<3x4xui32>, tensor<3x4xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>), res_attrs = [{}, {}, {}, {}, {}, {}, {}, {}], sym_name = "closed_call_16", sym_visibility = "private"}> ({
  ^bb0(%arg169: tensor<i32>, %arg170: tensor<3x4xui32>, %arg171: tensor<3x4xui32>, %arg172: tensor<ui32>, %arg173: tensor<ui32>, %arg174: tensor<ui32>, %arg175: tensor<4xui32>, %arg176: tensor<4xui32>):
    %523 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
    %524 = "stablehlo.add"(%arg169, %523) : (tensor<i32>, tensor<i32>) -> tensor<i32>
    %525 = "stablehlo.slice"(%arg175) <{limit_indices = array<i64: 1>, start_indices = array<i64: 0>, strides = array<i64: 1>}> : (tensor<4xui32>) -> tensor<1xui32>
    %526 = "stablehlo.reshape"(%525) : (tensor<1xui32>) -> tensor<ui32>
    %527 = "stablehlo.add"(%arg170, %arg171) : (tensor<3x4xui32>, tensor<3x4xui32>) -> tensor<3x4xui32>
    %528 = "stablehlo.broadcast_in_dim"(%526) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<3x4xui32>
    %529 = "stablehlo.shift_left"(%arg171, %528) : (tensor<3x4xui32>, tensor<3x4xui32>) -> tensor<3x4xui32>
    %530 = "stablehlo.constant"() <{value = dense<32> : tensor<ui32>}> : () -> tensor<ui32>
    %531 = "stablehlo.subtract"(%530, %526) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
    %532 = "stablehlo.broadcast_in_dim"(%531) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<3x4xui32>
    %533 = "stablehlo.shift_right_logical"(%arg171, %532) : (tensor<3x4xui32>, tensor<3x4xui32>) -> tensor<3x4xui32>
    %534 = "stablehlo.or"(%529, %533) : (tensor<3x4xui32>, tensor<3x4xui32>) -> tensor<3x4xui32>
    %535 = "stablehlo.xor"(%527, %534) : (tensor<3x4xui32>, tensor<3x4xui32>) -> tensor<3x4xui32>
    %536 = "stablehlo.slice"(%arg175) <{limit_indices = array<i64: 2>, start_indices = array<i64: 1>, strides = array<i64: 1>}> : (tensor<4xui32>) -> tensor<1xui32>
    %537 = "stablehlo.reshape"(%536) : (tensor<1xui32>) -> tensor<ui32>
    %538 = "stablehlo.add"(%527, %535) : (tensor<3x4xui32>, tensor<3x4xui32>) -> tensor<3x4xui32>
    %539 = "stablehlo.broadcast_in_dim"(%537) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<3x4xui32>
    %540 = "stablehlo.shift_left"(%535, %539) : (tensor<3x4xui32>, tensor<3x4xui32>) -> tensor<3x4xui32>
    %541 = "stablehlo.constant"() <{value = dense<32> : tensor<ui32>}> : () -> tensor<ui32>
    %542 = "stablehlo.subtract"(%541, %537) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
    %543 = "stablehlo.broadcast_in_dim"(%542) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<3x4xui32>
    %544 = "stablehlo.shift_right_logical"(%535, %543) : (tensor<3x4xui32>, tensor<3x4xui32>) -> tensor<3x4xui32>
    %545 = "stablehlo.or"(%540, %544) : (tensor<3x4xui32>, tensor<3x4xui32>) -> tensor<3x4xui32>
    %546 = "stablehlo.xor"(%538, %545) : (tensor<3x4xui32>, tensor<3x4xui32>) -> tensor<3x4xui32>
    %547 = "stablehlo.slice"(%arg175) <{limit_indices = array<i64: 3>, start_indices = array<i64: 2>, strides = array<i64: 1>}> : (tensor<4xui32>) -> tensor<1xui32>
    %548 = "stablehlo.reshape"(%547) : (tensor<1xui32>) -> tensor<ui32>
    %549 = "stablehlo.add"(%538, %546) : (tensor<3x4xui32>, tensor<3x4xui32>) -> tensor<3x4xui32>
    %550 = "stablehlo.broadcast_in_dim"(%548) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<3x4xui32>
    %551 = "stablehlo.shift_left"(%546, %550) : (tensor<3x4xui32>, tensor<3x4xui32>) -> tensor<3x4xui32>
    %552 = "stablehlo.constant"() <{value = dense<32> : tensor<ui32>}> : () -> tensor<ui32>
    %553 = "stablehlo.subtract"(%552, %548) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
    %554 = "stablehlo.broadcast_in_dim"(%553) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<3x4xui32>
    %555 = "stablehlo.shift_right_logical"(%546, %554) : (tensor<3x4xui32>, tensor<3x4xui32>) -> tensor<3x4xui32>
    %556 = "stablehlo.or"(%551, %555) : (tensor<3x4xui32>, tensor<3x4xui32>) -> tensor<3x4xui32>
    %557 = "stablehlo.xor"(%549, %556) : (tensor<3x4xui32>, tensor<3x4xui32>) -> tensor<3x4xui32>
    %558 = "stablehlo.slice"(%arg175) <{limit_indices = array<i64: 4>, start_indices = array<i64: 3>, strides = array<i64: 1>}> : (tensor<4xui32>) -> tensor<1xui32>
    %559 = "stablehlo.reshape"(%558) : (tensor<1xui32>) -> tensor<ui32>
    %560 = "stablehlo.add"(%549, %557) : (tensor<3x4xui32>, tensor<3x4xui32>) -> tensor<3x4xui32>
    %561 = "stablehlo.broadcast_in_dim"(%559) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<3x4xui32>
    %562 = "stablehlo.shift_left"(%557, %561) : (tensor<3x4xui32>, tensor<3x4xui32>) -> tensor<3x4xui32>
    %563 = "stablehlo.constant"() <{value = dense<32> : tensor<ui32>}> : () -> tensor<ui32>
    %564 = "stablehlo.subtract"(%563, %559) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
    %565 = "stablehlo.broadcast_in_dim"(%564) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<3x4xui32>
    %566 = "stablehlo.shift_right_logical"(%557, %565) : (tensor<3x4xui32>, tensor<3x4xui32>) -> tensor<3x4xui32>
    %567 = "stablehlo.or"(%562, %566) : (tensor<3x4xui32>, tensor<3x4xui32>) -> tensor<3x4xui32>
    %568 = "stablehlo.xor"(%560, %567) : (tensor<3x4xui32>, tensor<3x4xui32>) -> tensor<3x4xui32>
    %569 = "stablehlo.broadcast_in_dim"(%arg172) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<3x4xui32>
    %570 = "stablehlo.add"(%560, %569) : (tensor<3x4xui32>, tensor<3x4xui32>) -> tensor<3x4xui32>
    %571 = "stablehlo.broadcast_in_dim"(%arg173) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<3x4xui32>
    %572 = "stablehlo.add"(%568, %571) : (tensor<3x4xui32>, tensor<3x4xui32>) -> tensor<3x4xui32>
    %573 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
    %574 = "stablehlo.add"(%arg169, %573) : (tensor<i32>, tensor<i32>) -> tensor<i32>
    %575 = "stablehlo.convert"(%574) : (tensor<i32>) -> tensor<ui32>
    %576 = "stablehlo.broadcast_in_dim"(%575) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<3x4xui32>
    %577 = "stablehlo.add"(%572, %576) : (tensor<3x4xui32>, tensor<3x4xui32>) -> tensor<3x4xui32>
    "func.return"(%524, %570, %577, %arg173, %arg174, %arg172, %arg176, %arg175) : (tensor<i32>, tensor<3x4xui32>, tensor<3x4xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}], function_type = (tensor<2xui32>, tensor<ui32>) -> tensor<2xui32>, res_attrs = [{}], sym_name = "_threefry_fold_in", sym_visibility = "private"}> ({
  ^bb0(%arg167: tensor<2xui32>, %arg168: tensor<ui32>):
    %508 = "stablehlo.constant"() <{value = dense<32> : tensor<ui32>}> : () -> tensor<ui32>
    %509 = "stablehlo.shift_right_logical"(%arg168, %508) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
    %510 = "stablehlo.broadcast_in_dim"(%509) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<1xui32>
    %511 = "stablehlo.constant"() <{value = dense<4294967295> : tensor<ui32>}> : () -> tensor<ui32>
    %512 = "stablehlo.and"(%arg168, %511) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
    %513 = "stablehlo.broadcast_in_dim"(%512) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<1xui32>
    %514 = "stablehlo.concatenate"(%510, %513) <{dimension = 0 : i64}> : (tensor<1xui32>, tensor<1xui32>) -> tensor<2xui32>
    %515 = "stablehlo.slice"(%arg167) <{limit_indices = array<i64: 1>, start_indices = array<i64: 0>, strides = array<i64: 1>}> : (tensor<2xui32>) -> tensor<1xui32>
    %516 = "stablehlo.reshape"(%515) : (tensor<1xui32>) -> tensor<ui32>
    %517 = "stablehlo.slice"(%arg167) <{limit_indices = array<i64: 2>, start_indices = array<i64: 1>, strides = array<i64: 1>}> : (tensor<2xui32>) -> tensor<1xui32>
    %518 = "stablehlo.reshape"(%517) : (tensor<1xui32>) -> tensor<ui32>
    %519 = "stablehlo.slice"(%514) <{limit_indices = array<i64: 1>, start_indices = array<i64: 0>, strides = array<i64: 1>}> : (tensor<2xui32>) -> tensor<1xui32>
    %520 = "stablehlo.slice"(%514) <{limit_indices = array<i64: 2>, start_indices = array<i64: 1>, strides = array<i64: 1>}> : (tensor<2xui32>) -> tensor<1xui32>
    %521:2 = "func.call"(%516, %518, %519, %520) <{callee = @threefry2x32_17}> : (tensor<ui32>, tensor<ui32>, tensor<1xui32>, tensor<1xui32>) -> (tensor<1xui32>, tensor<1xui32>)
    %522 = "stablehlo.concatenate"(%521#0, %521#1) <{dimension = 0 : i64}> : (tensor<1xui32>, tensor<1xui32>) -> tensor<2xui32>
    "func.return"(%522) : (tensor<2xui32>) -> ()
  }) : () -> ()
  "func.func"() <{function_type = (tensor<ui32>, tensor<ui32>, tensor<1xui32>, tensor<1xui32>) -> (tensor<1xui32>, tensor<1xui32>), sym_name = "threefry2x32_17", sym_visibility = "private"}> ({
  ^bb0(%arg145: tensor<ui32>, %arg146: tensor<ui32>, %arg147: tensor<1xui32>, %arg148: tensor<1xui32>):
    %491 = "stablehlo.constant"() <{value = dense<[13, 15, 26, 6]> : tensor<4xui32>}> : () -> tensor<4xui32>
    %492 = "stablehlo.constant"() <{value = dense<[17, 29, 16, 24]> : tensor<4xui32>}> : () -> tensor<4xui32>
    %493 = "stablehlo.xor"(%arg145, %arg146) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
    %494 = "stablehlo.constant"() <{value = dense<466688986> : tensor<ui32>}> : () -> tensor<ui32>
    %495 = "stablehlo.xor"(%493, %494) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
    %496 = "stablehlo.broadcast_in_dim"(%arg145) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<1xui32>
    %497 = "stablehlo.add"(%arg147, %496) : (tensor<1xui32>, tensor<1xui32>) -> tensor<1xui32>
    %498 = "stablehlo.broadcast_in_dim"(%arg146) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<1xui32>
    %499 = "stablehlo.add"(%arg148, %498) : (tensor<1xui32>, tensor<1xui32>) -> tensor<1xui32>
    %500 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %501 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %502:9 = "stablehlo.while"(%501, %500, %497, %499, %arg146, %495, %arg145, %491, %492) ({
    ^bb0(%arg158: tensor<i32>, %arg159: tensor<i32>, %arg160: tensor<1xui32>, %arg161: tensor<1xui32>, %arg162: tensor<ui32>, %arg163: tensor<ui32>, %arg164: tensor<ui32>, %arg165: tensor<4xui32>, %arg166: tensor<4xui32>):
      %506 = "stablehlo.constant"() <{value = dense<5> : tensor<i32>}> : () -> tensor<i32>
      %507 = "stablehlo.compare"(%arg158, %506) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
      "stablehlo.return"(%507) : (tensor<i1>) -> ()
    }, {
    ^bb0(%arg149: tensor<i32>, %arg150: tensor<i32>, %arg151: tensor<1xui32>, %arg152: tensor<1xui32>, %arg153: tensor<ui32>, %arg154: tensor<ui32>, %arg155: tensor<ui32>, %arg156: tensor<4xui32>, %arg157: tensor<4xui32>):
      %503:8 = "func.call"(%arg150, %arg151, %arg152, %arg153, %arg154, %arg155, %arg156, %arg157) <{callee = @closed_call_18}> : (tensor<i32>, tensor<1xui32>, tensor<1xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>) -> (tensor<i32>, tensor<1xui32>, tensor<1xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>)
      %504 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
      %505 = "stablehlo.add"(%arg149, %504) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      "stablehlo.return"(%505, %503#0, %503#1, %503#2, %503#3, %503#4, %503#5, %503#6, %503#7) : (tensor<i32>, tensor<i32>, tensor<1xui32>, tensor<1xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>) -> ()
    }) : (tensor<i32>, tensor<i32>, tensor<1xui32>, tensor<1xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>) -> (tensor<i32>, tensor<i32>, tensor<1xui32>, tensor<1xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>)
    "func.return"(%502#2, %502#3) : (tensor<1xui32>, tensor<1xui32>) -> ()
  }) : () -> ()
  "func.func"() <{function_type = (tensor<i32>, tensor<1xui32>, tensor<1xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>) -> (tensor<i32>, tensor<1xui32>, tensor<1xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>), res_attrs = [{}, {}, {}, {}, {}, {}, {}, {}], sym_name = "closed_call_18", sym_visibility = "private"}> ({
  ^bb0(%arg137: tensor<i32>, %arg138: tensor<1xui32>, %arg139: tensor<1xui32>, %arg140: tensor<ui32>, %arg141: tensor<ui32>, %arg142: tensor<ui32>, %arg143: tensor<4xui32>, %arg144: tensor<4xui32>):
    %436 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
    %437 = "stablehlo.add"(%arg137, %436) : (tensor<i32>, tensor<i32>) -> tensor<i32>
    %438 = "stablehlo.slice"(%arg143) <{limit_indices = array<i64: 1>, start_indices = array<i64: 0>, strides = array<i64: 1>}> : (tensor<4xui32>) -> tensor<1xui32>
    %439 = "stablehlo.reshape"(%438) : (tensor<1xui32>) -> tensor<ui32>
    %440 = "stablehlo.add"(%arg138, %arg139) : (tensor<1xui32>, tensor<1xui32>) -> tensor<1xui32>
    %441 = "stablehlo.broadcast_in_dim"(%439) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<1xui32>
    %442 = "stablehlo.shift_left"(%arg139, %441) : (tensor<1xui32>, tensor<1xui32>) -> tensor<1xui32>
    %443 = "stablehlo.constant"() <{value = dense<32> : tensor<ui32>}> : () -> tensor<ui32>
    %444 = "stablehlo.subtract"(%443, %439) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
    %445 = "stablehlo.broadcast_in_dim"(%444) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<1xui32>
    %446 = "stablehlo.shift_right_logical"(%arg139, %445) : (tensor<1xui32>, tensor<1xui32>) -> tensor<1xui32>
    %447 = "stablehlo.or"(%442, %446) : (tensor<1xui32>, tensor<1xui32>) -> tensor<1xui32>
    %448 = "stablehlo.xor"(%440, %447) : (tensor<1xui32>, tensor<1xui32>) -> tensor<1xui32>
    %449 = "stablehlo.slice"(%arg143) <{limit_indices = array<i64: 2>, start_indices = array<i64: 1>, strides = array<i64: 1>}> : (tensor<4xui32>) -> tensor<1xui32>
    %450 = "stablehlo.reshape"(%449) : (tensor<1xui32>) -> tensor<ui32>
    %451 = "stablehlo.add"(%440, %448) : (tensor<1xui32>, tensor<1xui32>) -> tensor<1xui32>
    %452 = "stablehlo.broadcast_in_dim"(%450) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<1xui32>
    %453 = "stablehlo.shift_left"(%448, %452) : (tensor<1xui32>, tensor<1xui32>) -> tensor<1xui32>
    %454 = "stablehlo.constant"() <{value = dense<32> : tensor<ui32>}> : () -> tensor<ui32>
    %455 = "stablehlo.subtract"(%454, %450) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
    %456 = "stablehlo.broadcast_in_dim"(%455) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<1xui32>
    %457 = "stablehlo.shift_right_logical"(%448, %456) : (tensor<1xui32>, tensor<1xui32>) -> tensor<1xui32>
    %458 = "stablehlo.or"(%453, %457) : (tensor<1xui32>, tensor<1xui32>) -> tensor<1xui32>
    %459 = "stablehlo.xor"(%451, %458) : (tensor<1xui32>, tensor<1xui32>) -> tensor<1xui32>
    %460 = "stablehlo.slice"(%arg143) <{limit_indices = array<i64: 3>, start_indices = array<i64: 2>, strides = array<i64: 1>}> : (tensor<4xui32>) -> tensor<1xui32>
    %461 = "stablehlo.reshape"(%460) : (tensor<1xui32>) -> tensor<ui32>
    %462 = "stablehlo.add"(%451, %459) : (tensor<1xui32>, tensor<1xui32>) -> tensor<1xui32>
    %463 = "stablehlo.broadcast_in_dim"(%461) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<1xui32>
    %464 = "stablehlo.shift_left"(%459, %463) : (tensor<1xui32>, tensor<1xui32>) -> tensor<1xui32>
    %465 = "stablehlo.constant"() <{value = dense<32> : tensor<ui32>}> : () -> tensor<ui32>
    %466 = "stablehlo.subtract"(%465, %461) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
    %467 = "stablehlo.broadcast_in_dim"(%466) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<1xui32>
    %468 = "stablehlo.shift_right_logical"(%459, %467) : (tensor<1xui32>, tensor<1xui32>) -> tensor<1xui32>
    %469 = "stablehlo.or"(%464, %468) : (tensor<1xui32>, tensor<1xui32>) -> tensor<1xui32>
    %470 = "stablehlo.xor"(%462, %469) : (tensor<1xui32>, tensor<1xui32>) -> tensor<1xui32>
    %471 = "stablehlo.slice"(%arg143) <{limit_indices = array<i64: 4>, start_indices = array<i64: 3>, strides = array<i64: 1>}> : (tensor<4xui32>) -> tensor<1xui32>
    %472 = "stablehlo.reshape"(%471) : (tensor<1xui32>) -> tensor<ui32>
    %473 = "stablehlo.add"(%462, %470) : (tensor<1xui32>, tensor<1xui32>) -> tensor<1xui32>
    %474 = "stablehlo.broadcast_in_dim"(%472) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<1xui32>
    %475 = "stablehlo.shift_left"(%470, %474) : (tensor<1xui32>, tensor<1xui32>) -> tensor<1xui32>
    %476 = "stablehlo.constant"() <{value = dense<32> : tensor<ui32>}> : () -> tensor<ui32>
    %477 = "stablehlo.subtract"(%476, %472) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
    %478 = "stablehlo.broadcast_in_dim"(%477) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<1xui32>
    %479 = "stablehlo.shift_right_logical"(%470, %478) : (tensor<1xui32>, tensor<1xui32>) -> tensor<1xui32>
    %480 = "stablehlo.or"(%475, %479) : (tensor<1xui32>, tensor<1xui32>) -> tensor<1xui32>
    %481 = "stablehlo.xor"(%473, %480) : (tensor<1xui32>, tensor<1xui32>) -> tensor<1xui32>
    %482 = "stablehlo.broadcast_in_dim"(%arg140) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<1xui32>
    %483 = "stablehlo.add"(%473, %482) : (tensor<1xui32>, tensor<1xui32>) -> tensor<1xui32>
    %484 = "stablehlo.broadcast_in_dim"(%arg141) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<1xui32>
    %485 = "stablehlo.add"(%481, %484) : (tensor<1xui32>, tensor<1xui32>) -> tensor<1xui32>
    %486 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
    %487 = "stablehlo.add"(%arg137, %486) : (tensor<i32>, tensor<i32>) -> tensor<i32>
    %488 = "stablehlo.convert"(%487) : (tensor<i32>) -> tensor<ui32>
    %489 = "stablehlo.broadcast_in_dim"(%488) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<1xui32>
    %490 = "stablehlo.add"(%485, %489) : (tensor<1xui32>, tensor<1xui32>) -> tensor<1xui32>
    "func.return"(%437, %483, %490, %arg141, %arg142, %arg140, %arg144, %arg143) : (tensor<i32>, tensor<1xui32>, tensor<1xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}], function_type = (tensor<2xui32>) -> tensor<5xf32>, res_attrs = [{}], sym_name = "_normal", sym_visibility = "private"}> ({
  ^bb0(%arg136: tensor<2xui32>):
    %435 = "func.call"(%arg136) <{callee = @_normal_real}> : (tensor<2xui32>) -> tensor<5xf32>
    "func.return"(%435) : (tensor<5xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}], function_type = (tensor<2xui32>) -> tensor<5xf32>, res_attrs = [{}], sym_name = "_normal_real", sym_visibility = "private"}> ({
  ^bb0(%arg135: tensor<2xui32>):
    %428 = "stablehlo.constant"() <{value = dense<-0.99999994> : tensor<f32>}> : () -> tensor<f32>
    %429 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %430 = "func.call"(%arg135, %428, %429) <{callee = @_uniform_19}> : (tensor<2xui32>, tensor<f32>, tensor<f32>) -> tensor<5xf32>
    %431 = "chlo.erf_inv"(%430) : (tensor<5xf32>) -> tensor<5xf32>
    %432 = "stablehlo.constant"() <{value = dense<1.41421354> : tensor<f32>}> : () -> tensor<f32>
    %433 = "stablehlo.broadcast_in_dim"(%432) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<5xf32>
    %434 = "stablehlo.multiply"(%433, %431) : (tensor<5xf32>, tensor<5xf32>) -> tensor<5xf32>
    "func.return"(%434) : (tensor<5xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<2xui32>, tensor<f32>, tensor<f32>) -> tensor<5xf32>, res_attrs = [{}], sym_name = "_uniform_19", sym_visibility = "private"}> ({
  ^bb0(%arg132: tensor<2xui32>, %arg133: tensor<f32>, %arg134: tensor<f32>):
    %394 = "stablehlo.broadcast_in_dim"(%arg133) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<1xf32>
    %395 = "stablehlo.broadcast_in_dim"(%arg134) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<1xf32>
    %396 = "stablehlo.slice"(%arg132) <{limit_indices = array<i64: 1>, start_indices = array<i64: 0>, strides = array<i64: 1>}> : (tensor<2xui32>) -> tensor<1xui32>
    %397 = "stablehlo.reshape"(%396) : (tensor<1xui32>) -> tensor<ui32>
    %398 = "stablehlo.slice"(%arg132) <{limit_indices = array<i64: 2>, start_indices = array<i64: 1>, strides = array<i64: 1>}> : (tensor<2xui32>) -> tensor<1xui32>
    %399 = "stablehlo.reshape"(%398) : (tensor<1xui32>) -> tensor<ui32>
    %400 = "stablehlo.iota"() <{iota_dimension = 0 : i64}> : () -> tensor<5xui64>
    %401 = "stablehlo.constant"() <{value = dense<1> : tensor<ui64>}> : () -> tensor<ui64>
    %402 = "stablehlo.broadcast_in_dim"(%401) <{broadcast_dimensions = array<i64>}> : (tensor<ui64>) -> tensor<5xui64>
    %403 = "stablehlo.multiply"(%402, %400) : (tensor<5xui64>, tensor<5xui64>) -> tensor<5xui64>
    %404 = "stablehlo.constant"() <{value = dense<32> : tensor<ui64>}> : () -> tensor<ui64>
    %405 = "stablehlo.broadcast_in_dim"(%404) <{broadcast_dimensions = array<i64>}> : (tensor<ui64>) -> tensor<5xui64>
    %406 = "stablehlo.shift_right_logical"(%403, %405) : (tensor<5xui64>, tensor<5xui64>) -> tensor<5xui64>
    %407 = "stablehlo.convert"(%403) : (tensor<5xui64>) -> tensor<5xui32>
    %408 = "stablehlo.convert"(%406) : (tensor<5xui64>) -> tensor<5xui32>
    %409:2 = "func.call"(%397, %399, %408, %407) <{callee = @threefry2x32_20}> : (tensor<ui32>, tensor<ui32>, tensor<5xui32>, tensor<5xui32>) -> (tensor<5xui32>, tensor<5xui32>)
    %410 = "stablehlo.xor"(%409#0, %409#1) : (tensor<5xui32>, tensor<5xui32>) -> tensor<5xui32>
    %411 = "stablehlo.constant"() <{value = dense<9> : tensor<ui32>}> : () -> tensor<ui32>
    %412 = "stablehlo.broadcast_in_dim"(%411) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<5xui32>
    %413 = "stablehlo.shift_right_logical"(%410, %412) : (tensor<5xui32>, tensor<5xui32>) -> tensor<5xui32>
    %414 = "stablehlo.constant"() <{value = dense<1065353216> : tensor<ui32>}> : () -> tensor<ui32>
    %415 = "stablehlo.broadcast_in_dim"(%414) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<5xui32>
    %416 = "stablehlo.or"(%413, %415) : (tensor<5xui32>, tensor<5xui32>) -> tensor<5xui32>
    %417 = "stablehlo.bitcast_convert"(%416) : (tensor<5xui32>) -> tensor<5xf32>
    %418 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %419 = "stablehlo.broadcast_in_dim"(%418) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<5xf32>
    %420 = "stablehlo.subtract"(%417, %419) : (tensor<5xf32>, tensor<5xf32>) -> tensor<5xf32>
    %421 = "stablehlo.subtract"(%395, %394) : (tensor<1xf32>, tensor<1xf32>) -> tensor<1xf32>
    %422 = "stablehlo.broadcast_in_dim"(%421) <{broadcast_dimensions = array<i64: 0>}> : (tensor<1xf32>) -> tensor<5xf32>
    %423 = "stablehlo.multiply"(%420, %422) : (tensor<5xf32>, tensor<5xf32>) -> tensor<5xf32>
    %424 = "stablehlo.broadcast_in_dim"(%394) <{broadcast_dimensions = array<i64: 0>}> : (tensor<1xf32>) -> tensor<5xf32>
    %425 = "stablehlo.add"(%423, %424) : (tensor<5xf32>, tensor<5xf32>) -> tensor<5xf32>
    %426 = "stablehlo.broadcast_in_dim"(%394) <{broadcast_dimensions = array<i64: 0>}> : (tensor<1xf32>) -> tensor<5xf32>
    %427 = "stablehlo.maximum"(%426, %425) : (tensor<5xf32>, tensor<5xf32>) -> tensor<5xf32>
    "func.return"(%427) : (tensor<5xf32>) -> ()
  }) : () -> ()
  "func.func"() <{function_type = (tensor<ui32>, tensor<ui32>, tensor<5xui32>, tensor<5xui32>) -> (tensor<5xui32>, tensor<5xui32>), sym_name = "threefry2x32_20", sym_visibility = "private"}> ({
  ^bb0(%arg110: tensor<ui32>, %arg111: tensor<ui32>, %arg112: tensor<5xui32>, %arg113: tensor<5xui32>):
    %377 = "stablehlo.constant"() <{value = dense<[13, 15, 26, 6]> : tensor<4xui32>}> : () -> tensor<4xui32>
    %378 = "stablehlo.constant"() <{value = dense<[17, 29, 16, 24]> : tensor<4xui32>}> : () -> tensor<4xui32>
    %379 = "stablehlo.xor"(%arg110, %arg111) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
    %380 = "stablehlo.constant"() <{value = dense<466688986> : tensor<ui32>}> : () -> tensor<ui32>
    %381 = "stablehlo.xor"(%379, %380) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
    %382 = "stablehlo.broadcast_in_dim"(%arg110) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<5xui32>
    %383 = "stablehlo.add"(%arg112, %382) : (tensor<5xui32>, tensor<5xui32>) -> tensor<5xui32>
    %384 = "stablehlo.broadcast_in_dim"(%arg111) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<5xui32>
    %385 = "stablehlo.add"(%arg113, %384) : (tensor<5xui32>, tensor<5xui32>) -> tensor<5xui32>
    %386 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %387 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %388:9 = "stablehlo.while"(%387, %386, %383, %385, %arg111, %381, %arg110, %377, %378) ({
    ^bb0(%arg123: tensor<i32>, %arg124: tensor<i32>, %arg125: tensor<5xui32>, %arg126: tensor<5xui32>, %arg127: tensor<ui32>, %arg128: tensor<ui32>, %arg129: tensor<ui32>, %arg130: tensor<4xui32>, %arg131: tensor<4xui32>):
      %392 = "stablehlo.constant"() <{value = dense<5> : tensor<i32>}> : () -> tensor<i32>
      %393 = "stablehlo.compare"(%arg123, %392) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
      "stablehlo.return"(%393) : (tensor<i1>) -> ()
    }, {
    ^bb0(%arg114: tensor<i32>, %arg115: tensor<i32>, %arg116: tensor<5xui32>, %arg117: tensor<5xui32>, %arg118: tensor<ui32>, %arg119: tensor<ui32>, %arg120: tensor<ui32>, %arg121: tensor<4xui32>, %arg122: tensor<4xui32>):
      %389:8 = "func.call"(%arg115, %arg116, %arg117, %arg118, %arg119, %arg120, %arg121, %arg122) <{callee = @closed_call_21}> : (tensor<i32>, tensor<5xui32>, tensor<5xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>) -> (tensor<i32>, tensor<5xui32>, tensor<5xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>)
      %390 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
      %391 = "stablehlo.add"(%arg114, %390) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      "stablehlo.return"(%391, %389#0, %389#1, %389#2, %389#3, %389#4, %389#5, %389#6, %389#7) : (tensor<i32>, tensor<i32>, tensor<5xui32>, tensor<5xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>) -> ()
    }) : (tensor<i32>, tensor<i32>, tensor<5xui32>, tensor<5xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>) -> (tensor<i32>, tensor<i32>, tensor<5xui32>, tensor<5xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>)
    "func.return"(%388#2, %388#3) : (tensor<5xui32>, tensor<5xui32>) -> ()
  }) : () -> ()
  "func.func"() <{function_type = (tensor<i32>, tensor<5xui32>, tensor<5xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>) -> (tensor<i32>, tensor<5xui32>, tensor<5xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>), res_attrs = [{}, {}, {}, {}, {}, {}, {}, {}], sym_name = "closed_call_21", sym_visibility = "private"}> ({
  ^bb0(%arg102: tensor<i32>, %arg103: tensor<5xui32>, %arg104: tensor<5xui32>, %arg105: tensor<ui32>, %arg106: tensor<ui32>, %arg107: tensor<ui32>, %arg108: tensor<4xui32>, %arg109: tensor<4xui32>):
    %322 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
    %323 = "stablehlo.add"(%arg102, %322) : (tensor<i32>, tensor<i32>) -> tensor<i32>
    %324 = "stablehlo.slice"(%arg108) <{limit_indices = array<i64: 1>, start_indices = array<i64: 0>, strides = array<i64: 1>}> : (tensor<4xui32>) -> tensor<1xui32>
    %325 = "stablehlo.reshape"(%324) : (tensor<1xui32>) -> tensor<ui32>
    %326 = "stablehlo.add"(%arg103, %arg104) : (tensor<5xui32>, tensor<5xui32>) -> tensor<5xui32>
    %327 = "stablehlo.broadcast_in_dim"(%325) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<5xui32>
    %328 = "stablehlo.shift_left"(%arg104, %327) : (tensor<5xui32>, tensor<5xui32>) -> tensor<5xui32>
    %329 = "stablehlo.constant"() <{value = dense<32> : tensor<ui32>}> : () -> tensor<ui32>
    %330 = "stablehlo.subtract"(%329, %325) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
    %331 = "stablehlo.broadcast_in_dim"(%330) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<5xui32>
    %332 = "stablehlo.shift_right_logical"(%arg104, %331) : (tensor<5xui32>, tensor<5xui32>) -> tensor<5xui32>
    %333 = "stablehlo.or"(%328, %332) : (tensor<5xui32>, tensor<5xui32>) -> tensor<5xui32>
    %334 = "stablehlo.xor"(%326, %333) : (tensor<5xui32>, tensor<5xui32>) -> tensor<5xui32>
    %335 = "stablehlo.slice"(%arg108) <{limit_indices = array<i64: 2>, start_indices = array<i64: 1>, strides = array<i64: 1>}> : (tensor<4xui32>) -> tensor<1xui32>
    %336 = "stablehlo.reshape"(%335) : (tensor<1xui32>) -> tensor<ui32>
    %337 = "stablehlo.add"(%326, %334) : (tensor<5xui32>, tensor<5xui32>) -> tensor<5xui32>
    %338 = "stablehlo.broadcast_in_dim"(%336) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<5xui32>
    %339 = "stablehlo.shift_left"(%334, %338) : (tensor<5xui32>, tensor<5xui32>) -> tensor<5xui32>
    %340 = "stablehlo.constant"() <{value = dense<32> : tensor<ui32>}> : () -> tensor<ui32>
    %341 = "stablehlo.subtract"(%340, %336) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
    %342 = "stablehlo.broadcast_in_dim"(%341) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<5xui32>
    %343 = "stablehlo.shift_right_logical"(%334, %342) : (tensor<5xui32>, tensor<5xui32>) -> tensor<5xui32>
    %344 = "stablehlo.or"(%339, %343) : (tensor<5xui32>, tensor<5xui32>) -> tensor<5xui32>
    %345 = "stablehlo.xor"(%337, %344) : (tensor<5xui32>, tensor<5xui32>) -> tensor<5xui32>
    %346 = "stablehlo.slice"(%arg108) <{limit_indices = array<i64: 3>, start_indices = array<i64: 2>, strides = array<i64: 1>}> : (tensor<4xui32>) -> tensor<1xui32>
    %347 = "stablehlo.reshape"(%346) : (tensor<1xui32>) -> tensor<ui32>
    %348 = "stablehlo.add"(%337, %345) : (tensor<5xui32>, tensor<5xui32>) -> tensor<5xui32>
    %349 = "stablehlo.broadcast_in_dim"(%347) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<5xui32>
    %350 = "stablehlo.shift_left"(%345, %349) : (tensor<5xui32>, tensor<5xui32>) -> tensor<5xui32>
    %351 = "stablehlo.constant"() <{value = dense<32> : tensor<ui32>}> : () -> tensor<ui32>
    %352 = "stablehlo.subtract"(%351, %347) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
    %353 = "stablehlo.broadcast_in_dim"(%352) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<5xui32>
    %354 = "stablehlo.shift_right_logical"(%345, %353) : (tensor<5xui32>, tensor<5xui32>) -> tensor<5xui32>
    %355 = "stablehlo.or"(%350, %354) : (tensor<5xui32>, tensor<5xui32>) -> tensor<5xui32>
    %356 = "stablehlo.xor"(%348, %355) : (tensor<5xui32>, tensor<5xui32>) -> tensor<5xui32>
    %357 = "stablehlo.slice"(%arg108) <{limit_indices = array<i64: 4>, start_indices = array<i64: 3>, strides = array<i64: 1>}> : (tensor<4xui32>) -> tensor<1xui32>
    %358 = "stablehlo.reshape"(%357) : (tensor<1xui32>) -> tensor<ui32>
    %359 = "stablehlo.add"(%348, %356) : (tensor<5xui32>, tensor<5xui32>) -> tensor<5xui32>
    %360 = "stablehlo.broadcast_in_dim"(%358) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<5xui32>
    %361 = "stablehlo.shift_left"(%356, %360) : (tensor<5xui32>, tensor<5xui32>) -> tensor<5xui32>
    %362 = "stablehlo.constant"() <{value = dense<32> : tensor<ui32>}> : () -> tensor<ui32>
    %363 = "stablehlo.subtract"(%362, %358) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
    %364 = "stablehlo.broadcast_in_dim"(%363) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<5xui32>
    %365 = "stablehlo.shift_right_logical"(%356, %364) : (tensor<5xui32>, tensor<5xui32>) -> tensor<5xui32>
    %366 = "stablehlo.or"(%361, %365) : (tensor<5xui32>, tensor<5xui32>) -> tensor<5xui32>
    %367 = "stablehlo.xor"(%359, %366) : (tensor<5xui32>, tensor<5xui32>) -> tensor<5xui32>
    %368 = "stablehlo.broadcast_in_dim"(%arg105) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<5xui32>
    %369 = "stablehlo.add"(%359, %368) : (tensor<5xui32>, tensor<5xui32>) -> tensor<5xui32>
    %370 = "stablehlo.broadcast_in_dim"(%arg106) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<5xui32>
    %371 = "stablehlo.add"(%367, %370) : (tensor<5xui32>, tensor<5xui32>) -> tensor<5xui32>
    %372 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
    %373 = "stablehlo.add"(%arg102, %372) : (tensor<i32>, tensor<i32>) -> tensor<i32>
    %374 = "stablehlo.convert"(%373) : (tensor<i32>) -> tensor<ui32>
    %375 = "stablehlo.broadcast_in_dim"(%374) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<5xui32>
    %376 = "stablehlo.add"(%371, %375) : (tensor<5xui32>, tensor<5xui32>) -> tensor<5xui32>
    "func.return"(%323, %369, %376, %arg106, %arg107, %arg105, %arg109, %arg108) : (tensor<i32>, tensor<5xui32>, tensor<5xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}], function_type = (tensor<2xui32>) -> tensor<2x2xui32>, res_attrs = [{}], sym_name = "_threefry_split", sym_visibility = "private"}> ({
  ^bb0(%arg101: tensor<2xui32>):
    %305 = "stablehlo.slice"(%arg101) <{limit_indices = array<i64: 1>, start_indices = array<i64: 0>, strides = array<i64: 1>}> : (tensor<2xui32>) -> tensor<1xui32>
    %306 = "stablehlo.reshape"(%305) : (tensor<1xui32>) -> tensor<ui32>
    %307 = "stablehlo.slice"(%arg101) <{limit_indices = array<i64: 2>, start_indices = array<i64: 1>, strides = array<i64: 1>}> : (tensor<2xui32>) -> tensor<1xui32>
    %308 = "stablehlo.reshape"(%307) : (tensor<1xui32>) -> tensor<ui32>
    %309 = "stablehlo.iota"() <{iota_dimension = 0 : i64}> : () -> tensor<2xui64>
    %310 = "stablehlo.constant"() <{value = dense<1> : tensor<ui64>}> : () -> tensor<ui64>
    %311 = "stablehlo.broadcast_in_dim"(%310) <{broadcast_dimensions = array<i64>}> : (tensor<ui64>) -> tensor<2xui64>
    %312 = "stablehlo.multiply"(%311, %309) : (tensor<2xui64>, tensor<2xui64>) -> tensor<2xui64>
    %313 = "stablehlo.constant"() <{value = dense<32> : tensor<ui64>}> : () -> tensor<ui64>
    %314 = "stablehlo.broadcast_in_dim"(%313) <{broadcast_dimensions = array<i64>}> : (tensor<ui64>) -> tensor<2xui64>
    %315 = "stablehlo.shift_right_logical"(%312, %314) : (tensor<2xui64>, tensor<2xui64>) -> tensor<2xui64>
    %316 = "stablehlo.convert"(%312) : (tensor<2xui64>) -> tensor<2xui32>
    %317 = "stablehlo.convert"(%315) : (tensor<2xui64>) -> tensor<2xui32>
    %318:2 = "func.call"(%306, %308, %317, %316) <{callee = @threefry2x32_22}> : (tensor<ui32>, tensor<ui32>, tensor<2xui32>, tensor<2xui32>) -> (tensor<2xui32>, tensor<2xui32>)
    %319 = "stablehlo.broadcast_in_dim"(%318#0) <{broadcast_dimensions = array<i64: 0>}> : (tensor<2xui32>) -> tensor<2x1xui32>
    %320 = "stablehlo.broadcast_in_dim"(%318#1) <{broadcast_dimensions = array<i64: 0>}> : (tensor<2xui32>) -> tensor<2x1xui32>
    %321 = "stablehlo.concatenate"(%319, %320) <{dimension = 1 : i64}> : (tensor<2x1xui32>, tensor<2x1xui32>) -> tensor<2x2xui32>
    "func.return"(%321) : (tensor<2x2xui32>) -> ()
  }) : () -> ()
  "func.func"() <{function_type = (tensor<ui32>, tensor<ui32>, tensor<2xui32>, tensor<2xui32>) -> (tensor<2xui32>, tensor<2xui32>), sym_name = "threefry2x32_22", sym_visibility = "private"}> ({
  ^bb0(%arg79: tensor<ui32>, %arg80: tensor<ui32>, %arg81: tensor<2xui32>, %arg82: tensor<2xui32>):
    %288 = "stablehlo.constant"() <{value = dense<[13, 15, 26, 6]> : tensor<4xui32>}> : () -> tensor<4xui32>
    %289 = "stablehlo.constant"() <{value = dense<[17, 29, 16, 24]> : tensor<4xui32>}> : () -> tensor<4xui32>
    %290 = "stablehlo.xor"(%arg79, %arg80) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
    %291 = "stablehlo.constant"() <{value = dense<466688986> : tensor<ui32>}> : () -> tensor<ui32>
    %292 = "stablehlo.xor"(%290, %291) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
    %293 = "stablehlo.broadcast_in_dim"(%arg79) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<2xui32>
    %294 = "stablehlo.add"(%arg81, %293) : (tensor<2xui32>, tensor<2xui32>) -> tensor<2xui32>
    %295 = "stablehlo.broadcast_in_dim"(%arg80) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<2xui32>
    %296 = "stablehlo.add"(%arg82, %295) : (tensor<2xui32>, tensor<2xui32>) -> tensor<2xui32>
    %297 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %298 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %299:9 = "stablehlo.while"(%298, %297, %294, %296, %arg80, %292, %arg79, %288, %289) ({
    ^bb0(%arg92: tensor<i32>, %arg93: tensor<i32>, %arg94: tensor<2xui32>, %arg95: tensor<2xui32>, %arg96: tensor<ui32>, %arg97: tensor<ui32>, %arg98: tensor<ui32>, %arg99: tensor<4xui32>, %arg100: tensor<4xui32>):
      %303 = "stablehlo.constant"() <{value = dense<5> : tensor<i32>}> : () -> tensor<i32>
      %304 = "stablehlo.compare"(%arg92, %303) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
      "stablehlo.return"(%304) : (tensor<i1>) -> ()
    }, {
    ^bb0(%arg83: tensor<i32>, %arg84: tensor<i32>, %arg85: tensor<2xui32>, %arg86: tensor<2xui32>, %arg87: tensor<ui32>, %arg88: tensor<ui32>, %arg89: tensor<ui32>, %arg90: tensor<4xui32>, %arg91: tensor<4xui32>):
      %300:8 = "func.call"(%arg84, %arg85, %arg86, %arg87, %arg88, %arg89, %arg90, %arg91) <{callee = @closed_call_23}> : (tensor<i32>, tensor<2xui32>, tensor<2xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>) -> (tensor<i32>, tensor<2xui32>, tensor<2xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>)
      %301 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
      %302 = "stablehlo.add"(%arg83, %301) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      "stablehlo.return"(%302, %300#0, %300#1, %300#2, %300#3, %300#4, %300#5, %300#6, %300#7) : (tensor<i32>, tensor<i32>, tensor<2xui32>, tensor<2xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>) -> ()
    }) : (tensor<i32>, tensor<i32>, tensor<2xui32>, tensor<2xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>) -> (tensor<i32>, tensor<i32>, tensor<2xui32>, tensor<2xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>)
    "func.return"(%299#2, %299#3) : (tensor<2xui32>, tensor<2xui32>) -> ()
  }) : () -> ()
  "func.func"() <{function_type = (tensor<i32>, tensor<2xui32>, tensor<2xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>) -> (tensor<i32>, tensor<2xui32>, tensor<2xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>), res_attrs = [{}, {}, {}, {}, {}, {}, {}, {}], sym_name = "closed_call_23", sym_visibility = "private"}> ({
  ^bb0(%arg71: tensor<i32>, %arg72: tensor<2xui32>, %arg73: tensor<2xui32>, %arg74: tensor<ui32>, %arg75: tensor<ui32>, %arg76: tensor<ui32>, %arg77: tensor<4xui32>, %arg78: tensor<4xui32>):
    %233 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
    %234 = "stablehlo.add"(%arg71, %233) : (tensor<i32>, tensor<i32>) -> tensor<i32>
    %235 = "stablehlo.slice"(%arg77) <{limit_indices = array<i64: 1>, start_indices = array<i64: 0>, strides = array<i64: 1>}> : (tensor<4xui32>) -> tensor<1xui32>
    %236 = "stablehlo.reshape"(%235) : (tensor<1xui32>) -> tensor<ui32>
    %237 = "stablehlo.add"(%arg72, %arg73) : (tensor<2xui32>, tensor<2xui32>) -> tensor<2xui32>
    %238 = "stablehlo.broadcast_in_dim"(%236) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<2xui32>
    %239 = "stablehlo.shift_left"(%arg73, %238) : (tensor<2xui32>, tensor<2xui32>) -> tensor<2xui32>
    %240 = "stablehlo.constant"() <{value = dense<32> : tensor<ui32>}> : () -> tensor<ui32>
    %241 = "stablehlo.subtract"(%240, %236) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
    %242 = "stablehlo.broadcast_in_dim"(%241) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<2xui32>
    %243 = "stablehlo.shift_right_logical"(%arg73, %242) : (tensor<2xui32>, tensor<2xui32>) -> tensor<2xui32>
    %244 = "stablehlo.or"(%239, %243) : (tensor<2xui32>, tensor<2xui32>) -> tensor<2xui32>
    %245 = "stablehlo.xor"(%237, %244) : (tensor<2xui32>, tensor<2xui32>) -> tensor<2xui32>
    %246 = "stablehlo.slice"(%arg77) <{limit_indices = array<i64: 2>, start_indices = array<i64: 1>, strides = array<i64: 1>}> : (tensor<4xui32>) -> tensor<1xui32>
    %247 = "stablehlo.reshape"(%246) : (tensor<1xui32>) -> tensor<ui32>
    %248 = "stablehlo.add"(%237, %245) : (tensor<2xui32>, tensor<2xui32>) -> tensor<2xui32>
    %249 = "stablehlo.broadcast_in_dim"(%247) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<2xui32>
    %250 = "stablehlo.shift_left"(%245, %249) : (tensor<2xui32>, tensor<2xui32>) -> tensor<2xui32>
    %251 = "stablehlo.constant"() <{value = dense<32> : tensor<ui32>}> : () -> tensor<ui32>
    %252 = "stablehlo.subtract"(%251, %247) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
    %253 = "stablehlo.broadcast_in_dim"(%252) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<2xui32>
    %254 = "stablehlo.shift_right_logical"(%245, %253) : (tensor<2xui32>, tensor<2xui32>) -> tensor<2xui32>
    %255 = "stablehlo.or"(%250, %254) : (tensor<2xui32>, tensor<2xui32>) -> tensor<2xui32>
    %256 = "stablehlo.xor"(%248, %255) : (tensor<2xui32>, tensor<2xui32>) -> tensor<2xui32>
    %257 = "stablehlo.slice"(%arg77) <{limit_indices = array<i64: 3>, start_indices = array<i64: 2>, strides = array<i64: 1>}> : (tensor<4xui32>) -> tensor<1xui32>
    %258 = "stablehlo.reshape"(%257) : (tensor<1xui32>) -> tensor<ui32>
    %259 = "stablehlo.add"(%248, %256) : (tensor<2xui32>, tensor<2xui32>) -> tensor<2xui32>
    %260 = "stablehlo.broadcast_in_dim"(%258) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<2xui32>
    %261 = "stablehlo.shift_left"(%256, %260) : (tensor<2xui32>, tensor<2xui32>) -> tensor<2xui32>
    %262 = "stablehlo.constant"() <{value = dense<32> : tensor<ui32>}> : () -> tensor<ui32>
    %263 = "stablehlo.subtract"(%262, %258) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
    %264 = "stablehlo.broadcast_in_dim"(%263) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<2xui32>
    %265 = "stablehlo.shift_right_logical"(%256, %264) : (tensor<2xui32>, tensor<2xui32>) -> tensor<2xui32>
    %266 = "stablehlo.or"(%261, %265) : (tensor<2xui32>, tensor<2xui32>) -> tensor<2xui32>
    %267 = "stablehlo.xor"(%259, %266) : (tensor<2xui32>, tensor<2xui32>) -> tensor<2xui32>
    %268 = "stablehlo.slice"(%arg77) <{limit_indices = array<i64: 4>, start_indices = array<i64: 3>, strides = array<i64: 1>}> : (tensor<4xui32>) -> tensor<1xui32>
    %269 = "stablehlo.reshape"(%268) : (tensor<1xui32>) -> tensor<ui32>
    %270 = "stablehlo.add"(%259, %267) : (tensor<2xui32>, tensor<2xui32>) -> tensor<2xui32>
    %271 = "stablehlo.broadcast_in_dim"(%269) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<2xui32>
    %272 = "stablehlo.shift_left"(%267, %271) : (tensor<2xui32>, tensor<2xui32>) -> tensor<2xui32>
    %273 = "stablehlo.constant"() <{value = dense<32> : tensor<ui32>}> : () -> tensor<ui32>
    %274 = "stablehlo.subtract"(%273, %269) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
    %275 = "stablehlo.broadcast_in_dim"(%274) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<2xui32>
    %276 = "stablehlo.shift_right_logical"(%267, %275) : (tensor<2xui32>, tensor<2xui32>) -> tensor<2xui32>
    %277 = "stablehlo.or"(%272, %276) : (tensor<2xui32>, tensor<2xui32>) -> tensor<2xui32>
    %278 = "stablehlo.xor"(%270, %277) : (tensor<2xui32>, tensor<2xui32>) -> tensor<2xui32>
    %279 = "stablehlo.broadcast_in_dim"(%arg74) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<2xui32>
    %280 = "stablehlo.add"(%270, %279) : (tensor<2xui32>, tensor<2xui32>) -> tensor<2xui32>
    %281 = "stablehlo.broadcast_in_dim"(%arg75) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<2xui32>
    %282 = "stablehlo.add"(%278, %281) : (tensor<2xui32>, tensor<2xui32>) -> tensor<2xui32>
    %283 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
    %284 = "stablehlo.add"(%arg71, %283) : (tensor<i32>, tensor<i32>) -> tensor<i32>
    %285 = "stablehlo.convert"(%284) : (tensor<i32>) -> tensor<ui32>
    %286 = "stablehlo.broadcast_in_dim"(%285) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<2xui32>
    %287 = "stablehlo.add"(%282, %286) : (tensor<2xui32>, tensor<2xui32>) -> tensor<2xui32>
    "func.return"(%234, %280, %287, %arg75, %arg76, %arg74, %arg78, %arg77) : (tensor<i32>, tensor<2xui32>, tensor<2xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}], function_type = (tensor<2xui32>, tensor<f32>) -> tensor<3x4xi1>, res_attrs = [{}], sym_name = "_bernoulli", sym_visibility = "private"}> ({
  ^bb0(%arg69: tensor<2xui32>, %arg70: tensor<f32>):
    %228 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %229 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %230 = "func.call"(%arg69, %228, %229) <{callee = @_uniform}> : (tensor<2xui32>, tensor<f32>, tensor<f32>) -> tensor<3x4xf32>
    %231 = "stablehlo.broadcast_in_dim"(%arg70) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<3x4xf32>
    %232 = "stablehlo.compare"(%230, %231) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<3x4xf32>, tensor<3x4xf32>) -> tensor<3x4xi1>
    "func.return"(%232) : (tensor<3x4xi1>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<2xui32>, tensor<i32>, tensor<i32>) -> tensor<6xi32>, res_attrs = [{}], sym_name = "_randint", sym_visibility = "private"}> ({
  ^bb0(%arg66: tensor<2xui32>, %arg67: tensor<i32>, %arg68: tensor<i32>):
    %148 = "stablehlo.constant"() <{value = dense<2147483647> : tensor<i32>}> : () -> tensor<i32>
    %149 = "stablehlo.constant"() <{value = dense<-2147483648> : tensor<i32>}> : () -> tensor<i32>
    %150 = "stablehlo.constant"() <{value = dense<2147483647> : tensor<i32>}> : () -> tensor<i32>
    %151 = "func.call"(%148, %149, %150) <{callee = @clip_24}> : (tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<i32>
    %152 = "stablehlo.compare"(%arg68, %151) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction GT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
    %153 = "stablehlo.constant"() <{value = dense<-2147483648> : tensor<i32>}> : () -> tensor<i32>
    %154 = "stablehlo.constant"() <{value = dense<2147483647> : tensor<i32>}> : () -> tensor<i32>
    %155 = "func.call"(%arg67, %153, %154) <{callee = @clip_25}> : (tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<i32>
    %156 = "stablehlo.convert"(%155) : (tensor<i32>) -> tensor<i32>
    %157 = "stablehlo.constant"() <{value = dense<-2147483648> : tensor<i32>}> : () -> tensor<i32>
    %158 = "stablehlo.constant"() <{value = dense<2147483647> : tensor<i32>}> : () -> tensor<i32>
    %159 = "func.call"(%arg68, %157, %158) <{callee = @clip_25}> : (tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<i32>
    %160 = "stablehlo.convert"(%159) : (tensor<i32>) -> tensor<i32>
    %161 = "stablehlo.broadcast_in_dim"(%156) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<1xi32>
    %162 = "stablehlo.broadcast_in_dim"(%160) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<1xi32>
    %163 = "func.call"(%arg66) <{callee = @_threefry_split}> : (tensor<2xui32>) -> tensor<2x2xui32>
    %164 = "stablehlo.slice"(%163) <{limit_indices = array<i64: 1, 2>, start_indices = array<i64: 0, 0>, strides = array<i64: 1, 1>}> : (tensor<2x2xui32>) -> tensor<1x2xui32>
    %165 = "stablehlo.reshape"(%164) : (tensor<1x2xui32>) -> tensor<2xui32>
    %166 = "stablehlo.slice"(%163) <{limit_indices = array<i64: 2, 2>, start_indices = array<i64: 1, 0>, strides = array<i64: 1, 1>}> : (tensor<2x2xui32>) -> tensor<1x2xui32>
    %167 = "stablehlo.reshape"(%166) : (tensor<1x2xui32>) -> tensor<2xui32>
    %168 = "stablehlo.slice"(%165) <{limit_indices = array<i64: 1>, start_indices = array<i64: 0>, strides = array<i64: 1>}> : (tensor<2xui32>) -> tensor<1xui32>
    %169 = "stablehlo.reshape"(%168) : (tensor<1xui32>) -> tensor<ui32>
    %170 = "stablehlo.slice"(%165) <{limit_indices = array<i64: 2>, start_indices = array<i64: 1>, strides = array<i64: 1>}> : (tensor<2xui32>) -> tensor<1xui32>
    %171 = "stablehlo.reshape"(%170) : (tensor<1xui32>) -> tensor<ui32>
    %172 = "stablehlo.iota"() <{iota_dimension = 0 : i64}> : () -> tensor<6xui64>
    %173 = "stablehlo.constant"() <{value = dense<1> : tensor<ui64>}> : () -> tensor<ui64>
    %174 = "stablehlo.broadcast_in_dim"(%173) <{broadcast_dimensions = array<i64>}> : (tensor<ui64>) -> tensor<6xui64>
    %175 = "stablehlo.multiply"(%174, %172) : (tensor<6xui64>, tensor<6xui64>) -> tensor<6xui64>
    %176 = "stablehlo.constant"() <{value = dense<32> : tensor<ui64>}> : () -> tensor<ui64>
    %177 = "stablehlo.broadcast_in_dim"(%176) <{broadcast_dimensions = array<i64>}> : (tensor<ui64>) -> tensor<6xui64>
    %178 = "stablehlo.shift_right_logical"(%175, %177) : (tensor<6xui64>, tensor<6xui64>) -> tensor<6xui64>
    %179 = "stablehlo.convert"(%175) : (tensor<6xui64>) -> tensor<6xui32>
    %180 = "stablehlo.convert"(%178) : (tensor<6xui64>) -> tensor<6xui32>
    %181:2 = "func.call"(%169, %171, %180, %179) <{callee = @threefry2x32_26}> : (tensor<ui32>, tensor<ui32>, tensor<6xui32>, tensor<6xui32>) -> (tensor<6xui32>, tensor<6xui32>)
    %182 = "stablehlo.xor"(%181#0, %181#1) : (tensor<6xui32>, tensor<6xui32>) -> tensor<6xui32>
    %183 = "stablehlo.slice"(%167) <{limit_indices = array<i64: 1>, start_indices = array<i64: 0>, strides = array<i64: 1>}> : (tensor<2xui32>) -> tensor<1xui32>
    %184 = "stablehlo.reshape"(%183) : (tensor<1xui32>) -> tensor<ui32>
    %185 = "stablehlo.slice"(%167) <{limit_indices = array<i64: 2>, start_indices = array<i64: 1>, strides = array<i64: 1>}> : (tensor<2xui32>) -> tensor<1xui32>
    %186 = "stablehlo.reshape"(%185) : (tensor<1xui32>) -> tensor<ui32>
    %187 = "stablehlo.iota"() <{iota_dimension = 0 : i64}> : () -> tensor<6xui64>
    %188 = "stablehlo.constant"() <{value = dense<1> : tensor<ui64>}> : () -> tensor<ui64>
    %189 = "stablehlo.broadcast_in_dim"(%188) <{broadcast_dimensions = array<i64>}> : (tensor<ui64>) -> tensor<6xui64>
    %190 = "stablehlo.multiply"(%189, %187) : (tensor<6xui64>, tensor<6xui64>) -> tensor<6xui64>
    %191 = "stablehlo.constant"() <{value = dense<32> : tensor<ui64>}> : () -> tensor<ui64>
    %192 = "stablehlo.broadcast_in_dim"(%191) <{broadcast_dimensions = array<i64>}> : (tensor<ui64>) -> tensor<6xui64>
    %193 = "stablehlo.shift_right_logical"(%190, %192) : (tensor<6xui64>, tensor<6xui64>) -> tensor<6xui64>
    %194 = "stablehlo.convert"(%190) : (tensor<6xui64>) -> tensor<6xui32>
    %195 = "stablehlo.convert"(%193) : (tensor<6xui64>) -> tensor<6xui32>
    %196:2 = "func.call"(%184, %186, %195, %194) <{callee = @threefry2x32_26}> : (tensor<ui32>, tensor<ui32>, tensor<6xui32>, tensor<6xui32>) -> (tensor<6xui32>, tensor<6xui32>)
    %197 = "stablehlo.xor"(%196#0, %196#1) : (tensor<6xui32>, tensor<6xui32>) -> tensor<6xui32>
    %198 = "stablehlo.subtract"(%162, %161) : (tensor<1xi32>, tensor<1xi32>) -> tensor<1xi32>
    %199 = "stablehlo.convert"(%198) : (tensor<1xi32>) -> tensor<1xui32>
    %200 = "stablehlo.compare"(%162, %161) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LE>}> : (tensor<1xi32>, tensor<1xi32>) -> tensor<1xi1>
    %201 = "stablehlo.constant"() <{value = dense<1> : tensor<ui32>}> : () -> tensor<ui32>
    %202 = "stablehlo.broadcast_in_dim"(%201) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<1xui32>
    %203 = "stablehlo.select"(%200, %202, %199) : (tensor<1xi1>, tensor<1xui32>, tensor<1xui32>) -> tensor<1xui32>
    %204 = "stablehlo.compare"(%162, %161) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction GT>}> : (tensor<1xi32>, tensor<1xi32>) -> tensor<1xi1>
    %205 = "stablehlo.broadcast_in_dim"(%152) <{broadcast_dimensions = array<i64>}> : (tensor<i1>) -> tensor<1xi1>
    %206 = "stablehlo.and"(%205, %204) : (tensor<1xi1>, tensor<1xi1>) -> tensor<1xi1>
    %207 = "stablehlo.constant"() <{value = dense<1> : tensor<ui32>}> : () -> tensor<ui32>
    %208 = "stablehlo.broadcast_in_dim"(%207) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<1xui32>
    %209 = "stablehlo.add"(%203, %208) : (tensor<1xui32>, tensor<1xui32>) -> tensor<1xui32>
    %210 = "stablehlo.select"(%206, %209, %203) : (tensor<1xi1>, tensor<1xui32>, tensor<1xui32>) -> tensor<1xui32>
    %211 = "stablehlo.constant"() <{value = dense<65536> : tensor<ui32>}> : () -> tensor<ui32>
    %212 = "stablehlo.broadcast_in_dim"(%211) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<1xui32>
    %213 = "stablehlo.remainder"(%212, %210) : (tensor<1xui32>, tensor<1xui32>) -> tensor<1xui32>
    %214 = "stablehlo.multiply"(%213, %213) : (tensor<1xui32>, tensor<1xui32>) -> tensor<1xui32>
    %215 = "stablehlo.remainder"(%214, %210) : (tensor<1xui32>, tensor<1xui32>) -> tensor<1xui32>
    %216 = "stablehlo.broadcast_in_dim"(%210) <{broadcast_dimensions = array<i64: 0>}> : (tensor<1xui32>) -> tensor<6xui32>
    %217 = "stablehlo.remainder"(%182, %216) : (tensor<6xui32>, tensor<6xui32>) -> tensor<6xui32>
    %218 = "stablehlo.broadcast_in_dim"(%215) <{broadcast_dimensions = array<i64: 0>}> : (tensor<1xui32>) -> tensor<6xui32>
    %219 = "stablehlo.multiply"(%217, %218) : (tensor<6xui32>, tensor<6xui32>) -> tensor<6xui32>
    %220 = "stablehlo.broadcast_in_dim"(%210) <{broadcast_dimensions = array<i64: 0>}> : (tensor<1xui32>) -> tensor<6xui32>
    %221 = "stablehlo.remainder"(%197, %220) : (tensor<6xui32>, tensor<6xui32>) -> tensor<6xui32>
    %222 = "stablehlo.add"(%219, %221) : (tensor<6xui32>, tensor<6xui32>) -> tensor<6xui32>
    %223 = "stablehlo.broadcast_in_dim"(%210) <{broadcast_dimensions = array<i64: 0>}> : (tensor<1xui32>) -> tensor<6xui32>
    %224 = "stablehlo.remainder"(%222, %223) : (tensor<6xui32>, tensor<6xui32>) -> tensor<6xui32>
    %225 = "stablehlo.convert"(%224) : (tensor<6xui32>) -> tensor<6xi32>
    %226 = "stablehlo.broadcast_in_dim"(%161) <{broadcast_dimensions = array<i64: 0>}> : (tensor<1xi32>) -> tensor<6xi32>
    %227 = "stablehlo.add"(%226, %225) : (tensor<6xi32>, tensor<6xi32>) -> tensor<6xi32>
    "func.return"(%227) : (tensor<6xi32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<i32>, res_attrs = [{}], sym_name = "clip_24", sym_visibility = "private"}> ({
  ^bb0(%arg63: tensor<i32>, %arg64: tensor<i32>, %arg65: tensor<i32>):
    %146 = "stablehlo.maximum"(%arg64, %arg63) : (tensor<i32>, tensor<i32>) -> tensor<i32>
    %147 = "stablehlo.minimum"(%arg65, %146) : (tensor<i32>, tensor<i32>) -> tensor<i32>
    "func.return"(%147) : (tensor<i32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<i32>, res_attrs = [{}], sym_name = "clip_25", sym_visibility = "private"}> ({
  ^bb0(%arg60: tensor<i32>, %arg61: tensor<i32>, %arg62: tensor<i32>):
    %144 = "stablehlo.maximum"(%arg61, %arg60) : (tensor<i32>, tensor<i32>) -> tensor<i32>
    %145 = "stablehlo.minimum"(%arg62, %144) : (tensor<i32>, tensor<i32>) -> tensor<i32>
    "func.return"(%145) : (tensor<i32>) -> ()
  }) : () -> ()
  "func.func"() <{function_type = (tensor<ui32>, tensor<ui32>, tensor<6xui32>, tensor<6xui32>) -> (tensor<6xui32>, tensor<6xui32>), sym_name = "threefry2x32_26", sym_visibility = "private"}> ({
  ^bb0(%arg38: tensor<ui32>, %arg39: tensor<ui32>, %arg40: tensor<6xui32>, %arg41: tensor<6xui32>):
    %127 = "stablehlo.constant"() <{value = dense<[13, 15, 26, 6]> : tensor<4xui32>}> : () -> tensor<4xui32>
    %128 = "stablehlo.constant"() <{value = dense<[17, 29, 16, 24]> : tensor<4xui32>}> : () -> tensor<4xui32>
    %129 = "stablehlo.xor"(%arg38, %arg39) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
    %130 = "stablehlo.constant"() <{value = dense<466688986> : tensor<ui32>}> : () -> tensor<ui32>
    %131 = "stablehlo.xor"(%129, %130) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
    %132 = "stablehlo.broadcast_in_dim"(%arg38) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<6xui32>
    %133 = "stablehlo.add"(%arg40, %132) : (tensor<6xui32>, tensor<6xui32>) -> tensor<6xui32>
    %134 = "stablehlo.broadcast_in_dim"(%arg39) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<6xui32>
    %135 = "stablehlo.add"(%arg41, %134) : (tensor<6xui32>, tensor<6xui32>) -> tensor<6xui32>
    %136 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %137 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %138:9 = "stablehlo.while"(%137, %136, %133, %135, %arg39, %131, %arg38, %127, %128) ({
    ^bb0(%arg51: tensor<i32>, %arg52: tensor<i32>, %arg53: tensor<6xui32>, %arg54: tensor<6xui32>, %arg55: tensor<ui32>, %arg56: tensor<ui32>, %arg57: tensor<ui32>, %arg58: tensor<4xui32>, %arg59: tensor<4xui32>):
      %142 = "stablehlo.constant"() <{value = dense<5> : tensor<i32>}> : () -> tensor<i32>
      %143 = "stablehlo.compare"(%arg51, %142) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
      "stablehlo.return"(%143) : (tensor<i1>) -> ()
    }, {
    ^bb0(%arg42: tensor<i32>, %arg43: tensor<i32>, %arg44: tensor<6xui32>, %arg45: tensor<6xui32>, %arg46: tensor<ui32>, %arg47: tensor<ui32>, %arg48: tensor<ui32>, %arg49: tensor<4xui32>, %arg50: tensor<4xui32>):
      %139:8 = "func.call"(%arg43, %arg44, %arg45, %arg46, %arg47, %arg48, %arg49, %arg50) <{callee = @closed_call_27}> : (tensor<i32>, tensor<6xui32>, tensor<6xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>) -> (tensor<i32>, tensor<6xui32>, tensor<6xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>)
      %140 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
      %141 = "stablehlo.add"(%arg42, %140) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      "stablehlo.return"(%141, %139#0, %139#1, %139#2, %139#3, %139#4, %139#5, %139#6, %139#7) : (tensor<i32>, tensor<i32>, tensor<6xui32>, tensor<6xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>) -> ()
    }) : (tensor<i32>, tensor<i32>, tensor<6xui32>, tensor<6xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>) -> (tensor<i32>, tensor<i32>, tensor<6xui32>, tensor<6xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>)
    "func.return"(%138#2, %138#3) : (tensor<6xui32>, tensor<6xui32>) -> ()
  }) : () -> ()
  "func.func"() <{function_type = (tensor<i32>, tensor<6xui32>, tensor<6xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>) -> (tensor<i32>, tensor<6xui32>, tensor<6xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>), res_attrs = [{}, {}, {}, {}, {}, {}, {}, {}], sym_name = "closed_call_27", sym_visibility = "private"}> ({
  ^bb0(%arg30: tensor<i32>, %arg31: tensor<6xui32>, %arg32: tensor<6xui32>, %arg33: tensor<ui32>, %arg34: tensor<ui32>, %arg35: tensor<ui32>, %arg36: tensor<4xui32>, %arg37: tensor<4xui32>):
    %72 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
    %73 = "stablehlo.add"(%arg30, %72) : (tensor<i32>, tensor<i32>) -> tensor<i32>
    %74 = "stablehlo.slice"(%arg36) <{limit_indices = array<i64: 1>, start_indices = array<i64: 0>, strides = array<i64: 1>}> : (tensor<4xui32>) -> tensor<1xui32>
    %75 = "stablehlo.reshape"(%74) : (tensor<1xui32>) -> tensor<ui32>
    %76 = "stablehlo.add"(%arg31, %arg32) : (tensor<6xui32>, tensor<6xui32>) -> tensor<6xui32>
    %77 = "stablehlo.broadcast_in_dim"(%75) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<6xui32>
    %78 = "stablehlo.shift_left"(%arg32, %77) : (tensor<6xui32>, tensor<6xui32>) -> tensor<6xui32>
    %79 = "stablehlo.constant"() <{value = dense<32> : tensor<ui32>}> : () -> tensor<ui32>
    %80 = "stablehlo.subtract"(%79, %75) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
    %81 = "stablehlo.broadcast_in_dim"(%80) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<6xui32>
    %82 = "stablehlo.shift_right_logical"(%arg32, %81) : (tensor<6xui32>, tensor<6xui32>) -> tensor<6xui32>
    %83 = "stablehlo.or"(%78, %82) : (tensor<6xui32>, tensor<6xui32>) -> tensor<6xui32>
    %84 = "stablehlo.xor"(%76, %83) : (tensor<6xui32>, tensor<6xui32>) -> tensor<6xui32>
    %85 = "stablehlo.slice"(%arg36) <{limit_indices = array<i64: 2>, start_indices = array<i64: 1>, strides = array<i64: 1>}> : (tensor<4xui32>) -> tensor<1xui32>
    %86 = "stablehlo.reshape"(%85) : (tensor<1xui32>) -> tensor<ui32>
    %87 = "stablehlo.add"(%76, %84) : (tensor<6xui32>, tensor<6xui32>) -> tensor<6xui32>
    %88 = "stablehlo.broadcast_in_dim"(%86) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<6xui32>
    %89 = "stablehlo.shift_left"(%84, %88) : (tensor<6xui32>, tensor<6xui32>) -> tensor<6xui32>
    %90 = "stablehlo.constant"() <{value = dense<32> : tensor<ui32>}> : () -> tensor<ui32>
    %91 = "stablehlo.subtract"(%90, %86) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
    %92 = "stablehlo.broadcast_in_dim"(%91) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<6xui32>
    %93 = "stablehlo.shift_right_logical"(%84, %92) : (tensor<6xui32>, tensor<6xui32>) -> tensor<6xui32>
    %94 = "stablehlo.or"(%89, %93) : (tensor<6xui32>, tensor<6xui32>) -> tensor<6xui32>
    %95 = "stablehlo.xor"(%87, %94) : (tensor<6xui32>, tensor<6xui32>) -> tensor<6xui32>
    %96 = "stablehlo.slice"(%arg36) <{limit_indices = array<i64: 3>, start_indices = array<i64: 2>, strides = array<i64: 1>}> : (tensor<4xui32>) -> tensor<1xui32>
    %97 = "stablehlo.reshape"(%96) : (tensor<1xui32>) -> tensor<ui32>
    %98 = "stablehlo.add"(%87, %95) : (tensor<6xui32>, tensor<6xui32>) -> tensor<6xui32>
    %99 = "stablehlo.broadcast_in_dim"(%97) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<6xui32>
    %100 = "stablehlo.shift_left"(%95, %99) : (tensor<6xui32>, tensor<6xui32>) -> tensor<6xui32>
    %101 = "stablehlo.constant"() <{value = dense<32> : tensor<ui32>}> : () -> tensor<ui32>
    %102 = "stablehlo.subtract"(%101, %97) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
    %103 = "stablehlo.broadcast_in_dim"(%102) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<6xui32>
    %104 = "stablehlo.shift_right_logical"(%95, %103) : (tensor<6xui32>, tensor<6xui32>) -> tensor<6xui32>
    %105 = "stablehlo.or"(%100, %104) : (tensor<6xui32>, tensor<6xui32>) -> tensor<6xui32>
    %106 = "stablehlo.xor"(%98, %105) : (tensor<6xui32>, tensor<6xui32>) -> tensor<6xui32>
    %107 = "stablehlo.slice"(%arg36) <{limit_indices = array<i64: 4>, start_indices = array<i64: 3>, strides = array<i64: 1>}> : (tensor<4xui32>) -> tensor<1xui32>
    %108 = "stablehlo.reshape"(%107) : (tensor<1xui32>) -> tensor<ui32>
    %109 = "stablehlo.add"(%98, %106) : (tensor<6xui32>, tensor<6xui32>) -> tensor<6xui32>
    %110 = "stablehlo.broadcast_in_dim"(%108) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<6xui32>
    %111 = "stablehlo.shift_left"(%106, %110) : (tensor<6xui32>, tensor<6xui32>) -> tensor<6xui32>
    %112 = "stablehlo.constant"() <{value = dense<32> : tensor<ui32>}> : () -> tensor<ui32>
    %113 = "stablehlo.subtract"(%112, %108) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
    %114 = "stablehlo.broadcast_in_dim"(%113) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<6xui32>
    %115 = "stablehlo.shift_right_logical"(%106, %114) : (tensor<6xui32>, tensor<6xui32>) -> tensor<6xui32>
    %116 = "stablehlo.or"(%111, %115) : (tensor<6xui32>, tensor<6xui32>) -> tensor<6xui32>
    %117 = "stablehlo.xor"(%109, %116) : (tensor<6xui32>, tensor<6xui32>) -> tensor<6xui32>
    %118 = "stablehlo.broadcast_in_dim"(%arg33) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<6xui32>
    %119 = "stablehlo.add"(%109, %118) : (tensor<6xui32>, tensor<6xui32>) -> tensor<6xui32>
    %120 = "stablehlo.broadcast_in_dim"(%arg34) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<6xui32>
    %121 = "stablehlo.add"(%117, %120) : (tensor<6xui32>, tensor<6xui32>) -> tensor<6xui32>
    %122 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
    %123 = "stablehlo.add"(%arg30, %122) : (tensor<i32>, tensor<i32>) -> tensor<i32>
    %124 = "stablehlo.convert"(%123) : (tensor<i32>) -> tensor<ui32>
    %125 = "stablehlo.broadcast_in_dim"(%124) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<6xui32>
    %126 = "stablehlo.add"(%121, %125) : (tensor<6xui32>, tensor<6xui32>) -> tensor<6xui32>
    "func.return"(%73, %119, %126, %arg34, %arg35, %arg33, %arg37, %arg36) : (tensor<i32>, tensor<6xui32>, tensor<6xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>) -> ()
  }) : () -> ()
  "func.func"() <{function_type = (tensor<ui32>, tensor<ui32>, tensor<3xui32>, tensor<3xui32>) -> (tensor<3xui32>, tensor<3xui32>), sym_name = "threefry2x32_28", sym_visibility = "private"}> ({
  ^bb0(%arg8: tensor<ui32>, %arg9: tensor<ui32>, %arg10: tensor<3xui32>, %arg11: tensor<3xui32>):
    %55 = "stablehlo.constant"() <{value = dense<[13, 15, 26, 6]> : tensor<4xui32>}> : () -> tensor<4xui32>
    %56 = "stablehlo.constant"() <{value = dense<[17, 29, 16, 24]> : tensor<4xui32>}> : () -> tensor<4xui32>
    %57 = "stablehlo.xor"(%arg8, %arg9) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
    %58 = "stablehlo.constant"() <{value = dense<466688986> : tensor<ui32>}> : () -> tensor<ui32>
    %59 = "stablehlo.xor"(%57, %58) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
    %60 = "stablehlo.broadcast_in_dim"(%arg8) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<3xui32>
    %61 = "stablehlo.add"(%arg10, %60) : (tensor<3xui32>, tensor<3xui32>) -> tensor<3xui32>
    %62 = "stablehlo.broadcast_in_dim"(%arg9) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<3xui32>
    %63 = "stablehlo.add"(%arg11, %62) : (tensor<3xui32>, tensor<3xui32>) -> tensor<3xui32>
    %64 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %65 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %66:9 = "stablehlo.while"(%65, %64, %61, %63, %arg9, %59, %arg8, %55, %56) ({
    ^bb0(%arg21: tensor<i32>, %arg22: tensor<i32>, %arg23: tensor<3xui32>, %arg24: tensor<3xui32>, %arg25: tensor<ui32>, %arg26: tensor<ui32>, %arg27: tensor<ui32>, %arg28: tensor<4xui32>, %arg29: tensor<4xui32>):
      %70 = "stablehlo.constant"() <{value = dense<5> : tensor<i32>}> : () -> tensor<i32>
      %71 = "stablehlo.compare"(%arg21, %70) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
      "stablehlo.return"(%71) : (tensor<i1>) -> ()
    }, {
    ^bb0(%arg12: tensor<i32>, %arg13: tensor<i32>, %arg14: tensor<3xui32>, %arg15: tensor<3xui32>, %arg16: tensor<ui32>, %arg17: tensor<ui32>, %arg18: tensor<ui32>, %arg19: tensor<4xui32>, %arg20: tensor<4xui32>):
      %67:8 = "func.call"(%arg13, %arg14, %arg15, %arg16, %arg17, %arg18, %arg19, %arg20) <{callee = @closed_call_29}> : (tensor<i32>, tensor<3xui32>, tensor<3xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>) -> (tensor<i32>, tensor<3xui32>, tensor<3xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>)
      %68 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
      %69 = "stablehlo.add"(%arg12, %68) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      "stablehlo.return"(%69, %67#0, %67#1, %67#2, %67#3, %67#4, %67#5, %67#6, %67#7) : (tensor<i32>, tensor<i32>, tensor<3xui32>, tensor<3xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>) -> ()
    }) : (tensor<i32>, tensor<i32>, tensor<3xui32>, tensor<3xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>) -> (tensor<i32>, tensor<i32>, tensor<3xui32>, tensor<3xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>)
    "func.return"(%66#2, %66#3) : (tensor<3xui32>, tensor<3xui32>) -> ()
  }) : () -> ()
  "func.func"() <{function_type = (tensor<i32>, tensor<3xui32>, tensor<3xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>) -> (tensor<i32>, tensor<3xui32>, tensor<3xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>), res_attrs = [{}, {}, {}, {}, {}, {}, {}, {}], sym_name = "closed_call_29", sym_visibility = "private"}> ({
  ^bb0(%arg0: tensor<i32>, %arg1: tensor<3xui32>, %arg2: tensor<3xui32>, %arg3: tensor<ui32>, %arg4: tensor<ui32>, %arg5: tensor<ui32>, %arg6: tensor<4xui32>, %arg7: tensor<4xui32>):
    %0 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
    %1 = "stablehlo.add"(%arg0, %0) : (tensor<i32>, tensor<i32>) -> tensor<i32>
    %2 = "stablehlo.slice"(%arg6) <{limit_indices = array<i64: 1>, start_indices = array<i64: 0>, strides = array<i64: 1>}> : (tensor<4xui32>) -> tensor<1xui32>
    %3 = "stablehlo.reshape"(%2) : (tensor<1xui32>) -> tensor<ui32>
    %4 = "stablehlo.add"(%arg1, %arg2) : (tensor<3xui32>, tensor<3xui32>) -> tensor<3xui32>
    %5 = "stablehlo.broadcast_in_dim"(%3) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<3xui32>
    %6 = "stablehlo.shift_left"(%arg2, %5) : (tensor<3xui32>, tensor<3xui32>) -> tensor<3xui32>
    %7 = "stablehlo.constant"() <{value = dense<32> : tensor<ui32>}> : () -> tensor<ui32>
    %8 = "stablehlo.subtract"(%7, %3) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
    %9 = "stablehlo.broadcast_in_dim"(%8) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<3xui32>
    %10 = "stablehlo.shift_right_logical"(%arg2, %9) : (tensor<3xui32>, tensor<3xui32>) -> tensor<3xui32>
    %11 = "stablehlo.or"(%6, %10) : (tensor<3xui32>, tensor<3xui32>) -> tensor<3xui32>
    %12 = "stablehlo.xor"(%4, %11) : (tensor<3xui32>, tensor<3xui32>) -> tensor<3xui32>
    %13 = "stablehlo.slice"(%arg6) <{limit_indices = array<i64: 2>, start_indices = array<i64: 1>, strides = array<i64: 1>}> : (tensor<4xui32>) -> tensor<1xui32>
    %14 = "stablehlo.reshape"(%13) : (tensor<1xui32>) -> tensor<ui32>
    %15 = "stablehlo.add"(%4, %12) : (tensor<3xui32>, tensor<3xui32>) -> tensor<3xui32>
    %16 = "stablehlo.broadcast_in_dim"(%14) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<3xui32>
    %17 = "stablehlo.shift_left"(%12, %16) : (tensor<3xui32>, tensor<3xui32>) -> tensor<3xui32>
    %18 = "stablehlo.constant"() <{value = dense<32> : tensor<ui32>}> : () -> tensor<ui32>
    %19 = "stablehlo.subtract"(%18, %14) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
    %20 = "stablehlo.broadcast_in_dim"(%19) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<3xui32>
    %21 = "stablehlo.shift_right_logical"(%12, %20) : (tensor<3xui32>, tensor<3xui32>) -> tensor<3xui32>
    %22 = "stablehlo.or"(%17, %21) : (tensor<3xui32>, tensor<3xui32>) -> tensor<3xui32>
    %23 = "stablehlo.xor"(%15, %22) : (tensor<3xui32>, tensor<3xui32>) -> tensor<3xui32>
    %24 = "stablehlo.slice"(%arg6) <{limit_indices = array<i64: 3>, start_indices = array<i64: 2>, strides = array<i64: 1>}> : (tensor<4xui32>) -> tensor<1xui32>
    %25 = "stablehlo.reshape"(%24) : (tensor<1xui32>) -> tensor<ui32>
    %26 = "stablehlo.add"(%15, %23) : (tensor<3xui32>, tensor<3xui32>) -> tensor<3xui32>
    %27 = "stablehlo.broadcast_in_dim"(%25) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<3xui32>
    %28 = "stablehlo.shift_left"(%23, %27) : (tensor<3xui32>, tensor<3xui32>) -> tensor<3xui32>
    %29 = "stablehlo.constant"() <{value = dense<32> : tensor<ui32>}> : () -> tensor<ui32>
    %30 = "stablehlo.subtract"(%29, %25) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
    %31 = "stablehlo.broadcast_in_dim"(%30) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<3xui32>
    %32 = "stablehlo.shift_right_logical"(%23, %31) : (tensor<3xui32>, tensor<3xui32>) -> tensor<3xui32>
    %33 = "stablehlo.or"(%28, %32) : (tensor<3xui32>, tensor<3xui32>) -> tensor<3xui32>
    %34 = "stablehlo.xor"(%26, %33) : (tensor<3xui32>, tensor<3xui32>) -> tensor<3xui32>
    %35 = "stablehlo.slice"(%arg6) <{limit_indices = array<i64: 4>, start_indices = array<i64: 3>, strides = array<i64: 1>}> : (tensor<4xui32>) -> tensor<1xui32>
    %36 = "stablehlo.reshape"(%35) : (tensor<1xui32>) -> tensor<ui32>
    %37 = "stablehlo.add"(%26, %34) : (tensor<3xui32>, tensor<3xui32>) -> tensor<3xui32>
    %38 = "stablehlo.broadcast_in_dim"(%36) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<3xui32>
    %39 = "stablehlo.shift_left"(%34, %38) : (tensor<3xui32>, tensor<3xui32>) -> tensor<3xui32>
    %40 = "stablehlo.constant"() <{value = dense<32> : tensor<ui32>}> : () -> tensor<ui32>
    %41 = "stablehlo.subtract"(%40, %36) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
    %42 = "stablehlo.broadcast_in_dim"(%41) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<3xui32>
    %43 = "stablehlo.shift_right_logical"(%34, %42) : (tensor<3xui32>, tensor<3xui32>) -> tensor<3xui32>
    %44 = "stablehlo.or"(%39, %43) : (tensor<3xui32>, tensor<3xui32>) -> tensor<3xui32>
    %45 = "stablehlo.xor"(%37, %44) : (tensor<3xui32>, tensor<3xui32>) -> tensor<3xui32>
    %46 = "stablehlo.broadcast_in_dim"(%arg3) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<3xui32>
    %47 = "stablehlo.add"(%37, %46) : (tensor<3xui32>, tensor<3xui32>) -> tensor<3xui32>
    %48 = "stablehlo.broadcast_in_dim"(%arg4) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<3xui32>
    %49 = "stablehlo.add"(%45, %48) : (tensor<3xui32>, tensor<3xui32>) -> tensor<3xui32>
    %50 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
    %51 = "stablehlo.add"(%arg0, %50) : (tensor<i32>, tensor<i32>) -> tensor<i32>
    %52 = "stablehlo.convert"(%51) : (tensor<i32>) -> tensor<ui32>
    %53 = "stablehlo.broadcast_in_dim"(%52) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<3xui32>
    %54 = "stablehlo.add"(%49, %53) : (tensor<3xui32>, tensor<3xui32>) -> tensor<3xui32>
    "func.return"(%1, %47, %54, %arg4, %arg5, %arg3, %arg7, %arg6) : (tensor<i32>, tensor<3xui32>, tensor<3xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>) -> ()
  }) : () -> ()
}) {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} : () -> ()

