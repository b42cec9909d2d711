//===- AverageVariables.cpp - moving averages of variables ----------------===//
#include "dialect/Skein.h"
#include "passes/StructuredOps.h"
#include "passes/Gradients.h"
#include "passes/Passes.h"
#include "passes/Slots.h"
#include "passes/adjoint/Scalars.h"

#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/SetVector.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/SymbolTable.h"

using namespace mlir;
using namespace skein;

namespace skein::passes {
#define GEN_PASS_DEF_AVERAGEVARIABLESPASS
#include "passes/Passes.h.inc"
} // namespace skein::passes

using namespace skein::passes;

namespace {

struct AverageVariables : skein::passes::impl::AverageVariablesPassBase<AverageVariables> {
  using AverageVariablesPassBase::AverageVariablesPassBase;

  void runOnOperation() override {
    if (failed(passes::checkHasSteps(getOperation(), getArgument())))
      return signalPassFailure();
    SymbolTable symbols(getOperation());
    SmallVector<StepOp> steps(getOperation().getOps<StepOp>());
    for (StepOp step : steps) {
      SmallVector<ApplyGradientOp> updates;
      step.walk([&](ApplyGradientOp op) { updates.push_back(op); });
      if (updates.empty())
        continue;
      if (failed(checkOptions(step)) || failed(averageIn(step, updates, symbols)))
        return signalPassFailure();
    }
    if (!averages.empty() && failed(readAverages(symbols)))
      return signalPassFailure();
  }

private:
  LogicalResult checkOptions(StepOp step) {
    if (averageDecay >= 0 && averageDecay < 1)
      return success();
    return emitError(step.getLoc()) << "option average-decay is " << averageDecay.getValue()
                                    << "; expected at least 0 and less than 1";
  }

  //===--------------------------------------------------------------------===//
  // Variables
  //===--------------------------------------------------------------------===//

  FailureOr<VariableOp> declare(OpBuilder builder, Location loc, const std::string &name,
                                FlatSymbolRefAttr slotOf, Type type, Attribute initializer,
                                SymbolTable &symbols) {
    if (symbols.lookup(name))
      return emitError(loc) << "averaging variables needs the variable @" << name
                            << ", but the name is taken";
    auto variable = VariableOp::create(builder, loc, builder.getStringAttr(name), slotOf,
                                       FlatSymbolRefAttr(), TypeAttr::get(type), initializer);
    symbols.insert(variable);
    return variable;
  }

  /// The average of `variable`, in f32 or more: it changes by less than f16 can say.
  LogicalResult declareAverage(VariableOp variable, SymbolTable &symbols) {
    auto type = cast<RankedTensorType>(variable.getType());
    auto wide = RankedTensorType::get(type.getShape(), accumulatorOf(type.getElementType()));
    Attribute initializer = variable.getInitializerAttr();
    if (averageSchedule == AverageSchedule::Debiased)
      initializer = ZerosAttr::get(&getContext());
    else if (wide != type && isa_and_nonnull<ElementsAttr>(initializer))
      return variable.emitError() << "starts as a constant of type " << type
                                  << "; its average, of type " << wide
                                  << ", expects another initialiser";
    OpBuilder builder(&getContext());
    builder.setInsertionPointAfter(variable);
    FailureOr<VariableOp> average =
        declare(builder, variable.getLoc(), (variable.getSymName() + ".average").str(),
                FlatSymbolRefAttr::get(variable), wide, initializer, symbols);
    if (failed(average))
      return failure();
    storeAsPieceLike(variable, "average", *average);
    averages[variable.getSymNameAttr()] = *average;
    return success();
  }

  //===--------------------------------------------------------------------===//
  // Steps that train
  //===--------------------------------------------------------------------===//

  LogicalResult averageIn(StepOp step, ArrayRef<ApplyGradientOp> updates, SymbolTable &symbols) {
    Value condition = ApplyGradientOp(updates.front()).getCondition();
    llvm::SetVector<StringAttr> names;
    for (ApplyGradientOp op : updates) {
      if (op.getCondition() != condition)
        return op.emitOpError("happens under another condition than the first update of the step; "
                              "expected one condition for all averages");
      names.insert(op.getVariableAttr().getAttr());
    }
    OpBuilder builder(step.getBody().front().getTerminator());
    FailureOr<Value> rate = createRate(builder, step, condition, symbols);
    if (failed(rate))
      return failure();
    for (StringAttr name : names) {
      auto variable = symbols.lookup<VariableOp>(name);
      if (!averages.contains(name) && failed(declareAverage(variable, symbols)))
        return failure();
      update(builder, step.getLoc(), variable, averages[name], *rate, condition);
    }
    return success();
  }

