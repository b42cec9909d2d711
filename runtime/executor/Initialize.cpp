#include "runtime/executor/Initialize.h"
#include "absl/functional/function_ref.h"
#include "runtime/executor/Pieces.h"
#include "runtime/tensor/Float16.h"
#include "runtime/tensor/Random.h"
#include <cmath>

namespace skein::runtime {
namespace {

/// The value of the element at a row-major position of the global tensor.
using ElementFunction = absl::FunctionRef<double(uint64_t)>;

/// Product of all extents but that of `dim`, counted from the end.
double fan(const Shape &shape, size_t dim) {
  if (shape.size() < 2)
    return elementCount(shape);
  return elementCount(shape) / std::max<int64_t>(1, *(shape.end() - 1 - dim));
}

double glorotLimit(const Shape &shape) {
  return std::sqrt(6 / (fan(shape, 0) + fan(shape, 1)));
}

double heDeviation(const Shape &shape) { return std::sqrt(2 / fan(shape, 0)); }

/// Fills a dense piece; its rows along the last dimension are runs of
/// consecutive global positions.
template <typename T>
void fill(T *local, const Shape &shape, const Shape &global,
          const Shape &offset, ElementFunction element) {
  int64_t row = shape.empty() ? 1 : shape.back();
  int64_t count = elementCount(shape);
  for (int64_t begin = 0; begin < count; begin += row) {
    uint64_t position = 0, stride = 1;
    int64_t index = begin;
    for (size_t dim = shape.size(); dim-- > 0;) {
      position += (offset[dim] + index % shape[dim]) * stride;
      index /= shape[dim];
      stride *= global[dim];
    }
    for (int64_t i = 0; i < row; ++i)
      local[begin + i] = T(element(position + i));
  }
}

void fill(void *local, DataType type, const Shape &shape, const Shape &global,
          const Shape &offset, ElementFunction element) {
  auto fillAs = [&](auto *typed) {
    fill(typed, shape, global, offset, element);
  };
  switch (type) {
  case DataType::F64:
    return fillAs(static_cast<double *>(local));
  case DataType::F32:
    return fillAs(static_cast<float *>(local));
  case DataType::F16:
    return fillAs(static_cast<Half *>(local));
  case DataType::BF16:
    return fillAs(static_cast<BFloat16 *>(local));
  case DataType::I64:
    return fillAs(static_cast<int64_t *>(local));
  case DataType::I32:
    return fillAs(static_cast<int32_t *>(local));
  case DataType::I16:
    return fillAs(static_cast<int16_t *>(local));
  case DataType::I8:
    return fillAs(static_cast<int8_t *>(local));
  case DataType::I1:
    return fillAs(static_cast<bool *>(local));
  }
}

} // namespace

void initializePiece(const Variable &variable, const Mesh &mesh, int64_t device,
                     uint64_t runSeed, void *local) {
  const Initializer &initializer = variable.initializer;
  Shape global = globalShape(variable, mesh);
  Shape offset = pieceOffset(variable, mesh, device);
  uint64_t seed = initializer.seed + scramble(runSeed);
  auto fillWith = [&](ElementFunction element) {
    fill(local, variable.type, variable.localShape, global, offset, element);
  };
  auto fillUniform = [&](double low, double high) {
    fillWith([=](uint64_t i) {
      return low + (high - low) * randomUniform(seed, i);
    });
  };
  auto fillNormal = [&](double mean, double deviation) {
    fillWith(
        [=](uint64_t i) { return mean + deviation * randomNormal(seed, i); });
  };
  switch (initializer.kind) {
  case InitializerKind::None:
    return;
  case InitializerKind::Literal: {
    TensorSpec own = variable;
    own.part.reset();
    return cutPiece(*initializer.literal, own, mesh, device, local);
  }
  case InitializerKind::Zeros:
    return fillWith([](uint64_t) { return 0.0; });
  case InitializerKind::Constant:
    return fillWith([&](uint64_t) { return initializer.first; });
  case InitializerKind::Uniform:
    return fillUniform(initializer.first, initializer.second);
  case InitializerKind::Normal:
    return fillNormal(initializer.first, initializer.second);
  case InitializerKind::GlorotUniform:
    return fillUniform(-glorotLimit(global), glorotLimit(global));
  case InitializerKind::HeNormal:
    return fillNormal(0, heDeviation(global));
  }
}

} // namespace skein::runtime
