//===- PipelineTest.cpp - schedules as programs, simulated ----------------===//
//
// Level-1 text is made of schedules of equal stages, read, and run on a
// cluster. The times are those of passes/pipeline/ScheduleTiming.h, and the
// bubbles those of theory.
//
//===----------------------------------------------------------------------===//

#include "passes/pipeline/CheckSchedule.h"
#include "passes/pipeline/ScheduleTiming.h"
#include "simulator/program/Predict.h"
#include "simulator/program/ReadProgram.h"
#include "simulator/topology/ReadCluster.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gtest/gtest.h"

#include <cstdio>
#include <ctime>
#include <fstream>
#include <set>

using namespace skein::simulator;
using namespace skein::passes::pipeline;

namespace {

constexpr char letters[] = "FBIW";

/// A program for each device, which computes one matrix product in a forward
/// pass and in each gradient, and two in a backward pass. Messages are empty.
class ScheduleText {
public:
  ScheduleText(const Schedule &schedule, int capacity, int replicas)
      : schedule(schedule), capacity(capacity),
        deviceOf(schedule.deviceOfStage()) {
    text = absl::StrCat("skein.mesh @m(pipe = ", schedule.devices.size(),
                        ", data = ", replicas, ")\n");
    for (int stage = 0; stage + 1 < schedule.stages; ++stage)
      if (deviceOf[stage] != deviceOf[stage + 1]) {
        addChannel("there", stage, stage, stage + 1);
        addChannel("back", stage, stage + 1, stage);
      }
    for (size_t device = 0; device < schedule.devices.size(); ++device)
      addProgram(int(device));
  }

  std::string text;

private:
  std::string nameOf(int device) const {
    return device + 1 == int(schedule.devices.size())
               ? "train"
               : absl::StrCat("train.device", device);
  }

  void addChannel(const char *name, int number, int from, int to) {
    absl::StrAppend(&text, "skein.channel @", name, number,
                    " : tensor<0xf32> from @", nameOf(deviceOf[from]), " to @",
                    nameOf(deviceOf[to]), " capacity ", capacity, "\n");
  }

  void addProgram(int device) {
    std::set<std::pair<ActionKind, int>> actions;
    std::set<int> stages;
    for (const Action &action : schedule.devices[device]) {
      actions.insert({action.kind, action.stage});
      stages.insert(action.stage);
    }
    std::vector<std::string> order;
    for (const Action &action : schedule.devices[device])
      order.push_back(absl::StrCat(
          stages.size() > 1 ? absl::StrCat(action.stage) : "",
          std::string(1, letters[int(action.kind)]), action.microBatch));
    absl::StrAppend(&text, "skein.program @", nameOf(device),
                    " on @m[pipe = ", device, "]",
                    nameOf(device) == "train" ? "" : " beside @train",
                    "(%x: tensor<8x8xf32>, %z: tensor<0xf32>) {\n"
                    "  %e = tensor.empty() : tensor<8x8xf32>\n"
                    "  skein.pipeline %i of ",
                    schedule.microBatches, " in order \"",
                    absl::StrJoin(order, " "), "\" {\n");
    for (auto [kind, stage] : actions)
      addAction(kind, stage);
    absl::StrAppend(&text, "    skein.next_micro_batch\n  }\n"
                           "  skein.return\n}\n");
  }

  void addAction(ActionKind kind, int stage) {
    static constexpr const char *names[] = {
        "forward", "backward", "input_gradient", "weight_gradient"};
    absl::StrAppend(&text, "    skein.action ", names[int(kind)], " of ", stage,
                    "\n");
    bool isForward = kind == ActionKind::Forward;
    bool talks = kind != ActionKind::WeightGradient;
    int from = isForward ? stage - 1 : stage + 1;
    int to = isForward ? stage + 1 : stage - 1;
    const char *channel = isForward ? "there" : "back";
    if (talks && isElsewhere(from, stage))
      absl::StrAppend(&text, "    %", channel, stage, " = skein.receive @",
                      channel, std::min(from, stage), " : tensor<0xf32>\n");
    for (int i = 0; i <= int(kind == ActionKind::Backward); ++i)
      addKernel(kind, stage, i);
    if (talks && isElsewhere(to, stage))
      absl::StrAppend(&text, "    skein.send @", channel, std::min(to, stage),
                      ", %z : tensor<0xf32>\n");
  }

  bool isElsewhere(int other, int stage) const {
    return other >= 0 && other < schedule.stages &&
           deviceOf[other] != deviceOf[stage];
  }

