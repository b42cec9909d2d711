//===- Training.h - Epochs, evaluation, checkpoints -------------*- C++ -*-===//
#ifndef SKEIN_RUNTIME_EXECUTOR_TRAINING_H
#define SKEIN_RUNTIME_EXECUTOR_TRAINING_H

#include "runtime/executor/Executor.h"
#include <atomic>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

namespace skein::runtime {

/// Where a run stands: with the variables, all that a resumed run needs. Its
/// place in the data follows from both.
struct Position {
  int64_t step = 0;
  uint64_t seed = 0;
};

/// Writes all variables and the position. Errors: as writeSafetensors and
/// Executor::variables.
absl::Status saveCheckpoint(const std::string &path, const Executor &executor,
                            const Position &position);

/// Where a checkpoint left off; without a seed if the file is plain tensors.
struct LoadedPosition {
  int64_t step = 0;
  std::optional<uint64_t> seed;
};

/// Restores all variables. Plain tensors may lack those that have an
/// initialiser, such as the slots of optimisers; these get their first values,
/// with `seed`.
/// Errors: as readSafetensors and Executor::restore; a position that is not
/// one.
absl::StatusOr<LoadedPosition>
loadCheckpoint(const std::string &path, Executor &executor, uint64_t seed = 0);

struct TrainingOptions {
  Position start;
  /// The run ends after this many steps in all, those before the start
  /// included.
  int64_t lastStep = 0;
  /// Written after every epoch, and when the run is stopped; not if empty.
  std::string checkpointOut;
  /// Becomes true when the run is to stop after the current step.
  const std::atomic<bool> &stop;
  /// For one line per epoch; `terminal` for a line that is rewritten, or null.
  std::ostream &lines;
  std::ostream *terminal = nullptr;
};

struct TrainingSummary {
  Position position;
  bool stopped = false;
  /// Of every step, on the first device, in seconds; see StepReport.
  std::vector<double> stepSeconds;
  std::vector<double> programSeconds;
  /// Over all epochs.
  std::vector<DeviceOutcome> devices, others;
  std::vector<ObjectReport> objects;
};

/// What is run, and on what.
struct TrainingTask {
  Executor &executor;
  const Program &train;
  const Dataset &examples;
  /// Run over `testExamples` after every epoch; both or none are null.
  const Program *evaluate = nullptr;
  const Dataset *testExamples = nullptr;
};

/// Runs epochs over the examples, each in a new order, and evaluates after each
/// of them. Every step is determined by the variables and the position.
absl::StatusOr<TrainingSummary> train(const TrainingTask &task,
                                      const TrainingOptions &options);

} // namespace skein::runtime

#endif // SKEIN_RUNTIME_EXECUTOR_TRAINING_H
