//===- LayerCosts.h - what the layers of a function cost --------*- C++ -*-===//
#ifndef SKEIN_PASSES_STAGES_LAYERCOSTS_H
#define SKEIN_PASSES_STAGES_LAYERCOSTS_H

#include "passes/pipeline/Cut.h"
#include "passes/stages/Layers.h"

namespace skein::passes {

/// What layers are priced for.
struct LayerPrices {
  int64_t flopsPerByte, flopsPerSentByte;
  /// Parts of the batch that a device has at a time: micro-batches times replicas.
  int64_t parts;
  /// Bytes that a device keeps for each byte of an argument that is a parameter.
  llvm::function_ref<int64_t(unsigned)> copiesOfParameter;
  /// What the backward halves of layers compute again.
  llvm::StringRef recompute;
};

/// The layers of `function`, which are differentiated in a copy. Times are in
/// floating-point operations for one pass over the batch; bytes are those of one part of it.
/// A layer keeps parameters that it uses, and of what it computes or takes from
/// other layers what its backward half reads, where no layer before keeps that.
/// Errors: an op that cannot be differentiated or has no cost model.
mlir::FailureOr<std::vector<pipeline::Layer>>
priceLayers(mlir::func::FuncOp function, const Layers &layers, const llvm::BitVector &parameters,
            const LayerPrices &prices);

/// Floating-point operations of the forward pass of each layer.
mlir::FailureOr<std::vector<pipeline::Layer>> countForwardFlops(mlir::func::FuncOp function,
                                                                const Layers &layers);

} // namespace skein::passes

#endif // SKEIN_PASSES_STAGES_LAYERCOSTS_H
