// Reductions really go on while the program does: on a fabric that only takes
// time, a step takes less of it.

#include "tests/equivalence/Training.h"

#include "runtime/executor/Executor.h"
#include "runtime/executor/Loader.h"
#include "runtime/fabric/threads/ThreadFabric.h"

#include "llvm/Support/raw_ostream.h"
#include "gtest/gtest.h"

#include <algorithm>
#include <thread>

namespace skein::tests {
namespace {

using namespace std::chrono_literals;
using runtime::AxisSet;
using runtime::Communicator;
using runtime::DataType;
using runtime::DeviceFabric;
using runtime::ReductionKind;
using Seconds = std::chrono::duration<double>;

constexpr auto delay = 20ms;

/// Sleeps before every all-reduce; has nothing else.
class SlowCommunicator : public Communicator {
public:
  explicit SlowCommunicator(Communicator &fast) : fast(fast) {}

  int64_t rank() const override { return fast.rank(); }
  int64_t size() const override { return fast.size(); }
  absl::Status allReduce(ReductionKind kind, DataType type, const void *input,
                         void *output, int64_t count) override {
    std::this_thread::sleep_for(delay);
    return fast.allReduce(kind, type, input, output, count);
  }
  absl::Status reduce(ReductionKind, DataType, const void *, void *, int64_t,
                      int64_t) override {
    return missing();
  }
  absl::Status broadcast(DataType, const void *, void *, int64_t,
                         int64_t) override {
    return missing();
  }
  absl::Status allGather(DataType, const void *, void *, int64_t) override {
    return missing();
  }
  absl::Status reduceScatter(ReductionKind, DataType, const void *, void *,
                             int64_t) override {
    return missing();
  }
  absl::Status allToAll(DataType, const void *, void *, int64_t) override {
    return missing();
  }
  absl::Status exchange(std::optional<ReductionKind>, DataType, const runtime::Outgoing &,
                        const runtime::Incoming &) override {
    return missing();
  }
  absl::Status barrier() override { return missing(); }

private:
  static absl::Status missing() { return absl::UnimplementedError("missing"); }

  Communicator &fast;
};

class SlowFabric : public DeviceFabric {
public:
  explicit SlowFabric(std::unique_ptr<DeviceFabric> fast)
      : fast(std::move(fast)) {}

  const runtime::Mesh &mesh() const override { return fast->mesh(); }
  int64_t device() const override { return fast->device(); }
  Communicator &over(AxisSet axes) override {
    return slow.try_emplace(axes, fast->over(axes)).first->second;
  }
  std::unique_ptr<DeviceFabric> forStream(int64_t stream) override {
    return std::make_unique<SlowFabric>(fast->forStream(stream));
  }
  void abort(absl::Status cause) override { fast->abort(std::move(cause)); }

private:
  std::unique_ptr<DeviceFabric> fast;
  std::map<AxisSet, SlowCommunicator> slow;
};

/// Four layers, each of which waits for a reduction of its own, as a kernel
/// would take its time, and gives one gradient.
const char *const program = R"mlir(
!part = tensor<4xf32, #skein.dist<data: partial sum>>
!whole = tensor<4xf32>
skein.mesh @m(data = 2)
skein.variable @a : !whole = #skein.zeros
skein.variable @b : !whole = #skein.zeros
skein.variable @c : !whole = #skein.zeros
skein.variable @d : !whole = #skein.zeros
func.func private @layer(%x: !whole) -> (!whole, !part) attributes {skein.mesh = @m} {
  %p = skein.as_partial sum %x over @m[data] : !whole -> !part
  %y = skein.all_reduce sum %p over @m[data] : !part -> !whole
  %e = math.exp %y : !whole
  %g = skein.as_partial sum %e over @m[data] : !whole -> !part
  return %y, %g : !whole, !part
}
skein.program @train on @m(%x: !whole) {
  %1:2 = func.call @layer(%x) : (!whole) -> (!whole, !part)
  %2:2 = func.call @layer(%1#0) : (!whole) -> (!whole, !part)
  %3:2 = func.call @layer(%2#0) : (!whole) -> (!whole, !part)
  %4:2 = func.call @layer(%3#0) : (!whole) -> (!whole, !part)
  %a = skein.all_reduce sum %1#1 over @m[data] : !part -> !whole
  %b = skein.all_reduce sum %2#1 over @m[data] : !part -> !whole
  %c = skein.all_reduce sum %3#1 over @m[data] : !part -> !whole
  %d = skein.all_reduce sum %4#1 over @m[data] : !part -> !whole
  skein.apply_gradient @a, %a : !whole using #skein.sgd<learning_rate = 1.0>
  skein.apply_gradient @b, %b : !whole using #skein.sgd<learning_rate = 1.0>
  skein.apply_gradient @c, %c : !whole using #skein.sgd<learning_rate = 1.0>
  skein.apply_gradient @d, %d : !whole using #skein.sgd<learning_rate = 1.0>
  skein.return
}
)mlir";

/// The shortest of some steps.
Seconds stepTime(mlir::ModuleOp module) {
  std::string text;
  llvm::raw_string_ostream(text) << module;
  absl::StatusOr<runtime::Executable> executable =
      runtime::compileExecutable(text, "test");
  EXPECT_TRUE(executable.ok()) << executable.status();
  std::vector<std::unique_ptr<DeviceFabric>> fabrics;
  for (auto &fast : runtime::createThreadFabric(executable->mesh))
    fabrics.push_back(std::make_unique<SlowFabric>(std::move(fast)));
  runtime::Mesh mesh = executable->mesh;
  runtime::Executor executor(*std::move(executable), std::move(fabrics));
  EXPECT_TRUE(executor.initialize(1).ok());

  runtime::InputTensors inputs{"test", {}};
  inputs.tensors.emplace("x", runtime::HostTensor(DataType::F32, {4}));
  const runtime::Program &train = *executor.findProgram("train");
  auto dataset = runtime::Dataset::create(train, mesh, std::move(inputs));
  EXPECT_TRUE(dataset.ok()) << dataset.status();
  Seconds shortest = 1h;
  std::atomic<bool> stop = false;
  for (int step = 0; step < 3; ++step) {
    auto outcome = executor.run(train, *dataset, {dataset->inOrder(), 0, 1},
                                {[&](const runtime::StepReport &report) {
                                   shortest =
                                       std::min(shortest, report.program);
                                 },
                                 stop});
    EXPECT_TRUE(outcome.ok()) << outcome.status();
  }
  return shortest;
}

// One after another 8 delays; side by side 4, and the last gradient.
TEST(OverlapTest, AStepTakesLessTime) {
  mlir::MLIRContext context;
  auto module = reference::parseTraining(context, program);
  ASSERT_TRUE(module);
  Seconds alone = stepTime(*lowered(*module, "skein-expand-optimizers"));
  Seconds overlapped =
      stepTime(*lowered(*module, "skein-overlap,skein-expand-optimizers"));
  EXPECT_GE(alone, 8 * delay);
  EXPECT_GE(overlapped, 5 * delay);
  EXPECT_LT(overlapped, 7 * delay);
  RecordProperty("alone_ms", std::to_string(alone.count() * 1e3));
  RecordProperty("overlapped_ms", std::to_string(overlapped.count() * 1e3));
}

} // namespace
} // namespace skein::tests
