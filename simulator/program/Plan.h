//===- Plan.h - the order of a program's ops --------------------*- C++ -*-===//

#ifndef SKEIN_SIMULATOR_PROGRAM_PLAN_H
#define SKEIN_SIMULATOR_PROGRAM_PLAN_H

#include "simulator/program/Program.h"

namespace skein::simulator {

/// What an op of a program waits for, the same in each iteration.
struct Step {
  std::vector<OpId> dependents;
  int blockers = 0;
};

/// The order of a program's ops.
struct Plan {
  std::vector<Step> steps;  // by OpId; the last one is the delay
  std::vector<OpId> inText; // with the delay where it is due
};

/// The plan of a program whose last op is the delay: it is due before anything
/// is sent to an owner. With `overlaps`, collectives may run beside kernels.
Plan planOf(const Program &program, bool overlaps);

/// Whether `op` is one kernel or several.
bool isKernel(const ProgramOp &op);

/// The request that `op` is; else null.
const Request *requestOf(const ProgramOp &op);

} // namespace skein::simulator

#endif // SKEIN_SIMULATOR_PROGRAM_PLAN_H
