// What compression may change and what not: gradients that it can express exactly,
// the books that error feedback keeps, and the accuracy of the example networks.

#include "tests/equivalence/Training.h"

#include "runtime/executor/Loader.h"
#include "runtime/executor/Training.h"
#include "runtime/fabric/threads/ThreadFabric.h"

#include "mlir/IR/Diagnostics.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/raw_ostream.h"
#include "gtest/gtest.h"

#include <sstream>

namespace skein::tests {
namespace {

//===----------------------------------------------------------------------===//
// In the reference interpreter
//===----------------------------------------------------------------------===//

/// A gradient that does not depend on the variable: the sum over the batch of
/// `left` times the example, which has the same sign pattern everywhere if the
/// example is one number.
std::string linearStep(int64_t features) {
  std::string text = R"(
skein.variable @w : tensor<6xFxf64>
func.func private @loss(%w: tensor<6xFxf64>, %x: tensor<8x6xf64>, %y: tensor<8xFxf64>) -> tensor<f64> {
  %z = arith.constant dense<0.0> : tensor<f64>
  %l = linalg.generic {indexing_maps = [affine_map<(n, r, c) -> (r, c)>, affine_map<(n, r, c) -> (n, r)>,
                                        affine_map<(n, r, c) -> (n, c)>, affine_map<(n, r, c) -> ()>],
                       iterator_types = ["reduction", "reduction", "reduction"]}
      ins(%w, %x, %y : tensor<6xFxf64>, tensor<8x6xf64>, tensor<8xFxf64>) outs(%z : tensor<f64>) {
  ^bb0(%a: f64, %b: f64, %c: f64, %out: f64):
    %p = arith.mulf %a, %b : f64
    %q = arith.mulf %p, %c : f64
    %s = arith.addf %out, %q : f64
    linalg.yield %s : f64
  } -> tensor<f64>
  return %l : tensor<f64>
}
skein.step @train(%x: tensor<8x6xf64> {skein.batch = 0 : i64}, %y: tensor<8xFxf64> {skein.batch = 0 : i64}) {
  %w = skein.read @w : tensor<6xFxf64>
  %l, %dw = skein.value_and_grad @loss(%w, %x, %y) wrt [0]
      : (tensor<6xFxf64>, tensor<8x6xf64>, tensor<8xFxf64>) -> (tensor<f64>, tensor<6xFxf64>)
  skein.apply_gradient @w, %dw : tensor<6xFxf64> using #skein.sgd<learning_rate = 0.5>
  skein.return
}
)";
  std::string result;
  for (char c : text)
    result += c == 'F' ? std::to_string(features) : std::string(1, c);
  return result;
}

struct Runs {
  reference::Variables plain, compressed;
};

/// The variables after some steps, without and with compression; `start` gets the first
/// elements of @w.
Runs runBoth(const std::string &text, const std::string &mesh,
             const std::string &compression, int64_t steps, std::vector<double> *start = nullptr) {
  mlir::MLIRContext context;
  std::string messages;
  mlir::ScopedDiagnosticHandler handler(&context, [&](mlir::Diagnostic &diagnostic) {
    messages += diagnostic.str() + "\n";
    return mlir::success();
  });
  auto level0 = reference::parseTraining(context, text);
  EXPECT_TRUE(level0) << messages;
  auto first = firstValues(*level0, 1);
  if (start)
    *start = first.at("w").reals();
  Runs runs;
  for (bool compressed : {false, true}) {
    auto program = lowered(*level0, "skein-distribute{mesh=" + mesh +
                                        (compressed ? " compress-min-elements=1 compress=" + compression : "") +
                                        "}");
    EXPECT_TRUE(program) << messages;
    // Those of the factors are random too.
    reference::Variables values = firstValues(*program, 2);
    for (auto &[name, value] : first)
      values[name] = value;
    auto run = train(*program, *level0, 1, steps, values, /*integerBound=*/2,
                     reference::Rounding::ToType);
    EXPECT_TRUE(succeeded(run)) << messages;
    (compressed ? runs.compressed : runs.plain) = run->variables;
  }
  return runs;
}

double at(const reference::Tensor &tensor, size_t i) { return tensor.elements[i].real; }

/// With a learning rate of 1/2, half of what was not sent is what the variable lacks.
void expectNothingLost(const Runs &runs, double tolerance) {
  const reference::Tensor &plain = runs.plain.at("w"), &compressed = runs.compressed.at("w"),
                          &error = runs.compressed.at("w.compression_error");
  size_t size = plain.elements.size();
  double largest = 0;
  for (size_t i = 0; i < size; ++i) {
    double left = 0;
    for (size_t device = 0; device < error.elements.size() / size; ++device)
      left += at(error, device * size + i);
    largest = std::max(largest, std::abs(left));
    EXPECT_NEAR(at(compressed, i) - 0.5 * left, at(plain, i), tolerance) << i;
  }
  EXPECT_GT(largest, 10 * tolerance) << "nothing was left out";
}

// On one device nothing but its own rounding is lost.
TEST(CompressionTest, RoundingIsCarriedOver) {
  for (const char *method : {"f16", "bf16", "int8"})
    expectNothingLost(runBoth(linearStep(5), "data:1",
                              std::string(method) + " compress-error-feedback=on", 6),
                      1e-9);
}

TEST(CompressionTest, RanksThatAreMissingAreCarriedOver) {
  for (const char *mesh : {"data:1", "data:4", "node:2,gpu:2"})
    expectNothingLost(runBoth(linearStep(5), mesh, "power-sgd compress-rank=1", 6), 1e-9);
}

// A gradient of one example for each step has rank 1.
TEST(CompressionTest, MatricesOfThatRankAreExact) {
  std::string text = linearStep(5);
  for (size_t at; (at = text.find("8x")) != std::string::npos;)
    text.replace(at, 2, "1x");
  Runs runs = runBoth(text, "data:1", "power-sgd compress-rank=1", 6);
  for (size_t i = 0; i < 30; ++i)
    EXPECT_NEAR(at(runs.compressed.at("w"), i), at(runs.plain.at("w"), i), 1e-9);
}

// Every element is rounded twice, to half a step of the largest in its row: of a
// device's gradient, and of the piece of the sum that a device adds up.
TEST(CompressionTest, IntegersAreAsCloseAsTheirScale) {
  for (const char *mesh : {"data:1", "data:4", "data:8", "node:2,gpu:2"}) {
    Runs runs = runBoth(linearStep(5), mesh, "int8", 1);
    double largest = 0;
    for (size_t i = 0; i < 30; ++i) {
      double difference = std::abs(at(runs.compressed.at("w"), i) - at(runs.plain.at("w"), i));
      // Elements of examples are below 1, and there are eight examples.
      EXPECT_LE(difference, 0.5 * (8 + 8) * 0.5 / 127) << mesh;
      largest = std::max(largest, difference);
    }
    EXPECT_GT(largest, 0) << mesh << ": nothing was rounded";
  }
}

/// The variable of linearStep as top-k trains it, from its definition alone.
std::vector<double> trainedByTopK(std::vector<double> w, int64_t features, int64_t devices, int64_t k,
                                  bool feedback, int64_t steps) {
  mlir::MLIRContext context;
  auto level0 = reference::parseTraining(context, linearStep(features));
  std::vector<std::vector<double>> errors(devices, std::vector<double>(w.size(), 0.0));
  for (int64_t step = 0; step < steps; ++step) {
    auto inputs = randomInputs(*level0, "train", 1, step, 2);
    std::vector<double> sum(w.size(), 0.0);
    for (int64_t device = 0; device < devices; ++device) {
      std::vector<double> gradient = errors[device];
      if (!feedback)
        gradient.assign(w.size(), 0.0);
      for (int64_t n = device * 8 / devices; n < (device + 1) * 8 / devices; ++n)
        for (int64_t i = 0; i < int64_t(w.size()); ++i)
          gradient[i] += inputs[0].elements[n * 6 + i / features].real *
                         inputs[1].elements[n * features + i % features].real;
      for (int64_t sent = 0; sent < k; ++sent) {
        auto largest =
            std::max_element(gradient.begin(), gradient.end(),
                             [](double a, double b) { return std::abs(a) < std::abs(b); });
        sum[largest - gradient.begin()] += *largest;
        *largest = 0;
      }
      errors[device] = gradient;
    }
    for (size_t i = 0; i < w.size(); ++i)
      w[i] -= 0.5 * sum[i];
  }
  return w;
}

TEST(CompressionTest, LargestElementsAreThoseOfTheDefinition) {
  struct Case {
    const char *mesh;
    int64_t devices, k;
    bool feedback;
  };
  for (Case c : {Case{"data:1", 1, 1, true}, Case{"data:4", 4, 7, true}, Case{"data:4", 4, 7, false},
                 Case{"node:2,gpu:2", 4, 3, true}, Case{"data:8", 8, 29, true},
                 Case{"data:2", 2, 30, true}}) {
    std::string options = "top-k compress-k=" + std::to_string(c.k) +
                          " compress-error-feedback=" + (c.feedback ? "on" : "off");
    std::vector<double> first, actual = runBoth(linearStep(5), c.mesh, options, 5, &first).compressed.at("w").reals();
    std::vector<double> expected = trainedByTopK(first, 5, c.devices, c.k, c.feedback, 5);
    for (size_t i = 0; i < expected.size(); ++i)
      EXPECT_NEAR(actual[i], expected[i], 1e-12) << c.mesh << " " << options << ": " << i;
  }
}

TEST(CompressionTest, ElementsThatAreMissingAreCarriedOver) {
  for (const char *mesh : {"data:1", "data:4", "node:2,gpu:2"})
    expectNothingLost(runBoth(linearStep(5), mesh, "top-k compress-k=10%", 6), 1e-9);
}

// All elements of all devices, added up in the order in which the devices would be.
TEST(CompressionTest, AllElementsAreTheSum) {
  for (const char *k : {"100%", "30", "1000"}) {
    Runs runs = runBoth(linearStep(5), "data:4", std::string("top-k compress-k=") + k, 6);
    for (size_t i = 0; i < 30; ++i)
      EXPECT_NEAR(at(runs.compressed.at("w"), i), at(runs.plain.at("w"), i), 1e-14);
  }
}

// An infinity on one device is one of the result.
TEST(CompressionTest, NoMethodHidesWhatIsNotFinite) {
  for (const char *method : {"f16", "bf16", "int8", "power-sgd compress-rank=1",
                             "top-k compress-k=1"}) {
    std::string text = linearStep(5);
    // 0 * inf and 1 * inf.
    const std::string product = "arith.mulf %p, %c : f64";
    text.replace(text.find(product), product.size(),
                 "arith.mulf %p, %huge : f64\n    %huge = arith.constant 0x7FF0000000000000 : f64");
    size_t use = text.find("    %q = arith.mulf %p, %huge"), definition = text.find("    %huge = ");
    std::string line = text.substr(definition, text.find('\n', definition) + 1 - definition);
    text.erase(definition, line.size());
    text.insert(use, line);
    Runs runs = runBoth(text, "data:4", method, 1);
    bool finite = true;
    for (size_t i = 0; i < 30; ++i)
      finite = finite && std::isfinite(at(runs.compressed.at("w"), i));
    EXPECT_FALSE(finite) << method;
  }
}

//===----------------------------------------------------------------------===//
// On threads
//===----------------------------------------------------------------------===//

runtime::InputTensors digits(const char *which) {
  auto tensors = runtime::readInputs({std::string("examples/digits/data/") + which + ".safetensors"});
  EXPECT_TRUE(tensors.ok()) << tensors.status();
  return *std::move(tensors);
}

/// Of the last epoch, on the examples that were held back; below 0 on an error.
double accuracy(mlir::ModuleOp module, int64_t epochs) {
  std::string text;
  llvm::raw_string_ostream(text) << module;
  auto executable = runtime::compileExecutable(text, "test");
  EXPECT_TRUE(executable.ok()) << executable.status();
  if (!executable.ok())
    return -1;
  runtime::Mesh mesh = executable->mesh;
  runtime::Executor executor(*std::move(executable), runtime::createThreadFabric(mesh));
  const runtime::Program &training = *executor.findProgram("train"),
                         &testing = *executor.findProgram("evaluate");
  auto examples = runtime::Dataset::create(training, mesh, digits("train"));
  auto held = runtime::Dataset::create(testing, mesh, digits("test"));
  EXPECT_TRUE(examples.ok() && held.ok() && executor.initialize(1).ok());
  std::atomic<bool> stop = false;
  std::ostringstream lines;
  const int64_t stepsPerEpoch = 22;
  auto summary = runtime::train({executor, training, *examples, &testing, &*held},
                                {{0, 1}, epochs * stepsPerEpoch, "", stop, lines});
  EXPECT_TRUE(summary.ok()) << summary.status();
  std::string report = lines.str();
  size_t last = report.rfind("accuracy ");
  EXPECT_NE(last, std::string::npos) << report;
  return last == std::string::npos ? -1 : std::stod(report.substr(last + 9));
}

class AccuracyTest : public ::testing::TestWithParam<const char *> {};

TEST_P(AccuracyTest, IsWithinOnePercent) {
  mlir::MLIRContext context;
  mlir::ScopedDiagnosticHandler quiet(&context, [](mlir::Diagnostic &) { return mlir::success(); });
  auto file = llvm::MemoryBuffer::getFile(std::string("examples/digits/") + GetParam() + ".mlir");
  ASSERT_TRUE(file);
  auto level0 = reference::parseTraining(context, (*file)->getBuffer());
  ASSERT_TRUE(level0);
  auto train = [&](const std::string &options) {
    auto program = lowered(*level0, "skein-distribute{mesh=data:4" + options + "}");
    EXPECT_TRUE(program);
    return program ? accuracy(*program, 20) : -1;
  };
  double plain = train("");
  EXPECT_GT(plain, 0.95);
  for (const char *method :
       {"f16", "bf16 compress-error-feedback=on", "int8",
        "int8 compress-error-feedback=on", "power-sgd", "power-sgd compress-rank=1", "top-k",
        "top-k compress-k=64"})
    EXPECT_GE(train(std::string(" compress=") + method), plain - 0.01) << method;
}

INSTANTIATE_TEST_SUITE_P(Examples, AccuracyTest, ::testing::Values("mlp", "cnn"),
                         [](const auto &info) { return info.param; });

} // namespace
} // namespace skein::tests
