//===- StructuredRules.cpp - ops with indexing maps and a body ------------===//
//
// One axis at a time. Either the axis splits one loop, found from the operands
// that are split, and the body matters little; or it splits none, and the body
// has to commute with the reduction that is still to be done.
//
//===----------------------------------------------------------------------===//
#include "dialect/Rules.h"

#include "llvm/ADT/SmallBitVector.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "mlir/Transforms/RegionUtils.h"

using namespace mlir;
using namespace skein;

using States = SmallVector<AxisState>;

namespace {

/// The rule of one op along one axis.
class StructuredRule {
public:
  StructuredRule(linalg::LinalgOp op, const AxisStates &states)
      : op(op), states(states), body(*op.getBlock()), numInputs(op.getNumDpsInputs()),
        numInits(op.getNumDpsInits()) {}

  Transfer apply() {
    if (!op.hasPureTensorSemantics())
      return Refusal{"works on buffers; a program works on tensors"};
    if (std::optional<Refusal> refusal = checkBody())
      return *refusal;
    if (std::optional<unsigned> varying = findOperand(&AxisState::isVarying))
      return applyVarying(*varying);
    if (std::optional<Refusal> refusal = findSplitLoop())
      return *refusal;
    Transfer transfer = loop ? applySplit() : applyWhole();
    if (auto *refusal = std::get_if<Refusal>(&transfer))
      return *refusal;
    if (std::optional<Refusal> refusal = checkInits(std::get<States>(transfer)))
      return *refusal;
    return transfer;
  }

private:
  std::string here() const { return along(states.axis); }
  Value operand(unsigned index) const { return op->getOperand(index); }
  AffineMap map(unsigned index) { return op.getIndexingMapsArray()[index]; }
  std::string nameOperand(unsigned index) const {
    if (index < numInputs)
      return "operand " + std::to_string(index);
    return "init " + std::to_string(index - numInputs);
  }
  static std::string nameLoop(unsigned dim) { return "loop d" + std::to_string(dim); }
  std::string nameSplit() const {
    return nameLoop(*loop) + ", which " + nameOperand(splitBy) + " splits" + here();
  }

  std::optional<unsigned> findOperand(bool (AxisState::*is)() const) const {
    for (auto [index, state] : llvm::enumerate(states.operands))
      if (state && ((*state).*is)())
        return index;
    return std::nullopt;
  }

  /// The body is pure, and what it reads from outside is the same on all devices.
  std::optional<Refusal> checkBody() {
    llvm::SetVector<Value> captured;
    getUsedValuesDefinedAbove(op->getRegions(), captured);
    for (Value value : captured)
      if (!states.captured(value).isReplicated())
        return Refusal{"reads a value in its body that is " +
                           toString(states.captured(value)) + here() + "; expected replicated",
                       value};
    std::optional<Refusal> refusal;
    body.walk([&](Operation *scalar) {
      if (scalar == body.getTerminator() ||
          (isMemoryEffectFree(scalar) && !isa<CollectiveOpInterface>(scalar)))
        return WalkResult::advance();
      refusal = Refusal{"has an op in its body that is not a pure scalar op", {}, scalar};
      return WalkResult::interrupt();
    });
    return refusal;
  }

  //===--------------------------------------------------------------------===//
  // Varying operands
  //===--------------------------------------------------------------------===//

  Transfer applyVarying(unsigned varying) {
    if (std::optional<unsigned> partial = findOperand(&AxisState::isPartial))
      return Refusal{"mixes " + nameOperand(varying) + ", which is varying" + here() + ", with " +
                         nameOperand(*partial) + ", which is " +
                         toString(*states.operands[*partial]),
                     operand(*partial)};
    return States(numInits, AxisState::varying());
  }

  //===--------------------------------------------------------------------===//
  // The axis splits a loop
  //===--------------------------------------------------------------------===//

  /// Finds the one loop that the split operands split, if any is split.
  std::optional<Refusal> findSplitLoop() {
    for (auto [index, state] : llvm::enumerate(states.operands)) {
      if (!state || !state->isSplit())
        continue;
      auto dim = dyn_cast<AffineDimExpr>(map(index).getResult(state->dim));
      if (!dim)
        return refuseHalo(index, state->dim);
      if (loop && *loop != dim.getPosition())
        return Refusal{"would split two loops" + here() + ": d" + std::to_string(*loop) + " by " +
                           nameOperand(splitBy) + " and d" + std::to_string(dim.getPosition()) +
                           " by " + nameOperand(index),
                       operand(index)};
      if (!loop)
        splitBy = index;
      loop = dim.getPosition();
    }
    return std::nullopt;
  }

