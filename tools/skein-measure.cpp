//===- skein-measure.cpp - the cluster file of this machine ---------------===//
//
// Measures what skein-sim wants to know of the devices that skein-run makes
// here: threads of one process that call the same library and the same fabric.
// All devices are busy at the same time, as they are in a step.
//
//===----------------------------------------------------------------------===//
#include "runtime/abi/Context.h"
#include "runtime/abi/skrt.h"
#include "runtime/backends/cpu/LibraryThreads.h"
#include "runtime/fabric/threads/ThreadFabric.h"
#include "tools/CommandLine.h"

#include "absl/functional/function_ref.h"
#include "absl/strings/str_format.h"
#include "llvm/Support/InitLLVM.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <thread>

using namespace skein::runtime;
namespace cl = llvm::cl;

namespace {

/// What one device does over and over again.
using Body = std::function<void()>;
using MakeBody = absl::FunctionRef<Body(skrt_context &)>;

/// All devices, in groups of neighbours.
class Machine {
public:
  Machine(int devices, int groupSize)
      : devices(devices),
        fabrics(createThreadFabric({"m", {{"group", devices / groupSize}, {"member", groupSize}}})) {}

  int size() const { return devices; }
  static Communicator &group(skrt_context &context) { return context.fabric.over(0b10); }

  /// Seconds from the start of the first device to the end of the last, per call.
  /// The best of several rounds: what disturbs only ever adds.
  double secondsPerCall(MakeBody make) {
    int64_t calls = 1;
    while (seconds(make, calls) < 0.02)
      calls *= 2;
    double best = seconds(make, calls);
    for (int round = 0; round < 6; ++round)
      best = std::min(best, seconds(make, calls));
    return best / double(calls);
  }

private:
  double seconds(MakeBody make, int64_t calls) {
    using Clock = std::chrono::steady_clock;
    // Where devices outnumber cores, a device may run long after the first began.
    std::vector<Clock::time_point> starts(devices), ends(devices);
    auto run = [&](int device) {
      setLibraryThreads(1);
      skrt_context context{*fabrics[device]};
      Communicator &all = context.fabric.over(0b11);
      Body body = make(context);
      body(); // makes the library's plan
      failOnError(all.barrier());
      starts[device] = Clock::now();
      for (int64_t call = 0; call < calls; ++call)
        body();
      ends[device] = Clock::now();
      failOnError(context.status);
    };
    std::vector<std::thread> threads;
    for (int device = 0; device < devices; ++device)
      threads.emplace_back(run, device);
    for (std::thread &thread : threads)
      thread.join();
    return std::chrono::duration<double>(*std::max_element(ends.begin(), ends.end()) -
                                         *std::min_element(starts.begin(), starts.end()))
        .count();
  }

  /// These calls fail only when a device has ended, which none does here.
  static void failOnError(const absl::Status &status) {
    if (!status.ok())
      llvm::report_fatal_error(llvm::StringRef(status.ToString()));
  }

