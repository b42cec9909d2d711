//===- SparseGradients.cpp - rows of tables, added up and written ---------===//
#include "passes/SparseGradients.h"

#include "dialect/Distribution.h"
#include "passes/StructuredOps.h"

#include "llvm/ADT/SetVector.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace skein;
using namespace skein::passes;

namespace {

RankedTensorType typeOf(Value value) { return cast<RankedTensorType>(value.getType()); }

Value emptyOf(OpBuilder &builder, Location loc, RankedTensorType type) {
  return tensor::EmptyOp::create(builder, loc, type, ValueRange());
}

Value zerosOf(OpBuilder &builder, Location loc, RankedTensorType type) {
  Value zero = arith::ConstantOp::create(builder, loc, builder.getZeroAttr(type.getElementType()));
  return linalg::FillOp::create(builder, loc, type, zero, emptyOf(builder, loc, type)).getResult(0);
}

/// `scalar` as a number of the type `index`.
Value asIndex(OpBuilder &builder, Location loc, Value scalar) {
  if (scalar.getType().isIndex())
    return scalar;
  return arith::IndexCastOp::create(builder, loc, builder.getIndexType(), scalar);
}

Type accumulatorOf(Type type) {
  return type.getIntOrFloatBitWidth() < 32 ? Float32Type::get(type.getContext()) : type;
}

Value widened(OpBuilder &builder, Location loc, Value scalar, Type type) {
  if (scalar.getType() == type)
    return scalar;
  return arith::ExtFOp::create(builder, loc, type, scalar);
}

Value rounded(OpBuilder &builder, Location loc, Value tensor, Type element) {
  RankedTensorType type = typeOf(tensor);
  if (type.getElementType() == element)
    return tensor;
  auto narrow = RankedTensorType::get(type.getShape(), element, type.getEncoding());
  return createElementwise(builder, loc, narrow, tensor,
                           [&](OpBuilder &inner, Location at, ValueRange args) -> Value {
                             return arith::TruncFOp::create(inner, at, element, args[0]);
                           });
}

/// Loops over the places of a list, the elements of a row, and the rows of a table,
/// in this order.
struct Loops {
  Loops(OpBuilder &builder, unsigned numPlaces, unsigned rowRank)
      : numPlaces(numPlaces), count(numPlaces + rowRank + 1), context(builder.getContext()) {}

  AffineMap places() const { return map(0, numPlaces); }
  AffineMap list() const { return map(0, count - 1); }
  AffineMap scalar() const { return map(0, 0); }
  AffineMap table() const {
    SmallVector<AffineExpr> exprs{getAffineDimExpr(row(), context)};
    llvm::append_range(exprs, map(numPlaces, count - 1).getResults());
    return AffineMap::get(count, 0, exprs, context);
  }
  unsigned row() const { return count - 1; }

private:
  AffineMap map(unsigned first, unsigned last) const {
    SmallVector<AffineExpr> exprs;
    for (unsigned loop = first; loop < last; ++loop)
      exprs.push_back(getAffineDimExpr(loop, context));
    return AffineMap::get(count, 0, exprs, context);
  }

  unsigned numPlaces, count;
  MLIRContext *context;
};

/// Whether `loop` is in the iteration `number`.
Value createIsMeant(OpBuilder &builder, Location loc, Value number, unsigned loop) {
  return arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::eq,
                               asIndex(builder, loc, number),
                               linalg::IndexOp::create(builder, loc, loop));
}

/// `init` plus, at each row, the sum of `term` of the rows at its index.
Value addRows(OpBuilder &builder, Location loc, Value indices, Value rows, Value init,
              llvm::function_ref<Value(OpBuilder &, Location, Value)> term) {
  unsigned numPlaces = typeOf(indices).getRank();
  Loops loops(builder, numPlaces, typeOf(rows).getRank() - numPlaces);
  Type element = typeOf(init).getElementType();
  return createGeneric(
      builder, loc, {indices, rows}, init, {loops.places(), loops.list(), loops.table()},
      [&](OpBuilder &inner, Location at, ValueRange args) -> Value {
        Value isMeant = createIsMeant(inner, at, args[0], loops.row());
        Value zero = arith::ConstantOp::create(inner, at, inner.getZeroAttr(element));
        Value share = arith::SelectOp::create(inner, at, isMeant,
                                              term(inner, at, args[1]), zero);
        return arith::AddFOp::create(inner, at, args[2], share);
      });
}

} // namespace

