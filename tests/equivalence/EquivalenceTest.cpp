// One program, run whole on one device and run distributed, gives the same
// numbers: random training programs in the reference interpreter.

#include "tests/equivalence/RandomTraining.h"
#include "tests/equivalence/Training.h"

#include "dialect/Distribution.h"
#include "mlir/IR/Diagnostics.h"
#include "gtest/gtest.h"

namespace skein::tests {
namespace {

using reference::Variables;

const uint64_t programs = 50;
const int64_t steps = 20;

class RandomTrainingTest : public ::testing::TestWithParam<uint64_t> {
protected:
  RandomTrainingTest()
      : handler(&context, [this](mlir::Diagnostic &diagnostic) {
          messages += "\n" + diagnostic.str();
          return mlir::success();
        }) {}

  mlir::MLIRContext context;
  std::string messages;
  mlir::ScopedDiagnosticHandler handler;
};

/// Whether some input of @train is split: otherwise nothing was distributed.
bool splitsTheBatch(mlir::ModuleOp module) {
  auto program = module.lookupSymbol<ProgramOp>("train");
  return program &&
         llvm::any_of(program.getArgumentTypes(), [](mlir::Type type) {
           return getAxisState(type, "data").isSplit();
         });
}

// Both in f64 without rounding, so that only the order of sums differs.
TEST_P(RandomTrainingTest, DistributedEqualsWhole) {
  uint64_t seed = GetParam();
  std::string text = randomTraining(seed);
  auto module = reference::parseTraining(context, text);
  ASSERT_TRUE(module) << text << messages;
  Variables first = firstValues(*module, seed);
  auto expected = train(*module, *module, seed, steps, first);
  ASSERT_TRUE(succeeded(expected)) << text << messages;
  for (int devices : {1, 2, 4, 8}) {
    auto distributed = lowered(
        *module, "skein-distribute{mesh=data:" + std::to_string(devices) + "}");
    ASSERT_TRUE(distributed) << text << messages;
    EXPECT_TRUE(splitsTheBatch(*distributed));
    auto actual = train(*distributed, *module, seed, steps, first);
    ASSERT_TRUE(succeeded(actual)) << text << messages;
    std::string where;
    EXPECT_LE(largestDifference(*actual, *expected, where), 1e-8)
        << devices << " devices, " << where << "\n"
        << text;
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomTrainingTest,
                         ::testing::Range<uint64_t>(0, programs));

} // namespace
} // namespace skein::tests
