//===- TopologyTest.cpp - units, paths, sharing and cluster files ---------===//

#include "simulator/topology/ReadCluster.h"
#include "simulator/topology/Traffic.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

using namespace skein::simulator;
using testing::DoubleEq;
using testing::ElementsAre;

namespace {

TEST(QuantitiesTest, UnitsOfFiles) {
  EXPECT_EQ(*parseDuration("5 us"), microseconds(5));
  EXPECT_EQ(*parseDuration("0.5ns"), picoseconds(500));
  EXPECT_EQ(*parseBytes("16 GiB"), Bytes(int64_t(16) << 30));
  EXPECT_EQ(*parseBytes("80 GB"), megabytes(80000));
  // 400 gigabits are 50 gigabytes.
  EXPECT_EQ(*parseBandwidth("400 Gb/s"), gigabytesPerSecond(50));
  EXPECT_EQ(*parseFlopRate("19.5 TFLOP/s"), gigaflopsPerSecond(19500));
  EXPECT_EQ(parseDuration("5 GB").status().message(),
            "is 5 GB; expected a time such as \"5 us\"");
  for (const char *bad : {"", "5", "us", "-1 us", "nan us", "1e300 s", "1 u s"})
    EXPECT_FALSE(parseDuration(bad).ok()) << bad;
}

TEST(QuantitiesTest, PrintedWithFourDigits) {
  EXPECT_EQ(toString(microseconds(6006)), "6.006 ms");
  EXPECT_EQ(toString(Duration()), "0 s");
  EXPECT_EQ(toString(mebibytes(1536)), "1.5 GiB");
  EXPECT_EQ(toString(gigabytesPerSecond(450)), "450 GB/s");
  EXPECT_EQ(toString(milliseconds(12345678)), "12346 s");
}

TEST(QuantitiesTest, DurationsSaturate) {
  Duration longest(std::numeric_limits<int64_t>::max());
  EXPECT_EQ(longest + microseconds(1), longest);
  EXPECT_EQ(secondsToDuration(1e30), longest);
}

// Half of the way from 1e6 to 1e10 on the logarithmic scale is 1e8.
TEST(CurveTest, LinearInTheLogarithmOfTheSize) {
  Curve curve{{{1e6, 0.2}, {1e10, 0.8}}};
  EXPECT_DOUBLE_EQ(curve.at(1), 0.2);
  EXPECT_DOUBLE_EQ(curve.at(1e6), 0.2);
  EXPECT_DOUBLE_EQ(curve.at(1e8), 0.5);
  EXPECT_DOUBLE_EQ(curve.at(1e12), 0.8);
}

/// Time of one message of 1 MiB.
Duration message(const Topology &topology, DeviceId from, DeviceId to) {
  Path path = *topology.path(from, to);
  return timeAlone(topology,
                   trafficAlong({path}, path.latency, double(1 << 20)));
}

// Rows "unaware ..." of the unit tests of astra-network-analytical (ASTRA-sim):
// 50 GiB/s and 500 ns a link, node 1 to node 4. 1 MiB takes 19531.25 ns at
// 50 GiB/s; 3, 1 and 2 hops add 500 ns each. The source cuts off the fraction.
TEST(PathTest, AstraSimMessages) {
  Bandwidth link(50 * 0x1p30);
  Duration latency = nanoseconds(500);
  EXPECT_EQ(message(Topology::ring(16, link, latency), 1, 4),
            picoseconds(21031250));
  EXPECT_EQ(message(Topology::allToAll(16, link, latency), 1, 4),
            picoseconds(20031250));
  EXPECT_EQ(message(Topology::switched(16, link, latency), 1, 4),
            picoseconds(20531250));
}

TEST(PathTest, SwitchCapacityIsPartOfThePath) {
  Topology topology;
  auto a = topology.addDevice({}), b = topology.addDevice({});
  auto bus = topology.addSwitch("bus", gigabytesPerSecond(10));
  topology.connectStar({a, b}, bus, gigabytesPerSecond(100), nanoseconds(1));
  // 100 MB at the 10 GB/s of the switch, behind two crossings.
  Path path = *topology.path(0, 1);
  EXPECT_EQ(timeAlone(topology, trafficAlong({path}, path.latency, 1e8)),
            milliseconds(10) + nanoseconds(2));
}

TEST(PathTest, NoneBetweenSeparateDevices) {
  Topology topology;
  topology.addDevice({.name = "a"});
  topology.addDevice({.name = "b"});
  EXPECT_EQ(topology.path(0, 1).status().message(), "no path from a to b");
  EXPECT_TRUE(topology.path(1, 1)->resources.empty());
}

/// Rates of flows given as weights on resources 0, 1, ... (0: not used).
std::vector<double> rates(std::vector<double> capacities,
                          std::vector<std::vector<double>> flows) {
  std::vector<Bandwidth> resources;
  for (double capacity : capacities)
    resources.push_back(Bandwidth(capacity));
  std::vector<Traffic> traffics(flows.size());
  std::vector<const Traffic *> pointers;
  for (size_t i = 0; i < flows.size(); ++i) {
    traffics[i].bytes = 1;
    for (size_t r = 0; r < flows[i].size(); ++r)
      if (flows[i][r] > 0)
        traffics[i].uses.push_back({ResourceId(r), flows[i][r]});
    pointers.push_back(&traffics[i]);
  }
  return maxMinRates(resources, pointers);
}

// Rows of the unit tests of SimGrid (lmm, head of 2026-08-07) with consumption
// weights w. Its sharing penalty p means a rate of level / p, so that a flow of
// penalty p and weight w is one of weight w / p whose rate is divided by p.
TEST(MaxMinTest, SimGridRows) {
  // C=3; w=(1 2): rates 1 and 1.
  EXPECT_THAT(rates({3}, {{1}, {2}}), ElementsAre(1, 1));
  // C=3; p=(1 2) w=(1 1): rates 2 and 1, so levels 2 and 2.
  EXPECT_THAT(rates({3}, {{1}, {0.5}}), ElementsAre(2, 2));
  // C=20; p=(1 2) w=(1 2): rates 10 and 5, so levels 10 and 10.
  EXPECT_THAT(rates({20}, {{1}, {1}}), ElementsAre(10, 10));
  // C1=20 {r1 w1 p1; r2 w2 p2} C2=60 {r1 w2 p1; r3 w1 p1}:
  // r1=10 r2=5 r3=40, so levels 10, 10, 40.
  EXPECT_THAT(rates({20, 60}, {{1, 2}, {1, 0}, {0, 1}}),
              ElementsAre(DoubleEq(10), DoubleEq(10), DoubleEq(40)));
}

// Weights that do not add up exactly in binary must not stop the filling.
TEST(MaxMinTest, InexactWeights) {
  for (double rate :
       rates({1, 0.3}, {{0.1, 0.2}, {0.2, 0}, {0, 0.1}, {0.7, 0.3}}))
    EXPECT_GT(rate, 0);
}

constexpr char node[] = R"(
name: node
devices:
  - name: gpu
    count: 4
    peak: {f32: 60 TFLOP/s, bf16: 900 TFLOP/s}
    efficiency: 0.5
    memory: 80 GB
    memory_bandwidth: 3 TB/s
    launch_overhead: 4 us
network: {kind: switch, bandwidth: 450 GB/s, latency: 1 us}
placement: [gpu2, gpu0]
)";

