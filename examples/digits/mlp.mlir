// A multilayer perceptron on scikit-learn's digits: 8x8 grey images, ten classes.
// One step sees 64 examples; the loss is the mean cross-entropy over them.

#elementwise = affine_map<(n, c) -> (n, c)>
#row = affine_map<(n, c) -> (n)>
#column = affine_map<(n, c) -> (c)>

skein.variable @w1 : tensor<64x128xf32> = #skein.glorot_uniform<seed = 1>
skein.variable @b1 : tensor<128xf32> = #skein.zeros
skein.variable @w2 : tensor<128x10xf32> = #skein.glorot_uniform<seed = 2>
skein.variable @b2 : tensor<10xf32> = #skein.zeros

// Scores of ten classes for every image.
func.func private @logits(%w1: tensor<64x128xf32>, %b1: tensor<128xf32>, %w2: tensor<128x10xf32>,
                          %b2: tensor<10xf32>, %x: tensor<64x64xf32>) -> tensor<64x10xf32> {
  %zero = arith.constant 0.0 : f32
  %e1 = tensor.empty() : tensor<64x128xf32>
  %z1 = linalg.fill ins(%zero : f32) outs(%e1 : tensor<64x128xf32>) -> tensor<64x128xf32>
  %p1 = linalg.matmul ins(%x, %w1 : tensor<64x64xf32>, tensor<64x128xf32>)
      outs(%z1 : tensor<64x128xf32>) -> tensor<64x128xf32>
  %h = linalg.generic {indexing_maps = [#elementwise, #column, #elementwise],
                       iterator_types = ["parallel", "parallel"]}
      ins(%p1, %b1 : tensor<64x128xf32>, tensor<128xf32>) outs(%e1 : tensor<64x128xf32>) {
  ^bb0(%p: f32, %b: f32, %out: f32):
    %s = arith.addf %p, %b : f32
    %r = arith.maximumf %s, %zero : f32
    linalg.yield %r : f32
  } -> tensor<64x128xf32>
  %e2 = tensor.empty() : tensor<64x10xf32>
  %z2 = linalg.fill ins(%zero : f32) outs(%e2 : tensor<64x10xf32>) -> tensor<64x10xf32>
  %p2 = linalg.matmul ins(%h, %w2 : tensor<64x128xf32>, tensor<128x10xf32>)
      outs(%z2 : tensor<64x10xf32>) -> tensor<64x10xf32>
  %logits = linalg.generic {indexing_maps = [#elementwise, #column, #elementwise],
                            iterator_types = ["parallel", "parallel"]}
      ins(%p2, %b2 : tensor<64x10xf32>, tensor<10xf32>) outs(%e2 : tensor<64x10xf32>) {
  ^bb0(%p: f32, %b: f32, %out: f32):
    %s = arith.addf %p, %b : f32
    linalg.yield %s : f32
  } -> tensor<64x10xf32>
  return %logits : tensor<64x10xf32>
}

// Mean over the batch of log(sum(exp(logits))) - logits[label], shifted by the
// row's maximum so that exp does not overflow; the shift cancels, so its gradient
// is zero.
func.func private @cross_entropy(%logits: tensor<64x10xf32>, %labels: tensor<64xi32>) -> tensor<f32> {
  %zero = arith.constant 0.0 : f32
  %lowest = arith.constant 0xFF800000 : f32
  %examples = arith.constant 64.0 : f32
  %e1 = tensor.empty() : tensor<64xf32>
  %e2 = tensor.empty() : tensor<64x10xf32>
  %l = linalg.fill ins(%lowest : f32) outs(%e1 : tensor<64xf32>) -> tensor<64xf32>
  %max = linalg.reduce ins(%logits : tensor<64x10xf32>) outs(%l : tensor<64xf32>) dimensions = [1] {skein.stop_gradient}
    (%in: f32, %out: f32) {
      %m = arith.maximumf %in, %out : f32
      linalg.yield %m : f32
    }
  %shifted = linalg.generic {indexing_maps = [#elementwise, #row, #elementwise],
                             iterator_types = ["parallel", "parallel"]}
      ins(%logits, %max : tensor<64x10xf32>, tensor<64xf32>) outs(%e2 : tensor<64x10xf32>) {
  ^bb0(%a: f32, %m: f32, %out: f32):
    %s = arith.subf %a, %m : f32
    linalg.yield %s : f32
  } -> tensor<64x10xf32>
  %z1 = linalg.fill ins(%zero : f32) outs(%e1 : tensor<64xf32>) -> tensor<64xf32>
  %sum = linalg.generic {indexing_maps = [#elementwise, #row],
                         iterator_types = ["parallel", "reduction"]}
      ins(%shifted : tensor<64x10xf32>) outs(%z1 : tensor<64xf32>) {
  ^bb0(%s: f32, %out: f32):
    %e = math.exp %s : f32
    %t = arith.addf %out, %e : f32
    linalg.yield %t : f32
  } -> tensor<64xf32>
  %picked = linalg.generic {indexing_maps = [#elementwise, #row, #row],
                            iterator_types = ["parallel", "reduction"]}
      ins(%shifted, %labels : tensor<64x10xf32>, tensor<64xi32>) outs(%z1 : tensor<64xf32>) {
  ^bb0(%s: f32, %label: i32, %out: f32):
    %c = linalg.index 1 : index
    %class = arith.index_cast %c : index to i32
    %hit = arith.cmpi eq, %class, %label : i32
    %score = arith.select %hit, %s, %zero : f32
    %t = arith.addf %out, %score : f32
    linalg.yield %t : f32
  } -> tensor<64xf32>
  %e0 = tensor.empty() : tensor<f32>
  %z0 = linalg.fill ins(%zero : f32) outs(%e0 : tensor<f32>) -> tensor<f32>
  %loss = linalg.generic {indexing_maps = [affine_map<(n) -> (n)>, affine_map<(n) -> (n)>, affine_map<(n) -> ()>],
                          iterator_types = ["reduction"]}
      ins(%sum, %picked : tensor<64xf32>, tensor<64xf32>) outs(%z0 : tensor<f32>) {
  ^bb0(%s: f32, %p: f32, %out: f32):
    %log = math.log %s : f32
    %d = arith.subf %log, %p : f32
    %m = arith.divf %d, %examples : f32
    %t = arith.addf %out, %m : f32
    linalg.yield %t : f32
  } -> tensor<f32>
  return %loss : tensor<f32>
}

func.func private @loss(%w1: tensor<64x128xf32>, %b1: tensor<128xf32>, %w2: tensor<128x10xf32>,
                        %b2: tensor<10xf32>, %x: tensor<64x64xf32>, %y: tensor<64xi32>) -> tensor<f32> {
  %logits = call @logits(%w1, %b1, %w2, %b2, %x)
      : (tensor<64x128xf32>, tensor<128xf32>, tensor<128x10xf32>, tensor<10xf32>, tensor<64x64xf32>) -> tensor<64x10xf32>
  %loss = call @cross_entropy(%logits, %y) : (tensor<64x10xf32>, tensor<64xi32>) -> tensor<f32>
  return %loss : tensor<f32>
}

skein.step @train(%x: tensor<64x64xf32> {skein.batch = 0 : i64}, %y: tensor<64xi32> {skein.batch = 0 : i64})
    -> (tensor<f32> {skein.name = "loss"}) {
  %w1 = skein.read @w1 : tensor<64x128xf32>
  %b1 = skein.read @b1 : tensor<128xf32>
  %w2 = skein.read @w2 : tensor<128x10xf32>
  %b2 = skein.read @b2 : tensor<10xf32>
  %loss, %dw1, %db1, %dw2, %db2 = skein.value_and_grad @loss(%w1, %b1, %w2, %b2, %x, %y) wrt [0, 1, 2, 3]
      : (tensor<64x128xf32>, tensor<128xf32>, tensor<128x10xf32>, tensor<10xf32>, tensor<64x64xf32>, tensor<64xi32>)
     -> (tensor<f32>, tensor<64x128xf32>, tensor<128xf32>, tensor<128x10xf32>, tensor<10xf32>)
  skein.apply_gradient @w1, %dw1 : tensor<64x128xf32> using #skein.momentum<learning_rate = 0.1, momentum = 0.9>
  skein.apply_gradient @b1, %db1 : tensor<128xf32> using #skein.momentum<learning_rate = 0.1, momentum = 0.9>
  skein.apply_gradient @w2, %dw2 : tensor<128x10xf32> using #skein.momentum<learning_rate = 0.1, momentum = 0.9>
  skein.apply_gradient @b2, %db2 : tensor<10xf32> using #skein.momentum<learning_rate = 0.1, momentum = 0.9>
  skein.return %loss : tensor<f32>
}

// Counts the images whose highest score is that of their label. Rows that fill up
// the last batch have the label -1 and never count.
skein.step @evaluate(%x: tensor<64x64xf32> {skein.batch = 0 : i64, skein.padding = 0.0 : f32},
                     %y: tensor<64xi32> {skein.batch = 0 : i64, skein.padding = -1 : i32})
    -> (tensor<f32> {skein.name = "accuracy", skein.total}) {
  %w1 = skein.read @w1 : tensor<64x128xf32>
  %b1 = skein.read @b1 : tensor<128xf32>
  %w2 = skein.read @w2 : tensor<128x10xf32>
  %b2 = skein.read @b2 : tensor<10xf32>
  %logits = func.call @logits(%w1, %b1, %w2, %b2, %x)
      : (tensor<64x128xf32>, tensor<128xf32>, tensor<128x10xf32>, tensor<10xf32>, tensor<64x64xf32>) -> tensor<64x10xf32>
  %correct = func.call @count_correct(%logits, %y) : (tensor<64x10xf32>, tensor<64xi32>) -> tensor<f32>
  skein.return %correct : tensor<f32>
}

func.func private @count_correct(%logits: tensor<64x10xf32>, %labels: tensor<64xi32>) -> tensor<f32> {
  %zero = arith.constant 0.0 : f32
  %one = arith.constant 1.0 : f32
  %lowest = arith.constant 0xFF800000 : f32
  %e1 = tensor.empty() : tensor<64xf32>
  %l = linalg.fill ins(%lowest : f32) outs(%e1 : tensor<64xf32>) -> tensor<64xf32>
  %max = linalg.reduce ins(%logits : tensor<64x10xf32>) outs(%l : tensor<64xf32>) dimensions = [1]
    (%in: f32, %out: f32) {
      %m = arith.maximumf %in, %out : f32
      linalg.yield %m : f32
    }
  %e0 = tensor.empty() : tensor<f32>
  %z0 = linalg.fill ins(%zero : f32) outs(%e0 : tensor<f32>) -> tensor<f32>
  %correct = linalg.generic {indexing_maps = [#elementwise, #row, #row, affine_map<(n, c) -> ()>],
                             iterator_types = ["reduction", "reduction"]}
      ins(%logits, %max, %labels : tensor<64x10xf32>, tensor<64xf32>, tensor<64xi32>) outs(%z0 : tensor<f32>) {
  ^bb0(%score: f32, %m: f32, %label: i32, %out: f32):
    %c = linalg.index 1 : index
    %class = arith.index_cast %c : index to i32
    %is_label = arith.cmpi eq, %class, %label : i32
    %is_max = arith.cmpf oeq, %score, %m : f32
    %hit = arith.andi %is_label, %is_max : i1
    %h = arith.select %hit, %one, %zero : f32
    %t = arith.addf %out, %h : f32
    linalg.yield %t : f32
  } -> tensor<f32>
  return %correct : tensor<f32>
}
