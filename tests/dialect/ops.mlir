// Every op as its documentation shows it; parsed, printed and parsed again.
// RUN: skein-opt %s | skein-opt | FileCheck %s

// CHECK: skein.mesh @m(data = 4)
skein.mesh @m(data = 4)
// CHECK: skein.mesh @grid(node = 2, gpu = 2)
skein.mesh @grid(node = 2, gpu = 2)
// A mesh without axes is one device.
// CHECK: skein.mesh @one()
skein.mesh @one()

// CHECK: skein.variable @w : tensor<784x10xf32> = #skein.glorot_uniform<seed = 1>
skein.variable @w : tensor<784x10xf32> = #skein.glorot_uniform<seed = 1>
// CHECK: skein.variable @w.momentum slot of @w : tensor<784x10xf32> = #skein.zeros
skein.variable @w.momentum slot of @w : tensor<784x10xf32> = #skein.zeros
// CHECK: skein.variable @from_checkpoint : tensor<3xf32>{{$}}
skein.variable @from_checkpoint : tensor<3xf32>
// CHECK: skein.variable @half on @m : tensor<4xf32, #skein.dist<data: split 0>> = #skein.constant<value = 1.500000e+00>
skein.variable @half on @m : tensor<4xf32, #skein.dist<data: split 0>> = #skein.constant<value = 1.5>
// CHECK: skein.variable @table : tensor<2xi64> = dense<[3, 4]> : tensor<2xi64>
skein.variable @table : tensor<2xi64> = dense<[3, 4]> : tensor<2xi64>
// CHECK: #skein.uniform<low = -1.000000e+00, high = 1.000000e+00, seed = 7>
skein.variable @u : tensor<2xf32> = #skein.uniform<low = -1.0, high = 1.0, seed = 7>
// Numbers print with as many digits as it takes to read them back.
// CHECK: #skein.normal<mean = 0.000000e+00, stddev = 0.12345678901234566, seed = 7>
skein.variable @n : tensor<2xf32> = #skein.normal<mean = 0.0, stddev = 0.12345678901234566, seed = 7>
// CHECK: #skein.he_normal<seed = 7>
skein.variable @h : tensor<2xf32> = #skein.he_normal<seed = 7>

func.func private @loss(%w: tensor<784x10xf32>, %x: tensor<64x784xf32>) -> tensor<f32> {
  %zero = arith.constant dense<0.0> : tensor<f32>
  return %zero : tensor<f32>
}

// CHECK-LABEL: skein.step @train(
// CHECK-SAME:    %x: tensor<64x784xf32> {skein.batch = 0 : i64}, %y: tensor<64xi32> {skein.batch = 0 : i64, skein.padding = -1 : i32})
// CHECK-SAME:    -> (tensor<f32> {skein.name = "loss", skein.total})
skein.step @train(%x: tensor<64x784xf32> {skein.batch = 0 : i64},
                  %y: tensor<64xi32> {skein.batch = 0 : i64, skein.padding = -1 : i32})
    -> (tensor<f32> {skein.name = "loss", skein.total}) {
  // CHECK: %[[W:.*]] = skein.read @w : tensor<784x10xf32>
  %w = skein.read @w : tensor<784x10xf32>
  // CHECK: %[[R:.*]]:2 = skein.value_and_grad @loss(%[[W]], %x) wrt [0] : (tensor<784x10xf32>, tensor<64x784xf32>) -> (tensor<f32>, tensor<784x10xf32>)
  %loss, %dw = skein.value_and_grad @loss(%w, %x) wrt [0]
      : (tensor<784x10xf32>, tensor<64x784xf32>) -> (tensor<f32>, tensor<784x10xf32>)
  // CHECK: skein.apply_gradient @w, %[[R]]#1 : tensor<784x10xf32> using #skein.sgd<learning_rate = 1.000000e-01>
  skein.apply_gradient @w, %dw : tensor<784x10xf32> using #skein.sgd<learning_rate = 0.1>
  // CHECK: using #skein.momentum<learning_rate = 1.000000e-01, momentum = {{[^,]*}}, nesterov = true>
  skein.apply_gradient @w, %dw : tensor<784x10xf32> using #skein.momentum<learning_rate = 0.1, momentum = 0.9, nesterov = true>
  // Defaults are not printed.
  // CHECK: using #skein.adam<learning_rate = 1.000000e-03>
  skein.apply_gradient @w, %dw : tensor<784x10xf32> using #skein.adam<learning_rate = 0.001, beta1 = 0.9>
  // CHECK: using #skein.adamw<learning_rate = 1.000000e-03, weight_decay = 1.000000e-01>
  skein.apply_gradient @w, %dw : tensor<784x10xf32> using #skein.adamw<learning_rate = 0.001, weight_decay = 0.1>
  // CHECK: skein.assign @w, %[[W]] : tensor<784x10xf32>
  skein.assign @w, %w : tensor<784x10xf32>
  // CHECK: skein.return %[[R]]#0 : tensor<f32>
  skein.return %loss : tensor<f32>
}

