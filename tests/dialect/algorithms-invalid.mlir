// Every way in which the body of an all-reduce can be wrong.
// RUN: skein-opt %s --split-input-file --verify-diagnostics

// C4: the buffer has another shape.
skein.mesh @m(data = 2)
skein.program @p on @m(%x: tensor<4xf32, #skein.dist<data: partial sum>>) {
  // expected-error@+1 {{has a body that takes ('tensor<5xf32>', 'index'); expected ('tensor<4xf32>', 'index')}}
  %r = skein.all_reduce sum %x over @m[data] : tensor<4xf32, #skein.dist<data: partial sum>> -> tensor<4xf32>
      by (%buffer: tensor<5xf32>, %rank: index) {
    %one = arith.constant 1 : index
    %two = arith.constant 2 : index
    %other = arith.subi %one, %rank : index
    %mine = arith.muli %rank, %two : index
    %theirs = arith.muli %other, %two : index
    %all = arith.constant dense<0.0> : tensor<5xf32>
    skein.yield %all : tensor<5xf32>
  }
  skein.return
}

// -----

// C4: the result has another shape.
skein.mesh @m(data = 2)
skein.program @p on @m(%x: tensor<4xf32, #skein.dist<data: partial sum>>) {
  // expected-error@+1 {{has a body that does not end with a skein.yield of 'tensor<4xf32>'}}
  %r = skein.all_reduce sum %x over @m[data] : tensor<4xf32, #skein.dist<data: partial sum>> -> tensor<4xf32>
      by (%buffer: tensor<4xf32>, %rank: index) {
    %one = arith.constant 1 : index
    %two = arith.constant 2 : index
    %other = arith.subi %one, %rank : index
    %mine = arith.muli %rank, %two : index
    %theirs = arith.muli %other, %two : index
    %all = arith.constant dense<0.0> : tensor<5xf32>
    skein.yield %all : tensor<5xf32>
  }
  skein.return
}

// -----

// C5: the second step is missing.
skein.mesh @m(data = 2)
skein.program @p on @m(%x: tensor<4xf32, #skein.dist<data: partial sum>>) {
  // expected-error@+1 {{has a body that on device 0, in elements [2, 4), leaves out device 1}}
  %r = skein.all_reduce sum %x over @m[data] : tensor<4xf32, #skein.dist<data: partial sum>> -> tensor<4xf32>
      by (%buffer: tensor<4xf32>, %rank: index) {
    %one = arith.constant 1 : index
    %two = arith.constant 2 : index
    %other = arith.subi %one, %rank : index
    %mine = arith.muli %rank, %two : index
    %theirs = arith.muli %other, %two : index
    %sum = skein.exchange %buffer send [%theirs, %two] to %other receive [%mine, %two] from %other combining sum : tensor<4xf32>

    skein.yield %sum : tensor<4xf32>
  }
  skein.return
}

// -----

// C5: nothing happens.
skein.mesh @m(data = 2)
skein.program @p on @m(%x: tensor<4xf32, #skein.dist<data: partial sum>>) {
  // expected-error@+1 {{has a body that on device 0, in elements [0, 4), leaves out device 1}}
  %r = skein.all_reduce sum %x over @m[data] : tensor<4xf32, #skein.dist<data: partial sum>> -> tensor<4xf32>
      by (%buffer: tensor<4xf32>, %rank: index) {
    %one = arith.constant 1 : index
    %two = arith.constant 2 : index
    %other = arith.subi %one, %rank : index
    %mine = arith.muli %rank, %two : index
    %theirs = arith.muli %other, %two : index

    skein.yield %buffer : tensor<4xf32>
  }
  skein.return
}

// -----

// C5: the second step adds.
skein.mesh @m(data = 2)
skein.program @p on @m(%x: tensor<4xf32, #skein.dist<data: partial sum>>) {
  // expected-error@+1 {{has a body that on device 0, in elements [2, 4), counts device 0 twice}}
  %r = skein.all_reduce sum %x over @m[data] : tensor<4xf32, #skein.dist<data: partial sum>> -> tensor<4xf32>
      by (%buffer: tensor<4xf32>, %rank: index) {
    %one = arith.constant 1 : index
    %two = arith.constant 2 : index
    %other = arith.subi %one, %rank : index
    %mine = arith.muli %rank, %two : index
    %theirs = arith.muli %other, %two : index
    %sum = skein.exchange %buffer send [%theirs, %two] to %other receive [%mine, %two] from %other combining sum : tensor<4xf32>
    %all = skein.exchange %sum send [%mine, %two] to %other receive [%theirs, %two] from %other combining sum : tensor<4xf32>
    skein.yield %all : tensor<4xf32>
  }
  skein.return
}

// -----

