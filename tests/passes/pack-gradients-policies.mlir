// Gradients of 32, 16, 8, 4, 16, 64 and 4 bytes: @a to @g.
//
// RUN: skein-opt %s -o /dev/null --skein-pack-gradients="policy=small-runs max-bytes=16 max-group=2" 2>&1 | FileCheck %s --check-prefix=RUNS
// Those of up to 16 bytes, that is, @b to @e and @g, two by two: 16 itself is small, and runs end
// at @f, which leaves @g alone.
// RUNS: remark: pack of 24 bytes: @b, @c
// RUNS: remark: pack of 20 bytes: @d, @e
// RUNS-NOT: remark
//
// RUN: skein-opt %s -o /dev/null --skein-pack-gradients="policy=small-runs max-bytes=16 max-group=3" 2>&1 | FileCheck %s --check-prefix=THREES
// Three in the first pack, exactly; @e is alone.
// THREES: remark: pack of 28 bytes: @b, @c, @d
// THREES-NOT: remark
//
// RUN: skein-opt %s -o /dev/null --skein-pack-gradients="policy=small-runs max-bytes=15" 2>&1 | FileCheck %s --check-prefix=BELOW
// BELOW: remark: pack of 12 bytes: @c, @d
// BELOW-NOT: remark
//
// RUN: skein-opt %s -o /dev/null --skein-pack-gradients="policy=small-runs max-bytes=64 max-group=1" 2>&1 | FileCheck %s --check-prefix=QUIET --allow-empty
// QUIET-NOT: remark
//
// RUN: skein-opt %s -o /dev/null --skein-pack-gradients="policy=reverse-fill max-bytes=16" 2>&1 | FileCheck %s --check-prefix=REVERSE
// From the end: @g (4) and @f make 68, more than 16. @e makes 16, which is not more, so @d joins
// it: 20. @c and @b make 24. @a is the rest.
// REVERSE: remark: pack of 24 bytes: @b, @c
// REVERSE: remark: pack of 20 bytes: @d, @e
// REVERSE: remark: pack of 68 bytes: @f, @g
// REVERSE-NOT: remark
//
// RUN: skein-opt %s -o /dev/null --skein-pack-gradients="policy=bytes-per-pack max-bytes=20" 2>&1 | FileCheck %s --check-prefix=PERPACK
// @a has 20. @b and @c make 24. @d and @e make 20, which is enough. @f has 20, @g is the rest.
// PERPACK: remark: pack of 24 bytes: @b, @c
// PERPACK: remark: pack of 20 bytes: @d, @e
// PERPACK-NOT: remark
//
// RUN: skein-opt %s -o /dev/null --skein-pack-gradients="policy=bytes-per-pack max-bytes=0" 2>&1 | FileCheck %s --check-prefix=ALL
// RUN: skein-opt %s -o /dev/null --skein-pack-gradients="policy=fixed-count" 2>&1 | FileCheck %s --check-prefix=ALL
// ALL: remark: pack of 144 bytes: @a, @b, @c, @d, @e, @f, @g
// ALL-NOT: remark
//
// RUN: skein-opt %s -o /dev/null --skein-pack-gradients="policy=fixed-count count=5" 2>&1 | FileCheck %s --check-prefix=FIVE
// 36 elements: 4 times 7, and 8. @a has the first 8.
// FIVE: remark: pack of 28 bytes: @a (in part)
// FIVE: remark: pack of 28 bytes: @a (in part), @b, @c
// FIVE: remark: pack of 28 bytes: @d, @e, @f (in part)
// FIVE: remark: pack of 28 bytes: @f (in part)
// FIVE: remark: pack of 32 bytes: @f (in part), @g
// FIVE-NOT: remark
//
// RUN: skein-opt %s -o /dev/null --skein-pack-gradients="policy=bucket max-bytes=60 first-bytes=20" 2>&1 | FileCheck %s --check-prefix=BUCKET
// As they become ready: @g (4), @f (64), @e (16), @d (4), @c (8), @b (16), @a (32). @f is more than
// any bucket; @e to @b make 44, and @a would make it 76.
// BUCKET: remark: pack of 44 bytes: @e, @d, @c, @b
// BUCKET-NOT: remark
//
// RUN: skein-opt %s -o /dev/null --skein-pack-gradients="policy=bucket max-bytes=76 first-bytes=68" 2>&1 | FileCheck %s --check-prefix=BUCKETS
// Both bounds are reached exactly.
// BUCKETS: remark: pack of 68 bytes: @g, @f
// BUCKETS: remark: pack of 76 bytes: @e, @d, @c, @b, @a
// BUCKETS-NOT: remark
//
// RUN: skein-opt %s -o /dev/null --skein-pack-gradients="policy=bucket max-bytes=1000" 2>&1 | FileCheck %s --check-prefix=READY
// READY: remark: pack of 144 bytes: @g, @f, @e, @d, @c, @b, @a
// READY-NOT: remark
//
// RUN: skein-opt %s -o /dev/null --skein-pack-gradients="policy=groups" 2>&1 | FileCheck %s --check-prefix=GROUPS
// As the records say; @c has none, and @e has its group for itself.
// GROUPS: remark: pack of 52 bytes: @a, @b, @d
// GROUPS: remark: pack of 68 bytes: @f, @g
// GROUPS-NOT: remark

