//===- Quantities.cpp - conversions and spelling --------------------------===//

#include "simulator/topology/Quantities.h"

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/charconv.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/types/span.h"

#include <cmath>

namespace skein::simulator {
namespace {

struct Unit {
  absl::string_view name;
  double factor; // in base units
};

constexpr Unit durationUnits[] = {
    {"ps", 1}, {"ns", 1e3}, {"us", 1e6}, {"ms", 1e9}, {"s", 1e12}};
constexpr Unit byteUnits[] = {{"B", 1},        {"kB", 1e3},     {"KB", 1e3},
                              {"MB", 1e6},     {"GB", 1e9},     {"TB", 1e12},
                              {"KiB", 0x1p10}, {"MiB", 0x1p20}, {"GiB", 0x1p30},
                              {"TiB", 0x1p40}};
constexpr Unit bandwidthUnits[] = {
    {"B/s", 1},        {"kB/s", 1e3},     {"KB/s", 1e3},     {"MB/s", 1e6},
    {"GB/s", 1e9},     {"TB/s", 1e12},    {"KiB/s", 0x1p10}, {"MiB/s", 0x1p20},
    {"GiB/s", 0x1p30}, {"TiB/s", 0x1p40}, {"Mb/s", 1e6 / 8}, {"Gb/s", 1e9 / 8},
    {"Tb/s", 1e12 / 8}};
constexpr Unit flopRateUnits[] = {{"FLOP/s", 1},
                                  {"MFLOP/s", 1e6},
                                  {"GFLOP/s", 1e9},
                                  {"TFLOP/s", 1e12},
                                  {"PFLOP/s", 1e15}};
constexpr Unit flopUnits[] = {{"FLOP", 1},    {"kFLOP", 1e3},  {"MFLOP", 1e6},
                              {"GFLOP", 1e9}, {"TFLOP", 1e12}, {"PFLOP", 1e15}};

/// The value of `text` in base units; `expected` completes the message.
absl::StatusOr<double> parse(absl::string_view text,
                             absl::Span<const Unit> units,
                             absl::string_view expected) {
  text = absl::StripAsciiWhitespace(text);
  double number;
  auto [end, error] =
      absl::from_chars(text.data(), text.data() + text.size(), number);
  absl::string_view unit = absl::StripLeadingAsciiWhitespace(
      absl::string_view(end, text.data() + text.size() - end));
  if (error == std::errc() && std::isfinite(number) && number >= 0)
    for (const Unit &candidate : units)
      if (unit == candidate.name && std::isfinite(number * candidate.factor))
        return number * candidate.factor;
  return absl::InvalidArgumentError(
      absl::StrCat("is ", text, "; expected ", expected));
}

/// The nearest integer of base units, for quantities that count in integers.
template <typename Integral>
absl::StatusOr<Integral> rounded(absl::StatusOr<double> value,
                                 absl::string_view text) {
  if (!value.ok())
    return value.status();
  if (*value >= 0x1p62)
    return absl::InvalidArgumentError(absl::StrCat("is ", text, "; too large"));
  return Integral(std::llround(*value));
}

std::string withUnit(double value, absl::Span<const Unit> units) {
  const Unit *best = &units.front();
  for (const Unit &unit : units)
    if (std::abs(value) >= unit.factor)
      best = &unit;
  double scaled = value / best->factor;
  // %.4g would write 12345 of the largest unit as 1.234e+04.
  if (std::abs(scaled) >= 1000)
    return absl::StrFormat("%.0f %s", scaled, best->name);
  return absl::StrFormat("%.4g %s", scaled, best->name);
}

} // namespace

Duration secondsToDuration(double seconds) {
  double count = std::round(seconds * 1e12);
  if (count >= 0x1p63)
    return Duration(std::numeric_limits<int64_t>::max());
  return Duration(int64_t(count));
}

Duration timeFor(double bytes, Bandwidth rate) {
  return secondsToDuration(bytes / rate.count());
}

Duration timeFor(Flops flops, FlopRate rate) {
  return secondsToDuration(double(flops.count()) / rate.count());
}

absl::StatusOr<Duration> parseDuration(absl::string_view text) {
  return rounded<Duration>(
      parse(text, durationUnits, "a time such as \"5 us\""), text);
}
absl::StatusOr<Bytes> parseBytes(absl::string_view text) {
  return rounded<Bytes>(parse(text, byteUnits, "a size such as \"16 GiB\""),
                        text);
}
absl::StatusOr<Flops> parseFlops(absl::string_view text) {
  return rounded<Flops>(parse(text, flopUnits, "work such as \"2 GFLOP\""),
                        text);
}
absl::StatusOr<Bandwidth> parseBandwidth(absl::string_view text) {
  absl::StatusOr<double> value =
      parse(text, bandwidthUnits, "a bandwidth such as \"100 GB/s\"");
  if (!value.ok())
    return value.status();
  return Bandwidth(*value);
}
absl::StatusOr<FlopRate> parseFlopRate(absl::string_view text) {
  absl::StatusOr<double> value =
      parse(text, flopRateUnits, "a rate such as \"19.5 TFLOP/s\"");
  if (!value.ok())
    return value.status();
  return FlopRate(*value);
}

std::string toString(Duration duration) {
  if (duration == Duration())
    return "0 s";
  return withUnit(double(duration.count()), durationUnits);
}
std::string toString(Bytes bytes) {
  constexpr Unit units[] = {{"B", 1},
                            {"KiB", 0x1p10},
                            {"MiB", 0x1p20},
                            {"GiB", 0x1p30},
                            {"TiB", 0x1p40}};
  return withUnit(double(bytes.count()), units);
}
std::string toString(Bandwidth bandwidth) {
  constexpr Unit units[] = {
      {"B/s", 1}, {"kB/s", 1e3}, {"MB/s", 1e6}, {"GB/s", 1e9}, {"TB/s", 1e12}};
  return withUnit(bandwidth.count(), units);
}
std::string toString(FlopRate rate) {
  return withUnit(rate.count(), flopRateUnits);
}
std::string toString(Flops flops) {
  return withUnit(double(flops.count()), flopUnits);
}

} // namespace skein::simulator
