//===- Interpreter.cpp - runs a job under a random schedule ---------------===//
#include "tests/passes/progress/Interpreter.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <map>
#include <random>

namespace skein::passes::progress {

namespace {

/// A block that a thread is in.
struct Frame {
  const Block *block = nullptr;
  size_t next = 0;
  const Statement *loop = nullptr; // that the block belongs to
  bool isCondition = false;        // of a While
};

struct Thread {
  const Program *program = nullptr;
  int64_t device = 0;
  std::vector<int64_t> coordinates;
  std::vector<int64_t> slots;
  std::vector<Frame> frames;
  int64_t iteration = 0;
  bool ended = false, waiting = false;
  double speed = 1;
  std::map<const Statement *, int64_t> occurrences;
};

struct QueueElement {
  std::deque<std::pair<int64_t, int64_t>> items; // value, device
};

struct Accumulator {
  int64_t step = 0, count = 0;
  std::map<int64_t, int> parts; // by thread
};

class Interpreter {
public:
  Interpreter(const Job &job, uint64_t seed);
  Outcome run();

private:
  using Waiter = std::pair<int, const Statement *>;

  bool settleLocal(Thread &thread);
  void beginIteration(Thread &thread) { thread.frames = {{&thread.program->body}}; }
  void endIteration(Thread &thread);
  void issue(int number);
  void serve(int object);
  bool serve(int object, const Waiter &waiter);
  bool tryTake(int number, const Statement &statement);
  bool tryEnqueue(int number, const Statement &statement);
  bool tryDequeue(int number, const Statement &statement);
  void push(int number, const Statement &statement);
  void meet(const Statement &statement);
  std::vector<int64_t> group(const Thread &thread, const std::vector<int> &axes) const;
  int64_t decide(int number, const Statement &statement, int64_t value);
  Surroundings surroundings(const Thread &thread) const;
  int64_t evaluate(const Thread &thread, const Expr &expr);
  std::pair<int64_t, int64_t> elements(Thread &thread, const Statement &statement);