// C5: the first step replaces.
skein.mesh @m(data = 2)
skein.program @p on @m(%x: tensor<4xf32, #skein.dist<data: partial sum>>) {
  // expected-error@+1 {{has a body that on device 0, in elements [0, 2), leaves out device 0}}
  %r = skein.all_reduce sum %x over @m[data] : tensor<4xf32, #skein.dist<data: partial sum>> -> tensor<4xf32>
      by (%buffer: tensor<4xf32>, %rank: index) {
    %one = arith.constant 1 : index
    %two = arith.constant 2 : index
    %other = arith.subi %one, %rank : index
    %mine = arith.muli %rank, %two : index
    %theirs = arith.muli %other, %two : index
    %sum = skein.exchange %buffer send [%theirs, %two] to %other receive [%mine, %two] from %other : tensor<4xf32>
    %all = skein.exchange %sum send [%mine, %two] to %other receive [%theirs, %two] from %other : tensor<4xf32>
    skein.yield %all : tensor<4xf32>
  }
  skein.return
}

// -----

// The wrong chunk is received.
skein.mesh @m(data = 2)
skein.program @p on @m(%x: tensor<4xf32, #skein.dist<data: partial sum>>) {
  %r = skein.all_reduce sum %x over @m[data] : tensor<4xf32, #skein.dist<data: partial sum>> -> tensor<4xf32>
      by (%buffer: tensor<4xf32>, %rank: index) {
    %one = arith.constant 1 : index
    %two = arith.constant 2 : index
    %other = arith.subi %one, %rank : index
    %mine = arith.muli %rank, %two : index
    %theirs = arith.muli %other, %two : index
  // expected-error@+1 {{sends and receives the same elements on device 0: [2, 4) and [2, 4)}}
    %sum = skein.exchange %buffer send [%theirs, %two] to %other receive [%theirs, %two] from %other combining sum : tensor<4xf32>
    %all = skein.exchange %sum send [%mine, %two] to %other receive [%theirs, %two] from %other : tensor<4xf32>
    skein.yield %all : tensor<4xf32>
  }
  skein.return
}

// -----

// The wrong count is received.
skein.mesh @m(data = 2)
skein.program @p on @m(%x: tensor<4xf32, #skein.dist<data: partial sum>>) {
  %r = skein.all_reduce sum %x over @m[data] : tensor<4xf32, #skein.dist<data: partial sum>> -> tensor<4xf32>
      by (%buffer: tensor<4xf32>, %rank: index) {
    %one = arith.constant 1 : index
    %two = arith.constant 2 : index
    %other = arith.subi %one, %rank : index
    %mine = arith.muli %rank, %two : index
    %theirs = arith.muli %other, %two : index
  // expected-error@+1 {{receives elements [0, 1) from device 1 on device 0, but device 1 sends [0, 2) to device 0}}
    %sum = skein.exchange %buffer send [%theirs, %two] to %other receive [%mine, %one] from %other combining sum : tensor<4xf32>
    %all = skein.exchange %sum send [%mine, %two] to %other receive [%theirs, %two] from %other : tensor<4xf32>
    skein.yield %all : tensor<4xf32>
  }
  skein.return
}

// -----

// A device receives from itself.
skein.mesh @m(data = 2)
skein.program @p on @m(%x: tensor<4xf32, #skein.dist<data: partial sum>>) {
  %r = skein.all_reduce sum %x over @m[data] : tensor<4xf32, #skein.dist<data: partial sum>> -> tensor<4xf32>
      by (%buffer: tensor<4xf32>, %rank: index) {
    %one = arith.constant 1 : index
    %two = arith.constant 2 : index
    %other = arith.subi %one, %rank : index
    %mine = arith.muli %rank, %two : index
    %theirs = arith.muli %other, %two : index
  // expected-error@+1 {{receives from device 0 on device 0; expected another one of 2}}
    %sum = skein.exchange %buffer send [%theirs, %two] to %other receive [%mine, %two] from %rank combining sum : tensor<4xf32>
    %all = skein.exchange %sum send [%mine, %two] to %other receive [%theirs, %two] from %other : tensor<4xf32>
    skein.yield %all : tensor<4xf32>
  }
  skein.return
}

// -----

// Only device 0 sends.
skein.mesh @m(data = 2)
skein.program @p on @m(%x: tensor<4xf32, #skein.dist<data: partial sum>>) {
  %r = skein.all_reduce sum %x over @m[data] : tensor<4xf32, #skein.dist<data: partial sum>> -> tensor<4xf32>
      by (%buffer: tensor<4xf32>, %rank: index) {
    %one = arith.constant 1 : index
    %two = arith.constant 2 : index
    %other = arith.subi %one, %rank : index
    %mine = arith.muli %rank, %two : index
    %theirs = arith.muli %other, %two : index
    %zero = arith.constant 0 : index
    %first = arith.cmpi eq, %rank, %zero : index
    %count = arith.select %first, %two, %zero : index
  // expected-error@+1 {{receives elements [0, 2) from device 1 on device 0, but device 1 sends nothing}}
    %sum = skein.exchange %buffer send [%theirs, %count] to %other receive [%mine, %two] from %other combining sum : tensor<4xf32>
    %all = skein.exchange %sum send [%mine, %two] to %other receive [%theirs, %two] from %other : tensor<4xf32>
    skein.yield %all : tensor<4xf32>
  }
  skein.return
}

