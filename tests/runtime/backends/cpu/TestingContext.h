//===- TestingContext.h - A context of one device ---------------*- C++ -*-===//
#ifndef SKEIN_TESTS_RUNTIME_BACKENDS_CPU_TESTINGCONTEXT_H
#define SKEIN_TESTS_RUNTIME_BACKENDS_CPU_TESTINGCONTEXT_H

#include "runtime/abi/Context.h"
#include "runtime/backends/cpu/LibraryThreads.h"
#include <random>
#include <vector>

namespace skein::runtime {

/// Compute calls take a context but never communicate.
class NoFabric : public DeviceFabric {
public:
  const Mesh &mesh() const override { return oneDevice; }
  int64_t device() const override { return 0; }
  Communicator &over(AxisSet) override { std::abort(); }
  std::unique_ptr<DeviceFabric> forStream(int64_t) override { std::abort(); }
  void abort(absl::Status) override {}

private:
  Mesh oneDevice;
};

struct TestingContext {
  TestingContext() { setLibraryThreads(1); }

  NoFabric fabric;
  skrt_context context{fabric};
};

/// Small integers, so that sums of products are exact in any order.
inline std::vector<float> randomIntegers(int64_t count, std::mt19937 &random) {
  std::uniform_int_distribution<int> digit(-4, 4);
  std::vector<float> values(count);
  for (float &value : values)
    value = digit(random);
  return values;
}

} // namespace skein::runtime

#endif // SKEIN_TESTS_RUNTIME_BACKENDS_CPU_TESTINGCONTEXT_H
