// What a stage of a pipeline did not send, it keeps on its own devices.
// RUN: skein-opt %s --skein-compress-gradients='method=top-k k=2 min-elements=1' 2>/dev/null | FileCheck %s
// RUN: skein-opt %s --skein-compress-gradients='method=power-sgd rank=1 min-elements=1' 2>/dev/null | FileCheck %s --check-prefixes=CHECK,FACTOR
skein.mesh @m(pipe = 2, data = 4)
skein.variable @w on @m[pipe = 1] : tensor<5x6xf32>
// FACTOR-DAG: skein.variable @w.power_sgd slot of @w on @m[pipe = 1] : tensor<6x1xf32>
// CHECK-DAG: skein.variable @w.compression_error slot of @w on @m[pipe = 1] : tensor<1x
skein.program @train on @m[pipe = 1](%x: tensor<5x6xf32, #skein.dist<data: partial sum>>) {
  %g = skein.all_reduce sum %x over @m[data] : tensor<5x6xf32, #skein.dist<data: partial sum>> -> tensor<5x6xf32>
  skein.apply_gradient @w, %g : tensor<5x6xf32> using #skein.sgd<learning_rate = 0.1>
  skein.return
}
