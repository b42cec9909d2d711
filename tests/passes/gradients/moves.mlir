// Ops that move elements.

func.func @reshapes(%x: tensor<6x4xf64>) -> tensor<2x12xf64> {
  %a = tensor.expand_shape %x [[0, 1], [2]] output_shape [2, 3, 4] : tensor<6x4xf64> into tensor<2x3x4xf64>
  %e = tensor.empty() : tensor<2x3x4xf64>
  %b = linalg.exp ins(%a : tensor<2x3x4xf64>) outs(%e : tensor<2x3x4xf64>) -> tensor<2x3x4xf64>
  %c = tensor.collapse_shape %b [[0], [1, 2]] : tensor<2x3x4xf64> into tensor<2x12xf64>
  return %c : tensor<2x12xf64>
}

// Disjoint slices, overlapping ones, strides, a dropped dimension.
func.func @extract_slices(%x: tensor<4x9xf64>) -> (tensor<4x3xf64>, tensor<4x3xf64>, tensor<2x3xf64>, tensor<4xf64>) {
  %a = tensor.extract_slice %x[0, 0] [4, 3] [1, 1] : tensor<4x9xf64> to tensor<4x3xf64>
  %b = tensor.extract_slice %x[0, 3] [4, 3] [1, 1] : tensor<4x9xf64> to tensor<4x3xf64>
  %c = tensor.extract_slice %x[1, 1] [2, 3] [2, 3] : tensor<4x9xf64> to tensor<2x3xf64>
  %d = tensor.extract_slice %x[0, 5] [4, 1] [1, 1] : tensor<4x9xf64> to tensor<4xf64>
  %e = tensor.empty() : tensor<4x3xf64>
  %f = linalg.mul ins(%a, %b : tensor<4x3xf64>, tensor<4x3xf64>) outs(%e : tensor<4x3xf64>) -> tensor<4x3xf64>
  return %f, %b, %c, %d : tensor<4x3xf64>, tensor<4x3xf64>, tensor<2x3xf64>, tensor<4xf64>
}

func.func @insert_slice(%x: tensor<2x3xf64>, %y: tensor<4x5xf64>) -> tensor<4x5xf64> {
  %a = tensor.insert_slice %x into %y[1, 0] [2, 3] [1, 2] : tensor<2x3xf64> into tensor<4x5xf64>
  return %a : tensor<4x5xf64>
}

func.func @insert_row(%x: tensor<5xf64>, %y: tensor<4x5xf64>) -> tensor<4x5xf64> {
  %a = tensor.insert_slice %x into %y[2, 0] [1, 5] [1, 1] : tensor<5xf64> into tensor<4x5xf64>
  return %a : tensor<4x5xf64>
}

func.func @concat(%x: tensor<2x3xf64>, %y: tensor<2x4xf64>, %z: tensor<2x1xf64>) -> tensor<2x11xf64> {
  %a = tensor.concat dim(1) %x, %y, %z, %x : (tensor<2x3xf64>, tensor<2x4xf64>, tensor<2x1xf64>, tensor<2x3xf64>) -> tensor<2x11xf64>
  return %a : tensor<2x11xf64>
}

// The padding value is differentiated too.
func.func @pad(%x: tensor<2x3xf64>, %v: f64) -> tensor<4x8xf64> {
  %a = tensor.pad %x low[0, 1] high[2, 4] {
  ^bb0(%i: index, %j: index):
    tensor.yield %v : f64
  } : tensor<2x3xf64> to tensor<4x8xf64>
  return %a : tensor<4x8xf64>
}

func.func @elements(%x: tensor<2x3xf64>, %s: f64) -> (tensor<2x2xf64>, tensor<3xf64>, tensor<2x3xf64>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %a = tensor.extract %x[%c1, %c2] : tensor<2x3xf64>
  %b = tensor.extract %x[%c0, %c1] : tensor<2x3xf64>
  %p = arith.mulf %a, %s : f64
  %e = tensor.from_elements %a, %p, %b, %a : tensor<2x2xf64>
  %f = tensor.splat %p : tensor<3xf64>
  %g = tensor.insert %p into %x[%c1, %c1] : tensor<2x3xf64>
  return %e, %f, %g : tensor<2x2xf64>, tensor<3xf64>, tensor<2x3xf64>
}

