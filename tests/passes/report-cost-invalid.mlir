// RUN: skein-opt %s --skein-report-cost --split-input-file --verify-diagnostics

// expected-error@below {{the module has no skein.step or skein.program @train}}
module {
  func.func @f() {
    return
  }
}

// -----

func.func private @f(%x: tensor<2xf32>, %n: tensor<index>) -> tensor<2xf32> {
  %zero = arith.constant 0 : index
  %one = tensor.extract %n[] : tensor<index>
  // expected-error@below {{'scf.for' op has no cost model; expected constant bounds and a constant step}}
  %y = scf.for %i = %zero to %one step %one iter_args(%a = %x) -> tensor<2xf32> {
    scf.yield %a : tensor<2xf32>
  }
  return %y : tensor<2xf32>
}
skein.step @train(%x: tensor<2xf32>, %n: tensor<index>) -> tensor<2xf32> {
  %y = func.call @f(%x, %n) : (tensor<2xf32>, tensor<index>) -> tensor<2xf32>
  skein.return %y : tensor<2xf32>
}

// -----

// expected-error@below {{'func.func' op calls itself; expected functions that do not}}
func.func private @f(%x: tensor<2xf32>) -> tensor<2xf32> {
  %y = func.call @f(%x) : (tensor<2xf32>) -> tensor<2xf32>
  return %y : tensor<2xf32>
}
skein.step @train(%x: tensor<2xf32>) -> tensor<2xf32> {
  %y = func.call @f(%x) : (tensor<2xf32>) -> tensor<2xf32>
  skein.return %y : tensor<2xf32>
}

// -----

// 2^62 bytes in and 2^62 out are too many, and so are 2 calls of half as much.
// expected-error@below {{'func.func' op costs more than 2^63 operations or bytes in all of its calls}}
func.func private @f(%x: tensor<1099511627776x262144xf32>) -> tensor<1099511627776x262144xf32> {
  %y = arith.negf %x : tensor<1099511627776x262144xf32>
  return %y : tensor<1099511627776x262144xf32>
}
skein.step @train(%x: tensor<1099511627776x262144xf32>) -> tensor<1099511627776x262144xf32> {
  %0 = func.call @f(%x) : (tensor<1099511627776x262144xf32>) -> tensor<1099511627776x262144xf32>
  %1 = func.call @f(%0) : (tensor<1099511627776x262144xf32>) -> tensor<1099511627776x262144xf32>
  %2 = func.call @f(%1) : (tensor<1099511627776x262144xf32>) -> tensor<1099511627776x262144xf32>
  %3 = func.call @f(%2) : (tensor<1099511627776x262144xf32>) -> tensor<1099511627776x262144xf32>
  skein.return %3 : tensor<1099511627776x262144xf32>
}
