//===- Contributions.h - What an accumulator adds up ------------*- C++ -*-===//
#ifndef SKEIN_RUNTIME_OBJECTS_CONTRIBUTIONS_H
#define SKEIN_RUNTIME_OBJECTS_CONTRIBUTIONS_H

#include "absl/status/status.h"
#include "runtime/objects/Specs.h"
#include <memory>

namespace skein::runtime {

/// One contribution: `count` elements, or with rows `count` rows, whose
/// `indices` count in the part of the table that the accumulator is for.
struct Contribution {
  int64_t contributor = 0; // less than AccumulatorSpec::contributors
  const void *values = nullptr;
  int64_t count = 0;
  const int64_t *indices = nullptr;
};

/// Where a take leaves what was added up; null where there is nothing of it.
struct TakenBuffers {
  void *values = nullptr;
  /// Of rows in order of arrival: how many contributions had the row.
  int64_t *rowCounts = nullptr;
  /// Of rows in order of index.
  int64_t *indices = nullptr;
};

/// The contributions between two takes.
///
/// f16 and bf16 are added up in f32 and rounded once, as collectives do,
/// integers modulo 2^width. In order of index the sum has the bits of an
/// all-reduce whose ranks are the contributors.
class Contributions {
public:
  virtual ~Contributions() = default;

  /// Errors: an index that is no row of the part; with rows in order of index,
  /// more than one contribution of a device.
  virtual absl::Status add(const Contribution &contribution) = 0;

  /// What came, for buffers of full size, and then nothing:
  /// dense:                    values = the sum;
  /// rows in order of arrival: values = the sum per row, zero for rows without
  ///                           contribution, and rowCounts, in which a
  ///                           contribution counts a row once however often
  ///                           it has it;
  /// rows in order of index:   indices and values, room for perPush of every
  ///                           contributor, as an all-gather would leave them;
  ///                           unused places have index -1 and zeros.
  virtual void moveTo(const TakenBuffers &out) = 0;
};

/// `count` is the number of elements of a dense contribution.
std::unique_ptr<Contributions> createContributions(const AccumulatorSpec &spec,
                                                   int64_t count);

} // namespace skein::runtime

#endif // SKEIN_RUNTIME_OBJECTS_CONTRIBUTIONS_H
