#include "runtime/executor/Progress.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include <cmath>

namespace skein::runtime {
namespace {

constexpr std::chrono::milliseconds rewriteEvery(100);
constexpr const char *clearLine = "\r\x1b[K";

} // namespace

std::string describeResults(absl::Span<const Result> results,
                            absl::Span<const HostTensor> values) {
  std::vector<std::string> parts;
  for (size_t i = 0; i < results.size(); ++i)
    if (values[i].size() == 1)
      parts.push_back(absl::StrFormat("%s %.6g", results[i].name,
                                      values[i].as<double>()[0]));
  return absl::StrJoin(parts, ", ");
}

Progress::Progress(const RunLength &length, std::ostream &lines,
                   std::ostream *terminal)
    : length(length), lines(lines), terminal(terminal) {}

void Progress::step(int64_t step, absl::string_view name, double value) {
  if (!terminal || Clock::now() - lastWrite < rewriteEvery)
    return;
  lastWrite = Clock::now();
  std::string result =
      std::isnan(value) ? "" : absl::StrFormat(": %s %.6g", name, value);
  *terminal << clearLine << position(step) << result << pace(step)
            << std::flush;
}

void Progress::epoch(int64_t step, const std::string &results) {
  if (terminal)
    *terminal << clearLine << std::flush;
  lines << position(step) << ": " << results << std::endl;
}

std::string Progress::position(int64_t step) const {
  return absl::StrFormat("epoch %d/%d, step %d/%d",
                         step / length.stepsPerEpoch + 1, length.epochCount(),
                         step + 1, length.lastStep);
}

std::string Progress::pace(int64_t step) const {
  std::chrono::duration<double> elapsed = Clock::now() - start;
  double rate = (step + 1 - length.firstStep) / elapsed.count();
  auto left = std::llround((length.lastStep - step - 1) / rate);
  return absl::StrFormat(", %.*f steps/s, ETA %d:%02d", rate < 100 ? 1 : 0,
                         rate, left / 60, left % 60);
}

} // namespace skein::runtime
