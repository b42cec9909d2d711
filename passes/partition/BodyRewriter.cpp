//===- BodyRewriter.cpp - one body rewritten for pieces of a batch --------===//
#include "passes/partition/BodyRewriter.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Transforms/RegionUtils.h"

using namespace mlir;
using namespace skein;
using namespace skein::passes;

bool passes::isFlexible(Value old) {
  Operation *op = old.getDefiningOp();
  if (!op || !isa<RankedTensorType>(old.getType()))
    return false;
  if (auto constant = dyn_cast<arith::ConstantOp>(op))
    return isa<SplatElementsAttr>(constant.getValue());
  return isa<tensor::EmptyOp, tensor::SplatOp, linalg::FillOp>(op);
}

/// The init that result `index` of `op` starts from, if it has any.
static OpOperand *initOf(Operation *op, unsigned index) {
  auto destination = dyn_cast<DestinationStyleOpInterface>(op);
  return destination ? destination.getTiedOpOperand(op->getResult(index)) : nullptr;
}

static bool isInit(OpOperand &operand) {
  auto destination = dyn_cast<DestinationStyleOpInterface>(operand.getOwner());
  return destination && destination.isDpsInit(&operand);
}

//===----------------------------------------------------------------------===//
// What values are
//===----------------------------------------------------------------------===//

OptionalState BodyRewriter::stateOf(Value old) const {
  if (isFlexible(old))
    return std::nullopt;
  return split.stateOf(known.values.lookup(old));
}

bool BodyRewriter::canBe(Value old, AxisState state) const {
  if (!split.localType(old.getType(), state))
    return false;
  if (!isFlexible(old))
    return state.isSplit() && (!split.perReplica || canFold(old, state));
  if (!state.isPartial())
    return true;
  Operation *op = old.getDefiningOp();
  if (auto constant = dyn_cast<arith::ConstantOp>(op))
    return isNeutral(constant.getValue(), state.reduction);
  return isa<tensor::EmptyOp>(op) || isNeutral(op->getOperand(0), state.reduction);
}

/// Ops that are as cheap on a piece as cutting the piece out.
static bool isCheap(Operation *op) {
  if (auto structured = dyn_cast<linalg::LinalgOp>(op))
    return structured.isAllParallelLoops();
  return OpTrait::hasElementwiseMappableTraits(op) ||
         isa<tensor::CollapseShapeOp, tensor::ExpandShapeOp, tensor::ExtractSliceOp,
             tensor::PadOp, tensor::CastOp>(op);
}

/// States of the operands, all of which are replicated, that give the one result
/// of `op` in state `wanted`.
std::optional<Placement> BodyRewriter::findFold(Operation *op, AxisState wanted) const {
  if (!isCheap(op) || op->getNumResults() != 1)
    return std::nullopt;
  Placement placement{currentStates(op), {wanted}};
  SmallVector<unsigned> free;
  for (OpOperand &operand : op->getOpOperands()) {
    OptionalState &state = placement.operands[operand.getOperandNumber()];
    if (state && !state->isReplicated())
      return std::nullopt;
    if (isInit(operand))
      state = wanted;
    else if (isa<RankedTensorType>(operand.get().getType()))
      free.push_back(operand.getOperandNumber());
  }
  // Each operand is replicated or split along one of its dimensions.
  std::function<bool(ArrayRef<unsigned>)> choose = [&](ArrayRef<unsigned> rest) {
    if (rest.empty()) {
      Transfer transfer = infer(op, placement.operands, wanted);
      auto *results = std::get_if<SmallVector<AxisState>>(&transfer);
      return results && results->front() == wanted;
    }
    OptionalState &state = placement.operands[rest.front()];
    state = AxisState::replicated();
    if (choose(rest.drop_front()))
      return true;
    Value old = op->getOperand(rest.front());
    for (int64_t dim = 0; dim < cast<RankedTensorType>(old.getType()).getRank(); ++dim) {
      state = AxisState::split(dim);
      if (canBe(old, *state) && choose(rest.drop_front()))
        return true;
    }
    return false;
  };
  if (!choose(free))
    return std::nullopt;
  return placement;
}

