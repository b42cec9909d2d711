//===- DistributionRules.cpp - the rule of every op -----------------------===//
#include "dialect/Rules.h"

#include "llvm/ADT/TypeSwitch.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace skein;

using States = SmallVector<AxisState>;

std::string skein::along(StringRef axis) { return " along \"" + axis.str() + "\""; }

//===----------------------------------------------------------------------===//
// What the rules below share
//===----------------------------------------------------------------------===//

static bool isKnown(std::optional<AxisState> state, bool (AxisState::*is)() const) {
  return state && ((*state).*is)();
}

static std::string nameDim(int64_t dim) { return "dimension " + std::to_string(dim); }

static Refusal refuseSplit(Operation *op, const AxisStates &states, unsigned operand,
                           const std::string &reason) {
  return Refusal{"operand " + std::to_string(operand) + " is " +
                     toString(*states.operands[operand]) + along(states.axis) + ", but " + reason,
                 op->getOperand(operand)};
}

/// All operands that `which` selects are in one state, which is returned; unknown
/// ones take it.
static std::variant<AxisState, Refusal> unify(Operation *op, const AxisStates &states,
                                              ValueRange which) {
  std::optional<AxisState> common;
  unsigned commonIndex = 0;
  for (auto [index, value, state] : llvm::enumerate(op->getOperands(), states.operands)) {
    if (!state || !llvm::is_contained(which, value) || !isa<ShapedType>(value.getType()))
      continue;
    if (!common)
      commonIndex = index;
    else if (*state != *common)
      return Refusal{"operand " + std::to_string(commonIndex) + " is " + toString(*common) +
                         along(states.axis) + ", but operand " + std::to_string(index) + " is " +
                         toString(*state) + "; expected all in one state",
                     value};
    common = state;
  }
  return common.value_or(AxisState::replicated());
}

/// A value that is the same constant everywhere can have any state; a partial one
/// has to be the neutral element. `constant` is null for an unknown value.
static Transfer transferUniform(const AxisStates &states, bool isNeutralElement) {
  AxisState wanted = states.results[0].value_or(AxisState::replicated());
  if (wanted.isPartial() && !isNeutralElement)
    return Refusal{"is " + toString(wanted) + along(states.axis) +
                   ", but holds another constant than the neutral element"};
  return States{wanted};
}

//===----------------------------------------------------------------------===//
// arith and math on tensors
//===----------------------------------------------------------------------===//

/// Upstream demands that operands have one type, distribution included.
static Transfer transferElementwise(Operation *op, const AxisStates &states) {
  auto common = unify(op, states, op->getOperands());
  if (auto *refusal = std::get_if<Refusal>(&common))
    return *refusal;
  auto state = std::get<AxisState>(common);
  if (state.isPartial()) {
    SmallVector<ScalarState> scalars;
    for (Value operand : op->getOperands())
      scalars.push_back(isa<ShapedType>(operand.getType()) ? ScalarState::Partial
                        : isNeutral(operand, state.reduction) ? ScalarState::Neutral
                                                              : ScalarState::Replicated);
    if (!keepsPartial(op, state.reduction, scalars))
      return Refusal{"takes a value that is " + toString(state) + along(states.axis) +
                         "; expected it reduced first",
                     op->getOperand(0)};
  }
  return States(op->getNumResults(), state);
}

static Transfer transferConstant(arith::ConstantOp op, const AxisStates &states) {
  if (isa<SplatElementsAttr>(op.getValue()))
    return transferUniform(states, states.results[0] && states.results[0]->isPartial() &&
                                       isNeutral(op.getValue(), states.results[0]->reduction));
  AxisState wanted = states.results[0].value_or(AxisState::replicated());
  if (wanted.isReplicated() || wanted.isVarying())
    return States{wanted};
  return Refusal{"is " + toString(wanted) + along(states.axis) +
                 ", but has different elements; expected replicated"};
}

//===----------------------------------------------------------------------===//
// Reshapes
//===----------------------------------------------------------------------===//

/// The dimensions of `group` of which a split one may be: those with extent 1 in
/// front of them only. Pieces along others would interleave.
static SmallVector<int64_t> leadingDims(ArrayRef<int64_t> group, ArrayRef<int64_t> shape) {
  SmallVector<int64_t> dims;
  for (int64_t dim : group) {
    dims.push_back(dim);
    if (shape[dim] != 1)
      break;
  }
  return dims;
}

