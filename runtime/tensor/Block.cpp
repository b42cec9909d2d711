#include "runtime/tensor/Block.h"
#include <cstring>

namespace skein::runtime {

void copyBlock(BlockOrigin<const std::byte> source,
               BlockOrigin<std::byte> target, absl::Span<const int64_t> extent,
               int64_t elementBytes) {
  // Dimensions that are copied whole join the run behind them.
  size_t rank = extent.size();
  int64_t run = elementBytes;
  while (rank > 0 && source.shape[rank - 1] == extent[rank - 1] &&
         target.shape[rank - 1] == extent[rank - 1])
    run *= extent[--rank];
  if (rank == 0) {
    if (run > 0)
      std::memcpy(target.data, source.data, run);
    return;
  }
  int64_t sourceStride = elementBytes, targetStride = elementBytes;
  for (size_t dim = 1; dim < extent.size(); ++dim) {
    sourceStride *= source.shape[dim];
    targetStride *= target.shape[dim];
  }
  source.data += source.offset[0] * sourceStride;
  target.data += target.offset[0] * targetStride;
  if (rank == 1) {
    if (extent[0] > 0 && run > 0)
      std::memcpy(target.data, source.data, extent[0] * run);
    return;
  }
  for (int64_t i = 0; i < extent[0]; ++i)
    copyBlock({source.data + i * sourceStride, source.shape.subspan(1),
               source.offset.subspan(1)},
              {target.data + i * targetStride, target.shape.subspan(1),
               target.offset.subspan(1)},
              extent.subspan(1), elementBytes);
}

} // namespace skein::runtime
