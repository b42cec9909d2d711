//===- Machine.cpp - what ops do ------------------------------------------===//
#include "passes/progress/Machine.h"

#include <algorithm>
#include <map>
#include <utility>

using namespace skein::passes::progress;

using Kind = Instruction::Kind;
using Verdict = Report::Verdict;

namespace {

/// A program that runs so many instructions without communication has no end.
constexpr int64_t endless = 1'000'000;

constexpr int several = -1, none = -2;

std::string nameOf(const Program &program, const Mesh &mesh,
                   const std::vector<int64_t> &coordinates) {
  std::string name = "@" + program.name, places;
  for (size_t axis = 0; axis < mesh.axes.size(); ++axis)
    if (mesh.axes[axis].size > 1)
      places += (places.empty() ? "" : ", ") + mesh.axes[axis].name + " = " +
                std::to_string(coordinates[axis]);
  return program.devices.size() == 1 || places.empty() ? name : name + "[" + places + "]";
}

/// `found`, and one more.
void merge(int &found, int instance) {
  if (found == none)
    found = instance;
  else if (found != instance)
    found = several;
}

} // namespace

//===----------------------------------------------------------------------===//
// From a job to instructions
//===----------------------------------------------------------------------===//

Machine::Machine(const Job &job) : job(job) {
  size_t numObjects = job.objects.size();
  numElements.resize(numObjects);
  first.resize(numObjects);
  partsOf.resize(numObjects);
  for (auto *flags : {&valueUsed, &fromUsed, &countUsed, &tracked})
    flags->assign(numObjects, false);
  senders.assign(numObjects, none);
  for (size_t object = 0; object < numObjects; ++object) {
    Object::Kind kind = job.objects[object].kind;
    std::vector<int> &ofKind = kind == Object::Kind::Queue         ? objectOfQueue
                               : kind == Object::Kind::Accumulator ? objectOfSum
                                                                   : objectOfVersion;
    int mesh = job.objects[object].mesh;
    numElements[object] = mesh < 0 ? 1 : int(job.meshes[mesh].numDevices());
    first[object] = int(ofKind.size());
    ofKind.insert(ofKind.end(), numElements[object], int(object));
  }
  for (size_t program = 0; program < job.programs.size(); ++program) {
    const Program &text = job.programs[program];
    const Mesh &mesh = job.meshes[text.mesh];
    instanceOf.emplace_back(mesh.numDevices(), -1);
    slotUsed.emplace_back(text.numSlots, false);
    for (int64_t device : text.devices) {
      instanceOf.back()[device] = int(instances.size());
      std::vector<int64_t> coordinates = mesh.coordinates(device);
      std::string name = nameOf(text, mesh, coordinates);
      instances.push_back(
          {int(program), device, std::move(coordinates), std::move(name), numSlots, /*seen=*/0});
      numSlots += text.numSlots;
    }
    forEachStatement(text.body, [&](const Statement &statement) {
      if (statement.object < 0)
        return;
      bool together = !statement.axes.empty();
      tracked[statement.object] |= statement.kind == Statement::Kind::Pull && together;
      if (statement.kind == Statement::Kind::Enqueue)
        merge(senders[statement.object], text.mesh);
    });
  }
  while (findUses()) {
  }
  for (size_t program = 0; program < job.programs.size(); ++program)
    compile(int(program));
  for (Instance &instance : instances) {
    instance.seen = numSeen;
    numSeen += int(decisionGroups[instance.program].size());
  }
  findEnds();
  findIdentities();
  for (size_t mesh = 0; mesh < job.meshes.size(); ++mesh)
    if (auto classes = interchangeable(int(mesh)); !classes.empty())
      symmetries.push_back({int(mesh), std::move(classes)});
}

