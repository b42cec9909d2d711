#include "runtime/objects/HostedObjects.h"
#include "runtime/objects/HostedVariable.h"
#include "runtime/objects/Queue.h"
#include "runtime/support/Watch.h"
#include "tests/runtime/objects/Asynchronously.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <thread>

namespace skein::runtime {
namespace {

using testing::ElementsAre;

QueueSpec queueOf(int64_t elements, std::optional<int64_t> capacity = {}) {
  QueueSpec spec;
  spec.name = "q";
  spec.capacity = capacity;
  spec.elements = elements;
  if (elements > 1)
    spec.perMesh = 0;
  return spec;
}

/// A family of queues of i64, and its operations in short.
struct Family {
  explicit Family(const QueueSpec &spec, int64_t step = 0)
      : elements(spec.elements), queue(spec, step, failure) {}

  Queue::Range all() const { return {0, elements}; }
  static Queue::Range one(int64_t i) { return {i, i + 1}; }

  std::string enqueue(Queue::Range range, int64_t value, int64_t times = 1,
                      int64_t sender = 0) {
    return std::string(queue.enqueue(range, &value, times, sender).message());
  }
  /// -99 for an error.
  int64_t dequeue(Queue::Range range, int64_t *sender = nullptr) {
    int64_t value;
    return queue.dequeue(range, &value, sender).ok() ? value : -99;
  }

