#include "tests/reference/Tensor.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

namespace skein::reference {

int64_t sizeOf(llvm::ArrayRef<int64_t> shape) {
  int64_t size = 1;
  for (int64_t extent : shape)
    size *= extent;
  return size;
}

Tensor Tensor::zeros(llvm::ArrayRef<int64_t> shape) {
  return {llvm::SmallVector<int64_t>(shape),
          std::vector<Scalar>(sizeOf(shape))};
}

Tensor Tensor::ofReals(llvm::ArrayRef<int64_t> shape,
                       llvm::ArrayRef<double> values) {
  Tensor result = zeros(shape);
  assert(result.size() == static_cast<int64_t>(values.size()));
  for (auto [element, value] : llvm::zip_equal(result.elements, values))
    element.real = value;
  return result;
}

Tensor Tensor::ofIntegers(llvm::ArrayRef<int64_t> shape,
                          llvm::ArrayRef<int64_t> values) {
  Tensor result = zeros(shape);
  assert(result.size() == static_cast<int64_t>(values.size()));
  for (auto [element, value] : llvm::zip_equal(result.elements, values))
    element.integer = value;
  return result;
}

Tensor Tensor::ofScalar(Scalar value) { return {{}, {value}}; }

int64_t Tensor::offset(llvm::ArrayRef<int64_t> index) const {
  assert(index.size() == shape.size());
  int64_t position = 0;
  for (auto [i, extent] : llvm::zip_equal(index, shape)) {
    if (i < 0 || i >= extent)
      return -1;
    position = position * extent + i;
  }
  return position;
}

Scalar &Tensor::at(llvm::ArrayRef<int64_t> index) {
  int64_t position = offset(index);
  assert(position >= 0 && "index outside the tensor");
  return elements[position];
}

const Scalar &Tensor::at(llvm::ArrayRef<int64_t> index) const {
  return const_cast<Tensor *>(this)->at(index);
}

std::vector<double> Tensor::reals() const {
  std::vector<double> result;
  for (const Scalar &element : elements)
    result.push_back(element.real);
  return result;
}

std::vector<double> Tensor::tangents() const {
  std::vector<double> result;
  for (const Scalar &element : elements)
    result.push_back(element.tangent);
  return result;
}

std::vector<int64_t> Tensor::integers() const {
  std::vector<int64_t> result;
  for (const Scalar &element : elements)
    result.push_back(element.integer);
  return result;
}

void forEachIndex(llvm::ArrayRef<int64_t> shape,
                  llvm::function_ref<void(llvm::ArrayRef<int64_t>)> visit) {
  if (sizeOf(shape) == 0)
    return;
  llvm::SmallVector<int64_t> index(shape.size(), 0);
  while (true) {
    visit(index);
    int64_t dim = static_cast<int64_t>(shape.size()) - 1;
    while (dim >= 0 && ++index[dim] == shape[dim])
      index[dim--] = 0;
    if (dim < 0)
      return;
  }
}

double relativeDifference(const Tensor &actual, const Tensor &expected,
                          double floor) {
  if (actual.shape != expected.shape)
    return std::numeric_limits<double>::infinity();
  double difference = 0, scale = floor;
  for (auto [a, b] : llvm::zip_equal(actual.elements, expected.elements)) {
    if (a.poison || b.poison || std::isnan(a.real) || std::isnan(b.real))
      return std::numeric_limits<double>::infinity();
    if (a.real != b.real) // Equal infinities have no difference.
      difference = std::max(difference, std::abs(a.real - b.real));
    scale = std::max(scale, std::abs(b.real));
  }
  return difference / scale;
}

} // namespace skein::reference
