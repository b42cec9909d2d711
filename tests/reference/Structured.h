//===- Structured.h - linalg ops on host values -----------------*- C++ -*-===//

#ifndef SKEIN_TESTS_REFERENCE_STRUCTURED_H
#define SKEIN_TESTS_REFERENCE_STRUCTURED_H

#include "tests/reference/Scalars.h"

#include "mlir/Dialect/Linalg/IR/Linalg.h"

namespace skein::reference {

/// The value of a captured SSA value on the device at hand; null when unknown.
using Captures = llvm::function_ref<const Tensor *(mlir::Value)>;

/// Runs `op` on one tensor per operand, inputs then inits: one evaluation of
/// the body per point of the loop nest, in lexicographic order.
mlir::FailureOr<std::vector<Tensor>>
runStructured(mlir::linalg::LinalgOp op,
              llvm::ArrayRef<const Tensor *> operands, Captures captures,
              Rounding rounding);

/// exp(x - max) / sum(exp(x - max)) along the op's dimension.
mlir::FailureOr<std::vector<Tensor>>
runSoftmax(mlir::linalg::SoftmaxOp op, const Tensor &input, Rounding rounding);

} // namespace skein::reference

#endif // SKEIN_TESTS_REFERENCE_STRUCTURED_H
