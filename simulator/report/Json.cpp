//===- Json.cpp - the prediction as JSON and as a trace -------------------===//

#include "simulator/report/Report.h"
#include "simulator/report/Summary.h"

#include "nlohmann/json.hpp"

namespace skein::simulator {
namespace {

// Keys stay in the order in which they are written here.
using Json = nlohmann::ordered_json;

constexpr const char *streamNames[] = {"compute", "communication"};

std::string json(absl::string_view text) { return std::string(text); }

Json byKind(const BytesByKind &bytes) {
  Json result = Json::array();
  for (Bytes part : bytes)
    result.push_back(part.count());
  return result;
}

Json memoryJson(const PredictedDevice &device, const Prediction &prediction) {
  Json kinds = Json::array(), curve = Json::array();
  for (int kind = 0; kind < numMemoryKinds; ++kind)
    kinds.push_back(json(toString(MemoryKind(kind))));
  for (const MemoryProfile::Point &point : device.memory.points)
    if (point.time <= prediction.duration)
      curve.push_back({inMicroseconds(point.time), byKind(point.live)});
  return {{"capacity_bytes", device.capacity.count()},
          {"peak_bytes", device.memory.peakBytes().count()},
          {"peak_at_us", inMicroseconds(device.memory.peak.time)},
          {"fits", device.fits()},
          {"kinds", kinds},
          {"at_peak_bytes", byKind(device.memory.peak.live)},
          {"curve_us_bytes", curve}};
}

Json deviceJson(const PredictedDevice &device, const Prediction &prediction) {
  return {{"name", device.name},
          {"compute_us", inMicroseconds(device.usage.compute)},
          {"communication_us", inMicroseconds(device.usage.communication)},
          {"overlap_us", inMicroseconds(device.usage.overlap)},
          {"idle_us", inMicroseconds(device.usage.idle)},
          {"memory", memoryJson(device, prediction)}};
}

/// What a kernel or collective does, for the reader of a timeline.
Json actionJson(const ProgramOp &op, const Mesh &mesh) {
  Json result;
  if (!op.location.empty())
    result["location"] = op.location;
  if (const Work *work = std::get_if<Work>(&op.action)) {
    result["flops"] = work->flops.count();
    result["bytes"] = work->bytes.count();
    return result;
  }
  if (!op.entry.empty())
    result["entry"] = op.entry;
  if (const auto *list = std::get_if<KernelList>(&op.action)) {
    int64_t flops = 0, bytes = 0;
    for (const Work &work : *list->works) {
      flops += work.flops.count();
      bytes += work.bytes.count();
    }
    result["flops"] = flops;
    result["bytes"] = bytes;
    return result;
  }
  if (const Request *request = std::get_if<Request>(&op.action)) {
    result["bytes"] = request->bytes.count();
    return result;
  }
  const auto *collective = std::get_if<Collective>(&op.action);
  const auto *exchange = std::get_if<Exchange>(&op.action);
  Json axes = Json::array();
  for (int axis : collective ? collective->axes : exchange->axes)
    axes.push_back(mesh.axes[axis].name);
  result["axes"] = axes;
  int64_t bytes = collective ? collective->bytes.count() : 0;
  for (size_t i = 0; exchange && i < exchange->messages.size(); ++i)
    bytes = std::max(bytes, exchange->messages[i].bytes.count());
  result["bytes"] = bytes; // of an exchange: of the largest message
  return result;
}

/// Simulated devices by their id, as indices into Prediction::devices.
std::map<DeviceId, int> simulatedDevices(const Prediction &prediction) {
  std::map<DeviceId, int> result;
  for (size_t i = 0; i < prediction.devices.size(); ++i)
    result[prediction.devices[i].id] = int(i);
  return result;
}

Json taskJson(const PredictedTask &task, const Prediction &prediction,
              const std::map<DeviceId, int> &simulated) {
  const ProgramOp &op = prediction.op(task);
  Json result = {{"name", op.name},
                 {"stream", streamNames[int(task.stream)]},
                 {"devices", Json::array()},
                 {"start_us", inMicroseconds(task.interval.start)},
                 {"end_us", inMicroseconds(task.interval.end)},
                 {"from", json(toString(task.origin))}};
  for (DeviceId id : task.devices)
    result["devices"].push_back(simulated.at(id));
  if (prediction.programs.size() > 1)
    result["program"] = prediction.programs[task.program].name;
  result.update(actionJson(op, prediction.programs[task.program].mesh));
  return result;
}

Json stageJson(const JobFigures::Stage &stage) {
  Json most;
  for (int kind = 0; kind < numMemoryKinds; ++kind)
    most[json(toString(MemoryKind(kind)))] = stage.most[kind].count();
  return {{"device", stage.device},
          {"program", stage.program},
          {"stages", stage.stages},
          {"busy_us", inMicroseconds(stage.busy)},
          {"bubble", stage.bubble},
          {"receiving_us", inMicroseconds(stage.receiving)},
          {"sending_us", inMicroseconds(stage.sending)},
          {"held_micro_batches", stage.held},
          {"most_bytes", most}};
}

Json jobJson(const JobFigures &job) {
  Json workers = Json::array(), owners = Json::array(),
       staleness = Json::array(), stages = Json::array();
  for (const JobFigures::Stage &stage : job.stages)
    stages.push_back(stageJson(stage));
  for (const JobFigures::Worker &worker : job.workers)
    workers.push_back({{"device", worker.device},
                       {"iterations", worker.iterations},
                       {"dropped_pushes", worker.droppedPushes},
                       {"end_us", inMicroseconds(worker.end)}});
  for (const JobFigures::Owner &owner : job.owners)
    owners.push_back({{"device", owner.device},
                      {"in_bytes", int64_t(owner.bytesIn)},
                      {"out_bytes", int64_t(owner.bytesOut)},
                      {"in_links_share", owner.inLinks},
                      {"out_links_share", owner.outLinks},
                      {"adding_us", inMicroseconds(owner.adding)}});
  for (auto [versions, count] : job.staleness)
    staleness.push_back({{"versions_behind", versions}, {"gradients", count}});
  return {{"steps", job.steps},
          {"pushes", job.pushes},
          {"dropped_pushes", job.droppedPushes},
          {"workers", workers},
          {"owners", owners},
          {"staleness", staleness},
          {"stages", stages}};
}

Json predictionJson(const Prediction &prediction) {
  const Program &program = prediction.program();
  double steps = stepsPerSecond(prediction);
  Json axes = Json::array(), devices = Json::array(), ops = Json::array(),
       tasks = Json::array();
  for (const Mesh::Axis &axis : program.mesh.axes)
    axes.push_back({{"name", axis.name}, {"size", axis.size}});
  for (const PredictedDevice &device : prediction.devices)
    devices.push_back(deviceJson(device, prediction));
  for (const OpTotal &total : opTotals(prediction))
    ops.push_back({{"name", total.name},
                   {"count", total.count},
                   {"time_us", inMicroseconds(total.time)},
                   {"from", total.origins}});
  std::map<DeviceId, int> simulated = simulatedDevices(prediction);
  for (const PredictedTask &task : prediction.tasks)
    tasks.push_back(taskJson(task, prediction, simulated));
  Json examples, rate;
  if (program.examples) {
    examples = program.examples;
    rate = examplesPerSecond(prediction);
  }
  Json job;
  if (prediction.job)
    job = jobJson(*prediction.job);
  return {{"version", 1},
          {"program", program.name},
          {"mesh", axes},
          {"cluster", prediction.cluster},
          {"num_devices", prediction.placement.size()},
          {"one_device_stands_for_all", prediction.folded},
          {"step_time_us", inMicroseconds(prediction.stepTime)},
          {"duration_us", inMicroseconds(prediction.duration)},
          {"steps_per_second", steps},
          {"examples_per_step", examples},
          {"examples_per_second", rate},
          {"fits", prediction.fits()},
          {"job", job},
          {"devices", devices},
          {"ops", ops},
          {"tasks", tasks}};
}

/// A line that gives a process or a thread its name.
Json nameEvent(const char *what, int process, int thread,
               const std::string &name) {
  return {{"ph", "M"},
          {"name", what},
          {"pid", process},
          {"tid", thread},
          {"args", {{"name", name}}}};
}

Json memoryEvent(int process, const MemoryProfile::Point &point) {
  Json live;
  for (int kind = 0; kind < numMemoryKinds; ++kind)
    live[json(toString(MemoryKind(kind)))] = point.live[kind].count();
  return {{"ph", "C"},
          {"name", "memory (bytes)"},
          {"pid", process},
          {"ts", inMicroseconds(point.time)},
          {"args", live}};
}

/// Threads of a process. A stream runs one task at a time, but requests are
/// under way at the same time; those take the first thread that is free.
class Lanes {
public:
  /// The thread of a task that starts no earlier than those before it.
  int place(Stream stream, Interval interval) {
    std::vector<Duration> &ends = busyUntil[int(stream)];
    size_t lane = 0;
    while (lane < ends.size() && interval.start < ends[lane])
      ++lane;
    ends.resize(std::max(ends.size(), lane + 1));
    ends[lane] = interval.end;
    return int(stream) + 2 * int(lane);
  }

private:
  std::vector<Duration> busyUntil[2]; // by stream and lane
};

Json taskEvent(int process, int thread, const PredictedTask &task,
               const Prediction &prediction) {
  const ProgramOp &op = prediction.op(task);
  Json args = actionJson(op, prediction.programs[task.program].mesh);
  args["from"] = json(toString(task.origin));
  bool isList = std::holds_alternative<KernelList>(op.action);
  const char *category =
      isList || std::holds_alternative<Work>(op.action) ? "kernel"
      : std::holds_alternative<Request>(op.action)      ? "request"
                                                        : "collective";
  return {{"ph", "X"},
          {"name", isList && !op.entry.empty() ? op.entry : op.name},
          {"cat", category},
          {"pid", process},
          {"tid", thread},
          {"ts", inMicroseconds(task.interval.start)},
          {"dur", inMicroseconds(task.interval.length())},
          {"args", args}};
}

} // namespace

std::string toJson(const Prediction &prediction) {
  return predictionJson(prediction).dump(1) + "\n";
}

std::string toTrace(const Prediction &prediction) {
  Json events = Json::array();
  for (size_t i = 0; i < prediction.devices.size(); ++i) {
    const PredictedDevice &device = prediction.devices[i];
    int process = int(i);
    events.push_back(nameEvent("process_name", process, 0, device.name));
    for (int stream = 0; stream < 2; ++stream)
      events.push_back(
          nameEvent("thread_name", process, stream, streamNames[stream]));
    for (const MemoryProfile::Point &point : device.memory.points)
      if (point.time <= prediction.duration)
        events.push_back(memoryEvent(process, point));
  }
  std::map<DeviceId, int> simulated = simulatedDevices(prediction);
  std::map<DeviceId, Lanes> lanes;
  for (const PredictedTask &task : prediction.tasks)
    for (DeviceId id : task.devices) {
      int thread = prediction.job ? lanes[id].place(task.stream, task.interval)
                                  : int(task.stream);
      events.push_back(taskEvent(simulated.at(id), thread, task, prediction));
    }
  Json trace = {{"displayTimeUnit", "ns"}, {"traceEvents", events}};
  return trace.dump(1) + "\n";
}

std::string toHtml(const Prediction &prediction) {
  static constexpr char page[] =
#include "simulator/report/page.inc"
      ;
  std::string data = predictionJson(prediction).dump();
  // Nothing in the data may end the script element that holds it.
  for (size_t at = 0; (at = data.find('<', at)) != std::string::npos;)
    data.replace(at, 1, "\\u003c");
  std::string html = page;
  constexpr absl::string_view mark = "@PREDICTION@";
  return html.replace(html.find(mark.data()), mark.size(), data);
}

} // namespace skein::simulator
