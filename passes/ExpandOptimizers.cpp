//===- ExpandOptimizers.cpp - write the arithmetic of optimisers out ------===//
#include "dialect/Distribution.h"
#include "passes/GradientChecks.h"
#include "passes/Passes.h"
#include "passes/Slots.h"
#include "passes/SparseGradients.h"

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

Update updateAdagrad(AdagradAttr attr, Scalars &s, Operands in) {
  Value accumulator = s.add(in.slots[0], s.mul(in.gradient, in.gradient));
  Value denominator = s.add(s.sqrt(accumulator), s.constant(attr.getEpsilon()));
  Value step = s.mul(s.constant(attr.getLearningRate()), s.div(in.gradient, denominator));
  return {s.sub(in.variable, step), accumulator};
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
      .Case([&](AdagradAttr attr) { return updateAdagrad(attr, scalars, operands); })
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
  using ExpandOptimizersPassBase::ExpandOptimizersPassBase;

  void runOnOperation() override {
    SymbolTable symbols(getOperation());
    for (Operation &entry : getOperation().getOps()) {
      if (!isa<StepOp, ProgramOp>(entry))
        continue;
      SmallVector<ApplyGradientOp> updates;
      entry.walk([&](ApplyGradientOp op) { updates.push_back(op); });
      counter = StepCounter();
      corrections.clear();
      WalkResult named = entry.walk([](AllFiniteOp op) {
        return failed(passes::nameRows(op)) ? WalkResult::interrupt() : WalkResult::advance();
      });
      if (named.wasInterrupted())
        return signalPassFailure();
      for (ApplyGradientOp op : updates)
        if (failed(expand(op, symbols)))
          return signalPassFailure();
      expandOthers(entry, symbols);
    }
  }

private:
  Attribute constantInitializer(double value) {
    if (value == 0)
      return ZerosAttr::get(&getContext());
    return ConstantAttr::get(&getContext(), value);
  }

  /// The variable that counts the steps of `program`, null for a step. Servers have their
  /// own, which are the same tensor in checkpoints.
  FailureOr<VariableOp> getCounter(ProgramOp program, Location loc, SymbolTable &symbols) {
    constexpr StringLiteral whole = "step_count";
    auto type = RankedTensorType::get({}, IntegerType::get(&getContext(), 64));
    bool isOnServer = program && program.getCoordinates();
    std::string name = whole.str();
    if (isOnServer) {
      name += "." + program.getMesh().str();
      for (NamedAttribute axis : program.getCoordinatesAttr())
        name += "." + std::to_string(cast<IntegerAttr>(axis.getValue()).getInt());
    }
    if (auto variable = symbols.lookup<VariableOp>(name)) {
      if (variable.getType() == type)
        return variable;
      return variable.emitError() << "has type " << variable.getType()
                                  << "; as the step count of optimisers expected " << type;
    }
    if (symbols.lookup(name))
      return emitError(loc) << "optimiser needs the variable @" << name
                            << ", but the name is taken by something else";
    OpBuilder builder = OpBuilder::atBlockBegin(getOperation().getBody());
    auto variable = VariableOp::create(builder, loc, builder.getStringAttr(name),
                                       FlatSymbolRefAttr(), FlatSymbolRefAttr(),
                                       TypeAttr::get(type), ZerosAttr::get(&getContext()));
    if (isOnServer) {
      variable.setMeshAttr(program.getMeshAttr());
      variable.setCoordinatesAttr(program.getCoordinatesAttr());
      variable->setAttr(storedAttrName, StoredAttr::get(&getContext(), builder.getStringAttr(whole),
                                                        ArrayRef<int64_t>(), ArrayRef<int64_t>()));
    }
    symbols.insert(variable);
    return variable;
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
    FailureOr<VariableOp> variable = getCounter(op->getParentOfType<ProgramOp>(), loc, symbols);
    if (failed(variable))
      return failure();
    auto type = cast<RankedTensorType>(variable->getType());
    StringRef name = variable->getSymName();
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
    OptimizerAttrInterface optimizer = op.getOptimizer();
    SmallVector<StringRef> targets{op.getVariable()};
    VariableOp previous = variable;
    for (StringRef slotName : optimizer.getSlotNames()) {
      FailureOr<VariableOp> slot =
          skein::passes::getSlot(variable, slotName, constantInitializer(optimizer.getSlotStart()),
                                 previous, "optimiser", symbols);
      if (failed(slot))
        return failure();
      previous = *slot;
      targets.push_back(slot->getSymName());
    }
    OpBuilder builder(op);
    SmallVector<Value> old;
    for (StringRef target : targets)
      old.push_back(ReadOp::create(builder, op.getLoc(), variable.getType(), target));
    FailureOr<SmallVector<Value>> scalars = getScalars(op, symbols);
    if (failed(scalars))
      return failure();
    FailureOr<SmallVector<Value>> updated = update(builder, op, old, *scalars);
    if (failed(updated))
      return failure();
    for (auto [target, value] : llvm::zip(targets, *updated))
      AssignOp::create(builder, op.getLoc(), target, value);
    Operation *gradient = op.getGradient().getDefiningOp();
    op.erase();
    if (isa_and_present<SparseGradientOp>(gradient) && gradient->use_empty())
      gradient->erase();
    return success();
  }

  /// Tensors of rank 0 that the update needs: what the number of the step makes of the
  /// optimiser's decay rates, the factor and the condition, if there are any.
  FailureOr<SmallVector<Value>> getScalars(ApplyGradientOp op, SymbolTable &symbols) {
    SmallVector<Value> scalars;
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
        scalars.push_back(getCorrection(outside, op.getLoc(), rate, *step));
    }
    for (Value scalar : {op.getFactor(), op.getCondition()})
      if (scalar)
        scalars.push_back(scalar);
    return scalars;
  }

  /// New values of the variable and its slots, whose `old` ones are read.
  FailureOr<SmallVector<Value>> update(OpBuilder &builder, ApplyGradientOp op,
                                       ArrayRef<Value> old, ValueRange scalars) {
    using namespace skein::passes;
    if (!isa<SparseGradientType>(op.getGradient().getType()))
      return updateElements(builder, op, old, op.getGradient(), scalars);
    FailureOr<SparseGradientOp> pairs = findPairs(op, op.getGradient());
    if (failed(pairs))
      return failure();
    if (op.getOptimizer().changesAllRows())
      return updateElements(builder, op, old, createDense(builder, *pairs), scalars);
    RankedTensorType dense = pairs->getType().getDense();
    if (isa<SgdAttr>(op.getOptimizer()) && !op.getClip() && !mergeRows &&
        dense.getElementTypeBitWidth() >= 32)
      return SmallVector<Value>{updateRowByRow(builder, op, old[0], *pairs, scalars)};
    if (getDistribution(dense))
      return op.emitOpError() << "takes a sparse gradient of @" << op.getVariable()
                              << ", which is split over devices; expected a replicated variable, or "
                                 "--skein-densify-gradients before";
    if (countRows(*pairs) == 0)
      return llvm::to_vector(old);
    return updateRows(builder, op, old, createList(builder, *pairs), scalars);
  }

  /// One element of the variable and its slots, which are `old`, with the element
  /// `gradient` and `scalars`.
  static Update updateElement(OpBuilder &builder, Location loc, ApplyGradientOp op, ValueRange old,
                              Value gradient, ValueRange scalars) {
    // Narrow floats have no number for a decay of 0.999.
    Type narrow = old[0].getType();
    Scalars arithmetic(builder, loc,
                       narrow.getIntOrFloatBitWidth() < 32 ? builder.getF32Type() : narrow);
    auto widen = [&](Value value) { return arithmetic.cast(value); };
    Value condition = op.getCondition() ? scalars.back() : Value();
    scalars = scalars.drop_back(condition ? 1 : 0);
    Value factor = op.getFactor() ? scalars.back() : Value();
    scalars = scalars.drop_back(factor ? 1 : 0);
    gradient = widen(adjustGradient(builder, loc, op, gradient, factor));
    SmallVector<Value> slots = llvm::map_to_vector(old.drop_front(), widen);
    Operands operands{widen(old[0]), gradient, slots, scalars};
    Update updated = ::update(op.getOptimizer(), arithmetic, operands);
    for (Value &value : updated)
      value = Scalars(builder, loc, narrow).cast(value);
    if (condition)
      for (auto [value, before] : llvm::zip(updated, old))
        value = arith::SelectOp::create(builder, loc, condition, value, before);
    return updated;
  }

  /// The elements of `old`, a variable and its slots or rows of them, are the
  /// destinations, so that they are updated in place.
  static SmallVector<Value> updateElements(OpBuilder &builder, ApplyGradientOp op, ValueRange old,
                                           Value gradient, ValueRange scalars) {
    int64_t rank = cast<RankedTensorType>(gradient.getType()).getRank();
    SmallVector<Value> inputs{gradient};
    llvm::append_range(inputs, scalars);
    AffineMap identity = builder.getMultiDimIdentityMap(rank);
    SmallVector<AffineMap> maps{identity};
    maps.append(scalars.size(), AffineMap::get(rank, 0, builder.getContext()));
    maps.append(old.size(), identity);
    SmallVector<utils::IteratorType> iterators(rank, utils::IteratorType::parallel);
    auto generic = linalg::GenericOp::create(
        builder, op.getLoc(), old.getTypes(), inputs, old, maps, iterators,
        [&](OpBuilder &inner, Location loc, ValueRange args) {
          linalg::YieldOp::create(inner, loc,
                                  updateElement(inner, loc, op, args.drop_front(inputs.size()),
                                                args[0], args.slice(1, scalars.size())));
        });
    return llvm::to_vector_of<Value>(generic.getResults());
  }

  /// `table` after one update for each row of `pairs`, for optimisers that do not care
  /// whether gradients of one row come one by one or added up.
  static Value updateRowByRow(OpBuilder &builder, ApplyGradientOp op, Value table,
                              SparseGradientOp pairs, ValueRange scalars) {
    return skein::passes::createUpdated(
        builder, op.getLoc(), table, pairs, scalars,
        [&](OpBuilder &inner, Location loc, Value old, Value row, ValueRange elements) {
          return updateElement(inner, loc, op, old, row, elements).front();
        });
  }

  /// `old` with new rows where `list` has any.
  static SmallVector<Value> updateRows(OpBuilder &builder, ApplyGradientOp op,
                                       ArrayRef<Value> old, skein::passes::RowList list,
                                       ValueRange scalars) {
    using namespace skein::passes;
    Location loc = op.getLoc();
    auto rowsType = cast<RankedTensorType>(list.rows.getType());
    MergedRows merged = createMerged(builder, loc, list);
    SmallVector<Value> oldRows, updated;
    for (Value value : old)
      oldRows.push_back(createLookUp(builder, loc, value, list.indices, rowsType));
    SmallVector<Value> newRows = updateElements(builder, op, oldRows, merged.rows, scalars);
    for (auto [value, rows] : llvm::zip(old, newRows))
      updated.push_back(createReplaced(builder, loc, value, {list.indices, rows}, merged.first));
    return updated;
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
