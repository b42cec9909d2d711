//===- PlainTraining.h - a network trained in plain C++ ---------*- C++ -*-===//
//
// What compressed, scaled and delayed sums of gradients come to, by definition:
// loops over numbers, which share nothing with passes, interpreter or runtime.
//
//===----------------------------------------------------------------------===//

#ifndef SKEIN_TESTS_EQUIVALENCE_PLAINTRAINING_H
#define SKEIN_TESTS_EQUIVALENCE_PLAINTRAINING_H

#include <cstdint>
#include <vector>

namespace skein::tests {

/// `max(x w1 + b1, 0) w2` with the mean of half of the squared distances to y as
/// its loss, on `batch` examples a step.
struct Network {
  static constexpr int64_t batch = 48, inputs = 4, hidden = 3, outputs = 2;
  static constexpr double rate = 0.25;     ///< of all variables
  static constexpr double momentum = 0.5;  ///< of w2 alone

  std::vector<double> w1, b1, w2;
};

enum class Method { None, F16, BF16, Int8, PowerSgd, TopK };

struct Compressed {
  Method method = Method::None;
  bool feedback = false;
  double part = 1; ///< of the elements that TopK sends
};

struct Examples {
  std::vector<double> x, y;
};

/// Trains on devices that have consecutive examples each.
class PlainTraining {
public:
  /// `right1` and `right2` are the first right factors of w1 and w2, for PowerSgd
  /// of rank 1.
  PlainTraining(Network first, int64_t devices, Compressed how,
                std::vector<double> right1 = {}, std::vector<double> right2 = {});

  /// One step; gives the loss before it.
  double step(const Examples &examples);

  Network network;
  /// How far an element of each variable may be off where sums are rounded to the
  /// type that is sent. The order in which d devices are added up is left open, so
  /// each of d - 1 sums is off by half a unit of all that is added; and each of the
  /// terms by a whole one if it is just between two narrow numbers. A later gradient
  /// sees what an earlier one left, which is taken for as much again.
  struct Slack {
    double w1 = 0, b1 = 0, w2 = 0;
  } slack;

private:
  struct State {
    int64_t rows, columns;
    std::vector<std::vector<double>> errors; // by device
    std::vector<double> right;
    std::vector<double> velocity;
    double slack = 0; ///< of the gradient that was combined last
  };

  std::vector<double> combine(State &state, std::vector<std::vector<double>> gradients);
  std::vector<double> combineFactors(State &state,
                                     const std::vector<std::vector<double>> &gradients);
  void update(std::vector<double> &variable, State &state, double momentum,
              const std::vector<std::vector<double>> &gradients);

  int64_t devices;
  Compressed how;
  State state1, stateB, state2;
};

} // namespace skein::tests

#endif // SKEIN_TESTS_EQUIVALENCE_PLAINTRAINING_H
