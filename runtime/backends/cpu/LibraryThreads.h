//===- LibraryThreads.h - How many threads a library call uses --*- C++ -*-===//
#ifndef SKEIN_RUNTIME_BACKENDS_CPU_LIBRARYTHREADS_H
#define SKEIN_RUNTIME_BACKENDS_CPU_LIBRARYTHREADS_H

namespace skein::runtime {

/// Library calls of the calling thread use up to `threads` threads from now on.
/// Threads of virtual devices set 1: pools that wait for cores are slower than
/// no pools at all, and oneDNN computes wrong numbers, without a word, where
/// OpenMP gives it fewer threads than were set.
void setLibraryThreads(int threads);

} // namespace skein::runtime

#endif // SKEIN_RUNTIME_BACKENDS_CPU_LIBRARYTHREADS_H
