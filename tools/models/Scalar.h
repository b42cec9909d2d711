//===- Scalar.h - numbers in the body of a structured op --------*- C++ -*-===//
//
// A value with the operators of school algebra, so that bodies of structured
// ops read as formulas: `(x - mean) * inverse * scale + bias`.
//
//===----------------------------------------------------------------------===//

#ifndef SKEIN_TOOLS_MODELS_SCALAR_H
#define SKEIN_TOOLS_MODELS_SCALAR_H

#include "mlir/IR/Builders.h"

namespace skein::models {

/// A float, integer, index or truth value. Operands of one operator have one
/// type, but for an index beside an integer, which is converted to it; a double
/// becomes a constant of the type of the other operand.
struct Scalar {
  mlir::OpBuilder *builder;
  mlir::Value value;

  Scalar with(mlir::Value other) const { return {builder, other}; }
  Scalar constant(double number) const;
  mlir::Type type() const { return value.getType(); }
};

Scalar operator+(Scalar a, Scalar b);
Scalar operator-(Scalar a, Scalar b);
Scalar operator*(Scalar a, Scalar b);
Scalar operator/(Scalar a, Scalar b);
Scalar operator-(Scalar a);
Scalar operator&(Scalar a, Scalar b); // of truth values
Scalar operator==(Scalar a, Scalar b);
Scalar operator<(Scalar a, Scalar b);
Scalar operator<=(Scalar a, Scalar b);

inline Scalar operator+(Scalar a, double b) { return a + a.constant(b); }
inline Scalar operator-(Scalar a, double b) { return a - a.constant(b); }
inline Scalar operator*(Scalar a, double b) { return a * a.constant(b); }
inline Scalar operator/(Scalar a, double b) { return a / a.constant(b); }
inline Scalar operator==(Scalar a, double b) { return a == a.constant(b); }
inline Scalar operator<(Scalar a, double b) { return a < a.constant(b); }
inline Scalar operator+(double a, Scalar b) { return b.constant(a) + b; }
inline Scalar operator-(double a, Scalar b) { return b.constant(a) - b; }
inline Scalar operator*(double a, Scalar b) { return b.constant(a) * b; }
inline Scalar operator/(double a, Scalar b) { return b.constant(a) / b; }

Scalar maximum(Scalar a, Scalar b);
Scalar minimum(Scalar a, Scalar b);
Scalar exp(Scalar a);
Scalar log(Scalar a);
Scalar log1p(Scalar a);
Scalar rsqrt(Scalar a);
Scalar tanh(Scalar a);
Scalar erf(Scalar a);
Scalar cos(Scalar a);
Scalar sin(Scalar a);
Scalar abs(Scalar a); // of a float
inline Scalar relu(Scalar a) { return maximum(a, a.constant(0)); }
inline Scalar sigmoid(Scalar a) { return 1.0 / (1.0 + exp(-a)); }

/// `a` where `condition` holds, else `b`.
Scalar select(Scalar condition, Scalar a, Scalar b);
/// Where `condition` holds `a`, else 0.
inline Scalar where(Scalar condition, Scalar a) {
  return select(condition, a, a.constant(0));
}

/// `a` in the given type: another width, or an index or integer as a float.
Scalar convert(Scalar a, mlir::Type type);

} // namespace skein::models

#endif // SKEIN_TOOLS_MODELS_SCALAR_H
