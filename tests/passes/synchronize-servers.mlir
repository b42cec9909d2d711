// Every protocol that a record of a parameter server can ask for.
// RUN: skein-opt %s --split-input-file --skein-synchronize | FileCheck %s
// Updates with the gradients of all workers: each server adds them up in the order of
// devices, applies the sum and lets everybody go on.
// CHECK: skein.variable @a on @servers[server = 1] : tensor<4xf32> = #skein.zeros{{$}}
// CHECK: skein.variable @b on @servers[server = 0] : tensor<4xf32> = #skein.zeros{{$}}
// CHECK: skein.variable @c : tensor<4xf32>
// CHECK: skein.accumulator @train.a.sum of @a from @mesh[data] in index order
// CHECK: skein.accumulator @train.b.sum of @b from @mesh[data] in index order
// CHECK: skein.queue @train.go0 on @servers[server = 0] per @mesh : tensor<i64>
// CHECK: skein.queue @train.go1 on @servers[server = 1] per @mesh : tensor<i64>
// CHECK: skein.program @train on @mesh(
// CHECK-NEXT:    %[[K:.*]] = skein.step_index
// CHECK-NOT:     skein.pull
// CHECK:         skein.pull @a : tensor<4xf32>
// CHECK:         skein.pull @b : tensor<4xf32>
// CHECK:         skein.read @c
// CHECK:         %[[G:.*]] = arith.negf
// CHECK-NEXT:    %[[S:.*]] = skein.all_reduce sum %[[G]] over @mesh[data]
// CHECK:         skein.all_reduce sum
// CHECK:         skein.push @train.a.sum, %[[G]] label %[[K]] : tensor<4xf32, #skein.dist<data: partial sum>>
// CHECK-NEXT:    skein.push @train.b.sum, %[[G]] label %[[K]]
// A variable without a record stays with the workers.
// CHECK-NEXT:    skein.apply_gradient @c, %[[S]]
// CHECK-NEXT:    skein.dequeue @train.go0 : tensor<i64, #skein.dist<data: varying>>
// CHECK-NEXT:    skein.dequeue @train.go1
// CHECK-NEXT:    skein.return
// CHECK:       skein.program @train.server0 on @servers[server = 0] beside @train() {
// CHECK-NEXT:    %[[B:.*]], %{{.*}} = skein.take @train.b.sum, 4 : tensor<4xf32>
// CHECK-NEXT:    skein.apply_gradient @b, %[[B]] clip 5.000000e-01
// CHECK-NEXT:    %[[U:.*]] = skein.step_index
// CHECK-NEXT:    skein.enqueue @train.go0[*], %[[U]] : tensor<i64>
// CHECK-NEXT:    skein.return
// CHECK:       skein.program @train.server1 on @servers[server = 1] beside @train() {
// CHECK-NEXT:    skein.take @train.a.sum, 4
// CHECK-NEXT:    skein.apply_gradient @a
// CHECK:       skein.program @evaluate
// CHECK-NEXT:    skein.pull @a
!part = tensor<4xf32, #skein.dist<data: partial sum>>
!loss = tensor<f32, #skein.dist<data: partial sum>>
skein.mesh @mesh(data = 4)
skein.mesh @servers(server = 2)
skein.variable @a : tensor<4xf32> = #skein.zeros {skein.synchronization = #skein.parameter_server<on = @servers, at = [1]>}
skein.variable @b : tensor<4xf32> = #skein.zeros {skein.synchronization = #skein.parameter_server<on = @servers, at = [0]>}
skein.variable @c : tensor<4xf32> = #skein.zeros
skein.program @train on @mesh(%x: !part) -> (!loss {skein.name = "loss"}) attributes {skein.unsynchronized} {
  %none = arith.constant dense<0.0> : !loss
  %a = skein.read @a : tensor<4xf32>
  %b = skein.read @b : tensor<4xf32>
  %c = skein.read @c : tensor<4xf32>
  %g = arith.negf %x : !part
  %l = linalg.reduce {arith.addf} ins(%g : !part) outs(%none : !loss) dimensions = [0]
  skein.apply_gradient @a, %g : !part using #skein.sgd<learning_rate = 0.1>
  skein.apply_gradient @b, %g clip 0.5 : !part using #skein.sgd<learning_rate = 0.2>
  skein.apply_gradient @c, %g : !part using #skein.sgd<learning_rate = 0.1>
  skein.return %l : !loss
}
skein.program @evaluate on @mesh() {
  %a = skein.read @a : tensor<4xf32>
  skein.return
}