  /// What the forward pass gives is used by all others.
  void addKernel(ActionKind kind, int stage, int number) {
    std::string input =
        kind == ActionKind::Forward ? "x" : absl::StrCat("F", stage);
    std::string letter(1, letters[int(kind)]);
    absl::StrAppend(&text, "    %", letter, stage,
                    number ? absl::StrCat("_", number) : "",
                    " = linalg.matmul ins(%x, %", input,
                    " : tensor<8x8xf32>, tensor<8x8xf32>) outs(%e : "
                    "tensor<8x8xf32>) -> tensor<8x8xf32>\n");
  }

  const Schedule &schedule;
  int capacity;
  std::vector<int> deviceOf;
};

Job jobOf(const std::string &text) {
  std::string path = absl::StrCat(testing::TempDir(), "pipeline.mlir");
  std::ofstream(path) << text;
  absl::StatusOr<Job> job = readJob(path);
  EXPECT_TRUE(job.ok()) << job.status();
  std::remove(path.c_str());
  return job.ok() ? *std::move(job) : Job();
}

/// Nothing but kernels takes time, and messages the latency.
Cluster cluster(int64_t latencyNs, bool overlap) {
  auto cluster = parseCluster(
      absl::StrCat("name: test\n"
                   "devices:\n"
                   "  - {name: d, count: 64, peak: {f32: 1 TFLOP/s},\n"
                   "     memory: 1 GB, memory_bandwidth: 1 TB/s,\n"
                   "     launch_overhead: 1 us, overlap: ",
                   overlap ? "true" : "false",
                   "}\n"
                   "network: {kind: all-to-all, bandwidth: 1 GB/s, latency: ",
                   latencyNs, " ns}\n"),
      "test.yaml");
  EXPECT_TRUE(cluster.ok()) << cluster.status();
  return *std::move(cluster);
}

Prediction simulate(const Schedule &schedule, int capacity, int steps,
                    int64_t latencyNs = 0, int replicas = 1,
                    bool overlap = true) {
  Job job = jobOf(ScheduleText(schedule, capacity, replicas).text);
  JobOptions options;
  options.steps = steps;
  absl::StatusOr<Prediction> prediction =
      predictJob(std::move(job), cluster(latencyNs, overlap), options);
  EXPECT_TRUE(prediction.ok()) << prediction.status();
  return prediction.ok() ? *std::move(prediction) : Prediction();
}

Schedule scheduleOf(const char *family, int devices, int microBatches,
                    int chunks = 1) {
  return cantFail(
      makeSchedule({family, devices * chunks, microBatches, chunks}));
}

/// Of one kernel.
int64_t kernelTime(const Prediction &prediction) {
  for (const PredictedTask &task : prediction.tasks)
    if (prediction.op(task).name.starts_with("forward"))
      return task.interval.length().count();
  return 0;
}

void expectBubbles(const Prediction &prediction, double expected) {
  ASSERT_FALSE(prediction.job->stages.empty());
  for (const JobFigures::Stage &stage : prediction.job->stages)
    EXPECT_NEAR(stage.bubble, expected, 1e-12) << stage.device;
}

class Devices : public testing::TestWithParam<int> {};

} // namespace

INSTANTIATE_TEST_SUITE_P(Pipelines, Devices, testing::Range(2, 17));

TEST_P(Devices, BubblesAreThoseOfTheory) {
  int p = GetParam();
  for (int m : {4, 7, 16, 64}) {
    SCOPED_TRACE(testing::Message() << p << " devices, " << m);
    for (const char *family : {"gpipe", "1f1b"})
      for (int steps : {1, 4})
        expectBubbles(simulate(scheduleOf(family, p, m), m, steps),
                      double(p - 1) / (m + p - 1));
    if (m >= p) {
      // v stages on each device: the pipeline fills v times faster.
      expectBubbles(simulate(scheduleOf("interleaved", p, m, 2), 2 * m, 1),
                    double(p - 1) / (2 * m + p - 1));
      // (p - 1)(F + I - W) of a step, and that is m (F + I + W) longer.
      expectBubbles(simulate(scheduleOf("zb-h1", p, m), m, 4),
                    double(p - 1) / (3 * m + p - 1));
    }
    if (m >= 2 * p - 1) {
      expectBubbles(simulate(scheduleOf("zb-h2", p, m), m, 4), 0);
      expectBubbles(simulate(scheduleOf("zb-v", p, m, 2), 2 * m, 4), 0);
    }
  }
}

