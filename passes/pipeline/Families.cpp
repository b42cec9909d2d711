//===- Families.cpp - schedules from the literature -----------------------===//
//
// Every generator says what one device does. A stage sees its micro-batches in
// ascending order, and in each kind of action alike, except where GPipe goes
// backward in the opposite order.
//
//===----------------------------------------------------------------------===//

#include "passes/pipeline/Schedule.h"

#include <algorithm>
#include <array>
#include <map>

namespace skein::passes::pipeline {
namespace {

/// The actions of a device, appended one by one. Each takes the next micro-batch
/// of its kind and stage.
class Actions {
public:
  void forward(int stage) { add(ActionKind::Forward, stage); }
  void backward(int stage) { add(ActionKind::Backward, stage); }
  void inputGradient(int stage) { add(ActionKind::InputGradient, stage); }
  void weightGradient(int stage) { add(ActionKind::WeightGradient, stage); }
  /// The forward and the backward pass run at the same time.
  void forwardAndBackward(int forwardStage, int backwardStage) {
    forward(forwardStage);
    actions.back().overlapsNext = true;
    backward(backwardStage);
  }
  std::vector<Action> take() { return std::move(actions); }

private:
  /// A backward pass counts as both gradients.
  void add(ActionKind kind, int stage) {
    bool isWhole = kind == ActionKind::Backward;
    int &next = counts[{isWhole ? ActionKind::InputGradient : kind, stage}];
    actions.push_back({kind, stage, next++});
    counts[{ActionKind::WeightGradient, stage}] += isWhole;
  }

