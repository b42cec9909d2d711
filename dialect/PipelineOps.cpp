//===- PipelineOps.cpp - channels, and loops over micro-batches -----------===//
#include "dialect/Syntax.h"

#include "llvm/ADT/BitVector.h"
#include "llvm/ADT/StringExtras.h"

using namespace mlir;
using namespace skein;

//===----------------------------------------------------------------------===//
// Channels
//===----------------------------------------------------------------------===//

static SmallVector<StringAttr> fixedAxes(ProgramOp program) {
  SmallVector<StringAttr> axes;
  if (DictionaryAttr coordinates = program.getCoordinatesAttr())
    for (NamedAttribute axis : coordinates)
      axes.push_back(axis.getName());
  return axes;
}

LogicalResult ChannelOp::verifySymbolUses(SymbolTableCollection &symbols) {
  auto source = symbols.lookupNearestSymbolFrom<ProgramOp>(*this, getSourceAttr());
  auto target = symbols.lookupNearestSymbolFrom<ProgramOp>(*this, getTargetAttr());
  if (!source || !target) // C1
    return emitOpError() << "connects " << (source ? getTargetAttr() : getSourceAttr())
                         << ", which is not a skein.program";
  if (source == target || source.getMesh() != target.getMesh() ||
      fixedAxes(source) != fixedAxes(target) || source.getTimes() != target.getTimes()) {
    InFlightDiagnostic error =
        emitOpError() << "connects " << getSourceAttr() << " with " << getTargetAttr()
                      << "; expected two programs of one mesh, at coordinates of the same axes";
    error.attachNote(target.getLoc()) << "the latter is here";
    return error;
  }
  if (int64_t room = getCapacity(); room < 1) // C2
    return emitOpError() << "has room for " << room << "; expected at least 1";
  return success();
}

/// C1 of sending and receiving.
static LogicalResult verifyUser(Operation *op, FlatSymbolRefAttr name, Type type, bool sends,
                                SymbolTableCollection &symbols) {
  auto channel = symbols.lookupNearestSymbolFrom<ChannelOp>(op, name);
  if (!channel)
    return op->emitOpError() << "names " << name << ", which is not a skein.channel";
  StringRef end = sends ? channel.getSource() : channel.getTarget();
  auto program = op->getParentOfType<ProgramOp>();
  if (program && program.getSymName() != end)
    return op->emitOpError() << "is in @" << program.getSymName() << "; expected it in @" << end
                             << ", which " << (sends ? "sends to " : "receives from ") << name;
  if (type != channel.getType())
    return op->emitOpError() << "has a value of type " << type << "; expected "
                             << channel.getType() << ", as " << name << " has it";
  return success();
}

LogicalResult SendOp::verifySymbolUses(SymbolTableCollection &symbols) {
  return verifyUser(*this, getChannelAttr(), getValue().getType(), /*sends=*/true, symbols);
}

LogicalResult ReceiveOp::verifySymbolUses(SymbolTableCollection &symbols) {
  return verifyUser(*this, getChannelAttr(), getType(), /*sends=*/false, symbols);
}

//===----------------------------------------------------------------------===//
// Syntax of loops
//===----------------------------------------------------------------------===//

ParseResult PipelineOp::parse(OpAsmParser &parser, OperationState &result) {
  Builder &builder = parser.getBuilder();
  OpAsmParser::Argument microBatch;
  int64_t microBatches;
  StringAttr order;
  if (parser.parseArgument(microBatch) || parser.parseKeyword("of") ||
      parser.parseInteger(microBatches) || parser.parseKeyword("in") ||
      parser.parseKeyword("order") || parser.parseAttribute(order))
    return failure();
  microBatch.type = builder.getIndexType();
  SmallVector<OpAsmParser::Argument> arguments;
  SmallVector<OpAsmParser::UnresolvedOperand> inits;
  SMLoc place = parser.getCurrentLocation();
  if (succeeded(parser.parseOptionalKeyword("iter_args")) &&
      (parser.parseAssignmentList(arguments, inits) || parser.parseArrowTypeList(result.types)))
    return failure();
  if (arguments.size() != result.types.size())
    return parser.emitError(place) << "has " << arguments.size() << " carried values of "
                                   << result.types.size() << " types";
  for (auto [argument, type] : llvm::zip(arguments, result.types))
    argument.type = type;
  if (parser.resolveOperands(inits, result.types, place, result.operands))
    return failure();
  arguments.insert(arguments.begin(), microBatch);
  result.addAttribute(getMicroBatchesAttrName(result.name), builder.getI64IntegerAttr(microBatches));
  result.addAttribute(getOrderAttrName(result.name), order);
  return failure(parser.parseRegion(*result.addRegion(), arguments) ||
                 parser.parseOptionalAttrDict(result.attributes));
}