// -----

// The first three gradients of a step make an update; tokens carry its number, and a
// chief gives them out when all servers are done.
// CHECK: skein.queue @train.label per @mesh : tensor<i64> starting with 1
// CHECK: skein.accumulator @train.a.sum of @a from @mesh[data] in arrival order
// CHECK: skein.queue @train.tokens on @servers[server = 0] : tensor<i64> starting with 3
// CHECK: skein.queue @train.applied on @servers[server = 0] : tensor<i64>
// CHECK: skein.program @train on @mesh[data independent](%x: tensor<4xf32>) -> (tensor<f32> {skein.name = "loss"}) {
// CHECK-NEXT:    %[[L:.*]], %{{.*}} = skein.dequeue @train.label : tensor<i64>, tensor<i64>
// CHECK:         skein.push @train.a.sum, %{{.*}} label %[[L]] : tensor<4xf32>
// CHECK-NEXT:    skein.push @train.b.sum, %{{.*}} label %[[L]]
// CHECK-NEXT:    %[[T:.*]], %{{.*}} = skein.dequeue @train.tokens
// CHECK-NEXT:    skein.enqueue @train.label, %[[T]]
// CHECK-NEXT:    %[[E:.*]] = skein.last_step
// CHECK-NEXT:    %[[M:.*]] = arith.cmpi slt, %[[T]], %[[E]]
// CHECK-NEXT:    skein.repeat_while %[[M]]
// CHECK:       skein.program @train.server0
// CHECK-NEXT:    %[[S:.*]], %[[C:.*]] = skein.take @train.b.sum, 3
// The sum of all four, as far as it is known.
// CHECK-NEXT:    %[[P:.*]] = arith.sitofp %[[C]]
// CHECK-NEXT:    %[[W:.*]] = arith.constant dense<4.000000e+00> : tensor<f32>
// CHECK-NEXT:    %[[F:.*]] = arith.divf %[[W]], %[[P]]
// CHECK-NEXT:    skein.apply_gradient @b, %[[S]] times %[[F]] clip
// CHECK-NEXT:    %[[U:.*]] = skein.step_index
// CHECK-NEXT:    skein.enqueue @train.applied, %[[U]]
// CHECK:       skein.program @train.server1
// CHECK:       skein.program @train.chief on @servers[server = 0] beside @train() {
// CHECK-NEXT:    skein.dequeue @train.applied
// CHECK-NEXT:    skein.dequeue @train.applied
// CHECK-NEXT:    %[[V:.*]] = skein.step_index
// CHECK-NEXT:    %[[ONE:.*]] = arith.constant dense<1>
// CHECK-NEXT:    %[[N:.*]] = arith.addi %[[V]], %[[ONE]]
// CHECK-NEXT:    skein.enqueue @train.tokens, %[[N]] times 4
!part = tensor<4xf32, #skein.dist<data: partial sum>>
!loss = tensor<f32, #skein.dist<data: partial sum>>
skein.mesh @mesh(data = 4)
skein.mesh @servers(server = 2)
skein.variable @a : tensor<4xf32> = #skein.zeros {skein.synchronization = #skein.parameter_server<on = @servers, at = [1], replicas_to_aggregate = 3>}
skein.variable @b : tensor<4xf32> = #skein.zeros {skein.synchronization = #skein.parameter_server<on = @servers, at = [0], replicas_to_aggregate = 3>}
skein.variable @c : tensor<4xf32> = #skein.zeros
skein.program @train on @mesh(%x: !part) -> (!loss {skein.name = "loss"}) attributes {skein.unsynchronized} {
  %none = arith.constant dense<0.0> : !loss
  %a = skein.read @a : tensor<4xf32>
  %b = skein.read @b : tensor<4xf32>
  %c = skein.read @c : tensor<4xf32>
  %g = arith.negf %x : !part
  %l = linalg.reduce {arith.addf} ins(%g : !part) outs(%none : !loss) dimensions = [0]
  skein.apply_gradient @a, %g : !part using #skein.sgd<learning_rate = 0.1>
  skein.apply_gradient @b, %g clip 0.5 : !part using #skein.sgd<learning_rate = 0.2>
  skein.return %l : !loss
}
skein.program @evaluate on @mesh() {
  %a = skein.read @a : tensor<4xf32>
  skein.return
}

