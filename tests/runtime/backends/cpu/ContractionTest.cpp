#include "TestingContext.h"
#include "runtime/abi/skrt.h"
#include <gtest/gtest.h>

namespace skein::runtime {
namespace {

/// skrt.h, word for word.
void contractNaively(const skrt_contraction &d, const float *a, const float *b,
                     float *c, int64_t loop, bool accumulate) {
  if (loop < d.loops) {
    for (int64_t i = 0; i < d.extent[loop]; ++i)
      contractNaively(d, a + i * d.a_stride[loop], b + i * d.b_stride[loop],
                      c + i * d.c_stride[loop], loop + 1,
                      accumulate || (i > 0 && d.c_stride[loop] == 0));
    return;
  }
  for (int64_t m = 0; m < d.m; ++m)
    for (int64_t n = 0; n < d.n; ++n) {
      float sum = accumulate ? c[m * d.c_m + n] : 0;
      for (int64_t k = 0; k < d.k; ++k)
        sum += a[m * d.a_m + k * d.a_k] * b[k * d.b_k + n * d.b_n];
      c[m * d.c_m + n] = sum;
    }
}

void expectEqualToNaive(const skrt_contraction &d, int64_t aSize, int64_t bSize,
                        int64_t cSize) {
  std::mt19937 random(1);
  std::vector<float> a = randomIntegers(aSize, random);
  std::vector<float> b = randomIntegers(bSize, random);
  std::vector<float> c = randomIntegers(cSize, random), expected = c;
  contractNaively(d, a.data(), b.data(), expected.data(), 0, d.accumulate);
  TestingContext testing;
  skrt_contract_f32(&testing.context, &d, a.data(), b.data(), c.data());
  ASSERT_TRUE(testing.context.status.ok()) << testing.context.status;
  EXPECT_EQ(c, expected);
}

skrt_contraction product(int64_t m, int64_t n, int64_t k, bool aTransposed,
                         bool bTransposed) {
  skrt_contraction d = {};
  d.m = m, d.n = n, d.k = k;
  d.a_m = aTransposed ? 1 : k, d.a_k = aTransposed ? m : 1;
  d.b_k = bTransposed ? 1 : n, d.b_n = bTransposed ? k : 1;
  d.c_m = n;
  return d;
}

TEST(ContractionTest, EveryTranspositionOfEveryShape) {
  for (int64_t m : {1, 3, 17})
    for (int64_t n : {1, 5, 16})
      for (int64_t k : {1, 2, 33})
        for (int variant = 0; variant < 8; ++variant) {
          SCOPED_TRACE(testing::Message()
                       << m << "x" << n << "x" << k << " variant " << variant);
          skrt_contraction d = product(m, n, k, variant & 1, variant & 2);
          d.accumulate = variant >> 2;
          expectEqualToNaive(d, m * k, k * n, m * n);
        }
}

// Attention scores: q[b, s, h, d] * k[b, t, h, d] -> scores[b, h, s, t], with
// b = 2, s = 3, t = 5, h = 4, d = 7. The loops over b and h cannot be merged.
TEST(ContractionTest, TwoBatchLoopsWithStridedMatrices) {
  skrt_contraction d = {};
  d.m = 3, d.n = 5, d.k = 7;
  d.a_m = 4 * 7, d.a_k = 1, d.b_k = 1, d.b_n = 4 * 7, d.c_m = 5;
  d.loops = 2;
  d.extent[0] = 2, d.extent[1] = 4;
  d.a_stride[0] = 3 * 4 * 7, d.a_stride[1] = 7;
  d.b_stride[0] = 5 * 4 * 7, d.b_stride[1] = 7;
  d.c_stride[0] = 4 * 3 * 5, d.c_stride[1] = 3 * 5;
  expectEqualToNaive(d, 2 * 3 * 4 * 7, 2 * 5 * 4 * 7, 2 * 4 * 3 * 5);
}

// Weight gradient over a batch: dw[k, n] = sum over b of x[b, m, k] * g[b, m,
// n] where the loop over b is not merged with m.
TEST(ContractionTest, LoopThatSums) {
  for (bool accumulate : {false, true}) {
    skrt_contraction d =
        product(/*m=*/6, /*n=*/4, /*k=*/3, /*aTransposed=*/true,
                /*bTransposed=*/false);
    d.accumulate = accumulate;
    d.loops = 1;
    d.extent[0] = 5, d.a_stride[0] = 18, d.b_stride[0] = 12;
    expectEqualToNaive(d, 5 * 18, 5 * 12, 6 * 4);
  }
}

TEST(ContractionTest, DoesNothingAfterAFailure) {
  TestingContext testing;
  testing.context.status = absl::AbortedError("rank 1 is gone");
  skrt_contraction d = product(1, 1, 1, false, false);
  float a = 2, b = 3, c = 7;
  skrt_contract_f32(&testing.context, &d, &a, &b, &c);
  EXPECT_EQ(c, 7);
}

} // namespace
} // namespace skein::runtime
