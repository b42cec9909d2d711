/// Ops that combine elements with a function of their own: reduce,
/// reduce_window and select_and_scatter.
#include "passes/import/Converter.h"
#include "passes/import/Scalars.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Matchers.h"

#include <cmath>
#include <limits>

using namespace mlir;

namespace skein::passes::stablehlo {
namespace {

using Operand = Converter::Operand;

/// Checks that a region computes on scalars with ops that are known.
LogicalResult checkCombiner(Block &block) {
  for (Operation &op : block) {
    StringRef name = op.getName().getStringRef();
    if (name != "stablehlo.return" && name != "stablehlo.constant" &&
        !isElementwise(name))
      return op.emitOpError("is not supported in a reduction; expected "
                            "elementwise ops");
    for (Type type : op.getResultTypes())
      if (failed(importType(&op, type)))
        return failure();
  }
  return success();
}

/// The results of a region on scalars.
FailureOr<SmallVector<Value>> emitCombiner(Block &block, OpBuilder &builder,
                                           Location loc, ValueRange arguments) {
  llvm::DenseMap<Value, Value> scalars;
  for (auto [original, argument] :
       llvm::zip_equal(block.getArguments(), arguments))
    scalars[original] = argument;
  for (Operation &op : llvm::drop_end(block)) {
    if (op.getName().getStringRef() == "stablehlo.constant") {
      auto value = op.getAttrOfType<DenseElementsAttr>("value");
      if (!value || !value.isSplat())
        return op.emitOpError("is not one value"), failure();
      Type element = value.getElementType();
      if (auto integer = dyn_cast<IntegerType>(element))
        value = value.bitcast(builder.getIntegerType(integer.getWidth()));
      scalars[op.getResult(0)] = arith::ConstantOp::create(
          builder, loc, value.getSplatValue<TypedAttr>());
      continue;
    }
    SmallVector<Value> operands = llvm::map_to_vector(
        op.getOperands(), [&](Value value) { return scalars.lookup(value); });
    if (operands.size() != elementwiseOperands(op.getName().getStringRef()))
      return op.emitOpError("has ") << operands.size() << " operands",
             failure();
    if (llvm::is_contained(operands, Value()))
      return op.emitOpError("reads a value from outside of its reduction"),
             failure();
    FailureOr<Value> result = emitElementwise(&op, builder, loc, operands);
    if (failed(result))
      return failure();
    scalars[op.getResult(0)] = *result;
  }
  return llvm::map_to_vector(
      block.getTerminator()->getOperands(),
      [&](Value value) { return scalars.lookup(value); });
}

/// The name of the only op of a region, when it combines the two arguments.
StringRef combinerName(Block &block) {
  if (!llvm::hasNItems(block, 2) || block.getNumArguments() != 2)
    return {};
  Operation &op = block.front();
  if (op.getNumOperands() != 2 || !isa<BlockArgument>(op.getOperand(0)) ||
      !isa<BlockArgument>(op.getOperand(1)) ||
      op.getOperand(0) == op.getOperand(1))
    return {};
  return op.getName().getStringRef();
}

/// Whether `combine(value, x)` is `x`.
bool isNeutral(StringRef combiner, const Imported &value) {
  if (!value.isSplat())
    return false;
  if (auto real = dyn_cast<FloatAttr>(value.known.getSplatValue<Attribute>())) {
    double number = real.getValueAsDouble();
    if (combiner == "stablehlo.add")
      return number == 0;
    if (combiner == "stablehlo.multiply")
      return number == 1;
    return std::isinf(number) &&
           (combiner == "stablehlo.maximum"
                ? number < 0
                : combiner == "stablehlo.minimum" && number > 0);
  }
  APInt number = value.known.getSplatValue<APInt>();
  if (combiner == "stablehlo.add" || combiner == "stablehlo.or")
    return number.isZero();
  return combiner == "stablehlo.and"
             ? number.isAllOnes()
             : combiner == "stablehlo.multiply" && number.isOne();
}

/// A region that a reduction applies to (accumulator, element) pairs.
struct Combiner {
  Block &block;
  StringRef name;
};

FailureOr<Combiner> readCombiner(Operation *op, unsigned region,
                                 unsigned arguments) {
  if (op->getNumRegions() <= region || op->getRegion(region).empty() ||
      op->getRegion(region).front().getNumArguments() != arguments)
    return op->emitOpError("expected a region with ")
           << arguments << " arguments";
  Block &block = op->getRegion(region).front();
  if (failed(checkCombiner(block)))
    return failure();
  // Once into nowhere, for the errors.
  Block scratch;
  OpBuilder probe(op->getContext());
  probe.setInsertionPointToEnd(&scratch);
  for (BlockArgument argument : block.getArguments()) {
    FailureOr<RankedTensorType> type = importType(op, argument.getType());
    if (failed(type))
      return failure();
    scratch.addArgument(type->getElementType(), op->getLoc());
  }
  auto results =
      emitCombiner(block, probe, op->getLoc(), scratch.getArguments());
  if (failed(results))
    return failure();
  if (2 * results->size() != arguments || llvm::is_contained(*results, Value()))
    return op->emitOpError("expected a region with ")
           << arguments / 2 << " results of its own";
  return Combiner{block, combinerName(block)};
}

/// What a reduce combines: one or several tensors of one shape.
struct Reduction {
  Combiner combiner;
  Numbers dims;
  SmallVector<Imported> inputs, inits;

