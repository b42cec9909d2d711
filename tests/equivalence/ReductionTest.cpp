// How the gradients of replicas with batches of their own combine, against sums
// and means that are formed here, replica by replica and row by row.
#include "passes/Passes.h"
#include "tests/equivalence/Training.h"
#include "tests/runtime/executor/AgainstReference.h"

#include "gtest/gtest.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/raw_ostream.h"
#include "mlir/IR/Diagnostics.h"

#include <array>
#include <cmath>
#include <map>
#include <random>

namespace skein::tests {
namespace {

using reference::Tensor;

constexpr int64_t batch = 3, tableRows = 7;
using Row = std::array<double, 2>;

Row operator+(Row a, const Row &b) { return {a[0] + b[0], a[1] + b[1]}; }
Row operator/(Row a, double divisor) { return {a[0] / divisor, a[1] / divisor}; }

/// The gradients of one replica, which has no row that it did not look up.
struct Gradients {
  Row tensor = {};
  std::map<int64_t, Row> rows;
};

/// The inputs of the step, and what the replicas make of them.
struct Inputs {
  std::vector<Tensor> tensors;
  std::vector<Gradients> replicas;
};

Inputs randomInputs(int64_t replicas, int64_t rowsInUse, uint64_t seed) {
  std::mt19937_64 random(seed);
  auto number = [&] { return double(random() % 2048) / 1024 - 1; };
  int64_t examples = replicas * batch;
  Inputs inputs{{Tensor::zeros({examples}), Tensor::zeros({examples, 2})}, {}};
  for (int i = 0; i < 4; ++i)
    inputs.tensors.push_back(Tensor::zeros({examples, 2}));
  for (Tensor &tensor : inputs.tensors)
    for (reference::Scalar &element : tensor.elements) {
      element.real = number();
      element.integer = random() % rowsInUse;
    }
  auto rowAt = [&](size_t input, int64_t n) -> Row {
    const Tensor &tensor = inputs.tensors[input];
    return {tensor.elements[2 * n].real, tensor.elements[2 * n + 1].real};
  };
  inputs.replicas.resize(replicas);
  for (int64_t n = 0; n < examples; ++n) {
    Gradients &own = inputs.replicas[n / batch];
    auto add = [&](int64_t row, const Row &value) {
      own.rows[row] = own.rows[row] + value;
    };
    for (int64_t row : {0, 3}) { // The loss has its terms once for each of the two.
      add(row, rowAt(4, n));
      add(inputs.tensors[0].elements[n].integer, rowAt(2, n));
      for (int64_t m : {0, 1})
        add(inputs.tensors[1].elements[2 * n + m].integer, rowAt(3, n));
      own.tensor = own.tensor + rowAt(5, n);
    }
  }
  return inputs;
}

Gradients sumOf(const std::vector<Gradients> &all) {
  Gradients sum;
  for (const Gradients &own : all) {
    sum.tensor = sum.tensor + own.tensor;
    for (const auto &[row, value] : own.rows)
      sum.rows[row] = sum.rows[row] + value;
  }
  return sum;
}

/// Of rows, over those that have them if `ofOwners`, else over all.
Gradients meanOf(const std::vector<Gradients> &all, bool ofOwners) {
  Gradients mean = sumOf(all);
  mean.tensor = mean.tensor / double(all.size());
  for (auto &[row, value] : mean.rows) {
    double owners = 0;
    for (const Gradients &own : all)
      owners += own.rows.count(row);
    value = value / (ofOwners ? owners : double(all.size()));
  }
  return mean;
}

Gradients meanOfMeans(const std::vector<Gradients> &all, int64_t workers, bool ofOwners) {
  std::vector<Gradients> means;
  int64_t perWorker = all.size() / workers;
  for (int64_t worker = 0; worker < workers; ++worker)
    means.push_back(meanOf({all.begin() + worker * perWorker,
                            all.begin() + (worker + 1) * perWorker},
                           ofOwners));
  return meanOf(means, ofOwners);
}

/// With these reductions of the two variables, if they have any of their own.
std::string programText(const std::string &element, const std::string &ofTable = "",
                        const std::string &ofTensor = "") {
  auto file = llvm::MemoryBuffer::getFile("tests/equivalence/reduction/look-ups.mlir");
  std::string text = file ? (*file)->getBuffer().str() : "";
  auto append = [&](const std::string &declaration, const std::string &reduction) {
    if (!reduction.empty())
      text.insert(text.find(declaration) + declaration.size(),
                  " {skein.synchronization = #skein.all_reduce<reduction = " + reduction + ">}");
  };
  append("skein.variable @table : tensor<7x2xELEMENT>", ofTable);
  append("skein.variable @w : tensor<2xELEMENT>", ofTensor);
  for (size_t at; (at = text.find("ELEMENT")) != std::string::npos;)
    text.replace(at, 7, element);
  return text;
}

struct Mesh {
  const char *option;
  int64_t replicas, workers;
};

class ReductionTest : public ::testing::Test {
protected:
  ReductionTest()
      : handler(&context, [this](mlir::Diagnostic &diagnostic) {
          messages += "\n" + diagnostic.str();
          return mlir::success();
        }) {
    level0 = reference::parseTraining(context, programText("f64"));
  }

