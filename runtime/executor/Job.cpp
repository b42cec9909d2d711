#include "runtime/executor/Job.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "runtime/abi/CallQueue.h"
#include "runtime/executor/Pieces.h"
#include "runtime/executor/Totals.h"
#include "runtime/support/Status.h"
#include "runtime/tensor/Random.h"
#include <algorithm>
#include <cstring>
#include <limits>
#include <new>
#include <thread>

namespace skein::runtime {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::nanoseconds;

template <typename Spec>
std::vector<HostTensor> allocate(const std::vector<Spec> &specs) {
  std::vector<HostTensor> tensors;
  for (const TensorSpec &spec : specs)
    tensors.emplace_back(spec.type, spec.localShape);
  return tensors;
}

} // namespace

/// One program on one device.
class Job::Task {
public:
  Task(Job &owner, const Program &program, Device &device)
      : owner(owner), program(program), device(device),
        lane(device.laneOf(program)), totals(program.results),
        inputs(allocate(program.inputs)), results(allocate(program.results)) {
    if (owner.objects)
      client = owner.objects->createClient(
          {device.place, [this](bool sends) { beforeOperation(sends); }});
    const Schedule &schedule = owner.job.schedule;
    for (const Delay &delay : schedule.delays)
      if (isMeantFor(delay, owner.job.loaded, program, device.place.device))
        delays.push_back(delay);
    seed = randomBits(
        schedule.seed,
        device.place.device +
            scramble(&program - owner.job.loaded.programs.data() + 1));
    collectBuffers();
  }

  /// The body of the thread.
  void run() {
    lane.context.status = absl::OkStatus();
    lane.context.objects = client.get();
    lane.context.lastStep = &owner.stopLine->last();
    auto begin = Clock::now();
    try {
      iterate();
    } catch (const std::bad_alloc &) {
      lane.context.status =
          absl::ResourceExhaustedError("there is not enough memory");
    }
    time = Clock::now() - begin;
    if (!status().ok())
      owner.fail(*this, status());
    // After fail: its calls use buffers of this object, and may be waiting.
    lane.context.started.reset();
    lane.context.objects = nullptr;
  }

  /// "device 3 of @w (@train, step 17)"; a program that repeats counts its own
  /// iterations.
  std::string name() const {
    std::string text = owner.describe(device.place);
    if (!owner.hasOthers)
      return text;
    const char *unit = program.repeatsWhile ? ", iteration " : ", step ";
    return absl::StrCat(text, " (@", program.name, unit,
                        owner.job.range.stepsBefore + iteration / program.times,
                        ")");
  }

  const absl::Status &status() const { return lane.context.status; }
  bool isMain() const { return owner.isMain(program); }
  int64_t number() const { return device.place.device; }
  const Totals &sums() const { return totals; }
  DeviceOutcome outcome() const {
    return {totals.iterations(), time,
            client ? client->waitingTime() : nanoseconds(), program.name,
            device.place.device};
  }

private:
  /// In the order that EntryPoint documents.
  void collectBuffers() {
    for (size_t index : variablesOf(owner.job.loaded, program))
      buffers.push_back(device.variables[index].data());
    for (HostTensor &input : inputs)
      inputBuffers.push_back(input.data());
    for (HostTensor &result : results)
      resultBuffers.push_back(result.data());
    for (auto *list : {&inputBuffers, &resultBuffers})
      buffers.insert(buffers.end(), list->begin(), list->end());
    if (program.repeatsWhile)
      buffers.push_back(&more);
    buffers.push_back(lane.arena.data());
  }

  void iterate() {
    for (iteration = 0; begin(); ++iteration) {
      auto start = Clock::now();
      int64_t batch = fill();
      auto filled = Clock::now();
      program.entry(&lane.context, buffers.data());
      auto computed = Clock::now();
      spendDelay();
      if (status().ok() && lane.context.started)
        lane.context.status = lane.context.started->checkAllWaitedFor();
      if (!status().ok())
        return;
      totals.add(resultBuffers);
      if (isMain() && device.place.device == owner.firstDevice)
        owner.job.watcher.onStep(
            {batch, firstValue(), Clock::now() - start, computed - filled});
      if (program.repeatsWhile && !more)
        return;
    }
  }

