//===- skein-run.cpp - train a program on this machine --------------------===//
#include "runtime/backends/cpu/LibraryThreads.h"
#include "runtime/executor/Loader.h"
#include "runtime/executor/Session.h"
#include "tools/CommandLine.h"

#include "llvm/Support/InitLLVM.h"

#include <csignal>
#include <iostream>
#include <unistd.h>

namespace cl = llvm::cl;
using namespace skein::runtime;

namespace {

/// Exit status of a run that Ctrl-C stopped, as shells count it.
constexpr int interrupted = 128 + SIGINT;

std::atomic<bool> stop = false;

/// The first Ctrl-C stops after the current step, the second at once.
void stopOnInterrupt() {
  std::signal(SIGINT, [](int) {
    stop = true;
    std::signal(SIGINT, SIG_DFL);
  });
}

/// The flags; Session.h has what they become.
struct Flags {
  cl::opt<std::string> program{cl::Positional, cl::Required, cl::desc("<program.mlir>")};
  cl::list<std::string> inputs{
      "inputs", cl::value_desc("file"),
      cl::desc("Examples: FILE.safetensors, or NAME=FILE.npy once for every input")};
  cl::list<std::string> testInputs{
      "test-inputs", cl::value_desc("file"),
      cl::desc("Examples for @evaluate, which runs after every epoch")};
  cl::opt<int64_t> epochs{
      "epochs", cl::value_desc("n"), cl::init(1),
      cl::desc("Passes over the examples, 1 by default; a resumed run counts those before it")};
  cl::opt<int64_t> steps{"steps", cl::value_desc("n"), cl::desc("Steps in all, instead of --epochs")};
  cl::opt<uint64_t> seed{
      "seed", cl::value_desc("n"),
      cl::desc("Of the examples' order and the variables' first values, 0 by default; a resumed run keeps its own")};
  cl::opt<int64_t> devices{"devices", cl::value_desc("n"),
                           cl::desc("Number of devices that the program has to be for")};
  cl::opt<std::string> checkpointIn{"checkpoint-in", cl::value_desc("file.safetensors"),
                                    cl::desc("Go on from here, or start with these parameters")};
  cl::opt<std::string> checkpointOut{
      "checkpoint-out", cl::value_desc("file.safetensors"),
      cl::desc("Write variables and position, after every epoch and at the end")};
  cl::opt<std::string> checkAgainst{
      "check-against", cl::value_desc("program.mlir"),
      cl::desc("Run this program, too, on the same batches, and compare the variables")};
  cl::opt<double> tolerance{
      "tolerance", cl::value_desc("x"), cl::init(1e-5),
      cl::desc("Largest relative difference that --check-against accepts, 1e-5 by default")};
  cl::opt<std::string> timing{"timing", cl::value_desc("file.json"),
                              cl::desc("Write how long steps and waiting took, and what was sent to hosted objects")};
  cl::list<std::string> delays{
      "delay", cl::value_desc("who:device=time"),
      cl::desc("Make every step of a device slower, as worker:3=50ms; server, a program or a mesh; "
               "without :device all; +5ms adds up to that at random")};

  SessionOptions options() const {
    SessionOptions options;
    options.program = program;
    options.inputs.assign(inputs.begin(), inputs.end());
    options.testInputs.assign(testInputs.begin(), testInputs.end());
    options.epochs = epochs;
    if (steps.getNumOccurrences())
      options.steps = steps;
    if (seed.getNumOccurrences())
      options.seed = seed;
    if (devices.getNumOccurrences())
      options.devices = devices;
    options.checkpointIn = checkpointIn;
    options.checkpointOut = checkpointOut;
    options.checkAgainst = checkAgainst;
    options.tolerance = tolerance;
    options.timing = timing;
    options.delays.assign(delays.begin(), delays.end());
    return options;
  }
};

} // namespace

/// Exit status: 0 done, 1 input refused, 2 wrong usage, 130 stopped by Ctrl-C.
int main(int argc, char **argv) {
  llvm::InitLLVM init(argc, argv);
  skein::tools::hideForeignOptions();
  Flags flags;
  if (!skein::tools::parseCommandLine(argc, argv,
                                      "Train a program on virtual devices of this machine\n"))
    return skein::tools::WrongUsage;

  stopOnInterrupt();
  auto load = [](const std::string &path) { return loadExecutable(path); };
  auto prepareThread = [] { setLibraryThreads(1); };
  absl::Status status =
      runSession(flags.options(), {load, prepareThread, stop, std::cout, std::cerr,
                                   isatty(STDERR_FILENO) ? &std::cerr : nullptr});
  if (status.ok())
    return skein::tools::Done;
  std::cerr << status.message() << "\n";
  return absl::IsCancelled(status) ? interrupted : skein::tools::InputRefused;
}
