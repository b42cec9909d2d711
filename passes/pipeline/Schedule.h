//===- Schedule.h - which device does what, in which order ------*- C++ -*-===//
//
// A pipeline cuts a model into stages and a batch into micro-batches. A schedule
// is data: for each device, the list of its actions. Families of schedules are
// generated here; a table can also be read (ScheduleText.h), and one checker
// (CheckSchedule.h) says whether any of them can run.
//
//===----------------------------------------------------------------------===//

#ifndef SKEIN_PASSES_PIPELINE_SCHEDULE_H
#define SKEIN_PASSES_PIPELINE_SCHEDULE_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

#include <string>
#include <vector>

namespace skein::passes::pipeline {

/// A backward pass is one action, or an input gradient, which the stage before
/// waits for, and a weight gradient, for which nobody waits.
enum class ActionKind { Forward, Backward, InputGradient, WeightGradient };
inline constexpr unsigned numActionKinds = 4;

/// One stage of the model on one micro-batch.
struct Action {
  ActionKind kind;
  int stage;
  int microBatch;
  /// The next action runs at the same time: both start when both can, and what
  /// they send leaves when both are done.
  bool overlapsNext = false;
  /// Where it was read, counted from 1; 0 when it was generated.
  unsigned line = 0, column = 0;

  /// The same action in the same step, wherever it was read.
  bool operator==(const Action &other) const {
    return kind == other.kind && stage == other.stage && microBatch == other.microBatch &&
           overlapsNext == other.overlapsNext;
  }
};

/// "forward of stage 2, micro-batch 0".
std::string describe(const Action &action);

struct Schedule {
  int stages = 0;
  int microBatches = 0;
  /// What each device does, first to last.
  std::vector<std::vector<Action>> devices;
  /// The file it was read from, for messages; empty if it was generated.
  std::string file;

  /// The device of every stage; -1 for a stage without actions.
  std::vector<int> deviceOfStage() const;
  /// `message`, behind the place of `action` if it was read from a file.
  llvm::Error errorAt(const Action &action, const llvm::Twine &message) const;
  bool operator==(const Schedule &other) const {
    return stages == other.stages && microBatches == other.microBatches && devices == other.devices;
  }
};

/// The first of `actions` and those that run at the same time.
llvm::ArrayRef<Action> firstStep(llvm::ArrayRef<Action> actions);

/// Which stages share a device, of `stages` on `devices`.
enum class StagePlacement {
  Loop, ///< stage s on device s mod devices
  Fold, ///< one way through the devices and the other way back: a V
};

/// What a generator is asked for.
struct ScheduleShape {
  int devices;
  int chunks; ///< stages on each device
  int microBatches;
};

/// A generator of schedules of any size.
struct ScheduleFamily {
  llvm::StringLiteral name;
  llvm::StringLiteral description;
  StagePlacement placement;
  int defaultChunks;
  bool anyChunks; ///< whether a device may hold other than `defaultChunks` stages
  /// What `device` does. Only called with at least `leastMicroBatches`: of less, what
  /// remains when the others are left out is as good as anything.
  std::vector<Action> (*actions)(const ScheduleShape &shape, int device);
  int (*leastMicroBatches)(int devices);
};

/// All families, in the order in which messages and help name them.
llvm::ArrayRef<ScheduleFamily> scheduleFamilies();

struct ScheduleOptions {
  std::string family; ///< as `ScheduleFamily::name` spells it
  int stages = 1;     ///< of all devices together
  int microBatches = 1;
  int chunks = 0; ///< stages on each device; 0: as the family has them by default
};

/// The table of `stages` / `chunks` devices. It passes `checkSchedule`, with
/// backward passes split where the family splits them.
/// Errors, one line each: an unknown family (all are named), fewer than one stage
/// or micro-batch, stages that the chunks do not divide, chunks that the family
/// cannot have, and a table of more than 2^24 cells.
llvm::Expected<Schedule> makeSchedule(const ScheduleOptions &options);

/// Whether a table of this size is at least one cell and at most 2^24.
llvm::Error checkScheduleSize(int64_t stages, int64_t microBatches);

} // namespace skein::passes::pipeline

#endif // SKEIN_PASSES_PIPELINE_SCHEDULE_H
