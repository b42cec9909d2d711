//===- ReadProgram.cpp - level-1 IR as kernels and collectives ------------===//

#include "simulator/program/ReadProgram.h"

#include "dialect/Algorithm.h"
#include "dialect/Distribution.h"
#include "dialect/Skein.h"
#include "passes/Kernels.h"
#include "passes/ProgressReports.h"
#include "simulator/program/Unroll.h"

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Diagnostics.h"
#include "mlir/Parser/Parser.h"
#include "llvm/ADT/TypeSwitch.h"
#include "llvm/Support/MemoryBuffer.h"
#include <cmath>

using namespace mlir;

namespace skein::simulator {
namespace {

using passes::Kernel;
using passes::Kernels;

/// `file:line` of `op`, or nothing.
std::string locationOf(Operation *op) {
  auto location = op->getLoc()->findInstanceOf<FileLineColLoc>();
  if (!location)
    return "";
  return absl::StrCat(location.getFilename().str(), ":", location.getLine());
}

/// `file:line: 'op' op message`.
absl::Status errorAt(Operation *op, const Twine &message) {
  return absl::InvalidArgumentError(
      absl::StrCat(locationOf(op), ": '", op->getName().getStringRef().str(),
                   "' op ", message.str()));
}

/// Stands for an error that MLIR has reported.
absl::Status reported() { return absl::InvalidArgumentError(""); }

absl::StatusOr<Bytes> bytesOf(Operation *user, Type type) {
  FailureOr<int64_t> bytes = passes::bytesOf(user, type);
  if (failed(bytes))
    return reported();
  return Bytes(*bytes);
}

/// What the simulator knows of an SSA value.
struct ValueState {
  std::optional<int> memory;    // index into Program::values; none: takes none
  std::vector<OpId> readyAfter; // ops that have to end before it is there
  Number number;                // of a single integer
};

/// Exchanges that do not wait for each other: what one sends or receives, no
/// other one receives.
class InFlight {
public:
  InFlight(std::vector<int> axes, int64_t elementBytes)
      : axes(std::move(axes)), elementBytes(elementBytes) {}

  bool dependsOn(ArrayRef<Message> later) const {
    auto touch = [](const Message &a, const Message &b) {
      return a.begin < b.begin + b.count && b.begin < a.begin + a.count;
    };
    return llvm::any_of(later, [&](const Message &m) {
      return llvm::any_of(messages, [&](const auto &earlier) {
        const Message &e = earlier.first;
        return touch(m, e) &&
               (e.to == m.from || e.to == m.to || e.from == m.to);
      });
    });
  }

  void add(const AlgorithmStep &step) {
    bool combines = cast<ExchangeOp>(step.op).getKind().has_value();
    for (const Message &message : step.messages)
      messages.push_back({message, combines});
  }

  /// All of them, if there are any.
  std::optional<Exchange> take() {
    if (messages.empty())
      return std::nullopt;
    Exchange exchange{axes, {}, false};
    for (const auto &[message, combines] : messages)
      exchange.messages.push_back({int(message.from), int(message.to),
                                   Bytes(message.count * elementBytes),
                                   combines});
    messages.clear();
    return exchange;
  }

private:
  std::vector<int> axes;
  int64_t elementBytes;
  std::vector<std::pair<Message, bool>> messages; // and whether they combine
};

/// What a program computes of single integers, from the numbers of the
/// operands.
Number numberOf(Operation &op, ArrayRef<Number> operands) {
  using Operator = Number::Operator;
  auto binary = [&](Operator kind) {
    return Number::binary(kind, operands[0], operands[1]);
  };
  if (DenseIntElementsAttr elements; matchPattern(&op, m_Constant(&elements)) &&
                                     elements.getNumElements() == 1)
    return elements.getElementType().isInteger(1)
               ? int64_t(elements.getSplatValue<bool>())
               : elements.getSplatValue<APInt>().getSExtValue();
  if (IntegerAttr value; matchPattern(&op, m_Constant(&value)))
    return value.getInt();
  return llvm::TypeSwitch<Operation *, Number>(&op)
      .Case([](StepIndexOp) { return Number::stepIndex(); })
      .Case([](LastStepOp) { return Number::lastStep(); })
      .Case([&](arith::AddIOp) { return binary(Operator::Add); })
      .Case([&](arith::SubIOp) { return binary(Operator::Subtract); })
      .Case([&](arith::MulIOp) { return binary(Operator::Multiply); })
      .Case([&](arith::DivSIOp) { return binary(Operator::Divide); })
      .Case([&](arith::RemSIOp) { return binary(Operator::Remainder); })
      .Case([&](arith::MinSIOp) { return binary(Operator::Min); })
      .Case([&](arith::MaxSIOp) { return binary(Operator::Max); })
      .Case([&](arith::SelectOp) {
        return Number::select(operands[0], operands[1], operands[2]);
      })
      .Case([&](arith::CmpIOp compare) {
        auto swapped = [&](Operator kind) {
          return Number::binary(kind, operands[1], operands[0]);
        };
        switch (compare.getPredicate()) {
        case arith::CmpIPredicate::eq:
          return binary(Operator::Equal);
        case arith::CmpIPredicate::ne:
          return binary(Operator::NotEqual);
        case arith::CmpIPredicate::slt:
          return binary(Operator::Less);
        case arith::CmpIPredicate::sle:
          return binary(Operator::LessEqual);
        case arith::CmpIPredicate::sgt:
          return swapped(Operator::Less);
        case arith::CmpIPredicate::sge:
          return swapped(Operator::LessEqual);
        default:
          return Number();
        }
      })
      .Case<arith::ExtSIOp, arith::IndexCastOp, tensor::ExtractOp,
            tensor::FromElementsOp>([&](auto) { return operands[0]; })
      .Default([](Operation *) { return Number(); });
}

/// The objects of a module by name, and what is there of meshes.
struct Surroundings {
  std::vector<Mesh> meshes;
  std::map<StringRef, int> meshIndex;
  std::vector<HostedObject> objects;
  std::map<StringRef, int> objectIndex;
};

/// The devices of `mesh` at these coordinates, in ascending order.
std::vector<int> devicesAt(const Mesh &mesh, DictionaryAttr coordinates) {
  std::vector<int> devices;
  for (int device = 0; device < mesh.numDevices(); ++device) {
    bool isThere = true;
    for (int axis = int(mesh.axes.size()) - 1, rest = device; axis >= 0;
         rest /= mesh.axes[axis--].size)
      if (auto at = coordinates.getAs<IntegerAttr>(mesh.axes[axis].name))
        isThere &= at.getInt() == rest % mesh.axes[axis].size;
    if (isThere)
      devices.push_back(device);
  }
  return devices;
}

class ProgramReader {
public:
  ProgramReader(ModuleOp module, skein::ProgramOp op,
                const Surroundings &surroundings)
      : surroundings(surroundings), symbols(module), op(op) {}

