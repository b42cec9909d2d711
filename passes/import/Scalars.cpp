#include "passes/import/Scalars.h"

#include "passes/import/Attributes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Matchers.h"
#include "mlir/IR/TypeUtilities.h"
#include "llvm/ADT/StringSwitch.h"

#include <limits>
#include <map>

using namespace mlir;

namespace skein::passes::stablehlo {

Value createConstant(OpBuilder &builder, Location loc, Type type,
                     double value) {
  Type element = getElementTypeOrSelf(type);
  TypedAttr attribute;
  if (isa<FloatType>(element))
    attribute = builder.getFloatAttr(element, value);
  else
    attribute =
        builder.getIntegerAttr(element, APInt(element.getIntOrFloatBitWidth(),
                                              static_cast<int64_t>(value),
                                              /*isSigned=*/true,
                                              /*implicitTrunc=*/true));
  if (auto shaped = dyn_cast<ShapedType>(type))
    attribute = DenseElementsAttr::get(shaped, Attribute(attribute));
  return arith::ConstantOp::create(builder, loc, attribute);
}

namespace {

const double infinity = std::numeric_limits<double>::infinity();

/// One use of an op: its operands, as scalars or as tensors of one shape.
struct Site {
  Operation *op;
  OpBuilder &builder;
  Location loc;
  ValueRange operands;

  Value x() const { return operands[0]; }
  Value y() const { return operands[1]; }
  Type type() const { return x().getType(); }
  Type element() const { return getElementTypeOrSelf(type()); }
  bool isFloat() const { return isa<FloatType>(element()); }
  bool isBoolean() const { return element().isInteger(1); }
  /// Whether the first operand of the original op has an unsigned type.
  bool isUnsigned() const { return isUnsigned(op->getOperand(0).getType()); }
  static bool isUnsigned(Type type) {
    return getElementTypeOrSelf(type).isUnsignedInteger() ||
           getElementTypeOrSelf(type).isInteger(1);
  }
  /// The type of the first operand with another element type.
  Type withElement(Type element) const {
    if (auto shaped = dyn_cast<ShapedType>(type()))
      return shaped.clone(element);
    return element;
  }

