//===- HostedState.cpp - accumulators and queues without values -----------===//

#include "simulator/program/HostedState.h"

#include <algorithm>
#include <utility>

namespace skein::simulator {

void AccumulatorState::add(Versions versions) {
  sum.push_back(std::move(versions));
  serve();
}

void AccumulatorState::take(int64_t pushes, Taken taken) {
  waiting.push_back({pushes, std::move(taken)});
  serve();
}

void AccumulatorState::serve() {
  while (!waiting.empty() && int64_t(sum.size()) >= waiting.front().pushes) {
    Waiting first = std::move(waiting.front());
    waiting.pop_front();
    ++step;
    first.taken(std::exchange(sum, {}));
  }
}

QueueState::QueueState(int elements, int64_t capacity, int64_t initial)
    : capacity(capacity), queues(elements) {
  for (std::deque<Item> &queue : queues)
    queue.assign(initial, Item{0});
}

void QueueState::enqueue(std::vector<int> elements, Item item, int64_t times,
                         std::function<void()> accepted) {
  entering.push_back(
      {std::move(elements), std::move(item), times, std::move(accepted)});
  serve();
}

void QueueState::dequeue(std::vector<int> elements, Given given) {
  leaving.push_back({std::move(elements), std::move(given)});
  serve();
}

int64_t QueueState::size() const {
  int64_t size = 0;
  for (const std::deque<Item> &queue : queues)
    size += int64_t(queue.size());
  return size;
}

bool QueueState::canEnter(const Entering &entering) const {
  return capacity == 0 || std::ranges::all_of(entering.elements, [&](int e) {
           return int64_t(queues[e].size()) + entering.times <= capacity;
         });
}

bool QueueState::canLeave(const Leaving &leaving) const {
  return std::ranges::all_of(leaving.elements,
                             [&](int e) { return !queues[e].empty(); });
}

/// Who came first goes first, of those who can.
bool QueueState::serveOne() {
  auto in = std::ranges::find_if(
      entering, [&](const Entering &next) { return canEnter(next); });
  if (in != entering.end()) {
    Entering next = std::move(*in);
    entering.erase(in);
    for (int element : next.elements)
      queues[element].insert(queues[element].end(), next.times, next.item);
    next.accepted();
    return true;
  }
  auto out = std::ranges::find_if(
      leaving, [&](const Leaving &next) { return canLeave(next); });
  if (out == leaving.end())
    return false;
  Leaving next = std::move(*out);
  leaving.erase(out);
  Item item;
  for (int element : next.elements) {
    item = std::move(queues[element].front());
    queues[element].pop_front();
  }
  next.given(item);
  return true;
}

void QueueState::serve() {
  if (std::exchange(isServing, true))
    return; // the outer one goes on
  while (serveOne())
    ;
  isServing = false;
}

void ChannelState::send(Callback callback) {
  if (room == 0)
    return senders.push_back(std::move(callback));
  --room;
  callback();
}

void ChannelState::arrive() {
  ++arrived;
  if (receivers.empty())
    return;
  Callback callback = std::move(receivers.front());
  receivers.pop_front();
  receive(std::move(callback));
}

void ChannelState::receive(Callback callback) {
  if (arrived == 0)
    return receivers.push_back(std::move(callback));
  --arrived;
  ++room;
  callback();
  if (senders.empty() || room == 0)
    return;
  Callback next = std::move(senders.front());
  senders.pop_front();
  send(std::move(next));
}

} // namespace skein::simulator
