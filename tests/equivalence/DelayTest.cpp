// Gradients that are applied one step late: w(k+1) = w(k) - rate * SUM
// g(w(k-1)), where a step of one device, which only reports gradients, and a
// loop here say what that is.

#include "tests/equivalence/Training.h"

#include "mlir/IR/Diagnostics.h"
#include "gtest/gtest.h"

namespace skein::tests {
namespace {

using reference::Tensor;
using reference::Variables;

/// A model of two variables; `%s` is what the step does with their gradients.
const std::string before = R"mlir(
skein.variable @w : tensor<3x2xf64>
skein.variable @b : tensor<2xf64>
func.func private @loss(%w: tensor<3x2xf64>, %b: tensor<2xf64>, %x: tensor<8x3xf64>) -> tensor<f64> {
  %zeros = arith.constant dense<0.0> : tensor<8x2xf64>
  %zero = arith.constant dense<0.0> : tensor<f64>
  %z = linalg.matmul ins(%x, %w : tensor<8x3xf64>, tensor<3x2xf64>) outs(%zeros : tensor<8x2xf64>) -> tensor<8x2xf64>
  %e = tensor.empty() : tensor<8x2xf64>
  %c = linalg.broadcast ins(%b : tensor<2xf64>) outs(%e : tensor<8x2xf64>) dimensions = [0]
  %y = arith.addf %z, %c : tensor<8x2xf64>
  %t = math.tanh %y : tensor<8x2xf64>
  %q = arith.mulf %t, %y : tensor<8x2xf64>
  %l = linalg.reduce {arith.addf} ins(%q : tensor<8x2xf64>) outs(%zero : tensor<f64>) dimensions = [0, 1]
  return %l : tensor<f64>
}
skein.step @train(%x: tensor<8x3xf64> {skein.batch = 0 : i64})
)mlir";
const std::string gradients = R"mlir(
  %w = skein.read @w : tensor<3x2xf64>
  %b = skein.read @b : tensor<2xf64>
  %loss, %dw, %db = skein.value_and_grad @loss(%w, %b, %x) wrt [0, 1]
      : (tensor<3x2xf64>, tensor<2xf64>, tensor<8x3xf64>) -> (tensor<f64>, tensor<3x2xf64>, tensor<2xf64>)
)mlir";
const std::string reports =
    before + "-> (tensor<3x2xf64>, tensor<2xf64>) {" + gradients + R"mlir(
  skein.return %dw, %db : tensor<3x2xf64>, tensor<2xf64>
})mlir";
const std::string applies = before + "{" + gradients + R"mlir(
  skein.apply_gradient @w, %dw : tensor<3x2xf64> using #skein.sgd<learning_rate = 0.05>
  skein.apply_gradient @b, %db : tensor<2xf64> using #skein.sgd<learning_rate = 0.05>
  skein.return
})mlir";

constexpr double rate = 0.05;
constexpr int64_t steps = 6, rows = 8;

class DelayTest : public ::testing::Test {
protected:
  mlir::OwningOpRef<mlir::ModuleOp> parse(const std::string &text) {
    auto module = reference::parseTraining(context, text);
    EXPECT_TRUE(module) << messages;
    return module;
  }

  /// Rows of `input` from `first` on.
  static Tensor piece(const Tensor &input, int64_t first) {
    Tensor result = Tensor::zeros({rows, 3});
    std::copy_n(input.elements.begin() + first * 3, rows * 3,
                result.elements.begin());
    return result;
  }

  /// What `replicas` leave behind, each with a batch of its own, by definition.
  Variables expected(const Variables &first, int replicas,
                     const std::vector<Tensor> &inputs) {
    auto module = lowered(*parse(reports), "skein-differentiate");
    EXPECT_TRUE(module) << messages;
    Variables values = first, delayed;
    for (const Tensor &input : inputs) {
      Variables sums;
      for (int replica = 0; replica < replicas; ++replica) {
        reference::Machine machine(*module);
        EXPECT_TRUE(succeeded(machine.initialize(values)));
        auto gradients = machine.run("train", {piece(input, replica * rows)});
        EXPECT_TRUE(succeeded(gradients));
        add(sums["w"], (*gradients)[0], 1);
        add(sums["b"], (*gradients)[1], 1);
      }
      for (auto &[name, gradient] : delayed)
        add(values[name], gradient, -rate);
      delayed = std::move(sums);
    }
    return values;
  }

  static void add(Tensor &to, const Tensor &value, double factor) {
    if (to.elements.empty())
      to = Tensor::zeros(value.shape);
    for (int64_t i = 0; i < value.size(); ++i)
      to.elements[i].real += factor * value.elements[i].real;
  }

  /// What one device leaves behind whose step reads the values of the step before
  /// and applies the gradients of `lateness` steps before.
  Variables expectedOfStaged(const Variables &first, size_t lateness,
                             const std::vector<Tensor> &inputs) {
    auto module = lowered(*parse(reports), "skein-differentiate");
    EXPECT_TRUE(module) << messages;
    Variables values = first, staged = first;
    std::vector<Variables> gradients;
    for (const Tensor &input : inputs) {
      reference::Machine machine(*module);
      EXPECT_TRUE(succeeded(machine.initialize(staged)));
      auto results = machine.run("train", {input});
      EXPECT_TRUE(succeeded(results));
      gradients.push_back({{"w", (*results)[0]}, {"b", (*results)[1]}});
      staged = values;
      if (gradients.size() > lateness)
        for (auto &[name, gradient] : gradients[gradients.size() - 1 - lateness])
          add(values[name], gradient, -rate);
    }
    return values;
  }

