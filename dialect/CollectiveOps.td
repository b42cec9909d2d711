//===- CollectiveOps.td - communication among the devices of mesh axes ---===//
#ifndef SKEIN_DIALECT_COLLECTIVE_OPS
#define SKEIN_DIALECT_COLLECTIVE_OPS

include "dialect/DistributionAttributes.td"
include "mlir/IR/BuiltinAttributes.td"
include "mlir/IR/OpAsmInterface.td"
include "mlir/IR/SymbolInterfaces.td"
include "mlir/Interfaces/SideEffectInterfaces.td"

def Skein_CollectiveInterface : OpInterface<"CollectiveOpInterface"> {
  let description = [{
    An op that looks at a device's place on mesh axes. Devices that differ only
    in `axes` form a group; groups do not exchange data. All of these ops are
    pure: every device runs the same program, so it removes or keeps them alike.
  }];
  let cppNamespace = "::skein";
  let methods = [
    InterfaceMethod<"The mesh of the enclosing module.", "::mlir::FlatSymbolRefAttr", "getMeshAttr">,
    InterfaceMethod<"Axes of the mesh, outer first.", "::mlir::ArrayAttr", "getAxesAttr">,
    InterfaceMethod<"Whether devices exchange data; otherwise the op is local.", "bool", "communicates">,
    InterfaceMethod<[{The stream that the op is issued on, at its place in the text. What uses the result
                      waits for it.}],
                    "::skein::Stream", "getStream", (ins), "", "return ::skein::Stream::Compute;">,
    InterfaceMethod<[{Checks everything that needs the number of devices in a group (the product of the
                      axis sizes); the axes themselves are known to be right.}],
                    "::llvm::LogicalResult", "verifyGroup", (ins "int64_t":$groupSize)>,
  ];
}

// An op that communicates is issued at its place in the text, on the compute stream unless `on`
// names another one. A stream takes its ops one after another, in the order of the text, which is
// the same on all devices. The op is done where its result is used, at the latest.
//
// Constraints of every op here, checked in one place:
// - (C1) `mesh` names a `skein.mesh` of the enclosing module.
// - (C2) `axes` are axes of that mesh, at least one, each once.
class Skein_CollectiveOp<string mnemonic, bit communicatesFlag = 1, list<Trait> traits = []>
    : Skein_Op<mnemonic, [
        Pure, DeclareOpInterfaceMethods<SymbolUserOpInterface> /*C1, C2*/,
        DeclareOpInterfaceMethods<Skein_CollectiveInterface, ["communicates", "verifyGroup"]>
      ] # traits> {
  let extraClassDefinition = "bool $cppClass::communicates() { return " # !if(communicatesFlag, "true", "false") # "; }"
      # "::llvm::LogicalResult $cppClass::verifySymbolUses(::mlir::SymbolTableCollection &symbols) {"
      # "  return ::skein::verifyCollective(*this, symbols); }";
}

defvar overAxes = "`over` $mesh `` custom<Axes>($axes) attr-dict `:` type($input) `->` type($result)";
defvar overAxesOnStream = "`over` $mesh `` custom<Axes>($axes) (`on` `` $stream^)? attr-dict `:` type($input) `->` type($result)";

