// Two layers with dropout of a quarter learn the labels of the digits as numbers. The
// layers are one function, which their numbers tell apart.
//
// The numbers are those of one device, whatever each device computes of the batch and when.
// RUN: rm -rf %t && mkdir %t
// RUN: bash -c 'set -e; for options in mesh=data:4 "mesh=data:2 micro-batches=4" "mesh=pipe:2 micro-batches=8" \
// RUN:     "mesh=pipe:2,data:2 micro-batches=4 recompute=full" "mesh=pipe:2 micro-batches=4 schedule=zb-h1 recompute=selective" \
// RUN:     "mesh=pipe:2 micro-batches=2 schedule=interleaved stages=4" "mesh=data:2 recompute=@layer:full"; do \
// RUN:   skein-opt %s --skein-distribute="$options" -o %t/program.mlir 2> %t/notes; \
// RUN:   skein-run %t/program.mlir --inputs=%examples/digits/data/train.safetensors --steps=20 --check-against=%s; \
// RUN: done' > %t/out
// RUN: FileCheck %s < %t/out
// CHECK-COUNT-7: w {{ *}}64x64xf32 {{ *}}{{[0-9.]+(e-0[67])?$}}
#elementwise = affine_map<(n, c) -> (n, c)>
#row = affine_map<(n, c) -> (n)>

func.func private @layer(%w: tensor<64x64xf32>, %x: tensor<64x64xf32>, %step: tensor<i64>, %number: index) -> tensor<64x64xf32> {
  %zero = arith.constant 0.0 : f32
  %quarter = arith.constant 0.25 : f32
  %rest = arith.constant 0.75 : f32
  %empty = tensor.empty() : tensor<64x64xf32>
  %zeros = linalg.fill ins(%zero : f32) outs(%empty : tensor<64x64xf32>) -> tensor<64x64xf32>
  %h = linalg.matmul ins(%x, %w : tensor<64x64xf32>, tensor<64x64xf32>) outs(%zeros : tensor<64x64xf32>) -> tensor<64x64xf32>
  %u = skein.random_uniform %step, %number seed = 7 : tensor<i64>, index -> tensor<64x64xf32>
  %y = linalg.generic {indexing_maps = [#elementwise, #elementwise, #elementwise], iterator_types = ["parallel", "parallel"]}
      ins(%h, %u : tensor<64x64xf32>, tensor<64x64xf32>) outs(%empty : tensor<64x64xf32>) {
  ^bb0(%a: f32, %r: f32, %out: f32):
    %t = math.tanh %a : f32
    %scaled = arith.divf %t, %rest : f32
    %isKept = arith.cmpf oge, %r, %quarter : f32
    %b = arith.select %isKept, %scaled, %zero : f32
    linalg.yield %b : f32
  } -> tensor<64x64xf32>
  return %y : tensor<64x64xf32>
}

func.func private @loss(%v: tensor<64x64xf32>, %w: tensor<64x64xf32>, %u: tensor<64xf32>, %x: tensor<64x64xf32>, %y: tensor<64xi32>, %step: tensor<i64>) -> tensor<f32> {
  %first = arith.constant 0 : index
  %second = arith.constant 1 : index
  %h = func.call @layer(%v, %x, %step, %first) : (tensor<64x64xf32>, tensor<64x64xf32>, tensor<i64>, index) -> tensor<64x64xf32>
  %i = func.call @layer(%w, %h, %step, %second) : (tensor<64x64xf32>, tensor<64x64xf32>, tensor<i64>, index) -> tensor<64x64xf32>
  %zero = arith.constant 0.0 : f32
  %e1 = tensor.empty() : tensor<64xf32>
  %z1 = linalg.fill ins(%zero : f32) outs(%e1 : tensor<64xf32>) -> tensor<64xf32>
  %o = linalg.matvec ins(%i, %u : tensor<64x64xf32>, tensor<64xf32>) outs(%z1 : tensor<64xf32>) -> tensor<64xf32>
  %e0 = tensor.empty() : tensor<f32>
  %z0 = linalg.fill ins(%zero : f32) outs(%e0 : tensor<f32>) -> tensor<f32>
  %loss = linalg.generic {indexing_maps = [affine_map<(n) -> (n)>, affine_map<(n) -> (n)>, affine_map<(n) -> ()>], iterator_types = ["reduction"]}
      ins(%o, %y : tensor<64xf32>, tensor<64xi32>) outs(%z0 : tensor<f32>) {
  ^bb0(%a: f32, %label: i32, %sum: f32):
    %examples = arith.constant 64.0 : f32
    %b = arith.sitofp %label : i32 to f32
    %c = arith.subf %a, %b : f32
    %d = arith.mulf %c, %c : f32
    %e = arith.divf %d, %examples : f32
    %f = arith.addf %sum, %e : f32
    linalg.yield %f : f32
  } -> tensor<f32>
  return %loss : tensor<f32>
}

skein.variable @v : tensor<64x64xf32> = #skein.glorot_uniform<seed = 1>
skein.variable @w : tensor<64x64xf32> = #skein.glorot_uniform<seed = 2>
skein.variable @u : tensor<64xf32> = #skein.normal<mean = 0.0, stddev = 0.1, seed = 3>
skein.variable @step : tensor<i64> = #skein.zeros

skein.step @train(%x: tensor<64x64xf32> {skein.batch = 0 : i64}, %y: tensor<64xi32> {skein.batch = 0 : i64}) -> (tensor<f32> {skein.name = "loss"}) {
  %v = skein.read @v : tensor<64x64xf32>
  %w = skein.read @w : tensor<64x64xf32>
  %u = skein.read @u : tensor<64xf32>
  %step = skein.read @step : tensor<i64>
  %loss, %dv, %dw, %du = skein.value_and_grad @loss(%v, %w, %u, %x, %y, %step) wrt [0, 1, 2]
      : (tensor<64x64xf32>, tensor<64x64xf32>, tensor<64xf32>, tensor<64x64xf32>, tensor<64xi32>, tensor<i64>)
     -> (tensor<f32>, tensor<64x64xf32>, tensor<64x64xf32>, tensor<64xf32>)
  skein.apply_gradient @v, %dv : tensor<64x64xf32> using #skein.sgd<learning_rate = 0.01>
  skein.apply_gradient @w, %dw : tensor<64x64xf32> using #skein.sgd<learning_rate = 0.01>
  skein.apply_gradient @u, %du : tensor<64xf32> using #skein.sgd<learning_rate = 0.01>
  %one = arith.constant dense<1> : tensor<i64>
  %next = arith.addi %step, %one : tensor<i64>
  skein.assign @step, %next : tensor<i64>
  skein.return %loss : tensor<f32>
}
