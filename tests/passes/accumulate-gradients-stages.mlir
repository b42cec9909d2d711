// RUN: skein-opt %s --skein-accumulate-gradients=micro-batches=2 | FileCheck %s

// The gradients that two stages have of @w are accumulated each for itself and added up
// once; those of the value between the stages are added up in every round.

// CHECK-LABEL: skein.step @train
// CHECK:         %[[SUMS:.*]]:2 = scf.for
// CHECK:           %[[LAST:.*]]:2 = func.call @last_bwd
// CHECK:           %[[BETWEEN:.*]] = linalg.add ins(%[[LAST]]#1, %[[LAST]]#1
// CHECK:           func.call @first_bwd(%{{.*}}, %[[BETWEEN]])
// CHECK-NOT:       linalg.add
// CHECK:           scf.yield
// CHECK:         %[[SUM:.*]] = linalg.add ins(%[[SUMS]]#0, %[[SUMS]]#1
// CHECK:         skein.apply_gradient @w, %[[SUM]]
skein.variable @w : tensor<4xf32> = #skein.zeros

func.func private @last_bwd(%x: tensor<8x4xf32>) -> (tensor<4xf32>, tensor<8x4xf32>) attributes {skein.stage = 1 : i64} {
  %zeros = arith.constant dense<0.0> : tensor<4xf32>
  %dw = linalg.reduce ins(%x : tensor<8x4xf32>) outs(%zeros : tensor<4xf32>) dimensions = [0]
      (%a: f32, %sum: f32) {
        %b = arith.addf %a, %sum : f32
        linalg.yield %b : f32
      }
  return %dw, %x : tensor<4xf32>, tensor<8x4xf32>
}

func.func private @first_bwd(%x: tensor<8x4xf32>, %dy: tensor<8x4xf32>) -> tensor<4xf32> attributes {skein.stage = 0 : i64} {
  %zeros = arith.constant dense<0.0> : tensor<4xf32>
  %dw = linalg.reduce ins(%dy : tensor<8x4xf32>) outs(%zeros : tensor<4xf32>) dimensions = [0]
      (%a: f32, %sum: f32) {
        %b = arith.addf %a, %sum : f32
        linalg.yield %b : f32
      }
  return %dw : tensor<4xf32>
}

skein.step @train(%x: tensor<8x4xf32> {skein.batch = 0}) {
  %last:2 = func.call @last_bwd(%x) : (tensor<8x4xf32>) -> (tensor<4xf32>, tensor<8x4xf32>)
  %empty = tensor.empty() : tensor<8x4xf32>
  %dy = linalg.add ins(%last#1, %last#1 : tensor<8x4xf32>, tensor<8x4xf32>) outs(%empty : tensor<8x4xf32>) -> tensor<8x4xf32>
  %first = func.call @first_bwd(%x, %dy) : (tensor<8x4xf32>, tensor<8x4xf32>) -> tensor<4xf32>
  %vector = tensor.empty() : tensor<4xf32>
  %dw = linalg.add ins(%first, %last#0 : tensor<4xf32>, tensor<4xf32>) outs(%vector : tensor<4xf32>) -> tensor<4xf32>
  skein.apply_gradient @w, %dw : tensor<4xf32> using #skein.sgd<learning_rate = 0.1>
  skein.return
}
