/// Products of tensors: dot_general and convolution.
#include "passes/import/Converter.h"
#include "passes/import/Scalars.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/TypeUtilities.h"

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

/// From the loops of a dot_general to its operands and result. In order: the
/// batch, dimensions of the left operand alone, of the right operand alone,
/// summed ones; the first three are the result's dimensions.
struct DotLoops {
  AffineMap lhs, rhs, result;
};

FailureOr<DotLoops> readDotLoops(Operation *op, int64_t lhsRank,
                                 int64_t rhsRank) {
  FailureOr<Dimensions> numbers = Dimensions::read(op, "dot_dimension_numbers");
  if (failed(numbers))
    return failure();
  ArrayRef<int64_t> lhsBatch = (*numbers)["lhs_batching_dimensions"],
                    rhsBatch = (*numbers)["rhs_batching_dimensions"],
                    lhsSummed = (*numbers)["lhs_contracting_dimensions"],
                    rhsSummed = (*numbers)["rhs_contracting_dimensions"];
  if (lhsBatch.size() != rhsBatch.size() ||
      lhsSummed.size() != rhsSummed.size())
    return op->emitOpError("pairs different numbers of dimensions");
  for (ArrayRef<int64_t> dims : {lhsBatch, lhsSummed})
    if (failed(checkDimensions(op, dims, lhsRank)))
      return failure();
  for (ArrayRef<int64_t> dims : {rhsBatch, rhsSummed})
    if (failed(checkDimensions(op, dims, rhsRank)))
      return failure();

  MLIRContext *context = op->getContext();
  SmallVector<AffineExpr> lhs(lhsRank), rhs(rhsRank);
  unsigned loops = 0;
  auto next = [&] { return getAffineDimExpr(loops++, context); };
  for (auto [l, r] : llvm::zip_equal(lhsBatch, rhsBatch))
    lhs[l] = rhs[r] = next();
  for (int64_t dim = 0; dim < lhsRank; ++dim)
    if (!lhs[dim] && !llvm::is_contained(lhsSummed, dim))
      lhs[dim] = next();
  for (int64_t dim = 0; dim < rhsRank; ++dim)
    if (!rhs[dim] && !llvm::is_contained(rhsSummed, dim))
      rhs[dim] = next();
  unsigned resultRank = loops;
  for (auto [l, r] : llvm::zip_equal(lhsSummed, rhsSummed))
    lhs[l] = rhs[r] = next();
  return DotLoops{AffineMap::get(loops, 0, lhs, context),
                  AffineMap::get(loops, 0, rhs, context),
                  AffineMap::getMultiDimIdentityMap(loops, context)
                      .getMajorSubMap(resultRank)};
}

/// Whether products of `operand` may be summed in the type of `sums`.
LogicalResult checkWidens(Operation *op, const Imported &operand,
                          RankedTensorType sums) {
  if (widens(operand.type.getElementType(), sums.getElementType()))
    return success();
  return op->emitOpError("multiplies ")
         << operand.type.getElementType() << " into " << sums.getElementType()
         << "; expected the same or a wider type";
}

} // namespace

