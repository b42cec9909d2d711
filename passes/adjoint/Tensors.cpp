/// The rules of the ops that move elements, of softmax, and of arithmetic
/// outside structured ops.
#include "passes/adjoint/Adjoint.h"
#include "passes/adjoint/Scalars.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/IndexingUtils.h"
#include "mlir/Transforms/RegionUtils.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;

namespace skein::passes {
namespace {

using Slice = Cotangents::Slice;

/// What the rules below have at hand: the op, its location in the backward part
/// and the cotangent of its result.
struct Site {
  Cotangents &cotangents;
  OpBuilder &builder;
  Location loc;
  Value g;

  void add(Value operand, Value contribution) const {
    cotangents.add(loc, operand, contribution);
  }
  bool wants(Value operand) const { return cotangents.isVaried(operand); }

  Value extractSlice(Value from, Type type, const Slice &slice) const {
    return tensor::ExtractSliceOp::create(
        builder, loc, cast<RankedTensorType>(type), from, slice.offsets,
        slice.sizes, slice.strides);
  }

  /// The sum of `term` of `inputs` over the loops that have no result in the
  /// last of `maps`, in the accumulator of their type.
  Value sum(ArrayRef<Value> inputs, ArrayRef<AffineMap> maps,
            ArrayRef<int64_t> extents, ScalarBody term) const {
    Type accumulator = accumulatorOf(getElementTypeOrSelf(inputs[0].getType()));
    auto type =
        RankedTensorType::get(maps.back().compose(extents), accumulator);
    return createGeneric(
        builder, loc, inputs, maps, extents, type,
        createZero(builder, loc, type),
        [&](OpBuilder &inner, Location loc, ValueRange scalars) {
          Value value = term(inner, loc, scalars.drop_back());
          value = castFloat(inner, loc, value, accumulator);
          return arith::AddFOp::create(inner, loc, scalars.back(), value)
              .getResult();
        });
  }

