//===- Report.h - predictions as text, JSON, trace and page -----*- C++ -*-===//
//
// Each function returns the whole file. Equal predictions give equal bytes.
//
//===----------------------------------------------------------------------===//

#ifndef SKEIN_SIMULATOR_REPORT_REPORT_H
#define SKEIN_SIMULATOR_REPORT_REPORT_H

#include "simulator/program/Predict.h"

namespace skein::simulator {

/// What a person reads on a terminal: step time, shares, memory, and the ops
/// that take the most time.
std::string toText(const Prediction &prediction);

/// All of the prediction. Keys end in their unit: `_us`, `_bytes`. Version 1:
/// a later version keeps the meaning of every key of an earlier one.
std::string toJson(const Prediction &prediction);

/// The timeline and the memory curve in the trace event format of Chrome, which
/// Perfetto (ui.perfetto.dev) opens too: a process per simulated device, a
/// thread per stream. Events carry location, origin and work.
std::string toTrace(const Prediction &prediction);

/// One page with timeline, memory curve and tables that needs no other file.
std::string toHtml(const Prediction &prediction);

} // namespace skein::simulator

#endif // SKEIN_SIMULATOR_REPORT_REPORT_H
