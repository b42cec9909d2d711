//===- Cut.cpp - which layers make a stage --------------------------------===//

#include "passes/pipeline/Cut.h"

#include "passes/pipeline/CheckSchedule.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/Twine.h"

#include <limits>
#include <numeric>
#include <random>
#include <tuple>

using llvm::ArrayRef;
using llvm::Error;
using llvm::Expected;
using llvm::Twine;

namespace skein::passes::pipeline {
namespace {

/// Sums over the first layers.
class Sums {
public:
  template <typename Value> Sums(ArrayRef<Layer> layers, Value value) : sums(1) {
    for (const Layer &layer : layers)
      sums.push_back(sums.back() + value(layer));
  }
  int64_t operator()(int begin, int end) const { return sums[end] - sums[begin]; }

private:
  std::vector<int64_t> sums;
};

/// What stages cost, for any cut.
class Load {
public:
  Load(ArrayRef<Layer> layers, const Schedule &schedule)
      : layers(layers), deviceOf(schedule.deviceOfStage()), numDevices(schedule.devices.size()),
        held(deviceStashes(schedule)),
        work(layers, [](const Layer &layer) { return layer.forward + layer.backward; }),
        parameters(layers, [](const Layer &layer) { return layer.parameterBytes; }),
        stashes(layers, [](const Layer &layer) { return layer.stashBytes; }) {}

  int numLayers() const { return layers.size(); }
  int numStages() const { return deviceOf.size(); }
  int deviceOfStage(int stage) const { return deviceOf[stage]; }
  bool hasOneStagePerDevice() const { return deviceOf.size() == numDevices; }

  /// A lower bound of `stageTime` that grows with the layers.
  int64_t workTime(int begin, int end) const { return work(begin, end); }

  int64_t stageTime(int stage, int begin, int end) const {
    int64_t time = work(begin, end);
    if (begin == end)
      return time;
    if (stage > 0 && deviceOf[stage - 1] != deviceOf[stage])
      time += layers[begin].sendGradient;
    if (stage + 1 < numStages() && deviceOf[stage + 1] != deviceOf[stage])
      time += layers[end - 1].sendActivation;
    return time;
  }

  /// Of a device with no other stage.
  int64_t stageBytes(int stage, int begin, int end) const {
    return parameters(begin, end) + held[deviceOf[stage]].counts[0][0] * stashes(begin, end);
  }

  CutLoad of(const Cut &cut, bool withBytes = true) const {
    CutLoad load;
    load.stageTimes.reserve(cut.size());
    load.deviceTimes.resize(numDevices);
    for (int stage = 0; stage < numStages(); ++stage) {
      load.stageTimes.push_back(stageTime(stage, beginOf(cut, stage), cut[stage]));
      load.deviceTimes[deviceOf[stage]] += load.stageTimes.back();
    }
    if (withBytes)
      load.deviceBytes = bytesOf(cut);
    return load;
  }

private:
  static int beginOf(const Cut &cut, int stage) { return stage == 0 ? 0 : cut[stage - 1]; }

  std::vector<int64_t> bytesOf(const Cut &cut) const {
    std::vector<int64_t> bytes;
    for (const DeviceStash &device : held) {
      int64_t sum = 0, most = 0;
      for (int stage : device.stages)
        sum += parameters(beginOf(cut, stage), cut[stage]);
      for (const std::vector<int> &counts : device.counts) {
        int64_t stash = 0;
        for (auto [stage, count] : llvm::zip_equal(device.stages, counts))
          stash += count * stashes(beginOf(cut, stage), cut[stage]);
        most = std::max(most, stash);
      }
      bytes.push_back(sum + most);
    }
    return bytes;
  }

