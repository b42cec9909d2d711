//===- skein-bench.cpp - how fast collectives are on this machine ---------===//
//
// All-reduces of growing size among threads of this process, one row for each
// algorithm and size, as nccl-tests prints them. An algorithm is what
// --skein-lower-all-reduce makes of an all-reduce: its messages are sent over the
// fabric as the text says. Beside it stands the limit: the speed at which all
// devices together can read and write as many bytes.
//
//===----------------------------------------------------------------------===//
#include "dialect/Algorithm.h"
#include "passes/AllReduceSpec.h"
#include "passes/Passes.h"
#include "runtime/fabric/threads/ThreadFabric.h"
#include "tools/CommandLine.h"

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "llvm/Support/InitLLVM.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/Diagnostics.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Pass/PassManager.h"

#include <algorithm>
#include <chrono>
#include <cstring>
#include <deque>
#include <functional>
#include <thread>

using namespace skein;
using namespace skein::runtime;
namespace cl = llvm::cl;

namespace {

/// What one device does in one all-reduce: a message out, one in, or, over some
/// axes, a collective of the fabric.
struct Action {
  enum Kind { Exchange, AllReduce, Broadcast } kind = Exchange;
  bool combines = false;
  int64_t sendBegin = 0, sendCount = 0, to = 0;
  int64_t receiveBegin = 0, receiveCount = 0, from = 0;
  AxisSet axes = 0;
};

/// By device.
using Schedule = std::vector<std::vector<Action>>;

AxisSet axisSet(const Mesh &mesh, mlir::ArrayAttr names) {
  AxisSet axes = 0;
  for (llvm::StringRef name : names.getAsValueRange<mlir::StringAttr>())
    for (size_t i = 0; i < mesh.axes.size(); ++i)
      if (mesh.axes[i].name == name.str())
        axes |= AxisSet(1) << i;
  return axes;
}

/// An all-reduce of `elements` f32 over all axes of `mesh`.
std::string programText(const Mesh &mesh, int64_t elements) {
  std::string sizes, names, states;
  for (const MeshAxis &axis : mesh.axes) {
    absl::StrAppend(&sizes, sizes.empty() ? "" : ", ", axis.name, " = ", axis.size);
    absl::StrAppend(&names, names.empty() ? "" : ", ", axis.name);
  }
  std::vector<std::string> sorted;
  for (const MeshAxis &axis : mesh.axes)
    sorted.push_back(axis.name);
  std::sort(sorted.begin(), sorted.end());
  for (const std::string &axis : sorted)
    absl::StrAppend(&states, states.empty() ? "" : ", ", axis, ": partial sum");
  std::string plain = absl::StrCat("tensor<", elements, "xf32>");
  std::string partial = absl::StrCat("tensor<", elements, "xf32, #skein.dist<", states, ">>");
  return absl::StrCat("skein.mesh @m(", sizes, ")\nskein.program @p on @m(%x: ", partial,
                      ") {\n%r = skein.all_reduce sum %x over @m[", names, "] : ", partial, " -> ",
                      plain, "\nskein.return\n}\n");
}

/// What the devices of `mesh` do for `spec`.
/// Errors: what the pass refuses.
absl::StatusOr<Schedule> scheduleOf(const Mesh &mesh, const std::string &spec, int64_t elements) {
  mlir::MLIRContext context(mlir::MLIRContext::Threading::DISABLED);
  context.loadDialect<SkeinDialect, mlir::arith::ArithDialect, mlir::scf::SCFDialect>();
  std::string message;
  mlir::ScopedDiagnosticHandler handler(
      &context, [&](mlir::Diagnostic &diagnostic) { message = diagnostic.str(); });
  auto module = mlir::parseSourceString<mlir::ModuleOp>(programText(mesh, elements), &context);
  mlir::PassManager manager(&context);
  manager.addPass(passes::createLowerAllReducePass({spec}));
  if (!module || failed(manager.run(*module)))
    return absl::InvalidArgumentError(message);

  Schedule schedule(mesh.deviceCount());
  auto addToAll = [&](Action::Kind kind, mlir::ArrayAttr axes) {
    for (std::vector<Action> &actions : schedule) {
      actions.emplace_back().kind = kind;
      actions.back().axes = axisSet(mesh, axes);
    }
  };
  auto visit = [&](const AlgorithmStep &step) {
    if (auto reduce = mlir::dyn_cast<AllReduceOp>(step.op))
      return addToAll(Action::AllReduce, reduce.getAxes());
    if (auto broadcast = mlir::dyn_cast<BroadcastOp>(step.op))
      return addToAll(Action::Broadcast, broadcast.getAxes());
    bool combines = mlir::cast<ExchangeOp>(step.op).getKind().has_value();
    std::map<int64_t, Action> actions;
    for (const Message &message : step.messages) {
      Action &sender = actions[message.from], &receiver = actions[message.to];
      sender.sendBegin = message.begin, sender.sendCount = message.count, sender.to = message.to;
      receiver.receiveBegin = message.begin, receiver.receiveCount = message.count;
      receiver.from = message.from;
    }
    for (auto &[device, action] : actions) {
      action.combines = combines;
      action.axes = (AxisSet(1) << mesh.axes.size()) - 1;
      schedule[device].push_back(action);
    }
  };
  AllReduceOp reduce;
  module->walk([&](AllReduceOp op) {
    if (!op->getParentOfType<AllReduceOp>())
      reduce = op;
  });
  if (reduce.getBody().empty())
    addToAll(Action::AllReduce, reduce.getAxes());
  else if (failed(traceAlgorithm(reduce, visit)))
    return absl::InternalError(message);
  return schedule;
}

/// These calls fail only when a device has ended, which none does here.
void failOnError(const absl::Status &status) {
  if (!status.ok())
    llvm::report_fatal_error(llvm::StringRef(status.ToString()));
}

/// Runs `actions` on `data`.
void runActions(DeviceFabric &fabric, const std::vector<Action> &actions, float *data,
                int64_t elements) {
  for (const Action &action : actions) {
    Communicator &group = fabric.over(action.axes);
    switch (action.kind) {
    case Action::AllReduce:
      failOnError(group.allReduce(runtime::ReductionKind::Sum, DataType::F32, data, data, elements));
      break;
    case Action::Broadcast:
      failOnError(group.broadcast(DataType::F32, data, data, elements, 0));
      break;
    case Action::Exchange:
      failOnError(group.exchange(
          action.combines ? std::optional(runtime::ReductionKind::Sum) : std::nullopt, DataType::F32,
          {data + action.sendBegin, action.sendCount, action.to},
          {data + action.receiveBegin, action.receiveCount, action.from}));
    }
  }
}

/// Without reading what is overwritten.
void copyPastCaches(const float *from, float *to, int64_t elements) {
  using Vector = float __attribute__((ext_vector_type(8)));
  constexpr int64_t width = 8; // the buffers start at multiples of it
  int64_t whole = elements / width;
  for (int64_t i = 0; i < whole; ++i)
    __builtin_nontemporal_store(reinterpret_cast<const Vector *>(from)[i],
                                reinterpret_cast<Vector *>(to) + i);
  std::copy(from + whole * width, from + elements, to + whole * width);
}

/// In place.
void negate(float *data, int64_t elements) {
  for (int64_t i = 0; i < elements; ++i)
    data[i] = -data[i];
}

/// Threads that each have two buffers.
class Machine {
public:
  Machine(const Mesh &mesh, int64_t elements)
      : mesh(mesh), fabrics(createThreadFabric(mesh)) {
    size_t bytes = (elements * sizeof(float) + 63) / 64 * 64;
    for (size_t i = 0; i < 2 * fabrics.size(); ++i) {
      buffers.emplace_back(static_cast<float *>(std::aligned_alloc(64, bytes)), std::free);
      std::fill_n(buffers.back().get(), elements, 0.0f); // so that it has memory
    }
  }

