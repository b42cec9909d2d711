// RUN: skein-opt %s --skein-cut-stages 2>&1 -o /dev/null | FileCheck %s
// RUN: not skein-opt %s --skein-cut-stages=stages=3 2>&1 | FileCheck %s --check-prefix=THREE

// The tanh begins a layer because it is placed; the last product is where that is.

// CHECK: cut-stages-by-hand.mlir:[[#]]:{{.*}}: remark: stage 0 of @loss has layers 0 to 0 of 3
// CHECK: cut-stages-by-hand.mlir:[[#]]:{{.*}}: remark: stage 1 of @loss has layers 1 to 2 of 3

// THREE: error: @loss cannot be cut into stages: its ops are placed in 2 stages; expected 3, as option stages says
func.func private @loss(%w: tensor<4x4xf32>, %v: tensor<4xf32>, %x: tensor<4xf32>) -> tensor<f32> {
  %zeros = arith.constant dense<0.0> : tensor<4xf32>
  %zero = arith.constant dense<0.0> : tensor<f32>
  %a = linalg.matvec ins(%w, %x : tensor<4x4xf32>, tensor<4xf32>) outs(%zeros : tensor<4xf32>) -> tensor<4xf32>
  %b = math.tanh %a {skein.stage = 1 : i64} : tensor<4xf32>
  %c = linalg.dot ins(%b, %v : tensor<4xf32>, tensor<4xf32>) outs(%zero : tensor<f32>) -> tensor<f32>
  return %c : tensor<f32>
}

skein.step @train(%w: tensor<4x4xf32>, %v: tensor<4xf32>, %x: tensor<4xf32>) -> (tensor<4x4xf32>) {
  %loss, %dw = skein.value_and_grad @loss(%w, %v, %x) wrt [0] : (tensor<4x4xf32>, tensor<4xf32>, tensor<4xf32>) -> (tensor<f32>, tensor<4x4xf32>)
  skein.return %dw : tensor<4x4xf32>
}
