//===- Estimate.h - a predicted time and where it came from -----*- C++ -*-===//

#ifndef SKEIN_SIMULATOR_COST_ESTIMATE_H
#define SKEIN_SIMULATOR_COST_ESTIMATE_H

#include "simulator/topology/Quantities.h"

#include "absl/strings/string_view.h"

namespace skein::simulator {

/// How a predicted time was found.
enum class Origin {
  Formula,  ///< from rates and a model
  Table,    ///< from points of a table, and in between them
  Measured, ///< a measurement of this very thing
};

absl::string_view toString(Origin origin);

struct Estimate {
  Duration time;
  Origin origin = Origin::Formula;
};

} // namespace skein::simulator

#endif // SKEIN_SIMULATOR_COST_ESTIMATE_H
