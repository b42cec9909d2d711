// Programs that wait for each other for ever are refused before they start.
// RUN: not skein-run %s --steps=2 2> %t
// RUN: FileCheck %s < %t
// CHECK: waits-for-ever.mlir:[[@LINE+12]]:15: @train and what is beside it can wait for ever, @train.server at dequeue @count: @count is empty
skein.mesh @m(data = 2)
skein.mesh @servers(server = 1)
skein.variable @n : tensor<i64> = dense<1> : tensor<i64>
skein.queue @count on @servers[server = 0] : tensor<i64>
skein.program @train on @m() {
  %n = skein.read @n : tensor<i64>
  skein.enqueue @count, %n : tensor<i64>
  skein.return
}
// One more than there are workers.
skein.program @train.server on @servers[server = 0] beside @train times 3 () {
  %n, %from = skein.dequeue @count : tensor<i64>, tensor<i64>
  skein.return
}
