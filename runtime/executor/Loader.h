//===- Loader.h - from IR to machine code -----------------------*- C++ -*-===//
//
// The only part of the runtime that knows MLIR: it compiles programs and
// describes their buffers.
//
//===----------------------------------------------------------------------===//
#ifndef SKEIN_RUNTIME_EXECUTOR_LOADER_H
#define SKEIN_RUNTIME_EXECUTOR_LOADER_H

#include "absl/status/statusor.h"
#include "runtime/executor/Executable.h"

namespace skein::runtime {

/// Reads the module in the file `path` and compiles every program of it for
/// this machine. Steps, which are written for one device, are differentiated
/// and become programs on a mesh without axes. Errors: what cannot be read,
/// verified or compiled, as "file:line:column: message"; main programs on
/// different meshes.
absl::StatusOr<Executable> loadExecutable(const std::string &path);

/// The same for a module in memory; errors call it `name`.
absl::StatusOr<Executable> compileExecutable(const std::string &text,
                                             const std::string &name);

} // namespace skein::runtime

#endif // SKEIN_RUNTIME_EXECUTOR_LOADER_H
