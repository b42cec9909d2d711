//===- Pieces.h - Global tensors and what each device holds -----*- C++ -*-===//
#ifndef SKEIN_RUNTIME_EXECUTOR_PIECES_H
#define SKEIN_RUNTIME_EXECUTOR_PIECES_H

#include "runtime/executor/Executable.h"

namespace skein::runtime {

/// The shape of the single-device program.
Shape globalShape(const TensorSpec &spec, const Mesh &mesh);

/// Where the piece of `device` begins in the global tensor.
Shape pieceOffset(const TensorSpec &spec, const Mesh &mesh, int64_t device);

/// Whether no device with a smaller number holds the same piece.
bool isFirstHolder(const TensorSpec &spec, const Mesh &mesh, int64_t device);

/// Copies the piece of `device` from `global` to its buffer `local`.
/// Requires: `global` has the type of `spec` and its global shape.
void cutPiece(const HostTensor &global, const TensorSpec &spec,
              const Mesh &mesh, int64_t device, void *local);

/// Copies the buffer `local` of `device` to its place in `global`.
void pastePiece(const void *local, const TensorSpec &spec, const Mesh &mesh,
                int64_t device, HostTensor &global);

} // namespace skein::runtime

#endif // SKEIN_RUNTIME_EXECUTOR_PIECES_H
