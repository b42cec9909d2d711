// The rules of old systems on numbers that are checked by hand.

#include "passes/StrategyRules.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

using namespace skein::passes;
using testing::ElementsAre;

namespace {

TEST(StrategyRulesTest, PiecesAreTheSmallestDivisor) {
  // Primes are cut into rows; one row, or none, is whole.
  const std::pair<int64_t, int64_t> cases[] = {
      {0, 1}, {1, 1}, {2, 2}, {3, 3}, {4, 2}, {7, 7}, {9, 3}, {15, 3}, {49, 7}, {1000, 2}};
  for (auto [extent, pieces] : cases)
    EXPECT_EQ(smallestDivisor(extent), pieces) << extent;
}

TEST(StrategyRulesTest, UnevenPiecesAreTheSmallestThatDoesNotDivide) {
  // 2 divides 4, 3 does not; of 6 that is 4, and of 12 and 60 it is 5 and 7.
  const std::pair<int64_t, int64_t> cases[] = {
      {0, 1}, {1, 1}, {2, 2}, {3, 2}, {4, 3}, {5, 2}, {6, 4}, {12, 5}, {60, 7}};
  for (auto [extent, pieces] : cases)
    EXPECT_EQ(smallestNonDivisor(extent), pieces) << extent;
}

TEST(StrategyRulesTest, GreedyTakesTheFirstMinimum) {
  ServerLoads loads(Placement::GreedyBytes, 3);
  EXPECT_THAT(loads.place(1, 40, 10), ElementsAre(0)); // 40 0 0
  EXPECT_THAT(loads.place(1, 8, 2), ElementsAre(1));   // 40 8 0
  EXPECT_THAT(loads.place(1, 8, 2), ElementsAre(2));   // 40 8 8
  EXPECT_THAT(loads.place(1, 8, 2), ElementsAre(1));   // 40 16 8
  EXPECT_THAT(loads.place(1, 8, 2), ElementsAre(2));   // 40 16 16
}

// f64 and f16: 10 and 30 elements are 80 and 60 bytes.
TEST(StrategyRulesTest, BytesAndElementsDiffer) {
  for (auto [placement, third] : {std::pair(Placement::GreedyBytes, 1),
                                  std::pair(Placement::GreedyElements, 0)}) {
    ServerLoads loads(placement, 2);
    EXPECT_THAT(loads.place(1, 80, 10), ElementsAre(0));
    EXPECT_THAT(loads.place(1, 60, 30), ElementsAre(1));
    EXPECT_THAT(loads.place(1, 4, 1), ElementsAre(third));
  }
}

TEST(StrategyRulesTest, PiecesGoToServersInTheOrderOfLoads) {
  ServerLoads loads(Placement::GreedyBytes, 3);
  EXPECT_THAT(loads.place(2, 100, 25), ElementsAre(0, 1)); // 50 50 0
  EXPECT_THAT(loads.place(2, 60, 15), ElementsAre(2, 0));  // 80 50 30
  // More pieces than servers: in the order 2, 1, 0, again and again.
  EXPECT_THAT(loads.place(7, 70, 7), ElementsAre(2, 1, 0, 2, 1, 0, 2)); // 100 70 60
  EXPECT_THAT(loads.place(1, 4, 1), ElementsAre(2));
}

TEST(StrategyRulesTest, OthersLookAtNoLoads) {
  ServerLoads first(Placement::First, 3);
  EXPECT_THAT(first.place(1, 100, 25), ElementsAre(0));
  EXPECT_THAT(first.place(2, 100, 25), ElementsAre(0, 0));
  ServerLoads inTurn(Placement::RoundRobin, 3);
  EXPECT_THAT(inTurn.place(1, 100, 25), ElementsAre(0));
  EXPECT_THAT(inTurn.place(3, 4, 1), ElementsAre(1, 2, 0));
  EXPECT_THAT(inTurn.place(1, 100, 25), ElementsAre(1));
}

TEST(StrategyRulesTest, WhatIsThereCounts) {
  ServerLoads loads(Placement::GreedyBytes, 2);
  loads.add({0, 1, 1}, 90, 0); // 30 60
  EXPECT_THAT(loads.place(1, 30, 0), ElementsAre(0)); // 60 60
  EXPECT_THAT(loads.place(1, 4, 0), ElementsAre(0));
}

TEST(StrategyRulesTest, GroupsAreChunks) {
  GroupCounter groups(3);
  EXPECT_THAT(groups.take(2), ElementsAre(0, 0));
  EXPECT_THAT(groups.take(3), ElementsAre(0, 1, 1));
  EXPECT_THAT(groups.take(1), ElementsAre(1));
  EXPECT_THAT(groups.take(1), ElementsAre(2));
}

TEST(StrategyRulesTest, LotsAreDrawnAmongDimensionsWithRows) {
  std::mt19937_64 engine(1);
  int64_t drawn[4] = {};
  for (int i = 0; i < 3000; ++i)
    ++drawn[*randomDim({1, 5, 2, 7}, engine)];
  EXPECT_EQ(drawn[0], 0);
  for (int64_t dim : {1, 2, 3})
    EXPECT_NEAR(drawn[dim], 1000, 100);
  EXPECT_FALSE(randomDim({1, 1}, engine));
  EXPECT_FALSE(randomDim({}, engine));
}

} // namespace
