//===- ReadResourceSpec.cpp - AutoDist's resource specs -------------------===//

#include "simulator/topology/ReadResourceSpec.h"

#include "simulator/topology/ClusterFields.h"

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"

#include <set>

namespace skein::simulator {
namespace {

/// A machine.
struct Host {
  std::string address;
  std::vector<int> gpus, cpus; // each once, ascending
  Bandwidth bandwidth;         // of its network card
};

bool isPositive(const double &value) { return value > 0; }

bool isLoopback(const std::string &address) {
  return address == "localhost" || address == "::1" ||
         absl::StartsWith(address, "127.");
}

class ResourceSpecReader {
public:
  explicit ResourceSpecReader(const YAML::Node &root)
      : spec(root, "", {"nodes", "skein", "ssh"}) {}

  Cluster read() {
    readGroups();
    for (const YAML::Node &node : sequence(spec, "nodes"))
      readHost(node);
    if (hosts.empty())
      spec.refuse(spec.get("nodes"), "no nodes");
    if (chief.empty())
      spec.refuse(spec.get("nodes"),
                  "no node is the chief; expected chief: true at one of them");
    readFiguresOfDevices();
    build();
    return std::move(cluster);
  }

private:
  //===--------------------------------------------------------------------===//
  // What AutoDist reads
  //===--------------------------------------------------------------------===//

  void readGroups() {
    if (!spec.has("ssh"))
      return;
    YAML::Node ssh = spec.get("ssh");
    if (!ssh.IsMap())
      spec.refuse(ssh, "ssh is not a mapping of groups");
    for (const auto &entry : ssh) {
      Fields group(entry.second, absl::StrCat("ssh group ", entry.first.Scalar()),
                   {"key_file", "port", "python_venv", "shared_envs", "username"});
      if (group.has("port"))
        group.value<int>("port", "1 to 65535",
                         [](const int &port) { return port >= 1 && port <= 65535; });
      groups.insert(entry.first.Scalar());
    }
  }

  void readHost(const YAML::Node &node) {
    Fields fields(node, "node",
                  {"address", "chief", "cpus", "gpus", "network_bandwidth",
                   "ssh_config"});
    Host host;
    host.address = fields.text("address");
    fields.rename(absl::StrCat("node ", host.address));
    size_t count = sequence(spec, "nodes").size();
    if (isLoopback(host.address) && count > 1)
      fields.refuse(fields.get("address"),
                    "a loopback address, by which other nodes do not find it");
    for (const Host &other : hosts)
      if (other.address == host.address)
        fields.refuse(fields.get("address"), "is there twice");
    host.gpus = numbers(fields, "gpus");
    host.cpus = numbers(fields, "cpus");
    if (!host.gpus.empty())
      host.cpus.clear();
    if (host.cpus.empty() || host.cpus.front() != 0)
      host.cpus.insert(host.cpus.begin(), 0);
    double gigabits = !fields.has("network_bandwidth")
                          ? 1
                          : fields.value<double>("network_bandwidth",
                                                 "Gbit/s, more than 0", isPositive);
    host.bandwidth = gigabytesPerSecond(gigabits / 8);
    readRole(fields, host, count);
    hosts.push_back(std::move(host));
  }

  void readRole(const Fields &fields, const Host &host, size_t count) {
    bool isChief = count == 1 || (fields.has("chief") &&
                                  fields.value<bool>("chief", "true or false"));
    if (isChief && !chief.empty())
      fields.refuse(fields.get("chief"),
                    absl::StrCat("is chief, and so is ", chief, "; expected one"));
    if (isChief)
      chief = host.address;
    if (!fields.has("ssh_config")) {
      if (!isChief)
        fields.refuse("has no ssh_config, by which the chief could reach it");
      return;
    }
    std::string group = fields.text("ssh_config");
    if (!groups.count(group))
      fields.refuse(fields.get("ssh_config"),
                    absl::StrCat("ssh_config is ", group, "; expected a group of ssh"));
  }

