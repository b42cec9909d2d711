//===- StopLine.h - The step after which a run ends -------------*- C++ -*-===//
#ifndef SKEIN_RUNTIME_EXECUTOR_STOPLINE_H
#define SKEIN_RUNTIME_EXECUTOR_STOPLINE_H

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <mutex>

namespace skein::runtime {

/// Lets all threads of a run agree on the step after which they stop: none
/// begins a step beyond those that some thread had begun when it heard of the
/// wish to stop.
class StopLine {
public:
  /// `first` is the number of the first step, `steps` how many there are at
  /// most. `hasOpenEnds`: some programs look at `last` themselves. What they
  /// saw before the wish to stop may have told them to go on, so one more step
  /// is made, which tells them to end.
  StopLine(int64_t first, int64_t steps, bool hasOpenEnds)
      : first(first), hasOpenEnds(hasOpenEnds), end(first + steps) {}

  /// Whether a thread may begin the step that many after the first.
  bool mayBegin(int64_t step, bool stopWanted) {
    std::lock_guard lock(mutex);
    if (stopWanted)
      end = std::min(end.load(), first + begun + (hasOpenEnds ? 1 : 0));
    if (first + step >= end)
      return false;
    begun = std::max(begun, step + 1);
    return true;
  }

  /// The step that the run ends before.
  const std::atomic<int64_t> &last() const { return end; }
  int64_t steps() const { return end - first; }

private:
  const int64_t first;
  const bool hasOpenEnds;
  std::mutex mutex;
  int64_t begun = 0; // one more than the last step that a thread began
  std::atomic<int64_t> end;
};

} // namespace skein::runtime

#endif // SKEIN_RUNTIME_EXECUTOR_STOPLINE_H