  const Job &job;
  std::mt19937_64 random;
  std::vector<Thread> threads;
  std::vector<std::vector<QueueElement>> queues;
  std::vector<std::vector<Accumulator>> sums;
  std::vector<std::vector<int64_t>> versions;
  std::vector<std::deque<Waiter>> waiters; // by object
  std::deque<Waiter> meeting;              // at collectives
  // What a group met at an occurrence of a statement.
  std::map<std::tuple<const Statement *, std::vector<int64_t>, int64_t>, int64_t> decisions;
  std::string failure;
};

} // namespace

Interpreter::Interpreter(const Job &job, uint64_t seed) : job(job), random(seed) {
  Surroundings start{nullptr, 0, nullptr, job.firstStep, job.firstStep + job.steps};
  for (const Object &object : job.objects) {
    int64_t count = object.mesh < 0 ? 1 : job.meshes[object.mesh].numDevices();
    queues.emplace_back(count);
    for (QueueElement &queue : queues.back())
      queue.items.assign(object.initialTokens,
                         {object.initialValue.evaluate(start).value_or(0), 0});
    sums.emplace_back(count);
    for (Accumulator &sum : sums.back())
      sum.step = object.firstStep.evaluate(start).value_or(0);
    versions.emplace_back(count, 0);
    waiters.emplace_back();
  }
  std::uniform_real_distribution<double> magnitude(0, 2.7); // up to 500 times slower
  for (const Program &program : job.programs)
    for (int64_t device : program.devices) {
      Thread thread;
      thread.program = &program;
      thread.device = device;
      thread.coordinates = job.meshes[program.mesh].coordinates(device);
      thread.slots.assign(program.numSlots, unknownSlot);
      thread.slots[0] = 0;
      for (const auto &[slot, value] : program.initialSlots)
        thread.slots[slot] = value.evaluate(start).value_or(unknownSlot);
      thread.speed = std::pow(10, -magnitude(random));
      beginIteration(thread);
      if (!program.whileCondition && job.steps * program.times <= 0)
        thread.ended = true;
      threads.push_back(std::move(thread));
    }
}

Surroundings Interpreter::surroundings(const Thread &thread) const {
  return {thread.slots.data(), thread.device, &thread.coordinates,
          job.firstStep * thread.program->times + thread.iteration, job.firstStep + job.steps};
}

int64_t Interpreter::evaluate(const Thread &thread, const Expr &expr) {
  Value value = expr.evaluate(surroundings(thread));
  if (!value && failure.empty())
    failure = "a number is not known";
  return value.value_or(0);
}

void Interpreter::endIteration(Thread &thread) {
  bool goesOn = thread.program->whileCondition
                    ? evaluate(thread, *thread.program->whileCondition) != 0
                    : thread.iteration + 1 < job.steps * thread.program->times;
  thread.slots[0] = ++thread.iteration;
  if (goesOn)
    beginIteration(thread);
  else
    thread.ended = true;
}

/// Moves on to the next op that communicates; whether there is one.
bool Interpreter::settleLocal(Thread &thread) {
  while (!thread.ended && failure.empty()) {
    if (thread.frames.empty()) {
      endIteration(thread);
      continue;
    }
    Frame &frame = thread.frames.back();
    if (frame.next == frame.block->size()) {
      const Statement *loop = frame.loop;
      bool isCondition = frame.isCondition;
      thread.frames.pop_back();
      if (!loop)
        continue;
      if (loop->kind == Statement::Kind::For) {
        thread.slots[loop->slot] += evaluate(thread, loop->step);
        if (thread.slots[loop->slot] < evaluate(thread, loop->value))
          thread.frames.push_back({&loop->body, 0, loop});
      } else if (!isCondition || evaluate(thread, loop->value)) {
        thread.frames.push_back(
            {isCondition ? &loop->otherwise : &loop->body, 0, loop, !isCondition});
      }
      continue;
    }
    const Statement &statement = (*frame.block)[frame.next];
    switch (statement.kind) {
    case Statement::Kind::Set:
      ++frame.next;
      thread.slots[statement.slot] =
          statement.value.evaluate(surroundings(thread)).value_or(unknownSlot);
      break;
    case Statement::Kind::If: {
      ++frame.next;
      const Block &taken = evaluate(thread, statement.value) ? statement.body : statement.otherwise;
      thread.frames.push_back({&taken});
      break;
    }
    case Statement::Kind::For:
      ++frame.next;
      thread.slots[statement.slot] = evaluate(thread, statement.from);
      if (thread.slots[statement.slot] < evaluate(thread, statement.value))
        thread.frames.push_back({&statement.body, 0, &statement});
      break;
    case Statement::Kind::While:
      ++frame.next;
      thread.frames.push_back({&statement.body, 0, &statement, true});
      break;
    default:
      return true;
    }
  }
  return false;
}

std::pair<int64_t, int64_t> Interpreter::elements(Thread &thread, const Statement &statement) {
  int64_t count = int64_t(queues[statement.object].size());
  switch (statement.element.kind) {
  case Element::Kind::All:
    return {0, count};
  case Element::Kind::Only:
    return {0, 1};
  case Element::Kind::Me:
    return {thread.device, thread.device + 1};
  case Element::Kind::Along: {
    int64_t place = 0;
    for (int axis : statement.axes)
      place = place * job.meshes[thread.program->mesh].axes[axis].size + thread.coordinates[axis];
    return {place, place + 1};
  }
  case Element::Kind::At:
    break;
  }
  int64_t index = evaluate(thread, statement.element.index);
  if (index < 0 || index >= count) {
    failure = "no such element";
    return {0, 1};
  }
  return {index, index + 1};
}

std::vector<int64_t> Interpreter::group(const Thread &thread, const std::vector<int> &axes) const {
  std::vector<int64_t> place = thread.coordinates;
  for (int axis : axes)
    place[axis] = -1;
  return place;
}

/// What the first of a group met, where `number` meets `value`.
int64_t Interpreter::decide(int number, const Statement &statement, int64_t value) {
  Thread &thread = threads[number];
  auto key =
      std::make_tuple(&statement, group(thread, statement.axes), thread.occurrences[&statement]++);
  return decisions.emplace(key, value).first->second;
}

void Interpreter::push(int number, const Statement &statement) {
  auto [first, last] = elements(threads[number], statement);
  for (int64_t element = first; element < last; ++element) {
    Accumulator &sum = sums[statement.object][element];
    bool isPart = !statement.axes.empty();
    int64_t label = statement.labelled ? evaluate(threads[number], statement.value) : sum.step;
    if (isPart && label != sum.step)
      failure = "a part for another step";
    if (label < sum.step)
      continue;
    ++sum.count;
    if (isPart && ++sum.parts[number] > 1)
      failure = "two parts of one device";
  }
  serve(statement.object);
}

bool Interpreter::tryTake(int number, const Statement &statement) {
  auto [first, last] = elements(threads[number], statement);
  int64_t count = evaluate(threads[number], statement.value);
  if (count <= 0)
    failure = "nothing is taken";
  for (int64_t element = first; element < last; ++element)
    if (sums[statement.object][element].count < count)
      return false;
  for (int64_t element = first; element < last; ++element) {
    Accumulator &sum = sums[statement.object][element];
    if (!sum.parts.empty()) {
      const Program *program = threads[sum.parts.begin()->first].program;
      if (sum.parts.size() != program->devices.size())
        failure = "a sum lacks parts";
    }
    sum = {sum.step + 1, 0, {}};
  }
  return true;
}

bool Interpreter::tryEnqueue(int number, const Statement &statement) {
  Thread &thread = threads[number];
  auto [first, last] = elements(thread, statement);
  int64_t times = evaluate(thread, statement.times),
          capacity = job.objects[statement.object].capacity;
  for (int64_t element = first; capacity && element < last; ++element)
    if (int64_t(queues[statement.object][element].items.size()) + times > capacity)
      return false;
  int64_t value = statement.value.evaluate(surroundings(thread)).value_or(unknownSlot);
  for (int64_t element = first; element < last; ++element)
    for (int64_t i = 0; i < times; ++i)
      queues[statement.object][element].items.emplace_back(value, thread.device);
  return true;
}

bool Interpreter::tryDequeue(int number, const Statement &statement) {
  Thread &thread = threads[number];
  auto [first, last] = elements(thread, statement);
  for (int64_t element = first; element < last; ++element)
    if (queues[statement.object][element].items.empty())
      return false;
  for (int64_t element = first; element < last; ++element) {
    auto &items = queues[statement.object][element].items;
    Value expected = statement.value.evaluate(surroundings(thread));
    if (expected && items.front().first != unknownSlot && items.front().first != *expected)
      failure = "a message for another micro-batch";
    if (statement.slot >= 0)
      thread.slots[statement.slot] = items.front().first;
    if (statement.fromSlot >= 0)
      thread.slots[statement.fromSlot] = items.front().second;
    items.pop_front();
  }
  return true;
}

bool Interpreter::serve(int, const Waiter &waiter) {
  const auto &[number, statement] = waiter;
  return statement->kind == Statement::Kind::Take      ? tryTake(number, *statement)
         : statement->kind == Statement::Kind::Enqueue ? tryEnqueue(number, *statement)
                                                       : tryDequeue(number, *statement);
}

/// Serves who waits for `object`, in the order of arrival, until nobody can be served.
void Interpreter::serve(int object) {
  for (bool changed = true; changed;) {
    changed = false;
    for (auto waiter = waiters[object].begin(); waiter != waiters[object].end(); ++waiter)
      if (serve(object, *waiter)) {
        threads[waiter->first].waiting = false;
        waiters[object].erase(waiter);
        changed = true;
        break;
      }
  }
}

/// Lets a group go on that has come together at a collective.
void Interpreter::meet(const Statement &statement) {
  for (const Waiter &waiter : meeting) {
    std::vector<int64_t> place = group(threads[waiter.first], statement.axes);
    const Program *program = threads[waiter.first].program;
    auto isMember = [&](const Thread &thread) {
      return thread.program == program && group(thread, statement.axes) == place;
    };
    auto here = [&](const Waiter &other) {
      return other.second == &statement && isMember(threads[other.first]);
    };
    auto size = std::count_if(threads.begin(), threads.end(), isMember);
    if (!here(waiter) || std::count_if(meeting.begin(), meeting.end(), here) < size)
      continue;
    for (const Waiter &other : meeting)
      if (here(other))
        threads[other.first].waiting = false;
    std::erase_if(meeting, here);
    return;
  }
}

void Interpreter::issue(int number) {
  Thread &thread = threads[number];
  Frame &frame = thread.frames.back();
  const Statement &statement = (*frame.block)[frame.next++];
  switch (statement.kind) {
  case Statement::Kind::Pull: {
    auto [first, last] = elements(thread, statement);
    for (int64_t element = first; element < last; ++element)
      if (int64_t version = versions[statement.object][element];
          !statement.axes.empty() && decide(number, statement, version) != version)
        failure = "two versions";
    break;
  }
  case Statement::Kind::Publish: {
    auto [first, last] = elements(thread, statement);
    for (int64_t element = first; element < last; ++element)
      ++versions[statement.object][element];
    break;
  }
  case Statement::Kind::Push:
    push(number, statement);
    break;
  case Statement::Kind::Choose:
    thread.slots[statement.slot] = decide(number, statement, int64_t(random() % 2));
    break;
  case Statement::Kind::Collective:
    thread.waiting = true;
    meeting.emplace_back(number, &statement);
    meet(statement);
    break;
  default: {
    // Behind those who wait already.
    thread.waiting = true;
    waiters[statement.object].emplace_back(number, &statement);
    serve(statement.object);
    break;
  }
  }
}

Outcome Interpreter::run() {
  while (failure.empty()) {
    std::vector<int> ready;
    std::vector<double> speeds;
    for (size_t i = 0; i < threads.size(); ++i)
      if (!threads[i].waiting && settleLocal(threads[i])) {
        ready.push_back(int(i));
        speeds.push_back(threads[i].speed);
      }
    if (ready.empty())
      break;
    std::discrete_distribution<int> pick(speeds.begin(), speeds.end());
    issue(ready[pick(random)]);
  }
  bool ended = std::all_of(threads.begin(), threads.end(),
                           [](const Thread &thread) { return thread.ended; });
  for (size_t object = 0; object < queues.size() && failure.empty(); ++object)
    if (job.objects[object].isChannel)
      for (const QueueElement &queue : queues[object])
        if (!queue.items.empty())
          failure = "messages that nobody receives";
  return {ended, failure};
}

Outcome interpret(const Job &job, uint64_t seed) { return Interpreter(job, seed).run(); }

int countFailures(const Job &job, int schedules) {
  int failures = 0;
  for (int seed = 0; seed < schedules; ++seed)
    failures += !interpret(job, seed).isGood();
  return failures;
}

} // namespace skein::passes::progress
