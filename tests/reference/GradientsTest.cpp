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
