#include "runtime/measure/MeasureMachine.h"
#include "absl/strings/str_format.h"
#include "runtime/abi/Context.h"
#include "runtime/abi/skrt.h"
#include "runtime/backends/cpu/LibraryThreads.h"
#include "runtime/fabric/threads/ThreadFabric.h"
#include "runtime/support/Status.h"
#include "runtime/tensor/HostTensor.h"
#include <algorithm>
#include <functional>
#include <memory>
#include <thread>
#include <unistd.h>

namespace skein::runtime {
namespace {

using Seconds = std::chrono::duration<double>;
using Clock = std::chrono::steady_clock;

/// What one device does over and over.
using Work = std::function<void()>;
/// Makes the work of a device, with memory of its own.
using WorkFactory = absl::FunctionRef<Work(skrt_context &)>;

/// Devices that measure together.
class Bench {
public:
  Bench(int64_t devices, Seconds timePerPoint)
      : devices(devices), timePerPoint(timePerPoint) {}

  /// Seconds that one call of the work takes, on average over all devices while
  /// all of them are at it; the best of three rounds.
  absl::StatusOr<double> secondsPerCall(WorkFactory makeWork) const {
    double best = 0;
    for (int round = 0; round < 3; ++round) {
      SKEIN_ASSIGN_OR_RETURN(double seconds, measureRound(makeWork));
      best = round == 0 ? seconds : std::min(best, seconds);
    }
    return best;
  }

  int64_t deviceCount() const { return devices; }

private:
  absl::StatusOr<double> measureRound(WorkFactory makeWork) const {
    auto fabrics = createThreadFabric({"measure", {{"device", devices}}});
    std::vector<absl::Status> statuses(devices);
    std::vector<double> seconds(devices);
    std::vector<std::thread> threads;
    for (int64_t device = 0; device < devices; ++device)
      threads.emplace_back([&, device] {
        setLibraryThreads(libraryThreadsPerDevice(devices));
        skrt_context context{*fabrics[device], {}, {}};
        seconds[device] = measureDevice(context, makeWork(context));
        statuses[device] = context.status;
      });
    for (std::thread &thread : threads)
      thread.join();
    double sum = 0;
    for (int64_t device = 0; device < devices; ++device) {
      SKEIN_RETURN_IF_ERROR(statuses[device]);
      sum += seconds[device];
    }
    return sum / devices;
  }

  /// All devices make the same number of calls, so that calls may communicate.
  double measureDevice(skrt_context &context, const Work &work) const {
    Communicator &all = context.fabric.over(1);
    work(); // warms caches up, makes what the library keeps
    int64_t calls = 1;
    while (true) {
      (void)all.barrier();
      auto begin = Clock::now();
      for (int64_t call = 0; call < calls; ++call)
        work();
      double seconds = Seconds(Clock::now() - begin).count();
      double slowest = 0;
      (void)all.allReduce(ReductionKind::Max, DataType::F64, &seconds, &slowest,
                          1);
      if (slowest >= timePerPoint.count() || !context.status.ok())
        return seconds / calls;
      double missing = timePerPoint.count() / std::max(slowest, 1e-9);
      calls = calls * std::clamp(1.2 * missing, 2.0, 100.0);
    }
  }