  /// What all devices do at the same time, again and again.
  struct Timing {
    std::function<void(size_t)> body; // takes the device
    int64_t calls = 1;                // that take long enough to be timed
    double best = 0;                  // seconds of one call
  };

  Timing allReduce(const Schedule &schedule, int64_t elements) {
    return {[this, &schedule, elements](size_t device) {
      runActions(*fabrics[device], schedule[device], buffer(device), elements);
    }};
  }

  /// An all-reduce in place reads and writes every buffer once at least. So do these,
  /// in the ways that a processor has; the fastest is the limit.
  std::vector<Timing> copies(int64_t elements) {
    return {{[this, elements](size_t device) {
              std::memcpy(spare(device), buffer(device), elements * sizeof(float));
            }},
            {[this, elements](size_t device) {
              copyPastCaches(buffer(device), spare(device), elements);
            }},
            {[this, elements](size_t device) { negate(buffer(device), elements); }}};
  }

  /// The best of several rounds counts, since what disturbs only ever adds. All take
  /// their turn in every round, so that what disturbs for a while meets all.
  void measure(std::vector<Timing *> timings, int64_t rounds) {
    for (int64_t round = 0; round < rounds; ++round)
      for (Timing *timing : timings) {
        double total = seconds(timing->body, timing->calls);
        while (round == 0 && total < 0.01)
          total = seconds(timing->body, timing->calls *= 2);
        double perCall = total / double(timing->calls);
        timing->best = round == 0 ? perCall : std::min(timing->best, perCall);
      }
  }