  Value constant(double value) const {
    return createConstant(builder, loc, type(), value);
  }
  template <typename Op> Value make() const {
    return Op::create(builder, loc, x());
  }
  template <typename Op> Value make(Value a, Value b) const {
    return Op::create(builder, loc, a, b);
  }
  Value select(Value condition, Value a, Value b) const {
    return builder.createOrFold<arith::SelectOp>(loc, condition, a, b);
  }
  Value compare(arith::CmpFPredicate predicate, Value a, Value b) const {
    return arith::CmpFOp::create(builder, loc, predicate, a, b);
  }
  Value compare(arith::CmpIPredicate predicate, Value a, Value b) const {
    return arith::CmpIOp::create(builder, loc, predicate, a, b);
  }
  /// Null, after an error that says why the op is refused.
  Value refuse(const Twine &reason) const {
    op->emitOpError(reason);
    return {};
  }
};

using ScalarRule = Value (*)(const Site &);

/// The op for the element type at hand; a boolean is an integer of one bit.
template <typename Float, typename Signed, typename Unsigned = Signed,
          typename Boolean = Unsigned>
Value arithmetic(const Site &site) {
  if (site.isFloat())
    return site.make<Float>(site.x(), site.y());
  if (site.isBoolean())
    return site.make<Boolean>(site.x(), site.y());
  if (site.isUnsigned())
    return site.make<Unsigned>(site.x(), site.y());
  return site.make<Signed>(site.x(), site.y());
}

template <typename Op> Value unary(const Site &site) {
  if (!site.isFloat())
    return site.refuse("expected floats");
  return site.make<Op>();
}

template <typename Op> Value bitwise(const Site &site) {
  return site.make<Op>(site.x(), site.y());
}

/// max(x, -inf), and min(x, inf), is x.
template <typename Float, typename Signed, typename Unsigned, typename Boolean>
Value extremum(const Site &site) {
  double neutral =
      std::is_same_v<Float, arith::MaximumFOp> ? -infinity : infinity;
  for (unsigned i : {0, 1}) {
    FloatAttr value;
    if (matchPattern(site.operands[i], m_Constant(&value)) &&
        value.getValueAsDouble() == neutral)
      return site.operands[1 - i];
  }
  return arithmetic<Float, Signed, Unsigned, Boolean>(site);
}

Value maximum(const Site &site) {
  return extremum<arith::MaximumFOp, arith::MaxSIOp, arith::MaxUIOp,
                  arith::OrIOp>(site);
}

Value minimum(const Site &site) {
  return extremum<arith::MinimumFOp, arith::MinSIOp, arith::MinUIOp,
                  arith::AndIOp>(site);
}

/// As XLA defines it, x / 0 is -1 and the remainder x; upstream leaves it open.
template <typename Float, typename Signed, typename Unsigned>
Value division(const Site &site) {
  if (site.isFloat())
    return site.make<Float>(site.x(), site.y());
  Value zero = site.constant(0);
  Value isZero = site.compare(arith::CmpIPredicate::eq, site.y(), zero);
  Value divisor = site.select(isZero, site.constant(1), site.y());
  Value result = site.isUnsigned() ? site.make<Unsigned>(site.x(), divisor)
                                   : site.make<Signed>(site.x(), divisor);
  bool isRemainder = std::is_same_v<Signed, arith::RemSIOp>;
  return site.select(isZero, isRemainder ? site.x() : site.constant(-1),
                     result);
}

/// A shift by the width or more gives 0, or the sign, where upstream leaves it
/// open.
template <typename Op> Value shift(const Site &site) {
  unsigned width = site.element().getIntOrFloatBitWidth();
  APInt amount;
  bool inRange =
      matchPattern(site.y(), m_ConstantInt(&amount)) && amount.ult(width);
  if (inRange)
    return site.make<Op>(site.x(), site.y());
  Value fits =
      site.compare(arith::CmpIPredicate::ult, site.y(), site.constant(width));
  if (std::is_same_v<Op, arith::ShRSIOp>)
    return site.make<Op>(site.x(),
                         site.select(fits, site.y(), site.constant(width - 1)));
  Value shifted =
      site.make<Op>(site.x(), site.select(fits, site.y(), site.constant(0)));
  return site.select(fits, shifted, site.constant(0));
}

Value absolute(const Site &site) {
  return site.isFloat() ? site.make<math::AbsFOp>() : site.make<math::AbsIOp>();
}

Value negate(const Site &site) {
  return site.isFloat() ? site.make<arith::NegFOp>()
                        : site.make<arith::SubIOp>(site.constant(0), site.x());
}

/// 1, -1, or x * 0 where x is neither positive nor negative.
Value sign(const Site &site) {
  Value zero = site.constant(0), one = site.constant(1),
        minusOne = site.constant(-1);
  if (!site.isFloat()) {
    Value positive = site.compare(arith::CmpIPredicate::sgt, site.x(), zero),
          negative = site.compare(arith::CmpIPredicate::slt, site.x(), zero);
    return site.select(positive, one, site.select(negative, minusOne, zero));
  }
  Value positive = site.compare(arith::CmpFPredicate::OGT, site.x(), zero),
        negative = site.compare(arith::CmpFPredicate::OLT, site.x(), zero);
  Value neither = site.make<arith::MulFOp>(site.x(), zero);
  return site.select(positive, one, site.select(negative, minusOne, neither));
}

Value logistic(const Site &site) {
  if (!site.isFloat())
    return site.refuse("expected floats");
  Value negative = site.make<arith::NegFOp>(), one = site.constant(1);
  Value power = math::ExpOp::create(site.builder, site.loc, negative);
  return site.make<arith::DivFOp>(one, site.make<arith::AddFOp>(one, power));
}

Value square(const Site &site) {
  return site.isFloat() ? site.make<arith::MulFOp>(site.x(), site.x())
                        : site.make<arith::MulIOp>(site.x(), site.x());
}

Value bitwiseNot(const Site &site) {
  return site.make<arith::XOrIOp>(site.x(), site.constant(-1));
}

Value isFinite(const Site &site) {
  return site.compare(arith::CmpFPredicate::OLT, site.make<math::AbsFOp>(),
                      site.constant(infinity));
}

Value isInfinite(const Site &site) {
  return site.compare(arith::CmpFPredicate::OEQ, site.make<math::AbsFOp>(),
                      site.constant(infinity));
}

template <int Sign> Value isInfiniteWithSign(const Site &site) {
  return site.compare(arith::CmpFPredicate::OEQ, site.x(),
                      site.constant(Sign * infinity));
}

Value power(const Site &site) {
  return site.isFloat() ? site.make<math::PowFOp>(site.x(), site.y())
                        : site.make<math::IPowIOp>(site.x(), site.y());
}

Value compare(const Site &site) {
  FailureOr<StringRef> direction = readKeyword(site.op, "comparison_direction"),
                       type = readKeyword(site.op, "compare_type");
  if (failed(direction) || failed(type))
    return {};
  if (*type == "TOTALORDER")
    return site.refuse("compares in total order; expected FLOAT");
  struct Predicates {
    arith::CmpFPredicate ofFloats;
    arith::CmpIPredicate ofSigned, ofUnsigned;
  };
  using F = arith::CmpFPredicate;
  using I = arith::CmpIPredicate;
  static const std::map<StringRef, Predicates> predicates = {
      {"EQ", {F::OEQ, I::eq, I::eq}},   {"NE", {F::UNE, I::ne, I::ne}},
      {"GE", {F::OGE, I::sge, I::uge}}, {"GT", {F::OGT, I::sgt, I::ugt}},
      {"LE", {F::OLE, I::sle, I::ule}}, {"LT", {F::OLT, I::slt, I::ult}}};
  auto found = predicates.find(*direction);
  if (found == predicates.end())
    return site.refuse("has the unknown comparison_direction " + *direction);
  if (site.isFloat())
    return site.compare(found->second.ofFloats, site.x(), site.y());
  return site.compare(site.isUnsigned() ? found->second.ofUnsigned
                                        : found->second.ofSigned,
                      site.x(), site.y());
}

Value selectElement(const Site &site) {
  return site.select(site.operands[0], site.operands[1], site.operands[2]);
}

Value clamp(const Site &site) {
  Value low = site.operands[0], x = site.operands[1], high = site.operands[2];
  Value lowered = maximum({site.op, site.builder, site.loc, {x, low}});
  return minimum({site.op, site.builder, site.loc, {lowered, high}});
}

Value convert(const Site &site) {
  Type original = getElementTypeOrSelf(site.op->getResult(0).getType());
  bool toFloat = isa<FloatType>(original);
  Type to = original;
  if (auto integer = dyn_cast<IntegerType>(original))
    to = IntegerType::get(site.op->getContext(), integer.getWidth());
  Type from = site.element(), type = site.withElement(to);
  if (from == to)
    return site.x();
  unsigned width = to.getIntOrFloatBitWidth(),
           oldWidth = from.getIntOrFloatBitWidth();
  auto cast = [&]<typename Op>(std::type_identity<Op>) -> Value {
    return Op::create(site.builder, site.loc, type, site.x());
  };
  if (site.isFloat() && toFloat) {
    if (width > oldWidth)
      return cast(std::type_identity<arith::ExtFOp>());
    if (width < oldWidth)
      return cast(std::type_identity<arith::TruncFOp>());
    // f16 and bf16: by way of f32.
    Value wide = arith::ExtFOp::create(
        site.builder, site.loc, site.withElement(site.builder.getF32Type()),
        site.x());
    return arith::TruncFOp::create(site.builder, site.loc, type, wide);
  }
  if (toFloat)
    return site.isUnsigned() ? cast(std::type_identity<arith::UIToFPOp>())
                             : cast(std::type_identity<arith::SIToFPOp>());
  if (to.isInteger(1)) {
    Value zero = site.constant(0);
    return site.isFloat()
               ? site.compare(arith::CmpFPredicate::UNE, site.x(), zero)
               : site.compare(arith::CmpIPredicate::ne, site.x(), zero);
  }
  if (site.isFloat())
    return original.isUnsignedInteger()
               ? cast(std::type_identity<arith::FPToUIOp>())
               : cast(std::type_identity<arith::FPToSIOp>());
  if (width < oldWidth)
    return cast(std::type_identity<arith::TruncIOp>());
  return site.isUnsigned() ? cast(std::type_identity<arith::ExtUIOp>())
                           : cast(std::type_identity<arith::ExtSIOp>());
}

Value bitcastConvert(const Site &site) {
  Type original = getElementTypeOrSelf(site.op->getResult(0).getType());
  unsigned width = original.getIntOrFloatBitWidth();
  if (width != site.element().getIntOrFloatBitWidth())
    return site.refuse("changes the width of the elements");
  if (isa<IntegerType>(original))
    original = IntegerType::get(site.op->getContext(), width);
  if (original == site.element())
    return site.x();
  return arith::BitcastOp::create(site.builder, site.loc,
                                  site.withElement(original), site.x());
}

/// c[0] + x * (c[1] + x * (...)).
Value polynomial(const Site &site, Value x, ArrayRef<double> coefficients) {
  Value sum = site.constant(coefficients.back());
  for (double coefficient : llvm::reverse(coefficients.drop_back()))
    sum = site.make<arith::AddFOp>(site.make<arith::MulFOp>(sum, x),
                                   site.constant(coefficient));
  return sum;
}

/// In single precision, as XLA does it.
/// Source: Giles, "Approximating the erfinv function", GPU Computing Gems 2011.
Value inverseErf(const Site &site) {
  if (!site.element().isF32())
    return site.refuse("expected f32");
  Value x = site.x();
  Value minusSquare = site.make<arith::MulFOp>(
      x, arith::NegFOp::create(site.builder, site.loc, x));
  Value w = arith::NegFOp::create(
      site.builder, site.loc,
      math::Log1pOp::create(site.builder, site.loc, minusSquare));
  Value central = polynomial(
      site, site.make<arith::SubFOp>(w, site.constant(2.5)),
      {1.50140941, 0.246640727, -0.00417768164, -0.00125372503, 0.00021858087,
       -4.39150654e-06, -3.5233877e-06, 3.43273939e-07, 2.81022636e-08});
  Value tail = polynomial(
      site,
      site.make<arith::SubFOp>(math::SqrtOp::create(site.builder, site.loc, w),
                               site.constant(3)),
      {2.83297682, 1.00167406, 0.00943887047, -0.0076224613, 0.00573950773,
       -0.00367342844, 0.00134934322, 0.000100950558, -0.000200214257});
  Value isCentral =
      site.compare(arith::CmpFPredicate::OLT, w, site.constant(5));
  Value factor = site.select(isCentral, central, tail);
  Value isEnd = site.compare(arith::CmpFPredicate::OEQ,
                             site.make<math::AbsFOp>(), site.constant(1));
  return site.make<arith::MulFOp>(
      x, site.select(isEnd, site.constant(infinity), factor));
}

const std::map<StringRef, ScalarRule> &table() {
  static const std::map<StringRef, ScalarRule> rules = {
      {"chlo.acos", unary<math::AcosOp>},
      {"chlo.acosh", unary<math::AcoshOp>},
      {"chlo.asin", unary<math::AsinOp>},
      {"chlo.asinh", unary<math::AsinhOp>},
      {"chlo.atan", unary<math::AtanOp>},
      {"chlo.atanh", unary<math::AtanhOp>},
      {"chlo.cosh", unary<math::CoshOp>},
      {"chlo.erf", unary<math::ErfOp>},
      {"chlo.erf_inv", inverseErf},
      {"chlo.erfc", unary<math::ErfcOp>},
      {"chlo.is_inf", isInfinite},
      {"chlo.is_neg_inf", isInfiniteWithSign<-1>},
      {"chlo.is_pos_inf", isInfiniteWithSign<1>},
      {"chlo.sinh", unary<math::SinhOp>},
      {"chlo.square", square},
      {"chlo.tan", unary<math::TanOp>},
      {"stablehlo.abs", absolute},
      {"stablehlo.add",
       arithmetic<arith::AddFOp, arith::AddIOp, arith::AddIOp, arith::OrIOp>},
      {"stablehlo.and", bitwise<arith::AndIOp>},
      {"stablehlo.atan2",
       [](const Site &site) {
         return site.make<math::Atan2Op>(site.x(), site.y());
       }},
      {"stablehlo.bitcast_convert", bitcastConvert},
      {"stablehlo.cbrt", unary<math::CbrtOp>},
      {"stablehlo.ceil", unary<math::CeilOp>},
      {"stablehlo.clamp", clamp},
      {"stablehlo.compare", compare},
      {"stablehlo.convert", convert},
      {"stablehlo.cosine", unary<math::CosOp>},
      {"stablehlo.count_leading_zeros",
       [](const Site &site) { return site.make<math::CountLeadingZerosOp>(); }},
      {"stablehlo.divide",
       division<arith::DivFOp, arith::DivSIOp, arith::DivUIOp>},
      {"stablehlo.exponential", unary<math::ExpOp>},
      {"stablehlo.exponential_minus_one", unary<math::ExpM1Op>},
      {"stablehlo.floor", unary<math::FloorOp>},
      {"stablehlo.is_finite", isFinite},
      {"stablehlo.log", unary<math::LogOp>},
      {"stablehlo.log_plus_one", unary<math::Log1pOp>},
      {"stablehlo.logistic", logistic},
      {"stablehlo.maximum", maximum},
      {"stablehlo.minimum", minimum},
      {"stablehlo.multiply",
       arithmetic<arith::MulFOp, arith::MulIOp, arith::MulIOp, arith::AndIOp>},
      {"stablehlo.negate", negate},
      {"stablehlo.not", bitwiseNot},
      {"stablehlo.or", bitwise<arith::OrIOp>},
      {"stablehlo.popcnt",
       [](const Site &site) { return site.make<math::CtPopOp>(); }},
      {"stablehlo.power", power},
      {"stablehlo.remainder",
       division<arith::RemFOp, arith::RemSIOp, arith::RemUIOp>},
      {"stablehlo.round_nearest_afz", unary<math::RoundOp>},
      {"stablehlo.round_nearest_even", unary<math::RoundEvenOp>},
      {"stablehlo.rsqrt", unary<math::RsqrtOp>},
      {"stablehlo.select", selectElement},
      {"stablehlo.shift_left", shift<arith::ShLIOp>},
      {"stablehlo.shift_right_arithmetic", shift<arith::ShRSIOp>},
      {"stablehlo.shift_right_logical", shift<arith::ShRUIOp>},
      {"stablehlo.sign", sign},
      {"stablehlo.sine", unary<math::SinOp>},
      {"stablehlo.sqrt", unary<math::SqrtOp>},
      {"stablehlo.subtract", arithmetic<arith::SubFOp, arith::SubIOp>},
      {"stablehlo.tan", unary<math::TanOp>},
      {"stablehlo.tanh", unary<math::TanhOp>},
      {"stablehlo.xor", bitwise<arith::XOrIOp>},
  };
  return rules;
}

} // namespace

bool isElementwise(StringRef name) { return table().count(name); }

unsigned elementwiseOperands(StringRef name) {
  return llvm::StringSwitch<unsigned>(
             name.drop_until([](char c) { return c == '.'; }))
      .Cases({".add", ".and", ".atan2", ".compare", ".divide", ".maximum",
              ".minimum", ".multiply", ".or", ".power", ".remainder",
              ".shift_left", ".shift_right_arithmetic", ".shift_right_logical",
              ".subtract", ".xor"},
             2)
      .Cases({".clamp", ".select"}, 3)
      .Default(1);
}

SmallVector<StringRef> elementwiseNames() {
  return llvm::to_vector(llvm::make_first_range(table()));
}

FailureOr<Value> emitElementwise(Operation *op, OpBuilder &builder,
                                 Location loc, ValueRange operands) {
  Value result =
      table().at(op->getName().getStringRef())({op, builder, loc, operands});
  if (!result)
    return failure();
  return result;
}

} // namespace skein::passes::stablehlo
