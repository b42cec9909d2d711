//===- LinearAccess.cpp - operands as flat memory -------------------------===//
#include "passes/lowering/LinearAccess.h"

using namespace mlir;
using namespace skein::passes;

SmallVector<int64_t> skein::passes::denseStrides(ShapedType type) {
  SmallVector<int64_t> strides(type.getRank());
  int64_t size = 1;
  for (int64_t dim = type.getRank(); dim-- > 0; size *= type.getDimSize(dim))
    strides[dim] = size;
  return strides;
}

/// Adds `factor * expr` to `access`; false when `expr` is not linear.
static bool addLinear(AffineExpr expr, int64_t factor, LinearAccess &access) {
  if (auto constant = dyn_cast<AffineConstantExpr>(expr)) {
    access.offset += factor * constant.getValue();
    return true;
  }
  if (auto dim = dyn_cast<AffineDimExpr>(expr)) {
    access.strides[dim.getPosition()] += factor;
    return true;
  }
  auto binary = dyn_cast<AffineBinaryOpExpr>(expr);
  if (binary && binary.getKind() == AffineExprKind::Add)
    return addLinear(binary.getLHS(), factor, access) &&
           addLinear(binary.getRHS(), factor, access);
  if (binary && binary.getKind() == AffineExprKind::Mul)
    if (auto constant = dyn_cast<AffineConstantExpr>(binary.getRHS()))
      return addLinear(binary.getLHS(), factor * constant.getValue(), access);
  return false;
}

std::optional<LinearAccess>
skein::passes::getLinearAccess(AffineMap map, ArrayRef<int64_t> strides) {
  LinearAccess access;
  access.strides.resize(map.getNumDims());
  for (auto [expr, stride] : llvm::zip_equal(map.getResults(), strides))
    if (!addLinear(expr, stride, access))
      return std::nullopt;
  return access;
}

std::optional<SmallVector<LinearAccess>>
skein::passes::getDenseAccesses(linalg::LinalgOp op) {
  SmallVector<LinearAccess> accesses;
  for (auto [operand, map] :
       llvm::zip_equal(op->getOperands(), op.getIndexingMapsArray())) {
    auto type = dyn_cast<ShapedType>(operand.getType());
    if (type && !type.hasStaticShape())
      return std::nullopt;
    std::optional<LinearAccess> access = getLinearAccess(
        map, type ? denseStrides(type) : SmallVector<int64_t>());
    if (!access)
      return std::nullopt;
    accesses.push_back(*access);
  }
  return accesses;
}
