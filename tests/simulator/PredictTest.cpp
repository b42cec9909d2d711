//===- PredictTest.cpp - programs placed on clusters ----------------------===//

#include "simulator/program/Predict.h"
#include "simulator/topology/ReadCluster.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

using namespace skein::simulator;
using testing::ElementsAre;

namespace {

TEST(MeshTest, GroupsDifferAlongTheirAxes) {
  // Row-major: device = 2 * data + model.
  Mesh mesh{"m", {{"data", 3}, {"model", 2}}};
  EXPECT_EQ(mesh.numDevices(), 6);
  EXPECT_EQ(mesh.toString(), "data = 3, model = 2");
  EXPECT_THAT(mesh.groups({0}),
              ElementsAre(ElementsAre(0, 2, 4), ElementsAre(1, 3, 5)));
  EXPECT_THAT(
      mesh.groups({1}),
      ElementsAre(ElementsAre(0, 1), ElementsAre(2, 3), ElementsAre(4, 5)));
  EXPECT_THAT(mesh.groups({0, 1}), ElementsAre(ElementsAre(0, 1, 2, 3, 4, 5)));
  EXPECT_EQ(mesh.groups({}).size(), 6u);
  EXPECT_EQ(Mesh().numDevices(), 1);
}

Cluster cluster(std::string network, std::string more = "") {
  auto cluster = parseCluster(
      "devices:\n"
      "  - {name: d, count: 4, peak: {f32: 1 TFLOP/s}, memory: 1 MB,\n"
      "     memory_bandwidth: 1 GB/s, launch_overhead: 1 us" +
          more + "}\n" + network,
      "test.yaml");
  EXPECT_TRUE(cluster.ok()) << cluster.status();
  return *std::move(cluster);
}
constexpr char directly[] =
    "network: {kind: all-to-all, bandwidth: 1 GB/s, latency: 2 us}";
constexpr char bus[] = "network: {kind: switch, bandwidth: 1 GB/s, latency: "
                       "1 us, capacity: 1 GB/s}";

ProgramOp kernel(int64_t flops, std::vector<OpId> after = {}) {
  return {"kernel", "p.mlir:7", Work{Flops(flops), "f32", Bytes(0)}, after};
}
ProgramOp allReduce(std::vector<int> axes, int64_t bytes,
                    std::vector<OpId> after) {
  return {"skein.all_reduce", "p.mlir:8",
          Collective{CollectiveKind::AllReduce, axes, Bytes(bytes),
                     /*beside=*/true},
          after};
}

/// Two gradients; the reduction of the first overlaps with the second kernel.
/// On two axes, the second reduction follows along the other axis.
Program twoGradients(Mesh mesh) {
  Program program;
  program.mesh = std::move(mesh);
  int last = int(program.mesh.axes.size()) - 1;
  program.ops = {kernel(10000000), allReduce({0}, 4000, {0}), kernel(20000000),
                 allReduce({last}, 8000, {2}), kernel(1000000, {1, 3})};
  program.values = {
      {"w", Bytes(500), MemoryKind::Parameters, {}, {0}},
      {"g0", Bytes(4000), MemoryKind::Temporaries, 0, {1}},
      {"g1", Bytes(8000), MemoryKind::Temporaries, 2, {3}},
      {"r0", Bytes(4000), MemoryKind::Temporaries, 1, {4}},
      {"r1", Bytes(8000), MemoryKind::Temporaries, 3, {4}},
  };
  return program;
}

// Kernels take 1 us + 10, 20 and 1 us. An all-reduce over 4 of b bytes takes
// 1 us + 6 * 2 us + 1.5 b at 1 GB/s: 19 us for 4 kB, 25 us for 8 kB.
// Compute:        0..11 .. 32 ..................... 57..59
// Communication:    11..30    32..57
TEST(PredictTest, CommunicationOverlapsWithCompute) {
  auto prediction =
      predict(twoGradients({"m", {{"data", 4}}}), cluster(directly));
  ASSERT_TRUE(prediction.ok()) << prediction.status();
  EXPECT_TRUE(prediction->folded);
  EXPECT_EQ(prediction->stepTime, microseconds(59));
  EXPECT_EQ(prediction->tasks[3].interval.start, microseconds(32));
  ASSERT_EQ(prediction->devices.size(), 1u);
  const Usage &usage = prediction->devices[0].usage;
  EXPECT_EQ(usage.compute, microseconds(34));
  EXPECT_EQ(usage.communication, microseconds(44));
  EXPECT_EQ(usage.overlap, microseconds(19));
  EXPECT_EQ(usage.idle, Duration());

  // From 32 us: w, r0 (held from 11 us on), and g1 and r1 until the end.
  EXPECT_EQ(prediction->devices[0].memory.peakBytes(), Bytes(20500));
  EXPECT_TRUE(prediction->fits());
}

// 11 + 19 + 21 + 25 + 2: what does not overlap adds up.
TEST(PredictTest, SomeDevicesDoNotOverlap) {
  auto prediction = predict(twoGradients({"m", {{"data", 4}}}),
                            cluster(directly, ", overlap: false"));
  ASSERT_TRUE(prediction.ok()) << prediction.status();
  EXPECT_EQ(prediction->stepTime, microseconds(78));
  EXPECT_EQ(prediction->devices[0].usage.overlap, Duration());
}

// The same where the program does not ask for another stream.
TEST(PredictTest, OnTheComputeStreamCollectivesTakeTheirTurn) {
  Program program = twoGradients({"m", {{"data", 4}}});
  for (OpId id : {1, 3})
    std::get<Collective>(program.ops[id].action).beside = false;
  auto prediction = predict(program, cluster(directly));
  ASSERT_TRUE(prediction.ok()) << prediction.status();
  EXPECT_EQ(prediction->stepTime, microseconds(78));
  EXPECT_EQ(prediction->devices[0].usage.overlap, Duration());
}

// On one shared bus, the groups of an axis contend with each other; on direct
// links they do not. One device for all and every device for itself agree.
TEST(PredictTest, FoldedAndUnfoldedAgree) {
  for (const char *network : {directly, bus})
    for (const Mesh &mesh :
         {Mesh{"m", {{"data", 4}}}, Mesh{"m", {{"a", 2}, {"b", 2}}},
          Mesh{"m", {{"data", 2}}}, Mesh{"m", {{"data", 1}}}}) {
      auto folded = predict(twoGradients(mesh), cluster(network));
      auto unfolded =
          predict(twoGradients(mesh), cluster(network), {.fold = false});
      ASSERT_TRUE(folded.ok() && unfolded.ok());
      EXPECT_TRUE(folded->folded);
      EXPECT_FALSE(unfolded->folded);
      EXPECT_EQ(unfolded->devices.size(), size_t(mesh.numDevices()));
      EXPECT_EQ(folded->stepTime, unfolded->stepTime) << network;
      for (const PredictedDevice &device : unfolded->devices) {
        const PredictedDevice &one = folded->devices[0];
        EXPECT_EQ(device.usage.compute, one.usage.compute);
        EXPECT_EQ(device.usage.communication, one.usage.communication);
        EXPECT_EQ(device.usage.overlap, one.usage.overlap);
        EXPECT_EQ(device.memory.peakBytes(), one.memory.peakBytes());
      }
    }
}

// A slow device (4 us more for the first kernel) delays the reduction for all.
TEST(PredictTest, UnlikeDevicesAreNotFolded) {
  auto uneven = parseCluster(R"(
devices:
  - {name: fast, count: 3, peak: {f32: 1 TFLOP/s}, memory: 1 MB,
     memory_bandwidth: 1 GB/s, launch_overhead: 1 us}
  - {name: slow, peak: {f32: 0.5 TFLOP/s}, memory: 1 kB,
     memory_bandwidth: 1 GB/s, launch_overhead: 1 us}
network: {kind: all-to-all, bandwidth: 1 GB/s, latency: 2 us}
)",
                             "test.yaml");
  ASSERT_TRUE(uneven.ok()) << uneven.status();
  auto prediction = predict(twoGradients({"m", {{"data", 4}}}), *uneven);
  ASSERT_TRUE(prediction.ok()) << prediction.status();
  EXPECT_FALSE(prediction->folded);
  // Slow: 21 us, then 41 us; the second reduction follows at 62 us.
  EXPECT_EQ(prediction->stepTime, microseconds(62 + 25 + 3));
  EXPECT_TRUE(prediction->devices[0].fits());
  EXPECT_FALSE(prediction->devices[3].fits());
  EXPECT_FALSE(prediction->fits());
}

