// All-reduces are priced as they are written: a mebibyte on 4 devices with links of
// 100 GB/s and 1 us, 1 us to start an op, and memory of 1 TB/s.
// RUN: skein-opt %s --skein-lower-all-reduce=spec=xring | skein-sim - --cluster=%S/node4.yaml --every-device | FileCheck %s --check-prefix=RING
// RUN: skein-opt %s --skein-lower-all-reduce=spec=xring#2 | skein-sim - --cluster=%S/node4.yaml | FileCheck %s --check-prefix=TWORINGS
// RUN: skein-opt %s --skein-lower-all-reduce=spec=psgpu | skein-sim - --cluster=%S/node4.yaml | FileCheck %s --check-prefix=ONEHOST
// RUN: skein-opt %s --skein-lower-all-reduce=spec=copy | skein-sim - --cluster=%S/node4.yaml | FileCheck %s --check-prefix=ONEHOST
// RUN: skein-opt %s --skein-lower-all-reduce=spec=hierarchical-copy | skein-sim - --cluster=%S/node4.yaml | FileCheck %s --check-prefix=HALVES
// RUN: skein-opt %s --skein-lower-all-reduce=spec=psgpu#4 | skein-sim - --cluster=%S/node4.yaml | FileCheck %s --check-prefix=FOURHOSTS
// RUN: skein-opt %s --skein-lower-all-reduce=spec=tree | skein-sim - --cluster=%S/node4.yaml --json=%t.json && FileCheck %s --check-prefix=TREE --input-file=%t.json

// 3 steps that send a quarter, 1 + 1 + 2.62144 us, and add it, 1 + 0.786432 us; 3 that
// send only: 33.087936 us. Without latencies that is 2 (4 - 1) / 4 of the bytes at the
// bandwidth, and the additions.
// RING: step time {{ *}}33.09 us
// RING: skein.all_reduce (xring) {{ *}}6 {{ *}}33.09 us

// Two rings with half of it each, at the same time over the same links.
// TWORINGS: step time {{ *}}33.09 us
// TWORINGS: skein.all_reduce (xring#2) {{ *}}6 {{ *}}33.09 us

// One device adds what the others send, one after the other, 3 * (12.48576 + 4.145728)
// us, and then sends to all at once over links of their own, 12.48576 us.
// ONEHOST: step time {{ *}}62.38 us

// Halves of two do so, then their roots, which are 0 and 2, and back:
// 2 * (12.48576 + 4.145728) + 2 * 12.48576 us.
// HALVES: step time {{ *}}58.23 us
// HALVES: skein.all_reduce (hierarchical-copy@dgx1)

// Four devices do so with a quarter each: 3 * (4.62144 + 1.786432) + 4.62144 us.
// FOURHOSTS: step time {{ *}}23.85 us

// Up: devices 1 and 3 send to 0 and 2 at the same time, then 2 to 0; and down again.
// 2 * (12.48576 + 4.145728) + 2 * 12.48576 us.
// TREE: "step_time_us": 58.234496
// TREE: "tasks": [
// TREE: "devices": [
// TREE-NEXT: 0,
// TREE-NEXT: 1
// TREE: "devices": [
// TREE-NEXT: 2,
// TREE-NEXT: 3
// TREE: "devices": [
// TREE-NEXT: 0,
// TREE-NEXT: 2
skein.mesh @m(data = 4)
skein.program @train on @m(%x: tensor<512x512xf32, #skein.dist<data: partial sum>>) -> tensor<512x512xf32> {
  %r = skein.all_reduce sum %x over @m[data] : tensor<512x512xf32, #skein.dist<data: partial sum>> -> tensor<512x512xf32>
  skein.return %r : tensor<512x512xf32>
}
