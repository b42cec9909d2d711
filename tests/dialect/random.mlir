// RUN: skein-opt %s | FileCheck %s
// RUN: skein-opt %s --skein-differentiate | FileCheck %s --check-prefix=LINALG

// One counter goes to every element as it is; several are combined first, once.
// CHECK-LABEL: func.func @numbers
// CHECK-NEXT:    skein.random_uniform %{{.*}} seed = 7 : tensor<i64> -> tensor<4x3xf32>
// CHECK-NEXT:    skein.random_uniform %{{.*}}, %{{.*}} seed = -1 : tensor<i64>, index -> tensor<f64>
// LINALG-LABEL: func.func @numbers
// LINALG-NEXT:   tensor.empty() : tensor<4x3xf32>
// LINALG-NEXT:   linalg.generic {{.*}} ins(%{{.*}} : tensor<i64>) outs({{.*}} : tensor<4x3xf32>)
// LINALG:          linalg.index 0
// LINALG:          arith.sitofp %{{.*}} : i32 to f32
// LINALG:        linalg.generic {{.*}} outs({{.*}} : tensor<i64>)
// LINALG:        linalg.generic {{.*}} outs({{.*}} : tensor<f64>)
// LINALG-NOT:    skein.random_uniform
func.func @numbers(%step: tensor<i64>, %layer: index) -> (tensor<4x3xf32>, tensor<f64>) {
  %a = skein.random_uniform %step seed = 7 : tensor<i64> -> tensor<4x3xf32>
  %b = skein.random_uniform %step, %layer seed = -1 : tensor<i64>, index -> tensor<f64>
  return %a, %b : tensor<4x3xf32>, tensor<f64>
}
