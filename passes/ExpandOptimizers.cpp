//===- ExpandOptimizers.cpp - write the arithmetic of optimisers out ------===//
#include "dialect/Distribution.h"
#include "passes/GradientChecks.h"
#include "passes/Passes.h"

#include "llvm/ADT/TypeSwitch.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/SymbolTable.h"
#include <map>

using namespace mlir;
using namespace skein;

namespace skein::passes {
#define GEN_PASS_DEF_EXPANDOPTIMIZERSPASS
#include "passes/Passes.h.inc"
} // namespace skein::passes

namespace {

/// Floating-point arithmetic on the scalars of a body.
class Scalars {
public:
  Scalars(OpBuilder &builder, Location loc, Type type) : builder(builder), loc(loc), type(type) {}
  Value constant(double value) {
    return arith::ConstantOp::create(builder, loc, builder.getFloatAttr(type, value));
  }
  Value add(Value a, Value b) { return arith::AddFOp::create(builder, loc, a, b); }
  Value sub(Value a, Value b) { return arith::SubFOp::create(builder, loc, a, b); }
  Value mul(Value a, Value b) { return arith::MulFOp::create(builder, loc, a, b); }
  Value div(Value a, Value b) { return arith::DivFOp::create(builder, loc, a, b); }
  Value min(Value a, Value b) { return arith::MinimumFOp::create(builder, loc, a, b); }
  Value max(Value a, Value b) { return arith::MaximumFOp::create(builder, loc, a, b); }
  Value sqrt(Value a) { return math::SqrtOp::create(builder, loc, a); }
  Value pow(Value a, Value b) { return math::PowFOp::create(builder, loc, a, b); }
  /// `a`, a float of another width, in this type.
  Value cast(Value a) {
    if (a.getType() == type)
      return a;
    if (a.getType().getIntOrFloatBitWidth() < type.getIntOrFloatBitWidth())
      return arith::ExtFOp::create(builder, loc, type, a);
    return arith::TruncFOp::create(builder, loc, type, a);
  }

private:
  OpBuilder &builder;
  Location loc;
  Type type;
};

/// Values of a body: the variable, its gradient, its slots, the bias
/// corrections of the step.
struct Operands {
  Value variable, gradient;
  ValueRange slots;
  ValueRange corrections;
};

/// New values of the variable and of its slots.
using Update = SmallVector<Value>;

Update updateSgd(SgdAttr sgd, Scalars &s, Operands in) {
  return {s.sub(in.variable, s.mul(s.constant(sgd.getLearningRate()), in.gradient))};
}

Update updateMomentum(MomentumAttr attr, Scalars &s, Operands in) {
  Value factor = s.constant(attr.getMomentum());
  Value slot = s.add(s.mul(factor, in.slots[0]), in.gradient);
  Value direction = attr.getNesterov() ? s.add(in.gradient, s.mul(factor, slot)) : slot;
  return {s.sub(in.variable, s.mul(s.constant(attr.getLearningRate()), direction)), slot};
}

template <typename AdamLikeAttr> Update updateAdam(AdamLikeAttr attr, Scalars &s, Operands in) {
  auto average = [&](double beta, Value slot, Value value) {
    return s.add(s.mul(s.constant(beta), slot), s.mul(s.constant(1 - beta), value));
  };
  Value first = average(attr.getBeta1(), in.slots[0], in.gradient);
  Value second = average(attr.getBeta2(), in.slots[1], s.mul(in.gradient, in.gradient));
  Value correctedFirst = s.div(first, s.cast(in.corrections[0]));
  Value correctedSecond = s.div(second, s.cast(in.corrections[1]));
  Value denominator = s.add(s.sqrt(correctedSecond), s.constant(attr.getEpsilon()));
  Value rate = s.constant(attr.getLearningRate());
  Value variable = in.variable;
  if constexpr (std::is_same_v<AdamLikeAttr, AdamWAttr>)
    variable = s.sub(variable, s.mul(s.constant(attr.getLearningRate() * attr.getWeightDecay()),
                                     variable));
  return {s.sub(variable, s.mul(rate, s.div(correctedFirst, denominator))), first, second};
}

Update update(OptimizerAttrInterface optimizer, Scalars &scalars, Operands operands) {
  return llvm::TypeSwitch<Attribute, Update>(optimizer)
      .Case([&](SgdAttr attr) { return updateSgd(attr, scalars, operands); })
      .Case([&](MomentumAttr attr) { return updateMomentum(attr, scalars, operands); })
      .Case([&](AdamAttr attr) { return updateAdam(attr, scalars, operands); })
      .Case([&](AdamWAttr attr) { return updateAdam(attr, scalars, operands); });
}

/// Decay rates of the moments, whose bias the step count corrects.
SmallVector<double> decayRates(OptimizerAttrInterface optimizer) {
  return llvm::TypeSwitch<Attribute, SmallVector<double>>(optimizer)
      .Case<AdamAttr, AdamWAttr>([](auto attr) {
        return SmallVector<double>{attr.getBeta1(), attr.getBeta2()};
      })
      .Default([](Attribute) { return SmallVector<double>(); });
}

/// The gradient as the optimiser sees it: times `factor`, which may be null, and cut.
Value adjustGradient(OpBuilder &builder, Location loc, ApplyGradientOp op, Value gradient,
                     Value factor) {
  Type type = gradient.getType();
  if (factor) {
    // A factor of 2^-20 would be 0 in f16.
    Scalars wide(builder, loc, type.getIntOrFloatBitWidth() < 32 ? factor.getType() : type);
    gradient = Scalars(builder, loc, type).cast(wide.mul(wide.cast(gradient), wide.cast(factor)));
  }
  if (std::optional<llvm::APFloat> clip = op.getClip()) {
    Scalars s(builder, loc, type);
    double limit = clip->convertToDouble();
    gradient = s.max(s.min(gradient, s.constant(limit)), s.constant(-limit));
  }
  return gradient;
}

struct ExpandOptimizers : skein::passes::impl::ExpandOptimizersPassBase<ExpandOptimizers> {
  void runOnOperation() override {
    SymbolTable symbols(getOperation());
    for (Operation &entry : getOperation().getOps()) {
      if (!isa<StepOp, ProgramOp>(entry))
        continue;
      SmallVector<ApplyGradientOp> updates;
      entry.walk([&](ApplyGradientOp op) { updates.push_back(op); });
      counter = StepCounter();
      corrections.clear();
      for (ApplyGradientOp op : updates)
        if (failed(expand(op, symbols)))
          return signalPassFailure();
      expandOthers(entry, symbols);
    }
  }

private:
  /// The slot of `owner` with this name, declared behind `previous` when it is new.
  FailureOr<VariableOp> getSlot(VariableOp owner, StringRef slotName, VariableOp previous,
                                SymbolTable &symbols) {
    std::string name = (owner.getSymName() + "." + slotName).str();
    if (Operation *existing = symbols.lookup(name)) {
      auto slot = dyn_cast<VariableOp>(existing);
      if (slot && slot.getSlotOf() == owner.getSymName() && slot.getType() == owner.getType())
        return slot;
      return owner.emitError() << "optimiser needs the slot @" << name
                               << ", but the name is taken by something else";
    }
    OpBuilder builder(owner->getContext());
    builder.setInsertionPointAfter(previous);
    auto slot = VariableOp::create(builder, owner.getLoc(), builder.getStringAttr(name),
                                   FlatSymbolRefAttr::get(owner), owner.getMeshAttr(),
                                   owner.getTypeAttr(), ZerosAttr::get(&getContext()));
    symbols.insert(slot);
    return slot;
  }

