// Steps whose gradients overflow on one device, as machine code on threads:
// nothing changes but the scale of the loss, which follows the rules that it is
// given.

#include "runtime/executor/Loader.h"
#include "tests/equivalence/Training.h"
#include "tests/runtime/executor/Devices.h"

#include "llvm/Support/raw_ostream.h"
#include "gtest/gtest.h"

#include <cmath>
#include <cstring>

namespace skein::tests {
namespace {

using runtime::Devices;
using runtime::HostTensor;

// Every kind of state: an optimiser with slots that needs the number of the
// step, one without, a mean over examples and a count, which the step assigns
// itself.
constexpr const char *model = R"mlir(
#matrix = affine_map<(n, c) -> (n, c)>
#column = affine_map<(n, c) -> (c)>
#row = affine_map<(n, c) -> (n)>

skein.variable @w : tensor<4xf32> = #skein.normal<mean = 0.0, stddev = 0.5, seed = 1>
skein.variable @b : tensor<f32> = #skein.zeros
skein.variable @mean : tensor<4xf32> = #skein.zeros
skein.variable @steps : tensor<i64> = #skein.zeros

func.func private @loss(%w: tensor<4xf32>, %b: tensor<f32>, %x: tensor<8x4xf32>, %y: tensor<8xf32>) -> tensor<f32> {
  %zero = arith.constant 0.0 : f32
  %eighth = arith.constant 0.125 : f32
  %e = tensor.empty() : tensor<8xf32>
  %z = linalg.fill ins(%zero : f32) outs(%e : tensor<8xf32>) -> tensor<8xf32>
  %p = linalg.matvec ins(%x, %w : tensor<8x4xf32>, tensor<4xf32>) outs(%z : tensor<8xf32>) -> tensor<8xf32>
  %none = arith.constant dense<0.0> : tensor<f32>
  %loss = linalg.generic {indexing_maps = [affine_map<(n) -> (n)>, affine_map<(n) -> (n)>, affine_map<(n) -> ()>, affine_map<(n) -> ()>],
                          iterator_types = ["reduction"]}
      ins(%p, %y, %b : tensor<8xf32>, tensor<8xf32>, tensor<f32>) outs(%none : tensor<f32>) {
  ^bb0(%guess: f32, %right: f32, %bias: f32, %sum: f32):
    %0 = arith.addf %guess, %bias : f32
    %1 = arith.subf %0, %right : f32
    %2 = arith.mulf %1, %1 : f32
    %3 = arith.mulf %2, %eighth : f32
    %4 = arith.addf %sum, %3 : f32
    linalg.yield %4 : f32
  } -> tensor<f32>
  return %loss : tensor<f32>
}

skein.step @train(%x: tensor<8x4xf32> {skein.batch = 0 : i64}, %y: tensor<8xf32> {skein.batch = 0 : i64})
    -> (tensor<f32> {skein.name = "loss"}) {
  %w = skein.read @w : tensor<4xf32>
  %b = skein.read @b : tensor<f32>
  %loss, %dw, %db = skein.value_and_grad @loss(%w, %b, %x, %y) wrt [0, 1]
      : (tensor<4xf32>, tensor<f32>, tensor<8x4xf32>, tensor<8xf32>) -> (tensor<f32>, tensor<4xf32>, tensor<f32>)
  skein.apply_gradient @w, %dw : tensor<4xf32> using #skein.adam<learning_rate = 0.05>
  skein.apply_gradient @b, %db : tensor<f32> using #skein.sgd<learning_rate = 0.1>
  %none = arith.constant dense<0.0> : tensor<4xf32>
  %mean = linalg.generic {indexing_maps = [#matrix, #column], iterator_types = ["reduction", "parallel"]}
      ins(%x : tensor<8x4xf32>) outs(%none : tensor<4xf32>) {
  ^bb0(%v: f32, %sum: f32):
    %0 = arith.addf %sum, %v : f32
    linalg.yield %0 : f32
  } -> tensor<4xf32>
  skein.assign @mean, %mean : tensor<4xf32>
  %steps = skein.read @steps : tensor<i64>
  %one = arith.constant dense<1> : tensor<i64>
  %next = arith.addi %steps, %one : tensor<i64>
  skein.assign @steps, %next : tensor<i64>
  skein.return %loss : tensor<f32>
}
)mlir";

/// The model, compiled for devices, with the first values of its variables.
class Trial {
public:
  /// `options` of --skein-distribute.
  explicit Trial(const std::string &options)
      : devices(*compile(options)),
        batch(devices.executable.programs[0].inputs[0].localShape[0] *
              batchPieces()) {
    devices.initialize();
  }

  /// One step on random examples; of the last one a feature is `outlier`.
  double step(int64_t number, std::optional<float> outlier = std::nullopt) {
    std::vector<HostTensor> inputs;
    inputs.emplace_back(runtime::DataType::F32, runtime::Shape{batch, 4});
    inputs.emplace_back(runtime::DataType::F32, runtime::Shape{batch});
    uint64_t state = 88172645463325252u + number;
    for (HostTensor &input : inputs)
      for (float &value : input.as<float>()) {
        state ^= state << 13, state ^= state >> 7, state ^= state << 17;
        value = float(state % 1000) / 500 - 1;
      }
    if (outlier)
      inputs[0].as<float>()[batch * 4 - 2] = *outlier;
    auto results = devices.run(devices.executable.programs[0], inputs);
    EXPECT_TRUE(results.ok()) << results.status();
    return (*results)[0].as<float>()[0];
  }

  HostTensor get(const std::string &name) const {
    for (size_t i = 0; i < devices.executable.variables.size(); ++i)
      if (devices.executable.variables[i].name == name)
        return devices.variable(i);
    ADD_FAILURE() << "no variable " << name;
    return {};
  }
  float scale() const { return get("train.loss_scale").as<float>()[0]; }
  int64_t goodSteps() const {
    return get("train.good_step_count").as<int64_t>()[0];
  }

  /// The bytes of every variable but the state of the scale, device by device.
  std::map<std::string, std::vector<std::string>> bytes() const {
    std::map<std::string, std::vector<std::string>> all;
    for (size_t i = 0; i < devices.executable.variables.size(); ++i) {
      const std::string &name = devices.executable.variables[i].name;
      if (name == "train.loss_scale" || name == "train.good_step_count")
        continue;
      for (int64_t device = 0; device < devices.mesh().deviceCount();
           ++device) {
        const HostTensor &value = devices.variablesOf(device)[i];
        all[name].emplace_back(reinterpret_cast<const char *>(value.data()),
                               value.byteSize());
      }
    }
    return all;
  }

private:
  static absl::StatusOr<runtime::Executable>
  compile(const std::string &options) {
    mlir::MLIRContext context;
    auto module = reference::parseTraining(context, model);
    auto distributed = lowered(*module, "skein-distribute{" + options + "}");
    EXPECT_TRUE(distributed) << options;
    std::string text;
    llvm::raw_string_ostream(text) << *distributed;
    auto executable = runtime::compileExecutable(text, "model");
    EXPECT_TRUE(executable.ok()) << executable.status();
    return executable;
  }

  int64_t batchPieces() const {
    int64_t pieces = 1;
    for (const runtime::Split &split :
         devices.executable.programs[0].inputs[0].splits)
      pieces *= devices.mesh().axes[split.axis].size;
    return pieces;
  }

  Devices devices;
  int64_t batch;
};

struct Distribution {
  const char *name, *options;
  bool equalsOneDevice = true;
};

class SkippedStepTest : public ::testing::TestWithParam<Distribution> {
protected:
  static std::string options(const char *more) {
    return std::string(GetParam().options) + " " + more;
  }
};

// 1e30 is a number, its square is not: one device has an infinite loss and
// gradient. 1e19 gives a finite loss and gradient that only overflows since it
// is scaled.
TEST_P(SkippedStepTest, OverflowChangesNothingButTheScale) {
  for (float outlier : {1e30f, 1e19f, INFINITY, NAN}) {
    Trial run(options("loss-scale=dynamic initial-scale=65536"));
    for (int step = 0; step < 3; ++step)
      run.step(step);
    auto before = run.bytes();
    EXPECT_EQ(before.count("w.first_moment"), 1u);
    EXPECT_EQ(before.count("step_count"), 1u);
    run.step(3, outlier);
    EXPECT_EQ(run.bytes(), before) << outlier;
    EXPECT_EQ(run.scale(), 32768) << outlier;
    EXPECT_EQ(run.goodSteps(), 0) << outlier;
  }
}

// A scale is a power of two, so the numbers behind a skipped step are those of
// a run that never met it.
TEST_P(SkippedStepTest, TrainingGoesOnAsIfTheStepHadNotBeen) {
  Trial met(options("loss-scale=dynamic growth-interval=20")),
      spared(options("loss-scale=dynamic growth-interval=20")),
      unscaled(GetParam().options);
  double first = 0, last = 0;
  for (int step = 0; step < 40; ++step) {
    if (step % 8 == 3)
      met.step(100 + step, INFINITY);
    last = met.step(step);
    first = step == 0 ? last : first;
    EXPECT_EQ(spared.step(step), last);
    EXPECT_EQ(unscaled.step(step), last);
  }
  EXPECT_LT(last, first);
  EXPECT_EQ(met.bytes(), spared.bytes());
  EXPECT_EQ(met.bytes(), unscaled.bytes());
  EXPECT_EQ(met.scale(), 32768 / 32); // five overflows
  EXPECT_EQ(spared.scale(), 32768 * 4);
}

TEST_P(SkippedStepTest, EqualsOneDevice) {
  if (!GetParam().equalsOneDevice)
    GTEST_SKIP() << "other batches";
  Trial one("loss-scale=dynamic growth-interval=3"),
      some(options("loss-scale=dynamic growth-interval=3"));
  for (int step = 0; step < 20; ++step) {
    std::optional<float> outlier;
    if (step % 7 == 5)
      outlier = 1e30f;
    one.step(step, outlier);
    some.step(step, outlier);
    EXPECT_EQ(some.scale(), one.scale()) << step;
    EXPECT_EQ(some.goodSteps(), one.goodSteps()) << step;
  }
  for (const char *name :
       {"w", "b", "mean", "w.first_moment", "w.second_moment"}) {
    HostTensor expected = one.get(name), actual = some.get(name);
    for (int64_t i = 0; i < expected.size(); ++i)
      EXPECT_NEAR(actual.as<float>()[i], expected.as<float>()[i], 1e-5) << name;
  }
  EXPECT_EQ(some.get("steps").as<int64_t>()[0], 17);
  EXPECT_EQ(some.get("step_count").as<int64_t>()[0], 17);
}

// A static scale skips, and stays.
TEST_P(SkippedStepTest, StaticScaleSkipsToo) {
  Trial run(options("loss-scale=static initial-scale=128"));
  run.step(0);
  auto before = run.bytes();
  EXPECT_EQ(before.count("train.loss_scale"), 0u);
  run.step(1, 1e30f);
  EXPECT_EQ(run.bytes(), before);
  run.step(2);
  EXPECT_NE(run.bytes(), before);
}

// Without the pass one such example is the end of all training.
TEST_P(SkippedStepTest, UnguardedStepDoesNotSurvive) {
  Trial run(GetParam().options);
  run.step(0, INFINITY);
  EXPECT_FALSE(std::isfinite(run.get("b").as<float>()[0]));
}

INSTANTIATE_TEST_SUITE_P(
    Distributions, SkippedStepTest,
    ::testing::Values(
        Distribution{"one", "mesh=data:1"}, Distribution{"two", "mesh=data:2"},
        Distribution{"four", "mesh=data:4"},
        Distribution{"grid", "mesh=data:2,rest:2"},
        Distribution{"packed", "mesh=data:4 pack=fixed-count pack-count=2"},
        Distribution{"sum", "mesh=data:2 batch=per-replica reduction=sum",
                     false},
        Distribution{"mean", "mesh=data:2 batch=per-replica reduction=mean",
                     false}),
    [](const auto &info) { return info.param.name; });

//===----------------------------------------------------------------------===//
// The rules of the scale
//===----------------------------------------------------------------------===//

struct Schedule {
  const char *options;
  const char *steps; // g: good, b: an overflow
  std::vector<float> scales, counts;
};

class LossScaleTest : public ::testing::TestWithParam<Schedule> {};

TEST_P(LossScaleTest, FollowsItsRules) {
  Trial run("mesh=data:2 loss-scale=dynamic " +
            std::string(GetParam().options));
  std::string steps = GetParam().steps;
  for (size_t i = 0; i < steps.size(); ++i) {
    run.step(i,
             steps[i] == 'b' ? std::optional<float>(INFINITY) : std::nullopt);
    EXPECT_EQ(run.scale(), GetParam().scales[i]) << "after step " << i;
    EXPECT_EQ(run.goodSteps(), GetParam().counts[i]) << "after step " << i;
  }
}

INSTANTIATE_TEST_SUITE_P(
    Schedules, LossScaleTest,
    ::testing::Values(
        // Grows with the third good step in a row, and with the third after
        // that.
        Schedule{"initial-scale=8 growth-interval=3",
                 "ggggggg",
                 {8, 8, 16, 16, 16, 32, 32},
                 {1, 2, 0, 1, 2, 0, 1}},
        Schedule{"initial-scale=8 growth-interval=1",
                 "ggg",
                 {16, 32, 64},
                 {0, 0, 0}},
        // An overflow starts the count again.
        Schedule{"initial-scale=8 growth-interval=3",
                 "ggbgggb",
                 {8, 8, 4, 4, 4, 8, 4},
                 {1, 2, 0, 1, 2, 0, 0}},
        Schedule{"initial-scale=8 growth-interval=2",
                 "gbgg",
                 {8, 4, 4, 8},
                 {1, 0, 1, 0}},
        // Not below the floor, not above the cap, and the count goes on there.
        Schedule{"initial-scale=6 min-scale=2", "bbb", {3, 2, 2}, {0, 0, 0}},
        Schedule{"initial-scale=4 max-scale=10 growth-interval=1",
                 "gggb",
                 {8, 10, 10, 5},
                 {0, 0, 0, 0}},
        Schedule{"initial-scale=1", "b", {1}, {0}},
        Schedule{
            "initial-scale=16777216 growth-interval=1", "g", {16777216}, {0}},
        // Other factors.
        Schedule{"initial-scale=8 growth-interval=1 growth-factor=4 "
                 "backoff-factor=0.25",
                 "gbb",
                 {32, 8, 2},
                 {0, 0, 0}},
        Schedule{"initial-scale=8 growth-interval=1 growth-factor=1",
                 "gg",
                 {8, 8},
                 {0, 0}}));

} // namespace
} // namespace skein::tests
