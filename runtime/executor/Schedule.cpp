#include "runtime/executor/Schedule.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/time.h"
#include "runtime/executor/Pieces.h"
#include <algorithm>

namespace skein::runtime {
namespace {

bool parseTime(absl::string_view text, std::chrono::nanoseconds &time) {
  absl::Duration duration;
  if (!absl::ParseDuration(text, &duration) ||
      duration < absl::ZeroDuration() || duration == absl::InfiniteDuration())
    return false;
  time = absl::ToChronoNanoseconds(duration);
  return true;
}

} // namespace

absl::StatusOr<Delay> parseDelay(absl::string_view text) {
  std::pair<std::string, std::string> sides =
      absl::StrSplit(text, absl::MaxSplits('=', 1));
  std::vector<absl::string_view> place = absl::StrSplit(sides.first, ':');
  std::vector<absl::string_view> times = absl::StrSplit(sides.second, '+');
  Delay delay;
  delay.who = std::string(place[0]);
  bool isValid = !delay.who.empty() && place.size() <= 2 && times.size() <= 2 &&
                 parseTime(times[0], delay.time) &&
                 (times.size() == 1 || parseTime(times[1], delay.jitter));
  if (isValid && place.size() == 2)
    isValid = absl::SimpleAtoi(place[1], &delay.device.emplace());
  if (!isValid)
    return absl::InvalidArgumentError(
        absl::StrCat("\"", text,
                     "\": expected who, which device, and a time, such as "
                     "worker:3=50ms or server=1ms+500us"));
  return delay;
}

bool isMeantFor(const Delay &delay, const Executable &executable,
                const Program &program, int64_t device) {
  const char *role = program.beside.empty() ? "worker" : "server";
  return (delay.who == role || delay.who == program.name ||
          delay.who == executable.meshNumber(program.mesh).name) &&
         (!delay.device || *delay.device == device);
}

absl::Status checkDelays(const std::vector<Delay> &delays,
                         const Executable &executable) {
  auto isMeantForAny = [&](const Delay &delay) {
    for (const Program &program : executable.programs)
      for (int64_t device : devicesOf(executable, program))
        if (isMeantFor(delay, executable, program, device))
          return true;
    return false;
  };
  for (const Delay &delay : delays)
    if (!isMeantForAny(delay))
      return absl::InvalidArgumentError(
          absl::StrCat("nobody is ", delay.who,
                       delay.device ? absl::StrCat(":", *delay.device) : "",
                       "; expected worker, server, a program or a mesh, and a "
                       "device of it"));
  return absl::OkStatus();
}

} // namespace skein::runtime
