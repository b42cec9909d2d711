#include "runtime/fabric/threads/ThreadFabric.h"
#include "absl/functional/function_ref.h"
#include "absl/strings/str_cat.h"
#include "runtime/fabric/Combine.h"
#include "runtime/support/Failure.h"
#include "runtime/support/Watch.h"
#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <tuple>

namespace skein::runtime {
namespace {

/// A reusable meeting point of a fixed number of threads.
class Rendezvous {
public:
  Rendezvous(int64_t members, const Failure &failure)
      : members(members), failure(failure) {}

  /// Returns when all members have come. All return true, or all false because
  /// of the failure. `what` names the meeting.
  bool waitOrFail(absl::FunctionRef<std::string()> what) {
    if (failure.happened())
      return false;
    return meet([&](uint64_t mine) {
      auto isOver = [this, mine] {
        return isComplete(mine) || failure.happened();
      };
      Waiting waiting([&] { return what(); }, isOver);
      std::unique_lock lock(mutex);
      wake.wait(lock, isOver);
      closed = !isComplete(mine);
      return !closed;
    });
  }

  /// Returns when all members have come; for members that are sure to come.
  void wait() {
    meet([&](uint64_t mine) {
      std::unique_lock lock(mutex);
      wake.wait(lock, [&] { return isComplete(mine); });
      return true;
    });
  }

  /// Makes waiting members look at the failure.
  void notify() {
    std::lock_guard lock(mutex);
    wake.notify_all();
  }

private:
  static constexpr int yields = 20;

  bool isComplete(uint64_t meeting) const {
    return round.load(std::memory_order_acquire) != meeting;
  }

  /// Lets `sleep` decide if the others take long.
  bool meet(absl::FunctionRef<bool(uint64_t)> sleep) {
    uint64_t mine = round.load(std::memory_order_acquire);
    if (arrived.fetch_add(1, std::memory_order_acq_rel) + 1 == members) {
      std::lock_guard lock(mutex);
      if (closed)
        return false;
      arrived.store(0, std::memory_order_relaxed);
      round.store(mine + 1, std::memory_order_release);
      wake.notify_all();
      return true;
    }
    // Yielding, not spinning: where members outnumber cores, the one that all
    // wait for needs this one.
    for (int i = 0; i < yields && !isComplete(mine); ++i)
      std::this_thread::yield();
    return isComplete(mine) || sleep(mine);
  }

  const int64_t members;
  const Failure &failure;
  alignas(64) std::atomic<int64_t> arrived = 0;
  alignas(64) std::atomic<uint64_t> round = 0;
  std::mutex mutex;
  std::condition_variable wake;
  // A member gave up: under the mutex, so that the last to come cannot pass.
  bool closed = false;
};

/// Where one member leaves what it sends, one message at a time. The receiver
/// reads it from the sender's memory.
class Outbox {
public:
  struct Message {
    std::optional<ReductionKind> kind;
    DataType type = DataType::I8;
    int64_t count = 0;
    const void *data = nullptr;
  };

  explicit Outbox(const Failure &failure) : failure(failure) {}

  void put(int64_t to, const Message &newMessage) {
    message = newMessage;
    change(to);
  }

  /// The message to `rank`, as soon as there is one; null because of the failure.
  /// Its memory stays until `release`. `what` names the exchange.
  const Message *take(int64_t rank, absl::FunctionRef<std::string()> what) {
    auto isThere = [this, rank] {
      return state.load(std::memory_order_acquire) == rank;
    };
    if (!wait(isThere, what))
      return nullptr;
    return state.compare_exchange_strong(rank, reading) ? &message : nullptr;
  }
  void release() { change(empty); }

  /// Returns when the message to `rank` was read; false, with the message taken
  /// back, because of the failure.
  bool waitUntilRead(int64_t rank, absl::FunctionRef<std::string()> what) {
    auto isEmpty = [this] {
      return state.load(std::memory_order_acquire) == empty;
    };
    if (wait(isEmpty, what))
      return true;
    if (state.compare_exchange_strong(rank, empty))
      return false;
    while (!isEmpty())
      std::this_thread::yield();
    return true;
  }

  /// Makes whoever waits look at the failure.
  void notify() {
    std::lock_guard lock(mutex);
    changed.notify_all();
  }

private:
  static constexpr int64_t empty = -1, reading = -2;
  static constexpr int yields = 20;

  void change(int64_t newState) {
    state.store(newState, std::memory_order_release);
    notify();
  }

