// Loops over layers, written out, with variables of their own for each layer.
// RUN: skein-opt --skein-unstack-layers %s | FileCheck %s

// CHECK-DAG: skein.variable @w.0 : tensor<1x4x4xf32> = #skein.glorot_uniform<seed = 1> {skein.stored = #skein.stored<"w" at [0, 0, 0] of [2, 4, 4]>}
// CHECK-DAG: skein.variable @w.1 : tensor<1x4x4xf32> = #skein.glorot_uniform<seed = 1> {skein.stored = #skein.stored<"w" at [1, 0, 0] of [2, 4, 4]>}
// Not taken row by row.
// CHECK-DAG: skein.variable @v : tensor<2x4xf32>
skein.variable @w : tensor<2x4x4xf32> = #skein.glorot_uniform<seed = 1>
skein.variable @v : tensor<2x4xf32> = #skein.zeros

func.func private @layer(%w: tensor<4x4xf32>, %h: tensor<8x4xf32>) -> tensor<8x4xf32> {
  %z = arith.constant dense<0.0> : tensor<8x4xf32>
  %y = linalg.matmul ins(%h, %w : tensor<8x4xf32>, tensor<4x4xf32>) outs(%z : tensor<8x4xf32>) -> tensor<8x4xf32>
  return %y : tensor<8x4xf32>
}

// CHECK: func.func @loss(%[[W0:.*]]: tensor<1x4x4xf32>, %[[W1:.*]]: tensor<1x4x4xf32>, %{{.*}}: tensor<2x4xf32>, %[[X:.*]]: tensor<8x4xf32> {skein.batch = 0 : i64})
// CHECK:      %[[A:.*]] = tensor.extract_slice %[[W0]][0, 0, 0] [1, 4, 4] [1, 1, 1] : tensor<1x4x4xf32> to tensor<4x4xf32>
// CHECK:      %[[H:.*]] = call @layer(%[[A]], %[[X]])
// CHECK:      %[[B:.*]] = tensor.extract_slice %[[W1]][0, 0, 0] [1, 4, 4] [1, 1, 1] : tensor<1x4x4xf32> to tensor<4x4xf32>
// CHECK:      %[[Y:.*]] = call @layer(%[[B]], %[[H]])
// CHECK-NOT:  scf.for
// CHECK:      return
func.func @loss(%w: tensor<2x4x4xf32>, %v: tensor<2x4xf32>, %x: tensor<8x4xf32> {skein.batch = 0 : i64}) -> tensor<f32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %y = scf.for %i = %c0 to %c2 step %c1 iter_args(%h = %x) -> (tensor<8x4xf32>) {
    %layer = tensor.extract_slice %w[%i, 0, 0] [1, 4, 4] [1, 1, 1] : tensor<2x4x4xf32> to tensor<4x4xf32>
    %next = func.call @layer(%layer, %h) : (tensor<4x4xf32>, tensor<8x4xf32>) -> tensor<8x4xf32>
    scf.yield %next : tensor<8x4xf32>
  }
  %z = arith.constant dense<0.0> : tensor<f32>
  %l = linalg.reduce ins(%y : tensor<8x4xf32>) outs(%z : tensor<f32>) dimensions = [0, 1]
    (%a: f32, %b: f32) {
      %s = arith.addf %a, %b : f32
      linalg.yield %s : f32
    }
  %q = linalg.reduce ins(%v : tensor<2x4xf32>) outs(%l : tensor<f32>) dimensions = [0, 1]
    (%a: f32, %b: f32) {
      %s = arith.addf %a, %b : f32
      linalg.yield %s : f32
    }
  return %q : tensor<f32>
}

// CHECK: skein.step @train
// CHECK-DAG:  %[[R0:.*]] = skein.read @w.0 : tensor<1x4x4xf32>
// CHECK-DAG:  %[[R1:.*]] = skein.read @w.1 : tensor<1x4x4xf32>
// CHECK-DAG:  %[[V:.*]] = skein.read @v : tensor<2x4xf32>
// CHECK:      %[[G:.*]]:4 = skein.value_and_grad @loss(%[[R0]], %[[R1]], %[[V]], %{{.*}}) wrt [2, 0, 1]
// CHECK-DAG:  skein.apply_gradient @w.0, %[[G]]#2 : tensor<1x4x4xf32> using #skein.adam
// CHECK-DAG:  skein.apply_gradient @w.1, %[[G]]#3 : tensor<1x4x4xf32> using #skein.adam
// CHECK-DAG:  skein.apply_gradient @v, %[[G]]#1 : tensor<2x4xf32>
// CHECK-NOT:  tensor.concat
skein.step @train(%x: tensor<8x4xf32> {skein.batch = 0 : i64}) -> (tensor<f32> {skein.name = "loss"}) {
  %w = skein.read @w : tensor<2x4x4xf32>
  %v = skein.read @v : tensor<2x4xf32>
  %l, %dv, %dw = skein.value_and_grad @loss(%w, %v, %x) wrt [1, 0] : (tensor<2x4x4xf32>, tensor<2x4xf32>, tensor<8x4xf32>) -> (tensor<f32>, tensor<2x4xf32>, tensor<2x4x4xf32>)
  skein.apply_gradient @w, %dw : tensor<2x4x4xf32> using #skein.adam<learning_rate = 0.1>
  skein.apply_gradient @v, %dv : tensor<2x4xf32> using #skein.adam<learning_rate = 0.1>
  skein.return %l : tensor<f32>
}
