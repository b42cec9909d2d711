//===- ReadProgram.h - level-1 IR as kernels and collectives ----*- C++ -*-===//

#ifndef SKEIN_SIMULATOR_PROGRAM_READPROGRAM_H
#define SKEIN_SIMULATOR_PROGRAM_READPROGRAM_H

#include "simulator/program/Program.h"

namespace skein::simulator {

/// The `skein.program` called `name` of the level-1 file at `path`, without a
/// name the only one, or else @train; and the programs beside it, with the
/// objects that they share. Meshes come in the order in which they take
/// devices: that of the program first, the others as they are declared.
///
/// Kernels: as passes/Kernels.h says.
///
/// Memory: a kernel's results are live from its start to the end of their last
/// use. A result that is assigned to a variable is written in place, and so is
/// one that accumulates onto its init.
///
/// All-reduces with a body: every exchange and collective in it, in the order
/// of the text. Exchanges of which none sends or receives what another one
/// receives run at the same time.
///
/// Functions and loops: the kernels of a function or a loop's body are found
/// once, however often it runs.
/// Errors: one line, `lowered.mlir:31: 'scf.while' op has no cost model`; for
///   what MLIR refuses, its message, with a line for every note.
absl::StatusOr<Job> readJob(const std::string &path,
                            const std::string &name = "");

} // namespace skein::simulator

#endif // SKEIN_SIMULATOR_PROGRAM_READPROGRAM_H
