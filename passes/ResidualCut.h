/// Splits a function that computes results and then gradients into a forward
/// and a backward half, and decides which values the forward half keeps for the
/// backward one.
#ifndef SKEIN_PASSES_RESIDUALCUT_H
#define SKEIN_PASSES_RESIDUALCUT_H

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "llvm/ADT/DenseSet.h"

namespace skein::passes {

/// `forward` takes the arguments of the original function and returns its
/// results, then the residuals. `backward` returns the gradients; its arguments
/// come in four groups, each in the order of the originals, told apart by
/// argument attributes:
///   `skein.argument = i`  the i-th argument of `forward`, passed again
///   `skein.result = i`    the i-th result of `forward` that is no residual
///   `skein.residual`      the residuals, all of them
///   none of these         the cotangents
inline constexpr llvm::StringLiteral argumentAttribute = "skein.argument";
inline constexpr llvm::StringLiteral resultAttribute = "skein.result";
inline constexpr llvm::StringLiteral residualAttribute = "skein.residual";
struct FunctionPair {
  mlir::func::FuncOp forward, backward;

  /// What an argument of `backward` is: an argument or a result (residuals
  /// included) of `forward`, or a cotangent, by position among its like.
  struct BackwardArgument {
    enum Kind { Argument, Result, Cotangent } kind;
    unsigned index;
  };
  llvm::SmallVector<BackwardArgument> backwardArguments() const;
};

/// What the backward half computes again.
enum class Recompute {
  None,      ///< cheap ops, in chains of at most eight
  Selective, ///< these in chains of any length, and of the others those that do
             ///< least for each byte that would be kept
  Full,      ///< everything, from the arguments
};

/// Splits `joint`, of one block, whose first `numArguments` arguments are those
/// of the original function, the others cotangents, and whose first
/// `numResults` results are those of the original function, the others
/// gradients. `joint` is left without unused ops; the halves have no parent
/// yet, are private, and are called `name` with the suffixes `_fwd` and `_bwd`.
///
/// Of all sets of values from which the backward half can be computed without
/// repeating more than `recompute` says, the residuals are one of the fewest
/// bytes; arguments and results of the original function are free. Calls and loops
/// are repeated by `Full` alone, which keeps nothing but arguments. `Selective`
/// repeats a reduction or contraction whose loops have fewer iterations for each
/// byte of its result than all of the function together: the scores of
/// attention, but not its projections. Copies of ops in
/// the backward half carry `skein.recomputed`, so that no common-subexpression
/// elimination undoes the choice after inlining. Requires: static shapes, and
/// ops without side effects.
FunctionPair splitJointFunction(mlir::func::FuncOp joint, unsigned numArguments,
                                unsigned numResults, llvm::StringRef name,
                                Recompute recompute = Recompute::None);

/// Splits `function`, of one block, in the same way into what computes its first
/// `numResults` results, for which the ops in `first` are enough, and what computes
/// the others; `first` may have more ops. `function` is left without unused ops.
FunctionPair splitFunction(mlir::func::FuncOp function, unsigned numResults,
                           const llvm::DenseSet<mlir::Operation *> &first,
                           llvm::StringRef firstName, llvm::StringRef secondName);

} // namespace skein::passes

#endif // SKEIN_PASSES_RESIDUALCUT_H
