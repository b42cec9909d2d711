//===- Schedule.cpp - one schedule that stands for all --------------------===//
//
// An op happens before another one in all schedules if the other one waits for it,
// or for something that happens after it. If all pairs of ops whose order
// matters are ordered like that in one schedule, then every schedule does the
// same ops, in another order of those that do not matter.
//
//===----------------------------------------------------------------------===//
#include "passes/progress/Schedule.h"

#include <algorithm>
#include <deque>

using namespace skein::passes::progress;

using Kind = Instruction::Kind;

namespace {

/// Numbers of ops by instance: all that an op waited for, directly or not.
using Clock = std::vector<int>;

void join(Clock &clock, const Clock &other) {
  for (size_t i = 0; i < clock.size(); ++i)
    clock[i] = std::max(clock[i], other[i]);
}

/// An op of an instance.
struct Mark {
  int instance = -1, number = 0;
};

/// Follows a schedule and looks for ops whose order is left to chance.
class Races {
public:
  explicit Races(const Machine &machine);
  /// Before `instance` executes its next op.
  void add(const State &state, int instance);
  bool areAny() const { return found; }

private:
  struct Queue {
    std::deque<Clock> items; // who waits for an item waits for what its sender waited for
    Clock all;               // of senders whose items cannot be told apart
    int64_t sent = 0, received = 0;
    Mark lastSender, lastReceiver, emptied;
  };
  struct Sum {
    Clock round;
    Mark taken;
  };
  struct Version {
    Mark published;
    std::vector<int> pulled; // by instance
  };

  void require(int instance, Mark earlier) {
    found |= earlier.instance >= 0 && clocks[instance][earlier.instance] < earlier.number;
  }
  bool counts(int queue) const {
    return machine.producer(queue) == -1 && machine.isAnonymous(queue);
  }
  void enqueue(Queue &queue, int number, int64_t times, int instance);
  void dequeue(Queue &queue, int number, int instance);

  const Machine &machine;
  std::vector<Clock> clocks;
  std::vector<Queue> queues;
  std::vector<Sum> sums;
  std::vector<Version> versions;
  bool found = false;
};

} // namespace

Races::Races(const Machine &machine) : machine(machine) {
  State state;
  machine.start(state);
  size_t count = machine.getInstances().size();
  clocks.assign(count, Clock(count, 0));
  queues.resize(state.queues.size());
  for (size_t i = 0; i < queues.size(); ++i) {
    queues[i].all.assign(count, 0);
    queues[i].sent = int64_t(state.queues[i].size());
    queues[i].items.assign(state.queues[i].size(), Clock(count, 0));
  }
  sums.assign(state.sums.size(), {Clock(count, 0), {}});
  versions.assign(state.versions.size(), {{}, std::vector<int>(count, 0)});
}

void Races::enqueue(Queue &queue, int number, int64_t times, int instance) {
  queue.sent += times;
  if (counts(number)) {
    // Who emptied the queue has waited for all that were sent before; that holds if
    // nothing could have been sent instead.
    require(instance, queue.emptied);
    // Who finds room depends on who comes first.
    found |= machine.objectOf(Object::Kind::Queue, number).capacity > 0;
    join(queue.all, clocks[instance]);
    return;
  }
  if (queue.lastSender.instance != instance)
    require(instance, queue.lastSender);
  queue.lastSender = {instance, clocks[instance][instance]};
  queue.items.insert(queue.items.end(), times, clocks[instance]);
}

void Races::dequeue(Queue &queue, int number, int instance) {
  if (queue.lastReceiver.instance != instance)
    require(instance, queue.lastReceiver);
  Mark now{instance, clocks[instance][instance]};
  queue.lastReceiver = now;
  ++queue.received;
  if (!counts(number)) {
    join(clocks[instance], queue.items.front());
    queue.items.pop_front();
  } else if (queue.received == queue.sent) {
    join(clocks[instance], queue.all);
    queue.emptied = now;
  }
}

void Races::add(const State &state, int instance) {
  const Instruction &now = machine.next(state, instance);
  if (now.kind == Kind::Collective) {
    Clock all(clocks.size(), 0);
    for (int member : machine.group(now, instance)) {
      ++clocks[member][member];
      join(all, clocks[member]);
    }
    for (int member : machine.group(now, instance))
      clocks[member] = all;
    return;
  }
  int number = ++clocks[instance][instance];
  if (now.kind == Kind::Choose)
    return;
  std::optional<Range> range = machine.elements(state, instance);
  if (!range)
    return;
  for (int element = range->first; element < range->last; ++element)
    switch (now.kind) {
    case Kind::Enqueue:
      enqueue(queues[element], element,
              machine.evaluate(state, instance, now.statement->times).value_or(0), instance);
      break;
    case Kind::Dequeue:
      dequeue(queues[element], element, instance);
      break;
    case Kind::Push:
      require(instance, sums[element].taken);
      join(sums[element].round, clocks[instance]);
      break;
    case Kind::Take:
      // Fewer could have been there.
      found |= state.sums[element].count != machine.evaluate(state, instance, now.statement->value);
      found |= machine.consumer(Object::Kind::Accumulator, element) != instance;
      join(clocks[instance], sums[element].round);
      sums[element].taken = {instance, number};
      break;
    case Kind::Pull:
      require(instance, versions[element].published);
      versions[element].pulled[instance] = number;
      break;
    case Kind::Publish:
      require(instance, versions[element].published);
      for (size_t other = 0; other < clocks.size(); ++other)
        require(instance, {int(other), versions[element].pulled[other]});
      versions[element].published = {instance, number};
      break;
    default:
      break;
    }
}

