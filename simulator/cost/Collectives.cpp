//===- Collectives.cpp - what collectives ask of the network --------------===//

#include "simulator/cost/Collectives.h"

#include <algorithm>

namespace skein::simulator {
namespace {

using Pair = std::pair<DeviceId, DeviceId>;

/// Each device with the next; the last of a ring with the first if `closed`.
std::vector<Pair> ringPairs(absl::Span<const DeviceId> group, bool closed) {
  std::vector<Pair> pairs;
  for (size_t i = 0; i + !closed < group.size(); ++i)
    pairs.emplace_back(group[i], group[(i + 1) % group.size()]);
  return pairs;
}

std::vector<Pair> allPairs(absl::Span<const DeviceId> group) {
  std::vector<Pair> pairs;
  for (DeviceId from : group)
    for (DeviceId to : group)
      if (from != to)
        pairs.emplace_back(from, to);
  return pairs;
}

/// `steps` latencies of the longest path between `pairs`, then `bytes` on all.
absl::StatusOr<Traffic> between(const Topology &topology,
                                absl::Span<const Pair> pairs, int steps,
                                double bytes) {
  std::vector<Path> paths;
  Duration longest;
  for (auto [from, to] : pairs) {
    absl::StatusOr<Path> path = topology.path(from, to);
    if (!path.ok())
      return path.status();
    longest = std::max(longest, path->latency);
    paths.push_back(std::move(*path));
  }
  return trafficAlong(paths, longest * steps, bytes);
}

} // namespace

absl::StatusOr<Traffic> collectiveTraffic(const Topology &topology,
                                          CollectiveKind kind,
                                          absl::Span<const DeviceId> group,
                                          Bytes bytes) {
  int size = int(group.size());
  if (size <= 1)
    return Traffic();
  double all = double(bytes.count()), piece = all / size;
  switch (kind) {
  case CollectiveKind::AllReduce:
    return between(topology, ringPairs(group, /*closed=*/true), 2 * (size - 1),
                   2 * (size - 1) * piece);
  case CollectiveKind::AllGather:
  case CollectiveKind::ReduceScatter:
    return between(topology, ringPairs(group, /*closed=*/true), size - 1,
                   (size - 1) * piece);
  case CollectiveKind::Broadcast:
  case CollectiveKind::Reduce:
    return between(topology, ringPairs(group, /*closed=*/false), size - 1, all);
  case CollectiveKind::AllToAll:
    return between(topology, allPairs(group), 1, piece);
  }
}

/// As the comment of `calibrate` says.
static double
measuredPicoseconds(absl::Span<const MeasuredCollective::Point> points,
                    double bytes) {
  auto above = std::find_if(points.begin(), points.end(), [&](const auto &p) {
    return double(p.bytes.count()) >= bytes;
  });
  if (above == points.begin())
    return double(above->time.count());
  const MeasuredCollective::Point &low = above[-1];
  double lowBytes = double(low.bytes.count());
  double lowTime = double(low.time.count());
  if (above == points.end())
    return lowTime * bytes / lowBytes;
  double position = (bytes - lowBytes) / (above->bytes.count() - lowBytes);
  return lowTime + position * (above->time.count() - lowTime);
}

Origin calibrate(const Topology &topology, const MeasuredCollective &measured,
                 Bytes bytes, Traffic &traffic) {
  Duration time = secondsToDuration(
      1e-12 * measuredPicoseconds(measured.points, double(bytes.count())));
  traffic.latency = Duration();
  Duration onLinks = timeAlone(topology, traffic);
  if (onLinks > time)
    traffic.bytes *= double(time.count()) / double(onLinks.count());
  else
    traffic.latency = time - onLinks;
  bool isPoint = std::any_of(measured.points.begin(), measured.points.end(),
                             [&](const auto &p) { return p.bytes == bytes; });
  return isPoint ? Origin::Measured : Origin::Table;
}

Traffic together(absl::Span<const Traffic> groups) {
  Traffic all;
  std::map<ResourceId, double> weights;
  for (const Traffic &group : groups) {
    all.latency = std::max(all.latency, group.latency);
    all.bytes = std::max(all.bytes, group.bytes);
    for (Traffic::Use use : group.uses)
      weights[use.resource] += use.weight;
  }
  for (auto [resource, weight] : weights)
    all.uses.push_back({resource, weight});
  return all;
}

bool areAlike(const Topology &topology, absl::Span<const Traffic> groups) {
  std::vector<const Traffic *> pointers;
  for (const Traffic &group : groups)
    pointers.push_back(&group);
  std::vector<double> rates = maxMinRates(topology.capacities(), pointers);
  for (size_t i = 1; i < groups.size(); ++i)
    if (groups[i].latency != groups[0].latency ||
        groups[i].bytes != groups[0].bytes || rates[i] != rates[0])
      return false;
  return true;
}

absl::StatusOr<Duration> collectiveTime(const Topology &topology,
                                        CollectiveKind kind,
                                        absl::Span<const DeviceId> group,
                                        Bytes bytes) {
  absl::StatusOr<Traffic> traffic =
      collectiveTraffic(topology, kind, group, bytes);
  if (!traffic.ok())
    return traffic.status();
  return timeAlone(topology, *traffic);
}

} // namespace skein::simulator
