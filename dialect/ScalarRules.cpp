//===- ScalarRules.cpp - scalar ops that commute with a reduction ---------===//
#include "dialect/Rules.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;
using namespace skein;

bool skein::isNeutral(Attribute constant, ReductionKind kind) {
  if (auto splat = dyn_cast_if_present<SplatElementsAttr>(constant))
    constant = splat.getSplatValue<Attribute>();
  auto scalar = dyn_cast_if_present<TypedAttr>(constant);
  if (!scalar)
    return false;
  auto real = dyn_cast<FloatAttr>(scalar);
  if (real && kind == ReductionKind::Sum)
    return real.getValue().isZero(); // of either sign
  return scalar == getNeutralElement(kind, scalar.getType());
}

bool skein::isNeutral(Value scalar, ReductionKind kind) {
  Attribute constant;
  return matchPattern(scalar, m_Constant(&constant)) && isNeutral(constant, kind);
}

std::optional<ReductionKind> skein::getReductionKind(Operation *op) {
  if (isa<arith::AddFOp, arith::AddIOp>(op))
    return ReductionKind::Sum;
  if (isa<arith::MulFOp, arith::MulIOp>(op))
    return ReductionKind::Mul;
  if (isa<arith::MaximumFOp, arith::MaxNumFOp, arith::MaxSIOp>(op))
    return ReductionKind::Max;
  if (isa<arith::MinimumFOp, arith::MinNumFOp, arith::MinSIOp>(op))
    return ReductionKind::Min;
  if (isa<arith::AndIOp>(op))
    return ReductionKind::And;
  if (isa<arith::OrIOp>(op))
    return ReductionKind::Or;
  return std::nullopt;
}

namespace {
/// The operands of one scalar op.
struct Operands {
  ArrayRef<ScalarState> states;
  bool partial(unsigned i) const { return states[i] != ScalarState::Replicated; }
  bool replicated(unsigned i) const { return states[i] != ScalarState::Partial; }
};
} // namespace

/// A sum passes through everything that is linear. Rounding to a narrower type
/// before the sum instead of behind it is allowed.
static bool keepsSum(Operation *op, Operands in) {
  if (isa<arith::AddFOp, arith::AddIOp, arith::SubFOp, arith::SubIOp>(op))
    return in.partial(0) && in.partial(1);
  if (isa<arith::NegFOp, arith::ExtFOp, arith::TruncFOp, arith::TruncIOp>(op))
    return true;
  if (isa<arith::MulFOp, arith::MulIOp>(op))
    return in.replicated(0) || in.replicated(1);
  if (isa<arith::DivFOp>(op))
    return in.replicated(1);
  if (isa<math::FmaOp>(op))
    return in.replicated(0) != in.replicated(1) && in.partial(2);
  return false;
}

/// A maximum (minimum) passes through everything that grows with its operands.
/// Logarithm and square root are no such thing: NaN on one device.
static bool keepsExtremum(Operation *op, Operands in) {
  if (isa<arith::AddFOp, arith::AddIOp>(op))
    return in.replicated(0) || in.replicated(1);
  if (isa<arith::SubFOp, arith::SubIOp>(op))
    return in.replicated(1);
  return isa<math::ExpOp, math::TanhOp, arith::ExtFOp, arith::TruncFOp, arith::ExtSIOp>(op);
}

bool skein::keepsPartial(Operation *op, ReductionKind kind, ArrayRef<ScalarState> states) {
  Operands in{states};
  bool idempotent = kind != ReductionKind::Sum && kind != ReductionKind::Mul;
  if (isa<arith::SelectOp>(op))
    return in.replicated(0) && (idempotent || (in.partial(1) && in.partial(2)));
  switch (kind) {
  case ReductionKind::Sum:
    return keepsSum(op, in);
  case ReductionKind::Mul:
    return getReductionKind(op) == kind && in.partial(0) && in.partial(1);
  case ReductionKind::And:
  case ReductionKind::Or:
    return getReductionKind(op) == kind;
  case ReductionKind::Max:
  case ReductionKind::Min: {
    std::optional<ReductionKind> own = getReductionKind(op);
    if (own == kind)
      return true;
    if (own == ReductionKind::Max || own == ReductionKind::Min)
      return in.replicated(0) || in.replicated(1);
    return keepsExtremum(op, in);
  }
  }
  return false;
}