  ArrayRef<int64_t> shape() const { return inputs[0].type.getShape(); }
};

/// Whether inputs have one shape, and results that shape without `dims`.
LogicalResult checkShapes(Operation *op, const Reduction &reduction,
                          Converter &converter) {
  if (failed(checkDimensions(op, reduction.dims, reduction.shape().size())))
    return failure();
  SmallVector<int64_t> kept;
  for (auto [dim, extent] : llvm::enumerate(reduction.shape()))
    if (!llvm::is_contained(reduction.dims, static_cast<int64_t>(dim)))
      kept.push_back(extent);
  for (auto [result, input] :
       llvm::zip_equal(op->getResults(), reduction.inputs))
    if (input.type.getShape() != reduction.shape() ||
        converter.typeOf(result).getShape() != ArrayRef(kept))
      return op->emitOpError("reduces ")
             << input.type << " to " << result.getType();
  return success();
}

FailureOr<Reduction> readReduction(Operation *op, Converter &converter) {
  unsigned count = op->getNumResults();
  if (count == 0 || op->getNumOperands() != 2 * count)
    return op->emitOpError("has ")
           << op->getNumOperands() << " operands and " << count << " results";
  FailureOr<Numbers> dims = readNumbers(op, "dimensions");
  FailureOr<Combiner> combiner = readCombiner(op, 0, 2 * count);
  if (failed(dims) || failed(combiner))
    return failure();
  Reduction reduction{*combiner, *dims, {}, {}};
  for (unsigned i = 0; i < count; ++i) {
    reduction.inputs.push_back(converter.get(op->getOperand(i)));
    reduction.inits.push_back(converter.get(op->getOperand(count + i)));
  }
  if (failed(checkShapes(op, reduction, converter)))
    return failure();
  return reduction;
}

/// `input`, over loops like its dimensions, as a tensor that gives the loops
/// their extents.
std::pair<Value, AffineMap> resolveWhole(Converter &converter,
                                         const Imported &input) {
  AffineMap identity = AffineMap::getMultiDimIdentityMap(
      input.type.getRank(), input.type.getContext());
  auto [tensor, map] = converter.resolve({input, identity});
  if (map.isPermutation() && !input.isSplat())
    return {tensor, map};
  return {converter.materialize(input), identity};
}

linalg::GenericOp createReduction(const Reduction &reduction,
                                  ArrayRef<RankedTensorType> types,
                                  Converter &converter) {
  unsigned rank = reduction.shape().size();
  llvm::SmallBitVector reduced(rank);
  SmallVector<utils::IteratorType> iterators(rank,
                                             utils::IteratorType::parallel);
  for (int64_t dim : reduction.dims) {
    reduced.set(dim);
    iterators[dim] = utils::IteratorType::reduction;
  }
  AffineMap kept =
      AffineMap::getMultiDimIdentityMap(rank, converter.builder.getContext())
          .dropResults(reduced);
  SmallVector<Value> tensors, outs;
  SmallVector<AffineMap> maps;
  for (const Imported &input : reduction.inputs) {
    auto [tensor, map] = resolveWhole(converter, input);
    tensors.push_back(tensor);
    maps.push_back(map);
  }
  for (auto [type, init] : llvm::zip_equal(types, reduction.inits))
    outs.push_back(converter.filled(type, converter.scalar(init)));
  maps.append(types.size(), kept);
  return linalg::GenericOp::create(
      converter.builder, converter.loc, ValueRange(outs).getTypes(), tensors,
      outs, maps, iterators,
      [&](OpBuilder &inner, Location loc, ValueRange scalars) {
        // The accumulators come first in the region, last in a linalg op.
        SmallVector<Value> arguments(scalars.drop_front(types.size()));
        llvm::append_range(arguments, scalars.take_front(types.size()));
        linalg::YieldOp::create(
            inner, loc,
            *emitCombiner(reduction.combiner.block, inner, loc, arguments));
      });
}

} // namespace

LogicalResult convertReduce(Operation *op, Converter &converter) {
  FailureOr<Reduction> reduction = readReduction(op, converter);
  if (failed(reduction))
    return failure();
  auto types = llvm::map_to_vector(
      op->getResults(), [&](Value result) { return converter.typeOf(result); });
  bool onlyUnits = llvm::all_of(reduction->dims, [&](int64_t dim) {
    return reduction->shape()[dim] == 1;
  });
  if (types.size() == 1 && onlyUnits &&
      isNeutral(reduction->combiner.name, reduction->inits[0])) {
    converter.set(op->getResult(0),
                  converter.reshaped(reduction->inputs[0], types[0]));
    return success();
  }
  auto generic = createReduction(*reduction, types, converter);
  for (auto [result, value] :
       llvm::zip_equal(op->getResults(), generic.getResults()))
    converter.set(result, converter.ofTensor(value));
  return success();
}

namespace {

/// Windows over a padded tensor: loops over the result, then over the window
/// along the dimensions where it has an extent.
struct Windows {
  Numbers extents, strides, dilations, low, high, interior;

