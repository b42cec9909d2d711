//===- Verify.cpp - does a job come to its end? ---------------------------===//
#include "passes/progress/Scale.h"
#include "passes/progress/Schedule.h"

#include <algorithm>

using namespace skein::passes::progress;

using Verdict = Report::Verdict;

/// Whether a program that takes from `queue` waits for nothing else, so that the queue
/// is never full for ever.
static bool isDrained(const Job &job, int queue) {
  bool drained = true;
  for (const Program &program : job.programs) {
    bool takes = false, waits = false;
    forEachStatement(program.body, [&](const Statement &statement) {
      bool here = statement.object == queue;
      takes |= here && statement.kind == Statement::Kind::Dequeue;
      waits |= statement.kind == Statement::Kind::Take ||
               statement.kind == Statement::Kind::Collective ||
               (statement.kind == Statement::Kind::Dequeue && !here) ||
               (statement.kind == Statement::Kind::Enqueue &&
                job.objects[statement.object].capacity > 0);
    });
    drained &= !takes || (!waits && program.devices.size() == 1);
  }
  return drained;
}

/// `job` without the limits of queues that are always emptied again. All that its
/// programs can do, they can also do without them.
static Job withoutLimits(Job job) {
  std::vector<int> drained;
  for (size_t object = 0; object < job.objects.size(); ++object)
    if (job.objects[object].capacity > 0 && isDrained(job, int(object)))
      drained.push_back(int(object));
  for (int object : drained)
    job.objects[object].capacity = 0;
  return job;
}

/// Refuses collectives of devices that do not keep step.
static Report checkAxes(const Job &job) {
  Report report;
  for (const Program &program : job.programs)
    forEachStatement(program.body, [&](const Statement &statement) {
      for (int axis : program.independentAxes)
        if (statement.kind == Statement::Kind::Collective &&
            std::count(statement.axes.begin(), statement.axes.end(), axis)) {
          report.verdict = Verdict::Refused;
          report.message =
              "'" + statement.name + "' in @" + program.name + " waits for all devices along \"" +
              job.meshes[program.mesh].axes[axis].name + "\", which do not keep step there";
          report.trace = {{"@" + program.name, statement.location, 0, statement.name}};
        }
    });
  return report;
}

/// Whether all devices do the same collectives, one after another, and nothing else.
static bool isPlain(const Block &block) {
  return std::all_of(block.begin(), block.end(), [](const Statement &statement) {
    return statement.kind == Statement::Kind::Collective ||
           statement.kind == Statement::Kind::Pull ||
           (statement.kind == Statement::Kind::For && statement.from.constant() &&
            statement.value.constant() && statement.step.constant() && isPlain(statement.body));
  });
}

static bool hasTooMany(const Report &report) {
  return report.verdict == Verdict::Unproven && report.trace.empty();
}

/// The verdict on all schedules; unproven if these are too many.
static Report verifyAll(const Job &job, const Machine &machine, int64_t bytes) {
  // Shows what goes wrong at any speed, in the shortest time.
  bool decides = false;
  Report once = runOnce(machine, Order::ConsumersLast, 0, &decides);
  if (once.verdict != Verdict::Accepted || decides)
    return once;
  Job unlimited = withoutLimits(job);
  Machine relaxed(unlimited);
  std::optional<Report> forAll = runForAll(relaxed);
  if (forAll && forAll->verdict == Verdict::Accepted)
    return *forAll;
  return explore(machine, {.bytes = bytes}).report;
}

/// Schedules of a job that has too many of them.
static Report verifySome(const Machine &machine) {
  constexpr int numRandom = 4;
  Report report;
  for (int i = 0; i < 2 + numRandom && report.verdict == Verdict::Accepted; ++i)
    report = runOnce(machine,
                     i == 0   ? Order::Ascending
                     : i == 1 ? Order::Descending
                              : Order::Random,
                     i);
  return report;
}

/// The verdict on the job with fewer devices, and with fewer variables that are alike.
static Report verifySmaller(const Machine &machine, int devices, int64_t bytes) {
  Report report;
  report.verdict = Verdict::Unproven;
  report.message = "there are too many schedules";
  for (int objects : {2, 1}) {
    std::optional<Job> job = withDevices(machine, devices, objects);
    if (job && hasTooMany(report))
      report = verifyAll(*job, Machine(*job), bytes);
  }
  return report;
}

/// Refuses messages that nobody receives: the channel is full sooner or later.
static Report checkChannels(const Job &job, Report report) {
  if (report.verdict != Verdict::Accepted)
    return report;
  for (const Leftover &leftover : report.leftovers)
    if (job.objects[leftover.object].isChannel) {
      report.verdict = Verdict::Refused;
      report.message = "@" + job.objects[leftover.object].name + " still holds " +
                       std::to_string(leftover.count) +
                       " messages at the end; expected that all are received";
      break;
    }
  return report;
}

static Report verifyReduced(const Job &job, const Limits &limits) {
  if (job.programs.size() == 1 && !job.programs[0].whileCondition && isPlain(job.programs[0].body))
    return {};
  Machine machine(job);
  // States of many devices are large, and there are even more of them.
  int64_t devices = std::max<int64_t>(16, int64_t(machine.getInstances().size()));
  Report report = verifyAll(job, machine, limits.bytes * 16 / devices);
  if (!hasTooMany(report))
    return report;
  Report some = verifySome(machine);
  if (some.verdict != Verdict::Accepted)
    return some;
  some.states = 0;
  some.exact = false;
  Report failed;
  int failures = 0;
  for (int devices : {2, 3}) {
    Report found = verifySmaller(machine, devices, limits.bytes);
    some.devices.push_back(devices);
    some.states += found.states;
    if (found.verdict == Verdict::Unproven)
      return report;
    if (found.verdict == Verdict::Accepted)
      continue;
    failed = std::move(found);
    ++failures;
  }
  if (failures == 0)
    return some;
  failed.exact = false;
  failed.devices = some.devices;
  // Numbers do not always shrink as they should.
  if (failures == 1)
    failed.verdict = Verdict::Unproven;
  return failed;
}

Report skein::passes::progress::verify(const Job &job, const Limits &limits) {
  if (Report report = checkAxes(job); report.verdict != Verdict::Accepted)
    return report;
  return checkChannels(job, verifyReduced(withoutReplicas(job), limits));
}
