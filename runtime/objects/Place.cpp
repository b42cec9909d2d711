#include "runtime/objects/Place.h"
#include "runtime/support/Watch.h"
#include <thread>

namespace skein::runtime {
namespace {

/// As in collectives: worth it where the other thread is about to come.
constexpr int yields = 20;

} // namespace

bool Place::waitUntilServed(std::unique_lock<std::mutex> &lock,
                            const Failure &failure,
                            absl::FunctionRef<std::string()> what) {
  if (isServed())
    return true;
  lock.unlock();
  for (int i = 0; i < yields && !isServed(); ++i)
    std::this_thread::yield();
  if (isServed()) {
    lock.lock(); // whoever serves may still be busy with this object
    return true;
  }
  auto isOver = [&] { return isServed() || failure.happened(); };
  Waiting waiting([&] { return what(); }, isOver);
  lock.lock();
  wake.wait(lock, isOver);
  return isServed();
}

} // namespace skein::runtime
