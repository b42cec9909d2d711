// What is wrong with a pipeline is said in one line, before anything is scheduled that
// cannot be.
//
// RUN: not skein-opt %s --skein-distribute='mesh=pipe:5 micro-batches=2' 2>&1 | FileCheck %s --check-prefix=MANY
// RUN: not skein-opt %s --skein-distribute='mesh=pipe:2 stages=3 micro-batches=2' 2>&1 | FileCheck %s --check-prefix=UNEVEN
// RUN: not skein-opt %s --skein-distribute='mesh=pipe:2,data:2 micro-batches=3' 2>&1 | FileCheck %s --check-prefix=THREE
// RUN: not skein-opt %s --skein-distribute='mesh=pipe:2 micro-batches=1000000000000' 2>&1 | FileCheck %s --check-prefix=HUGE
// RUN: not skein-opt %s --skein-distribute='mesh=pipe:2,data:3 micro-batches=2' 2>&1 | FileCheck %s --check-prefix=SHARE
// RUN: not skein-opt %s --skein-distribute='mesh=pipe:2 micro-batches=0' 2>&1 | FileCheck %s --check-prefix=NONE
// RUN: not skein-opt %s --skein-distribute='mesh=pipe:2 device-bytes=-1' 2>&1 | FileCheck %s --check-prefix=BYTES
// RUN: not skein-opt %s --skein-distribute='mesh=pipe:2 layers=1,2' 2>&1 | FileCheck %s --check-prefix=LAYERS
// RUN: not skein-opt %s --skein-distribute='mesh=pipe:2 partition=layers layers=2,2' 2>&1 | FileCheck %s --check-prefix=EMPTY
// RUN: not skein-opt %s --skein-distribute='mesh=pipe:2 partition=layers layers=1,4294967298' 2>&1 | FileCheck %s --check-prefix=ENDS
// RUN: not skein-opt %s --skein-distribute='mesh=pipe:2 recompute=:full' 2>&1 | FileCheck %s --check-prefix=POLICY
// RUN: not skein-opt %s --skein-distribute='mesh=pipe:2,data:2 batch-axis=pipe' 2>&1 | FileCheck %s --check-prefix=AXIS
// RUN: not skein-opt %s --skein-distribute='mesh=pipe:2 schedule=none.txt' 2>&1 | FileCheck %s --check-prefix=FILE
// RUN: not skein-opt %s --skein-distribute='mesh=pipe:2 schedule=zb-v stages=2' 2>&1 | FileCheck %s --check-prefix=CHUNKS
// RUN: not skein-opt %s --skein-distribute='mesh=pipe:2,data:2 strategy=ps' 2>&1 | FileCheck %s --check-prefix=SERVERS

// RUN: printf 'stages=2 micro-batches=2\ndevice 0: F0 B0 F1 B1\ndevice 1: F1 B1 F0 B0\n' > %t.cycle
// RUN: not skein-opt %s --skein-distribute='mesh=pipe:2 micro-batches=2 schedule=%t.cycle' 2>&1 | FileCheck %s --check-prefix=CYCLE
// RUN: printf 'stages=2 micro-batches=2\ndevice 0: F0 F1 B0\ndevice 1: F0 B0 F1 B1\n' > %t.missing
// RUN: not skein-opt %s --skein-distribute='mesh=pipe:2 micro-batches=2 schedule=%t.missing' 2>&1 | FileCheck %s --check-prefix=MISSING
// RUN: printf 'stages=2 micro-batches=3\ndevice 0: F0 F1 F2 B0 B1 B2\ndevice 1: F0 B0 F1 B1 F2 B2\n' > %t.size
// RUN: not skein-opt %s --skein-distribute='mesh=pipe:2 micro-batches=2 schedule=%t.size' 2>&1 | FileCheck %s --check-prefix=SIZE
// RUN: printf 'stages=2 micro-batches=2\ndevice 0: F0 F1 W0 I0 B1\ndevice 1: F0 B0 F1 B1\n' > %t.halves
// RUN: not skein-opt %s --skein-distribute='mesh=pipe:2 micro-batches=2 schedule=%t.halves' 2>&1 | FileCheck %s --check-prefix=HALVES

// MANY: pipeline-invalid.mlir:[[#]]:1: error: @loss cannot be cut into stages: 5 stages of 3 layers; expected at most as many stages as layers
// UNEVEN: error: 'skein.program' op has 3 stages on 2 devices along "pipe"; expected as many on each
// THREE: error: 'skein.step' op input "x" has a batch of 8, which 3 micro-batches cannot share evenly
// HUGE: error: 'skein.step' op input "x" has a batch of 8, which 1000000000000 micro-batches cannot share evenly
// SHARE: error: 'skein.step' op input "x" has a batch of 8, which 3 devices along "data" cannot share evenly
// NONE: pipeline-invalid.mlir:[[#]]:18: error: options micro-batches and replicas are 0 and 1; expected at least 1
// BYTES: error: option device-bytes is -1; expected at least 0, which is for no limit
// LAYERS: error: option layers gives the ends of stages; expected partition=layers with it
// EMPTY: error: @loss cannot be cut into stages: stage 1 is empty; expected a layer in each stage
// ENDS: error: @loss cannot be cut into stages: option layers has 4294967298; expected at most 2, the number of layers
// POLICY: error: option recompute has ":full"; expected none, full or selective, behind a stage or function if it is not for all stages
// AXIS: error: 'skein.program' op splits input "x" along "pipe", where stages are; expected a batch over other axes
// FILE: error: @loss cannot be cut into stages: unknown schedule "none.txt"; expected one of gpipe, {{.*}}, or a file with a table
// CHUNKS: error: @loss cannot be cut into stages: 1 stages on each device; expected 2, as schedule "zb-v" has
// SERVERS: error: 'skein.program' op is on a mesh with "pipe", along which no gradient of a variable on a server differs
// CYCLE: cycle:3:11: forward of stage 1, micro-batch 1 comes when stage 0 has sent micro-batch 0; expected the same order in both stages
// MISSING: missing: backward of stage 0, micro-batch 1 is missing
// SIZE: size: has 3 micro-batches; expected 2
// HALVES: halves:2:17: weight gradient of stage 0, micro-batch 0 is not behind input gradient of stage 0, micro-batch 0

skein.variable @a : tensor<4x4xf32> = #skein.glorot_uniform<seed = 1>
skein.variable @b : tensor<4x4xf32> = #skein.glorot_uniform<seed = 2>
func.func private @loss(%a: tensor<4x4xf32>, %b: tensor<4x4xf32>, %x: tensor<8x4xf32>) -> tensor<f32> {
  %zeros = arith.constant dense<0.0> : tensor<8x4xf32>
  %zero = arith.constant dense<0.0> : tensor<f32>
  %p = linalg.matmul ins(%x, %a : tensor<8x4xf32>, tensor<4x4xf32>) outs(%zeros : tensor<8x4xf32>) -> tensor<8x4xf32>
  %h = math.tanh %p : tensor<8x4xf32>
  %q = linalg.matmul ins(%h, %b : tensor<8x4xf32>, tensor<4x4xf32>) outs(%zeros : tensor<8x4xf32>) -> tensor<8x4xf32>
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
