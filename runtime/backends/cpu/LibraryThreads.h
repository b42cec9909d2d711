//===- LibraryThreads.h - How many threads a library call uses --*- C++ -*-===//
#ifndef SKEIN_RUNTIME_BACKENDS_CPU_LIBRARYTHREADS_H
#define SKEIN_RUNTIME_BACKENDS_CPU_LIBRARYTHREADS_H

#include <cstdint>

namespace skein::runtime {

/// Library calls of the calling thread use up to `threads` threads from now on.
/// With several devices on one machine each device's thread sets 1: pools that
/// compete for cores are slower than no pools at all.
void setLibraryThreads(int threads);

/// The threads that each of `devices` devices may use: its share of this
/// machine's cores, at least 1.
int libraryThreadsPerDevice(int64_t devices);

} // namespace skein::runtime

#endif // SKEIN_RUNTIME_BACKENDS_CPU_LIBRARYTHREADS_H
