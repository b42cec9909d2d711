//===- ScheduleTiming.cpp - when each action of a schedule runs -----------===//

#include "passes/pipeline/ScheduleTiming.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/Twine.h"

#include <numeric>
#include <optional>

using llvm::ArrayRef;
using llvm::Error;
using llvm::Expected;
using llvm::Twine;

namespace skein::passes::pipeline {
namespace {

/// Between two stages, one way.
struct Channel {
  std::vector<int64_t> arrivals; ///< of the messages sent so far
  std::vector<int64_t> receipts; ///< of those that have been taken out
};

/// A device in the middle of its schedule. A step receives, computes, sends.
struct Progress {
  size_t next = 0; ///< the first action of the step
  size_t received = 0, sent = 0;
  bool isComputed = false;
  int64_t clock = 0;
};

/// Devices that talk through channels compute the same in any order, so each runs
/// until it has to wait.
class Run {
public:
  Run(const Schedule &schedule, const ScheduleCosts &costs)
      : schedule(schedule), costs(costs), deviceOf(schedule.deviceOfStage()),
        capacity(costs.channelCapacity ? costs.channelCapacity : schedule.microBatches),
        progress(schedule.devices.size()) {
    for (auto &perStage : channels)
      perStage.resize(schedule.stages);
    for (auto &perStage : isDone)
      perStage.assign(schedule.stages, std::vector<bool>(schedule.microBatches));
    timing.devices.resize(schedule.devices.size());
    for (const std::vector<Action> &actions : schedule.devices)
      timing.actions.emplace_back(actions.size());
  }

  Expected<ScheduleTiming> run() {
    while (advanceAll()) {
    }
    for (size_t device = 0; device < progress.size(); ++device)
      if (!isFinished(device))
        return deadlock(device);
    for (const ScheduleTiming::Device &device : timing.devices)
      timing.makespan = std::max(timing.makespan, device.end);
    return std::move(timing);
  }

private:
  /// Activations go up, gradients down.
  enum Direction { Up, Down };
  static Direction directionOf(const Action &action) {
    return action.kind == ActionKind::Forward ? Up : Down;
  }

  /// The stage that `action` gets its input from, or -1.
  int sourceOf(const Action &action) const {
    if (action.kind == ActionKind::WeightGradient)
      return -1;
    int source = action.stage + (directionOf(action) == Up ? -1 : 1);
    return source < schedule.stages ? source : -1;
  }
  /// The stage that takes its result, or -1.
  int targetOf(const Action &action) const {
    if (action.kind == ActionKind::WeightGradient)
      return -1;
    int target = action.stage + (directionOf(action) == Up ? 1 : -1);
    return target < schedule.stages ? target : -1;
  }

  bool isFinished(int device) const {
    return progress[device].next == schedule.devices[device].size();
  }
  ArrayRef<Action> currentStep(int device) const {
    return firstStep(ArrayRef(schedule.devices[device]).drop_front(progress[device].next));
  }

  bool receive(int device, const Action &action) {
    int source = sourceOf(action);
    if (source < 0)
      return true;
    Direction direction = directionOf(action);
    if (deviceOf[source] == device)
      return isDone[direction][source][action.microBatch];
    Channel &channel = channels[direction][source];
    size_t index = channel.receipts.size();
    if (index == channel.arrivals.size())
      return false;
    int64_t &clock = progress[device].clock;
    clock = std::max(clock, channel.arrivals[index]);
    channel.receipts.push_back(clock);
    return true;
  }

  bool send(int device, const Action &action) {
    Direction direction = directionOf(action);
    if (action.kind != ActionKind::WeightGradient)
      isDone[direction][action.stage][action.microBatch] = true;
    int target = targetOf(action);
    if (target < 0 || deviceOf[target] == device)
      return true;
    Channel &channel = channels[direction][action.stage];
    size_t index = channel.arrivals.size();
    int64_t &clock = progress[device].clock;
    if (index >= capacity) {
      if (channel.receipts.size() + capacity == index)
        return false;
      clock = std::max(clock, channel.receipts[index - capacity]);
    }
    const StageCost &cost = costOf(action.stage);
    channel.arrivals.push_back(clock + (direction == Up ? cost.sendActivation : cost.sendGradient));
    return true;
  }

  void compute(int device, ArrayRef<Action> step) {
    int64_t sum = 0, longest = 0;
    for (const Action &action : step) {
      int64_t cost = costOf(action.stage).of(action.kind);
      sum += cost;
      longest = std::max(longest, cost);
    }
    if (step.size() > 1)
      sum = std::max(longest, sum - costs.overlapSaving);
    auto &[next, received, sent, isComputed, clock] = progress[device];
    ScheduleTiming::Device &times = timing.devices[device];
    if (next == 0)
      times.begin = clock;
    times.end = clock + sum;
    times.busy += sum;
    std::fill_n(timing.actions[device].begin() + next, step.size(), std::pair(clock, clock + sum));
    clock += sum;
  }

