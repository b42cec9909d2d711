//===- ReductionTest.cpp - short cuts lead to the same end ----------------===//
#include "passes/progress/Explore.h"
#include "passes/progress/Scale.h"
#include "passes/progress/Schedule.h"
#include "tests/passes/progress/Interpreter.h"
#include "tests/passes/progress/Jobs.h"

#include <gtest/gtest.h>

#include <random>

using namespace skein::passes::progress;

namespace {

using Verdict = Report::Verdict;

/// Small programs that may or may not end.
class RandomJob {
public:
  explicit RandomJob(uint64_t seed) : random(seed), builder(1 + below(3), 2) {
    builder.job.steps = 1 + below(2);
    builder.job.firstStep = below(2);
    numWorkers = builder.job.meshes[0].numDevices();
    for (int i = 0; i < 2; ++i) {
      queues.push_back(builder.queue("q" + std::to_string(i), below(2), below(3)));
      families.push_back(builder.queuePerWorker("f" + std::to_string(i), below(2), below(3)));
    }
    sum = builder.accumulator("sum");
    v = builder.variable("v");
    // Both sides of some conversations, in an order that may or may not work, and
    // sometimes something else.
    Block worker, server;
    for (int i = 1 + below(3); i > 0; --i)
      converse(worker, server);
    shuffle(worker);
    shuffle(server);
    if (below(3) == 0)
      worker.insert(worker.begin() + below(int(worker.size()) + 1), statement(true, 1));
    if (below(4) == 0)
      server.insert(server.begin() + below(int(server.size()) + 1), statement(false, 1));
    Program &workers = builder.workers(std::move(worker));
    workers.numSlots = 6;
    workers.initialSlots = {{1, Expr::stepIndex()}};
    builder.server(std::move(server), 1).numSlots = 6;
    if (below(6) == 0)
      builder.server(block(false, 1 + below(2), 1), 1, 1, "other").numSlots = 6;
  }
  Job job() { return builder.job; }

private:
  int below(int bound) { return int(random() % bound); }

  void shuffle(Block &block) {
    for (size_t i = 1; i < block.size(); ++i)
      if (below(4) == 0)
        std::swap(block[i - 1], block[i]);
  }

  /// Something that workers and a server do together.
  void converse(Block &worker, Block &server) {
    int queue = queues[below(2)], family = families[below(2)];
    switch (below(9)) {
    case 0: // all report to the server, which may answer each
      worker.push_back(enqueue(queue, {}, below(2) ? Expr(7) : Expr::stepIndex()));
      if (below(2)) {
        server.push_back(
            forLoop(5, numWorkers,
                    {dequeue(queue, {}, -1, 2), publish(v), enqueue(family, at(Expr::slot(2)))}));
        worker.push_back(dequeue(family, me()));
      } else {
        server.push_back(forLoop(5, numWorkers, {dequeue(queue, {}, below(2) ? 1 : -1)}));
      }
      break;
    case 1: // the server releases all
      server.push_back(enqueue(family, all()));
      worker.push_back(dequeue(family, me()));
      break;
    case 2: // the server gathers what all push
      worker.push_back(below(2) ? push(sum) : pushLabel(sum, Expr::stepIndex()));
      server.push_back(take(sum, numWorkers - (below(4) == 0)));
      break;
    case 3: // an update, after which all have the same
      worker.push_back(push(sum, together));
      server.push_back(take(sum, numWorkers));
      server.push_back(publish(v));
      server.push_back(enqueue(family, all()));
      worker.push_back(dequeue(family, me()));
      worker.push_back(pull(v, together));
      break;
    case 4: // tokens for all
      server.push_back(enqueue(queue, {}, Expr::stepIndex() + 1, numWorkers));
      worker.push_back(dequeue(queue, {}, below(2) ? 1 : -1));
      break;
    case 5: // workers among themselves
      worker.push_back(enqueue(family, at((Expr::device() + 1) % Expr(numWorkers))));
      worker.push_back(dequeue(family, me()));
      break;
    case 6: // who asks gets an answer
      worker.push_back(enqueue(families[0], all()));
      worker.push_back(dequeue(families[0], me(), -1, 2));
      worker.push_back(enqueue(families[1], at(Expr::slot(2))));
      worker.push_back(dequeue(families[1], me()));
      break;
    case 7: // steps that come with tokens
      worker.push_back(pushLabel(sum, Expr::slot(1)));
      worker.push_back(dequeue(queue, {}, 1));
      server.push_back(take(sum, 1 + below(int(numWorkers))));
      server.push_back(enqueue(queue, {}, Expr::stepIndex() + 1, numWorkers));
      break;
    default: // data decide for all
      worker.push_back(choose(3, together));
      worker.push_back(ifThen(Expr::slot(3), {collective("barrier")}, {collective("all_reduce")}));
      break;
    }
  }

