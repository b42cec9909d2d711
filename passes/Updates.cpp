//===- Updates.cpp - gradients and updates of a step ----------------------===//
#include "passes/Updates.h"

#include "llvm/ADT/SetVector.h"

using namespace mlir;
using namespace skein;

FailureOr<SmallVector<Value>> skein::passes::findAppliedGradients(StepOp step) {
  llvm::SetVector<Value> gradients;
  WalkResult walk = step.walk([&](ApplyGradientOp update) {
    gradients.insert(update.getGradient());
    if (update.getGradient().getParentRegion() == &step.getBody())
      return WalkResult::advance();
    update.emitOpError() << "applies a gradient that is computed inside a branch or a loop; "
                            "expected one that the whole step can wait for";
    return WalkResult::interrupt();
  });
  if (walk.wasInterrupted())
    return failure();
  return SmallVector<Value>(gradients.getArrayRef());
}

void skein::passes::setInsertionPointAfter(OpBuilder &builder, StepOp step, ValueRange values) {
  Operation *last = nullptr;
  for (Value value : values)
    if (Operation *producer = value.getDefiningOp())
      last = !last || last->isBeforeInBlock(producer) ? producer : last;
  if (last)
    builder.setInsertionPointAfter(last);
  else
    builder.setInsertionPointToStart(&step.getBody().front());
}

static bool isReadBetween(FlatSymbolRefAttr name, Operation *write, Operation *end) {
  for (Operation *op = write->getNextNode(); op != end; op = op->getNextNode()) {
    WalkResult walk = op->walk([&](ReadOp read) {
      return read.getVariableAttr() == name ? WalkResult::interrupt() : WalkResult::advance();
    });
    if (walk.wasInterrupted())
      return true;
  }
  return false;
}

FailureOr<SmallVector<Operation *>> skein::passes::moveWritesBehind(StepOp step, Operation *op) {
  Block &body = step.getBody().front();
  SmallVector<Operation *> writes;
  step.walk([&](Operation *write) {
    if (isa<AssignOp, ApplyGradientOp>(write))
      writes.push_back(write);
  });
  Operation *behind = op;
  for (Operation *write : writes) {
    if (!body.findAncestorOpInBlock(*write)->isBeforeInBlock(op))
      continue;
    auto name = write->getAttrOfType<FlatSymbolRefAttr>("variable");
    bool nested = write->getBlock() != &body;
    if (nested || isReadBetween(name, write, op))
      return write->emitOpError()
             << "changes " << name << (nested ? " in a branch or a loop" : ", which is read again,")
             << " before the last gradient is known; expected the change behind it";
    write->moveAfter(behind);
    behind = write;
  }
  return writes;
}
