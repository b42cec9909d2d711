// RUN: skein-opt %s --skein-average-variables=average-schedule=step-dependent --split-input-file --verify-diagnostics
// RUN: not skein-opt %S/average-variables.mlir --skein-average-variables=average-decay=1 2>&1 | FileCheck %s --check-prefix=DECAY
// DECAY: error: option average-decay is 1.{{0+e\+00}}; expected at least 0 and less than 1
// RUN: not skein-opt %S/average-variables.mlir --skein-average-variables=average-in=test 2>&1 | FileCheck %s --check-prefix=STEP
// STEP: error: option average-in names "test"; expected a step
// RUN: not skein-opt %S/average-variables.mlir --skein-average-variables=average-in=train 2>&1 | FileCheck %s --check-prefix=TRAIN
// TRAIN: error: 'skein.step' op updates variables; option average-in expects a step that only reads them

// expected-error@+1 {{averaging variables needs the variable @w.average, but the name is taken}}
skein.variable @w : tensor<4xf32> = #skein.zeros
skein.variable @w.average : tensor<4xf32> = #skein.zeros
skein.step @train(%g: tensor<4xf32>) {
  skein.apply_gradient @w, %g : tensor<4xf32> using #skein.sgd<learning_rate = 1.0>
  skein.return
}

// -----

skein.variable @w : tensor<4xf32> = #skein.zeros
skein.variable @train.average_count : tensor<4xf32> = #skein.zeros
// expected-error@+1 {{averaging variables needs the variable @train.average_count, but the name is taken}}
skein.step @train(%g: tensor<4xf32>) {
  skein.apply_gradient @w, %g : tensor<4xf32> using #skein.sgd<learning_rate = 1.0>
  skein.return
}

// -----

// expected-error@+1 {{starts as a constant of type 'tensor<2xbf16>'; its average, of type 'tensor<2xf32>', expects another initialiser}}
skein.variable @w : tensor<2xbf16> = dense<1.0> : tensor<2xbf16>
skein.step @train(%g: tensor<2xbf16>) {
  skein.apply_gradient @w, %g : tensor<2xbf16> using #skein.sgd<learning_rate = 1.0>
  skein.return
}

// -----

skein.variable @w : tensor<4xf32> = #skein.zeros
skein.step @train(%g: tensor<4xf32>, %c: tensor<i1>) {
  skein.apply_gradient @w, %g if %c : tensor<4xf32> using #skein.sgd<learning_rate = 1.0>
  // expected-error@+1 {{'skein.apply_gradient' op happens under another condition than the first update of the step; expected one condition for all averages}}
  skein.apply_gradient @w, %g : tensor<4xf32> using #skein.sgd<learning_rate = 1.0>
  skein.return
}
