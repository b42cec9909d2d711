// RUN: skein-opt %s --skein-plan-memory --split-input-file | FileCheck %s

// %a and %c never live together, and share the first 64 bytes; 20 bytes take 64.
// CHECK-LABEL: @chain
// CHECK-SAME:    %[[ARENA:[^:]+]]: memref<128xi8>
// CHECK:         %[[ZERO:.*]] = arith.constant 0 : index
// CHECK:         memref.view %[[ARENA]][%[[ZERO]]][] : memref<128xi8> to memref<5xf32>
// CHECK:         %[[NEXT:.*]] = arith.constant 64 : index
// CHECK:         memref.view %[[ARENA]][%[[NEXT]]][]
// CHECK:         %[[AGAIN:.*]] = arith.constant 0 : index
// CHECK:         memref.view %[[ARENA]][%[[AGAIN]]][]
func.func @chain(%x: memref<5xf32>) {
  %a = memref.alloc() : memref<5xf32>
  linalg.exp ins(%x : memref<5xf32>) outs(%a : memref<5xf32>)
  %b = memref.alloc() : memref<5xf32>
  linalg.exp ins(%a : memref<5xf32>) outs(%b : memref<5xf32>)
  %c = memref.alloc() : memref<5xf32>
  linalg.exp ins(%b : memref<5xf32>) outs(%c : memref<5xf32>)
  linalg.exp ins(%c : memref<5xf32>) outs(%x : memref<5xf32>)
  return
}

// -----

// A view keeps its buffer alive.
// CHECK-LABEL: @views
// CHECK-SAME:    memref<192xi8>
func.func @views(%x: memref<4xf32>) {
  %a = memref.alloc() : memref<4x4xf32>
  %row = memref.subview %a[1, 0] [1, 4] [1, 1] : memref<4x4xf32> to memref<4xf32, strided<[1], offset: 4>>
  %b = memref.alloc() : memref<4xf32>
  linalg.exp ins(%x : memref<4xf32>) outs(%b : memref<4xf32>)
  %c = memref.alloc() : memref<4xf32>
  linalg.exp ins(%b : memref<4xf32>) outs(%c : memref<4xf32>)
  linalg.exp ins(%row : memref<4xf32, strided<[1], offset: 4>>) outs(%c : memref<4xf32>)
  return
}

// -----

// What is read in a loop lives as long as the loop: %b may not take its place,
// although it is written behind the last read in the text.
// CHECK-LABEL: @loop
// CHECK-SAME:    memref<128xi8>
func.func @loop(%x: memref<4xf32>) {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %five = arith.constant 5 : index
  %a = memref.alloc() : memref<4xf32>
  linalg.exp ins(%x : memref<4xf32>) outs(%a : memref<4xf32>)
  scf.for %i = %zero to %five step %one {
    linalg.exp ins(%a : memref<4xf32>) outs(%x : memref<4xf32>)
    %b = memref.alloc() : memref<4xf32>
    linalg.exp ins(%x : memref<4xf32>) outs(%b : memref<4xf32>)
    linalg.exp ins(%b : memref<4xf32>) outs(%x : memref<4xf32>)
  }
  return
}

// -----

// The largest comes first: 256 bytes, with 64 and 64 in its place later.
// CHECK-LABEL: @largest_first
// CHECK-SAME:    memref<256xi8>
func.func @largest_first(%x: memref<8xf32>, %y: memref<64xf32>) {
  %a = memref.alloc() : memref<8xf32>
  linalg.exp ins(%x : memref<8xf32>) outs(%a : memref<8xf32>)
  %b = memref.alloc() : memref<8xf32>
  linalg.exp ins(%a : memref<8xf32>) outs(%b : memref<8xf32>)
  linalg.exp ins(%b : memref<8xf32>) outs(%x : memref<8xf32>)
  %c = memref.alloc() : memref<64xf32>
  linalg.exp ins(%y : memref<64xf32>) outs(%c : memref<64xf32>)
  linalg.exp ins(%c : memref<64xf32>) outs(%y : memref<64xf32>)
  return
}

// -----

// Nothing to place: the arena is empty.
// CHECK-LABEL: @nothing
// CHECK-SAME:    memref<0xi8>
func.func @nothing() {
  return
}

// -----

