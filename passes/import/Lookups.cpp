/// Ops that read or write at positions which are data: gather, scatter and
/// slices with dynamic offsets.
#include "passes/import/Converter.h"
#include "passes/import/Scalars.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/IndexingUtils.h"
#include "mlir/IR/TypeUtilities.h"

using namespace mlir;

namespace skein::passes::stablehlo {
namespace {

using Operand = Converter::Operand;

/// `start` in a signed type of at least 32 bits.
Imported widened(Converter &converter, const Imported &start, bool isUnsigned) {
  unsigned width = start.type.getElementTypeBitWidth();
  unsigned needed = std::clamp(isUnsigned ? 2 * width : width, 32u, 64u);
  if (width >= needed)
    return start;
  Type element = converter.builder.getIntegerType(needed);
  RankedTensorType type = start.type;
  return converter.elementwise(
      {start}, type.clone(element),
      [&](OpBuilder &inner, Location loc, ValueRange scalars) -> Value {
        auto shaped = dyn_cast<ShapedType>(scalars[0].getType());
        Type to = shaped ? Type(shaped.clone(element)) : element;
        if (isUnsigned)
          return arith::ExtUIOp::create(inner, loc, to, scalars[0]);
        return arith::ExtSIOp::create(inner, loc, to, scalars[0]);
      });
}

/// The index vectors of a gather or scatter, one tensor per component, over
/// the batch dimensions of the indices.
SmallVector<Imported> components(Converter &converter, Value indices,
                                 int64_t vectorDim) {
  const Imported &all = converter.get(indices);
  SmallVector<int64_t> shape(all.type.getShape());
  if (vectorDim == all.type.getRank())
    return {all};
  shape.erase(shape.begin() + vectorDim);
  RankedTensorType type = all.type.clone(shape);
  SmallVector<Imported> result;

  // A concatenation of the components need not be taken apart again.
  Operation *producer = indices.getDefiningOp();
  if (producer &&
      producer->getName().getStringRef() == "stablehlo.concatenate" &&
      static_cast<int64_t>(producer->getNumOperands()) ==
          all.type.getDimSize(vectorDim)) {
    FailureOr<int64_t> dim = readNumber(producer, "dimension");
    if (succeeded(dim) && *dim == vectorDim) {
      for (Value piece : producer->getOperands())
        result.push_back(converter.reshaped(converter.get(piece), type));
      return result;
    }
  }
  SmallVector<int64_t> offsets(all.type.getRank(), 0),
      sizes(all.type.getShape()), strides(all.type.getRank(), 1);
  sizes[vectorDim] = 1;
  for (int64_t k = 0; k < all.type.getDimSize(vectorDim); ++k) {
    offsets[vectorDim] = k;
    result.push_back(converter.reshaped(
        converter.slice(all, offsets, sizes, strides), type));
  }
  return result;
}

/// The dimension whose index the known `component` is everywhere.
std::optional<unsigned> identityOf(const Imported &component) {
  if (!component.known || component.type.getRank() == 0)
    return std::nullopt;
  SmallVector<int64_t> strides = computeStrides(component.type.getShape());
  SmallVector<int64_t> values;
  for (const APInt &value : component.known.getValues<APInt>())
    values.push_back(value.getSExtValue());
  for (unsigned dim = 0; dim < strides.size(); ++dim) {
    bool isIndex = true;
    for (auto [i, value] : llvm::enumerate(values))
      isIndex &= delinearize(i, strides)[dim] == value;
    if (isIndex)
      return dim;
  }
  return std::nullopt;
}

/// How one dimension of the table is found from the loops over the slices:
/// by a loop alone, or by a looked-up start plus perhaps a loop.
struct Axis {
  std::optional<Operand> start;
  std::optional<unsigned> loop;
  /// The last start that keeps the slice inside.
  int64_t lastStart = 0;
};

/// The dimension numbers that gather and scatter share, under gather's names.
struct Lookup {
  /// Dimensions of the slices tensor that run over a slice, and those of the
  /// table that they do not run over.
  ArrayRef<int64_t> offsetDims, collapsed, batching, indexBatching, startMap;
  int64_t vectorDim;

  /// Whether slices do not have dimension `dim` of the table.
  bool isOutsideOfSlices(int64_t dim) const {
    return llvm::is_contained(collapsed, dim) ||
           llvm::is_contained(batching, dim);
  }
};

/// Finds, for every dimension of a table, how it is found from loops over the
/// slices.
class AxisFinder {
public:
  AxisFinder(Operation *op, Converter &converter, const Lookup &lookup,
             Value indices, RankedTensorType slices)
      : op(op), converter(converter), lookup(lookup), indices(indices),
        indexType(converter.get(indices).type), slices(slices) {}

