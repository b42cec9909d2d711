#include "TestingContext.h"
#include "runtime/abi/skrt.h"
#include <algorithm>
#include <functional>
#include <gtest/gtest.h>
#include <numeric>

namespace skein::runtime {
namespace {

/// Where the channels lie in memory.
enum class Order { ChannelsLast, ChannelsFirst };

struct Case {
  int64_t spatial, batch, groups, in, out, extent, kernel, stride, dilation,
      padLow, padHigh;
  Order order;
};

int64_t outExtent(const Case &c) {
  return (c.extent + c.padLow + c.padHigh - (c.kernel - 1) * c.dilation - 1) /
             c.stride +
         1;
}

/// Gives row-major strides to the dimensions of a description, which are listed
/// outermost first as (extent, place in `strides`).
int64_t fillStrides(std::vector<std::pair<int64_t, int64_t>> dims,
                    int64_t *strides) {
  int64_t size = 1;
  std::reverse(dims.begin(), dims.end());
  for (auto [extent, place] : dims) {
    strides[place] = size;
    size *= extent;
  }
  return size;
}

struct Sizes {
  int64_t image, filter, out;
};

Sizes describe(const Case &c, int64_t direction, skrt_convolution &d) {
  d = {};
  d.direction = direction, d.spatial = c.spatial, d.batch = c.batch;
  d.groups = c.groups, d.in_channels = c.in, d.out_channels = c.out;
  using Dims = std::vector<std::pair<int64_t, int64_t>>;
  Dims imageSpace, filterSpace, outSpace;
  for (int64_t i = 0; i < c.spatial; ++i) {
    // Another extent in each dimension, so that mixing them up shows.
    d.image_extent[i] = c.extent + i, d.filter_extent[i] = c.kernel;
    d.stride[i] = c.stride, d.dilation[i] = c.dilation;
    d.pad_low[i] = c.padLow, d.pad_high[i] = c.padHigh;
    Case along = c;
    along.extent += i;
    d.out_extent[i] = outExtent(along);
    imageSpace.push_back({d.image_extent[i], 3 + i});
    filterSpace.push_back({d.filter_extent[i], 3 + i});
    outSpace.push_back({d.out_extent[i], 3 + i});
  }
  auto join = [](std::initializer_list<Dims> parts) {
    Dims all;
    for (const Dims &part : parts)
      all.insert(all.end(), part.begin(), part.end());
    return all;
  };
  Dims batch = {{c.batch, 0}};
  Dims inChannels = {{c.groups, 1}, {c.in, 2}};
  Dims outChannels = {{c.groups, 1}, {c.out, 2}};
  if (c.order == Order::ChannelsLast)
    return {
        fillStrides(join({batch, imageSpace, inChannels}), d.image_stride),
        // kernel, in, group, out: as linalg.conv_2d_nhwc_hwcf without groups
        fillStrides(join({filterSpace, {{c.in, 2}, {c.groups, 0}, {c.out, 1}}}),
                    d.filter_stride),
        fillStrides(join({batch, outSpace, outChannels}), d.out_stride)};
  return {
      fillStrides(join({batch, inChannels, imageSpace}), d.image_stride),
      fillStrides(join({{{c.groups, 0}, {c.out, 1}, {c.in, 2}}, filterSpace}),
                  d.filter_stride),
      fillStrides(join({batch, outChannels, outSpace}), d.out_stride)};
}

/// Calls `visit` with every index below `extents`.
void forEach(std::vector<int64_t> extents,
             const std::function<void(const std::vector<int64_t> &)> &visit) {
  std::vector<int64_t> index(extents.size());
  int64_t total = std::accumulate(extents.begin(), extents.end(), int64_t(1),
                                  std::multiplies<>());
  for (int64_t i = 0; i < total; ++i) {
    int64_t rest = i;
    for (size_t dim = extents.size(); dim-- > 0;) {
      index[dim] = rest % extents[dim];
      rest /= extents[dim];
    }
    visit(index);
  }
}

/// skrt.h, word for word: visits every product of the sum, as positions in the
/// three tensors.
void forEachProduct(const skrt_convolution &d,
                    const std::function<void(int64_t image, int64_t filter,
                                             int64_t out)> &visit) {
  std::vector<int64_t> extents = {d.batch, d.groups, d.in_channels,
                                  d.out_channels};
  extents.insert(extents.end(), d.out_extent, d.out_extent + d.spatial);
  extents.insert(extents.end(), d.filter_extent, d.filter_extent + d.spatial);
  forEach(extents, [&](const std::vector<int64_t> &at) {
    int64_t image = at[0] * d.image_stride[0] + at[1] * d.image_stride[1] +
                    at[2] * d.image_stride[2];
    int64_t filter = at[1] * d.filter_stride[0] + at[3] * d.filter_stride[1] +
                     at[2] * d.filter_stride[2];
    int64_t out = at[0] * d.out_stride[0] + at[1] * d.out_stride[1] +
                  at[3] * d.out_stride[2];
    for (int64_t i = 0; i < d.spatial; ++i) {
      int64_t p = at[4 + i], q = at[4 + d.spatial + i];
      int64_t position = p * d.stride[i] + q * d.dilation[i] - d.pad_low[i];
      if (position < 0 || position >= d.image_extent[i])
        return;
      image += position * d.image_stride[3 + i];
      filter += q * d.filter_stride[3 + i];
      out += p * d.out_stride[3 + i];
    }
    visit(image, filter, out);
  });
}

void expectEqualToNaive(const Case &c) {
  for (int64_t direction = 0; direction < 3; ++direction) {
    SCOPED_TRACE(testing::Message() << "direction " << direction);
    skrt_convolution d;
    Sizes sizes = describe(c, direction, d);
    std::mt19937 random(1);
    std::vector<float> image = randomIntegers(sizes.image, random);
    std::vector<float> filter = randomIntegers(sizes.filter, random);
    std::vector<float> out = randomIntegers(sizes.out, random);
    std::vector<float> *tensors[] = {&out, &image, &filter};
    std::vector<float> *computed = tensors[direction];
    std::vector<float> expected(computed->size());
    forEachProduct(d, [&](int64_t i, int64_t f, int64_t o) {
      if (direction == SKRT_CONVOLUTION_FORWARD)
        expected[o] += image[i] * filter[f];
      else if (direction == SKRT_CONVOLUTION_DATA_GRADIENT)
        expected[i] += out[o] * filter[f];
      else
        expected[f] += image[i] * out[o];
    });
    const float *first =
        direction == SKRT_CONVOLUTION_DATA_GRADIENT ? out.data() : image.data();
    const float *second = direction == SKRT_CONVOLUTION_FILTER_GRADIENT
                              ? out.data()
                              : filter.data();
    TestingContext testing;
    // The second call finds the primitive in the context.
    for (int call = 0; call < 2; ++call) {
      skrt_convolve_f32(&testing.context, &d, first, second, computed->data());
      ASSERT_TRUE(testing.context.status.ok()) << testing.context.status;
      EXPECT_EQ(*computed, expected);
    }
  }
}

TEST(ConvolutionTest, EveryDirectionOfEveryKind) {
  for (Order order : {Order::ChannelsLast, Order::ChannelsFirst})
    for (int64_t spatial : {1, 2, 3})
      for (const Case &c : {
               // batch, groups, in, out, extent, kernel, stride, dilation, pads
               Case{spatial, 2, 1, 3, 4, 6, 3, 1, 1, 0, 0, order},
               Case{spatial, 1, 1, 16, 32, 5, 3, 1, 1, 1, 1, order},
               Case{spatial, 2, 1, 2, 5, 7, 3, 2, 1, 0, 0, order},
               Case{spatial, 2, 1, 2, 5, 8, 3, 2, 1, 0, 1, order},
               Case{spatial, 2, 1, 1, 3, 9, 2, 1, 3, 2, 0, order},
               Case{spatial, 2, 1, 3, 2, 4, 1, 1, 1, 0, 0, order},
           }) {
        SCOPED_TRACE(testing::Message()
                     << spatial << "-d, kernel " << c.kernel << ", stride "
                     << c.stride << ", dilation " << c.dilation
                     << ", channels first " << (order == Order::ChannelsFirst));
        expectEqualToNaive(c);
      }
}

TEST(ConvolutionTest, Groups) {
  for (const Case &c : {
           Case{2, 2, 3, 2, 4, 6, 3, 1, 1, 0, 0, Order::ChannelsFirst},
           Case{2, 2, 8, 1, 1, 6, 3, 1, 1, 1, 1, Order::ChannelsFirst},
           Case{2, 2, 8, 1, 1, 6, 3, 2, 1, 0, 0, Order::ChannelsLast},
           Case{2, 1, 2, 3, 4, 5, 2, 1, 1, 0, 0, Order::ChannelsLast},
       })
    expectEqualToNaive(c);
}

} // namespace
} // namespace skein::runtime