// CHECK-LABEL: skein.program @collectives on @m(%p: tensor<16xf32, #skein.dist<data: partial sum>>
skein.program @collectives on @m(%p: tensor<16xf32, #skein.dist<data: partial sum>>,
                                 %s: tensor<4x16xf32, #skein.dist<data: split 0>>,
                                 %v: tensor<4xf32, #skein.dist<data: varying>>) {
  // CHECK: skein.all_reduce sum %p over @m[data] : tensor<16xf32, #skein.dist<data: partial sum>> -> tensor<16xf32>
  %r = skein.all_reduce sum %p over @m[data] : tensor<16xf32, #skein.dist<data: partial sum>> -> tensor<16xf32>
  // CHECK: skein.reduce sum %p to 3 over @m[data] : tensor<16xf32, #skein.dist<data: partial sum>> -> tensor<16xf32, #skein.dist<data: varying>>
  %one = skein.reduce sum %p to 3 over @m[data] : tensor<16xf32, #skein.dist<data: partial sum>> -> tensor<16xf32, #skein.dist<data: varying>>
  // CHECK: skein.broadcast %v from 0 over @m[data] : tensor<4xf32, #skein.dist<data: varying>> -> tensor<4xf32>
  %b = skein.broadcast %v from 0 over @m[data] : tensor<4xf32, #skein.dist<data: varying>> -> tensor<4xf32>
  // CHECK: skein.reduce_scatter sum %p dim 0 over @m[data] : tensor<16xf32, #skein.dist<data: partial sum>> -> tensor<4xf32, #skein.dist<data: split 0>>
  %rs = skein.reduce_scatter sum %p dim 0 over @m[data] : tensor<16xf32, #skein.dist<data: partial sum>> -> tensor<4xf32, #skein.dist<data: split 0>>
  // CHECK: skein.all_gather %{{.*}} dim 0 over @m[data] : tensor<4xf32, #skein.dist<data: split 0>> -> tensor<16xf32>
  %ag = skein.all_gather %rs dim 0 over @m[data] : tensor<4xf32, #skein.dist<data: split 0>> -> tensor<16xf32>
  // CHECK: skein.all_to_all %s from 0 to 1 over @m[data] : tensor<4x16xf32, #skein.dist<data: split 0>> -> tensor<16x4xf32, #skein.dist<data: split 1>>
  %aa = skein.all_to_all %s from 0 to 1 over @m[data] : tensor<4x16xf32, #skein.dist<data: split 0>> -> tensor<16x4xf32, #skein.dist<data: split 1>>
  // CHECK: skein.shard %{{.*}} dim 0 over @m[data] : tensor<16xf32> -> tensor<4xf32, #skein.dist<data: split 0>>
  %sh = skein.shard %r dim 0 over @m[data] : tensor<16xf32> -> tensor<4xf32, #skein.dist<data: split 0>>
  // CHECK: skein.as_partial max %{{.*}} over @m[data] : tensor<16xf32> -> tensor<16xf32, #skein.dist<data: partial max>>
  %ap = skein.as_partial max %r over @m[data] : tensor<16xf32> -> tensor<16xf32, #skein.dist<data: partial max>>
  // CHECK: skein.assume_partial sum %v over @m[data] : tensor<4xf32, #skein.dist<data: varying>> -> tensor<4xf32, #skein.dist<data: partial sum>>
  %as = skein.assume_partial sum %v over @m[data] : tensor<4xf32, #skein.dist<data: varying>> -> tensor<4xf32, #skein.dist<data: partial sum>>
  // CHECK: skein.stack %p over @m[data] : tensor<16xf32, #skein.dist<data: partial sum>> -> tensor<1x16xf32, #skein.dist<data: split 0>>
  %st = skein.stack %p over @m[data] : tensor<16xf32, #skein.dist<data: partial sum>> -> tensor<1x16xf32, #skein.dist<data: split 0>>
  // CHECK: skein.stack %v over @m[data] : tensor<4xf32, #skein.dist<data: varying>> -> tensor<1x4xf32, #skein.dist<data: split 0>>
  %sv = skein.stack %v over @m[data] : tensor<4xf32, #skein.dist<data: varying>> -> tensor<1x4xf32, #skein.dist<data: split 0>>
  // CHECK: skein.axis_index over @m[data] : tensor<i64, #skein.dist<data: varying>>
  %i = skein.axis_index over @m[data] : tensor<i64, #skein.dist<data: varying>>
  // CHECK: skein.shard_offset 16 over @m[data]
  %o = skein.shard_offset 16 over @m[data]
  // The default stream is not printed.
  // CHECK: skein.all_reduce sum %p over @m[data] on communication : tensor
  %beside = skein.all_reduce sum %p over @m[data] on communication : tensor<16xf32, #skein.dist<data: partial sum>> -> tensor<16xf32>
  // CHECK: skein.all_reduce sum %p over @m[data] : tensor
  %turn = skein.all_reduce sum %p over @m[data] on compute : tensor<16xf32, #skein.dist<data: partial sum>> -> tensor<16xf32>
  // CHECK: skein.all_gather %{{.*}} dim 0 over @m[data] on communication : tensor
  %agbeside = skein.all_gather %rs dim 0 over @m[data] on communication : tensor<4xf32, #skein.dist<data: split 0>> -> tensor<16xf32>
  skein.return
}

