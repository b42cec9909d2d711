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

// -----

// Rows of a table whose columns are on different devices.
skein.mesh @m(model = 2)
skein.variable @t on @m : tensor<10x1xf32, #skein.dist<model: split 1>>
skein.program @p on @m(%i: tensor<4xi32>, %r: tensor<4x1xf32, #skein.dist<model: split 1>>) {
  %g = skein.sparse_gradient indices(%i : tensor<4xi32>) rows(%r : tensor<4x1xf32, #skein.dist<model: split 1>>) : !skein.sparse_gradient<tensor<10x1xf32, #skein.dist<model: split 1>>>
  // expected-error@+1 {{takes a sparse gradient of @t, which is split over devices; expected a replicated variable, or --skein-densify-gradients before}}
  skein.apply_gradient @t, %g : !skein.sparse_gradient<tensor<10x1xf32, #skein.dist<model: split 1>>> using #skein.adagrad<learning_rate = 0.5>
  skein.return
}

// -----

// A sparse gradient that is still to be computed.
func.func private @loss(tensor<10x2xf32>) -> tensor<f32>
skein.variable @t : tensor<10x2xf32>
skein.step @s() {
  %t = skein.read @t : tensor<10x2xf32>
  %loss, %g = skein.value_and_grad @loss(%t) wrt [0] : (tensor<10x2xf32>) -> (tensor<f32>, !skein.sparse_gradient<tensor<10x2xf32>>)
  // expected-error@+1 {{takes a sparse gradient whose rows are not in sight; expected it from skein.sparse_gradient, as --skein-differentiate writes}}
  skein.apply_gradient @t, %g : !skein.sparse_gradient<tensor<10x2xf32>> using #skein.adagrad<learning_rate = 0.5>
  skein.return
}
