//===- Distribution.h - states of a tensor along mesh axes ------*- C++ -*-===//
//
// Reading and changing the distribution that a tensor type carries. All code
// that runs on programs makes tensor types with these functions, never with
// RankedTensorType::get or clone, which keep or drop encodings unchecked.
//
//===----------------------------------------------------------------------===//
#ifndef SKEIN_DIALECT_DISTRIBUTION_H
#define SKEIN_DIALECT_DISTRIBUTION_H

#include "dialect/Skein.h"
#include "mlir/IR/BuiltinTypes.h"

namespace skein {

/// State of a value along one mesh axis; by default replicated.
struct AxisState {
  StateKind kind = StateKind::Replicated;
  int64_t dim = 0;                              ///< of a split, else 0
  ReductionKind reduction = ReductionKind::Sum; ///< of a partial, else sum

  static AxisState replicated() { return {}; }
  static AxisState split(int64_t dim) { return {StateKind::Split, dim, ReductionKind::Sum}; }
  static AxisState partial(ReductionKind kind) { return {StateKind::Partial, 0, kind}; }
  static AxisState varying() { return {StateKind::Varying, 0, ReductionKind::Sum}; }

  bool isReplicated() const { return kind == StateKind::Replicated; }
  bool isSplit() const { return kind == StateKind::Split; }
  bool isPartial() const { return kind == StateKind::Partial; }
  bool isVarying() const { return kind == StateKind::Varying; }
  bool operator==(const AxisState &other) const = default;
};

/// As the type would print it: "replicated", "split 0", "partial sum", "varying".
std::string toString(AxisState state);

/// The distribution of `type`, or of the tensor that a sparse gradient stands for;
/// null for scalars and fully replicated tensors.
DistributionAttr getDistribution(mlir::Type type);

/// State of a value of `type` along `axis`; replicated for scalars.
AxisState getAxisState(mlir::Type type, llvm::StringRef axis);

/// `type`, a tensor or a sparse gradient, without any distribution; other types
/// unchanged.
mlir::Type stripDistribution(mlir::Type type);

/// Removes the distributions from `root` and all inside it: from types, attributes and
/// constants.
void stripDistribution(mlir::Operation *root);

/// Removes the states along `axes` from `root` and all inside it, likewise.
void removeDistribution(mlir::Operation *root, llvm::ArrayRef<mlir::StringAttr> axes);

/// `type` with `state` along `axis`. A new split becomes the innermost of its
/// dimension. The shape stays. Null, with an error through `emitError`, when the
/// result would not be valid.
mlir::RankedTensorType withAxisState(llvm::function_ref<mlir::InFlightDiagnostic()> emitError,
                                     mlir::RankedTensorType type, mlir::StringAttr axis,
                                     AxisState state);

/// A tensor type of this shape with the states in `states`, given in any order of
/// axes except that axes of one split dimension come outer first. Null, with an
/// error, when it would not be valid.
mlir::RankedTensorType
getDistributedType(llvm::function_ref<mlir::InFlightDiagnostic()> emitError,
                   llvm::ArrayRef<int64_t> shape, mlir::Type elementType,
                   llvm::ArrayRef<std::pair<mlir::StringAttr, AxisState>> states);

/// Axes that split dimension `dim` of `type`, outer first.
llvm::SmallVector<mlir::StringAttr> getSplitAxes(mlir::Type type, int64_t dim);

/// The element that changes nothing under `kind`, as an attribute of `elementType`.
mlir::TypedAttr getNeutralElement(ReductionKind kind, mlir::Type elementType);

} // namespace skein

#endif // SKEIN_DIALECT_DISTRIBUTION_H
