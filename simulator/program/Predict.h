//===- Predict.h - a program on a cluster -----------------------*- C++ -*-===//

#ifndef SKEIN_SIMULATOR_PROGRAM_PREDICT_H
#define SKEIN_SIMULATOR_PROGRAM_PREDICT_H

#include "simulator/engine/Engine.h"
#include "simulator/program/Program.h"

namespace skein::simulator {

/// One op where and when it ran.
struct PredictedTask {
  OpId op;
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

/// One step of a program.
struct Prediction {
  Program program;
  std::string cluster;
  Placement placement;
  Duration stepTime;
  std::vector<PredictedTask> tasks;
  /// The devices that were simulated: all, or the first one for all.
  std::vector<PredictedDevice> devices;
  bool folded = false;

  bool fits() const;
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
/// The messages of an exchange run on the stream that a collective would. Devices that
/// messages connect start together and pay the launch overhead of the slowest
/// and the latency of the longest path once; receivers that combine go through
/// what came, what they have and the result once more in memory.
///
/// One device stands for all when all are alike and the groups of every
/// collective get the same latency and the same share of the links; not where
/// there are exchanges.
/// Errors: fewer devices than the mesh has; an element type without a peak
/// rate;
///   devices without a path. A kernel is named with its location.
absl::StatusOr<Prediction> predict(Program program, const Cluster &cluster,
                                   PredictOptions options = {});

} // namespace skein::simulator

#endif // SKEIN_SIMULATOR_PROGRAM_PREDICT_H
