#include "passes/adjoint/Adjoint.h"

#include "passes/adjoint/Scalars.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;

namespace skein::passes {

Value createSum(OpBuilder &builder, Location loc, Value lhs, Value rhs) {
  auto type = dyn_cast<RankedTensorType>(lhs.getType());
  if (!type)
    return arith::AddFOp::create(builder, loc, lhs, rhs);
  Value empty = tensor::EmptyOp::create(builder, loc, type, ValueRange{});
  return linalg::AddOp::create(builder, loc, ValueRange{lhs, rhs},
                               ValueRange{empty})
      .getResult(0);
}

void Cotangents::add(Location loc, Value value, Value contribution) {
  if (!isVaried(value) || !contribution)
    return;
  assert(!isByRows(value) && "a table that is looked up is also read whole");
  Value &sum = collected[value];
  sum = sum ? createSum(builder, loc, sum, contribution) : contribution;
}

/// True if the two slices, of unit strides and known bounds, share no element.
static bool areDisjoint(const Cotangents::Slice &slice,
                        tensor::InsertSliceOp other) {
  auto bounds = [](OpFoldResult offset, OpFoldResult size,
                   OpFoldResult stride) {
    std::optional<int64_t> begin = getConstantIntValue(offset),
                           length = getConstantIntValue(size);
    bool known = begin && length && isConstantIntValue(stride, 1);
    return known ? std::make_optional(std::pair(*begin, *begin + *length))
                 : std::nullopt;
  };
  for (auto [offset, size, stride, otherOffset, otherSize, otherStride] :
       llvm::zip_equal(slice.offsets, slice.sizes, slice.strides,
                       other.getMixedOffsets(), other.getMixedSizes(),
                       other.getMixedStrides())) {
    auto mine = bounds(offset, size, stride),
         theirs = bounds(otherOffset, otherSize, otherStride);
    if (mine && theirs &&
        (mine->second <= theirs->first || theirs->second <= mine->first))
      return true;
  }
  return false;
}

/// True if `sum` is zero where `slice` is: a chain of insertions, disjoint from
/// it, into a tensor of zeros.
static bool isZeroOn(Value sum, const Cotangents::Slice &slice) {
  while (auto insertion = sum.getDefiningOp<tensor::InsertSliceOp>()) {
    if (!areDisjoint(slice, insertion))
      return false;
    sum = insertion.getDest();
  }
  auto fill = sum.getDefiningOp<linalg::FillOp>();
  return fill && matchPattern(fill.getInputs()[0], m_AnyZeroFloat());
}

void Cotangents::addSlice(Location loc, Value value, Value contribution,
                          const Slice &slice) {
  if (!isVaried(value) || !contribution)
    return;
  Value sum = get(value);
  bool chain = sum && isZeroOn(sum, slice);
  Value base = chain ? sum : createZero(builder, loc, value.getType());
  Value inserted =
      tensor::InsertSliceOp::create(builder, loc, contribution, base,
                                    slice.offsets, slice.sizes, slice.strides);
  if (chain)
    collected[value] = inserted;
  else
    add(loc, value, inserted);
}

LogicalResult Cotangents::refuse(Operation *op, const Twine &reason) const {
  InFlightDiagnostic error = op->emitOpError("cannot be differentiated: ")
                             << reason;
  error.attachNote(request->getLoc()) << "the derivative is needed here";
  return error;
}

Location adjointLocation(Operation *op) {
  MLIRContext *context = op->getContext();
  return FusedLoc::get({op->getLoc()}, StringAttr::get(context, "adjoint"),
                       context);
}

bool isConstantLike(Value value) {
  Operation *op = value.getDefiningOp();
  if (auto fill = dyn_cast_if_present<linalg::FillOp>(op))
    return isConstantLike(fill.getInputs()[0]);
  if (auto splat = dyn_cast_if_present<tensor::SplatOp>(op))
    return isConstantLike(splat.getInput());
  if (auto broadcast = dyn_cast_if_present<linalg::BroadcastOp>(op))
    return isConstantLike(broadcast.getInput());
  return isa_and_present<arith::ConstantOp>(op);
}

Value createZero(OpBuilder &builder, Location loc, Type type) {
  Value zero = createFloatConstant(builder, loc, getElementTypeOrSelf(type), 0);
  auto tensorType = dyn_cast<RankedTensorType>(type);
  if (!tensorType)
    return zero;
  Value empty = tensor::EmptyOp::create(builder, loc, tensorType, ValueRange{});
  return linalg::FillOp::create(builder, loc, zero, empty).getResult(0);
}

SmallVector<unsigned> loopsWithoutOwnResult(AffineMap map) {
  llvm::SmallBitVector missing(map.getNumDims(), true);
  for (AffineExpr result : map.getResults())
    if (auto dim = dyn_cast<AffineDimExpr>(result))
      missing.reset(dim.getPosition());
  return llvm::to_vector_of<unsigned>(missing.set_bits());
}

Value createGeneric(OpBuilder &builder, Location loc, ArrayRef<Value> inputs,
                    ArrayRef<AffineMap> maps, ArrayRef<int64_t> extents,
                    RankedTensorType type, Value init, ScalarBody body) {
  MLIRContext *context = builder.getContext();
  SmallVector<Value> allInputs(inputs);
  SmallVector<AffineMap> allMaps(maps);
  // The window of a pooling is seen by no operand: a tensor that nobody reads
  // gives it its shape.
  SmallVector<unsigned> undetermined =
      loopsWithoutOwnResult(concatAffineMaps(maps, context));
  if (!undetermined.empty()) {
    auto window = llvm::map_to_vector(
        undetermined, [&](unsigned loop) { return extents[loop]; });
    allInputs.push_back(
        tensor::EmptyOp::create(builder, loc, window, type.getElementType()));
    allMaps.insert(allMaps.end() - 1,
                   AffineMap::getMultiDimMapWithTargets(extents.size(),
                                                        undetermined, context));
  }
  SmallVector<utils::IteratorType> iterators(extents.size(),
                                             utils::IteratorType::parallel);
  for (unsigned loop : loopsWithoutOwnResult(maps.back()))
    iterators[loop] = utils::IteratorType::reduction;
  if (!init)
    init = tensor::EmptyOp::create(builder, loc, type, ValueRange{});
  auto buildBody = [&](OpBuilder &inner, Location, ValueRange arguments) {
    SmallVector<Value> scalars(arguments.take_front(inputs.size()));
    scalars.push_back(arguments.back());
    linalg::YieldOp::create(inner, loc, body(inner, loc, scalars));
  };
  return linalg::GenericOp::create(builder, loc, type, allInputs, init, allMaps,
                                   iterators, buildBody)
      .getResult(0);
}

Value createElementwise(OpBuilder &builder, Location loc,
                        ArrayRef<Value> inputs, RankedTensorType type,
                        ScalarBody body) {
  SmallVector<AffineMap> maps(inputs.size() + 1,
                              builder.getMultiDimIdentityMap(type.getRank()));
  return createGeneric(builder, loc, inputs, maps, type.getShape(), type,
                       /*init=*/{}, body);
}

} // namespace skein::passes
