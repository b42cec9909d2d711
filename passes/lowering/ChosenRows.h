//===- ChosenRows.h - scatters that go to their rows ------------*- C++ -*-===//
#ifndef SKEIN_PASSES_LOWERING_CHOSENROWS_H
#define SKEIN_PASSES_LOWERING_CHOSENROWS_H

#include "mlir/Dialect/Linalg/IR/Linalg.h"

namespace skein::passes {

/// Replaces `op`, on buffers, by loops over all places that say which row they
/// mean, with an op on that row alone inside, if `op` has chosen loops
/// (ChosenLoops.h). A place whose row is outside of the buffer is passed over.
/// False if `op` is left as it is.
bool visitChosenRows(mlir::linalg::LinalgOp op);

} // namespace skein::passes

#endif // SKEIN_PASSES_LOWERING_CHOSENROWS_H
