// Programs that send each other tensors through channels, on slices of one mesh.
// RUN: skein-opt %s --split-input-file --skein-verify-progress=leftovers --verify-diagnostics=only-expected -o /dev/null

// Two stages, both 1F1B, with room for one message, and a sum over the replicas of each.
!part = tensor<4xf32, #skein.dist<data: partial sum>>
skein.mesh @m(pipe = 2, data = 2)
skein.channel @there : tensor<4xf32> from @train.stage0 to @train
skein.channel @back : tensor<4xf32> from @train to @train.stage0
skein.program @train.stage0 on @m[pipe = 0] beside @train(%x: tensor<4xf32>, %p: !part) {
  skein.pipeline %i of 4 in order "F0 F1 B0 F2 B1 F3 B2 B3" {
    skein.action forward of 0
    skein.send @there, %x : tensor<4xf32>
    skein.action backward of 0
    %g = skein.receive @back : tensor<4xf32>
    skein.next_micro_batch
  }
  %s = skein.all_reduce sum %p over @m[data] : !part -> tensor<4xf32>
  skein.return
}
skein.program @train on @m[pipe = 1](%p: !part) {
  skein.pipeline %i of 4 in order "F0 B0 F1 B1 F2 B2 F3 B3" {
    skein.action forward of 1
    %x = skein.receive @there : tensor<4xf32>
    skein.action backward of 1
    skein.send @back, %x : tensor<4xf32>
    skein.next_micro_batch
  }
  %s = skein.all_reduce sum %p over @m[data] : !part -> tensor<4xf32>
  skein.return
}

// -----

// GPipe in the first stage, 1F1B in the second one.
skein.mesh @m(pipe = 2)
skein.channel @there : tensor<4xf32> from @train.stage0 to @train
skein.channel @back : tensor<4xf32> from @train to @train.stage0
skein.program @train.stage0 on @m[pipe = 0] beside @train(%x: tensor<4xf32>) {
  skein.pipeline %i of 4 in order "F0 F1 F2 F3 B0 B1 B2 B3" {
    skein.action forward of 0
    // expected-note@+1 {{in iteration 0, @train.stage0 is at send @there in F3 of stage 0: @there holds 1 of at most 1}}
    skein.send @there, %x : tensor<4xf32>
    skein.action backward of 0
    %g = skein.receive @back : tensor<4xf32>
    skein.next_micro_batch
  }
  skein.return
}
skein.program @train on @m[pipe = 1]() {
  skein.pipeline %i of 4 in order "F0 B0 F1 B1 F2 B2 F3 B3" {
    skein.action forward of 1
    %x = skein.receive @there : tensor<4xf32>
    skein.action backward of 1
    // expected-error@+1 {{@train and what is beside it can wait for ever, @train at send @back in B1 of stage 1: @back holds 1 of at most 1}}
    skein.send @back, %x : tensor<4xf32>
    skein.next_micro_batch
  }
  skein.return
}

// -----

// The same with room for all.
skein.mesh @m(pipe = 2)
skein.channel @there : tensor<4xf32> from @train.stage0 to @train capacity 2
skein.channel @back : tensor<4xf32> from @train to @train.stage0 capacity 4
skein.program @train.stage0 on @m[pipe = 0] beside @train(%x: tensor<4xf32>) {
  skein.pipeline %i of 4 in order "F0 F1 F2 F3 B0 B1 B2 B3" {
    skein.action forward of 0
    skein.send @there, %x : tensor<4xf32>
    skein.action backward of 0
    %g = skein.receive @back : tensor<4xf32>
    skein.next_micro_batch
  }
  skein.return
}
skein.program @train on @m[pipe = 1]() {
  skein.pipeline %i of 4 in order "F0 B0 F1 B1 F2 B2 F3 B3" {
    skein.action forward of 1
    %x = skein.receive @there : tensor<4xf32>
    skein.action backward of 1
    skein.send @back, %x : tensor<4xf32>
    skein.next_micro_batch
  }
  skein.return
}

// -----

