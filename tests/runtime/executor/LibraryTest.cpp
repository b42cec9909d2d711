// Library calls that the dispatch makes of contractions and convolutions. That
// they are made is shown by tests/passes/lowering/dispatch-to-library.mlir.
#include "tests/runtime/executor/AgainstReference.h"
#include "tests/runtime/executor/Steps.h"

namespace skein::runtime {
namespace {

/// A contraction of two f32 tensors, from the maps of A, B and C, with the
/// extents of its loops. With `zero`, C starts from zeros.
std::string contraction(const std::string &loops, const std::string &a,
                        const std::string &b, const std::string &c, bool zero) {
  // Extents of loops by letter, all different.
  auto extent = [](char loop) { return std::to_string(2 + (loop - 'a') % 7); };
  auto type = [&](const std::string &map) {
    std::string shape;
    for (char letter : map)
      if (std::isalpha(letter))
        shape += extent(letter) + "x";
    return "tensor<" + shape + "f32>";
  };
  std::string maps, iterators;
  for (const std::string &map : {a, b, c})
    maps += (maps.empty() ? "" : ", ") +
            ("affine_map<(" + loops + ") -> (" + map + ")>");
  for (char loop : loops)
    if (std::isalpha(loop))
      iterators += std::string(iterators.empty() ? "" : ", ") +
                   (c.find(loop) == std::string::npos ? "\"reduction\""
                                                      : "\"parallel\"");
  std::string init = zero ? "%init = arith.constant dense<0.0> : " + type(c)
                          : "%one = arith.constant 1.0 : f32\n"
                            "%e = tensor.empty() : " + type(c) + "\n"
                            "%init = linalg.fill ins(%one : f32) outs(%e : " +
                                type(c) + ") -> " + type(c);
  return step("%a: " + type(a) + ", %b: " + type(b),
              init + "\n%r = linalg.generic {indexing_maps = [" + maps +
                  "], iterator_types = [" + iterators + "]} ins(%a, %b : " +
                  type(a) + ", " + type(b) + ") outs(%init : " + type(c) +
                  ") {\n^bb0(%x: f32, %y: f32, %out: f32):\n"
                  "%m = arith.mulf %x, %y : f32\n"
                  "%s = arith.addf %m, %out : f32\n"
                  "linalg.yield %s : f32\n} -> " +
                  type(c),
              type(c));
}

TEST(LibraryTest, ContractionsOfAllKinds) {
  struct Maps {
    std::string loops, a, b, c;
  };
  for (const Maps &maps : {
           Maps{"a, b, c", "a, c", "c, b", "a, b"},       // product
           Maps{"a, b, c", "c, a", "c, b", "a, b"},       // A transposed
           Maps{"a, b, c", "a, c", "b, c", "a, b"},       // B transposed
           Maps{"a, b, c", "c, a", "b, c", "b, a"},       // all, C too
           Maps{"a, c", "a, c", "c", "a"},                // matrix and vector
           Maps{"b, c", "c", "c, b", "b"},                // vector and matrix
           Maps{"c", "c", "c", ""},                       // dot product
           Maps{"a, b", "a", "b", "a, b"},                // outer product
           Maps{"e, a, b, c", "e, a, c", "e, c, b", "e, a, b"}, // batch
           Maps{"e, a, b, c", "a, e, c", "b, e, c", "e, a, b"}, // heads
           Maps{"e, f, a, b, d", "e, a, f, d", "e, b, f, d", "e, f, a, b"},
           Maps{"e, f, a, b, d", "e, f, a, b", "e, b, f, d", "e, a, f, d"},
           Maps{"a, d, b, c", "a, d, c", "c, b", "a, d, b"}, // two rows
           Maps{"a, d, b, c", "c, b", "a, d, c", "a, d, b"}, // and exchanged
           Maps{"b, c, e, f", "e, f, c", "e, f, b", "c, b"}, // sums two loops
           Maps{"b, c, e, f", "e, c, f", "f, b, e", "c, b"}, // that do not merge
           Maps{"a, b, c, e", "a, e, c", "c, b, e", "a, b, e"}, // batch innermost
       })
    for (bool zero : {true, false}) {
      SCOPED_TRACE(maps.a + " and " + maps.b + " to " + maps.c);
      EXPECT_TRUE(matchesReference(
          contraction(maps.loops, maps.a, maps.b, maps.c, zero)));
    }
}

/// ops on image %x, filter %w and gradient %g of the result, all f32.
TEST(LibraryTest, ForwardConvolutions) {
  for (std::string window : {"strides = dense<1>", "strides = dense<2>",
                             "dilations = dense<2>"}) {
    bool strided = window == "strides = dense<2>",
         dilated = window == "dilations = dense<2>";
    std::string h = strided ? "4" : dilated ? "5" : "7",
                w = strided ? "4" : dilated ? "6" : "8";
    EXPECT_TRUE(matchesReference(replaced(
        step("%x: tensor<2x9x10x3xf32>, %w: tensor<3x3x3x5xf32>, %c: OUT", R"(
          %r = linalg.conv_2d_nhwc_hwcf {)" + window + R"( : tensor<2xi64>}
            ins(%x, %w : tensor<2x9x10x3xf32>, tensor<3x3x3x5xf32>) outs(%c : OUT) -> OUT)",
             "OUT"),
        "OUT", "tensor<2x" + h + "x" + w + "x5xf32>")));
    EXPECT_TRUE(matchesReference(replaced(
        step("%x: tensor<2x3x9x10xf32>, %w: tensor<5x3x3x3xf32>, %c: OUT", R"(
          %r = linalg.conv_2d_nchw_fchw {)" + window + R"( : tensor<2xi64>}
            ins(%x, %w : tensor<2x3x9x10xf32>, tensor<5x3x3x3xf32>) outs(%c : OUT) -> OUT)",
             "OUT"),
        "OUT", "tensor<2x5x" + h + "x" + w + "xf32>")));
  }
}

