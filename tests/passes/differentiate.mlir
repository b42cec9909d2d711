// RUN: skein-opt %s --skein-differentiate --split-input-file | FileCheck %s

// The gradients of a matrix product are matrix products, the one of the computed operand before the one of the
// argument; the bias gets a column sum. The loss function itself is gone.
#mn = affine_map<(m, n) -> (m, n)>
#n = affine_map<(m, n) -> (n)>
func.func private @layer(%x: tensor<5x7xf32>, %w: tensor<7x4xf32>, %b: tensor<4xf32>) -> tensor<f32> {
  %zero = arith.constant dense<0.0> : tensor<5x4xf32>
  %s = linalg.exp ins(%x : tensor<5x7xf32>) outs(%x : tensor<5x7xf32>) -> tensor<5x7xf32>
  %y = linalg.matmul ins(%s, %w : tensor<5x7xf32>, tensor<7x4xf32>) outs(%zero : tensor<5x4xf32>) -> tensor<5x4xf32>
  %e = tensor.empty() : tensor<5x4xf32>
  %t = linalg.generic {indexing_maps = [#mn, #n, #mn], iterator_types = ["parallel", "parallel"]}
      ins(%y, %b : tensor<5x4xf32>, tensor<4xf32>) outs(%e : tensor<5x4xf32>) {
  ^bb0(%a: f32, %c: f32, %out: f32):
    %u = arith.addf %a, %c : f32
    %v = math.tanh %u : f32
    linalg.yield %v : f32
  } -> tensor<5x4xf32>
  %scalar = arith.constant dense<0.0> : tensor<f32>
  %loss = linalg.reduce {arith.addf} ins(%t : tensor<5x4xf32>) outs(%scalar : tensor<f32>) dimensions = [0, 1]
  return %loss : tensor<f32>
}
skein.step @contraction(%x: tensor<5x7xf32>, %w: tensor<7x4xf32>, %b: tensor<4xf32>)
    -> (tensor<f32>, tensor<5x7xf32>, tensor<7x4xf32>, tensor<4xf32>) {
  %loss, %dx, %dw, %db = skein.value_and_grad @layer(%x, %w, %b) wrt [0, 1, 2]
      : (tensor<5x7xf32>, tensor<7x4xf32>, tensor<4xf32>) -> (tensor<f32>, tensor<5x7xf32>, tensor<7x4xf32>, tensor<4xf32>)
  skein.return %loss, %dx, %dw, %db : tensor<f32>, tensor<5x7xf32>, tensor<7x4xf32>, tensor<4xf32>
}
// CHECK-DAG:   #[[MN:.*]] = affine_map<(d0, d1) -> (d0, d1)>
// CHECK-DAG:   #[[N:.*]] = affine_map<(d0, d1) -> (d1)>
// CHECK-DAG:   #[[OUT:.*]] = affine_map<(d0, d1, d2) -> (d0, d1)>
// CHECK-DAG:   #[[LHS:.*]] = affine_map<(d0, d1, d2) -> (d0, d2)>
// CHECK-DAG:   #[[RHS:.*]] = affine_map<(d0, d1, d2) -> (d2, d1)>
// CHECK-NOT:   @layer(
// CHECK-LABEL: func.func private @layer_fwd
// CHECK-SAME:    -> (tensor<f32>, tensor<5x4xf32> {skein.residual}) attributes {skein.backward = @layer_bwd}
// CHECK-LABEL: func.func private @layer_bwd
// CHECK-SAME:    %[[X:[^ ]*]]: tensor<5x7xf32> {skein.argument = 0 : i64}
// CHECK-SAME:    %[[W:[^ ]*]]: tensor<7x4xf32> {skein.argument = 1 : i64}
// CHECK-SAME:    %[[T:[^ ]*]]: tensor<5x4xf32> {skein.residual}
// CHECK-SAME:    %[[G:[^ ]*]]: tensor<f32>)
// CHECK-SAME:    attributes {skein.forward = @layer_fwd}
// The product with 1 - t * t reads the residual.
// CHECK:         %[[DY:.*]] = linalg.generic {{.*}}["parallel", "parallel"]} ins(%{{.*}}, %[[T]] :
// CHECK:         %[[DB:.*]] = linalg.generic {indexing_maps = [#[[MN]], #[[N]]], iterator_types = ["reduction", "parallel"]} ins(%[[DY]] :
// CHECK:         %[[DS:.*]] = linalg.contract indexing_maps = [#[[OUT]], #[[RHS]], #[[LHS]]] ins(%[[DY]], %[[W]] :
// CHECK:         %[[S:.*]] = linalg.exp {skein.recomputed} ins(%[[X]] :
// CHECK:         %[[DW:.*]] = linalg.contract indexing_maps = [#[[OUT]], #[[LHS]], #[[RHS]]] ins(%[[DY]], %[[S]] :
// CHECK:         %[[DX:.*]] = linalg.generic
// CHECK:         return %[[DX]], %[[DW]], %[[DB]]
// CHECK-LABEL: skein.step @contraction
// CHECK-SAME:    (%[[X:.*]]: tensor<5x7xf32>, %[[W:.*]]: tensor<7x4xf32>, %[[B:.*]]: tensor<4xf32>)
// CHECK:         %[[FWD:.*]]:2 = func.call @layer_fwd(%[[X]], %[[W]], %[[B]])
// CHECK:         %[[ONE:.*]] = arith.constant dense<1.000000e+00> : tensor<f32>
// CHECK:         %[[BWD:.*]]:3 = func.call @layer_bwd(%[[X]], %[[W]], %[[FWD]]#1, %[[ONE]])
// CHECK:         skein.return %[[FWD]]#0, %[[BWD]]#0, %[[BWD]]#1, %[[BWD]]#2

// -----

// Two calls with equal masks share one pair; the innermost, which gets a constant, has a pair of its own, without
// the product for its first operand.
func.func private @layer(%x: tensor<4x4xf32>, %w: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %zero = arith.constant dense<0.0> : tensor<4x4xf32>
  %y = linalg.matmul ins(%x, %w : tensor<4x4xf32>, tensor<4x4xf32>) outs(%zero : tensor<4x4xf32>) -> tensor<4x4xf32>
  return %y : tensor<4x4xf32>
}
func.func @calls_loss(%w: tensor<4x4xf32>, %x: tensor<4x4xf32>) -> tensor<f32> {
  %1 = call @layer(%x, %w) : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32>
  %2 = call @layer(%1, %w) : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32>
  %3 = call @layer(%2, %w) : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32>
  %scalar = arith.constant dense<0.0> : tensor<f32>
  %loss = linalg.reduce {arith.addf} ins(%3 : tensor<4x4xf32>) outs(%scalar : tensor<f32>) dimensions = [0, 1]
  return %loss : tensor<f32>
}
skein.step @train(%w: tensor<4x4xf32>, %x: tensor<4x4xf32>) -> (tensor<f32>, tensor<4x4xf32>) {
  %loss, %dw = skein.value_and_grad @calls_loss(%w, %x) wrt [0]
      : (tensor<4x4xf32>, tensor<4x4xf32>) -> (tensor<f32>, tensor<4x4xf32>)
  skein.return %loss, %dw : tensor<f32>, tensor<4x4xf32>
}
// CHECK-NOT:     func.func private @layer(
// CHECK:         func.func private @layer_1_fwd
// CHECK:         func.func private @layer_1_bwd
// CHECK:           linalg.contract
// CHECK-NOT:       linalg.contract
// CHECK:         func.func private @layer_fwd(
// CHECK:         func.func private @layer_bwd(
// CHECK-COUNT-2:   linalg.contract
// CHECK-NOT:     func.func private @layer
// CHECK-LABEL:   func.func private @calls_loss_fwd
// CHECK:           call @layer_1_fwd
// CHECK-COUNT-2:   call @layer_fwd(
// CHECK-LABEL:   func.func private @calls_loss_bwd
// CHECK-COUNT-2:   call @layer_bwd(
// CHECK:           call @layer_1_bwd
// CHECK-LABEL:   skein.step @train

// -----

// A function that something else calls stays; one that nothing asks about is left alone.
func.func @kept_loss(%w: tensor<f32>) -> tensor<f32> {
  return %w : tensor<f32>
}
func.func @other(%w: tensor<f32>) -> tensor<f32> {
  return %w : tensor<f32>
}
skein.step @train(%w: tensor<f32>) -> (tensor<f32>) {
  %loss, %dw = skein.value_and_grad @kept_loss(%w) wrt [0] : (tensor<f32>) -> (tensor<f32>, tensor<f32>)
  skein.return %dw : tensor<f32>
}
skein.step @evaluate(%w: tensor<f32>) -> (tensor<f32>) {
  %loss = func.call @kept_loss(%w) : (tensor<f32>) -> tensor<f32>
  skein.return %loss : tensor<f32>
}
// CHECK: func.func @kept_loss(
// CHECK: func.func private @kept_loss_fwd(
// CHECK: func.func private @kept_loss_bwd(
// CHECK: func.func @other(
// CHECK-NEXT: return
// CHECK-NOT: @other_

// -----

// Slices of one tensor, as queries, keys and values are, become one chain of insertions: no sum.
func.func @slices_loss(%x: tensor<2x6xf32>) -> tensor<f32> {
  %a = tensor.extract_slice %x[0, 0] [2, 3] [1, 1] : tensor<2x6xf32> to tensor<2x3xf32>
  %b = tensor.extract_slice %x[0, 3] [2, 3] [1, 1] : tensor<2x6xf32> to tensor<2x3xf32>
  %e = tensor.empty() : tensor<2x3xf32>
  %p = linalg.mul ins(%a, %b : tensor<2x3xf32>, tensor<2x3xf32>) outs(%e : tensor<2x3xf32>) -> tensor<2x3xf32>
  %scalar = arith.constant dense<0.0> : tensor<f32>
  %loss = linalg.reduce {arith.addf} ins(%p : tensor<2x3xf32>) outs(%scalar : tensor<f32>) dimensions = [0, 1]
  return %loss : tensor<f32>
}
skein.step @slices(%x: tensor<2x6xf32>) -> (tensor<2x6xf32>) {
  %loss, %dx = skein.value_and_grad @slices_loss(%x) wrt [0] : (tensor<2x6xf32>) -> (tensor<f32>, tensor<2x6xf32>)
  skein.return %dx : tensor<2x6xf32>
}
// CHECK-LABEL: func.func private @slices_loss_bwd
// CHECK:         %[[ZERO:.*]] = linalg.fill
// CHECK:         %[[FIRST:.*]] = tensor.insert_slice %{{.*}} into %[[ZERO]][0, 3]
// CHECK-NOT:     linalg.fill
// CHECK-NOT:     linalg.add
// CHECK:         %[[BOTH:.*]] = tensor.insert_slice %{{.*}} into %[[FIRST]][0, 0]
// CHECK:         return %[[BOTH]]

// -----

// A convolution of stride 2: its data gradient scatters, with every loop that the result does not own a reduction;
// its filter gradient is a contraction with the window map. The batch is a loop of its own in all of them.
func.func @convolution_loss(%x: tensor<2x7x7x3xf32>, %w: tensor<3x3x3x4xf32>) -> tensor<f32> {
  %zero = arith.constant dense<0.0> : tensor<2x3x3x4xf32>
  %y = linalg.conv_2d_nhwc_hwcf {strides = dense<2> : tensor<2xi64>, dilations = dense<1> : tensor<2xi64>}
      ins(%x, %w : tensor<2x7x7x3xf32>, tensor<3x3x3x4xf32>) outs(%zero : tensor<2x3x3x4xf32>) -> tensor<2x3x3x4xf32>
  %scalar = arith.constant dense<0.0> : tensor<f32>
  %loss = linalg.reduce {arith.addf} ins(%y : tensor<2x3x3x4xf32>) outs(%scalar : tensor<f32>) dimensions = [0, 1, 2, 3]
  return %loss : tensor<f32>
}
skein.step @convolution(%x: tensor<2x7x7x3xf32>, %w: tensor<3x3x3x4xf32>) -> (tensor<2x7x7x3xf32>, tensor<3x3x3x4xf32>) {
  %loss, %dx, %dw = skein.value_and_grad @convolution_loss(%x, %w) wrt [0, 1]
      : (tensor<2x7x7x3xf32>, tensor<3x3x3x4xf32>) -> (tensor<f32>, tensor<2x7x7x3xf32>, tensor<3x3x3x4xf32>)
  skein.return %dx, %dw : tensor<2x7x7x3xf32>, tensor<3x3x3x4xf32>
}
// CHECK-DAG:   #[[IMAGE:.*]] = affine_map<(d0, d1, d2, d3, d4, d5, d6) -> (d0, d1 * 2 + d4, d2 * 2 + d5, d6)>
// CHECK-DAG:   #[[FILTER:.*]] = affine_map<(d0, d1, d2, d3, d4, d5, d6) -> (d4, d5, d6, d3)>
// CHECK-DAG:   #[[RESULT:.*]] = affine_map<(d0, d1, d2, d3, d4, d5, d6) -> (d0, d1, d2, d3)>
// CHECK-LABEL: func.func private @convolution_loss_bwd
// CHECK:         linalg.generic {indexing_maps = [#[[FILTER]], #[[RESULT]], #[[IMAGE]]],
// CHECK-SAME:      iterator_types = ["parallel", "reduction", "reduction", "reduction", "reduction", "reduction", "parallel"]}
// CHECK:         linalg.generic {indexing_maps = [#[[IMAGE]], #[[RESULT]], #[[FILTER]]],
// CHECK-SAME:      iterator_types = ["reduction", "reduction", "reduction", "parallel", "parallel", "parallel", "parallel"]}

// -----

// Max pooling keeps the position of the first maximum of each window, a byte, instead of operand and result.
func.func @pooling_loss(%x: tensor<2x6x6x3xf32>) -> tensor<f32> {
  %low = arith.constant dense<0xFF800000> : tensor<2x3x3x3xf32>
  %window = tensor.empty() : tensor<2x2xf32>
  %s = linalg.exp ins(%x : tensor<2x6x6x3xf32>) outs(%x : tensor<2x6x6x3xf32>) -> tensor<2x6x6x3xf32>
  %y = linalg.pooling_nhwc_max {strides = dense<2> : tensor<2xi64>, dilations = dense<1> : tensor<2xi64>}
      ins(%s, %window : tensor<2x6x6x3xf32>, tensor<2x2xf32>) outs(%low : tensor<2x3x3x3xf32>) -> tensor<2x3x3x3xf32>
  %scalar = arith.constant dense<0.0> : tensor<f32>
  %loss = linalg.reduce {arith.addf} ins(%y : tensor<2x3x3x3xf32>) outs(%scalar : tensor<f32>) dimensions = [0, 1, 2, 3]
  return %loss : tensor<f32>
}
skein.step @pooling(%x: tensor<2x6x6x3xf32>) -> (tensor<2x6x6x3xf32>) {
  %loss, %dx = skein.value_and_grad @pooling_loss(%x) wrt [0] : (tensor<2x6x6x3xf32>) -> (tensor<f32>, tensor<2x6x6x3xf32>)
  skein.return %dx : tensor<2x6x6x3xf32>
}
// CHECK-LABEL: func.func private @pooling_loss_fwd
// CHECK-SAME:    -> (tensor<f32>, tensor<2x3x3x3xi8> {skein.residual})
// CHECK:         linalg.pooling_nhwc_max
// CHECK:         linalg.generic {{.*}} iterator_types = ["parallel", "parallel", "parallel", "parallel", "reduction", "reduction"]
// CHECK:           arith.minsi
// CHECK-LABEL: func.func private @pooling_loss_bwd
// CHECK:         linalg.generic {{.*}} iterator_types = ["parallel", "reduction", "reduction", "parallel", "reduction", "reduction"]

// -----

// The gradient of a table that is read by index: a sum over the positions, into the row of equal index.
func.func @gather_loss(%table: tensor<5x3xf32>, %rows: tensor<4xi32>) -> tensor<f32> {
  %e = tensor.empty() : tensor<4x3xf32>
  %y = linalg.generic {indexing_maps = [affine_map<(b, c) -> (b)>, affine_map<(b, c) -> (b, c)>], iterator_types = ["parallel", "parallel"]}
      ins(%rows : tensor<4xi32>) outs(%e : tensor<4x3xf32>) {
  ^bb0(%row: i32, %out: f32):
    %i = arith.index_cast %row : i32 to index
    %c = linalg.index 1 : index
    %v = tensor.extract %table[%i, %c] : tensor<5x3xf32>
    linalg.yield %v : f32
  } -> tensor<4x3xf32>
  %scalar = arith.constant dense<0.0> : tensor<f32>
  %loss = linalg.reduce {arith.addf} ins(%y : tensor<4x3xf32>) outs(%scalar : tensor<f32>) dimensions = [0, 1]
  return %loss : tensor<f32>
}
skein.step @gather(%table: tensor<5x3xf32>, %rows: tensor<4xi32>) -> (tensor<5x3xf32>) {
  %loss, %dt = skein.value_and_grad @gather_loss(%table, %rows) wrt [0] : (tensor<5x3xf32>, tensor<4xi32>) -> (tensor<f32>, tensor<5x3xf32>)
  skein.return %dt : tensor<5x3xf32>
}
// CHECK-DAG:   #[[ROWS:.*]] = affine_map<(d0, d1, d2) -> (d0)>
// CHECK-DAG:   #[[G:.*]] = affine_map<(d0, d1, d2) -> (d0, d1)>
// CHECK-DAG:   #[[TABLE:.*]] = affine_map<(d0, d1, d2) -> (d2, d1)>
// CHECK-LABEL: func.func private @gather_loss_bwd
// CHECK:         linalg.generic {indexing_maps = [#[[ROWS]], #[[G]], #[[TABLE]]], iterator_types = ["reduction", "parallel", "parallel"]}
// CHECK:           %[[ROW:.*]] = linalg.index 2
// CHECK:           %[[HIT:.*]] = arith.cmpi eq, %{{.*}}, %[[ROW]]
// CHECK:           arith.select %[[HIT]]

// -----

// Products of bf16 are summed in f32 and rounded once, also where the forward op widens its operands itself.
func.func @narrow_loss(%x: tensor<5x7xbf16>, %w: tensor<7x4xbf16>) -> tensor<f32> {
  %zero = arith.constant dense<0.0> : tensor<5x4xf32>
  %y = linalg.matmul ins(%x, %w : tensor<5x7xbf16>, tensor<7x4xbf16>) outs(%zero : tensor<5x4xf32>) -> tensor<5x4xf32>
  %scalar = arith.constant dense<0.0> : tensor<f32>
  %loss = linalg.reduce {arith.addf} ins(%y : tensor<5x4xf32>) outs(%scalar : tensor<f32>) dimensions = [0, 1]
  return %loss : tensor<f32>
}
skein.step @narrow(%x: tensor<5x7xbf16>, %w: tensor<7x4xbf16>) -> (tensor<7x4xbf16>) {
  %loss, %dw = skein.value_and_grad @narrow_loss(%x, %w) wrt [1] : (tensor<5x7xbf16>, tensor<7x4xbf16>) -> (tensor<f32>, tensor<7x4xbf16>)
  skein.return %dw : tensor<7x4xbf16>
}
// CHECK-LABEL: func.func private @narrow_loss_bwd
// CHECK:         %[[DW:.*]] = linalg.contract {{.*}} ins(%{{.*}}, %{{.*}} : tensor<5x4xf32>, tensor<5x7xbf16>) outs(%{{.*}} : tensor<7x4xf32>)
// CHECK:         linalg.generic {{.*}} ins(%[[DW]] : tensor<7x4xf32>)
// CHECK:           arith.truncf

// -----

// The cotangent of a product that is rounded to bf16 is bf16, although it was widened on its way: products of bf16 have
// backward products of bf16. A sum of bf16, computed in f32, hands its cotangent on as it is.
func.func @rounded_loss(%x: tensor<5x7xbf16>, %w: tensor<7x4xbf16>, %b: tensor<5x4xbf16>, %c: tensor<5x4xbf16>) -> tensor<f32> {
  %zero = arith.constant dense<0.0> : tensor<5x4xf32>
  %y = linalg.matmul ins(%x, %w : tensor<5x7xbf16>, tensor<7x4xbf16>) outs(%zero : tensor<5x4xf32>) -> tensor<5x4xf32>
  %e = tensor.empty() : tensor<5x4xbf16>
  %r = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i, j)>], iterator_types = ["parallel", "parallel"]}
      ins(%y : tensor<5x4xf32>) outs(%e : tensor<5x4xbf16>) {
  ^bb0(%a: f32, %out: bf16):
    %n = arith.truncf %a : f32 to bf16
    linalg.yield %n : bf16
  } -> tensor<5x4xbf16>
  %s = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i, j)>], iterator_types = ["parallel", "parallel"]}
      ins(%r, %b : tensor<5x4xbf16>, tensor<5x4xbf16>) outs(%e : tensor<5x4xbf16>) {
  ^bb0(%p: bf16, %q: bf16, %out: bf16):
    %pw = arith.extf %p : bf16 to f32
    %qw = arith.extf %q : bf16 to f32
    %sum = arith.addf %pw, %qw : f32
    %n = arith.truncf %sum : f32 to bf16
    linalg.yield %n : bf16
  } -> tensor<5x4xbf16>
  %scalar = arith.constant dense<0.0> : tensor<f32>
  %loss = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> ()>], iterator_types = ["reduction", "reduction"]}
      ins(%s, %c : tensor<5x4xbf16>, tensor<5x4xbf16>) outs(%scalar : tensor<f32>) {
  ^bb0(%p: bf16, %q: bf16, %out: f32):
    %pw = arith.extf %p : bf16 to f32
    %qw = arith.extf %q : bf16 to f32
    %product = arith.mulf %pw, %qw : f32
    %sum = arith.addf %out, %product : f32
    linalg.yield %sum : f32
  } -> tensor<f32>
  return %loss : tensor<f32>
}
skein.step @rounded(%x: tensor<5x7xbf16>, %w: tensor<7x4xbf16>, %b: tensor<5x4xbf16>, %c: tensor<5x4xbf16>) -> (tensor<7x4xbf16>, tensor<5x7xbf16>) {
  %loss, %dw, %dx = skein.value_and_grad @rounded_loss(%x, %w, %b, %c) wrt [1, 0] : (tensor<5x7xbf16>, tensor<7x4xbf16>, tensor<5x4xbf16>, tensor<5x4xbf16>) -> (tensor<f32>, tensor<7x4xbf16>, tensor<5x7xbf16>)
  skein.return %dw, %dx : tensor<7x4xbf16>, tensor<5x7xbf16>
}
// CHECK-LABEL: func.func private @rounded_loss_bwd
// CHECK:         %[[G:.*]] = linalg.generic {{.*}} outs(%{{.*}} : tensor<5x4xbf16>)
// CHECK-NOT:     tensor<5x4xf32>
// CHECK-DAG:     linalg.contract {{.*}} ins(%[[G]], %{{.*}} : tensor<5x4xbf16>, tensor<7x4xbf16>) outs(%{{.*}} : tensor<5x7xf32>)
// CHECK-DAG:     linalg.contract {{.*}} ins(%[[G]], %{{.*}} : tensor<5x4xbf16>, tensor<5x7xbf16>) outs(%{{.*}} : tensor<7x4xf32>)
// CHECK-LABEL: skein.step @rounded

