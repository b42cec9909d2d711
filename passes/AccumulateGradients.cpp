//===- AccumulateGradients.cpp - a batch in parts, one after another ------===//
//
// Splitting a batch in time is the same as splitting it in space: the step is
// partitioned over an axis of its own, whose "devices" are the rounds of a loop.
//
//===----------------------------------------------------------------------===//
#include "passes/Gradients.h"
#include "passes/InlineCalls.h"
#include "passes/Passes.h"
#include "passes/StructuredOps.h"
#include "passes/partition/Partitioner.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "llvm/ADT/StringSet.h"

using namespace mlir;
using namespace skein;
using namespace skein::passes;

namespace skein::passes {
#define GEN_PASS_DEF_ACCUMULATEGRADIENTSPASS
#include "passes/Passes.h.inc"
} // namespace skein::passes

namespace {

constexpr llvm::StringLiteral partAxis = "micro-batch";

//===----------------------------------------------------------------------===//
// Parts of tensors
//===----------------------------------------------------------------------===//

/// Part i of a batch of n examples has examples i, i + parts, ... of it, so that a
/// device that has the first examples has the first ones of every part.
class Parts {
public:
  explicit Parts(int64_t count) : count(count) {}

  int64_t number() const { return count; }

  /// `whole` with dimension `dim` as two: an example's place in its part, the part.
  RankedTensorType interleaved(RankedTensorType whole, int64_t dim) const {
    SmallVector<int64_t> shape(whole.getShape());
    shape[dim] /= count;
    shape.insert(shape.begin() + dim + 1, count);
    return RankedTensorType::get(shape, whole.getElementType());
  }

  static SmallVector<ReassociationIndices> groups(int64_t rank, int64_t dim) {
    SmallVector<ReassociationIndices> list;
    int64_t next = 0;
    for (int64_t i = 0; i < rank; ++i) {
      list.push_back({next++});
      if (i == dim)
        list.back().push_back(next++);
    }
    return list;
  }

  /// Part `index` of `whole` along `dim`.
  Value cut(OpBuilder &builder, Location loc, Value whole, int64_t dim, Value index) const {
    auto type = cast<RankedTensorType>(whole.getType());
    RankedTensorType two = interleaved(type, dim);
    Value expanded =
        tensor::ExpandShapeOp::create(builder, loc, two, whole, groups(type.getRank(), dim));
    // Not rank-reducing: which of two dimensions is dropped would be lost on a device
    // whose piece has one example.
    Slice slice(builder, two, dim, index);
    Value part = tensor::ExtractSliceOp::create(builder, loc, expanded, slice.offsets,
                                                slice.sizes, slice.strides);
    return tensor::CollapseShapeOp::create(builder, loc, part, groups(type.getRank(), dim));
  }

  /// `interleaved` with part `index` along `dim` replaced.
  Value paste(OpBuilder &builder, Location loc, Value part, Value interleaved, int64_t dim,
              Value index) const {
    auto type = cast<RankedTensorType>(part.getType());
    SmallVector<int64_t> shape(type.getShape());
    shape.insert(shape.begin() + dim + 1, 1);
    Value expanded = tensor::ExpandShapeOp::create(
        builder, loc, RankedTensorType::get(shape, type.getElementType()), part,
        groups(type.getRank(), dim));
    Slice slice(builder, cast<RankedTensorType>(interleaved.getType()), dim, index);
    return tensor::InsertSliceOp::create(builder, loc, expanded, interleaved, slice.offsets,
                                         slice.sizes, slice.strides);
  }

private:
  struct Slice {
    Slice(OpBuilder &builder, RankedTensorType two, int64_t dim, Value index)
        : offsets(two.getRank(), builder.getIndexAttr(0)),
          strides(two.getRank(), builder.getIndexAttr(1)) {
      for (int64_t extent : two.getShape())
        sizes.push_back(builder.getIndexAttr(extent));
      offsets[dim + 1] = index;
      sizes[dim + 1] = builder.getIndexAttr(1);
    }
    SmallVector<OpFoldResult> offsets, sizes, strides;
  };

