// RUN: sed "s/\"chosen\"/\"none\"/" %s | skein-opt --skein-differentiate | FileCheck %s
// RUN: sed 's/"chosen"/"selective"/' %s | skein-opt --skein-differentiate | FileCheck %s --check-prefix=SELECTIVE
// RUN: sed 's/"chosen"/"full"/' %s | skein-opt --skein-differentiate | FileCheck %s --check-prefix=FULL
// RUN: sed 's/skein.recompute = "chosen"/skein.recompute = "some"/' %s | not skein-opt --skein-differentiate 2>&1 | FileCheck %s --check-prefix=SOME

// Queries and keys of 16 features each are 512 multiplications for 128 bytes; the scores
// are 256 for 256 bytes, less than on the average, and twice as many bytes. So the scores
// and their softmax are kept by default and computed again by "selective", from queries
// and keys.
// CHECK:      func.func private @attend_fwd({{.*}}) -> (tensor<f32>, tensor<8x4xf32> {skein.residual}, tensor<8x4xf32> {skein.residual}, tensor<8x8xf32> {skein.residual})
// SELECTIVE:      func.func private @attend_fwd({{.*}}) -> (tensor<f32>, tensor<8x4xf32> {skein.residual}, tensor<8x4xf32> {skein.residual}) attributes
// SELECTIVE:      func.func private @attend_bwd(
// SELECTIVE:        linalg.contract {{.*}}{skein.recomputed}
// SELECTIVE-NOT:    {{linalg.(contract|matmul)}} {{.*}}{skein.recomputed}

// "full" keeps nothing: the forward half is the function itself, which calls what it called,
// and the backward half calls the forward half of that again.
// FULL:           func.func private @attend_fwd({{.*}}) -> tensor<f32> attributes
// FULL-NOT:       skein.recomputed
// FULL:             call @project(
// FULL:           func.func private @attend_bwd(
// FULL-SAME:        %{{.*}}: tensor<16x4xf32> {skein.argument = 0 : i64}, %{{.*}}: tensor<16x4xf32> {skein.argument = 1 : i64}, %{{.*}}: tensor<8x16xf32> {skein.argument = 2 : i64}, %{{.*}}: tensor<f32>)
// FULL:             call @project_fwd({{.*}}) {skein.recomputed}

// SOME: error: 'func.func' op has skein.recompute = "some"; expected "none", "selective" or "full"
func.func private @project(%w: tensor<16x4xf32>, %x: tensor<8x16xf32>) -> tensor<8x4xf32> {
  %zeros = arith.constant dense<0.0> : tensor<8x4xf32>
  %y = linalg.matmul ins(%x, %w : tensor<8x16xf32>, tensor<16x4xf32>) outs(%zeros : tensor<8x4xf32>) -> tensor<8x4xf32>
  return %y : tensor<8x4xf32>
}

func.func private @attend(%wq: tensor<16x4xf32>, %wk: tensor<16x4xf32>, %x: tensor<8x16xf32>) -> tensor<f32> attributes {skein.recompute = "chosen"} {
  %q = func.call @project(%wq, %x) : (tensor<16x4xf32>, tensor<8x16xf32>) -> tensor<8x4xf32>
  %zeros = arith.constant dense<0.0> : tensor<8x4xf32>
  %k = linalg.matmul ins(%x, %wk : tensor<8x16xf32>, tensor<16x4xf32>) outs(%zeros : tensor<8x4xf32>) -> tensor<8x4xf32>
  %square = arith.constant dense<0.0> : tensor<8x8xf32>
  %scores = linalg.contract indexing_maps = [affine_map<(i, j, c) -> (i, c)>, affine_map<(i, j, c) -> (j, c)>, affine_map<(i, j, c) -> (i, j)>] ins(%q, %k : tensor<8x4xf32>, tensor<8x4xf32>) outs(%square : tensor<8x8xf32>) -> tensor<8x8xf32>
  %empty = tensor.empty() : tensor<8x8xf32>
  %p = linalg.softmax dimension(1) ins(%scores : tensor<8x8xf32>) outs(%empty : tensor<8x8xf32>) -> tensor<8x8xf32>
  %zero = arith.constant dense<0.0> : tensor<f32>
  %loss = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> ()>], iterator_types = ["reduction", "reduction"]} ins(%p : tensor<8x8xf32>) outs(%zero : tensor<f32>) {
  ^bb0(%a: f32, %sum: f32):
    %b = arith.mulf %a, %a : f32
    %c = arith.addf %sum, %b : f32
    linalg.yield %c : f32
  } -> tensor<f32>
  return %loss : tensor<f32>
}

skein.step @train(%wq: tensor<16x4xf32>, %wk: tensor<16x4xf32>, %x: tensor<8x16xf32>) -> (tensor<16x4xf32>, tensor<16x4xf32>) {
  %loss, %dq, %dk = skein.value_and_grad @attend(%wq, %wk, %x) wrt [0, 1] : (tensor<16x4xf32>, tensor<16x4xf32>, tensor<8x16xf32>) -> (tensor<f32>, tensor<16x4xf32>, tensor<16x4xf32>)
  skein.return %dq, %dk : tensor<16x4xf32>, tensor<16x4xf32>
}