  /// The sum of all elements of `tensor`, a scalar.
  Value sumOfAll(Value tensor) const {
    auto type = cast<RankedTensorType>(tensor.getType());
    AffineMap from = builder.getMultiDimIdentityMap(type.getRank());
    AffineMap to = AffineMap::get(type.getRank(), 0, builder.getContext());
    Value total = sum(tensor, {from, to}, type.getShape(),
                      [](OpBuilder &, Location, ValueRange scalars) -> Value {
                        return scalars[0];
                      });
    total = tensor::ExtractOp::create(builder, loc, total, ValueRange{});
    return castFloat(builder, loc, total, type.getElementType());
  }
};

template <typename Op> Slice sliceOf(Op op) {
  return {op.getMixedOffsets(), op.getMixedSizes(), op.getMixedStrides()};
}

/// The slice of `extents` at `offsets`.
Slice denseSlice(OpBuilder &builder, ArrayRef<int64_t> offsets,
                 ArrayRef<int64_t> extents) {
  SmallVector<int64_t> ones(extents.size(), 1);
  return {getAsIndexOpFoldResult(builder.getContext(), offsets),
          getAsIndexOpFoldResult(builder.getContext(), extents),
          getAsIndexOpFoldResult(builder.getContext(), ones)};
}

void insertSlice(tensor::InsertSliceOp op, const Site &site) {
  Slice slice = sliceOf(op);
  if (site.wants(op.getSource()))
    site.add(op.getSource(),
             site.extractSlice(site.g, op.getSourceType(), slice));
  if (site.wants(op.getDest())) {
    Value zero = createZero(site.builder, site.loc, op.getSourceType());
    site.add(op.getDest(), tensor::InsertSliceOp::create(
                               site.builder, site.loc, zero, site.g,
                               slice.offsets, slice.sizes, slice.strides));
  }
}

void concat(tensor::ConcatOp op, const Site &site) {
  SmallVector<int64_t> offsets(op.getResultType().getRank());
  for (Value input : op.getInputs()) {
    auto type = cast<RankedTensorType>(input.getType());
    if (site.wants(input))
      site.add(input, site.extractSlice(
                          site.g, type,
                          denseSlice(site.builder, offsets, type.getShape())));
    offsets[op.getDim()] += type.getDimSize(op.getDim());
  }
}

LogicalResult pad(tensor::PadOp op, const Site &site) {
  if (llvm::is_contained(op.getStaticLow(), ShapedType::kDynamic))
    return site.cotangents.refuse(op, "expected static padding");
  Slice slice = denseSlice(site.builder, op.getStaticLow(),
                           op.getSourceType().getShape());
  Value inner = site.extractSlice(site.g, op.getSourceType(), slice);
  site.add(op.getSource(), inner);

  // The padding value is in the body.
  SetVector<Value> captured;
  getUsedValuesDefinedAbove(op->getRegion(0), captured);
  if (llvm::none_of(captured, [&](Value value) { return site.wants(value); }))
    return success();
  Value padding = op.getConstantPaddingValue();
  if (!padding)
    return site.cotangents.refuse(op, "expected the padding to be one value");
  site.add(padding,
           arith::SubFOp::create(site.builder, site.loc, site.sumOfAll(site.g),
                                 site.sumOfAll(inner)));
  return success();
}

/// With y = softmax(x): grad x = y * (g - sum(g * y)), which reads nothing but
/// y.
void softmax(linalg::SoftmaxOp op, const Site &site) {
  auto type = cast<RankedTensorType>(op->getResult(0).getType());
  AffineMap all = site.builder.getMultiDimIdentityMap(type.getRank()),
            row = all.dropResult(op.getDimension());
  Value y = op->getResult(0);
  Value sums = site.sum(
      {site.g, y}, {all, all, row}, type.getShape(),
      [](OpBuilder &inner, Location loc, ValueRange scalars) -> Value {
        return arith::MulFOp::create(inner, loc, scalars[0], scalars[1]);
      });
  auto centre = [&](OpBuilder &inner, Location loc, ValueRange scalars) {
    Type wide = scalars[2].getType();
    Value g = castFloat(inner, loc, scalars[0], wide);
    Value y = castFloat(inner, loc, scalars[1], wide);
    Value centred = arith::SubFOp::create(inner, loc, g, scalars[2]);
    Value product = arith::MulFOp::create(inner, loc, y, centred);
    return castFloat(inner, loc, product, type.getElementType());
  };
  site.add(op.getInput(),
           createGeneric(site.builder, site.loc, {site.g, y, sums},
                         {all, all, row, all}, type.getShape(), type,
                         /*init=*/{}, centre));
}

/// Arithmetic on whole tensors, or on scalars outside structured ops.
LogicalResult elementwise(Operation *op, const Site &site) {
  for (auto [index, operand] : llvm::enumerate(op->getOperands())) {
    if (!site.wants(operand))
      continue;
    FailureOr<Value> contribution = emitScalarAdjoint(
        site.builder, site.loc, op, index, site.g, isConstantLike);
    if (failed(contribution))
      return site.cotangents.refuse(op, "no derivative of this op is known");
    site.add(operand, *contribution);
  }
  return success();
}

} // namespace

LogicalResult emitTensorAdjoint(Operation *op, Cotangents &cotangents) {
  for (Type type :
       llvm::concat<const Type>(op->getOperandTypes(), op->getResultTypes()))
    if (auto shaped = dyn_cast<ShapedType>(type);
        shaped && !shaped.hasStaticShape())
      return cotangents.refuse(op, "expected static shapes");
  if (op->getNumResults() != 1)
    return cotangents.refuse(op, "no derivative of this op is known");
  OpBuilder &builder = cotangents.builder;
  Location loc = adjointLocation(op);
  Site site{cotangents, builder, loc, cotangents.get(op->getResult(0))};
  Value g = site.g;
  using Result = LogicalResult;

  return TypeSwitch<Operation *, Result>(op)
      .Case([&](tensor::ExpandShapeOp expand) {
        site.add(expand.getSrc(), tensor::CollapseShapeOp::create(
                                      builder, loc, expand.getSrcType(), g,
                                      expand.getReassociationIndices()));
        return success();
      })
      .Case([&](tensor::CollapseShapeOp collapse) {
        site.add(collapse.getSrc(), tensor::ExpandShapeOp::create(
                                        builder, loc, collapse.getSrcType(), g,
                                        collapse.getReassociationIndices()));
        return success();
      })
      .Case([&](tensor::CastOp cast) {
        site.add(cast.getSource(),
                 tensor::CastOp::create(builder, loc,
                                        cast.getSource().getType(), g));
        return success();
      })
      .Case([&](tensor::ExtractSliceOp extract) {
        cotangents.addSlice(loc, extract.getSource(), g, sliceOf(extract));
        return success();
      })
      .Case([&](tensor::InsertSliceOp insert) {
        insertSlice(insert, site);
        return success();
      })
      .Case([&](tensor::ConcatOp op) {
        concat(op, site);
        return success();
      })
      .Case([&](tensor::PadOp op) { return pad(op, site); })
      .Case([&](tensor::ExtractOp extract) {
        Value zero = createZero(builder, loc, extract.getTensor().getType());
        site.add(extract.getTensor(),
                 tensor::InsertOp::create(builder, loc, g, zero,
                                          extract.getIndices()));
        return success();
      })
      .Case([&](tensor::InsertOp insert) {
        if (site.wants(insert.getScalar()))
          site.add(
              insert.getScalar(),
              tensor::ExtractOp::create(builder, loc, g, insert.getIndices()));
        Value zero = createZero(builder, loc, insert.getScalar().getType());
        if (site.wants(insert.getDest()))
          site.add(insert.getDest(),
                   tensor::InsertOp::create(builder, loc, zero, g,
                                            insert.getIndices()));
        return success();
      })
      .Case([&](tensor::FromElementsOp elements) {
        SmallVector<int64_t> shape(
            cast<RankedTensorType>(elements.getType()).getShape());
        for (auto [position, element] :
             llvm::enumerate(elements.getElements())) {
          if (!site.wants(element))
            continue;
          SmallVector<Value> indices = llvm::map_to_vector(
              delinearize(position, computeSuffixProduct(shape)),
              [&](int64_t index) -> Value {
                return arith::ConstantIndexOp::create(builder, loc, index);
              });
          site.add(element,
                   tensor::ExtractOp::create(builder, loc, g, indices));
        }
        return success();
      })
      .Case([&](tensor::SplatOp splat) {
        site.add(splat.getInput(), site.sumOfAll(g));
        return success();
      })
      .Case([&](linalg::SoftmaxOp op) {
        softmax(op, site);
        return success();
      })
      .Default([&](Operation *op) {
        if (OpTrait::hasElementwiseMappableTraits(op) ||
            isa<arith::SelectOp>(op))
          return elementwise(op, site);
        return cotangents.refuse(op, "no derivative of this op is known");
      });
}

} // namespace skein::passes
