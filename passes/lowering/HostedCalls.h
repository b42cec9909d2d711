//===- HostedCalls.h - requests to objects of one device as calls -*- C++ -*-===//
#ifndef SKEIN_PASSES_LOWERING_HOSTEDCALLS_H
#define SKEIN_PASSES_LOWERING_HOSTEDCALLS_H

#include "dialect/Skein.h"

namespace skein::passes {

/// Replaces the requests of `module`, whose types are plain already, by calls of the
/// runtime, and lets owners publish what others pull. Objects are known by their number:
/// their place among the variables, accumulators, queues or channels of the module.
/// Errors: an element type that the runtime does not exchange, at the op.
llvm::LogicalResult lowerHostedOps(mlir::ModuleOp module);

} // namespace skein::passes

#endif // SKEIN_PASSES_LOWERING_HOSTEDCALLS_H
