//===- CheckSchedule.cpp - whether a schedule can run ---------------------===//

#include "passes/pipeline/CheckSchedule.h"

#include "passes/pipeline/ScheduleTiming.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/Twine.h"

#include <functional>
#include <set>

using llvm::ArrayRef;
using llvm::Error;
using llvm::Expected;
using llvm::Twine;

namespace skein::passes::pipeline {
namespace {

class Checker {
public:
  explicit Checker(const Schedule &schedule)
      : schedule(schedule),
        places(numActionKinds * static_cast<size_t>(schedule.stages) * schedule.microBatches) {}

  Error run() {
    if (Error error = findActions())
      return error;
    for (int stage = 0; stage < schedule.stages; ++stage)
      for (int microBatch = 0; microBatch < schedule.microBatches; ++microBatch)
        if (Error error = checkMicroBatch(stage, microBatch))
          return error;
    return checkChannels();
  }

private:
  /// Where an action stands: a step of the device of its stage.
  struct Place {
    const Action *action = nullptr;
    size_t step = 0;
  };

  Place &placeOf(ActionKind kind, int stage, int microBatch) {
    size_t row = static_cast<size_t>(kind) * schedule.stages + stage;
    return places[row * schedule.microBatches + microBatch];
  }

  /// Fills `places`.
  Error findActions() {
    std::vector<int> deviceOf(schedule.stages, -1);
    for (auto [index, actions] : llvm::enumerate(schedule.devices)) {
      int device = index;
      size_t step = 0;
      for (const Action &action : actions) {
        if (Error error = checkRange(action))
          return error;
        int &expected = deviceOf[action.stage];
        if (expected >= 0 && expected != device)
          return schedule.errorAt(action, describe(action) + " is on device " + Twine(device) +
                                              "; expected device " + Twine(expected) +
                                              " for all of the stage");
        expected = device;
        Place &place = placeOf(action.kind, action.stage, action.microBatch);
        if (place.action)
          return schedule.errorAt(action, describe(action) + " is there twice; expected once");
        place = {&action, step};
        step += !action.overlapsNext;
      }
    }
    return Error::success();
  }

  Error checkRange(const Action &action) {
    if (action.stage < 0 || action.stage >= schedule.stages)
      return schedule.errorAt(action, describe(action) + ": expected a stage from 0 to " +
                                          Twine(schedule.stages - 1));
    if (action.microBatch < 0 || action.microBatch >= schedule.microBatches)
      return schedule.errorAt(action, describe(action) + ": expected a micro-batch from 0 to " +
                                          Twine(schedule.microBatches - 1));
    return Error::success();
  }

  /// One forward pass and behind it one backward pass, whole or split.
  Error checkMicroBatch(int stage, int microBatch) {
    auto find = [&](ActionKind kind) -> Place & { return placeOf(kind, stage, microBatch); };
    Place &forward = find(ActionKind::Forward), &backward = find(ActionKind::Backward);
    Place &input = find(ActionKind::InputGradient), &weight = find(ActionKind::WeightGradient);
    Place &half = input.action ? input : weight;
    if (backward.action && half.action)
      return schedule.errorAt(*half.action, describe(*backward.action) + " is there, and " +
                                                describe(*half.action) +
                                                " too; expected one or the other");
    auto missing = [&](ActionKind kind) {
      return llvm::createStringError((schedule.file.empty() ? "" : schedule.file + ": ") +
                                     describe({kind, stage, microBatch}) + " is missing");
    };
    if (!forward.action)
      return missing(ActionKind::Forward);
    if (!backward.action && !half.action)
      return missing(ActionKind::Backward);
    if (half.action && !input.action)
      return missing(ActionKind::InputGradient);
    if (half.action && !weight.action)
      return missing(ActionKind::WeightGradient);
    if (half.action)
      if (Error error = checkBehind(weight, input))
        return error;
    return checkBehind(half.action ? input : backward, forward);
  }

  /// Both are on one device.
  Error checkBehind(const Place &later, const Place &earlier) {
    if (later.step > earlier.step)
      return Error::success();
    return schedule.errorAt(*later.action, describe(*later.action) + " is not behind " +
                                               describe(*earlier.action));
  }