// -----

// Each gradient by itself; the arrivals say whose turn it is.
// CHECK: skein.queue @train.arrivals0 on @servers[server = 0] : tensor<i64>
// CHECK: skein.queue @train.arrivals1 on @servers[server = 1] : tensor<i64>
// CHECK: skein.queue @train.a.gradients on @servers[server = 1] per @mesh : tensor<4xf32> capacity 2
// CHECK: skein.program @train on @mesh[data independent](
// CHECK-NEXT:    %[[K:.*]] = skein.step_index
// CHECK:         skein.enqueue @train.a.gradients, %{{.*}} : tensor<4xf32>
// CHECK-NEXT:    skein.enqueue @train.b.gradients, %{{.*}} : tensor<4xf32>
// CHECK-NEXT:    skein.enqueue @train.arrivals0, %[[K]]
// CHECK-NEXT:    skein.enqueue @train.arrivals1, %[[K]]
// CHECK-NEXT:    skein.return
// CHECK:       skein.program @train.server0 on @servers[server = 0] beside @train times 4 () {
// CHECK-NEXT:    %{{.*}}, %[[W:.*]] = skein.dequeue @train.arrivals0
// CHECK-NEXT:    %[[G:.*]], %{{.*}} = skein.dequeue @train.b.gradients[%[[W]]] : tensor<4xf32>
// CHECK-NEXT:    skein.apply_gradient @b, %[[G]] clip
// CHECK-NEXT:    skein.return
!part = tensor<4xf32, #skein.dist<data: partial sum>>
!loss = tensor<f32, #skein.dist<data: partial sum>>
skein.mesh @mesh(data = 4)
skein.mesh @servers(server = 2)
skein.variable @a : tensor<4xf32> = #skein.zeros {skein.synchronization = #skein.parameter_server<on = @servers, at = [1], sync = false>}
skein.variable @b : tensor<4xf32> = #skein.zeros {skein.synchronization = #skein.parameter_server<on = @servers, at = [0], sync = false>}
skein.variable @c : tensor<4xf32> = #skein.zeros
skein.program @train on @mesh(%x: !part) -> (!loss {skein.name = "loss"}) attributes {skein.unsynchronized} {
  %none = arith.constant dense<0.0> : !loss
  %a = skein.read @a : tensor<4xf32>
  %b = skein.read @b : tensor<4xf32>
  %c = skein.read @c : tensor<4xf32>
  %g = arith.negf %x : !part
  %l = linalg.reduce {arith.addf} ins(%g : !part) outs(%none : !loss) dimensions = [0]
  skein.apply_gradient @a, %g : !part using #skein.sgd<learning_rate = 0.1>
  skein.apply_gradient @b, %g clip 0.5 : !part using #skein.sgd<learning_rate = 0.2>
  skein.return %l : !loss
}
skein.program @evaluate on @mesh() {
  %a = skein.read @a : tensor<4xf32>
  skein.return
}

// -----

