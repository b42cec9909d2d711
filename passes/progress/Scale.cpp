//===- Scale.cpp - the same job with fewer devices ------------------------===//
#include "passes/progress/Scale.h"

#include <algorithm>
#include <map>
#include <utility>

using namespace skein::passes::progress;

namespace {

/// The mesh that shrinks, and who stays on it.
struct Plan {
  int mesh = -1;
  int64_t before = 0, after = 0;  // devices of the mesh
  std::vector<int64_t> newNumber; // by device; -1: left out
  bool isAmbiguous = false;       // another mesh has as many devices

  int64_t scaled(int64_t number) const {
    return number / before * after + std::min(number % before, after - 1);
  }
};

Plan planFor(const Machine &machine, int devices) {
  const Job &job = machine.getJob();
  Plan plan;
  std::vector<int64_t> alike;
  for (size_t mesh = 0; mesh < job.meshes.size(); ++mesh)
    for (std::vector<int64_t> &found : machine.interchangeable(int(mesh)))
      if (found.size() > alike.size()) {
        alike = std::move(found);
        plan.mesh = int(mesh);
      }
  if (int64_t(alike.size()) <= devices)
    return {};
  plan.before = job.meshes[plan.mesh].numDevices();
  for (size_t mesh = 0; mesh < job.meshes.size(); ++mesh)
    plan.isAmbiguous |= int(mesh) != plan.mesh && job.meshes[mesh].numDevices() == plan.before;
  plan.newNumber.assign(plan.before, 0);
  for (size_t i = devices; i < alike.size(); ++i)
    plan.newNumber[alike[i]] = -1;
  for (int64_t device = 0; device < plan.before; ++device) {
    if (plan.newNumber[device] < 0)
      continue;
    plan.newNumber[device] = plan.after++;
    // Programs name the others by their numbers.
    bool named = !std::count(alike.begin(), alike.end(), device);
    if (named && plan.newNumber[device] != device)
      return {};
  }
  return plan;
}

void scale(Expr &expr, const Plan &plan) {
  if (Value number = expr.constant(); number && *number > 0)
    expr = plan.scaled(*number);
}

void scale(Block &block, const Plan &plan) {
  for (Statement &statement : block) {
    if (statement.kind == Statement::Kind::Take)
      scale(statement.value, plan);
    if (statement.kind == Statement::Kind::For && statement.value.constant() == plan.before &&
        !plan.isAmbiguous)
      scale(statement.value, plan);
    scale(statement.times, plan);
    scale(statement.body, plan);
    scale(statement.otherwise, plan);
  }
}

/// Where and how every object is used, as a text.
class Uses {
public:
  explicit Uses(const Job &job) : job(job), uses(job.objects.size()) {
    for (const Program &program : job.programs) {
      ++place;
      add(program.body);
    }
  }
  /// Objects that are used like `enough` others before them.
  std::vector<char> superfluous(int enough) const {
    std::vector<char> result(uses.size(), false);
    std::map<std::string, int> count;
    for (size_t i = 0; i < uses.size(); ++i) {
      const Object &object = job.objects[i];
      std::string kind = std::to_string(int(object.kind)) + " " + std::to_string(object.mesh) +
                         " " + std::to_string(object.initialTokens) + " " +
                         std::to_string(object.capacity) + " " + object.initialValue.print() +
                         object.firstStep.print();
      result[i] = ++count[kind + uses[i]] > enough;
    }
    return result;
  }

private:
  static std::string describe(const Statement &statement) {
    std::string text = std::to_string(int(statement.kind)) + (statement.labelled ? "l" : "u") +
                       std::to_string(int(statement.element.kind)) + " " +
                       std::to_string(statement.fromSlot);
    for (int axis : statement.axes)
      text += "," + std::to_string(axis);
    for (const Expr *expr : {&statement.value, &statement.times, &statement.element.index})
      text += ";" + expr->print();
    return text;
  }

  void add(const Block &block) {
    if (block.empty())
      return;
    for (const Statement &statement : block) {
      std::string text = describe(statement);
      // Messages of one kind that follow each other go along with each other.
      bool isMessage =
          statement.kind == Statement::Kind::Enqueue || statement.kind == Statement::Kind::Dequeue;
      if (statement.object < 0 || (isMessage && text != std::exchange(lastMessage, text)))
        ++place;
      if (statement.object >= 0)
        uses[statement.object] += std::to_string(place) + ":" + text + "\n";
      else
        lastMessage.clear();
      add(statement.body);
      add(statement.otherwise);
    }
    ++place;
    lastMessage.clear();
  }

  const Job &job;
  std::vector<std::string> uses;
  std::string lastMessage;
  int place = 0; // statements that keep others apart, so far
};

/// Without the objects whose new number is -1.
void leaveOut(Block &block, const std::vector<int> &newNumber) {
  std::erase_if(block, [&](const Statement &statement) {
    return statement.object >= 0 && newNumber[statement.object] < 0;
  });
  for (Statement &statement : block) {
    if (statement.object >= 0)
      statement.object = newNumber[statement.object];
    leaveOut(statement.body, newNumber);
    leaveOut(statement.otherwise, newNumber);
  }
}

/// Whether the devices along an axis of a mesh do the same.
class Replicas {
public:
  Replicas(const Job &job, int mesh, int axis) : job(job), mesh(mesh), axis(axis) {}

