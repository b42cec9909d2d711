// RUN: skein-opt %s --split-input-file --verify-diagnostics --skein-accumulate-gradients=micro-batches=3
// RUN: not skein-opt %s --split-input-file --skein-accumulate-gradients=micro-batches=0 2>&1 | FileCheck %s --check-prefix=NONE
// NONE: error: option micro-batches is 0; expected at least 1

skein.variable @w : tensor<3xf32>
// expected-error @below {{input "x" has a batch of 8, which 3 micro-batches cannot share evenly}}
skein.step @uneven(%x: tensor<8x3xf32> {skein.batch = 0 : i64}) {
  %w = skein.read @w : tensor<3xf32>
  skein.apply_gradient @w, %w : tensor<3xf32> using #skein.sgd<learning_rate = 0.1>
  skein.return
}

// -----

skein.variable @w : tensor<3xf32>
// expected-error @below {{has no input with skein.batch; expected a batch to take micro-batches of}}
skein.step @nothing(%x: tensor<9x3xf32>) {
  %w = skein.read @w : tensor<3xf32>
  skein.apply_gradient @w, %w : tensor<3xf32> using #skein.sgd<learning_rate = 0.1>
  skein.return
}

// -----

skein.variable @w : tensor<f32>
func.func private @loss(%w: tensor<f32>) -> tensor<f32> {
  return %w : tensor<f32>
}
skein.step @gradients(%x: tensor<9x3xf32> {skein.batch = 0 : i64}) {
  %w = skein.read @w : tensor<f32>
  // expected-error @below {{has to be written out first, by --skein-differentiate}}
  %l, %g = skein.value_and_grad @loss(%w) wrt [0] : (tensor<f32>) -> (tensor<f32>, tensor<f32>)
  skein.apply_gradient @w, %g : tensor<f32> using #skein.sgd<learning_rate = 0.1>
  skein.return
}

// -----

skein.variable @w : tensor<f32>
skein.step @largest(%x: tensor<9xf32> {skein.batch = 0 : i64}) {
  %low = arith.constant dense<-1.0e9> : tensor<f32>
  %z = arith.constant dense<0.0> : tensor<f32>
  // expected-error @below {{is needed over the whole batch before the gradients, by micro-batches that see a part of it; per-part-statistics estimates it from each part}}
  %m = linalg.reduce {arith.maximumf} ins(%x : tensor<9xf32>) outs(%low : tensor<f32>) dimensions = [0]
  // expected-remark @below {{needs operand 1 reduced over "micro-batch"}}
  %g = linalg.generic {indexing_maps = [affine_map<(n) -> (n)>, affine_map<(n) -> ()>, affine_map<(n) -> ()>],
                       iterator_types = ["reduction"]}
      ins(%x, %m : tensor<9xf32>, tensor<f32>) outs(%z : tensor<f32>) {
  ^bb0(%a: f32, %b: f32, %out: f32):
    %d = arith.subf %a, %b : f32
    %s = arith.addf %out, %d : f32
    linalg.yield %s : f32
  } -> tensor<f32>
  skein.apply_gradient @w, %g : tensor<f32> using #skein.sgd<learning_rate = 0.1>
  skein.return
}