bool BodyRewriter::canFold(Value old, AxisState state) const {
  Operation *op = old.getDefiningOp();
  return op && findFold(op, state);
}

//===----------------------------------------------------------------------===//
// Making values
//===----------------------------------------------------------------------===//

Value BodyRewriter::get(Value old, OpBuilder &builder) {
  return get(old, stateOf(old).value_or(AxisState::replicated()), builder);
}

/// The new value of `old` in `state`, made from the one there is if need be. Null
/// when it cannot be.
Value BodyRewriter::get(Value old, AxisState state, OpBuilder &builder) {
  if (!isa<RankedTensorType>(old.getType()))
    return known.values.lookup(old);
  if (isFlexible(old))
    return canBe(old, state) ? makeFlexible(old, state, builder)
                             : makeContribution(old, state, builder);
  AxisState current = *stateOf(old);
  if (current == state)
    return known.values.lookup(old);
  for (auto &[other, value] : known.conversions[old])
    if (other == state)
      return value;
  Value value;
  if (current.isReplicated() && state.isSplit())
    value = fold(old, state);
  if (!value && (!split.perReplica || state.isPartial()))
    value = convert(old, current, state);
  if (!value)
    return {};
  if (current.isPartial() && state.isReplicated()) {
    // From here on the value is whole: nothing reduces it again.
    known.conversions[old].emplace_back(current, known.values.lookup(old));
    known.values.map(old, value);
  } else {
    known.conversions[old].emplace_back(state, value);
  }
  return value;
}

Value BodyRewriter::makeFlexible(Value old, AxisState state, OpBuilder &builder) {
  RankedTensorType type = split.localType(old.getType(), state);
  Operation *op = old.getDefiningOp();
  Location loc = op->getLoc();
  if (auto constant = dyn_cast<arith::ConstantOp>(op))
    return arith::ConstantOp::create(
        builder, loc,
        DenseElementsAttr::get(
            type, cast<SplatElementsAttr>(constant.getValue()).getSplatValue<Attribute>()));
  if (auto splat = dyn_cast<tensor::SplatOp>(op))
    return tensor::SplatOp::create(builder, loc, known.values.lookup(splat.getInput()), type);
  Value empty = tensor::EmptyOp::create(builder, loc, type, ValueRange());
  if (isa<tensor::EmptyOp>(op))
    return empty;
  return linalg::FillOp::create(builder, loc, type, known.values.lookup(op->getOperand(0)), empty)
      .getResult(0);
}

/// A flexible value whose constant counts once, not on every device.
Value BodyRewriter::makeContribution(Value old, AxisState state, OpBuilder &builder) {
  if (!state.isPartial() || split.perReplica)
    return {};
  Value whole = makeFlexible(old, AxisState::replicated(), builder);
  return AsPartialOp::create(builder, whole.getLoc(), split.localType(old.getType(), state),
                             state.reduction, whole, split.meshName(),
                             split.axes);
}

/// By a collective right behind the value, so that its result can be used wherever
/// the value can.
Value BodyRewriter::convert(Value old, AxisState from, AxisState to) {
  Value value = known.values.lookup(old);
  OpBuilder builder(old.getContext());
  builder.setInsertionPointAfterValue(value);
  Location loc = value.getLoc();
  StringRef mesh = split.meshName();
  RankedTensorType type = split.localType(old.getType(), to);
  if (!type)
    return {};
  if (from.isPartial() && to.isReplicated())
    return AllReduceOp::create(builder, loc, type, from.reduction, value, mesh, split.axes);
  if (from.isPartial() && to.isSplit())
    return ReduceScatterOp::create(builder, loc, type, from.reduction, value, to.dim, mesh, split.axes);
  if (from.isSplit() && to.isReplicated())
    return AllGatherOp::create(builder, loc, type, value, from.dim, mesh, split.axes);
  if (from.isReplicated() && to.isSplit())
    return ShardOp::create(builder, loc, type, value, to.dim, mesh, split.axes);
  if (from.isReplicated() && to.isPartial())
    return AsPartialOp::create(builder, loc, type, to.reduction, value, mesh, split.axes);
  return {};
}

