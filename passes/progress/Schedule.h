//===- Schedule.h - single schedules of a job -------------------*- C++ -*-===//
#ifndef SKEIN_PASSES_PROGRESS_SCHEDULE_H
#define SKEIN_PASSES_PROGRESS_SCHEDULE_H

#include "passes/progress/Explore.h"

namespace skein::passes::progress {

/// Which instance goes on.
enum class Order {
  ConsumersLast, ///< who takes what several others bring waits until they cannot go on
  Ascending,     ///< the first one that can
  Descending,    ///< the last one that can
  Random,
};

/// The report of one schedule; data decide at random. `decides` becomes whether
/// all other schedules lead to the same end, because none of their ops could
/// have led elsewhere.
Report runOnce(const Machine &machine, Order order, uint64_t seed, bool *decides = nullptr);

/// Whether all schedules of `machine` lead to the same end, which is then given: as
/// long as ops whose order matters are ordered by what the programs themselves wait
/// for, in one schedule for everything that data can decide. Nothing if some are
/// not, or if data can decide too much.
std::optional<Report> runForAll(const Machine &machine);

} // namespace skein::passes::progress

#endif // SKEIN_PASSES_PROGRESS_SCHEDULE_H
