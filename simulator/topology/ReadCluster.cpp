//===- ReadCluster.cpp - cluster files ------------------------------------===//

#include "simulator/topology/ReadCluster.h"

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "yaml-cpp/yaml.h"

#include <fstream>
#include <set>
#include <sstream>

namespace skein::simulator {
namespace {

/// A whole cluster file ends at the first problem, so the reader below throws
/// what parseCluster returns.
struct Refused {
  std::string message; // without the file, with the line
};

[[noreturn]] void refuse(const YAML::Mark &mark, const std::string &message) {
  // A mark is null for nodes that are not in the text.
  throw Refused{mark.is_null() ? absl::StrCat(" ", message)
                               : absl::StrCat(mark.line + 1, ": ", message)};
}

/// A mapping of the file, with the name that messages give it. Fields are taken
/// out by key; what is left at the end is unknown.
class Fields {
public:
  Fields(const YAML::Node &node, std::string what,
         std::initializer_list<absl::string_view> keys)
      : node(node), what(std::move(what)) {
    if (!node.IsMap())
      refuse("is not a mapping; expected keys such as " +
             std::string(*keys.begin()));
    std::set<std::string> seen;
    for (const auto &entry : node) {
      std::string key = entry.first.Scalar();
      if (!absl::c_linear_search(keys, key))
        simulator::refuse(entry.first.Mark(),
                          absl::StrCat(prefix(), "unknown key \"", key,
                                       "\"; expected one of ",
                                       absl::StrJoin(keys, ", ")));
      if (!seen.insert(key).second)
        simulator::refuse(entry.first.Mark(),
                          absl::StrCat(prefix(), "key \"", key, "\" twice"));
    }
  }

  void rename(std::string name) { what = std::move(name); }

  bool has(const char *key) const { return bool(node[key]); }

  YAML::Node get(const char *key) const {
    YAML::Node value = node[key];
    if (!value)
      refuse(absl::StrCat("has no ", key));
    return value;
  }

  std::string text(const char *key) const {
    YAML::Node value = get(key);
    if (!value.IsScalar())
      refuse(value, absl::StrCat(key, " is not a single value"));
    return value.Scalar();
  }

  /// The quantity at `key`, read by `parse`; 0 is refused unless `zeroIsFine`.
  template <typename T>
  T quantity(const char *key, absl::StatusOr<T> (*parse)(absl::string_view),
             bool zeroIsFine = false) const {
    std::string value = text(key);
    absl::StatusOr<T> parsed = parse(value);
    if (!parsed.ok())
      refuse(node[key], absl::StrCat(key, " ", parsed.status().message()));
    if (parsed->count() == 0 && !zeroIsFine)
      refuse(node[key],
             absl::StrCat(key, " is ", value, "; expected more than 0"));
    return *parsed;
  }

  /// The value at `key` as yaml-cpp reads it; `expected` completes the message.
  template <typename T>
  T value(const char *key, absl::string_view expected,
          bool (*valid)(const T &) = nullptr) const {
    T result;
    std::string written = text(key);
    if (!YAML::convert<T>::decode(node[key], result) ||
        (valid && !valid(result)))
      refuse(node[key],
             absl::StrCat(key, " is ", written, "; expected ", expected));
    return result;
  }

  [[noreturn]] void refuse(const YAML::Node &at,
                           const std::string &message) const {
    simulator::refuse(at.Mark(), prefix() + message);
  }
  [[noreturn]] void refuse(const std::string &message) const {
    simulator::refuse(
        node.Mark(), what.empty() ? message : absl::StrCat(what, " ", message));
  }

private:
  std::string prefix() const {
    return what.empty() ? "" : absl::StrCat(what, ": ");
  }

  YAML::Node node;
  std::string what;
};

YAML::Node sequence(const Fields &fields, const char *key) {
  YAML::Node node = fields.get(key);
  if (!node.IsSequence())
    fields.refuse(node, absl::StrCat(key, " is not a list"));
  return node;
}

bool isFraction(const double &value) { return value > 0 && value <= 1; }
constexpr absl::string_view fractionWanted = "more than 0 and at most 1";

/// The points of the list at `key`, each a mapping of `sizeKey`, which
/// `parseSize` reads, and `valueKey`, which `readValue` reads.
template <typename T>
Curve readCurve(const Fields &device, const char *key, const char *sizeKey,
                absl::StatusOr<T> (*parseSize)(absl::string_view),
                const char *valueKey, double (*readValue)(const Fields &)) {
  Curve curve;
  for (const YAML::Node &node : sequence(device, key)) {
    Fields fields(node, key, {sizeKey, valueKey});
    double size = double(fields.quantity(sizeKey, parseSize).count());
    if (!curve.points.empty() && size <= curve.points.back().size)
      fields.refuse(node, absl::StrCat(sizeKey, " is ", fields.text(sizeKey),
                                       "; expected ascending values"));
    curve.points.push_back({size, readValue(fields)});
  }
  if (curve.points.empty())
    device.refuse(absl::StrCat("has an empty ", key, " list"));
  return curve;
}

Curve readEfficiency(const Fields &device) {
  if (!device.has("efficiency"))
    return {{{1, 1}}};
  if (device.get("efficiency").IsScalar())
    return {
        {{1, device.value<double>("efficiency", fractionWanted, isFraction)}}};
  return readCurve(device, "efficiency", "work", parseFlops, "fraction",
                   [](const Fields &fields) {
                     return fields.value<double>("fraction", fractionWanted,
                                                 isFraction);
                   });
}

Curve readMemoryBandwidth(const Fields &device) {
  if (device.get("memory_bandwidth").IsScalar())
    return {{{1, device.quantity("memory_bandwidth", parseBandwidth).count()}}};
  return readCurve(device, "memory_bandwidth", "size", parseBytes, "rate",
                   [](const Fields &fields) {
                     return fields.quantity("rate", parseBandwidth).count();
                   });
}

Device readDevice(Fields &fields) {
  Device device;
  device.name = fields.text("name");
  fields.rename(absl::StrCat("device ", device.name));
  YAML::Node peak = fields.get("peak");
  if (!peak.IsMap() || peak.size() == 0)
    fields.refuse(peak, "peak is not a mapping of element types to rates");
  for (const auto &entry : peak) {
    std::string type = entry.first.Scalar(), rate = entry.second.Scalar();
    absl::StatusOr<FlopRate> parsed = parseFlopRate(rate);
    if (!parsed.ok())
      fields.refuse(entry.second, absl::StrCat("peak of ", type, " ",
                                               parsed.status().message()));
    if (parsed->count() == 0)
      fields.refuse(entry.second, absl::StrCat("peak of ", type, " is ", rate,
                                               "; expected more than 0"));
    if (!device.peak.emplace(type, *parsed).second)
      fields.refuse(entry.first, absl::StrCat("peak of ", type, " twice"));
  }
  device.efficiency = readEfficiency(fields);
  device.memory = fields.quantity("memory", parseBytes);
  device.memoryBandwidth = readMemoryBandwidth(fields);
  device.launchOverhead = fields.quantity("launch_overhead", parseDuration,
                                          /*zeroIsFine=*/true);
  if (fields.has("overlap"))
    device.overlap = fields.value<bool>("overlap", "true or false");
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
    Cluster cluster = ClusterReader().read(YAML::Load(text));
    if (cluster.name.empty()) {
      absl::string_view stem = path;
      stem.remove_prefix(stem.rfind('/') + 1); // npos + 1 is 0
      cluster.name = std::string(absl::StripSuffix(stem, ".yaml"));
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
