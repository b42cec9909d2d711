// One function for each entry of the table of scalar derivatives. Operands are drawn where the op is smooth.

#id = affine_map<(i) -> (i)>

func.func @negf(%x0: tensor<5xf64> {skein.test_range = [-1.5, 1.5]}) -> tensor<5xf64> {
  %e = tensor.empty() : tensor<5xf64>
  %r = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]}
      ins(%x0 : tensor<5xf64>) outs(%e : tensor<5xf64>) {
  ^bb0(%a: f64, %out: f64):
    %y = arith.negf %a : f64
    linalg.yield %y : f64
  } -> tensor<5xf64>
  return %r : tensor<5xf64>
}

func.func @absf(%x0: tensor<5xf64> {skein.test_range = [-1.5, 1.5]}) -> tensor<5xf64> {
  %e = tensor.empty() : tensor<5xf64>
  %r = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]}
      ins(%x0 : tensor<5xf64>) outs(%e : tensor<5xf64>) {
  ^bb0(%a: f64, %out: f64):
    %y = math.absf %a : f64
    linalg.yield %y : f64
  } -> tensor<5xf64>
  return %r : tensor<5xf64>
}

func.func @exp(%x0: tensor<5xf64> {skein.test_range = [-1.5, 1.5]}) -> tensor<5xf64> {
  %e = tensor.empty() : tensor<5xf64>
  %r = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]}
      ins(%x0 : tensor<5xf64>) outs(%e : tensor<5xf64>) {
  ^bb0(%a: f64, %out: f64):
    %y = math.exp %a : f64
    linalg.yield %y : f64
  } -> tensor<5xf64>
  return %r : tensor<5xf64>
}

func.func @exp2(%x0: tensor<5xf64> {skein.test_range = [-1.5, 1.5]}) -> tensor<5xf64> {
  %e = tensor.empty() : tensor<5xf64>
  %r = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]}
      ins(%x0 : tensor<5xf64>) outs(%e : tensor<5xf64>) {
  ^bb0(%a: f64, %out: f64):
    %y = math.exp2 %a : f64
    linalg.yield %y : f64
  } -> tensor<5xf64>
  return %r : tensor<5xf64>
}

func.func @expm1(%x0: tensor<5xf64> {skein.test_range = [-1.5, 1.5]}) -> tensor<5xf64> {
  %e = tensor.empty() : tensor<5xf64>
  %r = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]}
      ins(%x0 : tensor<5xf64>) outs(%e : tensor<5xf64>) {
  ^bb0(%a: f64, %out: f64):
    %y = math.expm1 %a : f64
    linalg.yield %y : f64
  } -> tensor<5xf64>
  return %r : tensor<5xf64>
}

func.func @log(%x0: tensor<5xf64> {skein.test_range = [0.2, 2.0]}) -> tensor<5xf64> {
  %e = tensor.empty() : tensor<5xf64>
  %r = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]}
      ins(%x0 : tensor<5xf64>) outs(%e : tensor<5xf64>) {
  ^bb0(%a: f64, %out: f64):
    %y = math.log %a : f64
    linalg.yield %y : f64
  } -> tensor<5xf64>
  return %r : tensor<5xf64>
}

func.func @log1p(%x0: tensor<5xf64> {skein.test_range = [-0.5, 2.0]}) -> tensor<5xf64> {
  %e = tensor.empty() : tensor<5xf64>
  %r = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]}
      ins(%x0 : tensor<5xf64>) outs(%e : tensor<5xf64>) {
  ^bb0(%a: f64, %out: f64):
    %y = math.log1p %a : f64
    linalg.yield %y : f64
  } -> tensor<5xf64>
  return %r : tensor<5xf64>
}

func.func @log2(%x0: tensor<5xf64> {skein.test_range = [0.2, 2.0]}) -> tensor<5xf64> {
  %e = tensor.empty() : tensor<5xf64>
  %r = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]}
      ins(%x0 : tensor<5xf64>) outs(%e : tensor<5xf64>) {
  ^bb0(%a: f64, %out: f64):
    %y = math.log2 %a : f64
    linalg.yield %y : f64
  } -> tensor<5xf64>
  return %r : tensor<5xf64>
}