  absl::StatusOr<Program> read() {
    program.name = op.getSymName().str();
    program.location = locationOf(op);
    program.meshIndex = surroundings.meshIndex.at(op.getMesh());
    program.mesh = surroundings.meshes[program.meshIndex];
    program.isBeside = op.getBeside().has_value();
    program.times = op.getTimes();
    if (op.getCoordinates())
      program.devices = devicesAt(program.mesh, *op.getCoordinates());
    if (absl::Status status = readVariables(); !status.ok())
      return status;
    std::vector<ValueState> inputs;
    for (BlockArgument argument : op.getBody().getArguments()) {
      absl::StatusOr<Bytes> bytes = bytesOf(op, argument.getType());
      if (!bytes.ok())
        return bytes.status();
      inputs.push_back(
          newValue(op.getArgumentName(argument.getArgNumber()).str(), *bytes,
                   MemoryKind::Inputs));
      countExamples(argument);
    }
    absl::StatusOr<std::vector<ValueState>> results =
        readBlock(op.getBody().front(), inputs);
    if (!results.ok())
      return results.status();
    for (const ValueState &result : *results)
      if (result.memory)
        program.values[*result.memory].returned = true;
    return std::move(program);
  }

private:
  /// SSA values of one call of one function.
  using Frame = llvm::DenseMap<Value, ValueState>;

  /// Every variable of the module is in memory, used by this program or not.
  absl::Status readVariables() {
    for (auto variable : cast<ModuleOp>(symbols.getOp()).getOps<VariableOp>()) {
      absl::StatusOr<Bytes> bytes = bytesOf(variable, variable.getType());
      if (!bytes.ok())
        return bytes.status();
      variables[variable.getSymName()] =
          newValue(variable.getSymName().str(), *bytes,
                   variable.getSlotOf() ? MemoryKind::OptimizerSlots
                                        : MemoryKind::Parameters);
    }
    return absl::OkStatus();
  }

  /// The first input with a batch dimension says how many examples a step has.
  void countExamples(BlockArgument argument) {
    auto dim = op.getArgAttrOfType<IntegerAttr>(argument.getArgNumber(),
                                                batchAttrName);
    if (!dim || program.examples > 0)
      return;
    auto type = cast<RankedTensorType>(argument.getType());
    program.examples = type.getDimSize(dim.getInt());
    for (StringAttr axis : getSplitAxes(type, dim.getInt()))
      program.examples *= program.mesh.axes[axisIndex(axis.getValue())].size;
    for (const Mesh::Axis &axis : program.mesh.axes)
      if (op.isIndependent(axis.name))
        program.examples *= axis.size;
  }

  int axisIndex(StringRef name) const {
    return int(absl::c_find_if(
                   program.mesh.axes,
                   [&](const Mesh::Axis &axis) { return axis.name == name; }) -
               program.mesh.axes.begin());
  }

  ValueState newValue(std::string name, Bytes bytes,
                      MemoryKind kind = MemoryKind::Temporaries,
                      std::optional<OpId> madeBy = {}) {
    program.values.push_back({std::move(name), bytes, kind, madeBy});
    ValueState state{int(program.values.size()) - 1, {}, {}};
    if (madeBy)
      state.readyAfter = {*madeBy};
    return state;
  }

  /// The states of what `block` returns when its arguments are `arguments` and
  /// values from outside of it are as in `frame`.
  absl::StatusOr<std::vector<ValueState>>
  readBlock(Block &block, absl::Span<const ValueState> arguments,
            Frame frame = Frame()) {
    FailureOr<const Kernels *> found = kernelsIn(block);
    if (failed(found))
      return reported();
    const Kernels &kernels = **found;
    for (auto [argument, state] : llvm::zip(block.getArguments(), arguments))
      frame[argument] = state;
    for (Operation &op : block.without_terminator())
      if (!kernels.fused.contains(&op))
        if (absl::Status status = readOp(op, kernels, frame); !status.ok())
          return status;
    std::vector<ValueState> results;
    for (Value operand : block.getTerminator()->getOperands())
      results.push_back(frame.lookup(operand));
    return results;
  }

