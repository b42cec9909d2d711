// RUN: skein-opt %s --skein-cut-stages='stages=3 partition=layers layers=1,2,3' 2>/dev/null | FileCheck %s

// @w is in the first and in the last stage, the second time transposed there; @x + 1 and
// the first activation go from the first stage to the last, past the second.

// CHECK:      func.func private @loss.stage0(%{{.*}}: tensor<4x4xf32>, %{{.*}}: tensor<8x4xf32>) -> tensor<8x4xf32>
// CHECK:      func.func private @loss.stage1(%{{.*}}: tensor<4x4xf32>, %{{.*}}: tensor<8x4xf32>) -> tensor<8x4xf32>
// CHECK:      func.func private @loss.stage2(%[[W:.*]]: tensor<4x4xf32>, %{{.*}}: tensor<8x4xf32>, %{{.*}}: tensor<8x4xf32>) -> tensor<f32>
// CHECK:        linalg.transpose ins(%[[W]]
// CHECK:      func.func private @loss(%[[W:.*]]: tensor<4x4xf32>, %[[V:.*]]: tensor<4x4xf32>, %[[X:.*]]: tensor<8x4xf32>, %[[COPY:.*]]: tensor<4x4xf32>)
// CHECK-NEXT:   %[[A:.*]] = call @loss.stage0(%[[W]], %[[X]])
// CHECK-NEXT:   %[[B:.*]] = call @loss.stage1(%[[V]], %[[A]])
// CHECK-NEXT:   call @loss.stage2(%[[COPY]], %[[A]], %[[B]])
// CHECK:      skein.step
// CHECK:        %[[W:.*]] = skein.read @w
// CHECK:        %[[R:.*]]:4 = skein.value_and_grad @loss(%[[W]], %{{.*}}, %{{.*}}, %[[W]]) wrt [1, 0, 3]
// CHECK:        %[[SUM:.*]] = linalg.add ins(%[[R]]#2, %[[R]]#3
// CHECK:        skein.apply_gradient @w, %[[SUM]]
// CHECK:        skein.apply_gradient @v, %[[R]]#1
func.func private @loss(%w: tensor<4x4xf32>, %v: tensor<4x4xf32>, %x: tensor<8x4xf32>) -> tensor<f32> {
  %empty = tensor.empty() : tensor<8x4xf32>
  %zero = arith.constant 0.0 : f32
  %zeros = linalg.fill ins(%zero : f32) outs(%empty : tensor<8x4xf32>) -> tensor<8x4xf32>
  %square = tensor.empty() : tensor<4x4xf32>
  %t = linalg.transpose ins(%w : tensor<4x4xf32>) outs(%square : tensor<4x4xf32>) permutation = [1, 0]
  %a = linalg.matmul ins(%x, %w : tensor<8x4xf32>, tensor<4x4xf32>) outs(%zeros : tensor<8x4xf32>) -> tensor<8x4xf32>
  %b = linalg.matmul ins(%a, %v : tensor<8x4xf32>, tensor<4x4xf32>) outs(%zeros : tensor<8x4xf32>) -> tensor<8x4xf32>
  %c = linalg.matmul ins(%b, %t : tensor<8x4xf32>, tensor<4x4xf32>) outs(%zeros : tensor<8x4xf32>) -> tensor<8x4xf32>
  %d = arith.addf %c, %a : tensor<8x4xf32>
  %start = arith.constant dense<0.0> : tensor<f32>
  %loss = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> ()>], iterator_types = ["reduction", "reduction"]} ins(%d : tensor<8x4xf32>) outs(%start : tensor<f32>) {
  ^bb0(%e: f32, %sum: f32):
    %f = arith.addf %sum, %e : f32
    linalg.yield %f : f32
  } -> tensor<f32>
  return %loss : tensor<f32>
}

skein.variable @w : tensor<4x4xf32> = #skein.glorot_uniform<seed = 0>
skein.variable @v : tensor<4x4xf32> = #skein.glorot_uniform<seed = 1>

skein.step @train(%x: tensor<8x4xf32> {skein.batch = 0}) -> (tensor<f32> {skein.name = "loss"}) {
  %w = skein.read @w : tensor<4x4xf32>
  %v = skein.read @v : tensor<4x4xf32>
  %loss, %dv, %dw = skein.value_and_grad @loss(%w, %v, %x) wrt [1, 0] : (tensor<4x4xf32>, tensor<4x4xf32>, tensor<8x4xf32>) -> (tensor<f32>, tensor<4x4xf32>, tensor<4x4xf32>)
  skein.apply_gradient @w, %dw : tensor<4x4xf32> using #skein.sgd<learning_rate = 0.1>
  skein.apply_gradient @v, %dv : tensor<4x4xf32> using #skein.sgd<learning_rate = 0.1>
  skein.return %loss : tensor<f32>
}
