// RUN: skein-opt %s --skein-scale-loss --split-input-file --verify-diagnostics

skein.variable @w : tensor<4xf32> = #skein.zeros
func.func private @loss(%w: tensor<4xf32>) -> tensor<f32>

skein.step @twice(%s: tensor<f32>) {
  %w = skein.read @w : tensor<4xf32>
  // expected-error@+1 {{'skein.value_and_grad' op is scaled already; expected a loss without a scale}}
  %loss, %dw = skein.value_and_grad @loss(%w) wrt [0] scaled by %s : (tensor<4xf32>) -> (tensor<f32>, tensor<4xf32>)
  skein.return
}

// -----

skein.variable @w : tensor<4xf32> = #skein.zeros
skein.variable @train.good_step_count : tensor<i64> = #skein.zeros
func.func private @loss(%w: tensor<4xf32>) -> tensor<f32>

// expected-error@+1 {{scaling its loss needs the variable @train.good_step_count, but the name is taken}}
skein.step @train() {
  %w = skein.read @w : tensor<4xf32>
  %loss, %dw = skein.value_and_grad @loss(%w) wrt [0] : (tensor<4xf32>) -> (tensor<f32>, tensor<4xf32>)
  skein.return
}

// -----

// Two losses one after the other: the second is computed with what the first changed.
skein.variable @w : tensor<4xf32> = #skein.zeros
func.func private @loss(%w: tensor<4xf32>) -> tensor<f32>

skein.step @alternating() {
  %w = skein.read @w : tensor<4xf32>
  %loss, %dw = skein.value_and_grad @loss(%w) wrt [0] : (tensor<4xf32>) -> (tensor<f32>, tensor<4xf32>)
  // expected-error@+1 {{'skein.apply_gradient' op changes @w, which is read again, before the last gradient is known; expected the change behind it}}
  skein.apply_gradient @w, %dw : tensor<4xf32> using #skein.sgd<learning_rate = 0.1>
  %v = skein.read @w : tensor<4xf32>
  %loss2, %dv = skein.value_and_grad @loss(%v) wrt [0] : (tensor<4xf32>) -> (tensor<f32>, tensor<4xf32>)
  skein.apply_gradient @w, %dv : tensor<4xf32> using #skein.sgd<learning_rate = 0.1>
  skein.return
}

// -----

skein.variable @w : tensor<4xf32> = #skein.zeros
func.func private @loss(%w: tensor<4xf32>) -> tensor<f32>

skein.step @branch(%c: tensor<i1>, %n: tensor<4xf32>) {
  %condition = tensor.extract %c[] : tensor<i1>
  scf.if %condition {
    // expected-error@+1 {{'skein.assign' op changes @w in a branch or a loop before the last gradient is known; expected the change behind it}}
    skein.assign @w, %n : tensor<4xf32>
  }
  %loss, %dw = skein.value_and_grad @loss(%n) wrt [0] : (tensor<4xf32>) -> (tensor<f32>, tensor<4xf32>)
  skein.apply_gradient @w, %dw : tensor<4xf32> using #skein.sgd<learning_rate = 0.1>
  skein.return
}

// -----

skein.variable @w : tensor<4xf32> = #skein.zeros
func.func private @loss(%w: tensor<4xf32>) -> tensor<f32>

skein.step @inside(%c: tensor<i1>) {
  %w = skein.read @w : tensor<4xf32>
  %condition = tensor.extract %c[] : tensor<i1>
  scf.if %condition {
    %loss, %dw = skein.value_and_grad @loss(%w) wrt [0] : (tensor<4xf32>) -> (tensor<f32>, tensor<4xf32>)
    // expected-error@+1 {{'skein.apply_gradient' op applies a gradient that is computed inside a branch or a loop; expected one that the whole step can wait for}}
    skein.apply_gradient @w, %dw : tensor<4xf32> using #skein.sgd<learning_rate = 0.1>
  }
  skein.return
}
