// All-reduces take turns with the groups of hosts.
// RUN: skein-opt %s --skein-lower-all-reduce=spec=psgpu#2 | FileCheck %s
// RUN: skein-opt %s --skein-lower-all-reduce=spec=nccl/pscpu | FileCheck %s --check-prefix=WORKERS

skein.mesh @m(node = 2, gpu = 2)

// Candidates in turn over the workers are devices 0, 2, 1, 3; every second one is in
// a group: {0, 1} for the first and third all-reduce, {2, 3} for the second. So
// candidate c hosts shard (c - turn mod 2) / 2, if that is a number less than 2.
// CHECK-LABEL: skein.program @hosts
// CHECK:         skein.all_reduce
// CHECK:           %[[GPU:.*]] = arith.remui %rank, %c2
// CHECK:           %[[TWICE:.*]] = arith.muli %[[GPU]], %c2
// CHECK:           %[[NODE:.*]] = arith.divui %rank, %c2
// CHECK:           %[[C:.*]] = arith.addi %[[TWICE]], %[[NODE]]
// CHECK-NEXT:      %[[SHARD:.*]] = arith.divui %[[C]], %c2
// CHECK-NEXT:      %[[REST:.*]] = arith.remui %[[C]], %c2
// CHECK-NEXT:      %[[DIVIDES:.*]] = arith.cmpi eq, %[[REST]], %c0
// CHECK-NEXT:      %[[EXISTS:.*]] = arith.cmpi ult, %[[SHARD]], %c2
// CHECK-NEXT:      arith.andi %[[DIVIDES]], %[[EXISTS]]
// CHECK:         skein.all_reduce
// CHECK:           %[[DEALT:.*]] = arith.subi %{{.*}}, %c1
// CHECK-NEXT:      arith.divui %[[DEALT]], %c2
// CHECK:         skein.all_reduce
// CHECK:           %[[C:.*]] = arith.addi
// CHECK-NEXT:      arith.divui %[[C]], %c2

// Native within workers, and in the end a broadcast within workers.
// WORKERS-LABEL: skein.program @hosts
// WORKERS:         by (%buffer: tensor<4xf32>, %rank: index) {
// WORKERS:           %[[SUM:.*]] = skein.all_reduce sum %buffer over @m[gpu] : tensor<4xf32> -> tensor<4xf32>
// WORKERS:           skein.exchange %[[SUM]]
// WORKERS:           %[[ALL:.*]] = skein.broadcast %{{.*}} from 0 over @m[gpu] : tensor<4xf32> -> tensor<4xf32>
// WORKERS-NEXT:      skein.yield %[[ALL]]
skein.program @hosts on @m(%a: tensor<4xf32, #skein.dist<gpu: partial sum, node: partial sum>>,
                           %b: tensor<4xf32, #skein.dist<gpu: partial sum, node: partial sum>>,
                           %c: tensor<4xf32, #skein.dist<gpu: partial sum, node: partial sum>>) {
  %0 = skein.all_reduce sum %a over @m[node, gpu] : tensor<4xf32, #skein.dist<gpu: partial sum, node: partial sum>> -> tensor<4xf32>
  %1 = skein.all_reduce sum %b over @m[node, gpu] : tensor<4xf32, #skein.dist<gpu: partial sum, node: partial sum>> -> tensor<4xf32>
  %2 = skein.all_reduce sum %c over @m[node, gpu] : tensor<4xf32, #skein.dist<gpu: partial sum, node: partial sum>> -> tensor<4xf32>
  skein.return
}
