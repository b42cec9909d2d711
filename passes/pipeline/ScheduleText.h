//===- ScheduleText.h - schedules drawn, and read back ----------*- C++ -*-===//
//
// The drawing is the file format:
//
//   stages=2 micro-batches=3
//   #         0              5              10
//   device 0: F0 F1 .  .  B0    F2 B1    .  B2
//   device 1: .  F0 B0    F1 B1    F2 B2    .  .
//
// - `#` begins a comment, up to the end of the line. Lines may be empty.
// - The first line gives the size.
// - Each other line says what a device does, in this order. Devices are counted from
//   0; a second line for a device goes on with it.
// - `F3` is the forward pass of micro-batch 3, `B3` the backward pass, `I3` and `W3`
//   the gradients of inputs and weights where a backward pass is split.
// - Device d runs stage d. Where it does not, each action has its stage in front of it,
//   `5F3`.
// - `F3&B1` run at the same time.
// - `.` is idle time. Blanks and dots mean nothing to a reader: when an action begins
//   follows from what it waits for.
//
//===----------------------------------------------------------------------===//

#ifndef SKEIN_PASSES_PIPELINE_SCHEDULETEXT_H
#define SKEIN_PASSES_PIPELINE_SCHEDULETEXT_H

#include "passes/pipeline/ScheduleTiming.h"

#include "llvm/Support/raw_ostream.h"

namespace skein::passes::pipeline {

/// The greatest common divisor of all times, at least 1: one column of a drawing.
int64_t timeUnit(const ScheduleTiming &timing);

/// Draws `schedule` as `timing` times it, with as many columns for an action as it
/// takes units of time. Lines longer than `width` characters go on in another block of
/// lines.
/// Requires: no action takes 0.
void drawSchedule(const Schedule &schedule, const ScheduleTiming &timing, int width,
                  llvm::raw_ostream &out);

/// Reads what `drawSchedule` writes. Whether it can run is for `checkSchedule` to say.
/// Errors: one line with the place, `table.txt:3:14: "X3" is no action; expected ...`.
llvm::Expected<Schedule> parseSchedule(llvm::StringRef text, llvm::StringRef file);

} // namespace skein::passes::pipeline

#endif // SKEIN_PASSES_PIPELINE_SCHEDULETEXT_H
