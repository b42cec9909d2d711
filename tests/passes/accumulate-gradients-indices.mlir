// RUN: skein-opt %s --skein-accumulate-gradients=micro-batches=2 | FileCheck %s

// Rows of a sparse gradient that are the same in every micro-batch are added up, and have
// the indices of any.

// CHECK-LABEL: skein.step @train
// CHECK:         %[[LOOP:.*]]:2 = scf.for {{.*}} iter_args(%{{.*}} = %{{.*}}, %[[BEFORE:.*]] = %{{.*}}) -> (tensor<1xi32>, tensor<1x4xf32>)
// CHECK:           %[[CALL:.*]]:2 = func.call @position_bwd
// CHECK:           linalg.generic {{.*}} ins(%[[CALL]]#0
// CHECK-NEXT:      ^bb0(%[[INDEX:.*]]: i32,
// CHECK-NEXT:        linalg.yield %[[INDEX]]
// CHECK:           arith.addf
// CHECK:         skein.sparse_gradient indices(%[[LOOP]]#0 : tensor<1xi32>) rows(%[[LOOP]]#1
skein.variable @position : tensor<3x4xf32> = #skein.zeros

func.func private @position_bwd(%dy: tensor<8x4xf32>) -> (tensor<1xi32>, tensor<1x4xf32>) {
  %index = arith.constant dense<2> : tensor<1xi32>
  %zeros = arith.constant dense<0.0> : tensor<4xf32>
  %row = linalg.reduce {arith.addf} ins(%dy : tensor<8x4xf32>) outs(%zeros : tensor<4xf32>) dimensions = [0]
  %rows = tensor.expand_shape %row [[0, 1]] output_shape [1, 4] : tensor<4xf32> into tensor<1x4xf32>
  return %index, %rows : tensor<1xi32>, tensor<1x4xf32>
}

skein.step @train(%x: tensor<8x4xf32> {skein.batch = 0 : i64}) {
  %index, %rows = func.call @position_bwd(%x) : (tensor<8x4xf32>) -> (tensor<1xi32>, tensor<1x4xf32>)
  %g = skein.sparse_gradient indices(%index : tensor<1xi32>) rows(%rows : tensor<1x4xf32>) : !skein.sparse_gradient<tensor<3x4xf32>>
  skein.apply_gradient @position, %g : !skein.sparse_gradient<tensor<3x4xf32>> using #skein.sgd<learning_rate = 0.1>
  skein.return
}
