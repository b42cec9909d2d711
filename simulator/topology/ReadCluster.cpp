//===- ReadCluster.cpp - cluster files ------------------------------------===//

#include "simulator/topology/ReadCluster.h"

#include "simulator/topology/ClusterFields.h"
#include "simulator/topology/ReadResourceSpec.h"

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"

#include <fstream>
#include <sstream>

namespace skein::simulator {
namespace {

Device readDevice(Fields &fields) {
  std::string name = fields.text("name");
  fields.rename(absl::StrCat("device ", name));
  Device device = readFigures(fields);
  device.name = name;
  return device;
}

class ClusterReader {
public:
  Cluster read(const YAML::Node &root) {
    if (!root || root.IsNull())
      refuse(YAML::Mark::null_mark(), "is empty; expected a list of devices");
    Fields fields(root, "",
                  {"devices", "links", "measured", "name", "network",
                   "placement", "source", "switches"});
    if (fields.has("name"))
      cluster.name = fields.text("name");
    if (fields.has("source"))
      fields.text("source");
    for (const YAML::Node &node : sequence(fields, "devices"))
      addDevices(node);
    if (topology().numDevices() == 0)
      fields.refuse(fields.get("devices"), "no devices");
    if (fields.has("switches"))
      for (const YAML::Node &node : sequence(fields, "switches"))
        addSwitch(node);
    if (fields.has("network"))
      addNetwork(fields.get("network"));
    if (fields.has("links"))
      for (const YAML::Node &node : sequence(fields, "links"))
        addLink(node);
    readPlacement(fields);
    if (fields.has("measured"))
      for (const YAML::Node &node : sequence(fields, "measured"))
        cluster.measured.push_back(readMeasured(node));
    return std::move(cluster);
  }

private:
  Topology &topology() { return cluster.topology; }

  void name(const Fields &fields, const std::string &name,
            Topology::NodeId node) {
    if (!nodes.emplace(name, node).second)
      fields.refuse("is there twice");
  }

  void addDevices(const YAML::Node &node) {
    Fields fields(node, "device",
                  {"count", "efficiency", "launch_overhead", "memory",
                   "memory_bandwidth", "name", "overlap", "peak"});
    Device device = readDevice(fields);
    if (!fields.has("count")) {
      deviceByName[device.name] = topology().numDevices();
      name(fields, device.name, topology().addDevice(device));
      return;
    }
    int count = fields.value<int>("count", "1 to 65536", [](const int &n) {
      return n >= 1 && n <= 65536;
    });
    for (int i = 0; i < count; ++i) {
      Device one = device;
      one.name = absl::StrCat(device.name, i);
      deviceByName[one.name] = topology().numDevices();
      name(fields, one.name, topology().addDevice(one));
    }
  }

  void addSwitch(const YAML::Node &node) {
    Fields fields(node, "switch", {"capacity", "name"});
    std::string switchName = fields.text("name");
    fields.rename(absl::StrCat("switch ", switchName));
    name(fields, switchName,
         topology().addSwitch(switchName, capacity(fields)));
  }

  static std::optional<Bandwidth> capacity(const Fields &fields) {
    if (!fields.has("capacity"))
      return std::nullopt;
    return fields.quantity("capacity", parseBandwidth);
  }

  void addNetwork(const YAML::Node &node) {
    Fields fields(node, "network",
                  {"bandwidth", "capacity", "kind", "latency"});
    std::string kind = fields.text("kind");
    Bandwidth bandwidth = fields.quantity("bandwidth", parseBandwidth);
    Duration latency = fields.quantity("latency", parseDuration, true);
    if (kind != "switch" && fields.has("capacity"))
      fields.refuse(fields.get("capacity"),
                    absl::StrCat("capacity of a network of kind ", kind,
                                 "; only a switch has one"));
    std::vector<Topology::NodeId> ends;
    for (DeviceId id = 0; id < topology().numDevices(); ++id)
      ends.push_back(topology().nodeOf(id));
    if (kind == "switch")
      topology().connectStar(ends,
                             topology().addSwitch("network", capacity(fields)),
                             bandwidth, latency);
    else if (kind == "ring")
      topology().connectRing(ends, bandwidth, latency);
    else if (kind != "all-to-all")
      fields.refuse(fields.get("kind"),
                    absl::StrCat("kind is ", kind,
                                 "; expected all-to-all, ring or switch"));
    else if (ends.size() > 1024) // half a million links
      fields.refuse(absl::StrCat("joins ", ends.size(),
                                 " devices all-to-all; expected at most 1024"));
    else
      topology().connectAllToAll(ends, bandwidth, latency);
  }

