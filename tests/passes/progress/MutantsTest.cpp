//===- MutantsTest.cpp - what is almost a protocol ------------------------===//
//
// Every mutant is refused, and goes wrong under a random schedule, too: the truth
// does not come from the checker. What only looks wrong is accepted.
//
//===----------------------------------------------------------------------===//
#include "passes/progress/Verify.h"
#include "tests/passes/progress/Interpreter.h"
#include "tests/passes/progress/Jobs.h"

#include <gtest/gtest.h>

#include <ctime>
#include <functional>

using namespace skein::passes::progress;

namespace {

/// Protocol A with one server, in pieces.
struct Synchronous {
  explicit Synchronous(int64_t workers) : builder(workers), workers(workers) {
    v = builder.variable("v");
    sum = builder.accumulator("sum");
    go = builder.queuePerWorker("go");
    worker = {pull(v, together), pushLabel(sum, Expr::stepIndex(), together), dequeue(go, me())};
    server = {take(sum, workers), publish(v), enqueue(go, all())};
  }
  Job job() {
    builder.workers(worker);
    builder.server(server);
    return builder.job;
  }
  JobBuilder builder;
  int64_t workers;
  int v, sum, go;
  Block worker, server;
};

Block swapped(Block block, int a, int b) {
  std::swap(block[a], block[b]);
  return block;
}

Block with(Block block, int index, Statement statement) {
  block.insert(block.begin() + index, std::move(statement));
  return block;
}

/// Makes a change to the synchronous protocol.
Job changed(int64_t workers, const std::function<void(Synchronous &)> &change) {
  Synchronous parts(workers);
  change(parts);
  return parts.job();
}

/// Token protocol in which the worker starts elsewhere, or the token says something else.
Job changedTokens(int64_t workers, const std::function<void(Job &)> &change) {
  Job job = tokens(workers, workers, workers, 0);
  change(job);
  return job;
}

Statement &find(Job &job, Statement::Kind kind) {
  for (Program &program : job.programs)
    for (Statement &statement : program.body)
      if (statement.kind == kind)
        return statement;
  std::abort();
}

/// Workers take what they wait for from one queue, a fixed number of times.
Job sharedQueue(int64_t workers) {
  JobBuilder builder(workers);
  int sum = builder.accumulator("sum"), tok = builder.queue("tok");
  builder.workers({push(sum), dequeue(tok)});
  builder.server({take(sum, workers), enqueue(tok, {}, 0, workers)});
  return builder.job;
}

/// Asynchronous, but one worker gives the signal to apply what has come together.
Job kicked(int64_t workers, bool waits) {
  JobBuilder builder(workers);
  int v = builder.variable("v"), sum = builder.accumulator("sum");
  int kick = builder.queue("kick"), applied = builder.queue("applied");
  int go = builder.queuePerWorker("go", 1), done = builder.queuePerWorker("done");
  Block first{enqueue(kick)};
  if (waits)
    first.push_back(dequeue(applied));
  builder
      .workers({pull(v), push(sum), ifThen(Expr::device() == 0, first), enqueue(done, me()),
                dequeue(go, me())})
      .independentAxes = {0};
  builder.server({dequeue(kick), take(sum, 1), publish(v), enqueue(applied)});
  builder.server({dequeue(done, all()), enqueue(go, all())}, 1, 0, "clock");
  return builder.job;
}

Job workersOnly(int64_t workers, Block body) {
  JobBuilder builder(workers);
  builder.workers(std::move(body));
  return builder.job;
}

/// Every worker sends to the next one before it receives.
Job ring(int64_t workers, int64_t capacity, int64_t messages) {
  JobBuilder builder(workers);
  int channel = builder.queuePerWorker("channel", 0, capacity);
  Block body;
  for (int64_t i = 0; i < messages; ++i)
    body.push_back(enqueue(channel, at((Expr::device() + 1) % Expr(workers))));
  for (int64_t i = 0; i < messages; ++i)
    body.push_back(dequeue(channel, me()));
  builder.workers(body);
  return builder.job;
}

/// Both stages receive before they send.
Job reversed() {
  JobBuilder builder(1, 2);
  int there = builder.queue("there", 0, 1), back = builder.queue("back", 0, 1);
  builder.server({dequeue(back), enqueue(there)}, 1, 0, "stage0");
  builder.server({dequeue(there), enqueue(back)}, 1, 1, "stage1");
  return builder.job;
}

struct Case {
  const char *name;
  std::function<Job(int64_t workers)> job;
  int64_t fewest = 2; // workers
};

const Expr slot1 = Expr::slot(1), isFirst = Expr::device() == 0;

const std::vector<Case> mutants = {
    {"release is missing",
     [](int64_t w) { return changed(w, [](Synchronous &a) { a.server.pop_back(); }); }},
    {"release goes to one worker",
     [](int64_t w) { return changed(w, [](Synchronous &a) { a.server.back().element = at(0); }); }},
    {"release goes to one worker, as often as there are workers",
     [](int64_t w) {
       return changed(w,
                      [](Synchronous &a) { a.server.back() = enqueue(a.go, at(0), 0, a.workers); });
     }},
    {"take of one more",
     [](int64_t w) {
       return changed(w, [](Synchronous &a) { a.server[0].value = a.workers + 1; });
     }},
    {"take of one less",
     [](int64_t w) {
       return changed(w, [](Synchronous &a) { a.server[0].value = a.workers - 1; });
     }},
    {"one update less",
     [](int64_t w) {
       Job job = synchronous(w);
       job.programs[0].whileCondition = Expr::stepIndex() + 2 < Expr::lastStep();
       return job;
     }},
    {"one step less",
     [](int64_t w) {
       Job job = synchronous(w);
       job.programs[1].whileCondition = Expr::stepIndex() + 2 < Expr::lastStep();
       return job;
     }},
    {"one of two variables is not pushed",
     [](int64_t w) {
       return changed(w, [](Synchronous &a) {
         int other = a.builder.accumulator("other");
         a.server.insert(a.server.begin(), take(other, a.workers));
       });
     }},
    {"label one behind",
     [](int64_t w) {
       return changed(w, [](Synchronous &a) { a.worker[1].value = Expr::stepIndex() - 1; });
     }},
    {"label one behind, without parts",
     [](int64_t w) {
       return changed(
           w, [](Synchronous &a) { a.worker[1] = pushLabel(a.sum, Expr::stepIndex() - 1); });
     }},
    {"step of the accumulator is not restored",
     [](int64_t w) {
       return changed(w, [](Synchronous &a) { a.builder.job.objects[a.sum].firstStep = 0; });
     }},
    {"labels are not restored",
     [](int64_t w) {
       return changedTokens(w, [](Job &job) { job.programs[1].initialSlots = {{1, 0}}; });
     }},
    {"too few initial tokens", [](int64_t w) { return tokens(w, w + 2, w + 2, 1); }},
    {"too few tokens for the next update", [](int64_t w) { return tokens(w, w + 1, w, w + 1); }},
    {"too few tokens for all workers to end", [](int64_t w) { return tokens(w, w - 1, w - 1, 0); }},
    {"token with the old step",
     [](int64_t w) {
       return changedTokens(w, [](Job &job) { find(job, SK::Enqueue).value = Expr::stepIndex(); });
     }},
    {"shared queue with counted loops", sharedQueue},
    {"signal is lost",
     [](int64_t w) {
       return changed(w, [](Synchronous &a) { a.worker.push_back(dequeue(a.go, me())); });
     }},
    {"signal is doubled",
     [](int64_t w) {
       return changed(w, [](Synchronous &a) { a.server.push_back(enqueue(a.go, all())); });
     }},
    {"collective in a branch",
     [](int64_t w) {
       return workersOnly(w, {choose(1), ifThen(slot1, {collective("all_reduce")})});
     }},
    {"collective in a branch on the device",
     [](int64_t w) { return workersOnly(w, {ifThen(isFirst, {collective("all_reduce")})}); }},
    {"collective with a trip count of its own",
     [](int64_t w) {
       return workersOnly(w, {forLoop(1, Expr::device() + 1, {collective("all_reduce")})});
     }},
    {"collective in a loop that tokens drive",
     [](int64_t w) {
       Job job = tokens(w, w, w, w + 1);
       job.programs[1].independentAxes.clear();
       job.programs[1].body.insert(job.programs[1].body.begin(), collective("all_reduce"));
       return job;
     }},
    {"collectives in another order",
     [](int64_t w) {
       return workersOnly(w, {ifThen(isFirst, {collective("all_reduce"), collective("barrier")},
                                     {collective("barrier"), collective("all_reduce")})});
     }},
    {"wait before the push",
     [](int64_t w) {
       return changed(w, [](Synchronous &a) { a.worker = swapped(a.worker, 1, 2); });
     }},
    {"release before the update",
     [](int64_t w) {
       return changed(w, [](Synchronous &a) { a.server = swapped(a.server, 1, 2); });
     }},
    {"release before the take",
     [](int64_t w) {
       return changed(w, [](Synchronous &a) { a.server = swapped(a.server, 0, 2); });
     }},
    {"no wait", [](int64_t w) { return changed(w, [](Synchronous &a) { a.worker.pop_back(); }); }},
    {"chief waits for too few servers",
     [](int64_t w) {
       Job job = synchronous(w, 2);
       job.programs[2].body[0].value = 1;
       return job;
     }},
    {"no barrier after the refresh",
     [](int64_t w) {
       Job job = appliedInTurn(w);
       job.programs[0].body.pop_back();
       return job;
     }},
    {"empty pushes are left out",
     [](int64_t w) {
       return changed(w, [](Synchronous &a) {
         a.worker = {pull(a.v, together), choose(1), ifThen(slot1, {a.worker[1]}), a.worker[2]};
       });
     }},
    {"empty pushes are left out, without parts",
     [](int64_t w) {
       return changed(w, [](Synchronous &a) {
         a.worker = {choose(1), ifThen(slot1, {push(a.sum)}), a.worker[2]};
       });
     }},
    {"the first worker does not wait for its update", [](int64_t w) { return kicked(w, false); }},
    {"stages of different orders",
     [](int64_t stages) {
       std::vector<bool> orders(stages, true);
       orders[0] = false;
       return pipeline(stages, 2 * stages, 1, orders);
     }},
    {"stages that both receive first", [](int64_t) { return reversed(); }},
    {"stage that goes back first",
     [](int64_t stages) {
       Job job = pipeline(stages, 2, 1, std::vector<bool>(stages, false));
       job.programs[0].body[0].body[0].value = Expr::table({1, 0, 1, 0}, slot1);
       return job;
     }},
    {"sends in a ring with small buffers", [](int64_t w) { return ring(w, 1, 2); }},
    {"one update too many of an asynchronous server",
     [](int64_t w) {
       Job job = asynchronous(w);
       job.programs[0].times = w + 1;
       return job;
     }},
    {"one update too few with a small queue",
     [](int64_t w) {
       Job job = asynchronous(w, 1, 1);
       job.programs[0].times = w - 1;
       return job;
     }},
    {"clock without slack that waits for all before the first",
     [](int64_t w) {
       Job job = boundedStaleness(w, 0);
       std::swap(job.programs[1].body[0], job.programs[1].body[1]);
       job.programs[1].body[0].element = at(0);
       return job;
     }},
    {"take of nothing",
     [](int64_t w) {
       return changed(w, [](Synchronous &a) { a.server[0].value = a.workers - a.workers; });
     }},
};

const std::vector<Case> variants = {
    {"buffers that are large enough",
     [](int64_t stages) {
       std::vector<bool> orders(stages, true);
       orders[0] = false;
       return pipeline(stages, 2 * stages, 2 * stages, orders);
     },
     1},
    {"sends in a ring", [](int64_t w) { return ring(w, 2, 2); }, 1},
    {"surplus tokens", [](int64_t w) { return tokens(w, w, w + 2, w + 1); }, 1},
    {"one push is enough", [](int64_t w) { return tokens(w, 1, w, 0); }, 1},
    {"the first worker waits for its update", [](int64_t w) { return kicked(w, true); }, 1},
    {"branches that are the same everywhere",
     [](int64_t w) {
       return workersOnly(w, {ifThen(Expr::stepIndex() % Expr(2) == 0, {collective("all_reduce")},
                                     {collective("barrier")})});
     },
     1},
    {"branches that data decide for all",
     [](int64_t w) {
       return workersOnly(w, {choose(1, together),
                              ifThen(slot1, {collective("all_reduce")}, {collective("barrier")})});
     },
     1},
    {"pushes that data decide for all",
     [](int64_t w) {
       JobBuilder builder(w);
       int sum = builder.accumulator("sum"), go = builder.queuePerWorker("go");
       int count = builder.queuePerWorker("more");
       builder.workers({choose(1, together), ifThen(isFirst, {enqueue(count, at(0), slot1)}),
                        ifThen(slot1, {push(sum, together)}), dequeue(go, me())});
       builder.server(
           {dequeue(count, at(0), 1), ifThen(slot1, {take(sum, w)}), enqueue(go, all())});
       return builder.job;
     },
     1},
    {"branches without communication",
     [](int64_t w) {
       return changed(w, [](Synchronous &a) {
         a.worker = with(with(a.worker, 1, choose(1)), 2, ifThen(slot1, {set(2, 1)}, {set(2, 0)}));
       });
     },
     1},
    {"mixed with all-reduce",
     [](int64_t w) {
       return changed(
           w, [](Synchronous &a) { a.worker = with(a.worker, 1, collective("all_reduce")); });
     },
     1},
    {"staged variables",
     [](int64_t w) {
       return changed(w, [](Synchronous &a) {
         // What is pulled here is used one step later.
         a.worker = {pull(a.v, together), pushLabel(a.sum, Expr::stepIndex(), together),
                     dequeue(a.go, me())};
       });
     },
     1},
    {"averages after the release",
     [](int64_t w) {
       return changed(w, [](Synchronous &a) {
         int average = a.builder.variable("average");
         a.server.push_back(publish(average));
       });
     },
     1},
    {"copies that are refreshed after the release",
     [](int64_t w) {
       return changed(w, [](Synchronous &a) {
         a.worker = {pushLabel(a.sum, Expr::stepIndex(), together), dequeue(a.go, me()),
                     pull(a.v, together)};
       });
     },
     1},
    {"accumulator without labels",
     [](int64_t w) {
       return changed(w, [](Synchronous &a) { a.worker[1] = push(a.sum, together); });
     },
     1},
    {"inputs that end together",
     [](int64_t w) {
       Job job = workersOnly(w, {collective("all_reduce"), choose(1, together)});
       job.programs[0].body.push_back(
           set(1, Expr::binary(Expr::Operator::And, slot1, Expr::slot(0) < Expr(3))));
       job.programs[0].whileCondition = slot1;
       return job;
     },
     1},
    {"a loop that data decide for all",
     [](int64_t w) {
       return workersOnly(w, {set(2, 0), whileLoop({collective("all_reduce"), choose(1, together)},
                                                   Expr::binary(Expr::Operator::And, slot1,
                                                                Expr::slot(2) < Expr(2)),
                                                   {set(2, Expr::slot(2) + 1)})});
     },
     1},
};

class Number : public testing::TestWithParam<int> {};

} // namespace

