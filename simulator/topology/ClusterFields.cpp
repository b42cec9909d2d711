//===- ClusterFields.cpp - pieces of cluster files ------------------------===//

#include "simulator/topology/ClusterFields.h"

#include "absl/algorithm/container.h"
#include "absl/strings/str_join.h"

#include <set>

namespace skein::simulator {

void refuse(const YAML::Mark &mark, const std::string &message) {
  // A mark is null for nodes that are not in the text.
  throw Refused{mark.is_null() ? absl::StrCat(" ", message)
                               : absl::StrCat(mark.line + 1, ": ", message)};
}

Fields::Fields(const YAML::Node &node, std::string what,
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

YAML::Node Fields::get(const char *key) const {
  YAML::Node value = node[key];
  if (!value)
    refuse(absl::StrCat("has no ", key));
  return value;
}

std::string Fields::text(const char *key) const {
  YAML::Node value = get(key);
  if (!value.IsScalar())
    refuse(value, absl::StrCat(key, " is not a single value"));
  return value.Scalar();
}

void Fields::refuse(const YAML::Node &at,
                    const std::string &message) const {
  simulator::refuse(at.Mark(), prefix() + message);
}
void Fields::refuse(const std::string &message) const {
  simulator::refuse(
      node.Mark(), what.empty() ? message : absl::StrCat(what, " ", message));
}

std::string Fields::prefix() const {
  return what.empty() ? "" : absl::StrCat(what, ": ");
}

YAML::Node sequence(const Fields &fields, const char *key) {
  YAML::Node node = fields.get(key);
  if (!node.IsSequence())
    fields.refuse(node, absl::StrCat(key, " is not a list"));
  return node;
}

namespace {

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

} // namespace

Device readFigures(const Fields &fields) {
  Device device;
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

} // namespace skein::simulator
