#include "runtime/abi/Context.h"
#include "runtime/abi/skrt.h"
#include "runtime/fabric/threads/ThreadFabric.h"
#include <functional>
#include <gmock/gmock.h>
#include <thread>

namespace skein::runtime {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using Values = std::vector<int32_t>;

/// Runs `program` on each device of data = 2 x model = 3, in threads.
void onEveryDevice(
    const std::function<void(int64_t device, skrt_context *)> &program) {
  Mesh mesh{"m", {{"data", 2}, {"model", 3}}};
  std::vector<std::unique_ptr<DeviceFabric>> fabrics = createThreadFabric(mesh);
  std::vector<std::thread> threads;
  for (int64_t device = 0; device < mesh.deviceCount(); ++device)
    threads.emplace_back([&, device] {
      skrt_context context{*fabrics[device]};
      program(device, &context);
    });
  for (std::thread &thread : threads)
    thread.join();
}

constexpr int64_t data = 1 << 0, model = 1 << 1;

skrt_collective over(int64_t axes, int64_t outer, int64_t extent,
                     int64_t inner) {
  skrt_collective d = {};
  d.type = SKRT_I32, d.reduction = SKRT_SUM, d.axes = axes;
  d.outer = outer, d.extent = extent, d.inner = inner;
  return d;
}

// Device numbers are 3 * data + model, so the groups over model are {0, 1, 2}
// and {3, 4, 5}.
TEST(CollectivesTest, AllReduceStaysInItsGroup) {
  onEveryDevice([](int64_t device, skrt_context *context) {
    skrt_collective d = over(model, 1, 2, 1);
    Values in = {int(device), 1}, out(2);
    skrt_all_reduce(context, &d, in.data(), out.data());
    EXPECT_THAT(out, ElementsAre(device < 3 ? 3 : 12, 3));
  });
}

TEST(CollectivesTest, AllReduceOverTwoAxes) {
  onEveryDevice([](int64_t device, skrt_context *context) {
    skrt_collective d = over(data | model, 1, 1, 1);
    d.reduction = SKRT_MAX;
    Values value = {int(device)};
    skrt_all_reduce(context, &d, value.data(), value.data());
    EXPECT_THAT(value, ElementsAre(5));
  });
}

// 2 x 1 on each of two devices become 2 x 2: the pieces interleave.
TEST(CollectivesTest, AllGatherAlongAnInnerDimension) {
  onEveryDevice([](int64_t device, skrt_context *context) {
    skrt_collective d = over(data, 2, 1, 1);
    Values in = {int(10 * device), int(10 * device + 1)}, out(4);
    skrt_all_gather(context, &d, in.data(), out.data());
    int first = 10 * (device % 3), second = first + 30;
    EXPECT_THAT(out, ElementsAre(first, second, first + 1, second + 1));
  });
}

TEST(CollectivesTest, ReduceScatterAlongEitherDimension) {
  onEveryDevice([](int64_t device, skrt_context *context) {
    Values in = {1, 2, 3, 4}; // 2 x 2
    int rank = device / 3;
    Values row(2), column(2);
    skrt_collective d = over(data, 1, 2, 2);
    skrt_reduce_scatter(context, &d, in.data(), row.data());
    EXPECT_THAT(row, ElementsAre(2 * in[2 * rank], 2 * in[2 * rank + 1]));
    d = over(data, 2, 2, 1);
    skrt_reduce_scatter(context, &d, in.data(), column.data());
    EXPECT_THAT(column, ElementsAre(2 * in[rank], 2 * in[rank + 2]));
  });
}

TEST(CollectivesTest, ShardUndoesAllGather) {
  onEveryDevice([](int64_t device, skrt_context *context) {
    skrt_collective d = over(model, 2, 1, 2);
    Values in = {int(device), 1, int(-device), 2}, whole(12), back(4);
    skrt_all_gather(context, &d, in.data(), whole.data());
    d.extent = 3;
    skrt_shard(context, &d, whole.data(), back.data());
    EXPECT_EQ(back, in);
  });
}

// A 2 x 6 tensor with element 10 * row + column is split by rows over data; the
// exchange splits it by columns instead.
TEST(CollectivesTest, AllToAllMovesTheSplit) {
  onEveryDevice([](int64_t device, skrt_context *context) {
    int rank = device / 3;
    skrt_exchange d = {};
    d.type = SKRT_I32, d.axes = data, d.cuts_first = 0;
    d.outer = 1, d.first = 1, d.middle = 1, d.second = 6, d.inner = 1;
    Values in(6), out(6), back(6);
    for (int column = 0; column < 6; ++column)
      in[column] = 10 * rank + column;
    skrt_all_to_all(context, &d, in.data(), out.data());
    int c = 3 * rank;
    EXPECT_THAT(out, ElementsAre(c, c + 1, c + 2, 10 + c, 11 + c, 12 + c));
    d.cuts_first = 1, d.first = 2, d.second = 3;
    skrt_all_to_all(context, &d, out.data(), back.data());
    EXPECT_EQ(back, in);
  });
}

// The same with dimensions around and between: every element carries its place
// in the global 2 x 2 x 3 x 6 x 2 tensor.
TEST(CollectivesTest, AllToAllWithDimensionsAround) {
  constexpr int O = 2, F = 2, M = 3, S = 6, I = 2;
  auto place = [](int o, int f, int m, int s, int i) {
    return (((o * F + f) * M + m) * S + s) * I + i;
  };
  onEveryDevice([&](int64_t device, skrt_context *context) {
    int rank = device / 3;
    Values in, expected;
    for (int o = 0; o < O; ++o)
      for (int m = 0; m < M; ++m)
        for (int s = 0; s < S; ++s)
          for (int i = 0; i < I; ++i)
            in.push_back(place(o, rank, m, s, i));
    for (int o = 0; o < O; ++o)
      for (int f = 0; f < F; ++f)
        for (int m = 0; m < M; ++m)
          for (int s = S / 2 * rank; s < S / 2 * (rank + 1); ++s)
            for (int i = 0; i < I; ++i)
              expected.push_back(place(o, f, m, s, i));
    skrt_exchange d = {};
    d.type = SKRT_I32, d.axes = data, d.cuts_first = 0;
    d.outer = O, d.first = 1, d.middle = M, d.second = S, d.inner = I;
    Values out(in.size()), back(in.size());
    skrt_all_to_all(context, &d, in.data(), out.data());
    EXPECT_EQ(out, expected);
    d.cuts_first = 1, d.first = F, d.second = S / 2;
    skrt_all_to_all(context, &d, out.data(), back.data());
    EXPECT_EQ(back, in);
  });
}

TEST(CollectivesTest, AxisIndexIsTheRank) {
  onEveryDevice([](int64_t device, skrt_context *context) {
    skrt_collective d = over(model, 1, 1, 1);
    int32_t index = -1;
    skrt_axis_index(context, &d, &index);
    EXPECT_EQ(index, device % 3);
  });
}

TEST(CollectivesTest, AFailureStaysInTheContext) {
  onEveryDevice([](int64_t device, skrt_context *context) {
    skrt_collective d = over(data, 1, 3, 1);
    Values in = {1, 2, 3}, out = {7, 7};
    skrt_reduce_scatter(context, &d, in.data(), out.data());
    EXPECT_THAT(std::string(context->status.message()),
                HasSubstr("dimension of 3 cannot be cut into 2 equal parts"));
    skrt_all_reduce(context, &d, in.data(), in.data());
    EXPECT_THAT(in, ElementsAre(1, 2, 3));
  });
}

} // namespace
} // namespace skein::runtime
