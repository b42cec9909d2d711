//===- Accumulator.h - Contributions that are taken together ----*- C++ -*-===//
#ifndef SKEIN_RUNTIME_OBJECTS_ACCUMULATOR_H
#define SKEIN_RUNTIME_OBJECTS_ACCUMULATOR_H

#include "runtime/objects/Contributions.h"
#include "runtime/objects/Place.h"
#include <list>

namespace skein::runtime {

/// Adds up what is pushed until it is taken. A step gates pushes: one with a
/// smaller label is stale and dropped, which the pusher does not notice. Takes
/// are served in the order of their arrival, inside the push that satisfies
/// them, so that what comes next counts for the next take.
class Accumulator {
public:
  /// Begins empty, with the given step. `failure` makes all operations fail.
  /// Requires: the type of the spec has a sum.
  Accumulator(const AccumulatorSpec &spec, int64_t step,
              const Failure &failure);

  /// Adds a contribution. Without a label it is never stale.
  /// Errors: its size is not that of the spec or, without one, of the first
  /// that was accepted; more contributors than the spec says; those of
  /// Contributions::add; what `failure` says.
  absl::Status push(std::optional<int64_t> label,
                    const Contribution &contribution);

  /// Waits for at least `n` contributions and removes what there is, after
  /// which the step is one more. `count` is how many there were; null if not
  /// wanted. Errors: `n` is not positive; what `failure` says.
  absl::Status take(int64_t n, const TakenBuffers &out, int64_t *count);

  /// For tests and reports.
  int64_t step() const;
  int64_t count() const;
  int64_t dropped() const;

  const std::string &name() const { return spec.name; }

  /// Makes waiting takes look at the failure.
  void notify();

private:
  struct Take {
    int64_t n;
    int64_t count; // the result
    std::unique_ptr<Contributions> contributions;
    Place place;
  };

  absl::Status error(const std::string &operation,
                     const absl::Status &cause) const;
  absl::Status check(const Contribution &contribution) const;
  std::unique_ptr<Contributions> freshContributions();
  void serve();

  const AccumulatorSpec spec;
  const Failure &failure;
  mutable std::mutex mutex;
  std::optional<int64_t> size; // of a dense contribution
  std::unique_ptr<Contributions> current;
  std::unique_ptr<Contributions> spare; // of the last take; may be null
  std::list<Take *> takes;
  int64_t currentStep;
  int64_t currentCount = 0;
  int64_t droppedCount = 0;
};

} // namespace skein::runtime

#endif // SKEIN_RUNTIME_OBJECTS_ACCUMULATOR_H