  /// The micro-batches of a stage in the order in which it handles them, forward or
  /// backward.
  std::vector<const Action *> order(int stage, bool isForward) {
    std::vector<const Action *> found;
    for (int microBatch = 0; microBatch < schedule.microBatches; ++microBatch) {
      auto find = [&](ActionKind kind) { return placeOf(kind, stage, microBatch).action; };
      const Action *backward = find(ActionKind::Backward);
      found.push_back(isForward  ? find(ActionKind::Forward)
                      : backward ? backward
                                 : find(ActionKind::InputGradient));
    }
    llvm::sort(found); // neighbours in the list of one device
    return found;
  }

  Error checkChannels() {
    std::vector<int> deviceOf = schedule.deviceOfStage();
    for (int stage = 0; stage + 1 < schedule.stages; ++stage)
      if (deviceOf[stage] != deviceOf[stage + 1])
        for (bool isForward : {true, false})
          if (Error error = checkChannel(stage + !isForward, stage + isForward, isForward))
            return error;
    return Error::success();
  }

  Error checkChannel(int from, int to, bool isForward) {
    for (auto [sent, taken] : llvm::zip_equal(order(from, isForward), order(to, isForward)))
      if (sent->microBatch != taken->microBatch)
        return schedule.errorAt(*taken, describe(*taken) + " comes when stage " + Twine(from) +
                                            " has sent micro-batch " + Twine(sent->microBatch) +
                                            "; expected the same order in both stages");
    return Error::success();
  }

  const Schedule &schedule;
  std::vector<Place> places; // by kind, stage and micro-batch
};

/// Calls `visit` with the micro-batches held of each stage and the action, one of
/// `actions`, that has changed them.
template <typename Visit>
void forEachStash(const Schedule &schedule, ArrayRef<Action> actions, Visit visit) {
  std::vector<int> held(schedule.stages);
  for (const Action &action : actions) {
    if (action.kind == ActionKind::InputGradient)
      continue;
    held[action.stage] += action.kind == ActionKind::Forward ? 1 : -1;
    visit(held, action);
  }
}

StashPeaks stashPeaks(const Schedule &schedule) {
  StashPeaks peaks{std::vector<int>(schedule.stages), {}};
  for (const std::vector<Action> &actions : schedule.devices) {
    int sum = 0, peak = 0;
    forEachStash(schedule, actions, [&](ArrayRef<int> held, const Action &action) {
      int &ofStage = peaks.stages[action.stage];
      ofStage = std::max(ofStage, held[action.stage]);
      sum += action.kind == ActionKind::Forward ? 1 : -1;
      peak = std::max(peak, sum);
    });
    peaks.devices.push_back(peak);
  }
  return peaks;
}

Error runs(const Schedule &schedule, int channelCapacity) {
  ScheduleCosts costs;
  costs.channelCapacity = channelCapacity;
  return timeSchedule(schedule, costs).takeError();
}

} // namespace

Expected<StashPeaks> checkSchedule(const Schedule &schedule, int channelCapacity) {
  if (Error error = checkScheduleSize(schedule.stages, schedule.microBatches))
    return error;
  if (Error error = Checker(schedule).run())
    return error;
  if (Error error = runs(schedule, /*channelCapacity=*/0)) // a cycle rather than full channels
    return error;
  if (Error error = runs(schedule, channelCapacity))
    return error;
  return stashPeaks(schedule);
}

std::vector<DeviceStash> deviceStashes(const Schedule &schedule) {
  std::vector<DeviceStash> result;
  for (const std::vector<Action> &actions : schedule.devices) {
    DeviceStash &stash = result.emplace_back();
    std::set<int> stages;
    for (const Action &action : actions)
      stages.insert(action.stage);
    stash.stages.assign(stages.begin(), stages.end());
    forEachStash(schedule, actions, [&](ArrayRef<int> held, const Action &) {
      std::vector<int> counts;
      for (int stage : stash.stages)
        counts.push_back(held[stage]);
      auto isCovered = [](ArrayRef<int> some, ArrayRef<int> by) {
        return std::equal(some.begin(), some.end(), by.begin(), std::less_equal<>());
      };
      if (llvm::any_of(stash.counts, [&](auto &other) { return isCovered(counts, other); }))
        return;
      llvm::erase_if(stash.counts, [&](auto &other) { return isCovered(other, counts); });
      stash.counts.push_back(counts);
    });
  }
  return result;
}

int leastChannelCapacity(const Schedule &schedule) {
  int refused = 0, accepted = schedule.microBatches;
  while (accepted - refused > 1) {
    int capacity = (refused + accepted) / 2;
    Error error = runs(schedule, capacity);
    (error ? refused : accepted) = capacity;
    llvm::consumeError(std::move(error));
  }
  return accepted;
}

} // namespace skein::passes::pipeline