  /// Whether `isReached` before the failure.
  bool wait(absl::FunctionRef<bool()> isReached,
            absl::FunctionRef<std::string()> what) {
    for (int i = 0; i < yields; ++i) {
      if (isReached())
        return true;
      std::this_thread::yield();
    }
    auto isOver = [&] { return isReached() || failure.happened(); };
    Waiting waiting([&] { return what(); }, isOver);
    std::unique_lock lock(mutex);
    changed.wait(lock, isOver);
    return isReached();
  }

  const Failure &failure;
  alignas(64) std::atomic<int64_t> state = empty; // or the rank it is for
  Message message;
  std::mutex mutex;
  std::condition_variable changed;
};

/// What one member asked for, for the others to see.
struct Call {
  absl::string_view operation;
  std::optional<ReductionKind> kind;
  DataType type = DataType::I8;
  int64_t count = 0;
  std::optional<int64_t> root;
  const void *input = nullptr;
  void *output = nullptr;

  bool matches(const Call &other) const {
    return std::tie(operation, kind, type, count, root) ==
           std::tie(other.operation, other.kind, other.type, other.count,
                    other.root);
  }

  /// "all_reduce sum of 10 f32", "broadcast of 1 i32, root 3"
  std::string describe() const {
    return absl::StrCat(operation, kind ? " " : "", kind ? name(*kind) : "",
                        " of ", count, " ", name(type),
                        root ? absl::StrCat(", root ", *root) : "");
  }
};

/// What the members of one group share.
struct Group {
  Group(std::vector<int64_t> devices, std::string name, const Failure &failure)
      : devices(std::move(devices)), name(std::move(name)),
        inputs(this->devices.size()), outputs(this->devices.size()),
        calls(this->devices.size()), rendezvous(this->devices.size(), failure) {
    for (size_t rank = 0; rank < this->devices.size(); ++rank)
      outboxes.emplace_back(failure);
  }

  const std::vector<int64_t> devices;
  const std::string name;
  // Indexed by rank; each member writes its own element before a rendezvous
  // and reads all of them after it.
  std::vector<const void *> inputs;
  std::vector<void *> outputs;
  std::vector<Call> calls;
  Rendezvous rendezvous;
  std::deque<Outbox> outboxes; // by rank
};

/// What all devices share.
class Shared {
public:
  explicit Shared(Mesh mesh) : mesh(std::move(mesh)) {}

  Group &group(int64_t device, AxisSet axes, int64_t stream) {
    std::vector<int64_t> devices = mesh.group(device, axes);
    std::string name = mesh.describe(axes);
    if (stream != 0)
      absl::StrAppend(&name, " on stream ", stream);
    std::lock_guard lock(mutex);
    std::unique_ptr<Group> &entry = groups[{stream, axes, devices.front()}];
    if (!entry)
      entry = std::make_unique<Group>(std::move(devices), std::move(name),
                                      failure);
    return *entry;
  }

  void abort(absl::Status cause) {
    failure.set(std::move(cause));
    std::lock_guard lock(mutex);
    for (auto &[key, group] : groups) {
      group->rendezvous.notify();
      for (Outbox &outbox : group->outboxes)
        outbox.notify();
    }
  }

  const Mesh mesh;
  Failure failure;

private:
  std::mutex mutex;
  // By stream, axes, and first device.
  std::map<std::tuple<int64_t, AxisSet, int64_t>, std::unique_ptr<Group>>
      groups;
};

class ThreadCommunicator : public Communicator {
public:
  ThreadCommunicator(Shared &shared, Group &group, int64_t rank)
      : shared(shared), group(group), ownRank(rank) {}

  int64_t rank() const override { return ownRank; }
  int64_t size() const override { return group.devices.size(); }

  absl::Status allReduce(ReductionKind kind, DataType type, const void *input,
                         void *output, int64_t count) override {
    return reduceTo("all_reduce", kind, type, input, output, count, {},
                    absl::MakeSpan(group.outputs));
  }

  absl::Status reduce(ReductionKind kind, DataType type, const void *input,
                      void *output, int64_t count, int64_t root) override {
    return reduceTo("reduce", kind, type, input, output, count, root,
                    absl::MakeSpan(group.outputs).subspan(root, 1));
  }

  absl::Status broadcast(DataType type, const void *input, void *output,
                         int64_t count, int64_t root) override {
    return together({"broadcast", {}, type, count, root, input, output},
                    [&] { copy(group.inputs[root], 0, 0, count); });
  }

