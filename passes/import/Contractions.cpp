/// Products of tensors: dot_general and convolution.
#include "passes/import/Converter.h"
#include "passes/import/Scalars.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;

namespace skein::passes::stablehlo {
namespace {

using Operand = Converter::Operand;

/// The type in which products that become `type` are summed.
RankedTensorType sumType(RankedTensorType type) {
  Type element = type.getElementType();
  if (isa<FloatType>(element) && element.getIntOrFloatBitWidth() < 32)
    return type.clone(Float32Type::get(type.getContext()));
  return type;
}

Imported rounded(Converter &converter, Value sum, RankedTensorType type) {
  Imported value = converter.ofTensor(sum);
  if (value.type == type)
    return value;
  return converter.elementwise(
      {value}, type,
      [&](OpBuilder &inner, Location loc, ValueRange scalars) -> Value {
        auto shaped = dyn_cast<ShapedType>(scalars[0].getType());
        Type to = shaped ? Type(shaped.clone(type.getElementType()))
                         : type.getElementType();
        return arith::TruncFOp::create(inner, loc, to, scalars[0]);
      });
}

/// out + lhs * rhs, with the operands widened to the type of the sum.
Value multiplyAdd(OpBuilder &builder, Location loc, ValueRange scalars,
                  bool isUnsigned) {
  Type type = scalars[2].getType();
  auto widened = [&](Value scalar) -> Value {
    if (scalar.getType() == type)
      return scalar;
    if (isa<FloatType>(scalar.getType()))
      return arith::ExtFOp::create(builder, loc, type, scalar);
    if (isa<FloatType>(type))
      return isUnsigned ? arith::UIToFPOp::create(builder, loc, type, scalar)
                              .getResult()
                        : arith::SIToFPOp::create(builder, loc, type, scalar)
                              .getResult();
    return isUnsigned
               ? arith::ExtUIOp::create(builder, loc, type, scalar).getResult()
               : arith::ExtSIOp::create(builder, loc, type, scalar).getResult();
  };
  Value lhs = widened(scalars[0]), rhs = widened(scalars[1]);
  if (isa<FloatType>(type))
    return arith::AddFOp::create(builder, loc, scalars[2],
                                 arith::MulFOp::create(builder, loc, lhs, rhs));
  return arith::AddIOp::create(builder, loc, scalars[2],
                               arith::MulIOp::create(builder, loc, lhs, rhs));
}

/// Whether an operand may be narrower than the sum: the op widens it.
bool widens(Type from, Type to) {
  return from == to ||
         (isa<FloatType>(from) == isa<FloatType>(to) &&
          from.getIntOrFloatBitWidth() < to.getIntOrFloatBitWidth());
}

/// A linalg.contract needs every loop in two of the three maps, and one that
/// is summed over.
bool isContraction(ArrayRef<AffineMap> maps) {
  bool reduces = false;
  for (unsigned loop = 0; loop < maps[0].getNumDims(); ++loop) {
    unsigned uses = 0;
    for (AffineMap map : maps)
      uses += map.isFunctionOfDim(loop);
    if (uses < 2)
      return false;
    reduces |= !maps[2].isFunctionOfDim(loop);
  }
  return reduces;
}

Value contract(Converter &converter, const Operand &lhs, const Operand &rhs,
               AffineMap resultMap, RankedTensorType type, bool isUnsigned) {
  auto [lhsTensor, lhsMap] = converter.resolve(lhs);
  auto [rhsTensor, rhsMap] = converter.resolve(rhs);
  OpBuilder &builder = converter.builder;
  Location loc = converter.loc;
  SmallVector<AffineMap> maps = {lhsMap, rhsMap, resultMap};
  if (!isContraction(maps)) {
    // Broadcast operands, or no loop to sum over.
    SmallVector<Operand> operands = {
        {converter.ofTensor(converter.materialize(lhs.value)), lhs.map},
        {converter.ofTensor(converter.materialize(rhs.value)), rhs.map}};
    return converter.generic(
        operands, resultMap, type, converter.zeros(type),
        [&](OpBuilder &inner, Location loc, ValueRange scalars) {
          return multiplyAdd(inner, loc, scalars, isUnsigned);
        });
  }
  SmallVector<Value> inputs = {lhsTensor, rhsTensor};
  Value init = converter.zeros(type);
  auto is = [&](SmallVector<AffineMap> usual) { return usual == maps; };
  MLIRContext *context = builder.getContext();
  if (!isUnsigned && is(linalg::MatmulOp::getDefaultIndexingMaps(context)))
    return linalg::MatmulOp::create(builder, loc, type, inputs, init)
        .getResult(0);
  if (!isUnsigned && is(linalg::BatchMatmulOp::getDefaultIndexingMaps(context)))
    return linalg::BatchMatmulOp::create(builder, loc, type, inputs, init)
        .getResult(0);
  auto op = linalg::ContractOp::create(builder, loc, type, inputs, init,
                                       builder.getAffineMapArrayAttr(maps));
  if (isUnsigned)
    op.setCast(linalg::TypeFn::cast_unsigned);
  return op.getResult(0);
}

} // namespace

LogicalResult convertDotGeneral(Operation *op, Converter &converter) {
  FailureOr<Dimensions> numbers = Dimensions::read(op, "dot_dimension_numbers");
  if (failed(numbers))
    return failure();
  ArrayRef<int64_t> lhsBatch = (*numbers)["lhs_batching_dimensions"],
                    rhsBatch = (*numbers)["rhs_batching_dimensions"],
                    lhsSummed = (*numbers)["lhs_contracting_dimensions"],
                    rhsSummed = (*numbers)["rhs_contracting_dimensions"];
  const Imported &lhs = converter.get(op->getOperand(0)),
                 &rhs = converter.get(op->getOperand(1));
  RankedTensorType type = converter.typeOf(op->getResult(0));
  RankedTensorType sums = sumType(type);
  if (lhsBatch.size() != rhsBatch.size() ||
      lhsSummed.size() != rhsSummed.size())
    return op->emitOpError("pairs different numbers of dimensions");
  for (const Imported *operand : {&lhs, &rhs})
    if (!widens(operand->type.getElementType(), sums.getElementType()))
      return op->emitOpError("multiplies ")
             << operand->type.getElementType() << " into "
             << type.getElementType() << "; expected the same or a wider type";

  // Loops: batch, dimensions of the left operand alone, of the right operand
  // alone, summed ones. The first three are the result's dimensions.
  MLIRContext *context = op->getContext();
  int64_t lhsRank = lhs.type.getRank(), rhsRank = rhs.type.getRank();
  SmallVector<AffineExpr> lhsExprs(lhsRank), rhsExprs(rhsRank);
  unsigned loops = 0;
  auto pair = [&](ArrayRef<int64_t> lhsDims, ArrayRef<int64_t> rhsDims) {
    for (auto [l, r] : llvm::zip_equal(lhsDims, rhsDims))
      lhsExprs[l] = rhsExprs[r] = getAffineDimExpr(loops++, context);
  };
  for (auto [dims, rank] :
       {std::pair(lhsBatch, lhsRank), std::pair(lhsSummed, lhsRank),
        std::pair(rhsBatch, rhsRank), std::pair(rhsSummed, rhsRank)})
    if (failed(checkDimensions(op, dims, rank)))
      return failure();
  llvm::SmallBitVector lhsPaired(lhsRank), rhsPaired(rhsRank);
  for (auto [paired, dims] :
       {std::pair(&lhsPaired, lhsBatch), std::pair(&lhsPaired, lhsSummed),
        std::pair(&rhsPaired, rhsBatch), std::pair(&rhsPaired, rhsSummed)})
    for (int64_t dim : dims)
      paired->set(dim);
  pair(lhsBatch, rhsBatch);
  for (int64_t dim = 0; dim < lhsRank; ++dim)
    if (!lhsPaired.test(dim))
      lhsExprs[dim] = getAffineDimExpr(loops++, context);
  for (int64_t dim = 0; dim < rhsRank; ++dim)
    if (!rhsPaired.test(dim))
      rhsExprs[dim] = getAffineDimExpr(loops++, context);
  unsigned resultLoops = loops;
  pair(lhsSummed, rhsSummed);
  if (resultLoops != type.getRank())
    return op->emitOpError("has a result of rank ")
           << type.getRank() << "; expected " << resultLoops;

  AffineMap resultMap = AffineMap::getMultiDimIdentityMap(loops, context)
                            .getMajorSubMap(resultLoops);
  bool isUnsigned = cast<RankedTensorType>(op->getOperand(0).getType())
                        .getElementType()
                        .isUnsignedInteger();
  Value sum =
      contract(converter, {lhs, AffineMap::get(loops, 0, lhsExprs, context)},
               {rhs, AffineMap::get(loops, 0, rhsExprs, context)}, resultMap,
               sums, isUnsigned);
  converter.set(op->getResult(0), rounded(converter, sum, type));
  return success();
}

namespace {

/// Everything that a convolution says besides its operands.
struct Window {
  ConvolutionLayouts layouts;
  Numbers strides, low, high, imageDilation, filterDilation, reversal;
  int64_t featureGroups, batchGroups;
};

FailureOr<Window> readWindow(Operation *op) {
  FailureOr<ConvolutionLayouts> layouts =
      readConvolutionLayouts(op, "dimension_numbers");
  if (failed(layouts))
    return failure();
  size_t spatial = layouts->image.spatial.size();
  FailureOr<Numbers> strides = readNumbers(op, "window_strides", spatial, 1),
                     padding = readNumbers(op, "padding", 2 * spatial, 0),
                     image = readNumbers(op, "lhs_dilation", spatial, 1),
                     filter = readNumbers(op, "rhs_dilation", spatial, 1),
                     reversal = readNumbers(op, "window_reversal", spatial, 0);
  FailureOr<int64_t> featureGroups = readNumber(op, "feature_group_count", 1),
                     batchGroups = readNumber(op, "batch_group_count", 1);
  if (failed(strides) || failed(padding) || failed(image) || failed(filter) ||
      failed(reversal) || failed(featureGroups) || failed(batchGroups))
    return failure();
  if (padding->size() == 1)
    padding->resize(2 * spatial, padding->front());
  for (const Numbers &numbers : {*strides, *image, *filter, *reversal})
    if (numbers.size() != spatial || padding->size() != 2 * spatial)
      return op->emitOpError("expected window attributes for ")
             << spatial << " spatial dimensions";
  Window window{*layouts,  *strides,       {},          {}, *image, *filter,
                *reversal, *featureGroups, *batchGroups};
  for (size_t dim = 0; dim < spatial; ++dim) {
    window.low.push_back((*padding)[2 * dim]);
    window.high.push_back((*padding)[2 * dim + 1]);
  }
  return window;
}

/// `value` with dimension `dim` cut into `groups` groups, which become a
/// dimension before it.
Imported splitGroups(Converter &converter, const Imported &value, int64_t dim,
                     int64_t groups) {
  SmallVector<int64_t> shape(value.type.getShape());
  shape[dim] /= groups;
  shape.insert(shape.begin() + dim, groups);
  return converter.reshaped(value, value.type.clone(shape));
}

/// The named op for a convolution of two spatial dimensions without groups.
Value namedConvolution(Converter &converter, const Window &window,
                       ValueRange inputs, Value init) {
  OpBuilder &builder = converter.builder;
  Type type = init.getType();
  auto numbers = [&](ArrayRef<int64_t> values) {
    return DenseIntElementsAttr::get(
        RankedTensorType::get(values.size(), builder.getI64Type()), values);
  };
  auto is = [](const Layout &layout, int64_t first, int64_t second,
               Numbers spatial) {
    return layout.first == first && layout.second == second &&
           layout.spatial == spatial;
  };
  const auto &[image, filter, result] = window.layouts;
  auto strides = numbers(window.strides),
       dilations = numbers(window.filterDilation);
  if (is(image, 0, 3, {1, 2}) && is(filter, 3, 2, {0, 1}) &&
      is(result, 0, 3, {1, 2}))
    return linalg::Conv2DNhwcHwcfOp::create(builder, converter.loc, type,
                                            inputs, init, strides, dilations)
        .getResult(0);
  if (is(image, 0, 1, {2, 3}) && is(filter, 0, 1, {2, 3}) &&
      is(result, 0, 1, {2, 3}))
    return linalg::Conv2DNchwFchwOp::create(builder, converter.loc, type,
                                            inputs, init, strides, dilations)
        .getResult(0);
  return {};
}

/// The loops of a convolution: what stands for a dimension of an operand.
struct Loops {
  AffineExpr batch, group, feature, channel;
  SmallVector<AffineExpr> position, offset;
};

/// The expressions of one operand's dimensions, its group dimension put before
/// the dimension that it was cut from.
SmallVector<AffineExpr> arrange(const Layout &layout, AffineExpr first,
                                AffineExpr second, ArrayRef<AffineExpr> spatial,
                                AffineExpr group, int64_t groupedDim) {
  SmallVector<AffineExpr> exprs(layout.spatial.size() + 2);
  exprs[layout.first] = first;
  exprs[layout.second] = second;
  for (auto [dim, expr] : llvm::zip_equal(layout.spatial, spatial))
    exprs[dim] = expr;
  if (group)
    exprs.insert(exprs.begin() + groupedDim, group);
  return exprs;
}

} // namespace

/// Padding and dilation of the image come first, as ops of their own; groups
/// become a dimension of image, filter and result.
LogicalResult convertConvolution(Operation *op, Converter &converter) {
  FailureOr<Window> window = readWindow(op);
  if (failed(window))
    return failure();
  const auto &[imageLayout, filterLayout, resultLayout] = window->layouts;
  size_t spatial = imageLayout.spatial.size();
  RankedTensorType type = converter.typeOf(op->getResult(0));
  Imported image = converter.get(op->getOperand(0)),
           filter = converter.get(op->getOperand(1));
  for (RankedTensorType operand : {image.type, filter.type, type})
    if (operand.getRank() != static_cast<int64_t>(spatial) + 2)
      return op->emitOpError("has an operand or result of rank ")
             << operand.getRank() << "; expected " << spatial + 2;
  RankedTensorType sums = sumType(type);
  for (const Imported &operand : {image, filter})
    if (!widens(operand.type.getElementType(), sums.getElementType()))
      return op->emitOpError("multiplies ")
             << operand.type.getElementType() << " into "
             << type.getElementType();

  SmallVector<int64_t> low(spatial + 2), high(spatial + 2),
      interior(spatial + 2);
  SmallVector<int64_t> flipped;
  for (size_t dim = 0; dim < spatial; ++dim) {
    low[imageLayout.spatial[dim]] = window->low[dim];
    high[imageLayout.spatial[dim]] = window->high[dim];
    interior[imageLayout.spatial[dim]] = window->imageDilation[dim] - 1;
    if (window->reversal[dim])
      flipped.push_back(filterLayout.spatial[dim]);
  }
  Type element = image.type.getElementType();
  Imported zero = converter.ofConstant(DenseElementsAttr::get(
      RankedTensorType::get({}, element),
      Attribute(converter.builder.getZeroAttr(element))));
  image = converter.padded(image, low, high, interior, zero);
  if (!flipped.empty())
    filter = converter.reversed(filter, flipped);

  int64_t groups = std::max(window->featureGroups, window->batchGroups);
  int64_t imageGrouped =
      window->batchGroups > 1 ? imageLayout.first : imageLayout.second;
  SmallVector<int64_t> groupedShape(type.getShape());
  if (groups > 1) {
    if (image.type.getDimSize(imageGrouped) % groups != 0 ||
        filter.type.getDimSize(filterLayout.first) % groups != 0)
      return op->emitOpError("has features that ")
             << groups << " groups do not divide";
    image = splitGroups(converter, image, imageGrouped, groups);
    filter = splitGroups(converter, filter, filterLayout.first, groups);
    groupedShape[resultLayout.second] /= groups;
    groupedShape.insert(groupedShape.begin() + resultLayout.second, groups);
  }
  RankedTensorType groupedType = sums.clone(groupedShape);

  if (groups == 1 && element == sums.getElementType() &&
      filter.type.getElementType() == element) {
    SmallVector<Value> inputs = {converter.materialize(image),
                                 converter.materialize(filter)};
    if (Value sum = namedConvolution(converter, *window, inputs,
                                     converter.zeros(sums))) {
      converter.set(op->getResult(0), rounded(converter, sum, type));
      return success();
    }
  }

  // Loops in the order of the named ops: what the result has, in its order,
  // then the window, then the input channels.
  MLIRContext *context = op->getContext();
  unsigned rank = groupedType.getRank(), next = rank;
  SmallVector<AffineExpr> own;
  for (unsigned dim = 0; dim < rank; ++dim)
    own.push_back(getAffineDimExpr(dim, context));
  Loops loops;
  if (groups > 1) {
    loops.group = own[resultLayout.second];
    own.erase(own.begin() + resultLayout.second);
  }
  loops.batch = own[resultLayout.first];
  loops.feature = own[resultLayout.second];
  SmallVector<AffineExpr> read;
  for (size_t dim = 0; dim < spatial; ++dim) {
    loops.position.push_back(own[resultLayout.spatial[dim]]);
    loops.offset.push_back(getAffineDimExpr(next++, context));
    read.push_back(loops.position[dim] * window->strides[dim] +
                   loops.offset[dim] * window->filterDilation[dim]);
  }
  loops.channel = getAffineDimExpr(next++, context);
  AffineMap resultMap =
      AffineMap::getMultiDimIdentityMap(next, context).getMajorSubMap(rank);
  AffineMap imageMap =
      AffineMap::get(next, 0,
                     arrange(imageLayout, loops.batch, loops.channel, read,
                             loops.group, imageGrouped),
                     context);
  AffineMap filterMap =
      AffineMap::get(next, 0,
                     arrange(filterLayout, loops.feature, loops.channel,
                             loops.offset, loops.group, filterLayout.first),
                     context);
  Value sum = converter.generic(
      {{converter.ofTensor(converter.materialize(image)), imageMap},
       {converter.ofTensor(converter.materialize(filter)), filterMap}},
      resultMap, groupedType, converter.zeros(groupedType),
      [&](OpBuilder &inner, Location loc, ValueRange scalars) {
        return multiplyAdd(inner, loc, scalars, /*isUnsigned=*/false);
      });
  Imported result = rounded(converter, sum, type.clone(groupedShape));
  converter.set(op->getResult(0), converter.reshaped(result, type));
  return success();
}

} // namespace skein::passes::stablehlo