void PipelineOp::print(OpAsmPrinter &printer) {
  printer << ' ' << getMicroBatch() << " of " << getMicroBatches() << " in order " << getOrderAttr();
  if (!getInits().empty()) {
    printer << " iter_args(";
    llvm::interleaveComma(llvm::zip(getCarried(), getInits()), printer, [&](auto pair) {
      printer << std::get<0>(pair) << " = " << std::get<1>(pair);
    });
    printer << ") -> (" << getResultTypes() << ')';
  }
  printer << ' ';
  printer.printRegion(getBody(), /*printEntryBlockArgs=*/false);
  printer.printOptionalAttrDict((*this)->getAttrs(), {getMicroBatchesAttrName(), getOrderAttrName()});
}

void PipelineOp::getAsmBlockArgumentNames(Region &body, OpAsmSetValueNameFn setName) {
  if (body.getNumArguments() > 0)
    setName(body.getArgument(0), "micro_batch");
}

//===----------------------------------------------------------------------===//
// The order of actions
//===----------------------------------------------------------------------===//

SmallVector<ActionOp> PipelineOp::getActions() {
  return llvm::to_vector(getBody().front().getOps<ActionOp>());
}

OperandRange PipelineOp::getYielded() {
  return cast<NextMicroBatchOp>(getBody().front().getTerminator()).getValues();
}

static std::optional<ActionKind> kindOf(char letter) {
  switch (letter) {
  case 'F':
    return ActionKind::Forward;
  case 'B':
    return ActionKind::Backward;
  case 'I':
    return ActionKind::InputGradient;
  case 'W':
    return ActionKind::WeightGradient;
  default:
    return std::nullopt;
  }
}

FailureOr<SmallVector<PipelineOp::Entry>>
PipelineOp::readOrder(function_ref<InFlightDiagnostic()> error) {
  llvm::DenseMap<std::pair<ActionKind, int64_t>, unsigned> numbers;
  SmallVector<ActionOp> actions = getActions();
  llvm::SmallDenseSet<int64_t> stages;
  for (auto [number, action] : llvm::enumerate(actions)) {
    numbers[{action.getKind(), action.getStage()}] = number;
    stages.insert(action.getStage());
  }
  SmallVector<Entry> entries;
  for (StringRef word : llvm::split(getOrder(), ' ')) {
    StringRef rest = word;
    int64_t stage = -1, microBatch;
    if (rest.consumeInteger(10, stage) && stages.size() == 1)
      stage = *stages.begin();
    std::optional<ActionKind> kind = rest.empty() ? std::nullopt : kindOf(rest.front());
    if (!kind || rest.drop_front().getAsInteger(10, microBatch))
      return error() << "has \"" << word << "\" in its order; expected an action such as F3, "
                     << "with the stage in front if there are several";
    auto number = numbers.find({*kind, stage});
    if (number == numbers.end() || microBatch < 0 || microBatch >= getMicroBatches())
      return error() << "has \"" << word << "\" in its order; expected an action of its body, of "
                     << "one of " << getMicroBatches() << " micro-batches";
    entries.push_back({number->second, microBatch});
  }
  return entries;
}

SmallVector<PipelineOp::Entry> PipelineOp::getEntries() {
  return *readOrder([&] { return emitOpError(); });
}

LogicalResult PipelineOp::verify() {
  if (int64_t count = getMicroBatches(); count < 1)
    return emitOpError() << "is over " << count << " micro-batches; expected at least 1";
  return success();
}

namespace {

/// The constraints on values and order.
class OrderVerifier {
public:
  explicit OrderVerifier(PipelineOp op) : op(op), actions(op.getActions()) {}

  LogicalResult run() {
    return failure(failed(numberOps()) || failed(findTurns()) || failed(checkValues()) ||
                   failed(checkCarried()));
  }

private:
  LogicalResult numberOps() {
    if (actions.empty() || &op.getBody().front().front() != actions.front()) // C1
      return op.emitOpError() << "has a body that does not begin with a skein.action";
    llvm::SmallDenseSet<std::pair<ActionKind, int64_t>> seen;
    unsigned next = 0;
    for (Operation &inner : op.getBody().front()) {
      if (auto action = dyn_cast<ActionOp>(inner)) {
        if (!seen.insert({action.getKind(), action.getStage()}).second) // C1
          return action.emitOpError() << "is there twice";
        ++next;
      }
      actionOf[&inner] = next - 1;
    }
    return success();
  }

