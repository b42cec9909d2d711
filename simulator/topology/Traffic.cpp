//===- Traffic.cpp - what transfers ask of the network --------------------===//

#include "simulator/topology/Traffic.h"

#include "absl/algorithm/container.h"

#include <algorithm>
#include <limits>

namespace skein::simulator {

Traffic trafficAlong(absl::Span<const Path> paths, Duration latency,
                     double bytes) {
  std::map<ResourceId, double> weights;
  for (const Path &path : paths)
    for (ResourceId resource : path.resources)
      weights[resource] += 1;
  Traffic traffic{latency, bytes, {}};
  for (auto [resource, weight] : weights)
    traffic.uses.push_back({resource, weight});
  return traffic;
}

std::vector<double> maxMinRates(absl::Span<const Bandwidth> capacities,
                                absl::Span<const Traffic *const> traffics) {
  // What is left of a resource, and the weight of those that still grow on it.
  struct State {
    double left;
    double weight = 0;
    double level() const { return left / weight; }
  };
  std::map<ResourceId, State> resources;
  std::vector<size_t> growing;
  for (size_t i = 0; i < traffics.size(); ++i) {
    if (traffics[i]->bytes <= 0 || traffics[i]->uses.empty())
      continue;
    growing.push_back(i);
    for (Traffic::Use use : traffics[i]->uses)
      resources.try_emplace(use.resource,
                            State{capacities[use.resource].count()});
  }

  std::vector<double> rates(traffics.size(), 0);
  while (!growing.empty()) {
    for (auto &[id, state] : resources)
      state.weight = 0;
    for (size_t i : growing)
      for (Traffic::Use use : traffics[i]->uses)
        resources.at(use.resource).weight += use.weight;

    // All grow together until the first resource is full; its users stop there.
    double level = std::numeric_limits<double>::infinity();
    for (const auto &[id, state] : resources)
      if (state.weight > 0)
        level = std::min(level, state.level());
    std::vector<size_t> stopped, others;
    for (size_t i : growing) {
      bool full = absl::c_any_of(traffics[i]->uses, [&](Traffic::Use use) {
        return resources.at(use.resource).level() <= level;
      });
      (full ? stopped : others).push_back(i);
    }
    for (size_t i : stopped) {
      rates[i] = level;
      for (Traffic::Use use : traffics[i]->uses) {
        State &state = resources.at(use.resource);
        state.left = std::max(0.0, state.left - use.weight * level);
      }
    }
    growing = std::move(others);
  }
  return rates;
}

Duration timeAlone(const Topology &topology, const Traffic &traffic) {
  const Traffic *only[] = {&traffic};
  double rate = maxMinRates(topology.capacities(), only).front();
  if (rate == 0)
    return traffic.latency;
  return traffic.latency + timeFor(traffic.bytes, Bandwidth(rate));
}

} // namespace skein::simulator
