//===- Gathers.h - tensor.gather as linalg ----------------------*- C++ -*-===//
#ifndef SKEIN_PASSES_GATHERS_H
#define SKEIN_PASSES_GATHERS_H

#include "mlir/IR/Operation.h"

namespace skein::passes {

/// Replaces every `tensor.gather` of static shape inside `root` by a
/// linalg.generic that reads the source element by element: the form of look-ups
/// that passes differentiate, split and lower.
void writeGathersOut(mlir::Operation *root);

} // namespace skein::passes

#endif // SKEIN_PASSES_GATHERS_H
