// The first of two stages: what it costs in all micro-batches, and what it keeps of them.
// RUN: skein-opt %s --skein-report-cost=entry=train.stage0 -o /dev/null 2>&1 | FileCheck %s
// RUN: skein-opt %s --skein-report-cost -o /dev/null 2>&1 | FileCheck %s --check-prefix=LAST

// 4 micro-batches, 4 FLOP and 48 bytes both forward and backward. Of the result of the forward
// pass, 16 bytes, as many are kept as are between the two: 2.
// CHECK:      forward  @first_fwd 4 4 16 0 192 32
// CHECK-NEXT: backward @first_bwd 4 0 16 0 192 0
// CHECK:      parameters: 4
// CHECK:      parameter bytes: 16
// CHECK:      activation bytes: 32

// The second stage keeps what it has received of one micro-batch, and has a parameter of its own.
// LAST:      forward  @train 1 0 0 0 0 16
// LAST-NEXT: backward @first_bwd 4
// LAST:      parameters: 2
// LAST:      activation bytes: 16
!t = tensor<4xf32>
skein.mesh @m(pipe = 2)
skein.variable @w on @m[pipe = 0] : !t = #skein.zeros
skein.variable @v on @m[pipe = 1] : tensor<2xf32> = #skein.zeros
skein.channel @there : !t from @train.stage0 to @train
skein.channel @back : !t from @train to @train.stage0

func.func private @first_fwd(%w: !t, %x: !t) -> !t attributes {skein.mesh = @m} {
  %e = tensor.empty() : !t
  %y = linalg.mul ins(%w, %x : !t, !t) outs(%e : !t) -> !t
  return %y : !t
}
func.func private @first_bwd(%y: !t, %g: !t) -> !t attributes {skein.forward = @first_fwd, skein.mesh = @m} {
  %e = tensor.empty() : !t
  %d = linalg.mul ins(%y, %g : !t, !t) outs(%e : !t) -> !t
  return %d : !t
}

skein.program @train.stage0 on @m[pipe = 0] beside @train(%x: !t) {
  %w = skein.read @w : !t
  skein.pipeline %i of 4 in order "F0 F1 B0 F2 B1 F3 B2 B3" {
    skein.action forward of 0
    %y = func.call @first_fwd(%w, %x) : (!t, !t) -> !t
    skein.send @there, %y : !t
    skein.action backward of 0
    %g = skein.receive @back : !t
    %d = func.call @first_bwd(%y, %g) : (!t, !t) -> !t
    skein.next_micro_batch
  }
  skein.return
}
skein.program @train on @m[pipe = 1]() {
  skein.pipeline %i of 4 in order "F0 B0 F1 B1 F2 B2 F3 B3" {
    skein.action forward of 1
    %x = skein.receive @there : !t
    skein.action backward of 1
    %d = func.call @first_bwd(%x, %x) : (!t, !t) -> !t
    skein.send @back, %d : !t
    skein.next_micro_batch
  }
  skein.return
}
