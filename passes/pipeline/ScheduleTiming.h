//===- ScheduleTiming.h - when each action of a schedule runs ---*- C++ -*-===//
//
// Devices run their actions in order and talk through channels, one for the
// activations and one for the gradients between neighbouring stages on different
// devices. Nothing else is modelled: channels do not share links.
//
//===----------------------------------------------------------------------===//

#ifndef SKEIN_PASSES_PIPELINE_SCHEDULETIMING_H
#define SKEIN_PASSES_PIPELINE_SCHEDULETIMING_H

#include "passes/pipeline/Schedule.h"

namespace skein::passes::pipeline {

/// What one micro-batch costs in a stage. Units: any, the same for all; not negative.
struct StageCost {
  int64_t forward = 1;
  int64_t backward = 2;
  int64_t inputGradient = 1;
  int64_t weightGradient = 1;
  int64_t sendActivation = 0; ///< to the next stage, if it is on another device
  int64_t sendGradient = 0;   ///< to the stage before, likewise

  int64_t of(ActionKind kind) const;
};

struct ScheduleCosts {
  /// One for each stage, or one for all.
  std::vector<StageCost> stages = {StageCost()};
  /// What actions that run at the same time take less than one after the other.
  int64_t overlapSaving = 0;
  /// Messages that wait in a channel; the sender of one more waits itself. 0: any number.
  int channelCapacity = 0;
};

struct ScheduleTiming {
  struct Device {
    int64_t begin, end; ///< of the first and of the last action
    int64_t busy;
  };
  std::vector<Device> devices;
  /// When each action runs, in the order of the schedule. Actions of one step have
  /// the same times.
  std::vector<std::vector<std::pair<int64_t, int64_t>>> actions;
  /// When the last device is done.
  int64_t makespan = 0;

  /// The longest time between begin and end of a device: what a step takes when each
  /// device begins the next one as soon as it is done with this one.
  int64_t longestSpan() const;
  /// Idle share of all devices within `makespan`; 0 of nothing.
  double bubble() const;
  /// Idle share of all devices within `longestSpan()`, which is what papers on
  /// zero-bubble schedules count.
  double steadyBubble() const;
};

/// Runs `schedule`: an action begins when its device is free and its input has
/// arrived, and messages travel beside the computation.
/// Requires: `checkSchedule` accepts the schedule, with any capacity.
/// Errors: the devices wait for one another, because of an order that nobody can keep
/// or because channels are full; names every device of the cycle and its action.
llvm::Expected<ScheduleTiming> timeSchedule(const Schedule &schedule, const ScheduleCosts &costs);

} // namespace skein::passes::pipeline

#endif // SKEIN_PASSES_PIPELINE_SCHEDULETIMING_H
