//===- EngineTest.cpp - streams, rendezvous, shared links, memory ---------===//

#include "simulator/engine/Engine.h"
#include "simulator/engine/EventLoop.h"
#include "simulator/memory/Memory.h"

#include "gtest/gtest.h"

using namespace skein::simulator;

namespace {

/// Two devices and one link of 100 MB/s without latency.
Topology pair() { return Topology::allToAll(2, Bandwidth(1e8), Duration()); }

Task kernel(std::string name, DeviceId device, Duration time,
            std::vector<TaskId> after = {}) {
  Task task;
  task.name = std::move(name);
  task.devices = {device};
  task.traffic.latency = time;
  task.after = std::move(after);
  return task;
}

/// Moves bytes from device 0 to device 1, on the communication stream of both.
Task transfer(std::string name, const Topology &topology, double bytes,
              std::vector<TaskId> after = {}) {
  Task task;
  task.name = std::move(name);
  task.kind = Task::Kind::Collective;
  task.stream = Stream::Communication;
  task.devices = {0, 1};
  task.traffic = trafficAlong({*topology.path(0, 1)}, Duration(), bytes);
  task.after = std::move(after);
  return task;
}

#define EXPECT_RAN(id, from, to)                                               \
  EXPECT_EQ(timeline->intervals[id].start, from);                              \
  EXPECT_EQ(timeline->intervals[id].end, to)

TEST(EngineTest, StreamsAreInOrderAndDevicesAreParallel) {
  Topology topology = pair();
  auto timeline = run(topology, {kernel("a", 0, milliseconds(2)),
                                 kernel("b", 0, milliseconds(3)),
                                 kernel("c", 1, milliseconds(4))});
  ASSERT_TRUE(timeline.ok());
  EXPECT_RAN(0, milliseconds(0), milliseconds(2));
  EXPECT_RAN(1, milliseconds(2), milliseconds(5));
  EXPECT_RAN(2, milliseconds(0), milliseconds(4));
  EXPECT_EQ(timeline->end, milliseconds(5));
}

TEST(EngineTest, NothingTakesNoTime) {
  Topology topology = pair();
  auto timeline = run(topology, {});
  ASSERT_TRUE(timeline.ok());
  EXPECT_EQ(timeline->end, Duration());
}

// 100 kB at 100 MB/s take 1 ms, after the slower of the two kernels. The kernel
// behind it on device 0 does not wait for it.
TEST(EngineTest, RendezvousWaitsForTheSlowerDevice) {
  Topology topology = pair();
  std::vector<Task> tasks = {
      kernel("a", 0, milliseconds(2)), kernel("b", 1, milliseconds(5)),
      transfer("move", topology, 1e5, {0, 1}), kernel("c", 0, milliseconds(9))};
  auto timeline = run(topology, tasks);
  ASSERT_TRUE(timeline.ok());
  EXPECT_RAN(2, milliseconds(5), milliseconds(6));
  EXPECT_RAN(3, milliseconds(2), milliseconds(11));

  // Device 1 computes 5 ms, communicates 1 ms, and has nothing to do for 5.
  std::vector<Usage> used = usages(2, tasks, *timeline);
  EXPECT_EQ(used[0].compute, milliseconds(11));
  EXPECT_EQ(used[0].overlap, milliseconds(1));
  EXPECT_EQ(used[0].idle, Duration());
  EXPECT_EQ(used[1].compute, milliseconds(5));
  EXPECT_EQ(used[1].communication, milliseconds(1));
  EXPECT_EQ(used[1].overlap, Duration());
  EXPECT_EQ(used[1].idle, milliseconds(5));
}

// 100 kB and 300 kB share 100 MB/s: at 50 MB/s each the first ends after 2 ms;
// the second has 200 kB left, which take 2 ms more at full rate.
TEST(EngineTest, FlowsShareALink) {
  Topology topology = pair();
  Task first = transfer("first", topology, 1e5);
  Task second = transfer("second", topology, 3e5);
  second.stream = Stream::Compute; // so that both run at once
  auto timeline = run(topology, {first, second});
  ASSERT_TRUE(timeline.ok());
  EXPECT_RAN(0, Duration(), milliseconds(2));
  EXPECT_RAN(1, Duration(), milliseconds(4));
}

// The second joins after its latency of 1 ms: the first has 200 of 300 kB left
// by then, and needs 4 ms for them at half the rate. The second has moved 200
// of 250 kB at that time; 50 kB at full rate are half a millisecond.
TEST(EngineTest, RatesChangeWhenAFlowJoins) {
  Topology topology = pair();
  Task first = transfer("first", topology, 3e5);
  Task second = transfer("second", topology, 2.5e5);
  second.stream = Stream::Compute;
  second.traffic.latency = milliseconds(1);
  auto timeline = run(topology, {first, second});
  ASSERT_TRUE(timeline.ok());
  EXPECT_RAN(0, Duration(), milliseconds(5));
  EXPECT_RAN(1, Duration(), microseconds(5500));
}

// Device 0 runs the transfer first, device 1 the kernel that waits for it to be
// over: neither can go on.
TEST(EngineTest, WaitingInACircleIsReported) {
  Topology topology = pair();
  Task gate = kernel("gate", 1, milliseconds(1), {/*move=*/1});
  Task move = transfer("move", topology, 1, {/*gate=*/0});
  auto timeline = run(topology, {gate, move});
  ASSERT_FALSE(timeline.ok());
  EXPECT_EQ(timeline.status().message(),
            "move on device0 never starts; it waits for gate");

  gate.stream = Stream::Communication;
  move.after = {};
  timeline = run(topology, {gate, move});
  ASSERT_FALSE(timeline.ok());
  EXPECT_EQ(timeline.status().message(),
            "move on device0 never starts; it waits for device1, which is at "
            "gate");
}

TEST(EngineTest, SameTasksSameTimeline) {
  Topology topology =
      Topology::switched(8, gigabytesPerSecond(3), nanoseconds(700));
  std::vector<Task> tasks;
  for (int i = 0; i < 64; ++i) {
    tasks.push_back(kernel("k", i % 8, nanoseconds(100 * (i % 7))));
    Task move;
    move.devices = {i % 8, (i + 3) % 8};
    move.stream = Stream::Communication;
    Path path = *topology.path(i % 8, (i + 3) % 8);
    move.traffic = trafficAlong({path}, path.latency, 1000 * (i % 5));
    move.after = {2 * i};
    tasks.push_back(move);
  }
  auto once = run(topology, tasks), again = run(topology, tasks);
  ASSERT_TRUE(once.ok());
  for (size_t i = 0; i < tasks.size(); ++i) {
    EXPECT_EQ(once->intervals[i].start, again->intervals[i].start);
    EXPECT_EQ(once->intervals[i].end, again->intervals[i].end);
  }
}

// 100 B of parameters throughout; two temporaries that meet at 20 us.
TEST(MemoryTest, PeakIsWhereLifetimesMeet) {
  MemoryProfile profile = profileOf({
      {Bytes(100), MemoryKind::Parameters, {}, microseconds(50)},
      {Bytes(30), MemoryKind::Temporaries, microseconds(10), microseconds(30)},
      {Bytes(40), MemoryKind::Temporaries, microseconds(20), microseconds(40)},
      {Bytes(70), MemoryKind::Inputs, microseconds(30), microseconds(40)},
  });
  // 100, 130, 170, then 30 B go as 70 B come: 210, 100, 0.
  ASSERT_EQ(profile.points.size(), 6u);
  EXPECT_EQ(profile.peakBytes(), Bytes(210));
  EXPECT_EQ(profile.peak.time, microseconds(30));
  EXPECT_EQ(profile.peak.live[int(MemoryKind::Temporaries)], Bytes(40));
  EXPECT_EQ(total(profile.points[2].live), Bytes(170));
  EXPECT_EQ(total(profile.points.back().live), Bytes(0));
}

// 1 MB takes 10 ms alone. The second starts after 5 ms: 0.5 MB are left of each
// other's, which take 10 ms at half of the rate; then 5 ms for its own rest.
TEST(EventLoopTest, TransfersShareALink) {
  Topology topology = pair();
  EventLoop loop(topology);
  Traffic traffic = trafficAlong({*topology.path(0, 1)}, Duration(), 1e6);
  std::vector<Duration> ends;
  auto note = [&] { ends.push_back(loop.now()); };
  loop.transfer(traffic, note);
  loop.after(milliseconds(5), [&] { loop.transfer(traffic, note); });
  loop.run();
  EXPECT_EQ(ends, (std::vector{milliseconds(15), milliseconds(20)}));
  EXPECT_EQ(loop.bytesMoved()[topology.path(0, 1)->resources[0]], 2e6);
}

// At one time, in the order of the calls; what is asked for then comes last.
TEST(EventLoopTest, OrderOfCalls) {
  Topology topology = pair();
  EventLoop loop(topology);
  std::string order;
  loop.after(milliseconds(1), [&] {
    order += "a";
    loop.after(Duration(), [&] { order += "c"; });
  });
  loop.after(milliseconds(1), [&] { order += "b"; });
  loop.after(milliseconds(2), [&] { loop.stop(); });
  loop.after(milliseconds(3), [&] { order += "never"; });
  loop.run();
  EXPECT_EQ(order, "abc");
}

} // namespace
