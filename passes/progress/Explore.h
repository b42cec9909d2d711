//===- Explore.h - all schedules of a job -----------------------*- C++ -*-===//
#ifndef SKEIN_PASSES_PROGRESS_EXPLORE_H
#define SKEIN_PASSES_PROGRESS_EXPLORE_H

#include "passes/progress/Machine.h"

#include <set>

namespace skein::passes::progress {

/// One op after another: who does it, and what it chooses.
struct Move {
  int instance = 0, choice = 0;
};
using Schedule = std::vector<Move>;

struct Exploration {
  /// Leaves out schedules that cannot lead elsewhere, and treats devices that
  /// are alike as one.
  bool reduced = true;
  /// Bytes of states after which it gives up.
  int64_t bytes = 64 << 20;
};

struct Explored {
  Report report;
  /// What can be left when all programs have ended.
  std::set<std::vector<std::pair<int, int64_t>>> leftovers;
};

/// Visits every state that `machine` can reach, up to the first that is stuck or refused.
Explored explore(const Machine &machine, const Exploration &how);

/// What becomes of `machine` with a schedule that leads to a failure or a stuck state.
Report follow(const Machine &machine, const Schedule &schedule);

} // namespace skein::passes::progress

#endif // SKEIN_PASSES_PROGRESS_EXPLORE_H
