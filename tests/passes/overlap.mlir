// RUN: skein-opt %s --skein-overlap | FileCheck %s

!a = tensor<8xf32, #skein.dist<data: partial sum>>
!b = tensor<4xf32, #skein.dist<data: partial sum>>
!loss = tensor<f32, #skein.dist<data: partial sum>>
skein.mesh @m(data = 2)
skein.variable @a : tensor<8xf32>
skein.variable @b : tensor<4xf32>
skein.variable @c : tensor<4xf32>

// The halves of a loss name each other, while there are two.
// CHECK:      func.func private @forward() attributes {skein.mesh = @m} {
func.func private @forward() attributes {skein.backward = @backward, skein.mesh = @m} {
  return
}
func.func private @backward_a(%x: !a) -> !a attributes {skein.mesh = @m} {
  %a = arith.negf %x : !a
  return %a : !a
}
func.func private @backward(%x: !a, %y: !b) -> (!a, !b) attributes {skein.forward = @forward, skein.mesh = @m} {
  %b = arith.negf %y : !b
  %a = func.call @backward_a(%x) : (!a) -> !a
  return %a, %b : !a, !b
}

// The functions are inlined, and each gradient is reduced where it is ready, the last one first;
// updates come in that order. The reported loss takes the same stream.
// CHECK-NOT:   func.func
// CHECK-LABEL: skein.program @backward_order
// CHECK-NEXT:    %[[L:.*]] = skein.all_reduce sum %l over @m[data] on communication
// CHECK-NEXT:    %[[GB:.*]] = arith.negf %y
// CHECK-NEXT:    %[[B:.*]] = skein.all_reduce sum %[[GB]] over @m[data] on communication
// CHECK-NEXT:    %[[GA:.*]] = arith.negf %x
// CHECK-NEXT:    %[[A:.*]] = skein.all_reduce sum %[[GA]] over @m[data] on communication
// CHECK-NEXT:    skein.apply_gradient @b, %[[B]]
// CHECK-NEXT:    skein.apply_gradient @a, %[[A]]
// CHECK-NEXT:    skein.return %[[L]]
skein.program @backward_order on @m(%x: !a, %y: !b, %l: !loss) -> (tensor<f32> {skein.name = "loss"}) {
  %p:2 = func.call @backward(%x, %y) : (!a, !b) -> (!a, !b)
  %a = skein.all_reduce sum %p#0 over @m[data] : !a -> tensor<8xf32>
  %b = skein.all_reduce sum %p#1 over @m[data] : !b -> tensor<4xf32>
  skein.apply_gradient @a, %a : tensor<8xf32> using #skein.sgd<learning_rate = 0.1>
  skein.apply_gradient @b, %b : tensor<4xf32> using #skein.sgd<learning_rate = 0.1>
  %loss = skein.all_reduce sum %l over @m[data] : !loss -> tensor<f32>
  skein.return %loss : tensor<f32>
}

// A function that is called twice stays. All that the call gives is ready behind it, in the order
// in which the function computes it.
// CHECK-LABEL: skein.program @shared_function
// CHECK:         %[[P:.*]]:2 = func.call @twice(%x, %y)
// CHECK-NEXT:    skein.all_reduce sum %[[P]]#1 over @m[data] on communication
// CHECK-NEXT:    skein.all_reduce sum %[[P]]#0 over @m[data] on communication
// CHECK-NEXT:    %[[Q:.*]]:2 = func.call @twice(%x, %y)
// CHECK-NEXT:    skein.all_reduce sum %[[Q]]#1 over @m[data] on communication
func.func private @twice(%x: !a, %y: !b) -> (!a, !b) attributes {skein.mesh = @m} {
  %b = arith.negf %y : !b
  %a = arith.negf %x : !a
  return %a, %b : !a, !b
}
skein.program @shared_function on @m(%x: !a, %y: !b) {
  %p:2 = func.call @twice(%x, %y) : (!a, !b) -> (!a, !b)
  %q:2 = func.call @twice(%x, %y) : (!a, !b) -> (!a, !b)
  %a = skein.all_reduce sum %p#0 over @m[data] : !a -> tensor<8xf32>
  %b = skein.all_reduce sum %p#1 over @m[data] : !b -> tensor<4xf32>
  %c = skein.all_reduce sum %q#1 over @m[data] : !b -> tensor<4xf32>
  skein.apply_gradient @a, %a : tensor<8xf32> using #skein.sgd<learning_rate = 0.1>
  skein.apply_gradient @b, %b : tensor<4xf32> using #skein.sgd<learning_rate = 0.1>
  skein.apply_gradient @c, %c : tensor<4xf32> using #skein.sgd<learning_rate = 0.1>
  skein.return
}

