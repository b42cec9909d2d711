// Programs that obey the distribution rules: one accepted case per row of the tables
// in dialect/README.md. Nothing here has a result, so that only the ops speak.
// RUN: skein-opt %s | FileCheck %s

#mk = affine_map<(m, n, k) -> (m, k)>
#kn = affine_map<(m, n, k) -> (k, n)>
#mn = affine_map<(m, n, k) -> (m, n)>
#rc = affine_map<(r, c) -> (r, c)>
#r = affine_map<(r, c) -> (r)>
#c = affine_map<(r, c) -> (c)>
#i = affine_map<(i) -> (i)>
#none = affine_map<(i) -> ()>
!rows = tensor<4x6xf32, #skein.dist<data: split 0>>
!columns = tensor<6x4xf32, #skein.dist<data: split 1>>
!sum = tensor<4x6xf32, #skein.dist<data: partial sum>>
!max = tensor<4x6xf32, #skein.dist<data: partial max>>
!varying = tensor<4x6xf32, #skein.dist<data: varying>>

skein.mesh @m(data = 2, model = 2)

//===----------------------------------------------------------------------===//
// Structured ops
//===----------------------------------------------------------------------===//

// CHECK-LABEL: skein.program @split_parallel_loop
skein.program @split_parallel_loop on @m(%x: !rows, %w: tensor<6x6xf32>, %zero: !rows) {
  %y = linalg.matmul ins(%x, %w : !rows, tensor<6x6xf32>) outs(%zero : !rows) -> !rows
  skein.return
}