  FailureOr<SmallVector<Axis>> find(RankedTensorType table,
                                    ArrayRef<int64_t> sliceSizes);

private:
  LogicalResult checkNumbers(RankedTensorType table);
  LogicalResult findBatchLoops();
  LogicalResult findLoops(RankedTensorType table);
  void findStarts(RankedTensorType table);

  Operation *op;
  Converter &converter;
  const Lookup &lookup;
  Value indices;
  RankedTensorType indexType, slices;
  /// The dimensions of the slices that run over the indices, in order.
  SmallVector<unsigned> batchLoops;
  SmallVector<Axis> axes;
};

LogicalResult AxisFinder::checkNumbers(RankedTensorType table) {
  if (lookup.vectorDim < 0 || lookup.vectorDim > indexType.getRank())
    return op->emitOpError("has no index_vector_dim ") << lookup.vectorDim;
  for (ArrayRef<int64_t> dims :
       {lookup.collapsed, lookup.batching, lookup.startMap})
    if (failed(checkDimensions(op, dims, table.getRank())))
      return failure();
  return checkDimensions(op, lookup.offsetDims, slices.getRank());
}

LogicalResult AxisFinder::findBatchLoops() {
  for (int64_t dim = 0; dim < slices.getRank(); ++dim)
    if (!llvm::is_contained(lookup.offsetDims, dim))
      batchLoops.push_back(dim);
  int64_t expected =
      indexType.getRank() - (lookup.vectorDim < indexType.getRank());
  if (static_cast<int64_t>(batchLoops.size()) == expected)
    return success();
  return op->emitOpError("has ")
         << batchLoops.size() << " dimensions for those of its indices; "
         << "expected " << expected;
}

/// The loops that run over slices or, in both, over a batch.
LogicalResult AxisFinder::findLoops(RankedTensorType table) {
  const int64_t *offsetDim = lookup.offsetDims.begin();
  for (int64_t dim = 0; dim < table.getRank(); ++dim) {
    if (lookup.isOutsideOfSlices(dim))
      continue;
    if (offsetDim == lookup.offsetDims.end())
      return op->emitOpError("has too few dimensions for its slices");
    axes[dim].loop = *offsetDim++;
  }
  for (auto [dim, indexDim] :
       llvm::zip(lookup.batching, lookup.indexBatching)) {
    unsigned batchDim = indexDim - (indexDim > lookup.vectorDim);
    if (batchDim >= batchLoops.size())
      return op->emitOpError("has no batch dimension ") << indexDim;
    axes[dim].loop = batchLoops[batchDim];
  }
  return success();
}

void AxisFinder::findStarts(RankedTensorType table) {
  MLIRContext *context = op->getContext();
  bool isUnsigned = getElementTypeOrSelf(indices.getType()).isUnsignedInteger();
  SmallVector<AffineExpr> exprs;
  for (unsigned loop : batchLoops)
    exprs.push_back(getAffineDimExpr(loop, context));
  AffineMap batchMap = AffineMap::get(slices.getRank(), 0, exprs, context);
  for (auto [dim, component] : llvm::zip(
           lookup.startMap, components(converter, indices, lookup.vectorDim))) {
    Axis &axis = axes[dim];
    if (axis.lastStart == 0 && axis.loop)
      continue; // The whole dimension, wherever it is said to start.
    std::optional<unsigned> same = identityOf(component);
    if (same && !axis.loop &&
        component.type.getDimSize(*same) == table.getDimSize(dim))
      axis.loop = batchLoops[*same];
    else
      axis.start = Operand{widened(converter, component, isUnsigned), batchMap};
  }
  // What no index says starts at 0.
  Imported zero = converter.ofConstant(DenseElementsAttr::get(
      RankedTensorType::get({}, IntegerType::get(context, 32)), int32_t(0)));
  for (Axis &axis : axes)
    if (!axis.start && !axis.loop)
      axis.start = Operand{zero, AffineMap::get(slices.getRank(), 0, context)};
}

FailureOr<SmallVector<Axis>> AxisFinder::find(RankedTensorType table,
                                              ArrayRef<int64_t> sliceSizes) {
  if (failed(checkNumbers(table)) || failed(findBatchLoops()))
    return failure();
  for (auto [extent, size] : llvm::zip_equal(table.getShape(), sliceSizes)) {
    axes.emplace_back();
    axes.back().lastStart = extent - size;
  }
  if (failed(findLoops(table)))
    return failure();
  findStarts(table);
  return axes;
}

/// `start` moved inside, as gathers do with it.
Value clampStart(OpBuilder &builder, Location loc, Value start,
                 int64_t lastStart) {
  Type type = start.getType();
  start = arith::MaxSIOp::create(builder, loc, start,
                                 createConstant(builder, loc, type, 0));
  return arith::MinSIOp::create(builder, loc, start,
                                createConstant(builder, loc, type, lastStart));
}

SmallVector<Operand> startsOf(ArrayRef<Axis> axes) {
  SmallVector<Operand> starts;
  for (const Axis &axis : axes)
    if (axis.start)
      starts.push_back(*axis.start);
  return starts;
}

/// The elements of `table` where `axes` say, read one by one.
Value readElements(Converter &converter, const Imported &table,
                   ArrayRef<Axis> axes, RankedTensorType type) {
  MLIRContext *context = converter.builder.getContext();
  Value tensor = converter.materialize(table);
  return converter.generic(
      startsOf(axes),
      AffineMap::getMultiDimIdentityMap(type.getRank(), context), type,
      /*init=*/{},
      [&](OpBuilder &inner, Location loc, ValueRange scalars) -> Value {
        SmallVector<Value> position;
        unsigned next = 0;
        for (const Axis &axis : axes) {
          Value index;
          if (axis.start)
            index = arith::IndexCastOp::create(
                inner, loc, inner.getIndexType(),
                clampStart(inner, loc, scalars[next++], axis.lastStart));
          if (axis.loop) {
            Value loop = linalg::IndexOp::create(inner, loc, *axis.loop);
            index =
                index
                    ? arith::AddIOp::create(inner, loc, index, loop).getResult()
                    : loop;
          }
          if (!index)
            index = arith::ConstantIndexOp::create(inner, loc, 0);
          position.push_back(index);
        }
        return tensor::ExtractOp::create(inner, loc, tensor, position);
      });
}

/// The looked-up dimensions as loops behind those of the slices, and the map
/// from all loops to the table.
struct Rows {
  SmallVector<unsigned> dims;
  AffineMap tableMap;
  unsigned loops;
};

/// Nothing if a slice is longer than one element along a looked-up dimension,
/// or a loop would run over two dimensions.
std::optional<Rows> findRows(MLIRContext *context, ArrayRef<Axis> axes,
                             unsigned loops) {
  Rows rows{{}, {}, loops};
  SmallVector<AffineExpr> exprs;
  for (auto [dim, axis] : llvm::enumerate(axes)) {
    if (axis.start && axis.loop)
      return std::nullopt;
    unsigned loop = axis.loop.value_or(rows.loops);
    if (axis.loop && llvm::is_contained(exprs, getAffineDimExpr(loop, context)))
      return std::nullopt;
    if (!axis.loop) {
      rows.dims.push_back(dim);
      ++rows.loops;
    }
    exprs.push_back(getAffineDimExpr(loop, context));
  }
  rows.tableMap = AffineMap::get(rows.loops, 0, exprs, context);
  return rows;
}

/// Whether the loops of `rows` are at the looked-up positions; null if there is
/// nothing to look up. `starts` are the scalars of the starts.
Value isRow(OpBuilder &builder, Location loc, ArrayRef<Axis> axes,
            const Rows &rows, unsigned firstLoop, ValueRange starts,
            bool clamp) {
  Value all;
  unsigned next = 0;
  for (auto [i, dim] : llvm::enumerate(rows.dims)) {
    if (!axes[dim].start)
      continue;
    Value start = starts[next++];
    if (clamp)
      start = clampStart(builder, loc, start, axes[dim].lastStart);
    Value row = arith::IndexCastOp::create(
        builder, loc, start.getType(),
        linalg::IndexOp::create(builder, loc, firstLoop + i));
    Value equal = arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::eq,
                                        start, row);
    all = all ? arith::AndIOp::create(builder, loc, all, equal).getResult()
              : equal;
  }
  return all;
}

AffineMap overLoops(AffineMap map, unsigned loops) {
  return AffineMap::get(loops, 0, map.getResults(), map.getContext());
}

/// The gather as a sum over all rows of those at the looked-up position. It
/// costs one visit of each element of the table per slice, and can be split
/// like any other sum: for tables that belong to the batch.
Value sumRows(Converter &converter, const Imported &table, ArrayRef<Axis> axes,
              const Rows &rows, RankedTensorType type) {
  MLIRContext *context = converter.builder.getContext();
  unsigned loops = type.getRank();
  SmallVector<Operand> operands = {
      {converter.ofTensor(converter.materialize(table)), rows.tableMap}};
  for (Operand start : startsOf(axes))
    operands.push_back({start.value, overLoops(start.map, rows.loops)});
  AffineMap resultMap = AffineMap::getMultiDimIdentityMap(rows.loops, context)
                            .getMajorSubMap(loops);
  Type element = type.getElementType();
  return converter.generic(
      operands, resultMap, type, converter.zeros(type),
      [&](OpBuilder &inner, Location loc, ValueRange scalars) -> Value {
        Value share = scalars[0];
        if (Value hit = isRow(inner, loc, axes, rows, loops,
                              scalars.drop_front().drop_back(), /*clamp=*/true))
          share = arith::SelectOp::create(
              inner, loc, hit, share, createConstant(inner, loc, element, 0));
        if (isa<FloatType>(element))
          return arith::AddFOp::create(inner, loc, scalars.back(), share);
        if (element.isInteger(1))
          return arith::OrIOp::create(inner, loc, scalars.back(), share);
        return arith::AddIOp::create(inner, loc, scalars.back(), share);
      });
}

/// Slices per table above which looking at every row is too slow.
constexpr int64_t maxVisits = 16;

/// Whether the table has a dimension of its own for a batch dimension of the
/// slices, and few slices fall into one table.
bool belongsToBatch(const Imported &table, ArrayRef<Axis> axes,
                    ArrayRef<int64_t> offsetDims, RankedTensorType slices) {
  bool hasBatch = false;
  int64_t visits = 1;
  SmallVector<unsigned> found;
  for (const Axis &axis : axes)
    if (axis.loop) {
      found.push_back(*axis.loop);
      hasBatch |= !llvm::is_contained(offsetDims, *axis.loop);
    }
  for (int64_t dim = 0; dim < slices.getRank(); ++dim)
    if (!llvm::is_contained(found, static_cast<unsigned>(dim)))
      visits *= slices.getDimSize(dim);
  return hasBatch && visits <= maxVisits;
}

/// Numbers `first`, `first + step`, ..., of which there are `count`.
struct Run {
  int64_t first, step, count;
};

/// Pieces above which known positions are looked up like others.
constexpr size_t maxPieces = 64;

/// `positions` as few runs; nothing if there are too many.
std::optional<SmallVector<Run>> findRuns(ArrayRef<int64_t> positions) {
  SmallVector<Run> runs;
  for (int64_t position : positions) {
    bool joins = !runs.empty() && position > runs.back().first;
    if (joins && runs.back().count == 1)
      runs.back().step = position - runs.back().first;
    if (joins &&
        position == runs.back().first + runs.back().step * runs.back().count)
      ++runs.back().count;
    else
      runs.push_back({position, 1, 1});
    if (runs.size() > maxPieces)
      return std::nullopt;
  }
  return runs;
}

/// The look-up of whole slices at positions that are known: slices of the
/// table, which split like it.
class KnownRows {
public:
  KnownRows(Converter &converter, const Imported &table, ArrayRef<Axis> axes,
            RankedTensorType type)
      : converter(converter), table(table), axes(axes), type(type) {}

