// Random training programs as machine code: what the compiled program does on
// threads is what the reference interpreter says of the same text.

#include "tests/equivalence/RandomTraining.h"
#include "tests/runtime/executor/AgainstReference.h"

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

INSTANTIATE_TEST_SUITE_P(Seeds, CompiledTest, ::testing::Range<uint64_t>(0, 50));

} // namespace
} // namespace skein::tests
