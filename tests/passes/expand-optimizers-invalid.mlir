// RUN: skein-opt %s --skein-expand-optimizers --split-input-file --verify-diagnostics

// expected-error@+1 {{optimiser needs the slot @w.momentum, but the name is taken by something else}}
skein.variable @w : tensor<4xf32> = #skein.zeros
skein.variable @w.momentum : tensor<4xf32> = #skein.zeros
skein.step @s(%g: tensor<4xf32>) {
  skein.apply_gradient @w, %g : tensor<4xf32> using #skein.momentum<learning_rate = 0.5, momentum = 0.25>
  skein.return
}

// -----

skein.variable @w : tensor<4xf32> = #skein.zeros
// expected-error@+1 {{has type 'tensor<f32>'; as the step count of optimisers expected 'tensor<i64>'}}
skein.variable @step_count : tensor<f32> = #skein.zeros
skein.step @s(%g: tensor<4xf32>) {
  skein.apply_gradient @w, %g : tensor<4xf32> using #skein.adam<learning_rate = 0.5>
  skein.return
}
