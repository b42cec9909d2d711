//===- Convolutions.h - what image models are made of -----------*- C++ -*-===//
//
// Images are [batch, height, width, channels].
//
//===----------------------------------------------------------------------===//

#ifndef SKEIN_TOOLS_MODELS_CONVOLUTIONS_H
#define SKEIN_TOOLS_MODELS_CONVOLUTIONS_H

#include "tools/models/Architecture.h"
#include "tools/models/Layers.h"

namespace skein::models {

/// A window that slides over an image, and what is added on every side.
struct Window {
  int64_t height, width;
  int64_t stride = 1;
  int64_t padHeight = 0, padWidth = 0;
};
inline Window square(int64_t size, int64_t stride = 1, int64_t padding = 0) {
  return {size, size, stride, padding, padding};
}

/// With weights `name.weight` of variance 2 / inputs, without bias.
mlir::Value convolution(LayerBuilder &b, llvm::StringRef name, mlir::Value x,
                        int64_t channels, Window window);
/// With `name.bias` and relu.
mlir::Value biasedConvolution(LayerBuilder &b, llvm::StringRef name,
                              mlir::Value x, int64_t channels, Window window);

struct BatchNormOptions {
  bool relu = true;
  mlir::Value residual = {}; // added before relu
  double epsilon = 1e-5;
};
/// Every channel to mean 0 and variance 1 over batch and image, then times
/// `name.scale` plus `name.bias`. Running averages, which evaluation alone
/// needs, are left out.
mlir::Value batchNorm(LayerBuilder &b, llvm::StringRef name, mlir::Value x,
                      BatchNormOptions options = {});
/// `convolution`, batch norm as `name.norm`, and relu.
mlir::Value normedConvolution(LayerBuilder &b, llvm::StringRef name,
                              mlir::Value x, int64_t channels, Window window,
                              BatchNormOptions options = {});

mlir::Value maxPool(LayerBuilder &b, mlir::Value x, Window window);
/// The mean over the window, of which padding counts as zeros.
mlir::Value averagePool(LayerBuilder &b, mlir::Value x, Window window);
/// The mean over the image, [batch, channels].
mlir::Value averageImage(LayerBuilder &b, mlir::Value x);

/// The cross-entropy of a linear layer's scores of [batch, features].
mlir::Value classify(LayerBuilder &b, llvm::StringRef name, mlir::Value x,
                     int64_t classes, mlir::Value labels);

/// What every image model is asked for; `image` is the usual side.
std::vector<Flag> imageFlags(int64_t image, int64_t baseChannels);
/// Images and labels for these flags.
std::vector<Input> imageInputs(Model &model, const Flags &flags);

} // namespace skein::models

#endif // SKEIN_TOOLS_MODELS_CONVOLUTIONS_H
