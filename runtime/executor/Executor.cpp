#include "runtime/executor/Executor.h"
#include "absl/strings/str_cat.h"
#include "runtime/abi/CallQueue.h"
#include "runtime/abi/Context.h"
#include "runtime/executor/Initialize.h"
#include "runtime/executor/Pieces.h"
#include "runtime/support/Status.h"
#include <algorithm>
#include <cstring>
#include <limits>
#include <mutex>
#include <thread>

namespace skein::runtime {
namespace {

using Clock = std::chrono::steady_clock;

/// Lets all devices agree on the step after which they stop: none begins a step
/// beyond those that some device had begun when it heard of the wish to stop.
class StopLine {
public:
  explicit StopLine(int64_t end) : end(end) {}

  bool mayBegin(int64_t step, bool stopWanted) {
    std::lock_guard lock(mutex);
    if (stopWanted)
      end = std::min(end, begun);
    if (step >= end)
      return false;
    begun = std::max(begun, step + 1);
    return true;
  }

private:
  std::mutex mutex;
  int64_t end;
  int64_t begun = 0; // one more than the last step that a device began
};

/// Adds up the results of one program on one device.
class ResultTotals {
public:
  explicit ResultTotals(const std::vector<Result> &results) : specs(results) {
    for (const Result &result : results)
      totals.emplace_back(DataType::F64, result.localShape);
  }

  void add(absl::Span<void *const> buffers) {
    ++steps;
    for (size_t i = 0; i < specs.size(); ++i)
      add(specs[i], static_cast<const std::byte *>(buffers[i]),
          totals[i].as<double>());
  }

  /// The mean over the steps so far, in which there were `examples` examples.
  HostTensor mean(size_t result, int64_t examples) const {
    HostTensor value = totals[result].clone();
    int64_t divisor = specs[result].isTotal ? examples : steps;
    for (double &total : value.as<double>())
      total /= std::max<int64_t>(1, divisor);
    return value;
  }

private:
  static void add(const Result &spec, const std::byte *data,
                  absl::Span<double> total) {
    for (size_t i = 0; i < total.size(); ++i)
      total[i] += elementAsDouble(spec.type, data, i);
  }

  const std::vector<Result> &specs;
  std::vector<HostTensor> totals;
  int64_t steps = 0;
};

} // namespace

/// One virtual device: its variables, its arena, its context.
class Executor::Device {
public:
  Device(const Executable &loaded, std::unique_ptr<DeviceFabric> ownFabric)
      : fabric(std::move(ownFabric)), context{*fabric, {}, {}, {}} {
    for (const Variable &variable : loaded.variables)
      variables.emplace_back(variable.type, variable.localShape);
    int64_t arenaBytes = 0;
    for (const Program &program : loaded.programs)
      arenaBytes = std::max(arenaBytes, program.arenaBytes);
    arena = AlignedBuffer(arenaBytes);
  }

  int64_t number() const { return fabric->device(); }
  const absl::Status &status() const { return context.status; }

  /// The body of this device's thread.
  void run(const Program &program, const Dataset &dataset,
           const BatchRange &range, const Watcher &watcher,
           StopLine &stopLine) {
    std::vector<HostTensor> inputs = allocate(program.inputs);
    std::vector<HostTensor> results = allocate(program.results);
    std::vector<void *> buffers = bufferList(inputs, results);
    auto inputBuffers =
        absl::MakeSpan(buffers).subspan(variables.size(), inputs.size());
    auto resultBuffers = absl::MakeSpan(buffers).subspan(
        variables.size() + inputs.size(), results.size());
    totals = std::make_unique<ResultTotals>(program.results);
    steps = 0;
    for (int64_t index = range.first; index < range.last; ++index) {
      if (!stopLine.mayBegin(steps, watcher.stop.load()))
        return;
      auto begin = Clock::now();
      dataset.fill(number(), range.order, index, inputBuffers);
      auto filled = Clock::now();
      program.entry(&context, buffers.data());
      auto computed = Clock::now();
      if (context.status.ok() && context.started)
        context.status = context.started->checkAllWaitedFor();
      if (!context.status.ok())
        return fail();
      totals->add(resultBuffers);
      ++steps;
      if (number() == 0)
        watcher.onStep({index, firstValue(program, results),
                        Clock::now() - begin, computed - filled});
    }
  }

  std::vector<HostTensor> variables;
  /// Of the last run.
  std::unique_ptr<ResultTotals> totals;
  int64_t steps = 0;

private:
  template <typename Spec>
  static std::vector<HostTensor> allocate(const std::vector<Spec> &specs) {
    std::vector<HostTensor> tensors;
    for (const TensorSpec &spec : specs)
      tensors.emplace_back(spec.type, spec.localShape);
    return tensors;
  }

  /// In the order that EntryPoint documents.
  std::vector<void *> bufferList(std::vector<HostTensor> &inputs,
                                 std::vector<HostTensor> &results) {
    std::vector<void *> buffers;
    for (std::vector<HostTensor> *tensors : {&variables, &inputs, &results})
      for (HostTensor &tensor : *tensors)
        buffers.push_back(tensor.data());
    buffers.push_back(arena.data());
    return buffers;
  }

  static double firstValue(const Program &program,
                           const std::vector<HostTensor> &results) {
    if (results.empty() || results[0].size() != 1)
      return std::numeric_limits<double>::quiet_NaN();
    return elementAsDouble(program.results[0].type, results[0].data(), 0);
  }

