#include "tests/runtime/executor/Protocols.h"
#include "runtime/abi/Context.h"
#include "runtime/abi/skrt.h"
#include "runtime/executor/Executor.h"
#include "runtime/fabric/threads/ThreadFabric.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <numeric>
#include <thread>

namespace skein::runtime {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

std::vector<std::unique_ptr<DeviceFabric>> fabricsOf(const Executable &module) {
  std::vector<std::unique_ptr<DeviceFabric>> fabrics;
  for (int64_t mesh = 0; mesh < module.meshCount(); ++mesh)
    for (auto &fabric : createThreadFabric(module.meshNumber(mesh)))
      fabrics.push_back(std::move(fabric));
  return fabrics;
}

/// A protocol, ready to run any number of times.
struct Runner {
  Runner(const Scenario &setup, Executable (*protocol)()) : setup(setup) {
    trial.start(setup);
    Executable module = protocol();
    executor.emplace(module, fabricsOf(module));
    dataset = *Dataset::create(module.programs[0], module.mesh, {});
  }

  /// From zero, under a schedule.
  absl::StatusOr<Outcome> run(Schedule schedule = {}) {
    trial.start(setup);
    EXPECT_TRUE(executor->initialize(0).ok());
    executor->setSchedule(std::move(schedule));
    return executor->run(executor->executable().programs[0], dataset,
                         {order, 0, setup.steps, setup.firstStep},
                         {[](const StepReport &) {}, stop});
  }

  /// How often the contribution of each slot of each worker was applied by
  /// server `s`.
  std::vector<float> applied(int64_t s) const {
    auto variables = *executor->variables();
    auto values = variables.at("v" + std::to_string(s)).as<float>();
    return {values.begin(), values.end()};
  }

  /// Every contribution of every worker to `steps` steps once, and no others.
  void expectEachOnce(int64_t steps) const {
    for (int64_t s = 0; s < setup.servers; ++s) {
      std::vector<float> counts = applied(s);
      for (int64_t i = 0; i < setup.size(); ++i)
        ASSERT_EQ(counts[i], i % setup.slots() < steps) << s << " " << i;
    }
  }

