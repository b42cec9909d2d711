// RUN: skein-opt %s --split-input-file --verify-diagnostics --skein-stage-variables

// expected-error@+1 {{has no initialiser, so there is nothing that the first step could read of it; expected one}}
skein.variable @w : tensor<4xf32>
skein.step @train() {
  %w = skein.read @w : tensor<4xf32>
  skein.apply_gradient @w, %w : tensor<4xf32> using #skein.sgd<learning_rate = 0.1>
  skein.return
}

// -----

// expected-error@+1 {{staging it needs the variable @w.staged, but the name is taken by something else}}
skein.variable @w : tensor<4xf32> = #skein.zeros
skein.variable @w.staged : tensor<5xf32>
skein.step @train() {
  %w = skein.read @w : tensor<4xf32>
  skein.apply_gradient @w, %w : tensor<4xf32> using #skein.sgd<learning_rate = 0.1>
  skein.return
}