/// Computes a piece of a replicated value instead of cutting it out, which also
/// leaves the whole unused.
Value BodyRewriter::fold(Value old, AxisState state) {
  Operation *op = old.getDefiningOp();
  std::optional<Placement> placement = op ? findFold(op, state) : std::nullopt;
  if (!placement)
    return {};
  Value whole = known.values.lookup(old);
  OpBuilder builder(op->getContext());
  builder.setInsertionPointAfterValue(whole);
  return cloneAs(op, *placement, builder)->getResult(0);
}

//===----------------------------------------------------------------------===//
// One op
//===----------------------------------------------------------------------===//

LogicalResult BodyRewriter::rewriteBlock(Block &from, Block &to) {
  known.values.map(from.getArguments(), to.getArguments());
  OpBuilder builder(from.getParentOp()->getContext());
  builder.setInsertionPointToEnd(&to);
  for (Operation &op : from.without_terminator())
    if (failed(rewrite(&op, builder)))
      return failure();
  return success();
}

static bool isTensor(Type type) { return isa<RankedTensorType>(type); }

LogicalResult BodyRewriter::rewrite(Operation *op, OpBuilder &builder) {
  if (op->getNumResults() == 1 && isFlexible(op->getResult(0)))
    return success();
  if (isa<ValueAndGradOp>(op))
    return op->emitOpError() << "has to be written out first, by --skein-differentiate";
  if (auto call = dyn_cast<func::CallOp>(op))
    return rewriteCall(call, builder);
  if (auto loop = dyn_cast<scf::ForOp>(op))
    return rewriteFor(loop, builder);
  if (auto branch = dyn_cast<scf::IfOp>(op))
    return rewriteIf(branch, builder);
  if (auto pairs = dyn_cast<SparseGradientOp>(op))
    return rewritePairs(pairs, builder);
  if (isa<AssignOp, ApplyGradientOp>(op))
    return rewriteSink(op, builder);
  if (isa<AllFiniteOp, GlobalNormOp>(op)) { // Of values in any state.
    cloneOn(op, builder);
    return success();
  }
  bool onTensors =
      llvm::any_of(op->getOperandTypes(), isTensor) || llvm::any_of(op->getResultTypes(), isTensor);
  if (isa<ReadOp>(op) || (!onTensors && op->getNumRegions() == 0)) {
    builder.clone(*op, known.values);
    return success();
  }
  WalkResult hasCall = op->walk([](Operation *inner) {
    return isa<CallOpInterface>(inner) ? WalkResult::interrupt() : WalkResult::advance();
  });
  if (hasCall.wasInterrupted())
    return op->emitOpError() << "has no distribution rule and calls a function";
  return rewriteByRule(op, builder);
}

LogicalResult BodyRewriter::rewriteCall(func::CallOp call, OpBuilder &builder) {
  SmallVector<AxisState> states;
  for (OptionalState state : currentStates(call))
    states.push_back(state.value_or(AxisState::replicated()));
  auto callee = SymbolTable::lookupNearestSymbolFrom<func::FuncOp>(call, call.getCalleeAttr());
  FailureOr<func::FuncOp> special = functions.specialise(callee, states, call);
  if (failed(special))
    return failure();
  SmallVector<Value> operands;
  for (Value operand : call.getOperands())
    operands.push_back(get(operand, builder));
  auto copy = func::CallOp::create(builder, call.getLoc(), *special, operands);
  copy->setDiscardableAttrs(call->getDiscardableAttrDictionary());
  known.values.map(call.getResults(), copy.getResults());
  return success();
}

