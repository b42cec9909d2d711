//===- DensifyGradients.cpp - sparse gradients as tensors -----------------===//
#include "passes/Passes.h"
#include "passes/SparseGradients.h"

#include "llvm/ADT/StringSet.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace skein;

namespace skein::passes {
#define GEN_PASS_DEF_DENSIFYGRADIENTSPASS
#include "passes/Passes.h.inc"
} // namespace skein::passes

namespace {

struct DensifyGradients : skein::passes::impl::DensifyGradientsPassBase<DensifyGradients> {
  using DensifyGradientsPassBase::DensifyGradientsPassBase;

  void runOnOperation() override {
    SmallVector<ApplyGradientOp> updates;
    getOperation().walk([&](ApplyGradientOp op) {
      if (isa<SparseGradientType>(op.getGradient().getType()))
        updates.push_back(op);
    });
    if (failed(checkNames(updates)))
      return signalPassFailure();
    for (ApplyGradientOp op : updates)
      if (failed(densify(op)))
        return signalPassFailure();
    for (auto &[pairs, tensor] : dense)
      if (pairs->use_empty())
        pairs->erase();
  }

private:
  LogicalResult checkNames(ArrayRef<ApplyGradientOp> updates) {
    llvm::StringSet<> known;
    for (ApplyGradientOp op : updates)
      known.insert(op.getVariable());
    for (const std::string &name : variables)
      if (!known.contains(name))
        return emitError(getOperation().getLoc())
               << "option variables names @" << name << ", which takes no sparse gradient";
    return success();
  }

  LogicalResult densify(ApplyGradientOp op) {
    if (!variables.empty() && !llvm::is_contained(variables, op.getVariable()))
      return success();
    FailureOr<SparseGradientOp> pairs = skein::passes::findPairs(op, op.getGradient());
    if (failed(pairs))
      return failure();
    double extent = pairs->getType().getDense().getDimSize(0);
    if (skein::passes::countRows(*pairs) < minFill * extent)
      return success();
    Value &tensor = dense[*pairs];
    if (!tensor) {
      OpBuilder builder(*pairs);
      tensor = skein::passes::createDense(builder, *pairs);
    }
    op.getGradientMutable().assign(tensor);
    return success();
  }

  llvm::MapVector<SparseGradientOp, Value> dense;
};

} // namespace
