// RUN: skein-opt %s --skein-mixed-precision=bf16 --split-input-file | FileCheck %s
// RUN: skein-opt %s --skein-mixed-precision="f16 keep-functions=layer keep-ops=linalg.matmul,math.absf" --split-input-file | FileCheck %s --check-prefix=KEPT

#elementwise = affine_map<(n, c) -> (n, c)>
#row = affine_map<(n, c) -> (n)>
#column = affine_map<(n, c) -> (c)>

skein.variable @v : tensor<4x4xf32> = #skein.zeros
skein.variable @w : tensor<4x4xf32> = #skein.zeros

// All callers pass products, and what comes back goes into products: the signature is
// narrow. The sum of squares is not; what is made of both is computed in f32 and
// rounded once.
// CHECK-LABEL: func.func private @layer
// CHECK-SAME:    (%[[X:.*]]: tensor<2x4xbf16>, %[[W:.*]]: tensor<4x4xf32>) -> tensor<2x4xbf16>
// CHECK:         %[[X1:.*]] = linalg.generic {{.*}} ins(%[[X]] : tensor<2x4xbf16>)
// CHECK:           arith.extf
// CHECK:         %[[SUM:.*]] = linalg.generic {{.*}} iterator_types = ["parallel", "reduction"]} ins(%[[X1]] : tensor<2x4xf32>) outs(%{{.*}} : tensor<2xf32>)
// CHECK:         %[[X2:.*]] = linalg.generic {{.*}} ins(%[[X]] : tensor<2x4xbf16>)
// CHECK:         %[[N:.*]] = linalg.generic {{.*}} ins(%[[X2]], %[[SUM]] : tensor<2x4xf32>, tensor<2xf32>)
// CHECK:         %[[N16:.*]] = linalg.generic {{.*}} ins(%[[N]] : tensor<2x4xf32>)
// CHECK:           arith.truncf
// CHECK:         %[[W16:.*]] = linalg.generic {{.*}} ins(%[[W]] : tensor<4x4xf32>)
// CHECK:           arith.truncf
// CHECK:         %[[P:.*]] = linalg.matmul ins(%[[N16]], %[[W16]] : tensor<2x4xbf16>, tensor<4x4xbf16>) outs(%{{.*}} : tensor<2x4xf32>)
// CHECK:         %[[P16:.*]] = linalg.generic {{.*}} ins(%[[P]] : tensor<2x4xf32>)
// CHECK:         return %[[P16]] : tensor<2x4xbf16>

