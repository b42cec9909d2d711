//===- LibraryOps.cpp - calls of the runtime ------------------------------===//
#include "dialect/Skein.h"

using namespace mlir;
using namespace skein;

void LibraryCallOp::getEffects(
    SmallVectorImpl<SideEffects::EffectInstance<MemoryEffects::Effect>>
        &effects) {
  for (OpOperand &operand : getOperation()->getOpOperands()) {
    if (!isa<MemRefType>(operand.get().getType()))
      continue;
    if (!isDpsInit(&operand) || getAccumulates())
      effects.emplace_back(MemoryEffects::Read::get(), &operand);
    if (isDpsInit(&operand))
      effects.emplace_back(MemoryEffects::Write::get(), &operand);
  }
}

LogicalResult LibraryCallOp::verify() {
  if (getOuts().empty()) // C2
    return emitOpError() << "has no destination; expected at least one";
  if (getAsynchronous() && (getInputs().size() != 1 || getOuts().size() != 1)) // C3
    return emitOpError() << "is asynchronous with " << getInputs().size() << " inputs and "
                         << getOuts().size() << " destinations; expected one of each";
  Type first = getOuts().front().getType();
  for (Type type : getOperandTypes()) // C1
    if (isa<TensorType>(type) != isa<TensorType>(first))
      return emitOpError() << "takes " << type << " beside " << first
                           << "; expected tensors only or memrefs only";
  return success();
}
