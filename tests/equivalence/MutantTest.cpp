// Whoever takes a reduction out of a lowered training step, doubles it,
// bypasses it, or changes its kind or its axes, gets an error that names an op
// or a variable. All such mutants are made, each twice: with all types left
// alone, and with types re-inferred by somebody who wants the program to look
// right.

#include "tests/equivalence/Reinference.h"
#include "tests/equivalence/Training.h"

#include "mlir/IR/Diagnostics.h"
#include "mlir/IR/Verifier.h"
#include "llvm/Support/MemoryBuffer.h"
#include "gtest/gtest.h"

#include <functional>

namespace skein::tests {
namespace {

/// A change to the reduction number `reduction` of a module.
struct Mutant {
  std::string name;
  size_t reduction;
  std::function<void(AllReduceOp)> apply;
};

std::vector<AllReduceOp> reductionsOf(mlir::ModuleOp module) {
  std::vector<AllReduceOp> reductions;
  module.walk([&](AllReduceOp op) { reductions.push_back(op); });
  return reductions;
}

void remove(AllReduceOp reduce) {
  reduce.getResult().replaceAllUsesWith(reduce.getInput());
  reduce.erase();
}

void duplicate(AllReduceOp reduce) {
  mlir::OpBuilder builder(reduce.getContext());
  builder.setInsertionPointAfter(reduce);
  auto again = mlir::cast<AllReduceOp>(builder.clone(*reduce));
  reduce.getResult().replaceAllUsesWith(again.getResult());
  again.getInputMutable().assign(reduce.getResult());
}

/// Every other non-empty list of axes of the mesh, one or two long, without those in
/// another order: they reduce over the same devices.
std::vector<mlir::ArrayAttr> otherAxes(AllReduceOp reduce, MeshOp mesh) {
  std::vector<mlir::ArrayAttr> lists;
  auto add = [&](llvm::ArrayRef<mlir::Attribute> axes) {
    auto list = mlir::ArrayAttr::get(mesh.getContext(), axes);
    mlir::ArrayAttr now = reduce.getAxes();
    if (!std::is_permutation(list.begin(), list.end(), now.begin(), now.end()))
      lists.push_back(list);
  };
  for (mlir::Attribute outer : mesh.getAxisNames()) {
    add({outer});
    for (mlir::Attribute inner : mesh.getAxisNames())
      if (inner != outer)
        add({outer, inner});
  }
  return lists;
}

std::vector<Mutant> mutantsOf(mlir::ModuleOp module) {
  std::vector<Mutant> mutants;
  auto mesh = *module.getOps<MeshOp>().begin();
  for (auto [i, reduce] : llvm::enumerate(reductionsOf(module))) {
    auto add = [&](std::string name, std::function<void(AllReduceOp)> apply) {
      mutants.push_back({std::move(name), i, std::move(apply)});
    };
    add("deleted", remove);
    add("doubled", duplicate);
    size_t uses = llvm::range_size(reduce.getResult().getUses());
    for (size_t use = 0; use < uses; ++use)
      add("bypassed at use " + std::to_string(use), [use](AllReduceOp op) {
        std::next(op.getResult().use_begin(), use)->set(op.getInput());
      });
    for (ReductionKind kind :
         {ReductionKind::Sum, ReductionKind::Mul, ReductionKind::Max,
          ReductionKind::Min, ReductionKind::And, ReductionKind::Or})
      if (kind != reduce.getKind())
        add("made " + stringifyReductionKind(kind).str(),
            [kind](AllReduceOp op) { op.setKind(kind); });
    for (mlir::ArrayAttr axes : otherAxes(reduce, mesh))
      add("over other axes", [axes](AllReduceOp op) { op.setAxesAttr(axes); });
  }
  return mutants;
}

/// Names an op or a variable.
bool saysWhere(llvm::StringRef message) {
  return message.contains("' op ") || message.contains("@");
}

/// A network of examples/digits and a mesh.
struct Lowered {
  const char *name;
  const char *example;
  const char *mesh;
};

class MutantTest : public ::testing::TestWithParam<Lowered> {
protected:
  MutantTest()
      : handler(&context, [this](mlir::Diagnostic &diagnostic) {
          messages += diagnostic.str() + "\n";
          return mlir::success();
        }) {}

  void SetUp() override {
    auto file = llvm::MemoryBuffer::getFile(std::string("examples/digits/") +
                                            GetParam().example + ".mlir");
    ASSERT_TRUE(file);
    auto level0 = reference::parseTraining(context, (*file)->getBuffer());
    ASSERT_TRUE(level0) << messages;
    module = lowered(*level0, std::string("skein-distribute{mesh=") +
                                  GetParam().mesh + "}");
    ASSERT_TRUE(module) << messages;
  }

  void expectAllRefused(bool reinferred) {
    std::vector<Mutant> mutants = mutantsOf(*module);
    EXPECT_GE(mutants.size(), 40u);
    for (const Mutant &mutant : mutants) {
      mlir::OwningOpRef<mlir::ModuleOp> copy(module->clone());
      mutant.apply(reductionsOf(*copy)[mutant.reduction]);
      if (reinferred)
        reinferStates(*copy);
      messages.clear();
      EXPECT_TRUE(failed(mlir::verify(*copy)))
          << "reduction " << mutant.reduction << " " << mutant.name
          << " is accepted";
      EXPECT_TRUE(saysWhere(messages)) << messages;
      // Types that fit together leave only the rules to object.
      if (reinferred)
        EXPECT_FALSE(llvm::StringRef(messages).contains("to match type"))
            << mutant.name << ": " << messages;
    }
  }

  mlir::MLIRContext context;
  std::string messages;
  mlir::ScopedDiagnosticHandler handler;
  mlir::OwningOpRef<mlir::ModuleOp> module;
};

TEST_P(MutantTest, NoneIsAcceptedWithItsTypesAsTheyWere) {
  expectAllRefused(/*reinferred=*/false);
}

TEST_P(MutantTest, NoneIsAcceptedWithTypesReinferred) {
  expectAllRefused(/*reinferred=*/true);
}

// Otherwise a broken inference would make every mutant look wrong.
TEST_P(MutantTest, ReinferenceOfTheProgramItselfIsAccepted) {
  reinferStates(*module);
  EXPECT_TRUE(succeeded(mlir::verify(*module))) << messages;
}

INSTANTIATE_TEST_SUITE_P(
    Programs, MutantTest,
    ::testing::Values(Lowered{"MlpOnData", "mlp", "data:4"},
                      Lowered{"MlpOnDataAndRest", "mlp", "data:2,rest:2"},
                      Lowered{"MlpOnTwoLevels", "mlp", "node:2,gpu:2"},
                      Lowered{"CnnOnData", "cnn", "data:4"}),
    [](const auto &info) { return info.param.name; });

} // namespace
} // namespace skein::tests
