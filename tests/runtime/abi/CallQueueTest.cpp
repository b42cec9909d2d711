#include "runtime/abi/CallQueue.h"
#include "runtime/fabric/threads/ThreadFabric.h"
#include <atomic>
#include <future>
#include <gmock/gmock.h>
#include <vector>

namespace skein::runtime {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// A call that ends when it is let go.
struct Gate {
  std::promise<void> opened;
  std::shared_future<void> whenOpened = opened.get_future().share();
};

void passGate(skrt_context *, const void *, const void *in, void *out) {
  static_cast<const Gate *>(in)->whenOpened.wait();
  *static_cast<int *>(out) = 1;
}

void fail(skrt_context *context, const void *, const void *, void *) {
  context->status = absl::AbortedError("no luck");
}

/// One device, alone.
struct Device {
  std::vector<std::unique_ptr<DeviceFabric>> fabrics =
      createThreadFabric({"m", {}});
  skrt_context context{*fabrics[0]};
};

// Would wait for ever if the call had to end first.
TEST(CallQueueTest, TheCallerGoesOn) {
  Device device;
  Gate gate;
  int done = 0;
  skrt_start(&device.context, passGate, nullptr, &gate, &done);
  gate.opened.set_value();
  skrt_wait(&device.context, nullptr, &gate, &done);
  EXPECT_EQ(done, 1);
  EXPECT_TRUE(device.context.status.ok());
}

TEST(CallQueueTest, WaitsForOneCallAlone) {
  Device device;
  Gate first, second;
  int done[2] = {};
  skrt_start(&device.context, passGate, nullptr, &first, &done[0]);
  skrt_start(&device.context, passGate, nullptr, &second, &done[1]);
  first.opened.set_value();
  skrt_wait(&device.context, nullptr, &first, &done[0]);
  EXPECT_THAT(done, ElementsAre(1, 0));
  second.opened.set_value();
  skrt_wait(&device.context, nullptr, &second, &done[1]);
  EXPECT_THAT(done, ElementsAre(1, 1));
}

TEST(CallQueueTest, TheSameBufferAgain) {
  Device device;
  Gate gate;
  gate.opened.set_value();
  int done = 0;
  for (int step = 0; step < 3; ++step) {
    skrt_start(&device.context, passGate, nullptr, &gate, &done);
    skrt_wait(&device.context, nullptr, &gate, &done);
  }
  EXPECT_TRUE(device.context.status.ok());
  skrt_start(&device.context, passGate, nullptr, &gate, &done);
  skrt_start(&device.context, passGate, nullptr, &gate, &done);
  EXPECT_EQ(device.context.status.message(),
            "a call was started for a buffer that another one is filling");
}

// What a compiler that forgets to start, or waits twice, is told.
TEST(CallQueueTest, NothingToWaitFor) {
  Device device;
  int done = 0, other = 0;
  Gate gate;
  gate.opened.set_value();
  skrt_wait(&device.context, nullptr, nullptr, &done);
  EXPECT_EQ(device.context.status.message(),
            "waits before any call was started");
  device.context.status = absl::OkStatus();
  skrt_start(&device.context, passGate, nullptr, &gate, &other);
  skrt_wait(&device.context, nullptr, &gate, &done);
  EXPECT_EQ(device.context.status.message(),
            "waits for a buffer that no call was started for");
}

TEST(CallQueueTest, FailureIsTheCallers) {
  Device device;
  int done = 0;
  skrt_start(&device.context, fail, nullptr, nullptr, &done);
  skrt_wait(&device.context, nullptr, nullptr, &done);
  EXPECT_EQ(device.context.status.message(), "no luck");
}

template <typename Program> void onTwoDevices(Program program) {
  auto fabrics = createThreadFabric({"m", {{"data", 2}}});
  std::vector<std::thread> threads;
  for (int device = 0; device < 2; ++device)
    threads.emplace_back([&, device] {
      skrt_context context{*fabrics[device]};
      program(device, &context);
    });
  for (std::thread &thread : threads)
    thread.join();
}

skrt_collective sumOf(int64_t elements) {
  return {SKRT_I32, SKRT_SUM, /*axes=*/1, 0, 1, elements, 1};
}

const auto allReduce = reinterpret_cast<skrt_call>(&skrt_all_reduce);

// The two streams of a device meet those of the other device, not each other,
// even if one device reaches the second call before the other the first.
TEST(CallQueueTest, StreamsDoNotMeet) {
  onTwoDevices([](int device, skrt_context *context) {
    for (int round = 0; round < 200; ++round) {
      int in[3] = {device, round, 1}, beside[3] = {}, turn = 0;
      skrt_collective three = sumOf(3), one = sumOf(1);
      skrt_start(context, allReduce, &three, in, beside);
      skrt_all_reduce(context, &one, &in[2], &turn);
      skrt_wait(context, nullptr, in, beside);
      ASSERT_TRUE(context->status.ok()) << context->status;
      EXPECT_EQ(turn, 2);
      EXPECT_THAT(beside, ElementsAre(1, 2 * round, 2));
    }
  });
}

TEST(CallQueueTest, AbortEndsWhatIsStarted) {
  onTwoDevices([](int device, skrt_context *context) {
    int value = 0;
    skrt_collective one = sumOf(1);
    if (device == 1)
      return context->fabric.abort(absl::CancelledError("device 1 is gone"));
    skrt_start(context, allReduce, &one, &value, &value);
    skrt_wait(context, nullptr, &value, &value);
    EXPECT_THAT(std::string(context->status.message()),
                HasSubstr("rank 0: all_reduce #1 over @m[data] on stream 1: "
                          "device 1 is gone"));
  });
}

// A ring of three, twice: the sums are there when they were waited for. Messages are
// read when they are started.
TEST(CallQueueTest, MessagesOfABufferAreWaitedForTogether) {
  auto fabrics = createThreadFabric({"m", {{"data", 3}}});
  std::vector<std::thread> threads;
  for (auto &fabric : fabrics)
    threads.emplace_back([&fabric] {
      skrt_context context{*fabric};
      int64_t rank = fabric->device();
      skrt_collective description = {};
      description.type = SKRT_I32, description.reduction = SKRT_SUM;
      description.axes = 1;
      int32_t buffer[2] = {int32_t(1) << (8 * rank), 0};
      int32_t other[1] = {5};
      skrt_wait_messages(&context, nullptr, other); // none were started
      skrt_message message = {0, 1, (rank + 1) % 3, 1, 1, (rank + 2) % 3};
      for (int round = 0; round < 2; ++round)
        skrt_start_message(&context, &description, &message, buffer);
      message = {};
      skrt_start_message(&context, &description, &message, buffer);
      skrt_wait_messages(&context, nullptr, buffer);
      EXPECT_TRUE(context.status.ok()) << context.status;
      EXPECT_EQ(buffer[1], 2 << (8 * ((rank + 2) % 3)));
    });
  for (std::thread &thread : threads)
    thread.join();
}

// Between messages of a buffer come collectives, on the buffer. They go on beside
// others: device 1 meets device 0 in one before it starts what device 0 has started.
TEST(CallQueueTest, CollectivesAreStartedAmongMessages) {
  auto fabrics = createThreadFabric({"m", {{"data", 2}}});
  std::vector<std::thread> threads;
  for (auto &fabric : fabrics)
    threads.emplace_back([&fabric] {
      skrt_context context{*fabric};
      int64_t rank = fabric->device();
      skrt_collective description = {};
      description.type = SKRT_I32, description.reduction = SKRT_SUM;
      description.axes = description.outer = description.inner = 1;
      description.extent = 2;
      int32_t buffer[2] = {int32_t(rank) + 1, 10};
      auto start = [&] {
        skrt_start_all_reduce(&context, &description, buffer);
        // Device 0 gets the first number times two; then the other gets all of it.
        skrt_message message = {0, rank, 0, 0, 1 - rank, 1};
        skrt_start_message(&context, &description, &message, buffer);
        skrt_start_broadcast(&context, &description, buffer);
      };
      int32_t other[2] = {1, 1};
      if (rank == 0)
        start();
      skrt_all_reduce(&context, &description, other, other);
      if (rank == 1)
        start();
      skrt_wait_messages(&context, nullptr, buffer);
      EXPECT_TRUE(context.status.ok()) << context.status;
      EXPECT_EQ(other[0], 2);
      EXPECT_EQ(buffer[0], 6);
      EXPECT_EQ(buffer[1], 20);
    });
  for (std::thread &thread : threads)
    thread.join();
}

} // namespace
} // namespace skein::runtime
