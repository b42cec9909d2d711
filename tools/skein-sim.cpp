//===- skein-sim.cpp - predict a program on a cluster ---------------------===//
#include "simulator/program/Predict.h"
#include "simulator/program/ReadProgram.h"
#include "simulator/report/Report.h"
#include "simulator/topology/ReadCluster.h"
#include "tools/CommandLine.h"

#include "llvm/Support/InitLLVM.h"

namespace cl = llvm::cl;

namespace {

absl::StatusOr<skein::simulator::Prediction>
predictFile(const std::string &input, const std::string &program, const std::string &clusterFile,
            skein::simulator::PredictOptions options) {
  auto cluster = skein::simulator::readCluster(clusterFile);
  if (!cluster.ok())
    return cluster.status();
  auto read = skein::simulator::readProgram(input, program);
  if (!read.ok())
    return read.status();
  return skein::simulator::predict(*std::move(read), *cluster, options);
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
  if (!skein::tools::parseCommandLine(argc, argv, "Predict time and memory of a distributed program\n"))
    return skein::tools::WrongUsage;

  auto prediction = predictFile(input, program, cluster, {.fold = !everyDevice});
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
