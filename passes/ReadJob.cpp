//===- ReadJob.cpp - what programs say to each other ----------------------===//
#include "passes/ReadJob.h"
#include "dialect/Distribution.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace skein;
using namespace skein::passes;

namespace progress = skein::passes::progress;
using progress::Element, progress::Expr, progress::Mesh, progress::Object, progress::Program,
    progress::Statement;
using SK = Statement::Kind;
using EO = Expr::Operator;

namespace {

/// How often loops run whose end data decide.
constexpr int64_t maxTrips = 3;

/// Whether a value of `type` can be a number that communication depends on.
bool isNumber(Type type) {
  if (auto tensor = dyn_cast<RankedTensorType>(type))
    return tensor.getRank() == 0 && isNumber(tensor.getElementType());
  return type.isIndex() || type.isInteger(1) || type.isInteger(32) || type.isInteger(64);
}

bool isTruth(Type type) { return getElementTypeOrSelf(type).isInteger(1); }

std::optional<EO> operatorOf(arith::CmpIPredicate predicate) {
  switch (predicate) {
  case arith::CmpIPredicate::eq:
    return EO::Equal;
  case arith::CmpIPredicate::ne:
    return EO::NotEqual;
  case arith::CmpIPredicate::slt:
  case arith::CmpIPredicate::sgt: // of swapped operands
    return EO::Less;
  case arith::CmpIPredicate::sle:
  case arith::CmpIPredicate::sge:
    return EO::LessEqual;
  default:
    return std::nullopt;
  }
}

/// The operator that `op` is on numbers; nothing if it is another op.
std::optional<EO> operatorOf(Operation *op) {
  bool truth = op->getNumResults() == 1 && isTruth(op->getResult(0).getType());
  using Found = std::optional<EO>;
  return llvm::TypeSwitch<Operation *, Found>(op)
      .Case([&](arith::CmpIOp compare) -> Found {
        if (isTruth(compare.getLhs().getType()))
          return std::nullopt;
        return operatorOf(compare.getPredicate());
      })
      .Case<arith::AndIOp>([&](auto) { return truth ? Found(EO::And) : Found(); })
      .Case<arith::OrIOp>([&](auto) { return truth ? Found(EO::Or) : Found(); })
      .Case<arith::XOrIOp>([&](auto) { return truth ? Found(EO::Xor) : Found(); })
      .Case<arith::AddIOp>([&](auto) { return truth ? Found() : Found(EO::Add); })
      .Case<arith::SubIOp>([&](auto) { return truth ? Found() : Found(EO::Subtract); })
      .Case<arith::MulIOp>([&](auto) { return truth ? Found() : Found(EO::Multiply); })
      .Case<arith::DivSIOp>([&](auto) { return Found(EO::Divide); })
      .Case<arith::RemSIOp>([&](auto) { return Found(EO::Remainder); })
      .Case<arith::MinSIOp>([&](auto) { return truth ? Found() : Found(EO::Min); })
      .Case<arith::MaxSIOp>([&](auto) { return truth ? Found() : Found(EO::Max); })
      .Default([](Operation *) { return Found(); });
}

/// The integers of a constant, row by row.
std::vector<int64_t> numbersOf(Attribute value) {
  std::vector<int64_t> result;
  auto add = [&](const APInt &number) {
    result.push_back(number.getBitWidth() == 1 ? number.getZExtValue() : number.getSExtValue());
  };
  if (auto number = dyn_cast<IntegerAttr>(value))
    add(number.getValue());
  else if (auto elements = dyn_cast<DenseIntElementsAttr>(value))
    for (const APInt &number : elements.getValues<APInt>())
      add(number);
  return result;
}

/// What concerns all programs of a module.
class Context {
public:
  explicit Context(ModuleOp module) : symbols(module) {
    for (auto mesh : module.getOps<MeshOp>()) {
      Mesh read{mesh.getSymName().str(), {}};
      for (StringRef axis : mesh.getAxisNames().getAsValueRange<StringAttr>())
        read.axes.push_back({axis.str(), *mesh.getAxisSize(axis)});
      meshes.push_back(std::move(read));
    }
  }

  SymbolTable symbols;
  std::vector<Mesh> meshes;

