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

// Until the wait, an asynchronous call has its input and its output: %c and %d may not take their
// places. %e may, behind it.
// CHECK-LABEL: @asynchronous
// CHECK-SAME:    memref<256xi8>
// CHECK-COUNT-4: memref.view
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
