#include "tests/reference/Grid.h"

#include "dialect/Distribution.h"

#include <algorithm>
#include <cstring>
#include <limits>

using namespace mlir;

namespace skein::reference {
namespace {

int64_t combineIntegers(ReductionKind kind, int64_t a, int64_t b) {
  switch (kind) {
  case ReductionKind::Sum:
    return static_cast<uint64_t>(a) + static_cast<uint64_t>(b);
  case ReductionKind::Mul:
    return static_cast<uint64_t>(a) * static_cast<uint64_t>(b);
  case ReductionKind::Max:
    return std::max(a, b);
  case ReductionKind::Min:
    return std::min(a, b);
  case ReductionKind::And:
    return a & b;
  case ReductionKind::Or:
    return a | b;
  }
  llvm_unreachable("all kinds are above");
}

double combineReals(ReductionKind kind, double a, double b) {
  switch (kind) {
  case ReductionKind::Sum:
    return a + b;
  case ReductionKind::Mul:
    return a * b;
  case ReductionKind::Max:
    return std::isnan(a) || a > b ? a : b;
  case ReductionKind::Min:
    return std::isnan(a) || a < b ? a : b;
  default:
    llvm_unreachable("and, or of floats are refused by the attribute");
  }
}

bool sameBits(const Tensor &a, const Tensor &b) {
  return a.shape == b.shape &&
         std::equal(a.elements.begin(), a.elements.end(), b.elements.begin(),
                    [](const Scalar &x, const Scalar &y) {
                      return std::memcmp(&x.real, &y.real, sizeof(double)) ==
                                 0 &&
                             x.integer == y.integer && x.poison == y.poison;
                    });
}

/// The states of `type` as (axis, state), outer splits of a dimension first.
std::vector<AxisStateAttr> statesOf(RankedTensorType type) {
  if (auto distribution =
          dyn_cast_or_null<DistributionAttr>(type.getEncoding()))
    return distribution.getStates().vec();
  return {};
}

} // namespace

//===----------------------------------------------------------------------===//
// Devices
//===----------------------------------------------------------------------===//

Grid Grid::of(MeshOp mesh) {
  Grid grid;
  for (Attribute name : mesh.getAxisNames())
    grid.axes.push_back(cast<StringAttr>(name).str());
  grid.sizes = mesh.getAxisSizes().vec();
  return grid;
}

unsigned Grid::devices() const { return sizeOf(sizes); }

size_t Grid::position(StringRef axis) const {
  auto found = llvm::find(axes, axis);
  assert(found != axes.end() && "the verifier knows the axes of a mesh");
  return found - axes.begin();
}

std::vector<std::vector<unsigned>>
Grid::groups(ArrayRef<StringRef> over) const {
  SmallVector<int64_t> inner, outer(sizes.begin(), sizes.end());
  for (StringRef axis : over) {
    inner.push_back(sizes[position(axis)]);
    outer[position(axis)] = 1;
  }
  std::vector<std::vector<unsigned>> result;
  forEachIndex(outer, [&](ArrayRef<int64_t> base) {
    auto &group = result.emplace_back();
    forEachIndex(inner, [&](ArrayRef<int64_t> place) {
      SmallVector<int64_t> coordinates(base);
      for (auto [axis, i] : llvm::zip_equal(over, place))
        coordinates[position(axis)] = i;
      unsigned device = 0;
      for (auto [i, size] : llvm::zip_equal(coordinates, sizes))
        device = device * size + i;
      group.push_back(device);
    });
  });
  return result;
}

//===----------------------------------------------------------------------===//
// Values
//===----------------------------------------------------------------------===//

Tensor combine(ReductionKind kind, ArrayRef<const Tensor *> values, Type type) {
  Tensor result = *values.front();
  bool real = isa<FloatType>(getElementTypeOrSelf(type));
  for (const Tensor *value : values.drop_front())
    for (auto [x, y] : llvm::zip_equal(result.elements, value->elements)) {
      if (real)
        x.real = combineReals(kind, x.real, y.real);
      else
        x.integer = combineIntegers(kind, x.integer, y.integer);
      x.poison |= y.poison;
    }
  for (Scalar &element : result.elements)
    element = asElementOf(type, element, Rounding::None);
  return result;
}

Scalar neutral(ReductionKind kind, Type type) {
  Type element = getElementTypeOrSelf(type);
  const double infinity = std::numeric_limits<double>::infinity();
  unsigned width = element.isIndex() ? 64 : element.getIntOrFloatBitWidth();
  int64_t largest = llvm::maxIntN(width), smallest = llvm::minIntN(width);
  switch (kind) {
  case ReductionKind::Sum:
  case ReductionKind::Or:
    return {0, 0, 0};
  case ReductionKind::Mul:
    return {1, 0, 1};
  case ReductionKind::Max:
    return asElementOf(type, {-infinity, 0, smallest}, Rounding::None);
  case ReductionKind::Min:
    return asElementOf(type, {infinity, 0, largest}, Rounding::None);
  case ReductionKind::And:
    return asElementOf(type, {0, 0, -1}, Rounding::None);
  }
  llvm_unreachable("all kinds are above");
}

Tensor concatenate(ArrayRef<const Tensor *> pieces, int64_t dim) {
  SmallVector<int64_t> shape(pieces.front()->shape);
  shape[dim] = 0;
  for (const Tensor *piece : pieces)
    shape[dim] += piece->shape[dim];
  Tensor result = Tensor::zeros(shape);
  int64_t start = 0;
  for (const Tensor *piece : pieces) {
    forEachIndex(piece->shape, [&](ArrayRef<int64_t> index) {
      SmallVector<int64_t> target(index);
      target[dim] += start;
      result.at(target) = piece->at(index);
    });
    start += piece->shape[dim];
  }
  return result;
}

Tensor piece(const Tensor &whole, int64_t dim, int64_t index, int64_t count) {
  SmallVector<int64_t> shape(whole.shape);
  assert(shape[dim] % count == 0 && "pieces are even");
  shape[dim] /= count;
  Tensor result = Tensor::zeros(shape);
  forEachIndex(shape, [&](ArrayRef<int64_t> position) {
    SmallVector<int64_t> from(position);
    from[dim] += index * shape[dim];
    result.at(position) = whole.at(from);
  });
  return result;
}

SmallVector<int64_t> globalShape(RankedTensorType type, const Grid &grid) {
  SmallVector<int64_t> shape(type.getShape());
  for (AxisStateAttr state : statesOf(type))
    if (state.getKind() == StateKind::Split)
      shape[state.getDim()] *= grid.sizes[grid.position(state.getAxis())];
  return shape;
}

std::optional<Tensor> globalValue(const PerDevice &local, RankedTensorType type,
                                  const Grid &grid, std::string &why) {
  // Every step leaves one value per group in the place of its first device.
  PerDevice values = local;
  std::vector<AxisStateAttr> states = statesOf(type);
  auto stateOf = [&](StringRef axis) -> AxisStateAttr {
    auto found = llvm::find_if(states, [&](AxisStateAttr state) {
      return state.getAxis().getValue() == axis;
    });
    return found == states.end() ? AxisStateAttr() : *found;
  };
  // Replicated axes first: their promise is about the local values.
  for (StringRef axis : grid.axes)
    if (!stateOf(axis))
      for (auto &group : grid.groups(axis))
        for (unsigned device : group)
          if (!sameBits(values[device], values[group.front()])) {
            why = "replicas differ along " + axis.str();
            return std::nullopt;
          }
  // Inner splits of a dimension before outer ones.
  for (AxisStateAttr state : llvm::reverse(states)) {
    if (state.getKind() == StateKind::Varying) {
      why = "varying along " + state.getAxis().str();
      return std::nullopt;
    }
    for (auto &group : grid.groups(state.getAxis().getValue())) {
      std::vector<const Tensor *> members;
      for (unsigned device : group)
        members.push_back(&values[device]);
      values[group.front()] =
          state.getKind() == StateKind::Split
              ? concatenate(members, state.getDim())
              : combine(state.getReduction(), members, type);
    }
  }
  return values.front();
}

PerDevice dealOut(const Tensor &global, RankedTensorType type,
                  const Grid &grid) {
  PerDevice values(grid.devices(), global);
  for (AxisStateAttr state : statesOf(type)) {
    for (auto &group : grid.groups(state.getAxis().getValue()))
      for (auto [i, device] : llvm::enumerate(group)) {
        if (state.getKind() == StateKind::Split)
          values[device] =
              piece(values[device], state.getDim(), i, group.size());
        else if (state.getKind() == StateKind::Partial && i > 0) {
          Tensor rest = Tensor::zeros(values[device].shape);
          llvm::fill(rest.elements, neutral(state.getReduction(), type));
          values[device] = rest;
        }
      }
  }
  return values;
}

} // namespace skein::reference
