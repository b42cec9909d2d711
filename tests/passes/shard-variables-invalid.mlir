// RUN: skein-opt %s --skein-shard-variables --split-input-file --verify-diagnostics

skein.variable @t : tensor<7x2xf32> = #skein.zeros {skein.synchronization = #skein.all_reduce<partition = [1, 2]>}
skein.step @train(%i: tensor<4xi32>, %r: tensor<4x2xf32>) {
  %g = skein.sparse_gradient indices(%i : tensor<4xi32>) rows(%r : tensor<4x2xf32>) : !skein.sparse_gradient<tensor<7x2xf32>>
  // expected-error@+1 {{takes a sparse gradient of @t, which is cut along dimension 1; expected dimension 0, which counts the rows, or --skein-densify-gradients before}}
  skein.apply_gradient @t, %g : !skein.sparse_gradient<tensor<7x2xf32>> using #skein.sgd<learning_rate = 0.1>
  skein.return
}

// -----

// expected-error@+1 {{@w in pieces needs the name @w.1, which is taken}}
skein.variable @w : tensor<4xf32> = #skein.zeros {skein.synchronization = #skein.all_reduce<partition = [2]>}
skein.variable @w.1 : tensor<f32> = #skein.zeros

// -----

skein.mesh @m(data = 2)
// expected-error@+1 {{@w is on mesh @m already; expected a variable of steps for one device}}
skein.variable @w on @m : tensor<4xf32, #skein.dist<data: split 0>> = #skein.zeros {skein.synchronization = #skein.all_reduce<partition = [2]>}

// -----

skein.mesh @m(data = 2)
skein.variable @w : tensor<4xf32> = #skein.zeros {skein.synchronization = #skein.all_reduce<partition = [2]>}
// expected-error@+1 {{is on mesh @m already; --skein-shard-variables expects steps for one device}}
skein.program @train on @m() {
  skein.return
}

// -----

// expected-error@+1 {{@w starts as a constant that is not dense, which is not cut}}
skein.variable @w : tensor<4xf32> = sparse<[[0]], [1.0]> : tensor<4xf32> {skein.synchronization = #skein.all_reduce<partition = [2]>}
