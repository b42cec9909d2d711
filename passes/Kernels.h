//===- Kernels.h - which ops a kernel computes, and its work ----*- C++ -*-===//
//
// What a program costs on any machine: floating-point operations and bytes. The
// simulator makes times of them, --skein-report-cost adds them up.
//
//===----------------------------------------------------------------------===//

#ifndef SKEIN_PASSES_KERNELS_H
#define SKEIN_PASSES_KERNELS_H

#include "dialect/Skein.h"

#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"

#include <string>

namespace skein::passes {

/// An op, with the elementwise ops that are fused into it.
///
/// An op costs what its iteration space says: the product of its loop ranges
/// times the floating-point operations of its body, and one pass over the
/// tensors that the body reads and writes. A multiplication and an addition are
/// two operations; conversions and selections are none. A loop of which the
/// body uses one iteration alone, because a comparison with `linalg.index`
/// leaves zero in the others, counts once: the derivative of a look-up adds to
/// the row that was looked up. Only such rows of the result are read and
/// written, unless it starts as zeros, which are written first.
///
/// `linalg.fill`, constants, empty tensors, reshapes, slices that are only
/// read, reads of variables, scalar arithmetic, also on integers in tensors of
/// rank 0, and requests to objects that live on one device and to channels are
/// free.
struct Kernel {
  std::string name;
  int64_t flops = 0;
  int64_t contractionFlops = 0; // of `flops`, in contractions and convolutions
  std::string type;  // element type of `flops`; empty if there are none
  int64_t bytes = 0; // read and written, each operand once
  llvm::SmallVector<mlir::Value> reads; // from outside of the kernel, each once
};

/// The kernels of one block.
struct Kernels {
  llvm::DenseMap<mlir::Operation *, Kernel> byOp; // the last op of each
  llvm::DenseSet<mlir::Operation *> fused;        // the others
};

/// Finds the kernels among the ops of `block`; calls, loops, also those over
/// micro-batches, and collectives are none.
///
/// Fusion, as a compiler would do it: an elementwise op (all loops parallel,
/// one result) is part of its consumer's kernel, so that its result is never
/// stored, if one op uses it, which is neither a contraction nor a convolution
/// (libraries compute these) and reads every element once. What only rounds the
/// result of a contraction or convolution to another type is part of that. What
/// is in different actions of a pipeline stays apart.
///
/// Errors, reported at the op: an op without a cost model, dynamic shapes,
/// loops of unknown length, more than 2^63 of anything.
llvm::FailureOr<Kernels> findKernels(mlir::Block &block);

/// Bytes of a tensor or scalar; an i1 takes a byte, as in memory.
/// Errors, reported at `user`: dynamic shape, or an element without a size.
llvm::FailureOr<int64_t> bytesOf(mlir::Operation *user, mlir::Type type);

/// The part of the rows of a table that `variable` has, if it is a piece of one: as much
/// of the rows that a program looks up it is taken to have.
double shareOfRows(VariableOp variable);

/// How often the body of `loop` runs.
/// Errors, reported at `loop`: bounds that are no constants.
llvm::FailureOr<int64_t> iterationsOf(mlir::scf::ForOp loop);

/// Whether the iterations of a loop put results that nobody else reads side by
/// side into a carried tensor: what computes a result writes it to its place,
/// so that the op itself is free.
bool isWrittenInPlace(mlir::tensor::InsertSliceOp insert);

/// Whether `value` is the same element throughout and so never has to be read:
/// an empty tensor, a fill, a splat constant, or a reshape of one.
bool isUniform(mlir::Value value);

} // namespace skein::passes

#endif // SKEIN_PASSES_KERNELS_H
