// Every constraint of the collectives, violated once.
// RUN: skein-opt %s --split-input-file --verify-diagnostics

// C1.
skein.mesh @m(data = 2)
skein.program @p on @m(%x: tensor<4xf32, #skein.dist<data: partial sum>>) {
  // expected-error@+1 {{is over @n, which is not a skein.mesh}}
  %r = skein.all_reduce sum %x over @n[data] : tensor<4xf32, #skein.dist<data: partial sum>> -> tensor<4xf32>
  skein.return
}

// -----

// C2.
skein.mesh @m(data = 2)
skein.program @p on @m(%x: tensor<4xf32, #skein.dist<data: partial sum>>) {
  // expected-error@+1 {{is over axis "model", which @m does not have}}
  %r = skein.all_reduce sum %x over @m[model] : tensor<4xf32, #skein.dist<data: partial sum>> -> tensor<4xf32>
  skein.return
}

// -----

skein.mesh @m(data = 2)
skein.program @p on @m(%x: tensor<4xf32, #skein.dist<data: partial sum>>) {
  // expected-error@+1 {{is over axis "data" twice; expected each axis once}}
  %r = skein.all_reduce sum %x over @m[data, data] : tensor<4xf32, #skein.dist<data: partial sum>> -> tensor<4xf32>
  skein.return
}

// -----

skein.mesh @m(data = 2)
skein.program @p on @m(%x: tensor<4xf32, #skein.dist<data: partial sum>>) {
  // expected-error@+1 {{is over no axis; expected at least one}}
  %r = skein.all_reduce sum %x over @m[] : tensor<4xf32, #skein.dist<data: partial sum>> -> tensor<4xf32>
  skein.return
}

// -----

// all_reduce, C3: a doubled reduction.
skein.mesh @m(data = 2)
skein.program @p on @m(%x: tensor<4xf32, #skein.dist<data: partial sum>>) {
  // expected-note@+1 {{became replicated along "data" here}}
  %r = skein.all_reduce sum %x over @m[data] : tensor<4xf32, #skein.dist<data: partial sum>> -> tensor<4xf32>
  // expected-error@+1 {{has an input that is replicated along "data"; expected partial sum}}
  %s = skein.all_reduce sum %r over @m[data] : tensor<4xf32> -> tensor<4xf32>
  skein.return
}

// -----

// Another kind.
skein.mesh @m(data = 2)
skein.program @p on @m(%x: tensor<4xf32, #skein.dist<data: partial sum>>) {
  // expected-error@+1 {{has an input that is partial sum along "data"; expected partial max}}
  %r = skein.all_reduce max %x over @m[data] : tensor<4xf32, #skein.dist<data: partial sum>> -> tensor<4xf32>
  skein.return
}

// -----

// Another axis than the result says.
skein.mesh @m(data = 2, model = 2)
skein.program @p on @m(%x: tensor<4xf32, #skein.dist<data: partial sum, model: partial sum>>) {
  // expected-error@+1 {{has a result of type 'tensor<4xf32>'; expected 'tensor<4xf32, #skein.dist<data: partial sum>>'}}
  %r = skein.all_reduce sum %x over @m[model] : tensor<4xf32, #skein.dist<data: partial sum, model: partial sum>> -> tensor<4xf32>
  skein.return
}

// -----

skein.mesh @m(data = 2)
skein.program @p on @m(%x: tensor<4xf32, #skein.dist<data: varying>>) {
  // expected-error@+1 {{combines 'f32' by and, which needs integers}}
  %r = skein.all_reduce and %x over @m[data] : tensor<4xf32, #skein.dist<data: varying>> -> tensor<4xf32>
  skein.return
}

// -----

// reduce, C3.
skein.mesh @m(data = 2)
skein.program @p on @m(%x: tensor<4xf32, #skein.dist<data: partial sum>>) {
  // expected-error@+1 {{has a result of type 'tensor<4xf32>'; expected 'tensor<4xf32, #skein.dist<data: varying>>'}}
  %r = skein.reduce sum %x to 0 over @m[data] : tensor<4xf32, #skein.dist<data: partial sum>> -> tensor<4xf32>
  skein.return
}

// -----

// reduce, C4.
skein.mesh @m(data = 2)
skein.program @p on @m(%x: tensor<4xf32, #skein.dist<data: partial sum>>) {
  // expected-error@+1 {{has root 2; expected at least 0 and less than 2, the size of the group}}
  %r = skein.reduce sum %x to 2 over @m[data] : tensor<4xf32, #skein.dist<data: partial sum>> -> tensor<4xf32, #skein.dist<data: varying>>
  skein.return
}

