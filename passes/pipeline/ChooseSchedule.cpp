//===- ChooseSchedule.cpp - a schedule by its name or from a file ---------===//
#include "passes/pipeline/ChooseSchedule.h"

#include "passes/pipeline/CheckSchedule.h"
#include "passes/pipeline/ScheduleText.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/MemoryBuffer.h"

namespace skein::passes::pipeline {

static llvm::Error wrongSize(const Schedule &schedule, const llvm::Twine &found,
                             const llvm::Twine &expected) {
  return llvm::createStringError(schedule.file + ": has " + found + "; expected " + expected);
}

llvm::Expected<Schedule> chooseSchedule(const ScheduleOptions &options) {
  bool isFamily = llvm::any_of(scheduleFamilies(),
                               [&](const auto &family) { return family.name == options.family; });
  if (isFamily)
    return makeSchedule(options);
  auto file = llvm::MemoryBuffer::getFile(options.family);
  if (!file)
    return llvm::createStringError(llvm::toString(makeSchedule(options).takeError()) +
                                   ", or a file with a table");
  llvm::Expected<Schedule> schedule = parseSchedule((*file)->getBuffer(), options.family);
  if (!schedule)
    return schedule;
  if (schedule->stages != options.stages)
    return wrongSize(*schedule, llvm::Twine(schedule->stages) + " stages",
                     llvm::Twine(options.stages));
  if (schedule->microBatches != options.microBatches)
    return wrongSize(*schedule, llvm::Twine(schedule->microBatches) + " micro-batches",
                     llvm::Twine(options.microBatches));
  if (options.chunks > 0 && int(schedule->devices.size()) * options.chunks != options.stages)
    return wrongSize(*schedule, llvm::Twine(schedule->devices.size()) + " devices",
                     llvm::Twine(options.stages / options.chunks));
  if (llvm::Expected<StashPeaks> peaks = checkSchedule(*schedule); !peaks)
    return peaks.takeError();
  return schedule;
}

} // namespace skein::passes::pipeline