LogicalResult convertDotGeneral(Operation *op, Converter &converter) {
  const Imported &lhs = converter.get(op->getOperand(0)),
                 &rhs = converter.get(op->getOperand(1));
  RankedTensorType type = converter.typeOf(op->getResult(0)),
                   sums = sumType(type);
  FailureOr<DotLoops> loops =
      readDotLoops(op, lhs.type.getRank(), rhs.type.getRank());
  if (failed(loops) || failed(checkWidens(op, lhs, sums)) ||
      failed(checkWidens(op, rhs, sums)))
    return failure();
  if (loops->result.getNumResults() != type.getRank())
    return op->emitOpError("has a result of rank ")
           << type.getRank() << "; expected " << loops->result.getNumResults();
  bool isUnsigned =
      getElementTypeOrSelf(op->getOperand(0).getType()).isUnsignedInteger();
  Value sum = contract(converter, {lhs, loops->lhs}, {rhs, loops->rhs},
                       loops->result, sums, isUnsigned);
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

/// Padding and dilation of the image come first, as ops of their own; groups
/// become a dimension of image, filter and result.
class Convolution {
public:
  Convolution(Operation *op, Converter &converter, const Window &window)
      : op(op), converter(converter), window(window),
        type(converter.typeOf(op->getResult(0))), sums(sumType(type)),
        image(converter.get(op->getOperand(0))),
        filter(converter.get(op->getOperand(1))) {}
  LogicalResult convert();

private:
  LogicalResult check();
  void preparePositions();
  LogicalResult prepareGroups();
  Value createNamed();
  Value createGeneric();
  size_t spatial() const { return window.layouts.image.spatial.size(); }

  Operation *op;
  Converter &converter;
  const Window &window;
  RankedTensorType type, sums; // with groups after prepareGroups
  Imported image, filter;
  int64_t groups = 1, imageGrouped = 0; // dimension that groups cut
};

LogicalResult Convolution::check() {
  for (RankedTensorType operand : {image.type, filter.type, type})
    if (operand.getRank() != static_cast<int64_t>(spatial()) + 2)
      return op->emitOpError("has an operand or result of rank ")
             << operand.getRank() << "; expected " << spatial() + 2;
  return failure(failed(checkWidens(op, image, sums)) ||
                 failed(checkWidens(op, filter, sums)));
}

/// Pads and spreads the image, and turns the filter around.
void Convolution::preparePositions() {
  const auto &[imageLayout, filterLayout, resultLayout] = window.layouts;
  SmallVector<int64_t> low(spatial() + 2), high(low), interior(low), flipped;
  for (auto [dim, position] : llvm::enumerate(imageLayout.spatial)) {
    low[position] = window.low[dim];
    high[position] = window.high[dim];
    interior[position] = window.imageDilation[dim] - 1;
    if (window.reversal[dim])
      flipped.push_back(filterLayout.spatial[dim]);
  }
  Type element = image.type.getElementType();
  Imported zero = converter.ofConstant(DenseElementsAttr::get(
      RankedTensorType::get({}, element),
      Attribute(converter.builder.getZeroAttr(element))));
  image = converter.padded(image, low, high, interior, zero);
  if (!flipped.empty())
    filter = converter.reversed(filter, flipped);
}

/// Cuts dimensions into groups, which become a dimension before them.
LogicalResult Convolution::prepareGroups() {
  const auto &[imageLayout, filterLayout, resultLayout] = window.layouts;
  groups = std::max(window.featureGroups, window.batchGroups);
  imageGrouped =
      window.batchGroups > 1 ? imageLayout.first : imageLayout.second;
  if (groups == 1)
    return success();
  auto grouped = [&](RankedTensorType type, int64_t dim) {
    SmallVector<int64_t> shape(type.getShape());
    shape[dim] /= groups;
    shape.insert(shape.begin() + dim, groups);
    return type.clone(shape);
  };
  if (groups < 1 || image.type.getDimSize(imageGrouped) % groups != 0 ||
      filter.type.getDimSize(filterLayout.first) % groups != 0 ||
      type.getDimSize(resultLayout.second) % groups != 0)
    return op->emitOpError("has features that ")
           << groups << " groups do not divide";
  image = converter.reshaped(image, grouped(image.type, imageGrouped));
  filter = converter.reshaped(filter, grouped(filter.type, filterLayout.first));
  type = grouped(type, resultLayout.second);
  sums = grouped(sums, resultLayout.second);
  return success();
}

/// The named op for two spatial dimensions without groups; null for others.
Value Convolution::createNamed() {
  auto is = [](const Layout &layout, int64_t first, int64_t second,
               Numbers spatial) {
    return layout.first == first && layout.second == second &&
           layout.spatial == spatial;
  };
  const auto &[imageLayout, filterLayout, resultLayout] = window.layouts;
  bool isNhwc = is(imageLayout, 0, 3, {1, 2}) &&
                is(filterLayout, 3, 2, {0, 1}) &&
                is(resultLayout, 0, 3, {1, 2});
  bool isNchw = is(imageLayout, 0, 1, {2, 3}) &&
                is(filterLayout, 0, 1, {2, 3}) &&
                is(resultLayout, 0, 1, {2, 3});
  Type element = sums.getElementType();
  if (groups > 1 || !(isNhwc || isNchw) ||
      image.type.getElementType() != element ||
      filter.type.getElementType() != element)
    return {};
  OpBuilder &builder = converter.builder;
  SmallVector<Value> inputs = {converter.materialize(image),
                               converter.materialize(filter)};
  auto numbers = [&](ArrayRef<int64_t> values) {
    return builder.getI64TensorAttr(values);
  };
  auto create = [&]<typename Op>(std::type_identity<Op>) -> Value {
    return Op::create(builder, converter.loc, TypeRange(sums), inputs,
                      converter.zeros(sums), numbers(window.strides),
                      numbers(window.filterDilation))
        .getResult(0);
  };
  return isNhwc ? create(std::type_identity<linalg::Conv2DNhwcHwcfOp>())
                : create(std::type_identity<linalg::Conv2DNchwFchwOp>());
}

/// The dimensions of one operand, its group put before the dimension that it
/// was cut from.
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

/// Loops in the order of the named ops: what the result has, in its order, then
/// the window, then the input channels.
Value Convolution::createGeneric() {
  const auto &[imageLayout, filterLayout, resultLayout] = window.layouts;
  MLIRContext *context = op->getContext();
  unsigned rank = sums.getRank(), loops = rank;
  SmallVector<AffineExpr> own;
  for (unsigned dim = 0; dim < rank; ++dim)
    own.push_back(getAffineDimExpr(dim, context));
  AffineExpr group;
  if (groups > 1) {
    group = own[resultLayout.second];
    own.erase(own.begin() + resultLayout.second);
  }
  SmallVector<AffineExpr> offsets, read;
  for (auto [dim, position] : llvm::enumerate(resultLayout.spatial)) {
    offsets.push_back(getAffineDimExpr(loops++, context));
    read.push_back(own[position] * window.strides[dim] +
                   offsets[dim] * window.filterDilation[dim]);
  }
  AffineExpr channel = getAffineDimExpr(loops++, context);
  auto imageExprs = arrange(imageLayout, own[resultLayout.first], channel, read,
                            group, imageGrouped);
  auto filterExprs = arrange(filterLayout, own[resultLayout.second], channel,
                             offsets, group, filterLayout.first);
  return converter.generic(
      {{converter.ofTensor(converter.materialize(image)),
        AffineMap::get(loops, 0, imageExprs, context)},
       {converter.ofTensor(converter.materialize(filter)),
        AffineMap::get(loops, 0, filterExprs, context)}},
      AffineMap::getMultiDimIdentityMap(loops, context).getMajorSubMap(rank),
      sums, converter.zeros(sums),
      [&](OpBuilder &inner, Location loc, ValueRange scalars) {
        return multiplyAdd(inner, loc, scalars, /*isUnsigned=*/false);
      });
}

LogicalResult Convolution::convert() {
  if (failed(check()))
    return failure();
  preparePositions();
  if (failed(prepareGroups()))
    return failure();
  Value sum = createNamed();
  if (!sum)
    sum = createGeneric();
  converter.set(op->getResult(0),
                converter.reshaped(rounded(converter, sum, type),
                                   converter.typeOf(op->getResult(0))));
  return success();
}

} // namespace

LogicalResult convertConvolution(Operation *op, Converter &converter) {
  FailureOr<Window> window = readWindow(op);
  if (failed(window))
    return failure();
  return Convolution(op, converter, *window).convert();
}

} // namespace skein::passes::stablehlo
