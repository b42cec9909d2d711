#include "runtime/abi/CallQueue.h"
#include "runtime/abi/Context.h"
#include "runtime/abi/skrt.h"
#include "runtime/fabric/threads/ThreadFabric.h"
#include "runtime/objects/HostedObjects.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace skein::runtime {
namespace {

using testing::ElementsAre;

/// Device 1 of mesh @m with two devices, where everything lives: @v, @v.sum,
/// rows of @t (two, of one element) in both orders, and @go per device.
struct Device {
  Device() {
    ObjectSpecs specs;
    specs.meshes = {"m"};
    DevicePlace home{0, 1};
    specs.variables = {HostedVariableSpec{"v", home, DataType::F32, {2}}};
    AccumulatorSpec rows{"t.sum", home, DataType::F32, Shape{2, 1}};
    rows.contributors = 2;
    rows.rows = RowsSpec{1, 0};
    AccumulatorSpec sums = rows;
    sums.order = ContributionOrder::Arrival;
    AccumulatorSpec dense{"v.sum", home, DataType::F32, Shape{2}};
    dense.contributors = 2;
    specs.accumulators = {dense, rows, sums};
    QueueSpec go{"go", home};
    go.perMesh = 0;
    go.elements = 2;
    specs.queues = {go};
    float value[] = {1, 2};
    objects = *HostedObjects::create(specs, {value}, /*step=*/5);
    client = objects->createClient({home});
    context.objects = client.get();
    context.stepIndex = 7;
    context.lastStep = &lastStep;
  }