  int meshNumber(FlatSymbolRefAttr name) {
    return int(
        llvm::find_if(meshes, [&](const Mesh &mesh) { return mesh.name == name.getValue(); }) -
        meshes.begin());
  }

  /// The variable that `op` changes, if others can pull it.
  VariableOp published(Operation *op) {
    if (!isa<AssignOp, ApplyGradientOp>(op))
      return {};
    auto variable =
        symbols.lookup<VariableOp>(op->getAttrOfType<FlatSymbolRefAttr>("variable").getValue());
    return variable && variable.getCoordinates() ? variable : VariableOp();
  }

  bool communicatesItself(Operation *op) {
    if (auto collective = dyn_cast<CollectiveOpInterface>(op))
      return collective.communicates();
    return isa<PullOp, PullRowsOp, PushOp, PushRowsOp, EnqueueOp, DequeueOp, TakeOp, TakeRowsOp,
               TakeRowSumsOp, RepeatWhileOp, SendOp, ReceiveOp>(op) ||
           published(op);
  }

  /// Whether `op`, or an op inside it or of a function that it calls, communicates.
  bool communicates(Operation *op) {
    return op
        ->walk([&](Operation *inner) {
          bool found = communicatesItself(inner);
          if (auto callee = calleeOf(inner))
            found |= functionCommunicates(callee);
          return found ? WalkResult::interrupt() : WalkResult::advance();
        })
        .wasInterrupted();
  }

  func::FuncOp calleeOf(Operation *op) {
    auto call = dyn_cast<func::CallOp>(op);
    return call ? symbols.lookup<func::FuncOp>(call.getCallee()) : func::FuncOp();
  }

private:
  bool functionCommunicates(func::FuncOp function) {
    auto found = known.find(function);
    if (found == known.end()) {
      known[function] = false;
      bool result = communicates(function);
      found = known.find(function);
      found->second = result;
    }
    return found->second;
  }

  llvm::DenseMap<Operation *, bool> known;
};

/// One program.
class ProgramReader {
public:
  ProgramReader(ProgramOp program, Context &context, ReadJob &result)
      : op(program), context(context), result(result),
        mesh(context.symbols.lookup<MeshOp>(program.getMesh())) {}

  void read();

private:
  //===--------------------------------------------------------------------===//
  // Numbers
  //===--------------------------------------------------------------------===//

  int newSlot() { return program.numSlots++; }

  /// A slot that holds `value` from now on.
  int slotFor(Value value) {
    int slot = newSlot();
    numbers[value] = Expr::slot(slot);
    return slot;
  }

  int axisNumber(StringRef name) {
    return int(llvm::find(mesh.getAxisNames().getAsValueRange<StringAttr>(), name) -
               mesh.getAxisNames().getAsValueRange<StringAttr>().begin());
  }

  std::vector<int> axisNumbers(ArrayAttr names) {
    std::vector<int> axes;
    for (StringRef name : names.getAsValueRange<StringAttr>())
      axes.push_back(axisNumber(name));
    return axes;
  }

  Expr numberOf(Value value);
  Expr numberOf(Operation *op, Value value);
  Expr indexOf(AxisIndexOp index);
  Expr elementOf(tensor::ExtractOp extract);
  Expr resultOf(linalg::GenericOp generic);

  std::vector<int> replicatedAxes(Value value);

  /// The number that `condition` is, of which data decide what cannot be followed.
  Expr decide(Value condition);

  //===--------------------------------------------------------------------===//
  // Statements
  //===--------------------------------------------------------------------===//

  Statement statement(SK kind, Operation *at);
  int objectOf(FlatSymbolRefAttr name);
  int addMeshAlong(ArrayRef<int> axes);
  std::vector<int> axesWithoutCoordinate();
  template <typename Op> Element elementNamed(Op request);

  void readBlock(mlir::Block &block, progress::Block &into);
  void readOp(Operation *op, progress::Block &into);
  void readRequest(Operation *op, progress::Block &into);
  void readPush(Operation *op, FlatSymbolRefAttr name, Value label, progress::Block &into);
  void readIf(scf::IfOp branch, progress::Block &into);
  void readFor(scf::ForOp loop, progress::Block &into);
  void readWhile(scf::WhileOp loop, progress::Block &into);
  void readCall(func::CallOp call, progress::Block &into);
  void readMessage(Operation *op, FlatSymbolRefAttr name, SK kind, progress::Block &into);
  void readPipeline(PipelineOp loop, progress::Block &into);
  Statement readAction(ActionOp action, PipelineOp loop, ArrayRef<int> carried, Expr microBatch);
  void set(int slot, Expr number, Operation *at, progress::Block &into);
  void setAll(ValueRange values, ArrayRef<int> slots, Operation *at, progress::Block &into);
  SmallVector<int> slotsFor(ValueRange values);