// -----

// So is a sum over a broadcast of bf16; a product over loops that both factors have is no matrix product.
func.func @scale_loss(%x: tensor<5x4xbf16>, %s: tensor<4xbf16>) -> tensor<bf16> {
  %e = tensor.empty() : tensor<5x4xbf16>
  %y = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (j)>, affine_map<(i, j) -> (i, j)>],
                       iterator_types = ["parallel", "parallel"]}
      ins(%x, %s : tensor<5x4xbf16>, tensor<4xbf16>) outs(%e : tensor<5x4xbf16>) {
  ^bb0(%a: bf16, %b: bf16, %out: bf16):
    %p = arith.mulf %a, %b : bf16
    linalg.yield %p : bf16
  } -> tensor<5x4xbf16>
  %scalar = arith.constant dense<0.0> : tensor<bf16>
  %loss = linalg.reduce {arith.addf} ins(%y : tensor<5x4xbf16>) outs(%scalar : tensor<bf16>) dimensions = [0, 1]
  return %loss : tensor<bf16>
}
skein.step @scale(%x: tensor<5x4xbf16>, %s: tensor<4xbf16>) -> (tensor<4xbf16>) {
  %loss, %ds = skein.value_and_grad @scale_loss(%x, %s) wrt [1] : (tensor<5x4xbf16>, tensor<4xbf16>) -> (tensor<bf16>, tensor<4xbf16>)
  skein.return %ds : tensor<4xbf16>
}
// CHECK-LABEL: func.func private @scale_loss_bwd
// CHECK-NOT:     linalg.contract
// CHECK:         linalg.generic {{.*}} ins(%{{.*}}, %{{.*}} : tensor<5x4xbf16>, tensor<5x4xbf16>) outs(%{{.*}} : tensor<4xf32>)
// CHECK:           arith.extf
// CHECK-NEXT:      arith.addf %{{.*}} : f32
// CHECK:           arith.truncf
// CHECK-LABEL: skein.step @scale

