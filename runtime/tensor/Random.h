//===- Random.h - Random numbers without state ------------------*- C++ -*-===//
//
// Every number is a function of a seed and an index, so that any part of a
// sequence can be made by anyone, and is the same on every platform and on any
// number of devices.
//
//===----------------------------------------------------------------------===//
#ifndef SKEIN_RUNTIME_TENSOR_RANDOM_H
#define SKEIN_RUNTIME_TENSOR_RANDOM_H

#include <cstdint>
#include <vector>

namespace skein::runtime {

/// A bijection that scatters its argument over all 64 bits; 0 stays 0.
/// Source: Steele, Lea and Flood, OOPSLA 2014 (SplitMix64), constants of
/// Stafford's variant 13.
uint64_t scramble(uint64_t word);

/// 64 random bits: number `index` of the sequence of `seed`.
uint64_t randomBits(uint64_t seed, uint64_t index);

/// Uniform in [0, 1), a multiple of 2^-53.
double randomUniform(uint64_t seed, uint64_t index);

/// Normal with mean 0 and variance 1; uses numbers 2 * index and 2 * index + 1.
double randomNormal(uint64_t seed, uint64_t index);

/// The numbers 0 to size - 1, shuffled.
std::vector<int64_t> randomPermutation(uint64_t seed, int64_t size);

} // namespace skein::runtime

#endif // SKEIN_RUNTIME_TENSOR_RANDOM_H
