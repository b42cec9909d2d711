//===- Block.h - Copying a block of one tensor into another -----*- C++ -*-===//
#ifndef SKEIN_RUNTIME_TENSOR_BLOCK_H
#define SKEIN_RUNTIME_TENSOR_BLOCK_H

#include "absl/types/span.h"
#include <cstddef>
#include <cstdint>

namespace skein::runtime {

/// A dense row-major tensor and the position in it where a block begins.
template <typename Byte> struct BlockOrigin {
  Byte *data;
  absl::Span<const int64_t> shape;
  absl::Span<const int64_t> offset;
};

/// Copies `extent` elements of `elementBytes` bytes, one extent per dimension,
/// from `source` to `target`, which have the same rank and do not overlap.
/// Requires: offset + extent is within the shape on both sides.
void copyBlock(BlockOrigin<const std::byte> source,
               BlockOrigin<std::byte> target, absl::Span<const int64_t> extent,
               int64_t elementBytes);

} // namespace skein::runtime

#endif // SKEIN_RUNTIME_TENSOR_BLOCK_H
