#include "runtime/executor/Compare.h"
#include "absl/strings/str_cat.h"
#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

namespace skein::runtime {
namespace {

double relativeDifference(const HostTensor &actual,
                          const HostTensor &expected) {
  if (std::memcmp(actual.data(), expected.data(), actual.byteSize()) == 0)
    return 0;
  double difference = 0, scale = 0;
  for (int64_t i = 0; i < expected.size(); ++i) {
    double left = elementAsDouble(actual.type(), actual.data(), i);
    double right = elementAsDouble(expected.type(), expected.data(), i);
    if (left == right || (std::isnan(left) && std::isnan(right)))
      continue;
    if (!std::isfinite(left) || !std::isfinite(right))
      return std::numeric_limits<double>::infinity();
    difference = std::max(difference, std::abs(left - right));
  }
  for (int64_t i = 0; i < expected.size(); ++i) {
    double value = elementAsDouble(expected.type(), expected.data(), i);
    if (std::isfinite(value))
      scale = std::max(scale, std::abs(value));
  }
  return difference == 0 ? 0 : difference / scale;
}

} // namespace

absl::StatusOr<std::vector<Difference>>
compareTensors(const std::map<std::string, HostTensor> &actual,
               const std::map<std::string, HostTensor> &expected) {
  std::vector<Difference> differences;
  for (const auto &[name, tensor] : expected) {
    auto found = actual.find(name);
    if (found == actual.end())
      return absl::InvalidArgumentError(
          absl::StrCat("variable @", name, " is on one side only"));
    if (found->second.typeString() != tensor.typeString())
      return absl::InvalidArgumentError(absl::StrCat(
          "variable @", name, " is ", found->second.typeString(),
          " on one side and ", tensor.typeString(), " on the other"));
    differences.push_back(
        {name, tensor.typeString(), relativeDifference(found->second, tensor)});
  }
  for (const auto &[name, tensor] : actual)
    if (!expected.count(name))
      return absl::InvalidArgumentError(
          absl::StrCat("variable @", name, " is on one side only"));
  return differences;
}

} // namespace skein::runtime