  absl::Status allGather(DataType type, const void *input, void *output,
                         int64_t count) override {
    return together({"all_gather", {}, type, count, {}, input, output}, [&] {
      for (int64_t rank = 0; rank < size(); ++rank)
        copy(group.inputs[rank], 0, rank * count, count);
    });
  }

  absl::Status reduceScatter(ReductionKind kind, DataType type,
                             const void *input, void *output,
                             int64_t count) override {
    if (absl::Status status = checkKind("reduce_scatter", kind, type);
        !status.ok())
      return status;
    return together({"reduce_scatter", kind, type, count, {}, input, output},
                    [&] {
                      combine(kind, type, group.inputs, ownRank * count,
                              {&group.outputs[ownRank], 1}, 0, count);
                    });
  }

  absl::Status allToAll(DataType type, const void *input, void *output,
                        int64_t count) override {
    return together({"all_to_all", {}, type, count, {}, input, output}, [&] {
      for (int64_t rank = 0; rank < size(); ++rank)
        copy(group.inputs[rank], ownRank * count, rank * count, count);
    });
  }

  absl::Status exchange(std::optional<ReductionKind> kind, DataType type,
                        const Outgoing &outgoing,
                        const Incoming &incoming) override {
    Call call{"exchange", kind, type, incoming.count, {}, {}, incoming.data};
    if (absl::Status status = checkExchange(call, outgoing, incoming);
        !status.ok())
      return status;
    ++number;
    if (shared.failure.happened())
      return failed(call);
    Outbox &own = group.outboxes[ownRank];
    if (outgoing.count > 0)
      own.put(outgoing.to, {kind, type, outgoing.count, outgoing.data});
    absl::Status status =
        incoming.count > 0 ? receive(call, incoming.from) : absl::OkStatus();
    if (outgoing.count > 0 &&
        !own.waitUntilRead(outgoing.to, [&] { return current(call.operation); }) &&
        status.ok())
      status = failed(call);
    return status;
  }

  absl::Status barrier() override {
    return together({"barrier"}, [] {});
  }

private:
  /// Publishes the call, waits for the others, checks that they called the
  /// same, works, and waits until all have.
  absl::Status together(const Call &call, absl::FunctionRef<void()> work) {
    ++number;
    // Before anything is published: a member may still be reading it.
    if (shared.failure.happened())
      return failed(call);
    group.calls[ownRank] = call;
    group.inputs[ownRank] = call.input;
    group.outputs[ownRank] = call.output;
    if (!group.rendezvous.waitOrFail([&] { return current(call.operation); }))
      return failed(call);
    for (int64_t rank = 0; rank < size(); ++rank)
      if (!group.calls[rank].matches(call))
        return mismatch(call, rank);
    work();
    group.rendezvous.wait();
    return absl::OkStatus();
  }

  /// Each member combines its own share of the elements and writes it to all
  /// `targets`; nobody else reads or writes that share, so that an input may be
  /// an output.
  absl::Status reduceTo(absl::string_view operation, ReductionKind kind,
                        DataType type, const void *input, void *output,
                        int64_t count, std::optional<int64_t> root,
                        absl::Span<void *const> targets) {
    if (absl::Status status = checkKind(operation, kind, type); !status.ok())
      return status;
    return together({operation, kind, type, count, root, input, output}, [&] {
      // Whole cache lines, so that no two members write to one.
      int64_t line = 64 / byteWidth(type);
      int64_t share = (count / line / size() + 1) * line;
      int64_t begin = std::min(count, ownRank * share);
      int64_t end = std::min(count, begin + share);
      combine(kind, type, group.inputs, begin, targets, begin, end - begin);
    });
  }

  /// Copies from another member's input to the own output; offsets and count
  /// in elements.
  void copy(const void *input, int64_t inputOffset, int64_t outputOffset,
            int64_t count) {
    const Call &call = group.calls[ownRank];
    int64_t width = byteWidth(call.type);
    auto *target = static_cast<char *>(call.output) + outputOffset * width;
    auto *source = static_cast<const char *>(input) + inputOffset * width;
    if (count > 0 && target != source)
      std::memcpy(target, source, count * width);
  }

