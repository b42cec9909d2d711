// RUN: skein-opt %s | FileCheck %s
// RUN: skein-opt %s --canonicalize --cse | FileCheck %s --check-prefix=STAYS

// CHECK-LABEL: func.func @on_tensors
// CHECK:         skein.library_call "skrt_contract_f32" [2, 4, 3, 3, 1, 4, 1, 4, 0, 0] ins(%{{.*}}, %{{.*}} : tensor<2x3xf32>, tensor<3x4xf32>) outs(%{{.*}} : tensor<2x4xf32>) -> tensor<2x4xf32>
func.func @on_tensors(%a: tensor<2x3xf32>, %b: tensor<3x4xf32>) -> tensor<2x4xf32> {
  %init = tensor.empty() : tensor<2x4xf32>
  %c = skein.library_call "skrt_contract_f32" [2, 4, 3, 3, 1, 4, 1, 4, 0, 0]
      ins(%a, %b : tensor<2x3xf32>, tensor<3x4xf32>) outs(%init : tensor<2x4xf32>) -> tensor<2x4xf32>
  return %c : tensor<2x4xf32>
}

// CHECK-LABEL: func.func @on_buffers
// CHECK:         skein.library_call "skrt_contract_f32" [2] accumulates ins(%{{.*}} : memref<2x3xf32>) outs(%{{.*}} : memref<2x4xf32>)
func.func @on_buffers(%a: memref<2x3xf32>, %c: memref<2x4xf32>) {
  skein.library_call "skrt_contract_f32" [2] accumulates ins(%a : memref<2x3xf32>) outs(%c : memref<2x4xf32>)
  return
}

// CHECK-LABEL: func.func @without_inputs
// CHECK:         skein.library_call "skrt_axis_index" [] outs(%{{.*}} : tensor<i64>) -> tensor<i64>
func.func @without_inputs() -> tensor<i64> {
  %init = tensor.empty() : tensor<i64>
  %i = skein.library_call "skrt_axis_index" [] outs(%init : tensor<i64>) -> tensor<i64>
  return %i : tensor<i64>
}

// CHECK-LABEL: func.func @goes_on
// CHECK:         %[[R:.*]] = skein.library_call "skrt_all_reduce" [1] asynchronous ins(%{{.*}}) outs(%{{.*}}) -> tensor<4xf32>
// CHECK:         skein.library_call "skrt_wait" [] accumulates ins(%{{.*}}) outs(%[[R]] : tensor<4xf32>) -> tensor<4xf32>
func.func @goes_on(%a: tensor<4xf32>) -> tensor<4xf32> {
  %init = tensor.empty() : tensor<4xf32>
  %r = skein.library_call "skrt_all_reduce" [1] asynchronous ins(%a : tensor<4xf32>) outs(%init : tensor<4xf32>) -> tensor<4xf32>
  %w = skein.library_call "skrt_wait" [] accumulates ins(%a : tensor<4xf32>) outs(%r : tensor<4xf32>) -> tensor<4xf32>
  return %w : tensor<4xf32>
}

// CHECK-LABEL: func.func @stays
// STAYS-LABEL: func.func @stays
// STAYS-COUNT-2: skein.library_call "skrt_publish"
// STAYS:         skein.library_call "skrt_step_index"
// CHECK:         skein.library_call "skrt_publish" [0, 4] impure ins(%{{.*}} : tensor<4xf32>)
// CHECK:         skein.library_call "skrt_publish" [0, 4] impure ins(%{{.*}} : tensor<4xf32>)
// CHECK:         skein.library_call "skrt_step_index" [] impure outs(
func.func @stays(%a: tensor<4xf32>) {
  skein.library_call "skrt_publish" [0, 4] impure ins(%a : tensor<4xf32>)
  skein.library_call "skrt_publish" [0, 4] impure ins(%a : tensor<4xf32>)
  %init = tensor.empty() : tensor<i64>
  %i = skein.library_call "skrt_step_index" [] impure outs(%init : tensor<i64>) -> tensor<i64>
  return
}
