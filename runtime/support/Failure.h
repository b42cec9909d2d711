//===- Failure.h - Why a run cannot go on -----------------------*- C++ -*-===//
#ifndef SKEIN_RUNTIME_SUPPORT_FAILURE_H
#define SKEIN_RUNTIME_SUPPORT_FAILURE_H

#include "absl/status/status.h"
#include <atomic>
#include <mutex>

namespace skein::runtime {

/// The first cause of failure of what several threads do together.
class Failure {
public:
  bool happened() const { return flag.load(std::memory_order_acquire); }

  /// Later causes are dropped.
  void set(absl::Status newCause) {
    std::lock_guard lock(mutex);
    if (happened())
      return;
    cause = std::move(newCause);
    flag.store(true, std::memory_order_release);
  }

  /// OK as long as nothing happened.
  absl::Status get() const {
    std::lock_guard lock(mutex);
    return cause;
  }

private:
  mutable std::mutex mutex;
  std::atomic<bool> flag = false;
  absl::Status cause;
};

} // namespace skein::runtime

#endif // SKEIN_RUNTIME_SUPPORT_FAILURE_H