// -----

// And so is the sum in the gradient of a softmax, which reads nothing of the forward half but the result.
func.func @softmax_loss(%x: tensor<5x4xbf16>) -> tensor<bf16> {
  %e = tensor.empty() : tensor<5x4xbf16>
  %y = linalg.softmax dimension(1) ins(%x : tensor<5x4xbf16>) outs(%e : tensor<5x4xbf16>) -> tensor<5x4xbf16>
  %f = tensor.extract_slice %y[0, 0] [1, 1] [1, 1] : tensor<5x4xbf16> to tensor<bf16>
  return %f : tensor<bf16>
}
skein.step @softmax(%x: tensor<5x4xbf16>) -> (tensor<5x4xbf16>) {
  %loss, %dx = skein.value_and_grad @softmax_loss(%x) wrt [0] : (tensor<5x4xbf16>) -> (tensor<bf16>, tensor<5x4xbf16>)
  skein.return %dx : tensor<5x4xbf16>
}
// CHECK-LABEL: func.func private @softmax_loss_bwd
// CHECK-SAME:    (%[[Y:.*]]: tensor<5x4xbf16> {skein.residual}, %{{.*}}: tensor<bf16>)
// CHECK:         %[[SUM:.*]] = linalg.generic {{.*}} iterator_types = ["parallel", "reduction"]} ins(%[[G:.*]], %[[Y]] :{{.*}}) outs(%{{.*}} : tensor<5xf32>)
// CHECK:         %[[DX:.*]] = linalg.generic {{.*}} ins(%[[G]], %[[Y]], %[[SUM]] :
// CHECK:         return %[[DX]] : tensor<5x4xbf16>

