// Bodies of all-reduces, written by hand.
// RUN: skein-opt %s | skein-opt | FileCheck %s

skein.mesh @m(data = 2)
skein.mesh @grid(node = 2, gpu = 2)

// The example of skein.all_reduce.
// CHECK-LABEL: skein.program @halves
// CHECK:         skein.all_reduce sum %x over @m[data] : tensor<2x2xf32, #skein.dist<data: partial sum>> -> tensor<2x2xf32>
// CHECK-NEXT:      by (%buffer: tensor<4xf32>, %rank: index) {
// CHECK:           %[[SUM:.*]] = skein.exchange %buffer send [%{{.*}}, %{{.*}}] to %{{.*}} receive [%{{.*}}, %{{.*}}] from %{{.*}} combining sum : tensor<4xf32>
// CHECK:           %[[ALL:.*]] = skein.exchange %[[SUM]] send [%{{.*}}, %{{.*}}] to %{{.*}} receive [%{{.*}}, %{{.*}}] from %{{.*}} : tensor<4xf32>
// CHECK:           skein.yield %[[ALL]] : tensor<4xf32>
skein.program @halves on @m(%x: tensor<2x2xf32, #skein.dist<data: partial sum>>) -> tensor<2x2xf32> {
  %r = skein.all_reduce sum %x over @m[data] : tensor<2x2xf32, #skein.dist<data: partial sum>> -> tensor<2x2xf32>
      by (%buffer: tensor<4xf32>, %rank: index) {
    %one = arith.constant 1 : index
    %two = arith.constant 2 : index
    %other = arith.subi %one, %rank : index
    %mine = arith.muli %rank, %two : index
    %theirs = arith.muli %other, %two : index
    %sum = skein.exchange %buffer send [%theirs, %two] to %other receive [%mine, %two] from %other combining sum : tensor<4xf32>
    %all = skein.exchange %sum send [%mine, %two] to %other receive [%theirs, %two] from %other : tensor<4xf32>
    skein.yield %all : tensor<4xf32>
  }
  skein.return %r : tensor<2x2xf32>
}

// Collectives over some of the axes, one after the other, make one over both.
// CHECK-LABEL: skein.program @nested
// CHECK:           skein.all_reduce sum %buffer over @grid[node] : tensor<1xf32> -> tensor<1xf32>
// CHECK-NEXT:      skein.all_reduce sum
// CHECK-NEXT:      skein.broadcast
skein.program @nested on @grid(%x: tensor<f32, #skein.dist<gpu: partial sum, node: partial sum>>) {
  %r = skein.all_reduce sum %x over @grid[gpu, node] : tensor<f32, #skein.dist<gpu: partial sum, node: partial sum>> -> tensor<f32>
      by (%buffer: tensor<1xf32>, %rank: index) {
    %a = skein.all_reduce sum %buffer over @grid[node] : tensor<1xf32> -> tensor<1xf32>
    %b = skein.all_reduce sum %a over @grid[gpu] : tensor<1xf32> -> tensor<1xf32>
    %c = skein.broadcast %b from 0 over @grid[gpu, node] : tensor<1xf32> -> tensor<1xf32>
    skein.yield %c : tensor<1xf32>
  }
  skein.return
}

// A maximum may count a contribution twice.
// CHECK-LABEL: skein.program @twice
skein.program @twice on @m(%x: tensor<1xf32, #skein.dist<data: partial max>>) {
  %r = skein.all_reduce max %x over @m[data] : tensor<1xf32, #skein.dist<data: partial max>> -> tensor<1xf32>
      by (%buffer: tensor<1xf32>, %rank: index) {
    %a = skein.all_reduce max %buffer over @m[data] : tensor<1xf32> -> tensor<1xf32>
    %b = skein.all_reduce max %a over @m[data] : tensor<1xf32> -> tensor<1xf32>
    skein.yield %b : tensor<1xf32>
  }
  skein.return
}

// The devices of each node add the same two sums up: different devices did so, in one order.
// CHECK-LABEL: skein.program @separately
skein.program @separately on @grid(%x: tensor<f32, #skein.dist<gpu: partial sum, node: partial sum>>) {
  %r = skein.all_reduce sum %x over @grid[gpu, node] : tensor<f32, #skein.dist<gpu: partial sum, node: partial sum>> -> tensor<f32>
      by (%buffer: tensor<1xf32>, %rank: index) {
    %a = skein.all_reduce sum %buffer over @grid[node] : tensor<1xf32> -> tensor<1xf32>
    %b = skein.all_reduce sum %a over @grid[gpu] : tensor<1xf32> -> tensor<1xf32>
    skein.yield %b : tensor<1xf32>
  }
  skein.return
}