  /// Nothing if positions are not known, or too scattered.
  std::optional<Imported> create();

private:
  bool sortDimensions();
  std::optional<SmallVector<int64_t>> findPositions();
  Imported takeRuns(const Imported &flat, ArrayRef<Run> runs);

  Converter &converter;
  const Imported &table;
  ArrayRef<Axis> axes;
  RankedTensorType type;
  /// Dimensions of the table that are taken whole, and those that are looked
  /// up; loops over slices and over positions.
  SmallVector<unsigned> whole, lookedUp, sliceLoops, batchLoops;
};

bool KnownRows::sortDimensions() {
  for (auto [dim, axis] : llvm::enumerate(axes)) {
    if (axis.loop && axis.start)
      return false;
    if (!axis.loop) {
      lookedUp.push_back(dim);
      continue;
    }
    if (llvm::is_contained(sliceLoops, *axis.loop))
      return false;
    whole.push_back(dim);
    sliceLoops.push_back(*axis.loop);
  }
  for (unsigned loop = 0; loop < type.getRank(); ++loop)
    if (!llvm::is_contained(sliceLoops, loop))
      batchLoops.push_back(loop);
  // Loops over positions that also run over the table are a diagonal.
  return llvm::all_of(startsOf(axes), [&](const Operand &start) {
    return llvm::none_of(sliceLoops, [&](unsigned loop) {
      return start.map.isFunctionOfDim(loop);
    });
  });
}

/// Row-major positions among the looked-up dimensions, in the order of the
/// result.
std::optional<SmallVector<int64_t>> KnownRows::findPositions() {
  int64_t count = 1;
  for (unsigned loop : batchLoops)
    count *= type.getDimSize(loop);
  if (count > maxKnownElements)
    return std::nullopt;
  SmallVector<int64_t> positions(count, 0);
  for (unsigned dim : lookedUp) {
    DenseElementsAttr known = axes[dim].start->value.known;
    if (!known || (!known.isSplat() && known.getNumElements() != count))
      return std::nullopt;
    auto values = known.getValues<APInt>();
    for (int64_t i = 0; i < count; ++i) {
      int64_t start = values[known.isSplat() ? 0 : i].getSExtValue();
      positions[i] = positions[i] * table.type.getDimSize(dim) +
                     std::clamp<int64_t>(start, 0, axes[dim].lastStart);
    }
  }
  return positions;
}

/// `runs` of the last dimension of `flat`, one behind the other.
Imported KnownRows::takeRuns(const Imported &flat, ArrayRef<Run> runs) {
  SmallVector<int64_t> offsets(flat.type.getRank(), 0), strides(offsets),
      sizes(flat.type.getShape());
  llvm::fill(strides, 1);
  SmallVector<Value> pieces;
  for (const Run &run : runs) {
    offsets.back() = run.first;
    strides.back() = run.step;
    sizes.back() = run.count;
    Imported piece = converter.slice(flat, offsets, sizes, strides);
    if (runs.size() == 1)
      return piece;
    pieces.push_back(converter.materialize(piece));
  }
  return converter.ofTensor(tensor::ConcatOp::create(
      converter.builder, converter.loc, flat.type.getRank() - 1, pieces));
}

std::optional<Imported> KnownRows::create() {
  if (!sortDimensions() || lookedUp.empty())
    return std::nullopt;
  auto positions = findPositions();
  auto runs = positions ? findRuns(*positions) : std::nullopt;
  if (!runs)
    return std::nullopt;

  // Looked-up dimensions go to the end and become one; those of the positions
  // come from there.
  MLIRContext *context = type.getContext();
  SmallVector<AffineExpr> toTable(axes.size()), toShaped;
  SmallVector<int64_t> ordered, flat, shaped;
  for (unsigned dim : llvm::concat<unsigned>(whole, lookedUp)) {
    toTable[dim] = getAffineDimExpr(ordered.size(), context);
    ordered.push_back(table.type.getDimSize(dim));
  }
  flat.assign(ordered.begin(), ordered.begin() + whole.size());
  shaped = flat;
  flat.push_back(llvm::product_of(ArrayRef(ordered).drop_front(whole.size())));
  for (unsigned loop : batchLoops)
    shaped.push_back(type.getDimSize(loop));
  for (unsigned loop : llvm::concat<unsigned>(sliceLoops, batchLoops))
    toShaped.push_back(getAffineDimExpr(loop, context));
  RankedTensorType tableType = table.type;
  Imported view = converter.viewed(
      table, AffineMap::get(ordered.size(), 0, toTable, context),
      tableType.clone(ordered));
  Imported taken =
      takeRuns(converter.reshaped(view, tableType.clone(flat)), *runs);
  return converter.viewed(converter.reshaped(taken, tableType.clone(shaped)),
                          AffineMap::get(type.getRank(), 0, toShaped, context),
                          type);
}

} // namespace