  const Scenario setup;
  std::optional<Executor> executor;
  Dataset dataset;
  std::vector<int64_t> order = {0};
  std::atomic<bool> stop = false;
};

constexpr int schedules = 1000;

Schedule perturbed(uint64_t seed) {
  Schedule schedule;
  schedule.seed = seed;
  schedule.maxSleep = 30us;
  return schedule;
}

TEST(ProtocolsTest, SynchronousUnderManySchedules) {
  Runner runner({}, synchronous);
  for (int seed = 0; seed < schedules; ++seed) {
    absl::StatusOr<Outcome> outcome = runner.run(perturbed(seed));
    ASSERT_TRUE(outcome.ok()) << seed << ": " << outcome.status();
    ASSERT_EQ(trial.violation, "") << seed;
    runner.expectEachOnce(4);
    for (const ObjectReport &object : outcome->objects)
      ASSERT_EQ(object.dropped, 0);
  }
}

// pushes = taken + dropped + left, and no contribution twice.
TEST(ProtocolsTest, TokensUnderManySchedules) {
  for (int64_t aggregate : {2, 4, 6}) {
    Scenario setup;
    setup.aggregate = setup.initialTokens = aggregate;
    Runner runner(setup, tokens);
    for (int seed = 0; seed < schedules / 3 + 1; ++seed) {
      absl::StatusOr<Outcome> outcome = runner.run(perturbed(seed));
      ASSERT_TRUE(outcome.ok()) << seed << ": " << outcome.status();
      ASSERT_EQ(outcome->steps, setup.steps);
      ASSERT_EQ(trial.violation, "") << seed;
      std::vector<float> counts = runner.applied(0);
      int64_t applied = 0;
      for (float count : counts) {
        ASSERT_LE(count, 1);
        applied += count;
      }
      ASSERT_EQ(applied, trial.taken);
      ASSERT_GE(applied, setup.steps * aggregate);
      int64_t dropped = 0;
      for (const ObjectReport &object : outcome->objects)
        if (object.name == "@v0.sum")
          dropped = object.dropped;
      ASSERT_LE(applied + dropped, trial.pushes);
      // What is left are pushes with the last label, or later ones.
      ASSERT_LT(trial.pushes - applied - dropped, setup.workers + aggregate);
    }
  }
}

TEST(ProtocolsTest, AsynchronousUnderManySchedules) {
  Runner runner({}, asynchronous);
  for (int seed = 0; seed < schedules; ++seed) {
    absl::StatusOr<Outcome> outcome = runner.run(perturbed(seed));
    ASSERT_TRUE(outcome.ok()) << seed << ": " << outcome.status();
    runner.expectEachOnce(4);
  }
}

TEST(ProtocolsTest, BoundedStalenessUnderManySchedules) {
  for (int64_t staleness : {0, 1, 3}) {
    Scenario setup;
    setup.staleness = staleness;
    Runner runner(setup, boundedStaleness);
    for (int seed = 0; seed < schedules / 3 + 1; ++seed) {
      absl::StatusOr<Outcome> outcome = runner.run(perturbed(seed));
      ASSERT_TRUE(outcome.ok()) << seed << ": " << outcome.status();
      ASSERT_EQ(trial.violation, "") << seed;
      ASSERT_LE(trial.mostAhead, staleness);
      runner.expectEachOnce(4);
    }
  }
}

// One worker takes 4 ms for a step. The others use the slack, and no more.
TEST(ProtocolsTest, FastWorkersAreAheadByTheStaleness) {
  for (int64_t staleness : {0, 1, 3}) {
    Scenario setup;
    setup.steps = 12;
    setup.staleness = staleness;
    Runner runner(setup, boundedStaleness);
    ASSERT_TRUE(runner.run({{{"worker", 3, 4ms}}, 1, {}}).ok());
    EXPECT_EQ(trial.violation, "");
    EXPECT_EQ(trial.mostAhead, staleness);
  }
}

double secondsOf(Runner &runner, const Schedule &schedule) {
  auto begin = std::chrono::steady_clock::now();
  absl::StatusOr<Outcome> outcome = runner.run(schedule);
  EXPECT_TRUE(outcome.ok()) << outcome.status();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin)
      .count();
}

// 8 workers take 5 ms for a step, one of them 50 ms.
TEST(ProtocolsTest, BackupWorkersHideASlowOne) {
  Scenario setup;
  setup.workers = 8;
  setup.servers = 1;
  setup.steps = 20;
  Schedule slow = {{{"worker", std::nullopt, 5ms}, {"worker", 7, 45ms}}, 1, {}};
  setup.aggregate = setup.initialTokens = 8;
  setup.initialTokens = 0;
  Runner all(setup, tokens);
  setup.aggregate = 7;
  Runner sevenOfEight(setup, tokens);
  double slowest = secondsOf(all, slow), fast = secondsOf(sevenOfEight, slow);
  std::cout << "8 of 8: " << slowest << " s, 7 of 8: " << fast << " s\n";
  EXPECT_GT(slowest / fast, 3);
}

// On devices 2 and 3 of a mesh of 2 x 2, twice in a step.
TEST(ExecutorTest, ProgramsBesideRunAsOftenAsTheySay) {
  static std::atomic<int64_t> indices;
  Executable module;
  module.mesh = {"w", {{"data", 2}, {"model", 2}}};
  module.programs.resize(2);
  module.programs[0].name = "train";
  module.programs[0].entry = [](skrt_context *, void *const *) {};
  module.programs[1].name = "also";
  module.programs[1].beside = "train";
  module.programs[1].devices = {2, 3};
  module.programs[1].times = 2;
  module.programs[1].entry = [](skrt_context *context, void *const *) {
    indices += context->stepIndex * (context->fabric.device() == 3 ? 100 : 1);
  };
  Executor executor(module, fabricsOf(module));
  Dataset dataset = *Dataset::create(module.programs[0], module.mesh, {});
  std::vector<int64_t> order = {0};
  std::atomic<bool> stop = false;
  absl::StatusOr<Outcome> outcome = executor.run(
      module.programs[0], dataset, {order, 0, 2, /*stepsBefore=*/5},
      {[](const StepReport &) {}, stop});
  ASSERT_TRUE(outcome.ok()) << outcome.status();
  EXPECT_EQ(indices, (10 + 11 + 12 + 13) * 101);
}

