//===- LinearModel.h - A program written by hand ----------------*- C++ -*-===//
//
// Least squares with momentum, as the loader would make it of a level-1 module:
//   @train:    loss = mean of (x . w - y)^2 over 8 examples;
//              m = 0.5 m + dw; w -= 0.05 m
//   @evaluate: close = number of the 8 examples with |x . w - y| < 0.5
//
//===----------------------------------------------------------------------===//
#ifndef SKEIN_TESTS_RUNTIME_EXECUTOR_LINEARMODEL_H
#define SKEIN_TESTS_RUNTIME_EXECUTOR_LINEARMODEL_H

#include "runtime/data/Dataset.h"
#include "runtime/executor/Executable.h"

namespace skein::runtime {

/// Over the axis "data" of 1, 2, 4 or 8 devices.
Executable linearModel(int64_t devices);

/// Tensors x (n x 3) and y (n), y being a linear function of x.
InputTensors linearExamples(int64_t count);

} // namespace skein::runtime

#endif // SKEIN_TESTS_RUNTIME_EXECUTOR_LINEARMODEL_H
