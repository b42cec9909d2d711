//===- HostedClient.h - One program's view of hosted objects ----*- C++ -*-===//
//
// The interface between compiled code and whatever holds the objects of a job.
//
//===----------------------------------------------------------------------===//
#ifndef SKEIN_RUNTIME_OBJECTS_HOSTEDCLIENT_H
#define SKEIN_RUNTIME_OBJECTS_HOSTEDCLIENT_H

#include "absl/status/status.h"
#include "runtime/objects/Contributions.h"
#include <chrono>
#include <optional>

namespace skein::runtime {

/// Which queues of a family an operation is about, if not one by its number.
/// Of a queue that is no family all name the only one.
enum QueueChoice : int64_t {
  OwnQueue = -1,  // of the device that runs the program
  EveryQueue = -2 // as a whole or not at all
};

/// What a program on one device does with objects wherever they live. Objects
/// are numbers: the position among the variables, accumulators, queues or
/// channels of the module. Sizes are in elements and have to be those of the
/// object; buffers are dense.
///
/// Effects of one client are seen in the order of its calls. A signal (enqueue,
/// send, barrier, collective) is seen after all its pushes. Nothing is said
/// about two clients, or about pulls of two variables.
///
/// Errors: an object that does not exist or a size that is not its own; an
/// operation of the owner elsewhere; the cause when the job fails, also for
/// what was waiting. Each names operation and object: `dequeue @go[3]: ...`.
class HostedClient {
public:
  virtual ~HostedClient() = default;

  /// Copies one version of a variable.
  virtual absl::Status pull(int64_t variable, void *out, int64_t count) = 0;

  /// Copies `count` rows of one version of a variable. Where an index is no row
  /// of it, `rows` gets zeros or, if it `keeps` what is there, stays as it is;
  /// such an index is not sent.
  virtual absl::Status pullRows(int64_t variable, DataType indexType,
                                const void *indices, int64_t count, bool keeps,
                                void *rows) = 0;

  /// Owner only: makes `value` what later pulls see.
  virtual absl::Status publish(int64_t variable, const void *value,
                               int64_t count) = 0;

  /// Adds to an accumulator; see Accumulator::push and
  /// AccumulatorSpec::contributorOf.
  virtual absl::Status push(int64_t accumulator, const void *value,
                            int64_t count, std::optional<int64_t> label) = 0;

  /// Adds `count` rows of a table to an accumulator for rows. Those outside of
  /// its part are not sent; a push without rows counts as one, too.
  virtual absl::Status pushRows(int64_t accumulator, DataType indexType,
                                const void *indices, const void *rows,
                                int64_t count,
                                std::optional<int64_t> label) = 0;

  /// Owner only: see Accumulator::take and Contributions::moveTo.
  virtual absl::Status take(int64_t accumulator, int64_t n,
                            const TakenBuffers &out, int64_t *count) = 0;

  /// `queue` is its number in the family, or a QueueChoice; see Queue.
  virtual absl::Status enqueue(int64_t family, int64_t queue, const void *value,
                               int64_t count, int64_t times) = 0;
  /// `sender` is the number of the device in its mesh, -1 for elements of the
  /// start.
  virtual absl::Status dequeue(int64_t family, int64_t queue, void *value,
                               int64_t count, int64_t *sender) = 0;

  /// On the channel from, or to, the device that runs the program; see Channel.
  virtual absl::Status send(int64_t channel, const void *value,
                            int64_t count) = 0;
  virtual absl::Status receive(int64_t channel, void *value, int64_t count) = 0;

  /// Time in operations that wait for others: all but pull, publish and push.
  virtual std::chrono::nanoseconds waitingTime() const = 0;
};

} // namespace skein::runtime

#endif // SKEIN_RUNTIME_OBJECTS_HOSTEDCLIENT_H
