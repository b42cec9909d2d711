//===- HostedObjects.h - The objects of one job -----------------*- C++ -*-===//
//
// Holds them in the memory of this process, for clients that are threads of it.
//
//===----------------------------------------------------------------------===//
#ifndef SKEIN_RUNTIME_OBJECTS_HOSTEDOBJECTS_H
#define SKEIN_RUNTIME_OBJECTS_HOSTEDOBJECTS_H

#include "absl/status/statusor.h"
#include "runtime/objects/HostedClient.h"
#include <functional>
#include <memory>

namespace skein::runtime {

/// What the objects of a job are; vectors in the order of the module.
struct ObjectSpecs {
  /// Those that are not pulled have no entry: they are nullopt.
  std::vector<std::optional<HostedVariableSpec>> variables;
  std::vector<AccumulatorSpec> accumulators;
  std::vector<QueueSpec> queues;
  std::vector<ChannelSpec> channels;
  std::vector<std::string> meshes; // their names
};

/// What was moved between the devices of a client and of an object, payload
/// only: what lives on the client's own device moves nothing.
struct ObjectReport {
  std::string name; // with sigil
  int64_t operations = 0;
  int64_t bytes = 0;
  int64_t dropped = 0; // stale pushes
};

/// Who a client is.
struct ClientOptions {
  DevicePlace place;
  /// Called before every operation; `sends` for pushes, enqueues and sends.
  std::function<void(bool sends)> beforeOperation = nullptr;
};

class HostedObjects {
public:
  /// `values` has a pointer for each of the variables, ignored where there is
  /// no spec. The job begins at `step`: of accumulators it is the first step,
  /// of queues the value of the first elements. Errors: an accumulator of i1,
  /// which has no sum; one for rows without shape.
  static absl::StatusOr<std::unique_ptr<HostedObjects>>
  create(ObjectSpecs specs, const std::vector<const void *> &values,
         int64_t step);
  ~HostedObjects();

  /// A client, which may be used by several threads. It does not outlive the
  /// objects.
  std::unique_ptr<HostedClient> createClient(ClientOptions options);

  /// Makes every waiting and every later operation fail with `cause`. The first
  /// cause wins. May be called by any thread.
  void abort(absl::Status cause);

  /// One entry per object: variables, accumulators, queues, channels.
  std::vector<ObjectReport> report() const;

private:
  class Client;
  struct State;

  explicit HostedObjects(std::unique_ptr<State> state);

  std::unique_ptr<State> state;
};

} // namespace skein::runtime

#endif // SKEIN_RUNTIME_OBJECTS_HOSTEDOBJECTS_H