  /// Whether the all-reduce of ones gives the number of devices everywhere.
  bool isRight(const Schedule &schedule, int64_t elements) {
    onEveryDevice([&](size_t device) {
      std::fill_n(buffer(device), elements, 1.0f);
      runActions(*fabrics[device], schedule[device], buffer(device), elements);
    });
    bool right = true;
    for (size_t device = 0; device < fabrics.size(); ++device) {
      float *data = buffer(device);
      right &= std::all_of(data, data + elements,
                           [&](float value) { return value == float(fabrics.size()); });
      std::fill_n(data, elements, 0.0f);
    }
    return right;
  }

private:
  using Body = absl::FunctionRef<void(size_t)>;

  float *buffer(size_t device) { return buffers[device].get(); }
  float *spare(size_t device) { return buffers[fabrics.size() + device].get(); }

  void onEveryDevice(Body body) {
    std::vector<std::thread> threads;
    for (size_t device = 0; device < fabrics.size(); ++device)
      threads.emplace_back(body, device);
    for (std::thread &thread : threads)
      thread.join();
  }

  double seconds(Body body, int64_t calls) {
    using Clock = std::chrono::steady_clock;
    std::vector<Clock::time_point> starts(fabrics.size()), ends(fabrics.size());
    onEveryDevice([&](size_t device) {
      Communicator &all = fabrics[device]->over((AxisSet(1) << mesh.axes.size()) - 1);
      body(device);
      failOnError(all.barrier());
      starts[device] = Clock::now();
      for (int64_t call = 0; call < calls; ++call)
        body(device);
      ends[device] = Clock::now();
    });
    return std::chrono::duration<double>(*std::max_element(ends.begin(), ends.end()) -
                                         *std::min_element(starts.begin(), starts.end()))
        .count();
  }

  const Mesh &mesh;
  std::vector<std::unique_ptr<DeviceFabric>> fabrics;
  std::vector<std::unique_ptr<float, void (*)(void *)>> buffers;
};

/// "node:2,gpu:4"; nothing if it is something else.
std::optional<Mesh> parseMesh(llvm::StringRef text) {
  Mesh mesh{"m", {}};
  llvm::SmallVector<llvm::StringRef> parts;
  text.split(parts, ',');
  for (llvm::StringRef part : parts) {
    auto [name, size] = part.split(':');
    MeshAxis axis{name.str(), 0};
    if (name.empty() || size.getAsInteger(10, axis.size) || axis.size < 1)
      return std::nullopt;
    mesh.axes.push_back(axis);
  }
  return mesh;
}

/// 1024, 64K, 1G; 0 if it is something else.
int64_t parseBytes(llvm::StringRef text) {
  int exponent = text.consume_back("G") ? 30 : text.consume_back("M") ? 20 : text.consume_back("K") ? 10 : 0;
  int64_t number = 0;
  if (text.getAsInteger(10, number) || number < 0 || number > (INT64_MAX >> exponent))
    return 0;
  return number << exponent;
}

std::string bytesText(int64_t bytes) {
  for (auto [shift, suffix] : {std::pair(30, "G"), std::pair(20, "M"), std::pair(10, "K")})
    if (bytes >> shift > 0 && bytes % (int64_t(1) << shift) == 0)
      return absl::StrCat(bytes >> shift, suffix);
  return absl::StrCat(bytes);
}

int wrongUsage(const std::string &message) {
  llvm::errs() << message << "\n";
  return tools::WrongUsage;
}

/// An algorithm at one size.
struct Row {
  std::string spec;
  absl::StatusOr<Schedule> schedule;
  Machine::Timing timing;
  bool isRight = true;
};

/// One table over all sizes; false if an algorithm computed something wrong.
bool printTable(const Mesh &mesh, const std::vector<std::string> &specs, int64_t minBytes,
                int64_t maxBytes, int64_t factor, int64_t rounds) {
  double devices = double(mesh.deviceCount()), busFactor = 2 * (devices - 1) / devices;
  Machine machine(mesh, maxBytes / 4);
  bool allRight = true;
  absl::PrintF("%8s  %-16s %12s %10s %10s %12s %8s\n", "size", "algorithm", "time (us)",
               "algbw GB/s", "busbw GB/s", "limit GB/s", "of limit");
  for (int64_t bytes = minBytes; bytes <= maxBytes; bytes *= factor) {
    int64_t elements = bytes / 4;
    std::vector<Machine::Timing> copies = machine.copies(elements);
    std::vector<Machine::Timing *> timings;
    for (Machine::Timing &copy : copies)
      timings.push_back(&copy);
    std::deque<Row> rows;
    for (const std::string &spec : specs) {
      Row &row = rows.emplace_back(Row{spec, scheduleOf(mesh, spec, elements), {}});
      if (!row.schedule.ok())
        continue;
      row.isRight = machine.isRight(*row.schedule, elements);
      allRight &= row.isRight;
      row.timing = machine.allReduce(*row.schedule, elements);
      timings.push_back(&row.timing);
    }
    machine.measure(timings, rounds);
    double limit = copies[0].best;
    for (const Machine::Timing &copy : copies)
      limit = std::min(limit, copy.best);
    for (const Row &row : rows) {
      absl::PrintF("%8s  %-16s ", bytesText(bytes), row.spec);
      double speed = double(bytes) / row.timing.best / 1e9;
      if (row.schedule.ok())
        absl::PrintF("%12.2f %10.3f %10.3f %12.3f %7.1f%%%s\n", row.timing.best * 1e6, speed,
                     speed * busFactor, double(bytes) / limit / 1e9,
                     100 * limit / row.timing.best, row.isRight ? "" : "  WRONG");
      else
        absl::PrintF("%s\n", row.schedule.status().message());
    }
    std::fflush(stdout);
  }
  return allRight;
}

} // namespace

