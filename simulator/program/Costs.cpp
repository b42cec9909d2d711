//===- Costs.cpp - what the ops of a program ask of a cluster -------------===//

#include "simulator/program/Costs.h"

#include "absl/algorithm/container.h"

#include <algorithm>
#include <numeric>
#include <set>

namespace skein::simulator {
namespace {

/// `messages`, in lists of those that share devices.
std::vector<std::vector<Exchange::Message>>
connected(absl::Span<const Exchange::Message> messages, int ranks) {
  std::vector<int> leader(ranks); // the smallest rank that it is connected to
  std::iota(leader.begin(), leader.end(), 0);
  auto find = [&](int rank) {
    while (leader[rank] != rank)
      rank = leader[rank] = leader[leader[rank]];
    return rank;
  };
  for (const Exchange::Message &message : messages) {
    int a = find(message.from), b = find(message.to);
    leader[std::max(a, b)] = std::min(a, b);
  }
  std::map<int, std::vector<Exchange::Message>> byLeader;
  for (const Exchange::Message &message : messages)
    byLeader[find(message.from)].push_back(message);
  std::vector<std::vector<Exchange::Message>> result;
  for (auto &[rank, list] : byLeader)
    result.push_back(std::move(list));
  return result;
}

} // namespace

absl::StatusOr<Estimate> Costs::of(const Work &work, int member) const {
  return kernelTime(topology.device(placement[member]), work);
}

absl::StatusOr<Estimate> Costs::of(const KernelList &list, int member) const {
  Estimate sum{Duration(), Origin::Formula};
  for (const Work &work : *list.works) {
    absl::StatusOr<Estimate> time = of(work, member);
    if (!time.ok())
      return time.status();
    sum.time += time->time;
    sum.origin = std::max(sum.origin, time->origin);
  }
  return sum;
}

absl::StatusOr<std::vector<OpTask>> Costs::of(const Collective &collective) {
  absl::StatusOr<const GroupTraffic *> found = findGroups(collective);
  if (!found.ok())
    return found.status();
  const auto &[groups, perByte] = **found;
  const MeasuredCollective *measured =
      cluster.findMeasured(collective.kind, int(groups.front().size()));
  std::vector<OpTask> tasks;
  for (size_t i = 0; i < groups.size(); ++i) {
    OpTask &task =
        tasks.emplace_back(OpTask{groups[i], perByte[i], Origin::Formula});
    task.traffic.bytes *= double(collective.bytes.count());
    if (measured)
      task.origin =
          calibrate(topology, *measured, collective.bytes, task.traffic);
    else if (groups[i].size() > 1)
      task.traffic.latency += slowestLaunch(groups[i]);
  }
  return tasks;
}

absl::StatusOr<const Costs::GroupTraffic *>
Costs::findGroups(const Collective &collective) {
  GroupKey key(collective.kind, collective.axes);
  if (auto found = groupsOf.find(key); found != groupsOf.end())
    return &found->second;
  GroupTraffic result;
  for (const std::vector<int> &group : mesh.groups(collective.axes)) {
    std::vector<DeviceId> devices;
    for (int member : group)
      devices.push_back(placement[member]);
    absl::StatusOr<Traffic> traffic =
        collectiveTraffic(topology, collective.kind, devices, Bytes(1));
    if (!traffic.ok())
      return traffic.status();
    result.groups.push_back(group);
    result.perByte.push_back(std::move(*traffic));
  }
  return &groupsOf.try_emplace(key, std::move(result)).first->second;
}

bool Costs::groupsAreAlike() const {
  return absl::c_all_of(groupsOf, [&](const auto &entry) {
    return areAlike(topology, entry.second.perByte);
  });
}

/// Devices that messages connect start together; messages share the links.
absl::StatusOr<std::vector<OpTask>> Costs::of(const Exchange &exchange) {
  std::vector<OpTask> tasks;
  for (const std::vector<int> &group : mesh.groups(exchange.axes))
    for (const std::vector<Exchange::Message> &messages :
         connected(exchange.messages, int(group.size()))) {
      absl::StatusOr<OpTask> task = messagesTask(group, messages);
      if (!task.ok())
        return task.status();
      tasks.push_back(*std::move(task));
    }
  return tasks;
}

absl::StatusOr<OpTask>
Costs::messagesTask(absl::Span<const int> group,
                    absl::Span<const Exchange::Message> messages) {
  double most = 0; // bytes of one message
  for (const Exchange::Message &message : messages)
    most = std::max(most, double(message.bytes.count()));
  std::map<ResourceId, double> weights;
  std::set<int> members;
  Traffic traffic;
  std::map<int, int64_t> combined; // bytes, by receiver
  for (const Exchange::Message &message : messages) {
    int from = group[message.from], to = group[message.to];
    members.insert({from, to});
    absl::StatusOr<const Path *> path =
        findPath(placement[from], placement[to]);
    if (!path.ok())
      return path.status();
    traffic.latency = std::max(traffic.latency, (*path)->latency);
    for (ResourceId resource : (*path)->resources)
      weights[resource] += double(message.bytes.count()) / most;
    if (message.combines)
      combined[to] += message.bytes.count();
  }
  Duration combining; // of the slowest receiver
  for (auto [member, bytes] : combined) {
    absl::StatusOr<Estimate> time =
        of(Work{Flops(0), "", Bytes(3 * bytes)}, member);
    if (!time.ok())
      return time.status();
    combining = std::max(combining, time->time);
  }
  OpTask task{{members.begin(), members.end()}, traffic, Origin::Formula};
  task.traffic.latency += combining + slowestLaunch(task.members);
  task.traffic.bytes = most;
  for (auto [resource, weight] : weights)
    task.traffic.uses.push_back({resource, weight});
  return task;
}

/// Messages take the same few paths again and again.
absl::StatusOr<const Path *> Costs::findPath(DeviceId from, DeviceId to) {
  auto found = paths.find({from, to});
  if (found != paths.end())
    return &found->second;
  absl::StatusOr<Path> path = topology.path(from, to);
  if (!path.ok())
    return path.status();
  return &paths.try_emplace({from, to}, *std::move(path)).first->second;
}

Duration Costs::slowestLaunch(absl::Span<const int> members) const {
  Duration slowest;
  for (int member : members)
    slowest =
        std::max(slowest, topology.device(placement[member]).launchOverhead);
  return slowest;
}

} // namespace skein::simulator
