#include "runtime/backends/cpu/LibraryThreads.h"

// oneDNN runs on GNU OpenMP, whose header clang does not find by itself.
extern "C" void omp_set_num_threads(int threads);

namespace skein::runtime {

// A setting of the calling thread: OpenMP keeps it per thread.
void setLibraryThreads(int threads) { omp_set_num_threads(threads); }

} // namespace skein::runtime
