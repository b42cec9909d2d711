// All that is done to gradients, together: every algorithm with every packing
// policy, scale of the loss, compression and number of micro-batches, beside the
// computation or not, as machine code on threads, equals one device, or is refused
// for a reason. There is nothing else.
//
// Every two choices meet in some case; some more are drawn by chance. `MatrixTest --all`
// runs all that there are.

#include "tests/equivalence/PlainTraining.h"
#include "tests/equivalence/Training.h"
#include "tests/runtime/executor/Devices.h"

#include "runtime/executor/Loader.h"

#include "mlir/IR/Diagnostics.h"
#include "llvm/Support/raw_ostream.h"
#include "gtest/gtest.h"

#include <array>
#include <cmath>
#include <map>
#include <optional>
#include <random>

namespace skein::tests {
namespace {

using runtime::HostTensor;

//===----------------------------------------------------------------------===//
// Choices
//===----------------------------------------------------------------------===//

struct Choice {
  std::string options;      ///< of --skein-distribute
  std::string refusal = {}; ///< what the message says; empty if it is none
  int64_t devices = 4;
  Compressed compressed = {};
};

const std::vector<Choice> algorithms = {
    {"mesh=data:4"},
    {"mesh=data:3", "", 3},
    {"mesh=data:4 all-reduce=nccl"},
    {"mesh=data:4 all-reduce=collective"},
    {"mesh=data:4 all-reduce=xring"},
    {"mesh=data:3 all-reduce=xring", "", 3},
    {"mesh=node:2,gpu:2 all-reduce=xring#2"},
    {"mesh=data:4 all-reduce=xring#5", "has 4 devices; xring#5 expects at least 5"},
    {"mesh=data:4 all-reduce=rechd"},
    {"mesh=data:3 all-reduce=rechd", "is over 3 devices; rechd expects a power of two", 3},
    {"mesh=data:3 all-reduce=tree", "", 3},
    {"mesh=node:2,gpu:2 all-reduce=hierarchical"},
    {"mesh=data:4 all-reduce=psgpu"},
    {"mesh=node:2,gpu:2 all-reduce=psgpu#2"},
    {"mesh=data:3 all-reduce=pscpu", "", 3},
    {"mesh=node:2,gpu:2 all-reduce=pscpu#2"},
    {"mesh=node:2,gpu:2 all-reduce=nccl/xring"},
    {"mesh=node:2,gpu:2 all-reduce=nccl/rechd"},
    {"mesh=node:2,gpu:2 all-reduce=nccl/pscpu"},
    {"mesh=node:2,gpu:2 all-reduce=pscpu/pscpu"},
    {"mesh=data:3 all-reduce=copy", "", 3},
    {"mesh=node:2,gpu:2 all-reduce=colocated@greedy-bytes"},
    {"mesh=data:4 all-reduce=hierarchical-copy"},
    {"mesh=data:3 all-reduce=hierarchical-copy",
     "is over 3 devices; hierarchical-copy@dgx1 expects an even number", 3},
    {"mesh=data:4 all-reduce=hierarchical-copy@gcp_v100",
     "is over 4 devices; hierarchical-copy@gcp_v100 expects 8"},
    {"mesh=data:4 all-reduce=nccl/xring",
     "is over one axis; nccl/xring expects two or more, the workers first"},
    {"mesh=data:4 all-reduce=copy"},
    {"mesh=data:3 all-reduce=copy@greedy-bytes", "", 3},
    {"mesh=data:4 all-reduce=colocated"},
    {"mesh=data:4 all-reduce=hierarchical-copy"},
    {"mesh=data:3 all-reduce=hierarchical-copy", "is over 3 devices", 3},
    {"mesh=data:4 all-reduce=pscpu:3:rechd:11:xring#2"},
};

const std::vector<Choice> packs = {
    {""},
    {"pack=small-runs pack-max-bytes=24 pack-max-group=2"},
    {"pack=reverse-fill pack-max-bytes=20"},
    {"pack=fixed-count pack-count=2"},
    {"pack=bytes-per-pack pack-max-bytes=40"},
    {"pack=bucket pack-max-bytes=64 pack-first-bytes=30"},
};

const std::vector<Choice> scales = {
    {""},
    {"loss-scale=static initial-scale=8"},
    {"loss-scale=dynamic initial-scale=8 growth-interval=2 growth-factor=4"},
};

Choice compression(const std::string &method, Compressed how, const std::string &refusal = "") {
  return {"compress-min-elements=1 compress=" + method +
              " compress-error-feedback=" + (how.feedback ? "on" : "off"),
          refusal, 4, how};
}

const std::vector<Choice> compressions = {
    {""},
    compression("f16", {Method::F16, false}),
    compression("f16", {Method::F16, true}),
    compression("bf16", {Method::BF16, false}),
    compression("bf16", {Method::BF16, true}),
    compression("int8", {Method::Int8, false}),
    compression("int8", {Method::Int8, true}),
    compression("power-sgd compress-rank=1", {Method::PowerSgd, false},
                "option error-feedback is off; expected power-sgd with it"),
    compression("power-sgd compress-rank=1", {Method::PowerSgd, true}),
    compression("top-k compress-k=40%", {Method::TopK, false, 0.4}),
    compression("top-k compress-k=40%", {Method::TopK, true, 0.4}),
};

const std::vector<Choice> accumulations = {{""}, {"micro-batches=2"}, {"micro-batches=4"}};

const std::vector<Choice> overlaps = {{""}, {"overlap"}};

const std::vector<Choice> *const dimensions[] = {&algorithms,   &packs,         &scales,
                                                 &compressions, &accumulations, &overlaps};
constexpr size_t dimensionCount = std::size(dimensions);
enum Dimension { Algorithm, Pack, Scale, Compress, Accumulate, Overlap };

using Case = std::array<size_t, dimensionCount>; // a choice along each dimension

const Choice &choiceOf(const Case &each, Dimension dimension) {
  return (*dimensions[dimension])[each[dimension]];
}

std::string optionsOf(const Case &each) {
  std::string options;
  for (size_t d = 0; d < dimensionCount; ++d)
    if (const std::string &own = (*dimensions[d])[each[d]].options; !own.empty())
      options += (options.empty() ? "" : " ") + own;
  return options;
}

//===----------------------------------------------------------------------===//
// Which cases
//===----------------------------------------------------------------------===//

bool runsAll = false;
constexpr int64_t drawnCases = 200;

std::vector<Case> allCases() {
  std::vector<Case> cases = {{}};
  for (size_t d = 0; d < dimensionCount; ++d) {
    std::vector<Case> longer;
    for (Case each : cases)
      for (each[d] = 0; each[d] < dimensions[d]->size(); ++each[d])
        longer.push_back(each);
    cases = longer;
  }
  return cases;
}

/// Cases in which every two choices meet.
class PairCover {
public:
  std::vector<Case> make() {
    for (size_t a = 0; a < dimensionCount; ++a)
      for (size_t b = a + 1; b < dimensionCount; ++b)
        for (size_t i = 0; i < dimensions[a]->size(); ++i)
          for (size_t j = 0; j < dimensions[b]->size(); ++j)
            if (!met.count({a, i, b, j}))
              add(a, i, b, j);
    return cases;
  }