LogicalResult convertGather(Operation *op, Converter &converter) {
  FailureOr<Dimensions> numbers = Dimensions::read(op, "dimension_numbers");
  FailureOr<Numbers> sizes = readNumbers(op, "slice_sizes");
  if (failed(numbers) || failed(sizes))
    return failure();
  const Imported &table = converter.get(op->getOperand(0));
  RankedTensorType type = converter.typeOf(op->getResult(0));
  ArrayRef<int64_t> vectorDim = (*numbers)["index_vector_dim"];
  if (static_cast<int64_t>(sizes->size()) != table.type.getRank())
    return op->emitOpError("has ") << sizes->size() << " slice_sizes; expected "
                                   << table.type.getRank();
  Lookup lookup{(*numbers)["offset_dims"],
                (*numbers)["collapsed_slice_dims"],
                (*numbers)["operand_batching_dims"],
                (*numbers)["start_indices_batching_dims"],
                (*numbers)["start_index_map"],
                vectorDim.empty() ? 0 : vectorDim[0]};
  FailureOr<SmallVector<Axis>> axes =
      AxisFinder(op, converter, lookup, op->getOperand(1), type)
          .find(table.type, *sizes);
  if (failed(axes))
    return failure();
  if (auto known = KnownRows(converter, table, *axes, type).create()) {
    converter.set(op->getResult(0), *known);
    return success();
  }
  std::optional<Rows> rows = findRows(op->getContext(), *axes, type.getRank());
  Value result;
  if (rows && belongsToBatch(table, *axes, lookup.offsetDims, type))
    result = sumRows(converter, table, *axes, *rows, type);
  else
    result = readElements(converter, table, *axes, type);
  converter.set(op->getResult(0), converter.ofTensor(result));
  return success();
}