func.func @log10(%x0: tensor<5xf64> {skein.test_range = [0.2, 2.0]}) -> tensor<5xf64> {
  %e = tensor.empty() : tensor<5xf64>
  %r = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]}
      ins(%x0 : tensor<5xf64>) outs(%e : tensor<5xf64>) {
  ^bb0(%a: f64, %out: f64):
    %y = math.log10 %a : f64
    linalg.yield %y : f64
  } -> tensor<5xf64>
  return %r : tensor<5xf64>
}

func.func @sqrt(%x0: tensor<5xf64> {skein.test_range = [0.2, 2.0]}) -> tensor<5xf64> {
  %e = tensor.empty() : tensor<5xf64>
  %r = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]}
      ins(%x0 : tensor<5xf64>) outs(%e : tensor<5xf64>) {
  ^bb0(%a: f64, %out: f64):
    %y = math.sqrt %a : f64
    linalg.yield %y : f64
  } -> tensor<5xf64>
  return %r : tensor<5xf64>
}

func.func @rsqrt(%x0: tensor<5xf64> {skein.test_range = [0.2, 2.0]}) -> tensor<5xf64> {
  %e = tensor.empty() : tensor<5xf64>
  %r = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]}
      ins(%x0 : tensor<5xf64>) outs(%e : tensor<5xf64>) {
  ^bb0(%a: f64, %out: f64):
    %y = math.rsqrt %a : f64
    linalg.yield %y : f64
  } -> tensor<5xf64>
  return %r : tensor<5xf64>
}

func.func @cbrt(%x0: tensor<5xf64> {skein.test_range = [0.2, 2.0]}) -> tensor<5xf64> {
  %e = tensor.empty() : tensor<5xf64>
  %r = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]}
      ins(%x0 : tensor<5xf64>) outs(%e : tensor<5xf64>) {
  ^bb0(%a: f64, %out: f64):
    %y = math.cbrt %a : f64
    linalg.yield %y : f64
  } -> tensor<5xf64>
  return %r : tensor<5xf64>
}

func.func @sin(%x0: tensor<5xf64> {skein.test_range = [-1.5, 1.5]}) -> tensor<5xf64> {
  %e = tensor.empty() : tensor<5xf64>
  %r = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]}
      ins(%x0 : tensor<5xf64>) outs(%e : tensor<5xf64>) {
  ^bb0(%a: f64, %out: f64):
    %y = math.sin %a : f64
    linalg.yield %y : f64
  } -> tensor<5xf64>
  return %r : tensor<5xf64>
}

func.func @cos(%x0: tensor<5xf64> {skein.test_range = [-1.5, 1.5]}) -> tensor<5xf64> {
  %e = tensor.empty() : tensor<5xf64>
  %r = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]}
      ins(%x0 : tensor<5xf64>) outs(%e : tensor<5xf64>) {
  ^bb0(%a: f64, %out: f64):
    %y = math.cos %a : f64
    linalg.yield %y : f64
  } -> tensor<5xf64>
  return %r : tensor<5xf64>
}

func.func @tan(%x0: tensor<5xf64> {skein.test_range = [-1.0, 1.0]}) -> tensor<5xf64> {
  %e = tensor.empty() : tensor<5xf64>
  %r = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]}
      ins(%x0 : tensor<5xf64>) outs(%e : tensor<5xf64>) {
  ^bb0(%a: f64, %out: f64):
    %y = math.tan %a : f64
    linalg.yield %y : f64
  } -> tensor<5xf64>
  return %r : tensor<5xf64>
}

func.func @asin(%x0: tensor<5xf64> {skein.test_range = [-0.8, 0.8]}) -> tensor<5xf64> {
  %e = tensor.empty() : tensor<5xf64>
  %r = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]}
      ins(%x0 : tensor<5xf64>) outs(%e : tensor<5xf64>) {
  ^bb0(%a: f64, %out: f64):
    %y = math.asin %a : f64
    linalg.yield %y : f64
  } -> tensor<5xf64>
  return %r : tensor<5xf64>
}

