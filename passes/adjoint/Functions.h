/// Derivatives of whole functions: one pair of functions for each combination
/// of wanted arguments and results, however often the function is called.
#ifndef SKEIN_PASSES_ADJOINT_FUNCTIONS_H
#define SKEIN_PASSES_ADJOINT_FUNCTIONS_H

#include "passes/ResidualCut.h"

#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/SymbolTable.h"
#include "llvm/ADT/BitVector.h"

#include <map>
#include <set>

namespace skein::passes {

/// Unit attribute of an op whose results count as constants, such as the
/// maximum that only keeps a softmax in range.
inline constexpr llvm::StringLiteral stopGradientAttribute =
    "skein.stop_gradient";

/// The derivative of a function.
struct Derivative {
  FunctionPair functions;

  /// The gradient of one argument: a tensor, or pairs of tensors, of the indices
  /// of rows and of the rows.
  struct Gradient {
    unsigned argument;
    bool isByRows;
    unsigned numValues;
  };
  /// What `functions.backward` returns, by argument. Gradients of other wanted
  /// arguments are zero.
  llvm::SmallVector<Gradient> gradients;

  /// Calls `visit` with each gradient and its values among the `results` of a
  /// call of the backward half.
  void forEachGradient(
      mlir::ValueRange results,
      llvm::function_ref<void(const Gradient &, mlir::ValueRange)> visit) const;

  /// Calls the forward half. Its first results are those of the original
  /// function.
  mlir::func::CallOp callForward(mlir::OpBuilder &builder, mlir::Location loc,
                                 mlir::ValueRange arguments) const;
  /// Calls the backward half that belongs to `forward`; the results are in the
  /// order of `gradients`.
  mlir::func::CallOp callBackward(mlir::OpBuilder &builder, mlir::Location loc,
                                  mlir::func::CallOp forward,
                                  mlir::ValueRange cotangents) const;
};

/// Differentiates the functions of one module.
class Differentiator {
public:
  explicit Differentiator(mlir::ModuleOp module) : symbols(module) {}

  /// The derivative of `function` with respect to `arguments`, for cotangents
  /// of `results`; new halves are put behind the function. Functions that it
  /// calls are differentiated first. `skein.recompute` on a function says what its
  /// backward half computes again; without it, functions that one with "selective" calls
  /// do as that does. Gradients of the arguments in `byRows`,
  /// which are only looked up (`findTableReads`), come as rows. Errors: an op that cannot be
  /// differentiated, at that op, with a note at `request`; a function that
  /// calls itself; a policy that does not exist.
  mlir::FailureOr<const Derivative *>
  differentiate(mlir::func::FuncOp function, const llvm::BitVector &arguments,
                const llvm::BitVector &byRows, const llvm::BitVector &results,
                mlir::Operation *request);

  /// The results of `function` that depend on the given arguments and can have
  /// a cotangent.
  llvm::BitVector findVariedResults(mlir::func::FuncOp function,
                                    const llvm::BitVector &arguments);

  mlir::SymbolTable symbols;

private:
  mlir::LogicalResult emitCallAdjoint(mlir::func::CallOp call,
                                      class Cotangents &cotangents,
                                      mlir::Operation *request);
  mlir::FailureOr<Derivative> build(mlir::func::FuncOp function,
                                    const llvm::BitVector &arguments,
                                    const llvm::BitVector &byRows,
                                    const llvm::BitVector &results,
                                    mlir::Operation *request);
  llvm::DenseSet<mlir::Value> findVaried(mlir::Block &block,
                                         const llvm::BitVector &arguments);

  /// What the backward half of `function`, called by the one that is being built,
  /// computes again.
  mlir::FailureOr<Recompute> findPolicy(mlir::func::FuncOp function) const;

  using Key = std::pair<std::string, std::string>; // function and mask
  Recompute policy = Recompute::None; // of the function that is being built
  std::map<Key, Derivative> derivatives;
  std::map<Key, llvm::BitVector> variedResults;
  std::set<std::string> inProgress;
};

/// The rule of a loop: each iteration is a call of the derivative of the body,
/// which becomes a function of its own next to `function`; the forward loop
/// stacks the residuals, the backward loop runs the other way.
/// Errors: reported at `loop` if the number of iterations is not a constant.
mlir::LogicalResult emitLoopAdjoint(mlir::scf::ForOp loop,
                                    class Cotangents &cotangents,
                                    Differentiator &differentiator,
                                    mlir::func::FuncOp function,
                                    mlir::Operation *request);

} // namespace skein::passes

#endif // SKEIN_PASSES_ADJOINT_FUNCTIONS_H
