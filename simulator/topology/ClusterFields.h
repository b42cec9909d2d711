//===- ClusterFields.h - pieces of cluster files ----------------*- C++ -*-===//
//
// What the readers of Skein's own cluster files and of AutoDist's resource specs
// share: mappings whose keys are checked, and the figures of a device.
//
//===----------------------------------------------------------------------===//

#ifndef SKEIN_SIMULATOR_TOPOLOGY_CLUSTERFIELDS_H
#define SKEIN_SIMULATOR_TOPOLOGY_CLUSTERFIELDS_H

#include "simulator/topology/Topology.h"

#include "absl/strings/str_cat.h"
#include "yaml-cpp/yaml.h"

namespace skein::simulator {

/// A whole cluster file ends at the first problem, so its readers throw what
/// parseCluster returns.
struct Refused {
  std::string message; // without the file, with the line
};

[[noreturn]] void refuse(const YAML::Mark &mark, const std::string &message);

/// A mapping of the file, with the name that messages give it. Fields are taken
/// out by key; what is left at the end is unknown.
class Fields {
public:
  Fields(const YAML::Node &node, std::string what,
         std::initializer_list<absl::string_view> keys);

  void rename(std::string name) { what = std::move(name); }

  bool has(const char *key) const { return bool(node[key]); }

  YAML::Node get(const char *key) const;
  std::string text(const char *key) const;

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
                           const std::string &message) const;
  [[noreturn]] void refuse(const std::string &message) const;

private:
  std::string prefix() const;

  YAML::Node node;
  std::string what;
};

/// The list at `key`.
YAML::Node sequence(const Fields &fields, const char *key);

/// What a device can do, without its name: `peak`, `efficiency`, `memory`,
/// `memory_bandwidth`, `launch_overhead` and `overlap`.
Device readFigures(const Fields &fields);

} // namespace skein::simulator

#endif // SKEIN_SIMULATOR_TOPOLOGY_CLUSTERFIELDS_H
