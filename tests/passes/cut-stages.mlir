// RUN: skein-opt %s --skein-cut-stages=stages=2 2>/dev/null | FileCheck %s
// RUN: skein-opt %s --skein-cut-stages='stages=3 partition=layers layers=1,2,4' 2>&1 -o /dev/null | FileCheck %s --check-prefix=GIVEN
// RUN: skein-opt %s --skein-cut-stages='stages=2 partition=cumulative' 2>&1 -o /dev/null | FileCheck %s --check-prefix=LINGVO
// RUN: skein-opt %s --skein-cut-stages=stages=2 --skein-differentiate 2>/dev/null | FileCheck %s --check-prefix=PAIRS

// Four layers of 2 x 8 x 4 x 4 operations, the last with a sum behind it: two stages of
// two layers each. The mask is constant, and computed where it is used.

// CHECK:      func.func private @loss.stage0(%[[W0:.*]]: tensor<4x4xf32>, %[[W1:.*]]: tensor<4x4xf32>, %[[X:.*]]: tensor<8x4xf32>) -> tensor<8x4xf32> attributes {skein.stage = 0 : i64} {
// CHECK:        %[[H:.*]] = call @layer(%[[W0]], %[[X]])
// CHECK-NEXT:   %[[H1:.*]] = call @layer(%[[W1]], %[[H]])
// CHECK-NEXT:   return %[[H1]]
// CHECK:      func.func private @loss.stage1(%{{.*}}: tensor<4x4xf32>, %{{.*}}: tensor<4x4xf32>, %{{.*}}: tensor<8x4xf32>) -> tensor<f32> attributes {skein.stage = 1 : i64} {
// CHECK-NEXT:   arith.constant dense<2.0
// CHECK-COUNT-2: call @layer
// CHECK-COUNT-2: linalg.generic
// CHECK:      func.func private @loss(%[[W0:.*]]: tensor<4x4xf32>, %[[W1:.*]]: tensor<4x4xf32>, %[[W2:.*]]: tensor<4x4xf32>, %[[W3:.*]]: tensor<4x4xf32>, %[[X:.*]]: tensor<8x4xf32>) -> tensor<f32> {
// CHECK-NEXT:   %[[H:.*]] = call @loss.stage0(%[[W0]], %[[W1]], %[[X]])
// CHECK-NEXT:   %[[LOSS:.*]] = call @loss.stage1(%[[W2]], %[[W3]], %[[H]])
// CHECK-NEXT:   return %[[LOSS]]
// CHECK:      skein.value_and_grad @loss({{.*}}) wrt [0, 1, 2, 3]

// GIVEN: remark: stage 0 of @loss has layers 0 to 0 of 4
// GIVEN: remark: stage 1 of @loss has layers 1 to 1 of 4
// GIVEN: remark: stage 2 of @loss has layers 2 to 3 of 4

// Shares of 1/4 and less than 2/4, as the sum counts for the last layer.
// LINGVO: remark: stage 0 of @loss has layers 0 to 1 of 4
// LINGVO: remark: stage 1 of @loss has layers 2 to 3 of 4

// The step calls the halves, the backward ones from the last stage to the first; those of
// the function of all stages are gone.
// PAIRS-NOT:  @loss_
// PAIRS-DAG:  func.func private @loss.stage0_fwd({{.*}} attributes {skein.action = "forward", skein.backward = @loss.stage0_bwd, skein.stage = 0 : i64}
// PAIRS-DAG:  func.func private @loss.stage0_bwd({{.*}} attributes {skein.action = "backward", skein.forward = @loss.stage0_fwd, skein.stage = 0 : i64}
// PAIRS:      skein.step @train
// PAIRS-COUNT-4: skein.read
// PAIRS-NEXT:   %[[F0:.*]]:2 = func.call @loss.stage0_fwd
// PAIRS-NEXT:   %[[F1:.*]]:3 = func.call @loss.stage1_fwd(%{{.*}}, %{{.*}}, %[[F0]]#0)
// PAIRS-NEXT:   arith.constant
// PAIRS-NEXT:   %[[B1:.*]]:3 = func.call @loss.stage1_bwd
// PAIRS-NEXT:   %[[B0:.*]]:2 = func.call @loss.stage0_bwd({{.*}}%[[B1]]#2)
// PAIRS-NEXT:   skein.apply_gradient @w0, %[[B0]]#0
func.func private @layer(%w: tensor<4x4xf32>, %x: tensor<8x4xf32>) -> tensor<8x4xf32> {
  %empty = tensor.empty() : tensor<8x4xf32>
  %zero = arith.constant 0.0 : f32
  %zeros = linalg.fill ins(%zero : f32) outs(%empty : tensor<8x4xf32>) -> tensor<8x4xf32>
  %z = linalg.matmul ins(%x, %w : tensor<8x4xf32>, tensor<4x4xf32>) outs(%zeros : tensor<8x4xf32>) -> tensor<8x4xf32>
  %y = math.tanh %z : tensor<8x4xf32>
  return %y : tensor<8x4xf32>
}

