// Convolutions and pooling: strides, dilations, layouts, groups, overlapping windows.

func.func @conv_nhwc(%x: tensor<2x7x8x3xf64>, %w: tensor<3x2x3x4xf64>, %c: tensor<2x3x4x4xf64>) -> tensor<2x3x4x4xf64> {
  %r = linalg.conv_2d_nhwc_hwcf {strides = dense<[2, 2]> : tensor<2xi64>, dilations = dense<1> : tensor<2xi64>}
      ins(%x, %w : tensor<2x7x8x3xf64>, tensor<3x2x3x4xf64>) outs(%c : tensor<2x3x4x4xf64>) -> tensor<2x3x4x4xf64>
  return %r : tensor<2x3x4x4xf64>
}

func.func @conv_nchw_dilated(%x: tensor<2x3x9x8xf64>, %w: tensor<4x3x3x2xf64>) -> tensor<2x4x5x3xf64> {
  %z = arith.constant dense<0.0> : tensor<2x4x5x3xf64>
  %r = linalg.conv_2d_nchw_fchw {strides = dense<[1, 2]> : tensor<2xi64>, dilations = dense<[2, 3]> : tensor<2xi64>}
      ins(%x, %w : tensor<2x3x9x8xf64>, tensor<4x3x3x2xf64>) outs(%z : tensor<2x4x5x3xf64>) -> tensor<2x4x5x3xf64>
  return %r : tensor<2x4x5x3xf64>
}

func.func @padded_conv(%x: tensor<1x4x5x2xf64>, %w: tensor<3x3x2x3xf64>) -> tensor<1x4x5x3xf64> {
  %zero = arith.constant 0.0 : f64
  %p = tensor.pad %x low[0, 1, 1, 0] high[0, 1, 1, 0] {
  ^bb0(%a: index, %b: index, %c: index, %d: index):
    tensor.yield %zero : f64
  } : tensor<1x4x5x2xf64> to tensor<1x6x7x2xf64>
  %z = arith.constant dense<0.0> : tensor<1x4x5x3xf64>
  %r = linalg.conv_2d_nhwc_hwcf {strides = dense<1> : tensor<2xi64>, dilations = dense<1> : tensor<2xi64>}
      ins(%p, %w : tensor<1x6x7x2xf64>, tensor<3x3x2x3xf64>) outs(%z : tensor<1x4x5x3xf64>) -> tensor<1x4x5x3xf64>
  return %r : tensor<1x4x5x3xf64>
}

func.func @depthwise(%x: tensor<2x6x5x3xf64>, %w: tensor<2x3x3xf64>) -> tensor<2x5x3x3xf64> {
  %z = arith.constant dense<0.0> : tensor<2x5x3x3xf64>
  %r = linalg.depthwise_conv_2d_nhwc_hwc {strides = dense<1> : tensor<2xi64>, dilations = dense<1> : tensor<2xi64>}
      ins(%x, %w : tensor<2x6x5x3xf64>, tensor<2x3x3xf64>) outs(%z : tensor<2x5x3x3xf64>) -> tensor<2x5x3x3xf64>
  return %r : tensor<2x5x3x3xf64>
}

func.func @grouped(%x: tensor<2x2x3x6x5xf64>, %w: tensor<2x4x3x2x3xf64>) -> tensor<2x2x4x3x3xf64> {
  %z = arith.constant dense<0.0> : tensor<2x2x4x3x3xf64>
  %r = linalg.conv_2d_ngchw_gfchw {strides = dense<[2, 1]> : tensor<2xi64>, dilations = dense<1> : tensor<2xi64>}
      ins(%x, %w : tensor<2x2x3x6x5xf64>, tensor<2x4x3x2x3xf64>) outs(%z : tensor<2x2x4x3x3xf64>) -> tensor<2x2x4x3x3xf64>
  return %r : tensor<2x2x4x3x3xf64>
}

