//===- RandomOps.td - random numbers ---------------------------------------===//
#ifndef SKEIN_DIALECT_RANDOM_OPS
#define SKEIN_DIALECT_RANDOM_OPS

include "dialect/Base.td"
include "mlir/Interfaces/SideEffectInterfaces.td"

def Skein_RandomUniformOp : Skein_Op<"random_uniform", [Pure]> {
  let summary = "Random numbers that depend on where they stand";
  let description = [{
    Uniform random numbers in [0, 1). Each is a function of `seed`, of `counters` and of its
    place in `result`, and of nothing else: it is the same on one device or many, for a
    batch as a whole or in parts, and when it is computed again. A training step passes
    its number, so that the next step has other numbers; a function that is called
    several times passes one more that tells calls apart. Ops with different seeds are
    independent.

    Element i, in row-major order, is the first 32 bits of Philox 4x32-10 of the
    counter (i, c), of 64 bits each, with the key `seed`: their first 24 bits as an f32,
    11 as an f16, 8 as a bf16; 27 and 26 of the next as an f64. c is the only counter or,
    of several, the first 64 bits of Philox of (next counter, c so far), from the
    second counter on. Source: Salmon et al., Parallel random numbers: as easy as
    1, 2, 3, SC 2011.

    `--skein-differentiate` and `--skein-cut-stages` write the arithmetic out; no gradient
    flows back.

    Constraints:
    - (C1) There is a counter.

    Example, dropout of a tenth:

    ```mlir
    %u = skein.random_uniform %step, %layer seed = 7 : tensor<i64>, index -> tensor<64x128xf32>
    %y = linalg.generic ... ins(%x, %u : ...) {
    ^bb0(%a: f32, %r: f32, %out: f32):
      %isKept = arith.cmpf oge, %r, %tenth : f32
      %scaled = arith.divf %a, %nineTenths : f32
      %b = arith.select %isKept, %scaled, %zero : f32
      linalg.yield %b : f32
    }
    ```
  }];
  let arguments = (ins Variadic<AnyTypeOf<[0DTensorOf<[I64]>, I64, Index]>>:$counters,
                       I64Attr:$seed);
  let results = (outs StaticShapeTensorOf<[F16, BF16, F32, F64]>:$result);
  let assemblyFormat = "$counters `seed` `=` $seed attr-dict `:` type($counters) `->` type($result)";
  let hasVerifier = 1;
}

#endif // SKEIN_DIALECT_RANDOM_OPS
