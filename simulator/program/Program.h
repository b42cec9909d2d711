//===- Program.h - a step as kernels, collectives and values ----*- C++ -*-===//
//
// What every device of a mesh does in one step, free of MLIR and of any
// cluster. ReadProgram.h makes it from level-1 IR, Predict.h places it.
//
//===----------------------------------------------------------------------===//

#ifndef SKEIN_SIMULATOR_PROGRAM_PROGRAM_H
#define SKEIN_SIMULATOR_PROGRAM_PROGRAM_H

#include "simulator/cost/Collectives.h"
#include "simulator/cost/Compute.h"
#include "simulator/memory/Memory.h"

#include <string>
#include <variant>
#include <vector>

namespace skein::simulator {

/// The axes of a mesh; devices are numbered in row-major order.
struct Mesh {
  struct Axis {
    std::string name;
    int size;
  };
  std::string name;
  std::vector<Axis> axes; // none: one device

  int numDevices() const;
  /// The devices that differ only along `axes` (indices), group by group, in
  /// the order of their ranks, the last of `axes` running fastest; without axes
  /// each device is a group.
  std::vector<std::vector<int>> groups(absl::Span<const int> axes) const;
  /// `data = 4, model = 2`.
  std::string toString() const;
};

/// What a device takes part in; `bytes` as in collectiveTraffic.
struct Collective {
  CollectiveKind kind;
  std::vector<int> axes; // indices into Mesh::axes, ascending
  Bytes bytes;
  /// On the stream for communication; else the device waits for it.
  bool beside = false;
};

/// Messages that the devices of a group send each other at one time, as an
/// algorithm spells them out.
struct Exchange {
  struct Message {
    int from, to; // ranks in the group
    Bytes bytes;  // more than 0
    bool combines; // the receiver adds them to what it has
  };
  std::vector<int> axes; // indices into Mesh::axes, the last one running fastest
  std::vector<Message> messages;
  bool beside = false; // as that of a collective
};

/// Index of an op in its program.
using OpId = int;

/// One kernel, one collective, or one step of an algorithm. Devices without a
/// message have no part in an exchange.
struct ProgramOp {
  std::string name;     // "linalg.matmul"
  std::string location; // "mlp.mlir:31", or empty
  std::variant<Work, Collective, Exchange> action;
  std::vector<OpId> after; // ops whose end it waits for, all before it
};

/// Memory that a device needs during the step.
struct ProgramValue {
  std::string name;
  Bytes bytes;
  MemoryKind kind = MemoryKind::Temporaries;
  /// The op that makes it; none: it is there for the whole step.
  std::optional<OpId> madeBy;
  std::vector<OpId> usedBy;
  bool returned = false; // live to the end
};

struct Program {
  std::string name;
  std::string location; // "mlp.mlir:20", or empty
  Mesh mesh;
  std::vector<ProgramOp> ops; // in program order, which is that of a stream
  std::vector<ProgramValue> values;
  /// Examples of the global batch of one step; 0: not known.
  int64_t examples = 0;
};

} // namespace skein::simulator

#endif // SKEIN_SIMULATOR_PROGRAM_PROGRAM_H
