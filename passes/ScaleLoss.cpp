//===- ScaleLoss.cpp - keep small gradients, skip steps that overflow -----===//
#include "dialect/Skein.h"
#include "passes/StructuredOps.h"
#include "passes/Gradients.h"
#include "passes/Passes.h"
#include "passes/Updates.h"
#include "passes/adjoint/Scalars.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/SymbolTable.h"
#include <limits>

using namespace mlir;
using namespace skein;

namespace skein::passes {
#define GEN_PASS_DEF_SCALELOSSPASS
#include "passes/Passes.h.inc"
} // namespace skein::passes

using namespace skein::passes;

namespace {

struct ScaleLoss : skein::passes::impl::ScaleLossPassBase<ScaleLoss> {
  using ScaleLossPassBase::ScaleLossPassBase;

  void runOnOperation() override {
    if (failed(passes::checkHasSteps(getOperation(), getArgument())))
      return signalPassFailure();
    SymbolTable symbols(getOperation());
    for (StepOp step : llvm::make_early_inc_range(getOperation().getOps<StepOp>())) {
      SmallVector<ValueAndGradOp> gradients;
      step.walk([&](ValueAndGradOp op) { gradients.push_back(op); });
      if (gradients.empty())
        continue;
      if (failed(checkOptions(step)) || failed(rewrite(step, gradients, symbols)))
        return signalPassFailure();
    }
  }

private:
  //===--------------------------------------------------------------------===//
  // Options
  //===--------------------------------------------------------------------===//

  LogicalResult checkOptions(StepOp step) {
    double largest = std::numeric_limits<float>::max();
    auto refuse = [&](StringRef option, auto value, StringRef expected) {
      return emitError(step.getLoc())
             << "option " << option << " is " << value << "; expected " << expected;
    };
    if (!(minScale > 0))
      return refuse("min-scale", minScale.getValue(), "more than 0");
    if (!(maxScale >= minScale && maxScale <= largest))
      return refuse("max-scale", maxScale.getValue(), "a number of f32, at least min-scale");
    if (!(initialScale >= minScale && initialScale <= maxScale))
      return refuse("initial-scale", initialScale.getValue(), "min-scale to max-scale");
    if (growthInterval < 1)
      return refuse("growth-interval", growthInterval.getValue(), "at least 1");
    if (!(growthFactor >= 1 && growthFactor <= largest))
      return refuse("growth-factor", growthFactor.getValue(), "at least 1");
    if (!(backoffFactor > 0 && backoffFactor < 1))
      return refuse("backoff-factor", backoffFactor.getValue(), "more than 0 and less than 1");
    return success();
  }

  //===--------------------------------------------------------------------===//
  // One step
  //===--------------------------------------------------------------------===//

  LogicalResult rewrite(StepOp step, ArrayRef<ValueAndGradOp> gradients, SymbolTable &symbols) {
    for (ValueAndGradOp op : gradients)
      if (op.getScale())
        return op.emitOpError("is scaled already; expected a loss without a scale");
    State state;
    if (lossScale == LossScale::Dynamic && failed(declareState(step, state, symbols)))
      return failure();
    OpBuilder atStart = OpBuilder::atBlockBegin(&step.getBody().front());
    createScale(atStart, step.getLoc(), state);
    for (ValueAndGradOp op : gradients) {
      op.getScaleMutable().assign(state.scale);
      for (Value gradient : op.getResults().take_back(op.getWrt().size()))
        if (failed(unscale(gradient, state.inverse)))
          return failure();
    }
    FailureOr<AllFiniteOp> finite = createFlag(step, gradients);
    if (failed(finite) || failed(guardWrites(step, *finite)))
      return failure();
    if (lossScale == LossScale::Dynamic)
      updateState(step, state, *finite);
    return success();
  }

  struct State {
    VariableOp scaleVariable, countVariable;
    Value scale, inverse; ///< before the step
  };

