//===- Quantities.h - durations, sizes and rates with their unit -*- C++
//-*-===//
//
// Quantities of the simulator as types, and their spelling in files. A rate
// times a duration needs a conversion that names it, so units cannot be mixed.
//
//===----------------------------------------------------------------------===//

#ifndef SKEIN_SIMULATOR_TOPOLOGY_QUANTITIES_H
#define SKEIN_SIMULATOR_TOPOLOGY_QUANTITIES_H

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include <compare>
#include <cstdint>
#include <limits>
#include <string>
#include <type_traits>

namespace skein::simulator {

/// A number with a unit that is fixed by `Tag`; no implicit conversions.
template <typename Tag, typename Rep> class Quantity {
public:
  constexpr Quantity() = default;
  constexpr explicit Quantity(Rep count) : value(count) {}

  /// The number in the base unit, which the alias names.
  constexpr Rep count() const { return value; }

  constexpr auto operator<=>(const Quantity &) const = default;
  constexpr Quantity operator-(Quantity other) const {
    return Quantity(value - other.value);
  }
  constexpr Quantity operator*(Rep factor) const {
    return Quantity(value * factor);
  }
  /// Of integers, towards 0.
  constexpr Quantity operator/(Rep divisor) const {
    return Quantity(value / divisor);
  }
  /// Stays at the largest value instead of overflowing.
  constexpr Quantity operator+(Quantity other) const {
    if constexpr (std::is_integral_v<Rep>) {
      Rep sum;
      if (__builtin_add_overflow(value, other.value, &sum))
        return Quantity(std::numeric_limits<Rep>::max());
      return Quantity(sum);
    } else {
      return Quantity(value + other.value);
    }
  }
  constexpr Quantity &operator+=(Quantity other) {
    return *this = *this + other;
  }
  constexpr Quantity &operator-=(Quantity other) {
    return *this = *this - other;
  }

private:
  Rep value = 0;
};

/// A span of time, or a point in it counted from the start of a step:
/// picoseconds, up to 106 days.
using Duration = Quantity<struct DurationTag, int64_t>;
/// A size in bytes.
using Bytes = Quantity<struct BytesTag, int64_t>;
/// A transfer rate in bytes per second.
using Bandwidth = Quantity<struct BandwidthTag, double>;
/// A compute rate in floating-point operations per second.
using FlopRate = Quantity<struct FlopRateTag, double>;
/// An amount of compute in floating-point operations.
using Flops = Quantity<struct FlopsTag, int64_t>;

constexpr Duration picoseconds(int64_t n) { return Duration(n); }
constexpr Duration nanoseconds(int64_t n) { return Duration(n * 1000); }
constexpr Duration microseconds(int64_t n) { return Duration(n * 1000000); }
constexpr Duration milliseconds(int64_t n) { return microseconds(n * 1000); }
constexpr Bytes megabytes(int64_t n) { return Bytes(n * 1000000); }
constexpr Bytes mebibytes(int64_t n) { return Bytes(n << 20); }
constexpr Bandwidth gigabytesPerSecond(double n) { return Bandwidth(n * 1e9); }
constexpr FlopRate gigaflopsPerSecond(double n) { return FlopRate(n * 1e9); }

/// Seconds to the nearest picosecond; beyond the range, the longest duration.
Duration secondsToDuration(double seconds);
inline double toSeconds(Duration d) { return d.count() * 1e-12; }

/// `bytes` at `rate`, which is more than 0. `bytes` may be a fraction: a ring
/// moves `bytes / n` at a time.
Duration timeFor(double bytes, Bandwidth rate);
inline Duration timeFor(Bytes bytes, Bandwidth rate) {
  return timeFor(double(bytes.count()), rate);
}
/// `flops` at `rate`, which is more than 0.
Duration timeFor(Flops flops, FlopRate rate);

/// Read a number and a unit, such as `5 us`, `16 GiB`, `100 GB/s` (or `Gb/s`,
/// bits), `19.5 TFLOP/s`, `2 GFLOP`. A decimal prefix is a power of 1000, a
/// binary one (`Ki`) of 1024; the space is optional.
/// Errors: not finite, negative, or a unit of something else. The message reads
///   on from the name of the field: `is 5 GB; expected a time such as "5 us"`.
absl::StatusOr<Duration> parseDuration(absl::string_view text);
absl::StatusOr<Bytes> parseBytes(absl::string_view text);
absl::StatusOr<Bandwidth> parseBandwidth(absl::string_view text);
absl::StatusOr<FlopRate> parseFlopRate(absl::string_view text);
absl::StatusOr<Flops> parseFlops(absl::string_view text);

/// Four significant digits and the unit that fits: `6.006 ms`, `16 GiB`.
std::string toString(Duration duration);
std::string toString(Bytes bytes);
std::string toString(Bandwidth bandwidth);
std::string toString(FlopRate rate);
std::string toString(Flops flops);

} // namespace skein::simulator

#endif // SKEIN_SIMULATOR_TOPOLOGY_QUANTITIES_H