TEST(ReadClusterTest, EveryFieldArrives) {
  auto cluster = parseCluster(node, "c.yaml");
  ASSERT_TRUE(cluster.ok()) << cluster.status();
  EXPECT_EQ(cluster->name, "node");
  ASSERT_EQ(cluster->topology.numDevices(), 4);
  const Device &device = cluster->topology.device(3);
  EXPECT_EQ(device.name, "gpu3");
  EXPECT_EQ(device.peak.at("bf16"), gigaflopsPerSecond(900000));
  EXPECT_EQ(device.efficiency.at(5), 0.5);
  EXPECT_EQ(device.memory, megabytes(80000));
  EXPECT_EQ(device.memoryBandwidth.at(5), 3e12);
  EXPECT_EQ(device.launchOverhead, microseconds(4));
  EXPECT_TRUE(device.overlap);
  EXPECT_EQ(cluster->topology.path(0, 3)->latency, microseconds(2));
  EXPECT_THAT(*cluster->place(2), ElementsAre(2, 0));
  EXPECT_EQ(cluster->place(3).status().message(),
            "needs 3 devices; cluster \"node\" has 2");
}

std::string messageFor(std::string from, std::string to) {
  std::string text = node;
  size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  text.replace(at, from.size(), to);
  auto cluster = parseCluster(text, "c.yaml");
  return cluster.ok() ? "accepted" : std::string(cluster.status().message());
}

