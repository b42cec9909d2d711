//===- ReportCommunication.cpp - who sends how much along which axis ------===//
#include "dialect/Algorithm.h"
#include "passes/Kernels.h"
#include "passes/Passes.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/TypeSwitch.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/FormatVariadic.h"

using namespace mlir;
using namespace skein;

namespace skein::passes {
#define GEN_PASS_DEF_REPORTCOMMUNICATIONPASS
#include "passes/Passes.h.inc"
} // namespace skein::passes

namespace {

/// Some devices of a mesh that communicate: those that differ along `axes`, in
/// the order of their numbers.
struct Group {
  SmallVector<StringRef> axes;
  SmallVector<int64_t> sizes;
  int64_t devices = 1;
  int64_t groups = 1; ///< of this kind in the mesh

  Group(MeshOp mesh, ArrayAttr axisNames) {
    for (StringRef axis : axisNames.getAsValueRange<StringAttr>()) {
      axes.push_back(axis);
      sizes.push_back(*mesh.getAxisSize(axis));
      devices *= sizes.back();
    }
    groups = mesh.getNumDevices() / devices;
  }

  /// Calls `visit` for each axis along which the two differ.
  void forAxesBetween(int64_t from, int64_t to, function_ref<void(StringRef)> visit) const {
    for (auto [axis, size] : llvm::reverse(llvm::zip_equal(axes, sizes))) {
      if (from % size != to % size)
        visit(axis);
      from /= size;
      to /= size;
    }
  }
};

/// Bytes that all devices together send from one end of an axis to another.
using AxisBytes = llvm::MapVector<StringRef, double>;

/// What the fabric sends for a collective, if it uses rings in the order of the
/// devices' numbers: the bytes of every hop to the next one.
AxisBytes bytesOfNative(const Group &group, Operation *op, double input, double result) {
  AxisBytes bytes;
  auto add = [&](int64_t from, int64_t to, double amount) {
    group.forAxesBetween(from, to,
                         [&](StringRef axis) { bytes[axis] += amount * group.groups; });
  };
  int64_t size = group.devices;
  if (isa<AllToAllOp>(op)) {
    for (int64_t from = 0; from < size; ++from)
      for (int64_t to = 0; to < size; ++to)
        add(from, to, input / size);
    return bytes;
  }
  bool isChain = isa<BroadcastOp, ReduceOp>(op);
  double perHop = isa<AllReduceOp>(op)   ? 2 * input * (size - 1) / size
                  : isa<AllGatherOp>(op) ? result * (size - 1) / size
                  : isChain              ? input
                                         : input * (size - 1) / size;
  for (int64_t hop = 0; hop < size - isChain; ++hop)
    add(hop, (hop + 1) % size, perHop);
  return bytes;
}

class CommunicationReport {
public:
  explicit CommunicationReport(ModuleOp module) : symbols(module) {}

  LogicalResult add(ProgramOp program) {
    this->program = program;
    mesh = symbols.lookup<MeshOp>(program.getMesh());
    devices = mesh.getNumDevices();
    for (StringRef axis : mesh.getAxisNames().getAsValueRange<StringAttr>())
      if (program.getCoordinates() && program.getCoordinates()->contains(axis))
        devices /= *mesh.getAxisSize(axis);
    total.clear();
    for (StringRef axis : mesh.getAxisNames().getAsValueRange<StringAttr>())
      if (!program.getCoordinates() || !program.getCoordinates()->contains(axis))
        total["along " + axis.str()] = 0;
    rows.clear();
    if (failed(visit(program.getBody().front(), program.getTimes())))
      return failure();
    print();
    return success();
  }

private:
  struct Row {
    std::string op;
    double bytes;
    std::string way; ///< an axis, or the device that has what is asked for
    std::string reason, location;
  };

