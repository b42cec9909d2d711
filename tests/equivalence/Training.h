//===- Training.h - one program whole, and distributed ----------*- C++ -*-===//

#ifndef SKEIN_TESTS_EQUIVALENCE_TRAINING_H
#define SKEIN_TESTS_EQUIVALENCE_TRAINING_H

#include "tests/reference/Machine.h"

#include <string>

namespace skein::tests {

/// What twenty steps leave behind.
struct TrainingRun {
  reference::Variables variables;
  /// Results of every step, in order.
  std::vector<std::vector<reference::Tensor>> results;
};

/// Random first values of the variables of a level-0 module that have no
/// constant ones: normal with standard deviation `deviation`.
reference::Variables firstValues(mlir::ModuleOp module, uint64_t seed,
                                 double deviation = 0.5);

/// Random global inputs of `entry`, a step or a program, for step number
/// `step`: floats in [-1, 1), integers in [0, integerBound).
std::vector<reference::Tensor> randomInputs(mlir::ModuleOp module,
                                            llvm::StringRef entry,
                                            uint64_t seed, int64_t step,
                                            int64_t integerBound = 2);

/// Runs @train `steps` times in the reference interpreter, each time on other
/// inputs. `level0` names the inputs' global shapes; `module` is it or what
/// became of it.
mlir::FailureOr<TrainingRun> train(mlir::ModuleOp module, mlir::ModuleOp level0,
                           uint64_t seed, int64_t steps,
                           const reference::Variables &first,
                           int64_t integerBound = 2,
                           reference::Rounding rounding = reference::Rounding::None);

/// Applies a pass pipeline, as text, to a copy of `module`. Null on failure.
mlir::OwningOpRef<mlir::ModuleOp> lowered(mlir::ModuleOp module,
                                          llvm::StringRef pipeline);

/// Largest relative difference of any variable of `expected` or any result of
/// any step; `where` says which.
double largestDifference(const TrainingRun &actual, const TrainingRun &expected,
                         std::string &where);

} // namespace skein::tests

#endif // SKEIN_TESTS_EQUIVALENCE_TRAINING_H
