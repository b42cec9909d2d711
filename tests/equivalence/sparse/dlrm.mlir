// A recommender in the manner of DLRM (Naumov et al., 2019): users, each with a friend from the same table, a bag of three
// items that is summed, and dense features; logistic loss of their products.
skein.variable @users : tensor<40x4xELEMENT> = #skein.normal<mean = 0.0, stddev = 1.0, seed = 1>
skein.variable @items : tensor<60x4xELEMENT> = #skein.normal<mean = 0.0, stddev = 1.0, seed = 2>
skein.variable @bottom : tensor<5x4xELEMENT> = #skein.normal<mean = 0.0, stddev = 1.0, seed = 3>
skein.variable @top : tensor<4xELEMENT> = #skein.normal<mean = 0.0, stddev = 1.0, seed = 4>

#n = affine_map<(n, c) -> (n)>
#c = affine_map<(n, c) -> (c)>
#nc = affine_map<(n, c) -> (n, c)>

func.func private @look_up(%table: tensor<40x4xELEMENT>, %which: tensor<8xi32>) -> tensor<8x4xELEMENT> {
  %e = tensor.empty() : tensor<8x4xELEMENT>
  %r = linalg.generic {indexing_maps = [#n, #nc], iterator_types = ["parallel", "parallel"]}
      ins(%which : tensor<8xi32>) outs(%e : tensor<8x4xELEMENT>) {
  ^bb0(%i: i32, %o: ELEMENT):
    %row = arith.index_cast %i : i32 to index
    %c = linalg.index 1 : index
    %x = tensor.extract %table[%row, %c] : tensor<40x4xELEMENT>
    linalg.yield %x : ELEMENT
  } -> tensor<8x4xELEMENT>
  return %r : tensor<8x4xELEMENT>
}

func.func @loss(%users: tensor<40x4xELEMENT>, %items: tensor<60x4xELEMENT>, %bottom: tensor<5x4xELEMENT>, %top: tensor<4xELEMENT>,
                %user: tensor<8xi32>, %friend: tensor<8xi32>, %bag: tensor<8x3xi32>, %x: tensor<8x5xELEMENT>, %y: tensor<8xELEMENT>) -> tensor<ELEMENT> {
  %u = func.call @look_up(%users, %user) : (tensor<40x4xELEMENT>, tensor<8xi32>) -> tensor<8x4xELEMENT>
  %f = func.call @look_up(%users, %friend) : (tensor<40x4xELEMENT>, tensor<8xi32>) -> tensor<8x4xELEMENT>
  %zeros = arith.constant dense<0.0> : tensor<8x4xELEMENT>
  %b = linalg.generic {indexing_maps = [affine_map<(n, m, c) -> (n, m)>, affine_map<(n, m, c) -> (n, c)>], iterator_types = ["parallel", "reduction", "parallel"]}
      ins(%bag : tensor<8x3xi32>) outs(%zeros : tensor<8x4xELEMENT>) {
  ^bb0(%i: i32, %o: ELEMENT):
    %row = arith.index_cast %i : i32 to index
    %c = linalg.index 2 : index
    %item = tensor.extract %items[%row, %c] : tensor<60x4xELEMENT>
    %s = arith.addf %o, %item : ELEMENT
    linalg.yield %s : ELEMENT
  } -> tensor<8x4xELEMENT>
  %d = linalg.matmul ins(%x, %bottom : tensor<8x5xELEMENT>, tensor<5x4xELEMENT>) outs(%zeros : tensor<8x4xELEMENT>) -> tensor<8x4xELEMENT>
  %none = arith.constant dense<0.0> : tensor<8xELEMENT>
  %z = linalg.generic {indexing_maps = [#nc, #nc, #nc, #nc, #c, #n], iterator_types = ["parallel", "reduction"]}
      ins(%u, %f, %b, %d, %top : tensor<8x4xELEMENT>, tensor<8x4xELEMENT>, tensor<8x4xELEMENT>, tensor<8x4xELEMENT>, tensor<4xELEMENT>) outs(%none : tensor<8xELEMENT>) {
  ^bb0(%ui: ELEMENT, %fi: ELEMENT, %bi: ELEMENT, %di: ELEMENT, %w: ELEMENT, %o: ELEMENT):
    %ub = arith.mulf %ui, %bi : ELEMENT
    %fd = arith.mulf %fi, %di : ELEMENT
    %sum = arith.addf %ub, %fd : ELEMENT
    %weighted = arith.mulf %sum, %w : ELEMENT
    %s = arith.addf %o, %weighted : ELEMENT
    linalg.yield %s : ELEMENT
  } -> tensor<8xELEMENT>
  %start = arith.constant dense<0.0> : tensor<ELEMENT>
  %loss = linalg.generic {indexing_maps = [affine_map<(n) -> (n)>, affine_map<(n) -> (n)>, affine_map<(n) -> ()>], iterator_types = ["reduction"]}
      ins(%z, %y : tensor<8xELEMENT>, tensor<8xELEMENT>) outs(%start : tensor<ELEMENT>) {
  ^bb0(%zi: ELEMENT, %yi: ELEMENT, %o: ELEMENT):
    %yz = arith.mulf %zi, %yi : ELEMENT
    %minus = arith.negf %yz : ELEMENT
    %e = math.exp %minus : ELEMENT
    %l = math.log1p %e : ELEMENT
    %eighth = arith.constant 0.125 : ELEMENT
    %part = arith.mulf %l, %eighth : ELEMENT
    %s = arith.addf %o, %part : ELEMENT
    linalg.yield %s : ELEMENT
  } -> tensor<ELEMENT>
  return %loss : tensor<ELEMENT>
}

skein.step @train(%user: tensor<8xi32> {skein.batch = 0 : i64}, %friend: tensor<8xi32> {skein.batch = 0 : i64}, %bag: tensor<8x3xi32> {skein.batch = 0 : i64},
                  %x: tensor<8x5xELEMENT> {skein.batch = 0 : i64}, %y: tensor<8xELEMENT> {skein.batch = 0 : i64}) -> (tensor<ELEMENT> {skein.name = "loss"}) {
  %users = skein.read @users : tensor<40x4xELEMENT>
  %items = skein.read @items : tensor<60x4xELEMENT>
  %bottom = skein.read @bottom : tensor<5x4xELEMENT>
  %top = skein.read @top : tensor<4xELEMENT>
  %loss, %du, %di, %db, %dt = skein.value_and_grad @loss(%users, %items, %bottom, %top, %user, %friend, %bag, %x, %y) wrt [0, 1, 2, 3]
      : (tensor<40x4xELEMENT>, tensor<60x4xELEMENT>, tensor<5x4xELEMENT>, tensor<4xELEMENT>, tensor<8xi32>, tensor<8xi32>, tensor<8x3xi32>, tensor<8x5xELEMENT>, tensor<8xELEMENT>)
     -> (tensor<ELEMENT>, tensor<40x4xELEMENT>, tensor<60x4xELEMENT>, tensor<5x4xELEMENT>, tensor<4xELEMENT>)
  skein.apply_gradient @users, %du : tensor<40x4xELEMENT> using #skein.OPTIMIZER>
  skein.apply_gradient @items, %di : tensor<60x4xELEMENT> using #skein.OPTIMIZER>
  skein.apply_gradient @bottom, %db : tensor<5x4xELEMENT> using #skein.OPTIMIZER>
  skein.apply_gradient @top, %dt : tensor<4xELEMENT> using #skein.OPTIMIZER>
  skein.return %loss : tensor<ELEMENT>
}
