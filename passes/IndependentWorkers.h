//===- IndependentWorkers.h - programs whose devices do not keep step -----===//
#ifndef SKEIN_PASSES_INDEPENDENTWORKERS_H
#define SKEIN_PASSES_INDEPENDENTWORKERS_H

#include "dialect/Skein.h"

namespace skein::passes {

/// Lets the devices of `program` along `axes`, which split its batch, run without
/// keeping step: states along these axes go out of all types, also in functions, of
/// which other programs keep copies. Results that were sums over the devices, or means
/// if each has a batch of its own, stay what the device adds to them.
/// Errors: a collective over one of the axes, at that op.
llvm::LogicalResult makeIndependent(ProgramOp program, llvm::ArrayRef<mlir::StringAttr> axes,
                                    mlir::SymbolTable &symbols);

} // namespace skein::passes

#endif // SKEIN_PASSES_INDEPENDENTWORKERS_H
