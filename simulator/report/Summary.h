//===- Summary.h - numbers that several reports show ------------*- C++ -*-===//

#ifndef SKEIN_SIMULATOR_REPORT_SUMMARY_H
#define SKEIN_SIMULATOR_REPORT_SUMMARY_H

#include "simulator/program/Predict.h"

namespace skein::simulator {

/// All ops of one name on one device.
struct OpTotal {
  std::string name;
  int count = 0;
  Duration time;
  std::string origins; // of the times: "formula", "formula, table"
};

/// Totals on the first simulated device, the longest first.
std::vector<OpTotal> opTotals(const Prediction &prediction);

/// Steps per second; 0 for a step without time.
double stepsPerSecond(const Prediction &prediction);

/// Of the workers of a job, also where these do not keep step.
double examplesPerSecond(const Prediction &prediction);

/// `part` of `whole` in percent; 0 of nothing.
double percent(Duration part, Duration whole);

inline double inMicroseconds(Duration duration) {
  return double(duration.count()) / 1e6;
}

/// The end of a curve's last segment: the memory of the whole step lasts to its
/// end.
inline Duration clipped(Duration time, const Prediction &prediction) {
  return std::min(time, prediction.duration);
}

} // namespace skein::simulator

#endif // SKEIN_SIMULATOR_REPORT_SUMMARY_H