  FailureOr<VariableOp> declare(StepOp step, StringRef suffix, Type type, Attribute initializer,
                                SymbolTable &symbols) {
    std::string name = (step.getSymName() + "." + suffix).str();
    if (symbols.lookup(name))
      return step.emitError() << "scaling its loss needs the variable @" << name
                              << ", but the name is taken";
    OpBuilder builder(step);
    auto variable = VariableOp::create(builder, step.getLoc(), builder.getStringAttr(name),
                                       FlatSymbolRefAttr(), FlatSymbolRefAttr(),
                                       TypeAttr::get(type), initializer);
    symbols.insert(variable);
    return variable;
  }

  LogicalResult declareState(StepOp step, State &state, SymbolTable &symbols) {
    Builder builder(&getContext());
    FailureOr<VariableOp> scale =
        declare(step, "loss_scale", RankedTensorType::get({}, builder.getF32Type()),
                ConstantAttr::get(&getContext(), initialScale.getValue()), symbols);
    FailureOr<VariableOp> count =
        declare(step, "good_step_count", RankedTensorType::get({}, builder.getI64Type()),
                ZerosAttr::get(&getContext()), symbols);
    if (failed(scale) || failed(count))
      return failure();
    state.scaleVariable = *scale;
    state.countVariable = *count;
    return success();
  }

  void createScale(OpBuilder &builder, Location loc, State &state) {
    auto type = RankedTensorType::get({}, builder.getF32Type());
    auto constant = [&](float value) -> Value {
      return arith::ConstantOp::create(builder, loc, DenseElementsAttr::get(type, value));
    };
    if (lossScale == LossScale::Static) {
      state.scale = constant(initialScale);
      state.inverse = constant(1.0f / static_cast<float>(initialScale));
      return;
    }
    state.scale = ReadOp::create(builder, loc, type, state.scaleVariable.getSymName());
    state.inverse =
        createElementwise(builder, loc, TypeRange(type), state.scale,
                          [](OpBuilder &body, Location inner, ValueRange args) -> SmallVector<Value> {
                            Value one = arith::ConstantOp::create(body, inner,
                                                                  body.getF32FloatAttr(1));
                            return {arith::DivFOp::create(body, inner, one, args[0])};
                          })
            .front();
  }

  /// Optimisers divide by the scale themselves. For anything else that looks at
  /// the gradient it is divided at once, and then for all, so that devices reduce
  /// it once.
  LogicalResult unscale(Value gradient, Value inverse) {
    bool onlyApplied = llvm::all_of(gradient.getUses(), [](OpOperand &use) {
      auto update = dyn_cast<ApplyGradientOp>(use.getOwner());
      return update && !update.getFactor();
    });
    if (onlyApplied) {
      for (Operation *user : gradient.getUsers())
        cast<ApplyGradientOp>(user).getFactorMutable().assign(inverse);
      return success();
    }
    if (isa<SparseGradientType>(gradient.getType()))
      return gradient.getDefiningOp()->emitOpError()
             << "has a sparse gradient that an update takes with a factor; expected one that only "
                "optimisers take, or a tensor";
    OpBuilder builder(gradient.getContext());
    builder.setInsertionPointAfterValue(gradient);
    Value result =
        createElementwise(
            builder, gradient.getLoc(), TypeRange(gradient.getType()), {gradient, inverse},
            [](OpBuilder &body, Location loc, ValueRange args) -> SmallVector<Value> {
              Type type = args[0].getType();
              Type wide = type.getIntOrFloatBitWidth() < 32 ? args[1].getType() : type;
              Value product = arith::MulFOp::create(body, loc, castFloat(body, loc, args[0], wide),
                                                    castFloat(body, loc, args[1], wide));
              return {castFloat(body, loc, product, type)};
            })
            .front();
    gradient.replaceAllUsesExcept(result, result.getDefiningOp());
    return success();
  }

  //===--------------------------------------------------------------------===//
  // The flag, and what it guards
  //===--------------------------------------------------------------------===//

