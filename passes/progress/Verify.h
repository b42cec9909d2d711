//===- Verify.h - does a job come to its end? -------------------*- C++ -*-===//
#ifndef SKEIN_PASSES_PROGRESS_VERIFY_H
#define SKEIN_PASSES_PROGRESS_VERIFY_H

#include "passes/progress/Job.h"

namespace skein::passes::progress {

/// Something that a device did, or waits for.
struct Event {
  std::string who; // @train[data = 1]
  int location = -1;
  int64_t iteration = 0;
  std::string what; // take @sum, 4: @sum has 3 of 4 pushes for step 2
};

/// What is left in an object when all programs have ended.
struct Leftover {
  int object = -1;
  int64_t count = 0; // elements of a queue, pushes to an accumulator
};

struct Report {
  enum class Verdict {
    Accepted, ///< all programs end, whatever the schedule
    Deadlock, ///< a schedule exists after which the `waiters` wait for ever
    Refused,  ///< a schedule exists in which the last op of the trace must not happen
    Unproven, ///< too many states, or numbers that depend on data
  };

  Verdict verdict = Verdict::Accepted;
  /// What is refused or could not be proven.
  std::string message;
  std::vector<Event> waiters;
  /// What led to it, oldest first.
  std::vector<Event> trace;
  std::vector<Leftover> leftovers; // of one of the schedules
  /// Whether the verdict is about the sizes of the job itself; else devices were
  /// left out, `devices` of each mesh that was too large remain.
  bool exact = true;
  std::vector<int> devices;
  int64_t states = 0; // that were visited
};

struct Limits {
  /// Bytes of states that may be visited at the sizes of the job, less for more than 16
  /// devices, and again at smaller sizes.
  int64_t bytes = 32 << 20;
};

/// Decides whether all programs of `job` end and all promises of its statements
/// hold. One schedule is enough where the outcome cannot depend on it; else all of
/// them are explored; where these are too many, several schedules at the sizes
/// of the job, and all of the same job with 2 and 3 devices in place of more.
Report verify(const Job &job, const Limits &limits = {});

} // namespace skein::passes::progress

#endif // SKEIN_PASSES_PROGRESS_VERIFY_H
