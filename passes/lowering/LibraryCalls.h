//===- LibraryCalls.h - making calls of the runtime -------------*- C++ -*-===//
#ifndef SKEIN_PASSES_LOWERING_LIBRARYCALLS_H
#define SKEIN_PASSES_LOWERING_LIBRARYCALLS_H

#include "dialect/Skein.h"
#include "runtime/abi/skrt.h"

#include "mlir/IR/Builders.h"

namespace skein::passes {

/// A structure of runtime/abi/skrt.h as the words of a `skein.library_call`.
template <typename Description>
llvm::ArrayRef<int64_t> wordsOf(const Description &description) {
  static_assert(sizeof(Description) % sizeof(int64_t) == 0);
  return {reinterpret_cast<const int64_t *>(&description),
          sizeof(Description) / sizeof(int64_t)};
}

/// The SKRT_... number of an element type; `index` is i64. -1 for types that
/// the runtime does not have.
int64_t abiType(mlir::Type elementType);

/// Calls `callee` with a fresh destination of `type`, and returns the result.
mlir::Value callLibrary(mlir::OpBuilder &builder, mlir::Location loc,
                        llvm::StringRef callee,
                        llvm::ArrayRef<int64_t> description,
                        mlir::ValueRange inputs, mlir::RankedTensorType type);

template <typename Description>
mlir::Value callLibrary(mlir::OpBuilder &builder, mlir::Location loc,
                        llvm::StringRef callee, const Description &description,
                        mlir::ValueRange inputs, mlir::RankedTensorType type) {
  return callLibrary(builder, loc, callee, wordsOf(description), inputs, type);
}

} // namespace skein::passes

#endif // SKEIN_PASSES_LOWERING_LIBRARYCALLS_H
