#include "passes/adjoint/Scalars.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/TypeUtilities.h"
#include "llvm/ADT/TypeSwitch.h"

#include <numbers>

using namespace mlir;

namespace skein::passes {

Value createFloatConstant(OpBuilder &builder, Location loc, Type type,
                          double value) {
  TypedAttr attribute = builder.getFloatAttr(getElementTypeOrSelf(type), value);
  if (auto shaped = dyn_cast<ShapedType>(type))
    attribute = DenseElementsAttr::get(shaped, Attribute(attribute));
  return arith::ConstantOp::create(builder, loc, attribute);
}

Value castFloat(OpBuilder &builder, Location loc, Value value, Type type) {
  unsigned from = getElementTypeOrSelf(value).getIntOrFloatBitWidth(),
           to = getElementTypeOrSelf(type).getIntOrFloatBitWidth();
  if (value.getType() == type)
    return value;
  if (from < to)
    return arith::ExtFOp::create(builder, loc, type, value);
  // What was widened comes back as it was.
  if (auto widening = value.getDefiningOp<arith::ExtFOp>();
      widening && widening.getIn().getType() == type)
    return widening.getIn();
  return arith::TruncFOp::create(builder, loc, type, value);
}

FloatType accumulatorOf(Type type) {
  auto single = Float32Type::get(type.getContext());
  return type.getIntOrFloatBitWidth() < 32 ? single : cast<FloatType>(type);
}

bool isDifferentiableType(Type type) {
  return isa<FloatType>(type) || (isa<RankedTensorType>(type) &&
                                  isa<FloatType>(getElementTypeOrSelf(type)));
}

namespace {

/// A value with the operators of school algebra, so that the table reads like
/// one.
struct Term {
  OpBuilder *builder;
  Location loc;
  Value value;

  Term with(Value other) const { return {builder, loc, other}; }
  Term constant(double number) const {
    return with(createFloatConstant(*builder, loc, value.getType(), number));
  }
  template <typename Op> Term apply() const {
    return with(Op::create(*builder, loc, value));
  }
  template <typename Op> Term apply(Term other) const {
    return with(Op::create(*builder, loc, value, other.value));
  }

  Term operator+(Term other) const { return apply<arith::AddFOp>(other); }
  Term operator-(Term other) const { return apply<arith::SubFOp>(other); }
  Term operator*(Term other) const { return apply<arith::MulFOp>(other); }
  Term operator/(Term other) const { return apply<arith::DivFOp>(other); }
  Term operator-() const { return apply<arith::NegFOp>(); }
  Term operator*(double number) const { return *this * constant(number); }

  Term select(Term then, Term otherwise) const {
    return with(arith::SelectOp::create(*builder, loc, value, then.value,
                                        otherwise.value));
  }
  Term compare(arith::CmpFPredicate predicate, Term other) const {
    return with(
        arith::CmpFOp::create(*builder, loc, predicate, value, other.value));
  }
};

Term operator+(double number, Term term) {
  return term.constant(number) + term;
}
Term operator-(double number, Term term) {
  return term.constant(number) - term;
}

/// Operands, result and cotangent of the op at hand.
struct Site {
  Operation *op;
  unsigned index;
  Term g;
  function_ref<bool(Value)> isConstant;

