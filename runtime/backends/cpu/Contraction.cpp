//===- Contraction.cpp - Matrix products on oneDNN ------------------------===//
#include "absl/strings/str_cat.h"
#include "dnnl.h"
#include "runtime/abi/Context.h"
#include "runtime/abi/skrt.h"
#include <algorithm>

namespace {

/// One operand as sgemm takes it: the letter, and the distance between rows, or
/// between columns if transposed.
struct Layout {
  char transposed;
  int64_t leading;
};

Layout layoutOf(int64_t rows, int64_t columns, int64_t rowStride,
                int64_t columnStride) {
  if (columnStride == 1 || columns == 1)
    return {'N', std::max(rowStride, columns)};
  return {'T', std::max(columnStride, rows)};
}

/// Walks the loops and calls sgemm in the innermost.
class Contraction {
public:
  explicit Contraction(const skrt_contraction &description)
      : d(description), a(layoutOf(d.m, d.k, d.a_m, d.a_k)),
        b(layoutOf(d.k, d.n, d.b_k, d.b_n)) {}

  dnnl_status_t run(const float *aData, const float *bData, float *cData) {
    return runLoop(0, aData, bData, cData, d.accumulate != 0);
  }

private:
  dnnl_status_t runLoop(int64_t loop, const float *aData, const float *bData,
                        float *cData, bool accumulate) {
    if (loop == d.loops)
      return dnnl_sgemm(a.transposed, b.transposed, d.m, d.n, d.k, 1.0f, aData,
                        a.leading, bData, b.leading, accumulate ? 1.0f : 0.0f,
                        cData, std::max(d.c_m, d.n));
    for (int64_t i = 0; i < d.extent[loop]; ++i) {
      bool adds = accumulate || (i > 0 && d.c_stride[loop] == 0);
      dnnl_status_t status = runLoop(loop + 1, aData + i * d.a_stride[loop],
                                     bData + i * d.b_stride[loop],
                                     cData + i * d.c_stride[loop], adds);
      if (status != dnnl_success)
        return status;
    }
    return dnnl_success;
  }

  const skrt_contraction &d;
  Layout a, b;
};

} // namespace

void skrt_contract_f32(skrt_context *context,
                       const skrt_contraction *description, const float *a,
                       const float *b, float *c) {
  if (!context->status.ok())
    return;
  dnnl_status_t status = Contraction(*description).run(a, b, c);
  if (status != dnnl_success)
    context->status = absl::InternalError(
        absl::StrCat("oneDNN refuses a matrix product of ", description->m, "x",
                     description->k, " by ", description->k, "x",
                     description->n, ": status ", status));
}
