//===- VariableOps.td - state that lives from step to step ---------------===//
#ifndef SKEIN_DIALECT_VARIABLE_OPS
#define SKEIN_DIALECT_VARIABLE_OPS

include "dialect/SparseTypes.td"
include "dialect/TrainingAttributes.td"
include "mlir/IR/BuiltinAttributes.td"
include "mlir/IR/SymbolInterfaces.td"
include "mlir/Interfaces/SideEffectInterfaces.td"

def Skein_VariableOp : Skein_Op<"variable", [
    Symbol, HasParent<"::mlir::ModuleOp">,
    DeclareOpInterfaceMethods<SymbolUserOpInterface> /*C2, C4*/]> {
  let summary = "A tensor that lives from step to step";
  let description = [{
    On a mesh every device has its own copy or piece, as the distribution in the
    type says. `on @servers[server = 0]` puts it on one device; others pull it.

    `initializer` gives the first value; without one it has to come from a
    checkpoint. A slot belongs to another variable (`slot of @w`): it is state of
    that variable's optimiser.

    Constraints:
    - (C1) `initializer` is one of Skein's initialisers, or a constant of the
      variable's type.
    - (C2) A type with a distribution needs `on @mesh`; `mesh` names a
      `skein.mesh` and has all axes of the distribution.
    - (C3) The variable is replicated or split along every axis.
    - (C4) `slot_of` names another variable.
    - (C5) `coordinates` are of axes of `mesh` along which the type is not split. With
      one for each axis the variable lives on one device, else on those with these
      coordinates.
    - (C6) `skein.stored` gives a piece of a tensor of the variable's rank and extents.
    - (C7) `skein.synchronization` is `#skein.parameter_server` or `#skein.all_reduce`, whose `partition` has
      an entry for each dimension and no more pieces than there are rows; `on` names a
      mesh of one axis, and `at` are devices of it.

    With `skein.stored` the variable is a piece of a tensor of another name in
    checkpoints, which is put together from all of its pieces; pieces that overlap
    hold the same bits.

    Example:

    ```mlir
    skein.variable @w : tensor<784x10xf32> = #skein.glorot_uniform<seed = 1>
    skein.variable @w.momentum slot of @w : tensor<784x10xf32> = #skein.zeros
    skein.variable @t.1 on @servers[server = 1] : tensor<500x16xf32> = #skein.zeros
        {skein.stored = #skein.stored<"t" at [500, 0] of [1000, 16]>}
    ```
  }];
  let arguments = (ins SymbolNameAttr:$sym_name,
                       OptionalAttr<FlatSymbolRefAttr>:$slot_of,
                       OptionalAttr<FlatSymbolRefAttr>:$mesh,
                       TypeAttrOf<AnyStaticShapeTensor>:$type,
                       OptionalAttr<AnyAttr>:$initializer,
                       OptionalAttr<DictionaryAttr>:$coordinates);
  let assemblyFormat = [{
    $sym_name (`slot` `of` $slot_of^)? (`on` custom<Place>($mesh, $coordinates)^)? `:` $type
    (`=` $initializer^)? attr-dict
  }];
  let hasVerifier = 1;
  let builders = [OpBuilder<(ins "::mlir::StringAttr":$name, "::mlir::FlatSymbolRefAttr":$slotOf,
                                 "::mlir::FlatSymbolRefAttr":$mesh, "::mlir::TypeAttr":$type,
                                 "::mlir::Attribute":$initializer), [{
    build($_builder, $_state, name, slotOf, mesh, type, initializer, ::mlir::DictionaryAttr());
  }]>];
}

def Skein_ReadOp : Skein_Op<"read", [
    MemoryEffects<[MemRead]>,
    DeclareOpInterfaceMethods<SymbolUserOpInterface> /*C1*/]> {
  let summary = "Current value of a variable";
  let description = [{
    The value after all assignments and updates above it in the text.

    Constraints:
    - (C1) `variable` names a `skein.variable` of the result's type.

    Example: `%w = skein.read @w : tensor<784x10xf32>`.
  }];
  let arguments = (ins FlatSymbolRefAttr:$variable);
  let results = (outs AnyStaticShapeTensor:$result);
  let assemblyFormat = "$variable attr-dict `:` type($result)";
}

def Skein_AssignOp : Skein_Op<"assign", [
    MemoryEffects<[MemWrite]>,
    DeclareOpInterfaceMethods<SymbolUserOpInterface> /*C1*/]> {
  let summary = "Replace the value of a variable";
  let description = [{
    Where `condition` is given and false, the variable keeps its value, bit for
    bit.

    Constraints:
    - (C1) `variable` names a `skein.variable` of the type of `value`.

    Example:

    ```mlir
    skein.assign @w, %new : tensor<784x10xf32>
    skein.assign @w, %new if %finite : tensor<784x10xf32>
    ```
  }];
  let arguments = (ins FlatSymbolRefAttr:$variable, AnyStaticShapeTensor:$value,
                       Optional<Skein_Flag>:$condition);
  let assemblyFormat = "$variable `,` $value (`if` $condition^)? attr-dict `:` type($value)";
  let builders = [OpBuilder<(ins "::llvm::StringRef":$variable, "::mlir::Value":$value), [{
    build($_builder, $_state, variable, value, ::mlir::Value());
  }]>];
}

