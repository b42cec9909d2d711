#include "runtime/objects/Queue.h"
#include "absl/functional/function_ref.h"
#include "absl/strings/str_cat.h"
#include <algorithm>
#include <cstring>

namespace skein::runtime {
namespace {

constexpr int64_t nobody = -1;

/// Serves the operations of `line` that can go on, first come first served on
/// every queue. Whether there was one.
template <typename Operation>
bool serveLine(std::list<Operation *> &line, int64_t queues,
               absl::FunctionRef<bool(Operation &)> attempt) {
  std::vector<bool> isClaimed(queues, false);
  bool any = false;
  for (auto next = line.begin(); next != line.end();) {
    Operation &operation = **next;
    auto begin = isClaimed.begin() + operation.range.begin;
    auto end = isClaimed.begin() + operation.range.end;
    if (std::find(begin, end, true) == end && attempt(operation)) {
      any = true;
      next = line.erase(next);
      operation.place.serve();
    } else {
      std::fill(begin, end, true);
      ++next;
    }
  }
  return any;
}

} // namespace

Queue::Queue(const QueueSpec &spec, int64_t step, const Failure &failure)
    : spec(spec), bytes(elementCount(spec.shape) * byteWidth(spec.type)),
      failure(failure), queues(spec.elements) {
  if (spec.initial == 0)
    return;
  auto value = std::make_shared<std::vector<std::byte>>(bytes);
  std::memcpy(value->data(), &step, std::min<int64_t>(bytes, sizeof(step)));
  for (std::deque<Element> &queue : queues)
    queue.resize(spec.initial, {value, nobody});
}

absl::Status Queue::enqueue(Range range, const void *value, int64_t times,
                            int64_t sender) {
  auto what = [&] { return absl::StrCat("enqueue ", name(range)); };
  if (times < 0 || (spec.capacity && times > *spec.capacity))
    return absl::InvalidArgumentError(
        absl::StrCat(what(), " ", times, " times; expected at most ",
                     spec.capacity.value_or(INT64_MAX)));
  const auto *data = static_cast<const std::byte *>(value);
  Enqueue operation{
      range,
      {std::make_shared<std::vector<std::byte>>(data, data + bytes), sender},
      times,
      {}};
  std::unique_lock lock(mutex);
  if (failure.happened())
    return failed(what());
  enqueues.push_back(&operation);
  serve();
  if (operation.place.waitUntilServed(lock, failure, what))
    return absl::OkStatus();
  enqueues.remove(&operation);
  return failed(what());
}

absl::Status Queue::dequeue(Range range, void *value, int64_t *sender) {
  auto what = [&] { return absl::StrCat("dequeue ", name(range)); };
  Dequeue operation{range, {}, {}};
  std::unique_lock lock(mutex);
  if (failure.happened())
    return failed(what());
  dequeues.push_back(&operation);
  serve();
  if (!operation.place.waitUntilServed(lock, failure, what)) {
    dequeues.remove(&operation);
    return failed(what());
  }
  lock.unlock();
  if (value)
    std::memcpy(value, operation.element.value->data(), bytes);
  if (sender)
    *sender = operation.element.sender;
  return absl::OkStatus();
}

int64_t Queue::size(int64_t element) const {
  std::lock_guard lock(mutex);
  return queues[element].size();
}

std::string Queue::name(Range range) const {
  if (!spec.perMesh)
    return absl::StrCat("@", spec.name);
  if (range.end - range.begin == 1)
    return absl::StrCat("@", spec.name, "[", range.begin, "]");
  return absl::StrCat("@", spec.name, "[*]");
}

void Queue::notify() {
  std::lock_guard lock(mutex);
  for (Enqueue *operation : enqueues)
    operation->place.notify();
  for (Dequeue *operation : dequeues)
    operation->place.notify();
}

absl::Status Queue::failed(const std::string &operation) const {
  absl::Status cause = failure.get();
  return absl::Status(cause.code(),
                      absl::StrCat(operation, ": ", cause.message()));
}

bool Queue::tryEnqueue(const Enqueue &operation) {
  auto [begin, end] = operation.range;
  for (int64_t i = begin; i < end; ++i)
    if (spec.capacity &&
        int64_t(queues[i].size()) + operation.times > *spec.capacity)
      return false;
  for (int64_t i = begin; i < end; ++i)
    queues[i].insert(queues[i].end(), operation.times, operation.element);
  return true;
}

bool Queue::tryDequeue(Dequeue &operation) {
  auto [begin, end] = operation.range;
  for (int64_t i = begin; i < end; ++i)
    if (queues[i].empty())
      return false;
  for (int64_t i = begin; i < end; ++i) {
    operation.element = std::move(queues[i].front());
    queues[i].pop_front();
  }
  return true;
}

void Queue::serve() {
  auto enqueueOne = [this](Enqueue &operation) {
    return tryEnqueue(operation);
  };
  auto dequeueOne = [this](Dequeue &operation) {
    return tryDequeue(operation);
  };
  // What is removed makes room for what is added, and the other way round.
  for (bool any = true; any;) {
    any = serveLine<Enqueue>(enqueues, spec.elements, enqueueOne);
    any |= serveLine<Dequeue>(dequeues, spec.elements, dequeueOne);
  }
}

} // namespace skein::runtime
