#include "runtime/executor/Device.h"
#include <algorithm>

namespace skein::runtime {

Device::Device(const Executable &loaded, DevicePlace place,
               std::unique_ptr<DeviceFabric> fabric)
    : place(place) {
  for (const Variable &variable : loaded.variables)
    variables.push_back(holds(variable)
                            ? HostTensor(variable.type, variable.localShape)
                            : HostTensor());
  // Threads of one device must not meet in a collective, and each needs a
  // stream for what it starts, too.
  int64_t stream = 0, mainArenaBytes = 0;
  for (const Program &program : loaded.programs) {
    bool isHere = program.mesh == place.mesh && isOn(program, place.device);
    if (!program.beside.empty())
      stream += 2;
    if (isHere && program.beside.empty())
      mainArenaBytes = std::max(mainArenaBytes, program.arenaBytes);
    else if (isHere)
      lanes.try_emplace(program.name, fabric->forStream(stream),
                        program.arenaBytes);
  }
  lanes.try_emplace("", std::move(fabric), mainArenaBytes);
}

} // namespace skein::runtime
