//===- Engine.cpp - discrete events over streams and links ----------------===//

#include "simulator/engine/Engine.h"

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

#include <algorithm>
#include <queue>

namespace skein::simulator {
namespace {

class Engine {
public:
  Engine(const Topology &topology, absl::Span<const Task> tasks)
      : topology(topology), tasks(tasks), blockers(tasks.size()),
        dependents(tasks.size()), queues(2 * topology.numDevices()),
        heads(queues.size(), 0) {
    timeline.intervals.resize(tasks.size());
    for (TaskId id = 0; id < TaskId(tasks.size()); ++id) {
      const Task &task = tasks[id];
      blockers[id] = task.devices.size() + task.after.size();
      for (TaskId before : task.after)
        dependents[before].push_back(id);
      for (DeviceId device : task.devices)
        queues[queueOf(device, task.stream)].push_back(id);
    }
  }

  absl::StatusOr<Timeline> run() {
    for (const std::vector<TaskId> &queue : queues)
      if (!queue.empty())
        unblock(queue.front());
    while (startPending(), !timers.empty() || !flows.empty())
      step();
    if (numEnded < tasks.size())
      return stuck();
    timeline.end = now;
    return std::move(timeline);
  }

private:
  /// A task in the part of its run that moves bytes.
  struct Flow {
    TaskId task;
    double bytesLeft;
    double rate = 0; // bytes per second
    Duration end;
  };

  size_t queueOf(DeviceId device, Stream stream) const {
    return 2 * device + size_t(stream);
  }

  void unblock(TaskId id) {
    if (--blockers[id] == 0)
      ready.push(id);
  }

  void startPending() {
    while (!ready.empty()) {
      TaskId id = ready.top();
      ready.pop();
      timeline.intervals[id].start = now;
      timers.emplace(now + tasks[id].traffic.latency, id);
    }
  }

  void finish(TaskId id) {
    timeline.intervals[id].end = now;
    ++numEnded;
    for (DeviceId device : tasks[id].devices) {
      size_t queue = queueOf(device, tasks[id].stream);
      if (++heads[queue] < queues[queue].size())
        unblock(queues[queue][heads[queue]]);
    }
    for (TaskId dependent : dependents[id])
      unblock(dependent);
  }

  /// Goes to the next time at which something ends, and ends it.
  void step() {
    Duration next = timers.empty() ? flows.front().end : timers.top().first;
    for (const Flow &flow : flows)
      next = std::min(next, flow.end);
    for (Flow &flow : flows)
      flow.bytesLeft -= flow.rate * toSeconds(next - now);
    now = next;

    // Flows are in the order of their tasks, see below.
    size_t before = flows.size();
    std::vector<TaskId> ended;
    std::erase_if(flows, [&](const Flow &flow) {
      if (flow.end == now)
        ended.push_back(flow.task);
      return flow.end == now;
    });
    bool changed = flows.size() != before;
    while (!timers.empty() && timers.top().first == now) {
      TaskId id = timers.top().second;
      timers.pop();
      const Traffic &traffic = tasks[id].traffic;
      if (traffic.bytes > 0 && !traffic.uses.empty()) {
        flows.push_back({id, traffic.bytes});
        changed = true;
      } else {
        ended.push_back(id);
      }
    }
    absl::c_sort(ended);
    for (TaskId id : ended)
      finish(id);
    if (changed)
      share();
  }

  void share() {
    absl::c_sort(flows,
                 [](const Flow &a, const Flow &b) { return a.task < b.task; });
    std::vector<const Traffic *> traffics;
    for (const Flow &flow : flows)
      traffics.push_back(&tasks[flow.task].traffic);
    std::vector<double> rates = maxMinRates(topology.capacities(), traffics);
    for (size_t i = 0; i < flows.size(); ++i) {
      flows[i].rate = rates[i];
      double left = std::max(0.0, flows[i].bytesLeft);
      flows[i].end = now + timeFor(left, Bandwidth(rates[i]));
    }
  }

  /// What the first device that cannot go on waits for.
  absl::Status stuck() const {
    for (size_t queue = 0; queue < queues.size(); ++queue) {
      if (heads[queue] == queues[queue].size())
        continue;
      const Task &waiting = tasks[queues[queue][heads[queue]]];
      std::string message = absl::StrCat(
          waiting.name, " on ", topology.device(DeviceId(queue / 2)).name,
          " never starts; it waits for ");
      for (TaskId before : waiting.after)
        if (blockers[before] > 0)
          return absl::InvalidArgumentError(
              absl::StrCat(message, tasks[before].name));
      for (DeviceId device : waiting.devices) {
        size_t other = queueOf(device, waiting.stream);
        if (queues[other][heads[other]] != queues[queue][heads[queue]])
          return absl::InvalidArgumentError(absl::StrCat(
              message, topology.device(device).name, ", which is at ",
              tasks[queues[other][heads[other]]].name));
      }
    }
    return absl::InternalError("tasks are left, but no stream has one");
  }

  const Topology &topology;
  absl::Span<const Task> tasks;
  std::vector<size_t> blockers; // turns and tasks that a task still waits for
  std::vector<std::vector<TaskId>> dependents;
  std::vector<std::vector<TaskId>> queues; // by queueOf
  std::vector<size_t> heads;               // how far each queue is

  Duration now;
  Timeline timeline;
  size_t numEnded = 0;
  template <typename T>
  using MinQueue = std::priority_queue<T, std::vector<T>, std::greater<T>>;
  MinQueue<TaskId> ready;
  MinQueue<std::pair<Duration, TaskId>> timers; // ends of fixed times
  std::vector<Flow> flows;
};

} // namespace

absl::StatusOr<Timeline> run(const Topology &topology,
                             absl::Span<const Task> tasks) {
  return Engine(topology, tasks).run();
}

std::vector<Usage> usages(int numDevices, absl::Span<const Task> tasks,
                          const Timeline &timeline) {
  // A kernel or a collective that starts (+1) or ends (-1).
  struct Change {
    Duration time;
    Task::Kind kind;
    int by;
  };
  std::vector<std::vector<Change>> changes(numDevices);
  for (size_t id = 0; id < tasks.size(); ++id)
    for (DeviceId device : tasks[id].devices) {
      Interval interval = timeline.intervals[id];
      changes[device].push_back({interval.start, tasks[id].kind, 1});
      changes[device].push_back({interval.end, tasks[id].kind, -1});
    }

  std::vector<Usage> usages(numDevices);
  for (int device = 0; device < numDevices; ++device) {
    absl::c_sort(changes[device], [](const Change &a, const Change &b) {
      return a.time < b.time;
    });
    changes[device].push_back({timeline.end, Task::Kind::Kernel, 0});
    Duration last;
    int kernels = 0, collectives = 0;
    for (const Change &change : changes[device]) {
      usages[device].add(change.time - last, kernels > 0, collectives > 0);
      last = change.time;
      (change.kind == Task::Kind::Kernel ? kernels : collectives) += change.by;
    }
  }
  return usages;
}

void Usage::add(Duration time, bool computing, bool communicating) {
  if (computing)
    compute += time;
  if (communicating)
    communication += time;
  if (computing && communicating)
    overlap += time;
  if (!computing && !communicating)
    idle += time;
}

} // namespace skein::simulator
