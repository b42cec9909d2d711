// RUN: skein-opt %s --skein-report-cost -o %t.same 2>&1 | FileCheck %s --match-full-lines
// RUN: skein-opt %s -o %t.input && diff %t.input %t.same
// RUN: skein-opt %s --skein-differentiate --skein-report-cost -o /dev/null 2>&1 | FileCheck %s --match-full-lines
// RUN: skein-opt %s --skein-differentiate --skein-expand-optimizers --skein-report-cost -o /dev/null 2>&1 | FileCheck %s --match-full-lines
// RUN: skein-opt %s --skein-report-cost=json=%t.json -o /dev/null 2>&1 | count 0
// RUN: FileCheck %s --input-file=%t.json --check-prefix=JSON
// RUN: skein-opt %s --skein-report-cost=entry=evaluate -o /dev/null 2>&1 | FileCheck %s --check-prefix=EVALUATE

// Three layers of one function, 8 examples of 4 features. The first one, whose
// input has no gradient, gets a pair of functions of its own.
//
// Parameters: 3 * 4 * 4. With momentum there is as much optimiser state.
//
// Forward: 2 * (8 * 4 * 4) operations of the product and 8 * 4 of the
// hyperbolic tangent, per layer; squaring and adding 8 * 4 elements. A layer
// moves x, w and the product, then in and out of tanh: (32 + 16 + 32 + 2 * 32) * 4
// bytes; the loss reads 32 elements and writes one. Backward can go from the
// results of the layers, which are kept: 3 * 32 elements of 4 bytes.
//
// Backward: one product in the first layer, two in each of the others. tanh takes 1 - y * y and two multiplications: y, g and dy.
//
// Update: m = 0.9 m + g, w -= 0.1 m: four operations on 48 elements; both kernels
// together move m in and out, g, m and w in and w out.

// CHECK:      phase {{ *}}function {{ *}}calls {{ *}}parameters {{ *}}flops {{ *}}contraction flops {{ *}}bytes {{ *}}activation bytes
// CHECK-NEXT: forward {{ *}}@loss_fwd {{ *}}1 {{ *}}48 {{ *}}64 {{ *}}0 {{ *}}132 {{ *}}0
// CHECK-NEXT: forward {{ *}}@layer_1_fwd {{ *}}1 {{ *}}16 {{ *}}288 {{ *}}256 {{ *}}576 {{ *}}128
// CHECK-NEXT: forward {{ *}}@layer_fwd {{ *}}2 {{ *}}16 {{ *}}576 {{ *}}512 {{ *}}1152 {{ *}}256
// CHECK-NEXT: backward {{ *}}@loss_bwd {{.*}}
// CHECK-NEXT: backward {{ *}}@layer_bwd {{.*}}
// CHECK-NEXT: backward {{ *}}@layer_1_bwd {{.*}}
// CHECK-NEXT: update {{ *}}@train {{.*}}
// CHECK:      parameters: 48
// CHECK-NEXT: parameter bytes: 192
// CHECK-NEXT: optimizer bytes: 192
// CHECK-NEXT: activation bytes: 384
// CHECK-NEXT: forward flops: 928
// CHECK-NEXT: forward contraction flops: 768
// CHECK-NEXT: forward bytes: 1860
// CHECK-NEXT: backward flops: {{[0-9]+}}
// CHECK-NEXT: backward contraction flops: 1280
// CHECK-NEXT: backward bytes: {{[0-9]+}}
// CHECK-NEXT: update flops: 192
// CHECK-NEXT: update contraction flops: 0
// CHECK-NEXT: update bytes: {{[0-9]+}}

// JSON:      "activation_bytes": 384,
// JSON-NEXT: "entry": "train",
// JSON-NEXT: "functions": [
// JSON:          "activation_bytes": 256,
// JSON-NEXT:     "bytes": 1152,
// JSON-NEXT:     "calls": 2,
// JSON-NEXT:     "contraction_flops": 512,
// JSON-NEXT:     "flops": 576,
// JSON-NEXT:     "name": "layer_fwd",
// JSON-NEXT:     "parameters": 16,
// JSON-NEXT:     "phase": "forward"
// JSON:      "optimizer_bytes": 192,
// JSON-NEXT: "parameter_bytes": 192,
// JSON-NEXT: "parameters": 48,
// JSON-NEXT: "phases": {
// JSON-NEXT:   "backward": {
// JSON:          "contraction_flops": 1280,
// JSON:        "forward": {
// JSON-NEXT:     "bytes": 1860,
// JSON-NEXT:     "contraction_flops": 768,
// JSON-NEXT:     "flops": 928
// JSON:        "update": {
// JSON:          "flops": 192

