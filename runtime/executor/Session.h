//===- Session.h - One run of skein-run -------------------------*- C++ -*-===//
//
// What the flags of skein-run ask for, from loading the program to comparing
// its result. Free of MLIR: the loader is a parameter.
//
//===----------------------------------------------------------------------===//
#ifndef SKEIN_RUNTIME_EXECUTOR_SESSION_H
#define SKEIN_RUNTIME_EXECUTOR_SESSION_H

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "runtime/executor/Executable.h"
#include <atomic>
#include <functional>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

namespace skein::runtime {

/// One member per flag; the descriptions are in tools/skein-run.cpp. Empty
/// strings stand for flags that are not given.
struct SessionOptions {
  std::string program;
  std::vector<std::string> inputs;
  std::vector<std::string> testInputs;
  int64_t epochs = 1;
  std::optional<int64_t> steps;
  std::optional<uint64_t> seed;
  std::optional<int64_t> devices;
  std::string checkpointIn;
  std::string checkpointOut;
  std::string checkAgainst;
  double tolerance = 1e-5;
  std::string timing;
  std::vector<std::string> delays;
};

/// Where a session meets the world.
struct SessionEnvironment {
  /// Makes an executable of the program in a file.
  absl::FunctionRef<absl::StatusOr<Executable>(const std::string &path)> load;
  /// Called by the thread of every device before it runs anything.
  std::function<void()> prepareThread;
  /// Becomes true when the run is to stop after the current step.
  const std::atomic<bool> &stop;
  std::ostream &results;
  std::ostream &notes;
  std::ostream *terminal = nullptr; // null where there is none
};

/// Errors: what is wrong with a file, an option that does not fit the program,
/// a failure while running, a difference beyond the tolerance; Cancelled if the
/// run was stopped.
absl::Status runSession(const SessionOptions &options,
                        const SessionEnvironment &environment);

} // namespace skein::runtime

#endif // SKEIN_RUNTIME_EXECUTOR_SESSION_H
