//===- CollectiveKind.h - the collectives by name ---------------*- C++ -*-===//

#ifndef SKEIN_SIMULATOR_TOPOLOGY_COLLECTIVEKIND_H
#define SKEIN_SIMULATOR_TOPOLOGY_COLLECTIVEKIND_H

#include "absl/strings/string_view.h"

namespace skein::simulator {

enum class CollectiveKind {
  AllReduce,
  AllGather,
  ReduceScatter,
  Broadcast,
  Reduce,
  AllToAll,
};

/// The names of the ops, in the order of the enumeration.
constexpr absl::string_view collectiveNames[] = {
    "all_reduce", "all_gather", "reduce_scatter",
    "broadcast",  "reduce",     "all_to_all"};

constexpr absl::string_view toString(CollectiveKind kind) {
  return collectiveNames[int(kind)];
}

} // namespace skein::simulator

#endif // SKEIN_SIMULATOR_TOPOLOGY_COLLECTIVEKIND_H