  FailureOr<const Kernels *> kernelsIn(Block &block) {
    auto found = kernelsOf.find(&block);
    if (found == kernelsOf.end()) {
      FailureOr<Kernels> kernels = passes::findKernels(block);
      if (failed(kernels))
        return failure();
      found = kernelsOf
                  .try_emplace(&block,
                               std::make_unique<Kernels>(*std::move(kernels)))
                  .first;
    }
    return found->second.get();
  }

  absl::Status readOp(Operation &op, const Kernels &kernels, Frame &frame) {
    if (auto kernel = kernels.byOp.find(&op); kernel != kernels.byOp.end())
      return readKernel(op, kernel->second, frame);
    if (auto call = dyn_cast<func::CallOp>(op))
      return readCall(call, frame);
    if (auto loop = dyn_cast<scf::ForOp>(op))
      return readLoop(loop, frame);
    if (auto loop = dyn_cast<PipelineOp>(op))
      return readPipeline(loop, frame);
    if (isa<SendOp, ReceiveOp>(op))
      return readMessage(op, frame);
    if (auto insert = dyn_cast<tensor::InsertSliceOp>(op))
      return readInsertion(insert, frame);
    if (auto collective = dyn_cast<CollectiveOpInterface>(op);
        collective && collective.communicates())
      return readCollective(collective, frame);
    if (auto read = dyn_cast<ReadOp>(op)) {
      frame[read.getResult()] = variables.at(read.getVariable());
      return absl::OkStatus();
    }
    if (auto assign = dyn_cast<AssignOp>(op))
      return readAssign(assign, frame);

    if (auto repeat = dyn_cast<RepeatWhileOp>(op)) {
      program.repeatWhile = frame.lookup(repeat.getCondition()).number;
      return absl::OkStatus();
    }
    if (isa<PullOp, PullRowsOp, PushOp, PushRowsOp, TakeOp, TakeRowsOp,
            TakeRowSumsOp, EnqueueOp, DequeueOp>(op))
      return readRequest(op, frame);

    // Free: a view of its first operand, or arithmetic on scalars.
    ValueState state;
    if (op.getNumResults() == 1) {
      SmallVector<Number> operands;
      for (Value operand : op.getOperands())
        operands.push_back(frame.lookup(operand).number);
      state.number = numberOf(op, operands);
    }
    if (op.getNumOperands() > 0 && op.getNumResults() > 0 &&
        isa<ShapedType>(op.getResult(0).getType()))
      state.memory = frame.lookup(op.getOperand(0)).memory;
    state.readyAfter = readyAfter(op.getOperands(), frame);
    for (Value result : op.getResults())
      frame[result] = state;
    return absl::OkStatus();
  }

  /// Ops after which all of `values` are there.
  static std::vector<OpId> readyAfter(ValueRange values, const Frame &frame) {
    std::vector<OpId> ops;
    for (Value value : values)
      absl::c_copy(frame.lookup(value).readyAfter, std::back_inserter(ops));
    absl::c_sort(ops);
    ops.erase(std::unique(ops.begin(), ops.end()), ops.end());
    return ops;
  }

  /// Appends an op that reads `values`.
  OpId addOp(Operation &op, std::string name, ProgramOp::Action action,
             ValueRange values, const Frame &frame) {
    OpId id = OpId(program.ops.size());
    program.ops.push_back({std::move(name), locationOf(&op), std::move(action),
                           readyAfter(values, frame)});
    for (Value value : values)
      if (std::optional<int> memory = frame.lookup(value).memory)
        program.values[*memory].usedBy.push_back(id);
    return id;
  }

  absl::Status readKernel(Operation &op, const Kernel &kernel, Frame &frame) {
    Work work{Flops(kernel.flops), kernel.type, Bytes(kernel.bytes)};
    OpId id = addOp(op, kernel.name, work, kernel.reads, frame);
    for (OpResult result : op.getResults()) {
      if (AssignOp assign = assignmentOf(result)) {
        frame[result] = writeVariable(assign.getVariable(), id);
        continue;
      }
      if (std::optional<int> memory = accumulatesOnto(result, frame)) {
        frame[result] = {memory, {id}, {}};
        continue;
      }
      absl::StatusOr<Bytes> bytes = bytesOf(&op, result.getType());
      if (!bytes.ok())
        return bytes.status();
      frame[result] =
          newValue(kernel.name, *bytes, MemoryKind::Temporaries, id);
    }
    return absl::OkStatus();
  }

  /// The assignment of `result` to a variable, if there is one.
  static AssignOp assignmentOf(OpResult result) {
    for (Operation *user : result.getUsers())
      if (auto assign = dyn_cast<AssignOp>(user))
        return assign;
    return nullptr;
  }

  /// The temporary memory that `result` is written to, because its op adds to
  /// what is there.
  std::optional<int> accumulatesOnto(OpResult result, const Frame &frame) {
    Value init;
    if (auto insert = dyn_cast<tensor::InsertSliceOp>(result.getOwner()))
      init = insert.getDest();
    else if (auto linalgOp = dyn_cast<linalg::LinalgOp>(result.getOwner());
             linalgOp &&
             linalgOp.payloadUsesValueFromOperand(
                 linalgOp.getDpsInitOperand(result.getResultNumber())))
      init = linalgOp.getDpsInitOperand(result.getResultNumber())->get();
    if (!init)
      return std::nullopt;
    std::optional<int> memory = frame.lookup(init).memory;
    if (memory && program.values[*memory].kind != MemoryKind::Temporaries)
      return std::nullopt;
    return memory;
  }