  LogicalResult visit(Block &block, int64_t times) {
    for (Operation &op : block) {
      LogicalResult result =
          llvm::TypeSwitch<Operation *, LogicalResult>(&op)
              .Case([&](func::CallOp call) {
                auto callee = symbols.lookup<func::FuncOp>(call.getCallee());
                return visit(callee.getBody().front(), times);
              })
              .Case([&](scf::ForOp loop) -> LogicalResult {
                FailureOr<int64_t> iterations = passes::iterationsOf(loop);
                if (failed(iterations))
                  return failure();
                return visit(*loop.getBody(), times * *iterations);
              })
              .Case([&](PipelineOp loop) {
                return visit(loop.getBody().front(), times * loop.getMicroBatches());
              })
              .Case([&](SendOp send) { return addMessage(send, times); })
              .Case([&](CollectiveOpInterface collective) {
                return collective.communicates() ? addRows(collective, times) : success();
              })
              .Case([&](scf::IfOp branch) -> LogicalResult {
                // As if both ran: which one does is not known.
                for (Region &region : branch->getRegions())
                  if (!region.empty() && failed(visit(region.front(), times)))
                    return failure();
                return success();
              })
              .Case<PullOp, PullRowsOp, PushOp, PushRowsOp, EnqueueOp, DequeueOp>(
                  [&](auto request) { return addRequest(request, times); })
              .Default([](Operation *) { return success(); });
      if (failed(result))
        return failure();
    }
    return success();
  }

  LogicalResult addRows(CollectiveOpInterface op, int64_t times) {
    FailureOr<AxisBytes> bytes = bytesOf(op);
    if (failed(bytes))
      return failure();
    std::string name = op->getName().getStringRef().str();
    if (auto algorithm = op->getAttrOfType<StringAttr>(algorithmAttrName))
      name += " (" + algorithm.str() + ")";
    for (auto [axis, amount] : *bytes) {
      if (amount == 0)
        continue;
      rows.push_back({name, amount * times, axis.str(), reasonOf(op), locationOf(op)});
      total["along " + axis.str()] += amount * times;
    }
    return success();
  }

  /// What all devices of the program together send through a channel; it counts along the
  /// axes along which the other end is elsewhere.
  LogicalResult addMessage(SendOp op, int64_t times) {
    auto channel = symbols.lookup<ChannelOp>(op.getChannel());
    FailureOr<int64_t> bytes = passes::bytesOf(op, channel.getType());
    if (failed(bytes))
      return failure();
    double amount = double(*bytes) * double(times) * double(devices);
    auto target = symbols.lookup<ProgramOp>(channel.getTarget());
    for (NamedAttribute axis : program.getCoordinates().value_or(DictionaryAttr())) {
      if (target.getCoordinates()->get(axis.getName()) == axis.getValue())
        continue;
      rows.push_back({op->getName().getStringRef().str(), amount, axis.getName().str(),
                      ("@" + channel.getSymName()).str(), locationOf(op)});
      total["along " + axis.getName().str()] += amount;
    }
    return success();
  }

  //===--------------------------------------------------------------------===//
  // Objects that live on one device
  //===--------------------------------------------------------------------===//

  /// Where an object lives: `@servers[server = 0]`; empty for a queue of each device.
  template <typename Object> static std::string placeOf(Object object) {
    std::string place;
    llvm::raw_string_ostream out(place);
    if (!object.getMeshAttr())
      return place;
    out << object.getMeshAttr() << "[";
    llvm::interleaveComma(object.getCoordinatesAttr(), out, [&](NamedAttribute axis) {
      out << axis.getName().getValue() << " = "
          << cast<IntegerAttr>(axis.getValue()).getInt();
    });
    out << "]";
    return place;
  }

