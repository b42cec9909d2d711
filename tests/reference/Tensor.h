//===- Tensor.h - Host values of the reference interpreter ------*- C++ -*-===//
//
// A number with everything the interpreter wants to know about it, and a dense
// tensor of such numbers. Slow on purpose: one layout, no views, no sharing.
//
//===----------------------------------------------------------------------===//

#ifndef SKEIN_TESTS_REFERENCE_TENSOR_H
#define SKEIN_TESTS_REFERENCE_TENSOR_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/SmallVector.h"

#include <cstdint>
#include <vector>

namespace skein::reference {

/// One number. Floats of any width use `real`; integers, booleans and indices
/// use `integer`: sign-extended from the width of their type, but 0 or 1 for
/// i1.
struct Scalar {
  double real = 0;
  /// Derivative of `real` along the direction that the caller seeded (a dual
  /// number). 0 when nobody did.
  double tangent = 0;
  int64_t integer = 0;
  /// Depends on an element that was never written, or on a float that was made
  /// an integer of a type that has none for it.
  bool poison = false;
};

/// A dense tensor in row-major order; a scalar is a tensor of rank 0.
struct Tensor {
  llvm::SmallVector<int64_t> shape;
  std::vector<Scalar> elements;

  /// Zeros of the given shape.
  static Tensor zeros(llvm::ArrayRef<int64_t> shape);
  /// Copies `values`, row-major; their number is the product of `shape`.
  static Tensor ofReals(llvm::ArrayRef<int64_t> shape,
                        llvm::ArrayRef<double> values);
  static Tensor ofIntegers(llvm::ArrayRef<int64_t> shape,
                           llvm::ArrayRef<int64_t> values);
  static Tensor ofScalar(Scalar value);

  int64_t rank() const { return shape.size(); }
  int64_t size() const { return elements.size(); }
  /// Row-major position of `index`, or -1 when it is outside the shape.
  int64_t offset(llvm::ArrayRef<int64_t> index) const;
  /// The element at `index`, which must be inside the shape.
  Scalar &at(llvm::ArrayRef<int64_t> index);
  const Scalar &at(llvm::ArrayRef<int64_t> index) const;

  std::vector<double> reals() const;
  std::vector<double> tangents() const;
  std::vector<int64_t> integers() const;
};

/// Product of the extents.
int64_t sizeOf(llvm::ArrayRef<int64_t> shape);

/// Calls `visit` with every index of `shape`, the last dimension fastest.
void forEachIndex(llvm::ArrayRef<int64_t> shape,
                  llvm::function_ref<void(llvm::ArrayRef<int64_t>)> visit);

/// max |a - b| / max(floor, max |b|) over the real parts: the largest
/// difference of two tensors of one shape, relative to the largest element of
/// `expected`. Infinity when the shapes differ or an element is NaN or poison.
double relativeDifference(const Tensor &actual, const Tensor &expected,
                          double floor = 1e-30);

} // namespace skein::reference

#endif // SKEIN_TESTS_REFERENCE_TENSOR_H
