//===- Updates.h - gradients and updates of a step --------------*- C++ -*-===//
#ifndef SKEIN_PASSES_UPDATES_H
#define SKEIN_PASSES_UPDATES_H

#include "dialect/Skein.h"

namespace skein::passes {

/// The gradients that `step` applies, in the order of updates, each once.
/// Errors: one that is computed inside a branch or a loop.
mlir::FailureOr<llvm::SmallVector<mlir::Value>> findAppliedGradients(StepOp step);

/// Sets `builder` behind the ops of the step that compute `values`.
void setInsertionPointAfter(mlir::OpBuilder &builder, StepOp step, mlir::ValueRange values);

/// The updates and assignments of `step`, in order, all behind `op`, an op of its
/// body: those in front of it are moved.
/// Errors: one whose variable is read in between, or that is in a branch or a loop.
mlir::FailureOr<llvm::SmallVector<mlir::Operation *>> moveWritesBehind(StepOp step,
                                                                       mlir::Operation *op);

} // namespace skein::passes

#endif // SKEIN_PASSES_UPDATES_H
