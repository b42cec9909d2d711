//===- Scalars.h - elementwise ops of StableHLO -----------------*- C++ -*-===//
#ifndef SKEIN_PASSES_IMPORT_SCALARS_H
#define SKEIN_PASSES_IMPORT_SCALARS_H

#include "mlir/IR/Builders.h"
#include "mlir/IR/Operation.h"

namespace skein::passes::stablehlo {

/// Whether `name` is an op that works element by element.
bool isElementwise(llvm::StringRef name);

/// How many operands the elementwise op `name` has.
unsigned elementwiseOperands(llvm::StringRef name);

/// Names of these ops, sorted.
llvm::SmallVector<llvm::StringRef> elementwiseNames();

/// The arithmetic of the elementwise `op` on `operands`, which are scalars or
/// tensors of one shape. Errors, reported at `op`: an attribute, or an operand
/// type, that the op is not imported with.
mlir::FailureOr<mlir::Value> emitElementwise(mlir::Operation *op,
                                             mlir::OpBuilder &builder,
                                             mlir::Location loc,
                                             mlir::ValueRange operands);

/// A constant of `type`, a scalar or a tensor, with all elements `value`.
mlir::Value createConstant(mlir::OpBuilder &builder, mlir::Location loc,
                           mlir::Type type, double value);

} // namespace skein::passes::stablehlo

#endif // SKEIN_PASSES_IMPORT_SCALARS_H
