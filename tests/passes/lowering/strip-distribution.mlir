// RUN: skein-opt %s --skein-strip-distribution | FileCheck %s
skein.mesh @m(data = 2, model = 3)

// No encoding is left anywhere.
// CHECK-NOT: #skein.dist

// CHECK: skein.variable @v on @m : tensor<4xf32> = #skein.zeros
skein.variable @v on @m : tensor<4xf32, #skein.dist<data: split 0>> = #skein.zeros

// Words: f32 = 1, sum = 0, axes model = 2, root, then 1 x 12 x 1 elements.
// CHECK-LABEL: skein.program @all_reduce
// CHECK-SAME:    %[[X:[^:]+]]: tensor<3x4xf32>
// CHECK:         %[[INIT:.*]] = tensor.empty() : tensor<3x4xf32>
// CHECK:         %[[R:.*]] = skein.library_call "skrt_all_reduce" [1, 0, 2, 0, 1, 12, 1] ins(%[[X]] : {{.*}}) outs(%[[INIT]]
// CHECK:         skein.return %[[R]]
skein.program @all_reduce on @m(%x: tensor<3x4xf32, #skein.dist<model: partial sum>>) -> tensor<3x4xf32> {
  %r = skein.all_reduce sum %x over @m[model] : tensor<3x4xf32, #skein.dist<model: partial sum>> -> tensor<3x4xf32>
  skein.return %r : tensor<3x4xf32>
}

// Whoever uses the result first waits for it, and keeps the input alive.
// CHECK-LABEL: skein.program @on_communication
// CHECK:         %[[R:.*]] = skein.library_call "skrt_all_reduce" [1, 0, 2, 0, 1, 4, 1] asynchronous ins(%x {{.*}}
// CHECK-NEXT:    arith.negf %x
// CHECK:         %[[Z:.*]] = skein.library_call "skrt_all_reduce"
// CHECK-NEXT:    %[[W:.*]] = skein.library_call "skrt_wait" [] accumulates ins(%x : tensor<4xf32>) outs(%[[R]] : tensor<4xf32>)
// CHECK-NEXT:    arith.addf %[[W]], %[[Z]]
skein.program @on_communication on @m(%x: tensor<4xf32, #skein.dist<model: partial sum>>) -> tensor<4xf32> {
  %r = skein.all_reduce sum %x over @m[model] on communication : tensor<4xf32, #skein.dist<model: partial sum>> -> tensor<4xf32>
  %n = arith.negf %x : tensor<4xf32, #skein.dist<model: partial sum>>
  %z = skein.all_reduce sum %n over @m[model] : tensor<4xf32, #skein.dist<model: partial sum>> -> tensor<4xf32>
  %s = arith.addf %r, %z : tensor<4xf32>
  skein.return %s : tensor<4xf32>
}

// A loop is a user where it begins. What nobody uses nobody waits for: it takes its turn.
// CHECK-LABEL: skein.program @used_in_a_loop
// CHECK:         "skrt_all_reduce" {{.*}} asynchronous
// CHECK:         "skrt_wait"
// CHECK-NEXT:    scf.for
// CHECK-LABEL: skein.program @unused
// CHECK:         "skrt_all_reduce"
// CHECK-NOT:     asynchronous
// CHECK:         skein.return
skein.program @used_in_a_loop on @m(%x: tensor<4xf32, #skein.dist<model: partial sum>>) {
  %r = skein.all_reduce sum %x over @m[model] on communication : tensor<4xf32, #skein.dist<model: partial sum>> -> tensor<4xf32>
  %c0 = arith.constant 0 : index
  %c4 = arith.constant 4 : index
  %c1 = arith.constant 1 : index
  scf.for %i = %c0 to %c4 step %c1 {
    %n = math.exp %r : tensor<4xf32>
  }
  skein.return
}
skein.program @unused on @m(%x: tensor<4xf32, #skein.dist<model: partial sum>>) {
  %r = skein.all_reduce sum %x over @m[model] on communication : tensor<4xf32, #skein.dist<model: partial sum>> -> tensor<4xf32>
  skein.return
}

// Axes data = 1 and model = 2; max = 2.
// CHECK-LABEL: skein.program @two_axes
// CHECK:         "skrt_all_reduce" [4, 2, 3, 0, 1, 1, 1]
skein.program @two_axes on @m(%x: tensor<i64, #skein.dist<data: partial max, model: partial max>>) -> tensor<i64> {
  %r = skein.all_reduce max %x over @m[data, model] : tensor<i64, #skein.dist<data: partial max, model: partial max>> -> tensor<i64>
  skein.return %r : tensor<i64>
}

