//===- Plan.cpp - the order of a program's ops ----------------------------===//

#include "simulator/program/Plan.h"

#include "absl/algorithm/container.h"

#include <utility>

namespace skein::simulator {

bool isKernel(const ProgramOp &op) {
  return std::holds_alternative<Work>(op.action) ||
         std::holds_alternative<KernelList>(op.action);
}

const Request *requestOf(const ProgramOp &op) {
  return std::get_if<Request>(&op.action);
}

namespace {

bool isBeside(const ProgramOp &op) {
  const auto *collective = std::get_if<Collective>(&op.action);
  const auto *exchange = std::get_if<Exchange>(&op.action);
  return (collective && collective->beside) || (exchange && exchange->beside);
}

/// Finds the plan of a program whose last op is the delay.
class Planner {
public:
  Planner(const Program &program, bool overlaps)
      : program(program), overlaps(overlaps),
        delay(OpId(program.ops.size()) - 1) {}

  Plan find() {
    plan.steps.resize(program.ops.size());
    bool isDelayed = false;
    for (OpId id = 0; id < delay; ++id) {
      if (!isDelayed && sends(program.ops[id])) {
        add(delay);
        isDelayed = true;
      }
      add(id);
    }
    if (!isDelayed)
      add(delay);
    return std::move(plan);
  }

private:
  static bool sends(const ProgramOp &op) {
    const Request *request = requestOf(op);
    return request && (request->kind == Request::Kind::Push ||
                       request->kind == Request::Kind::Enqueue);
  }

  void add(OpId id) {
    const ProgramOp &op = program.ops[id];
    const Request *request = requestOf(op);
    std::vector<OpId> after = op.after;
    auto wait = [&](std::optional<OpId> before) {
      if (before)
        after.push_back(*before);
    };
    if (request && (request->kind == Request::Kind::Pull ||
                    request->kind == Request::Kind::Push)) {
      wait(fence);
      sinceFence.push_back(id);
    } else if (isBeside(op) && overlaps) {
      wait(fence);
      wait(std::exchange(lastBeside, id));
    } else {
      wait(std::exchange(last, id));
      if (id == delay || (request && request->kind != Request::Kind::Publish)) {
        after.insert(after.end(), sinceFence.begin(), sinceFence.end());
        sinceFence.clear();
        fence = id;
      }
    }
    absl::c_sort(after);
    after.erase(std::unique(after.begin(), after.end()), after.end());
    for (OpId before : after)
      plan.steps[before].dependents.push_back(id);
    plan.steps[id].blockers = int(after.size());
    plan.inText.push_back(id);
  }

  const Program &program;
  bool overlaps;
  OpId delay;
  Plan plan;
  std::optional<OpId> last, lastBeside, fence;
  std::vector<OpId> sinceFence; // pulls and pushes
};

} // namespace

Plan planOf(const Program &program, bool overlaps) {
  return Planner(program, overlaps).find();
}

} // namespace skein::simulator
