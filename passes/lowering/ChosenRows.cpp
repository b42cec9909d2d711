//===- ChosenRows.cpp - scatters that go to their rows --------------------===//
#include "passes/lowering/ChosenRows.h"

#include "passes/ChosenLoops.h"

#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/IRMapping.h"
#include "llvm/ADT/SmallBitVector.h"

using namespace mlir;

namespace skein::passes {
namespace {

/// Loops are of three kinds: the outer ones, on which a position depends; the
/// chosen ones; and the inner ones, which are left to an op of their own.
class RowVisitor {
public:
  explicit RowVisitor(linalg::LinalgOp op)
      : op(op), body(*op.getBlock()), builder(op), loc(op.getLoc()),
        isOuter(op.getNumLoops()), isChosen(op.getNumLoops()) {}

  bool run() {
    chosen = findChosenLoops(op);
    if (chosen.empty() || op->getNumResults() > 0 || op.getNumDpsInits() != 1 ||
        !llvm::all_of(op.getIndexingMapsArray(), [](AffineMap map) {
          return map.isProjectedPermutation();
        }))
      return false;
    for (const ChosenLoop &one : chosen)
      isChosen.set(one.loop);
    for (const ChosenLoop &one : chosen) {
      markOuter(one.comparison->getOperand(1 - one.side));
      markOuter(one.comparison->getOperand(one.side));
    }
    if (isOuter.anyCommon(isChosen))
      return false;
    for (unsigned loop = 0; loop < op.getNumLoops(); ++loop)
      if (!isOuter.test(loop) && !isChosen.test(loop))
        inner.push_back(loop);

    indices.resize(op.getNumLoops());
    enterOuterLoops();
    enterRows();
    emitRow();
    return true;
  }

private:
  /// The loops that `value` depends on are outer ones, but for the chosen ones
  /// that a comparison is about.
  void markOuter(Value value) {
    if (auto argument = dyn_cast<BlockArgument>(value);
        argument && argument.getOwner() == &body) {
      AffineMap map = mapOf(argument.getArgNumber());
      for (unsigned loop = 0; loop < op.getNumLoops(); ++loop)
        if (map.isFunctionOfDim(loop))
          isOuter.set(loop);
      return;
    }
    Operation *scalar = value.getDefiningOp();
    if (!scalar || scalar->getBlock() != &body)
      return;
    if (auto index = dyn_cast<linalg::IndexOp>(scalar)) {
      if (!isChosen.test(index.getDim()))
        isOuter.set(index.getDim());
      return;
    }
    for (Value operand : scalar->getOperands())
      markOuter(operand);
  }

  AffineMap mapOf(unsigned operand) {
    return op.getMatchingIndexingMap(&op->getOpOperand(operand));
  }

  bool hasInner(AffineMap map) {
    return llvm::any_of(inner, [&](unsigned loop) {
      return map.isFunctionOfDim(loop);
    });
  }

  Value constant(int64_t value) {
    return arith::ConstantIndexOp::create(builder, loc, value);
  }

  void enterOuterLoops() {
    SmallVector<int64_t> extents = op.getStaticLoopRanges();
    for (unsigned loop : isOuter.set_bits()) {
      auto forOp = scf::ForOp::create(builder, loc, constant(0),
                                      constant(extents[loop]), constant(1));
      builder.setInsertionPointToStart(forOp.getBody());
      indices[loop] = forOp.getInductionVar();
    }
    // What does not change inside.
    for (OpOperand &operand : op->getOpOperands()) {
      unsigned number = operand.getOperandNumber();
      AffineMap map = mapOf(number);
      bool isScalar = !isa<MemRefType>(operand.get().getType());
      bool isRow = op.isDpsInit(&operand) || hasInner(map) || readsChosen(map);
      if (isRow && !isScalar)
        continue;
      scalars.map(body.getArgument(number),
                  isScalar ? operand.get()
                           : memref::LoadOp::create(builder, loc, operand.get(),
                                                    indicesAt(map)));
    }
  }

  bool readsChosen(AffineMap map) {
    return llvm::any_of(isChosen.set_bits(), [&](unsigned loop) {
      return map.isFunctionOfDim(loop);
    });
  }

  SmallVector<Value> indicesAt(AffineMap map) {
    SmallVector<Value> list;
    for (unsigned dim = 0; dim < map.getNumResults(); ++dim)
      list.push_back(indices[map.getDimPosition(dim)]);
    return list;
  }

  /// The value here of a scalar of the body that depends on outer loops only.
  Value evaluate(Value value) {
    if (Value known = scalars.lookupOrNull(value))
      return known;
    Operation *scalar = value.getDefiningOp();
    if (!scalar || scalar->getBlock() != &body)
      return value;
    if (auto index = dyn_cast<linalg::IndexOp>(scalar))
      return indices[index.getDim()];
    for (Value operand : scalar->getOperands())
      scalars.map(operand, evaluate(operand));
    builder.clone(*scalar, scalars);
    return scalars.lookup(value);
  }

