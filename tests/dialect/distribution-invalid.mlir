// Programs that break the distribution rules: one refused case per row of the tables
// in dialect/README.md.
// RUN: skein-opt --split-input-file --verify-diagnostics %s

// Splitting the image of a convolution needs a halo.
skein.mesh @m(data = 2, model = 2)
skein.program @p on @m(%x: tensor<8xf32, #skein.dist<data: split 0>>, %y: tensor<3xf32>, %init: tensor<6xf32, #skein.dist<data: split 0>>) {
  // expected-error@+1 {{would split dimension 0 of operand 0 along "data", which is read through d0 + d1: a window needs a halo}}
  %r = linalg.generic {indexing_maps = [affine_map<(o, k) -> (o + k)>, affine_map<(o, k) -> (k)>, affine_map<(o, k) -> (o)>], iterator_types = ["parallel", "reduction"]}
      ins(%x, %y : tensor<8xf32, #skein.dist<data: split 0>>, tensor<3xf32>) outs(%init : tensor<6xf32, #skein.dist<data: split 0>>) {
  ^bb0(%a: f32, %b: f32, %out: f32):
    %m = arith.mulf %a, %b : f32
    %s = arith.addf %out, %m : f32
    linalg.yield %s : f32
  } -> tensor<6xf32, #skein.dist<data: split 0>>
  skein.return
}

// -----

// So does splitting its result.
skein.mesh @m(data = 2, model = 2)
skein.program @p on @m(%x: tensor<8xf32>, %y: tensor<3xf32>, %init: tensor<6xf32, #skein.dist<data: split 0>>) {
  // expected-error@+1 {{would split dimension 0 of operand 0 along "data", which is read through d0 + d1}}
  %r = linalg.generic {indexing_maps = [affine_map<(o, k) -> (o + k)>, affine_map<(o, k) -> (k)>, affine_map<(o, k) -> (o)>], iterator_types = ["parallel", "reduction"]}
      ins(%x, %y : tensor<8xf32>, tensor<3xf32>) outs(%init : tensor<6xf32, #skein.dist<data: split 0>>) {
  ^bb0(%a: f32, %b: f32, %out: f32):
    %m = arith.mulf %a, %b : f32
    %s = arith.addf %out, %m : f32
    linalg.yield %s : f32
  } -> tensor<6xf32, #skein.dist<data: split 0>>
  skein.return
}

// -----

// And splitting the window.
skein.mesh @m(data = 2, model = 2)
skein.program @p on @m(%x: tensor<8xf32>, %y: tensor<3xf32, #skein.dist<data: split 0>>, %init: tensor<6xf32, #skein.dist<data: partial sum>>) {
  // expected-error@+1 {{would split dimension 0 of operand 0 along "data", which is read through d0 + d1}}
  %r = linalg.generic {indexing_maps = [affine_map<(o, k) -> (o + k)>, affine_map<(o, k) -> (k)>, affine_map<(o, k) -> (o)>], iterator_types = ["parallel", "reduction"]}
      ins(%x, %y : tensor<8xf32>, tensor<3xf32, #skein.dist<data: split 0>>) outs(%init : tensor<6xf32, #skein.dist<data: partial sum>>) {
  ^bb0(%a: f32, %b: f32, %out: f32):
    %m = arith.mulf %a, %b : f32
    %s = arith.addf %out, %m : f32
    linalg.yield %s : f32
  } -> tensor<6xf32, #skein.dist<data: partial sum>>
  skein.return
}

// -----

// A scatter of a split image would write to the wrong place.
skein.mesh @m(data = 2, model = 2)
skein.program @p on @m(%x: tensor<6xf32, #skein.dist<data: split 0>>, %y: tensor<3xf32>, %init: tensor<8xf32, #skein.dist<data: partial sum>>) {
  // expected-error@+1 {{would split dimension 0 of init 0 along "data", which is read through d0 + d1}}
  %r = linalg.generic {indexing_maps = [affine_map<(o, k) -> (o)>, affine_map<(o, k) -> (k)>, affine_map<(o, k) -> (o + k)>], iterator_types = ["reduction", "reduction"]}
      ins(%x, %y : tensor<6xf32, #skein.dist<data: split 0>>, tensor<3xf32>) outs(%init : tensor<8xf32, #skein.dist<data: partial sum>>) {
  ^bb0(%a: f32, %b: f32, %out: f32):
    %m = arith.mulf %a, %b : f32
    %s = arith.addf %out, %m : f32
    linalg.yield %s : f32
  } -> tensor<8xf32, #skein.dist<data: partial sum>>
  skein.return
}

// -----

