//===- Skein.cpp - registration of the dialect ----------------------------===//
#include "dialect/Syntax.h"

#include "mlir/IR/DialectImplementation.h"

using namespace mlir;
using namespace skein;

#include "dialect/SkeinDialect.cpp.inc"
#include "dialect/SkeinOpInterfaces.cpp.inc"

void SkeinDialect::initialize() {
  registerAttributes();
  registerTypes();
  addOperations<
#define GET_OP_LIST
#include "dialect/SkeinOps.cpp.inc"
      >();
}

#define GET_OP_CLASSES
#include "dialect/SkeinOps.cpp.inc"
