//===- Collectives.h - what collectives ask of the network ------*- C++ -*-===//
//
// Collectives as traffic: latency, then bytes over links. The engine shares the
// links between what runs at the same time; the functions that return a time
// are for a network that nothing else uses.
//
//===----------------------------------------------------------------------===//

#ifndef SKEIN_SIMULATOR_COST_COLLECTIVES_H
#define SKEIN_SIMULATOR_COST_COLLECTIVES_H

#include "simulator/cost/Estimate.h"
#include "simulator/topology/CollectiveKind.h"
#include "simulator/topology/Traffic.h"

namespace skein::simulator {

/// The traffic of one collective over `group`, g devices in ring order. With b
/// the bytes, l the longest latency of a hop to the next device of the ring,
/// and every hop of the ring in use at once:
///   all_reduce               2(g-1) l,  2(g-1)/g b   on every hop
///   all_gather, reduce_scatter (g-1) l,  (g-1)/g b   on every hop
///   broadcast, reduce          (g-1) l,          b   on every hop but the last
///                              (a pipeline of many small pieces)
///   all_to_all                       l,        b/g   from each to each other,
///                              l being the longest latency of a pair
/// Shapes: `group` lists devices in ring order, each once. A group of one
/// device
///   has nothing to do.
/// Units:  `bytes` is the whole tensor on one device: what all_reduce,
///   reduce_scatter, broadcast, reduce and all_to_all take, and what all_gather
///   returns; 0 costs latency only.
/// Errors: two devices that have to talk without a path between them.
/// Source: Patarasuk and Yuan, J. Parallel Distrib. Comput. 69 (2009), for the
///   rings; Thakur, Rabenseifner and Gropp, IJHPCA 19 (2005), for the others.
absl::StatusOr<Traffic> collectiveTraffic(const Topology &topology,
                                          CollectiveKind kind,
                                          absl::Span<const DeviceId> group,
                                          Bytes bytes);

/// Changes the `traffic` of a collective of `bytes` so that alone it takes the
/// time that `measured` says: what the links do not explain is latency. Between
/// two points the time is linear in the bytes, below the first it is that of
/// the first, above the last the bandwidth stays. Returns Measured for the
/// bytes of a point, else Table.
Origin calibrate(const Topology &topology, const MeasuredCollective &measured,
                 Bytes bytes, Traffic &traffic);

/// Several groups that do the same at the same time, as the one traffic of all:
/// the slowest group's pace. Exact when the groups are alike, as they are for
/// the axes of a mesh on a symmetric network.
Traffic together(absl::Span<const Traffic> groups);

/// Whether each of `groups` gets the same latency, bytes and share of the links
/// when all run at the same time, so that `together` is exact.
bool areAlike(const Topology &topology, absl::Span<const Traffic> groups);

/// Time of one collective when nothing else uses its links, as above. On a ring
/// of separate hops an all-reduce takes 2(g - 1) steps of one hop latency plus
/// bytes / g at the bandwidth of the slowest hop.
absl::StatusOr<Duration> collectiveTime(const Topology &topology,
                                        CollectiveKind kind,
                                        absl::Span<const DeviceId> group,
                                        Bytes bytes);

} // namespace skein::simulator

#endif // SKEIN_SIMULATOR_COST_COLLECTIVES_H
