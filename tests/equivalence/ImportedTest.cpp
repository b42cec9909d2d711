// The programs that JAX has exported to tests/inputs, trained as machine code
// on one device and on several, have the losses and parameters that JAX has
// computed.

#include "passes/import/Import.h"
#include "runtime/backends/cpu/LibraryThreads.h"
#include "runtime/checkpoint/Safetensors.h"
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

/// The program over the axis `data`, as text; empty on failure.
std::string distribute(const Model &model, int devices) {
  mlir::MLIRContext context;
  auto module = importModel(context, model);
  EXPECT_TRUE(module);
  if (!module)
    return {};
  auto distributed = lowered(
      *module, "skein-distribute{mesh=data:" + std::to_string(devices) + "}");
  EXPECT_TRUE(distributed);
  if (!distributed)
    return {};
  std::string text;
  llvm::raw_string_ostream(text) << *distributed;
  return text;
}

/// A compiled model with its first parameters and its batch.
struct CompiledModel {
  CompiledModel(const Model &model, int devices)
      : executor(load(model, devices)), train(*executor.findProgram("train")),
        batch(*runtime::Dataset::create(
            train, executor.executable().mesh,
            {"batch", readTensors(model.name + ".batch.safetensors")})) {
    std::string file = model.name + ".parameters.safetensors";
    absl::Status status =
        executor.restore(file, {readTensors(file), {}}, /*runSeed=*/0);
    EXPECT_TRUE(status.ok()) << status;
  }

  static runtime::Executor load(const Model &model, int devices) {
    auto executable =
        runtime::compileExecutable(distribute(model, devices), model.file);
    EXPECT_TRUE(executable.ok()) << executable.status();
    auto fabrics = runtime::createThreadFabric(executable->mesh);
    return runtime::Executor(std::move(*executable), std::move(fabrics),
                             [] { runtime::setLibraryThreads(1); });
  }

  /// The results of one step, as f64.
  std::vector<HostTensor> step() {
    std::atomic<bool> stop = false;
    auto outcome = executor.run(train, batch, {batch.inOrder(), 0, 1},
                                {[](const runtime::StepReport &) {}, stop});
    EXPECT_TRUE(outcome.ok()) << outcome.status();
    return std::move(outcome->results);
  }

  runtime::Executor executor;
  const runtime::Program &train;
  runtime::Dataset batch;
};

/// The largest difference from the elements of `expected`, relative to the
/// largest of them.
double relativeDifference(const HostTensor &actual,
                          const HostTensor &expected) {
  if (actual.shape() != expected.shape())
    return INFINITY;
  double difference = 0, largest = 0;
  for (int64_t i = 0; i < expected.size(); ++i) {
    double a = runtime::elementAsDouble(actual.type(), actual.data(), i),
           e = runtime::elementAsDouble(expected.type(), expected.data(), i);
    bool same = a == e || (std::isnan(a) && std::isnan(e));
    if (!same && !std::isfinite(a - e))
      return INFINITY;
    difference = same ? difference : std::max(difference, std::abs(a - e));
    largest = std::max(largest, std::abs(e));
  }
  return difference == 0 ? 0 : difference / largest;
}

class ImportedTest : public ::testing::TestWithParam<std::tuple<Model, int>> {};

TEST_P(ImportedTest, TrainsLikeJax) {
  const auto &[model, devices] = GetParam();
  CompiledModel run(model, devices);
  ASSERT_EQ(run.executor.executable().mesh.deviceCount(), devices);
  EXPECT_EQ(run.train.inputs[0].splits.size(), 1);

  Tensors expected = readTensors(model.name + ".expected.safetensors");
  const HostTensor losses = std::move(expected.extract("loss").mapped());
  for (float expectedLoss : losses.as<float>())
    EXPECT_NEAR(run.step()[0].as<double>()[0] / expectedLoss, 1, 1e-5);
  auto variables = run.executor.variables();
  ASSERT_TRUE(variables.ok()) << variables.status();
  for (const auto &[name, value] : expected)
    EXPECT_LE(relativeDifference(variables->at(name), value), 1e-4) << name;
}

// One example of everything that is imported, each a result beside the loss.
// JAX rounds sums in another order, and approximates otherwise.
TEST(ImportedOpsTest, EveryOp) {
  Model model{"ops.mlir", "ops", "sgd<learning_rate = 0.1>"};
  CompiledModel run(model, /*devices=*/1);
  Tensors expected = readTensors("ops.expected.safetensors");
  std::vector<HostTensor> results = run.step();
  ASSERT_EQ(results.size(), expected.size());
  for (size_t i = 0; i < results.size(); ++i) {
    const std::string &name = run.train.results[i].name;
    EXPECT_LE(relativeDifference(results[i], expected.at(name)), 2e-6) << name;
  }
}

const Model models[] = {
    {"mlp.mlir", "mlp", "sgd<learning_rate = 0.1>"},
    {"lenet.mlir", "lenet", "sgd<learning_rate = 0.1>"},
    {"lenet.gradients.mlir", "lenet", "sgd<learning_rate = 0.1>"},
    {"resnet.mlir", "resnet", "sgd<learning_rate = 0.05>"},
    {"gpt.mlir", "gpt", "adam<learning_rate = 0.01>"},
    {"lstm.mlir", "lstm", "adam<learning_rate = 0.02>"},
    {"lstm.gradients.mlir", "lstm", "adam<learning_rate = 0.02>"},
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