// Groups of one axis leave the other axes alone; two axes may split one dimension,
// the first written is the outer one.
// CHECK-LABEL: skein.program @two_axes on @grid
skein.program @two_axes on @grid(%x: tensor<1xf32, #skein.dist<gpu: partial sum, node: partial sum>>,
                                 %y: tensor<2xf32, #skein.dist<node: split 0, gpu: split 0>>) {
  // CHECK: skein.all_reduce sum %x over @grid[gpu] : {{.*}} -> tensor<1xf32, #skein.dist<node: partial sum>>
  %a = skein.all_reduce sum %x over @grid[gpu] : tensor<1xf32, #skein.dist<gpu: partial sum, node: partial sum>> -> tensor<1xf32, #skein.dist<node: partial sum>>
  // CHECK: skein.all_gather %y dim 0 over @grid[gpu] : {{.*}} -> tensor<4xf32, #skein.dist<node: split 0>>
  %b = skein.all_gather %y dim 0 over @grid[gpu] : tensor<2xf32, #skein.dist<node: split 0, gpu: split 0>> -> tensor<4xf32, #skein.dist<node: split 0>>
  // CHECK: skein.all_gather %y dim 0 over @grid[node, gpu] : {{.*}} -> tensor<8xf32>
  %c = skein.all_gather %y dim 0 over @grid[node, gpu] : tensor<2xf32, #skein.dist<node: split 0, gpu: split 0>> -> tensor<8xf32>
  skein.return
}

// Gradients are scaled, looked at, cut and applied if they are finite. A sum over
// devices may be looked at before it is reduced only until --skein-synchronize.
// CHECK-LABEL: skein.step @scaled
skein.step @scaled(%w: tensor<784x10xf32>, %x: tensor<64x784xf32>, %scale: tensor<f32>, %c: tensor<i1>) {
  // CHECK: skein.value_and_grad @two_arguments(%w, %x) wrt [0] scaled by %scale : (tensor<784x10xf32>, tensor<64x784xf32>) -> (tensor<f32>, tensor<784x10xf32>)
  %loss, %dw = skein.value_and_grad @two_arguments(%w, %x) wrt [0] scaled by %scale : (tensor<784x10xf32>, tensor<64x784xf32>) -> (tensor<f32>, tensor<784x10xf32>)
  // CHECK: %[[FINITE:.*]] = skein.all_finite %{{.*}}, %{{.*}} : tensor<f32>, tensor<784x10xf32>
  %finite = skein.all_finite %loss, %dw : tensor<f32>, tensor<784x10xf32>
  // CHECK: %[[NORM:.*]] = skein.global_norm %{{.*}} times %scale : tensor<784x10xf32>
  %norm = skein.global_norm %dw times %scale : tensor<784x10xf32>
  // CHECK: skein.apply_gradient @matrix, %{{.*}} times %[[NORM]] clip 5.000000e-01 if %[[FINITE]] : tensor<784x10xf32> using #skein.sgd<learning_rate = 1.000000e-01>
  skein.apply_gradient @matrix, %dw times %norm clip 0.5 if %finite : tensor<784x10xf32> using #skein.sgd<learning_rate = 0.1>
  // CHECK: skein.assign @matrix, %{{.*}} if %c : tensor<784x10xf32>
  skein.assign @matrix, %dw if %c : tensor<784x10xf32>
  skein.return
}
skein.variable @matrix : tensor<784x10xf32>
func.func private @two_arguments(%w: tensor<784x10xf32>, %x: tensor<64x784xf32>) -> tensor<f32>

// CHECK-LABEL: skein.program @looked_at_early
// CHECK:         skein.all_finite %p, %v :
skein.program @looked_at_early on @m(%p: tensor<16xf32, #skein.dist<data: partial sum>>,
                                     %v: tensor<4xf32, #skein.dist<data: varying>>) attributes {skein.unsynchronized} {
  %finite = skein.all_finite %p, %v : tensor<16xf32, #skein.dist<data: partial sum>>, tensor<4xf32, #skein.dist<data: varying>>
  %norm = skein.global_norm %p : tensor<16xf32, #skein.dist<data: partial sum>>
  skein.return
}
