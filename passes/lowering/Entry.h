//===- Entry.h - functions that a run calls ---------------------*- C++ -*-===//
#ifndef SKEIN_PASSES_LOWERING_ENTRY_H
#define SKEIN_PASSES_LOWERING_ENTRY_H

#include "llvm/ADT/StringRef.h"

namespace skein::passes {

/// Unit attribute of the functions that were programs. Their arguments are
/// buffers: variables, inputs, results and, after skein-plan-memory, the arena.
inline constexpr llvm::StringLiteral entryAttrName = "skein.entry";

} // namespace skein::passes

#endif // SKEIN_PASSES_LOWERING_ENTRY_H
