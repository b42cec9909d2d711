//===- Topology.h - devices and the links between them ----------*- C++ -*-===//
//
// A cluster as a graph: devices and switches joined by links. A shared network
// card, a node or a rack is a switch like any other, so nothing here counts on
// one level of network.
//
//===----------------------------------------------------------------------===//

#ifndef SKEIN_SIMULATOR_TOPOLOGY_TOPOLOGY_H
#define SKEIN_SIMULATOR_TOPOLOGY_TOPOLOGY_H

#include "simulator/topology/CollectiveKind.h"
#include "simulator/topology/Quantities.h"

#include "absl/types/span.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace skein::simulator {

/// Index of a device, in the order of the cluster file.
using DeviceId = int;
/// Index of something that transfers share: one direction of a link, or the
/// inside of a switch.
using ResourceId = int;

/// A value that depends on a size: linear in the logarithm of the size between
/// two points, constant outside of them.
struct Curve {
  struct Point {
    double size; // more than 0, ascending
    double value;
    bool operator==(const Point &) const = default;
  };
  std::vector<Point> points; // at least one

  double at(double size) const;
  /// Whether the value depends on the size at all.
  bool isConstant() const { return points.size() == 1; }
  bool operator==(const Curve &) const = default;
};

/// What one device can do. Rates are those that one device reaches while its
/// neighbours are busy too.
struct Device {
  std::string name;
  /// Peak rate by element type, in MLIR's spelling: "f32", "bf16".
  std::map<std::string, FlopRate> peak;
  /// The share of the peak rate that a kernel reaches, by its FLOP: small
  /// kernels do not fill a device.
  Curve efficiency = {{{1, 1}}};
  Bytes memory;
  /// Bytes per second, by the bytes that a kernel moves: small ones stay in
  /// caches. Has points where kernels run.
  Curve memoryBandwidth;
  /// Time that a kernel takes at least, however small it is.
  Duration launchOverhead;
  /// Whether the device computes while it communicates. A processor whose cores
  /// also do the copying does not.
  bool overlap = true;

  /// The same in all but the name.
  bool isLike(const Device &other) const;
};

/// How a transfer gets from one device to another: it is cut through, so that
/// latencies add up and the slowest resource sets the rate.
struct Path {
  Duration latency;
  std::vector<ResourceId> resources;
};

/// Devices, switches and links. Links are full duplex: each direction has the
/// bandwidth for itself.
class Topology {
public:
  /// A device or a switch. Devices are numbered apart from switches.
  using NodeId = int;

  /// `count` devices without compute figures, for studies of communication.
  static Topology allToAll(int count, Bandwidth bandwidth, Duration latency);
  static Topology ring(int count, Bandwidth bandwidth, Duration latency);
  static Topology switched(int count, Bandwidth bandwidth, Duration latency);

  NodeId addDevice(Device device);
  /// `capacity` bounds the sum of all that passes through at one time.
  NodeId addSwitch(std::string name, std::optional<Bandwidth> capacity = {});
  /// Joins two different nodes. `bandwidth` is more than 0, and holds for each
  /// direction; `latency` is that of one crossing.
  void addLink(NodeId a, NodeId b, Bandwidth bandwidth, Duration latency);

  /// Links that join `nodes` pairwise, in a ring, or each with `centre`.
  void connectAllToAll(absl::Span<const NodeId> nodes, Bandwidth bandwidth,
                       Duration latency);
  void connectRing(absl::Span<const NodeId> nodes, Bandwidth bandwidth,
                   Duration latency);
  void connectStar(absl::Span<const NodeId> nodes, NodeId centre,
                   Bandwidth bandwidth, Duration latency);

  int numDevices() const { return int(devices.size()); }
  const Device &device(DeviceId id) const { return devices[id]; }
  NodeId nodeOf(DeviceId id) const { return deviceNodes[id]; }
  const std::string &nodeName(NodeId id) const { return nodes[id].name; }

  /// Bytes per second of every resource, by `ResourceId`.
  absl::Span<const Bandwidth> capacities() const { return resourceCapacities; }

  /// The path with the fewest links; of several, the one whose links come first
  /// in the file. Devices on the way forward without taking part.
  /// Errors: no path: `no path from gpu0 to gpu1`.
  absl::StatusOr<Path> path(DeviceId from, DeviceId to) const;

private:
  struct Hop {
    NodeId to;
    ResourceId resource;
    Duration latency;
  };
  struct Node {
    std::string name;
    std::optional<ResourceId> inside; // of a switch with a capacity
    std::vector<Hop> hops;
  };

  ResourceId addResource(Bandwidth capacity);

  std::vector<Device> devices;
  std::vector<NodeId> deviceNodes;
  std::vector<Node> nodes;
  std::vector<Bandwidth> resourceCapacities;
};

/// Where a program runs: entry i is the device of the mesh's device i, in
/// row-major order of its axes.
using Placement = std::vector<DeviceId>;

/// Times of one kind of collective over groups of one size, each group alone.
struct MeasuredCollective {
  struct Point {
    Bytes bytes; // ascending; of the whole tensor, as in collectiveTraffic
    Duration time;
  };
  CollectiveKind kind;
  int groupSize;
  std::vector<Point> points; // at least one
};

/// A topology and what its file says beside it.
struct Cluster {
  std::string name;
  Topology topology;
  /// The order in which meshes take devices; by default that of the file.
  Placement placement;
  std::vector<MeasuredCollective> measured;

  /// The measurement of this collective, if the file has one; else null.
  const MeasuredCollective *findMeasured(CollectiveKind kind,
                                         int groupSize) const;

  /// The first `count` devices of `placement`.
  /// Errors: fewer devices: `needs 8 devices; cluster "x" has 4`.
  absl::StatusOr<Placement> place(int count) const;
};

} // namespace skein::simulator

#endif // SKEIN_SIMULATOR_TOPOLOGY_TOPOLOGY_H
