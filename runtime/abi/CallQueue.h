//===- CallQueue.h - Calls that go on beside the program --------*- C++ -*-===//
//
// A thread of a device that runs what skrt_start is given.
//
//===----------------------------------------------------------------------===//
#ifndef SKEIN_RUNTIME_ABI_CALLQUEUE_H
#define SKEIN_RUNTIME_ABI_CALLQUEUE_H

#include "runtime/abi/Context.h"
#include "runtime/abi/skrt.h"
#include "runtime/support/Watch.h"
#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <thread>

namespace skein::runtime {

/// Runs calls one after another, in the order of their start. Used by one
/// thread at a time; if that is watched, it outlives this, and the thread of
/// the calls is watched, too.
class CallQueue {
public:
  /// The calls communicate over `fabric`, which nobody else uses, and use
  /// `objects`, which may be null.
  explicit CallQueue(std::unique_ptr<DeviceFabric> fabric,
                     HostedClient *objects = nullptr);

  /// Returns when all calls have ended.
  ~CallQueue();

  /// Queues `call(..., description, in, out)`.
  /// Errors: the last call that was started for `out` was not waited for.
  absl::Status start(skrt_call call, const void *description, const void *in,
                     void *out);

  /// Queues `work`, one of several calls in a row that change `buffer`, which
  /// are waited for together.
  void startMore(std::function<void(skrt_context *)> work, const void *buffer);

  /// Returns when what startMore was given for `buffer`, if anything, has
  /// ended. Errors: as `wait`.
  absl::Status waitForAll(const void *buffer);

  /// Returns when the call that was started for `out` has ended.
  /// Errors: there was none; the first call that failed, those after `out`
  /// included.
  absl::Status wait(const void *out);

  /// Whether every call was waited for, as at the end of a step.
  absl::Status checkAllWaitedFor();

private:
  absl::Status wait(std::unique_lock<std::mutex> &lock, const void *out);
  void run();
  void runCalls();

  std::unique_ptr<DeviceFabric> fabric;
  skrt_context context; // of the thread

  // Of the thread that made this; null if nobody watches it.
  const Watch::Member *const owner;

  std::mutex mutex;
  std::condition_variable changed;
  std::deque<std::function<void(skrt_context *)>> queue;
  std::map<const void *, int64_t> numberOf; // of the last call, by output
  std::atomic<int64_t> started = 0, ended = 0;
  absl::Status failure;
  std::atomic<bool> closed = false;

  std::thread thread; // last: it uses all the others
};

} // namespace skein::runtime

#endif // SKEIN_RUNTIME_ABI_CALLQUEUE_H
