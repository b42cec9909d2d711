#include "runtime/abi/CallQueue.h"

namespace skein::runtime {

CallQueue::CallQueue(std::unique_ptr<DeviceFabric> ownFabric)
    : fabric(std::move(ownFabric)), context{*fabric, {}, {}, {}},
      thread([this] { run(); }) {}

CallQueue::~CallQueue() {
  {
    std::lock_guard lock(mutex);
    closed = true;
  }
  changed.notify_all();
  thread.join();
}

absl::Status CallQueue::start(skrt_call call, const void *description,
                              const void *in, void *out) {
  {
    std::lock_guard lock(mutex);
    if (!numberOf.try_emplace(out, ++started).second)
      return absl::InternalError(
          "a call was started for a buffer that another one is filling");
    queue.push_back({call, description, in, out});
  }
  changed.notify_all();
  return absl::OkStatus();
}

absl::Status CallQueue::wait(const void *out) {
  std::unique_lock lock(mutex);
  auto found = numberOf.find(out);
  if (found == numberOf.end())
    return absl::InternalError(
        "waits for a buffer that no call was started for");
  changed.wait(lock, [&, number = found->second] { return ended >= number; });
  numberOf.erase(found);
  return failure;
}

absl::Status CallQueue::checkAllWaitedFor() {
  std::lock_guard lock(mutex);
  if (!numberOf.empty())
    return absl::InternalError(
        "the program ends, but has not waited for all calls that it started");
  return absl::OkStatus();
}

void CallQueue::run() {
  std::unique_lock lock(mutex);
  while (true) {
    changed.wait(lock, [&] { return closed || !queue.empty(); });
    if (queue.empty())
      return;
    Entry entry = queue.front();
    queue.pop_front();
    lock.unlock();
    entry.call(&context, entry.description, entry.in, entry.out);
    lock.lock();
    ++ended;
    failure = context.status;
    changed.notify_all();
  }
}

} // namespace skein::runtime

using skein::runtime::CallQueue;

void skrt_start(skrt_context *context, skrt_call call, const void *description,
                const void *in, void *out) {
  if (!context->status.ok())
    return;
  if (!context->started)
    context->started =
        std::make_shared<CallQueue>(context->fabric.forStream(1));
  context->status = context->started->start(call, description, in, out);
}

void skrt_wait(skrt_context *context, const void *, const void *, void *out) {
  if (!context->status.ok())
    return;
  context->status =
      context->started
          ? context->started->wait(out)
          : absl::InternalError("waits before any call was started");
}
