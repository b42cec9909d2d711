//===- PrintSchedule.h - what --skein-print-schedule does -------*- C++ -*-===//
#ifndef SKEIN_PASSES_PIPELINE_PRINTSCHEDULE_H
#define SKEIN_PASSES_PIPELINE_PRINTSCHEDULE_H

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/raw_ostream.h"

#include <optional>
#include <string>

namespace skein::passes::pipeline {

/// `schedule=1f1b stages=4 micro-batches=8 forward=2`, read.
struct PrintScheduleOptions {
  std::string schedule;                         ///< a family, or empty
  std::string file;                             ///< where to read the table instead
  int stages = 0, microBatches = 0, chunks = 0; ///< 0: not given
  int forward = 1, inputGradient = 1, weightGradient = 1;
  std::optional<int> backward; ///< without a value: both gradients
  int communication = 0;       ///< of an activation or a gradient
  int overlap = 0;             ///< what a pair that runs at the same time saves
  int capacity = 0;            ///< messages in a channel; 0: any number
  int width = 100;             ///< of a line, in characters
};

/// What the options of `parsePrintScheduleOptions` are, one a line.
std::string printScheduleHelp();

/// Errors: an option that does not exist; a value that is no number; not exactly one of
/// `schedule` and `file`, or the size of the first missing, or given for the second.
llvm::Expected<PrintScheduleOptions> parsePrintScheduleOptions(llvm::StringRef text);

/// Makes or reads a schedule, checks it, and draws it behind comments on its time,
/// stash and channels.
/// Errors: those of `makeSchedule`, `parseSchedule` and `checkSchedule`; a file that
/// cannot be read; a drawing of more than 2^20 columns.
llvm::Error printSchedule(const PrintScheduleOptions &options, llvm::raw_ostream &out);

} // namespace skein::passes::pipeline

#endif // SKEIN_PASSES_PIPELINE_PRINTSCHEDULE_H