  ProgramOp op;
  Context &context;
  ReadJob &result;
  MeshOp mesh;
  Program program;
  llvm::DenseMap<Value, Expr> numbers;
  /// The blocks that are being read, outermost first, and what they become.
  SmallVector<std::pair<mlir::Block *, progress::Block *>> open;
  std::shared_ptr<const progress::Action> action; ///< that is being read
  bool hasDecisions = false;
};

} // namespace

//===----------------------------------------------------------------------===//
// Numbers
//===----------------------------------------------------------------------===//

Expr ProgramReader::numberOf(Value value) {
  if (!isNumber(value.getType()))
    return Expr();
  auto found = numbers.find(value);
  if (found != numbers.end())
    return found->second;
  Operation *defining = value.getDefiningOp();
  // Not kept: what is not known now may become a slot later.
  return defining ? numberOf(defining, value) : Expr();
}

Expr ProgramReader::numberOf(Operation *defining, Value value) {
  if (std::optional<EO> found = operatorOf(defining)) {
    Expr left = numberOf(defining->getOperand(0)), right = numberOf(defining->getOperand(1));
    auto compare = dyn_cast<arith::CmpIOp>(defining);
    if (compare && llvm::is_contained({arith::CmpIPredicate::sgt, arith::CmpIPredicate::sge},
                                      compare.getPredicate()))
      std::swap(left, right);
    return Expr::binary(*found, std::move(left), std::move(right));
  }
  return llvm::TypeSwitch<Operation *, Expr>(defining)
      .Case([&](arith::ConstantOp constant) {
        std::vector<int64_t> found = numbersOf(constant.getValue());
        return found.size() == 1 ? Expr(found.front()) : Expr();
      })
      .Case([&](arith::SelectOp select) {
        return Expr::select(numberOf(select.getCondition()), numberOf(select.getTrueValue()),
                            numberOf(select.getFalseValue()));
      })
      .Case<arith::IndexCastOp, arith::IndexCastUIOp, arith::ExtUIOp>(
          [&](auto cast) { return numberOf(cast.getIn()); })
      .Case<arith::ExtSIOp, arith::TruncIOp>([&](auto cast) {
        return isTruth(cast.getIn().getType()) || isTruth(cast.getOut().getType())
                   ? Expr()
                   : numberOf(cast.getIn());
      })
      .Case([&](tensor::ExtractOp extract) { return elementOf(extract); })
      .Case([&](tensor::FromElementsOp elements) { return numberOf(elements.getElements()[0]); })
      .Case([&](linalg::FillOp fill) { return numberOf(fill.getInputs()[0]); })
      .Case([&](linalg::GenericOp generic) { return resultOf(generic); })
      .Case([&](AxisIndexOp index) { return indexOf(index); })
      .Case([&](StepIndexOp) { return Expr::stepIndex(); })
      .Case([&](LastStepOp) { return Expr::lastStep(); })
      .Default([](Operation *) { return Expr(); });
}

/// The number of a device within its group, the last axis running fastest.
Expr ProgramReader::indexOf(AxisIndexOp index) {
  Expr result;
  bool first = true;
  for (StringRef axis : index.getAxes().getAsValueRange<StringAttr>()) {
    Expr place = Expr::coordinate(axisNumber(axis));
    result = std::exchange(first, false) ? place : result * Expr(*mesh.getAxisSize(axis)) + place;
  }
  return result;
}

/// An element of a table, or of a tensor that has only one.
Expr ProgramReader::elementOf(tensor::ExtractOp extract) {
  if (extract.getIndices().empty())
    return numberOf(extract.getTensor());
  DenseIntElementsAttr table;
  if (!matchPattern(extract.getTensor(), m_Constant(&table)))
    return Expr();
  Expr place = 0;
  for (auto [index, extent] : llvm::zip(extract.getIndices(), table.getType().getShape()))
    place = place * Expr(extent) + numberOf(index);
  return Expr::table(numbersOf(table), place);
}

