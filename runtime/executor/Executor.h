//===- Executor.h - Runs programs on virtual devices ------------*- C++ -*-===//
//
// Owns the variables of all devices of a module and runs programs on them, one
// thread per program and device.
//
//===----------------------------------------------------------------------===//
#ifndef SKEIN_RUNTIME_EXECUTOR_EXECUTOR_H
#define SKEIN_RUNTIME_EXECUTOR_EXECUTOR_H

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "runtime/checkpoint/Safetensors.h"
#include "runtime/data/Dataset.h"
#include "runtime/executor/Executable.h"
#include "runtime/executor/Schedule.h"
#include "runtime/fabric/Communicator.h"
#include "runtime/objects/HostedObjects.h"
#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace skein::runtime {

/// Consecutive batches of one epoch: `first` up to but without `last`.
struct BatchRange {
  absl::Span<const int64_t> order; // of the examples, from Dataset
  int64_t first = 0;
  int64_t last = 0;
  /// Steps that were made before, in all epochs.
  int64_t stepsBefore = 0;
};

/// What the first device did in one step.
struct StepReport {
  int64_t index; // of the batch in its epoch
  /// The first result, if it is a scalar; else NaN.
  double value;
  /// From fetching the batch to having the results.
  std::chrono::duration<double> step;
  /// Of that, in the program's code.
  std::chrono::duration<double> program;
};

struct Watcher {
  /// Called by the first device's thread after each of its steps.
  absl::FunctionRef<void(const StepReport &)> onStep;
  /// Once true, all devices stop after the same step, as soon as they can.
  const std::atomic<bool> &stop;
};

/// What a program did on one device in a run.
struct DeviceOutcome {
  int64_t iterations = 0;
  std::chrono::duration<double> time = {};
  /// Of that, in operations on hosted objects that wait for others.
  std::chrono::duration<double> waiting = {};
  std::string program = {};
  int64_t device = 0; ///< in its mesh
};

struct Outcome {
  int64_t steps = 0;
  /// Per result of the program, as f64 of the global shape: its mean over the
  /// steps, or over the examples of all steps if it is a total. Zeros if there
  /// was no step. Along independent axes, devices add up their means over their
  /// own iterations.
  std::vector<HostTensor> results;
  std::vector<DeviceOutcome> devices;
  /// The same of programs beside it.
  std::vector<DeviceOutcome> others;
  std::vector<ObjectReport> objects;
};

class Executor {
public:
  /// `fabrics` has one element per device of the executable, mesh by mesh;
  /// every thread calls `prepareThread` first. Variables are zero until
  /// initialize or restore.
  Executor(Executable executable,
           std::vector<std::unique_ptr<DeviceFabric>> fabrics,
           std::function<void()> prepareThread = {});
  ~Executor();

  /// Of later runs.
  void setSchedule(Schedule newSchedule) { schedule = std::move(newSchedule); }

  const Executable &executable() const { return loaded; }
  /// Null if there is none of this name.
  const Program *findProgram(absl::string_view name) const;
  /// Those that run along with a main program, in the order of the module.
  std::vector<const Program *> programsBeside(const Program &program) const;

  /// Gives every variable its first value; `runSeed` as for initializePiece.
  /// Errors: a variable without an initialiser, by name.
  absl::Status initialize(uint64_t runSeed);

  /// Takes the values of all variables from `file`, which `source` names in
  /// errors. With a `runSeed`, those that the file does not have and that have
  /// an initialiser get their first values instead.
  /// Errors: a variable is missing, or its type or global shape is another;
  /// the file has tensors that are no variable.
  absl::Status restore(const std::string &source, const TensorFile &file,
                       std::optional<uint64_t> runSeed = std::nullopt);

  /// The variables under their names, with their global shapes, parts put
  /// together.
  /// Errors: devices that hold the same piece disagree about a bit of it.
  absl::StatusOr<std::map<std::string, HostTensor>> variables() const;

  /// Runs `program`, a main program, one step per batch of `range`, and the
  /// programs beside it. Returns when all have ended. Hosted objects start anew
  /// with every run: queues with their first elements, accumulators empty and
  /// with the step that the run begins at, variables with what they hold.
  /// A program that repeats while it wants to begins the epoch again after its
  /// last batch.
  /// Errors: what went wrong first, then where the others were; all programs
  /// wait for one another, and for what. After an error the executor is of no
  /// more use.
  absl::StatusOr<Outcome> run(const Program &program, const Dataset &dataset,
                              const BatchRange &range, const Watcher &watcher);

private:
  void initialize(size_t variable, uint64_t runSeed);
  absl::Status
  compareHolders(const std::map<std::string, HostTensor> &tensors) const;

  Executable loaded;
  std::function<void()> prepareThread;
  Schedule schedule;
  std::vector<std::unique_ptr<class Device>> devices;
};

} // namespace skein::runtime

#endif // SKEIN_RUNTIME_EXECUTOR_EXECUTOR_H