  /// The number of this step as an i64 tensor of rank 0, counted from 1; the
  /// counter is incremented where `builder` first needs it, under the condition of
  /// `op`.
  FailureOr<Value> getStepCount(OpBuilder &builder, ApplyGradientOp op, SymbolTable &symbols) {
    Location loc = op.getLoc();
    if (counter.number) {
      if (counter.condition == op.getCondition())
        return counter.number;
      return op.emitOpError() << "needs the number of the step, which another update counts under "
                                 "another condition; expected one condition";
    }
    if (Operation *producer = op.getCondition() ? op.getCondition().getDefiningOp() : nullptr)
      if (producer->getBlock() != builder.getInsertionBlock())
        return op.emitOpError() << "needs the number of the step; expected a condition that is "
                                   "computed outside of branches and loops";
    constexpr StringLiteral name = "step_count";
    auto type = RankedTensorType::get({}, builder.getI64Type());
    auto variable = symbols.lookup<VariableOp>(name);
    if (!variable) {
      if (symbols.lookup(name))
        return emitError(loc) << "optimiser needs the variable @" << name
                              << ", but the name is taken by something else";
      OpBuilder atStart = OpBuilder::atBlockBegin(getOperation().getBody());
      variable = VariableOp::create(atStart, loc, builder.getStringAttr(name), FlatSymbolRefAttr(),
                                   FlatSymbolRefAttr(), TypeAttr::get(type),
                                   ZerosAttr::get(&getContext()));
      symbols.insert(variable);
    } else if (variable.getType() != type) {
      return variable.emitError() << "has type " << variable.getType()
                                 << "; as the step count of optimisers expected " << type;
    }
    Value old = ReadOp::create(builder, loc, type, name);
    Value one = arith::ConstantOp::create(
        builder, loc, DenseElementsAttr::get(type, builder.getI64IntegerAttr(1).getValue()));
    Value number = arith::AddIOp::create(builder, loc, old, one);
    AssignOp::create(builder, loc, name, number, op.getCondition());
    counter = {number, op.getCondition()};
    return number;
  }