INSTANTIATE_TEST_SUITE_P(OfWorkers, Number, testing::Range(1, 9));

TEST_P(Number, MutantsAreRefusedAndGoWrong) {
  constexpr int schedules = 1000;
  for (const Case &mutant : mutants) {
    if (GetParam() < mutant.fewest)
      continue;
    Job job = mutant.job(GetParam());
    Report report = verify(job);
    EXPECT_TRUE(report.verdict == Report::Verdict::Deadlock ||
                report.verdict == Report::Verdict::Refused)
        << mutant.name << " with " << GetParam() << ": " << int(report.verdict) << report.message;
    EXPECT_FALSE(report.message.empty()) << mutant.name;
    if (report.verdict == Report::Verdict::Deadlock) {
      EXPECT_FALSE(report.waiters.empty()) << mutant.name;
    }
    int seed = 0;
    while (seed < schedules && interpret(job, seed).isGood())
      ++seed;
    EXPECT_LT(seed, schedules) << mutant.name << " with " << GetParam();
  }
}

TEST_P(Number, VariantsAreAcceptedAndEnd) {
  for (const Case &variant : variants) {
    if (GetParam() < variant.fewest)
      continue;
    Job job = variant.job(GetParam());
    Report report = verify(job);
    EXPECT_EQ(report.verdict, Report::Verdict::Accepted)
        << variant.name << " with " << GetParam() << ": " << report.message;
    EXPECT_EQ(countFailures(job, 100), 0) << variant.name << " with " << GetParam();
  }
}