/// Marks the slots, and what ops bring, that something depends on, as far as it is
/// known; whether there was anything new.
bool Machine::findUses() {
  bool changed = false;
  auto mark = [&](char &flag) { changed |= !std::exchange(flag, true); };
  for (size_t program = 0; program < job.programs.size(); ++program) {
    std::vector<char> &used = slotUsed[program];
    auto use = [&](const Expr &expr) {
      std::vector<int> slots;
      expr.collectSlots(slots);
      for (int slot : slots)
        mark(used[slot]);
    };
    auto isUsed = [&](int slot) { return slot >= 0 && used[slot]; };
    if (job.programs[program].whileCondition)
      use(*job.programs[program].whileCondition);
    forEachStatement(job.programs[program].body, [&](const Statement &statement) {
      using SK = Statement::Kind;
      for (const Expr *expr :
           {&statement.times, &statement.element.index, &statement.from, &statement.step})
        use(*expr);
      // Numbers that are only passed on are used where somebody else uses them.
      if ((statement.kind != SK::Enqueue || valueUsed[statement.object]) &&
          (statement.kind != SK::Set || isUsed(statement.slot)))
        use(statement.value);
      if (statement.kind == SK::For)
        mark(used[statement.slot]);
      if (statement.kind == SK::Dequeue &&
          (isUsed(statement.slot) || statement.value.kind() != Expr::Kind::Unknown))
        mark(valueUsed[statement.object]);
      if (statement.kind == SK::Dequeue && isUsed(statement.fromSlot))
        mark(fromUsed[statement.object]);
      if (statement.kind == SK::Take && isUsed(statement.slot))
        mark(countUsed[statement.object]);
    });
  }
  return changed;
}

void Machine::compile(int program) {
  const Program &text = job.programs[program];
  code.emplace_back();
  decisionGroups.emplace_back();
  bool counts = !text.whileCondition;
  auto look = [&](const Expr &expr) {
    std::vector<int> slots;
    expr.collectSlots(slots);
    counts |= expr.uses(Expr::Kind::StepIndex) || std::count(slots.begin(), slots.end(), 0);
  };
  if (text.whileCondition)
    look(*text.whileCondition);
  forEachStatement(text.body, [&](const Statement &statement) {
    for (const Expr *expr : {&statement.value, &statement.times, &statement.element.index,
                             &statement.from, &statement.step})
      look(*expr);
  });
  countsIterations.push_back(counts);
  keepsSlot.emplace_back(text.numSlots, false);
  keepsSlot.back()[0] = true;
  for (const auto &[slot, value] : text.initialSlots)
    keepsSlot.back()[slot] = true;
  identities.emplace_back();

  std::vector<Instruction> &list = code[program];
  int start = int(list.size());
  if (!text.whileCondition)
    list.push_back({.kind = Kind::JumpUnless, .value = Expr::slot(0) < job.steps * text.times});
  compile(program, text.body);
  int leave = start;
  if (text.whileCondition) {
    leave = int(list.size());
    list.push_back({.kind = Kind::JumpUnless, .value = *text.whileCondition});
  }
  list.push_back({.kind = Kind::Clear});
  list.push_back({.kind = Kind::Jump, .target = start});
  list[leave].target = int(list.size());
  list.push_back({.kind = Kind::End});
}

void Machine::compile(int program, const Block &block) {
  std::vector<Instruction> &list = code[program];
  auto add = [&](Kind kind, const Statement *statement = nullptr) -> Instruction & {
    list.push_back({.kind = kind, .statement = statement});
    return list.back();
  };
  auto addJoint = [&](Kind kind, const Statement &statement) {
    Instruction &added = add(kind, &statement);
    added.grouping = groupingFor(program, statement.axes);
    if (kind == Kind::Collective)
      return;
    added.decision = int(decisionGroups[program].size());
    decisionGroups[program].push_back(numGroups);
    numGroups += int(groupings[added.grouping].members.size());
  };
  auto addSet = [&](int slot, Expr value) {
    Instruction &added = add(Kind::Set);
    added.slot = slot;
    added.value = std::move(value);
  };
  auto addJump = [&](Kind kind, Expr condition = {}, int target = 0) {
    Instruction &added = add(kind);
    added.value = std::move(condition);
    added.target = target;
    return int(list.size()) - 1;
  };
  auto here = [&] { return int(list.size()); };

  for (const Statement &statement : block)
    switch (statement.kind) {
    case Statement::Kind::Pull:
      // Versions that nobody compares do not matter.
      if (!statement.axes.empty())
        addJoint(Kind::Pull, statement);
      break;
    case Statement::Kind::Publish:
      if (tracked[statement.object])
        add(Kind::Publish, &statement);
      break;
    case Statement::Kind::Push:
      add(Kind::Push, &statement);
      if (!statement.axes.empty())
        partsOf[statement.object].push_back(list.back().grouping =
                                                groupingFor(program, statement.axes));
      break;
    case Statement::Kind::Take:
      add(Kind::Take, &statement);
      break;
    case Statement::Kind::Enqueue:
      add(Kind::Enqueue, &statement);
      break;
    case Statement::Kind::Dequeue:
      add(Kind::Dequeue, &statement);
      break;
    case Statement::Kind::Collective:
      addJoint(Kind::Collective, statement);
      break;
    case Statement::Kind::Choose:
      addJoint(Kind::Choose, statement);
      break;
    case Statement::Kind::Set:
      addSet(statement.slot, statement.value);
      break;
    case Statement::Kind::If: {
      int toElse = addJump(Kind::JumpUnless, statement.value);
      compile(program, statement.body);
      int toEnd = addJump(Kind::Jump);
      list[toElse].target = here();
      compile(program, statement.otherwise);
      list[toEnd].target = here();
      break;
    }
    case Statement::Kind::For: {
      addSet(statement.slot, statement.from);
      int head = addJump(Kind::JumpUnless, Expr::slot(statement.slot) < statement.value);
      compile(program, statement.body);
      addSet(statement.slot, Expr::slot(statement.slot) + statement.step);
      addJump(Kind::Jump, {}, head);
      list[head].target = here();
      addSet(statement.slot, Expr());
      break;
    }
    case Statement::Kind::While: {
      int head = here();
      compile(program, statement.body);
      int leave = addJump(Kind::JumpUnless, statement.value);
      compile(program, statement.otherwise);
      addJump(Kind::Jump, {}, head);
      list[leave].target = here();
      break;
    }
    }
}

