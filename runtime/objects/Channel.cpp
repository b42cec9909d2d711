#include "runtime/objects/Channel.h"
#include "absl/strings/str_cat.h"
#include <cstring>
#include <thread>
#include <utility>

namespace skein::runtime {

Channel::Channel(std::string name, int64_t bytes, int64_t capacity,
                 const Failure &failure)
    : name(std::move(name)), bytes(bytes), capacity(capacity),
      failure(failure) {}

absl::Status Channel::send(const void *value) {
  auto what = [&] { return absl::StrCat("send to ", name); };
  std::unique_lock lock(mutex);
  if (failure.happened())
    return failed("send to");
  if (sent - received == capacity) {
    Place place;
    sender = &place;
    if (!place.waitUntilServed(lock, failure, what)) {
      sender = nullptr;
      return failed("send to");
    }
  }
  // Copies without the lock: nobody else touches either place.
  Receive *waiting = std::exchange(receiver, nullptr);
  std::byte *target = waiting ? waiting->value : slot(sent);
  lock.unlock();
  std::memcpy(target, value, bytes);
  lock.lock();
  ++sent;
  if (waiting) {
    ++received;
    waiting->isCopied = true;
    waiting->place.serve();
  } else if (receiver) { // came meanwhile
    std::exchange(receiver, nullptr)->place.serve();
  }
  return absl::OkStatus();
}

absl::Status Channel::receive(void *value) {
  auto what = [&] { return absl::StrCat("receive from ", name); };
  std::unique_lock lock(mutex);
  if (failure.happened())
    return failed("receive from");
  if (sent == received) {
    Receive own{static_cast<std::byte *>(value)};
    receiver = &own;
    if (!own.place.waitUntilServed(lock, failure, what) && receiver == &own) {
      receiver = nullptr;
      return failed("receive from");
    }
    while (!own.place.isServed()) { // the sender is filling the buffer
      lock.unlock();
      std::this_thread::yield();
      lock.lock();
    }
    if (own.isCopied)
      return absl::OkStatus();
  }
  const std::byte *source = slot(received);
  lock.unlock();
  std::memcpy(value, source, bytes);
  lock.lock();
  ++received;
  if (Place *waiting = std::exchange(sender, nullptr))
    waiting->serve();
  return absl::OkStatus();
}

void Channel::notify() {
  std::lock_guard lock(mutex);
  if (sender)
    sender->notify();
  if (receiver)
    receiver->place.notify();
}

absl::Status Channel::failed(const char *operation) const {
  absl::Status cause = failure.get();
  return absl::Status(
      cause.code(), absl::StrCat(operation, " ", name, ": ", cause.message()));
}

std::byte *Channel::slot(int64_t message) {
  constexpr int64_t alignment = AlignedBuffer::alignment;
  int64_t stride = (bytes + alignment - 1) / alignment * alignment;
  if (slots.size() == 0)
    slots = AlignedBuffer(capacity * stride);
  return slots.data() + message % capacity * stride;
}

} // namespace skein::runtime
