// How gradients are sent does not change them: the example networks, trained on
// threads with every way of sending, end with the same bits.

#include "tests/equivalence/Training.h"

#include "runtime/executor/Loader.h"
#include "runtime/executor/Training.h"
#include "runtime/fabric/threads/ThreadFabric.h"
#include "runtime/tensor/Random.h"

#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/raw_ostream.h"
#include "gtest/gtest.h"

#include <cstring>
#include <sstream>

namespace skein::tests {
namespace {

using Variables = std::map<std::string, runtime::HostTensor>;

constexpr int64_t examples = 256, pixels = 64, classes = 10, steps = 8;

/// Images of noise: what is learnt does not matter.
runtime::InputTensors noise() {
  runtime::HostTensor x(runtime::DataType::F32, {examples, pixels}),
      y(runtime::DataType::I32, {examples});
  for (int64_t i = 0; i < x.size(); ++i)
    x.as<float>()[i] = runtime::randomNormal(1, i);
  for (int64_t i = 0; i < examples; ++i)
    y.as<int32_t>()[i] = i * 7 % classes;
  runtime::InputTensors inputs{"noise", {}};
  inputs.tensors.emplace("x", std::move(x));
  inputs.tensors.emplace("y", std::move(y));
  return inputs;
}

/// @train, compiled for threads.
class Trainer {
public:
  static absl::StatusOr<std::unique_ptr<Trainer>>
  create(mlir::ModuleOp module) {
    std::string text;
    llvm::raw_string_ostream(text) << module;
    absl::StatusOr<runtime::Executable> executable =
        runtime::compileExecutable(text, "test");
    if (!executable.ok())
      return executable.status();
    return std::make_unique<Trainer>(*std::move(executable));
  }

  explicit Trainer(runtime::Executable executable)
      : mesh(executable.mesh),
        executor(std::move(executable), runtime::createThreadFabric(mesh)) {}

  absl::Status initialize() { return executor.initialize(1); }
  absl::Status resume(const std::string &checkpoint) {
    absl::StatusOr<runtime::LoadedPosition> position =
        runtime::loadCheckpoint(checkpoint, executor);
    if (position.ok())
      step = position->step;
    return position.status();
  }

  absl::Status train(int64_t lastStep, const std::string &checkpoint = "") {
    const runtime::Program &program = *executor.findProgram("train");
    absl::StatusOr<runtime::Dataset> dataset =
        runtime::Dataset::create(program, mesh, noise());
    if (!dataset.ok())
      return dataset.status();
    std::atomic<bool> stop = false;
    std::ostringstream lines;
    return runtime::train({executor, program, *dataset},
                          {{step, 1}, lastStep, checkpoint, stop, lines})
        .status();
  }

  absl::StatusOr<Variables> variables() const { return executor.variables(); }

private:
  runtime::Mesh mesh;
  runtime::Executor executor;
  int64_t step = 0;
};

/// The variables after some steps.
absl::StatusOr<Variables> trainOnThreads(mlir::ModuleOp module) {
  absl::StatusOr<std::unique_ptr<Trainer>> trainer = Trainer::create(module);
  if (!trainer.ok())
    return trainer.status();
  if (absl::Status status = (*trainer)->initialize(); !status.ok())
    return status;
  if (absl::Status status = (*trainer)->train(steps); !status.ok())
    return status;
  return (*trainer)->variables();
}

bool sameBits(const runtime::HostTensor &a, const runtime::HostTensor &b) {
  return a.byteSize() == b.byteSize() &&
         std::memcmp(a.data(), b.data(), a.byteSize()) == 0;
}

using Parameter = std::tuple<const char * /*example*/, int /*devices*/>;

class CommunicationTest : public ::testing::TestWithParam<Parameter> {
protected:
  void SetUp() override {
    auto file = llvm::MemoryBuffer::getFile(std::string("examples/digits/") +
                                            std::get<0>(GetParam()) + ".mlir");
    ASSERT_TRUE(file);
    level0 = reference::parseTraining(context, (*file)->getBuffer());
    ASSERT_TRUE(level0);
  }

  mlir::OwningOpRef<mlir::ModuleOp> distributed(const std::string &options) {
    return lowered(*level0, "skein-distribute{mesh=data:" +
                                std::to_string(std::get<1>(GetParam())) + " " +
                                options + "}");
  }

