//===- ReportTest.cpp - the same prediction in four forms -----------------===//

#include "simulator/report/Report.h"
#include "simulator/topology/ReadCluster.h"

#include "nlohmann/json.hpp"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

using namespace skein::simulator;
using testing::HasSubstr;
using testing::Not;

namespace {

/// A kernel of 10 us, then an all-reduce of 19 us beside a kernel of 20 us: on
/// two devices, over 1 GB/s and 1 us: 1 + 2 * 1 + 16 us for 16 kB.
Prediction example(bool fold = true) {
  auto cluster = parseCluster(
      "name: pair\n"
      "devices:\n"
      "  - {name: d, count: 2, peak: {f32: 1 TFLOP/s}, memory: 20 kB,\n"
      "     memory_bandwidth: 1 GB/s, launch_overhead: 1 us}\n"
      "network: {kind: all-to-all, bandwidth: 1 GB/s, latency: 1 us}\n",
      "pair.yaml");
  EXPECT_TRUE(cluster.ok()) << cluster.status();
  Program program;
  program.name = "train";
  program.mesh = {"m", {{"data", 2}}};
  program.examples = 64;
  program.ops = {
      {"linalg.matmul", "a.mlir:3", Work{Flops(9000000), "f32", Bytes(96)}, {}},
      {"skein.all_reduce",
       "a.mlir:4",
       Collective{CollectiveKind::AllReduce, {0}, Bytes(16000), true},
       {0}},
      // The name checks that nothing ends the script element of the page.
      {"</script>", "", Work{Flops(19000000), "f32", Bytes(96)}, {}}};
  program.values = {{"w", Bytes(5000), MemoryKind::Parameters, {}, {}},
                    {"g", Bytes(16000), MemoryKind::Temporaries, 0, {1}}};
  auto prediction = predict(program, *cluster, {.fold = fold});
  EXPECT_TRUE(prediction.ok()) << prediction.status();
  return *std::move(prediction);
}

TEST(ReportTest, Text) {
  EXPECT_EQ(
      toText(example()),
      R"(@train on @m(data = 2): 2 devices of cluster pair, alike: one stands for all

step time  30 us  (33333 steps/s, 2133333 examples/s at 64 examples a step)

device                    compute        communication     of it overlapped                 idle
d0                30 us (100.0 %)      19 us ( 63.3 %)      19 us ( 63.3 %)        0 s (  0.0 %)

memory            parameters optimizer slots          inputs     temporaries            peak              of
d0                 4.883 KiB             0 B             0 B       15.62 KiB       20.51 KiB       19.53 KiB  DOES NOT FIT

ops                                       count         time  of step  time from
</script>                                     1        20 us   66.7 %  formula
skein.all_reduce                              1        19 us   63.3 %  formula
linalg.matmul                                 1        10 us   33.3 %  formula
)");
}

TEST(ReportTest, Json) {
  auto json = nlohmann::json::parse(toJson(example()));
  EXPECT_EQ(json["step_time_us"], 30.0);
  EXPECT_EQ(json["fits"], false);
  EXPECT_EQ(json["devices"].size(), 1u);
  EXPECT_EQ(json["devices"][0]["memory"]["peak_bytes"], 21000);
  EXPECT_EQ(json["tasks"][1]["name"], "skein.all_reduce");
  EXPECT_EQ(json["tasks"][1]["axes"][0], "data");
  EXPECT_EQ(json["tasks"][1]["start_us"], 10.0);
  EXPECT_EQ(json["tasks"][1]["end_us"], 29.0);
  EXPECT_EQ(json["tasks"][1]["from"], "formula");
}

// A complete event per device and task, on the track of its stream.
TEST(ReportTest, Trace) {
  auto trace = nlohmann::json::parse(toTrace(example(/*fold=*/false)));
  int tasks = 0, counters = 0;
  for (const auto &event : trace["traceEvents"]) {
    tasks += event["ph"] == "X";
    counters += event["ph"] == "C";
    if (event["ph"] == "X" && event["cat"] == "collective") {
      EXPECT_EQ(event["tid"], 1);
      EXPECT_EQ(event["ts"], 10.0);
      EXPECT_EQ(event["dur"], 19.0);
      EXPECT_EQ(event["args"]["location"], "a.mlir:4");
    }
  }
  EXPECT_EQ(tasks, 6);
  // Two devices: parameters from 0 on, with the gradient, and without it.
  EXPECT_EQ(counters, 4);
}

TEST(ReportTest, PageNeedsNothingElse) {
  std::string page = toHtml(example());
  EXPECT_THAT(page, HasSubstr("\"step_time_us\":30.0"));
  EXPECT_THAT(page, HasSubstr("\\u003c/script>"));
  for (const char *outside : {"http://", "https://", "src=", "@import", "url("})
    EXPECT_THAT(page, Not(HasSubstr(outside)));
  EXPECT_THAT(page, Not(HasSubstr("@PREDICTION@")));
}

TEST(ReportTest, SamePredictionSameBytes) {
  EXPECT_EQ(toJson(example()), toJson(example()));
  EXPECT_EQ(toTrace(example()), toTrace(example()));
  EXPECT_EQ(toHtml(example()), toHtml(example()));
}

} // namespace