  ArrayRef<Layer> layers;
  std::vector<int> deviceOf;
  size_t numDevices;
  std::vector<DeviceStash> held;
  Sums work, parameters, stashes;
};

/// Dynamic programming over the first layers and stages: `extend(value, stage, begin,
/// end)` is the value of a cut whose last stage is this one and whose other stages have
/// `value`, or the largest number if it must not be; `isTooLong(stage, begin, end, best)`
/// says that no stage with this end and this or an earlier begin has less than `best`.
/// The value of the best cut and that cut, which is empty if there is none. Of equals,
/// the last stages are the longest: they hold the fewest micro-batches.
template <typename Value, typename Extend, typename IsTooLong>
std::pair<Value, Cut> bestCut(const Load &load, Extend extend, IsTooLong isTooLong) {
  constexpr Value none = std::numeric_limits<Value>::max();
  int layers = load.numLayers(), stages = load.numStages();
  std::vector<Value> before(layers + 1, none), values;
  before[0] = Value();
  std::vector<std::vector<int>> begins;
  for (int stage = 0; stage < stages; ++stage) {
    values.assign(layers + 1, none);
    begins.emplace_back(layers + 1, -1);
    for (int end = stage + 1; end <= layers; ++end)
      for (int begin = end - 1; begin >= stage; --begin) {
        if (isTooLong(stage, begin, end, values[end]))
          break;
        if (before[begin] == none)
          continue;
        Value value = extend(before[begin], stage, begin, end);
        if (value <= values[end] && value != none) {
          values[end] = value;
          begins[stage][end] = begin;
        }
      }
    std::swap(before, values);
  }
  Cut cut;
  if (before[layers] != none)
    for (int stage = stages - 1, end = layers; stage >= 0; end = begins[stage--][end])
      cut.insert(cut.begin(), end);
  return {before[layers], cut};
}

/// The least bytes with which each device of one stage can do.
int64_t leastBytes(const Load &load) {
  return bestCut<int64_t>(
             load,
             [&](int64_t before, int stage, int begin, int end) {
               return std::max(before, load.stageBytes(stage, begin, end));
             },
             [&](int stage, int begin, int end, int64_t best) {
               return load.stageBytes(stage, begin, end) >= best;
             })
      .first;
}

/// The cut of the fastest slowest stage, of these the one of the least sum of squares;
/// empty if stages of at most `bytes` do not exist.
Cut cutBySlowestStage(const Load &load, int64_t bytes) {
  auto fits = [&](int stage, int begin, int end) {
    return bytes == 0 || load.stageBytes(stage, begin, end) <= bytes;
  };
  int64_t slowest =
      bestCut<int64_t>(
          load,
          [&](int64_t before, int stage, int begin, int end) {
            return fits(stage, begin, end) ? std::max(before, load.stageTime(stage, begin, end))
                                           : std::numeric_limits<int64_t>::max();
          },
          [&](int, int begin, int end, int64_t best) { return load.workTime(begin, end) >= best; })
          .first;
  return bestCut<double>(
             load,
             [&](double before, int stage, int begin, int end) {
               int64_t time = load.stageTime(stage, begin, end);
               return time <= slowest && fits(stage, begin, end)
                          ? before + static_cast<double>(time) * static_cast<double>(time)
                          : std::numeric_limits<double>::max();
             },
             [&](int, int begin, int end, double) { return load.workTime(begin, end) > slowest; })
      .second;
}

/// What is wrong with a cut: bytes too many, the slowest device, the slowest stage, the
/// sum of squares of the devices. Less is better.
using Rank = std::tuple<int64_t, int64_t, int64_t, double>;

/// Improves cuts for several stages on each device by moving boundaries.
class Improvement {
public:
  Improvement(const Load &load, int64_t bytes) : load(load), bytes(bytes) {}

  /// Climbs from `start`, and again from some cuts near the best one as long as that
  /// is quick.
  Cut run(Cut start) {
    auto [best, bestRank] = climb(std::move(start));
    std::mt19937 random(0);
    for (int climbs = 0; climbs < 1000 && numLooks < maxLooks / 4; ++climbs) {
      auto [cut, rank] = climb(shaken(best, random));
      if (rank < bestRank)
        std::tie(best, bestRank) = std::pair(cut, rank);
    }
    return best;
  }

private:
  CutLoad look(const Cut &cut) {
    numLooks += load.numStages();
    return load.of(cut, /*withBytes=*/bytes > 0);
  }

  Rank rankOf(const CutLoad &of) const {
    int64_t excess = 0;
    for (int64_t used : of.deviceBytes)
      excess += std::max<int64_t>(0, used - bytes);
    double squares = 0;
    for (int64_t time : of.deviceTimes)
      squares += static_cast<double>(time) * static_cast<double>(time);
    return {excess, of.slowestDevice(), of.slowestStage(), squares};
  }

  /// Moves neighbouring ends together by one layer while that helps.
  std::pair<Cut, Rank> climb(Cut cut) {
    CutLoad of = look(cut);
    Rank rank = rankOf(of);
    while (step(cut, of, rank, /*fromCritical=*/true) || step(cut, of, rank, false)) {
    }
    return {cut, rank};
  }

  /// Takes the first move that helps, if any does; of all moves or of those that take
  /// a layer from a critical stage.
  bool step(Cut &cut, CutLoad &of, Rank &rank, bool fromCritical) {
    for (size_t first = 0; first + 1 < cut.size(); ++first)
      for (bool isUp : {false, true}) {
        Cut moved = cut;
        for (size_t last = first; last + 1 < cut.size(); ++last) {
          moved[last] += isUp ? 1 : -1;
          if (isEmptyStage(moved, first))
            break;
          if (isEmptyStage(moved, last + 1) ||
              (fromCritical && !isCritical(of, isUp ? last + 1 : first)))
            continue;
          if (numLooks > maxLooks)
            return false;
          CutLoad movedLoad = look(moved);
          Rank movedRank = rankOf(movedLoad);
          if (movedRank < rank) {
            std::tie(cut, of, rank) = std::tie(moved, movedLoad, movedRank);
            return true;
          }
        }
      }
    return false;
  }