// Until the wait, an asynchronous call has its buffer: %c and %d may not take its place. %e may,
// behind it. The call works in place.
// CHECK-LABEL: @asynchronous
// CHECK-SAME:    %[[ARENA:[^:]+]]: memref<192xi8>
// CHECK:         %[[ZERO:.*]] = arith.constant 0 : index
// CHECK-NEXT:    %[[A:.*]] = memref.view %[[ARENA]][%[[ZERO]]]
// CHECK-NEXT:    %[[AGAIN:.*]] = arith.constant 0 : index
// CHECK-NEXT:    %[[B:.*]] = memref.view %[[ARENA]][%[[AGAIN]]]
// CHECK-NEXT:    arith.constant 64 : index
// CHECK-NEXT:    memref.view
// CHECK-NEXT:    arith.constant 128 : index
// CHECK:         skein.library_call "skrt_all_reduce" [1] asynchronous ins(%[[A]] : {{.*}}) outs(%[[B]] :
// CHECK:         skrt_wait
func.func @asynchronous(%x: memref<4xf32>) {
  %a = memref.alloc() : memref<4xf32>
  %b = memref.alloc() : memref<4xf32>
  %c = memref.alloc() : memref<4xf32>
  %d = memref.alloc() : memref<4xf32>
  linalg.exp ins(%x : memref<4xf32>) outs(%a : memref<4xf32>)
  skein.library_call "skrt_all_reduce" [1] asynchronous ins(%a : memref<4xf32>) outs(%b : memref<4xf32>)
  linalg.exp ins(%x : memref<4xf32>) outs(%c : memref<4xf32>)
  linalg.exp ins(%c : memref<4xf32>) outs(%d : memref<4xf32>)
  linalg.exp ins(%d : memref<4xf32>) outs(%x : memref<4xf32>)
  skein.library_call "skrt_wait" [] accumulates ins(%a : memref<4xf32>) outs(%b : memref<4xf32>)
  %e = memref.alloc() : memref<4xf32>
  linalg.exp ins(%b : memref<4xf32>) outs(%e : memref<4xf32>)
  linalg.exp ins(%e : memref<4xf32>) outs(%x : memref<4xf32>)
  return
}

// -----

// Both parts are computed in their pack, at 0 and 16 bytes, and reduced there. The slice of the
// result is what is left.
// CHECK-LABEL: @pack
// CHECK-SAME:    %[[ARENA:[^:]+]]: memref<64xi8>
// CHECK-COUNT-3: arith.constant 0 : index
// CHECK:         arith.constant 16 : index
// CHECK-NOT:     memref.copy
// CHECK:         skrt_all_reduce
func.func @pack(%x: memref<4xf32>, %y: memref<2x2xf32>) {
  %sum = memref.alloc() : memref<8xf32>
  %pack = memref.alloc() : memref<8xf32>
  %a = memref.alloc() : memref<4xf32>
  %b = memref.alloc() : memref<2x2xf32>
  linalg.exp ins(%x : memref<4xf32>) outs(%a : memref<4xf32>)
  linalg.exp ins(%y : memref<2x2xf32>) outs(%b : memref<2x2xf32>)
  %first = memref.subview %pack[0] [4] [1] : memref<8xf32> to memref<4xf32, strided<[1]>>
  memref.copy %a, %first : memref<4xf32> to memref<4xf32, strided<[1]>>
  %flat = memref.collapse_shape %b [[0, 1]] : memref<2x2xf32> into memref<4xf32>
  %second = memref.subview %pack[4] [4] [1] : memref<8xf32> to memref<4xf32, strided<[1], offset: 4>>
  memref.copy %flat, %second : memref<4xf32> to memref<4xf32, strided<[1], offset: 4>>
  skein.library_call "skrt_all_reduce" [1] ins(%pack : memref<8xf32>) outs(%sum : memref<8xf32>)
  %part = memref.subview %sum[4] [4] [1] : memref<8xf32> to memref<4xf32, strided<[1], offset: 4>>
  linalg.exp ins(%part : memref<4xf32, strided<[1], offset: 4>>) outs(%x : memref<4xf32>)
  return
}

// -----

// Read again behind the copy, or copied where something else is kept until then: the copy stays.
// CHECK-LABEL: @copies_that_stay
// CHECK:         memref.copy
// CHECK:         memref.copy
// CHECK:         memref.copy
// CHECK:         skrt_all_reduce
func.func @copies_that_stay(%x: memref<4xf32>, %z: memref<8xf32>) {
  %pack = memref.alloc() : memref<8xf32>
  %first = memref.subview %pack[0] [4] [1] : memref<8xf32> to memref<4xf32, strided<[1]>>
  %a = memref.alloc() : memref<4xf32>
  linalg.exp ins(%x : memref<4xf32>) outs(%a : memref<4xf32>)
  memref.copy %a, %first : memref<4xf32> to memref<4xf32, strided<[1]>>
  linalg.exp ins(%a : memref<4xf32>) outs(%x : memref<4xf32>)
  %b = memref.alloc() : memref<4xf32>
  linalg.exp ins(%x : memref<4xf32>) outs(%b : memref<4xf32>)
  linalg.exp ins(%pack : memref<8xf32>) outs(%z : memref<8xf32>)
  memref.copy %b, %first : memref<4xf32> to memref<4xf32, strided<[1]>>
  %columns = memref.alloc() : memref<4x2xf32>
  %column = memref.subview %columns[0, 1] [4, 1] [1, 1] : memref<4x2xf32> to memref<4xf32, strided<[2], offset: 1>>
  %c = memref.alloc() : memref<4xf32>
  linalg.exp ins(%x : memref<4xf32>) outs(%c : memref<4xf32>)
  memref.copy %c, %column : memref<4xf32> to memref<4xf32, strided<[2], offset: 1>>
  %sum = memref.alloc() : memref<8xf32>
  skein.library_call "skrt_all_reduce" [1] ins(%pack : memref<8xf32>) outs(%sum : memref<8xf32>)
  linalg.add ins(%pack, %sum : memref<8xf32>, memref<8xf32>) outs(%z : memref<8xf32>)
  %flat = memref.collapse_shape %columns [[0, 1]] : memref<4x2xf32> into memref<8xf32>
  linalg.exp ins(%flat : memref<8xf32>) outs(%z : memref<8xf32>)
  return
}
