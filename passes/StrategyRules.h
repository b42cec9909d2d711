//===- StrategyRules.h - pieces, servers and groups of variables -*- C++ -*-===//
//
// The arithmetic of the strategies that --skein-annotate-strategy knows, on numbers.
// Sources: AutoDist (github.com/petuum/autodist, autodist/strategy) and the device setters
// of tf_cnn_benchmarks and TensorFlow.
//
//===----------------------------------------------------------------------===//
#ifndef SKEIN_PASSES_STRATEGYRULES_H
#define SKEIN_PASSES_STRATEGYRULES_H

#include "passes/Passes.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallVector.h"

#include <random>

namespace skein::passes {

/// The smallest divisor of `extent` from 2 on that is less than it, else `extent`: a prime
/// number of rows is cut into rows. At least 1.
int64_t smallestDivisor(int64_t extent);

/// The smallest number from 2 on below `extent` that does not divide it, else `extent`. At
/// least 1.
int64_t smallestNonDivisor(int64_t extent);

/// Servers that variables are put on, one after the other.
class ServerLoads {
public:
  /// `count` servers, at least one.
  ServerLoads(Placement placement, int64_t count)
      : placement(placement), loads(count, 0.0) {}

  /// The servers of the pieces of a variable. First: always the first one. RoundRobin: in
  /// turn. Greedy: in the order of their loads before, of equal ones the first; where there are more
  /// pieces, that order is repeated. The load of a piece is an equal part of all.
  llvm::SmallVector<int64_t> place(int64_t pieces, int64_t bytes, int64_t elements);

  /// Counts what is on `servers` already.
  void add(llvm::ArrayRef<int64_t> servers, int64_t bytes, int64_t elements);

private:
  Placement placement;
  llvm::SmallVector<double> loads;
  int64_t next = 0;
};

/// Gives groups of `chunk` variables, or pieces of variables, their numbers.
class GroupCounter {
public:
  explicit GroupCounter(int64_t chunk) : chunk(chunk) {}
  /// The groups of the next `pieces`.
  llvm::SmallVector<int64_t> take(int64_t pieces);

private:
  int64_t chunk, count = 0;
};

/// One of the dimensions of `shape` with more than one row, each as likely as the others;
/// nothing if there is none.
std::optional<int64_t> randomDim(llvm::ArrayRef<int64_t> shape, std::mt19937_64 &engine);

} // namespace skein::passes

#endif // SKEIN_PASSES_STRATEGYRULES_H
