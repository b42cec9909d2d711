//===- Compute.cpp - time of a kernel on a device -------------------------===//

#include "simulator/cost/Compute.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace skein::simulator {

absl::string_view toString(Origin origin) {
  switch (origin) {
  case Origin::Formula:
    return "formula";
  case Origin::Table:
    return "table";
  case Origin::Measured:
    return "measured";
  }
}

absl::StatusOr<Estimate> kernelTime(const Device &device, const Work &work) {
  Duration compute, memory;
  if (work.flops.count() > 0) {
    auto peak = device.peak.find(work.type);
    if (peak == device.peak.end())
      return absl::InvalidArgumentError(absl::StrCat(
          "device ", device.name, " has no peak rate for ", work.type,
          "; it has ",
          absl::StrJoin(device.peak, ", ", [](std::string *out, auto &entry) {
            absl::StrAppend(out, entry.first);
          })));
    double fraction = device.efficiency.at(double(work.flops.count()));
    compute = timeFor(work.flops, FlopRate(peak->second.count() * fraction));
  }
  if (work.bytes.count() > 0)
    memory = timeFor(work.bytes, Bandwidth(device.memoryBandwidth.at(
                                     double(work.bytes.count()))));
  const Curve &limit =
      compute > memory ? device.efficiency : device.memoryBandwidth;
  return Estimate{device.launchOverhead + std::max(compute, memory),
                  limit.isConstant() ? Origin::Formula : Origin::Table};
}

} // namespace skein::simulator
