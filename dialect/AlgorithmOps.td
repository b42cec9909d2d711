//===- AlgorithmOps.td - how a collective is carried out -----------------===//
#ifndef SKEIN_DIALECT_ALGORITHM_OPS
#define SKEIN_DIALECT_ALGORITHM_OPS

include "dialect/DistributionAttributes.td"
include "mlir/IR/BuiltinAttributes.td"
include "mlir/Interfaces/ControlFlowInterfaces.td"
include "mlir/Interfaces/SideEffectInterfaces.td"

def Skein_ExchangeOp : Skein_Op<"exchange", [
    Pure, AllTypesMatch<["buffer", "result"]>]> {
  let summary = "Send one piece of a buffer to a device and receive another from a device";
  let description = [{
    Every device of the group of the enclosing `skein.all_reduce` sends elements
    [`send_begin`, `send_begin` + `send_count`) of its `buffer` to the device with the
    number `to`, and receives elements [`receive_begin`, `receive_begin` +
    `receive_count`) from the device `from`, at the same places. What is received
    replaces the elements of the buffer, or, with `combining`, is combined with
    them. All devices send what they had before the exchange. A device whose
    count is 0 does not send, or does not receive; then `to`, or `from`, is not
    looked at.

    Every message has a sender and a receiver that agree on it, a device does not
    send to itself, and what it sends and what it receives do not overlap. The
    enclosing op checks that for all devices, so exchanges never wait for each
    other for ever.

    Constraints:
    - (C1) The op is in the body of a `skein.all_reduce`.
    - (C2) `kind` is that of the `skein.all_reduce`.

    Example, in which every device sends four elements to its right and adds what
    comes from its left:

    ```mlir
    %r = skein.exchange %b send [%begin, %four] to %right receive [%place, %four] from %left combining sum : tensor<16xf32>
    ```
  }];
  let arguments = (ins 1DTensorOf<[AnyType]>:$buffer,
                       Index:$send_begin, Index:$send_count, Index:$to,
                       Index:$receive_begin, Index:$receive_count, Index:$from,
                       OptionalAttr<Skein_ReductionKindAttr>:$kind);
  let results = (outs 1DTensorOf<[AnyType]>:$result);
  let assemblyFormat = [{
    $buffer `send` ` ` `[` $send_begin `,` $send_count `]` `to` $to
    `receive` ` ` `[` $receive_begin `,` $receive_count `]` `from` $from
    (`combining` `` $kind^)? attr-dict `:` type($buffer)
  }];
  let hasVerifier = 1;
}

def Skein_YieldOp : Skein_Op<"yield", [
    Pure, Terminator, ReturnLike, ParentOneOf<["::skein::AllReduceOp"]>]> {
  let summary = "End the body of a collective and give its result";
  let description = [{
    Constraints:
    - (C1) The operand has the type of the first argument of the body.

    Example: `skein.yield %sum : tensor<16xf32>`.
  }];
  let arguments = (ins 1DTensorOf<[AnyType]>:$result);
  let assemblyFormat = "$result attr-dict `:` type($result)";
}

#endif // SKEIN_DIALECT_ALGORITHM_OPS