/// Every device has the rows that it looked up, or its part of rows that all looked
/// up; `--skein-synchronize` collects them.
LogicalResult BodyRewriter::rewritePairs(SparseGradientOp op, OpBuilder &builder) {
  AxisState whole = AxisState::replicated(), partial = AxisState::partial(ReductionKind::Sum);
  // States of indices and rows, pair by pair.
  SmallVector<std::pair<AxisState, AxisState>> states;
  for (auto [indices, rows] : llvm::zip(op.getIndices(), op.getRows())) {
    AxisState where = stateOf(indices).value_or(whole), what = stateOf(rows).value_or(whole);
    int64_t numDims = cast<RankedTensorType>(indices.getType()).getRank();
    if (where.isSplit())
      states.emplace_back(where, where);
    else if (what.isSplit() && what.dim < numDims)
      states.emplace_back(what, what);
    else
      states.emplace_back(whole, what.isPartial() ? partial : whole);
  }
  bool isPartial = llvm::any_of(states, [&](auto &pair) { return pair.second != whole; });
  SmallVector<Value> indices, rows;
  for (auto [index, pair] : llvm::enumerate(states)) {
    // A pair that is the same everywhere counts once, but as often as there are
    // replicas where each has a gradient of its own.
    bool isOnce = isPartial && pair.second == whole;
    if (isOnce)
      pair.second = partial;
    indices.push_back(get(op.getIndices()[index], pair.first, builder));
    if (!isOnce || !split.perReplica)
      rows.push_back(get(op.getRows()[index], pair.second, builder));
    if (rows.size() < indices.size() || !indices.back() || !rows.back())
      return op.emitOpError() << "has pair " << index << ", whose rows cannot be "
                              << toString(pair.second) << " along " << split.axisNames()
                              << " as the others are";
  }
  RankedTensorType type =
      split.localType(op.getType().getDense(), isPartial ? partial : whole);
  auto copy = SparseGradientOp::create(builder, op.getLoc(), SparseGradientType::get(type),
                                       indices, rows);
  copy->setDiscardableAttrs(op->getDiscardableAttrDictionary());
  known.values.map(op.getResult(), copy.getResult());
  return success();
}

/// Variables are replicated; what is partial is left for --skein-synchronize.
LogicalResult BodyRewriter::rewriteSink(Operation *op, OpBuilder &builder) {
  Value old = op->getOperand(0);
  OptionalState state = stateOf(old);
  AxisState wanted = state && state->isPartial() ? *state : AxisState::replicated();
  Value value = get(old, wanted, builder);
  if (!value)
    return op->emitOpError() << "takes a value that is " << toString(*state) << " along "
                             << split.axisNames() << "; batch=per-replica does not gather pieces";
  if (state && state->isSplit())
    remarkOnMove(op, 0, "gathered", "variables are replicated");
  cloneOn(op, builder)->setOperand(0, value);
  return success();
}

/// A clone of `op`, whose results are replicated, on operands in the states they have.
Operation *BodyRewriter::cloneOn(Operation *op, OpBuilder &builder) {
  SmallVector<Value> operands;
  for (Value operand : op->getOperands())
    operands.push_back(get(operand, builder));
  Operation *copy = builder.clone(*op, known.values);
  copy->setOperands(operands);
  known.values.map(op->getResults(), copy->getResults());
  return copy;
}

void BodyRewriter::remarkOnMove(Operation *op, unsigned operand, StringRef how, StringRef why) {
  std::string text = "'" + op->getName().getStringRef().str() + "' op needs operand " +
                     std::to_string(operand) + " " + how.str() + " over " +
                     split.axisNames() + ": " + why.str();
  known.remarks.emplace_back(op->getLoc(), text);
}