  Refusal refuseHalo(unsigned index, unsigned result) {
    std::string expression;
    llvm::raw_string_ostream(expression) << map(index).getResult(result);
    return Refusal{"would split dimension " + std::to_string(result) + " of " +
                       nameOperand(index) + here() + ", which is read through " + expression +
                       ": a window needs a halo of the neighbours' elements",
                   operand(index)};
  }

  /// The dimension of operand `index` that the split loop walks along; nothing if
  /// the operand does not depend on the loop. A loop that appears elsewhere than
  /// as one plain dimension addresses other elements than the global loop does.
  std::variant<std::optional<unsigned>, Refusal> findSplitDimension(unsigned index) {
    std::optional<unsigned> found;
    for (auto [result, expr] : llvm::enumerate(map(index).getResults())) {
      if (!expr.isFunctionOfDim(*loop))
        continue;
      if (!isa<AffineDimExpr>(expr))
        return refuseHalo(index, result);
      if (found)
        return Refusal{"walks along two dimensions of " + nameOperand(index) + " with " +
                           nameSplit(),
                       operand(index)};
      found = result;
    }
    return found;
  }

  Transfer applySplit() {
    States results;
    for (unsigned index = 0; index < numInputs + numInits; ++index) {
      auto found = findSplitDimension(index);
      if (auto *refusal = std::get_if<Refusal>(&found))
        return *refusal;
      auto dim = std::get<std::optional<unsigned>>(found);
      if (std::optional<AxisState> state = states.operands[index];
          state && (dim || index < numInputs)) {
        AxisState expected = dim ? AxisState::split(*dim) : AxisState::replicated();
        if (*state != expected)
          return Refusal{nameOperand(index) + " is " + toString(*state) + here() +
                             "; expected " + toString(expected) + ", since " +
                             nameOperand(splitBy) + " splits " + nameLoop(*loop),
                         operand(index)};
      }
      if (index < numInputs)
        continue;
      splitInits.push_back(dim.has_value());
      results.push_back(dim ? AxisState::split(*dim) : AxisState::replicated());
    }
    if (std::optional<Refusal> refusal = checkIndices())
      return *refusal;
    findDependencies();
    for (unsigned result = 0; result < numInits; ++result)
      if (std::optional<Refusal> refusal = completeSplitResult(result, results[result]))
        return *refusal;
    return results;
  }

  /// A result that has the split loop as a dimension may not look at one that is
  /// accumulated over the loop. One that has not is a reduction over it.
  std::optional<Refusal> completeSplitResult(unsigned result, AxisState &state) {
    Value yielded = body.getTerminator()->getOperand(result);
    if (splitInits[result]) {
      for (unsigned other : dependsOn(yielded).set_bits())
        if (!splitInits[other])
          return Refusal{"result " + std::to_string(result) + " looks at result " +
                         std::to_string(other) + ", which is accumulated over " + nameSplit()};
      return std::nullopt;
    }
    if (op.getIteratorTypesArray()[*loop] != utils::IteratorType::reduction)
      return Refusal{"result " + std::to_string(result) + " does not depend on the parallel " +
                     nameSplit()};
    std::optional<ReductionKind> kind;
    if (!isAccumulation(yielded, result, kind) || !kind ||
        !getNeutralElement(*kind, yielded.getType()))
      return Refusal{"result " + std::to_string(result) + " combines its elements over " +
                         nameSplit() +
                         ", in a way that is no sum, mul, max, min, and, or of terms",
                     {},
                     yielded.getDefiningOp()};
    state = AxisState::partial(*kind);
    return std::nullopt;
  }