  /// One step with `options` does what Adagrad does with the rows of `expected`,
  /// and descent with its tensor.
  void expectStep(const Mesh &mesh, const std::string &options, const Inputs &inputs,
                  const Gradients &expected) {
    SCOPED_TRACE(std::string(mesh.option) + " " + options);
    ASSERT_TRUE(level0) << messages;
    auto program = lowered(*level0, std::string("skein-distribute{mesh=") + mesh.option +
                                        " batch=per-replica " + options + "}");
    ASSERT_TRUE(program) << messages;
    reference::Variables first = firstValues(*level0, /*seed=*/7);
    reference::Machine machine(*program);
    ASSERT_TRUE(succeeded(machine.initialize(first))) << messages;
    ASSERT_TRUE(succeeded(machine.run("train", inputs.tensors))) << messages;
    auto variables = machine.variables();
    ASSERT_TRUE(succeeded(variables)) << messages;
    for (int64_t row = 0; row < tableRows; ++row)
      for (int64_t c : {0, 1}) {
        double old = first["table"].elements[2 * row + c].real;
        auto found = expected.rows.find(row);
        double g = found == expected.rows.end() ? 0 : found->second[c];
        EXPECT_NEAR((*variables)["table"].elements[2 * row + c].real,
                    old - 0.5 * g / std::sqrt(0.1 + g * g), 1e-12)
            << "row " << row;
      }
    for (int64_t c : {0, 1})
      EXPECT_NEAR((*variables)["w"].elements[c].real,
                  first["w"].elements[c].real - 0.1 * expected.tensor[c], 1e-12);
  }

