// What a kernel costs, and which ops it takes in.
// RUN: skein-sim %s --cluster=%S/node4.yaml --program=matmul --json=%t.json && FileCheck %s --check-prefix=MATMUL --input-file=%t.json
// RUN: skein-sim %s --cluster=%S/node4.yaml --program=conv --json=%t.json && FileCheck %s --check-prefix=CONV --input-file=%t.json
// RUN: skein-sim %s --cluster=%S/node4.yaml --program=fusion --json=%t.json && FileCheck %s --check-prefix=FUSION --input-file=%t.json
// RUN: skein-sim %s --cluster=%S/node4.yaml --program=calls --json=%t.json && FileCheck %s --check-prefix=CALLS --input-file=%t.json
// RUN: skein-sim %s --cluster=%S/node4.yaml --program=moves --json=%t.json && FileCheck %s --check-prefix=MOVES --input-file=%t.json
// RUN: skein-sim %s --cluster=%S/node4.yaml --program=look_up --json=%t.json && FileCheck %s --check-prefix=LOOKUP --input-file=%t.json
// RUN: skein-sim %s --cluster=%S/node4.yaml --program=rounding --json=%t.json && FileCheck %s --check-prefix=ROUNDING --input-file=%t.json
// RUN: skein-sim %s --cluster=%S/node4.yaml --program=update --json=%t.json && FileCheck %s --check-prefix=UPDATE --input-file=%t.json

#id = affine_map<(a, b) -> (a, b)>
#row = affine_map<(a, b) -> (a)>
#column = affine_map<(a, b) -> (b)>

skein.mesh @one()
skein.variable @w : tensor<4x8xf32> = #skein.zeros
skein.variable @w.momentum slot of @w : tensor<4x8xf32> = #skein.zeros

// 2 * 4 * 8 * 16 FLOP; (4 * 16 + 16 * 8 + 4 * 8) * 4 bytes. The fill is free.
// MATMUL-LABEL: "tasks"
// MATMUL:       "name": "linalg.matmul"
// MATMUL:       "flops": 1024,
// MATMUL-NEXT:  "bytes": 896
// MATMUL-NOT:   "name"
skein.program @matmul on @one(%a: tensor<4x16xf32>, %b: tensor<16x8xf32>) -> tensor<4x8xf32> {
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<4x8xf32>
  %z = linalg.fill ins(%zero : f32) outs(%e : tensor<4x8xf32>) -> tensor<4x8xf32>
  %c = linalg.matmul ins(%a, %b : tensor<4x16xf32>, tensor<16x8xf32>) outs(%z : tensor<4x8xf32>) -> tensor<4x8xf32>
  skein.return %c : tensor<4x8xf32>
}

// 2 * (1 * 6 * 6 * 5) * (3 * 3 * 2) FLOP; (8 * 8 * 2 + 3 * 3 * 2 * 5 + 6 * 6 * 5) * 4 bytes.
// The pooling, 3 * 3 * 5 results of 2 * 2 comparisons, reads 180 and writes 45
// elements; its window is a shape, not data.
// CONV-LABEL: "tasks"
// CONV:       "name": "linalg.conv_2d_nhwc_hwcf"
// CONV:       "flops": 6480,
// CONV-NEXT:  "bytes": 1592
// CONV:       "name": "linalg.pooling_nhwc_max"
// CONV:       "flops": 180,
// CONV-NEXT:  "bytes": 900
// CONV-NOT:   "name"
skein.program @conv on @one(%x: tensor<1x8x8x2xf32>, %f: tensor<3x3x2x5xf32>) -> tensor<1x3x3x5xf32> {
  %zero = arith.constant dense<0.0> : tensor<1x6x6x5xf32>
  %y = linalg.conv_2d_nhwc_hwcf ins(%x, %f : tensor<1x8x8x2xf32>, tensor<3x3x2x5xf32>) outs(%zero : tensor<1x6x6x5xf32>) -> tensor<1x6x6x5xf32>
  %window = tensor.empty() : tensor<2x2xf32>
  %lowest = arith.constant dense<0xFF800000> : tensor<1x3x3x5xf32>
  %p = linalg.pooling_nhwc_max {strides = dense<2> : tensor<2xi64>}
      ins(%y, %window : tensor<1x6x6x5xf32>, tensor<2x2xf32>) outs(%lowest : tensor<1x3x3x5xf32>) -> tensor<1x3x3x5xf32>
  skein.return %p : tensor<1x3x3x5xf32>
}

