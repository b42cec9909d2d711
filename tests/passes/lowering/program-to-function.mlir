// RUN: skein-opt %s --skein-program-to-function --split-input-file | FileCheck %s

// Variables, inputs, results; results are written before variables.
// CHECK-LABEL: func.func @train(
// CHECK-SAME:    %[[W:[^:]+]]: memref<4xf32>, %[[V:[^:]+]]: memref<4xf32>, %[[X:[^:]+]]: memref<4xf32>, %[[OUT:[^:]+]]: memref<4xf32>)
// CHECK-SAME:    attributes {skein.entry}
// CHECK-DAG:     %[[OLD:.*]] = bufferization.to_tensor %[[W]] restrict writable
// CHECK-DAG:     %[[IN:.*]] = bufferization.to_tensor %[[X]] restrict :
// CHECK:         %[[NEW:.*]] = linalg.copy ins(%[[IN]] : {{.*}}) outs(%[[OLD]]
// CHECK:         bufferization.materialize_in_destination %[[OLD]] in restrict writable %[[OUT]]
// CHECK-NEXT:    bufferization.materialize_in_destination %[[NEW]] in writable %[[W]]
// CHECK-NEXT:    return
// CHECK-NOT:     skein.variable
skein.variable @w : tensor<4xf32>
skein.variable @unused : tensor<4xf32>
skein.step @train(%x: tensor<4xf32>) -> tensor<4xf32> {
  %old = skein.read @w : tensor<4xf32>
  skein.assign @w, %x : tensor<4xf32>
  skein.return %old : tensor<4xf32>
}

// -----

// An op that computes into the variable needs no copy; reading after assigning
// gives the new value.
// CHECK-LABEL: func.func @in_place(
// CHECK:         %[[OLD:.*]] = bufferization.to_tensor {{.*}} restrict writable
// CHECK:         %[[NEW:.*]] = linalg.exp {{.*}} outs(%[[OLD]]
// CHECK-NOT:     linalg.copy
// CHECK:         bufferization.materialize_in_destination %[[NEW]] in restrict writable
// CHECK:         bufferization.materialize_in_destination %[[NEW]] in writable
skein.variable @w : tensor<4xf32>
skein.step @in_place() -> tensor<4xf32> {
  %old = skein.read @w : tensor<4xf32>
  %new = linalg.exp ins(%old : tensor<4xf32>) outs(%old : tensor<4xf32>) -> tensor<4xf32>
  skein.assign @w, %new : tensor<4xf32>
  %again = skein.read @w : tensor<4xf32>
  skein.return %again : tensor<4xf32>
}

// -----

// The copy comes behind the last use of the old value, and what follows uses it.
// CHECK-LABEL: func.func @copied_late(
// CHECK:         %[[OLD:.*]] = bufferization.to_tensor
// CHECK:         %[[NEW:.*]] = linalg.exp
// CHECK:         %[[SUM:.*]] = linalg.add ins(%[[NEW]], %[[OLD]]
// CHECK:         %[[COPY:.*]] = linalg.copy ins(%[[NEW]] : {{.*}}) outs(%[[OLD]]
// CHECK:         linalg.mul ins(%[[SUM]], %[[COPY]]
skein.variable @w : tensor<4xf32>
skein.step @copied_late() -> tensor<4xf32> {
  %old = skein.read @w : tensor<4xf32>
  %e = tensor.empty() : tensor<4xf32>
  %new = linalg.exp ins(%old : tensor<4xf32>) outs(%e : tensor<4xf32>) -> tensor<4xf32>
  skein.assign @w, %new : tensor<4xf32>
  %sum = linalg.add ins(%new, %old : tensor<4xf32>, tensor<4xf32>) outs(%e : tensor<4xf32>) -> tensor<4xf32>
  %product = linalg.mul ins(%sum, %new : tensor<4xf32>, tensor<4xf32>) outs(%e : tensor<4xf32>) -> tensor<4xf32>
  skein.return %product : tensor<4xf32>
}

// -----

// A variable that keeps its value is not writable.
// CHECK-LABEL: func.func @only_read(
// CHECK:         bufferization.to_tensor %{{.*}} restrict : memref<4xf32>
// CHECK-NOT:     in writable
skein.variable @w : tensor<4xf32>
skein.step @only_read() -> tensor<4xf32> {
  %w = skein.read @w : tensor<4xf32>
  skein.return %w : tensor<4xf32>
}

// -----

// Calls, those of callees included, are inlined, on meshes too.
// CHECK-LABEL: func.func @calls(
// CHECK-COUNT-4: linalg.exp
// CHECK-NOT:     call
// CHECK-NOT:     func.func
skein.mesh @m()
func.func private @twice(%x: tensor<4xf32>) -> tensor<4xf32> attributes {skein.mesh = @m} {
  %0 = call @once(%x) : (tensor<4xf32>) -> tensor<4xf32>
  %1 = call @once(%0) : (tensor<4xf32>) -> tensor<4xf32>
  return %1 : tensor<4xf32>
}
func.func private @once(%x: tensor<4xf32>) -> tensor<4xf32> attributes {skein.mesh = @m} {
  %r = linalg.exp ins(%x : tensor<4xf32>) outs(%x : tensor<4xf32>) -> tensor<4xf32>
  return %r : tensor<4xf32>
}
skein.program @calls on @m(%x: tensor<4xf32>) -> tensor<4xf32> {
  %0 = func.call @twice(%x) : (tensor<4xf32>) -> tensor<4xf32>
  %1 = func.call @twice(%0) : (tensor<4xf32>) -> tensor<4xf32>
  skein.return %1 : tensor<4xf32>
}

// -----

// A program has the variables that live on all of its devices, wherever else they live.
// CHECK-LABEL: func.func @train(
// CHECK-SAME:    %{{.*}}: memref<1xf32>, %{{.*}}: memref<2xf32>)
// CHECK-LABEL: func.func @train.stage0(
// CHECK-SAME:    %{{.*}}: memref<1xf32>, %{{.*}}: memref<3xf32>)
// CHECK-LABEL: func.func @train.chief(
// CHECK-SAME:    %{{.*}}: memref<1xf32>, %[[OWN:.*]]: memref<3xf32>, %{{.*}}: memref<3xf32>)
// CHECK:         bufferization.to_tensor %[[OWN]] restrict
// CHECK-LABEL: func.func @alone(
// CHECK-SAME:    %{{.*}}: memref<1xf32>)
skein.mesh @m(pipe = 2, data = 2, model = 1)
skein.variable @everywhere : tensor<1xf32>
skein.variable @w1 on @m[pipe = 1, model = 0] : tensor<2xf32>
skein.variable @w0 on @m[pipe = 0] : tensor<3xf32>
skein.program @train on @m[pipe = 1] () {
  skein.return
}
skein.program @train.stage0 on @m[pipe = 0] beside @train () {
  skein.return
}
skein.program @train.chief on @m[pipe = 0, data = 0] beside @train () -> (tensor<3xf32>) {
  %w = skein.read @w0 : tensor<3xf32>
  skein.return %w : tensor<3xf32>
}
skein.program @alone on @m() {
  skein.return
}