/// Exit status: 0 done, 1 an algorithm computed something wrong, 2 wrong usage.
int main(int argc, char **argv) {
  llvm::InitLLVM init(argc, argv);
  tools::hideForeignOptions();
  static cl::opt<std::string> what(cl::Positional, cl::Required, cl::desc("collectives"));
  static cl::opt<std::string> meshText(
      "mesh", cl::desc("Axes and their numbers of devices, such as node:2,gpu:2"),
      cl::init("data:2"));
  static cl::list<std::string> specs(
      "spec", cl::CommaSeparated,
      cl::desc("Algorithms of --skein-lower-all-reduce; by default all that fit the mesh"));
  static cl::opt<std::string> minText("min-bytes", cl::desc("Smallest tensor"), cl::init("4"));
  static cl::opt<std::string> maxText("max-bytes", cl::desc("Largest tensor"), cl::init("1G"));
  static cl::opt<int64_t> factor("factor", cl::desc("From one size to the next"), cl::init(4));
  static cl::opt<int64_t> rounds("rounds", cl::desc("Measurements, of which the best counts"),
                                 cl::init(5));
  if (!tools::parseCommandLine(argc, argv, "Times collectives among threads of this machine\n"))
    return tools::WrongUsage;
  if (what != "collectives")
    return wrongUsage(absl::StrCat("unknown benchmark \"", std::string(what),
                                   "\"; expected collectives"));
  std::optional<Mesh> mesh = parseMesh(meshText);
  if (!mesh)
    return wrongUsage(absl::StrCat("--mesh=", std::string(meshText),
                                   ": expected axes and sizes, such as node:2,gpu:2"));
  int64_t minBytes = parseBytes(minText), maxBytes = parseBytes(maxText);
  if (minBytes < 4 || minBytes % 4 != 0 || maxBytes < minBytes)
    return wrongUsage("--min-bytes and --max-bytes: expected multiples of 4 such as 64K, the "
                      "latter not smaller");
  if (factor < 2 || rounds < 1)
    return wrongUsage("--factor: expected at least 2, --rounds: at least 1");
  std::vector<std::string> chosen(specs.begin(), specs.end());
  std::string devices = absl::StrCat(mesh->deviceCount());
  if (chosen.empty())
    chosen = {"collective", "xring", "rechd", "tree", "psgpu", "psgpu#" + devices, "pscpu",
              "copy", "hierarchical-copy"};
  if (specs.empty() && mesh->axes.size() > 1)
    for (const char *spec :
         {"hierarchical", "nccl/xring", "nccl/rechd", "nccl/pscpu", "pscpu/pscpu"})
      chosen.push_back(spec);
  for (const std::string &spec : chosen)
    if (auto ranges = passes::parseAllReduceSpec(spec); !ranges)
      return wrongUsage(absl::StrCat("--spec=", spec, ": ",
                                     llvm::toString(ranges.takeError())));
  return printTable(*mesh, chosen, minBytes, maxBytes, factor, rounds) ? tools::Done
                                                                       : tools::InputRefused;
}