// Rows by index, some of them twice.
func.func @gather_rows(%table: tensor<4x3xf64>, %rows: tensor<2x5xi32> {skein.test_below = 4}) -> tensor<2x5x3xf64> {
  %e = tensor.empty() : tensor<2x5x3xf64>
  %r = linalg.generic {indexing_maps = [affine_map<(b, s, c) -> (b, s)>, affine_map<(b, s, c) -> (b, s, c)>],
                       iterator_types = ["parallel", "parallel", "parallel"]}
      ins(%rows : tensor<2x5xi32>) outs(%e : tensor<2x5x3xf64>) {
  ^bb0(%row: i32, %out: f64):
    %i = arith.index_cast %row : i32 to index
    %c = linalg.index 2 : index
    %v = tensor.extract %table[%i, %c] : tensor<4x3xf64>
    linalg.yield %v : f64
  } -> tensor<2x5x3xf64>
  return %r : tensor<2x5x3xf64>
}

// The label's logit, scaled, summed: cross-entropy picks so. Both indices select.
func.func @gather_labels(%logits: tensor<5x4xf64>, %labels: tensor<5xi64> {skein.test_below = 4}, %scale: tensor<5xf64>) -> tensor<f64> {
  %z = arith.constant dense<0.0> : tensor<f64>
  %r = linalg.generic {indexing_maps = [affine_map<(b) -> (b)>, affine_map<(b) -> (b)>, affine_map<(b) -> ()>],
                       iterator_types = ["reduction"]}
      ins(%labels, %scale : tensor<5xi64>, tensor<5xf64>) outs(%z : tensor<f64>) {
  ^bb0(%label: i64, %s: f64, %out: f64):
    %b = linalg.index 0 : index
    %i = arith.index_cast %label : i64 to index
    %v = tensor.extract %logits[%b, %i] : tensor<5x4xf64>
    %p = arith.mulf %v, %s : f64
    %t = arith.subf %out, %p : f64
    linalg.yield %t : f64
  } -> tensor<f64>
  return %r : tensor<f64>
}

func.func @gather_with_both_indices_free(%table: tensor<3x4xf64>, %i: tensor<6xi32> {skein.test_below = 3}, %j: tensor<6xi32> {skein.test_below = 4}) -> tensor<6xf64> {
  %e = tensor.empty() : tensor<6xf64>
  %r = linalg.generic {indexing_maps = [affine_map<(b) -> (b)>, affine_map<(b) -> (b)>, affine_map<(b) -> (b)>],
                       iterator_types = ["parallel"]}
      ins(%i, %j : tensor<6xi32>, tensor<6xi32>) outs(%e : tensor<6xf64>) {
  ^bb0(%a: i32, %b: i32, %out: f64):
    %p = arith.index_cast %a : i32 to index
    %q = arith.index_cast %b : i32 to index
    %v = tensor.extract %table[%p, %q] : tensor<3x4xf64>
    %w = math.sin %v : f64
    linalg.yield %w : f64
  } -> tensor<6xf64>
  return %r : tensor<6xf64>
}

// Reversal: an index computed from a loop.
func.func @gather_reversed(%x: tensor<5xf64>) -> tensor<5xf64> {
  %e = tensor.empty() : tensor<5xf64>
  %last = arith.constant 4 : index
  %r = linalg.generic {indexing_maps = [affine_map<(i) -> (i)>], iterator_types = ["parallel"]} outs(%e : tensor<5xf64>) {
  ^bb0(%out: f64):
    %i = linalg.index 0 : index
    %j = arith.subi %last, %i : index
    %v = tensor.extract %x[%j] : tensor<5xf64>
    linalg.yield %v : f64
  } -> tensor<5xf64>
  return %r : tensor<5xf64>
}

