#include "runtime/objects/HostedObjects.h"
#include "absl/strings/str_cat.h"
#include "runtime/objects/Accumulator.h"
#include "runtime/objects/Channel.h"
#include "runtime/objects/HostedVariable.h"
#include "runtime/objects/Queue.h"
#include "runtime/support/Status.h"
#include <algorithm>
#include <atomic>
#include <cstring>
#include <deque>

namespace skein::runtime {
namespace {

/// An object, what is declared of it, and what is counted of it.
template <typename Object, typename Spec> struct Hosted {
  template <typename... Arguments>
  explicit Hosted(const Spec &spec, Arguments &&...arguments)
      : spec(spec), object(std::forward<Arguments>(arguments)...) {}

  void count(int64_t newBytes) {
    operations.fetch_add(1, std::memory_order_relaxed);
    bytes.fetch_add(newBytes, std::memory_order_relaxed);
  }
  ObjectReport report() const {
    return {absl::StrCat("@", spec.name), operations.load(), bytes.load()};
  }

  const Spec spec;
  Object object;

private:
  std::atomic<int64_t> operations = 0, bytes = 0;
};

template <typename Spec> int64_t byteSize(const Spec &spec) {
  return elementCount(spec.shape) * byteWidth(spec.type);
}

absl::Status checkSpec(const AccumulatorSpec &spec) {
  auto error = [&](const auto &...parts) {
    return absl::InvalidArgumentError(
        absl::StrCat("accumulator @", spec.name, parts...));
  };
  if (spec.type == DataType::I1)
    return error(" is of i1, which has no sum");
  if (spec.rows && (!spec.shape || spec.shape->empty()))
    return error(" is for rows; expected the shape of a table");
  return absl::OkStatus();
}

/// How many elements a row of something of `shape` has.
int64_t rowSize(const Shape &shape) {
  return elementCount(absl::MakeSpan(shape).subspan(1));
}

int64_t indexAt(DataType type, const void *indices, int64_t i) {
  auto at = [&](auto typed) -> int64_t {
    return static_cast<const decltype(typed) *>(indices)[i];
  };
  switch (byteWidth(type)) {
  case 1:
    return at(int8_t());
  case 2:
    return at(int16_t());
  case 4:
    return at(int32_t());
  default:
    return at(int64_t());
  }
}

bool isIndexType(DataType type) {
  return !isFloat(type) && type != DataType::I1;
}

/// Those rows of a push that belong to one part of a table.
struct OwnRows {
  std::vector<int64_t> indices; // in the part
  std::vector<std::byte> copies;
  const void *rows = nullptr;

  OwnRows(const AccumulatorSpec &spec, DataType indexType,
          const void *allIndices, const void *allRows, int64_t count)
      : indexType(indexType) {
    int64_t rowBytes = byteSizeOfRow(spec);
    std::vector<int64_t> positions;
    for (int64_t i = 0; i < count; ++i) {
      int64_t index = indexAt(indexType, allIndices, i);
      if (index < spec.rows->first ||
          index >= spec.rows->first + spec.shape->front())
        continue;
      indices.push_back(index - spec.rows->first);
      positions.push_back(i);
    }
    rows = allRows;
    if (int64_t(positions.size()) == count)
      return;
    copies.resize(positions.size() * rowBytes);
    for (size_t i = 0; i < positions.size(); ++i)
      std::memcpy(&copies[i * rowBytes],
                  static_cast<const std::byte *>(allRows) +
                      positions[i] * rowBytes,
                  rowBytes);
    rows = copies.data();
  }

  int64_t byteSize(const AccumulatorSpec &spec) const {
    return indices.size() * (byteSizeOfRow(spec) + byteWidth(indexType));
  }

private:
  static int64_t byteSizeOfRow(const AccumulatorSpec &spec) {
    return rowSize(*spec.shape) * byteWidth(spec.type);
  }

  const DataType indexType;
};

} // namespace

struct HostedObjects::State {
  using VariableEntry = Hosted<HostedVariable, HostedVariableSpec>;

