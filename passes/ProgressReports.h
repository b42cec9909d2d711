//===- ProgressReports.h - who waits for what -------------------*- C++ -*-===//
#ifndef SKEIN_PASSES_PROGRESSREPORTS_H
#define SKEIN_PASSES_PROGRESSREPORTS_H

#include "dialect/Skein.h"

namespace skein::passes {

/// Whether all programs of `module` come to their end. Errors name every program that waits
/// for ever, and what led to it; a job that is too large to tell gets a warning. With
/// `leftovers`, a remark says what queues and accumulators hold at the end.
llvm::LogicalResult verifyProgress(mlir::ModuleOp module, bool leftovers = false);

} // namespace skein::passes

#endif // SKEIN_PASSES_PROGRESSREPORTS_H
