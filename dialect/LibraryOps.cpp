//===- LibraryOps.cpp - calls of the runtime ------------------------------===//
#include "dialect/Skein.h"

using namespace mlir;
using namespace skein;

void LibraryCallOp::getEffects(
    SmallVectorImpl<SideEffects::EffectInstance<MemoryEffects::Effect>>
        &effects) {
  if (getImpure()) {
    effects.emplace_back(MemoryEffects::Read::get());
    effects.emplace_back(MemoryEffects::Write::get());
  }
  for (OpOperand &operand : getOperation()->getOpOperands()) {
    if (!isa<MemRefType>(operand.get().getType()))
      continue;
    if (!isDpsInit(&operand) || getAccumulates())
      effects.emplace_back(MemoryEffects::Read::get(), &operand);
    if (isDpsInit(&operand))
      effects.emplace_back(MemoryEffects::Write::get(), &operand);
  }
}

/// C4
static LogicalResult verifyWaitedFor(LibraryCallOp call) {
  if (!call.getAsynchronous() || call.getNumResults() == 0)
    return success();
  for (OpOperand &use : call.getResult(0).getUses()) {
    auto wait = dyn_cast<LibraryCallOp>(use.getOwner());
    if (wait && wait.getCallee() == "skrt_wait" && wait.isDpsInit(&use))
      continue;
    InFlightDiagnostic error =
        call.emitOpError()
        << "is asynchronous, but its result is used before a call of skrt_wait";
    error.attachNote(use.getOwner()->getLoc()) << "used here";
    return error;
  }
  if (!call.getResult(0).hasOneUse())
    return call.emitOpError() << "is asynchronous, but not waited for; "
                                 "expected one call of skrt_wait";
  return success();
}

LogicalResult LibraryCallOp::verify() {
  if (getOuts().empty() && !getImpure()) // C2
    return emitOpError() << "has no destination; expected at least one";
  if (getAsynchronous() &&
      (getInputs().size() != 1 || getOuts().size() != 1)) // C3
    return emitOpError() << "is asynchronous with " << getInputs().size()
                         << " inputs and " << getOuts().size()
                         << " destinations; expected one of each";
  if (getNumOperands() == 0)
    return success();
  Type first = getOperand(getNumOperands() - 1).getType();
  for (Type type : getOperandTypes()) // C1
    if (isa<TensorType>(type) != isa<TensorType>(first))
      return emitOpError() << "takes " << type << " beside " << first
                           << "; expected tensors only or memrefs only";
  return verifyWaitedFor(*this);
}
