// RUN: skein-opt %s --skein-dispatch-to-library | FileCheck %s

// Words of a contraction: m, n, k, strides a_m, a_k, b_k, b_n, c_m, accumulate,
// number of loops, their extents, then their strides in A, B and C.

// Zeros are not read; 2x3 by 3x4.
// CHECK-LABEL: @product
// CHECK-SAME:    %[[A:[^:]+]]: tensor<2x3xf32>, %[[B:[^:]+]]: tensor<3x4xf32>
// CHECK:         %[[INIT:.*]] = tensor.empty() : tensor<2x4xf32>
// CHECK:         skein.library_call "skrt_contract_f32" [2, 4, 3, 3, 1, 4, 1, 4, 0, 0,
// CHECK-SAME:      ins(%[[A]], %[[B]] : {{.*}}) outs(%[[INIT]] :
func.func @product(%a: tensor<2x3xf32>, %b: tensor<3x4xf32>) -> tensor<2x4xf32> {
  %z = arith.constant dense<0.0> : tensor<2x4xf32>
  %c = linalg.matmul ins(%a, %b : tensor<2x3xf32>, tensor<3x4xf32>) outs(%z : tensor<2x4xf32>) -> tensor<2x4xf32>
  return %c : tensor<2x4xf32>
}

// Anything else is added to.
// CHECK-LABEL: @accumulation
// CHECK-SAME:    tensor<3x4xf32>, %[[C:[^:]+]]: tensor<2x4xf32>)
// CHECK:         "skrt_contract_f32" [2, 4, 3, 3, 1, 4, 1, 4, 1, {{.*}}] accumulates ins({{.*}}) outs(%[[C]] :
func.func @accumulation(%a: tensor<2x3xf32>, %b: tensor<3x4xf32>, %c: tensor<2x4xf32>) -> tensor<2x4xf32> {
  %r = linalg.matmul ins(%a, %b : tensor<2x3xf32>, tensor<3x4xf32>) outs(%c : tensor<2x4xf32>) -> tensor<2x4xf32>
  return %r : tensor<2x4xf32>
}