// -----

// A result marked so counts as a constant: the maximum costs nothing in the backward half.
func.func @stop_loss(%x: tensor<4xf32>) -> tensor<f32> {
  %low = arith.constant dense<0xFF800000> : tensor<f32>
  %max = linalg.reduce {arith.maximumf} ins(%x : tensor<4xf32>) outs(%low : tensor<f32>) dimensions = [0] {skein.stop_gradient}
  %zero = arith.constant dense<0.0> : tensor<f32>
  %sum = linalg.generic {indexing_maps = [affine_map<(i) -> (i)>, affine_map<(i) -> ()>, affine_map<(i) -> ()>], iterator_types = ["reduction"]}
      ins(%x, %max : tensor<4xf32>, tensor<f32>) outs(%zero : tensor<f32>) {
  ^bb0(%a: f32, %m: f32, %out: f32):
    %d = arith.subf %a, %m : f32
    %p = math.exp %d : f32
    %s = arith.addf %out, %p : f32
    linalg.yield %s : f32
  } -> tensor<f32>
  return %sum : tensor<f32>
}
skein.step @stop(%x: tensor<4xf32>) -> (tensor<4xf32>) {
  %loss, %dx = skein.value_and_grad @stop_loss(%x) wrt [0] : (tensor<4xf32>) -> (tensor<f32>, tensor<4xf32>)
  skein.return %dx : tensor<4xf32>
}
// CHECK-LABEL: func.func private @stop_loss_bwd
// CHECK-COUNT-1: linalg.generic
// CHECK-NOT:     linalg.generic
// CHECK-LABEL: skein.step @stop