def Skein_AllReduceOp : Skein_CollectiveOp<"all_reduce", 1, [
    IsolatedFromAbove, DeclareOpInterfaceMethods<OpAsmOpInterface, ["getAsmBlockArgumentNames"]>]> {
  let summary = "Combine a tensor across the devices of one or more mesh axes";
  let description = [{
    Every device contributes `input` and receives, element by element, the `kind`
    of all contributions in its own group, with the same bits on every device.

    Without a body, how that is done and in which order is the choice of the
    fabric, so floating-point results may differ between fabrics by rounding. With
    one, the devices run the body: it takes the elements of `input` as a buffer and
    the number of the device within its group, and yields the elements of `result`.
    Values in a body are those of the device; their types say nothing of the mesh.
    A body consists of `skein.exchange`, collectives over some of `axes`, `scf.for`
    and index arithmetic, so that it can be run without data: it is checked to be
    an all-reduce on every device, in groups of up to 1024 devices.

    `on communication` issues the op, as any other that communicates, on the
    stream for communication: the device goes on computing until the result is
    used. Each stream of a device takes its ops in the order of the text.

    Constraints:
    - (C1) `mesh` names a `skein.mesh` of the enclosing module.
    - (C2) `axes` are axes of that mesh, at least one, each once.
    - (C3) `input` is `partial kind` along every axis of `axes`, and `result` is
      replicated along them; all other axes, shapes and element types agree.
    - (C4) The arguments of the body are a one-dimensional tensor of the elements of
      `input` and an index; it yields the type of the former.
    - (C5) The messages in the body match, and every element that it yields is the
      `kind` of those of all devices, each counted once (or, where `x op x = x`,
      at least once), combined in the same order on all.

    Example, two nodes of two devices holding [1], [2], [3], [4]:

    ```mlir
    skein.mesh @m(node = 2, gpu = 2)
    %r = skein.all_reduce sum %x over @m[gpu]
        : tensor<1xf32, #skein.dist<gpu: partial sum, node: varying>> -> tensor<1xf32, #skein.dist<node: varying>>
    // the first node's devices receive [3], the second node's [7]
    ```

    Two devices that send each other what they have, in halves:

    ```mlir
    %r = skein.all_reduce sum %x over @m[data] : tensor<4xf32, #skein.dist<data: partial sum>> -> tensor<4xf32>
        by (%buffer: tensor<4xf32>, %rank: index) {
      %one = arith.constant 1 : index
      %two = arith.constant 2 : index
      %other = arith.subi %one, %rank : index
      %mine = arith.muli %rank, %two : index
      %theirs = arith.muli %other, %two : index
      %sum = skein.exchange %buffer send [%theirs, %two] to %other receive [%mine, %two] from %other combining sum : tensor<4xf32>
      %all = skein.exchange %sum send [%mine, %two] to %other receive [%theirs, %two] from %other : tensor<4xf32>
      skein.yield %all : tensor<4xf32>
    }
    ```
  }];
  let arguments = (ins Skein_ReductionKindAttr:$kind, AnyStaticShapeTensor:$input,
                       FlatSymbolRefAttr:$mesh, StrArrayAttr:$axes,
                       DefaultValuedAttr<Skein_StreamAttr, "::skein::Stream::Compute">:$stream);
  let results = (outs AnyStaticShapeTensor:$result);
  let regions = (region MaxSizedRegion<1>:$body);
  let assemblyFormat = !strconcat("`` $kind $input ", overAxesOnStream, " `` custom<Algorithm>($body)");
  let hasRegionVerifier = 1;
}

def Skein_ReduceOp : Skein_CollectiveOp<"reduce"> {
  let summary = "Combine a tensor across the devices of mesh axes, for one of them";
  let description = [{
    As `skein.all_reduce`, but only the device with the number `root` in its group
    receives the combination; on the others the result is unspecified, so it is
    `varying`.

    Constraints:
    - (C1), (C2) as `skein.all_reduce`.
    - (C3) `input` is `partial kind` along every axis of `axes`, and `result` is
      varying along them; all else agrees.
    - (C4) `root` is at least 0 and less than the size of the group.

    Example: `%r = skein.reduce sum %x to 0 over @m[data] : tensor<4xf32, #skein.dist<data: partial sum>> -> tensor<4xf32, #skein.dist<data: varying>>`.
  }];
  let arguments = (ins Skein_ReductionKindAttr:$kind, AnyStaticShapeTensor:$input, I64Attr:$root,
                       FlatSymbolRefAttr:$mesh, StrArrayAttr:$axes,
                       DefaultValuedAttr<Skein_StreamAttr, "::skein::Stream::Compute">:$stream);
  let results = (outs AnyStaticShapeTensor:$result);
  let assemblyFormat = !strconcat("`` $kind $input `to` $root ", overAxesOnStream);
}

def Skein_BroadcastOp : Skein_CollectiveOp<"broadcast"> {
  let summary = "Give every device the value of one device";
  let description = [{
    Constraints:
    - (C1), (C2) as `skein.all_reduce`.
    - (C3) `input` is varying along every axis of `axes`, and `result` is
      replicated along them; all else agrees.
    - (C4) `root` is at least 0 and less than the size of the group.

    Example: `%r = skein.broadcast %x from 0 over @m[data] : tensor<4xf32, #skein.dist<data: varying>> -> tensor<4xf32>`.
  }];
  let arguments = (ins AnyStaticShapeTensor:$input, I64Attr:$root,
                       FlatSymbolRefAttr:$mesh, StrArrayAttr:$axes,
                       DefaultValuedAttr<Skein_StreamAttr, "::skein::Stream::Compute">:$stream);
  let results = (outs AnyStaticShapeTensor:$result);
  let assemblyFormat = !strconcat("$input `from` $root ", overAxesOnStream);
}

