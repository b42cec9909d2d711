// Random numbers are the published ones, and do not depend on how a batch is split, in
// space or in time, or a loss function into stages.

#include "tests/equivalence/Training.h"
#include "tests/reference/Random.h"

#include "mlir/IR/Diagnostics.h"
#include "gtest/gtest.h"

#include <cstring>

namespace skein::tests {
namespace {

// The known answers of Random123 (kat_vectors, philox4x32 10).
TEST(PhiloxTest, KnownAnswers) {
  using Words = std::array<uint32_t, 4>;
  EXPECT_EQ(reference::philox({0, 0, 0, 0}, {0, 0}),
            (Words{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
  EXPECT_EQ(reference::philox({~0u, ~0u, ~0u, ~0u}, {~0u, ~0u}),
            (Words{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
  EXPECT_EQ(reference::philox({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
                              {0xa4093822, 0x299f31d0}),
            (Words{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

class RandomNumbersTest : public ::testing::Test {
protected:
  RandomNumbersTest()
      : handler(&context, [this](mlir::Diagnostic &diagnostic) {
          messages += "\n" + diagnostic.str();
          return mlir::success();
        }) {}

  void parse(const std::string &text) {
    module = reference::parseTraining(context, text);
    ASSERT_TRUE(module) << messages;
  }

  TrainingRun runAfter(const std::string &pipeline) {
    auto other = pipeline.empty() ? mlir::OwningOpRef<mlir::ModuleOp>(module->clone())
                                  : lowered(*module, pipeline);
    EXPECT_TRUE(other) << pipeline << messages;
    if (!other)
      return {};
    auto run = train(*other, *module, /*seed=*/5, /*steps=*/3, firstValues(*module, 5));
    EXPECT_TRUE(succeeded(run)) << pipeline << messages;
    return succeeded(run) ? std::move(*run) : TrainingRun();
  }

  void expectTheSameAfter(const std::string &pipeline, double limit) {
    std::string where;
    EXPECT_LE(largestDifference(runAfter(pipeline), expected, where), limit)
        << where << " after " << pipeline;
  }

  mlir::MLIRContext context;
  std::string messages;
  mlir::ScopedDiagnosticHandler handler;
  mlir::OwningOpRef<mlir::ModuleOp> module;
  TrainingRun expected;
};

// Every type, a counter beyond 32 bits and below 0, a seed of 64 bits, several counters.
TEST_F(RandomNumbersTest, WrittenOutIsAsDefined) {
  for (const char *type : {"f16", "bf16", "f32", "f64"})
    for (const char *counter : {"0", "1", "-1", "81985529216486895"}) {
      std::string text = R"(
skein.variable @c : tensor<i64> = #skein.zeros
skein.step @train(%unused: tensor<1xf32>) -> (tensor<5x3xTYPE> {skein.name = "a"}, tensor<TYPE> {skein.name = "b"}, tensor<7xTYPE> {skein.name = "c"}) {
  %c = arith.constant dense<COUNTER> : tensor<i64>
  %k = arith.constant 77 : index
  %l = arith.constant -3 : i64
  %a = skein.random_uniform %c seed = -81985529216486895 : tensor<i64> -> tensor<5x3xTYPE>
  %b = skein.random_uniform %c, %k, %l, %c seed = 3 : tensor<i64>, index, i64, tensor<i64> -> tensor<TYPE>
  %d = skein.random_uniform %k seed = 3 : index -> tensor<7xTYPE>
  skein.return %a, %b, %d : tensor<5x3xTYPE>, tensor<TYPE>, tensor<7xTYPE>
})";
      for (auto [from, to] : {std::pair("TYPE", type), std::pair("COUNTER", counter)})
        for (size_t at; (at = text.find(from)) != std::string::npos;)
          text.replace(at, strlen(from), to);
      parse(text);
      expected = runAfter("");
      ASSERT_EQ(expected.results.size(), 3);
      expectTheSameAfter("skein-differentiate", 0);
    }
}

// Two layers of one function, told apart by their number, with dropout of a half. The
// masks of a step are of 16 x 6 elements each.
const char *const dropout = R"(
func.func private @layer(%w: tensor<6x6xf32>, %x: tensor<16x6xf32>, %step: tensor<i64>, %number: index) -> tensor<16x6xf32> {
  %zeros = arith.constant dense<0.0> : tensor<16x6xf32>
  %h = linalg.matmul ins(%x, %w : tensor<16x6xf32>, tensor<6x6xf32>) outs(%zeros : tensor<16x6xf32>) -> tensor<16x6xf32>
  %u = skein.random_uniform %step, %number seed = 7 : tensor<i64>, index -> tensor<16x6xf32>
  %empty = tensor.empty() : tensor<16x6xf32>
  %y = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i, j)>], iterator_types = ["parallel", "parallel"]} ins(%h, %u : tensor<16x6xf32>, tensor<16x6xf32>) outs(%empty : tensor<16x6xf32>) {
  ^bb0(%a: f32, %r: f32, %out: f32):
    %half = arith.constant 0.5 : f32
    %zero = arith.constant 0.0 : f32
    %kept = arith.cmpf oge, %r, %half : f32
    %b = arith.divf %a, %half : f32
    %c = arith.select %kept, %b, %zero : f32
    %t = math.tanh %c : f32
    linalg.yield %t : f32
  } -> tensor<16x6xf32>
  return %y : tensor<16x6xf32>
}
func.func private @loss(%v: tensor<6x6xf32>, %w: tensor<6x6xf32>, %x: tensor<16x6xf32>, %step: tensor<i64>) -> tensor<f32> {
  %first = arith.constant 0 : index
  %second = arith.constant 1 : index
  %h = func.call @layer(%v, %x, %step, %first) : (tensor<6x6xf32>, tensor<16x6xf32>, tensor<i64>, index) -> tensor<16x6xf32>
  %y = func.call @layer(%w, %h, %step, %second) : (tensor<6x6xf32>, tensor<16x6xf32>, tensor<i64>, index) -> tensor<16x6xf32>
  %zero = arith.constant dense<0.0> : tensor<f32>
  %loss = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> ()>], iterator_types = ["reduction", "reduction"]} ins(%y : tensor<16x6xf32>) outs(%zero : tensor<f32>) {
  ^bb0(%a: f32, %sum: f32):
    %b = arith.mulf %a, %a : f32
    %c = arith.addf %sum, %b : f32
    linalg.yield %c : f32
  } -> tensor<f32>
  return %loss : tensor<f32>
}
skein.variable @v : tensor<6x6xf32> = #skein.glorot_uniform<seed = 1>
skein.variable @w : tensor<6x6xf32> = #skein.glorot_uniform<seed = 2>
skein.variable @step : tensor<i64> = #skein.zeros
skein.step @train(%x: tensor<16x6xf32> {skein.batch = 0}) -> (tensor<f32> {skein.name = "loss"}) {
  %v = skein.read @v : tensor<6x6xf32>
  %w = skein.read @w : tensor<6x6xf32>
  %step = skein.read @step : tensor<i64>
  %loss, %dv, %dw = skein.value_and_grad @loss(%v, %w, %x, %step) wrt [0, 1] : (tensor<6x6xf32>, tensor<6x6xf32>, tensor<16x6xf32>, tensor<i64>) -> (tensor<f32>, tensor<6x6xf32>, tensor<6x6xf32>)
  skein.apply_gradient @v, %dv : tensor<6x6xf32> using #skein.sgd<learning_rate = 0.01>
  skein.apply_gradient @w, %dw : tensor<6x6xf32> using #skein.sgd<learning_rate = 0.01>
  %one = arith.constant dense<1> : tensor<i64>
  %next = arith.addi %step, %one : tensor<i64>
  skein.assign @step, %next : tensor<i64>
  skein.return %loss : tensor<f32>
}
)";

TEST_F(RandomNumbersTest, DropoutIsThatOfOneDevice) {
  parse(dropout);
  const std::string stages = "skein-cut-stages{stages=2 recompute=full},";
  const std::string expanded = "skein-differentiate,skein-expand-optimizers";
  expected = runAfter("");
  ASSERT_EQ(expected.results.size(), 3);
  expectTheSameAfter(expanded, 1e-7); // where the rate is an f32 number
  expected = runAfter(expanded);
  for (const char *options : {"mesh=data:4", "mesh=data:2 micro-batches=2", "micro-batches=8"})
    expectTheSameAfter(std::string("skein-distribute{") + options + "}", 1e-12);
  expectTheSameAfter(stages + expanded, 1e-12);
}

// Half of the elements are dropped, others in the next step, and in the other layer.
TEST_F(RandomNumbersTest, NumbersAreUniformAndDiffer) {
  parse(R"(
skein.variable @step : tensor<i64> = #skein.zeros
skein.step @train(%unused: tensor<1xf32>) -> (tensor<100x100xf32> {skein.name = "a"}, tensor<100x100xf32> {skein.name = "b"}) {
  %step = skein.read @step : tensor<i64>
  %layer = arith.constant 1 : index
  %a = skein.random_uniform %step seed = 7 : tensor<i64> -> tensor<100x100xf32>
  %b = skein.random_uniform %step, %layer seed = 7 : tensor<i64>, index -> tensor<100x100xf32>
  %one = arith.constant dense<1> : tensor<i64>
  %next = arith.addi %step, %one : tensor<i64>
  skein.assign @step, %next : tensor<i64>
  skein.return %a, %b : tensor<100x100xf32>, tensor<100x100xf32>
})");
  expected = runAfter("skein-differentiate");
  ASSERT_EQ(expected.results.size(), 3);
  auto correlation = [](const reference::Tensor &a, const reference::Tensor &b) {
    double sum = 0;
    for (size_t i = 0; i < a.elements.size(); ++i)
      sum += 12 * (a.elements[i].real - 0.5) * (b.elements[i].real - 0.5);
    return sum / double(a.elements.size());
  };
  const auto &first = expected.results[0], &second = expected.results[1];
  // The standard deviations of these means of 10^4 are 0.009, 0.01 and 0.01.
  EXPECT_NEAR(correlation(first[0], first[0]), 1, 0.05);
  EXPECT_NEAR(correlation(first[0], second[0]), 0, 0.05);
  EXPECT_NEAR(correlation(first[0], first[1]), 0, 0.05);
}

} // namespace
} // namespace skein::tests
