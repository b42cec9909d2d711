//===- Placement.h - which stage computes what ------------------*- C++ -*-===//
#ifndef SKEIN_PASSES_STAGES_PLACEMENT_H
#define SKEIN_PASSES_STAGES_PLACEMENT_H

#include "dialect/Skein.h"
#include "passes/pipeline/Schedule.h"

#include "mlir/Dialect/SCF/IR/SCF.h"
#include "llvm/ADT/MapVector.h"

namespace skein::passes {

/// The actions of one micro-batch in an order in which they can run: forward passes
/// from the first stage to the last, then backward passes from the last to the first.
class StageActions {
public:
  struct Action {
    ActionKind kind;
    int64_t stage;
  };

  /// Backward passes are split in stages where `schedule` splits any.
  explicit StageActions(const pipeline::Schedule &schedule);

  llvm::ArrayRef<Action> list() const { return actions; }
  bool isSplit(int64_t stage) const { return split[stage]; }
  /// The number of an action; a half of a backward pass that is not split is all of it, and
  /// all of one that is split is its first half.
  unsigned numberOf(ActionKind kind, int64_t stage) const;

private:
  std::vector<Action> actions;
  std::vector<bool> split;
};

/// "input gradient of stage 2".
std::string describe(const StageActions::Action &action);

/// Stages of variables, by name.
using VariableStages = llvm::MapVector<mlir::StringAttr, int64_t>;

/// Which stage computes what in one program. Ops on inputs and constants alone belong
/// to none: they are computed wherever they are used.
struct OpPlacement {
  /// Over micro-batches; null if there is none.
  mlir::scf::ForOp loop;
  llvm::DenseMap<mlir::Operation *, int64_t> stages;   ///< outside of the loop
  llvm::DenseMap<mlir::Operation *, unsigned> actions; ///< in the loop, as numbered
  std::vector<int64_t> resultStages;                   ///< of the loop

  /// Null for what belongs to no stage. Values in the loop have that of their action.
  std::optional<int64_t> stageOf(mlir::Value value, const StageActions &actions) const;
};

/// The loop in `program` that calls functions of stages; null if there is none.
/// Errors: calls outside of a loop, in two loops, or in one that does not count from 0.
mlir::FailureOr<mlir::scf::ForOp> findMicroBatches(ProgramOp program, mlir::SymbolTable &symbols);

/// Adds the stages of variables that functions of stages take, in `loop` of `program`: the
/// first that does.
void findVariableStages(ProgramOp program, mlir::scf::ForOp loop, mlir::SymbolTable &symbols,
                        VariableStages &stages);

/// Places the ops of `program`, and variables that nobody has placed yet. Norms and
/// flags over several stages are taken apart.
///
/// With a loop: an op outside of it is where its largest operand is. Without one: where
/// the last of its operands is, so that the program goes through the stages once.
/// Errors: functions of stages whose operands come from later ones.
mlir::FailureOr<OpPlacement> place(ProgramOp program, mlir::scf::ForOp loop,
                                 const StageActions &actions, VariableStages &variables,
                                 mlir::SymbolTable &symbols);

} // namespace skein::passes

#endif // SKEIN_PASSES_STAGES_PLACEMENT_H