func.func @acos(%x0: tensor<5xf64> {skein.test_range = [-0.8, 0.8]}) -> tensor<5xf64> {
  %e = tensor.empty() : tensor<5xf64>
  %r = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]}
      ins(%x0 : tensor<5xf64>) outs(%e : tensor<5xf64>) {
  ^bb0(%a: f64, %out: f64):
    %y = math.acos %a : f64
    linalg.yield %y : f64
  } -> tensor<5xf64>
  return %r : tensor<5xf64>
}

func.func @atan(%x0: tensor<5xf64> {skein.test_range = [-1.5, 1.5]}) -> tensor<5xf64> {
  %e = tensor.empty() : tensor<5xf64>
  %r = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]}
      ins(%x0 : tensor<5xf64>) outs(%e : tensor<5xf64>) {
  ^bb0(%a: f64, %out: f64):
    %y = math.atan %a : f64
    linalg.yield %y : f64
  } -> tensor<5xf64>
  return %r : tensor<5xf64>
}

func.func @sinh(%x0: tensor<5xf64> {skein.test_range = [-1.5, 1.5]}) -> tensor<5xf64> {
  %e = tensor.empty() : tensor<5xf64>
  %r = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]}
      ins(%x0 : tensor<5xf64>) outs(%e : tensor<5xf64>) {
  ^bb0(%a: f64, %out: f64):
    %y = math.sinh %a : f64
    linalg.yield %y : f64
  } -> tensor<5xf64>
  return %r : tensor<5xf64>
}

func.func @cosh(%x0: tensor<5xf64> {skein.test_range = [-1.5, 1.5]}) -> tensor<5xf64> {
  %e = tensor.empty() : tensor<5xf64>
  %r = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]}
      ins(%x0 : tensor<5xf64>) outs(%e : tensor<5xf64>) {
  ^bb0(%a: f64, %out: f64):
    %y = math.cosh %a : f64
    linalg.yield %y : f64
  } -> tensor<5xf64>
  return %r : tensor<5xf64>
}

func.func @tanh(%x0: tensor<5xf64> {skein.test_range = [-1.5, 1.5]}) -> tensor<5xf64> {
  %e = tensor.empty() : tensor<5xf64>
  %r = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]}
      ins(%x0 : tensor<5xf64>) outs(%e : tensor<5xf64>) {
  ^bb0(%a: f64, %out: f64):
    %y = math.tanh %a : f64
    linalg.yield %y : f64
  } -> tensor<5xf64>
  return %r : tensor<5xf64>
}

func.func @asinh(%x0: tensor<5xf64> {skein.test_range = [-1.5, 1.5]}) -> tensor<5xf64> {
  %e = tensor.empty() : tensor<5xf64>
  %r = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]}
      ins(%x0 : tensor<5xf64>) outs(%e : tensor<5xf64>) {
  ^bb0(%a: f64, %out: f64):
    %y = math.asinh %a : f64
    linalg.yield %y : f64
  } -> tensor<5xf64>
  return %r : tensor<5xf64>
}

func.func @acosh(%x0: tensor<5xf64> {skein.test_range = [1.2, 3.0]}) -> tensor<5xf64> {
  %e = tensor.empty() : tensor<5xf64>
  %r = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]}
      ins(%x0 : tensor<5xf64>) outs(%e : tensor<5xf64>) {
  ^bb0(%a: f64, %out: f64):
    %y = math.acosh %a : f64
    linalg.yield %y : f64
  } -> tensor<5xf64>
  return %r : tensor<5xf64>
}

func.func @atanh(%x0: tensor<5xf64> {skein.test_range = [-0.8, 0.8]}) -> tensor<5xf64> {
  %e = tensor.empty() : tensor<5xf64>
  %r = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]}
      ins(%x0 : tensor<5xf64>) outs(%e : tensor<5xf64>) {
  ^bb0(%a: f64, %out: f64):
    %y = math.atanh %a : f64
    linalg.yield %y : f64
  } -> tensor<5xf64>
  return %r : tensor<5xf64>
}

