#include "runtime/executor/Session.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "runtime/executor/Compare.h"
#include "runtime/executor/Training.h"
#include "runtime/fabric/threads/ThreadFabric.h"
#include "runtime/support/File.h"
#include "runtime/support/Status.h"
#include <algorithm>
#include <new>
#include <nlohmann/json.hpp>

namespace skein::runtime {
namespace {

template <typename... Parts> absl::Status error(const Parts &...parts) {
  return absl::InvalidArgumentError(absl::StrCat(parts...));
}

/// The program to train: the one called train, or the only one that is not
/// beside another.
absl::StatusOr<const Program *> findTraining(const std::string &path,
                                             const Executor &executor) {
  if (const Program *train = executor.findProgram("train"))
    return train;
  std::vector<const Program *> programs;
  for (const Program &program : executor.executable().programs)
    if (program.beside.empty())
      programs.push_back(&program);
  if (programs.size() == 1)
    return programs.front();
  return error(path, ": no program @train; there are ", programs.size(),
               " programs of other names");
}

/// The value below which this share of the sorted `values` lies.
double quantile(const std::vector<double> &values, double share) {
  return values[static_cast<size_t>(share * (values.size() - 1))];
}

/// One program, its data and its variables, ready to run.
class Job {
public:
  static absl::StatusOr<std::unique_ptr<Job>>
  create(const std::string &path, const SessionOptions &options,
         const SessionEnvironment &environment) {
    auto job = std::make_unique<Job>();
    SKEIN_ASSIGN_OR_RETURN(Executable executable, environment.load(path));
    std::vector<std::unique_ptr<DeviceFabric>> fabrics;
    for (int64_t mesh = 0; mesh < executable.meshCount(); ++mesh)
      for (auto &fabric : createThreadFabric(executable.meshNumber(mesh)))
        fabrics.push_back(std::move(fabric));
    job->executor = std::make_unique<Executor>(
        std::move(executable), std::move(fabrics), environment.prepareThread);
    SKEIN_RETURN_IF_ERROR(job->findPrograms(path, options));
    SKEIN_RETURN_IF_ERROR(job->readData(options));
    SKEIN_RETURN_IF_ERROR(job->setVariables(options));
    return job;
  }

  int64_t lastStep(const SessionOptions &options) const {
    return options.steps.value_or(options.epochs * examples->batchesPerEpoch());
  }

  absl::StatusOr<TrainingSummary> run(const SessionOptions &options,
                                      const SessionEnvironment &environment,
                                      const std::string &checkpointOut,
                                      std::ostream &lines) {
    int64_t lastStep = options.epochs * examples->batchesPerEpoch();
    TrainingOptions training{start,         options.steps.value_or(lastStep),
                             checkpointOut, environment.stop,
                             lines,         environment.terminal};
    return train({*executor, *program, *examples, tests ? evaluation : nullptr,
                  tests ? &*tests : nullptr},
                 training);
  }

  std::unique_ptr<Executor> executor;
  const Program *program = nullptr;
  std::optional<Dataset> examples;
  Position start;

private:
  const Mesh &mesh() const { return executor->executable().mesh; }

  absl::Status findPrograms(const std::string &path,
                            const SessionOptions &options) {
    SKEIN_ASSIGN_OR_RETURN(program, findTraining(path, *executor));
    evaluation = executor->findProgram("evaluate");
    if (!evaluation && !options.testInputs.empty())
      return error(path, ": no program @evaluate; --test-inputs needs it");
    return absl::OkStatus();
  }

  absl::Status readData(const SessionOptions &options) {
    SKEIN_ASSIGN_OR_RETURN(examples,
                           readDataset("--inputs", options.inputs, *program));
    if (options.testInputs.empty())
      return absl::OkStatus();
    SKEIN_ASSIGN_OR_RETURN(
        tests, readDataset("--test-inputs", options.testInputs, *evaluation));
    return absl::OkStatus();
  }

  absl::StatusOr<Dataset> readDataset(const std::string &flag,
                                      const std::vector<std::string> &files,
                                      const Program &user) {
    InputTensors inputs{flag, {}};
    if (!files.empty()) {
      SKEIN_ASSIGN_OR_RETURN(inputs, readInputs(files));
    }
    return Dataset::create(user, mesh(), std::move(inputs),
                           executor->programsBeside(user));
  }

