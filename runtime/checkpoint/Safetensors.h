//===- Safetensors.h - Named tensors in a file ------------------*- C++ -*-===//
//
// Reads and writes the safetensors format: an 8-byte little-endian header
// length, a JSON header, the elements. Checkpoints and data sets are such
// files. Source: https://github.com/huggingface/safetensors, "Format".
//
//===----------------------------------------------------------------------===//
#ifndef SKEIN_RUNTIME_CHECKPOINT_SAFETENSORS_H
#define SKEIN_RUNTIME_CHECKPOINT_SAFETENSORS_H

#include "absl/status/statusor.h"
#include "runtime/tensor/HostTensor.h"
#include <map>
#include <string>

namespace skein::runtime {

struct TensorFile {
  std::map<std::string, HostTensor> tensors;
  /// The file's "__metadata__".
  std::map<std::string, std::string> metadata;
};

/// Errors: the file cannot be read, is truncated or too long, has a header that
/// is not as the format says, or an element type that DataType lacks; each
/// names `path` and, where there is one, the tensor.
absl::StatusOr<TensorFile> readSafetensors(const std::string &path);

/// Writes beside `path` under a temporary name and then renames, so that `path`
/// is at all times the old file or the complete new one. Equal contents give
/// equal bytes.
absl::Status writeSafetensors(const std::string &path, const TensorFile &file);

} // namespace skein::runtime

#endif // SKEIN_RUNTIME_CHECKPOINT_SAFETENSORS_H
