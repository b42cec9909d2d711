//===- ReadProgram.cpp - level-1 IR as kernels and collectives ------------===//

#include "simulator/program/ReadProgram.h"

#include "dialect/Algorithm.h"
#include "dialect/Distribution.h"
#include "dialect/Skein.h"
#include "passes/Kernels.h"
#include "passes/ProgressReports.h"

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

class ProgramReader {
public:
  ProgramReader(ModuleOp module, skein::ProgramOp op)
      : symbols(module), op(op) {}

  absl::StatusOr<Program> read() {
    program.name = op.getSymName().str();
    program.location = locationOf(op);
    if (absl::Status status = readMesh(); !status.ok())
      return status;
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

  absl::Status readMesh() {
    auto mesh = symbols.lookup<MeshOp>(op.getMesh());
    program.mesh.name = op.getMesh().str();
    int64_t devices = 1;
    for (auto [name, size] :
         llvm::zip(mesh.getAxisNames().getAsValueRange<StringAttr>(),
                   mesh.getAxisSizes())) {
      devices *= size;
      if (devices > maxDevices)
        return errorAt(mesh, "has more than 65536 devices");
      program.mesh.axes.push_back({name.str(), int(size)});
    }
    return absl::OkStatus();
  }

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
    ValueState state{int(program.values.size()) - 1, {}};
    if (madeBy)
      state.readyAfter = {*madeBy};
    return state;
  }

  /// The states of what `block` returns when its arguments are `arguments` and
  /// values from outside of it are as in `frame`.
  absl::StatusOr<std::vector<ValueState>>
  readBlock(Block &block, absl::Span<const ValueState> arguments,
            Frame frame = Frame()) {
    auto found = kernelsOf.find(&block);
    if (found == kernelsOf.end()) {
      FailureOr<Kernels> kernels = passes::findKernels(block);
      if (failed(kernels))
        return reported();
      found = kernelsOf
                  .try_emplace(&block,
                               std::make_unique<Kernels>(*std::move(kernels)))
                  .first;
    }
    const Kernels &kernels = *found->second;
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

  absl::Status readOp(Operation &op, const Kernels &kernels, Frame &frame) {
    if (auto kernel = kernels.byOp.find(&op); kernel != kernels.byOp.end())
      return readKernel(op, kernel->second, frame);
    if (auto call = dyn_cast<func::CallOp>(op))
      return readCall(call, frame);
    if (auto loop = dyn_cast<scf::ForOp>(op))
      return readLoop(loop, frame);
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

    // Free: a view of its first operand, or arithmetic on scalars.
    ValueState state;
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
  OpId addOp(Operation &op, std::string name,
             std::variant<Work, Collective, Exchange> action, ValueRange values,
             const Frame &frame) {
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
        frame[result] = {memory, {id}};
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
    if (value.memory == variable.memory)
      return absl::OkStatus(); // written in place
    absl::StatusOr<Bytes> bytes = bytesOf(assign, assign.getValue().getType());
    if (!bytes.ok())
      return bytes.status();
    Work copy{Flops(0), "", Bytes(2 * bytes->count())};
    OpId id = addOp(*assign, "skein.assign", copy, assign.getValue(), frame);
    writeVariable(assign.getVariable(), id);
    return absl::OkStatus();
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
    Collective collective{
        *kind,
        axesOf(op),
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
    auto append = [&](std::variant<Work, Collective, Exchange> action) {
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
      std::vector<ValueState> arguments = {ValueState()}; // the index
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
  static constexpr int64_t maxDevices = 65536;

  SymbolTable symbols;
  skein::ProgramOp op;
  Program program;
  std::map<StringRef, ValueState> variables; // as they are at this place
  llvm::DenseMap<Block *, std::unique_ptr<Kernels>> kernelsOf;
  llvm::DenseSet<func::FuncOp> active; // functions that are being read
};

absl::StatusOr<skein::ProgramOp>
choose(ModuleOp module, const std::string &path, const std::string &name) {
  std::vector<std::string> names;
  for (auto program : module.getOps<skein::ProgramOp>())
    names.push_back("@" + program.getSymName().str());
  if (names.empty())
    return absl::InvalidArgumentError(absl::StrCat(
        path, ": no skein.program; expected what --skein-distribute writes"));
  bool isOnly = name.empty() && names.size() == 1;
  for (auto program : module.getOps<skein::ProgramOp>())
    if (isOnly || program.getSymName() == (name.empty() ? "train" : name))
      return program;
  return absl::InvalidArgumentError(
      absl::StrCat(path, ": no program @", name.empty() ? "train" : name,
                   "; expected one of ", absl::StrJoin(names, ", ")));
}

} // namespace

absl::StatusOr<Program> readProgram(const std::string &path,
                                    const std::string &name) {
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
  absl::StatusOr<Program> read = ProgramReader(*module, *program).read();
  if (!read.ok() && read.status() == reported())
    return absl::InvalidArgumentError(messages);
  return read;
}

} // namespace skein::simulator
