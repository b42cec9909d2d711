//===- Passes.h - all passes and pipelines ----------------------*- C++ -*-===//
#ifndef SKEIN_PASSES_PASSES_H
#define SKEIN_PASSES_PASSES_H

#include "mlir/IR/BuiltinOps.h"
#include "mlir/Pass/Pass.h"

namespace skein::passes {

#define GEN_PASS_DECL
#define GEN_PASS_REGISTRATION
#include "passes/Passes.h.inc"

/// Registers every pass and pipeline of Skein by its command-line name.
void registerAll();

} // namespace skein::passes

#endif // SKEIN_PASSES_PASSES_H
