//===- RandomTraining.h - random level-0 training programs ------*- C++ -*-===//
//
// Small networks of random ops with a mean loss over the batch, a variable per
// weight and an optimiser per variable, as level-0 text. The same seed gives
// the same text everywhere.
//
//===----------------------------------------------------------------------===//

#ifndef SKEIN_TESTS_EQUIVALENCE_RANDOMTRAINING_H
#define SKEIN_TESTS_EQUIVALENCE_RANDOMTRAINING_H

#include <cstdint>
#include <string>

namespace skein::tests {

/// Element type of all floats of a program.
enum class FloatType { F32, F64 };

/// A module with the step `@train` on a batch of 16 examples. Its variables
/// have no initialiser; first values around 0 with a standard deviation of
/// about 0.5 keep the numbers small. Integer inputs are labels 0 or 1.
std::string randomTraining(uint64_t seed, FloatType type);

} // namespace skein::tests

#endif // SKEIN_TESTS_EQUIVALENCE_RANDOMTRAINING_H
