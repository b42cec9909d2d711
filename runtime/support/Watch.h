//===- Watch.h - Finding out that threads are stuck -------------*- C++ -*-===//
//
// Threads that work together wait for one another. Once all of them wait, and
// nothing that any of them waits for has come about, none will ever go on.
//
//===----------------------------------------------------------------------===//
#ifndef SKEIN_RUNTIME_SUPPORT_WATCH_H
#define SKEIN_RUNTIME_SUPPORT_WATCH_H

#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

namespace skein::runtime {

class Waiting;

/// Watches the threads of one job. Exact: it reports if and only if all threads
/// of the job that have not left wait for something that only another of them
/// could do. What waits has to say so, with an object of class Waiting.
class Watch {
public:
  /// Called once by the last thread that began to wait or left, before it goes
  /// to sleep, with one line per waiting thread that says what for:
  ///   device 3 of @w (@train, step 17): dequeue @go[3]
  using Report = std::function<void(const std::vector<std::string> &waiters)>;

  /// `threads` is the number of threads that will be a Member, each once.
  Watch(int64_t threads, Report report)
      : threads(threads), report(std::move(report)) {}

  /// One more thread will be a Member. Called by one that is.
  void addThread();

  /// The calling thread is one of the job's as long as this object lives.
  class Member {
  public:
    /// `name` is called by any thread.
    Member(Watch &watch, std::function<std::string()> name);
    ~Member();

    /// That of the calling thread; null if it is none.
    static const Member *current();

    Watch &watch;
    const std::function<std::string()> name;
  };

private:
  friend class Waiting;

  void add(Waiting *waiting);
  void remove(Waiting *waiting);
  void leave();
  void reportIfStuck(std::unique_lock<std::mutex> lock);

  std::mutex mutex;
  int64_t threads;
  std::vector<Waiting *> waiting;
  Report report;
  bool reported = false;
};

/// The calling thread waits as long as this object lives. Without effect in a
/// thread that is no Member. Made without holding a lock that Watch::Report or
/// `isOver` may want.
class Waiting {
public:
  /// `what` it waits for, in words, nothing for one that waits for work; and
  /// whether that has come about. Both are called by any thread.
  Waiting(std::function<std::string()> what, std::function<bool()> isOver);
  ~Waiting();

private:
  friend class Watch;
  const Watch::Member *const member;
  const std::function<std::string()> what;
  const std::function<bool()> isOver;
};

} // namespace skein::runtime

#endif // SKEIN_RUNTIME_SUPPORT_WATCH_H
