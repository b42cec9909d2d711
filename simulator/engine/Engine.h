//===- Engine.h - discrete events over streams and links --------*- C++ -*-===//
//
// Runs tasks in simulated time. A device has two streams, and a stream runs its
// tasks one after another in the order in which they were given. A task on
// several devices is a rendezvous: it starts when it is its turn on all of
// them. Tasks that move bytes at the same time share the links max-min.
//
//===----------------------------------------------------------------------===//

#ifndef SKEIN_SIMULATOR_ENGINE_ENGINE_H
#define SKEIN_SIMULATOR_ENGINE_ENGINE_H

#include "simulator/topology/Traffic.h"

namespace skein::simulator {

/// Index of a task in the list given to `run`.
using TaskId = int;

enum class Stream { Compute, Communication };

struct Task {
  enum class Kind { Kernel, Collective };

  std::string name; // for messages
  Kind kind = Kind::Kernel;
  Stream stream = Stream::Compute;
  /// Devices whose stream it takes, each once.
  std::vector<DeviceId> devices;
  /// What it does: a fixed time, and then bytes over links, if any.
  Traffic traffic;
  /// Tasks that end before it starts.
  std::vector<TaskId> after;
};

/// When a task ran.
struct Interval {
  Duration start, end;
  Duration length() const { return end - start; }
};

struct Timeline {
  std::vector<Interval> intervals; // by TaskId
  Duration end;                    // of the last task
};

/// When each of `tasks` runs. The same tasks give the same timeline: what
/// happens at one time happens in the order of the list.
/// Errors: tasks that wait for each other: `all_reduce on gpu1 never starts; it
///   waits for ...`.
absl::StatusOr<Timeline> run(const Topology &topology,
                             absl::Span<const Task> tasks);

/// How a device spent the time from 0 to the end of the timeline.
struct Usage {
  Duration compute;       // in kernels
  Duration communication; // in collectives, also while they wait for a link
  Duration overlap;       // in both at once
  Duration idle;          // in neither

  void add(Duration time, bool computing, bool communicating);
};

/// By DeviceId.
std::vector<Usage> usages(int numDevices, absl::Span<const Task> tasks,
                          const Timeline &timeline);

} // namespace skein::simulator

#endif // SKEIN_SIMULATOR_ENGINE_ENGINE_H
