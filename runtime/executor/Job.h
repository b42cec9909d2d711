//===- Job.h - One run of programs on all devices ---------------*- C++ -*-===//
#ifndef SKEIN_RUNTIME_EXECUTOR_JOB_H
#define SKEIN_RUNTIME_EXECUTOR_JOB_H

#include "runtime/executor/Device.h"
#include "runtime/executor/Executor.h"
#include "runtime/executor/StopLine.h"
#include "runtime/support/Failure.h"
#include "runtime/support/Watch.h"
#include <condition_variable>

namespace skein::runtime {

/// A main program and those beside it, from the start of their threads to their
/// end.
class Job {
public:
  struct Parameters {
    const Executable &loaded;
    const std::vector<std::unique_ptr<Device>> &devices;
    const std::function<void()> &prepareThread;
    const Schedule &schedule;
    const Program &program; // the main one
    const Dataset &dataset;
    const BatchRange &range;
    const Watcher &watcher;
  };

  explicit Job(const Parameters &parameters);
  ~Job();

  absl::StatusOr<Outcome> run();

private:
  class Task;

  absl::Status prepare();
  absl::Status createObjects();
  bool isMain(const Program &program) const { return &program == &job.program; }
  /// "device 3", or with programs beside "device 3 of @w".
  std::string describe(const DevicePlace &place) const;
  void fail(const Task &task, const absl::Status &status);
  void stuck(const std::vector<std::string> &waiters);
  void abort(const absl::Status &cause);
  void sleep(std::chrono::nanoseconds time);
  absl::Status error() const;
  Outcome outcome() const;

  const Parameters job;
  bool hasOthers = false;  // programs beside the main one
  int64_t firstDevice = 0; // of those that the main program runs on
  std::optional<StopLine> stopLine;
  std::unique_ptr<HostedObjects> objects;   // null if the module has none
  std::vector<std::unique_ptr<Task>> tasks; // those of the main program first

  std::mutex mutex;
  std::condition_variable failed; // wakes who sleeps
  Failure failure;
  const Task *origin = nullptr; // of the failure
  bool isStuck = false;
};

} // namespace skein::runtime

#endif // SKEIN_RUNTIME_EXECUTOR_JOB_H