// The same with a clock beside every server: nobody is more than two steps ahead.
// CHECK: skein.queue @train.done0 on @servers[server = 0] per @mesh : tensor<i64>
// CHECK: skein.queue @train.go0 on @servers[server = 0] per @mesh : tensor<i64> starting with 2
// CHECK: skein.program @train on @mesh[data independent](
// CHECK:         skein.enqueue @train.arrivals1
// CHECK-NEXT:    skein.dequeue @train.go0
// CHECK-NEXT:    skein.dequeue @train.go1
// CHECK-NEXT:    skein.return
// CHECK:       skein.program @train.server0 on @servers[server = 0] beside @train times 4 () {
// CHECK-NEXT:    %[[K:.*]], %[[W:.*]] = skein.dequeue @train.arrivals0
// CHECK:         skein.enqueue @train.done0[%[[W]]], %[[K]]
// CHECK:       skein.program @train.clock0 on @servers[server = 0] beside @train() {
// CHECK-NEXT:    %[[O:.*]], %{{.*}} = skein.dequeue @train.done0[*]
// CHECK-NEXT:    skein.enqueue @train.go0[*], %[[O]]
// CHECK:       skein.program @train.clock1
!part = tensor<4xf32, #skein.dist<data: partial sum>>
!loss = tensor<f32, #skein.dist<data: partial sum>>
skein.mesh @mesh(data = 4)
skein.mesh @servers(server = 2)
skein.variable @a : tensor<4xf32> = #skein.zeros {skein.synchronization = #skein.parameter_server<on = @servers, at = [1], staleness = 2>}
skein.variable @b : tensor<4xf32> = #skein.zeros {skein.synchronization = #skein.parameter_server<on = @servers, at = [0], staleness = 2>}
skein.variable @c : tensor<4xf32> = #skein.zeros
skein.program @train on @mesh(%x: !part) -> (!loss {skein.name = "loss"}) attributes {skein.unsynchronized} {
  %none = arith.constant dense<0.0> : !loss
  %a = skein.read @a : tensor<4xf32>
  %b = skein.read @b : tensor<4xf32>
  %c = skein.read @c : tensor<4xf32>
  %g = arith.negf %x : !part
  %l = linalg.reduce {arith.addf} ins(%g : !part) outs(%none : !loss) dimensions = [0]
  skein.apply_gradient @a, %g : !part using #skein.sgd<learning_rate = 0.1>
  skein.apply_gradient @b, %g clip 0.5 : !part using #skein.sgd<learning_rate = 0.2>
  skein.return %l : !loss
}
skein.program @evaluate on @mesh() {
  %a = skein.read @a : tensor<4xf32>
  skein.return
}

// -----

// Lock-step with updates in turn, of replicas with batches of their own: a result is the
// mean of theirs.
// CHECK: skein.queue @train.go0 on @servers[server = 0] per @mesh : tensor<i64>{{$}}
// CHECK: skein.program @train on @mesh[data independent](
// CHECK:         %[[L:.*]] = linalg.reduce
// Nobody's gradient is applied before all have pulled.
// CHECK:         skein.enqueue @train.read, %[[K:.*]] : tensor<i64>
// CHECK-NEXT:    skein.dequeue @train.start
// CHECK-NEXT:    skein.enqueue @train.arrivals0, %[[K]]
// CHECK:         %[[Q:.*]] = arith.constant 2.500000e-01
// CHECK:         arith.mulf
// CHECK:       skein.program @train.server0
// CHECK-NEXT:    %{{.*}} = skein.dequeue @train.arrivals0
// CHECK-NEXT:    skein.dequeue @train.b.gradients
// CHECK:       skein.program @train.readers on @servers[server = 0] beside @train() {
// CHECK-NEXT:    %[[R:.*]], %{{.*}} = skein.dequeue @train.read[*]
// CHECK-NEXT:    skein.enqueue @train.start[*], %[[R]]
!part = tensor<4xf32, #skein.dist<data: partial sum>>
!loss = tensor<f32, #skein.dist<data: partial sum>>
skein.mesh @mesh(data = 4)
skein.mesh @servers(server = 2)
skein.variable @a : tensor<4xf32> = #skein.zeros {skein.synchronization = #skein.parameter_server<on = @servers, at = [1], in_turn = true>}
skein.variable @b : tensor<4xf32> = #skein.zeros {skein.synchronization = #skein.parameter_server<on = @servers, at = [0], in_turn = true>}
skein.variable @c : tensor<4xf32> = #skein.zeros
skein.program @train on @mesh(%x: !part) -> (!loss {skein.name = "loss"}) attributes {skein.unsynchronized, skein.per_replica} {
  %none = arith.constant dense<0.0> : !loss
  %a = skein.read @a : tensor<4xf32>
  %b = skein.read @b : tensor<4xf32>
  %c = skein.read @c : tensor<4xf32>
  %g = arith.negf %x : !part
  %l = linalg.reduce {arith.addf} ins(%g : !part) outs(%none : !loss) dimensions = [0]
  skein.apply_gradient @a, %g : !part using #skein.sgd<learning_rate = 0.1>
  skein.apply_gradient @b, %g clip 0.5 : !part using #skein.sgd<learning_rate = 0.2>
  skein.return %l : !loss
}
skein.program @evaluate on @mesh() {
  %a = skein.read @a : tensor<4xf32>
  skein.return
}

