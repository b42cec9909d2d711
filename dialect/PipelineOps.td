//===- PipelineOps.td - channels, and loops over micro-batches -----------===//
#ifndef SKEIN_DIALECT_PIPELINE_OPS
#define SKEIN_DIALECT_PIPELINE_OPS

include "dialect/DistributionAttributes.td"
include "mlir/IR/BuiltinAttributes.td"
include "mlir/IR/OpAsmInterface.td"
include "mlir/IR/SymbolInterfaces.td"
include "mlir/Interfaces/SideEffectInterfaces.td"

//===----------------------------------------------------------------------===//
// Channels
//===----------------------------------------------------------------------===//

def Skein_ChannelOp : Skein_Op<"channel", [
    Symbol, HasParent<"::mlir::ModuleOp">,
    DeclareOpInterfaceMethods<SymbolUserOpInterface> /*C1, C2*/]> {
  let summary = "What one program sends to another, first in, first out";
  let description = [{
    Each device of `source` sends to the device of `target` that has the same coordinates
    along the axes along which neither has a coordinate of its own. Sending waits while
    `capacity` tensors have not been received.

    Constraints:
    - (C1) `source` and `target` name two programs of one mesh, at coordinates of the same
      axes, that run equally often in a step.
    - (C2) `capacity` is positive.

    Example: `skein.channel @act0 : tensor<16x64xf32> from @train.stage0 to @train capacity 2`.
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, TypeAttrOf<AnyStaticShapeTensor>:$type,
                       FlatSymbolRefAttr:$source, FlatSymbolRefAttr:$target,
                       DefaultValuedAttr<I64Attr, "1">:$capacity);
  let assemblyFormat = [{
    $sym_name `:` $type `from` $source `to` $target (`capacity` $capacity^)? attr-dict
  }];
}

class Skein_ChannelUser<string mnemonic> : Skein_Op<mnemonic, [
    MemoryEffects<[MemRead, MemWrite]>, DeclareOpInterfaceMethods<SymbolUserOpInterface>]>;

def Skein_SendOp : Skein_ChannelUser<"send"> {
  let summary = "Put a tensor into a channel";
  let description = [{
    Waits for room. All that this device sent before arrives before.

    Constraints:
    - (C1) `channel` names a `skein.channel` of the type of `value`, and this program is its
      source.

    Example: `skein.send @act0, %y : tensor<16x64xf32>`.
  }];
  let arguments = (ins FlatSymbolRefAttr:$channel, AnyStaticShapeTensor:$value);
  let assemblyFormat = "$channel `,` $value attr-dict `:` type($value)";
}

def Skein_ReceiveOp : Skein_ChannelUser<"receive"> {
  let summary = "Wait for the next tensor of a channel and take it out";
  let description = [{
    Constraints:
    - (C1) `channel` names a `skein.channel` of the type of `value`, and this program is its
      target.

    Example: `%x = skein.receive @act0 : tensor<16x64xf32>`.
  }];
  let arguments = (ins FlatSymbolRefAttr:$channel);
  let results = (outs AnyStaticShapeTensor:$value);
  let assemblyFormat = "$channel attr-dict `:` type($value)";
}

//===----------------------------------------------------------------------===//
// Loops over micro-batches
//===----------------------------------------------------------------------===//

def Skein_PipelineOp : Skein_Op<"pipeline", [
    SingleBlock, RecursiveMemoryEffects,
    DeclareOpInterfaceMethods<OpAsmOpInterface, ["getAsmBlockArgumentNames"]>]> {
  let summary = "A loop over micro-batches whose parts run in the order of a schedule";
  let description = [{
    The body is that of a loop over micro-batches, in actions: each begins with a
    `skein.action` and ends before the next one. `order` says in which order the actions of
    the micro-batches run. An action is written as in a line of a schedule file: `F3` is the
    forward pass of micro-batch 3, `B3` the backward pass, `I3` and `W3` the gradients of
    inputs and weights; where the body has several stages, with the stage in front, `5F3`.

    What one action gives and another of the same micro-batch uses is kept until then. A
    carried value belongs to one action, which updates it for one micro-batch after another
    in the order in which they come.

    Constraints:
    - (C1) The body begins with a `skein.action`; no two are the same.
    - (C2) `order` has every action of every micro-batch once.
    - (C3) A value is used in the action that gives it, or in one that always runs later.
    - (C4) Initial values, arguments, yields and results have the same types; the first
      argument is the number of the micro-batch.
    - (C5) A carried value is used and updated in one action.

    Example:

    ```mlir
    %sum = skein.pipeline %i of 2 in order "F0 F1 B0 B1" iter_args(%a = %zero) -> (tensor<4xf32>) {
      skein.action forward of 0
      %x = skein.receive @activations : tensor<4xf32>
      skein.action backward of 0
      %g = skein.receive @gradients : tensor<4xf32>
      %p = linalg.mul ins(%x, %g : tensor<4xf32>, tensor<4xf32>) outs(%e : tensor<4xf32>) -> tensor<4xf32>
      %b = linalg.add ins(%a, %p : tensor<4xf32>, tensor<4xf32>) outs(%e : tensor<4xf32>) -> tensor<4xf32>
      skein.next_micro_batch %b : tensor<4xf32>
    }
    ```
  }];
  let arguments = (ins Variadic<AnyStaticShapeTensor>:$inits, I64Attr:$micro_batches, StrAttr:$order);
  let results = (outs Variadic<AnyStaticShapeTensor>:$results);
  let regions = (region SizedRegion<1>:$body);
  let hasCustomAssemblyFormat = 1;
  let hasVerifier = 1;
  let hasRegionVerifier = 1;
  let extraClassDeclaration = [{
    /// An action of a micro-batch.
    struct Entry {
      unsigned action; ///< as numbered by `getActions`
      int64_t microBatch;
    };
    /// The actions in the order of the text.
    ::llvm::SmallVector<ActionOp> getActions();
    /// What runs, in order.
    /// Requires: a verified op.
    ::llvm::SmallVector<Entry> getEntries();
    /// The entries of `order`, or why there are none.
    ::llvm::FailureOr<::llvm::SmallVector<Entry>>
    readOrder(::llvm::function_ref<::mlir::InFlightDiagnostic()> error);
    ::mlir::BlockArgument getMicroBatch() { return getBody().getArgument(0); }
    ::mlir::Block::BlockArgListType getCarried() { return getBody().getArguments().drop_front(); }
    ::mlir::OperandRange getYielded();
  }];
}

def Skein_ActionOp : Skein_Op<"action", [HasParent<"::skein::PipelineOp">,
    MemoryEffects<[MemRead, MemWrite]>]> {
  let summary = "The ops up to the next one are what a stage does for one micro-batch";
  let description = [{
    Example: `skein.action forward of 1`.
  }];
  let arguments = (ins Skein_ActionKindAttr:$kind, I64Attr:$stage);
  let assemblyFormat = "`` $kind `of` $stage attr-dict";
}

def Skein_NextMicroBatchOp : Skein_Op<"next_micro_batch", [
    HasParent<"::skein::PipelineOp">, Pure, Terminator]> {
  let summary = "The carried values after a micro-batch";
  let description = [{
    Example: `skein.next_micro_batch %a, %b : tensor<4xf32>, tensor<f32>`.
  }];
  let arguments = (ins Variadic<AnyStaticShapeTensor>:$values);
  let assemblyFormat = "($values^ `:` type($values))? attr-dict";
}

#endif // SKEIN_DIALECT_PIPELINE_OPS
