#include "runtime/backends/cpu/LibraryThreads.h"
#include <algorithm>
#include <thread>

// oneDNN runs on GNU OpenMP, whose header clang does not find by itself.
extern "C" void omp_set_num_threads(int threads);

namespace skein::runtime {

// A setting of the calling thread: OpenMP keeps it per thread.
void setLibraryThreads(int threads) { omp_set_num_threads(threads); }

int libraryThreadsPerDevice(int64_t devices) {
  return std::max<int64_t>(1, std::thread::hardware_concurrency() / devices);
}

} // namespace skein::runtime