FailureOr<SparseGradientOp> passes::findPairs(Operation *op, Value gradient) {
  if (auto pairs = gradient.getDefiningOp<SparseGradientOp>())
    return pairs;
  return op->emitOpError() << "takes a sparse gradient whose rows are not in sight; expected it "
                              "from skein.sparse_gradient, as --skein-differentiate writes";
}

LogicalResult passes::nameRows(AllFiniteOp op) {
  SmallVector<Value> values;
  llvm::SetVector<Operation *> used;
  for (Value value : op.getValues()) {
    if (!isa<SparseGradientType>(value.getType())) {
      values.push_back(value);
      continue;
    }
    FailureOr<SparseGradientOp> pairs = findPairs(op, value);
    if (failed(pairs))
      return failure();
    llvm::append_range(values, pairs->getRows());
    used.insert(*pairs);
  }
  op.getValuesMutable().assign(values);
  for (Operation *pairs : used)
    if (pairs->use_empty())
      pairs->erase();
  return success();
}

int64_t passes::countRows(SparseGradientOp op) {
  int64_t rows = 0;
  for (Value indices : op.getIndices())
    rows += typeOf(indices).getNumElements();
  return rows;
}

Value passes::createDense(OpBuilder &builder, SparseGradientOp op) {
  Location loc = op.getLoc();
  RankedTensorType type = op.getType().getDense();
  Type sumElement = accumulatorOf(type.getElementType());
  Value sum = zerosOf(builder, loc,
                      RankedTensorType::get(type.getShape(), sumElement, type.getEncoding()));
  for (auto [indices, rows] : llvm::zip(op.getIndices(), op.getRows()))
    sum = addRows(builder, loc, indices, rows, sum,
                  [&](OpBuilder &inner, Location at, Value row) {
                    return widened(inner, at, row, sumElement);
                  });
  return rounded(builder, loc, sum, type.getElementType());
}

/// `tensor` with its first `numDims` dimensions as one.
static Value mergeLeadingDims(OpBuilder &builder, Location loc, Value tensor, unsigned numDims) {
  unsigned rank = typeOf(tensor).getRank();
  SmallVector<ReassociationIndices> groups;
  if (numDims == 0) {
    SmallVector<int64_t> shape{1};
    llvm::append_range(shape, typeOf(tensor).getShape());
    for (unsigned dim = 0; dim < rank; ++dim)
      groups.push_back({dim + 1});
    if (rank > 0)
      groups.front().insert(groups.front().begin(), 0);
    return tensor::ExpandShapeOp::create(
        builder, loc, RankedTensorType::get(shape, typeOf(tensor).getElementType()), tensor,
        groups);
  }
  if (numDims == 1)
    return tensor;
  groups.push_back(llvm::to_vector_of<int64_t>(llvm::seq<int64_t>(0, numDims)));
  for (unsigned dim = numDims; dim < rank; ++dim)
    groups.push_back({dim});
  return tensor::CollapseShapeOp::create(builder, loc, tensor, groups);
}

/// The numbers of `list` in the type `index`.
static Value asIndices(OpBuilder &builder, Location loc, Value list) {
  auto type = RankedTensorType::get(typeOf(list).getShape(), builder.getIndexType());
  return createElementwise(builder, loc, type, list,
                           [&](OpBuilder &inner, Location at, ValueRange args) {
                             return asIndex(inner, at, args[0]);
                           });
}

RowList passes::createList(OpBuilder &builder, SparseGradientOp op) {
  Location loc = op.getLoc();
  SmallVector<RowList> lists;
  for (auto [where, what] : llvm::zip(op.getIndices(), op.getRows())) {
    unsigned numDims = typeOf(where).getRank();
    lists.push_back({mergeLeadingDims(builder, loc, where, numDims),
                     mergeLeadingDims(builder, loc, what, numDims)});
  }
  return createJoined(builder, loc, lists);
}

