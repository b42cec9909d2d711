//===- Passes.td - every pass, in the order a pipeline meets them --------===//
#ifndef SKEIN_PASSES
#define SKEIN_PASSES

include "mlir/Pass/PassBase.td"

//===----------------------------------------------------------------------===//
// Level 0 to level 1
//===----------------------------------------------------------------------===//

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
