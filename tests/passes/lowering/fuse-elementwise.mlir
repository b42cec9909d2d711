// RUN: skein-opt %s --skein-fuse-elementwise | FileCheck %s

#id = affine_map<(i, j) -> (i, j)>
#row = affine_map<(i, j) -> (i)>

// Two named ops become one generic op; the second destination is a temporary.
// CHECK-LABEL: @chain
// CHECK-SAME:    %[[X:[^:]+]]: tensor<4x8xf32>, %[[Y:[^:]+]]: tensor<4x8xf32>
// CHECK:         %[[R:.*]] = linalg.generic {{.*}} ins(%[[X]], %[[Y]] :
// CHECK:           math.exp
// CHECK-NEXT:      arith.addf
// CHECK-NEXT:      linalg.yield
// CHECK-NOT:     linalg.generic
// CHECK:         return %[[R]]
func.func @chain(%x: tensor<4x8xf32>, %y: tensor<4x8xf32>) -> tensor<4x8xf32> {
  %e = tensor.empty() : tensor<4x8xf32>
  %a = linalg.exp ins(%x : tensor<4x8xf32>) outs(%e : tensor<4x8xf32>) -> tensor<4x8xf32>
  %b = linalg.add ins(%a, %y : tensor<4x8xf32>, tensor<4x8xf32>) outs(%e : tensor<4x8xf32>) -> tensor<4x8xf32>
  return %b : tensor<4x8xf32>
}

// A producer goes into a reduction that reads each of its elements once.
// CHECK-LABEL: @into_reduction
// CHECK:         linalg.generic {{.*}} iterator_types = ["parallel", "reduction"]
// CHECK:           arith.mulf
// CHECK-NEXT:      arith.addf
// CHECK-NOT:     linalg.generic
func.func @into_reduction(%x: tensor<4x8xf32>) -> tensor<4xf32> {
  %e = tensor.empty() : tensor<4x8xf32>
  %a = linalg.square ins(%x : tensor<4x8xf32>) outs(%e : tensor<4x8xf32>) -> tensor<4x8xf32>
  %z = arith.constant dense<0.0> : tensor<4xf32>
  %s = linalg.reduce { arith.addf } ins(%a : tensor<4x8xf32>) outs(%z : tensor<4xf32>) dimensions = [1]
  return %s : tensor<4xf32>
}

