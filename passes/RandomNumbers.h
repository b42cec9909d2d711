//===- RandomNumbers.h - random numbers as linalg ---------------*- C++ -*-===//
#ifndef SKEIN_PASSES_RANDOMNUMBERS_H
#define SKEIN_PASSES_RANDOMNUMBERS_H

#include "mlir/IR/Operation.h"

namespace skein::passes {

/// Replaces every `skein.random_uniform` inside `root` by a linalg.generic that computes
/// each element from its index: a form that passes split, repeat and lower.
void writeRandomNumbersOut(mlir::Operation *root);

} // namespace skein::passes

#endif // SKEIN_PASSES_RANDOMNUMBERS_H
