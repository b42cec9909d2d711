// Programs that come to their end, whatever the schedule. Queues that are not empty then are named.
// RUN: skein-opt %s --split-input-file --skein-verify-progress=leftovers --verify-diagnostics -o /dev/null

// A server and three workers in step.
!part = tensor<4xf32, #skein.dist<data: partial sum>>
!signal = tensor<i64, #skein.dist<data: varying>>
skein.mesh @m(data = 3)
skein.mesh @servers(server = 1)
skein.variable @v on @servers[server = 0] : tensor<4xf32> = #skein.zeros
skein.accumulator @v.sum of @v from @m[data] in index order
skein.queue @go on @servers[server = 0] per @m : tensor<i64>
skein.program @work on @m(%x: !part) {
  %k = skein.step_index
  %v = skein.pull @v : tensor<4xf32>
  %s = skein.all_reduce sum %x over @m[data] : !part -> tensor<4xf32>
  skein.push @v.sum, %x label %k : !part
  %t, %from = skein.dequeue @go : !signal, !signal
  skein.return
}
skein.program @work.server on @servers[server = 0] beside @work() {
  %sum, %count = skein.take @v.sum, 3 : tensor<4xf32>
  skein.assign @v, %sum : tensor<4xf32>
  %k = skein.step_index
  skein.enqueue @go[*], %k : tensor<i64>
  skein.return
}

// -----

// Rows of a table, which devices along another axis have in common.
!indices = tensor<2xi64, #skein.dist<data: split 0>>
!rows = tensor<2x4xf32, #skein.dist<data: split 0>>
!signal = tensor<i64, #skein.dist<data: varying, model: varying>>
skein.mesh @m(data = 2, model = 2)
skein.mesh @servers(server = 1)
skein.variable @t on @servers[server = 0] : tensor<8x4xf32> = #skein.zeros
skein.accumulator @t.rows of @t from @m[data] in index order by 2 rows
skein.queue @go on @servers[server = 0] per @m : tensor<i64>
!loss = tensor<f32, #skein.dist<model: partial sum>>
skein.program @work on @m(%i: !indices, %r: !rows, %l: !loss) attributes {skein.unchecked} {
  %k = skein.step_index
  %t = skein.pull @t : tensor<8x4xf32>
  // The devices that do not push have pulled before.
  %all = skein.all_reduce sum %l over @m[model] : !loss -> tensor<f32>
  skein.push_rows @t.rows, %i, %r label %k : !indices, !rows
  %s, %from = skein.dequeue @go : !signal, !signal
  skein.return
}
skein.program @work.server on @servers[server = 0] beside @work() {
  %t = skein.read @t : tensor<8x4xf32>
  %i, %r = skein.take_rows @t.rows : tensor<4xi64>, tensor<4x4xf32>
  skein.assign @t, %t : tensor<8x4xf32>
  %k = skein.step_index
  skein.enqueue @go[*], %k : tensor<i64>
  skein.return
}

// -----

// Two of three gradients make an update; tokens carry the step. One more than there are workers is
// released each time: one is left.
skein.mesh @m(data = 3)
skein.mesh @servers(server = 1)
skein.variable @v on @servers[server = 0] : tensor<4xf32> = #skein.zeros
skein.accumulator @v.sum of @v from @m[data] in arrival order
// expected-remark@+1 {{can hold 3 elements when @work and what is beside it have ended}}
skein.queue @label per @m : tensor<i64> starting with 1
// expected-remark@+1 {{can hold 1 elements when @work and what is beside it have ended}}
skein.queue @tokens on @servers[server = 0] : tensor<i64> starting with 1
skein.program @work on @m[data independent](%x: tensor<4xf32>) {
  %l, %me = skein.dequeue @label : tensor<i64>, tensor<i64>
  %v = skein.pull @v : tensor<4xf32>
  skein.push @v.sum, %x label %l : tensor<4xf32>
  %t, %from = skein.dequeue @tokens : tensor<i64>, tensor<i64>
  skein.enqueue @label, %t : tensor<i64>
  %end = skein.last_step
  %more = arith.cmpi slt, %t, %end : tensor<i64>
  skein.repeat_while %more
  skein.return
}
skein.program @work.server on @servers[server = 0] beside @work() {
  %sum, %count = skein.take @v.sum, 2 : tensor<4xf32>
  skein.assign @v, %sum : tensor<4xf32>
  %k = skein.step_index
  %one = arith.constant dense<1> : tensor<i64>
  %next = arith.addi %k, %one : tensor<i64>
  skein.enqueue @tokens, %next times 4 : tensor<i64>
  skein.return
}

