//===- Initialize.h - First values of variables -----------------*- C++ -*-===//
#ifndef SKEIN_RUNTIME_EXECUTOR_INITIALIZE_H
#define SKEIN_RUNTIME_EXECUTOR_INITIALIZE_H

#include "runtime/executor/Executable.h"

namespace skein::runtime {

/// Fills `local`, the piece of `variable` that `device` holds. `runSeed`
/// changes the seeds of all initialisers; 0 leaves them as they are.
/// Requires: the initialiser is not None.
void initializePiece(const Variable &variable, const Mesh &mesh, int64_t device,
                     uint64_t runSeed, void *local);

} // namespace skein::runtime

#endif // SKEIN_RUNTIME_EXECUTOR_INITIALIZE_H
