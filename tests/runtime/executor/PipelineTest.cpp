#include "runtime/abi/Context.h"
#include "runtime/executor/Executor.h"
#include "runtime/executor/Loader.h"
#include "runtime/fabric/threads/ThreadFabric.h"
#include "runtime/tensor/Random.h"
#include "tests/runtime/executor/PipelineText.h"
#include <cmath>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <thread>

namespace skein::runtime {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

constexpr int64_t examples = 96;

Executable compile(const std::string &text) {
  absl::StatusOr<Executable> executable = compileExecutable(text, "pipeline");
  EXPECT_TRUE(executable.ok()) << executable.status();
  return *std::move(executable);
}

InputTensors inputs(int64_t width) {
  InputTensors inputs{"noise", {}};
  for (const char *name : {"x", "y"}) {
    HostTensor tensor(DataType::F32, {examples, width});
    for (int64_t i = 0; i < tensor.size(); ++i)
      tensor.as<float>()[i] = 0.5 * randomNormal(name[0], i);
    inputs.tensors.emplace(name, std::move(tensor));
  }
  return inputs;
}

/// A loaded module with its data, ready to train.
struct Runner {
  explicit Runner(Executable module, int64_t width = 8)
      : executor(module, createThreadFabric(module.mesh)),
        train(*executor.findProgram("train")),
        dataset(*Dataset::create(train, module.mesh, inputs(width),
                                 executor.programsBeside(train))),
        order(dataset.shuffled(1, 0)) {
    EXPECT_TRUE(executor.initialize(0).ok());
  }

  absl::StatusOr<Outcome> run(int64_t steps = 3) {
    return executor.run(train, dataset, {order, 0, steps},
                        {[](const StepReport &) {}, stop});
  }

  /// All weights, one variable after the other.
  std::vector<float> weights() const {
    std::vector<float> all;
    auto variables = executor.variables();
    EXPECT_TRUE(variables.ok()) << variables.status();
    for (auto &[name, tensor] : *variables)
      all.insert(all.end(), tensor.as<float>().begin(),
                 tensor.as<float>().end());
    return all;
  }