  /// Whether the losses and all gradients that are applied are finite. A loss can
  /// be the only one that is not: nothing flows back through a maximum of NaNs.
  static FailureOr<AllFiniteOp> createFlag(StepOp step, ArrayRef<ValueAndGradOp> gradients) {
    FailureOr<SmallVector<Value>> applied = findAppliedGradients(step);
    if (failed(applied))
      return failure();
    SmallVector<Value> values;
    for (ValueAndGradOp op : gradients)
      if (op->getParentOp() == step)
        values.push_back(op.getResult(0));
    llvm::append_range(values, *applied);
    OpBuilder builder(step.getContext());
    passes::setInsertionPointAfter(builder, step, values);
    Location loc = gradients.front()->getLoc();
    return AllFiniteOp::create(builder, loc, RankedTensorType::get({}, builder.getI1Type()), values);
  }

  /// Every update and assignment depends on the flag.
  static LogicalResult guardWrites(StepOp step, AllFiniteOp finite) {
    FailureOr<SmallVector<Operation *>> writes = moveWritesBehind(step, finite);
    if (failed(writes))
      return failure();
    for (Operation *write : *writes) {
      auto guard = [&](MutableOperandRange condition) {
        Value both = finite;
        if (!condition.empty()) {
          OpBuilder builder(write);
          both = arith::AndIOp::create(builder, write->getLoc(), condition[0].get(), finite);
        }
        condition.assign(both);
      };
      if (auto assign = dyn_cast<AssignOp>(write))
        guard(assign.getConditionMutable());
      else
        guard(cast<ApplyGradientOp>(write).getConditionMutable());
    }
    return success();
  }

  //===--------------------------------------------------------------------===//
  // The next scale
  //===--------------------------------------------------------------------===//

  void updateState(StepOp step, State &state, AllFiniteOp finite) {
    OpBuilder builder(step.getBody().front().getTerminator());
    Location loc = step.getLoc();
    auto countType = cast<RankedTensorType>(state.countVariable.getType());
    Value count = ReadOp::create(builder, loc, countType, state.countVariable.getSymName());
    SmallVector<Value> next = createElementwise(
        builder, loc, {state.scale.getType(), countType}, {finite, state.scale, count},
        [&](OpBuilder &body, Location inner, ValueRange args) { return nextState(body, inner, args); });
    AssignOp::create(builder, loc, state.scaleVariable.getSymName(), next[0]);
    AssignOp::create(builder, loc, state.countVariable.getSymName(), next[1]);
  }

  /// Grows when the count of good steps since the last change reaches the interval.
  SmallVector<Value> nextState(OpBuilder &body, Location loc, ValueRange args) {
    Value finite = args[0], scale = args[1], count = args[2];
    auto real = [&](double value) -> Value {
      return arith::ConstantOp::create(body, loc, body.getF32FloatAttr(value));
    };
    auto integer = [&](int64_t value) -> Value {
      return arith::ConstantOp::create(body, loc, body.getI64IntegerAttr(value));
    };
    auto choose = [&](Value condition, Value yes, Value no) -> Value {
      return arith::SelectOp::create(body, loc, condition, yes, no);
    };
    Value good = arith::AddIOp::create(body, loc, count, integer(1));
    Value grows = arith::CmpIOp::create(body, loc, arith::CmpIPredicate::sge, good,
                                        integer(growthInterval));
    Value grown = arith::MinimumFOp::create(
        body, loc, arith::MulFOp::create(body, loc, scale, real(growthFactor)), real(maxScale));
    Value reduced = arith::MaximumFOp::create(
        body, loc, arith::MulFOp::create(body, loc, scale, real(backoffFactor)), real(minScale));
    Value newScale = choose(finite, choose(grows, grown, scale), reduced);
    Value newCount = choose(finite, choose(grows, integer(0), good), integer(0));
    return {newScale, newCount};
  }
};

} // namespace