  int64_t count;
};

//===----------------------------------------------------------------------===//
// Arithmetic
//===----------------------------------------------------------------------===//

Value combine(OpBuilder &builder, Location loc, ReductionKind kind, Value a, Value b) {
  bool isFloat = isa<FloatType>(a.getType());
  switch (kind) {
  case ReductionKind::Sum:
    return isFloat ? arith::AddFOp::create(builder, loc, a, b).getResult()
                   : arith::AddIOp::create(builder, loc, a, b);
  case ReductionKind::Mul:
    return isFloat ? arith::MulFOp::create(builder, loc, a, b).getResult()
                   : arith::MulIOp::create(builder, loc, a, b);
  case ReductionKind::Max:
    return isFloat ? arith::MaximumFOp::create(builder, loc, a, b).getResult()
                   : arith::MaxSIOp::create(builder, loc, a, b);
  case ReductionKind::Min:
    return isFloat ? arith::MinimumFOp::create(builder, loc, a, b).getResult()
                   : arith::MinSIOp::create(builder, loc, a, b);
  case ReductionKind::And:
    return arith::AndIOp::create(builder, loc, a, b);
  case ReductionKind::Or:
    return arith::OrIOp::create(builder, loc, a, b);
  }
  llvm_unreachable("every kind has a case");
}

/// `input` times `factor`, for floating point.
Value scale(OpBuilder &builder, Location loc, Value input, double factor) {
  auto type = cast<RankedTensorType>(stripDistribution(input.getType()));
  return createElementwise(builder, loc, type, input,
                           [&](OpBuilder &inner, Location at, ValueRange args) -> Value {
                             Value constant = arith::ConstantOp::create(
                                 inner, at, inner.getFloatAttr(type.getElementType(), factor));
                             return arith::MulFOp::create(inner, at, args[0], constant);
                           });
}

//===----------------------------------------------------------------------===//
// Ops on an axis whose position is a number
//===----------------------------------------------------------------------===//

bool asksForPart(Operation *op) { return isa<AsPartialOp, ShardOp, ShardOffsetOp>(op); }

bool communicates(Operation *op) {
  auto collective = dyn_cast<CollectiveOpInterface>(op);
  return collective && collective.communicates();
}

/// Where one part sees the reduction of all: what the other parts hold is taken to be
/// like this one.
LogicalResult estimate(AllReduceOp op, const Parts &parts) {
  OpBuilder builder(op);
  Value value = op.getInput();
  switch (op.getKind()) {
  case ReductionKind::Sum:
    if (!isa<FloatType>(getElementTypeOrSelf(value)))
      return op.emitOpError() << "sums integers over the batch before the gradients; statistics of "
                                 "parts are of floating point";
    value = scale(builder, op.getLoc(), value, double(parts.number()));
    break;
  case ReductionKind::Mul:
    return op.emitOpError() << "multiplies over the batch before the gradients; statistics of "
                               "parts are sums or extremes";
  default:
    break;
  }
  op.replaceAllUsesWith(value);
  op.erase();
  return success();
}

LogicalResult refuseMixing(Operation *op, bool perPart) {
  return op->emitOpError() << "is needed over the whole batch before the gradients, by micro-batches "
                              "that see a part of it"
                           << (perPart ? "; per-part-statistics estimates reductions only"
                                       : "; per-part-statistics estimates it from each part");
}

/// What `op`, which communicates, gives within one of `parts`.
LogicalResult replaceWithin(Operation *op, const Parts &parts, bool perPart) {
  if (parts.number() == 1) {
    op->replaceAllUsesWith(op->getOperands());
    op->erase();
    return success();
  }
  auto reduce = dyn_cast<AllReduceOp>(op);
  if (!perPart || !reduce)
    return refuseMixing(op, perPart);
  return estimate(reduce, parts);
}

/// Replaces an op that asks for the position on the axis, given as `index`.
void resolve(Operation *op, const Parts &parts, Value index) {
  OpBuilder builder(op);
  Location loc = op->getLoc();
  if (auto offset = dyn_cast<ShardOffsetOp>(op)) {
    // Its users add it to the index of an example within its part.
    for (Operation *user : llvm::make_early_inc_range(offset->getUsers())) {
      OpBuilder at(user);
      Value local = user->getOperand(user->getOperand(0) == offset.getResult() ? 1 : 0);
      Value count = arith::ConstantIndexOp::create(at, loc, parts.number());
      Value scaled = arith::MulIOp::create(at, loc, local, count);
      Value global = arith::AddIOp::create(at, loc, scaled, index);
      user->replaceAllUsesWith(ValueRange(global));
      user->erase();
    }
  } else if (auto shard = dyn_cast<ShardOp>(op)) {
    op->replaceAllUsesWith(
        ValueRange(parts.cut(builder, loc, shard.getInput(), shard.getDim(), index)));
  } else {
    // The first part has the value, others add nothing.
    auto partial = cast<AsPartialOp>(op);
    auto type = cast<RankedTensorType>(stripDistribution(partial.getType()));
    Value zero = arith::ConstantIndexOp::create(builder, loc, 0);
    Value isFirst =
        arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::eq, index, zero);
    op->replaceAllUsesWith(ValueRange(createContribution(builder, loc, isFirst, partial.getInput(),
                                                         type, partial.getKind())));
  }
  op->erase();
}

