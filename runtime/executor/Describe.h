//===- Describe.h - What a module needs to run ------------------*- C++ -*-===//
//
// The loader's first half: mesh, variables, inputs and results, read from the
// IR before it is lowered. Machine code and arena sizes come with the second
// half.
//
//===----------------------------------------------------------------------===//
#ifndef SKEIN_RUNTIME_EXECUTOR_DESCRIBE_H
#define SKEIN_RUNTIME_EXECUTOR_DESCRIBE_H

#include "mlir/IR/BuiltinOps.h"
#include "runtime/executor/Executable.h"
#include <optional>

namespace skein::runtime {

/// Everything of an Executable but `code`, `entry` and `arenaBytes`. Programs
/// and variables are in the order of the module. A module of steps is for one
/// device, a mesh without axes.
/// Errors, as diagnostics at the op, and then nothing is returned: nothing to
/// run; main programs on several meshes; an element type that DataType lacks; a value
/// at the border of a program that is neither replicated nor split.
std::optional<Executable> describe(mlir::ModuleOp module);

} // namespace skein::runtime

#endif // SKEIN_RUNTIME_EXECUTOR_DESCRIBE_H
