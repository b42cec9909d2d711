// Whether the server sends something to itself only data can tell: a warning, and it runs.
// RUN: skein-run %s --steps=2 2> %t | FileCheck %s
// RUN: FileCheck %s --check-prefix=WARNING < %t
// CHECK: epoch 2/2, step 2/2
// WARNING: cannot-tell.mlir:{{.*}}: warning: cannot tell whether @train and what is beside it come to their end: @train.server: whether it goes on depends on data that are not followed
skein.mesh @m(data = 2)
skein.mesh @servers(server = 1)
skein.variable @n : tensor<i64> = dense<1> : tensor<i64>
skein.queue @count on @servers[server = 0] : tensor<i64>
skein.program @train on @m() {
  %n = skein.read @n : tensor<i64>
  skein.enqueue @count, %n : tensor<i64>
  skein.return
}
skein.program @train.server on @servers[server = 0] beside @train times 2 () {
  %n, %from = skein.dequeue @count : tensor<i64>, tensor<i64>
  %zero = arith.constant dense<0> : tensor<i64>
  %less = arith.cmpi slt, %n, %zero : tensor<i64>
  %go = tensor.extract %less[] : tensor<i1>
  scf.if %go {
    skein.enqueue @count, %n : tensor<i64>
  }
  skein.return
}
