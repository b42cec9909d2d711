//===- HostTensor.h - A dense tensor in host memory -------------*- C++ -*-===//
//
// Owns the elements of one tensor, row-major and without padding, as compiled
// code, data sets and checkpoints exchange them.
//
//===----------------------------------------------------------------------===//
#ifndef SKEIN_RUNTIME_TENSOR_HOSTTENSOR_H
#define SKEIN_RUNTIME_TENSOR_HOSTTENSOR_H

#include "absl/types/span.h"
#include "runtime/tensor/DataType.h"
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace skein::runtime {

using Shape = std::vector<int64_t>;

/// Product of the extents; 1 for the empty shape of a scalar.
int64_t elementCount(absl::Span<const int64_t> shape);

/// The spelling of the IR: "64x784xf32", "f32" for a scalar.
std::string typeString(DataType type, absl::Span<const int64_t> shape);

/// Element number `index` of dense memory. i64 beyond 2^53 is rounded.
double elementAsDouble(DataType type, const std::byte *data, int64_t index);

/// Zero-initialised memory that starts on a 64-byte boundary.
class AlignedBuffer {
public:
  static constexpr size_t alignment = 64;

  AlignedBuffer() = default;
  explicit AlignedBuffer(int64_t bytes);

  std::byte *data() { return storage.get(); }
  const std::byte *data() const { return storage.get(); }
  int64_t size() const { return bytes; }

private:
  struct Free {
    void operator()(std::byte *memory) const;
  };
  std::unique_ptr<std::byte, Free> storage;
  int64_t bytes = 0;
};

/// A tensor and its elements. Movable; copied by `clone` only, so that no copy
/// of a large tensor is made by accident.
class HostTensor {
public:
  HostTensor() = default;
  /// All elements are zero.
  HostTensor(DataType type, Shape shape);

  DataType type() const { return dataType; }
  const Shape &shape() const { return extents; }
  int64_t size() const { return elementCount(extents); }
  int64_t byteSize() const { return size() * byteWidth(dataType); }
  std::string typeString() const {
    return runtime::typeString(dataType, extents);
  }

  std::byte *data() { return buffer.data(); }
  const std::byte *data() const { return buffer.data(); }

  /// The elements as `T`, which must have the byte width of `type()`.
  template <typename T> absl::Span<T> as() {
    return {reinterpret_cast<T *>(data()), static_cast<size_t>(size())};
  }
  template <typename T> absl::Span<const T> as() const {
    return {reinterpret_cast<const T *>(data()), static_cast<size_t>(size())};
  }

  HostTensor clone() const;

private:
  DataType dataType = DataType::F32;
  Shape extents = {0};
  AlignedBuffer buffer;
};

} // namespace skein::runtime

#endif // SKEIN_RUNTIME_TENSOR_HOSTTENSOR_H