// The product and its square go into the sum over rows: (1 + 1 + 1) * 32 FLOP;
// two tensors of 128 bytes in, 4 numbers out. %p, which is used twice, stays alone,
// and so does %t, which is read once per row of its user.
// FUSION-LABEL: "tasks"
// FUSION:       "name": "linalg.generic (reduction)"
// FUSION:       "flops": 96,
// FUSION-NEXT:  "bytes": 272
// FUSION:       "name": "linalg.generic (elementwise)"
// FUSION:       "flops": 32,
// FUSION-NEXT:  "bytes": 256
// FUSION:       "name": "linalg.matmul"
// FUSION:       "name": "linalg.map"
// FUSION:       "flops": 8,
// FUSION-NEXT:  "bytes": 64
// FUSION:       "name": "linalg.generic (elementwise)"
// FUSION:       "flops": 64,
// FUSION-NEXT:  "bytes": 416
// FUSION-NOT:   "name"
skein.program @fusion on @one(%a: tensor<4x8xf32>, %b: tensor<4x8xf32>, %c: tensor<8x8xf32>, %v: tensor<8xf32>)
    -> (tensor<4xf32>, tensor<4x8xf32>) {
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<4x8xf32>
  %e4 = tensor.empty() : tensor<4xf32>
  %z4 = linalg.fill ins(%zero : f32) outs(%e4 : tensor<4xf32>) -> tensor<4xf32>
  %product = arith.mulf %a, %b : tensor<4x8xf32>
  %square = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%product : tensor<4x8xf32>) outs(%e : tensor<4x8xf32>) {
  ^bb0(%x: f32, %out: f32):
    %s = arith.mulf %x, %x : f32
    linalg.yield %s : f32
  } -> tensor<4x8xf32>
  %sums = linalg.generic {indexing_maps = [#id, #row], iterator_types = ["parallel", "reduction"]}
      ins(%square : tensor<4x8xf32>) outs(%z4 : tensor<4xf32>) {
  ^bb0(%x: f32, %out: f32):
    %s = arith.addf %x, %out : f32
    linalg.yield %s : f32
  } -> tensor<4xf32>

  %p = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%a : tensor<4x8xf32>) outs(%e : tensor<4x8xf32>) {
  ^bb0(%x: f32, %out: f32):
    %s = arith.addf %x, %x : f32
    linalg.yield %s : f32
  } -> tensor<4x8xf32>
  %z = linalg.fill ins(%zero : f32) outs(%e : tensor<4x8xf32>) -> tensor<4x8xf32>
  %m = linalg.matmul ins(%p, %c : tensor<4x8xf32>, tensor<8x8xf32>) outs(%z : tensor<4x8xf32>) -> tensor<4x8xf32>
  %e8 = tensor.empty() : tensor<8xf32>
  %t = linalg.map { math.exp } ins(%v : tensor<8xf32>) outs(%e8 : tensor<8xf32>)
  %r = linalg.generic {indexing_maps = [#id, #id, #column, #id], iterator_types = ["parallel", "parallel"]}
      ins(%p, %m, %t : tensor<4x8xf32>, tensor<4x8xf32>, tensor<8xf32>) outs(%e : tensor<4x8xf32>) {
  ^bb0(%x: f32, %y: f32, %u: f32, %out: f32):
    %s = arith.addf %x, %y : f32
    %d = arith.divf %s, %u : f32
    linalg.yield %d : f32
  } -> tensor<4x8xf32>
  skein.return %sums, %r : tensor<4xf32>, tensor<4x8xf32>
}

// A function that is called twice runs twice, the second time after the first.
// CALLS-LABEL: "tasks"
// CALLS:       "name": "linalg.matmul"
// CALLS:       "start_us": 0.0
// CALLS:       "name": "linalg.matmul"
// CALLS:       "start_us": 1.000192
// CALLS-NOT:   "name"
func.func private @layer(%x: tensor<4x4xf32>, %w: tensor<4x4xf32>) -> tensor<4x4xf32> attributes {skein.mesh = @one} {
  %zero = arith.constant dense<0.0> : tensor<4x4xf32>
  %y = linalg.matmul ins(%x, %w : tensor<4x4xf32>, tensor<4x4xf32>) outs(%zero : tensor<4x4xf32>) -> tensor<4x4xf32>
  return %y : tensor<4x4xf32>
}
// Each call: 3 * 64 bytes at 1 TB/s and 1 us to launch, 1.000192 us.
skein.program @calls on @one(%x: tensor<4x4xf32>, %w: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %1 = func.call @layer(%x, %w) : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32>
  %2 = func.call @layer(%1, %w) : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32>
  skein.return %2 : tensor<4x4xf32>
}

// Looking up 3 rows of 8 in a table: 3 indices of 8 bytes, 24 elements in and out;
// the table is as long as it likes. A concatenation reads and writes once.
// MOVES-LABEL: "tasks"
// MOVES:       "name": "linalg.generic (elementwise)"
// MOVES:       "flops": 0,
// MOVES-NEXT:  "bytes": 216
// MOVES:       "name": "tensor.concat"
// MOVES:       "flops": 0,
// MOVES-NEXT:  "bytes": 384
// MOVES-NOT:   "name"
skein.program @moves on @one(%table: tensor<1000x8xf32>, %rows: tensor<3xindex>) -> tensor<6x8xf32> {
  %e = tensor.empty() : tensor<3x8xf32>
  %picked = linalg.generic {indexing_maps = [#row, #id], iterator_types = ["parallel", "parallel"]}
      ins(%rows : tensor<3xindex>) outs(%e : tensor<3x8xf32>) {
  ^bb0(%row: index, %out: f32):
    %column = linalg.index 1 : index
    %v = tensor.extract %table[%row, %column] : tensor<1000x8xf32>
    linalg.yield %v : f32
  } -> tensor<3x8xf32>
  %flat = tensor.collapse_shape %picked [[0, 1]] : tensor<3x8xf32> into tensor<24xf32>
  %back = tensor.expand_shape %flat [[0, 1]] output_shape [3, 8] : tensor<24xf32> into tensor<3x8xf32>
  %c = tensor.concat dim(0) %back, %picked : (tensor<3x8xf32>, tensor<3x8xf32>) -> tensor<6x8xf32>
  skein.return %c : tensor<6x8xf32>
}

// The derivative of looking up 3 rows of 8 adds each row of the cotangent to one
// row of the table: 24 additions, however many rows the table has; 24 bytes of
// indices and 96 of rows in, the zeros of the table out, 24 elements of it in and
// out again. Of 8 classes a half of the score of one is added:
// 2 * 3 FLOP for 3 examples.
// LOOKUP-LABEL: "tasks"
// LOOKUP:       "name": "linalg.generic (reduction)"
// LOOKUP:       "flops": 24,
// LOOKUP-NEXT:  "bytes": 32312
// LOOKUP:       "name": "linalg.generic (reduction)"
// LOOKUP:       "flops": 6,
// LOOKUP-NOT:   "name"
skein.program @look_up on @one(%g: tensor<3x8xf32>, %rows: tensor<3xi64>) -> (tensor<1000x8xf32>, tensor<3xf32>) {
  %zero = arith.constant 0.0 : f32
  %half = arith.constant 0.5 : f32
  %z = arith.constant dense<0.0> : tensor<1000x8xf32>
  %table = linalg.generic {indexing_maps = [affine_map<(n, c, r) -> (n, c)>, affine_map<(n, c, r) -> (n)>, affine_map<(n, c, r) -> (r, c)>],
                           iterator_types = ["reduction", "parallel", "parallel"]}
      ins(%g, %rows : tensor<3x8xf32>, tensor<3xi64>) outs(%z : tensor<1000x8xf32>) {
  ^bb0(%v: f32, %index: i64, %out: f32):
    %r = linalg.index 2 : index
    %row = arith.index_cast %index : i64 to index
    %here = arith.cmpi eq, %row, %r : index
    %s = arith.select %here, %v, %zero : f32
    %t = arith.addf %out, %s : f32
    linalg.yield %t : f32
  } -> tensor<1000x8xf32>
  %z3 = arith.constant dense<0.0> : tensor<3xf32>
  %picked = linalg.generic {indexing_maps = [#id, #row, #row], iterator_types = ["parallel", "reduction"]}
      ins(%g, %rows : tensor<3x8xf32>, tensor<3xi64>) outs(%z3 : tensor<3xf32>) {
  ^bb0(%v: f32, %label: i64, %out: f32):
    %c = linalg.index 1 : index
    %class = arith.index_cast %c : index to i64
    %here = arith.cmpi eq, %class, %label : i64
    %s = arith.select %here, %v, %zero : f32
    %h = arith.mulf %half, %s : f32
    %t = arith.addf %h, %out : f32
    linalg.yield %t : f32
  } -> tensor<3xf32>
  skein.return %table, %picked : tensor<1000x8xf32>, tensor<3xf32>
}

// A product that is rounded to bf16 is one kernel, which reads (4 * 16 + 16 * 8)
// and writes 4 * 8 elements of 2 bytes. What comes next is another kernel.
// ROUNDING-LABEL: "tasks"
// ROUNDING:       "name": "linalg.matmul"
// ROUNDING:       "flops": 1024,
// ROUNDING-NEXT:  "bytes": 448
// ROUNDING:       "name": "linalg.generic (elementwise)"
// ROUNDING-NOT:   "name"
skein.program @rounding on @one(%a: tensor<4x16xbf16>, %b: tensor<16x8xbf16>) -> tensor<4x8xbf16> {
  %z = arith.constant dense<0.0> : tensor<4x8xf32>
  %c = linalg.matmul ins(%a, %b : tensor<4x16xbf16>, tensor<16x8xbf16>) outs(%z : tensor<4x8xf32>) -> tensor<4x8xf32>
  %e = tensor.empty() : tensor<4x8xbf16>
  %r = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%c : tensor<4x8xf32>) outs(%e : tensor<4x8xbf16>) {
  ^bb0(%x: f32, %out: bf16):
    %y = arith.truncf %x : f32 to bf16
    linalg.yield %y : bf16
  } -> tensor<4x8xbf16>
  %s = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%r : tensor<4x8xbf16>) outs(%e : tensor<4x8xbf16>) {
  ^bb0(%x: bf16, %out: bf16):
    %y = arith.addf %x, %x : bf16
    linalg.yield %y : bf16
  } -> tensor<4x8xbf16>
  skein.return %s : tensor<4x8xbf16>
}

// Momentum: both results are written in place, so nothing is live but the two
// variables and the gradient that came in. The momentum is read again after it
// is written, so the second kernel waits for the first.
// UPDATE:       "peak_bytes": 384,
// UPDATE:       "at_peak_bytes":
// UPDATE-NEXT:    128,
// UPDATE-NEXT:    128,
// UPDATE-NEXT:    128,
// UPDATE-NEXT:    0
// UPDATE-LABEL: "tasks"
// UPDATE:       "start_us": 0.0
// UPDATE:       "start_us": 1.000384
// UPDATE-NOT:   "name"
skein.program @update on @one(%g: tensor<4x8xf32>) {
  %half = arith.constant 0.5 : f32
  %e = tensor.empty() : tensor<4x8xf32>
  %m = skein.read @w.momentum : tensor<4x8xf32>
  %w = skein.read @w : tensor<4x8xf32>
  %m2 = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%m, %g : tensor<4x8xf32>, tensor<4x8xf32>) outs(%e : tensor<4x8xf32>) {
  ^bb0(%x: f32, %y: f32, %out: f32):
    %s = arith.mulf %x, %half : f32
    %t = arith.addf %s, %y : f32
    linalg.yield %t : f32
  } -> tensor<4x8xf32>
  skein.assign @w.momentum, %m2 : tensor<4x8xf32>
  %w2 = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%w, %m2 : tensor<4x8xf32>, tensor<4x8xf32>) outs(%e : tensor<4x8xf32>) {
  ^bb0(%x: f32, %y: f32, %out: f32):
    %t = arith.subf %x, %y : f32
    linalg.yield %t : f32
  } -> tensor<4x8xf32>
  skein.assign @w, %w2 : tensor<4x8xf32>
  skein.return
}
