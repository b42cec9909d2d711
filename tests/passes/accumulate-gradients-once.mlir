// RUN: skein-opt %s --skein-accumulate-gradients=micro-batches=1 | FileCheck %s

// One micro-batch is the whole batch: what is needed over all of it is at hand.

// CHECK-LABEL: func.func private @loss_fwd
// CHECK:         %[[MAX:.*]] = linalg.reduce { arith.maximumf }
// CHECK-NOT:     skein.all_reduce
// CHECK:         linalg.generic {{.*}} ins(%{{.*}}, %[[MAX]]
// CHECK-LABEL: skein.step @train
// CHECK:         scf.for
// CHECK:           func.call @loss_fwd
skein.variable @w : tensor<f32> = #skein.zeros

func.func private @loss_fwd(%x: tensor<9xf32>) -> tensor<f32> attributes {skein.stage = 0 : i64} {
  %low = arith.constant dense<-1.0e9> : tensor<f32>
  %z = arith.constant dense<0.0> : tensor<f32>
  %m = linalg.reduce {arith.maximumf} ins(%x : tensor<9xf32>) outs(%low : tensor<f32>) dimensions = [0]
  %g = linalg.generic {indexing_maps = [affine_map<(n) -> (n)>, affine_map<(n) -> ()>, affine_map<(n) -> ()>],
                       iterator_types = ["reduction"]}
      ins(%x, %m : tensor<9xf32>, tensor<f32>) outs(%z : tensor<f32>) {
  ^bb0(%a: f32, %b: f32, %out: f32):
    %d = arith.subf %a, %b : f32
    %s = arith.addf %out, %d : f32
    linalg.yield %s : f32
  } -> tensor<f32>
  return %g : tensor<f32>
}

skein.step @train(%x: tensor<9xf32> {skein.batch = 0 : i64}) {
  %g = func.call @loss_fwd(%x) : (tensor<9xf32>) -> tensor<f32>
  skein.apply_gradient @w, %g : tensor<f32> using #skein.sgd<learning_rate = 0.1>
  skein.return
}