/// A tensor of rank 0 that is computed from others.
Expr ProgramReader::resultOf(linalg::GenericOp generic) {
  for (auto [argument, operand] :
       llvm::zip(generic.getBody()->getArguments(), generic->getOperands()))
    numbers[argument] = numberOf(operand);
  if (generic.getNumResults() != 1)
    return Expr();
  return numberOf(generic.getBody()->getTerminator()->getOperand(0));
}

std::vector<int> ProgramReader::replicatedAxes(Value value) {
  while (auto extract = value.getDefiningOp<tensor::ExtractOp>())
    value = extract.getTensor();
  std::vector<int> axes;
  Operation *defining = value.getDefiningOp();
  for (auto [number, name] : llvm::enumerate(mesh.getAxisNames().getAsRange<StringAttr>())) {
    bool replicated = !op.isIndependent(name);
    // Scalars have no states of their own.
    if (!isa<RankedTensorType>(value.getType()) && defining)
      for (Value operand : defining->getOperands())
        replicated &= llvm::is_contained(replicatedAxes(operand), int(number));
    if (replicated && getAxisState(value.getType(), name).isReplicated())
      axes.push_back(int(number));
  }
  return axes;
}

Expr ProgramReader::decide(Value condition) {
  Expr number = numberOf(condition);
  if (!number.uses(Expr::Kind::Unknown))
    return number;
  hasDecisions = true;
  Operation *defining = condition.getDefiningOp();
  if (isa_and_nonnull<arith::AndIOp, arith::OrIOp, arith::XOrIOp>(defining))
    return Expr::binary(*operatorOf(defining), decide(defining->getOperand(0)),
                        decide(defining->getOperand(1)));
  if (auto extract = dyn_cast_or_null<tensor::ExtractOp>(defining);
      extract && extract.getIndices().empty())
    return decide(extract.getTensor());
  // Where it is computed, so that all who look at it see the same.
  progress::Block *into = open.back().second;
  for (auto [block, read] : open)
    if (block == condition.getParentBlock())
      into = read;
  Statement choice =
      statement(SK::Choose, defining ? defining : condition.getParentBlock()->getParentOp());
  choice.slot = slotFor(condition);
  choice.axes = replicatedAxes(condition);
  into->push_back(std::move(choice));
  return numbers[condition];
}

//===----------------------------------------------------------------------===//
// Statements
//===----------------------------------------------------------------------===//

Statement ProgramReader::statement(SK kind, Operation *at) {
  Statement statement;
  statement.kind = kind;
  statement.location = int(result.locations.size());
  statement.action = action;
  result.locations.push_back(at->getLoc());
  return statement;
}

std::vector<int> ProgramReader::axesWithoutCoordinate() {
  std::vector<int> axes;
  for (auto [number, name] : llvm::enumerate(mesh.getAxisNames().getAsRange<StringAttr>()))
    if (!op.getCoordinatesAttr() || !op.getCoordinatesAttr().contains(name))
      axes.push_back(int(number));
  return axes;
}

/// A mesh that has only `axes` of this one.
int ProgramReader::addMeshAlong(ArrayRef<int> axes) {
  const Mesh whole = result.job.meshes[program.mesh];
  Mesh part{whole.name, {}};
  for (int axis : axes)
    part.axes.push_back(whole.axes[axis]);
  result.job.meshes.push_back(std::move(part));
  return int(result.job.meshes.size()) - 1;
}

int ProgramReader::objectOf(FlatSymbolRefAttr name) {
  Operation *found = context.symbols.lookup(name.getValue());
  auto known = llvm::find(result.objects, found);
  if (known != result.objects.end())
    return int(known - result.objects.begin());
  Object object;
  object.name = name.getValue().str();
  if (auto queue = dyn_cast<QueueOp>(found)) {
    object.initialTokens = queue.getInitial().value_or(0);
    object.capacity = queue.getCapacity().value_or(0);
    if (FlatSymbolRefAttr family = queue.getFamilyAttr())
      object.mesh = context.meshNumber(family);
  } else if (auto channel = dyn_cast<ChannelOp>(found)) {
    object.isChannel = true;
    object.capacity = channel.getCapacity();
    if (std::vector<int> axes = axesWithoutCoordinate(); !axes.empty())
      object.mesh = addMeshAlong(axes);
  } else {
    object.kind = isa<AccumulatorOp>(found) ? Object::Kind::Accumulator : Object::Kind::Variable;
  }
  result.objects.push_back(found);
  result.job.objects.push_back(std::move(object));
  return int(result.objects.size()) - 1;
}

