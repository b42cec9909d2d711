#include "tests/runtime/executor/Devices.h"
#include "runtime/abi/Context.h"
#include "runtime/backends/cpu/LibraryThreads.h"
#include "runtime/executor/Initialize.h"
#include "runtime/executor/Pieces.h"
#include "runtime/fabric/threads/ThreadFabric.h"
#include <algorithm>
#include <thread>

namespace skein::runtime {

Devices::Devices(Executable loaded)
    : executable(std::move(loaded)),
      fabrics(createThreadFabric(executable.mesh)), variables(fabrics.size()) {
  for (std::vector<HostTensor> &own : variables)
    for (const Variable &variable : executable.variables)
      own.emplace_back(variable.type, variable.localShape);
}

void Devices::initialize() {
  for (size_t i = 0; i < executable.variables.size(); ++i)
    initialize(i);
}

void Devices::initialize(size_t index) {
  for (size_t device = 0; device < variables.size(); ++device)
    initializePiece(executable.variables[index], mesh(), device, /*runSeed=*/0,
                    variables[device][index].data());
}

void Devices::setVariable(size_t index, const HostTensor &global) {
  for (size_t device = 0; device < variables.size(); ++device)
    cutPiece(global, executable.variables[index], mesh(), device,
             variables[device][index].data());
}

HostTensor Devices::variable(size_t index) const {
  std::vector<const HostTensor *> pieces;
  for (const std::vector<HostTensor> &own : variables)
    pieces.push_back(&own[index]);
  return join(executable.variables[index], pieces);
}

absl::StatusOr<std::vector<HostTensor>>
Devices::run(const Program &program, const std::vector<HostTensor> &inputs) {
  std::vector<std::vector<HostTensor>> results(fabrics.size());
  std::vector<absl::Status> statuses(fabrics.size());
  std::vector<std::thread> threads;
  for (size_t device = 0; device < fabrics.size(); ++device)
    threads.emplace_back([&, device] {
      statuses[device] = runDevice(program, inputs, device, results[device]);
    });
  for (std::thread &thread : threads)
    thread.join();
  for (const absl::Status &status : statuses)
    if (!status.ok())
      return status;
  std::vector<HostTensor> joined;
  for (size_t index = 0; index < program.results.size(); ++index) {
    std::vector<const HostTensor *> pieces;
    for (const std::vector<HostTensor> &own : results)
      pieces.push_back(&own[index]);
    joined.push_back(join(program.results[index], pieces));
  }
  return joined;
}

HostTensor Devices::join(const TensorSpec &spec,
                         const std::vector<const HostTensor *> &pieces) const {
  HostTensor global(spec.type, globalShape(spec, mesh()));
  for (size_t device = 0; device < pieces.size(); ++device)
    pastePiece(pieces[device]->data(), spec, mesh(), device, global);
  return global;
}

absl::Status Devices::runDevice(const Program &program,
                                const std::vector<HostTensor> &globals,
                                size_t device,
                                std::vector<HostTensor> &results) {
  setLibraryThreads(1);
  std::vector<HostTensor> inputs;
  for (size_t index = 0; index < globals.size(); ++index) {
    const Input &input = program.inputs[index];
    inputs.emplace_back(input.type, input.localShape);
    cutPiece(globals[index], input, mesh(), device, inputs.back().data());
  }
  for (const Result &result : program.results)
    results.emplace_back(result.type, result.localShape);
  HostTensor arena(DataType::I8, {program.arenaBytes});
  // What a step does not write it must not read.
  std::fill_n(arena.data(), arena.byteSize(), std::byte(0xff));
  std::vector<void *> buffers;
  for (std::vector<HostTensor> *tensors :
       {&variables[device], &inputs, &results})
    for (HostTensor &tensor : *tensors)
      buffers.push_back(tensor.data());
  buffers.push_back(arena.data());
  skrt_context context{*fabrics[device]};
  program.entry(&context, buffers.data());
  return context.status;
}

} // namespace skein::runtime
