// A body on the stream for communication goes on beside kernels, the collectives in it too.
// RUN: skein-opt %s --skein-lower-all-reduce=spec=nccl/xring | skein-sim - --cluster=%S/node4.yaml --json=%t.json && FileCheck %s --input-file=%t.json

// A collective among two, 1 + 2 * (1 + 5.24288) us; a ring of two, 1 + 1 + 5.24288 us and half a
// mebibyte to add, 1 + 1.572864 us, and 1 + 1 + 5.24288 us; a broadcast, 1 + 1 + 10.48576 us: 43.030144 us,
// while the product takes 215.7 us.
// CHECK:     "step_time_us": 215.748365
// CHECK:     "name": "skein.all_reduce (nccl/xring)"
// CHECK:     "stream": "communication"
// CHECK:     "start_us": 0.0,
// CHECK:     "end_us": 13.48576,
// CHECK:     "end_us": 43.030144,
// CHECK:     "name": "linalg.matmul"
// CHECK:     "start_us": 0.0,
// CHECK:     "end_us": 215.748365,
skein.mesh @m(node = 2, gpu = 2)
skein.program @train on @m(%x: tensor<512x512xf32, #skein.dist<gpu: partial sum, node: partial sum>>, %a: tensor<1024x1024xf32>) -> (tensor<512x512xf32>, tensor<1024x1024xf32>) {
  %r = skein.all_reduce sum %x over @m[node, gpu] on communication : tensor<512x512xf32, #skein.dist<gpu: partial sum, node: partial sum>> -> tensor<512x512xf32>
  %z = arith.constant dense<0.0> : tensor<1024x1024xf32>
  %p = linalg.matmul ins(%a, %a : tensor<1024x1024xf32>, tensor<1024x1024xf32>) outs(%z : tensor<1024x1024xf32>) -> tensor<1024x1024xf32>
  skein.return %r, %p : tensor<512x512xf32>, tensor<1024x1024xf32>
}