template <typename Op> Element ProgramReader::elementNamed(Op request) {
  if (request.getAll())
    return {Element::Kind::All, {}};
  if (request.getElement())
    return {Element::Kind::At, numberOf(request.getElement())};
  auto queue = context.symbols.lookup<QueueOp>(request.getQueue());
  return {queue.getFamily() ? Element::Kind::Me : Element::Kind::Only, {}};
}

void ProgramReader::set(int slot, Expr number, Operation *at, progress::Block &into) {
  Statement change = statement(SK::Set, at);
  change.slot = slot;
  change.value = std::move(number);
  into.push_back(std::move(change));
}

/// Slots for those of `values` that are numbers; -1 for others.
SmallVector<int> ProgramReader::slotsFor(ValueRange values) {
  SmallVector<int> slots;
  for (Value value : values)
    slots.push_back(isNumber(value.getType()) ? slotFor(value) : -1);
  return slots;
}

/// Gives all of `slots` their new numbers at once.
void ProgramReader::setAll(ValueRange values, ArrayRef<int> slots, Operation *at,
                           progress::Block &into) {
  SmallVector<std::pair<int, int>> copies;
  for (auto [value, slot] : llvm::zip(values, slots)) {
    if (slot < 0)
      continue;
    copies.push_back({slot, newSlot()});
    set(copies.back().second, numberOf(value), at, into);
  }
  for (auto [slot, copy] : copies)
    set(slot, Expr::slot(copy), at, into);
}

void ProgramReader::readBlock(mlir::Block &block, progress::Block &into) {
  open.push_back({&block, &into});
  for (Operation &inner : block)
    readOp(&inner, into);
  open.pop_back();
}

void ProgramReader::readOp(Operation *inner, progress::Block &into) {
  if (!context.communicates(inner))
    return;
  if (auto branch = dyn_cast<scf::IfOp>(inner))
    return readIf(branch, into);
  if (auto loop = dyn_cast<scf::ForOp>(inner))
    return readFor(loop, into);
  if (auto loop = dyn_cast<scf::WhileOp>(inner))
    return readWhile(loop, into);
  if (auto call = dyn_cast<func::CallOp>(inner))
    return readCall(call, into);
  if (auto loop = dyn_cast<PipelineOp>(inner))
    return readPipeline(loop, into);
  if (auto collective = dyn_cast<CollectiveOpInterface>(inner)) {
    Statement meeting = statement(SK::Collective, inner);
    meeting.name = inner->getName().stripDialect().str();
    meeting.axes = axisNumbers(collective.getAxesAttr());
    into.push_back(std::move(meeting));
    return;
  }
  readRequest(inner, into);
}

