// RUN: skein-opt %s --skein-delay-gradients | FileCheck %s
// RUN: skein-opt %s --skein-delay-gradients --skein-overlap | FileCheck %s --check-prefix=OVERLAP
// RUN: skein-opt %s --skein-delay-gradients --skein-pack-gradients --skein-overlap | FileCheck %s --check-prefix=PACK

!part = tensor<4xf32, #skein.dist<data: partial sum>>
skein.mesh @m(data = 2)

// CHECK:       skein.variable @w : tensor<4xf32>
// CHECK-NEXT:  skein.variable @w.delayed slot of @w : tensor<4xf32> = #skein.zeros
// CHECK-NEXT:  skein.variable @b on @m : tensor<4xf32, #skein.dist<data: split 0>>
// CHECK-NEXT:  skein.variable @b.delayed slot of @b on @m : tensor<4xf32, #skein.dist<data: split 0>> = #skein.zeros
skein.variable @w : tensor<4xf32>
skein.variable @b on @m : tensor<4xf32, #skein.dist<data: split 0>>
skein.variable @c : tensor<4xf32>

// On one device, and for pieces.
// CHECK-LABEL: skein.step @step
// CHECK-NEXT:    %[[OLD:.*]] = skein.read @w.delayed : tensor<4xf32>
// CHECK-NEXT:    skein.apply_gradient @w, %[[OLD]] : tensor<4xf32> using
// CHECK-NEXT:    skein.assign @w.delayed, %g : tensor<4xf32>
skein.step @step(%g: tensor<4xf32>) {
  skein.apply_gradient @w, %g : tensor<4xf32> using #skein.sgd<learning_rate = 0.1>
  skein.return
}
// CHECK-LABEL: skein.program @pieces
// CHECK-NEXT:    skein.read @b.delayed : tensor<4xf32, #skein.dist<data: split 0>>
skein.program @pieces on @m(%g: tensor<4xf32, #skein.dist<data: split 0>>) {
  skein.apply_gradient @b, %g : tensor<4xf32, #skein.dist<data: split 0>> using #skein.sgd<learning_rate = 0.1>
  skein.return
}

// No update waits; then what is reduced first is kept first.
// OVERLAP-LABEL: skein.program @overlapped
// OVERLAP:         %[[C:.*]] = skein.all_reduce sum %{{.*}} on communication
// OVERLAP:         %[[W:.*]] = skein.all_reduce sum %{{.*}} on communication
// OVERLAP:         skein.apply_gradient @w
// OVERLAP:         skein.apply_gradient @c
// OVERLAP-NEXT:    skein.assign @c.delayed, %[[C]]
// OVERLAP-NEXT:    skein.assign @w.delayed, %[[W]]
// PACK-LABEL:    skein.program @overlapped
// PACK:            %[[R:.*]] = skein.all_reduce sum {{.*}} on communication : {{.*}} -> tensor<8xf32>
// PACK:            skein.apply_gradient @w
// PACK:            skein.apply_gradient @c
// PACK:            tensor.extract_slice %[[R]]
// PACK-NEXT:       skein.assign
// PACK-NEXT:       tensor.extract_slice %[[R]]
// PACK-NEXT:       skein.assign
skein.program @overlapped on @m(%x: !part, %y: !part) {
  %gc = arith.negf %y : !part
  %gw = arith.negf %x : !part
  %w = skein.all_reduce sum %gw over @m[data] : !part -> tensor<4xf32>
  %c = skein.all_reduce sum %gc over @m[data] : !part -> tensor<4xf32>
  skein.apply_gradient @w, %w : tensor<4xf32> using #skein.sgd<learning_rate = 0.1>
  skein.apply_gradient @c, %c : tensor<4xf32> using #skein.sgd<learning_rate = 0.1>
  skein.return
}
