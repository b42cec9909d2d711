// RUN: skein-opt %s --skein-emit-kernels --canonicalize --cse | FileCheck %s

// 4 x 40 elements are 160 in a row: two whole vectors of 64, and 32.
// CHECK-LABEL: @contiguous
// CHECK:         scf.for %[[I:.*]] = %c0 to %c128 step %c64
// CHECK:           %[[X:.*]] = vector.load %{{.*}}[%[[I]]] : memref<160xf32>, vector<64xf32>
// CHECK:           %[[Y:.*]] = math.exp %[[X]] : vector<64xf32>
// CHECK:           vector.store %[[Y]], %{{.*}}[%[[I]]]
// CHECK:         }
// CHECK:         vector.load %{{.*}}[%c128] : memref<160xf32>, vector<32xf32>
// CHECK-NOT:     scf.for
func.func @contiguous(%x: memref<4x40xf32>, %y: memref<4x40xf32>) {
  linalg.exp ins(%x : memref<4x40xf32>) outs(%y : memref<4x40xf32>)
  return
}

// What does not change along the vector is computed once per row.
// CHECK-LABEL: @per_row
// CHECK:         scf.for %[[I:.*]] = %c0 to %c4 step %c1
// CHECK:           %[[S:.*]] = memref.load %{{.*}}[%[[I]]] : memref<4xf32>
// CHECK:           %[[L:.*]] = math.log %[[S]] : f32
// CHECK:           %[[V:.*]] = vector.broadcast %[[L]] : f32 to vector<10xf32>
// CHECK:           arith.subf %{{.*}}, %[[V]] : vector<10xf32>
func.func @per_row(%x: memref<4x10xf32>, %s: memref<4xf32>, %y: memref<4x10xf32>) {
  linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i)>, affine_map<(i, j) -> (i, j)>],
                  iterator_types = ["parallel", "parallel"]}
      ins(%x, %s : memref<4x10xf32>, memref<4xf32>) outs(%y : memref<4x10xf32>) {
  ^bb0(%a: f32, %b: f32, %out: f32):
    %l = math.log %b : f32
    %d = arith.subf %a, %l : f32
    linalg.yield %d : f32
  }
  return
}

// A row's sum: vectors along the row, one horizontal sum, then the old value.
// CHECK-LABEL: @row_sum
// CHECK:         scf.for
// CHECK:           %[[OLD:.*]] = memref.load
// CHECK:           %[[SUM:.*]] = scf.for %{{.*}} = %c0 to %c128 step %c64 iter_args(%[[ACC:.*]] = %{{.*}}) -> (vector<64xf32>)
// CHECK:             arith.addf %[[ACC]], %{{.*}} : vector<64xf32>
// CHECK:           %[[REST:.*]] = vector.load {{.*}} vector<2xf32>
// CHECK:           %[[WHOLE:.*]] = vector.reduction <add>, %[[SUM]] : vector<64xf32> into f32
// CHECK:           %[[T:.*]] = arith.addf %[[OLD]], %[[WHOLE]] : f32
// CHECK:           arith.addf %[[T]], %{{.*}} : f32
// CHECK:           memref.store
func.func @row_sum(%x: memref<4x130xf32>, %s: memref<4xf32>) {
  linalg.reduce { arith.addf } ins(%x : memref<4x130xf32>) outs(%s : memref<4xf32>) dimensions = [1]
  return
}

// A column's sum stays in a register over all rows.
// CHECK-LABEL: @column_sum
// CHECK:         scf.for %[[J:.*]] = %c0 to %c128 step %c64
// CHECK:           %[[OLD:.*]] = vector.load %{{.*}}[%[[J]]] : memref<128xf32>, vector<64xf32>
// CHECK:           %[[SUM:.*]] = scf.for %{{.*}} = %c0 to %c4 step %c1 iter_args(%{{.*}} = %[[OLD]]) -> (vector<64xf32>)
// CHECK:           vector.store %[[SUM]], %{{.*}}[%[[J]]]
func.func @column_sum(%x: memref<4x128xf32>, %s: memref<128xf32>) {
  linalg.reduce { arith.addf } ins(%x : memref<4x128xf32>) outs(%s : memref<128xf32>) dimensions = [0]
  return
}

// f64 has half as many lanes.
// CHECK-LABEL: @doubles
// CHECK:         vector<32xf64>
func.func @doubles(%x: memref<64xf64>, %y: memref<64xf64>) {
  linalg.exp ins(%x : memref<64xf64>) outs(%y : memref<64xf64>)
  return
}

// Strides differ: element by element. i1 in memory is no vector.
// CHECK-LABEL: @scalars
// CHECK-NOT:     vector
// CHECK:         return
func.func @scalars(%x: memref<4x6xf32>, %y: memref<6x4xf32>, %p: memref<8xi1>, %q: memref<8xi1>) {
  linalg.transpose ins(%x : memref<4x6xf32>) outs(%y : memref<6x4xf32>) permutation = [1, 0]
  linalg.map { arith.andi } ins(%p, %p : memref<8xi1>, memref<8xi1>) outs(%q : memref<8xi1>)
  return
}