// One axis, two loops.
skein.mesh @m(data = 2, model = 2)
skein.program @p on @m(%x: tensor<4x6xf32, #skein.dist<data: split 0>>, %y: tensor<6x6xf32, #skein.dist<data: split 1>>, %init: tensor<4x6xf32, #skein.dist<data: split 0>>) {
  // expected-error@+1 {{would split two loops along "data": d0 by operand 0 and d1 by operand 1}}
  %r = linalg.matmul ins(%x, %y : tensor<4x6xf32, #skein.dist<data: split 0>>, tensor<6x6xf32, #skein.dist<data: split 1>>) outs(%init : tensor<4x6xf32, #skein.dist<data: split 0>>) -> tensor<4x6xf32, #skein.dist<data: split 0>>
  skein.return
}

// -----

// Equal local shapes, different global ones.
skein.mesh @m(data = 2, model = 2)
skein.program @p on @m(%x: tensor<4x6xf32, #skein.dist<data: split 0>>, %y: tensor<4x6xf32>, %init: tensor<4x6xf32, #skein.dist<data: split 0>>) {
  // expected-error@+1 {{operand 1 is replicated along "data"; expected split 0, since operand 0 splits loop d0}}
  %r = linalg.generic {indexing_maps = [affine_map<(r, c) -> (r, c)>, affine_map<(r, c) -> (r, c)>, affine_map<(r, c) -> (r, c)>], iterator_types = ["parallel", "parallel"]}
      ins(%x, %y : tensor<4x6xf32, #skein.dist<data: split 0>>, tensor<4x6xf32>) outs(%init : tensor<4x6xf32, #skein.dist<data: split 0>>) {
  ^bb0(%a: f32, %b: f32, %out: f32):
    %m = arith.mulf %a, %b : f32
    linalg.yield %m : f32
  } -> tensor<4x6xf32, #skein.dist<data: split 0>>
  skein.return
}

// -----

// A partial operand beside a split one.
skein.mesh @m(data = 2, model = 2)
skein.program @p on @m(%x: tensor<4x6xf32, #skein.dist<data: split 0>>, %y: tensor<6xf32, #skein.dist<data: partial sum>>, %init: tensor<4x6xf32, #skein.dist<data: split 0>>) {
  // expected-error@+1 {{operand 1 is partial sum along "data"; expected replicated, since operand 0 splits loop d0}}
  %r = linalg.generic {indexing_maps = [affine_map<(r, c) -> (r, c)>, affine_map<(r, c) -> (c)>, affine_map<(r, c) -> (r, c)>], iterator_types = ["parallel", "parallel"]}
      ins(%x, %y : tensor<4x6xf32, #skein.dist<data: split 0>>, tensor<6xf32, #skein.dist<data: partial sum>>) outs(%init : tensor<4x6xf32, #skein.dist<data: split 0>>) {
  ^bb0(%a: f32, %b: f32, %out: f32):
    %m = arith.mulf %a, %b : f32
    linalg.yield %m : f32
  } -> tensor<4x6xf32, #skein.dist<data: split 0>>
  skein.return
}

// -----

// The loop walks along a diagonal.
skein.mesh @m(data = 2, model = 2)
skein.program @p on @m(%x: tensor<4x4xf32, #skein.dist<data: split 0>>, %init: tensor<4xf32, #skein.dist<data: split 0>>) {
  // expected-error@+1 {{walks along two dimensions of operand 0 with loop d0, which operand 0 splits along "data"}}
  %r = linalg.generic {indexing_maps = [affine_map<(i) -> (i, i)>, affine_map<(i) -> (i)>], iterator_types = ["parallel"]}
      ins(%x : tensor<4x4xf32, #skein.dist<data: split 0>>) outs(%init : tensor<4xf32, #skein.dist<data: split 0>>) {
  ^bb0(%a: f32, %out: f32):
    linalg.yield %a : f32
  } -> tensor<4xf32, #skein.dist<data: split 0>>
  skein.return
}

// -----

// A product of sums is no recognised reduction over a split loop.
skein.mesh @m(data = 2, model = 2)
skein.program @p on @m(%x: tensor<4x6xf32, #skein.dist<data: split 0>>, %init: tensor<6xf32, #skein.dist<data: partial sum>>) {
  // expected-error@+1 {{result 0 combines its elements over loop d0, which operand 0 splits along "data", in a way that is no sum, mul, max, min, and, or of terms}}
  %r = linalg.generic {indexing_maps = [affine_map<(r, c) -> (r, c)>, affine_map<(r, c) -> (c)>], iterator_types = ["reduction", "parallel"]}
      ins(%x : tensor<4x6xf32, #skein.dist<data: split 0>>) outs(%init : tensor<6xf32, #skein.dist<data: partial sum>>) {
  ^bb0(%a: f32, %out: f32):
    %s = arith.addf %out, %a : f32
    // expected-note@+1 {{in the body here}}
    %m = arith.mulf %s, %a : f32
    linalg.yield %m : f32
  } -> tensor<6xf32, #skein.dist<data: partial sum>>
  skein.return
}

// -----

// The terms may not look at the accumulator.
skein.mesh @m(data = 2, model = 2)
skein.program @p on @m(%x: tensor<4x6xf32, #skein.dist<data: split 0>>, %init: tensor<6xf32, #skein.dist<data: partial sum>>) {
  // expected-error@+1 {{result 0 combines its elements over loop d0}}
  %r = linalg.generic {indexing_maps = [affine_map<(r, c) -> (r, c)>, affine_map<(r, c) -> (c)>], iterator_types = ["reduction", "parallel"]}
      ins(%x : tensor<4x6xf32, #skein.dist<data: split 0>>) outs(%init : tensor<6xf32, #skein.dist<data: partial sum>>) {
  ^bb0(%a: f32, %out: f32):
    %m = arith.mulf %out, %a : f32
    // expected-note@+1 {{in the body here}}
    %s = arith.addf %out, %m : f32
    linalg.yield %s : f32
  } -> tensor<6xf32, #skein.dist<data: partial sum>>
  skein.return
}

// -----

// A running sum over a split loop.
skein.mesh @m(data = 2, model = 2)
skein.program @p on @m(%x: tensor<4x6xf32, #skein.dist<data: split 0>>, %init: tensor<4x6xf32, #skein.dist<data: split 0>>, %init1: tensor<6xf32, #skein.dist<data: partial sum>>) {
  // expected-error@+1 {{result 0 looks at result 1, which is accumulated over loop d0, which operand 0 splits along "data"}}
  %r:2 = linalg.generic {indexing_maps = [affine_map<(r, c) -> (r, c)>, affine_map<(r, c) -> (r, c)>, affine_map<(r, c) -> (c)>], iterator_types = ["reduction", "parallel"]}
      ins(%x : tensor<4x6xf32, #skein.dist<data: split 0>>) outs(%init, %init1 : tensor<4x6xf32, #skein.dist<data: split 0>>, tensor<6xf32, #skein.dist<data: partial sum>>) {
  ^bb0(%a: f32, %out: f32, %out1: f32):
    %s = arith.addf %out1, %a : f32
    linalg.yield %out1, %s : f32, f32
  } -> (tensor<4x6xf32, #skein.dist<data: split 0>>, tensor<6xf32, #skein.dist<data: partial sum>>)
  skein.return
}

// -----

// A loop that is called parallel, but writes one element many times.
skein.mesh @m(data = 2, model = 2)
skein.program @p on @m(%x: tensor<4x6xf32, #skein.dist<data: split 0>>, %init: tensor<6xf32, #skein.dist<data: partial sum>>) {
  // expected-error@+1 {{result 0 does not depend on the parallel loop d0, which operand 0 splits along "data"}}
  %r = linalg.generic {indexing_maps = [affine_map<(r, c) -> (r, c)>, affine_map<(r, c) -> (c)>], iterator_types = ["parallel", "parallel"]}
      ins(%x : tensor<4x6xf32, #skein.dist<data: split 0>>) outs(%init : tensor<6xf32, #skein.dist<data: partial sum>>) {
  ^bb0(%a: f32, %out: f32):
    %s = arith.addf %out, %a : f32
    linalg.yield %s : f32
  } -> tensor<6xf32, #skein.dist<data: partial sum>>
  skein.return
}

// -----

// A missing reduction: the sum over a split loop is partial.
skein.mesh @m(data = 2, model = 2)
skein.program @p on @m(%x: tensor<4x6xf32, #skein.dist<data: split 0>>, %init: tensor<6xf32>) {
  // expected-error@+1 {{result 0 is partial sum along "data", but its init is replicated; expected both in one state}}
  %r = linalg.generic {indexing_maps = [affine_map<(r, c) -> (r, c)>, affine_map<(r, c) -> (c)>], iterator_types = ["reduction", "parallel"]}
      ins(%x : tensor<4x6xf32, #skein.dist<data: split 0>>) outs(%init : tensor<6xf32>) {
  ^bb0(%a: f32, %out: f32):
    %s = arith.addf %out, %a : f32
    linalg.yield %s : f32
  } -> tensor<6xf32>
  skein.return
}

// -----

// Another kind than the init says.
skein.mesh @m(data = 2, model = 2)
skein.program @p on @m(%x: tensor<4x6xf32, #skein.dist<data: split 0>>, %init: tensor<6xf32, #skein.dist<data: partial max>>) {
  // expected-error@+1 {{result 0 is partial sum along "data", but its init is partial max}}
  %r = linalg.generic {indexing_maps = [affine_map<(r, c) -> (r, c)>, affine_map<(r, c) -> (c)>], iterator_types = ["reduction", "parallel"]}
      ins(%x : tensor<4x6xf32, #skein.dist<data: split 0>>) outs(%init : tensor<6xf32, #skein.dist<data: partial max>>) {
  ^bb0(%a: f32, %out: f32):
    %s = arith.addf %out, %a : f32
    linalg.yield %s : f32
  } -> tensor<6xf32, #skein.dist<data: partial max>>
  skein.return
}

// -----

// Everything is whole, so the result is.
skein.mesh @m(data = 2, model = 2)
skein.program @p on @m(%x: tensor<4x6xf32>, %init: tensor<4x6xf32, #skein.dist<data: partial sum>>) {
  // expected-error@+1 {{result 0 is replicated along "data", but its init is partial sum}}
  %r = linalg.generic {indexing_maps = [affine_map<(r, c) -> (r, c)>, affine_map<(r, c) -> (r, c)>], iterator_types = ["parallel", "parallel"]}
      ins(%x : tensor<4x6xf32>) outs(%init : tensor<4x6xf32, #skein.dist<data: partial sum>>) {
  ^bb0(%a: f32, %out: f32):
    linalg.yield %a : f32
  } -> tensor<4x6xf32, #skein.dist<data: partial sum>>
  skein.return
}

// -----

// Two kinds of partial operands.
skein.mesh @m(data = 2, model = 2)
skein.program @p on @m(%x: tensor<4x6xf32, #skein.dist<data: partial sum>>, %y: tensor<4x6xf32, #skein.dist<data: partial max>>, %init: tensor<4x6xf32, #skein.dist<data: partial sum>>) {
  // expected-error@+1 {{combines operand 0, which is partial sum along "data", with operand 1, which is partial max}}
  %r = linalg.generic {indexing_maps = [affine_map<(r, c) -> (r, c)>, affine_map<(r, c) -> (r, c)>, affine_map<(r, c) -> (r, c)>], iterator_types = ["parallel", "parallel"]}
      ins(%x, %y : tensor<4x6xf32, #skein.dist<data: partial sum>>, tensor<4x6xf32, #skein.dist<data: partial max>>) outs(%init : tensor<4x6xf32, #skein.dist<data: partial sum>>) {
  ^bb0(%a: f32, %b: f32, %out: f32):
    linalg.yield %a : f32
  } -> tensor<4x6xf32, #skein.dist<data: partial sum>>
  skein.return
}

// -----

// Relu of a partial sum.
skein.mesh @m(data = 2, model = 2)
skein.program @p on @m(%x: tensor<4x6xf32, #skein.dist<data: partial sum>>, %init: tensor<4x6xf32, #skein.dist<data: partial sum>>) {
  // expected-error@+1 {{applies 'arith.maximumf' to a value that is partial sum along "data"; expected it reduced first}}
  %r = linalg.generic {indexing_maps = [affine_map<(r, c) -> (r, c)>, affine_map<(r, c) -> (r, c)>], iterator_types = ["parallel", "parallel"]}
      ins(%x : tensor<4x6xf32, #skein.dist<data: partial sum>>) outs(%init : tensor<4x6xf32, #skein.dist<data: partial sum>>) {
  ^bb0(%a: f32, %out: f32):
    %c = arith.constant 0.0 : f32
    // expected-note@+1 {{in the body here}}
    %m = arith.maximumf %a, %c : f32
    linalg.yield %m : f32
  } -> tensor<4x6xf32, #skein.dist<data: partial sum>>
  skein.return
}

// -----

// The square of a partial sum.
skein.mesh @m(data = 2, model = 2)
skein.program @p on @m(%x: tensor<4x6xf32, #skein.dist<data: partial sum>>, %init: tensor<4x6xf32, #skein.dist<data: partial sum>>) {
  // expected-error@+1 {{applies 'arith.mulf' to a value that is partial sum along "data"; expected it reduced first}}
  %r = linalg.generic {indexing_maps = [affine_map<(r, c) -> (r, c)>, affine_map<(r, c) -> (r, c)>], iterator_types = ["parallel", "parallel"]}
      ins(%x : tensor<4x6xf32, #skein.dist<data: partial sum>>) outs(%init : tensor<4x6xf32, #skein.dist<data: partial sum>>) {
  ^bb0(%a: f32, %out: f32):
    // expected-note@+1 {{in the body here}}
    %m = arith.mulf %a, %a : f32
    linalg.yield %m : f32
  } -> tensor<4x6xf32, #skein.dist<data: partial sum>>
  skein.return
}

// -----

// A function of a partial sum that is not linear.
skein.mesh @m(data = 2, model = 2)
skein.program @p on @m(%x: tensor<4x6xf32, #skein.dist<data: partial sum>>, %init: tensor<4x6xf32, #skein.dist<data: partial sum>>) {
  // expected-error@+1 {{applies 'math.tanh' to a value that is partial sum along "data"; expected it reduced first}}
  %r = linalg.generic {indexing_maps = [affine_map<(r, c) -> (r, c)>, affine_map<(r, c) -> (r, c)>], iterator_types = ["parallel", "parallel"]}
      ins(%x : tensor<4x6xf32, #skein.dist<data: partial sum>>) outs(%init : tensor<4x6xf32, #skein.dist<data: partial sum>>) {
  ^bb0(%a: f32, %out: f32):
    // expected-note@+1 {{in the body here}}
    %m = math.tanh %a : f32
    linalg.yield %m : f32
  } -> tensor<4x6xf32, #skein.dist<data: partial sum>>
  skein.return
}

// -----

// Division by a partial sum.
skein.mesh @m(data = 2, model = 2)
skein.program @p on @m(%x: tensor<4x6xf32, #skein.dist<data: partial sum>>, %init: tensor<4x6xf32, #skein.dist<data: partial sum>>) {
  // expected-error@+1 {{applies 'arith.divf' to a value that is partial sum along "data"; expected it reduced first}}
  %r = linalg.generic {indexing_maps = [affine_map<(r, c) -> (r, c)>, affine_map<(r, c) -> (r, c)>], iterator_types = ["parallel", "parallel"]}
      ins(%x : tensor<4x6xf32, #skein.dist<data: partial sum>>) outs(%init : tensor<4x6xf32, #skein.dist<data: partial sum>>) {
  ^bb0(%a: f32, %out: f32):
    %c = arith.constant 1.0 : f32
    // expected-note@+1 {{in the body here}}
    %m = arith.divf %c, %a : f32
    linalg.yield %m : f32
  } -> tensor<4x6xf32, #skein.dist<data: partial sum>>
  skein.return
}

// -----

// The logarithm of a partial maximum: NaN on one device alone.
skein.mesh @m(data = 2, model = 2)
skein.program @p on @m(%x: tensor<4x6xf32, #skein.dist<data: partial max>>, %init: tensor<4x6xf32, #skein.dist<data: partial max>>) {
  // expected-error@+1 {{applies 'math.log' to a value that is partial max along "data"; expected it reduced first}}
  %r = linalg.generic {indexing_maps = [affine_map<(r, c) -> (r, c)>, affine_map<(r, c) -> (r, c)>], iterator_types = ["parallel", "parallel"]}
      ins(%x : tensor<4x6xf32, #skein.dist<data: partial max>>) outs(%init : tensor<4x6xf32, #skein.dist<data: partial max>>) {
  ^bb0(%a: f32, %out: f32):
    // expected-note@+1 {{in the body here}}
    %m = math.log %a : f32
    linalg.yield %m : f32
  } -> tensor<4x6xf32, #skein.dist<data: partial max>>
  skein.return
}

// -----

// A partial maximum turned round.
skein.mesh @m(data = 2, model = 2)
skein.program @p on @m(%x: tensor<4x6xf32, #skein.dist<data: partial max>>, %init: tensor<4x6xf32, #skein.dist<data: partial max>>) {
  // expected-error@+1 {{applies 'arith.negf' to a value that is partial max along "data"; expected it reduced first}}
  %r = linalg.generic {indexing_maps = [affine_map<(r, c) -> (r, c)>, affine_map<(r, c) -> (r, c)>], iterator_types = ["parallel", "parallel"]}
      ins(%x : tensor<4x6xf32, #skein.dist<data: partial max>>) outs(%init : tensor<4x6xf32, #skein.dist<data: partial max>>) {
  ^bb0(%a: f32, %out: f32):
    // expected-note@+1 {{in the body here}}
    %m = arith.negf %a : f32
    linalg.yield %m : f32
  } -> tensor<4x6xf32, #skein.dist<data: partial max>>
  skein.return
}

// -----

// The sum of two partial maxima.
skein.mesh @m(data = 2, model = 2)
skein.program @p on @m(%x: tensor<4x6xf32, #skein.dist<data: partial max>>, %init: tensor<4x6xf32, #skein.dist<data: partial max>>) {
  // expected-error@+1 {{applies 'arith.addf' to a value that is partial max along "data"; expected it reduced first}}
  %r = linalg.generic {indexing_maps = [affine_map<(r, c) -> (r, c)>, affine_map<(r, c) -> (r, c)>], iterator_types = ["parallel", "parallel"]}
      ins(%x : tensor<4x6xf32, #skein.dist<data: partial max>>) outs(%init : tensor<4x6xf32, #skein.dist<data: partial max>>) {
  ^bb0(%a: f32, %out: f32):
    // expected-note@+1 {{in the body here}}
    %m = arith.addf %a, %a : f32
    linalg.yield %m : f32
  } -> tensor<4x6xf32, #skein.dist<data: partial max>>
  skein.return
}

// -----

// A factor of a partial product counts on every device.
skein.mesh @m(data = 2, model = 2)
skein.program @p on @m(%x: tensor<4x6xf32, #skein.dist<data: partial mul>>, %init: tensor<4x6xf32, #skein.dist<data: partial mul>>) {
  // expected-error@+1 {{applies 'arith.mulf' to a value that is partial mul along "data"; expected it reduced first}}
  %r = linalg.generic {indexing_maps = [affine_map<(r, c) -> (r, c)>, affine_map<(r, c) -> (r, c)>], iterator_types = ["parallel", "parallel"]}
      ins(%x : tensor<4x6xf32, #skein.dist<data: partial mul>>) outs(%init : tensor<4x6xf32, #skein.dist<data: partial mul>>) {
  ^bb0(%a: f32, %out: f32):
    %c = arith.constant 2.0 : f32
    // expected-note@+1 {{in the body here}}
    %m = arith.mulf %a, %c : f32
    linalg.yield %m : f32
  } -> tensor<4x6xf32, #skein.dist<data: partial mul>>
  skein.return
}

// -----

// A bias added on every device.
skein.mesh @m(data = 2, model = 2)
skein.program @p on @m(%x: tensor<4x6xf32, #skein.dist<data: partial sum>>, %y: tensor<4x6xf32>, %init: tensor<4x6xf32, #skein.dist<data: partial sum>>) {
  // expected-error@+1 {{applies 'arith.addf' to a value that is partial sum}}
  %r = linalg.generic {indexing_maps = [affine_map<(r, c) -> (r, c)>, affine_map<(r, c) -> (r, c)>, affine_map<(r, c) -> (r, c)>], iterator_types = ["parallel", "parallel"]}
      ins(%x, %y : tensor<4x6xf32, #skein.dist<data: partial sum>>, tensor<4x6xf32>) outs(%init : tensor<4x6xf32, #skein.dist<data: partial sum>>) {
  ^bb0(%a: f32, %b: f32, %out: f32):
    // expected-note@+1 {{in the body here}}
    %m = arith.addf %a, %b : f32
    linalg.yield %m : f32
  } -> tensor<4x6xf32, #skein.dist<data: partial sum>>
  skein.return
}

// -----

// A whole term added to a pending sum.
skein.mesh @m(data = 2, model = 2)
skein.program @p on @m(%x: tensor<6xf32>, %init: tensor<f32, #skein.dist<data: partial sum>>) {
  // expected-error@+1 {{applies 'arith.addf' to a value that is partial sum}}
  %r = linalg.generic {indexing_maps = [affine_map<(i) -> (i)>, affine_map<(i) -> ()>], iterator_types = ["reduction"]}
      ins(%x : tensor<6xf32>) outs(%init : tensor<f32, #skein.dist<data: partial sum>>) {
  ^bb0(%a: f32, %out: f32):
    // expected-note@+1 {{in the body here}}
    %m = arith.addf %out, %a : f32
    linalg.yield %m : f32
  } -> tensor<f32, #skein.dist<data: partial sum>>
  skein.return
}

// -----

// Looking up a table that is not whole.
skein.mesh @m(data = 2, model = 2)
skein.program @p on @m(%x: tensor<4xindex>, %t: tensor<9xf32, #skein.dist<data: split 0>>, %init: tensor<4xf32>) {
  // expected-error@+1 {{reads a value in its body that is split 0 along "data"; expected replicated}}
  %r = linalg.generic {indexing_maps = [affine_map<(i) -> (i)>, affine_map<(i) -> (i)>], iterator_types = ["parallel"]}
      ins(%x : tensor<4xindex>) outs(%init : tensor<4xf32>) {
  ^bb0(%a: index, %out: f32):
    %v = tensor.extract %t[%a] : tensor<9xf32, #skein.dist<data: split 0>>
    linalg.yield %v : f32
  } -> tensor<4xf32>
  skein.return
}

// -----

// The local index in place of the global one.
skein.mesh @m(data = 2, model = 2)
skein.program @p on @m(%init: tensor<4xindex, #skein.dist<data: split 0>>) {
  // expected-error@+1 {{reads the local index of loop d0, which init 0 splits along "data"; expected skein.shard_offset added to it, and no other use}}
  %r = linalg.generic {indexing_maps = [affine_map<(i) -> (i)>], iterator_types = ["parallel"]}
      outs(%init : tensor<4xindex, #skein.dist<data: split 0>>) {
  ^bb0(%out: index):
    // expected-note@+1 {{in the body here}}
    %i = linalg.index 0 : index
    linalg.yield %i : index
  } -> tensor<4xindex, #skein.dist<data: split 0>>
  skein.return
}

// -----

// An offset of another extent than the loop has.
skein.mesh @m(data = 2, model = 2)
skein.program @p on @m(%init: tensor<4xindex, #skein.dist<data: split 0>>) {
  // expected-error@+1 {{is used otherwise than to be added to linalg.index of a loop of extent 5 that exactly its axes split}}
  %o = skein.shard_offset 5 over @m[data]
  %r = linalg.generic {indexing_maps = [affine_map<(i) -> (i)>], iterator_types = ["parallel"]}
      outs(%init : tensor<4xindex, #skein.dist<data: split 0>>) {
  ^bb0(%out: index):
    %i = linalg.index 0 : index
    // expected-note@+1 {{used here}}
    %g = arith.addi %i, %o : index
    linalg.yield %g : index
  } -> tensor<4xindex, #skein.dist<data: split 0>>
  skein.return
}

// -----

// An offset added to the index of a loop that is not split.
skein.mesh @m(data = 2, model = 2)
skein.program @p on @m(%init: tensor<4xindex>) {
  // expected-error@+1 {{is used otherwise than to be added to linalg.index of a loop of extent 4 that exactly its axes split}}
  %o = skein.shard_offset 4 over @m[data]
  %r = linalg.generic {indexing_maps = [affine_map<(i) -> (i)>], iterator_types = ["parallel"]}
      outs(%init : tensor<4xindex>) {
  ^bb0(%out: index):
    %i = linalg.index 0 : index
    // expected-note@+1 {{used here}}
    %g = arith.addi %i, %o : index
    linalg.yield %g : index
  } -> tensor<4xindex>
  skein.return
}

// -----

// An offset that is multiplied.
skein.mesh @m(data = 2, model = 2)
skein.program @p on @m(%init: tensor<4xindex>) {
  // expected-error@+1 {{is used otherwise than to be added to linalg.index of a loop of extent 4 that exactly its axes split}}
  %o = skein.shard_offset 4 over @m[data]
  %r = linalg.generic {indexing_maps = [affine_map<(i) -> (i)>], iterator_types = ["parallel"]}
      outs(%init : tensor<4xindex>) {
  ^bb0(%out: index):
    %i = linalg.index 0 : index
    // expected-note@+1 {{used here}}
    %g = arith.muli %i, %o : index
    linalg.yield %g : index
  } -> tensor<4xindex>
  skein.return
}

// -----

// Only one of two nested axes.
skein.mesh @m(data = 2, model = 2)
skein.program @p on @m(%init: tensor<4xindex, #skein.dist<data: split 0, model: split 0>>) {
  // expected-error@+1 {{is used otherwise than to be added to linalg.index of a loop of extent 4 that exactly its axes split}}
  %o = skein.shard_offset 4 over @m[data]
  // expected-error@+1 {{reads the local index of loop d0, which init 0 splits along "model"}}
  %r = linalg.generic {indexing_maps = [affine_map<(i) -> (i)>], iterator_types = ["parallel"]}
      outs(%init : tensor<4xindex, #skein.dist<data: split 0, model: split 0>>) {
  ^bb0(%out: index):
    // expected-note@+1 {{in the body here}}
    %i = linalg.index 0 : index
    // expected-note@+1 {{used here}}
    %g = arith.addi %i, %o : index
    linalg.yield %g : index
  } -> tensor<4xindex, #skein.dist<data: split 0, model: split 0>>
  skein.return
}

// -----

// Varying and partial do not mix.
skein.mesh @m(data = 2, model = 2)
skein.program @p on @m(%x: tensor<4x6xf32, #skein.dist<data: varying>>, %y: tensor<4x6xf32, #skein.dist<data: partial sum>>, %init: tensor<4x6xf32, #skein.dist<data: varying>>) {
  // expected-error@+1 {{mixes operand 0, which is varying along "data", with operand 1, which is partial sum}}
  %r = linalg.generic {indexing_maps = [affine_map<(r, c) -> (r, c)>, affine_map<(r, c) -> (r, c)>, affine_map<(r, c) -> (r, c)>], iterator_types = ["parallel", "parallel"]}
      ins(%x, %y : tensor<4x6xf32, #skein.dist<data: varying>>, tensor<4x6xf32, #skein.dist<data: partial sum>>) outs(%init : tensor<4x6xf32, #skein.dist<data: varying>>) {
  ^bb0(%a: f32, %b: f32, %out: f32):
    %m = arith.mulf %a, %b : f32
    linalg.yield %m : f32
  } -> tensor<4x6xf32, #skein.dist<data: varying>>
  skein.return
}

// -----

// What is computed from varying values varies.
skein.mesh @m(data = 2, model = 2)
skein.program @p on @m(%x: tensor<4x6xf32, #skein.dist<data: varying>>, %init: tensor<4x6xf32>) {
  // expected-error@+1 {{result 0 is declared as replicated along "data"; expected varying, as follows from the operands}}
  %r = linalg.generic {indexing_maps = [affine_map<(r, c) -> (r, c)>, affine_map<(r, c) -> (r, c)>], iterator_types = ["parallel", "parallel"]}
      ins(%x : tensor<4x6xf32, #skein.dist<data: varying>>) outs(%init : tensor<4x6xf32>) {
  ^bb0(%a: f32, %out: f32):
    linalg.yield %a : f32
  } -> tensor<4x6xf32>
  skein.return
}

// -----

// A body that does more than compute scalars.
skein.mesh @m(data = 2, model = 2)
func.func private @f() -> f32
skein.program @p on @m(%x: tensor<4x6xf32, #skein.dist<data: split 0>>, %init: tensor<4x6xf32, #skein.dist<data: split 0>>) {
  // expected-error@+1 {{has an op in its body that is not a pure scalar op}}
  %r = linalg.generic {indexing_maps = [affine_map<(r, c) -> (r, c)>, affine_map<(r, c) -> (r, c)>], iterator_types = ["parallel", "parallel"]}
      ins(%x : tensor<4x6xf32, #skein.dist<data: split 0>>) outs(%init : tensor<4x6xf32, #skein.dist<data: split 0>>) {
  ^bb0(%a: f32, %out: f32):
    // expected-note@+1 {{in the body here}}
    %m = func.call @f() : () -> f32
    linalg.yield %m : f32
  } -> tensor<4x6xf32, #skein.dist<data: split 0>>
  skein.return
}

// -----

// Another constant than the neutral element, on every device.
skein.mesh @m(data = 2, model = 2)
skein.program @p on @m() {
  // expected-error@+1 {{is partial sum along "data", but holds another constant than the neutral element}}
  %r = arith.constant dense<1.0> : tensor<4x6xf32, #skein.dist<data: partial sum>>
  skein.return
}

// -----

skein.mesh @m(data = 2, model = 2)
skein.program @p on @m() {
  %c = arith.constant 0.0 : f32
  // expected-error@+1 {{is partial max along "data", but holds another constant than the neutral element}}
  %r = tensor.splat %c : tensor<4x6xf32, #skein.dist<data: partial max>>
  skein.return
}

// -----

skein.mesh @m(data = 2, model = 2)
skein.program @p on @m(%init: tensor<4x6xf32, #skein.dist<data: partial sum>>) {
  %c = arith.constant 1.0 : f32
  // expected-error@+1 {{result 0 is replicated along "data", but its init is partial sum}}
  %r = linalg.fill ins(%c : f32) outs(%init : tensor<4x6xf32, #skein.dist<data: partial sum>>) -> tensor<4x6xf32, #skein.dist<data: partial sum>>
  skein.return
}

// -----

// Different elements on every device.
skein.mesh @m(data = 2, model = 2)
skein.program @p on @m() {
  // expected-error@+1 {{is split 0 along "data", but has different elements; expected replicated}}
  %r = arith.constant dense<[1.0, 2.0]> : tensor<2xf32, #skein.dist<data: split 0>>
  skein.return
}

// -----

// Elementwise ops on tensors.
skein.mesh @m(data = 2, model = 2)
skein.program @p on @m(%x: tensor<4x6xf32, #skein.dist<data: partial sum>>) {
  // expected-error@+1 {{takes a value that is partial sum along "data"; expected it reduced first}}
  %r = arith.mulf %x, %x : tensor<4x6xf32, #skein.dist<data: partial sum>>
  skein.return
}

// -----

// Pieces would interleave.
skein.mesh @m(data = 2, model = 2)
skein.program @p on @m(%x: tensor<4x6xf32, #skein.dist<data: split 1>>) {
  // expected-error@+1 {{operand 0 is split 1 along "data", but dimension 0 is collapsed with it and is the outer one: pieces would interleave}}
  %r = tensor.collapse_shape %x [[0, 1]] : tensor<4x6xf32, #skein.dist<data: split 1>> into tensor<24xf32, #skein.dist<data: split 0>>
  skein.return
}

// -----

skein.mesh @m(data = 2, model = 2)
skein.program @p on @m(%x: tensor<8xf32, #skein.dist<data: split 0>>) {
  // expected-error@+1 {{result 0 is declared as split 1 along "data"; expected split 0, as follows from the operands}}
  %r = tensor.expand_shape %x [[0, 1]] output_shape [2, 4] : tensor<8xf32, #skein.dist<data: split 0>> into tensor<2x4xf32, #skein.dist<data: split 1>>
  skein.return
}

// -----

// A slice of a split dimension.
skein.mesh @m(data = 2, model = 2)
skein.program @p on @m(%x: tensor<4x6xf32, #skein.dist<data: split 0>>) {
  // expected-error@+1 {{operand 0 is split 0 along "data", but the slice does not keep all of dimension 0}}
  %r = tensor.extract_slice %x[0, 0] [2, 6] [1, 1] : tensor<4x6xf32, #skein.dist<data: split 0>> to tensor<2x6xf32, #skein.dist<data: split 0>>
  skein.return
}

// -----

// A dropped dimension.
skein.mesh @m(data = 2, model = 2)
skein.program @p on @m(%x: tensor<1x6xf32, #skein.dist<data: split 0>>) {
  // expected-error@+1 {{the slice does not keep all of dimension 0}}
  %r = tensor.extract_slice %x[0, 0] [1, 6] [1, 1] : tensor<1x6xf32, #skein.dist<data: split 0>> to tensor<6xf32, #skein.dist<data: split 0>>
  skein.return
}

// -----

skein.mesh @m(data = 2, model = 2)
skein.program @p on @m(%x: tensor<4x2xf32>, %y: tensor<4x6xf32, #skein.dist<data: split 0>>) {
  // expected-error@+1 {{inserts a source that is replicated along "data" into a destination that is split 0; expected one state, and a split dimension covered from end to end}}
  %r = tensor.insert_slice %x into %y[0, 1] [4, 2] [1, 1] : tensor<4x2xf32> into tensor<4x6xf32, #skein.dist<data: split 0>>
  skein.return
}

// -----

skein.mesh @m(data = 2, model = 2)
skein.program @p on @m(%x: tensor<4x2xf32>, %y: tensor<4x6xf32, #skein.dist<data: partial sum>>) {
  // expected-error@+1 {{operand 0 is replicated along "data", but operand 1 is partial sum; expected all in one state}}
  %r = tensor.insert_slice %x into %y[0, 1] [4, 2] [1, 1] : tensor<4x2xf32> into tensor<4x6xf32, #skein.dist<data: partial sum>>
  skein.return
}

// -----

skein.mesh @m(data = 2, model = 2)
skein.program @p on @m(%x: tensor<4x6xf32, #skein.dist<data: split 0>>) {
  %c = arith.constant 0.0 : f32
  // expected-error@+1 {{operand 0 is split 0 along "data", but it is padded along dimension 0}}
  %r = tensor.pad %x low[1, 0] high[0, 0] {
  ^bb0(%i: index, %j: index):
    tensor.yield %c : f32
  } : tensor<4x6xf32, #skein.dist<data: split 0>> to tensor<5x6xf32, #skein.dist<data: split 0>>
  skein.return
}

// -----

skein.mesh @m(data = 2, model = 2)
skein.program @p on @m(%x: tensor<4x6xf32, #skein.dist<data: partial sum>>) {
  %c = arith.constant 1.0 : f32
  // expected-error@+1 {{operand 0 is partial sum along "data", but it is padded with another value than the neutral element}}
  %r = tensor.pad %x low[1, 0] high[0, 0] {
  ^bb0(%i: index, %j: index):
    tensor.yield %c : f32
  } : tensor<4x6xf32, #skein.dist<data: partial sum>> to tensor<5x6xf32, #skein.dist<data: partial sum>>
  skein.return
}

// -----

skein.mesh @m(data = 2, model = 2)
skein.program @p on @m(%x: tensor<4x6xf32, #skein.dist<data: split 0>>) {
  // expected-error@+1 {{operand 0 is split 0 along "data", but that is the dimension of concatenation}}
  %r = tensor.concat dim(0) %x, %x : (tensor<4x6xf32, #skein.dist<data: split 0>>, tensor<4x6xf32, #skein.dist<data: split 0>>) -> tensor<8x6xf32, #skein.dist<data: split 0>>
  skein.return
}

// -----

skein.mesh @m(data = 2, model = 2)
skein.program @p on @m(%x: tensor<4x6xf32, #skein.dist<data: split 0>>, %y: tensor<4x6xf32>) {
  // expected-error@+1 {{operand 0 is split 0 along "data", but operand 1 is replicated; expected all in one state}}
  %r = tensor.concat dim(1) %x, %y : (tensor<4x6xf32, #skein.dist<data: split 0>>, tensor<4x6xf32>) -> tensor<4x12xf32, #skein.dist<data: split 0>>
  skein.return
}

// -----

// Softmax over the batch, and of partial sums.
skein.mesh @m(data = 2, model = 2)
skein.program @p on @m(%x: tensor<4x6xf32, #skein.dist<data: split 0>>, %init: tensor<4x6xf32, #skein.dist<data: split 0>>) {
  // expected-error@+1 {{operand 0 is split 0 along "data", but that is the dimension of the softmax}}
  %r = linalg.softmax dimension(0) ins(%x : tensor<4x6xf32, #skein.dist<data: split 0>>) outs(%init : tensor<4x6xf32, #skein.dist<data: split 0>>) -> tensor<4x6xf32, #skein.dist<data: split 0>>
  skein.return
}

// -----

skein.mesh @m(data = 2, model = 2)
skein.program @p on @m(%x: tensor<4x6xf32, #skein.dist<data: partial sum>>, %init: tensor<4x6xf32, #skein.dist<data: partial sum>>) {
  // expected-error@+1 {{operand 0 is partial sum along "data", but softmax needs it reduced first}}
  %r = linalg.softmax dimension(1) ins(%x : tensor<4x6xf32, #skein.dist<data: partial sum>>) outs(%init : tensor<4x6xf32, #skein.dist<data: partial sum>>) -> tensor<4x6xf32, #skein.dist<data: partial sum>>
  skein.return
}

// -----

// Laundering a partial sum.
skein.mesh @m(data = 2, model = 2)
skein.program @p on @m(%x: tensor<4x6xf32, #skein.dist<data: partial sum>>) {
  // expected-error@+1 {{result 0 is declared as replicated along "data"; expected partial sum}}
  %r = tensor.cast %x : tensor<4x6xf32, #skein.dist<data: partial sum>> to tensor<4x6xf32>
  skein.return
}

// -----

// Scalars are the same on all devices.
skein.mesh @m(data = 2, model = 2)
skein.program @p on @m(%x: tensor<f32, #skein.dist<data: varying>>) {
  // expected-error@+1 {{operand 0 is varying along "data", but the op has no distribution rule; expected replicated}}
  %r = tensor.extract %x[] : tensor<f32, #skein.dist<data: varying>>
  skein.return
}

// -----

// The extent of a split dimension is a local one.
skein.mesh @m(data = 2, model = 2)
skein.program @p on @m(%x: tensor<4x6xf32, #skein.dist<data: split 0>>) {
  %c = arith.constant 0 : index
  // expected-error@+1 {{operand 0 is split 0 along "data", but that extent is the local one}}
  %r = tensor.dim %x, %c : tensor<4x6xf32, #skein.dist<data: split 0>>
  skein.return
}

// -----

skein.mesh @m(data = 2, model = 2)
skein.program @p on @m(%x: tensor<4x6xf32, #skein.dist<data: split 0>>, %i: tensor<2x1xindex>) {
  // expected-error@+1 {{operand 0 is split 0 along "data", but a gather needs it replicated}}
  %r = tensor.gather %x[%i] gather_dims([1]) : (tensor<4x6xf32, #skein.dist<data: split 0>>, tensor<2x1xindex>) -> tensor<2x4x1xf32, #skein.dist<data: split 0>>
  skein.return
}

// -----

// An op without a rule.
skein.mesh @m(data = 2, model = 2)
skein.program @p on @m(%x: tensor<4x6xf32, #skein.dist<data: split 0>>, %s: tensor<2xindex>) {
  // expected-error@+1 {{operand 0 is split 0 along "data", but the op has no distribution rule; expected replicated}}
  %r = tensor.reshape %x(%s) : (tensor<4x6xf32, #skein.dist<data: split 0>>, tensor<2xindex>) -> tensor<4x6xf32, #skein.dist<data: split 0>>
  skein.return
}

// -----

// Two axes on one dimension nest alike.
skein.mesh @m(data = 2, model = 2)
skein.program @p on @m(%x: tensor<4x6xf32, #skein.dist<data: split 0, model: split 0>>, %y: tensor<4x6xf32, #skein.dist<model: split 0, data: split 0>>, %init: tensor<4x6xf32, #skein.dist<data: split 0, model: split 0>>) {
  // expected-error@+1 {{nests axes on one dimension in two orders: [data, model] and [model, data]}}
  %r = linalg.generic {indexing_maps = [affine_map<(r, c) -> (r, c)>, affine_map<(r, c) -> (r, c)>, affine_map<(r, c) -> (r, c)>], iterator_types = ["parallel", "parallel"]}
      ins(%x, %y : tensor<4x6xf32, #skein.dist<data: split 0, model: split 0>>, tensor<4x6xf32, #skein.dist<model: split 0, data: split 0>>) outs(%init : tensor<4x6xf32, #skein.dist<data: split 0, model: split 0>>) {
  ^bb0(%a: f32, %b: f32, %out: f32):
    %m = arith.mulf %a, %b : f32
    linalg.yield %m : f32
  } -> tensor<4x6xf32, #skein.dist<data: split 0, model: split 0>>
  skein.return
}

// -----

// The outer dimension becomes the outer axis.
skein.mesh @m(data = 2, model = 2)
skein.program @p on @m(%x: tensor<1x4xf32, #skein.dist<data: split 0, model: split 1>>) {
  // expected-error@+1 {{nests axes on one dimension in two orders}}
  %r = tensor.collapse_shape %x [[0, 1]] : tensor<1x4xf32, #skein.dist<data: split 0, model: split 1>> into tensor<4xf32, #skein.dist<model: split 0, data: split 0>>
  skein.return
}

// -----

// Axes are those of the mesh.
skein.mesh @m(data = 2, model = 2)
// expected-error@+1 {{'skein.program' op has a value of type 'tensor<4xf32, #skein.dist<pipe: split 0>>', but @m has no axis "pipe"}}
skein.program @p on @m(%x: tensor<4xf32, #skein.dist<pipe: split 0>>) {
  skein.return
}

// -----

// So are those of collectives and distributed variables.
skein.mesh @m(data = 2, model = 2)
skein.mesh @n(data = 4)
skein.variable @w on @n : tensor<4xf32, #skein.dist<data: split 0>>
skein.program @p on @m(%x: tensor<4xf32, #skein.dist<data: partial sum>>) {
  // expected-error@+1 {{is over @n; expected @m, the mesh of the program}}
  %r = skein.all_reduce sum %x over @n[data] : tensor<4xf32, #skein.dist<data: partial sum>> -> tensor<4xf32>
  // expected-error@+1 {{is over @n; expected @m, the mesh of the program}}
  %w = skein.read @w : tensor<4xf32, #skein.dist<data: split 0>>
  skein.return
}

// -----

// A function says which mesh it is for.
skein.mesh @m(data = 2, model = 2)
// expected-note@+1 {{function declared here}}
func.func private @f(%x: tensor<4xf32>) {
  return
}
skein.program @p on @m(%x: tensor<4xf32>) {
  // expected-error@+1 {{calls @f; expected a function with skein.mesh = @m}}
  func.call @f(%x) : (tensor<4xf32>) -> ()
  skein.return
}

// -----

skein.mesh @m(data = 2, model = 2)
func.func private @f(%x: tensor<4xf32>)
skein.program @p on @m(%x: tensor<4xf32>) {
  // expected-error@+1 {{calls @f, which has no body to check}}
  func.call @f(%x) : (tensor<4xf32>) -> ()
  skein.return
}

// -----

// Functions that a program calls are checked with it, once.
skein.mesh @m(data = 2, model = 2)
func.func private @f(%x: tensor<4x6xf32, #skein.dist<data: partial sum>>) -> tensor<4x6xf32, #skein.dist<data: partial sum>> attributes {skein.mesh = @m} {
  // expected-error@+1 {{takes a value that is partial sum along "data"; expected it reduced first}}
  %r = arith.mulf %x, %x : tensor<4x6xf32, #skein.dist<data: partial sum>>
  return %r : tensor<4x6xf32, #skein.dist<data: partial sum>>
}
skein.program @p on @m(%x: tensor<4x6xf32, #skein.dist<data: partial sum>>) {
  %y = func.call @f(%x) : (tensor<4x6xf32, #skein.dist<data: partial sum>>) -> tensor<4x6xf32, #skein.dist<data: partial sum>>
  %z = func.call @f(%y) : (tensor<4x6xf32, #skein.dist<data: partial sum>>) -> tensor<4x6xf32, #skein.dist<data: partial sum>>
  skein.return
}

// -----

// The note is at the op that made the state, behind ops that kept it.
skein.mesh @m(data = 2, model = 2)
skein.variable @w : tensor<6xf32>
skein.program @p on @m(%x: tensor<4x6xf32, #skein.dist<data: split 0>>) {
  %zero = arith.constant dense<0.0> : tensor<6xf32, #skein.dist<data: partial sum>>
  // expected-note@+1 {{became partial sum along "data" here}}
  %g = linalg.reduce {arith.addf} ins(%x : tensor<4x6xf32, #skein.dist<data: split 0>>) outs(%zero : tensor<6xf32, #skein.dist<data: partial sum>>) dimensions = [0]
  %h = arith.negf %g : tensor<6xf32, #skein.dist<data: partial sum>>
  // expected-error@+1 {{gradient of @w is partial sum along "data"; expected replicated}}
  skein.apply_gradient @w, %h : tensor<6xf32, #skein.dist<data: partial sum>> using #skein.sgd<learning_rate = 0.1>
  skein.return
}

// -----

// Unsynchronized programs obey all rules but one.
skein.mesh @m(data = 2, model = 2)
skein.variable @w : tensor<4x6xf32>
skein.program @p on @m(%x: tensor<4x6xf32, #skein.dist<data: split 0>>) attributes {skein.unsynchronized} {
  // expected-error@+1 {{new value of @w is split 0 along "data"; expected replicated}}
  skein.assign @w, %x : tensor<4x6xf32, #skein.dist<data: split 0>>
  skein.return
}

// -----

skein.mesh @m(data = 2, model = 2)
skein.program @p on @m(%x: tensor<4x6xf32, #skein.dist<data: partial sum>>) -> tensor<4x6xf32, #skein.dist<data: partial sum>> attributes {skein.unsynchronized} {
  // expected-error@+1 {{takes a value that is partial sum}}
  %r = math.exp %x : tensor<4x6xf32, #skein.dist<data: partial sum>>
  skein.return %r : tensor<4x6xf32, #skein.dist<data: partial sum>>
}

// -----

// skein.program, C4.
skein.mesh @m(data = 2, model = 2)
// expected-error@+1 {{result "loss" is partial sum along "data"; expected replicated or split}}
skein.program @p on @m(%x: tensor<4x6xf32, #skein.dist<data: partial sum>>) -> (tensor<4x6xf32, #skein.dist<data: partial sum>> {skein.name = "loss"}) {
  skein.return %x : tensor<4x6xf32, #skein.dist<data: partial sum>>
}