// CHECK-LABEL: skein.program @split_reduction
skein.program @split_reduction on @m(%x: tensor<6x4xf32, #skein.dist<data: split 1>>, %y: !rows) {
  %zero = arith.constant dense<0.0> : tensor<6x6xf32, #skein.dist<data: partial sum>>
  %p = linalg.matmul ins(%x, %y : tensor<6x4xf32, #skein.dist<data: split 1>>, !rows)
      outs(%zero : tensor<6x6xf32, #skein.dist<data: partial sum>>) -> tensor<6x6xf32, #skein.dist<data: partial sum>>
  skein.return
}

// Partial sums of several products accumulate in one.
// CHECK-LABEL: skein.program @accumulate_partials
skein.program @accumulate_partials on @m(%x: tensor<6x4xf32, #skein.dist<data: split 1>>, %y: !rows,
                                         %p: tensor<6x6xf32, #skein.dist<data: partial sum>>) {
  %q = linalg.matmul ins(%x, %y : tensor<6x4xf32, #skein.dist<data: split 1>>, !rows)
      outs(%p : tensor<6x6xf32, #skein.dist<data: partial sum>>) -> tensor<6x6xf32, #skein.dist<data: partial sum>>
  skein.return
}

// Any function of the operands may be reduced; the accumulator may be selected,
// subtracted from, or combined in several steps.
// CHECK-LABEL: skein.program @recognised_combiners
skein.program @recognised_combiners on @m(%x: !rows) {
  %zero = arith.constant dense<0.0> : tensor<6xf32, #skein.dist<data: partial sum>>
  %one = arith.constant dense<1.0> : tensor<6xf32, #skein.dist<data: partial mul>>
  %low = arith.constant dense<0xFF800000> : tensor<6xf32, #skein.dist<data: partial max>>
  %a, %b, %d = linalg.generic {indexing_maps = [#rc, #c, #c, #c], iterator_types = ["reduction", "parallel"]}
      ins(%x : !rows)
      outs(%zero, %one, %low : tensor<6xf32, #skein.dist<data: partial sum>>, tensor<6xf32, #skein.dist<data: partial mul>>, tensor<6xf32, #skein.dist<data: partial max>>) {
  ^bb0(%e: f32, %sum: f32, %product: f32, %largest: f32):
    %t = math.exp %e : f32
    %s0 = arith.subf %sum, %t : f32
    %s1 = arith.addf %e, %s0 : f32
    %positive = arith.cmpf ogt, %e, %t : f32
    %s = arith.select %positive, %s1, %sum : f32
    %p = arith.mulf %t, %product : f32
    %l = arith.maximumf %largest, %e : f32
    linalg.yield %s, %p, %l : f32, f32, f32
  } -> (tensor<6xf32, #skein.dist<data: partial sum>>, tensor<6xf32, #skein.dist<data: partial mul>>, tensor<6xf32, #skein.dist<data: partial max>>)
  skein.return
}

// The results of an expanded optimiser read each other's old values.
// CHECK-LABEL: skein.program @several_results
skein.program @several_results on @m(%g: !rows, %w: !rows, %m: !rows) {
  %n:2 = linalg.generic {indexing_maps = [#rc, #rc, #rc], iterator_types = ["parallel", "parallel"]}
      ins(%g : !rows) outs(%w, %m : !rows, !rows) {
  ^bb0(%a: f32, %b: f32, %c: f32):
    %s = arith.addf %a, %c : f32
    %t = arith.subf %b, %s : f32
    linalg.yield %t, %s : f32, f32
  } -> (!rows, !rows)
  skein.return
}

// A loop that no operand mentions is as the init says.
// CHECK-LABEL: skein.program @broadcast
skein.program @broadcast on @m(%b: tensor<6xf32>) {
  %split = tensor.empty() : !rows
  %whole = tensor.empty() : tensor<8x6xf32>
  %x = linalg.broadcast ins(%b : tensor<6xf32>) outs(%split : !rows) dimensions = [0]
  %y = linalg.broadcast ins(%b : tensor<6xf32>) outs(%whole : tensor<8x6xf32>) dimensions = [0]
  skein.return
}

// Linear functions of a sum, growing functions of a maximum.
// CHECK-LABEL: skein.program @delayed_reduction
skein.program @delayed_reduction on @m(%p: !sum, %q: !max, %w: tensor<6x6xf32>, %r: tensor<6xf32>) {
  %zero = arith.constant dense<0.0> : !sum
  %y = linalg.matmul ins(%p, %w : !sum, tensor<6x6xf32>) outs(%zero : !sum) -> !sum
  %e = tensor.empty() : !sum
  %z = linalg.generic {indexing_maps = [#rc, #rc, #c, #rc], iterator_types = ["parallel", "parallel"]}
      ins(%p, %y, %r : !sum, !sum, tensor<6xf32>) outs(%e : !sum) {
  ^bb0(%a: f32, %b: f32, %s: f32, %out: f32):
    %none = arith.constant 0.0 : f32
    %two = arith.constant 2.0 : f32
    %d = arith.subf %a, %b : f32
    %m = arith.mulf %d, %s : f32
    %n = arith.divf %m, %two : f32
    %c = arith.cmpf ogt, %s, %two : f32
    %f = arith.select %c, %n, %none : f32
    %g = math.fma %s, %f, %a : f32
    linalg.yield %g : f32
  } -> !sum
  %f = tensor.empty() : !max
  %u = linalg.generic {indexing_maps = [#rc, #c, #rc], iterator_types = ["parallel", "parallel"]}
      ins(%q, %r : !max, tensor<6xf32>) outs(%f : !max) {
  ^bb0(%a: f32, %s: f32, %out: f32):
    %b = arith.addf %a, %s : f32
    %c = math.exp %b : f32
    %d = arith.minimumf %c, %s : f32
    %g = arith.maximumf %d, %a : f32
    linalg.yield %g : f32
  } -> !max
  skein.return
}

// A result that does not depend on the partial operand is whole.
// CHECK-LABEL: skein.program @partial_operand_unused
skein.program @partial_operand_unused on @m(%p: !sum, %x: tensor<4x6xf32>) {
  %e = tensor.empty() : tensor<4x6xf32>
  %y = linalg.generic {indexing_maps = [#rc, #rc, #rc], iterator_types = ["parallel", "parallel"]}
      ins(%p, %x : !sum, tensor<4x6xf32>) outs(%e : tensor<4x6xf32>) {
  ^bb0(%a: f32, %b: f32, %out: f32):
    %c = math.exp %b : f32
    linalg.yield %c : f32
  } -> tensor<4x6xf32>
  skein.return
}

// Batch and output channels are free, input channels leave partial sums.
// CHECK-LABEL: skein.program @convolution
skein.program @convolution on @m(%x: tensor<2x6x6x3xf32, #skein.dist<data: split 0>>, %f: tensor<3x3x3x4xf32>,
                                 %zero: tensor<2x4x4x4xf32, #skein.dist<data: split 0>>,
                                 %x3: tensor<2x6x6x3xf32, #skein.dist<data: split 3>>,
                                 %f2: tensor<3x3x3x4xf32, #skein.dist<data: split 2>>) {
  %y = linalg.conv_2d_nhwc_hwcf ins(%x, %f : tensor<2x6x6x3xf32, #skein.dist<data: split 0>>, tensor<3x3x3x4xf32>)
      outs(%zero : tensor<2x4x4x4xf32, #skein.dist<data: split 0>>) -> tensor<2x4x4x4xf32, #skein.dist<data: split 0>>
  %none = arith.constant dense<0.0> : tensor<2x4x4x4xf32, #skein.dist<data: partial sum>>
  %z = linalg.conv_2d_nhwc_hwcf ins(%x3, %f2 : tensor<2x6x6x3xf32, #skein.dist<data: split 3>>, tensor<3x3x3x4xf32, #skein.dist<data: split 2>>)
      outs(%none : tensor<2x4x4x4xf32, #skein.dist<data: partial sum>>) -> tensor<2x4x4x4xf32, #skein.dist<data: partial sum>>
  skein.return
}

// The data gradient of a strided convolution scatters along the image, but the
// batch is a plain dimension of everything; the filter gradient sums over it.
// CHECK-LABEL: skein.program @convolution_gradients
skein.program @convolution_gradients on @m(%g: tensor<2x3x5xf32, #skein.dist<data: split 0>>, %f: tensor<2x5xf32>,
                                           %x: tensor<2x6xf32, #skein.dist<data: split 0>>) {
  %zero = arith.constant dense<0.0> : tensor<2x6xf32, #skein.dist<data: split 0>>
  %dx = linalg.generic {indexing_maps = [affine_map<(n, o, c, k) -> (n, o, c)>, affine_map<(n, o, c, k) -> (k, c)>,
                                         affine_map<(n, o, c, k) -> (n, o * 2 + k)>],
                        iterator_types = ["parallel", "reduction", "reduction", "reduction"]}
      ins(%g, %f : tensor<2x3x5xf32, #skein.dist<data: split 0>>, tensor<2x5xf32>)
      outs(%zero : tensor<2x6xf32, #skein.dist<data: split 0>>) {
  ^bb0(%a: f32, %b: f32, %out: f32):
    %m = arith.mulf %a, %b : f32
    %s = arith.addf %out, %m : f32
    linalg.yield %s : f32
  } -> tensor<2x6xf32, #skein.dist<data: split 0>>
  %none = arith.constant dense<0.0> : tensor<2x5xf32, #skein.dist<data: partial sum>>
  %df = linalg.generic {indexing_maps = [affine_map<(n, o, c, k) -> (n, o, c)>, affine_map<(n, o, c, k) -> (n, o * 2 + k)>,
                                         affine_map<(n, o, c, k) -> (k, c)>],
                        iterator_types = ["reduction", "reduction", "parallel", "parallel"]}
      ins(%g, %x : tensor<2x3x5xf32, #skein.dist<data: split 0>>, tensor<2x6xf32, #skein.dist<data: split 0>>)
      outs(%none : tensor<2x5xf32, #skein.dist<data: partial sum>>) {
  ^bb0(%a: f32, %b: f32, %out: f32):
    %m = arith.mulf %a, %b : f32
    %s = arith.addf %out, %m : f32
    linalg.yield %s : f32
  } -> tensor<2x5xf32, #skein.dist<data: partial sum>>
  skein.return
}

// A local index with the offset of its piece is the global index.
// CHECK-LABEL: skein.program @global_index
skein.program @global_index on @m() {
  %o = skein.shard_offset 4 over @m[data]
  %oo = skein.shard_offset 2 over @m[data, model]
  %e = tensor.empty() : tensor<4xindex, #skein.dist<data: split 0>>
  %ee = tensor.empty() : tensor<2xindex, #skein.dist<data: split 0, model: split 0>>
  %x = linalg.generic {indexing_maps = [#i], iterator_types = ["parallel"]}
      outs(%e : tensor<4xindex, #skein.dist<data: split 0>>) {
  ^bb0(%out: index):
    %i = linalg.index 0 : index
    %g = arith.addi %i, %o : index
    linalg.yield %g : index
  } -> tensor<4xindex, #skein.dist<data: split 0>>
  %y = linalg.generic {indexing_maps = [#i], iterator_types = ["parallel"]}
      outs(%ee : tensor<2xindex, #skein.dist<data: split 0, model: split 0>>) {
  ^bb0(%out: index):
    %i = linalg.index 0 : index
    %g = arith.addi %oo, %i : index
    linalg.yield %g : index
  } -> tensor<2xindex, #skein.dist<data: split 0, model: split 0>>
  skein.return
}

// A table that is whole may be looked up from a split loop.
// CHECK-LABEL: skein.program @lookup
skein.program @lookup on @m(%table: tensor<9x6xf32>, %indices: tensor<4xi64, #skein.dist<data: split 0>>) {
  %e = tensor.empty() : !rows
  %x = linalg.generic {indexing_maps = [#r, #rc], iterator_types = ["parallel", "parallel"]}
      ins(%indices : tensor<4xi64, #skein.dist<data: split 0>>) outs(%e : !rows) {
  ^bb0(%index: i64, %out: f32):
    %row = arith.index_cast %index : i64 to index
    %column = linalg.index 1 : index
    %v = tensor.extract %table[%row, %column] : tensor<9x6xf32>
    linalg.yield %v : f32
  } -> !rows
  skein.return
}

// Nothing is claimed of varying values, whatever is done with them.
// CHECK-LABEL: skein.program @varying
skein.program @varying on @m(%v: !varying, %x: tensor<4x6xf32>) {
  %e = tensor.empty() : !varying
  %y = linalg.generic {indexing_maps = [#rc, #rc, #rc], iterator_types = ["parallel", "parallel"]}
      ins(%v, %x : !varying, tensor<4x6xf32>) outs(%e : !varying) {
  ^bb0(%a: f32, %b: f32, %out: f32):
    %m = arith.mulf %a, %b : f32
    linalg.yield %m : f32
  } -> !varying
  skein.return
}

//===----------------------------------------------------------------------===//
// Other ops
//===----------------------------------------------------------------------===//

// CHECK-LABEL: skein.program @uniform_values
skein.program @uniform_values on @m() {
  %zero = arith.constant 0.0 : f32
  %one = arith.constant 1.0 : f32
  %a = arith.constant dense<2.0> : !rows
  %b = arith.constant dense<0.0> : !sum
  %c = arith.constant dense<[1.0, 2.0]> : tensor<2xf32>
  %d = tensor.splat %one : !rows
  %e = tensor.splat %zero : !sum
  %f = tensor.empty() : !sum
  %g = linalg.fill ins(%zero : f32) outs(%f : !sum) -> !sum
  %h = tensor.empty() : !rows
  %i = linalg.fill ins(%one : f32) outs(%h : !rows) -> !rows
  skein.return
}

// CHECK-LABEL: skein.program @elementwise
skein.program @elementwise on @m(%x: !rows, %p: !sum, %q: !max) {
  %a = arith.mulf %x, %x : !rows
  %b = arith.addf %p, %p : !sum
  %c = arith.negf %p : !sum
  %d = math.exp %q : !max
  skein.return
}

// CHECK-LABEL: skein.program @reshapes
skein.program @reshapes on @m(%x: tensor<4x6x5xf32, #skein.dist<data: split 0>>, %y: tensor<1x4x5xf32, #skein.dist<data: split 1>>,
                              %z: tensor<4x6xf32, #skein.dist<data: partial sum>>,
                              %n: tensor<2x4xf32, #skein.dist<data: split 0, model: split 1>>,
                              %u: tensor<1x4xf32, #skein.dist<data: split 0, model: split 1>>) {
  %a = tensor.collapse_shape %x [[0, 1], [2]] : tensor<4x6x5xf32, #skein.dist<data: split 0>> into tensor<24x5xf32, #skein.dist<data: split 0>>
  %b = tensor.expand_shape %a [[0, 1], [2]] output_shape [2, 12, 5] : tensor<24x5xf32, #skein.dist<data: split 0>> into tensor<2x12x5xf32, #skein.dist<data: split 0>>
  // Behind an extent of 1.
  %c = tensor.collapse_shape %y [[0, 1], [2]] : tensor<1x4x5xf32, #skein.dist<data: split 1>> into tensor<4x5xf32, #skein.dist<data: split 0>>
  %d = tensor.expand_shape %c [[0, 1], [2]] output_shape [1, 4, 5] : tensor<4x5xf32, #skein.dist<data: split 0>> into tensor<1x4x5xf32, #skein.dist<data: split 1>>
  %e = tensor.collapse_shape %z [[0, 1]] : tensor<4x6xf32, #skein.dist<data: partial sum>> into tensor<24xf32, #skein.dist<data: partial sum>>
  // The outer dimension becomes the outer axis.
  %g = tensor.collapse_shape %u [[0, 1]] : tensor<1x4xf32, #skein.dist<data: split 0, model: split 1>> into tensor<4xf32, #skein.dist<data: split 0, model: split 0>>
  skein.return
}

// CHECK-LABEL: skein.program @slices
skein.program @slices on @m(%x: !rows, %y: tensor<1x6xf32>, %p: tensor<4x2xf32, #skein.dist<data: partial sum>>,
                            %part: tensor<4x2xf32, #skein.dist<data: split 0>>, %column: tensor<4xf32, #skein.dist<data: split 0>>) {
  %a = tensor.extract_slice %x[0, 1] [4, 2] [1, 2] : !rows to tensor<4x2xf32, #skein.dist<data: split 0>>
  %b = tensor.extract_slice %x[0, 1] [4, 1] [1, 1] : !rows to tensor<4xf32, #skein.dist<data: split 0>>
  %c = tensor.insert_slice %part into %x[0, 1] [4, 2] [1, 2] : tensor<4x2xf32, #skein.dist<data: split 0>> into !rows
  %d = tensor.insert_slice %column into %x[0, 1] [4, 1] [1, 1] : tensor<4xf32, #skein.dist<data: split 0>> into !rows
  %zero = arith.constant dense<0.0> : !sum
  %e = tensor.insert_slice %p into %zero[0, 2] [4, 2] [1, 1] : tensor<4x2xf32, #skein.dist<data: partial sum>> into !sum
  skein.return
}

// CHECK-LABEL: skein.program @pad_concat_softmax_cast
skein.program @pad_concat_softmax_cast on @m(%x: !rows, %p: !sum) {
  %zero = arith.constant 0.0 : f32
  %one = arith.constant 1.0 : f32
  %a = tensor.pad %x low[0, 1] high[0, 1] {
  ^bb0(%i: index, %j: index):
    tensor.yield %one : f32
  } : !rows to tensor<4x8xf32, #skein.dist<data: split 0>>
  %b = tensor.pad %p low[1, 0] high[0, 0] {
  ^bb0(%i: index, %j: index):
    tensor.yield %zero : f32
  } : !sum to tensor<5x6xf32, #skein.dist<data: partial sum>>
  %c = tensor.concat dim(1) %x, %x : (!rows, !rows) -> tensor<4x12xf32, #skein.dist<data: split 0>>
  %e = tensor.empty() : !rows
  %d = linalg.softmax dimension(1) ins(%x : !rows) outs(%e : !rows) -> !rows
  %f = tensor.cast %x : !rows to !rows
  skein.return
}

// A scalar is whole; the extent of a dimension that is not split is global.
// CHECK-LABEL: skein.program @scalars
skein.program @scalars on @m(%x: !rows, %w: tensor<4xf32>) {
  %one = arith.constant 1 : index
  %v = tensor.extract %w[%one] : tensor<4xf32>
  %n = tensor.dim %x, %one : !rows
  skein.return
}

//===----------------------------------------------------------------------===//
// Loops, branches, functions
//===----------------------------------------------------------------------===//

// CHECK-LABEL: skein.program @loop
skein.program @loop on @m(%x: !sum) -> !sum {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %start = arith.constant dense<0.0> : !sum
  %y = scf.for %i = %zero to %one step %one iter_args(%a = %start) -> !sum {
    %b = arith.addf %a, %x : !sum
    scf.yield %b : !sum
  }
  skein.return %y : !sum
}

// CHECK-LABEL: func.func private @twice
func.func private @twice(%x: !sum) -> !sum attributes {skein.mesh = @m} {
  %y = arith.addf %x, %x : !sum
  return %y : !sum
}

// CHECK-LABEL: skein.program @call
skein.program @call on @m(%x: !sum) {
  %y = func.call @twice(%x) : (!sum) -> !sum
  %z = func.call @twice(%y) : (!sum) -> !sum
  skein.return
}

// Gradients may stay partial until they are synchronized.
skein.variable @w : tensor<4x6xf32>
// CHECK-LABEL: skein.program @unsynchronized
skein.program @unsynchronized on @m(%g: !sum) attributes {skein.unsynchronized} {
  skein.apply_gradient @w, %g : !sum using #skein.sgd<learning_rate = 0.1>
  skein.assign @w, %g : !sum
  skein.return
}
