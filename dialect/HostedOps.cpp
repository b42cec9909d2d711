//===- HostedOps.cpp - verifiers of objects that live on one device -------===//
#include "dialect/Distribution.h"
#include "dialect/Syntax.h"

#include "llvm/ADT/StringSet.h"

using namespace mlir;
using namespace skein;

//===----------------------------------------------------------------------===//
// Objects
//===----------------------------------------------------------------------===//

static bool livesOnOneDevice(VariableOp variable, SymbolTableCollection &symbols) {
  auto mesh = variable.getMesh()
                  ? symbols.lookupNearestSymbolFrom<MeshOp>(variable, variable.getMeshAttr())
                  : MeshOp();
  return mesh && variable.getCoordinates() &&
         variable.getCoordinates()->size() == mesh.getAxisNames().size();
}

LogicalResult AccumulatorOp::verifySymbolUses(SymbolTableCollection &symbols) {
  auto variable = symbols.lookupNearestSymbolFrom<VariableOp>(*this, getVariableAttr());
  if (!variable || !livesOnOneDevice(variable, symbols) ||
      !llvm::isa<FloatType>(getElementTypeOrSelf(variable.getType()))) // C1
    return emitOpError() << "is of " << getVariableAttr()
                         << "; expected a floating-point skein.variable that lives on one device";
  auto mesh = symbols.lookupNearestSymbolFrom<MeshOp>(*this, getMeshAttr());
  if (!mesh) // C2
    return emitOpError() << "is filled from " << getMeshAttr() << ", which is not a skein.mesh";
  llvm::StringSet<> seen;
  for (StringRef axis : getAxes().getAsValueRange<StringAttr>())
    if (!mesh.getAxisSize(axis) || !seen.insert(axis).second)
      return emitOpError() << "is filled along \"" << axis << "\"; expected axes of "
                           << getMeshAttr() << ", each once";
  auto type = llvm::cast<RankedTensorType>(variable.getType());
  if (getRows() && (*getRows() < 1 || type.getRank() == 0)) // C3
    return emitOpError() << "takes " << *getRows() << " rows of " << type
                         << "; expected at least 1, of a tensor with rows";
  return success();
}

int64_t AccumulatorOp::getNumContributors(SymbolTableCollection &symbols) {
  auto mesh = symbols.lookupNearestSymbolFrom<MeshOp>(*this, getMeshAttr());
  int64_t devices = 1;
  for (StringRef axis : getAxes().getAsValueRange<StringAttr>())
    devices *= *mesh.getAxisSize(axis);
  return devices;
}

LogicalResult QueueOp::verifySymbolUses(SymbolTableCollection &symbols) {
  if (!getMesh() && !getFamily()) // C1
    return emitOpError() << "lives nowhere; expected 'on' a device, or 'per' mesh";
  if (FlatSymbolRefAttr name = getMeshAttr()) {
    auto mesh = symbols.lookupNearestSymbolFrom<MeshOp>(*this, name);
    if (!mesh)
      return emitOpError() << "is on " << name << ", which is not a skein.mesh";
    if (failed(verifyCoordinates(*this, mesh, getCoordinatesAttr())))
      return failure();
    size_t coordinates = getCoordinates() ? getCoordinates()->size() : 0;
    if (coordinates != mesh.getAxisNames().size())
      return emitOpError() << "is at " << coordinates << " coordinates of "
                           << mesh.getAxisNames().size() << " on " << name
                           << "; expected all of them";
  }
  if (FlatSymbolRefAttr family = getFamilyAttr();
      family && !symbols.lookupNearestSymbolFrom<MeshOp>(*this, family))
    return emitOpError() << "is one for each device of " << family
                         << ", which is not a skein.mesh";
  if ((getCapacity() && *getCapacity() < 1) || (getInitial() && *getInitial() < 1) ||
      (getCapacity() && getInitial() && *getInitial() > *getCapacity())) // C2
    return emitOpError() << "starts with " << getInitial().value_or(0) << " elements and has room for "
                         << getCapacity().value_or(0)
                         << "; expected positive numbers, and no more elements than room";
  auto count = RankedTensorType::get({}, IntegerType::get(getContext(), 64));
  if (getInitial() && getType() != count)
    return emitOpError() << "starts with numbers of steps, but holds " << getType()
                         << "; expected " << count;
  return success();
}