  /// Tells the others, who may be waiting for this device.
  void fail() {
    fabric->abort(absl::Status(
        context.status.code(),
        absl::StrCat("device ", number(), ": ", context.status.message())));
    context.started.reset(); // its calls use buffers that are freed now
  }

  std::unique_ptr<DeviceFabric> fabric;
  AlignedBuffer arena;
  skrt_context context;
};

Executor::Executor(Executable executable,
                   std::vector<std::unique_ptr<DeviceFabric>> fabrics,
                   std::function<void()> prepareThread)
    : loaded(std::move(executable)), prepareThread(std::move(prepareThread)) {
  for (auto &fabric : fabrics)
    devices.push_back(std::make_unique<Device>(loaded, std::move(fabric)));
}

Executor::~Executor() = default;

const Program *Executor::findProgram(absl::string_view name) const {
  for (const Program &program : loaded.programs)
    if (program.name == name)
      return &program;
  return nullptr;
}

absl::Status Executor::initialize(uint64_t runSeed) {
  for (size_t i = 0; i < loaded.variables.size(); ++i) {
    const Variable &variable = loaded.variables[i];
    if (variable.initializer.kind == InitializerKind::None)
      return absl::FailedPreconditionError(
          absl::StrCat("variable @", variable.name,
                       " has no initialiser; expected a checkpoint"));
    initialize(i, runSeed);
  }
  return absl::OkStatus();
}

void Executor::initialize(size_t variable, uint64_t runSeed) {
  for (const auto &device : devices)
    initializePiece(loaded.variables[variable], loaded.mesh, device->number(),
                    runSeed, device->variables[variable].data());
}

absl::Status Executor::restore(const std::string &source,
                               const TensorFile &file,
                               std::optional<uint64_t> runSeed) {
  auto error = [&](const auto &...parts) {
    return absl::InvalidArgumentError(absl::StrCat(source, ": ", parts...));
  };
  for (const Variable &variable : loaded.variables) {
    auto found = file.tensors.find(variable.name);
    if (found == file.tensors.end() && runSeed &&
        variable.initializer.kind != InitializerKind::None)
      continue;
    std::string expected =
        typeString(variable.type, globalShape(variable, loaded.mesh));
    if (found == file.tensors.end())
      return error("no tensor \"", variable.name, "\"; expected ", expected);
    if (found->second.typeString() != expected)
      return error("tensor \"", variable.name, "\" is ",
                   found->second.typeString(), "; expected ", expected);
  }
  for (const auto &[name, tensor] : file.tensors)
    if (std::none_of(
            loaded.variables.begin(), loaded.variables.end(),
            [&](const Variable &variable) { return variable.name == name; }))
      return error("tensor \"", name, "\" is not a variable of the program");
  for (size_t i = 0; i < loaded.variables.size(); ++i) {
    auto found = file.tensors.find(loaded.variables[i].name);
    if (found == file.tensors.end()) {
      initialize(i, *runSeed);
      continue;
    }
    for (const auto &device : devices)
      cutPiece(found->second, loaded.variables[i], loaded.mesh,
               device->number(), device->variables[i].data());
  }
  return absl::OkStatus();
}

absl::StatusOr<std::map<std::string, HostTensor>> Executor::variables() const {
  std::map<std::string, HostTensor> tensors;
  for (size_t i = 0; i < loaded.variables.size(); ++i) {
    const Variable &variable = loaded.variables[i];
    HostTensor global(variable.type, globalShape(variable, loaded.mesh));
    for (const auto &device : devices)
      if (isFirstHolder(variable, loaded.mesh, device->number()))
        pastePiece(device->variables[i].data(), variable, loaded.mesh,
                   device->number(), global);
    HostTensor piece(variable.type, variable.localShape);
    for (const auto &device : devices) {
      cutPiece(global, variable, loaded.mesh, device->number(), piece.data());
      if (std::memcmp(piece.data(), device->variables[i].data(),
                      piece.byteSize()) != 0)
        return absl::InternalError(absl::StrCat(
            "variable @", variable.name, " is not the same on device ",
            device->number(), " as on the first device that holds it"));
    }
    tensors.emplace(variable.name, std::move(global));
  }
  return tensors;
}

absl::StatusOr<Outcome> Executor::run(const Program &program,
                                      const Dataset &dataset,
                                      const BatchRange &range,
                                      const Watcher &watcher) {
  StopLine stopLine(range.last - range.first);
  std::vector<std::thread> threads;
  for (const auto &device : devices)
    threads.emplace_back([&, &device = *device] {
      if (prepareThread)
        prepareThread();
      device.run(program, dataset, range, watcher, stopLine);
    });
  for (std::thread &thread : threads)
    thread.join();

  std::string failures;
  for (const auto &device : devices)
    if (!device->status().ok())
      absl::StrAppend(&failures, failures.empty() ? "" : "\n", "device ",
                      device->number(), ": ", device->status().message());
  if (!failures.empty())
    return absl::AbortedError(failures);

  Outcome outcome;
  outcome.steps = devices.front()->steps;
  int64_t examples =
      dataset.examplesIn(range.first, range.first + outcome.steps);
  for (size_t i = 0; i < program.results.size(); ++i) {
    TensorSpec spec = program.results[i];
    spec.type = DataType::F64;
    HostTensor &global =
        outcome.results.emplace_back(spec.type, globalShape(spec, loaded.mesh));
    for (const auto &device : devices)
      if (isFirstHolder(spec, loaded.mesh, device->number()))
        pastePiece(device->totals->mean(i, examples).data(), spec, loaded.mesh,
                   device->number(), global);
  }
  return outcome;
}

} // namespace skein::runtime
