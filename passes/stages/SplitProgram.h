//===- SplitProgram.h - a program for each device of a pipeline -*- C++ -*-===//
#ifndef SKEIN_PASSES_STAGES_SPLITPROGRAM_H
#define SKEIN_PASSES_STAGES_SPLITPROGRAM_H

#include "passes/pipeline/ScheduleTiming.h"
#include "passes/stages/Placement.h"

namespace skein::passes {

/// A schedule, and what follows from it.
struct PipelinePlan {
  /// Requires: `checkSchedule` accepts the schedule.
  explicit PipelinePlan(const pipeline::Schedule &schedule);

  /// What `device` does, as `skein.pipeline` has it. A backward pass of a stage that splits
  /// some is both of its halves.
  std::string orderOf(int device) const;
  /// The micro-batches of an action, in the order in which it has them.
  std::vector<int> microBatchesOf(unsigned action) const;
  /// The most messages that wait at the same time if each leaves at the end of `from`, is
  /// taken at the beginning of `to`, and never waits for room; and one more, so that a stage
  /// that is late for once does not hold up the one before.
  int capacity(unsigned from, unsigned to) const;

  const pipeline::Schedule &schedule;
  StageActions actions;
  std::vector<int> deviceOfStage;

private:
  /// When each action has each micro-batch: begin and end.
  std::vector<std::vector<std::pair<int64_t, int64_t>>> times;
  int leastCapacity;
};

/// Replaces `program` by one for each coordinate of `axis`: `name`.`axis`0 and so on beside
/// the one with the first result, which keeps the name. What one computes and another uses goes
/// through channels, which are declared in front of them.
/// Errors: a value that is no tensor and would have to be sent; a channel whose ends
/// disagree on the order of micro-batches.
mlir::LogicalResult splitProgram(ProgramOp program, const OpPlacement &placement,
                                 const PipelinePlan &plan, mlir::StringAttr axis,
                                 mlir::SymbolTable &symbols);

} // namespace skein::passes

#endif // SKEIN_PASSES_STAGES_SPLITPROGRAM_H