  /// Whether `value` is the accumulator of `result` combined with terms that do not
  /// read any accumulator, all by one `kind`.
  bool isAccumulation(Value value, unsigned result, std::optional<ReductionKind> &kind) {
    if (value == op.getRegionOutputArgs()[result])
      return true;
    Operation *scalar = value.getDefiningOp();
    if (!scalar || scalar->getBlock() != &body)
      return false;
    auto isTerm = [&](unsigned i) { return dependsOn(scalar->getOperand(i)).none(); };
    auto goesOn = [&](unsigned i) {
      return isAccumulation(scalar->getOperand(i), result, kind);
    };
    auto isKind = [&](ReductionKind step) {
      if (!kind)
        kind = step;
      return *kind == step;
    };
    if (isa<arith::SelectOp>(scalar))
      return isTerm(0) && goesOn(1) && goesOn(2);
    if (isa<math::FmaOp>(scalar))
      return isKind(ReductionKind::Sum) && isTerm(0) && isTerm(1) && goesOn(2);
    if (isa<arith::SubFOp, arith::SubIOp>(scalar))
      return isKind(ReductionKind::Sum) && isTerm(1) && goesOn(0);
    std::optional<ReductionKind> step = getReductionKind(scalar);
    return step && isKind(*step) && ((isTerm(0) && goesOn(1)) || (isTerm(1) && goesOn(0)));
  }

  /// The index of the split loop is local; an offset has to make it global.
  std::optional<Refusal> checkIndices() {
    if (states.indicesAreGlobal)
      return std::nullopt;
    std::optional<Refusal> refusal;
    body.walk([&](linalg::IndexOp index) {
      if (index.getDim() == *loop && !llvm::all_of(index->getUsers(), [&](Operation *user) {
            return addsOffset(user, index);
          }))
        refusal = Refusal{"reads the local index of " + nameSplit() +
                              "; expected skein.shard_offset added to it, and no other use",
                          {},
                          index};
    });
    return refusal;
  }

  bool addsOffset(Operation *user, Value index) const {
    if (!isa<arith::AddIOp>(user))
      return false;
    Value other = user->getOperand(user->getOperand(0) == index);
    auto offset = other.getDefiningOp<ShardOffsetOp>();
    return offset && llvm::is_contained(offset.getAxes().getAsValueRange<StringAttr>(),
                                        states.axis);
  }

  /// Which accumulators every value of the body is computed from.
  void findDependencies() {
    for (auto [index, argument] : llvm::enumerate(op.getRegionOutputArgs())) {
      llvm::SmallBitVector bits(numInits);
      bits.set(index);
      dependencies[argument] = bits;
    }
    for (Operation &scalar : body.without_terminator()) {
      llvm::SmallBitVector bits(numInits);
      forEachUsed(scalar, [&](Value value) { bits |= dependsOn(value); });
      for (Value value : scalar.getResults())
        dependencies[value] = bits;
    }
  }

  llvm::SmallBitVector dependsOn(Value value) const {
    auto found = dependencies.find(value);
    return found == dependencies.end() ? llvm::SmallBitVector(numInits) : found->second;
  }

  /// Operands of `scalar` and what its regions read.
  static void forEachUsed(Operation &scalar, function_ref<void(Value)> visit) {
    llvm::for_each(scalar.getOperands(), visit);
    llvm::SetVector<Value> captured;
    getUsedValuesDefinedAbove(scalar.getRegions(), captured);
    llvm::for_each(captured, visit);
  }

  //===--------------------------------------------------------------------===//
  // The axis splits no loop
  //===--------------------------------------------------------------------===//

  Transfer applyWhole() {
    std::optional<unsigned> first = findOperand(&AxisState::isPartial);
    if (!first)
      return States(numInits, AxisState::replicated());
    AxisState partial = *states.operands[*first];
    for (auto [index, state] : llvm::enumerate(states.operands))
      if (state && state->isPartial() && *state != partial)
        return Refusal{"combines " + nameOperand(*first) + ", which is " + toString(partial) +
                           here() + ", with " + nameOperand(index) + ", which is " +
                           toString(*state),
                       operand(index)};

    // An accumulator that may still be chosen takes the state of what is stored
    // there; the second run confirms it.
    SmallVector<ScalarState> accumulators;
    for (unsigned init = 0; init < numInits; ++init)
      accumulators.push_back(initialState(numInputs + init));
    for (int run = 0; run < 2; ++run) {
      if (std::optional<Refusal> refusal = runBody(partial, operand(*first), accumulators))
        return *refusal;
      for (auto [init, accumulator] : llvm::enumerate(accumulators))
        if (accumulator == ScalarState::Neutral)
          accumulator = yieldedPartial(init, partial.reduction, accumulator)
                            ? ScalarState::Partial
                            : ScalarState::Replicated;
    }
    States results;
    for (auto [init, accumulator] : llvm::enumerate(accumulators)) {
      bool isPartial = yieldedPartial(init, partial.reduction, accumulator);
      if (!states.operands[numInputs + init] &&
          isPartial != (accumulator == ScalarState::Partial))
        return Refusal{"result " + std::to_string(init) + " is replicated at first and " +
                           toString(partial) + here() + " once the loops go on",
                       operand(*first)};
      results.push_back(isPartial ? partial : AxisState::replicated());
    }
    return results;
  }