// -----

// broadcast, C3.
skein.mesh @m(data = 2)
skein.program @p on @m(%x: tensor<4xf32, #skein.dist<data: partial sum>>) {
  // expected-error@+1 {{has an input that is partial sum along "data"; expected varying}}
  %r = skein.broadcast %x from 0 over @m[data] : tensor<4xf32, #skein.dist<data: partial sum>> -> tensor<4xf32>
  skein.return
}

// -----

// broadcast, C4.
skein.mesh @m(data = 2)
skein.program @p on @m(%x: tensor<4xf32, #skein.dist<data: varying>>) {
  // expected-error@+1 {{has root -1; expected at least 0 and less than 2, the size of the group}}
  %r = skein.broadcast %x from -1 over @m[data] : tensor<4xf32, #skein.dist<data: varying>> -> tensor<4xf32>
  skein.return
}

// -----

// all_gather, C3: only the innermost axis of a dimension can go.
skein.mesh @m(node = 2, gpu = 2)
skein.program @p on @m(%x: tensor<2xf32, #skein.dist<node: split 0, gpu: split 0>>) {
  // expected-error@+1 {{is over axes that are not the innermost ones of dimension 0}}
  %r = skein.all_gather %x dim 0 over @m[node] : tensor<2xf32, #skein.dist<node: split 0, gpu: split 0>> -> tensor<4xf32, #skein.dist<gpu: split 0>>
  skein.return
}

// -----

skein.mesh @m(data = 2)
skein.program @p on @m(%x: tensor<4x4xf32, #skein.dist<data: split 0>>) {
  // expected-error@+1 {{has an input that is split 0 along "data"; expected split 1}}
  %r = skein.all_gather %x dim 1 over @m[data] : tensor<4x4xf32, #skein.dist<data: split 0>> -> tensor<4x8xf32>
  skein.return
}

// -----

// all_gather, C4.
skein.mesh @m(data = 4)
skein.program @p on @m(%x: tensor<4xf32, #skein.dist<data: split 0>>) {
  // expected-error@+1 {{has a result of type 'tensor<8xf32>'; expected 'tensor<16xf32>'}}
  %r = skein.all_gather %x dim 0 over @m[data] : tensor<4xf32, #skein.dist<data: split 0>> -> tensor<8xf32>
  skein.return
}

// -----

skein.mesh @m(data = 4)
skein.program @p on @m(%x: tensor<4xf32, #skein.dist<data: split 0>>) {
  // expected-error@+1 {{names dimension 1 of 'tensor<4xf32, #skein.dist<data: split 0>>'}}
  %r = skein.all_gather %x dim 1 over @m[data] : tensor<4xf32, #skein.dist<data: split 0>> -> tensor<16xf32>
  skein.return
}

// -----

// reduce_scatter, C3.
skein.mesh @m(data = 2)
skein.program @p on @m(%x: tensor<4xf32>) {
  // expected-error@+1 {{has an input that is replicated along "data"; expected partial sum}}
  %r = skein.reduce_scatter sum %x dim 0 over @m[data] : tensor<4xf32> -> tensor<2xf32, #skein.dist<data: split 0>>
  skein.return
}

// -----

// reduce_scatter, C4.
skein.mesh @m(data = 3)
skein.program @p on @m(%x: tensor<4xf32, #skein.dist<data: partial sum>>) {
  // expected-error@+1 {{cuts dimension 0 of extent 4 into 3 pieces; expected a divisor}}
  %r = skein.reduce_scatter sum %x dim 0 over @m[data] : tensor<4xf32, #skein.dist<data: partial sum>> -> tensor<1xf32, #skein.dist<data: split 0>>
  skein.return
}

// -----

// all_to_all, C3.
skein.mesh @m(data = 2)
skein.program @p on @m(%x: tensor<4x4xf32, #skein.dist<data: split 0>>) {
  // expected-error@+1 {{goes from dimension 0 to itself}}
  %r = skein.all_to_all %x from 0 to 0 over @m[data] : tensor<4x4xf32, #skein.dist<data: split 0>> -> tensor<4x4xf32, #skein.dist<data: split 0>>
  skein.return
}

// -----

