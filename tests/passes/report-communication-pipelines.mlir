// What stages send each other, once for each micro-batch.
// RUN: skein-opt %s --skein-report-communication -o /dev/null 2>&1 | FileCheck %s

// 16 bytes of each of 2 replicas, 3 times; and once more.
// CHECK:      communication of @train.stage0 on @m[pipe = 0], bytes of all devices in one step
// CHECK-NEXT: op bytes  axis  reason  location
// CHECK-NEXT: skein.send 96  pipe  @there  {{.*}}:[[#@LINE+14]]
// CHECK-NEXT: skein.send 32  pipe  @last   {{.*}}:[[#@LINE+18]]
// CHECK-NEXT: bytes along data: 0
// CHECK-NEXT: bytes along pipe: 128
// CHECK:      communication of @train on @m[pipe = 1]
// CHECK:      skein.send 24  pipe  @back
// CHECK:      bytes along pipe: 24
skein.mesh @m(pipe = 2, data = 2)
skein.channel @there : tensor<4xf32> from @train.stage0 to @train
skein.channel @last : tensor<4xf32> from @train.stage0 to @train
skein.channel @back : tensor<2xbf16> from @train to @train.stage0
skein.program @train.stage0 on @m[pipe = 0] beside @train(%x: tensor<4xf32>) {
  skein.pipeline %i of 3 in order "F0 F1 B0 F2 B1 B2" {
    skein.action forward of 0
    skein.send @there, %x : tensor<4xf32>
    skein.action backward of 0
    %g = skein.receive @back : tensor<2xbf16>
    skein.next_micro_batch
  }
  skein.send @last, %x : tensor<4xf32>
  skein.return
}
skein.program @train on @m[pipe = 1](%g: tensor<2xbf16>) {
  skein.pipeline %i of 3 in order "F0 B0 F1 B1 F2 B2" {
    skein.action forward of 1
    %x = skein.receive @there : tensor<4xf32>
    skein.action backward of 1
    skein.send @back, %g : tensor<2xbf16>
    skein.next_micro_batch
  }
  %l = skein.receive @last : tensor<4xf32>
  skein.return
}
