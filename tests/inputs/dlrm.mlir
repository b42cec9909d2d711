"builtin.module"() <{sym_name = "jit_with_results"}> ({
  "func.func"() <{arg_attrs = [{skein.parameter = "bottom.0.b"}, {skein.parameter = "bottom.0.w"}, {skein.parameter = "bottom.1.b"}, {skein.parameter = "bottom.1.w"}, {skein.parameter = "tables.0"}, {skein.parameter = "tables.1"}, {skein.parameter = "tables.2"}, {skein.parameter = "top.0.b"}, {skein.parameter = "top.0.w"}, {skein.parameter = "top.1.b"}, {skein.parameter = "top.1.w"}, {skein.batch = 0 : i64, skein.input = "clicked"}, {skein.batch = 0 : i64, skein.input = "dense"}, {skein.batch = 0 : i64, skein.input = "sparse"}], function_type = (tensor<8xf32>, tensor<6x8xf32>, tensor<4xf32>, tensor<8x4xf32>, tensor<10x4xf32>, tensor<20x4xf32>, tensor<30x4xf32>, tensor<8xf32>, tensor<10x8xf32>, tensor<1xf32>, tensor<8x1xf32>, tensor<8xf32>, tensor<8x6xf32>, tensor<8x3xi32>) -> tensor<f32>, res_attrs = [{skein.result = "loss"}], sym_name = "main", sym_visibility = "public"}> ({
  ^bb0(%arg10: tensor<8xf32>, %arg11: tensor<6x8xf32>, %arg12: tensor<4xf32>, %arg13: tensor<8x4xf32>, %arg14: tensor<10x4xf32>, %arg15: tensor<20x4xf32>, %arg16: tensor<30x4xf32>, %arg17: tensor<8xf32>, %arg18: tensor<10x8xf32>, %arg19: tensor<1xf32>, %arg20: tensor<8x1xf32>, %arg21: tensor<8xf32>, %arg22: tensor<8x6xf32>, %arg23: tensor<8x3xi32>):
    %76 = "stablehlo.constant"() <{value = dense<[1, 2, 2, 3, 3, 3]> : tensor<6xi32>}> : () -> tensor<6xi32>
    %77 = "stablehlo.constant"() <{value = dense<false> : tensor<6xi1>}> : () -> tensor<6xi1>
    %78 = "stablehlo.constant"() <{value = dense<[0, 0, 1, 0, 1, 2]> : tensor<6xi32>}> : () -> tensor<6xi32>
    %79 = "stablehlo.constant"() <{value = dense<false> : tensor<6xi1>}> : () -> tensor<6xi1>
    %80 = "stablehlo.dot_general"(%arg22, %arg11) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<8x6xf32>, tensor<6x8xf32>) -> tensor<8x8xf32>
    %81 = "stablehlo.broadcast_in_dim"(%arg10) <{broadcast_dimensions = array<i64: 1>}> : (tensor<8xf32>) -> tensor<1x8xf32>
    %82 = "stablehlo.broadcast_in_dim"(%81) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<1x8xf32>) -> tensor<8x8xf32>
    %83 = "stablehlo.add"(%80, %82) : (tensor<8x8xf32>, tensor<8x8xf32>) -> tensor<8x8xf32>
    %84 = "func.call"(%83) <{callee = @relu}> : (tensor<8x8xf32>) -> tensor<8x8xf32>
    %85 = "stablehlo.dot_general"(%84, %arg13) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<8x8xf32>, tensor<8x4xf32>) -> tensor<8x4xf32>
    %86 = "stablehlo.broadcast_in_dim"(%arg12) <{broadcast_dimensions = array<i64: 1>}> : (tensor<4xf32>) -> tensor<1x4xf32>
    %87 = "stablehlo.broadcast_in_dim"(%86) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<1x4xf32>) -> tensor<8x4xf32>
    %88 = "stablehlo.add"(%85, %87) : (tensor<8x4xf32>, tensor<8x4xf32>) -> tensor<8x4xf32>
    %89 = "func.call"(%88) <{callee = @relu_0}> : (tensor<8x4xf32>) -> tensor<8x4xf32>
    %90 = "stablehlo.slice"(%arg23) <{limit_indices = array<i64: 8, 1>, start_indices = array<i64: 0, 0>, strides = array<i64: 1, 1>}> : (tensor<8x3xi32>) -> tensor<8x1xi32>
    %91 = "stablehlo.reshape"(%90) : (tensor<8x1xi32>) -> tensor<8xi32>
    %92 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %93 = "stablehlo.broadcast_in_dim"(%92) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<8xi32>
    %94 = "stablehlo.compare"(%91, %93) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<8xi32>, tensor<8xi32>) -> tensor<8xi1>
    %95 = "stablehlo.constant"() <{value = dense<10> : tensor<i32>}> : () -> tensor<i32>
    %96 = "stablehlo.broadcast_in_dim"(%95) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<8xi32>
    %97 = "stablehlo.add"(%91, %96) : (tensor<8xi32>, tensor<8xi32>) -> tensor<8xi32>
    %98 = "stablehlo.select"(%94, %97, %91) : (tensor<8xi1>, tensor<8xi32>, tensor<8xi32>) -> tensor<8xi32>
    %99 = "stablehlo.broadcast_in_dim"(%98) <{broadcast_dimensions = array<i64: 0>}> : (tensor<8xi32>) -> tensor<8x1xi32>
    %100 = "stablehlo.gather"(%arg14, %99) <{dimension_numbers = #stablehlo.gather<offset_dims = [1], collapsed_slice_dims = [0], start_index_map = [0], index_vector_dim = 1>, indices_are_sorted = false, slice_sizes = array<i64: 1, 4>}> : (tensor<10x4xf32>, tensor<8x1xi32>) -> tensor<8x4xf32>
    %101 = "stablehlo.slice"(%arg23) <{limit_indices = array<i64: 8, 2>, start_indices = array<i64: 0, 1>, strides = array<i64: 1, 1>}> : (tensor<8x3xi32>) -> tensor<8x1xi32>
    %102 = "stablehlo.reshape"(%101) : (tensor<8x1xi32>) -> tensor<8xi32>
    %103 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %104 = "stablehlo.broadcast_in_dim"(%103) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<8xi32>
    %105 = "stablehlo.compare"(%102, %104) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<8xi32>, tensor<8xi32>) -> tensor<8xi1>
    %106 = "stablehlo.constant"() <{value = dense<20> : tensor<i32>}> : () -> tensor<i32>
    %107 = "stablehlo.broadcast_in_dim"(%106) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<8xi32>
    %108 = "stablehlo.add"(%102, %107) : (tensor<8xi32>, tensor<8xi32>) -> tensor<8xi32>
    %109 = "stablehlo.select"(%105, %108, %102) : (tensor<8xi1>, tensor<8xi32>, tensor<8xi32>) -> tensor<8xi32>
    %110 = "stablehlo.broadcast_in_dim"(%109) <{broadcast_dimensions = array<i64: 0>}> : (tensor<8xi32>) -> tensor<8x1xi32>
    %111 = "stablehlo.gather"(%arg15, %110) <{dimension_numbers = #stablehlo.gather<offset_dims = [1], collapsed_slice_dims = [0], start_index_map = [0], index_vector_dim = 1>, indices_are_sorted = false, slice_sizes = array<i64: 1, 4>}> : (tensor<20x4xf32>, tensor<8x1xi32>) -> tensor<8x4xf32>
    %112 = "stablehlo.slice"(%arg23) <{limit_indices = array<i64: 8, 3>, start_indices = array<i64: 0, 2>, strides = array<i64: 1, 1>}> : (tensor<8x3xi32>) -> tensor<8x1xi32>
    %113 = "stablehlo.reshape"(%112) : (tensor<8x1xi32>) -> tensor<8xi32>
    %114 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %115 = "stablehlo.broadcast_in_dim"(%114) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<8xi32>
    %116 = "stablehlo.compare"(%113, %115) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<8xi32>, tensor<8xi32>) -> tensor<8xi1>
    %117 = "stablehlo.constant"() <{value = dense<30> : tensor<i32>}> : () -> tensor<i32>
    %118 = "stablehlo.broadcast_in_dim"(%117) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<8xi32>
    %119 = "stablehlo.add"(%113, %118) : (tensor<8xi32>, tensor<8xi32>) -> tensor<8xi32>
    %120 = "stablehlo.select"(%116, %119, %113) : (tensor<8xi1>, tensor<8xi32>, tensor<8xi32>) -> tensor<8xi32>
    %121 = "stablehlo.broadcast_in_dim"(%120) <{broadcast_dimensions = array<i64: 0>}> : (tensor<8xi32>) -> tensor<8x1xi32>
    %122 = "stablehlo.gather"(%arg16, %121) <{dimension_numbers = #stablehlo.gather<offset_dims = [1], collapsed_slice_dims = [0], start_index_map = [0], index_vector_dim = 1>, indices_are_sorted = false, slice_sizes = array<i64: 1, 4>}> : (tensor<30x4xf32>, tensor<8x1xi32>) -> tensor<8x4xf32>
    %123 = "stablehlo.broadcast_in_dim"(%89) <{broadcast_dimensions = array<i64: 0, 2>}> : (tensor<8x4xf32>) -> tensor<8x1x4xf32>
    %124 = "stablehlo.broadcast_in_dim"(%100) <{broadcast_dimensions = array<i64: 0, 2>}> : (tensor<8x4xf32>) -> tensor<8x1x4xf32>
    %125 = "stablehlo.broadcast_in_dim"(%111) <{broadcast_dimensions = array<i64: 0, 2>}> : (tensor<8x4xf32>) -> tensor<8x1x4xf32>
    %126 = "stablehlo.broadcast_in_dim"(%122) <{broadcast_dimensions = array<i64: 0, 2>}> : (tensor<8x4xf32>) -> tensor<8x1x4xf32>
    %127 = "stablehlo.concatenate"(%123, %124, %125, %126) <{dimension = 1 : i64}> : (tensor<8x1x4xf32>, tensor<8x1x4xf32>, tensor<8x1x4xf32>, tensor<8x1x4xf32>) -> tensor<8x4x4xf32>
    %128 = "stablehlo.dot_general"(%127, %127) <{dot_dimension_numbers = #stablehlo.dot<lhs_batching_dimensions = [0], rhs_batching_dimensions = [0], lhs_contracting_dimensions = [2], rhs_contracting_dimensions = [2]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<8x4x4xf32>, tensor<8x4x4xf32>) -> tensor<8x4x4xf32>
    %129 = "stablehlo.constant"() <{value = dense<4> : tensor<i32>}> : () -> tensor<i32>
    %130 = "stablehlo.broadcast_in_dim"(%129) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<6xi32>
    %131 = "stablehlo.add"(%76, %130) : (tensor<6xi32>, tensor<6xi32>) -> tensor<6xi32>
    %132 = "stablehlo.select"(%77, %131, %76) : (tensor<6xi1>, tensor<6xi32>, tensor<6xi32>) -> tensor<6xi32>
    %133 = "stablehlo.constant"() <{value = dense<4> : tensor<i32>}> : () -> tensor<i32>
    %134 = "stablehlo.broadcast_in_dim"(%133) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<6xi32>
    %135 = "stablehlo.add"(%78, %134) : (tensor<6xi32>, tensor<6xi32>) -> tensor<6xi32>
    %136 = "stablehlo.select"(%79, %135, %78) : (tensor<6xi1>, tensor<6xi32>, tensor<6xi32>) -> tensor<6xi32>
    %137 = "stablehlo.broadcast_in_dim"(%132) <{broadcast_dimensions = array<i64: 0>}> : (tensor<6xi32>) -> tensor<6x1xi32>
    %138 = "stablehlo.broadcast_in_dim"(%136) <{broadcast_dimensions = array<i64: 0>}> : (tensor<6xi32>) -> tensor<6x1xi32>
    %139 = "stablehlo.concatenate"(%137, %138) <{dimension = 1 : i64}> : (tensor<6x1xi32>, tensor<6x1xi32>) -> tensor<6x2xi32>
    %140 = "stablehlo.gather"(%128, %139) <{dimension_numbers = #stablehlo.gather<offset_dims = [0], collapsed_slice_dims = [1, 2], start_index_map = [1, 2], index_vector_dim = 1>, indices_are_sorted = false, slice_sizes = array<i64: 8, 1, 1>}> : (tensor<8x4x4xf32>, tensor<6x2xi32>) -> tensor<8x6xf32>
    %141 = "stablehlo.concatenate"(%89, %140) <{dimension = 1 : i64}> : (tensor<8x4xf32>, tensor<8x6xf32>) -> tensor<8x10xf32>
    %142 = "stablehlo.dot_general"(%141, %arg18) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<8x10xf32>, tensor<10x8xf32>) -> tensor<8x8xf32>
    %143 = "stablehlo.broadcast_in_dim"(%arg17) <{broadcast_dimensions = array<i64: 1>}> : (tensor<8xf32>) -> tensor<1x8xf32>
    %144 = "stablehlo.broadcast_in_dim"(%143) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<1x8xf32>) -> tensor<8x8xf32>
    %145 = "stablehlo.add"(%142, %144) : (tensor<8x8xf32>, tensor<8x8xf32>) -> tensor<8x8xf32>
    %146 = "func.call"(%145) <{callee = @relu}> : (tensor<8x8xf32>) -> tensor<8x8xf32>
    %147 = "stablehlo.dot_general"(%146, %arg20) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<8x8xf32>, tensor<8x1xf32>) -> tensor<8x1xf32>
    %148 = "stablehlo.broadcast_in_dim"(%arg19) <{broadcast_dimensions = array<i64: 1>}> : (tensor<1xf32>) -> tensor<1x1xf32>
    %149 = "stablehlo.broadcast_in_dim"(%148) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<1x1xf32>) -> tensor<8x1xf32>
    %150 = "stablehlo.add"(%147, %149) : (tensor<8x1xf32>, tensor<8x1xf32>) -> tensor<8x1xf32>
    %151 = "stablehlo.reshape"(%150) : (tensor<8x1xf32>) -> tensor<8xf32>
    %152 = "func.call"(%151) <{callee = @log_sigmoid}> : (tensor<8xf32>) -> tensor<8xf32>
    %153 = "stablehlo.multiply"(%arg21, %152) : (tensor<8xf32>, tensor<8xf32>) -> tensor<8xf32>
    %154 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %155 = "stablehlo.broadcast_in_dim"(%154) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<8xf32>
    %156 = "stablehlo.subtract"(%155, %arg21) : (tensor<8xf32>, tensor<8xf32>) -> tensor<8xf32>
    %157 = "stablehlo.negate"(%151) : (tensor<8xf32>) -> tensor<8xf32>
    %158 = "func.call"(%157) <{callee = @log_sigmoid}> : (tensor<8xf32>) -> tensor<8xf32>
    %159 = "stablehlo.multiply"(%156, %158) : (tensor<8xf32>, tensor<8xf32>) -> tensor<8xf32>
    %160 = "stablehlo.add"(%153, %159) : (tensor<8xf32>, tensor<8xf32>) -> tensor<8xf32>
    %161 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %162 = "stablehlo.reduce"(%160, %161) <{dimensions = array<i64: 0>}> ({
    ^bb0(%arg24: tensor<f32>, %arg25: tensor<f32>):
      %166 = "stablehlo.add"(%arg24, %arg25) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%166) : (tensor<f32>) -> ()
    }) : (tensor<8xf32>, tensor<f32>) -> tensor<f32>
    %163 = "stablehlo.constant"() <{value = dense<8.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %164 = "stablehlo.divide"(%162, %163) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %165 = "stablehlo.negate"(%164) : (tensor<f32>) -> tensor<f32>
    "func.return"(%165) : (tensor<f32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}], function_type = (tensor<8x8xf32>) -> tensor<8x8xf32>, res_attrs = [{}], sym_name = "relu", sym_visibility = "private"}> ({
  ^bb0(%arg9: tensor<8x8xf32>):
    %73 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %74 = "stablehlo.broadcast_in_dim"(%73) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<8x8xf32>
    %75 = "stablehlo.maximum"(%arg9, %74) : (tensor<8x8xf32>, tensor<8x8xf32>) -> tensor<8x8xf32>
    "func.return"(%75) : (tensor<8x8xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}], function_type = (tensor<8x4xf32>) -> tensor<8x4xf32>, res_attrs = [{}], sym_name = "relu_0", sym_visibility = "private"}> ({
  ^bb0(%arg8: tensor<8x4xf32>):
    %70 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %71 = "stablehlo.broadcast_in_dim"(%70) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<8x4xf32>
    %72 = "stablehlo.maximum"(%arg8, %71) : (tensor<8x4xf32>, tensor<8x4xf32>) -> tensor<8x4xf32>
    "func.return"(%72) : (tensor<8x4xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}], function_type = (tensor<8xf32>) -> tensor<8xf32>, res_attrs = [{}], sym_name = "log_sigmoid", sym_visibility = "private"}> ({
  ^bb0(%arg7: tensor<8xf32>):
    %67 = "stablehlo.negate"(%arg7) : (tensor<8xf32>) -> tensor<8xf32>
    %68 = "func.call"(%67) <{callee = @softplus}> : (tensor<8xf32>) -> tensor<8xf32>
    %69 = "stablehlo.negate"(%68) : (tensor<8xf32>) -> tensor<8xf32>
    "func.return"(%69) : (tensor<8xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}], function_type = (tensor<8xf32>) -> tensor<8xf32>, res_attrs = [{}], sym_name = "softplus", sym_visibility = "private"}> ({
  ^bb0(%arg6: tensor<8xf32>):
    %5 = "stablehlo.custom_call"(%arg6) <{call_target_name = "skein.stop_gradient"}> : (tensor<8xf32>) -> tensor<8xf32>
    %6 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %7 = "stablehlo.custom_call"(%6) <{call_target_name = "skein.stop_gradient"}> : (tensor<f32>) -> tensor<f32>
    %8 = "stablehlo.is_finite"(%arg6) : (tensor<8xf32>) -> tensor<8xi1>
    %9 = "stablehlo.custom_call"(%arg6) <{call_target_name = "skein.stop_gradient"}> : (tensor<8xf32>) -> tensor<8xf32>
    %10 = "stablehlo.subtract"(%arg6, %9) : (tensor<8xf32>, tensor<8xf32>) -> tensor<8xf32>
    %11 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %12 = "func.call"(%8, %10, %11) <{callee = @_where}> : (tensor<8xi1>, tensor<8xf32>, tensor<i32>) -> tensor<8xf32>
    %13 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %14 = "stablehlo.is_finite"(%13) : (tensor<f32>) -> tensor<i1>
    %15 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %16 = "stablehlo.custom_call"(%15) <{call_target_name = "skein.stop_gradient"}> : (tensor<f32>) -> tensor<f32>
    %17 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %18 = "stablehlo.subtract"(%17, %16) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %19 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %20 = "func.call"(%14, %18, %19) <{callee = @_where_1}> : (tensor<i1>, tensor<f32>, tensor<i32>) -> tensor<f32>
    %21 = "stablehlo.broadcast_in_dim"(%7) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<8xf32>
    %22 = "stablehlo.maximum"(%5, %21) : (tensor<8xf32>, tensor<8xf32>) -> tensor<8xf32>
    %23 = "stablehlo.broadcast_in_dim"(%7) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<8xf32>
    %24 = "stablehlo.subtract"(%5, %23) : (tensor<8xf32>, tensor<8xf32>) -> tensor<8xf32>
    %25 = "stablehlo.compare"(%24, %24) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction NE>}> : (tensor<8xf32>, tensor<8xf32>) -> tensor<8xi1>
    %26 = "stablehlo.broadcast_in_dim"(%7) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<8xf32>
    %27 = "stablehlo.add"(%5, %26) : (tensor<8xf32>, tensor<8xf32>) -> tensor<8xf32>
    %28 = "stablehlo.abs"(%24) : (tensor<8xf32>) -> tensor<8xf32>
    %29 = "stablehlo.negate"(%28) : (tensor<8xf32>) -> tensor<8xf32>
    %30 = "stablehlo.exponential"(%29) : (tensor<8xf32>) -> tensor<8xf32>
    %31 = "stablehlo.log_plus_one"(%30) : (tensor<8xf32>) -> tensor<8xf32>
    %32 = "stablehlo.add"(%22, %31) : (tensor<8xf32>, tensor<8xf32>) -> tensor<8xf32>
    %33 = "stablehlo.select"(%25, %27, %32) : (tensor<8xi1>, tensor<8xf32>, tensor<8xf32>) -> tensor<8xf32>
    %34 = "stablehlo.constant"() <{value = dense<0x7F800000> : tensor<f32>}> : () -> tensor<f32>
    %35 = "stablehlo.broadcast_in_dim"(%34) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<8xf32>
    %36 = "stablehlo.compare"(%5, %35) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction EQ>}> : (tensor<8xf32>, tensor<8xf32>) -> tensor<8xi1>
    %37 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %38 = "stablehlo.broadcast_in_dim"(%37) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<8xf32>
    %39 = "stablehlo.select"(%36, %38, %5) : (tensor<8xi1>, tensor<8xf32>, tensor<8xf32>) -> tensor<8xf32>
    %40 = "stablehlo.constant"() <{value = dense<0x7F800000> : tensor<f32>}> : () -> tensor<f32>
    %41 = "stablehlo.broadcast_in_dim"(%40) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<8xf32>
    %42 = "stablehlo.compare"(%33, %41) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction EQ>}> : (tensor<8xf32>, tensor<8xf32>) -> tensor<8xi1>
    %43 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %44 = "stablehlo.broadcast_in_dim"(%43) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<8xf32>
    %45 = "stablehlo.select"(%42, %44, %33) : (tensor<8xi1>, tensor<8xf32>, tensor<8xf32>) -> tensor<8xf32>
    %46 = "stablehlo.subtract"(%39, %45) : (tensor<8xf32>, tensor<8xf32>) -> tensor<8xf32>
    %47 = "stablehlo.exponential"(%46) : (tensor<8xf32>) -> tensor<8xf32>
    %48 = "stablehlo.multiply"(%12, %47) : (tensor<8xf32>, tensor<8xf32>) -> tensor<8xf32>
    %49 = "stablehlo.constant"() <{value = dense<0x7F800000> : tensor<f32>}> : () -> tensor<f32>
    %50 = "stablehlo.compare"(%7, %49) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction EQ>}> : (tensor<f32>, tensor<f32>) -> tensor<i1>
    %51 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %52 = "stablehlo.select"(%50, %51, %7) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
    %53 = "stablehlo.constant"() <{value = dense<0x7F800000> : tensor<f32>}> : () -> tensor<f32>
    %54 = "stablehlo.broadcast_in_dim"(%53) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<8xf32>
    %55 = "stablehlo.compare"(%33, %54) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction EQ>}> : (tensor<8xf32>, tensor<8xf32>) -> tensor<8xi1>
    %56 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %57 = "stablehlo.broadcast_in_dim"(%56) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<8xf32>
    %58 = "stablehlo.select"(%55, %57, %33) : (tensor<8xi1>, tensor<8xf32>, tensor<8xf32>) -> tensor<8xf32>
    %59 = "stablehlo.broadcast_in_dim"(%52) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<8xf32>
    %60 = "stablehlo.subtract"(%59, %58) : (tensor<8xf32>, tensor<8xf32>) -> tensor<8xf32>
    %61 = "stablehlo.exponential"(%60) : (tensor<8xf32>) -> tensor<8xf32>
    %62 = "stablehlo.broadcast_in_dim"(%20) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<8xf32>
    %63 = "stablehlo.multiply"(%62, %61) : (tensor<8xf32>, tensor<8xf32>) -> tensor<8xf32>
    %64 = "stablehlo.add"(%48, %63) : (tensor<8xf32>, tensor<8xf32>) -> tensor<8xf32>
    %65 = "stablehlo.custom_call"(%33) <{call_target_name = "skein.stop_gradient"}> : (tensor<8xf32>) -> tensor<8xf32>
    %66 = "stablehlo.add"(%65, %64) : (tensor<8xf32>, tensor<8xf32>) -> tensor<8xf32>
    "func.return"(%66) : (tensor<8xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<8xi1>, tensor<8xf32>, tensor<i32>) -> tensor<8xf32>, res_attrs = [{}], sym_name = "_where", sym_visibility = "private"}> ({
  ^bb0(%arg3: tensor<8xi1>, %arg4: tensor<8xf32>, %arg5: tensor<i32>):
    %2 = "stablehlo.convert"(%arg5) : (tensor<i32>) -> tensor<f32>
    %3 = "stablehlo.broadcast_in_dim"(%2) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<8xf32>
    %4 = "stablehlo.select"(%arg3, %arg4, %3) : (tensor<8xi1>, tensor<8xf32>, tensor<8xf32>) -> tensor<8xf32>
    "func.return"(%4) : (tensor<8xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<i1>, tensor<f32>, tensor<i32>) -> tensor<f32>, res_attrs = [{}], sym_name = "_where_1", sym_visibility = "private"}> ({
  ^bb0(%arg0: tensor<i1>, %arg1: tensor<f32>, %arg2: tensor<i32>):
    %0 = "stablehlo.convert"(%arg2) : (tensor<i32>) -> tensor<f32>
    %1 = "stablehlo.select"(%arg0, %arg1, %0) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
    "func.return"(%1) : (tensor<f32>) -> ()
  }) : () -> ()
}) {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} : () -> ()

