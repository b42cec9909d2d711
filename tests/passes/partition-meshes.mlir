// RUN: skein-opt %s --skein-partition | FileCheck %s --check-prefixes=CHECK,ONE
// RUN: skein-opt %s --skein-partition=mesh=data:1 | FileCheck %s --check-prefixes=CHECK,DATA1
// RUN: skein-opt %s --skein-partition=mesh=rest:2,data:4 | FileCheck %s --check-prefixes=CHECK,TWO
// RUN: skein-opt %s --skein-partition='mesh=a:2,b:4 batch-axis=b' | FileCheck %s --check-prefixes=CHECK,NAMED
// RUN: skein-opt %s --skein-partition=mesh=a:2,b:4 | FileCheck %s --check-prefixes=CHECK,ALL
// RUN: skein-opt %s --skein-partition='mesh=a:2,b:2,c:2 batch-axis=c,a' | FileCheck %s --check-prefixes=CHECK,SOME
// RUN: skein-opt %s --skein-partition='mesh=data:3 batch=per-replica' | FileCheck %s --check-prefixes=CHECK,REPLICA

// ONE: skein.mesh @mesh()
// DATA1: skein.mesh @mesh(data = 1)
// TWO: skein.mesh @mesh(rest = 2, data = 4)
// NAMED: skein.mesh @mesh(a = 2, b = 4)
// ALL: skein.mesh @mesh(a = 2, b = 4)
// SOME: skein.mesh @mesh(a = 2, b = 2, c = 2)
// REPLICA: skein.mesh @mesh(data = 3)
skein.variable @w : tensor<4xf32>

// CHECK: skein.program @step on @mesh(%x:
// ONE-SAME: tensor<8x4xf32> {skein.batch = 0 : i64}) {
// DATA1-SAME: tensor<8x4xf32, #skein.dist<data: split 0>> {{.*}} attributes {skein.unsynchronized}
// TWO-SAME: tensor<2x4xf32, #skein.dist<data: split 0>>
// NAMED-SAME: tensor<2x4xf32, #skein.dist<b: split 0>>
// ALL-SAME: tensor<1x4xf32, #skein.dist<a: split 0, b: split 0>>
// SOME-SAME: tensor<2x4xf32, #skein.dist<a: split 0, c: split 0>>
// REPLICA-SAME: tensor<8x4xf32, #skein.dist<data: split 0>> {{.*}} attributes {skein.per_replica, skein.unsynchronized}
skein.step @step(%x: tensor<8x4xf32> {skein.batch = 0 : i64}) {
  %zero = arith.constant dense<0.0> : tensor<4xf32>
  %g = linalg.reduce {arith.addf} ins(%x : tensor<8x4xf32>) outs(%zero : tensor<4xf32>) dimensions = [0]
  skein.apply_gradient @w, %g : tensor<4xf32> using #skein.sgd<learning_rate = 0.1>
  skein.return
}
