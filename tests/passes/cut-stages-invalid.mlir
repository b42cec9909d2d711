// RUN: not skein-opt %s --skein-cut-stages=stages=8 2>&1 | FileCheck %s --check-prefix=MANY
// RUN: not skein-opt %s --skein-cut-stages 2>&1 | FileCheck %s --check-prefix=NONE
// RUN: not skein-opt %s --skein-cut-stages='stages=2 partition=layers layers=2,2' 2>&1 | FileCheck %s --check-prefix=EMPTY
// RUN: not skein-opt %s --skein-cut-stages='stages=2 partition=layers layers=1,3' 2>&1 | FileCheck %s --check-prefix=END
// RUN: not skein-opt %s --skein-cut-stages='stages=2 partition=layers layers=2' 2>&1 | FileCheck %s --check-prefix=COUNT
// RUN: not skein-opt %s --skein-cut-stages='stages=2 device-bytes=100' 2>&1 | FileCheck %s --check-prefix=BYTES
// RUN: not skein-opt %s --skein-cut-stages='stages=2 schedule=2f2b' 2>&1 | FileCheck %s --check-prefix=SCHEDULE
// RUN: not skein-opt %s --skein-cut-stages='stages=2 micro-batches=0' 2>&1 | FileCheck %s --check-prefix=PARTS
// RUN: not skein-opt %s --skein-cut-stages='stages=2 recompute=some' 2>&1 | FileCheck %s --check-prefix=POLICY
// RUN: not skein-opt %s --skein-cut-stages='stages=2 recompute=2:full' 2>&1 | FileCheck %s --check-prefix=STAGE
// RUN: not skein-opt %s --skein-cut-stages='stages=2 recompute=@layer:full' 2>&1 | FileCheck %s --check-prefix=FUNCTION

// MANY: error: @loss cannot be cut into stages: 8 stages of 2 layers; expected at most as many stages as layers
// NONE: error: @loss cannot be cut into stages: option stages is 0; expected at least 1, or skein.stage on its ops
// EMPTY: error: @loss cannot be cut into stages: stage 1 is empty; expected a layer in each stage
// END: error: @loss cannot be cut into stages: the last stage ends at layer 3; expected 2, the number of layers
// COUNT: error: @loss cannot be cut into stages: option layers has 1 ends; expected 2, one for each stage
// BYTES: error: @loss cannot be cut into stages: no cut of 2 layers into 2 stages was found that takes at most 100 bytes on each device; the smallest takes {{[0-9]+}}
// SCHEDULE: error: @loss cannot be cut into stages: {{.*}}2f2b
// PARTS: error: options micro-batches and replicas are 0 and 1; expected at least 1
// POLICY: error: option recompute has "some"; expected none, full or selective
// STAGE: error: option recompute names stage 2, which the module does not have
// FUNCTION: error: option recompute names @layer, which the module does not have
func.func private @loss(%w: tensor<4x4xf32>, %v: tensor<4xf32>, %x: tensor<4xf32>) -> tensor<f32> {
  %zeros = arith.constant dense<0.0> : tensor<4xf32>
  %zero = arith.constant dense<0.0> : tensor<f32>
  %a = linalg.matvec ins(%w, %x : tensor<4x4xf32>, tensor<4xf32>) outs(%zeros : tensor<4xf32>) -> tensor<4xf32>
  %b = math.tanh %a : tensor<4xf32>
  %c = linalg.dot ins(%b, %v : tensor<4xf32>, tensor<4xf32>) outs(%zero : tensor<f32>) -> tensor<f32>
  return %c : tensor<f32>
}

skein.step @train(%w: tensor<4x4xf32>, %v: tensor<4xf32>, %x: tensor<4xf32>) -> (tensor<4x4xf32>) {
  %loss, %dw = skein.value_and_grad @loss(%w, %v, %x) wrt [0] : (tensor<4x4xf32>, tensor<4xf32>, tensor<4xf32>) -> (tensor<f32>, tensor<4x4xf32>)
  skein.return %dw : tensor<4x4xf32>
}
