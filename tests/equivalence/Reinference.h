//===- Reinference.h - the adversary who keeps types consistent -*- C++ -*-===//

#ifndef SKEIN_TESTS_EQUIVALENCE_REINFERENCE_H
#define SKEIN_TESTS_EQUIVALENCE_REINFERENCE_H

#include "dialect/Skein.h"

namespace skein::tests {

/// Gives every value inside the programs of `module`, and inside the functions
/// that they call, the state that follows from the arguments and variables by
/// the rules of `dialect/DistributionRules.h`; where no rule applies, types stay.
/// Arguments and results of programs keep theirs.
void reinferStates(mlir::ModuleOp module);

} // namespace skein::tests

#endif // SKEIN_TESTS_EQUIVALENCE_REINFERENCE_H
