// RUN: skein-opt %s --split-input-file --verify-diagnostics

func.func @c1(%a: tensor<4xf32>, %b: memref<4xf32>) { // C1
  // expected-error @+1 {{takes 'tensor<4xf32>' beside 'memref<4xf32>'; expected tensors only or memrefs only}}
  skein.library_call "f" [1] ins(%a : tensor<4xf32>) outs(%b : memref<4xf32>)
  return
}

// -----

func.func @c1_dynamic(%a: tensor<?xf32>, %b: tensor<4xf32>) { // C1
  // expected-error @+1 {{operand #0 must be variadic of statically shaped tensor of any type values or statically shaped memref of any type values}}
  %r = skein.library_call "f" [1] ins(%a : tensor<?xf32>) outs(%b : tensor<4xf32>) -> tensor<4xf32>
  return
}

// -----

func.func @c2(%a: tensor<4xf32>) { // C2
  // expected-error @+1 {{has no destination; expected at least one}}
  "skein.library_call"(%a) <{callee = "f", description = array<i64>, operandSegmentSizes = array<i32: 1, 0>}> : (tensor<4xf32>) -> ()
  return
}

// -----

func.func @c3(%a: tensor<4xf32>) { // C3
  // expected-error @+1 {{is asynchronous with 2 inputs and 1 destinations; expected one of each}}
  %r = skein.library_call "f" [1] asynchronous ins(%a, %a : tensor<4xf32>, tensor<4xf32>) outs(%a : tensor<4xf32>) -> tensor<4xf32>
  return
}

// -----

func.func @c4_used(%a: tensor<4xf32>, %b: tensor<4xf32>) -> tensor<4xf32> { // C4
  // expected-error @+1 {{is asynchronous, but its result is used before a call of skrt_wait}}
  %r = skein.library_call "f" [1] asynchronous ins(%a : tensor<4xf32>) outs(%b : tensor<4xf32>) -> tensor<4xf32>
  %w = skein.library_call "skrt_wait" [] accumulates ins(%a : tensor<4xf32>) outs(%r : tensor<4xf32>) -> tensor<4xf32>
  // expected-note @+1 {{used here}}
  return %r : tensor<4xf32>
}

// -----

func.func @c4_never(%a: tensor<4xf32>, %b: tensor<4xf32>) { // C4
  // expected-error @+1 {{is asynchronous, but not waited for; expected one call of skrt_wait}}
  %r = skein.library_call "f" [1] asynchronous ins(%a : tensor<4xf32>) outs(%b : tensor<4xf32>) -> tensor<4xf32>
  return
}

// -----

func.func @c4_twice(%a: tensor<4xf32>, %b: tensor<4xf32>) { // C4
  // expected-error @+1 {{is asynchronous, but not waited for; expected one call of skrt_wait}}
  %r = skein.library_call "f" [1] asynchronous ins(%a : tensor<4xf32>) outs(%b : tensor<4xf32>) -> tensor<4xf32>
  %v = skein.library_call "skrt_wait" [] accumulates ins(%a : tensor<4xf32>) outs(%r : tensor<4xf32>) -> tensor<4xf32>
  %w = skein.library_call "skrt_wait" [] accumulates ins(%a : tensor<4xf32>) outs(%r : tensor<4xf32>) -> tensor<4xf32>
  return
}
