//===- Jobs.h - protocols as jobs -------------------------------*- C++ -*-===//
//
// The protocols that Skein lowers to, and some that it does not, written with one
// function per op.
//
//===----------------------------------------------------------------------===//

#ifndef SKEIN_TESTS_PASSES_PROGRESS_JOBS_H
#define SKEIN_TESTS_PASSES_PROGRESS_JOBS_H

#include "passes/progress/Job.h"

namespace skein::passes::progress {

using SK = Statement::Kind;

inline Element me() { return {Element::Kind::Me, {}}; }
inline Element all() { return {Element::Kind::All, {}}; }
inline Element at(Expr index) { return {Element::Kind::At, std::move(index)}; }

/// Axes of a pull, push, condition or collective of all devices.
inline const std::vector<int> together = {0};

Statement pull(int variable, std::vector<int> axes = {});
Statement publish(int variable);
Statement push(int accumulator, std::vector<int> axes = {});
Statement pushLabel(int accumulator, Expr label, std::vector<int> axes = {});
Statement take(int accumulator, Expr count);
Statement enqueue(int queue, Element element = {}, Expr value = 0, Expr times = 1);
Statement dequeue(int queue, Element element = {}, int slot = -1, int fromSlot = -1);
Statement collective(std::string name, std::vector<int> axes = together);
Statement choose(int slot, std::vector<int> axes = {});
Statement set(int slot, Expr value);
Statement ifThen(Expr condition, Block body, Block otherwise = {});
Statement forLoop(int slot, Expr bound, Block body);
Statement whileLoop(Block before, Expr condition, Block after);

/// A job of workers on mesh 0, and servers, one device of mesh 1 each.
class JobBuilder {
public:
  JobBuilder(int64_t workers, int64_t servers = 1);

  int queue(std::string name, int64_t initialTokens = 0, int64_t capacity = 0);
  /// One queue per worker.
  int queuePerWorker(std::string name, int64_t initialTokens = 0, int64_t capacity = 0);
  int accumulator(std::string name);
  int variable(std::string name);

  Program &workers(Block body, std::string name = "worker");
  Program &server(Block body, int64_t times = 1, int64_t server = 0, std::string name = "server");
  Program &chief(Block body, int64_t times = 1) {
    return server(std::move(body), times, 0, "chief");
  }

  Job job;
};

/// Protocol A: synchronous, one accumulator per variable and server; a chief
/// releases the workers if there are several servers.
Job synchronous(int64_t workers, int64_t servers = 1);

/// Protocol A as `--skein-synchronize` writes it: every server has several variables and
/// a queue of its own.
Job synchronousByServer(int64_t workers, int64_t servers, int64_t variables);

/// Protocol B: `aggregate` pushes per update, `tokens` released per update, `initial` at first;
/// every server has as many variables.
Job tokens(int64_t workers, int64_t aggregate, int64_t tokens, int64_t initial, int64_t servers = 1,
           int64_t variables = 1);

/// Protocol C: asynchronous, one queue of gradients per server.
Job asynchronous(int64_t workers, int64_t servers = 1, int64_t capacity = 0);

/// Protocol D: no worker is more than `staleness` steps ahead.
Job boundedStaleness(int64_t workers, int64_t staleness, int64_t servers = 1);

/// Protocols C and D as `--skein-synchronize` writes them: a queue of gradients for every
/// worker and variable, a queue of arrivals for every server, and, from a staleness of 0
/// on, a clock beside each.
Job inTurn(int64_t workers, int64_t servers, int64_t variables, int64_t staleness);

/// Protocol E: every worker's gradient is applied in turn.
Job appliedInTurn(int64_t workers);

/// Protocol F: a pipeline; what each stage does when, GPipe or 1F1B, by stage.
Job pipeline(int64_t stages, int64_t microBatches, int64_t capacity,
             std::vector<bool> oneForwardOneBackward);

/// Protocol G: a barrier made of queues.
Job barrierOfQueues(int64_t workers);

} // namespace skein::passes::progress

#endif // SKEIN_TESTS_PASSES_PROGRESS_JOBS_H
