//===- Kernels.h - which ops a kernel computes, and its work ----*- C++ -*-===//

#ifndef SKEIN_SIMULATOR_PROGRAM_KERNELS_H
#define SKEIN_SIMULATOR_PROGRAM_KERNELS_H

#include "simulator/cost/Compute.h"

#include "mlir/IR/Operation.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"

namespace skein::simulator {

/// An op, with the elementwise ops that are fused into it.
struct Kernel {
  std::string name;
  Work work;
  llvm::SmallVector<mlir::Value> reads; // from outside of the kernel, each once
};

/// The kernels of one block.
struct Kernels {
  llvm::DenseMap<mlir::Operation *, Kernel> byOp; // the last op of each
  llvm::DenseSet<mlir::Operation *> fused;        // the others
};

/// Finds the kernels among the ops of `block`, as ReadProgram.h says.
/// Errors: an op without a cost model, dynamic shapes.
absl::StatusOr<Kernels> findKernels(mlir::Block &block);

/// `file:line: 'op' op message`.
absl::Status errorAt(mlir::Operation *op, const llvm::Twine &message);

/// `file:line` of `op`, or nothing.
std::string locationOf(mlir::Operation *op);

/// Bytes of a tensor or scalar; an i1 takes a byte, as in memory.
/// Errors: dynamic shape, or an element without a size.
absl::StatusOr<Bytes> bytesOf(mlir::Operation *user, mlir::Type type);

/// Whether `value` is the same element throughout and so never has to be read:
/// an empty tensor, a fill, a splat constant, or a reshape of one.
bool isUniform(mlir::Value value);

} // namespace skein::simulator

#endif // SKEIN_SIMULATOR_PROGRAM_KERNELS_H
