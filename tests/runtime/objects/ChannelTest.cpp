#include "runtime/objects/Channel.h"
#include "runtime/objects/HostedObjects.h"
#include "runtime/support/Watch.h"
#include "tests/runtime/objects/Asynchronously.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <numeric>
#include <thread>

namespace skein::runtime {
namespace {

using testing::ElementsAre;

/// A channel of i64, and its operations in short.
struct Line {
  explicit Line(int64_t capacity)
      : channel("@c", sizeof(int64_t), capacity, failure) {}

  std::string send(int64_t value) {
    return std::string(channel.send(&value).message());
  }
  /// -99 for an error.
  int64_t receive() {
    int64_t value;
    return channel.receive(&value).ok() ? value : -99;
  }
  void fail() {
    failure.set(absl::AbortedError("no more"));
    channel.notify();
  }

  Failure failure;
  Channel channel;
};

TEST(ChannelTest, FirstInFirstOut) {
  Line line(3);
  for (int64_t value : {5, 6, 7})
    EXPECT_EQ(line.send(value), "");
  EXPECT_EQ(line.receive(), 5);
  EXPECT_EQ(line.send(8), "");
  for (int64_t value : {6, 7, 8})
    EXPECT_EQ(line.receive(), value);
}

TEST(ChannelTest, SendingWaitsForRoom) {
  Line line(1);
  line.send(5);
  auto second = asynchronously([&] { return line.send(6); });
  EXPECT_TRUE(isWaiting(second));
  EXPECT_EQ(line.receive(), 5);
  EXPECT_EQ(second.get(), "");
  EXPECT_EQ(line.receive(), 6);
}

TEST(ChannelTest, ReceivingWaitsForAMessage) {
  Line line(1);
  auto message = asynchronously([&] { return line.receive(); });
  EXPECT_TRUE(isWaiting(message));
  line.send(5);
  EXPECT_EQ(message.get(), 5);
  // What was handed over takes no room.
  EXPECT_EQ(line.send(6), "");
  EXPECT_EQ(line.receive(), 6);
}

TEST(ChannelTest, FailureReleasesWhoWaits) {
  Line full(1), empty(1);
  full.send(5);
  auto sending = asynchronously([&] { return full.send(6); });
  auto receiving = asynchronously([&] {
    int64_t value;
    return std::string(empty.channel.receive(&value).message());
  });
  EXPECT_TRUE(isWaiting(sending));
  EXPECT_TRUE(isWaiting(receiving));
  full.fail();
  empty.fail();
  EXPECT_EQ(sending.get(), "send to @c: no more");
  EXPECT_EQ(receiving.get(), "receive from @c: no more");
  EXPECT_EQ(full.receive(), -99);
}

// Large messages, so that both are often in the middle of copying.
TEST(ChannelTest, NothingIsLostOrTornAtFullSpeed) {
  constexpr int64_t messages = 2000, count = 5000;
  for (int64_t capacity : {1, 3}) {
    Failure failure;
    Channel channel("@c", count * sizeof(int64_t), capacity, failure);
    std::thread sender([&] {
      std::vector<int64_t> value(count);
      for (int64_t i = 0; i < messages; ++i) {
        std::iota(value.begin(), value.end(), i);
        ASSERT_TRUE(channel.send(value.data()).ok());
      }
    });
    std::vector<int64_t> value(count);
    int64_t wrong = 0;
    for (int64_t i = 0; i < messages; ++i) {
      ASSERT_TRUE(channel.receive(value.data()).ok());
      for (int64_t j = 0; j < count; ++j)
        wrong += value[j] != i + j;
    }
    sender.join();
    EXPECT_EQ(wrong, 0);
  }
}

/// A channel from devices 0 and 1 to 2 and 3 of @m.
std::unique_ptr<HostedObjects> objects() {
  ObjectSpecs specs;
  specs.meshes = {"m", "ps"};
  ChannelSpec channel{"act", DataType::F32, {2}};
  channel.sources = {0, 1};
  channel.targets = {2, 3};
  specs.channels = {channel};
  return *HostedObjects::create(specs, {}, /*step=*/0);
}

TEST(ChannelTest, EveryDeviceHasItsOwn) {
  auto job = objects();
  std::vector<std::unique_ptr<HostedClient>> clients;
  for (int64_t device = 0; device < 4; ++device)
    clients.push_back(job->createClient({{0, device}}));
  float first[] = {1, 2}, second[] = {3, 4}, value[2];
  EXPECT_TRUE(clients[1]->send(0, second, 2).ok());
  EXPECT_TRUE(clients[0]->send(0, first, 2).ok());
  EXPECT_TRUE(clients[2]->receive(0, value, 2).ok());
  EXPECT_THAT(value, ElementsAre(1, 2));
  EXPECT_TRUE(clients[3]->receive(0, value, 2).ok());
  EXPECT_THAT(value, ElementsAre(3, 4));
  auto waiting =
      asynchronously([&] { return clients[3]->receive(0, value, 2); });
  EXPECT_TRUE(isWaiting(waiting));
  job->abort(absl::AbortedError("no more"));
  absl::Status status = waiting.get();
  EXPECT_EQ(status.message(), "receive from @act[1]: no more");
  EXPECT_EQ(job->report()[0].bytes, 16);
}

TEST(ChannelTest, RefusesWhoIsNotAtItsEnd) {
  auto job = objects();
  auto target = job->createClient({{0, 2}}),
       other = job->createClient({{1, 0}});
  float value[] = {1, 2};
  EXPECT_EQ(target->send(0, value, 2).message(),
            "send to @act, which does not end on device 2 of @m");
  EXPECT_EQ(other->receive(0, value, 2).message(),
            "receive from @act, which does not end on device 0 of @ps");
  EXPECT_EQ(target->receive(0, value, 3).message(),
            "receive from @act: 3 elements; expected 2xf32");
  EXPECT_EQ(target->receive(1, value, 2).message(),
            "receive from channel number 1; there are 1");
}

} // namespace
} // namespace skein::runtime
