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

// -----

// The count of steps would have to be two.
skein.variable @w : tensor<4xf32> = #skein.zeros
skein.step @s(%g: tensor<4xf32>, %c: tensor<i1>) {
  skein.apply_gradient @w, %g if %c : tensor<4xf32> using #skein.adam<learning_rate = 0.5>
  // expected-error@+1 {{needs the number of the step, which another update counts under another condition; expected one condition}}
  skein.apply_gradient @w, %g : tensor<4xf32> using #skein.adam<learning_rate = 0.5>
  skein.return
}

// -----

skein.variable @w : tensor<4xf32> = #skein.zeros
skein.step @s(%g: tensor<4xf32>, %c: tensor<i1>) {
  %condition = tensor.extract %c[] : tensor<i1>
  scf.if %condition {
    %both = arith.andi %c, %c : tensor<i1>
    // expected-error@+1 {{needs the number of the step; expected a condition that is computed outside of branches and loops}}
    skein.apply_gradient @w, %g if %both : tensor<4xf32> using #skein.adam<learning_rate = 0.5>
  }
  skein.return
}
