// Objects that live on one device, and the programs that use them.
// RUN: skein-opt %s | FileCheck %s
// RUN: skein-opt %s --mlir-print-op-generic | skein-opt | FileCheck %s

// CHECK: skein.mesh @w(data = 4)
skein.mesh @w(data = 4)
// CHECK: skein.mesh @ps(server = 2)
skein.mesh @ps(server = 2)
// CHECK: skein.variable @v on @ps[server = 0] : tensor<8x3xf32> = #skein.zeros
skein.variable @v on @ps[server = 0] : tensor<8x3xf32> = #skein.zeros
// CHECK: skein.variable @t.1 on @ps[server = 1] : tensor<5x3xf32> = #skein.zeros {skein.stored = #skein.stored<"t" at [5, 0] of [10, 3]>}
skein.variable @t.1 on @ps[server = 1] : tensor<5x3xf32> = #skein.zeros {skein.stored = #skein.stored<"t" at [5, 0] of [10, 3]>}
// CHECK: skein.accumulator @v.sum of @v from @w[data] in index order
skein.accumulator @v.sum of @v from @w[data] in index order
// CHECK: skein.accumulator @t.1.sum of @t.1 from @w[data] in index order by 6 rows
skein.accumulator @t.1.sum of @t.1 from @w[data] in index order by 6 rows
// CHECK: skein.accumulator @v.rows of @v from @w[data] in arrival order by 6 rows
skein.accumulator @v.rows of @v from @w[data] in arrival order by 6 rows
// CHECK: skein.queue @go on @ps[server = 0] per @w : tensor<i64>
skein.queue @go on @ps[server = 0] per @w : tensor<i64>
// CHECK: skein.queue @tok on @ps[server = 0] : tensor<i64> starting with 3 capacity 7
skein.queue @tok on @ps[server = 0] : tensor<i64> starting with 3 capacity 7
// CHECK: skein.queue @label per @w : tensor<i64> starting with 1
skein.queue @label per @w : tensor<i64> starting with 1
// CHECK: skein.variable @u : tensor<4x3xf32> = #skein.zeros {skein.synchronization = #skein.parameter_server<on = @ps, at = [0, 1], partition = [2, 1]>}
skein.variable @u : tensor<4x3xf32> = #skein.zeros {skein.synchronization = #skein.parameter_server<on = @ps, at = [0, 1], partition = [2, 1]>}
// CHECK: skein.variable @a : tensor<3xf32> = #skein.zeros {skein.synchronization = #skein.all_reduce<partition = [3], groups = [0, 0, 1]>}
skein.variable @a : tensor<3xf32> = #skein.zeros {skein.synchronization = #skein.all_reduce<partition = [3], groups = [0, 0, 1]>}
// CHECK: skein.variable @row_means : tensor<3xf32> {skein.synchronization = #skein.all_reduce<reduction = row_mean_of_means, partition = [3]>}
skein.variable @row_means : tensor<3xf32> {skein.synchronization = #skein.all_reduce<partition = [3], reduction = row_mean_of_means>}
// CHECK: skein.variable @means : tensor<3xf32> {skein.synchronization = #skein.all_reduce<reduction = mean>}
skein.variable @means : tensor<3xf32> {skein.synchronization = #skein.all_reduce<reduction = mean>}
// CHECK: skein.variable @c : tensor<f32> = #skein.zeros {skein.synchronization = #skein.all_reduce}
skein.variable @c : tensor<f32> = #skein.zeros {skein.synchronization = #skein.all_reduce}
// CHECK: skein.program @chase on @w[data independent](
skein.program @chase on @w[data independent](%x: tensor<4xf32>) {
  skein.return
}
// CHECK: skein.program @train on @w({{%.*}}: tensor<8x3xf32, #skein.dist<data: partial sum>>, {{%.*}}: tensor<6xi32, #skein.dist<data: split 0>>, {{%.*}}: tensor<6x3xf32, #skein.dist<data: split 0>>) {
skein.program @train on @w(%g: tensor<8x3xf32, #skein.dist<data: partial sum>>, %i: tensor<6xi32, #skein.dist<data: split 0>>, %r: tensor<6x3xf32, #skein.dist<data: split 0>>) {
// CHECK: {{%.*}} = skein.pull @v : tensor<8x3xf32>
  %0 = skein.pull @v : tensor<8x3xf32>
// CHECK: [[ROWS:%.*]] = skein.pull_rows @v, {{%.*}} : tensor<6xi32, #skein.dist<data: split 0>> -> tensor<6x3xf32, #skein.dist<data: split 0>>
  %rows = skein.pull_rows @v, %i : tensor<6xi32, #skein.dist<data: split 0>> -> tensor<6x3xf32, #skein.dist<data: split 0>>
// CHECK: {{%.*}} = skein.pull_rows @t.1, {{%.*}} else [[ROWS]] : tensor<6x3xf32, #skein.dist<data: split 0>> : tensor<6xi32, #skein.dist<data: split 0>> -> tensor<6x3xf32, #skein.dist<data: split 0>>
  %all = skein.pull_rows @t.1, %i else %rows : tensor<6x3xf32, #skein.dist<data: split 0>> : tensor<6xi32, #skein.dist<data: split 0>> -> tensor<6x3xf32, #skein.dist<data: split 0>>
// CHECK: {{%.*}} = skein.step_index
  %1 = skein.step_index
// CHECK: skein.push @v.sum, {{%.*}} label {{%.*}} : tensor<8x3xf32, #skein.dist<data: partial sum>>
  skein.push @v.sum, %g label %1 : tensor<8x3xf32, #skein.dist<data: partial sum>>
// CHECK: skein.push_rows @t.1.sum, {{%.*}}, {{%.*}} label {{%.*}} : tensor<6xi32, #skein.dist<data: split 0>>, tensor<6x3xf32, #skein.dist<data: split 0>>
  skein.push_rows @t.1.sum, %i, %r label %1 : tensor<6xi32, #skein.dist<data: split 0>>, tensor<6x3xf32, #skein.dist<data: split 0>>
// CHECK: {{%.*}}, {{%.*}} = skein.dequeue @go : tensor<i64, #skein.dist<data: varying>>, tensor<i64, #skein.dist<data: varying>>
  %value, %from = skein.dequeue @go : tensor<i64, #skein.dist<data: varying>>, tensor<i64, #skein.dist<data: varying>>
// CHECK: skein.return
  skein.return
}
// CHECK: skein.program @train.server0 on @ps[server = 0] beside @train() {
skein.program @train.server0 on @ps[server = 0] beside @train() {
// CHECK: {{%.*}}, {{%.*}} = skein.take @v.sum, 4 : tensor<8x3xf32>
  %sum, %count = skein.take @v.sum, 4 : tensor<8x3xf32>
// CHECK: skein.apply_gradient @v, {{%.*}} : tensor<8x3xf32> using #skein.sgd<learning_rate = 1.000000e-01>
  skein.apply_gradient @v, %sum : tensor<8x3xf32> using #skein.sgd<learning_rate = 1.000000e-01>
// CHECK: {{%.*}}, {{%.*}}, {{%.*}} = skein.take_row_sums @v.rows, 3 : tensor<8x3xf32>, tensor<8xi64>
  %sums, %counts, %pushes = skein.take_row_sums @v.rows, 3 : tensor<8x3xf32>, tensor<8xi64>
// CHECK: {{%.*}} = skein.step_index
  %0 = skein.step_index
// CHECK: skein.enqueue @go[*], {{%.*}} : tensor<i64>
  skein.enqueue @go[*], %0 : tensor<i64>
// CHECK: skein.return
  skein.return
}
// CHECK: skein.program @train.server1 on @ps[server = 1] beside @train times 2 () {
skein.program @train.server1 on @ps[server = 1] beside @train times 2 () {
// CHECK: {{%.*}}, {{%.*}} = skein.take_rows @t.1.sum : tensor<24xi64>, tensor<24x3xf32>
  %indices, %rows = skein.take_rows @t.1.sum : tensor<24xi64>, tensor<24x3xf32>
// CHECK: {{%.*}}, {{%.*}} = skein.dequeue @tok : tensor<i64>, tensor<i64>
  %value, %from = skein.dequeue @tok : tensor<i64>, tensor<i64>
// CHECK: skein.enqueue @go[{{%.*}}], {{%.*}} : tensor<i64>
  skein.enqueue @go[%from], %value : tensor<i64>
// CHECK: {{%.*}} = skein.last_step
  %0 = skein.last_step
// CHECK: {{%.*}} = tensor.extract {{%.*}}[] : tensor<i64>
  %extracted = tensor.extract %value[] : tensor<i64>
// CHECK: {{%.*}} = tensor.extract {{%.*}}[] : tensor<i64>
  %extracted_0 = tensor.extract %0[] : tensor<i64>
// CHECK: {{%.*}} = arith.cmpi slt, {{%.*}}, {{%.*}} : i64
  %1 = arith.cmpi slt, %extracted, %extracted_0 : i64
// CHECK: {{%.*}} = tensor.from_elements {{%.*}} : tensor<i1>
  %from_elements = tensor.from_elements %1 : tensor<i1>
// CHECK: skein.repeat_while {{%.*}}
  skein.repeat_while %from_elements
// CHECK: skein.return
  skein.return
}