// A worker that waits for others on an axis that does not keep step.
TEST(Structure, CollectiveOverIndependentAxis) {
  Job job = workersOnly(2, {collective("all_reduce")});
  job.programs[0].independentAxes = {0};
  Report report = verify(job);
  EXPECT_EQ(report.verdict, Report::Verdict::Refused);
  EXPECT_EQ(report.message, "'all_reduce' in @worker waits for all devices along \"data\", "
                            "which do not keep step there");
}

TEST(Reports, DeadlockNamesEveryWaiterAndHowItCame) {
  Report report = verify(changed(2, [](Synchronous &a) {
    a.server[0].value = 3;
    a.worker[1].location = 7;
    a.worker[2].location = 8;
    a.server[0].location = 9;
  }));
  ASSERT_EQ(report.verdict, Report::Verdict::Deadlock);
  ASSERT_EQ(report.waiters.size(), 3u);
  EXPECT_EQ(report.waiters[0].who, "@worker[data = 0]");
  EXPECT_EQ(report.waiters[0].what, "dequeue @go[0]: @go[0] is empty");
  EXPECT_EQ(report.waiters[0].location, 8);
  EXPECT_EQ(report.waiters[2].who, "@server");
  EXPECT_EQ(report.waiters[2].what, "take @sum, 3: @sum has 2 of 3 pushes for step 2");
  EXPECT_EQ(report.waiters[2].location, 9);
  ASSERT_EQ(report.trace.size(), 4u); // two pulls, two pushes
  EXPECT_EQ(report.trace.back().what, "push @sum label 2");
  EXPECT_EQ(report.trace.back().location, 7);
}

