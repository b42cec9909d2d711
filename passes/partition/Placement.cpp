//===- Placement.cpp - in which states an op takes its operands -----------===//
#include "passes/partition/BodyRewriter.h"

using namespace mlir;
using namespace skein;
using namespace skein::passes;

SmallVector<OptionalState> BodyRewriter::currentStates(Operation *op) const {
  SmallVector<OptionalState> states;
  for (Value operand : op->getOperands())
    states.push_back(isa<RankedTensorType>(operand.getType()) ? stateOf(operand)
                                                              : AxisState::replicated());
  return states;
}

Transfer BodyRewriter::infer(Operation *op, ArrayRef<OptionalState> operands,
                             OptionalState wanted) const {
  AxisStates states;
  // One stands for all: their states are alike.
  states.axis = split.axes.empty() ? StringRef() : cast<StringAttr>(split.axes[0]).getValue();
  states.operands.assign(operands.begin(), operands.end());
  states.results.assign(op->getNumResults(), wanted);
  states.indicesAreGlobal = true;
  // What bodies read from outside is made whole for them, if it can be.
  auto captured = [&](Value value) {
    if (!split.perReplica || !isa<RankedTensorType>(value.getType()))
      return AxisState::replicated();
    return stateOf(value).value_or(AxisState::replicated());
  };
  states.captured = captured;
  return transfer(op, states);
}

namespace skein::passes {

/// Tries the states that the operands can have, cheapest first, until the rule of
/// the op accepts them. The cost is what devices send, in bytes; between equal
/// costs, fewer bytes that still have to be reduced win.
class PlacementSearch {
public:
  PlacementSearch(const BodyRewriter &rewriter, Operation *op)
      : rewriter(rewriter), op(op), current(rewriter.currentStates(op)) {
    for (OpOperand &operand : op->getOpOperands())
      options.push_back(optionsOf(operand));
    chosen.resize(op->getNumOperands());
  }

  /// The operands as they are. On a refusal, `refusal` says why.
  std::optional<Placement> tryCurrent(Refusal &refusal) {
    for (auto [choice, list] : llvm::zip(chosen, options))
      choice = list.front().state;
    std::variant<Placement, Refusal> result = evaluate();
    if (auto *placement = std::get_if<Placement>(&result))
      return *placement;
    refusal = std::get<Refusal>(result);
    return std::nullopt;
  }

  /// The operands of `accepted` reduced, if a small partial operand would make a
  /// large partial result, as a broadcast does.
  std::optional<Placement> tryReduced(const Placement &accepted) {
    if (rewriter.split.perReplica || rewriter.split.isInTime)
      return std::nullopt;
    int64_t before = 0, after = 0;
    for (auto [value, state, choice] : llvm::zip(op->getOperands(), accepted.operands, chosen)) {
      choice = state;
      if (state && state->isPartial()) {
        before += bytesOf(value.getType());
        choice = AxisState::replicated();
      }
    }
    for (auto [value, state] : llvm::zip(op->getResults(), accepted.results))
      if (state.isPartial())
        after += bytesOf(value.getType());
    if (before == 0 || after <= 2 * before)
      return std::nullopt;
    std::variant<Placement, Refusal> result = evaluate();
    auto *placement = std::get_if<Placement>(&result);
    return placement ? std::optional(*placement) : std::nullopt;
  }

  std::optional<Placement> tryAll() {
    choose(0, 0);
    return best;
  }

private:
  struct Option {
    OptionalState state;
    int64_t cost; ///< bytes
  };

  static int64_t bytesOf(Type type) {
    auto tensor = cast<RankedTensorType>(type);
    Type element = tensor.getElementType();
    unsigned bits = element.isIntOrFloat() ? element.getIntOrFloatBitWidth() : 64;
    return llvm::divideCeil(tensor.getNumElements() * bits, 8);
  }

  bool hasCurrent(bool (AxisState::*is)() const) const {
    return llvm::any_of(current, [&](OptionalState state) { return state && ((*state).*is)(); });
  }

  SmallVector<Option> optionsOf(OpOperand &operand) const {
    Value old = operand.get();
    auto type = dyn_cast<RankedTensorType>(old.getType());
    if (!type)
      return {{AxisState::replicated(), 0}};
    OptionalState state = current[operand.getOperandNumber()];
    auto destination = dyn_cast<DestinationStyleOpInterface>(op);
    bool isInit = destination && destination.isDpsInit(&operand);
    if (!state && isInit)
      return {{std::nullopt, 0}};
    SmallVector<Option> list{{state.value_or(AxisState::replicated()), 0}};
    auto add = [&](AxisState other, int64_t cost) {
      if (rewriter.split.localType(type, other))
        list.push_back({other, rewriter.isKnown(old, other) ? 0 : cost});
    };
    if (hasCurrent(&AxisState::isSplit) && (!state || !state->isSplit()))
      addPieces(old, state, list);
    if (!state) {
      for (OptionalState other : current)
        if (other && other->isPartial() && rewriter.canBe(old, *other))
          list.push_back({other, 0});
    } else if (!state->isReplicated() && !rewriter.split.perReplica) {
      add(AxisState::replicated(), state->isPartial() ? 2 * bytesOf(type)
                                                      : rewriter.split.devices * bytesOf(type));
    } else if (state->isReplicated() && !rewriter.split.perReplica &&
               (isInit || resultsAreNoLargerThanPartials())) {
      for (ReductionKind kind : {ReductionKind::Sum, ReductionKind::Max, ReductionKind::Min})
        add(AxisState::partial(kind), 1);
    }
    return list;
  }

