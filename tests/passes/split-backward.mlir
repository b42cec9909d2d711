// RUN: skein-opt %s --skein-split-backward | FileCheck %s
// RUN: skein-opt %s --skein-split-backward=schedule=1f1b | FileCheck %s --check-prefix=WHOLE
// RUN: skein-opt %s --skein-split-backward='schedule=zb-h1 micro-batches=4' | FileCheck %s
// RUN: not skein-opt %s --skein-split-backward=schedule=2f2b 2>&1 | FileCheck %s --check-prefix=UNKNOWN

// Stage 1 has two layers, the calls of @layer_bwd. The way to the input is one product
// in each; the products for weights are put off, and take what the others made of the
// gradients of results. Stage 0 has one product, before which nothing is to be done.

// CHECK-LABEL: func.func private @loss.stage1_input_gradient(
// CHECK-SAME:    skein.action = "input_gradient"
// CHECK-SAME:    skein.forward = @loss.stage1_fwd
// CHECK:         %[[A:.*]]:2 = call @layer_input_gradient
// CHECK-NEXT:    %[[B:.*]]:2 = call @layer_input_gradient({{.*}}%[[A]]#0)
// CHECK-NEXT:    return %[[B]]#0, %[[A]]#1, %[[B]]#1
// CHECK-LABEL: func.func private @loss.stage1_weight_gradient(
// CHECK-SAME:    skein.action = "weight_gradient"
// CHECK-COUNT-2: call @layer_weight_gradient
// CHECK-LABEL: func.func private @layer_input_gradient(
// CHECK-SAME:    -> (tensor<8x4xf32>, tensor<8x4xf32>)
// CHECK-COUNT-1: linalg.contract
// CHECK-NOT:     linalg.contract
// CHECK-LABEL: func.func private @layer_weight_gradient(
// CHECK-SAME:    %{{.*}}: tensor<8x4xf32>, %{{.*}}: tensor<8x4xf32>) -> tensor<4x4xf32>
// CHECK-COUNT-1: linalg.contract
// CHECK-LABEL: skein.step @train
// CHECK:         %[[I:.*]]:3 = func.call @loss.stage1_input_gradient(%{{.*}}, %{{.*}}, %{{[^,]*}})
// CHECK-NEXT:    %[[W:.*]]:2 = func.call @loss.stage1_weight_gradient({{.*}}%[[I]]#1, %[[I]]#2)
// CHECK-NEXT:    %[[B:.*]] = func.call @loss.stage0_bwd({{.*}}%[[I]]#0)
// CHECK-NEXT:    skein.return %[[B]], %[[W]]#0, %[[W]]#1

// WHOLE:       call @loss.stage1_bwd