  absl::Status setVariables(const SessionOptions &options) {
    start.seed = options.seed.value_or(0);
    if (options.checkpointIn.empty())
      return executor->initialize(start.seed);
    SKEIN_ASSIGN_OR_RETURN(
        LoadedPosition position,
        loadCheckpoint(options.checkpointIn, *executor, start.seed));
    start.step = position.step;
    if (!options.seed)
      start.seed = position.seed.value_or(0);
    return absl::OkStatus();
  }

  const Program *evaluation = nullptr;
  std::optional<Dataset> tests;
};

/// Everything behind the flags of one run.
class Session {
public:
  Session(const SessionOptions &options, const SessionEnvironment &environment)
      : options(options), environment(environment) {}

  absl::Status run() {
    SKEIN_RETURN_IF_ERROR(checkCounts());
    SKEIN_ASSIGN_OR_RETURN(std::unique_ptr<Job> job,
                           Job::create(options.program, options, environment));
    const Mesh &mesh = job->executor->executable().mesh;
    if (options.devices && *options.devices != mesh.deviceCount())
      return error("--devices is ", *options.devices, "; ", options.program,
                   " is for ", mesh.deviceCount());
    SKEIN_RETURN_IF_ERROR(setDelays(*job));
    describe(*job);
    SKEIN_ASSIGN_OR_RETURN(TrainingSummary summary,
                           job->run(options, environment, options.checkpointOut,
                                    environment.results));
    describeWorkers(*job, summary);
    if (summary.stopped)
      return stopped(summary);
    SKEIN_RETURN_IF_ERROR(writeTiming(*job, summary));
    return options.checkAgainst.empty() ? absl::OkStatus() : check(*job);
  }

private:
  absl::Status checkCounts() const {
    if (options.devices && *options.devices < 1)
      return error("--devices is ", *options.devices, "; expected at least 1");
    if (options.epochs < 1)
      return error("--epochs is ", options.epochs, "; expected at least 1");
    if (options.steps && *options.steps < 1)
      return error("--steps is ", *options.steps, "; expected at least 1");
    return absl::OkStatus();
  }

  absl::Status setDelays(Job &job) {
    Schedule schedule;
    schedule.seed = job.start.seed;
    for (const std::string &text : options.delays) {
      absl::StatusOr<Delay> delay = parseDelay(text);
      if (!delay.ok())
        return error("--delay: ", delay.status().message());
      schedule.delays.push_back(*delay);
    }
    if (absl::Status status =
            checkDelays(schedule.delays, job.executor->executable());
        !status.ok())
      return error("--delay: ", status.message());
    job.executor->setSchedule(std::move(schedule));
    return absl::OkStatus();
  }

  void describe(const Job &job) {
    const Dataset &data = *job.examples;
    int64_t devices = job.executor->executable().mesh.deviceCount();
    int64_t others = job.executor->programsBeside(*job.program).size();
    environment.results << absl::StrFormat(
        "@%s on %d device%s%s: %d examples, %d steps of %d per epoch\n",
        job.program->name, devices, devices == 1 ? "" : "s",
        others == 0 ? ""
                    : absl::StrFormat(" and %d program%s beside it", others,
                                      others == 1 ? "" : "s"),
        data.exampleCount(), data.batchesPerEpoch(), data.batchSize());
    if (data.leftOut() > 0)
      environment.notes << absl::StrFormat(
          "note: every epoch leaves out %d of %d examples, which do not fill a "
          "batch of %d\n",
          data.leftOut(), data.exampleCount(), data.batchSize());
    if (job.start.step >= job.lastStep(options))
      environment.notes << absl::StrFormat(
          "note: %s is at step %d already; no step is left\n",
          options.checkpointIn, job.start.step);
  }

  /// What depends on who was fast, hence not on stdout.
  void describeWorkers(const Job &job, const TrainingSummary &summary) {
    if (job.program->independentAxes != 0 && !summary.devices.empty()) {
      std::vector<std::string> paces;
      for (const DeviceOutcome &device : summary.devices)
        paces.push_back(absl::StrFormat(
            "%d (%.4g/s)", device.iterations,
            device.iterations / std::max(1e-9, device.time.count())));
      environment.notes << "note: steps of each device: "
                        << absl::StrJoin(paces, ", ") << "\n";
    }
    for (const ObjectReport &object : summary.objects)
      if (object.dropped > 0)
        environment.notes << absl::StrFormat(
            "note: %s dropped %d pushes, which were late\n", object.name,
            object.dropped);
  }