// The first reduction took 15 us when it was measured, the second, of the other
// size, is in between: 20 us. Kernels of 11 and 21, 20, and a kernel of 2 us.
TEST(PredictTest, MeasuredCollectives) {
  auto prediction = predict(
      twoGradients({"m", {{"data", 4}}}),
      cluster(std::string(directly) +
              "\nmeasured: [{op: all_reduce, devices: 4, times: [{size: "
              "4 kB, time: 15 us}, {size: 12 kB, time: 25 us}]}]"));
  ASSERT_TRUE(prediction.ok()) << prediction.status();
  EXPECT_EQ(prediction->tasks[1].origin, Origin::Measured);
  EXPECT_EQ(prediction->tasks[1].interval.length(), microseconds(15));
  EXPECT_EQ(prediction->tasks[3].origin, Origin::Table);
  EXPECT_EQ(prediction->tasks[3].interval.length(), microseconds(20));
  EXPECT_EQ(prediction->stepTime, microseconds(11 + 21 + 20 + 2));
}

TEST(PredictTest, ErrorsNameTheOp) {
  Program program = twoGradients({"m", {{"data", 4}}});
  EXPECT_EQ(predict(program, cluster("")).status().message(),
            "p.mlir:8: skein.all_reduce: no path from d0 to d1");
  std::get<Work>(program.ops[2].action).type = "f64";
  EXPECT_EQ(predict(program, cluster(directly)).status().message(),
            "p.mlir:7: kernel: device d0 has no peak rate for f64; it has f32");
  program.name = "train";
  program.location = "p.mlir:1";
  program.mesh.axes[0].size = 8;
  EXPECT_EQ(predict(program, cluster(directly)).status().message(),
            "p.mlir:1: @train needs 8 devices; cluster \"test\" has 4");
}

} // namespace
