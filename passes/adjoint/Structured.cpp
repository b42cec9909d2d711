/// The rule for every structured op. With loops d, operand maps m_i, result map
/// m_o and the body y = h(x) or y = out + h(x), the cotangent g of the result
/// gives
///
///     grad x_i [m_i(d)] += g[m_o(d)] * dh/dx_i (x(d))
///
/// summed over the loops that have no result of their own in m_i. The body is
/// differentiated once, in a copy that is never part of a program; then one op
/// is cut out of the copy for each operand.
#include "passes/adjoint/Adjoint.h"
#include "passes/adjoint/LookUps.h"
#include "passes/adjoint/Scalars.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/Transforms/RegionUtils.h"

using namespace mlir;

namespace skein::passes {
namespace {

/// How a reduction combines the init with the new element.
enum class Combination { Sum, MinimumOfIntegers };

/// A copy of the body of a structured op, to which scalars and further operands
/// are added.
class LoopBody {
public:
  explicit LoopBody(linalg::LinalgOp op)
      : extents(op.getStaticLoopRanges()), builder(op.getContext()),
        loc(adjointLocation(op)) {
    for (OpOperand &operand : op->getOpOperands())
      addOperand(operand.get(), op.getMatchingIndexingMap(&operand));
    IRMapping mapping;
    mapping.map(op.getBlock()->getArguments(), block().getArguments());
    builder.setInsertionPointToEnd(&block());
    for (Operation &inner : op.getBlock()->without_terminator())
      builder.clone(inner, mapping);
    for (Value value : op.getBlock()->getTerminator()->getOperands())
      yielded.push_back(mapping.lookupOrDefault(value));
  }

  /// The scalar of `operand` at `map` of the loops.
  BlockArgument addOperand(Value operand, AffineMap map) {
    operands.push_back(operand);
    maps.push_back(map);
    return block().addArgument(getElementTypeOrSelf(operand), loc);
  }

  /// The tensor of `type` that holds at `map` of the loops the `combination` of
  /// all values of `scalar` there. Loops beyond those of the body, over which
  /// only `map` runs, have the `furtherExtents`.
  Value emit(OpBuilder &outer, Value scalar, AffineMap map,
             RankedTensorType type, Combination combination = Combination::Sum,
             ArrayRef<int64_t> furtherExtents = {});

  /// The tensor of `scalar`, an integer or index, over the `loops`; it depends on
  /// no others.
  Value emitIntegers(OpBuilder &outer, Value scalar, ArrayRef<unsigned> loops,
                     IntegerType type);

  Block &block() { return region.front(); }
  bool isArgument(Value value) {
    return value.getParentBlock() == &block() && isa<BlockArgument>(value);
  }
  bool isConstant(Value value) {
    return isConstantLike(
        isArgument(value) ? operands[cast<BlockArgument>(value).getArgNumber()]
                          : value);
  }

  SmallVector<Value> operands;
  SmallVector<AffineMap> maps;
  SmallVector<int64_t> extents;
  SmallVector<Value> yielded;
  OpBuilder builder;
  Location loc;

private:
  SmallVector<Operation *> sliceOf(Value scalar, DenseSet<Value> &needed);
  Value emitContraction(OpBuilder &outer, Value scalar, AffineMap map,
                        RankedTensorType type);
  Value emitGeneric(OpBuilder &outer, Value scalar, AffineMap map,
                    RankedTensorType type, Value init, Combination combination,
                    ArrayRef<int64_t> furtherExtents);