// UNKNOWN: error: {{.*}}2f2b
func.func private @loss.stage0_fwd(%w: tensor<4x4xf32>, %x: tensor<8x4xf32>) -> tensor<8x4xf32> attributes {skein.action = "forward", skein.backward = @loss.stage0_bwd, skein.stage = 0 : i64} {
  return %x : tensor<8x4xf32>
}
func.func private @loss.stage0_bwd(%x: tensor<8x4xf32>, %dy: tensor<8x4xf32>) -> tensor<4x4xf32> attributes {skein.action = "backward", skein.forward = @loss.stage0_fwd, skein.stage = 0 : i64} {
  %zeros = arith.constant dense<0.0> : tensor<4x4xf32>
  %dw = linalg.contract indexing_maps = [affine_map<(i, j, c) -> (c, i)>, affine_map<(i, j, c) -> (c, j)>, affine_map<(i, j, c) -> (i, j)>] ins(%x, %dy : tensor<8x4xf32>, tensor<8x4xf32>) outs(%zeros : tensor<4x4xf32>) -> tensor<4x4xf32>
  return %dw : tensor<4x4xf32>
}
func.func private @loss.stage1_fwd(%v: tensor<4x4xf32>, %w: tensor<4x4xf32>, %x: tensor<8x4xf32>) -> tensor<8x4xf32> attributes {skein.action = "forward", skein.backward = @loss.stage1_bwd, skein.stage = 1 : i64} {
  return %x : tensor<8x4xf32>
}
func.func private @loss.stage1_bwd(%v: tensor<4x4xf32>, %w: tensor<4x4xf32>, %x: tensor<8x4xf32>, %y: tensor<8x4xf32>, %dy: tensor<8x4xf32>) -> (tensor<4x4xf32>, tensor<4x4xf32>, tensor<8x4xf32>) attributes {skein.action = "backward", skein.forward = @loss.stage1_fwd, skein.stage = 1 : i64} {
  %a:2 = func.call @layer_bwd(%w, %y, %dy) : (tensor<4x4xf32>, tensor<8x4xf32>, tensor<8x4xf32>) -> (tensor<4x4xf32>, tensor<8x4xf32>)
  %b:2 = func.call @layer_bwd(%v, %x, %a#1) : (tensor<4x4xf32>, tensor<8x4xf32>, tensor<8x4xf32>) -> (tensor<4x4xf32>, tensor<8x4xf32>)
  return %b#0, %a#0, %b#1 : tensor<4x4xf32>, tensor<4x4xf32>, tensor<8x4xf32>
}
func.func private @layer_fwd(%w: tensor<4x4xf32>, %x: tensor<8x4xf32>) -> tensor<8x4xf32> attributes {skein.backward = @layer_bwd} {
  return %x : tensor<8x4xf32>
}
func.func private @layer_bwd(%w: tensor<4x4xf32>, %x: tensor<8x4xf32>, %dy: tensor<8x4xf32>) -> (tensor<4x4xf32>, tensor<8x4xf32>) attributes {skein.forward = @layer_fwd} {
  %zeros = arith.constant dense<0.0> : tensor<4x4xf32>
  %tall = arith.constant dense<0.0> : tensor<8x4xf32>
  %dz = linalg.softmax dimension(1) ins(%dy : tensor<8x4xf32>) outs(%tall : tensor<8x4xf32>) -> tensor<8x4xf32>
  %dw = linalg.contract indexing_maps = [affine_map<(i, j, c) -> (c, i)>, affine_map<(i, j, c) -> (c, j)>, affine_map<(i, j, c) -> (i, j)>] ins(%x, %dz : tensor<8x4xf32>, tensor<8x4xf32>) outs(%zeros : tensor<4x4xf32>) -> tensor<4x4xf32>
  %dx = linalg.contract indexing_maps = [affine_map<(i, j, c) -> (i, c)>, affine_map<(i, j, c) -> (j, c)>, affine_map<(i, j, c) -> (i, j)>] ins(%dz, %w : tensor<8x4xf32>, tensor<4x4xf32>) outs(%tall : tensor<8x4xf32>) -> tensor<8x4xf32>
  return %dw, %dx : tensor<4x4xf32>, tensor<8x4xf32>
}
skein.step @train(%u: tensor<4x4xf32>, %v: tensor<4x4xf32>, %w: tensor<4x4xf32>, %x: tensor<8x4xf32>) -> (tensor<4x4xf32>, tensor<4x4xf32>, tensor<4x4xf32>) {
  %a = func.call @loss.stage0_fwd(%u, %x) : (tensor<4x4xf32>, tensor<8x4xf32>) -> tensor<8x4xf32>
  %b = func.call @loss.stage1_fwd(%v, %w, %a) : (tensor<4x4xf32>, tensor<4x4xf32>, tensor<8x4xf32>) -> tensor<8x4xf32>
  %c:3 = func.call @loss.stage1_bwd(%v, %w, %a, %b, %b) : (tensor<4x4xf32>, tensor<4x4xf32>, tensor<8x4xf32>, tensor<8x4xf32>, tensor<8x4xf32>) -> (tensor<4x4xf32>, tensor<4x4xf32>, tensor<8x4xf32>)
  %d = func.call @loss.stage0_bwd(%x, %c#2) : (tensor<8x4xf32>, tensor<8x4xf32>) -> tensor<4x4xf32>
  skein.return %d, %c#0, %c#1 : tensor<4x4xf32>, tensor<4x4xf32>, tensor<4x4xf32>
}