  /// `writer` replaces the value of a variable, once all have read the old one.
  ValueState writeVariable(StringRef name, OpId writer) {
    ValueState &state = variables.at(name);
    std::vector<OpId> &readers = program.values[*state.memory].usedBy;
    std::vector<OpId> &after = program.ops[writer].after;
    for (OpId reader : readers)
      if (reader != writer)
        after.push_back(reader);
    absl::c_sort(after);
    after.erase(std::unique(after.begin(), after.end()), after.end());
    readers.clear();
    state.readyAfter = {writer};
    return state;
  }

  absl::Status readAssign(AssignOp assign, Frame &frame) {
    const ValueState &variable = variables.at(assign.getVariable());
    const ValueState &value = frame[assign.getValue()];
    if (value.memory == variable.memory) { // written in place
      publish(assign);
      return absl::OkStatus();
    }
    absl::StatusOr<Bytes> bytes = bytesOf(assign, assign.getValue().getType());
    if (!bytes.ok())
      return bytes.status();
    Work copy{Flops(0), "", Bytes(2 * bytes->count())};
    OpId id = addOp(*assign, "skein.assign", copy, assign.getValue(), frame);
    writeVariable(assign.getVariable(), id);
    publish(assign);
    return absl::OkStatus();
  }

  /// Lets others see what was assigned, if the variable is one that they pull.
  void publish(AssignOp assign) {
    auto object = surroundings.objectIndex.find(assign.getVariable());
    if (object == surroundings.objectIndex.end())
      return;
    Request request{Request::Kind::Publish, object->second, Bytes(0)};
    program.ops.push_back({"publish", locationOf(assign), std::move(request),
                           variables.at(assign.getVariable()).readyAfter});
  }

  absl::Status readRequest(Operation &op, Frame &frame) {
    using Kind = Request::Kind;
    auto kind = llvm::TypeSwitch<Operation *, Kind>(&op)
                    .Case<PullOp, PullRowsOp>([](auto) { return Kind::Pull; })
                    .Case<PushOp, PushRowsOp>([](auto) { return Kind::Push; })
                    .Case<TakeOp, TakeRowsOp, TakeRowSumsOp>(
                        [](auto) { return Kind::Take; })
                    .Case([](EnqueueOp) { return Kind::Enqueue; })
                    .Default([](Operation *) { return Kind::Dequeue; });
    StringRef name;
    llvm::TypeSwitch<Operation *>(&op)
        .Case<PullOp, PullRowsOp, PushOp, PushRowsOp, TakeOp, TakeRowsOp,
              TakeRowSumsOp, EnqueueOp, DequeueOp>(
            [&](auto request) { name = request.getObjectAttr().getValue(); });
    Request request{kind, surroundings.objectIndex.at(name), Bytes(0)};
    const HostedObject &object = surroundings.objects[request.object];
    for (Value value :
         sends(op) ? ValueRange(op.getOperands()) : ValueRange(op.getResults()))
      if (auto type = cast<RankedTensorType>(value.getType());
          type.getRank() > 0 || kind == Kind::Pull) {
        absl::StatusOr<Bytes> bytes = bytesOf(&op, type);
        if (!bytes.ok())
          return bytes.status();
        request.bytes += *bytes;
      }
    if (auto pull = dyn_cast<PullRowsOp>(op)) {
      absl::StatusOr<Bytes> asked = bytesOf(&op, pull.getIndices().getType());
      if (!asked.ok())
        return asked.status();
      request.asked = *asked;
    }
    if (isa<PullRowsOp, PushRowsOp>(op)) {
      double share = passes::shareOfRows(variableOf(op));
      request.bytes = Bytes(std::llround(request.bytes.count() * share));
      request.asked = Bytes(std::llround(request.asked.count() * share));
    }
    readOperands(op, object, request, frame);

    std::string text =
        absl::StrCat(op.getName().getStringRef().str(), " @", object.name);
    OpId id = addOp(op, text, request, op.getOperands(), frame);
    for (Value result : op.getResults()) {
      absl::StatusOr<Bytes> bytes = bytesOf(&op, result.getType());
      if (!bytes.ok())
        return bytes.status();
      frame[result] = newValue(text, *bytes, MemoryKind::Temporaries, id);
    }
    Request &added = std::get<Request>(program.ops[id].action);
    auto number = [&](Value result) {
      frame[result].number = Number::slot(program.numSlots);
      return program.numSlots++;
    };
    if (auto dequeue = dyn_cast<DequeueOp>(op)) {
      if (isSingleInteger(dequeue.getValue()))
        added.slot = number(dequeue.getValue());
      added.fromSlot = number(dequeue.getFrom());
    }
    if (auto take = dyn_cast<TakeOp>(op))
      added.slot = number(take.getCount());
    if (auto take = dyn_cast<TakeRowSumsOp>(op))
      added.slot = number(take.getCount());
    return absl::OkStatus();
  }

  /// The table that `op` is about rows of.
  VariableOp variableOf(Operation &op) {
    SymbolTableCollection symbols;
    FlatSymbolRefAttr name;
    if (auto push = dyn_cast<PushRowsOp>(op))
      name = symbols.lookupNearestSymbolFrom<AccumulatorOp>(push, push.getAccumulatorAttr())
                 .getVariableAttr();
    else
      name = cast<PullRowsOp>(op).getVariableAttr();
    return symbols.lookupNearestSymbolFrom<VariableOp>(&op, name);
  }

  static bool sends(Operation &op) {
    return isa<PushOp, PushRowsOp, EnqueueOp>(op);
  }

  static bool isSingleInteger(Value value) {
    auto type = cast<RankedTensorType>(value.getType());
    return type.getRank() == 0 && type.getElementType().isInteger();
  }

