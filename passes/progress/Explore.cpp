//===- Explore.cpp - all schedules of a job -------------------------------===//
#include "passes/progress/Explore.h"

#include <algorithm>
#include <deque>
#include <numeric>
#include <unordered_set>

using namespace skein::passes::progress;

namespace {

struct FingerprintHash {
  size_t operator()(const Fingerprint &fingerprint) const { return fingerprint[0]; }
};

/// How a state was first reached.
struct Origin {
  int64_t before = -1;
  Move move;
};

class Explorer {
public:
  Explorer(const Machine &machine, const Exploration &how)
      : machine(machine), how(how), count(int(machine.getInstances().size())) {}

  Explored run();

private:
  std::optional<Failure> settle(State &state, std::vector<Move> *log) const;
  std::vector<Move> moves(const State &state) const;
  bool visit(State state, std::optional<Failure> failure, Origin origin);
  Schedule scheduleTo(int64_t number) const;

  const Machine &machine;
  const Exploration &how;
  const int count;
  std::unordered_set<Fingerprint, FingerprintHash> known;
  std::vector<Origin> origins;
  std::deque<std::pair<int64_t, State>> open;
  int64_t bytes = 0;
  Explored result;
};

} // namespace

/// Lets everything happen that cannot lead elsewhere, whenever it happens.
std::optional<Failure> Explorer::settle(State &state, std::vector<Move> *log) const {
  for (bool changed = how.reduced; changed;) {
    changed = false;
    for (int instance = 0; instance < count; ++instance)
      while (machine.isEnabled(state, instance) && machine.isConfluent(state, instance)) {
        if (log)
          log->push_back({instance, 0});
        if (auto failure = machine.execute(state, instance))
          return failure;
        changed = true;
      }
  }
  return std::nullopt;
}

std::vector<Move> Explorer::moves(const State &state) const {
  std::vector<Move> result;
  std::vector<char> twins(count, false);
  if (how.reduced && machine.hasSymmetry())
    twins = machine.twins(state);
  for (int instance = 0; instance < count; ++instance) {
    if (!machine.isEnabled(state, instance) || twins[instance])
      continue;
    if (machine.next(state, instance).kind != Instruction::Kind::Choose) {
      result.push_back({instance, 0});
      continue;
    }
    // Nobody else sees it happen.
    if (how.reduced)
      result.clear();
    for (int choice : machine.choices(state, instance))
      result.push_back({instance, choice});
    if (how.reduced)
      break;
  }
  return result;
}

/// Whether the search is over.
bool Explorer::visit(State state, std::optional<Failure> failure, Origin origin) {
  bytes += machine.bytes(state);
  if (!failure)
    failure = settle(state, nullptr);
  if (!failure && how.reduced && machine.hasSymmetry()) {
    std::vector<int> ignored;
    machine.sort(state, ignored);
  }
  if (!failure && !known.insert(machine.fingerprint(state)).second)
    return false;
  int64_t number = int64_t(origins.size());
  origins.push_back(origin);
  if (failure) {
    result.report = follow(machine, scheduleTo(number));
    return true;
  }
  if (bytes > how.bytes) {
    result.report.verdict = Report::Verdict::Unproven;
    result.report.message = "there are too many schedules";
    return true;
  }
  open.emplace_back(number, std::move(state));
  return false;
}

/// How to get to a state, in terms of the devices as they are at first.
Schedule Explorer::scheduleTo(int64_t number) const {
  std::vector<int64_t> path;
  for (int64_t at = number; at >= 0; at = origins[at].before)
    path.push_back(at);
  std::reverse(path.begin(), path.end());

  Schedule schedule;
  State state;
  std::vector<int> who(count);
  std::iota(who.begin(), who.end(), 0);
  bool failed = machine.start(state).has_value();
  for (int64_t at : path) {
    std::vector<Move> done;
    if (origins[at].before >= 0) {
      done.push_back(origins[at].move);
      failed =
          machine.execute(state, origins[at].move.instance, origins[at].move.choice).has_value();
    }
    if (!failed)
      failed = settle(state, &done).has_value();
    for (Move move : done)
      schedule.push_back({who[move.instance], move.choice});
    if (failed)
      break;
    if (how.reduced && machine.hasSymmetry()) {
      std::vector<int> from, before = who;
      machine.sort(state, from);
      for (int i = 0; i < count; ++i)
        who[i] = before[from[i]];
    }
  }
  return schedule;
}

Explored Explorer::run() {
  State state;
  auto failure = machine.start(state);
  bool over = visit(std::move(state), std::move(failure), {});
  while (!over && !open.empty()) {
    auto [number, current] = std::move(open.front());
    open.pop_front();
    std::vector<Move> next = moves(current);
    if (next.empty()) {
      if (machine.stuck(current)) {
        result.report = follow(machine, scheduleTo(number));
        break;
      }
      std::vector<std::pair<int, int64_t>> left;
      result.report.leftovers = machine.leftovers(current);
      for (const Leftover &leftover : result.report.leftovers)
        left.emplace_back(leftover.object, leftover.count);
      result.leftovers.insert(std::move(left));
    }
    for (Move move : next) {
      State after = current;
      auto failure = machine.execute(after, move.instance, move.choice);
      if ((over = visit(std::move(after), std::move(failure), {number, move})))
        break;
    }
  }
  result.report.states = int64_t(origins.size());
  return std::move(result);
}

Explored skein::passes::progress::explore(const Machine &machine, const Exploration &how) {
  return Explorer(machine, how).run();
}

Report skein::passes::progress::follow(const Machine &machine, const Schedule &schedule) {
  Report report;
  State state;
  std::optional<Failure> failure = machine.start(state);
  for (Move move : schedule) {
    if (failure)
      break;
    report.trace.push_back(machine.describe(state, move.instance));
    failure = machine.execute(state, move.instance, move.choice);
  }
  if (failure) {
    report.verdict = failure->verdict;
    report.message = failure->message;
  } else if (std::optional<Report> stuck = machine.stuck(state)) {
    stuck->trace = std::move(report.trace);
    return *stuck;
  } else {
    report.leftovers = machine.leftovers(state);
  }
  return report;
}
