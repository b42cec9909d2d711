#include "runtime/executor/Session.h"
#include "runtime/checkpoint/Safetensors.h"
#include "runtime/executor/Compare.h"
#include "tests/runtime/executor/LinearModel.h"
#include <cmath>
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <limits>
#include <nlohmann/json.hpp>
#include <sstream>

namespace skein::runtime {
namespace {

using testing::HasSubstr;
using testing::MatchesRegex;

std::string temporary(const std::string &name) {
  return testing::TempDir() + name;
}

/// "4.mlir" is the linear model on 4 devices; the variables of "other.mlir"
/// start elsewhere.
absl::StatusOr<Executable> load(const std::string &path) {
  if (path == "none.mlir")
    return absl::NotFoundError("none.mlir: cannot read");
  if (path == "huge.mlir") {
    Executable model = linearModel(1);
    model.variables[0].localShape = {int64_t(1) << 50};
    return model;
  }
  if (path != "other.mlir")
    return linearModel(path[0] - '0');
  Executable model = linearModel(1);
  model.variables[0].initializer.seed = 2;
  return model;
}

class SessionTest : public testing::Test {
protected:
  void SetUp() override {
    TensorFile file;
    file.tensors = linearExamples(43).tensors;
    ASSERT_TRUE(writeSafetensors(temporary("train.safetensors"), file).ok());
    options.inputs = {temporary("train.safetensors")};
    options.program = "4.mlir";
  }

  std::string run() {
    results.str("");
    notes.str("");
    absl::Status status = runSession(
        options, {load, [] {}, stop, results, notes, nullptr});
    return std::string(status.message());
  }

