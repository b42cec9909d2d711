//===- Passes.td - every pass, in the order a pipeline meets them --------===//
#ifndef SKEIN_PASSES
#define SKEIN_PASSES

include "mlir/Pass/PassBase.td"

//===----------------------------------------------------------------------===//
// Level 0 to level 1
//===----------------------------------------------------------------------===//

def DifferentiatePass : Pass<"skein-differentiate", "::mlir::ModuleOp"> {
  let summary = "Write the derivatives of loss functions out";
  let description = [{
    Replaces every `skein.value_and_grad` of a function `@loss` by a call of
    `@loss_fwd`, which returns the results of `@loss` and the residuals, and a
    call of `@loss_bwd`, which takes the residuals and the cotangent 1 of the
    loss and returns the gradients. A function that `@loss` calls is treated in
    the same way, once for every combination of operands and results that carry
    derivatives, however often it is called. Functions that nothing calls any
    more are removed.

    The residuals are those of the fewest bytes from which `@loss_bwd` can be
    computed without repeating a contraction, a reduction or a call. Arguments of
    `@loss_bwd` say what they are: `skein.argument = i` and `skein.result = i`
    are passed again, `skein.residual` matches the results of `@loss_fwd` with
    that attribute in order, and the others are cotangents. Ops that repeat a
    forward op carry `skein.recomputed`; ops that have no forward counterpart
    have the location of the op they belong to, fused with the name `adjoint`.

    Where a derivative is not unique: nothing flows to `x` in `max(x, c)` with a
    constant `c` at x = c, half each in `max(x, y)`, even shares in a reduction
    by max or min, everything to the first element, in row-major order, in a
    pooling window.

    Requires: static shapes, and functions of one block without side effects.
    Integers and indices carry no derivative.
    Ensures: no `skein.value_and_grad` is left. Gradients of contractions are
    `linalg.contract`. A `wrt` argument that the loss does not depend on gets
    zeros, and a remark.

    ```mlir
    func.func @loss(%w: tensor<4xf32>, %x: tensor<4xf32>) -> tensor<f32> {
      %zero = arith.constant dense<0.0> : tensor<f32>
      %y = linalg.dot ins(%w, %x : tensor<4xf32>, tensor<4xf32>) outs(%zero : tensor<f32>) -> tensor<f32>
      return %y : tensor<f32>
    }
    %loss, %dw = skein.value_and_grad @loss(%w, %x) wrt [0] : ...
    // becomes
    func.func private @loss_fwd(%w: tensor<4xf32>, %x: tensor<4xf32>) -> tensor<f32>
    func.func private @loss_bwd(%x: tensor<4xf32> {skein.argument = 1}, %g: tensor<f32>) -> tensor<4xf32>
    %loss = call @loss_fwd(%w, %x) : ...
    %one = arith.constant dense<1.0> : tensor<f32>
    %dw = call @loss_bwd(%x, %one) : ...
    ```
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::func::FuncDialect",
                           "::mlir::linalg::LinalgDialect", "::mlir::math::MathDialect",
                           "::mlir::tensor::TensorDialect"];
}

def ExpandOptimizersPass : Pass<"skein-expand-optimizers", "::mlir::ModuleOp"> {
  let summary = "Write the arithmetic of optimisers out";
  let description = [{
    Replaces every `skein.apply_gradient` by `linalg` ops and assignments, with
    slot variables named after their variable: `@w.momentum`. Optimisers that
    need the number of the step share the variable `@step_count`, which every
    step or program that uses one increments once, before its first update.

    Requires: gradients in the state of their variable, as the op's verifier
    says.
    Ensures: no `skein.apply_gradient` is left.

    ```mlir
    skein.apply_gradient @w, %dw : tensor<4xf32> using #skein.sgd<learning_rate = 0.1>
    // becomes
    %w = skein.read @w : tensor<4xf32>
    %new = linalg.generic ... ins(%w, %dw : ...) {
    ^bb0(%a: f32, %g: f32, %out: f32):
      %scaled = arith.mulf %g, %rate : f32
      %b = arith.subf %a, %scaled : f32
      linalg.yield %b : f32
    }
    skein.assign @w, %new : tensor<4xf32>
    ```
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::linalg::LinalgDialect",
                           "::mlir::math::MathDialect", "::mlir::tensor::TensorDialect"];
}

#endif // SKEIN_PASSES
