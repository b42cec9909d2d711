#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "runtime/executor/Loader.h"
#include "runtime/tensor/Random.h"
#include "tests/runtime/executor/Devices.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace skein::runtime {
namespace {

constexpr int64_t microBatches = 5;

/// Everything that may cross from action to action: tensors of several types,
/// some computed in a loop, from others in place, or used more than once;
/// scalars, reshapes, slices, zeros, and a result of an op with two. All sums
/// are exact.
constexpr const char *body = R"(
    MARKER forward of 0
    %row = tensor.extract_slice %x[%i, 0] [1, 12] [1, 1] : tensor<5x12xf32> to tensor<12xf32>
    %e = tensor.empty() : tensor<12xf32>
    %eb = tensor.empty() : tensor<12xi1>
    %mask = linalg.generic {indexing_maps = [#same, #same], iterator_types = ["parallel"]}
        ins(%row : tensor<12xf32>) outs(%eb : tensor<12xi1>) {
    ^bb0(%v: f32, %o: i1):
      %c = arith.cmpf ogt, %v, %zero : f32
      linalg.yield %c : i1
    } -> tensor<12xi1>
    %ei = tensor.empty() : tensor<12xindex>
    %places = linalg.generic {indexing_maps = [#same], iterator_types = ["parallel"]} outs(%ei : tensor<12xindex>) {
    ^bb0(%o: index):
      %n = linalg.index 0 : index
      %s = arith.muli %n, %i : index
      linalg.yield %s : index
    } -> tensor<12xindex>
    %eh = tensor.empty() : tensor<12xf16>
    %narrow = linalg.generic {indexing_maps = [#same, #same], iterator_types = ["parallel"]}
        ins(%row : tensor<12xf32>) outs(%eh : tensor<12xf16>) {
    ^bb0(%v: f32, %o: f16):
      %t = arith.truncf %v : f32 to f16
      linalg.yield %t : f16
    } -> tensor<12xf16>
    %none = linalg.fill ins(%zero : f32) outs(%e : tensor<12xf32>) -> tensor<12xf32>
    %twice = scf.for %k = %c0 to %c2 step %c1 iter_args(%s = %none) -> (tensor<12xf32>) {
      %next = linalg.add ins(%s, %row : tensor<12xf32>, tensor<12xf32>) outs(%e : tensor<12xf32>) -> tensor<12xf32>
      scf.yield %next : tensor<12xf32>
    }
    %square = tensor.expand_shape %twice [[0, 1]] output_shape [3, 4] : tensor<12xf32> into tensor<3x4xf32>
    %e3 = tensor.empty() : tensor<3xf32>
    %z3 = linalg.fill ins(%zero : f32) outs(%e3 : tensor<3xf32>) -> tensor<3xf32>
    %sums = linalg.reduce {arith.addf} ins(%square : tensor<3x4xf32>) outs(%z3 : tensor<3xf32>) dimensions = [1]
    %first = tensor.extract %sums[%c0] : tensor<3xf32>
    %part = tensor.extract_slice %square[1, 0] [1, 4] [1, 1] : tensor<3x4xf32> to tensor<4xf32>
    %best, %where = skein.top_k %square : tensor<3x4xf32> -> tensor<3x2xf32>, tensor<3x2xi32>
    %p = linalg.matmul ins(%square, %w : tensor<3x4xf32>, tensor<4x4xf32>) outs(%n34 : tensor<3x4xf32>) -> tensor<3x4xf32>

    MARKER input_gradient of 0
    %u = linalg.generic {indexing_maps = [#same, #same, #same, #same, #same], iterator_types = ["parallel"]}
        ins(%mask, %twice, %places, %narrow : tensor<12xi1>, tensor<12xf32>, tensor<12xindex>, tensor<12xf16>) outs(%e : tensor<12xf32>) {
    ^bb0(%m: i1, %v: f32, %n: index, %h: f16, %o: f32):
      %c = arith.select %m, %v, %zero : f32
      %j = arith.index_cast %n : index to i32
      %f = arith.sitofp %j : i32 to f32
      %l = arith.extf %h : f16 to f32
      %s = arith.addf %c, %f : f32
      %t = arith.addf %s, %l : f32
      %r = arith.addf %t, %first : f32
      linalg.yield %r : f32
    } -> tensor<12xf32>
    %m = linalg.add ins(%u, %row : tensor<12xf32>, tensor<12xf32>) outs(%u : tensor<12xf32>) -> tensor<12xf32>
    %b2 = linalg.add ins(%b, %m : tensor<12xf32>, tensor<12xf32>) outs(%e : tensor<12xf32>) -> tensor<12xf32>

    MARKER weight_gradient of 0
    %wide = tensor.collapse_shape %p [[0, 1]] : tensor<3x4xf32> into tensor<12xf32>
    %v = linalg.add ins(%u, %wide : tensor<12xf32>, tensor<12xf32>) outs(%e : tensor<12xf32>) -> tensor<12xf32>
    %back = linalg.contract indexing_maps = [affine_map<(r, i, o) -> (r, i)>, affine_map<(r, i, o) -> (r, o)>, affine_map<(r, i, o) -> (i, o)>]
        ins(%square, %p : tensor<3x4xf32>, tensor<3x4xf32>) outs(%n44 : tensor<4x4xf32>) -> tensor<4x4xf32>
    %layer = tensor.insert_slice %back into %n144[0, 0, 0] [1, 4, 4] [1, 1, 1] : tensor<4x4xf32> into tensor<1x4x4xf32>
    %d2 = linalg.generic {indexing_maps = [#layer, #layer], iterator_types = ["parallel", "parallel", "parallel"]} ins(%layer : tensor<1x4x4xf32>) outs(%d : tensor<1x4x4xf32>) {
    ^bb0(%in: f32, %o: f32):
      %s = arith.addf %o, %in : f32
      linalg.yield %s : f32
    } -> tensor<1x4x4xf32>
    %a2 = linalg.generic {indexing_maps = [#same, #same, #same], iterator_types = ["parallel"]}
        ins(%v, %m : tensor<12xf32>, tensor<12xf32>) outs(%a : tensor<12xf32>) {
    ^bb0(%q: f32, %k: f32, %o: f32):
      %s = arith.addf %q, %k : f32
      %s2 = arith.addf %s, %o : f32
      linalg.yield %s2 : f32
    } -> tensor<12xf32>
    %b6 = tensor.collapse_shape %best [[0, 1]] : tensor<3x2xf32> into tensor<6xf32>
    %four = tensor.extract_slice %b6[1] [4] [1] : tensor<6xf32> to tensor<4xf32>
    %g2 = linalg.generic {indexing_maps = [#same, #same, #same], iterator_types = ["parallel"]}
        ins(%part, %four : tensor<4xf32>, tensor<4xf32>) outs(%g : tensor<4xf32>) {
    ^bb0(%q: f32, %k: f32, %o: f32):
      %s = arith.addf %q, %k : f32
      %s2 = arith.addf %s, %o : f32
      linalg.yield %s2 : f32
    } -> tensor<4xf32>
)";

/// A step with `loop` over the body, which gives the sums.
std::string step(const std::string &loop) {
  return absl::StrCat(R"(
#same = affine_map<(n) -> (n)>
#layer = affine_map<(n, i, j) -> (n, i, j)>
skein.step @f(%x: tensor<5x12xf32>, %w: tensor<4x4xf32>) -> (tensor<12xf32>, tensor<12xf32>, tensor<1x4x4xf32>, tensor<4xf32>, tensor<7xf32>) {
  %zero = arith.constant 0.0 : f32
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %c5 = arith.constant 5 : index
  %n12 = arith.constant dense<0.0> : tensor<12xf32>
  %n4 = arith.constant dense<0.0> : tensor<4xf32>
  %n34 = arith.constant dense<0.0> : tensor<3x4xf32>
  %n144 = arith.constant dense<0.0> : tensor<1x4x4xf32>
  %n44 = arith.constant dense<0.0> : tensor<4x4xf32>
  %seven = arith.constant dense<7.0> : tensor<7xf32>
)",
                      loop, R"(
  skein.return %r#0, %r#1, %r#2, %r#3, %r#4 : tensor<12xf32>, tensor<12xf32>, tensor<1x4x4xf32>, tensor<4xf32>, tensor<7xf32>
})");
}

constexpr const char *types =
    "(tensor<12xf32>, tensor<12xf32>, "
    "tensor<1x4x4xf32>, tensor<4xf32>, tensor<7xf32>)";
constexpr const char *carried =
    "iter_args(%a = %n12, %b = %n12, %d = %n144, %g = %n4, %same = %seven) -> ";

std::string ordinaryLoop() {
  std::string text = body;
  for (const char *action : {"forward", "input_gradient", "weight_gradient"})
    text = absl::StrReplaceAll(
        text, {{absl::StrCat("MARKER ", action, " of 0"), ""}});
  return step(
      absl::StrCat("%r:5 = scf.for %i = %c0 to %c5 step %c1 ", carried, types,
                   " {", text, "scf.yield %a2, %b2, %d2, %g2, %same : ",
                   absl::StrReplaceAll(types, {{"(", ""}, {")", ""}}), "\n}"));
}

std::string pipeline(const std::string &order) {
  return step(absl::StrCat(
      "%r:5 = skein.pipeline %i of 5 in order \"", order, "\" ", carried, types,
      " {", absl::StrReplaceAll(body, {{"MARKER", "skein.action"}}),
      "skein.next_micro_batch %a2, %b2, %d2, %g2, %same : ",
      absl::StrReplaceAll(types, {{"(", ""}, {")", ""}}), "\n}"));
}

/// Any order in which the actions of each micro-batch follow one another.
std::string randomOrder(uint64_t seed) {
  std::string order;
  std::vector<int64_t> next(microBatches, 0);
  for (int64_t done = 0; done < 3 * microBatches;) {
    int64_t i =
        randomBits(seed, done + 1000 * next[0] + order.size()) % microBatches;
    while (next[i] == 3)
      i = (i + 1) % microBatches;
    absl::StrAppend(&order, done++ ? " " : "", std::string(1, "FIW"[next[i]++]),
                    i);
  }
  return order;
}

std::vector<std::vector<float>> run(const std::string &text) {
  absl::StatusOr<Executable> executable = compileExecutable(text, "orders");
  EXPECT_TRUE(executable.ok()) << executable.status();
  if (!executable.ok())
    return {};
  Devices devices(*std::move(executable));
  HostTensor x(DataType::F32, {microBatches, 12}), w(DataType::F32, {4, 4});
  for (HostTensor *tensor : {&x, &w})
    for (int64_t i = 0; i < tensor->size(); ++i)
      tensor->as<float>()[i] = int64_t(randomBits(tensor->size(), i) % 9) - 4;
  std::vector<HostTensor> inputs;
  inputs.push_back(std::move(x));
  inputs.push_back(std::move(w));
  auto results = devices.run(devices.executable.programs[0], inputs);
  EXPECT_TRUE(results.ok()) << results.status();
  std::vector<std::vector<float>> values;
  for (const HostTensor &result : *results)
    values.emplace_back(result.as<float>().begin(), result.as<float>().end());
  return values;
}

TEST(OrdersTest, EveryOrderEqualsALoop) {
  auto expected = run(ordinaryLoop());
  ASSERT_EQ(expected.size(), 5);
  EXPECT_NE(expected[0], std::vector<float>(12, 0));
  EXPECT_EQ(expected[4], std::vector<float>(7, 7));
  for (uint64_t seed = 0; seed < 30; ++seed) {
    std::string order = randomOrder(seed);
    EXPECT_EQ(run(pipeline(order)), expected) << order;
  }
}

} // namespace
} // namespace skein::runtime