  SessionOptions options;
  std::atomic<bool> stop = false;
  std::ostringstream results, notes;
};

TEST_F(SessionTest, SaysWhatItDoes) {
  options.testInputs = options.inputs;
  options.epochs = 2;
  EXPECT_EQ(run(), "");
  EXPECT_THAT(results.str(),
              MatchesRegex("@train on 4 devices: 43 examples, 5 steps of 8 per "
                           "epoch\n"
                           "epoch 1/2, step 5/10: loss [0-9.]+; test: close "
                           "[0-9.]+\n"
                           "epoch 2/2, step 10/10: loss [0-9.]+; test: close "
                           "[0-9.]+\n"));
  EXPECT_EQ(notes.str(), "note: every epoch leaves out 3 of 43 examples, which "
                         "do not fill a batch of 8\n");
}

TEST_F(SessionTest, TimingIsAFile) {
  options.timing = temporary("timing.json");
  EXPECT_EQ(run(), "");
  nlohmann::json timing;
  std::ifstream(options.timing) >> timing;
  EXPECT_EQ(timing["devices"], 4);
  EXPECT_EQ(timing["steps"], 5);
  EXPECT_EQ(timing["examples_per_step"], 8);
  EXPECT_GT(timing["median_program_us"], 0);
  EXPECT_GE(timing["median_step_us"], timing["median_program_us"]);
}

TEST_F(SessionTest, DelaysMakeStepsSlow) {
  options.delays = {"worker:3=5ms", "train=1ms+500us"};
  options.timing = temporary("timing.json");
  EXPECT_EQ(run(), "");
  nlohmann::json timing;
  std::ifstream(options.timing) >> timing;
  EXPECT_GE(timing["p10_step_us"], 1000);
  ASSERT_EQ(timing["device_steps"].size(), 4);
  EXPECT_EQ(timing["device_steps"][3]["steps"], 5);
  EXPECT_GE(timing["device_steps"][3]["seconds"], 5 * 6e-3);
}

TEST_F(SessionTest, DelaysThatCannotBe) {
  auto refusal = [this](const char *delay) {
    options.delays = {delay};
    return run();
  };
  EXPECT_EQ(refusal("worker:4=5ms"),
            "--delay: nobody is worker:4; expected worker, server, a program or "
            "a mesh, and a device of it");
  EXPECT_THAT(refusal("server=5ms"), HasSubstr("nobody is server;"));
  for (const char *delay : {"", "worker", "worker=5", "=5ms", "worker:x=5ms",
                            "worker:1:2=5ms", "worker=-5ms", "worker=1ms+1",
                            "worker=1ms+1ms+1ms", "worker=inf"})
    EXPECT_EQ(refusal(delay),
              "--delay: \"" + std::string(delay) +
                  "\": expected who, which device, and a time, such as "
                  "worker:3=50ms or server=1ms+500us");
}

TEST_F(SessionTest, CheckAgainstTheSameProgramOnOneDevice) {
  options.checkAgainst = "1.mlir";
  options.steps = 20;
  EXPECT_EQ(run(), "");
  EXPECT_THAT(results.str(), HasSubstr("against 1.mlir after 20 steps:\n"
                                       "variable    type   relative "
                                       "difference\n"
                                       "w           3xf32  "));
}

TEST_F(SessionTest, CheckAgainstAnotherProgramFails) {
  options.checkAgainst = "other.mlir";
  options.steps = 2;
  EXPECT_THAT(run(), MatchesRegex("the variables differ by [0-9.]+; expected "
                                  "at most 1e-05"));
}

TEST_F(SessionTest, ResumedSessionWritesTheSameBytes) {
  options.seed = 5;
  options.steps = 12;
  options.checkpointOut = temporary("whole.safetensors");
  EXPECT_EQ(run(), "");
  options.steps = 7;
  options.checkpointOut = temporary("part.safetensors");
  EXPECT_EQ(run(), "");
  options.seed.reset(); // it is in the checkpoint
  options.steps = 12;
  options.checkpointIn = temporary("part.safetensors");
  options.checkpointOut = temporary("resumed.safetensors");
  EXPECT_EQ(run(), "");
  auto bytes = [](const char *name) {
    std::ifstream stream(temporary(name), std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(stream), {});
  };
  EXPECT_EQ(bytes("resumed.safetensors"), bytes("whole.safetensors"));
  EXPECT_NE(bytes("part.safetensors"), bytes("whole.safetensors"));
  options.checkpointIn = temporary("whole.safetensors");
  EXPECT_EQ(run(), "");
  EXPECT_THAT(notes.str(),
              HasSubstr("whole.safetensors is at step 12 already"));
}

TEST_F(SessionTest, StoppedSessionSaysHowToGoOn) {
  stop = true;
  options.checkpointOut = temporary("stopped.safetensors");
  EXPECT_EQ(run(), "stopped after step 0; go on with --checkpoint-in=" +
                       options.checkpointOut);
}

TEST_F(SessionTest, OptionsThatDoNotFit) {
  options.devices = 2;
  EXPECT_EQ(run(), "--devices is 2; 4.mlir is for 4");
  options.devices = 0;
  EXPECT_EQ(run(), "--devices is 0; expected at least 1");
  options.devices.reset();
  options.steps = 0;
  EXPECT_EQ(run(), "--steps is 0; expected at least 1");
  options.steps.reset();
  options.inputs.clear();
  EXPECT_EQ(run(), "--inputs: no tensor \"x\"; @train needs it, as ?x3xf32");
  options.program = "none.mlir";
  EXPECT_EQ(run(), "none.mlir: cannot read");
}

TEST_F(SessionTest, VariableThatDoesNotFitInMemory) {
  options.program = "huge.mlir";
  EXPECT_EQ(run(), "huge.mlir: there is not enough memory");
}

TEST_F(SessionTest, FileThatCannotBeWrittenIsAnError) {
  options.checkpointOut = "/nowhere/c.safetensors";
  EXPECT_EQ(run(), "/nowhere/c.safetensors: cannot write: No such file or "
                   "directory");
}

std::map<std::string, HostTensor> one(std::vector<float> values) {
  HostTensor tensor(DataType::F32, {int64_t(values.size())});
  std::copy(values.begin(), values.end(), tensor.as<float>().begin());
  std::map<std::string, HostTensor> tensors;
  tensors.emplace("w", std::move(tensor));
  return tensors;
}

double difference(std::vector<float> actual, std::vector<float> expected) {
  auto differences =
      compareTensors(one(std::move(actual)), one(std::move(expected)));
  return differences.ok() ? differences->front().relative : -1;
}

TEST(CompareTest, RelativeToTheLargestElement) {
  EXPECT_EQ(difference({1, 4}, {1, 4}), 0);
  EXPECT_EQ(difference({1, 4}, {2, 4}), 0.25);
  EXPECT_EQ(difference({0, 0}, {-0.0f, 0}), 0);
  EXPECT_EQ(difference({}, {}), 0);
  EXPECT_EQ(difference({1}, {0}), std::numeric_limits<double>::infinity());
}

TEST(CompareTest, NumbersThatAreNotFinite) {
  float nan = std::nanf(""), infinity = std::numeric_limits<float>::infinity();
  EXPECT_EQ(difference({nan, 1}, {nan, 1}), 0);
  EXPECT_EQ(difference({nan}, {1}), infinity);
  EXPECT_EQ(difference({1}, {nan}), infinity);
  EXPECT_EQ(difference({infinity}, {-infinity}), infinity);
  EXPECT_EQ(difference({infinity, 3}, {infinity, 2}), 0.5);
}

TEST(CompareTest, DifferentVariables) {
  EXPECT_EQ(compareTensors(one({1}), one({1, 2})).status().message(),
            "variable @w is 1xf32 on one side and 2xf32 on the other");
  EXPECT_EQ(compareTensors(one({1}), {}).status().message(),
            "variable @w is on one side only");
  EXPECT_EQ(compareTensors({}, one({1})).status().message(),
            "variable @w is on one side only");
}

} // namespace
} // namespace skein::runtime
