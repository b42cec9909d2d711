//===- Differentiate.cpp - write the derivatives of loss functions out ----===//
#include "dialect/Skein.h"
#include "passes/Passes.h"
#include "passes/adjoint/Functions.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace skein;

namespace skein::passes {
#define GEN_PASS_DEF_DIFFERENTIATEPASS
#include "passes/Passes.h.inc"
} // namespace skein::passes

namespace {

using passes::Derivative;
using passes::Differentiator;

Value createSplat(OpBuilder &builder, Location loc, Type type, double value) {
  auto tensorType = cast<RankedTensorType>(type);
  auto element = builder.getFloatAttr(tensorType.getElementType(), value);
  return arith::ConstantOp::create(
      builder, loc, DenseElementsAttr::get(tensorType, Attribute(element)));
}

/// The derivative by the loss, of type `type`: the scale of `op`, or 1.
Value createCotangent(OpBuilder &builder, ValueAndGradOp op, Type type) {
  Value scale = op.getScale();
  if (!scale)
    return createSplat(builder, op.getLoc(), type, 1);
  if (scale.getType() == type)
    return scale;
  Value empty = tensor::EmptyOp::create(builder, op.getLoc(), type, ValueRange());
  AffineMap map = AffineMap::get(0, 0, builder.getContext());
  Type element = getElementTypeOrSelf(type);
  return linalg::GenericOp::create(
             builder, op.getLoc(), type, scale, empty, {map, map}, ArrayRef<utils::IteratorType>(),
             [&](OpBuilder &body, Location loc, ValueRange args) {
               Value value = element.getIntOrFloatBitWidth() > 32
                                 ? arith::ExtFOp::create(body, loc, element, args[0]).getResult()
                                 : arith::TruncFOp::create(body, loc, element, args[0]).getResult();
               linalg::YieldOp::create(body, loc, value);
             })
      .getResult(0);
}

/// Replaces `op` by calls of the two halves of its callee.
LogicalResult expand(ValueAndGradOp op, Differentiator &differentiator) {
  auto callee = differentiator.symbols.lookup<func::FuncOp>(op.getCallee());
  if (callee.isExternal())
    return op.emitOpError("callee @")
           << op.getCallee() << " has no body; expected one to differentiate";
  llvm::BitVector arguments(callee.getNumArguments()),
      results(callee.getNumResults());
  for (int64_t index : op.getWrt())
    arguments.set(index);
  results.set(0);
  FailureOr<const Derivative *> derivative =
      differentiator.differentiate(callee, arguments, results, op);
  if (failed(derivative))
    return failure();

  OpBuilder builder(op);
  Location loc = op.getLoc();
  func::CallOp forward =
      (*derivative)->callForward(builder, loc, op.getArguments());
  SmallVector<Value> replacements(
      forward.getResults().take_front(callee.getNumResults()));
  SmallVector<Value> gradients(callee.getNumArguments());
  if (!(*derivative)->gradients.empty()) {
    Value cotangent = createCotangent(builder, op, forward.getResult(0).getType());
    func::CallOp backward =
        (*derivative)->callBackward(builder, loc, forward, cotangent);
    for (auto [index, gradient] :
         llvm::zip((*derivative)->gradients, backward.getResults()))
      gradients[index] = gradient;
  }
  for (int64_t index : op.getWrt()) {
    if (!gradients[index]) {
      op.emitRemark("the loss does not depend on argument ")
          << index << " of @" << op.getCallee();
      gradients[index] =
          createSplat(builder, loc, op.getArguments()[index].getType(), 0);
    }
    replacements.push_back(gradients[index]);
  }
  op->replaceAllUsesWith(replacements);
  op.erase();
  return success();
}

/// The functions that `roots` call, directly or not, and `roots`; callers
/// first.
SetVector<func::FuncOp> reachableFrom(ArrayRef<func::FuncOp> roots,
                                      SymbolTable &symbols) {
  SetVector<func::FuncOp> reached(roots.begin(), roots.end());
  for (unsigned index = 0; index < reached.size(); ++index) {
    func::FuncOp caller = reached[index];
    caller.walk([&](func::CallOp call) {
      if (auto callee = symbols.lookup<func::FuncOp>(call.getCallee()))
        reached.insert(callee);
    });
  }
  return reached;
}

struct Differentiate : passes::impl::DifferentiatePassBase<Differentiate> {
  void runOnOperation() override {
    Differentiator differentiator(getOperation());
    SmallVector<ValueAndGradOp> requests;
    getOperation().walk([&](ValueAndGradOp op) { requests.push_back(op); });
    SmallVector<func::FuncOp> losses;
    for (ValueAndGradOp op : requests) {
      losses.push_back(
          differentiator.symbols.lookup<func::FuncOp>(op.getCallee()));
      if (failed(expand(op, differentiator)))
        return signalPassFailure();
    }
    eraseUnused(reachableFrom(losses, differentiator.symbols),
                differentiator.symbols);
  }

private:
  void eraseUnused(SetVector<func::FuncOp> functions, SymbolTable &symbols) {
    bool erased = true;
    while (std::exchange(erased, false))
      for (func::FuncOp function : functions.getArrayRef())
        if (SymbolTable::symbolKnownUseEmpty(function, getOperation())) {
          functions.remove(function);
          symbols.erase(function);
          erased = true;
          break;
        }
  }
};

} // namespace
