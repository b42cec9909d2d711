//===- Unroll.h - what is read once, for each micro-batch -------*- C++ -*-===//

#ifndef SKEIN_SIMULATOR_PROGRAM_UNROLL_H
#define SKEIN_SIMULATOR_PROGRAM_UNROLL_H

#include "simulator/program/Program.h"

namespace skein::simulator {

/// A loop over micro-batches of which the body was read once, at the end of a
/// program.
struct PipelineText {
  struct Action {
    char kind; // F, B, I or W
    int64_t stage;
    std::string name, location;
    OpId end = 0; // up to which the ops after those of the last action are its
  };
  struct Entry {
    int action; // in `actions`
    int64_t microBatch;
  };
  OpId firstOp = 0;   // in Program::ops
  int firstValue = 0; // in Program::values
  std::vector<Action> actions;
  std::vector<Entry> entries; // in the order in which they run
  /// Values of the body that take the place of what they add to.
  std::vector<int> updates;
};

/// Puts the ops of all entries in the place of the body's, each after the one
/// before. Kernels that follow each other become one op. Values that others
/// than their own action use are a stash for the micro-batch; of those that
/// only one uses, what is live at the same time counts.
void unroll(Program &program, const PipelineText &text);

} // namespace skein::simulator

#endif // SKEIN_SIMULATOR_PROGRAM_UNROLL_H