  bool areThey() const {
    bool isUsed = false, good = true;
    for (const Program &program : job.programs)
      if (program.mesh == mesh) {
        isUsed = true;
        good = good && areIn(program);
      }
    return isUsed && good;
  }

private:
  bool areIn(const Program &program) const {
    bool good = !contains(program.independentAxes, axis) && covers(program) &&
                program.initialSlots.empty() &&
                (!program.whileCondition || isBlind(*program.whileCondition));
    forEachStatement(program.body, [&](const Statement &statement) {
      good = good && isBlind(statement.value) && isBlind(statement.times) &&
             isBlind(statement.from) && isBlind(statement.step) && fits(statement);
    });
    return good;
  }

  static bool contains(const std::vector<int> &axes, int axis) {
    return std::find(axes.begin(), axes.end(), axis) != axes.end();
  }

  static bool isBlind(const Expr &expr) {
    return !expr.uses(Expr::Kind::Device) && !expr.uses(Expr::Kind::Coordinate);
  }

  /// Whether the program runs on all devices along the axis, or on none.
  bool covers(const Program &program) const {
    std::map<std::vector<int64_t>, int64_t> counts;
    for (int64_t device : program.devices) {
      std::vector<int64_t> place = job.meshes[mesh].coordinates(device);
      place[axis] = 0;
      ++counts[place];
    }
    return std::all_of(counts.begin(), counts.end(), [&](const auto &count) {
      return count.second == job.meshes[mesh].axes[axis].size;
    });
  }

  bool fits(const Statement &statement) const {
    switch (statement.kind) {
    case Statement::Kind::Choose:
      return contains(statement.axes, axis);
    case Statement::Kind::Enqueue:
    case Statement::Kind::Dequeue:
      return job.objects[statement.object].isChannel &&
             statement.element.kind == Element::Kind::Along && contains(statement.axes, axis) &&
             statement.slot < 0 && statement.fromSlot < 0;
    default:
      return statement.object < 0;
    }
  }

  const Job &job;
  int mesh, axis;
};

/// Leaves one device along an axis of a mesh.
void leaveOne(Job &job, int mesh, int axis) {
  const Mesh before = job.meshes[mesh];
  job.meshes[mesh].axes[axis].size = 1;
  for (Program &program : job.programs) {
    if (program.mesh != mesh)
      continue;
    std::erase_if(program.devices,
                  [&](int64_t device) { return before.coordinates(device)[axis] > 0; });
    for (int64_t &device : program.devices) {
      std::vector<int64_t> place = before.coordinates(device);
      device = 0;
      for (size_t i = 0; i < place.size(); ++i)
        device = device * job.meshes[mesh].axes[i].size + place[i];
    }
    forEachStatement(program.body, [&](const Statement &statement) {
      if (statement.object < 0)
        return;
      auto place = std::find(statement.axes.begin(), statement.axes.end(), axis);
      job.meshes[job.objects[statement.object].mesh].axes[place - statement.axes.begin()].size = 1;
    });
  }
}

} // namespace

Job skein::passes::progress::withoutReplicas(Job job) {
  if (std::none_of(job.objects.begin(), job.objects.end(),
                   [](const Object &object) { return object.isChannel; }))
    return job;
  for (int mesh = 0; mesh < int(job.meshes.size()); ++mesh)
    for (int axis = 0; axis < int(job.meshes[mesh].axes.size()); ++axis)
      if (job.meshes[mesh].axes[axis].size > 1 && Replicas(job, mesh, axis).areThey())
        leaveOne(job, mesh, axis);
  return job;
}

/// Makes the mesh of `plan` smaller, and all that counts its devices.
static void shrink(Job &job, const Plan &plan) {
  bool first = true;
  for (Axis &axis : job.meshes[plan.mesh].axes)
    if (axis.size > 1)
      axis.size = std::exchange(first, false) ? plan.after : 1;
  for (Object &object : job.objects)
    object.initialTokens = plan.scaled(object.initialTokens);
  for (Program &program : job.programs) {
    program.times = plan.scaled(program.times);
    if (program.mesh == plan.mesh) {
      std::erase_if(program.devices, [&](int64_t device) { return plan.newNumber[device] < 0; });
      for (int64_t &device : program.devices)
        device = plan.newNumber[device];
    }
    scale(program.body, plan);
  }
}

std::optional<Job> skein::passes::progress::withDevices(const Machine &machine, int devices,
                                                        int objects) {
  Plan plan = planFor(machine, devices);
  Job job = machine.getJob();
  std::vector<char> superfluous = Uses(job).superfluous(objects);
  if (plan.mesh < 0 && !std::count(superfluous.begin(), superfluous.end(), true))
    return std::nullopt;
  std::vector<int> newNumber;
  std::vector<Object> kept;
  for (size_t object = 0; object < superfluous.size(); ++object) {
    newNumber.push_back(superfluous[object] ? -1 : int(kept.size()));
    if (!superfluous[object])
      kept.push_back(job.objects[object]);
  }
  job.objects = std::move(kept);
  for (Program &program : job.programs)
    leaveOut(program.body, newNumber);
  if (plan.mesh >= 0)
    shrink(job, plan);
  return job;
}