  const int64_t devices;
  const Seconds timePerPoint;
};

/// The product of two square matrices.
Work makeProduct(skrt_context &context, int64_t extent) {
  auto operands = std::make_shared<std::vector<HostTensor>>();
  for (int i = 0; i < 3; ++i)
    operands->emplace_back(DataType::F32, Shape{extent, extent});
  skrt_contraction description = {};
  description.m = description.n = description.k = extent;
  description.a_m = description.b_k = description.c_m = extent;
  description.a_k = description.b_n = 1;
  return [&context, operands, description] {
    skrt_contract_f32(&context, &description, (*operands)[0].as<float>().data(),
                      (*operands)[1].as<float>().data(),
                      (*operands)[2].as<float>().data());
  };
}

absl::StatusOr<double> secondsOfProduct(const Bench &bench, int64_t extent) {
  return bench.secondsPerCall(
      [&](skrt_context &context) { return makeProduct(context, extent); });
}

/// y += a x over vectors of this many floats, as an optimiser does.
absl::StatusOr<double> secondsOfUpdate(const Bench &bench, int64_t count) {
  return bench.secondsPerCall([&](skrt_context &) -> Work {
    auto x = std::make_shared<HostTensor>(DataType::F32, Shape{count});
    auto y = std::make_shared<HostTensor>(DataType::F32, Shape{count});
    return [=] {
      const float *from = x->as<float>().data();
      float *to = y->as<float>().data();
      for (int64_t i = 0; i < count; ++i)
        to[i] += 0.5f * from[i];
    };
  });
}

absl::StatusOr<double> secondsOfAllReduce(const Bench &bench, int64_t count) {
  return bench.secondsPerCall([&](skrt_context &context) -> Work {
    auto data = std::make_shared<HostTensor>(DataType::F32, Shape{count});
    return [&context, data, count] {
      absl::Status status = context.fabric.over(1).allReduce(
          ReductionKind::Sum, DataType::F32, data->data(), data->data(), count);
      if (context.status.ok())
        context.status = status;
    };
  });
}

absl::Status measureProducts(const Bench &bench, MachineMeasurement &machine) {
  for (int64_t extent : {8, 16, 32, 64, 128, 256, 512}) {
    SKEIN_ASSIGN_OR_RETURN(double seconds, secondsOfProduct(bench, extent));
    double flops = 2.0 * extent * extent * extent;
    double computing = std::max(seconds - machine.kernelSeconds, seconds / 100);
    machine.products.push_back({flops, flops / computing});
  }
  return absl::OkStatus();
}

absl::Status measureMemory(const Bench &bench, MachineMeasurement &machine) {
  machine.memoryBytes = double(sysconf(_SC_PHYS_PAGES)) *
                        sysconf(_SC_PAGE_SIZE) / bench.deviceCount();
  // Beyond any cache: 64 MiB on every device.
  constexpr int64_t count = 8 << 20;
  SKEIN_ASSIGN_OR_RETURN(double seconds, secondsOfUpdate(bench, count));
  machine.memoryBandwidth = 3.0 * count * sizeof(float) / seconds;
  return absl::OkStatus();
}

/// Fits seconds = 2 (n - 1) hop + 2 (n - 1) / n bytes / bandwidth.
absl::Status measureFabric(const Bench &bench, MachineMeasurement &machine) {
  int64_t devices = bench.deviceCount();
  if (devices == 1)
    return absl::OkStatus();
  constexpr int64_t count = 1 << 18; // 1 MiB
  SKEIN_ASSIGN_OR_RETURN(double small, secondsOfAllReduce(bench, 1));
  SKEIN_ASSIGN_OR_RETURN(double large, secondsOfAllReduce(bench, count));
  double hops = 2.0 * (devices - 1);
  machine.hopSeconds = std::max(0.0, small - machine.kernelSeconds) / hops;
  machine.hopBandwidth = hops / devices * count * sizeof(float) /
                         std::max(large - small, large / 100);
  return absl::OkStatus();
}

/// The highest rate of any size.
double peakRate(const MachineMeasurement &machine) {
  double peak = 0;
  for (const MachineMeasurement::Point &point : machine.products)
    peak = std::max(peak, point.rate);
  return peak;
}

} // namespace

absl::StatusOr<MachineMeasurement>
measureMachine(int64_t devices, std::chrono::duration<double> timePerPoint) {
  if (devices < 1)
    return absl::InvalidArgumentError(absl::StrFormat(
        "cannot measure %d devices; expected at least 1", devices));
  Bench bench(devices, timePerPoint);
  MachineMeasurement machine;
  machine.devices = devices;
  SKEIN_ASSIGN_OR_RETURN(machine.kernelSeconds, secondsOfProduct(bench, 1));
  SKEIN_RETURN_IF_ERROR(measureProducts(bench, machine));
  SKEIN_RETURN_IF_ERROR(measureMemory(bench, machine));
  SKEIN_RETURN_IF_ERROR(measureFabric(bench, machine));
  return machine;
}

void writeCluster(const MachineMeasurement &machine, std::ostream &out) {
  double peak = peakRate(machine);
  out << absl::StrFormat("name: this-machine-as-%d\n"
                         "source: measured by skein-run --measure-cluster\n"
                         "devices:\n"
                         "  - name: thread\n"
                         "    count: %d\n"
                         "    peak: {f32: %.4g GFLOP/s}\n"
                         "    efficiency:\n",
                         machine.devices, machine.devices, peak / 1e9);
  for (const MachineMeasurement::Point &point : machine.products)
    out << absl::StrFormat("      - {work: %.6g kFLOP, fraction: %.4g}\n",
                           point.flops / 1e3, point.rate / peak);
  out << absl::StrFormat("    memory: %.4g GB\n"
                         "    memory_bandwidth: %.4g GB/s\n"
                         "    launch_overhead: %.4g us\n"
                         "    overlap: false\n",
                         machine.memoryBytes / 1e9,
                         machine.memoryBandwidth / 1e9,
                         machine.kernelSeconds * 1e6);
  if (machine.devices > 1)
    out << absl::StrFormat("network: {kind: all-to-all, bandwidth: %.4g GB/s, "
                           "latency: %.4g us}\n",
                           machine.hopBandwidth / 1e9,
                           machine.hopSeconds * 1e6);
}

} // namespace skein::runtime
