// RUN: skein-opt %s --skein-partition=mesh=data:2 | FileCheck %s

#id = affine_map<(n, c) -> (n, c)>
#c = affine_map<(n, c) -> (c)>

// CHECK: skein.mesh @mesh(data = 2)
skein.variable @w : tensor<4xf32>
skein.variable @table : tensor<8x4xf32>
skein.variable @square : tensor<8x8xf32>
skein.variable @mean : tensor<4xf32>

//===----------------------------------------------------------------------===//
// Inference
//===----------------------------------------------------------------------===//

// The sum over the batch is partial, and stays so in the gradient.
// CHECK-LABEL: skein.program @gradient on @mesh(
// CHECK-SAME:    %x: tensor<4x4xf32, #skein.dist<data: split 0>> {skein.batch = 0 : i64}
// CHECK-SAME:    -> (tensor<f32, #skein.dist<data: partial sum>> {skein.name = "loss"})
// CHECK-SAME:    attributes {skein.unsynchronized}
// CHECK:         %[[ZERO:.*]] = arith.constant dense<0.000000e+00> : tensor<4xf32, #skein.dist<data: partial sum>>
// CHECK:         %[[G:.*]] = linalg.reduce {{.*}} ins(%x : {{.*}}) outs(%[[ZERO]] :
// CHECK-NOT:     all_reduce
// CHECK:         skein.apply_gradient @w, %[[G]] : tensor<4xf32, #skein.dist<data: partial sum>>
skein.step @gradient(%x: tensor<8x4xf32> {skein.batch = 0 : i64}) -> (tensor<f32> {skein.name = "loss"}) {
  %zero = arith.constant dense<0.0> : tensor<4xf32>
  %none = arith.constant dense<0.0> : tensor<f32>
  %g = linalg.reduce {arith.addf} ins(%x : tensor<8x4xf32>) outs(%zero : tensor<4xf32>) dimensions = [0]
  %loss = linalg.reduce {arith.addf} ins(%g : tensor<4xf32>) outs(%none : tensor<f32>) dimensions = [0]
  skein.apply_gradient @w, %g : tensor<4xf32> using #skein.sgd<learning_rate = 0.1>
  skein.return %loss : tensor<f32>
}

// What is partial is reduced before it is broadcast, and only a piece of that is made.
// CHECK-LABEL: skein.program @grows
// CHECK:         %[[SUM:.*]] = linalg.reduce
// CHECK:         %[[WHOLE:.*]] = skein.all_reduce sum %[[SUM]] over @mesh[data] : {{.*}} -> tensor<4xf32>
// CHECK:         %[[PIECE:.*]] = linalg.broadcast ins(%[[WHOLE]] : tensor<4xf32>) outs(%{{.*}} : tensor<4x4xf32, #skein.dist<data: split 0>>)
// CHECK:         linalg.sub ins(%x, %[[PIECE]] :
skein.step @grows(%x: tensor<8x4xf32> {skein.batch = 0 : i64}) -> tensor<8x4xf32> {
  %zero = arith.constant dense<0.0> : tensor<4xf32>
  %e = tensor.empty() : tensor<8x4xf32>
  %sum = linalg.reduce {arith.addf} ins(%x : tensor<8x4xf32>) outs(%zero : tensor<4xf32>) dimensions = [0]
  %b = linalg.broadcast ins(%sum : tensor<4xf32>) outs(%e : tensor<8x4xf32>) dimensions = [0]
  %y = linalg.sub ins(%x, %b : tensor<8x4xf32>, tensor<8x4xf32>) outs(%e : tensor<8x4xf32>) -> tensor<8x4xf32>
  skein.return %y : tensor<8x4xf32>
}

// A step without a batch runs whole on every device.
// CHECK-LABEL: skein.program @no_batch on @mesh(%x: tensor<8x4xf32>) -> tensor<8x4xf32> {
// CHECK-NEXT:    %[[Y:.*]] = arith.mulf %x, %x : tensor<8x4xf32>
// CHECK-NEXT:    skein.return %[[Y]] : tensor<8x4xf32>
skein.step @no_batch(%x: tensor<8x4xf32>) -> tensor<8x4xf32> {
  %y = arith.mulf %x, %x : tensor<8x4xf32>
  skein.return %y : tensor<8x4xf32>
}

