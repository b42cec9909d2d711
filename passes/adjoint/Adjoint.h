/// What the rules of reverse-mode differentiation share: the cotangents of one
/// function while its backward part is written behind its forward part, in one
/// block. A rule reads any forward value it likes; `splitJointFunction` finds
/// out later which of them must be kept.
#ifndef SKEIN_PASSES_ADJOINT_ADJOINT_H
#define SKEIN_PASSES_ADJOINT_ADJOINT_H

#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/IR/Builders.h"

namespace skein::passes {

/// The cotangents collected so far. A value without one has cotangent zero: no
/// zero tensor stands for it.
class Cotangents {
public:
  /// Rules write at the insertion point of `builder`. `varied` holds the values
  /// that depend on a wanted argument; only these are given cotangents.
  /// `request` is the op that asks for the derivative.
  Cotangents(mlir::OpBuilder builder, llvm::DenseSet<mlir::Value> varied,
             mlir::Operation *request)
      : builder(builder), varied(std::move(varied)), request(request) {}

  /// Whether the cotangent of `value` is of interest.
  bool isVaried(mlir::Value value) const { return varied.contains(value); }

  /// The cotangent of `value`, null for zero.
  mlir::Value get(mlir::Value value) const { return collected.lookup(value); }

  /// Adds `contribution` to the cotangent of `value`, if that is of interest.
  /// Not for values that are collected by rows.
  void add(mlir::Location loc, mlir::Value value, mlir::Value contribution);

  /// Adds `contribution` to the part of the cotangent of `value` that `slice`
  /// cuts out. Contributions to disjoint parts become one chain of insertions
  /// instead of a sum of padded tensors.
  struct Slice {
    llvm::SmallVector<mlir::OpFoldResult> offsets, sizes, strides;
  };
  void addSlice(mlir::Location loc, mlir::Value value, mlir::Value contribution,
                const Slice &slice);

  /// Rows of a cotangent, all others of which are zero: tensors of indices and
  /// of what is to be added there.
  struct Rows {
    mlir::Value indices, rows;
  };

  /// Collects the cotangent of `table`, of which only rows are looked up, as a
  /// list of rows and not as a sum.
  void collectByRows(mlir::Value table) { byRows[table]; }
  bool isByRows(mlir::Value value) const { return byRows.contains(value); }
  void addRows(mlir::Value table, Rows rows) { byRows[table].push_back(rows); }
  llvm::ArrayRef<Rows> getRows(mlir::Value table) const {
    return byRows.find(table)->second;
  }

  /// Reports that `op` cannot be differentiated, with a note at the request.
  /// Always failure.
  mlir::LogicalResult refuse(mlir::Operation *op,
                             const llvm::Twine &reason) const;

  mlir::OpBuilder builder;

private:
  llvm::DenseSet<mlir::Value> varied;
  mlir::Operation *request;
  llvm::DenseMap<mlir::Value, mlir::Value> collected;
  llvm::DenseMap<mlir::Value, llvm::SmallVector<Rows>> byRows;
};

/// The location of `op`, fused with the name `adjoint`.
mlir::Location adjointLocation(mlir::Operation *op);

/// True for a constant, and for a tensor filled with one: by syntax alone, so
/// that two call sites cannot differ.
bool isConstantLike(mlir::Value value);

/// A zero of `type`, a float or a static tensor.
mlir::Value createZero(mlir::OpBuilder &builder, mlir::Location loc,
                       mlir::Type type);

/// The sum of two values of one type.
mlir::Value createSum(mlir::OpBuilder &builder, mlir::Location loc,
                      mlir::Value lhs, mlir::Value rhs);

/// The loops of `map`'s domain that are no result of `map` by themselves.
llvm::SmallVector<unsigned> loopsWithoutOwnResult(mlir::AffineMap map);

/// A linalg.generic with one result. The last of `maps` is the result's: loops
/// without a result of their own in it are reductions. `init` is null where
/// `body`, which also gets the scalar of the init, does not read that. A loop
/// that no operand determines runs over its `extents`.
using ScalarBody = llvm::function_ref<mlir::Value(
    mlir::OpBuilder &, mlir::Location, mlir::ValueRange)>;
mlir::Value createGeneric(mlir::OpBuilder &builder, mlir::Location loc,
                          llvm::ArrayRef<mlir::Value> inputs,
                          llvm::ArrayRef<mlir::AffineMap> maps,
                          llvm::ArrayRef<int64_t> extents,
                          mlir::RankedTensorType type, mlir::Value init,
                          ScalarBody body);

/// The same without reductions, on operands of the shape of the result.
mlir::Value createElementwise(mlir::OpBuilder &builder, mlir::Location loc,
                              llvm::ArrayRef<mlir::Value> inputs,
                              mlir::RankedTensorType type, ScalarBody body);

/// The rules. Each reads the cotangents of the results of `op` and adds to
/// those of its operands and captured values. Errors: reported at `op`.
mlir::LogicalResult emitStructuredAdjoint(mlir::linalg::LinalgOp op,
                                          Cotangents &cotangents);
/// Of an op of `tensor`, `linalg.softmax`, or elementwise arithmetic; refuses
/// every other op.
mlir::LogicalResult emitTensorAdjoint(mlir::Operation *op,
                                      Cotangents &cotangents);

} // namespace skein::passes

#endif // SKEIN_PASSES_ADJOINT_ADJOINT_H
