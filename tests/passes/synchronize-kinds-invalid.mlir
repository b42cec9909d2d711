// RUN: skein-opt %s --split-input-file --verify-diagnostics --skein-synchronize

// A variable may ask for a mean where there are replicas.
!part = tensor<4xf32, #skein.dist<data: partial sum>>
skein.mesh @mesh(data = 4)
skein.variable @v : tensor<4xf32> {skein.synchronization = #skein.all_reduce<reduction = sum>}
skein.variable @w : tensor<4xf32> {skein.synchronization = #skein.all_reduce<reduction = mean_of_means>}
// expected-error@+1 {{'skein.program' op shares one batch among the devices, whose gradients add up; the reduction of @w expects batch=per-replica}}
skein.program @one_batch on @mesh(%g: !part) attributes {skein.unsynchronized} {
  skein.apply_gradient @v, %g : !part using #skein.sgd<learning_rate = 0.1>
  skein.apply_gradient @w, %g : !part using #skein.sgd<learning_rate = 0.1>
  skein.return
}
