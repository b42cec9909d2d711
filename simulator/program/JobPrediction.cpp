//===- JobPrediction.cpp - what the run of a job shows --------------------===//

#include "simulator/program/JobRun.h"
#include "simulator/program/Plan.h"

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"

#include <algorithm>

namespace skein::simulator {
namespace {

class Summary {
public:
  Summary(const Job &job, const Cluster &cluster, const JobOptions &options,
          JobRun run)
      : job(job), cluster(cluster), topology(cluster.topology),
        options(options), run(std::move(run)) {}

  Prediction make() {
    Prediction result;
    result.cluster = cluster.name;
    result.duration = run.end;
    for (const Placement &placement : run.placements)
      for (DeviceId device : placement)
        if (!absl::c_linear_search(result.placement, device))
          result.placement.push_back(device);
    addTasks(result);
    addDevices(result);
    addFigures(result);
    result.programs = std::move(run.programs);
    return result;
  }

private:
  void addTasks(Prediction &result) const {
    for (const JobRun::Instance &instance : run.instances)
      for (const std::vector<Interval> &iteration : instance.intervals)
        for (size_t id = 0; id < iteration.size(); ++id) {
          const ProgramOp &op = run.programs[instance.program].ops[id];
          if (iteration[id].length() == Duration())
            continue;
          bool computes = isKernel(op);
          result.tasks.push_back(
              {OpId(id),
               instance.program,
               computes ? Stream::Compute : Stream::Communication,
               {instance.device},
               iteration[id],
               Origin::Formula});
        }
    absl::c_stable_sort(result.tasks, [](const auto &a, const auto &b) {
      return a.interval.start < b.interval.start;
    });
  }

  void addDevices(Prediction &result) {
    // Who waits for others is idle.
    std::vector<Usage> used =
        usagesOf(result, [](const PredictedTask &, const Request *request) {
          return !request || !isWait(request->kind);
        });
    allocate(result.duration + picoseconds(1));
    for (DeviceId id : result.placement)
      result.devices.push_back(
          {id, absl::StrCat(topology.device(id).name, " ", run.roles[id]),
           used[id], profileOf(run.devices[id].allocations),
           topology.device(id).memory});
  }

  static bool isWait(Request::Kind kind) {
    return kind == Request::Kind::Take || kind == Request::Kind::Dequeue ||
           kind == Request::Kind::Receive;
  }

  /// How devices spend their time with the tasks that `counts`.
  template <typename Counts>
  std::vector<Usage> usagesOf(const Prediction &result, Counts counts) const {
    std::vector<Task> tasks;
    Timeline timeline{{}, result.duration};
    for (const PredictedTask &predicted : result.tasks) {
      if (!counts(predicted,
                  requestOf(run.programs[predicted.program].ops[predicted.op])))
        continue;
      Task &task = tasks.emplace_back();
      task.kind = predicted.stream == Stream::Compute ? Task::Kind::Kernel
                                                      : Task::Kind::Collective;
      task.devices = predicted.devices;
      timeline.intervals.push_back(predicted.interval);
    }
    return usages(topology.numDevices(), tasks, timeline);
  }

  void allocate(Duration end) {
    for (const JobMemory &memory : job.memory)
      for (size_t i = 0; i < run.placements[memory.mesh].size(); ++i)
        if (memory.devices.empty() ||
            absl::c_linear_search(memory.devices, int(i)))
          run.devices[run.placements[memory.mesh][i]].allocations.push_back(
              {memory.bytes, memory.kind, Duration(), end});
    for (JobRun::Device &device : run.devices) {
      allocateStairs(device, device.queues, MemoryKind::HostedObjects, end);
      allocateStairs(device, device.channels, MemoryKind::Channels, end);
    }
    for (const JobRun::Instance &instance : run.instances)
      for (const ProgramValue &value : run.programs[instance.program].values)
        allocate(instance, value, end);
  }