namespace {

/// Numbers that look random and are the same everywhere.
class Random {
public:
  explicit Random(uint64_t seed) : state(seed * 2 + 1) {}
  int below(int bound) {
    state = state * 6364136223846793005 + 1442695040888963407;
    return int((state >> 33) % uint64_t(bound));
  }

private:
  uint64_t state;
};

/// One schedule of a machine.
class Runner {
public:
  /// Ops, after which a job counts as endless.
  static constexpr int64_t maxOps = 2'000'000;

  explicit Runner(const Machine &machine)
      : machine(machine), count(int(machine.getInstances().size())) {
    failure = machine.start(state);
  }

  /// What data decide, in order; 0 for what follows.
  std::vector<int> decisions;
  /// Which of them had two possibilities.
  size_t decided = 0;
  /// Whether no op could have led elsewhere.
  bool isConfluent = true;
  Races *races = nullptr;
  Random *chance = nullptr;

  bool canGoOn() const { return !failure && int64_t(schedule.size()) < maxOps; }
  bool isDeferred(int instance) const;
  bool step(int instance);
  Report finish() const;

  const Machine &machine;
  const int count;
  State state;

private:
  int choose(int instance);

  Schedule schedule;
  std::optional<Failure> failure;
};

} // namespace

/// Whether others may bring more of what `instance` is about to take.
bool Runner::isDeferred(int instance) const {
  const Instruction &now = machine.next(state, instance);
  if (now.kind == Kind::Take)
    return true;
  if (now.kind != Kind::Dequeue)
    return false;
  std::optional<Range> range = machine.elements(state, instance);
  for (int queue = range ? range->first : 0; range && queue < range->last; ++queue)
    if (machine.producer(queue) < 0)
      return true;
  return false;
}

int Runner::choose(int instance) {
  std::vector<int> choices = machine.choices(state, instance);
  if (choices.size() == 1)
    return choices.front();
  if (chance)
    return chance->below(2);
  if (decided == decisions.size())
    decisions.push_back(0);
  return decisions[decided++];
}

/// Whether an op of `instance` was enabled, and done.
bool Runner::step(int instance) {
  if (!canGoOn() || !machine.isEnabled(state, instance))
    return false;
  isConfluent = isConfluent && machine.isConfluent(state, instance);
  int choice = machine.next(state, instance).kind == Kind::Choose ? choose(instance) : 0;
  if (races)
    races->add(state, instance);
  schedule.push_back({instance, choice});
  failure = machine.execute(state, instance, choice);
  return true;
}

Report Runner::finish() const {
  Report report;
  if (!failure && !machine.stuck(state))
    report.leftovers = machine.leftovers(state);
  else if (!failure && int64_t(schedule.size()) >= maxOps)
    report.message = "the programs do more than " + std::to_string(maxOps) + " ops",
    report.verdict = Report::Verdict::Unproven;
  else
    report = follow(machine, schedule);
  report.states = int64_t(schedule.size());
  return report;
}

static void runConsumersLast(Runner &runner) {
  for (bool changed = true; changed && runner.canGoOn();) {
    changed = false;
    for (int instance = 0; instance < runner.count; ++instance)
      while (!runner.isDeferred(instance) && runner.step(instance))
        changed = true;
    for (int instance = 0; instance < runner.count && !changed; ++instance)
      changed = runner.isDeferred(instance) && runner.step(instance);
  }
}

static void runInOrder(Runner &runner, bool ascending) {
  for (bool changed = true; changed;) {
    changed = false;
    for (int i = 0; i < runner.count; ++i)
      while (runner.step(ascending ? i : runner.count - 1 - i))
        changed = true;
  }
}

static void runAtRandom(Runner &runner, Random &random) {
  std::vector<int> enabled;
  do {
    enabled.clear();
    for (int instance = 0; instance < runner.count; ++instance)
      if (runner.machine.isEnabled(runner.state, instance))
        enabled.push_back(instance);
    if (enabled.empty())
      return;
    // Some devices are fast for a while.
    int instance = enabled[random.below(int(enabled.size()))];
    for (int burst = 1 + random.below(8) * random.below(4); burst > 0; --burst)
      if (!runner.step(instance))
        break;
  } while (runner.canGoOn());
}

Report skein::passes::progress::runOnce(const Machine &machine, Order order, uint64_t seed,
                                        bool *decides) {
  Runner runner(machine);
  Random random(seed);
  runner.chance = &random;
  if (order == Order::ConsumersLast)
    runConsumersLast(runner);
  else if (order == Order::Random)
    runAtRandom(runner, random);
  else
    runInOrder(runner, order == Order::Ascending);
  if (decides)
    *decides = runner.isConfluent && runner.canGoOn();
  return runner.finish();
}

std::optional<Report> skein::passes::progress::runForAll(const Machine &machine) {
  constexpr int maxSchedules = 256;
  std::vector<int> decisions;
  int64_t ops = 0;
  for (int schedule = 0; schedule < maxSchedules; ++schedule) {
    Races races(machine);
    Runner runner(machine);
    runner.races = &races;
    runner.decisions = decisions;
    runConsumersLast(runner);
    Report report = runner.finish();
    report.states = ops += report.states;
    // A schedule that goes wrong is enough, too.
    if (report.verdict != Report::Verdict::Accepted)
      return report;
    if (races.areAny())
      return std::nullopt;
    decisions = runner.decisions;
    while (!decisions.empty() && decisions.back() == 1)
      decisions.pop_back();
    if (decisions.empty())
      return report;
    decisions.back() = 1;
  }
  return std::nullopt;
}
