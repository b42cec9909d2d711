#include "runtime/objects/HostedVariable.h"
#include <cstring>

namespace skein::runtime {

HostedVariable::HostedVariable(int64_t bytes, const void *value)
    : bytes(bytes), spare(std::make_shared<AlignedBuffer>(bytes)),
      published(std::make_shared<AlignedBuffer>(bytes)) {
  std::memcpy(published->data(), value, bytes);
}

void HostedVariable::pull(void *out) const {
  read([&](const std::byte *value) { std::memcpy(out, value, bytes); });
}

void HostedVariable::read(
    absl::FunctionRef<void(const std::byte *)> use) const {
  std::unique_lock lock(mutex);
  Value value = published;
  lock.unlock();
  use(value->data());
  lock.lock(); // publish counts the references under it
  value.reset();
}

void HostedVariable::publish(const void *value) {
  std::lock_guard publishLock(publishing);
  std::unique_lock lock(mutex);
  bool isInUse = spare.use_count() > 1; // by pulls of the version before
  lock.unlock();
  if (isInUse)
    spare = std::make_shared<AlignedBuffer>(bytes);
  std::memcpy(spare->data(), value, bytes);
  lock.lock();
  std::swap(published, spare);
  ++number;
}

int64_t HostedVariable::version() const {
  std::lock_guard lock(mutex);
  return number;
}

} // namespace skein::runtime
