//===- Topology.cpp - devices and the links between them ------------------===//

#include "simulator/topology/Topology.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <numeric>

namespace skein::simulator {

double Curve::at(double size) const {
  auto above = std::find_if(points.begin(), points.end(),
                            [&](const Point &p) { return p.size >= size; });
  if (above == points.begin())
    return points.front().value;
  if (above == points.end())
    return points.back().value;
  const Point &low = above[-1], &high = above[0];
  double position = std::log(size / low.size) / std::log(high.size / low.size);
  return low.value + position * (high.value - low.value);
}

bool Device::isLike(const Device &other) const {
  return peak == other.peak && efficiency == other.efficiency &&
         memory == other.memory && memoryBandwidth == other.memoryBandwidth &&
         launchOverhead == other.launchOverhead && overlap == other.overlap;
}

static std::vector<Topology::NodeId> addPlainDevices(Topology &topology,
                                                     int count) {
  std::vector<Topology::NodeId> nodes;
  for (int i = 0; i < count; ++i) {
    Device device;
    device.name = absl::StrCat("device", i);
    nodes.push_back(topology.addDevice(std::move(device)));
  }
  return nodes;
}

Topology Topology::allToAll(int count, Bandwidth bandwidth, Duration latency) {
  Topology topology;
  topology.connectAllToAll(addPlainDevices(topology, count), bandwidth,
                           latency);
  return topology;
}

Topology Topology::ring(int count, Bandwidth bandwidth, Duration latency) {
  Topology topology;
  topology.connectRing(addPlainDevices(topology, count), bandwidth, latency);
  return topology;
}

Topology Topology::switched(int count, Bandwidth bandwidth, Duration latency) {
  Topology topology;
  std::vector<NodeId> nodes = addPlainDevices(topology, count);
  topology.connectStar(nodes, topology.addSwitch("switch"), bandwidth, latency);
  return topology;
}

ResourceId Topology::addResource(Bandwidth capacity) {
  resourceCapacities.push_back(capacity);
  return ResourceId(resourceCapacities.size()) - 1;
}

Topology::NodeId Topology::addDevice(Device device) {
  NodeId id = NodeId(nodes.size());
  nodes.push_back({device.name, {}, {}});
  deviceNodes.push_back(id);
  devices.push_back(std::move(device));
  return id;
}

Topology::NodeId Topology::addSwitch(std::string name,
                                     std::optional<Bandwidth> capacity) {
  std::optional<ResourceId> inside;
  if (capacity)
    inside = addResource(*capacity);
  nodes.push_back({std::move(name), inside, {}});
  return NodeId(nodes.size()) - 1;
}

void Topology::addLink(NodeId a, NodeId b, Bandwidth bandwidth,
                       Duration latency) {
  nodes[a].hops.push_back({b, addResource(bandwidth), latency});
  nodes[b].hops.push_back({a, addResource(bandwidth), latency});
}

void Topology::connectAllToAll(absl::Span<const NodeId> ends,
                               Bandwidth bandwidth, Duration latency) {
  for (size_t i = 0; i < ends.size(); ++i)
    for (size_t j = i + 1; j < ends.size(); ++j)
      addLink(ends[i], ends[j], bandwidth, latency);
}

void Topology::connectRing(absl::Span<const NodeId> ends, Bandwidth bandwidth,
                           Duration latency) {
  // Two devices need one link, not one in each direction of the ring.
  size_t numLinks = ends.size() > 2 ? ends.size() : ends.size() - 1;
  for (size_t i = 0; i < numLinks; ++i)
    addLink(ends[i], ends[(i + 1) % ends.size()], bandwidth, latency);
}

void Topology::connectStar(absl::Span<const NodeId> ends, NodeId centre,
                           Bandwidth bandwidth, Duration latency) {
  for (NodeId end : ends)
    addLink(end, centre, bandwidth, latency);
}

absl::StatusOr<Path> Topology::path(DeviceId from, DeviceId to) const {
  NodeId source = deviceNodes[from], target = deviceNodes[to];
  // Breadth first; how each node was reached.
  std::vector<std::pair<NodeId, const Hop *>> reachedBy(nodes.size(),
                                                        {-1, nullptr});
  std::deque<NodeId> queue = {source};
  while (!queue.empty() && !reachedBy[target].second && source != target) {
    NodeId node = queue.front();
    queue.pop_front();
    for (const Hop &hop : nodes[node].hops) {
      if (hop.to == source || reachedBy[hop.to].second)
        continue;
      reachedBy[hop.to] = {node, &hop};
      queue.push_back(hop.to);
    }
  }
  if (source != target && !reachedBy[target].second)
    return absl::InvalidArgumentError(absl::StrCat(
        "no path from ", device(from).name, " to ", device(to).name));

  Path path;
  for (NodeId node = target; node != source; node = reachedBy[node].first) {
    const Hop *hop = reachedBy[node].second;
    path.latency += hop->latency;
    if (nodes[node].inside)
      path.resources.push_back(*nodes[node].inside);
    path.resources.push_back(hop->resource);
  }
  std::reverse(path.resources.begin(), path.resources.end());
  return path;
}

const MeasuredCollective *Cluster::findMeasured(CollectiveKind kind,
                                                int groupSize) const {
  for (const MeasuredCollective &candidate : measured)
    if (candidate.kind == kind && candidate.groupSize == groupSize)
      return &candidate;
  return nullptr;
}

absl::StatusOr<Placement> Cluster::place(int count) const {
  if (count > int(placement.size()))
    return absl::InvalidArgumentError(
        absl::StrCat("needs ", count, " devices; cluster \"", name, "\" has ",
                     placement.size()));
  return Placement(placement.begin(), placement.begin() + count);
}

} // namespace skein::simulator