// -----

// Nobody takes what device 1 sends.
skein.mesh @m(data = 2)
skein.program @p on @m(%x: tensor<4xf32, #skein.dist<data: partial sum>>) {
  %r = skein.all_reduce sum %x over @m[data] : tensor<4xf32, #skein.dist<data: partial sum>> -> tensor<4xf32>
      by (%buffer: tensor<4xf32>, %rank: index) {
    %one = arith.constant 1 : index
    %two = arith.constant 2 : index
    %other = arith.subi %one, %rank : index
    %mine = arith.muli %rank, %two : index
    %theirs = arith.muli %other, %two : index
    %zero = arith.constant 0 : index
    %first = arith.cmpi eq, %rank, %one : index
    %count = arith.select %first, %two, %zero : index
  // expected-error@+1 {{sends to device 0 on device 1, but device 0 receives nothing from there}}
    %sum = skein.exchange %buffer send [%theirs, %two] to %other receive [%mine, %count] from %other combining sum : tensor<4xf32>
    %all = skein.exchange %sum send [%mine, %two] to %other receive [%theirs, %two] from %other : tensor<4xf32>
    skein.yield %all : tensor<4xf32>
  }
  skein.return
}

// -----

// A piece is outside of the buffer.
skein.mesh @m(data = 2)
skein.program @p on @m(%x: tensor<4xf32, #skein.dist<data: partial sum>>) {
  %r = skein.all_reduce sum %x over @m[data] : tensor<4xf32, #skein.dist<data: partial sum>> -> tensor<4xf32>
      by (%buffer: tensor<4xf32>, %rank: index) {
    %one = arith.constant 1 : index
    %two = arith.constant 2 : index
    %other = arith.subi %one, %rank : index
    %mine = arith.muli %rank, %two : index
    %theirs = arith.muli %other, %two : index
    %four = arith.constant 4 : index
  // expected-error@+1 {{sends elements [2, 6) on device 0; expected some of 4}}
    %sum = skein.exchange %buffer send [%theirs, %four] to %other receive [%mine, %two] from %other combining sum : tensor<4xf32>
    %all = skein.exchange %sum send [%mine, %two] to %other receive [%theirs, %two] from %other : tensor<4xf32>
    skein.yield %all : tensor<4xf32>
  }
  skein.return
}

// -----

// C2 of skein.exchange.
skein.mesh @m(data = 2)
skein.program @p on @m(%x: tensor<4xf32, #skein.dist<data: partial sum>>) {
  %r = skein.all_reduce sum %x over @m[data] : tensor<4xf32, #skein.dist<data: partial sum>> -> tensor<4xf32>
      by (%buffer: tensor<4xf32>, %rank: index) {
    %one = arith.constant 1 : index
    %two = arith.constant 2 : index
    %other = arith.subi %one, %rank : index
    %mine = arith.muli %rank, %two : index
    %theirs = arith.muli %other, %two : index
  // expected-error@+1 {{combines by max in a skein.all_reduce by sum}}
    %sum = skein.exchange %buffer send [%theirs, %two] to %other receive [%mine, %two] from %other combining max : tensor<4xf32>
    %all = skein.exchange %sum send [%mine, %two] to %other receive [%theirs, %two] from %other : tensor<4xf32>
    skein.yield %all : tensor<4xf32>
  }
  skein.return
}

// -----

// A loop runs once on device 0, and not at all on device 1.
skein.mesh @m(data = 2)
skein.program @p on @m(%x: tensor<4xf32, #skein.dist<data: partial sum>>) {
  %r = skein.all_reduce sum %x over @m[data] : tensor<4xf32, #skein.dist<data: partial sum>> -> tensor<4xf32>
      by (%buffer: tensor<4xf32>, %rank: index) {
    %one = arith.constant 1 : index
    %two = arith.constant 2 : index
    %other = arith.subi %one, %rank : index
    %mine = arith.muli %rank, %two : index
    %theirs = arith.muli %other, %two : index
    %sum = skein.exchange %buffer send [%theirs, %two] to %other receive [%mine, %two] from %other combining sum : tensor<4xf32>
  // expected-error@+1 {{has a bound that is 0 on device 0 and 1 on device 1; expected the same number of iterations on all}}
    %all = scf.for %i = %rank to %one step %one iter_args(%b = %sum) -> (tensor<4xf32>) {
      scf.yield %b : tensor<4xf32>
    }
    skein.yield %all : tensor<4xf32>
  }
  skein.return
}

