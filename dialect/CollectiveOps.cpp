//===- CollectiveOps.cpp - verifiers of the collectives -------------------===//
#include "dialect/Algorithm.h"
#include "dialect/DistributionRules.h"
#include "dialect/Syntax.h"

#include "llvm/ADT/SmallPtrSet.h"

using namespace mlir;
using namespace skein;

ParseResult skein::parseAxes(OpAsmParser &parser, ArrayAttr &axes) {
  SmallVector<Attribute> names;
  auto parseAxis = [&]() -> ParseResult {
    std::string name;
    if (parser.parseKeywordOrString(&name))
      return failure();
    names.push_back(parser.getBuilder().getStringAttr(name));
    return success();
  };
  if (parser.parseCommaSeparatedList(AsmParser::Delimiter::Square, parseAxis))
    return failure();
  axes = parser.getBuilder().getArrayAttr(names);
  return success();
}

void skein::printAxes(OpAsmPrinter &printer, Operation *, ArrayAttr axes) {
  printer << '[';
  llvm::interleaveComma(axes.getAsValueRange<StringAttr>(), printer,
                        [&](StringRef axis) { printer.printKeywordOrString(axis); });
  printer << ']';
}

LogicalResult skein::verifyCollective(CollectiveOpInterface op, SymbolTableCollection &symbols) {
  FlatSymbolRefAttr meshName = op.getMeshAttr();
  auto mesh = symbols.lookupNearestSymbolFrom<MeshOp>(op, meshName);
  if (!mesh) // C1
    return op->emitOpError() << "is over " << meshName << ", which is not a skein.mesh";
  if (op.getAxesAttr().empty()) // C2
    return op->emitOpError() << "is over no axis; expected at least one";
  llvm::SmallPtrSet<Attribute, 4> seen;
  int64_t groupSize = 1;
  for (StringAttr axis : op.getAxesAttr().getAsRange<StringAttr>()) {
    std::optional<int64_t> size = mesh.getAxisSize(axis);
    if (!size) // C2
      return op->emitOpError() << "is over axis \"" << axis.getValue() << "\", which " << meshName
                               << " does not have";
    if (!seen.insert(axis).second) // C2
      return op->emitOpError() << "is over axis \"" << axis.getValue()
                               << "\" twice; expected each axis once";
    groupSize *= *size;
  }
  // In a body there are no states; whoever runs it checks the rest.
  return op->getParentOfType<AllReduceOp>()
             ? success()
             : op.verifyGroup(groupSize);
}

//===----------------------------------------------------------------------===//
// C3 and C4: how state and shape change
//===----------------------------------------------------------------------===//

namespace {
/// What an op does to the state along its axes and to the shape.
struct Transition {
  AxisState from, to;
  std::optional<int64_t> grows = std::nullopt;   ///< dimension multiplied by the group size
  std::optional<int64_t> shrinks = std::nullopt; ///< dimension divided by the group size
};
} // namespace

static LogicalResult verifyDimension(Operation *op, RankedTensorType type,
                                     std::optional<int64_t> dim) {
  if (!dim || (*dim >= 0 && *dim < type.getRank()))
    return success();
  return op->emitOpError() << "names dimension " << *dim << " of " << type;
}

/// The state along the axes of the op is `from`, and axes of a split are the
/// innermost ones of their dimension, in the op's order.
static LogicalResult verifyInputState(CollectiveOpInterface op, RankedTensorType input,
                                      AxisState from) {
  for (StringAttr axis : op.getAxesAttr().getAsRange<StringAttr>()) {
    AxisState state = getAxisState(input, axis);
    if (state == from)
      continue;
    InFlightDiagnostic error = op->emitOpError() << "has an input that is " << toString(state)
                                                 << " along \"" << axis.getValue()
                                                 << "\"; expected " << toString(from);
    noteOrigin(error, op->getOperand(0), axis);
    return error;
  }
  if (!from.isSplit())
    return success();
  SmallVector<StringAttr> nest = getSplitAxes(input, from.dim);
  auto axes = llvm::to_vector(op.getAxesAttr().getAsRange<StringAttr>());
  if (ArrayRef(nest).take_back(axes.size()) == ArrayRef(axes))
    return success();
  return op->emitOpError() << "is over axes that are not the innermost ones of dimension "
                           << from.dim << " of " << input << ", in this order";
}