  Term operand(unsigned i) const { return g.with(op->getOperand(i)); }
  Term x() const { return operand(0); }
  Term y() const { return g.with(op->getResult(0)); }
};

/// The extremum of two values: the winner takes the cotangent. Against a
/// constant the result says who won, and is more likely to be needed elsewhere
/// than the operand.
Value extremum(const Site &site, arith::CmpFPredicate wins) {
  Term self = site.operand(site.index), other = site.operand(1 - site.index),
       zero = site.g.constant(0);
  if (site.isConstant(self.value))
    return {};
  if (site.isConstant(other.value))
    return site.y().compare(wins, other).select(site.g, zero).value;
  Term tie = self.compare(arith::CmpFPredicate::OEQ, other);
  return self.compare(wins, other)
      .select(site.g, tie.select(site.g * 0.5, zero))
      .value;
}

/// d|x| = sign(x), and 0 at 0.
Term timesSign(Term g, Term x) {
  Term zero = x.constant(0), none = g.constant(0);
  return x.compare(arith::CmpFPredicate::OGT, zero)
      .select(g, x.compare(arith::CmpFPredicate::OLT, zero).select(-g, none));
}

/// d(x^p)/dp = x^p log x, and 0 at x = 0, where every positive power is
/// constant.
Term powerByExponent(const Site &site) {
  Term x = site.x(), zero = site.g.constant(0);
  return x.compare(arith::CmpFPredicate::OEQ, zero)
      .select(zero, site.g * site.y() * x.apply<math::LogOp>());
}

Term integerPower(const Site &site) {
  Value exponent = site.op->getOperand(1);
  OpBuilder &builder = *site.g.builder;
  TypedAttr one = builder.getIntegerAttr(getElementTypeOrSelf(exponent), 1);
  if (auto shaped = dyn_cast<ShapedType>(exponent.getType()))
    one = DenseElementsAttr::get(shaped, Attribute(one));
  Location loc = site.g.loc;
  Value less = arith::SubIOp::create(
      builder, loc, exponent, arith::ConstantOp::create(builder, loc, one));
  Value power = math::FPowIOp::create(builder, loc, site.x().value, less);
  Value factor =
      arith::SIToFPOp::create(builder, loc, power.getType(), exponent);
  return site.g * site.g.with(factor) * site.g.with(power);
}

/// The entries for ops with one operand, which is a float.
std::optional<Term> unary(const Site &site) {
  using Result = std::optional<Term>;
  Term g = site.g, x = site.x(), y = site.y();
  return TypeSwitch<Operation *, Result>(site.op)
      .Case([&](arith::NegFOp) { return -g; })
      .Case<arith::ExtFOp, arith::TruncFOp>([&](auto) {
        return g.with(
            castFloat(*g.builder, g.loc, g.value, x.value.getType()));
      })
      .Case([&](math::AbsFOp) { return timesSign(g, x); })
      .Case([&](math::ExpOp) { return g * y; })
      .Case([&](math::Exp2Op) { return g * y * std::numbers::ln2; })
      .Case([&](math::ExpM1Op) { return g * (1 + y); })
      .Case([&](math::LogOp) { return g / x; })
      .Case([&](math::Log1pOp) { return g / (1 + x); })
      .Case([&](math::Log2Op) { return g / (x * std::numbers::ln2); })
      .Case([&](math::Log10Op) { return g / (x * std::numbers::ln10); })
      .Case([&](math::SqrtOp) { return g / (y * 2); })
      .Case([&](math::RsqrtOp) { return g * -0.5 * y * y * y; })
      .Case([&](math::CbrtOp) { return g / (y * y * 3); })
      .Case([&](math::SinOp) { return g * x.apply<math::CosOp>(); })
      .Case([&](math::CosOp) { return -(g * x.apply<math::SinOp>()); })
      .Case([&](math::TanOp) { return g * (1 + y * y); })
      .Case(
          [&](math::AsinOp) { return g * (1 - x * x).apply<math::RsqrtOp>(); })
      .Case([&](math::AcosOp) {
        return -(g * (1 - x * x).apply<math::RsqrtOp>());
      })
      .Case([&](math::AtanOp) { return g / (1 + x * x); })
      .Case([&](math::SinhOp) { return g * x.apply<math::CoshOp>(); })
      .Case([&](math::CoshOp) { return g * x.apply<math::SinhOp>(); })
      .Case([&](math::TanhOp) { return g * (1 - y * y); })
      .Case(
          [&](math::AsinhOp) { return g * (1 + x * x).apply<math::RsqrtOp>(); })
      .Case([&](math::AcoshOp) {
        return g * (x * x - x.constant(1)).apply<math::RsqrtOp>();
      })
      .Case([&](math::AtanhOp) { return g / (1 - x * x); })
      .Case<math::ErfOp, math::ErfcOp>([&](auto) {
        double slope =
            std::numbers::inv_sqrtpi * (isa<math::ErfOp>(site.op) ? 2 : -2);
        return g * slope * (-(x * x)).apply<math::ExpOp>();
      })
      .Default([](Operation *) { return Result(); });
}

} // namespace

FailureOr<Value> emitScalarAdjoint(OpBuilder &builder, Location loc,
                                   Operation *op, unsigned index,
                                   Value cotangent,
                                   function_ref<bool(Value)> isConstant) {
  using Result = FailureOr<Value>;
  if (!isDifferentiableType(op->getOperand(index).getType()))
    return Value();
  Site site{op, index, Term{&builder, loc, cotangent}, isConstant};
  Term g = site.g;
  auto at = [&](unsigned i) { return site.operand(i); };
  using Wins = arith::CmpFPredicate;

  return TypeSwitch<Operation *, Result>(op)
      .Case([&](arith::AddFOp) { return cotangent; })
      .Case([&](arith::SubFOp) { return index == 0 ? cotangent : (-g).value; })
      .Case([&](arith::MulFOp) { return (g * at(1 - index)).value; })
      .Case([&](arith::DivFOp) {
        return index == 0 ? (g / at(1)).value : (-(g / at(1) * site.y())).value;
      })
      .Case<arith::MaximumFOp, arith::MaxNumFOp>(
          [&](auto) { return extremum(site, Wins::OGT); })
      .Case<arith::MinimumFOp, arith::MinNumFOp>(
          [&](auto) { return extremum(site, Wins::OLT); })
      .Case([&](arith::SelectOp) {
        Term condition = at(0), zero = g.constant(0);
        return index == 1 ? condition.select(g, zero).value
                          : condition.select(zero, g).value;
      })
      .Case([&](math::FmaOp) {
        return index == 2 ? cotangent : (g * at(1 - index)).value;
      })
      .Case([&](math::PowFOp) {
        if (index == 1)
          return powerByExponent(site).value;
        Term less = at(1) - at(1).constant(1);
        return (g * at(1) * at(0).apply<math::PowFOp>(less)).value;
      })
      .Case([&](math::FPowIOp) { return integerPower(site).value; })
      .Case([&](math::Atan2Op) {
        Term slope = g / (at(0) * at(0) + at(1) * at(1));
        return (index == 0 ? slope * at(1) : -(slope * at(0))).value;
      })
      .Case([&](math::CopySignOp) {
        // |x| with the sign of operand 1, which is constant almost everywhere.
        return index == 0
                   ? timesSign(g.constant(1).apply<math::CopySignOp>(at(1)) * g,
                               at(0))
                         .value
                   : Value();
      })
      // Piecewise constant.
      .Case<arith::CmpFOp, arith::FPToSIOp, arith::FPToUIOp, math::CeilOp,
            math::FloorOp, math::RoundOp, math::RoundEvenOp, math::TruncOp>(
          [](auto) { return Value(); })
      .Default([&](Operation *) -> Result {
        if (op->getNumOperands() == 1 && op->getNumResults() == 1)
          if (std::optional<Term> term = unary(site))
            return term->value;
        return failure();
      });
}

} // namespace skein::passes
