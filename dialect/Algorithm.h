//===- Algorithm.h - what the body of a collective does ---------*- C++ -*-===//
//
// Runs the body of a `skein.all_reduce` on all devices of a group at once,
// without their data. The verifier learns from it whether the body is an
// all-reduce; the simulator and the communication report, which messages it
// sends.
//
//===----------------------------------------------------------------------===//
#ifndef SKEIN_DIALECT_ALGORITHM_H
#define SKEIN_DIALECT_ALGORITHM_H

#include "dialect/Skein.h"

namespace skein {

/// Elements that one device of the group sends to another; never none.
struct Message {
  int64_t from, to;
  int64_t begin, count;
};

/// What all devices of the group do together at one time.
struct AlgorithmStep {
  /// A `skein.exchange`, or a collective that the fabric carries out.
  mlir::Operation *op;
  /// Of an exchange, in the order of receivers.
  llvm::ArrayRef<Message> messages;
};

/// Calls `visit` for every exchange and collective that the devices meet, in order.
/// Errors, reported at the op: it is not part of the language of such bodies, a
/// message that sender and receiver do not agree on, a loop whose bounds differ
/// among devices.
llvm::LogicalResult traceAlgorithm(AllReduceOp reduce,
                                   llvm::function_ref<void(const AlgorithmStep &)> visit);

/// As traceAlgorithm, and follows every element: on every device the body ends
/// with the `kind` of the contributions of all devices, each counted once, and
/// combined in the same order, so that the bits agree as well. Kinds for which
/// `x op x = x` may count a contribution more than once.
/// Errors, reported at `reduce`: an element that is something else.
llvm::LogicalResult checkAlgorithm(AllReduceOp reduce);

} // namespace skein

#endif // SKEIN_DIALECT_ALGORITHM_H