  Element element(bool isWorker) {
    switch (below(4)) {
    case 0:
      return all();
    case 1:
      return at(below(int(numWorkers)));
    default:
      return isWorker ? me() : all();
    }
  }

  Statement statement(bool isWorker, int depth) {
    // Slot 1 holds values, slot 2 senders, slot 3 choices, slot 4 counts.
    switch (below(isWorker ? 12 : 10)) {
    case 0:
    case 1:
      return enqueue(queues[below(2)], {}, below(2) ? Expr(7) : Expr::stepIndex(), 1 + below(2));
    case 2:
      return below(3) ? dequeue(queues[below(2)])
                      : dequeue(queues[below(2)], {}, 1, below(2) ? 2 : -1);
    case 3:
      return enqueue(families[below(2)], element(isWorker));
    case 4:
    case 5:
      return isWorker ? dequeue(families[below(2)], me()) : take(sum, 1 + below(int(numWorkers)));
    case 6:
      return below(2) ? push(sum) : pushLabel(sum, Expr::stepIndex());
    case 7:
      return isWorker ? pull(v, below(2) ? together : std::vector<int>{}) : publish(v);
    case 8:
      if (depth > 0)
        return forLoop(4, 2, block(isWorker, 1 + below(2), 0));
      return push(sum);
    case 9:
      if (depth > 0)
        return ifThen(Expr::stepIndex() % Expr(2) == 0, block(isWorker, 1, 0),
                      block(isWorker, 1, 0));
      return enqueue(queues[0]);
    case 10:
      return below(2) ? collective("barrier") : push(sum, together);
    default:
      return isWorker && depth > 0 ? ifThen(Expr::device() == 0, block(true, 1, 0))
                                   : choose(3, below(2) ? together : std::vector<int>{});
    }
  }

  Block block(bool isWorker, int length, int depth) {
    Block result;
    for (int i = 0; i < length; ++i)
      result.push_back(statement(isWorker, depth));
    return result;
  }

  std::mt19937_64 random;
  JobBuilder builder;
  std::vector<int> queues, families;
  int sum = 0, v = 0;
  int64_t numWorkers = 0;
};

} // namespace

// All schedules, schedules that can lead elsewhere, one schedule where that is
// enough, and random schedules tell the same.
TEST(Reductions, AgreeWithAllSchedulesOfRandomPrograms) {
  constexpr int64_t enough = 24 << 20;
  int accepted = 0, refused = 0, certain = 0, larger = 0;
  for (int seed = 0; seed < 6000; ++seed) {
    Job job = RandomJob(seed).job();
    Machine machine(job);
    Explored full = explore(machine, {.reduced = false, .bytes = enough});
    Explored reduced = explore(machine, {.reduced = true, .bytes = enough});
    if (full.report.message == "there are too many schedules")
      continue;
    bool isAccepted = full.report.verdict == Verdict::Accepted;
    (isAccepted ? accepted : refused) += 1;
    larger += full.report.states > reduced.report.states;
    ASSERT_EQ(isAccepted, reduced.report.verdict == Verdict::Accepted) << seed;
    if (isAccepted) {
      ASSERT_EQ(full.leftovers, reduced.leftovers) << seed;
    }
    if (std::optional<Report> forAll = runForAll(machine)) {
      certain += isAccepted;
      ASSERT_EQ(isAccepted, forAll->verdict == Verdict::Accepted) << seed << forAll->message;
    }
    ASSERT_EQ(isAccepted, verify(job, {enough}).verdict == Verdict::Accepted) << seed;
    for (int schedule = 0; schedule < 20 && isAccepted; ++schedule)
      ASSERT_TRUE(interpret(job, schedule).isGood()) << seed << " " << schedule;
  }
  // Each side has been met often.
  EXPECT_GT(accepted, 1000);
  EXPECT_GT(refused, 1000);
  EXPECT_GT(certain, 500);
  EXPECT_GT(larger, 3000);
}

// One schedule is not taken for all where chance decides.
TEST(Reductions, RacesAreSeen) {
  // What the second worker does comes with a message from somebody who takes from a
  // queue of two senders, before or after the server takes what the first one did.
  JobBuilder pushes(2, 2);
  int sum = pushes.accumulator("sum"), q = pushes.queue("q"), go = pushes.queuePerWorker("go");
  pushes.job.steps = 1;
  pushes.workers({enqueue(q), ifThen(Expr::device() == 1, {dequeue(go, at(1))}), push(sum)});
  pushes.server({take(sum, 1)});
  pushes.server({forLoop(1, 2, {dequeue(q)}), enqueue(go, at(1))}, 1, 1, "second");
  EXPECT_FALSE(runForAll(Machine(pushes.job)));

  JobBuilder sends(2, 2);
  int other = sends.queue("other");
  q = sends.queue("q"), go = sends.queuePerWorker("go");
  sends.job.steps = 1;
  sends.workers({enqueue(q), ifThen(Expr::device() == 1, {dequeue(go, at(1))}), enqueue(other)});
  sends.server({dequeue(other)});
  sends.server({forLoop(1, 2, {dequeue(q)}), enqueue(go, at(1))}, 1, 1, "second");
  EXPECT_FALSE(runForAll(Machine(sends.job)));

  // A second publication while the others pull.
  JobBuilder pulls(2, 2);
  int v = pulls.variable("v");
  pulls.workers({pull(v, together)});
  pulls.server({publish(v)});
  EXPECT_FALSE(runForAll(Machine(pulls.job)));

  // Two takers of one queue.
  JobBuilder takers(2, 1);
  int tokens = takers.queue("tokens");
  takers.workers({dequeue(tokens)});
  takers.server({enqueue(tokens, {}, 0, 2)});
  EXPECT_FALSE(runForAll(Machine(takers.job)));
  EXPECT_TRUE(runForAll(Machine(synchronous(3, 2))));
}

