//===- VariableOps.td - state that lives from step to step ---------------===//
#ifndef SKEIN_DIALECT_VARIABLE_OPS
#define SKEIN_DIALECT_VARIABLE_OPS

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
    type says.

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

    Example:

    ```mlir
    skein.variable @w : tensor<784x10xf32> = #skein.glorot_uniform<seed = 1>
    skein.variable @w.momentum slot of @w : tensor<784x10xf32> = #skein.zeros
    ```
  }];
  let arguments = (ins SymbolNameAttr:$sym_name,
                       OptionalAttr<FlatSymbolRefAttr>:$slot_of,
                       OptionalAttr<FlatSymbolRefAttr>:$mesh,
                       TypeAttrOf<AnyStaticShapeTensor>:$type,
                       OptionalAttr<AnyAttr>:$initializer);
  let assemblyFormat = [{
    $sym_name (`slot` `of` $slot_of^)? (`on` $mesh^)? `:` $type (`=` $initializer^)? attr-dict
  }];
  let hasVerifier = 1;
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
    Constraints:
    - (C1) `variable` names a `skein.variable` of the type of `value`.

    Example: `skein.assign @w, %new : tensor<784x10xf32>`.
  }];
  let arguments = (ins FlatSymbolRefAttr:$variable, AnyStaticShapeTensor:$value);
  let assemblyFormat = "$variable `,` $value attr-dict `:` type($value)";
}

def Skein_ApplyGradientOp : Skein_Op<"apply_gradient", [
    MemoryEffects<[MemRead, MemWrite]>,
    DeclareOpInterfaceMethods<SymbolUserOpInterface> /*C1*/]> {
  let summary = "Let an optimiser update a variable with its gradient";
  let description = [{
    The pair of variable and gradient is what distribution strategies work on,
    so the op stays whole until the strategy is lowered;
    `--skein-expand-optimizers` then writes the arithmetic out.

    Constraints:
    - (C1) `variable` names a floating-point `skein.variable` of the type of
      `gradient`. Inside a program that includes the distribution: a gradient
      that is still a partial sum cannot be applied.

    Example: `skein.apply_gradient @w, %dw : tensor<784x10xf32> using #skein.sgd<learning_rate = 0.1>`.
  }];
  let arguments = (ins FlatSymbolRefAttr:$variable, AnyStaticShapeTensor:$gradient,
                       Skein_OptimizerInterface:$optimizer);
  let assemblyFormat = "$variable `,` $gradient attr-dict `:` type($gradient) `using` $optimizer";
}

#endif // SKEIN_DIALECT_VARIABLE_OPS
