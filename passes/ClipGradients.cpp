//===- ClipGradients.cpp - bound what one update can change ---------------===//
#include "passes/StructuredOps.h"
#include "passes/Gradients.h"
#include "passes/Passes.h"
#include "passes/Updates.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace skein;

namespace skein::passes {
#define GEN_PASS_DEF_CLIPGRADIENTSPASS
#include "passes/Passes.h.inc"
} // namespace skein::passes

using namespace skein::passes;

namespace {

struct ClipGradients : skein::passes::impl::ClipGradientsPassBase<ClipGradients> {
  using ClipGradientsPassBase::ClipGradientsPassBase;

  void runOnOperation() override {
    if (failed(passes::checkHasSteps(getOperation(), getArgument())))
      return signalPassFailure();
    for (StepOp step : getOperation().getOps<StepOp>()) {
      SmallVector<ApplyGradientOp> updates;
      step.walk([&](ApplyGradientOp op) { updates.push_back(op); });
      if (updates.empty())
        continue;
      if (failed(checkOptions(step)) || (clipValue != 0 && failed(clipValues(updates))) ||
          (clipNorm != 0 && failed(clipNorms(step, updates))))
        return signalPassFailure();
    }
  }

private:
  LogicalResult checkOptions(StepOp step) {
    auto refuse = [&](StringRef option, double value) {
      return emitError(step.getLoc())
             << "option " << option << " is " << value << "; expected more than 0";
    };
    if (!(clipValue >= 0))
      return refuse("clip-value", clipValue);
    if (!(clipNorm >= 0))
      return refuse("clip-norm", clipNorm);
    if (clipValue != 0 && clipNorm != 0)
      return emitError(step.getLoc()) << "options clip-value and clip-norm are both given; "
                                         "expected one of them";
    return success();
  }

  LogicalResult clipValues(ArrayRef<ApplyGradientOp> updates) {
    for (ApplyGradientOp op : updates) {
      if (op.getClip())
        return op.emitOpError("clips its gradient already; expected one that does not");
      op.setClip(llvm::APFloat(clipValue.getValue()));
    }
    return success();
  }

  LogicalResult clipNorms(StepOp step, ArrayRef<ApplyGradientOp> updates) {
    Value factor = ApplyGradientOp(updates.front()).getFactor();
    for (ApplyGradientOp op : updates)
      if (isa<SparseGradientType>(op.getGradient().getType()))
        return op.emitOpError("applies a sparse gradient, of whose rows some may be the same; expected "
                              "a tensor, of which the norm is taken");
    for (ApplyGradientOp op : updates)
      if (op.getFactor() != factor)
        return op.emitOpError("applies its gradient times another factor than the first update of "
                              "the step; expected one factor for one norm");
    FailureOr<SmallVector<Value>> gradients = findAppliedGradients(step);
    if (failed(gradients))
      return failure();
    SmallVector<Value> needed = *gradients;
    if (factor)
      needed.push_back(factor);
    OpBuilder builder(step.getContext());
    passes::setInsertionPointAfter(builder, step, needed);
    Location loc = step.getLoc();
    auto norm = GlobalNormOp::create(builder, loc, RankedTensorType::get({}, builder.getF32Type()),
                                     *gradients, factor);
    Value clipped = createFactor(builder, loc, norm, factor);
    if (failed(moveWritesBehind(step, clipped.getDefiningOp())))
      return failure();
    for (ApplyGradientOp op : updates)
      op.getFactorMutable().assign(clipped);
    return success();
  }

  /// `factor` times limit / max(norm, limit). Not a number for an infinite norm, which
  /// would otherwise make zeros of all gradients but the infinite ones.
  Value createFactor(OpBuilder &builder, Location loc, Value norm, Value factor) {
    SmallVector<Value> inputs{norm};
    if (factor)
      inputs.push_back(factor);
    auto body = [&](OpBuilder &inner, Location at, ValueRange args) -> SmallVector<Value> {
      Value limit = arith::ConstantOp::create(inner, at, inner.getF32FloatAttr(clipNorm));
      Value larger = arith::MaximumFOp::create(inner, at, args[0], limit);
      Value ratio = arith::DivFOp::create(inner, at, limit, larger);
      Value nothing = arith::SubFOp::create(inner, at, args[0], args[0]);
      Value result = arith::AddFOp::create(inner, at, ratio, nothing);
      if (factor)
        result = arith::MulFOp::create(inner, at, result, args[1]);
      return {result};
    };
    return createElementwise(builder, loc, TypeRange(norm.getType()), inputs, body).front();
  }
};

} // namespace