  /// What grows and shrinks on `device`, as a staircase.
  static void allocateStairs(JobRun::Device &device,
                             const JobRun::Changes &changes, MemoryKind kind,
                             Duration end) {
    Bytes now;
    for (size_t i = 0; i < changes.size(); ++i) {
      now += changes[i].second;
      Duration until = i + 1 < changes.size() ? changes[i + 1].first : end;
      device.allocations.push_back({now, kind, changes[i].first, until});
    }
  }

  void allocate(const JobRun::Instance &instance, const ProgramValue &value,
                Duration end) {
    std::vector<Allocation> &list = run.devices[instance.device].allocations;
    if (value.kind == MemoryKind::Inputs)
      list.push_back({value.bytes, value.kind, Duration(), end});
    if (!value.madeBy)
      return; // variables are counted once, whatever runs there
    for (size_t i = 0; i < instance.intervals.size(); ++i) {
      const std::vector<Interval> &iteration = instance.intervals[i];
      Allocation allocation{value.bytes, value.kind,
                            iteration[*value.madeBy].start,
                            iteration[*value.madeBy].end};
      if (value.returned)
        allocation.until = std::max(allocation.until, instance.ends[i]);
      for (OpId user : value.usedBy)
        allocation.until = std::max(allocation.until, iteration[user].end);
      list.push_back(allocation);
    }
  }

  void addFigures(Prediction &result) {
    JobFigures figures;
    figures.steps = options.steps;
    figures.pushes = run.numPushes;
    figures.droppedPushes = run.numDropped;
    figures.staleness = std::move(run.staleness);
    for (const JobRun::Instance &instance : run.instances)
      if (instance.program == 0)
        figures.workers.push_back({topology.device(instance.device).name,
                                   instance.iteration, instance.droppedPushes,
                                   instance.ends.back()});
    addOwners(result, figures);
    addThroughput(result, figures);
    addStages(result, figures);
    result.job = std::move(figures);
  }

  void addOwners(const Prediction &result, JobFigures &figures) const {
    std::set<DeviceId> owners;
    for (const HostedObject &object : job.objects)
      if (object.mesh >= 0)
        owners.insert(run.placements[object.mesh][object.device]);
    double seconds = toSeconds(result.duration);
    auto busiest = [&](const std::set<ResourceId> &links) {
      double most = 0;
      for (ResourceId link : links)
        most = std::max(most, run.bytesMoved[link] /
                                  topology.capacities()[link].count());
      return seconds > 0 ? most / seconds : 0;
    };
    for (DeviceId id : owners) {
      const JobRun::Device &device = run.devices[id];
      figures.owners.push_back({topology.device(id).name, device.bytesIn,
                                device.bytesOut, busiest(device.inLinks),
                                busiest(device.outLinks), device.adding});
    }
  }

  void addStages(const Prediction &result, JobFigures &figures) const {
    // A message that travels by itself leaves its sender idle.
    std::vector<Usage> busy = usagesOf(
        result, [&](const PredictedTask &task, const Request *request) {
          return !request || (!isWait(request->kind) &&
                              (request->kind != Request::Kind::Send ||
                               !topology.device(task.devices[0]).overlap));
        });
    for (const JobRun::Instance &instance : run.instances) {
      const Program &program = run.programs[instance.program];
      if (program.entries.empty())
        continue;
      JobFigures::Stage stage = stageOf(instance.device, program);
      stage.busy =
          (result.duration - busy[instance.device].idle) / options.steps;
      stage.receiving =
          timeIn(instance, Request::Kind::Receive) / options.steps;
      stage.sending = timeIn(instance, Request::Kind::Send) / options.steps;
      if (result.stepTime > Duration())
        stage.bubble =
            1 - double(stage.busy.count()) / double(result.stepTime.count());
      figures.stages.push_back(std::move(stage));
    }
    absl::c_stable_sort(figures.stages, [](const auto &a, const auto &b) {
      return a.stages < b.stages;
    });
  }

