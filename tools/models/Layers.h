//===- Layers.h - what several architectures are made of --------*- C++ -*-===//

#ifndef SKEIN_TOOLS_MODELS_LAYERS_H
#define SKEIN_TOOLS_MODELS_LAYERS_H

#include "tools/models/Model.h"

namespace skein::models {

/// How `dense` goes on after the product.
struct DenseOptions {
  double deviation = 0.02; // of the first weights
  bool bias = true;
  Scalar (*activation)(Scalar) = nullptr;
};

/// The product of `x` with the parameter `name.weight`, plus `name.bias`, which
/// has the dimensions of the result that the weight brings in. `loops` as for
/// `contract`, with the extents of these: `{"bsh,hf->bsf", {{'f', 64}}}`.
mlir::Value dense(LayerBuilder &b, llvm::StringRef name, mlir::Value x,
                  const Loops &loops, DenseOptions options = {});
/// The same from the last dimension of `x` to `features`, with weights of
/// standard deviation 1 / sqrt(inputs) unless `deviation` is given.
mlir::Value dense(LayerBuilder &b, llvm::StringRef name, mlir::Value x,
                  int64_t features, DenseOptions options = {.deviation = 0});

/// Along the last dimension: to mean 0 and variance 1, then times `name.scale`
/// plus `name.bias`; `plain` has no parameters.
mlir::Value layerNorm(LayerBuilder &b, llvm::StringRef name, mlir::Value x,
                      double epsilon = 1e-5, bool plain = false);
/// Along the last dimension: to mean square 1, then times `name.scale`.
mlir::Value rmsNorm(LayerBuilder &b, llvm::StringRef name, mlir::Value x,
                    double epsilon = 1e-6);

/// The rows of `table` that the integers `rows` say, as a last dimension.
mlir::Value embed(LayerBuilder &b, mlir::Value table, mlir::Value rows);

/// The mean over all rows of log(sum(exp(logits))) - logits[label], where a row
/// is the last dimension of `logits` and `labels` has the others.
mlir::Value crossEntropy(LayerBuilder &b, mlir::Value logits,
                         mlir::Value labels);

mlir::Value add(LayerBuilder &b, mlir::Value x, mlir::Value y);

Scalar gelu(Scalar x); // by its approximation with tanh
Scalar silu(Scalar x);

/// The extents of a tensor's dimensions.
llvm::ArrayRef<int64_t> shapeOf(mlir::Value tensor);
/// One letter for each dimension, from `a` on.
std::string lettersOf(mlir::Value tensor);

} // namespace skein::models

#endif // SKEIN_TOOLS_MODELS_LAYERS_H