TEST(LibraryTest, ConvolutionsOfOneAndThreeDimensions) {
  EXPECT_TRUE(matchesReference(
      step("%x: tensor<2x12x3xf32>, %w: tensor<4x3x5xf32>, %c: tensor<2x9x5xf32>", R"(
        %r = linalg.conv_1d_nwc_wcf ins(%x, %w : tensor<2x12x3xf32>, tensor<4x3x5xf32>)
          outs(%c : tensor<2x9x5xf32>) -> tensor<2x9x5xf32>)",
           "tensor<2x9x5xf32>")));
  EXPECT_TRUE(matchesReference(
      step("%x: tensor<2x5x6x7x3xf32>, %w: tensor<2x3x2x3x5xf32>, %c: tensor<2x4x4x6x5xf32>", R"(
        %r = linalg.conv_3d_ndhwc_dhwcf ins(%x, %w : tensor<2x5x6x7x3xf32>, tensor<2x3x2x3x5xf32>)
          outs(%c : tensor<2x4x4x6x5xf32>) -> tensor<2x4x4x6x5xf32>)",
           "tensor<2x4x4x6x5xf32>")));
}

TEST(LibraryTest, DepthwiseConvolutions) {
  EXPECT_TRUE(matchesReference(
      step("%x: tensor<2x9x9x8xf32>, %w: tensor<3x3x8xf32>, %c: tensor<2x4x4x8xf32>", R"(
        %r = linalg.depthwise_conv_2d_nhwc_hwc {strides = dense<2> : tensor<2xi64>}
          ins(%x, %w : tensor<2x9x9x8xf32>, tensor<3x3x8xf32>) outs(%c : tensor<2x4x4x8xf32>) -> tensor<2x4x4x8xf32>)",
           "tensor<2x4x4x8xf32>")));
  EXPECT_TRUE(matchesReference(
      step("%x: tensor<2x9x9x8xf32>, %w: tensor<3x3x8x2xf32>, %c: tensor<2x7x7x8x2xf32>", R"(
        %r = linalg.depthwise_conv_2d_nhwc_hwcm
          ins(%x, %w : tensor<2x9x9x8xf32>, tensor<3x3x8x2xf32>) outs(%c : tensor<2x7x7x8x2xf32>) -> tensor<2x7x7x8x2xf32>)",
           "tensor<2x7x7x8x2xf32>")));
}

// A padded convolution with a stride that leaves a column unused, and both of its
// gradients through --skein-differentiate: d/dx and d/dw of sum(conv * g).
TEST(LibraryTest, GradientsOfAPaddedStridedConvolution) {
  EXPECT_TRUE(matchesReference(R"(
    func.func @loss(%x: tensor<2x8x9x3xf32>, %w: tensor<3x3x3x4xf32>, %g: tensor<2x4x5x4xf32>) -> tensor<f32> {
      %zero = arith.constant 0.0 : f32
      %p = tensor.pad %x low[0, 1, 1, 0] high[0, 1, 1, 0] {
      ^bb0(%i: index, %j: index, %k: index, %l: index):
        tensor.yield %zero : f32
      } : tensor<2x8x9x3xf32> to tensor<2x10x11x3xf32>
      %e = tensor.empty() : tensor<2x4x5x4xf32>
      %z = linalg.fill ins(%zero : f32) outs(%e : tensor<2x4x5x4xf32>) -> tensor<2x4x5x4xf32>
      %y = linalg.conv_2d_nhwc_hwcf {strides = dense<2> : tensor<2xi64>}
        ins(%p, %w : tensor<2x10x11x3xf32>, tensor<3x3x3x4xf32>) outs(%z : tensor<2x4x5x4xf32>) -> tensor<2x4x5x4xf32>
      %t = linalg.mul ins(%y, %g : tensor<2x4x5x4xf32>, tensor<2x4x5x4xf32>) outs(%e : tensor<2x4x5x4xf32>) -> tensor<2x4x5x4xf32>
      %s = arith.constant dense<0.0> : tensor<f32>
      %l = linalg.reduce { arith.addf } ins(%t : tensor<2x4x5x4xf32>) outs(%s : tensor<f32>) dimensions = [0, 1, 2, 3]
      return %l : tensor<f32>
    }
    skein.step @f(%x: tensor<2x8x9x3xf32>, %w: tensor<3x3x3x4xf32>, %g: tensor<2x4x5x4xf32>)
        -> (tensor<f32>, tensor<2x8x9x3xf32>, tensor<3x3x3x4xf32>) {
      %l, %dx, %dw = skein.value_and_grad @loss(%x, %w, %g) wrt [0, 1]
        : (tensor<2x8x9x3xf32>, tensor<3x3x3x4xf32>, tensor<2x4x5x4xf32>) -> (tensor<f32>, tensor<2x8x9x3xf32>, tensor<3x3x3x4xf32>)
      skein.return %l, %dx, %dw : tensor<f32>, tensor<2x8x9x3xf32>, tensor<3x3x3x4xf32>
    }
  )", {.steps = 1}));
}

} // namespace
} // namespace skein::runtime
