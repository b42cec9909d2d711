//===- DistributionRules.h - the rule of every op ---------------*- C++ -*-===//
//
// How the states of an op's results follow from those of its operands, one mesh
// axis at a time. The checker, which a program meets when it is parsed, and the
// passes that infer states share these rules.
//
//===----------------------------------------------------------------------===//
#ifndef SKEIN_DIALECT_DISTRIBUTIONRULES_H
#define SKEIN_DIALECT_DISTRIBUTIONRULES_H

#include <variant>

#include "dialect/Distribution.h"

namespace skein {

/// What is known around one op along one axis.
struct AxisStates {
  llvm::StringRef axis;
  /// Of the operands, in order; scalars are replicated. Nothing for an init
  /// (destination) whose state may still be chosen.
  llvm::SmallVector<std::optional<AxisState>> operands;
  /// What the results are meant to be, where the operands leave a choice.
  llvm::SmallVector<std::optional<AxisState>> results;
  /// Of values that a body reads from outside.
  llvm::function_ref<AxisState(mlir::Value)> captured;
  /// The index of a split loop means the global one without `skein.shard_offset`.
  bool indicesAreGlobal = false;
};

/// Why an op has no rule for the states around it.
struct Refusal {
  std::string reason;                ///< what is wrong, to stand behind "'op' op "
  mlir::Value value = {};            ///< whose state is to blame, if one is
  mlir::Operation *scalar = nullptr; ///< op in the body that is to blame, if one is
};

/// States of the results, or why there are none.
using Transfer = std::variant<llvm::SmallVector<AxisState>, Refusal>;

/// The rule of `op`: global op on the global operands gives the global results.
/// Shapes of `op` may be local or global ones. Not for ops whose rule is their
/// verifier (`hasOwnRule`).
Transfer transfer(mlir::Operation *op, const AxisStates &states);

/// Whether the states of `op` are checked by its own verifier or follow from
/// upstream's types: collectives, ops on variables, calls, loops, terminators.
bool hasOwnRule(mlir::Operation *op);

/// Whether `constant`, an attribute or a scalar value, is the neutral element of `kind`.
bool isNeutral(mlir::Attribute constant, ReductionKind kind);
bool isNeutral(mlir::Value scalar, ReductionKind kind);

/// Checks every op of `program` and of the functions it calls.
/// Errors: a diagnostic at every op that breaks its rule, with a note at the op
/// that made the offending state.
mlir::LogicalResult checkDistribution(ProgramOp program, MeshOp mesh,
                                      mlir::SymbolTableCollection &symbols);

/// Adds a note at the op at which `value` came into its state along `axis`; none
/// when that is an argument.
void noteOrigin(mlir::InFlightDiagnostic &error, mlir::Value value, llvm::StringRef axis);

} // namespace skein

#endif // SKEIN_DIALECT_DISTRIBUTIONRULES_H