/// Slots that hold numbers of devices and do not matter otherwise.
void Machine::findIdentities() {
  for (size_t program = 0; program < job.programs.size(); ++program)
    forEachStatement(job.programs[program].body, [&](const Statement &statement) {
      if (statement.kind != Statement::Kind::Dequeue || !fromUsed[statement.object] ||
          statement.fromSlot < 0)
        return;
      std::pair<int, int> identity(statement.fromSlot, senders[statement.object]);
      auto &found = identities[program];
      if (identity.second >= 0 && isIdentity(int(program), identity.first, identity.second) &&
          !std::count(found.begin(), found.end(), identity))
        found.push_back(identity);
    });
}

int Machine::groupingFor(int program, const std::vector<int> &axes) {
  for (size_t i = 0; i < groupings.size(); ++i)
    if (groupings[i].program == program && groupings[i].axes == axes)
      return int(i);
  Grouping grouping{program, axes, std::vector<int>(instances.size(), -1), {}};
  std::map<std::vector<int64_t>, int> groups; // by place, without the axes
  for (size_t i = 0; i < instances.size(); ++i) {
    if (instances[i].program != program)
      continue;
    std::vector<int64_t> place = instances[i].coordinates;
    for (int axis : axes)
      place[axis] = 0;
    auto [found, isNew] = groups.emplace(std::move(place), int(groups.size()));
    if (isNew)
      grouping.members.emplace_back();
    grouping.members[found->second].push_back(int(i));
    grouping.groupOf[i] = found->second;
  }
  groupings.push_back(std::move(grouping));
  return int(groupings.size()) - 1;
}

void Machine::findEnds() {
  queueConsumer.assign(objectOfQueue.size(), none);
  queueProducer.assign(objectOfQueue.size(), none);
  sumConsumer.assign(objectOfSum.size(), none);
  for (size_t i = 0; i < instances.size(); ++i)
    findEnds(instances[i], int(i));
}

void Machine::findEnds(const Instance &instance, int number) {
  forEachStatement(job.programs[instance.program].body, [&](const Statement &statement) {
    std::vector<int> *ends = statement.kind == Statement::Kind::Enqueue   ? &queueProducer
                             : statement.kind == Statement::Kind::Dequeue ? &queueConsumer
                             : statement.kind == Statement::Kind::Take    ? &sumConsumer
                                                                          : nullptr;
    if (!ends)
      return;
    int begin = first[statement.object], count = numElements[statement.object];
    Range range{begin, begin + count};
    std::vector<int> slots;
    statement.element.index.collectSlots(slots);
    bool varies = !slots.empty() || statement.element.index.uses(Expr::Kind::StepIndex) ||
                  statement.element.index.uses(Expr::Kind::Unknown);
    if (statement.element.kind == Element::Kind::Me && instance.device < count)
      range = {int(begin + instance.device), int(begin + instance.device + 1)};
    if (int64_t element; statement.element.kind == Element::Kind::Along &&
                         (element = elementAlong(instance, statement.axes)) < count)
      range = {int(begin + element), int(begin + element + 1)};
    if (statement.element.kind == Element::Kind::At && !varies) {
      Surroundings at{nullptr, instance.device, &instance.coordinates, 0,
                      job.firstStep + job.steps};
      Value index = statement.element.index.evaluate(at);
      if (index && *index >= 0 && *index < count)
        range = {int(begin + *index), int(begin + *index + 1)};
    }
    for (int element = range.first; element < range.last; ++element)
      merge((*ends)[element], number);
  });
}

