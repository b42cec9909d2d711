// A loss whose gradients are the inputs: of the rows that an example looks up, of a bag of two rows,
// of the rows 0 and 3, which all examples look up, and of a tensor.
#n = affine_map<(n, c) -> (n)>
#nc = affine_map<(n, c) -> (n, c)>
skein.variable @table : tensor<7x2xELEMENT>
skein.variable @w : tensor<2xELEMENT>
func.func private @loss(%t: tensor<7x2xELEMENT>, %w: tensor<2xELEMENT>, %i: tensor<3xi32>, %bag: tensor<3x2xi32>,
                        %x: tensor<3x2xELEMENT>, %u: tensor<3x2xELEMENT>, %v: tensor<3x2xELEMENT>, %y: tensor<3x2xELEMENT>) -> tensor<ELEMENT> {
  %e = tensor.empty() : tensor<3x2xELEMENT>
  %rows = linalg.generic {indexing_maps = [#n, #nc], iterator_types = ["parallel", "parallel"]}
      ins(%i : tensor<3xi32>) outs(%e : tensor<3x2xELEMENT>) {
  ^bb0(%a: i32, %o: ELEMENT):
    %row = arith.index_cast %a : i32 to index
    %c = linalg.index 1 : index
    %r = tensor.extract %t[%row, %c] : tensor<7x2xELEMENT>
    linalg.yield %r : ELEMENT
  } -> tensor<3x2xELEMENT>
  %zeros = arith.constant dense<0.0> : tensor<3x2xELEMENT>
  %bags = linalg.generic {indexing_maps = [affine_map<(n, m, c) -> (n, m)>, affine_map<(n, m, c) -> (n, c)>], iterator_types = ["parallel", "reduction", "parallel"]}
      ins(%bag : tensor<3x2xi32>) outs(%zeros : tensor<3x2xELEMENT>) {
  ^bb0(%a: i32, %o: ELEMENT):
    %row = arith.index_cast %a : i32 to index
    %c = linalg.index 2 : index
    %r = tensor.extract %t[%row, %c] : tensor<7x2xELEMENT>
    %s = arith.addf %o, %r : ELEMENT
    linalg.yield %s : ELEMENT
  } -> tensor<3x2xELEMENT>
  %places = arith.constant dense<[0, 3]> : tensor<2xi32>
  %e2 = tensor.empty() : tensor<2x2xELEMENT>
  %fixed = linalg.generic {indexing_maps = [#n, #nc], iterator_types = ["parallel", "parallel"]}
      ins(%places : tensor<2xi32>) outs(%e2 : tensor<2x2xELEMENT>) {
  ^bb0(%a: i32, %o: ELEMENT):
    %row = arith.index_cast %a : i32 to index
    %c = linalg.index 1 : index
    %r = tensor.extract %t[%row, %c] : tensor<7x2xELEMENT>
    linalg.yield %r : ELEMENT
  } -> tensor<2x2xELEMENT>
  %z = arith.constant dense<0.0> : tensor<ELEMENT>
  %l = linalg.generic {indexing_maps = [affine_map<(n, c, p) -> (n, c)>, affine_map<(n, c, p) -> (n, c)>, affine_map<(n, c, p) -> (n, c)>, affine_map<(n, c, p) -> (n, c)>, affine_map<(n, c, p) -> (n, c)>,
                                        affine_map<(n, c, p) -> (n, c)>, affine_map<(n, c, p) -> (p, c)>, affine_map<(n, c, p) -> (c)>, affine_map<(n, c, p) -> ()>],
                       iterator_types = ["reduction", "reduction", "reduction"]}
      ins(%rows, %bags, %x, %u, %v, %y, %fixed, %w : tensor<3x2xELEMENT>, tensor<3x2xELEMENT>, tensor<3x2xELEMENT>, tensor<3x2xELEMENT>, tensor<3x2xELEMENT>, tensor<3x2xELEMENT>, tensor<2x2xELEMENT>, tensor<2xELEMENT>) outs(%z : tensor<ELEMENT>) {
  ^bb0(%r: ELEMENT, %b: ELEMENT, %xi: ELEMENT, %ui: ELEMENT, %vi: ELEMENT, %yi: ELEMENT, %f: ELEMENT, %wi: ELEMENT, %o: ELEMENT):
    %1 = arith.mulf %r, %xi : ELEMENT
    %2 = arith.mulf %b, %ui : ELEMENT
    %3 = arith.mulf %f, %vi : ELEMENT
    %4 = arith.mulf %wi, %yi : ELEMENT
    %5 = arith.addf %1, %2 : ELEMENT
    %6 = arith.addf %5, %3 : ELEMENT
    %7 = arith.addf %6, %4 : ELEMENT
    %s = arith.addf %o, %7 : ELEMENT
    linalg.yield %s : ELEMENT
  } -> tensor<ELEMENT>
  return %l : tensor<ELEMENT>
}
skein.step @train(%i: tensor<3xi32> {skein.batch = 0 : i64}, %bag: tensor<3x2xi32> {skein.batch = 0 : i64},
                  %x: tensor<3x2xELEMENT> {skein.batch = 0 : i64}, %u: tensor<3x2xELEMENT> {skein.batch = 0 : i64},
                  %v: tensor<3x2xELEMENT> {skein.batch = 0 : i64}, %y: tensor<3x2xELEMENT> {skein.batch = 0 : i64}) {
  %t = skein.read @table : tensor<7x2xELEMENT>
  %w = skein.read @w : tensor<2xELEMENT>
  %l, %dt, %dw = skein.value_and_grad @loss(%t, %w, %i, %bag, %x, %u, %v, %y) wrt [0, 1]
      : (tensor<7x2xELEMENT>, tensor<2xELEMENT>, tensor<3xi32>, tensor<3x2xi32>, tensor<3x2xELEMENT>, tensor<3x2xELEMENT>, tensor<3x2xELEMENT>, tensor<3x2xELEMENT>) -> (tensor<ELEMENT>, !skein.sparse_gradient<tensor<7x2xELEMENT>>, tensor<2xELEMENT>)
  skein.apply_gradient @table, %dt : !skein.sparse_gradient<tensor<7x2xELEMENT>> using #skein.adagrad<learning_rate = 0.5, initial_accumulator = 0.1, epsilon = 0.0>
  skein.apply_gradient @w, %dw : tensor<2xELEMENT> using #skein.sgd<learning_rate = 0.1>
  skein.return
}
