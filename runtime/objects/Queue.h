//===- Queue.h - Queues of tensors between programs -------------*- C++ -*-===//
#ifndef SKEIN_RUNTIME_OBJECTS_QUEUE_H
#define SKEIN_RUNTIME_OBJECTS_QUEUE_H

#include "absl/status/status.h"
#include "runtime/objects/Place.h"
#include "runtime/objects/Specs.h"
#include <deque>
#include <list>
#include <memory>

namespace skein::runtime {

/// A family of queues, often of one. Operations on several of them happen as a
/// whole or not at all.
///
/// Waiting operations are served in the order of their arrival: one is not
/// overtaken by another on a queue that both name. A served dequeue has its
/// element before a later enqueue can add to the queue.
class Queue {
public:
  /// Queues `begin` up to but without `end` of the family.
  struct Range {
    int64_t begin, end;
  };

  /// Starts with the elements that the spec says, which nobody sent. `failure`
  /// makes all operations fail.
  Queue(const QueueSpec &spec, int64_t step, const Failure &failure);

  /// Appends `times` copies of `value` to each queue of `range`; waits while
  /// one of them has less room. `sender` is the number of the device in its
  /// mesh. Errors: room for `times` will never be; what `failure` says.
  absl::Status enqueue(Range range, const void *value, int64_t times,
                       int64_t sender);

  /// Removes the oldest element of each queue of `range`; waits while one of
  /// them is empty. `value` and `sender` are those of the last queue's element;
  /// `sender` is -1 for elements of the start. Null: not wanted.
  /// Errors: what `failure` says.
  absl::Status dequeue(Range range, void *value, int64_t *sender);

  /// Elements in queue `element`.
  int64_t size(int64_t element) const;

  /// "@go[3]", "@go[*]", "@tokens".
  std::string name(Range range) const;

  /// Makes waiting operations look at the failure.
  void notify();

private:
  using Value = std::shared_ptr<const std::vector<std::byte>>;
  struct Element {
    Value value;
    int64_t sender;
  };
  struct Enqueue {
    Range range;
    Element element;
    int64_t times;
    Place place;
  };
  struct Dequeue {
    Range range;
    Element element; // the result
    Place place;
  };

  absl::Status failed(const std::string &operation) const;
  bool tryEnqueue(const Enqueue &operation);
  bool tryDequeue(Dequeue &operation);
  void serve();

  const QueueSpec spec;
  const int64_t bytes; // of one element
  const Failure &failure;
  mutable std::mutex mutex;
  std::vector<std::deque<Element>> queues;
  std::list<Enqueue *> enqueues;
  std::list<Dequeue *> dequeues;
};

} // namespace skein::runtime

#endif // SKEIN_RUNTIME_OBJECTS_QUEUE_H