static Transfer transferCollapse(tensor::CollapseShapeOp op, const AxisStates &states) {
  AxisState state = *states.operands[0];
  if (!state.isSplit())
    return States{state};
  for (auto [dim, group] : llvm::enumerate(op.getReassociationIndices())) {
    if (!llvm::is_contained(group, state.dim))
      continue;
    if (llvm::is_contained(leadingDims(group, op.getSrcType().getShape()), state.dim))
      return States{AxisState::split(dim)};
    return refuseSplit(op, states, 0,
                       nameDim(group.front()) +
                           " is collapsed with it and is the outer one: pieces would interleave");
  }
  return Refusal{"does not collapse " + nameDim(state.dim)};
}

static Transfer transferExpand(tensor::ExpandShapeOp op, const AxisStates &states) {
  AxisState state = *states.operands[0];
  if (!state.isSplit())
    return States{state};
  auto group = op.getReassociationIndices()[state.dim];
  SmallVector<int64_t> dims = leadingDims(group, op.getResultType().getShape());
  std::optional<AxisState> wanted = states.results[0];
  if (isKnown(wanted, &AxisState::isSplit) && llvm::is_contained(dims, wanted->dim))
    return States{*wanted};
  return States{AxisState::split(dims.back())};
}

//===----------------------------------------------------------------------===//
// Slices, pads, concatenations
//===----------------------------------------------------------------------===//

/// The dimension in the slice of a dimension of the whole tensor, if it is kept
/// and covered from end to end.
static std::optional<int64_t> findCoveredDim(OffsetSizeAndStrideOpInterface op,
                                             const llvm::SmallBitVector &dropped,
                                             ArrayRef<int64_t> whole, int64_t dim) {
  if (dropped.test(dim) || op.isDynamicOffset(dim) || op.isDynamicSize(dim) ||
      op.isDynamicStride(dim) || op.getStaticOffset(dim) != 0 ||
      op.getStaticSize(dim) != whole[dim] || op.getStaticStride(dim) != 1)
    return std::nullopt;
  int64_t result = dim;
  for (unsigned before : dropped.set_bits())
    result -= before < dim;
  return result;
}

static Transfer transferExtractSlice(tensor::ExtractSliceOp op, const AxisStates &states) {
  AxisState state = *states.operands[0];
  if (!state.isSplit())
    return States{state};
  std::optional<int64_t> dim =
      findCoveredDim(op, op.getDroppedDims(), op.getSourceType().getShape(), state.dim);
  if (!dim)
    return refuseSplit(op, states, 0,
                       "the slice does not keep all of " + nameDim(state.dim));
  return States{AxisState::split(*dim)};
}

static Transfer transferInsertSlice(tensor::InsertSliceOp op, const AxisStates &states) {
  AxisState source = *states.operands[0];
  std::optional<AxisState> target = states.operands[1];
  if (!source.isSplit() && !isKnown(target, &AxisState::isSplit)) {
    auto common = unify(op, states, op->getOperands().take_front(2));
    if (auto *refusal = std::get_if<Refusal>(&common))
      return *refusal;
    return States{source};
  }
  for (int64_t dim = 0; dim < op.getDestType().getRank(); ++dim) {
    std::optional<int64_t> inSource =
        findCoveredDim(op, op.getDroppedDims(), op.getDestType().getShape(), dim);
    if (inSource && source == AxisState::split(*inSource) &&
        (!target || *target == AxisState::split(dim)))
      return States{AxisState::split(dim)};
  }
  return Refusal{"inserts a source that is " + toString(source) + along(states.axis) +
                     " into a destination that is " +
                     toString(target.value_or(AxisState::replicated())) +
                     "; expected one state, and a split dimension covered from end to end",
                 op.getSource()};
}

static Transfer transferPad(tensor::PadOp op, const AxisStates &states) {
  AxisState state = *states.operands[0];
  Value padding = op.getConstantPaddingValue();
  if (state.isSplit() && op.getPaddedDims().test(state.dim))
    return refuseSplit(op, states, 0, "it is padded along " + nameDim(state.dim));
  if (state.isPartial() && (!padding || !isNeutral(padding, state.reduction)))
    return refuseSplit(op, states, 0, "it is padded with another value than the neutral element");
  if (!padding && !state.isReplicated())
    return refuseSplit(op, states, 0, "the padding is not one value");
  return States{state};
}

static Transfer transferConcat(tensor::ConcatOp op, const AxisStates &states) {
  auto common = unify(op, states, op->getOperands());
  if (auto *refusal = std::get_if<Refusal>(&common))
    return *refusal;
  auto state = std::get<AxisState>(common);
  if (state.isSplit() && static_cast<uint64_t>(state.dim) == op.getDim())
    return refuseSplit(op, states, 0, "that is the dimension of concatenation");
  return States{state};
}

//===----------------------------------------------------------------------===//
// Other ops
//===----------------------------------------------------------------------===//