// What the result is only added to, in place, is what the call adds to; not so if the
// result is used elsewhere.
// CHECK-LABEL: @addition_in_place
// CHECK-SAME:    %[[A:[a-z0-9]*]]: tensor<2x3xf32>, %[[B:[a-z0-9]*]]: tensor<3x4xf32>, %[[SUM:[a-z0-9]*]]: tensor<2x4xf32>
// CHECK:         %[[R:.*]] = skein.library_call "skrt_contract_f32" {{.*}} accumulates ins(%[[A]], %[[B]] : {{.*}}) outs(%[[SUM]] :
// CHECK-NOT:     accumulates
// CHECK:         %[[S:.*]] = skein.library_call "skrt_contract_f32" {{.*}} ins(%[[A]], %[[B]] :
// CHECK:         %[[T:.*]] = linalg.generic {{.*}} ins(%[[S]] : {{.*}}) outs(%[[SUM]] :
// CHECK:         return %[[R]], %[[S]], %[[T]]
#same = affine_map<(i, j) -> (i, j)>
func.func @addition_in_place(%a: tensor<2x3xf32>, %b: tensor<3x4xf32>, %sum: tensor<2x4xf32>) -> (tensor<2x4xf32>, tensor<2x4xf32>, tensor<2x4xf32>) {
  %zeros = arith.constant dense<0.0> : tensor<2x4xf32>
  %p = linalg.matmul ins(%a, %b : tensor<2x3xf32>, tensor<3x4xf32>) outs(%zeros : tensor<2x4xf32>) -> tensor<2x4xf32>
  %r = linalg.generic {indexing_maps = [#same, #same], iterator_types = ["parallel", "parallel"]}
      ins(%p : tensor<2x4xf32>) outs(%sum : tensor<2x4xf32>) {
  ^bb0(%in: f32, %out: f32):
    %s = arith.addf %out, %in : f32
    linalg.yield %s : f32
  } -> tensor<2x4xf32>
  %q = linalg.matmul ins(%a, %b : tensor<2x3xf32>, tensor<3x4xf32>) outs(%zeros : tensor<2x4xf32>) -> tensor<2x4xf32>
  %t = linalg.generic {indexing_maps = [#same, #same], iterator_types = ["parallel", "parallel"]}
      ins(%q : tensor<2x4xf32>) outs(%sum : tensor<2x4xf32>) {
  ^bb0(%in: f32, %out: f32):
    %s = arith.addf %out, %in : f32
    linalg.yield %s : f32
  } -> tensor<2x4xf32>
  return %r, %q, %t : tensor<2x4xf32>, tensor<2x4xf32>, tensor<2x4xf32>
}

// The same in another shape, which is that of a layer among equal ones; of what a
// pipeline carries only, which has a place of its own.
// CHECK-LABEL: @addition_in_another_shape
// CHECK-SAME:    %[[A:[a-z0-9]*]]: tensor<2x3xf32>, %[[B:[a-z0-9]*]]: tensor<3x4xf32>
// CHECK:         iter_args(%[[SUM:.*]] = %{{.*}}) -> (tensor<1x2x4xf32>) {
// CHECK:           %[[FLAT:.*]] = tensor.collapse_shape %[[SUM]] {{\[}}[0, 1], [2]]
// CHECK:           %[[R:.*]] = skein.library_call "skrt_contract_f32" {{.*}} accumulates ins(%[[A]], %[[B]] : {{.*}}) outs(%[[FLAT]] :
// CHECK:           %[[LAYER:.*]] = tensor.expand_shape %[[R]] {{\[}}[0, 1], [2]]
// CHECK:           skein.next_micro_batch %[[LAYER]]
// CHECK:         tensor.insert_slice
// CHECK:         linalg.generic
#layer = affine_map<(n, i, j) -> (n, i, j)>
func.func @addition_in_another_shape(%a: tensor<2x3xf32>, %b: tensor<3x4xf32>, %sum: tensor<1x2x4xf32>) -> (tensor<1x2x4xf32>, tensor<1x2x4xf32>) {
  %zeros = arith.constant dense<0.0> : tensor<2x4xf32>
  %none = arith.constant dense<0.0> : tensor<1x2x4xf32>
  %r = skein.pipeline %i of 1 in order "B0" iter_args(%carried = %sum) -> (tensor<1x2x4xf32>) {
    skein.action backward of 0
    %p = linalg.matmul ins(%a, %b : tensor<2x3xf32>, tensor<3x4xf32>) outs(%zeros : tensor<2x4xf32>) -> tensor<2x4xf32>
    %l = tensor.insert_slice %p into %none[0, 0, 0] [1, 2, 4] [1, 1, 1] : tensor<2x4xf32> into tensor<1x2x4xf32>
    %next = linalg.generic {indexing_maps = [#layer, #layer], iterator_types = ["parallel", "parallel", "parallel"]}
        ins(%l : tensor<1x2x4xf32>) outs(%carried : tensor<1x2x4xf32>) {
    ^bb0(%in: f32, %out: f32):
      %s = arith.addf %out, %in : f32
      linalg.yield %s : f32
    } -> tensor<1x2x4xf32>
    skein.next_micro_batch %next : tensor<1x2x4xf32>
  }
  %q = linalg.matmul ins(%a, %b : tensor<2x3xf32>, tensor<3x4xf32>) outs(%zeros : tensor<2x4xf32>) -> tensor<2x4xf32>
  %l = tensor.insert_slice %q into %none[0, 0, 0] [1, 2, 4] [1, 1, 1] : tensor<2x4xf32> into tensor<1x2x4xf32>
  %t = linalg.generic {indexing_maps = [#layer, #layer], iterator_types = ["parallel", "parallel", "parallel"]}
      ins(%l : tensor<1x2x4xf32>) outs(%sum : tensor<1x2x4xf32>) {
  ^bb0(%in: f32, %out: f32):
    %s = arith.addf %out, %in : f32
    linalg.yield %s : f32
  } -> tensor<1x2x4xf32>
  return %r, %t : tensor<1x2x4xf32>, tensor<1x2x4xf32>
}

// Transpositions are strides: A is stored 3x2, B 4x3.
// CHECK-LABEL: @transposed
// CHECK:         "skrt_contract_f32" [2, 4, 3, 1, 2, 1, 3, 4, 0, 0,
func.func @transposed(%a: tensor<3x2xf32>, %b: tensor<4x3xf32>) -> tensor<2x4xf32> {
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<2x4xf32>
  %z = linalg.fill ins(%zero : f32) outs(%e : tensor<2x4xf32>) -> tensor<2x4xf32>
  %c = linalg.contract indexing_maps = [affine_map<(m, n, k) -> (k, m)>, affine_map<(m, n, k) -> (n, k)>, affine_map<(m, n, k) -> (m, n)>]
      ins(%a, %b : tensor<3x2xf32>, tensor<4x3xf32>) outs(%z : tensor<2x4xf32>) -> tensor<2x4xf32>
  return %c : tensor<2x4xf32>
}

// A result whose rows are contiguous in m is computed with A and B exchanged.
// CHECK-LABEL: @transposed_result
// CHECK-SAME:    %[[A:[^:]+]]: tensor<2x3xf32>, %[[B:[^:]+]]: tensor<3x4xf32>
// CHECK:         "skrt_contract_f32" [4, 2, 3, 1, 4, 1, 3, 2, 0, 0, {{.*}}] ins(%[[B]], %[[A]] :
func.func @transposed_result(%a: tensor<2x3xf32>, %b: tensor<3x4xf32>) -> tensor<4x2xf32> {
  %z = arith.constant dense<0.0> : tensor<4x2xf32>
  %c = linalg.contract indexing_maps = [affine_map<(m, n, k) -> (m, k)>, affine_map<(m, n, k) -> (k, n)>, affine_map<(m, n, k) -> (n, m)>]
      ins(%a, %b : tensor<2x3xf32>, tensor<3x4xf32>) outs(%z : tensor<4x2xf32>) -> tensor<4x2xf32>
  return %c : tensor<4x2xf32>
}

// Two dimensions that are contiguous in A and C are one: m = 2 * 5.
// CHECK-LABEL: @merged_rows
// CHECK:         "skrt_contract_f32" [10, 4, 3, 3, 1, 4, 1, 4, 0, 0,
func.func @merged_rows(%a: tensor<2x5x3xf32>, %b: tensor<3x4xf32>) -> tensor<2x5x4xf32> {
  %z = arith.constant dense<0.0> : tensor<2x5x4xf32>
  %c = linalg.contract indexing_maps = [affine_map<(b, m, n, k) -> (b, m, k)>, affine_map<(b, m, n, k) -> (k, n)>, affine_map<(b, m, n, k) -> (b, m, n)>]
      ins(%a, %b : tensor<2x5x3xf32>, tensor<3x4xf32>) outs(%z : tensor<2x5x4xf32>) -> tensor<2x5x4xf32>
  return %c : tensor<2x5x4xf32>
}

// Attention scores: batch 2 and heads 7 go around a 3x4 product over 5.
// CHECK-LABEL: @attention
// CHECK:         "skrt_contract_f32" [3, 4, 5, 35, 1, 1, 35, 4, 0, 2, 2, 7, 0, 0, 0, 0, 105, 5, 0, 0, 0, 0, 140, 5, 0, 0, 0, 0, 84, 12, 0, 0, 0, 0]
func.func @attention(%q: tensor<2x3x7x5xf32>, %k: tensor<2x4x7x5xf32>) -> tensor<2x7x3x4xf32> {
  %z = arith.constant dense<0.0> : tensor<2x7x3x4xf32>
  %c = linalg.contract indexing_maps = [affine_map<(b, h, s, t, d) -> (b, s, h, d)>, affine_map<(b, h, s, t, d) -> (b, t, h, d)>, affine_map<(b, h, s, t, d) -> (b, h, s, t)>]
      ins(%q, %k : tensor<2x3x7x5xf32>, tensor<2x4x7x5xf32>) outs(%z : tensor<2x7x3x4xf32>) -> tensor<2x7x3x4xf32>
  return %c : tensor<2x7x3x4xf32>
}

// No library function: other types, dot products, outer products, other bodies.
// CHECK-LABEL: @left_alone
// CHECK-NOT:     library_call
func.func @left_alone(%a: tensor<2x3xf64>, %b: tensor<3x4xf64>, %c: tensor<2x4xf64>,
                      %x: tensor<4xf32>, %s: tensor<f32>, %m: tensor<4x4xf32>)
    -> (tensor<2x4xf64>, tensor<f32>, tensor<4x4xf32>, tensor<f32>) {
  %0 = linalg.matmul ins(%a, %b : tensor<2x3xf64>, tensor<3x4xf64>) outs(%c : tensor<2x4xf64>) -> tensor<2x4xf64>
  %1 = linalg.dot ins(%x, %x : tensor<4xf32>, tensor<4xf32>) outs(%s : tensor<f32>) -> tensor<f32>
  %2 = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i)>, affine_map<(i, j) -> (j)>, affine_map<(i, j) -> (i, j)>],
                       iterator_types = ["parallel", "parallel"]}
      ins(%x, %x : tensor<4xf32>, tensor<4xf32>) outs(%m : tensor<4x4xf32>) {
  ^bb0(%p: f32, %q: f32, %out: f32):
    %t = arith.mulf %p, %q : f32
    %u = arith.addf %t, %out : f32
    linalg.yield %u : f32
  } -> tensor<4x4xf32>
  %3 = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (j)>, affine_map<(i, j) -> ()>],
                       iterator_types = ["reduction", "reduction"]}
      ins(%m, %x : tensor<4x4xf32>, tensor<4xf32>) outs(%s : tensor<f32>) {
  ^bb0(%p: f32, %q: f32, %out: f32):
    %t = arith.mulf %p, %q : f32
    %u = arith.maximumf %t, %out : f32
    linalg.yield %u : f32
  } -> tensor<f32>
  return %0, %1, %2, %3 : tensor<2x4xf64>, tensor<f32>, tensor<4x4xf32>, tensor<f32>
}

// Words of a convolution: direction, spatial dimensions, batch, groups, channels
// in and out; three each of extents of image, filter and out, stride, dilation,
// pads low and high; six strides each of image, filter and out.

// The zero padding becomes the library's.
// CHECK-LABEL: @padded_convolution
// CHECK-SAME:    %[[X:[^:]+]]: tensor<2x8x8x3xf32>, %[[W:[^:]+]]: tensor<3x3x3x5xf32>
// CHECK:         "skrt_convolve_f32" [0, 2, 2, 1, 3, 5, 8, 8, 0, 3, 3, 0, 8, 8, 0, 1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 1, 0,
// CHECK-SAME:      192, 0, 1, 24, 3, 0, 0, 1, 5, 45, 15, 0, 320, 0, 1, 40, 5, 0]
// CHECK-SAME:      ins(%[[X]], %[[W]] :
func.func @padded_convolution(%x: tensor<2x8x8x3xf32>, %w: tensor<3x3x3x5xf32>) -> tensor<2x8x8x5xf32> {
  %zero = arith.constant 0.0 : f32
  %p = tensor.pad %x low[0, 1, 1, 0] high[0, 1, 1, 0] {
  ^bb0(%i: index, %j: index, %k: index, %l: index):
    tensor.yield %zero : f32
  } : tensor<2x8x8x3xf32> to tensor<2x10x10x3xf32>
  %z = arith.constant dense<0.0> : tensor<2x8x8x5xf32>
  %c = linalg.conv_2d_nhwc_hwcf ins(%p, %w : tensor<2x10x10x3xf32>, tensor<3x3x3x5xf32>) outs(%z : tensor<2x8x8x5xf32>) -> tensor<2x8x8x5xf32>
  return %c : tensor<2x8x8x5xf32>
}

// Padding with something else stays.
// CHECK-LABEL: @padded_with_ones
// CHECK:         %[[P:.*]] = tensor.pad
// CHECK:         "skrt_convolve_f32" [0, 2, 2, 1, 3, 5, 10, 10, {{.*}}] ins(%[[P]],
func.func @padded_with_ones(%x: tensor<2x8x8x3xf32>, %w: tensor<3x3x3x5xf32>) -> tensor<2x8x8x5xf32> {
  %one = arith.constant 1.0 : f32
  %p = tensor.pad %x low[0, 1, 1, 0] high[0, 1, 1, 0] {
  ^bb0(%i: index, %j: index, %k: index, %l: index):
    tensor.yield %one : f32
  } : tensor<2x8x8x3xf32> to tensor<2x10x10x3xf32>
  %z = arith.constant dense<0.0> : tensor<2x8x8x5xf32>
  %c = linalg.conv_2d_nhwc_hwcf ins(%p, %w : tensor<2x10x10x3xf32>, tensor<3x3x3x5xf32>) outs(%z : tensor<2x8x8x5xf32>) -> tensor<2x8x8x5xf32>
  return %c : tensor<2x8x8x5xf32>
}

// A convolution that adds to something: the library overwrites, so the sum is
// separate.
// CHECK-LABEL: @convolution_that_adds
// CHECK:         %[[CONV:.*]] = skein.library_call "skrt_convolve_f32"
// CHECK:         linalg.add ins(%{{.*}}, %[[CONV]]
func.func @convolution_that_adds(%x: tensor<2x8x3xf32>, %w: tensor<3x3x5xf32>, %c: tensor<2x6x5xf32>) -> tensor<2x6x5xf32> {
  %r = linalg.conv_1d_nwc_wcf ins(%x, %w : tensor<2x8x3xf32>, tensor<3x3x5xf32>) outs(%c : tensor<2x6x5xf32>) -> tensor<2x6x5xf32>
  return %r : tensor<2x6x5xf32>
}

// The result has the windows: a data gradient, of which only the inside of the
// padding is used. Stride 2.
// CHECK-LABEL: @data_gradient
// CHECK-SAME:    %[[G:[^:]+]]: tensor<2x4x5xf32>, %[[W:[^:]+]]: tensor<3x3x5xf32>
// CHECK:         %[[INIT:.*]] = tensor.empty() : tensor<2x7x3xf32>
// CHECK:         %[[R:.*]] = skein.library_call "skrt_convolve_f32" [1, 1, 2, 1, 3, 5, 7, 0, 0, 3, 0, 0, 4, 0, 0, 2, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0,
// CHECK-SAME:      ins(%[[G]], %[[W]] : {{.*}}) outs(%[[INIT]] :
// CHECK:         return %[[R]]
func.func @data_gradient(%g: tensor<2x4x5xf32>, %w: tensor<3x3x5xf32>) -> tensor<2x7x3xf32> {
  %z = arith.constant dense<0.0> : tensor<2x9x3xf32>
  %d = linalg.generic {indexing_maps = [affine_map<(n, o, f, k, c) -> (n, o, f)>, affine_map<(n, o, f, k, c) -> (k, c, f)>,
                                        affine_map<(n, o, f, k, c) -> (n, o * 2 + k, c)>],
                       iterator_types = ["parallel", "reduction", "reduction", "reduction", "parallel"]}
      ins(%g, %w : tensor<2x4x5xf32>, tensor<3x3x5xf32>) outs(%z : tensor<2x9x3xf32>) {
  ^bb0(%a: f32, %b: f32, %out: f32):
    %m = arith.mulf %a, %b : f32
    %s = arith.addf %out, %m : f32
    linalg.yield %s : f32
  } -> tensor<2x9x3xf32>
  %r = tensor.extract_slice %d[0, 1, 0] [2, 7, 3] [1, 1, 1] : tensor<2x9x3xf32> to tensor<2x7x3xf32>
  return %r : tensor<2x7x3xf32>
}

// The result has as many positions as the filter: a filter gradient.
// CHECK-LABEL: @filter_gradient
// CHECK-SAME:    %[[X:[^:]+]]: tensor<2x9x3xf32>, %[[G:[^:]+]]: tensor<2x4x5xf32>
// CHECK:         "skrt_convolve_f32" [2, 1, 2, 1, 3, 5, 9, 0, 0, 3, 0, 0, 4, 0, 0, 2, 0, 0, 1, {{.*}}] ins(%[[X]], %[[G]] :
func.func @filter_gradient(%x: tensor<2x9x3xf32>, %g: tensor<2x4x5xf32>) -> tensor<3x3x5xf32> {
  %z = arith.constant dense<0.0> : tensor<3x3x5xf32>
  %d = linalg.generic {indexing_maps = [affine_map<(n, o, f, k, c) -> (n, o * 2 + k, c)>, affine_map<(n, o, f, k, c) -> (n, o, f)>,
                                        affine_map<(n, o, f, k, c) -> (k, c, f)>],
                       iterator_types = ["reduction", "reduction", "parallel", "parallel", "parallel"]}
      ins(%x, %g : tensor<2x9x3xf32>, tensor<2x4x5xf32>) outs(%z : tensor<3x3x5xf32>) {
  ^bb0(%a: f32, %b: f32, %out: f32):
    %m = arith.mulf %a, %b : f32
    %s = arith.addf %out, %m : f32
    linalg.yield %s : f32
  } -> tensor<3x3x5xf32>
  return %d : tensor<3x3x5xf32>
}

// Narrow factors are extended, an image inside of its padding. A product that is
// summed in a narrow type is left to loops.
// CHECK-LABEL: @narrow
// CHECK:         %[[A:.*]] = linalg.generic {{.*}} ins(%arg0 : tensor<2x3xbf16>) outs(%{{.*}} : tensor<2x3xf32>)
// CHECK:           arith.extf
// CHECK:         skein.library_call "skrt_contract_f32" [{{.*}}] ins(%[[A]], %arg1 : tensor<2x3xf32>, tensor<3x4xf32>)
// CHECK:         %[[X:.*]] = linalg.generic {{.*}} ins(%arg2 : tensor<1x4x4x2xf16>)
// CHECK:         %[[K:.*]] = linalg.generic {{.*}} ins(%arg3 : tensor<3x3x2x4xf16>)
// CHECK:         skein.library_call "skrt_convolve_f32" [{{.*}}] ins(%[[X]], %[[K]] : tensor<1x4x4x2xf32>, tensor<3x3x2x4xf32>)
// CHECK:         linalg.matmul ins(%arg0, %arg4 : tensor<2x3xbf16>, tensor<3x4xbf16>)
// CHECK-NOT:     skein.library_call
func.func @narrow(%a: tensor<2x3xbf16>, %b: tensor<3x4xf32>, %x: tensor<1x4x4x2xf16>, %k: tensor<3x3x2x4xf16>, %d: tensor<3x4xbf16>)
    -> (tensor<2x4xf32>, tensor<1x4x4x4xf32>, tensor<2x4xbf16>) {
  %zero = arith.constant dense<0.0> : tensor<2x4xf32>
  %c = linalg.generic {indexing_maps = [affine_map<(m, n, k) -> (m, k)>, affine_map<(m, n, k) -> (k, n)>, affine_map<(m, n, k) -> (m, n)>],
                       iterator_types = ["parallel", "parallel", "reduction"]}
      ins(%a, %b : tensor<2x3xbf16>, tensor<3x4xf32>) outs(%zero : tensor<2x4xf32>) {
  ^bb0(%p: bf16, %q: f32, %sum: f32):
    %0 = arith.extf %p : bf16 to f32
    %1 = arith.mulf %0, %q : f32
    %2 = arith.addf %sum, %1 : f32
    linalg.yield %2 : f32
  } -> tensor<2x4xf32>
  %none = arith.constant dense<0.0> : tensor<1x4x4x4xf32>
  %0 = arith.constant 0.0 : f16
  %padded = tensor.pad %x low[0, 1, 1, 0] high[0, 1, 1, 0] {
  ^bb0(%n: index, %h: index, %w: index, %channel: index):
    tensor.yield %0 : f16
  } : tensor<1x4x4x2xf16> to tensor<1x6x6x2xf16>
  %y = linalg.conv_2d_nhwc_hwcf ins(%padded, %k : tensor<1x6x6x2xf16>, tensor<3x3x2x4xf16>) outs(%none : tensor<1x4x4x4xf32>) -> tensor<1x4x4x4xf32>
  %narrow = arith.constant dense<0.0> : tensor<2x4xbf16>
  %z = linalg.matmul ins(%a, %d : tensor<2x3xbf16>, tensor<3x4xbf16>) outs(%narrow : tensor<2x4xbf16>) -> tensor<2x4xbf16>
  return %c, %y, %z : tensor<2x4xf32>, tensor<1x4x4x4xf32>, tensor<2x4xbf16>
}

// 3 rows of 8 elements in bf16 (type 3), of which 2 are taken.
// CHECK-LABEL: @top_k
// CHECK-SAME:    %[[X:.*]]: tensor<3x8xbf16>
// CHECK-DAG:     %[[VALUES:.*]] = tensor.empty() : tensor<3x2xbf16>
// CHECK-DAG:     %[[PLACES:.*]] = tensor.empty() : tensor<3x2xi32>
// CHECK:         %[[CALL:.*]]:2 = skein.library_call "skrt_top_k" [3, 3, 8, 2] ins(%[[X]] : tensor<3x8xbf16>) outs(%[[VALUES]], %[[PLACES]] :
// CHECK:         return %[[CALL]]#0, %[[CALL]]#1
func.func @top_k(%x: tensor<3x8xbf16>) -> (tensor<3x2xbf16>, tensor<3x2xi32>) {
  %v, %i = skein.top_k %x : tensor<3x8xbf16> -> tensor<3x2xbf16>, tensor<3x2xi32>
  return %v, %i : tensor<3x2xbf16>, tensor<3x2xi32>
}

// A list of 64-bit integers (type 4) of which there are 9.
// CHECK-LABEL: @first_occurrence
// CHECK-SAME:    %[[LIST:.*]]: tensor<9xi64>
// CHECK:         %[[EMPTY:.*]] = tensor.empty() : tensor<9xi32>
// CHECK:         skein.library_call "skrt_first_occurrence" [4, 9] ins(%[[LIST]] : tensor<9xi64>) outs(%[[EMPTY]] : tensor<9xi32>)
func.func @first_occurrence(%list: tensor<9xi64>) -> tensor<9xi32> {
  %f = skein.first_occurrence %list : tensor<9xi64> -> tensor<9xi32>
  return %f : tensor<9xi32>
}
