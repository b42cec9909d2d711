// RUN: skein-opt %s --split-input-file --skein-verify-progress --verify-diagnostics=only-expected -o /dev/null
// What goes wrong among workers and servers. @work is one step of four workers, @work.server what
// a server does beside it.

// A release that goes to one worker only.
!part = tensor<4xf32, #skein.dist<data: partial sum>>
!signal = tensor<i64, #skein.dist<data: varying>>
skein.mesh @m(data = 4)
skein.mesh @servers(server = 1)
skein.variable @v on @servers[server = 0] : tensor<4xf32> = #skein.zeros
skein.accumulator @v.sum of @v from @m[data] in index order
skein.queue @go on @servers[server = 0] per @m : tensor<i64>
skein.program @work on @m(%x: !part) {
  %k = skein.step_index
  %v = skein.pull @v : tensor<4xf32>
  skein.push @v.sum, %x label %k : !part
  // expected-error@+5 {{@work and what is beside it can wait for ever, @work[data = 0] at dequeue @go[0]: @go[0] is empty}}
  // expected-note@+4 {{in iteration 0, @work[data = 1] is at dequeue @go[1]: @go[1] is empty}}
  // expected-note@+3 {{in iteration 0, @work[data = 2] is at dequeue @go[2]: @go[2] is empty}}
  // expected-note@+2 {{in iteration 0, @work[data = 3] is at dequeue @go[3]: @go[3] is empty}}
  // expected-note@+1 {{in iteration 0, @work[data = 0]: dequeue @go[0]}}
  %s, %from = skein.dequeue @go : !signal, !signal
  skein.return
}
skein.program @work.server on @servers[server = 0] beside @work() {
  // expected-note@+1 {{in iteration 1, @work.server is at take @v.sum, 4: @v.sum has 1 of 4 pushes for step 3}}
  %sum, %count = skein.take @v.sum, 4 : tensor<4xf32>
  skein.assign @v, %sum : tensor<4xf32>
  %k = skein.step_index
  %zero = arith.constant dense<0> : tensor<i64>
  skein.enqueue @go[%zero], %k : tensor<i64>
  skein.return
}

// -----

// One of two variables is not pushed.
!part = tensor<4xf32, #skein.dist<data: partial sum>>
!signal = tensor<i64, #skein.dist<data: varying>>
skein.mesh @m(data = 2)
skein.mesh @servers(server = 1)
skein.variable @v on @servers[server = 0] : tensor<4xf32> = #skein.zeros
skein.accumulator @v.sum of @v from @m[data] in index order
skein.variable @u on @servers[server = 0] : tensor<4xf32> = #skein.zeros
skein.accumulator @u.sum of @u from @m[data] in index order
skein.queue @go on @servers[server = 0] per @m : tensor<i64>
skein.program @work on @m(%x: !part) {
  %k = skein.step_index
  skein.push @v.sum, %x label %k : !part
  // expected-error@+1 {{@work[data = 0] at dequeue @go[0]: @go[0] is empty}}
  %s, %from = skein.dequeue @go : !signal, !signal
  skein.return
}
skein.program @work.server on @servers[server = 0] beside @work() {
  %sum, %count = skein.take @v.sum, 2 : tensor<4xf32>
  // expected-note@+1 {{take @u.sum, 2: @u.sum has 0 of 2 pushes for step 2}}
  %sum2, %count2 = skein.take @u.sum, 2 : tensor<4xf32>
  %k = skein.step_index
  skein.enqueue @go[*], %k : tensor<i64>
  skein.return
}

// -----

// The release comes before the update: the fast worker pulls what the slow one does not.
!part = tensor<4xf32, #skein.dist<data: partial sum>>
!signal = tensor<i64, #skein.dist<data: varying>>
skein.mesh @m(data = 2)
skein.mesh @servers(server = 1)
skein.variable @v on @servers[server = 0] : tensor<4xf32> = #skein.zeros
skein.accumulator @v.sum of @v from @m[data] in index order
skein.queue @go on @servers[server = 0] per @m : tensor<i64>
skein.program @work on @m(%x: !part) {
  %k = skein.step_index
  // expected-error@+1 {{pulls version 1 of @v, where others of this step have version 0}}
  %v = skein.pull @v : tensor<4xf32>
  skein.push @v.sum, %x label %k : !part
  %s, %from = skein.dequeue @go : !signal, !signal
  skein.return
}
skein.program @work.server on @servers[server = 0] beside @work() {
  %sum, %count = skein.take @v.sum, 2 : tensor<4xf32>
  %k = skein.step_index
  skein.enqueue @go[*], %k : tensor<i64>
  skein.assign @v, %sum : tensor<4xf32>
  skein.return
}

