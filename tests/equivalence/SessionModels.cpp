#include "tests/equivalence/SessionModels.h"

#include "runtime/checkpoint/Safetensors.h"
#include "runtime/executor/Loader.h"
#include "tests/equivalence/Training.h"
#include "tools/models/Architecture.h"

#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/raw_ostream.h"
#include "gtest/gtest.h"
#include <fstream>
#include <random>
#include <regex>
#include <sstream>

namespace skein::tests {

using runtime::HostTensor;

static const std::string digits = "examples/digits/";
static const std::string trainingData = digits + "data/train.safetensors";

static std::string readText(const std::string &path) {
  auto file = llvm::MemoryBuffer::getFile(path);
  EXPECT_TRUE(file) << path;
  return file ? (*file)->getBuffer().str() : "";
}

Model digitsModel(const std::string &name) {
  return {name, readText(digits + name + ".mlir"), trainingData};
}

std::string digitsTestData() { return digits + "data/test.safetensors"; }

static HostTensor randomReals(runtime::Shape shape, std::mt19937 &random) {
  HostTensor tensor(runtime::DataType::F32, shape);
  for (float &element : tensor.as<float>())
    element = (random() % 2000) / 1000.0f - 1;
  return tensor;
}

Model bypasses() {
  std::mt19937 random(1);
  runtime::TensorFile file;
  for (const char *input : {"x", "y"})
    file.tensors.emplace(input, randomReals({64, 4}, random));
  std::string path = testing::TempDir() + "/bypasses.safetensors";
  EXPECT_TRUE(runtime::writeSafetensors(path, file).ok());
  return {"bypasses", readText("tests/equivalence/stages/bypasses.mlir"), path};
}

Model recommender() {
  std::string text = readText("tests/equivalence/sparse/dlrm.mlir");
  for (auto [from, to] : {std::pair("ELEMENT", "f32"), std::pair("OPTIMIZER", "sgd<learning_rate = 0.5")})
    text = std::regex_replace(text, std::regex(from), to);
  std::mt19937 random(1);
  runtime::TensorFile file;
  auto integers = [&](const std::string &name, runtime::Shape shape, int rows) {
    HostTensor tensor(runtime::DataType::I32, shape);
    for (int32_t &element : tensor.as<int32_t>())
      element = random() % rows;
    file.tensors.emplace(name, std::move(tensor));
  };
  integers("user", {64}, 40);
  integers("friend", {64}, 40);
  integers("bag", {64, 3}, 60);
  file.tensors.emplace("x", randomReals({64, 5}, random));
  file.tensors.emplace("y", randomReals({64}, random));
  std::string path = testing::TempDir() + "/recommender.safetensors";
  EXPECT_TRUE(runtime::writeSafetensors(path, file).ok());
  return {"recommender", text, path};
}

/// A language model of `architecture` with two layers, and 64 examples.
static Model languageModel(const std::string &name, std::map<std::string, std::string> flags) {
  mlir::MLIRContext context;
  reference::loadSkein(context);
  std::string text;
  for (const models::Architecture &architecture : models::allArchitectures()) {
    if (architecture.name != name)
      continue;
    auto values = models::Flags::parse(models::flagsOf(architecture), flags);
    EXPECT_TRUE(values.ok()) << values.status();
    auto module = models::buildModel(context, architecture, *values);
    EXPECT_TRUE(module.ok()) << module.status();
    llvm::raw_string_ostream(text) << **module;
  }
  std::mt19937 random(1);
  runtime::TensorFile file;
  int vocabulary = std::stoi(flags.at("vocabulary"));
  for (const char *input : {"tokens", "targets"}) {
    HostTensor tensor(runtime::DataType::I32, {64, std::stoi(flags.at("sequence"))});
    for (int32_t &element : tensor.as<int32_t>())
      element = random() % vocabulary;
    file.tensors.emplace(input, std::move(tensor));
  }
  std::string path = testing::TempDir() + "/" + name + ".safetensors";
  EXPECT_TRUE(runtime::writeSafetensors(path, file).ok());
  return {name, text, path};
}

Model gpt() {
  return languageModel("gpt", {{"layers", "2"}, {"hidden", "16"}, {"heads", "2"}, {"sequence", "8"},
                               {"vocabulary", "32"}, {"batch", "16"}, {"optimizer", "sgd"},
                               {"learning-rate", "0.1"}});
}

Model lstm() {
  return languageModel("lstm", {{"layers", "2"}, {"hidden", "12"}, {"sequence", "5"},
                                {"vocabulary", "20"}, {"batch", "16"}, {"learning-rate", "0.1"}});
}

std::string withSgd(const std::string &text, double rate) {
  return std::regex_replace(text, std::regex("#skein.(momentum|adam)<[^>]*>"),
                            "#skein.sgd<learning_rate = " + std::to_string(rate) + ">");
}

std::string save(const std::string &name, const std::string &text) {
  std::string path = testing::TempDir() + "/" + name + ".mlir";
  std::ofstream(path) << text;
  return path;
}

std::string distribute(const std::string &name, const std::string &text, int workers,
                       const std::string &options) {
  return distributeOn(name, text, "data:" + std::to_string(workers), options);
}

std::string distributeOn(const std::string &name, const std::string &text,
                         const std::string &mesh, const std::string &options) {
  mlir::MLIRContext context;
  auto module = reference::parseTraining(context, text);
  EXPECT_TRUE(module) << name;
  if (!module)
    return "";
  auto distributed =
      lowered(*module, "skein-distribute{mesh=" + mesh + " " + options + "}");
  EXPECT_TRUE(distributed && distributed->getOps<StepOp>().empty()) << name;
  if (!distributed)
    return "";
  std::string out;
  llvm::raw_string_ostream(out) << *distributed;
  return save(name, out);
}

std::string run(runtime::SessionOptions options) {
  std::atomic<bool> stop = false;
  std::ostringstream results, notes;
  absl::Status status = runtime::runSession(
      options, {[](const std::string &path) { return runtime::loadExecutable(path); },
                {}, stop, results, notes});
  EXPECT_TRUE(status.ok()) << status << "\n" << results.str();
  return results.str();
}

runtime::SessionOptions session(const std::string &program, const Model &model,
                                int64_t steps) {
  runtime::SessionOptions options;
  options.program = program;
  options.inputs = {model.data};
  options.steps = steps;
  options.epochs = 20;
  return options;
}

void expectEqual(const std::string &actual, const std::string &expected, const Model &model,
                 double tolerance) {
  runtime::SessionOptions options = session(actual, model);
  options.checkAgainst = expected;
  options.tolerance = tolerance;
  run(options);
}

} // namespace skein::tests
