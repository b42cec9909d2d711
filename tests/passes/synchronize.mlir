// RUN: skein-opt %s --skein-synchronize | FileCheck %s
// RUN: skein-opt %s --skein-synchronize=reduction=sum | FileCheck %s

!part = tensor<4xf32, #skein.dist<data: partial sum>>
!loss = tensor<f32, #skein.dist<data: partial sum>>

skein.mesh @mesh(data = 4, rest = 2)
skein.variable @w : tensor<4xf32>
skein.variable @mean : tensor<4xf32>

// One reduction for a value that is applied, assigned and returned, right behind the
// op that computes it.
// CHECK-LABEL: skein.program @each_value_once
// CHECK-SAME:    -> (tensor<4xf32>, tensor<f32> {skein.name = "loss"}) {
// CHECK:         %[[G:.*]] = arith.negf
// CHECK-NEXT:    %[[R:.*]] = skein.all_reduce sum %[[G]] over @mesh[data] : {{.*}} -> tensor<4xf32>
// CHECK-NEXT:    %[[L:.*]] = linalg.reduce
// CHECK-NEXT:    %[[S:.*]] = skein.all_reduce sum %[[L]] over @mesh[data] : {{.*}} -> tensor<f32>
// CHECK-NEXT:    skein.apply_gradient @w, %[[R]] : tensor<4xf32> using
// CHECK-NEXT:    skein.assign @mean, %[[R]] : tensor<4xf32>
// CHECK-NEXT:    skein.return %[[R]], %[[S]] : tensor<4xf32>, tensor<f32>
skein.program @each_value_once on @mesh(%x: !part) -> (!part, !loss {skein.name = "loss"}) attributes {skein.unsynchronized} {
  %none = arith.constant dense<0.0> : !loss
  %g = arith.negf %x : !part
  %l = linalg.reduce {arith.addf} ins(%g : !part) outs(%none : !loss) dimensions = [0]
  skein.apply_gradient @w, %g : !part using #skein.sgd<learning_rate = 0.1>
  skein.assign @mean, %g : !part
  skein.return %g, %l : !part, !loss
}

// An argument is reduced at the start, a maximum as a maximum, several axes at once.
// CHECK-LABEL: skein.program @kinds_and_axes
// CHECK-NEXT:    skein.all_reduce max %x over @mesh[data]
// CHECK-NEXT:    skein.all_reduce sum %y over @mesh[data, rest]
skein.program @kinds_and_axes on @mesh(%x: tensor<4xf32, #skein.dist<data: partial max>>,
                                       %y: tensor<4xf32, #skein.dist<data: partial sum, rest: partial sum>>)
    -> (tensor<4xf32, #skein.dist<data: partial max>>, tensor<4xf32, #skein.dist<data: partial sum, rest: partial sum>>)
    attributes {skein.unsynchronized} {
  skein.return %x, %y : tensor<4xf32, #skein.dist<data: partial max>>, tensor<4xf32, #skein.dist<data: partial sum, rest: partial sum>>
}

// What the computation has reduced already is not reduced again.
// CHECK-LABEL: skein.program @reduced_before
// CHECK:         %[[R:.*]] = skein.all_reduce sum
// CHECK-NOT:     skein.all_reduce
// CHECK:         skein.assign @mean, %[[R]]
skein.program @reduced_before on @mesh(%x: !part) attributes {skein.unsynchronized} {
  %g = arith.negf %x : !part
  %r = skein.all_reduce sum %g over @mesh[data] : !part -> tensor<4xf32>
  %e = math.exp %r : tensor<4xf32>
  skein.assign @w, %e : tensor<4xf32>
  skein.assign @mean, %g : !part
  skein.return
}

// Pieces are returned as pieces.
// CHECK-LABEL: skein.program @nothing_partial
// CHECK-NEXT:    skein.return %x : tensor<4xf32, #skein.dist<data: split 0>>
skein.program @nothing_partial on @mesh(%x: tensor<4xf32, #skein.dist<data: split 0>>) -> tensor<4xf32, #skein.dist<data: split 0>> {
  skein.return %x : tensor<4xf32, #skein.dist<data: split 0>>
}
