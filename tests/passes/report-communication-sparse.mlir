// Of a table of which rows are looked up only these are sent, under its name: 2 devices receive 4 rows of 3 elements
// and 4 indices from one another, where the tensor would have been sent whole.
// RUN: skein-opt %s --skein-distribute=mesh=data:2 --skein-report-communication -o %t 2>&1 | FileCheck %s --check-prefix=ROWS
// ROWS:      skein.all_gather {{ *}}32 {{ *}}data {{ *}}@t
// ROWS:      skein.all_gather {{ *}}96 {{ *}}data {{ *}}@t
// ROWS-NEXT: bytes along data: 128
// RUN: skein-opt %s --skein-distribute='mesh=data:2 dense-gradients' --skein-report-communication -o %t 2>&1 | FileCheck %s --check-prefix=TENSOR
// RUN: skein-opt %s --skein-distribute='mesh=data:2 densify-variables=t' --skein-report-communication -o %t 2>&1 | FileCheck %s --check-prefix=TENSOR
// TENSOR:      skein.all_reduce {{ *}}1200 {{ *}}data {{ *}}@t
// TENSOR-NEXT: bytes along data: 1200

#n = affine_map<(n, c) -> (n)>
#nc = affine_map<(n, c) -> (n, c)>
func.func @loss(%t: tensor<50x3xf32>, %i: tensor<8xi32>) -> tensor<f32> {
  %e = tensor.empty() : tensor<8x3xf32>
  %r = linalg.generic {indexing_maps = [#n, #nc], iterator_types = ["parallel", "parallel"]} ins(%i : tensor<8xi32>) outs(%e : tensor<8x3xf32>) {
  ^bb0(%a: i32, %o: f32):
    %row = arith.index_cast %a : i32 to index
    %c = linalg.index 1 : index
    %x = tensor.extract %t[%row, %c] : tensor<50x3xf32>
    %y = arith.mulf %x, %x : f32
    linalg.yield %y : f32
  } -> tensor<8x3xf32>
  %zero = arith.constant dense<0.0> : tensor<f32>
  %l = linalg.reduce {arith.addf} ins(%r : tensor<8x3xf32>) outs(%zero : tensor<f32>) dimensions = [0, 1]
  return %l : tensor<f32>
}
skein.variable @t : tensor<50x3xf32>
skein.step @train(%i: tensor<8xi32> {skein.batch = 0 : i64}) {
  %t = skein.read @t : tensor<50x3xf32>
  %loss, %dt = skein.value_and_grad @loss(%t, %i) wrt [0] : (tensor<50x3xf32>, tensor<8xi32>) -> (tensor<f32>, tensor<50x3xf32>)
  skein.apply_gradient @t, %dt : tensor<50x3xf32> using #skein.sgd<learning_rate = 0.1>
  skein.return
}