  const int64_t elements;
  Failure failure;
  Queue queue;
};

TEST(QueueTest, OldestFirstAndWithItsSender) {
  Family family(queueOf(1));
  family.enqueue(family.all(), 5, 1, /*sender=*/2);
  family.enqueue(family.all(), 6, 2, /*sender=*/3);
  int64_t sender;
  EXPECT_EQ(family.dequeue(family.all(), &sender), 5);
  EXPECT_EQ(sender, 2);
  EXPECT_EQ(family.dequeue(family.all(), &sender), 6);
  EXPECT_EQ(sender, 3);
  EXPECT_EQ(family.dequeue(family.all()), 6);
  EXPECT_EQ(family.queue.size(0), 0);
}

TEST(QueueTest, StartsWithTheStepThatTheJobStartsAt) {
  QueueSpec spec = queueOf(2);
  spec.initial = 3;
  Family family(spec, /*step=*/17);
  EXPECT_EQ(family.queue.size(0), 3);
  EXPECT_EQ(family.queue.size(1), 3);
  int64_t sender;
  EXPECT_EQ(family.dequeue(Family::one(1), &sender), 17);
  EXPECT_EQ(sender, -1);
}

TEST(QueueTest, ElementsOfAFamilyAreApart) {
  Family family(queueOf(3));
  family.enqueue(Family::one(1), 5);
  EXPECT_EQ(family.queue.size(0), 0);
  EXPECT_EQ(family.queue.size(1), 1);
  family.enqueue(family.all(), 6);
  EXPECT_EQ(family.dequeue(Family::one(1)), 5);
  EXPECT_EQ(family.dequeue(Family::one(2)), 6);
  auto all = asynchronously([&] { return family.dequeue(family.all()); });
  EXPECT_TRUE(isWaiting(all)); // nothing is taken of 0 and 1
  EXPECT_EQ(family.queue.size(0), 1);
  family.enqueue(Family::one(2), 7);
  EXPECT_EQ(all.get(), 7); // that of the last
  EXPECT_EQ(family.queue.size(0), 0);
}

TEST(QueueTest, EnqueueToAllWaitsForRoomInAll) {
  Family family(queueOf(2, /*capacity=*/1));
  family.enqueue(Family::one(1), 5);
  auto all = asynchronously([&] { return family.enqueue(family.all(), 6); });
  EXPECT_TRUE(isWaiting(all));
  EXPECT_EQ(family.queue.size(0), 0);
  EXPECT_EQ(family.dequeue(Family::one(1)), 5);
  EXPECT_EQ(all.get(), "");
  EXPECT_EQ(family.dequeue(Family::one(0)), 6);
  EXPECT_EQ(family.dequeue(Family::one(1)), 6);
}

TEST(QueueTest, SeveralTimesNeedRoomForAll) {
  Family family(queueOf(1, /*capacity=*/3));
  family.enqueue(family.all(), 1, 2);
  auto two = asynchronously([&] { return family.enqueue(family.all(), 2, 2); });
  EXPECT_TRUE(isWaiting(two));
  EXPECT_EQ(family.queue.size(0), 2);
  EXPECT_EQ(family.dequeue(family.all()), 1);
  EXPECT_EQ(two.get(), "");
  EXPECT_EQ(family.queue.size(0), 3);
  EXPECT_EQ(family.enqueue(family.all(), 3, 4),
            "enqueue @q 4 times; expected at most 3");
}

TEST(QueueTest, WaitersAreServedInTheOrderOfTheirArrival) {
  Family family(queueOf(1));
  auto first = asynchronously([&] { return family.dequeue(family.all()); });
  EXPECT_TRUE(isWaiting(first));
  auto second = asynchronously([&] { return family.dequeue(family.all()); });
  EXPECT_TRUE(isWaiting(second));
  family.enqueue(family.all(), 1);
  // Handed over: the element is gone although nobody may have woken yet.
  EXPECT_EQ(family.queue.size(0), 0);
  family.enqueue(family.all(), 2);
  EXPECT_EQ(first.get(), 1);
  EXPECT_EQ(second.get(), 2);
}

TEST(QueueTest, LateEnqueueDoesNotOvertakeAWaitingOne) {
  Family family(queueOf(2, /*capacity=*/1));
  family.enqueue(Family::one(0), 1);
  auto all = asynchronously([&] { return family.enqueue(family.all(), 2); });
  EXPECT_TRUE(isWaiting(all));
  auto late = asynchronously([&] { return family.enqueue(Family::one(1), 3); });
  EXPECT_TRUE(isWaiting(late)); // there is room, but it is the other's turn
  EXPECT_EQ(family.dequeue(Family::one(0)), 1);
  EXPECT_EQ(all.get(), "");
  EXPECT_EQ(family.dequeue(Family::one(1)), 2);
  EXPECT_EQ(late.get(), "");
  EXPECT_EQ(family.dequeue(Family::one(1)), 3);
}

TEST(QueueTest, CancelledWaitsAreErrors) {
  Family family(queueOf(2, /*capacity=*/1));
  family.enqueue(Family::one(1), 5);
  auto get = asynchronously(
      [&] { return family.queue.dequeue(Family::one(0), nullptr, nullptr); });
  auto put = asynchronously([&] { return family.enqueue(Family::one(1), 5); });
  EXPECT_TRUE(isWaiting(get));
  EXPECT_TRUE(isWaiting(put));
  family.failure.set(absl::AbortedError("server 1 is gone"));
  family.queue.notify();
  EXPECT_EQ(get.get().message(), "dequeue @q[0]: server 1 is gone");
  EXPECT_EQ(put.get(), "enqueue @q[1]: server 1 is gone");
  EXPECT_EQ(family.enqueue(family.all(), 1), "enqueue @q[*]: server 1 is gone");
}

TEST(HostedVariableTest, PublishedAsAWhole) {
  std::vector<int64_t> value(2, 3);
  HostedVariable variable(16, value.data());
  value = {4, 4};
  std::vector<int64_t> pulled(2);
  variable.pull(pulled.data());
  EXPECT_THAT(pulled, ElementsAre(3, 3)); // the owner's copy is not looked at
  EXPECT_EQ(variable.version(), 0);
  variable.publish(value.data());
  EXPECT_EQ(variable.version(), 1);
  variable.pull(pulled.data());
  EXPECT_THAT(pulled, ElementsAre(4, 4));
}

// All elements of one version are the same number, and numbers only grow.
TEST(HostedVariableTest, PullsAreNeverTorn) {
  constexpr int64_t size = 4096;
  std::vector<int64_t> value(size, 0);
  HostedVariable variable(size * sizeof(int64_t), value.data());
  std::atomic<bool> done = false;
  std::vector<std::thread> pullers;
  for (int i = 0; i < 3; ++i)
    pullers.emplace_back([&] {
      std::vector<int64_t> pulled(size);
      int64_t last = 0;
      while (!done) {
        variable.pull(pulled.data());
        ASSERT_THAT(pulled, testing::Each(pulled[0]));
        ASSERT_GE(pulled[0], last);
        last = pulled[0];
      }
    });
  for (int64_t version = 1; version <= 500; ++version) {
    std::fill(value.begin(), value.end(), version);
    variable.publish(value.data());
  }
  done = true;
  for (std::thread &puller : pullers)
    puller.join();
}

/// Mesh @w of two workers and mesh @ps of two servers; table rows 4 to 6 live
/// on the second.
struct Job {
  explicit Job(int64_t step = 0) {
    ObjectSpecs specs;
    specs.meshes = {"w", "ps"};
    specs.variables = {
        std::nullopt,
        HostedVariableSpec{"v", server(0), DataType::F32, Shape{2}}};
    AccumulatorSpec dense{"v.sum", server(0), DataType::F32, Shape{2}};
    dense.contributors = 2;
    AccumulatorSpec rows{"t.sum", server(1), DataType::F32, Shape{3, 2}};
    rows.contributors = 2;
    rows.rows = RowsSpec{4, /*first=*/4};
    specs.accumulators = {dense, rows};
    QueueSpec family{"go", server(0)};
    family.perMesh = 0;
    family.elements = 2;
    specs.queues = {family, {"tokens", server(0)}};
    float value[] = {1, 2};
    objects = *HostedObjects::create(specs, {nullptr, value}, step);
  }