static Transfer transferSoftmax(linalg::SoftmaxOp op, const AxisStates &states) {
  auto common = unify(op, states, op->getOperands());
  if (auto *refusal = std::get_if<Refusal>(&common))
    return *refusal;
  auto state = std::get<AxisState>(common);
  if (state.isPartial())
    return refuseSplit(op, states, 0, "softmax needs it reduced first");
  if (state.isSplit() && static_cast<uint64_t>(state.dim) == op.getDimension())
    return refuseSplit(op, states, 0, "that is the dimension of the softmax");
  return States{state};
}

static Transfer transferDim(tensor::DimOp op, const AxisStates &states) {
  AxisState state = *states.operands[0];
  if (state.isSplit() && op.getConstantIndex() != state.dim)
    state = op.getConstantIndex() ? AxisState::replicated() : state;
  if (state.isSplit())
    return refuseSplit(op, states, 0,
                       "that extent is the local one; expected a constant, the global extent");
  return States{AxisState::replicated()};
}

/// Everything replicated, or the state of a partial source looked up at indices
/// that are the same on all devices.
static Transfer transferGather(tensor::GatherOp op, const AxisStates &states) {
  for (auto [index, state] : llvm::enumerate(states.operands))
    if (!state->isReplicated() && !(index == 0 && state->isPartial()))
      return refuseSplit(op, states, index, "a gather needs it replicated");
  return States{*states.operands[0]};
}

/// Rows are taken one by one, each of them whole.
static Transfer transferTopK(TopKOp op, const AxisStates &states) {
  AxisState state = *states.operands[0];
  if (state.isSplit() && state.dim != 0)
    return refuseSplit(op, states, 0, "the largest elements of a row are not those of its pieces");
  if (state.isPartial())
    return refuseSplit(op, states, 0, "the largest elements need it reduced first");
  return States{state, state};
}

static Transfer transferUnknown(Operation *op, const AxisStates &states) {
  for (auto [index, state] : llvm::enumerate(states.operands))
    if (state && !state->isReplicated())
      return refuseSplit(op, states, index, "the op has no distribution rule; expected replicated");
  return States(op->getNumResults(), AxisState::replicated());
}

Transfer skein::transfer(Operation *op, const AxisStates &states) {
  if (auto structured = dyn_cast<linalg::LinalgOp>(op))
    return transferStructured(structured, states);
  if (OpTrait::hasElementwiseMappableTraits(op) && op->getNumResults() == 1 &&
      isa<TensorType>(op->getResult(0).getType()))
    return transferElementwise(op, states);
  return llvm::TypeSwitch<Operation *, Transfer>(op)
      .Case([&](tensor::EmptyOp) { return transferUniform(states, true); })
      .Case([&](tensor::SplatOp splat) {
        std::optional<AxisState> wanted = states.results[0];
        return transferUniform(states, isKnown(wanted, &AxisState::isPartial) &&
                                           isNeutral(splat.getInput(), wanted->reduction));
      })
      .Case([&](arith::ConstantOp constant) { return transferConstant(constant, states); })
      .Case([&](tensor::CollapseShapeOp typed) { return transferCollapse(typed, states); })
      .Case([&](tensor::ExpandShapeOp typed) { return transferExpand(typed, states); })
      .Case([&](tensor::ExtractSliceOp typed) { return transferExtractSlice(typed, states); })
      .Case([&](tensor::InsertSliceOp typed) { return transferInsertSlice(typed, states); })
      .Case([&](tensor::PadOp typed) { return transferPad(typed, states); })
      .Case([&](tensor::ConcatOp typed) { return transferConcat(typed, states); })
      .Case([&](tensor::CastOp) { return States{*states.operands[0]}; })
      .Case([&](tensor::DimOp typed) { return transferDim(typed, states); })
      .Case([&](tensor::GatherOp typed) { return transferGather(typed, states); })
      .Case([&](TopKOp typed) { return transferTopK(typed, states); })
      .Case([&](linalg::SoftmaxOp typed) { return transferSoftmax(typed, states); })
      .Default([&](Operation *other) { return transferUnknown(other, states); });
}

bool skein::hasOwnRule(Operation *op) {
  return isa<CollectiveOpInterface, ReadOp, AssignOp, ApplyGradientOp, SparseGradientOp, AllFiniteOp,
             GlobalNormOp, PullOp, PullRowsOp, PushOp, PushRowsOp, EnqueueOp, DequeueOp, TakeOp,
             TakeRowsOp, TakeRowSumsOp, RepeatWhileOp, SendOp, ReceiveOp, PipelineOp, ActionOp,
             func::CallOp, scf::ForOp, scf::IfOp, scf::WhileOp>(op) ||
         op->hasTrait<OpTrait::IsTerminator>();
}
