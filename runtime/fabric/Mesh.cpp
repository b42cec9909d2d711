#include "runtime/fabric/Mesh.h"
#include "absl/strings/str_cat.h"

namespace skein::runtime {

int64_t Mesh::deviceCount() const {
  int64_t count = 1;
  for (const MeshAxis &axis : axes)
    count *= axis.size;
  return count;
}

int64_t Mesh::coordinate(int64_t device, int64_t axis) const {
  for (size_t inner = axis + 1; inner < axes.size(); ++inner)
    device /= axes[inner].size;
  return device % axes[axis].size;
}

std::vector<int64_t> Mesh::group(int64_t device, AxisSet members) const {
  auto sameGroup = [&](int64_t other) {
    for (size_t axis = 0; axis < axes.size(); ++axis)
      if (!(members >> axis & 1) &&
          coordinate(other, axis) != coordinate(device, axis))
        return false;
    return true;
  };
  std::vector<int64_t> devices;
  for (int64_t other = 0; other < deviceCount(); ++other)
    if (sameGroup(other))
      devices.push_back(other);
  return devices;
}

std::string Mesh::describe(AxisSet members) const {
  std::string text = absl::StrCat("@", name, "[");
  const char *separator = "";
  for (size_t axis = 0; axis < axes.size(); ++axis) {
    if (!(members >> axis & 1))
      continue;
    absl::StrAppend(&text, separator, axes[axis].name);
    separator = ", ";
  }
  return absl::StrCat(text, "]");
}

} // namespace skein::runtime