  /// Whether nothing helps but to take from this stage or another critical one.
  bool isCritical(const CutLoad &of, size_t stage) const {
    int device = load.deviceOfStage(stage);
    if (bytes > 0 && of.mostBytes() > bytes)
      return of.deviceBytes[device] > bytes;
    return of.deviceTimes[device] == of.slowestDevice();
  }

  /// Three ends moved by a layer each, where that leaves no stage empty.
  static Cut shaken(Cut cut, std::mt19937 &random) {
    for (int i = 0; i < 3 && cut.size() > 1; ++i) {
      size_t stage = random() % (cut.size() - 1);
      Cut moved = cut;
      moved[stage] += random() % 2 == 0 ? 1 : -1;
      if (!isEmptyStage(moved, stage) && !isEmptyStage(moved, stage + 1))
        cut = moved;
    }
    return cut;
  }

  static bool isEmptyStage(const Cut &cut, size_t stage) {
    return cut[stage] <= (stage == 0 ? 0 : cut[stage - 1]);
  }

  static constexpr int64_t maxLooks = 20'000'000;
  const Load &load;
  int64_t bytes;
  int64_t numLooks = 0; // at a stage
};

Error emptyStage(size_t stage) {
  return llvm::createStringError("stage " + Twine(stage) +
                                 " is empty; expected a layer in each stage");
}

int64_t largest(ArrayRef<int64_t> numbers) {
  return numbers.empty() ? 0 : *llvm::max_element(numbers);
}

} // namespace

int64_t CutLoad::slowestStage() const { return largest(stageTimes); }
int64_t CutLoad::slowestDevice() const { return largest(deviceTimes); }
int64_t CutLoad::mostBytes() const { return largest(deviceBytes); }

CutLoad loadOf(ArrayRef<Layer> layers, const Cut &cut, const Schedule &schedule) {
  return Load(layers, schedule).of(cut);
}

Expected<Cut> balancedCut(ArrayRef<Layer> layers, const Schedule &schedule, int64_t deviceBytes) {
  int stages = schedule.stages, numLayers = layers.size();
  if (stages > numLayers)
    return llvm::createStringError(Twine(stages) + " stages of " + Twine(numLayers) +
                                   " layers; expected at most as many stages as layers");
  Load load(layers, schedule);
  bool isExact = load.hasOneStagePerDevice();
  Cut cut = cutBySlowestStage(load, isExact ? deviceBytes : 0);
  if (!isExact)
    cut = Improvement(load, deviceBytes).run(cut);
  int64_t needed = cut.empty() ? leastBytes(load) : load.of(cut).mostBytes();
  if (deviceBytes > 0 && needed > deviceBytes)
    return llvm::createStringError("no cut of " + Twine(numLayers) + " layers into " +
                                   Twine(stages) + " stages was found that takes at most " +
                                   Twine(deviceBytes) +
                                   " bytes on each device; the smallest takes " + Twine(needed));
  return cut;
}

Expected<Cut> cumulativeCut(ArrayRef<Layer> layers, int stages, bool allowEmptyStages) {
  int64_t total = 0, sum = 0;
  for (const Layer &layer : layers)
    total += layer.forward;
  if (total == 0)
    return llvm::createStringError("all forward passes together take 0; expected more");
  Cut cut(stages);
  for (const Layer &layer : layers) {
    sum += layer.forward;
    double share = static_cast<double>(sum) / static_cast<double>(total);
    ++cut[std::min(static_cast<int>(share * stages), stages - 1)];
  }
  for (auto [stage, size] : llvm::enumerate(cut))
    if (size == 0 && !allowEmptyStages)
      return emptyStage(stage);
  std::partial_sum(cut.begin(), cut.end(), cut.begin());
  return cut;
}

Expected<Cut> explicitCut(ArrayRef<int> ends, int layers, bool allowEmptyStages) {
  int begin = 0;
  for (auto [stage, end] : llvm::enumerate(ends)) {
    if (end < begin)
      return llvm::createStringError("stage " + Twine(stage) + " ends at layer " + Twine(end) +
                                     "; expected at least " + Twine(begin) + ", where it begins");
    if (end == begin && !allowEmptyStages)
      return emptyStage(stage);
    begin = end;
  }
  if (begin != layers || ends.empty())
    return llvm::createStringError("the last stage ends at layer " + Twine(begin) + "; expected " +
                                   Twine(layers) + ", the number of layers");
  return Cut(ends.begin(), ends.end());
}

} // namespace skein::passes::pipeline
