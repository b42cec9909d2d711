// Programs whose examples meet before the gradients, and replicas with batches
// of their own: what the random programs do not have.

#include "tests/equivalence/Training.h"

#include "mlir/IR/Diagnostics.h"
#include "llvm/Support/MemoryBuffer.h"
#include "gtest/gtest.h"

namespace skein::tests {
namespace {

const int64_t steps = 5;

/// Collects what MLIR has to say, for the message of a failing test.
class Messages {
public:
  explicit Messages(mlir::MLIRContext &context)
      : handler(&context, [this](mlir::Diagnostic &diagnostic) {
          text += diagnostic.str() + "\n";
          return mlir::success();
        }) {}
  std::string text;

private:
  mlir::ScopedDiagnosticHandler handler;
};

/// The steps that `whole` and `distributed` make of two texts leave the same
/// numbers behind. The inputs are those of `whole`.
void expectEqual(const std::string &whole, const std::string &distributed,
                 const std::string &options) {
  mlir::MLIRContext context;
  Messages messages(context);
  auto level0 = reference::parseTraining(context, whole);
  auto other = reference::parseTraining(context, distributed);
  ASSERT_TRUE(level0 && other) << messages.text;
  auto expanded =
      lowered(*level0, "skein-differentiate,skein-expand-optimizers");
  auto program = lowered(*other, "skein-distribute{" + options + "}");
  ASSERT_TRUE(expanded && program) << options << "\n" << messages.text;
  auto first = firstValues(*level0, /*seed=*/1);
  auto expected = train(*expanded, *level0, 1, steps, first);
  auto actual = train(*program, *level0, 1, steps, first);
  ASSERT_TRUE(succeeded(expected) && succeeded(actual)) << messages.text;
  std::string where;
  EXPECT_LE(largestDifference(*actual, *expected, where), 1e-9)
      << where << " with " << options;
}

/// What lowering `text` with `options` says on the way to its failure.
std::string refusalOf(const std::string &text, const std::string &options) {
  mlir::MLIRContext context;
  Messages messages(context);
  auto level0 = reference::parseTraining(context, text);
  if (!level0)
    return "parsing failed: " + messages.text;
  return lowered(*level0, "skein-distribute{" + options + "}") ? "accepted" : messages.text;
}

std::string textOf(const std::string &name) {
  auto file = llvm::MemoryBuffer::getFile("tests/equivalence/mixing/" + name + ".mlir");
  return file ? (*file)->getBuffer().str() : "";
}

class MixingTest : public ::testing::TestWithParam<const char *> {};

TEST_P(MixingTest, DistributedEqualsWhole) {
  std::string text = textOf(GetParam());
  for (const char *mesh : {"mesh=data:1", "mesh=data:2", "mesh=data:8",
                           "mesh=rest:2,data:4", "mesh=node:2,gpu:4",
                           "mesh=a:2,b:2,c:2 batch-axis=c,a"})
    expectEqual(text, text, mesh);
}

INSTANTIATE_TEST_SUITE_P(Programs, MixingTest,
                         ::testing::Values("pairs", "positions", "loop", "statistics", "places"),
                         [](const auto &info) { return info.param; });

TEST(AccumulationTest, MicroBatchesEqualTheWhole) {
  for (const char *options :
       {"micro-batches=2", "micro-batches=8", "mesh=data:2 micro-batches=4",
        "mesh=node:2,gpu:2 micro-batches=2"})
    expectEqual(textOf("places"), textOf("places"), options);
}

TEST(AccumulationTest, ExamplesThatMeetAreRefused) {
  for (const char *name : {"pairs", "positions", "loop"}) {
    std::string refusal = refusalOf(textOf(name), "micro-batches=2");
    EXPECT_NE(refusal.find("is needed over the whole batch before the gradients"),
              std::string::npos)
        << name << ": " << refusal;
  }
}

TEST(AccumulationTest, StatisticsOfPartsEqualPartsWrittenByHand) {
  expectEqual(textOf("parts_by_hand"), textOf("statistics"),
              "micro-batches=4 per-part-statistics");
  expectEqual(textOf("parts_by_hand"), textOf("statistics"),
              "mesh=data:2 micro-batches=4 per-part-statistics");
  EXPECT_NE(refusalOf(textOf("statistics"), "micro-batches=4")
                .find("is needed over the whole batch before the gradients"),
            std::string::npos);
}

/// A step over `batch` examples with the mean of a loss, and their number.
std::string stepOver(int64_t batch) {
  std::string text = R"(
skein.variable @w : tensor<3xf64>
func.func private @loss(%w: tensor<3xf64>, %x: tensor<Nx3xf64>) -> tensor<f64> {
  %z = arith.constant dense<0.0> : tensor<f64>
  %l = linalg.generic {indexing_maps = [affine_map<(n, c) -> (n, c)>, affine_map<(n, c) -> (c)>, affine_map<(n, c) -> ()>],
                       iterator_types = ["reduction", "reduction"]}
      ins(%x, %w : tensor<Nx3xf64>, tensor<3xf64>) outs(%z : tensor<f64>) {
  ^bb0(%a: f64, %b: f64, %out: f64):
    %n = arith.constant N.0 : f64
    %m = arith.mulf %a, %b : f64
    %t = math.tanh %m : f64
    %d = arith.divf %t, %n : f64
    %s = arith.addf %out, %d : f64
    linalg.yield %s : f64
  } -> tensor<f64>
  return %l : tensor<f64>
}
skein.step @train(%x: tensor<Nx3xf64> {skein.batch = 0 : i64})
    -> (tensor<f64> {skein.name = "loss"}, tensor<f64> {skein.name = "positive", skein.total}) {
  %w = skein.read @w : tensor<3xf64>
  %l, %dw = skein.value_and_grad @loss(%w, %x) wrt [0] : (tensor<3xf64>, tensor<Nx3xf64>) -> (tensor<f64>, tensor<3xf64>)
  skein.apply_gradient @w, %dw : tensor<3xf64> using #skein.sgd<learning_rate = RATE>
  %z = arith.constant dense<0.0> : tensor<f64>
  %p = linalg.generic {indexing_maps = [affine_map<(n, c) -> (n, c)>, affine_map<(n, c) -> ()>], iterator_types = ["reduction", "reduction"]}
      ins(%x : tensor<Nx3xf64>) outs(%z : tensor<f64>) {
  ^bb0(%a: f64, %out: f64):
    %zero = arith.constant 0.0 : f64
    %one = arith.constant 1.0 : f64
    %c = arith.cmpf ogt, %a, %zero : f64
    %v = arith.select %c, %one, %zero : f64
    %s = arith.addf %out, %v : f64
    linalg.yield %s : f64
  } -> tensor<f64>
  skein.return %l, %p : tensor<f64>, tensor<f64>
}
)";
  std::string result;
  for (size_t i = 0; i < text.size(); ++i) {
    bool number = text[i] == 'N' && (text[i + 1] == 'x' || text[i + 1] == '.');
    result += number ? std::to_string(batch) : std::string(1, text[i]);
  }
  return result;
}

std::string withRate(std::string text, const std::string &rate) {
  return text.replace(text.find("RATE"), 4, rate);
}

// Four replicas of four examples are one batch of sixteen, if gradients and losses
// are means and counts are sums.
TEST(PerReplicaTest, MeanOfReplicasIsOneBatch) {
  expectEqual(withRate(stepOver(16), "0.1"), withRate(stepOver(4), "0.1"),
              "mesh=data:4 batch=per-replica reduction=mean");
}

// The sum of four gradients is four times their mean.
TEST(PerReplicaTest, SumOfReplicasIsFourTimesTheMean) {
  expectEqual(withRate(stepOver(16), "0.4"), withRate(stepOver(4), "0.1"),
              "mesh=data:4 batch=per-replica reduction=sum");
}

} // namespace
} // namespace skein::tests
