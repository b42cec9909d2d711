#include "tests/reference/Tensors.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/DialectResourceBlobManager.h"
#include "llvm/ADT/TypeSwitch.h"

#include <limits>

using namespace mlir;

namespace skein::reference {
namespace {

using Operands = ArrayRef<const Tensor *>;

InFlightDiagnostic error(Operation *op) {
  return op->emitError("reference interpreter: ");
}

double toDouble(APFloat value) {
  bool losesInfo;
  value.convert(APFloat::IEEEdouble(), APFloat::rmNearestTiesToEven,
                &losesInfo);
  return value.convertToDouble();
}

/// Static extents, with the index operands `sizes` for the dynamic ones.
SmallVector<int64_t> mixed(ArrayRef<int64_t> statics, Operands dynamic) {
  SmallVector<int64_t> result(statics);
  for (int64_t &value : result)
    if (ShapedType::isDynamic(value)) {
      value = dynamic.front()->elements[0].integer;
      dynamic = dynamic.drop_front();
    }
  return result;
}

Tensor unwritten(ArrayRef<int64_t> shape) {
  Tensor result = Tensor::zeros(shape);
  double nan = std::numeric_limits<double>::quiet_NaN();
  for (Scalar &element : result.elements)
    element = {nan, 0, 0x5eed, true};
  return result;
}

/// The same elements in another shape of the same size, dynamic where one
/// extent of `type` is.
FailureOr<Tensor> reshaped(Operation *op, const Tensor &input,
                           RankedTensorType type) {
  SmallVector<int64_t> shape(type.getShape());
  int64_t known = 1;
  for (int64_t extent : shape)
    known *= ShapedType::isDynamic(extent) ? 1 : extent;
  for (int64_t &extent : shape)
    if (ShapedType::isDynamic(extent))
      extent = known ? input.size() / known : 0;
  if (sizeOf(shape) != input.size())
    return error(op) << "a reshape changes the number of elements", failure();
  return Tensor{shape, input.elements};
}

/// The slice of a tensor that a list of offsets, sizes and strides names.
struct Slice {
  SmallVector<int64_t> offsets, sizes, strides;

  template <typename OpTy> Slice(OpTy op, Operands dynamic) {
    auto take = [&](ArrayRef<int64_t> statics, size_t count) {
      auto values = mixed(statics, dynamic.take_front(count));
      dynamic = dynamic.drop_front(count);
      return values;
    };
    offsets = take(op.getStaticOffsets(), op.getOffsets().size());
    sizes = take(op.getStaticSizes(), op.getSizes().size());
    strides = take(op.getStaticStrides(), op.getStrides().size());
  }