/// Says what is sent to make the rule of `op` accept its operands, value by value.
void BodyRewriter::remarkOnMoves(Operation *op, const Placement &placement,
                                 const Refusal &refusal) {
  SmallVector<std::pair<Value, AxisState>> said;
  for (auto [index, value, was, is] :
       llvm::enumerate(op->getOperands(), currentStates(op), placement.operands)) {
    if (!was || !is || *was == *is || was->isReplicated() || isKnown(value, *is) ||
        llvm::is_contained(said, std::pair(value, *is)))
      continue;
    said.emplace_back(value, *is);
    remarkOnMove(op, index, was->isSplit() ? "gathered" : "reduced", refusal.reason);
  }
}

LogicalResult BodyRewriter::rewriteByRule(Operation *op, OpBuilder &builder) {
  Refusal refusal;
  std::optional<Placement> placement = place(op, refusal);
  if (!placement) {
    InFlightDiagnostic error = op->emitOpError() << refusal.reason;
    if (split.perReplica)
      error << "; batch=per-replica neither reduces nor gathers before the gradients";
    if (refusal.scalar)
      error.attachNote(refusal.scalar->getLoc()) << "in the body here";
    if (refusal.value)
      error.attachNote(refusal.value.getLoc()) << "value comes from here";
    return error;
  }
  remarkOnMoves(op, *placement, refusal);
  known.values.map(op->getResults(), cloneAs(op, *placement, builder)->getResults());
  return success();
}

/// A clone of `op` on operands and with results as `placement` says.
Operation *BodyRewriter::cloneAs(Operation *op, const Placement &placement, OpBuilder &builder) {
  SmallVector<Value> operands(op->getOperands());
  for (auto [value, state] : llvm::zip(operands, placement.operands))
    if (state)
      value = get(value, *state, builder);
  for (auto [index, state] : llvm::enumerate(placement.results))
    if (OpOperand *init = initOf(op, index))
      if (unsigned number = init->getOperandNumber(); !placement.operands[number])
        operands[number] = get(init->get(), state, builder);

  // A body sees what it reads from outside whole. Its own values are not to be
  // remembered: the op may be cloned again.
  IRMapping outside;
  llvm::SetVector<Value> captured;
  getUsedValuesDefinedAbove(op->getRegions(), captured);
  for (Value value : captured)
    outside.map(value, get(value, AxisState::replicated(), builder));
  Operation *copy = builder.clone(*op, outside);
  copy->setOperands(operands);
  for (auto [result, state] : llvm::zip(copy->getResults(), placement.results))
    if (isTensor(result.getType()))
      result.setType(split.localType(result.getType(), state));
  localise(copy, op);
  return copy;
}

/// Attributes of `op`, a copy of `whole`, that repeat a shape; indices that count local
/// elements.
void BodyRewriter::localise(Operation *op, Operation *whole) {
  auto shapeOf = [](Value value) { return cast<RankedTensorType>(value.getType()).getShape(); };
  auto setSizes = [&](auto slice, Value piece) {
    SmallVector<int64_t> sizes(slice.getStaticSizes());
    // Sizes and shape of the piece do not go together yet.
    llvm::SmallBitVector dropped = cast<decltype(slice)>(whole).getDroppedDims();
    unsigned dim = 0;
    for (auto [index, size] : llvm::enumerate(sizes))
      if (!dropped.test(index))
        size = shapeOf(piece)[dim++];
    slice.setStaticSizes(sizes);
  };
  if (auto expand = dyn_cast<tensor::ExpandShapeOp>(op))
    expand.setStaticOutputShape(shapeOf(expand.getResult()));
  else if (auto slice = dyn_cast<tensor::ExtractSliceOp>(op))
    setSizes(slice, slice.getResult());
  else if (auto slice = dyn_cast<tensor::InsertSliceOp>(op))
    setSizes(slice, slice.getSource());
  else if (isa<linalg::LinalgOp>(op) && !split.axes.empty())
    addOffsets(op);
}

