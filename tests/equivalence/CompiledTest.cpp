// Random training programs as machine code: what the compiled program does on
// threads is what the reference interpreter says of the same text.

#include "tests/equivalence/RandomTraining.h"
#include "tests/equivalence/Training.h"
#include "tests/runtime/executor/AgainstReference.h"

#include "llvm/Support/raw_ostream.h"
#include "gtest/gtest.h"

namespace skein::tests {
namespace {

class CompiledTest : public ::testing::TestWithParam<uint64_t> {
protected:
  static runtime::ReferenceOptions twentySteps(double tolerance) {
    runtime::ReferenceOptions options;
    options.steps = 20;
    options.tolerance = tolerance;
    options.integerBound = 2;
    options.seed = GetParam() + 1;
    return options;
  }
};

TEST_P(CompiledTest, WholeEqualsDefinition) {
  EXPECT_TRUE(runtime::matchesReference(
      randomTraining(GetParam(), FloatType::F64), twentySteps(1e-8)));
}

TEST_P(CompiledTest, DistributedEqualsDefinition) {
  mlir::MLIRContext context;
  auto module = reference::parseTraining(
      context, randomTraining(GetParam(), FloatType::F32));
  ASSERT_TRUE(module);
  std::vector<std::string> strategies = {"mesh=data:1", "mesh=data:2",
                                         "mesh=data:4", "mesh=node:2,gpu:4"};
  const std::string accumulated = "mesh=data:2 micro-batches=4";
  mlir::ScopedDiagnosticHandler quiet(
      &context, [](mlir::Diagnostic &) { return mlir::success(); });
  // Refused for examples that meet before the gradients.
  if (lowered(*module, "skein-distribute{" + accumulated + "}"))
    strategies.push_back(accumulated);
  for (const std::string &strategy : strategies) {
    auto distributed = lowered(*module, "skein-distribute{" + strategy + "}");
    ASSERT_TRUE(distributed);
    std::string text;
    llvm::raw_string_ostream(text) << *distributed;
    runtime::ReferenceOptions options = twentySteps(1e-5);
    // A gradient whose terms cancel keeps the rounding of the terms.
    options.floor = 0.1;
    EXPECT_TRUE(runtime::matchesReference(text, options)) << strategy;
  }
}

// Packs that are computed in place, reduced beside the computation.
TEST_P(CompiledTest, OverlappedEqualsDefinition) {
  mlir::MLIRContext context;
  auto module = reference::parseTraining(
      context, randomTraining(GetParam(), FloatType::F32));
  ASSERT_TRUE(module);
  for (const char *pack : {"none", "bucket", "fixed-count pack-count=2"}) {
    auto distributed = lowered(
        *module,
        std::string("skein-distribute{mesh=data:2 overlap pack=") + pack + "}");
    ASSERT_TRUE(distributed);
    std::string text;
    llvm::raw_string_ostream(text) << *distributed;
    runtime::ReferenceOptions options = twentySteps(1e-5);
    options.floor = 0.1;
    EXPECT_TRUE(runtime::matchesReference(text, options)) << pack;
  }
}

// The backward half of a maximum looks for the maximum among operands that it
// computes anew: one bit of difference and there is none.
INSTANTIATE_TEST_SUITE_P(Found, CompiledTest, ::testing::Values<uint64_t>(56));

INSTANTIATE_TEST_SUITE_P(Seeds, CompiledTest,
                         ::testing::Range<uint64_t>(0, 50));

} // namespace
} // namespace skein::tests
