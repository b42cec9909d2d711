//===- Context.h - What compiled code knows of its device -------*- C++ -*-===//
//
// The C++ side of the opaque `skrt_context` that every skrt_* function takes.
//
//===----------------------------------------------------------------------===//
#ifndef SKEIN_RUNTIME_ABI_CONTEXT_H
#define SKEIN_RUNTIME_ABI_CONTEXT_H

#include "absl/status/status.h"
#include "runtime/fabric/Communicator.h"
#include <memory>

namespace skein::runtime {
class CallQueue;
}

/// One per virtual device, made by the executor, used by that device's thread
/// only.
struct skrt_context {
  skein::runtime::DeviceFabric &fabric;

  /// The first error of a skrt_* call. Once it is set, further calls return at
  /// once and leave their outputs as they are: the entry point runs to its end
  /// and the executor, which looks here after it, drops what it computed.
  absl::Status status;

  /// What the compute library keeps between calls, such as primitives that are
  /// costly to make; filled by the backend.
  std::shared_ptr<void> library;

  /// Calls that go on beside the program; made for the first of them. Whoever
  /// frees buffers of a program that has failed resets this first, after
  /// aborting the fabric.
  std::shared_ptr<skein::runtime::CallQueue> started;
};

#endif // SKEIN_RUNTIME_ABI_CONTEXT_H
