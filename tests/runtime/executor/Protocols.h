//===- Protocols.h - Parameter servers written by hand ----------*- C++ -*-===//
//
// Workers on mesh @w, servers on mesh @ps, a variable per server, as the loader
// would make them. A worker's contribution is 1 in an element of its own, and a
// server adds what it gets to its variable; so an element says how often that
// contribution was applied.
//
//===----------------------------------------------------------------------===//
#ifndef SKEIN_TESTS_RUNTIME_EXECUTOR_PROTOCOLS_H
#define SKEIN_TESTS_RUNTIME_EXECUTOR_PROTOCOLS_H

#include "runtime/executor/Executable.h"
#include <atomic>
#include <mutex>
#include <string>
#include <vector>

struct skrt_context;

namespace skein::runtime {

struct Scenario {
  int64_t workers = 4;
  int64_t servers = 2;
  int64_t steps = 4;
  int64_t firstStep = 0;
  /// Of tokens: contributions per update, and tokens at the start.
  int64_t aggregate = 3;
  int64_t initialTokens = 3;
  int64_t staleness = 1;
  /// Called by workers at the start of every step, by servers before they
  /// apply.
  void (*onStep)(skrt_context *context, bool isServer) = nullptr;

  /// Steps that one worker may make.
  int64_t slots() const {
    return steps * (workers + aggregate) + initialTokens + 2;
  }
  int64_t size() const { return workers * slots(); }
};

/// What the programs of the current trial do and see.
struct Trial {
  void start(const Scenario &newSetup);

  /// Remembers the first of these.
  void expect(bool holds, const std::string &what);

  Scenario setup;
  std::atomic<int64_t> pushes, taken; // of server 0
  /// Most steps that a worker had finished beyond those that were applied of
  /// another one.
  std::atomic<int64_t> mostAhead;
  std::vector<std::atomic<int64_t>> applied; // steps, by worker
  std::mutex mutex;
  std::string violation;
};
extern Trial trial;

/// A: all workers contribute to every update and wait for it. A pull in step k
/// sees update k.
Executable synchronous();

/// B: updates of `aggregate` contributions; tokens with the number of the step
/// let workers go on. Late contributions are dropped.
Executable tokens();

/// C: every contribution is an update of its own; nobody waits for it.
Executable asynchronous();

/// D: as C, but no worker begins step k before all contributions to steps
/// before k - `staleness` are applied.
Executable boundedStaleness();

} // namespace skein::runtime

#endif // SKEIN_TESTS_RUNTIME_EXECUTOR_PROTOCOLS_H
