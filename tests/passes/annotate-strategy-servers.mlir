// RUN: skein-opt %s --skein-annotate-strategy="preset=ps-load-balanced" --split-input-file --verify-diagnostics | FileCheck %s
// RUN: not skein-opt %s --skein-annotate-strategy="preset=ps servers=3" --split-input-file 2>&1 | FileCheck %s --check-prefix=COUNT
// COUNT: error: 'skein.mesh' op has 2 devices; option servers is 3

// Servers of the text, and a record, which stays and counts: 4 bytes are on server 0.
// CHECK-COUNT-1: skein.mesh
// CHECK:         skein.variable @v {{.*}}, at = [1]>}
// CHECK:         skein.variable @w {{.*}}, at = [0], local_copy = true>}
// CHECK-NOT:     skein.mesh
skein.mesh @servers(server = 2)
skein.variable @v : tensor<f32> = #skein.zeros
skein.variable @w : tensor<f32> = #skein.zeros {skein.synchronization = #skein.parameter_server<on = @servers, at = [0], local_copy = true>}
skein.step @train(%x: tensor<f32>) {
  skein.apply_gradient @v, %x : tensor<f32> using #skein.sgd<learning_rate = 0.1>
  skein.apply_gradient @w, %x : tensor<f32> using #skein.sgd<learning_rate = 0.1>
  skein.return
}

// -----

// expected-error@+1 {{@servers is the name of the servers; expected a skein.mesh of one axis}}
skein.variable @servers : tensor<f32> = #skein.zeros
