//===- ReadJob.h - what programs say to each other --------------*- C++ -*-===//
#ifndef SKEIN_PASSES_READJOB_H
#define SKEIN_PASSES_READJOB_H

#include "dialect/Skein.h"
#include "passes/progress/Job.h"

namespace skein::passes {

/// A program that is beside no other, with those beside it.
struct ReadJob {
  progress::Job job;
  std::vector<mlir::Location> locations;  ///< that its statements are given by
  std::vector<mlir::Operation *> objects; ///< in the order of the job's
};

/// The job of `program`: every collective, request to an owner and change of a hosted
/// variable, with the loops, conditions and numbers that these depend on. Numbers are
/// followed through `arith`, and through tensors of rank 0. What cannot be followed is
/// decided by data: alike for the devices along axes on which it is replicated. Loops
/// whose end data decide run up to three times.
ReadJob readJob(ProgramOp program);

} // namespace skein::passes

#endif // SKEIN_PASSES_READJOB_H
