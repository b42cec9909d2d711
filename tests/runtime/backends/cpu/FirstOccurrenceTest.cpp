#include "TestingContext.h"
#include "runtime/abi/skrt.h"
#include <gtest/gtest.h>
#include <map>

namespace skein::runtime {
namespace {

template <typename Number>
std::vector<int32_t> firstOccurrences(int64_t type,
                                      const std::vector<Number> &list) {
  skrt_list d = {type, int64_t(list.size())};
  std::vector<int32_t> out(list.size(), -7);
  TestingContext testing;
  skrt_first_occurrence(&testing.context, &d, list.data(), out.data());
  EXPECT_TRUE(testing.context.status.ok()) << testing.context.status;
  return out;
}

template <typename Number>
std::vector<int32_t> byDefinition(const std::vector<Number> &list) {
  std::map<Number, int32_t> first;
  std::vector<int32_t> out;
  for (Number number : list)
    out.push_back(first.emplace(number, out.size()).first->second);
  return out;
}

TEST(FirstOccurrenceTest, TheExampleOfTheOp) {
  EXPECT_EQ(firstOccurrences<int64_t>(SKRT_I64, {7, 3, 7, 7, 5}),
            (std::vector<int32_t>{0, 1, 0, 0, 4}));
  EXPECT_TRUE(firstOccurrences<int32_t>(SKRT_I32, {}).empty());
}

TEST(FirstOccurrenceTest, RandomLists) {
  std::mt19937_64 random(1);
  for (int64_t count : {1, 2, 3, 1000, 65536})
    for (int64_t bound : {1, 2, 100, 1 << 30}) {
      std::vector<int64_t> wide;
      std::vector<int32_t> narrow;
      std::vector<int8_t> tiny;
      for (int64_t i = 0; i < count; ++i) {
        int64_t number = int64_t(random() % (2 * bound)) - bound;
        wide.push_back(number << 33);
        narrow.push_back(number);
        tiny.push_back(number);
      }
      EXPECT_EQ(firstOccurrences(SKRT_I64, wide), byDefinition(wide));
      EXPECT_EQ(firstOccurrences(SKRT_I32, narrow), byDefinition(narrow));
      EXPECT_EQ(firstOccurrences(SKRT_I8, tiny), byDefinition(tiny));
    }
}

// Numbers that agree in their lower halves must not all meet at one place.
TEST(FirstOccurrenceTest, MultiplesOfPowersOfTwoAreFast) {
  std::vector<int64_t> list;
  for (int64_t i = 0; i < 1 << 17; ++i)
    list.push_back(i << 40);
  std::vector<int32_t> first = firstOccurrences(SKRT_I64, list);
  for (size_t i = 0; i < list.size(); ++i)
    ASSERT_EQ(first[i], int32_t(i));
}

TEST(FirstOccurrenceTest, OtherTypesAreRefused) {
  skrt_list d = {SKRT_F32, 1};
  float in = 1;
  int32_t out = -7;
  TestingContext testing;
  skrt_first_occurrence(&testing.context, &d, &in, &out);
  EXPECT_FALSE(testing.context.status.ok());
  EXPECT_EQ(out, -7);
}

} // namespace
} // namespace skein::runtime