// -----

// Each server has the norm of its gradients, the first one that of these norms and of what
// stays with the workers, and tells the others.
// CHECK: skein.program @train on
// CHECK:         skein.push @train.b.sum
// CHECK:         skein.push @train.a.sum
// CHECK:         %[[OWN:.*]] = skein.global_norm %{{.*}} times %f : tensor<4xf32>
// CHECK-NEXT:    skein.enqueue @train.value[[#Q0:]], %[[OWN]]
// CHECK-NEXT:    %[[TOLD:.*]], %{{.*}} = skein.dequeue @train.value[[#Q1:]] : tensor<f32, #skein.dist<data: varying>>
// CHECK-NEXT:    %[[SAME:.*]] = skein.assume_partial max %[[TOLD]]
// CHECK-NEXT:    %[[NORM:.*]] = skein.all_reduce max %[[SAME]]
// CHECK-NEXT:    %[[H:.*]] = arith.divf %f, %[[NORM]]
// CHECK:         skein.apply_gradient @c, %{{.*}} times %[[H]]
// CHECK:       skein.program @train.server0
// CHECK:         %[[B:.*]], %{{.*}} = skein.take @train.b.sum, 4
// CHECK-NEXT:    %[[BN:.*]] = skein.global_norm %[[B]] times %[[BF:.*]] : tensor<4xf32>
// CHECK-NEXT:    %[[AN:.*]], %{{.*}} = skein.dequeue @train.value[[#Q2:]] :
// CHECK-NEXT:    %[[CN:.*]], %{{.*}} = skein.dequeue @train.value[[#Q0]][*]
// CHECK-NEXT:    %[[N:.*]] = skein.global_norm %[[BN]], %[[AN]], %[[CN]]
// CHECK-NEXT:    skein.enqueue @train.value[[#Q1]][*], %[[N]]
// CHECK-NEXT:    skein.enqueue @train.value[[#Q3:]], %[[N]]
// CHECK-NEXT:    %[[BH:.*]] = arith.divf %[[BF]], %[[N]]
// CHECK-NEXT:    skein.apply_gradient @b, %[[B]] times %[[BH]]
// CHECK:       skein.program @train.server1
// CHECK:         %[[A:.*]], %{{.*}} = skein.take @train.a.sum, 4
// CHECK-NEXT:    %[[AN:.*]] = skein.global_norm %[[A]] times %[[AF:.*]] : tensor<4xf32>
// CHECK-NEXT:    skein.enqueue @train.value[[#Q2]], %[[AN]]
// CHECK-NEXT:    %[[N:.*]], %{{.*}} = skein.dequeue @train.value[[#Q3]]
// CHECK-NEXT:    %[[AH:.*]] = arith.divf %[[AF]], %[[N]]
// CHECK-NEXT:    skein.apply_gradient @a, %[[A]] times %[[AH]]
!part = tensor<4xf32, #skein.dist<data: partial sum>>
skein.mesh @mesh(data = 4)
skein.mesh @servers(server = 2)
skein.variable @a : tensor<4xf32> = #skein.zeros {skein.synchronization = #skein.parameter_server<on = @servers, at = [1]>}
skein.variable @b : tensor<4xf32> = #skein.zeros {skein.synchronization = #skein.parameter_server<on = @servers, at = [0]>}
skein.variable @c : tensor<4xf32> = #skein.zeros
skein.program @train on @mesh(%x: !part, %y: !part, %z: !part, %f: tensor<f32>) attributes {skein.unsynchronized} {
  %norm = skein.global_norm %x, %y, %z times %f : !part, !part, !part
  %h = arith.divf %f, %norm : tensor<f32>
  skein.apply_gradient @a, %x times %h : !part using #skein.sgd<learning_rate = 0.1>
  skein.apply_gradient @b, %y times %h : !part using #skein.sgd<learning_rate = 0.1>
  skein.apply_gradient @c, %z times %h : !part using #skein.sgd<learning_rate = 0.1>
  skein.return
}

