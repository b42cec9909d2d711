//===- Text.cpp - the prediction on a terminal ----------------------------===//

#include "simulator/report/Report.h"
#include "simulator/report/Summary.h"

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"

#include <set>
#include <tuple>

namespace skein::simulator {

std::vector<OpTotal> opTotals(const Prediction &prediction) {
  std::map<std::string, OpTotal> totals;
  std::map<std::string, std::set<absl::string_view>> origins;
  for (const PredictedTask &task : prediction.tasks) {
    if (!absl::c_linear_search(task.devices, prediction.devices.front().id))
      continue;
    const std::string &name = prediction.op(task).name;
    OpTotal &total = totals[name];
    total.name = name;
    total.count += 1;
    total.time += task.interval.length();
    origins[name].insert(toString(task.origin));
  }
  std::vector<OpTotal> sorted;
  for (auto &[name, total] : totals) {
    total.origins = absl::StrJoin(origins[name], ", ");
    sorted.push_back(std::move(total));
  }
  // Equal times stay in the order of their names: names are unique.
  absl::c_sort(sorted, [](const OpTotal &a, const OpTotal &b) {
    return std::tie(b.time, a.name) < std::tie(a.time, b.name);
  });
  return sorted;
}

double stepsPerSecond(const Prediction &prediction) {
  double seconds = toSeconds(prediction.stepTime);
  return seconds > 0 ? 1 / seconds : 0;
}

double examplesPerSecond(const Prediction &prediction) {
  return prediction.job ? prediction.job->examplesPerSecond
                        : stepsPerSecond(prediction) *
                              double(prediction.program().examples);
}

double percent(Duration part, Duration whole) {
  return whole.count() > 0 ? 100 * double(part.count()) / whole.count() : 0;
}

namespace {

/// A rate with four digits or more, never in scientific notation.
std::string number(double value) {
  return value >= 1000 ? absl::StrFormat("%.0f", value)
                       : absl::StrFormat("%.4g", value);
}

std::string plural(int count, absl::string_view noun) {
  return absl::StrCat(count, " ", noun, count == 1 ? "" : "s");
}

std::string head(const Prediction &prediction) {
  const Mesh &mesh = prediction.program().mesh;
  std::string text = absl::StrFormat(
      "@%s on @%s(%s): %s of cluster %s", prediction.program().name, mesh.name,
      mesh.toString(), plural(int(prediction.placement.size()), "device"),
      prediction.cluster);
  if (prediction.folded && prediction.placement.size() > 1)
    absl::StrAppend(&text, ", alike: one stands for all");
  double steps = stepsPerSecond(prediction);
  absl::StrAppend(&text, "\n\nstep time  ", toString(prediction.stepTime),
                  "  (", number(steps), " steps/s");
  if (int64_t examples = prediction.program().examples)
    absl::StrAppend(&text, ", ", number(examplesPerSecond(prediction)),
                    " examples/s at ", examples, " examples a step");
  absl::StrAppend(&text, ")\n");
  if (prediction.job)
    absl::StrAppend(&text, prediction.job->steps, " steps in ",
                    toString(prediction.duration),
                    "; the figures below are of all of them\n");
  return text;
}

/// What devices did of a pipeline, in one step.
std::string stageTable(const JobFigures &job, size_t numRows) {
  std::string text = absl::StrFormat(
      "\n%-12s %-12s %12s %10s %12s %12s %7s %15s\n", "stage", "device", "busy",
      "bubble", "receiving", "sending", "holds", "stash");
  for (size_t i = 0; i < std::min(numRows, job.stages.size()); ++i) {
    const JobFigures::Stage &stage = job.stages[i];
    absl::StrAppendFormat(
        &text, "%-12s %-12s %12s %8.2f %% %12s %12s %7d %15s\n",
        absl::StrJoin(stage.stages, ","), stage.device, toString(stage.busy),
        100 * stage.bubble, toString(stage.receiving), toString(stage.sending),
        stage.held, toString(stage.most[int(MemoryKind::Stash)]));
  }
  if (numRows < job.stages.size())
    absl::StrAppend(&text, "... and ", job.stages.size() - numRows, " more\n");
  return text;
}

/// What workers and owners of hosted objects did in all steps.
std::string jobTables(const JobFigures &job, size_t numRows) {
  if (!job.stages.empty() && job.owners.empty())
    return stageTable(job, numRows);
  std::string text = absl::StrFormat("\n%-12s %12s %15s %12s\n", "worker",
                                     "iterations", "dropped pushes", "until");
  for (size_t i = 0; i < std::min(numRows, job.workers.size()); ++i)
    absl::StrAppendFormat(&text, "%-12s %12d %15d %12s\n", job.workers[i].device,
                          job.workers[i].iterations,
                          job.workers[i].droppedPushes,
                          toString(job.workers[i].end));
  if (numRows < job.workers.size())
    absl::StrAppend(&text, "... and ", job.workers.size() - numRows, " more\n");
  if (!job.owners.empty())
    absl::StrAppendFormat(&text, "\n%-12s %15s %10s %15s %10s %12s\n", "owner",
                          "in", "of link", "out", "of link", "adding");
  for (size_t i = 0; i < std::min(numRows, job.owners.size()); ++i) {
    const JobFigures::Owner &owner = job.owners[i];
    absl::StrAppendFormat(&text, "%-12s %15s %8.1f %% %15s %8.1f %% %12s\n",
                          owner.device, toString(Bytes(int64_t(owner.bytesIn))),
                          100 * owner.inLinks,
                          toString(Bytes(int64_t(owner.bytesOut))),
                          100 * owner.outLinks, toString(owner.adding));
  }
  if (job.pushes > 0)
    absl::StrAppend(&text, "\n", job.droppedPushes, " of ", job.pushes,
                    " pushes dropped\n");
  if (!job.staleness.empty())
    absl::StrAppend(
        &text, job.pushes > 0 ? "" : "\n", "gradients by versions behind: ",
        absl::StrJoin(job.staleness, ", ",
                      [](std::string *out, const auto &entry) {
                        absl::StrAppend(out, entry.first, ": ", entry.second);
                      }),
        "\n");
  return job.stages.empty() ? text : text + stageTable(job, numRows);
}

std::string timeTable(const Prediction &prediction, size_t numRows) {
  std::string text =
      absl::StrFormat("\n%-12s %20s %20s %20s %20s\n", "device", "compute",
                      "communication", "of it overlapped", "idle");
  auto cell = [&](Duration time) {
    return absl::StrFormat("%s (%5.1f %%)", toString(time),
                           percent(time, prediction.duration));
  };
  for (size_t i = 0; i < numRows; ++i) {
    const PredictedDevice &device = prediction.devices[i];
    absl::StrAppendFormat(&text, "%-12s %20s %20s %20s %20s\n", device.name,
                          cell(device.usage.compute),
                          cell(device.usage.communication),
                          cell(device.usage.overlap), cell(device.usage.idle));
  }
  return text;
}

/// What every step has, and what else a device of this one has.
std::vector<MemoryKind> shownKinds(const Prediction &prediction) {
  std::vector<MemoryKind> kinds;
  for (int kind = 0; kind < numMemoryKinds; ++kind)
    if (kind < int(MemoryKind::HostedObjects) ||
        absl::c_any_of(prediction.devices, [&](const PredictedDevice &device) {
          return device.memory.peak.live[kind].count() > 0;
        }))
      kinds.push_back(MemoryKind(kind));
  return kinds;
}

std::string memoryTable(const Prediction &prediction, size_t numRows) {
  std::string text = absl::StrFormat("\n%-12s", "memory");
  std::vector<MemoryKind> kinds = shownKinds(prediction);
  for (MemoryKind kind : kinds)
    absl::StrAppendFormat(&text, " %15s", toString(kind));
  absl::StrAppendFormat(&text, " %15s %15s\n", "peak", "of");
  for (size_t i = 0; i < numRows; ++i) {
    const PredictedDevice &device = prediction.devices[i];
    absl::StrAppendFormat(&text, "%-12s", device.name);
    for (MemoryKind kind : kinds)
      absl::StrAppendFormat(&text, " %15s",
                            toString(device.memory.peak.live[int(kind)]));
    absl::StrAppendFormat(
        &text, " %15s %15s  %s\n", toString(device.memory.peakBytes()),
        toString(device.capacity), device.fits() ? "fits" : "DOES NOT FIT");
  }
  return text;
}

std::string opTable(const Prediction &prediction) {
  constexpr size_t maxRows = 12;
  std::vector<OpTotal> totals = opTotals(prediction);
  std::string text = absl::StrFormat("\n%-40s %6s %12s %8s  %s\n", "ops",
                                     "count", "time", "of step", "time from");
  for (size_t i = 0; i < std::min(totals.size(), maxRows); ++i)
    absl::StrAppendFormat(
        &text, "%-40s %6d %12s %6.1f %%  %s\n", totals[i].name, totals[i].count,
        toString(totals[i].time), percent(totals[i].time, prediction.duration),
        totals[i].origins);
  if (totals.size() > maxRows)
    absl::StrAppend(&text, "... and ", totals.size() - maxRows, " more\n");
  return text;
}

} // namespace

std::string toText(const Prediction &prediction) {
  // More devices than one can read are in the JSON.
  size_t numRows = std::min<size_t>(prediction.devices.size(), 16);
  std::string text =
      absl::StrCat(head(prediction), timeTable(prediction, numRows),
                   memoryTable(prediction, numRows));
  if (numRows < prediction.devices.size())
    absl::StrAppend(&text, "... and ",
                    plural(int(prediction.devices.size() - numRows), "device"),
                    " more\n");
  if (prediction.job)
    text += jobTables(*prediction.job, numRows);
  return absl::StrCat(text, opTable(prediction));
}

} // namespace skein::simulator
