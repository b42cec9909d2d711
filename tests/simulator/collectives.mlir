// Collectives over the axes of a mesh, on 4 devices with links of 100 GB/s and 1 us
// and 1 us to start an op.
// RUN: skein-sim %s --cluster=%S/node4.yaml --program=main --json=%t.json && FileCheck %s --input-file=%t.json
// RUN: skein-sim %s --cluster=%S/node4.yaml --program=main --every-device | FileCheck %s --check-prefix=EVERY

skein.mesh @m(a = 2, b = 2)

// A mebibyte of 2^18 numbers. Times on groups of 2 and 4:
// all_reduce      1 + 2 * (1 + 5.24288) us = 13.48576 us
// over both axes  1 + 6 * (1 + 2.62144) us = 22.72864 us
// reduce_scatter  1 + 1 + 5.24288 us
// all_gather      the same: its result is a mebibyte
// all_to_all      half a mebibyte goes in, a quarter to the other: 1 + 1 + 2.62144 us
// CHECK:       "step_time_us": 55.3216
// CHECK-LABEL: "tasks"
// CHECK:       "name": "skein.all_reduce"
// CHECK:       "start_us": 0.0,
// CHECK-NEXT:  "end_us": 13.48576,
// CHECK:       "axes": [
// CHECK-NEXT:    "a"
// CHECK-NEXT:  ],
// CHECK-NEXT:  "bytes": 1048576
// CHECK:       "name": "skein.all_reduce"
// CHECK:       "end_us": 36.2144,
// CHECK:       "name": "skein.reduce_scatter"
// CHECK:       "end_us": 43.45728,
// CHECK:       "name": "skein.all_to_all"
// CHECK:       "end_us": 48.07872,
// CHECK:       "bytes": 524288
// CHECK:       "name": "skein.all_gather"
// CHECK:       "end_us": 55.3216,
// CHECK:       "bytes": 1048576

// EVERY: step time  55.32 us
// EVERY: gpu0 {{.*}} 55.32 us (100.0 %)
// EVERY: gpu3 {{.*}} 55.32 us (100.0 %)
skein.program @main on @m(
    %x: tensor<512x512xf32, #skein.dist<b: partial sum>>,
    %p: tensor<512x512xf32, #skein.dist<a: partial sum>>,
    %q: tensor<512x512xf32, #skein.dist<a: partial sum, b: partial sum>>)
    -> tensor<512x512xf32> {
  %0 = skein.all_reduce sum %p over @m[a] : tensor<512x512xf32, #skein.dist<a: partial sum>> -> tensor<512x512xf32>
  %1 = skein.all_reduce sum %q over @m[a, b] : tensor<512x512xf32, #skein.dist<a: partial sum, b: partial sum>> -> tensor<512x512xf32>
  %2 = skein.reduce_scatter sum %x dim 0 over @m[b] : tensor<512x512xf32, #skein.dist<b: partial sum>> -> tensor<256x512xf32, #skein.dist<b: split 0>>
  %3 = skein.all_to_all %2 from 0 to 1 over @m[b] : tensor<256x512xf32, #skein.dist<b: split 0>> -> tensor<512x256xf32, #skein.dist<b: split 1>>
  %4 = skein.all_gather %3 dim 1 over @m[b] : tensor<512x256xf32, #skein.dist<b: split 1>> -> tensor<512x512xf32>
  skein.return %4 : tensor<512x512xf32>
}

// What clusters.test runs on every example.
skein.mesh @two(data = 2)
skein.program @pair on @two(%p: tensor<1024xf32, #skein.dist<data: partial sum>>) -> tensor<1024xf32> {
  %0 = skein.all_reduce sum %p over @two[data] : tensor<1024xf32, #skein.dist<data: partial sum>> -> tensor<1024xf32>
  skein.return %0 : tensor<1024xf32>
}
