//===- Channel.h - What one device sends to another -------------*- C++ -*-===//
#ifndef SKEIN_RUNTIME_OBJECTS_CHANNEL_H
#define SKEIN_RUNTIME_OBJECTS_CHANNEL_H

#include "absl/status/status.h"
#include "runtime/objects/Place.h"
#include "runtime/tensor/HostTensor.h"
#include <string>

namespace skein::runtime {

/// A line of messages of one size between two threads: one sends, the other
/// receives, first in, first out.
///
/// A message is copied to the memory of the receiver at once if that waits for
/// it, else into the channel, and from there when it is received.
class Channel {
public:
  /// Holds at most `capacity` messages of `bytes`; `name`, with sigil, is for
  /// messages. `failure` makes all operations fail.
  Channel(std::string name, int64_t bytes, int64_t capacity,
          const Failure &failure);

  /// Returns when the message is in the channel, which waits for room, and
  /// `value` may change. Errors: what `failure` says.
  absl::Status send(const void *value);

  /// Waits for the next message. Errors: what `failure` says.
  absl::Status receive(void *value);

  /// Makes waiting operations look at the failure.
  void notify();

private:
  struct Receive {
    std::byte *value;
    bool isCopied = false;
    Place place = {};
  };

  absl::Status failed(const char *operation) const;
  std::byte *slot(int64_t message);

  const std::string name;
  const int64_t bytes, capacity;
  const Failure &failure;
  std::mutex mutex;
  AlignedBuffer slots; // allocated by the first message that needs one
  // Messages so far; what is between them is in the slots.
  int64_t sent = 0, received = 0;
  // Who waits. The sender takes the place of a receiver out before it fills it.
  Place *sender = nullptr;
  Receive *receiver = nullptr;
};

} // namespace skein::runtime

#endif // SKEIN_RUNTIME_OBJECTS_CHANNEL_H
