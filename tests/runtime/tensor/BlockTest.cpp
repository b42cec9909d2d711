#include "runtime/tensor/Block.h"
#include "runtime/tensor/HostTensor.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <numeric>

namespace skein::runtime {
namespace {

using testing::ElementsAre;
using testing::ElementsAreArray;

/// The numbers from 0.
HostTensor counting(Shape shape) {
  HostTensor tensor(DataType::I16, std::move(shape));
  std::iota(tensor.as<int16_t>().begin(), tensor.as<int16_t>().end(), 0);
  return tensor;
}

TEST(BlockTest, MiddleOfAMatrix) {
  HostTensor source = counting({3, 4}), target(DataType::I16, {2, 3});
  copyBlock({source.data(), source.shape(), {1, 1}},
            {target.data(), target.shape(), {0, 0}}, {2, 3}, 2);
  EXPECT_THAT(target.as<int16_t>(), ElementsAre(5, 6, 7, 9, 10, 11));
}

TEST(BlockTest, WholeRowsToAPlaceInsideTheTarget) {
  HostTensor source = counting({3, 2}), target(DataType::I16, {4, 2});
  copyBlock({source.data(), source.shape(), {1, 0}},
            {target.data(), target.shape(), {2, 0}}, {2, 2}, 2);
  EXPECT_THAT(target.as<int16_t>(), ElementsAre(0, 0, 0, 0, 2, 3, 4, 5));
}

TEST(BlockTest, ScalarAndNothing) {
  HostTensor source = counting({}), target(DataType::I16, {});
  source.as<int16_t>()[0] = 7;
  copyBlock({source.data(), {}, {}}, {target.data(), {}, {}}, {}, 2);
  EXPECT_EQ(target.as<int16_t>()[0], 7);
  HostTensor empty(DataType::I16, {2, 0});
  copyBlock({empty.data(), empty.shape(), {0, 0}},
            {empty.data(), empty.shape(), {0, 0}}, {2, 0}, 2);
}

// Every block of a tensor of rank 4, against element-wise copying.
TEST(BlockTest, EveryBlockOfARankFourTensor) {
  const Shape shape = {2, 3, 2, 2};
  HostTensor source = counting(shape);
  auto position = [&](int64_t a, int64_t b, int64_t c, int64_t d) {
    return ((a * 3 + b) * 2 + c) * 2 + d;
  };
  for (int64_t a = 0; a < 2; ++a)
    for (int64_t b = 0; b < 3; ++b)
      for (int64_t c = 0; c < 2; ++c)
        for (int64_t d = 0; d < 2; ++d) {
          Shape offset = {a, b, c, d}, extent = {2 - a, 3 - b, 2 - c, 2 - d};
          HostTensor target(DataType::I16, extent);
          Shape origin(4, 0);
          copyBlock({source.data(), shape, offset},
                    {target.data(), extent, origin}, extent, 2);
          std::vector<int16_t> expected;
          for (int64_t i = a; i < 2; ++i)
            for (int64_t j = b; j < 3; ++j)
              for (int64_t k = c; k < 2; ++k)
                for (int64_t l = d; l < 2; ++l)
                  expected.push_back(position(i, j, k, l));
          ASSERT_THAT(target.as<int16_t>(), ElementsAreArray(expected));
        }
}

} // namespace
} // namespace skein::runtime
