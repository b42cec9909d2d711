// RUN: skein-opt %s --skein-to-llvm | FileCheck %s

// Equal descriptions are one constant.
// CHECK-DAG: llvm.func @skrt_all_reduce(!llvm.ptr, !llvm.ptr, !llvm.ptr, !llvm.ptr)
// CHECK-DAG: llvm.mlir.global internal constant @skrt_description_0(dense<[1, 0, 1, 0, 1, 4, 1]> : tensor<7xi64>)
// CHECK-NOT: @skrt_description_1

// Arguments come out of the array of buffers, in order.
// CHECK-LABEL: llvm.func @f(
// CHECK-SAME:    %[[CONTEXT:[^:]+]]: !llvm.ptr, %[[BUFFERS:[^:]+]]: !llvm.ptr) {
// CHECK-DAG:     %[[D:.*]] = llvm.mlir.addressof @skrt_description_0
// CHECK-DAG:     %[[X:.*]] = llvm.load %[[BUFFERS]] : !llvm.ptr -> !llvm.ptr
// CHECK-DAG:     %[[SLOT:.*]] = llvm.getelementptr %[[BUFFERS]][1] : (!llvm.ptr) -> !llvm.ptr, !llvm.ptr
// CHECK-DAG:     %[[Y:.*]] = llvm.load %[[SLOT]] : !llvm.ptr -> !llvm.ptr
// CHECK:         llvm.call @skrt_all_reduce(%[[CONTEXT]], %[[D]], %[[X]], %[[Y]])
// CHECK:         llvm.call @skrt_all_reduce(%[[CONTEXT]], %[[D]], %[[Y]], %[[X]])
// CHECK:         llvm.return
func.func @f(%x: memref<4xf32>, %y: memref<4xf32>) attributes {skein.entry} {
  skein.library_call "skrt_all_reduce" [1, 0, 1, 0, 1, 4, 1] ins(%x : memref<4xf32>) outs(%y : memref<4xf32>)
  skein.library_call "skrt_all_reduce" [1, 0, 1, 0, 1, 4, 1] ins(%y : memref<4xf32>) outs(%x : memref<4xf32>)
  return
}

// What goes on is started with the function to call; a wait has no description.
// CHECK-LABEL: llvm.func @asynchronous(
// CHECK-SAME:    %[[CONTEXT:[^:]+]]: !llvm.ptr,
// CHECK-DAG:     %[[NULL:.*]] = llvm.mlir.zero : !llvm.ptr
// CHECK-DAG:     %[[D:.*]] = llvm.mlir.addressof @skrt_description_0
// CHECK-DAG:     %[[F:.*]] = llvm.mlir.addressof @skrt_all_reduce
// CHECK:         llvm.call @skrt_start(%[[CONTEXT]], %[[F]], %[[D]], %[[X:.*]], %[[Y:[^)]+]])
// CHECK:         llvm.call @skrt_wait(%[[CONTEXT]], %[[NULL]], %[[X]], %[[Y]])
func.func @asynchronous(%x: memref<4xf32>, %y: memref<4xf32>) attributes {skein.entry} {
  skein.library_call "skrt_all_reduce" [1, 0, 1, 0, 1, 4, 1] asynchronous ins(%x : memref<4xf32>) outs(%y : memref<4xf32>)
  skein.library_call "skrt_wait" [] accumulates ins(%x : memref<4xf32>) outs(%y : memref<4xf32>)
  return
}

// The address of a view is that of its first element.
// CHECK-LABEL: llvm.func @view(
// CHECK:         %[[ROW:.*]] = llvm.getelementptr %{{.*}}[4] : (!llvm.ptr) -> !llvm.ptr, f32
// CHECK:         llvm.call @skrt_all_reduce(%{{.*}}, %{{.*}}, %[[ROW]], %[[ROW]])
func.func @view(%x: memref<2x4xf32>) attributes {skein.entry} {
  %row = memref.subview %x[1, 0] [1, 4] [1, 1] : memref<2x4xf32> to memref<4xf32, strided<[1], offset: 4>>
  skein.library_call "skrt_all_reduce" [1, 0, 1, 0, 1, 4, 1] ins(%row : memref<4xf32, strided<[1], offset: 4>>) outs(%row : memref<4xf32, strided<[1], offset: 4>>)
  return
}

// f32 has polynomials; f64 asks the C library.
// CHECK-LABEL: llvm.func @functions(
// CHECK-NOT:     expf
// CHECK:         llvm.call @erf(
func.func @functions(%x: memref<4xf32>, %y: memref<f64>) attributes {skein.entry} {
  %zero = arith.constant 0 : index
  %v = vector.load %x[%zero] : memref<4xf32>, vector<4xf32>
  %e = math.exp %v : vector<4xf32>
  %p = arith.mulf %e, %v : vector<4xf32>
  vector.store %p, %x[%zero] : memref<4xf32>, vector<4xf32>
  %s = memref.load %y[] : memref<f64>
  %t = math.erf %s : f64
  memref.store %t, %y[] : memref<f64>
  return
}

// Products and sums of a reduction may contract. Others have the same bits in every
// kernel that computes them, whatever they are fused with.
// CHECK-LABEL: llvm.func @contracts(
// CHECK:         llvm.fmul %{{.*}}, %{{.*}} {fastmathFlags = #llvm.fastmath<contract>} : f32
// CHECK:         llvm.fadd %{{.*}}, %{{.*}} {fastmathFlags = #llvm.fastmath<contract>} : f32
// CHECK:         llvm.fmul %{{.*}}, %{{.*}} : f32
// CHECK:         llvm.fadd %{{.*}}, %{{.*}} : f32
func.func @contracts(%x: memref<4xf32>, %y: memref<f32>) attributes {skein.entry} {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  %zero = arith.constant 0.0 : f32
  %s = scf.for %i = %c0 to %c4 step %c1 iter_args(%sum = %zero) -> f32 {
    %v = memref.load %x[%i] : memref<4xf32>
    %p = arith.mulf %v, %v : f32
    %t = arith.addf %sum, %p : f32
    scf.yield %t : f32
  }
  %q = arith.mulf %s, %s : f32
  %r = arith.addf %q, %s : f32
  memref.store %r, %y[] : memref<f32>
  return
}
