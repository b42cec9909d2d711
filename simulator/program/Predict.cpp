//===- Predict.cpp - a program on a cluster -------------------------------===//

#include "simulator/program/Predict.h"
#include "simulator/program/Costs.h"

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include <algorithm>
#include <utility>

namespace skein::simulator {

int Mesh::numDevices() const {
  int count = 1;
  for (const Axis &axis : axes)
    count *= axis.size;
  return count;
}

std::vector<std::vector<int>>
Mesh::groups(absl::Span<const int> groupAxes) const {
  // Devices of a group share the number that has 0 for the axes of the group.
  std::map<int, std::map<int, int>> byKey; // by that number and by rank
  for (int device = 0, count = numDevices(); device < count; ++device) {
    std::vector<int> place(axes.size());
    for (int axis = int(axes.size()) - 1, rest = device; axis >= 0; --axis) {
      place[axis] = rest % axes[axis].size;
      rest /= axes[axis].size;
    }
    int rank = 0, key = 0;
    for (int axis : groupAxes)
      rank = rank * axes[axis].size + std::exchange(place[axis], 0);
    for (size_t axis = 0; axis < axes.size(); ++axis)
      key = key * axes[axis].size + place[axis];
    byKey[key][rank] = device;
  }
  std::vector<std::vector<int>> result;
  for (const auto &[key, members] : byKey) {
    std::vector<int> &group = result.emplace_back();
    for (const auto &[rank, device] : members)
      group.push_back(device);
  }
  return result;
}

std::string Mesh::toString() const {
  return absl::StrJoin(axes, ", ", [](std::string *out, const Axis &axis) {
    absl::StrAppend(out, axis.name, " = ", axis.size);
  });
}

bool Prediction::fits() const {
  return absl::c_all_of(devices,
                        [](const PredictedDevice &d) { return d.fits(); });
}

namespace {

absl::Status errorAt(absl::string_view location, absl::string_view message) {
  return absl::InvalidArgumentError(
      absl::StrCat(location, location.empty() ? "" : ": ", message));
}

class Predictor {
public:
  Predictor(const Program &program, const Cluster &cluster, Placement placement)
      : program(program), topology(cluster.topology),
        placement(std::move(placement)),
        costs(program.mesh, cluster, this->placement) {}

  absl::Status placeOps(bool mayFold) {
    for (const ProgramOp &op : program.ops)
      if (const auto *collective = std::get_if<Collective>(&op.action))
        if (auto found = costs.of(*collective); !found.ok())
          return located(op, found.status());
    folded = mayFold && isFoldable();
    simulated = folded ? Placement{placement.front()} : placement;
    indexOf.resize(topology.numDevices());
    for (size_t i = 0; i < simulated.size(); ++i)
      indexOf[simulated[i]] = int(i);
    for (OpId id = 0; id < OpId(program.ops.size()); ++id)
      if (absl::Status status = placeOp(id); !status.ok())
        return located(program.ops[id], status);
    return absl::OkStatus();
  }

  absl::StatusOr<Prediction> run() {
    absl::StatusOr<Timeline> timeline = simulator::run(topology, tasks);
    if (!timeline.ok())
      return timeline.status();
    Prediction result;
    result.stepTime = result.duration = timeline->end;
    for (size_t i = 0; i < tasks.size(); ++i)
      result.tasks.push_back({opOfTask[i], 0, tasks[i].stream, tasks[i].devices,
                              timeline->intervals[i], origins[i]});
    std::vector<Usage> used = usages(topology.numDevices(), tasks, *timeline);
    for (size_t i = 0; i < simulated.size(); ++i) {
      const Device &device = topology.device(simulated[i]);
      result.devices.push_back({simulated[i], device.name, used[simulated[i]],
                                profileOf(allocations(i, *timeline)),
                                device.memory});
    }
    result.folded = folded;
    result.placement = placement;
    return result;
  }

private:
  static absl::Status located(const ProgramOp &op, const absl::Status &status) {
    return errorAt(op.location, absl::StrCat(op.name, ": ", status.message()));
  }

  bool isFoldable() const {
    const Device &first = topology.device(placement.front());
    return absl::c_all_of(placement,
                          [&](DeviceId id) {
                            return topology.device(id).isLike(first);
                          }) &&
           absl::c_none_of(program.ops,
                           [](const ProgramOp &op) {
                             return std::holds_alternative<Exchange>(op.action);
                           }) &&
           costs.groupsAreAlike();
  }

