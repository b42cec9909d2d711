//===- Interpreter.h - runs a job under a random schedule -------*- C++ -*-===//
//
// Written from the rules of the objects, apart from the checker: threads that are
// slower than others, waiters that are served in the order of their arrival.
//
//===----------------------------------------------------------------------===//

#ifndef SKEIN_TESTS_PASSES_PROGRESS_INTERPRETER_H
#define SKEIN_TESTS_PASSES_PROGRESS_INTERPRETER_H

#include "passes/progress/Job.h"

namespace skein::passes::progress {

struct Outcome {
  bool ended = false;  // all programs did
  std::string failure; // a promise that was broken, if any
  bool isGood() const { return ended && failure.empty(); }
};

Outcome interpret(const Job &job, uint64_t seed);

/// How many of `schedules` are not good.
int countFailures(const Job &job, int schedules);

} // namespace skein::passes::progress

#endif // SKEIN_TESTS_PASSES_PROGRESS_INTERPRETER_H