  struct OwnedBlock : Region {
    OwnedBlock() { push_back(new Block); }
  } region;
};

Value LoopBody::emit(OpBuilder &outer, Value scalar, AffineMap map,
                     RankedTensorType type, Combination combination,
                     ArrayRef<int64_t> furtherExtents) {
  if (combination == Combination::MinimumOfIntegers) {
    auto largest = outer.getIntegerAttr(
        type.getElementType(),
        APInt::getSignedMaxValue(type.getElementTypeBitWidth()));
    Value empty = tensor::EmptyOp::create(outer, loc, type, ValueRange{});
    Value init =
        linalg::FillOp::create(
            outer, loc,
            arith::ConstantOp::create(outer, loc, largest).getResult(), empty)
            .getResult(0);
    return emitGeneric(outer, scalar, map, type, init, combination,
                       furtherExtents);
  }
  if (isArgument(scalar)) {
    auto argument = cast<BlockArgument>(scalar).getArgNumber();
    if (operands[argument].getType() == type && maps[argument] == map &&
        map.isPermutation())
      return operands[argument];
  }
  if (map.isPermutation())
    return emitGeneric(outer, scalar, map, type, /*init=*/{}, combination,
                       furtherExtents);

  // A sum is accumulated in the type in which the forward op accumulates, and
  // at least in single precision, and rounded once at the end.
  Type accumulator = accumulatorOf(type.getElementType());
  if (auto rounding = scalar.getDefiningOp<arith::TruncFOp>()) {
    scalar = rounding.getIn();
    accumulator = accumulatorOf(scalar.getType());
  }
  auto sumType = RankedTensorType::get(type.getShape(), accumulator);
  Value sum;
  if (furtherExtents.empty())
    sum = emitContraction(outer, scalar, map, sumType);
  if (!sum) {
    scalar = castFloat(builder, loc, scalar, accumulator);
    sum = emitGeneric(outer, scalar, map, sumType,
                      createZero(outer, loc, sumType), combination,
                      furtherExtents);
  }
  if (sumType == type)
    return sum;
  return createElementwise(
      outer, loc, sum, type,
      [&](OpBuilder &inner, Location loc, ValueRange scalars) {
        return castFloat(inner, loc, scalars[0], type.getElementType());
      });
}

/// `tensor`, or what it is a widened copy of: a contraction widens its operands
/// itself, and libraries multiply narrow ones faster.
Value lookThroughWidening(Value tensor) {
  if (auto widening = tensor.getDefiningOp<arith::ExtFOp>())
    return widening.getIn();
  auto generic = tensor.getDefiningOp<linalg::GenericOp>();
  if (!generic || generic.getNumDpsInputs() != 1 ||
      generic->getNumResults() != 1 ||
      !llvm::all_of(generic.getIndexingMapsArray(),
                    [](AffineMap map) { return map.isIdentity(); }))
    return tensor;
  Block *body = generic.getBody();
  auto widening =
      body->getTerminator()->getOperand(0).getDefiningOp<arith::ExtFOp>();
  return widening && widening.getIn() == body->getArgument(0)
             ? generic.getInputs()[0]
             : tensor;
}

/// The product of two operands, each dim in two of the three maps at least, and
/// some loop that makes it a matrix product rather than a sum of products: a
/// linalg.contract, which libraries recognise. Null for everything else.
Value LoopBody::emitContraction(OpBuilder &outer, Value scalar, AffineMap map,
                                RankedTensorType type) {
  auto product = scalar.getDefiningOp<arith::MulFOp>();
  if (!product)
    return {};
  SmallVector<Value> factors;
  SmallVector<AffineMap> factorMaps;
  for (Value factor : {product.getLhs(), product.getRhs()}) {
    // The op itself widens its operands.
    if (auto widening = factor.getDefiningOp<arith::ExtFOp>())
      factor = widening.getIn();
    if (!isArgument(factor))
      return {};
    factors.push_back(lookThroughWidening(
        operands[cast<BlockArgument>(factor).getArgNumber()]));
    factorMaps.push_back(maps[cast<BlockArgument>(factor).getArgNumber()]);
    if (!factorMaps.back().isProjectedPermutation() ||
        !isa<RankedTensorType>(factors.back().getType()))
      return {};
  }
  if (!map.isProjectedPermutation())
    return {};
  bool reduces = false, spreads = false;
  for (unsigned loop = 0; loop < extents.size(); ++loop) {
    bool inLhs = factorMaps[0].isFunctionOfDim(loop),
         inRhs = factorMaps[1].isFunctionOfDim(loop),
         inResult = map.isFunctionOfDim(loop);
    if (inLhs + inRhs + inResult < 2)
      return {};
    reduces |= !inResult;
    spreads |= inLhs != inRhs;
  }
  if (!reduces || !spreads)
    return {};
  factorMaps.push_back(map);
  return linalg::ContractOp::create(outer, loc, type, factors,
                                    createZero(outer, loc, type),
                                    outer.getAffineMapArrayAttr(factorMaps))
      .getResult(0);
}

/// The part of the body that `scalar` depends on, in order; the values in it are
/// `needed`.
SmallVector<Operation *> LoopBody::sliceOf(Value scalar,
                                           DenseSet<Value> &needed) {
  needed.insert(scalar);
  SmallVector<Operation *> slice;
  for (Operation &op : llvm::reverse(block()))
    if (llvm::any_of(op.getResults(),
                     [&](Value result) { return needed.contains(result); })) {
      slice.push_back(&op);
      op.walk([&](Operation *nested) {
        needed.insert(nested->operand_begin(), nested->operand_end());
      });
    }
  std::reverse(slice.begin(), slice.end());
  return slice;
}

Value LoopBody::emitIntegers(OpBuilder &outer, Value scalar,
                             ArrayRef<unsigned> loops, IntegerType type) {
  MLIRContext *context = outer.getContext();
  SmallVector<AffineExpr> outerLoops(extents.size(),
                                     getAffineConstantExpr(0, context));
  SmallVector<int64_t> shape;
  SmallVector<AffineExpr> ownLoops;
  for (auto [position, loop] : llvm::enumerate(loops)) {
    outerLoops[loop] = getAffineDimExpr(position, context);
    ownLoops.push_back(getAffineDimExpr(loop, context));
    shape.push_back(extents[loop]);
  }
  auto tensorType = RankedTensorType::get(shape, type);
  if (isArgument(scalar)) {
    auto argument = cast<BlockArgument>(scalar).getArgNumber();
    if (operands[argument].getType() == tensorType &&
        maps[argument].getResults() == ArrayRef(ownLoops))
      return operands[argument];
  }

  DenseSet<Value> needed;
  SmallVector<Operation *> slice = sliceOf(scalar, needed);
  SmallVector<Value> inputs;
  SmallVector<AffineMap> inputMaps;
  SmallVector<BlockArgument> arguments;
  for (BlockArgument argument : block().getArguments())
    if (needed.contains(argument)) {
      arguments.push_back(argument);
      inputs.push_back(operands[argument.getArgNumber()]);
      inputMaps.push_back(
          maps[argument.getArgNumber()].replaceDimsAndSymbols(
              outerLoops, {}, loops.size(), 0));
    }
  inputMaps.push_back(
      AffineMap::getMultiDimIdentityMap(loops.size(), context));
  return createGeneric(
      outer, loc, inputs, inputMaps, shape, tensorType, /*init=*/{},
      [&](OpBuilder &inner, Location loc, ValueRange scalars) -> Value {
        IRMapping mapping;
        mapping.map(arguments, scalars.drop_back());
        for (Operation *op : slice) {
          Operation *copy = inner.clone(*op, mapping);
          if (auto index = dyn_cast<linalg::IndexOp>(copy))
            index.setDim(llvm::find(loops, index.getDim()) - loops.begin());
        }
        Value element = mapping.lookupOrDefault(scalar);
        if (element.getType() == type)
          return element;
        return arith::IndexCastOp::create(inner, loc, type, element);
      });
}

Value LoopBody::emitGeneric(OpBuilder &outer, Value scalar, AffineMap map,
                            RankedTensorType type, Value init,
                            Combination combination,
                            ArrayRef<int64_t> furtherExtents) {
  DenseSet<Value> needed;
  SmallVector<Operation *> slice = sliceOf(scalar, needed);
  SmallVector<int64_t> allExtents(extents);
  llvm::append_range(allExtents, furtherExtents);
  auto overAllLoops = [&](AffineMap narrow) {
    return AffineMap::get(allExtents.size(), 0, narrow.getResults(),
                          outer.getContext());
  };
  // Convolutions take narrow factors like contractions.
  bool isProduct = init && scalar.getDefiningOp<arith::MulFOp>();
  SmallVector<Value> inputs;
  SmallVector<AffineMap> inputMaps;
  SmallVector<BlockArgument> arguments;
  for (BlockArgument argument : block().getArguments())
    if (needed.contains(argument)) {
      Value operand = operands[argument.getArgNumber()];
      arguments.push_back(argument);
      inputs.push_back(isProduct ? lookThroughWidening(operand) : operand);
      inputMaps.push_back(overAllLoops(maps[argument.getArgNumber()]));
    }
  inputMaps.push_back(overAllLoops(map));

  return createGeneric(
      outer, loc, inputs, inputMaps, allExtents, type, init,
      [&](OpBuilder &inner, Location loc, ValueRange scalars) -> Value {
        IRMapping mapping;
        for (auto [argument, value] : llvm::zip(arguments, scalars))
          mapping.map(argument, argument.getType() == value.getType()
                                    ? value
                                    : castFloat(inner, loc, value,
                                                argument.getType()));
        for (Operation *op : slice)
          inner.clone(*op, mapping);
        Value element = mapping.lookupOrDefault(scalar);
        if (!init)
          return element;
        if (combination == Combination::MinimumOfIntegers)
          return arith::MinSIOp::create(inner, loc, scalars.back(), element);
        return arith::AddFOp::create(inner, loc, scalars.back(), element);
      });
}

/// What a body does with one of its results.
struct ResultForm {
  enum Kind { Map, Sum, Difference, Maximum, Minimum } kind;
  /// h(x), or of a fused multiply-add the op.
  Value element;
};

/// Differentiates one structured op.
class StructuredAdjoint {
public:
  StructuredAdjoint(linalg::LinalgOp op, Cotangents &cotangents)
      : op(op), cotangents(cotangents), outer(cotangents.builder), body(op),
        loc(body.loc) {}
  LogicalResult run();

private:
  LogicalResult seed(OpResult result);
  std::optional<ResultForm> classify(unsigned index);
  void seedExtremum(OpResult result, const ResultForm &form);
  Value firstInWindow(OpResult result, Value element, Value isExtremal,
                      Value g);
  Value evenly(OpResult result, Value isExtremal, Value g);
  void markVaried();
  LogicalResult reverse();
  void readResults(Operation *lastForward);
  void addScalar(Value value, Value contribution);
  void emitOperands();
  void emitGather(tensor::ExtractOp extract, Value scalar);
  void emitRows(tensor::ExtractOp extract, Value scalar);
  AffineMap resultMap(OpResult result) {
    return op.getIndexingMapMatchingResult(result);
  }

