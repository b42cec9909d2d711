// Reductions over rows of which one is meant: straight to that row.
// RUN: skein-opt %s --skein-emit-kernels --canonicalize --cse | FileCheck %s

#n = affine_map<(n, c, r) -> (n)>
#nc = affine_map<(n, c, r) -> (n, c)>
#rc = affine_map<(n, c, r) -> (r, c)>

// The derivative of a look-up: one loop over places, rows as whole vectors; a row that does not exist is passed over.
// CHECK-LABEL: @add_rows
// CHECK-SAME:    (%[[I:.*]]: memref<5xi32>, %[[X:.*]]: memref<5x32xf32>, %[[T:.*]]: memref<1000x32xf32>)
// CHECK:         scf.for %[[N:.*]] = %c0 to %c5 step %c1 {
// CHECK:           %[[INDEX:.*]] = memref.load %[[I]][%[[N]]] : memref<5xi32>
// CHECK:           %[[ROW:.*]] = arith.index_cast %[[INDEX]] : i32 to index
// CHECK:           %[[EXISTS:.*]] = arith.cmpi ult, %[[ROW]], %c1000 : index
// CHECK:           scf.if %[[EXISTS]] {
// CHECK-DAG:         memref.subview %[[X]][%[[N]], 0] [1, 32] [1, 1]
// CHECK-DAG:         memref.subview %[[T]][%[[ROW]], 0] [1, 32] [1, 1]
// CHECK-NOT:         scf.for
// CHECK:             %[[SUM:.*]] = arith.addf %{{.*}}, %{{.*}} : vector<32xf32>
// CHECK-NOT:         arith.select
// CHECK:             vector.store %[[SUM]]
func.func @add_rows(%i: memref<5xi32>, %x: memref<5x32xf32>, %t: memref<1000x32xf32>) {
  linalg.generic {indexing_maps = [#n, #nc, #rc], iterator_types = ["reduction", "parallel", "parallel"]}
      ins(%i, %x : memref<5xi32>, memref<5x32xf32>) outs(%t : memref<1000x32xf32>) {
  ^bb0(%index: i32, %v: f32, %out: f32):
    %zero = arith.constant 0.0 : f32
    %row = arith.index_cast %index : i32 to index
    %r = linalg.index 2 : index
    %meant = arith.cmpi eq, %row, %r : index
    %share = arith.select %meant, %v, %zero : f32
    %sum = arith.addf %out, %share : f32
    linalg.yield %sum : f32
  }
  return
}

// A replacement under a second condition, at an offset: the row is the index less it.
// CHECK-LABEL: @replace_rows
// CHECK-SAME:    (%[[I:.*]]: memref<5xi64>, %[[F:.*]]: memref<5xi32>, %{{.*}}: memref<5x32xf32>, %[[OFFSET:.*]]: index, %[[T:.*]]: memref<10x32xf32>)
// CHECK:         scf.for %[[N:.*]] = %c0 to %c5 step %c1 {
// CHECK:           %[[INDEX:.*]] = memref.load %[[I]][%[[N]]] : memref<5xi64>
// CHECK:           %[[GLOBAL:.*]] = arith.index_cast %[[INDEX]] : i64 to index
// CHECK:           %[[ROW:.*]] = arith.subi %[[GLOBAL]], %[[OFFSET]] : index
// CHECK:           arith.cmpi ult, %[[ROW]], %c10 : index
// CHECK:           scf.if
// CHECK:             %[[FIRST:.*]] = arith.index_cast %{{.*}} : i32 to index
// CHECK:             %[[HERE:.*]] = arith.cmpi eq, %[[FIRST]], %[[N]] : index
// CHECK:             arith.select %{{.*}}, %{{.*}}, %{{.*}} : vector<32x
func.func @replace_rows(%i: memref<5xi64>, %f: memref<5xi32>, %x: memref<5x32xf32>, %offset: index, %t: memref<10x32xf32>) {
  linalg.generic {indexing_maps = [#n, #n, #nc, #rc], iterator_types = ["reduction", "parallel", "parallel"]}
      ins(%i, %f, %x : memref<5xi64>, memref<5xi32>, memref<5x32xf32>) outs(%t : memref<10x32xf32>) {
  ^bb0(%index: i64, %first: i32, %v: f32, %out: f32):
    %r = linalg.index 2 : index
    %row = arith.addi %r, %offset : index
    %cast = arith.index_cast %row : index to i64
    %meant = arith.cmpi eq, %cast, %index : i64
    %n = linalg.index 0 : index
    %place = arith.index_cast %first : i32 to index
    %here = arith.cmpi eq, %place, %n : index
    %both = arith.andi %meant, %here : i1
    %new = arith.select %both, %v, %out : f32
    linalg.yield %new : f32
  }
  return
}

// One element of each row, as the derivative of a cross-entropy picks it.
// CHECK-LABEL: @pick
// CHECK:         scf.for %[[N:.*]] = %c0 to %c5 step %c1 {
// CHECK-NOT:       scf.for
// CHECK:           scf.if
// CHECK:             memref.load
func.func @pick(%i: memref<5xi32>, %x: memref<5x32xf32>, %y: memref<5xf32>) {
  linalg.generic {indexing_maps = [affine_map<(n, c) -> (n)>, affine_map<(n, c) -> (n, c)>, affine_map<(n, c) -> (n)>], iterator_types = ["parallel", "reduction"]}
      ins(%i, %x : memref<5xi32>, memref<5x32xf32>) outs(%y : memref<5xf32>) {
  ^bb0(%label: i32, %v: f32, %out: f32):
    %zero = arith.constant 0.0 : f32
    %c = linalg.index 1 : index
    %class = arith.index_cast %c : index to i32
    %meant = arith.cmpi eq, %class, %label : i32
    %share = arith.select %meant, %v, %zero : f32
    %sum = arith.addf %out, %share : f32
    linalg.yield %sum : f32
  }
  return
}

// Every row where the condition is another than an equality.
// CHECK-LABEL: @not_one_row
// CHECK-NOT:     scf.if
// CHECK:         arith.cmpi sle
func.func @not_one_row(%i: memref<5xi32>, %x: memref<5x32xf32>, %t: memref<10x32xf32>) {
  linalg.generic {indexing_maps = [#n, #nc, #rc], iterator_types = ["reduction", "parallel", "parallel"]}
      ins(%i, %x : memref<5xi32>, memref<5x32xf32>) outs(%t : memref<10x32xf32>) {
  ^bb0(%index: i32, %v: f32, %out: f32):
    %zero = arith.constant 0.0 : f32
    %row = arith.index_cast %index : i32 to index
    %r = linalg.index 2 : index
    %meant = arith.cmpi sle, %row, %r : index
    %share = arith.select %meant, %v, %zero : f32
    %sum = arith.addf %out, %share : f32
    linalg.yield %sum : f32
  }
  return
}
