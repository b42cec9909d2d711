// RUN: skein-opt %s --skein-pack-gradients=policy=bucket | FileCheck %s
// RUN: skein-opt %s --skein-pack-gradients=policy=fixed-count | FileCheck %s --check-prefix=SINGLE
// RUN: skein-opt %s --skein-pack-gradients="policy=fixed-count count=3" | FileCheck %s --check-prefix=THREE
// RUN: skein-opt %s --skein-pack-gradients="policy=fixed-count count=100" | FileCheck %s --check-prefix=MANY
// RUN: skein-opt %s --skein-pack-gradients=policy=none | FileCheck %s --check-prefix=NONE
// RUN: skein-opt %s --skein-pack-gradients="policy=bytes-per-pack max-bytes=0" | FileCheck %s --check-prefix=SINGLE

!part24 = tensor<2x4xf32, #skein.dist<data: partial sum>>
!part4 = tensor<4xf32, #skein.dist<data: partial sum>>
!scalar = tensor<f32, #skein.dist<data: partial sum>>
!nothing = tensor<3x0xf32, #skein.dist<data: partial sum>>

skein.mesh @m(data = 2, rest = 3)
skein.variable @w : tensor<2x4xf32>
skein.variable @b : tensor<4xf32>
skein.variable @s : tensor<f32>
skein.variable @e : tensor<3x0xf32>
skein.variable @h : tensor<4xf16>
skein.variable @loss : tensor<f32>

// A matrix, a vector, and a scalar come back in their shapes; a tensor without elements
// is not sent; the loss is no gradient.
// CHECK-LABEL: skein.program @shapes
// CHECK:         skein.all_reduce sum %gl
// CHECK:         %[[W:.*]] = tensor.collapse_shape %gw {{\[\[}}0, 1]]
// CHECK:         %[[S:.*]] = tensor.expand_shape %gs [] output_shape [1]
// CHECK:         %[[P:.*]] = tensor.concat dim(0) %[[W]], %gb, %[[S]] : {{.*}} -> tensor<13xf32, #skein.dist<data: partial sum>>
// CHECK-NEXT:    %[[R:.*]] = skein.all_reduce sum %[[P]] over @m[data] : {{.*}} -> tensor<13xf32>
// CHECK-NEXT:    %[[FLAT:.*]] = tensor.extract_slice %[[R]][0] [8] [1]
// CHECK-NEXT:    %[[NEWW:.*]] = tensor.expand_shape %[[FLAT]] {{\[\[}}0, 1]] output_shape [2, 4]
// CHECK-NEXT:    %[[NEWB:.*]] = tensor.extract_slice %[[R]][8] [4] [1]
// CHECK-NEXT:    %[[ONE:.*]] = tensor.extract_slice %[[R]][12] [1] [1]
// CHECK-NEXT:    %[[NEWS:.*]] = tensor.collapse_shape %[[ONE]] []
// CHECK-NEXT:    %[[NEWE:.*]] = tensor.empty() : tensor<3x0xf32>
// CHECK-NEXT:    skein.apply_gradient @w, %[[NEWW]] :
// CHECK-NEXT:    skein.apply_gradient @b, %[[NEWB]] :
// CHECK-NEXT:    skein.apply_gradient @s, %[[NEWS]] :
// CHECK-NEXT:    skein.apply_gradient @e, %[[NEWE]] :
// CHECK-NEXT:    skein.assign @loss
//
// SINGLE-LABEL: skein.program @shapes
// SINGLE:        skein.all_reduce sum %gl
// SINGLE:        tensor.concat
// SINGLE:        skein.all_reduce sum {{.*}} -> tensor<13xf32>
// SINGLE-NOT:    skein.all_reduce
// SINGLE:     skein.return
//
// 13 elements in 3 pieces: 4, 4, and the rest. @w is in two of them.
// THREE-LABEL: skein.program @shapes
// THREE:         %[[P:.*]] = tensor.concat
// THREE-NEXT:    %[[P0:.*]] = tensor.extract_slice %[[P]][0] [4] [1]
// THREE-NEXT:    %[[R0:.*]] = skein.all_reduce sum %[[P0]]
// THREE-NEXT:    %[[P1:.*]] = tensor.extract_slice %[[P]][4] [4] [1]
// THREE-NEXT:    %[[R1:.*]] = skein.all_reduce sum %[[P1]]
// THREE-NEXT:    %[[P2:.*]] = tensor.extract_slice %[[P]][8] [5] [1]
// THREE-NEXT:    %[[R2:.*]] = skein.all_reduce sum %[[P2]]
// THREE-NEXT:    %[[FLAT:.*]] = tensor.concat dim(0) %[[R0]], %[[R1]]
// THREE-NEXT:    %[[NEWW:.*]] = tensor.expand_shape %[[FLAT]]
// THREE-NEXT:    %[[NEWB:.*]] = tensor.extract_slice %[[R2]][0] [4] [1]
// THREE-NEXT:    tensor.extract_slice %[[R2]][4] [1] [1]
// THREE:         skein.apply_gradient @w, %[[NEWW]]
//
// 13 elements in 100 pieces: the last one has them all.
// MANY-LABEL:  skein.program @shapes
// MANY:          skein.all_reduce sum %gl
// MANY:          skein.all_reduce sum {{.*}} -> tensor<13xf32>
// MANY-NOT:      skein.all_reduce
// MANY:          skein.return
//
// NONE-LABEL:  skein.program @shapes
// NONE-NOT:      tensor.concat
// NONE:          skein.return
skein.program @shapes on @m(%gl: !scalar, %gw: !part24, %gb: !part4, %gs: !scalar, %ge: !nothing) {
  %l = skein.all_reduce sum %gl over @m[data] : !scalar -> tensor<f32>
  %w = skein.all_reduce sum %gw over @m[data] : !part24 -> tensor<2x4xf32>
  %b = skein.all_reduce sum %gb over @m[data] : !part4 -> tensor<4xf32>
  %s = skein.all_reduce sum %gs over @m[data] : !scalar -> tensor<f32>
  %e = skein.all_reduce sum %ge over @m[data] : !nothing -> tensor<3x0xf32>
  skein.apply_gradient @w, %w : tensor<2x4xf32> using #skein.sgd<learning_rate = 0.1>
  skein.apply_gradient @b, %b : tensor<4xf32> using #skein.sgd<learning_rate = 0.1>
  skein.apply_gradient @s, %s : tensor<f32> using #skein.sgd<learning_rate = 0.1>
  skein.apply_gradient @e, %e : tensor<3x0xf32> using #skein.sgd<learning_rate = 0.1>
  skein.assign @loss, %l : tensor<f32>
  skein.return
}