// -----

// Each gradient by itself, nobody more than one step ahead.
skein.mesh @m(data = 3)
skein.mesh @servers(server = 1)
skein.queue @arrivals on @servers[server = 0] : tensor<i64>
skein.queue @gradients on @servers[server = 0] per @m : tensor<4xf32> capacity 2
skein.queue @done on @servers[server = 0] per @m : tensor<i64>
// expected-remark@+1 {{can hold 3 elements when @work and what is beside it have ended}}
skein.queue @go on @servers[server = 0] per @m : tensor<i64> starting with 1
skein.program @work on @m[data independent](%x: tensor<4xf32>) {
  %k = skein.step_index
  skein.enqueue @gradients, %x : tensor<4xf32>
  skein.enqueue @arrivals, %k : tensor<i64>
  %s, %from = skein.dequeue @go : tensor<i64>, tensor<i64>
  skein.return
}
skein.program @work.server on @servers[server = 0] beside @work times 3 () {
  %k, %who = skein.dequeue @arrivals : tensor<i64>, tensor<i64>
  %g, %from = skein.dequeue @gradients[%who] : tensor<4xf32>, tensor<i64>
  skein.enqueue @done[%who], %k : tensor<i64>
  skein.return
}
skein.program @work.clock on @servers[server = 0] beside @work() {
  %k, %from = skein.dequeue @done[*] : tensor<i64>, tensor<i64>
  skein.enqueue @go[*], %k : tensor<i64>
  skein.return
}

// -----

// A pipeline with room for one: each stage does what a table says.
skein.mesh @stages(stage = 2)
skein.queue @there on @stages[stage = 1] : tensor<4xf32> capacity 1
skein.queue @back on @stages[stage = 0] : tensor<4xf32> capacity 1
skein.program @first on @stages[stage = 0](%x: tensor<4xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  %table = arith.constant dense<[0, 0, 1, 1]> : tensor<4xi32>
  scf.for %i = %c0 to %c4 step %c1 {
    %a = tensor.extract %table[%i] : tensor<4xi32>
    %zero = arith.constant 0 : i32
    %forward = arith.cmpi eq, %a, %zero : i32
    scf.if %forward {
      skein.enqueue @there, %x : tensor<4xf32>
    } else {
      %g, %from = skein.dequeue @back : tensor<4xf32>, tensor<i64>
    }
  }
  skein.return
}
skein.program @second on @stages[stage = 1] beside @first() {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  %empty = arith.constant dense<0.0> : tensor<4xf32>
  %table = arith.constant dense<[0, 1, 0, 1]> : tensor<4xi32>
  %last = scf.for %i = %c0 to %c4 step %c1 iter_args(%before = %empty) -> (tensor<4xf32>) {
    %a = tensor.extract %table[%i] : tensor<4xi32>
    %zero = arith.constant 0 : i32
    %forward = arith.cmpi eq, %a, %zero : i32
    %now = scf.if %forward -> tensor<4xf32> {
      %x, %from = skein.dequeue @there : tensor<4xf32>, tensor<i64>
      scf.yield %x : tensor<4xf32>
    } else {
      skein.enqueue @back, %before : tensor<4xf32>
      scf.yield %before : tensor<4xf32>
    }
    scf.yield %now : tensor<4xf32>
  }
  skein.return
}

