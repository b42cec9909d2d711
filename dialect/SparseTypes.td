//===- SparseTypes.td - gradients of which few rows are not zero ---------===//
#ifndef SKEIN_DIALECT_SPARSE_TYPES
#define SKEIN_DIALECT_SPARSE_TYPES

include "dialect/Base.td"
include "mlir/IR/AttrTypeBase.td"

def Skein_SparseGradient : TypeDef<Skein_Dialect, "SparseGradient"> {
  let mnemonic = "sparse_gradient";
  let summary = "A gradient by rows of which all others are zero";
  let description = [{
    Stands for a gradient of type `dense`, whose first dimension counts rows. What
    it holds are pairs of an index and a row (`skein.sparse_gradient`): row i of
    the gradient is the sum of all rows with index i. How many pairs there are is
    no part of the type.

    Its state along a mesh axis is that of `dense`: pairs that differ from device
    to device are a partial sum.

    Constraints:
    - (C1) `dense` is a floating-point tensor of static shape and at least one
      dimension.

    Example: `!skein.sparse_gradient<tensor<1000x16xf32>>`.
  }];
  let parameters = (ins "::mlir::RankedTensorType":$dense);
  let assemblyFormat = "`<` $dense `>`";
  let builders = [TypeBuilderWithInferredContext<(ins "::mlir::RankedTensorType":$dense), [{
    return $_get(dense.getContext(), dense);
  }]>];
  let skipDefaultBuilders = 1;
  let genVerifyDecl = 1;
}

#endif // SKEIN_DIALECT_SPARSE_TYPES
