//===- Random.h - random numbers by definition ------------------*- C++ -*-===//
#ifndef SKEIN_TESTS_REFERENCE_RANDOM_H
#define SKEIN_TESTS_REFERENCE_RANDOM_H

#include <array>
#include <cstdint>

namespace skein::reference {

/// Philox 4x32-10, as Random123 has it: a counter of four words, a key of two.
inline std::array<uint32_t, 4> philox(std::array<uint32_t, 4> counter,
                                      std::array<uint32_t, 2> key) {
  for (int round = 0; round < 10; ++round) {
    uint64_t even = uint64_t(0xD2511F53) * counter[0],
             odd = uint64_t(0xCD9E8D57) * counter[2];
    counter = {uint32_t(odd >> 32) ^ counter[1] ^ key[0], uint32_t(odd),
               uint32_t(even >> 32) ^ counter[3] ^ key[1], uint32_t(even)};
    key[0] += 0x9E3779B9;
    key[1] += 0xBB67AE85;
  }
  return counter;
}

} // namespace skein::reference

#endif // SKEIN_TESTS_REFERENCE_RANDOM_H