  std::vector<std::unique_ptr<DeviceFabric>> fabrics =
      createThreadFabric({"m", {{"data", 2}}});
  std::atomic<int64_t> lastStep = 9;
  std::unique_ptr<HostedObjects> objects;
  std::unique_ptr<HostedClient> client;
  skrt_context context{*fabrics[1]};
};

TEST(HostedTest, PullsWhatWasPublished) {
  Device device;
  skrt_variable v = {0, 2};
  float value[2];
  skrt_pull(&device.context, &v, nullptr, value);
  EXPECT_THAT(value, ElementsAre(1, 2));
  float next[] = {3, 4};
  skrt_publish(&device.context, &v, next);
  skrt_pull(&device.context, &v, nullptr, value);
  EXPECT_THAT(value, ElementsAre(3, 4));
  EXPECT_TRUE(device.context.status.ok()) << device.context.status;
}

TEST(HostedTest, PullsRows) {
  Device device;
  skrt_rows all = {0, 3, SKRT_I64, 0}, others = {0, 3, SKRT_I64, 1};
  int64_t indices[] = {1, 5, 0}, shifted[] = {0, 0, 2};
  float rows[3];
  skrt_pull_rows(&device.context, &all, indices, rows);
  EXPECT_THAT(rows, ElementsAre(2, 0, 1));
  skrt_pull_rows(&device.context, &others, shifted, rows);
  EXPECT_THAT(rows, ElementsAre(1, 1, 1));
  EXPECT_TRUE(device.context.status.ok()) << device.context.status;
}

TEST(HostedTest, PullsGoOnBesideTheProgram) {
  Device device;
  skrt_variable v = {0, 2};
  float value[2];
  auto pull = reinterpret_cast<skrt_call>(&skrt_pull);
  skrt_start(&device.context, pull, &v, nullptr, value);
  skrt_wait(&device.context, nullptr, nullptr, value);
  EXPECT_THAT(value, ElementsAre(1, 2));
}

TEST(HostedTest, LabelsAreReadWhereThereAreAny) {
  Device device;
  skrt_contribution labelled = {0, 2, 1}, unlabelled = {0, 2, 0};
  float gradient[] = {1, 2}, sum[2];
  int64_t stale = 4, current = 5, count;
  skrt_push(&device.context, &labelled, gradient, &stale);
  skrt_push(&device.context, &labelled, gradient, &current);
  skrt_push(&device.context, &unlabelled, gradient, nullptr);
  skrt_taking two = {0, 2};
  skrt_take(&device.context, &two, sum, &count);
  EXPECT_THAT(sum, ElementsAre(2, 4));
  EXPECT_EQ(count, 2);
}

TEST(HostedTest, RowsInBothOrders) {
  Device device;
  int32_t index = 1;
  int64_t indices[2];
  float row = 3, rows[2];
  int64_t counts[2], count;
  skrt_contribution list = {1, 1, 0, SKRT_I32}, sum = {2, 1, 0, SKRT_I32};
  skrt_push_rows(&device.context, &list, &index, &row, nullptr);
  skrt_push_rows(&device.context, &sum, &index, &row, nullptr);
  skrt_taking oneOfList = {1, 1}, oneOfSum = {2, 1};
  skrt_take_rows(&device.context, &oneOfList, indices, rows);
  EXPECT_THAT(indices, ElementsAre(-1, 1)); // this is contributor 1
  EXPECT_THAT(rows, ElementsAre(0, 3));
  skrt_take_row_sums(&device.context, &oneOfSum, rows, counts, &count);
  EXPECT_THAT(rows, ElementsAre(0, 3));
  EXPECT_THAT(counts, ElementsAre(0, 1));
  skrt_push_rows(&device.context, &sum, &index, &row, nullptr);
  skrt_take(&device.context, &oneOfSum, rows, &count);
  EXPECT_THAT(rows, ElementsAre(0, 3));
  EXPECT_TRUE(device.context.status.ok()) << device.context.status;
}

TEST(HostedTest, QueuesByNumberOrByRole) {
  Device device;
  int64_t value = 10, number = 0, sender;
  skrt_queue every = {0, SKRT_EVERY, 1, 2}, own = {0, SKRT_OWN, 1, 0},
             computed = {0, SKRT_COMPUTED, 1, 1}, first = {0, 0, 1, 1};
  skrt_enqueue(&device.context, &every, &value, nullptr); // 10 10 | 10 10
  value = 20;
  skrt_enqueue(&device.context, &computed, &value, &number); // 10 10 20 | 10 10
  value = 30;
  skrt_dequeue(&device.context, &own, nullptr, &value, &sender);
  EXPECT_EQ(value, 10);
  EXPECT_EQ(sender, 1);
  skrt_dequeue(&device.context, &first, nullptr, nullptr, nullptr);
  skrt_dequeue(&device.context, &first, nullptr, nullptr, nullptr);
  skrt_dequeue(&device.context, &computed, &number, &value, nullptr);
  EXPECT_EQ(value, 20);
  EXPECT_TRUE(device.context.status.ok()) << device.context.status;
}

TEST(HostedTest, StepsAreThoseOfTheContext) {
  Device device;
  int64_t step, last;
  skrt_step_index(&device.context, nullptr, &step);
  skrt_last_step(&device.context, nullptr, &last);
  EXPECT_EQ(step, 7);
  EXPECT_EQ(last, 9);
  device.lastStep = 8;
  skrt_last_step(&device.context, nullptr, &last);
  EXPECT_EQ(last, 8);
}

TEST(HostedTest, FirstErrorIsKeptAndEndsAllElse) {
  Device device;
  skrt_variable missing = {3, 2}, v = {0, 2};
  float value[] = {9, 9};
  skrt_pull(&device.context, &missing, nullptr, value);
  skrt_pull(&device.context, &v, nullptr, value);
  EXPECT_THAT(value, ElementsAre(9, 9));
  EXPECT_EQ(device.context.status.message(),
            "pull of variable number 3, which is not hosted");
}

TEST(HostedTest, JobWithoutObjects) {
  Device device;
  device.context.objects = nullptr;
  skrt_variable v = {0, 2};
  float value[2];
  skrt_pull(&device.context, &v, nullptr, value);
  EXPECT_EQ(device.context.status.message(), "the job has no hosted objects");
}

} // namespace
} // namespace skein::runtime
