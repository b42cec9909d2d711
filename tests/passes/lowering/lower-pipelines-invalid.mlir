// RUN: skein-opt %s --pass-pipeline='builtin.module(func.func(skein-lower-pipelines))' --verify-diagnostics

func.func @scalar_of_a_carried_value(%start: memref<4xf32>) {
  %s = bufferization.to_tensor %start restrict : memref<4xf32> to tensor<4xf32>
  %c0 = arith.constant 0 : index
  %r = skein.pipeline %i of 1 in order "F0 B0" iter_args(%a = %s) -> (tensor<4xf32>) {
    skein.action forward of 0
    // expected-error@+1 {{gives a scalar that depends on a carried value to another action; expected a tensor}}
    %first = tensor.extract %a[%c0] : tensor<4xf32>
    %e = tensor.empty() : tensor<4xf32>
    %next = linalg.exp ins(%a : tensor<4xf32>) outs(%e : tensor<4xf32>) -> tensor<4xf32>
    skein.action backward of 0
    %one = tensor.from_elements %first : tensor<1xf32>
    skein.library_call "skrt_send" [1, 1] impure ins(%one : tensor<1xf32>)
    skein.next_micro_batch %next : tensor<4xf32>
  }
  return
}
