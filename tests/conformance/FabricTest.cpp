#include "tests/conformance/FabricTest.h"
#include "runtime/tensor/Float16.h"
#include <atomic>
#include <cmath>
#include <functional>
#include <gmock/gmock.h>
#include <limits>
#include <thread>

namespace skein::runtime {
namespace {

using testing::AllOf;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr int64_t groupSizes[] = {1, 2, 3, 4, 7, 16};
constexpr int64_t awkwardCounts[] = {0, 1, 7, 64, 1009, 20011};

Mesh line(int64_t devices) { return {"m", {{"data", devices}}}; }

/// Runs `body` on every device of `mesh`, each in its own thread.
void onEveryDevice(FabricFactory factory, const Mesh &mesh,
                   const std::function<void(DeviceFabric &)> &body) {
  auto fabrics = factory(mesh);
  std::vector<std::thread> threads;
  for (auto &fabric : fabrics)
    threads.emplace_back([&] { body(*fabric); });
  for (std::thread &thread : threads)
    thread.join();
}

/// Runs `body` on groups of every size, with every count.
void onEveryGroup(FabricFactory factory,
                  const std::function<void(Communicator &, int64_t)> &body) {
  for (int64_t devices : groupSizes)
    onEveryDevice(factory, line(devices), [&](DeviceFabric &fabric) {
      for (int64_t count : awkwardCounts)
        body(fabric.over(1), count);
    });
}

/// A small integer that tells member, position and salt apart.
int32_t value(int64_t rank, int64_t index, int64_t salt = 0) {
  return (rank * 31 + index * 7 + salt * 13) % 101 - 50;
}

template <typename T> std::vector<T> values(int64_t rank, int64_t count) {
  std::vector<T> result(count);
  for (int64_t i = 0; i < count; ++i)
    result[i] = value(rank, i);
  return result;
}

TEST_P(FabricTest, AllReduceSumsTheContributions) {
  onEveryGroup(GetParam(), [](Communicator &group, int64_t count) {
    std::vector<int32_t> input = values<int32_t>(group.rank(), count);
    std::vector<int32_t> output(count, -1);
    ASSERT_TRUE(group
                    .allReduce(ReductionKind::Sum, DataType::I32, input.data(),
                               output.data(), count)
                    .ok());
    for (int64_t i = 0; i < count; ++i) {
      int32_t expected = 0;
      for (int64_t rank = 0; rank < group.size(); ++rank)
        expected += value(rank, i);
      ASSERT_EQ(output[i], expected) << "element " << i << " of " << count;
    }
  });
}

// 1e8 + 1 is 1e8 in f32, so the result tells the order in which it was formed.
TEST_P(FabricTest, AllReduceAddsInTheOrderOfRanksAndInPlace) {
  onEveryDevice(GetParam(), line(4), [](DeviceFabric &fabric) {
    const float inputs[] = {1e8f, 1.0f, -1e8f, 1.0f};
    for (int64_t count : awkwardCounts) {
      std::vector<float> buffer(count, inputs[fabric.device()]);
      ASSERT_TRUE(fabric.over(1)
                      .allReduce(ReductionKind::Sum, DataType::F32,
                                 buffer.data(), buffer.data(), count)
                      .ok());
      ASSERT_THAT(buffer, Each(1.0f)); // ((1e8 + 1) - 1e8) + 1
    }
  });
}

template <typename T>
T allReduced(Communicator &group, ReductionKind kind, DataType type, T input) {
  T output{};
  EXPECT_TRUE(group.allReduce(kind, type, &input, &output, 1).ok());
  return output;
}

/// Contributions of ranks 0, 1, 2: 6, -3, 5.
template <typename T>
void checkArithmeticKinds(FabricFactory factory, DataType type) {
  onEveryDevice(factory, line(3), [&](DeviceFabric &fabric) {
    const float inputs[] = {6, -3, 5};
    Communicator &group = fabric.over(1);
    T input = static_cast<T>(inputs[group.rank()]);
    auto result = [&](ReductionKind kind) {
      return double(allReduced(group, kind, type, input));
    };
    EXPECT_EQ(result(ReductionKind::Sum), 8) << name(type);
    EXPECT_EQ(result(ReductionKind::Mul), -90) << name(type);
    EXPECT_EQ(result(ReductionKind::Max), 6) << name(type);
    EXPECT_EQ(result(ReductionKind::Min), -3) << name(type);
  });
}

TEST_P(FabricTest, EveryTypeHasTheArithmeticKinds) {
  checkArithmeticKinds<double>(GetParam(), DataType::F64);
  checkArithmeticKinds<float>(GetParam(), DataType::F32);
  checkArithmeticKinds<Half>(GetParam(), DataType::F16);
  checkArithmeticKinds<BFloat16>(GetParam(), DataType::BF16);
  checkArithmeticKinds<int64_t>(GetParam(), DataType::I64);
  checkArithmeticKinds<int32_t>(GetParam(), DataType::I32);
  checkArithmeticKinds<int16_t>(GetParam(), DataType::I16);
  checkArithmeticKinds<int8_t>(GetParam(), DataType::I8);
}

template <typename T>
void checkBitwiseKinds(FabricFactory factory, DataType type) {
  onEveryDevice(factory, line(3), [&](DeviceFabric &fabric) {
    const int inputs[] = {0b0111, 0b0110, 0b1100};
    Communicator &group = fabric.over(1);
    T input = inputs[group.rank()];
    EXPECT_EQ(allReduced(group, ReductionKind::And, type, input), 0b0100);
    EXPECT_EQ(allReduced(group, ReductionKind::Or, type, input), 0b1111);
  });
}

TEST_P(FabricTest, IntegersHaveTheBitwiseKinds) {
  checkBitwiseKinds<int64_t>(GetParam(), DataType::I64);
  checkBitwiseKinds<int32_t>(GetParam(), DataType::I32);
  checkBitwiseKinds<int16_t>(GetParam(), DataType::I16);
  checkBitwiseKinds<int8_t>(GetParam(), DataType::I8);
}

TEST_P(FabricTest, TruthValuesHaveAndOrMaxMin) {
  onEveryDevice(GetParam(), line(2), [](DeviceFabric &fabric) {
    Communicator &group = fabric.over(1);
    uint8_t input = group.rank();
    auto result = [&](ReductionKind kind) {
      return int(allReduced(group, kind, DataType::I1, input));
    };
    EXPECT_EQ(result(ReductionKind::And), 0);
    EXPECT_EQ(result(ReductionKind::Or), 1);
    EXPECT_EQ(result(ReductionKind::Max), 1);
    EXPECT_EQ(result(ReductionKind::Min), 0);
  });
}

TEST_P(FabricTest, IntegersWrap) {
  onEveryDevice(GetParam(), line(2), [](DeviceFabric &fabric) {
    Communicator &group = fabric.over(1);
    EXPECT_EQ(allReduced<int8_t>(group, ReductionKind::Sum, DataType::I8, 100),
              -56); // 200 - 256
    EXPECT_EQ(allReduced<int32_t>(group, ReductionKind::Mul, DataType::I32,
                                  std::numeric_limits<int32_t>::min()),
              0);
  });
}

// 1 + 1/512 + 1/512 is 1.0039...; every partial result in bf16, whose steps at
// 1 are 1/128, would be rounded down to 1, and so is 1.0039 = 1 + 1/256 (a tie)
// to the even 1. With four summands of 1/512 the sum is 1 + 1/128 exactly.
TEST_P(FabricTest, SixteenBitFloatsAreRoundedOnce) {
  onEveryDevice(GetParam(), line(5), [](DeviceFabric &fabric) {
    Communicator &group = fabric.over(1);
    BFloat16 input(group.rank() == 0 ? 1.0f : 1.0f / 512);
    EXPECT_EQ(
        float(allReduced(group, ReductionKind::Sum, DataType::BF16, input)),
        1.0f + 1.0f / 128);
  });
}

TEST_P(FabricTest, NanBeatsEveryNumber) {
  for (int64_t origin = 0; origin < 3; ++origin)
    onEveryDevice(GetParam(), line(3), [&](DeviceFabric &fabric) {
      Communicator &group = fabric.over(1);
      float input = group.rank() == origin ? std::nanf("") : 1.0f;
      for (ReductionKind kind :
           {ReductionKind::Sum, ReductionKind::Max, ReductionKind::Min})
        EXPECT_TRUE(std::isnan(allReduced(group, kind, DataType::F32, input)));
    });
}

TEST_P(FabricTest, ReduceReachesTheRootOnly) {
  onEveryGroup(GetParam(), [](Communicator &group, int64_t count) {
    int64_t root = group.size() - 1;
    std::vector<double> input = values<double>(group.rank(), count);
    std::vector<double> output(count, -1000);
    bool isRoot = group.rank() == root;
    ASSERT_TRUE(group
                    .reduce(ReductionKind::Max, DataType::F64, input.data(),
                            isRoot ? output.data() : nullptr, count, root)
                    .ok());
    for (int64_t i = 0; i < count; ++i) {
      double expected = -1000;
      for (int64_t rank = 0; isRoot && rank < group.size(); ++rank)
        expected = std::max<double>(expected, value(rank, i));
      ASSERT_EQ(output[i], expected) << "element " << i;
    }
  });
}

TEST_P(FabricTest, BroadcastCopiesTheRoot) {
  onEveryGroup(GetParam(), [](Communicator &group, int64_t count) {
    for (int64_t root : {int64_t(0), group.size() / 2}) {
      bool isRoot = group.rank() == root;
      std::vector<int64_t> buffer = values<int64_t>(group.rank(), count);
      ASSERT_TRUE(group
                      .broadcast(DataType::I64,
                                 isRoot ? buffer.data() : nullptr,
                                 buffer.data(), count, root)
                      .ok());
      ASSERT_EQ(buffer, values<int64_t>(root, count));
    }
  });
}

TEST_P(FabricTest, AllGatherConcatenatesInRankOrder) {
  onEveryGroup(GetParam(), [](Communicator &group, int64_t count) {
    std::vector<int16_t> input = values<int16_t>(group.rank(), count);
    std::vector<int16_t> output(count * group.size());
    ASSERT_TRUE(
        group.allGather(DataType::I16, input.data(), output.data(), count)
            .ok());
    for (size_t i = 0; i < output.size(); ++i)
      ASSERT_EQ(output[i], value(i / count, i % count)) << "element " << i;
  });
}

TEST_P(FabricTest, ReduceScatterGivesEachItsPart) {
  onEveryGroup(GetParam(), [](Communicator &group, int64_t count) {
    std::vector<float> input =
        values<float>(group.rank(), count * group.size());
    std::vector<float> output(count, -1);
    ASSERT_TRUE(group
                    .reduceScatter(ReductionKind::Sum, DataType::F32,
                                   input.data(), output.data(), count)
                    .ok());
    for (int64_t i = 0; i < count; ++i) {
      float expected = 0;
      for (int64_t rank = 0; rank < group.size(); ++rank)
        expected += value(rank, group.rank() * count + i);
      ASSERT_EQ(output[i], expected) << "element " << i;
    }
  });
}

TEST_P(FabricTest, AllToAllTransposesTheParts) {
  onEveryGroup(GetParam(), [](Communicator &group, int64_t count) {
    std::vector<int8_t> input(count * group.size());
    for (size_t i = 0; i < input.size(); ++i)
      input[i] = value(group.rank(), i % count, /*salt=*/i / count);
    std::vector<int8_t> output(input.size());
    ASSERT_TRUE(
        group.allToAll(DataType::I8, input.data(), output.data(), count).ok());
    for (size_t i = 0; i < output.size(); ++i)
      ASSERT_EQ(output[i],
                int8_t(value(i / count, i % count, /*salt=*/group.rank())))
          << "element " << i;
  });
}

// Every member sends to the right what it has and adds what comes from the left
// to another piece, as in a ring; then it replaces a piece.
TEST_P(FabricTest, ExchangePassesMessagesAroundARing) {
  onEveryGroup(GetParam(), [](Communicator &group, int64_t count) {
    int64_t rank = group.rank(), size = group.size();
    if (size == 1)
      return;
    int64_t left = (rank + size - 1) % size, right = (rank + 1) % size;
    std::vector<int32_t> sent = values<int32_t>(rank, count);
    std::vector<int32_t> received(count, 1000);
    for (int64_t round = 1; round <= 3; ++round) {
      ASSERT_TRUE(group
                      .exchange(ReductionKind::Sum, DataType::I32,
                                {sent.data(), count, right},
                                {received.data(), count, left})
                      .ok());
      for (int64_t i = 0; i < count; ++i)
        ASSERT_EQ(received[i], 1000 + round * value(left, i));
    }
    ASSERT_TRUE(group
                    .exchange({}, DataType::I32, {sent.data(), count, right},
                              {received.data(), count, left})
                    .ok());
    ASSERT_EQ(received, values<int32_t>(left, count));
  });
}

// Rank 1 takes what ranks 2 and 0 send, in this order; rank 3 has no part in
// it.
TEST_P(FabricTest, ExchangeNeedsTheTwoEndsOfAMessageOnly) {
  onEveryDevice(GetParam(), line(4), [](DeviceFabric &fabric) {
    Communicator &group = fabric.over(1);
    double value = group.rank() + 1;
    if (group.rank() == 0 || group.rank() == 2)
      EXPECT_TRUE(
          group.exchange(ReductionKind::Mul, DataType::F64, {&value, 1, 1}, {})
              .ok());
    if (group.rank() == 1) {
      for (int64_t from : {2, 0})
        EXPECT_TRUE(group
                        .exchange(ReductionKind::Mul, DataType::F64, {},
                                  {&value, 1, from})
                        .ok());
      EXPECT_EQ(value, 2 * 3 * 1);
    }
  });
}

TEST_P(FabricTest, ExchangeTellsWhatDoesNotMatch) {
  onEveryDevice(GetParam(), line(2), [](DeviceFabric &fabric) {
    int32_t buffer[3] = {};
    absl::Status status =
        fabric.device() == 0
            ? fabric.over(1).exchange({}, DataType::I32, {buffer, 2, 1}, {})
            : fabric.over(1).exchange({}, DataType::I32, {}, {buffer, 3, 0});
    if (fabric.device() == 1)
      EXPECT_EQ(status.message(),
                "rank 1: exchange #1 over @m[data]: rank 0 sent exchange of 2 "
                "i32; expected exchange of 3 i32");
  });
}

TEST_P(FabricTest, ExchangeEndsWhenTheOtherEndFails) {
  for (bool sends : {true, false})
    onEveryDevice(GetParam(), line(2), [&](DeviceFabric &fabric) {
      if (fabric.device() == 1)
        return fabric.abort(absl::DataLossError("no more memory"));
      float x = 1;
      absl::Status status =
          sends ? fabric.over(1).exchange({}, DataType::F32, {&x, 1, 1}, {})
                : fabric.over(1).exchange({}, DataType::F32, {}, {&x, 1, 1});
      EXPECT_EQ(status.message(),
                "rank 0: exchange #1 over @m[data]: no more memory");
    });
}

TEST_P(FabricTest, ExchangeWithoutAPartner) {
  onEveryDevice(GetParam(), line(2), [](DeviceFabric &fabric) {
    float x = 1;
    absl::Status status = fabric.over(1).exchange({}, DataType::F32,
                                                  {&x, 1, fabric.device()}, {});
    EXPECT_THAT(std::string(status.message()),
                HasSubstr("expected another one of 2"));
  });
}

// Nobody leaves a barrier before the last has come: the counter is complete.
TEST_P(FabricTest, BarrierWaitsForAll) {
  for (int64_t devices : groupSizes) {
    std::atomic<int64_t> arrived = 0;
    onEveryDevice(GetParam(), line(devices), [&](DeviceFabric &fabric) {
      for (int64_t round = 1; round <= 50; ++round) {
        ++arrived;
        ASSERT_TRUE(fabric.over(1).barrier().ok());
        ASSERT_GE(arrived, round * devices);
      }
    });
    EXPECT_EQ(arrived, 50 * devices);
  }
}

// On (node = 2, gpu = 3) device 3 * n + g contributes 10^device.
TEST_P(FabricTest, GroupsOfDifferentAxesDoNotExchangeData) {
  onEveryDevice(GetParam(), {"m", {{"node", 2}, {"gpu", 3}}},
                [](DeviceFabric &fabric) {
                  int64_t device = fabric.device();
                  auto total = [&](AxisSet axes) {
                    return allReduced(fabric.over(axes), ReductionKind::Sum,
                                      DataType::F64, std::pow(10, device));
                  };
                  EXPECT_EQ(total(0b01), device % 3 == 0   ? 1001
                                         : device % 3 == 1 ? 10010
                                                           : 100100);
                  EXPECT_EQ(total(0b10), device < 3 ? 111 : 111000);
                  EXPECT_EQ(total(0b11), 111111);
                  EXPECT_EQ(total(0), std::pow(10, device));
                  EXPECT_EQ(fabric.over(0b01).rank(), device / 3);
                  EXPECT_EQ(fabric.over(0b10).rank(), device % 3);
                });
}

// Device 2 fails instead of joining the third operation.
TEST_P(FabricTest, FailureReachesEveryWaiterAndNamesItsOperation) {
  onEveryDevice(GetParam(), line(4), [](DeviceFabric &fabric) {
    Communicator &group = fabric.over(1);
    ASSERT_TRUE(group.barrier().ok());
    ASSERT_TRUE(group.barrier().ok());
    if (fabric.device() == 2)
      return fabric.abort(absl::DataLossError("device 2: no more memory"));
    float x = 1;
    absl::Status status =
        group.allReduce(ReductionKind::Sum, DataType::F32, &x, &x, 1);
    EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss);
    EXPECT_EQ(status.message(),
              "rank " + std::to_string(group.rank()) +
                  ": all_reduce #3 over @m[data]: device 2: no more memory");
    EXPECT_FALSE(group.barrier().ok()) << "works again after a failure";
    EXPECT_FALSE(fabric.over(0).barrier().ok()) << "on any group";
  });
}

// Nobody holds back, so that the last arrival meets the failure.
TEST_P(FabricTest, FailureFromOutsideEndsARunningGroup) {
  for (int64_t round = 0; round < 300; ++round) {
    auto fabrics = GetParam()(line(3));
    std::vector<std::thread> threads;
    for (auto &fabric : fabrics)
      threads.emplace_back([&] {
        while (fabric->over(1).barrier().ok())
          ;
      });
    fabrics[0]->abort(absl::InternalError("interrupted"));
    for (std::thread &thread : threads)
      thread.join();
  }
}

TEST_P(FabricTest, DifferentOperationsAreAnErrorForAll) {
  onEveryDevice(GetParam(), line(3), [](DeviceFabric &fabric) {
    Communicator &group = fabric.over(1);
    int32_t x = 1, y = 0;
    absl::Status status =
        group.rank() == 1
            ? group.broadcast(DataType::I32, &x, &y, 1, /*root=*/2)
            : group.allReduce(ReductionKind::Sum, DataType::I32, &x, &y, 1);
    EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
    EXPECT_THAT(std::string(status.message()),
                AllOf(HasSubstr("#1 over @m[data]: rank "),
                      HasSubstr("broadcast of 1 i32, root 2"),
                      HasSubstr("all_reduce sum of 1 i32")));
  });
}

TEST_P(FabricTest, DifferentCountsAreAnErrorForAll) {
  onEveryDevice(GetParam(), line(2), [](DeviceFabric &fabric) {
    float x[2] = {}, y[4] = {};
    int64_t count = 1 + fabric.device();
    absl::Status status = fabric.over(1).allGather(DataType::F32, x, y, count);
    EXPECT_THAT(std::string(status.message()),
                AllOf(HasSubstr("all_gather of 1 f32"),
                      HasSubstr("all_gather of 2 f32")));
  });
}

// Two threads of each device call different things, at their own pace.
TEST_P(FabricTest, StreamsDoNotMeet) {
  onEveryDevice(GetParam(), line(3), [](DeviceFabric &fabric) {
    std::unique_ptr<DeviceFabric> other = fabric.forStream(1);
    std::thread beside([&] {
      for (int32_t round = 0; round < 100; ++round) {
        int32_t x[2] = {round, 1}, y[2] = {};
        ASSERT_TRUE(other->over(1)
                        .allReduce(ReductionKind::Sum, DataType::I32, x, y, 2)
                        .ok());
        EXPECT_THAT(y, ElementsAre(3 * round, 3));
      }
    });
    for (int64_t round = 0; round < 150; ++round)
      EXPECT_TRUE(fabric.over(1).barrier().ok());
    beside.join();
  });
}

TEST_P(FabricTest, StreamsFailTogether) {
  auto fabrics = GetParam()(line(2));
  std::unique_ptr<DeviceFabric> other = fabrics[0]->forStream(1);
  std::thread waiting([&] {
    EXPECT_EQ(other->over(1).barrier().code(), absl::StatusCode::kInternal);
  });
  fabrics[1]->abort(absl::InternalError("interrupted"));
  waiting.join();
}

TEST_P(FabricTest, KindThatTheTypeDoesNotHave) {
  onEveryDevice(GetParam(), line(1), [](DeviceFabric &fabric) {
    float x = 1;
    EXPECT_EQ(fabric.over(1)
                  .allReduce(ReductionKind::Or, DataType::F32, &x, &x, 1)
                  .message(),
              "rank 0: all_reduce #1 over @m[data]: kind or is not defined for "
              "f32");
  });
}

} // namespace
} // namespace skein::runtime