  Case drawn() {
    Case each;
    for (size_t d = 0; d < dimensionCount; ++d)
      each[d] = random() % dimensions[d]->size();
    return each;
  }

private:
  using Pair = std::array<size_t, 4>;

  template <typename F> static void forPairs(const Case &each, F f) {
    for (size_t a = 0; a < dimensionCount; ++a)
      for (size_t b = a + 1; b < dimensionCount; ++b)
        f(Pair{a, each[a], b, each[b]});
  }

  /// A case in which these two meet and, of some that were drawn, the most others.
  void add(size_t a, size_t i, size_t b, size_t j) {
    Case best{};
    int64_t most = -1;
    for (int draw = 0; draw < 20; ++draw) {
      Case each = drawn();
      each[a] = i, each[b] = j;
      int64_t count = 0;
      forPairs(each, [&](const Pair &pair) { count += !met.count(pair); });
      if (count > most)
        best = each, most = count;
    }
    forPairs(best, [&](const Pair &pair) { met[pair] = true; });
    cases.push_back(best);
  }

  std::mt19937_64 random{1};
  std::map<Pair, bool> met;
  std::vector<Case> cases;
};

/// The cases to run, each once, in order.
std::vector<Case> chosenCases() {
  std::vector<Case> cases;
  if (runsAll) {
    cases = allCases();
  } else {
    PairCover cover;
    cases = cover.make();
    for (int64_t i = 0; i < drawnCases; ++i)
      cases.push_back(cover.drawn());
  }
  std::sort(cases.begin(), cases.end());
  cases.erase(std::unique(cases.begin(), cases.end()), cases.end());
  return cases;
}

//===----------------------------------------------------------------------===//
// The program
//===----------------------------------------------------------------------===//

constexpr llvm::StringLiteral program = R"mlir(
#nc = affine_map<(n, c) -> (n, c)>
#c = affine_map<(n, c) -> (c)>
#none = affine_map<(n, c) -> ()>
skein.variable @w1 : tensor<4x3xf32> = #skein.normal<mean = 0.0, stddev = 0.7, seed = 1>
skein.variable @b1 : tensor<3xf32> = #skein.normal<mean = 0.3, stddev = 0.3, seed = 2>
skein.variable @w2 : tensor<3x2xf32> = #skein.normal<mean = 0.0, stddev = 0.7, seed = 3>
func.func private @loss(%w1: tensor<4x3xf32>, %b1: tensor<3xf32>, %w2: tensor<3x2xf32>,
                        %x: tensor<48x4xf32>, %y: tensor<48x2xf32>) -> tensor<f32> {
  %zero = arith.constant 0.0 : f32
  %z1 = arith.constant dense<0.0> : tensor<48x3xf32>
  %z2 = arith.constant dense<0.0> : tensor<48x2xf32>
  %z = arith.constant dense<0.0> : tensor<f32>
  %p = linalg.matmul ins(%x, %w1 : tensor<48x4xf32>, tensor<4x3xf32>) outs(%z1 : tensor<48x3xf32>) -> tensor<48x3xf32>
  %h = linalg.generic {indexing_maps = [#nc, #c, #nc], iterator_types = ["parallel", "parallel"]}
      ins(%p, %b1 : tensor<48x3xf32>, tensor<3xf32>) outs(%z1 : tensor<48x3xf32>) {
  ^bb0(%a: f32, %b: f32, %out: f32):
    %s = arith.addf %a, %b : f32
    %r = arith.maximumf %s, %zero : f32
    linalg.yield %r : f32
  } -> tensor<48x3xf32>
  %q = linalg.matmul ins(%h, %w2 : tensor<48x3xf32>, tensor<3x2xf32>) outs(%z2 : tensor<48x2xf32>) -> tensor<48x2xf32>
  %l = linalg.generic {indexing_maps = [#nc, #nc, #none], iterator_types = ["reduction", "reduction"]}
      ins(%q, %y : tensor<48x2xf32>, tensor<48x2xf32>) outs(%z : tensor<f32>) {
  ^bb0(%a: f32, %b: f32, %out: f32):
    %half = arith.constant 96.0 : f32
    %d = arith.subf %a, %b : f32
    %s = arith.mulf %d, %d : f32
    %t = arith.divf %s, %half : f32
    %u = arith.addf %out, %t : f32
    linalg.yield %u : f32
  } -> tensor<f32>
  return %l : tensor<f32>
}
skein.step @train(%x: tensor<48x4xf32> {skein.batch = 0 : i64}, %y: tensor<48x2xf32> {skein.batch = 0 : i64})
    -> (tensor<f32> {skein.name = "loss"}) {
  %w1 = skein.read @w1 : tensor<4x3xf32>
  %b1 = skein.read @b1 : tensor<3xf32>
  %w2 = skein.read @w2 : tensor<3x2xf32>
  %l, %dw1, %db1, %dw2 = skein.value_and_grad @loss(%w1, %b1, %w2, %x, %y) wrt [0, 1, 2]
      : (tensor<4x3xf32>, tensor<3xf32>, tensor<3x2xf32>, tensor<48x4xf32>, tensor<48x2xf32>)
      -> (tensor<f32>, tensor<4x3xf32>, tensor<3xf32>, tensor<3x2xf32>)
  skein.apply_gradient @w1, %dw1 : tensor<4x3xf32> using #skein.sgd<learning_rate = 0.25>
  skein.apply_gradient @b1, %db1 : tensor<3xf32> using #skein.sgd<learning_rate = 0.25>
  skein.apply_gradient @w2, %dw2 : tensor<3x2xf32> using #skein.momentum<learning_rate = 0.25, momentum = 0.5>
  skein.return %l : tensor<f32>
}
)mlir";

/// Good steps and, where the loss is scaled, one that overflows on one device.
constexpr int64_t steps = 4, overflowStep = 1;

std::vector<HostTensor> examplesOf(int64_t step, bool overflows) {
  std::mt19937_64 random(step + 1);
  std::vector<HostTensor> tensors;
  tensors.emplace_back(runtime::DataType::F32, runtime::Shape{Network::batch, Network::inputs});
  tensors.emplace_back(runtime::DataType::F32, runtime::Shape{Network::batch, Network::outputs});
  for (HostTensor &tensor : tensors)
    for (float &element : tensor.as<float>())
      element = float(random() >> 40) / (1 << 23) - 1;
  if (overflows)
    tensors[0].as<float>()[17] = INFINITY;
  return tensors;
}

std::vector<double> realsOf(const HostTensor &tensor) {
  auto elements = tensor.as<float>();
  return std::vector<double>(elements.begin(), elements.end());
}

/// What a program leaves behind.
struct Trained {
  std::map<std::string, std::vector<double>> first, last; ///< variables of f32
  std::vector<double> losses;
};

/// Machine code on threads.
absl::StatusOr<Trained> runOnThreads(const std::string &text, bool overflows) {
  absl::StatusOr<runtime::Executable> executable = runtime::compileExecutable(text, "case");
  if (!executable.ok())
    return executable.status();
  runtime::Devices devices(*std::move(executable));
  devices.initialize();
  auto variables = [&] {
    std::map<std::string, std::vector<double>> values;
    for (size_t i = 0; i < devices.executable.variables.size(); ++i)
      if (devices.executable.variables[i].type == runtime::DataType::F32)
        values[devices.executable.variables[i].name] = realsOf(devices.variable(i));
    return values;
  };
  Trained result;
  result.first = variables();
  for (int64_t step = 0; step < steps; ++step) {
    auto results = devices.run(devices.executable.programs[0],
                               examplesOf(step, overflows && step == overflowStep));
    if (!results.ok())
      return results.status();
    result.losses.push_back((*results)[0].as<float>()[0]);
  }
  result.last = variables();
  return result;
}

//===----------------------------------------------------------------------===//
// The test
//===----------------------------------------------------------------------===//

class MatrixTest : public ::testing::TestWithParam<size_t> {
protected:
  MatrixTest()
      : handler(&context, [this](mlir::Diagnostic &diagnostic) {
          messages += diagnostic.str() + "\n";
          return mlir::success();
        }) {
    level0 = reference::parseTraining(context, program);
  }

  void expectEqualOrRefused(const Case &each) {
    messages.clear();
    auto module = lowered(*level0, "skein-distribute{" + optionsOf(each) + "}");
    std::vector<std::string> reasons;
    for (size_t d = 0; d < dimensionCount; ++d)
      if (const std::string &own = (*dimensions[d])[each[d]].refusal; !own.empty())
        reasons.push_back(own);
    if (!reasons.empty() || !module) {
      ++refused;
      EXPECT_FALSE(module) << "accepted, in spite of: " << reasons.front();
      bool isSaid = std::any_of(reasons.begin(), reasons.end(), [&](const std::string &reason) {
        return messages.find(reason) != std::string::npos;
      });
      EXPECT_TRUE(isSaid) << "refused for another reason: " << messages;
      return;
    }
    std::string text;
    llvm::raw_string_ostream(text) << *module;
    bool overflows = each[Scale] != 0;
    auto [found, isNew] = known.try_emplace(text);
    if (isNew)
      found->second = runOnThreads(text, overflows);
    ASSERT_TRUE(found->second.ok()) << found->second.status();
    expectEqual(each, *found->second, overflows);
  }

  /// To the run in plain C++. Sums in f32 are rounded, so numbers of about 1 are off by
  /// some units of 1.2e-7; sums of narrow numbers by what PlainTraining::slack says. That
  /// is all for other methods, which round, choose or factorise as the plain run does.
  void expectEqual(const Case &each, const Trained &trained, bool overflows) {
    Compressed how = choiceOf(each, Compress).compressed;
    auto firstOf = [&](const std::string &name) {
      auto found = trained.first.find(name);
      return found == trained.first.end() ? std::vector<double>() : found->second;
    };
    PlainTraining plain({firstOf("w1"), firstOf("b1"), firstOf("w2")},
                        choiceOf(each, Algorithm).devices, how, firstOf("w1.power_sgd"),
                        firstOf("w2.power_sgd"));
    for (int64_t step = 0; step < steps; ++step) {
      if (overflows && step == overflowStep)
        continue;
      auto tensors = examplesOf(step, false);
      double before = plain.slack.w1 + plain.slack.b1 + plain.slack.w2;
      double loss = plain.step({realsOf(tensors[0]), realsOf(tensors[1])});
      // The slope of the loss is below 2 along every element.
      EXPECT_NEAR(trained.losses[step], loss, 1e-5 + 2 * before) << "step " << step;
    }
    auto compare = [&](const std::string &name, const std::vector<double> &expected,
                       double slack) {
      double tolerance = 2e-6 + slack;
      const std::vector<double> &actual = trained.last.at(name);
      ASSERT_EQ(actual.size(), expected.size());
      double most = 0;
      for (size_t i = 0; i < expected.size(); ++i) {
        EXPECT_NEAR(actual[i], expected[i], tolerance) << "@" << name << " " << i;
        most = std::max(most, std::abs(expected[i] - trained.first.at(name)[i]));
      }
      EXPECT_GT(most, 3 * tolerance) << "@" << name << " hardly moves";
    };
    compare("w1", plain.network.w1, plain.slack.w1);
    compare("b1", plain.network.b1, plain.slack.b1);
    compare("w2", plain.network.w2, plain.slack.w2);
    // 8, halved by the overflow and four times that after two good steps.
    if (scales[each[Scale]].options.find("dynamic") != std::string::npos)
      EXPECT_EQ(trained.last.at("train.loss_scale"), std::vector<double>{16});
  }

  mlir::MLIRContext context;
  std::string messages;
  mlir::ScopedDiagnosticHandler handler;
  mlir::OwningOpRef<mlir::ModuleOp> level0;
  std::map<std::string, absl::StatusOr<Trained>> known; ///< by text
  int64_t refused = 0;
};

TEST_P(MatrixTest, EqualsOneDeviceOrIsRefused) {
  ASSERT_TRUE(level0) << messages;
  int64_t count = 0;
  for (const Case &each : chosenCases()) {
    if (each[Algorithm] != GetParam())
      continue;
    SCOPED_TRACE(optionsOf(each));
    expectEqualOrRefused(each);
    ++count;
  }
  EXPECT_GT(count, 0);
  std::printf("%s: %ld cases, %ld refused, %zu programs run\n",
              algorithms[GetParam()].options.c_str(), count, refused, known.size());
}

INSTANTIATE_TEST_SUITE_P(Algorithms, MatrixTest, ::testing::Range<size_t>(0, algorithms.size()));

// Choices that no other one makes possible.
TEST(RefusedChoiceTest, SaysWhy) {
  mlir::MLIRContext context;
  std::string messages;
  mlir::ScopedDiagnosticHandler handler(&context, [&](mlir::Diagnostic &diagnostic) {
    messages += diagnostic.str() + "\n";
    return mlir::success();
  });
  auto level0 = reference::parseTraining(context, program);
  for (const Choice &choice : std::vector<Choice>{
           {"mesh=data:5", "has a batch of 48, which 5 devices along \"data\" cannot share evenly"},
           {"micro-batches=5", "has a batch of 48, which 5 micro-batches cannot share evenly"},
           {"pack=fixed-count pack-max-bytes=3", "option max-bytes is not one of policy=fixed-count"},
           {"pack=bucket pack-count=3", "option count is not one of policy=bucket"},
           {"loss-scale=static initial-scale=0.5", "expected min-scale to max-scale"},
           {"loss-scale=dynamic growth-interval=0", "option growth-interval is 0"},
           {"compress=top-k compress-k=0", "option k is 0"},
           {"compress=power-sgd compress-rank=0", "option rank is 0"},
           {"all-reduce=ring", "unknown algorithm \"ring\""},
           {"delay-gradients loss-scale=dynamic", "scales or guards its gradient"}}) {
    messages.clear();
    EXPECT_FALSE(lowered(*level0, "skein-distribute{" + choice.options + "}")) << choice.options;
    EXPECT_NE(messages.find(choice.refusal), std::string::npos) << choice.options << ": " << messages;
  }
}

// The run in plain C++ is itself one of the text: on one device, in dual numbers.
TEST(PlainTrainingTest, IsOneDevice) {
  mlir::MLIRContext context;
  auto level0 = reference::parseTraining(context, program);
  reference::Variables first = firstValues(*level0, 1);
  reference::Machine machine(*level0);
  ASSERT_TRUE(succeeded(machine.initialize(first)));
  for (int64_t devices : {1, 4}) {
    PlainTraining plain({first["w1"].reals(), first["b1"].reals(), first["w2"].reals()}, devices, {});
    ASSERT_TRUE(succeeded(machine.initialize(first)));
    for (int64_t step = 0; step < steps; ++step) {
      std::vector<reference::Tensor> inputs;
      auto tensors = examplesOf(step, false);
      for (const HostTensor &tensor : tensors)
        inputs.push_back(reference::Tensor::ofReals(tensor.shape(), realsOf(tensor)));
      auto results = machine.run("train", inputs);
      ASSERT_TRUE(succeeded(results));
      EXPECT_NEAR((*results)[0].elements[0].real,
                  plain.step({realsOf(tensors[0]), realsOf(tensors[1])}), 1e-12);
    }
    auto last = machine.variables();
    ASSERT_TRUE(succeeded(last));
    auto expectNear = [](const std::vector<double> &a, const std::vector<double> &b) {
      for (size_t i = 0; i < a.size(); ++i)
        EXPECT_NEAR(a[i], b[i], 1e-12);
    };
    expectNear((*last)["w1"].reals(), plain.network.w1);
    expectNear((*last)["b1"].reals(), plain.network.b1);
    expectNear((*last)["w2"].reals(), plain.network.w2);
  }
}

} // namespace
} // namespace skein::tests

int main(int argc, char **argv) {
  for (int i = 1; i < argc; ++i)
    skein::tests::runsAll |= std::string(argv[i]) == "--all";
  ::testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