  /// What all devices of the program together send to, or get from, an object that is
  /// not theirs: `bytes` from each of `senders`.
  template <typename Object>
  LogicalResult addRequest(Operation *op, Object owner, StringRef name,
                           FailureOr<int64_t> bytes, double senders) {
    if (failed(bytes))
      return failure();
    bool isLocal = !owner.getMeshAttr() || (owner.getMeshAttr() == program.getMeshAttr() &&
                                        owner.getCoordinatesAttr() == program.getCoordinatesAttr());
    if (isLocal)
      return success();
    std::string place = placeOf(owner);
    bool comes = isa<PullOp, PullRowsOp, DequeueOp>(op);
    rows.push_back({op->getName().getStringRef().str(), *bytes * senders, place,
                    "@" + name.str(), locationOf(op)});
    total[(comes ? "from " : "to ") + place] += *bytes * senders;
    return success();
  }

  LogicalResult addRequest(PullOp op, int64_t times) {
    auto variable = symbols.lookup<VariableOp>(op.getVariable());
    return addRequest(op, variable, op.getVariable(), passes::bytesOf(op, op.getType()),
                      double(times) * devices);
  }

  LogicalResult addRequest(PullRowsOp op, int64_t times) {
    FailureOr<int64_t> indices = passes::bytesOf(op, op.getIndices().getType());
    FailureOr<int64_t> rows = passes::bytesOf(op, op.getRows().getType());
    if (failed(indices) || failed(rows))
      return failure();
    auto variable = symbols.lookup<VariableOp>(op.getVariable());
    return addRequest(op, variable, op.getVariable(), *indices + *rows,
                      times * passes::shareOfRows(variable) * devices);
  }

  LogicalResult addPush(Operation *op, StringRef name, FailureOr<int64_t> bytes, double times) {
    auto accumulator = symbols.lookup<AccumulatorOp>(name);
    SymbolTableCollection tables;
    return addRequest(op, symbols.lookup<VariableOp>(accumulator.getVariable()),
                      accumulator.getVariable(), bytes,
                      times * accumulator.getNumContributors(tables));
  }

  LogicalResult addRequest(PushOp op, int64_t times) {
    return addPush(op, op.getAccumulator(), passes::bytesOf(op, op.getGradient().getType()), times);
  }

  /// As if rows were spread over the pieces of a table: the text does not say which they are.
  LogicalResult addRequest(PushRowsOp op, int64_t times) {
    FailureOr<int64_t> indices = passes::bytesOf(op, op.getIndices().getType());
    FailureOr<int64_t> lines = passes::bytesOf(op, op.getRows().getType());
    if (failed(indices) || failed(lines))
      return failure();
    auto accumulator = symbols.lookup<AccumulatorOp>(op.getAccumulator());
    return addPush(op, op.getAccumulator(), *indices + *lines,
                   times * passes::shareOfRows(symbols.lookup<VariableOp>(accumulator.getVariable())));
  }

  /// Elements of all queues of a family that the op is about.
  double elementsOf(QueueOp queue, bool all) {
    return all ? symbols.lookup<MeshOp>(*queue.getFamily()).getNumDevices() : 1;
  }

  LogicalResult addRequest(EnqueueOp op, int64_t times) {
    auto queue = symbols.lookup<QueueOp>(op.getQueue());
    return addRequest(op, queue, op.getQueue(), passes::bytesOf(op, op.getValue().getType()),
                      double(times) * devices * op.getTimes() * elementsOf(queue, op.getAll()));
  }

  LogicalResult addRequest(DequeueOp op, int64_t times) {
    auto queue = symbols.lookup<QueueOp>(op.getQueue());
    return addRequest(op, queue, op.getQueue(), passes::bytesOf(op, op.getValue().getType()),
                      double(times) * devices * elementsOf(queue, op.getAll()));
  }

  //===--------------------------------------------------------------------===//
  // Collectives
  //===--------------------------------------------------------------------===//

