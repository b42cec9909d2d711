//===- Trial.h - a small model, compiled and stepped -----------*- C++ -*-===//
#ifndef SKEIN_TESTS_EQUIVALENCE_TRIAL_H
#define SKEIN_TESTS_EQUIVALENCE_TRIAL_H

#include "tests/runtime/executor/Devices.h"

#include <map>
#include <optional>
#include <string>

namespace skein::tests {

/// A linear model with every kind of state, compiled for devices: `w`, which
/// Adam updates, `b`, which gradient descent does, and `mean` (of the inputs)
/// and `steps` (their number), which the step assigns itself.
class Trial {
public:
  /// `options` of --skein-distribute; another `optimizer` for both variables,
  /// such as `#skein.sgd<learning_rate = 1.0>`.
  explicit Trial(const std::string &options, const std::string &optimizer = "");

  /// One step on random examples, always the same for a number; of the last one
  /// a feature is `outlier`. Gives the loss.
  double step(int64_t number, std::optional<float> outlier = std::nullopt);

  runtime::HostTensor get(const std::string &name) const;
  /// The elements of an f32 variable.
  std::vector<double> reals(const std::string &name) const;
  float scale() const { return reals("train.loss_scale")[0]; }
  int64_t goodSteps() const;

  /// The bytes of every variable but the state of the scale, device by device.
  std::map<std::string, std::vector<std::string>> bytes() const;

private:
  runtime::Devices devices;
  int64_t batch;
};

} // namespace skein::tests

#endif // SKEIN_TESTS_EQUIVALENCE_TRIAL_H
