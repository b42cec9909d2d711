#include "runtime/objects/Accumulator.h"
#include "runtime/executor/Initialize.h"
#include "runtime/tensor/Float16.h"
#include "tests/runtime/objects/Asynchronously.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace skein::runtime {
namespace {

using testing::ElementsAre;

AccumulatorSpec dense(std::optional<Shape> shape,
                      DataType type = DataType::F32) {
  AccumulatorSpec spec;
  spec.name = "v.sum";
  spec.type = type;
  spec.shape = std::move(shape);
  spec.contributors = 4;
  return spec;
}

/// Rows of a table of three rows of two elements.
AccumulatorSpec forRows(ContributionOrder order) {
  AccumulatorSpec spec = dense(Shape{3, 2});
  spec.order = order;
  spec.contributors = 2;
  spec.rows = RowsSpec{3, 0};
  return spec;
}

/// An accumulator, and its operations in short.
struct Subject {
  explicit Subject(const AccumulatorSpec &spec, int64_t step = 0)
      : spec(spec), accumulator(spec, step, failure) {}

  template <typename T>
  std::string push(int64_t contributor, std::vector<T> values,
                   std::optional<int64_t> label = std::nullopt) {
    return std::string(
        accumulator
            .push(label, {contributor, values.data(), int64_t(values.size())})
            .message());
  }
  std::string push(std::vector<float> values,
                   std::optional<int64_t> label = std::nullopt) {
    return push<float>(0, std::move(values), label);
  }
  std::string pushRows(int64_t contributor, std::vector<int64_t> indices,
                       std::vector<float> rows) {
    return std::string(accumulator
                           .push({}, {contributor, rows.data(),
                                      int64_t(indices.size()), indices.data()})
                           .message());
  }

  struct Taken {
    std::vector<float> values;
    std::vector<int64_t> rowCounts;
    std::vector<int64_t> indices;
    int64_t count = 0;
  };
  Taken take(int64_t n) {
    Taken taken;
    TakenBuffers buffers;
    taken.values.resize(spec.shape ? elementCount(*spec.shape) : 2);
    if (spec.rows && spec.order == ContributionOrder::Arrival) {
      taken.rowCounts.resize(3);
      buffers.rowCounts = taken.rowCounts.data();
    } else if (spec.rows) {
      taken.values.resize(2 * 3 * 2);
      taken.indices.resize(2 * 3);
      buffers.indices = taken.indices.data();
    }
    buffers.values = taken.values.data();
    status = accumulator.take(n, buffers, &taken.count);
    return taken;
  }