// -----

// The same of rows: parts of a batch see one version of a table.
!part = tensor<4x2xf32, #skein.dist<data: partial sum>>
!signal = tensor<i64, #skein.dist<data: varying>>
skein.mesh @m(data = 2)
skein.mesh @servers(server = 1)
skein.variable @t on @servers[server = 0] : tensor<4x2xf32> = #skein.zeros
skein.accumulator @t.sum of @t from @m[data] in index order
skein.queue @go on @servers[server = 0] per @m : tensor<i64>
skein.program @work on @m(%x: !part, %i: tensor<1xi32, #skein.dist<data: split 0>>) {
  %k = skein.step_index
  // expected-error@+1 {{pulls version 1 of @t, where others of this step have version 0}}
  %r = skein.pull_rows @t, %i : tensor<1xi32, #skein.dist<data: split 0>> -> tensor<1x2xf32, #skein.dist<data: split 0>>
  skein.push @t.sum, %x label %k : !part
  %s, %from = skein.dequeue @go : !signal, !signal
  skein.return
}
skein.program @work.server on @servers[server = 0] beside @work() {
  %sum, %count = skein.take @t.sum, 2 : tensor<4x2xf32>
  %k = skein.step_index
  skein.enqueue @go[*], %k : tensor<i64>
  skein.assign @t, %sum : tensor<4x2xf32>
  skein.return
}

// -----

// A label that is one behind.
!part = tensor<4xf32, #skein.dist<data: partial sum>>
!signal = tensor<i64, #skein.dist<data: varying>>
skein.mesh @m(data = 2)
skein.mesh @servers(server = 1)
skein.variable @v on @servers[server = 0] : tensor<4xf32> = #skein.zeros
skein.accumulator @v.sum of @v from @m[data] in index order
skein.queue @go on @servers[server = 0] per @m : tensor<i64>
skein.program @work on @m(%x: !part) {
  %k = skein.step_index
  %one = arith.constant dense<1> : tensor<i64>
  %l = arith.subi %k, %one : tensor<i64>
  // expected-error@+1 {{@work[data = 0] pushes its part of a sum with label 1 to @v.sum, which is at step 2}}
  skein.push @v.sum, %x label %l : !part
  %s, %from = skein.dequeue @go : !signal, !signal
  skein.return
}
skein.program @work.server on @servers[server = 0] beside @work() {
  %sum, %count = skein.take @v.sum, 2 : tensor<4xf32>
  %k = skein.step_index
  skein.enqueue @go[*], %k : tensor<i64>
  skein.return
}

// -----

// A server that makes twice as many updates.
!part = tensor<4xf32, #skein.dist<data: partial sum>>
!signal = tensor<i64, #skein.dist<data: varying>>
skein.mesh @m(data = 2)
skein.mesh @servers(server = 1)
skein.variable @v on @servers[server = 0] : tensor<4xf32> = #skein.zeros
skein.accumulator @v.sum of @v from @m[data] in index order
skein.queue @go on @servers[server = 0] per @m : tensor<i64>
skein.program @work on @m(%x: !part) {
  %k = skein.step_index
  skein.push @v.sum, %x label %k : !part
  %s, %from = skein.dequeue @go : !signal, !signal
  skein.return
}
skein.program @work.server on @servers[server = 0] beside @work times 2 () {
  // expected-error@+1 {{@work.server at take @v.sum, 2: @v.sum has 0 of 2 pushes for step 5}}
  %sum, %count = skein.take @v.sum, 2 : tensor<4xf32>
  %k = skein.step_index
  skein.enqueue @go[*], %k : tensor<i64>
  skein.return
}

// -----

// One queue for all, from which everybody takes a fixed number: a fast worker takes what
// is another one's.
!signal = tensor<i64, #skein.dist<data: varying>>
!part = tensor<4xf32, #skein.dist<data: partial sum>>
skein.mesh @m(data = 2)
skein.mesh @servers(server = 1)
skein.variable @v on @servers[server = 0] : tensor<4xf32> = #skein.zeros
skein.accumulator @v.sum of @v from @m[data] in index order
skein.queue @tokens on @servers[server = 0] : tensor<i64>
skein.program @work on @m(%x: !part) {
  // expected-error@+1 {{@work[data = 0] pushes to @v.sum twice before it is taken}}
  skein.push @v.sum, %x : !part
  %s, %from = skein.dequeue @tokens : !signal, !signal
  skein.return
}
skein.program @work.server on @servers[server = 0] beside @work() {
  %sum, %count = skein.take @v.sum, 2 : tensor<4xf32>
  %k = skein.step_index
  skein.enqueue @tokens, %k times 2 : tensor<i64>
  skein.return
}

