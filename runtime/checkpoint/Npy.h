//===- Npy.h - One tensor in a NumPy file -----------------------*- C++ -*-===//
#ifndef SKEIN_RUNTIME_CHECKPOINT_NPY_H
#define SKEIN_RUNTIME_CHECKPOINT_NPY_H

#include "absl/status/statusor.h"
#include "runtime/tensor/HostTensor.h"
#include <string>

namespace skein::runtime {

/// Reads a .npy file of version 1, 2 or 3, little-endian and in C order.
/// Errors: the file cannot be read, is truncated or too long, is of another
/// kind, byte order, element type or memory order; each names `path`.
/// Source:
/// https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
absl::StatusOr<HostTensor> readNpy(const std::string &path);

} // namespace skein::runtime

#endif // SKEIN_RUNTIME_CHECKPOINT_NPY_H
