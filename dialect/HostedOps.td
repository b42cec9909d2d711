//===- HostedOps.td - objects that live on one device, and their users ---===//
#ifndef SKEIN_DIALECT_HOSTED_OPS
#define SKEIN_DIALECT_HOSTED_OPS

include "dialect/DistributionAttributes.td"
include "mlir/IR/BuiltinAttributes.td"
include "mlir/IR/SymbolInterfaces.td"
include "mlir/Interfaces/SideEffectInterfaces.td"

// Variables, accumulators and queues live on a device, the owner. Programs of any device
// reach them: an op that does so is carried out by the owner's service, which goes on while
// the owner's own programs compute or wait. Only the owner's programs take and assign.
//
// - Effects of one device on the objects of one owner happen in the order of the text.
// - A signal (enqueue, a collective) leaves after all earlier pushes of that device have
//   arrived.
// - Nothing else is ordered: two pulls are not a snapshot.

//===----------------------------------------------------------------------===//
// Objects
//===----------------------------------------------------------------------===//

def Skein_AccumulatorOp : Skein_Op<"accumulator", [
    Symbol, HasParent<"::mlir::ModuleOp">,
    DeclareOpInterfaceMethods<SymbolUserOpInterface> /*C1-C3*/]> {
  let summary = "Where devices push the gradients of a variable, to be taken together";
  let description = [{
    Lives with its variable. It holds a sum, how many pushes are in it, and a
    step, which starts as the number of steps that the training has behind it.

    | event | what happens |
    |---|---|
    | push with a label less than the step | dropped |
    | any other push | added; one more in the count |
    | take of n | waits until n pushes are there, the first to ask first; gets sum and count and leaves nothing; one more in the step |

    A take that waits is served inside the push that it waits for. `axes` are the
    axes of `mesh` along which devices contribute: of devices that differ along
    others only, the first pushes.

    In `index` order contributions are added in the order of devices, so the sum
    always has the same bits: every device pushes once for each take. In `arrival`
    order they are added as they come. With `rows` a push consists of that many
    indices and rows (`skein.push_rows`).

    Constraints:
    - (C1) `variable` names a floating-point `skein.variable` that lives on one
      device.
    - (C2) `mesh` names a `skein.mesh`, of which `axes` are axes, each once.
    - (C3) `rows` is positive, and the variable then has a dimension.

    Example: `skein.accumulator @w.sum of @w from @workers[data] in index order`.
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, FlatSymbolRefAttr:$variable,
                       FlatSymbolRefAttr:$mesh, StrArrayAttr:$axes,
                       Skein_AccumulationOrderAttr:$order, OptionalAttr<I64Attr>:$rows);
  let assemblyFormat = [{
    $sym_name `of` $variable `from` $mesh `` custom<Axes>($axes) `in` `` $order `order`
    (`by` $rows^ `rows`)? attr-dict
  }];
  let extraClassDeclaration = [{
    /// Number of devices that contribute.
    int64_t getNumContributors(::mlir::SymbolTableCollection &symbols);
  }];
}

def Skein_QueueOp : Skein_Op<"queue", [
    Symbol, HasParent<"::mlir::ModuleOp">,
    DeclareOpInterfaceMethods<SymbolUserOpInterface> /*C1, C2*/]> {
  let summary = "Tensors that wait to be dequeued, first in, first out";
  let description = [{
    With `per @mesh` it is a family of queues, one for each device of that mesh, which
    without `on` live with these devices. Enqueuing to a queue that holds `capacity` elements waits for room; without a
    capacity there always is. It starts with `initial` elements, each of them the
    number of steps that the training has behind it. With every element comes the
    number of the device, within its mesh, that enqueued it.

    Constraints:
    - (C1) `mesh` and `family` name a `skein.mesh`; a queue lives on one device, unless it
      is of a family that lives with its devices.
    - (C2) `capacity` and `initial` are positive, and `initial` is at most
      `capacity`. Initial elements have type `tensor<i64>`.

    Examples:

    ```mlir
    skein.queue @go on @servers[server = 0] per @workers : tensor<i64>
    skein.queue @tokens on @servers[server = 0] : tensor<i64> starting with 4
    skein.queue @gradients on @servers[server = 1] : tensor<784x10xf32> capacity 8
    skein.queue @label per @workers : tensor<i64> starting with 1
    ```
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, OptionalAttr<FlatSymbolRefAttr>:$mesh,
                       OptionalAttr<DictionaryAttr>:$coordinates,
                       OptionalAttr<FlatSymbolRefAttr>:$family,
                       TypeAttrOf<AnyStaticShapeTensor>:$type,
                       OptionalAttr<I64Attr>:$initial, OptionalAttr<I64Attr>:$capacity);
  let assemblyFormat = [{
    $sym_name (`on` custom<Place>($mesh, $coordinates)^)? (`per` $family^)? `:` $type
    (`starting` `with` $initial^)? (`capacity` $capacity^)? attr-dict
  }];
}

//===----------------------------------------------------------------------===//
// Requests to an owner
//===----------------------------------------------------------------------===//

class Skein_HostedOp<string mnemonic, list<Trait> traits = []> : Skein_Op<mnemonic, [
    MemoryEffects<[MemRead, MemWrite]>, DeclareOpInterfaceMethods<SymbolUserOpInterface>
  ] # traits>;

def Skein_PullOp : Skein_HostedOp<"pull"> {
  let summary = "The value of a variable that lives elsewhere";
  let description = [{
    A copy of one version of the variable: what its owner assigned last, as a
    whole.

    Constraints:
    - (C1) `variable` names a `skein.variable` that lives on one device.
    - (C2) `result` has its shape and element type, and is replicated or varying
      along every axis. Replicated says that all devices meet the same version.

    Example: `%w = skein.pull @w : tensor<784x10xf32>`.
  }];
  let arguments = (ins FlatSymbolRefAttr:$variable);
  let results = (outs AnyStaticShapeTensor:$result);
  let assemblyFormat = "$variable attr-dict `:` type($result)";
  let extraClassDeclaration = "::mlir::FlatSymbolRefAttr getObjectAttr() { return getVariableAttr(); }";
}

def Skein_PullRowsOp : Skein_HostedOp<"pull_rows"> {
  let summary = "Some rows of a variable that lives elsewhere";
  let description = [{
    For every index that row of the variable, all rows of one version of it. An index
    that is no row of the variable gives the row of `others`, or zeros: so the rows of
    a table in pieces come from one piece after the other. Only rows of the variable
    are asked for and sent.

    Constraints:
    - (C1) `variable` names a `skein.variable` that lives on one device and has rows.
    - (C2) `rows`, and `others` if there are any, have the shape of `indices`, which are
      integers, followed by that of the variable without its first dimension, and the
      variable's element type.
    - (C3) Along every axis `indices`, `rows` and `others` are in one state, which is not
      a partial one. One that is not varying says that all devices meet the same
      version.

    Example, rows of a table of which the first 500 are @t.0:

    ```mlir
    %r = skein.pull_rows @t.0, %i : tensor<64xi32> -> tensor<64x16xf32>
    %all = skein.pull_rows @t.1, %j else %r : tensor<64x16xf32> : tensor<64xi32> -> tensor<64x16xf32>
    ```
  }];
  let arguments = (ins FlatSymbolRefAttr:$variable,
                       StaticShapeTensorOf<[I8, I16, I32, I64, Index]>:$indices,
                       Optional<AnyStaticShapeTensor>:$others);
  let results = (outs AnyStaticShapeTensor:$rows);
  let assemblyFormat = [{
    $variable `,` $indices (`else` $others^ `:` type($others))? attr-dict
    `:` type($indices) `->` type($rows)
  }];
  let extraClassDeclaration = "::mlir::FlatSymbolRefAttr getObjectAttr() { return getVariableAttr(); }";
}

def Skein_PushOp : Skein_HostedOp<"push"> {
  let summary = "Add a gradient to an accumulator";
  let description = [{
    Does not wait. Of devices along whose axes the accumulator has no contributors,
    the first pushes. Without a label the gradient is never too old.

    Constraints:
    - (C1) `accumulator` names a `skein.accumulator` without rows.
    - (C2) `gradient` has the shape and element type of its variable. Along the axes
      of the accumulator it is a partial sum, unless the axis is independent; along
      others it is replicated.

    Example: `skein.push @w.sum, %dw label %k : tensor<784x10xf32, #skein.dist<data: partial sum>>`.
  }];
  let arguments = (ins FlatSymbolRefAttr:$accumulator, AnyStaticShapeTensor:$gradient,
                       Optional<Skein_Count>:$label);
  let assemblyFormat = "$accumulator `,` $gradient (`label` $label^)? attr-dict `:` type($gradient)";
  let extraClassDeclaration = "::mlir::FlatSymbolRefAttr getObjectAttr() { return getAccumulatorAttr(); }";
}

def Skein_PushRowsOp : Skein_HostedOp<"push_rows"> {
  let summary = "Add rows of a gradient to an accumulator";
  let description = [{
    As `skein.push` of the gradient that is zero but for these rows. Rows of
    equal indices add up. A row whose index is no row of the variable is not sent:
    so the rows of a table go to the pieces that have them.

    Constraints:
    - (C1) `accumulator` names a `skein.accumulator` with as many rows.
    - (C2) `indices` has one dimension, of as many integers as there are rows; a row has
      the shape and element type of one of the variable. Both have the state that
      `skein.push` asks for, or are split along the first dimension.

    Example: `skein.push_rows @t.sum, %i, %r label %k : tensor<64xi32>, tensor<64x16xf32>`.
  }];
  let arguments = (ins FlatSymbolRefAttr:$accumulator,
                       1DTensorOf<[I8, I16, I32, I64, Index]>:$indices,
                       StaticShapeTensorOf<[AnyFloat]>:$rows, Optional<Skein_Count>:$label);
  let assemblyFormat = [{
    $accumulator `,` $indices `,` $rows (`label` $label^)? attr-dict `:` type($indices) `,` type($rows)
  }];
  let extraClassDeclaration = "::mlir::FlatSymbolRefAttr getObjectAttr() { return getAccumulatorAttr(); }";
}

def Skein_EnqueueOp : Skein_HostedOp<"enqueue"> {
  let summary = "Append to a queue";
  let description = [{
    To the queue of this device, if it is one of a family; to that of device
    `element`; or, with `[*]`, to each of the family. All or nothing: while one
    of them has no room, none gets anything and the op waits. `times` appends the
    value that often.

    Constraints:
    - (C1) `queue` names a `skein.queue` of the type of `value`.
    - (C2) Only a family takes `element` or `[*]`, and without them the program is on
      the mesh of the family.
    - (C3) `times` is positive.

    Examples:

    ```mlir
    skein.enqueue @go[*], %step : tensor<i64>
    skein.enqueue @done[%worker], %step : tensor<i64>
    skein.enqueue @tokens, %step times 4 : tensor<i64>
    ```
  }];
  let arguments = (ins FlatSymbolRefAttr:$queue, AnyStaticShapeTensor:$value,
                       Optional<Skein_Count>:$element, UnitAttr:$all,
                       DefaultValuedAttr<I64Attr, "1">:$times);
  let assemblyFormat = [{
    $queue `` custom<Element>($element, $all) `,` $value (`times` $times^)? attr-dict `:` type($value)
  }];
  let builders = [
    OpBuilder<(ins "QueueOp":$queue, "::mlir::Value":$value, CArg<"::mlir::Value", "{}">:$element), [{
      build($_builder, $_state, ::mlir::FlatSymbolRefAttr::get(queue), value, element,
            ::mlir::UnitAttr(), $_builder.getI64IntegerAttr(1));
    }]>
  ];
  let extraClassDeclaration = "::mlir::FlatSymbolRefAttr getObjectAttr() { return getQueueAttr(); }";
}

def Skein_DequeueOp : Skein_HostedOp<"dequeue"> {
  let summary = "Wait for an element of a queue and remove it";
  let description = [{
    From the queue of this device, if it is one of a family; from that of device
    `element`; or, with `[*]`, from each of the family at once, which gives the
    element of the last. `from` is the number of the device that enqueued it.

    Constraints:
    - (C1) `queue` names a `skein.queue` of the shape and element type of `value`.
    - (C2) As for `skein.enqueue`.
    - (C3) Results vary along every axis that is not independent.

    Example: `%step, %worker = skein.dequeue @tokens : tensor<i64>`.
  }];
  let arguments = (ins FlatSymbolRefAttr:$queue, Optional<Skein_Count>:$element, UnitAttr:$all);
  let results = (outs AnyStaticShapeTensor:$value, 0DTensorOf<[I64]>:$from);
  let assemblyFormat = "$queue `` custom<Element>($element, $all) attr-dict `:` type($value) `,` type($from)";
  let builders = [
    OpBuilder<(ins "QueueOp":$queue, CArg<"::mlir::Value", "{}">:$element), [{
      auto count = ::mlir::RankedTensorType::get({}, $_builder.getI64Type());
      build($_builder, $_state, queue.getType(), count, ::mlir::FlatSymbolRefAttr::get(queue),
            element, ::mlir::UnitAttr());
    }]>
  ];
  let extraClassDeclaration = "::mlir::FlatSymbolRefAttr getObjectAttr() { return getQueueAttr(); }";
}

//===----------------------------------------------------------------------===//
// The owner's part
//===----------------------------------------------------------------------===//

def Skein_TakeOp : Skein_HostedOp<"take"> {
  let summary = "Wait for pushes and take their sum";
  let description = [{
    Waits for `pushes` of them and gives their sum and how many there were, which
    can be more. A mean divides by the latter.

    Constraints:
    - (C1) `accumulator` names a `skein.accumulator` of the program's device.
    - (C2) `sum` has the type of its variable.
    - (C3) `pushes` is positive; in `index` order it is the number of devices that
      contribute.

    Example: `%sum, %count = skein.take @w.sum, 4 : tensor<784x10xf32>`.
  }];
  let arguments = (ins FlatSymbolRefAttr:$accumulator, I64Attr:$pushes);
  let results = (outs AnyStaticShapeTensor:$sum, Skein_Count:$count);
  let assemblyFormat = "$accumulator `,` $pushes attr-dict `:` type($sum)";
  let extraClassDeclaration = "::mlir::FlatSymbolRefAttr getObjectAttr() { return getAccumulatorAttr(); }";
}

def Skein_TakeRowsOp : Skein_HostedOp<"take_rows"> {
  let summary = "Wait for the rows of all devices and take them";
  let description = [{
    The rows of the devices behind one another, in the order of devices; what a push
    did not send has index -1 and is zero.

    Constraints:
    - (C1) `accumulator` names a `skein.accumulator` of the program's device, with
      rows and in `index` order.
    - (C2) There are as many indices and rows as a push has, times the number of
      devices that contribute.

    Example: `%i, %r = skein.take_rows @t.sum : tensor<256xi64>, tensor<256x16xf32>`.
  }];
  let arguments = (ins FlatSymbolRefAttr:$accumulator);
  let results = (outs 1DTensorOf<[I64]>:$indices, StaticShapeTensorOf<[AnyFloat]>:$rows);
  let assemblyFormat = "$accumulator attr-dict `:` type($indices) `,` type($rows)";
  let extraClassDeclaration = "::mlir::FlatSymbolRefAttr getObjectAttr() { return getAccumulatorAttr(); }";
}

def Skein_TakeRowSumsOp : Skein_HostedOp<"take_row_sums"> {
  let summary = "Wait for pushes of rows and take the sum at every row";
  let description = [{
    Waits for `pushes` of them. `sums` has the sum of what they brought for each row of
    the variable; `row_counts` says how many of them had the row, however often each,
    and `count` how many pushes there were, which can be more than asked for.

    Constraints:
    - (C1) `accumulator` names a `skein.accumulator` of the program's device, with
      rows and in `arrival` order.
    - (C2) `sums` has the type of its variable, `row_counts` an i64 for each of its rows.
    - (C3) `pushes` is positive.

    Example: `%s, %rows, %n = skein.take_row_sums @t.sum, 3 : tensor<1000x16xf32>, tensor<1000xi64>`.
  }];
  let arguments = (ins FlatSymbolRefAttr:$accumulator, I64Attr:$pushes);
  let results = (outs AnyStaticShapeTensor:$sums, 1DTensorOf<[I64]>:$row_counts,
                      Skein_Count:$count);
  let assemblyFormat = "$accumulator `,` $pushes attr-dict `:` type($sums) `,` type($row_counts)";
  let extraClassDeclaration = "::mlir::FlatSymbolRefAttr getObjectAttr() { return getAccumulatorAttr(); }";
}

//===----------------------------------------------------------------------===//
// The number of an iteration
//===----------------------------------------------------------------------===//

def Skein_StepIndexOp : Skein_Op<"step_index", [Pure]> {
  let summary = "Number of this iteration of the program";
  let description = [{
    Counted from the first step of the training, which a checkpoint continues. Of a
    program that runs t times in a step, the first iteration of step s is t * s.

    Example: `%k = skein.step_index`.
  }];
  let results = (outs Skein_Count:$result);
  let assemblyFormat = "attr-dict";
  let builders = [OpBuilder<(ins), [{
    build($_builder, $_state, ::mlir::RankedTensorType::get({}, $_builder.getI64Type()));
  }]>];
}

def Skein_LastStepOp : Skein_Op<"last_step", [Pure]> {
  let summary = "Number of the step before which the run ends";
  let description = [{
    Example: `%end = skein.last_step`.
  }];
  let results = (outs Skein_Count:$result);
  let assemblyFormat = "attr-dict";
  let builders = [OpBuilder<(ins), [{
    build($_builder, $_state, ::mlir::RankedTensorType::get({}, $_builder.getI64Type()));
  }]>];
}

def Skein_RepeatWhileOp : Skein_Op<"repeat_while", [HasParent<"::skein::ProgramOp">]> {
  let summary = "Let the program run again, or end";
  let description = [{
    The program does not count steps: it runs once more behind an iteration in
    which `condition` was true.

    Constraints:
    - (C1) A program has one at most.

    Example: `skein.repeat_while %more`.
  }];
  let arguments = (ins Skein_Flag:$condition);
  let assemblyFormat = "$condition attr-dict";
  let hasVerifier = 1;
}

#endif // SKEIN_DIALECT_HOSTED_OPS
