//===- HostedVariable.h - A variable that others pull -----------*- C++ -*-===//
#ifndef SKEIN_RUNTIME_OBJECTS_HOSTEDVARIABLE_H
#define SKEIN_RUNTIME_OBJECTS_HOSTEDVARIABLE_H

#include "absl/functional/function_ref.h"
#include "runtime/tensor/HostTensor.h"
#include <memory>
#include <mutex>

namespace skein::runtime {

/// The published value of a variable. Its owner changes a copy of its own and
/// publishes the outcome as a whole, so pulls neither wait for an optimiser nor
/// see half of its work.
class HostedVariable {
public:
  /// Version 0 is `value`, of `bytes` bytes.
  HostedVariable(int64_t bytes, const void *value);

  /// Copies one version to `out`.
  void pull(void *out) const;

  /// Calls `use` with one version, which stays as it is meanwhile.
  void read(absl::FunctionRef<void(const std::byte *)> use) const;

  /// Makes `value` the next version, which later pulls see.
  void publish(const void *value);

  int64_t version() const;
  int64_t byteSize() const { return bytes; }

private:
  using Value = std::shared_ptr<AlignedBuffer>;

  const int64_t bytes;
  std::mutex publishing;
  Value spare;
  mutable std::mutex mutex; // of the members below
  Value published;
  int64_t number = 0;
};

} // namespace skein::runtime

#endif // SKEIN_RUNTIME_OBJECTS_HOSTEDVARIABLE_H
