#include "runtime/executor/Pieces.h"
#include "runtime/tensor/Block.h"
#include <algorithm>
#include <numeric>

namespace skein::runtime {

Shape globalShape(const TensorSpec &spec, const Mesh &mesh) {
  if (spec.part)
    return spec.part->shape;
  Shape shape = spec.localShape;
  for (const Split &split : spec.splits)
    shape[split.dim] *= mesh.axes[split.axis].size;
  return shape;
}

Shape pieceOffset(const TensorSpec &spec, const Mesh &mesh, int64_t device) {
  // Outer axes come first: position = (outer * inner size + inner) * extent.
  Shape offset(spec.localShape.size(), 0);
  for (const Split &split : spec.splits)
    offset[split.dim] = offset[split.dim] * mesh.axes[split.axis].size +
                        mesh.coordinate(device, split.axis);
  for (size_t dim = 0; dim < offset.size(); ++dim)
    offset[dim] = offset[dim] * spec.localShape[dim] +
                  (spec.part ? spec.part->offset[dim] : 0);
  return offset;
}

bool isFirstHolder(const TensorSpec &spec, const Mesh &mesh, int64_t device,
                   AxisSet apart) {
  for (const Split &split : spec.splits)
    apart |= AxisSet(1) << split.axis;
  return mesh.group(device, ~apart).front() == device;
}

AxisSet fixedAxes(const Mesh &mesh, const std::vector<int64_t> &devices) {
  AxisSet axes = 0;
  for (size_t axis = 0; axis < mesh.axes.size() && !devices.empty(); ++axis)
    if (std::all_of(devices.begin(), devices.end(), [&](int64_t device) {
          return mesh.coordinate(device, axis) ==
                 mesh.coordinate(devices.front(), axis);
        }))
      axes |= AxisSet(1) << axis;
  return axes;
}

std::vector<int64_t> devicesOf(const Executable &executable,
                               const Program &program) {
  if (!program.devices.empty())
    return program.devices;
  std::vector<int64_t> all(executable.meshNumber(program.mesh).deviceCount());
  std::iota(all.begin(), all.end(), 0);
  return all;
}

std::vector<size_t> variablesOf(const Executable &executable,
                                const Program &program) {
  std::vector<int64_t> devices = devicesOf(executable, program);
  std::vector<size_t> variables;
  for (size_t i = 0; i < executable.variables.size(); ++i) {
    const Variable &variable = executable.variables[i];
    auto livesOn = [&](int64_t device) { return isOn(variable, device); };
    if (variable.mesh == program.mesh &&
        std::all_of(devices.begin(), devices.end(), livesOn))
      variables.push_back(i);
  }
  return variables;
}

void cutPiece(const HostTensor &global, const TensorSpec &spec,
              const Mesh &mesh, int64_t device, void *local) {
  Shape origin(spec.localShape.size(), 0);
  Shape offset = pieceOffset(spec, mesh, device);
  copyBlock({global.data(), global.shape(), offset},
            {static_cast<std::byte *>(local), spec.localShape, origin},
            spec.localShape, byteWidth(spec.type));
}

void pastePiece(const void *local, const TensorSpec &spec, const Mesh &mesh,
                int64_t device, HostTensor &global) {
  Shape origin(spec.localShape.size(), 0);
  Shape offset = pieceOffset(spec, mesh, device);
  copyBlock({static_cast<const std::byte *>(local), spec.localShape, origin},
            {global.data(), global.shape(), offset}, spec.localShape,
            byteWidth(spec.type));
}

} // namespace skein::runtime