// all_to_all, C4.
skein.mesh @m(data = 2)
skein.program @p on @m(%x: tensor<4x4xf32, #skein.dist<data: split 0>>) {
  // expected-error@+1 {{expected 'tensor<8x2xf32, #skein.dist<data: split 1>>'}}
  %r = skein.all_to_all %x from 0 to 1 over @m[data] : tensor<4x4xf32, #skein.dist<data: split 0>> -> tensor<4x4xf32, #skein.dist<data: split 1>>
  skein.return
}

// -----

// shard, C3.
skein.mesh @m(data = 2)
skein.program @p on @m(%x: tensor<4xf32, #skein.dist<data: partial sum>>) {
  // expected-error@+1 {{has an input that is partial sum along "data"; expected replicated}}
  %r = skein.shard %x dim 0 over @m[data] : tensor<4xf32, #skein.dist<data: partial sum>> -> tensor<2xf32, #skein.dist<data: split 0>>
  skein.return
}

// -----

// shard, C4.
skein.mesh @m(data = 2)
skein.program @p on @m(%x: tensor<4xf32>) {
  // expected-error@+1 {{has a result of type 'tensor<1xf32, #skein.dist<data: split 0>>'; expected 'tensor<2xf32, #skein.dist<data: split 0>>'}}
  %r = skein.shard %x dim 0 over @m[data] : tensor<4xf32> -> tensor<1xf32, #skein.dist<data: split 0>>
  skein.return
}

// -----

// as_partial, C3.
skein.mesh @m(data = 2)
skein.program @p on @m(%x: tensor<4xf32>) {
  // expected-error@+1 {{has a result of type 'tensor<4xf32>'; expected 'tensor<4xf32, #skein.dist<data: partial sum>>'}}
  %r = skein.as_partial sum %x over @m[data] : tensor<4xf32> -> tensor<4xf32>
  skein.return
}

// -----

// stack, C3: what all devices hold is no stack.
skein.mesh @m(data = 2)
skein.program @p on @m(%x: tensor<4xf32>) {
  // expected-error@+1 {{has an input that is replicated along "data"; expected partial or varying}}
  %r = skein.stack %x over @m[data] : tensor<4xf32> -> tensor<1x4xf32, #skein.dist<data: split 0>>
  skein.return
}

// -----

// stack, C3: alike along all axes.
skein.mesh @m(node = 2, gpu = 2)
skein.program @p on @m(%x: tensor<4xf32, #skein.dist<gpu: varying, node: partial sum>>) {
  // expected-error@+1 {{has an input that is varying along "gpu"; expected partial sum}}
  %r = skein.stack %x over @m[node, gpu] : tensor<4xf32, #skein.dist<gpu: varying, node: partial sum>> -> tensor<1x4xf32, #skein.dist<node: split 0, gpu: split 0>>
  skein.return
}

// -----

// stack, C3: other splits move by one dimension.
skein.mesh @m(data = 2, model = 2)
skein.program @p on @m(%x: tensor<4xf32, #skein.dist<model: split 0, data: partial sum>>) {
  // expected-error@+1 {{has a result of type 'tensor<1x4xf32, #skein.dist<data: split 0>>'; expected 'tensor<1x4xf32, #skein.dist<data: split 0, model: split 1>>'}}
  %r = skein.stack %x over @m[data] : tensor<4xf32, #skein.dist<model: split 0, data: partial sum>> -> tensor<1x4xf32, #skein.dist<data: split 0>>
  skein.return
}

// -----

// assume_partial, C3: partial values need no trust.
skein.mesh @m(data = 2)
skein.program @p on @m(%x: tensor<4xf32, #skein.dist<data: partial sum>>) {
  // expected-error@+1 {{has an input that is partial sum along "data"; expected varying}}
  %r = skein.assume_partial max %x over @m[data] : tensor<4xf32, #skein.dist<data: partial sum>> -> tensor<4xf32, #skein.dist<data: partial max>>
  skein.return
}

// -----

// axis_index, C3.
skein.mesh @m(data = 2)
skein.program @p on @m() {
  // expected-error@+1 {{has a result of type 'tensor<i64>'; expected 'tensor<i64, #skein.dist<data: varying>>'}}
  %i = skein.axis_index over @m[data] : tensor<i64>
  skein.return
}

// -----

// shard_offset, C3.
skein.mesh @m(data = 2)
skein.program @p on @m() {
  // expected-error@+1 {{has extent 0; expected more than 0}}
  %i = skein.shard_offset 0 over @m[data]
  skein.return
}