  Executor executor;
  const Program &train;
  Dataset dataset;
  std::vector<int64_t> order;
  std::atomic<bool> stop = false;
};

double largestDifference(const std::vector<float> &a,
                         const std::vector<float> &b) {
  EXPECT_EQ(a.size(), b.size());
  double largest = 0;
  for (size_t i = 0; i < std::min(a.size(), b.size()); ++i)
    largest = std::max<double>(largest, std::abs(a[i] - b[i]));
  return largest;
}

void expectSameAsOneProgram(const PipelineText &pipeline) {
  SCOPED_TRACE(testing::Message()
               << pipeline.stages << " stages, " << pipeline.data
               << " of each, " << pipeline.microBatches << " micro-batches, "
               << pipeline.order(pipeline, 0));
  Runner runner(compile(pipeline.text()));
  Runner single(compile(pipeline.reference()));
  std::vector<float> start = single.weights();
  absl::StatusOr<Outcome> outcome = runner.run(), expected = single.run();
  ASSERT_TRUE(outcome.ok()) << outcome.status();
  EXPECT_LT(largestDifference(runner.weights(), single.weights()), 1e-6);
  EXPECT_GT(largestDifference(start, single.weights()), 1e-3);
  EXPECT_NEAR(outcome->results[0].as<double>()[0],
              expected->results[0].as<double>()[0], 1e-6);
  EXPECT_EQ(outcome->devices.size(), pipeline.data);
}

TEST(PipelineTest, EqualsOneProgram) {
  for (auto *order : {gpipe, oneForwardOneBackward})
    for (auto [stages, data, microBatches] :
         {std::tuple(1, 1, 2), std::tuple(2, 1, 1), std::tuple(2, 1, 4),
          std::tuple(2, 2, 8), std::tuple(4, 1, 4), std::tuple(4, 2, 8)}) {
      PipelineText pipeline;
      pipeline.stages = stages;
      pipeline.data = data;
      pipeline.microBatches = microBatches;
      pipeline.order = order;
      expectSameAsOneProgram(pipeline);
    }
}

TEST(PipelineTest, EvaluatesWithProgramsOfItsOwn) {
  PipelineText pipeline;
  pipeline.order = gpipe;
  Runner runner(compile(pipeline.text()));
  const Program &program = *runner.executor.findProgram("evaluate");
  Dataset dataset =
      *Dataset::create(program, runner.executor.executable().mesh, inputs(8),
                       runner.executor.programsBeside(program));
  auto evaluate = [&] {
    return runner.executor
        .run(program, dataset, {runner.order, 0, 3},
             {[](const StepReport &) {}, runner.stop})
        ->results[0]
        .as<double>()[0];
  };
  double before = evaluate();
  ASSERT_TRUE(runner.run(1).ok());
  EXPECT_LT(evaluate(), before);
}

TEST(PipelineTest, SameBitsUnderManySchedules) {
  PipelineText pipeline;
  pipeline.stages = 3;
  pipeline.data = 2;
  pipeline.order = oneForwardOneBackward;
  Runner runner(compile(pipeline.text()));
  ASSERT_TRUE(runner.run(2).ok());
  std::vector<float> expected = runner.weights();
  for (int seed = 0; seed < 1000; ++seed) {
    ASSERT_TRUE(runner.executor.initialize(0).ok());
    Schedule schedule;
    schedule.seed = seed;
    schedule.maxSleep = 30us;
    runner.executor.setSchedule(schedule);
    absl::StatusOr<Outcome> outcome = runner.run(2);
    ASSERT_TRUE(outcome.ok()) << seed << ": " << outcome.status();
    ASSERT_EQ(runner.weights(), expected) << seed;
  }
}

// The first stage takes 5 ms longer in each step, which the last one waits for.
TEST(PipelineTest, TellsHowLongStagesWait) {
  PipelineText pipeline;
  pipeline.order = gpipe;
  Runner runner(compile(pipeline.text()));
  Schedule schedule;
  schedule.delays = {{"train.stage0", std::nullopt, 5ms}};
  runner.executor.setSchedule(schedule);
  absl::StatusOr<Outcome> outcome = runner.run(3);
  ASSERT_TRUE(outcome.ok()) << outcome.status();
  ASSERT_EQ(outcome->devices.size(), 1);
  EXPECT_EQ(outcome->devices[0].program, "train");
  EXPECT_EQ(outcome->devices[0].device, 1);
  EXPECT_GE(outcome->devices[0].waiting, 14ms);
  ASSERT_EQ(outcome->others.size(), 1);
  EXPECT_EQ(outcome->others[0].program, "train.stage0");
  EXPECT_GE(outcome->others[0].time - outcome->others[0].waiting, 15ms);
}

TEST(PipelineTest, CountsWhatIsSent) {
  PipelineText pipeline;
  pipeline.data = 2;
  pipeline.order = gpipe;
  Runner runner(compile(pipeline.text()));
  absl::StatusOr<Outcome> outcome = runner.run(3);
  ASSERT_TRUE(outcome.ok()) << outcome.status();
  ASSERT_EQ(outcome->objects.size(), 3);
  EXPECT_EQ(outcome->objects[0].name, "@act0");
  EXPECT_EQ(outcome->objects[0].operations, 3 * 2 * 4);
  // Of each step all of the batch, 8 floats each.
  EXPECT_EQ(outcome->objects[0].bytes, 3 * 32 * 8 * 4);
  EXPECT_EQ(outcome->objects[1].bytes, 3 * 32 * 8 * 4);
  EXPECT_EQ(outcome->objects[2].operations, 0); // of @evaluate
}

std::string mixed(const PipelineText &pipeline, int64_t stage) {
  return stage == 0 ? gpipe(pipeline, stage)
                    : oneForwardOneBackward(pipeline, stage);
}

TEST(PipelineTest, DeadlockNamesChannelsAndWaiters) {
  PipelineText pipeline;
  pipeline.order = mixed;
  pipeline.capacity = 4;
  Executable module = compile(pipeline.text());
  for (ChannelSpec &channel : module.channels)
    channel.capacity = 1; // with which it would not compile
  EXPECT_EQ(Runner(module).run().status().message(),
            "all programs wait for one another:\n"
            "device 0 of @m (@train.stage0, step 0): send to @act0\n"
            "device 1 of @m (@train, step 0): send to @grad0");
  expectSameAsOneProgram(pipeline);
}

EntryPoint original = nullptr;
void dieInStepTwo(skrt_context *context, void *const *buffers) {
  if (context->stepIndex == 2 && context->fabric.device() == 3) {
    std::this_thread::sleep_for(100ms); // until others wait
    context->status = absl::ResourceExhaustedError("no more paper");
  }
  original(context, buffers);
}

TEST(PipelineTest, DeathOfAStageEndsTheJobWithItsName) {
  PipelineText pipeline;
  pipeline.stages = 4;
  pipeline.data = 2;
  pipeline.order = oneForwardOneBackward;
  Executable module = compile(pipeline.text());
  Program &stage = module.programs[1];
  ASSERT_EQ(stage.name, "train.stage1");
  original = std::exchange(stage.entry, dieInStepTwo);
  auto begin = std::chrono::steady_clock::now();
  absl::Status status = Runner(module).run(3).status();
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 5s);
  std::string death = "device 3 of @m (@train.stage1, step 2): no more paper";
  EXPECT_THAT(std::string(status.message()),
              AllOf(StartsWith(death),
                    HasSubstr("\ndevice 1 of @m (@train.stage0, step 2): "
                              "send to @act0[1]: " +
                              death)));
}

