//===- Scalar.cpp - numbers in the body of a structured op ----------------===//
#include "tools/models/Scalar.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"

using namespace mlir;

namespace skein::models {
namespace {

template <typename Op> Scalar apply(Scalar a) {
  return a.with(Op::create(*a.builder, a.value.getLoc(), a.value));
}

template <typename FloatOp, typename IntegerOp>
Scalar apply(Scalar a, Scalar b) {
  Location loc = a.value.getLoc();
  if (isa<FloatType>(a.type()))
    return a.with(FloatOp::create(*a.builder, loc, a.value, b.value));
  if (a.type() != b.type())
    (isa<IndexType>(a.type()) ? a : b) =
        isa<IndexType>(a.type()) ? convert(a, b.type()) : convert(b, a.type());
  return a.with(IntegerOp::create(*a.builder, loc, a.value, b.value));
}

/// A comparison with the predicate given for integers, or for floats.
struct Comparison {
  arith::CmpIPredicate integers;
  arith::CmpFPredicate floats;

  Scalar operator()(Scalar a, Scalar b) const {
    Location loc = a.value.getLoc();
    if (isa<FloatType>(a.type()))
      return a.with(
          arith::CmpFOp::create(*a.builder, loc, floats, a.value, b.value));
    if (isa<IndexType>(a.type()))
      a = convert(a, b.type());
    if (isa<IndexType>(b.type()))
      b = convert(b, a.type());
    return a.with(
        arith::CmpIOp::create(*a.builder, loc, integers, a.value, b.value));
  }
};

} // namespace

Scalar Scalar::constant(double number) const {
  TypedAttr attribute = isa<FloatType>(type())
                            ? TypedAttr(builder->getFloatAttr(type(), number))
                            : builder->getIntegerAttr(type(), int64_t(number));
  return with(arith::ConstantOp::create(*builder, value.getLoc(), attribute));
}

Scalar operator+(Scalar a, Scalar b) {
  return apply<arith::AddFOp, arith::AddIOp>(a, b);
}
Scalar operator-(Scalar a, Scalar b) {
  return apply<arith::SubFOp, arith::SubIOp>(a, b);
}
Scalar operator*(Scalar a, Scalar b) {
  return apply<arith::MulFOp, arith::MulIOp>(a, b);
}
Scalar operator/(Scalar a, Scalar b) {
  return apply<arith::DivFOp, arith::DivSIOp>(a, b);
}
Scalar operator-(Scalar a) { return apply<arith::NegFOp>(a); }
Scalar operator&(Scalar a, Scalar b) {
  return a.with(
      arith::AndIOp::create(*a.builder, a.value.getLoc(), a.value, b.value));
}
Scalar operator==(Scalar a, Scalar b) {
  return Comparison{arith::CmpIPredicate::eq, arith::CmpFPredicate::OEQ}(a, b);
}
Scalar operator<(Scalar a, Scalar b) {
  return Comparison{arith::CmpIPredicate::slt, arith::CmpFPredicate::OLT}(a, b);
}
Scalar operator<=(Scalar a, Scalar b) {
  return Comparison{arith::CmpIPredicate::sle, arith::CmpFPredicate::OLE}(a, b);
}

Scalar maximum(Scalar a, Scalar b) {
  return apply<arith::MaximumFOp, arith::MaxSIOp>(a, b);
}
Scalar minimum(Scalar a, Scalar b) {
  return apply<arith::MinimumFOp, arith::MinSIOp>(a, b);
}
Scalar exp(Scalar a) { return apply<math::ExpOp>(a); }
Scalar log(Scalar a) { return apply<math::LogOp>(a); }
Scalar log1p(Scalar a) { return apply<math::Log1pOp>(a); }
Scalar rsqrt(Scalar a) { return apply<math::RsqrtOp>(a); }
Scalar tanh(Scalar a) { return apply<math::TanhOp>(a); }
Scalar erf(Scalar a) { return apply<math::ErfOp>(a); }
Scalar cos(Scalar a) { return apply<math::CosOp>(a); }
Scalar sin(Scalar a) { return apply<math::SinOp>(a); }
Scalar abs(Scalar a) { return apply<math::AbsFOp>(a); }

Scalar select(Scalar condition, Scalar a, Scalar b) {
  return a.with(arith::SelectOp::create(*a.builder, a.value.getLoc(),
                                        condition.value, a.value, b.value));
}

Scalar convert(Scalar a, Type type) {
  Location loc = a.value.getLoc();
  auto create = [&](auto op) {
    return a.with(decltype(op)::create(*a.builder, loc, type, a.value));
  };
  if (a.type() == type)
    return a;
  if (isa<FloatType>(a.type()))
    return a.type().getIntOrFloatBitWidth() < type.getIntOrFloatBitWidth()
               ? create(arith::ExtFOp())
               : create(arith::TruncFOp());
  if (isa<IndexType>(a.type()) && isa<FloatType>(type))
    return convert(convert(a, a.builder->getI32Type()), type);
  if (isa<FloatType>(type))
    return create(arith::SIToFPOp());
  return create(arith::IndexCastOp());
}

} // namespace skein::models