//===----------------------------------------------------------------------===//
// Requests
//===----------------------------------------------------------------------===//

static ProgramOp programOf(Operation *op) { return op->getParentOfType<ProgramOp>(); }

static bool isIndependent(Operation *op, StringRef axis) {
  ProgramOp program = programOf(op);
  return program && program.isIndependent(axis);
}

/// The object of kind `Object` that `op` names.
template <typename Object>
static FailureOr<Object> lookup(Operation *op, FlatSymbolRefAttr name,
                                SymbolTableCollection &symbols) {
  if (auto object = symbols.lookupNearestSymbolFrom<Object>(op, name))
    return object;
  return op->emitOpError() << "names " << name << ", which is not a "
                           << Object::getOperationName();
}

/// `type` has the shape and element type of `expected`.
static LogicalResult verifyPlainType(Operation *op, StringRef role, Type type, Type expected) {
  if (stripDistribution(type) == stripDistribution(expected))
    return success();
  return op->emitOpError() << role << " has type " << stripDistribution(type) << "; expected "
                           << stripDistribution(expected);
}

/// `type` has a state that `isAllowed`, along every axis along which it is not
/// replicated.
static LogicalResult verifyStates(Operation *op, StringRef role, Type type, StringRef expected,
                                  function_ref<bool(StringRef, AxisState)> isAllowed) {
  DistributionAttr distribution = getDistribution(type);
  for (AxisStateAttr attr : distribution ? distribution.getStates() : ArrayRef<AxisStateAttr>()) {
    StringRef axis = attr.getAxis().getValue();
    if (AxisState state = getAxisState(type, axis); !isAllowed(axis, state))
      return op->emitOpError() << role << " is " << toString(state) << " along \"" << axis
                               << "\"; expected " << expected;
  }
  return success();
}

LogicalResult PullOp::verifySymbolUses(SymbolTableCollection &symbols) {
  auto variable = lookup<VariableOp>(*this, getVariableAttr(), symbols); // C1
  if (failed(variable))
    return failure();
  if (!livesOnOneDevice(*variable, symbols))
    return emitOpError() << "pulls " << getVariableAttr()
                         << ", which several devices have; expected a variable that lives on one";
  if (failed(verifyPlainType(*this, "value", getType(), variable->getType()))) // C2
    return failure();
  return verifyStates(*this, "value", getType(), "replicated or varying",
                      [](StringRef, AxisState state) { return state.isVarying(); });
}

LogicalResult PullRowsOp::verifySymbolUses(SymbolTableCollection &symbols) {
  auto variable = lookup<VariableOp>(*this, getVariableAttr(), symbols); // C1
  if (failed(variable))
    return failure();
  auto whole = llvm::cast<RankedTensorType>(variable->getType());
  if (!variable->getCoordinates() || whole.getRank() == 0)
    return emitOpError() << "pulls rows of " << getVariableAttr()
                         << "; expected a variable with rows that lives on one device";
  SmallVector<int64_t> shape(cast<RankedTensorType>(getIndices().getType()).getShape());
  llvm::append_range(shape, whole.getShape().drop_front());
  auto type = RankedTensorType::get(shape, whole.getElementType());
  for (Value value : {getRows(), getOthers()}) {
    if (!value)
      continue;
    if (failed(verifyPlainType(*this, "value", value.getType(), type))) // C2
      return failure();
    if (getDistribution(value.getType()) != getDistribution(getIndices().getType())) // C3
      return emitOpError() << "has indices of type " << getIndices().getType() << " and rows of "
                           << value.getType() << "; expected the same states";
  }
  return verifyStates(*this, "indices", getIndices().getType(), "a state that is not partial",
                      [](StringRef, AxisState state) { return !state.isPartial(); });
}

