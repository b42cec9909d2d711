//===- PredictJob.cpp - programs and the objects between them -------------===//

#include "simulator/engine/EventLoop.h"
#include "simulator/program/Costs.h"
#include "simulator/program/HostedState.h"
#include "simulator/program/JobRun.h"
#include "simulator/program/Plan.h"

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace skein::simulator {
namespace {

using Callback = EventLoop::Callback;

/// A number from 0 to 1 that depends on all of its arguments (SplitMix64, see
/// Steele, Lea and Flood, OOPSLA 2014).
double uniform(uint64_t seed, uint64_t program, uint64_t device,
               uint64_t iteration) {
  for (uint64_t part : {program, device, iteration}) {
    seed += part + 0x9e3779b97f4a7c15;
    seed = (seed ^ (seed >> 30)) * 0xbf58476d1ce4e5b9;
    seed = (seed ^ (seed >> 27)) * 0x94d049bb133111eb;
    seed ^= seed >> 31;
  }
  return double(seed >> 11) * 0x1p-53;
}

class JobRunner {
public:
  JobRunner(const Job &job, const Cluster &cluster, const JobOptions &options)
      : job(job), cluster(cluster), topology(cluster.topology),
        options(options), loop(cluster.topology) {}

  absl::Status prepare() {
    if (absl::Status status = placeMeshes(); !status.ok())
      return status;
    for (const Program &program : job.programs)
      if (absl::Status status = addProgram(program); !status.ok())
        return status;
    createObjects();
    connectChannels();
    return checkDelays();
  }

  absl::StatusOr<Prediction> run() {
    numCompleted.resize(options.steps);
    for (Instance &instance : instances)
      begin(instance);
    loop.run();
    if (!failure.ok())
      return failure;
    for (const Instance &instance : instances)
      if (!instance.hasEnded)
        return stuck(instance);
    for (Instance &instance : instances)
      log.instances.push_back(std::move(instance));
    log.end = loop.now();
    log.bytesMoved = loop.bytesMoved();
    return predictionOf(job, cluster, options, std::move(log));
  }

private:
  /// A program on one device.
  struct Instance : JobRun::Instance {
    std::vector<int64_t> coordinates;
    std::vector<int64_t> slots;
    std::vector<int> blockers; // by op
    int unfinished = 0;        // ops of this iteration
    bool hasEnded = false;
    int unacknowledged = 0; // pushes
    std::vector<Callback> whenAcknowledged = {};
    std::vector<int64_t> tickets = {}; // by op: its turn at the owner
    std::vector<int64_t> pulled = {};  // versions, by object; -1: none
    Versions pulledNow = nullptr;      // a copy, if there is one
    std::map<int, std::vector<Versions>> taken = {}; // by variable
    Versions dequeued = nullptr;
    std::vector<Delay> delays = {};
  };

  /// Requests of a program on a device to an owner, which take effect in order.
  struct Connection {
    int64_t numTickets = 0, turn = 0;
    std::map<int64_t, Callback> arrived;
  };

  struct Accumulator {
    AccumulatorState state;
    bool isAdding = false;
    /// Pushes that have arrived; in index order by device.
    std::map<int, std::deque<Callback>> arrived;
    int turn = 0;
  };

  struct Channel {
    ChannelState state;
    DeviceId target;
  };

  struct DeviceState {
    bool isComputing = false;
    std::deque<std::pair<Duration, Callback>> kernels;
  };

  //===--- Before it runs -------------------------------------------------===//

  absl::Status placeMeshes() {
    absl::StatusOr<Placement> all =
        cluster.place(int(cluster.placement.size()));
    if (!all.ok())
      return all.status();
    size_t next = 0, needed = 0;
    std::vector<bool> isUsed(job.meshes.size(), false);
    for (const Program &program : job.programs)
      isUsed[program.meshIndex] = true;
    for (const HostedObject &object : job.objects)
      if (object.mesh >= 0)
        isUsed[object.mesh] = true;
    for (size_t mesh = 0; mesh < job.meshes.size(); ++mesh)
      needed += isUsed[mesh] ? job.meshes[mesh].numDevices() : 0;
    if (needed > all->size() && !options.shareDevices)
      return absl::InvalidArgumentError(absl::StrCat(
          job.programs[0].location,
          job.programs[0].location.empty() ? "" : ": ", "@",
          job.programs[0].name, " and what runs beside it need ", needed,
          " devices; cluster \"", cluster.name, "\" has ", all->size(),
          ", which meshes share with --share-devices only"));
    for (size_t mesh = 0; mesh < job.meshes.size(); ++mesh) {
      Placement &placement = log.placements.emplace_back();
      for (int i = 0; isUsed[mesh] && i < job.meshes[mesh].numDevices(); ++i)
        placement.push_back((*all)[next++ % all->size()]);
      for (size_t i = 0; i < placement.size(); ++i) {
        std::string &role = log.roles[placement[i]];
        absl::StrAppend(&role, role.empty() ? "" : ",", job.meshes[mesh].name,
                        ":", i);
      }
    }
    devices.resize(topology.numDevices());
    log.devices.resize(topology.numDevices());
    return absl::OkStatus();
  }

  absl::Status addProgram(const Program &read) {
    int index = int(log.programs.size());
    Program &program = log.programs.emplace_back(read);
    program.ops.push_back({"delay", program.location, Work{}, {}});
    const Placement &placement = log.placements[program.meshIndex];
    bool overlaps = absl::c_all_of(placement, [&](DeviceId device) {
      return topology.device(device).overlap;
    });
    plans.push_back(planOf(program, overlaps));
    if (absl::Status status = findCosts(program); !status.ok())
      return status;
    std::vector<int> numbers = program.devices;
    if (numbers.empty()) {
      numbers.resize(placement.size());
      absl::c_iota(numbers, 0);
    }
    for (int number : numbers) {
      instances.push_back({{index, number, placement[number]},
                           coordinatesOf(program.mesh, number),
                           std::vector<int64_t>(program.numSlots)});
      instances.back().pulled.assign(job.objects.size(), -1);
      numCounted += !program.repeatWhile;
    }
    return absl::OkStatus();
  }

  static std::vector<int64_t> coordinatesOf(const Mesh &mesh, int number) {
    std::vector<int64_t> coordinates(mesh.axes.size());
    for (int axis = int(mesh.axes.size()) - 1; axis >= 0; --axis) {
      coordinates[axis] = number % mesh.axes[axis].size;
      number /= mesh.axes[axis].size;
    }
    return coordinates;
  }

  /// Of what runs on several devices at once.
  absl::Status findCosts(const Program &program) {
    Costs costs(program.mesh, cluster, log.placements[program.meshIndex]);
    auto &tasks = groupTasks.emplace_back(program.ops.size());
    for (size_t id = 0; id < program.ops.size(); ++id) {
      const ProgramOp &op = program.ops[id];
      absl::StatusOr<std::vector<OpTask>> found = std::vector<OpTask>();
      if (const auto *collective = std::get_if<Collective>(&op.action))
        found = costs.of(*collective);
      else if (const auto *exchange = std::get_if<Exchange>(&op.action))
        found = costs.of(*exchange);
      if (!found.ok())
        return errorAt(op, found.status().message());
      tasks[id] = *std::move(found);
    }
    return absl::OkStatus();
  }

  void createObjects() {
    for (const HostedObject &object : job.objects) {
      using Kind = HostedObject::Kind;
      int elements = 1;
      if (object.kind == Kind::Queue && object.family >= 0)
        elements = job.meshes[object.family].numDevices();
      queues.emplace_back(elements, object.capacity, object.initial);
      accumulators.emplace_back();
      versions.push_back(0);
    }
  }

  void connectChannels() {
    for (size_t object = 0; object < job.objects.size(); ++object) {
      const HostedObject &channel = job.objects[object];
      if (channel.kind != HostedObject::Kind::Channel)
        continue;
      for (const Instance &instance : instances)
        if (instance.program == channel.target)
          channels.try_emplace(
              {int(object), placeIn(channel, instance)},
              Channel{ChannelState(channel.capacity), instance.device});
    }
  }

  /// The coordinates that both ends of a channel have in common.
  static std::vector<int64_t> placeIn(const HostedObject &channel,
                                      const Instance &instance) {
    std::vector<int64_t> place;
    for (int axis : channel.axes)
      place.push_back(instance.coordinates[axis]);
    return place;
  }

  bool isMeant(const Delay &delay, const Instance &instance) const {
    const Program &program = log.programs[instance.program];
    return (delay.who == (program.isBeside ? "server" : "worker") ||
            delay.who == program.name || delay.who == program.mesh.name) &&
           (!delay.device || *delay.device == instance.number);
  }

  absl::Status checkDelays() {
    for (const Delay &delay : options.delays) {
      bool isForAny = false;
      for (Instance &instance : instances)
        if (isMeant(delay, instance)) {
          instance.delays.push_back(delay);
          isForAny = true;
        }
      if (!isForAny)
        return absl::InvalidArgumentError(absl::StrCat(
            "nobody is ", delay.who,
            delay.device ? absl::StrCat(":", *delay.device) : "",
            "; expected worker, server, a program or a mesh, and a device of "
            "it"));
    }
    return absl::OkStatus();
  }

  //===--- Errors ---------------------------------------------------------===//

  static absl::Status errorAt(const ProgramOp &op, absl::string_view message) {
    return absl::InvalidArgumentError(absl::StrCat(
        op.location, op.location.empty() ? "" : ": ", op.name, ": ", message));
  }

  void fail(absl::Status status) {
    if (failure.ok())
      failure = std::move(status);
    loop.stop();
  }

  /// The number, or 0 and an error.
  int64_t evaluate(const Number &number, const Instance &instance,
                   const ProgramOp &op, absl::string_view what) {
    std::optional<int64_t> value = evaluate(number, instance);
    if (!value)
      fail(errorAt(op, absl::StrCat(what, " depends on data; expected one that "
                                          "follows from steps and tokens")));
    return value.value_or(0);
  }

  std::optional<int64_t> evaluate(const Number &number,
                                  const Instance &instance) const {
    passes::progress::Surroundings at;
    at.slots = instance.slots.data();
    at.device = instance.number;
    at.coordinates = &instance.coordinates;
    at.stepIndex = instance.iteration;
    at.lastStep = options.steps;
    return number.evaluate(at);
  }

  absl::Status stuck(const Instance &instance) const {
    const Program &program = log.programs[instance.program];
    for (OpId id : plans[instance.program].inText)
      if (instance.blockers[id] == 0)
        return errorAt(program.ops[id],
                       absl::StrCat("@", program.name, " on ",
                                    topology.device(instance.device).name,
                                    " waits for ever in iteration ",
                                    instance.iteration));
    return absl::InternalError("a program waits for nothing");
  }

  //===--- Iterations -----------------------------------------------------===//

  void begin(Instance &instance) {
    const Program &program = log.programs[instance.program];
    if (!program.repeatWhile &&
        instance.iteration == options.steps * program.times) {
      instance.hasEnded = true;
      return;
    }
    if (instance.iteration >= maxIterations)
      return fail(absl::InvalidArgumentError(
          absl::StrCat("@", program.name, " goes on for more than ",
                       maxIterations, " iterations")));
    const Plan &plan = plans[instance.program];
    size_t numOps = program.ops.size();
    instance.intervals.emplace_back(numOps);
    instance.unfinished = int(numOps);
    instance.blockers.resize(numOps);
    instance.tickets.assign(numOps, -1);
    for (OpId id : plan.inText) {
      instance.blockers[id] = plan.steps[id].blockers + 1;
      if (const Request *request = requestOf(program.ops[id]))
        if (std::optional<DeviceId> owner = ownerOf(*request, instance))
          instance.tickets[id] = connection(instance, *owner).numTickets++;
    }
    for (OpId id : plan.inText)
      unblock(instance, id);
  }

  void unblock(Instance &instance, OpId id) {
    if (--instance.blockers[id] == 0)
      start(instance, id);
  }

  /// The op has done what those behind it wait for.
  void finish(Instance &instance, OpId id) {
    Interval &interval = instance.intervals.back()[id];
    interval.end = std::max(interval.end, loop.now());
    instance.blockers[id] = -1;
    for (OpId dependent : plans[instance.program].steps[id].dependents)
      unblock(instance, dependent);
    if (--instance.unfinished == 0)
      endIteration(instance);
  }

  void endIteration(Instance &instance) {
    const Program &program = log.programs[instance.program];
    instance.ends.push_back(loop.now());
    if (!program.repeatWhile && (instance.iteration + 1) % program.times == 0)
      if (++numCompleted[instance.iteration / program.times] == numCounted)
        log.stepEnds.push_back(loop.now());
    bool more = true;
    if (program.repeatWhile)
      more = evaluate(*program.repeatWhile, instance, program.ops.back(),
                      "whether it goes on") != 0;
    ++instance.iteration;
    if (!more)
      instance.hasEnded = true;
    else
      loop.after(Duration(), [this, &instance] { begin(instance); });
  }

  void start(Instance &instance, OpId id) {
    const ProgramOp &op = log.programs[instance.program].ops[id];
    instance.intervals.back()[id].start = loop.now();
    auto done = [this, &instance, id] { finish(instance, id); };
    if (id + 1 == OpId(log.programs[instance.program].ops.size()))
      return loop.after(delayOf(instance), done);
    if (isKernel(op)) {
      absl::StatusOr<Duration> time = timeOf(op, instance);
      if (!time.ok())
        return fail(errorAt(op, time.status().message()));
      DeviceState &device = devices[instance.device];
      device.kernels.emplace_back(*time, [this, &instance, id, time] {
        instance.intervals.back()[id].start = loop.now() - *time;
        finish(instance, id);
      });
      return compute(device);
    }
    if (const Request *request = requestOf(op))
      return ask(instance, id, *request);
    meet(instance, id);
  }

  absl::StatusOr<Duration> timeOf(const ProgramOp &op,
                                  const Instance &instance) {
    const auto *list = std::get_if<KernelList>(&op.action);
    if (!list) {
      absl::StatusOr<Estimate> time = kernelTime(
          topology.device(instance.device), std::get<Work>(op.action));
      if (!time.ok())
        return time.status();
      return time->time;
    }
    const Program &program = log.programs[instance.program];
    Costs costs(program.mesh, cluster, log.placements[program.meshIndex]);
    auto known = listTimes.find({list->works.get(), instance.device});
    if (known != listTimes.end())
      return known->second;
    absl::StatusOr<Estimate> time = costs.of(*list, instance.number);
    if (!time.ok())
      return time.status();
    return listTimes[{list->works.get(), instance.device}] = time->time;
  }

  Duration delayOf(const Instance &instance) const {
    Duration total;
    double share = uniform(options.seed, instance.program, instance.number,
                           instance.iteration);
    for (const Delay &delay : instance.delays)
      total += delay.time +
               picoseconds(int64_t(share * double(delay.jitter.count())));
    return total;
  }

  /// Kernels of a device run one after the other.
  void compute(DeviceState &device) {
    if (device.isComputing || device.kernels.empty())
      return;
    device.isComputing = true;
    auto [time, done] = std::move(device.kernels.front());
    device.kernels.pop_front();
    loop.after(time, [this, &device, done] {
      device.isComputing = false;
      done();
      compute(device);
    });
  }

  /// Starts what devices do together when the last of them has come.
  void meet(Instance &instance, OpId id) {
    const std::vector<OpTask> &tasks = groupTasks[instance.program][id];
    bool takesPart = false;
    for (size_t group = 0; group < tasks.size(); ++group) {
      if (!absl::c_linear_search(tasks[group].members, instance.number))
        continue;
      takesPart = true;
      auto &waiting = meetings[{instance.program, id, int(group)}];
      waiting.push_back(&instance);
      if (waiting.size() < tasks[group].members.size())
        continue;
      loop.transfer(
          tasks[group].traffic,
          [this, id, here = std::exchange(waiting, {}), start = loop.now()] {
            for (Instance *member : here) {
              member->intervals.back()[id].start = start;
              finish(*member, id);
            }
          });
    }
    if (!takesPart)
      finish(instance, id);
  }

  //===--- Requests -------------------------------------------------------===//

  void ask(Instance &instance, OpId id, const Request &request) {
    switch (request.kind) {
    case Request::Kind::Pull:
      return pull(instance, id, request);
    case Request::Kind::Push:
      return push(instance, id, request);
    case Request::Kind::Take:
      return take(instance, id, request);
    case Request::Kind::Enqueue:
      return whenAcknowledged(instance, [this, &instance, id, &request] {
        enqueue(instance, id, request);
      });
    case Request::Kind::Dequeue:
      return dequeue(instance, id, request);
    case Request::Kind::Publish:
      return publish(instance, id, request);
    case Request::Kind::Send:
      return sendMessage(instance, id, request);
    case Request::Kind::Receive:
      return channelOf(request, instance)
          .state.receive([=, this, &instance, &request] {
            growChannel(request, instance, -1);
            finish(instance, id);
          });
    }
  }

  Channel &channelOf(const Request &request, const Instance &instance) {
    return channels.at(
        {request.object, placeIn(job.objects[request.object], instance)});
  }

  /// Who does not compute while it communicates copies the message itself.
  void sendMessage(Instance &instance, OpId id, const Request &request) {
    Channel &channel = channelOf(request, instance);
    size_t iteration = instance.intervals.size() - 1;
    channel.state.send([=, this, &instance, &request, &channel] {
      growChannel(request, instance, 1);
      instance.intervals[iteration][id].start = loop.now();
      bool goesOn = topology.device(instance.device).overlap;
      send(instance.device, channel.target, Duration(), request.bytes,
           [=, this, &instance, &channel] {
             instance.intervals[iteration][id].end = loop.now();
             if (!goesOn)
               finish(instance, id);
             channel.state.arrive();
           });
      if (goesOn)
        finish(instance, id);
    });
  }

  void growChannel(const Request &request, const Instance &instance,
                   int64_t count) {
    log.devices[channelOf(request, instance).target].channels.push_back(
        {loop.now(), request.bytes * count});
  }

  void pull(Instance &instance, OpId id, const Request &request) {
    int64_t ticket = instance.tickets[id];
    DeviceId owner = *ownerOf(request, instance);
    auto reply = [this, &instance, id, ticket, &request, owner] {
      leave(instance, ticket, owner);
      instance.pulled[request.object] = versions[request.object];
      instance.pulledNow = nullptr;
      Duration copy = memoryTime(
          owner, owner == instance.device ? request.bytes * 2 : request.bytes);
      send(owner, instance.device, copy, request.bytes,
           [this, &instance, id] { finish(instance, id); });
    };
    send(instance.device, owner, Duration(), request.asked,
         [this, &instance, ticket, owner, reply] {
           arrive(instance, ticket, owner, reply);
         });
  }

  void push(Instance &instance, OpId id, const Request &request) {
    int64_t ticket = instance.tickets[id];
    const ProgramOp &op = log.programs[instance.program].ops[id];
    const HostedObject &object = job.objects[request.object];
    DeviceId owner = *ownerOf(request, instance);
    bool contributes = absl::c_all_of(object.otherAxes, [&](int axis) {
      return instance.coordinates[axis] == 0;
    });
    std::optional<int64_t> label;
    if (request.label)
      label = evaluate(*request.label, instance, op, "the label");
    if (!contributes) {
      arrive(instance, ticket, owner, [this, &instance, ticket, owner] {
        leave(instance, ticket, owner);
      });
      return finish(instance, id);
    }
    ++instance.unacknowledged;
    size_t iteration = instance.intervals.size() - 1;
    auto add = [this, &instance, id, ticket, &request, owner, label, iteration,
                from = pulledBy(instance)] {
      leave(instance, ticket, owner);
      receive(instance, request, owner, label, from,
              [this, &instance, id, iteration, owner] {
                instance.intervals[iteration][id].end = loop.now();
                send(owner, instance.device, Duration(), Bytes(0),
                     [this, &instance] { acknowledge(instance); });
              });
    };
    send(instance.device, owner, Duration(), request.bytes,
         [this, &instance, ticket, owner, add] {
           arrive(instance, ticket, owner, add);
         });
    finish(instance, id);
  }

  /// Adds a gradient that has arrived when it is its turn.
  void receive(Instance &instance, const Request &request, DeviceId owner,
               std::optional<int64_t> label, Versions from, Callback done) {
    Accumulator &accumulator = accumulators[request.object];
    const HostedObject &object = job.objects[request.object];
    Duration arrival = loop.now();
    int place = object.inIndexOrder ? contributorOf(object, instance) : 0;
    accumulator.arrived[place].push_back([=, this, &accumulator, &instance,
                                          &request] {
      ++log.numPushes;
      bool isTooOld = accumulator.state.isTooOld(label);
      Duration time =
          isTooOld ? Duration() : memoryTime(owner, request.bytes * 3);
      log.devices[owner].adding += time;
      // Until then it waits in memory of its own.
      log.devices[owner].allocations.push_back({request.bytes,
                                                MemoryKind::HostedObjects,
                                                arrival, loop.now() + time});
      loop.after(time, [=, this, &accumulator, &instance, &request] {
        accumulator.isAdding = false;
        if (accumulator.state.isTooOld(label)) {
          ++log.numDropped;
          ++instance.droppedPushes;
        } else {
          accumulator.state.add(from);
        }
        done();
        addNext(request.object);
      });
    });
    addNext(request.object);
  }

  void addNext(int object) {
    Accumulator &accumulator = accumulators[object];
    auto next = accumulator.arrived.find(accumulator.turn);
    if (accumulator.isAdding || next == accumulator.arrived.end())
      return;
    accumulator.isAdding = true;
    Callback add = std::move(next->second.front());
    next->second.pop_front();
    if (next->second.empty())
      accumulator.arrived.erase(next);
    if (job.objects[object].inIndexOrder)
      accumulator.turn =
          (accumulator.turn + 1) % int(contributorsOf(job.objects[object]));
    add();
  }

  int64_t contributorsOf(const HostedObject &object) const {
    int64_t count = 1;
    for (int axis : object.axes)
      count *= job.meshes[object.family].axes[axis].size;
    return count;
  }

  int contributorOf(const HostedObject &object,
                    const Instance &instance) const {
    int64_t place = 0;
    for (int axis : object.axes)
      place = place * job.meshes[object.family].axes[axis].size +
              instance.coordinates[axis];
    return int(place);
  }

  void acknowledge(Instance &instance) {
    if (--instance.unacknowledged > 0)
      return;
    for (const Callback &callback :
         std::exchange(instance.whenAcknowledged, {}))
      callback();
  }

  void whenAcknowledged(Instance &instance, Callback callback) {
    if (instance.unacknowledged == 0)
      return callback();
    instance.whenAcknowledged.push_back(std::move(callback));
  }

  void take(Instance &instance, OpId id, const Request &request) {
    const HostedObject &object = job.objects[request.object];
    leaveUnused(instance, id, request);
    accumulators[request.object].state.take(
        request.count, [=, this, &instance, &request](auto &contributions) {
          if (request.slot >= 0)
            instance.slots[request.slot] = int64_t(contributions.size());
          instance.taken[object.variable] = contributions;
          // Who pushed goes on first.
          loop.after(Duration(),
                     [this, &instance, id] { finish(instance, id); });
        });
  }

  void publish(Instance &instance, OpId id, const Request &request) {
    leaveUnused(instance, id, request);
    auto count = [&](const Versions &from) {
      if (from && (*from)[request.object] >= 0)
        ++log.staleness[versions[request.object] - (*from)[request.object]];
    };
    auto taken = instance.taken.find(request.object);
    if (taken != instance.taken.end())
      for (const Versions &from : taken->second)
        count(from);
    else
      count(instance.dequeued);
    if (taken != instance.taken.end())
      instance.taken.erase(taken);
    ++versions[request.object];
    finish(instance, id);
  }

  void enqueue(Instance &instance, OpId id, const Request &request) {
    int64_t ticket = instance.tickets[id];
    const HostedObject &object = job.objects[request.object];
    QueueState::Item item{evaluate(request.value, instance), instance.number,
                          request.bytes.count() ? pulledBy(instance) : nullptr};
    std::map<DeviceId, std::vector<int>> byOwner;
    for (int element : elementsOf(request, instance, id))
      byOwner[ownerOf(object, element, instance)].push_back(element);
    size_t iteration = instance.intervals.size() - 1;
    bool waits = object.capacity > 0;
    auto left = std::make_shared<int>(int(byOwner.size()));
    for (auto &[owner, elements] : byOwner) {
      auto append = [=, this, &instance, &request] {
        queues[request.object].enqueue(
            elements, item, request.count, [=, this, &instance, &request] {
              grow(request.object, owner, request.count * elements.size());
              leave(instance, ticket, owner);
              instance.intervals[iteration][id].end = loop.now();
              if (waits)
                send(owner, instance.device, Duration(), Bytes(0),
                     [=, this, &instance] {
                       if (--*left == 0)
                         finish(instance, id);
                     });
            });
      };
      send(instance.device, owner, Duration(),
           request.bytes * int64_t(elements.size()),
           [=, this, &instance] { arrive(instance, ticket, owner, append); });
    }
    if (!waits)
      finish(instance, id);
  }

  void dequeue(Instance &instance, OpId id, const Request &request) {
    int64_t ticket = instance.tickets[id];
    std::vector<int> elements = elementsOf(request, instance, id);
    DeviceId owner =
        ownerOf(job.objects[request.object], elements.back(), instance);
    auto wait = [=, this, &instance, &request] {
      queues[request.object].dequeue(
          elements, [=, this, &instance, &request](const auto &item) {
            grow(request.object, owner, -int64_t(elements.size()));
            leave(instance, ticket, owner);
            if (request.slot >= 0)
              instance.slots[request.slot] =
                  item.value.value_or(passes::progress::unknownSlot);
            if (request.fromSlot >= 0)
              instance.slots[request.fromSlot] = item.from;
            if (item.versions)
              instance.dequeued = item.versions;
            send(owner, instance.device, Duration(),
                 request.bytes * int64_t(elements.size()),
                 [this, &instance, id] { finish(instance, id); });
          });
    };
    send(instance.device, owner, Duration(), Bytes(0),
         [=, this, &instance] { arrive(instance, ticket, owner, wait); });
  }

  /// The elements of a queue hold memory, in an amount that changes by this.
  void grow(int object, DeviceId owner, int64_t count) {
    Bytes bytes = job.objects[object].bytes;
    if (bytes.count() > 8) // tokens take next to nothing
      log.devices[owner].queues.push_back({loop.now(), bytes * count});
  }

  std::vector<int> elementsOf(const Request &request, const Instance &instance,
                              OpId id) {
    const ProgramOp &op = log.programs[instance.program].ops[id];
    int family = job.objects[request.object].family;
    int count = family >= 0 ? job.meshes[family].numDevices() : 1;
    switch (request.element) {
    case Request::Element::Only:
      return {0};
    case Request::Element::Me:
      return {instance.number};
    case Request::Element::At: {
      int64_t index = evaluate(request.index, instance, op, "the element");
      if (index < 0 || index >= count)
        fail(errorAt(op, absl::StrCat("there is no element ", index,
                                      "; expected one of ", count)));
      return {int(std::clamp<int64_t>(index, 0, count - 1))};
    }
    case Request::Element::All:
      std::vector<int> all(count);
      for (int i = 0; i < count; ++i)
        all[i] = i;
      return all;
    }
  }

  //===--- Ways -----------------------------------------------------------===//

  DeviceId ownerOf(const HostedObject &object, int element,
                   const Instance &) const {
    return object.mesh >= 0 ? log.placements[object.mesh][object.device]
                            : log.placements[object.family][element];
  }

  /// The only device that `request` can be meant for, if that is known.
  std::optional<DeviceId> ownerOf(const Request &request,
                                  const Instance &instance) const {
    const HostedObject &object = job.objects[request.object];
    if (object.kind == HostedObject::Kind::Channel)
      return std::nullopt;
    if (object.mesh >= 0)
      return ownerOf(object, 0, instance);
    if (request.element == Request::Element::Me)
      return ownerOf(object, instance.number, instance);
    return std::nullopt;
  }

  Connection &connection(const Instance &instance, DeviceId owner) {
    return connections[{int(&instance - instances.data()), owner}];
  }

  /// Calls `effect` when all earlier requests to `owner` have left; it calls
  /// `leave`.
  void arrive(Instance &instance, int64_t ticket, DeviceId owner,
              Callback effect) {
    if (ticket < 0)
      return effect();
    connection(instance, owner).arrived[ticket] = std::move(effect);
    serve(instance, owner);
  }

  void serve(Instance &instance, DeviceId owner) {
    Connection &list = connection(instance, owner);
    auto next = list.arrived.find(list.turn);
    if (next == list.arrived.end())
      return;
    Callback effect = std::move(next->second);
    list.arrived.erase(next);
    effect();
  }

  void leave(Instance &instance, int64_t ticket, DeviceId owner) {
    if (ticket < 0)
      return;
    ++connection(instance, owner).turn;
    serve(instance, owner);
  }

  /// What the owner does itself has no order with requests.
  void leaveUnused(Instance &instance, OpId id, const Request &request) {
    int64_t ticket = instance.tickets[id];
    DeviceId owner = *ownerOf(request, instance);
    arrive(instance, ticket, owner, [this, &instance, ticket, owner] {
      leave(instance, ticket, owner);
    });
  }

  void send(DeviceId from, DeviceId to, Duration before, Bytes bytes,
            Callback arrived) {
    absl::StatusOr<const Path *> path = findPath(from, to);
    if (!path.ok())
      return fail(path.status());
    if (from != to) {
      log.devices[from].bytesOut += double(bytes.count());
      log.devices[to].bytesIn += double(bytes.count());
      log.devices[from].outLinks.insert((*path)->resources.begin(),
                                        (*path)->resources.end());
      log.devices[to].inLinks.insert((*path)->resources.begin(),
                                     (*path)->resources.end());
    }
    Traffic part = trafficAlong({**path}, before + (*path)->latency,
                                double(bytes.count()));
    loop.transfer(part, std::move(arrived));
  }

  absl::StatusOr<const Path *> findPath(DeviceId from, DeviceId to) {
    auto found = paths.find({from, to});
    if (found != paths.end())
      return &found->second;
    absl::StatusOr<Path> path = topology.path(from, to);
    if (!path.ok())
      return path.status();
    return &paths.try_emplace({from, to}, *std::move(path)).first->second;
  }

  Duration memoryTime(DeviceId device, Bytes bytes) const {
    const Curve &rate = topology.device(device).memoryBandwidth;
    if (bytes.count() == 0 || rate.points.empty())
      return Duration();
    return timeFor(bytes, Bandwidth(rate.at(double(bytes.count()))));
  }

  /// The versions that a gradient of `instance` comes from.
  static Versions pulledBy(Instance &instance) {
    if (!instance.pulledNow)
      instance.pulledNow =
          std::make_shared<const std::vector<int64_t>>(instance.pulled);
    return instance.pulledNow;
  }

  //===--- State ----------------------------------------------------------===//

  static constexpr int64_t maxIterations = 1'000'000;

  const Job &job;
  const Cluster &cluster;
  const Topology &topology;
  const JobOptions &options;
  EventLoop loop;
  absl::Status failure;

  JobRun log;
  std::vector<Plan> plans;
  std::vector<std::vector<std::vector<OpTask>>> groupTasks; // by program and op
  std::vector<DeviceState> devices;
  std::vector<Instance> instances;

  // By object; of each kind the one that it is.
  std::deque<QueueState> queues;
  std::deque<Accumulator> accumulators;
  std::vector<int64_t> versions;

  std::map<std::tuple<int, OpId, int>, std::vector<Instance *>> meetings;
  std::map<std::pair<int, DeviceId>, Connection> connections;
  std::map<std::pair<DeviceId, DeviceId>, Path> paths;
  /// By object, and by place along the axes that both ends have.
  std::map<std::pair<int, std::vector<int64_t>>, Channel> channels;
  std::map<std::pair<const void *, DeviceId>, Duration> listTimes;

  int numCounted = 0;            // instances that do not repeat themselves
  std::vector<int> numCompleted; // of them, by step
};

} // namespace

absl::StatusOr<Prediction> predictJob(Job job, const Cluster &cluster,
                                      const JobOptions &options) {
  JobRunner runner(job, cluster, options);
  if (absl::Status status = runner.prepare(); !status.ok())
    return status;
  return runner.run();
}

} // namespace skein::simulator
