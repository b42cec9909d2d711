//===- Scalars.h - Scalar ops of arith and math on dual numbers -*- C++ -*-===//

#ifndef SKEIN_TESTS_REFERENCE_SCALARS_H
#define SKEIN_TESTS_REFERENCE_SCALARS_H

#include "tests/reference/Tensor.h"

#include "mlir/IR/Operation.h"

#include <functional>

namespace skein::reference {

/// Whether float results are kept in f64 or rounded to the type they have in
/// the IR after every op.
enum class Rounding { None, ToType };

using ScalarFunction = std::function<Scalar(llvm::ArrayRef<Scalar>)>;

/// What `op` computes on one element of each operand. An empty function when
/// `op` is not a scalar op of `arith` or `math` that is known here.
///
/// Values are those of the upstream documentation. Tangents are derivatives,
/// with these choices where there is none: abs at 0 gives 0; max and min of
/// equal operands give each half, but nothing to an operand that is compared
/// with an `arith.constant` or with a fill of one (relu'(0) = 0).
ScalarFunction scalarFunction(mlir::Operation *op, Rounding rounding);

/// `value` as an element of `type` holds it: floats rounded under
/// `Rounding::ToType`, integers wrapped to their width.
Scalar asElementOf(mlir::Type type, Scalar value, Rounding rounding);

} // namespace skein::reference

#endif // SKEIN_TESTS_REFERENCE_SCALARS_H
