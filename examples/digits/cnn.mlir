// A convolutional net on scikit-learn's digits: 8x8 grey images, ten classes. Two
// convolutions of 3x3, one maximum over windows of 2x2, and a dense layer.
// One step sees 64 examples; the loss is the mean cross-entropy over them.

#elementwise = affine_map<(n, c) -> (n, c)>
#row = affine_map<(n, c) -> (n)>
#column = affine_map<(n, c) -> (c)>
#pixel = affine_map<(n, h, w, c) -> (n, h, w, c)>
#channel = affine_map<(n, h, w, c) -> (c)>

skein.variable @k1 : tensor<3x3x1x16xf32> = #skein.he_normal<seed = 1>
skein.variable @c1 : tensor<16xf32> = #skein.zeros
skein.variable @k2 : tensor<3x3x16x32xf32> = #skein.he_normal<seed = 2>
skein.variable @c2 : tensor<32xf32> = #skein.zeros
skein.variable @w : tensor<512x10xf32> = #skein.glorot_uniform<seed = 3>
skein.variable @b : tensor<10xf32> = #skein.zeros

func.func private @convolution1(%x: tensor<64x8x8x1xf32>, %k: tensor<3x3x1x16xf32>,
                          %c: tensor<16xf32>) -> tensor<64x8x8x16xf32> {
  %zero = arith.constant 0.0 : f32
  %padded = tensor.pad %x low[0, 1, 1, 0] high[0, 1, 1, 0] {
  ^bb0(%n: index, %h: index, %w: index, %channel: index):
    tensor.yield %zero : f32
  } : tensor<64x8x8x1xf32> to tensor<64x10x10x1xf32>
  %e = tensor.empty() : tensor<64x8x8x16xf32>
  %z = linalg.fill ins(%zero : f32) outs(%e : tensor<64x8x8x16xf32>) -> tensor<64x8x8x16xf32>
  %p = linalg.conv_2d_nhwc_hwcf ins(%padded, %k : tensor<64x10x10x1xf32>, tensor<3x3x1x16xf32>)
      outs(%z : tensor<64x8x8x16xf32>) -> tensor<64x8x8x16xf32>
  %r = linalg.generic {indexing_maps = [#pixel, #channel, #pixel],
                       iterator_types = ["parallel", "parallel", "parallel", "parallel"]}
      ins(%p, %c : tensor<64x8x8x16xf32>, tensor<16xf32>) outs(%e : tensor<64x8x8x16xf32>) {
  ^bb0(%v: f32, %bias: f32, %out: f32):
    %s = arith.addf %v, %bias : f32
    %m = arith.maximumf %s, %zero : f32
    linalg.yield %m : f32
  } -> tensor<64x8x8x16xf32>
  return %r : tensor<64x8x8x16xf32>
}

func.func private @convolution2(%x: tensor<64x8x8x16xf32>, %k: tensor<3x3x16x32xf32>,
                          %c: tensor<32xf32>) -> tensor<64x8x8x32xf32> {
  %zero = arith.constant 0.0 : f32
  %padded = tensor.pad %x low[0, 1, 1, 0] high[0, 1, 1, 0] {
  ^bb0(%n: index, %h: index, %w: index, %channel: index):
    tensor.yield %zero : f32
  } : tensor<64x8x8x16xf32> to tensor<64x10x10x16xf32>
  %e = tensor.empty() : tensor<64x8x8x32xf32>
  %z = linalg.fill ins(%zero : f32) outs(%e : tensor<64x8x8x32xf32>) -> tensor<64x8x8x32xf32>
  %p = linalg.conv_2d_nhwc_hwcf ins(%padded, %k : tensor<64x10x10x16xf32>, tensor<3x3x16x32xf32>)
      outs(%z : tensor<64x8x8x32xf32>) -> tensor<64x8x8x32xf32>
  %r = linalg.generic {indexing_maps = [#pixel, #channel, #pixel],
                       iterator_types = ["parallel", "parallel", "parallel", "parallel"]}
      ins(%p, %c : tensor<64x8x8x32xf32>, tensor<32xf32>) outs(%e : tensor<64x8x8x32xf32>) {
  ^bb0(%v: f32, %bias: f32, %out: f32):
    %s = arith.addf %v, %bias : f32
    %m = arith.maximumf %s, %zero : f32
    linalg.yield %m : f32
  } -> tensor<64x8x8x32xf32>
  return %r : tensor<64x8x8x32xf32>
}

// Scores of ten classes for every image.
func.func private @logits(%k1: tensor<3x3x1x16xf32>, %c1: tensor<16xf32>, %k2: tensor<3x3x16x32xf32>, %c2: tensor<32xf32>,
    %w: tensor<512x10xf32>, %b: tensor<10xf32>, %x: tensor<64x64xf32>) -> tensor<64x10xf32> {
  %zero = arith.constant 0.0 : f32
  %lowest = arith.constant 0xFF800000 : f32
  %image = tensor.expand_shape %x [[0], [1, 2, 3]] output_shape [64, 8, 8, 1] : tensor<64x64xf32> into tensor<64x8x8x1xf32>
  %h1 = call @convolution1(%image, %k1, %c1)
      : (tensor<64x8x8x1xf32>, tensor<3x3x1x16xf32>, tensor<16xf32>) -> tensor<64x8x8x16xf32>
  %h2 = call @convolution2(%h1, %k2, %c2)
      : (tensor<64x8x8x16xf32>, tensor<3x3x16x32xf32>, tensor<32xf32>) -> tensor<64x8x8x32xf32>
  %e3 = tensor.empty() : tensor<64x4x4x32xf32>
  %l3 = linalg.fill ins(%lowest : f32) outs(%e3 : tensor<64x4x4x32xf32>) -> tensor<64x4x4x32xf32>
  %window = tensor.empty() : tensor<2x2xf32>
  %h3 = linalg.pooling_nhwc_max {strides = dense<2> : tensor<2xi64>}
      ins(%h2, %window : tensor<64x8x8x32xf32>, tensor<2x2xf32>) outs(%l3 : tensor<64x4x4x32xf32>) -> tensor<64x4x4x32xf32>
  %flat = tensor.collapse_shape %h3 [[0], [1, 2, 3]] : tensor<64x4x4x32xf32> into tensor<64x512xf32>
  %e4 = tensor.empty() : tensor<64x10xf32>
  %z4 = linalg.fill ins(%zero : f32) outs(%e4 : tensor<64x10xf32>) -> tensor<64x10xf32>
  %p4 = linalg.matmul ins(%flat, %w : tensor<64x512xf32>, tensor<512x10xf32>)
      outs(%z4 : tensor<64x10xf32>) -> tensor<64x10xf32>
  %logits = linalg.generic {indexing_maps = [#elementwise, #column, #elementwise],
                            iterator_types = ["parallel", "parallel"]}
      ins(%p4, %b : tensor<64x10xf32>, tensor<10xf32>) outs(%e4 : tensor<64x10xf32>) {
  ^bb0(%p: f32, %bias: f32, %out: f32):
    %s = arith.addf %p, %bias : f32
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

func.func private @loss(%k1: tensor<3x3x1x16xf32>, %c1: tensor<16xf32>, %k2: tensor<3x3x16x32xf32>, %c2: tensor<32xf32>,
    %w: tensor<512x10xf32>, %b: tensor<10xf32>, %x: tensor<64x64xf32>,
    %y: tensor<64xi32>) -> tensor<f32> {
  %logits = call @logits(%k1, %c1, %k2, %c2, %w, %b, %x)
      : (tensor<3x3x1x16xf32>, tensor<16xf32>, tensor<3x3x16x32xf32>, tensor<32xf32>, tensor<512x10xf32>, tensor<10xf32>, tensor<64x64xf32>) -> tensor<64x10xf32>
  %loss = call @cross_entropy(%logits, %y) : (tensor<64x10xf32>, tensor<64xi32>) -> tensor<f32>
  return %loss : tensor<f32>
}

skein.step @train(%x: tensor<64x64xf32> {skein.batch = 0 : i64}, %y: tensor<64xi32> {skein.batch = 0 : i64})
    -> (tensor<f32> {skein.name = "loss"}) {
  %k1 = skein.read @k1 : tensor<3x3x1x16xf32>
  %c1 = skein.read @c1 : tensor<16xf32>
  %k2 = skein.read @k2 : tensor<3x3x16x32xf32>
  %c2 = skein.read @c2 : tensor<32xf32>
  %w = skein.read @w : tensor<512x10xf32>
  %b = skein.read @b : tensor<10xf32>
  %loss, %dk1, %dc1, %dk2, %dc2, %dw, %db = skein.value_and_grad @loss(%k1, %c1, %k2, %c2, %w, %b, %x, %y) wrt [0, 1, 2, 3, 4, 5]
      : (tensor<3x3x1x16xf32>, tensor<16xf32>, tensor<3x3x16x32xf32>, tensor<32xf32>, tensor<512x10xf32>, tensor<10xf32>, tensor<64x64xf32>, tensor<64xi32>)
     -> (tensor<f32>, tensor<3x3x1x16xf32>, tensor<16xf32>, tensor<3x3x16x32xf32>, tensor<32xf32>, tensor<512x10xf32>, tensor<10xf32>)
  skein.apply_gradient @k1, %dk1 : tensor<3x3x1x16xf32> using #skein.adam<learning_rate = 0.003>
  skein.apply_gradient @c1, %dc1 : tensor<16xf32> using #skein.adam<learning_rate = 0.003>
  skein.apply_gradient @k2, %dk2 : tensor<3x3x16x32xf32> using #skein.adam<learning_rate = 0.003>
  skein.apply_gradient @c2, %dc2 : tensor<32xf32> using #skein.adam<learning_rate = 0.003>
  skein.apply_gradient @w, %dw : tensor<512x10xf32> using #skein.adam<learning_rate = 0.003>
  skein.apply_gradient @b, %db : tensor<10xf32> using #skein.adam<learning_rate = 0.003>
  skein.return %loss : tensor<f32>
}

// Counts the images whose highest score is that of their label. Rows that fill up
// the last batch have the label -1 and never count.
skein.step @evaluate(%x: tensor<64x64xf32> {skein.batch = 0 : i64, skein.padding = 0.0 : f32},
                     %y: tensor<64xi32> {skein.batch = 0 : i64, skein.padding = -1 : i32})
    -> (tensor<f32> {skein.name = "accuracy", skein.total}) {
  %k1 = skein.read @k1 : tensor<3x3x1x16xf32>
  %c1 = skein.read @c1 : tensor<16xf32>
  %k2 = skein.read @k2 : tensor<3x3x16x32xf32>
  %c2 = skein.read @c2 : tensor<32xf32>
  %w = skein.read @w : tensor<512x10xf32>
  %b = skein.read @b : tensor<10xf32>
  %logits = func.call @logits(%k1, %c1, %k2, %c2, %w, %b, %x)
      : (tensor<3x3x1x16xf32>, tensor<16xf32>, tensor<3x3x16x32xf32>, tensor<32xf32>, tensor<512x10xf32>, tensor<10xf32>, tensor<64x64xf32>) -> tensor<64x10xf32>
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