static LogicalResult verifyTransition(CollectiveOpInterface op, int64_t groupSize,
                                      Transition transition) {
  auto input = llvm::cast<RankedTensorType>(op->getOperand(0).getType());
  auto result = llvm::cast<RankedTensorType>(op->getResult(0).getType());
  if (failed(verifyDimension(op, input, transition.grows)) ||
      failed(verifyDimension(op, input, transition.shrinks)) ||
      failed(verifyInputState(op, input, transition.from)))
    return failure();

  SmallVector<int64_t> shape(input.getShape());
  if (transition.grows)
    shape[*transition.grows] *= groupSize;
  if (transition.shrinks) {
    int64_t &extent = shape[*transition.shrinks];
    if (extent % groupSize != 0)
      return op->emitOpError() << "cuts dimension " << *transition.shrinks << " of extent "
                               << extent << " into " << groupSize << " pieces; expected a divisor";
    extent /= groupSize;
  }

  auto axes = llvm::to_vector(op.getAxesAttr().getAsRange<StringAttr>());
  SmallVector<std::pair<StringAttr, AxisState>> states;
  if (DistributionAttr distribution = getDistribution(input))
    for (AxisStateAttr state : distribution.getStates())
      if (!llvm::is_contained(axes, state.getAxis()))
        states.emplace_back(state.getAxis(), getAxisState(input, state.getAxis()));
  for (StringAttr axis : axes)
    states.emplace_back(axis, transition.to);
  RankedTensorType expected = getDistributedType([&] { return op->emitOpError(); }, shape,
                                                 input.getElementType(), states);
  if (!expected)
    return failure();
  if (result != expected)
    return op->emitOpError() << "has a result of type " << result << "; expected " << expected;
  return success();
}

static LogicalResult verifyRoot(Operation *op, int64_t root, int64_t groupSize) {
  if (root >= 0 && root < groupSize)
    return success();
  return op->emitOpError() << "has root " << root << "; expected at least 0 and less than "
                           << groupSize << ", the size of the group";
}

/// The reduction makes sense for the element type.
static LogicalResult verifyKind(Operation *op, ReductionKind kind) {
  Type elementType = getElementTypeOrSelf(op->getOperand(0).getType());
  if (getNeutralElement(kind, elementType))
    return success();
  return op->emitOpError() << "combines " << elementType << " by " << stringifyReductionKind(kind)
                           << ", which needs integers";
}

LogicalResult AllReduceOp::verifyGroup(int64_t groupSize) {
  if (failed(verifyKind(*this, getKind())) ||
      failed(verifyTransition(*this, groupSize,
                              {AxisState::partial(getKind()), AxisState::replicated()})))
    return failure();
  // Running the body takes time in proportion to the square of the devices.
  constexpr int64_t maxCheckedDevices = 1024;
  return getBody().empty() || groupSize > maxCheckedDevices ? success() : checkAlgorithm(*this); // C5
}

LogicalResult ReduceOp::verifyGroup(int64_t groupSize) {
  if (failed(verifyKind(*this, getKind())) || failed(verifyRoot(*this, getRoot(), groupSize)))
    return failure();
  return verifyTransition(*this, groupSize,
                          {AxisState::partial(getKind()), AxisState::varying()});
}

LogicalResult BroadcastOp::verifyGroup(int64_t groupSize) {
  if (failed(verifyRoot(*this, getRoot(), groupSize)))
    return failure();
  return verifyTransition(*this, groupSize, {AxisState::varying(), AxisState::replicated()});
}