  absl::Status placeOp(OpId id) {
    // Devices that have no part in it go on from what it waits for.
    std::vector<std::vector<TaskId>> &waits =
        endOf.emplace_back(simulated.size());
    const ProgramOp &op = program.ops[id];
    for (OpId before : op.after)
      for (size_t index = 0; index < simulated.size(); ++index)
        absl::c_copy(endOf[before][index], std::back_inserter(waits[index]));
    for (std::vector<TaskId> &tasksBefore : waits) {
      absl::c_sort(tasksBefore);
      tasksBefore.erase(std::unique(tasksBefore.begin(), tasksBefore.end()),
                        tasksBefore.end());
    }
    const Work *work = std::get_if<Work>(&op.action);
    const auto *list = std::get_if<KernelList>(&op.action);
    if (work || list) {
      for (size_t i = 0; i < simulated.size(); ++i) {
        absl::StatusOr<Estimate> time =
            work ? costs.of(*work, int(i)) : costs.of(*list, int(i));
        if (!time.ok())
          return time.status();
        Traffic traffic;
        traffic.latency = time->time;
        addTask(id, {simulated[i]}, Task::Kind::Kernel, traffic, time->origin);
      }
      return absl::OkStatus();
    }
    const auto *exchange = std::get_if<Exchange>(&op.action);
    absl::StatusOr<std::vector<OpTask>> found =
        exchange ? costs.of(*exchange)
                 : costs.of(std::get<Collective>(op.action));
    if (!found.ok())
      return found.status();
    if (folded) {
      std::vector<Traffic> traffics;
      for (const OpTask &task : *found)
        traffics.push_back(task.traffic);
      addTask(id, simulated, Task::Kind::Collective, together(traffics),
              found->back().origin);
      return absl::OkStatus();
    }
    for (OpTask &task : *found) {
      std::vector<DeviceId> devices;
      for (int member : task.members)
        devices.push_back(placement[member]);
      addTask(id, std::move(devices), Task::Kind::Collective,
              std::move(task.traffic), task.origin);
    }
    return absl::OkStatus();
  }

  void addTask(OpId id, std::vector<DeviceId> devices, Task::Kind kind,
               Traffic traffic, Origin origin) {
    const auto *collective = std::get_if<Collective>(&program.ops[id].action);
    const auto *exchange = std::get_if<Exchange>(&program.ops[id].action);
    bool overlaps = ((collective && collective->beside) ||
                     (exchange && exchange->beside)) &&
                    absl::c_all_of(devices, [&](DeviceId d) {
                      return topology.device(d).overlap;
                    });
    Task task;
    task.name = program.ops[id].name;
    task.kind = kind;
    task.stream = overlaps ? Stream::Communication : Stream::Compute;
    task.traffic = std::move(traffic);
    for (DeviceId device : devices) {
      std::vector<TaskId> &waits = endOf[id][indexOf[device]];
      absl::c_copy(waits, std::back_inserter(task.after));
      waits = {TaskId(tasks.size())};
    }
    // A rendezvous that all devices ran before is there once per device.
    absl::c_sort(task.after);
    task.after.erase(std::unique(task.after.begin(), task.after.end()),
                     task.after.end());
    task.devices = std::move(devices);
    tasks.push_back(std::move(task));
    opOfTask.push_back(id);
    origins.push_back(origin);
  }

  /// The memory of the program's values on `simulated[index]`.
  std::vector<Allocation> allocations(size_t index,
                                      const Timeline &timeline) const {
    // Where the device has no part in the op, it is when it could have been.
    auto interval = [&](OpId op) {
      Interval result;
      for (TaskId task : endOf[op][index])
        if (timeline.intervals[task].end >= result.end)
          result = timeline.intervals[task];
      return result;
    };
    // Memory of the whole step is there at its end too.
    Duration stepEnd = timeline.end + picoseconds(1);
    std::vector<Allocation> result;
    for (const ProgramValue &value : program.values) {
      Allocation allocation{value.bytes, value.kind, Duration(), stepEnd};
      if (value.madeBy) {
        allocation.from = interval(*value.madeBy).start;
        allocation.until =
            value.returned ? stepEnd : interval(*value.madeBy).end;
        for (OpId user : value.usedBy)
          allocation.until = std::max(allocation.until, interval(user).end);
      }
      result.push_back(allocation);
    }
    return result;
  }

  const Program &program;
  const Topology &topology;
  Placement placement, simulated;
  Costs costs;
  bool folded = false;

  std::vector<int> indexOf; // in `simulated`, by device
  /// By op and index in `simulated`: the task of the op on that device, or
  /// those that it would wait for.
  std::vector<std::vector<std::vector<TaskId>>> endOf;
  std::vector<Task> tasks;
  std::vector<OpId> opOfTask;  // by task
  std::vector<Origin> origins; // by task
};

} // namespace

absl::StatusOr<Prediction> predict(Program program, const Cluster &cluster,
                                   PredictOptions options) {
  absl::StatusOr<Placement> placement =
      cluster.place(program.mesh.numDevices());
  if (!placement.ok())
    return errorAt(
        program.location,
        absl::StrCat("@", program.name, " ", placement.status().message()));
  Predictor predictor(program, cluster, std::move(*placement));
  if (absl::Status status = predictor.placeOps(options.fold); !status.ok())
    return status;
  absl::StatusOr<Prediction> prediction = predictor.run();
  if (prediction.ok()) {
    prediction->cluster = cluster.name;
    prediction->programs.push_back(std::move(program));
  }
  return prediction;
}

} // namespace skein::simulator