  /// Goes on inside a branch that is taken where all rows are in the buffers.
  void enterRows() {
    SmallVector<int64_t> extents = op.getStaticLoopRanges();
    Value all;
    for (const ChosenLoop &one : chosen) {
      arith::CmpIOp comparison = one.comparison;
      Value other = evaluate(comparison->getOperand(1 - one.side));
      Value row = createIteration(builder, loc, one, other,
                                  [&](Value value) { return evaluate(value); });
      // Negative numbers are large unsigned ones.
      Value exists =
          arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::ult, row,
                                constant(extents[one.loop]));
      all = all ? arith::AndIOp::create(builder, loc, all, exists).getResult()
                : exists;
      indices[one.loop] = row;
    }
    auto branch = scf::IfOp::create(builder, loc, all, /*withElse=*/false);
    builder.setInsertionPointToStart(branch.thenBlock());
    Value holds = arith::ConstantOp::create(builder, loc,
                                            builder.getBoolAttr(true));
    for (ChosenLoop &one : chosen)
      scalars.map(one.comparison.getResult(), holds);
    for (unsigned loop = 0; loop < op.getNumLoops(); ++loop)
      if (indices[loop])
        body.walk([&](linalg::IndexOp index) {
          if (index.getDim() == loop)
            scalars.map(index.getResult(), indices[loop]);
        });
  }

  /// The part of `operand` that the inner loops walk through.
  Value rowOf(OpOperand &operand, AffineMap map) {
    auto type = cast<MemRefType>(operand.get().getType());
    SmallVector<OpFoldResult> offsets, sizes, strides;
    SmallVector<int64_t> shape;
    for (auto [dim, extent] : llvm::enumerate(type.getShape())) {
      Value index = indices[map.getDimPosition(dim)];
      offsets.push_back(index ? OpFoldResult(index) : builder.getIndexAttr(0));
      sizes.push_back(builder.getIndexAttr(index ? 1 : extent));
      strides.push_back(builder.getIndexAttr(1));
      if (!index)
        shape.push_back(extent);
    }
    MemRefType rowType = memref::SubViewOp::inferRankReducedResultType(
        shape, type, offsets, sizes, strides);
    return memref::SubViewOp::create(builder, loc, rowType, operand.get(),
                                     offsets, sizes, strides);
  }

  AffineMap innerMap(AffineMap map) {
    SmallVector<AffineExpr> exprs;
    for (unsigned dim = 0; dim < map.getNumResults(); ++dim) {
      auto found = llvm::find(inner, map.getDimPosition(dim));
      if (found != inner.end())
        exprs.push_back(
            getAffineDimExpr(found - inner.begin(), op.getContext()));
    }
    return AffineMap::get(inner.size(), 0, exprs, op.getContext());
  }

  void emitRow() {
    SmallVector<Value> inputs, outs;
    SmallVector<AffineMap> maps;
    SmallVector<BlockArgument> arguments;
    for (OpOperand &operand : op->getOpOperands()) {
      BlockArgument argument = body.getArgument(operand.getOperandNumber());
      if (scalars.contains(argument))
        continue;
      AffineMap map = mapOf(operand.getOperandNumber());
      (op.isDpsInit(&operand) ? outs : inputs).push_back(rowOf(operand, map));
      maps.push_back(innerMap(map));
      arguments.push_back(argument);
    }
    SmallVector<utils::IteratorType> iterators;
    for (unsigned loop : inner)
      iterators.push_back(op.getIteratorTypesArray()[loop]);
    linalg::GenericOp::create(
        builder, loc, inputs, outs, maps, iterators,
        [&](OpBuilder &at, Location, ValueRange values) {
          cloneBody(at, arguments, values);
        });
  }

  /// The body, in which the comparisons hold.
  void cloneBody(OpBuilder &at, ArrayRef<BlockArgument> arguments,
                 ValueRange values) {
    IRMapping mapping = scalars;
    mapping.map(arguments, values);
    auto holds = [&](Value value) {
      Value known = mapping.lookupOrDefault(value);
      auto constant = known.getDefiningOp<arith::ConstantOp>();
      return constant && constant.getValue() == at.getBoolAttr(true);
    };
    for (Operation &scalar : body.without_terminator()) {
      if (scalar.getNumResults() == 1 && mapping.contains(scalar.getResult(0)))
        continue;
      auto select = dyn_cast<arith::SelectOp>(scalar);
      auto both = dyn_cast<arith::AndIOp>(scalar);
      auto index = dyn_cast<linalg::IndexOp>(scalar);
      if (select && holds(select.getCondition()))
        mapping.map(select.getResult(),
                    mapping.lookupOrDefault(select.getTrueValue()));
      else if (both && (holds(both.getLhs()) || holds(both.getRhs())))
        mapping.map(both.getResult(), mapping.lookupOrDefault(
                                          holds(both.getLhs()) ? both.getRhs()
                                                               : both.getLhs()));
      else if (index)
        mapping.map(index.getResult(),
                    linalg::IndexOp::create(
                        at, loc, llvm::find(inner, index.getDim()) -
                                     inner.begin())
                        .getResult());
      else
        at.clone(scalar, mapping);
    }
    linalg::YieldOp::create(
        at, loc,
        mapping.lookupOrDefault(body.getTerminator()->getOperand(0)));
  }

  linalg::LinalgOp op;
  Block &body;
  OpBuilder builder;
  Location loc;
  SmallVector<ChosenLoop> chosen;
  llvm::SmallBitVector isOuter, isChosen;
  SmallVector<unsigned> inner;
  SmallVector<Value> indices; // of outer and chosen loops; null for inner ones
  IRMapping scalars; // of the body, those that are the same in all of a row
};

} // namespace

bool visitChosenRows(linalg::LinalgOp op) {
  if (!op.hasPureBufferSemantics() || op.hasDynamicShape() ||
      !RowVisitor(op).run())
    return false;
  op->erase();
  return true;
}

} // namespace skein::passes