/// The axes along which devices contribute to `accumulator` have one of the states
/// that a contribution is in, and no others have any.
static LogicalResult verifyContribution(Operation *op, AccumulatorOp accumulator, StringRef role,
                                        Type type, StringRef expected,
                                        function_ref<bool(AxisState)> isContribution) {
  ProgramOp program = programOf(op);
  if (program && program.getMesh() != accumulator.getMesh())
    return op->emitOpError() << "is in a program on @" << program.getMesh() << "; expected @"
                             << accumulator.getMesh() << ", from which @"
                             << accumulator.getSymName() << " is filled";
  auto axes = accumulator.getAxes().getAsValueRange<StringAttr>();
  for (StringRef axis : axes)
    if (!isIndependent(op, axis) && !isContribution(getAxisState(type, axis)))
      return op->emitOpError() << role << " is " << toString(getAxisState(type, axis))
                               << " along \"" << axis << "\"; expected " << expected;
  return verifyStates(op, role, type, "replicated, since @" + accumulator.getSymName().str() +
                                          " is not filled along that axis",
                      [&](StringRef axis, AxisState) { return llvm::is_contained(axes, axis); });
}

LogicalResult PushOp::verifySymbolUses(SymbolTableCollection &symbols) {
  auto accumulator = lookup<AccumulatorOp>(*this, getAccumulatorAttr(), symbols); // C1
  if (failed(accumulator))
    return failure();
  if (accumulator->getRows())
    return emitOpError() << "names " << getAccumulatorAttr()
                         << ", which takes rows; expected skein.push_rows";
  auto variable = lookup<VariableOp>(*accumulator, accumulator->getVariableAttr(), symbols);
  if (failed(variable) ||
      failed(verifyPlainType(*this, "gradient", getGradient().getType(), variable->getType())))
    return failure(); // C2
  return verifyContribution(
      *this, *accumulator, "gradient", getGradient().getType(), "a partial sum",
      [](AxisState state) { return state == AxisState::partial(ReductionKind::Sum); });
}

LogicalResult PushRowsOp::verifySymbolUses(SymbolTableCollection &symbols) {
  auto accumulator = lookup<AccumulatorOp>(*this, getAccumulatorAttr(), symbols); // C1
  if (failed(accumulator))
    return failure();
  auto indices = llvm::cast<RankedTensorType>(getIndices().getType());
  auto rows = llvm::cast<RankedTensorType>(getRows().getType());
  if (!accumulator->getRows() || indices.getDimSize(0) != int64_t(*accumulator->getRows()))
    return emitOpError() << "pushes " << indices.getDimSize(0) << " rows to "
                         << getAccumulatorAttr() << ", which takes "
                         << accumulator->getRows().value_or(0);
  auto variable = lookup<VariableOp>(*accumulator, accumulator->getVariableAttr(), symbols);
  if (failed(variable))
    return failure();
  SmallVector<int64_t> shape(cast<RankedTensorType>(variable->getType()).getShape());
  shape.front() = indices.getDimSize(0);
  if (failed(verifyPlainType(*this, "rows", rows,
                             RankedTensorType::get(shape, getElementTypeOrSelf(variable->getType())))))
    return failure(); // C2
  auto isSplit = [](AxisState state) { return state == AxisState::split(0); };
  auto isPartial = [](AxisState state) { return state == AxisState::partial(ReductionKind::Sum); };
  for (StringRef axis : accumulator->getAxes().getAsValueRange<StringAttr>()) {
    AxisState where = getAxisState(indices, axis), what = getAxisState(rows, axis);
    if (!isIndependent(*this, axis) && !(isSplit(where) && isSplit(what)) &&
        !(where.isReplicated() && isPartial(what)))
      return emitOpError() << "has indices that are " << toString(where) << " along \"" << axis
                           << "\" and rows that are " << toString(what)
                           << "; expected both split 0, or rows that are a partial sum";
  }
  auto isAny = [](AxisState) { return true; };
  return failure(failed(verifyContribution(*this, *accumulator, "indices", indices, "", isAny)) ||
                 failed(verifyContribution(*this, *accumulator, "rows", rows, "", isAny)));
}