// -----

// Tokens that carry the old step: every push comes too late.
skein.mesh @m(data = 3)
skein.mesh @servers(server = 1)
skein.variable @v on @servers[server = 0] : tensor<4xf32> = #skein.zeros
skein.accumulator @v.sum of @v from @m[data] in arrival order
skein.queue @label per @m : tensor<i64> starting with 1
skein.queue @tokens on @servers[server = 0] : tensor<i64>
skein.program @work on @m[data independent](%x: tensor<4xf32>) {
  %l, %me = skein.dequeue @label : tensor<i64>, tensor<i64>
  skein.push @v.sum, %x label %l : tensor<4xf32>
  // expected-error@+1 {{dequeue @tokens: @tokens is empty}}
  %t, %from = skein.dequeue @tokens : tensor<i64>, tensor<i64>
  skein.enqueue @label, %t : tensor<i64>
  %end = skein.last_step
  %more = arith.cmpi slt, %t, %end : tensor<i64>
  skein.repeat_while %more
  skein.return
}
skein.program @work.server on @servers[server = 0] beside @work() {
  // expected-note@+1 {{in iteration 1, @work.server is at take @v.sum, 2: @v.sum has 0 of 2 pushes for step 3}}
  %sum, %count = skein.take @v.sum, 2 : tensor<4xf32>
  %k = skein.step_index
  skein.enqueue @tokens, %k times 3 : tensor<i64>
  skein.return
}

// -----

// Too few tokens for all workers to end: 2 for 3.
skein.mesh @m(data = 3)
skein.mesh @servers(server = 1)
skein.variable @v on @servers[server = 0] : tensor<4xf32> = #skein.zeros
skein.accumulator @v.sum of @v from @m[data] in arrival order
skein.queue @label per @m : tensor<i64> starting with 1
skein.queue @tokens on @servers[server = 0] : tensor<i64>
skein.program @work on @m[data independent](%x: tensor<4xf32>) {
  %l, %me = skein.dequeue @label : tensor<i64>, tensor<i64>
  skein.push @v.sum, %x label %l : tensor<4xf32>
  // expected-error@+1 {{dequeue @tokens: @tokens is empty}}
  %t, %from = skein.dequeue @tokens : tensor<i64>, tensor<i64>
  skein.enqueue @label, %t : tensor<i64>
  %end = skein.last_step
  %more = arith.cmpi slt, %t, %end : tensor<i64>
  skein.repeat_while %more
  skein.return
}
skein.program @work.server on @servers[server = 0] beside @work() {
  %sum, %count = skein.take @v.sum, 2 : tensor<4xf32>
  %k = skein.step_index
  %one = arith.constant dense<1> : tensor<i64>
  %next = arith.addi %k, %one : tensor<i64>
  skein.enqueue @tokens, %next times 2 : tensor<i64>
  skein.return
}

// -----

// A collective on the first device only.
skein.mesh @m(data = 2)
skein.program @work on @m() attributes {skein.unchecked} {
  %i = skein.axis_index over @m[data] : tensor<i64, #skein.dist<data: varying>>
  %n = tensor.extract %i[] : tensor<i64, #skein.dist<data: varying>>
  %zero = arith.constant 0 : i64
  %first = arith.cmpi eq, %n, %zero : i64
  %x = arith.constant dense<1.0> : tensor<4xf32, #skein.dist<data: partial sum>>
  scf.if %first {
    // expected-error@+1 {{@work[data = 0] at all_reduce: without @work[data = 1]}}
    %s = skein.all_reduce sum %x over @m[data] : tensor<4xf32, #skein.dist<data: partial sum>> -> tensor<4xf32>
  }
  skein.return
}

// -----