//===----------------------------------------------------------------------===//
// Functions
//===----------------------------------------------------------------------===//

/// Functions for one part, which take its number as their last argument if they ask
/// for it.
class PartFunctions {
public:
  PartFunctions(ModuleOp module, MeshOp mesh, Parts parts, bool perPart)
      : parts(parts), perPart(perPart) {
    for (auto function : module.getOps<func::FuncOp>()) {
      auto attr = function->getAttrOfType<FlatSymbolRefAttr>(meshAttrName);
      if (attr && attr.getValue() == mesh.getSymName())
        functions.push_back(function);
    }
  }

  LogicalResult finish() {
    findAsking();
    for (func::FuncOp function : functions) {
      function->removeAttr(meshAttrName);
      stripDistribution(function);
    }
    for (func::FuncOp function : functions)
      if (failed(finish(function)))
        return failure();
    return success();
  }

  /// Whether the function called `name` computes a stage of a pipeline.
  bool isOfStage(StringRef name) const {
    return llvm::any_of(functions, [&](func::FuncOp function) {
      return function.getSymName() == name && function->hasAttr(stageAttrName);
    });
  }

  /// Gives the calls in `region` the number of the part, if they take it, and resolves
  /// what asks for it.
  void giveIndex(Region &region, Value index) {
    SmallVector<Operation *> asking;
    region.walk([&](Operation *op) {
      if (asksForPart(op))
        asking.push_back(op);
      if (auto call = dyn_cast<func::CallOp>(op); call && takesIndex.contains(call.getCallee()))
        call->insertOperands(call->getNumOperands(), index);
    });
    for (Operation *op : asking)
      resolve(op, parts, index);
  }

private:
  void findAsking() {
    bool changed = true;
    while (std::exchange(changed, false))
      for (func::FuncOp function : functions) {
        if (takesIndex.contains(function.getSymName()))
          continue;
        WalkResult asks = function.walk([&](Operation *op) {
          auto call = dyn_cast<func::CallOp>(op);
          return asksForPart(op) || (call && takesIndex.contains(call.getCallee()))
                     ? WalkResult::interrupt()
                     : WalkResult::advance();
        });
        if (asks.wasInterrupted())
          changed = takesIndex.insert(function.getSymName()).second;
      }
  }

  LogicalResult finish(func::FuncOp function) {
    SmallVector<Operation *> mixing;
    function.walk([&](Operation *op) {
      if (communicates(op))
        mixing.push_back(op);
    });
    for (Operation *op : mixing)
      if (failed(replaceWithin(op, parts, perPart)))
        return failure();
    if (!takesIndex.contains(function.getSymName()))
      return success();
    OpBuilder builder(function.getContext());
    NamedAttrList attrs;
    attrs.set("skein.part", builder.getUnitAttr());
    unsigned number = function.getNumArguments();
    if (failed(function.insertArgument(number, builder.getIndexType(),
                                       attrs.getDictionary(function.getContext()),
                                       function.getLoc())))
      return failure();
    giveIndex(function.getBody(), function.getArgument(number));
    return success();
  }

