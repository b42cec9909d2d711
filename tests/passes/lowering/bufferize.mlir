// RUN: skein-opt %s --skein-bufferize --canonicalize --split-input-file | FileCheck %s
// RUN: skein-opt %s --skein-bufferize=copy-before-write --canonicalize --split-input-file | FileCheck %s --check-prefix=COPY

// The update happens in the variable's memory.
// CHECK-LABEL: @in_place
// CHECK-SAME:    %[[W:[^:]+]]: memref<4xf32>, %[[G:[^:]+]]: memref<4xf32>
// CHECK-NOT:     memref.alloc
// CHECK:         linalg.sub ins(%[[W]], %[[G]] : {{.*}}) outs(%[[W]] :
// CHECK-NOT:     memref.copy
// COPY-LABEL:  @in_place
// COPY:          memref.alloc
// COPY:          memref.copy
func.func @in_place(%w: memref<4xf32>, %g: memref<4xf32>) {
  %old = bufferization.to_tensor %w restrict writable : memref<4xf32> to tensor<4xf32>
  %dw = bufferization.to_tensor %g restrict : memref<4xf32> to tensor<4xf32>
  %new = linalg.sub ins(%old, %dw : tensor<4xf32>, tensor<4xf32>) outs(%old : tensor<4xf32>) -> tensor<4xf32>
  bufferization.materialize_in_destination %new in writable %w : (tensor<4xf32>, memref<4xf32>) -> ()
  return
}

// -----

// Somebody reads the old value afterwards: it is not lost.
// CHECK-LABEL: @old_value_is_read
// CHECK-SAME:    %[[W:[^:]+]]: memref<4xf32>, %[[OUT:[^:]+]]: memref<4xf32>
// CHECK:         %[[NEW:.*]] = memref.alloc() {alignment = 64 : i64}
// CHECK:         linalg.exp ins(%[[W]] : {{.*}}) outs(%[[NEW]] :
// CHECK:         memref.copy %[[W]], %[[OUT]]
// CHECK:         memref.copy %[[NEW]], %[[W]]
func.func @old_value_is_read(%w: memref<4xf32>, %out: memref<4xf32>) {
  %old = bufferization.to_tensor %w restrict writable : memref<4xf32> to tensor<4xf32>
  %new = linalg.exp ins(%old : tensor<4xf32>) outs(%old : tensor<4xf32>) -> tensor<4xf32>
  bufferization.materialize_in_destination %old in restrict writable %out : (tensor<4xf32>, memref<4xf32>) -> ()
  bufferization.materialize_in_destination %new in writable %w : (tensor<4xf32>, memref<4xf32>) -> ()
  return
}

// -----

// A call reads its destination only if it accumulates.
// CHECK-LABEL: @library_calls
// CHECK-SAME:    %[[X:[^:]+]]: memref<4x4xf32>, %[[C:[^:]+]]: memref<4x4xf32>
// CHECK:         %[[P:.*]] = memref.alloc()
// CHECK-NOT:     memref.copy
// CHECK:         skein.library_call "skrt_contract_f32" [0] ins(%[[X]], %[[X]] : {{.*}}) outs(%[[P]] :
// CHECK:         %[[Q:.*]] = memref.alloc()
// CHECK:         memref.copy %[[C]], %[[Q]]
// CHECK:         skein.library_call "skrt_contract_f32" [1] accumulates ins(%[[X]], %[[P]] : {{.*}}) outs(%[[Q]] :
func.func @library_calls(%x: memref<4x4xf32>, %c: memref<4x4xf32>, %out: memref<4x4xf32>) {
  %a = bufferization.to_tensor %x restrict : memref<4x4xf32> to tensor<4x4xf32>
  %b = bufferization.to_tensor %c restrict : memref<4x4xf32> to tensor<4x4xf32>
  %p = skein.library_call "skrt_contract_f32" [0] ins(%a, %a : tensor<4x4xf32>, tensor<4x4xf32>) outs(%b : tensor<4x4xf32>) -> tensor<4x4xf32>
  %q = skein.library_call "skrt_contract_f32" [1] accumulates ins(%a, %p : tensor<4x4xf32>, tensor<4x4xf32>) outs(%b : tensor<4x4xf32>) -> tensor<4x4xf32>
  bufferization.materialize_in_destination %q in restrict writable %out : (tensor<4x4xf32>, memref<4x4xf32>) -> ()
  return
}

// -----

// A call takes dense memory: two columns are copied out.
// CHECK-LABEL: @slice_for_a_call
// CHECK-SAME:    %[[X:[^:]+]]: memref<4x8xf32>
// CHECK:         %[[S:.*]] = memref.subview %[[X]]
// CHECK:         memref.copy %[[S]], %[[DENSE:[^ ]+]] :
// CHECK:         skein.library_call {{.*}} ins(%[[DENSE]] :
func.func @slice_for_a_call(%x: memref<4x8xf32>, %out: memref<4x2xf32>) {
  %a = bufferization.to_tensor %x restrict : memref<4x8xf32> to tensor<4x8xf32>
  %s = tensor.extract_slice %a[0, 3] [4, 2] [1, 1] : tensor<4x8xf32> to tensor<4x2xf32>
  %e = tensor.empty() : tensor<4x2xf32>
  %r = skein.library_call "skrt_all_reduce" [0] ins(%s : tensor<4x2xf32>) outs(%e : tensor<4x2xf32>) -> tensor<4x2xf32>
  bufferization.materialize_in_destination %r in restrict writable %out : (tensor<4x2xf32>, memref<4x2xf32>) -> ()
  return
}

