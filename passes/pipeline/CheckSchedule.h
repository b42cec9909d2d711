//===- CheckSchedule.h - whether a schedule can run -------------*- C++ -*-===//
#ifndef SKEIN_PASSES_PIPELINE_CHECKSCHEDULE_H
#define SKEIN_PASSES_PIPELINE_CHECKSCHEDULE_H

#include "passes/pipeline/Schedule.h"

namespace skein::passes::pipeline {

/// How many micro-batches are held at most at the same time, between their forward
/// pass and their backward pass or weight gradient.
struct StashPeaks {
  std::vector<int> stages;
  std::vector<int> devices; ///< over all stages of a device: a micro-batch counts once for each
};

/// Accepts a schedule that trains every stage on every micro-batch when channels between
/// neighbouring stages hold `channelCapacity` messages; 0: any number.
/// Errors, one line, with file, line and column for schedules that were read. In this
/// order:
///   an action of a stage or micro-batch that does not exist;
///   a stage on two devices;
///   an action twice, or missing, or a backward pass both whole and split;
///   a backward pass that is not behind its forward pass, or a weight gradient that is
///     not behind its input gradient;
///   a channel whose ends disagree on the order of micro-batches;
///   a cycle of actions that wait for one another, or of devices that wait for full
///     channels.
llvm::Expected<StashPeaks> checkSchedule(const Schedule &schedule, int channelCapacity = 0);

/// What a device holds at the same time.
struct DeviceStash {
  std::vector<int> stages; ///< of the device, ascending
  /// Micro-batches of each of `stages`, at all moments but for those when none of them
  /// has more than at another moment.
  std::vector<std::vector<int>> counts;
};

/// For each device.
/// Requires: `checkSchedule` accepts the schedule.
std::vector<DeviceStash> deviceStashes(const Schedule &schedule);

/// The smallest capacity that `checkSchedule` accepts.
/// Requires: it accepts the schedule with any capacity.
int leastChannelCapacity(const Schedule &schedule);

} // namespace skein::passes::pipeline

#endif // SKEIN_PASSES_PIPELINE_CHECKSCHEDULE_H