TEST(Reports, LeftoversAreCounted) {
  Report report = verify(changed(2, [](Synchronous &a) {
    int log = a.builder.queue("log");
    a.server.push_back(enqueue(log));
  }));
  EXPECT_EQ(report.verdict, Report::Verdict::Accepted);
  ASSERT_EQ(report.leftovers.size(), 1u);
  EXPECT_EQ(report.leftovers[0].count, 3);
}

TEST(Sizes, SixtyFourWorkersTakeLessThanASecond) {
  auto timed = [](const Job &job) {
    std::clock_t start = std::clock();
    Report report = verify(job);
    EXPECT_LT(double(std::clock() - start) / CLOCKS_PER_SEC, 1);
    EXPECT_EQ(report.verdict, Report::Verdict::Accepted) << report.message;
    return report;
  };
  EXPECT_TRUE(timed(synchronousByServer(64, 4, 50)).exact);
  EXPECT_TRUE(timed(asynchronous(64)).exact);
  EXPECT_TRUE(timed(appliedInTurn(64)).exact);
  Report report = timed(tokens(64, 63, 64, 63, 4, 12));
  EXPECT_FALSE(report.exact);
  EXPECT_EQ(report.devices, (std::vector<int>{2, 3}));
  for (int staleness : {-1, 0, 1, 3})
    timed(inTurn(64, 4, 12, staleness));
  timed(boundedStaleness(64, 3, 2));
}