// One fill, two uses in two states.
// CHECK-LABEL: skein.program @flexible
// CHECK:         %[[E:.*]] = tensor.empty() : tensor<4x4xf32, #skein.dist<data: split 0>>
// CHECK:         %[[F:.*]] = linalg.fill ins(%{{.*}} : f32) outs(%[[E]] :
// CHECK:         linalg.matmul {{.*}} outs(%[[F]] :
// CHECK:         linalg.fill {{.*}} -> tensor<8x4xf32>
// CHECK:         linalg.matmul {{.*}} -> tensor<8x4xf32>
skein.step @flexible(%x: tensor<8x8xf32> {skein.batch = 0 : i64}) -> (tensor<8x4xf32>, tensor<8x4xf32>) {
  %table = skein.read @table : tensor<8x4xf32>
  %square = skein.read @square : tensor<8x8xf32>
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<8x4xf32>
  %f = linalg.fill ins(%zero : f32) outs(%e : tensor<8x4xf32>) -> tensor<8x4xf32>
  %y = linalg.matmul ins(%x, %table : tensor<8x8xf32>, tensor<8x4xf32>) outs(%f : tensor<8x4xf32>) -> tensor<8x4xf32>
  %z = linalg.matmul ins(%square, %table : tensor<8x8xf32>, tensor<8x4xf32>) outs(%f : tensor<8x4xf32>) -> tensor<8x4xf32>
  skein.return %y, %z : tensor<8x4xf32>, tensor<8x4xf32>
}