// EVALUATE:     forward flops: 928
// EVALUATE:     backward flops: 0
// EVALUATE:     update flops: 0

skein.variable @w1 : tensor<4x4xf32> = #skein.glorot_uniform<seed = 1>
skein.variable @w2 : tensor<4x4xf32> = #skein.glorot_uniform<seed = 2>
skein.variable @w3 : tensor<4x4xf32> = #skein.glorot_uniform<seed = 3>

func.func private @layer(%x: tensor<8x4xf32>, %w: tensor<4x4xf32>) -> tensor<8x4xf32> {
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<8x4xf32>
  %z = linalg.fill ins(%zero : f32) outs(%e : tensor<8x4xf32>) -> tensor<8x4xf32>
  %p = linalg.matmul ins(%x, %w : tensor<8x4xf32>, tensor<4x4xf32>) outs(%z : tensor<8x4xf32>) -> tensor<8x4xf32>
  %y = linalg.tanh ins(%p : tensor<8x4xf32>) outs(%e : tensor<8x4xf32>) -> tensor<8x4xf32>
  return %y : tensor<8x4xf32>
}

func.func private @loss(%w1: tensor<4x4xf32>, %w2: tensor<4x4xf32>, %w3: tensor<4x4xf32>, %x: tensor<8x4xf32>) -> tensor<f32> {
  %y1 = call @layer(%x, %w1) : (tensor<8x4xf32>, tensor<4x4xf32>) -> tensor<8x4xf32>
  %y2 = call @layer(%y1, %w2) : (tensor<8x4xf32>, tensor<4x4xf32>) -> tensor<8x4xf32>
  %y3 = call @layer(%y2, %w3) : (tensor<8x4xf32>, tensor<4x4xf32>) -> tensor<8x4xf32>
  %z = arith.constant dense<0.0> : tensor<f32>
  %loss = linalg.generic {indexing_maps = [affine_map<(n, c) -> (n, c)>, affine_map<(n, c) -> ()>],
                          iterator_types = ["reduction", "reduction"]}
      ins(%y3 : tensor<8x4xf32>) outs(%z : tensor<f32>) {
  ^bb0(%y: f32, %out: f32):
    %s = arith.mulf %y, %y : f32
    %t = arith.addf %out, %s : f32
    linalg.yield %t : f32
  } -> tensor<f32>
  return %loss : tensor<f32>
}

skein.step @train(%x: tensor<8x4xf32> {skein.batch = 0 : i64}) -> (tensor<f32> {skein.name = "loss"}) {
  %w1 = skein.read @w1 : tensor<4x4xf32>
  %w2 = skein.read @w2 : tensor<4x4xf32>
  %w3 = skein.read @w3 : tensor<4x4xf32>
  %loss, %d1, %d2, %d3 = skein.value_and_grad @loss(%w1, %w2, %w3, %x) wrt [0, 1, 2]
      : (tensor<4x4xf32>, tensor<4x4xf32>, tensor<4x4xf32>, tensor<8x4xf32>)
      -> (tensor<f32>, tensor<4x4xf32>, tensor<4x4xf32>, tensor<4x4xf32>)
  skein.apply_gradient @w1, %d1 : tensor<4x4xf32> using #skein.momentum<learning_rate = 0.1, momentum = 0.9>
  skein.apply_gradient @w2, %d2 : tensor<4x4xf32> using #skein.momentum<learning_rate = 0.1, momentum = 0.9>
  skein.apply_gradient @w3, %d3 : tensor<4x4xf32> using #skein.momentum<learning_rate = 0.1, momentum = 0.9>
  skein.return %loss : tensor<f32>
}

skein.step @evaluate(%x: tensor<8x4xf32> {skein.batch = 0 : i64}) -> (tensor<f32> {skein.name = "loss"}) {
  %w1 = skein.read @w1 : tensor<4x4xf32>
  %w2 = skein.read @w2 : tensor<4x4xf32>
  %w3 = skein.read @w3 : tensor<4x4xf32>
  %loss = func.call @loss(%w1, %w2, %w3, %x)
      : (tensor<4x4xf32>, tensor<4x4xf32>, tensor<4x4xf32>, tensor<8x4xf32>) -> tensor<f32>
  skein.return %loss : tensor<f32>
}