func.func @erf(%x0: tensor<5xf64> {skein.test_range = [-1.5, 1.5]}) -> tensor<5xf64> {
  %e = tensor.empty() : tensor<5xf64>
  %r = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]}
      ins(%x0 : tensor<5xf64>) outs(%e : tensor<5xf64>) {
  ^bb0(%a: f64, %out: f64):
    %y = math.erf %a : f64
    linalg.yield %y : f64
  } -> tensor<5xf64>
  return %r : tensor<5xf64>
}

func.func @erfc(%x0: tensor<5xf64> {skein.test_range = [-1.5, 1.5]}) -> tensor<5xf64> {
  %e = tensor.empty() : tensor<5xf64>
  %r = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]}
      ins(%x0 : tensor<5xf64>) outs(%e : tensor<5xf64>) {
  ^bb0(%a: f64, %out: f64):
    %y = math.erfc %a : f64
    linalg.yield %y : f64
  } -> tensor<5xf64>
  return %r : tensor<5xf64>
}

func.func @addf(%x0: tensor<5xf64> {skein.test_range = [-1.5, 1.5]}, %x1: tensor<5xf64> {skein.test_range = [-1.5, 1.5]}) -> tensor<5xf64> {
  %e = tensor.empty() : tensor<5xf64>
  %r = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel"]}
      ins(%x0, %x1 : tensor<5xf64>, tensor<5xf64>) outs(%e : tensor<5xf64>) {
  ^bb0(%a: f64, %b: f64, %out: f64):
    %y = arith.addf %a, %b : f64
    linalg.yield %y : f64
  } -> tensor<5xf64>
  return %r : tensor<5xf64>
}

func.func @subf(%x0: tensor<5xf64> {skein.test_range = [-1.5, 1.5]}, %x1: tensor<5xf64> {skein.test_range = [-1.5, 1.5]}) -> tensor<5xf64> {
  %e = tensor.empty() : tensor<5xf64>
  %r = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel"]}
      ins(%x0, %x1 : tensor<5xf64>, tensor<5xf64>) outs(%e : tensor<5xf64>) {
  ^bb0(%a: f64, %b: f64, %out: f64):
    %y = arith.subf %a, %b : f64
    linalg.yield %y : f64
  } -> tensor<5xf64>
  return %r : tensor<5xf64>
}

func.func @mulf(%x0: tensor<5xf64> {skein.test_range = [-1.5, 1.5]}, %x1: tensor<5xf64> {skein.test_range = [-1.5, 1.5]}) -> tensor<5xf64> {
  %e = tensor.empty() : tensor<5xf64>
  %r = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel"]}
      ins(%x0, %x1 : tensor<5xf64>, tensor<5xf64>) outs(%e : tensor<5xf64>) {
  ^bb0(%a: f64, %b: f64, %out: f64):
    %y = arith.mulf %a, %b : f64
    linalg.yield %y : f64
  } -> tensor<5xf64>
  return %r : tensor<5xf64>
}

func.func @divf(%x0: tensor<5xf64> {skein.test_range = [-1.5, 1.5]}, %x1: tensor<5xf64> {skein.test_range = [0.2, 2.0]}) -> tensor<5xf64> {
  %e = tensor.empty() : tensor<5xf64>
  %r = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel"]}
      ins(%x0, %x1 : tensor<5xf64>, tensor<5xf64>) outs(%e : tensor<5xf64>) {
  ^bb0(%a: f64, %b: f64, %out: f64):
    %y = arith.divf %a, %b : f64
    linalg.yield %y : f64
  } -> tensor<5xf64>
  return %r : tensor<5xf64>
}

