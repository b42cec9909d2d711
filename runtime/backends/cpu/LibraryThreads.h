//===- LibraryThreads.h - How many threads a library call uses --*- C++ -*-===//
#ifndef SKEIN_RUNTIME_BACKENDS_CPU_LIBRARYTHREADS_H
#define SKEIN_RUNTIME_BACKENDS_CPU_LIBRARYTHREADS_H

namespace skein::runtime {

/// Library calls of the calling thread use up to `threads` threads from now on.
/// With several devices on one machine each device's thread sets 1: pools that
/// compete for cores are slower than no pools at all.
void setLibraryThreads(int threads);

} // namespace skein::runtime

#endif // SKEIN_RUNTIME_BACKENDS_CPU_LIBRARYTHREADS_H