def Skein_ApplyGradientOp : Skein_Op<"apply_gradient", [
    AttrSizedOperandSegments, MemoryEffects<[MemRead, MemWrite]>,
    DeclareOpInterfaceMethods<SymbolUserOpInterface> /*C1*/]> {
  let summary = "Let an optimiser update a variable with its gradient";
  let description = [{
    The pair of variable and gradient is what distribution strategies work on,
    so the op stays whole until the strategy is lowered;
    `--skein-expand-optimizers` then writes the arithmetic out.

    The optimiser sees the gradient times `factor`, computed in f32 or more, and
    then cut to [-clip, clip]. Where `condition` is given and false, the variable,
    its slots and the count of steps keep their values, bit for bit. Factor and
    condition are used after the gradient is reduced over devices.

    A sparse gradient changes the variable as the tensor that it stands for would,
    unless the optimiser says `lazy`.

    Constraints:
    - (C1) `variable` names a floating-point `skein.variable` of the type of
      `gradient`, or that a sparse `gradient` stands for. Inside a program that
      includes the distribution: a gradient that is still a partial sum cannot be
      applied.
    - (C2) `clip` is greater than 0.

    Example:

    ```mlir
    skein.apply_gradient @w, %dw : tensor<784x10xf32> using #skein.sgd<learning_rate = 0.1>
    skein.apply_gradient @b, %db times %unscale clip 0.5 if %finite : tensor<10xf32> using #skein.sgd<learning_rate = 0.1>
    skein.apply_gradient @table, %dt : !skein.sparse_gradient<tensor<1000x16xf32>> using #skein.sgd<learning_rate = 0.1>
    ```
  }];
  let arguments = (ins FlatSymbolRefAttr:$variable,
                       AnyTypeOf<[AnyStaticShapeTensor, Skein_SparseGradient]>:$gradient,
                       Optional<Skein_Factor>:$factor, Optional<Skein_Flag>:$condition,
                       OptionalAttr<F64Attr>:$clip, Skein_OptimizerInterface:$optimizer);
  let assemblyFormat = [{
    $variable `,` $gradient (`times` $factor^)? (`clip` $clip^)? (`if` $condition^)?
    attr-dict `:` type($gradient) `using` $optimizer
  }];
  let hasVerifier = 1;
  let builders = [OpBuilder<(ins "::llvm::StringRef":$variable, "::mlir::Value":$gradient,
                                 "::skein::OptimizerAttrInterface":$optimizer), [{
    build($_builder, $_state, variable, gradient, ::mlir::Value(), ::mlir::Value(),
          ::mlir::FloatAttr(), optimizer);
  }]>];
}

def Skein_AllFiniteOp : Skein_Op<"all_finite", [
    Pure, DeclareOpInterfaceMethods<SymbolUserOpInterface> /*C1*/]> {
  let summary = "Whether no device holds an infinity or a NaN";
  let description = [{
    True if every element of every operand is finite, on all devices; the same on
    all of them. Sums over devices are looked at after the reduction: it is not
    finite either where a part is not, and may overflow by itself. Where
    gradients are compressed, which can hide an infinity, the values before that
    are operands too. Of a sparse gradient every row is looked at. `--skein-expand-optimizers` writes the op out.

    Constraints:
    - (C1) Operands are replicated, split or varying; in an unsynchronized program
      they may be partial.

    Example: `%finite = skein.all_finite %loss, %dw : tensor<f32>, tensor<784x10xf32>`.
  }];
  let arguments = (ins Variadic<AnyTypeOf<[StaticShapeTensorOf<[AnyFloat]>, Skein_SparseGradient]>>:$values);
  let results = (outs Skein_Flag:$result);
  let assemblyFormat = "$values attr-dict `:` type($values)";
}

def Skein_GlobalNormOp : Skein_Op<"global_norm", [
    AttrSizedOperandSegments, Pure, DeclareOpInterfaceMethods<SymbolUserOpInterface> /*C1*/]> {
  let summary = "Euclidean length of several tensors taken together";
  let description = [{
    The square root of the sum of the squares of all elements of all operands, each
    times `factor`, computed in f32. On a mesh these are the elements of the global
    tensors. `--skein-expand-optimizers` writes the op out.

    Constraints:
    - (C1) Operands are replicated or split, unless the program is unsynchronized:
      the norm of a sum is not the sum of norms.

    Example: `%norm = skein.global_norm %dw, %db times %unscale : tensor<784x10xf32>, tensor<10xf32>`.
  }];
  let arguments = (ins Variadic<StaticShapeTensorOf<[AnyFloat]>>:$values, Optional<Skein_Factor>:$factor);
  let results = (outs Skein_Factor:$result);
  let assemblyFormat = "$values (`times` $factor^)? attr-dict `:` type($values)";
}

#endif // SKEIN_DIALECT_VARIABLE_OPS
