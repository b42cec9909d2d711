// A loop is what its iterations are. Both programs make six products of 16x64
// with 64x64 and a sum; the loop takes its weights from a stack and puts its
// results into one, which costs nothing: they are computed in their places.
// RUN: skein-sim %s --cluster=%S/node4.yaml --program=loop --json=%t.json > %t.loop
// RUN: skein-sim %s --cluster=%S/node4.yaml --program=calls > %t.calls
// RUN: sed -n '/^step time/p; /^linalg/p; /^tensor/p; /^skein/p' %t.loop > %t.loop.ops
// RUN: sed -n '/^step time/p; /^linalg/p; /^tensor/p; /^skein/p' %t.calls > %t.calls.ops
// RUN: diff %t.loop.ops %t.calls.ops
// RUN: FileCheck %s --input-file=%t.loop.ops
// RUN: FileCheck %s --input-file=%t.json --check-prefix=JSON
// CHECK:     linalg.matmul {{ *}}6
// CHECK-NOT: tensor.insert_slice

// JSON-LABEL: "tasks"
// JSON-COUNT-6: "name": "linalg.matmul"
// JSON:         "name": "linalg.reduce"

skein.mesh @one()

func.func private @layer(%x: tensor<16x64xf32>, %w: tensor<64x64xf32>) -> tensor<16x64xf32> attributes {skein.mesh = @one} {
  %z = arith.constant dense<0.0> : tensor<16x64xf32>
  %a = linalg.matmul ins(%x, %w : tensor<16x64xf32>, tensor<64x64xf32>) outs(%z : tensor<16x64xf32>) -> tensor<16x64xf32>
  %b = linalg.matmul ins(%a, %w : tensor<16x64xf32>, tensor<64x64xf32>) outs(%z : tensor<16x64xf32>) -> tensor<16x64xf32>
  return %b : tensor<16x64xf32>
}

skein.program @loop on @one(%x: tensor<16x64xf32>, %w: tensor<3x64x64xf32>) -> tensor<f32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %empty = tensor.empty() : tensor<3x16x64xf32>
  %all = scf.for %i = %c0 to %c3 step %c1 iter_args(%stack = %empty) -> tensor<3x16x64xf32> {
    %slice = tensor.extract_slice %w[%i, 0, 0] [1, 64, 64] [1, 1, 1] : tensor<3x64x64xf32> to tensor<64x64xf32>
    %y = func.call @layer(%x, %slice) : (tensor<16x64xf32>, tensor<64x64xf32>) -> tensor<16x64xf32>
    %row = tensor.expand_shape %y [[0, 1], [2]] output_shape [1, 16, 64] : tensor<16x64xf32> into tensor<1x16x64xf32>
    %next = tensor.insert_slice %row into %stack[%i, 0, 0] [1, 16, 64] [1, 1, 1] : tensor<1x16x64xf32> into tensor<3x16x64xf32>
    scf.yield %next : tensor<3x16x64xf32>
  }
  %z = arith.constant dense<0.0> : tensor<f32>
  %sum = linalg.reduce {arith.addf} ins(%all : tensor<3x16x64xf32>) outs(%z : tensor<f32>) dimensions = [0, 1, 2]
  skein.return %sum : tensor<f32>
}

skein.program @calls on @one(%x: tensor<16x64xf32>, %w: tensor<3x64x64xf32>, %stack: tensor<3x16x64xf32>) -> tensor<f32> {
  %w0 = tensor.extract_slice %w[0, 0, 0] [1, 64, 64] [1, 1, 1] : tensor<3x64x64xf32> to tensor<64x64xf32>
  %w1 = tensor.extract_slice %w[1, 0, 0] [1, 64, 64] [1, 1, 1] : tensor<3x64x64xf32> to tensor<64x64xf32>
  %w2 = tensor.extract_slice %w[2, 0, 0] [1, 64, 64] [1, 1, 1] : tensor<3x64x64xf32> to tensor<64x64xf32>
  %y0 = func.call @layer(%x, %w0) : (tensor<16x64xf32>, tensor<64x64xf32>) -> tensor<16x64xf32>
  %y1 = func.call @layer(%x, %w1) : (tensor<16x64xf32>, tensor<64x64xf32>) -> tensor<16x64xf32>
  %y2 = func.call @layer(%x, %w2) : (tensor<16x64xf32>, tensor<64x64xf32>) -> tensor<16x64xf32>
  %z = arith.constant dense<0.0> : tensor<f32>
  %sum = linalg.reduce {arith.addf} ins(%stack : tensor<3x16x64xf32>) outs(%z : tensor<f32>) dimensions = [0, 1, 2]
  skein.return %sum : tensor<f32>
}