namespace {

/// What a scatter does with an element and an update; empty for another region.
StringRef combinerOf(Operation *op) {
  if (op->getNumRegions() != 1 || op->getRegion(0).empty() ||
      op->getRegion(0).getNumArguments() != 2)
    return {};
  Block &block = op->getRegion(0).front();
  auto *terminator = block.getTerminator();
  if (terminator->getNumOperands() != 1)
    return {};
  if (terminator->getOperand(0) == block.getArgument(1))
    return "set";
  Operation *combiner = terminator->getOperand(0).getDefiningOp();
  bool readsBoth = combiner && combiner->getNumOperands() == 2 &&
                   isa<BlockArgument>(combiner->getOperand(0)) &&
                   isa<BlockArgument>(combiner->getOperand(1));
  return readsBoth ? combiner->getName().getStringRef() : StringRef();
}

/// How often a window of the table is written: shapes and places of a scatter.
struct Scatter {
  Imported table, updates;
  StringRef combiner;
  Operation *region; // the op that combines; null for "set"
  SmallVector<int64_t> sizes;
  SmallVector<Axis> axes;
};

FailureOr<Scatter> readScatter(Operation *op, Converter &converter) {
  FailureOr<Dimensions> numbers =
      Dimensions::read(op, "scatter_dimension_numbers");
  if (failed(numbers))
    return failure();
  Scatter scatter{converter.get(op->getOperand(0)),
                  converter.get(op->getOperand(2)),
                  combinerOf(op),
                  nullptr,
                  {},
                  {}};
  if (!llvm::is_contained({"set", "stablehlo.add", "stablehlo.maximum",
                           "stablehlo.minimum", "stablehlo.multiply"},
                          scatter.combiner))
    return op->emitOpError("expected a region that adds, multiplies, takes the "
                           "maximum or minimum, or replaces");
  scatter.region =
      op->getRegion(0).front().getTerminator()->getOperand(0).getDefiningOp();
  ArrayRef<int64_t> vectorDim = (*numbers)["index_vector_dim"];
  Lookup lookup{(*numbers)["update_window_dims"],
                (*numbers)["inserted_window_dims"],
                (*numbers)["input_batching_dims"],
                (*numbers)["scatter_indices_batching_dims"],
                (*numbers)["scatter_dims_to_operand_dims"],
                vectorDim.empty() ? 0 : vectorDim[0]};
  if (failed(checkDimensions(op, lookup.offsetDims,
                             scatter.updates.type.getRank())))
    return failure();
  const int64_t *window = lookup.offsetDims.begin();
  for (int64_t dim = 0; dim < scatter.table.type.getRank(); ++dim) {
    bool inserted = lookup.isOutsideOfSlices(dim);
    if (!inserted && window == lookup.offsetDims.end())
      return op->emitOpError("has too few update_window_dims");
    scatter.sizes.push_back(
        inserted ? 1 : scatter.updates.type.getDimSize(*window++));
  }
  FailureOr<SmallVector<Axis>> axes =
      AxisFinder(op, converter, lookup, op->getOperand(1), scatter.updates.type)
          .find(scatter.table.type, scatter.sizes);
  if (failed(axes))
    return failure();
  scatter.axes = *axes;
  return scatter;
}

/// Where the only window is, if that is known and inside of the table.
std::optional<SmallVector<int64_t>> findPlace(const Scatter &scatter) {
  RankedTensorType window = scatter.table.type.clone(scatter.sizes);
  if (window.getNumElements() != scatter.updates.type.getNumElements())
    return std::nullopt;
  SmallVector<int64_t> place;
  for (const Axis &axis : scatter.axes) {
    int64_t offset = 0;
    if (axis.start && !axis.start->value.isSplat())
      return std::nullopt;
    if (axis.start)
      offset = axis.start->value.known.getSplatValue<APInt>().getSExtValue();
    if (offset < 0 || offset > axis.lastStart)
      return std::nullopt;
    place.push_back(offset);
  }
  return place;
}

/// A scatter of one window is a slice.
Imported insertWindow(const Scatter &scatter, ArrayRef<int64_t> place,
                      Converter &converter) {
  RankedTensorType window = scatter.table.type.clone(scatter.sizes);
  SmallVector<int64_t> ones(scatter.sizes.size(), 1);
  Imported piece = converter.reshaped(scatter.updates, window);
  if (scatter.region)
    piece = converter.elementwise(
        {converter.slice(scatter.table, place, scatter.sizes, ones), piece},
        window, [&](OpBuilder &inner, Location loc, ValueRange scalars) {
          return *emitElementwise(scatter.region, inner, loc, scalars);
        });
  return converter.insert(piece, scatter.table,
                          getAsIndexOpFoldResult(window.getContext(), place));
}

/// A loop over all updates and all rows, which takes an update where its row is
/// the looked-up one. Indices outside of the table are equal to no row.
Value writeRows(const Scatter &scatter, const Rows &rows,
                Converter &converter) {
  unsigned loops = scatter.updates.type.getRank();
  SmallVector<Operand> operands = {
      {converter.ofTensor(converter.materialize(scatter.updates)),
       AffineMap::getMultiDimIdentityMap(rows.loops, rows.tableMap.getContext())
           .getMajorSubMap(loops)}};
  for (Operand start : startsOf(scatter.axes))
    operands.push_back({start.value, overLoops(start.map, rows.loops)});
  return converter.generic(
      operands, rows.tableMap, scatter.table.type,
      converter.materialize(scatter.table),
      [&](OpBuilder &inner, Location loc, ValueRange scalars) -> Value {
        Value update = scalars[0], old = scalars.back();
        Value hit = isRow(inner, loc, scatter.axes, rows, loops,
                          scalars.drop_front().drop_back(), /*clamp=*/false);
        auto select = [&](Value chosen, Value other) {
          return hit ? arith::SelectOp::create(inner, loc, hit, chosen, other)
                     : chosen;
        };
        auto combine = [&](Value update) {
          Value operands[] = {old, update};
          return *emitElementwise(scatter.region, inner, loc, operands);
        };
        if (scatter.combiner == "set")
          return select(update, old);
        // A sum in this form is one of contributions, and can be split.
        if (scatter.combiner == "stablehlo.add")
          return combine(
              select(update, createConstant(inner, loc, update.getType(), 0)));
        return select(combine(update), old);
      });
}

} // namespace