// -----

// Elements are not looked at.
skein.mesh @m(data = 2)
skein.program @p on @m(%x: tensor<4xf32, #skein.dist<data: partial sum>>) {
  %r = skein.all_reduce sum %x over @m[data] : tensor<4xf32, #skein.dist<data: partial sum>> -> tensor<4xf32>
      by (%buffer: tensor<4xf32>, %rank: index) {
    %one = arith.constant 1 : index
    %two = arith.constant 2 : index
    %other = arith.subi %one, %rank : index
    %mine = arith.muli %rank, %two : index
    %theirs = arith.muli %other, %two : index
    %sum = skein.exchange %buffer send [%theirs, %two] to %other receive [%mine, %two] from %other combining sum : tensor<4xf32>
  // expected-error@+1 {{does not belong in the body of a skein.all_reduce; expected index arithmetic, scf.for, skein.exchange, skein.all_reduce or skein.broadcast}}
    %all = arith.addf %sum, %sum : tensor<4xf32>
    skein.yield %all : tensor<4xf32>
  }
  skein.return
}

// -----

// A collective inside sums over another axis.
skein.mesh @m(data = 2, model = 2)
skein.program @p on @m(%x: tensor<4xf32, #skein.dist<data: partial sum>>) {
  %r = skein.all_reduce sum %x over @m[data] : tensor<4xf32, #skein.dist<data: partial sum>> -> tensor<4xf32>
      by (%buffer: tensor<4xf32>, %rank: index) {
    %one = arith.constant 1 : index
    %two = arith.constant 2 : index
    %other = arith.subi %one, %rank : index
    %mine = arith.muli %rank, %two : index
    %theirs = arith.muli %other, %two : index
  // expected-error@+1 {{is over axis "model", which the skein.all_reduce around it is not over}}
    %all = skein.all_reduce sum %buffer over @m[model] : tensor<4xf32> -> tensor<4xf32>
    skein.yield %all : tensor<4xf32>
  }
  skein.return
}

// -----

// C1 of skein.exchange.
func.func @f(%b: tensor<4xf32>, %i: index) -> tensor<4xf32> {
  // expected-error@+1 {{is not in the body of a skein.all_reduce}}
  %r = skein.exchange %b send [%i, %i] to %i receive [%i, %i] from %i : tensor<4xf32>
  return %r : tensor<4xf32>
}

// -----

// C5: device 1 has 0 max 1, device 0 has 0 max (0 max 1).
skein.mesh @m(data = 2)
skein.program @p on @m(%x: tensor<1xf32, #skein.dist<data: partial max>>) {
  // expected-error@+1 {{has a body that on device 1, in elements [0, 1), combines in another order than on device 0; expected the same bits}}
  %r = skein.all_reduce max %x over @m[data] : tensor<1xf32, #skein.dist<data: partial max>> -> tensor<1xf32>
      by (%buffer: tensor<1xf32>, %rank: index) {
    %one = arith.constant 1 : index
    %zero = arith.constant 0 : index
    %other = arith.subi %one, %rank : index
    %up = skein.exchange %buffer send [%zero, %other] to %other receive [%zero, %rank] from %other combining max : tensor<1xf32>
    %down = skein.exchange %up send [%zero, %rank] to %other receive [%zero, %other] from %other combining max : tensor<1xf32>
    skein.yield %down : tensor<1xf32>
  }
  skein.return
}

// -----

// C5, on many devices: the last 512 of them give nothing.
skein.mesh @m(data = 1024)
skein.program @p on @m(%x: tensor<1xf32, #skein.dist<data: partial sum>>) {
  // expected-error@+1 {{has a body that on device 0, in elements [0, 1), leaves out device 512}}
  %r = skein.all_reduce sum %x over @m[data] : tensor<1xf32, #skein.dist<data: partial sum>> -> tensor<1xf32>
      by (%buffer: tensor<1xf32>, %rank: index) {
    %zero = arith.constant 0 : index
    %one = arith.constant 1 : index
    %half = arith.constant 512 : index
    %isFirst = arith.cmpi eq, %rank, %zero : index
    %in = arith.select %isFirst, %one, %zero : index
    %sum = scf.for %i = %one to %half step %one iter_args(%b = %buffer) -> (tensor<1xf32>) {
      %isOther = arith.cmpi eq, %rank, %i : index
      %out = arith.select %isOther, %one, %zero : index
      %next = skein.exchange %b send [%zero, %out] to %zero receive [%zero, %in] from %i combining sum : tensor<1xf32>
      scf.yield %next : tensor<1xf32>
    }
    skein.yield %sum : tensor<1xf32>
  }
  skein.return
}
