// Of tables on servers, programs pull the rows that they look up.
// RUN: skein-opt %s --split-input-file --skein-synchronize | FileCheck %s
// In a function, at indices that it computes from integers, for both calls at once. Callers who have a table of
// their own call it as it was.
// CHECK: func.func private @look_up(%arg0: tensor<100x4xf32>
// CHECK: func.func private @look_up_rows(%[[R:.*]]: tensor<2x4xf32, #skein.dist<data: split 0>>, %{{.*}}: tensor<2xi32
// CHECK-NOT:     tensor.extract
// CHECK:         linalg.generic {{.*}} ins(%[[R]] : tensor<2x4xf32
// CHECK-LABEL: skein.program @evaluate
// CHECK:         %[[N:.*]] = arith.addi %x, %{{.*}} : tensor<2xi32
// CHECK-NEXT:    %[[S:.*]] = skein.pull_rows @t, %[[N]] : tensor<2xi32, #skein.dist<data: split 0>> -> tensor<2x4xf32, #skein.dist<data: split 0>>
// CHECK-NEXT:    call @look_up_rows(%[[S]], %x)
// CHECK-NEXT:    call @look_up_rows(%[[S]], %x)
// CHECK-NEXT:    call @look_up(%{{.*}}, %x)
!i = tensor<2xi32, #skein.dist<data: split 0>>
!r = tensor<2x4xf32, #skein.dist<data: split 0>>
skein.mesh @mesh(data = 4)
skein.mesh @servers(server = 2)
skein.variable @t : tensor<100x4xf32> {skein.synchronization = #skein.parameter_server<on = @servers, at = [0]>}
skein.variable @own : tensor<100x4xf32>
func.func private @look_up(%t: tensor<100x4xf32>, %i: !i) -> !r attributes {skein.mesh = @mesh} {
  %next = arith.addi %i, %i : !i
  %e = tensor.empty() : !r
  %r = linalg.generic {indexing_maps = [affine_map<(n, c) -> (n)>, affine_map<(n, c) -> (n, c)>], iterator_types = ["parallel", "parallel"]}
      ins(%next : !i) outs(%e : !r) {
  ^bb0(%row: i32, %o: f32):
    %at = arith.index_cast %row : i32 to index
    %c = linalg.index 1 : index
    %x = tensor.extract %t[%at, %c] : tensor<100x4xf32>
    linalg.yield %x : f32
  } -> !r
  return %r : !r
}
skein.program @evaluate on @mesh(%x: !i) {
  %t = skein.read @t : tensor<100x4xf32>
  %own = skein.read @own : tensor<100x4xf32>
  %0 = func.call @look_up(%t, %x) : (tensor<100x4xf32>, !i) -> !r
  %1 = func.call @look_up(%t, %x) : (tensor<100x4xf32>, !i) -> !r
  %2 = func.call @look_up(%own, %x) : (tensor<100x4xf32>, !i) -> !r
  skein.return
}

// -----

// From pieces of the first dimension one after the other, from others side by side; for two
// look-ups at the same indices once. Bags are summed as they were.
// CHECK-LABEL: skein.program @evaluate
// CHECK:         %[[A:.*]] = skein.pull_rows @t.0, %x : tensor<2x3xi8, #skein.dist<data: split 0>> -> tensor<2x3x4xf32, #skein.dist<data: split 0>>
// i8 could wrap around from -128 to 127.
// CHECK:         %[[J:.*]] = linalg.generic {{.*}} ins(%x : tensor<2x3xi8
// CHECK:         -> tensor<2x3xi64
// CHECK:         %[[B:.*]] = skein.pull_rows @t.1, %[[J]] else %[[A]] : tensor<2x3x4xf32
// CHECK-DAG:     %[[C:.*]] = skein.pull_rows @u.0, %x : {{.*}} -> tensor<2x3x1xf32
// CHECK-DAG:     %[[D:.*]] = skein.pull_rows @u.1, %x : {{.*}} -> tensor<2x3x3xf32
// CHECK:         %[[E:.*]] = tensor.concat dim(2) %[[C]], %[[D]]
// CHECK-NOT:     skein.pull
// CHECK:         linalg.generic {indexing_maps = [#[[ALL:.*]], #[[ALL]], #[[ALL]], #{{.*}}], iterator_types = ["parallel", "reduction", "parallel"]} ins(%[[B]], %[[E]], %[[E]] :
// CHECK-NEXT:    ^bb0(%[[L:.*]]: f32, %[[M:.*]]: f32, %[[N:.*]]: f32, %{{.*}}: f32):
// CHECK-NEXT:      %[[LM:.*]] = arith.mulf %[[L]], %[[M]]
// CHECK-NEXT:      arith.mulf %[[LM]], %[[N]]
!i = tensor<2x3xi8, #skein.dist<data: split 0>>
!r = tensor<2x4xf32, #skein.dist<data: split 0>>
skein.mesh @mesh(data = 4)
skein.mesh @servers(server = 2)
skein.variable @t.0 : tensor<100x4xf32> {skein.synchronization = #skein.parameter_server<on = @servers, at = [0]>}
skein.variable @t.1 : tensor<100x4xf32> {skein.synchronization = #skein.parameter_server<on = @servers, at = [1]>}
skein.variable @u.0 : tensor<200x1xf32> {skein.synchronization = #skein.parameter_server<on = @servers, at = [0]>}
skein.variable @u.1 : tensor<200x3xf32> {skein.synchronization = #skein.parameter_server<on = @servers, at = [1]>}
skein.program @evaluate on @mesh(%x: !i) {
  %t0 = skein.read @t.0 : tensor<100x4xf32>
  %t1 = skein.read @t.1 : tensor<100x4xf32>
  %t = tensor.concat dim(0) %t0, %t1 : (tensor<100x4xf32>, tensor<100x4xf32>) -> tensor<200x4xf32>
  %u0 = skein.read @u.0 : tensor<200x1xf32>
  %u1 = skein.read @u.1 : tensor<200x3xf32>
  %u = tensor.concat dim(1) %u0, %u1 : (tensor<200x1xf32>, tensor<200x3xf32>) -> tensor<200x4xf32>
  %e = arith.constant dense<0.0> : !r
  %r = linalg.generic {indexing_maps = [affine_map<(n, m, c) -> (n, m)>, affine_map<(n, m, c) -> (n, c)>], iterator_types = ["parallel", "reduction", "parallel"]}
      ins(%x : !i) outs(%e : !r) {
  ^bb0(%row: i8, %o: f32):
    %at = arith.index_cast %row : i8 to index
    %c = linalg.index 2 : index
    %a = tensor.extract %t[%at, %c] : tensor<200x4xf32>
    %b = tensor.extract %u[%at, %c] : tensor<200x4xf32>
    %again = tensor.extract %u[%at, %c] : tensor<200x4xf32>
    %ab = arith.mulf %a, %b : f32
    %product = arith.mulf %ab, %again : f32
    %s = arith.addf %o, %product : f32
    linalg.yield %s : f32
  } -> !r
  skein.return
}

// -----

// A whole variable is pulled where more than rows is needed, where rows would be more, and
// where the rows are not known in front of the computation.
// CHECK-LABEL: skein.program @evaluate
// CHECK-DAG:     skein.pull @summed : tensor<100x4xf32>
// CHECK-DAG:     skein.pull @small : tensor<2x4xf32>
// CHECK-DAG:     skein.pull @late : tensor<100x4xf32>
// CHECK-NOT:     skein.pull_rows
// CHECK:         return
!i = tensor<2xi32, #skein.dist<data: split 0>>
!f = tensor<2xf32, #skein.dist<data: split 0>>
!r = tensor<2x4xf32, #skein.dist<data: split 0>>
#n = affine_map<(n, c) -> (n)>
#nc = affine_map<(n, c) -> (n, c)>
skein.mesh @mesh(data = 4)
skein.mesh @servers(server = 2)
skein.variable @summed : tensor<100x4xf32> {skein.synchronization = #skein.parameter_server<on = @servers, at = [0]>}
skein.variable @small : tensor<2x4xf32> {skein.synchronization = #skein.parameter_server<on = @servers, at = [0]>}
skein.variable @late : tensor<100x4xf32> {skein.synchronization = #skein.parameter_server<on = @servers, at = [0]>}
func.func private @rounded(%t: tensor<100x4xf32>, %y: !f) -> !r attributes {skein.mesh = @mesh} {
  %i = arith.fptosi %y : !f to !i
  %e = tensor.empty() : !r
  %r = linalg.generic {indexing_maps = [#n, #nc], iterator_types = ["parallel", "parallel"]} ins(%i : !i) outs(%e : !r) {
  ^bb0(%row: i32, %o: f32):
    %at = arith.index_cast %row : i32 to index
    %c = linalg.index 1 : index
    %x = tensor.extract %t[%at, %c] : tensor<100x4xf32>
    linalg.yield %x : f32
  } -> !r
  return %r : !r
}
skein.program @evaluate on @mesh(%x: !i, %y: !f) -> (tensor<4xf32>) {
  %summed = skein.read @summed : tensor<100x4xf32>
  %small = skein.read @small : tensor<2x4xf32>
  %late = skein.read @late : tensor<100x4xf32>
  %none = arith.constant dense<0.0> : tensor<4xf32>
  %sum = linalg.reduce {arith.addf} ins(%summed : tensor<100x4xf32>) outs(%none : tensor<4xf32>) dimensions = [0]
  %e = tensor.empty() : !r
  %r = linalg.generic {indexing_maps = [#n, #nc], iterator_types = ["parallel", "parallel"]} ins(%x : !i) outs(%e : !r) {
  ^bb0(%row: i32, %o: f32):
    %at = arith.index_cast %row : i32 to index
    %c = linalg.index 1 : index
    %a = tensor.extract %small[%at, %c] : tensor<2x4xf32>
    %b = tensor.extract %summed[%at, %c] : tensor<100x4xf32>
    %ab = arith.mulf %a, %b : f32
    linalg.yield %ab : f32
  } -> !r
  %l = func.call @rounded(%late, %y) : (tensor<100x4xf32>, !f) -> !r
  skein.return %sum : tensor<4xf32>
}

// -----

// In a loop, those of every iteration, which are six of ten rows.
// CHECK-LABEL: skein.program @train
// CHECK-NOT:     skein.pull
// CHECK:         scf.for
// CHECK:           %[[I:.*]] = tensor.extract_slice %x
// CHECK:           skein.pull_rows @t, %[[I]] : tensor<2xi32, #skein.dist<data: split 0>> -> tensor<2x4xf32
!r = tensor<2x4xf32, #skein.dist<data: split 0>>
skein.mesh @mesh(data = 4)
skein.mesh @servers(server = 2)
skein.variable @t : tensor<10x4xf32> {skein.synchronization = #skein.parameter_server<on = @servers, at = [0]>}
skein.program @train on @mesh(%x: tensor<3x2xi32, #skein.dist<data: split 1>>) {
  %t = skein.read @t : tensor<10x4xf32>
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %e = tensor.empty() : !r
  %all = scf.for %k = %c0 to %c3 step %c1 iter_args(%last = %e) -> (!r) {
    %i = tensor.extract_slice %x[%k, 0] [1, 2] [1, 1] : tensor<3x2xi32, #skein.dist<data: split 1>> to tensor<2xi32, #skein.dist<data: split 0>>
    %r = linalg.generic {indexing_maps = [affine_map<(n, c) -> (n)>, affine_map<(n, c) -> (n, c)>], iterator_types = ["parallel", "parallel"]} ins(%i : tensor<2xi32, #skein.dist<data: split 0>>) outs(%last : !r) {
    ^bb0(%row: i32, %o: f32):
      %at = arith.index_cast %row : i32 to index
      %c = linalg.index 1 : index
      %a = tensor.extract %t[%at, %c] : tensor<10x4xf32>
      linalg.yield %a : f32
    } -> !r
    scf.yield %r : !r
  }
  skein.return
}