  JobFigures::Stage stageOf(DeviceId device, const Program &program) const {
    JobFigures::Stage stage;
    stage.id = device;
    stage.device = topology.device(device).name;
    stage.program = program.name;
    std::set<int64_t> numbers;
    std::map<std::pair<int64_t, int64_t>, int> left; // actions
    for (const PipelineEntry &entry : program.entries) {
      numbers.insert(entry.stage);
      ++left[{entry.stage, entry.microBatch}];
    }
    stage.stages.assign(numbers.begin(), numbers.end());
    int64_t held = 0;
    for (const PipelineEntry &entry : program.entries) {
      held += entry.kind == 'F';
      stage.held = std::max(stage.held, held);
      held -= --left[{entry.stage, entry.microBatch}] == 0;
    }
    for (const MemoryProfile::Point &point :
         profileOf(run.devices[device].allocations).points)
      for (int kind = 0; kind < numMemoryKinds; ++kind)
        stage.most[kind] = std::max(stage.most[kind], point.live[kind]);
    return stage;
  }

  Duration timeIn(const JobRun::Instance &instance, Request::Kind kind) const {
    Duration sum;
    const std::vector<ProgramOp> &ops = run.programs[instance.program].ops;
    for (const std::vector<Interval> &iteration : instance.intervals)
      for (size_t id = 0; id < iteration.size(); ++id)
        if (const Request *request = requestOf(ops[id]);
            request && request->kind == kind)
          sum += iteration[id].length();
    return sum;
  }

  void addThroughput(Prediction &result, JobFigures &figures) const {
    int64_t warm = options.steps / 4;
    Duration firstEnd = result.duration;
    for (const JobRun::Instance &instance : run.instances)
      if (instance.program == 0)
        firstEnd = std::min(firstEnd, instance.ends.back());
    double rate = 0; // iterations of all workers in a second
    for (const JobRun::Instance &instance : run.instances)
      if (instance.program == 0)
        rate += rateOf(instance.ends, warm, firstEnd);
    double workers = double(figures.workers.size());
    figures.examplesPerSecond =
        rate * double(run.programs[0].examples) / workers;
    if (hasPipeline()) {
      if (options.steps > 1)
        warm = std::max<int64_t>(warm, 1);
      result.stepTime = (run.stepEnds.back() - endOf(run.stepEnds, warm)) /
                        (options.steps - warm);
      if (double seconds = toSeconds(result.stepTime); seconds > 0)
        figures.examplesPerSecond = double(run.programs[0].examples) / seconds;
    } else if (run.programs[0].repeatWhile && !run.stepEnds.empty())
      result.stepTime = picoseconds(
          (run.stepEnds.back() - endOf(run.stepEnds, warm)).count() /
          (options.steps - warm));
    else if (rate > 0)
      result.stepTime = secondsToDuration(workers / rate);
  }

  bool hasPipeline() const {
    return absl::c_any_of(run.programs, [](const Program &program) {
      return !program.entries.empty();
    });
  }

  /// When the first `count` of `ends` were over.
  static Duration endOf(const std::vector<Duration> &ends, int64_t count) {
    return count == 0 ? Duration() : ends[count - 1];
  }

  /// In a second, from number `warm` of `ends` to `last`; a slow worker is not
  /// that far by then.
  static double rateOf(const std::vector<Duration> &ends, int64_t warm,
                       Duration last) {
    int64_t count = absl::c_upper_bound(ends, last) - ends.begin();
    if (count <= warm)
      warm = 0;
    double seconds = toSeconds(endOf(ends, count) - endOf(ends, warm));
    return seconds > 0 ? double(count - warm) / seconds : 0;
  }

  const Job &job;
  const Cluster &cluster;
  const Topology &topology;
  const JobOptions &options;
  JobRun run;
};

} // namespace

Prediction predictionOf(const Job &job, const Cluster &cluster,
                        const JobOptions &options, JobRun run) {
  return Summary(job, cluster, options, std::move(run)).make();
}

} // namespace skein::simulator
