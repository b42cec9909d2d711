//===- ParameterServers.h - variables that live on servers ------*- C++ -*-===//
//
// The half of `--skein-synchronize` that makes programs of workers, servers and
// chiefs from `#skein.parameter_server` records.
//
//===----------------------------------------------------------------------===//
#ifndef SKEIN_PASSES_PARAMETERSERVERS_H
#define SKEIN_PASSES_PARAMETERSERVERS_H

#include "dialect/Skein.h"
#include "passes/Passes.h"

namespace skein::passes {

/// How gradients of devices with batches of their own combine on servers.
struct ServedReduction {
  Reduction tensors = Reduction::Sum;
  RowReduction rows = RowReduction::AsTensors;

  bool isMean() const { return tensors != Reduction::Sum; }
  bool isRowMean() const { return rows == RowReduction::RowMean; }
  /// Of rows, over all devices.
  bool isMeanOfRows() const { return rows == RowReduction::AsTensors && isMean(); }
};

/// Moves the variables of `module` that have a record to their servers. Programs
/// pull what they read and push the gradients that they apply; for every server
/// a program beside them takes and applies.
/// Errors, as diagnostics: records that ask for different protocols or are still in
/// pieces; updates that a server cannot make.
llvm::LogicalResult serveVariables(mlir::ModuleOp module, ServedReduction kind);

} // namespace skein::passes

#endif // SKEIN_PASSES_PARAMETERSERVERS_H
