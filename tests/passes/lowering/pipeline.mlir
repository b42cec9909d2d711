// RUN: skein-opt %s --skein-to-buffers | FileCheck %s --check-prefix=BUFFERS
// RUN: skein-opt %s --skein-to-executable | FileCheck %s --check-prefix=LLVM
// RUN: skein-opt %s --skein-to-executable -o %t.1 && skein-opt %s --skein-to-executable -o %t.2 && cmp %t.1 %t.2

// One step of gradient descent on four devices: no temporary but the product, of
// 7 * 5 * 4 bytes, which is summed in place. So changes the variable.
// BUFFERS-LABEL: func.func @train
// BUFFERS-SAME:    %[[W:[^:]+]]: memref<7x5xf32>, %[[X:[^:]+]]: memref<4x7xf32>, %[[D:[^:]+]]: memref<4x5xf32>, %[[ARENA:[^:]+]]: memref<192xi8>
// BUFFERS:         "skrt_contract_f32" {{.*}} ins(%[[X]], %[[D]] : {{.*}}) outs(%[[P:[^ ]+]] :
// BUFFERS:         "skrt_all_reduce" {{.*}} ins(%[[P]] : {{.*}}) outs(%[[G:[^ ]+]] :
// BUFFERS-NOT:     memref.copy
// BUFFERS:         return

// LLVM-LABEL:    llvm.func @train(%{{.*}}: !llvm.ptr, %{{.*}}: !llvm.ptr)
// LLVM:            llvm.call @skrt_contract_f32
// LLVM:            llvm.call @skrt_all_reduce
skein.mesh @m(data = 4)
skein.variable @w : tensor<7x5xf32> = #skein.zeros
skein.program @train on @m(%x: tensor<4x7xf32, #skein.dist<data: split 0>>, %d: tensor<4x5xf32, #skein.dist<data: split 0>>) {
  %zero = arith.constant dense<0.0> : tensor<7x5xf32, #skein.dist<data: partial sum>>
  %p = linalg.contract indexing_maps = [affine_map<(m, n, k) -> (k, m)>, affine_map<(m, n, k) -> (k, n)>, affine_map<(m, n, k) -> (m, n)>]
      ins(%x, %d : tensor<4x7xf32, #skein.dist<data: split 0>>, tensor<4x5xf32, #skein.dist<data: split 0>>)
      outs(%zero : tensor<7x5xf32, #skein.dist<data: partial sum>>) -> tensor<7x5xf32, #skein.dist<data: partial sum>>
  %g = skein.all_reduce sum %p over @m[data] : tensor<7x5xf32, #skein.dist<data: partial sum>> -> tensor<7x5xf32>
  %w = skein.read @w : tensor<7x5xf32>
  %e = tensor.empty() : tensor<7x5xf32>
  %new = linalg.sub ins(%w, %g : tensor<7x5xf32>, tensor<7x5xf32>) outs(%e : tensor<7x5xf32>) -> tensor<7x5xf32>
  skein.assign @w, %new : tensor<7x5xf32>
  skein.return
}