  bool begin() {
    if (owner.failure.happened() ||
        (!program.repeatsWhile &&
         !owner.stopLine->mayBegin(iteration / program.times,
                                   owner.job.watcher.stop.load())))
      return false;
    lane.context.stepIndex =
        owner.job.range.stepsBefore * program.times + iteration;
    delayIsDue = true;
    return true;
  }

  /// Fetches the batch of this iteration; its number in the epoch.
  int64_t fill() {
    const Dataset &dataset = owner.job.dataset;
    const BatchRange &range = owner.job.range;
    int64_t batch =
        (range.first + iteration / program.times) % dataset.batchesPerEpoch();
    dataset.fill(program, device.place.device, range.order, batch,
                 inputBuffers);
    return batch;
  }

  double firstValue() const {
    if (results.empty() || results[0].size() != 1)
      return std::numeric_limits<double>::quiet_NaN();
    return elementAsDouble(program.results[0].type, results[0].data(), 0);
  }

  void beforeOperation(bool sends) {
    if (sends)
      spendDelay();
    nanoseconds maxSleep = owner.job.schedule.maxSleep;
    if (maxSleep.count() == 0)
      return;
    uint64_t bits = randomBits(seed, ++operations);
    if (bits % 2)
      owner.sleep(nanoseconds((bits >> 1) % maxSleep.count()));
  }

  void spendDelay() {
    if (!std::exchange(delayIsDue, false) || delays.empty())
      return;
    nanoseconds total = {};
    for (const Delay &delay : delays) {
      double share = randomUniform(~seed, iteration);
      total += delay.time + nanoseconds(int64_t(share * delay.jitter.count()));
    }
    owner.sleep(total);
  }

  Job &owner;
  const Program &program;
  Device &device;
  Lane &lane;
  std::unique_ptr<HostedClient> client;

  std::atomic<int64_t> iteration = 0; // others ask for the name
  Totals totals;
  nanoseconds time = {};

  std::vector<HostTensor> inputs, results;
  std::vector<void *> inputBuffers, resultBuffers, buffers;
  alignas(AlignedBuffer::alignment) uint8_t more = 0;

  std::vector<Delay> delays;
  bool delayIsDue = false; // not yet spent in this iteration
  uint64_t seed = 0;
  uint64_t operations = 0;
};

Job::Job(const Parameters &parameters) : job(parameters) {}

Job::~Job() = default;

absl::StatusOr<Outcome> Job::run() {
  SKEIN_RETURN_IF_ERROR(prepare());
  std::vector<std::thread> threads;
  Watch watch(tasks.size(), [this](const std::vector<std::string> &waiters) {
    stuck(waiters);
  });
  if (stopLine->steps() > 0)
    for (const auto &task : tasks)
      threads.emplace_back([&, &task = *task] {
        Watch::Member member(watch, [&] { return task.name(); });
        if (job.prepareThread)
          job.prepareThread();
        task.run();
      });
  for (std::thread &thread : threads)
    thread.join();
  SKEIN_RETURN_IF_ERROR(error());
  return outcome();
}

absl::Status Job::prepare() {
  std::vector<const Program *> programs = {&job.program};
  bool hasOpenEnds = job.program.repeatsWhile;
  for (const Program &program : job.loaded.programs)
    if (program.beside == job.program.name) {
      programs.push_back(&program);
      hasOpenEnds |= program.repeatsWhile;
    }
  hasOthers = programs.size() > 1;
  firstDevice = devicesOf(job.loaded, job.program).front();
  stopLine.emplace(job.range.stepsBefore, job.range.last - job.range.first,
                   hasOpenEnds);
  SKEIN_RETURN_IF_ERROR(createObjects());
  for (const Program *program : programs)
    for (int64_t number : devicesOf(job.loaded, *program))
      for (const auto &device : job.devices)
        if (device->place == DevicePlace{program->mesh, number})
          tasks.push_back(std::make_unique<Task>(*this, *program, *device));
  return absl::OkStatus();
}

