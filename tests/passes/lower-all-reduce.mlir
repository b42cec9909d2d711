// RUN: skein-opt %s --skein-lower-all-reduce=spec=nccl:1:pscpu:4:xring | FileCheck %s
// What is lowered is not lowered again.
// RUN: skein-opt %s --skein-lower-all-reduce=spec=xring --skein-lower-all-reduce=spec=tree | FileCheck %s --check-prefix=TWICE

skein.mesh @m(data = 4)

// The ranges take up to 1, up to 4 and all other elements.
// CHECK-LABEL: skein.program @ranges
// CHECK:         skein.all_reduce sum %a over @m[data] {skein.algorithm = "nccl"}
// CHECK-NOT:     by
// CHECK:         skein.all_reduce sum %b over @m[data] {skein.algorithm = "pscpu"}
// CHECK-NEXT:      by (%buffer: tensor<4xf32>, %rank: index) {
// CHECK:         skein.all_reduce sum %c over @m[data] {skein.algorithm = "xring"}
// CHECK-NEXT:      by (%buffer: tensor<5xf32>, %rank: index) {
// TWICE-COUNT-3: skein.algorithm = "xring"
skein.program @ranges on @m(%a: tensor<f32, #skein.dist<data: partial sum>>,
                            %b: tensor<2x2xf32, #skein.dist<data: partial sum>>,
                            %c: tensor<5xf32, #skein.dist<data: partial sum>>) {
  %0 = skein.all_reduce sum %a over @m[data] : tensor<f32, #skein.dist<data: partial sum>> -> tensor<f32>
  %1 = skein.all_reduce sum %b over @m[data] : tensor<2x2xf32, #skein.dist<data: partial sum>> -> tensor<2x2xf32>
  %2 = skein.all_reduce sum %c over @m[data] : tensor<5xf32, #skein.dist<data: partial sum>> -> tensor<5xf32>
  skein.return
}

// A ring is two loops, whatever the number of devices: in the first, device r sends
// segment r + 3 - tick to the right and adds segment r + 2 - tick; in the second it
// copies. 8 elements divide evenly.
// CHECK-LABEL: skein.program @ring
// CHECK-DAG:     %[[C2:.*]] = arith.constant 2 : index
// CHECK-DAG:     %[[C3:.*]] = arith.constant 3 : index
// CHECK-DAG:     %[[C4:.*]] = arith.constant 4 : index
// CHECK:         %[[SUMS:.*]] = scf.for %[[TICK:.*]] = %{{.*}} to %[[C3]] step %{{.*}} iter_args(%[[B:.*]] = %buffer)
// CHECK:           %[[BACK:.*]] = arith.subi %[[C3]], %[[TICK]]
// CHECK:           %[[SENT:.*]] = arith.addi %rank, %[[BACK]]
// CHECK:           %[[SEGMENT:.*]] = arith.remui %[[SENT]], %[[C4]]
// CHECK:           %[[BEGIN:.*]] = arith.muli %[[SEGMENT]], %[[C2]]
// CHECK:           skein.exchange %[[B]] send [%[[BEGIN]], %[[C2]]] to %{{.*}} receive [%{{.*}}, %[[C2]]] from %{{.*}} combining sum
// CHECK:         scf.for {{.*}} iter_args(%[[B:.*]] = %[[SUMS]])
// CHECK:           skein.exchange %[[B]]
// CHECK-NOT:       combining
// CHECK:         skein.yield
skein.program @ring on @m(%x: tensor<8xf32, #skein.dist<data: partial sum>>) {
  %r = skein.all_reduce sum %x over @m[data] : tensor<8xf32, #skein.dist<data: partial sum>> -> tensor<8xf32>
  skein.return
}
