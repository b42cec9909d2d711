//===- Gradients.h - the differentiator against two oracles -----*- C++ -*-===//
//
// For tests of `--skein-differentiate`: gradients of a function as the pass
// computes them, as dual numbers say, and as central differences say.
//
//===----------------------------------------------------------------------===//

#ifndef SKEIN_TESTS_REFERENCE_GRADIENTS_H
#define SKEIN_TESTS_REFERENCE_GRADIENTS_H

#include "tests/reference/Tensor.h"

#include "llvm/ADT/StringRef.h"
#include "gtest/gtest.h"

namespace skein::reference {

struct GradientOptions {
  /// Largest difference from the dual numbers, relative to the largest element
  /// of the gradient (at least 1).
  double tolerance = 1e-11;
  /// The same for central differences of step 1e-5; 0: not compared, as at
  /// ties.
  double differenceTolerance = 1e-6;
  /// Random float arguments are uniform in [low, high), integers in
  /// [0, integerBound).
  double low = -1.5, high = 1.5;
  int64_t integerBound = 2;
  uint64_t seed = 1;
  /// Arguments to use instead of random ones, when not empty.
  std::vector<Tensor> arguments = {};
};

/// Whether the gradients of `function` in the module `text` with respect to the
/// arguments `wrt` are right: of the sum of all its float results, each element
/// weighted at random.
/// Shapes: arguments and results are tensors of static shape; the float results
/// have one element type, that of the loss.
///
/// Use: `EXPECT_TRUE(gradientsMatch(text, "f", {0, 1}));`
::testing::AssertionResult gradientsMatch(llvm::StringRef text,
                                          llvm::StringRef function,
                                          llvm::ArrayRef<int64_t> wrt,
                                          const GradientOptions &options = {});

} // namespace skein::reference

#endif // SKEIN_TESTS_REFERENCE_GRADIENTS_H