  /// Whether the current step is done.
  bool advance(int device) {
    ArrayRef<Action> step = currentStep(device);
    Progress &state = progress[device];
    for (; state.received < step.size(); ++state.received)
      if (!receive(device, step[state.received]))
        return false;
    if (!std::exchange(state.isComputed, true))
      compute(device, step);
    for (; state.sent < step.size(); ++state.sent)
      if (!send(device, step[state.sent]))
        return false;
    state = {state.next + step.size(), 0, 0, false, state.clock};
    return true;
  }

  /// Whether any device has done a step.
  bool advanceAll() {
    bool hasAdvanced = false;
    for (size_t device = 0; device < progress.size(); ++device)
      while (!isFinished(device) && advance(device))
        hasAdvanced = true;
    return hasAdvanced;
  }

  const StageCost &costOf(int stage) const {
    return costs.stages[costs.stages.size() == 1 ? 0 : stage];
  }

  /// What an unfinished device cannot go on without.
  struct Wait {
    const Action *at;
    int otherDevice;
    bool isForRoom;
    std::string what;
  };

  Wait waitOf(int device) const {
    ArrayRef<Action> step = currentStep(device);
    const Progress &state = progress[device];
    if (state.received < step.size()) {
      const Action &at = step[state.received];
      Action source = at;
      source.stage = sourceOf(at);
      for (const Action &action : schedule.devices[deviceOf[source.stage]])
        if (action.stage == source.stage && action.microBatch == source.microBatch &&
            directionOf(action) == directionOf(at) && action.kind != ActionKind::WeightGradient)
          source.kind = action.kind;
      return {&at, deviceOf[source.stage], false, describe(source)};
    }
    const Action &at = step[state.sent];
    int target = targetOf(at);
    return {&at, deviceOf[target], true, ("room in the channel to stage " + Twine(target)).str()};
  }

  /// `device` waits. All it waits for, directly or not, waits as well, so there is a
  /// cycle.
  Error deadlock(int device) const {
    std::vector<int> chain;
    while (!llvm::is_contained(chain, device)) {
      chain.push_back(device);
      device = waitOf(device).otherDevice;
    }
    chain.erase(chain.begin(), llvm::find(chain, device));
    std::rotate(chain.begin(), llvm::min_element(chain), chain.end());
    bool isForRoom = false;
    std::vector<std::string> lines;
    for (int waiting : chain) {
      Wait wait = waitOf(waiting);
      isForRoom |= wait.isForRoom;
      lines.push_back(
          ("device " + Twine(waiting) + " at " + describe(*wait.at) + " waits for " + wait.what)
              .str());
    }
    std::string head = isForRoom ? "deadlock, as a channel holds " + std::to_string(capacity)
                                 : "actions wait for one another";
    return schedule.errorAt(*waitOf(chain.front()).at, head + ": " + llvm::join(lines, "; "));
  }

  const Schedule &schedule;
  const ScheduleCosts &costs;
  std::vector<int> deviceOf;
  size_t capacity;
  std::vector<Progress> progress;
  std::vector<Channel> channels[2];         // by direction and sending stage
  std::vector<std::vector<bool>> isDone[2]; // by direction, stage, micro-batch
  ScheduleTiming timing;
};

double share(int64_t busy, int64_t whole) {
  return whole == 0 ? 0 : static_cast<double>(whole - busy) / static_cast<double>(whole);
}

int64_t busyTime(ArrayRef<ScheduleTiming::Device> devices) {
  int64_t sum = 0;
  for (const ScheduleTiming::Device &device : devices)
    sum += device.busy;
  return sum;
}

} // namespace

int64_t StageCost::of(ActionKind kind) const {
  switch (kind) {
  case ActionKind::Forward:
    return forward;
  case ActionKind::Backward:
    return backward;
  case ActionKind::InputGradient:
    return inputGradient;
  case ActionKind::WeightGradient:
    return weightGradient;
  }
  llvm_unreachable("no other kind");
}

int64_t ScheduleTiming::longestSpan() const {
  int64_t result = 0;
  for (const Device &device : devices)
    result = std::max(result, device.end - device.begin);
  return result;
}

double ScheduleTiming::bubble() const {
  return share(busyTime(devices), makespan * static_cast<int64_t>(devices.size()));
}

double ScheduleTiming::steadyBubble() const {
  return share(busyTime(devices), longestSpan() * static_cast<int64_t>(devices.size()));
}

Expected<ScheduleTiming> timeSchedule(const Schedule &schedule, const ScheduleCosts &costs) {
  return Run(schedule, costs).run();
}

} // namespace skein::passes::pipeline
