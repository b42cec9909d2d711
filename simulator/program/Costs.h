//===- Costs.h - what the ops of a program ask of a cluster -----*- C++ -*-===//

#ifndef SKEIN_SIMULATOR_PROGRAM_COSTS_H
#define SKEIN_SIMULATOR_PROGRAM_COSTS_H

#include "simulator/engine/Engine.h"
#include "simulator/program/Program.h"

#include <map>

namespace skein::simulator {

/// The part of some devices in an op.
struct OpTask {
  std::vector<int> members; // numbers in the mesh
  Traffic traffic;
  Origin origin;
};

/// Costs of the ops of one program, whose mesh has the devices of `placement`.
/// Predict.h says what the model is. What it refers to has to outlive it.
class Costs {
public:
  Costs(const Mesh &mesh, const Cluster &cluster, const Placement &placement)
      : mesh(mesh), cluster(cluster), topology(cluster.topology),
        placement(placement) {}

  /// Errors: devices that have to talk without a path.
  absl::StatusOr<std::vector<OpTask>> of(const Collective &collective);
  absl::StatusOr<std::vector<OpTask>> of(const Exchange &exchange);
  /// Errors: an element type without a peak rate.
  absl::StatusOr<Estimate> of(const Work &work, int member) const;
  absl::StatusOr<Estimate> of(const KernelList &list, int member) const;

  /// Whether the groups of every collective so far get equal shares.
  bool groupsAreAlike() const;

private:
  using GroupKey = std::pair<CollectiveKind, std::vector<int>>;
  struct GroupTraffic {
    std::vector<std::vector<int>> groups;
    std::vector<Traffic> perByte; // latency, and the traffic of one byte
  };

  absl::StatusOr<const GroupTraffic *> findGroups(const Collective &collective);
  absl::StatusOr<OpTask>
  messagesTask(absl::Span<const int> group,
               absl::Span<const Exchange::Message> messages);
  absl::StatusOr<const Path *> findPath(DeviceId from, DeviceId to);
  Duration slowestLaunch(absl::Span<const int> members) const;

  const Mesh &mesh;
  const Cluster &cluster;
  const Topology &topology;
  const Placement &placement;
  std::map<GroupKey, GroupTraffic> groupsOf;
  std::map<std::pair<DeviceId, DeviceId>, Path> paths;
};

} // namespace skein::simulator

#endif // SKEIN_SIMULATOR_PROGRAM_COSTS_H