/// The number of the device at the own coordinates on a mesh that has only
/// `axes`.
int64_t Machine::elementAlong(const Instance &instance, const std::vector<int> &axes) const {
  int64_t element = 0;
  for (int axis : axes)
    element = element * job.meshes[job.programs[instance.program].mesh].axes[axis].size +
              instance.coordinates[axis];
  return element;
}

int Machine::consumer(Object::Kind kind, int element) const {
  return kind == Object::Kind::Queue ? queueConsumer[element] : sumConsumer[element];
}

int Machine::producer(int queue) const { return queueProducer[queue]; }

const Object &Machine::objectOf(Object::Kind kind, int element) const {
  return job.objects[kind == Object::Kind::Queue         ? objectOfQueue[element]
                     : kind == Object::Kind::Accumulator ? objectOfSum[element]
                                                         : objectOfVersion[element]];
}

bool Machine::isAnonymous(int queue) const {
  int object = objectOfQueue[queue];
  return !valueUsed[object] && !fromUsed[object];
}

//===----------------------------------------------------------------------===//
// Running
//===----------------------------------------------------------------------===//

std::optional<Failure> Machine::start(State &state) const {
  Surroundings at{nullptr, 0, nullptr, job.firstStep, job.firstStep + job.steps};
  state = State();
  state.pc.assign(instances.size(), 0);
  state.iterations.assign(instances.size(), 0);
  state.slots.assign(numSlots, unknownSlot);
  state.seen.assign(numSeen, 0);
  state.decided.resize(numGroups);
  state.versions.assign(objectOfVersion.size(), 0);
  state.queues.resize(objectOfQueue.size());
  for (size_t i = 0; i < objectOfQueue.size(); ++i) {
    const Object &queue = job.objects[objectOfQueue[i]];
    int64_t value =
        valueUsed[objectOfQueue[i]] ? queue.initialValue.evaluate(at).value_or(unknownSlot) : 0;
    state.queues[i].assign(queue.initialTokens, Item{value, 0});
  }
  for (int object : objectOfSum)
    state.sums.push_back({job.objects[object].firstStep.evaluate(at).value_or(0), 0});
  if (std::any_of(partsOf.begin(), partsOf.end(), [](const auto &parts) { return !parts.empty(); }))
    state.given.assign(instances.size() * objectOfSum.size(), 0);
  for (size_t i = 0; i < instances.size(); ++i) {
    state.slots[instances[i].slots] = 0;
    for (const auto &[slot, value] : job.programs[instances[i].program].initialSlots)
      store(state, int(i), slot, value.evaluate(at).value_or(unknownSlot));
  }
  for (size_t i = 0; i < instances.size(); ++i)
    if (auto failure = advance(state, int(i)))
      return failure;
  return std::nullopt;
}

const Instruction &Machine::next(const State &state, int instance) const {
  return code[instances[instance].program][state.pc[instance]];
}

bool Machine::hasEnded(const State &state, int instance) const {
  return next(state, instance).kind == Kind::End;
}

Surroundings Machine::surroundings(const State &state, int instance) const {
  const Instance &where = instances[instance];
  return {&state.slots[where.slots], where.device, &where.coordinates,
          job.firstStep * job.programs[where.program].times + state.iterations[instance],
          job.firstStep + job.steps};
}

Value Machine::evaluate(const State &state, int instance, const Expr &expr) const {
  return expr.evaluate(surroundings(state, instance));
}

void Machine::store(State &state, int instance, int slot, int64_t value) const {
  if (slot >= 0 && (slot == 0 || slotUsed[instances[instance].program][slot]))
    state.slots[instances[instance].slots + slot] = value;
}

