//===- Layers.h - the pieces of a function that no cut divides --*- C++ -*-===//
#ifndef SKEIN_PASSES_STAGES_LAYERS_H
#define SKEIN_PASSES_STAGES_LAYERS_H

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/SymbolTable.h"
#include "llvm/ADT/DenseMap.h"

#include <optional>
#include <vector>

namespace skein::passes {

/// A heavy op and the light ones behind it; of these, what only later layers use is theirs
/// if it is larger than what it is made of, and sums of arguments alone are where the
/// arguments are used.
struct Layer {
  mlir::Operation *first; ///< in program order
  /// Of the first op, if it says so.
  std::optional<int64_t> stage;
};

/// The body of a function as layers. Ops in none of them are light and depend on
/// arguments and constants alone: they are computed wherever they are used.
struct Layers {
  std::vector<Layer> list;
  llvm::DenseMap<mlir::Operation *, int> of;
};

/// How small layers may be. A contraction, convolution, look-up or loop begins a layer,
/// and so does a call of a function with any of these inside.
enum class Granularity {
  Calls,      ///< what a function that is called several times computes is one layer
  Ops,        ///< such calls are inlined
  Reductions, ///< and reductions begin layers, too
};

/// Makes layers of `function`, whose calls are inlined as `granularity` has it, and always
/// those of functions that it calls once.
/// Errors: an op that `skein.stage` places inside of another.
mlir::FailureOr<Layers> findLayers(mlir::func::FuncOp function, Granularity granularity,
                                   mlir::SymbolTable &symbols);

} // namespace skein::passes

#endif // SKEIN_PASSES_STAGES_LAYERS_H
