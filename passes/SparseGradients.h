//===- SparseGradients.h - rows of tables, added up and written -*- C++ -*-===//
//
// The arithmetic on `skein.sparse_gradient`, as linalg ops. Rows are found by a
// comparison with `linalg.index`: to everything that reads maps these are
// ordinary reductions, while the lowering and the cost model go to the one row
// that is meant (passes/ChosenLoops.h).
//
//===----------------------------------------------------------------------===//
#ifndef SKEIN_PASSES_SPARSEGRADIENTS_H
#define SKEIN_PASSES_SPARSEGRADIENTS_H

#include "dialect/Skein.h"

#include "mlir/IR/Builders.h"

#include <optional>

namespace skein::passes {

/// The pairs of the sparse `gradient` that `op` takes.
/// Errors: a gradient that no `skein.sparse_gradient` in sight makes, at `op`.
mlir::FailureOr<SparseGradientOp> findPairs(mlir::Operation *op, mlir::Value gradient);

/// Lets `op` look at the rows of sparse gradients, as tensors.
/// Errors: those of `findPairs`.
mlir::LogicalResult nameRows(AllFiniteOp op);

/// How many rows the pairs of `op` have, those of equal indices counted each.
int64_t countRows(SparseGradientOp op);

/// The tensor that `op` stands for, in the same state. Rows are added up in order,
/// in single precision at least.
mlir::Value createDense(mlir::OpBuilder &builder, SparseGradientOp op);

/// A pair of a sparse gradient with what all devices have.
struct GatheredPair {
  mlir::Value indices, rows;
  /// Dimension of the indices in which devices follow each other, in equal pieces;
  /// none: all devices have these indices, and `rows` are sums.
  std::optional<int64_t> dim;
};

/// One pair with the rows of all pairs of `op`, which are replicated: a list of
/// indices, and rows of shape `n x row`.
struct RowList {
  mlir::Value indices, rows;
};
RowList createList(mlir::OpBuilder &builder, SparseGradientOp op);
/// The same of pairs that are such lists.
RowList createJoined(mlir::OpBuilder &builder, mlir::Location loc,
                     llvm::ArrayRef<RowList> lists);

/// What there is at each row of a table divided by how often there was something, where
/// there was.
/// Shapes: a number in `counts` for each row of `sums`.
mlir::Value createRowQuotients(mlir::OpBuilder &builder, mlir::Location loc, mlir::Value sums,
                               mlir::Value counts);

/// `list` with the sum of all rows of one index at the first place of that index.
/// What the rows at the other places are is left open; `first` says for each
/// place which is the first one with its index.
struct MergedRows {
  mlir::Value first, rows;
};
MergedRows createMerged(mlir::OpBuilder &builder, mlir::Location loc, RowList list);

/// The rows of `pairs`, divided so that their sum at an index is the mean over
/// those of `devices` that have rows there. With several `workers`, of equally many
/// devices each, it is the mean over workers that have rows there of such means in
/// each of them.
llvm::SmallVector<mlir::Value> createRowMeans(mlir::OpBuilder &builder, mlir::Location loc,
                                              llvm::ArrayRef<GatheredPair> pairs, int64_t devices,
                                              int64_t workers);

/// `indices` counted from row `first` of a table of `extent` rows. What is no row of the
/// table does not become one.
mlir::Value createShifted(mlir::OpBuilder &builder, mlir::Location loc, mlir::Value indices,
                          int64_t first, int64_t extent);

/// The rows of `table` at `indices`; any row for an index that is none.
mlir::Value createLookUp(mlir::OpBuilder &builder, mlir::Location loc, mlir::Value table,
                         mlir::Value indices, mlir::RankedTensorType rowsType);

/// `table` with the rows of `list` in place of its own; of those with one index
/// the first counts.
mlir::Value createReplaced(mlir::OpBuilder &builder, mlir::Location loc, mlir::Value table,
                           RowList list, mlir::Value first);

/// A new element of a table from the old one, an element of a row, and one element of
/// each tensor of rank 0.
using RowUpdate = llvm::function_ref<mlir::Value(mlir::OpBuilder &, mlir::Location, mlir::Value old,
                                                 mlir::Value row, mlir::ValueRange scalars)>;

/// `table`, in the state of `op`, after `update` with one row after the other.
/// Shapes: `scalars` have rank 0.
mlir::Value createUpdated(mlir::OpBuilder &builder, mlir::Location loc, mlir::Value table,
                          SparseGradientOp op, mlir::ValueRange scalars, RowUpdate update);

} // namespace skein::passes

#endif // SKEIN_PASSES_SPARSEGRADIENTS_H