LogicalResult AllGatherOp::verifyGroup(int64_t groupSize) {
  return verifyTransition(*this, groupSize,
                          {AxisState::split(getDim()), AxisState::replicated(), getDim()});
}

LogicalResult ReduceScatterOp::verifyGroup(int64_t groupSize) {
  if (failed(verifyKind(*this, getKind())))
    return failure();
  return verifyTransition(*this, groupSize,
                          {AxisState::partial(getKind()), AxisState::split(getDim()),
                           std::nullopt, getDim()});
}

LogicalResult AllToAllOp::verifyGroup(int64_t groupSize) {
  if (getFrom() == getTo()) // C3
    return emitOpError() << "goes from dimension " << getFrom() << " to itself";
  return verifyTransition(*this, groupSize,
                          {AxisState::split(getFrom()), AxisState::split(getTo()), getFrom(),
                           getTo()});
}

LogicalResult ShardOp::verifyGroup(int64_t groupSize) {
  return verifyTransition(*this, groupSize,
                          {AxisState::replicated(), AxisState::split(getDim()), std::nullopt,
                           getDim()});
}

LogicalResult AsPartialOp::verifyGroup(int64_t groupSize) {
  if (failed(verifyKind(*this, getKind())))
    return failure();
  return verifyTransition(*this, groupSize,
                          {AxisState::replicated(), AxisState::partial(getKind())});
}

LogicalResult StackOp::verifyGroup(int64_t) {
  auto input = llvm::cast<RankedTensorType>(getInput().getType());
  auto axes = llvm::to_vector(getAxes().getAsRange<StringAttr>());
  AxisState from = getAxisState(input, axes.front());
  if (!from.isPartial() && !from.isVarying()) // C3
    return emitOpError() << "has an input that is " << toString(from) << " along \""
                         << axes.front().getValue() << "\"; expected partial or varying";
  if (failed(verifyInputState(*this, input, from)))
    return failure();
  SmallVector<std::pair<StringAttr, AxisState>> states;
  for (AxisStateAttr attr : getDistribution(input).getStates()) {
    if (llvm::is_contained(axes, attr.getAxis()))
      continue;
    AxisState state = getAxisState(input, attr.getAxis());
    if (state.isSplit())
      ++state.dim;
    states.emplace_back(attr.getAxis(), state);
  }
  for (StringAttr axis : axes)
    states.emplace_back(axis, AxisState::split(0));
  SmallVector<int64_t> shape(input.getShape());
  shape.insert(shape.begin(), 1);
  RankedTensorType expected = getDistributedType([&] { return emitOpError(); }, shape,
                                                 input.getElementType(), states);
  if (getType() != expected)
    return emitOpError() << "has a result of type " << getType() << "; expected " << expected;
  return success();
}

LogicalResult AssumePartialOp::verifyGroup(int64_t groupSize) {
  if (failed(verifyKind(*this, getKind())))
    return failure();
  return verifyTransition(*this, groupSize,
                          {AxisState::varying(), AxisState::partial(getKind())});
}

LogicalResult AxisIndexOp::verifyGroup(int64_t) {
  SmallVector<std::pair<StringAttr, AxisState>> states;
  for (StringAttr axis : getAxes().getAsRange<StringAttr>())
    states.emplace_back(axis, AxisState::varying());
  RankedTensorType expected = getDistributedType([&] { return emitOpError(); }, {},
                                                 getType().getElementType(), states);
  if (getType() != expected) // C3
    return emitOpError() << "has a result of type " << getType() << "; expected " << expected;
  return success();
}

LogicalResult ShardOffsetOp::verifyGroup(int64_t) {
  if (getExtent() > 0) // C3
    return success();
  return emitOpError() << "has extent " << getExtent() << "; expected more than 0";
}
