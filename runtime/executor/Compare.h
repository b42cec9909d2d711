//===- Compare.h - Differences between two runs -----------------*- C++ -*-===//
#ifndef SKEIN_RUNTIME_EXECUTOR_COMPARE_H
#define SKEIN_RUNTIME_EXECUTOR_COMPARE_H

#include "absl/status/statusor.h"
#include "runtime/tensor/HostTensor.h"
#include <map>
#include <string>
#include <vector>

namespace skein::runtime {

struct Difference {
  std::string name;
  std::string type;
  /// The largest |actual - expected| over the largest |expected| of the tensor;
  /// 0 if all bits agree, infinite if one of two numbers is not finite and they
  /// are not the same.
  double relative;
};

/// One entry per tensor, in the order of names.
/// Errors: a tensor that only one side has, or of another type or shape.
absl::StatusOr<std::vector<Difference>>
compareTensors(const std::map<std::string, HostTensor> &actual,
               const std::map<std::string, HostTensor> &expected);

} // namespace skein::runtime

#endif // SKEIN_RUNTIME_EXECUTOR_COMPARE_H