// CHECK-LABEL: skein.program @no_gradient
// CHECK-NEXT:    skein.return
skein.program @no_gradient on @m() {
  skein.return
}

// CHECK-LABEL: skein.program @one_gradient
// CHECK-NEXT:    skein.all_reduce sum %gw
// CHECK-NEXT:    skein.apply_gradient
// MANY-LABEL:  skein.program @one_gradient
// MANY-NEXT:     skein.all_reduce sum %gw
// THREE-LABEL: skein.program @one_gradient
// THREE-COUNT-3: skein.all_reduce
// THREE-NOT:     skein.all_reduce
// THREE:         skein.apply_gradient
skein.program @one_gradient on @m(%gw: !part24) {
  %w = skein.all_reduce sum %gw over @m[data] : !part24 -> tensor<2x4xf32>
  skein.apply_gradient @w, %w : tensor<2x4xf32> using #skein.sgd<learning_rate = 0.1>
  skein.return
}

// Packs of nothing send nothing.
// CHECK-LABEL: skein.program @nothing_to_send
// CHECK-NEXT:    %[[A:.*]] = tensor.empty() : tensor<3x0xf32>
// CHECK-NEXT:    %[[B:.*]] = tensor.empty() : tensor<3x0xf32>
// CHECK-NEXT:    skein.apply_gradient @e, %[[A]]
// CHECK-NEXT:    skein.apply_gradient @e, %[[B]]
skein.program @nothing_to_send on @m(%x: !nothing, %y: !nothing) {
  %a = skein.all_reduce sum %x over @m[data] : !nothing -> tensor<3x0xf32>
  %b = skein.all_reduce sum %y over @m[data] : !nothing -> tensor<3x0xf32>
  skein.apply_gradient @e, %a : tensor<3x0xf32> using #skein.sgd<learning_rate = 0.1>
  skein.apply_gradient @e, %b : tensor<3x0xf32> using #skein.sgd<learning_rate = 0.1>
  skein.return
}

