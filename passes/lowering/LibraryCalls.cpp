//===- LibraryCalls.cpp - making calls of the runtime ---------------------===//
#include "passes/lowering/LibraryCalls.h"

#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;

int64_t skein::passes::abiType(Type elementType) {
  return llvm::TypeSwitch<Type, int64_t>(elementType)
      .Case([](Float64Type) { return SKRT_F64; })
      .Case([](Float32Type) { return SKRT_F32; })
      .Case([](Float16Type) { return SKRT_F16; })
      .Case([](BFloat16Type) { return SKRT_BF16; })
      .Case([](IndexType) { return SKRT_I64; })
      .Case([](IntegerType type) {
        switch (type.getWidth()) {
        case 64:
          return int64_t(SKRT_I64);
        case 32:
          return int64_t(SKRT_I32);
        case 16:
          return int64_t(SKRT_I16);
        case 8:
          return int64_t(SKRT_I8);
        case 1:
          return int64_t(SKRT_I1);
        default:
          return int64_t(-1);
        }
      })
      .Default([](Type) { return -1; });
}

Value skein::passes::callLibrary(OpBuilder &builder, Location loc,
                                 StringRef callee,
                                 ArrayRef<int64_t> description,
                                 ValueRange inputs, RankedTensorType type) {
  Value init = tensor::EmptyOp::create(builder, loc, type, ValueRange());
  auto call = LibraryCallOp::create(builder, loc, TypeRange(type),
                                    builder.getStringAttr(callee),
                                    builder.getDenseI64ArrayAttr(description),
                                    UnitAttr(), inputs, ValueRange(init));
  return call.getResult(0);
}
