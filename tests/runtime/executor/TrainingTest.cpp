#include "runtime/executor/Training.h"
#include "absl/strings/str_split.h"
#include "runtime/abi/Context.h"
#include "runtime/abi/skrt.h"
#include "runtime/executor/Progress.h"
#include "runtime/fabric/threads/ThreadFabric.h"
#include "tests/runtime/executor/LinearModel.h"
#include <cstring>
#include <filesystem>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sstream>

namespace skein::runtime {
namespace {

using testing::AllOf;
using testing::Each;
using testing::HasSubstr;
using testing::Lt;

using Variables = std::map<std::string, HostTensor>;

/// A linear model on some devices, with 40 examples to train on and 16 to test.
struct Session {
  explicit Session(const Executable &model)
      : executor(model, createThreadFabric(model.mesh)),
        examples(
            *Dataset::create(program("train"), mesh(), linearExamples(43))),
        tests(
            *Dataset::create(program("evaluate"), mesh(), linearExamples(16))) {
    EXPECT_TRUE(executor.initialize(0).ok());
  }
  explicit Session(int64_t devices) : Session(linearModel(devices)) {}

  const Mesh &mesh() const { return executor.executable().mesh; }
  const Program &program(const char *name) const {
    return *executor.findProgram(name);
  }

  absl::StatusOr<TrainingSummary> train(Position start, int64_t lastStep,
                                        const std::string &checkpoint = "") {
    TrainingOptions options{start, lastStep, checkpoint, stop, lines};
    return runtime::train(
        {executor, program("train"), examples, &program("evaluate"), &tests},
        options);
  }

  Variables variables() const { return *executor.variables(); }