LogicalResult convertScatter(Operation *op, Converter &converter) {
  FailureOr<Scatter> scatter = readScatter(op, converter);
  if (failed(scatter))
    return failure();
  if (auto place = findPlace(*scatter)) {
    converter.set(op->getResult(0), insertWindow(*scatter, *place, converter));
    return success();
  }
  std::optional<Rows> rows = findRows(op->getContext(), scatter->axes,
                                      scatter->updates.type.getRank());
  if (!rows)
    return op->emitOpError("writes windows of several elements at looked-up "
                           "positions; expected single elements or whole rows");
  converter.set(op->getResult(0),
                converter.ofTensor(writeRows(*scatter, *rows, converter)));
  return success();
}

namespace {

/// The numbers, from 0 to `last`, as an index computed from the number of the
/// iteration; nothing if they do not grow evenly.
std::optional<OpFoldResult> evenOffset(Converter &converter,
                                       const Imported &offset, int64_t last) {
  OpBuilder &builder = converter.builder;
  SmallVector<int64_t> values;
  for (const APInt &value : offset.series.getValues<APInt>())
    values.push_back(std::clamp<int64_t>(value.getSExtValue(), 0, last));
  int64_t first = values[0], step = values.size() > 1 ? values[1] - first : 0;
  for (auto [i, value] : llvm::enumerate(values))
    if (value != first + static_cast<int64_t>(i) * step)
      return std::nullopt;
  if (step == 0)
    return OpFoldResult(builder.getIndexAttr(first));
  auto constant = [&](int64_t value) {
    return arith::ConstantIndexOp::create(builder, converter.loc, value);
  };
  Value index = offset.iteration;
  if (step != 1)
    index =
        arith::MulIOp::create(builder, converter.loc, index, constant(step));
  if (first != 0)
    index =
        arith::AddIOp::create(builder, converter.loc, index, constant(first));
  return OpFoldResult(index);
}

/// The offsets of a dynamic slice, moved inside, if all are known or counted.
std::optional<SmallVector<OpFoldResult>> knownOffsets(Converter &converter,
                                                      ValueRange offsets,
                                                      RankedTensorType whole,
                                                      RankedTensorType slice) {
  SmallVector<OpFoldResult> result;
  for (auto [dim, offset] : llvm::enumerate(offsets)) {
    int64_t last = whole.getDimSize(dim) - slice.getDimSize(dim);
    const Imported &value = converter.get(offset);
    if (last == 0 || value.isSplat()) {
      int64_t start =
          last == 0 ? 0 : value.known.getSplatValue<APInt>().getSExtValue();
      result.push_back(
          converter.builder.getIndexAttr(std::clamp<int64_t>(start, 0, last)));
      continue;
    }
    std::optional<OpFoldResult> counted;
    if (value.series)
      counted = evenOffset(converter, value, last);
    if (!counted)
      return std::nullopt;
    result.push_back(*counted);
  }
  return result;
}

} // namespace

