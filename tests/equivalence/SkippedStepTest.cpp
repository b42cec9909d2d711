// Steps whose gradients overflow on one device, as machine code on threads:
// nothing changes but the scale of the loss, which follows the rules that it is
// given.

#include "tests/equivalence/Trial.h"

#include "gtest/gtest.h"

#include <cmath>

namespace skein::tests {
namespace {

using runtime::HostTensor;

struct Distribution {
  const char *name, *options;
  bool equalsOneDevice = true;
  bool hidesInfinity = false;
};

class SkippedStepTest : public ::testing::TestWithParam<Distribution> {
protected:
  static std::string options(const char *more) {
    return std::string(GetParam().options) + " " + more;
  }
};

// 1e30 is a number, its square is not: one device has an infinite loss and
// gradient. 1e19 gives a finite loss and gradient that only overflows since it
// is scaled.
TEST_P(SkippedStepTest, OverflowChangesNothingButTheScale) {
  for (float outlier : {1e30f, 1e19f, INFINITY, NAN}) {
    Trial run(options("loss-scale=dynamic initial-scale=65536"));
    for (int step = 0; step < 3; ++step)
      run.step(step);
    auto before = run.bytes();
    EXPECT_EQ(before.count("w.first_moment"), 1u);
    EXPECT_EQ(before.count("step_count"), 1u);
    run.step(3, outlier);
    EXPECT_EQ(run.bytes(), before) << outlier;
    EXPECT_EQ(run.scale(), 32768) << outlier;
    EXPECT_EQ(run.goodSteps(), 0) << outlier;
  }
}

// A scale is a power of two, so the numbers behind a skipped step are those of
// a run that never met it.
TEST_P(SkippedStepTest, TrainingGoesOnAsIfTheStepHadNotBeen) {
  Trial met(options("loss-scale=dynamic growth-interval=20")),
      spared(options("loss-scale=dynamic growth-interval=20")),
      unscaled(GetParam().options);
  double first = 0, last = 0;
  for (int step = 0; step < 40; ++step) {
    if (step % 8 == 3)
      met.step(100 + step, INFINITY);
    last = met.step(step);
    first = step == 0 ? last : first;
    EXPECT_EQ(spared.step(step), last);
    EXPECT_EQ(unscaled.step(step), last);
  }
  EXPECT_LT(last, first);
  EXPECT_EQ(met.bytes(), spared.bytes());
  EXPECT_EQ(met.bytes(), unscaled.bytes());
  EXPECT_EQ(met.scale(), 32768 / 32); // five overflows
  EXPECT_EQ(spared.scale(), 32768 * 4);
}

/// Distributions that see the batches of one device, unrounded.
class SharedBatchTest : public SkippedStepTest {};

TEST_P(SharedBatchTest, EqualsOneDevice) {
  Trial one("loss-scale=dynamic growth-interval=3"),
      some(options("loss-scale=dynamic growth-interval=3"));
  for (int step = 0; step < 20; ++step) {
    std::optional<float> outlier;
    if (step % 7 == 5)
      outlier = 1e30f;
    one.step(step, outlier);
    some.step(step, outlier);
    EXPECT_EQ(some.scale(), one.scale()) << step;
    EXPECT_EQ(some.goodSteps(), one.goodSteps()) << step;
  }
  for (const char *name :
       {"w", "b", "mean", "w.first_moment", "w.second_moment"}) {
    HostTensor expected = one.get(name), actual = some.get(name);
    for (int64_t i = 0; i < expected.size(); ++i)
      EXPECT_NEAR(actual.as<float>()[i], expected.as<float>()[i], 1e-5) << name;
  }
  EXPECT_EQ(some.get("steps").as<int64_t>()[0], 17);
  EXPECT_EQ(some.get("step_count").as<int64_t>()[0], 17);
}

// A static scale skips, and stays.
TEST_P(SkippedStepTest, StaticScaleSkipsToo) {
  Trial run(options("loss-scale=static initial-scale=128"));
  run.step(0);
  auto before = run.bytes();
  EXPECT_EQ(before.count("train.loss_scale"), 0u);
  run.step(1, 1e30f);
  EXPECT_EQ(run.bytes(), before);
  run.step(2);
  EXPECT_NE(run.bytes(), before);
}

/// Distributions that do not send an infinity as zeros.
class PlainOverflowTest : public SkippedStepTest {};

// Without the pass one such example is the end of all training.
TEST_P(PlainOverflowTest, UnguardedStepDoesNotSurvive) {
  Trial run(GetParam().options);
  run.step(0, INFINITY);
  EXPECT_FALSE(std::isfinite(run.get("b").as<float>()[0]));
}

const std::vector<Distribution> distributions = {
        Distribution{"one", "mesh=data:1"}, Distribution{"two", "mesh=data:2"},
        Distribution{"four", "mesh=data:4"},
        Distribution{"grid", "mesh=data:2,rest:2"},
        Distribution{"packed", "mesh=data:4 pack=fixed-count pack-count=2"},
        Distribution{"accumulated", "mesh=data:2 micro-batches=4"},
        Distribution{"overlapped", "mesh=data:4 overlap=true"},
        Distribution{"both_axes", "mesh=node:2,gpu:2 batch-axis=node,gpu"},
        Distribution{"bf16_gradients",
                     "mesh=data:2 compress=bf16 compress-min-elements=1",
                     false},
        Distribution{"int8_gradients",
                     "mesh=data:4 compress=int8 compress-min-elements=1", false,
                     true},
        Distribution{"error_feedback",
                     "mesh=data:2 compress=int8 compress-min-elements=1 "
                     "compress-error-feedback=on",
                     false, true},
        Distribution{"largest_elements",
                     "mesh=data:4 compress=top-k compress-k=50% "
                     "compress-min-elements=1",
                     false},
        Distribution{"narrow_products", "mesh=data:2 mixed-precision=bf16",
                     false},
        Distribution{"sum", "mesh=data:2 batch=per-replica reduction=sum",
                     false},
        Distribution{"mean", "mesh=data:2 batch=per-replica reduction=mean",
                     false}};

std::vector<Distribution> distributionsThat(bool (*accept)(const Distribution &)) {
  std::vector<Distribution> chosen;
  std::copy_if(distributions.begin(), distributions.end(), std::back_inserter(chosen), accept);
  return chosen;
}

std::string nameOf(const ::testing::TestParamInfo<Distribution> &info) { return info.param.name; }

INSTANTIATE_TEST_SUITE_P(Distributions, SkippedStepTest, ::testing::ValuesIn(distributions), nameOf);
INSTANTIATE_TEST_SUITE_P(Distributions, SharedBatchTest,
                         ::testing::ValuesIn(distributionsThat([](const Distribution &each) {
                           return each.equalsOneDevice;
                         })),
                         nameOf);
INSTANTIATE_TEST_SUITE_P(Distributions, PlainOverflowTest,
                         ::testing::ValuesIn(distributionsThat([](const Distribution &each) {
                           return !each.hidesInfinity;
                         })),
                         nameOf);

//===----------------------------------------------------------------------===//
// The rules of the scale
//===----------------------------------------------------------------------===//

struct Schedule {
  const char *options;
  const char *steps; // g: good, b: an overflow
  std::vector<float> scales, counts;
};

class LossScaleTest : public ::testing::TestWithParam<Schedule> {};

TEST_P(LossScaleTest, FollowsItsRules) {
  Trial run("mesh=data:2 loss-scale=dynamic " +
            std::string(GetParam().options));
  std::string steps = GetParam().steps;
  for (size_t i = 0; i < steps.size(); ++i) {
    run.step(i,
             steps[i] == 'b' ? std::optional<float>(INFINITY) : std::nullopt);
    EXPECT_EQ(run.scale(), GetParam().scales[i]) << "after step " << i;
    EXPECT_EQ(run.goodSteps(), GetParam().counts[i]) << "after step " << i;
  }
}

INSTANTIATE_TEST_SUITE_P(
    Schedules, LossScaleTest,
    ::testing::Values(
        // Grows with the third good step in a row, and with the third after
        // that.
        Schedule{"initial-scale=8 growth-interval=3",
                 "ggggggg",
                 {8, 8, 16, 16, 16, 32, 32},
                 {1, 2, 0, 1, 2, 0, 1}},
        Schedule{"initial-scale=8 growth-interval=1",
                 "ggg",
                 {16, 32, 64},
                 {0, 0, 0}},
        // An overflow starts the count again.
        Schedule{"initial-scale=8 growth-interval=3",
                 "ggbgggb",
                 {8, 8, 4, 4, 4, 8, 4},
                 {1, 2, 0, 1, 2, 0, 0}},
        Schedule{"initial-scale=8 growth-interval=2",
                 "gbgg",
                 {8, 4, 4, 8},
                 {1, 0, 1, 0}},
        // Not below the floor, not above the cap, and the count goes on there.
        Schedule{"initial-scale=6 min-scale=2", "bbb", {3, 2, 2}, {0, 0, 0}},
        Schedule{"initial-scale=4 max-scale=10 growth-interval=1",
                 "gggb",
                 {8, 10, 10, 5},
                 {0, 0, 0, 0}},
        Schedule{"initial-scale=1", "b", {1}, {0}},
        Schedule{
            "initial-scale=16777216 growth-interval=1", "g", {16777216}, {0}},
        // Other factors.
        Schedule{"initial-scale=8 growth-interval=1 growth-factor=4 "
                 "backoff-factor=0.25",
                 "gbb",
                 {32, 8, 2},
                 {0, 0, 0}},
        Schedule{"initial-scale=8 growth-interval=1 growth-factor=1",
                 "gg",
                 {8, 8},
                 {0, 0}}));

} // namespace
} // namespace skein::tests