  Parts parts;
  bool perPart;
  SmallVector<func::FuncOp> functions;
  llvm::StringSet<> takesIndex;
};

//===----------------------------------------------------------------------===//
// The loop
//===----------------------------------------------------------------------===//

/// Turns a step that was partitioned over the parts into one with a loop over them.
class Serializer {
public:
  Serializer(StepOp step, ArrayRef<Type> wholeTypes, Parts parts, bool perPart,
             PartFunctions &functions)
      : step(step), body(step.getBody().front()), wholeTypes(wholeTypes), parts(parts),
        perPart(perPart), functions(functions) {}

  LogicalResult run() {
    for (BlockArgument argument : body.getArguments())
      remember(argument);
    for (Operation &op : body)
      for (Value result : op.getResults())
        remember(result);
    stripDistribution(step);
    findReaching();
    findSumsOfStages();
    if (failed(replaceMixing()) || failed(chooseTimes()) || failed(findCarried()))
      return failure();
    build();
    return success();
  }

private:
  enum class Time { Before, Inside, After };

  /// What a round hands to the next, and in the end to what follows.
  struct Carried {
    Value inside;
    AxisState state;
  };

  void remember(Value value) {
    AxisState state = getAxisState(value.getType(), partAxis);
    if (!state.isReplicated())
      states[value] = state;
  }

  /// Whether `op` works on a part.
  bool isOfPart(Operation *op) const {
    auto isPart = [&](Value value) { return states.contains(value); };
    return llvm::any_of(valuesReadBy(op), isPart) || llvm::any_of(op->getResults(), isPart);
  }

  /// Takes whole values, once; rows of a sparse gradient are put together from those of
  /// all parts.
  static bool isSink(Operation *op) {
    return isa<AssignOp, ApplyGradientOp, SparseGradientOp, AllFiniteOp, GlobalNormOp, ReturnOp>(op);
  }

  /// Which ops something that works on a part depends on.
  void findReaching() {
    for (Operation &op : llvm::reverse(body)) {
      if (!reaching.contains(&op) && (!isOfPart(&op) || isSink(&op)))
        continue;
      // A reduction does not itself ask for what it reduces to.
      for (Value input : valuesReadBy(&op))
        if (Operation *producer = input.getDefiningOp())
          reaching.insert(producer);
    }
  }

  /// Sums of gradients that stages of a pipeline have of the same variable wait for the
  /// last part, since the stages may be on devices of their own.
  void findSumsOfStages() {
    auto isOfStage = [&](Value value) {
      auto call = value.getDefiningOp<func::CallOp>();
      return value.getDefiningOp<linalg::AddOp>() ||
             (call && functions.isOfStage(call.getCallee()));
    };
    for (Operation &op : llvm::reverse(body)) {
      auto sum = dyn_cast<linalg::AddOp>(op);
      if (sum && llvm::all_of(sum.getInputs(), [&](Value term) {
            return states.lookup(term).isPartial() && isOfStage(term);
          }) &&
          llvm::all_of(op.getUsers(), [&](Operation *user) {
            return isSink(user) || communicates(user) || sumsOfStages.contains(user);
          })) {
        sumsOfStages.insert(&op);
        if (auto empty = sum.getOutputs()[0].getDefiningOp<tensor::EmptyOp>();
            empty && empty->hasOneUse())
          sumsOfStages.insert(empty);
      }
    }
  }

  LogicalResult replaceMixing() {
    for (Operation &op : llvm::make_early_inc_range(body)) {
      if (communicates(&op) && reaching.contains(&op) &&
          failed(replaceWithin(&op, parts, perPart)))
        return failure();
    }
    return success();
  }