LogicalResult convertDynamicSlice(Operation *op, Converter &converter) {
  if (op->getNumOperands() == 0 || op->getNumResults() != 1)
    return op->emitOpError("expected a tensor, offsets and one result");
  const Imported &whole = converter.get(op->getOperand(0));
  RankedTensorType type = converter.typeOf(op->getResult(0));
  ValueRange offsets = op->getOperands().drop_front();
  if (static_cast<int64_t>(offsets.size()) != type.getRank() ||
      whole.type.getRank() != type.getRank())
    return op->emitOpError("expected ") << type.getRank() << " offsets";
  if (auto known = knownOffsets(converter, offsets, whole.type, type)) {
    converter.set(op->getResult(0),
                  converter.slice(whole, *known, type.getShape()));
    return success();
  }
  SmallVector<Axis> axes;
  for (auto [dim, offset] : llvm::enumerate(offsets)) {
    Axis axis{{}, dim, whole.type.getDimSize(dim) - type.getDimSize(dim)};
    if (axis.lastStart > 0)
      axis.start = Operand{converter.get(offset),
                           AffineMap::get(type.getRank(), 0, op->getContext())};
    axes.push_back(axis);
  }
  converter.set(op->getResult(0),
                converter.ofTensor(readElements(converter, whole, axes, type)));
  return success();
}

