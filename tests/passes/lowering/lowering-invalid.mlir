// RUN: skein-opt %s --skein-plan-memory --skein-emit-kernels --split-input-file --verify-diagnostics

func.func @dynamic_buffer(%n: index) {
  // expected-error @+1 {{has type 'memref<?xf32>'; expected a dense buffer of static shape}}
  %a = memref.alloc(%n) : memref<?xf32>
  return
}

// -----

func.func @tensors(%x: tensor<4xf32>) -> tensor<4xf32> {
  // expected-error @+1 {{cannot be written as loops; expected buffers of static shape}}
  %r = linalg.exp ins(%x : tensor<4xf32>) outs(%x : tensor<4xf32>) -> tensor<4xf32>
  return %r : tensor<4xf32>
}
