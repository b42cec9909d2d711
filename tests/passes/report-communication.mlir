// The table goes to stderr, so that the module can go on.
// RUN: skein-opt %s --skein-report-communication 2>&1 >%t | FileCheck %s
// RUN: skein-opt %s --skein-lower-all-reduce=spec=nccl/xring --skein-report-communication 2>&1 >%t | FileCheck %s --check-prefix=TWOLEVEL
// RUN: skein-opt %s --skein-lower-all-reduce=spec=hierarchical --skein-report-communication 2>&1 >%t | FileCheck %s --check-prefix=HIERARCHICAL
// RUN: skein-opt %s --skein-lower-all-reduce=spec=copy --skein-report-communication 2>&1 >%t | FileCheck %s --check-prefix=COPY
// RUN: skein-opt %s --skein-lower-all-reduce=spec=hierarchical-copy --skein-report-communication 2>&1 >%t | FileCheck %s --check-prefix=HALVES
// RUN: skein-opt %s --skein-lower-all-reduce=spec=xring --skein-report-communication 2>&1 >%t | FileCheck %s --check-prefix=RING

skein.mesh @m(node = 2, gpu = 4)
skein.variable @w : tensor<256x1024xf32> = #skein.zeros

// A gradient of a mebibyte, n. A ring through 8 devices passes 2 (8 - 1) / 8 n over
// every hop. In the order of the mesh 2 of 8 hops leave a node, in the worst order
// all 8: 14 n.
// CHECK:      communication of @worst on @m, bytes of all devices in one step
// CHECK-NEXT: op {{ *}}bytes  axis  reason  location
// CHECK-NEXT: skein.all_reduce {{ *}}14680064  node  @w      {{.*}}report-communication.mlir:[[#]]
// CHECK-NEXT: skein.all_reduce {{ *}}7340032  gpu   @w
// CHECK-NEXT: bytes along node: 14680064
// CHECK-NEXT: bytes along gpu: 7340032
// RING-LABEL: communication of @worst
// RING:       bytes along node: 14680064
skein.program @worst on @m(%x: tensor<256x1024xf32, #skein.dist<gpu: partial sum, node: partial sum>>) {
  %r = skein.all_reduce sum %x over @m[gpu, node] : tensor<256x1024xf32, #skein.dist<gpu: partial sum, node: partial sum>> -> tensor<256x1024xf32>
  skein.assign @w, %r : tensor<256x1024xf32>
  skein.return
}

// CHECK-LABEL: communication of @two_level
// CHECK:       bytes along node: 3670016
// RING-LABEL:  communication of @two_level
// RING:        skein.all_reduce (xring) {{ *}}3670016 node
// RING:        bytes along node: 3670016
// Only one device of each node sends over the slow axis, or each a quarter: in a ring
// of two, 2 (2 - 1) / 2 n each way, 2 n in all: a seventh of the worst order.
// TWOLEVEL-LABEL: communication of @two_level
// TWOLEVEL:       bytes along node: 2097152
// Rings of four over n in each node, both ways: 2 * 4 * 2 * 3 / 4 n.
// HIERARCHICAL-LABEL: communication of @two_level
// HIERARCHICAL:       bytes along node: 2097152
// HIERARCHICAL-NEXT:  bytes along gpu: 12582912
// 4 devices of the other node send n to the root, and get n back. Of the 7 others, 6 are at another place of their node.
// COPY-LABEL: communication of @two_level
// COPY:       skein.all_reduce (copy@round-robin) {{ *}}8388608 node
// COPY:       bytes along node: 8388608
// COPY-NEXT:  bytes along gpu: 12582912
// Halves are nodes: one root sends n to the other and gets n back.
// HALVES-LABEL: communication of @two_level
// HALVES:       bytes along node: 2097152
// HALVES-NEXT:  bytes along gpu: 12582912
skein.program @two_level on @m(%x: tensor<256x1024xf32, #skein.dist<gpu: partial sum, node: partial sum>>) {
  %r = skein.all_reduce sum %x over @m[node, gpu] : tensor<256x1024xf32, #skein.dist<gpu: partial sum, node: partial sum>> -> tensor<256x1024xf32>
  skein.assign @w, %r : tensor<256x1024xf32>
  skein.return
}

// Functions and loops count as often as they run: two calls, three times, of an
// all-gather of 16 bytes in each of 2 groups, of which each of 4 hops passes on 3 / 4.
// CHECK-LABEL: communication of @calls
// CHECK:       skein.all_gather {{ *}}288 gpu
// CHECK-NEXT:  skein.all_gather {{ *}}288 gpu
// CHECK-NEXT:  bytes along node: 0
// CHECK-NEXT:  bytes along gpu: 576
func.func private @gather(%x: tensor<1xf32, #skein.dist<gpu: split 0>>) -> tensor<4xf32> attributes {skein.mesh = @m} {
  %r = skein.all_gather %x dim 0 over @m[gpu] : tensor<1xf32, #skein.dist<gpu: split 0>> -> tensor<4xf32>
  return %r : tensor<4xf32>
}
skein.program @calls on @m(%x: tensor<1xf32, #skein.dist<gpu: split 0>>) -> tensor<4xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %init = arith.constant dense<0.0> : tensor<4xf32>
  %r = scf.for %i = %c0 to %c3 step %c1 iter_args(%a = %init) -> (tensor<4xf32>) {
    %y = func.call @gather(%x) : (tensor<1xf32, #skein.dist<gpu: split 0>>) -> tensor<4xf32>
    %z = func.call @gather(%x) : (tensor<1xf32, #skein.dist<gpu: split 0>>) -> tensor<4xf32>
    %s = arith.addf %y, %z : tensor<4xf32>
    scf.yield %s : tensor<4xf32>
  }
  skein.return %r : tensor<4xf32>
}
