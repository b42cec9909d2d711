//===- Program.h - a step as kernels, collectives and values ----*- C++ -*-===//
//
// What every device of a mesh does in one step, free of MLIR and of any
// cluster; and several such programs with the objects between them, a job.
// ReadProgram.h makes it from level-1 IR, Predict.h places it.
//
//===----------------------------------------------------------------------===//

#ifndef SKEIN_SIMULATOR_PROGRAM_PROGRAM_H
#define SKEIN_SIMULATOR_PROGRAM_PROGRAM_H

#include "passes/progress/Job.h"
#include "simulator/cost/Collectives.h"
#include "simulator/cost/Compute.h"
#include "simulator/memory/Memory.h"

#include <memory>
#include <optional>
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
    int from, to;  // ranks in the group
    Bytes bytes;   // more than 0
    bool combines; // the receiver adds them to what it has
  };
  std::vector<int>
      axes; // indices into Mesh::axes, the last one running fastest
  std::vector<Message> messages;
  bool beside = false; // as that of a collective
};

/// A number that a program computes.
using Number = passes::progress::Expr;

/// Kernels that run one after the other, over and over: their time is worked
/// out once.
struct KernelList {
  std::shared_ptr<const std::vector<Work>> works;
};

/// What a device asks of an object that lives on one device, or of a channel.
struct Request {
  enum class Kind {
    Pull,
    Push,
    Take,
    Enqueue,
    Dequeue,
    Publish, ///< an assignment that later pulls see
    Send,
    Receive,
  };
  /// Which elements of a family.
  enum class Element { Only, Me, All, At };

  Kind kind;
  int object;  // index into Job::objects
  Bytes bytes; // of the value
  Element element = Element::Only;
  Number index;                               // of At
  std::optional<Number> label = std::nullopt; // of a push
  Number value;      // that is enqueued, where it is a single integer
  int64_t count = 1; // pushes that a take waits for; times
  int slot = -1, fromSlot = -1; // of Program::numSlots; see progress::Statement
  Bytes asked = Bytes(0);       // indices of the rows that a pull is for
};

/// Index of an op in its program.
using OpId = int;

/// One kernel or several, one collective, one step of an algorithm, or one
/// request. Devices without a message have no part in an exchange.
struct ProgramOp {
  using Action = std::variant<Work, KernelList, Collective, Exchange, Request>;

  std::string name;     // "linalg.matmul"
  std::string location; // "mlp.mlir:31", or empty
  Action action;
  std::vector<OpId> after; // ops whose end it waits for, all before it
  /// `F3`, of a part of what a pipeline does for a micro-batch; else empty.
  std::string entry = "";
};

/// What a device does of a pipeline for one micro-batch.
struct PipelineEntry {
  char kind; // F, B, I or W
  int64_t stage, microBatch;
  OpId first, last;
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
  std::vector<PipelineEntry> entries; // of all its pipelines, in their order

  // As a part of a job.
  int meshIndex = 0;        // in Job::meshes
  std::vector<int> devices; // of the mesh, ascending; none: all
  bool isBeside = false;
  int64_t times = 1;                 // iterations per step
  std::optional<Number> repeatWhile; // it goes on while this is not 0
  int numSlots = 0;
};

/// A variable, an accumulator or a queue on one device, which is its owner; or
/// a family of queues, one for each device of a mesh; or a channel between two
/// programs.
struct HostedObject {
  enum class Kind { Variable, Accumulator, Queue, Channel };

  Kind kind;
  std::string name;
  /// Index in Job::meshes, and number in it; -1: each with its own device.
  int mesh = -1, device = 0;
  int family = -1; // mesh of which each device has one; -1: one for all
  Bytes bytes;     // of one value
  int64_t initial = 0;
  int64_t capacity = 0; // 0: no limit
  /// Of an accumulator.
  int variable = -1;          // its object
  std::vector<int> otherAxes; // of the contributors' mesh: the first pushes
  std::vector<int> axes;      // along which devices contribute
  bool inIndexOrder = false;
  // Of a channel: in Job::programs. Devices at the same place along `axes`
  // talk.
  int source = -1, target = -1;
};

/// Memory that some devices need as long as the job runs.
struct JobMemory {
  std::string name;
  Bytes bytes;
  MemoryKind kind;
  int mesh;
  std::vector<int> devices; // of the mesh; none: all
};

/// A program, and those that run beside it.
struct Job {
  std::vector<Mesh> meshes; // the first is that of the first program
  std::vector<HostedObject> objects;
  std::vector<Program> programs; // the first is the one that was asked for
  std::vector<JobMemory> memory;
};

} // namespace skein::simulator

#endif // SKEIN_SIMULATOR_PROGRAM_PROGRAM_H