  linalg::LinalgOp op;
  Cotangents &cotangents;
  OpBuilder &outer;
  LoopBody body;
  Location loc;
  DenseSet<Value> mapped; // scalars of the body that are elements of a result
  DenseSet<Value> varied; // scalars of the body that depend on varied operands
  DenseMap<Value, Value> adjoints; // scalar of the body to its cotangent
  SmallVector<std::pair<tensor::ExtractOp, Value>> gathers;
};

LogicalResult StructuredAdjoint::run() {
  auto isStatic = [](Type type) {
    return !isa<ShapedType>(type) || cast<ShapedType>(type).hasStaticShape();
  };
  if (!llvm::all_of(op->getOperandTypes(), isStatic))
    return cotangents.refuse(op, "expected static shapes");
  for (OpResult result : op->getResults())
    if (cotangents.get(result) && failed(seed(result)))
      return failure();
  markVaried();
  if (failed(reverse()))
    return failure();
  emitOperands();
  for (auto [extract, scalar] : gathers)
    if (cotangents.isByRows(extract.getTensor()))
      emitRows(extract, scalar);
    else
      emitGather(extract, scalar);
  return success();
}

/// Recognises f(ins), out + f(ins), out - f(ins), max(out, f(ins)) and min(out,
/// f(ins)).
std::optional<ResultForm> StructuredAdjoint::classify(unsigned index) {
  Value yielded = body.yielded[index];
  Value out = body.block().getArgument(op.getNumDpsInputs() + index);
  unsigned uses =
      llvm::range_size(out.getUses()) + llvm::count(body.yielded, out);
  if (uses == 0 || op.getNumReductionLoops() == 0) {
    // Each element is written once, so the init is an operand like the others.
    bool once = loopsWithoutOwnResult(resultMap(op->getResult(index))).empty();
    return once ? std::optional(ResultForm{ResultForm::Map, yielded})
                : std::nullopt;
  }
  Operation *last = yielded.getDefiningOp();
  if (!last || uses != 1 || !llvm::is_contained(last->getOperands(), out))
    return std::nullopt;
  Value other = last->getNumOperands() == 2
                    ? last->getOperand(last->getOperand(0) == out)
                    : Value();
  if (isa<arith::AddFOp>(last))
    return ResultForm{ResultForm::Sum, other};
  if (isa<arith::SubFOp>(last) && last->getOperand(0) == out)
    return ResultForm{ResultForm::Difference, other};
  if (isa<arith::MaximumFOp, arith::MaxNumFOp>(last))
    return ResultForm{ResultForm::Maximum, other};
  if (isa<arith::MinimumFOp, arith::MinNumFOp>(last))
    return ResultForm{ResultForm::Minimum, other};
  if (auto fma = dyn_cast<math::FmaOp>(last); fma && fma.getC() == out)
    return ResultForm{
        ResultForm::Sum,
        arith::MulFOp::create(body.builder, loc, fma.getA(), fma.getB())};
  return std::nullopt;
}

/// Gives the scalar that the body computes for `result` its cotangent, and the
/// init its own.
LogicalResult StructuredAdjoint::seed(OpResult result) {
  std::optional<ResultForm> form = classify(result.getResultNumber());
  if (!form)
    return cotangents.refuse(op,
                             "expected a body of the form f(ins), out + "
                             "f(ins), max(out, f(ins)) or min(out, f(ins))");
  if (form->kind == ResultForm::Maximum || form->kind == ResultForm::Minimum) {
    seedExtremum(result, *form);
    return success();
  }
  Value cotangent = cotangents.get(result);
  Value g = body.addOperand(cotangent, resultMap(result));
  if (form->kind == ResultForm::Map)
    mapped.insert(form->element);
  else
    cotangents.add(loc, op.getDpsInits()[result.getResultNumber()], cotangent);
  addScalar(form->element,
            form->kind == ResultForm::Difference
                ? arith::NegFOp::create(body.builder, loc, g).getResult()
                : g);
  return success();
}

/// The elements equal to the extremum share its cotangent; in a window, the
/// first of them gets it.
void StructuredAdjoint::seedExtremum(OpResult result, const ResultForm &form) {
  Value y = body.addOperand(result, resultMap(result));
  Value isExtremal = arith::CmpFOp::create(
      body.builder, loc, arith::CmpFPredicate::OEQ, form.element, y);
  bool isWindow = llvm::any_of(op.getIndexingMapsArray(), [](AffineMap map) {
    return !map.isProjectedPermutation(/*allowZeroInResults=*/true);
  });
  Value init = op.getDpsInits()[result.getResultNumber()];
  // An init that could receive a cotangent takes part in the ties.
  bool share = !isWindow || cotangents.isVaried(init);
  Value g = cotangents.get(result);
  Value owner = isExtremal;
  if (share)
    g = evenly(result, isExtremal, g);
  else
    owner = firstInWindow(result, form.element, isExtremal, g);
  if (cotangents.isVaried(init))
    cotangents.add(
        loc, init,
        createElementwise(
            outer, loc, {g, init, result},
            cast<RankedTensorType>(init.getType()),
            [](OpBuilder &inner, Location loc, ValueRange scalars) -> Value {
              Value equal =
                  arith::CmpFOp::create(inner, loc, arith::CmpFPredicate::OEQ,
                                        scalars[1], scalars[2]);
              Value zero = createZero(inner, loc, scalars[0].getType());
              return arith::SelectOp::create(inner, loc, equal, scalars[0],
                                             zero);
            }));
  Value scalar = body.addOperand(g, resultMap(result));
  Value zero = createZero(body.builder, loc, scalar.getType());
  addScalar(form.element,
            arith::SelectOp::create(body.builder, loc, owner, scalar, zero));
}

/// The cotangent `g` divided by the number of elements that are extremal.
Value StructuredAdjoint::evenly(OpResult result, Value isExtremal, Value g) {
  auto type = cast<RankedTensorType>(result.getType());
  Value one = createFloatConstant(body.builder, loc, type.getElementType(), 1);
  Value zero = createZero(body.builder, loc, type.getElementType());
  Value ones =
      arith::SelectOp::create(body.builder, loc, isExtremal, one, zero);
  Value count = body.emit(outer, ones, resultMap(result), type);
  Value init = op.getDpsInits()[result.getResultNumber()];
  if (!cotangents.isVaried(init))
    return createElementwise(
        outer, loc, {g, count}, type,
        [](OpBuilder &inner, Location loc, ValueRange scalars) {
          return arith::DivFOp::create(inner, loc, scalars[0], scalars[1])
              .getResult();
        });
  return createElementwise(
      outer, loc, {g, count, init, result}, type,
      [&](OpBuilder &inner, Location loc, ValueRange scalars) {
        Value equal = arith::CmpFOp::create(
            inner, loc, arith::CmpFPredicate::OEQ, scalars[2], scalars[3]);
        Value one = createFloatConstant(inner, loc, type.getElementType(), 1);
        Value more = arith::AddFOp::create(inner, loc, scalars[1], one);
        Value all =
            arith::SelectOp::create(inner, loc, equal, more, scalars[1]);
        return arith::DivFOp::create(inner, loc, scalars[0], all).getResult();
      });
}

/// Whether the element at hand is the first extremal one of its window, in
/// row-major order. The position in the window is a small integer per result,
/// which is cheaper to keep than the operands.
Value StructuredAdjoint::firstInWindow(OpResult result, Value element,
                                       Value isExtremal, Value g) {
  OpBuilder &inner = body.builder;
  SmallVector<unsigned> window;
  op.getReductionDims(window);
  int64_t elements = 1;
  Value position = arith::ConstantIndexOp::create(inner, loc, 0);
  for (unsigned loop : window) {
    elements *= body.extents[loop];
    Value extent =
        arith::ConstantIndexOp::create(inner, loc, body.extents[loop]);
    position = arith::AddIOp::create(
        inner, loc, arith::MulIOp::create(inner, loc, position, extent),
        linalg::IndexOp::create(inner, loc, loop));
  }
  IntegerType integer =
      elements <= 127 ? inner.getI8Type() : inner.getI32Type();
  position = arith::IndexCastOp::create(inner, loc, integer, position);
  Value none = arith::ConstantOp::create(
      inner, loc,
      inner.getIntegerAttr(integer,
                           APInt::getSignedMaxValue(integer.getWidth())));
  Value candidate =
      arith::SelectOp::create(inner, loc, isExtremal, position, none);
  auto type = RankedTensorType::get(
      cast<RankedTensorType>(result.getType()).getShape(), integer);
  Value first = body.emit(outer, candidate, resultMap(result), type,
                          Combination::MinimumOfIntegers);
  return arith::CmpIOp::create(inner, loc, arith::CmpIPredicate::eq, position,
                               body.addOperand(first, resultMap(result)));
}

void StructuredAdjoint::addScalar(Value value, Value contribution) {
  if (!contribution)
    return;
  Value &sum = adjoints[value];
  sum = sum ? arith::AddFOp::create(body.builder, loc, sum, contribution)
                  .getResult()
            : contribution;
}

/// Finds the scalars of the body that depend on a varied operand or captured
/// value.
void StructuredAdjoint::markVaried() {
  for (auto [operand, argument] :
       llvm::zip(op->getOperands(), op.getBlock()->getArguments()))
    if (cotangents.isVaried(operand))
      varied.insert(body.block().getArgument(argument.getArgNumber()));
  for (Operation &inner : body.block()) {
    bool depends = false;
    inner.walk([&](Operation *nested) {
      depends |= llvm::any_of(nested->getOperands(), [&](Value operand) {
        return varied.contains(operand) || cotangents.isVaried(operand);
      });
    });
    for (Value result : inner.getResults())
      if (depends && isDifferentiableType(result.getType()))
        varied.insert(result);
  }
}

/// Propagates the scalar cotangents through the copy of the body.
LogicalResult StructuredAdjoint::reverse() {
  auto isVaried = [&](Value value) {
    return varied.contains(value) || cotangents.isVaried(value);
  };
  auto isConstant = [&](Value value) { return body.isConstant(value); };
  // Ops that the propagation adds are not visited.
  SmallVector<Operation *> ops = llvm::map_to_vector(
      body.block(), [](Operation &inner) { return &inner; });
  for (Operation *inner : llvm::reverse(ops)) {
    Value g = inner->getNumResults() == 1 ? adjoints.lookup(inner->getResult(0))
                                          : Value();
    bool used = llvm::any_of(inner->getResults(), [&](Value result) {
      return adjoints.contains(result);
    });
    if (!used || !varied.contains(inner->getResult(0)))
      continue;
    if (auto extract = dyn_cast<tensor::ExtractOp>(inner);
        extract && cotangents.isVaried(extract.getTensor())) {
      gathers.push_back({extract, g});
      continue;
    }
    for (auto [index, operand] : llvm::enumerate(inner->getOperands())) {
      if (!isVaried(operand))
        continue;
      FailureOr<Value> contribution = failure();
      if (g && inner->getNumRegions() == 0)
        contribution =
            emitScalarAdjoint(body.builder, loc, inner, index, g, isConstant);
      if (failed(contribution))
        return cotangents.refuse(op, "no derivative of '" +
                                         inner->getName().getStringRef() +
                                         "' in its body");
      addScalar(operand, *contribution);
    }
  }
  readResults(ops.empty() ? nullptr : ops.back());
  return success();
}

/// Lets ops behind `lastForward` read a result of the op where they would
/// compute it again. Whether the result is kept for them or recomputed is for
/// the cut to decide.
void StructuredAdjoint::readResults(Operation *lastForward) {
  for (OpResult result : op->getResults()) {
    Value yielded = body.yielded[result.getResultNumber()];
    if (!mapped.contains(yielded) || !yielded.getDefiningOp())
      continue;
    auto isAdded = [&](OpOperand &use) {
      return lastForward->isBeforeInBlock(use.getOwner());
    };
    if (llvm::any_of(yielded.getUses(), isAdded))
      yielded.replaceUsesWithIf(body.addOperand(result, resultMap(result)),
                                isAdded);
  }
}

/// One op for each operand that wants a cotangent.
void StructuredAdjoint::emitOperands() {
  struct Target {
    Value operand, scalar;
    AffineMap map;
  };
  SmallVector<Target> targets;
  for (auto [operand, map, argument] :
       llvm::zip(op->getOperands(), body.maps, body.block().getArguments()))
    if (cotangents.isVaried(operand) && adjoints.contains(argument))
      targets.push_back({operand, adjoints.lookup(argument), map});
  SetVector<Value> captured;
  getUsedValuesDefinedAbove(op->getRegion(0), captured);
  AffineMap everywhere =
      AffineMap::get(body.extents.size(), 0, outer.getContext());
  for (Value value : captured)
    if (cotangents.isVaried(value) && adjoints.contains(value))
      targets.push_back({value, adjoints.lookup(value), everywhere});

  // Without reduction first: others may be sums of its result. The cotangents
  // of computed values before those of arguments: the former are on the
  // critical path.
  SmallVector<Target> ordered;
  for (bool reduces : {false, true})
    for (bool isArgument : {false, true})
      llvm::copy_if(targets, std::back_inserter(ordered),
                    [&](const Target &target) {
                      return !target.map.isPermutation() == reduces &&
                             isa<BlockArgument>(target.operand) == isArgument;
                    });
  DenseMap<Value, Value> shared;
  for (auto [operand, scalar, map] : ordered) {
    auto type = dyn_cast<RankedTensorType>(operand.getType());
    bool isScalar = !type;
    if (isScalar)
      type = RankedTensorType::get({}, operand.getType());
    Value known = shared.lookup(scalar);
    Value gradient = body.emit(outer, known ? known : scalar, map, type);
    if (!known && map.isPermutation())
      shared[scalar] = body.addOperand(gradient, map);
    if (isScalar)
      gradient = tensor::ExtractOp::create(outer, loc, gradient, ValueRange{});
    cotangents.add(loc, operand, gradient);
  }
}

/// The adjoint of a gather sums into the rows that were read: over all rows,
/// where the index is the row's own. That is an ordinary reduction to
/// everything that reads maps; a lowering finds `select(index == row, x, 0)`
/// and scatters.
void StructuredAdjoint::emitGather(tensor::ExtractOp extract, Value scalar) {
  auto type = cast<RankedTensorType>(extract.getTensor().getType());
  MLIRContext *context = outer.getContext();
  unsigned loops = body.extents.size();
  SmallVector<AffineExpr> results;
  SmallVector<int64_t> rows;
  Value isRow;
  for (auto [index, extent] :
       llvm::zip(extract.getIndices(), type.getShape())) {
    if (auto loop = index.getDefiningOp<linalg::IndexOp>();
        loop && body.extents[loop.getDim()] == extent) {
      results.push_back(getAffineDimExpr(loop.getDim(), context));
      continue;
    }
    Value row = linalg::IndexOp::create(body.builder, loc, loops + rows.size());
    results.push_back(getAffineDimExpr(loops + rows.size(), context));
    rows.push_back(extent);
    Value equal = arith::CmpIOp::create(body.builder, loc,
                                        arith::CmpIPredicate::eq, index, row);
    isRow =
        isRow
            ? arith::AndIOp::create(body.builder, loc, isRow, equal).getResult()
            : equal;
  }
  if (isRow)
    scalar = arith::SelectOp::create(
        body.builder, loc, isRow, scalar,
        createZero(body.builder, loc, scalar.getType()));
  AffineMap map = AffineMap::get(loops + rows.size(), 0, results, context);
  cotangents.add(loc, extract.getTensor(),
                 body.emit(outer, scalar, map, type, Combination::Sum, rows));
}

/// Of a table of which only rows are looked up: the rows as they are, summed over
/// loops that find the same one, and where they were found.
void StructuredAdjoint::emitRows(tensor::ExtractOp extract, Value scalar) {
  std::optional<LookUp> lookUp =
      matchLookUp(extract, body.extents, body.maps);
  assert(lookUp && "only look-ups are collected by rows");
  MLIRContext *context = outer.getContext();
  SmallVector<AffineExpr> results;
  SmallVector<int64_t> shape;
  for (unsigned loop :
       llvm::concat<unsigned>(lookUp->entryLoops, lookUp->rowLoops)) {
    results.push_back(getAffineDimExpr(loop, context));
    shape.push_back(body.extents[loop]);
  }
  Value rows = body.emit(
      outer, scalar,
      AffineMap::get(body.extents.size(), 0, results, context),
      RankedTensorType::get(shape, scalar.getType()));

  Value index = lookUp->index;
  if (auto cast = index.getDefiningOp<arith::IndexCastOp>())
    index = cast.getIn();
  auto type = dyn_cast<IntegerType>(index.getType());
  if (!type)
    type = IntegerType::get(context, 64);
  Value indices = body.emitIntegers(outer, index, lookUp->entryLoops, type);
  cotangents.addRows(extract.getTensor(), {indices, rows});
}

} // namespace

LogicalResult emitStructuredAdjoint(linalg::LinalgOp op,
                                    Cotangents &cotangents) {
  return StructuredAdjoint(op, cotangents).run();
}

} // namespace skein::passes
