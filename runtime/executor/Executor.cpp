#include "runtime/executor/Executor.h"
#include "absl/strings/str_cat.h"
#include "runtime/executor/Device.h"
#include "runtime/executor/Initialize.h"
#include "runtime/executor/Job.h"
#include "runtime/executor/Pieces.h"
#include "runtime/support/Status.h"
#include <algorithm>
#include <cstring>

namespace skein::runtime {
namespace {

/// That of the tensor in the single-device program.
const std::string &globalName(const Variable &variable) {
  return variable.part ? variable.part->name : variable.name;
}

} // namespace

Executor::Executor(Executable executable,
                   std::vector<std::unique_ptr<DeviceFabric>> fabrics,
                   std::function<void()> prepareThread)
    : loaded(std::move(executable)), prepareThread(std::move(prepareThread)) {
  size_t next = 0;
  for (int64_t mesh = 0; mesh < loaded.meshCount(); ++mesh)
    for (int64_t device = 0; device < loaded.meshNumber(mesh).deviceCount();
         ++device)
      devices.push_back(std::make_unique<Device>(
          loaded, DevicePlace{mesh, device}, std::move(fabrics[next++])));
}

Executor::~Executor() = default;

const Program *Executor::findProgram(absl::string_view name) const {
  for (const Program &program : loaded.programs)
    if (program.name == name)
      return &program;
  return nullptr;
}

std::vector<const Program *>
Executor::programsBeside(const Program &program) const {
  std::vector<const Program *> programs;
  for (const Program &other : loaded.programs)
    if (other.beside == program.name)
      programs.push_back(&other);
  return programs;
}

absl::Status Executor::initialize(uint64_t runSeed) {
  for (size_t i = 0; i < loaded.variables.size(); ++i) {
    const Variable &variable = loaded.variables[i];
    if (variable.initializer.kind == InitializerKind::None)
      return absl::FailedPreconditionError(
          absl::StrCat("variable @", variable.name,
                       " has no initialiser; expected a checkpoint"));
    initialize(i, runSeed);
  }
  return absl::OkStatus();
}

void Executor::initialize(size_t index, uint64_t runSeed) {
  const Variable &variable = loaded.variables[index];
  for (const auto &device : devices)
    if (device->holds(variable))
      initializePiece(variable, loaded.meshNumber(variable.mesh),
                      device->place.device, runSeed,
                      device->variables[index].data());
}

absl::Status Executor::restore(const std::string &source,
                               const TensorFile &file,
                               std::optional<uint64_t> runSeed) {
  auto error = [&](const auto &...parts) {
    return absl::InvalidArgumentError(absl::StrCat(source, ": ", parts...));
  };
  for (const Variable &variable : loaded.variables) {
    const std::string &name = globalName(variable);
    auto found = file.tensors.find(name);
    bool mayLack =
        runSeed && variable.initializer.kind != InitializerKind::None;
    if (found == file.tensors.end() && mayLack)
      continue;
    std::string expected = typeString(
        variable.type, globalShape(variable, loaded.meshNumber(variable.mesh)));
    if (found == file.tensors.end())
      return error("no tensor \"", name, "\"; expected ", expected);
    if (found->second.typeString() != expected)
      return error("tensor \"", name, "\" is ", found->second.typeString(),
                   "; expected ", expected);
  }
  for (const auto &[name, tensor] : file.tensors)
    if (std::none_of(loaded.variables.begin(), loaded.variables.end(),
                     [&](const Variable &variable) {
                       return globalName(variable) == name;
                     }))
      return error("tensor \"", name, "\" is not a variable of the program");
  for (size_t i = 0; i < loaded.variables.size(); ++i) {
    const Variable &variable = loaded.variables[i];
    auto found = file.tensors.find(globalName(variable));
    if (found == file.tensors.end()) {
      initialize(i, runSeed.value_or(0));
      continue;
    }
    for (const auto &device : devices)
      if (device->holds(variable))
        cutPiece(found->second, variable, loaded.meshNumber(variable.mesh),
                 device->place.device, device->variables[i].data());
  }
  return absl::OkStatus();
}

absl::StatusOr<std::map<std::string, HostTensor>> Executor::variables() const {
  std::map<std::string, HostTensor> tensors;
  for (size_t i = 0; i < loaded.variables.size(); ++i) {
    const Variable &variable = loaded.variables[i];
    const Mesh &mesh = loaded.meshNumber(variable.mesh);
    HostTensor &global = tensors[globalName(variable)];
    if (global.shape() != globalShape(variable, mesh))
      global = HostTensor(variable.type, globalShape(variable, mesh));
    for (const auto &device : devices)
      if (device->holds(variable) &&
          isFirstHolder(variable, mesh, device->place.device,
                        fixedAxes(mesh, variable.devices)))
        pastePiece(device->variables[i].data(), variable, mesh,
                   device->place.device, global);
  }
  SKEIN_RETURN_IF_ERROR(compareHolders(tensors));
  return tensors;
}

absl::Status Executor::compareHolders(
    const std::map<std::string, HostTensor> &tensors) const {
  for (size_t i = 0; i < loaded.variables.size(); ++i) {
    const Variable &variable = loaded.variables[i];
    HostTensor piece(variable.type, variable.localShape);
    for (const auto &device : devices) {
      if (!device->holds(variable))
        continue;
      cutPiece(tensors.at(globalName(variable)), variable,
               loaded.meshNumber(variable.mesh), device->place.device,
               piece.data());
      if (std::memcmp(piece.data(), device->variables[i].data(),
                      piece.byteSize()) != 0)
        return absl::InternalError(absl::StrCat(
            "variable @", variable.name, " is not the same on device ",
            device->place.device, " as on the first device that holds it"));
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<Outcome> Executor::run(const Program &program,
                                      const Dataset &dataset,
                                      const BatchRange &range,
                                      const Watcher &watcher) {
  return Job({loaded, devices, prepareThread, schedule, program, dataset, range,
              watcher})
      .run();
}

} // namespace skein::runtime
