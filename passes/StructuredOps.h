//===- StructuredOps.h - making linalg.generic ops --------------*- C++ -*-===//
#ifndef SKEIN_PASSES_STRUCTUREDOPS_H
#define SKEIN_PASSES_STRUCTUREDOPS_H

#include "dialect/Skein.h"

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

/// Scalars of one element of every input, and of the init if there is one, to that of the
/// result.
using ScalarBody = llvm::function_ref<mlir::Value(mlir::OpBuilder &, mlir::Location,
                                                  mlir::ValueRange)>;

/// The same for one result.
mlir::Value createElementwise(mlir::OpBuilder &builder, mlir::Location loc,
                              mlir::RankedTensorType result, mlir::ValueRange inputs,
                              ScalarBody body);

/// An op with one result, which replaces `init`. `maps` are those of the inputs and of the
/// result; loops that the result does not have are reductions.
mlir::Value createGeneric(mlir::OpBuilder &builder, mlir::Location loc, mlir::ValueRange inputs,
                          mlir::Value init, llvm::ArrayRef<mlir::AffineMap> maps, ScalarBody body);

/// `input` where the scalar `condition` holds, and the neutral element of `kind` elsewhere:
/// what the first of several devices, or of several parts, contributes.
mlir::Value createContribution(mlir::OpBuilder &builder, mlir::Location loc, mlir::Value condition,
                               mlir::Value input, mlir::RankedTensorType result,
                               ReductionKind kind);

} // namespace skein::passes

#endif // SKEIN_PASSES_STRUCTUREDOPS_H