  /// What `op` says beside the object and the tensor.
  void readOperands(Operation &op, const HostedObject &object, Request &request,
                    const Frame &frame) {
    auto readElement = [&](auto op) {
      if (op.getAll())
        request.element = Request::Element::All;
      else if (op.getElement())
        request.element = Request::Element::At;
      else if (object.family >= 0)
        request.element = Request::Element::Me;
      if (op.getElement())
        request.index = frame.lookup(op.getElement()).number;
    };
    auto readLabel = [&](auto push) {
      if (push.getLabel())
        request.label = frame.lookup(push.getLabel()).number;
    };
    llvm::TypeSwitch<Operation *>(&op)
        .Case<PushOp, PushRowsOp>(readLabel)
        .Case<TakeOp, TakeRowSumsOp>(
            [&](auto take) { request.count = take.getPushes(); })
        .Case([&](TakeRowsOp) { request.count = contributors(object); })
        .Case([&](EnqueueOp enqueue) {
          readElement(enqueue);
          request.count = enqueue.getTimes();
          request.value = frame.lookup(enqueue.getValue()).number;
        })
        .Case([&](DequeueOp dequeue) { readElement(dequeue); });
  }

  /// Devices that push to an accumulator.
  int64_t contributors(const HostedObject &accumulator) const {
    int64_t count = 1;
    const Mesh &mesh = surroundings.meshes[accumulator.family];
    for (int axis : accumulator.axes)
      count *= mesh.axes[axis].size;
    return count;
  }

  absl::Status readCollective(CollectiveOpInterface op, Frame &frame) {
    if (op.getMeshAttr().getValue() != program.mesh.name)
      return errorAt(op, "is over @" + op.getMeshAttr().getValue() +
                             "; expected the mesh of the program, @" +
                             program.mesh.name);
    if (auto reduce = dyn_cast<AllReduceOp>(*op);
        reduce && !reduce.getBody().empty())
      return readAlgorithm(reduce, frame);
    auto kind =
        llvm::TypeSwitch<Operation *, std::optional<CollectiveKind>>(op)
            .Case([](AllReduceOp) { return CollectiveKind::AllReduce; })
            .Case([](AllGatherOp) { return CollectiveKind::AllGather; })
            .Case([](ReduceScatterOp) { return CollectiveKind::ReduceScatter; })
            .Case([](BroadcastOp) { return CollectiveKind::Broadcast; })
            .Case([](skein::ReduceOp) { return CollectiveKind::Reduce; })
            .Case([](AllToAllOp) { return CollectiveKind::AllToAll; })
            .Default([](Operation *) { return std::nullopt; });
    if (!kind)
      return errorAt(op, "has no cost model");
    Value input = op->getOperand(0), result = op->getResult(0);
    absl::StatusOr<Bytes> taken = bytesOf(op, input.getType());
    absl::StatusOr<Bytes> given = bytesOf(op, result.getType());
    if (!taken.ok() || !given.ok())
      return taken.ok() ? given.status() : taken.status();
    Collective collective{*kind, axesOf(op),
                          *kind == CollectiveKind::AllGather ? *given : *taken,
                          op.getStream() == skein::Stream::Communication};
    absl::c_sort(collective.axes);
    std::string name = op->getName().getStringRef().str();
    OpId id = addOp(*op, name, collective, input, frame);
    frame[result] = newValue(name, *given, MemoryKind::Temporaries, id);
    return absl::OkStatus();
  }

  std::vector<int> axesOf(CollectiveOpInterface op) const {
    std::vector<int> axes;
    for (StringRef axis : op.getAxesAttr().getAsValueRange<StringAttr>())
      axes.push_back(axisIndex(axis));
    return axes;
  }

  /// Every exchange and collective of the body, in one buffer, one after the
  /// other as far as they depend on each other.
  absl::Status readAlgorithm(AllReduceOp op, Frame &frame) {
    absl::StatusOr<Bytes> bytes = bytesOf(op, op.getType());
    if (!bytes.ok())
      return bytes.status();
    auto type = cast<RankedTensorType>(op.getType());
    int64_t elements = std::max<int64_t>(type.getNumElements(), 1);
    int64_t width = bytes->count() / elements;
    std::string name = op->getName().getStringRef().str();
    if (auto algorithm = op->getAttrOfType<StringAttr>(algorithmAttrName))
      absl::StrAppend(&name, " (", algorithm.str(), ")");

    std::optional<OpId> last;
    auto append = [&](ProgramOp::Action action) {
      OpId id = addOp(*op, name, std::move(action), op.getInput(), frame);
      if (last)
        program.ops[id].after = {*last};
      else
        frame[op.getResult()] =
            newValue(name, *bytes, MemoryKind::Temporaries, id);
      last = id;
    };
    bool beside = op.getStream() == skein::Stream::Communication;
    InFlight inFlight(axesOf(op), width);
    auto flush = [&] {
      if (std::optional<Exchange> exchange = inFlight.take()) {
        exchange->beside = beside;
        append(*std::move(exchange));
      }
    };
    LogicalResult traced = traceAlgorithm(op, [&](const AlgorithmStep &step) {
      if (isa<ExchangeOp>(step.op)) {
        if (inFlight.dependsOn(step.messages))
          flush();
        return inFlight.add(step);
      }
      flush();
      auto kind = isa<BroadcastOp>(step.op) ? CollectiveKind::Broadcast
                                            : CollectiveKind::AllReduce;
      Collective native{kind, axesOf(cast<CollectiveOpInterface>(step.op)),
                        *bytes, beside};
      absl::c_sort(native.axes);
      append(std::move(native));
    });
    flush();
    if (failed(traced))
      return reported();
    if (!last)
      frame[op.getResult()] = frame.lookup(op.getInput());
    else
      frame[op.getResult()].readyAfter = {*last};
    return absl::OkStatus();
  }