RowList passes::createJoined(OpBuilder &builder, Location loc, ArrayRef<RowList> lists) {
  if (lists.size() == 1)
    return lists[0];
  SmallVector<Value> indices, rows;
  for (const RowList &list : lists) {
    indices.push_back(list.indices);
    rows.push_back(list.rows);
  }
  bool areAlike = llvm::all_of(indices, [&](Value list) {
    return typeOf(list).getElementType() == typeOf(indices[0]).getElementType();
  });
  if (!areAlike)
    for (Value &list : indices)
      list = asIndices(builder, loc, list);
  return {tensor::ConcatOp::create(builder, loc, 0, indices),
          tensor::ConcatOp::create(builder, loc, 0, rows)};
}

MergedRows passes::createMerged(OpBuilder &builder, Location loc, RowList list) {
  int64_t places = typeOf(list.indices).getDimSize(0);
  Value first = FirstOccurrenceOp::create(
      builder, loc, RankedTensorType::get(places, builder.getI32Type()), list.indices);
  RankedTensorType type = typeOf(list.rows);
  Type element = accumulatorOf(type.getElementType());
  Value zeros = zerosOf(builder, loc, RankedTensorType::get(type.getShape(), element));
  Value sums = addRows(builder, loc, first, list.rows, zeros,
                       [&](OpBuilder &inner, Location at, Value row) {
                         return widened(inner, at, row, element);
                       });
  return {first, rounded(builder, loc, sums, type.getElementType())};
}

Value passes::createShifted(OpBuilder &builder, Location loc, Value indices, int64_t first,
                            int64_t extent) {
  if (first == 0)
    return indices;
  RankedTensorType type = typeOf(indices);
  Type element = type.getElementType();
  // A difference of narrow numbers could begin anew at the other end.
  bool isNarrow = !element.isIndex() && element.getIntOrFloatBitWidth() < 64 &&
                  extent > int64_t(1) << (element.getIntOrFloatBitWidth() - 1);
  Type wide = isNarrow ? builder.getI64Type() : element;
  return createElementwise(
      builder, loc, RankedTensorType::get(type.getShape(), wide, type.getEncoding()), indices,
      [&](OpBuilder &inner, Location at, ValueRange args) -> Value {
        Value index = args[0];
        if (isNarrow)
          index = arith::ExtSIOp::create(inner, at, wide, index);
        Value start = arith::ConstantOp::create(inner, at, inner.getIntegerAttr(wide, first));
        return arith::SubIOp::create(inner, at, index, start);
      });
}

Value passes::createLookUp(OpBuilder &builder, Location loc, Value table, Value indices,
                           RankedTensorType rowsType) {
  unsigned rank = rowsType.getRank();
  AffineMap all = builder.getMultiDimIdentityMap(rank);
  int64_t last = typeOf(table).getDimSize(0) - 1;
  return createGeneric(
      builder, loc, indices, emptyOf(builder, loc, rowsType), {all.getMajorSubMap(1), all},
      [&](OpBuilder &inner, Location at, ValueRange args) -> Value {
        Value row = asIndex(inner, at, args[0]);
        row = arith::MaxSIOp::create(inner, at, row, arith::ConstantIndexOp::create(inner, at, 0));
        row = arith::MinSIOp::create(inner, at, row,
                                     arith::ConstantIndexOp::create(inner, at, last));
        SmallVector<Value> position{row};
        for (unsigned loop = 1; loop < rank; ++loop)
          position.push_back(linalg::IndexOp::create(inner, at, loop));
        return tensor::ExtractOp::create(inner, at, table, position);
      });
}

Value passes::createReplaced(OpBuilder &builder, Location loc, Value table, RowList list,
                             Value first) {
  Loops loops(builder, 1, typeOf(list.rows).getRank() - 1);
  return createGeneric(
      builder, loc, {list.indices, first, list.rows}, table,
      {loops.places(), loops.places(), loops.list(), loops.table()},
      [&](OpBuilder &inner, Location at, ValueRange args) -> Value {
        Value isMeant = arith::AndIOp::create(inner, at,
                                              createIsMeant(inner, at, args[0], loops.row()),
                                              createIsMeant(inner, at, args[1], /*loop=*/0));
        return arith::SelectOp::create(inner, at, isMeant, args[2], args[3]);
      });
}