  LogicalResult chooseTimes() {
    llvm::DenseSet<Attribute> updated;
    for (Operation &op : body) {
      bool inside = false, after = false;
      for (Value input : valuesReadBy(&op)) {
        Operation *producer = input.getDefiningOp();
        Time time = producer ? times.lookup(producer) : Time::Before;
        inside |= time == Time::Inside;
        after |= time == Time::After;
      }
      Time &time = times[&op];
      if (isSink(&op) || communicates(&op)) {
        time = Time::After;
        if (auto variable = op.getAttrOfType<FlatSymbolRefAttr>("variable"))
          updated.insert(variable);
      } else if (sumsOfStages.contains(&op)) {
        time = Time::After;
        states.erase(op.getResult(0));
      } else if (isOfPart(&op)) {
        if (after)
          return refuseMixing(&op, perPart);
        time = Time::Inside;
      } else if (auto read = dyn_cast<ReadOp>(op); read && updated.contains(read.getVariableAttr())) {
        time = Time::After;
      } else if (inside || after) {
        time = inside && !after && reaching.contains(&op) ? Time::Inside : Time::After;
      } else if (auto call = dyn_cast<func::CallOp>(op); call && functions.isOfStage(call.getCallee())) {
        // The derivative of a sum, say: a schedule has it for every part.
        time = Time::Inside;
      }
    }
    return success();
  }

  static bool hasMean(Value value) { return isa<FloatType>(getElementTypeOrSelf(value)); }

  LogicalResult findCarried() {
    for (Operation &op : body) {
      if (times.lookup(&op) != Time::After)
        continue;
      for (Value input : valuesReadBy(&op)) {
        bool isArgument = isa<BlockArgument>(input);
        if (isArgument ? !states.contains(input)
                       : times.lookup(input.getDefiningOp()) != Time::Inside)
          continue;
        if (isArgument || llvm::any_of(carried, [&](auto &other) { return other.inside == input; }))
          continue;
        AxisState state = states.lookup(input);
        if (state.isReplicated() && perPart && parts.number() > 1 && !hasMean(input))
          return op.emitOpError() << "takes a value of " << input.getType()
                                  << " that may differ between micro-batches; expected floating "
                                     "point, of which the mean is taken";
        carried.push_back({input, state});
      }
    }
    return success();
  }

  //===--------------------------------------------------------------------===//
  // Building
  //===--------------------------------------------------------------------===//

  void build() {
    Operation *end = body.getTerminator();
    SmallVector<Operation *> inside, after;
    for (Operation &op : llvm::make_early_inc_range(body.without_terminator())) {
      if (times.lookup(&op) == Time::Before)
        continue;
      (times.lookup(&op) == Time::Inside ? inside : after).push_back(&op);
    }
    OpBuilder builder(end);
    Location loc = step.getLoc();
    SmallVector<Value> inits;
    for (const Carried &value : carried)
      inits.push_back(createInit(builder, value));
    Value zero = arith::ConstantIndexOp::create(builder, loc, 0);
    Value count = arith::ConstantIndexOp::create(builder, loc, parts.number());
    Value one = arith::ConstantIndexOp::create(builder, loc, 1);
    auto loop = scf::ForOp::create(builder, loc, zero, count, one, inits);
    Block &round = *loop.getBody();
    if (!round.empty() && round.back().hasTrait<OpTrait::IsTerminator>())
      round.back().erase();
    for (Operation *op : inside)
      op->moveBefore(&round, round.end());
    for (Operation *op : after)
      op->moveBefore(end);

    cutArguments(loop);
    OpBuilder atEnd = OpBuilder::atBlockEnd(&round);
    SmallVector<Value> next;
    for (auto [value, before] : llvm::zip(carried, loop.getRegionIterArgs()))
      next.push_back(createNext(atEnd, value, before, loop.getInductionVar()));
    scf::YieldOp::create(atEnd, loc, next);
    functions.giveIndex(loop.getRegion(), loop.getInductionVar());

    builder.setInsertionPointAfter(loop);
    for (auto [value, result] : llvm::zip(carried, loop.getResults()))
      replaceBehind(builder, value, result, loop);
    for (Operation *op : after)
      if (communicates(op)) {
        op->replaceAllUsesWith(op->getOperands());
        op->erase();
      }
    step.setFunctionType(FunctionType::get(step.getContext(), body.getArgumentTypes(),
                                           end->getOperandTypes()));
  }

