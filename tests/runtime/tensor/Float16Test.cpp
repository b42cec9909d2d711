#include "runtime/tensor/Float16.h"
#include <cmath>
#include <gtest/gtest.h>
#include <limits>

namespace skein::runtime {
namespace {

constexpr float infinity = std::numeric_limits<float>::infinity();

TEST(Float16Test, EveryBFloat16SurvivesTheWayToFloatAndBack) {
  for (uint32_t bits = 0; bits < 0x10000; ++bits) {
    BFloat16 value;
    value.bits = bits;
    if (std::isnan(float(value)))
      ASSERT_TRUE(std::isnan(float(BFloat16(float(value)))));
    else
      ASSERT_EQ(BFloat16(float(value)).bits, bits);
  }
}

// bf16 has 7 bits of fraction: around 1, steps of 1/128.
TEST(Float16Test, BFloat16RoundsToNearestEven) {
  EXPECT_EQ(float(BFloat16(1 + 1.0f / 256)), 1);               // tie, down
  EXPECT_EQ(float(BFloat16(1 + 3.0f / 256)), 1 + 2.0f / 128);  // tie, up
  EXPECT_EQ(float(BFloat16(1 + 1.01f / 256)), 1 + 1.0f / 128); // above
  EXPECT_EQ(float(BFloat16(3.4e38f)), infinity);
  EXPECT_EQ(float(BFloat16(-infinity)), -infinity);
  EXPECT_TRUE(std::isnan(float(BFloat16(std::nanf("1")))));
}

TEST(Float16Test, HalfIsIeee) {
  EXPECT_EQ(Half(1.0f).bits, 0x3c00);
  EXPECT_EQ(Half(65504.0f).bits, 0x7bff); // the largest
  EXPECT_EQ(Half(65520.0f).bits, 0x7c00); // rounds to infinity
  EXPECT_EQ(Half(0x1p-24f).bits, 1);      // the smallest
  EXPECT_EQ(float(Half(-2.5f)), -2.5f);
}

} // namespace
} // namespace skein::runtime
