// From a step for one device to a program on a mesh.
// RUN: skein-opt %s --skein-distribute=mesh=data:4 | FileCheck %s
// RUN: skein-opt %s --skein-distribute=mesh=data:4 | skein-opt | FileCheck %s
// RUN: skein-opt %s --skein-distribute='mesh=data:2,rest:2 batch=per-replica reduction=mean' | FileCheck %s --check-prefix=MEAN

// The digits examples: one reduction for each of the four gradients of the MLP, for
// the loss and for the count of correct answers; nothing else is sent.
// RUN: skein-opt %examples/digits/mlp.mlir --skein-distribute=mesh=data:1 | FileCheck %s --check-prefix=DIGITS
// RUN: skein-opt %examples/digits/mlp.mlir --skein-distribute=mesh=data:8 | FileCheck %s --check-prefix=DIGITS
// RUN: skein-opt %examples/digits/mlp.mlir --skein-distribute=mesh=data:2,rest:2 | FileCheck %s --check-prefix=DIGITS
// DIGITS-LABEL:   skein.program @train
// DIGITS-COUNT-5: skein.all_reduce sum
// DIGITS-LABEL:   skein.program @evaluate
// DIGITS-COUNT-1: skein.all_reduce sum
// DIGITS-NOT:     skein.all

// A batch that cannot be shared names the input and both numbers.
// RUN: not skein-opt %examples/digits/mlp.mlir --skein-distribute=mesh=data:5 -o %t.never 2>&1 | FileCheck %s --check-prefix=UNEVEN
// RUN: not ls %t.never
// UNEVEN: mlp.mlir:{{[0-9]+}}:1: error: 'skein.step' op input "x" has a batch of 64, which 5 devices along "data" cannot share evenly

// CHECK: skein.mesh @mesh(data = 4)
// CHECK: skein.variable @w : tensor<3xf32>
skein.variable @w : tensor<3xf32> = #skein.zeros

// CHECK-NOT: func.func private @loss(
func.func private @loss(%w: tensor<3xf32>, %x: tensor<8x3xf32>) -> tensor<f32> {
  %zero = arith.constant dense<0.0> : tensor<f32>
  %y = linalg.generic {indexing_maps = [affine_map<(n, c) -> (n, c)>, affine_map<(n, c) -> (c)>, affine_map<(n, c) -> ()>],
                       iterator_types = ["reduction", "reduction"]}
      ins(%x, %w : tensor<8x3xf32>, tensor<3xf32>) outs(%zero : tensor<f32>) {
  ^bb0(%a: f32, %b: f32, %out: f32):
    %n = arith.constant 8.0 : f32
    %m = arith.mulf %a, %b : f32
    %t = math.tanh %m : f32
    %d = arith.divf %t, %n : f32
    %s = arith.addf %out, %d : f32
    linalg.yield %s : f32
  } -> tensor<f32>
  return %y : tensor<f32>
}

// CHECK-LABEL: func.func private @loss_fwd(
// CHECK-SAME:    -> tensor<f32, #skein.dist<data: partial sum>>
// CHECK-SAME:    skein.backward = @loss_bwd
// CHECK-SAME:    skein.mesh = @mesh
// CHECK-LABEL: func.func private @loss_bwd(
// CHECK-SAME:    -> tensor<3xf32, #skein.dist<data: partial sum>>
// CHECK-SAME:    skein.forward = @loss_fwd
// CHECK-LABEL: skein.program @train on @mesh(%x: tensor<2x3xf32, #skein.dist<data: split 0>>
// CHECK-SAME:    -> (tensor<f32> {skein.name = "loss"}) {
// CHECK:         %[[LOSS:.*]] = func.call @loss_fwd
// CHECK-NEXT:    %[[WHOLE:.*]] = skein.all_reduce sum %[[LOSS]] over @mesh[data]
// CHECK:         %[[DW:.*]] = func.call @loss_bwd
// CHECK-NEXT:    %[[SUM:.*]] = skein.all_reduce sum %[[DW]] over @mesh[data]
// CHECK:         linalg.generic {{.*}} ins(%[[SUM]] : tensor<3xf32>)
// CHECK:         skein.assign @w
// CHECK:         skein.return %[[WHOLE]]

// MEAN-LABEL: skein.program @train on @mesh(%x: tensor<8x3xf32, #skein.dist<data: split 0>>
// MEAN:         %[[DW:.*]] = func.call @loss_bwd
// MEAN-NEXT:    %[[SUM:.*]] = skein.all_reduce sum %[[DW]] over @mesh[data]
// MEAN:         %[[HALF:.*]] = linalg.generic {{.*}} ins(%[[SUM]] : tensor<3xf32>)
// MEAN:           arith.constant 5.000000e-01
// MEAN:         linalg.generic {{.*}} ins(%[[HALF]] : tensor<3xf32>)
skein.step @train(%x: tensor<8x3xf32> {skein.batch = 0 : i64}) -> (tensor<f32> {skein.name = "loss"}) {
  %w = skein.read @w : tensor<3xf32>
  %loss, %dw = skein.value_and_grad @loss(%w, %x) wrt [0] : (tensor<3xf32>, tensor<8x3xf32>) -> (tensor<f32>, tensor<3xf32>)
  skein.apply_gradient @w, %dw : tensor<3xf32> using #skein.sgd<learning_rate = 0.1>
  skein.return %loss : tensor<f32>
}
