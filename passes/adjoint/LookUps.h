/// Which arguments of a function are tables of which only rows are looked up:
/// their gradients are a few rows.
#ifndef SKEIN_PASSES_ADJOINT_LOOKUPS_H
#define SKEIN_PASSES_ADJOINT_LOOKUPS_H

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/SymbolTable.h"

namespace skein::passes {

/// A read of a whole row of a table, element by element, in the body of a
/// structured op.
struct LookUp {
  mlir::Value index;                      ///< of the row, a scalar of the body
  llvm::SmallVector<unsigned> rowLoops;   ///< one for each dimension of a row
  llvm::SmallVector<unsigned> entryLoops; ///< those that `index` depends on
};

/// The look-up that `extract` is, in a body whose loops have these extents and
/// whose arguments are at these `maps` of the loops. Nothing if it reads
/// anything but row after row.
std::optional<LookUp> matchLookUp(mlir::tensor::ExtractOp extract,
                                  llvm::ArrayRef<int64_t> extents,
                                  llvm::ArrayRef<mlir::AffineMap> maps);

/// How one call of a function reads one of its arguments.
struct TableReads {
  int64_t rows = 0;                 ///< looked up, repetitions included
  mlir::Operation *whole = nullptr; ///< an op that reads it in another way
};
TableReads findTableReads(mlir::func::FuncOp function, unsigned argument,
                          mlir::SymbolTable &symbols);

} // namespace skein::passes

#endif // SKEIN_PASSES_ADJOINT_LOOKUPS_H
