//===- EventLoop.h - simulated time, and transfers in it --------*- C++ -*-===//
//
// For what decides as it goes what comes next. Tasks that are known before they
// run are for Engine.h.
//
//===----------------------------------------------------------------------===//

#ifndef SKEIN_SIMULATOR_ENGINE_EVENTLOOP_H
#define SKEIN_SIMULATOR_ENGINE_EVENTLOOP_H

#include "simulator/topology/Traffic.h"

#include <functional>
#include <queue>

namespace skein::simulator {

/// Calls back at times. What happens at one time happens in the order in which
/// it was asked for.
class EventLoop {
public:
  using Callback = std::function<void()>;

  explicit EventLoop(const Topology &topology);

  Duration now() const { return time; }
  /// Calls back when `delay`, from now, is over.
  void after(Duration delay, Callback callback);
  /// Calls back when `traffic`, from now, has arrived. Those that move at one
  /// time share the links max-min.
  void transfer(const Traffic &traffic, Callback callback);
  /// Until nothing is left to happen, or `stop` was called.
  void run();
  void stop() { isStopped = true; }

  /// Bytes that went over each resource, by ResourceId.
  const std::vector<double> &bytesMoved() const { return moved; }

private:
  struct Timer {
    Duration time;
    uint64_t number; // in the order of calls
    Callback callback;
    bool operator>(const Timer &other) const {
      return std::tie(time, number) > std::tie(other.time, other.number);
    }
  };
  struct Flow {
    Traffic traffic;
    Callback callback;
    double bytesLeft;
    double rate = 0; // bytes per second
    Duration end;
  };

  void advanceTo(Duration next);
  void share();

  const Topology &topology;
  Duration time;
  uint64_t numTimers = 0;
  bool isStopped = false;
  bool ratesAreDue = false;
  std::priority_queue<Timer, std::vector<Timer>, std::greater<Timer>> timers;
  std::vector<Flow> flows; // in the order in which they began
  std::vector<double> moved;
};

} // namespace skein::simulator

#endif // SKEIN_SIMULATOR_ENGINE_EVENTLOOP_H
