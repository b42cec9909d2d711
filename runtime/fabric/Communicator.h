//===- Communicator.h - Collectives over a group of devices -----*- C++ -*-===//
//
// The interface between compiled code and whatever connects the devices. One
// object belongs to one device and stands for its membership in one group.
//
//===----------------------------------------------------------------------===//
#ifndef SKEIN_RUNTIME_FABRIC_COMMUNICATOR_H
#define SKEIN_RUNTIME_FABRIC_COMMUNICATOR_H

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "runtime/fabric/Mesh.h"
#include "runtime/tensor/DataType.h"
#include <memory>
#include <optional>

namespace skein::runtime {

/// How the contributions of the members are combined. And and Or are bitwise,
/// for integers only; I1 takes And, Or, Max and Min.
enum class ReductionKind { Sum, Mul, Max, Min, And, Or };

/// The spelling of the IR: "sum".
absl::string_view name(ReductionKind kind);

/// Elements that go from one member to another.
struct Outgoing {
  const void *data;
  int64_t count; ///< 0: nothing is sent, and the other fields are not looked at
  int64_t to;
};
struct Incoming {
  void *data;
  int64_t count;
  int64_t from;
};

/// Every member of the group must call the same operations, with the same
/// arguments other than the buffers, in the same order; each call returns when
/// the caller's buffers may be used again. `count` is in elements.
///
/// Contributions are combined in the order of ranks, f16 and bf16 in f32 with
/// one rounding at the end, integers modulo 2^width, a NaN beats every number:
/// results are bit-equal on all members and in every run.
///
/// Buffers: dense; `input` and `output` are the same or do not overlap, the
/// same only where an operation says so.
/// Errors: a member failed or called something else, a kind that the type does
/// not have; each names the rank, the operation, its number in this group, and
/// the group. After an error every call on the group fails.
class Communicator {
public:
  virtual ~Communicator() = default;

  /// Position of this device in the group, from 0.
  virtual int64_t rank() const = 0;
  /// Number of members.
  virtual int64_t size() const = 0;

  /// Combines `count` elements of every member; all receive the result.
  /// `input` may be `output`.
  virtual absl::Status allReduce(ReductionKind kind, DataType type,
                                 const void *input, void *output,
                                 int64_t count) = 0;

  /// As allReduce, but only `root` receives; others' `output` is not touched
  /// and may be null.
  virtual absl::Status reduce(ReductionKind kind, DataType type,
                              const void *input, void *output, int64_t count,
                              int64_t root) = 0;

  /// Copies `count` elements of `input` at `root` to every `output`. Other
  /// members' `input` is not read and may be null. `input` may be `output`.
  virtual absl::Status broadcast(DataType type, const void *input, void *output,
                                 int64_t count, int64_t root) = 0;

  /// Concatenates `count` elements of every member, in the order of ranks, in
  /// every `output` of size() * count elements.
  virtual absl::Status allGather(DataType type, const void *input, void *output,
                                 int64_t count) = 0;

  /// Combines `input`s of size() * count elements; the member of rank r
  /// receives the r-th part, of `count` elements.
  virtual absl::Status reduceScatter(ReductionKind kind, DataType type,
                                     const void *input, void *output,
                                     int64_t count) = 0;

  /// Part i of `input` at rank j becomes part j of `output` at rank i; each of
  /// the size() parts has `count` elements.
  virtual absl::Status allToAll(DataType type, const void *input, void *output,
                                int64_t count) = 0;

  /// Sends and receives at the same time. What comes replaces the elements of
  /// `incoming`, or with `kind` is combined with them. Messages of one member to
  /// another arrive in the order in which they were sent; both have the same
  /// count, type and kind. Only the two have to call; a member that neither sends
  /// nor receives need not. What is sent and what is received do not overlap.
  virtual absl::Status exchange(std::optional<ReductionKind> kind, DataType type,
                                const Outgoing &outgoing, const Incoming &incoming) = 0;

  /// Returns when every member has called it.
  virtual absl::Status barrier() = 0;
};

/// One device's view of the fabric.
class DeviceFabric {
public:
  virtual ~DeviceFabric() = default;

  virtual const Mesh &mesh() const = 0;
  /// The number of this device in the mesh.
  virtual int64_t device() const = 0;

  /// The group of the devices that differ from this one only along `axes`; of
  /// this device alone when `axes` is empty. Owned by the fabric, the same
  /// object for the same axes.
  virtual Communicator &over(AxisSet axes) = 0;

  /// This device's view of the same fabric for another thread of the device,
  /// with groups of its own: calls of two streams never meet. Streams are
  /// numbered alike on all devices, from that of this object, which is 0. They
  /// fail together.
  virtual std::unique_ptr<DeviceFabric> forStream(int64_t stream) = 0;

  /// Makes every waiting and every later call on every group of every device
  /// fail with `cause`. The first cause wins. May be called by any thread.
  virtual void abort(absl::Status cause) = 0;
};

} // namespace skein::runtime

#endif // SKEIN_RUNTIME_FABRIC_COMMUNICATOR_H
