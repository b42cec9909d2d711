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
