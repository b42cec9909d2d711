//===- AgainstReference.h - compiled code against the interpreter -*- C++
//-*-===//
#ifndef SKEIN_TESTS_RUNTIME_EXECUTOR_AGAINSTREFERENCE_H
#define SKEIN_TESTS_RUNTIME_EXECUTOR_AGAINSTREFERENCE_H

#include "gtest/gtest.h"
#include <string>

namespace skein::runtime {

struct ReferenceOptions {
  /// How often every step or program of the module runs, one after the other.
  int steps = 2;
  /// Largest difference, relative to the largest element of a tensor (at least
  /// `floor`). 0 demands the same numbers, as integers must have.
  double tolerance = 1e-5;
  double floor = 1e-3;
  uint64_t seed = 1;
  /// Random floats are uniform in [low, high), integers in [0, integerBound).
  double low = -1, high = 1;
  int64_t integerBound = 4;
};

/// Whether the programs of the module `text`, compiled by the loader and run on
/// all devices of its mesh in threads, give the results and leave the variables
/// that the reference interpreter says. Variables and inputs are random.
///
/// Use: `EXPECT_TRUE(matchesReference(text));`
::testing::AssertionResult
matchesReference(const std::string &text, const ReferenceOptions &options = {});

} // namespace skein::runtime

#endif // SKEIN_TESTS_RUNTIME_EXECUTOR_AGAINSTREFERENCE_H