TEST(ReadClusterTest, ErrorsNamePlaceAndExpectation) {
  EXPECT_EQ(messageFor("450 GB/s", "0 GB/s"),
            "c.yaml:11: network: bandwidth is 0 GB/s; expected more than 0");
  EXPECT_EQ(messageFor("3 TB/s", "3 TB"),
            "c.yaml:9: device gpu: memory_bandwidth is 3 TB; expected a "
            "bandwidth such as \"100 GB/s\"");
  EXPECT_EQ(messageFor("    memory: 80 GB\n", ""),
            "c.yaml:4: device gpu has no memory");
  EXPECT_EQ(messageFor("memory:", "memroy:"),
            "c.yaml:8: device: unknown key \"memroy\"; expected one of count, "
            "efficiency, launch_overhead, memory, memory_bandwidth, name, "
            "overlap, peak");
  EXPECT_EQ(messageFor("efficiency: 0.5", "efficiency: 1.5"),
            "c.yaml:7: device gpu: efficiency is 1.5; expected more than 0 and "
            "at most 1");
  EXPECT_EQ(messageFor("efficiency: 0.5",
                       "efficiency: [{work: 2 FLOP, fraction: 0.1}, "
                       "{work: 1 FLOP, fraction: 0.2}]"),
            "c.yaml:7: efficiency: work is 1 FLOP; expected ascending values");
  EXPECT_EQ(messageFor("memory_bandwidth: 3 TB/s",
                       "memory_bandwidth: [{size: 1 MB, rate: 0 GB/s}]"),
            "c.yaml:9: memory_bandwidth: rate is 0 GB/s; expected more than 0");
  EXPECT_EQ(messageFor("count: 4", "count: 0"),
            "c.yaml:5: device gpu: count is 0; expected 1 to 65536");
  EXPECT_EQ(messageFor("f32: 60", "f32: -60"),
            "c.yaml:6: device gpu: peak of f32 is -60 TFLOP/s; expected a rate "
            "such as \"19.5 TFLOP/s\"");
  EXPECT_EQ(messageFor("kind: switch", "kind: torus"),
            "c.yaml:11: network: kind is torus; expected all-to-all, ring or "
            "switch");
  EXPECT_EQ(messageFor("[gpu2, gpu0]", "[gpu2, gpu9]"),
            "c.yaml:12: placement: no device is called \"gpu9\"");
  EXPECT_EQ(messageFor("[gpu2, gpu0]", "[gpu2, gpu2]"),
            "c.yaml:12: placement: device gpu2 twice");
  EXPECT_EQ(messageFor("count: 4", "count: 4\n    count: 4"),
            "c.yaml:6: device: key \"count\" twice");
  EXPECT_EQ(messageFor("placement:",
                       "links:\n  - {between: [gpu0, gpu1], bandwidth: 0 GB/s, "
                       "latency: 1 us}\nplacement:"),
            "c.yaml:13: link gpu0-gpu1: bandwidth is 0 GB/s; expected more "
            "than 0");
  auto measured = [](std::string text) {
    return messageFor("placement:", "measured: [{" + text + "}]\nplacement:");
  };
  EXPECT_EQ(measured("op: allreduce, devices: 4, times: []"),
            "c.yaml:12: measured: op is allreduce; expected one of all_reduce, "
            "all_gather, reduce_scatter, broadcast, reduce, all_to_all");
  EXPECT_EQ(measured("op: reduce, devices: 1, times: []"),
            "c.yaml:12: measured: devices is 1; expected 2 or more");
  EXPECT_EQ(measured("op: reduce, devices: 4, times: []"),
            "c.yaml:12: measured has no times");
  EXPECT_EQ(
      measured("op: reduce, devices: 4, times: [{size: 1 MB, time: 0 us}]"),
      "c.yaml:12: measured reduce: time is 0 us; expected more than 0");
  // The words of a syntax error are those of yaml-cpp.
  EXPECT_EQ(messageFor("name: node", "name: [").rfind("c.yaml:", 0), 0u);
  EXPECT_EQ(parseCluster("", "c.yaml").status().message(),
            "c.yaml: is empty; expected a list of devices");
  EXPECT_EQ(readCluster("/no/such.yaml").status().message(),
            "/no/such.yaml: cannot be read");
  EXPECT_FALSE(readCluster("/").ok());
}

