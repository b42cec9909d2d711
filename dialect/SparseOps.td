//===- SparseOps.td - gradients by rows ----------------------------------===//
#ifndef SKEIN_DIALECT_SPARSE_OPS
#define SKEIN_DIALECT_SPARSE_OPS

include "dialect/SparseTypes.td"
include "mlir/Interfaces/SideEffectInterfaces.td"

def Skein_SparseGradientOp : Skein_Op<"sparse_gradient", [Pure, AttrSizedOperandSegments]> {
  let summary = "A gradient from the indices of rows and the rows";
  let description = [{
    Row i of the gradient is the sum of all rows whose index is i, in the order of
    the text and, within one pair of tensors, of the elements; without any it is
    zero. The same index may come any number of times. An index that is no row of
    the gradient, and its row, count for nothing.

    `--skein-differentiate` writes one pair of tensors for every look-up of a
    table. Loops over the examples of a batch stay dimensions of `indices` and
    leading dimensions of `rows`, so that they can be split.

    Constraints:
    - (C1) There is a tensor of `rows` for each of `indices`, which are integers, not
      i1.
    - (C2) The shape of `rows` is that of its `indices`, followed by the gradient's
      without the first dimension; element types of rows and gradient agree.
    - (C3) Along every mesh axis, all pairs are in one state, which is that of the
      gradient. A pair is

      | indices | rows | the pair is |
      |---|---|---|
      | replicated | replicated | replicated |
      | split d | split d | partial sum: devices have different rows |
      | replicated | partial sum | partial sum |
      | replicated | split d, no dimension of `indices` | split along the gradient's dimension |

    Example, row 2 is [4, 6], row 0 is [5, 6], all others are 0:

    ```mlir
    %i = arith.constant dense<[2, 0, 2]> : tensor<3xi32>
    %r = arith.constant dense<[[1.0, 2.0], [5.0, 6.0], [3.0, 4.0]]> : tensor<3x2xf32>
    %g = skein.sparse_gradient indices(%i : tensor<3xi32>) rows(%r : tensor<3x2xf32>)
        : !skein.sparse_gradient<tensor<1000x2xf32>>
    ```
  }];
  let arguments = (ins Variadic<StaticShapeTensorOf<[AnySignlessIntegerOrIndex]>>:$indices,
                       Variadic<StaticShapeTensorOf<[AnyFloat]>>:$rows);
  let results = (outs Skein_SparseGradient:$result);
  let assemblyFormat = [{
    (`indices` `(` $indices^ `:` type($indices) `)` `rows` `(` $rows `:` type($rows) `)`)?
    attr-dict `:` qualified(type($result))
  }];
  let hasVerifier = 1;
}

def Skein_FirstOccurrenceOp : Skein_Op<"first_occurrence", [Pure]> {
  let summary = "Where each number of a list stands first";
  let description = [{
    Element i of the result is the smallest j with `input[j] = input[i]`. So rows of
    equal indices have one place at which they can be added up.

    Constraints:
    - (C1) `result` has the extent of `input`.

    Example: [7, 3, 7, 7, 5] gives [0, 1, 0, 0, 4].
    `%first = skein.first_occurrence %indices : tensor<5xi64> -> tensor<5xi32>`.
  }];
  let arguments = (ins 1DTensorOf<[I8, I16, I32, I64, Index]>:$input);
  let results = (outs 1DTensorOf<[I32]>:$result);
  let assemblyFormat = "$input attr-dict `:` type($input) `->` type($result)";
  let hasVerifier = 1;
}

def Skein_TopKOp : Skein_Op<"top_k", [Pure]> {
  let summary = "The elements of largest absolute value in every row";
  let description = [{
    Of each row of `input`, `values` are the k elements of largest absolute value,
    in the order in which they stand there, and `indices` their places. Of
    elements of one absolute value those count first that stand first. NaN is
    larger than infinity.

    Rows are taken one by one, so a device needs all of a row, but not all rows.

    Constraints:
    - (C1) `values` and `indices` have the rows of `input`, with 1 to all of the
      elements of each; their number is k.
    - (C2) `values` has the element type of `input`.
    - (C3) A row has fewer than 2^31 elements.

    Example, the two largest of four:

    ```mlir
    %x = arith.constant dense<[[1.0, -4.0, 0.0, 3.0], [2.0, 2.0, -2.0, 2.0]]> : tensor<2x4xf32>
    %v, %i = skein.top_k %x : tensor<2x4xf32> -> tensor<2x2xf32>, tensor<2x2xi32>
    // %v is [[-4, 3], [2, 2]], %i is [[1, 3], [0, 1]]
    ```
  }];
  let arguments = (ins 2DTensorOf<[F16, BF16, F32, F64]>:$input);
  let results = (outs 2DTensorOf<[F16, BF16, F32, F64]>:$values, 2DTensorOf<[I32]>:$indices);
  let assemblyFormat = "$input attr-dict `:` type($input) `->` type($values) `,` type($indices)";
  let hasVerifier = 1;
}

#endif // SKEIN_DIALECT_SPARSE_OPS