  Executor executor;
  Dataset examples, tests;
  std::atomic<bool> stop = false;
  std::ostringstream lines;
};

bool sameBits(const Variables &left, const Variables &right) {
  return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                    [](const auto &l, const auto &r) {
                      return l.first == r.first &&
                             l.second.byteSize() == r.second.byteSize() &&
                             std::memcmp(l.second.data(), r.second.data(),
                                         l.second.byteSize()) == 0;
                    });
}

TEST(TrainingTest, LearnsTheFunction) {
  Session run(4);
  ASSERT_TRUE(run.train({0, 1}, 200).ok());
  HostTensor w = run.variables().at("w").clone();
  EXPECT_NEAR(w.as<float>()[0], 3, 1e-3);
  EXPECT_NEAR(w.as<float>()[1], -2, 1e-3);
  EXPECT_NEAR(w.as<float>()[2], 1, 1e-3);
}

// The sums over the batch are formed in another order, hence not the same bits.
TEST(TrainingTest, AnyNumberOfDevicesLearnsTheSame) {
  Session one(1);
  ASSERT_TRUE(one.train({0, 1}, 20).ok());
  Variables expected = one.variables();
  for (int64_t devices : {2, 4, 8}) {
    Session run(devices);
    ASSERT_TRUE(run.train({0, 1}, 20).ok());
    Variables actual = run.variables();
    for (const char *name : {"w", "w.momentum"})
      for (int i = 0; i < 3; ++i)
        EXPECT_NEAR(actual.at(name).as<float>()[i],
                    expected.at(name).as<float>()[i], 2e-5)
            << name << " on " << devices << " devices";
  }
}

TEST(TrainingTest, SameSeedSameBits) {
  Session first(4), second(4), other(4);
  ASSERT_TRUE(first.train({0, 1}, 12).ok());
  ASSERT_TRUE(second.train({0, 1}, 12).ok());
  ASSERT_TRUE(other.train({0, 2}, 12).ok());
  EXPECT_TRUE(sameBits(first.variables(), second.variables()));
  EXPECT_FALSE(sameBits(first.variables(), other.variables()));
  EXPECT_EQ(first.lines.str(), second.lines.str());
}

// 5 steps are an epoch; the run is cut at each step of the second one.
TEST(TrainingTest, ResumedRunHasTheBitsOfAnUninterruptedOne) {
  Session whole(2);
  ASSERT_TRUE(whole.train({0, 7}, 13).ok());
  std::string path = testing::TempDir() + "resumed.safetensors";
  for (int64_t cut = 5; cut <= 10; ++cut) {
    Session before(2);
    ASSERT_TRUE(before.train({0, 7}, cut, path).ok());
    Session after(4); // single-device names and shapes: any mesh may go on
    absl::StatusOr<LoadedPosition> position =
        loadCheckpoint(path, after.executor);
    ASSERT_TRUE(position.ok()) << position.status();
    EXPECT_EQ(position->step, cut);
    EXPECT_EQ(position->seed, 7);
    Session same(2);
    ASSERT_TRUE(loadCheckpoint(path, same.executor).ok());
    ASSERT_TRUE(same.train({cut, 7}, 13).ok());
    EXPECT_TRUE(sameBits(whole.variables(), same.variables())) << cut;
  }
}

// A compiler that forgets a wait: the numbers could be right by chance.
TEST(TrainingTest, WhatIsStartedHasToBeWaitedFor) {
  Executable model = linearModel(2);
  for (Program &program : model.programs)
    program.entry = [](skrt_context *context, void *const *buffers) {
      skrt_start(
          context, [](skrt_context *, const void *, const void *, void *) {},
          nullptr, buffers[0], buffers[0]);
    };
  Session run(model);
  EXPECT_THAT(run.train({0, 1}, 5).status().message(),
              HasSubstr("the program ends, but has not waited for all calls "
                        "that it started"));
}

TEST(TrainingTest, LinesAreOnePerEpoch) {
  Session run(2);
  ASSERT_TRUE(run.train({0, 1}, 103).ok());
  std::string lines = run.lines.str();
  EXPECT_EQ(std::count(lines.begin(), lines.end(), '\n'), 21);
  EXPECT_THAT(lines, HasSubstr("epoch 1/21, step 5/103: loss "));
  EXPECT_THAT(lines, HasSubstr("\nepoch 21/21, step 103/103: loss "));
  EXPECT_THAT(lines, HasSubstr("; test: close 1\n"));
}

TEST(TrainingTest, StopsAfterTheSameStepOnAllDevices) {
  Session run(4);
  run.stop = true;
  absl::StatusOr<TrainingSummary> summary = run.train({0, 1}, 1000);
  ASSERT_TRUE(summary.ok());
  EXPECT_TRUE(summary->stopped);
  EXPECT_EQ(summary->position.step, 0);

  for (int repetition = 0; repetition < 20; ++repetition) {
    run.stop = false;
    std::thread interrupt([&] {
      std::this_thread::sleep_for(std::chrono::milliseconds(3));
      run.stop = true;
    });
    summary = run.train(summary->position, 1000000);
    interrupt.join();
    ASSERT_TRUE(summary.ok()) << summary.status();
    EXPECT_TRUE(summary->stopped);
  }
  // Bit-equal on all devices, or this fails.
  EXPECT_TRUE(run.executor.variables().ok());
}

TEST(TrainingTest, StoppedRunLeavesACheckpointToGoOnFrom) {
  std::string path = testing::TempDir() + "stopped.safetensors";
  Session run(2);
  std::thread interrupt([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
    run.stop = true;
  });
  absl::StatusOr<TrainingSummary> stopped = run.train({0, 3}, 1000000, path);
  interrupt.join();
  ASSERT_TRUE(stopped.ok());
  int64_t step = stopped->position.step;
  Session resumed(2), whole(2);
  EXPECT_EQ(loadCheckpoint(path, resumed.executor)->step, step);
  ASSERT_TRUE(resumed.train({step, 3}, step + 7).ok());
  ASSERT_TRUE(whole.train({0, 3}, step + 7).ok());
  EXPECT_TRUE(sameBits(whole.variables(), resumed.variables()));
}

/// A step in which device 1 finds something wrong the third time.
void failing(skrt_context *context, void *const *buffers) {
  auto *count = static_cast<float *>(buffers[1]); // starts at 0
  if (++*count == 3 && context->fabric.device() == 1) {
    context->status = absl::ResourceExhaustedError("no more paper");
    return;
  }
  context->status = context->fabric.over(1).barrier();
}

TEST(TrainingTest, FailureOfOneDeviceEndsTheRun) {
  Executable model = linearModel(4);
  model.programs[0].entry = failing;
  Session run(model);
  std::string message(run.train({0, 1}, 100).status().message());
  std::vector<std::string> lines = absl::StrSplit(message, '\n');
  EXPECT_EQ(lines[0], "device 1: no more paper");
  // Whoever was not waiting yet has nothing to say.
  for (size_t i = 1; i < lines.size(); ++i)
    EXPECT_THAT(lines[i],
                testing::MatchesRegex("device (.): rank (.): barrier #3 over "
                                      "@m\\[data\\]: device 1: no more paper"));
}

/// A step without a reduction: every device goes its own way.
void diverging(skrt_context *context, void *const *buffers) {
  static_cast<float *>(buffers[0])[0] += context->fabric.device();
}

TEST(TrainingTest, ReplicasThatDifferAreNoticed) {
  Executable model = linearModel(2);
  model.programs[0].entry = diverging;
  Session run(model);
  EXPECT_EQ(run.train({0, 1}, 1, testing::TempDir() + "no.safetensors")
                .status()
                .message(),
            "variable @w is not the same on device 1 as on the first device "
            "that holds it");
  EXPECT_FALSE(std::filesystem::exists(testing::TempDir() + "no.safetensors"));
}

TEST(TrainingTest, EveryStepIsTimed) {
  Session run(2);
  absl::StatusOr<TrainingSummary> summary = run.train({0, 1}, 7);
  ASSERT_EQ(summary->stepSeconds.size(), 7);
  ASSERT_EQ(summary->programSeconds.size(), 7);
  for (int i = 0; i < 7; ++i) {
    EXPECT_GT(summary->programSeconds[i], 0);
    EXPECT_GT(summary->stepSeconds[i], summary->programSeconds[i]);
  }
}

TEST(ExecutorTest, VariableWithoutInitialiserNeedsACheckpoint) {
  Executable model = linearModel(1);
  model.variables[0].initializer.kind = InitializerKind::None;
  Executor executor(model, createThreadFabric(model.mesh));
  EXPECT_EQ(executor.initialize(0).message(),
            "variable @w has no initialiser; expected a checkpoint");
}

TEST(ExecutorTest, CheckpointsThatDoNotFit) {
  Session run(2);
  auto restore = [&](Variables tensors) {
    return std::string(
        run.executor.restore("c.safetensors", {std::move(tensors), {}})
            .message());
  };
  Variables tensors = run.variables();
  tensors.erase("w");
  EXPECT_EQ(restore(std::move(tensors)),
            "c.safetensors: no tensor \"w\"; expected 3xf32");
  tensors = run.variables();
  tensors.at("w") = HostTensor(DataType::F32, {4});
  EXPECT_EQ(restore(std::move(tensors)),
            "c.safetensors: tensor \"w\" is 4xf32; expected 3xf32");
  tensors = run.variables();
  tensors.emplace("v", HostTensor(DataType::F32, {4}));
  EXPECT_EQ(restore(std::move(tensors)),
            "c.safetensors: tensor \"v\" is not a variable of the program");
  EXPECT_EQ(restore(run.variables()), "");
}

// w is given; its momentum, whose first value is 0, is not.
TEST(ExecutorTest, PlainTensorsMayLackWhatHasAnInitialiser) {
  Executable model = linearModel(2);
  model.variables[0].initializer.kind = InitializerKind::None;
  Executor executor(model, createThreadFabric(model.mesh));
  HostTensor w(DataType::F32, {3});
  w.as<float>()[1] = 7;
  std::string path = testing::TempDir() + "plain.safetensors";
  auto load = [&](Variables tensors,
                  std::map<std::string, std::string> metadata = {}) {
    EXPECT_TRUE(writeSafetensors(path, {std::move(tensors), metadata}).ok());
    return std::string(loadCheckpoint(path, executor).status().message());
  };
  Variables tensors;
  tensors.emplace("w", w.clone());
  EXPECT_EQ(load(std::move(tensors)), "");
  Variables loaded = *executor.variables();
  EXPECT_EQ(loaded.at("w").as<float>()[1], 7);
  EXPECT_EQ(loaded.at("w.momentum").as<float>()[1], 0);

  EXPECT_EQ(load({}), path + ": no tensor \"w\"; expected 3xf32");
  tensors.clear();
  tensors.emplace("w", w.clone());
  EXPECT_EQ(
      load(std::move(tensors), {{"skein.step", "1"}, {"skein.seed", "0"}}),
      path + ": no tensor \"w.momentum\"; expected 3xf32");
}

TEST(ExecutorTest, PositionThatIsNotANumber) {
  Session run(1);
  std::string path = testing::TempDir() + "position.safetensors";
  TensorFile file{run.variables(), {{"skein.step", "many"}}};
  ASSERT_TRUE(writeSafetensors(path, file).ok());
  EXPECT_THAT(
      std::string(loadCheckpoint(path, run.executor).status().message()),
      HasSubstr("are \"many\" and \"\"; expected numbers from 0"));
  file.metadata.clear();
  ASSERT_TRUE(writeSafetensors(path, file).ok());
  EXPECT_EQ(loadCheckpoint(path, run.executor)->step, 0);
}

/// Device d, which has data d / 2 and model d % 2, gives its piece of a result
/// that is split along both axes, and results that all have: 5, 10, 15, ...
void number(skrt_context *context, void *const *buffers) {
  static_cast<float *>(buffers[1])[0] = context->fabric.device();
  static_cast<int64_t *>(buffers[2])[0] += 5;
  static_cast<int64_t *>(buffers[3])[0] += 5;
}

// Seven examples make three padded batches of 3.
TEST(ExecutorTest, ResultsArePutTogetherAndAveraged) {
  Executable model;
  model.mesh = {"m", {{"data", 2}, {"model", 2}}};
  model.programs = {
      {"number",
       {{{"x", DataType::F32, {3}, {}}, 0, 0.0}},
       {{{"piece", DataType::F32, {1, 1}, {{0, 0}, {1, 1}}}, false},
        {{"mean", DataType::I64, {}, {}}, false},
        {{"total", DataType::I64, {}, {}}, true}},
       0,
       number}};
  Executor executor(model, createThreadFabric(model.mesh));
  InputTensors inputs;
  inputs.tensors.emplace("x", HostTensor(DataType::F32, {7}));
  Dataset dataset =
      *Dataset::create(model.programs[0], model.mesh, std::move(inputs));
  std::vector<int64_t> order = dataset.inOrder();
  std::atomic<bool> stop = false;
  absl::StatusOr<Outcome> outcome =
      executor.run(model.programs[0], dataset, {order, 0, 3},
                   {[](const StepReport &) {}, stop});
  EXPECT_THAT(outcome->results[0].as<double>(),
              testing::ElementsAre(0, 1, 2, 3));
  EXPECT_EQ(outcome->results[1].as<double>()[0], (5 + 10 + 15) / 3.0);
  EXPECT_EQ(outcome->results[2].as<double>()[0], (5 + 10 + 15) / 7.0);
}

TEST(ProgressTest, TerminalShowsPaceAndPipeDoesNot) {
  std::ostringstream lines, terminal;
  Progress progress({0, 10, 5}, lines, &terminal);
  progress.step(2, "loss", 0.25);
  progress.epoch(4, "loss 0.2");
  EXPECT_EQ(lines.str(), "epoch 1/2, step 5/10: loss 0.2\n");
  EXPECT_THAT(terminal.str(),
              AllOf(HasSubstr("epoch 1/2, step 3/10: loss 0.25, "),
                    HasSubstr(" steps/s, ETA 0:0")));
}

} // namespace
} // namespace skein::runtime