std::optional<Failure> Machine::advance(State &state, int instance) const {
  const Instance &where = instances[instance];
  const std::vector<Instruction> &list = code[where.program];
  int &pc = state.pc[instance];
  for (int64_t count = 0; count < endless; ++count) {
    const Instruction &now = list[pc];
    switch (now.kind) {
    case Kind::Set:
      store(state, instance, now.slot, evaluate(state, instance, now.value).value_or(unknownSlot));
      ++pc;
      break;
    case Kind::Jump:
      pc = now.target;
      break;
    case Kind::JumpUnless: {
      Value condition = evaluate(state, instance, now.value);
      if (!condition)
        return Failure{Verdict::Unproven,
                       where.name + ": whether it goes on depends on data that are not followed"};
      pc = *condition ? pc + 1 : now.target;
      break;
    }
    case Kind::Clear:
      for (int slot = 0; slot < job.programs[where.program].numSlots; ++slot)
        if (!keepsSlot[where.program][slot])
          store(state, instance, slot, unknownSlot);
      ++state.iterations[instance];
      if (countsIterations[where.program])
        store(state, instance, 0, state.iterations[instance]);
      ++pc;
      break;
    case Kind::End:
      std::fill_n(state.slots.begin() + where.slots, job.programs[where.program].numSlots,
                  unknownSlot);
      return std::nullopt;
    default:
      return std::nullopt;
    }
  }
  return Failure{Verdict::Refused, where.name + " repeats a loop for ever"};
}

std::optional<Range> Machine::elements(const State &state, int instance,
                                       const Statement &statement) const {
  int begin = first[statement.object], count = numElements[statement.object];
  Value index = 0;
  switch (statement.element.kind) {
  case Element::Kind::All:
    return Range{begin, begin + count};
  case Element::Kind::Only:
    break;
  case Element::Kind::Me:
    index = instances[instance].device;
    break;
  case Element::Kind::At:
    index = evaluate(state, instance, statement.element.index);
    break;
  case Element::Kind::Along:
    index = elementAlong(instances[instance], statement.axes);
    break;
  }
  if (!index || *index < 0 || *index >= count)
    return std::nullopt;
  return Range{int(begin + *index), int(begin + *index + 1)};
}

std::optional<Range> Machine::elements(const State &state, int instance) const {
  return elements(state, instance, *next(state, instance).statement);
}

const std::vector<int> &Machine::group(const Instruction &instruction, int instance) const {
  const Grouping &grouping = groupings[instruction.grouping];
  return grouping.members[grouping.groupOf[instance]];
}

bool Machine::isEnabled(const State &state, int instance) const {
  const Instruction &now = next(state, instance);
  switch (now.kind) {
  case Kind::End:
    return false;
  case Kind::Collective: {
    const std::vector<int> &members = group(now, instance);
    return members.front() == instance &&
           std::all_of(members.begin(), members.end(),
                       [&](int member) { return state.pc[member] == state.pc[instance]; });
  }
  case Kind::Take:
  case Kind::Enqueue:
  case Kind::Dequeue:
    break;
  default:
    return true;
  }
  // What cannot be evaluated fails when it is executed.
  std::optional<Range> range = elements(state, instance, *now.statement);
  if (!range)
    return true;
  const Statement &statement = *now.statement;
  if (now.kind == Kind::Take) {
    Value count = evaluate(state, instance, statement.value);
    for (int sum = range->first; sum < range->last; ++sum)
      if (count && *count > 0 && state.sums[sum].count < *count)
        return false;
    return true;
  }
  int64_t capacity = job.objects[statement.object].capacity;
  Value times = evaluate(state, instance, statement.times);
  for (int queue = range->first; queue < range->last; ++queue) {
    int64_t size = int64_t(state.queues[queue].size());
    if (now.kind == Kind::Dequeue ? size == 0 : capacity && times && size + *times > capacity)
      return false;
  }
  return true;
}

int Machine::decisionAt(const Instruction &instruction, int instance) const {
  return decisionGroups[instances[instance].program][instruction.decision] +
         groupings[instruction.grouping].groupOf[instance];
}

std::vector<int> Machine::choices(const State &state, int instance) const {
  const Instruction &now = next(state, instance);
  const std::vector<int64_t> &values = state.decided[decisionAt(now, instance)];
  int seen = state.seen[instances[instance].seen + now.decision];
  if (seen < int(values.size()))
    return {int(values[seen])};
  return {0, 1};
}

/// The members of a group meet `value` one after another.
std::optional<Failure> Machine::decide(State &state, int instance, int64_t value) const {
  const Instruction &now = next(state, instance);
  std::vector<int64_t> &values = state.decided[decisionAt(now, instance)];
  auto seenBy = [&](int member) -> int & {
    return state.seen[instances[member].seen + now.decision];
  };
  int &seen = seenBy(instance);
  if (seen == int(values.size()))
    values.push_back(value);
  else if (values[seen] != value)
    return Failure{Verdict::Refused,
                   instances[instance].name + " pulls version " + std::to_string(value) + " of @" +
                       job.objects[now.statement->object].name +
                       ", where others of this step have version " + std::to_string(values[seen])};
  ++seen;
  const std::vector<int> &members = group(now, instance);
  if (std::all_of(members.begin(), members.end(), [&](int member) { return seenBy(member) > 0; })) {
    values.erase(values.begin());
    for (int member : members)
      --seenBy(member);
  }
  return std::nullopt;
}