  unsigned rank() const { return extents.size(); }
  /// The dimensions along which the window is more than one element.
  Numbers windowed() const {
    return llvm::to_vector<4>(
        llvm::make_filter_range(llvm::seq<int64_t>(rank()),
                                [&](int64_t dim) { return extents[dim] > 1; }));
  }
  unsigned loops() const { return rank() + windowed().size(); }
  Numbers windowShape() const {
    return llvm::map_to_vector<4>(windowed(),
                                  [&](int64_t dim) { return extents[dim]; });
  }
  AffineMap resultMap(MLIRContext *context) const {
    return AffineMap::getMultiDimIdentityMap(loops(), context)
        .getMajorSubMap(rank());
  }
  AffineMap windowMap(MLIRContext *context) const {
    return AffineMap::getMultiDimIdentityMap(loops(), context)
        .getMinorSubMap(loops() - rank());
  }
  AffineMap inputMap(MLIRContext *context) const {
    SmallVector<AffineExpr> exprs;
    unsigned next = rank();
    for (unsigned dim = 0; dim < rank(); ++dim) {
      exprs.push_back(getAffineDimExpr(dim, context) * strides[dim]);
      if (extents[dim] > 1)
        exprs.back() =
            exprs.back() + getAffineDimExpr(next++, context) * dilations[dim];
    }
    return AffineMap::get(loops(), 0, exprs, context);
  }
};

FailureOr<Windows> readWindows(Operation *op, size_t rank) {
  FailureOr<Numbers> extents = readNumbers(op, "window_dimensions", rank, 1),
                     strides = readNumbers(op, "window_strides", rank, 1),
                     dilations = readNumbers(op, "window_dilations", rank, 1),
                     base = readNumbers(op, "base_dilations", rank, 1),
                     padding = readNumbers(op, "padding", 2 * rank, 0);
  if (failed(extents) || failed(strides) || failed(dilations) || failed(base) ||
      failed(padding))
    return failure();
  if (padding->size() == 1)
    padding->resize(2 * rank, padding->front());
  for (const Numbers &numbers : {*extents, *strides, *dilations, *base})
    if (numbers.size() != rank || padding->size() != 2 * rank)
      return op->emitOpError("expected window attributes for ")
             << rank << " dimensions";
  Windows windows{*extents, *strides, *dilations, {}, {}, {}};
  for (size_t dim = 0; dim < rank; ++dim) {
    windows.low.push_back((*padding)[2 * dim]);
    windows.high.push_back((*padding)[2 * dim + 1]);
    windows.interior.push_back((*base)[dim] - 1);
  }
  return windows;
}

/// Whether windows over `input` give as many results as `result` has.
LogicalResult checkWindows(Operation *op, const Windows &windows,
                           RankedTensorType input, RankedTensorType result) {
  SmallVector<int64_t> shape;
  for (unsigned dim = 0; dim < windows.rank(); ++dim) {
    int64_t padded = (input.getDimSize(dim) - 1) * (windows.interior[dim] + 1) +
                     1 + windows.low[dim] + windows.high[dim];
    int64_t window = (windows.extents[dim] - 1) * windows.dilations[dim] + 1;
    if (windows.extents[dim] < 1 || windows.strides[dim] < 1 ||
        windows.dilations[dim] < 1 || windows.interior[dim] < 0)
      return op->emitOpError("has no window along dimension ") << dim;
    shape.push_back(
        padded < window ? 0 : (padded - window) / windows.strides[dim] + 1);
  }
  if (result.getShape() == ArrayRef(shape))
    return success();
  return op->emitOpError("has windows that give ")
         << result.clone(shape) << " and not " << result;
}

/// The named op for windows of two dimensions in the middle.
Value namedPooling(Converter &converter, const Windows &windows,
                   StringRef combiner, Value input, Value init) {
  OpBuilder &builder = converter.builder;
  auto type = cast<RankedTensorType>(init.getType());
  auto inMiddle = [](const Numbers &numbers) {
    return numbers.size() == 4 && numbers[0] == 1 && numbers[3] == 1;
  };
  if (!isa<FloatType>(type.getElementType()) || !inMiddle(windows.extents) ||
      !inMiddle(windows.strides))
    return {};
  auto middle = [&](const Numbers &numbers) {
    return DenseIntElementsAttr::get(
        RankedTensorType::get({2}, builder.getI64Type()),
        ArrayRef<int64_t>(numbers).slice(1, 2));
  };
  Value window = tensor::EmptyOp::create(
      builder, converter.loc, ArrayRef<int64_t>(windows.extents).slice(1, 2),
      type.getElementType());
  auto create = [&]<typename Op>(std::type_identity<Op>) -> Value {
    return Op::create(builder, converter.loc, TypeRange(type),
                      ValueRange{input, window}, ValueRange(init),
                      middle(windows.strides), middle(windows.dilations))
        .getResult(0);
  };
  if (combiner == "stablehlo.add")
    return create(std::type_identity<linalg::PoolingNhwcSumOp>());
  if (combiner == "stablehlo.maximum")
    return create(std::type_identity<linalg::PoolingNhwcMaxOp>());
  if (combiner == "stablehlo.minimum")
    return create(std::type_identity<linalg::PoolingNhwcMinOp>());
  return {};
}

/// `input` combined over windows, from `init`.
Value pool(Converter &converter, const Windows &windows,
           const Combiner &combiner, const Imported &input, Value init) {
  if (Value named = namedPooling(converter, windows, combiner.name,
                                 converter.materialize(input), init))
    return named;
  MLIRContext *context = converter.builder.getContext();
  Value window = tensor::EmptyOp::create(converter.builder, converter.loc,
                                         windows.windowShape(),
                                         input.type.getElementType());
  return converter.generic(
      {{converter.ofTensor(converter.materialize(input)),
        windows.inputMap(context)},
       {converter.ofTensor(window), windows.windowMap(context)}},
      windows.resultMap(context), cast<RankedTensorType>(init.getType()), init,
      [&](OpBuilder &inner, Location loc, ValueRange scalars) {
        return (*emitCombiner(combiner.block, inner, loc,
                              {scalars[2], scalars[0]}))[0];
      });
}

} // namespace

LogicalResult convertReduceWindow(Operation *op, Converter &converter) {
  const Imported &input = converter.get(op->getOperand(0)),
                 &init = converter.get(op->getOperand(1));
  FailureOr<Windows> windows = readWindows(op, input.type.getRank());
  FailureOr<Combiner> combiner = readCombiner(op, 0, 2);
  if (failed(windows) || failed(combiner))
    return failure();
  RankedTensorType type = converter.typeOf(op->getResult(0));
  if (failed(checkWindows(op, *windows, input.type, type)))
    return failure();
  Imported padded = converter.padded(input, windows->low, windows->high,
                                     windows->interior, init);
  Value start = converter.filled(type, converter.scalar(init));
  converter.set(
      op->getResult(0),
      converter.ofTensor(pool(converter, *windows, *combiner, padded, start)));
  return success();
}

namespace {

/// The row-major position of the window loops, as an i32.
Value positionInWindow(OpBuilder &builder, Location loc,
                       const Windows &windows) {
  Value position = createConstant(builder, loc, builder.getI32Type(), 0);
  for (auto [loop, extent] : llvm::enumerate(windows.windowShape())) {
    Value index = arith::IndexCastOp::create(
        builder, loc, builder.getI32Type(),
        linalg::IndexOp::create(builder, loc, windows.rank() + loop));
    Value extents = createConstant(builder, loc, builder.getI32Type(), extent);
    position = arith::AddIOp::create(
        builder, loc, arith::MulIOp::create(builder, loc, position, extents),
        index);
  }
  return position;
}

/// The derivative of a max pooling: the first extremum of each window receives
/// the element of `source`.
class PoolingGradient {
public:
  PoolingGradient(Converter &converter, const Windows &windows,
                  const Imported &source, bool isMaximum)
      : converter(converter), windows(windows), source(source),
        isMaximum(isMaximum),
        resultMap(windows.resultMap(source.type.getContext())),
        windowMap(windows.windowMap(source.type.getContext())),
        inputMap(windows.inputMap(source.type.getContext())) {}