/// C2 of enqueue and dequeue.
template <typename Op>
static LogicalResult verifyElement(Op op, QueueOp queue) {
  if (!queue.getFamily())
    return !op.getElement() && !op.getAll()
               ? success()
               : op->emitOpError() << "names one of several queues, but @" << queue.getSymName()
                                   << " is one";
  ProgramOp program = programOf(op);
  if (op.getElement() || op.getAll() || !program || program.getMesh() == *queue.getFamily())
    return success();
  return op->emitOpError() << "is in a program on @" << program.getMesh() << ", but there is a @"
                           << queue.getSymName() << " for each device of @" << *queue.getFamily()
                           << "; expected [*] or the number of one";
}

LogicalResult EnqueueOp::verifySymbolUses(SymbolTableCollection &symbols) {
  auto queue = lookup<QueueOp>(*this, getQueueAttr(), symbols); // C1
  if (failed(queue) ||
      failed(verifyPlainType(*this, "value", getValue().getType(), queue->getType())) ||
      failed(verifyElement(*this, *queue)))
    return failure();
  if (getTimes() < 1) // C3
    return emitOpError() << "appends the value " << getTimes() << " times; expected at least once";
  return success();
}

LogicalResult DequeueOp::verifySymbolUses(SymbolTableCollection &symbols) {
  auto queue = lookup<QueueOp>(*this, getQueueAttr(), symbols); // C1
  if (failed(queue) ||
      failed(verifyPlainType(*this, "value", getValue().getType(), queue->getType())) ||
      failed(verifyElement(*this, *queue)))
    return failure();
  ProgramOp program = programOf(*this);
  auto mesh = program ? symbols.lookupNearestSymbolFrom<MeshOp>(*this, program.getMeshAttr()) : MeshOp();
  if (!mesh)
    return success();
  for (StringRef axis : mesh.getAxisNames().getAsValueRange<StringAttr>()) { // C3
    bool isFixed = program.getCoordinates() && program.getCoordinates()->contains(axis);
    for (Type type : getResultTypes())
      if (getAxisState(type, axis).isVarying() != !(isFixed || program.isIndependent(axis)))
        return emitOpError() << "has a result that is " << toString(getAxisState(type, axis))
                             << " along \"" << axis << "\"; expected "
                             << (isFixed || program.isIndependent(axis) ? "replicated" : "varying");
  }
  return success();
}

//===----------------------------------------------------------------------===//
// The owner's part
//===----------------------------------------------------------------------===//

/// The variable of `accumulator`, which lives where the program of `op` runs.
static FailureOr<VariableOp> verifyOwner(Operation *op, AccumulatorOp accumulator,
                                         SymbolTableCollection &symbols) {
  auto variable = lookup<VariableOp>(accumulator, accumulator.getVariableAttr(), symbols);
  ProgramOp program = programOf(op);
  if (failed(variable) || !program || (program.getMeshAttr() == variable->getMeshAttr() &&
                                       program.getCoordinatesAttr() == variable->getCoordinatesAttr()))
    return variable;
  InFlightDiagnostic error = op->emitOpError() << "takes from @" << accumulator.getSymName()
                                               << ", which lives on another device";
  error.attachNote(variable->getLoc()) << "with @" << variable->getSymName();
  return error;
}

