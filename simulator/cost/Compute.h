//===- Compute.h - time of a kernel on a device -----------------*- C++ -*-===//

#ifndef SKEIN_SIMULATOR_COST_COMPUTE_H
#define SKEIN_SIMULATOR_COST_COMPUTE_H

#include "simulator/cost/Estimate.h"
#include "simulator/topology/Topology.h"

namespace skein::simulator {

/// What one kernel does, on one device.
struct Work {
  /// Floating-point operations; a multiplication and an addition are two.
  Flops flops;
  /// Element type of those operations, "f32"; empty if there are none.
  std::string type;
  /// Bytes that it reads and writes, each operand once.
  Bytes bytes;
};

/// Roofline: the longer of computing at the efficiency that `device` reaches
/// for that much work and moving the bytes, after the launch overhead:
///   launchOverhead + max(flops / (peak * efficiency), bytes /
///   memoryBandwidth).
/// The origin is Table where the efficiency comes from a curve and compute is
/// the longer part, else Formula.
/// Errors: no peak for the type: `device gpu0 has no peak rate for f64; it has
///   bf16, f32`.
/// Source: Williams, Waterman and Patterson, Commun. ACM 52(4) (2009).
absl::StatusOr<Estimate> kernelTime(const Device &device, const Work &work);

} // namespace skein::simulator

#endif // SKEIN_SIMULATOR_COST_COMPUTE_H