// The loop is shorter than the table.
func.func @gather_by_loop(%x: tensor<6xf64>) -> tensor<4xf64> {
  %e = tensor.empty() : tensor<4xf64>
  %r = linalg.generic {indexing_maps = [affine_map<(i) -> (i)>], iterator_types = ["parallel"]} outs(%e : tensor<4xf64>) {
  ^bb0(%out: f64):
    %i = linalg.index 0 : index
    %v = tensor.extract %x[%i] : tensor<6xf64>
    %s = math.sin %v : f64
    linalg.yield %s : f64
  } -> tensor<4xf64>
  return %r : tensor<4xf64>
}

// The gather reads loop by loop: no row is looked up.
func.func @gather_all(%x: tensor<3x4xf64>) -> tensor<4x3xf64> {
  %e = tensor.empty() : tensor<4x3xf64>
  %r = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>], iterator_types = ["parallel", "parallel"]} outs(%e : tensor<4x3xf64>) {
  ^bb0(%out: f64):
    %i = linalg.index 0 : index
    %j = linalg.index 1 : index
    %v = tensor.extract %x[%j, %i] : tensor<3x4xf64>
    linalg.yield %v : f64
  } -> tensor<4x3xf64>
  return %r : tensor<4x3xf64>
}

// Rows of a table looked up twice in one op, once by a computed index, with weights that are summed over, and in a function
// that is called twice.
func.func private @look_up_rows(%table: tensor<7x3xf64>, %i: tensor<4xi32>) -> tensor<4x3xf64> {
  %e = tensor.empty() : tensor<4x3xf64>
  %y = linalg.generic {indexing_maps = [affine_map<(n, c) -> (n)>, affine_map<(n, c) -> (n, c)>], iterator_types = ["parallel", "parallel"]}
      ins(%i : tensor<4xi32>) outs(%e : tensor<4x3xf64>) {
  ^bb0(%a: i32, %o: f64):
    %row = arith.index_cast %a : i32 to index
    %c = linalg.index 1 : index
    %v = tensor.extract %table[%row, %c] : tensor<7x3xf64>
    %vv = arith.mulf %v, %v : f64
    linalg.yield %vv : f64
  } -> tensor<4x3xf64>
  return %y : tensor<4x3xf64>
}
func.func @look_ups(%table: tensor<7x3xf64>, %numbers: tensor<5xf64>, %i: tensor<4xi32> {skein.test_below = 5 : i64}, %w: tensor<2xf64>) -> tensor<4x2x3xf64> {
  %a = call @look_up_rows(%table, %i) : (tensor<7x3xf64>, tensor<4xi32>) -> tensor<4x3xf64>
  %b = call @look_up_rows(%table, %i) : (tensor<7x3xf64>, tensor<4xi32>) -> tensor<4x3xf64>
  %e = tensor.empty() : tensor<4x2x3xf64>
  %y = linalg.generic {indexing_maps = [affine_map<(n, m, c) -> (n)>, affine_map<(n, m, c) -> (m)>, affine_map<(n, m, c) -> (n, c)>, affine_map<(n, m, c) -> (n, c)>, affine_map<(n, m, c) -> (n, m, c)>],
                       iterator_types = ["parallel", "parallel", "parallel"]}
      ins(%i, %w, %a, %b : tensor<4xi32>, tensor<2xf64>, tensor<4x3xf64>, tensor<4x3xf64>) outs(%e : tensor<4x2x3xf64>) {
  ^bb0(%p: i32, %f: f64, %x: f64, %z: f64, %o: f64):
    %row = arith.index_cast %p : i32 to index
    %m = linalg.index 1 : index
    %c = linalg.index 2 : index
    %next = arith.addi %row, %m : index
    %one = arith.constant 1 : index
    %after = arith.addi %next, %one : index
    %s = tensor.extract %table[%row, %c] : tensor<7x3xf64>
    %t = tensor.extract %table[%after, %c] : tensor<7x3xf64>
    %u = tensor.extract %numbers[%row] : tensor<5xf64>
    %st = arith.mulf %s, %t : f64
    %ft = arith.mulf %f, %st : f64
    %xu = arith.mulf %x, %u : f64
    %sum = arith.addf %ft, %xu : f64
    %all = arith.addf %sum, %z : f64
    linalg.yield %all : f64
  } -> tensor<4x2x3xf64>
  return %y : tensor<4x2x3xf64>
}