def Skein_AllGatherOp : Skein_CollectiveOp<"all_gather"> {
  let summary = "Put the pieces of a split tensor together on every device";
  let description = [{
    Constraints:
    - (C1), (C2) as `skein.all_reduce`.
    - (C3) `input` is split along `dim` over `axes`, which are the innermost axes
      of that dimension; `result` is replicated over them; all else agrees.
    - (C4) Dimension `dim` of `result` is that of `input` times the size of the
      group.

    Example: `%r = skein.all_gather %x dim 0 over @m[data] : tensor<4xf32, #skein.dist<data: split 0>> -> tensor<16xf32>`.
  }];
  let arguments = (ins AnyStaticShapeTensor:$input, I64Attr:$dim,
                       FlatSymbolRefAttr:$mesh, StrArrayAttr:$axes,
                       DefaultValuedAttr<Skein_StreamAttr, "::skein::Stream::Compute">:$stream);
  let results = (outs AnyStaticShapeTensor:$result);
  let assemblyFormat = !strconcat("$input `dim` $dim ", overAxesOnStream);
}

def Skein_ReduceScatterOp : Skein_CollectiveOp<"reduce_scatter"> {
  let summary = "Combine a tensor across devices and leave each with its piece";
  let description = [{
    Constraints:
    - (C1), (C2) as `skein.all_reduce`.
    - (C3) `input` is `partial kind` along every axis of `axes`, and `result` is
      split along `dim` over them, innermost; all else agrees.
    - (C4) Dimension `dim` of `input` is that of `result` times the size of the
      group.

    Example: `%r = skein.reduce_scatter sum %x dim 0 over @m[data] : tensor<16xf32, #skein.dist<data: partial sum>> -> tensor<4xf32, #skein.dist<data: split 0>>`.
  }];
  let arguments = (ins Skein_ReductionKindAttr:$kind, AnyStaticShapeTensor:$input, I64Attr:$dim,
                       FlatSymbolRefAttr:$mesh, StrArrayAttr:$axes,
                       DefaultValuedAttr<Skein_StreamAttr, "::skein::Stream::Compute">:$stream);
  let results = (outs AnyStaticShapeTensor:$result);
  let assemblyFormat = !strconcat("`` $kind $input `dim` $dim ", overAxesOnStream);
}

def Skein_AllToAllOp : Skein_CollectiveOp<"all_to_all"> {
  let summary = "Change the dimension along which a tensor is split";
  let description = [{
    Constraints:
    - (C1), (C2) as `skein.all_reduce`.
    - (C3) `input` is split along `from` and `result` along `to` over `axes`,
      innermost in both; all else agrees. `from` and `to` differ.
    - (C4) With g devices in a group, dimension `from` of `result` is g times that
      of `input`, and dimension `to` of `input` is g times that of `result`.

    Example: `%r = skein.all_to_all %x from 0 to 1 over @m[data] : tensor<4x16xf32, #skein.dist<data: split 0>> -> tensor<16x4xf32, #skein.dist<data: split 1>>`.
  }];
  let arguments = (ins AnyStaticShapeTensor:$input, I64Attr:$from, I64Attr:$to,
                       FlatSymbolRefAttr:$mesh, StrArrayAttr:$axes,
                       DefaultValuedAttr<Skein_StreamAttr, "::skein::Stream::Compute">:$stream);
  let results = (outs AnyStaticShapeTensor:$result);
  let assemblyFormat = !strconcat("$input `from` $from `to` $to ", overAxesOnStream);
}

def Skein_ShardOp : Skein_CollectiveOp<"shard", 0> {
  let summary = "Keep this device's piece of a replicated tensor";
  let description = [{
    Local: nothing is sent.

    Constraints:
    - (C1), (C2) as `skein.all_reduce`.
    - (C3) `input` is replicated over `axes`, and `result` is split along `dim`
      over them, innermost; all else agrees.
    - (C4) Dimension `dim` of `input` is that of `result` times the size of the
      group.

    Example: `%r = skein.shard %x dim 0 over @m[data] : tensor<16xf32> -> tensor<4xf32, #skein.dist<data: split 0>>`.
  }];
  let arguments = (ins AnyStaticShapeTensor:$input, I64Attr:$dim,
                       FlatSymbolRefAttr:$mesh, StrArrayAttr:$axes);
  let results = (outs AnyStaticShapeTensor:$result);
  let assemblyFormat = !strconcat("$input `dim` $dim ", overAxes);
}

