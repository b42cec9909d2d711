//===- Combine.h - Element-wise reduction of buffers ------------*- C++ -*-===//
#ifndef SKEIN_RUNTIME_FABRIC_COMBINE_H
#define SKEIN_RUNTIME_FABRIC_COMBINE_H

#include "absl/types/span.h"
#include "runtime/fabric/Communicator.h"

namespace skein::runtime {

/// Whether `type` has the reduction; the error names both.
absl::Status checkReduction(ReductionKind kind, DataType type);

/// Combines elements `inputOffset` to `inputOffset + count` of all `inputs`,
/// in their order, and writes the result to every one of `outputs` from element
/// `outputOffset` on. An output may be an input if both offsets are equal.
/// Requires: checkReduction(kind, type).
void combine(ReductionKind kind, DataType type,
             absl::Span<const void *const> inputs, int64_t inputOffset,
             absl::Span<void *const> outputs, int64_t outputOffset,
             int64_t count);

} // namespace skein::runtime

#endif // SKEIN_RUNTIME_FABRIC_COMBINE_H
