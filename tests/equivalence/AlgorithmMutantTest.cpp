// Bodies of all-reduces with one thing changed: the verifier accepts exactly those
// that still are all-reduces. The truth is found by sending numbers around.
#include "dialect/Algorithm.h"
#include "passes/Passes.h"

#include "gtest/gtest.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/Diagnostics.h"
#include "mlir/IR/Verifier.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Pass/PassManager.h"

namespace skein {
namespace {

constexpr int64_t elements = 6; // which 4 devices do not divide

std::string programText(bool twoAxes) {
  std::string mesh = twoAxes ? "node = 2, gpu = 2" : "data = 4";
  std::string axes = twoAxes ? "node, gpu" : "data";
  std::string states = twoAxes ? "gpu: partial sum, node: partial sum" : "data: partial sum";
  std::string partial = "tensor<6xi32, #skein.dist<" + states + ">>";
  return "skein.mesh @m(" + mesh + ")\nskein.program @p on @m(%x: " + partial +
         ") {\n%r = skein.all_reduce sum %x over @m[" + axes + "] : " + partial +
         " -> tensor<6xi32>\nskein.return\n}\n";
}

/// Whether the messages of `reduce` make the sum of what four devices start with, on
/// all of them; native collectives inside are carried out by definition.
bool computesTheSum(AllReduceOp reduce) {
  // Device d holds 16^d, so every digit of the sum counts one device.
  std::vector<std::vector<int64_t>> data(4);
  for (int64_t device = 0; device < 4; ++device)
    data[device].assign(elements, int64_t(1) << (4 * device));
  auto isLastAxis = [&](mlir::ArrayAttr axes) {
    return axes.size() == 1 && axes[0] == reduce.getAxes().getValue().back();
  };
  auto visit = [&](const AlgorithmStep &step) {
    if (auto exchange = mlir::dyn_cast<ExchangeOp>(step.op)) {
      auto before = data;
      for (const Message &m : step.messages)
        for (int64_t i = m.begin; i < m.begin + m.count; ++i)
          data[m.to][i] = before[m.from][i] + (exchange.getKind() ? before[m.to][i] : 0);
      return;
    }
    auto axes = mlir::cast<CollectiveOpInterface>(step.op).getAxesAttr();
    ASSERT_TRUE(isLastAxis(axes));
    for (int64_t first : {0, 2}) // of each node
      for (int64_t i = 0; i < elements; ++i) {
        bool sums = mlir::isa<AllReduceOp>(step.op);
        int64_t value = data[first][i] + (sums ? data[first + 1][i] : 0);
        data[first][i] = data[first + 1][i] = value;
      }
  };
  if (failed(traceAlgorithm(reduce, visit)))
    return false;
  for (const auto &own : data)
    for (int64_t value : own)
      if (value != 0x1111)
        return false;
  return true;
}

/// Ways to change one op of a body; nothing where there is none.
using Mutation = std::function<bool(mlir::Operation *)>;

bool changeConstant(mlir::Operation *op, int64_t by) {
  auto constant = mlir::dyn_cast<mlir::arith::ConstantIndexOp>(op);
  if (!constant)
    return false;
  constant->setAttr("value", mlir::IntegerAttr::get(constant.getType(), constant.value() + by));
  return true;
}

bool swapOperands(mlir::Operation *op, unsigned first, unsigned second) {
  if (op->getNumOperands() <= second || op->getNumRegions() > 0 ||
      op->hasTrait<mlir::OpTrait::IsCommutative>() ||
      op->getOperand(first).getType() != op->getOperand(second).getType() ||
      op->getOperand(first) == op->getOperand(second))
    return false;
  mlir::Value value = op->getOperand(first);
  op->setOperand(first, op->getOperand(second));
  op->setOperand(second, value);
  return true;
}

bool removeExchange(mlir::Operation *op) {
  auto exchange = mlir::dyn_cast<ExchangeOp>(op);
  if (!exchange)
    return false;
  exchange.replaceAllUsesWith(exchange.getBuffer());
  exchange.erase();
  return true;
}

bool toggleCombining(mlir::Operation *op) {
  auto exchange = mlir::dyn_cast<ExchangeOp>(op);
  if (!exchange)
    return false;
  exchange.getKind() ? (void)exchange.removeKindAttr() : exchange.setKind(ReductionKind::Sum);
  return true;
}

bool removeCollective(mlir::Operation *op) {
  if (!mlir::isa<AllReduceOp, BroadcastOp>(op))
    return false;
  op->getResult(0).replaceAllUsesWith(op->getOperand(0));
  op->erase();
  return true;
}

class AlgorithmMutantTest : public testing::TestWithParam<std::string> {};

TEST_P(AlgorithmMutantTest, IsAcceptedOnlyIfItIsAnAllReduce) {
  const std::string &spec = GetParam();
  std::vector<Mutation> mutations = {
      [](mlir::Operation *op) { return changeConstant(op, 1); },
      [](mlir::Operation *op) { return changeConstant(op, -1); },
      [](mlir::Operation *op) { return swapOperands(op, 0, 1); },
      [](mlir::Operation *op) { return swapOperands(op, 1, 4); }, // pieces of an exchange
      [](mlir::Operation *op) { return swapOperands(op, 3, 6); }, // its partners
      [](mlir::Operation *op) { return swapOperands(op, 1, 2); }, // sides of a select
      removeExchange, toggleCombining, removeCollective};
  mlir::MLIRContext context(mlir::MLIRContext::Threading::DISABLED);
  context.loadDialect<SkeinDialect, mlir::arith::ArithDialect, mlir::scf::SCFDialect>();
  std::string message;
  mlir::ScopedDiagnosticHandler handler(
      &context, [&](mlir::Diagnostic &diagnostic) { message = diagnostic.str(); });
  auto module = mlir::parseSourceString<mlir::ModuleOp>(
      programText(spec.find('/') != std::string::npos), &context);
  mlir::PassManager manager(&context);
  manager.addPass(passes::createLowerAllReducePass({spec}));
  ASSERT_TRUE(module && succeeded(manager.run(*module))) << message;

  int64_t mutants = 0, refused = 0;
  for (size_t mutation = 0; mutation < mutations.size(); ++mutation)
    for (size_t place = 0;; ++place) {
      mlir::OwningOpRef<mlir::ModuleOp> mutant = module->clone();
      AllReduceOp reduce;
      mutant->walk<mlir::WalkOrder::PreOrder>([&](AllReduceOp op) {
        reduce = op;
        return mlir::WalkResult::interrupt();
      });
      std::vector<mlir::Operation *> ops;
      reduce.getBody().walk([&](mlir::Operation *op) { ops.push_back(op); });
      if (place >= ops.size())
        break;
      if (!mutations[mutation](ops[place]))
        continue;
      ++mutants;
      bool accepted = succeeded(mlir::verify(*mutant));
      refused += !accepted;
      EXPECT_EQ(accepted, computesTheSum(reduce))
          << spec << ", change " << mutation << " of op " << place << ": " << message;
    }
  RecordProperty("mutants", mutants);
  RecordProperty("refused", refused);
  std::printf("%s: %ld of %ld mutants refused\n", spec.c_str(), long(refused), long(mutants));
  // The others change what is never looked at, such as the partner of an empty piece.
  EXPECT_GT(refused, mutants / 2);
}

// A body that was right on four devices is none for six.
TEST(AlgorithmTest, WhatWasRightElsewhereIsCheckedAgain) {
  mlir::MLIRContext context(mlir::MLIRContext::Threading::DISABLED);
  context.loadDialect<SkeinDialect, mlir::arith::ArithDialect, mlir::scf::SCFDialect>();
  std::string message;
  mlir::ScopedDiagnosticHandler handler(
      &context, [&](mlir::Diagnostic &diagnostic) { message = diagnostic.str(); });
  auto module = mlir::parseSourceString<mlir::ModuleOp>(programText(false), &context);
  mlir::PassManager manager(&context);
  manager.addPass(passes::createLowerAllReducePass({"xring"}));
  ASSERT_TRUE(module && succeeded(manager.run(*module)) && succeeded(mlir::verify(*module)));
  MeshOp mesh = *module->getOps<MeshOp>().begin();
  mesh.setAxisSizes({6});
  EXPECT_TRUE(failed(mlir::verify(*module)));
  EXPECT_NE(message.find("'skein."), std::string::npos) << message;
  mesh.setAxisSizes({4});
  EXPECT_TRUE(succeeded(mlir::verify(*module))) << message;
}

INSTANTIATE_TEST_SUITE_P(Specs, AlgorithmMutantTest,
                         testing::Values("xring", "xring#2", "rechd", "tree", "hierarchical",
                                         "psgpu", "psgpu#3", "pscpu#2", "nccl/xring",
                                         "nccl/xring#2", "nccl/rechd", "nccl/pscpu",
                                         "pscpu/pscpu#2", "copy", "hierarchical-copy"));

} // namespace
} // namespace skein