  Imported create(const Imported &input);

private:
  Value findFirst(const Imported &extrema);
  Value scatter(const Imported &first);

  Converter &converter;
  const Windows &windows;
  Imported source, padded, window;
  bool isMaximum;
  AffineMap resultMap, windowMap, inputMap;
};

Imported PoolingGradient::create(const Imported &input) {
  Type element = input.type.getElementType();
  double infinity = std::numeric_limits<double>::infinity();
  Imported worst = converter.ofConstant(
      DenseElementsAttr::get(RankedTensorType::get({}, element),
                             Attribute(converter.builder.getFloatAttr(
                                 element, isMaximum ? -infinity : infinity))));
  padded = converter.ofTensor(converter.materialize(converter.padded(
      input, windows.low, windows.high, windows.interior, worst)));
  window = converter.ofTensor(tensor::EmptyOp::create(
      converter.builder, converter.loc, windows.windowShape(), element));
  Imported extrema = converter.ofTensor(converter.generic(
      {{padded, inputMap}, {window, windowMap}}, resultMap, source.type,
      converter.filled(source.type, converter.scalar(worst)),
      [&](OpBuilder &inner, Location loc, ValueRange scalars) -> Value {
        if (isMaximum)
          return arith::MaximumFOp::create(inner, loc, scalars[2], scalars[0]);
        return arith::MinimumFOp::create(inner, loc, scalars[2], scalars[0]);
      }));
  Imported sums =
      converter.ofTensor(scatter(converter.ofTensor(findFirst(extrema))));
  Numbers back, ones(windows.rank(), 1);
  for (int64_t low : windows.low)
    back.push_back(std::max<int64_t>(low, 0));
  return converter.slice(sums, back, input.type.getShape(), ones);
}

/// The position of the first extremum of each window.
Value PoolingGradient::findFirst(const Imported &extrema) {
  OpBuilder &builder = converter.builder;
  RankedTensorType type =
      RankedTensorType::get(extrema.type.getShape(), builder.getI32Type());
  Value last = createConstant(builder, converter.loc, builder.getI32Type(),
                              std::numeric_limits<int32_t>::max());
  return converter.generic(
      {{padded, inputMap}, {window, windowMap}, {extrema, resultMap}},
      resultMap, type, converter.filled(type, last),
      [&](OpBuilder &inner, Location loc, ValueRange scalars) -> Value {
        Value isExtremum = arith::CmpFOp::create(
            inner, loc, arith::CmpFPredicate::OEQ, scalars[0], scalars[2]);
        Value position = arith::SelectOp::create(
            inner, loc, isExtremum, positionInWindow(inner, loc, windows),
            last);
        return arith::MinSIOp::create(inner, loc, scalars[3], position);
      });
}

/// The elements of the source, added up at those positions.
Value PoolingGradient::scatter(const Imported &first) {
  return converter.generic(
      {{converter.ofTensor(converter.materialize(source)), resultMap},
       {first, resultMap},
       {window, windowMap}},
      inputMap, padded.type, converter.zeros(padded.type),
      [&](OpBuilder &inner, Location loc, ValueRange scalars) -> Value {
        Value isFirst = arith::CmpIOp::create(
            inner, loc, arith::CmpIPredicate::eq, scalars[1],
            positionInWindow(inner, loc, windows));
        Value zero = createConstant(inner, loc, scalars[0].getType(), 0);
        Value share =
            arith::SelectOp::create(inner, loc, isFirst, scalars[0], zero);
        return arith::AddFOp::create(inner, loc, scalars[3], share);
      });
}

} // namespace

LogicalResult convertSelectAndScatter(Operation *op, Converter &converter) {
  const Imported &input = converter.get(op->getOperand(0)),
                 &source = converter.get(op->getOperand(1)),
                 &init = converter.get(op->getOperand(2));
  FailureOr<Windows> windows = readWindows(op, input.type.getRank());
  FailureOr<Combiner> select = readCombiner(op, 0, 2),
                      scatter = readCombiner(op, 1, 2);
  if (failed(windows) || failed(select) || failed(scatter))
    return failure();
  if (failed(checkWindows(op, *windows, input.type, source.type)))
    return failure();
  FailureOr<StringRef> direction = StringRef();
  if (select->name == "stablehlo.compare")
    direction = readKeyword(&select->block.front(), "comparison_direction");
  if (failed(direction))
    return failure();
  if ((*direction != "GE" && *direction != "LE") ||
      scatter->name != "stablehlo.add" || !isNeutral(scatter->name, init) ||
      !isa<FloatType>(input.type.getElementType()))
    return op->emitOpError("expected floats, a selection by GE or LE, and a "
                           "sum from 0");
  PoolingGradient gradient(converter, *windows, source, *direction == "GE");
  converter.set(op->getResult(0), gradient.create(input));
  return success();
}

} // namespace skein::passes::stablehlo