// A value that two ops read is computed once; one that is read per row is not
// computed per element.
// CHECK-LABEL: @computed_once
// CHECK-COUNT-2: math.exp
// CHECK-NOT:     math.exp
func.func @computed_once(%x: tensor<4xf32>, %y: tensor<4x8xf32>) -> (tensor<4x8xf32>, tensor<4x8xf32>) {
  %e1 = tensor.empty() : tensor<4xf32>
  %e2 = tensor.empty() : tensor<4x8xf32>
  %r = linalg.exp ins(%x : tensor<4xf32>) outs(%e1 : tensor<4xf32>) -> tensor<4xf32>
  %s = linalg.exp ins(%y : tensor<4x8xf32>) outs(%e2 : tensor<4x8xf32>) -> tensor<4x8xf32>
  %a = linalg.generic {indexing_maps = [#row, #id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%r, %s : tensor<4xf32>, tensor<4x8xf32>) outs(%e2 : tensor<4x8xf32>) {
  ^bb0(%p: f32, %q: f32, %out: f32):
    %t = arith.addf %p, %q : f32
    linalg.yield %t : f32
  } -> tensor<4x8xf32>
  return %a, %s : tensor<4x8xf32>, tensor<4x8xf32>
}

// A broadcast costs nothing, so everybody has a copy of it.
// CHECK-LABEL: @broadcast
// CHECK-SAME:    %[[B:[^:]+]]: tensor<4xf32>,
// CHECK:         linalg.generic {{.*}} ins(%{{.*}}, %[[B]] : {{.*}}) outs(%{{[^,]*}} : tensor<4x8xf32>)
// CHECK:         linalg.generic {{.*}} ins(%{{.*}}, %[[B]] : {{.*}}) outs(%{{[^,]*}} : tensor<4x8xf32>)
// CHECK-NOT:     linalg.generic
func.func @broadcast(%b: tensor<4xf32>, %x: tensor<4x8xf32>, %y: tensor<4x8xf32>) -> (tensor<4x8xf32>, tensor<4x8xf32>) {
  %e = tensor.empty() : tensor<4x8xf32>
  %w = linalg.broadcast ins(%b : tensor<4xf32>) outs(%e : tensor<4x8xf32>) dimensions = [1]
  %p = linalg.add ins(%x, %w : tensor<4x8xf32>, tensor<4x8xf32>) outs(%e : tensor<4x8xf32>) -> tensor<4x8xf32>
  %q = linalg.mul ins(%y, %w : tensor<4x8xf32>, tensor<4x8xf32>) outs(%e : tensor<4x8xf32>) -> tensor<4x8xf32>
  return %p, %q : tensor<4x8xf32>, tensor<4x8xf32>
}

// Constants, fills, and generic ops that yield one are scalars.
// CHECK-LABEL: @scalars
// CHECK-SAME:    %[[X:[^:]+]]: tensor<4xf32>, %[[S:[^:]+]]: f32
// CHECK:         %[[TWO:.*]] = arith.constant 2.000000e+00 : f32
// CHECK:         linalg.generic {{.*}} ins(%[[X]] : tensor<4xf32>)
// CHECK:           %[[P:.*]] = arith.mulf %{{.*}}, %[[TWO]]
// CHECK-NEXT:      %[[Q:.*]] = arith.addf %[[P]], %[[S]]
// CHECK-NEXT:      arith.subf %[[Q]], %{{.*}}
// CHECK-NOT:     linalg.fill
func.func @scalars(%x: tensor<4xf32>, %s: f32) -> tensor<4xf32> {
  %e = tensor.empty() : tensor<4xf32>
  %two = arith.constant dense<2.0> : tensor<4xf32>
  %f = linalg.fill ins(%s : f32) outs(%e : tensor<4xf32>) -> tensor<4xf32>
  %g = linalg.map outs(%e : tensor<4xf32>) (%out: f32) {
    %three = arith.constant 3.0 : f32
    linalg.yield %three : f32
  }
  %a = linalg.mul ins(%x, %two : tensor<4xf32>, tensor<4xf32>) outs(%e : tensor<4xf32>) -> tensor<4xf32>
  %b = linalg.add ins(%a, %f : tensor<4xf32>, tensor<4xf32>) outs(%e : tensor<4xf32>) -> tensor<4xf32>
  %c = linalg.sub ins(%b, %g : tensor<4xf32>, tensor<4xf32>) outs(%e : tensor<4xf32>) -> tensor<4xf32>
  return %c : tensor<4xf32>
}

// Each reduction has zeros of its own to add to.
// CHECK-LABEL: @own_zeros
// CHECK:         %[[Z1:.*]] = linalg.fill
// CHECK:         linalg.generic {{.*}} outs(%[[Z1]] :
// CHECK:         %[[Z2:.*]] = linalg.fill
// CHECK:         linalg.generic {{.*}} outs(%[[Z2]] :
func.func @own_zeros(%x: tensor<4x8xf32>, %y: tensor<4x8xf32>) -> (tensor<4xf32>, tensor<4xf32>) {
  %z = arith.constant dense<0.0> : tensor<4xf32>
  %s = linalg.reduce { arith.addf } ins(%x : tensor<4x8xf32>) outs(%z : tensor<4xf32>) dimensions = [1]
  %t = linalg.reduce { arith.addf } ins(%y : tensor<4x8xf32>) outs(%z : tensor<4xf32>) dimensions = [1]
  return %s, %t : tensor<4xf32>, tensor<4xf32>
}

// An input that nobody else reads is overwritten; an argument is not.
// CHECK-LABEL: @reused
// CHECK-SAME:    %[[X:[^:]+]]: tensor<4x8xf32>
// CHECK:         %[[E:.*]] = tensor.empty() : tensor<4x8xf32>
// CHECK:         %[[C:.*]] = skein.library_call {{.*}} outs(%[[E]] :
// CHECK:         linalg.generic {{.*}} ins(%[[X]] : {{.*}}) outs(%[[C]] :
func.func @reused(%x: tensor<4x8xf32>) -> tensor<4x8xf32> {
  %e = tensor.empty() : tensor<4x8xf32>
  %c = skein.library_call "skrt_all_reduce" [1, 0, 1, 0, 1, 32, 1] ins(%x : tensor<4x8xf32>) outs(%e : tensor<4x8xf32>) -> tensor<4x8xf32>
  %r = linalg.add ins(%x, %c : tensor<4x8xf32>, tensor<4x8xf32>) outs(%e : tensor<4x8xf32>) -> tensor<4x8xf32>
  return %r : tensor<4x8xf32>
}

// A transposition does not go into what would then walk memory backward.
// CHECK-LABEL: @transposition_stays
// CHECK-COUNT-2: linalg.generic
func.func @transposition_stays(%x: tensor<8x4xf32>) -> tensor<4x8xf32> {
  %e = tensor.empty() : tensor<4x8xf32>
  %t = linalg.transpose ins(%x : tensor<8x4xf32>) outs(%e : tensor<4x8xf32>) permutation = [1, 0]
  %r = linalg.exp ins(%t : tensor<4x8xf32>) outs(%e : tensor<4x8xf32>) -> tensor<4x8xf32>
  return %r : tensor<4x8xf32>
}

// Nor does anything go through a reshape or into a library call.
// CHECK-LABEL: @left_alone
// CHECK:         tensor.collapse_shape
// CHECK:         skein.library_call
func.func @left_alone(%x: tensor<4x8xf32>, %w: tensor<32x1xf32>) -> tensor<1x1xf32> {
  %c = tensor.collapse_shape %x [[0, 1]] : tensor<4x8xf32> into tensor<32xf32>
  %v = tensor.expand_shape %c [[0, 1]] output_shape [1, 32] : tensor<32xf32> into tensor<1x32xf32>
  %e = tensor.empty() : tensor<1x1xf32>
  %r = skein.library_call "skrt_contract_f32" [1] ins(%v, %w : tensor<1x32xf32>, tensor<32x1xf32>) outs(%e : tensor<1x1xf32>) -> tensor<1x1xf32>
  return %r : tensor<1x1xf32>
}
