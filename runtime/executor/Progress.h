//===- Progress.h - What a run says while it runs ---------------*- C++ -*-===//
#ifndef SKEIN_RUNTIME_EXECUTOR_PROGRESS_H
#define SKEIN_RUNTIME_EXECUTOR_PROGRESS_H

#include "absl/types/span.h"
#include "runtime/executor/Executable.h"
#include <chrono>
#include <ostream>

namespace skein::runtime {

/// The steps of a run, counted over all its epochs and resumptions.
struct RunLength {
  int64_t firstStep = 0; // 0, or where a checkpoint left off
  int64_t lastStep = 0;  // exclusive
  int64_t stepsPerEpoch = 1;

  int64_t epochCount() const {
    return (lastStep + stepsPerEpoch - 1) / stepsPerEpoch;
  }
};

/// "loss 0.3121, accuracy 0.8984": the scalars among `values`, f64 tensors that
/// belong to `results`.
std::string describeResults(absl::Span<const Result> results,
                            absl::Span<const HostTensor> values);

/// Writes one line per epoch, without any time in it, and on a terminal a line
/// that is rewritten while the epoch runs.
class Progress {
public:
  /// `terminal` is null where there is none.
  Progress(const RunLength &length, std::ostream &lines,
           std::ostream *terminal);

  /// After step number `step`, whose first result is `value`.
  void step(int64_t step, absl::string_view name, double value);

  /// After an epoch, or its part, that ended with step number `step`.
  void epoch(int64_t step, const std::string &results);

private:
  using Clock = std::chrono::steady_clock;

  std::string position(int64_t step) const;
  std::string pace(int64_t step) const;

  const RunLength length;
  std::ostream &lines;
  std::ostream *terminal;
  const Clock::time_point start = Clock::now();
  Clock::time_point lastWrite;
};

} // namespace skein::runtime

#endif // SKEIN_RUNTIME_EXECUTOR_PROGRESS_H
