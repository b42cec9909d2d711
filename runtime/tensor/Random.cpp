#include "runtime/tensor/Random.h"
#include <cmath>
#include <numbers>
#include <numeric>
#include <utility>

namespace skein::runtime {

uint64_t scramble(uint64_t word) {
  word = (word ^ word >> 30) * 0xbf58476d1ce4e5b9;
  word = (word ^ word >> 27) * 0x94d049bb133111eb;
  return word ^ word >> 31;
}

uint64_t randomBits(uint64_t seed, uint64_t index) {
  constexpr uint64_t goldenRatio = 0x9e3779b97f4a7c15;
  // The seed is scattered first, so that seeds 1 and 2 do not give the same
  // sequence one step apart.
  return scramble(scramble(seed + goldenRatio) + (index + 1) * goldenRatio);
}

double randomUniform(uint64_t seed, uint64_t index) {
  return static_cast<double>(randomBits(seed, index) >> 11) * 0x1p-53;
}

double randomNormal(uint64_t seed, uint64_t index) {
  // Box and Muller; 1 - u is in (0, 1], where the logarithm is finite.
  double radius = std::sqrt(-2 * std::log(1 - randomUniform(seed, 2 * index)));
  double angle = 2 * std::numbers::pi * randomUniform(seed, 2 * index + 1);
  return radius * std::cos(angle);
}

std::vector<int64_t> randomPermutation(uint64_t seed, int64_t size) {
  std::vector<int64_t> order(size);
  std::iota(order.begin(), order.end(), 0);
  // Fisher and Yates. The remainder favours small positions by less than
  // size / 2^64.
  for (int64_t last = size - 1; last > 0; --last)
    std::swap(order[last], order[randomBits(seed, last) % (last + 1)]);
  return order;
}

} // namespace skein::runtime
