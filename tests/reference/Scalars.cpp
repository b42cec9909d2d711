#include "tests/reference/Scalars.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/IR/BuiltinTypes.h"
#include "llvm/ADT/APFloat.h"
#include "llvm/ADT/TypeSwitch.h"
#include "llvm/Support/MathExtras.h"

#include <cmath>
#include <limits>

using namespace mlir;

namespace skein::reference {
namespace {

using Scalars = llvm::ArrayRef<Scalar>;

unsigned widthOf(Type type) {
  Type element = getElementTypeOrSelf(type);
  return element.isIndex() ? 64 : element.getIntOrFloatBitWidth();
}

uint64_t asUnsigned(int64_t value, unsigned width) {
  return width == 64 ? value : value & llvm::maskTrailingOnes<uint64_t>(width);
}

int64_t asSigned(int64_t value, unsigned width) {
  return llvm::SignExtend64(value, width);
}

Scalar ofReal(double real, double tangent = 0) { return {real, tangent, 0}; }
Scalar ofInteger(int64_t integer) { return {0, 0, integer}; }

//===----------------------------------------------------------------------===//
// Wrapping plain C++ functions
//===----------------------------------------------------------------------===//

/// f(x); its derivative may read the result.
template <typename F, typename D> ScalarFunction unary(F f, D derivative) {
  return [f, derivative](Scalars x) {
    double y = f(x[0].real);
    // An unseeded argument has no tangent even where the slope is infinite.
    double tangent = x[0].tangent;
    return ofReal(y, tangent ? tangent * derivative(x[0].real, y) : 0);
  };
}

/// f(x, y) with both partial derivatives, which may read the result.
template <typename F, typename Dx, typename Dy>
ScalarFunction binary(F f, Dx dx, Dy dy) {
  return [f, dx, dy](Scalars x) {
    double a = x[0].real, b = x[1].real, y = f(a, b);
    double tangent = 0;
    if (x[0].tangent)
      tangent += x[0].tangent * dx(a, b, y);
    if (x[1].tangent)
      tangent += x[1].tangent * dy(a, b, y);
    return ofReal(y, tangent);
  };
}

/// Piecewise constant: no tangent.
template <typename F> ScalarFunction step(F f) {
  return [f](Scalars x) { return ofReal(f(x[0].real)); };
}

template <typename F> ScalarFunction integers(F f) {
  return [f](Scalars x) { return ofInteger(f(x[0].integer, x[1].integer)); };
}

template <typename F> ScalarFunction integer(F f) {
  return [f](Scalars x) { return ofInteger(f(x[0].integer)); };
}

//===----------------------------------------------------------------------===//
// Max and min, comparisons
//===----------------------------------------------------------------------===//

bool isConstant(Value value) {
  if (auto argument = dyn_cast<BlockArgument>(value)) {
    auto structured =
        dyn_cast<linalg::LinalgOp>(argument.getOwner()->getParentOp());
    if (!structured)
      return false;
    OpOperand *operand = structured.getMatchingOpOperand(argument);
    return structured.isDpsInput(operand) && isConstant(operand->get());
  }
  if (auto fill = value.getDefiningOp<linalg::FillOp>())
    return isConstant(fill.getDpsInputOperand(0)->get());
  return value.getDefiningOp<arith::ConstantOp>() != nullptr;
}

/// The larger operand; the smaller one with `sign` -1. NaN wins over numbers
/// when `nanWins`, and loses otherwise.
ScalarFunction extremum(Operation *op, double sign, bool nanWins) {
  bool constants[] = {isConstant(op->getOperand(0)),
                      isConstant(op->getOperand(1))};
  return [=, first = constants[0], second = constants[1]](Scalars x) {
    double a = x[0].real, b = x[1].real;
    if (std::isnan(a) || std::isnan(b))
      return std::isnan(a) == nanWins ? x[0] : x[1];
    if (a != b)
      return sign * a > sign * b ? x[0] : x[1];
    // +0 is larger than -0.
    double value = (std::signbit(a) ? -sign : sign) > 0 ? a : b;
    if (first || second)
      return ofReal(value);
    return ofReal(value, (x[0].tangent + x[1].tangent) / 2);
  };
}

bool compareFloats(arith::CmpFPredicate predicate, double a, double b) {
  using P = arith::CmpFPredicate;
  bool unordered = std::isnan(a) || std::isnan(b);
  switch (predicate) {
  case P::AlwaysFalse:
    return false;
  case P::AlwaysTrue:
    return true;
  case P::OEQ:
    return !unordered && a == b;
  case P::OGT:
    return !unordered && a > b;
  case P::OGE:
    return !unordered && a >= b;
  case P::OLT:
    return !unordered && a < b;
  case P::OLE:
    return !unordered && a <= b;
  case P::ONE:
    return !unordered && a != b;
  case P::ORD:
    return !unordered;
  case P::UEQ:
    return unordered || a == b;
  case P::UGT:
    return unordered || a > b;
  case P::UGE:
    return unordered || a >= b;
  case P::ULT:
    return unordered || a < b;
  case P::ULE:
    return unordered || a <= b;
  case P::UNE:
    return unordered || a != b;
  case P::UNO:
    return unordered;
  }
  llvm_unreachable("all predicates are above");
}

bool compareIntegers(arith::CmpIPredicate predicate, int64_t a, int64_t b,
                     unsigned width) {
  using P = arith::CmpIPredicate;
  int64_t sa = asSigned(a, width), sb = asSigned(b, width);
  uint64_t ua = asUnsigned(a, width), ub = asUnsigned(b, width);
  switch (predicate) {
  case P::eq:
    return ua == ub;
  case P::ne:
    return ua != ub;
  case P::slt:
    return sa < sb;
  case P::sle:
    return sa <= sb;
  case P::sgt:
    return sa > sb;
  case P::sge:
    return sa >= sb;
  case P::ult:
    return ua < ub;
  case P::ule:
    return ua <= ub;
  case P::ugt:
    return ua > ub;
  case P::uge:
    return ua >= ub;
  }
  llvm_unreachable("all predicates are above");
}

//===----------------------------------------------------------------------===//
// Tables
//===----------------------------------------------------------------------===//

// Derivatives get the operands and the result.
auto zero = [](auto...) { return 0.0; };
auto one = [](auto...) { return 1.0; };
auto minusOne = [](auto...) { return -1.0; };

ScalarFunction floatArithmetic(Operation *op) {
  using B = double; // Shorter lines below.
  return llvm::TypeSwitch<Operation *, ScalarFunction>(op)
      .Case([](arith::AddFOp) {
        return binary([](B a, B b) { return a + b; }, one, one);
      })
      .Case([](arith::SubFOp) {
        return binary([](B a, B b) { return a - b; }, one, minusOne);
      })
      .Case([](arith::MulFOp) {
        return binary([](B a, B b) { return a * b; },
                      [](B a, B b, B) { return b; },
                      [](B a, B b, B) { return a; });
      })
      .Case([](arith::DivFOp) {
        return binary([](B a, B b) { return a / b; },
                      [](B a, B b, B) { return 1 / b; },
                      [](B a, B b, B) { return -a / (b * b); });
      })
      .Case([](arith::RemFOp) {
        return binary([](B a, B b) { return std::fmod(a, b); }, one,
                      [](B a, B b, B) { return -std::trunc(a / b); });
      })
      .Case(
          [](arith::NegFOp) { return unary([](B a) { return -a; }, minusOne); })
      .Case([&](arith::MaximumFOp) { return extremum(op, 1, true); })
      .Case([&](arith::MinimumFOp) { return extremum(op, -1, true); })
      .Case([&](arith::MaxNumFOp) { return extremum(op, 1, false); })
      .Case([&](arith::MinNumFOp) { return extremum(op, -1, false); })
      .Case<arith::ExtFOp, arith::TruncFOp>(
          [](auto) { return unary([](B a) { return a; }, one); })
      .Case([](arith::CmpFOp cmp) {
        return [p = cmp.getPredicate()](Scalars x) {
          return ofInteger(compareFloats(p, x[0].real, x[1].real));
        };
      })
      .Default([](Operation *) { return ScalarFunction(); });
}

/// The same bits as an element of another type.
ScalarFunction bitcast(Type from, Type to) {
  return [from, to](Scalars x) {
    APInt bits(widthOf(from), x[0].integer, /*isSigned=*/true,
               /*implicitTrunc=*/true);
    bool inexact;
    if (auto type = dyn_cast<FloatType>(from)) {
      APFloat value(x[0].real);
      value.convert(type.getFloatSemantics(), APFloat::rmNearestTiesToEven,
                    &inexact);
      bits = value.bitcastToAPInt();
    }
    auto type = dyn_cast<FloatType>(to);
    if (!type)
      return ofInteger(bits.getSExtValue());
    APFloat value(type.getFloatSemantics(), bits);
    value.convert(APFloat::IEEEdouble(), APFloat::rmNearestTiesToEven,
                  &inexact);
    return ofReal(value.convertToDouble());
  };
}

/// `value` rounded towards zero; poison unless that is in [lowest, bound).
template <typename Integer>
Scalar truncated(double value, double lowest, double bound) {
  double whole = std::trunc(value);
  if (whole >= lowest && whole < bound)
    return ofInteger(static_cast<int64_t>(static_cast<Integer>(whole)));
  Scalar result;
  result.poison = true;
  return result;
}

ScalarFunction conversion(Operation *op) {
  unsigned from = 0;
  if (op->getNumOperands() == 1 &&
      getElementTypeOrSelf(op->getOperand(0).getType()).isIntOrIndexOrFloat())
    from = widthOf(op->getOperand(0).getType());
  auto sign = integer([from](int64_t a) { return asSigned(a, from); });
  auto zeroExtend = integer(
      [from](int64_t a) { return static_cast<int64_t>(asUnsigned(a, from)); });
  return llvm::TypeSwitch<Operation *, ScalarFunction>(op)
      .Case([from](arith::SIToFPOp) {
        return [from](Scalars x) {
          return ofReal(static_cast<double>(asSigned(x[0].integer, from)));
        };
      })
      .Case([from](arith::UIToFPOp) {
        return [from](Scalars x) {
          return ofReal(static_cast<double>(asUnsigned(x[0].integer, from)));
        };
      })
      .Case([](arith::FPToSIOp op) {
        double bound = std::ldexp(1.0, widthOf(op.getType()) - 1);
        return [bound](Scalars x) {
          return truncated<int64_t>(x[0].real, -bound, bound);
        };
      })
      .Case([](arith::FPToUIOp op) {
        double bound = std::ldexp(1.0, widthOf(op.getType()));
        return [bound](Scalars x) {
          return truncated<uint64_t>(x[0].real, 0, bound);
        };
      })
      .Case<arith::ExtSIOp, arith::IndexCastOp, arith::TruncIOp>(
          [&](auto) { return sign; })
      .Case<arith::ExtUIOp, arith::IndexCastUIOp>(
          [&](auto) { return zeroExtend; })
      .Case([](arith::BitcastOp cast) {
        return bitcast(getElementTypeOrSelf(cast.getIn().getType()),
                       getElementTypeOrSelf(cast.getType()));
      })
      .Default([](Operation *) { return ScalarFunction(); });
}

/// Division by zero is undefined upstream; here the result is 0.
template <typename F> auto guarded(F f) {
  return [f](auto a, auto b) { return b == 0 ? decltype(a)(0) : f(a, b); };
}

ScalarFunction integerArithmetic(Operation *op) {
  using S = int64_t;
  using U = uint64_t;
  unsigned w = 0;
  if (op->getNumOperands() > 0 &&
      getElementTypeOrSelf(op->getOperand(0).getType()).isIntOrIndex())
    w = widthOf(op->getOperand(0).getType());
  auto onSigned = [w](auto f) {
    return integers(
        [=](S a, S b) { return f(asSigned(a, w), asSigned(b, w)); });
  };
  auto onUnsigned = [w](auto f) {
    return integers([=](S a, S b) {
      return static_cast<S>(f(asUnsigned(a, w), asUnsigned(b, w)));
    });
  };
  auto divide = [](auto a, auto b) { return a / b; };
  auto remainder = [](auto a, auto b) { return a % b; };
  return llvm::TypeSwitch<Operation *, ScalarFunction>(op)
      .Case([&](arith::AddIOp) {
        return onUnsigned([](U a, U b) { return a + b; });
      })
      .Case([&](arith::SubIOp) {
        return onUnsigned([](U a, U b) { return a - b; });
      })
      .Case([&](arith::MulIOp) {
        return onUnsigned([](U a, U b) { return a * b; });
      })
      .Case([&](arith::DivSIOp) { return onSigned(guarded(divide)); })
      .Case([&](arith::DivUIOp) { return onUnsigned(guarded(divide)); })
      .Case([&](arith::RemSIOp) { return onSigned(guarded(remainder)); })
      .Case([&](arith::RemUIOp) { return onUnsigned(guarded(remainder)); })
      .Case([&](arith::FloorDivSIOp) {
        return onSigned(guarded([](S a, S b) {
          return a / b - (a % b != 0 && (a < 0) != (b < 0));
        }));
      })
      .Case([&](arith::CeilDivSIOp) {
        return onSigned(guarded([](S a, S b) {
          return a / b + (a % b != 0 && (a < 0) == (b < 0));
        }));
      })
      .Case([&](arith::CeilDivUIOp) {
        return onUnsigned(
            guarded([](U a, U b) { return a / b + (a % b != 0); }));
      })
      .Case([&](arith::AndIOp) {
        return onUnsigned([](U a, U b) { return a & b; });
      })
      .Case([&](arith::OrIOp) {
        return onUnsigned([](U a, U b) { return a | b; });
      })
      .Case([&](arith::XOrIOp) {
        return onUnsigned([](U a, U b) { return a ^ b; });
      })
      .Case([&](arith::ShLIOp) {
        return onUnsigned([=](U a, U b) { return b < w ? a << b : 0; });
      })
      .Case([&](arith::ShRUIOp) {
        return onUnsigned([=](U a, U b) { return b < w ? a >> b : 0; });
      })
      .Case([&](arith::ShRSIOp) {
        return onSigned([=](S a, S b) {
          return a >> std::min<U>(asUnsigned(b, w), w - 1);
        });
      })
      .Case([&](arith::MaxSIOp) {
        return onSigned([](S a, S b) { return std::max(a, b); });
      })
      .Case([&](arith::MinSIOp) {
        return onSigned([](S a, S b) { return std::min(a, b); });
      })
      .Case([&](arith::MaxUIOp) {
        return onUnsigned([](U a, U b) { return std::max(a, b); });
      })
      .Case([&](arith::MinUIOp) {
        return onUnsigned([](U a, U b) { return std::min(a, b); });
      })
      .Case([&](arith::CmpIOp cmp) {
        return integers([p = cmp.getPredicate(), w](S a, S b) {
          return compareIntegers(p, a, b, w);
        });
      })
      .Case([&](math::AbsIOp) {
        return integer([=](S a) { return std::abs(asSigned(a, w)); });
      })
      .Case([&](math::CtPopOp) {
        return integer([=](S a) { return llvm::popcount(asUnsigned(a, w)); });
      })
      .Case([&](math::CountLeadingZerosOp) {
        return integer([=](S a) {
          return llvm::countl_zero(asUnsigned(a, w)) - (64 - S(w));
        });
      })
      .Case([&](math::CountTrailingZerosOp) {
        return integer([=](S a) {
          return std::min<S>(llvm::countr_zero(asUnsigned(a, w)), w);
        });
      })
      .Case([&](math::IPowIOp) {
        return onSigned([](S a, S b) {
          U power = 1;
          for (S i = 0; i < b; ++i)
            power *= a;
          return b < 0 ? S(a == 1) - S(a == -1) * (b % 2 ? 1 : -1) : S(power);
        });
      })
      .Default([](Operation *) { return ScalarFunction(); });
}

ScalarFunction powers(Operation *op) {
  using B = double;
  return llvm::TypeSwitch<Operation *, ScalarFunction>(op)
      .Case([](math::PowFOp) {
        return binary(
            [](B a, B b) { return std::pow(a, b); },
            [](B a, B b, B) { return b == 0 ? 0 : b * std::pow(a, b - 1); },
            [](B a, B b, B y) { return y == 0 ? 0 : y * std::log(a); });
      })
      .Case([](math::FPowIOp) {
        return [](Scalars x) {
          B a = x[0].real, n = x[1].integer;
          B slope = n == 0 ? 0 : n * std::pow(a, n - 1);
          return ofReal(std::pow(a, n), x[0].tangent * slope);
        };
      })
      .Case([](math::Atan2Op) {
        return binary([](B a, B b) { return std::atan2(a, b); },
                      [](B a, B b, B) { return b / (a * a + b * b); },
                      [](B a, B b, B) { return -a / (a * a + b * b); });
      })
      .Case([](math::CopySignOp) {
        return binary([](B a, B b) { return std::copysign(a, b); },
                      [](B a, B b, B) {
                        return std::signbit(a) == std::signbit(b) ? 1 : -1;
                      },
                      zero);
      })
      .Case([](math::FmaOp) {
        return [](Scalars x) {
          return ofReal(std::fma(x[0].real, x[1].real, x[2].real),
                        x[0].tangent * x[1].real + x[0].real * x[1].tangent +
                            x[2].tangent);
        };
      })
      .Case([](math::ClampFOp) {
        return [](Scalars x) {
          B value = x[0].real;
          return value < x[1].real ? x[1] : value > x[2].real ? x[2] : x[0];
        };
      })
      .Default([](Operation *) { return ScalarFunction(); });
}

ScalarFunction elementary(Operation *op) {
  using B = double;
  const B perLog2 = 1 / std::log(2.0), perLog10 = 1 / std::log(10.0);
  const B erfSlope = 2 / std::sqrt(std::acos(-1.0));
  return llvm::TypeSwitch<Operation *, ScalarFunction>(op)
      .Case([](math::AbsFOp) {
        return unary([](B a) { return std::abs(a); },
                     [](B a, B) { return (a > 0) - (a < 0); });
      })
      .Case([](math::ExpOp) {
        return unary([](B a) { return std::exp(a); }, [](B, B y) { return y; });
      })
      .Case([](math::Exp2Op) {
        return unary([](B a) { return std::exp2(a); },
                     [](B, B y) { return y * std::log(2.0); });
      })
      .Case([](math::ExpM1Op) {
        return unary([](B a) { return std::expm1(a); },
                     [](B, B y) { return y + 1; });
      })
      .Case([](math::LogOp) {
        return unary([](B a) { return std::log(a); },
                     [](B a, B) { return 1 / a; });
      })
      .Case([](math::Log1pOp) {
        return unary([](B a) { return std::log1p(a); },
                     [](B a, B) { return 1 / (1 + a); });
      })
      .Case([=](math::Log2Op) {
        return unary([](B a) { return std::log2(a); },
                     [=](B a, B) { return perLog2 / a; });
      })
      .Case([=](math::Log10Op) {
        return unary([](B a) { return std::log10(a); },
                     [=](B a, B) { return perLog10 / a; });
      })
      .Case([](math::SqrtOp) {
        return unary([](B a) { return std::sqrt(a); },
                     [](B, B y) { return 0.5 / y; });
      })
      .Case([](math::RsqrtOp) {
        return unary([](B a) { return 1 / std::sqrt(a); },
                     [](B a, B y) { return -0.5 * y / a; });
      })
      .Case([](math::CbrtOp) {
        return unary([](B a) { return std::cbrt(a); },
                     [](B, B y) { return 1 / (3 * y * y); });
      })
      .Case([=](math::ErfOp) {
        return unary([](B a) { return std::erf(a); },
                     [=](B a, B) { return erfSlope * std::exp(-a * a); });
      })
      .Case([=](math::ErfcOp) {
        return unary([](B a) { return std::erfc(a); },
                     [=](B a, B) { return -erfSlope * std::exp(-a * a); });
      })
      .Case([](math::CeilOp) { return step([](B a) { return std::ceil(a); }); })
      .Case(
          [](math::FloorOp) { return step([](B a) { return std::floor(a); }); })
      .Case(
          [](math::RoundOp) { return step([](B a) { return std::round(a); }); })
      .Case([](math::RoundEvenOp) {
        return step([](B a) { return std::nearbyint(a); });
      })
      .Case(
          [](math::TruncOp) { return step([](B a) { return std::trunc(a); }); })
      .Case<math::IsNaNOp, math::IsInfOp, math::IsFiniteOp>([](auto op) {
        bool nan = isa<math::IsNaNOp>(op), inf = isa<math::IsInfOp>(op);
        return [=](Scalars x) {
          B a = x[0].real;
          return ofInteger(nan   ? std::isnan(a)
                           : inf ? std::isinf(a)
                                 : std::isfinite(a));
        };
      })
      .Default([](Operation *) { return ScalarFunction(); });
}

ScalarFunction trigonometric(Operation *op) {
  using B = double;
  return llvm::TypeSwitch<Operation *, ScalarFunction>(op)
      .Case([](math::SinOp) {
        return unary([](B a) { return std::sin(a); },
                     [](B a, B) { return std::cos(a); });
      })
      .Case([](math::CosOp) {
        return unary([](B a) { return std::cos(a); },
                     [](B a, B) { return -std::sin(a); });
      })
      .Case([](math::TanOp) {
        return unary([](B a) { return std::tan(a); },
                     [](B, B y) { return 1 + y * y; });
      })
      .Case([](math::AsinOp) {
        return unary([](B a) { return std::asin(a); },
                     [](B a, B) { return 1 / std::sqrt(1 - a * a); });
      })
      .Case([](math::AcosOp) {
        return unary([](B a) { return std::acos(a); },
                     [](B a, B) { return -1 / std::sqrt(1 - a * a); });
      })
      .Case([](math::AtanOp) {
        return unary([](B a) { return std::atan(a); },
                     [](B a, B) { return 1 / (1 + a * a); });
      })
      .Case([](math::SinhOp) {
        return unary([](B a) { return std::sinh(a); },
                     [](B a, B) { return std::cosh(a); });
      })
      .Case([](math::CoshOp) {
        return unary([](B a) { return std::cosh(a); },
                     [](B a, B) { return std::sinh(a); });
      })
      .Case([](math::TanhOp) {
        return unary([](B a) { return std::tanh(a); },
                     [](B, B y) { return 1 - y * y; });
      })
      .Case([](math::AsinhOp) {
        return unary([](B a) { return std::asinh(a); },
                     [](B a, B) { return 1 / std::sqrt(a * a + 1); });
      })
      .Case([](math::AcoshOp) {
        return unary([](B a) { return std::acosh(a); },
                     [](B a, B) { return 1 / std::sqrt(a * a - 1); });
      })
      .Case([](math::AtanhOp) {
        return unary([](B a) { return std::atanh(a); },
                     [](B a, B) { return 1 / (1 - a * a); });
      })
      .Default([](Operation *) { return ScalarFunction(); });
}

double roundTo(FloatType type, double value) {
  if (type.isF64())
    return value;
  if (type.isF32())
    return static_cast<float>(value);
  llvm::APFloat number(value);
  bool losesInfo = false;
  number.convert(type.getFloatSemantics(), llvm::APFloat::rmNearestTiesToEven,
                 &losesInfo);
  number.convert(llvm::APFloat::IEEEdouble(),
                 llvm::APFloat::rmNearestTiesToEven, &losesInfo);
  return number.convertToDouble();
}

} // namespace

Scalar asElementOf(Type type, Scalar value, Rounding rounding) {
  Type element = getElementTypeOrSelf(type);
  if (auto floating = dyn_cast<FloatType>(element)) {
    if (rounding == Rounding::ToType)
      value.real = roundTo(floating, value.real);
    return value;
  }
  unsigned width = widthOf(element);
  value.integer =
      width == 1 ? value.integer & 1 : asSigned(value.integer, width);
  return value;
}

ScalarFunction scalarFunction(Operation *op, Rounding rounding) {
  if (op->getNumResults() != 1 ||
      !getElementTypeOrSelf(op->getResult(0).getType()).isIntOrIndexOrFloat())
    return {};
  // Only the chosen arm is read.
  if (isa<arith::SelectOp>(op))
    return [](Scalars x) {
      Scalar chosen = x[0].integer ? x[1] : x[2];
      chosen.poison |= x[0].poison;
      return chosen;
    };
  ScalarFunction exact;
  for (auto table : {floatArithmetic, conversion, integerArithmetic, powers,
                     elementary, trigonometric})
    if (!exact)
      exact = table(op);
  if (!exact)
    return {};
  Type type = getElementTypeOrSelf(op->getResult(0).getType());
  bool fits = isa<FloatType>(type) && rounding == Rounding::None;
  return [exact = std::move(exact), type, rounding, fits](Scalars x) {
    Scalar result = exact(x);
    if (!fits)
      result = asElementOf(type, result, rounding);
    for (const Scalar &operand : x)
      result.poison |= operand.poison;
    return result;
  };
}

} // namespace skein::reference
