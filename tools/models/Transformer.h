//===- Transformer.h - attention, and what goes around it -------*- C++ -*-===//

#ifndef SKEIN_TOOLS_MODELS_TRANSFORMER_H
#define SKEIN_TOOLS_MODELS_TRANSFORMER_H

#include "tools/models/Layers.h"

namespace skein::models {

/// How `attend` weighs positions.
struct AttentionOptions {
  double scale = 1;
  bool causal = false;   // no position sees a later one
  mlir::Value bias = {}; // added to the scores, [heads, s, t]
};

/// softmax(q k^T * scale + bias) v, where the division by the sum of the
/// exponentials comes last.
/// Shapes: `q` is [batch, s, heads, d], or [batch, s, groups, r, d] where r
/// heads share one of the `groups` heads of `k` and `v`, which are [batch, t,
/// heads or groups, d]. The result has the shape of `q`.
mlir::Value attend(LayerBuilder &b, mlir::Value q, mlir::Value k, mlir::Value v,
                   const AttentionOptions &options);

struct QueryKeyValue {
  mlir::Value q, k, v;
};

/// Queries, keys and values of `x`, [batch, s, hidden], by one product with
/// weights of [hidden, groups, r + 2, d]: what belongs to one group lies
/// together, so that a split of the groups splits all three.
/// Shapes: as `attend` wants them; without the dimension r where that is 1.
QueryKeyValue projectQueryKeyValue(LayerBuilder &b, llvm::StringRef name,
                                   mlir::Value x, int64_t heads, int64_t groups,
                                   int64_t headSize, DenseOptions options);

/// The product of the heads of `x`, as `attend` returns them, with weights of
/// [heads..., d, hidden].
mlir::Value mergeHeads(LayerBuilder &b, llvm::StringRef name, mlir::Value x,
                       int64_t hidden, DenseOptions options);

/// A linear layer to `size` features with an activation, and one back.
mlir::Value feedForward(LayerBuilder &b, llvm::StringRef name, mlir::Value x,
                        int64_t size, DenseOptions in, DenseOptions out);

} // namespace skein::models

#endif // SKEIN_TOOLS_MODELS_TRANSFORMER_H