std::optional<Failure> Machine::push(State &state, int instance) const {
  const Instruction &now = next(state, instance);
  const Statement &statement = *now.statement;
  const std::string &name = instances[instance].name;
  Range range = *elements(state, instance, statement);
  Value label = statement.labelled ? evaluate(state, instance, statement.value) : Value(INT64_MAX);
  if (!label)
    return Failure{Verdict::Unproven, name + ": the label of a push depends on data"};
  for (int element = range.first; element < range.last; ++element) {
    State::Sum &sum = state.sums[element];
    if (now.grouping >= 0 && statement.labelled && *label != sum.step)
      return Failure{Verdict::Refused, name + " pushes its part of a sum with label " +
                                           std::to_string(*label) + " to " +
                                           elementName(statement.object, {element, element + 1}) +
                                           ", which is at step " + std::to_string(sum.step)};
    if (*label < sum.step)
      continue;
    ++sum.count;
    if (now.grouping < 0)
      continue;
    char &given = state.given[instance * state.sums.size() + element];
    if (given)
      return Failure{Verdict::Refused, name + " pushes to " +
                                           elementName(statement.object, {element, element + 1}) +
                                           " twice before it is taken"};
    given = true;
  }
  return std::nullopt;
}

std::optional<Failure> Machine::take(State &state, int instance) const {
  const Statement &statement = *next(state, instance).statement;
  Range range = *elements(state, instance, statement);
  Value count = evaluate(state, instance, statement.value);
  if (!count)
    return Failure{Verdict::Unproven,
                   instances[instance].name + ": how much it takes depends on data"};
  if (*count <= 0)
    return Failure{Verdict::Refused, instances[instance].name + " takes " + std::to_string(*count) +
                                         " pushes; expected at least 1"};
  for (int element = range.first; element < range.last; ++element) {
    State::Sum &sum = state.sums[element];
    if (!partsOf[statement.object].empty()) {
      auto given = [&](int member) -> char & {
        return state.given[member * state.sums.size() + element];
      };
      for (int grouping : partsOf[statement.object])
        for (const std::vector<int> &members : groupings[grouping].members) {
          bool any = false, all = true;
          for (int member : members) {
            any |= bool(given(member));
            all &= bool(given(member));
          }
          if (any && !all)
            return Failure{Verdict::Refused,
                           instances[instance].name + " takes " + std::to_string(sum.count) +
                               " parts of a sum of " + std::to_string(members.size()) + " from " +
                               elementName(statement.object, {element, element + 1})};
        }
      for (size_t member = 0; member < instances.size(); ++member)
        given(int(member)) = 0;
    }
    store(state, instance, statement.slot, sum.count);
    ++sum.step;
    sum.count = 0;
  }
  return std::nullopt;
}

std::optional<Failure> Machine::enqueue(State &state, int instance) const {
  const Statement &statement = *next(state, instance).statement;
  Range range = *elements(state, instance, statement);
  Value times = evaluate(state, instance, statement.times);
  if (!times)
    return Failure{Verdict::Unproven,
                   instances[instance].name + ": how often it enqueues depends on data"};
  if (*times < 0)
    return Failure{Verdict::Refused,
                   instances[instance].name + " enqueues " + std::to_string(*times) + " times"};
  Item item;
  if (valueUsed[statement.object])
    item.value = evaluate(state, instance, statement.value).value_or(unknownSlot);
  if (fromUsed[statement.object])
    item.from = instances[instance].device;
  for (int element = range.first; element < range.last; ++element)
    state.queues[element].insert(state.queues[element].end(), *times, item);
  return std::nullopt;
}