def Skein_AsPartialOp : Skein_CollectiveOp<"as_partial", 0> {
  let summary = "Turn a replicated tensor into contributions that combine to it";
  let description = [{
    The first device of every group keeps `input`, the others take the neutral
    element of `kind`. Local: nothing is sent.

    Constraints:
    - (C1), (C2) as `skein.all_reduce`.
    - (C3) `input` is replicated over `axes`, and `result` is `partial kind` along
      each of them; all else agrees.

    Example: `%r = skein.as_partial sum %x over @m[data] : tensor<4xf32> -> tensor<4xf32, #skein.dist<data: partial sum>>`.
  }];
  let arguments = (ins Skein_ReductionKindAttr:$kind, AnyStaticShapeTensor:$input,
                       FlatSymbolRefAttr:$mesh, StrArrayAttr:$axes);
  let results = (outs AnyStaticShapeTensor:$result);
  let assemblyFormat = !strconcat("`` $kind $input ", overAxes);
}

def Skein_StackOp : Skein_CollectiveOp<"stack", 0> {
  let summary = "What the devices hold, as one tensor";
  let description = [{
    Piece i of `result` along its first dimension is what device i of the group
    holds of `input`. Ops on the stack work on each device's own values, and its
    sum along that dimension is the value of a partial sum again. Local: nothing
    is sent.

    Constraints:
    - (C1), (C2) as `skein.all_reduce`.
    - (C3) `input` is partial or varying along every axis of `axes`, alike along
      all of them. `result` has one more dimension, the first, of extent 1 here
      and split over `axes`; all other dimensions, states and the element type
      agree.

    Example: `%r = skein.stack %x over @m[data] : tensor<4xf32, #skein.dist<data: partial sum>> -> tensor<1x4xf32, #skein.dist<data: split 0>>`.
  }];
  let arguments = (ins AnyStaticShapeTensor:$input, FlatSymbolRefAttr:$mesh, StrArrayAttr:$axes);
  let results = (outs AnyStaticShapeTensor:$result);
  let assemblyFormat = !strconcat("$input ", overAxes);
}

def Skein_AssumePartialOp : Skein_CollectiveOp<"assume_partial", 0> {
  let summary = "Declare what the devices' own values combine to";
  let description = [{
    The one cast that the checker trusts: the author says that the `kind` of the
    varying values is the value that is meant. Local: the value stays as it is.

    Constraints:
    - (C1), (C2) as `skein.all_reduce`.
    - (C3) `input` is varying over `axes`, and `result` is `partial kind` along
      each of them; all else agrees.

    Example: `%r = skein.assume_partial sum %x over @m[data] : tensor<4xf32, #skein.dist<data: varying>> -> tensor<4xf32, #skein.dist<data: partial sum>>`.
  }];
  let arguments = (ins Skein_ReductionKindAttr:$kind, AnyStaticShapeTensor:$input,
                       FlatSymbolRefAttr:$mesh, StrArrayAttr:$axes);
  let results = (outs AnyStaticShapeTensor:$result);
  let assemblyFormat = !strconcat("`` $kind $input ", overAxes);
}

def Skein_AxisIndexOp : Skein_CollectiveOp<"axis_index", 0> {
  let summary = "This device's number within its group";
  let description = [{
    From 0, the last axis running fastest. A tensor of rank 0, since scalars are
    the same on all devices.

    Constraints:
    - (C1), (C2) as `skein.all_reduce`.
    - (C3) `result` is varying along every axis of `axes` and replicated along all
      others.

    Example: `%i = skein.axis_index over @m[data] : tensor<i64, #skein.dist<data: varying>>`.
  }];
  let arguments = (ins FlatSymbolRefAttr:$mesh, StrArrayAttr:$axes);
  let results = (outs 0DTensorOf<[I64]>:$result);
  let assemblyFormat = "`over` $mesh `` custom<Axes>($axes) attr-dict `:` type($result)";
}

def Skein_ShardOffsetOp : Skein_CollectiveOp<"shard_offset", 0> {
  let summary = "Where this device's piece of a split dimension begins";
  let description = [{
    The number of the device within its group times `extent`, the local extent of
    the dimension. Added to `linalg.index` of a loop that is split over `axes`, it
    makes the local index a global one; it has no other use.

    Constraints:
    - (C1), (C2) as `skein.all_reduce`.
    - (C3) `extent` is positive.

    Example: `%o = skein.shard_offset 16 over @m[data]`.
  }];
  let arguments = (ins I64Attr:$extent, FlatSymbolRefAttr:$mesh, StrArrayAttr:$axes);
  let results = (outs Index:$result);
  let assemblyFormat = "$extent `over` $mesh `` custom<Axes>($axes) attr-dict";
}

#endif // SKEIN_DIALECT_COLLECTIVE_OPS
