// Steps and programs against numbers that a reader can check by hand.

#include "tests/reference/Machine.h"

#include "mlir/AsmParser/AsmParser.h"
#include "mlir/IR/Diagnostics.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include <cmath>

namespace skein::reference {
namespace {

using ::testing::DoubleNear;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class MachineTest : public ::testing::Test {
protected:
  MachineTest()
      : handler(&context, [this](mlir::Diagnostic &diagnostic) {
          if (message.empty())
            message = diagnostic.str();
          return mlir::success();
        }) {}

  void load(llvm::StringRef text) {
    module = parseTraining(context, text);
    if (!module)
      GTEST_FAIL() << message;
  }

  /// Local results of @p, one line of numbers per device.
  std::vector<std::vector<double>> locals(llvm::StringRef text,
                                          PerDevice input) {
    load(text);
    if (!module)
      return {};
    auto results = Machine(*module).runLocal("p", {input});
    EXPECT_TRUE(succeeded(results)) << message;
    std::vector<std::vector<double>> numbers;
    if (succeeded(results))
      for (const Tensor &local : (*results)[0])
        numbers.push_back(local.reals());
    return numbers;
  }

  mlir::MLIRContext context;
  std::string message;
  mlir::ScopedDiagnosticHandler handler;
  mlir::OwningOpRef<mlir::ModuleOp> module;
};

Tensor row(llvm::ArrayRef<double> values) {
  return Tensor::ofReals({static_cast<int64_t>(values.size())}, values);
}

// Two nodes of two devices holding 1, 2, 3, 4.
TEST_F(MachineTest, GroupsOfAnAllReduceDoNotMix) {
  EXPECT_THAT(locals(R"(
    skein.mesh @m(node = 2, gpu = 2)
    skein.program @p on @m(%x: tensor<1xf64, #skein.dist<gpu: partial sum, node: varying>>)
        -> (tensor<1xf64, #skein.dist<node: varying>>) {
      %r = skein.all_reduce sum %x over @m[gpu]
          : tensor<1xf64, #skein.dist<gpu: partial sum, node: varying>> -> tensor<1xf64, #skein.dist<node: varying>>
      skein.return %r : tensor<1xf64, #skein.dist<node: varying>>
    })",
                     {row({1}), row({2}), row({3}), row({4})}),
              ElementsAre(ElementsAre(3), ElementsAre(3), ElementsAre(7),
                          ElementsAre(7)));
}

// (1 2) and (3 4) sum to (4 6): the first device keeps 4, the second 6.
TEST_F(MachineTest, ReduceScatterLeavesPieces) {
  EXPECT_THAT(locals(R"(
    skein.mesh @m(data = 2)
    skein.program @p on @m(%x: tensor<2xf64, #skein.dist<data: partial sum>>)
        -> (tensor<1xf64, #skein.dist<data: split 0>>) {
      %r = skein.reduce_scatter sum %x dim 0 over @m[data]
          : tensor<2xf64, #skein.dist<data: partial sum>> -> tensor<1xf64, #skein.dist<data: split 0>>
      skein.return %r : tensor<1xf64, #skein.dist<data: split 0>>
    })",
                     {row({1, 2}), row({3, 4})}),
              ElementsAre(ElementsAre(4), ElementsAre(6)));
}

// Pieces (1 2) and (3 4) of a row become pieces 1 3 and 2 4 of columns: first
// rows split, then columns, of the global 2x2 tensor 1 2; 3 4.
TEST_F(MachineTest, AllToAllTurnsRowsIntoColumns) {
  EXPECT_THAT(locals(R"(
    skein.mesh @m(data = 2)
    skein.program @p on @m(%x: tensor<1x2xf64, #skein.dist<data: split 0>>)
        -> (tensor<2x1xf64, #skein.dist<data: split 1>>) {
      %r = skein.all_to_all %x from 0 to 1 over @m[data]
          : tensor<1x2xf64, #skein.dist<data: split 0>> -> tensor<2x1xf64, #skein.dist<data: split 1>>
      skein.return %r : tensor<2x1xf64, #skein.dist<data: split 1>>
    })",
                     {Tensor::ofReals({1, 2}, {1, 2}),
                      Tensor::ofReals({1, 2}, {3, 4})}),
              ElementsAre(ElementsAre(1, 3), ElementsAre(2, 4)));
}

TEST_F(MachineTest, ShardThenGatherOverBothAxes) {
  EXPECT_THAT(locals(R"(
    skein.mesh @m(a = 2, b = 2)
    skein.program @p on @m(%x: tensor<4xf64>) -> (tensor<4xf64>) {
      %s = skein.shard %x dim 0 over @m[a, b]
          : tensor<4xf64> -> tensor<1xf64, #skein.dist<a: split 0, b: split 0>>
      %r = skein.all_gather %s dim 0 over @m[a, b]
          : tensor<1xf64, #skein.dist<a: split 0, b: split 0>> -> tensor<4xf64>
      skein.return %r : tensor<4xf64>
    })",
                     PerDevice(4, row({1, 2, 3, 4}))),
              ElementsAre(ElementsAre(1, 2, 3, 4), ElementsAre(1, 2, 3, 4),
                          ElementsAre(1, 2, 3, 4), ElementsAre(1, 2, 3, 4)));
}

// Splitting a value over (a, b), outer first, and putting it together is
// nothing.
TEST_F(MachineTest, DealingOutAndGlobalValueAreInverse) {
  loadSkein(context);
  Grid grid{{"a", "b"}, {2, 3}};
  Tensor global = Tensor::zeros({12, 2});
  for (auto [i, element] : llvm::enumerate(global.elements))
    element.real = i;
  for (const char *text :
       {"tensor<12x2xf64>",
        "tensor<2x2xf64, #skein.dist<b: split 0, a: split 0>>",
        "tensor<4x1xf64, #skein.dist<b: split 0, a: split 1>>",
        "tensor<12x2xf64, #skein.dist<a: partial max, b: partial max>>",
        "tensor<6x2xf64, #skein.dist<a: split 0, b: partial mul>>"}) {
    auto type =
        mlir::cast<mlir::RankedTensorType>(mlir::parseType(text, &context));
    EXPECT_EQ(globalShape(type, grid), global.shape) << text;
    std::string why;
    auto again = globalValue(dealOut(global, type, grid), type, grid, why);
    ASSERT_TRUE(again) << text << why;
    EXPECT_EQ(again->reals(), global.reals()) << text;
  }
}

TEST_F(MachineTest, ReplicasThatDifferHaveNoGlobalValue) {
  loadSkein(context);
  auto type = mlir::cast<mlir::RankedTensorType>(
      mlir::parseType("tensor<1xf64>", &context));
  std::string why;
  EXPECT_FALSE(globalValue({row({1}), row({2})}, type, {{"a"}, {2}}, why));
  EXPECT_THAT(why, HasSubstr("differ along a"));
}

// loss = w0^2 w1: gradient (2 w0 w1, w0^2) = (12, 4) at (2, 3).
TEST_F(MachineTest, ValueAndGradIsExact) {
  load(R"(
    skein.variable @w : tensor<2xf64>
    func.func @loss(%w: tensor<2xf64>) -> tensor<f64> {
      %i = arith.constant 0 : index
      %j = arith.constant 1 : index
      %a = tensor.extract %w[%i] : tensor<2xf64>
      %b = tensor.extract %w[%j] : tensor<2xf64>
      %c = arith.mulf %a, %a : f64
      %d = arith.mulf %c, %b : f64
      %r = tensor.from_elements %d : tensor<f64>
      return %r : tensor<f64>
    }
    skein.step @train() -> (tensor<f64>) {
      %w = skein.read @w : tensor<2xf64>
      %loss, %dw = skein.value_and_grad @loss(%w) wrt [0]
          : (tensor<2xf64>) -> (tensor<f64>, tensor<2xf64>)
      skein.apply_gradient @w, %dw : tensor<2xf64> using #skein.sgd<learning_rate = 0.5>
      skein.return %loss : tensor<f64>
    })");
  Machine machine(*module);
  ASSERT_TRUE(succeeded(machine.initialize({{"w", row({2, 3})}}))) << message;
  auto loss = machine.run("train", {});
  ASSERT_TRUE(succeeded(loss)) << message;
  EXPECT_THAT((*loss)[0].reals(), ElementsAre(12));
  auto variables = machine.variables();
  ASSERT_TRUE(succeeded(variables)) << message;
  EXPECT_THAT((*variables)["w"].reals(), ElementsAre(2 - 6, 3 - 2));
}

/// The weight after each of two updates with gradient 2, then 1, from weight 1.
class OptimizerTest : public MachineTest {
protected:
  std::vector<double> twoUpdates(const std::string &optimizer) {
    load(R"(
      skein.variable @w : tensor<f64> = #skein.constant<value = 1.0>
      skein.step @train(%g: tensor<f64>) {
        skein.apply_gradient @w, %g : tensor<f64> using #skein.)" +
         optimizer + R"(
        skein.return
      })");
    Machine machine(*module);
    EXPECT_TRUE(succeeded(machine.initialize({})));
    std::vector<double> weights;
    for (double g : {2.0, 1.0}) {
      EXPECT_TRUE(succeeded(machine.run("train", {Tensor::ofReals({}, {g})})));
      weights.push_back((*machine.variables())["w"].reals()[0]);
    }
    return weights;
  }
};

TEST_F(OptimizerTest, Sgd) {
  EXPECT_THAT(twoUpdates("sgd<learning_rate = 0.25>"), ElementsAre(0.5, 0.25));
}

// m = 2, then 0.5 * 2 + 1 = 2.
TEST_F(OptimizerTest, Momentum) {
  EXPECT_THAT(twoUpdates("momentum<learning_rate = 0.25, momentum = 0.5>"),
              ElementsAre(0.5, 0));
}

// Directions 2 + 0.5 * 2 = 3 and 1 + 0.5 * 2 = 2.
TEST_F(OptimizerTest, Nesterov) {
  EXPECT_THAT(
      twoUpdates(
          "momentum<learning_rate = 0.25, momentum = 0.5, nesterov = true>"),
      ElementsAre(0.25, -0.25));
}

// First update: mean 2, root mean square 2, so the weight falls by the rate.
// Second: m = 0.5 * 1 + 0.5 * 1 = 1 over 3/4; v = 0.75 * 1 + 0.25 = 1 over
// 7/16.
TEST_F(OptimizerTest, Adam) {
  double second = 0.25 * (4.0 / 3) / std::sqrt(16.0 / 7);
  EXPECT_THAT(
      twoUpdates("adam<learning_rate = 0.25, beta1 = 0.5, beta2 = 0.75, "
                 "epsilon = 0.0>"),
      ElementsAre(DoubleNear(0.75, 1e-15), DoubleNear(0.75 - second, 1e-15)));
}

// As Adam, each time after the weight has lost 1/16 of itself.
TEST_F(OptimizerTest, AdamW) {
  double second = 0.25 * (4.0 / 3) / std::sqrt(16.0 / 7);
  double first = 15.0 / 16 - 0.25;
  EXPECT_THAT(
      twoUpdates("adamw<learning_rate = 0.25, beta1 = 0.5, beta2 = 0.75, "
                 "epsilon = 0.0, weight_decay = 0.25>"),
      ElementsAre(DoubleNear(first, 1e-15),
                  DoubleNear(first * 15 / 16 - second, 1e-15)));
}

} // namespace
} // namespace skein::reference
