#include "runtime/abi/CallQueue.h"

namespace skein::runtime {

/// Before the thread is there, which could seem to be one of the others.
static const Watch::Member *addThreadToWatch() {
  const Watch::Member *owner = Watch::Member::current();
  if (owner)
    owner->watch.addThread();
  return owner;
}

CallQueue::CallQueue(std::unique_ptr<DeviceFabric> ownFabric,
                     HostedClient *objects)
    : fabric(std::move(ownFabric)), context{*fabric, {}, {}, {}, objects},
      owner(addThreadToWatch()), thread([this] { run(); }) {}

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
    queue.push_back(
        [=](skrt_context *own) { call(own, description, in, out); });
  }
  changed.notify_all();
  return absl::OkStatus();
}

void CallQueue::startMore(std::function<void(skrt_context *)> work,
                          const void *buffer) {
  {
    std::lock_guard lock(mutex);
    numberOf[buffer] = ++started;
    queue.push_back(std::move(work));
  }
  changed.notify_all();
}

absl::Status CallQueue::waitForAll(const void *buffer) {
  std::unique_lock lock(mutex);
  return numberOf.contains(buffer) ? wait(lock, buffer) : absl::OkStatus();
}

absl::Status CallQueue::wait(const void *out) {
  std::unique_lock lock(mutex);
  if (!numberOf.contains(out))
    return absl::InternalError(
        "waits for a buffer that no call was started for");
  return wait(lock, out);
}

absl::Status CallQueue::wait(std::unique_lock<std::mutex> &lock,
                             const void *out) {
  auto found = numberOf.find(out);
  auto hasEnded = [this, number = found->second] { return ended >= number; };
  if (!hasEnded()) {
    Waiting waiting([] { return "wait for what it started"; }, hasEnded);
    changed.wait(lock, hasEnded);
  }
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
  if (!owner)
    return runCalls();
  Watch::Member member(
      owner->watch, [this] { return owner->name() + ", on its other stream"; });
  runCalls();
}

void CallQueue::runCalls() {
  std::unique_lock lock(mutex);
  auto hasWork = [this] { return closed || started > ended; };
  while (true) {
    if (!hasWork()) {
      Waiting waiting([] { return ""; }, hasWork);
      changed.wait(lock, hasWork);
    }
    if (queue.empty())
      return;
    std::function<void(skrt_context *)> work = std::move(queue.front());
    queue.pop_front();
    lock.unlock();
    work(&context);
    lock.lock();
    ++ended;
    failure = context.status;
    changed.notify_all();
  }
}

} // namespace skein::runtime

using skein::runtime::CallQueue;

/// The queue of `context`, which is made for its first call.
static CallQueue &queueOf(skrt_context *context) {
  if (!context->started)
    context->started = std::make_shared<CallQueue>(context->fabric.forStream(1),
                                                   context->objects);
  return *context->started;
}

void skrt_start(skrt_context *context, skrt_call call, const void *description,
                const void *in, void *out) {
  if (context->status.ok())
    context->status = queueOf(context).start(call, description, in, out);
}

void skrt_start_message(skrt_context *context,
                        const skrt_collective *description,
                        const skrt_message *message, void *buffer) {
  if (!context->status.ok() ||
      (message->send_count == 0 && message->receive_count == 0))
    return;
  queueOf(context).startMore(
      [=, copy = *message](skrt_context *own) {
        skrt_send_receive(own, description, &copy, buffer);
      },
      buffer);
}

void skrt_start_all_reduce(skrt_context *context,
                           const skrt_collective *description, void *buffer) {
  if (context->status.ok())
    queueOf(context).startMore(
        [=](skrt_context *own) {
          skrt_all_reduce(own, description, buffer, buffer);
        },
        buffer);
}

void skrt_start_broadcast(skrt_context *context,
                          const skrt_collective *description, void *buffer) {
  if (context->status.ok())
    queueOf(context).startMore(
        [=](skrt_context *own) {
          skrt_broadcast(own, description, buffer, buffer);
        },
        buffer);
}

void skrt_wait_messages(skrt_context *context, const void *, void *buffer) {
  if (context->status.ok() && context->started)
    context->status = context->started->waitForAll(buffer);
}

void skrt_wait(skrt_context *context, const void *, const void *, void *out) {
  if (!context->status.ok())
    return;
  context->status =
      context->started
          ? context->started->wait(out)
          : absl::InternalError("waits before any call was started");
}
