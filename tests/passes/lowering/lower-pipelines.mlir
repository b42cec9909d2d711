// RUN: skein-opt %s --pass-pipeline='builtin.module(func.func(skein-lower-pipelines))' | FileCheck %s

// At most two micro-batches are under way, so the stash has place for two. A row of %all
// is taken again where it is used; %h is computed in its place.
// CHECK-LABEL: @two_under_way
// CHECK:         %[[STASH:.*]] = memref.alloc() {{.*}} : memref<128xi8>
// CHECK:         %[[SUM:.*]] = memref.alloc() {{.*}} : memref<16xf32>
// CHECK:         %[[TABLE:.*]] = arith.constant dense<{{\[}}[0, 0, 0], [0, 1, 64], [1, 0, 0], [0, 2, 0], [1, 1, 64], [1, 2, 0]]> : tensor<6x3xindex>
// CHECK:         scf.for %[[TURN:.*]] = %c0 to %c6 step %c1 {
// CHECK:           %[[ACTION:.*]] = tensor.extract %[[TABLE]][%[[TURN]], %c0
// CHECK:           %[[I:.*]] = tensor.extract %[[TABLE]][%[[TURN]], %c1
// CHECK:           scf.index_switch %[[ACTION]]
// CHECK:           case 0 {
// CHECK:             %[[BEGIN:.*]] = tensor.extract %[[TABLE]][%[[TURN]], %c2
// CHECK:             %[[PLACE:.*]] = memref.view %[[STASH]][%[[BEGIN]]][] : memref<128xi8> to memref<16xf32>
// CHECK:             %[[INIT:.*]] = bufferization.to_tensor %[[PLACE]] restrict writable
// CHECK:             %[[ROW:.*]] = tensor.extract_slice %{{.*}}[%[[I]], 0]
// CHECK:             %[[H:.*]] = linalg.exp ins(%[[ROW]] : {{.*}}) outs(%[[INIT]] :
// CHECK:             bufferization.materialize_in_destination %[[H]] in writable %[[PLACE]]
// CHECK:           case 1 {
// CHECK:             %[[KEPT:.*]] = bufferization.to_tensor %{{.*}} restrict : memref<16xf32>
// CHECK:             %[[OLD:.*]] = bufferization.to_tensor %[[SUM]] restrict writable
// CHECK:             %[[AGAIN:.*]] = tensor.extract_slice %{{.*}}[%[[I]], 0]
// CHECK:             %[[P:.*]] = linalg.mul ins(%[[KEPT]], %[[AGAIN]] :
// CHECK:             %[[NEW:.*]] = linalg.add ins(%[[OLD]], %[[P]] : {{.*}}) outs(%[[OLD]] :
// CHECK:             bufferization.materialize_in_destination %[[NEW]] in writable %[[SUM]]
// CHECK:         %[[RESULT:.*]] = bufferization.to_tensor %[[SUM]] restrict writable
// CHECK:         bufferization.materialize_in_destination %[[RESULT]] in restrict writable %arg1
func.func @two_under_way(%x: memref<12x16xf32>, %out: memref<16xf32>) {
  %zero = arith.constant 0.0 : f32
  %all = bufferization.to_tensor %x restrict : memref<12x16xf32> to tensor<12x16xf32>
  %e = tensor.empty() : tensor<16xf32>
  %none = linalg.fill ins(%zero : f32) outs(%e : tensor<16xf32>) -> tensor<16xf32>
  %sum = skein.pipeline %i of 3 in order "F0 F1 B0 F2 B1 B2" iter_args(%a = %none) -> (tensor<16xf32>) {
    skein.action forward of 0
    %row = tensor.extract_slice %all[%i, 0] [1, 16] [1, 1] : tensor<12x16xf32> to tensor<16xf32>
    %h = linalg.exp ins(%row : tensor<16xf32>) outs(%e : tensor<16xf32>) -> tensor<16xf32>
    skein.action backward of 0
    %p = linalg.mul ins(%h, %row : tensor<16xf32>, tensor<16xf32>) outs(%e : tensor<16xf32>) -> tensor<16xf32>
    %b = linalg.add ins(%a, %p : tensor<16xf32>, tensor<16xf32>) outs(%e : tensor<16xf32>) -> tensor<16xf32>
    skein.next_micro_batch %b : tensor<16xf32>
  }
  bufferization.materialize_in_destination %sum in restrict writable %out : (tensor<16xf32>, memref<16xf32>) -> ()
  return
}

