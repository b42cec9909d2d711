// RUN: skein-opt %s --verify-diagnostics --skein-compress-gradients='method=bf16 min-elements=8' | FileCheck %s --check-prefixes=CHECK,BF16
// RUN: skein-opt %s --skein-compress-gradients='method=f16 min-elements=8 error-feedback=on' 2>/dev/null | FileCheck %s --check-prefixes=CHECK,FEEDBACK
// RUN: skein-opt %s --skein-compress-gradients='method=int8 min-elements=8' 2>/dev/null | FileCheck %s --check-prefixes=CHECK,INT8
// RUN: skein-opt %s --skein-compress-gradients='method=power-sgd min-elements=8 rank=1' 2>/dev/null | FileCheck %s --check-prefixes=CHECK,POWER
// RUN: skein-opt %s --skein-compress-gradients='method=top-k min-elements=8 k=4' 2>/dev/null | FileCheck %s --check-prefixes=CHECK,TOPK
// RUN: skein-opt %s --skein-compress-gradients='method=top-k min-elements=8 k=20%% error-feedback=off' 2>/dev/null | FileCheck %s --check-prefixes=CHECK,FORGET
// RUN: skein-opt %s --skein-compress-gradients='method=top-k min-elements=8 k=4' --skein-report-communication -o %t 2>&1 | FileCheck %s --check-prefix=BYTES
// RUN: skein-opt %s --skein-compress-gradients | FileCheck %s --check-prefix=NONE

// NONE-NOT: skein.stack

// Four devices receive 4 elements and 4 places from three others each; the gradient of @b
// goes around a ring.
// BYTES:      skein.all_gather {{ *}}192 {{ *}}data {{ *}}@w
// BYTES-NEXT: skein.all_gather {{ *}}192 {{ *}}data {{ *}}@w
// BYTES-NEXT: skein.all_reduce {{ *}}72 {{ *}}data {{ *}}@b

skein.mesh @m(data = 4)
// FEEDBACK: skein.variable @w.compression_error slot of @w on @m : tensor<1x5x3xf32, #skein.dist<data: split 0>> = #skein.zeros
// POWER-DAG: skein.variable @w.power_sgd slot of @w : tensor<3x1xf32> = #skein.normal<mean = 0.000000e+00, stddev = 1.000000e+00, seed = 1>
// POWER-DAG: skein.variable @w.compression_error slot of @w on @m : tensor<1x5x3xf32, #skein.dist<data: split 0>> = #skein.zeros
// TOPK: skein.variable @w.compression_error slot of @w on @m : tensor<1x15xf32, #skein.dist<data: split 0>> = #skein.zeros
// FORGET-NOT: skein.variable @w.compression_error
skein.variable @w : tensor<5x3xf32>
skein.variable @b : tensor<3xf32>