// At a deadlock all tokens have been taken and every worker has pushed since: pushes
// for the current step are the tokens of the last release, or the first ones.
TEST(Counts, TokensNeedWhatTheRuleSays) {
  int ended = 0, total = 0;
  for (int64_t workers = 1; workers <= 4; ++workers)
    for (int64_t aggregate = 1; aggregate <= 5; ++aggregate)
      for (int64_t released = 0; released <= 5; ++released)
        for (int64_t initial = 0; initial <= 5; ++initial) {
          bool ends =
              initial + workers >= aggregate && released >= aggregate && released >= workers;
          Report report = verify(tokens(workers, aggregate, released, initial));
          EXPECT_EQ(report.verdict, ends ? Verdict::Accepted : Verdict::Deadlock)
              << workers << " " << aggregate << " " << released << " " << initial << report.message;
          EXPECT_TRUE(report.exact);
          ended += ends;
          ++total;
        }
  EXPECT_EQ(total, 720);
  EXPECT_GT(ended, 50);
}

// One push per worker and step, as many taken; as many updates as steps.
TEST(Counts, SynchronousNeedsEqualNumbers) {
  for (int64_t workers = 1; workers <= 8; ++workers)
    for (int64_t taken = 1; taken <= 9; ++taken)
      for (int64_t updates = 1; updates <= 2; ++updates) {
        Job job = synchronous(workers);
        job.programs[0].body[0].value = taken;
        job.programs[0].times = updates;
        EXPECT_EQ(verify(job).verdict == Verdict::Accepted, taken == workers && updates == 1)
            << workers << " " << taken << " " << updates;
      }
}

// A server applies what the workers send, no more; less may stay in the queue, if there is room.
TEST(Counts, AsynchronousNeedsAsManyUpdatesAsSteps) {
  for (int64_t workers = 1; workers <= 8; ++workers)
    for (int64_t times = 1; times <= 9; ++times)
      for (int64_t capacity = 0; capacity <= 2; ++capacity) {
        Job job = asynchronous(workers, 1, capacity);
        job.programs[0].times = times;
        int64_t left = (workers - times) * job.steps;
        EXPECT_EQ(verify(job).verdict == Verdict::Accepted,
                  left >= 0 && (capacity == 0 || left <= capacity))
            << workers << " " << times << " " << capacity;
      }
}

// A clock that ticks as often as workers make steps.
TEST(Counts, StalenessNeedsOneTickPerStep) {
  for (int64_t workers = 1; workers <= 4; ++workers)
    for (int64_t staleness : {0, 1, 3})
      for (int64_t servings = workers - 1; servings <= workers + 1; ++servings) {
        Job job = boundedStaleness(workers, staleness);
        job.programs[0].times = servings;
        // The last ticks are not waited for.
        bool enough = servings == workers;
        EXPECT_EQ(verify(job).verdict == Verdict::Accepted, enough)
            << workers << " " << staleness << " " << servings;
      }
}

// Numbers that count workers keep their order when there are fewer of them.
TEST(Sizes, SmallerJobsHaveTheVerdictOfLargeOnes) {
  for (int64_t workers = 4; workers <= 6; ++workers)
    for (int64_t aggregate = 1; aggregate <= 2 * workers; ++aggregate)
      for (int64_t released : {workers, aggregate, std::max(workers, aggregate) + 1}) {
        for (int64_t initial : {int64_t(0), aggregate}) {
          if (released < aggregate || released < workers || initial + workers < aggregate)
            continue;
          Job job = tokens(workers, aggregate, released, initial);
          Machine machine(job);
          for (int devices : {2, 3}) {
            std::optional<Job> smaller = withDevices(machine, devices, 2);
            ASSERT_TRUE(smaller);
            EXPECT_EQ(verify(*smaller).verdict, Verdict::Accepted)
                << workers << " " << aggregate << " " << released << " " << initial;
          }
        }
      }
}
