//===- StepOps.td - what is run: steps, and programs on meshes -----------===//
#ifndef SKEIN_DIALECT_STEP_OPS
#define SKEIN_DIALECT_STEP_OPS

include "dialect/SparseTypes.td"
include "dialect/TrainingAttributes.td"
include "mlir/IR/OpAsmInterface.td"
include "mlir/IR/SymbolInterfaces.td"
include "mlir/Interfaces/ControlFlowInterfaces.td"
include "mlir/Interfaces/FunctionInterfaces.td"
include "mlir/Interfaces/SideEffectInterfaces.td"

// A step or a program: like a function, with inputs that are known by their names.
class Skein_EntryOp<string mnemonic, list<Trait> traits> : Skein_Op<mnemonic, [
    FunctionOpInterface, IsolatedFromAbove, SingleBlock,
    HasParent<"::mlir::ModuleOp">,
    DeclareOpInterfaceMethods<OpAsmOpInterface, ["getAsmBlockArgumentNames"]>
  ] # traits> {
  let regions = (region SizedRegion<1>:$body);
  let hasCustomAssemblyFormat = 1;
  let hasVerifier = 1;
  code entryDeclarations = [{
    ::llvm::ArrayRef<::mlir::Type> getArgumentTypes() { return getFunctionType().getInputs(); }
    ::llvm::ArrayRef<::mlir::Type> getResultTypes() { return getFunctionType().getResults(); }
    ::mlir::Region *getCallableRegion() { return &getBody(); }
    /// The name of an input, as the text writes it behind `%`.
    ::llvm::StringRef getArgumentName(unsigned index) {
      return ::llvm::cast<::mlir::StringAttr>(getArgNames()[index]).getValue();
    }
  }];
}

def Skein_StepOp : Skein_EntryOp<"step", []> {
  let summary = "One training or evaluation step, written for one device";
  let description = [{
    Reads variables, computes, and updates variables. The names of the arguments
    are the names of the inputs that a run has to bring.

    | attribute | on | meaning |
    |---|---|---|
    | `skein.batch = d` | argument | dimension `d` counts examples |
    | `skein.padding = v` | argument | value of the elements that fill up the last batch of an evaluation; without it an incomplete batch is left out |
    | `skein.name = "loss"` | result | its name in reports |
    | `skein.total` | result | a sum over the examples of the batch: reports divide it by their number, where they average other results over steps |

    Constraints:
    - (C1) Arguments have different names.
    - (C2) `skein.batch` is a dimension of its argument.
    - (C3) Arguments and results are tensors of static shape.
    - (C4) `skein.padding` has the element type of its argument.

    Example:

    ```mlir
    skein.step @train(%x: tensor<64x784xf32> {skein.batch = 0 : i64},
                      %y: tensor<64xi32> {skein.batch = 0 : i64})
        -> (tensor<f32> {skein.name = "loss"}) {
      %w = skein.read @w : tensor<784x10xf32>
      %loss, %dw = skein.value_and_grad @loss(%w, %x, %y) wrt [0]
          : (tensor<784x10xf32>, tensor<64x784xf32>, tensor<64xi32>) -> (tensor<f32>, tensor<784x10xf32>)
      skein.apply_gradient @w, %dw : tensor<784x10xf32> using #skein.sgd<learning_rate = 0.1>
      skein.return %loss : tensor<f32>
    }
    ```
  }];
  let arguments = (ins SymbolNameAttr:$sym_name,
                       TypeAttrOf<FunctionType>:$function_type,
                       StrArrayAttr:$arg_names,
                       OptionalAttr<DictArrayAttr>:$arg_attrs,
                       OptionalAttr<DictArrayAttr>:$res_attrs);
  let extraClassDeclaration = entryDeclarations;
}