  mlir::MLIRContext context;
  std::string messages;
  mlir::ScopedDiagnosticHandler handler;
  mlir::OwningOpRef<mlir::ModuleOp> level0;
};

TEST_F(ReductionTest, EveryKindIsWhatItSays) {
  for (const Mesh &mesh : {Mesh{"data:1", 1, 1}, Mesh{"data:2", 2, 1}, Mesh{"data:5", 5, 1},
                           Mesh{"node:2,gpu:3", 6, 2}, Mesh{"node:3,gpu:2", 6, 3}})
    for (int64_t rowsInUse : {tableRows, int64_t(2)}) {
      Inputs inputs = randomInputs(mesh.replicas, rowsInUse, /*seed=*/rowsInUse);
      const std::vector<Gradients> &all = inputs.replicas;
      Gradients sum = sumOf(all), mean = meanOf(all, false);
      Gradients ofOwners = meanOf(all, true);
      Gradients ofMeans = meanOfMeans(all, mesh.workers, true);
      expectStep(mesh, "reduction=sum", inputs, sum);
      expectStep(mesh, "reduction=mean", inputs, mean);
      expectStep(mesh, "reduction=mean-of-means", inputs, meanOfMeans(all, mesh.workers, false));
      expectStep(mesh, "reduction=mean row-reduction=sum", inputs, {mean.tensor, sum.rows});
      expectStep(mesh, "reduction=sum row-reduction=row-mean", inputs,
                 {sum.tensor, ofOwners.rows});
      expectStep(mesh, "reduction=mean row-reduction=row-mean", inputs, ofOwners);
      expectStep(mesh, "reduction=mean-of-means row-reduction=row-mean", inputs, ofMeans);
      for (const char *options : {"pack=bucket overlap", "loss-scale=dynamic initial-scale=1024",
                                  "merge-rows", "clip-value=1000"})
        expectStep(mesh, std::string("reduction=mean row-reduction=row-mean ") + options, inputs,
                   ofOwners);
      // A tensor has all rows of all replicas.
      expectStep(mesh, "reduction=mean row-reduction=row-mean densify-variables=table", inputs,
                 mean);
    }
}

TEST_F(ReductionTest, VariablesHaveKindsOfTheirOwn) {
  Mesh mesh{"node:2,gpu:3", 6, 2};
  Inputs inputs = randomInputs(mesh.replicas, tableRows, /*seed=*/1);
  const std::vector<Gradients> &all = inputs.replicas;
  Gradients sum = sumOf(all), mean = meanOf(all, false), ofOwners = meanOf(all, true);
  Gradients ofMeans = meanOfMeans(all, mesh.workers, true);
  auto expect = [&](const char *ofTable, const char *ofTensor, const char *options,
                    const Gradients &expected) {
    SCOPED_TRACE(std::string(ofTable) + ", " + ofTensor);
    level0 = reference::parseTraining(context, programText("f64", ofTable, ofTensor));
    expectStep(mesh, options, inputs, expected);
  };
  expect("sum", "mean", "reduction=mean row-reduction=row-mean", {mean.tensor, sum.rows});
  expect("mean", "sum", "reduction=mean row-reduction=row-mean", {sum.tensor, mean.rows});
  expect("row_mean", "", "reduction=sum", {sum.tensor, ofOwners.rows});
  expect("row_mean", "row_mean", "", ofOwners);
  expect("row_mean_of_means", "mean_of_means", "", ofMeans);
  expect("mean_of_means", "sum", "loss-scale=dynamic", {sum.tensor, mean.rows});
  expect("as_options", "", "reduction=mean", mean);
}

// The norm that gradients are clipped by is that of what the updates take.
TEST_F(ReductionTest, NormsAreThoseOfTheKinds) {
  std::vector<Tensor> inputs = randomInputs(4, tableRows, /*seed=*/1).tensors;
  auto trained = [&](const std::string &kind, const std::string &options) {
    std::string text = programText("f64", kind, kind), sparse = "!skein.sparse_gradient<";
    for (size_t at; (at = text.find(sparse)) != std::string::npos;) {
      text.erase(text.find(">>", at), 1);
      text.erase(at, sparse.size());
    }
    auto module = reference::parseTraining(context, text);
    EXPECT_TRUE(module) << messages;
    auto program = lowered(*module, "skein-distribute{mesh=data:4 batch=per-replica "
                                    "dense-gradients " +
                                        options + "}");
    EXPECT_TRUE(program) << messages;
    reference::Machine machine(*program);
    EXPECT_TRUE(succeeded(machine.initialize(firstValues(*module, /*seed=*/7))));
    EXPECT_TRUE(succeeded(machine.run("train", inputs))) << messages;
    return TrainingRun{*machine.variables(), {}};
  };
  std::string where;
  TrainingRun byOption = trained("", "reduction=mean clip-norm=2");
  TrainingRun byRecord = trained("mean", "reduction=sum clip-norm=2");
  EXPECT_EQ(largestDifference(byRecord, byOption, where), 0) << where;
  EXPECT_GT(largestDifference(trained("mean", "clip-norm=100"), byOption, where), 1e-3);
}

// Otherwise the tests above could not tell the kinds apart.
TEST_F(ReductionTest, TheKindsDiffer) {
  std::vector<Gradients> all = randomInputs(6, tableRows, tableRows).replicas;
  auto largest = [](const Gradients &a, const Gradients &b) {
    double difference = 0;
    for (const auto &[row, value] : a.rows)
      for (int64_t c : {0, 1})
        difference = std::max(difference, std::abs(value[c] - b.rows.at(row)[c]));
    return difference;
  };
  Gradients kinds[] = {sumOf(all), meanOf(all, false), meanOf(all, true),
                       meanOfMeans(all, 2, true), meanOfMeans(all, 3, true)};
  for (const Gradients &a : kinds)
    for (const Gradients &b : kinds)
      if (&a != &b)
        EXPECT_GT(largest(a, b), 1e-3);
}

TEST_F(ReductionTest, MachineCodeEqualsReference) {
  for (const char *element : {"f32", "f64"})
    for (const char *options :
         {"mesh=data:4 reduction=mean", "mesh=node:2,gpu:3 reduction=mean-of-means"}) {
      mlir::MLIRContext own;
      auto module = reference::parseTraining(own, programText(element));
      ASSERT_TRUE(module);
      auto program = lowered(*module, std::string("skein-distribute{batch=per-replica "
                                                  "row-reduction=row-mean ") +
                                          options + "}");
      ASSERT_TRUE(program);
      std::string text;
      llvm::raw_string_ostream(text) << *program;
      runtime::ReferenceOptions reference;
      reference.steps = 5;
      reference.integerBound = tableRows;
      EXPECT_TRUE(runtime::matchesReference(text, reference)) << options;
    }
}

} // namespace
} // namespace skein::tests
