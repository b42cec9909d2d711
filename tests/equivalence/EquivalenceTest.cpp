// One program, run whole on one device and run distributed, gives the same
// numbers: random training programs in the reference interpreter.

#include "tests/equivalence/RandomTraining.h"
#include "tests/equivalence/Training.h"

#include "mlir/IR/Diagnostics.h"
#include "gtest/gtest.h"

namespace skein::tests {
namespace {

using reference::Variables;

const uint64_t programs = 50;
const int64_t steps = 20;

/// Whether no examples of `module` meet before the gradients.
bool isAccumulated(mlir::ModuleOp module) {
  return bool(lowered(module, "skein-distribute{micro-batches=8}"));
}

/// A random program, and what twenty steps of it leave behind by definition:
/// dual numbers and the published optimisers.
class RandomTrainingTest : public ::testing::TestWithParam<uint64_t> {
protected:
  RandomTrainingTest()
      : handler(&context, [this](mlir::Diagnostic &diagnostic) {
          messages += "\n" + diagnostic.str();
          return mlir::success();
        }) {}

  void SetUp() override {
    uint64_t seed = GetParam();
    text = randomTraining(seed, FloatType::F64);
    module = reference::parseTraining(context, text);
    ASSERT_TRUE(module) << text << messages;
    first = firstValues(*module, seed);
    auto run = train(*module, *module, seed, steps, first);
    ASSERT_TRUE(succeeded(run)) << text << messages;
    expected = std::move(*run);
  }

  /// All in f64, so that only the order of sums differs.
  void expectTheSameAfter(const std::string &pipeline) {
    auto other = lowered(*module, pipeline);
    ASSERT_TRUE(other) << pipeline << "\n" << text << messages;
    auto actual = train(*other, *module, GetParam(), steps, first);
    ASSERT_TRUE(succeeded(actual)) << pipeline << "\n" << text << messages;
    std::string where;
    EXPECT_LE(largestDifference(*actual, expected, where), 1e-8)
        << where << " after " << pipeline << "\n"
        << text;
  }

  mlir::MLIRContext context;
  std::string text, messages;
  mlir::ScopedDiagnosticHandler handler;
  mlir::OwningOpRef<mlir::ModuleOp> module;
  Variables first;
  TrainingRun expected;
};

TEST_P(RandomTrainingTest, ExpandedEqualsDefinition) {
  expectTheSameAfter("skein-differentiate,skein-expand-optimizers");
}

TEST_P(RandomTrainingTest, DistributedEqualsDefinition) {
  for (int devices : {1, 2, 4, 8})
    expectTheSameAfter("skein-distribute{mesh=data:" + std::to_string(devices) +
                       "}");
  expectTheSameAfter("skein-distribute{mesh=node:2,gpu:4}");
}

TEST_P(RandomTrainingTest, AccumulatedEqualsDefinitionOrIsRefused) {
  if (isAccumulated(*module)) {
    expectTheSameAfter("skein-distribute{micro-batches=8}");
    expectTheSameAfter("skein-distribute{mesh=data:2 micro-batches=4}");
    return;
  }
  EXPECT_NE(messages.find("is needed over the whole batch before the gradients"),
            std::string::npos)
      << messages;
}

// Otherwise the test above could refuse everything.
TEST(RandomTraining, ManyProgramsAreAccumulated) {
  uint64_t accumulated = 0;
  for (uint64_t seed = 0; seed < programs; ++seed) {
    mlir::MLIRContext context;
    mlir::ScopedDiagnosticHandler quiet(&context,
                                        [](mlir::Diagnostic &) { return mlir::success(); });
    auto module = reference::parseTraining(context, randomTraining(seed, FloatType::F64));
    ASSERT_TRUE(module);
    accumulated += isAccumulated(*module);
  }
  EXPECT_GE(accumulated, programs / 3);
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomTrainingTest,
                         ::testing::Range<uint64_t>(0, programs));

} // namespace
} // namespace skein::tests
