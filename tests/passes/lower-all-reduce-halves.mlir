// Two halves of four devices and their roots, which the wiring of the machine gives.
// RUN: skein-opt %s --skein-lower-all-reduce=spec=hierarchical-copy@dgx1 | FileCheck %s --check-prefix=DGX
// RUN: skein-opt %s --skein-lower-all-reduce=spec=hierarchical-copy@gcp_v100 | FileCheck %s --check-prefix=CLOUD

!g = tensor<4xf32, #skein.dist<data: partial sum>>
skein.mesh @m(data = 8)

// On a DGX-1 device i is connected with device i + 4: pairs (0, 4), (1, 5), ..., (4, 0).
// The first of a pair adds the two sums.
// DGX-LABEL: skein.program @five
// DGX: skein.exchange {{.*}} to %c0 receive {{.*}} from %c4 combining sum
// DGX: skein.exchange {{.*}} to %c4 receive {{.*}} from %c0 :
// DGX: skein.exchange {{.*}} to %c1 receive {{.*}} from %c5 combining sum
// DGX: skein.exchange {{.*}} to %c2 receive {{.*}} from %c6 combining sum
// DGX: skein.exchange {{.*}} to %c3 receive {{.*}} from %c7 combining sum
// DGX: skein.exchange {{.*}} to %c4 receive {{.*}} from %c0 combining sum

// In the cloud 0 and 5, 2 and 7 are connected. The root of the first half is the
// first device, that of the second half the second one.
// CLOUD-LABEL: skein.program @five
// CLOUD: %[[HALF:.*]] = arith.divui %rank, %c4
// CLOUD: %[[PLACE:.*]] = arith.remui %rank, %c4
// CLOUD: %[[INFIRST:.*]] = arith.cmpi eq, %[[HALF]], %c0
// CLOUD: %[[ROOT:.*]] = arith.select %[[INFIRST]], %c0, %c1
// CLOUD: arith.cmpi eq, %[[PLACE]], %[[ROOT]]
// CLOUD: skein.exchange {{.*}} to %c0 receive {{.*}} from %c5 combining sum
// CLOUD: skein.exchange {{.*}} to %c2 receive {{.*}} from %c7 combining sum
// CLOUD: skein.exchange {{.*}} to %c5 receive {{.*}} from %c0 combining sum
// CLOUD: skein.exchange {{.*}} to %c7 receive {{.*}} from %c2 combining sum
// CLOUD: skein.exchange {{.*}} to %c0 receive {{.*}} from %c5 combining sum
skein.program @five on @m(%a: !g, %b: !g, %c: !g, %d: !g, %e: !g) {
  %0 = skein.all_reduce sum %a over @m[data] : !g -> tensor<4xf32>
  %1 = skein.all_reduce sum %b over @m[data] : !g -> tensor<4xf32>
  %2 = skein.all_reduce sum %c over @m[data] : !g -> tensor<4xf32>
  %3 = skein.all_reduce sum %d over @m[data] : !g -> tensor<4xf32>
  %4 = skein.all_reduce sum %e over @m[data] : !g -> tensor<4xf32>
  skein.return
}