!a = tensor<8xf32, #skein.dist<data: partial sum>>
!b = tensor<4xf32, #skein.dist<data: partial sum>>
!c = tensor<2xf32, #skein.dist<data: partial sum>>
!d = tensor<f32, #skein.dist<data: partial sum>>
!f = tensor<4x4xf32, #skein.dist<data: partial sum>>
skein.mesh @m(data = 2)
skein.variable @a : tensor<8xf32> {skein.synchronization = #skein.all_reduce<groups = [7]>}
skein.variable @b : tensor<4xf32> {skein.synchronization = #skein.all_reduce<groups = [7]>}
skein.variable @c : tensor<2xf32>
skein.variable @d : tensor<f32> {skein.synchronization = #skein.all_reduce<groups = [7]>}
skein.variable @e : tensor<4xf32> {skein.synchronization = #skein.all_reduce<groups = [1]>}
skein.variable @f : tensor<4x4xf32> {skein.synchronization = #skein.all_reduce<groups = [0]>}
skein.variable @g : tensor<f32> {skein.synchronization = #skein.all_reduce<groups = [0]>}

// The last gradient first, as backward halves do it.
func.func private @backward(%a: !a, %b: !b, %c: !c, %d: !d, %f: !f) -> (!a, !b, !c, !d, !b, !f, !d) attributes {skein.mesh = @m} {
  %g2 = arith.negf %d : !d
  %f2 = arith.negf %f : !f
  %e2 = arith.negf %b : !b
  %d2 = arith.negf %d : !d
  %c2 = arith.negf %c : !c
  %b2 = arith.negf %b : !b
  %a2 = arith.negf %a : !a
  return %a2, %b2, %c2, %d2, %e2, %f2, %g2 : !a, !b, !c, !d, !b, !f, !d
}

skein.program @train on @m(%x: !a, %y: !b, %z: !c, %u: !d, %v: !f) {
  %p:7 = func.call @backward(%x, %y, %z, %u, %v) : (!a, !b, !c, !d, !f) -> (!a, !b, !c, !d, !b, !f, !d)
  %a = skein.all_reduce sum %p#0 over @m[data] : !a -> tensor<8xf32>
  %b = skein.all_reduce sum %p#1 over @m[data] : !b -> tensor<4xf32>
  %c = skein.all_reduce sum %p#2 over @m[data] : !c -> tensor<2xf32>
  %d = skein.all_reduce sum %p#3 over @m[data] : !d -> tensor<f32>
  %e = skein.all_reduce sum %p#4 over @m[data] : !b -> tensor<4xf32>
  %f = skein.all_reduce sum %p#5 over @m[data] : !f -> tensor<4x4xf32>
  %g = skein.all_reduce sum %p#6 over @m[data] : !d -> tensor<f32>
  skein.apply_gradient @a, %a : tensor<8xf32> using #skein.sgd<learning_rate = 0.1>
  skein.apply_gradient @b, %b : tensor<4xf32> using #skein.sgd<learning_rate = 0.1>
  skein.apply_gradient @c, %c : tensor<2xf32> using #skein.sgd<learning_rate = 0.1>
  skein.apply_gradient @d, %d : tensor<f32> using #skein.sgd<learning_rate = 0.1>
  skein.apply_gradient @e, %e : tensor<4xf32> using #skein.sgd<learning_rate = 0.1>
  skein.apply_gradient @f, %f : tensor<4x4xf32> using #skein.sgd<learning_rate = 0.1>
  skein.apply_gradient @g, %g : tensor<f32> using #skein.sgd<learning_rate = 0.1>
  skein.return
}