def Skein_MeshOp : Skein_Op<"mesh", [Symbol, HasParent<"::mlir::ModuleOp">]> {
  let summary = "Devices in a grid with named axes";
  let description = [{
    A mesh without axes is one device. Devices are numbered with the last axis
    running fastest.

    Constraints:
    - (C1) Axes have different names.
    - (C2) Every axis has at least one device.

    Example, two nodes of four devices: `skein.mesh @m(node = 2, gpu = 4)`.
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, StrArrayAttr:$axis_names,
                       DenseI64ArrayAttr:$axis_sizes);
  let assemblyFormat = "$sym_name `` custom<MeshAxes>($axis_names, $axis_sizes) attr-dict";
  let hasVerifier = 1;
  let extraClassDeclaration = [{
    /// Number of devices along `axis`; nothing if the mesh has no such axis.
    ::std::optional<int64_t> getAxisSize(::llvm::StringRef axis);
    /// Number of devices of the whole mesh.
    int64_t getNumDevices();
  }];
}

def Skein_ProgramOp : Skein_EntryOp<"program", [
    DeclareOpInterfaceMethods<SymbolUserOpInterface> /*C2-C4*/]> {
  let summary = "What every device of a mesh runs";
  let description = [{
    Written once, however many devices run it. Shapes in types are those of one
    device's piece; `#skein.dist` says how the pieces make the global tensor.
    Every op has a rule that derives the state of its results from the states of
    its operands. The rules are checked here for the whole program and the
    functions that it calls: a missing, doubled or misplaced reduction is an
    error. The unit attribute `skein.unchecked` turns the check off, for text
    whose states are still to be inferred. With `skein.unsynchronized` all rules
    hold but one: variables may take partial values, which
    `--skein-synchronize` reduces.

    `on @servers[server = 0]` runs it on the devices with that coordinate. Along an
    axis marked `independent` devices do not keep step: each is a world of its own,
    types have no states along the axis, and collectives over it are errors.
    Dimensions of inputs that count examples are split over independent axes, and
    a named result is the sum of those of the devices.

    A program `beside` another one is run along with it, once in each of its steps, or
    `times` as often. `skein.repeat_while` lets a program end by itself instead.

    Constraints:
    - (C1) As `skein.step`.
    - (C2) `mesh` names a `skein.mesh`.
    - (C3) Every op obeys its distribution rule.
    - (C4) A result with `skein.name` is replicated or split, unless the program is
      unsynchronized.
    - (C5) `coordinates` are of axes of `mesh`, and `independent` are others of them.
    - (C6) `beside` names a `skein.program` that is beside no other; `times` is
      positive, and 1 if it is not beside one.

    Example:

    ```mlir
    skein.mesh @m(data = 4)
    skein.program @train on @m(%x: tensor<16x784xf32, #skein.dist<data: split 0>> {skein.batch = 0 : i64}) {
      skein.return
    }
    skein.program @train.server1 on @servers[server = 1] beside @train times 4 () {
      skein.return
    }
    skein.program @chase on @m[data independent](%x: tensor<16x784xf32> {skein.batch = 0 : i64}) {
      skein.return
    }
    ```
  }];
  let arguments = (ins SymbolNameAttr:$sym_name,
                       FlatSymbolRefAttr:$mesh,
                       TypeAttrOf<FunctionType>:$function_type,
                       StrArrayAttr:$arg_names,
                       OptionalAttr<DictArrayAttr>:$arg_attrs,
                       OptionalAttr<DictArrayAttr>:$res_attrs,
                       OptionalAttr<DictionaryAttr>:$coordinates,
                       OptionalAttr<StrArrayAttr>:$independent,
                       OptionalAttr<FlatSymbolRefAttr>:$beside,
                       DefaultValuedAttr<I64Attr, "1">:$times);
  let builders = [OpBuilder<(ins "::mlir::StringAttr":$name, "::mlir::FlatSymbolRefAttr":$mesh,
                                 "::mlir::TypeAttr":$type, "::mlir::ArrayAttr":$argNames,
                                 "::mlir::ArrayAttr":$argAttrs, "::mlir::ArrayAttr":$resAttrs), [{
    build($_builder, $_state, name, mesh, type, argNames, argAttrs, resAttrs,
          ::mlir::DictionaryAttr(), ::mlir::ArrayAttr(), ::mlir::FlatSymbolRefAttr(),
          $_builder.getI64IntegerAttr(1));
  }]>];
  let extraClassDeclaration = entryDeclarations # [{
    /// Whether devices along `axis` do not keep step.
    bool isIndependent(::llvm::StringRef axis);
    /// Whether `variable` lives on all devices that this runs on. One that says nothing of
    /// devices lives on those of the programs that are beside no other.
    bool hasVariable(::skein::VariableOp variable);
  }];
}

