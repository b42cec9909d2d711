//===- StageFunctions.h - a function as a chain of functions ----*- C++ -*-===//
#ifndef SKEIN_PASSES_STAGES_STAGEFUNCTIONS_H
#define SKEIN_PASSES_STAGES_STAGEFUNCTIONS_H

#include "passes/stages/Layers.h"

namespace skein::passes {

/// A function that only calls those of its stages, in order.
struct StagedFunction {
  mlir::func::FuncOp function;
  std::vector<mlir::func::FuncOp> stages;
  /// The parameters that several stages use have an argument for each of these; which of
  /// the original ones each argument behind the original ones is.
  llvm::SmallVector<unsigned> copies;
};

/// Makes functions of the stages of `function`: layer i is in stage `stageOfLayer[i]`,
/// ascending, of `stages`. A value that other stages use is a result of its stage, and an
/// argument of each of them. `parameters` are the arguments with gradients: a stage other
/// than the first that uses one gets it as an argument of its own of the new function.
/// The new functions are private and put in front of `function`, which stays, as
/// `name`.stages and `name`.stage0 and so on.
StagedFunction buildStages(mlir::func::FuncOp function, llvm::StringRef name, const Layers &layers,
                           llvm::ArrayRef<int> stageOfLayer, int stages,
                           const llvm::BitVector &parameters, mlir::SymbolTable &symbols);

} // namespace skein::passes

#endif // SKEIN_PASSES_STAGES_STAGEFUNCTIONS_H