  /// Arguments are whole again; what works on a part cuts it out.
  void cutArguments(scf::ForOp loop) {
    OpBuilder atStart = OpBuilder::atBlockBegin(loop.getBody());
    for (auto [argument, type] : llvm::zip(body.getArguments(), wholeTypes)) {
      auto state = states.find(argument);
      argument.setType(type);
      if (state == states.end())
        continue;
      SmallVector<OpOperand *> uses;
      for (OpOperand &use : argument.getUses())
        if (loop->isAncestor(use.getOwner()))
          uses.push_back(&use);
      if (uses.empty())
        continue;
      Value part = parts.cut(atStart, argument.getLoc(), argument, state->second.dim,
                             loop.getInductionVar());
      for (OpOperand *use : uses)
        use->set(part);
    }
  }

  Value createInit(OpBuilder &builder, const Carried &value) const {
    auto type = cast<RankedTensorType>(value.inside.getType());
    Location loc = value.inside.getLoc();
    if (value.state.isSplit()) {
      SmallVector<int64_t> whole(type.getShape());
      whole[value.state.dim] *= parts.number();
      RankedTensorType two = parts.interleaved(
          RankedTensorType::get(whole, type.getElementType()), value.state.dim);
      return tensor::EmptyOp::create(builder, loc, two.getShape(), two.getElementType());
    }
    ReductionKind kind = value.state.isPartial() ? value.state.reduction : ReductionKind::Sum;
    return arith::ConstantOp::create(
        builder, loc,
        DenseElementsAttr::get(type, Attribute(getNeutralElement(kind, type.getElementType()))));
  }

  Value createNext(OpBuilder &builder, const Carried &value, Value before, Value index) const {
    Location loc = value.inside.getLoc();
    if (value.state.isSplit())
      return parts.paste(builder, loc, value.inside, before, value.state.dim, index);
    // What has no mean is the same in every round.
    bool isSame = value.state.isReplicated() && !hasMean(value.inside);
    bool isMean = value.state.isReplicated() && !isSame;
    AffineMap identity = builder.getMultiDimIdentityMap(
        cast<RankedTensorType>(value.inside.getType()).getRank());
    return createGeneric(
        builder, loc, value.inside, before, {identity, identity},
        [&](OpBuilder &inner, Location at, ValueRange args) -> Value {
          Value added = args[0];
          if (isSame)
            return added;
          if (isMean)
            added = arith::MulFOp::create(
                inner, at, added,
                arith::ConstantOp::create(
                    inner, at, inner.getFloatAttr(added.getType(), 1.0 / parts.number())));
          return combine(inner, at, isMean ? ReductionKind::Sum : value.state.reduction, args[1],
                         added);
        });
  }

  void replaceBehind(OpBuilder &builder, Carried value, Value result, scf::ForOp loop) {
    if (value.state.isSplit()) {
      auto two = cast<RankedTensorType>(result.getType());
      SmallVector<int64_t> whole(
          cast<RankedTensorType>(value.inside.getType()).getShape());
      whole[value.state.dim] *= parts.number();
      result = tensor::CollapseShapeOp::create(
          builder, value.inside.getLoc(), RankedTensorType::get(whole, two.getElementType()),
          result, Parts::groups(whole.size(), value.state.dim));
    }
    value.inside.replaceUsesWithIf(result, [&](OpOperand &use) {
      return !loop->isAncestor(use.getOwner()) && use.getOwner() != result.getDefiningOp();
    });
  }

