//===- JobRun.h - what a job did in simulated time --------------*- C++ -*-===//

#ifndef SKEIN_SIMULATOR_PROGRAM_JOBRUN_H
#define SKEIN_SIMULATOR_PROGRAM_JOBRUN_H

#include "simulator/program/Predict.h"

#include <set>

namespace skein::simulator {

/// Noted while a job runs.
struct JobRun {
  /// A program on one device.
  struct Instance {
    int program, number; // in `programs` and in the mesh
    DeviceId device;
    int64_t iteration = 0;
    std::vector<std::vector<Interval>> intervals = {}; // by iteration and op
    std::vector<Duration> ends = {};                   // of iterations
    int64_t droppedPushes = 0;
  };

  /// When something grew by how much, in the order of times.
  using Changes = std::vector<std::pair<Duration, Bytes>>;

  struct Device {
    std::vector<Allocation> allocations; // but for those of values
    Changes queues, channels;
    Duration adding; // of pushes
    double bytesIn = 0, bytesOut = 0;
    std::set<ResourceId> inLinks, outLinks;
  };

  std::vector<Program> programs;     // with a delay at the end of each
  std::vector<Placement> placements; // by mesh
  std::map<DeviceId, std::string> roles;
  std::vector<Instance> instances;
  std::vector<Device> devices; // by DeviceId
  std::vector<Duration> stepEnds;
  std::map<int64_t, int64_t> staleness;
  int64_t numPushes = 0, numDropped = 0;
  Duration end;
  std::vector<double> bytesMoved; // by ResourceId
};

/// What it shows. It consists of several steps, `options.steps`.
Prediction predictionOf(const Job &job, const Cluster &cluster,
                        const JobOptions &options, JobRun run);

} // namespace skein::simulator

#endif // SKEIN_SIMULATOR_PROGRAM_JOBRUN_H
