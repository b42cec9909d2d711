//===- ParameterServers.h - variables that live on servers ------*- C++ -*-===//
//
// The half of `--skein-synchronize` that makes programs of workers, servers and
// chiefs from `#skein.parameter_server` records.
//
//===----------------------------------------------------------------------===//
#ifndef SKEIN_PASSES_PARAMETERSERVERS_H
#define SKEIN_PASSES_PARAMETERSERVERS_H

#include "dialect/Skein.h"

namespace skein::passes {

/// Moves the variables of `module` that have a record to their servers. Programs
/// pull what they read and push the gradients that they apply; for every server
/// a program beside them takes and applies. `meanOfReplicas`: gradients of devices with
/// batches of their own are divided by the number of devices.
/// Errors, as diagnostics: records that ask for different protocols or are still in
/// pieces; updates that a server cannot make.
llvm::LogicalResult serveVariables(mlir::ModuleOp module, bool meanOfReplicas);

} // namespace skein::passes

#endif // SKEIN_PASSES_PARAMETERSERVERS_H
