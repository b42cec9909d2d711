//===- Schedule.h - Making devices slow on purpose --------------*- C++ -*-===//
#ifndef SKEIN_RUNTIME_EXECUTOR_SCHEDULE_H
#define SKEIN_RUNTIME_EXECUTOR_SCHEDULE_H

#include "absl/status/statusor.h"
#include "runtime/executor/Executable.h"
#include <chrono>

namespace skein::runtime {

/// Makes each iteration of a device take longer by `time` and up to `jitter`,
/// before it first sends something to an object, or else at its end.
struct Delay {
  /// "worker", the devices of a main program; "server", those of programs
  /// beside one; or the name of a program or mesh, without sigil.
  std::string who;
  std::optional<int64_t> device; // in its mesh; none: all
  std::chrono::nanoseconds time = {}, jitter = {};
};

/// How threads meet, for experiments and tests. Jitter and sleeps are functions
/// of the seed, the program, the device and its iterations.
struct Schedule {
  std::vector<Delay> delays;
  uint64_t seed = 0;
  /// Every second operation on an object, more or less, is preceded by a sleep
  /// of up to this.
  std::chrono::nanoseconds maxSleep = {};
};

/// Reads "worker:3=50ms", "server=1ms+500us": who, which device if not all, how
/// long, and how much longer at most.
/// Errors: text of another form; a negative time.
absl::StatusOr<Delay> parseDelay(absl::string_view text);

/// Whether the delay is meant for device number `device` of the mesh of
/// `program`.
bool isMeantFor(const Delay &delay, const Executable &executable,
                const Program &program, int64_t device);

/// Errors: a delay that is meant for no device of any program.
absl::Status checkDelays(const std::vector<Delay> &delays,
                         const Executable &executable);

} // namespace skein::runtime

#endif // SKEIN_RUNTIME_EXECUTOR_SCHEDULE_H
