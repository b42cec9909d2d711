#include "runtime/fabric/Combine.h"
#include "absl/strings/str_cat.h"
#include "runtime/tensor/Float16.h"
#include <algorithm>
#include <cstring>
#include <type_traits>

namespace skein::runtime {
namespace {

/// Elements that are combined before any of them is written: enough for the
/// vector unit, small enough for the first-level cache.
constexpr int64_t blockSize = 512;

// Unsigned, so that integer overflow wraps.
struct Add {
  template <typename T> T operator()(T a, T b) const {
    if constexpr (std::is_integral_v<T>)
      return T(std::make_unsigned_t<T>(a) + std::make_unsigned_t<T>(b));
    else
      return a + b;
  }
};
struct Multiply {
  template <typename T> T operator()(T a, T b) const {
    // uint64_t: two uint16_t would be multiplied as int, which may overflow.
    if constexpr (std::is_integral_v<T>)
      return T(uint64_t(a) * uint64_t(b));
    else
      return a * b;
  }
};
struct Maximum {
  template <typename T> T operator()(T a, T b) const {
    return a > b || a != a ? a : b;
  }
};
struct Minimum {
  template <typename T> T operator()(T a, T b) const {
    return a < b || a != a ? a : b;
  }
};
struct BitAnd {
  template <typename T> T operator()(T a, T b) const { return T(a & b); }
};
struct BitOr {
  template <typename T> T operator()(T a, T b) const { return T(a | b); }
};

/// Two inputs, without the detour over a block: an output may be an input, but
/// then element by element.
template <typename T, typename Op>
void combinePair(const T *first, const T *second, T *output, int64_t count) {
#pragma clang loop vectorize(assume_safety)
  for (int64_t i = 0; i < count; ++i)
    output[i] = Op()(first[i], second[i]);
}

/// All inputs, in the order of ranks, before any output is written.
template <typename T, typename Accumulator, typename Op>
void combineBlock(absl::Span<const void *const> inputs, int64_t inputBegin,
                  int64_t size, T *block) {
  Accumulator sums[blockSize];
  auto at = [&](const void *input) {
    return static_cast<const T *>(input) + inputBegin;
  };
  std::copy_n(at(inputs[0]), size, sums);
  for (const void *input : inputs.subspan(1)) {
    const T *values = at(input);
    for (int64_t i = 0; i < size; ++i)
      sums[i] = Op()(sums[i], static_cast<Accumulator>(values[i]));
  }
  for (int64_t i = 0; i < size; ++i)
    block[i] = static_cast<T>(sums[i]);
}

/// Elements are stored as `T` and combined as `Accumulator`.
template <typename T, typename Accumulator, typename Op>
void combineAs(absl::Span<const void *const> inputs, int64_t inputOffset,
               absl::Span<void *const> outputs, int64_t outputOffset,
               int64_t count) {
  T block[blockSize];
  for (int64_t begin = 0; begin < count; begin += blockSize) {
    int64_t size = std::min(blockSize, count - begin);
    auto out = [&](void *output) {
      return static_cast<T *>(output) + outputOffset + begin;
    };
    T *result = block;
    bool isPair = false;
    if constexpr (std::is_same_v<T, Accumulator>) {
      isPair = inputs.size() == 2;
      auto in = [&](const void *input) {
        return static_cast<const T *>(input) + inputOffset + begin;
      };
      if (isPair)
        combinePair<T, Op>(in(inputs[0]), in(inputs[1]),
                           result = out(outputs[0]), size);
    }
    if (!isPair)
      combineBlock<T, Accumulator, Op>(inputs, inputOffset + begin, size,
                                       block);
    for (void *output : outputs)
      if (out(output) != result)
        std::copy_n(result, size, out(output));
  }
}

template <typename T, typename Accumulator = T, typename... Arguments>
void dispatchKind(ReductionKind kind, Arguments... arguments) {
  switch (kind) {
  case ReductionKind::Sum:
    return combineAs<T, Accumulator, Add>(arguments...);
  case ReductionKind::Mul:
    return combineAs<T, Accumulator, Multiply>(arguments...);
  case ReductionKind::Max:
    return combineAs<T, Accumulator, Maximum>(arguments...);
  case ReductionKind::Min:
    return combineAs<T, Accumulator, Minimum>(arguments...);
  case ReductionKind::And:
    if constexpr (std::is_integral_v<Accumulator>)
      return combineAs<T, Accumulator, BitAnd>(arguments...);
    break;
  case ReductionKind::Or:
    if constexpr (std::is_integral_v<Accumulator>)
      return combineAs<T, Accumulator, BitOr>(arguments...);
    break;
  }
}

template <typename... Arguments>
void dispatchType(DataType type, ReductionKind kind, Arguments... arguments) {
  switch (type) {
  case DataType::F64:
    return dispatchKind<double>(kind, arguments...);
  case DataType::F32:
    return dispatchKind<float>(kind, arguments...);
  case DataType::F16:
    return dispatchKind<Half, float>(kind, arguments...);
  case DataType::BF16:
    return dispatchKind<BFloat16, float>(kind, arguments...);
  case DataType::I64:
    return dispatchKind<int64_t>(kind, arguments...);
  case DataType::I32:
    return dispatchKind<int32_t>(kind, arguments...);
  case DataType::I16:
    return dispatchKind<int16_t>(kind, arguments...);
  case DataType::I8:
    return dispatchKind<int8_t>(kind, arguments...);
  case DataType::I1:
    return dispatchKind<uint8_t>(kind, arguments...);
  }
}

} // namespace

absl::Status checkReduction(ReductionKind kind, DataType type) {
  bool bitwise = kind == ReductionKind::And || kind == ReductionKind::Or;
  bool arithmetic = kind == ReductionKind::Sum || kind == ReductionKind::Mul;
  if ((bitwise && isFloat(type)) || (arithmetic && type == DataType::I1))
    return absl::InvalidArgumentError(
        absl::StrCat("kind ", name(kind), " is not defined for ", name(type)));
  return absl::OkStatus();
}

void combine(ReductionKind kind, DataType type,
             absl::Span<const void *const> inputs, int64_t inputOffset,
             absl::Span<void *const> outputs, int64_t outputOffset,
             int64_t count) {
  dispatchType(type, kind, inputs, inputOffset, outputs, outputOffset, count);
}

} // namespace skein::runtime