// -----

// A loop: its body gets a pair like a function, the forward loop stacks what the backward loop, which counts down,
// takes off; the gradient of what all iterations share is summed.
func.func @loop_loss(%x: tensor<2x4xf32>, %w: tensor<4x4xf32>) -> tensor<f32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %y = scf.for %i = %c0 to %c3 step %c1 iter_args(%a = %x) -> (tensor<2x4xf32>) {
    %zero = arith.constant dense<0.0> : tensor<2x4xf32>
    %p = linalg.matmul ins(%a, %w : tensor<2x4xf32>, tensor<4x4xf32>) outs(%zero : tensor<2x4xf32>) -> tensor<2x4xf32>
    %t = linalg.tanh ins(%p : tensor<2x4xf32>) outs(%zero : tensor<2x4xf32>) -> tensor<2x4xf32>
    scf.yield %t : tensor<2x4xf32>
  }
  %scalar = arith.constant dense<0.0> : tensor<f32>
  %loss = linalg.reduce {arith.addf} ins(%y : tensor<2x4xf32>) outs(%scalar : tensor<f32>) dimensions = [0, 1]
  return %loss : tensor<f32>
}
skein.step @loop(%x: tensor<2x4xf32>, %w: tensor<4x4xf32>) -> (tensor<4x4xf32>) {
  %loss, %dw = skein.value_and_grad @loop_loss(%x, %w) wrt [1] : (tensor<2x4xf32>, tensor<4x4xf32>) -> (tensor<f32>, tensor<4x4xf32>)
  skein.return %dw : tensor<4x4xf32>
}
// CHECK-NOT:   @loop_loss_loop(
// CHECK-LABEL: func.func private @loop_loss_fwd
// CHECK-SAME:    -> (tensor<f32>, tensor<3x2x4xf32> {skein.residual}, tensor<3x2x4xf32> {skein.residual})
// CHECK:         scf.for
// CHECK:           call @loop_loss_loop_fwd
// CHECK-COUNT-2:   tensor.insert_slice
// CHECK:           scf.yield
// CHECK-LABEL: func.func private @loop_loss_bwd
// CHECK:         scf.for %[[COUNT:.*]] = %c0{{.*}} to %c3{{.*}} step %c1
// CHECK:           %[[LAST:.*]] = arith.constant 2 : index
// CHECK:           %[[POSITION:.*]] = arith.subi %[[LAST]], %[[COUNT]]
// CHECK-COUNT-2:   tensor.extract_slice %{{.*}}[%[[POSITION]], 0, 0]
// CHECK:           call @loop_loss_loop_bwd
// CHECK:           linalg.add
// CHECK:           scf.yield
// CHECK-LABEL: func.func private @loop_loss_loop_fwd
// CHECK-LABEL: func.func private @loop_loss_loop_bwd