// KEPT-LABEL: func.func private @layer
// KEPT-SAME:    (%{{.*}}: tensor<2x4xf32>, %{{.*}}: tensor<4x4xf32>) -> tensor<2x4xf32>
// KEPT-NOT:     f16
// KEPT:         return
func.func private @layer(%x: tensor<2x4xf32>, %w: tensor<4x4xf32>) -> tensor<2x4xf32> {
  %zero = arith.constant 0.0 : f32
  %e1 = tensor.empty() : tensor<2xf32>
  %z1 = linalg.fill ins(%zero : f32) outs(%e1 : tensor<2xf32>) -> tensor<2xf32>
  %squares = linalg.generic {indexing_maps = [#elementwise, #row], iterator_types = ["parallel", "reduction"]}
      ins(%x : tensor<2x4xf32>) outs(%z1 : tensor<2xf32>) {
  ^bb0(%v: f32, %s: f32):
    %0 = arith.mulf %v, %v : f32
    %1 = arith.addf %s, %0 : f32
    linalg.yield %1 : f32
  } -> tensor<2xf32>
  %e2 = tensor.empty() : tensor<2x4xf32>
  %n = linalg.generic {indexing_maps = [#elementwise, #row, #elementwise], iterator_types = ["parallel", "parallel"]}
      ins(%x, %squares : tensor<2x4xf32>, tensor<2xf32>) outs(%e2 : tensor<2x4xf32>) {
  ^bb0(%v: f32, %s: f32, %out: f32):
    %0 = math.rsqrt %s : f32
    %1 = arith.mulf %v, %0 : f32
    linalg.yield %1 : f32
  } -> tensor<2x4xf32>
  %z2 = linalg.fill ins(%zero : f32) outs(%e2 : tensor<2x4xf32>) -> tensor<2x4xf32>
  %p = linalg.matmul ins(%n, %w : tensor<2x4xf32>, tensor<4x4xf32>) outs(%z2 : tensor<2x4xf32>) -> tensor<2x4xf32>
  return %p : tensor<2x4xf32>
}

// The signature of the loss stays, and what comes behind the last product, which is
// rounded, is f32. A sum of products of elements is a sum.
// CHECK-LABEL: func.func @loss
// CHECK-SAME:    (%[[X:.*]]: tensor<2x4xf32>, %[[V:.*]]: tensor<4x4xf32>, %[[W:.*]]: tensor<4x4xf32>, %[[Y:.*]]: tensor<2x4xf32>) -> tensor<f32>
// CHECK:         %[[X16:.*]] = linalg.generic {{.*}} ins(%[[X]] : tensor<2x4xf32>)
// CHECK:         %[[FIRST:.*]] = linalg.matmul {{.*}} outs(%{{.*}} : tensor<2x4xf32>)
// CHECK:         %[[FIRST16:.*]] = linalg.generic {{.*}} ins(%[[FIRST]] : tensor<2x4xf32>)
// CHECK:         %[[SECOND:.*]] = call @layer(%[[FIRST16]], %[[V]]) : (tensor<2x4xbf16>, tensor<4x4xf32>) -> tensor<2x4xbf16>
// CHECK:         %[[THIRD:.*]] = call @layer(%[[SECOND]], %[[W]])
// CHECK:         %[[LAST:.*]] = linalg.matmul ins(%[[THIRD]], %{{.*}} : tensor<2x4xbf16>, tensor<4x4xbf16>)
// CHECK:         %[[LAST16:.*]] = linalg.generic {{.*}} ins(%[[LAST]] : tensor<2x4xf32>)
// CHECK:         %[[LAST32:.*]] = linalg.generic {{.*}} ins(%[[LAST16]] : tensor<2x4xbf16>)
// CHECK:         %[[EXP:.*]] = math.exp %[[LAST32]] : tensor<2x4xf32>
// CHECK:         linalg.generic {{.*}} ins(%[[EXP]], %[[Y]] : tensor<2x4xf32>, tensor<2x4xf32>) outs(%{{.*}} : tensor<f32>)
// KEPT-LABEL: func.func @loss
// KEPT-NOT:     f16
// KEPT:         return
func.func @loss(%x: tensor<2x4xf32>, %v: tensor<4x4xf32>, %w: tensor<4x4xf32>, %y: tensor<2x4xf32>) -> tensor<f32> {
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<2x4xf32>
  %z = linalg.fill ins(%zero : f32) outs(%e : tensor<2x4xf32>) -> tensor<2x4xf32>
  %h1 = linalg.matmul ins(%x, %v : tensor<2x4xf32>, tensor<4x4xf32>) outs(%z : tensor<2x4xf32>) -> tensor<2x4xf32>
  %h2 = call @layer(%h1, %v) : (tensor<2x4xf32>, tensor<4x4xf32>) -> tensor<2x4xf32>
  %h3 = call @layer(%h2, %w) : (tensor<2x4xf32>, tensor<4x4xf32>) -> tensor<2x4xf32>
  %h4 = linalg.matmul ins(%h3, %w : tensor<2x4xf32>, tensor<4x4xf32>) outs(%z : tensor<2x4xf32>) -> tensor<2x4xf32>
  %p = math.exp %h4 : tensor<2x4xf32>
  %none = arith.constant dense<0.0> : tensor<f32>
  %loss = linalg.generic {indexing_maps = [#elementwise, #elementwise, affine_map<(n, c) -> ()>], iterator_types = ["reduction", "reduction"]}
      ins(%p, %y : tensor<2x4xf32>, tensor<2x4xf32>) outs(%none : tensor<f32>) {
  ^bb0(%a: f32, %b: f32, %s: f32):
    %0 = arith.mulf %a, %b : f32
    %1 = arith.addf %s, %0 : f32
    linalg.yield %1 : f32
  } -> tensor<f32>
  return %loss : tensor<f32>
}

skein.step @train(%x: tensor<2x4xf32>, %y: tensor<2x4xf32>) {
  %v = skein.read @v : tensor<4x4xf32>
  %w = skein.read @w : tensor<4x4xf32>
  %loss, %dv, %dw = skein.value_and_grad @loss(%x, %v, %w, %y) wrt [1, 2]
      : (tensor<2x4xf32>, tensor<4x4xf32>, tensor<4x4xf32>, tensor<2x4xf32>) -> (tensor<f32>, tensor<4x4xf32>, tensor<4x4xf32>)
  skein.return
}

// What no gradient is taken of is left alone.
// CHECK-LABEL: func.func @elsewhere
// CHECK-NOT:     bf16
// CHECK:         return
func.func @elsewhere(%x: tensor<2x4xf32>, %w: tensor<4x4xf32>, %z: tensor<2x4xf32>) -> tensor<2x4xf32> {
  %h = linalg.matmul ins(%x, %w : tensor<2x4xf32>, tensor<4x4xf32>) outs(%z : tensor<2x4xf32>) -> tensor<2x4xf32>
  return %h : tensor<2x4xf32>
}

// -----

// Reshapes, pads, and maxima of products have their type; the padding too. A function
// that a step calls as well keeps its signature, whatever its callers would like.
// CHECK-LABEL: func.func private @features
// CHECK-SAME:    (%[[X:.*]]: tensor<1x6x6x2xf32>, %[[K:.*]]: tensor<3x3x2x4xf32>) -> tensor<1x16xf32>
// CHECK:         %[[C:.*]] = linalg.conv_2d_nhwc_hwcf ins(%{{.*}}, %{{.*}} : tensor<1x6x6x2xbf16>, tensor<3x3x2x4xbf16>) outs(%{{.*}} : tensor<1x4x4x4xf32>)
// CHECK:         %[[C16:.*]] = linalg.generic {{.*}} ins(%[[C]]
// CHECK:         %[[PADDED:.*]] = tensor.pad %[[C16]]
// CHECK:           %[[P:.*]] = arith.constant 1.000000e+00 : bf16
// CHECK-NEXT:      tensor.yield %[[P]] : bf16
// CHECK:         } : tensor<1x4x4x4xbf16> to tensor<1x4x5x4xbf16>
// CHECK:         %[[CUT:.*]] = tensor.extract_slice %[[PADDED]]
// CHECK-SAME:      tensor<1x4x5x4xbf16> to tensor<1x4x4x4xbf16>
// CHECK:         %[[LOWEST:.*]] = linalg.fill ins(%{{.*}} : bf16)
// CHECK:         %[[MAX:.*]] = linalg.pooling_nhwc_max {{.*}} ins(%[[CUT]], %{{.*}} : tensor<1x4x4x4xbf16>, tensor<2x2xbf16>) outs(%[[LOWEST]] : tensor<1x2x2x4xbf16>)
// CHECK:         %[[FLAT:.*]] = tensor.collapse_shape %[[MAX]]
// CHECK-SAME:      tensor<1x2x2x4xbf16> into tensor<1x16xbf16>
// CHECK:         %[[WIDE:.*]] = linalg.generic {{.*}} ins(%[[FLAT]] : tensor<1x16xbf16>)
// CHECK:         return %[[WIDE]] : tensor<1x16xf32>
func.func private @features(%x: tensor<1x6x6x2xf32>, %k: tensor<3x3x2x4xf32>) -> tensor<1x16xf32> {
  %zero = arith.constant 0.0 : f32
  %one = arith.constant 1.0 : f32
  %lowest = arith.constant 0xFF800000 : f32
  %e = tensor.empty() : tensor<1x4x4x4xf32>
  %z = linalg.fill ins(%zero : f32) outs(%e : tensor<1x4x4x4xf32>) -> tensor<1x4x4x4xf32>
  %c = linalg.conv_2d_nhwc_hwcf ins(%x, %k : tensor<1x6x6x2xf32>, tensor<3x3x2x4xf32>) outs(%z : tensor<1x4x4x4xf32>) -> tensor<1x4x4x4xf32>
  %padded = tensor.pad %c low[0, 0, 0, 0] high[0, 0, 1, 0] {
  ^bb0(%n: index, %h: index, %w: index, %channel: index):
    tensor.yield %one : f32
  } : tensor<1x4x4x4xf32> to tensor<1x4x5x4xf32>
  %cut = tensor.extract_slice %padded[0, 0, 1, 0] [1, 4, 4, 4] [1, 1, 1, 1] : tensor<1x4x5x4xf32> to tensor<1x4x4x4xf32>
  %e2 = tensor.empty() : tensor<1x2x2x4xf32>
  %l = linalg.fill ins(%lowest : f32) outs(%e2 : tensor<1x2x2x4xf32>) -> tensor<1x2x2x4xf32>
  %window = tensor.empty() : tensor<2x2xf32>
  %max = linalg.pooling_nhwc_max {strides = dense<2> : tensor<2xi64>}
      ins(%cut, %window : tensor<1x4x4x4xf32>, tensor<2x2xf32>) outs(%l : tensor<1x2x2x4xf32>) -> tensor<1x2x2x4xf32>
  %flat = tensor.collapse_shape %max [[0], [1, 2, 3]] : tensor<1x2x2x4xf32> into tensor<1x16xf32>
  return %flat : tensor<1x16xf32>
}

func.func private @loss(%x: tensor<1x6x6x2xf32>, %k: tensor<3x3x2x4xf32>, %w: tensor<16x1xf32>) -> tensor<f32> {
  %zero = arith.constant dense<0.0> : tensor<1x1xf32>
  %f = call @features(%x, %k) : (tensor<1x6x6x2xf32>, tensor<3x3x2x4xf32>) -> tensor<1x16xf32>
  %p = linalg.matmul ins(%f, %w : tensor<1x16xf32>, tensor<16x1xf32>) outs(%zero : tensor<1x1xf32>) -> tensor<1x1xf32>
  %loss = tensor.collapse_shape %p [] : tensor<1x1xf32> into tensor<f32>
  return %loss : tensor<f32>
}

skein.step @train(%x: tensor<1x6x6x2xf32>, %k: tensor<3x3x2x4xf32>, %w: tensor<16x1xf32>) {
  %loss, %dk = skein.value_and_grad @loss(%x, %k, %w) wrt [1]
      : (tensor<1x6x6x2xf32>, tensor<3x3x2x4xf32>, tensor<16x1xf32>) -> (tensor<f32>, tensor<3x3x2x4xf32>)
  skein.return
}

func.func private @layer() // for the second RUN line

skein.step @evaluate(%x: tensor<1x6x6x2xf32>, %k: tensor<3x3x2x4xf32>) -> tensor<1x16xf32> {
  %f = func.call @features(%x, %k) : (tensor<1x6x6x2xf32>, tensor<3x3x2x4xf32>) -> tensor<1x16xf32>
  skein.return %f : tensor<1x16xf32>
}
