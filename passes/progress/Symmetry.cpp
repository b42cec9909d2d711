//===- Symmetry.cpp - devices that can change places ----------------------===//
//
// Devices of a mesh are alike if nothing that any program does tells one from
// the other. A device takes along its instances of programs and its elements of
// objects; numbers of devices in messages change with it.
//
//===----------------------------------------------------------------------===//
#include "passes/progress/Machine.h"

#include <algorithm>
#include <map>
#include <numeric>

using namespace skein::passes::progress;

/// Whether ops on several devices of `mesh` concern either all of them or each alone.
bool Machine::fitsGroups(int mesh) const {
  return std::all_of(groupings.begin(), groupings.end(), [&](const Grouping &grouping) {
    return job.programs[grouping.program].mesh != mesh || grouping.members.size() == 1 ||
           std::all_of(grouping.members.begin(), grouping.members.end(),
                       [](const std::vector<int> &members) { return members.size() == 1; });
  });
}

/// Whether a slot holds numbers of devices of `mesh` that are only used to name elements.
bool Machine::isIdentity(int program, int slot, int mesh) const {
  bool pure = true;
  auto reads = [&](const Expr &expr) {
    std::vector<int> slots;
    expr.collectSlots(slots);
    return std::count(slots.begin(), slots.end(), slot) > 0;
  };
  const Program &text = job.programs[program];
  if (keepsSlot[program][slot] || (text.whileCondition && reads(*text.whileCondition)))
    return false;
  forEachStatement(text.body, [&](const Statement &statement) {
    for (const Expr *expr : {&statement.value, &statement.times, &statement.from, &statement.step})
      pure &= !reads(*expr);
    pure &= statement.slot != slot;
    if (statement.fromSlot == slot)
      pure &= senders[statement.object] == mesh;
    if (reads(statement.element.index))
      pure &= statement.element.index.slotNumber() == slot &&
              job.objects[statement.object].mesh == mesh;
  });
  return pure;
}

bool Machine::isAlike(int program, const Expr &expr, int mesh, std::vector<char> &named) const {
  if (job.programs[program].mesh != mesh)
    return true;
  std::vector<int64_t> constants;
  if (!expr.collectDevices(constants))
    return false;
  // Coordinates are numbers of devices where there is one axis.
  const std::vector<Axis> &axes = job.meshes[mesh].axes;
  if (!constants.empty() &&
      std::count_if(axes.begin(), axes.end(), [](const Axis &axis) { return axis.size > 1; }) > 1)
    return false;
  for (int64_t device : constants)
    if (device >= 0 && device < int64_t(named.size()))
      named[device] = true;
  return true;
}

/// Whether `statement` means the devices of `mesh` without telling them apart. Those
/// that it tells apart by their number become `named`.
bool Machine::isAlike(int program, const Statement &statement, int mesh,
                      std::vector<char> &named) const {
  const Program &text = job.programs[program];
  for (const Expr *expr : {&statement.value, &statement.times, &statement.from, &statement.step,
                           &statement.element.index})
    if (!isAlike(program, *expr, mesh, named))
      return false;
  if (statement.object < 0)
    return true;
  if (statement.kind == Statement::Kind::Dequeue && statement.fromSlot >= 0 &&
      fromUsed[statement.object] &&
      (senders[statement.object] == mesh || senders[statement.object] == -1) &&
      !isIdentity(program, statement.fromSlot, mesh))
    return false;
  if (job.objects[statement.object].mesh != mesh)
    return statement.element.kind != Element::Kind::Me || text.mesh != mesh;
  switch (statement.element.kind) {
  case Element::Kind::All:
    return true;
  case Element::Kind::Me:
    return text.mesh == mesh;
  case Element::Kind::Only:
  case Element::Kind::Along:
    return false;
  case Element::Kind::At:
    if (Value number = statement.element.index.constant()) {
      if (*number >= 0 && *number < int64_t(named.size()))
        named[*number] = true;
      return true;
    }
    int slot = statement.element.index.slotNumber();
    return slot >= 0 && isIdentity(program, slot, mesh);
  }
  return false;
}

