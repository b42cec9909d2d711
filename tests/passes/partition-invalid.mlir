// RUN: skein-opt %s --split-input-file --verify-diagnostics --skein-partition=mesh=data:4

// expected-error@+1 {{'skein.step' op input "images" has a batch of 6, which 4 devices along "data" cannot share evenly}}
skein.step @uneven(%images: tensor<6x4xf32> {skein.batch = 0 : i64}) {
  skein.return
}

// -----

func.func private @loss(%w: tensor<4xf32>) -> tensor<f32>
skein.step @not_differentiated(%w: tensor<4xf32>) {
  // expected-error@+1 {{has to be written out first, by --skein-differentiate}}
  %l, %d = skein.value_and_grad @loss(%w) wrt [0] : (tensor<4xf32>) -> (tensor<f32>, tensor<4xf32>)
  skein.return
}

// -----

func.func private @external(%w: tensor<4xf32>)
skein.step @no_body(%w: tensor<4xf32>) {
  // expected-error@+1 {{calls @external; expected a function with a body of one block}}
  func.call @external(%w) : (tensor<4xf32>) -> ()
  skein.return
}

// -----

func.func private @again(%w: tensor<4xf32>) {
  // expected-error@+1 {{calls @again, which calls itself; expected no recursion}}
  call @again(%w) : (tensor<4xf32>) -> ()
  return
}
skein.step @recursion(%w: tensor<4xf32>) {
  func.call @again(%w) : (tensor<4xf32>) -> ()
  skein.return
}

// -----

// Everything that is sent in the middle of a step is remarked upon.
#id = affine_map<(n, c) -> (n, c)>
#c = affine_map<(n, c) -> (c)>
skein.step @remarks(%x: tensor<8x4xf32> {skein.batch = 0 : i64}) -> (tensor<8x4xf32>, tensor<8x4xf32>, tensor<32xf32>) {
  %low = arith.constant dense<0xFF800000> : tensor<4xf32>
  %e = tensor.empty() : tensor<8x4xf32>
  %max = linalg.reduce {arith.maximumf} ins(%x : tensor<8x4xf32>) outs(%low : tensor<4xf32>) dimensions = [0]
  // expected-remark@+1 {{'linalg.generic' op needs operand 1 reduced over "data": operand 1 is partial max along "data"; expected replicated, since operand 0 splits loop d0}}
  %y = linalg.generic {indexing_maps = [#id, #c, #id], iterator_types = ["parallel", "parallel"]}
      ins(%x, %max : tensor<8x4xf32>, tensor<4xf32>) outs(%e : tensor<8x4xf32>) {
  ^bb0(%a: f32, %b: f32, %out: f32):
    %m = arith.subf %a, %b : f32
    linalg.yield %m : f32
  } -> tensor<8x4xf32>
  // expected-remark@+1 {{'linalg.softmax' op needs operand 0 gathered over "data": operand 0 is split 0 along "data", but that is the dimension of the softmax}}
  %z = linalg.softmax dimension(0) ins(%x : tensor<8x4xf32>) outs(%e : tensor<8x4xf32>) -> tensor<8x4xf32>
  // Gathered already.
  %t = tensor.empty() : tensor<4x8xf32>
  %u = linalg.transpose ins(%x : tensor<8x4xf32>) outs(%t : tensor<4x8xf32>) permutation = [1, 0]
  // expected-remark@+1 {{'tensor.collapse_shape' op needs operand 0 gathered over "data": operand 0 is split 1 along "data", but dimension 0 is collapsed with it and is the outer one: pieces would interleave}}
  %v = tensor.collapse_shape %u [[0, 1]] : tensor<4x8xf32> into tensor<32xf32>
  skein.return %y, %z, %v : tensor<8x4xf32>, tensor<8x4xf32>, tensor<32xf32>
}
