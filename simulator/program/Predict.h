//===- Predict.h - a program on a cluster -----------------------*- C++ -*-===//

#ifndef SKEIN_SIMULATOR_PROGRAM_PREDICT_H
#define SKEIN_SIMULATOR_PROGRAM_PREDICT_H

#include "simulator/engine/Engine.h"
#include "simulator/program/Program.h"

#include <map>

namespace skein::simulator {

/// One op where and when it ran.
struct PredictedTask {
  OpId op;
  int program = 0; // in Prediction::programs
  Stream stream;
  std::vector<DeviceId> devices;
  Interval interval;
  Origin origin; // of its duration
};

struct PredictedDevice {
  DeviceId id;
  std::string name;
  Usage usage;
  MemoryProfile memory;
  Bytes capacity;

  bool fits() const { return memory.peakBytes() <= capacity; }
};

/// What several steps of a job show.
struct JobFigures {
  struct Worker { // a device that runs the main program
    std::string device;
    int64_t iterations = 0, droppedPushes = 0;
    Duration end; // of the last iteration
  };
  struct Owner { // a device that others send requests to
    std::string device;
    double bytesIn = 0, bytesOut = 0;
    /// Of the busiest link on the way in and on the way out, from 0 to 1.
    double inLinks = 0, outLinks = 0;
    Duration adding; // of pushes
  };
  struct Stage { // a device that runs a part of a pipeline
    DeviceId id;
    std::string device, program;
    std::vector<int64_t> stages; // ascending
    // Of one step:
    Duration busy;               // with kernels, collectives and own copies
    Duration receiving, sending; // waiting for messages; their time on the way
    double bubble = 0;           // share that it is not busy, from 0 to 1
    /// The most micro-batches between the beginning of their forward pass and
    /// the end of their last action, over all stages.
    int64_t held = 0;
    BytesByKind most = {}; // of each kind at any time
  };
  int64_t steps = 0;
  double examplesPerSecond = 0; // that the workers went through
  std::vector<Stage> stages;
  std::vector<Worker> workers;
  std::vector<Owner> owners;
  int64_t pushes = 0, droppedPushes = 0;
  /// How many gradients were applied to a variable that had been assigned that
  /// many times since it was pulled for them.
  std::map<int64_t, int64_t> staleness;
};

/// One step of a program, or several steps of a job.
struct Prediction {
  std::vector<Program> programs; // the first is the one that was asked for
  std::string cluster;
  Placement placement;
  Duration stepTime; // of one step; of a job, once it is under way
  Duration duration; // of all tasks
  std::optional<JobFigures> job;
  std::vector<PredictedTask> tasks;
  /// The devices that were simulated: all, or the first one for all.
  std::vector<PredictedDevice> devices;
  bool folded = false;

  bool fits() const;
  const Program &program() const { return programs.front(); }
  const ProgramOp &op(const PredictedTask &task) const {
    return programs[task.program].ops[task.op];
  }
};

struct PredictOptions {
  /// Simulate one device for all where that makes no difference.
  bool fold = true;
};

/// Runs one step of `program` on the devices that `cluster` gives its mesh.
///
/// Kernels run on the compute stream, in program order, and so do collectives
/// that do not ask for the communication stream, and all collectives of devices
/// that do not compute while they communicate. A collective takes the time
/// that the cluster file has measured, if it has; else it pays the launch
/// overhead of the slowest device of its group once. A group of one is free.
///
/// The messages of an exchange run on the stream that a collective would.
/// Devices that messages connect start together and pay the launch overhead of
/// the slowest and the latency of the longest path once; receivers that combine
/// go through what came, what they have and the result once more in memory.
///
/// One device stands for all when all are alike and the groups of every
/// collective get the same latency and the same share of the links; not where
/// there are exchanges.
/// Errors: fewer devices than the mesh has; an element type without a peak
/// rate;
///   devices without a path. A kernel is named with its location.
absl::StatusOr<Prediction> predict(Program program, const Cluster &cluster,
                                   PredictOptions options = {});

/// Makes each iteration of a device longer, as the one of skein-run does.
struct Delay {
  /// "worker", the devices of a main program; "server", those of programs
  /// beside one; or the name of a program or mesh.
  std::string who;
  std::optional<int64_t> device; // in its mesh; none: all
  Duration time, jitter;
};

struct JobOptions {
  int64_t steps = 20;
  std::vector<Delay> delays;
  uint64_t seed = 0; // of the jitter
  /// Let meshes share devices where the cluster has too few for all.
  bool shareDevices = false;
};

/// Runs `steps` steps of all programs of `job`, every device on its own. Meshes
/// get the devices of `cluster` in their order in the job.
///
/// Kernels of one device take turns. Ops of a program start as in `predict`,
/// but those that wait (take, enqueue, dequeue, a delay) hold up all that
/// follows. What a request costs:
/// | pull | there, a read of the value in the owner's memory, and back with it |
/// | push | there with it; three passes over it in the owner's memory, one push to an accumulator after the other, in index order when it is its turn; a dropped one costs none. The program goes on |
/// | enqueue | when all earlier pushes are acknowledged: there with it. The program goes on, but waits for the answer of a queue with a capacity |
/// | dequeue | there, the wait, and back with the value |
/// | take, publish | none |
/// An owner's links are shared like all others. Requests of a program to one
/// owner take effect in the order of the text. What is on the same device has
/// no way to go, but a pull still copies. Rows are counted as if all went to
/// each piece.
///
/// What a pipeline does for a micro-batch are kernels one after the other, and
/// messages. Devices that compute while they communicate go on when there is
/// room for a message; others copy it themselves. A receiver waits until it is
/// there, and then its room is free again.
///
/// A step is over when all programs have done it that do not repeat themselves.
/// `stepTime` and examples per second leave out the first quarter, and all from
/// the end of the first worker on; of pipelines at least the first step, if
/// there are more, as the next begins while devices are still at this one.
/// Errors: as of `predict`; a delay that is meant for nobody; programs that
///   wait for ever; labels, elements or conditions that only data decide.
absl::StatusOr<Prediction> predictJob(Job job, const Cluster &cluster,
                                      const JobOptions &options = {});

} // namespace skein::simulator

#endif // SKEIN_SIMULATOR_PROGRAM_PREDICT_H