  FailureOr<AxisBytes> bytesOf(CollectiveOpInterface op) {
    FailureOr<int64_t> input = passes::bytesOf(op, op->getOperand(0).getType());
    FailureOr<int64_t> result = passes::bytesOf(op, op->getResult(0).getType());
    if (failed(input) || failed(result))
      return failure();
    Group group(mesh, op.getAxesAttr());
    auto reduce = dyn_cast<AllReduceOp>(op.getOperation());
    if (!reduce || reduce.getBody().empty())
      return bytesOfNative(group, op, *input, *result);
    AxisBytes bytes;
    int64_t elements = std::max<int64_t>(1, reduce.getInput().getType().getNumElements());
    int64_t width = *input / elements;
    LogicalResult traced = traceAlgorithm(reduce, [&](const AlgorithmStep &step) {
      for (const Message &message : step.messages)
        group.forAxesBetween(message.from, message.to, [&](StringRef axis) {
          bytes[axis] += double(message.count * width) * group.groups;
        });
      if (auto inner = dyn_cast<CollectiveOpInterface>(step.op))
        for (auto [axis, amount] :
             bytesOfNative(Group(mesh, inner.getAxesAttr()), inner, *input, *input))
          bytes[axis] += amount;
    });
    if (failed(traced))
      return failure();
    return bytes;
  }

  /// What the result is for: the variable or the result of the program that it
  /// leads to first, or the op that takes it.
  static std::string reasonOf(Operation *op) {
    SmallVector<Operation *> open(op->getUsers());
    llvm::SmallPtrSet<Operation *, 16> seen;
    for (size_t i = 0; i < open.size(); ++i) {
      Operation *user = open[i];
      if (!seen.insert(user).second)
        continue;
      if (isa<AssignOp, ApplyGradientOp>(user))
        return ("@" + user->getAttrOfType<FlatSymbolRefAttr>("variable").getValue()).str();
      if (isa<skein::ReturnOp>(user))
        return "result";
      open.append(user->user_begin(), user->user_end());
    }
    return open.empty() ? "unused" : "for " + open.front()->getName().getStringRef().str();
  }

  static std::string locationOf(Operation *op) {
    auto location = op->getLoc()->findInstanceOf<FileLineColLoc>();
    return location ? llvm::formatv("{0}:{1}", location.getFilename().strref(),
                                    location.getLine())
                          .str()
                    : "-";
  }

  void print() {
    llvm::raw_ostream &out = llvm::errs();
    size_t widths[] = {2, 4, 6};
    for (const Row &row : rows) {
      widths[0] = std::max(widths[0], row.op.size());
      widths[1] = std::max(widths[1], row.way.size());
      widths[2] = std::max(widths[2], row.reason.size());
    }
    auto line = [&](StringRef op, StringRef bytes, StringRef way, StringRef reason,
                    StringRef location) {
      out << llvm::left_justify(op, widths[0]) << "  " << llvm::right_justify(bytes, 14) << "  "
          << llvm::left_justify(way, widths[1]) << "  " << llvm::left_justify(reason, widths[2])
          << "  " << location << "\n";
    };
    out << "communication of @" << program.getSymName() << " on "
        << (program.getCoordinates() ? placeOf(program) : ("@" + mesh.getSymName()).str())
        << ", bytes of all devices in one step\n";
    line("op", "bytes", "axis", "reason", "location");
    for (const Row &row : rows)
      line(row.op, llvm::formatv("{0:F0}", row.bytes).str(), row.way, row.reason, row.location);
    for (auto &[way, amount] : total)
      out << "bytes " << way << ": " << llvm::formatv("{0:F0}", amount) << "\n";
  }

  SymbolTable symbols;
  ProgramOp program;
  MeshOp mesh;
  int64_t devices = 1; ///< that run the program
  SmallVector<Row> rows;
  llvm::MapVector<std::string, double, std::map<std::string, unsigned>> total; ///< by way
};

struct ReportCommunication
    : skein::passes::impl::ReportCommunicationPassBase<ReportCommunication> {
  void runOnOperation() override {
    CommunicationReport report(getOperation());
    for (ProgramOp program : getOperation().getOps<ProgramOp>())
      if (failed(report.add(program)))
        return signalPassFailure();
    markAllAnalysesPreserved();
  }
};

} // namespace