// Backward in opposite orders: there is room, but gradients would be mixed up.
skein.mesh @m(pipe = 2)
skein.channel @there : tensor<4xf32> from @train.stage0 to @train capacity 2
skein.channel @back : tensor<4xf32> from @train to @train.stage0 capacity 2
skein.program @train.stage0 on @m[pipe = 0] beside @train(%x: tensor<4xf32>) {
  skein.pipeline %i of 2 in order "F0 F1 B1 B0" {
    skein.action forward of 0
    skein.send @there, %x : tensor<4xf32>
    skein.action backward of 0
    // expected-error@+1 {{@train.stage0 is at receive @back in B1 of stage 0 and gets what was sent for micro-batch 0}}
    %g = skein.receive @back : tensor<4xf32>
    skein.next_micro_batch
  }
  skein.return
}
skein.program @train on @m[pipe = 1]() {
  skein.pipeline %i of 2 in order "F0 B0 F1 B1" {
    skein.action forward of 1
    %x = skein.receive @there : tensor<4xf32>
    skein.action backward of 1
    skein.send @back, %x : tensor<4xf32>
    skein.next_micro_batch
  }
  skein.return
}

// -----

// What is sent is never received.
skein.mesh @m(pipe = 2)
// expected-error@+1 {{@there still holds 6 messages at the end; expected that all are received}}
skein.channel @there : tensor<4xf32> from @train.stage0 to @train capacity 8
skein.program @train.stage0 on @m[pipe = 0] beside @train(%x: tensor<4xf32>) {
  skein.pipeline %i of 2 in order "F0 F1" {
    skein.action forward of 0
    skein.send @there, %x : tensor<4xf32>
    skein.next_micro_batch
  }
  skein.return
}
skein.program @train on @m[pipe = 1]() {
  skein.return
}

// -----

// What is waited for is never sent, on either of the replicas.
skein.mesh @m(pipe = 2, data = 2)
skein.channel @there : tensor<4xf32> from @train.stage0 to @train
skein.program @train.stage0 on @m[pipe = 0] beside @train(%x: tensor<4xf32>) {
  skein.send @there, %x : tensor<4xf32>
  skein.return
}
skein.program @train on @m[pipe = 1]() {
  %a = skein.receive @there : tensor<4xf32>
  // expected-error@+1 {{@train at receive @there: @there is empty}}
  %b = skein.receive @there : tensor<4xf32>
  skein.return
}

// -----

// Numbers: which of the micro-batches are sent, the sum of which is known, and a function
// that is called by two actions.
skein.mesh @m(pipe = 2)
skein.channel @there : tensor<4xf32> from @train.stage0 to @train capacity 1
skein.channel @count : tensor<4xf32> from @train.stage0 to @train capacity 3
skein.program @train.stage0 on @m[pipe = 0] beside @train(%x: tensor<4xf32>) {
  %zero = arith.constant dense<0> : tensor<i64>
  %sum = skein.pipeline %i of 3 in order "F0 F1 B1 B0 F2 B2" iter_args(%a = %zero) -> (tensor<i64>) {
    skein.action forward of 0
    %c1 = arith.constant 1 : index
    %odd = arith.cmpi eq, %i, %c1 : index
    scf.if %odd {
      func.call @send(%x) : (tensor<4xf32>) -> ()
    }
    skein.action backward of 0
    scf.if %odd {
      func.call @send(%x) : (tensor<4xf32>) -> ()
    }
    %n = arith.index_cast %i : index to i64
    %t = tensor.from_elements %n : tensor<i64>
    %b = arith.addi %a, %t : tensor<i64>
    skein.next_micro_batch %b : tensor<i64>
  }
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %n = tensor.extract %sum[] : tensor<i64>
  %end = arith.index_cast %n : i64 to index
  scf.for %j = %c0 to %end step %c1 {
    skein.send @count, %x : tensor<4xf32>
  }
  skein.return
}
func.func private @send(%x: tensor<4xf32>) attributes {skein.mesh = @m} {
  skein.send @there, %x : tensor<4xf32>
  return
}
skein.program @train on @m[pipe = 1]() {
  %a = skein.receive @there : tensor<4xf32>
  %b = skein.receive @there : tensor<4xf32>
  // 0 + 1 + 2
  %c = skein.receive @count : tensor<4xf32>
  %d = skein.receive @count : tensor<4xf32>
  %e = skein.receive @count : tensor<4xf32>
  skein.return
}