func.func @maximumf(%x0: tensor<5xf64> {skein.test_range = [-1.5, 1.5]}, %x1: tensor<5xf64> {skein.test_range = [-1.5, 1.5]}) -> tensor<5xf64> {
  %e = tensor.empty() : tensor<5xf64>
  %r = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel"]}
      ins(%x0, %x1 : tensor<5xf64>, tensor<5xf64>) outs(%e : tensor<5xf64>) {
  ^bb0(%a: f64, %b: f64, %out: f64):
    %y = arith.maximumf %a, %b : f64
    linalg.yield %y : f64
  } -> tensor<5xf64>
  return %r : tensor<5xf64>
}

func.func @minimumf(%x0: tensor<5xf64> {skein.test_range = [-1.5, 1.5]}, %x1: tensor<5xf64> {skein.test_range = [-1.5, 1.5]}) -> tensor<5xf64> {
  %e = tensor.empty() : tensor<5xf64>
  %r = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel"]}
      ins(%x0, %x1 : tensor<5xf64>, tensor<5xf64>) outs(%e : tensor<5xf64>) {
  ^bb0(%a: f64, %b: f64, %out: f64):
    %y = arith.minimumf %a, %b : f64
    linalg.yield %y : f64
  } -> tensor<5xf64>
  return %r : tensor<5xf64>
}

func.func @maxnumf(%x0: tensor<5xf64> {skein.test_range = [-1.5, 1.5]}, %x1: tensor<5xf64> {skein.test_range = [-1.5, 1.5]}) -> tensor<5xf64> {
  %e = tensor.empty() : tensor<5xf64>
  %r = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel"]}
      ins(%x0, %x1 : tensor<5xf64>, tensor<5xf64>) outs(%e : tensor<5xf64>) {
  ^bb0(%a: f64, %b: f64, %out: f64):
    %y = arith.maxnumf %a, %b : f64
    linalg.yield %y : f64
  } -> tensor<5xf64>
  return %r : tensor<5xf64>
}

func.func @minnumf(%x0: tensor<5xf64> {skein.test_range = [-1.5, 1.5]}, %x1: tensor<5xf64> {skein.test_range = [-1.5, 1.5]}) -> tensor<5xf64> {
  %e = tensor.empty() : tensor<5xf64>
  %r = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel"]}
      ins(%x0, %x1 : tensor<5xf64>, tensor<5xf64>) outs(%e : tensor<5xf64>) {
  ^bb0(%a: f64, %b: f64, %out: f64):
    %y = arith.minnumf %a, %b : f64
    linalg.yield %y : f64
  } -> tensor<5xf64>
  return %r : tensor<5xf64>
}

func.func @powf(%x0: tensor<5xf64> {skein.test_range = [0.2, 2.0]}, %x1: tensor<5xf64> {skein.test_range = [-1.5, 1.5]}) -> tensor<5xf64> {
  %e = tensor.empty() : tensor<5xf64>
  %r = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel"]}
      ins(%x0, %x1 : tensor<5xf64>, tensor<5xf64>) outs(%e : tensor<5xf64>) {
  ^bb0(%a: f64, %b: f64, %out: f64):
    %y = math.powf %a, %b : f64
    linalg.yield %y : f64
  } -> tensor<5xf64>
  return %r : tensor<5xf64>
}

func.func @atan2(%x0: tensor<5xf64> {skein.test_range = [-1.5, 1.5]}, %x1: tensor<5xf64> {skein.test_range = [0.2, 2.0]}) -> tensor<5xf64> {
  %e = tensor.empty() : tensor<5xf64>
  %r = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel"]}
      ins(%x0, %x1 : tensor<5xf64>, tensor<5xf64>) outs(%e : tensor<5xf64>) {
  ^bb0(%a: f64, %b: f64, %out: f64):
    %y = math.atan2 %a, %b : f64
    linalg.yield %y : f64
  } -> tensor<5xf64>
  return %r : tensor<5xf64>
}

func.func @copysign(%x0: tensor<5xf64> {skein.test_range = [-1.5, 1.5]}, %x1: tensor<5xf64> {skein.test_range = [-1.5, 1.5]}) -> tensor<5xf64> {
  %e = tensor.empty() : tensor<5xf64>
  %r = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel"]}
      ins(%x0, %x1 : tensor<5xf64>, tensor<5xf64>) outs(%e : tensor<5xf64>) {
  ^bb0(%a: f64, %b: f64, %out: f64):
    %y = math.copysign %a, %b : f64
    linalg.yield %y : f64
  } -> tensor<5xf64>
  return %r : tensor<5xf64>
}