Value passes::createUpdated(OpBuilder &builder, Location loc, Value table, SparseGradientOp op,
                            ValueRange scalars, RowUpdate update) {
  for (auto [indices, rows] : llvm::zip(op.getIndices(), op.getRows())) {
    unsigned numPlaces = typeOf(indices).getRank();
    Loops loops(builder, numPlaces, typeOf(rows).getRank() - numPlaces);
    SmallVector<Value> inputs{indices, rows};
    llvm::append_range(inputs, scalars);
    SmallVector<AffineMap> maps{loops.places(), loops.list()};
    maps.append(scalars.size(), loops.scalar());
    maps.push_back(loops.table());
    table = createGeneric(
        builder, loc, inputs, table, maps,
        [&](OpBuilder &inner, Location at, ValueRange args) -> Value {
          Value isMeant = createIsMeant(inner, at, args[0], loops.row());
          Value updated =
              update(inner, at, args.back(), args[1], args.slice(2, scalars.size()));
          return arith::SelectOp::create(inner, at, isMeant, updated, args.back());
        });
  }
  return table;
}

//===----------------------------------------------------------------------===//
// Means over those that have a row
//===----------------------------------------------------------------------===//

namespace {

/// The number of each index of `pair`, and of one of `parts` equal groups of devices
/// that has it, as one number; a list.
Value createKeys(OpBuilder &builder, Location loc, const GatheredPair &pair, int64_t devices,
                 int64_t parts) {
  RankedTensorType type = typeOf(pair.indices);
  SmallVector<int64_t> shape(type.getShape());
  unsigned firstDim = pair.dim ? 0 : 1; // of the indices in `shape`
  if (!pair.dim)
    shape.insert(shape.begin(), devices);
  unsigned rank = shape.size(), deviceLoop = pair.dim.value_or(0);
  AffineMap all = builder.getMultiDimIdentityMap(rank);
  auto keys = RankedTensorType::get(shape, builder.getI64Type());
  Value result = createGeneric(
      builder, loc, pair.indices, emptyOf(builder, loc, keys),
      {all.getMinorSubMap(rank - firstDim), all},
      [&](OpBuilder &inner, Location at, ValueRange args) -> Value {
        auto constant = [&](int64_t value) {
          return arith::ConstantIndexOp::create(inner, at, value);
        };
        Value part = arith::DivUIOp::create(inner, at,
                                            linalg::IndexOp::create(inner, at, deviceLoop),
                                            constant(shape[deviceLoop] / parts));
        Value key = arith::MulIOp::create(inner, at, asIndex(inner, at, args[0]), constant(parts));
        key = arith::AddIOp::create(inner, at, key, part);
        return arith::IndexCastOp::create(inner, at, inner.getI64Type(), key);
      });
  return mergeLeadingDims(builder, loc, result, rank);
}

/// How many different numbers of the first list there are among those that are alike
/// in the second, which are more; both as places of the first occurrence.
Value countDistinct(OpBuilder &builder, Location loc, Value fine, Value coarse, Type element) {
  auto type = RankedTensorType::get(typeOf(fine).getShape(), element);
  Value isFirst = createElementwise(
      builder, loc, type, fine, [&](OpBuilder &inner, Location at, ValueRange args) -> Value {
        Value one = arith::ConstantOp::create(inner, at, inner.getFloatAttr(element, 1));
        Value zero = arith::ConstantOp::create(inner, at, inner.getZeroAttr(element));
        return arith::SelectOp::create(inner, at, createIsMeant(inner, at, args[0], 0), one, zero);
      });
  Value counts = addRows(builder, loc, coarse, isFirst, zerosOf(builder, loc, type),
                         [](OpBuilder &, Location, Value term) { return term; });
  return createLookUp(builder, loc, counts, coarse, type);
}

/// `rows` over the elements of `divisors`, of which each row has one.
Value divideRows(OpBuilder &builder, Location loc, Value rows, Value divisors) {
  RankedTensorType type = typeOf(rows);
  AffineMap all = builder.getMultiDimIdentityMap(type.getRank());
  Type narrow = type.getElementType(), wide = typeOf(divisors).getElementType();
  return createGeneric(builder, loc, {rows, divisors}, emptyOf(builder, loc, type),
                       {all, all.getMajorSubMap(typeOf(divisors).getRank()), all},
                       [&](OpBuilder &inner, Location at, ValueRange args) -> Value {
                         Value mean = arith::DivFOp::create(
                             inner, at, widened(inner, at, args[0], wide), args[1]);
                         return narrow == wide ? mean
                                               : arith::TruncFOp::create(inner, at, narrow, mean);
                       });
}

} // namespace

