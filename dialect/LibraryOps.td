//===- LibraryOps.td - calls of the runtime ------------------------------===//
#ifndef SKEIN_DIALECT_LIBRARY_OPS
#define SKEIN_DIALECT_LIBRARY_OPS

include "dialect/Base.td"
include "mlir/IR/BuiltinAttributes.td"
include "mlir/Interfaces/DestinationStyleOpInterface.td"
include "mlir/Interfaces/SideEffectInterfaces.td"

def Skein_LibraryCallOp : Skein_Op<"library_call", [
    AttrSizedOperandSegments, DestinationStyleOpInterface,
    DeclareOpInterfaceMethods<MemoryEffectsOpInterface>]> {
  let summary = "Call a function of the runtime";
  let description = [{
    Computes the results into the destinations `outs`, on tensors or, after
    bufferisation, on memrefs. `callee` is a function of the runtime's C
    interface, `runtime/abi/skrt.h`; `description` is the structure that it takes,
    word by word. Passes that fuse or rewrite `linalg` leave the op alone, which is
    why contractions, convolutions and collectives become library calls first.

    The call overwrites `outs`; with `accumulates` it reads them as well.
    On tensors it is pure, unless it is `impure`: then it does more than its operands
    show, so it stays, once and in its place among others.

    An `asynchronous` call goes on beside what follows. It is done behind the call
    of `skrt_wait` that accumulates onto its result and takes the same inputs, so
    that they keep their memory until then.

    Constraints:
    - (C1) Operands are all tensors or all memrefs, of static shape.
    - (C2) There is a destination, unless the call is impure.
    - (C3) An asynchronous call takes one input and has one destination.
    - (C4) The result of an asynchronous call is what one call of `skrt_wait`
      accumulates onto, and is not used by anything else.

    Example, a 2x3 by 3x4 matrix product:

    ```mlir
    %c = skein.library_call "skrt_contract_f32" [2, 4, 3, 3, 1, 4, 1, 4, 0, 0]
        ins(%a, %b : tensor<2x3xf32>, tensor<3x4xf32>) outs(%init : tensor<2x4xf32>) -> tensor<2x4xf32>
    ```
  }];
  let arguments = (ins StrAttr:$callee, DenseI64ArrayAttr:$description, UnitAttr:$accumulates,
                       Variadic<AnyTypeOf<[AnyStaticShapeTensor, AnyStaticShapeMemRef]>>:$inputs,
                       Variadic<AnyTypeOf<[AnyStaticShapeTensor, AnyStaticShapeMemRef]>>:$outs,
                       UnitAttr:$asynchronous, UnitAttr:$impure);
  let results = (outs Variadic<AnyStaticShapeTensor>:$results);
  let assemblyFormat = [{
    $callee $description (`accumulates` $accumulates^)? (`asynchronous` $asynchronous^)?
    (`impure` $impure^)? (`ins` `(` $inputs^ `:` type($inputs) `)`)?
    (`outs` `(` $outs^ `:` type($outs) `)`)?
    attr-dict (`->` type($results)^)?
  }];
  let hasVerifier = 1;
  let extraClassDeclaration = [{
    ::mlir::MutableOperandRange getDpsInitsMutable() { return getOutsMutable(); }
  }];
}

#endif // SKEIN_DIALECT_LIBRARY_OPS