absl::Status Job::createObjects() {
  const Executable &loaded = job.loaded;
  ObjectSpecs specs;
  for (int64_t mesh = 0; mesh < loaded.meshCount(); ++mesh)
    specs.meshes.push_back(loaded.meshNumber(mesh).name);
  std::vector<const void *> values(loaded.variables.size());
  bool any = !loaded.accumulators.empty() || !loaded.queues.empty() ||
             !loaded.channels.empty();
  for (size_t i = 0; i < loaded.variables.size(); ++i) {
    const Variable &variable = loaded.variables[i];
    auto &spec = specs.variables.emplace_back();
    if (!variable.isPulled)
      continue;
    any = true;
    spec = {variable.name,
            {variable.mesh, variable.devices.front()},
            variable.type,
            variable.localShape};
    for (const auto &device : job.devices)
      if (device->place == spec->home)
        values[i] = device->variables[i].data();
  }
  if (!any)
    return absl::OkStatus();
  specs.accumulators = loaded.accumulators;
  specs.queues = loaded.queues;
  specs.channels = loaded.channels;
  SKEIN_ASSIGN_OR_RETURN(
      objects,
      HostedObjects::create(std::move(specs), values, job.range.stepsBefore));
  return absl::OkStatus();
}

std::string Job::describe(const DevicePlace &place) const {
  std::string text = absl::StrCat("device ", place.device);
  if (hasOthers)
    absl::StrAppend(&text, " of @", job.loaded.meshNumber(place.mesh).name);
  return text;
}

void Job::fail(const Task &task, const absl::Status &status) {
  {
    std::lock_guard lock(mutex);
    if (failure.happened())
      return;
    origin = &task;
  }
  abort(absl::Status(status.code(),
                     absl::StrCat(task.name(), ": ", status.message())));
}

void Job::stuck(const std::vector<std::string> &waiters) {
  {
    std::lock_guard lock(mutex);
    isStuck = true;
  }
  abort(absl::AbortedError(absl::StrCat("all programs wait for one another:\n",
                                        absl::StrJoin(waiters, "\n"))));
}

/// Releases whoever waits, in an object, in a collective, or asleep.
void Job::abort(const absl::Status &cause) {
  {
    std::lock_guard lock(mutex);
    failure.set(cause);
  }
  failed.notify_all();
  if (objects)
    objects->abort(cause);
  for (const auto &device : job.devices)
    if (device->place.device == 0)
      device->laneOf(job.program).fabric->abort(cause);
}

void Job::sleep(nanoseconds time) {
  std::unique_lock lock(mutex);
  failed.wait_for(lock, time, [this] { return failure.happened(); });
}

absl::Status Job::error() const {
  if (isStuck)
    return failure.get();
  if (!origin)
    return absl::OkStatus();
  std::vector<std::string> lines = {
      absl::StrCat(origin->name(), ": ", origin->status().message())};
  for (const auto &task : tasks)
    if (task.get() != origin && !task->status().ok())
      lines.push_back(
          absl::StrCat(task->name(), ": ", task->status().message()));
  return absl::AbortedError(absl::StrJoin(lines, "\n"));
}

Outcome Job::outcome() const {
  Outcome outcome;
  outcome.steps = stopLine->steps();
  std::map<int64_t, const Totals *> totals;
  for (const auto &task : tasks)
    if (task->isMain()) {
      totals[task->number()] = &task->sums();
      outcome.devices.push_back(task->outcome());
    } else {
      outcome.others.push_back(task->outcome());
    }
  outcome.results = meanResults(job.program, job.loaded.mesh, totals,
                                job.dataset, job.range.first);
  if (objects)
    outcome.objects = objects->report();
  return outcome;
}

} // namespace skein::runtime