// A table of 5 rows in parts of 3 and 2 on two servers, in a module with a
// variable that all workers have.
TEST(ExecutorTest, PartsAreOneTensorInCheckpoints) {
  auto table = [](int64_t rows, int64_t first, int64_t device) {
    Variable part;
    part.name = "t." + std::to_string(device);
    part.localShape = {rows, 2};
    part.part = PartOf{"t", {5, 2}, {first, 0}};
    part.initializer = {InitializerKind::GlorotUniform, 0, 0, 3};
    part.mesh = 1;
    part.devices = {device};
    return part;
  };
  Variable everywhere;
  everywhere.name = "b";
  everywhere.localShape = {2};
  Executable module;
  module.mesh = {"w", {{"data", 2}}};
  module.furtherMeshes = {{"ps", {{"server", 2}}}};
  module.variables = {table(3, 0, 0), everywhere, table(2, 3, 1)};
  Executor executor(module, fabricsOf(module));
  ASSERT_TRUE(executor.initialize(7).ok());

  Executable single;
  single.variables = {table(5, 0, 0), everywhere};
  single.variables[0].name = "t";
  single.variables[0].part.reset();
  single.variables[0].mesh = 0;
  single.variables[0].devices.clear();
  Executor one(single, fabricsOf(single));
  ASSERT_TRUE(one.initialize(7).ok());

  auto tensors = *executor.variables(), expected = *one.variables();
  EXPECT_EQ(tensors.size(), 2);
  EXPECT_EQ(tensors.at("t").as<float>(), expected.at("t").as<float>());
  EXPECT_EQ(tensors.at("t").shape(), (Shape{5, 2}));

  std::iota(expected.at("t").as<float>().begin(),
            expected.at("t").as<float>().end(), 1);
  TensorFile file;
  file.tensors = std::move(expected);
  EXPECT_EQ(executor.restore("c", file), absl::OkStatus());
  tensors = *executor.variables();
  EXPECT_EQ(tensors.at("t").as<float>(), file.tensors.at("t").as<float>());
  file.tensors.erase("t");
  EXPECT_EQ(executor.restore("c", file).message(),
            "c: no tensor \"t\"; expected 5x2xf32");
}

// Four workers, each with two of eight examples; worker w repeats w + 1 times,
// over two batches.
TEST(ExecutorTest, WorkersOfTheirOwnHaveTheirOwnExamplesAndMeans) {
  Executable module;
  module.mesh = {"w", {{"data", 4}}};
  Program train;
  train.name = "train";
  train.inputs = {{{"x", DataType::F32, {2}, {{0, 0}}}, 0}};
  train.results = {{{"mean", DataType::F32, {}, {}}},
                   {{"total", DataType::F32, {}, {}}, /*isTotal=*/true}};
  train.repeatsWhile = true;
  train.independentAxes = 1;
  train.entry = [](skrt_context *context, void *const *buffers) {
    auto *x = static_cast<const float *>(buffers[0]);
    *static_cast<float *>(buffers[1]) = x[0] + x[1];
    *static_cast<float *>(buffers[2]) = 2;
    *static_cast<uint8_t *>(buffers[3]) =
        context->stepIndex < context->fabric.device();
  };
  module.programs = {train};
  Executor executor(module, fabricsOf(module));
  HostTensor x(DataType::F32, {16});
  std::iota(x.as<float>().begin(), x.as<float>().end(), 0);
  InputTensors inputs;
  inputs.tensors.emplace("x", std::move(x));
  Dataset dataset = *Dataset::create(train, module.mesh, std::move(inputs));
  std::vector<int64_t> order = dataset.inOrder();
  std::atomic<bool> stop = false;
  absl::StatusOr<Outcome> outcome = executor.run(
      train, dataset, {order, 0, 2}, {[](const StepReport &) {}, stop});
  ASSERT_TRUE(outcome.ok()) << outcome.status();
  std::vector<int64_t> iterations;
  for (const DeviceOutcome &device : outcome->devices)
    iterations.push_back(device.iterations);
  EXPECT_THAT(iterations, testing::ElementsAre(1, 2, 3, 4));
  // Worker w sums 4w + 1 in the first batch and 4w + 17 in the second.
  EXPECT_FLOAT_EQ(outcome->results[0].as<double>()[0],
                  1 + (5 + 21) / 2.0 + (9 + 25 + 9) / 3.0 +
                      (13 + 29 + 13 + 29) / 4.0);
  EXPECT_FLOAT_EQ(outcome->results[1].as<double>()[0], 1); // 2 per 2 examples
}

