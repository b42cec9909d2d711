//===- Products.cpp - contractions and convolutions -----------------------===//
#include "passes/Products.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;

/// What `value` is before it is extended.
static Value beforeExtension(Value value) {
  auto extension = value.getDefiningOp<arith::ExtFOp>();
  return extension ? extension.getIn() : value;
}

bool skein::passes::isMultiplyAdd(linalg::LinalgOp op) {
  if (op.getNumDpsInputs() != 2 || op.getNumDpsInits() != 1 ||
      !op.hasPureTensorSemantics())
    return false;
  for (Value operand : op->getOperands())
    if (!isa<RankedTensorType>(operand.getType()))
      return false;
  Block *body = op.getBlock();
  auto sum =
      body->getTerminator()->getOperand(0).getDefiningOp<arith::AddFOp>();
  if (!sum)
    return false;
  Value a = body->getArgument(0), b = body->getArgument(1),
        out = body->getArgument(2);
  if (sum.getLhs() != out && sum.getRhs() != out)
    return false;
  auto product = (sum.getLhs() == out ? sum.getRhs() : sum.getLhs())
                     .getDefiningOp<arith::MulFOp>();
  if (!product)
    return false;
  Value left = beforeExtension(product.getLhs()),
        right = beforeExtension(product.getRhs());
  size_t extensions = (left != product.getLhs()) + (right != product.getRhs());
  return body->getOperations().size() == 3 + extensions &&
         ((left == a && right == b) || (left == b && right == a));
}