// The first stage may be ahead; what it has begun all finish.
TEST(PipelineTest, StopsAtAStepThatAllReach) {
  PipelineText pipeline;
  pipeline.stages = 3;
  pipeline.batch = 4;
  pipeline.order = oneForwardOneBackward;
  Executable module = compile(pipeline.text());
  for (int repetition = 0; repetition < 10; ++repetition) {
    Runner stopped(module), whole(module);
    std::thread interrupt([&] {
      std::this_thread::sleep_for(std::chrono::microseconds(100 * repetition));
      stopped.stop = true;
    });
    absl::StatusOr<Outcome> outcome = stopped.run(24);
    interrupt.join();
    ASSERT_TRUE(outcome.ok()) << outcome.status();
    if (outcome->steps > 0)
      ASSERT_TRUE(whole.run(outcome->steps).ok());
    EXPECT_EQ(stopped.weights(), whole.weights()) << outcome->steps;
  }
}

// A stopped run goes on with the same bits, on any mesh that has the variables.
TEST(PipelineTest, CheckpointsAreThoseOfOneProgram) {
  PipelineText pipeline;
  pipeline.data = 2;
  pipeline.order = oneForwardOneBackward;
  Runner whole(compile(pipeline.text()));
  ASSERT_TRUE(whole.run(3).ok());
  Runner first(compile(pipeline.text()));
  ASSERT_TRUE(first.run(2).ok());
  TensorFile file;
  file.tensors = *first.executor.variables();
  EXPECT_EQ(file.tensors.size(), 2);
  Runner second(compile(pipeline.text())),
      single(compile(pipeline.reference()));
  ASSERT_EQ(second.executor.restore("c", file), absl::OkStatus());
  ASSERT_EQ(single.executor.restore("c", file), absl::OkStatus());
  EXPECT_EQ(single.weights(), first.weights());
  ASSERT_TRUE(second.executor
                  .run(second.train, second.dataset,
                       {second.order, 2, 3, /*stepsBefore=*/2},
                       {[](const StepReport &) {}, second.stop})
                  .ok());
  EXPECT_EQ(second.weights(), whole.weights());
}

// Of each micro-batch that is under way a stage keeps what it received and what
// it computed; the first one computes alone, the last one keeps the error as
// well.
TEST(PipelineTest, StashIsWhatTheScheduleNeeds) {
  constexpr int64_t part = 64 * 64 * 4; // bytes of 64 examples
  auto modulesOf = [](int64_t microBatches, auto *order) {
    PipelineText pipeline;
    pipeline.stages = 4;
    pipeline.width = 64;
    pipeline.microBatches = microBatches;
    pipeline.batch = 64 * microBatches;
    pipeline.order = order;
    return compile(pipeline.text());
  };
  Executable all = modulesOf(8, gpipe),
             few = modulesOf(8, oneForwardOneBackward),
             more = modulesOf(16, oneForwardOneBackward);
  for (int64_t stage = 0; stage < 4; ++stage) {
    int64_t values = stage == 0 ? 1 : stage == 3 ? 3 : 2;
    EXPECT_EQ(all.programs[stage].arenaBytes - few.programs[stage].arenaBytes,
              (8 - (4 - stage)) * values * part)
        << stage;
    EXPECT_EQ(more.programs[stage].arenaBytes, few.programs[stage].arenaBytes)
        << stage;
  }
}

} // namespace
} // namespace skein::runtime
