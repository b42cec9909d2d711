//===- RandomOps.cpp - random numbers --------------------------------------===//
#include "dialect/Skein.h"

using namespace mlir;
using namespace skein;

LogicalResult RandomUniformOp::verify() {
  if (getCounters().empty()) // C1
    return emitOpError() << "has no counter; expected one, such as the number of the step";
  return success();
}
