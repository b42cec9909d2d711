#include "passes/import/Converter.h"

#include "passes/import/Scalars.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/IndexingUtils.h"
#include "mlir/IR/Matchers.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSwitch.h"

using namespace mlir;

namespace skein::passes::stablehlo {

FailureOr<RankedTensorType> importType(Operation *op, Type type,
                                       StringRef what) {
  auto error = [&] {
    return op->emitOpError() << what << (what.empty() ? "has " : " has ");
  };
  auto tensor = dyn_cast<RankedTensorType>(type);
  if (!tensor)
    return error() << "type " << type << "; expected a tensor";
  if (!tensor.hasStaticShape())
    return error() << "type " << type << "; expected a static shape";
  if (tensor.getNumElements() == 0)
    return error() << "type " << type << "; expected at least one element";
  Type element = tensor.getElementType();
  if (auto integer = dyn_cast<IntegerType>(element);
      integer &&
      llvm::is_contained({1u, 8u, 16u, 32u, 64u}, integer.getWidth()))
    return tensor.clone(IntegerType::get(op->getContext(), integer.getWidth()));
  if (element.isF16() || element.isBF16() || element.isF32() || element.isF64())
    return tensor;
  return error() << "element type " << element
                 << "; expected f16, bf16, f32, f64, or an integer of 1, 8, "
                    "16, 32 or 64 bits";
}

LogicalResult checkDimensions(Operation *op, ArrayRef<int64_t> dims,
                              int64_t rank) {
  for (int64_t dim : dims)
    if (dim < 0 || dim >= rank)
      return op->emitOpError("has no dimension ") << dim;
  return success();
}

int64_t linearize(ArrayRef<int64_t> index, ArrayRef<int64_t> shape) {
  int64_t position = 0;
  for (auto [i, extent] : llvm::zip_equal(index, shape))
    position = position * extent + i;
  return position;
}

DenseElementsAttr pick(DenseElementsAttr from, RankedTensorType type,
                       function_ref<Numbers(ArrayRef<int64_t>)> position) {
  auto elements = from.getValues<Attribute>();
  SmallVector<int64_t> strides = computeStrides(type.getShape());
  SmallVector<Attribute> picked;
  for (int64_t i = 0; i < type.getNumElements(); ++i)
    picked.push_back(elements[linearize(position(delinearize(i, strides)),
                                        from.getType().getShape())]);
  return DenseElementsAttr::get(type, picked);
}

static DenseElementsAttr resized(DenseElementsAttr splat, ShapedType type) {
  return splat.resizeSplat(type);
}

//===----------------------------------------------------------------------===//
// Values
//===----------------------------------------------------------------------===//

RankedTensorType Converter::typeOf(Value original) const {
  auto tensor = cast<RankedTensorType>(original.getType());
  if (auto integer = dyn_cast<IntegerType>(tensor.getElementType()))
    return tensor.clone(
        IntegerType::get(tensor.getContext(), integer.getWidth()));
  return tensor;
}

Imported Converter::ofTensor(Value tensor) const {
  auto type = cast<RankedTensorType>(tensor.getType());
  return {type,
          tensor,
          AffineMap::getMultiDimIdentityMap(type.getRank(), type.getContext()),
          {}};
}

Imported Converter::ofConstant(DenseElementsAttr constant) const {
  return {cast<RankedTensorType>(constant.getType()), {}, {}, constant};
}

Value Converter::constant(TypedAttr attribute) {
  return arith::ConstantOp::create(builder, loc, attribute);
}

Value Converter::filled(RankedTensorType type, Value element) {
  Value empty = tensor::EmptyOp::create(builder, loc, type, ValueRange{});
  return linalg::FillOp::create(builder, loc, element, empty).getResult(0);
}

Value Converter::zeros(RankedTensorType type) {
  return filled(type, createConstant(builder, loc, type.getElementType(), 0));
}

/// `tensor` without the dimensions in `dropped`, which have extent 1.
static Value dropUnitDimensions(OpBuilder &builder, Location loc, Value tensor,
                                const llvm::SmallBitVector &dropped) {
  auto type = cast<RankedTensorType>(tensor.getType());
  SmallVector<int64_t> shape;
  SmallVector<ReassociationIndices> groups;
  ReassociationIndices leading;
  for (int64_t dim = 0; dim < type.getRank(); ++dim)
    if (dropped.test(dim)) {
      (groups.empty() ? leading : groups.back()).push_back(dim);
    } else {
      shape.push_back(type.getDimSize(dim));
      groups.push_back(std::exchange(leading, {}));
      groups.back().push_back(dim);
    }
  return tensor::CollapseShapeOp::create(builder, loc, type.clone(shape),
                                         tensor, groups);
}

Imported Converter::viewed(const Imported &value, AffineMap map,
                           RankedTensorType type) {
  if (value.isSplat())
    return ofConstant(resized(value.known, type));
  Imported result{type, value.base, {}, {}};
  if (value.known && type.getNumElements() <= maxKnownElements)
    result.known = pick(value.known, type, [&](ArrayRef<int64_t> i) {
      return Numbers(map.compose(i));
    });
  else if (!value.base)
    return viewed(ofTensor(materialize(value)), map, type);
  if (!value.base)
    return result;
  result.view = value.view.compose(map);
  llvm::SmallBitVector dropped(result.view.getNumResults());
  for (auto [dim, expr] : llvm::enumerate(result.view.getResults()))
    dropped[dim] = isa<AffineConstantExpr>(expr);
  if (dropped.any()) {
    result.base = dropUnitDimensions(builder, loc, result.base, dropped);
    result.view = result.view.dropResults(dropped);
  }
  return result;
}

/// Adds dimensions of extent 1 to `tensor` so that it gets `shape`; `present`
/// are its own ones there.
static Value addUnitDimensions(OpBuilder &builder, Location loc, Value tensor,
                               const llvm::SmallBitVector &present,
                               RankedTensorType type) {
  SmallVector<ReassociationIndices> groups;
  ReassociationIndices leading;
  for (int64_t dim = 0; dim < type.getRank(); ++dim)
    if (!present.test(dim)) {
      (groups.empty() ? leading : groups.back()).push_back(dim);
    } else {
      groups.push_back(std::exchange(leading, {}));
      groups.back().push_back(dim);
    }
  return tensor::ExpandShapeOp::create(builder, loc, type, tensor, groups);
}

Value Converter::materialize(const Imported &value) {
  if (value.isSplat() || !value.base)
    return constant(value.known);
  if (value.view.isIdentity())
    return value.base;

  // Transpose to the order of the dimensions, then repeat along those that the
  // tensor does not have.
  Value tensor = value.base;
  auto baseType = cast<RankedTensorType>(tensor.getType());
  int64_t rank = value.type.getRank();
  llvm::SmallBitVector present(rank);
  SmallVector<int64_t> permutation, missing, shape;
  for (int64_t dim = 0; dim < rank; ++dim)
    if (auto position = value.view.getResultPosition(
            getAffineDimExpr(dim, builder.getContext()))) {
      present.set(dim);
      permutation.push_back(*position);
      shape.push_back(value.type.getDimSize(dim));
    } else {
      missing.push_back(dim);
    }
  if (!isIdentityPermutation(permutation)) {
    Value empty = tensor::EmptyOp::create(builder, loc, baseType.clone(shape),
                                          ValueRange{});
    tensor =
        linalg::TransposeOp::create(builder, loc, tensor, empty, permutation)
            ->getResult(0);
  }
  if (missing.empty())
    return tensor;
  bool onlyUnits = llvm::all_of(
      missing, [&](int64_t dim) { return value.type.getDimSize(dim) == 1; });
  if (onlyUnits)
    return addUnitDimensions(builder, loc, tensor, present, value.type);
  Value empty = tensor::EmptyOp::create(builder, loc, value.type, ValueRange{});
  return linalg::BroadcastOp::create(builder, loc, tensor, empty, missing)
      ->getResult(0);
}

Value Converter::scalar(const Imported &value) {
  if (value.isSplat())
    return constant(value.known.getSplatValue<TypedAttr>());
  Imported rankless = reshaped(value, value.type.clone(ArrayRef<int64_t>()));
  return tensor::ExtractOp::create(builder, loc, materialize(rankless),
                                   ValueRange{});
}

/// The map of `type` to `from`, which differ in dimensions of extent 1; nothing
/// if they differ in others.
static std::optional<AffineMap> mapUnitDimensions(RankedTensorType from,
                                                  RankedTensorType type) {
  auto withoutUnits = [](RankedTensorType type) {
    SmallVector<int64_t> shape(type.getShape());
    llvm::erase(shape, 1);
    return shape;
  };
  if (withoutUnits(from) != withoutUnits(type))
    return std::nullopt;
  SmallVector<AffineExpr> exprs;
  int64_t dim = -1;
  for (int64_t extent : from.getShape()) {
    if (extent == 1) {
      exprs.push_back(getAffineConstantExpr(0, type.getContext()));
      continue;
    }
    while (type.getDimSize(++dim) == 1)
      ;
    exprs.push_back(getAffineDimExpr(dim, type.getContext()));
  }
  return AffineMap::get(type.getRank(), 0, exprs, type.getContext());
}

/// Takes dimensions of `shape` from position `next` on until their product is
/// `size`, and those of extent 1 behind them.
static ReassociationIndices takeGroup(ArrayRef<int64_t> shape, size_t &next,
                                      int64_t size) {
  ReassociationIndices group;
  for (int64_t taken = 1;
       next < shape.size() && (taken < size || shape[next] == 1); ++next) {
    taken *= shape[next];
    group.push_back(next);
  }
  return group;
}

/// Collapses groups of dimensions with equal products, then expands them.
Value Converter::regrouped(Value tensor, RankedTensorType type) {
  auto from = cast<RankedTensorType>(tensor.getType());
  ArrayRef<int64_t> source = from.getShape(), target = type.getShape();
  SmallVector<ReassociationIndices> collapse, expand;
  SmallVector<int64_t> middle;
  for (size_t i = 0, j = 0; i < source.size() || j < target.size();) {
    // The smallest product that both reach.
    int64_t left = source[i], right = target[j];
    for (size_t l = i, r = j; left != right;)
      left < right ? left *= source[++l] : right *= target[++r];
    collapse.push_back(takeGroup(source, i, left));
    expand.push_back(takeGroup(target, j, left));
    middle.push_back(left);
  }
  if (source.size() != middle.size())
    tensor = tensor::CollapseShapeOp::create(builder, loc, type.clone(middle),
                                             tensor, collapse);
  if (target.size() != middle.size())
    tensor = tensor::ExpandShapeOp::create(builder, loc, type, tensor, expand);
  return tensor;
}

Imported Converter::reshaped(const Imported &value, RankedTensorType type) {
  if (value.type == type)
    return value;
  if (value.isSplat())
    return ofConstant(resized(value.known, type));
  DenseElementsAttr known = value.known;
  if (known)
    known = known.reshape(type);
  if (!value.base)
    return ofConstant(known);
  Imported result;
  if (auto map = mapUnitDimensions(value.type, type))
    result = viewed(value, *map, type);
  else
    result = ofTensor(regrouped(materialize(value), type));
  result.known = known;
  result.series = value.series;
  result.iteration = value.iteration;
  return result;
}

static SmallVector<OpFoldResult> indices(OpBuilder &builder,
                                         ArrayRef<int64_t> values) {
  return getAsIndexOpFoldResult(builder.getContext(), values);
}

Imported Converter::slice(const Imported &value, ArrayRef<int64_t> offsets,
                          ArrayRef<int64_t> sizes, ArrayRef<int64_t> strides) {
  RankedTensorType type = value.type.clone(sizes);
  if (value.type == type)
    return value;
  if (value.isSplat())
    return ofConstant(resized(value.known, type));
  DenseElementsAttr known;
  if (value.known && type.getNumElements() <= maxKnownElements)
    known = pick(value.known, type, [&](ArrayRef<int64_t> index) {
      Numbers position;
      for (auto [i, offset, stride] : llvm::zip_equal(index, offsets, strides))
        position.push_back(offset + i * stride);
      return position;
    });
  if (!value.base && known)
    return ofConstant(known);
  Imported result = ofTensor(tensor::ExtractSliceOp::create(
      builder, loc, type, materialize(value), indices(builder, offsets),
      indices(builder, sizes), indices(builder, strides)));
  result.known = known;
  return result;
}

Imported Converter::slice(const Imported &value, ArrayRef<OpFoldResult> offsets,
                          ArrayRef<int64_t> sizes) {
  SmallVector<int64_t> ones(sizes.size(), 1);
  if (auto known = getConstantIntValues(offsets))
    return slice(value, *known, sizes, ones);
  return ofTensor(tensor::ExtractSliceOp::create(
      builder, loc, value.type.clone(sizes), materialize(value), offsets,
      indices(builder, sizes), indices(builder, ones)));
}

Imported Converter::insert(const Imported &source, const Imported &destination,
                           ArrayRef<OpFoldResult> offsets,
                           ArrayRef<int64_t> strides) {
  SmallVector<int64_t> ones(source.type.getRank(), 1);
  return ofTensor(tensor::InsertSliceOp::create(
      builder, loc, materialize(source), materialize(destination), offsets,
      indices(builder, source.type.getShape()),
      indices(builder, strides.empty() ? ArrayRef(ones) : strides)));
}

Imported Converter::padded(const Imported &value, ArrayRef<int64_t> low,
                           ArrayRef<int64_t> high, ArrayRef<int64_t> interior,
                           const Imported &padding) {
  int64_t rank = value.type.getRank();
  SmallVector<int64_t> spread(value.type.getShape()), strides, zeros(rank, 0),
      ones(rank, 1);
  for (int64_t dim = 0; dim < rank; ++dim) {
    spread[dim] += interior[dim] * std::max<int64_t>(spread[dim] - 1, 0);
    strides.push_back(interior[dim] + 1);
  }
  Imported result = value;
  Value element = scalar(padding);
  if (spread != value.type.getShape())
    result = insert(value, ofTensor(filled(value.type.clone(spread), element)),
                    indices(builder, zeros), strides);

  auto positive = [](ArrayRef<int64_t> values) {
    return llvm::map_to_vector(
        values, [](int64_t v) { return std::max<int64_t>(v, 0); });
  };
  SmallVector<int64_t> before = positive(low), after = positive(high);
  if (before != zeros || after != zeros) {
    SmallVector<int64_t> shape;
    for (int64_t dim = 0; dim < rank; ++dim)
      shape.push_back(before[dim] + spread[dim] + after[dim]);
    result = ofTensor(tensor::PadOp::create(
        builder, loc, value.type.clone(shape), materialize(result),
        indices(builder, before), indices(builder, after), element,
        /*nofold=*/false));
  }
  SmallVector<int64_t> offsets, sizes;
  for (int64_t dim = 0; dim < rank; ++dim) {
    offsets.push_back(std::max<int64_t>(-low[dim], 0));
    sizes.push_back(spread[dim] + low[dim] + high[dim]);
  }
  return slice(result, offsets, sizes, ones);
}

Imported Converter::reversed(const Imported &value,
                             ArrayRef<int64_t> dimensions) {
  SmallVector<AffineExpr> exprs;
  for (int64_t dim = 0; dim < value.type.getRank(); ++dim) {
    AffineExpr index = getAffineDimExpr(dim, builder.getContext());
    exprs.push_back(llvm::is_contained(dimensions, dim)
                        ? value.type.getDimSize(dim) - 1 - index
                        : index);
  }
  AffineMap map = AffineMap::get(exprs.size(), 0, exprs, builder.getContext());
  if (value.isSplat())
    return value;
  if (!value.base && value.type.getNumElements() <= maxKnownElements)
    return ofConstant(pick(value.known, value.type, [&](ArrayRef<int64_t> i) {
      return Numbers(map.compose(i));
    }));
  return ofTensor(generic(
      {{ofTensor(materialize(value)), map}},
      AffineMap::getMultiDimIdentityMap(exprs.size(), builder.getContext()),
      value.type, /*init=*/{},
      [](OpBuilder &, Location, ValueRange scalars) { return scalars[0]; }));
}

//===----------------------------------------------------------------------===//
// Ops
//===----------------------------------------------------------------------===//

std::pair<Value, AffineMap> Converter::resolve(const Operand &operand) {
  if (operand.value.base)
    return {operand.value.base, operand.value.view.compose(operand.map)};
  return {materialize(operand.value), operand.map};
}

Value Converter::generic(ArrayRef<Operand> operands, AffineMap resultMap,
                         RankedTensorType type, Value init, ScalarBody body) {
  SmallVector<Value> inputs;
  SmallVector<AffineMap> maps;
  // A splat is a scalar of the body; -1 stands for it.
  SmallVector<Value> constants;
  SmallVector<int> positions;
  for (const Operand &operand : operands) {
    constants.push_back(operand.value.isSplat() ? scalar(operand.value)
                                                : Value());
    positions.push_back(operand.value.isSplat() ? -1 : inputs.size());
    if (operand.value.isSplat())
      continue;
    auto [tensor, map] = resolve(operand);
    inputs.push_back(tensor);
    maps.push_back(map);
  }
  maps.push_back(resultMap);
  SmallVector<utils::IteratorType> iterators;
  for (unsigned loop = 0; loop < resultMap.getNumDims(); ++loop)
    iterators.push_back(resultMap.getResultPosition(
                            getAffineDimExpr(loop, builder.getContext()))
                            ? utils::IteratorType::parallel
                            : utils::IteratorType::reduction);
  if (!init)
    init = tensor::EmptyOp::create(builder, loc, type, ValueRange{});
  return linalg::GenericOp::create(
             builder, loc, type, inputs, init, maps, iterators,
             [&](OpBuilder &inner, Location loc, ValueRange arguments) {
               SmallVector<Value> scalars;
               for (auto [constant, position] :
                    llvm::zip_equal(constants, positions))
                 scalars.push_back(constant ? constant : arguments[position]);
               scalars.push_back(arguments.back());
               linalg::YieldOp::create(inner, loc, body(inner, loc, scalars));
             })
      .getResult(0);
}

/// The result of `body` on constants, as far as upstream folds its ops; else
/// null.
static DenseElementsAttr foldConstants(Location loc,
                                       ArrayRef<DenseElementsAttr> operands,
                                       ScalarBody body) {
  Block scratch;
  OpBuilder inner(loc.getContext());
  inner.setInsertionPointToEnd(&scratch);
  SmallVector<Value> constants;
  for (DenseElementsAttr operand : operands)
    constants.push_back(arith::ConstantOp::create(inner, loc, operand));
  Value result = body(inner, loc, constants);
  llvm::DenseMap<Value, Attribute> folded;
  for (Operation &op : scratch) {
    SmallVector<Attribute> attributes = llvm::map_to_vector(
        op.getOperands(), [&](Value value) { return folded.lookup(value); });
    SmallVector<OpFoldResult> results;
    if (failed(op.fold(attributes, results)) || results.size() != 1)
      return {};
    if (auto value = dyn_cast<Value>(results[0]))
      folded[op.getResult(0)] = folded.lookup(value);
    else
      folded[op.getResult(0)] = cast<Attribute>(results[0]);
  }
  return dyn_cast_if_present<DenseElementsAttr>(folded.lookup(result));
}

DenseElementsAttr Converter::fold(ArrayRef<Imported> operands,
                                  RankedTensorType type, ScalarBody body) {
  bool allSplat = true;
  for (const Imported &operand : operands) {
    if (!operand.known || (!operand.isSplat() &&
                           (operand.type.getNumElements() > maxKnownElements ||
                            !operand.type.getElementType().isInteger())))
      return {};
    allSplat &= operand.isSplat();
  }
  RankedTensorType shape = allSplat ? type.clone(ArrayRef<int64_t>()) : type;
  auto known = llvm::map_to_vector(operands, [&](const Imported &operand) {
    return operand.isSplat()
               ? resized(operand.known,
                         shape.clone(operand.type.getElementType()))
               : operand.known;
  });
  DenseElementsAttr result = foldConstants(loc, known, body);
  return result && allSplat ? result.resizeSplat(type) : result;
}

/// Gives `result` its series, if all `operands` have one or are constants.
void Converter::foldSeries(ArrayRef<Imported> operands, Imported &result,
                           ScalarBody body) {
  const auto *counter = llvm::find_if(
      operands, [](const Imported &operand) { return bool(operand.series); });
  if (counter == operands.end() || result.type.getNumElements() != 1)
    return;
  SmallVector<DenseElementsAttr> series;
  for (const Imported &operand : operands) {
    if (operand.isSplat())
      series.push_back(resized(
          operand.known,
          counter->series.getType().clone(operand.type.getElementType())));
    else if (operand.series && operand.iteration == counter->iteration)
      series.push_back(operand.series);
    else
      return;
  }
  result.series = foldConstants(loc, series, body);
  result.iteration = counter->iteration;
}

Imported Converter::elementwise(ArrayRef<Imported> operands,
                                RankedTensorType type, ScalarBody body) {
  DenseElementsAttr known = fold(operands, type, body);
  if (known && known.isSplat())
    return ofConstant(known);
  // Without dimensions of extent 1 it can merge with what has others of them.
  SmallVector<int64_t> shape(type.getShape());
  llvm::erase(shape, 1);
  if (shape.size() != type.getShape().size()) {
    SmallVector<Imported> squeezed;
    for (const Imported &operand : operands)
      squeezed.push_back(operand.type.getRank() == type.getRank()
                             ? reshaped(operand, operand.type.clone(shape))
                             : operand);
    return reshaped(elementwise(squeezed, type.clone(shape), body), type);
  }
  MLIRContext *context = builder.getContext();
  AffineMap identity =
      AffineMap::getMultiDimIdentityMap(type.getRank(), context);
  SmallVector<Operand> all;
  for (const Imported &operand : operands)
    all.push_back({operand, operand.type.getRank() == type.getRank()
                                ? identity
                                : AffineMap::get(type.getRank(), 0, context)});
  Imported result =
      ofTensor(generic(all, identity, type, /*init=*/{},
                       [&](OpBuilder &inner, Location loc, ValueRange scalars) {
                         return body(inner, loc, scalars.drop_back());
                       }));
  result.known = known;
  foldSeries(operands, result, body);
  return result;
}

static LogicalResult convertElementwise(Operation *op, Converter &converter) {
  SmallVector<Imported> operands = llvm::map_to_vector(
      op->getOperands(), [&](Value value) { return converter.get(value); });
  RankedTensorType type = converter.typeOf(op->getResult(0));

  // Once into nowhere, for the errors, and to see whether an operand is merely
  // passed on.
  Block scratch;
  OpBuilder probe(op->getContext());
  probe.setInsertionPointToEnd(&scratch);
  SmallVector<Value> scalars;
  for (const Imported &operand : operands)
    scalars.push_back(operand.isSplat()
                          ? arith::ConstantOp::create(
                                probe, converter.loc,
                                operand.known.getSplatValue<TypedAttr>())
                          : Value(scratch.addArgument(
                                operand.type.getElementType(), converter.loc)));
  FailureOr<Value> probed = emitElementwise(op, probe, converter.loc, scalars);
  if (failed(probed))
    return failure();
  auto *same = llvm::find(scalars, *probed);
  if (same != scalars.end() && operands[same - scalars.begin()].type == type) {
    converter.set(op->getResult(0), operands[same - scalars.begin()]);
    return success();
  }
  converter.set(op->getResult(0),
                converter.elementwise(
                    operands, type,
                    [&](OpBuilder &inner, Location loc, ValueRange scalars) {
                      return *emitElementwise(op, inner, loc, scalars);
                    }));
  return success();
}

//===----------------------------------------------------------------------===//
// Dispatch
//===----------------------------------------------------------------------===//

static const std::map<StringRef, Rule> &rules() {
  static const std::map<StringRef, Rule> rules = {
      {"func.call", convertCall},
      {"stablehlo.case", convertConditional},
      {"stablehlo.composite", convertCall},
      {"stablehlo.convolution", convertConvolution},
      {"stablehlo.dot_general", convertDotGeneral},
      {"stablehlo.dynamic_slice", convertDynamicSlice},
      {"stablehlo.dynamic_update_slice", convertDynamicUpdateSlice},
      {"stablehlo.gather", convertGather},
      {"stablehlo.if", convertConditional},
      {"stablehlo.reduce", convertReduce},
      {"stablehlo.reduce_window", convertReduceWindow},
      {"stablehlo.scatter", convertScatter},
      {"stablehlo.select_and_scatter", convertSelectAndScatter},
      {"stablehlo.while", convertWhile},
  };
  return rules;
}

static Rule findRule(StringRef name) {
  if (isElementwise(name))
    return convertElementwise;
  auto found = rules().find(name);
  return found == rules().end() ? findMove(name) : found->second;
}

/// Operands of an op with one result; nothing where the rule counts them.
static std::optional<unsigned> operandCount(StringRef name) {
  if (isElementwise(name))
    return elementwiseOperands(name);
  return llvm::StringSwitch<std::optional<unsigned>>(name)
      .Cases({"stablehlo.constant", "stablehlo.iota"}, 0)
      .Cases({"stablehlo.broadcast_in_dim", "stablehlo.reshape",
              "stablehlo.reverse", "stablehlo.slice", "stablehlo.transpose"},
             1)
      .Cases({"stablehlo.convolution", "stablehlo.dot_general",
              "stablehlo.gather", "stablehlo.pad", "stablehlo.reduce_window"},
             2)
      .Cases({"stablehlo.scatter", "stablehlo.select_and_scatter"}, 3)
      .Default(std::nullopt);
}

static std::string supportedOps() {
  SmallVector<StringRef> names = elementwiseNames();
  llvm::append_range(names, moveNames());
  llvm::append_range(names, llvm::make_first_range(rules()));
  llvm::sort(names);
  return llvm::join(names, ", ");
}

LogicalResult Converter::convert(Operation *op) {
  loc = op->getLoc();
  builder.setInsertionPointToEnd(builder.getBlock());
  StringRef name = op->getName().getStringRef();
  Rule rule = findRule(name);
  if (!rule)
    return op->emitOpError("is not supported; supported are ")
           << supportedOps();
  for (Type type : op->getResultTypes())
    if (failed(importType(op, type)))
      return failure();
  for (Value operand : op->getOperands())
    if (!contains(operand))
      return op->emitOpError("reads a value that is not computed before it");
  std::optional<unsigned> operands = operandCount(name);
  if (operands && op->getNumOperands() != *operands)
    return op->emitOpError("has ")
           << op->getNumOperands() << " operands; expected " << *operands;
  if (operands && op->getNumResults() != 1)
    return op->emitOpError("has ")
           << op->getNumResults() << " results; expected 1";
  if (failed(rule(op, *this)))
    return failure();
  for (Value result : op->getResults())
    if (get(result).type != typeOf(result))
      return op->emitOpError("computes ")
             << get(result).type << "; expected " << result.getType();
  return success();
}

FailureOr<SmallVector<Imported>> Converter::convertBlock(Block &block) {
  for (Operation &op : llvm::drop_end(block))
    if (failed(convert(&op)))
      return failure();
  StringRef name = block.empty() ? "" : block.back().getName().getStringRef();
  if (name != "stablehlo.return" && name != "func.return")
    return block.getParentOp()->emitOpError("has a body without a return");
  for (Value value : block.back().getOperands())
    if (!contains(value))
      return block.back().emitOpError("returns a value that is not computed");
  return llvm::map_to_vector(block.back().getOperands(),
                             [&](Value value) { return get(value); });
}

FailureOr<SmallVector<Imported>>
Converter::convertBody(func::FuncOp function, ArrayRef<Imported> arguments) {
  Converter inner(functions, builder);
  for (auto [original, argument] :
       llvm::zip_equal(function.getArguments(), arguments)) {
    if (failed(importType(function, original.getType())))
      return failure();
    inner.set(original, argument);
  }
  return inner.convertBlock(function.front());
}

FailureOr<func::FuncOp> importFunction(func::FuncOp source, StringRef name,
                                       ArrayRef<StringAttr> argumentNames,
                                       Functions &functions) {
  SmallVector<Type> types;
  for (Type type : source.getArgumentTypes()) {
    FailureOr<RankedTensorType> imported = importType(source, type);
    if (failed(imported))
      return failure();
    types.push_back(*imported);
  }
  OpBuilder builder(source.getContext());
  Location loc = source.getLoc();
  auto function = func::FuncOp::create(builder, loc, name,
                                       builder.getFunctionType(types, {}));
  function.setPrivate();
  functions.target.insert(function);
  builder.setInsertionPointToEnd(function.addEntryBlock());
  for (auto [argument, name] :
       llvm::zip(function.getArguments(), argumentNames))
    argument.setLoc(NameLoc::get(name));
  Converter converter(functions, builder);
  auto arguments =
      llvm::map_to_vector(function.getArguments(), [&](Value value) {
        return converter.ofTensor(value);
      });
  auto results = converter.convertBody(source, arguments);
  if (failed(results)) {
    functions.target.erase(function);
    return failure();
  }
  auto returned = llvm::map_to_vector(*results, [&](const Imported &value) {
    return converter.materialize(value);
  });
  func::ReturnOp::create(builder, loc, returned);
  function.setFunctionType(
      builder.getFunctionType(types, TypeRange(ValueRange(returned))));
  return function;
}

} // namespace skein::passes::stablehlo