// -----

// Every iteration has its own slice of the weights, whose gradient is written to its place in the gradient of all. What
// the iterations share is summed.
func.func @stack_loss(%x: tensor<2x4xf32>, %w: tensor<3x4x4xf32>) -> tensor<f32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %y = scf.for %i = %c0 to %c3 step %c1 iter_args(%a = %x) -> (tensor<2x4xf32>) {
    %slice = tensor.extract_slice %w[%i, 0, 0] [1, 4, 4] [1, 1, 1] : tensor<3x4x4xf32> to tensor<4x4xf32>
    %zero = arith.constant dense<0.0> : tensor<2x4xf32>
    %p = linalg.matmul ins(%a, %slice : tensor<2x4xf32>, tensor<4x4xf32>) outs(%zero : tensor<2x4xf32>) -> tensor<2x4xf32>
    scf.yield %p : tensor<2x4xf32>
  }
  %scalar = arith.constant dense<0.0> : tensor<f32>
  %loss = linalg.reduce {arith.addf} ins(%y : tensor<2x4xf32>) outs(%scalar : tensor<f32>) dimensions = [0, 1]
  return %loss : tensor<f32>
}
skein.step @stack(%x: tensor<2x4xf32>, %w: tensor<3x4x4xf32>) -> (tensor<3x4x4xf32>) {
  %loss, %dw = skein.value_and_grad @stack_loss(%x, %w) wrt [1] : (tensor<2x4xf32>, tensor<3x4x4xf32>) -> (tensor<f32>, tensor<3x4x4xf32>)
  skein.return %dw : tensor<3x4x4xf32>
}
// CHECK-LABEL: func.func private @stack_loss_fwd
// CHECK:         scf.for %[[I:[a-z0-9]+]] =
// CHECK:           %[[W:.*]] = tensor.extract_slice %{{.*}}[%[[I]], 0, 0] [1, 4, 4]
// CHECK:           call @stack_loss_loop_fwd(%{{.*}}, %[[W]])
// CHECK-LABEL: func.func private @stack_loss_bwd
// CHECK:         %[[ZERO:.*]] = linalg.fill {{.*}} -> tensor<3x4x4xf32>
// CHECK:         %[[R:.*]]:2 = scf.for {{.*}} iter_args(%{{.*}}, %[[DW:.*]] = %[[ZERO]])
// CHECK:           %[[W:.*]] = tensor.extract_slice %{{.*}}[%[[I:.*]], 0, 0] [1, 4, 4]
// CHECK:           %[[G:.*]]:2 = func.call @stack_loss_loop_bwd(
// CHECK:           %[[NEXT:.*]] = tensor.insert_slice %[[G]]#1 into %[[DW]][%[[I]], 0, 0] [1, 4, 4]
// CHECK:           scf.yield %[[G]]#0, %[[NEXT]]
// CHECK:         return %[[R]]#1
// CHECK-LABEL: func.func private @stack_loss_loop_fwd

