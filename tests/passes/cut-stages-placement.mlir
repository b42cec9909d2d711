// RUN: skein-opt %s --skein-cut-stages=stages=2 2>/dev/null | FileCheck %s

// What is rounded is sent rounded, and extended behind. The penalty on the first weights is
// summed up where they are, so that only its sum is sent: no variable is in both stages.

// CHECK:      func.func private @loss.stage0(%[[W:.*]]: tensor<4x4xf32>, %{{.*}}: tensor<8x4xf32>) -> (tensor<8x4xbf16>, tensor<f32>)
// CHECK:        linalg.matmul
// CHECK:        arith.truncf
// CHECK:        linalg.generic {{.*}} ins(%[[W]]
// CHECK:      func.func private @loss.stage1(%{{.*}}: tensor<4x4xf32>, %[[H:.*]]: tensor<8x4xbf16>, %[[P:.*]]: tensor<f32>) -> tensor<f32>
// CHECK:        arith.extf %[[H]]
// CHECK:        linalg.matmul
// CHECK:        arith.addf %{{.*}}, %[[P]]
// CHECK:      func.func private @loss(%{{.*}}: tensor<4x4xf32>, %{{.*}}: tensor<4x4xf32>, %{{[^,]*}}: tensor<8x4xf32>) -> tensor<f32>
func.func private @loss(%w: tensor<4x4xf32>, %v: tensor<4x4xf32>, %x: tensor<8x4xf32>) -> tensor<f32> {
  %zeros = arith.constant dense<0.0> : tensor<8x4xf32>
  %zero = arith.constant dense<0.0> : tensor<f32>
  %a = linalg.matmul ins(%x, %w : tensor<8x4xf32>, tensor<4x4xf32>) outs(%zeros : tensor<8x4xf32>) -> tensor<8x4xf32>
  %b = arith.truncf %a : tensor<8x4xf32> to tensor<8x4xbf16>
  %c = arith.extf %b : tensor<8x4xbf16> to tensor<8x4xf32>
  %d = linalg.matmul ins(%c, %v : tensor<8x4xf32>, tensor<4x4xf32>) outs(%zeros : tensor<8x4xf32>) -> tensor<8x4xf32>
  %e = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> ()>], iterator_types = ["reduction", "reduction"]} ins(%d : tensor<8x4xf32>) outs(%zero : tensor<f32>) {
  ^bb0(%f: f32, %sum: f32):
    %g = arith.addf %sum, %f : f32
    linalg.yield %g : f32
  } -> tensor<f32>
  %penalty = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> ()>], iterator_types = ["reduction", "reduction"]} ins(%w : tensor<4x4xf32>) outs(%zero : tensor<f32>) {
  ^bb0(%f: f32, %sum: f32):
    %g = arith.mulf %f, %f : f32
    %h = arith.addf %sum, %g : f32
    linalg.yield %h : f32
  } -> tensor<f32>
  %loss = arith.addf %e, %penalty : tensor<f32>
  return %loss : tensor<f32>
}

skein.step @train(%w: tensor<4x4xf32>, %v: tensor<4x4xf32>, %x: tensor<8x4xf32>) -> (tensor<4x4xf32>, tensor<4x4xf32>) {
  %loss, %dw, %dv = skein.value_and_grad @loss(%w, %v, %x) wrt [0, 1] : (tensor<4x4xf32>, tensor<4x4xf32>, tensor<8x4xf32>) -> (tensor<f32>, tensor<4x4xf32>, tensor<4x4xf32>)
  skein.return %dw, %dv : tensor<4x4xf32>, tensor<4x4xf32>
}