Value passes::createRowQuotients(OpBuilder &builder, Location loc, Value sums, Value counts) {
  Type element = accumulatorOf(typeOf(sums).getElementType());
  auto type = RankedTensorType::get(typeOf(counts).getShape(), element);
  Value divisors = createElementwise(
      builder, loc, type, counts, [&](OpBuilder &inner, Location at, ValueRange args) -> Value {
        Value one = arith::ConstantIntOp::create(inner, at, args[0].getType(), 1);
        Value count = arith::MaxSIOp::create(inner, at, args[0], one);
        return arith::SIToFPOp::create(inner, at, element, count);
      });
  return divideRows(builder, loc, sums, divisors);
}

SmallVector<Value> passes::createRowMeans(OpBuilder &builder, Location loc,
                                          ArrayRef<GatheredPair> pairs, int64_t devices,
                                          int64_t workers) {
  Type element = accumulatorOf(typeOf(pairs[0].rows).getElementType());
  // Of the list of all rows of all devices, by index and one of `parts` groups.
  auto firstPlaces = [&](int64_t parts) -> Value {
    SmallVector<Value> keys;
    for (const GatheredPair &pair : pairs)
      keys.push_back(createKeys(builder, loc, pair, devices, parts));
    Value list = keys.size() == 1 ? keys[0] : tensor::ConcatOp::create(builder, loc, 0, keys);
    auto type = RankedTensorType::get(typeOf(list).getShape(), builder.getI32Type());
    return FirstOccurrenceOp::create(builder, loc, type, list);
  };
  Value byIndex = firstPlaces(1), byDevice = firstPlaces(devices);
  Value divisors;
  if (workers == 1) {
    divisors = countDistinct(builder, loc, byDevice, byIndex, element);
  } else {
    Value byWorker = firstPlaces(workers);
    Value inWorker = countDistinct(builder, loc, byDevice, byWorker, element);
    Value ofWorkers = countDistinct(builder, loc, byWorker, byIndex, element);
    divisors = createElementwise(builder, loc, typeOf(inWorker), {inWorker, ofWorkers},
                                 [&](OpBuilder &inner, Location at, ValueRange args) -> Value {
                                   return arith::MulFOp::create(inner, at, args[0], args[1]);
                                 });
  }
  SmallVector<Value> means;
  int64_t place = 0;
  for (const GatheredPair &pair : pairs) {
    RankedTensorType type = typeOf(pair.indices);
    // Where all devices have the indices, the first one's are counted like all others.
    int64_t count = type.getNumElements();
    Value own = tensor::ExtractSliceOp::create(
        builder, loc, divisors, ArrayRef<OpFoldResult>(builder.getIndexAttr(place)),
        ArrayRef<OpFoldResult>(builder.getIndexAttr(count)),
        ArrayRef<OpFoldResult>(builder.getIndexAttr(1)));
    if (type.getRank() != 1) {
      SmallVector<ReassociationIndices> groups;
      if (type.getRank() > 0)
        groups.push_back(llvm::to_vector(llvm::seq<int64_t>(0, type.getRank())));
      auto shape = RankedTensorType::get(type.getShape(), element);
      own = type.getRank() == 0
                ? tensor::CollapseShapeOp::create(builder, loc, shape, own, groups).getResult()
                : tensor::ExpandShapeOp::create(builder, loc, shape, own, groups).getResult();
    }
    means.push_back(divideRows(builder, loc, pair.rows, own));
    place += pair.dim ? count : count * devices;
  }
  return means;
}
