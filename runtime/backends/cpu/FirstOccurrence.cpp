//===- FirstOccurrence.cpp - Equal numbers of a list ----------------------===//
#include "runtime/abi/Context.h"
#include "runtime/abi/skrt.h"
#include <bit>
#include <vector>

namespace {

/// Positions in a list, found by the number there: open addressing with at least
/// half of the places free.
template <typename Number> class Positions {
public:
  explicit Positions(const Number *list, int64_t count)
      : list(list), places(std::bit_ceil(uint64_t(2 * count + 1)), -1) {}

  /// The position under which the number at `position` is known, from now on
  /// if it is new.
  int32_t add(int32_t position) {
    uint64_t mask = places.size() - 1;
    // The product spreads numbers that follow one another (Knuth, volume 3).
    uint64_t at = uint64_t(list[position]) * 0x9E3779B97F4A7C15;
    for (at ^= at >> 32;; ++at) {
      int32_t &place = places[at & mask];
      if (place < 0)
        place = position;
      if (list[place] == list[position])
        return place;
    }
  }

private:
  const Number *list;
  std::vector<int32_t> places;
};

template <typename Number>
void findFirst(const void *in, int64_t count, int32_t *out) {
  Positions<Number> known(static_cast<const Number *>(in), count);
  for (int64_t i = 0; i < count; ++i)
    out[i] = known.add(i);
}

} // namespace

void skrt_first_occurrence(skrt_context *context, const skrt_list *description,
                           const void *in, int32_t *out) {
  if (!context->status.ok())
    return;
  int64_t count = description->count;
  switch (description->type) {
  case SKRT_I64:
    return findFirst<int64_t>(in, count, out);
  case SKRT_I32:
    return findFirst<int32_t>(in, count, out);
  case SKRT_I16:
    return findFirst<int16_t>(in, count, out);
  case SKRT_I8:
    return findFirst<int8_t>(in, count, out);
  default:
    context->status = absl::InternalError(
        "first_occurrence of a list that does not hold integers");
  }
}