  std::vector<std::string> meshes;
  Failure failure;
  std::vector<std::unique_ptr<VariableEntry>> variables;
  // Deques: the objects do not move.
  std::deque<Hosted<Accumulator, AccumulatorSpec>> accumulators;
  std::deque<Hosted<Queue, QueueSpec>> queues;
  // One per source.
  std::deque<Hosted<std::deque<Channel>, ChannelSpec>> channels;

  std::string describe(const DevicePlace &place) const {
    return absl::StrCat("device ", place.device, " of @", meshes[place.mesh]);
  }
};

/// Effects are immediate, so their order is that of the calls.
class HostedObjects::Client : public HostedClient {
public:
  Client(State &state, ClientOptions options)
      : state(state), options(std::move(options)) {}

  absl::Status pull(int64_t variable, void *out, int64_t count) override {
    SKEIN_ASSIGN_OR_RETURN(auto *entry, findVariable("pull", variable));
    SKEIN_RETURN_IF_ERROR(checkCount("pull", entry->spec, count));
    SKEIN_RETURN_IF_ERROR(begin("pull", entry->spec, /*sends=*/false));
    entry->object.pull(out);
    entry->count(moved(entry->spec, byteSize(entry->spec)));
    return absl::OkStatus();
  }

  absl::Status pullRows(int64_t variable, DataType indexType,
                        const void *indices, int64_t count, bool keeps,
                        void *rows) override {
    SKEIN_ASSIGN_OR_RETURN(auto *entry, findVariable("pull of rows", variable));
    const HostedVariableSpec &spec = entry->spec;
    if (spec.shape.empty() || !isIndexType(indexType))
      return error("pull rows of @", spec.name, ", ",
                   typeString(spec.type, spec.shape), ", by indices of ",
                   name(indexType), "; expected rows and integers");
    SKEIN_RETURN_IF_ERROR(begin("pull rows of", spec, /*sends=*/false));
    int64_t bytes = rowSize(spec.shape) * byteWidth(spec.type), found = 0;
    entry->object.read([&](const std::byte *value) {
      for (int64_t i = 0; i < count; ++i) {
        std::byte *row = static_cast<std::byte *>(rows) + i * bytes;
        int64_t index = indexAt(indexType, indices, i);
        bool isHere = index >= 0 && index < spec.shape.front();
        found += isHere;
        if (isHere)
          std::memcpy(row, value + index * bytes, bytes);
        else if (!keeps)
          std::memset(row, 0, bytes);
      }
    });
    entry->count(moved(spec, found * (bytes + byteWidth(indexType))));
    return absl::OkStatus();
  }

  absl::Status publish(int64_t variable, const void *value,
                       int64_t count) override {
    SKEIN_ASSIGN_OR_RETURN(auto *entry, findVariable("publish", variable));
    SKEIN_RETURN_IF_ERROR(checkCount("publish", entry->spec, count));
    SKEIN_RETURN_IF_ERROR(checkIsHome("publish", entry->spec));
    SKEIN_RETURN_IF_ERROR(begin("publish", entry->spec, /*sends=*/false));
    entry->object.publish(value);
    return absl::OkStatus();
  }

  absl::Status push(int64_t accumulator, const void *value, int64_t count,
                    std::optional<int64_t> label) override {
    SKEIN_ASSIGN_OR_RETURN(auto *entry,
                           findAccumulator("push to", accumulator));
    if (entry->spec.rows)
      return error("push to @", entry->spec.name, ", which is ",
                   kindOf(entry->spec));
    SKEIN_RETURN_IF_ERROR(begin("push to", entry->spec, /*sends=*/true));
    SKEIN_ASSIGN_OR_RETURN(int64_t contributor, contributorOf(entry->spec));
    if (contributor < 0)
      return absl::OkStatus();
    entry->count(moved(entry->spec, count * byteWidth(entry->spec.type)));
    return entry->object.push(label, {contributor, value, count});
  }