func.func @fma(%x0: tensor<5xf64> {skein.test_range = [-1.5, 1.5]}, %x1: tensor<5xf64> {skein.test_range = [-1.5, 1.5]}, %x2: tensor<5xf64> {skein.test_range = [-1.5, 1.5]}) -> tensor<5xf64> {
  %e = tensor.empty() : tensor<5xf64>
  %r = linalg.generic {indexing_maps = [#id, #id, #id, #id], iterator_types = ["parallel"]}
      ins(%x0, %x1, %x2 : tensor<5xf64>, tensor<5xf64>, tensor<5xf64>) outs(%e : tensor<5xf64>) {
  ^bb0(%a: f64, %b: f64, %c: f64, %out: f64):
    %y = math.fma %a, %b, %c : f64
    linalg.yield %y : f64
  } -> tensor<5xf64>
  return %r : tensor<5xf64>
}

func.func @select(%x0: tensor<5xf64> {skein.test_range = [-1.5, 1.5]}, %x1: tensor<5xf64> {skein.test_range = [-1.5, 1.5]}, %x2: tensor<5xf64> {skein.test_range = [-1.5, 1.5]}) -> tensor<5xf64> {
  %e = tensor.empty() : tensor<5xf64>
  %r = linalg.generic {indexing_maps = [#id, #id, #id, #id], iterator_types = ["parallel"]}
      ins(%x0, %x1, %x2 : tensor<5xf64>, tensor<5xf64>, tensor<5xf64>) outs(%e : tensor<5xf64>) {
  ^bb0(%a: f64, %b: f64, %c: f64, %out: f64):
    %p = arith.cmpf olt, %a, %b : f64
    %y = arith.select %p, %b, %c : f64
    linalg.yield %y : f64
  } -> tensor<5xf64>
  return %r : tensor<5xf64>
}

func.func @integer_power(%x0: tensor<5xf64> {skein.test_range = [-1.5, 1.5]}) -> tensor<5xf64> {
  %e = tensor.empty() : tensor<5xf64>
  %r = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]}
      ins(%x0 : tensor<5xf64>) outs(%e : tensor<5xf64>) {
  ^bb0(%a: f64, %out: f64):
    %n = arith.constant 3 : i32
    %y = math.fpowi %a, %n : f64, i32
    linalg.yield %y : f64
  } -> tensor<5xf64>
  return %r : tensor<5xf64>
}

func.func @relu(%x0: tensor<5xf64> {skein.test_range = [-1.5, 1.5]}) -> tensor<5xf64> {
  %e = tensor.empty() : tensor<5xf64>
  %r = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]}
      ins(%x0 : tensor<5xf64>) outs(%e : tensor<5xf64>) {
  ^bb0(%a: f64, %out: f64):
    %z = arith.constant 0.0 : f64
    %y = arith.maximumf %a, %z : f64
    linalg.yield %y : f64
  } -> tensor<5xf64>
  return %r : tensor<5xf64>
}

func.func @clamp(%x0: tensor<5xf64> {skein.test_range = [-0.9, 0.8]}) -> tensor<5xf64> {
  %e = tensor.empty() : tensor<5xf64>
  %r = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]}
      ins(%x0 : tensor<5xf64>) outs(%e : tensor<5xf64>) {
  ^bb0(%a: f64, %out: f64):
    %l = arith.constant -0.5 : f64
    %h = arith.constant 0.5 : f64
    %m = arith.maximumf %a, %l : f64
    %y = arith.minimumf %h, %m : f64
    linalg.yield %y : f64
  } -> tensor<5xf64>
  return %r : tensor<5xf64>
}

