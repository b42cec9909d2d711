//===- InlineCalls.h - calls replaced by what they call ---------*- C++ -*-===//
#ifndef SKEIN_PASSES_INLINECALLS_H
#define SKEIN_PASSES_INLINECALLS_H

#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace skein::passes {

/// Replaces `call` by a copy of the body of `callee`, which is one block.
void inlineCall(mlir::func::CallOp call, mlir::func::FuncOp callee);

/// Operands of `op`, and what its regions read from outside, each once.
llvm::SmallVector<mlir::Value> valuesReadBy(mlir::Operation *op);

} // namespace skein::passes

#endif // SKEIN_PASSES_INLINECALLS_H
