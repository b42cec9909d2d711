// RUN: skein-opt %s --skein-differentiate --split-input-file --verify-diagnostics

// The last diagnostic of a case is the note at the request.

func.func @loss(%x: tensor<4xf32>) -> tensor<f32> {
  %one = arith.constant dense<1.0> : tensor<f32>
  // expected-error @below {{'linalg.reduce' op cannot be differentiated: expected a body of the form f(ins), out + f(ins), max(out, f(ins)) or min(out, f(ins))}}
  %p = linalg.reduce {arith.mulf} ins(%x : tensor<4xf32>) outs(%one : tensor<f32>) dimensions = [0]
  return %p : tensor<f32>
}
skein.step @product(%x: tensor<4xf32>) -> (tensor<4xf32>) {
  // expected-note @below {{the derivative is needed here}}
  %loss, %dx = skein.value_and_grad @loss(%x) wrt [0] : (tensor<4xf32>) -> (tensor<f32>, tensor<4xf32>)
  skein.return %dx : tensor<4xf32>
}

// -----

func.func @loss(%x: tensor<f32>) -> tensor<f32> {
  %e = tensor.empty() : tensor<f32>
  // expected-error @below {{'linalg.generic' op cannot be differentiated: no derivative of 'arith.remf' in its body}}
  %p = linalg.generic {indexing_maps = [affine_map<() -> ()>, affine_map<() -> ()>], iterator_types = []}
      ins(%x : tensor<f32>) outs(%e : tensor<f32>) {
  ^bb0(%a: f32, %out: f32):
    %two = arith.constant 2.0 : f32
    %r = arith.remf %a, %two : f32
    linalg.yield %r : f32
  } -> tensor<f32>
  return %p : tensor<f32>
}
skein.step @scalar_op(%x: tensor<f32>) -> (tensor<f32>) {
  // expected-note @below {{the derivative is needed here}}
  %loss, %dx = skein.value_and_grad @loss(%x) wrt [0] : (tensor<f32>) -> (tensor<f32>, tensor<f32>)
  skein.return %dx : tensor<f32>
}

// -----

func.func @loss(%x: tensor<4xf32>, %i: tensor<1xindex>) -> tensor<f32> {
  %zero = arith.constant dense<0.0> : tensor<4xf32>
  %e = tensor.extract_slice %x[0] [1] [1] : tensor<4xf32> to tensor<1xf32>
  // expected-error @below {{'tensor.scatter' op cannot be differentiated: no derivative of this op is known}}
  %g = tensor.scatter %e into %zero[%i] scatter_dims([0]) unique : (tensor<1xf32>, tensor<4xf32>, tensor<1xindex>) -> tensor<4xf32>
  %z = arith.constant dense<0.0> : tensor<f32>
  %s = linalg.reduce {arith.addf} ins(%g : tensor<4xf32>) outs(%z : tensor<f32>) dimensions = [0]
  return %s : tensor<f32>
}
skein.step @scatter(%x: tensor<4xf32>, %i: tensor<1xindex>) -> (tensor<4xf32>) {
  // expected-note @below {{the derivative is needed here}}
  %loss, %dx = skein.value_and_grad @loss(%x, %i) wrt [0] : (tensor<4xf32>, tensor<1xindex>) -> (tensor<f32>, tensor<4xf32>)
  skein.return %dx : tensor<4xf32>
}

// -----

func.func @loss(%x: tensor<4xf32>, %n: tensor<index>) -> tensor<f32> {
  %k = tensor.extract %n[] : tensor<index>
  %s = tensor.extract_slice %x[0] [%k] [1] : tensor<4xf32> to tensor<?xf32>
  %zero = arith.constant dense<0.0> : tensor<f32>
  // expected-error @below {{'linalg.generic' op cannot be differentiated: expected static shapes}}
  %loss = linalg.generic {indexing_maps = [affine_map<(i) -> (i)>, affine_map<(i) -> ()>], iterator_types = ["reduction"]}
      ins(%s : tensor<?xf32>) outs(%zero : tensor<f32>) {
  ^bb0(%a: f32, %out: f32):
    %t = arith.addf %out, %a : f32
    linalg.yield %t : f32
  } -> tensor<f32>
  return %loss : tensor<f32>
}
skein.step @dynamic(%x: tensor<4xf32>, %n: tensor<index>) -> (tensor<4xf32>) {
  // expected-note @below {{the derivative is needed here}}
  %loss, %dx = skein.value_and_grad @loss(%x, %n) wrt [0] : (tensor<4xf32>, tensor<index>) -> (tensor<f32>, tensor<4xf32>)
  skein.return %dx : tensor<4xf32>
}

// -----

func.func @loss(%x: tensor<f32>, %n: tensor<index>) -> tensor<f32> {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %k = tensor.extract %n[] : tensor<index>
  // expected-error @below {{'scf.for' op cannot be differentiated: expected constant bounds and a constant step, of type index}}
  %r = scf.for %i = %zero to %k step %one iter_args(%a = %x) -> (tensor<f32>) {
    %b = arith.mulf %a, %a : tensor<f32>
    scf.yield %b : tensor<f32>
  }
  return %r : tensor<f32>
}
skein.step @loop(%x: tensor<f32>, %n: tensor<index>) -> (tensor<f32>) {
  // expected-note @below {{the derivative is needed here}}
  %loss, %dx = skein.value_and_grad @loss(%x, %n) wrt [0] : (tensor<f32>, tensor<index>) -> (tensor<f32>, tensor<f32>)
  skein.return %dx : tensor<f32>
}

// -----

