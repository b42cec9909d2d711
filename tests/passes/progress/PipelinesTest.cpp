//===- PipelinesTest.cpp - stages that talk through channels --------------===//
//
// Schedules as jobs. Whether they come to their end is also what the checker of
// schedules says, and what happens when they are run.
//
//===----------------------------------------------------------------------===//
#include "passes/pipeline/CheckSchedule.h"
#include "passes/progress/Verify.h"
#include "tests/passes/progress/Interpreter.h"
#include "tests/passes/progress/Jobs.h"

#include <gtest/gtest.h>

#include <ctime>
#include <map>
#include <random>

using namespace skein::passes::progress;
namespace pipeline = skein::passes::pipeline;
using pipeline::ActionKind, pipeline::Schedule;

namespace {

/// A job on a mesh pipe x data, a program for each device of `schedule`.
class ScheduleJob {
public:
  ScheduleJob(const Schedule &schedule, int64_t capacity, int64_t replicas = 1)
      : schedule(schedule), capacity(capacity), deviceOf(schedule.deviceOfStage()) {
    job.meshes = {{"m", {{"pipe", int64_t(schedule.devices.size())}, {"data", replicas}}},
                  {"m", {{"data", replicas}}}};
    for (size_t device = 0; device < schedule.devices.size(); ++device)
      add(int64_t(device), replicas);
  }

  Job job;

private:
  void add(int64_t device, int64_t replicas) {
    Program program;
    program.name = "stage" + std::to_string(device);
    for (int64_t replica = 0; replica < replicas; ++replica)
      program.devices.push_back(device * replicas + replica);
    program.numSlots = 4;
    std::map<std::pair<ActionKind, int>, int64_t> numbers;
    std::vector<int64_t> actions, microBatches;
    for (const pipeline::Action &action : schedule.devices[device]) {
      actions.push_back(
          numbers.try_emplace({action.kind, action.stage}, int64_t(numbers.size())).first->second);
      microBatches.push_back(action.microBatch);
    }
    Block body = {set(2, Expr::table(actions, Expr::slot(1))),
                  set(3, Expr::table(microBatches, Expr::slot(1)))};
    for (const auto &[action, number] : numbers)
      body.push_back(ifThen(Expr::slot(2) == Expr(number), messages(action.first, action.second)));
    program.body = {forLoop(1, int64_t(actions.size()), body), collective("all_reduce", {1})};
    job.programs.push_back(std::move(program));
  }

  Block messages(ActionKind kind, int stage) {
    Block block;
    auto add = [&](SK what, int other, const char *name, int first) {
      if (other < 0 || other >= schedule.stages || deviceOf[other] == deviceOf[stage])
        return;
      Statement message;
      message.kind = what;
      message.object = channel(name + std::to_string(first));
      message.element.kind = Element::Kind::Along;
      message.axes = {1};
      message.value = Expr::slot(3);
      message.action = std::make_shared<Action>(Action{"FBIW"[int(kind)], stage, Expr::slot(3)});
      block.push_back(std::move(message));
    };
    if (kind == ActionKind::Forward) {
      add(SK::Dequeue, stage - 1, "activations", stage - 1);
      add(SK::Enqueue, stage + 1, "activations", stage);
    } else if (kind != ActionKind::WeightGradient) {
      add(SK::Dequeue, stage + 1, "gradients", stage);
      add(SK::Enqueue, stage - 1, "gradients", stage - 1);
    }
    return block;
  }

  int channel(const std::string &name) {
    auto [found, isNew] = channels.try_emplace(name, int(job.objects.size()));
    if (isNew) {
      Object object;
      object.name = name;
      object.mesh = 1;
      object.capacity = capacity;
      object.isChannel = true;
      job.objects.push_back(std::move(object));
    }
    return found->second;
  }

