// Constraints of gradients by rows, by their labels.
// RUN: skein-opt --split-input-file --verify-diagnostics %s

// !skein.sparse_gradient, C1.
// expected-error@+1 {{sparse gradient stands for 'tensor<f32>'; expected a floating-point tensor of static shape with rows}}
func.func private @f(!skein.sparse_gradient<tensor<f32>>)

// -----

// expected-error@+1 {{sparse gradient stands for 'tensor<4xi32>'; expected a floating-point tensor of static shape with rows}}
func.func private @f(!skein.sparse_gradient<tensor<4xi32>>)

// -----

// expected-error@+1 {{sparse gradient stands for 'tensor<?x4xf32>'; expected a floating-point tensor of static shape with rows}}
func.func private @f(!skein.sparse_gradient<tensor<?x4xf32>>)

// -----

// skein.sparse_gradient, C1.
func.func @f(%i: tensor<3xi1>, %r: tensor<3x2xf32>) {
  // expected-error@+1 {{indices 0 have type 'tensor<3xi1>'; expected integers wider than i1}}
  %g = skein.sparse_gradient indices(%i : tensor<3xi1>) rows(%r : tensor<3x2xf32>) : !skein.sparse_gradient<tensor<10x2xf32>>
  return
}

// -----

func.func @f(%i: tensor<3xf32>, %r: tensor<3x2xf32>) {
  // expected-error@+1 {{operand #0 must be variadic of statically shaped tensor of signless integer or index values}}
  %g = skein.sparse_gradient indices(%i : tensor<3xf32>) rows(%r : tensor<3x2xf32>) : !skein.sparse_gradient<tensor<10x2xf32>>
  return
}

// -----

// skein.sparse_gradient, C2.
func.func @f(%i: tensor<3xi32>, %r: tensor<4x2xf32>) {
  // expected-error@+1 {{rows 0 have type 'tensor<4x2xf32>'; expected 'tensor<3x2xf32>', a row for each index}}
  %g = skein.sparse_gradient indices(%i : tensor<3xi32>) rows(%r : tensor<4x2xf32>) : !skein.sparse_gradient<tensor<10x2xf32>>
  return
}

// -----

func.func @f(%i: tensor<3xi32>, %r: tensor<3x2xf32>, %j: tensor<3x1xi32>) {
  // expected-error@+1 {{rows 1 have type 'tensor<3x2xf32>'; expected 'tensor<3x1x2xf32>', a row for each index}}
  %g = skein.sparse_gradient indices(%i, %j : tensor<3xi32>, tensor<3x1xi32>) rows(%r, %r : tensor<3x2xf32>, tensor<3x2xf32>) : !skein.sparse_gradient<tensor<10x2xf32>>
  return
}

// -----

func.func @f(%i: tensor<3xi32>, %r: tensor<3x2xf64>) {
  // expected-error@+1 {{rows 0 have type 'tensor<3x2xf64>'; expected 'tensor<3x2xf32>', a row for each index}}
  %g = skein.sparse_gradient indices(%i : tensor<3xi32>) rows(%r : tensor<3x2xf64>) : !skein.sparse_gradient<tensor<10x2xf32>>
  return
}

// -----

func.func @f(%i: tensor<3xi32>, %r: tensor<3x2xf32>) {
  // expected-error@+1 {{has 2 tensors of indices and 1 of rows; expected as many}}
  %g = skein.sparse_gradient indices(%i, %i : tensor<3xi32>, tensor<3xi32>) rows(%r : tensor<3x2xf32>) : !skein.sparse_gradient<tensor<10x2xf32>>
  return
}

// -----

