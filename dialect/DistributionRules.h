//===- DistributionRules.h - the rule of every op ---------------*- C++ -*-===//
//
// Whether a program's types are right: for every op, the states of its results
// have to follow from those of its operands, axis by axis.
//
//===----------------------------------------------------------------------===//
#ifndef SKEIN_DIALECT_DISTRIBUTIONRULES_H
#define SKEIN_DIALECT_DISTRIBUTIONRULES_H

#include "dialect/Skein.h"

namespace skein {

/// Checks every op of `program` and of the functions it calls.
/// Errors: a diagnostic at the first op of each kind of mistake, with a note at
/// the op that made the offending state.
mlir::LogicalResult checkDistribution(ProgramOp program, MeshOp mesh,
                                      mlir::SymbolTableCollection &symbols);

} // namespace skein

#endif // SKEIN_DIALECT_DISTRIBUTIONRULES_H