  absl::Status stopped(const TrainingSummary &summary) const {
    return absl::CancelledError(
        absl::StrCat("stopped after step ", summary.position.step,
                     options.checkpointOut.empty()
                         ? ""
                         : absl::StrCat("; go on with --checkpoint-in=",
                                        options.checkpointOut)));
  }

  absl::Status writeTiming(const Job &job, TrainingSummary &summary) const {
    std::vector<double> &step = summary.stepSeconds;
    std::vector<double> &program = summary.programSeconds;
    if (options.timing.empty())
      return absl::OkStatus();
    if (step.empty())
      return error("--timing: the run had no step left");
    std::sort(step.begin(), step.end());
    std::sort(program.begin(), program.end());
    nlohmann::ordered_json report = {
        {"program", job.program->name},
        {"devices", job.executor->executable().mesh.deviceCount()},
        {"steps", step.size()},
        {"examples_per_step", job.examples->batchSize()},
        {"median_step_us", 1e6 * quantile(step, 0.5)},
        {"p10_step_us", 1e6 * quantile(step, 0.1)},
        {"p90_step_us", 1e6 * quantile(step, 0.9)},
        {"median_program_us", 1e6 * quantile(program, 0.5)}};
    for (const DeviceOutcome &device : summary.devices)
      report["device_steps"].push_back(
          {{"steps", device.iterations}, {"seconds", device.time.count()}});
    if (!summary.objects.empty())
      for (auto *devices : {&summary.devices, &summary.others})
        for (const DeviceOutcome &device : *devices)
          report["programs"].push_back(
              {{"program", device.program},
               {"device", device.device},
               {"seconds", device.time.count()},
               {"seconds_waiting", device.waiting.count()}});
    for (const ObjectReport &object : summary.objects)
      report["objects"].push_back({{"name", object.name},
                                   {"operations", object.operations},
                                   {"bytes", object.bytes},
                                   {"dropped", object.dropped}});
    return writeFile(options.timing,
                     [&](std::ostream &out) { out << report.dump(2) << "\n"; });
  }

  /// Runs the other program beside this one, from the same start and on the
  /// same batches, and compares the variables.
  absl::Status check(const Job &job) {
    SessionOptions others = options;
    others.testInputs.clear();
    SKEIN_ASSIGN_OR_RETURN(
        std::unique_ptr<Job> other,
        Job::create(options.checkAgainst, others, environment));
    if (other->examples->batchSize() != job.examples->batchSize())
      return error(options.checkAgainst, ": a batch has ",
                   other->examples->batchSize(), " examples; that of ",
                   options.program, " has ", job.examples->batchSize());
    std::ostream nothing(nullptr);
    SKEIN_ASSIGN_OR_RETURN(
        TrainingSummary summary,
        other->run(options, environment, /*checkpointOut=*/"", nothing));
    if (summary.stopped)
      return absl::CancelledError("stopped while checking");
    SKEIN_ASSIGN_OR_RETURN(auto actual, job.executor->variables());
    SKEIN_ASSIGN_OR_RETURN(auto expected, other->executor->variables());
    SKEIN_ASSIGN_OR_RETURN(std::vector<Difference> differences,
                           compareTensors(actual, expected));
    return report(differences, summary.position.step);
  }

  absl::Status report(const std::vector<Difference> &differences,
                      int64_t steps) {
    std::ostream &out = environment.results;
    size_t nameWidth = 8, typeWidth = 4;
    double largest = 0;
    for (const Difference &difference : differences) {
      nameWidth = std::max(nameWidth, difference.name.size());
      typeWidth = std::max(typeWidth, difference.type.size());
      largest = std::max(largest, difference.relative);
    }
    out << "against " << options.checkAgainst << " after " << steps
        << " steps:\n";
    out << absl::StrFormat("%-*s  %-*s  relative difference\n", nameWidth,
                           "variable", typeWidth, "type");
    for (const Difference &difference : differences)
      out << absl::StrFormat("%-*s  %-*s  %.3g\n", nameWidth, difference.name,
                             typeWidth, difference.type, difference.relative);
    if (largest <= options.tolerance)
      return absl::OkStatus();
    return error("the variables differ by ", largest, "; expected at most ",
                 options.tolerance);
  }

  const SessionOptions &options;
  const SessionEnvironment &environment;
};

} // namespace

absl::Status runSession(const SessionOptions &options,
                        const SessionEnvironment &environment) {
  try {
    return Session(options, environment).run();
  } catch (const std::bad_alloc &) {
    return absl::ResourceExhaustedError(
        absl::StrCat(options.program, ": there is not enough memory"));
  }
}

} // namespace skein::runtime
