// A recommender whose tables are only looked up trains to the same numbers with
// gradients by rows and with tensors, on any number of devices, although rows
// are looked up several times; whoever breaks that is found out.

#include "tests/equivalence/Training.h"
#include "tests/runtime/executor/AgainstReference.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/IR/Diagnostics.h"
#include "mlir/IR/Verifier.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/raw_ostream.h"
#include "gtest/gtest.h"

#include <functional>

namespace skein::tests {
namespace {

using mlir::ModuleOp;
using mlir::OwningOpRef;
using mlir::Value;

/// Eight users out of six: every row is looked up more than once on average.
const int64_t rowsInUse = 6, steps = 5;

std::string replaced(std::string text, llvm::StringRef from,
                     llvm::StringRef to) {
  for (size_t at = text.find(from); at != std::string::npos;
       at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
  return text;
}

/// The recommender with this optimiser, such as `sgd<learning_rate = 0.1`.
std::string recommender(llvm::StringRef optimizer, llvm::StringRef element) {
  auto file =
      llvm::MemoryBuffer::getFile("tests/equivalence/sparse/dlrm.mlir");
  if (!file)
    return "no file";
  std::string text = (*file)->getBuffer().str();
  return replaced(replaced(text, "OPTIMIZER", optimizer), "ELEMENT", element);
}

std::string on(int devices, llvm::StringRef options = "") {
  return "skein-distribute{mesh=data:" + std::to_string(devices) + " " +
         options.str() + "}";
}

class SparseTest : public ::testing::TestWithParam<const char *> {
protected:
  SparseTest()
      : handler(&context, [this](mlir::Diagnostic &diagnostic) {
          messages += "\n" + diagnostic.str();
          return mlir::success();
        }) {}

  void load(llvm::StringRef optimizer) {
    level0 = reference::parseTraining(context, recommender(optimizer, "f64"));
    ASSERT_TRUE(level0) << messages;
  }

  TrainingRun trained(ModuleOp module, uint64_t seed) {
    auto run = train(module, *level0, seed, steps, firstValues(*level0, seed),
                     rowsInUse);
    EXPECT_TRUE(succeeded(run)) << messages;
    return succeeded(run) ? *run : TrainingRun();
  }

  TrainingRun trainedBy(const std::string &pipeline, uint64_t seed) {
    auto module = lowered(*level0, pipeline);
    EXPECT_TRUE(module) << pipeline << messages;
    return module ? trained(*module, seed) : TrainingRun();
  }

  /// All in f64, so that only the order of sums differs.
  void expectEqual(const TrainingRun &actual, const TrainingRun &expected,
                   const std::string &what) {
    std::string where;
    EXPECT_LE(largestDifference(actual, expected, where), 1e-11)
        << where << " after " << what;
  }

  mlir::MLIRContext context;
  std::string messages;
  mlir::ScopedDiagnosticHandler handler;
  OwningOpRef<ModuleOp> level0;
};

//===----------------------------------------------------------------------===//
// Optimisers that change looked-up rows only, or all
//===----------------------------------------------------------------------===//

class ExactTest : public SparseTest {};

TEST_P(ExactTest, SparseEqualsDense) {
  load(GetParam());
  for (uint64_t seed : {1, 2, 3}) {
    TrainingRun dense = trainedBy(
        "skein-differentiate{dense-gradients},skein-expand-optimizers", seed);
    expectEqual(dense, trainedBy("skein-differentiate", seed),
                "skein-expand-optimizers");
    for (int devices : {1, 2, 4})
      for (const char *options :
           {"", "dense-gradients", "densify-variables=users",
            "micro-batches=2", "loss-scale=static initial-scale=1024",
            "loss-scale=dynamic micro-batches=2", "pack=bucket overlap"})
        expectEqual(trainedBy(on(devices, options), seed), dense,
                    on(devices, options));
    expectEqual(trainedBy("skein-distribute{mesh=node:2,gpu:4}", seed), dense,
                "a mesh of two axes");
  }
}

TEST_P(ExactTest, MachineCodeEqualsReference) {
  mlir::MLIRContext own;
  auto module =
      reference::parseTraining(own, recommender(GetParam(), "f32"));
  ASSERT_TRUE(module);
  for (int devices : {1, 2, 4}) {
    auto distributed = lowered(*module, on(devices));
    ASSERT_TRUE(distributed);
    std::string text;
    llvm::raw_string_ostream(text) << *distributed;
    runtime::ReferenceOptions options;
    options.steps = 10;
    options.integerBound = rowsInUse;
    EXPECT_TRUE(runtime::matchesReference(text, options))
        << devices << " devices";
  }
}

INSTANTIATE_TEST_SUITE_P(
    Optimizers, ExactTest,
    ::testing::Values(
        "sgd<learning_rate = 0.5", "adagrad<learning_rate = 0.5",
        "adagrad<learning_rate = 0.5, initial_accumulator = 0.1, epsilon = 0.0",
        "momentum<learning_rate = 0.2, momentum = 0.5",
        "momentum<learning_rate = 0.2, momentum = 0.5, nesterov = true",
        "adam<learning_rate = 0.1", "adamw<learning_rate = 0.1"));

TEST_F(SparseTest, OtherChangesOfGradientsAreTheSameByRows) {
  load("adagrad<learning_rate = 0.5");
  for (const char *change :
       {"clip-value=0.01", "clip-norm=0.1", "delay-gradients"})
    for (int devices : {1, 2}) {
      std::string options = change;
      expectEqual(trainedBy(on(devices, options), 1),
                  trainedBy(on(devices, options + " dense-gradients"), 1),
                  on(devices, options));
    }
}

// Rows are added up in the order in which a tensor would have added them up.
TEST_F(SparseTest, MergedRowsGiveTheBitsOfTheTensor) {
  load("sgd<learning_rate = 0.5");
  TrainingRun dense = trainedBy(
      "skein-differentiate{dense-gradients},skein-expand-optimizers", 1);
  std::string where;
  EXPECT_EQ(largestDifference(trainedBy(on(1, "merge-rows"), 1), dense, where),
            0)
      << where;
  expectEqual(trainedBy(on(4, "merge-rows"), 1), dense, on(4, "merge-rows"));
}

// Dual numbers take one run of the loss per element of a table.
TEST_F(SparseTest, TheDefinitionIsThatOfTheLoss) {
  load("sgd<learning_rate = 0.5");
  expectEqual(trainedBy("skein-differentiate", 1), trained(*level0, 1),
              "skein-differentiate");
}

//===----------------------------------------------------------------------===//
// Lazy optimisers
//===----------------------------------------------------------------------===//

class LazyTest : public SparseTest {};

TEST_P(LazyTest, OnlyRowsThatWereLookedUpChange) {
  load(GetParam());
  const uint64_t seed = 1;
  TrainingRun expected = trainedBy("skein-differentiate", seed);
  reference::Variables first = firstValues(*level0, seed);
  for (int devices : {1, 2, 4}) {
    TrainingRun actual = trainedBy(on(devices), seed);
    expectEqual(actual, expected, on(devices));
    for (const char *name : {"users", "items"})
      for (int64_t i = rowsInUse * 4; i < first[name].size(); ++i)
        EXPECT_EQ(actual.variables[name].elements[i].real,
                  first[name].elements[i].real)
            << name << " element " << i;
  }
  // An exact optimiser goes on moving rows that were looked up earlier.
  TrainingRun exact =
      trainedBy("skein-differentiate{dense-gradients}", seed);
  std::string where;
  EXPECT_GT(largestDifference(expected, exact, where), 1e-3);
}

INSTANTIATE_TEST_SUITE_P(
    Optimizers, LazyTest,
    ::testing::Values("momentum<learning_rate = 0.2, momentum = 0.5, lazy = true",
                      "adam<learning_rate = 0.1, lazy = true",
                      "adamw<learning_rate = 0.1, lazy = true"));

//===----------------------------------------------------------------------===//
// What is sent
//===----------------------------------------------------------------------===//

/// Elements of all tensors that devices receive from one another.
int64_t elementsReceived(ModuleOp module) {
  int64_t elements = 0;
  module.walk([&](CollectiveOpInterface op) {
    if (op.communicates())
      elements += mlir::cast<mlir::RankedTensorType>(op->getResult(0).getType())
                      .getNumElements();
  });
  return elements;
}

TEST_F(SparseTest, OnlyLookedUpRowsAreSent) {
  load("adagrad<learning_rate = 0.5");
  // Both look-ups of users, and the bags: indices and rows of 4. Gradients of
  // bottom and top, and the loss.
  int64_t rows = 8 + 8 + 8 * 3, others = 5 * 4 + 4 + 1;
  auto sparse = lowered(*level0, on(4));
  ASSERT_TRUE(sparse);
  EXPECT_EQ(elementsReceived(*sparse), rows * (1 + 4) + others);
  auto dense = lowered(*level0, on(4, "dense-gradients"));
  ASSERT_TRUE(dense);
  EXPECT_EQ(elementsReceived(*dense), (40 + 60) * 4 + others);
}

//===----------------------------------------------------------------------===//
// Mutants
//===----------------------------------------------------------------------===//

/// The op of `users`, which has two pairs.
SparseGradientOp pairsOfUsers(ModuleOp module) {
  SparseGradientOp found;
  module.walk([&](SparseGradientOp op) {
    if (op.getIndices().size() == 2)
      found = op;
  });
  return found;
}

/// The ops that read where indices come first, in order.
std::vector<mlir::linalg::GenericOp> usersOfFirst(ModuleOp module) {
  std::vector<mlir::linalg::GenericOp> users;
  module.walk([&](mlir::linalg::GenericOp op) {
    for (Value input : op.getInputs())
      if (input.getDefiningOp<FirstOccurrenceOp>())
        users.push_back(op);
  });
  return users;
}

struct Mutant {
  const char *name;
  const char *before; ///< Passes that run before the change, and after it.
  const char *after;
  std::function<void(ModuleOp)> change;
};

const char *const untilPairs = "skein-differentiate,skein-partition{mesh=data:2}";
const char *const untilGathered =
    "skein-differentiate,skein-partition{mesh=data:2},skein-synchronize";
const char *const fromPairs = "skein-synchronize,skein-expand-optimizers";
const char *const fromGathered = "skein-expand-optimizers";

std::vector<Mutant> mutants() {
  std::vector<Mutant> list;
  auto onPairs = [&](const char *name,
                     std::function<void(SparseGradientOp)> change) {
    auto apply = [change](ModuleOp module) { change(pairsOfUsers(module)); };
    list.push_back({name, untilPairs, fromPairs, apply});
    list.push_back({name, untilGathered, fromGathered, apply});
  };
  onPairs("indices of the other look-up", [](SparseGradientOp op) {
    op.getIndicesMutable()[0].set(op.getIndices()[1]);
  });
  onPairs("rows of the other look-up", [](SparseGradientOp op) {
    op.getRowsMutable()[1].set(op.getRows()[0]);
  });
  onPairs("one look-up left out", [](SparseGradientOp op) {
    op.getIndicesMutable().erase(1);
    op.getRowsMutable().erase(1);
  });
  onPairs("one look-up twice", [](SparseGradientOp op) {
    op.getIndicesMutable().append(op.getIndices()[0]);
    op.getRowsMutable().append(op.getRows()[0]);
  });
  auto expanded = [&](const char *name, std::function<void(ModuleOp)> change) {
    list.push_back({name, "skein-distribute{mesh=data:2}", "", change});
  };
  expanded("equal rows not added up", [](ModuleOp module) {
    auto merge = usersOfFirst(module)[0];
    merge->replaceAllUsesWith(mlir::ValueRange(merge.getInputs()[1]));
  });
  expanded("the last of equal rows counts", [](ModuleOp module) {
    module.walk([](mlir::arith::AndIOp op) { op.replaceAllUsesWith(op.getLhs()); });
  });
  expanded("rows are written to their place in the list", [](ModuleOp module) {
    module.walk([](mlir::arith::AndIOp op) { op.replaceAllUsesWith(op.getRhs()); });
  });
  expanded("rows are added up at the indices themselves", [](ModuleOp module) {
    auto merge = usersOfFirst(module)[0];
    auto first = merge.getInputs()[0].getDefiningOp<FirstOccurrenceOp>();
    merge.getInputsMutable()[0].set(first.getInput());
  });
  return list;
}

TEST_F(SparseTest, EveryMutantIsFoundOut) {
  load("adagrad<learning_rate = 0.5");
  TrainingRun expected = trainedBy(on(2), 1);
  for (const Mutant &mutant : mutants()) {
    auto module = lowered(*level0, mutant.before);
    ASSERT_TRUE(module) << messages;
    mutant.change(*module);
    if (failed(mlir::verify(*module)))
      continue;
    module = lowered(*module, mutant.after);
    ASSERT_TRUE(module) << mutant.name << messages;
    auto run = train(*module, *level0, 1, steps, firstValues(*level0, 1),
                     rowsInUse);
    std::string where;
    EXPECT_TRUE(failed(run) || largestDifference(*run, expected, where) > 1e-6)
        << mutant.name << " is not noticed after " << mutant.before;
  }
}

TEST_F(SparseTest, GathersCannotBeLeftOut) {
  load("adagrad<learning_rate = 0.5");
  auto module = lowered(*level0, on(2));
  ASSERT_TRUE(module);
  auto gathersOf = [](ModuleOp in) {
    std::vector<AllGatherOp> gathers;
    in.walk([&](AllGatherOp op) { gathers.push_back(op); });
    return gathers;
  };
  auto remove = [](AllGatherOp op) {
    op.getResult().replaceAllUsesWith(op.getInput());
    op.erase();
  };
  size_t count = gathersOf(*module).size();
  ASSERT_EQ(count, 6u);
  for (size_t i = 0; i < count; ++i)
    for (bool pair : {false, true}) {
      OwningOpRef<ModuleOp> copy(module->clone());
      std::vector<AllGatherOp> gathers = gathersOf(*copy);
      remove(gathers[i]);
      if (pair)
        remove(gathers[i ^ 1]);
      EXPECT_TRUE(failed(mlir::verify(*copy))) << "gather " << i;
    }
  OwningOpRef<ModuleOp> pairs = lowered(*level0, untilGathered);
  ASSERT_TRUE(pairs);
  for (AllGatherOp op : gathersOf(*pairs))
    remove(op);
  messages.clear();
  EXPECT_TRUE(failed(mlir::verify(*pairs)));
  EXPECT_NE(messages.find("is declared as replicated along \"data\"; expected "
                          "partial sum, as follows from pair 0"),
            std::string::npos)
      << messages;
}

} // namespace
} // namespace skein::tests
