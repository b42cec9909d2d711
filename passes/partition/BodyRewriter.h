//===- BodyRewriter.h - one body rewritten for pieces of a batch ----------===//
#ifndef SKEIN_PASSES_PARTITION_BODYREWRITER_H
#define SKEIN_PASSES_PARTITION_BODYREWRITER_H

#include "dialect/DistributionRules.h"
#include "passes/partition/Partitioner.h"

#include "mlir/Dialect/SCF/IR/SCF.h"

namespace skein::passes {

using OptionalState = std::optional<AxisState>;

/// How the operands of an op are to be, and what its results then are.
struct Placement {
  llvm::SmallVector<OptionalState> operands; ///< nothing: as the result it initialises
  llvm::SmallVector<AxisState> results;
};

/// "Old" values are those of the body that is rewritten, with global types; "new"
/// ones have local types. Flexible old values (empty tensors, constants, fills)
/// have no new value: every use makes its own, in the state that it needs.
class BodyRewriter {
public:
  BodyRewriter(const BatchSplit &split, Partitioner &functions)
      : split(split), functions(functions) {}

  /// Rewrites the ops of `from` but its terminator to the end of `to`, whose
  /// arguments stand for those of `from`.
  mlir::LogicalResult rewriteBlock(mlir::Block &from, mlir::Block &to);

  /// The new value of `old` in the state that it has; a flexible one is replicated.
  mlir::Value get(mlir::Value old, mlir::OpBuilder &builder);

  const Remarks &getRemarks() const { return known.remarks; }

private:
  // What values are.
  OptionalState stateOf(mlir::Value old) const;
  bool canBe(mlir::Value old, AxisState state) const;
  bool canFold(mlir::Value old, AxisState state) const;
  std::optional<Placement> findFold(mlir::Operation *op, AxisState wanted) const;

  // Making values.
  mlir::Value get(mlir::Value old, AxisState state, mlir::OpBuilder &builder);
  mlir::Value makeFlexible(mlir::Value old, AxisState state, mlir::OpBuilder &builder);
  mlir::Value makeContribution(mlir::Value old, AxisState state, mlir::OpBuilder &builder);
  mlir::Value convert(mlir::Value old, AxisState from, AxisState to);
  mlir::Value fold(mlir::Value old, AxisState state);

  // One op.
  mlir::LogicalResult rewrite(mlir::Operation *op, mlir::OpBuilder &builder);
  mlir::LogicalResult rewriteCall(mlir::func::CallOp call, mlir::OpBuilder &builder);
  mlir::LogicalResult rewritePairs(SparseGradientOp op, mlir::OpBuilder &builder);
  mlir::LogicalResult rewriteSink(mlir::Operation *op, mlir::OpBuilder &builder);
  mlir::Operation *cloneOn(mlir::Operation *op, mlir::OpBuilder &builder);
  mlir::LogicalResult rewriteFor(mlir::scf::ForOp loop, mlir::OpBuilder &builder);
  mlir::FailureOr<mlir::scf::ForOp> rewriteLoop(mlir::scf::ForOp loop,
                                                llvm::SmallVector<AxisState> &carried,
                                                mlir::OpBuilder &builder);
  mlir::LogicalResult rewriteIf(mlir::scf::IfOp branch, mlir::OpBuilder &builder);
  mlir::LogicalResult rewriteByRule(mlir::Operation *op, mlir::OpBuilder &builder);
  void remarkOnMove(mlir::Operation *op, unsigned operand, llvm::StringRef how, llvm::StringRef why);
  void remarkOnMoves(mlir::Operation *op, const Placement &placement, const Refusal &refusal);
  mlir::Operation *cloneAs(mlir::Operation *op, const Placement &placement,
                           mlir::OpBuilder &builder);
  void localise(mlir::Operation *op, mlir::Operation *whole);
  void addOffsets(mlir::Operation *op);

  // Which states the operands of an op are to have.
  Transfer infer(mlir::Operation *op, llvm::ArrayRef<OptionalState> operands,
                 OptionalState wanted = std::nullopt) const;
  std::optional<Placement> place(mlir::Operation *op, Refusal &refusal) const;
  llvm::SmallVector<OptionalState> currentStates(mlir::Operation *op) const;
  bool isKnown(mlir::Value old, AxisState state) const;

  const BatchSplit &split;
  Partitioner &functions;
  /// What is known so far; a loop that is rewritten again goes back to an earlier state.
  struct Known {
    mlir::IRMapping values; ///< the new value of every old one, in the state it came in
    /// New values of one old value in other states.
    llvm::DenseMap<mlir::Value, llvm::SmallVector<std::pair<AxisState, mlir::Value>, 1>> conversions;
    Remarks remarks;
  } known;

  friend class PlacementSearch;
};

/// Whether a value can be made in any state where it is used.
bool isFlexible(mlir::Value old);

} // namespace skein::passes

#endif // SKEIN_PASSES_PARTITION_BODYREWRITER_H
