// Every constraint of the documentation, violated once.
// RUN: skein-opt %s --split-input-file --verify-diagnostics

// #skein.dist, C1.
// expected-error@+1 {{distribution says nothing; expected none on a replicated tensor}}
func.func private @f(tensor<4xf32, #skein.dist<>>)

// -----

// #skein.dist, C2.
// expected-error@+1 {{distribution names axis "data" twice; expected each axis once}}
func.func private @f(tensor<4x4xf32, #skein.dist<data: split 0, data: split 1>>)

// -----

// #skein.dist, C3.
// expected-error@+1 {{distribution is out of order at axis "b"; expected splits by dimension, then other axes by name}}
func.func private @f(tensor<4x4xf32, #skein.dist<a: split 1, b: split 0>>)

// -----

// expected-error@+1 {{distribution is out of order at axis "a"; expected splits by dimension, then other axes by name}}
func.func private @f(tensor<4x4xf32, #skein.dist<b: varying, a: partial sum>>)

// -----

// #skein.dist, C4.
// expected-error@+1 {{distribution is partial sum and partial max; expected one kind of reduction}}
func.func private @f(tensor<4xf32, #skein.dist<a: partial sum, b: partial max>>)

// -----

// #skein.dist, C5.
// expected-error@+1 {{axis "data" splits dimension 1 of a tensor of rank 1}}
func.func private @f(tensor<4xf32, #skein.dist<data: split 1>>)

// -----

// expected-error@+1 {{split dimension is -1; expected at least 0}}
func.func private @f(tensor<4xf32, #skein.dist<data: split -1>>)

// -----

// #skein.dist, C6.
// expected-error@+1 {{partial and of 'f32'; expected an integer element type}}
func.func private @f(tensor<4xf32, #skein.dist<data: partial and>>)

// -----

// expected-error@+1 {{unknown state 'spread'; expected split, partial or varying}}
func.func private @f(tensor<4xf32, #skein.dist<data: spread>>)

// -----

// expected-error@+1 {{unknown reduction 'mean'; expected sum, mul, max, min, and, or or}}
func.func private @f(tensor<4xf32, #skein.dist<data: partial mean>>)

// -----

// Optimisers: rates and decays in their range.
skein.variable @w : tensor<f32> = #skein.zeros
skein.step @s(%g: tensor<f32>) {
  // expected-error@+1 {{learning_rate is -1.000000e+00; expected 0 or more}}
  skein.apply_gradient @w, %g : tensor<f32> using #skein.sgd<learning_rate = -1.0>
  skein.return
}

// -----

skein.variable @w : tensor<f32> = #skein.zeros
skein.step @s(%g: tensor<f32>) {
  // expected-error@+1 {{beta2 is 1.000000e+00; expected at least 0 and less than 1}}
  skein.apply_gradient @w, %g : tensor<f32> using #skein.adam<learning_rate = 0.1, beta2 = 1.0>
  skein.return
}

// -----

// skein.variable, C1.
// expected-error@+1 {{starts as 3 : i64; expected an initialiser such as #skein.zeros, or a constant}}
skein.variable @w : tensor<4xf32> = 3 : i64

// -----

// expected-error@+1 {{starts as a constant of type 'tensor<3xf32>'; expected 'tensor<4xf32>'}}
skein.variable @w : tensor<4xf32> = dense<0.0> : tensor<3xf32>

// -----

// skein.variable, C2.
// expected-error@+1 {{has a distribution but no mesh; expected 'on @mesh'}}
skein.variable @w : tensor<4xf32, #skein.dist<data: split 0>> = #skein.zeros

// -----

// expected-error@+1 {{is on @m, which is not a skein.mesh}}
skein.variable @w on @m : tensor<4xf32, #skein.dist<data: split 0>> = #skein.zeros

// -----

skein.mesh @m(model = 2)
// expected-error@+1 {{is split over "data", which is not an axis of @m}}
skein.variable @w on @m : tensor<4xf32, #skein.dist<data: split 0>> = #skein.zeros

// -----

// skein.variable, C3.
skein.mesh @m(data = 2)
// expected-error@+1 {{is partial along "data"; expected replicated or split}}
skein.variable @w on @m : tensor<4xf32, #skein.dist<data: partial sum>> = #skein.zeros

// -----

// skein.variable, C4.
// expected-error@+1 {{is a slot of @w; expected another skein.variable}}
skein.variable @w slot of @w : tensor<4xf32> = #skein.zeros

// -----

// skein.read, C1.
skein.step @s() {
  // expected-error@+1 {{names @w, which is not a skein.variable}}
  %w = skein.read @w : tensor<4xf32>
  skein.return
}

// -----

// expected-note@+1 {{variable declared here}}
skein.variable @w : tensor<4xf32> = #skein.zeros
skein.step @s() {
  // expected-error@+1 {{value of @w has type 'tensor<5xf32>'; expected 'tensor<4xf32>'}}
  %w = skein.read @w : tensor<5xf32>
  skein.return
}

// -----

// skein.assign, C1: with a note at the op that made the state.
skein.mesh @m(data = 2)
skein.variable @w : tensor<4xf32> = #skein.zeros
skein.program @p on @m(%v: tensor<4xf32, #skein.dist<data: varying>>) {
  // expected-note@+1 {{became partial sum along "data" here}}
  %x = skein.assume_partial sum %v over @m[data] : tensor<4xf32, #skein.dist<data: varying>> -> tensor<4xf32, #skein.dist<data: partial sum>>
  // expected-error@+1 {{new value of @w is partial sum along "data"; expected replicated}}
  skein.assign @w, %x : tensor<4xf32, #skein.dist<data: partial sum>>
  skein.return
}

// -----

// skein.apply_gradient, C1.
skein.mesh @m(data = 2)
skein.variable @w : tensor<4xf32> = #skein.zeros
skein.program @p on @m(%g: tensor<4xf32, #skein.dist<data: partial sum>>) {
  // expected-error@+1 {{gradient of @w is partial sum along "data"; expected replicated}}
  skein.apply_gradient @w, %g : tensor<4xf32, #skein.dist<data: partial sum>> using #skein.sgd<learning_rate = 0.1>
  skein.return
}

// -----

skein.variable @w : tensor<4xi32> = #skein.zeros
skein.step @s(%g: tensor<4xi32>) {
  // expected-error@+1 {{gradient of @w has type 'tensor<4xi32>'; expected floating point}}
  skein.apply_gradient @w, %g : tensor<4xi32> using #skein.sgd<learning_rate = 0.1>
  skein.return
}

// -----

// skein.mesh, C1.
// expected-error@+1 {{names axis "data" twice; expected each axis once}}
skein.mesh @m(data = 2, data = 3)

// -----

// skein.mesh, C2.
// expected-error@+1 {{has 0 devices along "data"; expected at least 1}}
skein.mesh @m(data = 0)

// -----

// skein.step, C1: only the generic form can say it.
// expected-error@+1 {{has two arguments named "x"; expected different names}}
"skein.step"() <{sym_name = "s", function_type = (tensor<f32>, tensor<f32>) -> (), arg_names = ["x", "x"]}> ({
^bb0(%a: tensor<f32>, %b: tensor<f32>):
  "skein.return"() : () -> ()
}) : () -> ()

// -----

// expected-error@+1 {{has 0 names for 1 arguments}}
"skein.step"() <{sym_name = "s", function_type = (tensor<f32>) -> (), arg_names = []}> ({
^bb0(%a: tensor<f32>):
  "skein.return"() : () -> ()
}) : () -> ()

// -----

// skein.step, C2.
// expected-error@+1 {{argument "x" has skein.batch = 1 : i64; expected a dimension of 'tensor<4xf32>'}}
skein.step @s(%x: tensor<4xf32> {skein.batch = 1 : i64}) {
  skein.return
}

// -----

// skein.step, C3.
// expected-error@+1 {{has an argument or result of type 'tensor<?xf32>'; expected a tensor of static shape}}
skein.step @s(%x: tensor<?xf32>) {
  skein.return
}

// -----

// skein.step, C4.
// expected-error@+1 {{argument "x" has skein.padding = 0 : i32; expected a value of type 'f32'}}
skein.step @s(%x: tensor<4xf32> {skein.padding = 0 : i32}) {
  skein.return
}

// -----

// skein.program, C1.
skein.mesh @m(data = 2)
// expected-error@+1 {{has an argument or result of type 'f32'; expected a tensor of static shape}}
skein.program @p on @m(%x: f32) {
  skein.return
}

// -----

// skein.program, C2.
// expected-error@+1 {{is on @m, which is not a skein.mesh}}
skein.program @p on @m() {
  skein.return
}

// -----

// skein.return, C1.
skein.step @s(%x: tensor<4xf32>) -> (tensor<5xf32>) {
  // expected-error@+1 {{result 0 has type 'tensor<4xf32>'; expected 'tensor<5xf32>'}}
  skein.return %x : tensor<4xf32>
}

// -----

skein.step @s(%x: tensor<4xf32>) -> (tensor<4xf32>) {
  // expected-error@+1 {{returns 0 values; expected 1}}
  skein.return
}

// -----

// skein.value_and_grad, C1.
skein.step @s(%x: tensor<f32>) {
  // expected-error@+1 {{calls @loss, which is not a func.func}}
  %l, %g = skein.value_and_grad @loss(%x) wrt [0] : (tensor<f32>) -> (tensor<f32>, tensor<f32>)
  skein.return
}

// -----

func.func private @loss(tensor<4xf32>) -> tensor<f32>
skein.step @s(%x: tensor<f32>) {
  // expected-error@+1 {{calls @loss with arguments of types ('tensor<f32>'); expected ('tensor<4xf32>')}}
  %l, %g = skein.value_and_grad @loss(%x) wrt [0] : (tensor<f32>) -> (tensor<f32>, tensor<f32>)
  skein.return
}

// -----

// skein.value_and_grad, C2.
func.func private @loss(tensor<f32>) -> tensor<1xf32>
skein.step @s(%x: tensor<f32>) {
  // expected-error@+1 {{differentiates @loss, whose first result is not a floating-point tensor of rank 0}}
  %l, %g = skein.value_and_grad @loss(%x) wrt [0] : (tensor<f32>) -> (tensor<1xf32>, tensor<f32>)
  skein.return
}

// -----

// skein.value_and_grad, C3.
func.func private @loss(tensor<f32>) -> tensor<f32>
skein.step @s(%x: tensor<f32>) {
  // expected-error@+1 {{differentiates with respect to argument 1; expected numbers below 1, each once}}
  %l, %g = skein.value_and_grad @loss(%x) wrt [1] : (tensor<f32>) -> (tensor<f32>, tensor<f32>)
  skein.return
}

// -----

func.func private @loss(tensor<i32>) -> tensor<f32>
skein.step @s(%x: tensor<i32>) {
  // expected-error@+1 {{differentiates with respect to argument 0 of type 'tensor<i32>'; expected floating point}}
  %l, %g = skein.value_and_grad @loss(%x) wrt [0] : (tensor<i32>) -> (tensor<f32>, tensor<i32>)
  skein.return
}

// -----

// skein.value_and_grad, C4.
func.func private @loss(tensor<4xf32>) -> tensor<f32>
skein.step @s(%x: tensor<4xf32>) {
  // expected-error@+1 {{has results of types ('tensor<f32>', 'tensor<5xf32>'); expected ('tensor<f32>', 'tensor<4xf32>')}}
  %l, %g = skein.value_and_grad @loss(%x) wrt [0] : (tensor<4xf32>) -> (tensor<f32>, tensor<5xf32>)
  skein.return
}

// -----

// skein.apply_gradient, C2.
skein.variable @w : tensor<f32> = #skein.zeros
skein.step @s(%g: tensor<f32>) {
  // expected-error@+1 {{clips the gradient of @w to 0.000000e+00; expected more than 0}}
  skein.apply_gradient @w, %g clip 0.0 : tensor<f32> using #skein.sgd<learning_rate = 0.1>
  skein.return
}

// -----

// skein.all_finite, C1.
skein.mesh @m(data = 2)
skein.program @p on @m(%v: tensor<4xf32, #skein.dist<data: varying>>) {
  // expected-note@+1 {{became partial sum along "data" here}}
  %x = skein.assume_partial sum %v over @m[data] : tensor<4xf32, #skein.dist<data: varying>> -> tensor<4xf32, #skein.dist<data: partial sum>>
  // expected-error@+1 {{'skein.all_finite' op takes a value that is partial sum along "data"; expected replicated, split or varying}}
  %f = skein.all_finite %x : tensor<4xf32, #skein.dist<data: partial sum>>
  skein.return
}

// -----

// skein.global_norm, C1.
skein.mesh @m(data = 2)
skein.program @p on @m(%v: tensor<4xf32, #skein.dist<data: varying>>) attributes {skein.unsynchronized} {
  // expected-error@+1 {{'skein.global_norm' op takes a value that is varying along "data"; expected replicated or split}}
  %n = skein.global_norm %v : tensor<4xf32, #skein.dist<data: varying>>
  skein.return
}

// -----

func.func @no_counter() {
  // expected-error @below {{has no counter; expected one, such as the number of the step}}
  %a = "skein.random_uniform"() {seed = 7 : i64} : () -> tensor<4xf32>
  return
}
