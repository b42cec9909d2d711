//===- Schedule.cpp - which device does what, in which order --------------===//

#include "passes/pipeline/Schedule.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/Twine.h"

using llvm::ArrayRef;
using llvm::Error;
using llvm::Expected;
using llvm::Twine;

namespace skein::passes::pipeline {
namespace {

constexpr llvm::StringLiteral kindNames[numActionKinds] = {"forward", "backward", "input gradient",
                                                           "weight gradient"};

Error refused(const Twine &message) { return llvm::createStringError(message); }

/// Leaves out micro-batches from `microBatches` on.
void dropMicroBatches(std::vector<Action> &actions, int microBatches) {
  auto isDropped = [&](const Action &action) { return action.microBatch >= microBatches; };
  for (size_t i = 0; i + 1 < actions.size(); ++i)
    actions[i].overlapsNext &= !isDropped(actions[i + 1]);
  llvm::erase_if(actions, isDropped);
}

Expected<const ScheduleFamily *> findFamily(llvm::StringRef name) {
  for (const ScheduleFamily &family : scheduleFamilies())
    if (family.name == name)
      return &family;
  auto names = llvm::map_range(scheduleFamilies(), [](auto &family) { return family.name; });
  return refused("unknown schedule \"" + name + "\"; expected one of " + llvm::join(names, ", "));
}

/// The stages on each device.
Expected<int> chunksOf(const ScheduleFamily &family, const ScheduleOptions &options) {
  int chunks = options.chunks ? options.chunks : family.defaultChunks;
  if (chunks < 1)
    return refused(Twine(chunks) + " stages on each device; expected at least 1");
  if (!family.anyChunks && chunks != family.defaultChunks)
    return refused(Twine(chunks) + " stages on each device; expected " +
                   Twine(family.defaultChunks) + ", as schedule \"" + family.name + "\" has");
  if (options.stages % chunks != 0)
    return refused(Twine(options.stages) + " stages do not fill devices of " + Twine(chunks) +
                   " stages each; expected a multiple of " + Twine(chunks));
  return chunks;
}

} // namespace

std::string describe(const Action &action) {
  return (kindNames[static_cast<int>(action.kind)] + " of stage " + Twine(action.stage) +
          ", micro-batch " + Twine(action.microBatch))
      .str();
}

std::vector<int> Schedule::deviceOfStage() const {
  std::vector<int> result(stages, -1);
  for (auto [device, actions] : llvm::enumerate(devices))
    for (const Action &action : actions)
      result[action.stage] = device;
  return result;
}

Error Schedule::errorAt(const Action &action, const Twine &message) const {
  if (file.empty())
    return refused(message);
  return refused(file + ":" + Twine(action.line) + ":" + Twine(action.column) + ": " + message);
}

ArrayRef<Action> firstStep(ArrayRef<Action> actions) {
  size_t size = 1;
  while (size < actions.size() && actions[size - 1].overlapsNext)
    ++size;
  return actions.take_front(size);
}

Error checkScheduleSize(int64_t stages, int64_t microBatches) {
  if (stages < 1)
    return refused(Twine(stages) + " stages; expected at least 1");
  if (microBatches < 1)
    return refused(Twine(microBatches) + " micro-batches; expected at least 1");
  constexpr int64_t mostCells = 1 << 24;
  if (stages > mostCells || microBatches > mostCells / stages)
    return refused(Twine(stages) + " stages and " + Twine(microBatches) +
                   " micro-batches; expected a product of at most " + Twine(mostCells));
  return Error::success();
}

Expected<Schedule> makeSchedule(const ScheduleOptions &options) {
  Expected<const ScheduleFamily *> family = findFamily(options.family);
  if (!family)
    return family.takeError();
  if (Error error = checkScheduleSize(options.stages, options.microBatches))
    return error;
  Expected<int> chunks = chunksOf(**family, options);
  if (!chunks)
    return chunks.takeError();
  int devices = options.stages / *chunks;
  ScheduleShape shape{devices, *chunks,
                      std::max(options.microBatches, (*family)->leastMicroBatches(devices))};
  Schedule schedule{options.stages, options.microBatches, {}, {}};
  for (int device = 0; device < devices; ++device) {
    schedule.devices.push_back((*family)->actions(shape, device));
    dropMicroBatches(schedule.devices.back(), options.microBatches);
  }
  return schedule;
}

} // namespace skein::passes::pipeline