  absl::Status pushRows(int64_t accumulator, DataType indexType,
                        const void *indices, const void *rows, int64_t count,
                        std::optional<int64_t> label) override {
    SKEIN_ASSIGN_OR_RETURN(auto *entry,
                           findAccumulator("push to", accumulator));
    if (!entry->spec.rows)
      return error("push to @", entry->spec.name, ", which is ",
                   kindOf(entry->spec));
    SKEIN_RETURN_IF_ERROR(begin("push to", entry->spec, /*sends=*/true));
    SKEIN_ASSIGN_OR_RETURN(int64_t contributor, contributorOf(entry->spec));
    if (contributor < 0)
      return absl::OkStatus();
    if (!isIndexType(indexType))
      return error("push to @", entry->spec.name, ": indices of ",
                   name(indexType), "; expected integers");
    OwnRows own(entry->spec, indexType, indices, rows, count);
    entry->count(moved(entry->spec, own.byteSize(entry->spec)));
    return entry->object.push(label, {contributor, own.rows,
                                      int64_t(own.indices.size()),
                                      own.indices.data()});
  }

  absl::Status take(int64_t accumulator, int64_t n, const TakenBuffers &out,
                    int64_t *count) override {
    SKEIN_ASSIGN_OR_RETURN(auto *entry,
                           findAccumulator("take from", accumulator));
    const AccumulatorSpec &spec = entry->spec;
    bool isList = spec.rows && spec.order == ContributionOrder::Index;
    if (isList != (out.indices != nullptr) || (out.rowCounts && !spec.rows))
      return error("take from @", spec.name, ", which is ", kindOf(spec));
    SKEIN_RETURN_IF_ERROR(checkIsHome("take from", entry->spec));
    SKEIN_RETURN_IF_ERROR(begin("take from", entry->spec, /*sends=*/false));
    return timed([&] { return entry->object.take(n, out, count); });
  }

  absl::Status enqueue(int64_t family, int64_t queue, const void *value,
                       int64_t count, int64_t times) override {
    SKEIN_ASSIGN_OR_RETURN(auto *entry, findQueue("enqueue", family, count));
    SKEIN_ASSIGN_OR_RETURN(Queue::Range range,
                           chooseQueue("enqueue", entry->spec, queue));
    SKEIN_RETURN_IF_ERROR(begin("enqueue", entry->spec, /*sends=*/true));
    entry->count(moved(entry->spec, range));
    return timed([&] {
      return entry->object.enqueue(range, value, times, options.place.device);
    });
  }

  absl::Status dequeue(int64_t family, int64_t queue, void *value,
                       int64_t count, int64_t *sender) override {
    SKEIN_ASSIGN_OR_RETURN(auto *entry, findQueue("dequeue", family, count));
    SKEIN_ASSIGN_OR_RETURN(Queue::Range range,
                           chooseQueue("dequeue", entry->spec, queue));
    SKEIN_RETURN_IF_ERROR(begin("dequeue", entry->spec, /*sends=*/false));
    entry->count(moved(entry->spec, range));
    return timed([&] { return entry->object.dequeue(range, value, sender); });
  }

  absl::Status send(int64_t channel, const void *value,
                    int64_t count) override {
    SKEIN_ASSIGN_OR_RETURN(auto *entry, findChannel("send to", channel, count));
    SKEIN_ASSIGN_OR_RETURN(size_t position, positionIn(entry->spec.sources,
                                                       "send to", entry->spec));
    SKEIN_RETURN_IF_ERROR(begin("send to", entry->spec, /*sends=*/true));
    bool stays = entry->spec.targets[position] == options.place.device;
    entry->count(stays ? 0 : byteSize(entry->spec));
    return timed([&] { return entry->object[position].send(value); });
  }

  absl::Status receive(int64_t channel, void *value, int64_t count) override {
    SKEIN_ASSIGN_OR_RETURN(auto *entry,
                           findChannel("receive from", channel, count));
    SKEIN_ASSIGN_OR_RETURN(
        size_t position,
        positionIn(entry->spec.targets, "receive from", entry->spec));
    SKEIN_RETURN_IF_ERROR(begin("receive from", entry->spec, /*sends=*/false));
    return timed([&] { return entry->object[position].receive(value); });
  }

  std::chrono::nanoseconds waitingTime() const override {
    return std::chrono::nanoseconds(waitedNs.load());
  }

private:
  template <typename... Parts>
  static absl::Status error(const Parts &...parts) {
    return absl::InvalidArgumentError(absl::StrCat(parts...));
  }

