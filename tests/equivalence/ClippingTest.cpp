// Clipped gradients and moving averages, as machine code on threads, against
// arithmetic on what the program does without them.

#include "tests/equivalence/Trial.h"

#include "gtest/gtest.h"

#include <cmath>
#include <functional>

namespace skein::tests {
namespace {

// Gradient descent with rate 1 shows gradients: old value minus new value.
const std::string descent = "#skein.sgd<learning_rate = 1.0>";

/// Both gradients of the first step, `w`'s first.
std::vector<double> firstGradients(const std::string &options) {
  Trial trial(options, descent);
  std::vector<double> w = trial.reals("w"), b = trial.reals("b");
  trial.step(0);
  std::vector<double> gradients;
  for (auto [name, old] : {std::pair("w", w), std::pair("b", b)}) {
    std::vector<double> now = trial.reals(name);
    for (size_t i = 0; i < old.size(); ++i)
      gradients.push_back(old[i] - now[i]);
  }
  return gradients;
}

void expectNear(const std::vector<double> &actual,
                const std::vector<double> &expected) {
  ASSERT_EQ(actual.size(), expected.size());
  for (size_t i = 0; i < actual.size(); ++i)
    EXPECT_NEAR(actual[i], expected[i], 2e-6) << i;
}

class ClippingTest : public ::testing::TestWithParam<std::string> {};

TEST_P(ClippingTest, ByValueCutsEveryElement) {
  std::vector<double> expected = firstGradients("mesh=data:1");
  int cut = 0;
  for (double &g : expected) {
    cut += std::abs(g) > 0.3;
    g = std::max(-0.3, std::min(0.3, g));
  }
  EXPECT_GT(cut, 0);
  EXPECT_LT(cut, 5);
  expectNear(firstGradients(GetParam() + " clip-value=0.3"), expected);
}

TEST_P(ClippingTest, ByNormShortensAllGradientsTogether) {
  std::vector<double> gradients = firstGradients("mesh=data:1");
  double squares = 0;
  for (double g : gradients)
    squares += g * g;
  double norm = std::sqrt(squares);
  std::vector<double> shortened = gradients;
  for (double &g : shortened)
    g *= 0.25 * norm / norm;
  auto option = [](double limit) {
    return " clip-norm=" + std::to_string(limit);
  };
  expectNear(firstGradients(GetParam() + option(0.25 * norm)), shortened);
  // A limit that the norm does not reach changes nothing.
  expectNear(firstGradients(GetParam() + option(1.5 * norm)), gradients);
}

// The limit is for gradients without the scale of the loss.
TEST_P(ClippingTest, ScaleOfTheLossDoesNotCount) {
  for (std::string clip : {" clip-value=0.1", " clip-norm=0.2"})
    expectNear(firstGradients(GetParam() + clip + " loss-scale=dynamic"),
               firstGradients(GetParam() + clip));
}

// A cut infinity is a number, and an infinite norm makes zeros of all numbers:
// the flag has to look at what was there before. Without it a norm says so.
TEST_P(ClippingTest, OverflowIsSkippedNotClipped) {
  for (std::string clip : {" clip-value=0.1", " clip-norm=0.2"}) {
    Trial guarded(GetParam() + clip + " loss-scale=dynamic");
    auto before = guarded.bytes();
    guarded.step(0, 1e30f);
    EXPECT_EQ(guarded.bytes(), before);
    Trial open(GetParam() + clip, descent);
    open.step(0, 1e25f);
    for (double w : open.reals("w"))
      EXPECT_EQ(std::isnan(w), clip == " clip-norm=0.2");
  }
}

// Of 12 steps the fifth is skipped and does not count in averages.
void expectAverages(const std::string &options,
                    std::function<double(double t)> rate, bool fromZero) {
  Trial trial(options + " loss-scale=dynamic");
  for (const char *name : {"w", "b"}) {
    std::vector<double> start =
        fromZero ? std::vector<double>(trial.reals(name).size())
                 : trial.reals(name);
    expectNear(trial.reals(std::string(name) + ".average"), start);
  }
  std::vector<double> average = trial.reals("w.average"),
                      averageB = trial.reals("b.average");
  int64_t counted = 0;
  for (int64_t step = 0; step < 12; ++step) {
    bool skipped = step == 4;
    trial.step(step, skipped ? std::optional<float>(INFINITY) : std::nullopt);
    counted += !skipped;
    std::vector<double> w = trial.reals("w"), b = trial.reals("b");
    if (!skipped) {
      for (size_t i = 0; i < w.size(); ++i)
        average[i] += rate(counted) * (w[i] - average[i]);
      averageB[0] += rate(counted) * (b[0] - averageB[0]);
    }
    expectNear(trial.reals("w.average"), average);
    expectNear(trial.reals("b.average"), averageB);
  }
}

TEST_P(ClippingTest, AverageForgetsAsItIsTold) {
  expectAverages(
      GetParam() + " average-decay=0.9", [](double) { return 0.1; }, false);
}

TEST_P(ClippingTest, AverageForgetsFasterAtFirst) {
  expectAverages(
      GetParam() + " average-decay=0.5 average-schedule=step-dependent",
      [](double t) { return 1 - std::min(0.5, (1 + t) / (10 + t)); }, false);
}

TEST_P(ClippingTest, AverageWithoutItsStart) {
  expectAverages(
      GetParam() + " average-decay=0.9 average-schedule=debiased",
      [](double t) { return 0.1 / (1 - std::pow(0.9, t)); }, true);
}

// The definition: a sum of all values that weights by age, divided by the
// weights.
TEST(AverageTest, DebiasedIsTheWeightedMean) {
  Trial trial("mesh=data:2 average-decay=0.8 average-schedule=debiased");
  double sum = 0, weights = 0;
  for (int64_t step = 0; step < 9; ++step) {
    trial.step(step);
    sum = 0.8 * sum + 0.2 * trial.reals("w")[1];
    weights = 0.8 * weights + 0.2;
    EXPECT_NEAR(trial.reals("w.average")[1], sum / weights, 1e-6);
  }
}

INSTANTIATE_TEST_SUITE_P(Meshes, ClippingTest,
                         ::testing::Values("mesh=data:1", "mesh=data:2",
                                           "mesh=data:4",
                                           "mesh=data:2 micro-batches=2"),
                         [](const auto &info) {
                           return "number" + std::to_string(info.index);
                         });

} // namespace
} // namespace skein::tests