  int devices;
  std::vector<std::unique_ptr<DeviceFabric>> fabrics;
};

using Buffer = std::shared_ptr<float>; // 64-byte aligned
Buffer makeBuffer(int64_t size) {
  size_t bytes = (size * sizeof(float) + 63) / 64 * 64;
  Buffer buffer(static_cast<float *>(std::aligned_alloc(64, bytes)), std::free);
  std::fill_n(buffer.get(), size, 1.0f);
  return buffer;
}

/// An n x n matrix product in f32.
double productSeconds(Machine &machine, int64_t n) {
  return machine.secondsPerCall([n](skrt_context &context) -> Body {
    skrt_contraction product = {};
    product.m = product.n = product.k = n;
    product.a_m = product.b_k = product.c_m = n;
    product.a_k = product.b_n = 1;
    Buffer a = makeBuffer(n * n), b = makeBuffer(n * n), c = makeBuffer(n * n);
    return [=, &context] { skrt_contract_f32(&context, &product, a.get(), b.get(), c.get()); };
  });
}

/// The sum of two vectors of f32, which moves `bytes` in all.
double sumSeconds(Machine &machine, int64_t bytes) {
  return machine.secondsPerCall([bytes](skrt_context &) -> Body {
    int64_t size = bytes / 3 / int64_t(sizeof(float));
    Buffer a = makeBuffer(size), b = makeBuffer(size), c = makeBuffer(size);
    return [=] {
      const float *x = a.get(), *y = b.get();
      float *z = c.get();
      for (int64_t i = 0; i < size; ++i)
        z[i] = x[i] + y[i];
      asm volatile("" : : "r"(z) : "memory"); // the sums are wanted
    };
  });
}

/// An all-reduce of `size` numbers in every group.
double allReduceSeconds(Machine &machine, int64_t size) {
  return machine.secondsPerCall([size](skrt_context &context) -> Body {
    Communicator *group = &Machine::group(context);
    Buffer data = makeBuffer(size);
    return [=, &context] {
      context.status.Update(
          group->allReduce(ReductionKind::Max, DataType::F32, data.get(), data.get(), size));
    };
  });
}

struct Efficiency {
  double flopRate = 0; // of the fastest product
  std::vector<std::pair<int64_t, double>> rates; // by FLOP
};

Efficiency measureProducts(Machine &machine, double overhead) {
  Efficiency result;
  for (int64_t n : {16, 32, 64, 128, 256, 512}) {
    int64_t flops = 2 * n * n * n;
    // A product that is as fast as an empty one cannot be timed this way.
    double seconds = std::max(productSeconds(machine, n) - overhead, overhead / 100);
    result.rates.emplace_back(flops, double(flops) / seconds);
    result.flopRate = std::max(result.flopRate, result.rates.back().second);
  }
  return result;
}

std::string deviceYaml(Machine &machine, double overhead) {
  Efficiency products = measureProducts(machine, overhead);
  std::string text = "  - name: cpu\n";
  absl::StrAppendFormat(&text, "    count: %d\n", machine.size());
  absl::StrAppendFormat(&text,
                        "    peak: # of f64 half of it: a vector register holds half as many\n"
                        "      {f32: %.4g GFLOP/s, f64: %.4g GFLOP/s}\n",
                        products.flopRate / 1e9, products.flopRate / 2e9);
  text += "    efficiency: # of matrix products\n";
  for (auto [flops, rate] : products.rates)
    absl::StrAppendFormat(&text, "      - {work: %d FLOP, fraction: %.3g}\n", flops,
                          rate / products.flopRate);
  int64_t memory = int64_t(sysconf(_SC_PHYS_PAGES)) * sysconf(_SC_PAGESIZE) / machine.size();
  absl::StrAppendFormat(&text, "    memory: %d MB # of all, the same for each\n", memory / 1000000);
  text += "    memory_bandwidth: # of sums of two vectors\n";
  for (int64_t bytes = 16 << 10; bytes <= 64 << 20; bytes *= 8)
    absl::StrAppendFormat(&text, "      - {size: %d KiB, rate: %.4g GB/s}\n", bytes >> 10,
                          double(bytes) / sumSeconds(machine, bytes) / 1e9);
  absl::StrAppendFormat(&text, "    launch_overhead: %.4g us\n", overhead * 1e6);
  text += "    overlap: false # the cores that compute also communicate\n";
  return text;
}

/// All-reduces over groups of every size that divides the number of devices, and
/// the ring whose latency and bandwidth give the time of a small and of a large one
/// over all devices, for other collectives.
std::string networkYaml(int devices, double overhead) {
  std::string measured = "measured:\n";
  double seconds = 0, smallSeconds = 0; // of the last group: all devices
  int64_t size = 0;
  for (int groupSize = 2; groupSize <= devices; ++groupSize) {
    if (devices % groupSize != 0)
      continue;
    Machine machine(devices, groupSize);
    absl::StrAppendFormat(&measured, "  - op: all_reduce\n    devices: %d\n    times:\n", groupSize);
    for (int64_t numbers : {1, 1 << 10, 1 << 14, 1 << 18, 1 << 22}) {
      seconds = allReduceSeconds(machine, numbers);
      size = numbers * int64_t(sizeof(float));
      if (numbers == 1)
        smallSeconds = seconds;
      absl::StrAppendFormat(&measured, "      - {size: %d B, time: %.4g us}\n", size, seconds * 1e6);
    }
  }
  int steps = 2 * (devices - 1);
  double bytesPerHop = double(steps) / devices * double(size);
  double bandwidth = bytesPerHop / std::max(seconds - smallSeconds, 1e-9);
  double latency = std::max(smallSeconds - overhead, 0.0) / steps;
  return absl::StrFormat("network: {kind: all-to-all, bandwidth: %.4g GB/s, latency: %.4g us}\n",
                         bandwidth / 1e9, latency * 1e6) +
         measured;
}

} // namespace

/// Exit status: 0 done, 1 not measured, 2 wrong usage.
int main(int argc, char **argv) {
  llvm::InitLLVM init(argc, argv);
  skein::tools::hideForeignOptions();
  cl::opt<int> devices("devices", cl::Required, cl::desc("Number of virtual devices, 1 to 256"),
                       cl::value_desc("n"));
  cl::opt<std::string> output("o", cl::desc("Cluster file to write, - for standard output"),
                              cl::value_desc("file.yaml"), cl::init("-"));
  if (!skein::tools::parseCommandLine(
          argc, argv, "Measure this machine's virtual devices and write them as a cluster for skein-sim\n"))
    return skein::tools::WrongUsage;
  if (devices < 1 || devices > 256) {
    llvm::errs() << "skein-measure: --devices is " << devices << "; expected 1 to 256\n";
    return skein::tools::WrongUsage;
  }

  Machine machine(devices, devices);
  std::string text = absl::StrFormat(
      "# Virtual devices of one machine with %d cores, measured by skein-measure --devices=%d\n"
      "name: host%d\ndevices:\n",
      std::thread::hardware_concurrency(), devices, devices);
  double overhead = productSeconds(machine, 1);
  text += deviceYaml(machine, overhead);
  if (devices > 1)
    text += networkYaml(devices, overhead);
  return skein::tools::writeFile(output, text) ? skein::tools::Done
                                               : skein::tools::InputRefused;
}
