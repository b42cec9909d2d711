#include "runtime/executor/Training.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "runtime/executor/Progress.h"
#include "runtime/support/Status.h"
#include <algorithm>

namespace skein::runtime {
namespace {

constexpr const char *stepKey = "skein.step";
constexpr const char *seedKey = "skein.seed";

/// One run of the training loop.
class Loop {
public:
  Loop(const TrainingTask &task, const TrainingOptions &options)
      : task(task),
        options(options), length{options.start.step, options.lastStep,
                                 task.examples.batchesPerEpoch()},
        progress(length, options.lines, options.terminal) {
    summary.position = options.start;
  }

  absl::StatusOr<TrainingSummary> run() {
    while (step() < length.lastStep && !summary.stopped)
      SKEIN_RETURN_IF_ERROR(runEpoch());
    return std::move(summary);
  }

private:
  int64_t &step() { return summary.position.step; }

  absl::Status runEpoch() {
    int64_t epoch = step() / length.stepsPerEpoch;
    int64_t begin = epoch * length.stepsPerEpoch;
    int64_t end = std::min(begin + length.stepsPerEpoch, length.lastStep);
    std::vector<int64_t> order =
        task.examples.shuffled(summary.position.seed, epoch);
    auto onStep = [&](const StepReport &report) {
      summary.stepSeconds.push_back(report.step.count());
      summary.programSeconds.push_back(report.program.count());
      progress.step(begin + report.index, firstResultName(), report.value);
    };
    SKEIN_ASSIGN_OR_RETURN(
        Outcome outcome,
        task.executor.run(task.train, task.examples,
                          {order, step() - begin, end - begin, step()},
                          {onStep, options.stop}));
    step() += outcome.steps;
    add(outcome);
    summary.stopped = step() < end;
    if (outcome.steps > 0)
      SKEIN_RETURN_IF_ERROR(report(outcome));
    if (options.checkpointOut.empty())
      return absl::OkStatus();
    return saveCheckpoint(options.checkpointOut, task.executor,
                          summary.position);
  }

  static void addDevices(const std::vector<DeviceOutcome> &outcomes,
                         std::vector<DeviceOutcome> &sums) {
    if (sums.empty()) {
      sums = outcomes;
      return;
    }
    for (size_t i = 0; i < sums.size(); ++i) {
      sums[i].iterations += outcomes[i].iterations;
      sums[i].time += outcomes[i].time;
      sums[i].waiting += outcomes[i].waiting;
    }
  }

  void add(const Outcome &outcome) {
    addDevices(outcome.devices, summary.devices);
    addDevices(outcome.others, summary.others);
    summary.objects.resize(outcome.objects.size());
    for (size_t i = 0; i < outcome.objects.size(); ++i) {
      ObjectReport &object = summary.objects[i];
      object.name = outcome.objects[i].name;
      object.operations += outcome.objects[i].operations;
      object.bytes += outcome.objects[i].bytes;
      object.dropped += outcome.objects[i].dropped;
    }
  }

  absl::string_view firstResultName() const {
    return task.train.results.empty() ? absl::string_view()
                                      : task.train.results[0].name;
  }

  absl::Status report(const Outcome &outcome) {
    std::string text = describeResults(task.train.results, outcome.results);
    if (task.evaluate && !summary.stopped) {
      SKEIN_ASSIGN_OR_RETURN(std::string evaluation, evaluate());
      absl::StrAppend(&text, "; test: ", evaluation);
    }
    progress.epoch(step() - 1, text);
    return absl::OkStatus();
  }

  absl::StatusOr<std::string> evaluate() {
    std::vector<int64_t> order = task.testExamples->inOrder();
    int64_t batches = task.testExamples->batchesPerEpoch();
    SKEIN_ASSIGN_OR_RETURN(
        Outcome outcome,
        task.executor.run(*task.evaluate, *task.testExamples,
                          {order, 0, batches},
                          {[](const StepReport &) {}, options.stop}));
    if (outcome.steps < batches)
      return std::string("stopped");
    return describeResults(task.evaluate->results, outcome.results);
  }

  const TrainingTask &task;
  const TrainingOptions &options;
  const RunLength length;
  Progress progress;
  TrainingSummary summary;
};

} // namespace

absl::Status saveCheckpoint(const std::string &path, const Executor &executor,
                            const Position &position) {
  TensorFile file;
  SKEIN_ASSIGN_OR_RETURN(file.tensors, executor.variables());
  file.metadata = {{stepKey, absl::StrCat(position.step)},
                   {seedKey, absl::StrCat(position.seed)}};
  return writeSafetensors(path, file);
}

absl::StatusOr<LoadedPosition>
loadCheckpoint(const std::string &path, Executor &executor, uint64_t seed) {
  SKEIN_ASSIGN_OR_RETURN(TensorFile file, readSafetensors(path));
  LoadedPosition position;
  if (!file.metadata.count(stepKey)) {
    SKEIN_RETURN_IF_ERROR(executor.restore(path, file, seed));
    return position;
  }
  SKEIN_RETURN_IF_ERROR(executor.restore(path, file));
  if (!absl::SimpleAtoi(file.metadata[stepKey], &position.step) ||
      position.step < 0 || !absl::SimpleAtoi(file.metadata[seedKey], &seed))
    return absl::InvalidArgumentError(
        absl::StrCat(path, ": metadata \"", stepKey, "\" and \"", seedKey,
                     "\" are \"", file.metadata[stepKey], "\" and \"",
                     file.metadata[seedKey], "\"; expected numbers from 0"));
  position.seed = seed;
  return position;
}

absl::StatusOr<TrainingSummary> train(const TrainingTask &task,
                                      const TrainingOptions &options) {
  return Loop(task, options).run();
}

} // namespace skein::runtime
