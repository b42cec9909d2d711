// RUN: skein-opt %s --skein-shard-variables --split-input-file | FileCheck %s

// Five rows in two pieces: three and two. A constant is cut, everything else is a function
// of the place in the whole tensor, which skein.stored says.
// CHECK:      skein.variable @w.0 : tensor<3x2xf32> = #skein.glorot_uniform<seed = 7>
// CHECK-SAME:   {skein.stored = #skein.stored<"w" at [0, 0] of [5, 2]>, skein.synchronization = #skein.all_reduce<groups = [0]>}
// CHECK-NEXT: skein.variable @w.1 : tensor<2x2xf32> = #skein.glorot_uniform<seed = 7>
// CHECK-SAME:   {skein.stored = #skein.stored<"w" at [3, 0] of [5, 2]>, skein.synchronization = #skein.all_reduce<groups = [4]>}
skein.variable @w : tensor<5x2xf32> = #skein.glorot_uniform<seed = 7>
    {skein.synchronization = #skein.all_reduce<partition = [2, 1], groups = [0, 4]>}
// CHECK-NEXT: skein.variable @c.0 : tensor<2x2xf32> = dense<{{\[\[}}1.000000e+00, 2.000000e+00], [4.000000e+00, 5.000000e+00]]>
// CHECK-NEXT: skein.variable @c.1 : tensor<2x1xf32> = dense<{{\[\[}}3.000000e+00], [6.000000e+00]]>
// CHECK-SAME:   {skein.stored = #skein.stored<"c" at [0, 2] of [2, 3]>, skein.synchronization = #skein.all_reduce}
skein.variable @c : tensor<2x3xf32> = dense<[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]> : tensor<2x3xf32>
    {skein.synchronization = #skein.all_reduce<partition = [1, 2]>}
// Whole variables stay.
// CHECK-NEXT: skein.variable @whole : tensor<4xf32> = #skein.zeros {skein.synchronization = #skein.all_reduce<partition = [1]>}
skein.variable @whole : tensor<4xf32> = #skein.zeros {skein.synchronization = #skein.all_reduce<partition = [1]>}

// CHECK-LABEL: skein.step @train
// CHECK-SAME:    %[[DW:.*]]: tensor<5x2xf32>, %[[DC:.*]]: tensor<2x3xf32>, %[[F:.*]]: tensor<f32>, %[[IF:.*]]: tensor<i1>
skein.step @train(%dw: tensor<5x2xf32>, %dc: tensor<2x3xf32>, %f: tensor<f32>, %if: tensor<i1>) -> tensor<5x2xf32> {
  // CHECK-DAG:   %[[DW0:.*]] = tensor.extract_slice %[[DW]][0, 0] [3, 2] [1, 1]
  // CHECK-DAG:   %[[DW1:.*]] = tensor.extract_slice %[[DW]][3, 0] [2, 2] [1, 1]
  // CHECK-DAG:   %[[DC0:.*]] = tensor.extract_slice %[[DC]][0, 0] [2, 2] [1, 1]
  // CHECK-DAG:   %[[DC1:.*]] = tensor.extract_slice %[[DC]][0, 2] [2, 1] [1, 1]
  // CHECK:       %[[W0:.*]] = skein.read @w.0 : tensor<3x2xf32>
  // CHECK-NEXT:  %[[W1:.*]] = skein.read @w.1 : tensor<2x2xf32>
  // CHECK-NEXT:  %[[W:.*]] = tensor.concat dim(0) %[[W0]], %[[W1]]
  %w = skein.read @w : tensor<5x2xf32>
  // What is looked at is what is reduced.
  // CHECK-NEXT:  skein.global_norm %[[DW0]], %[[DW1]], %[[DC0]], %[[DC1]] times %[[F]]
  %norm = skein.global_norm %dw, %dc times %f : tensor<5x2xf32>, tensor<2x3xf32>
  // CHECK-NEXT:  skein.apply_gradient @w.0, %[[DW0]] times %{{.*}} clip 5.000000e-01 if %[[IF]] : tensor<3x2xf32> using #skein.sgd
  // CHECK-NEXT:  skein.apply_gradient @w.1, %[[DW1]] times %{{.*}} clip 5.000000e-01 if %[[IF]] : tensor<2x2xf32> using #skein.sgd
  skein.apply_gradient @w, %dw times %norm clip 0.5 if %if : tensor<5x2xf32> using #skein.sgd<learning_rate = 0.1>
  // CHECK-NEXT:  skein.assign @c.0, %[[DC0]] if %[[IF]] : tensor<2x2xf32>
  // CHECK-NEXT:  skein.assign @c.1, %[[DC1]] if %[[IF]] : tensor<2x1xf32>
  skein.assign @c, %dc if %if : tensor<2x3xf32>
  // CHECK-NEXT:  skein.return %[[W]]
  skein.return %w : tensor<5x2xf32>
}

// -----

// Parameter servers, and slots, which are cut where they have the shape.
skein.mesh @servers(server = 3)
// CHECK:      skein.variable @w.0 : tensor<2xf16> = #skein.zeros
// CHECK-SAME:   skein.synchronization = #skein.parameter_server<on = @servers, at = [2], local_copy = true>
// CHECK:      skein.variable @w.1 : tensor<2xf16> = #skein.zeros
// CHECK-SAME:   at = [0], local_copy = true>
// CHECK:      skein.variable @w.2 : tensor<1xf16> = #skein.zeros
// CHECK-SAME:   at = [2], local_copy = true>
skein.variable @w : tensor<5xf16> = #skein.zeros
    {skein.synchronization = #skein.parameter_server<on = @servers, at = [2, 0, 2], partition = [3], local_copy = true>}
// CHECK-NEXT: skein.variable @w.0.average slot of @w.0 : tensor<2xf32> = #skein.zeros {skein.stored = #skein.stored<"w.average" at [0] of [5]>}
// CHECK-NEXT: skein.variable @w.1.average slot of @w.1 : tensor<2xf32> = #skein.zeros {skein.stored = #skein.stored<"w.average" at [2] of [5]>}
// CHECK-NEXT: skein.variable @w.2.average slot of @w.2 : tensor<1xf32> = #skein.zeros {skein.stored = #skein.stored<"w.average" at [4] of [5]>}
skein.variable @w.average slot of @w : tensor<5xf32> = #skein.zeros
// CHECK-NEXT: skein.variable @other slot of @w.0 : tensor<f32>
skein.variable @other slot of @w : tensor<f32> = #skein.zeros

// Averages of pieces are computed in pieces.
// CHECK-LABEL: skein.step @train
skein.step @train(%rate: tensor<f32>) {
  // CHECK-NOT:   tensor.concat
  // CHECK-DAG:   %[[W1:.*]] = skein.read @w.1 : tensor<2xf16>
  // CHECK-DAG:   %[[OLD1:.*]] = skein.read @w.1.average : tensor<2xf32>
  %w = skein.read @w : tensor<5xf16>
  %old = skein.read @w.average : tensor<5xf32>
  %e = tensor.empty() : tensor<5xf32>
  // CHECK:       %[[NEW1:.*]] = linalg.generic {{.*}} ins(%[[W1]], %[[OLD1]], %{{.*}} : tensor<2xf16>, tensor<2xf32>, tensor<f32>)
  %new = linalg.generic {indexing_maps = [affine_map<(d) -> (d)>, affine_map<(d) -> (d)>, affine_map<(d) -> ()>, affine_map<(d) -> (d)>], iterator_types = ["parallel"]}
      ins(%w, %old, %rate : tensor<5xf16>, tensor<5xf32>, tensor<f32>) outs(%e : tensor<5xf32>) {
  ^bb0(%a: f16, %b: f32, %r: f32, %o: f32):
    %0 = arith.extf %a : f16 to f32
    %1 = arith.subf %0, %b : f32
    %2 = arith.mulf %1, %r : f32
    %3 = arith.addf %b, %2 : f32
    linalg.yield %3 : f32
  } -> tensor<5xf32>
  // CHECK:       %[[SUM1:.*]] = arith.addf %[[NEW1]], %[[NEW1]] : tensor<2xf32>
  %sum = arith.addf %new, %new : tensor<5xf32>
  // CHECK-NOT:   tensor.concat
  // CHECK:       skein.assign @w.1.average, %[[SUM1]] : tensor<2xf32>
  skein.assign @w.average, %sum : tensor<5xf32>
  skein.return
}

// -----

// Rows go to all pieces; what is no row of a piece counts for nothing there.
skein.variable @t : tensor<7x2xf32> = #skein.zeros {skein.synchronization = #skein.all_reduce<partition = [3, 1]>}
skein.variable @long : tensor<200x2xf32> = #skein.zeros {skein.synchronization = #skein.all_reduce<partition = [2, 1]>}

// CHECK-LABEL: skein.step @train
skein.step @train(%i: tensor<4xi32>, %j: tensor<4xi8>, %r: tensor<4x2xf32>) -> tensor<i1> {
  // CHECK:       %[[G0:.*]] = skein.sparse_gradient indices(%i : tensor<4xi32>) rows(%r : tensor<4x2xf32>) : !skein.sparse_gradient<tensor<3x2xf32>>
  // CHECK:       %[[FIRST1:.*]] = arith.constant 3 : i32
  // CHECK-NEXT:  arith.subi %{{.*}}, %[[FIRST1]] : i32
  // CHECK:       %[[G1:.*]] = skein.sparse_gradient indices(%{{.*}} : tensor<4xi32>) rows(%r : tensor<4x2xf32>) : !skein.sparse_gradient<tensor<2x2xf32>>
  // CHECK:       arith.constant 5 : i32
  // CHECK:       %[[G2:.*]] = skein.sparse_gradient indices(%{{.*}} : tensor<4xi32>) rows(%r : tensor<4x2xf32>) : !skein.sparse_gradient<tensor<2x2xf32>>
  %g = skein.sparse_gradient indices(%i : tensor<4xi32>) rows(%r : tensor<4x2xf32>) : !skein.sparse_gradient<tensor<7x2xf32>>
  // -128 - 100 of i8 would be row 28.
  // CHECK:       arith.extsi %{{.*}} : i8 to i64
  // CHECK:       skein.sparse_gradient indices(%{{.*}} : tensor<4xi64>) rows(%r : tensor<4x2xf32>) : !skein.sparse_gradient<tensor<100x2xf32>>
  %h = skein.sparse_gradient indices(%j : tensor<4xi8>) rows(%r : tensor<4x2xf32>) : !skein.sparse_gradient<tensor<200x2xf32>>
  // The rows of one piece are those of all.
  // CHECK:       skein.all_finite %[[G0]] : !skein.sparse_gradient<tensor<3x2xf32>>
  %finite = skein.all_finite %g : !skein.sparse_gradient<tensor<7x2xf32>>
  // CHECK:       skein.apply_gradient @t.0, %[[G0]] : !skein.sparse_gradient<tensor<3x2xf32>> using #skein.momentum<{{.*}}lazy = true>
  // CHECK-NEXT:  skein.apply_gradient @t.1, %[[G1]]
  // CHECK-NEXT:  skein.apply_gradient @t.2, %[[G2]]
  skein.apply_gradient @t, %g : !skein.sparse_gradient<tensor<7x2xf32>> using #skein.momentum<learning_rate = 0.1, momentum = 0.9, lazy = true>
  skein.apply_gradient @long, %h : !skein.sparse_gradient<tensor<200x2xf32>> using #skein.sgd<learning_rate = 0.1>
  skein.return %finite : tensor<i1>
}