std::vector<std::vector<int64_t>> Machine::interchangeable(int mesh) const {
  std::vector<char> named(job.meshes[mesh].numDevices(), false);
  bool alike = fitsGroups(mesh);
  std::map<std::vector<int>, std::vector<int64_t>> classes; // by the programs they run
  for (size_t program = 0; program < job.programs.size(); ++program) {
    const Program &text = job.programs[program];
    alike &= !text.whileCondition || isAlike(int(program), *text.whileCondition, mesh, named);
    for (const auto &[slot, value] : text.initialSlots)
      alike &= isAlike(int(program), value, mesh, named);
    forEachStatement(text.body, [&](const Statement &statement) {
      alike &= isAlike(int(program), statement, mesh, named);
    });
  }
  for (int64_t device = 0; alike && device < int64_t(named.size()); ++device) {
    std::vector<int> runs;
    for (size_t program = 0; program < job.programs.size(); ++program)
      if (job.programs[program].mesh == mesh && instanceOf[program][device] >= 0)
        runs.push_back(int(program));
    if (!named[device])
      classes[runs].push_back(device);
  }
  std::vector<std::vector<int64_t>> result;
  for (auto &[runs, devices] : classes)
    if (devices.size() > 1)
      result.push_back(devices);
  return result;
}

/// What tells the devices of `mesh` apart in `state`. Numbers of devices stand
/// for these, so a place where one stands is part of its key instead.
std::vector<std::vector<int64_t>> Machine::keys(const State &state, int mesh) const {
  std::vector<std::vector<int64_t>> result(job.meshes[mesh].numDevices());
  auto identitySlot = [&](int program, int slot) {
    for (const auto &[identity, of] : identities[program])
      if (identity == slot && of == mesh)
        return true;
    return false;
  };
  for (size_t i = 0; i < instances.size(); ++i) {
    const Instance &instance = instances[i];
    const Program &program = job.programs[instance.program];
    if (program.mesh != mesh) {
      for (const auto &[slot, of] : identities[instance.program])
        if (int64_t device = state.slots[instance.slots + slot];
            of == mesh && device != unknownSlot)
          result[device].insert(result[device].end(), {-1, int64_t(i), slot});
      continue;
    }
    std::vector<int64_t> &key = result[instance.device];
    key.push_back(state.pc[i]);
    for (int slot = 0; slot < program.numSlots; ++slot)
      key.push_back(identitySlot(instance.program, slot) ? 0 : state.slots[instance.slots + slot]);
    for (size_t decision = 0; decision < decisionGroups[instance.program].size(); ++decision)
      key.push_back(state.seen[instance.seen + decision]);
    if (!state.given.empty())
      key.insert(key.end(), state.given.begin() + i * state.sums.size(),
                 state.given.begin() + (i + 1) * state.sums.size());
  }
  for (size_t queue = 0; queue < state.queues.size(); ++queue) {
    int object = objectOfQueue[queue];
    bool names = fromUsed[object] && senders[object] == mesh;
    bool own = job.objects[object].mesh == mesh;
    if (own)
      result[queue - first[object]].push_back(int64_t(state.queues[queue].size()));
    for (size_t place = 0; place < state.queues[queue].size(); ++place) {
      const Item &item = state.queues[queue][place];
      if (own)
        result[queue - first[object]].insert(result[queue - first[object]].end(),
                                             {item.value, names ? 0 : item.from});
      else if (names)
        result[item.from].insert(result[item.from].end(), {-2, int64_t(queue), int64_t(place)});
    }
  }
  for (size_t sum = 0; sum < state.sums.size(); ++sum)
    if (int object = objectOfSum[sum]; job.objects[object].mesh == mesh)
      result[sum - first[object]].insert(result[sum - first[object]].end(),
                                         {state.sums[sum].step, state.sums[sum].count});
  for (size_t version = 0; version < state.versions.size(); ++version)
    if (int object = objectOfVersion[version]; job.objects[object].mesh == mesh)
      result[version - first[object]].push_back(state.versions[version]);
  return result;
}

