//===- Jobs.cpp - protocols as jobs ---------------------------------------===//
#include "tests/passes/progress/Jobs.h"

#include <algorithm>

namespace skein::passes::progress {

static Statement statement(SK kind, int object = -1) {
  Statement result;
  result.kind = kind;
  result.object = object;
  return result;
}

Statement pull(int variable, std::vector<int> axes) {
  Statement result = statement(SK::Pull, variable);
  result.axes = std::move(axes);
  return result;
}

Statement publish(int variable) { return statement(SK::Publish, variable); }

Statement push(int accumulator, std::vector<int> axes) {
  Statement result = statement(SK::Push, accumulator);
  result.axes = std::move(axes);
  return result;
}

Statement pushLabel(int accumulator, Expr label, std::vector<int> axes) {
  Statement result = push(accumulator, std::move(axes));
  result.labelled = true;
  result.value = std::move(label);
  return result;
}

Statement take(int accumulator, Expr count) {
  Statement result = statement(SK::Take, accumulator);
  result.value = std::move(count);
  return result;
}

Statement enqueue(int queue, Element element, Expr value, Expr times) {
  Statement result = statement(SK::Enqueue, queue);
  result.element = std::move(element);
  result.value = std::move(value);
  result.times = std::move(times);
  return result;
}

Statement dequeue(int queue, Element element, int slot, int fromSlot) {
  Statement result = statement(SK::Dequeue, queue);
  result.element = std::move(element);
  result.slot = slot;
  result.fromSlot = fromSlot;
  return result;
}

Statement collective(std::string name, std::vector<int> axes) {
  Statement result = statement(SK::Collective);
  result.name = std::move(name);
  result.axes = std::move(axes);
  return result;
}

Statement choose(int slot, std::vector<int> axes) {
  Statement result = statement(SK::Choose);
  result.slot = slot;
  result.axes = std::move(axes);
  return result;
}

Statement set(int slot, Expr value) {
  Statement result = statement(SK::Set);
  result.slot = slot;
  result.value = std::move(value);
  return result;
}

Statement ifThen(Expr condition, Block body, Block otherwise) {
  Statement result = statement(SK::If);
  result.value = std::move(condition);
  result.body = std::move(body);
  result.otherwise = std::move(otherwise);
  return result;
}

Statement forLoop(int slot, Expr bound, Block body) {
  Statement result = statement(SK::For);
  result.slot = slot;
  result.value = std::move(bound);
  result.body = std::move(body);
  return result;
}

Statement whileLoop(Block before, Expr condition, Block after) {
  Statement result = statement(SK::While);
  result.body = std::move(before);
  result.value = std::move(condition);
  result.otherwise = std::move(after);
  return result;
}

JobBuilder::JobBuilder(int64_t workers, int64_t servers) {
  job.meshes = {{"w", {{"data", workers}}}, {"ps", {{"server", servers}}}};
  job.firstStep = 2; // numbers of iterations and of steps differ
}

int JobBuilder::queue(std::string name, int64_t initialTokens, int64_t capacity) {
  Object object;
  object.name = std::move(name);
  object.initialTokens = initialTokens;
  object.capacity = capacity;
  job.objects.push_back(std::move(object));
  return int(job.objects.size()) - 1;
}

int JobBuilder::queuePerWorker(std::string name, int64_t initialTokens, int64_t capacity) {
  int result = queue(std::move(name), initialTokens, capacity);
  job.objects[result].mesh = 0;
  return result;
}

int JobBuilder::accumulator(std::string name) {
  int result = queue(std::move(name));
  job.objects[result].kind = Object::Kind::Accumulator;
  return result;
}

int JobBuilder::variable(std::string name) {
  int result = queue(std::move(name));
  job.objects[result].kind = Object::Kind::Variable;
  return result;
}

static int slotsOf(const Block &block) {
  int slots = 1;
  forEachStatement(block, [&](const Statement &statement) {
    slots = std::max({slots, statement.slot + 1, statement.fromSlot + 1});
  });
  return slots;
}

Program &JobBuilder::workers(Block body, std::string name) {
  Program program;
  program.name = std::move(name);
  program.numSlots = slotsOf(body);
  for (int64_t device = 0; device < job.meshes[0].numDevices(); ++device)
    program.devices.push_back(device);
  program.body = std::move(body);
  job.programs.push_back(std::move(program));
  return job.programs.back();
}

Program &JobBuilder::server(Block body, int64_t times, int64_t server, std::string name) {
  Program program;
  program.name = std::move(name);
  program.mesh = 1;
  program.devices = {server};
  program.numSlots = slotsOf(body);
  program.body = std::move(body);
  program.times = times;
  job.programs.push_back(std::move(program));
  return job.programs.back();
}

Job synchronous(int64_t workers, int64_t servers) {
  JobBuilder builder(workers, servers);
  int go = builder.queuePerWorker("go"), applied = builder.queue("applied");
  Block pulls, pushes;
  for (int64_t server = 0; server < servers; ++server) {
    std::string number = std::to_string(server);
    int v = builder.variable("v" + number), sum = builder.accumulator("sum" + number);
    pulls.push_back(pull(v, together));
    pushes.push_back(pushLabel(sum, Expr::stepIndex(), together));
    Statement release = servers == 1 ? enqueue(go, all(), Expr::stepIndex() + 1) : enqueue(applied);
    builder.server({take(sum, workers), publish(v), release}, 1, server, "server" + number);
  }
  if (servers > 1)
    builder.chief({forLoop(1, servers, {dequeue(applied)}), enqueue(go, all())});
  pulls.insert(pulls.end(), pushes.begin(), pushes.end());
  pulls.push_back(dequeue(go, me()));
  builder.workers(pulls);
  return builder.job;
}

Job synchronousByServer(int64_t workers, int64_t servers, int64_t variables) {
  JobBuilder builder(workers, servers);
  Block pulls, pushes, waits;
  for (int64_t server = 0; server < servers; ++server) {
    std::string number = std::to_string(server);
    int go = builder.queuePerWorker("go" + number);
    Block body;
    for (int64_t i = server; i < variables; i += servers) {
      int v = builder.variable("v" + std::to_string(i));
      int sum = builder.accumulator("sum" + std::to_string(i));
      pulls.push_back(pull(v, together));
      pushes.push_back(pushLabel(sum, Expr::stepIndex(), together));
      body.push_back(take(sum, workers));
      body.push_back(publish(v));
    }
    body.push_back(enqueue(go, all()));
    waits.push_back(dequeue(go, me()));
    builder.server(body, 1, server, "server" + number);
  }
  pulls.insert(pulls.end(), pushes.begin(), pushes.end());
  pulls.insert(pulls.end(), waits.begin(), waits.end());
  builder.workers(pulls);
  return builder.job;
}

Job tokens(int64_t workers, int64_t aggregate, int64_t tokens, int64_t initial, int64_t servers,
           int64_t variables) {
  JobBuilder builder(workers, servers);
  int tok = builder.queue("tok", initial), applied = builder.queue("applied");
  Block pulls, body;
  for (int64_t server = 0; server < servers; ++server) {
    std::string number = std::to_string(server);
    Block updates;
    for (int64_t i = 0; i < variables; ++i) {
      int sum = builder.accumulator("sum" + number + "." + std::to_string(i));
      int v = builder.variable("v" + number + "." + std::to_string(i));
      pulls.push_back(pull(v));
      body.push_back(pushLabel(sum, Expr::slot(1)));
      updates.push_back(take(sum, aggregate));
      updates.push_back(publish(v));
    }
    updates.push_back(servers == 1 ? enqueue(tok, {}, Expr::stepIndex() + 1, tokens)
                                   : enqueue(applied));
    builder.server(updates, 1, server, "server" + number);
  }
  if (servers > 1)
    builder.chief(
        {forLoop(1, servers, {dequeue(applied)}), enqueue(tok, {}, Expr::stepIndex() + 1, tokens)});
  body.insert(body.begin(), pulls.begin(), pulls.end());
  body.push_back(dequeue(tok, {}, 1));
  Program &worker = builder.workers(body);
  worker.independentAxes = {0};
  worker.initialSlots = {{1, Expr::stepIndex()}};
  worker.whileCondition = Expr::slot(1) < Expr::lastStep();
  return builder.job;
}

Job asynchronous(int64_t workers, int64_t servers, int64_t capacity) {
  JobBuilder builder(workers, servers);
  Block body;
  for (int64_t server = 0; server < servers; ++server) {
    std::string number = std::to_string(server);
    int gradients = builder.queue("gradients" + number, 0, capacity);
    int v = builder.variable("v" + number);
    body.push_back(pull(v));
    body.push_back(enqueue(gradients));
    builder.server({dequeue(gradients), publish(v)}, workers, server, "server" + number);
  }
  builder.workers(body).independentAxes = {0};
  return builder.job;
}

Job boundedStaleness(int64_t workers, int64_t staleness, int64_t servers) {
  JobBuilder builder(workers, servers);
  int go = builder.queuePerWorker("go", staleness);
  Block body, waits;
  for (int64_t server = 0; server < servers; ++server) {
    std::string number = std::to_string(server);
    int gradients = builder.queue("gradients" + number);
    int done = builder.queuePerWorker("done" + number), v = builder.variable("v" + number);
    body.push_back(pull(v));
    body.push_back(enqueue(gradients));
    waits.push_back(dequeue(done, all()));
    builder.server({dequeue(gradients, {}, -1, 1), publish(v), enqueue(done, at(Expr::slot(1)))},
                   workers, server, "server" + number);
  }
  body.push_back(dequeue(go, me()));
  waits.push_back(enqueue(go, all(), Expr::stepIndex() + 1));
  builder.server(waits, 1, 0, "clock");
  builder.workers(body).independentAxes = {0};
  return builder.job;
}

Job inTurn(int64_t workers, int64_t servers, int64_t variables, int64_t staleness) {
  JobBuilder builder(workers, servers);
  Block pulls, sends, arrives, waits;
  for (int64_t server = 0; server < servers; ++server) {
    std::string number = std::to_string(server);
    int arrivals = builder.queue("arrivals" + number);
    Block body{dequeue(arrivals, {}, 1, 2)};
    for (int64_t i = 0; i < variables; ++i) {
      int v = builder.variable("v" + number + "." + std::to_string(i));
      int gradients = builder.queuePerWorker("gradients" + number + "." + std::to_string(i), 0, 2);
      pulls.push_back(pull(v));
      sends.push_back(enqueue(gradients, me()));
      body.push_back(dequeue(gradients, at(Expr::slot(2))));
      body.push_back(publish(v));
    }
    arrives.push_back(enqueue(arrivals, {}, Expr::stepIndex()));
    if (staleness >= 0) {
      int done = builder.queuePerWorker("done" + number);
      int go = builder.queuePerWorker("go" + number, staleness);
      body.push_back(enqueue(done, at(Expr::slot(2)), Expr::slot(1)));
      builder.server({dequeue(done, all(), 1), enqueue(go, all(), Expr::slot(1))}, 1, server,
                     "clock" + number);
      waits.push_back(dequeue(go, me()));
    }
    builder.server(body, workers, server, "server" + number);
  }
  for (Block *part : {&sends, &arrives, &waits})
    pulls.insert(pulls.end(), part->begin(), part->end());
  builder.workers(pulls).independentAxes = {0};
  return builder.job;
}

Job appliedInTurn(int64_t workers) {
  JobBuilder builder(workers);
  int v = builder.variable("v"), gradients = builder.queue("gradients");
  int ready = builder.queuePerWorker("ready");
  builder.workers(
      {enqueue(gradients), dequeue(ready, me()), pull(v, together), collective("barrier")});
  builder.server({forLoop(1, workers, {dequeue(gradients), publish(v)}), enqueue(ready, all())});
  return builder.job;
}

/// What stage `stage` does, in order: forward passes are 0, backward passes 1.
static std::vector<int64_t> tableOf(int64_t stage, int64_t stages, int64_t microBatches,
                                    bool oneByOne) {
  std::vector<int64_t> table;
  int64_t ahead = oneByOne ? std::min(microBatches, stages - stage) : microBatches;
  table.insert(table.end(), ahead, 0);
  for (int64_t i = ahead; i < microBatches; ++i) {
    table.push_back(1);
    table.push_back(0);
  }
  table.insert(table.end(), ahead, 1);
  return table;
}

Job pipeline(int64_t stages, int64_t microBatches, int64_t capacity,
             std::vector<bool> oneForwardOneBackward) {
  JobBuilder builder(1, stages);
  std::vector<int> activations, gradients;
  for (int64_t stage = 0; stage + 1 < stages; ++stage) {
    activations.push_back(builder.queue("activations" + std::to_string(stage), 0, capacity));
    gradients.push_back(builder.queue("gradients" + std::to_string(stage), 0, capacity));
  }
  for (int64_t stage = 0; stage < stages; ++stage) {
    Block forward, backward;
    if (stage > 0) {
      forward.push_back(dequeue(activations[stage - 1]));
      backward.push_back(enqueue(gradients[stage - 1]));
    }
    if (stage + 1 < stages) {
      forward.push_back(enqueue(activations[stage]));
      backward.insert(backward.begin(), dequeue(gradients[stage]));
    }
    Expr isBackward = Expr::table(
        tableOf(stage, stages, microBatches, oneForwardOneBackward[stage]), Expr::slot(1));
    builder.server({forLoop(1, 2 * microBatches, {ifThen(isBackward, backward, forward)})}, 1,
                   stage, "stage" + std::to_string(stage));
  }
  return builder.job;
}

Job barrierOfQueues(int64_t workers) {
  JobBuilder builder(workers);
  int b = builder.queuePerWorker("b");
  builder.workers(
      {forLoop(1, workers,
               {ifThen(Expr::slot(1) == Expr::device(), {}, {enqueue(b, at(Expr::slot(1)))})}),
       forLoop(2, workers - 1, {dequeue(b, me())})});
  return builder.job;
}

} // namespace skein::passes::progress
