#include "runtime/objects/HostedVariable.h"
#include <cstring>

namespace skein::runtime {

HostedVariable::HostedVariable(int64_t bytes, const void *value)
    : bytes(bytes), spare(std::make_shared<AlignedBuffer>(bytes)),
      published(std::make_shared<AlignedBuffer>(bytes)) {
  std::memcpy(published->data(), value, bytes);
}

HostedVariable::Value HostedVariable::current() const {
  std::lock_guard lock(mutex);
  return published;
}

void HostedVariable::pull(void *out) const {
  std::memcpy(out, current()->data(), bytes);
}

void HostedVariable::publish(const void *value) {
  std::lock_guard publishLock(publishing);
  // Somebody is still copying the version before the current one.
  if (spare.use_count() > 1)
    spare = std::make_shared<AlignedBuffer>(bytes);
  std::memcpy(spare->data(), value, bytes);
  std::lock_guard lock(mutex);
  std::swap(published, spare);
  ++number;
}

int64_t HostedVariable::version() const {
  std::lock_guard lock(mutex);
  return number;
}

} // namespace skein::runtime
