// A loss function in stages has the numbers of the whole one, whatever its backward
// halves compute again: models in the reference interpreter, in double precision.

#include "passes/import/Import.h"
#include "tests/equivalence/Training.h"

#include "mlir/AsmParser/AsmParser.h"
#include "mlir/IR/Diagnostics.h"
#include "mlir/Parser/Parser.h"
#include "gtest/gtest.h"

#include <cstring>

namespace skein::tests {
namespace {

const int64_t steps = 3;

struct Model {
  std::string name;
  /// Whether a parameter is used in several places, so that the order of its gradient's
  /// sum depends on the stages.
  bool isTied;
};

void PrintTo(const Model &model, std::ostream *out) { *out << model.name; }

class StagesTest : public ::testing::TestWithParam<Model> {
protected:
  StagesTest()
      : handler(&context, [this](mlir::Diagnostic &diagnostic) {
          messages += "\n" + diagnostic.str();
          return mlir::success();
        }) {}

  void SetUp() override {
    context.allowUnregisteredDialects();
    passes::loadImportDialects(context);
    reference::loadSkein(context);
    auto source = mlir::parseSourceFile<mlir::ModuleOp>(
        "tests/inputs/" + GetParam().name + ".mlir", &context);
    auto optimizer = llvm::cast<OptimizerAttrInterface>(
        mlir::parseAttribute("#skein.sgd<learning_rate = 0.1>", &context));
    ASSERT_TRUE(source) << messages;
    module = passes::importStableHlo(*source, optimizer);
    ASSERT_TRUE(module) << messages;
    first = firstValues(*module, /*seed=*/3);
    auto run = runAfter("skein-differentiate");
    ASSERT_TRUE(succeeded(run)) << messages;
    expected = std::move(*run);
  }

  mlir::FailureOr<TrainingRun> runAfter(const std::string &pipeline) {
    auto other = lowered(*module, pipeline + ",skein-expand-optimizers");
    if (!other)
      return mlir::failure();
    return train(*other, *module, /*seed=*/3, steps, first);
  }

  void expectTheSameAfter(const std::string &pipeline) {
    auto actual = runAfter(pipeline);
    ASSERT_TRUE(succeeded(actual)) << pipeline << messages;
    std::string where;
    EXPECT_LE(largestDifference(*actual, expected, where), GetParam().isTied ? 1e-12 : 0)
        << where << " after " << pipeline;
  }

  mlir::MLIRContext context;
  std::string messages;
  mlir::ScopedDiagnosticHandler handler;
  mlir::OwningOpRef<mlir::ModuleOp> module;
  reference::Variables first;
  TrainingRun expected;
};

TEST_P(StagesTest, AnyNumberOfStages) {
  for (const char *stages : {"1", "2", "4"})
    for (const char *partition : {"balanced", "cumulative"})
      if (partition == std::string("balanced") || stages == std::string("1"))
        expectTheSameAfter(std::string("skein-cut-stages{stages=") + stages +
                           " partition=" + partition + "},skein-differentiate");
}

TEST_P(StagesTest, AnyRecomputation) {
  for (const char *stages : {"1", "4"})
    for (const char *recompute : {"full", "selective", "full,0:none,@transform:selective"})
      if (!strchr(recompute, '@') || GetParam().name == "gpt")
        expectTheSameAfter(std::string("skein-cut-stages{stages=") + stages +
                           " recompute=" + recompute + "},skein-differentiate");
}

TEST_P(StagesTest, SplitBackward) {
  for (const char *stages : {"1", "2", "4"})
    for (const char *recompute : {"none", "full"})
      expectTheSameAfter(std::string("skein-cut-stages{stages=") + stages +
                         " recompute=" + recompute + "},skein-differentiate,skein-split-backward");
}

// Models whose examples do not meet before the gradients, as they do in batch
// normalisation.
class SplitBatchTest : public StagesTest {};

TEST_P(SplitBatchTest, MicroBatchesOnDevices) {
  auto actual = runAfter("skein-cut-stages{stages=4 recompute=selective},skein-differentiate,"
                         "skein-split-backward,skein-accumulate-gradients{micro-batches=2},"
                         "skein-partition{mesh=data:2},skein-synchronize");
  ASSERT_TRUE(succeeded(actual)) << messages;
  std::string where;
  EXPECT_LE(largestDifference(*actual, expected, where), 1e-10) << where;
}

const Model models[] = {{"mlp", false}, {"lenet", false}, {"gpt", true},
                        {"lstm", false}, {"dlrm", false}};
const auto nameOf = [](const auto &info) { return info.param.name; };

INSTANTIATE_TEST_SUITE_P(Models, StagesTest, ::testing::ValuesIn(models), nameOf);
INSTANTIATE_TEST_SUITE_P(WithBatchNormalisation, StagesTest,
                         ::testing::Values(Model{"resnet", false}), nameOf);
INSTANTIATE_TEST_SUITE_P(Models, SplitBatchTest, ::testing::ValuesIn(models), nameOf);

} // namespace
} // namespace skein::tests
