//===- Traffic.h - what transfers ask of the network ------------*- C++ -*-===//
//
// The demand of a transfer or a collective on links, and how several of them
// share the links: max-min, so that nobody can get more without somebody who
// has no more getting less.
//
//===----------------------------------------------------------------------===//

#ifndef SKEIN_SIMULATOR_TOPOLOGY_TRAFFIC_H
#define SKEIN_SIMULATOR_TOPOLOGY_TRAFFIC_H

#include "simulator/topology/Topology.h"

namespace skein::simulator {

/// After `latency`, `bytes` move over every resource of `uses` at one rate,
/// `weight` times over: a resource that carries two hops of one ring has weight
/// 2. Without uses it is done after `latency`.
struct Traffic {
  struct Use {
    ResourceId resource;
    double weight; // more than 0
  };
  Duration latency;
  double bytes = 0;
  std::vector<Use> uses; // each resource once, ascending
};

/// The traffic of moving `bytes` along every path of `paths` at once and at the
/// same rate, after `latency`.
Traffic trafficAlong(absl::Span<const Path> paths, Duration latency,
                     double bytes);

/// Max-min fair rates in bytes per second of `traffics` that move at the same
/// time. A traffic without uses, or without bytes, has rate 0.
std::vector<double> maxMinRates(absl::Span<const Bandwidth> capacities,
                                absl::Span<const Traffic *const> traffics);

/// The time of `traffic` when nothing else uses its resources.
Duration timeAlone(const Topology &topology, const Traffic &traffic);

} // namespace skein::simulator

#endif // SKEIN_SIMULATOR_TOPOLOGY_TRAFFIC_H