void BodyRewriter::addOffsets(Operation *op) {
  auto structured = cast<linalg::LinalgOp>(op);
  std::optional<unsigned> loop;
  for (OpOperand &operand : op->getOpOperands())
    if (AxisState state = split.stateOf(operand.get()); state.isSplit())
      if (auto dim = dyn_cast<AffineDimExpr>(
              structured.getMatchingIndexingMap(&operand).getResult(state.dim)))
        loop = dim.getPosition();
  if (!loop)
    return;
  SmallVector<linalg::IndexOp> indices;
  op->walk([&](linalg::IndexOp index) {
    if (index.getDim() == *loop)
      indices.push_back(index);
  });
  if (indices.empty())
    return;
  OpBuilder outside(op);
  Value offset = ShardOffsetOp::create(outside, op->getLoc(), outside.getIndexType(),
                                       structured.getStaticLoopRanges()[*loop], split.meshName(),
                                       split.axes);
  for (linalg::IndexOp index : indices) {
    OpBuilder inside(op->getContext());
    inside.setInsertionPointAfter(index);
    auto global = arith::AddIOp::create(inside, index.getLoc(), index.getResult(), offset);
    index.getResult().replaceAllUsesExcept(global, global);
  }
}

//===----------------------------------------------------------------------===//
// Loops and branches
//===----------------------------------------------------------------------===//

/// Carried values start in the states of their inits. A value that starts as zeros
/// is partial instead, if that lets the body send less: an accumulated gradient is
/// reduced behind the loop, not in every round.
LogicalResult BodyRewriter::rewriteFor(scf::ForOp loop, OpBuilder &builder) {
  SmallVector<AxisState> carried;
  for (Value init : loop.getInitArgs())
    carried.push_back(stateOf(init).value_or(AxisState::replicated()));
  const Known before = known;
  const AxisState partial = AxisState::partial(ReductionKind::Sum);
  if (split.perReplica) {
    // Nothing is reduced in the body, so sums have to be partial from the start.
    SmallVector<AxisState> sums = carried;
    for (auto [init, state] : llvm::zip(loop.getInitArgs(), sums))
      if (!stateOf(init) && canBe(init, partial))
        state = partial;
    ScopedDiagnosticHandler quiet(loop.getContext(), [](Diagnostic &) { return success(); });
    if (succeeded(rewriteLoop(loop, sums, builder)))
      return success();
    known = before;
  }
  FailureOr<scf::ForOp> best = rewriteLoop(loop, carried, builder);
  if (failed(best))
    return failure();
  auto couldBePartial = [&](unsigned index) {
    Value init = loop.getInitArgs()[index];
    return !stateOf(init) && carried[index].isReplicated() && !split.perReplica &&
           canBe(init, partial);
  };
  int64_t sent = functions.bytesSent((*best)->getRegions());
  // Keeps the loop with `indices` partial if that sends less.
  auto tryPartial = [&](ArrayRef<unsigned> indices) {
    if (sent == 0 || indices.empty())
      return;
    const Known after = known;
    known = before;
    SmallVector<AxisState> other = carried;
    for (unsigned index : indices)
      other[index] = partial;
    ScopedDiagnosticHandler quiet(loop.getContext(), [](Diagnostic &) { return success(); });
    FailureOr<scf::ForOp> tried = rewriteLoop(loop, other, builder);
    auto isPartial = [&](unsigned index) { return other[index] == partial; };
    int64_t sentNow = succeeded(tried) ? functions.bytesSent((*tried)->getRegions()) : sent;
    if (succeeded(tried) && llvm::all_of(indices, isPartial) && sentNow < sent) {
      best->erase();
      best = tried;
      sent = sentNow;
      carried = other;
      return;
    }
    if (succeeded(tried))
      tried->erase();
    known = after;
  };
  // All at once is what accumulated gradients need, of which there are many.
  auto candidates = llvm::to_vector(llvm::make_filter_range(
      llvm::seq<unsigned>(0, carried.size()), couldBePartial));
  tryPartial(candidates);
  for (unsigned index : candidates)
    if (couldBePartial(index))
      tryPartial(index);
  return success();
}

