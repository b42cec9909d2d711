//===- Slots.h - state that belongs to a variable ---------------*- C++ -*-===//
#ifndef SKEIN_PASSES_SLOTS_H
#define SKEIN_PASSES_SLOTS_H

#include "dialect/Skein.h"

namespace skein::passes {

/// The slot of `owner` called `name`, such as @w.momentum: a variable of its type, on
/// the same devices. Where the owner is a piece of a tensor, the slot is that piece of the
/// tensor's slot. A new one starts as `initializer` and is declared behind `previous`.
/// Errors: a name that something else has; `user` says in the message who needs it.
mlir::FailureOr<VariableOp> getSlot(VariableOp owner, llvm::StringRef name,
                                    mlir::Attribute initializer, VariableOp previous,
                                    llvm::StringRef user, mlir::SymbolTable &symbols);

/// Where `owner` is a piece of a tensor w, `companion`, of the same shape, becomes that piece of
/// w.`name`.
void storeAsPieceLike(VariableOp owner, llvm::StringRef name, VariableOp companion);

} // namespace skein::passes

#endif // SKEIN_PASSES_SLOTS_H