// -----

// Data decide, alike on all devices, which collective comes, and how often.
skein.mesh @m(data = 3)
!part = tensor<4xf32, #skein.dist<data: partial sum>>
skein.program @work on @m(%c: tensor<i1>, %n: tensor<index>, %x: !part) {
  %d = tensor.extract %c[] : tensor<i1>
  scf.if %d {
    %s = skein.all_reduce sum %x over @m[data] : !part -> tensor<4xf32>
  }
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %end = tensor.extract %n[] : tensor<index>
  scf.for %i = %c0 to %end step %c1 {
    %s = skein.all_reduce sum %x over @m[data] : !part -> tensor<4xf32>
    func.call @maximum(%x) : (!part) -> ()
  }
  // The same condition again.
  scf.if %d {
    %s = skein.all_reduce sum %x over @m[data] : !part -> tensor<4xf32>
  } else {
    func.call @maximum(%x) : (!part) -> ()
  }
  skein.return
}
func.func private @maximum(%x: !part) attributes {skein.mesh = @m} {
  %s = skein.all_reduce sum %x over @m[data] : !part -> tensor<4xf32>
  return
}

// -----

// The server is told what the workers decided: once, and both see the same.
!signal = tensor<i64, #skein.dist<data: varying>>
skein.mesh @m(data = 2)
skein.mesh @servers(server = 1)
skein.queue @count on @servers[server = 0] per @m : tensor<i64>
skein.queue @work on @servers[server = 0] per @m : tensor<4xf32>
skein.program @train on @m(%x: tensor<4xf32>) {
  %k = skein.step_index
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : i64
  %n = tensor.extract %k[] : tensor<i64>
  %r = arith.remsi %n, %c2 : i64
  %times = arith.index_cast %r : i64 to index
  %t = tensor.from_elements %r : tensor<i64>
  skein.enqueue @count, %t : tensor<i64>
  scf.for %i = %c0 to %times step %c1 {
    skein.enqueue @work, %x : tensor<4xf32>
  }
  skein.return
}
skein.program @train.server on @servers[server = 0] beside @train() {
  %n, %from = skein.dequeue @count[*] : tensor<i64>, tensor<i64>
  %zero = arith.constant dense<0> : tensor<i64>
  %one = arith.constant dense<1> : tensor<i64>
  %left = scf.while (%a = %n) : (tensor<i64>) -> tensor<i64> {
    %more = arith.cmpi sgt, %a, %zero : tensor<i64>
    %go = tensor.extract %more[] : tensor<i1>
    scf.condition(%go) %a : tensor<i64>
  } do {
  ^bb0(%b: tensor<i64>):
    %x, %who = skein.dequeue @work[*] : tensor<4xf32>, tensor<i64>
    %next = arith.subi %b, %one : tensor<i64>
    scf.yield %next : tensor<i64>
  }
  skein.return
}

// -----

// What only data decide cannot be followed through a queue.
!signal = tensor<i64, #skein.dist<data: varying>>
skein.mesh @m(data = 2)
skein.mesh @servers(server = 1)
skein.queue @count on @servers[server = 0] : tensor<i64>
skein.program @train on @m(%n: tensor<i64>) {
  skein.enqueue @count, %n : tensor<i64>
  skein.return
}
skein.program @train.server on @servers[server = 0] beside @train times 2 () {
  // expected-warning@+1 {{cannot tell whether @train and what is beside it come to their end: @train.server: whether it goes on depends on data that are not followed}}
  %n, %from = skein.dequeue @count : tensor<i64>, tensor<i64>
  %zero = arith.constant dense<0> : tensor<i64>
  %more = arith.cmpi sgt, %n, %zero : tensor<i64>
  %go = tensor.extract %more[] : tensor<i1>
  scf.if %go {
    skein.enqueue @count, %n : tensor<i64>
  }
  skein.return
}
