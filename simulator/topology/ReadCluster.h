//===- ReadCluster.h - cluster files ----------------------------*- C++ -*-===//
//
// A cluster as YAML. Every quantity has its unit in the text:
//
//   name: two-nodes                  # optional; else the file's name
//   devices:
//     - name: gpu                    # with a count: gpu0, gpu1, ...
//       count: 16                    # optional; without it one device, `gpu`
//       peak: {f32: 67 TFLOP/s, bf16: 989 TFLOP/s}
//       efficiency: 0.8              # of the peak, optional; or by work:
//       # efficiency: [{work: 1 MFLOP, fraction: 0.1},
//       #              {work: 10 GFLOP, fraction: 0.8}]
//       memory: 80 GB
//       memory_bandwidth: 3.35 TB/s  # or, with caches, by the size of a
//       kernel: # memory_bandwidth: [{size: 1 MB, rate: 60 GB/s}, {size: 64 MB,
//       rate: 8 GB/s}] launch_overhead: 4 us overlap: true                #
//       computes while it communicates; optional
//   switches:                        # optional
//     - {name: nic0, capacity: 50 GB/s}       # the capacity is optional
//   network: {kind: switch, bandwidth: 450 GB/s, latency: 1 us}
//   links:                           # single links, beside or without a
//   network
//     - {between: [gpu0, nic0], bandwidth: 50 GB/s, latency: 2 us}
//   measured:                        # collectives as they were; optional
//     - op: all_reduce               # over groups of this many devices
//       devices: 8
//       times: [{size: 1 MiB, time: 102 us}, {size: 1 GiB, time: 8.2 ms}]
//   placement: [gpu0, gpu2]          # which devices meshes take first;
//   optional source: where the numbers are from        # optional, free text
//
// `network` joins all devices: `switch` (with an optional capacity that all
// share), `all-to-all` or `ring`. Bandwidths hold per direction.
//
//===----------------------------------------------------------------------===//

#ifndef SKEIN_SIMULATOR_TOPOLOGY_READCLUSTER_H
#define SKEIN_SIMULATOR_TOPOLOGY_READCLUSTER_H

#include "simulator/topology/Topology.h"

namespace skein::simulator {

/// The cluster that the file at `path` describes; with the key `nodes` it is a
/// resource spec of AutoDist (ReadResourceSpec.h).
/// Errors: one line that starts with the file and, where there is one, the
/// line:
///   `c.yaml:14: link gpu0-gpu1: bandwidth is 0 GB/s; expected more than 0`.
///   Unknown keys are refused.
absl::StatusOr<Cluster> readCluster(const std::string &path);

/// The same from `text`; messages call it `path`.
absl::StatusOr<Cluster> parseCluster(const std::string &text,
                                     const std::string &path);

} // namespace skein::simulator

#endif // SKEIN_SIMULATOR_TOPOLOGY_READCLUSTER_H
