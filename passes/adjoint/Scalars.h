/// Derivatives of the ops of `arith` and `math`, one table for scalars and for
/// elementwise tensors.
#ifndef SKEIN_PASSES_ADJOINT_SCALARS_H
#define SKEIN_PASSES_ADJOINT_SCALARS_H

#include "mlir/IR/Builders.h"

namespace skein::passes {

/// A constant of `type`, a float or a static tensor of floats.
mlir::Value createFloatConstant(mlir::OpBuilder &builder, mlir::Location loc,
                                mlir::Type type, double value);

/// `value`, a float or a static tensor of floats, in `type`, one of any width.
mlir::Value castFloat(mlir::OpBuilder &builder, mlir::Location loc,
                      mlir::Value value, mlir::Type type);

/// The type in which values of `type`, a float, are summed: single precision at
/// least.
mlir::FloatType accumulatorOf(mlir::Type type);

/// True if `type` is a float or a tensor of floats: only those have cotangents.
bool isDifferentiableType(mlir::Type type);

/// What the cotangent of the result of `op` adds to the cotangent of operand
/// `index`, in terms of the operands and the result of `op`; null if it adds
/// nothing, as for an integer operand or the condition of a select. At a tie of
/// maximumf and its kin an operand that `isConstant` gets nothing and yields
/// nothing; two others share. Errors: failure, without a diagnostic, if the
/// table has no entry for `op`.
mlir::FailureOr<mlir::Value>
emitScalarAdjoint(mlir::OpBuilder &builder, mlir::Location loc,
                  mlir::Operation *op, unsigned index, mlir::Value cotangent,
                  llvm::function_ref<bool(mlir::Value)> isConstant);

} // namespace skein::passes

#endif // SKEIN_PASSES_ADJOINT_SCALARS_H
