//===- TopK.cpp - The largest elements of rows ----------------------------===//
#include "runtime/abi/Context.h"
#include "runtime/abi/skrt.h"
#include <algorithm>
#include <vector>

namespace {

/// Selects among floats by their bits, which order absolute values: those of
/// infinity are `infinity`, and all above are NaN.
template <typename Bits, Bits infinity>
void select(const skrt_selection &d, const void *in, void *values,
            int32_t *indices) {
  constexpr Bits sign = Bits(1) << (8 * sizeof(Bits) - 1);
  auto size = [](Bits element) -> Bits {
    return std::min<Bits>(element & ~sign, infinity + 1);
  };
  std::vector<Bits> sizes(d.columns);
  for (int64_t row = 0; row < d.rows; ++row) {
    const Bits *from = static_cast<const Bits *>(in) + row * d.columns;
    Bits *to = static_cast<Bits *>(values) + row * d.count;
    int32_t *places = indices + row * d.count;
    std::transform(from, from + d.columns, sizes.begin(), size);
    auto smallest = sizes.begin() + d.count - 1;
    std::nth_element(sizes.begin(), smallest, sizes.end(), std::greater());
    Bits bound = *smallest;
    // How many of the size of the smallest one are taken.
    int64_t atBound = std::count(sizes.begin(), smallest + 1, bound);
    for (int64_t i = 0; i < d.columns; ++i) {
      Bits own = size(from[i]);
      if (own < bound || (own == bound && atBound-- <= 0))
        continue;
      *to++ = from[i];
      *places++ = i;
    }
  }
}

} // namespace

void skrt_top_k(skrt_context *context, const skrt_selection *description,
                const void *in, void *values, int32_t *indices) {
  if (!context->status.ok())
    return;
  switch (description->type) {
  case SKRT_F64:
    return select<uint64_t, 0x7FF0000000000000>(*description, in, values, indices);
  case SKRT_F32:
    return select<uint32_t, 0x7F800000>(*description, in, values, indices);
  case SKRT_F16:
    return select<uint16_t, 0x7C00>(*description, in, values, indices);
  case SKRT_BF16:
    return select<uint16_t, 0x7F80>(*description, in, values, indices);
  default:
    context->status =
        absl::InternalError("top_k of elements that are not floating point");
  }
}