  absl::Status readCall(func::CallOp call, Frame &frame) {
    auto callee = symbols.lookup<func::FuncOp>(call.getCallee());
    if (!callee || callee.isExternal())
      return errorAt(call,
                     "calls @" + call.getCallee() + ", which has no body");
    if (!llvm::hasSingleElement(callee.getBody()))
      return errorAt(callee, "has branches; expected straight-line code");
    if (!active.insert(callee).second)
      return errorAt(call, "calls @" + call.getCallee() + " recursively");
    std::vector<ValueState> arguments;
    for (Value operand : call.getOperands())
      arguments.push_back(frame.lookup(operand));
    absl::StatusOr<std::vector<ValueState>> results =
        readBlock(callee.getBody().front(), arguments);
    if (!results.ok())
      return results.status();
    for (auto [result, state] : llvm::zip(call.getResults(), *results))
      frame[result] = state;
    active.erase(callee);
    return absl::OkStatus();
  }

  /// Iteration after iteration, each with the results of the last one.
  absl::Status readLoop(scf::ForOp loop, Frame &frame) {
    std::vector<ValueState> carried;
    for (Value init : loop.getInitArgs())
      carried.push_back(frame.lookup(init));
    int64_t iterations = *passes::iterationsOf(loop);
    if (iterations > maxOps)
      return errorAt(loop, "has more iterations than can be simulated");
    for (int64_t count = 0; count < iterations; ++count) {
      ValueState index;
      if (auto first = getConstantIntValue(loop.getLowerBound()),
          step = getConstantIntValue(loop.getStep());
          first && step)
        index.number = *first + count * *step;
      std::vector<ValueState> arguments = {index};
      absl::c_copy(carried, std::back_inserter(arguments));
      absl::StatusOr<std::vector<ValueState>> results =
          readBlock(*loop.getBody(), arguments, frame);
      if (!results.ok())
        return results.status();
      if (program.ops.size() > maxOps)
        return errorAt(loop, "makes more ops than can be simulated");
      carried = *std::move(results);
    }
    for (auto [result, state] : llvm::zip(loop.getResults(), carried))
      frame[result] = state;
    return absl::OkStatus();
  }

  /// The body once; its actions then take turns.
  absl::Status readPipeline(PipelineOp loop, Frame &frame) {
    Block &block = loop.getBody().front();
    FailureOr<const Kernels *> kernels = kernelsIn(block);
    if (failed(kernels))
      return reported();
    PipelineText text;
    text.firstOp = OpId(program.ops.size());
    std::vector<ValueState> carried;
    for (auto [argument, init] :
         llvm::zip(loop.getCarried(), loop.getInits())) {
      absl::StatusOr<Bytes> bytes = bytesOf(loop, argument.getType());
      if (!bytes.ok())
        return bytes.status();
      carried.push_back(newValue("sum over micro-batches", *bytes,
                                 MemoryKind::Gradients, text.firstOp));
      frame[argument] = carried.back();
      frame[argument].readyAfter = frame.lookup(init).readyAfter;
    }
    text.firstValue = int(program.values.size());
    for (Operation &op : block.without_terminator()) {
      if (auto action = dyn_cast<ActionOp>(op))
        text.actions.push_back(actionOf(action));
      else if (!(*kernels)->fused.contains(&op))
        if (absl::Status status = readOp(op, **kernels, frame); !status.ok())
          return status;
      text.actions.back().end = OpId(program.ops.size());
    }
    for (PipelineOp::Entry entry : loop.getEntries())
      text.entries.push_back({int(entry.action), entry.microBatch});
    for (Value yielded : loop.getYielded())
      if (std::optional<int> memory = frame.lookup(yielded).memory)
        text.updates.push_back(*memory);
    unroll(program, text);
    for (auto [result, state] : llvm::zip(loop.getResults(), carried)) {
      state.readyAfter = {OpId(program.ops.size()) - 1};
      frame[result] = state;
    }
    return absl::OkStatus();
  }

  static PipelineText::Action actionOf(ActionOp action) {
    StringRef kind = stringifyActionKind(action.getKind());
    return {llvm::toUpper(kind.front()), int64_t(action.getStage()),
            absl::StrCat(kind.str(), " of stage ", action.getStage()),
            locationOf(action)};
  }

  absl::Status readMessage(Operation &op, Frame &frame) {
    bool isSend = isa<SendOp>(op);
    StringRef name = isSend ? cast<SendOp>(op).getChannel()
                            : cast<ReceiveOp>(op).getChannel();
    int channel = surroundings.objectIndex.at(name);
    Bytes bytes = surroundings.objects[channel].bytes;
    std::string text =
        absl::StrCat(op.getName().getStringRef().str(), " @", name.str());
    OpId id =
        addOp(op, text,
              Request{isSend ? Request::Kind::Send : Request::Kind::Receive,
                      channel, bytes},
              op.getOperands(), frame);
    for (Value result : op.getResults())
      frame[result] = newValue(text, bytes, MemoryKind::Temporaries, id);
    return absl::OkStatus();
  }

