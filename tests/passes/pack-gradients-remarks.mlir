// RUN: skein-opt %s --verify-diagnostics --skein-pack-gradients="policy=bucket max-bytes=100"

!part = tensor<4xf32, #skein.dist<data: partial sum>>
!rows = tensor<2x4xf32, #skein.dist<rest: split 0, data: partial sum>>
skein.mesh @m(data = 2, rest = 3)
skein.variable @b : tensor<4xf32>
skein.variable @c : tensor<4xf32>
skein.variable @rows on @m : tensor<2x4xf32, #skein.dist<rest: split 0>>

// A gradient of two variables is sent once.
skein.program @shared on @m(%x: !part, %y: !part) {
  // expected-remark@+1 {{pack of 32 bytes: @b, @c, @b}}
  %a = skein.all_reduce sum %x over @m[data] : !part -> tensor<4xf32>
  %b = skein.all_reduce sum %y over @m[data] : !part -> tensor<4xf32>
  skein.apply_gradient @b, %a : tensor<4xf32> using #skein.sgd<learning_rate = 0.1>
  skein.apply_gradient @c, %a : tensor<4xf32> using #skein.sgd<learning_rate = 0.1>
  skein.apply_gradient @b, %b : tensor<4xf32> using #skein.sgd<learning_rate = 0.1>
  skein.return
}

skein.program @split on @m(%x: !rows) {
  // expected-remark@+1 {{not packed: split along "rest", so that pieces would interleave}}
  %a = skein.all_reduce sum %x over @m[data] : !rows -> tensor<2x4xf32, #skein.dist<rest: split 0>>
  skein.apply_gradient @rows, %a : tensor<2x4xf32, #skein.dist<rest: split 0>> using #skein.sgd<learning_rate = 0.1>
  skein.return
}

skein.program @hasty on @m(%x: !part, %y: !part) {
  // expected-remark@+1 {{not packed: @b is used before the others of the pack are ready}}
  %a = skein.all_reduce sum %x over @m[data] : !part -> tensor<4xf32>
  skein.apply_gradient @b, %a : tensor<4xf32> using #skein.sgd<learning_rate = 0.1>
  %b = skein.all_reduce sum %y over @m[data] : !part -> tensor<4xf32>
  skein.apply_gradient @c, %b : tensor<4xf32> using #skein.sgd<learning_rate = 0.1>
  skein.return
}
