//===- InlineCalls.cpp - calls replaced by what they call -----------------===//
#include "passes/InlineCalls.h"

#include "mlir/IR/IRMapping.h"
#include "mlir/Transforms/RegionUtils.h"

using namespace mlir;

void skein::passes::inlineCall(func::CallOp call, func::FuncOp callee) {
  Block &body = callee.front();
  IRMapping mapping;
  mapping.map(body.getArguments(), call.getOperands());
  OpBuilder builder(call);
  for (Operation &op : body.without_terminator())
    builder.clone(op, mapping);
  call->replaceAllUsesWith(llvm::map_to_vector(
      body.getTerminator()->getOperands(), [&](Value value) { return mapping.lookup(value); }));
  call->erase();
}

SmallVector<Value> skein::passes::valuesReadBy(Operation *op) {
  llvm::SetVector<Value> values(op->operand_begin(), op->operand_end());
  getUsedValuesDefinedAbove(op->getRegions(), values);
  return values.takeVector();
}