void ProgramReader::readRequest(Operation *inner, progress::Block &into) {
  if (VariableOp variable = context.published(inner)) {
    Statement change = statement(SK::Publish, inner);
    change.object = objectOf(FlatSymbolRefAttr::get(variable.getSymNameAttr()));
    into.push_back(std::move(change));
    return;
  }
  llvm::TypeSwitch<Operation *>(inner)
      .Case([&](PullOp pull) {
        Statement request = statement(SK::Pull, inner);
        request.object = objectOf(pull.getObjectAttr());
        for (int axis : replicatedAxes(pull.getResult()))
          request.axes.push_back(axis);
        into.push_back(std::move(request));
      })
      .Case([&](PullRowsOp pull) {
        Statement request = statement(SK::Pull, inner);
        request.object = objectOf(pull.getObjectAttr());
        // Rows for the parts of a batch are of one version, too.
        for (auto [number, axis] : llvm::enumerate(mesh.getAxisNames().getAsRange<StringAttr>()))
          if (!op.isIndependent(axis) && !getAxisState(pull.getRows().getType(), axis).isVarying())
            request.axes.push_back(int(number));
        into.push_back(std::move(request));
      })
      .Case<PushOp, PushRowsOp>(
          [&](auto push) { readPush(inner, push.getObjectAttr(), push.getLabel(), into); })
      .Case([&](EnqueueOp enqueue) {
        Statement request = statement(SK::Enqueue, inner);
        request.object = objectOf(enqueue.getObjectAttr());
        request.element = elementNamed(enqueue);
        request.value = numberOf(enqueue.getValue());
        request.times = Expr(enqueue.getTimes());
        into.push_back(std::move(request));
      })
      .Case([&](DequeueOp dequeue) {
        Statement request = statement(SK::Dequeue, inner);
        request.object = objectOf(dequeue.getObjectAttr());
        request.element = elementNamed(dequeue);
        if (isNumber(dequeue.getValue().getType()))
          request.slot = slotFor(dequeue.getValue());
        request.fromSlot = slotFor(dequeue.getFrom());
        into.push_back(std::move(request));
      })
      .Case<TakeOp, TakeRowSumsOp>([&](auto take) {
        Statement request = statement(SK::Take, inner);
        request.object = objectOf(take.getObjectAttr());
        request.value = Expr(take.getPushes());
        request.slot = slotFor(take.getCount());
        into.push_back(std::move(request));
      })
      .Case([&](TakeRowsOp take) {
        Statement request = statement(SK::Take, inner);
        request.object = objectOf(take.getObjectAttr());
        auto accumulator = cast<AccumulatorOp>(result.objects[request.object]);
        SymbolTableCollection symbols;
        request.value = Expr(accumulator.getNumContributors(symbols));
        into.push_back(std::move(request));
      })
      .Case([&](SendOp send) { readMessage(inner, send.getChannelAttr(), SK::Enqueue, into); })
      .Case([&](ReceiveOp receive) {
        readMessage(inner, receive.getChannelAttr(), SK::Dequeue, into);
      })
      .Case([&](RepeatWhileOp repeat) {
        hasDecisions = false;
        program.whileCondition = decide(repeat.getCondition());
        if (hasDecisions)
          program.whileCondition =
              Expr::binary(EO::And, *program.whileCondition, Expr::slot(0) < Expr(maxTrips - 1));
      });
}

void ProgramReader::readPush(Operation *inner, FlatSymbolRefAttr name, Value label,
                             progress::Block &into) {
  Statement request = statement(SK::Push, inner);
  request.object = objectOf(name);
  request.labelled = bool(label);
  if (label)
    request.value = numberOf(label);
  auto accumulator = cast<AccumulatorOp>(result.objects[request.object]);
  std::vector<int> contributors = axisNumbers(accumulator.getAxes());
  Expr isFirst = 1;
  for (auto [number, axis] : llvm::enumerate(mesh.getAxisNames().getAsRange<StringAttr>())) {
    bool contributes = llvm::is_contained(contributors, int(number));
    if (contributes && !op.isIndependent(axis))
      request.axes.push_back(int(number));
    if (!contributes && *mesh.getAxisSize(axis) > 1)
      isFirst = Expr::binary(EO::And, isFirst, Expr::coordinate(int(number)) == Expr(0));
  }
  if (isFirst.constant()) {
    into.push_back(std::move(request));
    return;
  }
  Statement branch = statement(SK::If, inner);
  branch.value = isFirst;
  branch.body.push_back(std::move(request));
  into.push_back(std::move(branch));
}

void ProgramReader::readIf(scf::IfOp branch, progress::Block &into) {
  Statement read = statement(SK::If, branch);
  read.value = decide(branch.getCondition());
  SmallVector<int> slots = slotsFor(branch.getResults());
  for (auto [region, block] : {std::pair(&branch.getThenRegion(), &read.body),
                               std::pair(&branch.getElseRegion(), &read.otherwise)}) {
    if (region->empty())
      continue;
    readBlock(region->front(), *block);
    Operation *yield = region->front().getTerminator();
    setAll(yield->getOperands(), slots, yield, *block);
  }
  into.push_back(std::move(read));
}

