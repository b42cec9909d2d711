//===- Device.h - A virtual device of the executor --------------*- C++ -*-===//
#ifndef SKEIN_RUNTIME_EXECUTOR_DEVICE_H
#define SKEIN_RUNTIME_EXECUTOR_DEVICE_H

#include "runtime/abi/Context.h"
#include "runtime/executor/Pieces.h"
#include <map>

namespace skein::runtime {

/// What one thread of a device has for itself.
struct Lane {
  Lane(std::unique_ptr<DeviceFabric> ownFabric, int64_t arenaBytes)
      : fabric(std::move(ownFabric)),
        arena(arenaBytes), context{*fabric, {}, {}, {}} {}

  std::unique_ptr<DeviceFabric> fabric;
  AlignedBuffer arena;
  skrt_context context;
};

/// One virtual device: its variables, and a lane for main programs, of which
/// one runs at a time, and for every program beside them.
class Device {
public:
  Device(const Executable &loaded, DevicePlace place,
         std::unique_ptr<DeviceFabric> fabric);

  bool holds(const Variable &variable) const {
    return variable.mesh == place.mesh && isOn(variable, place.device);
  }

  Lane &laneOf(const Program &program) {
    return lanes.at(program.beside.empty() ? "" : program.name);
  }

  const DevicePlace place;
  /// In the order of the module; empty tensors for those that live elsewhere.
  std::vector<HostTensor> variables;

private:
  std::map<std::string, Lane> lanes; // by program; "": of main programs
};

} // namespace skein::runtime

#endif // SKEIN_RUNTIME_EXECUTOR_DEVICE_H