// Messages take time, and channels hold few: to the picosecond as the timing of
// schedules has it.
TEST_P(Devices, TimesAreThoseOfTheSchedule) {
  int p = GetParam();
  for (auto [family, chunks] :
       std::vector<std::pair<const char *, int>>{{"gpipe", 1},
                                                 {"1f1b", 1},
                                                 {"interleaved", 3},
                                                 {"breadth-first", 2},
                                                 {"zb-h1", 1},
                                                 {"zb-h2", 1},
                                                 {"zb-v", 2}})
    for (int64_t latencyNs : {0, 700}) {
      Schedule schedule = scheduleOf(family, p, p + 3, chunks);
      for (int more : {0, 2}) {
        int capacity = leastChannelCapacity(schedule) + more;
        Prediction prediction = simulate(schedule, capacity, 1, latencyNs);
        int64_t t = kernelTime(prediction), send = latencyNs * 1000;
        ScheduleCosts costs;
        costs.stages = {{t, 2 * t, t, t, send, send}};
        costs.channelCapacity = capacity;
        ScheduleTiming timing = cantFail(timeSchedule(schedule, costs));
        EXPECT_EQ(prediction.stepTime.count(), timing.makespan)
            << family << " " << p << " " << latencyNs << " " << more;
      }
    }
}

// A device that does not compute while it communicates is longer at what it
// sends.
TEST_P(Devices, CopyTheirMessages) {
  int p = GetParam(), m = p + 2;
  Schedule schedule = scheduleOf("1f1b", p, m);
  Prediction prediction = simulate(schedule, m, 1, 700, 1, /*overlap=*/false);
  int64_t t = kernelTime(prediction), send = 700'000;
  ScheduleCosts costs;
  costs.stages.assign(p, {t + send, 2 * t + send, t, t, 0, 0});
  costs.stages.front().backward = 2 * t;
  costs.stages.back().forward = t;
  ScheduleTiming timing = cantFail(timeSchedule(schedule, costs));
  EXPECT_EQ(prediction.stepTime.count(), timing.makespan);
  EXPECT_EQ(prediction.job->stages[0].busy.count(), m * (3 * t + send));
}

// What a device holds is what the checker of schedules says, in memory, too:
// 256 bytes for a micro-batch.
TEST_P(Devices, HoldWhatTheScheduleSays) {
  int p = GetParam();
  for (const char *family : {"gpipe", "1f1b", "interleaved", "zb-h1"}) {
    int chunks = family == std::string("interleaved") ? 2 : 1;
    Schedule schedule = scheduleOf(family, p, 2 * p, chunks);
    StashPeaks peaks = cantFail(checkSchedule(schedule));
    Prediction prediction = simulate(schedule, 4 * p, 1);
    for (const JobFigures::Stage &stage : prediction.job->stages) {
      int device = stage.stages.front();
      EXPECT_EQ(stage.held, peaks.devices[device]) << family << " " << device;
      EXPECT_EQ(stage.most[int(MemoryKind::Stash)].count(),
                256 * peaks.devices[device])
          << family << " " << device;
    }
    if (family == std::string("gpipe"))
      EXPECT_EQ(prediction.job->stages[0].held, 2 * p);
    if (family == std::string("1f1b"))
      for (const JobFigures::Stage &stage : prediction.job->stages)
        EXPECT_EQ(stage.held, p - stage.stages.front());
  }
}

TEST(Replicas, AreAllSimulated) {
  Prediction prediction = simulate(scheduleOf("1f1b", 4, 8), 1, 2, 0, 3);
  EXPECT_EQ(prediction.job->stages.size(), 12u);
  expectBubbles(prediction, 3.0 / 11);
}

TEST(Sizes, SixteenStagesTakeLessThanTwoSeconds) {
  Schedule schedule = scheduleOf("1f1b", 16, 256);
  std::string text = ScheduleText(schedule, 1, 1).text;
  std::clock_t start = std::clock();
  Job job = jobOf(text);
  absl::StatusOr<Prediction> prediction =
      predictJob(std::move(job), cluster(0, /*overlap=*/true), {.steps = 4});
  ASSERT_TRUE(prediction.ok()) << prediction.status();
  EXPECT_LT(double(std::clock() - start) / CLOCKS_PER_SEC, 2);
  expectBubbles(*prediction, 15.0 / 271);
}
