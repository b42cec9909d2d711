//===- GradientChecks.h - finite flags and norms written out ----*- C++ -*-===//
#ifndef SKEIN_PASSES_GRADIENTCHECKS_H
#define SKEIN_PASSES_GRADIENTCHECKS_H

#include "dialect/Skein.h"

namespace skein::passes {

/// Replaces `op` by one pass over each operand and a reduction of what they give
/// over the axes along which operands are not replicated.
/// `mesh`: of the program around `op`; null in a step.
/// Requires: no operand is partial.
void expand(AllFiniteOp op, MeshOp mesh);
void expand(GlobalNormOp op, MeshOp mesh);

} // namespace skein::passes

#endif // SKEIN_PASSES_GRADIENTCHECKS_H
