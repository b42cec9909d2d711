//===- LinearAccess.h - operands as flat memory -----------------*- C++ -*-===//
#ifndef SKEIN_PASSES_LOWERING_LINEARACCESS_H
#define SKEIN_PASSES_LOWERING_LINEARACCESS_H

#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include <optional>

namespace skein::passes {

/// Where an op finds the element of one operand that it uses at a point of its
/// loops: `offset` + the sum over loops of stride times index, in elements.
struct LinearAccess {
  int64_t offset = 0;
  llvm::SmallVector<int64_t> strides; // one per loop
};

/// Strides of a dense row-major tensor or memref.
llvm::SmallVector<int64_t> denseStrides(mlir::ShapedType type);

/// The access through `map` to memory with these strides; none when the map is
/// not linear.
std::optional<LinearAccess> getLinearAccess(mlir::AffineMap map,
                                            llvm::ArrayRef<int64_t> strides);

/// The accesses of all operands, each taken as dense; none when a shape is
/// dynamic or a map is not linear.
std::optional<llvm::SmallVector<LinearAccess>>
getDenseAccesses(mlir::linalg::LinalgOp op);

} // namespace skein::passes

#endif // SKEIN_PASSES_LOWERING_LINEARACCESS_H
