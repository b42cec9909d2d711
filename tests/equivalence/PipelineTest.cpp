// A pipeline trains what one device trains, in every schedule, on any number of stages
// and micro-batches, with activations kept or computed again. `PipelineTest --all` runs
// all of them, by default every two choices meet in some case.

#include "runtime/checkpoint/Safetensors.h"
#include "tests/equivalence/SessionModels.h"

#include "gtest/gtest.h"
#include <cmath>

namespace skein::tests {
namespace {

bool runsAll = false;

struct Schedule {
  std::string name;
  int chunks;
};
const Schedule schedules[] = {{"gpipe", 1},         {"1f1b", 1},  {"interleaved", 2},
                              {"breadth-first", 2}, {"zb-h1", 1}, {"zb-h2", 1},
                              {"zb-v", 2},          {"dualpipe-v", 2}};
const int stageCounts[] = {1, 2, 4};
const int microBatchCounts[] = {1, 2, 4, 8};
const std::string policies[] = {"none", "full", "selective"};

struct Case {
  Schedule schedule;
  int stages, microBatches;
  std::string recompute;
  bool isReplicated; ///< two devices for each

  bool exists() const { return stages % schedule.chunks == 0; }
  std::string mesh() const {
    return "pipe:" + std::to_string(stages / schedule.chunks) + (isReplicated ? ",data:2" : "");
  }
  std::string options() const {
    return "schedule=" + schedule.name + " stages=" + std::to_string(stages) +
           " micro-batches=" + std::to_string(microBatches) + " recompute=" + recompute;
  }
};

std::vector<Case> casesToRun() {
  std::vector<Case> cases;
  int number = 0;
  for (const Schedule &schedule : schedules)
    for (int stages : stageCounts)
      for (int microBatches : microBatchCounts)
        for (const std::string &recompute : policies)
          for (bool isReplicated : {false, true}) {
            Case one{schedule, stages, microBatches, recompute, isReplicated};
            // A step that no count divides, so that all choices of each kind are met.
            if (one.exists() && (runsAll || number++ % 19 == 0))
              cases.push_back(one);
          }
  return cases;
}

/// The variables after `steps` of `program`.
runtime::TensorFile trained(const std::string &program, const Model &model, int64_t steps) {
  runtime::SessionOptions options = session(program, model, steps);
  options.checkpointOut = program + ".safetensors";
  run(options);
  auto file = runtime::readSafetensors(options.checkpointOut);
  EXPECT_TRUE(file.ok()) << file.status();
  return file.ok() ? std::move(*file) : runtime::TensorFile();
}

/// Both have the same variables, which differ by 1e-5 of their length at most.
void expectSame(const runtime::TensorFile &actual, const runtime::TensorFile &expected) {
  ASSERT_EQ(actual.tensors.size(), expected.tensors.size());
  for (auto &[name, tensor] : expected.tensors) {
    auto found = actual.tensors.find(name);
    ASSERT_NE(found, actual.tensors.end()) << name;
    ASSERT_EQ(found->second.typeString(), tensor.typeString()) << name;
    if (tensor.type() != runtime::DataType::F32)
      continue;
    double difference = 0, length = 0;
    for (int64_t i = 0; i < tensor.size(); ++i) {
      double was = tensor.as<float>()[i], is = found->second.as<float>()[i];
      difference += (is - was) * (is - was);
      length += was * was;
    }
    EXPECT_LE(std::sqrt(difference), 1e-5 * std::sqrt(length)) << name;
  }
}

class PipelineTest : public testing::TestWithParam<std::string> {
protected:
  static Model findModel() {
    std::string name = GetParam();
    if (name == "gpt")
      return gpt();
    if (name == "lstm")
      return lstm();
    Model model = digitsModel(name);
    model.text = withSgd(model.text, 0.1);
    return model;
  }
};

TEST_P(PipelineTest, EqualsOneDevice) {
  Model model = findModel();
  auto expected = trained(save("whole-" + model.name, model.text), model, 3);
  for (const Case &one : casesToRun()) {
    SCOPED_TRACE(one.mesh() + " " + one.options());
    std::string program =
        distributeOn("pipeline-" + model.name, model.text, one.mesh(), one.options());
    ASSERT_FALSE(program.empty());
    expectSame(trained(program, model, 3), expected);
  }
}

/// A checkpoint of a pipeline goes on on one device, and the other way round.
TEST_P(PipelineTest, CheckpointsAreThoseOfOneDevice) {
  Model model = findModel();
  std::string whole = save("before-" + model.name, model.text);
  std::string pieces = distributeOn("pieces-" + model.name, model.text, "pipe:2,data:2",
                                    "schedule=zb-v stages=4 micro-batches=4");
  auto expected = trained(whole, model, 5);
  for (auto [first, second] : {std::pair(whole, pieces), std::pair(pieces, whole)}) {
    trained(first, model, 2);
    runtime::SessionOptions options = session(second, model, 5);
    options.checkpointIn = first + ".safetensors";
    options.checkpointOut = second + "-after.safetensors";
    run(options);
    auto file = runtime::readSafetensors(options.checkpointOut);
    ASSERT_TRUE(file.ok()) << file.status();
    expectSame(*file, expected);
  }
}

/// Norms and flags over several stages, averages, and packs of each stage's gradients.
TEST_P(PipelineTest, ComposesWithWhatStepsDoElse) {
  Model model = findModel();
  const std::string changes[] = {"clip-norm=0.1", "loss-scale=dynamic initial-scale=1024",
                                 "average-decay=0.9", "stage-variables", "delay-gradients",
                                 "clip-norm=0.1 loss-scale=dynamic average-decay=0.9"};
  const std::string ways[] = {"", "pack=bucket overlap", "all-reduce=xring"};
  int number = 0;
  for (const std::string &change : changes) {
    auto expected = trained(distributeOn("one-" + model.name, model.text, "data:1", change), model, 3);
    const Schedule &schedule = schedules[number % std::size(schedules)];
    Case one{schedule, 2 * schedule.chunks, 4, "none", number % 2 == 0};
    SCOPED_TRACE(one.mesh() + " " + one.options() + " " + change);
    std::string program = distributeOn("both-" + model.name, model.text, one.mesh(),
                                       one.options() + " " + change + " " + ways[number++ % 3]);
    ASSERT_FALSE(program.empty());
    expectSame(trained(program, model, 3), expected);
  }
}

/// Of any number of stages, also odd ones; each replica may have a batch of its own.
TEST(BypassTest, EqualsOneDevice) {
  Model model = bypasses();
  const std::pair<std::string, std::string> cases[] = {
      {"pipe:6", "micro-batches=1 schedule=zb-h2"},
      {"data:2,pipe:3", "micro-batches=4 schedule=1f1b recompute=full"},
      {"pipe:5,data:2", "micro-batches=2 schedule=zb-h1 strategy=partitioned-all-reduce"},
      {"pipe:3", "stages=6 micro-batches=8 schedule=dualpipe-v recompute=1:full,@layer:selective"},
      {"pipe:2,data:2", "stages=6 micro-batches=2 schedule=interleaved batch=per-replica "
                        "reduction=mean"}};
  for (auto &[mesh, options] : cases) {
    SCOPED_TRACE(mesh + " " + options);
    std::string program = distributeOn("bypasses", model.text, mesh, options);
    bool hasOwnBatches = options.find("per-replica") != std::string::npos;
    std::string one = hasOwnBatches ? distributeOn("replicas", model.text, "data:2",
                                                   "batch=per-replica reduction=mean")
                                    : save("whole", model.text);
    ASSERT_FALSE(program.empty());
    expectSame(trained(program, model, 3), trained(one, model, 3));
  }
}

INSTANTIATE_TEST_SUITE_P(Models, PipelineTest, testing::Values("mlp", "cnn", "gpt", "lstm"),
                         [](const auto &info) { return info.param; });

} // namespace
} // namespace skein::tests

int main(int argc, char **argv) {
  for (int i = 1; i < argc; ++i)
    skein::tests::runsAll |= std::string(argv[i]) == "--all";
  ::testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