  static void expectSameBits(mlir::ModuleOp module, const Variables &expected,
                             const std::string &options) {
    absl::StatusOr<Variables> actual = trainOnThreads(module);
    ASSERT_TRUE(actual.ok()) << options << ": " << actual.status();
    for (auto &[name, value] : expected)
      EXPECT_TRUE(sameBits(actual->at(name), value))
          << options << ": @" << name;
  }

  static int countReductions(mlir::ModuleOp module) {
    int count = 0;
    module.walk([&](AllReduceOp) { ++count; });
    return count;
  }

  mlir::MLIRContext context;
  mlir::OwningOpRef<mlir::ModuleOp> level0;
};

TEST_P(CommunicationTest, PacksDoNotChangeABit) {
  auto alone = distributed("");
  absl::StatusOr<Variables> expected = trainOnThreads(*alone);
  ASSERT_TRUE(expected.ok()) << expected.status();
  for (const std::string options :
       {"pack=small-runs pack-max-bytes=6000",
        "pack=reverse-fill pack-max-bytes=600", "pack=fixed-count",
        "pack=fixed-count pack-count=3",
        "pack=bytes-per-pack pack-max-bytes=1000", "pack=bucket",
        "pack=bucket pack-max-bytes=10000 pack-first-bytes=1"}) {
    auto packed = distributed(options);
    ASSERT_TRUE(packed);
    EXPECT_LT(countReductions(*packed), countReductions(*alone)) << options;
    expectSameBits(*packed, *expected, options);
  }
}

TEST_P(CommunicationTest, OverlapDoesNotChangeABit) {
  absl::StatusOr<Variables> expected = trainOnThreads(*distributed(""));
  ASSERT_TRUE(expected.ok()) << expected.status();
  for (const std::string options :
       {"overlap", "overlap pack=bucket pack-max-bytes=10000",
        "overlap pack=fixed-count pack-count=3"}) {
    auto overlapped = distributed(options);
    ASSERT_TRUE(overlapped);
    overlapped->walk([&](AllReduceOp reduce) {
      EXPECT_EQ(reduce.getStream(), Stream::Communication);
    });
    expectSameBits(*overlapped, *expected, options);
  }
}

// Together with what else is done to gradients.
TEST_P(CommunicationTest, NeitherChangesABitOfOtherStrategies) {
  for (const std::string other :
       {"loss-scale=dynamic clip-norm=1", "micro-batches=2 average-decay=0.9",
        "batch=per-replica reduction=mean clip-value=0.01"}) {
    absl::StatusOr<Variables> expected = trainOnThreads(*distributed(other));
    ASSERT_TRUE(expected.ok()) << other << ": " << expected.status();
    for (const std::string more :
         {" pack=bucket overlap", " pack=fixed-count pack-count=2 overlap"})
      expectSameBits(*distributed(other + more), *expected, other + more);
  }
}

// A step late in each of these, and early in none.
TEST_P(CommunicationTest, DelayedGradientsAreOverlappedBitByBit) {
  auto plain = distributed("delay-gradients");
  ASSERT_TRUE(plain);
  absl::StatusOr<Variables> expected = trainOnThreads(*plain);
  ASSERT_TRUE(expected.ok()) << expected.status();
  for (const std::string options :
       {"delay-gradients overlap", "delay-gradients overlap pack=bucket"})
    expectSameBits(*distributed(options), *expected, options);
}

// What is not applied yet is part of the state: a run that is cut goes on with
// the same bits.
TEST_P(CommunicationTest, DelayedGradientsAreInCheckpoints) {
  auto module = distributed("delay-gradients overlap pack=bucket");
  absl::StatusOr<Variables> expected = trainOnThreads(*module);
  ASSERT_TRUE(expected.ok()) << expected.status();
  std::string path = testing::TempDir() + std::get<0>(GetParam()) +
                     std::to_string(std::get<1>(GetParam())) + ".safetensors";
  auto before = Trainer::create(*module), after = Trainer::create(*module);
  ASSERT_TRUE(before.ok() && after.ok());
  ASSERT_TRUE((*before)->initialize().ok());
  ASSERT_TRUE((*before)->train(steps / 2 - 1, path).ok());
  ASSERT_TRUE((*after)->resume(path).ok());
  ASSERT_TRUE((*after)->train(steps).ok());
  absl::StatusOr<Variables> actual = (*after)->variables();
  ASSERT_TRUE(actual.ok()) << actual.status();
  for (auto &[name, value] : *expected)
    EXPECT_TRUE(sameBits(actual->at(name), value)) << "@" << name;
}

/// On several devices; one sends nothing.
class MessagesTest : public CommunicationTest {};

/// The largest difference, relative to the largest element.
double difference(const runtime::HostTensor &a, const runtime::HostTensor &b) {
  double most = 0, largest = 1e-30;
  for (int64_t i = 0; i < a.size(); ++i) {
    double x = runtime::elementAsDouble(a.type(), a.data(), i);
    double y = runtime::elementAsDouble(b.type(), b.data(), i);
    most = std::max(most, std::abs(x - y));
    largest = std::max(largest, std::abs(y));
  }
  return most / largest;
}

// Every algorithm with every other thing that is done to gradients: what the fabric
// would have computed, up to rounding, and in two runs the same bits.
TEST_P(MessagesTest, AlgorithmsChangeTheOrderOfSumsOnly) {
  for (const std::string other :
       {"", "pack=bucket overlap", "loss-scale=dynamic pack=fixed-count pack-count=3",
        "micro-batches=2 clip-norm=1 overlap", "compress=bf16 pack=small-runs"}) {
    absl::StatusOr<Variables> expected = trainOnThreads(*distributed(other));
    ASSERT_TRUE(expected.ok()) << other << ": " << expected.status();
    for (const std::string spec : {"xring", "rechd", "pscpu:100:tree"}) {
      std::string options = other + " all-reduce=" + spec;
      auto module = distributed(options);
      ASSERT_TRUE(module) << options;
      module->walk([&](AllReduceOp reduce) { EXPECT_FALSE(reduce.getBody().empty()); });
      absl::StatusOr<Variables> actual = trainOnThreads(*module);
      ASSERT_TRUE(actual.ok()) << options << ": " << actual.status();
      // A sum in bf16 is rounded by up to 2^-8 once for every device.
      double tolerance = other.find("bf16") == std::string::npos ? 1e-4 : 5e-2;
      for (auto &[name, value] : *expected)
        EXPECT_LE(difference(actual->at(name), value), tolerance) << options << ": @" << name;
      if (other.empty())
        expectSameBits(*module, *actual, options);
    }
  }
}

// Messages that go on beside the computation arrive before they are needed.
TEST_P(MessagesTest, StartedMessagesDoNotChangeABit) {
  for (const std::string options :
       {"all-reduce=xring#2", "all-reduce=tree pack=bucket", "all-reduce=rechd clip-norm=1"}) {
    absl::StatusOr<Variables> expected = trainOnThreads(*distributed(options));
    ASSERT_TRUE(expected.ok()) << options << ": " << expected.status();
    for (int run = 0; run < 3; ++run)
      expectSameBits(*distributed("overlap " + options), *expected, "overlap " + options);
  }
}

// Nor do collectives of the fabric that are started among them.
TEST_P(MessagesTest, StartedCollectivesDoNotChangeABit) {
  for (const std::string options :
       {"all-reduce=nccl/xring", "all-reduce=nccl/rechd pack=bucket", "all-reduce=nccl/pscpu#2"}) {
    auto onGrid = [&](const std::string &overlap) {
      return lowered(*level0, "skein-distribute{mesh=node:2,gpu:" +
                                  std::to_string(std::get<1>(GetParam()) / 2) + " " + overlap +
                                  options + "}");
    };
    absl::StatusOr<Variables> expected = trainOnThreads(*onGrid(""));
    ASSERT_TRUE(expected.ok()) << options << ": " << expected.status();
    for (int run = 0; run < 3; ++run)
      expectSameBits(*onGrid("overlap "), *expected, "overlap " + options);
  }
}

std::string nameOf(const ::testing::TestParamInfo<Parameter> &info) {
  return std::string(std::get<0>(info.param)) + "On" + std::to_string(std::get<1>(info.param));
}

INSTANTIATE_TEST_SUITE_P(Examples, CommunicationTest,
                         ::testing::Combine(::testing::Values("mlp", "cnn"),
                                            ::testing::Values(1, 2, 4)),
                         nameOf);
INSTANTIATE_TEST_SUITE_P(Examples, MessagesTest,
                         ::testing::Combine(::testing::Values("mlp", "cnn"),
                                            ::testing::Values(2, 4)),
                         nameOf);

} // namespace
} // namespace skein::tests
