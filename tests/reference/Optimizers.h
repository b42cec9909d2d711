//===- Optimizers.h - the published update formulas -------------*- C++ -*-===//

#ifndef SKEIN_TESTS_REFERENCE_OPTIMIZERS_H
#define SKEIN_TESTS_REFERENCE_OPTIMIZERS_H

#include "mlir/IR/Attributes.h"

#include <cstdint>
#include <optional>

namespace skein::reference {

/// State of one weight between updates: velocity, sum of squares, or mean and
/// mean square.
struct Moments {
  double first = 0, second = 0;
};

/// The weight after update number `t` (from 1) with gradient `g`. Nothing when
/// the optimiser is not known.
std::optional<double> optimizerStep(mlir::Attribute optimizer, int64_t t,
                                    double weight, double g, Moments &moments);

} // namespace skein::reference

#endif // SKEIN_TESTS_REFERENCE_OPTIMIZERS_H
