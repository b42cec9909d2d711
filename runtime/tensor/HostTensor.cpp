#include "runtime/tensor/HostTensor.h"
#include "absl/strings/str_cat.h"
#include "runtime/tensor/Float16.h"
#include <cstdlib>
#include <cstring>
#include <new>

namespace skein::runtime {

int64_t elementCount(absl::Span<const int64_t> shape) {
  int64_t count = 1;
  for (int64_t extent : shape)
    count *= extent;
  return count;
}

std::string typeString(DataType type, absl::Span<const int64_t> shape) {
  std::string text;
  for (int64_t extent : shape)
    absl::StrAppend(&text, extent, "x");
  return absl::StrCat(text, name(type));
}

double elementAsDouble(DataType type, const std::byte *data, int64_t index) {
  auto at = [&](auto zero) {
    std::memcpy(&zero, data + index * sizeof(zero), sizeof(zero));
    return static_cast<double>(zero);
  };
  switch (type) {
  case DataType::F64:
    return at(double());
  case DataType::F32:
    return at(float());
  case DataType::F16:
    return at(Half());
  case DataType::BF16:
    return at(BFloat16());
  case DataType::I64:
    return at(int64_t());
  case DataType::I32:
    return at(int32_t());
  case DataType::I16:
    return at(int16_t());
  case DataType::I8:
    return at(int8_t());
  case DataType::I1:
    return at(uint8_t());
  }
}

AlignedBuffer::AlignedBuffer(int64_t bytes) : bytes(bytes) {
  // std::aligned_alloc wants a multiple of the alignment; never ask for 0.
  size_t rounded = (bytes / alignment + 1) * alignment;
  auto *memory =
      static_cast<std::byte *>(std::aligned_alloc(alignment, rounded));
  if (!memory)
    throw std::bad_alloc();
  std::memset(memory, 0, rounded);
  storage.reset(memory);
}

void AlignedBuffer::Free::operator()(std::byte *memory) const {
  std::free(memory);
}

HostTensor::HostTensor(DataType type, Shape shape)
    : dataType(type), extents(std::move(shape)), buffer(byteSize()) {}

HostTensor HostTensor::clone() const {
  HostTensor copy(dataType, extents);
  std::memcpy(copy.data(), data(), byteSize());
  return copy;
}

} // namespace skein::runtime