func.func private @model(%w0: tensor<4x4xf32>, %w1: tensor<4x4xf32>, %w2: tensor<4x4xf32>, %w3: tensor<4x4xf32>, %x: tensor<8x4xf32>) -> tensor<8x4xf32> {
  %h0 = func.call @layer(%w0, %x) : (tensor<4x4xf32>, tensor<8x4xf32>) -> tensor<8x4xf32>
  %h1 = func.call @layer(%w1, %h0) : (tensor<4x4xf32>, tensor<8x4xf32>) -> tensor<8x4xf32>
  %h2 = func.call @layer(%w2, %h1) : (tensor<4x4xf32>, tensor<8x4xf32>) -> tensor<8x4xf32>
  %h3 = func.call @layer(%w3, %h2) : (tensor<4x4xf32>, tensor<8x4xf32>) -> tensor<8x4xf32>
  return %h3 : tensor<8x4xf32>
}

func.func private @loss(%w0: tensor<4x4xf32>, %w1: tensor<4x4xf32>, %w2: tensor<4x4xf32>, %w3: tensor<4x4xf32>, %x: tensor<8x4xf32>) -> tensor<f32> {
  %mask = arith.constant dense<2.0> : tensor<8x4xf32>
  %h = func.call @model(%w0, %w1, %w2, %w3, %x) : (tensor<4x4xf32>, tensor<4x4xf32>, tensor<4x4xf32>, tensor<4x4xf32>, tensor<8x4xf32>) -> tensor<8x4xf32>
  %empty = tensor.empty() : tensor<8x4xf32>
  %y = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i, j)>], iterator_types = ["parallel", "parallel"]} ins(%h, %mask : tensor<8x4xf32>, tensor<8x4xf32>) outs(%empty : tensor<8x4xf32>) {
  ^bb0(%a: f32, %b: f32, %out: f32):
    %c = arith.mulf %a, %b : f32
    linalg.yield %c : f32
  } -> tensor<8x4xf32>
  %zero = arith.constant dense<0.0> : tensor<f32>
  %loss = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> ()>], iterator_types = ["reduction", "reduction"]} ins(%y : tensor<8x4xf32>) outs(%zero : tensor<f32>) {
  ^bb0(%a: f32, %sum: f32):
    %b = arith.addf %sum, %a : f32
    linalg.yield %b : f32
  } -> tensor<f32>
  return %loss : tensor<f32>
}

skein.variable @w0 : tensor<4x4xf32> = #skein.glorot_uniform<seed = 0>
skein.variable @w1 : tensor<4x4xf32> = #skein.glorot_uniform<seed = 1>
skein.variable @w2 : tensor<4x4xf32> = #skein.glorot_uniform<seed = 2>
skein.variable @w3 : tensor<4x4xf32> = #skein.glorot_uniform<seed = 3>

skein.step @train(%x: tensor<8x4xf32> {skein.batch = 0}) -> (tensor<f32> {skein.name = "loss"}) {
  %w0 = skein.read @w0 : tensor<4x4xf32>
  %w1 = skein.read @w1 : tensor<4x4xf32>
  %w2 = skein.read @w2 : tensor<4x4xf32>
  %w3 = skein.read @w3 : tensor<4x4xf32>
  %loss, %d0, %d1, %d2, %d3 = skein.value_and_grad @loss(%w0, %w1, %w2, %w3, %x) wrt [0, 1, 2, 3]
      : (tensor<4x4xf32>, tensor<4x4xf32>, tensor<4x4xf32>, tensor<4x4xf32>, tensor<8x4xf32>)
      -> (tensor<f32>, tensor<4x4xf32>, tensor<4x4xf32>, tensor<4x4xf32>, tensor<4x4xf32>)
  skein.apply_gradient @w0, %d0 : tensor<4x4xf32> using #skein.sgd<learning_rate = 0.1>
  skein.apply_gradient @w1, %d1 : tensor<4x4xf32> using #skein.sgd<learning_rate = 0.1>
  skein.apply_gradient @w2, %d2 : tensor<4x4xf32> using #skein.sgd<learning_rate = 0.1>
  skein.apply_gradient @w3, %d3 : tensor<4x4xf32> using #skein.sgd<learning_rate = 0.1>
  skein.return %loss : tensor<f32>
}