// The gathered dimension of the input is 4, with 3 before and 5 behind it.
// CHECK-LABEL: skein.program @all_gather
// CHECK:         "skrt_all_gather" [0, 0, 1, 0, 3, 4, 5] {{.*}} outs(%{{.*}} : tensor<3x8x5xf64>)
skein.program @all_gather on @m(%x: tensor<3x4x5xf64, #skein.dist<data: split 1>>) -> tensor<3x8x5xf64> {
  %r = skein.all_gather %x dim 1 over @m[data] : tensor<3x4x5xf64, #skein.dist<data: split 1>> -> tensor<3x8x5xf64>
  skein.return %r : tensor<3x8x5xf64>
}

// CHECK-LABEL: skein.program @reduce_scatter
// CHECK:         "skrt_reduce_scatter" [1, 0, 1, 0, 1, 8, 5] {{.*}} outs(%{{.*}} : tensor<4x5xf32>)
skein.program @reduce_scatter on @m(%x: tensor<8x5xf32, #skein.dist<data: partial sum>>) -> tensor<4x5xf32, #skein.dist<data: split 0>> {
  %r = skein.reduce_scatter sum %x dim 0 over @m[data] : tensor<8x5xf32, #skein.dist<data: partial sum>> -> tensor<4x5xf32, #skein.dist<data: split 0>>
  skein.return %r : tensor<4x5xf32, #skein.dist<data: split 0>>
}

// f32, axis data; cuts the first dimension: 1 x 6 x 1 x 4 x 1.
// CHECK-LABEL: skein.program @all_to_all
// CHECK:         "skrt_all_to_all" [1, 1, 1, 1, 6, 1, 4, 1] {{.*}} outs(%{{.*}} : tensor<3x8xf32>)
skein.program @all_to_all on @m(%x: tensor<6x4xf32, #skein.dist<data: split 1>>) -> tensor<3x8xf32, #skein.dist<data: split 0>> {
  %r = skein.all_to_all %x from 1 to 0 over @m[data] : tensor<6x4xf32, #skein.dist<data: split 1>> -> tensor<3x8xf32, #skein.dist<data: split 0>>
  skein.return %r : tensor<3x8xf32, #skein.dist<data: split 0>>
}

// The first device keeps its input, the others take the neutral element.
// CHECK-LABEL: skein.program @as_partial
// CHECK-SAME:    %[[X:[^:]+]]: tensor<4xf32>
// CHECK:         %[[INDEX:.*]] = skein.library_call "skrt_axis_index"
// CHECK:         %[[RANK:.*]] = tensor.extract %[[INDEX]][]
// CHECK:         %[[FIRST:.*]] = arith.cmpi eq, %[[RANK]], %{{.*}} : i64
// CHECK:         %[[ONE:.*]] = arith.constant 1.000000e+00 : f32
// CHECK:         linalg.generic {{.*}} ins(%[[X]]
// CHECK:         arith.select %[[FIRST]], %{{.*}}, %[[ONE]]
skein.program @as_partial on @m(%x: tensor<4xf32>) -> tensor<4xf32> {
  %p = skein.as_partial mul %x over @m[data] : tensor<4xf32> -> tensor<4xf32, #skein.dist<data: partial mul>>
  %r = skein.all_reduce mul %p over @m[data] : tensor<4xf32, #skein.dist<data: partial mul>> -> tensor<4xf32>
  skein.return %r : tensor<4xf32>
}

// A constant's type is inside its value, where it is found as well.
// CHECK-LABEL: skein.program @constant
// CHECK:         arith.constant dense<0.000000e+00> : tensor<4xf32>
skein.program @constant on @m() -> tensor<4xf32> {
  %z = arith.constant dense<0.0> : tensor<4xf32, #skein.dist<data: partial sum>>
  %r = skein.all_reduce sum %z over @m[data] : tensor<4xf32, #skein.dist<data: partial sum>> -> tensor<4xf32>
  skein.return %r : tensor<4xf32>
}

// A program without distributions is left alone.
// CHECK-LABEL: skein.program @plain on @m(%x: tensor<4xf32>) -> tensor<4xf32> {
// CHECK-NEXT:    skein.return %x : tensor<4xf32>
skein.program @plain on @m(%x: tensor<4xf32>) -> tensor<4xf32> {
  skein.return %x : tensor<4xf32>
}