  StepOp step;
  Block &body;
  ArrayRef<Type> wholeTypes;
  Parts parts;
  bool perPart;
  PartFunctions &functions;
  llvm::DenseMap<Value, AxisState> states; ///< of what is not replicated
  llvm::DenseSet<Operation *> reaching, sumsOfStages;
  llvm::DenseMap<Operation *, Time> times;
  SmallVector<Carried> carried;
};

//===----------------------------------------------------------------------===//
// The pass
//===----------------------------------------------------------------------===//

struct AccumulateGradients
    : skein::passes::impl::AccumulateGradientsPassBase<AccumulateGradients> {
  using AccumulateGradientsPassBase::AccumulateGradientsPassBase;

  void runOnOperation() override {
    SmallVector<StepOp> steps;
    for (StepOp step : getOperation().getOps<StepOp>())
      if (step.walk([](ApplyGradientOp) { return WalkResult::interrupt(); }).wasInterrupted())
        steps.push_back(step);
    if (microBatches < 1) {
      emitError(steps.empty() ? getOperation().getLoc() : steps.front().getLoc())
          << "option micro-batches is " << microBatches.getValue() << "; expected at least 1";
      return signalPassFailure();
    }
    // Stages of a pipeline are scheduled in a loop, also over one.
    if (microBatches == 1 && !hasStages())
      return;
    if (failed(passes::checkHasSteps(getOperation(), getArgument())))
      return signalPassFailure();
    if (steps.empty())
      return;
    if (failed(run(steps)))
      signalPassFailure();
  }

private:
  bool hasStages() {
    return llvm::any_of(getOperation().getOps<func::FuncOp>(), [](func::FuncOp function) {
      return function->hasAttr(stageAttrName);
    });
  }

  LogicalResult run(ArrayRef<StepOp> steps) {
    SymbolTable symbols(getOperation());
    OpBuilder builder = OpBuilder::atBlockBegin(getOperation().getBody());
    auto mesh = MeshOp::create(builder, getOperation().getLoc(), builder.getStringAttr(partAxis),
                               builder.getStrArrayAttr({partAxis}),
                               builder.getDenseI64ArrayAttr({microBatches}));
    symbols.insert(mesh);
    Parts parts(microBatches);
    BatchSplit split{mesh, builder.getStrArrayAttr({partAxis}), microBatches, false,
                     // Estimates are best of what is smallest.
                     !perPartStatistics};
    Partitioner partitioner(split, symbols);
    SmallVector<std::pair<StepOp, SmallVector<Type>>> partitioned;
    for (StepOp step : steps) {
      SmallVector<Type> whole(step.getArgumentTypes());
      FailureOr<StepOp> made = partition(step, split, partitioner, symbols);
      if (failed(made))
        return failure();
      partitioned.emplace_back(*made, whole);
    }
    partitioner.replaceOriginals();

    PartFunctions functions(getOperation(), mesh, parts, perPartStatistics);
    if (failed(functions.finish()))
      return failure();
    for (auto &[step, whole] : partitioned)
      if (failed(Serializer(step, whole, parts, perPartStatistics, functions).run()))
        return failure();
    symbols.erase(mesh);
    return success();
  }

  /// `step` as one part of the batch sees it.
  static FailureOr<StepOp> partition(StepOp step, const BatchSplit &split,
                                     Partitioner &partitioner, SymbolTable &symbols) {
    auto isBatch = [&](unsigned index) { return step.getArgAttr(index, batchAttrName); };
    if (llvm::none_of(llvm::seq(step.getNumArguments()), isBatch))
      return step.emitOpError() << "has no input with " << batchAttrName
                                << "; expected a batch to take micro-batches of";
    FailureOr<SmallVector<Type>> types = split.argumentTypes(step, "micro-batches");
    if (failed(types))
      return failure();
    OwningOpRef<StepOp> made = cast<StepOp>(step->cloneWithoutRegions());
    if (failed(partitioner.rewriteStep(step, *types, made->getBody().emplaceBlock())))
      return failure();
    StepOp result = made.release();
    Block::iterator place = std::next(Block::iterator(step));
    symbols.erase(step);
    symbols.insert(result, place);
    return result;
  }
};

} // namespace
