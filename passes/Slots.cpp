//===- Slots.cpp - state that belongs to a variable -----------------------===//
#include "passes/Slots.h"

#include "mlir/IR/Builders.h"

using namespace mlir;
using namespace skein;

FailureOr<VariableOp> skein::passes::getSlot(VariableOp owner, StringRef name,
                                             Attribute initializer, VariableOp previous,
                                             StringRef user, SymbolTable &symbols) {
  std::string symbol = (owner.getSymName() + "." + name).str();
  if (Operation *existing = symbols.lookup(symbol)) {
    auto slot = dyn_cast<VariableOp>(existing);
    if (slot && slot.getSlotOf() == owner.getSymName() && slot.getType() == owner.getType())
      return slot;
    return owner.emitError() << user << " needs the slot @" << symbol
                             << ", but the name is taken by something else";
  }
  OpBuilder builder(owner->getContext());
  builder.setInsertionPointAfter(previous);
  auto slot = VariableOp::create(builder, owner.getLoc(), builder.getStringAttr(symbol),
                                 FlatSymbolRefAttr::get(owner), owner.getMeshAttr(),
                                 owner.getTypeAttr(), initializer, owner.getCoordinatesAttr());
  storeAsPieceLike(owner, name, slot);
  symbols.insert(slot);
  return slot;
}

void skein::passes::storeAsPieceLike(VariableOp owner, StringRef name, VariableOp companion) {
  if (auto stored = owner->getAttrOfType<StoredAttr>(storedAttrName))
    companion->setAttr(
        storedAttrName,
        StoredAttr::get(owner->getContext(),
                        StringAttr::get(owner->getContext(),
                                        stored.getName().getValue() + "." + name),
                        stored.getOffset(), stored.getShape()));
}