void ProgramReader::readFor(scf::ForOp loop, progress::Block &into) {
  setAll(loop.getInitArgs(), slotsFor(loop.getRegionIterArgs()), loop, into);
  SmallVector<int> slots;
  for (auto [argument, value] : llvm::zip(loop.getRegionIterArgs(), loop.getResults())) {
    Expr number = numberOf(Value(argument));
    slots.push_back(number.slotNumber());
    numbers[value] = number;
  }
  Expr from = numberOf(loop.getLowerBound()), to = numberOf(loop.getUpperBound()),
       step = numberOf(loop.getStep());
  bool isKnown = !from.uses(Expr::Kind::Unknown) && !to.uses(Expr::Kind::Unknown) &&
                 !step.uses(Expr::Kind::Unknown);
  Statement read = statement(isKnown ? SK::For : SK::While, loop);
  progress::Block &body = isKnown ? read.body : read.otherwise;
  if (isKnown) {
    read.from = from;
    read.value = to;
    read.step = step;
    read.slot = slotFor(loop.getInductionVar());
  } else {
    // Data decide in front of every iteration whether there is one more.
    int trip = newSlot();
    set(trip, 0, loop, into);
    Statement choice = statement(SK::Choose, loop);
    choice.slot = newSlot();
    choice.axes = replicatedAxes(loop.getUpperBound());
    for (Value bound : {loop.getLowerBound(), loop.getStep()})
      llvm::erase_if(choice.axes,
                     [&](int axis) { return !llvm::is_contained(replicatedAxes(bound), axis); });
    read.value = Expr::binary(EO::And, Expr::slot(choice.slot), Expr::slot(trip) < Expr(maxTrips));
    read.body.push_back(std::move(choice));
    set(trip, Expr::slot(trip) + Expr(1), loop, body);
  }
  readBlock(*loop.getBody(), body);
  Operation *yield = loop.getBody()->getTerminator();
  setAll(yield->getOperands(), slots, yield, body);
  into.push_back(std::move(read));
}

void ProgramReader::readWhile(scf::WhileOp loop, progress::Block &into) {
  SmallVector<int> before = slotsFor(loop.getBeforeArguments());
  setAll(loop.getInits(), before, loop, into);
  Statement read = statement(SK::While, loop);
  int trip = newSlot();
  set(trip, 0, loop, into);
  open.push_back({loop.getBeforeBody(), &read.body});
  for (Operation &inner : *loop.getBeforeBody())
    readOp(&inner, read.body);
  bool decidedBefore = std::exchange(hasDecisions, false);
  read.value = decide(loop.getConditionOp().getCondition());
  if (hasDecisions)
    read.value = Expr::binary(EO::And, read.value, Expr::slot(trip) < Expr(maxTrips));
  hasDecisions |= decidedBefore;
  open.pop_back();
  ValueRange passed = loop.getConditionOp().getArgs();
  setAll(passed, slotsFor(loop.getAfterArguments()), loop, read.otherwise);
  set(trip, Expr::slot(trip) + Expr(1), loop, read.otherwise);
  readBlock(*loop.getAfterBody(), read.otherwise);
  Operation *yield = loop.getAfterBody()->getTerminator();
  setAll(yield->getOperands(), before, yield, read.otherwise);
  into.push_back(std::move(read));
  // What the condition passed on when the loop ended.
  for (auto [value, number] : llvm::zip(loop.getResults(), passed))
    numbers[value] = numberOf(number);
}

void ProgramReader::readCall(func::CallOp call, progress::Block &into) {
  func::FuncOp callee = context.calleeOf(call);
  llvm::DenseMap<Value, Expr> outside = numbers;
  mlir::Block &body = callee.getBody().front();
  for (auto [argument, operand] : llvm::zip(body.getArguments(), call.getOperands()))
    numbers[argument] = numberOf(operand);
  readBlock(body, into);
  SmallVector<Expr> results;
  for (Value value : body.getTerminator()->getOperands())
    results.push_back(numberOf(value));
  // The next call decides anew.
  numbers = std::move(outside);
  for (auto [value, number] : llvm::zip(call.getResults(), results))
    numbers[value] = number;
}

/// Messages of a loop over micro-batches say which one they are for.
void ProgramReader::readMessage(Operation *inner, FlatSymbolRefAttr name, SK kind,
                                progress::Block &into) {
  Statement message = statement(kind, inner);
  message.object = objectOf(name);
  message.axes = axesWithoutCoordinate();
  if (!message.axes.empty())
    message.element.kind = Element::Kind::Along;
  if (action)
    message.value = action->microBatch;
  into.push_back(std::move(message));
}

