//===- DataType.h - Element types of the runtime ----------------*- C++ -*-===//
//
// The element types that buffers of compiled code, checkpoints and collectives
// may have, and what each is called in IR text and in safetensors files.
//
//===----------------------------------------------------------------------===//
#ifndef SKEIN_RUNTIME_TENSOR_DATATYPE_H
#define SKEIN_RUNTIME_TENSOR_DATATYPE_H

#include "absl/strings/string_view.h"
#include <cstdint>
#include <optional>

namespace skein::runtime {

/// I1 is stored as one byte, 0 or 1, as a `memref<...xi1>` is.
enum class DataType { F64, F32, F16, BF16, I64, I32, I16, I8, I1 };

/// Bytes that one element takes in memory and in files.
int64_t byteWidth(DataType type);

/// The spelling of the IR: "f32", "bf16", "i1".
absl::string_view name(DataType type);

/// The type with this IR spelling; "index" is I64.
std::optional<DataType> parseDataType(absl::string_view name);

/// Whether the type is one of the floating-point types.
bool isFloat(DataType type);

} // namespace skein::runtime

#endif // SKEIN_RUNTIME_TENSOR_DATATYPE_H