LogicalResult TakeOp::verifySymbolUses(SymbolTableCollection &symbols) {
  auto accumulator = lookup<AccumulatorOp>(*this, getAccumulatorAttr(), symbols);
  if (failed(accumulator))
    return failure();
  auto variable = verifyOwner(*this, *accumulator, symbols); // C1
  if (failed(variable))
    return failure();
  if (getSum().getType() != variable->getType()) // C2
    return emitOpError() << "sum has type " << getSum().getType() << "; expected "
                         << variable->getType();
  int64_t contributors = accumulator->getNumContributors(symbols);
  bool isOrdered = accumulator->getOrder() == AccumulationOrder::Index;
  int64_t pushes = getPushes();
  if (pushes < 1 || (isOrdered && pushes != contributors)) // C3
    return emitOpError() << "waits for " << pushes << " pushes; expected "
                         << (isOrdered ? std::to_string(contributors) + ", one of each device"
                                       : std::string("at least 1"));
  return success();
}

LogicalResult TakeRowsOp::verifySymbolUses(SymbolTableCollection &symbols) {
  auto accumulator = lookup<AccumulatorOp>(*this, getAccumulatorAttr(), symbols);
  if (failed(accumulator))
    return failure();
  auto variable = verifyOwner(*this, *accumulator, symbols); // C1
  if (failed(variable))
    return failure();
  if (!accumulator->getRows() || accumulator->getOrder() != AccumulationOrder::Index)
    return emitOpError() << "takes rows from " << getAccumulatorAttr()
                         << "; expected one that is filled by rows in index order";
  int64_t count = *accumulator->getRows() * accumulator->getNumContributors(symbols);
  SmallVector<int64_t> shape(llvm::cast<RankedTensorType>(variable->getType()).getShape());
  shape.front() = count;
  auto rows = RankedTensorType::get(shape, getElementTypeOrSelf(variable->getType()));
  auto indices = RankedTensorType::get({count}, IntegerType::get(getContext(), 64));
  if (getRows().getType() != rows || getIndices().getType() != indices) // C2
    return emitOpError() << "has results of types " << getResultTypes() << "; expected " << indices
                         << ", " << rows;
  return success();
}

LogicalResult TakeRowSumsOp::verifySymbolUses(SymbolTableCollection &symbols) {
  auto accumulator = lookup<AccumulatorOp>(*this, getAccumulatorAttr(), symbols);
  if (failed(accumulator))
    return failure();
  auto variable = verifyOwner(*this, *accumulator, symbols); // C1
  if (failed(variable))
    return failure();
  if (!accumulator->getRows() || accumulator->getOrder() != AccumulationOrder::Arrival)
    return emitOpError() << "takes sums of rows from " << getAccumulatorAttr()
                         << "; expected one that is filled by rows in arrival order";
  auto sums = llvm::cast<RankedTensorType>(variable->getType());
  auto counts = RankedTensorType::get(sums.getDimSize(0), IntegerType::get(getContext(), 64));
  if (getSums().getType() != sums || getRowCounts().getType() != counts) // C2
    return emitOpError() << "has results of types " << getSums().getType() << ", "
                         << getRowCounts().getType() << "; expected " << sums << ", " << counts;
  if (int64_t(getPushes()) < 1) // C3
    return emitOpError() << "waits for " << int64_t(getPushes())
                         << " pushes; expected at least 1";
  return success();
}

LogicalResult RepeatWhileOp::verify() {
  for (auto other : (*this)->getBlock()->getOps<RepeatWhileOp>()) // C1
    if (other != *this)
      return emitOpError() << "is beside another one; expected one at most in a program";
  return success();
}

//===----------------------------------------------------------------------===//
// Syntax
//===----------------------------------------------------------------------===//

ParseResult skein::parseElement(OpAsmParser &parser,
                                std::optional<OpAsmParser::UnresolvedOperand> &element,
                                UnitAttr &all) {
  if (failed(parser.parseOptionalLSquare()))
    return success();
  if (succeeded(parser.parseOptionalStar()))
    all = parser.getBuilder().getUnitAttr();
  else if (parser.parseOperand(element.emplace()))
    return failure();
  return parser.parseRSquare();
}

void skein::printElement(OpAsmPrinter &printer, Operation *, Value element, UnitAttr all) {
  if (all)
    printer << "[*]";
  else if (element)
    printer << "[" << element << "]";
}
