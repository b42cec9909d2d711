//===- Gradients.h - where a program reduces gradients ----------*- C++ -*-===//
//
// Passes on communication work on the all-reduces of gradients, which they find
// from the updates that take them.
//
//===----------------------------------------------------------------------===//
#ifndef SKEIN_PASSES_GRADIENTS_H
#define SKEIN_PASSES_GRADIENTS_H

#include "dialect/Skein.h"

#include "llvm/ADT/SmallVector.h"

namespace skein::passes {

/// A reduction of gradients.
struct Gradient {
  AllReduceOp op;
  /// Variables that are updated with its elements, in the order of updates.
  llvm::SmallVector<llvm::StringRef> variables;

  /// Not const, as MLIR wants it.
  AllReduceOp reduce() const { return op; }
};

/// The all-reduces in the body of `program`, not those in its loops and
/// branches, whose results reach the gradient of a `skein.apply_gradient`, of
/// this step or, through a variable that it reads, of the next one; in the
/// order of the updates, each once.
llvm::SmallVector<Gradient> findGradients(ProgramOp program);

/// For a pass, such as skein-pack-gradients, that replaces the reductions of gradients.
/// Errors: a reduction for which something is settled that would be lost, how it is
/// carried out or its stream.
mlir::LogicalResult checkReplaceable(llvm::ArrayRef<Gradient> gradients, llvm::StringRef pass);

/// For a pass on steps for one device.
/// Errors: a module without them whose programs are on a mesh already.
mlir::LogicalResult checkHasSteps(mlir::ModuleOp module, llvm::StringRef pass);

/// The all-reduces in the body of the program whose results reach `value`
/// through elementwise ops, reshapes, slices and concatenations; nearest first.
llvm::SmallVector<AllReduceOp> findReductions(mlir::Value value);

/// Whether `a` is computed before `b`, two values of one block. For two results
/// of one call the function that it calls decides.
bool isReadyBefore(mlir::Value a, mlir::Value b);

} // namespace skein::passes

#endif // SKEIN_PASSES_GRADIENTS_H