// One function for each set of states, however often it is called.
// CHECK-LABEL: func.func private @scale(
// CHECK-SAME:    %{{.*}}: tensor<4x4xf32, #skein.dist<data: split 0>>, %{{.*}}: tensor<4xf32>)
// CHECK-SAME:    -> tensor<4x4xf32, #skein.dist<data: split 0>> attributes {skein.mesh = @mesh}
// CHECK-LABEL: func.func private @scale_1(
// CHECK-SAME:    %{{.*}}: tensor<8x4xf32>, %{{.*}}: tensor<4xf32>) -> tensor<8x4xf32> attributes {skein.mesh = @mesh}
// CHECK-NOT:   func.func
func.func private @scale(%x: tensor<8x4xf32>, %f: tensor<4xf32>) -> tensor<8x4xf32> {
  %e = tensor.empty() : tensor<8x4xf32>
  %y = linalg.generic {indexing_maps = [#id, #c, #id], iterator_types = ["parallel", "parallel"]}
      ins(%x, %f : tensor<8x4xf32>, tensor<4xf32>) outs(%e : tensor<8x4xf32>) {
  ^bb0(%a: f32, %b: f32, %out: f32):
    %m = arith.mulf %a, %b : f32
    linalg.yield %m : f32
  } -> tensor<8x4xf32>
  return %y : tensor<8x4xf32>
}

// CHECK-LABEL: skein.program @functions
// CHECK:         %[[A:.*]] = func.call @scale(%x,
// CHECK:         func.call @scale(%[[A]],
// CHECK:         func.call @scale_1(
skein.step @functions(%x: tensor<8x4xf32> {skein.batch = 0 : i64}) -> (tensor<8x4xf32>, tensor<8x4xf32>) {
  %w = skein.read @w : tensor<4xf32>
  %table = skein.read @table : tensor<8x4xf32>
  %a = func.call @scale(%x, %w) : (tensor<8x4xf32>, tensor<4xf32>) -> tensor<8x4xf32>
  %b = func.call @scale(%a, %w) : (tensor<8x4xf32>, tensor<4xf32>) -> tensor<8x4xf32>
  %c = func.call @scale(%table, %w) : (tensor<8x4xf32>, tensor<4xf32>) -> tensor<8x4xf32>
  skein.return %b, %c : tensor<8x4xf32>, tensor<8x4xf32>
}

// Attributes that repeat a shape follow it.
// CHECK-LABEL: skein.program @shapes
// CHECK:         tensor.expand_shape %x {{\[\[}}0], [1, 2]] output_shape [4, 2, 2] :
// CHECK:         tensor.extract_slice %x[0, 1] [4, 2] [1, 1] :
// CHECK:         tensor.insert_slice %{{.*}} into %x[0, 0] [4, 2] [1, 1] :
skein.step @shapes(%x: tensor<8x4xf32> {skein.batch = 0 : i64}) -> (tensor<8x2x2xf32>, tensor<8x4xf32>) {
  %y = tensor.expand_shape %x [[0], [1, 2]] output_shape [8, 2, 2] : tensor<8x4xf32> into tensor<8x2x2xf32>
  %s = tensor.extract_slice %x[0, 1] [8, 2] [1, 1] : tensor<8x4xf32> to tensor<8x2xf32>
  %z = tensor.insert_slice %s into %x[0, 0] [8, 2] [1, 1] : tensor<8x2xf32> into tensor<8x4xf32>
  skein.return %y, %z : tensor<8x2x2xf32>, tensor<8x4xf32>
}

// A slice drops the dimension that it dropped before.
// CHECK-LABEL: skein.program @dropped_dim
// CHECK:         tensor.extract_slice %x[0, 1, 0] [4, 1, 4] [1, 1, 1] : {{.*}} to tensor<4x4xf32, #skein.dist<data: split 0>>
// CHECK:         tensor.insert_slice %{{.*}} into %x[0, 1, 0] [4, 1, 4] [1, 1, 1] :
skein.step @dropped_dim(%x: tensor<8x3x4xf32> {skein.batch = 0 : i64}) -> tensor<8x3x4xf32> {
  %s = tensor.extract_slice %x[0, 1, 0] [8, 1, 4] [1, 1, 1] : tensor<8x3x4xf32> to tensor<8x4xf32>
  %z = tensor.insert_slice %s into %x[0, 1, 0] [8, 1, 4] [1, 1, 1] : tensor<8x4xf32> into tensor<8x3x4xf32>
  skein.return %z : tensor<8x3x4xf32>
}

// The index of an example is that in the whole batch.
// CHECK-LABEL: skein.program @index
// CHECK:         %[[OFFSET:.*]] = skein.shard_offset 4 over @mesh[data]
// CHECK:         %[[LOCAL:.*]] = linalg.index 0
// CHECK:         %[[GLOBAL:.*]] = arith.addi %[[LOCAL]], %[[OFFSET]]
// CHECK:         arith.index_cast %[[GLOBAL]]
skein.step @index(%x: tensor<8xi64> {skein.batch = 0 : i64}) -> tensor<8xi64> {
  %e = tensor.empty() : tensor<8xi64>
  %y = linalg.generic {indexing_maps = [affine_map<(n) -> (n)>, affine_map<(n) -> (n)>], iterator_types = ["parallel"]}
      ins(%x : tensor<8xi64>) outs(%e : tensor<8xi64>) {
  ^bb0(%a: i64, %out: i64):
    %i = linalg.index 0 : index
    %j = arith.index_cast %i : index to i64
    %m = arith.muli %a, %j : i64
    linalg.yield %m : i64
  } -> tensor<8xi64>
  skein.return %y : tensor<8xi64>
}

//===----------------------------------------------------------------------===//
// Repairs
//===----------------------------------------------------------------------===//

// A piece of what can be computed in pieces; a piece cut out of a variable, once.
// CHECK-LABEL: skein.program @pieces
// CHECK:         %[[TABLE:.*]] = skein.read @table
// CHECK:         %[[PIECE:.*]] = skein.shard %[[TABLE]] dim 0 over @mesh[data]
// CHECK-NOT:     skein.shard
// CHECK:         %[[B:.*]] = linalg.broadcast {{.*}} outs(%{{.*}} : tensor<4x4xf32, #skein.dist<data: split 0>>)
// CHECK:         %[[D:.*]] = arith.mulf %[[B]], %[[PIECE]] : tensor<4x4xf32
// CHECK:         arith.addf %x, %[[D]]
// CHECK:         arith.addf %{{.*}}, %[[PIECE]]
skein.step @pieces(%x: tensor<8x4xf32> {skein.batch = 0 : i64}) -> tensor<8x4xf32> {
  %w = skein.read @w : tensor<4xf32>
  %table = skein.read @table : tensor<8x4xf32>
  %e = tensor.empty() : tensor<8x4xf32>
  %b = linalg.broadcast ins(%w : tensor<4xf32>) outs(%e : tensor<8x4xf32>) dimensions = [0]
  %d = arith.mulf %b, %table : tensor<8x4xf32>
  %y = arith.addf %x, %d : tensor<8x4xf32>
  %z = arith.addf %y, %table : tensor<8x4xf32>
  skein.return %z : tensor<8x4xf32>
}

// Statistics of the batch are those of the whole batch, reduced once for all uses.
// CHECK-LABEL: skein.program @statistics
// CHECK:         %[[PART:.*]] = linalg.generic
// CHECK:         %[[MEAN:.*]] = skein.all_reduce sum %[[PART]] over @mesh[data]
// CHECK-NOT:     skein.all_reduce
// CHECK:         arith.mulf %[[MEAN]], %[[MEAN]] : tensor<4xf32>
// CHECK:         linalg.generic {{.*}} ins(%x, %[[MEAN]] :
// CHECK:         skein.assign @mean, %[[MEAN]]
skein.step @statistics(%x: tensor<8x4xf32> {skein.batch = 0 : i64}) -> (tensor<8x4xf32>, tensor<4xf32>) {
  %zero = arith.constant dense<0.0> : tensor<4xf32>
  %e = tensor.empty() : tensor<8x4xf32>
  %mean = linalg.generic {indexing_maps = [#id, #c], iterator_types = ["reduction", "parallel"]}
      ins(%x : tensor<8x4xf32>) outs(%zero : tensor<4xf32>) {
  ^bb0(%a: f32, %out: f32):
    %n = arith.constant 8.0 : f32
    %d = arith.divf %a, %n : f32
    %s = arith.addf %out, %d : f32
    linalg.yield %s : f32
  } -> tensor<4xf32>
  %square = arith.mulf %mean, %mean : tensor<4xf32>
  %y = linalg.generic {indexing_maps = [#id, #c, #id], iterator_types = ["parallel", "parallel"]}
      ins(%x, %mean : tensor<8x4xf32>, tensor<4xf32>) outs(%e : tensor<8x4xf32>) {
  ^bb0(%a: f32, %b: f32, %out: f32):
    %m = arith.subf %a, %b : f32
    linalg.yield %m : f32
  } -> tensor<8x4xf32>
  skein.assign @mean, %mean : tensor<4xf32>
  skein.return %y, %square : tensor<8x4xf32>, tensor<4xf32>
}

// What meets pieces is reduced to pieces: half the bytes.
// CHECK-LABEL: skein.program @reduce_to_pieces
// CHECK:         %[[PART:.*]] = linalg.contract
// CHECK:         %[[PIECE:.*]] = skein.reduce_scatter sum %[[PART]] dim 0 over @mesh[data]
// CHECK:         arith.mulf %x, %[[PIECE]]
skein.step @reduce_to_pieces(%x: tensor<8x4xf32> {skein.batch = 0 : i64}) -> tensor<8x4xf32> {
  %square = skein.read @square : tensor<8x8xf32>
  %zero = arith.constant dense<0.0> : tensor<8x4xf32>
  %y = linalg.contract indexing_maps = [affine_map<(m, n, k) -> (k, m)>, affine_map<(m, n, k) -> (k, n)>, affine_map<(m, n, k) -> (m, n)>]
      ins(%square, %x : tensor<8x8xf32>, tensor<8x4xf32>) outs(%zero : tensor<8x4xf32>) -> tensor<8x4xf32>
  %z = arith.mulf %x, %y : tensor<8x4xf32>
  skein.return %z : tensor<8x4xf32>
}

// Pieces of the inner one of two collapsed dimensions would interleave.
// CHECK-LABEL: skein.program @interleave
// CHECK:         %[[WHOLE:.*]] = skein.all_gather %x dim 1 over @mesh[data]
// CHECK:         tensor.collapse_shape %[[WHOLE]]
skein.step @interleave(%x: tensor<3x8xf32> {skein.batch = 1 : i64}) -> tensor<24xf32> {
  %y = tensor.collapse_shape %x [[0, 1]] : tensor<3x8xf32> into tensor<24xf32>
  skein.return %y : tensor<24xf32>
}

// Every example meets every other: one side is gathered.
// CHECK-LABEL: skein.program @pairs
// CHECK:         %[[ALL:.*]] = skein.all_gather %x dim 0 over @mesh[data]
// CHECK:         linalg.contract {{.*}} ins(%x, %[[ALL]] :
skein.step @pairs(%x: tensor<8x4xf32> {skein.batch = 0 : i64}) -> tensor<8x8xf32> {
  %zero = arith.constant dense<0.0> : tensor<8x8xf32>
  %y = linalg.contract indexing_maps = [affine_map<(m, n, k) -> (m, k)>, affine_map<(m, n, k) -> (n, k)>, affine_map<(m, n, k) -> (m, n)>]
      ins(%x, %x : tensor<8x4xf32>, tensor<8x4xf32>) outs(%zero : tensor<8x8xf32>) -> tensor<8x8xf32>
  skein.return %y : tensor<8x8xf32>
}

// An accumulator that is not neutral counts once.
// CHECK-LABEL: skein.program @accumulators
// CHECK:         %[[W:.*]] = skein.read @w
// CHECK:         %[[ONCE:.*]] = skein.as_partial sum %[[W]] over @mesh[data]
// CHECK:         linalg.reduce {{.*}} outs(%[[ONCE]] :
// CHECK:         %[[ONES:.*]] = linalg.fill
// CHECK:         %[[TOO:.*]] = skein.as_partial sum %[[ONES]]
// CHECK:         linalg.reduce {{.*}} outs(%[[TOO]] :
skein.step @accumulators(%x: tensor<8x4xf32> {skein.batch = 0 : i64}) -> (tensor<4xf32>, tensor<4xf32>) {
  %w = skein.read @w : tensor<4xf32>
  %one = arith.constant 1.0 : f32
  %e = tensor.empty() : tensor<4xf32>
  %ones = linalg.fill ins(%one : f32) outs(%e : tensor<4xf32>) -> tensor<4xf32>
  %y = linalg.reduce {arith.addf} ins(%x : tensor<8x4xf32>) outs(%w : tensor<4xf32>) dimensions = [0]
  %z = linalg.reduce {arith.addf} ins(%x : tensor<8x4xf32>) outs(%ones : tensor<4xf32>) dimensions = [0]
  skein.return %y, %z : tensor<4xf32>, tensor<4xf32>
}

// A carried value takes the state that the body gives it.
// CHECK-LABEL: skein.program @loop
// CHECK:         %[[ZERO:.*]] = arith.constant dense<0.000000e+00> : tensor<4xf32, #skein.dist<data: partial sum>>
// CHECK:         scf.for {{.*}} iter_args(%{{.*}} = %[[ZERO]], %{{.*}} = %{{.*}}) -> (tensor<4xf32, #skein.dist<data: partial sum>>, tensor<4x4xf32, #skein.dist<data: split 0>>)
skein.step @loop(%x: tensor<8x4xf32> {skein.batch = 0 : i64}) -> tensor<4xf32> {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %three = arith.constant 3 : index
  %start = arith.constant dense<0.0> : tensor<4xf32>
  %ones = arith.constant dense<1.0> : tensor<8x4xf32>
  %y:2 = scf.for %i = %zero to %three step %one iter_args(%a = %start, %b = %ones) -> (tensor<4xf32>, tensor<8x4xf32>) {
    %c = arith.mulf %b, %x : tensor<8x4xf32>
    %s = linalg.reduce {arith.addf} ins(%c : tensor<8x4xf32>) outs(%a : tensor<4xf32>) dimensions = [0]
    scf.yield %s, %c : tensor<4xf32>, tensor<8x4xf32>
  }
  skein.return %y#0 : tensor<4xf32>
}

// A sum that starts from zeros is reduced behind the loop, not in every round.
// CHECK-LABEL: skein.program @accumulating_loop
// CHECK:         scf.for {{.*}} -> (tensor<4xf32, #skein.dist<data: partial sum>>)
// CHECK-NOT:     skein.all_reduce
// CHECK:         skein.return
skein.step @accumulating_loop(%x: tensor<8x4xf32> {skein.batch = 0 : i64}) -> tensor<4xf32> {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %three = arith.constant 3 : index
  %start = arith.constant dense<0.0> : tensor<4xf32>
  %y = scf.for %i = %zero to %three step %one iter_args(%a = %start) -> tensor<4xf32> {
    %s = linalg.reduce {arith.addf} ins(%x : tensor<8x4xf32>) outs(%start : tensor<4xf32>) dimensions = [0]
    %t = arith.addf %a, %s : tensor<4xf32>
    scf.yield %t : tensor<4xf32>
  }
  skein.return %y : tensor<4xf32>
}

// One that starts from something else is whole in every round.
// CHECK-LABEL: skein.program @whole_loop
// CHECK:         scf.for {{.*}} -> (tensor<4xf32>)
// CHECK:           skein.all_reduce sum
skein.step @whole_loop(%x: tensor<8x4xf32> {skein.batch = 0 : i64}) -> tensor<4xf32> {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %three = arith.constant 3 : index
  %start = arith.constant dense<0.0> : tensor<4xf32>
  %w = skein.read @w : tensor<4xf32>
  %y = scf.for %i = %zero to %three step %one iter_args(%a = %w) -> tensor<4xf32> {
    %b = linalg.broadcast ins(%a : tensor<4xf32>) outs(%x : tensor<8x4xf32>) dimensions = [0]
    %c = arith.mulf %b, %x : tensor<8x4xf32>
    %s = linalg.reduce {arith.addf} ins(%c : tensor<8x4xf32>) outs(%start : tensor<4xf32>) dimensions = [0]
    %t = arith.addf %a, %s : tensor<4xf32>
    scf.yield %t : tensor<4xf32>
  }
  skein.return %y : tensor<4xf32>
}

// Branches that disagree give whole values.
// CHECK-LABEL: skein.program @branch
// CHECK:         %[[PART:.*]] = linalg.reduce
// CHECK:         %[[SUM:.*]] = skein.all_reduce sum %[[PART]]
// CHECK:         scf.if %{{.*}} -> (tensor<4xf32>) {
// CHECK-NEXT:      scf.yield %[[SUM]]
skein.step @branch(%x: tensor<8x4xf32> {skein.batch = 0 : i64}) -> tensor<4xf32> {
  %w = skein.read @w : tensor<4xf32>
  %zero = arith.constant 0 : index
  %none = arith.constant 0.0 : f32
  %start = arith.constant dense<0.0> : tensor<4xf32>
  %s = linalg.reduce {arith.addf} ins(%x : tensor<8x4xf32>) outs(%start : tensor<4xf32>) dimensions = [0]
  %first = tensor.extract %w[%zero] : tensor<4xf32>
  %positive = arith.cmpf ogt, %first, %none : f32
  %y = scf.if %positive -> tensor<4xf32> {
    scf.yield %s : tensor<4xf32>
  } else {
    scf.yield %w : tensor<4xf32>
  }
  skein.return %y : tensor<4xf32>
}