// -----

// Variables may follow protocols of their own: a server has a program for each, and workers
// wait where one of them asks for it. They do not keep step, since some values are not the
// same for all; the sum of all is what it was.
// CHECK: skein.accumulator @train.a.sum of @a from @mesh[data] in index order
// CHECK: skein.program @train on @mesh[data independent]
// CHECK:         skein.push @train.a.sum, %x label %{{.*}} : tensor<4xf32>
// CHECK-NEXT:    skein.enqueue @train.b.gradients, %x
// CHECK-NEXT:    skein.enqueue @train.c.gradients, %x
// CHECK-NEXT:    skein.enqueue @train.arrivals0, %
// CHECK-NEXT:    skein.enqueue @train.arrivals1, %
// CHECK-NEXT:    skein.dequeue @train.go0 : tensor<i64>, tensor<i64>
// CHECK-NEXT:    skein.dequeue @train.go1
// CHECK-NEXT:    skein.return
// CHECK:       skein.program @train.server0 on @servers[server = 0] beside @train() {
// CHECK-NEXT:    skein.take @train.a.sum, 4
// CHECK-NEXT:    skein.apply_gradient @a
// CHECK-NEXT:    skein.step_index
// CHECK-NEXT:    skein.enqueue @train.go0[*]
// CHECK:       skein.program @train.server0_0 on @servers[server = 0] beside @train times 4 () {
// CHECK-NEXT:    skein.dequeue @train.arrivals0
// CHECK-NEXT:    skein.dequeue @train.b.gradients
// CHECK-NEXT:    skein.apply_gradient @b
// CHECK-NEXT:    skein.return
// CHECK:       skein.program @train.server1 on @servers[server = 1] beside @train times 4 () {
// CHECK-NEXT:    skein.dequeue @train.arrivals1
// CHECK-NEXT:    skein.dequeue @train.c.gradients
// CHECK-NEXT:    skein.apply_gradient @c
// CHECK-NEXT:    skein.enqueue @train.done1
// CHECK:       skein.program @train.clock1
!part = tensor<4xf32, #skein.dist<data: partial sum>>
skein.mesh @mesh(data = 4)
skein.mesh @servers(server = 2)
skein.variable @a : tensor<4xf32> = #skein.zeros {skein.synchronization = #skein.parameter_server<on = @servers, at = [0]>}
skein.variable @b : tensor<4xf32> = #skein.zeros {skein.synchronization = #skein.parameter_server<on = @servers, at = [0], sync = false>}
skein.variable @c : tensor<4xf32> = #skein.zeros {skein.synchronization = #skein.parameter_server<on = @servers, at = [1], staleness = 2>}
skein.program @train on @mesh(%x: !part) attributes {skein.unsynchronized} {
  skein.apply_gradient @a, %x : !part using #skein.sgd<learning_rate = 0.1>
  skein.apply_gradient @b, %x : !part using #skein.sgd<learning_rate = 0.1>
  skein.apply_gradient @c, %x : !part using #skein.sgd<learning_rate = 0.1>
  skein.return
}