/// The loop with carried values in the states `carried`, which change to what the
/// body yields where the inits can be in that state too.
FailureOr<scf::ForOp> BodyRewriter::rewriteLoop(scf::ForOp loop, SmallVector<AxisState> &carried,
                                                OpBuilder &builder) {
  SmallVector<bool> revised(carried.size(), false);
  const Known before = known;
  while (true) {
    SmallVector<Value> inits;
    for (auto [init, state] : llvm::zip(loop.getInitArgs(), carried))
      inits.push_back(get(init, state, builder));
    auto copy = scf::ForOp::create(builder, loop.getLoc(), known.values.lookup(loop.getLowerBound()),
                                   known.values.lookup(loop.getUpperBound()),
                                   known.values.lookup(loop.getStep()), inits);
    copy->setDiscardableAttrs(loop->getDiscardableAttrDictionary());
    Block &body = *copy.getBody();
    body.clear();
    if (failed(rewriteBlock(*loop.getBody(), body))) {
      copy.erase();
      return failure();
    }

    bool again = false;
    for (auto [index, yielded] : llvm::enumerate(loop.getYieldedValues())) {
      OptionalState state = stateOf(yielded);
      if (!state || *state == carried[index] || revised[index] ||
          !canBe(loop.getInitArgs()[index], *state))
        continue;
      carried[index] = *state;
      revised[index] = again = true;
    }
    if (again) {
      copy.erase();
      known = before;
      continue;
    }
    OpBuilder atEnd = OpBuilder::atBlockEnd(&body);
    SmallVector<Value> yields;
    for (auto [index, yielded] : llvm::enumerate(loop.getYieldedValues())) {
      yields.push_back(get(yielded, carried[index], atEnd));
      if (!yields.back()) {
        copy.erase();
        return loop.emitOpError() << "starts from a value that is " << toString(carried[index])
                                  << " and goes on with one that cannot be";
      }
    }
    scf::YieldOp::create(atEnd, loop.getLoc(), yields);
    known.values.map(loop.getResults(), copy.getResults());
    return copy;
  }
}

LogicalResult BodyRewriter::rewriteIf(scf::IfOp branch, OpBuilder &builder) {
  OperationState state(branch.getLoc(), scf::IfOp::getOperationName());
  state.addOperands(known.values.lookup(branch.getCondition()));
  SmallVector<Region *> regions{state.addRegion(), state.addRegion()};
  for (auto [from, to] : llvm::zip(branch->getRegions(), regions)) {
    if (from.empty())
      continue;
    if (failed(rewriteBlock(from.front(), to->emplaceBlock())))
      return failure();
  }
  // Where the branches disagree, both give the replicated value.
  SmallVector<SmallVector<Value>, 2> yields(2);
  for (unsigned index = 0; index < branch.getNumResults(); ++index) {
    Value first = branch.thenYield().getOperand(index), second = branch.elseYield().getOperand(index);
    OptionalState a = stateOf(first), b = stateOf(second);
    AxisState common = a.value_or(b.value_or(AxisState::replicated()));
    if (b && *b != common)
      common = AxisState::replicated();
    Value both[] = {first, second};
    for (auto [value, region, list] : llvm::zip(both, regions, yields)) {
      OpBuilder atEnd(branch.getContext());
      atEnd.setInsertionPointToEnd(&region->front());
      list.push_back(get(value, common, atEnd));
      if (!list.back())
        return branch.emitOpError() << "gives result " << index
                                    << " in two states; expected one in both branches";
    }
    state.addTypes(yields[0].back().getType());
  }
  for (auto [region, list] : llvm::zip(regions, yields)) {
    if (region->empty())
      continue;
    OpBuilder atEnd(branch.getContext());
    atEnd.setInsertionPointToEnd(&region->front());
    scf::YieldOp::create(atEnd, branch.getLoc(), list);
  }
  known.values.map(branch.getResults(), builder.create(state)->getResults());
  return success();
}