std::optional<Failure> Machine::dequeue(State &state, int instance) const {
  const Statement &statement = *next(state, instance).statement;
  Range range = *elements(state, instance, statement);
  Value expected = evaluate(state, instance, statement.value);
  for (int element = range.first; element < range.last; ++element) {
    std::vector<Item> &queue = state.queues[element];
    int64_t value = queue.front().value;
    if (expected && value != unknownSlot && value != *expected)
      return Failure{Verdict::Refused,
                     instances[instance].name + " is at " + describe(state, instance).what +
                         " and gets what was sent for micro-batch " + std::to_string(value)};
    store(state, instance, statement.slot, value);
    store(state, instance, statement.fromSlot, queue.front().from);
    queue.erase(queue.begin());
  }
  return std::nullopt;
}

std::optional<Failure> Machine::execute(State &state, int instance, int choice) const {
  const Instruction &now = next(state, instance);
  std::optional<Failure> failure;
  if (now.kind == Kind::Collective) {
    for (int member : group(now, instance)) {
      ++state.pc[member];
      if (!failure)
        failure = advance(state, member);
    }
    return failure;
  }
  if (now.statement->object >= 0 && !elements(state, instance, *now.statement))
    return Failure{Verdict::Unproven, instances[instance].name + ": the element of @" +
                                          job.objects[now.statement->object].name +
                                          " that it means does not exist or depends on data"};
  switch (now.kind) {
  case Kind::Pull: {
    Range range = *elements(state, instance, *now.statement);
    int64_t version = 0;
    for (int element = range.first; element < range.last; ++element)
      version = version * 1000 + state.versions[element];
    failure = decide(state, instance, version);
    break;
  }
  case Kind::Publish: {
    Range range = *elements(state, instance, *now.statement);
    for (int element = range.first; element < range.last; ++element)
      ++state.versions[element];
    break;
  }
  case Kind::Choose:
    store(state, instance, now.statement->slot, choice);
    failure = decide(state, instance, choice);
    break;
  case Kind::Push:
    failure = push(state, instance);
    break;
  case Kind::Take:
    failure = take(state, instance);
    break;
  case Kind::Enqueue:
    failure = enqueue(state, instance);
    break;
  case Kind::Dequeue:
    failure = dequeue(state, instance);
    break;
  default:
    break;
  }
  if (failure)
    return failure;
  ++state.pc[instance];
  return advance(state, instance);
}

/// Whether a push is for the step that its accumulator is at, or for one that is over.
/// Later, it is dropped; before a take that does not need it, it is taken along,
/// and that is the same to all who do not look at numbers of pushes.
bool Machine::isIdle(const State &state, int instance, Range range) const {
  const Instruction &now = next(state, instance);
  if (now.grouping >= 0 || !now.statement->labelled)
    return false;
  Value label = evaluate(state, instance, now.statement->value);
  for (int element = range.first; element < range.last; ++element)
    if (!label || *label > state.sums[element].step || countUsed[objectOfSum[element]])
      return false;
  return true;
}

bool Machine::isConfluent(const State &state, int instance) const {
  const Instruction &now = next(state, instance);
  if (now.kind == Kind::Collective)
    return true;
  if (now.kind != Kind::Enqueue && now.kind != Kind::Dequeue && now.kind != Kind::Push)
    return false;
  std::optional<Range> range = elements(state, instance, *now.statement);
  if (!range)
    return false;
  if (now.kind == Kind::Push)
    return isIdle(state, instance, *range);
  for (int queue = range->first; queue < range->last; ++queue) {
    bool alone = (now.kind == Kind::Enqueue ? queueProducer : queueConsumer)[queue] == instance;
    bool unordered = now.kind == Kind::Enqueue && isAnonymous(queue) &&
                     job.objects[objectOfQueue[queue]].capacity == 0;
    if (!alone && !unordered)
      return false;
  }
  return true;
}

//===----------------------------------------------------------------------===//
// Reports
//===----------------------------------------------------------------------===//

std::string Machine::elementName(int object, Range range) const {
  std::string name = "@" + job.objects[object].name;
  if (job.objects[object].mesh < 0 || (job.objects[object].isChannel && numElements[object] == 1))
    return name;
  if (range.last - range.first != 1)
    return name + "[*]";
  return name + "[" + std::to_string(range.first - first[object]) + "]";
}

/// ` in B3 of stage 0`, of what is a part of an action.
std::string Machine::placeOf(const State &state, int instance, const Statement &statement) const {
  if (!statement.action)
    return "";
  const Action &action = *statement.action;
  Value microBatch = evaluate(state, instance, action.microBatch);
  return std::string(" in ") + action.kind + (microBatch ? std::to_string(*microBatch) : "?") +
         " of stage " + std::to_string(action.stage);
}