void Machine::sort(State &state, std::vector<int> &origins, const Symmetry &symmetry) const {
  int mesh = symmetry.mesh;
  std::vector<std::vector<int64_t>> key = keys(state, mesh);
  std::vector<int64_t> from(key.size()), to(key.size());
  std::iota(from.begin(), from.end(), 0);
  for (const std::vector<int64_t> &devices : symmetry.classes) {
    std::vector<int64_t> order = devices;
    std::stable_sort(order.begin(), order.end(),
                     [&](int64_t a, int64_t b) { return key[a] < key[b]; });
    for (size_t i = 0; i < devices.size(); ++i)
      from[devices[i]] = order[i];
  }
  if (std::is_sorted(from.begin(), from.end()))
    return;
  for (size_t device = 0; device < from.size(); ++device)
    to[from[device]] = int64_t(device);

  State old = state;
  std::vector<int> oldOrigins = origins;
  for (size_t i = 0; i < instances.size(); ++i) {
    const Instance &instance = instances[i];
    const Program &program = job.programs[instance.program];
    if (program.mesh == mesh) {
      size_t source = instanceOf[instance.program][from[instance.device]];
      origins[i] = oldOrigins[source];
      state.pc[i] = old.pc[source];
      state.iterations[i] = old.iterations[source];
      std::copy_n(old.slots.begin() + instances[source].slots, program.numSlots,
                  state.slots.begin() + instance.slots);
      std::copy_n(old.seen.begin() + instances[source].seen,
                  decisionGroups[instance.program].size(), state.seen.begin() + instance.seen);
      if (!state.given.empty())
        std::copy_n(old.given.begin() + source * state.sums.size(), state.sums.size(),
                    state.given.begin() + i * state.sums.size());
    }
    for (const auto &[slot, of] : identities[instance.program])
      if (int64_t &device = state.slots[instance.slots + slot]; of == mesh && device != unknownSlot)
        device = to[device];
  }
  auto move = [&](auto &elements, const auto &oldElements, const std::vector<int> &objectOf) {
    for (size_t i = 0; i < elements.size(); ++i)
      if (int object = objectOf[i]; job.objects[object].mesh == mesh)
        elements[i] = oldElements[first[object] + from[i - first[object]]];
  };
  move(state.queues, old.queues, objectOfQueue);
  move(state.sums, old.sums, objectOfSum);
  move(state.versions, old.versions, objectOfVersion);
  for (size_t queue = 0; queue < state.queues.size(); ++queue)
    if (int object = objectOfQueue[queue]; fromUsed[object] && senders[object] == mesh)
      for (Item &item : state.queues[queue])
        item.from = to[item.from];
}

void Machine::sort(State &state, std::vector<int> &origins) const {
  origins.resize(instances.size());
  std::iota(origins.begin(), origins.end(), 0);
  for (const Symmetry &symmetry : symmetries)
    sort(state, origins, symmetry);
}

std::vector<char> Machine::twins(const State &state) const {
  std::vector<char> result(instances.size(), false);
  for (const Symmetry &symmetry : symmetries) {
    // Keys do not say whom a device of the mesh means by its numbers.
    bool names = false;
    for (size_t program = 0; program < job.programs.size(); ++program)
      for (const auto &[slot, of] : identities[program])
        names |= job.programs[program].mesh == symmetry.mesh && of == symmetry.mesh;
    for (size_t object = 0; object < job.objects.size(); ++object)
      names |= job.objects[object].mesh == symmetry.mesh && fromUsed[object];
    if (names)
      continue;
    std::vector<std::vector<int64_t>> key = keys(state, symmetry.mesh);
    for (const std::vector<int64_t> &devices : symmetry.classes)
      for (size_t i = 1; i < devices.size(); ++i)
        if (key[devices[i]] == key[devices[i - 1]])
          for (size_t program = 0; program < job.programs.size(); ++program)
            if (job.programs[program].mesh == symmetry.mesh)
              if (int twin = instanceOf[program][devices[i]]; twin >= 0)
                result[twin] = true;
  }
  return result;
}

namespace {

/// Two hashes of the same numbers that do not fail together.
class Hash {
public:
  void add(uint64_t number) {
    a = (a ^ number) * 0x9e3779b97f4a7c15;
    a ^= a >> 32;
    b = (b + number) * 0xc2b2ae3d27d4eb4f;
    b ^= b >> 29;
  }
  template <typename Numbers> void addAll(const Numbers &numbers) {
    add(numbers.size());
    for (auto number : numbers)
      add(uint64_t(number));
  }
  Fingerprint result() const { return {a, b}; }

private:
  uint64_t a = 1, b = 2;
};

} // namespace

Fingerprint Machine::fingerprint(const State &state) const {
  Hash hash;
  hash.addAll(state.pc);
  hash.addAll(state.slots);
  for (const std::vector<Item> &queue : state.queues) {
    hash.add(queue.size());
    for (const Item &item : queue) {
      hash.add(uint64_t(item.value));
      hash.add(uint64_t(item.from));
    }
  }
  for (const State::Sum &sum : state.sums) {
    hash.add(uint64_t(sum.step));
    hash.add(uint64_t(sum.count));
  }
  hash.addAll(state.versions);
  for (const std::vector<int64_t> &values : state.decided)
    hash.addAll(values);
  hash.addAll(state.seen);
  hash.addAll(state.given);
  return hash.result();
}

int64_t Machine::bytes(const State &state) const {
  size_t size = sizeof(State) + 12 * state.pc.size() + 8 * state.slots.size() +
                16 * state.sums.size() + 8 * state.versions.size() + 4 * state.seen.size() +
                state.given.size() + 24 * (state.queues.size() + state.decided.size());
  for (const std::vector<Item> &queue : state.queues)
    size += sizeof(Item) * queue.size();
  return int64_t(size);
}