  /// The part of the new value in the average, a tensor of rank 0.
  FailureOr<Value> createRate(OpBuilder &builder, StepOp step, Value condition,
                              SymbolTable &symbols) {
    Location loc = step.getLoc();
    auto type = RankedTensorType::get({}, builder.getF32Type());
    double decay = averageDecay;
    if (averageSchedule == AverageSchedule::Constant)
      return arith::ConstantOp::create(
                 builder, loc, DenseElementsAttr::get(type, static_cast<float>(1 - decay)))
          .getResult();
    auto countType = RankedTensorType::get({}, builder.getI64Type());
    FailureOr<VariableOp> counter = declare(
        OpBuilder(step), loc, (step.getSymName() + ".average_count").str(), FlatSymbolRefAttr(),
        countType, ZerosAttr::get(&getContext()), symbols);
    if (failed(counter))
      return failure();
    Value old = ReadOp::create(builder, loc, countType, counter->getSymName());
    Value one = arith::ConstantOp::create(builder, loc, DenseElementsAttr::get(countType, int64_t(1)));
    Value count = arith::AddIOp::create(builder, loc, old, one);
    AssignOp::create(builder, loc, counter->getSymName(), count, condition);
    return createElementwise(builder, loc, TypeRange(type), count,
                             [&](OpBuilder &body, Location inner, ValueRange args) {
                               return rateOf(body, inner, args[0]);
                             })
        .front();
  }

  /// Of update number `count`, from 1.
  SmallVector<Value> rateOf(OpBuilder &body, Location loc, Value count) {
    Type f64 = body.getF64Type();
    auto real = [&](double value) -> Value {
      return arith::ConstantOp::create(body, loc, body.getF64FloatAttr(value));
    };
    Value t = arith::SIToFPOp::create(body, loc, f64, count);
    Value fresh = real(1 - averageDecay);
    Value rate;
    if (averageSchedule == AverageSchedule::StepDependent) {
      // 1 - (1 + t) / (10 + t)
      Value early = arith::DivFOp::create(body, loc, real(9),
                                          arith::AddFOp::create(body, loc, real(10), t));
      rate = arith::MaximumFOp::create(body, loc, fresh, early);
    } else {
      Value forgotten = math::PowFOp::create(body, loc, real(averageDecay), t);
      rate = arith::DivFOp::create(body, loc, fresh,
                                   arith::SubFOp::create(body, loc, real(1), forgotten));
    }
    return {arith::TruncFOp::create(body, loc, body.getF32Type(), rate)};
  }

  static void update(OpBuilder &builder, Location loc, VariableOp variable, VariableOp average,
                     Value rate, Value condition) {
    Value value = ReadOp::create(builder, loc, variable.getType(), variable.getSymName());
    Value old = ReadOp::create(builder, loc, average.getType(), average.getSymName());
    auto body = [](OpBuilder &inner, Location at, ValueRange args) -> SmallVector<Value> {
      Type type = args[1].getType();
      Value difference =
          arith::SubFOp::create(inner, at, castFloat(inner, at, args[0], type), args[1]);
      Value part = arith::MulFOp::create(inner, at, difference, castFloat(inner, at, args[2], type));
      return {arith::AddFOp::create(inner, at, args[1], part)};
    };
    Value next =
        createElementwise(builder, loc, TypeRange(old.getType()), {value, old, rate}, body).front();
    AssignOp::create(builder, loc, average.getSymName(), next, condition);
  }

  //===--------------------------------------------------------------------===//
  // Steps that read averages
  //===--------------------------------------------------------------------===//

  LogicalResult readAverages(SymbolTable &symbols) {
    for (const std::string &name : readIn) {
      auto step = symbols.lookup<StepOp>(name);
      if (!step)
        return emitError(getOperation().getLoc())
               << "option average-in names \"" << name << "\"; expected a step";
      WalkResult walk = step.walk([](Operation *op) {
        return isa<ApplyGradientOp>(op) ? WalkResult::interrupt() : WalkResult::advance();
      });
      if (walk.wasInterrupted())
        return step.emitOpError("updates variables; option average-in expects a step that only reads them");
      step.walk([&](ReadOp read) {
        auto found = averages.find(read.getVariableAttr().getAttr());
        if (found != averages.end())
          replace(read, found->second);
      });
    }
    return success();
  }

  static void replace(ReadOp read, VariableOp average) {
    OpBuilder builder(read);
    Value value = ReadOp::create(builder, read.getLoc(), average.getType(), average.getSymName());
    Type type = read.getType();
    if (value.getType() != type)
      value = createElementwise(builder, read.getLoc(), TypeRange(type), value,
                                [&](OpBuilder &body, Location loc, ValueRange args) -> SmallVector<Value> {
                                  return {castFloat(body, loc, args[0], getElementTypeOrSelf(type))};
                                })
                  .front();
    read.replaceAllUsesWith(value);
    read.erase();
  }

  llvm::MapVector<StringAttr, VariableOp> averages; ///< by variable
};

} // namespace
