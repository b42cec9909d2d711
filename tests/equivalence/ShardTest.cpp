// A variable in pieces is trained like the whole: the same bits, as long as
// nothing is added up in another order.

#include "tests/equivalence/RandomTraining.h"
#include "tests/equivalence/Training.h"
#include "tests/runtime/executor/AgainstReference.h"

#include "mlir/IR/Diagnostics.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/raw_ostream.h"
#include "gtest/gtest.h"

namespace skein::tests {
namespace {

using mlir::ModuleOp;

const int64_t steps = 5;

/// Gives `variable` a record that cuts dimension `dim` into `count` pieces.
void cut(VariableOp variable, int64_t dim, int64_t count) {
  auto *context = variable.getContext();
  llvm::SmallVector<int64_t> partition(
      mlir::cast<mlir::RankedTensorType>(variable.getType()).getRank(), 1);
  partition[dim] = count;
  auto integers = [&](llvm::ArrayRef<int64_t> values) {
    return mlir::DenseI64ArrayAttr::get(context, values);
  };
  variable->setAttr(synchronizationAttrName,
                    AllReduceAttr::get(context, GradientReduction::AsOptions,
                                       integers(partition), integers({})));
}

class ShardTest : public ::testing::Test {
protected:
  ShardTest()
      : handler(&context, [this](mlir::Diagnostic &diagnostic) {
          messages += "\n" + diagnostic.str();
          return mlir::success();
        }) {}

  void load(const std::string &text) {
    level0 = reference::parseTraining(context, text);
    ASSERT_TRUE(level0) << messages;
    first = firstValues(*level0, 1);
    // Averages start as what they are averages of.
    for (auto [name, value] : reference::Variables(first))
      first[name + ".average"] = value;
  }

