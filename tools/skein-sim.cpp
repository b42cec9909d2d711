//===- skein-sim.cpp - predict a program on a cluster ---------------------===//
#include "runtime/executor/Schedule.h"
#include "simulator/program/Predict.h"
#include "simulator/program/ReadProgram.h"
#include "simulator/report/Report.h"
#include "simulator/topology/ReadCluster.h"
#include "tools/CommandLine.h"

#include "llvm/Support/InitLLVM.h"

namespace cl = llvm::cl;

namespace {

struct Options {
  skein::simulator::JobOptions job;
  bool isJob = false; // also where one step of one program is all that there is
  bool hasSteps = false;
  bool fold = true;
};

absl::StatusOr<skein::simulator::Prediction>
predictFile(const std::string &input, const std::string &program, const std::string &clusterFile,
            const Options &options) {
  auto cluster = skein::simulator::readCluster(clusterFile);
  if (!cluster.ok())
    return cluster.status();
  auto job = skein::simulator::readJob(input, program);
  if (!job.ok())
    return job.status();
  using Object = skein::simulator::HostedObject;
  skein::simulator::JobOptions howJob = options.job;
  bool hasPipeline = llvm::any_of(job->programs, [](const auto &program) { return !program.entries.empty(); });
  bool hasOwners = llvm::any_of(job->objects, [](const Object &object) { return object.kind != Object::Kind::Channel; });
  if (!options.hasSteps && hasPipeline && !hasOwners && options.job.delays.empty())
    howJob.steps = 4; // each is like the one before
  if (options.isJob || hasPipeline || job->programs.size() > 1 || !job->objects.empty())
    return skein::simulator::predictJob(*std::move(job), *cluster, howJob);
  return skein::simulator::predict(std::move(job->programs[0]), *cluster, {.fold = options.fold});
}

/// As skein-run reads them.
absl::Status readDelays(const std::vector<std::string> &texts, skein::simulator::JobOptions &options) {
  for (const std::string &text : texts) {
    auto delay = skein::runtime::parseDelay(text);
    if (!delay.ok())
      return delay.status();
    options.delays.push_back({delay->who, delay->device,
                              skein::simulator::nanoseconds(delay->time.count()),
                              skein::simulator::nanoseconds(delay->jitter.count())});
  }
  return absl::OkStatus();
}

} // namespace

/// Exit status: 0 done, 1 input refused, 2 wrong usage.
int main(int argc, char **argv) {
  llvm::InitLLVM init(argc, argv);
  skein::tools::hideForeignOptions();
  cl::opt<std::string> input(cl::Positional, cl::Required, cl::desc("<program.mlir>"));
  cl::opt<std::string> cluster("cluster", cl::Required, cl::desc("Cluster to run it on"),
                               cl::value_desc("file.yaml"));
  cl::opt<std::string> program("program", cl::desc("Program of the file; by default the only one, or train"),
                               cl::value_desc("name"));
  cl::opt<std::string> trace("trace", cl::desc("Write the timeline for Chrome or Perfetto"),
                             cl::value_desc("file.json"));
  cl::opt<std::string> json("json", cl::desc("Write all numbers"), cl::value_desc("file.json"));
  cl::opt<std::string> html("html", cl::desc("Write a page with timeline and memory curve"),
                            cl::value_desc("file.html"));
  cl::opt<bool> everyDevice("every-device",
                            cl::desc("Simulate every device, also where one stands for all"));
  cl::opt<int64_t> steps("steps", cl::value_desc("n"),
                         cl::desc("Simulate several steps, each device on its own; 20 of programs with servers or delays, "
                                  "4 of other pipelines"));
  cl::list<std::string> delays("delay", cl::value_desc("who:device=time"),
                               cl::desc("Make every step of a device slower, as worker:3=50ms; server, a program or "
                                        "a mesh; without :device all; +5ms adds up to that at random"));
  cl::opt<uint64_t> seed("seed", cl::value_desc("n"), cl::desc("Of what --delay adds at random, 0 by default"));
  cl::opt<bool> shareDevices("share-devices",
                             cl::desc("Let meshes share devices where the cluster has too few for all"));
  if (!skein::tools::parseCommandLine(argc, argv, "Predict time and memory of a distributed program\n"))
    return skein::tools::WrongUsage;

  Options options{.job = {.seed = seed, .shareDevices = shareDevices}, .fold = !everyDevice};
  options.hasSteps = steps.getNumOccurrences();
  options.isJob = options.hasSteps || delays.getNumOccurrences();
  if (options.hasSteps)
    options.job.steps = steps;
  absl::Status read = readDelays({delays.begin(), delays.end()}, options.job);
  if (!read.ok() || options.job.steps < 1) {
    llvm::errs() << "skein-sim: "
                 << (read.ok() ? "--steps is less than 1" : "--delay: " + std::string(read.message())) << "\n";
    return skein::tools::WrongUsage;
  }
  auto prediction = predictFile(input, program, cluster, options);
  if (!prediction.ok()) {
    llvm::errs() << std::string(prediction.status().message()) << "\n";
    return skein::tools::InputRefused;
  }
  using Writer = std::string (*)(const skein::simulator::Prediction &);
  const std::pair<const std::string &, Writer> reports[] = {
      {trace, skein::simulator::toTrace},
      {json, skein::simulator::toJson},
      {html, skein::simulator::toHtml},
  };
  for (auto [path, write] : reports)
    if (!path.empty() && !skein::tools::writeFile(path, write(*prediction)))
      return skein::tools::InputRefused;
  llvm::outs() << skein::simulator::toText(*prediction);
  return skein::tools::Done;
}
