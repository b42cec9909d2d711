//===- Mesh.h - The devices of a run and their groups -----------*- C++ -*-===//
//
// Numbers the devices of a mesh and says which of them form a group.
//
//===----------------------------------------------------------------------===//
#ifndef SKEIN_RUNTIME_FABRIC_MESH_H
#define SKEIN_RUNTIME_FABRIC_MESH_H

#include <cstdint>
#include <string>
#include <vector>

namespace skein::runtime {

struct MeshAxis {
  std::string name;
  int64_t size = 1;
};

/// A set of axes of one mesh: bit i stands for axis i.
using AxisSet = uint64_t;

/// Devices are numbered row-major over the axes: the last axis varies fastest.
/// A mesh without axes has one device.
struct Mesh {
  std::string name;
  std::vector<MeshAxis> axes;

  int64_t deviceCount() const;

  /// The coordinate of `device` along axis `axis`.
  int64_t coordinate(int64_t device, int64_t axis) const;

  /// The devices that differ from `device` only along `axes`, itself included,
  /// in ascending order. The position of a device in it is its rank.
  std::vector<int64_t> group(int64_t device, AxisSet axes) const;

  /// "@m[data, model]", as errors name a group.
  std::string describe(AxisSet axes) const;
};

} // namespace skein::runtime

#endif // SKEIN_RUNTIME_FABRIC_MESH_H