  const AccumulatorSpec spec;
  Failure failure;
  Accumulator accumulator;
  absl::Status status; // of the last take
};

TEST(AccumulatorTest, TakesSumAndCount) {
  Subject subject(dense(Shape{2}));
  subject.push({1, 2});
  subject.push({10, 20});
  Subject::Taken taken = subject.take(2);
  EXPECT_THAT(taken.values, ElementsAre(11, 22));
  EXPECT_EQ(taken.count, 2);
  EXPECT_EQ(subject.accumulator.count(), 0);
}

// A mean has to divide by what came, not by what was asked for.
TEST(AccumulatorTest, MoreMayHaveComeThanWasAskedFor) {
  Subject subject(dense(Shape{2}));
  for (int i = 0; i < 3; ++i)
    subject.push({1, 1});
  Subject::Taken taken = subject.take(2);
  EXPECT_THAT(taken.values, ElementsAre(3, 3));
  EXPECT_EQ(taken.count, 3);
}

TEST(AccumulatorTest, StalePushesAreDroppedAndAcknowledged) {
  Subject subject(dense(Shape{1}), /*step=*/5);
  EXPECT_EQ(subject.push({1}, 4), "");
  EXPECT_EQ(subject.accumulator.count(), 0);
  EXPECT_EQ(subject.accumulator.dropped(), 1);
  EXPECT_EQ(subject.push({2}, 5), ""); // of this step
  EXPECT_EQ(subject.push({4}, 6), ""); // ahead
  EXPECT_EQ(subject.push({8}), "");    // without label
  EXPECT_THAT(subject.take(3).values, ElementsAre(14));
  EXPECT_EQ(subject.accumulator.dropped(), 1);
}

TEST(AccumulatorTest, EveryTakeAdvancesTheStep) {
  Subject subject(dense(Shape{1}), /*step=*/7);
  subject.push({1}, 7);
  subject.take(1);
  EXPECT_EQ(subject.accumulator.step(), 8);
  subject.push({1}, 7);
  EXPECT_EQ(subject.accumulator.dropped(), 1);
}

// As many initial tokens as replicas carry the first step, so after the first
// update every replica's next push is dropped, once.
TEST(AccumulatorTest, InitialTokensCostOnePushAfterTheFirstUpdate) {
  Subject subject(dense(Shape{1}));
  std::vector<int64_t> tokens(2, 0);
  std::vector<int64_t> labels(2, 0);
  size_t next = 0;
  auto workerStep = [&](int worker) {
    subject.push({1}, labels[worker]);
    if (next < tokens.size())
      labels[worker] = tokens[next++];
  };
  auto update = [&](int64_t step) {
    EXPECT_EQ(subject.take(2).count, 2);
    tokens.insert(tokens.end(), 2, step);
  };
  workerStep(0), workerStep(1); // label 0; tokens of the start: 0 and 0
  update(1);
  workerStep(0), workerStep(1); // label 0 again: dropped; get tokens 1 and 1
  EXPECT_EQ(subject.accumulator.dropped(), 2);
  workerStep(0), workerStep(1);
  update(2);
  workerStep(0), workerStep(1);
  EXPECT_EQ(subject.accumulator.dropped(), 2 + 2); // label 1 in step 2
}

TEST(AccumulatorTest, TakesAPositiveNumber) {
  Subject subject(dense(Shape{1}));
  subject.take(0);
  EXPECT_EQ(subject.status.message(),
            "take 0 of @v.sum: expected a positive number of contributions");
  subject.take(-1);
  EXPECT_FALSE(subject.status.ok());
  EXPECT_EQ(subject.accumulator.step(), 0);
}

TEST(AccumulatorTest, DeclaredShapeHolds) {
  Subject subject(dense(Shape{2, 1}));
  EXPECT_EQ(subject.push({1, 2, 3}), "push to @v.sum: 3 elements; expected 2");
}

TEST(AccumulatorTest, FirstAcceptedPushFixesTheShapeIfNoneIsDeclared) {
  Subject subject(dense(std::nullopt), /*step=*/1);
  EXPECT_EQ(subject.push({1, 2, 3}, 0), ""); // dropped, fixes nothing
  EXPECT_EQ(subject.push({1, 2}, 1), "");
  EXPECT_EQ(subject.push({1}, 1), "push to @v.sum: 1 elements; expected 2");
  subject.take(1);
  EXPECT_EQ(subject.push({1}, 2), "push to @v.sum: 1 elements; expected 2");
}

TEST(AccumulatorTest, WaitingTakesAreServedInTheOrderOfTheirArrival) {
  Subject subject(dense(Shape{1}));
  auto take = [&](int64_t n) {
    return asynchronously([&subject, n] {
      float sum;
      int64_t count;
      EXPECT_TRUE(subject.accumulator.take(n, {&sum}, &count).ok());
      return sum;
    });
  };
  auto first = take(2);
  EXPECT_TRUE(isWaiting(first));
  auto second = take(1);
  EXPECT_TRUE(isWaiting(second));
  subject.push({1}); // enough for the second, which is not first in line
  EXPECT_TRUE(isWaiting(second));
  // The take is served inside the push, so the next two do not mix with it,
  // even if its thread sleeps on.
  subject.push({2});
  subject.push({4});
  subject.push({8});
  EXPECT_EQ(first.get(), 3);
  EXPECT_EQ(second.get(), 4);
  EXPECT_EQ(subject.accumulator.count(), 1);
  EXPECT_EQ(subject.accumulator.step(), 2);
}

// 1e8 + 1 is 1e8 in f32, so the order shows in the sum.
TEST(AccumulatorTest, OrderOfIndexHasOneSumInAnyOrderOfArrival) {
  const float values[] = {1e8f, 1, -1e8f, 1};
  std::vector<int> order = {0, 1, 2, 3};
  do {
    Subject subject(dense(Shape{1}));
    for (int contributor : order)
      subject.push<float>(contributor, {values[contributor]});
    EXPECT_THAT(subject.take(4).values, ElementsAre(1));
  } while (std::next_permutation(order.begin(), order.end()));
}

TEST(AccumulatorTest, OrderOfArrivalDoesNot) {
  AccumulatorSpec spec = dense(Shape{1});
  spec.order = ContributionOrder::Arrival;
  Subject subject(spec);
  for (float value : {1e8f, -1e8f, 1.0f, 1.0f})
    subject.push({value});
  EXPECT_THAT(subject.take(4).values, ElementsAre(2));
}

// Who is missing leaves no gap, and second contributions come behind the first.
TEST(AccumulatorTest, OrderOfIndexWithoutAll) {
  Subject subject(dense(Shape{1}));
  subject.push<float>(3, {1e8f});
  subject.push<float>(1, {1});
  subject.push<float>(1, {-1e8f});
  EXPECT_THAT(subject.take(3).values, ElementsAre(0)); // (1 + 1e8) - 1e8
  subject.push<float>(2, {2});
  EXPECT_THAT(subject.take(1).values, ElementsAre(2));
}

// 2048 + 1 is 2048 in f16.
TEST(AccumulatorTest, SixteenBitsAreAddedInThirtyTwo) {
  for (ContributionOrder order :
       {ContributionOrder::Index, ContributionOrder::Arrival}) {
    AccumulatorSpec spec = dense(Shape{1}, DataType::F16);
    spec.order = order;
    Subject subject(spec);
    subject.push<Half>(0, {Half(2048.0f)});
    subject.push<Half>(1, {Half(1.0f)});
    subject.push<Half>(2, {Half(1.0f)});
    Half sum;
    EXPECT_TRUE(subject.accumulator.take(3, {&sum}, nullptr).ok());
    EXPECT_EQ(float(sum), 2050);
  }
}

TEST(AccumulatorTest, EveryTypeThatHasASum) {
  for (DataType type :
       {DataType::F64, DataType::F32, DataType::F16, DataType::BF16,
        DataType::I64, DataType::I32, DataType::I16, DataType::I8}) {
    Subject subject(dense(Shape{3}, type));
    Variable threes;
    threes.type = type;
    threes.localShape = {3};
    threes.initializer = {InitializerKind::Constant, 3};
    HostTensor value(type, {3}), sum(type, {3});
    initializePiece(threes, {"m", {}}, 0, 0, value.data());
    for (int64_t contributor : {2, 0, 1})
      EXPECT_TRUE(
          subject.accumulator.push({}, {contributor, value.data(), 3}).ok());
    EXPECT_TRUE(subject.accumulator.take(3, {sum.data()}, nullptr).ok());
    for (int i = 0; i < 3; ++i)
      EXPECT_EQ(elementAsDouble(type, sum.data(), i), 9) << name(type);
  }
}

TEST(AccumulatorTest, IntegersWrap) {
  Subject subject(dense(Shape{1}, DataType::I8));
  subject.push<int8_t>(0, {100});
  subject.push<int8_t>(1, {100});
  int8_t sum;
  EXPECT_TRUE(subject.accumulator.take(2, {&sum}, nullptr).ok());
  EXPECT_EQ(sum, -56);
}

TEST(AccumulatorTest, OneMoreContributorThanDeclared) {
  Subject subject(dense(Shape{1}));
  EXPECT_EQ(subject.push<float>(4, {1}),
            "push to @v.sum: from number 4; expected one of the first 4");
}

TEST(AccumulatorTest, CancelledTakesAreErrors) {
  Subject subject(dense(Shape{1}));
  auto take = asynchronously([&] {
    float sum;
    return subject.accumulator.take(1, {&sum}, nullptr);
  });
  EXPECT_TRUE(isWaiting(take));
  subject.failure.set(absl::AbortedError("worker 3 is gone"));
  subject.accumulator.notify();
  EXPECT_EQ(take.get().message(), "take 1 of @v.sum: worker 3 is gone");
  EXPECT_EQ(subject.push({1}), "push to @v.sum: worker 3 is gone");
}

TEST(RowSumsTest, SumAndCountPerRow) {
  Subject subject(forRows(ContributionOrder::Arrival));
  subject.pushRows(0, {2, 0}, {1, 2, 3, 4});
  subject.pushRows(1, {2}, {10, 20});
  Subject::Taken taken = subject.take(2);
  EXPECT_THAT(taken.values, ElementsAre(3, 4, 0, 0, 11, 22));
  EXPECT_THAT(taken.rowCounts, ElementsAre(1, 0, 2));
  EXPECT_EQ(taken.count, 2);
  subject.pushRows(0, {1}, {5, 6});
  taken = subject.take(1);
  EXPECT_THAT(taken.values, ElementsAre(0, 0, 5, 6, 0, 0));
  EXPECT_THAT(taken.rowCounts, ElementsAre(0, 1, 0));
}

// Whatever order the caller has them in.
TEST(RowSumsTest, RowsThatComeTwiceInOnePushCountOnce) {
  Subject subject(forRows(ContributionOrder::Arrival));
  subject.pushRows(0, {2, 0, 2}, {1, 2, 3, 4, 5, 6});
  Subject::Taken taken = subject.take(1);
  EXPECT_THAT(taken.values, ElementsAre(3, 4, 0, 0, 6, 8));
  EXPECT_THAT(taken.rowCounts, ElementsAre(1, 0, 1));
}

TEST(RowSumsTest, EmptyPushesCount) {
  for (ContributionOrder order :
       {ContributionOrder::Index, ContributionOrder::Arrival}) {
    Subject subject(forRows(order));
    subject.pushRows(0, {}, {});
    subject.pushRows(1, {}, {});
    EXPECT_EQ(subject.take(2).count, 2);
  }
}

TEST(RowSumsTest, IndexThatIsNoRow) {
  for (ContributionOrder order :
       {ContributionOrder::Index, ContributionOrder::Arrival}) {
    Subject subject(forRows(order));
    EXPECT_EQ(
        subject.pushRows(0, {3}, {1, 2}),
        "push to @v.sum: index 3; expected a row of the 3 that live here");
  }
}

TEST(RowSumsTest, MoreRowsThanDeclared) {
  Subject subject(forRows(ContributionOrder::Arrival));
  EXPECT_EQ(subject.pushRows(0, {0, 0, 0, 0}, std::vector<float>(8)),
            "push to @v.sum: 4 rows; expected at most 3");
}

TEST(RowListTest, SideBySideInTheOrderOfContributors) {
  Subject subject(forRows(ContributionOrder::Index));
  subject.pushRows(1, {2, 2}, {1, 2, 3, 4});
  subject.pushRows(0, {0}, {5, 6});
  Subject::Taken taken = subject.take(2);
  EXPECT_THAT(taken.indices, ElementsAre(0, -1, -1, 2, 2, -1));
  EXPECT_THAT(taken.values, ElementsAre(5, 6, 0, 0, 0, 0, 1, 2, 3, 4, 0, 0));
  subject.pushRows(1, {1}, {7, 8});
  taken = subject.take(1);
  EXPECT_THAT(taken.indices, ElementsAre(-1, -1, -1, 1, -1, -1));
  EXPECT_THAT(taken.values, ElementsAre(0, 0, 0, 0, 0, 0, 7, 8, 0, 0, 0, 0));
}

TEST(RowListTest, SecondContributionOfADevice) {
  Subject subject(forRows(ContributionOrder::Index));
  subject.pushRows(1, {0}, {1, 2});
  EXPECT_EQ(subject.pushRows(1, {0}, {1, 2}),
            "push to @v.sum: a second contribution of number 1 before the "
            "take; there is room for one of each");
}

} // namespace
} // namespace skein::runtime
