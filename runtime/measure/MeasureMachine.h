//===- MeasureMachine.h - What this machine does as N devices ---*- C++ -*-===//
//
// Measures what a virtual device reaches while all the others are busy too, and
// writes it as the cluster file that the simulator reads.
//
//===----------------------------------------------------------------------===//
#ifndef SKEIN_RUNTIME_MEASURE_MEASUREMACHINE_H
#define SKEIN_RUNTIME_MEASURE_MEASUREMACHINE_H

#include "absl/status/statusor.h"
#include <chrono>
#include <ostream>
#include <vector>

namespace skein::runtime {

/// Figures of one virtual device; rates per second.
struct MachineMeasurement {
  /// The rate of a matrix product of this many floating-point operations,
  /// beside the overhead of a kernel.
  struct Point {
    double flops;
    double rate;
  };

  int64_t devices = 1;
  std::vector<Point> products; // f32, ascending
  double memoryBytes = 0;      // of the machine, shared evenly
  double memoryBandwidth = 0;  // bytes read and written
  double kernelSeconds = 0;    // of the smallest kernel
  /// Of an all-reduce in the simulator's terms, a ring: every hop takes
  /// `hopSeconds` and `1 / hopBandwidth` per byte. 0 for one device.
  double hopSeconds = 0;
  double hopBandwidth = 0;
};

/// Runs each measurement on `devices` threads at the same time, for
/// `timePerPoint` and three times, of which the fastest counts: what disturbs a
/// measurement only makes it slower.
absl::StatusOr<MachineMeasurement>
measureMachine(int64_t devices, std::chrono::duration<double> timePerPoint);

/// The measurement as a cluster file; simulator/topology/ReadCluster.h has the
/// format.
void writeCluster(const MachineMeasurement &machine, std::ostream &out);

} // namespace skein::runtime

#endif // SKEIN_RUNTIME_MEASURE_MEASUREMACHINE_H
