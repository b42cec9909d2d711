// The example networks, whole and distributed, in the reference interpreter.

#include "tests/equivalence/Training.h"

#include "mlir/IR/Diagnostics.h"
#include "llvm/Support/MemoryBuffer.h"
#include "gtest/gtest.h"

namespace skein::tests {
namespace {

/// The interpreter takes seconds for a step of the convolutional net.
struct Example {
  const char *name;
  int64_t steps;
  std::vector<int> devices;
};

class DigitsTest : public ::testing::TestWithParam<Example> {};

TEST_P(DigitsTest, DistributedEqualsWhole) {
  mlir::MLIRContext context;
  std::string messages;
  mlir::ScopedDiagnosticHandler handler(&context,
                                        [&](mlir::Diagnostic &diagnostic) {
                                          messages += diagnostic.str() + "\n";
                                          return mlir::success();
                                        });
  auto file = llvm::MemoryBuffer::getFile(std::string("examples/digits/") +
                                          GetParam().name + ".mlir");
  ASSERT_TRUE(file);
  auto level0 = reference::parseTraining(context, (*file)->getBuffer());
  ASSERT_TRUE(level0) << messages;
  auto whole = lowered(*level0, "skein-differentiate,skein-expand-optimizers");
  ASSERT_TRUE(whole) << messages;
  const int64_t steps = GetParam().steps, classes = 10;
  auto first = firstValues(*level0, /*seed=*/1, /*deviation=*/0.1);
  auto expected = train(*whole, *level0, 1, steps, first, classes);
  ASSERT_TRUE(succeeded(expected)) << messages;
  for (int devices : GetParam().devices) {
    auto distributed = lowered(
        *level0, "skein-distribute{mesh=data:" + std::to_string(devices) + "}");
    ASSERT_TRUE(distributed) << messages;
    auto actual = train(*distributed, *level0, 1, steps, first, classes);
    ASSERT_TRUE(succeeded(actual)) << messages;
    std::string where;
    EXPECT_LE(largestDifference(*actual, *expected, where), 1e-8) << where;
  }
}

INSTANTIATE_TEST_SUITE_P(Examples, DigitsTest,
                         ::testing::Values(Example{"mlp", 5, {1, 2, 4, 8}},
                                           Example{"cnn", 1, {4}}),
                         [](const auto &info) { return info.param.name; });

} // namespace
} // namespace skein::tests
