//===- EventLoop.cpp - simulated time, and transfers in it ----------------===//

#include "simulator/engine/EventLoop.h"

#include <algorithm>

namespace skein::simulator {

EventLoop::EventLoop(const Topology &topology)
    : topology(topology), moved(topology.capacities().size(), 0) {}

void EventLoop::after(Duration delay, Callback callback) {
  timers.push({time + delay, numTimers++, std::move(callback)});
}

void EventLoop::transfer(const Traffic &traffic, Callback callback) {
  if (traffic.bytes <= 0 || traffic.uses.empty())
    return after(traffic.latency, std::move(callback));
  after(traffic.latency, [this, traffic, callback = std::move(callback)] {
    for (Traffic::Use use : traffic.uses)
      moved[use.resource] += use.weight * traffic.bytes;
    flows.push_back({traffic, callback, traffic.bytes});
    ratesAreDue = true;
  });
}

void EventLoop::run() {
  while (!isStopped) {
    // All that begins at one time has its rates worked out at once.
    bool hasTimerNow = !timers.empty() && timers.top().time == time;
    if (ratesAreDue && !hasTimerNow)
      share();
    if (timers.empty() && flows.empty())
      return;
    Duration next = timers.empty() ? flows.front().end : timers.top().time;
    for (const Flow &flow : flows)
      if (!ratesAreDue)
        next = std::min(next, flow.end);
    advanceTo(next);
  }
}

/// Lets happen what happens at `next`.
void EventLoop::advanceTo(Duration next) {
  for (Flow &flow : flows)
    flow.bytesLeft -= flow.rate * toSeconds(next - time);
  time = next;
  std::vector<Callback> ended;
  if (!ratesAreDue)
    std::erase_if(flows, [&](Flow &flow) {
      if (flow.end == time)
        ended.push_back(std::move(flow.callback));
      return flow.end == time;
    });
  ratesAreDue |= !ended.empty();
  for (const Callback &callback : ended)
    callback();
  while (!isStopped && !timers.empty() && timers.top().time == time) {
    Callback callback = timers.top().callback;
    timers.pop();
    callback();
  }
}

void EventLoop::share() {
  ratesAreDue = false;
  std::vector<const Traffic *> traffics;
  for (const Flow &flow : flows)
    traffics.push_back(&flow.traffic);
  std::vector<double> rates = maxMinRates(topology.capacities(), traffics);
  for (size_t i = 0; i < flows.size(); ++i) {
    flows[i].rate = rates[i];
    double left = std::max(0.0, flows[i].bytesLeft);
    flows[i].end = time + timeFor(left, Bandwidth(rates[i]));
  }
}

} // namespace skein::simulator
