// What goes to a server is sent as it is, which is told; what devices reduce is compressed.
// RUN: skein-opt %s --verify-diagnostics --skein-synchronize --skein-compress-gradients='method=bf16 min-elements=1' | FileCheck %s
// CHECK: skein.push @train.a.sum, %x label
// CHECK: skein.all_reduce sum %{{.*}} : tensor<4xbf16
!part = tensor<4xf32, #skein.dist<data: partial sum>>
skein.mesh @mesh(data = 4)
skein.mesh @servers(server = 1)
skein.variable @a : tensor<4xf32> = #skein.zeros {skein.synchronization = #skein.parameter_server<on = @servers, at = [0]>}
skein.variable @b : tensor<4xf32> = #skein.zeros
skein.program @train on @mesh(%x: !part, %y: !part) attributes {skein.unsynchronized} {
  // expected-remark @below {{gradient of @a is not compressed: workers send it to a server}}
  skein.apply_gradient @a, %x : !part using #skein.sgd<learning_rate = 0.1>
  // expected-remark @below {{gradient of @b is sent as bf16}}
  %g = arith.addf %y, %y : !part
  skein.apply_gradient @b, %g : !part using #skein.sgd<learning_rate = 0.1>
  skein.return
}
