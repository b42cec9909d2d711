// Where copies are added up: who receives is compared with the number of the device.
// RUN: skein-opt %s --skein-lower-all-reduce=spec=copy | FileCheck %s --check-prefixes=CHECK,TURNS
// RUN: skein-opt %s --skein-lower-all-reduce=spec=copy:3:copy@first | FileCheck %s --check-prefixes=CHECK,RANGES
// RUN: skein-opt %s --skein-lower-all-reduce=spec=copy@greedy-elements | FileCheck %s --check-prefixes=CHECK,ELEMENTS
// RUN: skein-opt %s --skein-lower-all-reduce=spec=copy@greedy-bytes | FileCheck %s --check-prefixes=CHECK,BYTES
// RUN: skein-opt %s --skein-lower-all-reduce=spec=colocated | FileCheck %s --check-prefixes=CHECK,HOMES
// RUN: skein-opt %s --skein-lower-all-reduce=spec=colocated@greedy-bytes | FileCheck %s --check-prefixes=CHECK,HEAVY
// RUN: skein-opt %s --skein-lower-all-reduce=spec=hierarchical-copy | FileCheck %s --check-prefixes=CHECK,HALVES

!a = tensor<6xf32, #skein.dist<data: partial sum>>
!b = tensor<8xf16, #skein.dist<data: partial sum>>
!c = tensor<3xf32, #skein.dist<data: partial sum>>
!loss = tensor<f32, #skein.dist<data: partial sum>>
skein.mesh @m(data = 2)
// Nothing is reduced for the first one, so it has no home.
skein.variable @mean : tensor<100xf32>
skein.variable @a : tensor<6xf32>
skein.variable @b : tensor<8xf16>
skein.variable @c : tensor<3xf32>

// The all-reduces are those of c, b, a and the loss: 3 f32, 8 f16, 6 f32, 1 f32.
// CHECK-LABEL: skein.program @train

// One device after the other.
// TURNS: all_reduce sum %c over @m[data] {skein.algorithm = "copy@round-robin"}
// TURNS-NOT: all_reduce
// TURNS: arith.cmpi eq, %rank, %c0
// TURNS: all_reduce sum %b over @m[data]
// TURNS-NOT: all_reduce
// TURNS: arith.cmpi eq, %rank, %c1
// TURNS: all_reduce sum %a over @m[data]
// TURNS-NOT: all_reduce
// TURNS: arith.cmpi eq, %rank, %c0
// TURNS: all_reduce sum %l over @m[data]
// TURNS-NOT: all_reduce
// TURNS: arith.cmpi eq, %rank, %c1

// c and the loss take turns, larger ones are all on the first device.
// RANGES: all_reduce sum %c over @m[data] {skein.algorithm = "copy@round-robin"}
// RANGES-NOT: all_reduce
// RANGES: arith.cmpi eq, %rank, %c0
// RANGES: all_reduce sum %b over @m[data] {skein.algorithm = "copy@first"}
// RANGES-NOT: all_reduce
// RANGES: arith.cmpi eq, %rank, %c0
// RANGES: all_reduce sum %a over @m[data] {skein.algorithm = "copy@first"}
// RANGES-NOT: all_reduce
// RANGES: arith.cmpi eq, %rank, %c0
// RANGES: all_reduce sum %l over @m[data] {skein.algorithm = "copy@round-robin"}
// RANGES-NOT: all_reduce
// RANGES: arith.cmpi eq, %rank, %c1

// 3 on device 0, 8 on 1, 6 on 0: 9 on 0 and 8 on 1, where the loss goes.
// ELEMENTS: all_reduce sum %c over @m[data] {skein.algorithm = "copy@greedy-elements"}
// ELEMENTS-NOT: all_reduce
// ELEMENTS: arith.cmpi eq, %rank, %c0
// ELEMENTS: all_reduce sum %b over @m[data]
// ELEMENTS-NOT: all_reduce
// ELEMENTS: arith.cmpi eq, %rank, %c1
// ELEMENTS: all_reduce sum %a over @m[data]
// ELEMENTS-NOT: all_reduce
// ELEMENTS: arith.cmpi eq, %rank, %c0
// ELEMENTS: all_reduce sum %l over @m[data]
// ELEMENTS-NOT: all_reduce
// ELEMENTS: arith.cmpi eq, %rank, %c1