// A body takes the elements in a row, and the device's number; what is inside becomes calls. A message
// is where from, how much and to whom, then the same of what comes; -1 for what replaces.
// CHECK-LABEL: skein.program @exchange
// CHECK-SAME:    %[[X:[^:]+]]: tensor<1x2xf32>
// CHECK:         %[[BUFFER:.*]] = tensor.collapse_shape %[[X]]
// CHECK:         %[[NUMBER:.*]] = skein.library_call "skrt_axis_index" [4, 0, 2,
// CHECK:         %[[EXTRACTED:.*]] = tensor.extract %[[NUMBER]][]
// CHECK:         %[[RANK:.*]] = arith.index_cast %[[EXTRACTED]]
// CHECK:         %[[OTHER:.*]] = arith.subi %{{.*}}, %[[RANK]]
// CHECK:         %[[MESSAGE:.*]] = tensor.from_elements %{{.*}} : tensor<6xi64>
// CHECK:         %[[SUM:.*]] = skein.library_call "skrt_send_receive" [1, 0, 2, 0, 0, 0, 0] accumulates ins(%[[MESSAGE]] : tensor<6xi64>) outs(%[[BUFFER]] : tensor<2xf32>)
// CHECK:         %[[ALL:.*]] = skein.library_call "skrt_send_receive" [1, -1, 2, 0, 0, 0, 0] accumulates ins(%{{.*}}) outs(%[[SUM]] : tensor<2xf32>)
// CHECK:         tensor.expand_shape %[[ALL]]
skein.mesh @grid(node = 3, gpu = 2)
skein.program @exchange on @grid(%x: tensor<1x2xf32, #skein.dist<gpu: partial sum>>) -> tensor<1x2xf32> {
  %r = skein.all_reduce sum %x over @grid[gpu] : tensor<1x2xf32, #skein.dist<gpu: partial sum>> -> tensor<1x2xf32>
      by (%buffer: tensor<2xf32>, %rank: index) {
    %one = arith.constant 1 : index
    %other = arith.subi %one, %rank : index
    %sum = skein.exchange %buffer send [%other, %one] to %other receive [%rank, %one] from %other combining sum : tensor<2xf32>
    %all = skein.exchange %sum send [%rank, %one] to %other receive [%other, %one] from %other : tensor<2xf32>
    skein.yield %all : tensor<2xf32>
  }
  skein.return %r : tensor<1x2xf32>
}

// Over axes in another order than that of the mesh, numbers are converted: a device's from its
// coordinates, gpu * 3 + node, and back for the runtime, node * 2 + gpu.
// CHECK-LABEL: skein.program @order
// CHECK:         skein.library_call "skrt_axis_index" [4, 0, 2,
// CHECK:         skein.library_call "skrt_axis_index" [4, 0, 1,
// CHECK:         arith.muli
// CHECK:         arith.addi
// CHECK:         arith.remui %{{.*}}, %c3
// CHECK:         arith.divui %{{.*}}, %c3
// CHECK:         skein.library_call "skrt_send_receive" [1, 0, 3,
skein.program @order on @grid(%x: tensor<1xf32, #skein.dist<gpu: partial sum, node: partial sum>>) {
  %r = skein.all_reduce sum %x over @grid[gpu, node] : tensor<1xf32, #skein.dist<gpu: partial sum, node: partial sum>> -> tensor<1xf32>
      by (%buffer: tensor<1xf32>, %rank: index) {
    %zero = arith.constant 0 : index
    %one = arith.constant 1 : index
    %size = arith.constant 6 : index
    %all = scf.for %i = %one to %size step %one iter_args(%b = %buffer) -> (tensor<1xf32>) {
      %isFirst = arith.cmpi eq, %rank, %zero : index
      %isOther = arith.cmpi eq, %rank, %i : index
      %in = arith.select %isFirst, %one, %zero : index
      %out = arith.select %isOther, %one, %zero : index
      %next = skein.exchange %b send [%zero, %out] to %zero receive [%zero, %in] from %i combining sum : tensor<1xf32>
      scf.yield %next : tensor<1xf32>
    }
    %done = scf.for %i = %one to %size step %one iter_args(%b = %all) -> (tensor<1xf32>) {
      %isFirst = arith.cmpi eq, %rank, %zero : index
      %isOther = arith.cmpi eq, %rank, %i : index
      %out = arith.select %isFirst, %one, %zero : index
      %in = arith.select %isOther, %one, %zero : index
      %next = skein.exchange %b send [%zero, %out] to %i receive [%zero, %in] from %zero : tensor<1xf32>
      scf.yield %next : tensor<1xf32>
    }
    skein.yield %done : tensor<1xf32>
  }
  skein.return
}