  static std::vector<Tensor> makeInputs(int replicas) {
    std::vector<Tensor> inputs;
    for (int64_t step = 0; step < steps; ++step) {
      Tensor input = Tensor::zeros({replicas * rows, 3});
      for (int64_t i = 0; i < input.size(); ++i)
        input.elements[i].real = std::sin(1.0 + i + 100 * step);
      inputs.push_back(std::move(input));
    }
    return inputs;
  }

  void expectStaged(const std::string &pipeline, size_t lateness) {
    auto level0 = parse(withInitialisers(applies));
    ASSERT_TRUE(level0);
    Variables first = firstValues(*parse(applies), 1);
    auto module = lowered(*level0, pipeline);
    ASSERT_TRUE(module) << pipeline << messages;
    Variables start = first;
    for (auto &[name, value] : first)
      start[name + ".staged"] = value;
    for (auto &[name, value] : first)
      if (lateness > 0)
        start[name + ".delayed"] = Tensor::zeros(value.shape);
    std::vector<Tensor> inputs = makeInputs(1);
    reference::Machine machine(*module);
    ASSERT_TRUE(succeeded(machine.initialize(start))) << messages;
    for (const Tensor &input : inputs)
      ASSERT_TRUE(succeeded(machine.run("train", {input}))) << messages;
    auto actual = machine.variables();
    ASSERT_TRUE(succeeded(actual));
    Variables plain = expected(first, 1, inputs);
    for (auto &[name, value] : expectedOfStaged(first, lateness, inputs)) {
      EXPECT_LE(reference::relativeDifference(actual->at(name), value, 1e-3),
                1e-12)
          << pipeline << ": @" << name;
      EXPECT_GT(reference::relativeDifference(plain.at(name), value, 1e-3),
                1e-4);
    }
  }

  static std::string withInitialisers(std::string text) {
    for (std::string type : {"tensor<3x2xf64>\n", "tensor<2xf64>\n"}) {
      size_t place = text.find(type);
      text.insert(place + type.size() - 1, " = #skein.zeros");
    }
    return text;
  }

  void expectDelayed(const std::string &pipeline, int replicas) {
    auto level0 = parse(applies);
    Variables first = firstValues(*level0, 1);
    auto module = lowered(*level0, pipeline);
    ASSERT_TRUE(module) << pipeline << messages;
    std::vector<Tensor> inputs = makeInputs(replicas);
    reference::Machine machine(*module);
    ASSERT_TRUE(succeeded(machine.initialize(first)));
    for (const Tensor &input : inputs)
      ASSERT_TRUE(succeeded(machine.run("train", {input}))) << messages;
    auto actual = machine.variables();
    ASSERT_TRUE(succeeded(actual));
    for (auto &[name, value] : expected(first, replicas, inputs)) {
      EXPECT_LE(reference::relativeDifference(actual->at(name), value, 1e-3),
                1e-12)
          << pipeline << ": @" << name;
      // Otherwise six late steps would be six steps.
      EXPECT_GT(reference::relativeDifference(first.at(name), value, 1e-3),
                1e-2);
    }
  }

  mlir::MLIRContext context;
  std::string messages;
  mlir::ScopedDiagnosticHandler handler{&context,
                                        [this](mlir::Diagnostic &diagnostic) {
                                          messages += "\n" + diagnostic.str();
                                          return mlir::success();
                                        }};
};

TEST_F(DelayTest, OneDevice) {
  expectDelayed("skein-differentiate,skein-delay-gradients,"
                "skein-expand-optimizers",
                1);
}

TEST_F(DelayTest, DevicesThatShareABatch) {
  for (const char *mesh : {"data:1", "data:2", "data:4"})
    for (const char *more : {"", " overlap", " pack=bucket overlap"})
      expectDelayed(std::string("skein-distribute{delay-gradients mesh=") +
                        mesh + more + "}",
                    1);
}

// Old systems call this relaxed consistency: the gradients of replicas add up.
TEST_F(DelayTest, ReplicasWithBatchesOfTheirOwn) {
  for (int replicas : {2, 4})
    expectDelayed("skein-distribute{delay-gradients batch=per-replica "
                  "mesh=data:" +
                      std::to_string(replicas) + " pack=bucket overlap}",
                  replicas);
}

// w(k+1) = w(k) - rate * g(w(k-1)), and a step later with delayed gradients.
TEST_F(DelayTest, StagedVariables) {
  expectStaged("skein-stage-variables,skein-differentiate,skein-expand-optimizers", 0);
  for (const char *mesh : {"data:1", "data:2", "data:4"}) {
    expectStaged(std::string("skein-distribute{stage-variables mesh=") + mesh + "}", 0);
    expectStaged(
        std::string("skein-distribute{stage-variables delay-gradients mesh=") + mesh + "}", 1);
  }
}

} // namespace
} // namespace skein::tests