  /// When each action of each micro-batch runs.
  LogicalResult findTurns() {
    FailureOr<SmallVector<PipelineOp::Entry>> entries =
        op.readOrder([&] { return op.emitOpError(); });
    if (failed(entries))
      return failure();
    int64_t microBatches = op.getMicroBatches();
    if (microBatches > int64_t(entries->size())) // C2
      return refuse(0, firstMissing(*entries)) << " not at all";
    turns.assign(actions.size() * microBatches, -1);
    for (auto [turn, entry] : llvm::enumerate(*entries)) {
      int64_t &place = turns[entry.action * microBatches + entry.microBatch];
      if (place >= 0) // C2
        return refuse(entry.action, entry.microBatch) << " twice";
      place = turn;
    }
    for (auto [index, turn] : llvm::enumerate(turns))
      if (turn < 0) // C2
        return refuse(index / microBatches, index % microBatches) << " not at all";
    return success();
  }

  /// The first micro-batch that action 0 does not have, of more than there are entries.
  static int64_t firstMissing(ArrayRef<PipelineOp::Entry> entries) {
    llvm::BitVector found(entries.size() + 1);
    for (const PipelineOp::Entry &entry : entries)
      if (entry.action == 0 && entry.microBatch < int64_t(found.size()))
        found.set(entry.microBatch);
    return found.find_first_unset();
  }

  InFlightDiagnostic refuse(unsigned action, int64_t microBatch) {
    return op.emitOpError() << "has " << describe(action) << ", micro-batch " << microBatch
                            << ", in its order";
  }

  std::string describe(unsigned action) {
    return (stringifyActionKind(actions[action].getKind()) + " of " +
            Twine(actions[action].getStage()))
        .str();
  }

  /// The op of the body that `inner` is, or is in.
  Operation *inBody(Operation *inner) { return op.getBody().front().findAncestorOpInBlock(*inner); }

  LogicalResult checkValues() {
    for (Operation &producer : op.getBody().front())
      for (Operation *user : producer.getUsers()) {
        unsigned from = actionOf.at(&producer), to = actionOf.at(inBody(user));
        if (from != to && !isa<NextMicroBatchOp>(user) && failed(checkLater(user, from, to)))
          return failure();
      }
    return success();
  }

  LogicalResult checkLater(Operation *user, unsigned from, unsigned to) {
    int64_t microBatches = op.getMicroBatches();
    for (int64_t i = 0; i < microBatches; ++i)
      if (turns[from * microBatches + i] > turns[to * microBatches + i]) // C3
        return user->emitOpError() << "in " << describe(to) << " uses what " << describe(from)
                                   << " gives, which runs later for micro-batch " << i;
    return success();
  }

  LogicalResult checkCarried() {
    auto next = dyn_cast<NextMicroBatchOp>(op.getBody().front().getTerminator());
    SmallVector<Type> arguments(op.getBody().getArgumentTypes());
    if (!next || arguments.empty() || !arguments.front().isIndex() ||
        TypeRange(arguments).drop_front() != op.getInits().getTypes() ||
        op.getInits().getTypes() != op.getResultTypes() ||
        op.getResultTypes() != next.getValues().getTypes()) // C4
      return op.emitOpError() << "carries values of different types, or its body takes other "
                                 "arguments than a number and these";
    for (auto [argument, yielded] : llvm::zip(op.getCarried(), next.getValues())) {
      std::optional<unsigned> owner;
      if (Operation *producer = yielded.getDefiningOp(); producer && inBody(producer))
        owner = actionOf.at(inBody(producer));
      else if (yielded != argument)
        return next.emitOpError() << "yields a value from elsewhere as carried value "
                                  << argument.getArgNumber() - 1;
      for (Operation *user : argument.getUsers()) {
        if (user == next)
          continue;
        unsigned action = actionOf.at(inBody(user));
        if (owner.value_or(action) != action) // C5
          return user->emitOpError() << "in " << describe(action) << " uses carried value "
                                     << argument.getArgNumber() - 1 << ", which belongs to "
                                     << describe(*owner);
        owner = action;
      }
    }
    return success();
  }

  PipelineOp op;
  SmallVector<ActionOp> actions;
  llvm::DenseMap<Operation *, unsigned> actionOf;
  SmallVector<int64_t> turns; ///< by action, then micro-batch
};

} // namespace

LogicalResult PipelineOp::verifyRegions() { return OrderVerifier(*this).run(); }
