//===- PullRows.h - rows of tables that live on servers ---------*- C++ -*-===//
#ifndef SKEIN_PASSES_PULLROWS_H
#define SKEIN_PASSES_PULLROWS_H

#include "dialect/Skein.h"

namespace skein::passes {

/// Lets `program` pull rows of the variables that it reads and that `isPulled` accepts,
/// where it only looks rows up, directly or in functions that it calls, and where these
/// are fewer bytes than the variable. Their indices have to come from its inputs through
/// integers alone; in loops of workers that keep step, too. Pieces that are put together count as one table.
/// All other reads stay.
void pullRows(ProgramOp program, mlir::SymbolTable &symbols,
              llvm::function_ref<bool(VariableOp)> isPulled);

} // namespace skein::passes

#endif // SKEIN_PASSES_PULLROWS_H