// -----

// What an iteration makes is copied to a place outside before the next one.
// CHECK-LABEL: @carried
// CHECK:         %[[PLACE:.*]] = memref.alloc()
// CHECK:         memref.copy %{{.*}}, %[[PLACE]]
// CHECK:         scf.for
// CHECK:           %[[NEW:.*]] = memref.alloc()
// CHECK:           linalg.exp {{.*}} outs(%[[NEW]] :
// CHECK:           memref.copy %[[NEW]], %[[PLACE]]
// CHECK:         }
func.func @carried(%x: memref<4xf32>, %out: memref<4xf32>) {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %five = arith.constant 5 : index
  %a = bufferization.to_tensor %x restrict : memref<4xf32> to tensor<4xf32>
  %r = scf.for %i = %zero to %five step %one iter_args(%t = %a) -> tensor<4xf32> {
    %e = tensor.empty() : tensor<4xf32>
    %n = linalg.exp ins(%t : tensor<4xf32>) outs(%e : tensor<4xf32>) -> tensor<4xf32>
    scf.yield %n : tensor<4xf32>
  }
  bufferization.materialize_in_destination %r in restrict writable %out : (tensor<4xf32>, memref<4xf32>) -> ()
  return
}

// -----

// The call goes on until the wait, so the buffers of both are the same, and the copy that makes a
// column dense is kept until then.
// CHECK-LABEL: @asynchronous
// CHECK-SAME:    %[[X:[^:]+]]: memref<4x2xf32>
// CHECK-DAG:     %[[COLUMN:.*]] = memref.subview %[[X]]
// CHECK-DAG:     %[[R:.*]] = memref.alloc() {{.*}} : memref<4xf32>
// CHECK-DAG:     %[[DENSE:.*]] = memref.alloc() {{.*}} : memref<4xf32>
// CHECK:         memref.copy %[[COLUMN]], %[[DENSE]]
// CHECK:         skein.library_call "skrt_all_reduce" [1] asynchronous ins(%[[DENSE]] : {{.*}}) outs(%[[R]] : memref<4xf32>)
// CHECK:         linalg.exp
// CHECK:         skein.library_call "skrt_wait" [] accumulates ins(%[[DENSE]] : {{.*}}) outs(%[[R]] : memref<4xf32>)
// CHECK:         memref.copy %[[R]]
func.func @asynchronous(%x: memref<4x2xf32>, %y: memref<4xf32>, %z: memref<4xf32>) {
  %t = bufferization.to_tensor %x restrict : memref<4x2xf32> to tensor<4x2xf32>
  %column = tensor.extract_slice %t[0, 1] [4, 1] [1, 1] : tensor<4x2xf32> to tensor<4xf32>
  %init = tensor.empty() : tensor<4xf32>
  %r = skein.library_call "skrt_all_reduce" [1] asynchronous ins(%column : tensor<4xf32>) outs(%init : tensor<4xf32>) -> tensor<4xf32>
  %place = tensor.empty() : tensor<4xf32>
  %e = linalg.exp ins(%column : tensor<4xf32>) outs(%place : tensor<4xf32>) -> tensor<4xf32>
  bufferization.materialize_in_destination %e in restrict writable %z : (tensor<4xf32>, memref<4xf32>) -> ()
  %w = skein.library_call "skrt_wait" [] accumulates ins(%column : tensor<4xf32>) outs(%r : tensor<4xf32>) -> tensor<4xf32>
  bufferization.materialize_in_destination %w in restrict writable %y : (tensor<4xf32>, memref<4xf32>) -> ()
  return
}

// -----

// A loop hands on the buffer that another one inside of it was handed: nothing is copied.
// CHECK-LABEL: @handed_on
// CHECK-SAME:    %[[X:[^:]+]]: memref<4xf32>
// CHECK-NOT:     memref.alloc
// CHECK-NOT:     memref.copy
// CHECK:         skein.library_call "skrt_send_receive" [1] accumulates outs(%{{.*}} : memref<4xf32>)
// CHECK-NOT:     memref.alloc
// CHECK-NOT:     memref.copy
// CHECK:         return
func.func @handed_on(%x: memref<4xf32>) {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %five = arith.constant 5 : index
  %t = bufferization.to_tensor %x restrict writable : memref<4xf32> to tensor<4xf32>
  %r = scf.for %i = %zero to %five step %one iter_args(%a = %t) -> tensor<4xf32> {
    %s = scf.for %j = %zero to %five step %one iter_args(%b = %a) -> tensor<4xf32> {
      %c = skein.library_call "skrt_send_receive" [1] accumulates outs(%b : tensor<4xf32>) -> tensor<4xf32>
      scf.yield %c : tensor<4xf32>
    }
    scf.yield %s : tensor<4xf32>
  }
  bufferization.materialize_in_destination %r in restrict writable %x : (tensor<4xf32>, memref<4xf32>) -> ()
  return
}
