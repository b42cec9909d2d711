// The programs that JAX has exported to tests/inputs, trained as machine code
// on one device and on several, have the losses and parameters that JAX has
// computed.

#include "dialect/Distribution.h"
#include "passes/import/Import.h"
#include "runtime/backends/cpu/LibraryThreads.h"
#include "runtime/checkpoint/Safetensors.h"
#include "runtime/executor/Compare.h"
#include "runtime/executor/Executor.h"
#include "runtime/executor/Loader.h"
#include "runtime/fabric/threads/ThreadFabric.h"
#include "tests/equivalence/Training.h"

#include "mlir/AsmParser/AsmParser.h"
#include "mlir/Parser/Parser.h"
#include "llvm/Support/raw_ostream.h"
#include "gtest/gtest.h"

namespace skein::tests {
namespace {

using runtime::HostTensor;
using Tensors = std::map<std::string, HostTensor>;

/// The model NAME has NAME.parameters.safetensors, NAME.batch.safetensors and
/// NAME.expected.safetensors: "loss" before each step, and the parameters after
/// all.
struct Model {
  std::string file, name, optimizer;
};

void PrintTo(const Model &model, std::ostream *out) { *out << model.file; }

std::string inputPath(const std::string &file) {
  return "tests/inputs/" + file;
}

Tensors readTensors(const std::string &file) {
  auto read = runtime::readSafetensors(inputPath(file));
  EXPECT_TRUE(read.ok()) << read.status();
  return read.ok() ? std::move(read->tensors) : Tensors();
}

/// The import of a file; null on failure.
mlir::OwningOpRef<mlir::ModuleOp> importModel(mlir::MLIRContext &context,
                                              const Model &model) {
  context.allowUnregisteredDialects();
  passes::loadImportDialects(context);
  reference::loadSkein(context);
  auto source =
      mlir::parseSourceFile<mlir::ModuleOp>(inputPath(model.file), &context);
  auto optimizer = llvm::dyn_cast_if_present<OptimizerAttrInterface>(
      mlir::parseAttribute("#skein." + model.optimizer, &context));
  if (!source || !optimizer)
    return nullptr;
  return passes::importStableHlo(*source, optimizer);
}

class ImportedTest : public ::testing::TestWithParam<std::tuple<Model, int>> {
protected:
  const Model &model() const { return std::get<0>(GetParam()); }
  int devices() const { return std::get<1>(GetParam()); }

  /// The program over the axis `data`, as text.
  std::string distribute() {
    mlir::MLIRContext context;
    auto module = importModel(context, model());
    EXPECT_TRUE(module);
    if (!module)
      return {};
    auto distributed = lowered(*module, "skein-distribute{mesh=data:" +
                                            std::to_string(devices()) + "}");
    EXPECT_TRUE(distributed);
    if (!distributed)
      return {};
    auto program = distributed->lookupSymbol<ProgramOp>("train");
    EXPECT_TRUE(getAxisState(program.getArgumentTypes()[0], "data").isSplit());
    std::string text;
    llvm::raw_string_ostream(text) << *distributed;
    return text;
  }

  void expectLosses(runtime::Executor &executor, const HostTensor &expected) {
    const runtime::Program &train = *executor.findProgram("train");
    auto examples = runtime::Dataset::create(
        train, executor.executable().mesh,
        {"batch", readTensors(model().name + ".batch.safetensors")});
    ASSERT_TRUE(examples.ok()) << examples.status();
    ASSERT_EQ(examples->batchesPerEpoch(), 1);
    std::vector<int64_t> order = examples->inOrder();
    for (int64_t step = 0; step < expected.size(); ++step) {
      std::atomic<bool> stop = false;
      double loss = 0;
      auto onStep = [&](const runtime::StepReport &report) {
        loss = report.value;
      };
      auto outcome =
          executor.run(train, *examples, {order, 0, 1}, {onStep, stop});
      ASSERT_TRUE(outcome.ok()) << outcome.status();
      double wanted =
          runtime::elementAsDouble(expected.type(), expected.data(), step);
      EXPECT_NEAR(loss / wanted, 1, 1e-5) << "step " << step;
    }
  }
};

TEST_P(ImportedTest, TrainsLikeJax) {
  auto executable = runtime::compileExecutable(distribute(), model().file);
  ASSERT_TRUE(executable.ok()) << executable.status();
  ASSERT_EQ(executable->mesh.deviceCount(), devices());
  runtime::Mesh mesh = executable->mesh;
  runtime::Executor executor(std::move(*executable),
                             runtime::createThreadFabric(mesh),
                             [] { runtime::setLibraryThreads(1); });
  std::string file = model().name + ".parameters.safetensors";
  absl::Status restored =
      executor.restore(file, {readTensors(file), {}}, /*runSeed=*/0);
  ASSERT_TRUE(restored.ok()) << restored;

  Tensors expected = readTensors(model().name + ".expected.safetensors");
  expectLosses(executor, expected.at("loss"));
  expected.erase("loss");
  auto variables = executor.variables();
  ASSERT_TRUE(variables.ok()) << variables.status();
  Tensors parameters;
  for (const auto &[name, value] : expected)
    parameters.emplace(name, variables->at(name).clone());
  auto differences = runtime::compareTensors(parameters, expected);
  ASSERT_TRUE(differences.ok()) << differences.status();
  for (const runtime::Difference &difference : *differences)
    EXPECT_LE(difference.relative, 1e-4) << difference.name;
}

const Model models[] = {
    {"mlp.mlir", "mlp", "sgd<learning_rate = 0.1>"},
    {"lenet.mlir", "lenet", "sgd<learning_rate = 0.1>"},
    {"lenet.gradients.mlir", "lenet", "sgd<learning_rate = 0.1>"},
    {"resnet.mlir", "resnet", "sgd<learning_rate = 0.05>"},
    {"gpt.mlir", "gpt", "adam<learning_rate = 0.01>"},
    {"lstm.mlir", "lstm", "adam<learning_rate = 0.02>"},
    {"dlrm.mlir", "dlrm", "adam<learning_rate = 0.01>"},
    {"dlrm.gradients.mlir", "dlrm", "adam<learning_rate = 0.01>"},
};

std::string
caseName(const ::testing::TestParamInfo<std::tuple<Model, int>> &info) {
  const auto &[model, devices] = info.param;
  std::string name = model.file;
  name.erase(name.rfind('.'));
  std::replace(name.begin(), name.end(), '.', '_');
  return name + "_" + std::to_string(devices);
}

INSTANTIATE_TEST_SUITE_P(Models, ImportedTest,
                         ::testing::Combine(::testing::ValuesIn(models),
                                            ::testing::Values(1, 2, 4)),
                         caseName);

} // namespace
} // namespace skein::tests