// skein.sparse_gradient, C3.
func.func @f(%i: tensor<3xi32>, %r: tensor<3x2xf32, #skein.dist<data: split 0>>) {
  // expected-error@+1 {{has indices 0 that are replicated along "data" and rows that are split 0; expected both split alike, or replicated indices}}
  %g = skein.sparse_gradient indices(%i : tensor<3xi32>) rows(%r : tensor<3x2xf32, #skein.dist<data: split 0>>) : !skein.sparse_gradient<tensor<10x2xf32>>
  return
}

// -----

func.func @f(%i: tensor<3x2xi32, #skein.dist<data: split 0>>, %r: tensor<3x2x4xf32, #skein.dist<data: split 1>>) {
  // expected-error@+1 {{has indices 0 that are split 0 along "data" and rows that are split 1; expected both split alike, or replicated indices}}
  %g = skein.sparse_gradient indices(%i : tensor<3x2xi32, #skein.dist<data: split 0>>) rows(%r : tensor<3x2x4xf32, #skein.dist<data: split 1>>) : !skein.sparse_gradient<tensor<10x4xf32>>
  return
}

// -----

func.func @f(%i: tensor<3xi32, #skein.dist<data: varying>>, %r: tensor<3x2xf32, #skein.dist<data: varying>>) {
  // expected-error@+1 {{has indices 0 that are varying along "data" and rows that are varying; expected both split alike, or replicated indices}}
  %g = skein.sparse_gradient indices(%i : tensor<3xi32, #skein.dist<data: varying>>) rows(%r : tensor<3x2xf32, #skein.dist<data: varying>>) : !skein.sparse_gradient<tensor<10x2xf32>>
  return
}

// -----

func.func @f(%i: tensor<3xi32>, %r: tensor<3x2xf32, #skein.dist<data: partial max>>) {
  // expected-error@+1 {{has indices 0 that are replicated along "data" and rows that are partial max; expected both split alike, or replicated indices}}
  %g = skein.sparse_gradient indices(%i : tensor<3xi32>) rows(%r : tensor<3x2xf32, #skein.dist<data: partial max>>) : !skein.sparse_gradient<tensor<10x2xf32>>
  return
}

// -----

// Rows that the devices have different ones of are not the whole gradient.
func.func @f(%i: tensor<3xi32, #skein.dist<data: split 0>>, %r: tensor<3x2xf32, #skein.dist<data: split 0>>) {
  // expected-error@+1 {{is declared as replicated along "data"; expected partial sum, as follows from pair 0}}
  %g = skein.sparse_gradient indices(%i : tensor<3xi32, #skein.dist<data: split 0>>) rows(%r : tensor<3x2xf32, #skein.dist<data: split 0>>) : !skein.sparse_gradient<tensor<10x2xf32>>
  return
}

// -----

// A pair that is the same on all devices would count once per device.
func.func @f(%i: tensor<3xi32, #skein.dist<data: split 0>>, %r: tensor<3x2xf32, #skein.dist<data: split 0>>, %j: tensor<3xi32>, %q: tensor<3x2xf32>) {
  // expected-error@+1 {{is declared as partial sum along "data"; expected replicated, as follows from pair 1}}
  %g = skein.sparse_gradient indices(%i, %j : tensor<3xi32, #skein.dist<data: split 0>>, tensor<3xi32>) rows(%r, %q : tensor<3x2xf32, #skein.dist<data: split 0>>, tensor<3x2xf32>) : !skein.sparse_gradient<tensor<10x2xf32, #skein.dist<data: partial sum>>>
  return
}

// -----

// skein.first_occurrence, C1.
func.func @f(%i: tensor<3xi64>) {
  // expected-error@+1 {{has a result of type 'tensor<4xi32>'; expected extent 3}}
  %g = skein.first_occurrence %i : tensor<3xi64> -> tensor<4xi32>
  return
}

// -----

// skein.top_k, C1: other rows than the input, more elements than it has, none, and two numbers of them.
func.func @f(%x: tensor<2x4xf32>) {
  // expected-error@+1 {{has results of types 'tensor<3x2xf32>' and 'tensor<3x2xi32>'; expected 2 rows of 1 to 4 elements in both}}
  %v, %i = skein.top_k %x : tensor<2x4xf32> -> tensor<3x2xf32>, tensor<3x2xi32>
  return
}

// -----

func.func @f(%x: tensor<2x4xf32>) {
  // expected-error@+1 {{has results of types 'tensor<2x5xf32>' and 'tensor<2x5xi32>'; expected 2 rows of 1 to 4 elements in both}}
  %v, %i = skein.top_k %x : tensor<2x4xf32> -> tensor<2x5xf32>, tensor<2x5xi32>
  return
}

// -----

func.func @f(%x: tensor<2x4xf32>) {
  // expected-error@+1 {{expected 2 rows of 1 to 4 elements in both}}
  %v, %i = skein.top_k %x : tensor<2x4xf32> -> tensor<2x0xf32>, tensor<2x0xi32>
  return
}

// -----

func.func @f(%x: tensor<2x4xf32>) {
  // expected-error@+1 {{has results of types 'tensor<2x2xf32>' and 'tensor<2x3xi32>'; expected 2 rows of 1 to 4 elements in both}}
  %v, %i = skein.top_k %x : tensor<2x4xf32> -> tensor<2x2xf32>, tensor<2x3xi32>
  return
}

// -----

// skein.top_k, C2.
func.func @f(%x: tensor<2x4xf32>) {
  // expected-error@+1 {{has values of type 'f64'; expected 'f32'}}
  %v, %i = skein.top_k %x : tensor<2x4xf32> -> tensor<2x2xf64>, tensor<2x2xi32>
  return
}

// -----

// skein.top_k, C3.
func.func @f(%x: tensor<1x2147483648xf32>) {
  // expected-error@+1 {{takes 'tensor<1x2147483648xf32>'; expected rows of a known number of elements below 2^31}}
  %v, %i = skein.top_k %x : tensor<1x2147483648xf32> -> tensor<1x2xf32>, tensor<1x2xi32>
  return
}

// -----

func.func @f(%x: tensor<1x?xf32>) {
  // expected-error@+1 {{takes 'tensor<1x?xf32>'; expected rows of a known number of elements below 2^31}}
  %v, %i = skein.top_k %x : tensor<1x?xf32> -> tensor<1x2xf32>, tensor<1x2xi32>
  return
}

// -----

// A device that has a part of a row does not know what is largest in it.
skein.mesh @m(data = 2)
skein.program @p on @m(%x: tensor<2x4xf32, #skein.dist<data: split 1>>) attributes {skein.unsynchronized} {
  // expected-error@+1 {{operand 0 is split 1 along "data", but the largest elements of a row are not those of its pieces}}
  %v, %i = skein.top_k %x : tensor<2x4xf32, #skein.dist<data: split 1>>
      -> tensor<2x2xf32, #skein.dist<data: split 1>>, tensor<2x2xi32, #skein.dist<data: split 1>>
  skein.return
}

// -----

skein.mesh @m(data = 2)
skein.program @p on @m(%x: tensor<2x4xf32, #skein.dist<data: partial sum>>) attributes {skein.unsynchronized} {
  // expected-error@+1 {{operand 0 is partial sum along "data", but the largest elements need it reduced first}}
  %v, %i = skein.top_k %x : tensor<2x4xf32, #skein.dist<data: partial sum>>
      -> tensor<2x2xf32, #skein.dist<data: partial sum>>, tensor<2x2xi32>
  skein.return
}

// -----

// skein.apply_gradient, C1.
// expected-note@+1 {{variable declared here}}
skein.variable @t : tensor<20x2xf32>
skein.step @s(%i: tensor<3xi32>, %r: tensor<3x2xf32>) {
  %g = skein.sparse_gradient indices(%i : tensor<3xi32>) rows(%r : tensor<3x2xf32>) : !skein.sparse_gradient<tensor<10x2xf32>>
  // expected-error@+1 {{gradient of @t has type '!skein.sparse_gradient<tensor<10x2xf32>>'; expected '!skein.sparse_gradient<tensor<20x2xf32>>'}}
  skein.apply_gradient @t, %g : !skein.sparse_gradient<tensor<10x2xf32>> using #skein.sgd<learning_rate = 0.1>
  skein.return
}

// -----

// A gradient whose rows are still on their devices cannot be applied.
skein.mesh @m(data = 2)
skein.variable @t : tensor<10x2xf32>
skein.program @p on @m(%i: tensor<3xi32, #skein.dist<data: split 0>>, %r: tensor<3x2xf32, #skein.dist<data: split 0>>) {
  // expected-note@+1 {{became partial sum along "data" here}}
  %g = skein.sparse_gradient indices(%i : tensor<3xi32, #skein.dist<data: split 0>>) rows(%r : tensor<3x2xf32, #skein.dist<data: split 0>>) : !skein.sparse_gradient<tensor<10x2xf32, #skein.dist<data: partial sum>>>
  // expected-error@+1 {{gradient of @t is partial sum along "data"; expected replicated}}
  skein.apply_gradient @t, %g : !skein.sparse_gradient<tensor<10x2xf32, #skein.dist<data: partial sum>>> using #skein.sgd<learning_rate = 0.1>
  skein.return
}

// -----

// skein.value_and_grad, C4.
func.func private @loss(tensor<4x2xf32>) -> tensor<f32>
skein.step @s(%x: tensor<4x2xf32>) {
  // expected-error@+1 {{has results of types ('tensor<f32>', '!skein.sparse_gradient<tensor<5x2xf32>>'); expected ('tensor<f32>', 'tensor<4x2xf32>'), where gradients may be sparse}}
  %l, %g = skein.value_and_grad @loss(%x) wrt [0] : (tensor<4x2xf32>) -> (tensor<f32>, !skein.sparse_gradient<tensor<5x2xf32>>)
  skein.return
}

// -----

// Only gradients are sparse.
func.func private @loss(tensor<4x2xf32>) -> (tensor<f32>, tensor<4x2xf32>)
skein.step @s(%x: tensor<4x2xf32>) {
  // expected-error@+1 {{has results of types ('tensor<f32>', '!skein.sparse_gradient<tensor<4x2xf32>>'); expected ('tensor<f32>', 'tensor<4x2xf32>')}}
  %l, %y = skein.value_and_grad @loss(%x) wrt [] : (tensor<4x2xf32>) -> (tensor<f32>, !skein.sparse_gradient<tensor<4x2xf32>>)
  skein.return
}

// -----

// #skein.adagrad.
skein.variable @t : tensor<2xf32>
skein.step @s(%g: tensor<2xf32>) {
  // expected-error@+1 {{initial_accumulator and epsilon are 0, which divides 0 by 0; expected one of them more than 0}}
  skein.apply_gradient @t, %g : tensor<2xf32> using #skein.adagrad<learning_rate = 0.1, initial_accumulator = 0.0, epsilon = 0.0>
  skein.return
}

// -----

skein.variable @t : tensor<2xf32>
skein.step @s(%g: tensor<2xf32>) {
  // expected-error@+1 {{initial_accumulator is -1.000000e+00; expected 0 or more}}
  skein.apply_gradient @t, %g : tensor<2xf32> using #skein.adagrad<learning_rate = 0.1, initial_accumulator = -1.0>
  skein.return
}