  const Schedule &schedule;
  int64_t capacity;
  std::vector<int> deviceOf;
  std::map<std::string, int> channels;
};

Schedule scheduleOf(const char *family, int stages, int microBatches) {
  return cantFail(pipeline::makeSchedule({family, stages, microBatches}));
}

bool isAccepted(const Job &job) { return verify(job).verdict == Report::Verdict::Accepted; }

/// Refused, and wrong when it runs.
Report expectWrong(const Job &job) {
  Report report = verify(job);
  EXPECT_TRUE(report.verdict == Report::Verdict::Deadlock ||
              report.verdict == Report::Verdict::Refused)
      << int(report.verdict) << report.message;
  EXPECT_EQ(countFailures(job, 20), 20);
  return report;
}

void expectGood(const Job &job) {
  Report report = verify(job);
  EXPECT_EQ(report.verdict, Report::Verdict::Accepted) << report.message;
  EXPECT_TRUE(report.exact);
  EXPECT_EQ(countFailures(job, 20), 0);
}

/// Forward in order, backward in the same order.
Schedule inOrder(int stages, int microBatches) {
  Schedule schedule{stages, microBatches, {}, ""};
  for (int stage = 0; stage < stages; ++stage) {
    auto &list = schedule.devices.emplace_back();
    for (ActionKind kind : {ActionKind::Forward, ActionKind::Backward})
      for (int i = 0; i < microBatches; ++i)
        list.push_back({kind, stage, i});
  }
  return schedule;
}

/// The first message of this kind in a program.
Statement *findMessage(Block &block, SK kind) {
  for (Statement &statement : block) {
    if (statement.kind == kind)
      return &statement;
    if (Statement *found = findMessage(statement.body, kind))
      return found;
  }
  return nullptr;
}

} // namespace

// The capacity that the checker of schedules finds is enough, and one less is
// not.
TEST(Families, RunWithTheLeastCapacity) {
  for (const char *family : {"gpipe", "1f1b", "interleaved", "breadth-first", "zb-h1", "zb-v"})
    for (int devices : {2, 4})
      for (int microBatches : {2, 7, 8}) {
        bool isPlain = std::string(family) == "gpipe" || std::string(family) == "1f1b" ||
                       std::string(family) == "zb-h1";
        Schedule schedule = scheduleOf(family, isPlain ? devices : 2 * devices, microBatches);
        int capacity = pipeline::leastChannelCapacity(schedule);
        SCOPED_TRACE(testing::Message() << family << " " << devices << " " << microBatches);
        expectGood(ScheduleJob(schedule, capacity, 2).job);
        if (capacity > 1)
          expectWrong(ScheduleJob(schedule, capacity - 1, 2).job);
      }
}

// GPipe in one stage and 1F1B in the next one.
TEST(Mixed, NeedsRoomForAll) {
  constexpr int microBatches = 8;
  Schedule schedule = inOrder(2, microBatches);
  schedule.devices[1] = scheduleOf("1f1b", 2, microBatches).devices[1];
  Report report = expectWrong(ScheduleJob(schedule, 1).job);
  ASSERT_EQ(report.waiters.size(), 2u);
  EXPECT_EQ(report.waiters[0].who, "@stage0");
  EXPECT_EQ(report.waiters[0].what, "send @activations0 in F3 of stage 0: "
                                    "@activations0 holds 1 of at most 1");
  EXPECT_EQ(report.waiters[1].what,
            "send @gradients0 in B1 of stage 1: @gradients0 holds 1 of at most 1");
  expectGood(ScheduleJob(schedule, microBatches).job);
}

// The first stage goes backward in the opposite order, and would mix up
// gradients.
TEST(Mixed, OppositeOrderIsRefusedWithAnyRoom) {
  Schedule schedule = scheduleOf("gpipe", 2, 4);
  schedule.devices[1] = scheduleOf("1f1b", 2, 4).devices[1];
  Report report = expectWrong(ScheduleJob(schedule, 4).job);
  EXPECT_EQ(report.message, "@stage0 is at receive @gradients0 in B3 of stage 0 and gets what "
                            "was sent for micro-batch 0");
}

// Every device sends all before it receives: forward to the next, and the last
// one to the first.
TEST(Cycles, NeedRoom) {
  for (int64_t capacity : {1, 2, 3}) {
    Job job = ScheduleJob(inOrder(3, 3), 3).job;
    for (Object &object : job.objects)
      object.capacity = capacity;
    job.objects.resize(3);
    for (int stage = 0; stage < 3; ++stage) {
      auto message = [&](SK kind, int channel) {
        Statement statement;
        statement.kind = kind;
        statement.object = channel;
        statement.element.kind = Element::Kind::Along;
        statement.axes = {1};
        statement.value = Expr::slot(1);
        return forLoop(1, 3, {statement});
      };
      job.programs[stage].body = {message(SK::Enqueue, stage),
                                  message(SK::Dequeue, (stage + 2) % 3)};
    }
    if (capacity == 3)
      expectGood(job);
    else
      expectWrong(job);
  }
}

