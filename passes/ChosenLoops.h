//===- ChosenLoops.h - loops that have one iteration to run -----*- C++ -*-===//
//
// A scatter is written as a reduction over all rows of which a comparison with
// `linalg.index` leaves one. Whoever runs it, or says what it costs, goes to that
// row.
//
//===----------------------------------------------------------------------===//
#ifndef SKEIN_PASSES_CHOSENLOOPS_H
#define SKEIN_PASSES_CHOSENLOOPS_H

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"

namespace skein::passes {

/// A loop of which all iterations leave the results as they are, but the one in
/// which `comparison` holds, an equality of one number that the index of the loop
/// makes and of one that does not depend on it.
struct ChosenLoop {
  unsigned loop;
  mlir::arith::CmpIOp comparison;
  unsigned side; ///< operand of `comparison` that depends on the loop
};

/// The loops of `op` that are chosen in this way for all of its results, ascending.
/// A result is left as it is by `out + select(c, x, 0)`, also under a product,
/// and by `select(c, x, out)`.
llvm::SmallVector<ChosenLoop> findChosenLoops(mlir::linalg::LinalgOp op);

/// The iteration in which `chosen.comparison` holds, if `other` is its other side:
/// an `index`, which may be none of the loop's. `map` gives the values of scalars
/// of the body that do not depend on the loop.
mlir::Value createIteration(mlir::OpBuilder &builder, mlir::Location loc,
                            const ChosenLoop &chosen, mlir::Value other,
                            llvm::function_ref<mlir::Value(mlir::Value)> map);

} // namespace skein::passes

#endif // SKEIN_PASSES_CHOSENLOOPS_H
