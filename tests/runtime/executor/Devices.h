//===- Devices.h - an executable driven call by call ------------*- C++ -*-===//
#ifndef SKEIN_TESTS_RUNTIME_EXECUTOR_DEVICES_H
#define SKEIN_TESTS_RUNTIME_EXECUTOR_DEVICES_H

#include "absl/status/statusor.h"
#include "runtime/executor/Executable.h"
#include "runtime/fabric/Communicator.h"

namespace skein::runtime {

/// All devices of one executable, a thread each in every call, with their
/// variables, which are zero at first.
class Devices {
public:
  explicit Devices(Executable loaded);

  const Mesh &mesh() const { return executable.mesh; }

  /// Gives every variable the value that its initialiser says.
  void initialize();

  void initialize(size_t index);

  void setVariable(size_t index, const HostTensor &global);
  HostTensor variable(size_t index) const;

  /// What one device has of every variable, in order.
  const std::vector<HostTensor> &variablesOf(size_t device) const {
    return variables[device];
  }

  /// Global results of one call with global inputs.
  absl::StatusOr<std::vector<HostTensor>>
  run(const Program &program, const std::vector<HostTensor> &inputs);

  const Executable executable;

private:
  HostTensor join(const TensorSpec &spec,
                  const std::vector<const HostTensor *> &pieces) const;
  absl::Status runDevice(const Program &program,
                         const std::vector<HostTensor> &globals, size_t device,
                         std::vector<HostTensor> &results);

  std::vector<std::unique_ptr<DeviceFabric>> fabrics;
  std::vector<std::vector<HostTensor>> variables; // by device
};

} // namespace skein::runtime

#endif // SKEIN_TESTS_RUNTIME_EXECUTOR_DEVICES_H
