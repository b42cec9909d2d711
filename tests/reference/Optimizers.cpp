#include "tests/reference/Optimizers.h"

#include "dialect/Skein.h"

#include <cmath>

using namespace mlir;

namespace skein::reference {
namespace {

/// Kingma and Ba, algorithm 1: by how much the weight falls.
double adamStep(double rate, double beta1, double beta2, double epsilon,
                int64_t t, double g, Moments &moments) {
  moments.first = beta1 * moments.first + (1 - beta1) * g;
  moments.second = beta2 * moments.second + (1 - beta2) * g * g;
  double mean = moments.first / (1 - std::pow(beta1, t));
  double square = moments.second / (1 - std::pow(beta2, t));
  return rate * mean / (std::sqrt(square) + epsilon);
}

} // namespace

std::optional<double> optimizerStep(Attribute optimizer, int64_t t,
                                    double weight, double g, Moments &moments) {
  if (auto sgd = dyn_cast<SgdAttr>(optimizer))
    return weight - sgd.getLearningRate() * g;
  if (auto momentum = dyn_cast<MomentumAttr>(optimizer)) {
    double mu = momentum.getMomentum();
    moments.first = mu * moments.first + g;
    double direction =
        momentum.getNesterov() ? g + mu * moments.first : moments.first;
    return weight - momentum.getLearningRate() * direction;
  }
  if (auto adagrad = dyn_cast<AdagradAttr>(optimizer)) {
    // Duchi et al., figure 1, with the diagonal matrix.
    moments.first += g * g;
    double scale = std::sqrt(moments.first) + adagrad.getEpsilon();
    return weight - adagrad.getLearningRate() * g / scale;
  }
  if (auto adam = dyn_cast<AdamAttr>(optimizer))
    return weight - adamStep(adam.getLearningRate(), adam.getBeta1(),
                             adam.getBeta2(), adam.getEpsilon(), t, g, moments);
  if (auto adamw = dyn_cast<AdamWAttr>(optimizer)) {
    // Loshchilov and Hutter, algorithm 2, with the schedule multiplier folded
    // into the learning rate: the decay acts on the weight before the update.
    double decayed =
        weight * (1 - adamw.getLearningRate() * adamw.getWeightDecay());
    return decayed - adamStep(adamw.getLearningRate(), adamw.getBeta1(),
                              adamw.getBeta2(), adamw.getEpsilon(), t, g,
                              moments);
  }
  return std::nullopt;
}

} // namespace skein::reference
