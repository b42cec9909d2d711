// RUN: skein-opt %s --split-input-file --verify-diagnostics --skein-delay-gradients

skein.variable @w : tensor<4xf32>
skein.step @twice(%g: tensor<4xf32>) {
  // expected-note@+1 {{the first update}}
  skein.apply_gradient @w, %g : tensor<4xf32> using #skein.sgd<learning_rate = 0.1>
  // expected-error@+1 {{'skein.apply_gradient' op updates @w again; a gradient can be delayed where it is the only one}}
  skein.apply_gradient @w, %g : tensor<4xf32> using #skein.sgd<learning_rate = 0.1>
  skein.return
}

// -----

skein.variable @w : tensor<4xf32>
skein.step @branch(%g: tensor<4xf32>, %c: tensor<i1>) {
  %yes = tensor.extract %c[] : tensor<i1>
  scf.if %yes {
    // expected-error@+1 {{'skein.apply_gradient' op is in a loop or a branch; its gradient cannot be delayed}}
    skein.apply_gradient @w, %g : tensor<4xf32> using #skein.sgd<learning_rate = 0.1>
  }
  skein.return
}

// -----

// expected-error@+1 {{delaying its gradient needs the slot @w.delayed, but the name is taken by something else}}
skein.variable @w : tensor<4xf32>
skein.variable @w.delayed : tensor<4xf32>
skein.step @taken(%g: tensor<4xf32>) {
  skein.apply_gradient @w, %g : tensor<4xf32> using #skein.sgd<learning_rate = 0.1>
  skein.return
}

// -----

skein.variable @w : tensor<4xf32>
skein.step @scaled(%g: tensor<4xf32>, %inverse: tensor<f32>) {
  // expected-error@+1 {{'skein.apply_gradient' op scales or guards its gradient by values of this step, which are not those of the gradient of the step before; expected neither}}
  skein.apply_gradient @w, %g times %inverse : tensor<4xf32> using #skein.sgd<learning_rate = 0.1>
  skein.return
}