  /// What an operation that moves `bytes` moves between devices.
  template <typename Spec>
  int64_t moved(const Spec &spec, int64_t bytes) const {
    return spec.home == options.place ? 0 : bytes;
  }

  /// An element goes once to each device where there are queues.
  int64_t moved(const QueueSpec &spec, Queue::Range range) const {
    int64_t others = spec.home && *spec.home != options.place;
    for (int64_t i = range.begin; i < range.end && !spec.home; ++i)
      others += DevicePlace{spec.perMesh.value_or(0), i} != options.place;
    return others * byteSize(spec);
  }

  /// The last check before an operation takes place.
  template <typename Spec>
  absl::Status begin(const char *operation, const Spec &spec, bool sends) {
    if (options.beforeOperation)
      options.beforeOperation(sends);
    if (!state.failure.happened())
      return absl::OkStatus();
    absl::Status cause = state.failure.get();
    return absl::Status(cause.code(), absl::StrCat(operation, " @", spec.name,
                                                   ": ", cause.message()));
  }

  template <typename Spec>
  absl::Status checkIsHome(const char *operation, const Spec &spec) const {
    if (spec.home == options.place)
      return absl::OkStatus();
    return error(operation, " @", spec.name, " on ",
                 state.describe(options.place), "; it is on ",
                 state.describe(spec.home));
  }

  template <typename Spec>
  static absl::Status checkCount(const char *operation, const Spec &spec,
                                 int64_t count) {
    if (count == elementCount(spec.shape))
      return absl::OkStatus();
    return error(operation, " @", spec.name, ": ", count,
                 " elements; expected ", typeString(spec.type, spec.shape));
  }

  absl::StatusOr<State::VariableEntry *> findVariable(const char *operation,
                                                      int64_t number) {
    if (number < 0 || number >= int64_t(state.variables.size()) ||
        !state.variables[number])
      return error(operation, " of variable number ", number,
                   ", which is not hosted");
    return state.variables[number].get();
  }

  absl::StatusOr<Hosted<Accumulator, AccumulatorSpec> *>
  findAccumulator(const char *operation, int64_t number) {
    if (number < 0 || number >= int64_t(state.accumulators.size()))
      return error(operation, " accumulator number ", number, "; there are ",
                   state.accumulators.size());
    return &state.accumulators[number];
  }

  static std::string kindOf(const AccumulatorSpec &spec) {
    if (!spec.rows)
      return "dense";
    return spec.order == ContributionOrder::Index
               ? "for rows in order of index"
               : "for rows in order of arrival";
  }

  /// Which contributor this device is, or -1.
  absl::StatusOr<int64_t> contributorOf(const AccumulatorSpec &spec) const {
    auto [mesh, device] = options.place;
    if (mesh != spec.mesh)
      return error("push to @", spec.name, " from ",
                   state.describe(options.place), "; expected a device of @",
                   state.meshes[spec.mesh]);
    return spec.contributorOf.empty() ? device : spec.contributorOf[device];
  }

  absl::StatusOr<Hosted<Queue, QueueSpec> *>
  findQueue(const char *operation, int64_t number, int64_t count) {
    if (number < 0 || number >= int64_t(state.queues.size()))
      return error(operation, " on queue number ", number, "; there are ",
                   state.queues.size());
    auto &entry = state.queues[number];
    SKEIN_RETURN_IF_ERROR(checkCount(operation, entry.spec, count));
    return &entry;
  }

  absl::StatusOr<Hosted<std::deque<Channel>, ChannelSpec> *>
  findChannel(const char *operation, int64_t number, int64_t count) {
    if (number < 0 || number >= int64_t(state.channels.size()))
      return error(operation, " channel number ", number, "; there are ",
                   state.channels.size());
    auto &entry = state.channels[number];
    SKEIN_RETURN_IF_ERROR(checkCount(operation, entry.spec, count));
    return &entry;
  }