  /// `1 - rate^step` as an f64 tensor of rank 0; the same value for every
  /// variable of one step.
  Value getCorrection(OpBuilder &builder, Location loc, double rate, Value step) {
    Value &result = corrections[rate];
    if (result)
      return result;
    auto type = RankedTensorType::get({}, builder.getF64Type());
    Value empty = tensor::EmptyOp::create(builder, loc, type, ValueRange());
    AffineMap map = AffineMap::get(0, 0, builder.getContext());
    auto op = linalg::GenericOp::create(
        builder, loc, type, step, empty, {map, map}, ArrayRef<utils::IteratorType>(),
        [&](OpBuilder &inner, Location innerLoc, ValueRange args) {
          Scalars s(inner, innerLoc, inner.getF64Type());
          Value count = arith::SIToFPOp::create(inner, innerLoc, inner.getF64Type(), args[0]);
          Value power = s.pow(s.constant(rate), count);
          linalg::YieldOp::create(inner, innerLoc, s.sub(s.constant(1), power));
        });
    return result = op.getResult(0);
  }

  LogicalResult expand(ApplyGradientOp op, SymbolTable &symbols) {
    auto variable = symbols.lookup<VariableOp>(op.getVariable());
    auto type = cast<RankedTensorType>(variable.getType());
    OpBuilder builder(op);
    Location loc = op.getLoc();

    SmallVector<StringRef> targets{op.getVariable()};
    VariableOp previous = variable;
    for (StringRef slotName : op.getOptimizer().getSlotNames()) {
      FailureOr<VariableOp> slot = getSlot(variable, slotName, previous, symbols);
      if (failed(slot))
        return failure();
      previous = *slot;
      targets.push_back(slot->getSymName());
    }
    SmallVector<Value> inputs, outputs;
    for (StringRef target : targets)
      outputs.push_back(ReadOp::create(builder, loc, type, target));
    inputs.push_back(op.getGradient());
    if (op.getOptimizer().needsStepCount()) {
      // Outside of branches and loops, so that all updates share them.
      Operation *entry = op->getParentOp();
      while (!isa<StepOp, ProgramOp>(entry))
        entry = entry->getParentOp();
      OpBuilder outside(entry->getRegion(0).front().findAncestorOpInBlock(*op));
      FailureOr<Value> step = getStepCount(outside, op, symbols);
      if (failed(step))
        return failure();
      for (double rate : decayRates(op.getOptimizer()))
        inputs.push_back(getCorrection(outside, loc, rate, *step));
    }

    size_t numCorrections = inputs.size() - 1;
    for (Value scalar : {op.getFactor(), op.getCondition()})
      if (scalar)
        inputs.push_back(scalar);

    // The variable and its slots are the destinations, so that they are updated
    // in place.
    AffineMap identity = builder.getMultiDimIdentityMap(type.getRank());
    AffineMap scalar = AffineMap::get(type.getRank(), 0, builder.getContext());
    SmallVector<AffineMap> maps{identity};
    maps.append(inputs.size() - 1, scalar);
    maps.append(outputs.size(), identity);
    SmallVector<utils::IteratorType> iterators(type.getRank(), utils::IteratorType::parallel);
    SmallVector<Type> resultTypes(outputs.size(), type);
    size_t numSlots = targets.size() - 1;
    auto generic = linalg::GenericOp::create(
        builder, loc, resultTypes, inputs, outputs, maps, iterators,
        [&](OpBuilder &inner, Location innerLoc, ValueRange args) {
          // Narrow floats have no number for a decay of 0.999.
          Type narrow = type.getElementType();
          Scalars scalars(inner, innerLoc,
                          narrow.getIntOrFloatBitWidth() < 32 ? inner.getF32Type() : narrow);
          auto widen = [&](Value value) { return scalars.cast(value); };
          ValueRange outs = args.drop_front(inputs.size());
          Value factor = op.getFactor() ? args[1 + numCorrections] : Value();
          Value gradient = widen(adjustGradient(inner, innerLoc, op, args[0], factor));
          SmallVector<Value> slots = llvm::map_to_vector(outs.take_back(numSlots), widen);
          Operands operands{widen(outs[0]), gradient, slots,
                            args.drop_front(1).take_front(numCorrections)};
          Update updated = update(op.getOptimizer(), scalars, operands);
          for (Value &value : updated)
            value = Scalars(inner, innerLoc, narrow).cast(value);
          if (op.getCondition())
            for (auto [value, old] : llvm::zip(updated, outs))
              value = arith::SelectOp::create(inner, innerLoc, args[inputs.size() - 1], value, old);
          linalg::YieldOp::create(inner, innerLoc, updated);
        });
    for (auto [target, value] : llvm::zip(targets, generic.getResults()))
      AssignOp::create(builder, loc, target, value);
    op.erase();
    return success();
  }

