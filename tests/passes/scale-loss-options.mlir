// Scales that make no sense are one line each.
// RUN: not skein-opt %s --skein-scale-loss=min-scale=0 2>&1 | FileCheck %s --check-prefix=MIN
// MIN: scale-loss-options.mlir:{{[0-9]+}}:1: error: option min-scale is 0.{{0+e\+00}}; expected more than 0
// RUN: not skein-opt %s --skein-scale-loss='min-scale=2 max-scale=1' 2>&1 | FileCheck %s --check-prefix=MAX
// RUN: not skein-opt %s --skein-scale-loss='max-scale=1e39' 2>&1 | FileCheck %s --check-prefix=MAX
// MAX: error: option max-scale is {{.*}}; expected a number of f32, at least min-scale
// RUN: not skein-opt %s --skein-scale-loss=initial-scale=0.5 2>&1 | FileCheck %s --check-prefix=INITIAL
// RUN: not skein-opt %s --skein-scale-loss='initial-scale=16 max-scale=8' 2>&1 | FileCheck %s --check-prefix=INITIAL
// RUN: not skein-opt %s --skein-scale-loss=initial-scale=nan 2>&1 | FileCheck %s --check-prefix=INITIAL
// INITIAL: error: option initial-scale is {{.*}}; expected min-scale to max-scale
// RUN: not skein-opt %s --skein-scale-loss=growth-interval=0 2>&1 | FileCheck %s --check-prefix=INTERVAL
// INTERVAL: error: option growth-interval is 0; expected at least 1
// RUN: not skein-opt %s --skein-distribute='loss-scale=dynamic growth-factor=0.5' 2>&1 | FileCheck %s --check-prefix=GROWTH
// GROWTH: error: option growth-factor is {{.*}}; expected at least 1
// RUN: not skein-opt %s --skein-distribute='loss-scale=dynamic backoff-factor=1' 2>&1 | FileCheck %s --check-prefix=BACKOFF
// BACKOFF: error: option backoff-factor is {{.*}}; expected more than 0 and less than 1
// RUN: not skein-opt %s --skein-distribute=loss-scale=maybe 2>&1 | FileCheck %s --check-prefix=NAME
// NAME: Cannot find option named 'maybe'
skein.variable @w : tensor<4xf32> = #skein.zeros
func.func private @loss(%w: tensor<4xf32>) -> tensor<f32>
skein.step @train() {
  %w = skein.read @w : tensor<4xf32>
  %loss, %dw = skein.value_and_grad @loss(%w) wrt [0] : (tensor<4xf32>) -> (tensor<f32>, tensor<4xf32>)
  skein.return
}
