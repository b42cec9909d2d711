// Requests count with the device that has the object; what a program has on its own
// device costs nothing.
// RUN: skein-opt %s --skein-report-communication -o /dev/null 2>&1 | FileCheck %s

skein.mesh @w(data = 4, rest = 2)
skein.mesh @ps(server = 2)
skein.variable @v on @ps[server = 0] : tensor<8x3xf32> = #skein.zeros
skein.variable @t on @ps[server = 1] : tensor<100x3xf32> = #skein.zeros
skein.variable @half.1 on @ps[server = 0] : tensor<50x3xf32> = #skein.zeros {skein.stored = #skein.stored<"half" at [50, 0] of [100, 3]>}
skein.accumulator @v.sum of @v from @w[data] in index order
skein.accumulator @t.rows of @t from @w[data] in index order by 6 rows
skein.queue @go on @ps[server = 0] per @w : tensor<i64>
skein.queue @own per @w : tensor<i64>

// All eight devices pull, four push: 96 bytes each; six rows of 12 bytes and indices of 4.
// CHECK:      communication of @train on @w, bytes of all devices in one step
// CHECK-NEXT: op                       bytes  axis              reason  location
// CHECK-NEXT: skein.pull                 768  @ps[server = 0]  @v
// CHECK-NEXT: skein.push                 384  @ps[server = 0]  @v
// CHECK-NEXT: skein.push_rows            384  @ps[server = 1]  @t
// CHECK-NEXT: skein.dequeue               64  @ps[server = 0]  @go
// CHECK-NEXT: bytes along data: 0
// CHECK-NEXT: bytes along rest: 0
// CHECK-NEXT: bytes from @ps[server = 0]: 832
// CHECK-NEXT: bytes to @ps[server = 0]: 384
// CHECK-NEXT: bytes to @ps[server = 1]: 384
skein.program @train on @w(%g: tensor<8x3xf32, #skein.dist<data: partial sum>>, %i: tensor<6xi32, #skein.dist<data: split 0>>,
                           %r: tensor<6x3xf32, #skein.dist<data: split 0>>) {
  %v = skein.pull @v : tensor<8x3xf32>
  %k = skein.step_index
  skein.push @v.sum, %g label %k : tensor<8x3xf32, #skein.dist<data: partial sum>>
  skein.push_rows @t.rows, %i, %r label %k : tensor<6xi32, #skein.dist<data: split 0>>, tensor<6x3xf32, #skein.dist<data: split 0>>
  skein.enqueue @own, %k : tensor<i64>
  %t, %from = skein.dequeue @go : tensor<i64, #skein.dist<data: varying, rest: varying>>, tensor<i64, #skein.dist<data: varying, rest: varying>>
  skein.return
}

// Half of the rows of a half.
// CHECK:      communication of @evaluate
// CHECK-NEXT: op
// CHECK-NEXT: skein.pull_rows    192  @ps[server = 0]  @half.1
// CHECK-NEXT: bytes along data: 0
skein.program @evaluate on @w(%i: tensor<3xi32, #skein.dist<data: split 0>>) {
  %r = skein.pull_rows @half.1, %i : tensor<3xi32, #skein.dist<data: split 0>> -> tensor<3x3xf32, #skein.dist<data: split 0>>
  skein.return
}

// Three times in a step, to each of eight queues of another server.
// CHECK:      communication of @train.server1 on @ps[server = 1], bytes of all devices in one step
// CHECK-NEXT: op
// CHECK-NEXT: skein.enqueue  192  @ps[server = 0]  @go
// CHECK-NEXT: bytes to @ps[server = 0]: 192
skein.program @train.server1 on @ps[server = 1] beside @train times 3 () {
  %i, %r = skein.take_rows @t.rows : tensor<24xi64>, tensor<24x3xf32>
  %v = skein.pull @t : tensor<100x3xf32>
  %k = skein.step_index
  skein.enqueue @go[*], %k : tensor<i64>
  skein.return
}
