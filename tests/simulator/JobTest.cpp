//===- JobTest.cpp - workers, servers and what is between them ------------===//

#include "simulator/program/Predict.h"
#include "simulator/report/Report.h"
#include "simulator/topology/ReadCluster.h"

#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

using namespace skein::simulator;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

namespace {

using Kind = Request::Kind;
using Element = Request::Element;

/// Kernels take 1 us and one more for 10^6 FLOP. A switch: 1 GB/s and 1 us for
/// each of the two links of a way. Memory takes 1 us for 1 kB.
Cluster cluster(int devices = 8) {
  auto cluster = parseCluster(
      absl::StrCat(
          "name: test\n"
          "devices:\n"
          "  - {name: d, count: ",
          devices,
          ", peak: {f32: 1 TFLOP/s}, memory: 1 MB,\n"
          "     memory_bandwidth: 1 GB/s, launch_overhead: 1 us}\n"
          "network: {kind: switch, bandwidth: 1 GB/s, latency: 1 us}\n"),
      "test.yaml");
  EXPECT_TRUE(cluster.ok()) << cluster.status();
  return *std::move(cluster);
}

ProgramOp kernel(int64_t microseconds, std::vector<OpId> after = {}) {
  return {"kernel", "",
          Work{Flops((microseconds - 1) * 1'000'000), "f32", Bytes(0)},
          std::move(after)};
}

ProgramOp ask(Request request, std::vector<OpId> after = {}) {
  return {"request", "a.mlir:1", std::move(request), std::move(after)};
}

/// What objects these jobs have.
enum Objects { Variable, Sum, Go, Tokens, Gradients, Done, Label };

constexpr Bytes kilobytes(int64_t n) { return Bytes(1000 * n); }

/// Workers on the first mesh, and one server with a variable of 10 kB.
Job job(int workers) {
  Job job;
  job.meshes = {{"w", {{"data", workers}}}, {"servers", {{"server", 1}}}};
  HostedObject variable{HostedObject::Kind::Variable, "v", 1, 0};
  variable.bytes = kilobytes(10);
  HostedObject sum{HostedObject::Kind::Accumulator, "v.sum", 1, 0, 0};
  sum.bytes = kilobytes(10);
  sum.variable = Variable;
  sum.axes = {0};
  HostedObject queue{HostedObject::Kind::Queue, "queue", 1, 0};
  queue.bytes = Bytes(8);
  HostedObject family = queue;
  family.family = 0;
  HostedObject gradients = queue;
  gradients.bytes = kilobytes(10);
  HostedObject label = family;
  label.mesh = -1;
  label.initial = 1;
  job.objects = {variable, sum, family, queue, gradients, family, label};
  Program worker, server;
  worker.name = "train";
  worker.mesh = job.meshes[0];
  worker.examples = 8 * workers;
  server.name = "server";
  server.mesh = job.meshes[1];
  server.meshIndex = 1;
  server.isBeside = true;
  job.programs = {worker, server};
  return job;
}

/// Pull, 10 us, push, and wait for the server, which takes all, 5 us, releases.
Job synchronous(int workers, bool inIndexOrder = false) {
  Job result = job(workers);
  result.objects[Sum].inIndexOrder = inIndexOrder;
  Request push{Kind::Push, Sum, kilobytes(10)};
  push.label = Number::stepIndex();
  Request wait{Kind::Dequeue, Go, Bytes(0), Element::Me};
  result.programs[0].ops = {ask({Kind::Pull, Variable, kilobytes(10)}),
                            kernel(10, {0}), ask(push, {1}), ask(wait)};
  Request take{Kind::Take, Sum, kilobytes(10)};
  take.count = workers;
  Request release{Kind::Enqueue, Go, Bytes(0), Element::All};
  result.programs[1].ops = {ask(take), kernel(5, {0}),
                            ask({Kind::Publish, Variable, Bytes(0)}, {1}),
                            ask(release)};
  return result;
}

/// The server takes `pushes`, and gives as many tokens as there are workers.
Job withTokens(int workers, int pushes) {
  Job result = job(workers);
  result.objects[Tokens].initial = pushes;
  Request readLabel{Kind::Dequeue, Label, Bytes(0), Element::Me};
  readLabel.slot = 0;
  Request push{Kind::Push, Sum, kilobytes(10)};
  push.label = Number::slot(0);
  Request wait{Kind::Dequeue, Tokens, Bytes(0)};
  wait.slot = 1;
  Request writeLabel{Kind::Enqueue, Label, Bytes(0), Element::Me};
  writeLabel.value = Number::slot(1);
  Program &worker = result.programs[0];
  worker.ops = {ask(readLabel),  ask({Kind::Pull, Variable, kilobytes(10)}),
                kernel(10, {1}), ask(push, {2}),
                ask(wait),       ask(writeLabel)};
  worker.numSlots = 2;
  worker.repeatWhile = Number::slot(1) < Number::lastStep();
  Request take{Kind::Take, Sum, kilobytes(10)};
  take.count = pushes;
  Request release{Kind::Enqueue, Tokens, Bytes(0)};
  release.value = Number::stepIndex() + 1;
  release.count = workers;
  result.programs[1].ops = {ask(take), kernel(5, {0}),
                            ask({Kind::Publish, Variable, Bytes(0)}, {1}),
                            ask(release)};
  return result;
}

/// Workers send gradients and go on; the server applies each by itself. A
/// worker may be `slack` steps ahead of what is applied of the slowest one, if
/// that is not negative.
Job asynchronous(int workers, int slack = -1) {
  Job result = job(workers);
  Program &worker = result.programs[0], &server = result.programs[1];
  Request send{Kind::Enqueue, Gradients, kilobytes(10)};
  worker.ops = {ask({Kind::Pull, Variable, kilobytes(10)}), kernel(10, {0}),
                ask(send, {1})};
  Request receive{Kind::Dequeue, Gradients, kilobytes(10)};
  receive.fromSlot = 0;
  server.numSlots = 1;
  server.times = workers;
  server.ops = {ask(receive), kernel(5, {0}),
                ask({Kind::Publish, Variable, Bytes(0)}, {1})};
  if (slack < 0)
    return result;
  result.objects[Go].initial = slack;
  Request done{Kind::Enqueue, Done, Bytes(0), Element::At};
  done.index = Number::slot(0);
  server.ops.push_back(ask(done));
  worker.ops.push_back(ask({Kind::Dequeue, Go, Bytes(0), Element::Me}));
  Program clock = server;
  clock.name = "clock";
  clock.times = 1;
  clock.ops = {ask({Kind::Dequeue, Done, Bytes(0), Element::All}),
               ask({Kind::Enqueue, Go, Bytes(0), Element::All})};
  result.programs.push_back(clock);
  return result;
}

Delay slow(int device, int64_t time) {
  return {"worker", device, microseconds(time), {}};
}

Prediction run(Job job, JobOptions options = {}, int devices = 16) {
  auto prediction = predictJob(std::move(job), cluster(devices), options);
  EXPECT_TRUE(prediction.ok()) << prediction.status();
  return *std::move(prediction);
}

// One worker, one server. The pull: 2 us there, 10 us to read, 2 us and 10 us
// back: 24. The kernel: 34. The push: 2 us and 10 us, 46; 3 passes, 30 us: 76.
// The server's kernel: 81; the token arrives with 2 us: it was asked for
// before, so after 83 us it leaves for the worker, which takes 2 us more, hence
// 83 us.
TEST(JobTest, OneWorkerByHand) {
  Prediction prediction = run(synchronous(1), {.steps = 4});
  EXPECT_EQ(prediction.stepTime, microseconds(83));
  EXPECT_EQ(prediction.duration, microseconds(4 * 83));
  EXPECT_THAT(prediction.job->staleness, ElementsAre(Pair(0, 4)));
  EXPECT_DOUBLE_EQ(prediction.job->examplesPerSecond, 8 / 83e-6);
  EXPECT_EQ(prediction.job->owners[0].bytesIn, 40000);
  EXPECT_EQ(prediction.job->owners[0].adding, microseconds(120));
}

// Two workers share the server's links: pulls come back at 34 us instead of 24,
// pushes arrive at 66, and are added one after the other: 96 and 126. 5 + 2 us
// more make 133.
TEST(JobTest, TwoWorkersShareTheServer) {
  for (bool inIndexOrder : {false, true}) {
    Prediction prediction = run(synchronous(2, inIndexOrder), {.steps = 4});
    EXPECT_EQ(prediction.stepTime, microseconds(133));
    // 40 kB in 133 us, of which the token takes nothing.
    EXPECT_NEAR(prediction.job->owners[0].inLinks, 20. / 133, 1e-9);
    EXPECT_NEAR(prediction.job->owners[0].outLinks, 20. / 133, 1e-9);
  }
}

// A second server for half of the bytes: pulls take 2 + 5 + 2 us, and 10 for
// both halves on the worker's link; the kernel 10, pushes 2 + 10, adding 15 +
// 15, the server 5, its token 2, and asking the other server for its own 4: 82
// us.
TEST(JobTest, TwoServersAreFasterThanAHotOne) {
  Job job = synchronous(2);
  job.meshes[1].axes[0].size = 2;
  for (int object : {Variable, Sum, Go}) {
    HostedObject &first = job.objects[object];
    if (object != Go)
      first.bytes = kilobytes(5);
    HostedObject other = first;
    other.device = 1;
    if (object == Sum)
      other.variable = int(job.objects.size()) - 1;
    job.objects.push_back(other);
  }
  int second = int(job.objects.size()) - 3;
  Program &worker = job.programs[0], &server = job.programs[1];
  server.mesh = job.meshes[1];
  server.devices = {0};
  Program other = server;
  other.devices = {1};
  std::vector<ProgramOp> ops = worker.ops;
  worker.ops = {ops[0], ops[0], ops[1], ops[2], ops[2], ops[3], ops[3]};
  worker.ops[2].after = {0, 1};
  worker.ops[3].after = worker.ops[4].after = {2};
  auto move = [&](ProgramOp &op, bool isSecond) {
    if (auto *request = std::get_if<Request>(&op.action)) {
      request->bytes = Bytes(request->bytes.count() / 2);
      if (isSecond)
        request->object += second;
    }
  };
  for (int i : {0, 3, 5})
    move(worker.ops[i], false);
  for (int i : {1, 4, 6})
    move(worker.ops[i], true);
  for (ProgramOp &op : server.ops)
    move(op, false);
  for (ProgramOp &op : other.ops)
    move(op, true);
  job.programs.push_back(other);
  Prediction prediction = run(job, {.steps = 4});
  EXPECT_EQ(prediction.stepTime, microseconds(82));
  EXPECT_EQ(prediction.job->owners.size(), 2u);
}

// Who waits for all is as slow as the slowest; who takes 7 of 8 is not.
TEST(JobTest, BackupWorkers) {
  JobOptions options{
      .steps = 40,
      .delays = {{"worker", {}, milliseconds(10), {}}, slow(7, 90000)}};
  Prediction all = run(withTokens(8, 8), options);
  Prediction most = run(withTokens(8, 7), options);
  EXPECT_NEAR(toSeconds(all.stepTime), 0.1, 0.005);
  EXPECT_LT(3 * toSeconds(most.stepTime), toSeconds(all.stepTime));
  EXPECT_GT(toSeconds(most.stepTime), 0.01);
  // With the initial tokens, one of each worker.
  EXPECT_EQ(all.job->droppedPushes, 8);
  EXPECT_GT(most.job->droppedPushes, 8);
  // What was accepted is of the version that it is applied to, and 7 of it
  // make a step.
  EXPECT_THAT(most.job->staleness, ElementsAre(Pair(0, 40 * 7)));
}

// After the first update, tokens of step 0 are left: SEMANTICS, one push per
// replica is dropped.
TEST(JobTest, InitialTokensCostAPushOfEachWorker) {
  Prediction prediction = run(withTokens(3, 3), {.steps = 10});
  for (const JobFigures::Worker &worker : prediction.job->workers)
    EXPECT_EQ(worker.droppedPushes, 1);
}

// Asynchronous workers do not wait for a slow one; synchronous ones do.
TEST(JobTest, AsynchronousWorkersDoNotWait) {
  JobOptions options{.steps = 20, .delays = {slow(3, 2000)}};
  Prediction synchronously = run(synchronous(4), options);
  Prediction freely = run(asynchronous(4), options);
  EXPECT_GT(freely.job->examplesPerSecond,
            3 * synchronously.job->examplesPerSecond);
  EXPECT_THAT(synchronously.job->staleness, ElementsAre(Pair(0, 4 * 20)));
  EXPECT_GT(freely.job->staleness.rbegin()->first, 10);
}

// With bounded staleness the fast ones go at the slow one's pace, which is 24
// us for the pull, 10, 2000, 12 for the gradient, and for `slack` 0 the server,
// the token and the pulls of the others, `slack` steps ahead: a gradient of the
// slow one is behind by those of 3 others in `slack` + 1 steps at most.
TEST(JobTest, StalenessIsBounded) {
  for (int slack : {0, 1, 3}) {
    Prediction prediction =
        run(asynchronous(4, slack), {.steps = 20, .delays = {slow(3, 2000)}});
    int64_t most = prediction.job->staleness.rbegin()->first;
    EXPECT_LE(most, 3 * (slack + 1)) << slack;
    EXPECT_GT(most, 3 * slack) << slack;
    EXPECT_NEAR(toSeconds(prediction.stepTime), 2065e-6, 25e-6) << slack;
  }
}

// Kernels of programs on one device take turns.
TEST(JobTest, ServersCanShareDevicesOfWorkers) {
  auto refused = predictJob(synchronous(2), cluster(2), {});
  EXPECT_THAT(
      std::string(refused.status().message()),
      HasSubstr("@train and what runs beside it need 3 devices; cluster "
                "\"test\" has 2"));
  Prediction prediction =
      run(synchronous(2), {.steps = 4, .shareDevices = true}, 2);
  EXPECT_EQ(prediction.devices.size(), 2u);
  EXPECT_THAT(prediction.devices[0].name, "d0 w:0,servers:0");
  EXPECT_LT(prediction.stepTime, microseconds(133));
}

// 10 kB each: the sum, and what arrives while another one is added. Values and
// variables are counted by the reader.
TEST(JobTest, MemoryOfHostedObjects) {
  Job job = synchronous(2);
  job.memory = {{"v", kilobytes(10), MemoryKind::Parameters, 1, {0}},
                {"v.sum", kilobytes(10), MemoryKind::HostedObjects, 1, {0}}};
  Prediction prediction = run(job, {.steps = 2});
  const BytesByKind &peak = prediction.devices[2].memory.peak.live;
  EXPECT_EQ(peak[int(MemoryKind::Parameters)], kilobytes(10));
  EXPECT_EQ(peak[int(MemoryKind::HostedObjects)], kilobytes(30));
}

TEST(JobTest, EqualSeedsGiveEqualBytes) {
  JobOptions options{.steps = 8,
                     .delays = {{"w", {}, Duration(), microseconds(500)}},
                     .seed = 3};
  std::string first = toJson(run(withTokens(4, 3), options));
  EXPECT_EQ(first, toJson(run(withTokens(4, 3), options)));
  options.seed = 4;
  EXPECT_NE(first, toJson(run(withTokens(4, 3), options)));
}

// Two pulls are under way at once: each has a thread, so that none hides
// another.
TEST(JobTest, TraceShowsWhatOverlaps) {
  Job job = synchronous(2);
  Program &worker = job.programs[0];
  worker.ops.push_back(worker.ops.front());
  auto trace =
      nlohmann::json::parse(toTrace(run(std::move(job), {.steps = 2})));
  std::map<std::pair<int, int>, double> ends; // by process and thread
  for (const auto &event : trace["traceEvents"]) {
    if (event["ph"] != "X")
      continue;
    double &end = ends[{event["pid"], event["tid"]}];
    double start = event["ts"];
    EXPECT_LE(end, start + 1e-6);
    end = start + double(event["dur"]);
  }
  EXPECT_TRUE(ends.contains({0, 3}));
}

TEST(JobTest, Errors) {
  auto message = [](Job job, JobOptions options = {}) {
    auto prediction = predictJob(std::move(job), cluster(), options);
    return std::string(prediction.status().message());
  };
  EXPECT_EQ(message(synchronous(2), {.delays = {slow(2, 1)}}),
            "nobody is worker:2; expected worker, server, a program or a mesh, "
            "and a device of it");
  Job starved = synchronous(2);
  std::get<Request>(starved.programs[1].ops[0].action).count = 3;
  EXPECT_EQ(message(starved), "a.mlir:1: request: @train on d0 waits for ever "
                              "in iteration 0");
  Job unknown = synchronous(2);
  std::get<Request>(unknown.programs[0].ops[2].action).label = Number();
  EXPECT_EQ(message(unknown),
            "a.mlir:1: request: the label depends on data; expected one that "
            "follows from steps and tokens");
}

} // namespace
