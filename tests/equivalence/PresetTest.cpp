// Every strategy, on workers and servers that are threads, trains what one device
// trains, and goes on where any other left off.

#include "runtime/checkpoint/Safetensors.h"
#include "tests/equivalence/SessionModels.h"

#include "gtest/gtest.h"

namespace skein::tests {
namespace {

const std::string presets[] = {"ps",
                               "ps-load-balanced",
                               "partitioned-ps",
                               "uneven-partitioned-ps",
                               "partitioned-all-reduce",
                               "random-axis",
                               "parallax",
                               "all-reduce",
                               "distributed-replicated"};

/// Options of a preset on so many servers, if it has any.
std::string strategy(const std::string &preset, int servers) {
  bool isReduced = preset.ends_with("all-reduce") || preset == "random-axis";
  return "strategy=" + preset +
         (isReduced ? std::string(" chunk-size=3") : " servers=" + std::to_string(servers));
}

/// `model`, which the preset trains to the same numbers: gradients that are applied in
/// turn add up where optimisers have no memory.
Model modelFor(const std::string &preset, Model model) {
  if (preset == "distributed-replicated")
    model.text = withSgd(model.text, 0.1);
  return model;
}

class PresetTest : public testing::TestWithParam<std::string> {};

TEST_P(PresetTest, EqualsOneDevice) {
  const std::tuple<Model, int, int> cases[] = {
      {digitsModel("mlp"), 1, 1}, {digitsModel("mlp"), 2, 3}, {digitsModel("mlp"), 8, 4},
      {digitsModel("cnn"), 4, 2}, {recommender(), 2, 4},      {recommender(), 8, 3}};
  for (auto &[from, workers, servers] : cases) {
    SCOPED_TRACE(from.name + " " + std::to_string(workers) + "x" + std::to_string(servers));
    Model model = modelFor(GetParam(), from);
    std::string options = strategy(GetParam(), servers);
    expectEqual(distribute(GetParam() + "-" + model.name, model.text, workers, options),
                save(GetParam() + model.name, model.text), model);
  }
}

/// "w1 64x128xf32" and so on.
std::vector<std::string> contentsOf(const std::string &path) {
  std::vector<std::string> names;
  auto file = runtime::readSafetensors(path);
  EXPECT_TRUE(file.ok()) << file.status();
  if (file.ok())
    for (auto &[name, tensor] : file->tensors)
      names.push_back(name + " " + tensor.typeString());
  return names;
}

/// The checkpoint after `steps` of `program`.
std::string trained(const std::string &program, const Model &model, int64_t steps) {
  runtime::SessionOptions options = session(program, model, steps);
  options.checkpointOut = program + ".safetensors";
  run(options);
  return options.checkpointOut;
}

// Adam has slots and a number of the step, of which every server has its own.
class CheckpointTest : public testing::TestWithParam<std::string> {};
TEST_P(CheckpointTest, GoesOnWhereOneDeviceLeftOffAndBack) {
  Model model = digitsModel("mlp");
  for (size_t at; (at = model.text.find("#skein.momentum<")) != std::string::npos;)
    model.text.replace(at, model.text.find('>', at) + 1 - at, "#skein.adam<learning_rate = 0.01>");
  std::string whole = save(GetParam() + "-whole", model.text);
  std::string pieces =
      distribute(GetParam() + "-pieces", model.text, 4, strategy(GetParam(), 3));
  std::string ofWhole = trained(whole, model, 5), ofPieces = trained(pieces, model, 5);
  EXPECT_EQ(contentsOf(ofPieces), contentsOf(ofWhole));
  for (auto [program, checkpoint] : {std::pair(pieces, ofWhole), std::pair(whole, ofPieces)}) {
    runtime::SessionOptions options = session(program, model, 15);
    options.checkpointIn = checkpoint;
    options.checkAgainst = program == whole ? pieces : whole;
    options.tolerance = 1e-4;
    run(options);
  }
}

std::string nameOf(const testing::TestParamInfo<std::string> &info) {
  std::string name = info.param;
  std::erase(name, '-');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Presets, PresetTest, testing::ValuesIn(presets), nameOf);
// The last one counts the updates of each worker.
INSTANTIATE_TEST_SUITE_P(Presets, CheckpointTest,
                         testing::ValuesIn(std::begin(presets), std::end(presets) - 1), nameOf);

} // namespace
} // namespace skein::tests