  /// Waits for the message from `from` and reads it.
  absl::Status receive(const Call &call, int64_t from) {
    Outbox &outbox = group.outboxes[from];
    const Outbox::Message *message = outbox.take(ownRank, [&] { return current(call.operation); });
    if (!message)
      return failed(call);
    Call sent{"exchange", message->kind, message->type, message->count};
    absl::Status status;
    if (!sent.matches(call)) {
      status = absl::FailedPreconditionError(absl::StrCat(
          where(call.operation), "rank ", from, " sent ", sent.describe(),
          "; expected ", call.describe()));
    } else if (call.kind) {
      const void *inputs[] = {call.output, message->data};
      void *outputs[] = {call.output};
      combine(*call.kind, call.type, inputs, 0, absl::MakeSpan(outputs), 0,
              call.count);
    } else {
      std::memcpy(call.output, message->data,
                  call.count * byteWidth(call.type));
    }
    outbox.release();
    if (!status.ok())
      shared.abort(status);
    return status;
  }

  absl::Status checkExchange(const Call &call, const Outgoing &outgoing,
                             const Incoming &incoming) {
    if (call.kind)
      if (absl::Status status = checkKind(call.operation, *call.kind, call.type);
          !status.ok())
        return status;
    for (auto [count, rank] : {std::pair(outgoing.count, outgoing.to),
                               std::pair(incoming.count, incoming.from)}) {
      if (count == 0 || (rank >= 0 && rank < size() && rank != ownRank))
        continue;
      ++number;
      absl::Status error = absl::InvalidArgumentError(
          absl::StrCat(where(call.operation), "a message to or from rank ", rank,
                       "; expected another one of ", size()));
      shared.abort(error);
      return error;
    }
    return absl::OkStatus();
  }

  /// "rank 2: all_reduce #17 over @m[data]"
  std::string current(absl::string_view operation) const {
    return absl::StrCat("rank ", ownRank, ": ", operation, " #", number,
                        " over ", group.name);
  }

  std::string where(absl::string_view operation) const {
    return absl::StrCat(current(operation), ": ");
  }

  /// The cause of the fabric's failure, seen from this call.
  absl::Status failed(const Call &call) const {
    absl::Status cause = shared.failure.get();
    return absl::Status(cause.code(),
                        absl::StrCat(where(call.operation), cause.message()));
  }

  absl::Status mismatch(const Call &call, int64_t rank) {
    absl::Status error = absl::FailedPreconditionError(absl::StrCat(
        where(call.operation), "rank ", rank, " called ",
        group.calls[rank].describe(), "; expected ", call.describe()));
    shared.abort(error);
    return error;
  }

  absl::Status checkKind(absl::string_view operation, ReductionKind kind,
                         DataType type) {
    absl::Status status = checkReduction(kind, type);
    if (status.ok())
      return status;
    ++number;
    absl::Status error(status.code(),
                       absl::StrCat(where(operation), status.message()));
    shared.abort(error);
    return error;
  }

  Shared &shared;
  Group &group;
  const int64_t ownRank;
  int64_t number = 0;
};

class ThreadDeviceFabric : public DeviceFabric {
public:
  ThreadDeviceFabric(std::shared_ptr<Shared> shared, int64_t device,
                     int64_t stream = 0)
      : shared(std::move(shared)), number(device), stream(stream) {}

  const Mesh &mesh() const override { return shared->mesh; }
  int64_t device() const override { return number; }

  Communicator &over(AxisSet axes) override {
    std::unique_ptr<ThreadCommunicator> &entry = communicators[axes];
    if (!entry) {
      Group &group = shared->group(number, axes, stream);
      auto self = std::find(group.devices.begin(), group.devices.end(), number);
      entry = std::make_unique<ThreadCommunicator>(
          *shared, group, self - group.devices.begin());
    }
    return *entry;
  }

  std::unique_ptr<DeviceFabric> forStream(int64_t other) override {
    return std::make_unique<ThreadDeviceFabric>(shared, number, stream + other);
  }

  void abort(absl::Status cause) override { shared->abort(std::move(cause)); }

private:
  std::shared_ptr<Shared> shared;
  const int64_t number;
  const int64_t stream;
  std::map<AxisSet, std::unique_ptr<ThreadCommunicator>> communicators;
};

} // namespace

std::vector<std::unique_ptr<DeviceFabric>>
createThreadFabric(const Mesh &mesh) {
  auto shared = std::make_shared<Shared>(mesh);
  std::vector<std::unique_ptr<DeviceFabric>> devices;
  for (int64_t device = 0; device < mesh.deviceCount(); ++device)
    devices.push_back(std::make_unique<ThreadDeviceFabric>(shared, device));
  return devices;
}

} // namespace skein::runtime
