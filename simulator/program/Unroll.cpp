//===- Unroll.cpp - what is read once, for each micro-batch ---------------===//

#include "simulator/program/Unroll.h"

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"

#include <map>
#include <set>
#include <utility>

namespace skein::simulator {
namespace {

/// An action as all its entries have it.
struct Shape {
  std::vector<ProgramOp> ops;
  int firstWithMemory = 0;              // in `ops`: those before only wait
  int lastWithMemory = 0;               // those behind only send
  Bytes temporaries;                    // the most at one time
  std::map<std::set<int>, Bytes> stash; // by the actions that use it
};

class Unroller {
public:
  Unroller(Program &program, const PipelineText &text)
      : program(program), text(text) {}

  void run() {
    takeBody();
    for (size_t action = 0; action < text.actions.size(); ++action)
      addOps(int(action));
    for (size_t action = 0; action < text.actions.size(); ++action)
      addMemory(int(action));
    for (const PipelineText::Entry &entry : text.entries)
      addEntry(entry);
    for (size_t i = 0; i < text.entries.size(); ++i)
      addValues(i);
    useOutside();
  }

private:
  void takeBody() {
    shapes.resize(text.actions.size());
    body.assign(std::make_move_iterator(program.ops.begin() + text.firstOp),
                std::make_move_iterator(program.ops.end()));
    program.ops.resize(text.firstOp);
    values.assign(
        std::make_move_iterator(program.values.begin() + text.firstValue),
        std::make_move_iterator(program.values.end()));
    program.values.resize(text.firstValue);
    for (int update : text.updates)
      if (update >= text.firstValue)
        values[update - text.firstValue].bytes = Bytes(0);
    actionOf.reserve(body.size());
    for (size_t action = 0; action < text.actions.size(); ++action)
      actionOf.resize(text.actions[action].end - text.firstOp, int(action));
  }

  void addOps(int action) {
    std::vector<ProgramOp> &ops = shapes[action].ops;
    const PipelineText::Action &name = text.actions[action];
    std::vector<Work> works;
    auto flush = [&] {
      if (works.empty() && !ops.empty())
        return;
      auto list =
          std::make_shared<const std::vector<Work>>(std::exchange(works, {}));
      ops.push_back(
          {name.name, name.location, KernelList{std::move(list)}, {}});
    };
    for (size_t i = 0; i < body.size(); ++i) {
      if (actionOf[i] != action)
        continue;
      if (const Work *work = std::get_if<Work>(&body[i].action)) {
        works.push_back(*work);
        continue;
      }
      if (!works.empty())
        flush();
      ops.push_back(std::move(body[i]));
    }
    flush();
    int &first = shapes[action].firstWithMemory;
    while (first + 1 < int(ops.size()) &&
           isRequest(ops[first], Request::Kind::Receive))
      ++first;
    int &last = shapes[action].lastWithMemory = int(ops.size()) - 1;
    while (last > first && isRequest(ops[last], Request::Kind::Send))
      --last;
  }

  static bool isRequest(const ProgramOp &op, Request::Kind kind) {
    const auto *request = std::get_if<Request>(&op.action);
    return request && request->kind == kind;
  }

  bool isInside(const ProgramValue &value) const {
    return value.madeBy && *value.madeBy >= text.firstOp;
  }
  int actionAt(OpId op) const { return actionOf[op - text.firstOp]; }

  /// What the values that `action` makes take.
  void addMemory(int action) {
    std::map<OpId, Bytes> changes;
    for (const ProgramValue &value : values) {
      if (!isInside(value) || actionAt(*value.madeBy) != action)
        continue;
      std::set<int> users;
      OpId last = *value.madeBy;
      for (OpId user : value.usedBy) {
        users.insert(actionAt(user));
        last = std::max(last, user);
      }
      users.erase(action);
      if (!users.empty()) {
        shapes[action].stash[users] += value.bytes;
        continue;
      }
      changes[*value.madeBy] += value.bytes;
      changes[last + 1] -= value.bytes;
    }
    Bytes live;
    for (const auto &[op, change] : changes) {
      live += change;
      shapes[action].temporaries = std::max(shapes[action].temporaries, live);
    }
  }

  void addEntry(const PipelineText::Entry &entry) {
    const PipelineText::Action &action = text.actions[entry.action];
    OpId first = OpId(program.ops.size());
    for (const ProgramOp &op : shapes[entry.action].ops) {
      ProgramOp &added = program.ops.emplace_back(op);
      added.after.clear();
      if (OpId id = OpId(program.ops.size()) - 1; id > 0)
        added.after = {id - 1};
      added.entry = absl::StrCat(std::string(1, action.kind), entry.microBatch);
    }
    lastUse[{entry.action, entry.microBatch}] =
        first + shapes[entry.action].lastWithMemory;
    program.entries.push_back({action.kind, action.stage, entry.microBatch,
                               first, OpId(program.ops.size()) - 1});
  }

  void addValues(size_t number) {
    const PipelineText::Entry &entry = text.entries[number];
    const Shape &shape = shapes[entry.action];
    const PipelineEntry &placed =
        program.entries[program.entries.size() - text.entries.size() + number];
    auto add = [&](Bytes bytes, MemoryKind kind, std::vector<OpId> users) {
      if (bytes.count() > 0)
        program.values.push_back({text.actions[entry.action].name, bytes, kind,
                                  placed.first + shape.firstWithMemory,
                                  std::move(users)});
    };
    add(shape.temporaries, MemoryKind::Temporaries,
        {placed.first + shape.lastWithMemory});
    for (const auto &[users, bytes] : shape.stash) {
      std::vector<OpId> ends;
      for (int user : users)
        ends.push_back(lastUse.at({user, entry.microBatch}));
      add(bytes, MemoryKind::Stash, std::move(ends));
    }
  }

  /// Values from before, and what stands for them, are used until the end.
  void useOutside() {
    OpId last = OpId(program.ops.size()) - 1;
    for (ProgramValue &value : values)
      if (!isInside(value))
        program.values.push_back(std::move(value));
    for (ProgramValue &value : program.values) {
      if (isNew(value))
        continue;
      auto inside = absl::c_find_if(
          value.usedBy, [&](OpId user) { return user >= text.firstOp; });
      if (inside == value.usedBy.end())
        continue;
      std::erase_if(value.usedBy,
                    [&](OpId user) { return user >= text.firstOp; });
      value.usedBy.push_back(last);
    }
  }

  bool isNew(const ProgramValue &value) const {
    return value.kind != MemoryKind::Gradients && isInside(value);
  }

  Program &program;
  const PipelineText &text;
  std::vector<ProgramOp> body;
  std::vector<ProgramValue> values;
  std::vector<int> actionOf;                       // by op of the body
  std::vector<Shape> shapes;                       // by action
  std::map<std::pair<int, int64_t>, OpId> lastUse; // by action and micro-batch
};

} // namespace

void unroll(Program &program, const PipelineText &text) {
  Unroller(program, text).run();
}

} // namespace skein::simulator
