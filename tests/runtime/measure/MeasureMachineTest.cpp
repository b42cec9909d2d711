#include "runtime/measure/MeasureMachine.h"
#include "simulator/topology/ReadCluster.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sstream>

namespace skein::runtime {
namespace {

using testing::ElementsAre;

MachineMeasurement example() {
  MachineMeasurement machine;
  machine.devices = 2;
  machine.products = {{1024, 1e9}, {2e6, 4e9}};
  machine.memoryBytes = 8e9;
  machine.memoryBandwidth = 10e9;
  machine.kernelSeconds = 2e-6;
  machine.hopSeconds = 3e-6;
  machine.hopBandwidth = 5e9;
  return machine;
}

TEST(MeasureMachineTest, SimulatorReadsWhatIsWritten) {
  std::ostringstream text;
  writeCluster(example(), text);
  auto cluster = simulator::parseCluster(text.str(), "c.yaml");
  ASSERT_TRUE(cluster.ok()) << cluster.status();
  ASSERT_EQ(cluster->topology.numDevices(), 2);
  const simulator::Device &device = cluster->topology.device(1);
  EXPECT_EQ(device.peak.at("f32"), simulator::gigaflopsPerSecond(4));
  EXPECT_THAT(
      device.efficiency.points,
      ElementsAre(
          simulator::EfficiencyCurve::Point{simulator::Flops(1024), 0.25},
          simulator::EfficiencyCurve::Point{simulator::Flops(2000000), 1}));
  EXPECT_EQ(device.memory, simulator::megabytes(8000));
  EXPECT_EQ(device.launchOverhead, simulator::microseconds(2));
  EXPECT_FALSE(device.overlap);
  EXPECT_EQ(cluster->topology.path(0, 1)->latency, simulator::microseconds(3));
  EXPECT_THAT(cluster->topology.capacities(),
              testing::Each(simulator::gigabytesPerSecond(5)));
}

// Any machine: a product of 512 is faster than one of 8 per operation, and no
// computer from this century is slower than these limits.
TEST(MeasureMachineTest, FiguresAreSane) {
  for (int64_t devices : {1, 3}) {
    absl::StatusOr<MachineMeasurement> machine =
        measureMachine(devices, std::chrono::milliseconds(2));
    ASSERT_TRUE(machine.ok()) << machine.status();
    EXPECT_GT(machine->products.back().rate, machine->products.front().rate);
    EXPECT_GT(machine->products.back().rate, 1e8);
    EXPECT_GT(machine->memoryBandwidth, 1e7);
    EXPECT_GT(machine->kernelSeconds, 0);
    EXPECT_LT(machine->kernelSeconds, 1e-2);
    EXPECT_EQ(machine->hopBandwidth > 0, devices > 1);
    std::ostringstream text;
    writeCluster(*machine, text);
    EXPECT_TRUE(simulator::parseCluster(text.str(), "c.yaml").ok())
        << text.str();
  }
}

TEST(MeasureMachineTest, NoDevices) {
  EXPECT_EQ(measureMachine(0, std::chrono::milliseconds(1)).status().message(),
            "cannot measure 0 devices; expected at least 1");
}

} // namespace
} // namespace skein::runtime
