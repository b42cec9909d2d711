//===- ScheduleTest.cpp - generated schedules against their papers --------===//
//
// p devices, m micro-batches, v stages on each device; F, I, W the times of a forward
// pass, an input gradient and a weight gradient, B = I + W.
//
//===----------------------------------------------------------------------===//

#include "passes/pipeline/Schedule.h"
#include "passes/pipeline/CheckSchedule.h"
#include "passes/pipeline/ScheduleText.h"
#include "passes/pipeline/ScheduleTiming.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include <map>
#include <set>

using namespace skein::passes::pipeline;
using testing::Each;
using testing::ElementsAre;

namespace {

template <typename T> T valueOf(llvm::Expected<T> value) {
  EXPECT_TRUE(static_cast<bool>(value)) << llvm::toString(value.takeError());
  return std::move(*value);
}

template <typename T> std::string messageOf(llvm::Expected<T> value) {
  EXPECT_FALSE(static_cast<bool>(value));
  return llvm::toString(value.takeError());
}

Schedule make(std::string family, int devices, int microBatches, int chunks = 1) {
  return valueOf(makeSchedule({family, devices * chunks, microBatches, chunks}));
}

ScheduleCosts costs(int64_t forward, int64_t inputGradient, int64_t weightGradient) {
  return {{{forward, inputGradient + weightGradient, inputGradient, weightGradient}}};
}

ScheduleTiming timeOf(const Schedule &schedule, const ScheduleCosts &costs) {
  return valueOf(timeSchedule(schedule, costs));
}

/// Idle time of each device until the last one is done.
std::vector<int64_t> idleTimes(const ScheduleTiming &timing) {
  std::vector<int64_t> result;
  for (const ScheduleTiming::Device &device : timing.devices)
    result.push_back(timing.makespan - device.busy);
  return result;
}

/// Idle time when each device begins the next step as soon as it is done.
std::vector<int64_t> steadyIdleTimes(const ScheduleTiming &timing) {
  std::vector<int64_t> result;
  for (const ScheduleTiming::Device &device : timing.devices)
    result.push_back(timing.longestSpan() - device.busy);
  return result;
}

/// Calls `test(p, m)` for p from 2 to 16 and m from 4 to 64, but at least
/// `least(p)`.
template <typename Least, typename Test> void forAllSizes(Least least, Test test) {
  for (int devices = 2; devices <= 16; ++devices)
    for (int microBatches = std::max(4, least(devices)); microBatches <= 64; ++microBatches) {
      SCOPED_TRACE("p=" + std::to_string(devices) + " m=" + std::to_string(microBatches));
      test(devices, microBatches);
    }
}
int any(int) { return 1; }
int asManyAsDevices(int devices) { return devices; }
int fillsBothWays(int devices) { return 2 * devices - 1; }

// (p - 1)(F + B) of (m + p - 1)(F + B), so a share of (p - 1) / (m + p - 1).
// Source: arXiv:1811.06965, section 2.3.2; arXiv:2104.04473, section 2.2.
TEST(BubbleTest, GpipeAnd1f1b) {
  forAllSizes(any, [](int64_t p, int64_t m) {
    for (const char *family : {"gpipe", "1f1b"}) {
      ScheduleTiming timing = timeOf(make(family, p, m), costs(3, 2, 2));
      EXPECT_EQ(timing.makespan, (m + p - 1) * 7);
      EXPECT_THAT(idleTimes(timing), Each((p - 1) * 7));
      EXPECT_DOUBLE_EQ(timing.bubble(), double(p - 1) / double(m + p - 1));
      EXPECT_DOUBLE_EQ(timing.steadyBubble(), timing.bubble());
    }
  });
}

// The same idle time in units of a stage that is v times smaller: (p - 1) / v of
// 1F1B's slots, a share of (p - 1) / (v m + p - 1). Also when m is no multiple of p.
// Source: arXiv:2104.04473, section 2.2; arXiv:2211.05953, section 4.
TEST(BubbleTest, SeveralStagesOnEachDevice) {
  forAllSizes(asManyAsDevices, [](int64_t p, int64_t m) {
    for (const char *family : {"interleaved", "breadth-first"})
      for (int64_t v : {2, 3, 4}) {
        ScheduleTiming timing = timeOf(make(family, p, m, v), costs(3, 2, 2));
        EXPECT_EQ(timing.makespan, (v * m + p - 1) * 7);
        EXPECT_THAT(idleTimes(timing), Each((p - 1) * 7));
      }
  });
}

// (p - 1)(F + I - W) for H1, if W <= F and p <= m. Source: arXiv:2401.10241, table 2.
TEST(BubbleTest, ZeroBubbleH1) {
  forAllSizes(asManyAsDevices, [](int64_t p, int64_t m) {
    for (auto [F, I, W] : {std::tuple(1, 1, 1), {3, 4, 2}, {2, 1, 2}, {3, 3, 1}}) {
      ScheduleTiming timing = timeOf(make("zb-h1", p, m), costs(F, I, W));
      EXPECT_THAT(steadyIdleTimes(timing), Each((p - 1) * (F + I - W)));
    }
    ScheduleTiming timing = timeOf(make("zb-h1", p, m), costs(1, 1, 1));
    EXPECT_THAT(idleTimes(timing), Each(p - 1)); // a third of 1F1B's
  });
}

// (p - 1)(F + I - 2W) for H2, if W <= F, W <= I and 2p - 1 <= m. Source: as above.
TEST(BubbleTest, ZeroBubbleH2) {
  forAllSizes(fillsBothWays, [](int64_t p, int64_t m) {
    for (auto [F, I, W] : {std::tuple(1, 1, 1), {3, 4, 2}, {2, 3, 2}, {3, 3, 1}}) {
      ScheduleTiming timing = timeOf(make("zb-h2", p, m), costs(F, I, W));
      EXPECT_THAT(steadyIdleTimes(timing), Each((p - 1) * (F + I - 2 * W)));
    }
  });
}

// None if F = I = W and 2p - 1 <= m. Source: arXiv:2401.10241, section 6.
TEST(BubbleTest, ZeroBubbleV) {
  forAllSizes(fillsBothWays, [](int64_t p, int64_t m) {
    ScheduleTiming timing = timeOf(make("zb-v", p, m, 2), costs(1, 1, 1));
    EXPECT_THAT(steadyIdleTimes(timing), Each(0));
    EXPECT_EQ(timing.makespan, 6 * m + p - 1);
  });
}

// (p - 1)(F&B + B - 3W), F&B the time of a pair, here F + B.
// Source: README of github.com/deepseek-ai/DualPipe, whose PP / 2 is our p.
TEST(BubbleTest, DualPipeV) {
  forAllSizes([](int devices) { return 2 * devices; },
              [](int64_t p, int64_t m) {
                for (auto [F, I, W] : {std::tuple(1, 1, 1), {3, 3, 2}}) {
                  ScheduleTiming timing = timeOf(make("dualpipe-v", p, m, 2), costs(F, I, W));
                  EXPECT_THAT(idleTimes(timing), Each((p - 1) * (F + 2 * (I + W) - 3 * W)));
                }
              });
}

// Pairs that hide a unit of time in each other: a device has 2m passes each way, most
// of them in pairs.
TEST(BubbleTest, OverlapSavesTime) {
  Schedule schedule = make("dualpipe-v", 4, 16, 2);
  ScheduleCosts apart = costs(1, 1, 1), together = apart;
  together.overlapSaving = 1;
  int64_t pairs =
      llvm::count_if(schedule.devices[3], [](const Action &action) { return action.overlapsNext; });
  EXPECT_EQ(pairs, 2 * 12 - 1); // 16 - 2 * 4 + 3 + 1 rounds of two, the first one apart
  EXPECT_EQ(timeOf(schedule, apart).devices[3].busy - timeOf(schedule, together).devices[3].busy,
            pairs);
}

// Too few micro-batches for a family's pattern are no worse than 1F1B.
TEST(BubbleTest, FewMicroBatches) {
  for (int64_t p : {2, 4, 8})
    for (int64_t m = 1; m < 2 * p; ++m) {
      int64_t longest = timeOf(make("1f1b", p, m), costs(2, 2, 2)).makespan;
      for (const char *family : {"zb-h1", "zb-h2"})
        EXPECT_LE(timeOf(make(family, p, m), costs(2, 2, 2)).makespan, longest);
      for (const char *family : {"zb-v", "dualpipe-v"}) // half the work in a stage
        EXPECT_LE(timeOf(make(family, p, m, 2), costs(1, 1, 1)).makespan, longest);
    }
}

// A message of 5 in each of p - 1 hops, there and back.
TEST(TimingTest, CommunicationDelays) {
  ScheduleCosts slow = costs(1, 1, 1);
  slow.stages[0].sendActivation = 5;
  slow.stages[0].sendGradient = 7;
  EXPECT_EQ(timeOf(make("gpipe", 4, 8), slow).makespan, (8 + 3) * 3 + 3 * (5 + 7));
  EXPECT_EQ(timeOf(make("breadth-first", 1, 8, 4), slow).makespan, 8 * 4 * 3); // one device
}

// The slowest stage takes 10 for each of 8 micro-batches; the others fill and drain.
TEST(TimingTest, SlowestStageDecides) {
  ScheduleCosts uneven;
  uneven.stages = {{1, 2, 1, 1}, {4, 6, 3, 3}, {1, 2, 1, 1}};
  ScheduleTiming timing = timeOf(make("1f1b", 3, 8), uneven);
  EXPECT_EQ(timing.devices[1].busy, 80);
  EXPECT_EQ(timing.makespan, 1 + 80 + 2); // the first forward and the last backward of stage 0
}

// The second device takes nothing before 2, so a channel for one message holds up the
// first one.
TEST(TimingTest, FullChannelsDelay) {
  ScheduleCosts costs;
  costs.stages = {{1, 1, 1, 1}, {4, 1, 1, 1}};
  Schedule schedule = make("gpipe", 2, 4);
  EXPECT_EQ(timeOf(schedule, costs).actions[0][3].first, 3);
  costs.channelCapacity = 1;
  // Sent at 1 and taken at once; sent at 2; the third waits until 5, so the fourth
  // forward pass begins there.
  EXPECT_EQ(timeOf(schedule, costs).actions[0][3].first, 5);
}

// One text for all families: the channels that they need, stash, and that they run.
TEST(CheckTest, AcceptsEveryFamily) {
  for (const ScheduleFamily &family : scheduleFamilies())
    for (int p = 1; p <= 9; ++p)
      for (int m = 1; m <= 24; ++m) {
        SCOPED_TRACE(family.name.str() + " p=" + std::to_string(p) + " m=" + std::to_string(m));
        Schedule schedule = make(family.name.str(), p, m, family.defaultChunks);
        ASSERT_EQ(schedule.devices.size(), size_t(p));
        valueOf(checkSchedule(schedule));
        int capacity = leastChannelCapacity(schedule);
        valueOf(checkSchedule(schedule, capacity));
        if (family.placement == StagePlacement::Fold || family.defaultChunks == 1)
          EXPECT_EQ(capacity, 1);
        if (family.name == "interleaved") {
          int rounds = std::max(1, m / p);
          EXPECT_LE(capacity, std::max(0, (m + rounds - 1) / rounds - p) + 2);
        }
      }
}

TEST(CheckTest, PlacementIsAsSaid) {
  for (const ScheduleFamily &family : scheduleFamilies()) {
    Schedule schedule = make(family.name.str(), 3, 6, family.defaultChunks);
    std::vector<int> loop = {0, 1, 2, 0, 1, 2}, fold = {0, 1, 2, 2, 1, 0};
    std::vector<int> &expected = family.placement == StagePlacement::Fold ? fold : loop;
    expected.resize(schedule.stages);
    EXPECT_EQ(schedule.deviceOfStage(), expected) << family.name.str();
  }
}

// Micro-batches: GPipe m, 1F1B p - stage (arXiv:2104.04473, section 2.2), ZB-H1 p on
// every device, ZB-H2 2p - 1 (arXiv:2401.10241, table 2).
TEST(StashTest, OneStageOnEachDevice) {
  forAllSizes(fillsBothWays, [](int p, int m) {
    auto peaks = [&](const char *family) {
      return valueOf(checkSchedule(make(family, p, m))).stages;
    };
    EXPECT_THAT(peaks("gpipe"), Each(m));
    std::vector<int> falling;
    for (int stage = 0; stage < p; ++stage)
      falling.push_back(p - stage);
    EXPECT_EQ(peaks("1f1b"), falling);
    EXPECT_THAT(peaks("zb-h1"), Each(p));
    EXPECT_THAT(peaks("zb-h2"), Each(2 * p - 1));
  });
}

// In stages, of which a device holds v: interleaved (v - 1) p + 2 (p - device) - 1,
// breadth-first v m, ZB-V 2p as 1F1B has p of twice the size (arXiv:2401.10241, section
// 6), DualPipe-V at most 2p + 1 (its README).
TEST(StashTest, SeveralStagesOnEachDevice) {
  forAllSizes([](int devices) { return 2 * devices; },
              [](int p, int m) {
                auto peaks = [&](const char *family, int v) {
                  return valueOf(checkSchedule(make(family, p, m, v))).devices;
                };
                if (m % p == 0)
                  for (int v : {2, 3})
                    for (int device = 0; device < p; ++device)
                      EXPECT_EQ(peaks("interleaved", v)[device],
                                std::min(v * m, (v - 1) * p + 2 * (p - device) - 1));
                EXPECT_THAT(peaks("breadth-first", 2), Each(2 * m));
                EXPECT_THAT(peaks("zb-v", 2), Each(2 * p));
                EXPECT_THAT(peaks("dualpipe-v", 2), Each(2 * p + 1));
              });
}

// Figure 4 of arXiv:2104.04473: 4 devices, 2 chunks, 8 micro-batches. The second device
// begins with 1 2 3 4, its second chunk with 1 2 3 4 (ours count from 0).
TEST(FamiliesTest, InterleavedAsInThePaper) {
  Schedule schedule = make("interleaved", 4, 8, 2);
  std::string text;
  for (const Action &action : llvm::ArrayRef(schedule.devices[3]).take_front(12))
    text += std::to_string(action.stage) + (action.kind == ActionKind::Forward ? "F" : "B") +
            std::to_string(action.microBatch) + " ";
  EXPECT_EQ(text, "3F0 3F1 3F2 3F3 7F0 7B0 7F1 7B1 7F2 7B2 7F3 7B3 ");
}

std::string drawn(const Schedule &schedule, const ScheduleCosts &costs, int width = 100) {
  std::string text;
  llvm::raw_string_ostream out(text);
  drawSchedule(schedule, timeOf(schedule, costs), width, out);
  return text;
}

TEST(TextTest, DrawsTime) {
  EXPECT_EQ(drawn(make("1f1b", 2, 3), costs(1, 1, 1)),
            "stages=2 micro-batches=3\n"
            "#         0              5              10\n"
            "device 0: F0 F1 .  .  B0    F2 B1    .  B2\n"
            "device 1: .  F0 B0    F1 B1    F2 B2    .  .\n");
}

TEST(TextTest, EveryFamilyReadsAsItPrints) {
  for (const ScheduleFamily &family : scheduleFamilies())
    for (int p : {1, 2, 5})
      for (int m : {1, 4, 13})
        for (int width : {20, 100, 100000})
          for (const ScheduleCosts &costs : {costs(1, 1, 1), costs(2000, 3000, 5000)}) {
            Schedule schedule = make(family.name.str(), p, m, family.defaultChunks);
            std::string text = drawn(schedule, costs, width);
            Schedule read = valueOf(parseSchedule(text, "table.txt"));
            EXPECT_EQ(read, schedule) << text;
            EXPECT_EQ(drawn(read, costs, width), text);
          }
}

/// The complaint about a schedule of this text.
std::string refusal(llvm::StringRef text, int channelCapacity = 0) {
  llvm::Expected<Schedule> schedule = parseSchedule(text, "t");
  if (!schedule)
    return llvm::toString(schedule.takeError());
  return messageOf(checkSchedule(*schedule, channelCapacity));
}

TEST(TextTest, SaysWhereTheMistakeIs) {
  EXPECT_EQ(refusal(""), "t: no schedule; expected \"stages=S micro-batches=M\"");
  EXPECT_EQ(refusal("# empty\n  device 0: F0\n"),
            "t:2:3: \"device\"; expected \"stages=S micro-batches=M\" in the first line");
  EXPECT_EQ(refusal("stages=1 micro-batches=0"), "t:1:1: 0 micro-batches; expected at least 1");
  EXPECT_EQ(refusal("stages=1000000 micro-batches=1000000"),
            "t:1:1: 1000000 stages and 1000000 micro-batches; expected a product of at most "
            "16777216");
  EXPECT_EQ(refusal("stages=1 micro-batches=1 device"),
            "t:1:26: \"device\" behind the size; expected a new line");
  std::string size = "stages=2 micro-batches=1\n";
  EXPECT_EQ(refusal(size + "F0 B0"), "t:2:1: \"F0\"; expected a line such as \"device 0: F0 B0\"");
  EXPECT_EQ(refusal(size + "device 0 F0 B0"),
            "t:2:8: \"0\"; expected the number of a device and \":\"");
  EXPECT_EQ(refusal(size + "device 1: F0 B0"),
            "t:2:8: device 1; expected device 0 or one before it");
  for (llvm::StringRef word : {"X0", "F", "F0x", "1", "F-1", "F99999999999", "F0&", "b0"}) {
    llvm::StringRef part = word == "F0&" ? "" : word;
    int column = word == "F0&" ? 17 : 14;
    EXPECT_EQ(refusal((size + "device 0: .  " + word + " # more\n").str()),
              ("t:2:" + std::to_string(column) + ": \"" + part +
               "\" is no action; expected F, B, I or W and a micro-batch, such as F3, or 2F3 in "
               "stage 2")
                  .str());
  }
}

TEST(CheckTest, EveryActionOnce) {
  std::string size = "stages=2 micro-batches=1\n";
  EXPECT_EQ(refusal(size + "device 0: F0 B0\ndevice 1: F0"),
            "t: backward of stage 1, micro-batch 0 is missing");
  EXPECT_EQ(refusal(size + "device 0: F0 B0\ndevice 1: B0"),
            "t: forward of stage 1, micro-batch 0 is missing");
  EXPECT_EQ(refusal(size + "device 0: F0 B0\n"), "t: forward of stage 1, micro-batch 0 is missing");
  EXPECT_EQ(refusal(size + "device 0: F0 I0\ndevice 1: F0 B0"),
            "t: weight gradient of stage 0, micro-batch 0 is missing");
  EXPECT_EQ(refusal(size + "device 0: F0 W0\ndevice 1: F0 B0"),
            "t: input gradient of stage 0, micro-batch 0 is missing");
  EXPECT_EQ(refusal(size + "device 0: F0 B0 B0\ndevice 1: F0 B0"),
            "t:2:17: backward of stage 0, micro-batch 0 is there twice; expected once");
  EXPECT_EQ(refusal(size + "device 0: F0 B0 W0\ndevice 1: F0 B0"),
            "t:2:17: backward of stage 0, micro-batch 0 is there, and weight gradient of stage 0, "
            "micro-batch 0 too; expected one or the other");
  EXPECT_EQ(refusal(size + "device 0: F0 B0\ndevice 1: F0 0B0 B0"),
            "t:3:14: backward of stage 0, micro-batch 0 is on device 1; expected device 0 for all "
            "of the stage");
  EXPECT_EQ(refusal(size + "device 0: F0 F1 B0\ndevice 1: F0 B0"),
            "t:2:14: forward of stage 0, micro-batch 1: expected a micro-batch from 0 to 0");
  EXPECT_EQ(refusal(size + "device 0: F0 B0 3F0\ndevice 1: F0 B0"),
            "t:2:17: forward of stage 3, micro-batch 0: expected a stage from 0 to 1");
}

TEST(CheckTest, OrderWithinAStage) {
  std::string size = "stages=1 micro-batches=1\n";
  EXPECT_EQ(refusal(size + "device 0: B0 F0"),
            "t:2:11: backward of stage 0, micro-batch 0 is not behind forward of stage 0, "
            "micro-batch 0");
  EXPECT_EQ(refusal(size + "device 0: F0&B0"), // at the same time is not behind
            "t:2:14: backward of stage 0, micro-batch 0 is not behind forward of stage 0, "
            "micro-batch 0");
  EXPECT_EQ(refusal(size + "device 0: F0 W0 I0"),
            "t:2:14: weight gradient of stage 0, micro-batch 0 is not behind input gradient of "
            "stage 0, micro-batch 0");
}

TEST(CheckTest, OrderInAChannel) {
  std::string size = "stages=2 micro-batches=2\n";
  EXPECT_EQ(refusal(size + "device 0: F0 F1 B0 B1\ndevice 1: F1 F0 B0 B1"),
            "t:3:11: forward of stage 1, micro-batch 1 comes when stage 0 has sent micro-batch 0; "
            "expected the same order in both stages");
  EXPECT_EQ(refusal(size + "device 0: F0 F1 B1 B0\ndevice 1: F0 F1 I0 B1 W0"),
            "t:2:17: backward of stage 0, micro-batch 1 comes when stage 1 has sent micro-batch 0; "
            "expected the same order in both stages");
}

// Device 0 wants a gradient of micro-batch 0 before it sends micro-batch 1, which
// device 1 wants first.
TEST(CheckTest, CycleOfActions) {
  EXPECT_EQ(refusal("stages=2 micro-batches=2\n"
                    "device 0: F0 B0 F1 B1\n"
                    "device 1: F0 F1 B0 B1"),
            "t:2:14: actions wait for one another: device 0 at backward of stage "
            "0, micro-batch 0 waits for backward of stage 1, micro-batch 0; device 1 at forward of "
            "stage 1, micro-batch 1 waits for forward of stage 0, micro-batch 1");
  // The stage that turns around waits for what its own device does later.
  EXPECT_EQ(refusal("stages=2 micro-batches=1\n"
                    "device 0: 1F0 1B0 0F0 0B0"),
            "t:2:11: actions wait for one another: device 0 at forward of stage 1, "
            "micro-batch 0 waits for forward of stage 0, micro-batch 0");
}

// GPipe in front of 1F1B: stage 0 sends 3 micro-batches before it takes a gradient,
// stage 1 sends a gradient after each, so both channels fill up.
TEST(CheckTest, DeadlockOnFullChannels) {
  std::string text = "stages=2 micro-batches=4\n"
                     "device 0: F0 F1 F2 F3 B0 B1 B2 B3\n"
                     "device 1: F0 B0 F1 B1 F2 B2 F3 B3\n";
  EXPECT_EQ(refusal(text, 1),
            "t:2:20: deadlock, as a channel holds 1: device 0 at forward of stage 0, "
            "micro-batch 3 waits for room in the channel to stage 1; device 1 at backward of stage "
            "1, micro-batch 1 waits for room in the channel to stage 0");
  Schedule schedule = valueOf(parseSchedule(text, "t"));
  EXPECT_EQ(leastChannelCapacity(schedule), 2);
  EXPECT_THAT(valueOf(checkSchedule(schedule, 2)).stages, ElementsAre(4, 1));
}

/// Whether all actions can be done when a set of finished ones is all that a device
/// looks at, and channels keep the order.
bool canRun(const Schedule &schedule) {
  auto isBackward = [](ActionKind kind) {
    return kind == ActionKind::Backward || kind == ActionKind::InputGradient;
  };
  std::vector<int> deviceOf = schedule.deviceOfStage();
  std::map<std::pair<int, bool>, std::vector<int>> orders; // by stage and direction
  std::set<std::tuple<ActionKind, int, int>> done;
  std::vector<size_t> next(schedule.devices.size());
  auto isDone = [&](bool backward, int stage, int microBatch) {
    return backward ? done.count({ActionKind::Backward, stage, microBatch}) ||
                          done.count({ActionKind::InputGradient, stage, microBatch})
                    : done.count({ActionKind::Forward, stage, microBatch}) > 0;
  };
  auto isReady = [&](const Action &action) {
    auto [kind, stage, microBatch, overlapsNext, line, column] = action;
    if (kind == ActionKind::Forward)
      return stage == 0 || isDone(false, stage - 1, microBatch);
    if (kind == ActionKind::WeightGradient)
      return done.count({ActionKind::InputGradient, stage, microBatch}) > 0;
    return isDone(false, stage, microBatch) &&
           (stage == schedule.stages - 1 || isDone(true, stage + 1, microBatch));
  };
  for (bool hasAdvanced = true; std::exchange(hasAdvanced, false);)
    for (auto [device, actions] : llvm::enumerate(schedule.devices))
      while (next[device] < actions.size()) {
        auto step = firstStep(llvm::ArrayRef(actions).drop_front(next[device]));
        if (!llvm::all_of(step, isReady))
          break;
        for (const Action &action : step) {
          if (!done.insert({action.kind, action.stage, action.microBatch}).second)
            return false;
          if (action.kind != ActionKind::WeightGradient)
            orders[{action.stage, isBackward(action.kind)}].push_back(action.microBatch);
        }
        next[device] += step.size();
        hasAdvanced = true;
      }
  for (auto [device, actions] : llvm::enumerate(schedule.devices))
    if (next[device] < actions.size())
      return false;
  for (int stage = 0; stage + 1 < schedule.stages; ++stage)
    for (bool backward : {false, true})
      if (deviceOf[stage] != deviceOf[stage + 1] &&
          orders[{stage, backward}] != orders[{stage + 1, backward}])
        return false;
  return true;
}

// Every action left out, done twice, or changed is refused. With two neighbours
// exchanged, the checker agrees with a search that shares no code with it.
TEST(CheckTest, Mutants) {
  int accepted = 0, refused = 0;
  auto isAccepted = [](const Schedule &schedule) {
    auto peaks = checkSchedule(schedule);
    bool result = static_cast<bool>(peaks);
    llvm::consumeError(peaks.takeError());
    return result;
  };
  for (const ScheduleFamily &family : scheduleFamilies()) {
    Schedule schedule = make(family.name.str(), 3, 7, family.defaultChunks);
    EXPECT_TRUE(canRun(schedule));
    for (size_t device = 0; device < 3; ++device)
      for (size_t i = 0; i < schedule.devices[device].size(); ++i) {
        Schedule missing = schedule, twice = schedule, other = schedule, swapped = schedule;
        auto at = [&](Schedule &mutant) { return mutant.devices[device].begin() + i; };
        missing.devices[device].erase(at(missing));
        EXPECT_FALSE(isAccepted(missing));
        twice.devices[device].insert(at(twice), *at(schedule));
        EXPECT_FALSE(isAccepted(twice));
        at(other)->microBatch ^= 1;
        EXPECT_FALSE(isAccepted(other));
        if (i == 0)
          continue;
        std::swap(*at(swapped), *(at(swapped) - 1));
        std::swap(at(swapped)->overlapsNext, (at(swapped) - 1)->overlapsNext);
        bool result = isAccepted(swapped);
        EXPECT_EQ(result, canRun(swapped))
            << family.name.str() << " device " << device << " action " << i;
        ++(result ? accepted : refused);
      }
  }
  EXPECT_GT(accepted, 100);
  EXPECT_GT(refused, 100);
}

TEST(MakeTest, SaysWhatIsWrong) {
  auto refusal = [](std::string family, int stages, int microBatches, int chunks) {
    return messageOf(makeSchedule({family, stages, microBatches, chunks}));
  };
  EXPECT_EQ(refusal("2f2b", 4, 8, 0),
            "unknown schedule \"2f2b\"; expected one of gpipe, 1f1b, interleaved, breadth-first, "
            "zb-h1, zb-h2, zb-v, dualpipe-v");
  EXPECT_EQ(refusal("1f1b", 0, 8, 0), "0 stages; expected at least 1");
  EXPECT_EQ(refusal("1f1b", 4, 0, 0), "0 micro-batches; expected at least 1");
  EXPECT_EQ(refusal("1f1b", 4, 8, 2),
            "2 stages on each device; expected 1, as schedule \"1f1b\" has");
  EXPECT_EQ(refusal("zb-v", 5, 8, 0),
            "5 stages do not fill devices of 2 stages each; expected a multiple of 2");
  EXPECT_EQ(refusal("interleaved", 4, 8, -1), "-1 stages on each device; expected at least 1");
}

// The size of GPT-3's pipeline, and far beyond.
TEST(MakeTest, LargeSchedules) {
  for (auto [p, m] : {std::pair(16, 256), {256, 2048}}) {
    Schedule schedule = make("zb-h1", p, m);
    valueOf(checkSchedule(schedule, 1));
  }
}

} // namespace
