//===- Partitioner.h - functions rewritten for the pieces of a batch ------===//
//
// Rewrites the body of a step, and the functions that it calls, for devices that
// each see a piece of the batch. States of values are inferred by the rules of
// the dialect; where a rule refuses, an operand is moved to a state that it
// accepts, by the collective that sends the fewest bytes.
//
//===----------------------------------------------------------------------===//
#ifndef SKEIN_PASSES_PARTITION_PARTITIONER_H
#define SKEIN_PASSES_PARTITION_PARTITIONER_H

#include "dialect/Distribution.h"

#include "llvm/ADT/MapVector.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/IRMapping.h"

namespace skein::passes {

/// The axes over which the batch is split. A value has the same state along all of
/// them, except that they nest where they split a dimension.
struct BatchSplit {
  MeshOp mesh;
  mlir::ArrayAttr axes; ///< outer first; empty on a mesh without axes: nothing is split
  int64_t devices = 1;  ///< along all of them together
  /// Every device runs the batch that the text states; otherwise it is cut.
  bool perReplica = false;
  /// Parts of the batch come one after the other, and what they make is reduced behind
  /// the last one only.
  bool isInTime = false;

  /// The type on one device of a value of type `global` in `state`. Null when the
  /// extent of a split dimension is no multiple of the number of devices.
  mlir::RankedTensorType localType(mlir::Type global, AxisState state) const;

  llvm::StringRef meshName() const { return MeshOp(mesh).getSymName(); }

  /// Types of the arguments of `step` where those with a batch are split. Errors, at
  /// `step`: a batch that so many of what `sharers` says cannot share evenly.
  mlir::FailureOr<llvm::SmallVector<mlir::Type>> argumentTypes(StepOp step,
                                                               const llvm::Twine &sharers) const;

  /// For messages: `"data"`, `"node", "gpu"`.
  std::string axisNames() const;

  /// State of a value of a local type.
  AxisState stateOf(mlir::Value value) const;
};

/// Where something is sent that the text does not ask for, and why.
using Remarks = llvm::SmallVector<std::pair<mlir::Location, std::string>>;

/// Makes one function for every set of states that a function is called with.
class Partitioner {
public:
  Partitioner(BatchSplit split, mlir::SymbolTable &symbols) : split(split), symbols(symbols) {}

  /// Fills the empty block `to` with the body of `step`, for arguments of types
  /// `arguments`, a `skein.return` at its end, and emits the remarks.
  mlir::LogicalResult rewriteStep(StepOp step, llvm::ArrayRef<mlir::Type> arguments,
                                  mlir::Block &to);

  /// `function` for arguments in `states`. The same states give the same function.
  mlir::FailureOr<mlir::func::FuncOp> specialise(mlir::func::FuncOp function,
                                                 llvm::ArrayRef<AxisState> states,
                                                 mlir::Operation *caller);

  /// What every device sends in one run of `regions`, in bytes of operands, with the
  /// functions that they call.
  int64_t bytesSent(llvm::MutableArrayRef<mlir::Region> regions);

  /// Removes the functions that were specialised, unless something else uses them,
  /// and new ones that nothing uses; lets the others have the names and emits their
  /// remarks.
  void replaceOriginals();

private:
  struct Special {
    llvm::SmallVector<AxisState> states;
    mlir::func::FuncOp function; ///< null while it is being made
    Remarks remarks;
  };

  /// Fills `to`, whose arguments have local types, with the ops of `from` and
  /// returns the operands of its terminator. The terminator is left to the caller.
  /// Errors: an op that no repair makes fit, at that op.
  mlir::FailureOr<llvm::SmallVector<mlir::Value>> rewriteBody(mlir::Block &from, mlir::Block &to,
                                                              Remarks &remarks);

  void pairHalves(mlir::func::FuncOp original);

  BatchSplit split;
  mlir::SymbolTable &symbols;
  llvm::MapVector<mlir::func::FuncOp, llvm::SmallVector<Special>> specials;
};

} // namespace skein::passes

#endif // SKEIN_PASSES_PARTITION_PARTITIONER_H
