//===- Memory.h - live bytes of a device over time --------------*- C++ -*-===//

#ifndef SKEIN_SIMULATOR_MEMORY_MEMORY_H
#define SKEIN_SIMULATOR_MEMORY_MEMORY_H

#include "simulator/topology/Quantities.h"

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

#include <array>
#include <vector>

namespace skein::simulator {

/// What memory is used for.
enum class MemoryKind {
  Parameters,
  OptimizerSlots,
  Inputs,      ///< the batch of the step
  Temporaries, ///< activations, gradients and buffers of the step
  HostedObjects, ///< accumulators, queues, and spare buffers of variables
  Gradients,     ///< sums over micro-batches
  Stash,         ///< what one part of a pipeline keeps for another
  Channels,      ///< messages that have not been received
};
constexpr int numMemoryKinds = 8;

absl::string_view toString(MemoryKind kind);

/// Bytes by `MemoryKind`.
using BytesByKind = std::array<Bytes, numMemoryKinds>;
Bytes total(const BytesByKind &bytes);

/// A piece of memory that is live from `from` until, but not at, `until`.
struct Allocation {
  Bytes bytes;
  MemoryKind kind;
  Duration from, until;
};

struct MemoryProfile {
  struct Point {
    Duration time;
    BytesByKind live; // from this time until that of the next point
  };
  std::vector<Point> points; // ascending, each time once
  Point peak;                // the first point with the most live bytes

  Bytes peakBytes() const { return total(peak.live); }
};

/// Live bytes over time. What ends at a time is freed before what starts there.
/// Fragmentation is not modelled: a planned arena can be a little larger.
MemoryProfile profileOf(absl::Span<const Allocation> allocations);

} // namespace skein::simulator

#endif // SKEIN_SIMULATOR_MEMORY_MEMORY_H