  std::vector<Action> actions;
  std::map<std::pair<ActionKind, int>, int> counts;
};

int atLeastOne(int) { return 1; }

/// All forward passes, then all backward passes in the opposite order; with
/// several chunks, each takes all micro-batches before the next begins.
/// Source: Huang et al., GPipe, arXiv:1811.06965, figure 2 (one chunk);
/// Lamy-Poirier, Breadth-First Pipeline Parallelism, arXiv:2211.05953.
std::vector<Action> breadthFirst(const ScheduleShape &shape, int device) {
  std::vector<Action> actions;
  for (int stage = device; stage < shape.devices * shape.chunks; stage += shape.devices)
    for (int microBatch = 0; microBatch < shape.microBatches; ++microBatch)
      actions.push_back({ActionKind::Forward, stage, microBatch});
  for (size_t last = actions.size(); last > 0; --last) {
    actions.push_back(actions[last - 1]);
    actions.back().kind = ActionKind::Backward;
  }
  return actions;
}

/// Some forward passes, then a forward and a backward pass in turn, then the
/// backward passes that are left. Chunks take turns in rounds of as many micro-batches
/// as there are devices.
/// Any number of micro-batches works: those that do not fill one more round are
/// spread over the rounds, the first ones taking one more each.
/// Source: Narayanan et al., arXiv:2104.04473, section 2.2, with the order and the
/// warm-up of Megatron-LM's schedules.py; one chunk is 1F1B (PipeDream-Flush).
std::vector<Action> oneForwardOneBackward(const ScheduleShape &shape, int device) {
  auto [devices, chunks, microBatches] = shape;
  int rounds = std::max(1, microBatches / devices);
  std::vector<int> forwards, backwards; // stages, in the order of their turns
  for (int round = 0; round < rounds; ++round) {
    int turns = microBatches / rounds + (round < microBatches % rounds);
    for (int chunk = 0; chunk < chunks; ++chunk) {
      forwards.insert(forwards.end(), turns, chunk * devices + device);
      backwards.insert(backwards.end(), turns, (chunks - 1 - chunk) * devices + device);
    }
  }
  int firstRound = (microBatches + rounds - 1) / rounds;
  int hops = devices - 1 - device;
  size_t warmUp = (chunks - 1) * firstRound + (chunks == 1 ? hops : 2 * hops);

  Actions actions;
  size_t next = 0;
  while (next < std::min(warmUp, forwards.size()))
    actions.forward(forwards[next++]);
  for (int stage : backwards) {
    if (next < forwards.size())
      actions.forward(forwards[next++]);
    actions.backward(stage);
  }
  return actions.take();
}

/// 1F1B with split backward passes: `lead` micro-batches are begun early for every
/// device behind, and weight gradients lag by as many for every device before.
std::vector<Action> zeroBubble(const ScheduleShape &shape, int device, int lead) {
  int warmUp = std::min(shape.microBatches, lead * (shape.devices - 1 - device));
  int lag = std::min(shape.microBatches, lead * device);
  Actions actions;
  for (int i = 0; i < warmUp; ++i)
    actions.forward(device);
  for (int i = 0; i < shape.microBatches; ++i) {
    if (warmUp + i < shape.microBatches)
      actions.forward(device);
    actions.inputGradient(device);
    if (i >= lag)
      actions.weightGradient(device);
  }
  for (int i = 0; i < lag; ++i)
    actions.weightGradient(device);
  return actions.take();
}

/// The memory of 1F1B, a third of its bubble.
/// Source: Qi et al., Zero Bubble Pipeline Parallelism, arXiv:2401.10241, section 2.
std::vector<Action> zeroBubbleH1(const ScheduleShape &shape, int device) {
  return zeroBubble(shape, device, /*lead=*/1);
}

/// Twice the memory of 1F1B, no bubble between steps that follow one another.
/// Source: as above.
std::vector<Action> zeroBubbleH2(const ScheduleShape &shape, int device) {
  return zeroBubble(shape, device, /*lead=*/2);
}

/// Each device holds stage `device` on the way there and its mirror image on the
/// way back.
/// Source: Qi et al., arXiv:2401.10241, section 6; phases as in
/// torch.distributed.pipelining's ScheduleZBVZeroBubble.
std::vector<Action> zeroBubbleV(const ScheduleShape &shape, int device) {
  int there = device, back = 2 * shape.devices - 1 - device;
  int behind = shape.devices - device; // devices from here to the turn
  Actions actions;
  auto backward = [&](int stage) {
    actions.inputGradient(stage);
    actions.weightGradient(stage);
  };

  int begun = 0;
  for (; begun < 2 * behind - 1; ++begun)
    actions.forward(there);
  for (int i = 0; i < device; ++i, ++begun) {
    actions.forward(back);
    actions.forward(there);
  }
  for (int i = 0; i < behind; ++i) {
    actions.forward(back);
    backward(back);
  }
  for (int turned = shape.devices; turned < shape.microBatches; ++turned) {
    if (begun++ < shape.microBatches)
      actions.forward(there);
    backward(there);
    actions.forward(back);
    backward(back);
  }
  for (int i = 0; i < device; ++i) {
    actions.inputGradient(there);
    actions.inputGradient(back);
  }
  for (int i = 0; i < behind; ++i)
    backward(there);
  for (int stage : {back, there})
    for (int i = 0; i < device; ++i)
      actions.weightGradient(stage);
  return actions.take();
}

/// The V again, in pairs of a forward and a backward pass that hide each other's
/// communication; backward passes are split where that fills a gap.
/// Source: DeepSeek-AI, DualPipe (github.com/deepseek-ai/DualPipe), dualpipev.py,
/// whose eight phases these are; cut in half from arXiv:2412.19437, section 3.2.1.
std::vector<Action> dualPipeV(const ScheduleShape &shape, int device) {
  int there = device, back = 2 * shape.devices - 1 - device;
  int behind = shape.devices - 1 - device;
  Actions actions;
  std::vector<int> owed; // stages whose weight gradients are left to do
  size_t paid = 0;
  auto weightGradient = [&] {
    if (paid < owed.size())
      actions.weightGradient(owed[paid++]);
  };
  auto backward = [&](int stage, bool isSplit) {
    if (!isSplit)
      return actions.backward(stage);
    actions.inputGradient(stage);
    owed.push_back(stage);
  };

  for (int i = 0; i < 2 * behind; ++i)
    actions.forward(there);
  for (int i = 0; i <= device; ++i) {
    actions.forward(there);
    actions.forward(back);
  }
  for (int i = 0; i < behind; ++i) {
    backward(back, /*isSplit=*/true);
    weightGradient();
    actions.forward(back);
  }
  for (int i = 0; i < shape.microBatches - shape.devices - behind; ++i) {
    if (i == 0 && behind == 0) { // apart, the next device gets its input earlier
      actions.forward(there);
      actions.backward(back);
    } else {
      actions.forwardAndBackward(there, back);
    }
    actions.forwardAndBackward(back, there);
  }
  for (int i = 0; i < behind; ++i) {
    actions.backward(back);
    actions.forwardAndBackward(back, there);
  }
  for (int i = 0; i <= device; ++i) { // the second half is split
    backward(back, 2 * i > device);
    backward(there, 2 * i + 1 > device);
  }
  for (int i = 0; i < behind; ++i) {
    weightGradient();
    backward(there, /*isSplit=*/true);
  }
  while (paid < owed.size())
    weightGradient();
  return actions.take();
}

constexpr std::array<ScheduleFamily, 8> families = {{
    {"gpipe", "all forward passes, then all backward passes", StagePlacement::Loop, 1, false,
     breadthFirst, atLeastOne},
    {"1f1b", "a forward and a backward pass in turn", StagePlacement::Loop, 1, false,
     oneForwardOneBackward, atLeastOne},
    {"interleaved", "1f1b with several stages on each device", StagePlacement::Loop, 2, true,
     oneForwardOneBackward, atLeastOne},
    {"breadth-first", "gpipe with several stages on each device", StagePlacement::Loop, 2, true,
     breadthFirst, atLeastOne},
    {"zb-h1", "1f1b with split backward passes, in the same memory", StagePlacement::Loop, 1, false,
     zeroBubbleH1, atLeastOne},
    {"zb-h2", "1f1b with split backward passes, in twice the memory", StagePlacement::Loop, 1,
     false, zeroBubbleH2, atLeastOne},
    {"zb-v", "two stages on each device, there and back, with split backward passes",
     StagePlacement::Fold, 2, false, zeroBubbleV, [](int devices) { return 2 * devices - 1; }},
    {"dualpipe-v", "there and back, with forward and backward passes that overlap",
     StagePlacement::Fold, 2, false, dualPipeV, [](int devices) { return 2 * devices; }},
}};

} // namespace

llvm::ArrayRef<ScheduleFamily> scheduleFamilies() { return families; }

} // namespace skein::passes::pipeline
