// RUN: skein-opt %s --split-input-file --verify-diagnostics --skein-synchronize=reduction=mean

!part = tensor<4xf32, #skein.dist<data: partial sum>>
skein.mesh @mesh(data = 4)
skein.variable @w : tensor<4xf32>
// expected-error@+1 {{'skein.program' op shares one batch among the devices, whose gradients add up; reduction=mean expects batch=per-replica}}
skein.program @one_batch on @mesh(%g: !part) attributes {skein.unsynchronized} {
  skein.apply_gradient @w, %g : !part using #skein.sgd<learning_rate = 0.1>
  skein.return
}

// -----

!count = tensor<i32, #skein.dist<data: partial sum>>
skein.mesh @mesh(data = 4)
skein.program @mean_of_integers on @mesh(%n: !count) -> !count attributes {skein.per_replica, skein.unsynchronized} {
  // expected-error@+1 {{takes the mean over replicas of 'tensor<i32, #skein.dist<data: partial sum>>'; expected floating point, or a sum over examples (skein.total)}}
  skein.return %n : !count
}

// -----

// Rows that come out of a branch are not in sight.
!part = !skein.sparse_gradient<tensor<10x3xf32, #skein.dist<data: partial sum>>>
!rows = tensor<4x3xf32, #skein.dist<data: split 0>>
!indices = tensor<4xi32, #skein.dist<data: split 0>>
skein.mesh @mesh(data = 4)
skein.variable @t : tensor<10x3xf32>
skein.program @branch on @mesh(%i: !indices, %r: !rows) attributes {skein.per_replica, skein.unsynchronized} {
  %true = arith.constant true
  %g = scf.if %true -> !part {
    %a = skein.sparse_gradient indices(%i : !indices) rows(%r : !rows) : !part
    scf.yield %a : !part
  } else {
    %b = skein.sparse_gradient indices(%i : !indices) rows(%r : !rows) : !part
    scf.yield %b : !part
  }
  // expected-error@+1 {{takes a sparse gradient whose rows are not in sight; expected it from skein.sparse_gradient, as --skein-differentiate writes}}
  skein.apply_gradient @t, %g : !part using #skein.sgd<learning_rate = 0.1>
  skein.return
}
