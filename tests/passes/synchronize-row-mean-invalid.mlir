// RUN: skein-opt %s --split-input-file --verify-diagnostics --skein-synchronize=row-reduction=row-mean

!part = !skein.sparse_gradient<tensor<10x3xf32, #skein.dist<data: partial sum>>>
skein.mesh @mesh(data = 2)
skein.variable @t : tensor<10x3xf32>
// expected-error@+1 {{'skein.program' op shares one batch among the devices, whose gradients add up; row-reduction=row-mean expects batch=per-replica}}
skein.program @one_batch on @mesh(%i: tensor<4xi32, #skein.dist<data: split 0>>, %r: tensor<4x3xf32, #skein.dist<data: split 0>>) attributes {skein.unsynchronized} {
  %g = skein.sparse_gradient indices(%i : tensor<4xi32, #skein.dist<data: split 0>>) rows(%r : tensor<4x3xf32, #skein.dist<data: split 0>>) : !part
  skein.apply_gradient @t, %g : !part using #skein.sgd<learning_rate = 0.1>
  skein.return
}

// -----

// Workers have rows of their own, of which their devices have a term each.
!part = !skein.sparse_gradient<tensor<10x3xf32, #skein.dist<gpu: partial sum, node: partial sum>>>
!rows = tensor<4x3xf32, #skein.dist<node: split 0, gpu: partial sum>>
skein.mesh @mesh(node = 2, gpu = 2)
skein.variable @t : tensor<10x3xf32>
skein.program @some_axes on @mesh(%i: tensor<4xi32, #skein.dist<node: split 0>>, %r: !rows) attributes {skein.per_replica, skein.unsynchronized} {
  %g = skein.sparse_gradient indices(%i : tensor<4xi32, #skein.dist<node: split 0>>) rows(%r : !rows) : !part
  // expected-error@+1 {{'skein.apply_gradient' op takes a gradient of which the devices have different rows along "node" alone; a mean over those that have a row expects it along all axes or none}}
  skein.apply_gradient @t, %g : !part using #skein.sgd<learning_rate = 0.1>
  skein.return
}
