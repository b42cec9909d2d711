#include "tests/runtime/executor/Protocols.h"
#include "absl/strings/str_cat.h"
#include "runtime/abi/Context.h"
#include "runtime/abi/skrt.h"
#include <algorithm>
#include <numeric>

namespace skein::runtime {

Trial trial;

void Trial::start(const Scenario &newSetup) {
  setup = newSetup;
  pushes = taken = mostAhead = 0;
  applied = std::vector<std::atomic<int64_t>>(setup.workers);
  violation.clear();
}

void Trial::expect(bool holds, const std::string &what) {
  if (holds)
    return;
  std::lock_guard lock(mutex);
  if (violation.empty())
    violation = what;
}

namespace {

using Values = std::vector<float>;

const Scenario &setup() { return trial.setup; }

int64_t stepIndex(skrt_context *context) {
  int64_t step;
  skrt_step_index(context, nullptr, &step);
  return step;
}

Values pull(skrt_context *context, int64_t server) {
  Values value(setup().size());
  skrt_variable d = {server, setup().size()};
  skrt_pull(context, &d, nullptr, value.data());
  return value;
}

/// 1 in the element that belongs to this worker and iteration.
Values contribution(skrt_context *context) {
  Values value(setup().size(), 0);
  int64_t iteration = stepIndex(context) - setup().firstStep;
  value[context->fabric.device() * setup().slots() + iteration] = 1;
  return value;
}

/// How many contributions are in a value.
int64_t applied(const Values &value) {
  return std::accumulate(value.begin(), value.end(), 0.0);
}

/// Whether the contributions of all workers to this and all earlier steps of
/// the run are in a value, each once.
bool hasAllUpTo(const Values &value, int64_t step) {
  for (int64_t worker = 0; worker < setup().workers; ++worker)
    for (int64_t k = 0; k <= step; ++k)
      if (value[worker * setup().slots() + k] != 1)
        return false;
  return true;
}

void push(skrt_context *context, int64_t server, const Values &value,
          int64_t label) {
  skrt_contribution d = {server, setup().size(), 1, 0};
  skrt_push(context, &d, value.data(), &label);
  trial.pushes += server == 0;
}

void enqueueStep(skrt_context *context, int64_t family, int64_t queue,
                 int64_t step, int64_t times = 1) {
  skrt_queue d = {family, queue < 0 ? queue : SKRT_COMPUTED, 1, times};
  skrt_enqueue(context, &d, &step, &queue);
}

int64_t dequeueStep(skrt_context *context, int64_t family,
                    int64_t queue = SKRT_OWN) {
  int64_t step = 0;
  skrt_queue d = {family, queue, 1, 1};
  skrt_dequeue(context, &d, nullptr, &step, nullptr);
  return step;
}

void begin(skrt_context *context, bool isServer) {
  if (setup().onStep)
    setup().onStep(context, isServer);
}

/// Adds to the variable of the server and publishes it.
void apply(skrt_context *context, void *const *buffers, const Values &sum) {
  begin(context, /*isServer=*/true);
  if (!context->status.ok())
    return;
  auto *variable = static_cast<float *>(buffers[0]);
  for (size_t i = 0; i < sum.size(); ++i)
    variable[i] += sum[i];
  skrt_variable d = {context->fabric.device(), setup().size()};
  skrt_publish(context, &d, variable);
}

Values take(skrt_context *context, int64_t n, int64_t &count) {
  Values sum(setup().size());
  skrt_taking d = {context->fabric.device(), n};
  skrt_take(context, &d, sum.data(), &count);
  if (context->status.ok() && context->fabric.device() == 0)
    trial.taken += count;
  return sum;
}

//===-- A: queue s is @go<s> per worker
//------------------------------------===//

void synchronousWorker(skrt_context *context, void *const *) {
  begin(context, /*isServer=*/false);
  int64_t step = stepIndex(context);
  for (int64_t s = 0; s < setup().servers; ++s) {
    Values value = pull(context, s);
    if (context->status.ok())
      trial.expect(applied(value) ==
                       setup().workers * (step - setup().firstStep),
                   absl::StrCat("step ", step, " pulls ", applied(value)));
  }
  for (int64_t s = 0; s < setup().servers; ++s)
    push(context, s, contribution(context), step);
  for (int64_t s = 0; s < setup().servers; ++s)
    dequeueStep(context, s);
}

void synchronousServer(skrt_context *context, void *const *buffers) {
  int64_t count;
  Values sum = take(context, setup().workers, count);
  apply(context, buffers, sum);
  enqueueStep(context, context->fabric.device(), SKRT_EVERY,
              stepIndex(context) + 1);
}

//===-- B: queues are @label per worker, @tokens, @applied
//-----------------===//

void tokenWorker(skrt_context *context, void *const *buffers) {
  begin(context, /*isServer=*/false);
  int64_t label = dequeueStep(context, 0), last;
  int64_t oldest = INT64_MAX;
  std::vector<Values> values;
  for (int64_t s = 0; s < setup().servers; ++s) {
    Values value = pull(context, s);
    // Every update before the label is there.
    oldest = std::min(oldest, applied(value));
  }
  if (context->status.ok())
    trial.expect(oldest >= (label - setup().firstStep) * setup().aggregate,
                 absl::StrCat("label ", label, " pulls ", oldest));
  for (int64_t s = 0; s < setup().servers; ++s)
    push(context, s, contribution(context), label);
  int64_t next = dequeueStep(context, 1, 0);
  enqueueStep(context, 0, SKRT_OWN, next);
  skrt_last_step(context, nullptr, &last);
  *static_cast<uint8_t *>(buffers[0]) = next < last;
}

void tokenServer(skrt_context *context, void *const *buffers) {
  int64_t count;
  Values sum = take(context, setup().aggregate, count);
  apply(context, buffers, sum);
  enqueueStep(context, 2, 0, stepIndex(context) + 1);
}

void tokenChief(skrt_context *context, void *const *) {
  for (int64_t s = 0; s < setup().servers; ++s)
    dequeueStep(context, 2, 0);
  enqueueStep(context, 1, 0, stepIndex(context) + 1,
              std::max(setup().workers, setup().aggregate));
}

//===-- C and D: queue s is @gradients<s>
//----------------------------------===//

void sendGradients(skrt_context *context) {
  Values gradient = contribution(context);
  for (int64_t s = 0; s < setup().servers; ++s) {
    skrt_queue d = {s, 0, setup().size(), 1};
    skrt_enqueue(context, &d, gradient.data(), nullptr);
  }
}

int64_t applyNext(skrt_context *context, void *const *buffers) {
  int64_t worker = 0;
  Values gradient(setup().size());
  skrt_queue d = {context->fabric.device(), 0, setup().size(), 1};
  skrt_dequeue(context, &d, nullptr, gradient.data(), &worker);
  apply(context, buffers, gradient);
  return worker;
}

void asynchronousWorker(skrt_context *context, void *const *) {
  begin(context, /*isServer=*/false);
  for (int64_t s = 0; s < setup().servers; ++s)
    pull(context, s);
  sendGradients(context);
}

void asynchronousServer(skrt_context *context, void *const *buffers) {
  applyNext(context, buffers);
}

//===-- D: then @done<s> per worker, and @go per worker
//--------------------===//

int64_t doneQueue(int64_t server) { return setup().servers + server; }
int64_t goQueue() { return 2 * setup().servers; }

void staleWorker(skrt_context *context, void *const *) {
  begin(context, /*isServer=*/false);
  int64_t step = stepIndex(context) - setup().firstStep;
  for (const auto &other : trial.applied)
    if (int64_t ahead = step - other; ahead > trial.mostAhead)
      trial.mostAhead = ahead;
  for (int64_t s = 0; s < setup().servers; ++s) {
    Values value = pull(context, s);
    if (context->status.ok())
      trial.expect(hasAllUpTo(value, step - setup().staleness - 1),
                   absl::StrCat("step ", step, " lacks contributions"));
  }
  sendGradients(context);
  dequeueStep(context, goQueue());
}

void staleServer(skrt_context *context, void *const *buffers) {
  int64_t worker = applyNext(context, buffers);
  if (!context->status.ok())
    return;
  trial.applied[worker] += context->fabric.device() == 0;
  enqueueStep(context, doneQueue(context->fabric.device()), worker, 1);
}

void clock(skrt_context *context, void *const *) {
  for (int64_t s = 0; s < setup().servers; ++s)
    dequeueStep(context, doneQueue(s), SKRT_EVERY);
  enqueueStep(context, goQueue(), SKRT_EVERY, stepIndex(context) + 1);
}

//===----------------------------------------------------------------------===//

DevicePlace server(int64_t number) { return {1, number}; }

Program beside(const std::string &name, int64_t device, EntryPoint entry,
               int64_t times = 1) {
  Program program;
  program.name = name;
  program.entry = entry;
  program.mesh = 1;
  program.devices = {device};
  program.beside = "train";
  program.times = times;
  return program;
}

/// Variables and programs.
Executable parameterServers(EntryPoint worker, EntryPoint serverEntry,
                            int64_t times = 1) {
  Executable module;
  module.mesh = {"w", {{"data", setup().workers}}};
  module.furtherMeshes = {{"ps", {{"server", setup().servers}}}};
  Program train;
  train.name = "train";
  train.entry = worker;
  train.independentAxes = 1;
  module.programs = {train};
  for (int64_t s = 0; s < setup().servers; ++s) {
    Variable variable;
    variable.name = absl::StrCat("v", s);
    variable.localShape = {setup().size()};
    variable.initializer.kind = InitializerKind::Zeros;
    variable.mesh = 1;
    variable.devices = {s};
    variable.isPulled = true;
    module.variables.push_back(variable);
    module.programs.push_back(
        beside(absl::StrCat("train.server", s), s, serverEntry, times));
  }
  return module;
}

void addAccumulators(Executable &module, ContributionOrder order) {
  for (int64_t s = 0; s < setup().servers; ++s) {
    AccumulatorSpec spec;
    spec.name = absl::StrCat("v", s, ".sum");
    spec.home = server(s);
    spec.shape = Shape{setup().size()};
    spec.order = order;
    spec.contributors = setup().workers;
    module.accumulators.push_back(spec);
  }
}

QueueSpec queue(std::string name, std::optional<DevicePlace> home) {
  QueueSpec spec;
  spec.name = std::move(name);
  spec.home = home;
  return spec;
}

QueueSpec perWorker(std::string name, std::optional<DevicePlace> home,
                    int64_t initial = 0) {
  QueueSpec spec = queue(std::move(name), home);
  spec.perMesh = 0;
  spec.elements = setup().workers;
  spec.initial = initial;
  return spec;
}

void addGradientQueues(Executable &module) {
  for (int64_t s = 0; s < setup().servers; ++s) {
    QueueSpec spec = queue(absl::StrCat("gradients", s), server(s));
    spec.type = DataType::F32;
    spec.shape = {setup().size()};
    spec.capacity = 2;
    module.queues.push_back(spec);
  }
}

} // namespace

Executable synchronous() {
  Executable module = parameterServers(synchronousWorker, synchronousServer);
  addAccumulators(module, ContributionOrder::Index);
  for (int64_t s = 0; s < setup().servers; ++s)
    module.queues.push_back(perWorker(absl::StrCat("go", s), server(s)));
  return module;
}

Executable tokens() {
  Executable module = parameterServers(tokenWorker, tokenServer);
  module.programs[0].repeatsWhile = true;
  module.programs.push_back(beside("train.chief", 0, tokenChief));
  addAccumulators(module, ContributionOrder::Arrival);
  QueueSpec queueOfTokens = queue("tokens", server(0));
  queueOfTokens.initial = setup().initialTokens;
  module.queues = {perWorker("label", std::nullopt, /*initial=*/1),
                   queueOfTokens, queue("applied", server(0))};
  return module;
}

Executable asynchronous() {
  Executable module =
      parameterServers(asynchronousWorker, asynchronousServer, setup().workers);
  addGradientQueues(module);
  return module;
}

Executable boundedStaleness() {
  Executable module =
      parameterServers(staleWorker, staleServer, setup().workers);
  module.programs.push_back(beside("train.clock", 0, clock));
  addGradientQueues(module);
  for (int64_t s = 0; s < setup().servers; ++s)
    module.queues.push_back(perWorker(absl::StrCat("done", s), server(s)));
  module.queues.push_back(perWorker("go", server(0), setup().staleness));
  return module;
}

} // namespace skein::runtime
