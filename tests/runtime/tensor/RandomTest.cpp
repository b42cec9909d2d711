#include "runtime/tensor/Random.h"
#include <algorithm>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <map>

namespace skein::runtime {
namespace {

// SplitMix64 seeded with 0 begins so, in any implementation of it.
TEST(RandomTest, ScramblesLikeSplitMix64) {
  EXPECT_EQ(scramble(0x9e3779b97f4a7c15), 0xe220a8397b1dcdaf);
  EXPECT_EQ(scramble(0), 0);
}

// With n numbers the mean of U(0, 1) deviates by sqrt(1 / 12 / n) = 0.0009,
// and that of its square, 1/3, by sqrt(4 / 45 / n) = 0.0009.
TEST(RandomTest, UniformNumbersHaveTheRightMoments) {
  constexpr int64_t count = 100000;
  for (uint64_t seed : {0, 1, 12345}) {
    double sum = 0, squares = 0;
    for (int64_t i = 0; i < count; ++i) {
      double u = randomUniform(seed, i);
      ASSERT_TRUE(u >= 0 && u < 1);
      sum += u;
      squares += u * u;
    }
    EXPECT_NEAR(sum / count, 1.0 / 2, 0.004) << "seed " << seed;
    EXPECT_NEAR(squares / count, 1.0 / 3, 0.004) << "seed " << seed;
  }
}

// Standard errors: mean 0.0032, square 0.0045, cube 0.012, fourth power 0.031.
TEST(RandomTest, NormalNumbersHaveTheRightMoments) {
  constexpr int64_t count = 100000;
  double power[5] = {};
  for (int64_t i = 0; i < count; ++i) {
    double z = randomNormal(3, i);
    for (double p = 1; double &sum : power) {
      sum += p / count;
      p *= z;
    }
  }
  EXPECT_NEAR(power[1], 0, 0.013);
  EXPECT_NEAR(power[2], 1, 0.018);
  EXPECT_NEAR(power[3], 0, 0.05);
  EXPECT_NEAR(power[4], 3, 0.13);
}

// Neighbouring seeds and neighbouring indices share no pattern: about half of
// the 64 bits differ, 4 on average in a standard deviation.
TEST(RandomTest, NeighboursAreUnrelated) {
  double distance = 0;
  for (uint64_t i = 0; i < 1000; ++i)
    distance += __builtin_popcountll(randomBits(7, i) ^ randomBits(8, i)) +
                __builtin_popcountll(randomBits(7, i) ^ randomBits(7, i + 1));
  EXPECT_NEAR(distance / 2000, 32, 0.5);
  for (uint64_t i = 0; i < 100; ++i)
    EXPECT_NE(randomBits(7, i + 1), randomBits(8, i));
}

TEST(RandomTest, PermutationHasEveryNumberOnce) {
  for (int64_t size : {0, 1, 2, 7, 1000}) {
    std::vector<int64_t> order = randomPermutation(5, size);
    std::sort(order.begin(), order.end());
    for (int64_t i = 0; i < size; ++i)
      ASSERT_EQ(order[i], i);
    ASSERT_EQ(order.size(), size);
  }
}

// 6000 permutations of three: each of the six 1000 times, give or take 29.
TEST(RandomTest, PermutationsAreEquallyLikely) {
  std::map<std::vector<int64_t>, int64_t> counts;
  for (uint64_t seed = 0; seed < 6000; ++seed)
    ++counts[randomPermutation(seed, 3)];
  ASSERT_EQ(counts.size(), 6);
  for (const auto &[order, count] : counts)
    EXPECT_NEAR(count, 1000, 120);
}

} // namespace
} // namespace skein::runtime