// Another kind, another type, other axes, and another state along other axes: packs of their own.
// CHECK-LABEL: skein.program @classes
// CHECK:         skein.all_reduce max %max over
// CHECK:         skein.all_reduce sum %half over
// CHECK:         skein.all_reduce sum %both over @m[data, rest]
// CHECK:         %[[ROWS:.*]] = skein.all_reduce sum %rows over @m[data]
// CHECK:         tensor.concat dim(0) %x, %y
// CHECK-NEXT:    skein.all_reduce sum {{.*}} -> tensor<8xf32>
// CHECK-NOT:     skein.all_reduce
// CHECK:         skein.return
!both = tensor<4xf32, #skein.dist<data: partial sum, rest: partial sum>>
!rows = tensor<2x4xf32, #skein.dist<rest: split 0, data: partial sum>>
skein.variable @rows on @m : tensor<2x4xf32, #skein.dist<rest: split 0>>
skein.program @classes on @m(%x: !part4, %max: tensor<4xf32, #skein.dist<data: partial max>>,
                             %half: tensor<4xf16, #skein.dist<data: partial sum>>, %both: !both,
                             %rows: !rows, %y: !part4) {
  %a = skein.all_reduce sum %x over @m[data] : !part4 -> tensor<4xf32>
  %b = skein.all_reduce max %max over @m[data] : tensor<4xf32, #skein.dist<data: partial max>> -> tensor<4xf32>
  %c = skein.all_reduce sum %half over @m[data] : tensor<4xf16, #skein.dist<data: partial sum>> -> tensor<4xf16>
  %d = skein.all_reduce sum %both over @m[data, rest] : !both -> tensor<4xf32>
  %e = skein.all_reduce sum %rows over @m[data] : !rows -> tensor<2x4xf32, #skein.dist<rest: split 0>>
  %f = skein.all_reduce sum %y over @m[data] : !part4 -> tensor<4xf32>
  skein.apply_gradient @b, %a : tensor<4xf32> using #skein.sgd<learning_rate = 0.1>
  skein.apply_gradient @b, %b : tensor<4xf32> using #skein.sgd<learning_rate = 0.1>
  skein.apply_gradient @h, %c : tensor<4xf16> using #skein.sgd<learning_rate = 0.1>
  skein.apply_gradient @b, %d : tensor<4xf32> using #skein.sgd<learning_rate = 0.1>
  skein.apply_gradient @rows, %e : tensor<2x4xf32, #skein.dist<rest: split 0>> using #skein.sgd<learning_rate = 0.1>
  skein.apply_gradient @b, %f : tensor<4xf32> using #skein.sgd<learning_rate = 0.1>
  skein.return
}

// What is done with a gradient between the reduction and the update moves behind the pack.
// CHECK-LABEL: skein.program @means
// CHECK:         %[[R:.*]] = skein.all_reduce sum {{.*}} -> tensor<8xf32>
// CHECK:         %[[A:.*]] = tensor.extract_slice %[[R]][0]
// CHECK:         %[[B:.*]] = tensor.extract_slice %[[R]][4]
// CHECK-NEXT:    %[[NEWA:.*]] = arith.mulf %[[A]]
// CHECK-NEXT:    %[[NEWB:.*]] = arith.mulf %[[B]]
// CHECK-NEXT:    skein.apply_gradient @b, %[[NEWA]]
// CHECK-NEXT:    skein.apply_gradient @b, %[[NEWB]]
skein.program @means on @m(%x: !part4, %y: !part4) {
  %half = arith.constant dense<0.5> : tensor<4xf32>
  %a = skein.all_reduce sum %x over @m[data] : !part4 -> tensor<4xf32>
  %meana = arith.mulf %a, %half : tensor<4xf32>
  %b = skein.all_reduce sum %y over @m[data] : !part4 -> tensor<4xf32>
  %meanb = arith.mulf %b, %half : tensor<4xf32>
  skein.apply_gradient @b, %meana : tensor<4xf32> using #skein.sgd<learning_rate = 0.1>
  skein.apply_gradient @b, %meanb : tensor<4xf32> using #skein.sgd<learning_rate = 0.1>
  skein.return
}

// One is applied before the other is reduced, or is needed to compute the other.
// CHECK-LABEL: skein.program @cannot_wait
// CHECK-NOT:     tensor.concat
// CHECK:         skein.return
skein.program @cannot_wait on @m(%x: !part4, %y: !part4) {
  %a = skein.all_reduce sum %x over @m[data] : !part4 -> tensor<4xf32>
  skein.apply_gradient @b, %a : tensor<4xf32> using #skein.sgd<learning_rate = 0.1>
  %b = skein.all_reduce sum %y over @m[data] : !part4 -> tensor<4xf32>
  skein.apply_gradient @b, %b : tensor<4xf32> using #skein.sgd<learning_rate = 0.1>
  skein.return
}

// CHECK-LABEL: skein.program @depends
// CHECK-NOT:     tensor.concat
// CHECK:         skein.return
skein.program @depends on @m(%x: !part4) {
  %a = skein.all_reduce sum %x over @m[data] : !part4 -> tensor<4xf32>
  %z = skein.as_partial sum %a over @m[data] : tensor<4xf32> -> !part4
  %b = skein.all_reduce sum %z over @m[data] : !part4 -> tensor<4xf32>
  skein.apply_gradient @b, %a : tensor<4xf32> using #skein.sgd<learning_rate = 0.1>
  skein.apply_gradient @b, %b : tensor<4xf32> using #skein.sgd<learning_rate = 0.1>
  skein.return
}