func.func @loss(%x: tensor<f32>, %c: tensor<i1>) -> tensor<f32> {
  %p = tensor.extract %c[] : tensor<i1>
  // expected-error @below {{'scf.if' op cannot be differentiated: no derivative of this op is known}}
  %r = scf.if %p -> (tensor<f32>) {
    scf.yield %x : tensor<f32>
  } else {
    %b = arith.mulf %x, %x : tensor<f32>
    scf.yield %b : tensor<f32>
  }
  return %r : tensor<f32>
}
skein.step @branch(%x: tensor<f32>, %c: tensor<i1>) -> (tensor<f32>) {
  // expected-note @below {{the derivative is needed here}}
  %loss, %dx = skein.value_and_grad @loss(%x, %c) wrt [0] : (tensor<f32>, tensor<i1>) -> (tensor<f32>, tensor<f32>)
  skein.return %dx : tensor<f32>
}

// -----

func.func private @elsewhere(tensor<f32>) -> tensor<f32>
func.func @loss(%x: tensor<f32>) -> tensor<f32> {
  // expected-error @below {{'func.call' op cannot be differentiated: expected a callee with a body}}
  %y = call @elsewhere(%x) : (tensor<f32>) -> tensor<f32>
  return %y : tensor<f32>
}
skein.step @external(%x: tensor<f32>) -> (tensor<f32>) {
  // expected-note @below {{the derivative is needed here}}
  %loss, %dx = skein.value_and_grad @loss(%x) wrt [0] : (tensor<f32>) -> (tensor<f32>, tensor<f32>)
  skein.return %dx : tensor<f32>
}

// -----

func.func private @loss(tensor<f32>) -> tensor<f32>
skein.step @no_body(%x: tensor<f32>) -> (tensor<f32>) {
  // expected-error @below {{'skein.value_and_grad' op callee @loss has no body; expected one to differentiate}}
  %loss, %dx = skein.value_and_grad @loss(%x) wrt [0] : (tensor<f32>) -> (tensor<f32>, tensor<f32>)
  skein.return %dx : tensor<f32>
}

// -----

// expected-error @below {{'func.func' op cannot be differentiated: it calls itself}}
func.func @loss(%x: tensor<f32>) -> tensor<f32> {
  %y = call @loss(%x) : (tensor<f32>) -> tensor<f32>
  return %y : tensor<f32>
}
skein.step @recursion(%x: tensor<f32>) -> (tensor<f32>) {
  // expected-note @below {{the derivative is needed here}}
  %loss, %dx = skein.value_and_grad @loss(%x) wrt [0] : (tensor<f32>) -> (tensor<f32>, tensor<f32>)
  skein.return %dx : tensor<f32>
}

// -----

// The rest of the program is still differentiated: zeros for what does not matter.
func.func @loss(%x: tensor<f32>, %y: tensor<3xf32>) -> tensor<f32> {
  return %x : tensor<f32>
}
skein.step @independent(%x: tensor<f32>, %y: tensor<3xf32>) -> (tensor<f32>, tensor<3xf32>) {
  // expected-remark @below {{the loss does not depend on argument 1 of @loss}}
  %loss, %dx, %dy = skein.value_and_grad @loss(%x, %y) wrt [0, 1] : (tensor<f32>, tensor<3xf32>) -> (tensor<f32>, tensor<f32>, tensor<3xf32>)
  skein.return %dx, %dy : tensor<f32>, tensor<3xf32>
}

// -----

// A gradient that the text wants by rows, of a table that is also read whole.
func.func @loss(%t: tensor<50x3xf32>, %i: tensor<8xi32>) -> tensor<f32> {
  %e = tensor.empty() : tensor<8x3xf32>
  %r = linalg.generic {indexing_maps = [affine_map<(n, c) -> (n)>, affine_map<(n, c) -> (n, c)>], iterator_types = ["parallel", "parallel"]} ins(%i : tensor<8xi32>) outs(%e : tensor<8x3xf32>) {
  ^bb0(%a: i32, %o: f32):
    %row = arith.index_cast %a : i32 to index
    %c = linalg.index 1 : index
    %x = tensor.extract %t[%row, %c] : tensor<50x3xf32>
    linalg.yield %x : f32
  } -> tensor<8x3xf32>
  %zero = arith.constant dense<0.0> : tensor<f32>
  %l = linalg.reduce {arith.addf} ins(%r : tensor<8x3xf32>) outs(%zero : tensor<f32>) dimensions = [0, 1]
  // expected-note @below {{read in another way here}}
  %m = linalg.reduce {arith.addf} ins(%t : tensor<50x3xf32>) outs(%l : tensor<f32>) dimensions = [0, 1]
  return %m : tensor<f32>
}
skein.step @tied(%t: tensor<50x3xf32>, %i: tensor<8xi32>) {
  // expected-error @below {{asks for a sparse gradient of argument 0 of @loss, which is not only looked up row by row; expected a gradient of type 'tensor<50x3xf32>'}}
  %loss, %dt = skein.value_and_grad @loss(%t, %i) wrt [0] : (tensor<50x3xf32>, tensor<8xi32>) -> (tensor<f32>, !skein.sparse_gradient<tensor<50x3xf32>>)
  skein.return
}

// -----

// One that is not read at all has no rows.
func.func @loss(%x: tensor<f32>, %t: tensor<50x3xf32>) -> tensor<f32> {
  return %x : tensor<f32>
}
skein.step @independent(%x: tensor<f32>, %t: tensor<50x3xf32>) {
  // expected-remark @below {{the loss does not depend on argument 1 of @loss}}
  %loss, %dt = skein.value_and_grad @loss(%x, %t) wrt [1] : (tensor<f32>, tensor<50x3xf32>) -> (tensor<f32>, !skein.sparse_gradient<tensor<50x3xf32>>)
  skein.return
}
