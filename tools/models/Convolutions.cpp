//===- Convolutions.cpp - what image models are made of -------------------===//
#include "tools/models/Convolutions.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

#include <cmath>
#include <limits>

using namespace mlir;

namespace skein::models {
namespace {

/// `x` with the padding of `window`, filled with `value`.
Value pad(LayerBuilder &b, Value x, Window window, double value) {
  if (window.padHeight == 0 && window.padWidth == 0)
    return x;
  OpBuilder &builder = b.builder();
  SmallVector<OpFoldResult> sides;
  SmallVector<int64_t> shape(shapeOf(x));
  const int64_t sizes[] = {0, window.padHeight, window.padWidth, 0};
  for (auto [dim, size] : llvm::enumerate(sizes)) {
    sides.push_back(builder.getIndexAttr(size));
    shape[dim] += 2 * size;
  }
  Value filling = arith::ConstantOp::create(
      builder, b.loc(), builder.getFloatAttr(b.element(), value));
  return tensor::PadOp::create(builder, b.loc(),
                               RankedTensorType::get(shape, b.element()), x,
                               sides, sides, filling);
}

/// The image that `window` makes of `x`, which is padded already. An image that
/// is smaller than the window gives one of no pixels.
SmallVector<int64_t> windowedShape(Value x, Window window, int64_t channels) {
  ArrayRef<int64_t> shape = shapeOf(x);
  auto positions = [&](int64_t extent, int64_t size) {
    return extent < size ? 0 : (extent - size) / window.stride + 1;
  };
  return {shape[0], positions(shape[1], window.height),
          positions(shape[2], window.width), channels};
}

/// A convolution or pooling of `x` by `filter` into `init`.
template <typename Op>
Value slide(LayerBuilder &b, Value x, Value filter, Value init, Window window) {
  auto both = [&](int64_t value) {
    return b.builder().getI64TensorAttr({value, value});
  };
  return Op::create(b.builder(), b.loc(), TypeRange(init.getType()),
                    ValueRange{x, filter}, ValueRange(init),
                    both(window.stride), both(1))
      .getResult(0);
}

} // namespace

Value convolution(LayerBuilder &b, StringRef name, Value x, int64_t channels,
                  Window window) {
  int64_t inputs = window.height * window.width * shapeOf(x)[3];
  Value padded = pad(b, x, window, 0);
  Value filter =
      b.parameter((name + ".weight").str(),
                  {window.height, window.width, shapeOf(x)[3], channels},
                  normal(std::sqrt(2 / double(inputs))));
  return b.round(slide<linalg::Conv2DNhwcHwcfOp>(
      b, padded, filter,
      b.filled(windowedShape(padded, window, channels), 0, b.accumulator()),
      window));
}

Value biasedConvolution(LayerBuilder &b, StringRef name, Value x,
                        int64_t channels, Window window) {
  return b.map(
      "nhwc,c->nhwc", [](Scalar x, Scalar bias) { return relu(x + bias); },
      convolution(b, name, x, channels, window),
      b.parameter((name + ".bias").str(), channels, constant(0)));
}

Value batchNorm(LayerBuilder &b, StringRef name, Value x,
                BatchNormOptions options) {
  ArrayRef<int64_t> shape = shapeOf(x);
  double share = 1 / (double(shape[0]) * double(shape[1]) * double(shape[2]));
  Value mean = b.sum("nhwc->c", [&](Scalar x) { return x * share; }, x);
  Value variance = b.sum(
      "nhwc,c->c",
      [&](Scalar x, Scalar mean) { return (x - mean) * (x - mean) * share; }, x,
      mean);
  Value inverse = b.mapWide(
      "c->c", [&](Scalar v) { return rsqrt(v + options.epsilon); }, variance);
  Value scale = b.parameter((name + ".scale").str(), shape[3], constant(1)),
        bias = b.parameter((name + ".bias").str(), shape[3], constant(0));
  auto normed = [](Scalar x, Scalar mean, Scalar inverse, Scalar scale,
                   Scalar bias) { return (x - mean) * inverse * scale + bias; };
  auto finished = [&](Scalar y) { return options.relu ? relu(y) : y; };
  if (options.residual)
    return b.map(
        "nhwc,c,c,c,c,nhwc->nhwc",
        [&](Scalar x, Scalar mean, Scalar inverse, Scalar scale, Scalar bias,
            Scalar residual) {
          return finished(normed(x, mean, inverse, scale, bias) + residual);
        },
        x, mean, inverse, scale, bias, options.residual);
  return b.map(
      "nhwc,c,c,c,c->nhwc",
      [&](Scalar x, Scalar mean, Scalar inverse, Scalar scale, Scalar bias) {
        return finished(normed(x, mean, inverse, scale, bias));
      },
      x, mean, inverse, scale, bias);
}

Value normedConvolution(LayerBuilder &b, StringRef name, Value x,
                        int64_t channels, Window window,
                        BatchNormOptions options) {
  return batchNorm(b, (name + ".norm").str(),
                   convolution(b, name, x, channels, window), options);
}

Value maxPool(LayerBuilder &b, Value x, Window window) {
  double lowest = -std::numeric_limits<double>::infinity();
  Value padded = pad(b, x, window, lowest);
  return slide<linalg::PoolingNhwcMaxOp>(
      b, padded, b.empty({window.height, window.width}),
      b.filled(windowedShape(padded, window, shapeOf(x)[3]), lowest), window);
}

Value averagePool(LayerBuilder &b, Value x, Window window) {
  Value padded = pad(b, x, window, 0);
  Value sum = slide<linalg::PoolingNhwcSumOp>(
      b, padded, b.empty({window.height, window.width}),
      b.filled(windowedShape(padded, window, shapeOf(x)[3]), 0,
               b.accumulator()),
      window);
  double share = 1 / double(window.height * window.width);
  return b.map("nhwc->nhwc", [&](Scalar x) { return x * share; }, sum);
}

Value averageImage(LayerBuilder &b, Value x) {
  double share = 1 / (double(shapeOf(x)[1]) * double(shapeOf(x)[2]));
  return b.round(b.sum("nhwc->nc", [&](Scalar x) { return x * share; }, x));
}

Value classify(LayerBuilder &b, StringRef name, Value x, int64_t classes,
               Value labels) {
  return crossEntropy(b, dense(b, name, x, classes, {.deviation = 0.01}),
                      labels);
}

std::vector<Flag> imageFlags(int64_t image, int64_t baseChannels) {
  return {
      {"image", "Height and width of an image", std::to_string(image)},
      {"classes", "Labels that there are", "1000"},
      {"base-channels",
       "Channels of the first convolution; all others grow with them",
       std::to_string(baseChannels)},
  };
}

std::vector<Input> imageInputs(Model &model, const Flags &flags) {
  int64_t batch = flags.integer("batch"), image = flags.integer("image");
  return {{"images", model.tensor({batch, image, image, 3})},
          {"labels", model.tensor({batch}, model.integer())}};
}

} // namespace skein::models
