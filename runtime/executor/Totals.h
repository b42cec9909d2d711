//===- Totals.h - Results over the steps of a run ---------------*- C++ -*-===//
#ifndef SKEIN_RUNTIME_EXECUTOR_TOTALS_H
#define SKEIN_RUNTIME_EXECUTOR_TOTALS_H

#include "absl/types/span.h"
#include "runtime/data/Dataset.h"
#include "runtime/executor/Executable.h"
#include <map>

namespace skein::runtime {

/// Adds up the results of one program on one device.
class Totals {
public:
  explicit Totals(const std::vector<Result> &results);

  /// Of one iteration, whose results are in `buffers`.
  void add(absl::Span<void *const> buffers);

  int64_t iterations() const { return count; }
  /// As f64.
  const HostTensor &total(size_t result) const { return totals[result]; }

private:
  const std::vector<Result> &specs;
  std::vector<HostTensor> totals;
  int64_t count = 0;
};

/// The results of `program` in batches `first` and following of a run, as
/// Outcome::results has them. `totals` has the devices that it runs on, by
/// number.
std::vector<HostTensor>
meanResults(const Program &program, const Mesh &mesh,
            const std::map<int64_t, const Totals *> &totals,
            const Dataset &dataset, int64_t first);

} // namespace skein::runtime

#endif // SKEIN_RUNTIME_EXECUTOR_TOTALS_H
