// Each device of a pipeline gets a program of its own.
// RUN: skein-opt --skein-schedule-stages=schedule=gpipe --split-input-file %s | FileCheck %s

skein.mesh @m(pipe = 2, data = 2)
#split = #skein.dist<data: split 0>
#sum = #skein.dist<data: partial sum>
#map = affine_map<(d0, d1) -> (d0, d1)>
#rows = affine_map<(d0, d1) -> (d0)>
#columns = affine_map<(d0, d1) -> (d1)>

// Variables live with their stages, and slots with variables.
// CHECK: skein.variable @w on @m[pipe = 0] : tensor<4xf32>
// CHECK: skein.variable @w.average on @m[pipe = 0] : tensor<4xf32>
// CHECK: skein.variable @v on @m[pipe = 1] : tensor<4xf32>
// CHECK: skein.variable @v.slot slot of @v on @m[pipe = 1] : tensor<4xf32>
skein.variable @w : tensor<4xf32> = #skein.zeros
skein.variable @w.average : tensor<4xf32> = #skein.zeros
skein.variable @v : tensor<4xf32> = #skein.zeros
skein.variable @v.slot slot of @v : tensor<4xf32> = #skein.zeros

func.func private @a_fwd(%w: tensor<4xf32>, %x: tensor<2x4xf32, #split>) -> tensor<2x4xf32, #split>
    attributes {skein.mesh = @m, skein.stage = 0, skein.action = "forward"} {
  return %x : tensor<2x4xf32, #split>
}
func.func private @a_bwd(%x: tensor<2x4xf32, #split>, %h: tensor<2x4xf32, #split>, %d: tensor<2x4xf32, #split>) -> tensor<4xf32, #sum>
    attributes {skein.mesh = @m, skein.stage = 0, skein.action = "backward"} {
  %z = arith.constant dense<0.0> : tensor<4xf32, #sum>
  %g = linalg.generic {indexing_maps = [#map, #columns], iterator_types = ["reduction", "parallel"]} ins(%d : tensor<2x4xf32, #split>) outs(%z : tensor<4xf32, #sum>) {
  ^bb0(%a: f32, %b: f32):
    %c = arith.addf %a, %b : f32
    linalg.yield %c : f32
  } -> tensor<4xf32, #sum>
  return %g : tensor<4xf32, #sum>
}
// Takes a variable of the other stage, too.
func.func private @b_fwd(%w: tensor<4xf32>, %v: tensor<4xf32>, %h: tensor<2x4xf32, #split>) -> tensor<2x4xf32, #split>
    attributes {skein.mesh = @m, skein.stage = 1, skein.action = "forward"} {
  return %h : tensor<2x4xf32, #split>
}
func.func private @b_bwd(%h: tensor<2x4xf32, #split>) -> (tensor<4xf32, #sum>, tensor<2x4xf32, #split>)
    attributes {skein.mesh = @m, skein.stage = 1, skein.action = "backward"} {
  %z = arith.constant dense<0.0> : tensor<4xf32, #sum>
  return %z, %h : tensor<4xf32, #sum>, tensor<2x4xf32, #split>
}

// CHECK: skein.channel @train.value0to1 : tensor<4xf32> from @train.pipe0 to @train
// CHECK: skein.channel @train.activation0to1 : tensor<2x4xf32, {{.*}}> from @train.pipe0 to @train capacity 2
// CHECK: skein.channel @train.gradient1to0 : tensor<2x4xf32, {{.*}}> from @train to @train.pipe0 capacity 2
// CHECK: skein.channel @[[NORM1:.*]] : tensor<f32> from @train to @train.pipe0
// CHECK: skein.channel @[[NORM:.*]] : tensor<f32> from @train.pipe0 to @train

// CHECK: skein.program @train.pipe0 on @m[pipe = 0] beside @train(%x: tensor<4x4xf32, {{.*}}> {skein.batch = 0 : i64}) {
// CHECK-NOT:  skein.read @v
// CHECK:      %[[W:.*]] = skein.read @w
// CHECK:      skein.send @train.value0to1, %[[W]]
// CHECK:      %[[G:.*]] = skein.pipeline %[[I:.*]] of 2 in order "F0 F1 B1 B0" iter_args(%[[ACC:.*]] = %{{.*}}) -> (tensor<4xf32, {{.*}}>) {
// CHECK-NEXT:   skein.action forward of 0
// CHECK:        tensor.extract_slice %{{.*}}[0, %[[I]], 0]
// CHECK:        %[[H:.*]] = func.call @a_fwd(%[[W]],
// CHECK-NEXT:   skein.send @train.activation0to1, %[[H]]
// CHECK-NEXT:   skein.action backward of 0
// CHECK:        tensor.extract_slice
// CHECK:        %[[D:.*]] = skein.receive @train.gradient1to0
// CHECK:        %[[DW:.*]] = func.call @a_bwd(%{{.*}}, %[[H]], %[[D]])
// CHECK:        %[[NEXT:.*]] = linalg.add ins(%[[ACC]], %[[DW]]
// CHECK-NEXT:   skein.next_micro_batch %[[NEXT]]
// CHECK:      %[[SUM:.*]] = skein.all_reduce sum %[[G]] over @m[data]
// CHECK:      %[[A:.*]] = skein.global_norm %[[SUM]] : tensor<4xf32>
// CHECK:      %[[B:.*]] = skein.receive @[[NORM1]]
// CHECK:      %[[N:.*]] = linalg.generic {{.*}} ins(%[[A]], %[[B]]
// CHECK:        math.sqrt
// CHECK:      skein.apply_gradient @w
// CHECK:      skein.read @w : tensor<4xf32>
// CHECK:      skein.assign @w.average
// CHECK:      skein.send @[[NORM]], %[[N]]
// CHECK-NEXT: skein.return

// CHECK: skein.program @train on @m[pipe = 1]() -> (tensor<4xf32> {skein.name = "dv"}, tensor<f32> {skein.name = "norm"}) {
// CHECK-NOT:  skein.read @w
// CHECK-DAG:  %[[COPY:.*]] = skein.receive @train.value0to1
// CHECK-DAG:  %[[V:.*]] = skein.read @v
// CHECK:      skein.pipeline %{{.*}} of 2 in order "F0 F1 B1 B0"
// CHECK-NEXT:   skein.action forward of 1
// CHECK-NEXT:   %[[X:.*]] = skein.receive @train.activation0to1
// CHECK-NEXT:   %[[Y:.*]] = func.call @b_fwd(%[[COPY]], %[[V]], %[[X]])
// CHECK-NEXT:   skein.action backward of 1
// CHECK-NEXT:   %[[R:.*]]:2 = func.call @b_bwd(%[[Y]])
// CHECK:        skein.send @train.gradient1to0, %[[R]]#1
// CHECK-NEXT:   skein.next_micro_batch
// CHECK:      skein.apply_gradient @v
// CHECK:      %[[RESULT:.*]] = skein.receive @[[NORM]]
// CHECK-NEXT: skein.return %{{.*}}, %[[RESULT]]

skein.program @train on @m(%x: tensor<4x4xf32, #split> {skein.batch = 0 : i64}) -> (tensor<4xf32> {skein.name = "dv"}, tensor<f32> {skein.name = "norm"}) {
  %w = skein.read @w : tensor<4xf32>
  %v = skein.read @v : tensor<4xf32>
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %z = arith.constant dense<0.0> : tensor<4xf32, #sum>
  %r:2 = scf.for %i = %c0 to %c2 step %c1 iter_args(%dv = %z, %dw = %z) -> (tensor<4xf32, #sum>, tensor<4xf32, #sum>) {
    %s = tensor.expand_shape %x [[0, 1], [2]] output_shape [2, 2, 4] : tensor<4x4xf32, #split> into tensor<2x2x4xf32, #split>
    %t = tensor.extract_slice %s[0, %i, 0] [2, 1, 4] [1, 1, 1] : tensor<2x2x4xf32, #split> to tensor<2x1x4xf32, #split>
    %part = tensor.collapse_shape %t [[0, 1], [2]] : tensor<2x1x4xf32, #split> into tensor<2x4xf32, #split>
    %h = func.call @a_fwd(%w, %part) : (tensor<4xf32>, tensor<2x4xf32, #split>) -> tensor<2x4xf32, #split>
    %y = func.call @b_fwd(%w, %v, %h) : (tensor<4xf32>, tensor<4xf32>, tensor<2x4xf32, #split>) -> tensor<2x4xf32, #split>
    %gv, %gh = func.call @b_bwd(%y) : (tensor<2x4xf32, #split>) -> (tensor<4xf32, #sum>, tensor<2x4xf32, #split>)
    %gw = func.call @a_bwd(%part, %h, %gh) : (tensor<2x4xf32, #split>, tensor<2x4xf32, #split>, tensor<2x4xf32, #split>) -> tensor<4xf32, #sum>
    %e = tensor.empty() : tensor<4xf32, #sum>
    %nv = linalg.add ins(%dv, %gv : tensor<4xf32, #sum>, tensor<4xf32, #sum>) outs(%e : tensor<4xf32, #sum>) -> tensor<4xf32, #sum>
    %nw = linalg.add ins(%dw, %gw : tensor<4xf32, #sum>, tensor<4xf32, #sum>) outs(%e : tensor<4xf32, #sum>) -> tensor<4xf32, #sum>
    scf.yield %nv, %nw : tensor<4xf32, #sum>, tensor<4xf32, #sum>
  }
  %sv = skein.all_reduce sum %r#0 over @m[data] : tensor<4xf32, #sum> -> tensor<4xf32>
  %sw = skein.all_reduce sum %r#1 over @m[data] : tensor<4xf32, #sum> -> tensor<4xf32>
  %norm = skein.global_norm %sw, %sv : tensor<4xf32>, tensor<4xf32>
  skein.apply_gradient @v, %sv : tensor<4xf32> using #skein.sgd<learning_rate = 0.1>
  skein.apply_gradient @w, %sw : tensor<4xf32> using #skein.sgd<learning_rate = 0.1>
  %now = skein.read @w : tensor<4xf32>
  %ema = skein.read @w.average : tensor<4xf32>
  %e = tensor.empty() : tensor<4xf32>
  %mean = linalg.add ins(%now, %ema : tensor<4xf32>, tensor<4xf32>) outs(%e : tensor<4xf32>) -> tensor<4xf32>
  skein.assign @w.average, %mean : tensor<4xf32>
  skein.return %sv, %norm : tensor<4xf32>, tensor<f32>
}

// A program without gradients goes through the stages once.
// CHECK: skein.channel @evaluate.value0to1 : tensor<4x4xf32, {{.*}}> from @evaluate.pipe0 to @evaluate
// CHECK: skein.program @evaluate.pipe0 on @m[pipe = 0] beside @evaluate(%x: tensor<4x4xf32
// CHECK:      skein.read @w
// CHECK:      %[[P:.*]] = linalg.generic
// CHECK:      skein.send @evaluate.value0to1, %[[P]]
// CHECK: skein.program @evaluate on @m[pipe = 1]()
// CHECK:      skein.read @v
// CHECK:      %[[Q:.*]] = skein.receive @evaluate.value0to1
// CHECK:      linalg.generic {{.*}} ins(%[[Q]], %{{.*}} :
func.func private @predict(%w: tensor<4xf32>, %v: tensor<4xf32>, %x: tensor<4x4xf32, #split>) -> tensor<4x4xf32, #split> attributes {skein.mesh = @m} {
  %e = tensor.empty() : tensor<4x4xf32, #split>
  %h = linalg.generic {indexing_maps = [#map, #columns, #map], iterator_types = ["parallel", "parallel"]} ins(%x, %w : tensor<4x4xf32, #split>, tensor<4xf32>) outs(%e : tensor<4x4xf32, #split>) {
  ^bb0(%a: f32, %b: f32, %c: f32):
    %d = arith.mulf %a, %b : f32
    linalg.yield %d : f32
  } -> tensor<4x4xf32, #split>
  %y = linalg.generic {indexing_maps = [#map, #columns, #map], iterator_types = ["parallel", "parallel"]} ins(%h, %v : tensor<4x4xf32, #split>, tensor<4xf32>) outs(%e : tensor<4x4xf32, #split>) {
  ^bb0(%a: f32, %b: f32, %c: f32):
    %d = arith.mulf %a, %b : f32
    linalg.yield %d : f32
  } -> tensor<4x4xf32, #split>
  return %y : tensor<4x4xf32, #split>
}
skein.program @evaluate on @m(%x: tensor<4x4xf32, #split> {skein.batch = 0 : i64}) -> (tensor<4x4xf32, #split> {skein.name = "y"}) {
  %w = skein.read @w : tensor<4xf32>
  %v = skein.read @v : tensor<4xf32>
  %y = func.call @predict(%w, %v, %x) : (tensor<4xf32>, tensor<4xf32>, tensor<4x4xf32, #split>) -> tensor<4x4xf32, #split>
  skein.return %y : tensor<4x4xf32, #split>
}
