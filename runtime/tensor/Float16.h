//===- Float16.h - f16 and bf16 in memory -----------------------*- C++ -*-===//
//
// The two 16-bit floating-point types, for storage only: they convert to and
// from float, rounding to nearest even, and all arithmetic is done in float.
//
//===----------------------------------------------------------------------===//
#ifndef SKEIN_RUNTIME_TENSOR_FLOAT16_H
#define SKEIN_RUNTIME_TENSOR_FLOAT16_H

#include <bit>
#include <cstdint>

namespace skein::runtime {

struct Half {
  Half() = default;
  explicit Half(float value) : bits(std::bit_cast<uint16_t>(_Float16(value))) {}
  operator float() const { return float(std::bit_cast<_Float16>(bits)); }

  uint16_t bits;
};

struct BFloat16 {
  BFloat16() = default;
  explicit BFloat16(float value) {
    uint32_t word = std::bit_cast<uint32_t>(value);
    // Rounding could turn the payload of a NaN into an infinity.
    if (value != value)
      word |= 0x400000;
    else
      word += 0x7fff + (word >> 16 & 1);
    bits = word >> 16;
  }
  operator float() const { return std::bit_cast<float>(uint32_t(bits) << 16); }

  uint16_t bits;
};

} // namespace skein::runtime

#endif // SKEIN_RUNTIME_TENSOR_FLOAT16_H
