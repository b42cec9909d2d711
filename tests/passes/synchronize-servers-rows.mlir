// How rows of a table, of two look-ups, get to its server and what they become there.
// RUN: skein-opt %s --split-input-file --skein-synchronize | FileCheck %s --check-prefixes=CHECK,SUM
// RUN: skein-opt %s --split-input-file --skein-synchronize=reduction=mean | FileCheck %s --check-prefixes=CHECK,MEAN
// RUN: skein-opt %s --split-input-file --skein-synchronize='reduction=mean row-reduction=row-mean' | FileCheck %s --check-prefixes=CHECK,ROW-MEAN
// The lists of all workers behind one another, as an all-gather would leave them; so are
// those that have a row counted.
// CHECK: skein.accumulator @train.t.rows of @t from @mesh[data] in index order by 6 rows
// CHECK: skein.accumulator @train.t.rows_0 of @t from @mesh[data] in index order by 6 rows
// CHECK-LABEL: skein.program @train.server1
// CHECK-NEXT:    %[[I:.*]], %[[R:.*]] = skein.take_rows @train.t.rows : tensor<24xi64>, tensor<24x3xf32>
// CHECK-NEXT:    %[[J:.*]], %[[S:.*]] = skein.take_rows @train.t.rows_0
// SUM-NEXT:      %[[G:.*]] = skein.sparse_gradient indices(%[[I]], %[[J]] : {{.*}} rows(%[[R]], %[[S]] :
// SUM-NEXT:      skein.apply_gradient @t, %[[G]] : !skein
// MEAN:          %[[Q:.*]] = arith.constant dense<2.500000e-01>
// MEAN:          skein.apply_gradient @t, %{{.*}} times %[[Q]] : !skein
// ROW-MEAN-COUNT-2: skein.first_occurrence {{.*}} : tensor<48xi64>
// ROW-MEAN-COUNT-2: arith.divf
// ROW-MEAN:      skein.apply_gradient @t, %{{.*}} : !skein
!i = tensor<6xi32, #skein.dist<data: split 0>>
!r = tensor<6x3xf32, #skein.dist<data: split 0>>
skein.mesh @mesh(data = 4)
skein.mesh @servers(server = 2)
skein.variable @t : tensor<100x3xf32> {skein.synchronization = #skein.parameter_server<on = @servers, at = [1]>}
skein.program @train on @mesh(%i: !i, %r: !r, %j: !i, %s: !r) attributes {skein.unsynchronized, skein.per_replica} {
  %g = skein.sparse_gradient indices(%i, %j : !i, !i) rows(%r, %s : !r, !r) : !skein.sparse_gradient<tensor<100x3xf32, #skein.dist<data: partial sum>>>
  skein.apply_gradient @t, %g : !skein.sparse_gradient<tensor<100x3xf32, #skein.dist<data: partial sum>>> using #skein.sgd<learning_rate = 0.1>
  skein.return
}

// -----

// The first three of a step, added up as they come. One push, so that a row counts once.
// CHECK: skein.accumulator @train.t.rows of @t from @mesh[data] in arrival order by 12 rows
// CHECK: skein.program @train on @mesh[data independent]
// CHECK:         %[[I:.*]] = tensor.concat dim(0) %i, %j
// CHECK-NEXT:    %[[R:.*]] = tensor.concat dim(0) %r, %s
// CHECK-NEXT:    skein.push_rows @train.t.rows, %[[I]], %[[R]] label %{{.*}} : tensor<12xi32>, tensor<12x3xf32>
// CHECK-LABEL: skein.program @train.server1
// CHECK-NEXT:    %[[S:.*]], %[[COUNTS:.*]], %[[N:.*]] = skein.take_row_sums @train.t.rows, 3 : tensor<100x3xf32>, tensor<100xi64>
// SUM-NEXT:      %[[P:.*]] = arith.sitofp %[[N]]
// SUM-NEXT:      %[[W:.*]] = arith.constant dense<4.000000e+00>
// MEAN-NEXT:     %[[P:.*]] = arith.sitofp %[[N]]
// MEAN-NEXT:     %[[W:.*]] = arith.constant dense<1.000000e+00>
// SUM-NEXT:      %[[F:.*]] = arith.divf %[[W]], %[[P]]
// MEAN-NEXT:     %[[F:.*]] = arith.divf %[[W]], %[[P]]
// SUM-NEXT:      skein.apply_gradient @t, %[[S]] times %[[F]] : tensor<100x3xf32>
// MEAN-NEXT:     skein.apply_gradient @t, %[[S]] times %[[F]] : tensor<100x3xf32>
// ROW-MEAN:      %[[D:.*]] = linalg.generic {{.*}} ins(%[[COUNTS]] : tensor<100xi64>)
// ROW-MEAN:        %[[ONE:.*]] = arith.constant 1
// ROW-MEAN:        arith.maxsi %{{.*}}, %[[ONE]]
// ROW-MEAN:      %[[M:.*]] = linalg.generic {{.*}} ins(%[[S]], %[[D]] : tensor<100x3xf32>, tensor<100xf32>)
// ROW-MEAN:      skein.apply_gradient @t, %[[M]] : tensor<100x3xf32>
!i = tensor<6xi32, #skein.dist<data: split 0>>
!r = tensor<6x3xf32, #skein.dist<data: split 0>>
skein.mesh @mesh(data = 4)
skein.mesh @servers(server = 2)
skein.variable @t : tensor<100x3xf32> {skein.synchronization = #skein.parameter_server<on = @servers, at = [1], replicas_to_aggregate = 3>}
skein.program @train on @mesh(%i: !i, %r: !r, %j: !i, %s: !r) attributes {skein.unsynchronized, skein.per_replica} {
  %g = skein.sparse_gradient indices(%i, %j : !i, !i) rows(%r, %s : !r, !r) : !skein.sparse_gradient<tensor<100x3xf32, #skein.dist<data: partial sum>>>
  skein.apply_gradient @t, %g : !skein.sparse_gradient<tensor<100x3xf32, #skein.dist<data: partial sum>>> using #skein.sgd<learning_rate = 0.1>
  skein.return
}

// -----

// One worker after the other; the mean over those that have a row of one is its own row.
// CHECK: skein.queue @train.t.indices on @servers[server = 1] per @mesh : tensor<6xi32> capacity 2
// CHECK: skein.queue @train.t.rows on @servers[server = 1] per @mesh : tensor<6x3xf32> capacity 2
// CHECK: skein.program @train on @mesh[data independent]
// CHECK:         skein.enqueue @train.t.indices, %i
// CHECK-NEXT:    skein.enqueue @train.t.rows, %r
// CHECK-NEXT:    skein.enqueue @train.t.indices_0, %j
// CHECK-NEXT:    skein.enqueue @train.t.rows_1, %s
// CHECK-NEXT:    skein.enqueue @train.arrivals1
// CHECK-LABEL: skein.program @train.server1 on @servers[server = 1] beside @train times 4 () {
// CHECK-NEXT:    %{{.*}}, %[[FROM:.*]] = skein.dequeue @train.arrivals1
// CHECK-NEXT:    %[[I:.*]], %{{.*}} = skein.dequeue @train.t.indices[%[[FROM]]]
// CHECK-NEXT:    %[[R:.*]], %{{.*}} = skein.dequeue @train.t.rows[%[[FROM]]]
// CHECK-NEXT:    %[[J:.*]], %{{.*}} = skein.dequeue @train.t.indices_0[%[[FROM]]]
// CHECK-NEXT:    %[[S:.*]], %{{.*}} = skein.dequeue @train.t.rows_1[%[[FROM]]]
// MEAN-NEXT:     %[[Q:.*]] = arith.constant dense<2.500000e-01>
// CHECK-NEXT:    %[[G:.*]] = skein.sparse_gradient indices(%[[I]], %[[J]] : {{.*}} rows(%[[R]], %[[S]] :
// SUM-NEXT:      skein.apply_gradient @t, %[[G]] : !skein
// MEAN-NEXT:     skein.apply_gradient @t, %[[G]] times %[[Q]] : !skein
// ROW-MEAN-NEXT: skein.apply_gradient @t, %[[G]] : !skein
!i = tensor<6xi32, #skein.dist<data: split 0>>
!r = tensor<6x3xf32, #skein.dist<data: split 0>>
skein.mesh @mesh(data = 4)
skein.mesh @servers(server = 2)
skein.variable @t : tensor<100x3xf32> {skein.synchronization = #skein.parameter_server<on = @servers, at = [1], sync = false>}
skein.program @train on @mesh(%i: !i, %r: !r, %j: !i, %s: !r) attributes {skein.unsynchronized, skein.per_replica} {
  %g = skein.sparse_gradient indices(%i, %j : !i, !i) rows(%r, %s : !r, !r) : !skein.sparse_gradient<tensor<100x3xf32, #skein.dist<data: partial sum>>>
  skein.apply_gradient @t, %g : !skein.sparse_gradient<tensor<100x3xf32, #skein.dist<data: partial sum>>> using #skein.sgd<learning_rate = 0.1>
  skein.return
}
