//===- Context.h - What compiled code knows of its device -------*- C++ -*-===//
//
// The C++ side of the opaque `skrt_context` that every skrt_* function takes.
//
//===----------------------------------------------------------------------===//
#ifndef SKEIN_RUNTIME_ABI_CONTEXT_H
#define SKEIN_RUNTIME_ABI_CONTEXT_H

#include "absl/status/status.h"
#include "runtime/fabric/Communicator.h"
#include "runtime/objects/HostedClient.h"
#include <atomic>
#include <memory>

namespace skein::runtime {
class CallQueue;
}

/// One per virtual device and program, made by the executor, used by the thread
/// that runs the program there only.
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

  /// For the objects of the job; null where it has none.
  skein::runtime::HostedClient *objects = nullptr;

  /// The iteration that runs, counted from the first one ever, and the step that
  /// the job ends before, which may become less while it runs.
  int64_t stepIndex = 0;
  const std::atomic<int64_t> *lastStep = nullptr;
};

#endif // SKEIN_RUNTIME_ABI_CONTEXT_H