// Two nodes of two devices that share one network card each: a switch.
TEST(ReadClusterTest, SharedNetworkCards) {
  auto cluster = parseCluster(R"(
devices:
  - {name: gpu, count: 4, peak: {f32: 1 TFLOP/s}, memory: 1 GB,
     memory_bandwidth: 1 TB/s, launch_overhead: 0 us}
switches: [{name: nic0}, {name: nic1}]
links:
  - {between: [gpu0, gpu1], bandwidth: 100 GB/s, latency: 1 us}
  - {between: [gpu2, gpu3], bandwidth: 100 GB/s, latency: 1 us}
  - {between: [gpu0, nic0], bandwidth: 50 GB/s, latency: 1 us}
  - {between: [gpu1, nic0], bandwidth: 50 GB/s, latency: 1 us}
  - {between: [gpu2, nic1], bandwidth: 50 GB/s, latency: 1 us}
  - {between: [gpu3, nic1], bandwidth: 50 GB/s, latency: 1 us}
  - {between: [nic0, nic1], bandwidth: 10 GB/s, latency: 5 us}
)",
                              "dir/pair.yaml");
  ASSERT_TRUE(cluster.ok()) << cluster.status();
  EXPECT_EQ(cluster->name, "pair");
  const Topology &topology = cluster->topology;
  EXPECT_EQ(topology.path(0, 3)->latency, microseconds(7));
  // Two transfers between the nodes halve the 10 GB/s of the cards.
  Traffic first = trafficAlong({*topology.path(0, 2)}, {}, 1);
  Traffic second = trafficAlong({*topology.path(1, 3)}, {}, 1);
  EXPECT_THAT(maxMinRates(topology.capacities(), {&first, &second}),
              ElementsAre(5e9, 5e9));
}

//===----------------------------------------------------------------------===//
// AutoDist's resource specs
//===----------------------------------------------------------------------===//

constexpr char figures[] = R"(skein:
  gpu: {peak: {f32: 10 TFLOP/s}, memory: 16 GB, memory_bandwidth: 900 GB/s, launch_overhead: 4 us}
  cpu: {peak: {f32: 1 TFLOP/s}, memory: 64 GB, memory_bandwidth: 100 GB/s, launch_overhead: 1 us}
  inside: {bandwidth: 12 GB/s, latency: 5 us}
  network: {latency: 50 us}
)";

/// What is read of `nodes`, the lines of a list, and of more keys.
absl::StatusOr<Cluster> readSpec(const std::string &nodes, const std::string &more = figures) {
  return parseCluster("nodes:\n" + nodes + "ssh: {all: {username: me, port: 2222}}\n" + more,
                      "dir/resource_spec.yml");
}

std::string refusalOf(const std::string &nodes, const std::string &more = figures) {
  auto cluster = readSpec(nodes, more);
  return cluster.ok() ? "accepted" : std::string(cluster.status().message());
}

// Two nodes, with two GPUs and with three processors. The CPU 1 of the first one does not count, and
// it has a CPU 0 that nobody mentions.
TEST(ResourceSpecTest, ReplicasThenServers) {
  auto cluster = readSpec("  - {address: 10.0.0.2, gpus: [1, 0, 1], cpus: [1], ssh_config: all, "
                          "network_bandwidth: 40}\n"
                          "  - {address: 10.0.0.1, cpus: [2, 1], chief: true}\n");
  ASSERT_TRUE(cluster.ok()) << cluster.status();
  EXPECT_EQ(cluster->name, "resource_spec");
  const Topology &topology = cluster->topology;
  std::vector<std::string> names;
  for (DeviceId id : cluster->placement)
    names.push_back(topology.device(id).name);
  EXPECT_THAT(names, ElementsAre("10.0.0.2:GPU:0", "10.0.0.2:GPU:1", "10.0.0.1:CPU:0",
                                 "10.0.0.1:CPU:1", "10.0.0.1:CPU:2", "10.0.0.2:CPU:0"));
  EXPECT_EQ(topology.device(cluster->placement[1]).peak.at("f32"), gigaflopsPerSecond(10000));
  EXPECT_EQ(topology.device(cluster->placement[5]).peak.at("f32"), gigaflopsPerSecond(1000));
  // Two crossings inside of a machine; two more, of cards, between machines, of which the
  // slower one has 1 Gbit/s.
  Path inside = *topology.path(cluster->placement[0], cluster->placement[1]);
  EXPECT_EQ(timeAlone(topology, trafficAlong({inside}, inside.latency, 12e9)),
            milliseconds(1000) + microseconds(10));
  Path between = *topology.path(cluster->placement[0], cluster->placement[2]);
  EXPECT_EQ(timeAlone(topology, trafficAlong({between}, between.latency, 1e9 / 8)),
            milliseconds(1000) + microseconds(110));
}

