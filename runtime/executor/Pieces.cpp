#include "runtime/executor/Pieces.h"
#include "runtime/tensor/Block.h"

namespace skein::runtime {

Shape globalShape(const TensorSpec &spec, const Mesh &mesh) {
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
    offset[dim] *= spec.localShape[dim];
  return offset;
}

bool isFirstHolder(const TensorSpec &spec, const Mesh &mesh, int64_t device) {
  AxisSet splitting = 0;
  for (const Split &split : spec.splits)
    splitting |= AxisSet(1) << split.axis;
  return mesh.group(device, ~splitting).front() == device;
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
