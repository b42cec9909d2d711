// Bodies for a thousand devices are as long as others, and proven as well.
// RUN: skein-opt %s --skein-lower-all-reduce=spec=xring | FileCheck %s
// RUN: skein-opt %s --skein-lower-all-reduce=spec=rechd | FileCheck %s
// RUN: skein-opt %s --skein-lower-all-reduce=spec=tree | FileCheck %s
// RUN: skein-opt %s --skein-lower-all-reduce=spec=hierarchical | FileCheck %s
// RUN: skein-opt %s --skein-lower-all-reduce=spec=nccl/xring#8 | FileCheck %s
// RUN: skein-opt %s --skein-lower-all-reduce=spec=hierarchical-copy | FileCheck %s
skein.mesh @m(node = 128, gpu = 8)

// CHECK-LABEL:     skein.program @large
// CHECK-COUNT-2:   skein.exchange
skein.program @large on @m(%x: tensor<1000003xf32, #skein.dist<gpu: partial sum, node: partial sum>>) {
  %r = skein.all_reduce sum %x over @m[node, gpu] : tensor<1000003xf32, #skein.dist<gpu: partial sum, node: partial sum>> -> tensor<1000003xf32>
  skein.return
}
