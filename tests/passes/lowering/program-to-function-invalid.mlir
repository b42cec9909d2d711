// RUN: skein-opt %s --skein-program-to-function --split-input-file --verify-diagnostics

func.func private @f(%x: tensor<f32>) -> tensor<f32> {
  // expected-error @+1 {{is recursive; expected a call that can be inlined}}
  %r = call @f(%x) : (tensor<f32>) -> tensor<f32>
  return %r : tensor<f32>
}
skein.step @recursion(%x: tensor<f32>) -> tensor<f32> {
  %r = func.call @f(%x) : (tensor<f32>) -> tensor<f32>
  skein.return %r : tensor<f32>
}

// -----

func.func private @outside(%x: tensor<f32>) -> tensor<f32>
skein.step @declaration(%x: tensor<f32>) -> tensor<f32> {
  // expected-error @+1 {{cannot be inlined: @outside is not a function of one block}}
  %r = func.call @outside(%x) : (tensor<f32>) -> tensor<f32>
  skein.return %r : tensor<f32>
}

// -----

skein.variable @w : tensor<4xf32>
skein.step @branch(%x: tensor<4xf32>, %c: tensor<i1>) {
  %k = tensor.extract %c[] : tensor<i1>
  scf.if %k {
    // expected-error @+1 {{assigns @w inside a loop or a branch; expected it at the top of 'branch'}}
    skein.assign @w, %x : tensor<4xf32>
  }
  skein.return
}

// -----

skein.variable @w : tensor<4xf32>
skein.step @optimizer(%x: tensor<4xf32>) {
  // expected-error @+1 {{has to be written out before; run --skein-differentiate and --skein-expand-optimizers}}
  skein.apply_gradient @w, %x : tensor<4xf32> using #skein.sgd<learning_rate = 0.1>
  skein.return
}