  /// Calls `visit` with the index of every element in the whole tensor, in
  /// row-major order of the slice. Failure: outside `shape`.
  LogicalResult visit(ArrayRef<int64_t> shape,
                      function_ref<void(ArrayRef<int64_t>)> visit) const {
    LogicalResult status = success();
    forEachIndex(sizes, [&](ArrayRef<int64_t> index) {
      SmallVector<int64_t> whole(index);
      for (auto [dim, i] : llvm::enumerate(whole)) {
        i = offsets[dim] + i * strides[dim];
        if (i < 0 || i >= shape[dim])
          status = failure();
      }
      if (succeeded(status))
        visit(whole);
    });
    return status;
  }
};

FailureOr<Tensor> run(tensor::ExtractSliceOp op, Operands operands) {
  const Tensor &source = *operands[0];
  Slice slice(op, operands.drop_front());
  Tensor result = Tensor::zeros({});
  result.elements.clear();
  if (failed(slice.visit(source.shape, [&](ArrayRef<int64_t> index) {
        result.elements.push_back(source.at(index));
      })))
    return error(op) << "slice outside its source", failure();
  result.shape = slice.sizes;
  return reshaped(op, result, op.getType());
}

FailureOr<Tensor> run(tensor::InsertSliceOp op, Operands operands) {
  const Tensor &source = *operands[0];
  Tensor result = *operands[1];
  Slice slice(op, operands.drop_front(2));
  if (sizeOf(slice.sizes) != source.size())
    return error(op) << "slice and source differ in size", failure();
  int64_t next = 0;
  if (failed(slice.visit(result.shape, [&](ArrayRef<int64_t> index) {
        result.at(index) = source.elements[next++];
      })))
    return error(op) << "slice outside its destination", failure();
  return result;
}

FailureOr<Tensor> runPad(tensor::PadOp op, Operands operands,
                         const Tensor &value) {
  const Tensor &source = *operands[0];
  size_t lows = op.getLow().size();
  auto low = mixed(op.getStaticLow(), operands.slice(1, lows));
  auto high = mixed(op.getStaticHigh(), operands.drop_front(1 + lows));
  SmallVector<int64_t> shape(source.shape);
  for (auto [extent, l, h] : llvm::zip_equal(shape, low, high))
    extent += l + h;
  Tensor result = Tensor::zeros(shape);
  forEachIndex(shape, [&](ArrayRef<int64_t> index) {
    SmallVector<int64_t> inner(index);
    for (auto [i, l] : llvm::zip_equal(inner, low))
      i -= l;
    int64_t position = source.offset(inner);
    result.at(index) =
        position < 0 ? value.elements[0] : source.elements[position];
  });
  return result;
}

FailureOr<Tensor> run(tensor::ConcatOp op, Operands operands) {
  int64_t dim = op.getDim();
  SmallVector<int64_t> shape(operands[0]->shape);
  shape[dim] = 0;
  for (const Tensor *operand : operands)
    shape[dim] += operand->shape[dim];
  Tensor result = Tensor::zeros(shape);
  int64_t start = 0;
  for (const Tensor *operand : operands) {
    forEachIndex(operand->shape, [&](ArrayRef<int64_t> index) {
      SmallVector<int64_t> target(index);
      target[dim] += start;
      result.at(target) = operand->at(index);
    });
    start += operand->shape[dim];
  }
  return result;
}

FailureOr<Tensor> run(tensor::GatherOp op, Operands operands) {
  const Tensor &source = *operands[0], &indices = *operands[1];
  ArrayRef<int64_t> dims = op.getGatherDims();
  // The result is indexed by the leading dimensions of the indices, then by the
  // source with extent 1 in place of the gathered dimensions.
  SmallVector<int64_t> shape(ArrayRef<int64_t>(indices.shape).drop_back());
  size_t leading = shape.size();
  for (auto [dim, extent] : llvm::enumerate(source.shape))
    shape.push_back(
        llvm::is_contained(dims, static_cast<int64_t>(dim)) ? 1 : extent);
  Tensor result = Tensor::zeros(shape);
  LogicalResult status = success();
  forEachIndex(shape, [&](ArrayRef<int64_t> index) {
    SmallVector<int64_t> from(index.drop_front(leading));
    SmallVector<int64_t> coordinate(index.take_front(leading));
    coordinate.push_back(0);
    for (auto [i, dim] : llvm::enumerate(dims)) {
      coordinate.back() = i;
      from[dim] = indices.at(coordinate).integer;
    }
    int64_t position = source.offset(from);
    if (position < 0)
      status = error(op) << "index out of range";
    else
      result.at(index) = source.elements[position];
  });
  if (failed(status))
    return failure();
  return reshaped(op, result, op.getType());
}

FailureOr<Tensor> run(tensor::ExtractOp op, Operands operands) {
  SmallVector<int64_t> index;
  for (const Tensor *operand : operands.drop_front())
    index.push_back(operand->elements[0].integer);
  int64_t position = operands[0]->offset(index);
  if (position < 0)
    return error(op) << "index out of range", failure();
  return Tensor::ofScalar(operands[0]->elements[position]);
}

FailureOr<Tensor> run(tensor::InsertOp op, Operands operands) {
  Tensor result = *operands[1];
  SmallVector<int64_t> index;
  for (const Tensor *operand : operands.drop_front(2))
    index.push_back(operand->elements[0].integer);
  int64_t position = result.offset(index);
  if (position < 0)
    return error(op) << "index out of range", failure();
  result.elements[position] = operands[0]->elements[0];
  return result;
}

} // namespace

FailureOr<Tensor> constantValue(Operation *op, Attribute value,
                                Rounding rounding) {
  Type type = cast<TypedAttr>(value).getType();
  auto finish = [&](Tensor tensor) {
    for (Scalar &element : tensor.elements)
      element = asElementOf(type, element, rounding);
    return tensor;
  };
  if (auto real = dyn_cast<FloatAttr>(value))
    return finish(Tensor::ofReals({}, {real.getValueAsDouble()}));
  if (auto integer = dyn_cast<IntegerAttr>(value))
    return finish(Tensor::ofIntegers({}, {integer.getValue().getSExtValue()}));
  auto dense = dyn_cast<DenseElementsAttr>(value);
  if (auto resource = dyn_cast<DenseResourceElementsAttr>(value))
    if (AsmResourceBlob *blob = resource.getRawHandle().getBlob())
      dense = DenseElementsAttr::getFromRawBuffer(resource.getType(),
                                                  blob->getData());
  if (!dense)
    return error(op) << "unknown kind of constant", failure();
  Tensor result = Tensor::zeros({});
  result.shape.assign(dense.getType().getShape().begin(),
                      dense.getType().getShape().end());
  result.elements.clear();
  if (isa<FloatType>(dense.getElementType()))
    for (const APFloat &element : dense.getValues<APFloat>())
      result.elements.push_back({toDouble(element), 0, 0});
  else
    for (const APInt &element : dense.getValues<APInt>())
      result.elements.push_back({0, 0, element.getSExtValue()});
  return finish(std::move(result));
}

std::optional<FailureOr<Tensor>> runTensorOp(Operation *op, Operands operands,
                                             const Tensor *padValue) {
  using Result = std::optional<FailureOr<Tensor>>;
  return llvm::TypeSwitch<Operation *, Result>(op)
      .Case([&](tensor::EmptyOp empty) {
        return unwritten(mixed(empty.getType().getShape(), operands));
      })
      .Case([&](tensor::SplatOp splat) {
        Tensor result = Tensor::zeros(
            mixed(splat.getType().getShape(), operands.drop_front()));
        llvm::fill(result.elements, operands[0]->elements[0]);
        return result;
      })
      .Case<tensor::ExpandShapeOp, tensor::CollapseShapeOp>([&](auto reshape) {
        return reshaped(op, *operands[0], reshape.getResultType());
      })
      .Case([&](tensor::CastOp) { return *operands[0]; })
      .Case([&](tensor::FromElementsOp from) {
        Tensor result{SmallVector<int64_t>(from.getType().getShape()), {}};
        for (const Tensor *operand : operands)
          result.elements.push_back(operand->elements[0]);
        return result;
      })
      .Case([&](tensor::DimOp) -> Result {
        int64_t dim = operands[1]->elements[0].integer;
        if (dim < 0 || dim >= operands[0]->rank())
          return error(op) << "no such dimension", failure();
        return Tensor::ofIntegers({}, {operands[0]->shape[dim]});
      })
      .Case([&](tensor::PadOp pad) { return runPad(pad, operands, *padValue); })
      .Case<tensor::ExtractSliceOp, tensor::InsertSliceOp, tensor::ConcatOp,
            tensor::GatherOp, tensor::ExtractOp, tensor::InsertOp>(
          [&](auto concrete) { return run(concrete, operands); })
      .Default([](Operation *) -> Result { return std::nullopt; });
}

} // namespace skein::reference