// A pack is put together when its last member is there, and taken apart where it is used.
// CHECK-LABEL: skein.program @packs
// CHECK:         %[[PACK:.*]] = tensor.concat
// CHECK-NEXT:    %[[R:.*]] = skein.all_reduce sum %[[PACK]] over @m[data] on communication
// CHECK-NEXT:    %[[LATE:.*]] = math.exp %z
// CHECK-NEXT:    skein.assign @c, %[[LATE]]
// CHECK-NEXT:    %[[A:.*]] = tensor.extract_slice %[[R]][0] [8] [1]
// CHECK-NEXT:    skein.apply_gradient @a, %[[A]]
// CHECK-NEXT:    %[[B:.*]] = tensor.extract_slice %[[R]][8] [4] [1]
// CHECK-NEXT:    %[[MEAN:.*]] = arith.mulf %[[B]]
// CHECK-NEXT:    skein.apply_gradient @b, %[[MEAN]]
skein.program @packs on @m(%x: !a, %y: !b, %z: tensor<4xf32>) {
  %half = arith.constant dense<0.5> : tensor<4xf32>
  %ga = arith.negf %x : !a
  %late = math.exp %z : tensor<4xf32>
  %pack = tensor.concat dim(0) %ga, %y : (!a, !b) -> tensor<12xf32, #skein.dist<data: partial sum>>
  %r = skein.all_reduce sum %pack over @m[data] : tensor<12xf32, #skein.dist<data: partial sum>> -> tensor<12xf32>
  %a = tensor.extract_slice %r[0] [8] [1] : tensor<12xf32> to tensor<8xf32>
  %b = tensor.extract_slice %r[8] [4] [1] : tensor<12xf32> to tensor<4xf32>
  %mean = arith.mulf %b, %half : tensor<4xf32>
  skein.assign @c, %late : tensor<4xf32>
  skein.apply_gradient @a, %a : tensor<8xf32> using #skein.sgd<learning_rate = 0.1>
  skein.apply_gradient @b, %mean : tensor<4xf32> using #skein.sgd<learning_rate = 0.1>
  skein.return
}

// The average reads what the update leaves: the order of updates stays.
// CHECK-LABEL: skein.program @read_again
// CHECK:         skein.apply_gradient @a
// CHECK:         skein.read @a
// CHECK:         skein.apply_gradient @b
skein.program @read_again on @m(%x: !a, %y: !b) {
  %gb = arith.negf %y : !b
  %ga = arith.negf %x : !a
  %a = skein.all_reduce sum %ga over @m[data] : !a -> tensor<8xf32>
  %b = skein.all_reduce sum %gb over @m[data] : !b -> tensor<4xf32>
  skein.apply_gradient @a, %a : tensor<8xf32> using #skein.sgd<learning_rate = 0.1>
  %new = skein.read @a : tensor<8xf32>
  skein.assign @a, %new : tensor<8xf32>
  skein.apply_gradient @b, %b : tensor<4xf32> using #skein.sgd<learning_rate = 0.1>
  skein.return
}

// What the computation goes on with takes its turn.
// CHECK-LABEL: skein.program @no_gradient
// CHECK-NOT:     on communication
// CHECK:         skein.return
skein.program @no_gradient on @m(%x: !b) -> tensor<4xf32> {
  %s = skein.all_reduce sum %x over @m[data] : !b -> tensor<4xf32>
  %e = math.exp %s : tensor<4xf32>
  skein.return %e : tensor<4xf32>
}