func.func @rounding_is_constant(%x0: tensor<5xf64> {skein.test_range = [-1.5, 1.5]}, %x1: tensor<5xf64> {skein.test_range = [-1.5, 1.5]}) -> tensor<5xf64> {
  %e = tensor.empty() : tensor<5xf64>
  %r = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel"]}
      ins(%x0, %x1 : tensor<5xf64>, tensor<5xf64>) outs(%e : tensor<5xf64>) {
  ^bb0(%a: f64, %b: f64, %out: f64):
    %f = math.floor %a : f64
    %y = arith.mulf %f, %b : f64
    linalg.yield %y : f64
  } -> tensor<5xf64>
  return %r : tensor<5xf64>
}

func.func @through_integers_is_constant(%x0: tensor<5xf64> {skein.test_range = [-1.5, 1.5]}, %x1: tensor<5xf64> {skein.test_range = [-1.5, 1.5]}) -> tensor<5xf64> {
  %e = tensor.empty() : tensor<5xf64>
  %r = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel"]}
      ins(%x0, %x1 : tensor<5xf64>, tensor<5xf64>) outs(%e : tensor<5xf64>) {
  ^bb0(%a: f64, %b: f64, %out: f64):
    %i = arith.fptosi %a : f64 to i32
    %f = arith.sitofp %i : i32 to f64
    %y = arith.addf %f, %b : f64
    linalg.yield %y : f64
  } -> tensor<5xf64>
  return %r : tensor<5xf64>
}

func.func @one_scalar_used_often(%x0: tensor<5xf64> {skein.test_range = [-1.5, 1.5]}, %x1: tensor<5xf64> {skein.test_range = [-1.5, 1.5]}) -> tensor<5xf64> {
  %e = tensor.empty() : tensor<5xf64>
  %r = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel"]}
      ins(%x0, %x1 : tensor<5xf64>, tensor<5xf64>) outs(%e : tensor<5xf64>) {
  ^bb0(%a: f64, %b: f64, %out: f64):
    %s = arith.mulf %a, %b : f64
    %t = math.tanh %s : f64
    %u = arith.mulf %t, %t : f64
    %v = arith.mulf %u, %s : f64
    %y = arith.addf %v, %a : f64
    linalg.yield %y : f64
  } -> tensor<5xf64>
  return %r : tensor<5xf64>
}

func.func @gelu(%x0: tensor<5xf64> {skein.test_range = [-1.5, 1.5]}) -> tensor<5xf64> {
  %e = tensor.empty() : tensor<5xf64>
  %r = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]}
      ins(%x0 : tensor<5xf64>) outs(%e : tensor<5xf64>) {
  ^bb0(%a: f64, %out: f64):
    %h = arith.constant 0.5 : f64
    %o = arith.constant 1.0 : f64
    %c = arith.constant 0.7978845608028654 : f64
    %d = arith.constant 0.044715 : f64
    %a2 = arith.mulf %a, %a : f64
    %a3 = arith.mulf %a2, %a : f64
    %q = arith.mulf %d, %a3 : f64
    %s = arith.addf %a, %q : f64
    %u = arith.mulf %c, %s : f64
    %t = math.tanh %u : f64
    %p = arith.addf %o, %t : f64
    %w = arith.mulf %h, %a : f64
    %y = arith.mulf %w, %p : f64
    linalg.yield %y : f64
  } -> tensor<5xf64>
  return %r : tensor<5xf64>
}

// On whole tensors, and on scalars of the function.
func.func @outside_of_structured_ops(%x: tensor<2x3xf64>, %s: f64) -> (tensor<2x3xf64>, f64) {
  %c = arith.constant dense<0.5> : tensor<2x3xf64>
  %m = arith.maximumf %x, %c : tensor<2x3xf64>
  %t = math.tanh %x : tensor<2x3xf64>
  %p = arith.mulf %m, %t : tensor<2x3xf64>
  %q = arith.cmpf olt, %x, %c : tensor<2x3xf64>
  %r = arith.select %q, %x, %p : tensor<2x3xi1>, tensor<2x3xf64>
  %u = math.exp %s : f64
  %v = arith.mulf %u, %s : f64
  return %r, %v : tensor<2x3xf64>, f64
}