// CHECK-LABEL: skein.program @train
skein.program @train on @m(%x: tensor<5x3xf32, #skein.dist<data: partial sum>>,
                           %y: tensor<3xf32, #skein.dist<data: partial sum>>) {
  // BF16: %[[S:.*]] = skein.stack %x over @m[data]
  // BF16: %[[NARROW:.*]] = linalg.generic {{.*}} ins(%[[S]] :
  // BF16:   arith.truncf
  // BF16: %[[SUM:.*]] = linalg.generic {{.*}} ins(%[[NARROW]] :
  // BF16:   arith.addf
  // BF16: -> tensor<5x3xbf16, #skein.dist<data: partial sum>>
  // BF16: %[[R:.*]] = skein.all_reduce sum %[[SUM]] over @m[data] : tensor<5x3xbf16,
  // BF16: %[[WIDE:.*]] = linalg.generic {{.*}} ins(%[[R]] :
  // BF16:   arith.extf

  // FEEDBACK: %[[S:.*]] = skein.stack %x over @m[data]
  // FEEDBACK: %[[E:.*]] = skein.read @w.compression_error
  // FEEDBACK: %[[FED:.*]] = linalg.generic {{.*}} ins(%[[S]], %[[E]] :
  // FEEDBACK: %[[NARROW:.*]] = linalg.generic {{.*}} ins(%[[FED]] :
  // FEEDBACK:   arith.truncf
  // FEEDBACK: %[[BACK:.*]] = linalg.generic {{.*}} ins(%[[NARROW]] :
  // FEEDBACK: %[[LEFT:.*]] = linalg.generic {{.*}} ins(%[[FED]], %[[BACK]] :
  // FEEDBACK:   arith.subf
  // FEEDBACK: skein.assign @w.compression_error, %[[LEFT]]
  // FEEDBACK: skein.all_reduce sum {{.*}} tensor<5x3xf16,

  // 15 elements are padded to 16, which four devices share.
  // INT8: tensor.pad
  // INT8: tensor<1x15xf32, {{.*}}> to tensor<1x16xf32,
  // INT8: %[[Q:.*]] = skein.all_to_all %{{.*}} from 0 to 1 over @m[data] : tensor<1x16xi8, #skein.dist<data: split 0>> -> tensor<4x4xi8, #skein.dist<data: split 1>>
  // INT8: skein.all_gather %{{.*}} dim 0 over @m[data] : tensor<1xf32,
  // INT8: skein.all_gather %{{.*}} dim 0 over @m[data] : tensor<1x4xi8, #skein.dist<data: split 0>> -> tensor<4x4xi8>
  // INT8: skein.all_gather %{{.*}} dim 0 over @m[data] : tensor<1xf32,
  // INT8: tensor.extract_slice %{{.*}}[0] [15] [1]

  // POWER: skein.all_reduce sum %{{.*}} tensor<5x1xf32,
  // POWER: math.sqrt
  // POWER: skein.all_reduce sum %{{.*}} tensor<3x1xf32,
  // POWER: skein.assign @w.power_sgd
  // POWER: skein.assign @w.compression_error

  // TOPK: %[[S:.*]] = skein.stack %{{.*}} over @m[data] : tensor<15xf32,
  // TOPK: %[[E:.*]] = skein.read @w.compression_error
  // TOPK: %[[FED:.*]] = linalg.generic {{.*}} ins(%[[S]], %[[E]] :
  // TOPK: %[[V:.*]], %[[I:.*]] = skein.top_k %[[FED]] : tensor<1x15xf32, #skein.dist<data: split 0>> -> tensor<1x4xf32, #skein.dist<data: split 0>>, tensor<1x4xi32, #skein.dist<data: split 0>>
  // TOPK: %[[LEFT:.*]] = linalg.generic {{.*}} ins(%[[I]] : {{.*}} outs(%[[FED]] :
  // TOPK: skein.assign @w.compression_error, %[[LEFT]]
  // TOPK: %[[VS:.*]] = skein.all_gather %[[V]] dim 0 over @m[data] : tensor<1x4xf32, #skein.dist<data: split 0>> -> tensor<4x4xf32>
  // TOPK: %[[IS:.*]] = skein.all_gather %[[I]] dim 0 over @m[data] : tensor<1x4xi32, #skein.dist<data: split 0>> -> tensor<4x4xi32>
  // TOPK: linalg.generic {{.*}} ins(%[[IS]], %[[VS]] :
  // TOPK:   arith.cmpi eq
  // TOPK:   arith.addf
  // TOPK: -> tensor<15xf32>

  // FORGET: %[[S:.*]] = skein.stack
  // FORGET: skein.top_k %[[S]] : {{.*}} -> tensor<1x3xf32,
  // FORGET-NOT: skein.assign
  // expected-remark @below {{gradient of @w is sent as bf16}}
  %g = skein.all_reduce sum %x over @m[data] : tensor<5x3xf32, #skein.dist<data: partial sum>> -> tensor<5x3xf32>
  // CHECK: skein.all_reduce sum %y over @m[data] : tensor<3xf32,
  // expected-remark @below {{gradient of @b is not compressed: fewer than 8 elements}}
  %h = skein.all_reduce sum %y over @m[data] : tensor<3xf32, #skein.dist<data: partial sum>> -> tensor<3xf32>
  // BF16: skein.apply_gradient @w, %[[WIDE]]
  skein.apply_gradient @w, %g : tensor<5x3xf32> using #skein.sgd<learning_rate = 0.1>
  skein.apply_gradient @b, %h : tensor<3xf32> using #skein.sgd<learning_rate = 0.1>
  skein.return
}
