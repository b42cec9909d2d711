"builtin.module"() <{sym_name = "jit_with_results"}> ({
  "func.func"() <{arg_attrs = [{skein.parameter = "bias"}, {skein.parameter = "input"}, {skein.parameter = "out"}, {skein.parameter = "recurrent"}, {skein.batch = 0 : i64, skein.input = "x"}, {skein.batch = 0 : i64, skein.input = "y"}], function_type = (tensor<32xf32>, tensor<5x32xf32>, tensor<8x1xf32>, tensor<8x32xf32>, tensor<8x12x5xf32>, tensor<8x1xf32>) -> (tensor<f32>, tensor<32xf32>, tensor<5x32xf32>, tensor<8x1xf32>, tensor<8x32xf32>), res_attrs = [{skein.result = "loss"}, {skein.gradient = "bias"}, {skein.gradient = "input"}, {skein.gradient = "out"}, {skein.gradient = "recurrent"}], sym_name = "main", sym_visibility = "public"}> ({
  ^bb0(%arg37: tensor<32xf32>, %arg38: tensor<5x32xf32>, %arg39: tensor<8x1xf32>, %arg40: tensor<8x32xf32>, %arg41: tensor<8x12x5xf32>, %arg42: tensor<8x1xf32>):
    %102 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %103 = "stablehlo.broadcast_in_dim"(%102) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<8x8xf32>
    %104 = "stablehlo.transpose"(%arg41) <{permutation = array<i64: 1, 0, 2>}> : (tensor<8x12x5xf32>) -> tensor<12x8x5xf32>
    %105 = "stablehlo.broadcast_in_dim"(%arg37) <{broadcast_dimensions = array<i64: 1>}> : (tensor<32xf32>) -> tensor<1x32xf32>
    %106 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %107 = "stablehlo.broadcast_in_dim"(%106) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<12x8x8xf32>
    %108 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %109 = "stablehlo.broadcast_in_dim"(%108) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<12x8x8xf32>
    %110 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %111 = "stablehlo.broadcast_in_dim"(%110) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<12x8x8xf32>
    %112 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %113 = "stablehlo.broadcast_in_dim"(%112) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<12x8x8xf32>
    %114 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %115 = "stablehlo.broadcast_in_dim"(%114) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<12x8x8xf32>
    %116 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %117 = "stablehlo.broadcast_in_dim"(%116) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<12x8x8xf32>
    %118 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %119 = "stablehlo.broadcast_in_dim"(%118) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<12x8x8xf32>
    %120 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %121 = "stablehlo.broadcast_in_dim"(%120) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<12x8x8xf32>
    %122 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %123 = "stablehlo.broadcast_in_dim"(%122) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<12x8x8xf32>
    %124 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %125 = "stablehlo.broadcast_in_dim"(%124) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<12x8x8xf32>
    %126 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %127 = "stablehlo.broadcast_in_dim"(%126) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<12x8x8xf32>
    %128 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %129 = "stablehlo.broadcast_in_dim"(%128) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<12x8x8xf32>
    %130 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %131 = "stablehlo.broadcast_in_dim"(%130) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<12x8x8xf32>
    %132 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %133:20 = "stablehlo.while"(%104, %arg38, %arg40, %105, %132, %103, %103, %107, %109, %111, %113, %115, %117, %119, %121, %123, %125, %127, %129, %131) ({
    ^bb0(%arg109: tensor<12x8x5xf32>, %arg110: tensor<5x32xf32>, %arg111: tensor<8x32xf32>, %arg112: tensor<1x32xf32>, %arg113: tensor<i32>, %arg114: tensor<8x8xf32>, %arg115: tensor<8x8xf32>, %arg116: tensor<12x8x8xf32>, %arg117: tensor<12x8x8xf32>, %arg118: tensor<12x8x8xf32>, %arg119: tensor<12x8x8xf32>, %arg120: tensor<12x8x8xf32>, %arg121: tensor<12x8x8xf32>, %arg122: tensor<12x8x8xf32>, %arg123: tensor<12x8x8xf32>, %arg124: tensor<12x8x8xf32>, %arg125: tensor<12x8x8xf32>, %arg126: tensor<12x8x8xf32>, %arg127: tensor<12x8x8xf32>, %arg128: tensor<12x8x8xf32>):
      %226 = "stablehlo.constant"() <{value = dense<12> : tensor<i32>}> : () -> tensor<i32>
      %227 = "stablehlo.compare"(%arg113, %226) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
      "stablehlo.return"(%227) : (tensor<i1>) -> ()
    }, {
    ^bb0(%arg89: tensor<12x8x5xf32>, %arg90: tensor<5x32xf32>, %arg91: tensor<8x32xf32>, %arg92: tensor<1x32xf32>, %arg93: tensor<i32>, %arg94: tensor<8x8xf32>, %arg95: tensor<8x8xf32>, %arg96: tensor<12x8x8xf32>, %arg97: tensor<12x8x8xf32>, %arg98: tensor<12x8x8xf32>, %arg99: tensor<12x8x8xf32>, %arg100: tensor<12x8x8xf32>, %arg101: tensor<12x8x8xf32>, %arg102: tensor<12x8x8xf32>, %arg103: tensor<12x8x8xf32>, %arg104: tensor<12x8x8xf32>, %arg105: tensor<12x8x8xf32>, %arg106: tensor<12x8x8xf32>, %arg107: tensor<12x8x8xf32>, %arg108: tensor<12x8x8xf32>):
      %209 = "func.call"(%arg89, %arg93) <{callee = @dynamic_index_in_dim}> : (tensor<12x8x5xf32>, tensor<i32>) -> tensor<8x5xf32>
      %210:15 = "func.call"(%arg90, %arg91, %arg92, %arg94, %arg95, %209) <{callee = @closed_call}> : (tensor<5x32xf32>, tensor<8x32xf32>, tensor<1x32xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x5xf32>) -> (tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>)
      %211 = "func.call"(%arg96, %210#2, %arg93) <{callee = @dynamic_update_index_in_dim}> : (tensor<12x8x8xf32>, tensor<8x8xf32>, tensor<i32>) -> tensor<12x8x8xf32>
      %212 = "func.call"(%arg97, %210#3, %arg93) <{callee = @dynamic_update_index_in_dim}> : (tensor<12x8x8xf32>, tensor<8x8xf32>, tensor<i32>) -> tensor<12x8x8xf32>
      %213 = "func.call"(%arg98, %210#4, %arg93) <{callee = @dynamic_update_index_in_dim}> : (tensor<12x8x8xf32>, tensor<8x8xf32>, tensor<i32>) -> tensor<12x8x8xf32>
      %214 = "func.call"(%arg99, %210#5, %arg93) <{callee = @dynamic_update_index_in_dim}> : (tensor<12x8x8xf32>, tensor<8x8xf32>, tensor<i32>) -> tensor<12x8x8xf32>
      %215 = "func.call"(%arg100, %210#6, %arg93) <{callee = @dynamic_update_index_in_dim}> : (tensor<12x8x8xf32>, tensor<8x8xf32>, tensor<i32>) -> tensor<12x8x8xf32>
      %216 = "func.call"(%arg101, %210#7, %arg93) <{callee = @dynamic_update_index_in_dim}> : (tensor<12x8x8xf32>, tensor<8x8xf32>, tensor<i32>) -> tensor<12x8x8xf32>
      %217 = "func.call"(%arg102, %210#8, %arg93) <{callee = @dynamic_update_index_in_dim}> : (tensor<12x8x8xf32>, tensor<8x8xf32>, tensor<i32>) -> tensor<12x8x8xf32>
      %218 = "func.call"(%arg103, %210#9, %arg93) <{callee = @dynamic_update_index_in_dim}> : (tensor<12x8x8xf32>, tensor<8x8xf32>, tensor<i32>) -> tensor<12x8x8xf32>
      %219 = "func.call"(%arg104, %210#10, %arg93) <{callee = @dynamic_update_index_in_dim}> : (tensor<12x8x8xf32>, tensor<8x8xf32>, tensor<i32>) -> tensor<12x8x8xf32>
      %220 = "func.call"(%arg105, %210#11, %arg93) <{callee = @dynamic_update_index_in_dim}> : (tensor<12x8x8xf32>, tensor<8x8xf32>, tensor<i32>) -> tensor<12x8x8xf32>
      %221 = "func.call"(%arg106, %210#12, %arg93) <{callee = @dynamic_update_index_in_dim}> : (tensor<12x8x8xf32>, tensor<8x8xf32>, tensor<i32>) -> tensor<12x8x8xf32>
      %222 = "func.call"(%arg107, %210#13, %arg93) <{callee = @dynamic_update_index_in_dim}> : (tensor<12x8x8xf32>, tensor<8x8xf32>, tensor<i32>) -> tensor<12x8x8xf32>
      %223 = "func.call"(%arg108, %210#14, %arg93) <{callee = @dynamic_update_index_in_dim}> : (tensor<12x8x8xf32>, tensor<8x8xf32>, tensor<i32>) -> tensor<12x8x8xf32>
      %224 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
      %225 = "stablehlo.add"(%arg93, %224) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      "stablehlo.return"(%arg89, %arg90, %arg91, %arg92, %225, %210#0, %210#1, %211, %212, %213, %214, %215, %216, %217, %218, %219, %220, %221, %222, %223) : (tensor<12x8x5xf32>, tensor<5x32xf32>, tensor<8x32xf32>, tensor<1x32xf32>, tensor<i32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<12x8x8xf32>, tensor<12x8x8xf32>, tensor<12x8x8xf32>, tensor<12x8x8xf32>, tensor<12x8x8xf32>, tensor<12x8x8xf32>, tensor<12x8x8xf32>, tensor<12x8x8xf32>, tensor<12x8x8xf32>, tensor<12x8x8xf32>, tensor<12x8x8xf32>, tensor<12x8x8xf32>, tensor<12x8x8xf32>) -> ()
    }) : (tensor<12x8x5xf32>, tensor<5x32xf32>, tensor<8x32xf32>, tensor<1x32xf32>, tensor<i32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<12x8x8xf32>, tensor<12x8x8xf32>, tensor<12x8x8xf32>, tensor<12x8x8xf32>, tensor<12x8x8xf32>, tensor<12x8x8xf32>, tensor<12x8x8xf32>, tensor<12x8x8xf32>, tensor<12x8x8xf32>, tensor<12x8x8xf32>, tensor<12x8x8xf32>, tensor<12x8x8xf32>, tensor<12x8x8xf32>) -> (tensor<12x8x5xf32>, tensor<5x32xf32>, tensor<8x32xf32>, tensor<1x32xf32>, tensor<i32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<12x8x8xf32>, tensor<12x8x8xf32>, tensor<12x8x8xf32>, tensor<12x8x8xf32>, tensor<12x8x8xf32>, tensor<12x8x8xf32>, tensor<12x8x8xf32>, tensor<12x8x8xf32>, tensor<12x8x8xf32>, tensor<12x8x8xf32>, tensor<12x8x8xf32>, tensor<12x8x8xf32>, tensor<12x8x8xf32>)
    %134 = "stablehlo.dot_general"(%133#5, %arg39) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<8x8xf32>, tensor<8x1xf32>) -> tensor<8x1xf32>
    %135 = "stablehlo.subtract"(%134, %arg42) : (tensor<8x1xf32>, tensor<8x1xf32>) -> tensor<8x1xf32>
    %136 = "stablehlo.multiply"(%135, %135) : (tensor<8x1xf32>, tensor<8x1xf32>) -> tensor<8x1xf32>
    %137 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %138 = "stablehlo.broadcast_in_dim"(%137) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<8x1xf32>
    %139 = "stablehlo.multiply"(%138, %135) : (tensor<8x1xf32>, tensor<8x1xf32>) -> tensor<8x1xf32>
    %140 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %141 = "stablehlo.reduce"(%136, %140) <{dimensions = array<i64: 0, 1>}> ({
    ^bb0(%arg87: tensor<f32>, %arg88: tensor<f32>):
      %208 = "stablehlo.add"(%arg87, %arg88) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%208) : (tensor<f32>) -> ()
    }) : (tensor<8x1xf32>, tensor<f32>) -> tensor<f32>
    %142 = "stablehlo.constant"() <{value = dense<8.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %143 = "stablehlo.divide"(%141, %142) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %144 = "stablehlo.multiply"(%133#7, %133#7) : (tensor<12x8x8xf32>, tensor<12x8x8xf32>) -> tensor<12x8x8xf32>
    %145 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %146 = "stablehlo.broadcast_in_dim"(%145) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<12x8x8xf32>
    %147 = "stablehlo.multiply"(%146, %133#7) : (tensor<12x8x8xf32>, tensor<12x8x8xf32>) -> tensor<12x8x8xf32>
    %148 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %149 = "stablehlo.reduce"(%144, %148) <{dimensions = array<i64: 0, 1, 2>}> ({
    ^bb0(%arg85: tensor<f32>, %arg86: tensor<f32>):
      %207 = "stablehlo.add"(%arg85, %arg86) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%207) : (tensor<f32>) -> ()
    }) : (tensor<12x8x8xf32>, tensor<f32>) -> tensor<f32>
    %150 = "stablehlo.constant"() <{value = dense<7.680000e+02> : tensor<f32>}> : () -> tensor<f32>
    %151 = "stablehlo.divide"(%149, %150) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %152 = "stablehlo.constant"() <{value = dense<0.00999999977> : tensor<f32>}> : () -> tensor<f32>
    %153 = "stablehlo.multiply"(%152, %151) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %154 = "stablehlo.add"(%143, %153) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %155 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %156 = "stablehlo.broadcast_in_dim"(%155) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<8x8xf32>
    %157 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %158 = "stablehlo.broadcast_in_dim"(%157) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<8x8xf32>
    %159 = "stablehlo.constant"() <{value = dense<0.00999999977> : tensor<f32>}> : () -> tensor<f32>
    %160 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %161 = "stablehlo.multiply"(%159, %160) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %162 = "stablehlo.constant"() <{value = dense<7.680000e+02> : tensor<f32>}> : () -> tensor<f32>
    %163 = "stablehlo.divide"(%161, %162) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %164 = "stablehlo.broadcast_in_dim"(%163) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<12x8x8xf32>
    %165 = "stablehlo.multiply"(%164, %147) : (tensor<12x8x8xf32>, tensor<12x8x8xf32>) -> tensor<12x8x8xf32>
    %166 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %167 = "stablehlo.constant"() <{value = dense<8.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %168 = "stablehlo.divide"(%166, %167) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %169 = "stablehlo.broadcast_in_dim"(%168) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<8x1xf32>
    %170 = "stablehlo.multiply"(%169, %139) : (tensor<8x1xf32>, tensor<8x1xf32>) -> tensor<8x1xf32>
    %171 = "stablehlo.dot_general"(%170, %133#5) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<8x1xf32>, tensor<8x8xf32>) -> tensor<1x8xf32>
    %172 = "stablehlo.transpose"(%171) <{permutation = array<i64: 1, 0>}> : (tensor<1x8xf32>) -> tensor<8x1xf32>
    %173 = "stablehlo.dot_general"(%170, %arg39) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<8x1xf32>, tensor<8x1xf32>) -> tensor<8x8xf32>
    %174 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %175 = "stablehlo.broadcast_in_dim"(%174) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<8x8xf32>
    %176 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %177 = "stablehlo.broadcast_in_dim"(%176) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<5x32xf32>
    %178 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %179 = "stablehlo.broadcast_in_dim"(%178) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<8x32xf32>
    %180 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %181 = "stablehlo.broadcast_in_dim"(%180) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<32xf32>
    %182 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %183:21 = "stablehlo.while"(%165, %104, %133#8, %133#9, %133#10, %133#11, %133#12, %133#13, %133#14, %133#15, %133#16, %133#17, %133#18, %133#19, %arg40, %182, %177, %179, %181, %173, %175) ({
    ^bb0(%arg64: tensor<12x8x8xf32>, %arg65: tensor<12x8x5xf32>, %arg66: tensor<12x8x8xf32>, %arg67: tensor<12x8x8xf32>, %arg68: tensor<12x8x8xf32>, %arg69: tensor<12x8x8xf32>, %arg70: tensor<12x8x8xf32>, %arg71: tensor<12x8x8xf32>, %arg72: tensor<12x8x8xf32>, %arg73: tensor<12x8x8xf32>, %arg74: tensor<12x8x8xf32>, %arg75: tensor<12x8x8xf32>, %arg76: tensor<12x8x8xf32>, %arg77: tensor<12x8x8xf32>, %arg78: tensor<8x32xf32>, %arg79: tensor<i32>, %arg80: tensor<5x32xf32>, %arg81: tensor<8x32xf32>, %arg82: tensor<32xf32>, %arg83: tensor<8x8xf32>, %arg84: tensor<8x8xf32>):
      %205 = "stablehlo.constant"() <{value = dense<12> : tensor<i32>}> : () -> tensor<i32>
      %206 = "stablehlo.compare"(%arg79, %205) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
      "stablehlo.return"(%206) : (tensor<i1>) -> ()
    }, {
    ^bb0(%arg43: tensor<12x8x8xf32>, %arg44: tensor<12x8x5xf32>, %arg45: tensor<12x8x8xf32>, %arg46: tensor<12x8x8xf32>, %arg47: tensor<12x8x8xf32>, %arg48: tensor<12x8x8xf32>, %arg49: tensor<12x8x8xf32>, %arg50: tensor<12x8x8xf32>, %arg51: tensor<12x8x8xf32>, %arg52: tensor<12x8x8xf32>, %arg53: tensor<12x8x8xf32>, %arg54: tensor<12x8x8xf32>, %arg55: tensor<12x8x8xf32>, %arg56: tensor<12x8x8xf32>, %arg57: tensor<8x32xf32>, %arg58: tensor<i32>, %arg59: tensor<5x32xf32>, %arg60: tensor<8x32xf32>, %arg61: tensor<32xf32>, %arg62: tensor<8x8xf32>, %arg63: tensor<8x8xf32>):
      %184 = "stablehlo.constant"() <{value = dense<12> : tensor<i32>}> : () -> tensor<i32>
      %185 = "stablehlo.subtract"(%184, %arg58) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      %186 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
      %187 = "stablehlo.subtract"(%185, %186) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      %188 = "func.call"(%arg43, %187) <{callee = @dynamic_index_in_dim_0}> : (tensor<12x8x8xf32>, tensor<i32>) -> tensor<8x8xf32>
      %189 = "func.call"(%arg44, %187) <{callee = @dynamic_index_in_dim}> : (tensor<12x8x5xf32>, tensor<i32>) -> tensor<8x5xf32>
      %190 = "func.call"(%arg45, %187) <{callee = @dynamic_index_in_dim_0}> : (tensor<12x8x8xf32>, tensor<i32>) -> tensor<8x8xf32>
      %191 = "func.call"(%arg46, %187) <{callee = @dynamic_index_in_dim_0}> : (tensor<12x8x8xf32>, tensor<i32>) -> tensor<8x8xf32>
      %192 = "func.call"(%arg47, %187) <{callee = @dynamic_index_in_dim_0}> : (tensor<12x8x8xf32>, tensor<i32>) -> tensor<8x8xf32>
      %193 = "func.call"(%arg48, %187) <{callee = @dynamic_index_in_dim_0}> : (tensor<12x8x8xf32>, tensor<i32>) -> tensor<8x8xf32>
      %194 = "func.call"(%arg49, %187) <{callee = @dynamic_index_in_dim_0}> : (tensor<12x8x8xf32>, tensor<i32>) -> tensor<8x8xf32>
      %195 = "func.call"(%arg50, %187) <{callee = @dynamic_index_in_dim_0}> : (tensor<12x8x8xf32>, tensor<i32>) -> tensor<8x8xf32>
      %196 = "func.call"(%arg51, %187) <{callee = @dynamic_index_in_dim_0}> : (tensor<12x8x8xf32>, tensor<i32>) -> tensor<8x8xf32>
      %197 = "func.call"(%arg52, %187) <{callee = @dynamic_index_in_dim_0}> : (tensor<12x8x8xf32>, tensor<i32>) -> tensor<8x8xf32>
      %198 = "func.call"(%arg53, %187) <{callee = @dynamic_index_in_dim_0}> : (tensor<12x8x8xf32>, tensor<i32>) -> tensor<8x8xf32>
      %199 = "func.call"(%arg54, %187) <{callee = @dynamic_index_in_dim_0}> : (tensor<12x8x8xf32>, tensor<i32>) -> tensor<8x8xf32>
      %200 = "func.call"(%arg55, %187) <{callee = @dynamic_index_in_dim_0}> : (tensor<12x8x8xf32>, tensor<i32>) -> tensor<8x8xf32>
      %201 = "func.call"(%arg56, %187) <{callee = @dynamic_index_in_dim_0}> : (tensor<12x8x8xf32>, tensor<i32>) -> tensor<8x8xf32>
      %202:5 = "func.call"(%arg57, %arg59, %arg60, %arg61, %arg62, %arg63, %188, %189, %190, %191, %192, %193, %194, %195, %196, %197, %198, %199, %200, %201) <{callee = @closed_call_1}> : (tensor<8x32xf32>, tensor<5x32xf32>, tensor<8x32xf32>, tensor<32xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x5xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>) -> (tensor<5x32xf32>, tensor<8x32xf32>, tensor<32xf32>, tensor<8x8xf32>, tensor<8x8xf32>)
      %203 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
      %204 = "stablehlo.add"(%arg58, %203) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      "stablehlo.return"(%arg43, %arg44, %arg45, %arg46, %arg47, %arg48, %arg49, %arg50, %arg51, %arg52, %arg53, %arg54, %arg55, %arg56, %arg57, %204, %202#0, %202#1, %202#2, %202#3, %202#4) : (tensor<12x8x8xf32>, tensor<12x8x5xf32>, tensor<12x8x8xf32>, tensor<12x8x8xf32>, tensor<12x8x8xf32>, tensor<12x8x8xf32>, tensor<12x8x8xf32>, tensor<12x8x8xf32>, tensor<12x8x8xf32>, tensor<12x8x8xf32>, tensor<12x8x8xf32>, tensor<12x8x8xf32>, tensor<12x8x8xf32>, tensor<12x8x8xf32>, tensor<8x32xf32>, tensor<i32>, tensor<5x32xf32>, tensor<8x32xf32>, tensor<32xf32>, tensor<8x8xf32>, tensor<8x8xf32>) -> ()
    }) : (tensor<12x8x8xf32>, tensor<12x8x5xf32>, tensor<12x8x8xf32>, tensor<12x8x8xf32>, tensor<12x8x8xf32>, tensor<12x8x8xf32>, tensor<12x8x8xf32>, tensor<12x8x8xf32>, tensor<12x8x8xf32>, tensor<12x8x8xf32>, tensor<12x8x8xf32>, tensor<12x8x8xf32>, tensor<12x8x8xf32>, tensor<12x8x8xf32>, tensor<8x32xf32>, tensor<i32>, tensor<5x32xf32>, tensor<8x32xf32>, tensor<32xf32>, tensor<8x8xf32>, tensor<8x8xf32>) -> (tensor<12x8x8xf32>, tensor<12x8x5xf32>, tensor<12x8x8xf32>, tensor<12x8x8xf32>, tensor<12x8x8xf32>, tensor<12x8x8xf32>, tensor<12x8x8xf32>, tensor<12x8x8xf32>, tensor<12x8x8xf32>, tensor<12x8x8xf32>, tensor<12x8x8xf32>, tensor<12x8x8xf32>, tensor<12x8x8xf32>, tensor<12x8x8xf32>, tensor<8x32xf32>, tensor<i32>, tensor<5x32xf32>, tensor<8x32xf32>, tensor<32xf32>, tensor<8x8xf32>, tensor<8x8xf32>)
    "func.return"(%154, %183#18, %183#16, %172, %183#17) : (tensor<f32>, tensor<32xf32>, tensor<5x32xf32>, tensor<8x1xf32>, tensor<8x32xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}], function_type = (tensor<12x8x5xf32>, tensor<i32>) -> tensor<8x5xf32>, res_attrs = [{}], sym_name = "dynamic_index_in_dim", sym_visibility = "private"}> ({
  ^bb0(%arg35: tensor<12x8x5xf32>, %arg36: tensor<i32>):
    %98 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %99 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %100 = "stablehlo.dynamic_slice"(%arg35, %arg36, %98, %99) <{slice_sizes = array<i64: 1, 8, 5>}> : (tensor<12x8x5xf32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<1x8x5xf32>
    %101 = "stablehlo.reshape"(%100) : (tensor<1x8x5xf32>) -> tensor<8x5xf32>
    "func.return"(%101) : (tensor<8x5xf32>) -> ()
  }) : () -> ()
  "func.func"() <{function_type = (tensor<5x32xf32>, tensor<8x32xf32>, tensor<1x32xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x5xf32>) -> (tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>), res_attrs = [{}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}], sym_name = "closed_call", sym_visibility = "private"}> ({
  ^bb0(%arg29: tensor<5x32xf32>, %arg30: tensor<8x32xf32>, %arg31: tensor<1x32xf32>, %arg32: tensor<8x8xf32>, %arg33: tensor<8x8xf32>, %arg34: tensor<8x5xf32>):
    %41 = "stablehlo.dot_general"(%arg34, %arg29) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<8x5xf32>, tensor<5x32xf32>) -> tensor<8x32xf32>
    %42 = "stablehlo.dot_general"(%arg32, %arg30) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<8x8xf32>, tensor<8x32xf32>) -> tensor<8x32xf32>
    %43 = "stablehlo.add"(%41, %42) : (tensor<8x32xf32>, tensor<8x32xf32>) -> tensor<8x32xf32>
    %44 = "stablehlo.broadcast_in_dim"(%arg31) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<1x32xf32>) -> tensor<8x32xf32>
    %45 = "stablehlo.add"(%43, %44) : (tensor<8x32xf32>, tensor<8x32xf32>) -> tensor<8x32xf32>
    %46 = "stablehlo.slice"(%45) <{limit_indices = array<i64: 8, 8>, start_indices = array<i64: 0, 0>, strides = array<i64: 1, 1>}> : (tensor<8x32xf32>) -> tensor<8x8xf32>
    %47 = "stablehlo.slice"(%45) <{limit_indices = array<i64: 8, 16>, start_indices = array<i64: 0, 8>, strides = array<i64: 1, 1>}> : (tensor<8x32xf32>) -> tensor<8x8xf32>
    %48 = "stablehlo.slice"(%45) <{limit_indices = array<i64: 8, 24>, start_indices = array<i64: 0, 16>, strides = array<i64: 1, 1>}> : (tensor<8x32xf32>) -> tensor<8x8xf32>
    %49 = "stablehlo.slice"(%45) <{limit_indices = array<i64: 8, 32>, start_indices = array<i64: 0, 24>, strides = array<i64: 1, 1>}> : (tensor<8x32xf32>) -> tensor<8x8xf32>
    %50 = "stablehlo.negate"(%47) : (tensor<8x8xf32>) -> tensor<8x8xf32>
    %51 = "stablehlo.exponential"(%50) : (tensor<8x8xf32>) -> tensor<8x8xf32>
    %52 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %53 = "stablehlo.broadcast_in_dim"(%52) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<8x8xf32>
    %54 = "stablehlo.add"(%53, %51) : (tensor<8x8xf32>, tensor<8x8xf32>) -> tensor<8x8xf32>
    %55 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %56 = "stablehlo.broadcast_in_dim"(%55) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<8x8xf32>
    %57 = "stablehlo.divide"(%56, %54) : (tensor<8x8xf32>, tensor<8x8xf32>) -> tensor<8x8xf32>
    %58 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %59 = "stablehlo.broadcast_in_dim"(%58) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<8x8xf32>
    %60 = "stablehlo.subtract"(%59, %57) : (tensor<8x8xf32>, tensor<8x8xf32>) -> tensor<8x8xf32>
    %61 = "stablehlo.multiply"(%57, %60) : (tensor<8x8xf32>, tensor<8x8xf32>) -> tensor<8x8xf32>
    %62 = "stablehlo.multiply"(%57, %arg33) : (tensor<8x8xf32>, tensor<8x8xf32>) -> tensor<8x8xf32>
    %63 = "stablehlo.negate"(%46) : (tensor<8x8xf32>) -> tensor<8x8xf32>
    %64 = "stablehlo.exponential"(%63) : (tensor<8x8xf32>) -> tensor<8x8xf32>
    %65 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %66 = "stablehlo.broadcast_in_dim"(%65) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<8x8xf32>
    %67 = "stablehlo.add"(%66, %64) : (tensor<8x8xf32>, tensor<8x8xf32>) -> tensor<8x8xf32>
    %68 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %69 = "stablehlo.broadcast_in_dim"(%68) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<8x8xf32>
    %70 = "stablehlo.divide"(%69, %67) : (tensor<8x8xf32>, tensor<8x8xf32>) -> tensor<8x8xf32>
    %71 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %72 = "stablehlo.broadcast_in_dim"(%71) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<8x8xf32>
    %73 = "stablehlo.subtract"(%72, %70) : (tensor<8x8xf32>, tensor<8x8xf32>) -> tensor<8x8xf32>
    %74 = "stablehlo.multiply"(%70, %73) : (tensor<8x8xf32>, tensor<8x8xf32>) -> tensor<8x8xf32>
    %75 = "stablehlo.tanh"(%49) : (tensor<8x8xf32>) -> tensor<8x8xf32>
    %76 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %77 = "stablehlo.broadcast_in_dim"(%76) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<8x8xf32>
    %78 = "stablehlo.subtract"(%77, %75) : (tensor<8x8xf32>, tensor<8x8xf32>) -> tensor<8x8xf32>
    %79 = "stablehlo.multiply"(%70, %75) : (tensor<8x8xf32>, tensor<8x8xf32>) -> tensor<8x8xf32>
    %80 = "stablehlo.add"(%62, %79) : (tensor<8x8xf32>, tensor<8x8xf32>) -> tensor<8x8xf32>
    %81 = "stablehlo.negate"(%48) : (tensor<8x8xf32>) -> tensor<8x8xf32>
    %82 = "stablehlo.exponential"(%81) : (tensor<8x8xf32>) -> tensor<8x8xf32>
    %83 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %84 = "stablehlo.broadcast_in_dim"(%83) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<8x8xf32>
    %85 = "stablehlo.add"(%84, %82) : (tensor<8x8xf32>, tensor<8x8xf32>) -> tensor<8x8xf32>
    %86 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %87 = "stablehlo.broadcast_in_dim"(%86) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<8x8xf32>
    %88 = "stablehlo.divide"(%87, %85) : (tensor<8x8xf32>, tensor<8x8xf32>) -> tensor<8x8xf32>
    %89 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %90 = "stablehlo.broadcast_in_dim"(%89) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<8x8xf32>
    %91 = "stablehlo.subtract"(%90, %88) : (tensor<8x8xf32>, tensor<8x8xf32>) -> tensor<8x8xf32>
    %92 = "stablehlo.multiply"(%88, %91) : (tensor<8x8xf32>, tensor<8x8xf32>) -> tensor<8x8xf32>
    %93 = "stablehlo.tanh"(%80) : (tensor<8x8xf32>) -> tensor<8x8xf32>
    %94 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %95 = "stablehlo.broadcast_in_dim"(%94) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<8x8xf32>
    %96 = "stablehlo.subtract"(%95, %93) : (tensor<8x8xf32>, tensor<8x8xf32>) -> tensor<8x8xf32>
    %97 = "stablehlo.multiply"(%88, %93) : (tensor<8x8xf32>, tensor<8x8xf32>) -> tensor<8x8xf32>
    "func.return"(%97, %80, %97, %arg32, %61, %arg33, %57, %74, %75, %78, %70, %92, %93, %96, %88) : (tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<12x8x8xf32>, tensor<8x8xf32>, tensor<i32>) -> tensor<12x8x8xf32>, res_attrs = [{}], sym_name = "dynamic_update_index_in_dim", sym_visibility = "private"}> ({
  ^bb0(%arg26: tensor<12x8x8xf32>, %arg27: tensor<8x8xf32>, %arg28: tensor<i32>):
    %37 = "stablehlo.broadcast_in_dim"(%arg27) <{broadcast_dimensions = array<i64: 1, 2>}> : (tensor<8x8xf32>) -> tensor<1x8x8xf32>
    %38 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %39 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %40 = "stablehlo.dynamic_update_slice"(%arg26, %37, %arg28, %38, %39) : (tensor<12x8x8xf32>, tensor<1x8x8xf32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<12x8x8xf32>
    "func.return"(%40) : (tensor<12x8x8xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}], function_type = (tensor<12x8x8xf32>, tensor<i32>) -> tensor<8x8xf32>, res_attrs = [{}], sym_name = "dynamic_index_in_dim_0", sym_visibility = "private"}> ({
  ^bb0(%arg24: tensor<12x8x8xf32>, %arg25: tensor<i32>):
    %33 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %34 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %35 = "stablehlo.dynamic_slice"(%arg24, %arg25, %33, %34) <{slice_sizes = array<i64: 1, 8, 8>}> : (tensor<12x8x8xf32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<1x8x8xf32>
    %36 = "stablehlo.reshape"(%35) : (tensor<1x8x8xf32>) -> tensor<8x8xf32>
    "func.return"(%36) : (tensor<8x8xf32>) -> ()
  }) : () -> ()
  "func.func"() <{function_type = (tensor<8x32xf32>, tensor<5x32xf32>, tensor<8x32xf32>, tensor<32xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x5xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>) -> (tensor<5x32xf32>, tensor<8x32xf32>, tensor<32xf32>, tensor<8x8xf32>, tensor<8x8xf32>), res_attrs = [{}, {}, {}, {}, {}], sym_name = "closed_call_1", sym_visibility = "private"}> ({
  ^bb0(%arg0: tensor<8x32xf32>, %arg1: tensor<5x32xf32>, %arg2: tensor<8x32xf32>, %arg3: tensor<32xf32>, %arg4: tensor<8x8xf32>, %arg5: tensor<8x8xf32>, %arg6: tensor<8x8xf32>, %arg7: tensor<8x5xf32>, %arg8: tensor<8x8xf32>, %arg9: tensor<8x8xf32>, %arg10: tensor<8x8xf32>, %arg11: tensor<8x8xf32>, %arg12: tensor<8x8xf32>, %arg13: tensor<8x8xf32>, %arg14: tensor<8x8xf32>, %arg15: tensor<8x8xf32>, %arg16: tensor<8x8xf32>, %arg17: tensor<8x8xf32>, %arg18: tensor<8x8xf32>, %arg19: tensor<8x8xf32>):
    %0 = "stablehlo.add"(%arg4, %arg6) : (tensor<8x8xf32>, tensor<8x8xf32>) -> tensor<8x8xf32>
    %1 = "stablehlo.multiply"(%arg19, %0) : (tensor<8x8xf32>, tensor<8x8xf32>) -> tensor<8x8xf32>
    %2 = "stablehlo.multiply"(%0, %arg17) : (tensor<8x8xf32>, tensor<8x8xf32>) -> tensor<8x8xf32>
    %3 = "stablehlo.multiply"(%1, %arg18) : (tensor<8x8xf32>, tensor<8x8xf32>) -> tensor<8x8xf32>
    %4 = "stablehlo.add"(%arg5, %3) : (tensor<8x8xf32>, tensor<8x8xf32>) -> tensor<8x8xf32>
    %5 = "stablehlo.multiply"(%3, %arg17) : (tensor<8x8xf32>, tensor<8x8xf32>) -> tensor<8x8xf32>
    %6 = "stablehlo.add"(%4, %5) : (tensor<8x8xf32>, tensor<8x8xf32>) -> tensor<8x8xf32>
    %7 = "stablehlo.multiply"(%2, %arg16) : (tensor<8x8xf32>, tensor<8x8xf32>) -> tensor<8x8xf32>
    %8 = "stablehlo.multiply"(%arg15, %6) : (tensor<8x8xf32>, tensor<8x8xf32>) -> tensor<8x8xf32>
    %9 = "stablehlo.multiply"(%6, %arg13) : (tensor<8x8xf32>, tensor<8x8xf32>) -> tensor<8x8xf32>
    %10 = "stablehlo.multiply"(%8, %arg14) : (tensor<8x8xf32>, tensor<8x8xf32>) -> tensor<8x8xf32>
    %11 = "stablehlo.multiply"(%10, %arg13) : (tensor<8x8xf32>, tensor<8x8xf32>) -> tensor<8x8xf32>
    %12 = "stablehlo.add"(%10, %11) : (tensor<8x8xf32>, tensor<8x8xf32>) -> tensor<8x8xf32>
    %13 = "stablehlo.multiply"(%9, %arg12) : (tensor<8x8xf32>, tensor<8x8xf32>) -> tensor<8x8xf32>
    %14 = "stablehlo.multiply"(%arg11, %6) : (tensor<8x8xf32>, tensor<8x8xf32>) -> tensor<8x8xf32>
    %15 = "stablehlo.multiply"(%6, %arg10) : (tensor<8x8xf32>, tensor<8x8xf32>) -> tensor<8x8xf32>
    %16 = "stablehlo.multiply"(%15, %arg9) : (tensor<8x8xf32>, tensor<8x8xf32>) -> tensor<8x8xf32>
    %17 = "stablehlo.concatenate"(%13, %16, %7, %12) <{dimension = 1 : i64}> : (tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>) -> tensor<8x32xf32>
    %18 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %19 = "stablehlo.reduce"(%17, %18) <{dimensions = array<i64: 0>}> ({
    ^bb0(%arg22: tensor<f32>, %arg23: tensor<f32>):
      %32 = "stablehlo.add"(%arg22, %arg23) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%32) : (tensor<f32>) -> ()
    }) : (tensor<8x32xf32>, tensor<f32>) -> tensor<32xf32>
    %20 = "stablehlo.reshape"(%19) : (tensor<32xf32>) -> tensor<1x32xf32>
    %21 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %22 = "stablehlo.reduce"(%20, %21) <{dimensions = array<i64: 0>}> ({
    ^bb0(%arg20: tensor<f32>, %arg21: tensor<f32>):
      %31 = "stablehlo.add"(%arg20, %arg21) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%31) : (tensor<f32>) -> ()
    }) : (tensor<1x32xf32>, tensor<f32>) -> tensor<32xf32>
    %23 = "stablehlo.add"(%arg3, %22) : (tensor<32xf32>, tensor<32xf32>) -> tensor<32xf32>
    %24 = "stablehlo.dot_general"(%17, %arg8) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<8x32xf32>, tensor<8x8xf32>) -> tensor<32x8xf32>
    %25 = "stablehlo.transpose"(%24) <{permutation = array<i64: 1, 0>}> : (tensor<32x8xf32>) -> tensor<8x32xf32>
    %26 = "stablehlo.add"(%arg2, %25) : (tensor<8x32xf32>, tensor<8x32xf32>) -> tensor<8x32xf32>
    %27 = "stablehlo.dot_general"(%17, %arg0) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<8x32xf32>, tensor<8x32xf32>) -> tensor<8x8xf32>
    %28 = "stablehlo.dot_general"(%17, %arg7) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<8x32xf32>, tensor<8x5xf32>) -> tensor<32x5xf32>
    %29 = "stablehlo.transpose"(%28) <{permutation = array<i64: 1, 0>}> : (tensor<32x5xf32>) -> tensor<5x32xf32>
    %30 = "stablehlo.add"(%arg1, %29) : (tensor<5x32xf32>, tensor<5x32xf32>) -> tensor<5x32xf32>
    "func.return"(%30, %26, %23, %27, %14) : (tensor<5x32xf32>, tensor<8x32xf32>, tensor<32xf32>, tensor<8x8xf32>, tensor<8x8xf32>) -> ()
  }) : () -> ()
}) {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} : () -> ()