TEST(ProtocolsTest, RunsBeginWhereTheLastOneEnded) {
  for (auto *protocol : {synchronous, tokens, asynchronous, boundedStaleness}) {
    Scenario setup;
    setup.firstStep = 17;
    Runner runner(setup, protocol);
    for (int again = 0; again < 3; ++again) {
      absl::StatusOr<Outcome> outcome = runner.run();
      ASSERT_TRUE(outcome.ok()) << outcome.status();
      EXPECT_EQ(outcome->steps, 4);
      EXPECT_EQ(trial.violation, "");
    }
  }
}

TEST(ProtocolsTest, StopsAtAStepThatAllReach) {
  for (auto *protocol : {synchronous, tokens, asynchronous, boundedStaleness})
    for (int repetition = 0; repetition < 10; ++repetition) {
      Scenario setup;
      setup.steps = 2000;
      Runner runner(setup, protocol);
      std::thread interrupt([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(repetition));
        runner.stop = true;
      });
      absl::StatusOr<Outcome> outcome = runner.run();
      interrupt.join();
      ASSERT_TRUE(outcome.ok()) << outcome.status();
      EXPECT_LT(outcome->steps, 2000);
      EXPECT_EQ(trial.violation, "");
      if (protocol != tokens)
        runner.expectEachOnce(outcome->steps);
    }
}

/// Who dies in the next trial, and in which step.
bool serverDies = false;
void dieInStepTwo(skrt_context *context, bool isServer) {
  if (isServer == serverDies && context->fabric.device() == 1 &&
      context->stepIndex >= 2 && context->status.ok())
    context->status = absl::ResourceExhaustedError("no more paper");
}

TEST(ProtocolsTest, DeathOfOneEndsTheJobWithItsName) {
  for (auto *protocol : {synchronous, tokens, asynchronous, boundedStaleness})
    for (bool isServer : {false, true}) {
      serverDies = isServer;
      Scenario setup;
      setup.steps = 100;
      setup.onStep = dieInStepTwo;
      Runner runner(setup, protocol);
      auto begin = std::chrono::steady_clock::now();
      absl::StatusOr<Outcome> outcome = runner.run();
      EXPECT_LT(std::chrono::steady_clock::now() - begin, 5s);
      EXPECT_THAT(std::string(outcome.status().message()),
                  AllOf(StartsWith(isServer ? "device 1 of @ps (@train.server1"
                                            : "device 1 of @w (@train, "),
                        HasSubstr("no more paper")));
    }
}

// Others wait long before, so each has a line.
TEST(ProtocolsTest, OthersSayWhatTheyWaitedFor) {
  serverDies = true;
  Scenario setup;
  setup.workers = 2;
  setup.onStep = [](skrt_context *context, bool isServer) {
    if (isServer && context->fabric.device() == 1)
      std::this_thread::sleep_for(100ms);
    dieInStepTwo(context, isServer);
  };
  Runner runner(setup, synchronous);
  std::string death = "device 1 of @ps (@train.server1, step 2): no more paper";
  EXPECT_EQ(runner.run().status().message(),
            death +
                "\ndevice 0 of @w (@train, step 2): dequeue @go1[0]: " + death +
                "\ndevice 1 of @w (@train, step 2): dequeue @go1[1]: " + death +
                "\ndevice 0 of @ps (@train.server0, step 3): take 2 of "
                "@v0.sum: " +
                death);
}

/// A server that forgets to release the workers.
void forgetful(skrt_context *context, void *const *buffers) {
  float sum[1000];
  int64_t count;
  skrt_taking d = {context->fabric.device(), 4};
  skrt_take(context, &d, sum, &count);
}