// The number of the loop that runs in vectors is a vector.
// CHECK-LABEL: @index
// CHECK:         scf.for
// CHECK-DAG:       %[[STEP:.*]] = vector.step : vector<32xindex>
// CHECK-DAG:       %[[FIRST:.*]] = vector.broadcast %{{.*}} : index to vector<32xindex>
// CHECK:           arith.addi %[[FIRST]], %[[STEP]] : vector<32xindex>
func.func @index(%y: memref<96xi64>) {
  linalg.generic {indexing_maps = [affine_map<(i) -> (i)>], iterator_types = ["parallel"]} outs(%y : memref<96xi64>) {
  ^bb0(%out: i64):
    %i = linalg.index 0 : index
    %v = arith.index_cast %i : index to i64
    linalg.yield %v : i64
  }
  return
}

// A copy between dense buffers is left; a strided one becomes loops. The slice
// starts somewhere.
// CHECK-LABEL: @copies
// CHECK:         memref.copy
// CHECK-NOT:     memref.copy
// CHECK:         memref.extract_strided_metadata
// CHECK:         vector.store
func.func @copies(%x: memref<4x6xf32>, %y: memref<4x6xf32>, %z: memref<8x8xf32>, %k: index) {
  memref.copy %x, %y : memref<4x6xf32> to memref<4x6xf32>
  %s = memref.subview %z[%k, 1] [4, 6] [1, 1] : memref<8x8xf32> to memref<4x6xf32, strided<[8, 1], offset: ?>>
  memref.copy %x, %s : memref<4x6xf32> to memref<4x6xf32, strided<[8, 1], offset: ?>>
  return
}

// Nothing to do for no elements.
// CHECK-LABEL: @empty
// CHECK-NEXT:    return
func.func @empty(%x: memref<0x6xf32>) {
  linalg.exp ins(%x : memref<0x6xf32>) outs(%x : memref<0x6xf32>)
  return
}

// A condition is one bit in a register: it is read once per vector, and a flag is
// made of vectors of bits.
// CHECK-LABEL: @condition
// CHECK:         %[[C:.*]] = memref.load %{{.*}} : memref<1xi1>
// CHECK:         %[[CS:.*]] = vector.broadcast %[[C]] : i1 to vector<64xi1>
// CHECK:         arith.select %[[CS]], %{{.*}} : vector<64xi1>, vector<64xf32>
// CHECK:         vector.reduction <and>, %{{.*}} : vector<64xi1> into i1
func.func @condition(%x: memref<64xf32>, %c: memref<i1>, %y: memref<64xf32>) {
  linalg.generic {indexing_maps = [affine_map<(i) -> (i)>, affine_map<(i) -> ()>, affine_map<(i) -> (i)>], iterator_types = ["parallel"]}
      ins(%x, %c : memref<64xf32>, memref<i1>) outs(%y : memref<64xf32>) {
  ^bb0(%new: f32, %condition: i1, %old: f32):
    %v = arith.select %condition, %new, %old : f32
    linalg.yield %v : f32
  }
  linalg.generic {indexing_maps = [affine_map<(i) -> (i)>, affine_map<(i) -> ()>], iterator_types = ["reduction"]}
      ins(%x : memref<64xf32>) outs(%c : memref<i1>) {
  ^bb0(%value: f32, %all: i1):
    %zero = arith.constant 0.0 : f32
    %positive = arith.cmpf ogt, %value, %zero : f32
    %both = arith.andi %all, %positive : i1
    linalg.yield %both : i1
  }
  return
}

// Narrow floats are converted as vectors, and computed with one by one.
// CHECK-LABEL: @narrow
// CHECK:         %[[X:.*]] = vector.load %{{.*}} : memref<64xbf16>, vector<64xbf16>
// CHECK:         %[[W:.*]] = arith.extf %[[X]] : vector<64xbf16> to vector<64xf32>
// CHECK:         %[[Y:.*]] = arith.mulf %[[W]], %[[W]] : vector<64xf32>
// CHECK:         %[[N:.*]] = arith.truncf %[[Y]] : vector<64xf32> to vector<64xbf16>
// CHECK:         vector.store %[[N]]
// CHECK:         scf.for
// CHECK:           arith.mulf %{{.*}} : bf16
func.func @narrow(%x: memref<64xbf16>, %y: memref<64xbf16>) {
  linalg.generic {indexing_maps = [affine_map<(i) -> (i)>, affine_map<(i) -> (i)>], iterator_types = ["parallel"]}
      ins(%x : memref<64xbf16>) outs(%y : memref<64xbf16>) {
  ^bb0(%value: bf16, %out: bf16):
    %0 = arith.extf %value : bf16 to f32
    %1 = arith.mulf %0, %0 : f32
    %2 = arith.truncf %1 : f32 to bf16
    linalg.yield %2 : bf16
  }
  linalg.mul ins(%x, %x : memref<64xbf16>, memref<64xbf16>) outs(%y : memref<64xbf16>)
  return
}
