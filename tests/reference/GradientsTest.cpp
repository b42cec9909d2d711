// The gradient harness sees wrong gradients, not only right ones.

#include "tests/reference/Gradients.h"

namespace skein::reference {
namespace {

const char *const twoLayers = R"(
  func.func @f(%x: tensor<3x4xf64>, %w: tensor<4x2xf64>) -> tensor<3x2xf64> {
    %z = arith.constant dense<0.0> : tensor<3x2xf64>
    %e = tensor.empty() : tensor<3x2xf64>
    %y = linalg.matmul ins(%x, %w : tensor<3x4xf64>, tensor<4x2xf64>)
                       outs(%z : tensor<3x2xf64>) -> tensor<3x2xf64>
    %t = linalg.tanh ins(%y : tensor<3x2xf64>) outs(%e : tensor<3x2xf64>) -> tensor<3x2xf64>
    return %t : tensor<3x2xf64>
  })";

TEST(GradientsTest, AcceptsRightGradients) {
  EXPECT_TRUE(gradientsMatch(twoLayers, "f", {0, 1}));
  EXPECT_TRUE(gradientsMatch(twoLayers, "f", {1}));
}

// The pass writes gathers out before it differentiates.
TEST(GradientsTest, AcceptsGathers) {
  const char *gathers = R"(
    func.func @f(%t: tensor<4x3xf64>, %u: tensor<2x5x2xf64>, %i: tensor<6x1xi32>, %j: tensor<3x2xindex>, %k: tensor<1xi64>)
        -> (tensor<6x3xf64>, tensor<3x5xf64>, tensor<3xf64>) {
      %a = tensor.gather %t[%i] gather_dims([0]) : (tensor<4x3xf64>, tensor<6x1xi32>) -> tensor<6x3xf64>
      %b = arith.mulf %a, %a : tensor<6x3xf64>
      %c = tensor.gather %u[%j] gather_dims([0, 2]) : (tensor<2x5x2xf64>, tensor<3x2xindex>) -> tensor<3x5xf64>
      %d = arith.mulf %c, %c : tensor<3x5xf64>
      %e = tensor.gather %t[%k] gather_dims([0]) : (tensor<4x3xf64>, tensor<1xi64>) -> tensor<3xf64>
      %g = math.exp %e : tensor<3xf64>
      return %b, %d, %g : tensor<6x3xf64>, tensor<3x5xf64>, tensor<3xf64>
    })";
  EXPECT_TRUE(gradientsMatch(gathers, "f", {0, 1}));
}

// At a tie the rule of maximumf and a constant is 0, central differences say
// 1/2.
TEST(GradientsTest, SeesTheDifferenceAtATie) {
  const char *relu = R"(
    func.func @f(%x: tensor<2xf64>) -> tensor<2xf64> {
      %z = arith.constant dense<0.0> : tensor<2xf64>
      %y = arith.maximumf %x, %z : tensor<2xf64>
      return %y : tensor<2xf64>
    })";
  GradientOptions atZero;
  atZero.arguments = {Tensor::zeros({2})};
  EXPECT_FALSE(gradientsMatch(relu, "f", {0}, atZero));
  atZero.differenceTolerance = 0;
  EXPECT_TRUE(gradientsMatch(relu, "f", {0}, atZero));
}

} // namespace
} // namespace skein::reference
