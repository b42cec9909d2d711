//===- ChooseSchedule.h - a schedule by its name or from a file -*- C++ -*-===//
#ifndef SKEIN_PASSES_PIPELINE_CHOOSESCHEDULE_H
#define SKEIN_PASSES_PIPELINE_CHOOSESCHEDULE_H

#include "passes/pipeline/Schedule.h"

namespace skein::passes::pipeline {

/// The schedule of the family that `options` name, or else the table in the file of that
/// name, which has to be of that size. It passes `checkSchedule`.
/// Errors, one line: those of `makeSchedule`, which names all families, of
/// `parseSchedule` and of `checkSchedule`; a table of another size.
llvm::Expected<Schedule> chooseSchedule(const ScheduleOptions &options);

} // namespace skein::passes::pipeline

#endif // SKEIN_PASSES_PIPELINE_CHOOSESCHEDULE_H
