//===- ProtocolsTest.cpp - protocols come to their end --------------------===//
#include "passes/progress/Verify.h"
#include "tests/passes/progress/Interpreter.h"
#include "tests/passes/progress/Jobs.h"

#include <gtest/gtest.h>

using namespace skein::passes::progress;

namespace {

constexpr int schedules = 50;

/// `job` is accepted, and random schedules of it end.
void expectAccepted(const Job &job, const std::string &what) {
  Report report = verify(job);
  EXPECT_EQ(report.verdict, Report::Verdict::Accepted)
      << what << ": " << report.message << " after " << report.states << " states";
  EXPECT_EQ(countFailures(job, schedules), 0) << what;
}

std::string named(const char *what, int64_t workers) {
  return what + (" with " + std::to_string(workers)) + " workers";
}

class Workers : public testing::TestWithParam<int> {};

} // namespace

INSTANTIATE_TEST_SUITE_P(Protocols, Workers, testing::Range(1, 9));

TEST_P(Workers, Synchronous) {
  for (int servers : {1, 2, 4}) {
    expectAccepted(synchronous(GetParam(), servers), named("one variable a server", GetParam()));
    expectAccepted(synchronousByServer(GetParam(), servers, 6), named("six variables", GetParam()));
  }
}

TEST_P(Workers, TokensForAnyNumberToAggregate) {
  for (int64_t aggregate :
       {int64_t(1), int64_t(GetParam()) - 1, int64_t(GetParam()), int64_t(GetParam()) + 2})
    for (int64_t initial : {int64_t(0), aggregate})
      if (aggregate > 0 && initial + GetParam() >= aggregate)
        expectAccepted(
            tokens(GetParam(), aggregate, std::max<int64_t>(aggregate, GetParam()), initial),
            named("tokens", GetParam()));
}

TEST_P(Workers, TokensWithSeveralServers) {
  expectAccepted(tokens(GetParam(), GetParam(), GetParam(), GetParam(), 3),
                 named("tokens", GetParam()));
}

TEST_P(Workers, Asynchronous) {
  for (int servers : {1, 2})
    for (int capacity : {0, 1, 2})
      expectAccepted(asynchronous(GetParam(), servers, capacity),
                     named("asynchronous", GetParam()));
}

TEST_P(Workers, BoundedStaleness) {
  for (int servers : {1, 2})
    for (int staleness : {0, 1, 3})
      expectAccepted(boundedStaleness(GetParam(), staleness, servers),
                     named("staleness", GetParam()));
}

TEST_P(Workers, GradientsInTurn) {
  for (int servers : {1, 2})
    for (int variables : {1, 3})
      for (int staleness : {-1, 0, 1, 3})
        expectAccepted(inTurn(GetParam(), servers, variables, staleness),
                       named("in turn", GetParam()));
}

TEST_P(Workers, AppliedInTurn) {
  expectAccepted(appliedInTurn(GetParam()), named("applied in turn", GetParam()));
}

TEST_P(Workers, BarrierOfQueues) {
  expectAccepted(barrierOfQueues(GetParam()), named("barrier", GetParam()));
}

TEST_P(Workers, Pipelines) {
  int stages = GetParam();
  for (int microBatches : {1, stages, 2 * stages})
    for (int capacity : {1, 2})
      for (bool oneByOne : {false, true})
        expectAccepted(
            pipeline(stages, microBatches, capacity, std::vector<bool>(stages, oneByOne)),
            named("pipeline", GetParam()));
}
