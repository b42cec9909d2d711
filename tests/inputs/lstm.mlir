"builtin.module"() <{sym_name = "jit_with_results"}> ({
  "func.func"() <{arg_attrs = [{skein.parameter = "bias"}, {skein.parameter = "input"}, {skein.parameter = "out"}, {skein.parameter = "recurrent"}, {skein.batch = 0 : i64, skein.input = "x"}, {skein.batch = 0 : i64, skein.input = "y"}], function_type = (tensor<32xf32>, tensor<5x32xf32>, tensor<8x1xf32>, tensor<8x32xf32>, tensor<8x12x5xf32>, tensor<8x1xf32>) -> tensor<f32>, res_attrs = [{skein.result = "loss"}], sym_name = "main", sym_visibility = "public"}> ({
  ^bb0(%arg11: tensor<32xf32>, %arg12: tensor<5x32xf32>, %arg13: tensor<8x1xf32>, %arg14: tensor<8x32xf32>, %arg15: tensor<8x12x5xf32>, %arg16: tensor<8x1xf32>):
    %48 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %49 = "stablehlo.broadcast_in_dim"(%48) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<8x8xf32>
    %50 = "stablehlo.transpose"(%arg15) <{permutation = array<i64: 1, 0, 2>}> : (tensor<8x12x5xf32>) -> tensor<12x8x5xf32>
    %51 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %52 = "stablehlo.broadcast_in_dim"(%51) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<12x8x8xf32>
    %53 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %54:8 = "stablehlo.while"(%50, %arg12, %arg14, %arg11, %53, %49, %49, %52) ({
    ^bb0(%arg29: tensor<12x8x5xf32>, %arg30: tensor<5x32xf32>, %arg31: tensor<8x32xf32>, %arg32: tensor<32xf32>, %arg33: tensor<i32>, %arg34: tensor<8x8xf32>, %arg35: tensor<8x8xf32>, %arg36: tensor<12x8x8xf32>):
      %77 = "stablehlo.constant"() <{value = dense<12> : tensor<i32>}> : () -> tensor<i32>
      %78 = "stablehlo.compare"(%arg33, %77) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
      "stablehlo.return"(%78) : (tensor<i1>) -> ()
    }, {
    ^bb0(%arg21: tensor<12x8x5xf32>, %arg22: tensor<5x32xf32>, %arg23: tensor<8x32xf32>, %arg24: tensor<32xf32>, %arg25: tensor<i32>, %arg26: tensor<8x8xf32>, %arg27: tensor<8x8xf32>, %arg28: tensor<12x8x8xf32>):
      %72 = "func.call"(%arg21, %arg25) <{callee = @dynamic_index_in_dim}> : (tensor<12x8x5xf32>, tensor<i32>) -> tensor<8x5xf32>
      %73:3 = "func.call"(%arg22, %arg23, %arg24, %arg26, %arg27, %72) <{callee = @closed_call}> : (tensor<5x32xf32>, tensor<8x32xf32>, tensor<32xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x5xf32>) -> (tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>)
      %74 = "func.call"(%arg28, %73#2, %arg25) <{callee = @dynamic_update_index_in_dim}> : (tensor<12x8x8xf32>, tensor<8x8xf32>, tensor<i32>) -> tensor<12x8x8xf32>
      %75 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
      %76 = "stablehlo.add"(%arg25, %75) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      "stablehlo.return"(%arg21, %arg22, %arg23, %arg24, %76, %73#0, %73#1, %74) : (tensor<12x8x5xf32>, tensor<5x32xf32>, tensor<8x32xf32>, tensor<32xf32>, tensor<i32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<12x8x8xf32>) -> ()
    }) : (tensor<12x8x5xf32>, tensor<5x32xf32>, tensor<8x32xf32>, tensor<32xf32>, tensor<i32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<12x8x8xf32>) -> (tensor<12x8x5xf32>, tensor<5x32xf32>, tensor<8x32xf32>, tensor<32xf32>, tensor<i32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<12x8x8xf32>)
    %55 = "stablehlo.dot_general"(%54#5, %arg13) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<8x8xf32>, tensor<8x1xf32>) -> tensor<8x1xf32>
    %56 = "stablehlo.subtract"(%55, %arg16) : (tensor<8x1xf32>, tensor<8x1xf32>) -> tensor<8x1xf32>
    %57 = "stablehlo.multiply"(%56, %56) : (tensor<8x1xf32>, tensor<8x1xf32>) -> tensor<8x1xf32>
    %58 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %59 = "stablehlo.reduce"(%57, %58) <{dimensions = array<i64: 0, 1>}> ({
    ^bb0(%arg19: tensor<f32>, %arg20: tensor<f32>):
      %71 = "stablehlo.add"(%arg19, %arg20) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%71) : (tensor<f32>) -> ()
    }) : (tensor<8x1xf32>, tensor<f32>) -> tensor<f32>
    %60 = "stablehlo.constant"() <{value = dense<8.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %61 = "stablehlo.divide"(%59, %60) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %62 = "stablehlo.multiply"(%54#7, %54#7) : (tensor<12x8x8xf32>, tensor<12x8x8xf32>) -> tensor<12x8x8xf32>
    %63 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %64 = "stablehlo.reduce"(%62, %63) <{dimensions = array<i64: 0, 1, 2>}> ({
    ^bb0(%arg17: tensor<f32>, %arg18: tensor<f32>):
      %70 = "stablehlo.add"(%arg17, %arg18) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%70) : (tensor<f32>) -> ()
    }) : (tensor<12x8x8xf32>, tensor<f32>) -> tensor<f32>
    %65 = "stablehlo.constant"() <{value = dense<7.680000e+02> : tensor<f32>}> : () -> tensor<f32>
    %66 = "stablehlo.divide"(%64, %65) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %67 = "stablehlo.constant"() <{value = dense<0.00999999977> : tensor<f32>}> : () -> tensor<f32>
    %68 = "stablehlo.multiply"(%67, %66) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %69 = "stablehlo.add"(%61, %68) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    "func.return"(%69) : (tensor<f32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}], function_type = (tensor<12x8x5xf32>, tensor<i32>) -> tensor<8x5xf32>, res_attrs = [{}], sym_name = "dynamic_index_in_dim", sym_visibility = "private"}> ({
  ^bb0(%arg9: tensor<12x8x5xf32>, %arg10: tensor<i32>):
    %44 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %45 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %46 = "stablehlo.dynamic_slice"(%arg9, %arg10, %44, %45) <{slice_sizes = array<i64: 1, 8, 5>}> : (tensor<12x8x5xf32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<1x8x5xf32>
    %47 = "stablehlo.reshape"(%46) : (tensor<1x8x5xf32>) -> tensor<8x5xf32>
    "func.return"(%47) : (tensor<8x5xf32>) -> ()
  }) : () -> ()
  "func.func"() <{function_type = (tensor<5x32xf32>, tensor<8x32xf32>, tensor<32xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x5xf32>) -> (tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>), res_attrs = [{}, {}, {}], sym_name = "closed_call", sym_visibility = "private"}> ({
  ^bb0(%arg3: tensor<5x32xf32>, %arg4: tensor<8x32xf32>, %arg5: tensor<32xf32>, %arg6: tensor<8x8xf32>, %arg7: tensor<8x8xf32>, %arg8: tensor<8x5xf32>):
    %4 = "stablehlo.dot_general"(%arg8, %arg3) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<8x5xf32>, tensor<5x32xf32>) -> tensor<8x32xf32>
    %5 = "stablehlo.dot_general"(%arg6, %arg4) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<8x8xf32>, tensor<8x32xf32>) -> tensor<8x32xf32>
    %6 = "stablehlo.add"(%4, %5) : (tensor<8x32xf32>, tensor<8x32xf32>) -> tensor<8x32xf32>
    %7 = "stablehlo.broadcast_in_dim"(%arg5) <{broadcast_dimensions = array<i64: 1>}> : (tensor<32xf32>) -> tensor<1x32xf32>
    %8 = "stablehlo.broadcast_in_dim"(%7) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<1x32xf32>) -> tensor<8x32xf32>
    %9 = "stablehlo.add"(%6, %8) : (tensor<8x32xf32>, tensor<8x32xf32>) -> tensor<8x32xf32>
    %10 = "stablehlo.slice"(%9) <{limit_indices = array<i64: 8, 8>, start_indices = array<i64: 0, 0>, strides = array<i64: 1, 1>}> : (tensor<8x32xf32>) -> tensor<8x8xf32>
    %11 = "stablehlo.slice"(%9) <{limit_indices = array<i64: 8, 16>, start_indices = array<i64: 0, 8>, strides = array<i64: 1, 1>}> : (tensor<8x32xf32>) -> tensor<8x8xf32>
    %12 = "stablehlo.slice"(%9) <{limit_indices = array<i64: 8, 24>, start_indices = array<i64: 0, 16>, strides = array<i64: 1, 1>}> : (tensor<8x32xf32>) -> tensor<8x8xf32>
    %13 = "stablehlo.slice"(%9) <{limit_indices = array<i64: 8, 32>, start_indices = array<i64: 0, 24>, strides = array<i64: 1, 1>}> : (tensor<8x32xf32>) -> tensor<8x8xf32>
    %14 = "stablehlo.negate"(%11) : (tensor<8x8xf32>) -> tensor<8x8xf32>
    %15 = "stablehlo.exponential"(%14) : (tensor<8x8xf32>) -> tensor<8x8xf32>
    %16 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %17 = "stablehlo.broadcast_in_dim"(%16) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<8x8xf32>
    %18 = "stablehlo.add"(%17, %15) : (tensor<8x8xf32>, tensor<8x8xf32>) -> tensor<8x8xf32>
    %19 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %20 = "stablehlo.broadcast_in_dim"(%19) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<8x8xf32>
    %21 = "stablehlo.divide"(%20, %18) : (tensor<8x8xf32>, tensor<8x8xf32>) -> tensor<8x8xf32>
    %22 = "stablehlo.multiply"(%21, %arg7) : (tensor<8x8xf32>, tensor<8x8xf32>) -> tensor<8x8xf32>
    %23 = "stablehlo.negate"(%10) : (tensor<8x8xf32>) -> tensor<8x8xf32>
    %24 = "stablehlo.exponential"(%23) : (tensor<8x8xf32>) -> tensor<8x8xf32>
    %25 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %26 = "stablehlo.broadcast_in_dim"(%25) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<8x8xf32>
    %27 = "stablehlo.add"(%26, %24) : (tensor<8x8xf32>, tensor<8x8xf32>) -> tensor<8x8xf32>
    %28 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %29 = "stablehlo.broadcast_in_dim"(%28) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<8x8xf32>
    %30 = "stablehlo.divide"(%29, %27) : (tensor<8x8xf32>, tensor<8x8xf32>) -> tensor<8x8xf32>
    %31 = "stablehlo.tanh"(%13) : (tensor<8x8xf32>) -> tensor<8x8xf32>
    %32 = "stablehlo.multiply"(%30, %31) : (tensor<8x8xf32>, tensor<8x8xf32>) -> tensor<8x8xf32>
    %33 = "stablehlo.add"(%22, %32) : (tensor<8x8xf32>, tensor<8x8xf32>) -> tensor<8x8xf32>
    %34 = "stablehlo.negate"(%12) : (tensor<8x8xf32>) -> tensor<8x8xf32>
    %35 = "stablehlo.exponential"(%34) : (tensor<8x8xf32>) -> tensor<8x8xf32>
    %36 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %37 = "stablehlo.broadcast_in_dim"(%36) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<8x8xf32>
    %38 = "stablehlo.add"(%37, %35) : (tensor<8x8xf32>, tensor<8x8xf32>) -> tensor<8x8xf32>
    %39 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %40 = "stablehlo.broadcast_in_dim"(%39) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<8x8xf32>
    %41 = "stablehlo.divide"(%40, %38) : (tensor<8x8xf32>, tensor<8x8xf32>) -> tensor<8x8xf32>
    %42 = "stablehlo.tanh"(%33) : (tensor<8x8xf32>) -> tensor<8x8xf32>
    %43 = "stablehlo.multiply"(%41, %42) : (tensor<8x8xf32>, tensor<8x8xf32>) -> tensor<8x8xf32>
    "func.return"(%43, %33, %43) : (tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<12x8x8xf32>, tensor<8x8xf32>, tensor<i32>) -> tensor<12x8x8xf32>, res_attrs = [{}], sym_name = "dynamic_update_index_in_dim", sym_visibility = "private"}> ({
  ^bb0(%arg0: tensor<12x8x8xf32>, %arg1: tensor<8x8xf32>, %arg2: tensor<i32>):
    %0 = "stablehlo.broadcast_in_dim"(%arg1) <{broadcast_dimensions = array<i64: 1, 2>}> : (tensor<8x8xf32>) -> tensor<1x8x8xf32>
    %1 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %2 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %3 = "stablehlo.dynamic_update_slice"(%arg0, %0, %arg2, %1, %2) : (tensor<12x8x8xf32>, tensor<1x8x8xf32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<12x8x8xf32>
    "func.return"(%3) : (tensor<12x8x8xf32>) -> ()
  }) : () -> ()
}) {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} : () -> ()