/// A loop over the entries of the order, in which tables say which action of
/// which micro-batch it is.
void ProgramReader::readPipeline(PipelineOp loop, progress::Block &into) {
  SmallVector<int> carried = slotsFor(loop.getCarried());
  setAll(loop.getInits(), carried, loop, into);
  std::vector<int64_t> actions, microBatches;
  for (PipelineOp::Entry entry : loop.getEntries()) {
    actions.push_back(entry.action);
    microBatches.push_back(entry.microBatch);
  }
  Statement turns = statement(SK::For, loop);
  turns.value = int64_t(actions.size());
  turns.slot = newSlot();
  int which = newSlot(), microBatch = slotFor(loop.getMicroBatch());
  set(which, Expr::table(std::move(actions), Expr::slot(turns.slot)), loop, turns.body);
  set(microBatch, Expr::table(std::move(microBatches), Expr::slot(turns.slot)), loop, turns.body);
  for (auto [number, action] : llvm::enumerate(loop.getActions())) {
    Statement turn = readAction(action, loop, carried, Expr::slot(microBatch));
    turn.value = Expr::slot(which) == Expr(int64_t(number));
    turns.body.push_back(std::move(turn));
  }
  into.push_back(std::move(turns));
  for (auto [result, slot] : llvm::zip(loop.getResults(), carried))
    if (slot >= 0)
      numbers[result] = Expr::slot(slot);
}

/// The body of a branch, of which the condition is left open.
Statement ProgramReader::readAction(ActionOp begin, PipelineOp loop, ArrayRef<int> carried,
                                    Expr microBatch) {
  char letter = llvm::toUpper(stringifyActionKind(begin.getKind()).front());
  progress::Action read{letter, int64_t(begin.getStage()), std::move(microBatch)};
  auto outside = std::exchange(action, std::make_shared<progress::Action>(std::move(read)));
  llvm::DenseMap<Value, Expr> before = numbers;
  Statement turn = statement(SK::If, begin);
  open.push_back({&loop.getBody().front(), &turn.body});
  SmallVector<Value> values;
  SmallVector<int> slots;
  for (Operation *inner = begin->getNextNode(); inner && !isa<ActionOp>(inner);
       inner = inner->getNextNode()) {
    readOp(inner, turn.body);
    for (auto [yielded, slot] : llvm::zip(loop.getYielded(), carried))
      if (yielded.getDefiningOp() == inner) {
        values.push_back(yielded);
        slots.push_back(slot);
      }
  }
  setAll(values, slots, begin, turn.body);
  open.pop_back();
  // What another action of this micro-batch knows is from an earlier turn.
  numbers = std::move(before);
  action = std::move(outside);
  return turn;
}

void ProgramReader::read() {
  program.name = op.getSymName().str();
  program.mesh = context.meshNumber(op.getMeshAttr());
  program.times = op.getTimes();
  const Mesh &grid = result.job.meshes[program.mesh];
  for (int64_t device = 0; device < grid.numDevices(); ++device) {
    std::vector<int64_t> coordinates = grid.coordinates(device);
    bool runs = true;
    if (DictionaryAttr places = op.getCoordinatesAttr())
      for (NamedAttribute place : places)
        runs &= coordinates[axisNumber(place.getName())] ==
                cast<IntegerAttr>(place.getValue()).getInt();
    if (runs)
      program.devices.push_back(device);
  }
  for (auto [number, axis] : llvm::enumerate(mesh.getAxisNames().getAsRange<StringAttr>()))
    if (op.isIndependent(axis))
      program.independentAxes.push_back(int(number));
  readBlock(op.getBody().front(), program.body);
  result.job.programs.push_back(std::move(program));
}

ReadJob skein::passes::readJob(ProgramOp program) {
  auto module = program->getParentOfType<ModuleOp>();
  Context context(module);
  ReadJob result;
  // Numbers of iterations and of steps differ.
  result.job.firstStep = 2;
  result.job.meshes = context.meshes;
  ProgramReader(program, context, result).read();
  for (ProgramOp other : module.getOps<ProgramOp>())
    if (other.getBesideAttr() == FlatSymbolRefAttr::get(program.getSymNameAttr()))
      ProgramReader(other, context, result).read();
  return result;
}