// -----

// Twelve results are read. The last four are computed from the ninth, which is kept; the first eight from the argument.
func.func @chain_loss(%x: tensor<4xf32>) -> tensor<f32> {
  %e = tensor.empty() : tensor<4xf32>
  %y1 = linalg.tanh ins(%x : tensor<4xf32>) outs(%e : tensor<4xf32>) -> tensor<4xf32>
  %y2 = linalg.tanh ins(%y1 : tensor<4xf32>) outs(%e : tensor<4xf32>) -> tensor<4xf32>
  %y3 = linalg.tanh ins(%y2 : tensor<4xf32>) outs(%e : tensor<4xf32>) -> tensor<4xf32>
  %y4 = linalg.tanh ins(%y3 : tensor<4xf32>) outs(%e : tensor<4xf32>) -> tensor<4xf32>
  %y5 = linalg.tanh ins(%y4 : tensor<4xf32>) outs(%e : tensor<4xf32>) -> tensor<4xf32>
  %y6 = linalg.tanh ins(%y5 : tensor<4xf32>) outs(%e : tensor<4xf32>) -> tensor<4xf32>
  %y7 = linalg.tanh ins(%y6 : tensor<4xf32>) outs(%e : tensor<4xf32>) -> tensor<4xf32>
  %y8 = linalg.tanh ins(%y7 : tensor<4xf32>) outs(%e : tensor<4xf32>) -> tensor<4xf32>
  %y9 = linalg.tanh ins(%y8 : tensor<4xf32>) outs(%e : tensor<4xf32>) -> tensor<4xf32>
  %y10 = linalg.tanh ins(%y9 : tensor<4xf32>) outs(%e : tensor<4xf32>) -> tensor<4xf32>
  %y11 = linalg.tanh ins(%y10 : tensor<4xf32>) outs(%e : tensor<4xf32>) -> tensor<4xf32>
  %y12 = linalg.tanh ins(%y11 : tensor<4xf32>) outs(%e : tensor<4xf32>) -> tensor<4xf32>
  %scalar = arith.constant dense<0.0> : tensor<f32>
  %loss = linalg.reduce {arith.addf} ins(%y12 : tensor<4xf32>) outs(%scalar : tensor<f32>) dimensions = [0]
  return %loss : tensor<f32>
}
skein.step @chain(%x: tensor<4xf32>) -> (tensor<4xf32>) {
  %loss, %dx = skein.value_and_grad @chain_loss(%x) wrt [0] : (tensor<4xf32>) -> (tensor<f32>, tensor<4xf32>)
  skein.return %dx : tensor<4xf32>
}
// CHECK-LABEL:   func.func private @chain_loss_fwd
// CHECK-SAME:      -> (tensor<f32>, tensor<4xf32> {skein.residual}) attributes
// CHECK-LABEL:   func.func private @chain_loss_bwd
// CHECK-SAME:      %[[KEPT:[^ ]*]]: tensor<4xf32> {skein.residual}
// CHECK:         linalg.tanh {skein.recomputed} ins(%[[KEPT]] :
// CHECK-COUNT-10: linalg.tanh {skein.recomputed}
// CHECK-NOT:     linalg.tanh
// CHECK-LABEL:   skein.step @chain