  /// A result that is written to its place in a carried tensor.
  absl::Status readInsertion(tensor::InsertSliceOp insert, Frame &frame) {
    ValueState state = frame.lookup(insert.getDest());
    std::vector<OpId> ready =
        readyAfter({insert.getSource(), insert.getDest()}, frame);
    if (!state.memory) {
      absl::StatusOr<Bytes> bytes = bytesOf(insert, insert.getType());
      if (!bytes.ok())
        return bytes.status();
      std::optional<OpId> writer;
      if (!ready.empty())
        writer = ready.back();
      state = newValue("tensor.insert_slice", *bytes, MemoryKind::Temporaries,
                       writer);
    }
    state.readyAfter = std::move(ready);
    frame[insert.getResult()] = state;
    return absl::OkStatus();
  }

  static constexpr int64_t maxOps = 10'000'000;

  const Surroundings &surroundings;
  SymbolTable symbols;
  skein::ProgramOp op;
  Program program;
  std::map<StringRef, ValueState> variables; // as they are at this place
  llvm::DenseMap<Block *, std::unique_ptr<Kernels>> kernelsOf;
  llvm::DenseSet<func::FuncOp> active; // functions that are being read
};

/// A module's job: programs, the meshes that they or their objects are on.
class JobReader {
public:
  JobReader(ModuleOp module, skein::ProgramOp main)
      : module(module), main(main) {}

  absl::StatusOr<Job> read() {
    // The meshes take devices in this order.
    for (bool isFirst : {true, false})
      for (auto mesh : module.getOps<MeshOp>())
        if ((mesh.getSymName() == main.getMesh()) == isFirst)
          if (absl::Status status = readMesh(mesh); !status.ok())
            return status;
    if (absl::Status status = readObjects(); !status.ok())
      return status;
    Job job;
    for (skein::ProgramOp program : programs()) {
      absl::StatusOr<Program> read =
          ProgramReader(module, program, surroundings).read();
      if (!read.ok())
        return read.status();
      job.programs.push_back(*std::move(read));
    }
    // The batch may be another stage's input.
    for (const Program &program : job.programs)
      if (job.programs[0].examples == 0)
        job.programs[0].examples = program.examples;
    job.memory = std::move(memory);
    job.meshes = std::move(surroundings.meshes);
    job.objects = std::move(surroundings.objects);
    return job;
  }

private:
  std::vector<skein::ProgramOp> programs() {
    std::vector<skein::ProgramOp> result = {main};
    for (auto program : module.getOps<skein::ProgramOp>())
      if (program.getBeside() == main.getSymName())
        result.push_back(program);
    return result;
  }

  absl::Status readMesh(MeshOp op) {
    Mesh mesh{op.getSymName().str(), {}};
    int64_t devices = 1;
    for (auto [name, size] :
         llvm::zip(op.getAxisNames().getAsValueRange<StringAttr>(),
                   op.getAxisSizes())) {
      devices *= size;
      if (devices > maxDevices)
        return errorAt(op, "has more than 65536 devices");
      mesh.axes.push_back({name.str(), int(size)});
    }
    surroundings.meshIndex[op.getSymName()] = int(surroundings.meshes.size());
    surroundings.meshes.push_back(std::move(mesh));
    return absl::OkStatus();
  }

  absl::Status readObjects() {
    findPulled();
    for (auto variable : module.getOps<VariableOp>())
      if (absl::Status status = readVariable(variable); !status.ok())
        return status;
    for (auto accumulator : module.getOps<AccumulatorOp>())
      readAccumulator(accumulator);
    for (auto queue : module.getOps<QueueOp>())
      if (absl::Status status = readQueue(queue); !status.ok())
        return status;
    for (auto channel : module.getOps<ChannelOp>())
      if (absl::Status status = readChannel(channel); !status.ok())
        return status;
    return absl::OkStatus();
  }

  absl::Status readVariable(VariableOp variable) {
    absl::StatusOr<Bytes> bytes = bytesOf(variable, variable.getType());
    if (!bytes.ok())
      return bytes.status();
    std::string name = variable.getSymName().str();
    int mesh =
        variable.getMeshAttr()
            ? surroundings.meshIndex.at(variable.getMeshAttr().getValue())
            : 0;
    std::vector<int> devices;
    if (variable.getCoordinates())
      devices =
          devicesAt(surroundings.meshes[mesh], *variable.getCoordinates());
    memory.push_back({name, *bytes,
                      variable.getSlotOf() ? MemoryKind::OptimizerSlots
                                           : MemoryKind::Parameters,
                      mesh, devices});
    if (!variable.getCoordinates() || !pulled.contains(variable.getSymName()))
      return absl::OkStatus();
    HostedObject object{HostedObject::Kind::Variable, name, mesh,
                        devices.front()};
    object.bytes = *bytes;
    add(variable.getSymName(), std::move(object));
    // Pulls go on while the next version is written.
    memory.push_back(
        {name + " (spare)", *bytes, MemoryKind::HostedObjects, mesh, devices});
    return absl::OkStatus();
  }

  /// Notes which variables other devices ask for.
  void findPulled() {
    module.walk([&](Operation *op) {
      llvm::TypeSwitch<Operation *>(op).Case<PullOp, PullRowsOp, AccumulatorOp>(
          [&](auto user) { pulled.insert(user.getVariable()); });
    });
  }

