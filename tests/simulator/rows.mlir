// What updates by rows cost.
// RUN: skein-sim %s --cluster=%S/node4.yaml --json=%t.json && FileCheck %s --check-prefix=ROWS --input-file=%t.json

skein.mesh @one()

// An update of three rows in place reads and writes these, not the table: 24 + 96 +
// 2 * 96 bytes. What the sparse update of Adagrad asks first, which indices are
// equal, reads 24 bytes and writes 12.
// ROWS-LABEL: "tasks"
// ROWS:       "name": "skein.first_occurrence"
// ROWS:       "flops": 0,
// ROWS-NEXT:  "bytes": 36
// ROWS:       "name": "linalg.generic (reduction)"
// ROWS:       "flops": 24,
// ROWS-NEXT:  "bytes": 312
// Two of 100 elements of a row are found in two passes over 400 bytes; 8 bytes of values
// and 8 of places are written.
// ROWS:       "name": "skein.top_k"
// ROWS:       "flops": 0,
// ROWS-NEXT:  "bytes": 816
// ROWS-NOT:   "name"
skein.variable @big : tensor<1000x8xf32>
skein.program @rows on @one(%g: tensor<3x8xf32>, %rows: tensor<3xi64>, %x: tensor<1x100xf32>)
    -> (tensor<3xi32>, tensor<1x2xf32>, tensor<1x2xi32>) {
  %first = skein.first_occurrence %rows : tensor<3xi64> -> tensor<3xi32>
  %old = skein.read @big : tensor<1000x8xf32>
  %new = linalg.generic {indexing_maps = [affine_map<(n, c, r) -> (n)>, affine_map<(n, c, r) -> (n, c)>, affine_map<(n, c, r) -> (r, c)>],
                         iterator_types = ["reduction", "parallel", "parallel"]}
      ins(%rows, %g : tensor<3xi64>, tensor<3x8xf32>) outs(%old : tensor<1000x8xf32>) {
  ^bb0(%index: i64, %v: f32, %out: f32):
    %r = linalg.index 2 : index
    %row = arith.index_cast %index : i64 to index
    %here = arith.cmpi eq, %row, %r : index
    %t = arith.subf %out, %v : f32
    %s = arith.select %here, %t, %out : f32
    linalg.yield %s : f32
  } -> tensor<1000x8xf32>
  skein.assign @big, %new : tensor<1000x8xf32>
  %v, %i = skein.top_k %x : tensor<1x100xf32> -> tensor<1x2xf32>, tensor<1x2xi32>
  skein.return %first, %v, %i : tensor<3xi32>, tensor<1x2xf32>, tensor<1x2xi32>
}
