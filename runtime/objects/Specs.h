//===- Specs.h - The hosted objects of a module -----------------*- C++ -*-===//
//
// What a module declares: which objects there are, where they live and what
// they hold. An object lives on one device; programs of other devices use it
// through a HostedClient. Objects of one kind are known by their position in
// the module.
//
//===----------------------------------------------------------------------===//
#ifndef SKEIN_RUNTIME_OBJECTS_SPECS_H
#define SKEIN_RUNTIME_OBJECTS_SPECS_H

#include "runtime/tensor/HostTensor.h"
#include <optional>
#include <string>
#include <vector>

namespace skein::runtime {

/// A device of a module with several meshes: the number of the mesh, and of the
/// device in it.
struct DevicePlace {
  int64_t mesh = 0;
  int64_t device = 0;

  bool operator==(const DevicePlace &) const = default;
};

/// In which order contributions are added up.
enum class ContributionOrder {
  Index,  // of the devices that push, so that every run has the same bits
  Arrival // as they come, which takes the memory of one contribution only
};

/// What a push to an accumulator for rows brings.
struct RowsSpec {
  int64_t perPush = 0; // indices and rows
  /// The accumulator is for rows `first` and following of a table that is cut
  /// into several; indices of pushes count in the whole table.
  int64_t first = 0;
};

struct AccumulatorSpec {
  std::string name; // without sigil
  DevicePlace home;
  DataType type = DataType::F32;
  /// Of what is added up; with rows, of the part of the table. Without a shape,
  /// the first contribution decides how many elements all have.
  std::optional<Shape> shape;
  std::optional<RowsSpec> rows = std::nullopt;
  ContributionOrder order = ContributionOrder::Index;
  /// How many devices push. `contributorOf` says for the devices of `mesh`
  /// which of them each is, or -1 for one whose pushes are those of another and
  /// count for nothing; empty: each is what its number is.
  int64_t contributors = 1;
  int64_t mesh = 0;
  std::vector<int64_t> contributorOf = {};
};

struct QueueSpec {
  std::string name;
  std::optional<DevicePlace> home; // none: each lives with its own device
  DataType type = DataType::I64;
  Shape shape;
  std::optional<int64_t> capacity = std::nullopt; // none: unbounded
  /// Number of elements at the start of a job, each the step that it starts at.
  int64_t initial = 0;
  /// The mesh of which every device has a queue of its own; none: one queue.
  std::optional<int64_t> perMesh = std::nullopt;
  /// Number of queues: the devices of that mesh.
  int64_t elements = 1;
};

/// What devices of one mesh send to others of it, each to the one at the same
/// position.
struct ChannelSpec {
  std::string name; // without sigil
  DataType type = DataType::F32;
  Shape shape;
  int64_t capacity = 1;
  int64_t mesh = 0;
  std::vector<int64_t> sources, targets;
};

/// A variable on one device that programs of other devices pull.
struct HostedVariableSpec {
  std::string name;
  DevicePlace home;
  DataType type = DataType::F32;
  Shape shape;
};

} // namespace skein::runtime

#endif // SKEIN_RUNTIME_OBJECTS_SPECS_H