  static std::vector<int> numbers(const Fields &fields, const char *key) {
    std::set<int> found;
    if (fields.has(key))
      for (const YAML::Node &node : sequence(fields, key)) {
        int number = 0;
        if (!YAML::convert<int>::decode(node, number) || number < 0)
          fields.refuse(node, absl::StrCat(key, " has ", node.Scalar(),
                                           "; expected numbers of devices"));
        found.insert(number);
      }
    return {found.begin(), found.end()};
  }

  //===--------------------------------------------------------------------===//
  // What it does not say
  //===--------------------------------------------------------------------===//

  void readFiguresOfDevices() {
    bool hasGpus = absl::c_any_of(
        hosts, [](const Host &host) { return !host.gpus.empty(); });
    bool hasReplicaCpus = absl::c_any_of(
        hosts, [](const Host &host) { return host.gpus.empty(); });
    if (!spec.has("skein"))
      spec.refuse(absl::StrCat(
          "a resource spec does not say what devices compute; expected a key "
          "skein with ",
          hasGpus ? "gpu" : "cpu",
          ": {peak: {f32: 15.7 TFLOP/s}, memory: 16 GB, memory_bandwidth: 900 "
          "GB/s, launch_overhead: 4 us}"));
    Fields skein(spec.get("skein"), "skein", {"cpu", "gpu", "inside", "network"});
    auto figures = [&](const char *key) {
      return readFigures(Fields(skein.get(key), key,
                                {"efficiency", "launch_overhead", "memory",
                                 "memory_bandwidth", "overlap", "peak"}));
    };
    if (hasGpus)
      gpu = figures("gpu");
    if (hasReplicaCpus || skein.has("cpu"))
      cpu = figures("cpu");
    bool hasInside = absl::c_any_of(hosts, [&](const Host &host) {
      return host.gpus.size() + (cpu ? host.cpus.size() : 0) > 1;
    });
    if (hasInside || skein.has("inside")) {
      Fields inside(skein.get("inside"), "inside", {"bandwidth", "latency"});
      insideBandwidth = inside.quantity("bandwidth", parseBandwidth);
      insideLatency = inside.quantity("latency", parseDuration, true);
    }
    if (hosts.size() > 1 || skein.has("network")) {
      Fields network(skein.get("network"), "network", {"latency"});
      networkLatency = network.quantity("latency", parseDuration, true);
    }
  }

  //===--------------------------------------------------------------------===//
  // The cluster
  //===--------------------------------------------------------------------===//

  void build() {
    Topology &topology = cluster.topology;
    Placement replicaCpus, serverCpus;
    std::optional<Topology::NodeId> network;
    if (hosts.size() > 1)
      network = topology.addSwitch("network");
    for (const Host &host : hosts) {
      Topology::NodeId machine = topology.addSwitch(host.address);
      for (int number : host.gpus)
        addDevice(machine, *gpu, absl::StrCat(host.address, ":GPU:", number),
                  cluster.placement);
      for (int number : host.cpus)
        if (cpu)
          addDevice(machine, *cpu, absl::StrCat(host.address, ":CPU:", number),
                    host.gpus.empty() ? replicaCpus : serverCpus);
      if (network)
        topology.addLink(machine, *network, host.bandwidth, networkLatency);
    }
    for (const Placement &more : {replicaCpus, serverCpus})
      cluster.placement.insert(cluster.placement.end(), more.begin(), more.end());
  }

  void addDevice(Topology::NodeId machine, Device device, std::string name,
                 Placement &placement) {
    device.name = std::move(name);
    placement.push_back(cluster.topology.numDevices());
    // A device alone in its machine is at its card.
    cluster.topology.addLink(cluster.topology.addDevice(std::move(device)), machine,
                             insideBandwidth, insideLatency);
  }

  Fields spec;
  std::set<std::string> groups;
  std::vector<Host> hosts;
  std::string chief; // its address
  std::optional<Device> gpu, cpu;
  Bandwidth insideBandwidth = gigabytesPerSecond(1e6);
  Duration insideLatency, networkLatency;
  Cluster cluster;
};

} // namespace

bool isResourceSpec(const YAML::Node &root) {
  return root && root.IsMap() && root["nodes"];
}

Cluster readResourceSpec(const YAML::Node &root) {
  return ResourceSpecReader(root).read();
}

} // namespace skein::simulator
