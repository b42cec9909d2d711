//===- ThreadFabric.h - Virtual devices as threads --------------*- C++ -*-===//
//
// The fabric of a run inside one process: members read and write each other's
// buffers directly.
//
//===----------------------------------------------------------------------===//
#ifndef SKEIN_RUNTIME_FABRIC_THREADS_THREADFABRIC_H
#define SKEIN_RUNTIME_FABRIC_THREADS_THREADFABRIC_H

#include "runtime/fabric/Communicator.h"
#include <memory>
#include <vector>

namespace skein::runtime {

/// One fabric per device of the mesh, in the order of device numbers. Each is
/// used by one thread at a time; abort may come from any. A member that waits
/// yields its core for some microseconds, then sleeps.
std::vector<std::unique_ptr<DeviceFabric>> createThreadFabric(const Mesh &mesh);

} // namespace skein::runtime

#endif // SKEIN_RUNTIME_FABRIC_THREADS_THREADFABRIC_H
