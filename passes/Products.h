//===- Products.h - contractions and convolutions ---------------*- C++ -*-===//
#ifndef SKEIN_PASSES_PRODUCTS_H
#define SKEIN_PASSES_PRODUCTS_H

#include "mlir/Dialect/Linalg/IR/Linalg.h"

namespace skein::passes {

/// Whether `op` computes out += a * b on tensors and nothing else, where a and b may
/// be extended to the type of out before.
bool isMultiplyAdd(mlir::linalg::LinalgOp op);

} // namespace skein::passes

#endif // SKEIN_PASSES_PRODUCTS_H