  void loadRecommender(const std::string &optimizer) {
    auto file =
        llvm::MemoryBuffer::getFile("tests/equivalence/sparse/dlrm.mlir");
    ASSERT_TRUE(bool(file));
    std::string text = (*file)->getBuffer().str();
    for (auto [from, to] :
         {std::pair<std::string, std::string>{"OPTIMIZER", optimizer},
          {"ELEMENT", "f64"}})
      for (size_t at = text.find(from); at != std::string::npos;
           at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
    load(text);
  }

  TrainingRun trained(ModuleOp module, const std::string &pipeline,
                      reference::Rounding rounding) {
    auto other = lowered(module, pipeline);
    EXPECT_TRUE(other) << pipeline << messages;
    if (!other)
      return {};
    auto run = train(*other, *level0, 1, steps, first, /*integerBound=*/6,
                     rounding);
    EXPECT_TRUE(succeeded(run)) << pipeline << messages;
    return succeeded(run) ? *run : TrainingRun();
  }

  /// Variables, slots and results after `pipeline` are those of `level0`
  /// without records, up to `tolerance`.
  void expectTheSame(
      ModuleOp inPieces, const std::string &pipeline, double tolerance = 0,
      reference::Rounding rounding = reference::Rounding::None) {
    std::string where;
    TrainingRun expected = trained(*level0, pipeline, rounding);
    EXPECT_GT(expected.variables.size(), 0u);
    EXPECT_LE(largestDifference(trained(inPieces, pipeline, rounding), expected,
                                where),
              tolerance)
        << where << " after " << pipeline;
  }

  mlir::MLIRContext context;
  std::string messages;
  mlir::ScopedDiagnosticHandler handler;
  mlir::OwningOpRef<ModuleOp> level0;
  reference::Variables first;
};

/// Two variables, of 5 x 3 and of 3 elements, and their averages.
std::string dense(const std::string &optimizer) {
  std::string text = R"mlir(
skein.variable @w : tensor<5x3xf32>
skein.variable @b : tensor<3xf32> = dense<[0.5, -0.25, 0.125]> : tensor<3xf32>
func.func private @loss(%w: tensor<5x3xf32>, %b: tensor<3xf32>, %x: tensor<8x5xf32>) -> tensor<f32> {
  %zeros = arith.constant dense<0.0> : tensor<8x3xf32>
  %zero = arith.constant dense<0.0> : tensor<f32>
  %z = linalg.matmul ins(%x, %w : tensor<8x5xf32>, tensor<5x3xf32>) outs(%zeros : tensor<8x3xf32>) -> tensor<8x3xf32>
  %e = tensor.empty() : tensor<8x3xf32>
  %c = linalg.broadcast ins(%b : tensor<3xf32>) outs(%e : tensor<8x3xf32>) dimensions = [0]
  %y = arith.addf %z, %c : tensor<8x3xf32>
  %t = math.tanh %y : tensor<8x3xf32>
  %q = arith.mulf %t, %y : tensor<8x3xf32>
  %l = linalg.reduce {arith.addf} ins(%q : tensor<8x3xf32>) outs(%zero : tensor<f32>) dimensions = [0, 1]
  return %l : tensor<f32>
}
skein.step @train(%x: tensor<8x5xf32> {skein.batch = 0 : i64}) -> tensor<f32> {
  %w = skein.read @w : tensor<5x3xf32>
  %b = skein.read @b : tensor<3xf32>
  %loss, %dw, %db = skein.value_and_grad @loss(%w, %b, %x) wrt [0, 1]
      : (tensor<5x3xf32>, tensor<3xf32>, tensor<8x5xf32>) -> (tensor<f32>, tensor<5x3xf32>, tensor<3xf32>)
  skein.apply_gradient @w, %dw : tensor<5x3xf32> using #skein.OPTIMIZER>
  skein.apply_gradient @b, %db : tensor<3xf32> using #skein.OPTIMIZER>
  skein.return %loss : tensor<f32>
}
)mlir";
  for (size_t at; (at = text.find("OPTIMIZER")) != std::string::npos;)
    text.replace(at, 9, optimizer);
  return text;
}

struct Partition {
  int64_t dim, count;
};

class DenseTest : public ShardTest, public ::testing::WithParamInterface<Partition> {
protected:
  mlir::OwningOpRef<ModuleOp> inPieces() {
    mlir::OwningOpRef<ModuleOp> copy(level0->clone());
    cut(copy->lookupSymbol<VariableOp>("w"), GetParam().dim, GetParam().count);
    cut(copy->lookupSymbol<VariableOp>("b"), 0, 2);
    return copy;
  }
};

TEST_P(DenseTest, TheSameBitsWithEveryOptimizer) {
  for (const char *optimizer :
       {"sgd<learning_rate = 0.1", "momentum<learning_rate = 0.1, momentum = 0.9",
        "adagrad<learning_rate = 0.1, initial_accumulator = 0.5",
        "adam<learning_rate = 0.1", "adamw<learning_rate = 0.1"}) {
    load(dense(optimizer));
    auto module = inPieces();
    for (const char *mesh : {"", "mesh=data:2", "mesh=data:4", "mesh=node:2,gpu:2"})
      expectTheSame(*module, std::string("skein-distribute{") + mesh + "}", 0,
                    reference::Rounding::ToType);
  }
}

TEST_P(DenseTest, TheSameBitsWithEverythingElse) {
  load(dense("adam<learning_rate = 0.1"));
  auto module = inPieces();
  for (const char *options :
       {"micro-batches=4", "loss-scale=dynamic", "clip-value=0.01",
        "average-decay=0.9", "average-decay=0.9 average-schedule=debiased",
        "pack=bucket overlap", "pack=groups", "compress=f16 compress-min-elements=0",
        "batch=per-replica reduction=mean", "all-reduce=xring"}) {
    std::string mesh = llvm::StringRef(options).contains("per-replica")
                           ? "mesh=data:1 "
                           : "mesh=data:2 ";
    expectTheSame(*module, "skein-distribute{" + mesh + options + "}", 0,
                  reference::Rounding::ToType);
  }
  load(dense("sgd<learning_rate = 0.1"));
  expectTheSame(*inPieces(), "skein-distribute{mesh=data:2 delay-gradients}", 0,
                reference::Rounding::ToType);
}

// Squares of pieces are added up piece by piece.
TEST_P(DenseTest, TheSameNorm) {
  load(dense("momentum<learning_rate = 0.1, momentum = 0.9"));
  expectTheSame(*inPieces(), "skein-distribute{mesh=data:2 clip-norm=0.1}", 1e-5,
                reference::Rounding::ToType);
}

TEST_P(DenseTest, MachineCodeEqualsReference) {
  load(dense("adam<learning_rate = 0.1"));
  for (const char *options : {"mesh=data:1", "mesh=data:4 pack=bucket overlap"}) {
    auto distributed =
        lowered(*inPieces(), std::string("skein-distribute{") + options + "}");
    ASSERT_TRUE(distributed) << messages;
    std::string text;
    llvm::raw_string_ostream(text) << *distributed;
    EXPECT_TRUE(runtime::matchesReference(text)) << options;
  }
}

INSTANTIATE_TEST_SUITE_P(Partitions, DenseTest,
                         ::testing::Values(Partition{0, 2}, Partition{0, 3},
                                           Partition{0, 5}, Partition{1, 2},
                                           Partition{1, 3}));

//===----------------------------------------------------------------------===//
// Rows
//===----------------------------------------------------------------------===//

class RowsTest : public ShardTest,
                 public ::testing::WithParamInterface<const char *> {};

TEST_P(RowsTest, TheSameBits) {
  loadRecommender(GetParam());
  for (int64_t count : {2, 3, 7}) {
    mlir::OwningOpRef<ModuleOp> module(level0->clone());
    for (const char *table : {"users", "items"})
      cut(module->lookupSymbol<VariableOp>(table), 0, count);
    for (const char *options :
         {"mesh=data:1", "mesh=data:2", "mesh=data:4 merge-rows",
          "mesh=data:2 loss-scale=static micro-batches=2",
          "mesh=data:2 densify-variables=users", "mesh=data:2 dense-gradients"})
      expectTheSame(*module, std::string("skein-distribute{") + options + "}");
  }
}

INSTANTIATE_TEST_SUITE_P(
    Optimizers, RowsTest,
    ::testing::Values("sgd<learning_rate = 0.5", "adagrad<learning_rate = 0.5",
                      "adam<learning_rate = 0.1",
                      "momentum<learning_rate = 0.2, momentum = 0.5, lazy = true"));

// Rows are gathered once for all pieces of a table.
TEST_F(ShardTest, RowsAreSentOnce) {
  loadRecommender("adagrad<learning_rate = 0.5");
  auto count = [&](ModuleOp module) {
    auto distributed = lowered(module, "skein-distribute{mesh=data:2}");
    EXPECT_TRUE(distributed) << messages;
    int64_t gathers = 0;
    distributed->walk([&](AllGatherOp op) {
      gathers += llvm::isa<mlir::FloatType>(getElementTypeOrSelf(op.getResult().getType()));
    });
    return gathers;
  };
  int64_t whole = count(*level0);
  cut(level0->lookupSymbol<VariableOp>("users"), 0, 5);
  EXPECT_EQ(count(*level0), whole);
}

//===----------------------------------------------------------------------===//
// Random programs
//===----------------------------------------------------------------------===//

class RandomShardTest : public ShardTest,
                        public ::testing::WithParamInterface<uint64_t> {};

TEST_P(RandomShardTest, TheSameBits) {
  uint64_t seed = GetParam();
  load(randomTraining(seed, FloatType::F64));
  mlir::OwningOpRef<ModuleOp> module(level0->clone());
  int64_t pieces = 0;
  for (VariableOp variable : module->getOps<VariableOp>()) {
    auto type = mlir::cast<mlir::RankedTensorType>(variable.getType());
    if (type.getRank() == 0)
      continue;
    int64_t dim = seed % type.getRank();
    int64_t count = std::min<int64_t>(2 + seed % 3, type.getDimSize(dim));
    if (count > 1)
      cut(variable, dim, count);
    pieces += count;
  }
  EXPECT_GT(pieces, 0);
  expectTheSame(*module, "skein-distribute{mesh=data:2}");
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomShardTest,
                         ::testing::Range<uint64_t>(0, 25));

} // namespace
} // namespace skein::tests
