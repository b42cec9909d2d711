//===- ReadResourceSpec.h - AutoDist's resource specs -----------*- C++ -*-===//
//
// The file that AutoDist calls resource_spec.yml, read as a cluster. It says
// which machines there are and how fast their network cards are. What it does not
// say, what devices compute and what happens inside of a machine, stands beside
// it under `skein`, a key that AutoDist passes over:
//
//   nodes:
//     - {address: 10.0.0.1, gpus: [0, 1], chief: true, network_bandwidth: 10}
//     - {address: 10.0.0.2, gpus: [0, 1], ssh_config: all}  # 1 Gbit/s
//   ssh: {all: {username: me}}
//   skein:
//     gpu: {peak: {f32: 15.7 TFLOP/s}, memory: 16 GB,
//           memory_bandwidth: 900 GB/s, launch_overhead: 4 us}
//     cpu: {peak: {f32: 1 TFLOP/s}, memory: 64 GB,
//           memory_bandwidth: 100 GB/s, launch_overhead: 1 us}
//     inside: {bandwidth: 12 GB/s, latency: 5 us}  # of a machine, likewise
//     network: {latency: 50 us}  # of each crossing: two from machine to machine
//
// - CPU 0 of every node is there, more of `cpus` only where a node has no GPUs.
//   Devices are called 10.0.0.1:GPU:0.
// - Meshes take the replicas first, all GPUs and then the CPUs of nodes without
//   any, and behind them the other CPUs, which are for servers.
// - A machine is a switch that its devices are joined to, `inside`; its card joins
//   it to the network, at network_bandwidth in Gbit/s, by default 1.
// - One node is the chief, all others have an ssh_config.
//
//===----------------------------------------------------------------------===//

#ifndef SKEIN_SIMULATOR_TOPOLOGY_READRESOURCESPEC_H
#define SKEIN_SIMULATOR_TOPOLOGY_READRESOURCESPEC_H

#include "simulator/topology/Topology.h"

#include "yaml-cpp/yaml.h"

namespace skein::simulator {

/// Whether a file is a resource spec: it has `nodes`.
bool isResourceSpec(const YAML::Node &root);

/// The cluster, without a name. Throws Refused.
Cluster readResourceSpec(const YAML::Node &root);

} // namespace skein::simulator

#endif // SKEIN_SIMULATOR_TOPOLOGY_READRESOURCESPEC_H
