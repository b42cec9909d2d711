// In a step that may be skipped, the error stays as well, and an overflow is looked for
// before rounding can hide it.
// RUN: skein-opt %s --skein-compress-gradients='method=int8 min-elements=1 error-feedback=on' 2>/dev/null | FileCheck %s
// RUN: skein-opt %s --skein-compress-gradients='method=top-k k=2 min-elements=1' 2>/dev/null | FileCheck %s
skein.mesh @m(data = 4)
skein.variable @w : tensor<5xf32>
// CHECK-LABEL: skein.program @train
skein.program @train on @m(%x: tensor<5xf32, #skein.dist<data: partial sum>>) {
  // CHECK: %[[S:.*]] = skein.stack %x
  %g = skein.all_reduce sum %x over @m[data] : tensor<5xf32, #skein.dist<data: partial sum>> -> tensor<5xf32>
  // CHECK: %[[FINITE:.*]] = skein.all_finite %{{.*}}, %[[S]] : tensor<5xf32>, tensor<1x5xf32, #skein.dist<data: split 0>>
  // CHECK: skein.assign @w.compression_error, %{{.*}} if %[[FINITE]]
  %finite = skein.all_finite %g : tensor<5xf32>
  skein.apply_gradient @w, %g if %finite : tensor<5xf32> using #skein.sgd<learning_rate = 0.1>
  skein.return
}