  /// State of the scalar that operand `index` brings into the body.
  ScalarState initialState(unsigned index) const {
    std::optional<AxisState> state = states.operands[index];
    if (!state)
      return ScalarState::Neutral;
    return state->isPartial() ? ScalarState::Partial : ScalarState::Replicated;
  }

  /// Finds the state of every scalar of the body, in program order.
  std::optional<Refusal> runBody(AxisState partial, Value cause,
                                 ArrayRef<ScalarState> accumulators) {
    scalars.clear();
    for (OpOperand *input : op.getDpsInputOperands())
      scalars[op.getMatchingBlockArgument(input)] =
          isNeutral(input->get(), partial.reduction) ? ScalarState::Neutral
                                                     : initialState(input->getOperandNumber());
    for (auto [argument, state] : llvm::zip(op.getRegionOutputArgs(), accumulators))
      scalars[argument] = state;
    for (Operation &scalar : body.without_terminator()) {
      SmallVector<ScalarState> used;
      forEachUsed(scalar, [&](Value value) { used.push_back(stateOf(value, partial.reduction)); });
      ScalarState state = ScalarState::Replicated;
      if (llvm::is_contained(used, ScalarState::Partial)) {
        if (scalar.getNumRegions() || !keepsPartial(&scalar, partial.reduction, used))
          return Refusal{"applies '" + scalar.getName().getStringRef().str() +
                             "' to a value that is " + toString(partial) + here() +
                             "; expected it reduced first",
                         cause, &scalar};
        state = ScalarState::Partial;
      }
      for (Value value : scalar.getResults())
        scalars[value] = state;
    }
    return std::nullopt;
  }

  ScalarState stateOf(Value scalar, ReductionKind kind) const {
    if (isNeutral(scalar, kind))
      return ScalarState::Neutral;
    auto found = scalars.find(scalar);
    return found == scalars.end() ? ScalarState::Replicated : found->second;
  }

  /// Whether what the body stores in `init` is partial; a neutral constant is what
  /// the accumulator is.
  bool yieldedPartial(unsigned init, ReductionKind kind, ScalarState accumulator) const {
    ScalarState yielded = stateOf(body.getTerminator()->getOperand(init), kind);
    return yielded == ScalarState::Partial ||
           (yielded == ScalarState::Neutral && accumulator == ScalarState::Partial);
  }

  //===--------------------------------------------------------------------===//

  /// Inits are in the states of their results.
  std::optional<Refusal> checkInits(const States &results) const {
    for (auto [init, result] : llvm::enumerate(results)) {
      std::optional<AxisState> state = states.operands[numInputs + init];
      if (state && *state != result)
        return Refusal{"result " + std::to_string(init) + " is " + toString(result) + here() +
                           ", but its init is " + toString(*state) +
                           "; expected both in one state",
                       operand(numInputs + init)};
    }
    return std::nullopt;
  }

  linalg::LinalgOp op;
  const AxisStates &states;
  Block &body;
  unsigned numInputs, numInits;

  std::optional<unsigned> loop; ///< that the axis splits
  unsigned splitBy = 0;         ///< an operand that says so
  SmallVector<bool> splitInits; ///< which results have the loop as a dimension
  DenseMap<Value, llvm::SmallBitVector> dependencies;
  DenseMap<Value, ScalarState> scalars;
};

} // namespace

Transfer skein::transferStructured(linalg::LinalgOp op, const AxisStates &states) {
  return StructuredRule(op, states).apply();
}