// 12 on device 0, 16 on 1, 24 on 0, the loss on 1.
// BYTES: all_reduce sum %c over @m[data] {skein.algorithm = "copy@greedy-bytes"}
// BYTES-NOT: all_reduce
// BYTES: arith.cmpi eq, %rank, %c0
// BYTES: all_reduce sum %b over @m[data]
// BYTES-NOT: all_reduce
// BYTES: arith.cmpi eq, %rank, %c1
// BYTES: all_reduce sum %a over @m[data]
// BYTES-NOT: all_reduce
// BYTES: arith.cmpi eq, %rank, %c0
// BYTES: all_reduce sum %l over @m[data]
// BYTES-NOT: all_reduce
// BYTES: arith.cmpi eq, %rank, %c1

// The variables are a, b and c: c lives on 0, b on 1, a on 0. The loss has no home.
// HOMES: all_reduce sum %c over @m[data] {skein.algorithm = "colocated@round-robin"}
// HOMES-NOT: all_reduce
// HOMES: arith.cmpi eq, %rank, %c0
// HOMES: all_reduce sum %b over @m[data]
// HOMES-NOT: all_reduce
// HOMES: arith.cmpi eq, %rank, %c1
// HOMES: all_reduce sum %a over @m[data]
// HOMES-NOT: all_reduce
// HOMES: arith.cmpi eq, %rank, %c0
// HOMES: all_reduce sum %l over @m[data]
// HOMES-NOT: all_reduce
// HOMES: arith.cmpi eq, %rank, %c0

// a takes 24 bytes of device 0, b 16 of device 1, which are fewer, so c joins it.
// HEAVY: all_reduce sum %c over @m[data] {skein.algorithm = "colocated@greedy-bytes"}
// HEAVY-NOT: all_reduce
// HEAVY: arith.cmpi eq, %rank, %c1
// HEAVY: all_reduce sum %b over @m[data]
// HEAVY-NOT: all_reduce
// HEAVY: arith.cmpi eq, %rank, %c1
// HEAVY: all_reduce sum %a over @m[data]
// HEAVY-NOT: all_reduce
// HEAVY: arith.cmpi eq, %rank, %c0
// HEAVY: all_reduce sum %l over @m[data]
// HEAVY-NOT: all_reduce
// HEAVY: arith.cmpi eq, %rank, %c0

// Halves of one device: the first root receives, then it gives the sum back.
// HALVES: skein.algorithm = "hierarchical-copy@dgx1"
// HALVES: %[[FIRST:.*]] = arith.cmpi eq, %rank, %c0
// HALVES: skein.exchange %{{.*}} send {{.*}} to %c0 receive {{.*}} from %c1 combining sum
// HALVES-NOT: combining
// HALVES: skein.exchange %{{.*}} send {{.*}} to %c1 receive {{.*}} from %c0
// HALVES: skein.all_reduce
// HALVES: skein.exchange %{{.*}} send {{.*}} to %c1 receive {{.*}} from %c0 combining sum
skein.program @train on @m(%a: !a, %b: !b, %c: !c, %l: !loss) -> tensor<f32> {
  %0 = skein.all_reduce sum %c over @m[data] : !c -> tensor<3xf32>
  %1 = skein.all_reduce sum %b over @m[data] : !b -> tensor<8xf16>
  %2 = skein.all_reduce sum %a over @m[data] : !a -> tensor<6xf32>
  %3 = skein.all_reduce sum %l over @m[data] : !loss -> tensor<f32>
  skein.apply_gradient @a, %2 : tensor<6xf32> using #skein.sgd<learning_rate = 0.1>
  skein.apply_gradient @b, %1 : tensor<8xf16> using #skein.sgd<learning_rate = 0.1>
  skein.apply_gradient @c, %0 : tensor<3xf32> using #skein.sgd<learning_rate = 0.1>
  skein.return %3 : tensor<f32>
}

// Turns begin anew in every program.
// TURNS-LABEL: skein.program @evaluate
// TURNS:         arith.cmpi eq, %rank, %c0
skein.program @evaluate on @m(%l: !loss) -> tensor<f32> {
  %0 = skein.all_reduce sum %l over @m[data] : !loss -> tensor<f32>
  skein.return %0 : tensor<f32>
}
// TURNS-LABEL: skein.program @evaluate_again
// TURNS-NOT:     arith.cmpi eq, %rank, %c1
// TURNS:         arith.cmpi eq, %rank, %c0
skein.program @evaluate_again on @m(%l: !loss) -> tensor<f32> {
  %0 = skein.all_reduce sum %l over @m[data] : !loss -> tensor<f32>
  skein.return %0 : tensor<f32>
}
