//===- Elementwise.h - making elementwise ops -------------------*- C++ -*-===//
#ifndef SKEIN_PASSES_ELEMENTWISE_H
#define SKEIN_PASSES_ELEMENTWISE_H

#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinTypes.h"

namespace skein::passes {

/// Scalars of one element of every input to those of every result.
using ElementwiseBody = llvm::function_ref<llvm::SmallVector<mlir::Value>(
    mlir::OpBuilder &, mlir::Location, mlir::ValueRange)>;

/// An op that computes results of types `results`, element by element.
/// Shapes: all of one shape, except that inputs of rank 0 are read at every element.
llvm::SmallVector<mlir::Value> createElementwise(mlir::OpBuilder &builder, mlir::Location loc,
                                                 mlir::TypeRange results, mlir::ValueRange inputs,
                                                 ElementwiseBody body);

} // namespace skein::passes

#endif // SKEIN_PASSES_ELEMENTWISE_H