Event Machine::describe(const State &state, int instance) const {
  const Instruction &now = next(state, instance);
  const Statement &statement = *now.statement;
  Event event{instances[instance].name, statement.location, state.iterations[instance], ""};
  std::string object;
  if (statement.object >= 0) {
    std::optional<Range> range = elements(state, instance, statement);
    object = range ? elementName(statement.object, *range)
                   : "@" + job.objects[statement.object].name + "[?]";
  }
  auto number = [&](const Expr &expr) {
    Value value = evaluate(state, instance, expr);
    return value ? std::to_string(*value) : "?";
  };
  switch (now.kind) {
  case Kind::Pull:
    event.what = "pull " + object;
    break;
  case Kind::Publish:
    event.what = "publish " + object;
    break;
  case Kind::Push:
    event.what = "push " + object + (statement.labelled ? " label " + number(statement.value) : "");
    break;
  case Kind::Take:
    event.what = "take " + object + ", " + number(statement.value);
    break;
  case Kind::Enqueue:
    event.what = (job.objects[statement.object].isChannel ? "send " : "enqueue ") + object;
    if (statement.times.constant() != 1)
      event.what += " times " + number(statement.times);
    break;
  case Kind::Dequeue:
    event.what = (job.objects[statement.object].isChannel ? "receive " : "dequeue ") + object;
    break;
  case Kind::Choose:
    event.what = "a condition that data decide";
    break;
  default:
    event.what = statement.name;
  }
  event.what += placeOf(state, instance, statement);
  return event;
}

std::string Machine::waitsFor(const State &state, int instance) const {
  const Instruction &now = next(state, instance);
  const Statement &statement = *now.statement;
  std::string what = describe(state, instance).what;
  if (now.kind == Kind::Collective) {
    std::string others;
    for (int member : group(now, instance))
      if (state.pc[member] != state.pc[instance])
        others += (others.empty() ? "" : ", ") + instances[member].name;
    return what + ": without " + others;
  }
  auto number = [](int64_t value) { return std::to_string(value); };
  int64_t capacity = job.objects[statement.object].capacity;
  Range range = *elements(state, instance, statement);
  for (int element = range.first; element < range.last; ++element) {
    std::string name = elementName(statement.object, {element, element + 1});
    if (now.kind == Kind::Take)
      return what + ": " + name + " has " + number(state.sums[element].count) + " of " +
             number(evaluate(state, instance, statement.value).value_or(0)) + " pushes for step " +
             number(state.sums[element].step);
    int64_t size = int64_t(state.queues[element].size());
    if (now.kind == Kind::Dequeue && size == 0)
      return what + ": " + name + " is empty";
    if (now.kind == Kind::Enqueue &&
        size + evaluate(state, instance, statement.times).value_or(0) > capacity)
      return what + ": " + name + " holds " + number(size) + " of at most " + number(capacity);
  }
  return what;
}

std::optional<Report> Machine::stuck(const State &state) const {
  Report report;
  for (int instance = 0; instance < int(instances.size()); ++instance) {
    if (hasEnded(state, instance))
      continue;
    Event waiter = describe(state, instance);
    waiter.what = waitsFor(state, instance);
    report.waiters.push_back(std::move(waiter));
    const Instruction &now = next(state, instance);
    if (now.kind != Kind::Collective || report.verdict == Verdict::Refused)
      continue;
    for (int member : group(now, instance)) {
      const Instruction &other = next(state, member);
      if (other.kind != Kind::Collective || other.grouping != now.grouping ||
          state.pc[member] == state.pc[instance])
        continue;
      report.verdict = Verdict::Refused;
      report.message = instances[instance].name + " is at " + now.statement->name + " where " +
                       instances[member].name + " is at another " + other.statement->name;
      break;
    }
  }
  if (report.waiters.empty())
    return std::nullopt;
  if (report.verdict == Verdict::Accepted) {
    report.verdict = Verdict::Deadlock;
    report.message = "these programs can wait for each other for ever";
  }
  return report;
}

std::vector<Leftover> Machine::leftovers(const State &state) const {
  std::vector<Leftover> result;
  for (size_t object = 0; object < job.objects.size(); ++object) {
    int64_t count = 0;
    for (int element = first[object]; element < first[object] + numElements[object]; ++element)
      if (job.objects[object].kind == Object::Kind::Queue)
        count += int64_t(state.queues[element].size());
      else if (job.objects[object].kind == Object::Kind::Accumulator)
        count += state.sums[element].count;
    if (count)
      result.push_back({int(object), count});
  }
  return result;
}
