#include "TestingContext.h"
#include "runtime/abi/skrt.h"
#include <cmath>
#include <gtest/gtest.h>
#include <numeric>

namespace skein::runtime {
namespace {

template <typename Number> struct Selection {
  std::vector<Number> values;
  std::vector<int32_t> indices;
};

template <typename Number>
Selection<Number> topK(int64_t type, const std::vector<Number> &in,
                       int64_t rows, int64_t count) {
  skrt_selection d = {type, rows, int64_t(in.size()) / rows, count};
  // With room behind the results, to see what is written there.
  Selection<Number> out{std::vector<Number>(rows * count + 1, Number(-7)),
                        std::vector<int32_t>(rows * count + 1, -7)};
  TestingContext testing;
  skrt_top_k(&testing.context, &d, in.data(), out.values.data(),
             out.indices.data());
  EXPECT_TRUE(testing.context.status.ok()) << testing.context.status;
  EXPECT_EQ(out.values.back(), Number(-7));
  EXPECT_EQ(out.indices.back(), -7);
  out.values.pop_back();
  out.indices.pop_back();
  return out;
}

/// Places by a stable sort of all of a row.
template <typename Number>
std::vector<int32_t> byDefinition(const std::vector<Number> &in, int64_t rows,
                                  int64_t count) {
  std::vector<int32_t> all;
  int64_t columns = in.size() / rows;
  for (int64_t row = 0; row < rows; ++row) {
    const Number *from = in.data() + row * columns;
    std::vector<int32_t> places(columns);
    std::iota(places.begin(), places.end(), 0);
    std::stable_sort(places.begin(), places.end(), [&](int32_t a, int32_t b) {
      bool isNumber = !std::isnan(from[b]);
      return std::isnan(from[a]) ? isNumber
                                 : isNumber && std::abs(from[a]) > std::abs(from[b]);
    });
    std::sort(places.begin(), places.begin() + count);
    all.insert(all.end(), places.begin(), places.begin() + count);
  }
  return all;
}

TEST(TopKTest, TheExampleOfTheOp) {
  Selection<float> s = topK<float>(SKRT_F32, {1, -4, 0, 3, 2, 2, -2, 2}, 2, 2);
  EXPECT_EQ(s.values, (std::vector<float>{-4, 3, 2, 2}));
  EXPECT_EQ(s.indices, (std::vector<int32_t>{1, 3, 0, 1}));
}

TEST(TopKTest, NaNBeforeInfinityBeforeNumbers) {
  float nan = NAN, inf = INFINITY;
  // NaNs of other signs and bits are equal to one another.
  float otherNaN = std::bit_cast<float>(0xFFC12345);
  std::vector<float> in = {inf, 1, nan, -inf, otherNaN, 3e38f, nan};
  using Places = std::vector<int32_t>;
  EXPECT_EQ(topK<float>(SKRT_F32, in, 1, 1).indices, (Places{2}));
  EXPECT_EQ(topK<float>(SKRT_F32, in, 1, 2).indices, (Places{2, 4}));
  EXPECT_EQ(topK<float>(SKRT_F32, in, 1, 4).indices, (Places{0, 2, 4, 6}));
  EXPECT_EQ(topK<float>(SKRT_F32, in, 1, 5).indices, (Places{0, 2, 3, 4, 6}));
  EXPECT_EQ(topK<float>(SKRT_F32, in, 1, 6).indices, (Places{0, 2, 3, 4, 5, 6}));
}

TEST(TopKTest, BothZerosAreEqual) {
  Selection<double> s = topK<double>(SKRT_F64, {-0.0, 0.0, -0.0, 1e-300}, 1, 2);
  EXPECT_EQ(s.indices, (std::vector<int32_t>{0, 3}));
  EXPECT_TRUE(std::signbit(s.values[0]));
}

// 1, 2 and -2^-24, NaN: bits of the narrow types, whose order is theirs.
TEST(TopKTest, NarrowTypes) {
  std::vector<uint16_t> half = {0x3C00, 0x4000, 0x8001, 0x7C01};
  Selection<uint16_t> s = topK<uint16_t>(SKRT_F16, half, 1, 2);
  EXPECT_EQ(s.values, (std::vector<uint16_t>{0x4000, 0x7C01}));
  // What is NaN in f16 is a number in bf16; infinity is 0x7F80.
  std::vector<uint16_t> brain = {0x7F80, 0xFF80, 0x7C01, 0xFFC0, 0x7FC0};
  EXPECT_EQ(topK<uint16_t>(SKRT_BF16, brain, 1, 3).indices,
            (std::vector<int32_t>{0, 3, 4}));
  std::vector<uint16_t> halfNaNs = {0x7C00, 0x7C01, 0x7FFF};
  EXPECT_EQ(topK<uint16_t>(SKRT_F16, halfNaNs, 1, 1).indices,
            (std::vector<int32_t>{1}));
}

// Few different numbers, so that there are ties everywhere.
TEST(TopKTest, RandomRows) {
  std::mt19937_64 random(1);
  for (int64_t columns : {1, 2, 7, 64, 1000})
    for (int64_t rows : {1, 3})
      for (int64_t bound : {1, 3, 100000}) {
        std::vector<float> in(rows * columns);
        std::vector<double> wide;
        for (float &x : in) {
          x = float(int64_t(random() % (2 * bound + 1)) - bound) / 8;
          wide.push_back(x);
          if (random() % 50 == 0)
            wide.back() = x = random() % 2 ? NAN : -INFINITY;
        }
        for (int64_t count : {int64_t(1), columns / 2, columns - 1, columns}) {
          if (count < 1)
            continue;
          std::vector<int32_t> expected = byDefinition(in, rows, count);
          Selection<float> s = topK(SKRT_F32, in, rows, count);
          EXPECT_EQ(s.indices, expected);
          EXPECT_EQ(topK(SKRT_F64, wide, rows, count).indices, expected);
          for (int64_t i = 0; i < rows * count; ++i)
            EXPECT_EQ(std::bit_cast<uint32_t>(s.values[i]),
                      std::bit_cast<uint32_t>(
                          in[i / count * columns + s.indices[i]]));
        }
      }
}

TEST(TopKTest, OtherTypesAreRefused) {
  skrt_selection d = {SKRT_I32, 1, 1, 1};
  int32_t in = 1, value = -7, index = -7;
  TestingContext testing;
  skrt_top_k(&testing.context, &d, &in, &value, &index);
  EXPECT_FALSE(testing.context.status.ok());
  EXPECT_EQ(value, -7);
  EXPECT_EQ(index, -7);
}

} // namespace
} // namespace skein::runtime
