//===- Rules.h - parts of the distribution rules ----------------*- C++ -*-===//
#ifndef SKEIN_DIALECT_RULES_H
#define SKEIN_DIALECT_RULES_H

#include "dialect/DistributionRules.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"

namespace skein {

/// What a scalar on each device is to the scalar of the global program. The
/// neutral element of the reduction at hand is both replicated and partial.
enum class ScalarState { Replicated, Partial, Neutral };

/// Whether `op`, some of whose operands are partial `kind`, has results that are
/// partial `kind` too: it commutes with the reduction.
bool keepsPartial(mlir::Operation *op, ReductionKind kind, llvm::ArrayRef<ScalarState> operands);

/// The kind of reduction that the binary `op` is a step of.
std::optional<ReductionKind> getReductionKind(mlir::Operation *op);

/// The rule of ops with indexing maps and a body.
Transfer transferStructured(mlir::linalg::LinalgOp op, const AxisStates &states);

/// ` along "data"`.
std::string along(llvm::StringRef axis);

} // namespace skein

#endif // SKEIN_DIALECT_RULES_H
