#include "runtime/support/Watch.h"
#include "absl/strings/str_cat.h"
#include <algorithm>

namespace skein::runtime {
namespace {

thread_local const Watch::Member *currentMember = nullptr;

} // namespace

Watch::Member::Member(Watch &watch, std::function<std::string()> name)
    : watch(watch), name(std::move(name)) {
  currentMember = this;
}

Watch::Member::~Member() {
  currentMember = nullptr;
  watch.leave();
}

const Watch::Member *Watch::Member::current() { return currentMember; }

void Watch::addThread() {
  std::lock_guard lock(mutex);
  ++threads;
}

void Watch::add(Waiting *thread) {
  std::unique_lock lock(mutex);
  waiting.push_back(thread);
  reportIfStuck(std::move(lock));
}

void Watch::remove(Waiting *thread) {
  std::lock_guard lock(mutex);
  waiting.erase(std::find(waiting.begin(), waiting.end(), thread));
}

void Watch::leave() {
  std::unique_lock lock(mutex);
  --threads;
  reportIfStuck(std::move(lock));
}

void Watch::reportIfStuck(std::unique_lock<std::mutex> lock) {
  auto isStuck = [](const Waiting *thread) { return !thread->isOver(); };
  // Whoever waits changes nothing: if all do, what is not over now stays so.
  if (reported || waiting.empty() || int64_t(waiting.size()) < threads ||
      !std::all_of(waiting.begin(), waiting.end(), isStuck))
    return;
  reported = true;
  std::vector<std::string> waiters;
  for (const Waiting *thread : waiting)
    if (std::string what = thread->what(); !what.empty())
      waiters.push_back(absl::StrCat(thread->member->name(), ": ", what));
  lock.unlock();
  std::sort(waiters.begin(), waiters.end());
  report(waiters);
}

Waiting::Waiting(std::function<std::string()> what,
                 std::function<bool()> isOver)
    : member(Watch::Member::current()), what(std::move(what)),
      isOver(std::move(isOver)) {
  if (member)
    member->watch.add(this);
}

Waiting::~Waiting() {
  if (member)
    member->watch.remove(this);
}

} // namespace skein::runtime
