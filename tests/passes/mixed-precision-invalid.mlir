// RUN: not skein-opt %s --skein-mixed-precision 2>&1 | FileCheck %s --check-prefix=NEITHER
// NEITHER: error: options f16 and bf16 are neither given; expected one of them
// RUN: not skein-opt %s --skein-mixed-precision='f16 bf16' 2>&1 | FileCheck %s --check-prefix=BOTH
// BOTH: error: options f16 and bf16 are both given; expected one of them
// RUN: not skein-opt %s --skein-mixed-precision='f16 keep-functions=head' 2>&1 | FileCheck %s --check-prefix=FUNCTION
// FUNCTION: error: option keep-functions names "head"; expected a func.func
// RUN: not skein-opt %s --skein-distribute='mixed-precision=f16 keep-ops=tanh' 2>&1 | FileCheck %s --check-prefix=OP
// OP: error: option keep-ops names "tanh"; expected an op such as math.tanh
// RUN: not skein-opt %s --skein-distribute='mixed-precision=fp8' 2>&1 | FileCheck %s --check-prefix=TYPE
// TYPE: Cannot find option named 'fp8'
skein.step @train() {
  skein.return
}