TEST(ProtocolsTest, DeadlockIsFoundAndNamesAllWaiters) {
  Scenario setup;
  Runner runner(setup, [] {
    Executable module = synchronous();
    module.programs[2].entry = forgetful;
    return module;
  });
  EXPECT_EQ(runner.run().status().message(),
            "all programs wait for one another:\n"
            "device 0 of @ps (@train.server0, step 1): take 4 of @v0.sum\n"
            "device 0 of @w (@train, step 0): dequeue @go1[0]\n"
            "device 1 of @ps (@train.server1, step 1): take 4 of @v1.sum\n"
            "device 1 of @w (@train, step 0): dequeue @go1[1]\n"
            "device 2 of @w (@train, step 0): dequeue @go1[2]\n"
            "device 3 of @w (@train, step 0): dequeue @go1[3]");
}

// Tokens for fewer workers than there are: at the end, some get none.
TEST(ProtocolsTest, DeadlockAtTheEndIsFoundUnderEverySchedule) {
  Scenario setup;
  setup.initialTokens = 0;
  setup.aggregate = 4;
  for (int seed = 0; seed < 50; ++seed) {
    Runner runner(setup, [] {
      Executable module = tokens();
      module.programs.back().entry = [](skrt_context *context, void *const *) {
        int64_t step = context->stepIndex + 1;
        skrt_queue applied = {2, 0, 1, 1}, three = {1, 0, 1, 3};
        for (int64_t s = 0; s < trial.setup.servers; ++s)
          skrt_dequeue(context, &applied, nullptr, &step, nullptr);
        step = context->stepIndex + 1;
        skrt_enqueue(context, &three, &step, nullptr);
      };
      return module;
    });
    EXPECT_THAT(std::string(runner.run(perturbed(seed)).status().message()),
                AllOf(StartsWith("all programs wait for one another:\n"),
                      HasSubstr("dequeue @tokens")));
  }
}

/// Half waits in a collective, half for a token.
TEST(ProtocolsTest, DeadlockBetweenCollectiveAndQueueIsFound) {
  Runner runner({}, [] {
    Executable module = synchronous();
    module.programs[0].entry = [](skrt_context *context, void *const *) {
      skrt_collective all = {SKRT_F32, SKRT_SUM, 1, 0, 1, 1, 1};
      skrt_queue own = {0, SKRT_OWN, 1, 1};
      if (context->fabric.device() % 2)
        skrt_barrier(context, &all);
      skrt_dequeue(context, &own, nullptr, nullptr, nullptr);
    };
    return module;
  });
  EXPECT_THAT(
      std::string(runner.run().status().message()),
      AllOf(HasSubstr("device 1 of @w (@train, step 0): rank 1: barrier #1 "
                      "over @w[data]"),
            HasSubstr("device 2 of @w (@train, step 0): dequeue @go0[2]")));
}

/// Odd devices start what even ones do not.
TEST(ProtocolsTest, DeadlockOfWhatIsStartedIsFound) {
  Runner runner({}, [] {
    Executable module = synchronous();
    module.programs[0].entry = [](skrt_context *context, void *const *) {
      skrt_collective all = {SKRT_F32, SKRT_SUM, 1, 0, 1, 1, 1};
      skrt_queue own = {0, SKRT_OWN, 1, 1};
      float value = 1;
      if (context->fabric.device() % 2) {
        skrt_start(context, reinterpret_cast<skrt_call>(&skrt_all_reduce), &all,
                   &value, &value);
        skrt_wait(context, nullptr, nullptr, &value);
      }
      skrt_dequeue(context, &own, nullptr, nullptr, nullptr);
    };
    return module;
  });
  EXPECT_THAT(
      std::string(runner.run().status().message()),
      AllOf(HasSubstr("device 1 of @w (@train, step 0): wait for what it "
                      "started\n"),
            HasSubstr("device 1 of @w (@train, step 0), on its other stream: "
                      "rank 1: all_reduce #1 over @w[data] on stream 1")));
}

} // namespace
} // namespace skein::runtime
