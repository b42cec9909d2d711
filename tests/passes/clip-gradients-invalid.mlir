// RUN: skein-opt %s --skein-clip-gradients=clip-norm=2 --split-input-file --verify-diagnostics
// RUN: not skein-opt %S/clip-gradients.mlir --split-input-file --skein-clip-gradients=clip-value=-1 2>&1 | FileCheck %s --check-prefix=VALUE
// VALUE: error: option clip-value is -1.{{0+e\+00}}; expected more than 0
// RUN: not skein-opt %S/clip-gradients.mlir --split-input-file --skein-clip-gradients=clip-norm=nan 2>&1 | FileCheck %s --check-prefix=NORM
// NORM: error: option clip-norm is nan; expected more than 0
// RUN: not skein-opt %S/clip-gradients.mlir --split-input-file --skein-clip-gradients='clip-norm=1 clip-value=1' 2>&1 | FileCheck %s --check-prefix=BOTH
// BOTH: error: options clip-value and clip-norm are both given; expected one of them
// RUN: skein-opt %S/clip-gradients.mlir --split-input-file --skein-clip-gradients=clip-value=1 -o %t
// RUN: not skein-opt %t --split-input-file --skein-clip-gradients=clip-value=1 2>&1 | FileCheck %s --check-prefix=TWICE
// TWICE: error: 'skein.apply_gradient' op clips its gradient already; expected one that does not

skein.variable @w : tensor<4xf32> = #skein.zeros
skein.step @factors(%g: tensor<4xf32>, %f: tensor<f32>) {
  skein.apply_gradient @w, %g times %f : tensor<4xf32> using #skein.sgd<learning_rate = 1.0>
  // expected-error@+1 {{'skein.apply_gradient' op applies its gradient times another factor than the first update of the step; expected one factor for one norm}}
  skein.apply_gradient @w, %g : tensor<4xf32> using #skein.sgd<learning_rate = 1.0>
  skein.return
}

// -----

skein.variable @w : tensor<4xf32> = #skein.zeros
skein.step @early(%g: tensor<4xf32>) {
  // expected-error@+1 {{'skein.apply_gradient' op changes @w, which is read again, before the last gradient is known; expected the change behind it}}
  skein.apply_gradient @w, %g : tensor<4xf32> using #skein.sgd<learning_rate = 1.0>
  %w = skein.read @w : tensor<4xf32>
  skein.apply_gradient @w, %w : tensor<4xf32> using #skein.sgd<learning_rate = 1.0>
  skein.return
}

// -----

skein.variable @w : tensor<4xf32> = #skein.zeros
skein.step @inside(%g: tensor<4xf32>, %c: tensor<i1>) {
  %condition = tensor.extract %c[] : tensor<i1>
  scf.if %condition {
    %n = arith.negf %g : tensor<4xf32>
    // expected-error@+1 {{'skein.apply_gradient' op applies a gradient that is computed inside a branch or a loop; expected one that the whole step can wait for}}
    skein.apply_gradient @w, %n : tensor<4xf32> using #skein.sgd<learning_rate = 1.0>
  }
  skein.return
}

// -----

// The norm of a sparse gradient is that of the sums of its rows.
skein.variable @t : tensor<10x2xf32> = #skein.zeros
skein.step @sparse(%i: tensor<3xi32>, %r: tensor<3x2xf32>) {
  %g = skein.sparse_gradient indices(%i : tensor<3xi32>) rows(%r : tensor<3x2xf32>) : !skein.sparse_gradient<tensor<10x2xf32>>
  // expected-error@+1 {{'skein.apply_gradient' op applies a sparse gradient, of whose rows some may be the same; expected a tensor, of which the norm is taken}}
  skein.apply_gradient @t, %g : !skein.sparse_gradient<tensor<10x2xf32>> using #skein.sgd<learning_rate = 1.0>
  skein.return
}