  /// Conditional assignments, flags and norms.
  void expandOthers(Operation &entry, SymbolTable &symbols) {
    auto program = dyn_cast<ProgramOp>(entry);
    auto mesh = program ? symbols.lookup<MeshOp>(program.getMesh()) : MeshOp();
    entry.walk([&](Operation *op) {
      llvm::TypeSwitch<Operation *>(op)
          .Case([](AssignOp assign) { expandCondition(assign); })
          .Case<AllFiniteOp, GlobalNormOp>([&](auto check) { passes::expand(check, mesh); });
    });
  }

  static void expandCondition(AssignOp op) {
    if (!op.getCondition())
      return;
    OpBuilder builder(op);
    Location loc = op.getLoc();
    auto type = cast<RankedTensorType>(op.getValue().getType());
    Value old = ReadOp::create(builder, loc, type, op.getVariable());
    AffineMap identity = builder.getMultiDimIdentityMap(type.getRank());
    AffineMap scalar = AffineMap::get(type.getRank(), 0, builder.getContext());
    SmallVector<utils::IteratorType> loops(type.getRank(), utils::IteratorType::parallel);
    auto chosen = linalg::GenericOp::create(
        builder, loc, type, ValueRange{op.getValue(), op.getCondition()}, old,
        {identity, scalar, identity}, loops, [](OpBuilder &body, Location inner, ValueRange args) {
          Value value = arith::SelectOp::create(body, inner, args[1], args[0], args[2]);
          linalg::YieldOp::create(body, inner, value);
        });
    op.getValueMutable().assign(chosen.getResult(0));
    op.getConditionMutable().clear();
  }

  struct StepCounter {
    Value number, condition;
  };
  StepCounter counter; ///< of the step at hand; null while nothing needs it
  std::map<double, Value> corrections;
};

} // namespace