  /// That of this device among `devices`, one end of a channel.
  absl::StatusOr<size_t> positionIn(const std::vector<int64_t> &devices,
                                    const char *operation,
                                    const ChannelSpec &spec) const {
    auto found =
        std::find(devices.begin(), devices.end(), options.place.device);
    if (options.place.mesh != spec.mesh || found == devices.end())
      return error(operation, " @", spec.name, ", which does not end on ",
                   state.describe(options.place));
    return found - devices.begin();
  }

  absl::StatusOr<Queue::Range> chooseQueue(const char *operation,
                                           const QueueSpec &spec,
                                           int64_t queue) const {
    if (!spec.perMesh || queue == EveryQueue)
      return Queue::Range{0, spec.elements};
    if (queue == OwnQueue) {
      if (options.place.mesh != *spec.perMesh)
        return error(operation, " @", spec.name, ": ",
                     state.describe(options.place),
                     " has no queue of its own; there is one per device of @",
                     state.meshes[*spec.perMesh]);
      queue = options.place.device;
    }
    if (queue < 0 || queue >= spec.elements)
      return error(operation, " @", spec.name, "[", queue, "]; there are ",
                   spec.elements);
    return Queue::Range{queue, queue + 1};
  }

  template <typename Operation> absl::Status timed(Operation operation) {
    auto begin = std::chrono::steady_clock::now();
    absl::Status status = operation();
    std::chrono::nanoseconds time = std::chrono::steady_clock::now() - begin;
    waitedNs.fetch_add(time.count(), std::memory_order_relaxed);
    return status;
  }

  State &state;
  const ClientOptions options;
  std::atomic<int64_t> waitedNs = 0;
};

absl::StatusOr<std::unique_ptr<HostedObjects>>
HostedObjects::create(ObjectSpecs specs,
                      const std::vector<const void *> &values, int64_t step) {
  auto state = std::make_unique<State>();
  state->meshes = std::move(specs.meshes);
  for (size_t i = 0; i < specs.variables.size(); ++i) {
    auto &entry = state->variables.emplace_back();
    if (const auto &spec = specs.variables[i])
      entry = std::make_unique<State::VariableEntry>(*spec, byteSize(*spec),
                                                     values[i]);
  }
  for (const AccumulatorSpec &spec : specs.accumulators) {
    SKEIN_RETURN_IF_ERROR(checkSpec(spec));
    state->accumulators.emplace_back(spec, spec, step, state->failure);
  }
  for (const QueueSpec &spec : specs.queues)
    state->queues.emplace_back(spec, spec, step, state->failure);
  for (const ChannelSpec &spec : specs.channels) {
    auto &entry = state->channels.emplace_back(spec);
    for (size_t i = 0; i < spec.sources.size(); ++i)
      entry.object.emplace_back(spec.sources.size() == 1
                                    ? absl::StrCat("@", spec.name)
                                    : absl::StrCat("@", spec.name, "[", i, "]"),
                                byteSize(spec), spec.capacity, state->failure);
  }
  return std::unique_ptr<HostedObjects>(new HostedObjects(std::move(state)));
}

HostedObjects::HostedObjects(std::unique_ptr<State> state)
    : state(std::move(state)) {}

HostedObjects::~HostedObjects() = default;

std::unique_ptr<HostedClient>
HostedObjects::createClient(ClientOptions options) {
  return std::make_unique<Client>(*state, std::move(options));
}

void HostedObjects::abort(absl::Status cause) {
  state->failure.set(std::move(cause));
  for (auto &entry : state->accumulators)
    entry.object.notify();
  for (auto &entry : state->queues)
    entry.object.notify();
  for (auto &entry : state->channels)
    for (Channel &channel : entry.object)
      channel.notify();
}

std::vector<ObjectReport> HostedObjects::report() const {
  std::vector<ObjectReport> reports;
  for (const auto &entry : state->variables)
    if (entry)
      reports.push_back(entry->report());
  for (const auto &entry : state->accumulators) {
    reports.push_back(entry.report());
    reports.back().dropped = entry.object.dropped();
  }
  for (const auto &entry : state->queues)
    reports.push_back(entry.report());
  for (const auto &entry : state->channels)
    reports.push_back(entry.report());
  return reports;
}

} // namespace skein::runtime
