// RUN: skein-opt %s --skein-report-cost -o /dev/null 2>&1 | FileCheck %s --match-full-lines
// RUN: skein-opt %s --skein-distribute=mesh=data:1 -o %t.whole
// RUN: skein-opt %t.whole --skein-report-cost -o /dev/null 2>&1 | FileCheck %s --check-prefix=TOTALS --match-full-lines
// RUN: skein-opt %s --skein-distribute='mesh=data:1 overlap=true' -o %t.inlined
// RUN: skein-opt %t.inlined --skein-report-cost -o /dev/null 2>&1 | FileCheck %s --check-prefix=TOTALS --match-full-lines
// RUN: skein-opt %s --skein-distribute='mesh=data:1 micro-batches=2' -o %t.parts
// RUN: skein-opt %t.parts --skein-report-cost -o /dev/null 2>&1 | FileCheck %s --check-prefix=PARTS --match-full-lines

// Six layers: a loop of 3 rounds, in each of which a function calls the layer
// twice. A layer is a product of 8x4 with 4x4 and tanh: 2 * 8 * 4 * 4 + 8 * 4
// operations, and (32 + 16 + 32 + 2 * 32) * 4 bytes.
//
// What is kept: the results of the layers, at the function that computes them,
// 6 * 128 bytes; at the loop, the input of every round and the last result,
// 4 * 128 bytes. The loop copies the input and the result of a round into their
// stacks, since they are carried too, 6 * 2 * 128 bytes; other results are
// computed in their places. The loss reads 128 bytes and writes 4.
//
// Backward: two products for every layer.

// CHECK:      forward {{ *}}@loss_fwd {{ *}}1 {{ *}}96 {{ *}}64 {{ *}}0 {{ *}}1668 {{ *}}512
// CHECK-NEXT: forward {{ *}}@loss_loop_fwd {{ *}}3 {{ *}}32 {{ *}}0 {{.*}}
// CHECK-NEXT: forward {{ *}}@pair_fwd {{ *}}3 {{ *}}32 {{ *}}0 {{.*}}
// CHECK-NEXT: forward {{ *}}@layer_fwd {{ *}}6 {{ *}}16 {{ *}}1728 {{ *}}1536 {{ *}}3456 {{ *}}768
// CHECK:      backward {{ *}}@layer_bwd {{ *}}6 {{ *}}16 {{ *}}{{[0-9]+}} {{ *}}3072 {{.*}}
// CHECK:      parameters: 96
// CHECK:      forward flops: 1792
// CHECK:      forward contraction flops: 1536
// CHECK:      backward contraction flops: 3072

// The same in a program, with the backward half as a call and inlined. In two
// micro-batches, half of the activations are alive at a time.
// TOTALS:      activation bytes: 1280
// TOTALS:      forward flops: 1792
// TOTALS:      forward contraction flops: 1536
// TOTALS:      backward contraction flops: 3072
// TOTALS:      update flops: 192
// PARTS:       activation bytes: 640
// PARTS:       forward contraction flops: 1536
// PARTS:       backward contraction flops: 3072
// PARTS:       update contraction flops: 0

skein.variable @w : tensor<3x2x4x4xf32> = #skein.normal<mean = 0.0, stddev = 0.1, seed = 1>

func.func private @layer(%x: tensor<8x4xf32>, %w: tensor<4x4xf32>) -> tensor<8x4xf32> {
  %zero = arith.constant dense<0.0> : tensor<8x4xf32>
  %e = tensor.empty() : tensor<8x4xf32>
  %p = linalg.matmul ins(%x, %w : tensor<8x4xf32>, tensor<4x4xf32>) outs(%zero : tensor<8x4xf32>) -> tensor<8x4xf32>
  %y = linalg.tanh ins(%p : tensor<8x4xf32>) outs(%e : tensor<8x4xf32>) -> tensor<8x4xf32>
  return %y : tensor<8x4xf32>
}

func.func private @pair(%x: tensor<8x4xf32>, %w: tensor<2x4x4xf32>) -> tensor<8x4xf32> {
  %first = tensor.extract_slice %w[0, 0, 0] [1, 4, 4] [1, 1, 1] : tensor<2x4x4xf32> to tensor<4x4xf32>
  %second = tensor.extract_slice %w[1, 0, 0] [1, 4, 4] [1, 1, 1] : tensor<2x4x4xf32> to tensor<4x4xf32>
  %y = call @layer(%x, %first) : (tensor<8x4xf32>, tensor<4x4xf32>) -> tensor<8x4xf32>
  %z = call @layer(%y, %second) : (tensor<8x4xf32>, tensor<4x4xf32>) -> tensor<8x4xf32>
  return %z : tensor<8x4xf32>
}

func.func private @loss(%w: tensor<3x2x4x4xf32>, %x: tensor<8x4xf32>) -> tensor<f32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %y = scf.for %i = %c0 to %c3 step %c1 iter_args(%a = %x) -> tensor<8x4xf32> {
    %slice = tensor.extract_slice %w[%i, 0, 0, 0] [1, 2, 4, 4] [1, 1, 1, 1] : tensor<3x2x4x4xf32> to tensor<2x4x4xf32>
    %b = func.call @pair(%a, %slice) : (tensor<8x4xf32>, tensor<2x4x4xf32>) -> tensor<8x4xf32>
    scf.yield %b : tensor<8x4xf32>
  }
  %z = arith.constant dense<0.0> : tensor<f32>
  %loss = linalg.generic {indexing_maps = [affine_map<(n, c) -> (n, c)>, affine_map<(n, c) -> ()>],
                          iterator_types = ["reduction", "reduction"]}
      ins(%y : tensor<8x4xf32>) outs(%z : tensor<f32>) {
  ^bb0(%in: f32, %out: f32):
    %s = arith.mulf %in, %in : f32
    %t = arith.addf %out, %s : f32
    linalg.yield %t : f32
  } -> tensor<f32>
  return %loss : tensor<f32>
}

skein.step @train(%x: tensor<8x4xf32> {skein.batch = 0 : i64}) -> (tensor<f32> {skein.name = "loss"}) {
  %w = skein.read @w : tensor<3x2x4x4xf32>
  %loss, %dw = skein.value_and_grad @loss(%w, %x) wrt [0]
      : (tensor<3x2x4x4xf32>, tensor<8x4xf32>) -> (tensor<f32>, tensor<3x2x4x4xf32>)
  skein.apply_gradient @w, %dw : tensor<3x2x4x4xf32> using #skein.sgd<learning_rate = 0.1>
  skein.return %loss : tensor<f32>
}