// %b of the second micro-batch lies where %a of the first one was.
// CHECK-LABEL: @lifetimes_share_memory
// CHECK:         memref.alloc() {{.*}} : memref<192xi8>
// CHECK:         dense<{{\[}}[0, 0, 0, 128], [0, 1, 64, 0], [1, 0, 0, 128], [1, 1, 64, 0], [2, 0, 0, 128], [2, 1, 64, 0]]>
func.func @lifetimes_share_memory() {
  %e = tensor.empty() : tensor<16xf32>
  skein.pipeline %i of 2 in order "F0 F1 I0 I1 W0 W1" {
    skein.action forward of 0
    %a = skein.library_call "skrt_receive" [0, 16] impure outs(%e : tensor<16xf32>) -> tensor<16xf32>
    skein.action input_gradient of 0
    %b = linalg.exp ins(%a : tensor<16xf32>) outs(%e : tensor<16xf32>) -> tensor<16xf32>
    skein.action weight_gradient of 0
    skein.library_call "skrt_send" [1, 16] impure ins(%b : tensor<16xf32>)
    skein.next_micro_batch
  }
  return
}

// Scalars, reshapes and constants are made again; what adds to zeros adds to zeros in the
// stash. A carried value that nothing updates is what it was.
// CHECK-LABEL: @made_again
// CHECK:         memref.alloc() {{.*}} : memref<64xi8>
// CHECK:         case 0 {
// CHECK:           %[[INIT:.*]] = bufferization.to_tensor %{{.*}} restrict writable : memref<4xf32>
// CHECK:           %[[ZEROS:.*]] = linalg.fill {{.*}} outs(%[[INIT]] :
// CHECK:           linalg.reduce {{.*}} outs(%[[ZEROS]] :
// CHECK:         case 1 {
// CHECK:           %[[KEPT:.*]] = bufferization.to_tensor %{{.*}} restrict : memref<4xf32>
// CHECK:           %[[OLD:.*]] = bufferization.to_tensor %{{.*}} restrict : memref<2x2xf32>
// CHECK:           %[[SQUARE:.*]] = tensor.expand_shape %[[KEPT]]
// CHECK:           arith.muli
// CHECK:           linalg.add ins(%[[SQUARE]], %[[OLD]]
func.func @made_again(%x: memref<4x8xf32>, %same: memref<2x2xf32>) {
  %in = bufferization.to_tensor %x restrict : memref<4x8xf32> to tensor<4x8xf32>
  %start = bufferization.to_tensor %same restrict : memref<2x2xf32> to tensor<2x2xf32>
  %unchanged = skein.pipeline %i of 1 in order "F0 B0" iter_args(%a = %start) -> (tensor<2x2xf32>) {
    skein.action forward of 0
    %zero = arith.constant 0.0 : f32
    %e = tensor.empty() : tensor<4xf32>
    %f = linalg.fill ins(%zero : f32) outs(%e : tensor<4xf32>) -> tensor<4xf32>
    %c2 = arith.constant 2 : index
    %double = arith.muli %i, %c2 : index
    %sum = linalg.reduce {arith.addf} ins(%in : tensor<4x8xf32>) outs(%f : tensor<4xf32>) dimensions = [1]
    %square = tensor.expand_shape %sum [[0, 1]] output_shape [2, 2] : tensor<4xf32> into tensor<2x2xf32>
    skein.action backward of 0
    %d = tensor.empty() : tensor<2x2xf32>
    %both = linalg.add ins(%square, %a : tensor<2x2xf32>, tensor<2x2xf32>) outs(%d : tensor<2x2xf32>) -> tensor<2x2xf32>
    %element = tensor.extract %both[%double, %double] : tensor<2x2xf32>
    skein.library_call "skrt_send" [1, 4] impure ins(%both : tensor<2x2xf32>)
    skein.next_micro_batch %a : tensor<2x2xf32>
  }
  bufferization.materialize_in_destination %unchanged in restrict writable %same : (tensor<2x2xf32>, memref<2x2xf32>) -> ()
  return
}

// A carried value may have changed when another action asks for what was made of it.
// CHECK-LABEL: @made_of_a_carried_value
// CHECK:         memref.alloc() {{.*}} : memref<64xi8>
// CHECK:         case 0 {
// CHECK:           %[[SQUARE:.*]] = tensor.expand_shape
// CHECK:           bufferization.materialize_in_destination %[[SQUARE]] in writable
// CHECK:         case 1 {
// CHECK-NOT:       tensor.expand_shape
func.func @made_of_a_carried_value(%start: memref<4xf32>) {
  %s = bufferization.to_tensor %start restrict : memref<4xf32> to tensor<4xf32>
  %r = skein.pipeline %i of 1 in order "F0 B0" iter_args(%a = %s) -> (tensor<4xf32>) {
    skein.action forward of 0
    %square = tensor.expand_shape %a [[0, 1]] output_shape [2, 2] : tensor<4xf32> into tensor<2x2xf32>
    %e = tensor.empty() : tensor<4xf32>
    %next = linalg.exp ins(%a : tensor<4xf32>) outs(%e : tensor<4xf32>) -> tensor<4xf32>
    skein.action backward of 0
    skein.library_call "skrt_send" [1, 4] impure ins(%square : tensor<2x2xf32>)
    skein.next_micro_batch %next : tensor<4xf32>
  }
  return
}