// On the stream for communication, messages are started, and waited for in front of the first use of
// the result.
// CHECK-LABEL: skein.program @started
// CHECK:         %[[UP:.*]] = skein.library_call "skrt_start_message" [1, 0, 2, 0, 0, 0, 0] accumulates ins(%{{.*}}) outs(%{{.*}} : tensor<1xf32>)
// CHECK:         %[[DOWN:.*]] = skein.library_call "skrt_start_message" [1, -1, 2, 0, 0, 0, 0] accumulates ins(%{{.*}}) outs(%[[UP]] : tensor<1xf32>)
// CHECK:         %[[ELSE:.*]] = linalg.exp
// CHECK:         %[[DONE:.*]] = skein.library_call "skrt_wait_messages" [] accumulates outs(%[[DOWN]] : tensor<1xf32>)
// CHECK:         linalg.add ins(%[[DONE]], %[[ELSE]]
skein.program @started on @grid(%x: tensor<1xf32, #skein.dist<gpu: partial sum>>, %y: tensor<1xf32>) -> tensor<1xf32> {
  %e = tensor.empty() : tensor<1xf32>
  %r = skein.all_reduce sum %x over @grid[gpu] on communication : tensor<1xf32, #skein.dist<gpu: partial sum>> -> tensor<1xf32>
      by (%buffer: tensor<1xf32>, %rank: index) {
    %zero = arith.constant 0 : index
    %one = arith.constant 1 : index
    %other = arith.subi %one, %rank : index
    %up = skein.exchange %buffer send [%zero, %rank] to %other receive [%zero, %other] from %other combining sum : tensor<1xf32>
    %down = skein.exchange %up send [%zero, %other] to %other receive [%zero, %rank] from %other : tensor<1xf32>
    skein.yield %down : tensor<1xf32>
  }
  %f = linalg.exp ins(%y : tensor<1xf32>) outs(%e : tensor<1xf32>) -> tensor<1xf32>
  %s = linalg.add ins(%r, %f : tensor<1xf32>, tensor<1xf32>) outs(%e : tensor<1xf32>) -> tensor<1xf32>
  skein.return %s : tensor<1xf32>
}

skein.mesh @square(node = 2, gpu = 2)

// So are collectives among them, which work on the same buffer.
// CHECK-LABEL: skein.program @started_collectives
// CHECK:         %[[SUM:.*]] = skein.library_call "skrt_start_all_reduce" [1, 0, 2, 0, 1, 1, 1] accumulates outs(%{{.*}} : tensor<1xf32>)
// CHECK:         %[[UP:.*]] = skein.library_call "skrt_start_message" [1, 0, 3, 0, 0, 0, 0] accumulates ins(%{{.*}}) outs(%[[SUM]] : tensor<1xf32>)
// CHECK:         %[[DOWN:.*]] = skein.library_call "skrt_start_message" [1, -1, 3, 0, 0, 0, 0] accumulates ins(%{{.*}}) outs(%[[UP]] : tensor<1xf32>)
// CHECK:         %[[ALL:.*]] = skein.library_call "skrt_start_broadcast" [1, 0, 2, 0, 1, 1, 1] accumulates outs(%[[DOWN]] : tensor<1xf32>)
// CHECK-NEXT:    %[[ELSE:.*]] = linalg.exp
// CHECK-NEXT:    %[[DONE:.*]] = skein.library_call "skrt_wait_messages" [] accumulates outs(%[[ALL]] : tensor<1xf32>)
// CHECK-NEXT:    linalg.add ins(%[[DONE]], %[[ELSE]]
skein.program @started_collectives on @square(%x: tensor<1xf32, #skein.dist<gpu: partial sum, node: partial sum>>, %y: tensor<1xf32>) -> tensor<1xf32> {
  %e = tensor.empty() : tensor<1xf32>
  %r = skein.all_reduce sum %x over @square[node, gpu] on communication : tensor<1xf32, #skein.dist<gpu: partial sum, node: partial sum>> -> tensor<1xf32>
      by (%buffer: tensor<1xf32>, %rank: index) {
    %zero = arith.constant 0 : index
    %one = arith.constant 1 : index
    %two = arith.constant 2 : index
    %other = arith.xori %rank, %two : index
    %isFirst = arith.cmpi eq, %rank, %zero : index
    %isThird = arith.cmpi eq, %rank, %two : index
    %first = arith.select %isFirst, %one, %zero : index
    %third = arith.select %isThird, %one, %zero : index
    %sum = skein.all_reduce sum %buffer over @square[gpu] : tensor<1xf32> -> tensor<1xf32>
    %up = skein.exchange %sum send [%zero, %third] to %other receive [%zero, %first] from %other combining sum : tensor<1xf32>
    %down = skein.exchange %up send [%zero, %first] to %other receive [%zero, %third] from %other : tensor<1xf32>
    %all = skein.broadcast %down from 0 over @square[gpu] : tensor<1xf32> -> tensor<1xf32>
    skein.yield %all : tensor<1xf32>
  }
  %f = linalg.exp ins(%y : tensor<1xf32>) outs(%e : tensor<1xf32>) -> tensor<1xf32>
  %s = linalg.add ins(%r, %f : tensor<1xf32>, tensor<1xf32>) outs(%e : tensor<1xf32>) -> tensor<1xf32>
  skein.return %s : tensor<1xf32>
}
