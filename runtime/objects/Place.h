//===- Place.h - Waiting in the line of an object ---------------*- C++ -*-===//
#ifndef SKEIN_RUNTIME_OBJECTS_PLACE_H
#define SKEIN_RUNTIME_OBJECTS_PLACE_H

#include "absl/functional/function_ref.h"
#include "runtime/support/Failure.h"
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <string>

namespace skein::runtime {

/// The place of one thread in the line of an object. Whoever brings about what
/// the thread waits for does the rest of its operation, too, and takes it out
/// of the line: what comes later does not mix with it, however late the thread
/// wakes.
class Place {
public:
  /// Lets the thread go on; under the mutex of the object.
  void serve() {
    served.store(true, std::memory_order_release);
    wake.notify_one();
  }

  bool isServed() const { return served.load(std::memory_order_acquire); }

  /// Makes the thread look at the failure; under the mutex of the object.
  void notify() { wake.notify_one(); }

  /// Returns once the thread is served, or when there is a failure; true if it
  /// was served. `lock` holds the mutex of the object, which is free meanwhile.
  /// `what` names the operation.
  bool waitUntilServed(std::unique_lock<std::mutex> &lock,
                       const Failure &failure,
                       absl::FunctionRef<std::string()> what);

private:
  std::atomic<bool> served = false;
  std::condition_variable wake;
};

} // namespace skein::runtime

#endif // SKEIN_RUNTIME_OBJECTS_PLACE_H
