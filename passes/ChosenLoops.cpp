//===- ChosenLoops.cpp - loops that have one iteration to run -------------===//
#include "passes/ChosenLoops.h"

#include "mlir/IR/Matchers.h"

using namespace mlir;

namespace skein::passes {
namespace {

using Chosen = SmallVector<ChosenLoop>;

class ChosenLoopFinder {
public:
  explicit ChosenLoopFinder(linalg::LinalgOp op)
      : op(op), body(*op.getBlock()) {}

  Chosen find() {
    std::optional<Chosen> common;
    for (auto [yielded, out] : llvm::zip_equal(
             body.getTerminator()->getOperands(), op.getRegionOutputArgs())) {
      Chosen loops = chosenFor(yielded, out);
      if (!common)
        common = loops;
      llvm::erase_if(*common, [&](const ChosenLoop &one) {
        return !contains(loops, one.loop);
      });
    }
    Chosen result = common.value_or(Chosen());
    llvm::sort(result, [](const ChosenLoop &a, const ChosenLoop &b) {
      return a.loop < b.loop;
    });
    return result;
  }

private:
  static bool contains(const Chosen &loops, unsigned loop) {
    return llvm::any_of(
        loops, [&](const ChosenLoop &one) { return one.loop == loop; });
  }

  static Chosen both(Chosen first, const Chosen &second) {
    for (const ChosenLoop &one : second)
      if (!contains(first, one.loop))
        first.push_back(one);
    return first;
  }

  /// The loops that have to be at one iteration for `yielded` not to be `out`.
  Chosen chosenFor(Value yielded, Value out) {
    Operation *last = yielded.getDefiningOp();
    if (auto sum = dyn_cast_if_present<arith::AddFOp>(last);
        sum && (sum.getLhs() == out || sum.getRhs() == out))
      return chosenForTerm(sum.getLhs() == out ? sum.getRhs() : sum.getLhs());
    if (auto select = dyn_cast_if_present<arith::SelectOp>(last);
        select && select.getFalseValue() == out)
      return equalities(select.getCondition());
    return {};
  }

  /// The loops that have to be at one iteration for `value` not to be 0.
  Chosen chosenForTerm(Value value) {
    Operation *scalar = value.getDefiningOp();
    if (!scalar || scalar->getBlock() != &body)
      return {};
    if (auto select = dyn_cast<arith::SelectOp>(scalar)) {
      if (!matchPattern(select.getFalseValue(), m_AnyZeroFloat()))
        return {};
      return both(equalities(select.getCondition()),
                  chosenForTerm(select.getTrueValue()));
    }
    if (auto product = dyn_cast<arith::MulFOp>(scalar))
      return both(chosenForTerm(product.getLhs()),
                  chosenForTerm(product.getRhs()));
    if (isa<CastOpInterface, arith::NegFOp, arith::DivFOp>(scalar))
      return chosenForTerm(scalar->getOperand(0));
    return {};
  }

  /// The loops whose index is equal to something else when `condition` holds.
  Chosen equalities(Value condition) {
    if (auto all = condition.getDefiningOp<arith::AndIOp>())
      return both(equalities(all.getLhs()), equalities(all.getRhs()));
    auto comparison = condition.getDefiningOp<arith::CmpIOp>();
    if (!comparison || comparison->getBlock() != &body ||
        comparison.getPredicate() != arith::CmpIPredicate::eq)
      return {};
    Chosen loops;
    for (unsigned side : {0, 1})
      if (std::optional<unsigned> loop = indexIn(comparison->getOperand(side));
          loop && !dependsOn(comparison->getOperand(1 - side), *loop))
        loops.push_back({*loop, comparison, side});
    return loops;
  }

  /// The loop whose index `value` is, up to an offset.
  std::optional<unsigned> indexIn(Value value) {
    Operation *scalar = value.getDefiningOp();
    if (auto index = dyn_cast_or_null<linalg::IndexOp>(scalar))
      return index.getDim();
    if (isa_and_nonnull<arith::IndexCastOp>(scalar))
      return indexIn(scalar->getOperand(0));
    if (isa_and_nonnull<arith::AddIOp>(scalar))
      for (int side : {0, 1})
        if (std::optional<unsigned> loop = indexIn(scalar->getOperand(side));
            loop && !dependsOn(scalar->getOperand(1 - side), *loop))
          return loop;
    return std::nullopt;
  }

  bool dependsOn(Value value, unsigned loop) {
    if (auto argument = dyn_cast<BlockArgument>(value);
        argument && argument.getOwner() == &body)
      return op
          .getMatchingIndexingMap(&op->getOpOperand(argument.getArgNumber()))
          .isFunctionOfDim(loop);
    Operation *scalar = value.getDefiningOp();
    if (!scalar || scalar->getBlock() != &body)
      return false;
    if (auto index = dyn_cast<linalg::IndexOp>(scalar))
      return index.getDim() == loop;
    return llvm::any_of(scalar->getOperands(), [&](Value operand) {
      return dependsOn(operand, loop);
    });
  }

  linalg::LinalgOp op;
  Block &body;
};

/// Whether `value` is made from the index of `loop`.
bool isMadeFrom(Value value, unsigned loop) {
  Operation *scalar = value.getDefiningOp();
  if (!scalar)
    return false;
  if (auto index = dyn_cast<linalg::IndexOp>(scalar))
    return index.getDim() == loop;
  return isa<arith::IndexCastOp, arith::AddIOp>(scalar) &&
         llvm::any_of(scalar->getOperands(), [&](Value operand) {
           return isMadeFrom(operand, loop);
         });
}

} // namespace

SmallVector<ChosenLoop> findChosenLoops(linalg::LinalgOp op) {
  return ChosenLoopFinder(op).find();
}

Value createIteration(OpBuilder &builder, Location loc,
                      const ChosenLoop &chosen, Value other,
                      function_ref<Value(Value)> map) {
  arith::CmpIOp comparison = chosen.comparison;
  Value made = comparison->getOperand(chosen.side);
  // Casts and sums are undone from the outside in.
  while (!made.getDefiningOp<linalg::IndexOp>()) {
    Operation *step = made.getDefiningOp();
    if (isa<arith::IndexCastOp>(step)) {
      made = step->getOperand(0);
      other = arith::IndexCastOp::create(builder, loc, made.getType(), other);
      continue;
    }
    unsigned side = isMadeFrom(step->getOperand(1), chosen.loop);
    made = step->getOperand(side);
    other = arith::SubIOp::create(builder, loc, other,
                                  map(step->getOperand(1 - side)));
  }
  return other;
}

} // namespace skein::passes
