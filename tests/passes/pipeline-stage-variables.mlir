// A variable of which stages take an earlier value is with that value, where its gradient
// is, too.
// RUN: skein-opt %s --skein-distribute='mesh=pipe:2 micro-batches=2 stage-variables' 2>/dev/null | FileCheck %s
// CHECK:     skein.variable @a on @mesh[pipe = 0]
// CHECK:     skein.variable @a.staged on @mesh[pipe = 0]
// CHECK:     skein.variable @b on @mesh[pipe = 1]
// CHECK:     skein.variable @b.staged on @mesh[pipe = 1]
// CHECK-NOT: skein.channel @train.value
skein.variable @a : tensor<4x4xf32> = #skein.glorot_uniform<seed = 1>
skein.variable @b : tensor<4x4xf32> = #skein.glorot_uniform<seed = 2>
func.func private @loss(%a: tensor<4x4xf32>, %b: tensor<4x4xf32>, %x: tensor<8x4xf32>) -> tensor<f32> {
  %zeros = arith.constant dense<0.0> : tensor<8x4xf32>
  %zero = arith.constant dense<0.0> : tensor<f32>
  %p = linalg.matmul ins(%x, %a : tensor<8x4xf32>, tensor<4x4xf32>) outs(%zeros : tensor<8x4xf32>) -> tensor<8x4xf32>
  %q = linalg.matmul ins(%p, %b : tensor<8x4xf32>, tensor<4x4xf32>) outs(%zeros : tensor<8x4xf32>) -> tensor<8x4xf32>
  %s = linalg.reduce {arith.addf} ins(%q : tensor<8x4xf32>) outs(%zero : tensor<f32>) dimensions = [0, 1]
  return %s : tensor<f32>
}
skein.step @train(%x: tensor<8x4xf32> {skein.batch = 0 : i64}) -> (tensor<f32> {skein.name = "loss"}) {
  %a = skein.read @a : tensor<4x4xf32>
  %b = skein.read @b : tensor<4x4xf32>
  %l, %da, %db = skein.value_and_grad @loss(%a, %b, %x) wrt [0, 1] : (tensor<4x4xf32>, tensor<4x4xf32>, tensor<8x4xf32>) -> (tensor<f32>, tensor<4x4xf32>, tensor<4x4xf32>)
  skein.apply_gradient @a, %da : tensor<4x4xf32> using #skein.sgd<learning_rate = 0.1>
  skein.apply_gradient @b, %db : tensor<4x4xf32> using #skein.sgd<learning_rate = 0.1>
  skein.return %l : tensor<f32>
}