  /// Whether reducing the results is no more work than reducing the operands that are
  /// partial now: a penalty on weights joins a loss before it is reduced.
  bool resultsAreNoLargerThanPartials() const {
    int64_t partial = 0, largest = 0;
    for (auto [value, state] : llvm::zip(op->getOperands(), current))
      if (state && state->isPartial())
        partial = std::max(partial, bytesOf(value.getType()));
    for (Type type : op->getResultTypes())
      if (isa<RankedTensorType>(type))
        largest = std::max(largest, bytesOf(type));
    return partial > 0 && largest <= partial;
  }

  /// The pieces of a value that is whole or partial.
  void addPieces(Value old, OptionalState state, SmallVector<Option> &list) const {
    auto type = cast<RankedTensorType>(old.getType());
    for (int64_t dim = 0; dim < type.getRank(); ++dim) {
      AxisState piece = AxisState::split(dim);
      if (state && state->isPartial()) {
        if (!rewriter.split.perReplica && rewriter.split.localType(type, piece))
          list.push_back({piece, bytesOf(type)});
      } else if (rewriter.canBe(old, piece)) {
        list.push_back({piece, state ? 1 : 0});
      }
    }
  }

  void choose(unsigned index, int64_t cost) {
    if (best && cost > bestCost)
      return;
    if (index == options.size()) {
      consider(cost);
      return;
    }
    for (const Option &option : options[index]) {
      chosen[index] = option.state;
      choose(index + 1, cost + (isRepeated(index) ? 0 : option.cost));
    }
  }

  /// Another operand has the same value in the same state, so it is there already.
  bool isRepeated(unsigned index) const {
    for (unsigned before = 0; before < index; ++before)
      if (op->getOperand(before) == op->getOperand(index) && chosen[before] == chosen[index])
        return true;
    return false;
  }

  void consider(int64_t cost) {
    std::variant<Placement, Refusal> result = evaluate();
    auto *placement = std::get_if<Placement>(&result);
    if (!placement)
      return;
    int64_t pending = 0;
    for (auto [value, state] : llvm::zip(op->getResults(), placement->results))
      if (state.isPartial())
        pending += bytesOf(value.getType());
    if (best && std::pair(cost, pending) >= std::pair(bestCost, bestPending))
      return;
    best = *placement;
    bestCost = cost;
    bestPending = pending;
  }

  std::variant<Placement, Refusal> evaluate() const {
    Transfer transfer = rewriter.infer(op, chosen);
    if (auto *refusal = std::get_if<Refusal>(&transfer))
      return *refusal;
    Placement placement{chosen, std::get<SmallVector<AxisState>>(transfer)};
    for (auto [index, value] : llvm::enumerate(op->getResults())) {
      AxisState state = placement.results[index];
      if (isa<RankedTensorType>(value.getType()) && !rewriter.split.localType(value.getType(), state))
        return Refusal{"would cut dimension " + std::to_string(state.dim) + " of result " +
                       std::to_string(index) + ", of extent " +
                       std::to_string(
                           cast<RankedTensorType>(value.getType()).getDimSize(state.dim)) +
                       ", into " + std::to_string(rewriter.split.devices) + " pieces"};
      auto destination = dyn_cast<DestinationStyleOpInterface>(op);
      OpOperand *init = destination ? destination.getTiedOpOperand(cast<OpResult>(value)) : nullptr;
      if (rewriter.split.perReplica && init && !chosen[init->getOperandNumber()] &&
          !rewriter.canBe(init->get(), state))
        return Refusal{"starts from a value that is not the neutral element, while its result is " +
                           toString(state),
                       init->get()};
    }
    return placement;
  }

  const BodyRewriter &rewriter;
  Operation *op;
  SmallVector<OptionalState> current, chosen;
  SmallVector<SmallVector<Option>> options;
  std::optional<Placement> best;
  int64_t bestCost = 0, bestPending = 0;
};

} // namespace skein::passes

/// States for the operands that the rule of `op` accepts; `refusal` says why not
/// those that they have now, if it is others.
std::optional<Placement> BodyRewriter::place(Operation *op, Refusal &refusal) const {
  PlacementSearch search(*this, op);
  if (std::optional<Placement> placement = search.tryCurrent(refusal)) {
    std::optional<Placement> reduced = search.tryReduced(*placement);
    if (!reduced)
      return placement;
    refusal.reason = "the result would be partial too, and larger";
    return reduced;
  }
  return search.tryAll();
}

bool BodyRewriter::isKnown(Value old, AxisState state) const {
  auto found = known.conversions.find(old);
  return found != known.conversions.end() &&
         llvm::any_of(found->second, [&](const auto &other) { return other.first == state; });
}
