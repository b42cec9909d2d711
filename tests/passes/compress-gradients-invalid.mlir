// RUN: skein-opt %s --split-input-file --verify-diagnostics --skein-compress-gradients='method=power-sgd min-elements=1 rank=2'
// RUN: not skein-opt %s --split-input-file --skein-compress-gradients='method=power-sgd rank=0' 2>&1 | FileCheck %s --check-prefix=RANK
// RANK: error: option rank is 0; expected at least 1
// RUN: not skein-opt %s --split-input-file --skein-compress-gradients='method=int8 min-elements=-1' 2>&1 | FileCheck %s --check-prefix=ELEMENTS
// ELEMENTS: error: option min-elements is -1; expected at least 0
// RUN: not skein-opt %s --split-input-file --skein-compress-gradients='method=power-sgd error-feedback=off' 2>&1 | FileCheck %s --check-prefix=FEEDBACK
// FEEDBACK: error: option error-feedback is off; expected power-sgd with it, which does not converge otherwise
// RUN: not skein-opt %s --split-input-file --skein-compress-gradients='method=top-k k=0' 2>&1 | FileCheck %s --check-prefix=K
// RUN: not skein-opt %s --split-input-file --skein-compress-gradients='method=top-k k=-4' 2>&1 | FileCheck %s --check-prefix=K
// RUN: not skein-opt %s --split-input-file --skein-compress-gradients='method=top-k k=1.5' 2>&1 | FileCheck %s --check-prefix=K
// RUN: not skein-opt %s --split-input-file --skein-compress-gradients='method=top-k k=few' 2>&1 | FileCheck %s --check-prefix=K
// RUN: not skein-opt %s --split-input-file --skein-compress-gradients='method=top-k k=0%%' 2>&1 | FileCheck %s --check-prefix=K
// RUN: not skein-opt %s --split-input-file --skein-compress-gradients='method=top-k k=100.1%%' 2>&1 | FileCheck %s --check-prefix=K
// RUN: not skein-opt %s --split-input-file --skein-compress-gradients='method=top-k k=nan%%' 2>&1 | FileCheck %s --check-prefix=K
// K: error: option k is {{[-.0-9a-z%%]+}}; expected a number of elements such as 64, at least 1, or a part of them such as 1%, up to 100%
// RUN: skein-opt %s --split-input-file --skein-compress-gradients='method=top-k k=3 min-elements=1' -o %t 2>&1 | FileCheck %s --check-prefix=TOPK
// TOPK: remark: gradient of @small is sent as 3 of 12 elements
// TOPK: remark: gradient of @vector is sent as 3 of 64 elements
// TOPK: remark: gradient of @integers is not compressed: no sum of floating point
// TOPK: remark: gradient of @piece is not compressed: a piece of a gradient
// Of a part the closest number, and at least one; of a number no more than all.
// RUN: skein-opt %s --split-input-file --skein-compress-gradients='method=top-k k=3.1%% min-elements=1' -o %t 2>&1 | FileCheck %s --check-prefix=PART
// PART: remark: gradient of @small is sent as 1 of 12 elements
// PART: remark: gradient of @vector is sent as 2 of 64 elements
// RUN: skein-opt %s --split-input-file --skein-compress-gradients='method=top-k k=20 min-elements=1' -o %t 2>&1 | FileCheck %s --check-prefix=MANY
// MANY: remark: gradient of @small is sent as 12 of 12 elements
// MANY: remark: gradient of @vector is sent as 20 of 64 elements
// RUN: not skein-opt %s --split-input-file --skein-compress-gradients='method=zip' 2>&1 | FileCheck %s --check-prefix=METHOD
// METHOD: Cannot find option named 'zip'

skein.mesh @m(data = 4, model = 2)
skein.variable @small : tensor<4x3xf32>
skein.variable @vector : tensor<64xf32>
skein.variable @integers : tensor<f32>
skein.variable @piece on @m : tensor<16x16xf32, #skein.dist<model: split 0>>
skein.program @left_alone on @m(%a: tensor<4x3xf32, #skein.dist<data: partial sum>>,
                                %b: tensor<64xf32, #skein.dist<data: partial sum>>,
                                %c: tensor<f32, #skein.dist<data: partial max>>,
                                %d: tensor<16x16xf32, #skein.dist<model: split 0, data: partial sum>>) {
  // expected-remark @below {{gradient of @small is not compressed: no matrix that rank 2 makes smaller}}
  %e = skein.all_reduce sum %a over @m[data] : tensor<4x3xf32, #skein.dist<data: partial sum>> -> tensor<4x3xf32>
  // expected-remark @below {{gradient of @vector is not compressed: no matrix that rank 2 makes smaller}}
  %f = skein.all_reduce sum %b over @m[data] : tensor<64xf32, #skein.dist<data: partial sum>> -> tensor<64xf32>
  // expected-remark @below {{gradient of @integers is not compressed: no sum of floating point}}
  %g = skein.all_reduce max %c over @m[data] : tensor<f32, #skein.dist<data: partial max>> -> tensor<f32>
  // expected-remark @below {{gradient of @piece is not compressed: a piece of a gradient}}
  %h = skein.all_reduce sum %d over @m[data] : tensor<16x16xf32, #skein.dist<model: split 0, data: partial sum>> -> tensor<16x16xf32, #skein.dist<model: split 0>>
  skein.apply_gradient @small, %e : tensor<4x3xf32> using #skein.sgd<learning_rate = 0.1>
  skein.apply_gradient @vector, %f : tensor<64xf32> using #skein.sgd<learning_rate = 0.1>
  skein.apply_gradient @integers, %g : tensor<f32> using #skein.sgd<learning_rate = 0.1>
  skein.apply_gradient @piece, %h : tensor<16x16xf32, #skein.dist<model: split 0>> using #skein.sgd<learning_rate = 0.1>
  skein.return
}
