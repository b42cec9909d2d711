//===- Scale.h - the same job with fewer devices ----------------*- C++ -*-===//
#ifndef SKEIN_PASSES_PROGRESS_SCALE_H
#define SKEIN_PASSES_PROGRESS_SCALE_H

#include "passes/progress/Machine.h"

namespace skein::passes::progress {

/// The job of `machine` with at most `devices` in place of the largest number of
/// devices of a mesh that are alike, and at most `objects` of those objects that all
/// programs treat alike. Numbers that count devices, or pushes and messages of
/// devices, shrink along: k * number + r becomes k * devices + min(r, devices - 1),
/// which keeps sums and comparisons of them.
/// Nothing if the job is as small already.
std::optional<Job> withDevices(const Machine &machine, int devices, int objects);

/// `job` with one in place of the devices along each axis that no program looks
/// at: these do the same, and a program waits for those that differ only there
/// in collectives alone. A job with channels comes to its end if and only if it
/// does with one of them; other jobs are given back as they are.
Job withoutReplicas(Job job);

} // namespace skein::passes::progress

#endif // SKEIN_PASSES_PROGRESS_SCALE_H