TEST(Mutants, AreRefused) {
  Schedule schedule = scheduleOf("1f1b", 3, 6);
  const Job good = ScheduleJob(schedule, 4, 2).job;
  expectGood(good);
  auto broken = [&](int program, auto change) {
    Job job = good;
    change(job.programs[program].body);
    return expectWrong(job);
  };
  auto removes = [](SK kind) {
    return [kind](Block &body) { *findMessage(body, kind) = set(0, Expr::slot(0)); };
  };
  // A send that is missing.
  EXPECT_EQ(broken(0, removes(SK::Enqueue)).verdict, Report::Verdict::Deadlock);
  // A receive that is missing: the channel is full, or what is left over is
  // found.
  EXPECT_EQ(broken(2, removes(SK::Dequeue)).verdict, Report::Verdict::Deadlock);
  Job roomy = good;
  for (Object &object : roomy.objects)
    object.capacity = 100;
  removes(SK::Dequeue)(roomy.programs[2].body);
  EXPECT_EQ(expectWrong(roomy).message,
            "@activations1 still holds 18 messages at the end; expected that "
            "all are received");
  // One message too many.
  broken(0, [](Block &body) { findMessage(body, SK::Enqueue)->times = 2; });
  // Channels the other way round.
  broken(1, [](Block &body) {
    std::swap(findMessage(body, SK::Enqueue)->object, findMessage(body, SK::Dequeue)->object);
  });
  // An entry less, in one stage.
  broken(1, [](Block &body) { body[0].value = Expr(11); });
}

// Random orders that the checker of schedules is asked about, too.
TEST(Random, AgreesWithTheCheckerOfSchedules) {
  std::mt19937 random(7);
  int accepted = 0, refused = 0;
  for (int round = 0; round < 400; ++round) {
    int stages = 2 + int(random() % 3), microBatches = 1 + int(random() % 4);
    Schedule schedule = scheduleOf(random() % 2 ? "1f1b" : "gpipe", stages, microBatches);
    for (int swaps = int(random() % 3); swaps > 0; --swaps) {
      auto &list = schedule.devices[random() % stages];
      size_t place = random() % (list.size() - 1);
      std::swap(list[place], list[place + 1]);
    }
    int capacity = 1 + int(random() % 3);
    llvm::Expected<pipeline::StashPeaks> peaks = pipeline::checkSchedule(schedule, capacity);
    bool runs = bool(peaks);
    std::string message = runs ? "" : toString(peaks.takeError());
    // The order within a stage is for the text of a program to keep.
    if (message.find("behind") != std::string::npos)
      continue;
    (runs ? accepted : refused) += 1;
    int64_t replicas = 1 + int64_t(random() % 2);
    Job job = ScheduleJob(schedule, capacity, replicas).job;
    EXPECT_EQ(isAccepted(job), runs) << message;
    EXPECT_EQ(interpret(job, round).isGood(), runs) << message;
  }
  EXPECT_GT(accepted, 100);
  EXPECT_GT(refused, 50);
}

// One of the replicas does something of its own, so that they are all looked
// at.
TEST(Replicas, AreToldApart) {
  Job job = ScheduleJob(scheduleOf("1f1b", 2, 4), 4, 3).job;
  Statement *receive = findMessage(job.programs[1].body, SK::Dequeue);
  Statement some = ifThen(Expr::coordinate(1) == Expr(0), {}, {*receive});
  *receive = some;
  expectWrong(job);
}

TEST(Sizes, SixteenStagesTakeLessThanASecond) {
  for (int64_t replicas : {1, 64}) {
    Schedule schedule = scheduleOf("1f1b", 16, 256);
    Job job = ScheduleJob(schedule, 1, replicas).job;
    std::clock_t start = std::clock();
    EXPECT_TRUE(isAccepted(job));
    EXPECT_LT(double(std::clock() - start) / CLOCKS_PER_SEC, 1);
  }
}
