// Requests to objects that live on one device become calls, which know objects by number.
// RUN: skein-opt %s --skein-strip-distribution | FileCheck %s
// RUN: skein-opt %s --skein-strip-distribution --skein-program-to-function | FileCheck %s --check-prefix=FUNCTION

skein.mesh @w(data = 4)
skein.mesh @ps(server = 2)
skein.variable @local : tensor<2xf32>
skein.variable @v on @ps[server = 0] : tensor<8x3xf32> = #skein.zeros
skein.variable @v.momentum slot of @v on @ps[server = 0] : tensor<8x3xf32> = #skein.zeros
skein.variable @u on @ps[server = 1] : tensor<4xf32> = #skein.zeros
// CHECK-NOT: skein.accumulator
// CHECK-NOT: skein.queue
skein.accumulator @v.sum of @v from @w[data] in index order
skein.accumulator @v.rows of @v from @w[data] in index order by 6 rows
skein.queue @other per @w : tensor<4xf32>
skein.queue @go on @ps[server = 0] per @w : tensor<i64>
skein.queue @tokens on @ps[server = 0] : tensor<i64> starting with 3

// CHECK-LABEL: skein.program @train
// CHECK:         %[[NONE:.*]] = arith.constant dense<0> : tensor<i64>
// CHECK:         %[[V:.*]] = skein.library_call "skrt_pull" [1, 24] impure ins(%[[NONE]] : tensor<i64>) outs(%{{.*}} : tensor<8x3xf32>) -> tensor<8x3xf32>
// CHECK:         %[[K:.*]] = skein.library_call "skrt_step_index" [] impure outs(%{{.*}} : tensor<i64>) -> tensor<i64>
// With a label and without.
// CHECK:         skein.library_call "skrt_push" [0, 24, 1, 0] impure ins(%g, %[[K]] : tensor<8x3xf32>, tensor<i64>)
// CHECK:         skein.library_call "skrt_push" [0, 24, 0, 0] impure ins(%g, %{{.*}} : tensor<8x3xf32>, tensor<i64>)
// CHECK:         skein.library_call "skrt_push_rows" [1, 6, 1, 5] impure ins(%i, %r, %[[K]] : tensor<6xi32>, tensor<6x3xf32>, tensor<i64>)
// This device's queue, that of a number, all of them.
// CHECK:         skein.library_call "skrt_dequeue" [1, -1, 1, 1] impure ins(%{{.*}} : tensor<i64>) outs(%{{.*}}, %{{.*}} : tensor<i64>, tensor<i64>)
// CHECK:         skein.library_call "skrt_enqueue" [0, -1, 4, 1] impure ins(%x, %{{.*}} : tensor<4xf32>, tensor<i64>)
// FUNCTION: func.func @train(%{{.*}}: memref<2xf32>, %{{.*}}: memref<8x3xf32>, %{{.*}}: memref<6xi32>, %{{.*}}: memref<6x3xf32>, %{{.*}}: memref<4xf32>)
skein.program @train on @w(%g: tensor<8x3xf32, #skein.dist<data: partial sum>>, %i: tensor<6xi32, #skein.dist<data: split 0>>,
                           %r: tensor<6x3xf32, #skein.dist<data: split 0>>, %x: tensor<4xf32>) {
  %v = skein.pull @v : tensor<8x3xf32>
  %k = skein.step_index
  skein.push @v.sum, %g label %k : tensor<8x3xf32, #skein.dist<data: partial sum>>
  skein.push @v.sum, %g : tensor<8x3xf32, #skein.dist<data: partial sum>>
  skein.push_rows @v.rows, %i, %r label %k : tensor<6xi32, #skein.dist<data: split 0>>, tensor<6x3xf32, #skein.dist<data: split 0>>
  %t, %from = skein.dequeue @go : tensor<i64, #skein.dist<data: varying>>, tensor<i64, #skein.dist<data: varying>>
  skein.enqueue @other, %x : tensor<4xf32>
  skein.return
}

// CHECK-LABEL: skein.program @train.server0
// CHECK:         %[[S:.*]]:2 = skein.library_call "skrt_take" [0, 4] impure outs(%{{.*}}, %{{.*}} : tensor<8x3xf32>, tensor<i64>)
// CHECK:         skein.library_call "skrt_take_rows" [1, 4] impure outs(%{{.*}}, %{{.*}} : tensor<24xi64>, tensor<24x3xf32>)
// Others pull @v, but not what belongs to it.
// CHECK:         skein.library_call "skrt_publish" [1, 24] impure ins(%[[S]]#0 : tensor<8x3xf32>)
// CHECK-NEXT:    skein.assign @v, %[[S]]#0
// CHECK-NEXT:    skein.assign @v.momentum
// CHECK:         skein.library_call "skrt_enqueue" [1, -2, 1, 1] impure
// CHECK:         skein.library_call "skrt_enqueue" [1, -3, 1, 1] impure ins(%[[S]]#1, %[[S]]#1 : tensor<i64>, tensor<i64>)
// CHECK:         skein.library_call "skrt_enqueue" [2, -1, 1, 7] impure
// CHECK:         skein.library_call "skrt_last_step" [] impure
// Its variables, and a flag that says whether to go on.
// FUNCTION: func.func @train.server0(%{{.*}}: memref<8x3xf32>, %{{.*}}: memref<8x3xf32>, %[[MORE:.*]]: memref<i1>)
// FUNCTION:   bufferization.materialize_in_destination %{{.*}} in restrict writable %[[MORE]] : (tensor<i1>, memref<i1>) -> ()
skein.program @train.server0 on @ps[server = 0] beside @train times 2 () {
  %s, %c = skein.take @v.sum, 4 : tensor<8x3xf32>
  %i, %r = skein.take_rows @v.rows : tensor<24xi64>, tensor<24x3xf32>
  skein.assign @v, %s : tensor<8x3xf32>
  skein.assign @v.momentum, %s : tensor<8x3xf32>
  skein.enqueue @go[*], %c : tensor<i64>
  skein.enqueue @go[%c], %c : tensor<i64>
  skein.enqueue @tokens, %c times 7 : tensor<i64>
  %end = skein.last_step
  %more = arith.cmpi slt, %c, %end : tensor<i64>
  skein.repeat_while %more
  skein.return
}

skein.channel @forth : tensor<4xf32> from @talk to @listen
skein.channel @back : tensor<2x3xf32, #skein.dist<data: split 1>> from @listen to @talk capacity 2
// CHECK-NOT: skein.channel
// CHECK-LABEL: skein.program @talk
// CHECK:         skein.library_call "skrt_send" [0, 4] impure ins(%x : tensor<4xf32>)
// CHECK:         skein.library_call "skrt_receive" [1, 6] impure ins(%{{.*}} : tensor<i64>) outs(%{{.*}} : tensor<2x3xf32>) -> tensor<2x3xf32>
skein.mesh @m(pipe = 2, data = 2)
skein.program @talk on @m[pipe = 0](%x: tensor<4xf32>) -> (tensor<2x3xf32, #skein.dist<data: split 1>>) {
  skein.send @forth, %x : tensor<4xf32>
  %r = skein.receive @back : tensor<2x3xf32, #skein.dist<data: split 1>>
  skein.return %r : tensor<2x3xf32, #skein.dist<data: split 1>>
}
skein.program @listen on @m[pipe = 1] beside @talk(%y: tensor<2x3xf32, #skein.dist<data: split 1>>) {
  %x = skein.receive @forth : tensor<4xf32>
  skein.send @back, %y : tensor<2x3xf32, #skein.dist<data: split 1>>
  skein.return
}
