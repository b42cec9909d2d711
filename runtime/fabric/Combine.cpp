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

/// Elements are stored as `T` and combined as `Accumulator`.
template <typename T, typename Accumulator, typename Op>
void combineAs(absl::Span<const void *const> inputs, int64_t inputOffset,
               absl::Span<void *const> outputs, int64_t outputOffset,
               int64_t count) {
  Accumulator sums[blockSize];
  T block[blockSize];
  for (int64_t begin = 0; begin < count; begin += blockSize) {
    int64_t size = std::min(blockSize, count - begin);
    auto at = [&](const void *input) {
      return static_cast<const T *>(input) + inputOffset + begin;
    };
    std::copy_n(at(inputs[0]), size, sums);
    for (const void *input : inputs.subspan(1)) {
      const T *values = at(input);
      for (int64_t i = 0; i < size; ++i)
        sums[i] = Op()(sums[i], static_cast<Accumulator>(values[i]));
    }
    for (int64_t i = 0; i < size; ++i)
      block[i] = static_cast<T>(sums[i]);
    for (void *output : outputs)
      std::copy_n(block, size, static_cast<T *>(output) + outputOffset + begin);
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