// One node is the chief by itself, may be called localhost, and has no network. Its CPU is left out
// where nothing is said of it.
TEST(ResourceSpecTest, OneMachine) {
  std::string more = "skein: {gpu: {peak: {f32: 1 TFLOP/s}, memory: 1 GB, memory_bandwidth: 1 "
                     "TB/s, launch_overhead: 0 us}}\n";
  auto cluster = readSpec("  - {address: localhost, gpus: [0]}\n", more);
  ASSERT_TRUE(cluster.ok()) << cluster.status();
  EXPECT_EQ(cluster->topology.numDevices(), 1);
}

TEST(ResourceSpecTest, RulesOfAutoDist) {
  const std::string chief = "  - {address: a, chief: true}\n";
  EXPECT_EQ(refusalOf("  - {address: a, ssh_config: all}\n  - {address: b, ssh_config: all}\n"),
            "dir/resource_spec.yml:2: no node is the chief; expected chief: true at one of them");
  EXPECT_EQ(refusalOf(chief + "  - {address: b, chief: true}\n"),
            "dir/resource_spec.yml:3: node b: is chief, and so is a; expected one");
  EXPECT_EQ(refusalOf(chief + "  - {address: b}\n"),
            "dir/resource_spec.yml:3: node b has no ssh_config, by which the chief could reach it");
  EXPECT_EQ(refusalOf(chief + "  - {address: b, ssh_config: some}\n"),
            "dir/resource_spec.yml:3: node b: ssh_config is some; expected a group of ssh");
  EXPECT_EQ(refusalOf(chief + "  - {address: 127.0.0.1, ssh_config: all}\n"),
            "dir/resource_spec.yml:3: node 127.0.0.1: a loopback address, by which other nodes do "
            "not find it");
  EXPECT_EQ(refusalOf(chief + "  - {address: a, ssh_config: all}\n"),
            "dir/resource_spec.yml:3: node a: is there twice");
  EXPECT_EQ(refusalOf("  - {gpus: [0]}\n"), "dir/resource_spec.yml:2: node has no address");
  EXPECT_EQ(refusalOf("  - {address: a, gpus: [-1]}\n"),
            "dir/resource_spec.yml:2: node a: gpus has -1; expected numbers of devices");
  EXPECT_EQ(refusalOf("  - {address: a, network_bandwidth: 0}\n"),
            "dir/resource_spec.yml:2: node a: network_bandwidth is 0; expected Gbit/s, more than 0");
  EXPECT_EQ(refusalOf("  - {address: a, gpu: [0]}\n"),
            "dir/resource_spec.yml:2: node: unknown key \"gpu\"; expected one of address, chief, "
            "cpus, gpus, network_bandwidth, ssh_config");
  EXPECT_EQ(refusalOf("  []\n"), "dir/resource_spec.yml:2: no nodes");
}

TEST(ResourceSpecTest, WhatItDoesNotSayIsAskedFor) {
  const std::string node = "  - {address: a, gpus: [0]}\n";
  EXPECT_EQ(refusalOf(node, ""),
            "dir/resource_spec.yml:1: a resource spec does not say what devices compute; expected "
            "a key skein with gpu: {peak: {f32: 15.7 TFLOP/s}, memory: 16 GB, memory_bandwidth: "
            "900 GB/s, launch_overhead: 4 us}");
  std::string gpu = "skein:\n  gpu: {peak: {f32: 1 TFLOP/s}, memory: 1 GB, memory_bandwidth: 1 "
                    "TB/s, launch_overhead: 0 us}\n";
  EXPECT_EQ(refusalOf("  - {address: a}\n", gpu), "dir/resource_spec.yml:5: skein has no cpu");
  EXPECT_EQ(refusalOf("  - {address: a, gpus: [0, 1]}\n", gpu),
            "dir/resource_spec.yml:5: skein has no inside");
  EXPECT_EQ(refusalOf("  - {address: a, gpus: [0], chief: true}\n"
                      "  - {address: b, gpus: [0], ssh_config: all}\n",
                      gpu),
            "dir/resource_spec.yml:6: skein has no network");
  EXPECT_EQ(refusalOf(node, "skein:\n  gpu: {peak: {f32: 1 TFLOP/s}}\n"),
            "dir/resource_spec.yml:5: gpu has no memory");
}

} // namespace