  void addLink(const YAML::Node &node) {
    Fields fields(node, "link", {"bandwidth", "between", "latency"});
    YAML::Node between = sequence(fields, "between");
    if (between.size() != 2)
      fields.refuse(
          between, absl::StrCat("joins ", between.size(), " ends; expected 2"));
    std::string first = between[0].Scalar(), second = between[1].Scalar();
    fields.rename(absl::StrCat("link ", first, "-", second));
    for (const std::string &end : {first, second})
      if (!nodes.count(end))
        fields.refuse(between, absl::StrCat("no device or switch is called \"",
                                            end, "\""));
    if (first == second)
      fields.refuse(between, "joins a device with itself");
    topology().addLink(nodes.at(first), nodes.at(second),
                       fields.quantity("bandwidth", parseBandwidth),
                       fields.quantity("latency", parseDuration, true));
  }

  static MeasuredCollective readMeasured(const YAML::Node &node) {
    Fields fields(node, "measured", {"devices", "op", "times"});
    std::string op = fields.text("op");
    auto kind = absl::c_find(collectiveNames, op);
    if (kind == std::end(collectiveNames))
      fields.refuse(fields.get("op"),
                    absl::StrCat("op is ", op, "; expected one of ",
                                 absl::StrJoin(collectiveNames, ", ")));
    MeasuredCollective measured;
    measured.kind = CollectiveKind(kind - std::begin(collectiveNames));
    measured.groupSize = fields.value<int>("devices", "2 or more",
                                           [](const int &n) { return n >= 2; });
    for (const YAML::Node &entry : sequence(fields, "times")) {
      Fields point(entry, absl::StrCat("measured ", op), {"size", "time"});
      Bytes size = point.quantity("size", parseBytes);
      if (!measured.points.empty() && size <= measured.points.back().bytes)
        point.refuse(entry, absl::StrCat("size is ", point.text("size"),
                                         "; expected ascending values"));
      measured.points.push_back({size, point.quantity("time", parseDuration)});
    }
    if (measured.points.empty())
      fields.refuse("has no times");
    return measured;
  }

  void readPlacement(const Fields &fields) {
    if (!fields.has("placement")) {
      for (DeviceId id = 0; id < topology().numDevices(); ++id)
        cluster.placement.push_back(id);
      return;
    }
    for (const YAML::Node &node : sequence(fields, "placement")) {
      auto found = deviceByName.find(node.Scalar());
      if (found == deviceByName.end())
        fields.refuse(node, absl::StrCat("placement: no device is called \"",
                                         node.Scalar(), "\""));
      if (absl::c_linear_search(cluster.placement, found->second))
        fields.refuse(
            node, absl::StrCat("placement: device ", node.Scalar(), " twice"));
      cluster.placement.push_back(found->second);
    }
  }

  Cluster cluster;
  std::map<std::string, Topology::NodeId> nodes;
  std::map<std::string, DeviceId> deviceByName;
};

} // namespace

absl::StatusOr<Cluster> parseCluster(const std::string &text,
                                     const std::string &path) {
  try {
    YAML::Node root = YAML::Load(text);
    Cluster cluster =
        isResourceSpec(root) ? readResourceSpec(root) : ClusterReader().read(root);
    if (cluster.name.empty()) {
      absl::string_view stem = path;
      stem.remove_prefix(stem.rfind('/') + 1); // npos + 1 is 0
      cluster.name = std::string(
          absl::StripSuffix(absl::StripSuffix(stem, ".yaml"), ".yml"));
    }
    return cluster;
  } catch (const Refused &refused) {
    return absl::InvalidArgumentError(absl::StrCat(path, ":", refused.message));
  } catch (const YAML::Exception &error) {
    return absl::InvalidArgumentError(
        error.mark.is_null()
            ? absl::StrCat(path, ": ", error.msg)
            : absl::StrCat(path, ":", error.mark.line + 1, ": ", error.msg));
  }
}

absl::StatusOr<Cluster> readCluster(const std::string &path) {
  std::ifstream file(path);
  std::stringstream text;
  // Reading a directory opens, and fails only here.
  if (!file || !(text << file.rdbuf()))
    return absl::NotFoundError(absl::StrCat(path, ": cannot be read"));
  return parseCluster(text.str(), path);
}

} // namespace skein::simulator
