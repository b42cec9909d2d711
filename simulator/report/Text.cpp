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
    const std::string &name = prediction.program.ops[task.op].name;
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
  const Mesh &mesh = prediction.program.mesh;
  std::string text = absl::StrFormat(
      "@%s on @%s(%s): %s of cluster %s", prediction.program.name, mesh.name,
      mesh.toString(), plural(int(prediction.placement.size()), "device"),
      prediction.cluster);
  if (prediction.folded && prediction.placement.size() > 1)
    absl::StrAppend(&text, ", alike: one stands for all");
  double steps = stepsPerSecond(prediction);
  absl::StrAppend(&text, "\n\nstep time  ", toString(prediction.stepTime),
                  "  (", number(steps), " steps/s");
  if (int64_t examples = prediction.program.examples)
    absl::StrAppend(&text, ", ", number(steps * double(examples)),
                    " examples/s at ", examples, " examples a step");
  return absl::StrCat(text, ")\n");
}

std::string timeTable(const Prediction &prediction, size_t numRows) {
  std::string text =
      absl::StrFormat("\n%-12s %20s %20s %20s %20s\n", "device", "compute",
                      "communication", "of it overlapped", "idle");
  auto cell = [&](Duration time) {
    return absl::StrFormat("%s (%5.1f %%)", toString(time),
                           percent(time, prediction.stepTime));
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

std::string memoryTable(const Prediction &prediction, size_t numRows) {
  std::string text = absl::StrFormat("\n%-12s", "memory");
  for (int kind = 0; kind < numMemoryKinds; ++kind)
    absl::StrAppendFormat(&text, " %15s", toString(MemoryKind(kind)));
  absl::StrAppendFormat(&text, " %15s %15s\n", "peak", "of");
  for (size_t i = 0; i < numRows; ++i) {
    const PredictedDevice &device = prediction.devices[i];
    absl::StrAppendFormat(&text, "%-12s", device.name);
    for (Bytes part : device.memory.peak.live)
      absl::StrAppendFormat(&text, " %15s", toString(part));
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
        toString(totals[i].time), percent(totals[i].time, prediction.stepTime),
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
  return absl::StrCat(text, opTable(prediction));
}

} // namespace skein::simulator
