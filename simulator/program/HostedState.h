//===- HostedState.h - accumulators and queues without values ---*- C++ -*-===//
//
// The state machines of dialect/HostedOps.td, and channels. Who waits is called
// back inside the event that it waited for.
//
//===----------------------------------------------------------------------===//

#ifndef SKEIN_SIMULATOR_PROGRAM_HOSTEDSTATE_H
#define SKEIN_SIMULATOR_PROGRAM_HOSTEDSTATE_H

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace skein::simulator {

/// Which version of each variable, by object, a gradient comes from; -1: none.
using Versions = std::shared_ptr<const std::vector<int64_t>>;

class AccumulatorState {
public:
  /// With the versions of the gradients in the sum.
  using Taken = std::function<void(const std::vector<Versions> &)>;

  bool isTooOld(std::optional<int64_t> label) const {
    return label && *label < step;
  }
  void add(Versions versions);
  void take(int64_t pushes, Taken taken);

private:
  struct Waiting {
    int64_t pushes;
    Taken taken;
  };
  void serve();

  int64_t step = 0;
  std::vector<Versions> sum;
  std::deque<Waiting> waiting;
};

/// A queue, or a family of them.
class QueueState {
public:
  struct Item {
    std::optional<int64_t> value;
    int64_t from = 0; // number of the device that enqueued it
    Versions versions;
  };
  using Given = std::function<void(const Item &)>;

  QueueState(int elements, int64_t capacity, int64_t initial);

  /// Calls `accepted` as soon as `times` items are in each of `elements`.
  void enqueue(std::vector<int> elements, Item item, int64_t times,
               std::function<void()> accepted);
  /// One item from each, of which the last is given.
  void dequeue(std::vector<int> elements, Given given);
  int64_t size() const;

private:
  struct Entering {
    std::vector<int> elements;
    Item item;
    int64_t times;
    std::function<void()> accepted;
  };
  struct Leaving {
    std::vector<int> elements;
    Given given;
  };
  bool canEnter(const Entering &entering) const;
  bool canLeave(const Leaving &leaving) const;
  bool serveOne();
  void serve();

  int64_t capacity;
  std::vector<std::deque<Item>> queues;
  std::deque<Entering> entering;
  std::deque<Leaving> leaving;
  bool isServing = false;
};

/// A channel between two devices.
class ChannelState {
public:
  using Callback = std::function<void()>;

  explicit ChannelState(int64_t capacity) : room(capacity) {}

  /// Calls back when there is room for one more message, which is then taken.
  void send(Callback callback);
  /// A message has come to its end.
  void arrive();
  /// Calls back when the next message is there, which then leaves its room.
  void receive(Callback callback);

private:
  int64_t room, arrived = 0;
  std::deque<Callback> senders, receivers;
};

} // namespace skein::simulator

#endif // SKEIN_SIMULATOR_PROGRAM_HOSTEDSTATE_H
