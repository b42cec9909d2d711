//===- Memory.cpp - live bytes of a device over time ----------------------===//

#include "simulator/memory/Memory.h"

#include <map>

namespace skein::simulator {

absl::string_view toString(MemoryKind kind) {
  switch (kind) {
  case MemoryKind::Parameters:
    return "parameters";
  case MemoryKind::OptimizerSlots:
    return "optimizer slots";
  case MemoryKind::Inputs:
    return "inputs";
  case MemoryKind::Temporaries:
    return "temporaries";
  case MemoryKind::HostedObjects:
    return "hosted objects";
  case MemoryKind::Gradients:
    return "gradients";
  case MemoryKind::Stash:
    return "stash";
  case MemoryKind::Channels:
    return "channels";
  }
}

Bytes total(const BytesByKind &bytes) {
  Bytes sum;
  for (Bytes part : bytes)
    sum += part;
  return sum;
}

MemoryProfile profileOf(absl::Span<const Allocation> allocations) {
  std::map<Duration, BytesByKind> changes;
  for (const Allocation &allocation : allocations) {
    if (allocation.until <= allocation.from)
      continue;
    changes[allocation.from][int(allocation.kind)] += allocation.bytes;
    changes[allocation.until][int(allocation.kind)] -= allocation.bytes;
  }
  MemoryProfile profile;
  BytesByKind live;
  for (const auto &[time, change] : changes) {
    for (int kind = 0; kind < numMemoryKinds; ++kind)
      live[kind] += change[kind];
    profile.points.push_back({time, live});
    if (total(live) > profile.peakBytes())
      profile.peak = profile.points.back();
  }
  return profile;
}

} // namespace skein::simulator
