//===- Pieces.h - Global tensors and what each device holds -----*- C++ -*-===//
#ifndef SKEIN_RUNTIME_EXECUTOR_PIECES_H
#define SKEIN_RUNTIME_EXECUTOR_PIECES_H

#include "runtime/executor/Executable.h"
#include <algorithm>

namespace skein::runtime {

/// The shape of the single-device program; of a part, that of the whole.
Shape globalShape(const TensorSpec &spec, const Mesh &mesh);

/// Where the piece of `device` begins in the global tensor, that of which it is
/// a part if it is one.
Shape pieceOffset(const TensorSpec &spec, const Mesh &mesh, int64_t device);

/// Whether no device with a smaller number holds the same piece, among those
/// that agree along the axes `apart`.
bool isFirstHolder(const TensorSpec &spec, const Mesh &mesh, int64_t device,
                   AxisSet apart = 0);

/// Whether a program runs, or a variable lives, on device number `device` of
/// its mesh.
template <typename Placed> bool isOn(const Placed &placed, int64_t device) {
  return placed.devices.empty() ||
         std::find(placed.devices.begin(), placed.devices.end(), device) !=
             placed.devices.end();
}

/// The axes along which all of `devices` have the same coordinate; none if
/// there are no devices, which stands for all.
AxisSet fixedAxes(const Mesh &mesh, const std::vector<int64_t> &devices);

/// The numbers in its mesh of the devices that a program runs on.
std::vector<int64_t> devicesOf(const Executable &executable,
                               const Program &program);

/// The positions of the variables for which a program has buffers: those that
/// live on all devices that it runs on.
std::vector<size_t> variablesOf(const Executable &executable,
                                const Program &program);

/// Copies the piece of `device` from `global` to its buffer `local`.
/// Requires: `global` has the type of `spec` and its global shape.
void cutPiece(const HostTensor &global, const TensorSpec &spec,
              const Mesh &mesh, int64_t device, void *local);

/// Copies the buffer `local` of `device` to its place in `global`.
void pastePiece(const void *local, const TensorSpec &spec, const Mesh &mesh,
                int64_t device, HostTensor &global);

} // namespace skein::runtime

#endif // SKEIN_RUNTIME_EXECUTOR_PIECES_H
