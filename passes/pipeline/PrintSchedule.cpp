//===- PrintSchedule.cpp - what --skein-print-schedule does ---------------===//

#include "passes/pipeline/PrintSchedule.h"

#include "passes/pipeline/CheckSchedule.h"
#include "passes/pipeline/Schedule.h"
#include "passes/pipeline/ScheduleText.h"
#include "passes/pipeline/ScheduleTiming.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/Twine.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/MemoryBuffer.h"

using llvm::Error;
using llvm::Expected;
using llvm::StringRef;
using llvm::Twine;

namespace skein::passes::pipeline {
namespace {

/// An option with a number.
struct NumberOption {
  StringRef name;
  int least;
  void (*set)(PrintScheduleOptions &options, int value);
  StringRef help;
};

constexpr NumberOption numberOptions[] = {
    {"stages", 1, [](auto &options, int value) { options.stages = value; },
     "pieces of the model, on all devices together"},
    {"micro-batches", 1, [](auto &options, int value) { options.microBatches = value; },
     "pieces of the batch"},
    {"chunks", 1, [](auto &options, int value) { options.chunks = value; },
     "stages on each device (what the schedule is made for)"},
    {"forward", 1, [](auto &options, int value) { options.forward = value; },
     "time of a forward pass (1)"},
    {"input-gradient", 1, [](auto &options, int value) { options.inputGradient = value; },
     "time of the first half of a backward pass (1)"},
    {"weight-gradient", 1, [](auto &options, int value) { options.weightGradient = value; },
     "time of the second half (1)"},
    {"backward", 1, [](auto &options, int value) { options.backward = value; },
     "time of a whole backward pass (that of both halves)"},
    {"communication", 0, [](auto &options, int value) { options.communication = value; },
     "time of a message between devices (0)"},
    {"overlap", 0, [](auto &options, int value) { options.overlap = value; },
     "time that two passes at once take less than one by one (0)"},
    {"capacity", 0, [](auto &options, int value) { options.capacity = value; },
     "messages that wait in a channel, 0 for any number (0)"},
    {"width", 1, [](auto &options, int value) { options.width = value; },
     "characters in a line (100)"},
};

Error readNumber(PrintScheduleOptions &options, StringRef name, StringRef text) {
  for (const NumberOption &option : numberOptions) {
    if (option.name != name)
      continue;
    int value = 0;
    if (text.getAsInteger(10, value) || value < option.least)
      return llvm::createStringError("option " + name + " is \"" + text +
                                     "\"; expected a number of at least " + Twine(option.least));
    option.set(options, value);
    return Error::success();
  }
  auto names = llvm::map_range(numberOptions, [](auto &option) { return option.name; });
  return llvm::createStringError("no such option \"" + name + "\"; expected schedule, file, " +
                                 llvm::join(names, ", "));
}

Expected<Schedule> readSchedule(const std::string &file) {
  auto buffer = llvm::MemoryBuffer::getFile(file, /*IsText=*/true);
  if (!buffer)
    return llvm::createStringError("cannot open schedule file '" + file +
                                   "': " + buffer.getError().message());
  return parseSchedule((*buffer)->getBuffer(), file);
}

ScheduleCosts costsOf(const PrintScheduleOptions &options) {
  int backward = options.backward.value_or(options.inputGradient + options.weightGradient);
  ScheduleCosts costs;
  costs.stages = {{options.forward, backward, options.inputGradient, options.weightGradient,
                   options.communication, options.communication}};
  costs.overlapSaving = options.overlap;
  costs.channelCapacity = options.capacity;
  return costs;
}

void printList(StringRef what, llvm::ArrayRef<int> numbers, llvm::raw_ostream &out) {
  out << "# " << what << ": ";
  llvm::interleave(numbers, out, " ");
  out << "\n";
}

void printSummary(const Schedule &schedule, const ScheduleTiming &timing, const StashPeaks &peaks,
                  llvm::raw_ostream &out) {
  out << "# time: " << timing.makespan << ", idle "
      << llvm::format("%.2f %%", 100 * timing.bubble())
      << "; steps that follow one another: " << timing.longestSpan() << ", idle "
      << llvm::format("%.2f %%", 100 * timing.steadyBubble()) << "\n";
  printList("micro-batches held by each stage", peaks.stages, out);
  if (schedule.devices.size() < peaks.stages.size())
    printList("by each device, over its stages", peaks.devices, out);
  out << "# messages that a channel has to hold: " << leastChannelCapacity(schedule) << "\n";
}

} // namespace

std::string printScheduleHelp() {
  std::string text = "Options, separated by blanks:\n  schedule=NAME, one of\n";
  for (const ScheduleFamily &family : scheduleFamilies())
    text += ("    " + family.name + ": " + family.description + "\n").str();
  text += "  file=PATH: a table as printed here, instead of a schedule by name\n";
  for (const NumberOption &option : numberOptions)
    text += ("  " + option.name + "=N: " + option.help + "\n").str();
  return text;
}

Expected<PrintScheduleOptions> parsePrintScheduleOptions(StringRef text) {
  PrintScheduleOptions options;
  llvm::SmallVector<StringRef> words;
  llvm::SplitString(text, words);
  for (StringRef word : words) {
    auto [name, value] = word.split('=');
    if (name == "schedule")
      options.schedule = value.str();
    else if (name == "file")
      options.file = value.str();
    else if (Error error = readNumber(options, name, value))
      return error;
  }
  if (options.schedule.empty() == options.file.empty())
    return llvm::createStringError("expected one of schedule=NAME and file=PATH");
  if (!options.schedule.empty() && (options.stages == 0 || options.microBatches == 0))
    return llvm::createStringError("schedule=" + options.schedule +
                                   " without its size; expected stages=N and micro-batches=N");
  if (!options.file.empty() && (options.stages || options.microBatches || options.chunks))
    return llvm::createStringError("file=" + options.file +
                                   " with stages, micro-batches or chunks; expected those of the "
                                   "file alone");
  return options;
}

Error printSchedule(const PrintScheduleOptions &options, llvm::raw_ostream &out) {
  Expected<Schedule> schedule =
      options.file.empty()
          ? makeSchedule({options.schedule, options.stages, options.microBatches, options.chunks})
          : readSchedule(options.file);
  if (!schedule)
    return schedule.takeError();
  Expected<StashPeaks> peaks = checkSchedule(*schedule, options.capacity);
  if (!peaks)
    return peaks.takeError();
  Expected<ScheduleTiming> timing = timeSchedule(*schedule, costsOf(options));
  if (!timing)
    return timing.takeError();
  int64_t columns = timing->makespan / timeUnit(*timing);
  if (columns > 1 << 20)
    return llvm::createStringError("a drawing of " + Twine(columns) +
                                   " columns; expected times with a common divisor, or less of "
                                   "them");
  printSummary(*schedule, *timing, *peaks, out);
  drawSchedule(*schedule, *timing, options.width, out);
  return Error::success();
}

} // namespace skein::passes::pipeline
