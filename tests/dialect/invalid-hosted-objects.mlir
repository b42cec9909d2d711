// Every constraint of objects that live on one device, violated once.
// RUN: skein-opt %s --split-input-file --verify-diagnostics

// Variables C5.
skein.mesh @ps(server = 2)
// expected-error@+1 {{is at server = 2 : i64; expected a number below 2, the number of devices of @ps along that axis}}
skein.variable @v on @ps[server = 2] : tensor<4xf32>

// -----

skein.mesh @ps(server = 2)
// expected-error@+1 {{is at a coordinate of "node", which is not an axis of @ps}}
skein.variable @v on @ps[node = 0] : tensor<4xf32>

// -----

skein.mesh @ps(node = 2, server = 2)
// expected-error@+1 {{is split over "server", along which it is at one coordinate}}
skein.variable @v on @ps[server = 0] : tensor<4xf32, #skein.dist<server: split 0>>

// -----

// Accumulators C1, on several devices.
skein.mesh @ps(node = 2, server = 2)
skein.variable @v on @ps[server = 0] : tensor<4xf32>
// expected-error@+1 {{is of @v; expected a floating-point skein.variable that lives on one device}}
skein.accumulator @a of @v from @ps[node] in index order

// -----

// C6.
// expected-error@+1 {{expected a tensor of rank 1 that has a piece of type 'tensor<4xf32>' there}}
skein.variable @v : tensor<4xf32> {skein.stored = #skein.stored<"w" at [5] of [8]>}

// -----

// Stored C1.
// expected-error@+1 {{stored at 2 offsets of 1 extents; expected as many, none of them negative}}
skein.variable @v : tensor<4xf32> {skein.stored = #skein.stored<"w" at [0, 0] of [8]>}

// -----

// Accumulators C1.
skein.mesh @w(data = 4)
skein.mesh @ps(server = 2)
skein.variable @v on @ps[server = 0] : tensor<8x3xf32> = #skein.zeros
skein.variable @b : tensor<3xf32> = #skein.zeros
skein.accumulator @v.sum of @v from @w[data] in index order
skein.accumulator @v.any of @v from @w[data] in arrival order
skein.accumulator @v.rows of @v from @w[data] in index order by 6 rows
skein.queue @go on @ps[server = 0] per @w : tensor<i64>
skein.queue @tokens on @ps[server = 0] : tensor<i64>
// expected-error@+1 {{is of @b; expected a floating-point skein.variable that lives on one device}}
skein.accumulator @a of @b from @w[data] in index order

// -----

// C2.
skein.mesh @w(data = 4)
skein.mesh @ps(server = 2)
skein.variable @v on @ps[server = 0] : tensor<8x3xf32> = #skein.zeros
skein.variable @b : tensor<3xf32> = #skein.zeros
skein.accumulator @v.sum of @v from @w[data] in index order
skein.accumulator @v.any of @v from @w[data] in arrival order
skein.accumulator @v.rows of @v from @w[data] in index order by 6 rows
skein.queue @go on @ps[server = 0] per @w : tensor<i64>
skein.queue @tokens on @ps[server = 0] : tensor<i64>
// expected-error@+1 {{is filled from @x, which is not a skein.mesh}}
skein.accumulator @a of @v from @x[data] in index order

// -----

skein.mesh @w(data = 4)
skein.mesh @ps(server = 2)
skein.variable @v on @ps[server = 0] : tensor<8x3xf32> = #skein.zeros
skein.variable @b : tensor<3xf32> = #skein.zeros
skein.accumulator @v.sum of @v from @w[data] in index order
skein.accumulator @v.any of @v from @w[data] in arrival order
skein.accumulator @v.rows of @v from @w[data] in index order by 6 rows
skein.queue @go on @ps[server = 0] per @w : tensor<i64>
skein.queue @tokens on @ps[server = 0] : tensor<i64>
// expected-error@+1 {{is filled along "server"; expected axes of @w, each once}}
skein.accumulator @a of @v from @w[server] in index order

// -----

// C3.
skein.mesh @w(data = 4)
skein.mesh @ps(server = 2)
skein.variable @v on @ps[server = 0] : tensor<8x3xf32> = #skein.zeros
skein.variable @b : tensor<3xf32> = #skein.zeros
skein.accumulator @v.sum of @v from @w[data] in index order
skein.accumulator @v.any of @v from @w[data] in arrival order
skein.accumulator @v.rows of @v from @w[data] in index order by 6 rows
skein.queue @go on @ps[server = 0] per @w : tensor<i64>
skein.queue @tokens on @ps[server = 0] : tensor<i64>
// expected-error@+1 {{takes 0 rows of 'tensor<8x3xf32>'; expected at least 1, of a tensor with rows}}
skein.accumulator @a of @v from @w[data] in index order by 0 rows

// -----

// Queues C1.
skein.mesh @w(data = 4)
skein.mesh @ps(server = 2)
skein.variable @v on @ps[server = 0] : tensor<8x3xf32> = #skein.zeros
skein.variable @b : tensor<3xf32> = #skein.zeros
skein.accumulator @v.sum of @v from @w[data] in index order
skein.accumulator @v.any of @v from @w[data] in arrival order
skein.accumulator @v.rows of @v from @w[data] in index order by 6 rows
skein.queue @go on @ps[server = 0] per @w : tensor<i64>
skein.queue @tokens on @ps[server = 0] : tensor<i64>
// expected-error@+1 {{is at 0 coordinates of 1 on @ps; expected all of them}}
skein.queue @q on @ps : tensor<i64>

// -----

skein.mesh @w(data = 4)
skein.mesh @ps(server = 2)
skein.variable @v on @ps[server = 0] : tensor<8x3xf32> = #skein.zeros
skein.variable @b : tensor<3xf32> = #skein.zeros
skein.accumulator @v.sum of @v from @w[data] in index order
skein.accumulator @v.any of @v from @w[data] in arrival order
skein.accumulator @v.rows of @v from @w[data] in index order by 6 rows
skein.queue @go on @ps[server = 0] per @w : tensor<i64>
skein.queue @tokens on @ps[server = 0] : tensor<i64>
// expected-error@+1 {{is one for each device of @x, which is not a skein.mesh}}
skein.queue @q on @ps[server = 0] per @x : tensor<i64>

// -----

skein.mesh @w(data = 4)
skein.mesh @ps(server = 2)
skein.variable @v on @ps[server = 0] : tensor<8x3xf32> = #skein.zeros
skein.variable @b : tensor<3xf32> = #skein.zeros
skein.accumulator @v.sum of @v from @w[data] in index order
skein.accumulator @v.any of @v from @w[data] in arrival order
skein.accumulator @v.rows of @v from @w[data] in index order by 6 rows
skein.queue @go on @ps[server = 0] per @w : tensor<i64>
skein.queue @tokens on @ps[server = 0] : tensor<i64>
// expected-error@+1 {{lives nowhere; expected 'on' a device, or 'per' mesh}}
skein.queue @q : tensor<i64>

// -----

// C2.
skein.mesh @w(data = 4)
skein.mesh @ps(server = 2)
skein.variable @v on @ps[server = 0] : tensor<8x3xf32> = #skein.zeros
skein.variable @b : tensor<3xf32> = #skein.zeros
skein.accumulator @v.sum of @v from @w[data] in index order
skein.accumulator @v.any of @v from @w[data] in arrival order
skein.accumulator @v.rows of @v from @w[data] in index order by 6 rows
skein.queue @go on @ps[server = 0] per @w : tensor<i64>
skein.queue @tokens on @ps[server = 0] : tensor<i64>
// expected-error@+1 {{starts with 3 elements and has room for 2; expected positive numbers, and no more elements than room}}
skein.queue @q on @ps[server = 0] : tensor<i64> starting with 3 capacity 2

// -----

skein.mesh @w(data = 4)
skein.mesh @ps(server = 2)
skein.variable @v on @ps[server = 0] : tensor<8x3xf32> = #skein.zeros
skein.variable @b : tensor<3xf32> = #skein.zeros
skein.accumulator @v.sum of @v from @w[data] in index order
skein.accumulator @v.any of @v from @w[data] in arrival order
skein.accumulator @v.rows of @v from @w[data] in index order by 6 rows
skein.queue @go on @ps[server = 0] per @w : tensor<i64>
skein.queue @tokens on @ps[server = 0] : tensor<i64>
// expected-error@+1 {{starts with numbers of steps, but holds 'tensor<f32>'; expected 'tensor<i64>'}}
skein.queue @q on @ps[server = 0] : tensor<f32> starting with 3

// -----

// Programs C5.
skein.mesh @w(data = 4)
skein.mesh @ps(server = 2)
skein.variable @v on @ps[server = 0] : tensor<8x3xf32> = #skein.zeros
skein.variable @b : tensor<3xf32> = #skein.zeros
skein.accumulator @v.sum of @v from @w[data] in index order
skein.accumulator @v.any of @v from @w[data] in arrival order
skein.accumulator @v.rows of @v from @w[data] in index order by 6 rows
skein.queue @go on @ps[server = 0] per @w : tensor<i64>
skein.queue @tokens on @ps[server = 0] : tensor<i64>
// expected-error@+1 {{is independent along "model"; expected an axis of @w without a coordinate, once}}
skein.program @p on @w[model independent]() {
  skein.return
}

// -----

// C6.
skein.mesh @w(data = 4)
skein.mesh @ps(server = 2)
skein.variable @v on @ps[server = 0] : tensor<8x3xf32> = #skein.zeros
skein.variable @b : tensor<3xf32> = #skein.zeros
skein.accumulator @v.sum of @v from @w[data] in index order
skein.accumulator @v.any of @v from @w[data] in arrival order
skein.accumulator @v.rows of @v from @w[data] in index order by 6 rows
skein.queue @go on @ps[server = 0] per @w : tensor<i64>
skein.queue @tokens on @ps[server = 0] : tensor<i64>
// expected-error@+1 {{is beside @q; expected a skein.program that is beside no other}}
skein.program @p on @w beside @q() {
  skein.return
}

// -----

skein.mesh @w(data = 4)
skein.mesh @ps(server = 2)
skein.variable @v on @ps[server = 0] : tensor<8x3xf32> = #skein.zeros
skein.variable @b : tensor<3xf32> = #skein.zeros
skein.accumulator @v.sum of @v from @w[data] in index order
skein.accumulator @v.any of @v from @w[data] in arrival order
skein.accumulator @v.rows of @v from @w[data] in index order by 6 rows
skein.queue @go on @ps[server = 0] per @w : tensor<i64>
skein.queue @tokens on @ps[server = 0] : tensor<i64>
// expected-error@+1 {{runs 2 times in a step; expected at least 1, and a program that it is beside if it is more}}
skein.program @p on @w times 2 () {
  skein.return
}

// -----

// Independent axes.
skein.mesh @w(data = 4)
skein.mesh @ps(server = 2)
skein.variable @v on @ps[server = 0] : tensor<8x3xf32> = #skein.zeros
skein.variable @b : tensor<3xf32> = #skein.zeros
skein.accumulator @v.sum of @v from @w[data] in index order
skein.accumulator @v.any of @v from @w[data] in arrival order
skein.accumulator @v.rows of @v from @w[data] in index order by 6 rows
skein.queue @go on @ps[server = 0] per @w : tensor<i64>
skein.queue @tokens on @ps[server = 0] : tensor<i64>
skein.program @p on @w[data independent](%x: tensor<4xf32>) {
  // expected-error@+1 {{is over "data", along which devices of @p do not keep step; expected no collective over it}}
  %i = skein.axis_index over @w[data] : tensor<i64>
  skein.return
}

// -----

skein.mesh @w(data = 4)
skein.mesh @ps(server = 2)
skein.variable @v on @ps[server = 0] : tensor<8x3xf32> = #skein.zeros
skein.variable @b : tensor<3xf32> = #skein.zeros
skein.accumulator @v.sum of @v from @w[data] in index order
skein.accumulator @v.any of @v from @w[data] in arrival order
skein.accumulator @v.rows of @v from @w[data] in index order by 6 rows
skein.queue @go on @ps[server = 0] per @w : tensor<i64>
skein.queue @tokens on @ps[server = 0] : tensor<i64>
// expected-error@+1 {{but devices along "data" do not keep step; expected no state along that axis}}
skein.program @p on @w[data independent](%x: tensor<4xf32, #skein.dist<data: split 0>>) {
  skein.return
}

// -----

// Variables that live elsewhere.
skein.mesh @w(data = 4)
skein.mesh @ps(server = 2)
// expected-note@+1 {{variable declared here}}
skein.variable @v on @ps[server = 0] : tensor<8x3xf32> = #skein.zeros
skein.variable @b : tensor<3xf32> = #skein.zeros
skein.accumulator @v.sum of @v from @w[data] in index order
skein.accumulator @v.any of @v from @w[data] in arrival order
skein.accumulator @v.rows of @v from @w[data] in index order by 6 rows
skein.queue @go on @ps[server = 0] per @w : tensor<i64>
skein.queue @tokens on @ps[server = 0] : tensor<i64>
skein.program @p on @w() {
  // expected-error@+1 {{uses @v, which lives on another device; expected skein.pull, or skein.push to an accumulator}}
  %v = skein.read @v : tensor<8x3xf32>
  skein.return
}

// -----

// Pull C1.
skein.mesh @w(data = 4)
skein.mesh @ps(server = 2)
skein.variable @v on @ps[server = 0] : tensor<8x3xf32> = #skein.zeros
skein.variable @b : tensor<3xf32> = #skein.zeros
skein.accumulator @v.sum of @v from @w[data] in index order
skein.accumulator @v.any of @v from @w[data] in arrival order
skein.accumulator @v.rows of @v from @w[data] in index order by 6 rows
skein.queue @go on @ps[server = 0] per @w : tensor<i64>
skein.queue @tokens on @ps[server = 0] : tensor<i64>
skein.program @p on @w() {
  // expected-error@+1 {{pulls @b, which several devices have; expected a variable that lives on one}}
  %b = skein.pull @b : tensor<3xf32>
  skein.return
}

// -----

// C2.
skein.mesh @w(data = 4)
skein.mesh @ps(server = 2)
skein.variable @v on @ps[server = 0] : tensor<8x3xf32> = #skein.zeros
skein.variable @b : tensor<3xf32> = #skein.zeros
skein.accumulator @v.sum of @v from @w[data] in index order
skein.accumulator @v.any of @v from @w[data] in arrival order
skein.accumulator @v.rows of @v from @w[data] in index order by 6 rows
skein.queue @go on @ps[server = 0] per @w : tensor<i64>
skein.queue @tokens on @ps[server = 0] : tensor<i64>
skein.program @p on @w() {
  // expected-error@+1 {{value has type 'tensor<3xf32>'; expected 'tensor<8x3xf32>'}}
  %v = skein.pull @v : tensor<3xf32>
  skein.return
}

// -----

skein.mesh @w(data = 4)
skein.mesh @ps(server = 2)
skein.variable @v on @ps[server = 0] : tensor<8x3xf32> = #skein.zeros
skein.variable @b : tensor<3xf32> = #skein.zeros
skein.accumulator @v.sum of @v from @w[data] in index order
skein.accumulator @v.any of @v from @w[data] in arrival order
skein.accumulator @v.rows of @v from @w[data] in index order by 6 rows
skein.queue @go on @ps[server = 0] per @w : tensor<i64>
skein.queue @tokens on @ps[server = 0] : tensor<i64>
skein.program @p on @w() {
  // expected-error@+1 {{value is split 0 along "data"; expected replicated or varying}}
  %v = skein.pull @v : tensor<8x3xf32, #skein.dist<data: split 0>>
  skein.return
}

// -----

// Pull of rows C1.
skein.mesh @w(data = 4)
skein.mesh @ps(server = 2)
skein.variable @v on @ps[server = 0] : tensor<8x3xf32> = #skein.zeros
skein.variable @b : tensor<3xf32> = #skein.zeros
skein.program @p on @w(%i: tensor<6xi32, #skein.dist<data: split 0>>, %n: tensor<6xi32, #skein.dist<data: partial sum>>) {
  // expected-error@+1 {{pulls rows of @b; expected a variable with rows that lives on one device}}
  %r = skein.pull_rows @b, %i : tensor<6xi32, #skein.dist<data: split 0>> -> tensor<6xf32, #skein.dist<data: split 0>>
  skein.return
}

// -----

// C2.
skein.mesh @w(data = 4)
skein.mesh @ps(server = 2)
skein.variable @v on @ps[server = 0] : tensor<8x3xf32> = #skein.zeros
skein.variable @b : tensor<3xf32> = #skein.zeros
skein.program @p on @w(%i: tensor<6xi32, #skein.dist<data: split 0>>, %n: tensor<6xi32, #skein.dist<data: partial sum>>) {
  // expected-error@+1 {{value has type 'tensor<6x2xf32>'; expected 'tensor<6x3xf32>'}}
  %r = skein.pull_rows @v, %i : tensor<6xi32, #skein.dist<data: split 0>> -> tensor<6x2xf32, #skein.dist<data: split 0>>
  skein.return
}

// -----

// C3.
skein.mesh @w(data = 4)
skein.mesh @ps(server = 2)
skein.variable @v on @ps[server = 0] : tensor<8x3xf32> = #skein.zeros
skein.variable @b : tensor<3xf32> = #skein.zeros
skein.program @p on @w(%i: tensor<6xi32, #skein.dist<data: split 0>>, %n: tensor<6xi32, #skein.dist<data: partial sum>>) {
  // expected-error@+1 {{expected the same states}}
  %r = skein.pull_rows @v, %i : tensor<6xi32, #skein.dist<data: split 0>> -> tensor<6x3xf32>
  skein.return
}

// -----

skein.mesh @w(data = 4)
skein.mesh @ps(server = 2)
skein.variable @v on @ps[server = 0] : tensor<8x3xf32> = #skein.zeros
skein.variable @b : tensor<3xf32> = #skein.zeros
skein.program @p on @w(%i: tensor<6xi32, #skein.dist<data: split 0>>, %n: tensor<6xi32, #skein.dist<data: partial sum>>) {
  // expected-error@+1 {{indices is partial sum along "data"; expected a state that is not partial}}
  %r = skein.pull_rows @v, %n : tensor<6xi32, #skein.dist<data: partial sum>> -> tensor<6x3xf32, #skein.dist<data: partial sum>>
  skein.return
}

// -----

// Push C1.
skein.mesh @w(data = 4)
skein.mesh @ps(server = 2)
skein.variable @v on @ps[server = 0] : tensor<8x3xf32> = #skein.zeros
skein.variable @b : tensor<3xf32> = #skein.zeros
skein.accumulator @v.sum of @v from @w[data] in index order
skein.accumulator @v.any of @v from @w[data] in arrival order
skein.accumulator @v.rows of @v from @w[data] in index order by 6 rows
skein.queue @go on @ps[server = 0] per @w : tensor<i64>
skein.queue @tokens on @ps[server = 0] : tensor<i64>
skein.program @p on @w(%g: tensor<8x3xf32, #skein.dist<data: partial sum>>) {
  // expected-error@+1 {{names @v, which is not a skein.accumulator}}
  skein.push @v, %g : tensor<8x3xf32, #skein.dist<data: partial sum>>
  skein.return
}

// -----

skein.mesh @w(data = 4)
skein.mesh @ps(server = 2)
skein.variable @v on @ps[server = 0] : tensor<8x3xf32> = #skein.zeros
skein.variable @b : tensor<3xf32> = #skein.zeros
skein.accumulator @v.sum of @v from @w[data] in index order
skein.accumulator @v.any of @v from @w[data] in arrival order
skein.accumulator @v.rows of @v from @w[data] in index order by 6 rows
skein.queue @go on @ps[server = 0] per @w : tensor<i64>
skein.queue @tokens on @ps[server = 0] : tensor<i64>
skein.program @p on @w(%g: tensor<8x3xf32, #skein.dist<data: partial sum>>) {
  // expected-error@+1 {{names @v.rows, which takes rows; expected skein.push_rows}}
  skein.push @v.rows, %g : tensor<8x3xf32, #skein.dist<data: partial sum>>
  skein.return
}

// -----

// C2.
skein.mesh @w(data = 4)
skein.mesh @ps(server = 2)
skein.variable @v on @ps[server = 0] : tensor<8x3xf32> = #skein.zeros
skein.variable @b : tensor<3xf32> = #skein.zeros
skein.accumulator @v.sum of @v from @w[data] in index order
skein.accumulator @v.any of @v from @w[data] in arrival order
skein.accumulator @v.rows of @v from @w[data] in index order by 6 rows
skein.queue @go on @ps[server = 0] per @w : tensor<i64>
skein.queue @tokens on @ps[server = 0] : tensor<i64>
skein.program @p on @w(%g: tensor<8x3xf32>) {
  // expected-error@+1 {{gradient is replicated along "data"; expected a partial sum}}
  skein.push @v.sum, %g : tensor<8x3xf32>
  skein.return
}

// -----

skein.mesh @w(data = 4)
skein.mesh @ps(server = 2)
skein.variable @v on @ps[server = 0] : tensor<8x3xf32> = #skein.zeros
skein.variable @b : tensor<3xf32> = #skein.zeros
skein.accumulator @v.sum of @v from @w[data] in index order
skein.accumulator @v.any of @v from @w[data] in arrival order
skein.accumulator @v.rows of @v from @w[data] in index order by 6 rows
skein.queue @go on @ps[server = 0] per @w : tensor<i64>
skein.queue @tokens on @ps[server = 0] : tensor<i64>
skein.program @p on @ps[server = 0](%g: tensor<8x3xf32>) {
  // expected-error@+1 {{is in a program on @ps; expected @w, from which @v.sum is filled}}
  skein.push @v.sum, %g : tensor<8x3xf32>
  skein.return
}

// -----

skein.mesh @w(data = 4, model = 2)
skein.mesh @ps(server = 2)
skein.variable @v on @ps[server = 0] : tensor<8x3xf32> = #skein.zeros
skein.variable @b : tensor<3xf32> = #skein.zeros
skein.accumulator @v.sum of @v from @w[data] in index order
skein.accumulator @v.any of @v from @w[data] in arrival order
skein.accumulator @v.rows of @v from @w[data] in index order by 6 rows
skein.queue @go on @ps[server = 0] per @w : tensor<i64>
skein.queue @tokens on @ps[server = 0] : tensor<i64>
skein.program @p on @w(%g: tensor<8x3xf32, #skein.dist<data: partial sum, model: varying>>) {
  // expected-error@+1 {{gradient is varying along "model"; expected replicated, since @v.sum is not filled along that axis}}
  skein.push @v.sum, %g : tensor<8x3xf32, #skein.dist<data: partial sum, model: varying>>
  skein.return
}

// -----

// Push of rows C1.
skein.mesh @w(data = 4)
skein.mesh @ps(server = 2)
skein.variable @v on @ps[server = 0] : tensor<8x3xf32> = #skein.zeros
skein.variable @b : tensor<3xf32> = #skein.zeros
skein.accumulator @v.sum of @v from @w[data] in index order
skein.accumulator @v.any of @v from @w[data] in arrival order
skein.accumulator @v.rows of @v from @w[data] in index order by 6 rows
skein.queue @go on @ps[server = 0] per @w : tensor<i64>
skein.queue @tokens on @ps[server = 0] : tensor<i64>
skein.program @p on @w(%i: tensor<5xi32, #skein.dist<data: split 0>>, %r: tensor<5x3xf32, #skein.dist<data: split 0>>) {
  // expected-error@+1 {{pushes 5 rows to @v.rows, which takes 6}}
  skein.push_rows @v.rows, %i, %r : tensor<5xi32, #skein.dist<data: split 0>>, tensor<5x3xf32, #skein.dist<data: split 0>>
  skein.return
}

// -----

// C2.
skein.mesh @w(data = 4)
skein.mesh @ps(server = 2)
skein.variable @v on @ps[server = 0] : tensor<8x3xf32> = #skein.zeros
skein.variable @b : tensor<3xf32> = #skein.zeros
skein.accumulator @v.sum of @v from @w[data] in index order
skein.accumulator @v.any of @v from @w[data] in arrival order
skein.accumulator @v.rows of @v from @w[data] in index order by 6 rows
skein.queue @go on @ps[server = 0] per @w : tensor<i64>
skein.queue @tokens on @ps[server = 0] : tensor<i64>
skein.program @p on @w(%i: tensor<6xi32, #skein.dist<data: split 0>>, %r: tensor<6x2xf32, #skein.dist<data: split 0>>) {
  // expected-error@+1 {{rows has type 'tensor<6x2xf32>'; expected 'tensor<6x3xf32>'}}
  skein.push_rows @v.rows, %i, %r : tensor<6xi32, #skein.dist<data: split 0>>, tensor<6x2xf32, #skein.dist<data: split 0>>
  skein.return
}

// -----

skein.mesh @w(data = 4)
skein.mesh @ps(server = 2)
skein.variable @v on @ps[server = 0] : tensor<8x3xf32> = #skein.zeros
skein.variable @b : tensor<3xf32> = #skein.zeros
skein.accumulator @v.sum of @v from @w[data] in index order
skein.accumulator @v.any of @v from @w[data] in arrival order
skein.accumulator @v.rows of @v from @w[data] in index order by 6 rows
skein.queue @go on @ps[server = 0] per @w : tensor<i64>
skein.queue @tokens on @ps[server = 0] : tensor<i64>
skein.program @p on @w(%i: tensor<6xi32>, %r: tensor<6x3xf32, #skein.dist<data: split 0>>) {
  // expected-error@+1 {{has indices that are replicated along "data" and rows that are split 0; expected both split 0, or rows that are a partial sum}}
  skein.push_rows @v.rows, %i, %r : tensor<6xi32>, tensor<6x3xf32, #skein.dist<data: split 0>>
  skein.return
}

// -----

// Enqueue C1.
skein.mesh @w(data = 4)
skein.mesh @ps(server = 2)
skein.variable @v on @ps[server = 0] : tensor<8x3xf32> = #skein.zeros
skein.variable @b : tensor<3xf32> = #skein.zeros
skein.accumulator @v.sum of @v from @w[data] in index order
skein.accumulator @v.any of @v from @w[data] in arrival order
skein.accumulator @v.rows of @v from @w[data] in index order by 6 rows
skein.queue @go on @ps[server = 0] per @w : tensor<i64>
skein.queue @tokens on @ps[server = 0] : tensor<i64>
skein.program @p on @ps[server = 0](%x: tensor<f32>) {
  // expected-error@+1 {{value has type 'tensor<f32>'; expected 'tensor<i64>'}}
  skein.enqueue @go[*], %x : tensor<f32>
  skein.return
}

// -----

// C2.
skein.mesh @w(data = 4)
skein.mesh @ps(server = 2)
skein.variable @v on @ps[server = 0] : tensor<8x3xf32> = #skein.zeros
skein.variable @b : tensor<3xf32> = #skein.zeros
skein.accumulator @v.sum of @v from @w[data] in index order
skein.accumulator @v.any of @v from @w[data] in arrival order
skein.accumulator @v.rows of @v from @w[data] in index order by 6 rows
skein.queue @go on @ps[server = 0] per @w : tensor<i64>
skein.queue @tokens on @ps[server = 0] : tensor<i64>
skein.program @p on @ps[server = 0](%x: tensor<i64>) {
  // expected-error@+1 {{is in a program on @ps, but there is a @go for each device of @w; expected [*] or the number of one}}
  skein.enqueue @go, %x : tensor<i64>
  skein.return
}

// -----

skein.mesh @w(data = 4)
skein.mesh @ps(server = 2)
skein.variable @v on @ps[server = 0] : tensor<8x3xf32> = #skein.zeros
skein.variable @b : tensor<3xf32> = #skein.zeros
skein.accumulator @v.sum of @v from @w[data] in index order
skein.accumulator @v.any of @v from @w[data] in arrival order
skein.accumulator @v.rows of @v from @w[data] in index order by 6 rows
skein.queue @go on @ps[server = 0] per @w : tensor<i64>
skein.queue @tokens on @ps[server = 0] : tensor<i64>
skein.program @p on @ps[server = 0](%x: tensor<i64>) {
  // expected-error@+1 {{names one of several queues, but @tokens is one}}
  skein.enqueue @tokens[*], %x : tensor<i64>
  skein.return
}

// -----

// C3.
skein.mesh @w(data = 4)
skein.mesh @ps(server = 2)
skein.variable @v on @ps[server = 0] : tensor<8x3xf32> = #skein.zeros
skein.variable @b : tensor<3xf32> = #skein.zeros
skein.accumulator @v.sum of @v from @w[data] in index order
skein.accumulator @v.any of @v from @w[data] in arrival order
skein.accumulator @v.rows of @v from @w[data] in index order by 6 rows
skein.queue @go on @ps[server = 0] per @w : tensor<i64>
skein.queue @tokens on @ps[server = 0] : tensor<i64>
skein.program @p on @ps[server = 0](%x: tensor<i64>) {
  // expected-error@+1 {{appends the value 0 times; expected at least once}}
  skein.enqueue @tokens, %x times 0 : tensor<i64>
  skein.return
}

// -----

// Dequeue C3.
skein.mesh @w(data = 4)
skein.mesh @ps(server = 2)
skein.variable @v on @ps[server = 0] : tensor<8x3xf32> = #skein.zeros
skein.variable @b : tensor<3xf32> = #skein.zeros
skein.accumulator @v.sum of @v from @w[data] in index order
skein.accumulator @v.any of @v from @w[data] in arrival order
skein.accumulator @v.rows of @v from @w[data] in index order by 6 rows
skein.queue @go on @ps[server = 0] per @w : tensor<i64>
skein.queue @tokens on @ps[server = 0] : tensor<i64>
skein.program @p on @w() {
  // expected-error@+1 {{has a result that is replicated along "data"; expected varying}}
  %x, %from = skein.dequeue @go : tensor<i64>, tensor<i64>
  skein.return
}

// -----

// Take C1.
skein.mesh @w(data = 4)
skein.mesh @ps(server = 2)
// expected-note@+1 {{with @v}}
skein.variable @v on @ps[server = 0] : tensor<8x3xf32> = #skein.zeros
skein.variable @b : tensor<3xf32> = #skein.zeros
skein.accumulator @v.sum of @v from @w[data] in index order
skein.accumulator @v.any of @v from @w[data] in arrival order
skein.accumulator @v.rows of @v from @w[data] in index order by 6 rows
skein.queue @go on @ps[server = 0] per @w : tensor<i64>
skein.queue @tokens on @ps[server = 0] : tensor<i64>
skein.program @p on @ps[server = 1]() {
  // expected-error@+1 {{takes from @v.sum, which lives on another device}}
  %s, %c = skein.take @v.sum, 4 : tensor<8x3xf32>
  skein.return
}

// -----

// C2.
skein.mesh @w(data = 4)
skein.mesh @ps(server = 2)
skein.variable @v on @ps[server = 0] : tensor<8x3xf32> = #skein.zeros
skein.variable @b : tensor<3xf32> = #skein.zeros
skein.accumulator @v.sum of @v from @w[data] in index order
skein.accumulator @v.any of @v from @w[data] in arrival order
skein.accumulator @v.rows of @v from @w[data] in index order by 6 rows
skein.queue @go on @ps[server = 0] per @w : tensor<i64>
skein.queue @tokens on @ps[server = 0] : tensor<i64>
skein.program @p on @ps[server = 0]() {
  // expected-error@+1 {{sum has type 'tensor<3xf32>'; expected 'tensor<8x3xf32>'}}
  %s, %c = skein.take @v.sum, 4 : tensor<3xf32>
  skein.return
}

// -----

// C3.
skein.mesh @w(data = 4)
skein.mesh @ps(server = 2)
skein.variable @v on @ps[server = 0] : tensor<8x3xf32> = #skein.zeros
skein.variable @b : tensor<3xf32> = #skein.zeros
skein.accumulator @v.sum of @v from @w[data] in index order
skein.accumulator @v.any of @v from @w[data] in arrival order
skein.accumulator @v.rows of @v from @w[data] in index order by 6 rows
skein.queue @go on @ps[server = 0] per @w : tensor<i64>
skein.queue @tokens on @ps[server = 0] : tensor<i64>
skein.program @p on @ps[server = 0]() {
  // expected-error@+1 {{waits for 3 pushes; expected 4, one of each device}}
  %s, %c = skein.take @v.sum, 3 : tensor<8x3xf32>
  skein.return
}

// -----

skein.mesh @w(data = 4)
skein.mesh @ps(server = 2)
skein.variable @v on @ps[server = 0] : tensor<8x3xf32> = #skein.zeros
skein.variable @b : tensor<3xf32> = #skein.zeros
skein.accumulator @v.sum of @v from @w[data] in index order
skein.accumulator @v.any of @v from @w[data] in arrival order
skein.accumulator @v.rows of @v from @w[data] in index order by 6 rows
skein.queue @go on @ps[server = 0] per @w : tensor<i64>
skein.queue @tokens on @ps[server = 0] : tensor<i64>
skein.program @p on @ps[server = 0]() {
  // expected-error@+1 {{waits for 0 pushes; expected at least 1}}
  %s, %c = skein.take @v.any, 0 : tensor<8x3xf32>
  skein.return
}

// -----

// Take of sums of rows C1.
skein.mesh @w(data = 4)
skein.mesh @ps(server = 2)
skein.variable @v on @ps[server = 0] : tensor<8x3xf32> = #skein.zeros
skein.variable @b : tensor<3xf32> = #skein.zeros
skein.accumulator @v.rows of @v from @w[data] in index order by 6 rows
skein.program @p on @ps[server = 0]() {
  // expected-error@+1 {{takes sums of rows from @v.rows; expected one that is filled by rows in arrival order}}
  %s, %r, %n = skein.take_row_sums @v.rows, 3 : tensor<8x3xf32>, tensor<8xi64>
  skein.return
}

// -----

skein.mesh @w(data = 4)
skein.mesh @ps(server = 2)
// expected-note@+1 {{with @v}}
skein.variable @v on @ps[server = 0] : tensor<8x3xf32> = #skein.zeros
skein.variable @b : tensor<3xf32> = #skein.zeros
skein.accumulator @v.rows of @v from @w[data] in arrival order by 6 rows
skein.program @p on @ps[server = 1]() {
  // expected-error@+1 {{takes from @v.rows, which lives on another device}}
  %s, %r, %n = skein.take_row_sums @v.rows, 3 : tensor<8x3xf32>, tensor<8xi64>
  skein.return
}

// -----

// C2.
skein.mesh @w(data = 4)
skein.mesh @ps(server = 2)
skein.variable @v on @ps[server = 0] : tensor<8x3xf32> = #skein.zeros
skein.variable @b : tensor<3xf32> = #skein.zeros
skein.accumulator @v.rows of @v from @w[data] in arrival order by 6 rows
skein.program @p on @ps[server = 0]() {
  // expected-error@+1 {{has results of types 'tensor<8x3xf32>', 'tensor<6xi64>'; expected 'tensor<8x3xf32>', 'tensor<8xi64>'}}
  %s, %r, %n = skein.take_row_sums @v.rows, 3 : tensor<8x3xf32>, tensor<6xi64>
  skein.return
}

// -----

// C3.
skein.mesh @w(data = 4)
skein.mesh @ps(server = 2)
skein.variable @v on @ps[server = 0] : tensor<8x3xf32> = #skein.zeros
skein.variable @b : tensor<3xf32> = #skein.zeros
skein.accumulator @v.rows of @v from @w[data] in arrival order by 6 rows
skein.program @p on @ps[server = 0]() {
  // expected-error@+1 {{waits for 0 pushes; expected at least 1}}
  %s, %r, %n = skein.take_row_sums @v.rows, 0 : tensor<8x3xf32>, tensor<8xi64>
  skein.return
}

// -----

// Take of rows C1.
skein.mesh @w(data = 4)
skein.mesh @ps(server = 2)
skein.variable @v on @ps[server = 0] : tensor<8x3xf32> = #skein.zeros
skein.variable @b : tensor<3xf32> = #skein.zeros
skein.accumulator @v.sum of @v from @w[data] in index order
skein.accumulator @v.any of @v from @w[data] in arrival order
skein.accumulator @v.rows of @v from @w[data] in index order by 6 rows
skein.queue @go on @ps[server = 0] per @w : tensor<i64>
skein.queue @tokens on @ps[server = 0] : tensor<i64>
skein.program @p on @ps[server = 0]() {
  // expected-error@+1 {{takes rows from @v.sum; expected one that is filled by rows in index order}}
  %i, %r = skein.take_rows @v.sum : tensor<24xi64>, tensor<24x3xf32>
  skein.return
}

// -----

// C2.
skein.mesh @w(data = 4)
skein.mesh @ps(server = 2)
skein.variable @v on @ps[server = 0] : tensor<8x3xf32> = #skein.zeros
skein.variable @b : tensor<3xf32> = #skein.zeros
skein.accumulator @v.sum of @v from @w[data] in index order
skein.accumulator @v.any of @v from @w[data] in arrival order
skein.accumulator @v.rows of @v from @w[data] in index order by 6 rows
skein.queue @go on @ps[server = 0] per @w : tensor<i64>
skein.queue @tokens on @ps[server = 0] : tensor<i64>
skein.program @p on @ps[server = 0]() {
  // expected-error@+1 {{has results of types 'tensor<6xi64>', 'tensor<6x3xf32>'; expected 'tensor<24xi64>', 'tensor<24x3xf32>'}}
  %i, %r = skein.take_rows @v.rows : tensor<6xi64>, tensor<6x3xf32>
  skein.return
}

// -----

// Repeat while C1.
skein.mesh @w(data = 4)
skein.mesh @ps(server = 2)
skein.variable @v on @ps[server = 0] : tensor<8x3xf32> = #skein.zeros
skein.variable @b : tensor<3xf32> = #skein.zeros
skein.accumulator @v.sum of @v from @w[data] in index order
skein.accumulator @v.any of @v from @w[data] in arrival order
skein.accumulator @v.rows of @v from @w[data] in index order by 6 rows
skein.queue @go on @ps[server = 0] per @w : tensor<i64>
skein.queue @tokens on @ps[server = 0] : tensor<i64>
skein.program @p on @w(%m: tensor<i1>) {
  // expected-error@+1 {{is beside another one; expected one at most in a program}}
  skein.repeat_while %m
  skein.repeat_while %m
  skein.return
}
