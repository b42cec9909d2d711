//===- Tensors.h - The tensor dialect on host values ------------*- C++ -*-===//

#ifndef SKEIN_TESTS_REFERENCE_TENSORS_H
#define SKEIN_TESTS_REFERENCE_TENSORS_H

#include "tests/reference/Scalars.h"

#include <optional>

namespace skein::reference {

/// The value of an `arith.constant`, dense, splat or resource.
mlir::FailureOr<Tensor> constantValue(mlir::Operation *op,
                                      mlir::Attribute value, Rounding rounding);

/// Runs an op of the tensor dialect on one tensor per operand. Nothing when the
/// op is not known; failure when it reads outside its operands (reported).
/// `padValue` is the value that the region of a `tensor.pad` yields.
std::optional<mlir::FailureOr<Tensor>>
runTensorOp(mlir::Operation *op, llvm::ArrayRef<const Tensor *> operands,
            const Tensor *padValue);

} // namespace skein::reference

#endif // SKEIN_TESTS_REFERENCE_TENSORS_H