def Skein_ReturnOp : Skein_Op<"return", [
    Pure, Terminator, ReturnLike, ParentOneOf<["::skein::StepOp", "::skein::ProgramOp"]>]> {
  let summary = "End a step or a program and give its results";
  let description = [{
    Constraints:
    - (C1) Operand types are the result types of the enclosing op.

    Example: `skein.return %loss : tensor<f32>`.
  }];
  let arguments = (ins Variadic<AnyStaticShapeTensor>:$results);
  let assemblyFormat = "attr-dict ($results^ `:` type($results))?";
  let hasVerifier = 1;
  let builders = [OpBuilder<(ins), [{ build($_builder, $_state, ::mlir::ValueRange()); }]>];
}

def Skein_ValueAndGradOp : Skein_Op<"value_and_grad", [
    AttrSizedOperandSegments,
    DeclareOpInterfaceMethods<SymbolUserOpInterface> /*C1-C4*/]> {
  let summary = "Call a loss function and differentiate it";
  let description = [{
    Calls `callee` and gives its results, followed by the gradient of its first
    result with respect to each argument listed in `wrt`, in that order. The
    gradients, but not the loss, are multiplied by `scale`, before anything is
    rounded on the way back. `--skein-differentiate` replaces the op by calls that
    compute this.

    A gradient is a tensor or, for a table of which `callee` only looks rows up, a
    `!skein.sparse_gradient`.

    Constraints:
    - (C1) `callee` names a `func.func` that takes the types of `operands`.
    - (C2) Its first result is a floating-point tensor of rank 0: the loss.
    - (C3) `wrt` lists floating-point arguments, each once.
    - (C4) Results are the results of `callee`, then the types of the arguments
      in `wrt`, or sparse gradients of these types.

    Example:

    ```mlir
    %loss, %dw = skein.value_and_grad @loss(%w, %x) wrt [0]
        : (tensor<784x10xf32>, tensor<64x784xf32>) -> (tensor<f32>, tensor<784x10xf32>)
    %loss, %dw = skein.value_and_grad @loss(%w, %x) wrt [0] scaled by %scale
        : (tensor<784x10xf32>, tensor<64x784xf32>) -> (tensor<f32>, tensor<784x10xf32>)
    ```
  }];
  let arguments = (ins FlatSymbolRefAttr:$callee, Variadic<AnyStaticShapeTensor>:$arguments,
                       Optional<Skein_Factor>:$scale, DenseI64ArrayAttr:$wrt);
  let results = (outs Variadic<AnyTypeOf<[AnyStaticShapeTensor, Skein_SparseGradient]>>:$results);
  let assemblyFormat = [{
    $callee `(` $arguments `)` `wrt` $wrt (`scaled` `by` $scale^)?
    attr-dict `:` functional-type($arguments, $results)
  }];
  let builders = [OpBuilder<(ins "::mlir::TypeRange":$results, "::llvm::StringRef":$callee,
                                 "::mlir::ValueRange":$arguments, "::llvm::ArrayRef<int64_t>":$wrt), [{
    build($_builder, $_state, results, callee, arguments, ::mlir::Value(), wrt);
  }]>];
}

#endif // SKEIN_DIALECT_STEP_OPS
