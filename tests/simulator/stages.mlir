// A step for one device, distributed over two stages with 4 micro-batches, and simulated.
// RUN: skein-opt %s --skein-distribute='mesh=pipe:2 micro-batches=4 schedule=gpipe' | skein-sim - --cluster=%S/node4.yaml | FileCheck %s --check-prefixes=CHECK,GPIPE
// RUN: skein-opt %s --skein-distribute='mesh=pipe:2 micro-batches=4 schedule=1f1b' | skein-sim - --cluster=%S/node4.yaml | FileCheck %s --check-prefixes=CHECK,ALTERNATE
// RUN: skein-opt %s --skein-distribute='mesh=pipe:2,data:2 micro-batches=2' | skein-sim - --cluster=%S/node4.yaml | FileCheck %s --check-prefix=REPLICAS

// The first stage keeps its result, 256 bytes of a micro-batch, for its own gradient: GPipe those of
// all 4, 1F1B those of 2. The second one keeps what it has received, of one or of all.
// CHECK:          @train on @mesh(pipe = 2): 2 devices of cluster node4
// CHECK:          at 16 examples a step
// CHECK:          stage {{.*}} stash
// GPIPE-NEXT:     0 {{.*}} 4 1 KiB
// GPIPE-NEXT:     1 {{.*}} 4 1 KiB
// ALTERNATE-NEXT: 0 {{.*}} 2 512 B
// ALTERNATE-NEXT: 1 {{.*}} 1 256 B

// REPLICAS:      stage {{.*}} stash
// REPLICAS-NEXT: 0 gpu0
// REPLICAS-NEXT: 0 gpu1
// REPLICAS-NEXT: 1 gpu2
// REPLICAS-NEXT: 1 gpu3

skein.variable @w1 : tensor<16x16xf32> = #skein.glorot_uniform<seed = 1>
skein.variable @w2 : tensor<16x16xf32> = #skein.glorot_uniform<seed = 2>

func.func private @loss(%w1: tensor<16x16xf32>, %w2: tensor<16x16xf32>, %x: tensor<16x16xf32> {skein.batch = 0 : i64}) -> tensor<f32> {
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<16x16xf32>
  %z = linalg.fill ins(%zero : f32) outs(%e : tensor<16x16xf32>) -> tensor<16x16xf32>
  %h = linalg.matmul ins(%x, %w1 : tensor<16x16xf32>, tensor<16x16xf32>) outs(%z : tensor<16x16xf32>) -> tensor<16x16xf32>
  %t = linalg.tanh ins(%h : tensor<16x16xf32>) outs(%e : tensor<16x16xf32>) -> tensor<16x16xf32>
  %y = linalg.matmul ins(%t, %w2 : tensor<16x16xf32>, tensor<16x16xf32>) outs(%z : tensor<16x16xf32>) -> tensor<16x16xf32>
  %s = tensor.empty() : tensor<f32>
  %f = linalg.fill ins(%zero : f32) outs(%s : tensor<f32>) -> tensor<f32>
  %l = linalg.reduce { arith.addf } ins(%y : tensor<16x16xf32>) outs(%f : tensor<f32>) dimensions = [0, 1]
  return %l : tensor<f32>
}

skein.step @train(%x: tensor<16x16xf32> {skein.batch = 0 : i64}) -> (tensor<f32> {skein.name = "loss"}) {
  %w1 = skein.read @w1 : tensor<16x16xf32>
  %w2 = skein.read @w2 : tensor<16x16xf32>
  %l, %g1, %g2 = skein.value_and_grad @loss(%w1, %w2, %x) wrt [0, 1] : (tensor<16x16xf32>, tensor<16x16xf32>, tensor<16x16xf32>) -> (tensor<f32>, tensor<16x16xf32>, tensor<16x16xf32>)
  skein.apply_gradient @w1, %g1 : tensor<16x16xf32> using #skein.sgd<learning_rate = 0.1>
  skein.apply_gradient @w2, %g2 : tensor<16x16xf32> using #skein.sgd<learning_rate = 0.1>
  skein.return %l : tensor<f32>
}