  void readAccumulator(AccumulatorOp op) {
    int variable = surroundings.objectIndex.at(op.getVariable());
    HostedObject object = surroundings.objects[variable];
    object.kind = HostedObject::Kind::Accumulator;
    object.name = op.getSymName().str();
    object.variable = variable;
    object.family = surroundings.meshIndex.at(op.getMesh());
    object.inIndexOrder = op.getOrder() == AccumulationOrder::Index;
    const Mesh &mesh = surroundings.meshes[object.family];
    for (size_t axis = 0; axis < mesh.axes.size(); ++axis) {
      bool contributes = llvm::is_contained(
          op.getAxes().getAsValueRange<StringAttr>(), mesh.axes[axis].name);
      (contributes ? object.axes : object.otherAxes).push_back(int(axis));
    }
    memory.push_back({object.name,
                      object.bytes,
                      MemoryKind::HostedObjects,
                      object.mesh,
                      {object.device}});
    add(op.getSymName(), std::move(object));
  }

  absl::Status readQueue(QueueOp op) {
    absl::StatusOr<Bytes> bytes = bytesOf(op, op.getType());
    if (!bytes.ok())
      return bytes.status();
    HostedObject object{HostedObject::Kind::Queue, op.getSymName().str()};
    object.bytes = *bytes;
    if (op.getMesh()) {
      object.mesh = surroundings.meshIndex.at(*op.getMesh());
      if (op.getCoordinates())
        object.device =
            devicesAt(surroundings.meshes[object.mesh], *op.getCoordinates())
                .front();
    }
    if (op.getFamily())
      object.family = surroundings.meshIndex.at(*op.getFamily());
    object.initial = op.getInitial().value_or(0);
    object.capacity = op.getCapacity().value_or(0);
    add(op.getSymName(), std::move(object));
    return absl::OkStatus();
  }

  /// Channels of other programs than those that are read have no ends.
  absl::Status readChannel(ChannelOp op) {
    absl::StatusOr<Bytes> bytes = bytesOf(op, op.getType());
    if (!bytes.ok())
      return bytes.status();
    HostedObject object{HostedObject::Kind::Channel, op.getSymName().str()};
    object.bytes = *bytes;
    object.capacity = op.getCapacity();
    for (auto [number, program] : llvm::enumerate(programs())) {
      if (program.getSymName() == op.getSource())
        object.source = int(number);
      if (program.getSymName() != op.getTarget())
        continue;
      object.target = int(number);
      const Mesh &mesh =
          surroundings.meshes[surroundings.meshIndex.at(program.getMesh())];
      for (size_t axis = 0; axis < mesh.axes.size(); ++axis)
        if (!program.getCoordinates() ||
            !program.getCoordinates()->contains(mesh.axes[axis].name))
          object.axes.push_back(int(axis));
    }
    if (object.source >= 0 && object.target >= 0)
      add(op.getSymName(), std::move(object));
    return absl::OkStatus();
  }

  void add(StringRef name, HostedObject object) {
    surroundings.objectIndex[name] = int(surroundings.objects.size());
    surroundings.objects.push_back(std::move(object));
  }

  static constexpr int64_t maxDevices = 65536;

  ModuleOp module;
  skein::ProgramOp main;
  Surroundings surroundings;
  llvm::DenseSet<StringRef> pulled;
  std::vector<JobMemory> memory;
};

absl::StatusOr<skein::ProgramOp>
choose(ModuleOp module, const std::string &path, const std::string &name) {
  std::vector<std::string> names;
  for (auto program : module.getOps<skein::ProgramOp>())
    if (!program.getBeside())
      names.push_back("@" + program.getSymName().str());
  if (names.empty())
    return absl::InvalidArgumentError(absl::StrCat(
        path, ": no skein.program; expected what --skein-distribute writes"));
  bool isOnly = name.empty() && names.size() == 1;
  for (auto program : module.getOps<skein::ProgramOp>())
    if (program.getBeside())
      continue;
    else if (isOnly || program.getSymName() == (name.empty() ? "train" : name))
      return program;
  return absl::InvalidArgumentError(
      absl::StrCat(path, ": no program @", name.empty() ? "train" : name,
                   "; expected one of ", absl::StrJoin(names, ", ")));
}

} // namespace

absl::StatusOr<Job> readJob(const std::string &path, const std::string &name) {
  MLIRContext context(MLIRContext::Threading::DISABLED);
  context.loadDialect<SkeinDialect, arith::ArithDialect, func::FuncDialect,
                      linalg::LinalgDialect, math::MathDialect, scf::SCFDialect,
                      tensor::TensorDialect>();
  std::string messages;
  ScopedDiagnosticHandler handler(&context, [&](Diagnostic &diagnostic) {
    auto line = [&](Diagnostic &part) {
      std::string where;
      if (auto at = part.getLocation()->findInstanceOf<FileLineColLoc>())
        where = absl::StrCat(at.getFilename().str(), ":", at.getLine(), ": ");
      absl::StrAppend(&messages, messages.empty() ? "" : "\n", where,
                      part.str());
    };
    line(diagnostic);
    for (Diagnostic &note : diagnostic.getNotes())
      line(note);
  });
  auto text = llvm::MemoryBuffer::getFileOrSTDIN(path, /*IsText=*/true);
  if (!text)
    return absl::NotFoundError(
        absl::StrCat(path, ": ", text.getError().message()));
  OwningOpRef<ModuleOp> module = parseSourceString<ModuleOp>(
      (*text)->getBuffer(), ParserConfig(&context), path);
  if (!module)
    return absl::InvalidArgumentError(messages);
  absl::StatusOr<skein::ProgramOp> program = choose(*module, path, name);
  if (!program.ok())
    return program.status();
  if (failed(skein::passes::verifyProgress(*module)))
    return absl::InvalidArgumentError(messages);
  absl::StatusOr<Job> read = JobReader(*module, *program).read();
  if (!read.ok() && read.status() == reported())
    return absl::InvalidArgumentError(messages);
  return read;
}

} // namespace skein::simulator