// Collectives in another order, as each device's data decide.
skein.mesh @m(data = 2)
skein.program @work on @m(%c: tensor<i1, #skein.dist<data: varying>>) attributes {skein.unchecked} {
  %x = arith.constant dense<1.0> : tensor<4xf32, #skein.dist<data: partial sum>>
  %d = tensor.extract %c[] : tensor<i1, #skein.dist<data: varying>>
  scf.if %d {
    // expected-note@+1 {{in iteration 0, @work[data = 1] is at all_reduce: without @work[data = 0]}}
    %s = skein.all_reduce sum %x over @m[data] : tensor<4xf32, #skein.dist<data: partial sum>> -> tensor<4xf32>
  } else {
    // expected-error@+1 {{@work[data = 0] is at all_reduce where @work[data = 1] is at another all_reduce}}
    %s = skein.all_reduce sum %x over @m[data] : tensor<4xf32, #skein.dist<data: partial sum>> -> tensor<4xf32>
  }
  skein.return
}

// -----

// Two stages that both wait for the other one first.
skein.mesh @stages(stage = 2)
skein.queue @there on @stages[stage = 1] : tensor<4xf32> capacity 1
skein.queue @back on @stages[stage = 0] : tensor<4xf32> capacity 1
skein.program @first on @stages[stage = 0]() {
  // expected-error@+1 {{@first and what is beside it can wait for ever, @first at dequeue @back: @back is empty}}
  %g, %from = skein.dequeue @back : tensor<4xf32>, tensor<i64>
  skein.enqueue @there, %g : tensor<4xf32>
  skein.return
}
skein.program @second on @stages[stage = 1] beside @first() {
  // expected-note@+1 {{in iteration 0, @second is at dequeue @there: @there is empty}}
  %a, %from = skein.dequeue @there : tensor<4xf32>, tensor<i64>
  skein.enqueue @back, %a : tensor<4xf32>
  skein.return
}

// -----

// GPipe on one stage against one forward, one backward on the next, with room for one.
skein.mesh @stages(stage = 2)
skein.queue @there on @stages[stage = 1] : tensor<4xf32> capacity 1
skein.queue @back on @stages[stage = 0] : tensor<4xf32> capacity 1
skein.program @first on @stages[stage = 0](%x: tensor<4xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  scf.for %i = %c0 to %c4 step %c1 {
    // expected-error@+1 {{@first at enqueue @there: @there holds 1 of at most 1}}
    skein.enqueue @there, %x : tensor<4xf32>
  }
  scf.for %i = %c0 to %c4 step %c1 {
    %g, %from = skein.dequeue @back : tensor<4xf32>, tensor<i64>
  }
  skein.return
}
skein.program @second on @stages[stage = 1] beside @first() {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  scf.for %i = %c0 to %c4 step %c1 {
    %a, %from = skein.dequeue @there : tensor<4xf32>, tensor<i64>
    // expected-note@+1 {{in iteration 0, @second is at enqueue @back: @back holds 1 of at most 1}}
    skein.enqueue @back, %a : tensor<4xf32>
  }
  skein.return
}

// -----

// Asynchronous: one gradient less is applied than is sent, and there is room for none.
skein.mesh @m(data = 2)
skein.mesh @servers(server = 1)
skein.queue @gradients on @servers[server = 0] : tensor<4xf32> capacity 1
skein.program @work on @m[data independent](%x: tensor<4xf32>) {
  // expected-error@+1 {{enqueue @gradients: @gradients holds 1 of at most 1}}
  skein.enqueue @gradients, %x : tensor<4xf32>
  skein.return
}
skein.program @work.server on @servers[server = 0] beside @work() {
  %g, %from = skein.dequeue @gradients : tensor<4xf32>, tensor<i64>
  skein.return
}

// -----

// Nothing orders the pulls of the devices that do not push before the update.
!indices = tensor<2xi64, #skein.dist<data: split 0>>
!rows = tensor<2x4xf32, #skein.dist<data: split 0>>
!signal = tensor<i64, #skein.dist<data: varying, model: varying>>
skein.mesh @m(data = 2, model = 2)
skein.mesh @servers(server = 1)
skein.variable @t on @servers[server = 0] : tensor<8x4xf32> = #skein.zeros
skein.accumulator @t.rows of @t from @m[data] in index order by 2 rows
skein.queue @go on @servers[server = 0] per @m : tensor<i64>
skein.program @work on @m(%i: !indices, %r: !rows) attributes {skein.unchecked} {
  %k = skein.step_index
  // expected-error@+1 {{@work[data = 0, model = 1] pulls version 1 of @t, where others of this step have version 0}}
  %t = skein.pull @t : tensor<8x4xf32>
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