  static DevicePlace worker(int64_t number) { return {0, number}; }
  static DevicePlace server(int64_t number) { return {1, number}; }
  std::unique_ptr<HostedClient> client(DevicePlace place) {
    return objects->createClient({place});
  }

  std::unique_ptr<HostedObjects> objects;
};

TEST(HostedObjectsTest, OneUpdate) {
  Job job;
  auto worker0 = job.client(Job::worker(0));
  auto worker1 = job.client(Job::worker(1));
  auto server = job.client(Job::server(0));
  float gradient[] = {10, 20}, value[2], sum[2];
  int64_t count, step = 1, sender;
  EXPECT_TRUE(worker0->pull(1, value, 2).ok());
  EXPECT_THAT(value, ElementsAre(1, 2));
  EXPECT_TRUE(worker0->push(0, gradient, 2, 0).ok());
  EXPECT_TRUE(worker1->push(0, gradient, 2, 0).ok());
  EXPECT_TRUE(server->take(0, 2, {sum}, &count).ok());
  EXPECT_THAT(sum, ElementsAre(20, 40));
  EXPECT_TRUE(server->publish(1, sum, 2).ok());
  EXPECT_TRUE(server->enqueue(0, EveryQueue, &step, 1, 1).ok());
  step = 0;
  EXPECT_TRUE(worker1->dequeue(0, OwnQueue, &step, 1, &sender).ok());
  EXPECT_EQ(step, 1);
  EXPECT_EQ(sender, 0);
  EXPECT_TRUE(worker1->pull(1, value, 2).ok());
  EXPECT_THAT(value, ElementsAre(20, 40));
}

// 4 of 5 indices are elsewhere, and one of them is in no part at all.
TEST(HostedObjectsTest, OnlyRowsOfThePartAreSent) {
  Job job;
  auto worker = job.client(Job::worker(1));
  auto server = job.client(Job::server(1));
  int64_t indices[] = {0, 6, 3, 99};
  float rows[] = {1, 2, 3, 4, 5, 6, 7, 8};
  EXPECT_TRUE(worker->pushRows(1, DataType::I64, indices, rows, 4, {}).ok());
  EXPECT_EQ(job.objects->report()[2].name, "@t.sum");
  EXPECT_EQ(job.objects->report()[2].bytes, 8 + 2 * 4);
  int64_t takenIndices[8];
  float values[16];
  TakenBuffers out;
  out.values = values;
  out.indices = takenIndices;
  EXPECT_TRUE(server->take(1, 1, out, nullptr).ok());
  EXPECT_THAT(takenIndices, ElementsAre(-1, -1, -1, -1, 2, -1, -1, -1));
  EXPECT_EQ(values[8], 3);
  EXPECT_EQ(values[9], 4);
}

// @v has two elements, so it is a table of two rows.
TEST(HostedObjectsTest, RowsArePulledWhereThereAreAny) {
  Job job;
  auto worker = job.client(Job::worker(1));
  int32_t indices[] = {1, -1, 0, 1, 2};
  float rows[] = {7, 7, 7, 7, 7};
  EXPECT_TRUE(worker->pullRows(1, DataType::I32, indices, 5, true, rows).ok());
  EXPECT_THAT(rows, ElementsAre(2, 7, 1, 2, 7));
  EXPECT_TRUE(worker->pullRows(1, DataType::I32, indices, 2, false, rows).ok());
  EXPECT_THAT(rows, ElementsAre(2, 0, 1, 2, 7));
  EXPECT_EQ(job.objects->report()[0].bytes, (3 + 1) * (4 + 4));
  EXPECT_EQ(job.objects->report()[0].operations, 2);
}

// Servers use their own objects for nothing.
TEST(HostedObjectsTest, BytesBetweenDevicesAreCounted) {
  Job job(/*step=*/3);
  auto worker = job.client(Job::worker(0));
  auto server = job.client(Job::server(0));
  float gradient[] = {10, 20};
  int64_t step = 3;
  EXPECT_TRUE(worker->pull(1, gradient, 2).ok());
  EXPECT_TRUE(worker->push(0, gradient, 2, 2).ok()); // stale, but sent
  EXPECT_TRUE(worker->push(0, gradient, 2, 3).ok());
  EXPECT_TRUE(server->enqueue(1, 0, &step, 1, 5).ok());
  EXPECT_TRUE(worker->dequeue(1, 0, &step, 1, nullptr).ok());
  std::vector<ObjectReport> report = job.objects->report();
  ASSERT_EQ(report.size(), 5);
  EXPECT_EQ(report[0].bytes, 8);  // @v
  EXPECT_EQ(report[1].bytes, 16); // @v.sum
  EXPECT_EQ(report[1].dropped, 1);
  EXPECT_EQ(report[1].operations, 2);
  EXPECT_EQ(report[4].name, "@tokens");
  EXPECT_EQ(report[4].bytes, 8);
}

// Mesh of data 2 x model 2; the sum is over data.
TEST(HostedObjectsTest, OneDevicePushesForThoseThatHoldTheSame) {
  ObjectSpecs specs;
  specs.meshes = {"w", "ps"};
  AccumulatorSpec spec{"v.sum", Job::server(0), DataType::F32, Shape{1}};
  spec.contributors = 2;
  spec.contributorOf = {0, -1, 1, -1};
  specs.accumulators = {spec};
  auto objects = *HostedObjects::create(specs, {}, 0);
  for (int64_t device = 0; device < 4; ++device) {
    float value = 1 << device;
    EXPECT_TRUE(objects->createClient({Job::worker(device)})
                    ->push(0, &value, 1, {})
                    .ok());
  }
  float sum;
  int64_t count;
  EXPECT_TRUE(
      objects->createClient({Job::server(0)})->take(0, 1, {&sum}, &count).ok());
  EXPECT_EQ(count, 2);
  EXPECT_EQ(sum, 1 + 4);
}

// A queue that lives with its device costs nothing there.
TEST(HostedObjectsTest, QueuesThatLiveWithTheirDevices) {
  ObjectSpecs specs;
  specs.meshes = {"w", "ps"};
  QueueSpec spec{"label", std::nullopt};
  spec.initial = 1;
  spec.perMesh = 0;
  spec.elements = 2;
  specs.queues = {spec};
  auto objects = *HostedObjects::create(specs, {}, /*step=*/4);
  auto worker = objects->createClient({Job::worker(1)});
  int64_t label = 0;
  EXPECT_TRUE(worker->dequeue(0, OwnQueue, &label, 1, nullptr).ok());
  EXPECT_EQ(label, 4);
  EXPECT_TRUE(worker->enqueue(0, OwnQueue, &label, 1, 1).ok());
  EXPECT_EQ(objects->report()[0].bytes, 0);
  EXPECT_TRUE(worker->enqueue(0, EveryQueue, &label, 1, 1).ok());
  EXPECT_EQ(objects->report()[0].bytes, 8);
}

TEST(HostedObjectsTest, WrongUse) {
  Job job;
  auto worker = job.client(Job::worker(0));
  auto server = job.client(Job::server(1));
  float value[2];
  int64_t step = 0;
  auto message = [](const absl::Status &status) {
    return std::string(status.message());
  };
  EXPECT_EQ(message(worker->take(0, 1, {value}, nullptr)),
            "take from @v.sum on device 0 of @w; it is on device 0 of @ps");
  EXPECT_EQ(message(server->publish(1, value, 2)),
            "publish @v on device 1 of @ps; it is on device 0 of @ps");
  EXPECT_EQ(message(worker->pull(0, value, 2)),
            "pull of variable number 0, which is not hosted");
  EXPECT_EQ(message(worker->pullRows(0, DataType::I32, &step, 1, true, value)),
            "pull of rows of variable number 0, which is not hosted");
  EXPECT_EQ(
      message(worker->pullRows(1, DataType::F32, &step, 1, true, value)),
      "pull rows of @v, 2xf32, by indices of f32; expected rows and integers");
  EXPECT_EQ(message(worker->pull(1, value, 3)),
            "pull @v: 3 elements; expected 2xf32");
  EXPECT_EQ(message(worker->push(2, value, 2, {})),
            "push to accumulator number 2; there are 2");
  EXPECT_EQ(message(worker->push(1, value, 2, {})),
            "push to @t.sum, which is for rows in order of index");
  EXPECT_EQ(message(worker->pushRows(0, DataType::I64, &step, value, 1, {})),
            "push to @v.sum, which is dense");
  EXPECT_EQ(message(worker->pushRows(1, DataType::F32, &step, value, 1, {})),
            "push to @t.sum: indices of f32; expected integers");
  EXPECT_EQ(message(server->take(1, 1, {value}, nullptr)),
            "take from @t.sum, which is for rows in order of index");
  EXPECT_EQ(message(server->push(0, value, 2, {})),
            "push to @v.sum from device 1 of @ps; expected a device of @w");
  EXPECT_EQ(message(worker->enqueue(0, 2, &step, 1, 1)),
            "enqueue @go[2]; there are 2");
  EXPECT_EQ(
      message(server->dequeue(0, OwnQueue, &step, 1, nullptr)),
      "dequeue @go: device 1 of @ps has no queue of its own; there is one "
      "per device of @w");
  EXPECT_EQ(message(worker->enqueue(7, 0, &step, 1, 1)),
            "enqueue on queue number 7; there are 2");
}

TEST(HostedObjectsTest, AccumulatorsThatCannotBe) {
  auto message = [](AccumulatorSpec spec) {
    ObjectSpecs specs;
    specs.accumulators = {std::move(spec)};
    return std::string(HostedObjects::create(specs, {}, 0).status().message());
  };
  EXPECT_EQ(message({"a", {}, DataType::I1, Shape{2}}),
            "accumulator @a is of i1, which has no sum");
  EXPECT_EQ(message({"a", {}, DataType::F32, std::nullopt, RowsSpec{4}}),
            "accumulator @a is for rows; expected the shape of a table");
}

/// Runs every body in a thread of one watched job on `job`'s objects.
std::vector<std::string> runWatched(
    Job &job,
    const std::vector<
        std::pair<DevicePlace, std::function<absl::Status(HostedClient &)>>>
        &bodies,
    std::vector<absl::Status> &statuses) {
  std::vector<std::string> reported;
  Watch watch(bodies.size(), [&](const std::vector<std::string> &waiters) {
    reported = waiters;
    job.objects->abort(absl::AbortedError("all wait"));
  });
  statuses.resize(bodies.size());
  std::vector<std::thread> threads;
  for (size_t i = 0; i < bodies.size(); ++i)
    threads.emplace_back([&, i] {
      Watch::Member member(watch,
                           [i] { return "thread " + std::to_string(i); });
      statuses[i] = bodies[i].second(*job.client(bodies[i].first));
    });
  for (std::thread &thread : threads)
    thread.join();
  return reported;
}

TEST(WatchTest, AllThatWaitForEverAreNamedAndReleased) {
  Job job;
  std::vector<absl::Status> statuses;
  int64_t step = 0;
  float sum[2];
  EXPECT_THAT(
      runWatched(job,
                 {{Job::worker(1),
                   [&](HostedClient &client) {
                     int64_t out;
                     return client.dequeue(0, OwnQueue, &out, 1, nullptr);
                   }},
                  {Job::server(0),
                   [&](HostedClient &client) {
                     return client.take(0, 2, {sum}, nullptr);
                   }},
                  {Job::worker(0), // leaves without releasing the others
                   [&](HostedClient &client) {
                     return client.enqueue(1, 0, &step, 1, 1);
                   }}},
                 statuses),
      ElementsAre("thread 0: dequeue @go[1]", "thread 1: take 2 of @v.sum"));
  EXPECT_EQ(statuses[0].message(), "dequeue @go[1]: all wait");
  EXPECT_EQ(statuses[1].message(), "take 2 of @v.sum: all wait");
  EXPECT_TRUE(statuses[2].ok());
}

// Two that hand one token back and forth: one of them waits nearly always, and
// often both look as if.
TEST(WatchTest, NobodyIsNamedWhoGoesOn) {
  Job job;
  std::vector<absl::Status> statuses;
  auto player = [](int64_t own, bool serves) {
    return [=](HostedClient &client) {
      int64_t ball = 0;
      absl::Status status;
      if (serves)
        status = client.enqueue(0, 1 - own, &ball, 1, 1);
      for (int i = 0; i < 2000 && status.ok(); ++i) {
        status = client.dequeue(0, own, &ball, 1, nullptr);
        if (i % 97 == 0) // the other goes to sleep
          std::this_thread::sleep_for(std::chrono::microseconds(300));
        if (status.ok())
          status = client.enqueue(0, 1 - own, &ball, 1, 1);
      }
      return status;
    };
  };
  EXPECT_THAT(runWatched(job,
                         {{Job::worker(0), player(0, true)},
                          {Job::worker(1), player(1, false)}},
                         statuses),
              ElementsAre());
  EXPECT_TRUE(statuses[0].ok()) << statuses[0];
}

} // namespace
} // namespace skein::runtime
