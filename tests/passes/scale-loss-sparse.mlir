// RUN: skein-opt %s --skein-scale-loss=loss-scale=static --skein-differentiate --skein-partition=mesh=data:2 --skein-synchronize --skein-expand-optimizers --split-input-file | FileCheck %s

// The flag looks at every row that was gathered, and the update by rows is under its condition and takes its factor.
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
// CHECK-LABEL: skein.program @train
// CHECK:         %[[I:.*]] = skein.all_gather %{{.*}} -> tensor<8xi32>
// CHECK:         %[[R:.*]] = skein.all_gather %{{.*}} -> tensor<8x3xf32>
// CHECK:         %[[FINITE:.*]] = linalg.generic {{.*}} ins(%[[R]] : tensor<8x3xf32>) outs(%{{.*}} : tensor<i1>)
// CHECK:         linalg.generic {{.*}} ins(%[[I]], %[[R]], %{{.*}}, %[[FINITE]] : tensor<8xi32>, tensor<8x3xf32>, tensor<f32>, tensor<i1>) outs(%{{.*}} : tensor<50x3xf32>)
// CHECK-COUNT-2:   arith.select
skein.step @train(%i: tensor<8xi32> {skein.batch = 0 : i64}) {
  %t = skein.read @t : tensor<50x3xf32>
  %loss, %dt = skein.value_and_grad @loss(%t, %i) wrt [0] : (tensor<50x3xf32>, tensor<8xi32>) -> (tensor<f32>, tensor<50x3xf32>)
  skein.apply_gradient @t, %dt : tensor<50x3xf32> using #skein.sgd<learning_rate = 0.1>
  skein.return
}

// -----

// The sum of rows of f16 may overflow where no row does, which no flag would see: the gradient stays a tensor.
#n = affine_map<(n, c) -> (n)>
#nc = affine_map<(n, c) -> (n, c)>
func.func @loss(%t: tensor<50x3xf16>, %i: tensor<8xi32>) -> tensor<f16> {
  %e = tensor.empty() : tensor<8x3xf16>
  %r = linalg.generic {indexing_maps = [#n, #nc], iterator_types = ["parallel", "parallel"]} ins(%i : tensor<8xi32>) outs(%e : tensor<8x3xf16>) {
  ^bb0(%a: i32, %o: f16):
    %row = arith.index_cast %a : i32 to index
    %c = linalg.index 1 : index
    %x = tensor.extract %t[%row, %c] : tensor<50x3xf16>
    linalg.yield %x : f16
  } -> tensor<8x3xf16>
  %zero = arith.constant dense<0.0> : tensor<f16>
  %l = linalg.reduce {arith.addf} ins(%r : tensor<8x3xf16>) outs(%zero : tensor<f16>) dimensions = [0, 1]
  return %l : tensor<f16>
}
skein.variable @t : tensor<50x3xf16>
// CHECK-LABEL: skein.program @train
// CHECK-NOT:     skein.all_gather
// CHECK:         skein.all_reduce sum %{{.*}} -> tensor<50x3xf16>
skein.step @train(%i: tensor<8xi32> {skein.batch = 0 : i64}) {
  %t = skein.read @t : tensor<50x3xf16>
  %loss, %dt = skein.value_and_grad @loss(%t, %i) wrt [0] : (tensor<50x3xf16>, tensor<8xi32>) -> (tensor<f16>, tensor<50x3xf16>)
  skein.apply_gradient @t, %dt : tensor<50x3xf16> using #skein.sgd<learning_rate = 0.1>
  skein.return
}
