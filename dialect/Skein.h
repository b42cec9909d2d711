//===- Skein.h - the Skein dialect ------------------------------*- C++ -*-===//
//
// All attributes and operations of the dialect; what they mean is in the td
// files and in docs/Dialect.md, which is generated from them.
//
//===----------------------------------------------------------------------===//
#ifndef SKEIN_DIALECT_SKEIN_H
#define SKEIN_DIALECT_SKEIN_H

#include <bit>

#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/Dialect.h"
#include "mlir/IR/DialectImplementation.h"
#include "mlir/IR/OpDefinition.h"
#include "mlir/IR/OpImplementation.h"
#include "mlir/IR/SymbolTable.h"
#include "mlir/IR/TensorEncoding.h"
#include "mlir/Interfaces/ControlFlowInterfaces.h"
#include "mlir/Interfaces/DestinationStyleOpInterface.h"
#include "mlir/Interfaces/FunctionInterfaces.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

namespace skein {

/// A double as a parameter of an attribute: equal means equal bits.
struct Real {
  double value = 0;
  Real() = default;
  Real(double value) : value(value) {}
  operator double() const { return value; }
  bool operator==(Real other) const {
    return std::bit_cast<uint64_t>(value) == std::bit_cast<uint64_t>(other.value);
  }
  friend llvm::hash_code hash_value(Real real) {
    return llvm::hash_value(std::bit_cast<uint64_t>(real.value));
  }
};

} // namespace skein

template <> struct mlir::FieldParser<skein::Real> {
  static mlir::FailureOr<skein::Real> parse(mlir::AsmParser &parser) {
    double value;
    if (parser.parseFloat(value))
      return mlir::failure();
    return skein::Real(value);
  }
};

namespace skein {

/// `[1, 2]` of an attribute.
mlir::FailureOr<mlir::DenseI64ArrayAttr> parseIntegers(mlir::AsmParser &parser);
void printIntegers(mlir::AsmPrinter &printer, mlir::DenseI64ArrayAttr numbers);

} // namespace skein

#include "dialect/SkeinDialect.h.inc"
#include "dialect/SkeinEnums.h.inc"
#include "dialect/SkeinAttributeInterfaces.h.inc"
#define GET_ATTRDEF_CLASSES
#include "dialect/SkeinAttributes.h.inc"
#define GET_TYPEDEF_CLASSES
#include "dialect/SkeinTypes.h.inc"
#include "dialect/SkeinOpInterfaces.h.inc"
#define GET_OP_CLASSES
#include "dialect/SkeinOps.h.inc"

namespace skein {

/// Names of the attributes on arguments and results of steps and programs.
inline constexpr llvm::StringLiteral batchAttrName = "skein.batch";
inline constexpr llvm::StringLiteral paddingAttrName = "skein.padding";
inline constexpr llvm::StringLiteral nameAttrName = "skein.name";
inline constexpr llvm::StringLiteral totalAttrName = "skein.total";
/// Unit attribute of a program whose states are still to be inferred.
inline constexpr llvm::StringLiteral uncheckedAttrName = "skein.unchecked";
/// Unit attribute of a program whose variables still take partial values.
inline constexpr llvm::StringLiteral unsynchronizedAttrName = "skein.unsynchronized";
/// Unit attribute of an unsynchronized program in which every device runs a batch of
/// its own, rather than a piece of one batch.
inline constexpr llvm::StringLiteral perReplicaAttrName = "skein.per_replica";
/// Mesh that the types of a function refer to, on every function that a program calls.
inline constexpr llvm::StringLiteral meshAttrName = "skein.mesh";

/// How the copies of a variable are kept the same: a ParameterServerAttr or an
/// AllReduceAttr.
inline constexpr llvm::StringLiteral synchronizationAttrName = "skein.synchronization";
/// The piece of a checkpoint's tensor that a variable is: a StoredAttr.
inline constexpr llvm::StringLiteral storedAttrName = "skein.stored";

/// Stage of a pipeline that a function computes, or that an op or a call is placed in: an i64.
inline constexpr llvm::StringLiteral stageAttrName = "skein.stage";
/// What the function of a stage computes: "forward" and "backward", or instead of
/// "backward" both "input_gradient" and "weight_gradient".
inline constexpr llvm::StringLiteral actionAttrName = "skein.action";
/// What the backward half of a function computes again: "none", "full" or "selective".
inline constexpr llvm::StringLiteral recomputeAttrName = "skein.recompute";

/// How an all-reduce is carried out, for reports: "xring#2".
inline constexpr llvm::StringLiteral algorithmAttrName = "skein.algorithm";

} // namespace skein

#endif // SKEIN_DIALECT_SKEIN_H