/// `whole` with `update` at offsets that are data: every element is read from
/// the update where that covers it.
static Value overwrite(const Imported &whole, const Imported &update,
                       ArrayRef<Imported> offsets, Converter &converter) {
  unsigned rank = whole.type.getRank();
  MLIRContext *context = whole.type.getContext();
  AffineMap identity = AffineMap::getMultiDimIdentityMap(rank, context);
  SmallVector<Operand> operands = {{whole, identity}};
  for (const Imported &offset : offsets)
    operands.push_back({offset, AffineMap::get(rank, 0, context)});
  Value source = converter.materialize(update);
  return converter.generic(
      operands, identity, whole.type, /*init=*/{},
      [&](OpBuilder &inner, Location loc, ValueRange scalars) -> Value {
        Value covered;
        SmallVector<Value> position;
        for (unsigned dim = 0; dim < rank; ++dim) {
          int64_t extent = update.type.getDimSize(dim);
          Value start = clampStart(inner, loc, scalars[1 + dim],
                                   whole.type.getDimSize(dim) - extent);
          Type type = start.getType();
          Value index = arith::IndexCastOp::create(
              inner, loc, type, linalg::IndexOp::create(inner, loc, dim));
          Value relative = arith::SubIOp::create(inner, loc, index, start);
          // Negative numbers are large when read without a sign.
          Value inside = arith::CmpIOp::create(
              inner, loc, arith::CmpIPredicate::ult, relative,
              createConstant(inner, loc, type, extent));
          covered = covered ? arith::AndIOp::create(inner, loc, covered, inside)
                                  .getResult()
                            : inside;
          position.push_back(arith::IndexCastOp::create(
              inner, loc, inner.getIndexType(),
              clampStart(inner, loc, relative, extent - 1)));
        }
        Value element = tensor::ExtractOp::create(inner, loc, source, position);
        return arith::SelectOp::create(inner, loc, covered, element,
                                       scalars[0]);
      });
}

LogicalResult convertDynamicUpdateSlice(Operation *op, Converter &converter) {
  if (op->getNumOperands() < 2 || op->getNumResults() != 1)
    return op->emitOpError("expected two tensors, offsets and one result");
  const Imported &whole = converter.get(op->getOperand(0)),
                 &update = converter.get(op->getOperand(1));
  ValueRange offsets = op->getOperands().drop_front(2);
  unsigned rank = whole.type.getRank();
  if (offsets.size() != rank || update.type.getRank() != rank)
    return op->emitOpError("expected ") << rank << " offsets";
  if (auto known = knownOffsets(converter, offsets, whole.type, update.type)) {
    converter.set(op->getResult(0), converter.insert(update, whole, *known));
    return success();
  }
  auto starts = llvm::map_to_vector(
      offsets, [&](Value offset) { return converter.get(offset); });
  converter.set(op->getResult(0), converter.ofTensor(overwrite(
                                      whole, update, starts, converter)));
  return success();
}

} // namespace skein::passes::stablehlo