func.func @conv_1d_and_3d(%x: tensor<2x3x9xf64>, %w: tensor<4x3x2xf64>, %u: tensor<1x3x4x5x2xf64>, %v: tensor<2x1x2x2x3xf64>)
    -> (tensor<2x4x4xf64>, tensor<1x2x4x4x3xf64>) {
  %z = arith.constant dense<0.0> : tensor<2x4x4xf64>
  %r = linalg.conv_1d_ncw_fcw {strides = dense<2> : tensor<1xi64>, dilations = dense<1> : tensor<1xi64>}
      ins(%x, %w : tensor<2x3x9xf64>, tensor<4x3x2xf64>) outs(%z : tensor<2x4x4xf64>) -> tensor<2x4x4xf64>
  %y = arith.constant dense<0.0> : tensor<1x2x4x4x3xf64>
  %s = linalg.conv_3d_ndhwc_dhwcf {strides = dense<1> : tensor<3xi64>, dilations = dense<1> : tensor<3xi64>}
      ins(%u, %v : tensor<1x3x4x5x2xf64>, tensor<2x1x2x2x3xf64>) outs(%y : tensor<1x2x4x4x3xf64>) -> tensor<1x2x4x4x3xf64>
  return %r, %s : tensor<2x4x4xf64>, tensor<1x2x4x4x3xf64>
}

func.func @max_pool(%x: tensor<2x7x6x3xf64>) -> tensor<2x3x4x3xf64> {
  %low = arith.constant dense<0xFFF0000000000000> : tensor<2x3x4x3xf64>
  %window = tensor.empty() : tensor<3x3xf64>
  %r = linalg.pooling_nhwc_max {strides = dense<[2, 1]> : tensor<2xi64>, dilations = dense<1> : tensor<2xi64>}
      ins(%x, %window : tensor<2x7x6x3xf64>, tensor<3x3xf64>) outs(%low : tensor<2x3x4x3xf64>) -> tensor<2x3x4x3xf64>
  return %r : tensor<2x3x4x3xf64>
}

// More positions in a window than an i8 can number.
func.func @large_window(%x: tensor<1x1x13x12xf64>) -> tensor<1x1x2x1xf64> {
  %low = arith.constant dense<0xFFF0000000000000> : tensor<1x1x2x1xf64>
  %window = tensor.empty() : tensor<12x12xf64>
  %r = linalg.pooling_nchw_max {strides = dense<1> : tensor<2xi64>, dilations = dense<1> : tensor<2xi64>}
      ins(%x, %window : tensor<1x1x13x12xf64>, tensor<12x12xf64>) outs(%low : tensor<1x1x2x1xf64>) -> tensor<1x1x2x1xf64>
  return %r : tensor<1x1x2x1xf64>
}

func.func @min_pool(%x: tensor<2x7x3xf64>) -> tensor<2x3x3xf64> {
  %high = arith.constant dense<0x7FF0000000000000> : tensor<2x3x3xf64>
  %window = tensor.empty() : tensor<3xf64>
  %r = linalg.pooling_nwc_min {strides = dense<2> : tensor<1xi64>, dilations = dense<1> : tensor<1xi64>}
      ins(%x, %window : tensor<2x7x3xf64>, tensor<3xf64>) outs(%high : tensor<2x3x3xf64>) -> tensor<2x3x3xf64>
  return %r : tensor<2x3x3xf64>
}

func.func @max_pool_with_init(%x: tensor<2x7x3xf64>, %init: tensor<2x3x3xf64>) -> tensor<2x3x3xf64> {
  %window = tensor.empty() : tensor<3xf64>
  %r = linalg.pooling_nwc_max {strides = dense<2> : tensor<1xi64>, dilations = dense<1> : tensor<1xi64>}
      ins(%x, %window : tensor<2x7x3xf64>, tensor<3xf64>) outs(%init : tensor<2x3x3xf64>) -> tensor<2x3x3xf64>
  return %r : tensor<2x3x3xf64>
}

func.func @average_pool(%x: tensor<2x7x6x3xf64>) -> tensor<2x3x3x3xf64> {
  %zero = arith.constant dense<0.0> : tensor<2x3x3x3xf64>
  %window = tensor.empty() : tensor<3x2xf64>
  %sum = linalg.pooling_nhwc_sum {strides = dense<[2, 2]> : tensor<2xi64>, dilations = dense<1> : tensor<2xi64>}
      ins(%x, %window : tensor<2x7x6x3xf64>, tensor<3x2xf64>) outs(%zero : tensor<2x3x3x3xf64>) -> tensor<2x3x3x3xf64>
  %n = arith.constant dense<6.0> : tensor<2x3x3x3xf64>
  %e = tensor.empty() : tensor<2x3x3x3xf64>
  %r = linalg.div ins(%sum, %n : tensor<2x3x3x3xf64>, tensor<2x3x3x3xf64>) outs(%e : tensor<2x3x3x3xf64>) -> tensor<2x3x3x3xf64>
  return %r : tensor<2x3x3x3xf64>
}
